"""Kernels that draw links, buyer by buyer, in time proportional to the links drawn.

For a buyer j of demand r_j the suppliers i of a group lie side by side on a line, each as long as
a_i f_max(cell of j, cell of i): its share of the group times the bound on f between the cells. A Poisson process of
rate z r_j runs along that line; each of its points hits one supplier and is kept with probability f(d_ij) / f_max.
A supplier hit by a kept point is linked: the number of kept points on it is Poisson with mean
lambda_ij = z r_j a_i f(d_ij), independently of all others, so that P(link) = 1 - exp(-lambda_ij) exactly. There are
no duplicates to remove: at the first point on a supplier it is decided whether this or a later one is kept, and the
process, having no memory, goes on behind that supplier. For the logistic form a link stays with probability
[lambda / (1 + lambda)] / [1 - exp(-lambda)].

No pair is ever listed: a buyer's cost is the suppliers hit, at most its links times f_max / f, each with two binary
searches. Random numbers come from numpy's generator, so that results are the same with compilation off.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np

from hinterland.network.complete.space import EARTH_KM, FAINT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Floats, Ints
    from hinterland.network.complete.space import Space

TRIES = 16
"""Candidates tried one by one for a demand without supplier before whole cells are weighed."""


class Sellers(NamedTuple):
    """Suppliers of one group, by cell; s of them.

    Attributes
    ----------
    group
        Which group.
    actor
        Who, shape (s,): ordered by cell, then number.
    share
        Share of the group, shape (s,).
    mass
        Shares added up, from 0, shape (s + 1,).
    first
        First supplier of each cell, shape (C + 1,).
    top
        Largest f between two cells, "nowhere" filled in, shape (C, C).
    reach
        For a buyer's cell, where on its line each cell of suppliers begins, shape (C, C + 1).
    """

    group: int
    actor: Ints
    share: Floats
    mass: Floats
    first: Ints
    top: Floats
    reach: Floats


class Buyers(NamedTuple):
    """Those who buy from the group: who, shape (b,), and for how much beyond known links, shape (b,)."""

    actor: Ints
    demand: Floats


class Before(NamedTuple):
    """Links known before, by buyer: where each buyer's begin, supplier, whether the value is open, group, slot.

    `group` and `slot` are of all actors, shape (n,): a slot is the place of an actor among the sellers of its group.
    """

    start: NDArray[np.int64]
    supplier: Ints
    open: NDArray[np.bool_]
    group: Ints
    slot: Ints


class Law(NamedTuple):
    """Rate z, mean f where a position is unknown, and whether p is logistic."""

    z: float
    mean: float
    logistic: bool


class Drawn(NamedTuple):
    """Suppliers of each buyer: entries `start[k]:start[k + 1]` are those of buyer k.

    Attributes
    ----------
    start
        Shape (b + 1,).
    slot
        Supplier, as its place among the sellers, shape (m,).
    lean
        lambda / p: what weights are proportional to before they are balanced, shape (m,).
    known
        Which known link it is, -1 for one drawn, shape (m,).
    repaired
        Buyers that drew nobody and were given one.
    """

    start: NDArray[np.int64]
    slot: Ints
    lean: Floats
    known: NDArray[np.int64]
    repaired: int


@numba.njit(cache=True, nogil=True, error_model="numpy")
def closeness(space: Space, a: int, b: int, mean: float) -> float:
    """Return f of the distance of two actors; `mean` where a position is unknown."""
    nowhere = len(space.top) - 1
    if space.cell[a] == nowhere or space.cell[b] == nowhere:
        return mean
    x = space.xyz[a, 0] - space.xyz[b, 0]
    y = space.xyz[a, 1] - space.xyz[b, 1]
    z = space.xyz[a, 2] - space.xyz[b, 2]
    half = min(math.sqrt(x * x + y * y + z * z) / 2, 1.0)
    near = 1.0 / (1.0 + 2 * EARTH_KM * math.asin(half) / space.scale_km)
    return near if space.decay == 1.0 else max(near**space.decay, FAINT)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def closenesses(space: Space, some: Ints, others: Ints, mean: float) -> Floats:
    """Return f of each pair; `mean` where a position is unknown."""
    result = np.empty(len(some))
    for k in range(len(some)):
        result[k] = closeness(space, some[k], others[k], mean)
    return result


@numba.njit(cache=True, nogil=True, error_model="numpy")
def lean_of(rate: float, logistic: bool) -> float:
    """Return lambda / p."""
    if logistic:
        return 1.0 + rate
    return rate / -math.expm1(-rate) if rate > 0 else 1.0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _at_or_before(values: NDArray[Any], low: int, high: int, x: float) -> int:
    """Return the last index in [low, high) whose value is at most x; `low` if there is none."""
    while high - low > 1:
        middle = (low + high) // 2
        if values[middle] <= x:
            low = middle
        else:
            high = middle
    return low


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _barred(before: Before, seller: int, buyer: int) -> bool:
    """Whether this pair is never drawn: an actor with itself, or a link that is known."""
    if seller == buyer:
        return True
    first, last = before.start[buyer], before.start[buyer + 1]
    return bool(
        last > first and before.supplier[_at_or_before(before.supplier, first, last, seller)] == seller
    )


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _hit(sellers: Sellers, home: int, at: float) -> tuple[int, int]:
    """Return the supplier at this point of the line of a buyer whose cell is `home`, and that supplier's cell."""
    reach = sellers.reach[home]
    cell = _at_or_before(reach, 0, len(reach) - 1, at)
    low, high = sellers.first[cell], sellers.first[cell + 1]
    inside = sellers.mass[low] + (at - reach[cell]) / sellers.top[home, cell]
    return _at_or_before(sellers.mass, low, high, inside), cell


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _links_of(
    buyer: int, rate: float, space: Space, sellers: Sellers, before: Before, law: Law, rng: np.random.Generator,
    found: Ints,
) -> int:  # fmt: skip
    """Draw the suppliers of a buyer into `found`; return how many."""
    home = space.cell[buyer]
    end = sellers.reach[home, -1]
    at, count, last = 0.0, 0, -1
    while rate > 0:
        at -= math.log1p(-rng.random()) / rate
        if at >= end:
            break
        i, cell = _hit(sellers, home, at)
        seller, top = sellers.actor[i], sellers.top[home, cell]
        behind = sellers.reach[home, cell] + (sellers.mass[i + 1] - sellers.mass[sellers.first[cell]]) * top
        if i <= last:  # rounding at the border of two suppliers: step over it
            at = max(at, behind) * (1.0 + 1e-15) + 1e-18
            continue
        last = i
        if sellers.share[i] > 0 and not _barred(before, seller, buyer):
            f = closeness(space, seller, buyer, law.mean)
            rest = rate * max(behind - at, 0.0)  # further points that may hit this supplier
            mean = rate * sellers.share[i] * f
            if (rng.random() * top < f or rng.random() < -math.expm1(-rest * f / top)) and (
                not law.logistic or rng.random() * -math.expm1(-mean) * (1.0 + mean) < mean
            ):
                found[count] = i
                count += 1
        at = max(at, behind)
    return count


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _chance(
    i: int, buyer: int, rate: float, space: Space, sellers: Sellers, before: Before, law: Law
) -> float:
    """Return p of a pair over its rate z r_j; 0 for one never drawn."""
    seller = sellers.actor[i]
    if sellers.share[i] <= 0 or _barred(before, seller, buyer):
        return 0.0
    size = sellers.share[i] * closeness(space, seller, buyer, law.mean)
    return float(size / lean_of(rate * size, law.logistic))


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _one_by_cells(
    buyer: int,
    rate: float,
    space: Space,
    sellers: Sellers,
    before: Before,
    law: Law,
    rng: np.random.Generator,
) -> int:
    """Return one supplier, with probabilities proportional to p, by rejection of whole cells; -1: nobody can.

    A cell is chosen by its bound, and kept with probability (sum of p in it) / bound. One that is not kept has that
    sum for its bound from then on, so that no cell is summed twice and the choice stays exact.
    """
    reach = sellers.reach[space.cell[buyer]]
    bound = reach[1:] - reach[:-1]
    summed = np.zeros(len(bound), dtype=np.bool_)
    total = bound.sum()
    while total > 0:
        at = rng.random() * total
        cell = 0
        while cell < len(bound) - 1 and at >= bound[cell]:
            at -= bound[cell]
            cell += 1
        first, last = sellers.first[cell], sellers.first[cell + 1]
        chance = np.zeros(last - first + 1)
        for i in range(first, last):
            chance[i - first + 1] = chance[i - first] + _chance(i, buyer, rate, space, sellers, before, law)
        here = chance[-1]
        if here > 0 and (summed[cell] or rng.random() * bound[cell] < here):
            return int(first + _at_or_before(chance, 0, last - first, rng.random() * here))
        summed[cell], bound[cell] = True, here
        total = bound.sum()
    return -1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _one_for(
    buyer: int,
    rate: float,
    space: Space,
    sellers: Sellers,
    before: Before,
    law: Law,
    rng: np.random.Generator,
) -> int:
    """Return one supplier for a buyer that drew none, with probabilities proportional to p; -1: nobody can."""
    home = space.cell[buyer]
    end = sellers.reach[home, -1]
    for _ in range(TRIES):
        i, cell = _hit(sellers, home, rng.random() * end)
        bound = sellers.share[i] * sellers.top[home, cell]
        if rng.random() * bound < _chance(i, buyer, rate, space, sellers, before, law):
            return i
    return _one_by_cells(buyer, rate, space, sellers, before, law, rng)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def draw_links(
    space: Space, sellers: Sellers, buyers: Buyers, before: Before, law: Law, rng: np.random.Generator
) -> Drawn:
    """Draw the suppliers of every buyer of a group; whoever gets none is given one.

    Known links whose value is open come with them: they share in what is left.
    """
    count = len(buyers.actor)
    start = np.zeros(count + 1, dtype=np.int64)
    found = np.empty(len(sellers.actor), dtype=np.int32)
    room = 4 * count + 16
    slot, lean, known = np.empty(room, np.int32), np.empty(room), np.empty(room, np.int64)
    filled, repaired = 0, 0
    for k in range(count):
        buyer = buyers.actor[k]
        rate = law.z * buyers.demand[k]
        some = _links_of(buyer, rate, space, sellers, before, law, rng, found)
        first, last = before.start[buyer], before.start[buyer + 1]
        while filled + some + (last - first) + 1 > len(slot):
            slot = np.concatenate((slot, np.empty(len(slot), np.int32)))
            lean = np.concatenate((lean, np.empty(len(lean))))
            known = np.concatenate((known, np.empty(len(known), np.int64)))
        for q in range(first, last):
            if before.open[q] and before.group[before.supplier[q]] == sellers.group:
                slot[filled], known[filled] = before.slot[before.supplier[q]], q
                filled += 1
        if some == 0 and filled == start[k]:
            i = _one_for(buyer, rate, space, sellers, before, law, rng)
            if i >= 0:
                found[0], some = i, 1
                repaired += 1
        for q in range(some):
            slot[filled], known[filled] = found[q], -1
            filled += 1
        for q in range(start[k], filled):
            f = closeness(space, sellers.actor[slot[q]], buyer, law.mean)
            lean[q] = lean_of(rate * sellers.share[slot[q]] * f, law.logistic)
        start[k + 1] = filled
    return Drawn(start, slot[:filled], lean[:filled], known[:filled], repaired)


@numba.njit(cache=True, nogil=True)
def by_pair(first: Ints, second: Ints, count: int) -> NDArray[np.int64]:
    """Return the order of pairs by `first`, then `second`, both below `count`: two counting sorts."""
    order = np.arange(len(first))
    for key in (second, first):
        begin = np.zeros(count + 1, np.int64)
        for value in key:
            begin[value + 1] += 1
        begin = np.cumsum(begin)
        sorted_ = np.empty_like(order)
        for position in order:
            sorted_[begin[key[position]]] = position
            begin[key[position]] += 1
        order = sorted_
    return order
