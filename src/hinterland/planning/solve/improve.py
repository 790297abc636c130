"""Improve a plan: small programs around it, chosen by chance and by what worked before."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hinterland.planning.solve.credit import excursion
from hinterland.planning.solve.learned import BEGUN, TURN, Learned
from hinterland.planning.solve.tries import DULL, OFTEN, Tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.search import Search

WORTH = 0.015
"""Share of the gap asked for that a turn with credit must gain for the next one to follow at once."""
STALLED = 300
"""Neighbourhoods without anything better after which branch and bound on everything is tried."""


def improve(search: Search, *, stalled: int = STALLED, until: Callable[[Array], bool] | None = None) -> None:
    """Improve the best plan until the gap is small, time is up, or nothing was found for a while.

    Which kind of neighbourhood is next, how large, and how far the flows reach that may change with it, depends on
    what each gained before for its work, by counts of iterations, not by time: a seed gives the same plans on every
    machine with the same number of threads where time does not run out. With `until`, it ends at the first plan that
    is so.
    """
    if search.learned is None:
        search.learned = Learned(search)
    learned = search.learned
    idle = dull = 0
    while not search.over() and search.best is not None:
        if until is not None and until(search.best):
            break
        if learned.turn >= learned.wait or learned.spent >= learned.due:
            idle = 0 if _excursion(search, learned) > 0 else idle
            continue
        tries = Tries(search, learned)
        tries.run(OFTEN, until)
        search.settle()
        learned.turn += tries.tried
        idle, dull = tries.idle_after(idle), tries.dull_after(dull)
        if tries.ended or idle >= stalled:
            break
        if dull >= DULL and learned.top < len(learned.shapes) and learned.poor:
            learned.top, dull = learned.top + 1, 0


def _excursion(search: Search, learned: Learned) -> float:
    """Take a turn with credit and return what it gained; one that pays is followed by the next at once.

    After another one neighbourhoods of the plan itself come first, a turn of them or as many as take its work, and
    twice as many each time that it is so again.
    """

    def turn(other: Search) -> None:
        tried = 0
        while tried < TURN and not other.over():
            tries = Tries(other, learned)
            tries.run(OFTEN)
            other.settle()
            tried += tries.tried

    top, learned.top, before = learned.top, BEGUN, learned.spent
    gained = excursion(search, turn)
    learned.top, learned.turn = top, 0
    if gained is not None and gained > WORTH * search.limits.gap * abs(search.clock.best):
        learned.wait, learned.poor = 0.0, 0
        return gained
    if gained is None:
        learned.wait = learned.due = math.inf
    else:
        times = 2**learned.poor
        learned.wait, learned.due = times * TURN, learned.spent + times * (learned.spent - before)
    learned.poor += 1
    return gained or 0.0
