"""The rate z of a supplier group: that at which the expected number of links is what is wanted.

Expected links are the sum of p over all pairs, and one link for each buyer that draws nobody and is given a supplier
(see repair in `draw`): sum_ij p_ij + sum_j prod_i (1 - p_ij). Both are summed whole where there are few pairs. Else
the first is estimated from points that fill the unit square evenly (Roberts' R2 sequence): half of them hit actors
by size, half evenly, and each counts with the inverse of its mixed density, so that neither giants nor dwarfs are
missed. The second is then taken over every so many buyers, f being the mean over the sampled pairs of a buyer's cell.
Nothing here depends on a seed: all draws of an ensemble share their rates.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from hinterland.network.complete.sample import closenesses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Floats, Ints
    from hinterland.network.complete.space import Space

FEW_PAIRS = 1 << 16
"""Up to here all pairs are summed; beyond, as many points are."""
SOME_BUYERS = 1 << 13
"""Buyers of whom the chance to draw nobody is computed, where pairs are not few."""
SIZE_CLASSES = 64
MOST_SHARE = 0.95
"""Links wanted are at most this share of the pairs possible: no z is large enough for all of them."""
LEAST_LINKS = 1e-6
"""Links drawn for a buyer are at least this many on average, so that z is positive: repair chooses by p."""
MOST_LOG = 300.0
"""Largest log z, demands taken relative to the largest: what is still not reached there never is."""
MOST_STEP = 2.0
"""Longest step in log z."""
EXACT = 1e-9
PLASTIC = 1.32471795724474602596
"""Real root of x^3 = x + 1, which spreads points over the square."""


class Market(NamedTuple):
    """Those who sell and those who buy of one group: who, the share of each, the demand of each (all positive).

    Attributes
    ----------
    barred
        Pairs never drawn besides an actor with itself: supplier times n plus buyer, sorted.
    given
        Whether a buyer is given a supplier if it draws none: no known link of open value serves it, shape (b,).
    """

    seller: Ints
    share: Floats
    buyer: Ints
    demand: Floats
    barred: NDArray[np.int64]
    given: NDArray[np.bool_]


class Rate(NamedTuple):
    """Rate z of a group, and the mean of f over its pairs, weighted by size, for positions that are unknown."""

    z: float
    mean: float


class Sum(NamedTuple):
    """What expected links are a sum over: pairs of rate z x, and buyers that may draw nobody.

    Attributes
    ----------
    x, stands
        Rate of a pair over z, and how many pairs it stands for.
    alone
        The same for each buyer (a row) and class of suppliers (a column).
    size
        Suppliers in each class.
    weight
        Buyers that each row stands for.
    """

    x: Floats
    stands: Floats
    alone: Floats
    size: Floats
    weight: Floats


def rate(space: Space, market: Market, wanted: float, logistic: bool) -> Rate:
    """Return the rate at which so many links are expected, and the mean of f."""
    scale = float(market.demand.max())  # the unit of money must not matter, however small or large
    market = market._replace(demand=market.demand / scale)
    few = len(market.share) * len(market.demand) <= FEW_PAIRS
    i, j, stands = _all_pairs(market) if few else _some_pairs(market)
    seller, buyer = market.seller[i], market.buyer[j]
    size = market.share[i] * market.demand[j]
    f = closenesses(space, seller, buyer, math.nan)
    placed = ~np.isnan(f)
    weight = (size * stands)[placed]
    mean = float(np.average(f[placed], weights=weight)) if weight.sum() > 0 else 1.0
    f[~placed] = mean
    free = seller != buyer
    if len(market.barred):
        key = seller.astype(np.int64) * len(space.cell) + buyer
        free &= market.barred[np.minimum(np.searchsorted(market.barred, key), len(market.barred) - 1)] != key
    x = np.where(free, size * f, 0.0)
    if few:
        alone = x.reshape(len(market.share), len(market.demand)).T
        total = Sum(
            x[free], stands[free], alone.copy(), np.ones(len(market.share)), market.given.astype(np.float64)
        )
    else:
        half = len(x) // 2
        near = _by_cell(space.cell[buyer[:half]], f[:half], len(space.top), mean)
        total = Sum(x[free], stands[free], *_alone(space, market, near, logistic))
    return Rate(_rate(total, wanted, LEAST_LINKS * len(market.demand), logistic) / scale, mean)


def _rate(total: Sum, wanted: float, least: float, logistic: bool) -> float:
    """Return z, within what is possible."""
    possible = float(total.stands.sum())
    if possible <= 0:
        return 0.0
    if wanted > MOST_SHARE * possible:
        return solve(
            total._replace(weight=np.zeros(len(total.weight))), MOST_SHARE * possible, least, logistic
        )
    return solve(total, wanted, least, logistic)


def _all_pairs(market: Market) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    s, b = len(market.share), len(market.demand)
    return np.repeat(np.arange(s), b), np.tile(np.arange(b), s), np.ones(s * b)


def _some_pairs(market: Market) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """Return sellers and buyers of sampled pairs, and how many pairs each stands for; those by size come first."""
    share, demand = market.share, market.demand
    half = FEW_PAIRS // 2
    steps = np.arange(1, half + 1)
    across, along = (0.5 + steps / PLASTIC) % 1.0, (0.5 + steps / PLASTIC**2) % 1.0
    i = np.concatenate([_positions(share, across), (across * len(share)).astype(np.intp)])
    j = np.concatenate([_positions(demand, along), (along * len(demand)).astype(np.intp)])
    density = share[i] * (demand[j] / demand.sum()) / share.sum() + 1.0 / (len(share) * len(demand))
    return i, j, 1.0 / (half * density)


def _positions(weights: Floats, at: Floats) -> NDArray[np.intp]:
    """Return which entry each of these shares of the sum of `weights` falls on."""
    sums = np.cumsum(weights)
    where: NDArray[np.intp] = np.searchsorted(sums, at * sums[-1], side="right")
    return np.minimum(where, len(weights) - 1)


def _by_cell(cell: Ints, f: Floats, cells: int, mean: float) -> Floats:
    """Return the mean of f by cell of the buyer; the mean of all where no pair fell into a cell."""
    count = np.bincount(cell, minlength=cells)
    total = np.bincount(cell, f, minlength=cells)
    near: Floats = np.where(count > 0, total / np.maximum(count, 1), mean)
    return near


def _alone(space: Space, market: Market, near: Floats, logistic: bool) -> tuple[Floats, Floats, Floats]:
    """Return rates over z of some buyers with classes of suppliers by size, suppliers a class, buyers a row."""
    some = np.arange(0, len(market.demand), -(-len(market.demand) // SOME_BUYERS))
    reach: Floats = market.demand[some] * near[space.cell[market.buyer[some]]]
    weight: Floats = np.where(market.given[some], len(market.demand) / len(some), 0.0)
    if not logistic:  # the product of 1 - p is exp of minus the sum of rates: one class will do
        return reach[:, None] * market.share.sum(), np.ones(1), weight
    logs = np.log(market.share)
    place = ((logs - logs.min()) / (np.ptp(logs) + 1e-9) * SIZE_CLASSES).astype(np.intp)
    place = np.minimum(place, SIZE_CLASSES - 1)
    size: Floats = np.bincount(place, minlength=SIZE_CLASSES).astype(np.float64)
    share: Floats = np.bincount(place, market.share, minlength=SIZE_CLASSES) / np.maximum(size, 1.0)
    return reach[:, None] * share[size > 0], size[size > 0], weight


@numba.njit(cache=True, nogil=True, error_model="numpy")
def expected(total: Sum, z: float, logistic: bool) -> tuple[float, float]:
    """Return the links expected at a rate, and their derivative by log z."""
    links, slope = 0.0, 0.0
    for k in range(len(total.x)):
        mean = z * total.x[k]
        none = 1.0 / (1.0 + mean) if logistic else math.exp(-mean)
        links += total.stands[k] * (mean * none if logistic else -math.expm1(-mean))
        slope += total.stands[k] * mean * none * (none if logistic else 1.0)
    for k in range(len(total.weight)):
        if total.weight[k] <= 0:
            continue
        depth, change = 0.0, 0.0
        for c in range(len(total.size)):
            mean = z * total.alone[k, c]
            depth += total.size[c] * (math.log1p(mean) if logistic else mean)
            change += total.size[c] * (mean / (1.0 + mean) if logistic else mean)
        none = math.exp(-depth)
        links += total.weight[k] * none
        slope -= total.weight[k] * none * change
    return links, slope


@numba.njit(cache=True, nogil=True, error_model="numpy")
def solve(total: Sum, goal: float, least: float, logistic: bool) -> float:
    """Return the z at which `goal` links are expected, by Newton steps in log z kept within a bracket.

    Not less than where the sum of rates is `least`: so it is too where every buyer is to have one supplier.
    """
    linear = 0.0
    for k in range(len(total.x)):
        linear += total.stands[k] * total.x[k]
    if linear <= 0:
        return 0.0
    low, high = math.log(least / linear), MOST_LOG
    if expected(total, math.exp(low), logistic)[0] >= goal:
        return math.exp(low)
    at = math.log(goal / linear)
    for _ in range(200):
        links, slope = expected(total, math.exp(at), logistic)
        if abs(links - goal) <= EXACT * goal or high - low < EXACT:
            break
        if links < goal:
            low = at
        else:
            high = at
        step = (goal - links) / slope if slope > 0 else math.inf
        at += min(max(step, -MOST_STEP), MOST_STEP)
        if not low < at < high:
            at = (low + high) / 2
    return math.exp(at)
