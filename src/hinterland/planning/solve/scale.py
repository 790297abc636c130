"""Scaling: rows and columns times powers of two, so that yuan and single vehicles meet in numbers near 1.

A variable is measured in the most it can be, which its bounds and rows imply, a row in its largest term. A plain
balance of coefficients (geometric means) was tried first: it leaves right sides of 10^8 beside bounds of 10^-2, and
the simplex method then takes ten times as long or does not end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy import sparse

    from hinterland.planning.matrix import Array, Ints, Program

ROUNDS = 6
"""Passes over all rows for what they imply; a product a tier further down the bill of materials needs one more."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A program times factors: x = column * x', row duals = row * dual' * cost, objective = cost * objective'."""

    program: Program
    row: Array
    column: Array
    cost: float


def scale(program: Program) -> Scaled:
    """Return the program scaled; whole-number columns stay as they are."""
    size = np.maximum(np.abs(program.low), np.abs(most(program)))
    known = np.isfinite(size) & (size > 0) & ~program.integer
    column = np.ones(len(size))
    column[known] = _power(size[known])
    # one that is held at 0 may be freed later, as the shortfall of a hard target is
    unknown = (~np.isfinite(size) | (size == 0)) & ~program.integer
    matrix = program.matrix.tocsc()
    rows = matrix.shape[0]
    held = np.repeat(unknown, np.diff(matrix.indptr))
    terms = np.abs(matrix.data) * np.repeat(column, np.diff(matrix.indptr))
    row = _inverse(_largest(np.where(held, 0.0, terms), matrix.indices, rows))
    if unknown.any():  # as large as makes their largest term 1 in the rows of the others
        inside = _largest(terms * row[matrix.indices], columns_of(matrix), len(column))
        column[unknown] = _inverse(inside)[unknown]
        terms = np.abs(matrix.data) * np.repeat(column, np.diff(matrix.indptr))
        row = _inverse(_largest(terms, matrix.indices, rows))
    scaled = matrix.copy()
    scaled.data = scaled.data * row[scaled.indices] * np.repeat(column, np.diff(scaled.indptr))
    cost = program.cost * column
    # the middle cost, not the largest: HiGHS takes what is 10^-7 of a penalty for nothing
    some = np.abs(cost[cost != 0])
    unit = float(_power(np.array([np.median(some)]))[0]) if len(some) else 1.0
    return Scaled(
        replace(
            program,
            matrix=scaled,
            cost=cost / unit,
            low=program.low / column,
            high=program.high / column,
            row_low=program.row_low * row,
            row_high=program.row_high * row,
        ),
        row,
        column,
        unit,
    )


SEEN = 0.01
"""Part of the largest that the terms of a row can be, against which what is small in it is measured."""


def sizes_of(scaled: Scaled) -> Array:
    """Return what rows are measured against at least when a plan is checked, (rows,).

    Solvers hold rows to 10^-7 or so of their scale: 5 bolts among 10^8 are rounding even in a row where a plan
    happens to have 10 of them.
    """
    return SEEN / scaled.row


def most(program: Program) -> Array:
    """Return the most that each variable can be, by bounds and by what rows imply, inf where nothing limits it."""
    matrix = program.matrix.tocsr()
    at = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    of, coefficient = matrix.indices, matrix.data
    low, high = program.low, program.high.copy()
    for _ in range(ROUNDS):
        before = high.copy()
        for sign, limit in ((1.0, program.row_high), (-1.0, -program.row_low)):
            signed = sign * coefficient
            with np.errstate(invalid="ignore"):  # 0 times no limit: a term that cancelled out
                least = signed * np.where(signed > 0, low[of], high[of])
            open_ended = ~np.isfinite(least)
            total = np.bincount(at, np.where(open_ended, 0.0, least), len(limit))
            bounded = (np.bincount(at, open_ended, len(limit)) == 0) & np.isfinite(limit)
            use = (signed > 0) & bounded[at]
            room = limit[at[use]] - total[at[use]] + least[use]
            np.minimum.at(high, of[use], np.maximum(room / signed[use], low[of[use]]))
        if np.array_equal(before, high):
            break
    return high


def _power(values: Array) -> Array:
    return np.asarray(np.exp2(np.round(np.log2(values))))


def _inverse(largest: Array) -> Array:
    """Return powers of two near one over each value, 1 where it is 0."""
    found = np.ones(len(largest))
    found[largest > 0] = 1.0 / _power(largest[largest > 0])
    return found


def _largest(values: Array, at: Ints, count: int) -> Array:
    found = np.zeros(count)
    np.maximum.at(found, at, values)
    return found


def columns_of(matrix: sparse.csc_matrix) -> Ints:
    """Return which column each term of a matrix stands in."""
    return np.asarray(np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr)))
