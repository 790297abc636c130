"""Which stops a change can make any difference to, and which it most likely does.

A loss passes downstream from a supplier to a buyer, upstream from a buyer to a supplier. A change of what buyers
lose with firm k makes a difference only to stops that reach k downstream. A change of sales makes one to stops that
reach, downstream or upstream, a firm that loses or gains the sale: all entries that change are multiplied by losses
of these firms, and the sales of their market stay the same while none of them loses.

How hard a stop hits k is ranked by its strongest way to k: the largest product, over ways, of the share of each
buyer's output that hangs on its supplier and of the supplier's sigma. That is a rank for screening, no result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from hinterland.network.cascade.dependence import dependence
from hinterland.network.graph import NO_EFFECT
from hinterland.network.mitigate.measures import FELT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network
    from hinterland.network.mitigate.change import Change

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SHORTEST = 1e-12
"""Length of a link over which all of a loss passes: above 0, so that the link is there."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Along which links losses pass, as sparse matrices.

    Attributes
    ----------
    back
        From a firm to the suppliers whose loss it suffers, the longer the less of it passes.
    onward
        From a firm to all its buyers, whose loss it suffers too.
    """

    back: csr_array
    onward: csr_array
    _ranked: dict[int, Ints] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, network: Network) -> Ways:
        """Return the ways of a network."""
        size, industry = len(network), network.industry.of
        real = network.weight > FELT
        kind = network.essential[industry[network.supplier], industry[network.buyer]]
        felt = real & (kind != NO_EFFECT)
        passed = dependence(network)[felt] * _sigma(network)[network.supplier[felt]]
        length = SHORTEST - np.log(np.clip(passed, 1e-300, 1.0))
        onward = np.ones(int(real.sum()))
        return cls(
            _matrix(network.buyer[felt], network.supplier[felt], length, size),
            _matrix(network.supplier[real], network.buyer[real], onward, size),
        )

    def touched(self, change: Change) -> Ints:
        """Return the stops to which a change can make a difference, by number, rising."""
        suppliers = dict.fromkeys(
            [k for k, *_ in change.holds] + [i for move in change.moves for i in move[:2]]
        )
        sellers = dict.fromkeys(i for move in change.moves for i in move[:2])
        found = [_reached(self.back, i) for i in suppliers] + [_reached(self.onward, i) for i in sellers]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def ranked(self, firm: int) -> Ints:
        """Return the stops that reach a firm downstream, those that hit it hardest first, its own among them."""
        if firm not in self._ranked:
            length = dijkstra(self.back, indices=firm)
            order = np.argsort(length, kind="stable")
            self._ranked[firm] = order[: int(np.isfinite(length).sum())]
        return self._ranked[firm]


def _sigma(network: Network) -> Floats:
    """Return sigma of each firm if it alone stops: what the rest of its market cannot make up for, shape (n,)."""
    sales = network.sales
    if network.market is None:
        return np.ones(len(network))
    rest = np.bincount(network.market.of, sales)[network.market.of] - sales
    return np.minimum(1.0, np.divide(sales, rest, out=np.ones_like(sales), where=rest > 0))


def _matrix(row: NDArray[np.int32], column: NDArray[np.int32], length: Floats, size: int) -> csr_array:
    return csr_array((length, (row, column)), shape=(size, size))


def _reached(ways: csr_array, firm: int) -> Ints:
    """Return the firms that can be reached, the first itself among them."""
    return np.asarray(breadth_first_order(ways, firm, return_predecessors=False), dtype=np.int64)
