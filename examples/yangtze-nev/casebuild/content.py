"""What the studies of local content ask: rules of origin and labels, and what a price holds beside material."""

from __future__ import annotations

from casebuild.convert import evidence, since_case_date
from casebuild.frame import product_ids
from casebuild.rows import Row, pick, read_source


def content_rules() -> list[Row]:
    """Return rules and labels, each public since its text was; in force from and to the days in the row."""
    code = product_ids()
    columns = "rule name_en name_zh method threshold territory tracing component_threshold from to"
    return [
        pick(r, columns)
        | {"product": code.get(r["product"], "")}
        | evidence(r["source"], r["published"], r["published_basis"], r["quality"], r["note"])
        for r in read_source("content_rules")
    ]


def cost_items() -> list[Row]:
    """Return parts of a price that are not material; all are assumptions."""
    code = product_ids()
    return [
        pick(r, "item share low high")
        | {"product": code[r["product"]]}
        | evidence(r["source"], *since_case_date(""), r["quality"], r["note"])
        for r in read_source("cost_items")
    ]
