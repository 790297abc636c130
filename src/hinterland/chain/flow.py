"""Definition 4 as a flow: what plants within reach can serve at most when they share customers.

For each product: demand d_s at spots, capacity c_p of plants, an edge where plant p is within reach of spot s. Served
is the maximum flow from plants to spots. Products are independent, since a plant makes one product. Most products
need no flow: where every plant spreads its capacity over its spots by demand, either every spot gets enough (all is
served) or no spot gets too much (all capacity is used), and both are greatest at once. The rest goes to one maximum
flow (Dinic) for all products together; its minimum cut gives the value in full precision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from hinterland.chain.runs import Array, Bools, Ints, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = 2**30
"""Whole units that the largest amount of a product is cut into for the flow, which counts in 32 bits an edge; its
value is then told exactly."""
SMALLEST = 1e-290
"""Amounts below this are no amounts: their whole units would not be finite."""


def served(
    product: Ints, reach: Bools, capacity: Array, demand: Array, products: int, factor: Array
) -> Array:
    """Return the share of each product's demand that is served, (products,), 0 to 1; 0 where nobody makes it.

    Parameters
    ----------
    product
        Product of each plant, (plants,), rising.
    reach
        Whether each plant is within reach of each spot, (spots, plants).
    capacity
        Capacity of each plant in units of the final product, (plants,), infinite where it is enough.
    demand
        Demand of each spot in units of the final product, at least 0, (spots,), or (spots, products) where it is
        another for each product.
    products
        Number of products.
    factor
        What demand is multiplied with, product by product.
    """
    out = np.zeros(products)
    demand = _of_each(demand, products)
    if not len(product) or not demand.any():
        return out
    begin = starts(product)
    made = product[begin]
    scale = np.where(factor[made] > 0, factor[made], 1.0)
    capacity = capacity / np.repeat(scale, np.diff(np.r_[begin, len(product)]))
    customers = (reach * demand[:, product]).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        rate = np.where(customers > 0, capacity / customers, 0.0)
    got = np.add.reduceat(_spread(reach, rate), begin, axis=1)  # times its demand is what a spot gets
    reached = np.logical_or.reduceat(reach, begin, axis=1)
    demand = demand[:, made]
    wanted = reached & (demand > 0)
    with np.errstate(invalid="ignore"):
        enough = ((got >= 1) | ~wanted).all(axis=0)
        scarce = ((got <= 1) | ~wanted).all(axis=0)
    useful = np.add.reduceat(np.where(customers > 0, capacity, 0.0), begin)
    most = (demand * wanted).sum(axis=0)
    amount = np.where(enough, most, np.where(scarce, useful, np.nan))
    todo = np.flatnonzero(~enough & ~scarce)
    if len(todo):
        ends = np.r_[begin[1:], len(product)]
        problems = [(reach[:, a:b], capacity[a:b]) for a, b in zip(begin[todo], ends[todo], strict=True)]
        amount[todo] = greatest_flows(problems, demand[:, todo])
    total = demand.sum(axis=0)
    out[made] = np.where(total > 0, amount / np.where(total > 0, total, 1.0), 0.0)
    return np.clip(out, 0.0, 1.0)


def _of_each(demand: Array, count: int) -> Array:
    """Return demand as (spots, count), one column for all where it is the same for each."""
    return np.broadcast_to(demand[:, None] if demand.ndim == 1 else demand, (demand.shape[0], count))


def _spread(reach: Bools, rate: Array) -> Array:
    """Return rates where there is reach, 0 elsewhere (an infinite rate times no reach is no number)."""
    return np.where(reach, rate, 0.0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One product of the flow after plants of one reach were merged: patterns (spots, groups) and capacities."""

    pattern: Bools
    capacity: Array
    demand: Array


def greatest_flows(problems: Sequence[tuple[Bools, Array]], demand: Array) -> Array:
    """Return the maximum flow of each problem (reach (spots, plants), capacity (plants,)), in units of demand.

    `demand` is (spots,), or (spots, problems) where it is another for each.
    """
    wanted = _of_each(demand, len(problems)).T
    pieces = [_merged(*problem, d) for problem, d in zip(problems, wanted, strict=True)]
    fixed = np.array([d @ _sure(*problem) for problem, d in zip(problems, wanted, strict=True)])
    return fixed + _flows(pieces)


def _sure(reach: Bools, capacity: Array) -> Bools:
    """Return which spots a plant of unlimited capacity reaches: they are served whole."""
    return np.asarray(reach[:, np.isinf(capacity)].any(axis=1))


def _merged(reach: Bools, capacity: Array, demand: Array) -> _Piece:
    """Return the problem without the spots that unlimited plants serve, plants of one reach merged into one."""
    rest = np.where(_sure(reach, capacity), 0.0, demand)
    limited = np.isfinite(capacity) & (capacity > 0)
    open_ = reach[:, limited] & (rest > 0)[:, None]
    packed = np.packbits(open_, axis=0)
    _, first, group = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    total = np.bincount(group, weights=capacity[limited], minlength=len(first)).astype(np.float64)
    pattern = open_[:, first]
    some = pattern.any(axis=0)
    # No plant serves more than its spots want; far more capacity than that would leave demand no whole units.
    usable = np.minimum(total[some], rest @ pattern[:, some])
    return _Piece(pattern[:, some], usable, rest)


def _flows(pieces: Sequence[_Piece]) -> Array:
    """Return the maximum flows of all pieces, found together and told by their minimum cuts."""
    tails, heads, limits, offsets = [], [], [], []
    nodes = 2  # source, sink
    for piece in pieces:
        spots, groups = piece.pattern.shape
        unit = UNITS / max(piece.demand.max(initial=0.0), piece.capacity.max(initial=0.0), SMALLEST)
        group_at, spot_at = nodes + np.arange(groups), nodes + groups + np.arange(spots)
        offsets.append((nodes, groups, spots))
        s, g = np.nonzero(piece.pattern)
        tails += [np.zeros(groups, int), group_at[g], spot_at]
        heads += [group_at, spot_at[s], np.ones(spots, int)]
        room = np.minimum(piece.demand[s], piece.capacity[g])
        limits += [np.floor(x * unit) for x in (piece.capacity, room, piece.demand)]
        nodes += groups + spots
    tail, head = np.concatenate(tails), np.concatenate(heads)
    limit = np.concatenate(limits).astype(np.int32)
    graph = csr_array((limit, (tail, head)), shape=(nodes, nodes))
    left = graph - maximum_flow(graph, 0, 1).flow
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    reachable = np.zeros(nodes, dtype=bool)
    reachable[breadth_first_order(left, 0, return_predecessors=False)] = True
    return np.array([_cut(p, reachable, o) for p, o in zip(pieces, offsets, strict=True)])


def _cut(piece: _Piece, reachable: Bools, offset: tuple[int, int, int]) -> float:
    """Return the value of the cut of one piece: an upper bound on its flow that is met where rounding did not matter.

    Closing it first (a spot that a group on the source's side reaches lies on that side too) keeps every edge
    between plants and spots uncut, so that the bound holds whatever the rounding.
    """
    start, groups, _ = offset
    kept = reachable[start : start + groups]
    beyond = piece.pattern[:, kept].any(axis=1)
    return float(piece.capacity[~kept].sum() + piece.demand[beyond].sum())
