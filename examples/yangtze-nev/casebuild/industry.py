"""Real firms, their plants and the few supply links that a source states."""

from __future__ import annotations

from casebuild.convert import CASE_DATE, billion, evidence, since_case_date, yearly_capacity
from casebuild.frame import product_ids
from casebuild.rows import Row, Tables, join, pick, read_source


def firms() -> list[Row]:
    """Return firms; those of the register or of the case's start existed at the case date."""
    rows = []
    for r in read_source("firms"):
        if r["known"] == "case":
            published, how = since_case_date(r["source_date"])
        else:
            published, how = r["source_date"] or CASE_DATE, "stated" if r["source_date"] else "assumed"
        makes = f"makes: {r['makes']}" if r["makes"] else ""
        rows.append(
            pick(r, "firm name_en name_zh place parent_firm ownership")
            | evidence(r["source"], published, how, r["quality"], join(makes, r["note"]))
        )
    return rows


NAMES = (
    ("agreements", "parties"),
    ("workstreams", "owner"),
    ("targets", "promised_by"),
    ("metrics", "publisher"),
    ("offers", "organisation"),
)
"""Columns that name organisations, parted by `;`."""


def organisations() -> list[Row]:
    """Return organisations that are named only; each is public as soon as it is named (see `build.advance`)."""
    made = "named in the agreements, metrics and offers of this case; Chinese name by the analyst"
    return [
        pick(r, "name_en name_zh place ownership")
        | {"firm": r["organisation"]}
        | evidence(made, "", "assumed", note=r["note"])
        for r in read_source("organisations")
    ]


def mentions(tables: Tables) -> list[tuple[str, str]]:
    """Return (firm, date of publication) of every row that names a firm in words."""
    known = {r["name"]: r["id"] for r in read_source("aliases")}
    known |= {r["name_en"]: r["firm"] for r in tables["firms"]}
    return [
        (known[name.strip()], row["published"])
        for table, column in NAMES
        for row in tables[table]
        for name in row[column].split(";")
        if row["published"] and name.strip() in known
    ]


def _published(r: Row) -> tuple[str, str, str]:
    """Return date of publication, its basis and a remark where it is assumed."""
    source, announced = r["source_date"], r["announced"]
    if r["status_2021_08"] == "later":
        known = announced or source or r["opened"]
        return known, "stated" if known == source else "assumed", ""
    if source and source <= CASE_DATE:
        return source, "stated", ""
    known = max(announced, CASE_DATE)
    if known == source:
        return known, "stated", ""
    newer = f"read in a source of {source}" if source else "source without date"
    return known, "assumed", f"as of August 2021, public since then (assumed); {newer}"


def _dates(r: Row, published: str) -> tuple[Row, str]:
    """Return the dates from which status follows, and a remark on those that are bounds only."""
    found = pick(r, "announced construction opened closed")
    bound = min(r["source_date"] or CASE_DATE, CASE_DATE)
    if r["status_2021_08"] == "operating" and not found["opened"]:
        found["opened"] = bound
        return found, "opened on or before the date given"
    if r["status_2021_08"] == "construction" and not found["construction"]:
        found["construction"] = bound
        return found, "under construction on or before the date given"
    if not any(found.values()):
        found["announced"] = published
        return found, "announced on or before the date given"
    return found, ""


def plants() -> list[Row]:
    """Return plants with what was public when."""
    code = product_ids()
    unit = {r["code"]: r["unit"] for r in read_source("bom")}
    rows = []
    for r in read_source("plants"):
        published, how, remark = _published(r)
        found, bounds = _dates(r, published)
        # an estimated capacity must not pass for a reported one
        quality = "derived" if "derived" in (r["quality"], r["capacity_quality"]) else "published"
        later = f"later: {r['later']}" if r["later"] else ""
        precision = f"position: {r['precision']}" if r["precision"] else ""
        unknown = f"capacity unknown: {r['capacity_note']}" if r["capacity_note"] else ""
        rows.append(
            pick(r, "plant name_en name_zh firm place lon lat jobs")
            | {
                "product": code[r["product"]],
                "datum": "GCJ-02" if r["lon"] else "",
                "capacity": yearly_capacity(r["capacity"], r["capacity_unit"], unit[r["product"]]),
                "capex": billion(r["capex_cny_bn"]),
            }
            | found
            | evidence(
                r["source"],
                published,
                how,
                quality,
                join(r["note"], unknown, bounds, remark, later, precision),
            )
        )
    return rows


def supplies() -> list[Row]:
    """Return links that a source states; nothing is known of their value."""
    code = product_ids()
    return [
        pick(r, "supplier customer year")
        | {"product": code[r["product"]], "review": "confirmed"}
        | evidence(r["source"], r["published"], "stated", note=r["note"])
        for r in read_source("supplies")
    ]
