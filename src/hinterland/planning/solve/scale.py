"""Scaling: rows and columns times powers of two, so that yuan and single vehicles meet in numbers near 1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Program

ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Scaled:
    """A program times factors: x = column * x', row duals = row * dual' * cost, objective = cost * objective'."""

    program: Program
    row: Array
    column: Array
    cost: float


def scale(program: Program) -> Scaled:
    """Return the program scaled by geometric means of its rows and columns; whole-number columns stay as they are."""
    a = abs(program.matrix).tocoo()
    rows, columns = program.shape
    row, column = np.ones(rows), np.ones(columns)
    size = np.log2(a.data) if a.nnz else np.zeros(0)
    for _ in range(ROUNDS):
        now = size + np.log2(row)[a.row] + np.log2(column)[a.col]
        row *= np.exp2(-_middle(now, a.row, rows))
        now = size + np.log2(row)[a.row] + np.log2(column)[a.col]
        column *= np.where(program.integer, 1.0, np.exp2(-_middle(now, a.col, columns)))
    row, column = (np.exp2(np.round(np.log2(v))) for v in (row, column))
    scaled = program.matrix.copy().tocsc()
    scaled.data = scaled.data * row[scaled.indices] * np.repeat(column, np.diff(scaled.indptr))
    cost = program.cost * column
    largest = np.abs(cost).max(initial=0.0)
    unit = float(np.exp2(np.round(np.log2(largest)))) if largest else 1.0
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


def _middle(size: Array, at: Array, count: int) -> Array:
    """Return half the sum of the least and the largest of each group, 0 for empty groups."""
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, at, size)
    np.maximum.at(high, at, size)
    return np.where(np.isfinite(low), (low + high) / 2, 0.0)
