"""Tables for curves and maps: coverage by hours, assembling plants, plants within reach, reach areas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain.measured import values_of
from hinterland.chain.nearby import SLACK, reached_after
from hinterland.chain.runs import known
from hinterland.ground.areas import areas, circles
from hinterland.ground.parts import CUTS
from hinterland.ground.reach import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.chain.measured import Nearby
    from hinterland.chain.runs import Array
    from hinterland.cluster import Cluster
    from hinterland.ground.naming import Naming

_S, _F = pl.String(), pl.Float64()
CURVE = {
    "place": _S,
    "root": _S,
    "cut": _S,
    "plants": _S,
    "hours": _F,
    "available": _F,
    "low": _F,
    "high": _F,
}
"""Columns of the table `curve`: definition 3 by hours, what is known to be available (products whose makers nobody
lists count as not available). `low` and `high` are slow and fast roads, for operating plants."""
SITES = {
    "place": _S,
    "plant": _S,
    "name_en": _S,
    "name_zh": _S,
    "firm": _S,
    "lon": _F,
    "lat": _F,
    "weight": _F,
    "weight_from": _S,
    "demand": _F,
    "basis": _S,
}
"""Columns of the table `sites`: the plants that assemble the final product in a place, with their weights; `demand`
is what each is taken to make in a year."""
NEAR = {
    "place": _S,
    "product": _S,
    "product_en": _S,
    "product_zh": _S,
    "plant": _S,
    "name_en": _S,
    "name_zh": _S,
    "firm": _S,
    "lon": _F,
    "lat": _F,
    "hours": _F,
    "status": _S,
    "capacity": _F,
    "unit": _S,
    "basis": _S,
    "share": _F,
}
"""Columns of the table `near`: plants of the chain within the reference reach of some assembling plant, made-up ones
among them (of those the nearest, where there are very many); `hours` is the least way to an assembling plant."""
AREAS = {"place": _S, "kind": _S, "hours": _F, "geojson": _S}
"""Columns of the table `areas`: reach circles and travel-time areas around the assembling plants, as GeoJSON."""
LONGEST, STEP = 6.0, 0.1
MOST = 2000
"""Made-up plants that the table `near` keeps of a place, the nearest: a map of more shows nothing."""


def curve_rows(near: Nearby) -> Iterator[dict[str, Any]]:
    """Yield availability by hours for each cut and set of plants."""
    scope = near.scope
    if not len(scope.sites.weight):
        return
    steps = np.arange(0, LONGEST + STEP / 2, STEP).round(6)
    weights = scope.sites.at_spots(scope.sites.weight)
    slow, fast = (
        reached_after(
            scope, near.keep["operating"], near.firms, roads.hours(scope.sites.where, scope.supply.points)
        ).high
        for roads in (scope.roads.slow(), scope.roads.fast())
    )
    for cut in CUTS:
        values = values_of(scope, cut)
        if not values.sum() > 0:
            continue
        for which in near.keep:
            middle = _by_hours(near.after[which].high, weights, values, steps)
            band = (
                (_by_hours(slow, weights, values, steps), _by_hours(fast, weights, values, steps))
                if which == "operating"
                else (middle, middle)
            )
            for h, value, a, b in zip(steps, middle, *band, strict=True):
                yield {
                    "place": scope.place,
                    "root": scope.root,
                    "cut": cut,
                    "plants": which,
                    "hours": float(h),
                    "available": float(value),
                    "low": float(min(a, value)),
                    "high": float(max(b, value)),
                }


def _by_hours(after: Array, weights: Array, values: Array, steps: Array) -> Array:
    """Return the value available within each of `steps`: one sort, then sums up to each step."""
    worth = np.outer(weights, values).ravel()
    order = np.argsort(after.ravel())
    sums = np.r_[0.0, np.cumsum(worth[order])]
    return np.asarray(sums[np.searchsorted(after.ravel()[order], steps + SLACK, side="right")])


def site_rows(near: Nearby, naming: Naming) -> Iterator[dict[str, Any]]:
    """Yield the assembling plants of a place."""
    sites = near.scope.sites
    _, likely, _ = near.scope.demand()
    weights = sites.at_spots(sites.weight)
    for i, plant in enumerate(sites.standing.plant.tolist()):
        en, zh = naming.plant(plant)
        spot = sites.spot[i]
        share = sites.weight[i] / weights[spot] if weights[spot] > 0 else 0.0
        yield {
            "place": near.scope.place,
            "plant": plant,
            "name_en": en,
            "name_zh": zh,
            "firm": str(sites.standing.firm[i]),
            "lon": known(sites.points.lon[i]),
            "lat": known(sites.points.lat[i]),
            "weight": float(sites.weight[i]),
            "weight_from": sites.weight_from[i],
            "demand": known(likely[spot] * share),
            "basis": str(sites.standing.basis[i]),
        }


def near_rows(near: Nearby, naming: Naming) -> Iterator[dict[str, Any]]:
    """Yield the plants of the chain within the reference reach, nearest first."""
    scope, supply = near.scope, near.scope.supply
    if not len(supply) or not scope.sites.spots:
        return
    away = np.where(np.isnan(scope.hours), np.inf, scope.hours).min(axis=0)
    rows = np.flatnonzero(away <= near.hours[-1] + SLACK)
    rows = rows[np.argsort(away[rows], kind="stable")]
    made_up = supply.standing.synthetic[rows]
    rows = rows[~made_up | (np.cumsum(made_up) <= MOST)]
    for i in rows:
        plant, k = str(supply.standing.plant[i]), int(supply.product[i])
        product = scope.parts.products[k]
        (en, zh), name = naming.plant(plant), naming.product(product)
        yield {
            "place": scope.place,
            "product": product,
            "product_en": name.en,
            "product_zh": name.zh,
            "plant": plant,
            "name_en": en,
            "name_zh": zh,
            "firm": str(supply.standing.firm[i]),
            "lon": known(supply.points.lon[i]),
            "lat": known(supply.points.lat[i]),
            "hours": float(away[i]),
            "status": str(supply.standing.status[i]),
            "capacity": known(supply.standing.capacity[i]),
            "unit": naming.unit(product),
            "basis": str(supply.standing.basis[i]),
            "share": float(scope.parts.share[k]),
        }


def area_rows(cluster: Cluster, near: Nearby) -> Iterator[dict[str, Any]]:
    """Yield reach circles and the travel-time area of each reach, around the assembling plants."""
    where, roads = near.scope.sites.where, near.scope.roads
    if not np.isfinite(where.lon).any():
        return
    # what routes reach earlier widens an area
    hubs = points(cluster, cluster["places"]) if roads.routes else None
    for hours in near.hours:
        for kind, made in (
            ("circle", circles(where, [hours], roads)),
            ("area", areas(where, [hours], roads, hubs=hubs)),
        ):
            yield {
                "place": near.scope.place,
                "kind": kind,
                "hours": hours,
                "geojson": json.dumps(made, separators=(",", ":")),
            }
