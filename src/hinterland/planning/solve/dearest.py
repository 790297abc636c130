"""Decide the dearest first: a program in which only they are whole numbers says which come, and its bound holds.

Relax-and-fix (Pochet and Wolsey 2006, section 3.6.2). In a tight problem a few plants cost most and take most room: a
plan that begins with the wrong one of them is hard to leave by small changes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.beside import side_by_side
from hinterland.planning.solve.near import dearest_first, items

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Ints
    from hinterland.planning.solve.search import Search

COUNTS = (150, 300)
"""Whole numbers that stay whole, about, of two programs that are solved side by side."""
MANY = 15_000
"""Whole numbers from which a program takes too long even so."""
SHARE = 0.12
"""Share of the time that is left for it at most."""
FINE = 0.1
"""Share of the gap asked for that the programs may leave."""


def dearest(search: Search) -> tuple[Ints, Array] | None:
    """Return positions and values of the dearest whole numbers in the best relaxation with them whole.

    None where there are too many whole numbers or too few, or where time does not suffice. What was proved by the way
    is taken note of in the search.
    """
    if not 2 * COUNTS[-1] < len(search.whole) <= MANY:
        return None
    at = [_dearest(search, count) for count in COUNTS]
    seconds = SHARE * search.clock.left
    jobs = [partial(search.partly, a, seconds, FINE * search.limits.gap) for a in at]
    done = side_by_side(jobs, search.workers, search.clock, seconds)
    known: tuple[Ints, Array] | None = None
    for positions, part in zip(at, done, strict=True):
        if part is None:  # it never ended
            continue
        search.prove(part)
        if part.x is not None and (known is None or part.ended == "optimal"):
            known = positions, np.round(part.x[positions])
    return known


def _dearest(search: Search, count: int) -> Ints:
    """Return the whole numbers of the dearest items, `count` of them or one item more."""
    item = items(search.program, search.whole)
    order = dearest_first(search.program, search.whole, item)
    enough = int(np.searchsorted(np.cumsum(np.bincount(item)[order]), count)) + 1
    chosen: Bools = np.zeros(len(order), dtype=np.bool_)
    chosen[order[:enough]] = True
    return np.asarray(search.whole[chosen[item]])
