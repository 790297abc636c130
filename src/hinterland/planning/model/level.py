"""A target at another level: only its rows change, so a program of any size is there at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from hinterland.planning.matrix import Ints
    from hinterland.planning.model.build import Model


def rows_of(model: Model, i: int) -> Ints:
    """Return the rows that hold a target to its level: one, of `single` one a maker."""
    if model.targets[i].target.kind != "single":
        return np.array([model.targets[i].row], dtype=np.int64)
    block = next(b for b in model.program.rows if b.name == f"single.{i}")
    return np.asarray(block.index[: len(model.targets[i].numerators)], dtype=np.int64)


def stricter(model: Model, i: int) -> int:
    """Return 1 where a higher level is more promise, -1 where the level is a most (`single`)."""
    return -1 if model.targets[i].target.kind == "single" else 1


def at_level(model: Model, i: int, level: float) -> Model:
    """Return a model whose target `i` has another level; equal to the one built from the changed problem.

    The row is numerator - level x denominator + shortfall >= level x constant of the denominator - constant of the
    numerator; of `single`, o_f - level x M - shortfall <= 0 for each firm.
    """
    row, program = model.targets[i], model.program
    target = replace(row.target, level=level)
    rows = rows_of(model, i)
    variables, coefficients = row.denominator.terms()
    more = -(level - row.target.level) * coefficients
    at, column = (a.ravel() for a in np.broadcast_arrays(rows[:, None], variables))
    change = sparse.csc_matrix((np.tile(more, len(rows)), (at, column)), shape=program.shape)
    low = program.row_low.copy()
    if target.kind != "single":
        low[row.row] = level * row.denominator.constant - row.numerators[0].constant
    targets = list(model.problem.targets)
    targets[i] = target
    found = list(model.targets)
    found[i] = replace(row, target=target)
    return replace(
        model,
        problem=replace(model.problem, targets=tuple(targets)),
        program=replace(program, matrix=sparse.csc_matrix(program.matrix + change), row_low=low),
        targets=tuple(found),
    )
