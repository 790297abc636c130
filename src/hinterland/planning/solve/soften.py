"""A program whose hard targets may be missed at a price: it has a plan to begin with where limits allow one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed

FAMILY = "short"
"""Blocks of shortfalls, one to a target; that of a hard target is fixed at 0."""
TIMES = 4.0
"""Price of a shortfall, in prices that its target has in the relaxation."""


def shortfalls(program: Program) -> Ints:
    """Return the positions of shortfalls that are fixed at 0."""
    blocks = [b.index.ravel() for b in program.variables if b.name.startswith(FAMILY)]
    at = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int64)
    return np.asarray(at[program.high[at] == 0])


def sizes(program: Program, shorts: Ints) -> Array:
    """Return what the target of each shortfall asks for, at least 1, to tell rounding from a miss."""
    at = [program.matrix[:, [j]].tocsc().indices for j in shorts.tolist()]
    asks = np.where(np.isfinite(program.row_low), np.abs(program.row_low), 0.0)
    return np.array([max(1.0, float(asks[rows].max(initial=0.0))) for rows in at])


def soften(program: Program, relaxed: Relaxed, times: float = TIMES) -> Program | None:
    """Return the program with every hard target at a price, None where it has no hard target.

    The price is a multiple of the dearest price that the target's row has in the relaxation; where that is 0, the
    whole cost of the relaxation for missing the whole target.
    """
    at = shortfalls(program)
    if not len(at):
        return None
    rows = program.matrix[:, at].tocsc()
    cost: Array = program.cost.copy()
    for k, j in enumerate(at.tolist()):
        of = rows.indices[rows.indptr[k] : rows.indptr[k + 1]]
        step = np.abs(rows.data[rows.indptr[k] : rows.indptr[k + 1]])
        price = float((np.abs(relaxed.price[of]) * step).max(initial=0.0))
        asked = np.abs(np.where(np.isfinite(program.row_low[of]), program.row_low[of], 0.0)).max(initial=0.0)
        whole = abs(relaxed.objective) / max(float(asked), 1.0)
        cost[j] = times * max(price, whole)
    high = program.high.copy()
    high[at] = np.inf
    return replace(program, cost=cost, high=high)
