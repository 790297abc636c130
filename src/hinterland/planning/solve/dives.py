"""Several dives side by side: which one comes out best nobody knows before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near
from hinterland.planning.solve.beside import Heart, side_by_side
from hinterland.planning.solve.dive import PART, dive
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.small import rows_of, undecided
from hinterland.planning.solve.soften import TIMES, priced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.search import Search

HARSH, COARSE = 10.0, 0.15
"""A high price of missed targets, and a large share of the fractional variables that is rounded at once."""
STYLES = (
    (TIMES, COARSE, 0.5),
    (TIMES, COARSE, 0.0),
    (TIMES, PART, 0.5),
    (HARSH, PART, 1.0),
    (TIMES, PART, 0.0),
    (TIMES, COARSE, 1.0),
    (HARSH, PART, 0.0),
    (HARSH, PART, 0.5),
)
"""Price of missed targets in a dive, the share that it rounds at once, and how much dear ones go first; as many of
these as there are cores are tried."""
MANY = 15_000
"""Whole numbers from which a dive raises only those that the relaxation likes: it is faster, and a bit worse."""


def dives(
    search: Search, relaxed: Relaxed, soft: Program, decided: tuple[Ints, Array] | None = None
) -> Array | None:
    """Return the plan of the softened program that the best of some dives found, None where none found any.

    Parameters
    ----------
    search
        Of the program whose targets must hold.
    relaxed
        Its relaxation.
    soft
        The program with targets at the price by which plans are compared.
    decided
        Positions and values of whole numbers that are decided already.
    """
    jobs = [partial(dived, search, relaxed, decided, *style) for style in STYLES[: search.workers]]
    found = cheapest(search, soft, jobs)
    if found is None and decided is not None:  # they leave no plan
        return dives(search, relaxed, soft)
    return found


def cheapest(search: Search, soft: Program, jobs: Sequence[Callable[[], Array | None]]) -> Array | None:
    """Return the plan that costs least in the softened program of those that jobs side by side find, None if none."""
    found = [x for x in side_by_side(jobs, search.workers, search.clock) if x is not None]
    return min(found, key=lambda x: float(soft.cost @ x), default=None)


def dived(
    search: Search,
    relaxed: Relaxed,
    decided: tuple[Ints, Array] | None,
    times: float,
    part: float = COARSE,
    dear: float = 0.5,
) -> Array | None:
    """Return the plan of the softened program that a dive found, None where it found none.

    Parameters
    ----------
    search, relaxed, decided
        As of `dives`.
    times, part, dear
        A style.
    """
    soft = priced(search.program, relaxed, times)
    at = search.whole if len(search.whole) > MANY else search.whole[:0]
    never = at[~near.likely(relaxed, soft.low, at, np.zeros(len(at), dtype=np.bool_))]
    high = soft.high.copy()
    high[never] = soft.low[never]
    low = soft.low.copy()
    if decided is not None:
        low[decided[0]] = high[decided[0]] = decided[1]
    tight = search.cuts.of(replace(soft, low=low, high=high))
    column, soft = undecided(tight)
    like = (search.strong, rows_of(tight, column), column) if search.strong else None
    session, heart = Session(soft, seed=search.limits.seed, like=like), Heart(search.clock)
    first = session.solve(seconds=search.clock.left, clock=heart)
    if first is None:
        return None
    found = dive(soft, session, first, heart, part=part, dear=dear)
    if found is None:
        return None
    low[column] = found
    return low
