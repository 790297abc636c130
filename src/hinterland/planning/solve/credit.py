"""What a plan does beyond its targets, credited at their prices: who banks it and who spends it need not be one step.

Plants come whole: a change saves a plant and misses a target by a little, another one costs less than what it adds to
the target would. Each alone is no better plan, and a small program seldom holds both. A search that counts what is
beyond a target as so much saved, up to a limit, takes the second one first (a Lagrangian relaxation of the targets
on one side; its prices are those of the linear relaxation). Every plan of it is one of the program.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.planning.solve.soften import own_prices, shortfalls

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.solve.search import Search

SHARES = (0.01, 0.003)
"""Share of the cost up to which what is beyond each target counts, from turn to turn."""


def credited(search: Search, share: float) -> Search | None:
    """Return a search on the same clock whose plans are credited what they do beyond hard targets.

    None where no hard target has a price in the relaxation. A shortfall below 0 is what a target is exceeded by.
    """
    if search.relaxed is None:
        return None
    program, at = search.program, shortfalls(search.program)
    price = own_prices(program, at, search.relaxed)
    at, price = at[price > 0], price[price > 0]
    if not len(at):
        return None
    low, cost = program.low.copy(), program.cost.copy()
    low[at] = -share * abs(search.clock.best) / price
    cost[at] = price
    return search.beside(replace(program, low=low, cost=cost))


def excursion(search: Search, turn: Callable[[Search], None]) -> float | None:
    """Improve the best plan with credit, take what holds without; return the gain, None where there is no price.

    Parameters
    ----------
    search
        Has a plan.
    turn
        Improves the best plan of a search for a while.
    """
    before, last = search.clock.best, None
    shorts = shortfalls(search.program)
    for share in SHARES:
        if search.over():
            break
        other = credited(search, share)
        if other is None:
            return None
        for x in (search.best, last):
            other.offer(x, "neighbourhood")
        if other.best is None:
            break
        turn(other)
        last = other.best.copy()
        last[shorts] = 0.0
        search.offer(last, "neighbourhood")
    return before - search.clock.best
