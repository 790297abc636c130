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
BARE: dict[str, Any] = {"variables": (), "rows": (), "alike": (), "follow": {}}
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
    row, matrix = _part(program.matrix, column)
    return replace(
        program,
        matrix=matrix.tocsc(),
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


def _part(matrix: sparse.csc_matrix, column: Ints) -> tuple[Ints, sparse.csr_matrix]:
    """Return the rows that have terms of some variables, and these terms."""
    part = matrix[:, column].tocsr()
    row = np.flatnonzero(np.diff(part.indptr))
    return row, part[row]


def cheaper(program: Program, most: float) -> Program:
    """Return a program with a row that asks for plans that cost so much at most."""
    unit = float(np.abs(program.cost).max(initial=0.0)) or 1.0  # HiGHS takes no terms beyond 10^15
    return with_rows(program, sparse.csr_matrix(program.cost / unit), -np.inf, most / unit)


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
            rows = marked(len(left), self._columns[:, new].indices) & left
            left &= ~rows
            reached = marked(len(found), self._flows[np.flatnonzero(rows)].indices) & ~found
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
        unit = self._scaled.column[column]
        row, matrix = _part(self._columns, column)
        now = x[column] / unit
        mine, cost = matrix @ now, self._cost[column]
        rest = activity[row] - mine
        low_of, high_of = (side[row] for side in self.limits)
        before = float(cost @ now)
        part = replace(
            self._program,
            matrix=matrix.tocsc(),
            cost=cost,
            low=np.minimum(low[column] / unit, now),
            high=np.maximum(high[column] / unit, now),
            integer=self._program.integer[column],
            row_low=np.minimum(low_of - rest, mine),
            row_high=np.maximum(high_of - rest, mine),
            **BARE,
        )
        return Small(column, cheaper(part, before - less / self._scaled.cost), before * self._scaled.cost)

    def unscaled(self, small: Small, values: Array) -> Array:
        """Return values of a small program's variables in units of the large one."""
        return np.asarray(values * self._scaled.column[small.column])
