"""Policy instruments, funds and what organisations offer."""

from __future__ import annotations

from casebuild.convert import CASE_DATE, billion, evidence, since_case_date
from casebuild.rows import Row, pick, read_source


def instruments() -> list[Row]:
    """Return instruments; a rule in force is public by its first day."""
    rows = []
    for r in read_source("instruments"):
        start, source = r["start"], r["source_date"]
        early = start and (not source or start < source)
        published, how = (
            (start, "assumed") if early else (source or CASE_DATE, "stated" if source else "assumed")
        )
        columns = "instrument name_en name_zh kind place sectors start end rate unit conditions"
        rows.append(pick(r, columns) | evidence(r["source"], published, how, note=r["note"]))
    return rows


def funds() -> list[Row]:
    """Return guidance funds and like vehicles."""
    return [
        pick(r, "fund name_en name_zh place structure start")
        | {"commitment": billion(r["commitment_cny_bn"])}
        | evidence(r["source"], r["source_date"], "stated", note=r["note"])
        for r in read_source("funds")
    ]


def fund_projects() -> list[Row]:
    """Return investments of the funds."""
    return [
        pick(r, "fund_project fund firm date")
        | {"amount": billion(r["amount_cny_bn"]), "proceeds": billion(r["proceeds_cny_bn"])}
        | evidence(
            r["source"],
            r["published"],
            "assumed" if len(r["published"]) == 4 else "stated",
            "derived" if r["source"].startswith("inferred") else "published",
            r["note"],
        )
        for r in read_source("fund_projects")
    ]


def offers() -> list[Row]:
    """Return laboratories, proving grounds and universities."""
    rows = []
    for r in read_source("offers"):
        published, how = (r["source_date"], "stated") if r["source_date"] else since_case_date("")
        columns = "offer kind organisation place text_en text_zh from"
        rows.append(pick(r, columns) | evidence(r["source"], published, how, note=r["note"]))
    return rows
