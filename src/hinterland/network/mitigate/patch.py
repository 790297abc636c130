"""Patch a prepared network where a measure changes it, instead of preparing it anew.

A measure changes the weights of a few links. Every entry of the prepared network is a link's weight over a sum of
weights, so the patch multiplies entries by ratios of weights. Links that a measure could make must be there before:
`with_links` puts them in with a weight that no sum notices (1e-200 of a yuan).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.cascade.layout import layout
from hinterland.network.mitigate.change import Change, State, changed, new_keys
from hinterland.network.mitigate.touched import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hinterland.network.cascade.layout import Layout

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]

UNFELT = 1e-200
"""Weight of a link that is only possible: above 0, and lost in any sum."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A state of the network and its layout, all links that measures could make among them; ways of its losses."""

    state: State
    layout: Layout
    ways: Ways

    @classmethod
    def of(cls, state: State, possible: Iterable[tuple[int, int]]) -> Prepared:
        """Prepare a network; `possible` are links (supplier, buyer) that measures could make."""
        whole = with_links(state, possible)
        base = layout(whole.network)
        held = np.flatnonzero(whole.passed != 1.0)
        net = whole.network
        ratios = [(int(net.supplier[i]), int(net.buyer[i]), float(whole.passed[i])) for i in held]
        return cls(whole, _downstream(base, ratios), Ways.of(net))

    def changed(self, change: Change) -> Prepared:
        """Return the network after a change, prepared anew."""
        after = changed(self.state, change)
        return Prepared.of(after, ())

    def patched(self, change: Change) -> Layout:
        """Return the layout after a change without preparing it anew."""
        return _patched(self, change)


def with_links(state: State, possible: Iterable[tuple[int, int]]) -> State:
    """Return the state with links that are only possible, at a weight that no sum notices."""
    net, size = state.network, len(state.network)
    keys = net.supplier.astype(np.int64) * size + net.buyer
    fresh = new_keys(keys, np.array([a * size + j for a, j in possible], dtype=np.int64))
    if not len(fresh):
        return state
    where = np.searchsorted(keys, fresh)
    inferred = np.zeros(len(keys), dtype=np.bool_) if net.inferred is None else net.inferred
    network = replace(
        net,
        supplier=np.insert(net.supplier, where, (fresh // size).astype(np.int32)),
        buyer=np.insert(net.buyer, where, (fresh % size).astype(np.int32)),
        weight=np.insert(net.weight, where, UNFELT),
        inferred=np.insert(inferred, where, True),
    )
    return State(network, np.insert(state.passed, where, 1.0))


def _patched(prepared: Prepared, change: Change) -> Layout:
    state, base = prepared.state, prepared.layout
    after = changed(state, change)
    old, new = state.network, after.network
    if len(new.weight) != len(old.weight):
        raise ValueError("a link of this change was not prepared: name it in `possible`")
    links = np.flatnonzero((new.weight != old.weight) | (after.passed != state.passed))
    ratio = _over(new.weight[links], old.weight[links])
    held = _over(after.passed[links], state.passed[links])
    ends = list(zip(old.supplier[links].tolist(), old.buyer[links].tolist(), strict=True))
    down = [(i, j, r * h) for (i, j), r, h in zip(ends, ratio.tolist(), held.tolist(), strict=True)]
    patched = _downstream(base, down)
    if not change.moves:
        return patched
    up = [(i, j, r) for (i, j), r in zip(ends, ratio.tolist(), strict=True)]
    return _upstream(patched, (state, after), up)


def _over(new: Floats, old: Floats) -> Floats:
    """Return new / old, 1 where both are nothing."""
    return np.divide(new, old, out=np.ones_like(new), where=old != 0)


def _downstream(base: Layout, ratios: Iterable[tuple[int, int, float]]) -> Layout:
    """Multiply what buyers lose over some links."""
    listed = list(ratios)
    if not listed:
        return base
    graph = base.graph
    inputs, reach = graph.inputs, graph.reach
    pull, push = inputs.weight.copy(), reach.weight.copy()
    row = _places(inputs.buyer, len(base))
    for supplier, buyer, ratio in listed:
        i, j = int(base.place[supplier]), int(base.place[buyer])
        if row[j] >= 0:  # a buyer whose inputs have no effect has no row
            low, high = int(inputs.runs[row[j], 0]), int(inputs.runs[row[j], 3])
            pull[low + np.flatnonzero(inputs.supplier[low:high] == i)] *= ratio
        low, high = int(reach.start[i]), int(reach.start[i + 1])
        push[low + np.flatnonzero(graph.owner[reach.other[low:high]] == j)] *= ratio
    changed_ = graph._replace(inputs=inputs._replace(weight=pull), reach=reach._replace(weight=push))
    return replace(base, graph=changed_)


def _upstream(base: Layout, states: tuple[State, State], ratios: Iterable[tuple[int, int, float]]) -> Layout:
    """Multiply what suppliers lose over some links, and all links of suppliers whose sales change."""
    old, new = (state.network for state in states)
    listed = list(ratios)
    before, sold = old.sales, new.sales
    by = (before, sold) if old.revenue is None or new.revenue is None else (old.revenue, new.revenue)
    graph = base.graph
    pull, push, sales = graph.buyers.weight.copy(), graph.sellers.weight.copy(), graph.markets.sales.copy()
    row = _places(graph.buyers.supplier, len(base))
    linear = base.linear
    for supplier in dict.fromkeys(i for i, *_ in listed):
        i = int(base.place[supplier])
        sales[i] = sold[supplier]
        divisor = [1.0 if x[supplier] == 0 else float(x[supplier]) for x in by]
        span = slice(int(graph.buyers.start[row[i]]), int(graph.buyers.start[row[i] + 1]))
        buyers = graph.buyers.buyer[span]
        factor = np.full(len(buyers), divisor[0] / divisor[1])
        for _, buyer, ratio in (one for one in listed if one[0] == supplier):
            factor[buyers == base.place[buyer]] *= ratio
        pull[span] *= factor
        linear = linear and bool(pull[span].sum() <= 1 + 1e-12)
        times = np.ones(len(base))
        times[buyers] = factor
        at = np.flatnonzero(graph.sellers.other == i)
        push[at] *= times[np.searchsorted(graph.sellers.start, at, side="right") - 1]
    changed_ = graph._replace(
        buyers=graph.buyers._replace(weight=pull),
        sellers=graph.sellers._replace(weight=push),
        markets=graph.markets._replace(sales=sales),
    )
    return replace(base, graph=changed_, linear=linear)


def _places(firms: Ints, size: int) -> Longs:
    """Return the row of each firm, -1 for none."""
    row = np.full(size, -1, dtype=np.int64)
    row[firms] = np.arange(len(firms))
    return row
