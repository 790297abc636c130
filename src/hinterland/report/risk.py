"""Which firms can stop the cluster, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.figures.risk_curve import spread
from hinterland.figures.risk_size import BASES, KNOWN
from hinterland.report.sections import basis_chip
from hinterland.report.text import figure, pair, percent
from hinterland.result import Said
from hinterland.words import three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.result import Result

MOST = 10
"""Firms shown in the page; more are in the files."""


def risk(result: Result) -> dict[str, Any]:
    """Return the answer, the first ten firms, and what it rests on."""
    told, table = result.summary, result["risk"]
    return {
        "said": Said(told["answer"]["en"], told["answer"]["zh"]),
        "rests": _rests(told),
        "firms": [_row(r) for r in table.head(MOST).iter_rows(named=True)],
        "more": max(0, table.height - MOST),
        "assumed": result.assumptions,
    }


def _rests(told: Mapping[str, Any]) -> Said:
    """Return how many networks, links and firms there are, and how many links are inferred."""
    draws, firms, links = told["draws"], f"{told['firms']:,}", f"{told['links']:,.0f}"
    share = percent(told["inferred"], 1 if told["inferred"] < 0.9995 else 2)
    return Said(
        f"{firms} firms; {draws} drawn networks of {links} links on average, {share} of them inferred. "
        "The command hinterland risk draws more.",
        f"{firms} 家企业；{draws} 个推断网络，平均 {links} 条供应关系，其中 {share} 为推算。运行 "
        "hinterland risk 可抽取更多。",
    )


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    mean, _, ends = spread(row).partition(" ")
    basis = row["size_basis"]
    return {
        "rank": row["rank"],
        "name": pair(row["name_en"] or row["firm"], row["name_zh"]),
        "sector": pair(row["sector_en"] or row["sector"], row["sector_zh"]),
        "mean": mean,
        "ends": ends.strip("()"),
        "among": percent(row["among_first"], 0),
        "down": percent(row["down"]),
        "up": percent(row["up"]),
        "size": figure(three_digits(row["size"]), "CNY"),
        "size_from": Said(*BASES.get(basis, (basis, basis))),
        "size_guessed": basis not in KNOWN,
        "basis": basis_chip(row["basis"]),
    }
