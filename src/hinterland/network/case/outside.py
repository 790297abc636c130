"""The world outside a case as one firm a sector: what firms buy from elsewhere has a supplier, which never stops.

Cascades divide a link by all that its buyer buys of the supplier's industry. Where half of an input comes from
outside, the stop of every supplier inside costs half with the outside among the suppliers, and all without it. Nobody
outside stands in for a firm that stopped: markets hold the firms of the case alone, as where there are no such nodes.
The nodes count nothing in the index, and ask no question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.graph import Labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.case.networks import Prepared
    from hinterland.network.graph import Network

    Floats = NDArray[np.float64]

MARK = "outside:"
"""Beginning of the ids of these nodes; the sector follows."""


def with_outside(ready: Prepared, network: Network) -> Network:
    """Return a network of a case with one node for each sector that firms buy from elsewhere.

    The firms keep their numbers, the nodes come last; `costs` is not needed any more and is None.
    """
    n, rest = len(network), bought_outside(ready, network)
    buyer, group = np.nonzero(rest > 0)
    used = np.unique(group)
    node = np.full(len(ready.sectors), -1, dtype=np.int64)
    node[used] = n + np.arange(len(used))
    supplier = np.r_[network.supplier, node[group]].astype(np.int32)
    buyers = np.r_[network.buyer, buyer].astype(np.int32)
    weight = np.r_[network.weight, rest[buyer, group]]
    order = np.lexsort((buyers, supplier))
    labels = Labels(ready.sectors, np.r_[network.industry.of, used].astype(np.int32))
    sold = np.bincount(group, rest[buyer, group], minlength=len(ready.sectors))[used]
    inferred = np.ones(len(network.weight), dtype=np.bool_) if network.inferred is None else network.inferred
    return replace(
        network,
        ids=(*network.ids, *(f"{MARK}{ready.sectors[g]}" for g in used)),
        industry=labels,
        market=Labels(
            (*ready.sectors, MARK),
            np.r_[network.industry.of, np.full(len(used), len(ready.sectors))].astype(np.int32),
        ),
        sectors=labels,
        supplier=supplier[order],
        buyer=buyers[order],
        weight=weight[order],
        revenue=None if network.revenue is None else np.r_[network.revenue, sold],
        costs=None,
        weights=tuple((name, np.r_[w, np.zeros(len(used))]) for name, w in network.weights),
        inferred=np.r_[inferred, np.ones(len(buyer), dtype=np.bool_)][order],
    )


def bought_outside(ready: Prepared, network: Network) -> Floats:
    """Return what each firm buys of each sector from outside, CNY, shape (n, G): its need less what links bring."""
    n, size = len(ready.actors), len(ready.sectors)
    group = ready.actors.group
    total = np.bincount(group, ready.actors.size, minlength=size)
    need = ready.flows.wanted.T[group] * (ready.actors.size / total[group])[:, None]
    key = network.buyer.astype(np.int64) * size + group[network.supplier]
    inside = np.bincount(key, network.weight, minlength=n * size).reshape(n, size)
    rest = need - inside
    rest[rest < 1e-9 * np.maximum(need, 1.0)] = 0.0  # what is left of rounding is no purchase
    return np.asarray(rest)
