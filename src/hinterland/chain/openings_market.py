"""One product's plants and customers, to which a new plant is added: what it serves, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.chain.flow import served
from hinterland.chain.nearby import SLACK

if TYPE_CHECKING:
    from hinterland.chain.measured import Nearby
    from hinterland.chain.openings_sites import Eligible
    from hinterland.chain.runs import Array, Bools
    from hinterland.chain.scope import Scope
    from hinterland.ground.parts import Parts

DIGITS = 9
"""Shares of demand that agree to so many digits are equal: the nearer site is taken."""


@dataclass(frozen=True, slots=True)
class Size:
    """The typical size of a plant of a product.

    Attributes
    ----------
    capacity
        A year's in the product's unit, NaN where nobody knows.
    relative
        The same in units of the final product; infinite where the plant is as large as it needs to be, or where the
        units of the part in one final product are unknown.
    source
        `real` or `synthetic` plants of the case, whose median it is, or `demand`: no capacity is known, so the plant
        is as large as the place's demand.
    plants
        Number of plants the median is taken over.
    """

    capacity: float
    relative: float
    source: str
    plants: int


def typical(scope: Scope) -> list[Size]:
    """Return the typical size of a plant of each product: the median known capacity, else the place's demand.

    Made-up plants tell a size only where they count, and no real one does.
    """
    supply, per_root = scope.supply, scope.parts.per_root
    demand = float(scope.demand()[1].sum())
    capacity, fake = supply.standing.capacity, supply.standing.synthetic
    edges = np.searchsorted(supply.product, np.arange(len(per_root) + 1))
    sizes = []
    for k in range(len(per_root)):
        rows = slice(edges[k], edges[k + 1])
        real = (capacity[rows] > 0) & ~fake[rows]
        known = (capacity[rows] > 0) & (scope.synthetic | ~fake[rows])
        source = "real" if real.any() else "synthetic" if known.any() else "demand"
        if source == "demand":
            sizes.append(Size(demand * float(per_root[k]), np.inf, source, 0))
            continue
        counted = capacity[rows][real if source == "real" else known]
        median = float(np.median(counted))
        relative = median / float(per_root[k]) if per_root[k] > 0 else np.inf
        sizes.append(Size(median, relative, source, len(counted)))
    return sizes


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of each spot in units of the final product, (spots,), and what it is multiplied with."""

    spots: Array
    factor: float


@dataclass(frozen=True, slots=True)
class End:
    """The plants of a product at one end of what is unknown, merged by whom they reach.

    `reach` has shape (spots, groups), `capacity` (groups,), in units of the final product.
    """

    reach: Bools
    capacity: Array

    @classmethod
    def of(cls, reach: Bools, capacity: Array) -> End:
        """Return an end with plants of one reach merged into one."""
        packed = np.packbits(reach, axis=0)
        _, first, group = np.unique(packed, axis=1, return_index=True, return_inverse=True)
        total = np.zeros(len(first))
        np.add.at(total, group.reshape(-1), capacity)
        return cls(reach[:, first], total)

    def served(self, patterns: Bools, size: float, demand: Demand) -> Array:
        """Return the share of demand served with a plant of `size` that reaches each pattern, (sites, spots)."""
        sites, spots = patterns.shape
        groups = self.reach.shape[1]
        old = np.broadcast_to(self.reach[:, None, :], (spots, sites, groups))
        return served(
            np.repeat(np.arange(sites), groups + 1),
            np.concatenate([old, patterns.T[:, :, None]], axis=2).reshape(spots, -1),
            np.tile(np.r_[self.capacity, size], sites),
            demand.spots,
            sites,
            np.full(sites, demand.factor),
        )

    def adds(self, patterns: Bools, size: float, demand: Demand) -> Array:
        """Return the share of demand that such a plant serves on top of what is served without it, (sites,)."""
        without = np.zeros((1, patterns.shape[1]), dtype=bool)
        share = self.served(np.concatenate([without, patterns]), size, demand)
        return np.asarray(np.clip(share[1:] - share[0], 0.0, 1.0))

    def with_plant(self, pattern: Bools, size: float) -> End:
        """Return the end after a plant was added."""
        return End(np.concatenate([self.reach, pattern[:, None]], axis=1), np.r_[self.capacity, size])


@dataclass(frozen=True, slots=True)
class Step:
    """One new plant: at which of the sites, and the share of the product's demand it serves on top.

    `likely` takes demand as likely and the middle of both ends of the capacities; `low` and `high` are the least and
    the greatest over both ends and over demand as low, likely and high. `comparable` is false where units of the part
    or demand are unknown: then it may serve nothing, or all it reaches.
    """

    site: int
    likely: float
    low: float
    high: float
    comparable: bool


@dataclass(frozen=True, slots=True)
class Market:
    """One product: its plants at both ends of what is unknown, and demand, the likely one first.

    `few` are its plants where unknown capacities are nothing and unknown positions out of reach; `many` where they
    are enough and within reach, None where all may be served for all that is known: a new plant may then add nothing.
    """

    product: int
    size: float
    few: End
    many: End | None
    demands: tuple[Demand, ...]
    comparable: bool

    def best(self, eligible: Eligible) -> Step:
        """Return the plant that is likely to add most; of equals the one at the nearest site."""
        added = np.zeros((2, len(self.demands), len(eligible)))
        for d, demand in enumerate(self.demands):
            added[0, d] = self.few.adds(eligible.maybe, self.size, demand)
            if self.many is not None:
                added[1, d] = self.many.adds(eligible.sure, self.size, demand)
        likely = added[:, 0].mean(axis=0)
        at = int(np.argmax(np.round(likely, DIGITS)))
        ends = added[:, :, at]
        return Step(at, float(likely[at]), float(ends.min()), float(ends.max()), self.comparable)

    def after(self, step: Step, eligible: Eligible) -> Market:
        """Return the market once the plant stands."""
        return replace(
            self,
            few=self.few.with_plant(eligible.maybe[step.site], self.size),
            many=self.many and self.many.with_plant(eligible.sure[step.site], self.size),
        )


def market_of(near: Nearby, product: int, size: Size) -> Market:
    """Return the operating plants and the customers of one product at the widest reach."""
    scope, reach = near.scope, near.reaches[-1]
    supply, parts = scope.supply, scope.parts
    first, last = np.searchsorted(supply.product, [product, product + 1])
    rows = first + np.flatnonzero(near.keep["operating"][first:last])
    if reach is None:
        rows = rows[supply.inside[rows]]
        away = np.zeros((scope.sites.spots, len(rows)))
    else:
        away = scope.hours[:, rows]
    sure = np.where(np.isnan(away), np.inf, away) <= (np.inf if reach is None else reach + SLACK)
    capacity, free = supply.capacity[rows], near.free
    none = np.nan_to_num(capacity * free.low[rows], nan=0.0)
    enough = np.where(np.isnan(capacity), np.inf, capacity * free.high[rows])
    demands = _demands(near, product)
    if not demands:  # demand that nobody knows can be compared with nothing but its own kind
        none, enough = np.zeros_like(none), np.where(enough > 0, np.inf, 0.0)
    comparable = size.source == "demand" or bool(demands and parts.per_root[product] > 0)
    unsure = near.unlisted["operating"][product] or not comparable
    return Market(
        product=product,
        size=size.relative if comparable else np.inf,
        few=End.of(sure, none),
        many=None if unsure else End.of(sure | np.isnan(away), enough),
        demands=demands or (Demand(scope.sites.at_spots(scope.sites.weight), 1.0),),
        comparable=comparable,
    )


def _demands(near: Nearby, product: int) -> tuple[Demand, ...]:
    """Return demand as likely, as low and as high, once each; none where nobody knows it.

    The units of the part in one unit of the final product have a range too: few go with low demand.
    """
    low, likely, high = near.scope.demand()
    if not np.isfinite(high).all():
        return ()
    parts = near.scope.parts
    middle = parts.per_root[product]
    few, many = (x / middle if middle > 0 and x > 0 else 1.0 for x in _range(parts, product))
    found = [Demand(likely, 1.0)]
    for spots, factor in ((low, few), (high, many)):
        if factor != 1.0 or not np.array_equal(spots, likely):
            found.append(Demand(spots, float(factor)))
    return tuple(found)


def _range(parts: Parts, product: int) -> tuple[float, float]:
    return float(parts.per_root_low[product]), float(parts.per_root_high[product])
