"""Groups of firms that sell only to each other: upstream, nothing they lose is ever made up for.

Their shares add up to 1 within the group and none leads out, so `I - Lu` is singular: any loss in the group runs
around in it without end, and what remains in the limit is total loss of every firm that the shock reaches. The
cascade creeps towards it; a result that names such a group can say so instead of leaving the reader to wonder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network

    Ints = NDArray[np.int32]

FULL = 1e-12  # how far shares may fall short of 1 by rounding alone


def closed_groups(network: Network) -> tuple[Ints, ...]:
    """Return the groups of firms that sell only within the group and have no other revenue.

    Parameters
    ----------
    network
        The network; where it has revenue, links are divided by that, and a group is closed only if revenue is no
        more than its sales to the group. One firm that sells to itself alone is a group.

    Returns
    -------
    Numbers of the firms of each group, ascending; groups by their first firm.
    """
    n, sales = len(network), network.sales
    base = sales if network.revenue is None else np.where(network.revenue == 0, 1.0, network.revenue)
    full = (sales > 0) & (sales >= base * (1 - FULL))
    links = csr_array((np.ones(len(network.weight)), (network.supplier, network.buyer)), shape=(n, n))
    count, group = connected_components(links, directed=True, connection="strong")
    leaks = np.zeros(count, dtype=np.bool_)
    leaks[group[~full]] = True
    sold = network.weight > 0
    leaving = sold & (group[network.supplier] != group[network.buyer])
    leaks[group[network.supplier[leaving]]] = True
    members = np.flatnonzero(~leaks[group])
    ordered = members[np.argsort(group[members], kind="stable")]
    parts = np.split(ordered, np.flatnonzero(np.diff(group[ordered])) + 1) if len(ordered) else []
    return tuple(sorted((part.astype(np.int32) for part in parts), key=lambda part: int(part[0])))
