"""What unknown sizes of the assembling plants leave of the share of demand that is served.

Demand of spot s lies between l_s and h_s. With F(d) the greatest flow (`hinterland.chain.flow`), which is concave in
the demands d, the share F(d) / sum(d) is least and greatest as follows.

*Least.* By max-flow min-cut F(d) = min over sets S of spots of c(S) + d(outside S), c(S) the capacity that reaches S.
For one S the ratio is least with d = h in S and l outside; that least ratio of cuts is the root of
F(l + x (h - l)) = x sum(h). The left side is concave in x, so a chord between two of its points lies below it, and
where the chord meets x sum(h) is a bound that holds. Chords prolonged lie above it, so where they meet x sum(h) the
root lies on this side; the two bounds close in on it, each product on its own and in few steps, for the left side
is piecewise linear.

*Greatest.* Demand above l_s is only of use where it is served: F(h) / (F(h) + sum(l) - F(l)). Both flows go together,
since more flow never takes from a spot what it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.chain.runs import Array
    from hinterland.chain.scope import Sites

    Share: TypeAlias = Callable[[Array], Array]
    """Demand, (spots,) or (spots, products), to the share of it that is served, (products,)."""

CLOSE, MOST = 1e-9, 200
"""Room that is left for the least share when the search for it ends, and the steps it ends after anyway."""
NOUGHT = 1e-13
"""Difference of two shares that is rounding."""


def least_share(share: Share, low: Array, high: Array) -> Array:
    """Return a lower bound of each product's share served, (products,), for any demand between `low` and `high`.

    It holds always and is met within `CLOSE`, unless `MOST` steps are not enough.
    """
    total = high.sum()
    whole = np.asarray(share(high))
    if np.array_equal(low, high) or not total > 0:
        return whole
    open_ = np.ones(len(whole), dtype=bool)

    def above(x: Array) -> Array:
        """Return F(l + x (h - l)) / sum(h) - x of the products that are open, each at its own x."""
        demand = np.where(open_, low[:, None] + x * (high - low)[:, None], 0.0)
        return np.asarray(share(demand) * (demand.sum(axis=0) / total) - x)

    left, right = np.zeros(len(whole)), np.ones(len(whole))
    at_left, at_right = above(left), whole - 1.0
    before, at_before = left, at_left
    for step in range(MOST):
        chord = _root(left, at_left, right, at_right)
        line = _root(before, at_before, left, at_left)
        beyond = np.where((line >= chord) & (before < left), np.minimum(right, line), right)
        open_ = (np.where(at_right >= -NOUGHT, chord, beyond) - chord > CLOSE) & (at_left > NOUGHT)
        if not open_.any():
            break
        # The chord is the root itself on a straight piece, and so is the prolonged line; the middle halves the rest.
        x = np.choose(
            step % 3, (chord, np.where(beyond < right, beyond, (chord + right) / 2), (chord + beyond) / 2)
        )
        told = above(x)
        nearer, farther = open_ & (told >= -NOUGHT), open_ & (told < -NOUGHT)
        before, at_before = np.where(nearer, left, before), np.where(nearer, at_left, at_before)
        left, at_left = np.where(nearer, x, left), np.where(nearer, np.maximum(told, 0.0), at_left)
        right, at_right = np.where(farther, x, right), np.where(farther, told, at_right)
    return np.asarray(np.minimum(1.0, _root(left, at_left, right, at_right)))


def _root(first: Array, one: Array, second: Array, two: Array) -> Array:
    """Return where the line through two points of each function falls through 0, the second if it does not fall."""
    falls = one - two > 0
    return np.where(falls, first + (second - first) * one / np.where(falls, one - two, 1.0), second)


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
