"""The table `openings`: which new plant would bring most component value within reach, one after the other.

A candidate is one product at one site: a plant of the typical size. What it closes is exact: the greatest flow from
plants to assembling plants (`hinterland.chain.flow`) with the new plant, less the flow without it, as a share of
demand, times the product's share of component value on the cut. `closes` takes demand as likely and the middle of
both ends of the unknown capacities (nothing, enough); `closes_low` and `closes_high` are the least and the greatest
over both ends, with demand as low, as likely and as high. The list is greedy: each row is the best next plant after
those above it. Products do not compete, and a further plant of one product adds no more than the one before (greatest
flows are submodular in their sources), so `closes` falls along the list; that the list as a whole is the best of its
length is not claimed.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain.measured import values_of
from hinterland.chain.openings_market import market_of, typical
from hinterland.chain.openings_said import Opening, say
from hinterland.chain.openings_sites import sites_for
from hinterland.ground.naming import names_of
from hinterland.ground.parts import CUTS
from hinterland.ground.series import weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hinterland.chain.measured import Nearby
    from hinterland.chain.openings_market import Market, Size, Step
    from hinterland.chain.openings_sites import Eligible
    from hinterland.chain.runs import Array
    from hinterland.cluster import Cluster
    from hinterland.result import Said

OPENINGS = {
    "place": pl.String(),
    "root": pl.String(),
    "cut": pl.String(),
    "rank": pl.Int64(),
    "product": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "site": pl.String(),
    "site_en": pl.String(),
    "site_zh": pl.String(),
    "capacity": pl.Float64(),
    "unit": pl.String(),
    "closes_low": pl.Float64(),
    "closes_high": pl.Float64(),
    "closes": pl.Float64(),
    "cumulated": pl.Float64(),
    "why_en": pl.String(),
    "why_zh": pl.String(),
    "basis": pl.String(),
}
"""Columns of the table, one row a place, cut and new plant. `closes` is a share of the cut's component value
between `closes_low` and `closes_high`; `cumulated` adds up `closes` along the ranks of one cut, never over both.
`capacity` is a year's in `unit`, null where neither a plant's nor the demand is known."""
LEAST = 0.0005
"""Share of component value below which a plant is not listed: it would read 0.0 percent."""
ROOM = 3
"""One row in so many is kept for products that no plant of the case makes, where there are any."""


def opening_rows(cluster: Cluster, near: Nearby, limit: int = 15) -> Iterator[dict[str, Any]]:
    """Yield the new plants that close most, ranked, up to `limit` for each cut; operating plants, widest reach.

    Nothing is yielded where nobody assembles in the place, or no place in it has a position. Products that no plant
    of the case makes come last: the list may be what lacks.
    """
    scope = near.scope
    if not scope.sites.spots:
        return
    eligible = sites_for(cluster, scope, near.reaches[-1])
    if not len(eligible):
        return
    sizes = typical(scope)
    chosen = {cut: list(_greedy(near, values_of(scope, cut), sizes, eligible, limit)) for cut in CUTS}
    names = _names(cluster, near, chosen, eligible)
    units = dict(cluster["products"].select("product", "unit").iter_rows())
    for cut, steps in chosen.items():
        yield from _rows(near, cut, steps, eligible, sizes, names, units)


def _greedy(
    near: Nearby, values: Array, sizes: Sequence[Size], eligible: Eligible, limit: int
) -> Iterator[tuple[int, Step]]:
    """Yield product and plant, best first; products without any known plant after all others, with room kept."""
    short = 1.0 - near.served["operating", near.reaches[-1]].low
    wanted = np.flatnonzero(values * short >= LEAST)
    unknown = near.unlisted["operating"][wanted]
    kept = min(limit // ROOM, int(unknown.sum()))
    listed = 0
    for some, most in ((wanted[~unknown], limit - kept), (wanted[unknown], limit)):
        for pair in _ranked([market_of(near, int(k), sizes[k]) for k in some], values, eligible):
            if listed >= most:
                break
            yield pair
            listed += 1


def _ranked(markets: Sequence[Market], values: Array, eligible: Eligible) -> Iterator[tuple[int, Step]]:
    """Yield product and plant, best first, as long as a plant closes anything worth telling."""

    def entry(market: Market) -> tuple[float, int, Market, Step]:
        step = market.best(eligible)
        return -round(values[market.product] * step.likely, 12), market.product, market, step

    heap = [entry(market) for market in markets]
    heapq.heapify(heap)  # products are distinct, so markets are never compared
    while heap:
        _, product, market, step = heap[0]
        if values[product] * step.likely < LEAST:
            return
        yield product, step
        heapq.heapreplace(heap, entry(market.after(step, eligible)))


def _names(
    cluster: Cluster, near: Nearby, chosen: Mapping[str, Sequence[tuple[int, Step]]], eligible: Eligible
) -> Mapping[str, Mapping[str, Said]]:
    steps = [step for some in chosen.values() for step in some]
    return {
        "products": names_of(cluster, "products", [near.scope.parts.products[k] for k, _ in steps]),
        "places": names_of(cluster, "places", [eligible.place[step.site] for _, step in steps]),
    }


def _rows(
    near: Nearby,
    cut: str,
    steps: Sequence[tuple[int, Step]],
    eligible: Eligible,
    sizes: Sequence[Size],
    names: Mapping[str, Mapping[str, Said]],
    units: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    scope, values = near.scope, values_of(near.scope, cut)
    cumulated, before = 0.0, dict.fromkeys((k for k, _ in steps), 0)
    for rank, (k, step) in enumerate(steps, start=1):
        value, product, site = float(values[k]), scope.parts.products[k], eligible.place[step.site]
        closes = value * step.likely
        cumulated += closes
        name, where, unit = names["products"][product], names["places"][site], units.get(product, "")
        why = say(
            Opening(
                name=name,
                site=where,
                size=sizes[k],
                unit=unit,
                reach=near.reaches[-1],
                served=(step.low, step.high),
                closes=(value * step.low, value * step.high),
                cut=cut,
                before=before[k],
                unlisted=bool(near.unlisted["operating"][k]),
                comparable=step.comparable,
            )
        )
        before[k] += 1
        yield {
            "place": scope.place,
            "root": scope.root,
            "cut": cut,
            "rank": rank,
            "product": product,
            "name_en": name.en,
            "name_zh": name.zh,
            "site": site,
            "site_en": where.en,
            "site_zh": where.zh,
            "capacity": None if np.isnan(sizes[k].capacity) else sizes[k].capacity,
            "unit": unit,
            "closes_low": value * step.low,
            "closes_high": value * step.high,
            "closes": closes,
            "cumulated": cumulated,
            "why_en": why.en,
            "why_zh": why.zh,
            "basis": _basis(near, k, sizes[k]),
        }


def _basis(near: Nearby, product: int, size: Size) -> str:
    """Return the weakest basis of what a row rests on; a plant that is not there is inferred at best."""
    scope = near.scope
    rows = [b for b, child in zip(scope.parts.basis, scope.parts.child, strict=True) if child == product]
    counted = near.keep["operating"] & (scope.supply.product == product)
    plants = set(scope.supply.standing.basis[counted].tolist())
    sites = set(scope.sites.standing.basis.tolist())
    made_up = ["synthetic"] if size.source == "synthetic" else []
    return weakest(["inferred", *rows, *plants, *sites, *made_up])
