"""A firm-level supply network as arrays: ids are strings at the door and dense integers inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

ESSENTIAL, NON_ESSENTIAL, NO_EFFECT = 2, 1, 0
"""Classes of an input, by the industries of supplier and buyer (Diem et al. 2022)."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Groups of firms: the label of each group, and the group of each firm.

    Attributes
    ----------
    names
        Labels; a group's number is its position.
    of
        Group of each firm, shape (n,).
    """

    names: tuple[str, ...]
    of: Ints

    @classmethod
    def read(cls, values: Sequence[str], known: Sequence[str] | None = None) -> Labels:
        """Return the groups of these labels: in the order of `known`, else sorted as they come first."""
        names = tuple(known) if known is not None else tuple(dict.fromkeys(values))
        index = {name: i for i, name in enumerate(names)}
        return cls(names, np.fromiter((index[v] for v in values), dtype=np.int32, count=len(values)))


@dataclass(frozen=True, slots=True)
class Network:
    """Firms and the links among them, frozen; n firms, m links, K industries.

    Links are unique pairs, sorted by supplier, then buyer. A link from a firm to itself stays.

    Attributes
    ----------
    ids
        Id of each firm.
    industry
        Industry of each firm: rows and columns of `essential`.
    supplier, buyer, weight
        Each link: who sells, who buys, and for how much in a year, shape (m,).
    essential
        Class of each input, [industry of the supplier, industry of the buyer]: 2 essential, 1 non-essential, 0 none,
        shape (K, K).
    market
        Firms that can stand in for each other (market substitution); None: nobody can (sigma = 1).
    revenue, costs
        What links are divided by instead of the sums over links; None: those sums.
    weights
        How much each firm counts in the index: name to a vector of any scale, shape (n,). Empty: sales over links.
    sectors
        Groups for which impacts are told; None: none.
    inferred
        Whether a link is inferred rather than known, shape (m,); None: all known.
    """

    ids: tuple[str, ...]
    industry: Labels
    supplier: Ints
    buyer: Ints
    weight: Floats
    essential: NDArray[np.int8]
    market: Labels | None = None
    revenue: Floats | None = None
    costs: Floats | None = None
    weights: tuple[tuple[str, Floats], ...] = ()
    sectors: Labels | None = None
    inferred: NDArray[np.bool_] | None = None
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        """Return how many firms there are."""
        return len(self.ids)

    @property
    def sales(self) -> Floats:
        """Sum over each firm's links as supplier, shape (n,)."""
        return np.bincount(self.supplier, self.weight, minlength=len(self)).astype(np.float64, copy=False)

    @property
    def purchases(self) -> Floats:
        """Sum over each firm's links as buyer, shape (n,)."""
        return np.bincount(self.buyer, self.weight, minlength=len(self)).astype(np.float64, copy=False)
