"""The plan as the page shows it: who comes where and when, what becomes of each promise, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import words
from hinterland.figures.palette import VERDICTS
from hinterland.planning.sentences import amount, headline, level, target_line
from hinterland.report.labels import label
from hinterland.report.sections import basis_chip
from hinterland.report.text import pair, percent
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.result import Result

OPENINGS, AGREED, ROOM = 14, 10, 6
"""Rows shown in the page; more are in the files."""
TIGHT = 0.5
"""Share of the land or labour of a park from which on it is told."""
MIXTURES = ("limits", "targets", "cheapest")
AGREEMENT: Mapping[str, str] = {"must": "met", "may": "open", "never": "superseded"}
"""Verdict of the alternatives to the verdict of the board whose look it borrows."""
STATES: Mapping[str, str] = {
    "optimal": "met",
    "feasible": "met",
    "infeasible": "missed",
    "unplannable": "not measurable",
}
"""Status of a search to the verdict whose look it borrows."""

Row = dict[str, Any]


def plan(result: Result, day: str | None = None) -> dict[str, Any]:
    """Return the answer in sentences, targets, openings, money, what gives, what other plans agree on.

    `day` is that of the page: a plan seen from an earlier one says so.
    """
    openings, expansions = result["openings"], result["expansions"]
    return {
        "said": headline(result),
        "seen": result.summary["as_of"] if day not in {None, result.summary["as_of"]} else None,
        "holds": result.summary["objective"] is not None,
        "targets": [_target(r) for r in result["targets"].iter_rows(named=True)],
        "definitions": _definitions(result["definitions"]),
        "openings": [_opening(r) for r in openings.head(OPENINGS).iter_rows(named=True)],
        "more": max(0, openings.height - OPENINGS),
        "expansions": [_expansion(r) for r in expansions.head(OPENINGS).iter_rows(named=True)],
        "support": _support(result["support"]),
        "room": _room(result["room"]),
        "shortfall": _shortfall(result["shortfall"]),
        "conflict": _conflict(result["conflict"]),
        "plans": _plans(result),
        "agreed": _agreed(result.tables.get("agreement")),
        "assumed": result.assumptions,
    }


def held(result: Result, first: Result) -> dict[str, Any]:
    """Return the plan under another definition, and which definition of which target was changed."""
    before = dict(first["targets"].select("target", "definition").iter_rows())
    rows = result["targets"].iter_rows(named=True)
    changed = [r for r in rows if before.get(r["target"], r["definition"]) != r["definition"]]
    return plan(result) | {"changed": [(name(r, "target"), name(r, "definition")) for r in changed]}


def name(row: Mapping[str, Any], column: str) -> Said:
    """Return the names beside an id column, or the id."""
    en, zh = row.get(f"{column}_en"), row.get(f"{column}_zh")
    return pair(en or zh or row.get(column), zh or en)


def cash(value: float | None) -> Said:
    """Return money."""
    return Said("–", "–") if value is None else Said(*words.money(value))


def ranged(value: float | None, low: float | None, high: float | None) -> dict[str, Said | None]:
    """Return money (`is`) and its range (`ends`), None where it has none or both ends read alike."""
    if value is None or low is None or high is None or words.money(low)[0] == words.money(high)[0]:
        return {"is": cash(value), "ends": None}
    return {"is": cash(value), "ends": Said(*words.money(low, high))}


def look(status: str, shown: Mapping[str, str], word: Said) -> dict[str, Any]:
    """Return a chip: the look of a verdict, its sign, and a word."""
    verdict = shown.get(status, "open")
    return {"look": verdict, "sign": VERDICTS[verdict].sign, "word": word}


def _units(value: float | None, unit: str | None) -> Said:
    return Said(amount(value, unit or "1", "en"), amount(value, unit or "1", "zh"))


def _target(row: Row) -> Row:
    held = row["status"] == "held"
    sign = words.COMPARATORS.get(row["comparator"] or "", ("≥",))[0]
    required, value, without = (
        Said(*(level(row[c], row["unit"] or "1", lang) for lang in words.LANGUAGES))
        for c in ("required", "value", "value_without")
    )
    word = label("plan_held" if held else "plan_short")
    return {
        "name": name(row, "target"),
        "definition": name(row, "definition"),
        "year": row["year"],
        "required": Said(f"{sign} {required.en}", f"{sign} {required.zh}"),
        "value": value,
        "without": without,
        "chip": look("held" if held else "short", {"held": "met", "short": "missed"}, word),
        "misses": None if held else _units(row["slack"], row["unit"]),
        "soft": row["hard"] is False,
        "line": target_line(row),
    }


def _definitions(table: pl.DataFrame) -> list[Row]:
    """Return the definitions target by target; the name of a target stands in its first row alone."""
    rows, last = [], None
    for r in table.iter_rows(named=True):
        rows.append(_definition(r) | {"first": r["target"] != last})
        last = r["target"]
    return rows


def _definition(row: Row) -> Row:
    known = f"st_{row['status']}"
    state = label(known) if row["status"] in {*STATES, "unknown", "cancelled"} else pair(row["status"])
    return {
        "target": name(row, "target"),
        "definition": name(row, "definition"),
        "chip": look(row["status"] or "", STATES, state),
        "public": ranged(row["public"], row["public_low"], row["public_high"]),
        "openings": "–" if row["openings"] is None else f"{row['openings']:,}",
        "misses": _units(row["shortfall"], row["unit"]) if row["shortfall"] else None,
        "gap": percent(row["gap"]),
        "note": pair(row["note_en"], row["note_zh"]),
    }


def _opening(row: Row) -> Row:
    return {
        "name": name(row, "candidate"),
        "product": name(row, "product"),
        "park": name(row, "place"),
        "decided": row["decided"],
        "produces": row["produces"],
        "capacity": _units(row["capacity"], row["unit"]),
        "ask": ranged(row["ask"], row["ask_low"], row["ask_high"]),
        "jobs": "–" if row["jobs"] is None else f"{row['jobs']:,.0f}",
        "moved": percent(row["relocated"], 0) if row["relocated"] else None,
        "landing": odds(row),
        "basis": basis_chip(row["basis"]),
    }


def odds(row: Mapping[str, Any]) -> str:
    """Return the probability that a candidate comes, low to high."""
    ends = [percent(row[f"landing_{e}"], 0) for e in ("low", "high") if row[f"landing_{e}"] is not None]
    return "–".join(dict.fromkeys(ends)) or "–"


def _expansion(row: Row) -> Row:
    return {
        "name": name(row, "plant"),
        "product": name(row, "product"),
        "place": name(row, "place"),
        "decided": row["decided"],
        "produces": row["produces"],
        "added": _units(row["added"], row["unit"]),
        "ask": cash(row["ask"]),
        "basis": basis_chip(row["basis"]),
    }


def _support(table: pl.DataFrame) -> Row | None:
    """Return what each instrument pays in each year, of how much."""
    paid = table.filter(pl.col("spent") > 0)
    if not paid.height:
        return None
    years = paid["year"].drop_nulls().unique().sort().to_list()
    parts = table.filter(pl.col("instrument").is_in(paid["instrument"].unique().to_list()))
    rows = []
    for part in parts.partition_by("instrument", maintain_order=True):
        by_year = {r["year"]: r for r in part.iter_rows(named=True)}
        cells = [_spent(by_year.get(y)) for y in years]
        total = cash(float(part["spent"].fill_null(0.0).sum()))
        rows.append({"name": name(part.row(0, named=True), "instrument"), "cells": cells, "total": total})
    return {"years": years, "rows": rows}


def _spent(row: Row | None) -> Row:
    if row is None or not row["spent"]:
        return {"spent": None, "budget": None, "full": False}
    budget = row["budget"]
    full = budget is not None and row["spent"] > 0.95 * budget
    return {
        "spent": cash(row["spent"]),
        "budget": label("plan_no_limit") if budget is None else cash(budget),
        "full": full,
    }


def _room(table: pl.DataFrame) -> list[Row]:
    """Return the land and the labour of parks that the plan uses most of."""
    share = pl.col("used") / (pl.col("available") + pl.col("attracted").fill_null(0.0))
    felt = table.with_columns(share=share).filter(
        (pl.col("used") > 0) & pl.col("share").is_finite() & (pl.col("share") >= TIGHT)
    )
    worst = felt.sort("share", descending=True).unique(["place", "kind", "group"], maintain_order=True)
    return [
        {
            "park": name(r, "place"),
            "kind": label(f"room_{r['kind']}") if r["kind"] in {"land", "labour"} else pair(r["kind"]),
            "group": name(r, "group") if r["group"] else None,
            "year": r["year"],
            "used": _units(r["used"], r["unit"]),
            "available": _units(r["available"], r["unit"]),
            "share": percent(r["share"], 0),
        }
        for r in worst.head(ROOM).iter_rows(named=True)
    ]


def _shortfall(table: pl.DataFrame) -> list[Row]:
    """Return what gives in each mixture, in the order of the study."""
    found = []
    for mixture in MIXTURES:
        rows = table.filter(pl.col("mixture") == mixture)
        if rows.height:
            found.append({"name": label(f"mix_{mixture}"), "rows": _gives(rows.iter_rows(named=True))})
    return found


def _gives(rows: Iterable[Row]) -> list[Row]:
    return [
        {
            "name": name(r, "label"),
            "year": r["year"],
            "by": _units(r["by"], r["unit"]),
            "share": percent(r["share"], 0),
        }
        for r in rows
    ]


def _conflict(table: pl.DataFrame) -> list[Row]:
    """Return how many rows of each family cannot hold together, the promises first, and the first of each."""
    parts = table.partition_by("family", maintain_order=True)
    parts.sort(key=lambda p: p["family"][0] != "target")
    return [{"rows": p.height, "first": pair(p["en"][0], p["zh"][0])} for p in parts]


def _plans(result: Result) -> int:
    """Return how many plans there are beside this one."""
    table = result.tables.get("alternatives")
    return 0 if table is None or not table.height else table.filter(pl.col("plan") > 0)["plan"].n_unique()


def _agreed(table: pl.DataFrame | None) -> list[Row]:
    """Return what other plans contain: what all do first; what none does is in the files alone."""
    if table is None:
        return []
    shown = table.filter(pl.col("verdict") != "never")
    order = pl.col("verdict").replace_strict({"must": 0, "may": 1}, default=2)
    return [
        {
            "name": name(r, "candidate"),
            "plans": r["plans"],
            "chip": look(r["verdict"], AGREEMENT, label(f"ag_{r['verdict']}")),
            "proved": label("plan_proved" if r["proved"] else "plan_seen")
            if r["verdict"] == "must"
            else None,
        }
        for r in shown.sort(order, -pl.col("plans"), maintain_order=True).head(AGREED).iter_rows(named=True)
    ]
