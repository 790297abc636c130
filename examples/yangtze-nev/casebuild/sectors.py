"""Sectors of the chain, a made-up input-output table, classes of inputs, scenarios.

The table is synthetic: its rule is written here, its numbers are in `sources/io.csv`, `io_inputs.csv` and
`sectors.csv`. Yuan of a sector's output take of each other sector's

1. what the bill of materials says: value shares of its edges, headings looked through, over the value of what the
   sector makes for one car; what is value added in the bill (process rows) is no input;
2. what `io_inputs.csv` adds, an assumption: materials, electricity, transport, services.

Cars are made for final use f; every other sector sells a stated value to final use and outside the chain. Gross
output x then solves x = A x + f. Flows are rounded, and gross output is what they and final
use add up to, so that the table balances to the yuan: value added is gross output less inputs.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import product as pairs

from casebuild.convert import CASE_DATE, evidence
from casebuild.frame import product_ids
from casebuild.rows import Row, Tables, join, number, pick, read_source

SOURCE = "synthetic: rule in casebuild/sectors.py"
MADE_UP = {"source": SOURCE, "basis": "synthetic", "published": CASE_DATE, "published_basis": "assumed"}
ROUNDS = 500
Matrix = dict[tuple[str, str], float]


def of_product() -> dict[str, str]:
    """Return the sector of each product, by its id."""
    code = product_ids()
    return {code[c]: r["sector"] for r in read_source("sectors") for c in r["products"].split(";") if c}


def _settings() -> dict[str, float]:
    return {r["name"]: float(r["value"]) for r in read_source("io")}


def _price() -> float:
    """Return the price of a car: its material value over what the cost items leave for material."""
    material = next(
        float(r["value"]) for r in read_source("settings") if r["name"] == "synthetic_vehicle_bom_value"
    )
    return material / (1 - sum(float(r["share"]) for r in read_source("cost_items")))


def by_the_bill() -> Matrix:
    """Return what one yuan of a sector's output takes of another's, by the bill of materials."""
    material = 1 - sum(float(r["share"]) for r in read_source("cost_items"))
    rows = {r["code"]: r for r in read_source("bom")}
    sector = {c: r["sector"] for r in read_source("sectors") for c in r["products"].split(";") if c}
    made: dict[str, float] = {}
    taken: Matrix = {}
    for code, row in rows.items():
        if row["kind"] in ("process", "heading"):
            continue
        value = float(row["share_of_vehicle"]) * (1.0 if row["parent"] else 1 / material)
        made[sector[code]] = made.get(sector[code], 0.0) + value
        parent = row["parent"]
        while parent and rows[parent]["kind"] == "heading":
            parent = rows[parent]["parent"]
        if parent:
            edge = (sector[code], sector[parent])
            taken[edge] = taken.get(edge, 0.0) + value
    return {(g, h): value / made[h] for (g, h), value in taken.items()}


def coefficients() -> Matrix:
    """Return what one yuan of a sector's output takes of another's: the bill, and the stated inputs."""
    found = by_the_bill()
    for r in read_source("io_inputs"):
        for supplier, cell in r.items():
            if supplier != "sector" and float(cell):
                edge = (supplier, r["sector"])
                found[edge] = found.get(edge, 0.0) + float(cell)
    return found


def _final() -> dict[str, float]:
    """Return what each sector sells to final use and outside the chain, CNY a year."""
    cars = _settings()["cars"] * _price()
    return {
        r["sector"]: float(r["final_use_bn"]) * 1e9 if r["final_use_bn"] else cars
        for r in read_source("sectors")
    }


def _outputs(a: Matrix, final: dict[str, float]) -> dict[str, float]:
    """Return gross output by sector: x = A x + f, the same sum of powers in the same order every time."""
    x = dict(final)
    for _ in range(ROUNDS):
        x = {g: final[g] + math.fsum(a.get((g, h), 0.0) * x[h] for h in x) for g in x}
    return x


def _rounded(value: float, digits: int) -> int:
    step = 10 ** max(0, math.floor(math.log10(value)) + 1 - digits)
    return round(value / step) * step


def accounts() -> tuple[list[Row], list[Row]]:
    """Return sectors and the input-output table among them."""
    sources = read_source("sectors")
    names = [r["sector"] for r in sources]
    digits = int(_settings()["digits"])
    a = coefficients()
    wanted = _final()
    x = _outputs(a, wanted)
    flow = {
        (g, h): _rounded(a[g, h] * x[h], digits) for g, h in pairs(names, names) if a.get((g, h), 0.0) > 0
    }
    final = {g: _rounded(value, digits) for g, value in wanted.items()}
    sectors = []
    for r in sources:
        g = r["sector"]
        gross = final[g] + sum(v for (s, _), v in flow.items() if s == g)
        added = gross - sum(v for (_, b), v in flow.items() if b == g)
        if added <= 0:
            raise ValueError(f"{g}: inputs are above gross output; lower io_inputs.csv")
        note = "made up; what no sector of the case buys is final use or use outside the chain"
        sectors.append(
            pick(r, "sector name_en name_zh")
            | {"gross_output": number(gross), "value_added": number(added)}
            | MADE_UP
            | {"note": join(r["note"], note)}
        )
    table = [
        {"supplier_sector": g, "buyer_sector": h, "value": number(v)} | MADE_UP for (g, h), v in flow.items()
    ]
    return sectors, table


MATERIALS = ("steel", "nonferrous_metals", "chemicals_and_plastics", "tyres_and_rubber", "glass")
ALWAYS_NEEDED = ("semiconductors",)
IDLE = ("production_equipment",)
"""Sectors whose stop leaves what runs today running."""


def essential() -> list[Row]:
    """Return how much each sector depends on each that sells to it: the analyst's assumption.

    2: the bill of materials has it, a chip, electricity, or a material of some weight. 1: the rest. 0: equipment.
    """
    bill = by_the_bill()
    least = _settings()["essential_from"]
    rows = []
    for (g, h), share in coefficients().items():
        heavy = g in MATERIALS and share >= least
        needed = (g, h) in bill or g in ALWAYS_NEEDED or g == "electricity" or heavy
        word = "0" if g in IDLE else "2" if needed else "1"
        rows.append({"supplier_sector": g, "buyer_sector": h, "class": word})
    order = [r["sector"] for r in read_source("sectors")]
    rows.sort(key=lambda r: (order.index(r["supplier_sector"]), order.index(r["buyer_sector"])))
    rule = "analyst's assumption: rule in casebuild/sectors.py"
    return [r | evidence(rule, CASE_DATE, "assumed", "derived") for r in rows]


def assign(firms: list[Row], plants: list[Row]) -> None:
    """Fill in the sector of each firm: that of most of its plants, else of what the register says it makes.

    Of sectors with as many plants, the one nearest the finished car counts.
    """
    sector = of_product()
    rank = {r["product"]: int(r["level"]) for r in read_source("bom")}
    code = product_ids()
    listed = {r["firm"]: [code[c] for c in r["products"].split(";") if c] for r in read_source("firms")}
    makes: dict[str, list[str]] = {}
    for plant in plants:
        makes.setdefault(plant["firm"], []).append(plant["product"])
    for firm in firms:
        products = makes.get(firm["firm"]) or listed.get(firm["firm"], [])
        if not products:
            continue
        count = Counter(sector[p] for p in products)
        near = {sector[p]: rank[p] for p in sorted(products, key=lambda p: -rank[p])}
        firm["sector"] = min(count, key=lambda s: (-count[s], near[s], s))
        if firm.get("basis") != "synthetic":
            how = "its plants make" if firm["firm"] in makes else "it is said to make"
            firm["note"] = join(firm.get("note", ""), f"sector inferred from what {how}")


def inventories(plants: list[Row]) -> list[Row]:
    """Return days of cover of a few inputs at the real plants that take them: made up."""
    code = product_ids()
    rules = read_source("inventories")
    return [
        {"plant": p["plant"], "product": code[r["input"]], "cover": r["cover_days"]}
        | MADE_UP
        | {"published": max(CASE_DATE, p["published"]), "note": join("made up", r["note"])}
        for p in plants
        for r in rules
        if p["product"] == code[r["maker"]] and p["basis"] != "synthetic"
    ]


def shocks() -> list[Row]:
    """Return the scenarios of the case: nothing that happened."""
    names = "shock kind id destination radius_km size start duration recovery"
    return [pick(r, names) | MADE_UP | {"note": join("made up", r["note"])} for r in read_source("shocks")]


def fill(tables: Tables) -> None:
    """Add the tables of this module, and the sectors of firms."""
    tables["sectors"], tables["io_table"] = accounts()
    tables["essential"] = essential()
    assign(tables["firms"], tables["plants"])
    tables["inventories"] = inventories(tables["plants"])
    tables["shocks"] = shocks()
