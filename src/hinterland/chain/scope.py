"""What a chain study looks at: one final product in one place, who assembles it there, and who could supply them.

Assembling plants at one point reach the same suppliers, so they are merged into *spots*; plants of one product follow
each other, those of one firm among them too, so that sums and minima over them are one pass over the array.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.chain.demand import Output, output_of
from hinterland.chain.runs import Array, Bools, Ints, starts
from hinterland.ground.places import chain_up, parents, within
from hinterland.ground.plants import Standing, standing
from hinterland.ground.reach import Points, Roads, line_km, points

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.ground.parts import Parts

RADIUS_ROOM = 1.5
"""A radius is a round figure: half as much again may still be inside."""
SETS = {
    "operating": ("operating",),
    "construction": ("operating", "construction"),
    "announced": ("operating", "construction", "announced"),
}
"""Plants that count, set by set: each holds the one before."""


@dataclass(frozen=True, slots=True)
class Sites:
    """The plants that assemble the final product in a place, one entry a plant.

    Attributes
    ----------
    weight
        Share of the place's output, sums to 1; where nobody knows it, the median of those known (or equal shares).
    known
        Whether the weight rests on the plant's own output or capacity.
    spot
        Number of the point each stands at.
    """

    standing: Standing
    points: Points
    weight: Array
    known: Bools
    weight_from: tuple[str, ...]
    spot: Ints

    @property
    def spots(self) -> int:
        """Number of distinct points."""
        return int(self.spot.max()) + 1 if len(self.spot) else 0

    @property
    def where(self) -> Points:
        """The spots as points."""
        return self.points.take(np.unique(self.spot, return_index=True)[1])

    def at_spots(self, values: Array) -> Array:
        """Return sums of plants' values over each spot."""
        return np.bincount(self.spot, weights=values, minlength=self.spots).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Supply:
    """The plants that make a part of the final product, sorted by product, then firm; one entry a plant.

    Attributes
    ----------
    product
        Index of the product in `Parts.products`.
    firm
        Number of the (product, firm) pair, rising.
    inside, perhaps
        Whether the plant lies in the place for certain, and whether it may: it is listed in what contains the place.
    capacity
        A year's in units of the final product: capacity / units of the part in one unit of it. NaN unknown.
    """

    standing: Standing
    points: Points
    product: Ints
    firm: Ints
    inside: Bools
    perhaps: Bools
    capacity: Array

    def __len__(self) -> int:
        return len(self.product)

    def lots(self) -> dict[tuple[str, str], slice]:
        """Return where the plants of each firm and product stand: they follow each other."""
        first = starts(self.firm)
        ends = np.r_[first[1:], len(self)][: len(first)]
        names = zip(self.standing.firm[first].tolist(), self.standing.product[first].tolist(), strict=True)
        return {k: slice(a, e) for k, a, e in zip(names, first.tolist(), ends.tolist(), strict=True)}


@dataclass(frozen=True, slots=True)
class Scope:
    """One final product in one place on a day: who assembles it, who could supply it, how far they are."""

    place: str
    inside: frozenset[str]
    root: str
    year: int
    day: date
    parts: Parts
    sites: Sites
    supply: Supply
    roads: Roads
    hours: Array
    """Way from each spot to each plant, h, (spots, plants); NaN where nobody can tell."""
    output: Output
    synthetic: bool
    """Whether made-up plants count in the sets of plants; else they are a set of their own."""
    listed: tuple[Bools, Bools]
    """Products that some plant of the case makes, made or is to make: a real one, and any one, (products,) each."""

    def counts(self, which: str) -> Bools:
        """Return which plants of the supply a set of plants holds."""
        made_up = self.supply.standing.synthetic
        if which == "synthetic":
            return self.supply.standing.having("operating")
        held = self.supply.standing.having(*SETS[which])
        return held if self.synthetic else held & ~made_up

    def boundary(self) -> Array:
        """Return the way from spots to plants as the boundary counts it: 0 inside, infinite outside, else NaN."""
        supply = self.supply
        row = np.where(supply.inside, 0.0, np.where(supply.perhaps, np.nan, np.inf))
        return np.broadcast_to(row, (self.sites.spots, len(supply)))

    def sets(self) -> tuple[str, ...]:
        """Return the sets of plants that tell something: the made-up ones apart where they do not count."""
        apart = not self.synthetic and bool(self.supply.standing.synthetic.any())
        return (*SETS, "synthetic") if apart else tuple(SETS)

    def demand(self) -> tuple[Array, Array, Array]:
        """Return demand at each spot, a year's units of the final product: low, likely, high.

        Where the output of the place is known it is shared out by weight. Else each plant's own output or capacity
        is its demand; where a plant has neither, nothing, the median or the largest of the others stands in.
        """
        sites = self.sites
        if self.output.value is not None:
            shares = sites.at_spots(sites.weight)
            ends = (self.output.low, self.output.high)
            least, most = (self.output.value if x is None else x for x in ends)
            return shares * least, shares * self.output.value, shares * most
        size = _sizes(sites.standing)[0]
        if not sites.known.any():
            unknown = np.full(sites.spots, np.nan)
            return unknown, unknown, unknown
        filled = [np.where(sites.known, size, fill) for fill in (0.0, *_middle_and_most(size))]
        low, likely, high = (sites.at_spots(f) for f in filled)
        return low, likely, high


def _sizes(plants: Standing) -> tuple[Array, tuple[str, ...]]:
    """Return a plant's output, else capacity, NaN where it has neither or zero, and which it is."""
    output, capacity = plants.output, plants.capacity
    size = np.where(output > 0, output, np.where(capacity > 0, capacity, np.nan))
    words = np.where(output > 0, "output", np.where(capacity > 0, "capacity", "assumed"))
    return size, tuple(words.tolist())


def _middle_and_most(size: Array) -> tuple[float, float]:
    return float(np.nanmedian(size)), float(np.nanmax(size))


def sites_of(cluster: Cluster, plants: Standing) -> Sites:
    """Return assembling plants with their weights and spots."""
    where = points(cluster, plants.rows)
    size, words = _sizes(plants)
    known = np.isfinite(size)
    filled = np.where(known, size, np.nanmedian(size) if known.any() else 1.0)
    total = filled.sum()
    keys = [
        (round(lon, 6), round(lat, 6), place) if np.isfinite(lon) else (None, None, place)
        for lon, lat, place in zip(where.lon, where.lat, where.place, strict=True)
    ]
    numbers: dict[object, int] = {}
    spot = np.array([numbers.setdefault(k, len(numbers)) for k in keys], dtype=np.int64)
    return Sites(plants, where, filled / total if total else filled, known, words, spot)


def supply_of(cluster: Cluster, plants: Standing, parts: Parts, place: str, inside: frozenset[str]) -> Supply:
    """Return the plants that make a component of the final product, sorted by product and firm."""
    index = {p: i for i, p in enumerate(parts.products) if parts.component[i]}
    product = np.array([index.get(p, -1) for p in plants.product.tolist()], dtype=np.int64)
    made = plants.having(*SETS["announced"]) & (product >= 0)
    order = np.flatnonzero(made)
    order = order[np.lexsort((plants.firm[order], product[order]))]
    kept = plants.take(order)
    product = product[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (product[1:] != product[:-1]) | (kept.firm[1:] != kept.firm[:-1])
    per_root = parts.per_root[product]
    capacity = np.where(per_root > 0, kept.capacity / np.where(per_root > 0, per_root, 1.0), np.nan)
    return Supply(
        standing=kept,
        points=points(cluster, kept.rows),
        product=product,
        firm=np.cumsum(new) - 1,
        inside=np.isin(kept.place, list(inside)),
        perhaps=_perhaps(cluster, place, kept),
        capacity=capacity,
    )


def _perhaps(cluster: Cluster, place: str, plants: Standing) -> Bools:
    """Return which plants may lie in a place: listed in what contains it, or nowhere, and not known to be far off.

    A plant with a point of its own is outside where it lies beyond the radius of the place, with half of it as room.
    """
    around = [*chain_up(place, parents(cluster))[1:], ""]
    maybe = np.isin(plants.place, around)
    row = cluster["places"].filter(pl.col("place") == place).head(1)
    radius = row["radius_km"].to_list()[0] if row.height else None
    if radius is None or not maybe.any():
        return np.asarray(maybe)
    at, centre = points(cluster, plants.rows), points(cluster, row)
    own = np.array([o == "own" for o in at.origin], dtype=bool)
    with np.errstate(invalid="ignore"):
        far = line_km(centre, at)[0] > radius * RADIUS_ROOM
    return np.asarray(maybe & ~(own & far))


def _listed(plants: Standing, parts: Parts) -> tuple[Bools, Bools]:
    """Return which products a real plant of any status makes, and which any plant does."""
    real = np.isin(parts.products, plants.product[~plants.synthetic])
    return real, np.isin(parts.products, plants.product)


def lists_all(cluster: Cluster) -> bool:
    """Whether the case says that it lists every plant: setting `plants_listed` = `all`."""
    said = cluster["settings"].filter(pl.col("name") == "plants_listed")["value"].to_list()
    return said == ["all"]


def scope(
    cluster: Cluster,
    place: str,
    parts: Parts,
    *,
    day: date,
    year: int | None = None,
    synthetic: bool | None = None,
    scenario: str | None = None,
    apart: bool = True,
) -> Scope:
    """Return what a chain study of `place` looks at.

    Plants stand as on `day`, or at the end of `year` where that lies before it. `synthetic` says whether made-up
    plants count; default: only where every assembling plant of the place is made up itself. Where they do not, they
    are kept as a set of their own, unless `apart` is false.
    """
    year = day.year if year is None else year
    when = min(day, date(year, 12, 31))
    inside = frozenset(within(cluster, place))
    rows = cluster["plants"]
    at_place = (pl.col("product") == parts.root) & pl.col("place").is_in(list(inside))
    assemblers = standing(rows.filter(at_place), when)
    assembling = assemblers.having("operating")
    if synthetic is None:
        # where none operates, those of any status tell: a look at another year must not change who counts
        asked = assemblers.synthetic[assembling] if assembling.any() else assemblers.synthetic
        synthetic = bool(len(asked) and asked.all())
    if not synthetic and not apart:
        rows = rows.filter(pl.col("basis").ne_missing("synthetic"))
    plants = standing(rows, when)
    sites = sites_of(cluster, assemblers.take(assembling & (~assemblers.synthetic | synthetic)))
    supply = supply_of(cluster, plants, parts, place, inside)
    roads = Roads.of(cluster)
    return Scope(
        place=place,
        inside=inside,
        root=parts.root,
        year=year,
        day=when,
        parts=parts,
        sites=sites,
        supply=supply,
        roads=roads,
        hours=roads.hours(sites.where, supply.points),
        output=output_of(cluster, parts.root, place, inside, year, scenario),
        synthetic=synthetic,
        listed=_listed(plants, parts),
    )
