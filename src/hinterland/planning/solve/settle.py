"""The second question: of all plans that cost the same, the one with the least of something else, as freight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Program

ROOM = 1e-9
"""Share by which the cost may be above its optimum: rounding, no more."""


def settle(program: Program, x: Array, terms: Array, *, seconds: float = float("inf")) -> Array:
    """Return the plan with the same whole numbers and the same cost that has the least of a second cost.

    Parameters
    ----------
    program
        What was solved.
    x
        A plan of it, (variables,).
    terms
        The second cost, (variables,), as `Model.terms["transport"]`.
    seconds
        Most time to take.

    Returns
    -------
    Array
        Values of the variables; `x` itself where HiGHS finds none better in the time.
    """
    limit = program.cost @ x + ROOM * max(1.0, float(np.abs(program.cost) @ np.abs(x)))
    whole = np.flatnonzero(program.integer)
    narrowed = replace(
        program,
        matrix=sparse.vstack([program.matrix, sparse.csr_matrix(program.cost)], format="csc"),
        cost=np.asarray(terms, dtype=np.float64),
        row_low=np.append(program.row_low, -np.inf),
        row_high=np.append(program.row_high, limit),
        integer=np.zeros_like(program.integer),
    )
    found = Session(narrowed).solve(fixed=(whole, np.round(x[whole])), seconds=seconds)
    if found is None or found.objective > float(terms @ x):
        return x
    settled = found.x.copy()
    settled[whole] = np.round(x[whole])
    return settled
