"""Rows of a program added up, so that what flows between them drops out and whole numbers meet what they are for.

What plants of a product can make, what is made goes somewhere, what is used comes from somewhere: only the sum of
such rows tells how many plants suffice. Each step adds a row that rids the sum of the continuous variable that is
farthest from its bounds (Marchand and Wolsey 2001); which row that is, the program says (`follow`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.solve.rounding import Point
from hinterland.planning.solve.scale import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.planning.matrix import Array, Ints, Program

STEPS = 12
"""Rows that are added to one at most."""
TRIED = 8
"""Variables of a sum that are tried, the farthest from their bounds first."""
BETTER = 0.5
"""Share of a variable's distance that a limit must take away to be added instead of the row that the program says."""
CANCELS = 1e-10
"""Share of two terms that is rounding once they cancel."""
SOME, FAR = 1e-5, 1e30


class Added:
    """The rows of a program as equalities, each with a slack: A x - s = 0, s between the row's limits.

    Parameters
    ----------
    program
        The program, scaled.
    item
        Item of each variable, (variables,), -1 for none: see `Point`.
    """

    def __init__(self, program: Program, item: Ints) -> None:
        rows, width = program.shape
        self.width = width
        self._rows = sparse.hstack([program.matrix.tocsr(), -sparse.identity(rows)], format="csr")
        self._columns = self._rows.tocsc()
        self._low = np.concatenate([program.low, program.row_low])
        self._high = np.concatenate([program.high, program.row_high])
        self._limit = program.row_low < program.row_high
        self._integer = np.concatenate([program.integer, np.zeros(rows, dtype=np.bool_)])
        self._item = np.concatenate([item, np.full(rows, -1)])
        self._next = _follow(program)

    def point(self, x: Array) -> Point:
        """Return a solution with the slacks that it leaves."""
        slack = self._rows[:, : self.width] @ x
        return Point(np.concatenate([x, slack]), self._low, self._high, self._integer, self._item)

    def starts(self, point: Point) -> Ints:
        """Return the rows with a broken whole number and something to weigh it against."""
        broken = self._integer & (np.abs(point.x - np.round(point.x)) > SOME)
        has = np.asarray(abs(self._rows[:, broken]).sum(axis=1)).ravel() > 0
        size = abs(self._rows[:, : self.width])
        counts = np.asarray(size @ (~self._integer[: self.width]).astype(np.float64))
        whole = size[:, self._integer[: self.width]]
        differ = (
            whole.max(axis=1).toarray().ravel() * np.diff(whole.indptr)
            > 1.001 * np.asarray(whole.sum(axis=1)).ravel()
        )
        return np.flatnonzero(has & ((counts > 0) | differ))

    def sums(self, row: int, distance: Array) -> Iterator[tuple[Ints, Array]]:
        """Yield a row and then what it becomes with one more added each time, as positions and values.

        `distance` is that of continuous variables from their nearer bounds, 0 for whole numbers.
        """
        index, value = self._row(row)
        used, gone = {row}, set()
        yield index, value
        for _ in range(STEPS):
            away = np.abs(value) * distance[index]
            for k in np.argsort(-away)[:TRIED].tolist():
                variable = int(index[k])
                if away[k] <= CANCELS or variable in gone or variable >= self.width:
                    continue
                found = self._with(index, value, k, used, distance, float(away.sum() - BETTER * away[k]))
                if found is not None:
                    break
            else:
                return
            gone.add(variable)
            used.add(found[0])
            index, value = found[1], found[2]
            yield index, value

    def _with(
        self, index: Ints, value: Array, k: int, used: set[int], distance: Array, less: float
    ) -> tuple[int, Ints, Array] | None:
        """Return a row that rids a sum of its k-th variable, and the sum with it: the one that leaves least."""
        variable = int(index[k])
        column = slice(self._columns.indptr[variable], self._columns.indptr[variable + 1])
        best: tuple[float, int, Ints, Array] | None = None
        for row, term in zip(self._columns.indices[column], self._columns.data[column], strict=True):
            said = row == self._next[variable]
            if row in used or not (said or self._limit[row]):
                continue
            at, values = _sum(index, value, *self._row(int(row)), -value[k] / term)
            left = float(np.abs(values) @ distance[at])
            if (said or left <= less) and (best is None or left < best[0]):
                best = left, int(row), at, values
        return None if best is None else (best[1], best[2], best[3])

    def _row(self, row: int) -> tuple[Ints, Array]:
        part = slice(self._rows.indptr[row], self._rows.indptr[row + 1])
        return self._rows.indices[part], self._rows.data[part]

    def without_slacks(self, index: Ints, value: Array) -> tuple[Ints, Array]:
        """Return a sum with what each slack stands for in its place."""
        slack = index >= self.width
        if not slack.any():
            return index, value
        weights = sparse.csr_matrix(
            (value[slack], (np.zeros(int(slack.sum()), dtype=np.int64), index[slack] - self.width)),
            shape=(1, self._rows.shape[0]),
        )
        of = weights @ self._rows[:, : self.width]
        return _sum(index[~slack], value[~slack], of.indices, of.data, 1.0)


def away(point: Point) -> Array:
    """Return how far continuous variables are from their nearer bounds, 0 for whole numbers."""
    every = np.arange(len(point.x))
    return np.where(point.integer, 0.0, np.minimum(point.from_bound(every)[0], FAR))


def _sum(one: Ints, values: Array, other: Ints, more: Array, times: float) -> tuple[Ints, Array]:
    index, at = np.unique(np.concatenate([one, other]).astype(np.int64), return_inverse=True)
    terms = np.concatenate([values, times * more])
    value = np.bincount(at, terms, len(index))
    keep = np.abs(value) > CANCELS * np.bincount(at, np.abs(terms), len(index))
    return index[keep], np.asarray(value[keep], dtype=np.float64)


def _follow(program: Program) -> Ints:
    """Return the row that rids a sum of each variable, as the program says, (variables,), -1 for none."""
    found = np.full(program.shape[1], -1, dtype=np.int64)
    columns = program.matrix.tocsc()
    at = columns_of(columns)
    variables = {b.name: b for b in program.variables}
    rows = {b.name: b for b in program.rows}
    for variable, row in program.follow.items():
        if variable not in variables or row not in rows:
            continue
        of, into = np.zeros(program.shape[1], dtype=np.bool_), np.zeros(program.shape[0], dtype=np.bool_)
        of[variables[variable].index] = into[rows[row].index] = True
        hit = of[at] & into[columns.indices] & (columns.data > 0)
        found[at[hit]] = columns.indices[hit]
    return found
