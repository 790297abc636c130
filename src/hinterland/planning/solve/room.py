"""Room in rows: what fits beside what is fixed already, without solving anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program

CLOSE = 1e-9
"""Share of a row's largest term by which it may be overfull: rounding."""


class Room:
    """Rows as limits on the whole numbers in them: a x <= b, those with a lower limit turned around."""

    def __init__(self, program: Program) -> None:
        rows = program.matrix.tocsr()
        above, below = np.isfinite(program.row_high), np.isfinite(program.row_low)
        whole = np.asarray(abs(rows)[:, program.integer].sum(axis=1)).ravel() > 0
        self._a = sparse.vstack([rows[above & whole], -rows[below & whole]], format="csr")
        self._b = np.concatenate([program.row_high[above & whole], -program.row_low[below & whole]])
        self._positive, self._negative = self._a.maximum(0).tocsr(), self._a.minimum(0).tocsr()
        self._at = np.flatnonzero(program.integer)
        self._columns = self._a[:, self._at].tocsc()
        size = abs(self._a).max(axis=1).toarray().ravel() if self._a.shape[0] else np.zeros(0)
        self._slack = CLOSE * np.maximum(size, np.abs(self._b))
        self._place = np.full(len(program.low), -1)
        self._place[self._at] = np.arange(len(self._at))

    def _left(self, low: Array, high: Array) -> Array:
        """Return what is left of each row when all else takes the least that it can, inf where it may give some."""
        endless = ~np.isfinite(high)
        gives = self._negative @ endless.astype(np.float64)
        left = self._b - self._positive @ low - self._negative @ np.where(endless, 0.0, high)
        return np.where(gives < 0, np.inf, left)

    def beside(self, column: Ints, low: Array, high: Array) -> tuple[sparse.csr_matrix, Array]:
        """Return rows of some variables, a x <= b, and what all else leaves of b when it takes the least that it can.

        Without those that leave them free.
        """
        low, high = low.copy(), high.copy()
        low[column] = high[column] = 0.0
        a, left = self._a[:, column].tocsr(), self._left(low, high)
        rows = np.flatnonzero((np.diff(a.indptr) > 0) & np.isfinite(left))
        return a[rows], left[rows]

    def close(self, low: Array, high: Array) -> None:
        """Lower to their lower bound the whole numbers that no longer fit one step above it; changes `high`."""
        left = self._left(low, high) + self._slack
        c = self._columns
        over = c.data > left[c.indices]
        column = np.repeat(np.arange(len(self._at)), np.diff(c.indptr))
        never = self._at[np.unique(column[over])]
        high[never] = low[never]

    def fitting(self, order: Ints, to: Array, low: Array, high: Array, count: int) -> Ints:
        """Return the first `count` of whole numbers that can be raised together, in their order."""
        left = self._left(low, high) + self._slack
        c = self._columns
        chosen = []
        for j in order.tolist():
            k = self._place[j]
            rows, step = c.indices[c.indptr[k] : c.indptr[k + 1]], c.data[c.indptr[k] : c.indptr[k + 1]]
            takes = step * (to[j] - low[j])
            if to[j] > high[j] or (takes > np.where(step > 0, left[rows], np.inf)).any():
                continue
            left[rows] -= np.where(step > 0, takes, 0.0)
            chosen.append(j)
            if len(chosen) == count:
                break
        return np.array(chosen, dtype=np.int64)
