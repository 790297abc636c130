"""What is nearby of a place's chain and what is missing, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.chain.answer import (
    TIERS,
    Coverage,
    headline,
    places_of,
    premise,
    reach_words,
    root_of,
    rows_of,
    wanted,
)
from hinterland.chain.words import CUT_NAMES, DEFINITIONS, PLANT_SETS, STATUS_WORDS, percent
from hinterland.figures.palette import COVERAGE
from hinterland.ground.series import weakest
from hinterland.report.files import slug
from hinterland.report.labels import LABELS, label
from hinterland.report.sections import basis_chip
from hinterland.report.text import figure, pair
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.chain.answer import Cell
    from hinterland.result import Result

MOST, OPENINGS, SOUGHT = 15, 10, 5
"""Gaps, new plants a cut, and gaps with makers shown of a place; more are in the files."""
COULD = ("available", "available_capacity")


def nearby(result: Result, areas: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return an entry a place; `areas` is the file of its reach areas."""
    return [_place(result, place, name, areas.get(place)) for place, name in places_of(result, "coverage")]


def _place(result: Result, place: str, name: Said, areas: str | None) -> dict[str, Any]:
    found = Coverage(result["coverage"], place)
    ranked = rows_of(result, "gaps", place)
    return {
        "file": slug(place),
        "name": name,
        "root": root_of(result, place),
        "said": headline(result, place, name),
        "premise": premise(result, place),
        "measurable": found.measurable,
        "reaches": [_head(reach_words(r)) for r in found.reaches],
        "bought": _bought(found),
        "could": [_row(found, d, cut) for d in COULD for cut in found.cuts],
        "apart": [_row(found, d, cut, which) for which in found.sets for d in COULD for cut in found.cuts],
        "gaps": [_gap(r) for r in ranked[:MOST]],
        "more": max(0, len(ranked) - MOST),
        "openings": _openings(result, place),
        "makers": _makers(result, place, ranked),
        "areas": areas,
    }


def _head(said: Said) -> Said:
    return Said(said.en[:1].upper() + said.en[1:], said.zh)


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    return None if cell is None or cell.code else {"text": cell.text, "wide": cell.wide}


def _bought(found: Coverage) -> list[dict[str, Any]]:
    """Return the rows of what is bought: with the reason where nobody can tell."""
    rows = []
    for definition in ("sourced_boundary", "sourced_reach"):
        reaches = [r for r in found.reaches if (r == "boundary") == (definition == "sourced_boundary")]
        cells = {r: found.get(definition, r, "") for r in reaches}
        told = [c for c in cells.values() if c is not None]
        reason = next((c.reason for c in told if c.code), None)
        rows.append(
            {
                "name": DEFINITIONS[definition],
                "words": label(f"def_{definition}"),
                "cut": CUT_NAMES["purchases"],
                "reason": reason,
                "cells": [_cell(cells.get(r)) for r in found.reaches],
                "basis": basis_chip(
                    weakest([c.basis for c in told if c.basis != "unstated"] or ["unstated"])
                ),
            }
        )
    return rows


def _row(found: Coverage, definition: str, cut: str, which: str = "operating") -> dict[str, Any]:
    cells = [found.get(definition, r, cut, which) for r in found.reaches]
    told = [c for c in cells if c is not None]
    reason = next((c.reason for c in told if c.code), None)
    return {
        "name": DEFINITIONS[definition],
        "words": label(f"def_{definition}"),
        "plants": PLANT_SETS[which],
        "cut": CUT_NAMES[cut],
        "reason": reason,
        "cells": [_cell(c) for c in cells],
        "made_up": which == "synthetic",
        "basis": basis_chip(weakest([c.basis for c in told] or ["unstated"])),
    }


def _gap(row: Mapping[str, Any]) -> dict[str, Any]:
    status = row["status"]
    return {
        "rank": row["rank"],
        "name": pair(row["name_en"] or row["product"], row["name_zh"]),
        "look": status.replace("_", "-"),
        "sign": COVERAGE[status].sign,
        "word": STATUS_WORDS[status],
        "worth": percent(row["share"]),
        "served": percent(row["served_low"], row["served_high"]),
        "why": Said(row["why_en"], row["why_zh"]),
        "basis": basis_chip(row["basis"]),
    }


def _openings(result: Result, place: str) -> list[dict[str, Any]]:
    rows = rows_of(result, "openings", place)
    return [
        {
            "cut": CUT_NAMES[cut],
            "more": max(0, len(own) - OPENINGS),
            "rows": [
                {
                    "rank": r["rank"],
                    "name": pair(r["name_en"] or r["product"], r["name_zh"]),
                    "site": pair(r["site_en"] or r["site"], r["site_zh"]),
                    "size": figure(r["capacity"], r["unit"]),
                    "closes": percent(r["closes_low"], r["closes_high"]),
                    "cumulated": percent(r["cumulated"]),
                    "why": _head(Said(r["why_en"], r["why_zh"])),
                    "basis": basis_chip(r["basis"]),
                }
                for r in own[:OPENINGS]
            ],
        }
        for cut in TIERS
        if (own := [r for r in rows if r["cut"] == cut])
    ]


def _makers(result: Result, place: str, ranked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first gaps with who could make them, somebody or nobody."""
    rows = rows_of(result, "makers", place)
    names = {r["product"]: pair(r["name_en"] or r["product"], r["name_zh"]) for r in ranked}
    return [
        {
            "name": names[product],
            "rows": [
                {
                    "firm": pair(r["name_en"] or r["firm"], r["name_zh"]),
                    "how": LABELS[f"how_{r['how']}"],
                    "closeness": ""
                    if r["closeness"] is None or r["how"] != "close"
                    else f"{r['closeness']:.2f}",
                    "away": "–" if r["hours"] is None else f"{r['hours']:.1f}",
                    "why": _head(Said(r["why_en"], r["why_zh"])),
                    "basis": basis_chip(r["basis"]),
                }
                for r in rows
                if r["product"] == product
            ],
        }
        for product in wanted(ranked, SOUGHT)
    ]
