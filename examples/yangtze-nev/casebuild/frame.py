"""What the other tables refer to: places, products, the bill of materials, aliases."""

from __future__ import annotations

from casebuild.convert import ALWAYS, CASE_DATE, basis, evidence
from casebuild.rows import Row, Tables, join, pick, read_source

ALIAS_TABLES = (("places", "place"), ("firms", "firm"))


def places() -> list[Row]:
    """Return places; parks are public since the case date at the latest, divisions always."""
    rows = []
    for r in read_source("places"):
        precision = f"position: {r['precision']}" if r["precision"] else ""
        published = CASE_DATE if r["kind"] == "park" else ALWAYS
        rows.append(
            pick(r, "place name_en name_zh kind parent adcode lon lat datum radius_km land_ha operator")
            | evidence(r["source"], published, "assumed", r["quality"], join(r["note"], precision))
        )
    return rows


def products() -> list[Row]:
    """Return the products of the bill of materials."""
    columns = "product name_en name_zh category kind unit"
    made = "reference bill of materials of a battery-electric car: names and units"
    counted = {"wafer": "counted in wafers: chips inside", "GWh": "counted in GWh, not in sets"}
    return [
        pick(r, columns) | evidence(made, ALWAYS, "assumed", "derived", counted.get(r["unit"], ""))
        for r in read_source("bom")
    ]


def recipes() -> list[Row]:
    """Return the bill of materials: the reference, and what else a product can be made of.

    Shares are shares of the parent's value, with a range where one is stated or assumed; quantities are units of
    the input in one unit of the product. What is counted in sets has none: a set is what one car takes.
    """
    bom = read_source("bom")
    name = {r["code"]: r["product"] for r in bom}
    amounts = {(r["parent"], r["code"], r["process"]): r for r in read_source("quantities")}
    rows = []
    for r in [*(r for r in bom if r["parent"]), *read_source("alternatives")]:
        amount = amounts.pop((r["parent"], r["code"], r["process"]), None)
        rows.append(
            {
                "product": name[r["parent"]],
                "process": r["process"],
                "input": name[r["code"]],
                "value_share": r["share_of_parent"],
                "low": r["low"],
                "high": r["high"],
            }
            | (_quantity(amount) if amount else {})
            | evidence(r["source"], ALWAYS, "assumed", r["quality"], r["note"])
        )
    if amounts:
        raise ValueError(f"quantities of no recipe: {sorted(amounts)}")
    return rows


def _quantity(r: Row) -> Row:
    """Return the columns that say how much goes in, with a basis and a source of their own."""
    return {
        "quantity": r["quantity"],
        "quantity_low": r["low"],
        "quantity_high": r["high"],
        "quantity_basis": basis(r["quality"]),
        "quantity_source": r["source"],
    }


def product_ids() -> dict[str, str]:
    """Return the product id of each code that the sources use."""
    return {r["code"]: r["product"] for r in read_source("bom")}


def aliases(tables: Tables) -> list[Row]:
    """Return short names, Chinese names and listed codes; each as public as what it names."""
    named: dict[str, Row] = {r["product"]: r for r in tables["products"]}
    for table, key in ALIAS_TABLES:
        named |= {r[key]: r for r in tables[table]}
    rows = [(r["id"], r["name"], r["lang"], r["scheme"]) for r in read_source("aliases")]
    rows += [
        (r["firm"], r["listed_code"], "other", "listed_code")
        for r in read_source("firms")
        if r["listed_code"]
    ]
    for table, key in ALIAS_TABLES:
        rows += [
            (r[key], r["name_zh"], "zh", "name")
            for r in tables[table]
            if r["name_zh"] and r["basis"] != "synthetic"
        ]
    return [
        {"id": of, "name": name, "lang": lang, "scheme": scheme}
        | pick(named[of], "source basis published published_basis")
        for of, name, lang, scheme in dict.fromkeys(rows)
    ]
