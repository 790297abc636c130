"""What unknown sizes of the assembling plants leave of the share of demand that is served.

Demand of spot s lies between l_s and h_s. With F(d) the greatest flow (`hinterland.chain.flow`), which is concave in
the demands d, the share F(d) / sum(d) is least and greatest as follows.

*Least.* By max-flow min-cut F(d) = min over sets S of spots of c(S) + d(outside S), c(S) the capacity that reaches S.
For one S the ratio is least with d = h in S and l outside; that least ratio of cuts is the root of
F(l + x (h - l)) = x sum(h). The left side is concave in x, so a chord between two of its points lies below it, and
where the chord meets x sum(h) is a bound that holds.

*Greatest.* Demand above l_s is only of use where it is served: F(h) / (F(h) + sum(l) - F(l)). Both flows go together,
since more flow never takes from a spot what it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.chain.scope import Array, Sites

    Share: TypeAlias = Callable[[Array], Array]
    """Demand of each spot to the share of it that is served, (spots,) -> (products,)."""

POINTS = 9
"""Demands at which the flow is told for the least share; chords between them are bounds at any number."""


def least_share(share: Share, low: Array, high: Array) -> Array:
    """Return a lower bound of each product's share served, (products,), for any demand between `low` and `high`."""
    total = high.sum()
    if np.array_equal(low, high) or not total > 0:
        return np.asarray(share(high))
    at = np.linspace(0.0, 1.0, POINTS)
    demands = [low + x * (high - low) for x in at]
    above = np.stack([share(d) * (d.sum() / total) for d in demands]) - at[:, None]
    last = POINTS - 1 - np.argmax(above[::-1] >= 0, axis=0)
    products = np.arange(above.shape[1])
    following = np.minimum(last + 1, POINTS - 1)
    here, there = above[last, products], above[following, products]
    step = np.where(following > last, here / np.where(here > there, here - there, 1.0), 0.0)
    return np.asarray(np.minimum(1.0, at[last] + step / (POINTS - 1)))


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
