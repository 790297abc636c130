"""What candidates are worth, as the page shows it: rank, worth with its range, odds, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.report.labels import label
from hinterland.report.plan import cash, name, odds, ranged
from hinterland.report.sections import basis_chip
from hinterland.report.text import pair

if TYPE_CHECKING:
    from hinterland.result import Result

MOST = 12
"""Candidates shown in the page; more are in the files."""

Row = dict[str, Any]


def attract(result: Result) -> dict[str, Any] | None:
    """Return the candidates by rank; None where there is no plan to value them for."""
    table = result.tables.get("worth")
    if table is None or result.summary["objective"] is None:
        return None
    listed = table.sort("rank", nulls_last=True)
    return {
        "rows": [_row(r) for r in listed.head(MOST).iter_rows(named=True)],
        "more": max(0, table.height - MOST),
    }


def _row(row: Row) -> Row:
    return {
        "rank": row["rank"],
        "name": name(row, "candidate"),
        "product": name(row, "product"),
        "park": name(row, "place") if row["place"] else None,
        "inside": bool(row["in_plan"]),
        "worth": _worth(row),
        "expected": cash(row["expected"]),
        "odds": odds(row),
        "why": pair(row["reason_en"], row["reason_zh"]),
        "note": pair(row["note_en"], row["note_zh"]),
        "basis": basis_chip(row["basis"]),
    }


def _worth(row: Row) -> dict[str, Any]:
    """Return what a candidate is worth; where no plan was made for it, what the relaxation says, and that it does."""
    if row["worth"] is not None:
        return ranged(row["worth"], row["worth_low"], row["worth_high"])
    if row["verdict"] in {"must", "cannot"}:
        return {"is": label(f"attract_{row['verdict']}"), "ends": None}
    if row["relaxed"] is None:
        return ranged(None, None, None)
    return {"is": cash(row["relaxed"]), "ends": label("attract_parts")}
