"""Small programs around a plan: some variables may change, all others stay as they are and leave the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from hinterland.planning.matrix import with_rows

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Ints, Program
    from hinterland.planning.solve.scale import Scaled

SHORT = 20
"""Terms of flows in a row up to which it tells which flows belong together; targets and budgets join everything."""
STEPS = 2
"""Rows between a whole number and the flows that may change with it."""
BARE: dict[str, Any] = {"variables": (), "rows": (), "alike": (), "follow": {}, "parts": {}}
"""Of a program that is a part of another one: it has no blocks."""


@dataclass(frozen=True, slots=True)
class Small:
    """A small program.

    Attributes
    ----------
    column
        The variables that may change, in the large program.
    program
        It holds these only, scaled as the large one is. Its last row asks for less than they cost now.
    before
        What they cost now, in units of the large program.
    """

    column: Ints
    program: Program
    before: float


def marked(count: int, at: Ints) -> Bools:
    """Return which of so many are there; faster than sorting what is there many times."""
    marked = np.zeros(count, dtype=np.bool_)
    marked[at] = True
    return marked


def only(program: Program, column: Ints) -> Program:
    """Return the program of some variables, in this order; all others stay at their lower bounds and leave it.

    So do rows that have none of them. It has no blocks.
    """
    rest = program.low.copy()
    rest[column] = 0.0
    taken = program.matrix @ rest
    row = rows_of(program, column)
    return replace(
        program,
        matrix=program.matrix[:, column].tocsr()[row].tocsc(),
        cost=program.cost[column],
        low=program.low[column],
        high=program.high[column],
        integer=program.integer[column],
        row_low=program.row_low[row] - taken[row],
        row_high=program.row_high[row] - taken[row],
        **BARE,
    )


def undecided(program: Program) -> tuple[Ints, Program]:
    """Return the variables that bounds leave open and that stand in a row, and the program of them."""
    column = np.flatnonzero((program.high > program.low) & (np.diff(program.matrix.indptr) > 0))
    return column, only(program, column)


def rows_of(program: Program, column: Ints) -> Ints:
    """Return the rows that have a term of some variables: those that the program of these has."""
    terms = entries(program.matrix, column)[0]
    return np.flatnonzero(marked(program.shape[0], program.matrix.indices[terms]))


def cheaper(program: Program, most: float) -> Program:
    """Return a program with a row that asks for plans that cost so much at most."""
    unit = _dearest(program.cost)
    return with_rows(program, sparse.csr_matrix(program.cost / unit), -np.inf, most / unit)


def _dearest(cost: Array) -> float:
    """Return the unit of a row of costs: HiGHS takes no terms beyond 10^15."""
    return float(np.abs(cost).max(initial=0.0)) or 1.0


def entries(matrix: sparse.csc_matrix | sparse.csr_matrix, at: Ints) -> tuple[Ints, Ints]:
    """Return where the terms of some columns (or rows) of a matrix are, and where those of each begin in that order.

    The same as a slice of the matrix, whose making takes longer than what is wanted of it.
    """
    first = matrix.indptr[at]
    ends = np.concatenate([[0], np.cumsum(matrix.indptr[at + 1] - first)])
    return np.arange(ends[-1]) + np.repeat(first - ends[:-1], np.diff(ends)), ends


def _with_row(terms: tuple[Array, Ints, Ints], rows: int, last: Array) -> sparse.csc_matrix:
    """Return the matrix of data, indices and ends of columns, with a row more."""
    data, of, ends = terms
    has = last != 0
    more = np.concatenate([[0], np.cumsum(has)])
    at = np.arange(len(data)) + np.repeat(more[:-1], np.diff(ends))
    ends = ends + more
    every, index = np.empty(ends[-1]), np.full(ends[-1], rows, dtype=np.int32)
    every[ends[1:][has] - 1] = last[has]
    every[at], index[at] = data, of
    return sparse.csc_matrix((every, index, ends.astype(np.int32)), shape=(rows + 1, len(last)))


class Surroundings:
    """What small programs of a program are cut from.

    Parameters
    ----------
    program
        The large one.
    scaled
        The same, scaled.

    Attributes
    ----------
    limits
        Of the scaled rows, from below and from above.
    bounds
        Of the variables, as they are in the large program.
    unit
        Of each variable: its value where it is 1 scaled.
    """

    def __init__(self, program: Program, scaled: Scaled) -> None:
        self._program, self._scaled = program, scaled
        self._columns = scaled.program.matrix.tocsc()
        # groups of a pooled program may have no member: variables without a term
        self._flow = ~program.integer & (np.diff(self._columns.indptr) > 0)
        # whole numbers are left out: a row of capacity has hundreds of them
        self._flows = (scaled.program.matrix @ sparse.diags(self._flow.astype(np.float64))).tocsr()
        self._flows.eliminate_zeros()
        self._short = np.diff(self._flows.indptr) <= SHORT
        within = np.asarray(self._columns.astype(np.bool_).T @ self._short.astype(np.float64)) > 0
        self._everywhere = self._flow & ~within
        self._cost = program.cost * scaled.column / scaled.cost
        self.limits = program.row_low * scaled.row, program.row_high * scaled.row
        self.bounds, self.unit = (program.low, program.high), scaled.column

    @property
    def flows(self) -> Bools:
        """Return which variables are flows in some row, (variables,)."""
        return np.asarray(self._flow)

    def reach(self, whole: Ints) -> Bools:
        """Return the flows that belong to some whole numbers, (variables,): `STEPS` short rows away from them.

        Flows that stand in long rows alone, as what a target is missed by does, belong to all.
        """
        found: Bools = self._everywhere.copy()
        left, new = self._short.copy(), whole
        for _ in range(STEPS):
            rows = marked(len(left), self._columns.indices[entries(self._columns, new)[0]]) & left
            left &= ~rows
            terms = entries(self._flows, np.flatnonzero(rows))[0]
            reached = marked(len(found), self._flows.indices[terms]) & ~found
            new = np.flatnonzero(reached)
            found |= reached
        return found

    def activity(self, x: Array) -> Array:
        """Return what a plan takes of every scaled row."""
        return np.asarray(self._columns @ (x / self._scaled.column))

    def takes(self, at: Ints, values: Array) -> Array:
        """Return what values of some variables take of every scaled row."""
        return np.asarray(self._columns[:, at] @ (values / self._scaled.column[at]))

    def small(self, x: Array, activity: Array, may: Bools, low: Array, high: Array, less: float) -> Small:
        """Return the program of the variables that may change around a plan.

        Parameters
        ----------
        x, activity
            The plan, and what it takes of every row.
        may
            Which variables may change.
        low, high
            Bounds of all variables; they are widened to the plan's values.
        less
            By how much a better plan must be better.
        """
        column = np.flatnonzero(may)
        unit = self.unit[column]
        at, ends = entries(self._columns, column)
        of_all, data = self._columns.indices[at], self._columns.data[at]
        there = marked(self._columns.shape[0], of_all)
        row = np.flatnonzero(there)
        of = (np.cumsum(there) - 1)[of_all]
        now = x[column] / unit
        mine, cost = np.bincount(of, data * np.repeat(now, np.diff(ends)), len(row)), self._cost[column]
        rest = activity[row] - mine
        low_of, high_of = (side[row] for side in self.limits)
        before = float(cost @ now)
        most, dearest = before - less / self._scaled.cost, _dearest(cost)
        part = replace(
            self._program,
            matrix=_with_row((data, of, ends), len(row), cost / dearest),
            cost=cost,
            low=np.minimum(low[column] / unit, now),
            high=np.maximum(high[column] / unit, now),
            integer=self._program.integer[column],
            row_low=np.append(np.minimum(low_of - rest, mine), -np.inf),
            row_high=np.append(np.maximum(high_of - rest, mine), most / dearest),
            **BARE,
        )
        return Small(column, part, before * self._scaled.cost)

    def unscaled(self, small: Small, values: Array) -> Array:
        """Return values of a small program's variables in units of the large one."""
        return np.asarray(values * self._scaled.column[small.column])
