"""The price of each promise as the page shows it: three prices apart, in words and in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.planning.sentences import price_lines
from hinterland.report.labels import label
from hinterland.report.plan import name, ranged
from hinterland.report.text import pair
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.result import Result

KINDS = ("relaxation", "fixed", "down", "up")
"""Prices in the order of the table."""
READ = ("relaxation", "fixed", "step")
"""How to read them."""

Row = dict[str, Any]


def prices(result: Result, held: Result | None = None) -> dict[str, Any] | None:
    """Return how to read the prices, a row a promise, and what curves say; None where there is no plan.

    `held` is the result where it is that of another definition than the first.
    """
    rows = [_row(r) for r in result["targets"].iter_rows(named=True)]
    if not rows or result.summary["objective"] is None:
        return None
    return {
        "file": "plan" if held is None else "held",
        "read": [{"name": label(f"price_{k}"), "how": label(f"price_{k}_how")} for k in READ],
        "rows": rows,
        "curves": [
            Said(en[:1].upper() + en[1:], zh)
            for one in result.summary.get("curves") or []
            for en, zh in zip(one["en"], one["zh"], strict=True)
        ],
    }


def _row(row: Row) -> Row:
    return {
        "name": name(row, "target"),
        "definition": name(row, "definition"),
        "step": pair(row["unit_step"], row["unit_step_zh"]),
        "prices": [_price(row, k) for k in KINDS],
        "said": price_lines(row),
    }


def _price(row: Row, kind: str) -> dict[str, Said | None]:
    """Return one price and its range: nothing where it is none, a word where nobody knows; the note says why."""
    value = row[f"price_{kind}"]
    if value is None:
        return {"is": label("price_none"), "ends": None}
    told = ranged(value, row.get(f"price_{kind}_low"), row.get(f"price_{kind}_high"))
    return told | {"is": label("price_zero")} if abs(value) < 1 else told
