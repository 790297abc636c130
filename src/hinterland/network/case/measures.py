"""What a network looks like as a whole: degrees, clustering, tails."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Links

    Floats = NDArray[np.float64]

TAIL = 0.05
"""Part of the largest values from which the exponent of a tail is estimated."""
FEWEST = 10
MOST_PATHS = 100_000_000_000
"""Pairs of links that meet in a firm, beyond which clustering is not counted: it would take minutes."""


def hill(values: Floats, tail: float = TAIL) -> float | None:
    """Return the Hill estimate of a tail's exponent, P(X > x) ~ x ** -exponent; None where too few are above 0.

    k / sum(log(x_i / x_k+1)) over the k largest (Hill 1975); k is `tail` of the values above 0, at least 10.
    """
    above = np.sort(values[values > 0])[::-1]
    k = max(FEWEST, math.ceil(tail * len(above)))
    if len(above) <= k:
        return None
    total = float(np.log(above[:k] / above[k]).sum())
    return k / total if total > 0 else None


def clustering(links: Links, n: int) -> float | None:
    """Return the global clustering coefficient, direction aside: 3 x triangles / paths of length two.

    None where there is no such path, or counting would take too long.
    """
    apart = links.supplier != links.buyer
    row, column = links.supplier[apart], links.buyer[apart]
    one_way = sparse.coo_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(n, n)).tocsr()
    both = one_way + one_way.T
    both.data[:] = 1
    degree = np.asarray(both.sum(axis=1)).ravel().astype(np.float64)
    paths = float((degree * (degree - 1)).sum())
    if not 0 < paths <= MOST_PATHS:
        return None
    # each triangle once: by links that lead from firms of fewer links to those of more, so that no row is long
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(degree, kind="stable")] = np.arange(n)
    pairs = both.tocoo()
    up = rank[pairs.row] < rank[pairs.col]
    rising = sparse.coo_array((pairs.data[up], (pairs.row[up], pairs.col[up])), shape=(n, n)).tocsr()
    return 6 * float((rising @ rising).multiply(rising).sum()) / paths


def largest_part(links: Links, n: int) -> float:
    """Return the share of firms in the largest connected part, direction aside."""
    ones = np.ones(len(links), dtype=np.int8)
    graph = sparse.coo_array((ones, (links.supplier, links.buyer)), shape=(n, n)).tocsr()
    _, part = connected_components(graph, directed=False)
    return float(np.bincount(part).max(initial=0)) / n if n else 0.0


def degrees(links: Links, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many customers and how many suppliers each firm has, shape (n,)."""
    return np.bincount(links.supplier, minlength=n), np.bincount(links.buyer, minlength=n)
