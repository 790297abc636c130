"""What happens if: the shocks of a case, as the page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.network.stress.answer import days, money, percents, spread
from hinterland.report.files import slug
from hinterland.report.sections import basis_chip
from hinterland.report.shocks import of
from hinterland.report.text import pair, percent
from hinterland.result import Said
from hinterland.words import unit_zh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.result import Result

FIRMS, PRODUCTS, PATHS = 8, 6, 6
"""Rows shown in the page; more are in the files."""
SUPPLY = frozenset({"supplier", "imports", "lane", "cut", "rationed"})
"""Causes by which an input is short; they are told before orders that fell."""


def stress(result: Result) -> dict[str, Any]:
    """Return an entry a shock, and the shocks that could not be run with the reason."""
    told = result.summary
    return {
        "draws": told["draws"],
        "left_out": told["left_out"],
        "entries": [_entry(of(result, shock), shock, own) for shock, own in told["shocks"].items()],
        "refused": [{"name": name, "why": pair(why)} for name, why in told["refused"].items()],
        "assumed": result.assumptions,
    }


def _entry(tables: Mapping[str, pl.DataFrame], shock: str, told: Mapping[str, Any]) -> dict[str, Any]:
    firms = tables["firms"].filter(pl.col("lost_share_high") > 0)
    slowed = tables["products"].filter(pl.col("slowed") > 0)
    paths = _ordered(tables["path"], told["finished"])
    what = told["what"]
    return {
        "file": slug(shock),
        "id": shock,
        "what": Said(what["en"][:1].upper() + what["en"][1:], what["zh"]),
        "said": [Said(s["en"], s["zh"]) for s in told["answer"]],
        "firms": [_firm(r) for r in firms.head(FIRMS).iter_rows(named=True)],
        "more_firms": max(0, firms.height - FIRMS),
        "products": [_product(r) for r in slowed.head(PRODUCTS).iter_rows(named=True)],
        "more_products": max(0, slowed.height - PRODUCTS),
        "paths": [_path(r) for r in paths.head(PATHS).iter_rows(named=True)],
        "more_paths": max(0, paths.height - PATHS),
    }


def _ordered(path: pl.DataFrame, finished: str | None) -> pl.DataFrame:
    """Return the plants that the shock reached: inputs that were short first, assemblers first among them."""
    reached = path.filter(pl.col("cause") != "hit")
    return reached.sort(
        ~pl.col("cause").is_in(SUPPLY),
        ~pl.col("product").eq_missing(pl.lit(finished, dtype=pl.String)),
        pl.col("basis") == "synthetic",
        -pl.col("lost_share_mid").fill_null(0.0),
        "plant",
    )


def _firm(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": pair(row["name_en"] or row["firm"], row["name_zh"]),
        "lost": money(row, "lost_cny"),
        "share": percents(row, "lost_share"),
        "first": days(row, "first_day"),
        "often": _often(row["slowed"]),
        "basis": basis_chip(row["basis"]),
    }


def _product(row: Mapping[str, Any]) -> dict[str, Any]:
    back = days(row, "time_to_recover")
    some = row["recovered"] is not None and row["recovered"] < 1
    return {
        "name": pair(row["name_en"] or row["product"], row["name_zh"]),
        "units": spread(row, "lost_units"),
        "unit": Said(row["unit"] or "", unit_zh(row["unit"] or "")),
        "share": percents(row, "lost_share"),
        "lowest": percents(row, "lowest"),
        "survive": days(row, "time_to_survive"),
        "stop": days(row, "time_to_stop"),
        "recover": back,
        "recovered": _often(row["recovered"]) if some else None,
        "basis": basis_chip("inferred"),
    }


def _path(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": pair(row["name_en"] or row["plant"], row["name_zh"]),
        "first": days(row, "first_day"),
        "often": _often(row["slowed"]),
        "share": percents(row, "lost_share"),
        "why": Said(row["why_en"][:1].upper() + row["why_en"][1:], row["why_zh"]),
        "agree": _often(row["agree"]),
        "basis": basis_chip(row["basis"]),
    }


def _often(share: float | None) -> str | None:
    """Return the share of draws in which something happens; None where it is all or none of them."""
    return None if not share or share >= 0.9995 else percent(share, 0)
