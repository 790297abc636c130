"""What unknown sizes of the assembling plants leave of the share of demand that is served.

Demand of spot s lies between l_s and h_s. With F(d) the greatest flow (`hinterland.chain.flow`), which is concave in
the demands d, the share F(d) / sum(d) is least and greatest as follows.

*Least.* By max-flow min-cut F(d) = min over sets S of spots of c(S) + d(outside S), c(S) the capacity that reaches S.
For one S the ratio is least with d = h in S and l outside; that least ratio of cuts is the root of
F(l + x (h - l)) = x sum(h). The left side is concave in x, so a chord between two of its points lies below it, and
where the chord meets x sum(h) is a bound that holds. Chords prolonged lie above it, so where they meet x sum(h) the
root lies on this side; the two bounds close in on it, in few steps, for the left side is piecewise linear.

*Greatest.* Demand above l_s is only of use where it is served: F(h) / (F(h) + sum(l) - F(l)). Both flows go together,
since more flow never takes from a spot what it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.chain.runs import Array, Ints
    from hinterland.chain.scope import Sites

    Share: TypeAlias = Callable[[Array], Array]
    """Demand of each spot to the share of it that is served, (spots,) -> (products,)."""

FIRST = 5
"""Demands at which the flow is told at first, for all products."""
CLOSE, MOST = 1e-9, 200
"""Distance of the bound from the least share at which the search for it ends, and the demands it ends at anyway."""
NOUGHT = 1e-13
"""Difference of two shares that is rounding."""


def least_share(share: Share, low: Array, high: Array) -> Array:
    """Return a lower bound of each product's share served, (products,), for any demand between `low` and `high`.

    It holds always and is met within `CLOSE`, unless `MOST` demands are not enough for so many products.
    """
    total = high.sum()
    if np.array_equal(low, high) or not total > 0:
        return np.asarray(share(high))

    def above(x: float) -> Array:
        demand = low + x * (high - low)
        return np.asarray(share(demand) * (demand.sum() / total) - x)

    at = np.linspace(0.0, 1.0, FIRST)
    told = np.stack([above(x) for x in at])
    while True:
        below, beyond = _enclosed(at, told)
        widest = int(np.argmax(beyond - below))
        ends = float(below[widest]), float(beyond[widest])
        if ends[1] - ends[0] <= CLOSE or len(at) >= MOST:
            return np.asarray(np.minimum(1.0, below))
        # Beside a straight piece the first or the second is the root itself; the third halves whatever is left.
        tries = [x for x in (ends[1], ends[0], sum(ends) / 2) if not (at == x).any()]
        x = tries[len(at) % len(tries)]
        place = int(np.searchsorted(at, x))
        at, told = np.insert(at, place, x), np.insert(told, place, above(x), axis=0)


def _enclosed(at: Array, told: Array) -> tuple[Array, Array]:
    """Return between which two numbers the last root of each concave function lies, (products,).

    `told` are values, (points, products), at rising points; the first is not negative, the last not positive.
    """
    end = len(at) - 1
    last = end - np.argmax(told[::-1] >= -NOUGHT, axis=0)
    here, there = last, np.minimum(last + 1, end)
    least = _root(at, told, here, there)
    greatest = at[there]
    for first, second in (
        (here - 1, here),
        (there, there + 1),
    ):  # lines through two points on one side lie above
        fine = (first >= 0) & (second <= end)
        line = _root(at, told, np.where(fine, first, here), np.where(fine, second, here))
        greatest = np.where(fine & (line >= least), np.minimum(greatest, line), greatest)
    return least, np.where(last == end, least, greatest)


def _root(at: Array, told: Array, first: Ints, second: Ints) -> Array:
    """Return where the line through two points of each function falls through 0, infinite where it does not fall."""
    products = np.arange(told.shape[1])
    one, two = told[first, products], told[second, products]
    one = np.where(one >= -NOUGHT, np.maximum(one, 0.0), one)
    falls = one > two
    line = at[first] + (at[second] - at[first]) * one / np.where(falls, one - two, 1.0)
    return np.where(first == second, at[first], np.where(falls, line, np.inf))


def greatest_share(share: Share, low: Array, high: Array) -> Array:
    """Return the greatest share served of each product, (products,), for any demand between `low` and `high`."""
    most = share(high) * high.sum()
    left = np.maximum(0.0, low.sum() - share(low) * low.sum())
    return np.where(most > 0, most / np.where(most > 0, most + left, 1.0), 0.0)


def sizes(sites: Sites) -> tuple[Array, Array]:
    """Return the least and the greatest size of each spot beside the others, (spots,), in any unit.

    A plant of unknown size may be idle or as large as the largest known; where none is known, each may be all.
    """
    sure = sites.at_spots(np.where(sites.known, sites.weight, 0.0))
    top = sites.weight[sites.known].max() if sites.known.any() else 1.0
    return sure, sure + sites.at_spots(np.where(sites.known, 0.0, top))


def weights(sites: Sites) -> tuple[Array, Array]:
    """Return the least and the greatest share of the place's output at each spot, (spots,)."""
    sure, whole = sizes(sites)
    least, most = sure + (whole.sum() - whole), whole + (sure.sum() - sure)
    alone = least <= 0  # the only spot: all of it is there, whatever its size
    return np.where(alone, 1.0, sure / np.where(alone, 1.0, least)), whole / np.where(most > 0, most, 1.0)
