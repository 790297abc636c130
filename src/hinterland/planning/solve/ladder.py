"""The ladder: bound by the linear relaxation, a plan, improvement while time remains, exact for small programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.answer import Answer, Limits
from hinterland.planning.solve.by_pool import by_pool
from hinterland.planning.solve.dearest import dearest
from hinterland.planning.solve.dive import dive
from hinterland.planning.solve.dives import dives
from hinterland.planning.solve.improve import improve
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.soften import shortfalls, sizes, soften
from hinterland.planning.solve.stages import stages
from hinterland.planning.solve.strengthen import strengthen

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Program
    from hinterland.planning.solve.answer import Status, Step

MISSED = 1e-9
PATIENCE = 300
"""Neighbourhoods without progress after which a first plan is sought by branch and bound."""
EXACT = 1500
"""Whole numbers left free up to which a program goes to branch and bound at once."""


def solve(
    program: Program,
    limits: Limits | None = None,
    *,
    watch: Callable[[Step], None] | None = None,
    start: Array | None = None,
) -> Answer:
    """Return a plan and a bound.

    Parameters
    ----------
    program
        What is solved.
    limits
        Time and gap.
    watch
        Told of every step and about once a second; may raise `Cancelled`, which ends the search with the best so far.
    start
        Values of a plan to begin with, whole numbers of it at least; need not hold.
    """
    search = Search(program, limits or Limits(), watch)
    if len(search.whole) > EXACT:
        status = by_pool(search, start, _begin, _climb)
        if status is not None or search.over():
            return _answer(search, status)
    ended = search.relax()
    if search.relaxed is None:
        known = ended if ended in ("infeasible", "unbounded") else "unknown"
        return _answer(search, None if search.best is not None else known)
    if len(search.whole) > EXACT:
        strengthen(search)
    if search.best is None:
        _begin(search, start)
    _climb(search)
    return _answer(search, None)


def _begin(search: Search, start: Array | None) -> None:
    """Find a first plan: dive with the targets at a price, then bring down what is missed in neighbourhoods."""
    assert search.relaxed is not None  # noqa: S101 - solve asked
    if start is not None and not search.over() and search.offer(start, "earlier plan"):
        return
    if search.over():
        return
    soft = soften(search.program, search.relaxed)
    if soft is None:
        search.offer(dive(search.program, search.session, search.relaxed, search.clock, start), "dive")
        return
    missed = shortfalls(search.program)
    eased = search.softened(soft)
    if eased.relaxed is None:
        return
    enough = MISSED * sizes(soft, missed, search.relaxed.x)

    def held(x: Array) -> bool:
        return bool((x[missed] <= enough).all()) and (
            search.offer(x, eased.clock.by) or search.best is not None
        )

    if start is None or not eased.offer(start, "earlier plan"):
        _first(search, eased, soft, held)
    if eased.best is None or held(eased.best):
        return
    if (
        len(search.whole) > EXACT
    ):  # in a small one, branch and bound finds a plan or that there is none sooner
        improve(eased, stalled=PATIENCE, until=held)
        held(eased.best)


def _first(search: Search, eased: Search, soft: Program, held: Callable[[Array], bool]) -> None:
    """Find a plan with the targets at a price: by dives, and stage by stage where these do not do."""
    assert search.relaxed is not None  # noqa: S101 - who calls asked
    decided = dearest(search)
    if search.over():
        return
    eased.offer(dives(search, search.relaxed, soft, decided), "dive")
    if len(search.whole) <= EXACT or (eased.best is not None and held(eased.best) and search.over()):
        return
    eased.offer(stages(search, search.relaxed, soft, decided), "stages")


def _climb(search: Search, until: Callable[[Array], bool] | None = None) -> None:
    """Improve until time is up: branch and bound at once where little is left free, after neighbourhoods else.

    With `until`, it also ends at the first better plan that is so.
    """
    while not search.over():
        free = int((search.high[search.whole] > search.low[search.whole]).sum())
        if search.best is not None and free > EXACT:
            before = search.clock.best
            improve(search, until=until)
            if search.clock.best < before:
                if until is not None and until(search.best):
                    return
                continue
        if search.over():
            return
        if search.mip(search.low, search.high) != "stopped":
            return


def _answer(search: Search, ended: Status | None) -> Answer:
    clock = search.clock
    if clock.cancelled:
        status: Status = "cancelled"
    elif ended is not None:
        status = ended
    elif search.best is None:
        status = "infeasible" if search.proved else "unknown"
    else:
        status = "optimal" if search.gap <= search.limits.gap + 1e-9 else "feasible"
    violation = search.violation(search.best) if search.best is not None else np.inf
    return Answer(
        status,
        search.best,
        clock.best,
        clock.bound,
        search.gap,
        violation,
        clock.seconds,
        search.plain,
        tuple(clock.steps),
    )
