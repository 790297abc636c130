"""A program to round in: targets at a price, cuts in, what is decided or unlikely out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near
from hinterland.planning.solve.beside import Heart
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.small import rows_of, undecided
from hinterland.planning.solve.soften import priced

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.search import Search

MANY = 15_000
"""Whole numbers from which only those that the relaxation likes may be raised: it is faster, and a bit worse."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """The program of what is open.

    Attributes
    ----------
    program, session, first
        The program of the variables that are open, its relaxation, begun at the one with cuts, and its optimum.
    column, row
        Its variables in the large program, and its rows there; cuts come after the rows of that.
    rest
        Values of all variables of the large program where those that are open are not asked.
    """

    program: Program
    session: Session
    first: Relaxed
    column: Ints
    row: Ints
    rest: Array

    def whole(self, x: Array) -> Array:
        """Return values of all variables of the large program."""
        every = self.rest.copy()
        every[self.column] = x
        return every


def narrow(
    search: Search, relaxed: Relaxed, decided: tuple[Ints, Array] | None, times: float
) -> Narrow | None:
    """Return the program of what is open, None where its relaxation has no optimum, or time ends.

    Parameters
    ----------
    search
        Of the program whose targets must hold.
    relaxed
        Its relaxation.
    decided
        Positions and values of whole numbers that are decided already.
    times
        Price of missed targets, in prices that they have in the relaxation.
    """
    soft = priced(search.program, relaxed, times)
    at = search.whole if len(search.whole) > MANY else search.whole[:0]
    never = at[~near.likely(relaxed, soft.low, at, np.zeros(len(at), dtype=np.bool_))]
    low, high = soft.low.copy(), soft.high.copy()
    high[never] = low[never]
    if decided is not None:
        low[decided[0]] = high[decided[0]] = decided[1]
    tight = search.cuts.of(replace(soft, low=low, high=high))
    column, program = undecided(tight)
    row = rows_of(tight, column)
    like = (search.strong, row, column) if search.strong else None
    session = Session(program, seed=search.limits.seed, like=like)
    first = session.solve(seconds=search.clock.left, clock=Heart(search.clock))
    return None if first is None else Narrow(program, session, first, column, row, low)
