"""What speaks for each place of each candidate: how far its users are, whether the land does, how far it has come.

The study `attract` shows these beside a candidate's worth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain.nearby import SLACK
from hinterland.ground.plants import standing
from hinterland.ground.reach import Roads, points
from hinterland.ids import listed
from hinterland.planning.site.chain import users_of
from hinterland.planning.site.compared import COUNTED
from hinterland.planning.site.land import ROUNDING, free_land

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.ground.plants import Standing
    from hinterland.ground.reach import Points
    from hinterland.planning.site.land import Free

FEASIBILITY = {
    "candidate": pl.String(),
    "place": pl.String(),
    "product": pl.String(),
    "hours": pl.Float64(),
    "nearest": pl.String(),
    "users": pl.Int64(),
    "users_near": pl.Int64(),
    "anchor": pl.String(),
    "anchor_hours": pl.Float64(),
    "land_ha": pl.Float64(),
    "land_free": pl.Float64(),
    "land_fit": pl.Float64(),
    "land_from": pl.Int64(),
    "land_basis": pl.String(),
    "readiness": pl.String(),
    "landing_low": pl.Float64(),
    "landing_high": pl.Float64(),
    "basis": pl.String(),
}
"""Columns, one row a candidate and eligible place.

`hours` is the way to the nearest plant that takes the product (running or being built; what nobody makes on record is
taken to be made in house by who needs it), `nearest` that plant; `users`
counts such plants in the case and `users_near` those within reach; `anchor_hours` is the way to the plant it follows.
`land_fit` is the share of the place's free land that it would take (above 1: it does not fit), `land_from` the first
year by the end of which the land is enough. Null is unknown, or there is none."""


def feasibility(
    cluster: Cluster, candidates: pl.DataFrame, day: date, *, hours: float = 3.0, synthetic: bool = False
) -> pl.DataFrame:
    """Return what speaks for each eligible place of each candidate.

    Parameters
    ----------
    cluster
        The case as it was known on `day`.
    candidates
        Rows of the table `candidates`.
    hours
        Travel time that counts as within reach, h.
    synthetic
        Whether made-up plants count as users.

    Returns
    -------
    polars.DataFrame
        Columns as in `FEASIBILITY`, in the order of candidates, then of their eligible places.
    """
    pairs = [
        (row, place) for row in candidates.iter_rows(named=True) for place in listed(row["eligible_places"])
    ]
    places = list(dict.fromkeys(place for _, place in pairs))
    at = {p: i for i, p in enumerate(places)}
    where = points(cluster, pl.DataFrame({"place": places}, schema={"place": pl.String()}))
    free = {p: free_land(cluster, p) for p in places}
    rows = cluster["plants"]
    if not synthetic:
        rows = rows.filter(pl.col("basis").ne_missing("synthetic"))
    plants = standing(rows, day)
    plants = plants.take(plants.having(*COUNTED))
    roads = Roads.of(cluster)
    ways = _ways(cluster, plants, where, roads, {row["product"] for row, _ in pairs if row["product"]}, hours)
    anchors = _anchors(cluster, where, roads, {row["anchor"] for row, _ in pairs if row["anchor"]})
    found = [
        {
            **_stated(row),
            "place": place,
            **ways.get(row["product"], _Way.nobody(len(places))).at(at[place]),
            "anchor_hours": _finite(anchors[row["anchor"]][at[place]]) if row["anchor"] in anchors else None,
            **_land(free[place], row["land_ha"]),
        }
        for row, place in pairs
    ]
    return pl.DataFrame(found, schema=FEASIBILITY, orient="row")


class _Way:
    """The way from each place to the nearest of some plants."""

    def __init__(self, hours: np.ndarray[Any, Any], names: list[str], reach: float) -> None:
        self.size = len(names)
        away = np.where(np.isnan(hours), np.inf, hours)
        self.first = away.argmin(axis=1) if self.size else np.zeros(len(hours), dtype=np.int64)
        self.least = away.min(axis=1, initial=np.inf)
        self.near = (away <= reach + SLACK).sum(axis=1)
        self.names = names

    @classmethod
    def nobody(cls, places: int) -> _Way:
        """Return the way to no plant at all."""
        return cls(np.zeros((places, 0)), [], 0.0)

    def at(self, place: int) -> dict[str, Any]:
        """Return the way from one place."""
        there = bool(np.isfinite(self.least[place]))
        return {
            "hours": float(self.least[place]) if there else None,
            "nearest": self.names[self.first[place]] if there else None,
            "users": self.size,
            "users_near": int(self.near[place]),
        }


def _ways(
    cluster: Cluster, plants: Standing, where: Points, roads: Roads, products: Iterable[str], reach: float
) -> dict[str, _Way]:
    spots, made = points(cluster, plants.rows), set(plants.product.tolist())
    found = {}
    for product in sorted(products):
        of = np.flatnonzero(np.isin(plants.product, users_of(cluster, product, made)))
        names = [str(n) for n in plants.plant[of]]
        found[product] = _Way(roads.hours(where, spots.take(of)), names, reach)
    return found


def _anchors(
    cluster: Cluster, where: Points, roads: Roads, anchors: Iterable[str]
) -> dict[str, np.ndarray[Any, Any]]:
    """Return the way from each place to each anchor that is a plant; where a candidate goes is not decided yet."""
    rows = cluster["plants"].filter(pl.col("plant").is_in(sorted(anchors)))
    hours = roads.hours(where, points(cluster, rows))
    return {str(plant): hours[:, k] for k, plant in enumerate(rows["plant"].to_list())}


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _stated(row: dict[str, Any]) -> dict[str, Any]:
    names = ("candidate", "product", "anchor", "land_ha", "readiness", "basis")
    return {c: row[c] for c in names} | {"landing_low": row["low"], "landing_high": row["high"]}


def _land(free: Free | None, need: float | None) -> dict[str, Any]:
    if free is None:
        return {"land_free": None, "land_fit": None, "land_from": None, "land_basis": None}
    fit = None
    if need is not None:
        fit = need / free.land if free.land > 0 else (0.0 if need <= ROUNDING else None)
    return {
        "land_free": free.land,
        "land_fit": fit,
        "land_from": None if need is None else free.from_year(need),
        "land_basis": free.basis,
    }
