"""How much of a buyer's output hangs on each link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.graph import ESSENTIAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network

    Floats = NDArray[np.float64]


def dependence(network: Network) -> Floats:
    """Return the share of a buyer's output that hangs on each link, as far as class 2 or 1 counts it, shape (m,).

    Of the purchases from the supplier's industry where the input is essential, else of all purchases; times
    purchases over costs where these are given (Diem et al. 2022; costs of 0 count as 1).
    """
    industry, bought = network.industry.of, network.purchases
    key = network.buyer.astype(np.int64) * len(network.industry.names) + industry[network.supplier]
    _, of = np.unique(key, return_inverse=True)
    same = np.bincount(of, network.weight)[of] if len(of) else network.weight
    essential = network.essential[industry[network.supplier], industry[network.buyer]] == ESSENTIAL
    base = np.where(essential, same, bought[network.buyer])
    share = np.divide(network.weight, base, out=np.zeros_like(network.weight), where=base > 0)
    if network.costs is None:
        return share
    return np.asarray(share * (bought / np.where(network.costs == 0, 1.0, network.costs))[network.buyer])
