"""The table `coverage`: how much of the value is nearby, under all four definitions, with its uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain import words
from hinterland.chain.measured import Nearby, values_of
from hinterland.chain.nearby import Span, extremes
from hinterland.chain.sourced import share_nearby
from hinterland.chain.words import DEFINITIONS, NOT_MEASURED, cut_words, define
from hinterland.ground.parts import CUTS, bounds
from hinterland.ground.series import weakest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hinterland.chain.measured import Reach
    from hinterland.chain.runs import Array

COVERAGE = {
    "place": pl.String(),
    "place_en": pl.String(),
    "place_zh": pl.String(),
    "root": pl.String(),
    "year": pl.Int64(),
    "definition": pl.String(),
    "reach": pl.String(),
    "hours": pl.Float64(),
    "cut": pl.String(),
    "suppliers": pl.Int64(),
    "plants": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "range_low": pl.Float64(),
    "range_high": pl.Float64(),
    "interval_low": pl.Float64(),
    "interval_high": pl.Float64(),
    "code": pl.String(),
    "reason_en": pl.String(),
    "reason_zh": pl.String(),
    "definition_en": pl.String(),
    "definition_zh": pl.String(),
    "basis": pl.String(),
}
"""Columns of the table. Shares are fractions of 1. `value` is null where only an interval is known; `low` and `high`
are what unknown capacities, weights, positions and makers leave, `range_low` and `range_high` hold 90 percent of the
draws of the bill of materials with those bounds. `interval_low` and `interval_high`, for operating plants, hold
whatever shares lie within the ranges that the bill of materials states, and those bounds too. `code` says why a row
has no figures."""
NOTHING = Said("", "")
TAIL = 0.05
SAME = 1e-9


def coverage_rows(near: Nearby, names: Said, drawn: Mapping[str, Array]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one place; `drawn` holds values of products on each cut, (draws, products)."""
    scope = near.scope
    head = {
        "place": scope.place,
        "place_en": names.en,
        "place_zh": names.zh,
        "root": scope.root,
        "year": scope.year,
        "suppliers": near.firms,
    }
    if not len(scope.sites.weight):
        for definition in DEFINITIONS:
            yield head | _cannot(definition, None, "no_assembler", NOTHING)
        return
    for row in _purchases(near):
        yield head | row
    for which in near.keep:
        for cut in CUTS:
            yield from (head | row for row in _available(near, which, cut, drawn[cut]))


def _frame(definition: str, reach: Reach, cut: str, firms: int, which: str) -> dict[str, Any]:
    said = define(definition, reach, cut, firms, which)
    return {
        "definition": definition,
        "reach": "boundary" if reach is None else f"{reach:g}",
        "hours": reach,
        "cut": cut,
        "plants": which,
        "definition_en": said.en,
        "definition_zh": said.zh,
    }


def _cannot(definition: str, reach: Reach, code: str, extra: Said) -> dict[str, Any]:
    why = NOT_MEASURED[code]
    return _frame(definition, reach, "", 1, "operating") | {
        "code": code,
        "reason_en": why.en + extra.en,
        "reason_zh": why.zh + extra.zh,
        "basis": None,
    }


def _purchases(near: Nearby) -> Iterator[dict[str, Any]]:
    """Yield definitions 1 and 2, told where purchases are known."""
    bought = near.bought
    reaches = [("sourced_boundary", None), *(("sourced_reach", h) for h in near.hours)]
    for definition, reach in reaches:
        if bought.code:
            none = bought.unvalued
            extra = Said(f" ({none} without a value)", f"（{none} 笔无金额）") if none else NOTHING
            yield _cannot(definition, reach, bought.code, extra)
            continue
        low, high = share_nearby(near.scope, bought, reach)
        said = words.bought(len(bought.value), bought.year, bought.unvalued, bought.shared)
        yield _frame(definition, reach, "purchases", 1, "operating") | {
            "value": low if high - low < SAME else None,
            "low": low,
            "high": high,
            "range_low": low,
            "range_high": high,
            "code": "",
            "reason_en": said.en,
            "reason_zh": said.zh,
            "basis": bought.basis,
        }


def _available(near: Nearby, which: str, cut: str, drawn: Array) -> Iterator[dict[str, Any]]:
    """Yield definitions 3 and 4 of one set of plants on one cut, for the boundary and each reach."""
    values = values_of(near.scope, cut)
    empty = not values.sum() > 0
    basis = _basis(near, which, values)
    for reach in near.reaches:
        for definition in ("available", "available_capacity"):
            firms = near.firms if definition == "available" else 1
            row = _frame(definition, reach, cut, firms, which)
            if empty:
                why = NOT_MEASURED["no_components"]
                yield row | {"code": "no_components", "reason_en": why.en, "reason_zh": why.zh}
                continue
            spread = (
                _three(near, which, reach, values)
                if definition == "available"
                else _four(near, which, reach, values)
            )
            said = cut_words(near, which, reach, values)
            yield (
                row
                | _ranged(spread, drawn, values)
                | (_intervals(near, cut, spread, values) if which == "operating" else {})
                | {
                    "code": "",
                    "reason_en": said.en,
                    "reason_zh": said.zh,
                    "basis": basis,
                }
            )


def _three(near: Nearby, which: str, reach: Reach, values: Array) -> tuple[Span, float, float]:
    """Return the mean availability of each product, and the bounds of the sum that unknown weights add."""
    span = near.available(which, reach)
    low, high = extremes(near.scope, span.low @ values, span.high @ values)
    return near.mean_available(which, reach), low, high


def _four(near: Nearby, which: str, reach: Reach, values: Array) -> tuple[Span, float, float]:
    """Return what is served of each product, and the bounds of the sum.

    Each product is served most at other sizes of the assembling plants, all of them at once no more than is reached.
    """
    served = near.served[which, reach]
    _, reached = extremes(near.scope, *[near.available(which, reach, 1).high @ values] * 2)
    return (
        Span(served.low, served.high),
        float(served.low @ values),
        min(float(served.high @ values), reached),
    )


def _ranged(spread: tuple[Span, float, float], drawn: Array, values: Array) -> dict[str, Any]:
    """Return value, bounds, and the bounds under 90 percent of the draws of the bill of materials.

    What unknown sizes of the assembling plants leave beyond the mean over spots, at the likely shares `values`, is
    added to both ends.
    """
    span, low, high = spread
    weights = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1e-300)
    lows, highs = weights @ span.low, weights @ span.high
    range_low = float(np.quantile(lows, TAIL) - max(0.0, values @ span.low - low)) if len(lows) else low
    range_high = (
        float(np.quantile(highs, 1 - TAIL) + max(0.0, high - values @ span.high)) if len(highs) else high
    )
    low, high = min(max(low, 0.0), 1.0), min(max(high, 0.0), 1.0)
    high = max(low, high)  # the two are sums in another order: equal bounds may differ in the last digit
    return {
        "value": low if high - low < SAME else None,
        "low": low,
        "high": high,
        "range_low": min(low, max(0.0, range_low)),
        "range_high": max(high, min(1.0, range_high)),
    }


def _intervals(near: Nearby, cut: str, spread: tuple[Span, float, float], values: Array) -> dict[str, float]:
    """Return the least and the greatest coverage over all shares within their stated ranges (Dinkelbach)."""
    span, low, high = spread
    least, _ = bounds(near.scope.parts, cut, span.low)
    _, most = bounds(near.scope.parts, cut, span.high)
    return {
        "interval_low": max(0.0, min(low, least - max(0.0, float(span.low @ values) - low))),
        "interval_high": min(1.0, max(high, most + max(0.0, high - float(span.high @ values)))),
    }


def _basis(near: Nearby, which: str, values: Array) -> str:
    """Return the weakest basis of what the figures rest on: the bill of materials and the plants counted."""
    parts, supply = near.scope.parts, near.scope.supply
    used = values > 0
    rows = [b for b, child in zip(parts.basis, parts.child, strict=True) if used[child]]
    plants = set(supply.standing.basis[near.keep[which] & used[supply.product]].tolist())
    sites = set(near.scope.sites.standing.basis.tolist())
    return weakest(["inferred", *rows, *plants, *sites])
