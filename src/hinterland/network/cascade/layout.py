"""A network prepared for cascades: once a network, reused by every question about it.

Firms are renumbered: by market, and within a market by how many links they have, so that a market is one run of
firms and busy firms stand together. Every matrix is stored by rows for pulling (what does this buyer lose?) and by
columns for pushing (whom does this loss reach?). All arrays are flat, contiguous and never written again, so
threads share them, processes map them and a GPU can hold them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hinterland.network.cascade.dependence import dependence
from hinterland.network.graph import ESSENTIAL, NO_EFFECT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network

    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class Inputs(NamedTuple):
    """What each buyer loses when its suppliers stop, by rows; m links with an effect, R buyers that have any.

    The links of a buyer stand in three runs: non-essential ones, whose losses add up; essential inputs with one
    supplier; essential inputs with several, industry by industry. Losses add up within a group, the worst group
    counts. Rows of one shape follow each other, so that the processor guesses how long the next one is.

    Attributes
    ----------
    buyer
        Firm of each row, shape (R,).
    runs
        Where the runs of each row begin: non-essential, single, several, end, shape (R, 4).
    ends
        End of each group with several suppliers, in the order of the links.
    first
        First entry of `ends` of each row, shape (R + 1,).
    supplier, weight
        Each link: whose loss it carries, and the share of the buyer's output that hangs on it, shape (m,).
    """

    buyer: Ints
    runs: Ints
    ends: Ints
    first: Ints
    supplier: Ints
    weight: Floats


class Buyers(NamedTuple):
    """What each supplier loses when its buyers stop, by rows, rows of one length together.

    Attributes
    ----------
    supplier
        Firm of each row, shape (R,).
    start
        Where each row begins, shape (R + 1,).
    buyer, weight
        Each link: who buys, and which share of the supplier's sales, shape (m,).
    """

    supplier: Ints
    start: Ints
    buyer: Ints
    weight: Floats


class Reach(NamedTuple):
    """The same entries by the firm whose loss they carry, for pushing.

    Attributes
    ----------
    start
        Where each firm's entries begin, shape (n + 1,).
    other
        Downstream, the group of inputs that suffers; upstream, the supplier.
    weight
        Share of each entry.
    """

    start: Ints
    other: Ints
    weight: Floats


class Markets(NamedTuple):
    """Firms that can stand in for each other.

    Attributes
    ----------
    start
        Where each market begins, shape (markets + 1,); (1,) where nobody stands in for anybody.
    of
        Market of each firm, -1 for none, shape (n,).
    sales
        Sum over each firm's links as supplier, shape (n,).
    total
        Sales of each market.
    """

    start: Ints
    of: Ints
    sales: Floats
    total: Floats


class Graph(NamedTuple):
    """All that the compiled loops read of a network.

    Attributes
    ----------
    inputs, buyers
        Both channels for pulling.
    reach, owner, groups
        Downstream for pushing, the buyer of each group of inputs, and the first and last group of each firm,
        shape (n, 2).
    sellers
        Upstream for pushing: the suppliers of each buyer.
    markets
        Who stands in for whom.
    weights
        How much each firm counts in the index, shape (w, n), each row adds up to 1.
    sector
        Sector of each firm; empty without sectors.
    """

    inputs: Inputs
    buyers: Buyers
    reach: Reach
    owner: Ints
    groups: Ints
    sellers: Reach
    markets: Markets
    weights: Floats
    sector: Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """A network as the cascade reads it; n firms, in the new numbering unless said otherwise.

    Attributes
    ----------
    order, place
        Old number of each new firm, and new number of each old one.
    graph
        What the compiled loops read.
    sector_weight
        Weight of each sector; empty without sectors.
    linear
        Whether no firm's upstream shares add up to more than 1, so that upstream is linear below the cap.
    """

    order: Ints
    place: Ints
    graph: Graph
    sector_weight: Floats
    linear: bool

    def __len__(self) -> int:
        """Return how many firms there are."""
        return len(self.order)

    @property
    def links(self) -> int:
        """How many entries both channels have together."""
        return len(self.graph.inputs.supplier) + len(self.graph.buyers.buyer)


def layout(network: Network) -> Layout:
    """Prepare a network for cascades.

    Parameters
    ----------
    network
        The network; its arrays are not kept.
    """
    n = len(network)
    order, place = _numbering(network)
    supplier, buyer = place[network.supplier], place[network.buyer]
    sales = network.sales[order]
    inputs, reach, owner = _downstream(network, order, supplier, buyer)
    shares = network.weight / _denominator(network, sales, order)[supplier]
    weights = _weights(network, sales, order)
    sector = network.sectors.of[order] if network.sectors is not None else np.zeros(0, dtype=np.int32)
    counts = len(network.sectors.names) if network.sectors is not None else 0
    graph = _frozen(
        inputs,
        _buyers(n, supplier, buyer, shares),
        reach,
        owner,
        _groups(n, owner),
        _by_rows(n, buyer, supplier, shares),
        _markets(network, order, sales),
        weights,
        np.ascontiguousarray(sector, dtype=np.int32),
    )
    return Layout(
        order,
        place,
        graph,
        _sums(sector, weights[0], counts),
        bool(np.all(np.bincount(supplier, shares, minlength=n) <= 1 + 1e-12)),
    )


def _frozen(*parts: tuple[NDArray[np.generic], ...] | NDArray[np.generic]) -> Graph:
    """Return the parts, none of which can be written: as mapped files, for which loops are compiled the same."""
    for part in parts:
        for array in (part,) if isinstance(part, np.ndarray) else part:
            array.setflags(write=False)
    return Graph(*parts)  # type: ignore[arg-type]


def _numbering(network: Network) -> tuple[Ints, Ints]:
    """Return the firms by market, the busiest of each first, and where each firm went."""
    n = len(network)
    degree = np.bincount(network.supplier, minlength=n) + np.bincount(network.buyer, minlength=n)
    group = network.market.of if network.market is not None else np.zeros(n, dtype=np.int32)
    order = np.lexsort((-degree, group)).astype(np.int32)
    place = np.empty(n, dtype=np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    return order, place


def _markets(network: Network, order: Ints, sales: Floats) -> Markets:
    """Return where each market begins, the market of each firm, and what markets sell."""
    n = len(network)
    if network.market is None:
        return Markets(np.zeros(1, dtype=np.int32), np.full(n, -1, dtype=np.int32), sales, np.zeros(0))
    of = network.market.of[order]
    start = np.flatnonzero(_changes(of))
    bounds = np.r_[start, n].astype(np.int32)
    number = np.repeat(np.arange(len(start), dtype=np.int32), np.diff(bounds))
    return Markets(bounds, number, sales, _sums(number, sales, len(start)))


def _denominator(network: Network, sales: Floats, order: Ints) -> Floats:
    """What upstream links are divided by: revenue where given (zeros count as 1), else sales over links."""
    given = sales if network.revenue is None else network.revenue[order]
    return np.where(given == 0, 1.0, given)


def _weights(network: Network, sales: Floats, order: Ints) -> Floats:
    """Return the weights, each adding up to 1; all zeros where there is nothing to weigh."""
    rows = [values[order] for _, values in network.weights] or [sales]
    given = np.array(rows, dtype=np.float64)
    totals = given.sum(axis=1, keepdims=True)
    return np.ascontiguousarray(np.divide(given, totals, out=np.zeros_like(given), where=totals != 0))


def _downstream(network: Network, order: Ints, supplier: Ints, buyer: Ints) -> tuple[Inputs, Reach, Ints]:
    """Return the downstream matrix by buyer, then by supplier with the buyer of each group."""
    n, industry = len(network), network.industry.of[order]
    kind = network.essential[industry[supplier], industry[buyer]]
    weight = dependence(network)
    kept = np.flatnonzero((kind != NO_EFFECT) & (weight != 0))
    supplier, buyer, weight = supplier[kept], buyer[kept], weight[kept]
    group = np.where(kind[kept] == ESSENTIAL, industry[supplier], -1)
    run = _runs(group, buyer)
    length = np.stack([np.bincount(buyer[run == r], minlength=n) for r in range(3)], axis=1)
    rows = _alike(length)
    rank = np.empty(n, dtype=np.int64)
    rank[rows] = np.arange(len(rows))
    ordered = np.lexsort((supplier, group, run, rank[buyer]))
    supplier, buyer, weight = supplier[ordered], buyer[ordered], weight[ordered]
    group, run = group[ordered], run[ordered]
    fresh = _changes(buyer, group)
    edges = np.r_[0, np.cumsum(length[rows].ravel())]
    runs = np.stack([edges[:-1:3], edges[1::3], edges[2::3], edges[3::3]], axis=1)
    ends = np.flatnonzero(np.r_[fresh[1:], np.ones(min(1, len(fresh)), dtype=np.bool_)] & (run == 2))
    inputs = Inputs(
        rows.astype(np.int32),
        np.ascontiguousarray(runs, dtype=np.int32),
        (ends + 1).astype(np.int32),
        np.asarray(np.searchsorted(ends, np.r_[runs[:, 0], len(buyer)]), dtype=np.int32),
        np.ascontiguousarray(supplier, dtype=np.int32),
        np.ascontiguousarray(weight),
    )
    reach = _by_rows(n, supplier, np.cumsum(fresh) - 1, weight)
    return inputs, reach, np.ascontiguousarray(buyer[fresh], dtype=np.int32)


def _groups(n: int, owner: Ints) -> Ints:
    """Return where the groups of each firm begin and end; those of one firm stand together."""
    bounds = np.zeros((n, 2), dtype=np.int32)
    first = np.flatnonzero(_changes(owner))
    bounds[owner[first]] = np.stack([first, np.r_[first[1:], len(owner)][: len(first)]], axis=1)
    return bounds


def _runs(group: NDArray[np.integer], buyer: Ints) -> Ints:
    """Run of each link: 0 non-essential, 1 the only one of its input, 2 one of several."""
    ordered = np.lexsort((group, buyer))
    number = np.cumsum(_changes(buyer[ordered], group[ordered])) - 1
    size = np.bincount(number, minlength=1)[number] if len(number) else number
    run = np.empty(len(group), dtype=np.int32)
    run[ordered] = np.where(group[ordered] < 0, 0, np.where(size == 1, 1, 2))
    return run


def _alike(length: NDArray[np.integer]) -> NDArray[np.integer]:
    """Return the rows that are not empty, those of one shape together."""
    rows = np.flatnonzero(length.any(axis=1))
    return rows[np.lexsort((rows, *length[rows].T))]


def _buyers(n: int, supplier: Ints, buyer: Ints, shares: Floats) -> Buyers:
    """Return the upstream matrix by supplier."""
    length = np.bincount(supplier, minlength=n)
    rows = _alike(length[:, None])
    rank = np.empty(n, dtype=np.int64)
    rank[rows] = np.arange(len(rows))
    ordered = np.lexsort((buyer, rank[supplier]))
    start = np.r_[0, np.cumsum(length[rows])].astype(np.int32)
    return Buyers(
        rows.astype(np.int32), start, buyer[ordered].astype(np.int32), np.ascontiguousarray(shares[ordered])
    )


def _sums(of: Ints, values: Floats, count: int) -> Floats:
    """Return the sum of the values of each group."""
    return np.asarray(np.bincount(of, values, minlength=count), dtype=np.float64)


def _changes(*keys: NDArray[np.integer]) -> Flags:
    """Where any of the keys differs from the one before."""
    fresh = np.zeros(len(keys[0]), dtype=np.bool_)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[1:] != key[:-1]
    return fresh


def _by_rows(n: int, row: NDArray[np.integer], column: NDArray[np.integer], weight: Floats) -> Reach:
    """Return the entries by the firm whose loss they carry."""
    ordered = np.lexsort((column, row))
    start = np.searchsorted(row[ordered], np.arange(n + 1)).astype(np.int32)
    return Reach(start, column[ordered].astype(np.int32), np.ascontiguousarray(weight[ordered]))
