"""A measure as a change of few links: purchases that move to other suppliers, losses that stocks hold back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hinterland.network.graph import Network

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

Move = tuple[int, int, int, float]
"""Supplier that loses the sale, supplier that gains it, buyer, CNY a year."""
Hold = tuple[int, int, float]
"""Supplier, buyer that holds stock of its input, share of a loss that still passes on."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a measure changes in one draw of the network.

    Attributes
    ----------
    moves
        Purchases that go to another supplier; a link that is not there yet is made.
    holds
        Links over which less of a loss passes on; of several on one link the least share counts.
    """

    moves: tuple[Move, ...] = ()
    holds: tuple[Hold, ...] = ()

    @property
    def value(self) -> float:
        """Value that moves, CNY a year."""
        return sum(move[3] for move in self.moves)

    @property
    def firms(self) -> tuple[int, ...]:
        """Firms whose links change, each once, suppliers and buyers."""
        ends = [i for move in self.moves for i in move[:3]] + [i for hold in self.holds for i in hold[:2]]
        return tuple(dict.fromkeys(ends))


@dataclass(frozen=True, slots=True)
class State:
    """A network with what stocks hold back.

    Attributes
    ----------
    network
        Its `weights` are given, not taken from links: what is lost is counted in today's sales before and after.
    passed
        Share of a loss that each link passes on to its buyer, shape (m,); 1 where nobody holds stock for it.
    """

    network: Network
    passed: Floats

    @classmethod
    def of(cls, network: Network) -> State:
        """Return a network as it stands, its weights fixed: the first given, else sales over links."""
        name, vector = network.weights[0] if network.weights else ("sales", network.sales)
        kept = replace(network, weights=((name, np.asarray(vector, dtype=np.float64)),), sectors=None)
        return cls(kept, np.ones(len(network.weight)))


def changed(state: State, change: Change) -> State:
    """Return the state after a change: what a network built anew from the changed links would be.

    A firm's revenue, where it is given, moves with its sales. A link that loses all stays, with weight 0.

    Raises
    ------
    ValueError
        If a purchase moves that is not there, or more of it than there is.
    """
    net = state.network
    size = len(net)
    weight, passed = net.weight.copy(), state.passed.copy()
    keys = _keys(net.supplier, net.buyer, size)
    taken = np.array([a * size + j for a, _, j, _ in change.moves], dtype=np.int64)
    value = np.array([v for *_, v in change.moves])
    np.subtract.at(weight, _find(keys, taken), value)
    if np.any(weight < -1e-9 * np.maximum(net.weight, 1e-300)):
        raise ValueError("more moves than is bought there")
    np.maximum(weight, 0.0, out=weight)
    for supplier, buyer, factor in change.holds:
        link = _find(keys, np.array([supplier * size + buyer]))[0]
        passed[link] = min(passed[link], factor)
    given = np.array([b * size + j for _, b, j, _ in change.moves], dtype=np.int64)
    fresh = new_keys(keys, given)
    where = np.searchsorted(keys, fresh)
    keys, weight = np.insert(keys, where, fresh), np.insert(weight, where, 0.0)
    np.add.at(weight, _find(keys, given), value)
    inferred = np.zeros(len(net.weight), dtype=np.bool_) if net.inferred is None else net.inferred
    network = replace(
        net,
        supplier=(keys // size).astype(np.int32),
        buyer=(keys % size).astype(np.int32),
        weight=weight,
        revenue=_revenue(net, change.moves),
        inferred=np.insert(inferred, where, True),
    )
    return State(network, np.insert(passed, where, 1.0))


def _revenue(net: Network, moves: Iterable[Move]) -> Floats | None:
    """Return revenues after moves, never less than what is still sold over links."""
    if net.revenue is None:
        return None
    revenue, sold = net.revenue.copy(), net.sales
    for source, target, _, value in moves:
        sold[source] -= value
        revenue[source] = max(revenue[source] - value, min(revenue[source], sold[source]))
        revenue[target] += value
    return revenue


def _keys(supplier: Ints, buyer: Ints, size: int) -> NDArray[np.int64]:
    """Return links as single numbers, rising because links are sorted."""
    return supplier.astype(np.int64) * size + buyer


def new_keys(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of a few links that are not among many, each once, rising; `keys` rise."""
    few = np.unique(wanted)
    if not len(keys):
        return few
    found = np.minimum(np.searchsorted(keys, few), len(keys) - 1)
    return np.asarray(few[keys[found] != few])


def _find(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where links are.

    Raises
    ------
    ValueError
        If one is not there.
    """
    found = np.searchsorted(keys, wanted)
    if np.any(found >= len(keys)) or np.any(keys[np.minimum(found, len(keys) - 1)] != wanted):
        raise ValueError("there is no such link")
    return found.astype(np.int64)
