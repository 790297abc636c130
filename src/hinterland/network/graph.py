"""A firm-level supply network as arrays: ids are strings at the door and dense integers inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from hinterland.result import Said

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]


class Market(Enum):
    """Which firms stand in for each other, where no column says it."""

    SAME = "same"


SAME = Market.SAME
"""Markets are the industries."""
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
    notes: tuple[str | Said, ...] = field(default=())

    @classmethod
    def from_tables(  # noqa: PLR0913 - keyword-only, each a column of the table of firms
        cls,
        links: pl.DataFrame,
        firms: pl.DataFrame,
        essential: pl.DataFrame | NDArray[np.integer],
        *,
        industry: str = "industry",
        market: str | Market | None = SAME,
        revenue: str | None = None,
        costs: str | None = None,
        weights: Sequence[str] = (),
        sectors: str | None = None,
    ) -> Network:
        """Return the network of three tables.

        Parameters
        ----------
        links
            Columns `supplier`, `buyer`, `weight`, or one of their usual other names (source/target, from/to,
            seller, value, volume).
        firms
            Column `firm` (or `id`) and those named below; the order of its rows is that of all results.
        essential
            A matrix without headings (rows: industries of suppliers, columns: of buyers; industries are the numbers
            0 to K - 1), a matrix with a first column of labels under headings, or the columns `supplier_industry`,
            `buyer_industry`, `class`. Classes are 2 essential, 1 not essential, 0 no effect.
        industry
            Column of the industry.
        market
            Column of firms that stand in for each other, `SAME` for the industries, None for no substitution.
        revenue, costs
            Columns that links are divided by instead of the sums over links. For zeros the study `risk` takes
            those sums, and 1 in mode `glcascade`.
        weights
            Columns that say how much a firm counts; none: its sales over links.
        sectors
            Column of groups for which impacts are told.

        Raises
        ------
        FaultyNetwork
            If the tables hold faults: all are listed, with rows (0 is the first) and how to mend them.
        """
        from hinterland.network.raw.build import Columns, from_frames  # noqa: PLC0415 - it makes networks

        return from_frames(
            links, firms, essential, Columns(industry, market, revenue, costs, tuple(weights), sectors)
        )

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
