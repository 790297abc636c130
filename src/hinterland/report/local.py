"""What is really made in a place, by rule, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.chain.answer_content import (
    QUALIFIES,
    SOURCINGS,
    TRACINGS,
    by_rule,
    keys_of,
    local_headline,
    whole_origins,
)
from hinterland.chain.rules import METHODS
from hinterland.chain.words import percent
from hinterland.ground.naming import names_of
from hinterland.ground.series import weakest
from hinterland.report.files import slug
from hinterland.report.sections import basis_chip
from hinterland.report.text import linked, pair
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster
    from hinterland.report.names import Names
    from hinterland.result import Result

MOST, ORIGINS = 6, 12
"""Places and products, and origins of one, shown in the page; more are in the files."""
LOOKS = {"yes": "met", "no": "missed", "cannot be told": "not-measurable"}
"""Whether a rule is met to the verdict whose look it borrows."""


def local(result: Result, cluster: Cluster, names: Names) -> dict[str, Any]:
    """Return the sourcings, an entry a place and product, and every rule: whether it applies, and its source."""
    keys = keys_of(result)
    roots = names_of(cluster, "products", [root for _, root, _ in keys])
    return {
        "sourcings": list(SOURCINGS.values()),
        "more": max(0, len(keys) - MOST),
        "entries": [_entry(result, place, root, (name, roots[root])) for place, root, name in keys[:MOST]],
        "rules": [
            {
                "name": pair(r["name_en"] or r["rule"], r["name_zh"]),
                "why": Said(r["why_en"] or "", r["why_zh"] or ""),
                "source": linked(names.source(r["source"])),
                "basis": basis_chip(r["basis"]),
            }
            for r in result["rules"].iter_rows(named=True)
        ],
    }


def _entry(result: Result, place: str, root: str, names: tuple[Said, Said]) -> dict[str, Any]:
    blocks = by_rule(result, place, root)
    return {
        "file": slug(place),
        "name": names[0],
        "root": names[1],
        "said": local_headline(result, place, root, names),
        "rules": [_rule(b) for b in blocks],
        "lost": _sentence(blocks[0]["unknown"]) if blocks else None,
        "origins": [
            {
                "name": pair(r["name_en"] or r["origin"], r["name_zh"]),
                "value": percent(r["value"]),
                "interval": percent(r["low"], r["high"]),
                "width": round(100 * min(1.0, max(0.0, r["value"])), 2),
                "unknown": r["origin"] == "unknown",
                "basis": basis_chip(r["basis"]),
            }
            for r in _shown(whole_origins(result, place, root))
        ],
    }


def _sentence(said: Said) -> Said | None:
    return Said(said.en + ".", said.zh + "。") if said.en else None


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first origins and, always, what is unknown."""
    lost = [r for r in rows if r["origin"] == "unknown"]
    return [r for r in rows if r["origin"] != "unknown"][:ORIGINS] + lost


def _rule(block: Mapping[str, Any]) -> dict[str, Any]:
    look = LOOKS.get(block["qualifies"])
    return {
        "rule": block["rule"],
        "name": block["name"],
        "territory": block["territory"],
        "method": METHODS[block["method"]],
        "tracing": TRACINGS.get(block["tracing"], Said(block["tracing"], block["tracing"])),
        "asked": block["asked"],
        "look": look,
        "verdict": block["verdict"],
        "cells": [_cell(block["cells"].get(s)) for s in SOURCINGS],
        "reason": _bare(block["reason"]),
        "basis": basis_chip(weakest([c["basis"] for c in block["cells"].values()])),
    }


def _bare(reason: Said) -> Said:
    """Return a reason without the words of its verdict, which stand before it."""
    told = QUALIFIES["cannot be told"]
    return Said(reason.en.removeprefix(f"{told.en}: "), reason.zh.removeprefix(f"{told.zh}："))


def _cell(cell: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if cell is None or cell["low"] is None:
        return None
    return {
        "text": cell["text"],
        "wide": cell["wide"],
        "verdict": cell["verdict"],
        "chance": cell["chance"],
    }
