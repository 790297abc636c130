"""Rows and columns added to a program that is there: a limit on cost, slacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.matrix import INF, Block, with_rows

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program


def with_row(
    program: Program, name: str, variables: Ints, coefficients: Array, *, low: float = -INF, high: float = INF
) -> Program:
    """Return the program with one row more."""
    height, width = program.shape
    row = sparse.csc_matrix(
        (coefficients, (np.zeros(len(variables), dtype=np.int64), variables)), shape=(1, width)
    )
    return replace(
        with_rows(program, row, low, high),
        rows=(*program.rows, Block(name, (f"{name}_row",), np.array([height], dtype=np.int64))),
    )


def with_columns(program: Program, name: str, columns: sparse.csc_matrix) -> tuple[Program, Ints]:
    """Return the program with variables >= 0 more, which cost nothing, and their positions; (rows, more) each."""
    width, count = program.shape[1], columns.shape[1]
    index = np.arange(width, width + count, dtype=np.int64)
    return (
        replace(
            program,
            matrix=sparse.csc_matrix(sparse.hstack([program.matrix, columns], format="csc")),
            cost=np.append(program.cost, np.zeros(count)),
            low=np.append(program.low, np.zeros(count)),
            high=np.append(program.high, np.full(count, INF)),
            integer=np.append(program.integer, np.zeros(count, dtype=np.bool_)),
            variables=(*program.variables, Block(name, (f"{name}_of",), index)),
        ),
        index,
    )
