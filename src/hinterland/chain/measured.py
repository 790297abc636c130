"""Everything about one place that the tables of the study are made from, measured once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hinterland.chain.free import free_capacity
from hinterland.chain.nearby import (
    SLACK,
    Served,
    Span,
    available_capacity,
    reached_after,
    unlisted,
)
from hinterland.chain.sourced import Purchases, purchases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.chain.runs import Array, Bools
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster

Reach: TypeAlias = float | None
"""Hours, or None for the administrative boundary."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """What is near one place: by set of plants and by reach.

    Attributes
    ----------
    firms
        Suppliers that a product needs to count as available.
    keep
        Set of plants to the plants it holds.
    after
        Set to the hours after which `firms` firms are reached, (spots, products).
    first
        Set to the hours after which any firm is reached.
    bounded, bounded_first
        The same, as the boundary counts the way (`Scope.boundary`).
    served
        (Set, reach) to the share of demand served, (products,).
    unlisted
        Set to the components that no plant of the case makes, (products,).
    """

    scope: Scope
    hours: tuple[float, ...]
    firms: int
    keep: dict[str, Bools]
    after: dict[str, Span]
    first: dict[str, Span]
    bounded: dict[str, Span]
    bounded_first: dict[str, Span]
    served: dict[tuple[str, Reach], Served]
    unlisted: dict[str, Bools]
    free: Span
    bought: Purchases

    @property
    def reaches(self) -> tuple[Reach, ...]:
        """The boundary, then the hours."""
        return (None, *self.hours)

    def available(self, which: str, reach: Reach, firms: int | None = None) -> Span:
        """Return whether each product is available at each spot, (spots, products), 0 or 1, at least and at most.

        `firms` is the number of suppliers asked for, 1 or that of the study (default).
        """
        if reach is None:
            after = (self.bounded_first if firms == 1 else self.bounded)[which]
        else:
            after = (self.first if firms == 1 else self.after)[which]
        limit = SLACK + (reach or 0.0)
        low, high = (after.high <= limit).astype(float), (after.low <= limit).astype(float)
        return Span(low, np.where(self.unlisted[which], 1.0, high))

    def mean_available(self, which: str, reach: Reach) -> Span:
        """Return the same as the mean over spots by weight, (products,)."""
        weights = self.scope.sites.at_spots(self.scope.sites.weight)
        span = self.available(which, reach)
        return Span(weights @ span.low, weights @ span.high)


def measure(
    cluster: Cluster, scope: Scope, hours: Sequence[float], firms: int, sets: Sequence[str] | None = None
) -> Nearby:
    """Return what is near a place, for sets of plants (default: all), within its boundary and each of `hours`."""
    keep = {which: scope.counts(which) for which in sets or scope.sets()}
    unknown = {which: unlisted(scope, made_up=scope.synthetic or which == "synthetic") for which in keep}
    way = scope.boundary()

    def reached(count: int, hours: Array) -> dict[str, Span]:
        return {which: reached_after(scope, kept, count, hours) for which, kept in keep.items()}

    after, bounded = reached(firms, scope.hours), reached(firms, way)
    free = free_capacity(cluster, scope)
    reaches: tuple[Reach, ...] = (None, *hours)
    return Nearby(
        scope=scope,
        hours=tuple(hours),
        firms=firms,
        keep=keep,
        after=after,
        first=after if firms == 1 else reached(1, scope.hours),
        bounded=bounded,
        bounded_first=bounded if firms == 1 else reached(1, way),
        served={
            (which, reach): available_capacity(scope, kept, reach, unknown[which], free)
            for which, kept in keep.items()
            for reach in reaches
        },
        unlisted=unknown,
        free=free,
        bought=purchases(cluster, scope),
    )


def values_of(scope: Scope, cut: str) -> Array:
    """Return the value of each product on a cut as a share of the cut's components, sums to 1 (or all 0)."""
    values = scope.parts.cut(cut)
    total = values.sum()
    return np.asarray(values / total if total > 0 else values)
