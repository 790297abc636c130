"""A program whose hard targets may be missed at a price: it has a plan to begin with where limits allow one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.scale import columns_of

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


def sizes(program: Program, shorts: Ints, x: Array) -> Array:
    """Return what the target of each shortfall asks for, at least 1, to price a miss and to tell it from rounding.

    The side of its row; half of what its terms come to at `x` where that is 0, as in a row of a ratio: got less
    a share of what is used. A target that asked for 1 there would make each yuan missed as dear as the whole plan.
    """
    rows = program.matrix[:, shorts].tocsc()
    of = rows.indices
    side = np.where(np.isfinite(program.row_low[of]), program.row_low[of], program.row_high[of])
    asks, ratio = np.abs(side), side == 0.0
    asks[ratio] = abs(program.matrix.tocsr()[of[ratio]]) @ np.abs(x) / 2
    found = np.ones(len(shorts))
    np.maximum.at(found, columns_of(rows), asks / np.abs(rows.data))
    return found


def own_prices(program: Program, shorts: Ints, relaxed: Relaxed) -> Array:
    """Return the dearest price that one of each shortfall has in the relaxation, by the rows it stands in."""
    rows = program.matrix[:, shorts].tocsc()
    found = np.zeros(len(shorts))
    np.maximum.at(found, columns_of(rows), np.abs(relaxed.price[rows.indices] * rows.data))
    return found


def soften(program: Program, relaxed: Relaxed, times: float = TIMES) -> Program | None:
    """Return the program with every hard target at a price, None where it has no hard target.

    The price is a multiple of the dearest price that the target's row has in the relaxation, at least the whole cost
    of the relaxation for missing the whole target.
    """
    at = shortfalls(program)
    if not len(at):
        return None
    asks, price = sizes(program, at, relaxed.x), own_prices(program, at, relaxed)
    cost: Array = program.cost.copy()
    cost[at] = times * np.maximum(price, abs(relaxed.objective) / asks)
    high = program.high.copy()
    high[at] = np.inf
    return replace(program, cost=cost, high=high)


def priced(program: Program, relaxed: Relaxed, times: float = TIMES) -> Program:
    """Return the program with its hard targets at a price, as `soften` does; itself where none is hard."""
    soft = soften(program, relaxed, times)
    return program if soft is None else soft
