"""The ladder: bound by the linear relaxation, a plan, improvement while time remains, exact for small programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from hinterland.planning.solve.answer import Answer, Limits
from hinterland.planning.solve.by_pool import by_pool
from hinterland.planning.solve.dearest import dearest
from hinterland.planning.solve.dive import dive
from hinterland.planning.solve.dives import dives
from hinterland.planning.solve.improve import improve
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.soften import priced, shortfalls, sizes, soften
from hinterland.planning.solve.stages import pays, stages
from hinterland.planning.solve.strengthen import strengthen

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Program
    from hinterland.planning.solve.answer import Status, Step

MISSED = 1e-9
PATIENCE = 300
"""Neighbourhoods without progress after which a first plan is sought by branch and bound."""
SOME = 60
"""As many where a plan is known already, of this program or of one that asks for a little less."""
AFRESH = 1.2
"""Gap of the first plan, over the gap asked for, from which another one is sought stage by stage."""
NEARLY = 1.5
"""Gap of a plan that misses targets at their price, over the gap asked for, up to which it is worth improving."""
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
    # threads of OpenBLAS that wait for the next product take a core from small programs (docs/decisions/0047)
    with threadpool_limits(1, user_api="blas"):
        return _solved(Search(program, limits or Limits(), watch), start)


def _solved(search: Search, start: Array | None) -> Answer:
    if len(search.whole) > EXACT:
        status = by_pool(search, start, _begin, _climb)
        if status is not None or search.over():
            return _answer(search, status)
        search.staged = search.best is not None
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
        plans = dives(search, search.relaxed, search.program) if start is None else []
        found = (
            plans[0] if plans else dive(search.program, search.session, search.relaxed, search.clock, start)
        )
        search.offer(found, "dive")
        return
    eased = search.softened(soft)
    if eased.relaxed is not None:
        _by_missing(search, eased, start)


def _by_missing(search: Search, eased: Search, start: Array | None) -> None:
    """Find a first plan by way of plans that miss targets at their price."""
    held = _held_by(search, eased)
    others: list[Array] = []
    if start is None or not eased.offer(start, "earlier plan"):
        others = _dived(search, eased)
        if eased.best is None and search.over():
            return
    # in a small program, branch and bound finds a plan, or that there is none, sooner
    if (eased.best is not None and held(eased.best)) or len(search.whole) <= EXACT:
        return
    for x in others:
        if search.offer(x, "dive"):
            break
    if start is not None or eased.gap <= NEARLY * search.limits.gap:  # it seldom misses much
        improve(eased, stalled=SOME, until=held)
    if search.best is None:
        _stages(search, eased, held, PATIENCE)


def _dived(search: Search, eased: Search) -> list[Array]:
    """Offer the cheapest of several plans to the softened search, and return the others."""
    assert search.relaxed is not None  # noqa: S101 - who calls asked
    search.decided = dearest(search)
    if search.over():
        return []
    plans = dives(search, search.relaxed, eased.program, search.decided)
    if plans:
        eased.offer(plans[0], "dive")
    return plans[1:]


def _held_by(search: Search, eased: Search) -> Callable[[Array], bool]:
    """Return what offers a plan of the softened program if it misses no target, and says whether it does not."""
    assert search.relaxed is not None  # noqa: S101 - who calls asked
    missed = shortfalls(search.program)
    enough = MISSED * sizes(search.program, missed, search.relaxed.x)

    def held(x: Array) -> bool:
        if (x[missed] > enough).any():
            return False
        return search.offer(x, eased.clock.by) or search.best is not None

    return held


def _stages(search: Search, eased: Search, held: Callable[[Array], bool], patience: int) -> None:
    """Seek a plan stage by stage, once in a search; what it misses is brought down in neighbourhoods."""
    assert search.relaxed is not None  # noqa: S101 - who calls asked
    if pays(search):
        eased.offer(stages(search, search.relaxed, eased.program, search.decided), "stages")
    if eased.best is not None:
        improve(eased, stalled=patience, until=held)
        held(eased.best)


def _climb(search: Search, until: Callable[[Array], bool] | None = None) -> None:
    """Improve until time is up: branch and bound at once where little is left free, after neighbourhoods else.

    With `until`, it also ends at the first better plan that is so.
    """
    while not search.over():
        free = int((search.high[search.whole] > search.low[search.whole]).sum())
        if search.best is not None and free > EXACT:
            before, afresh = search.clock.best, pays(search) and search.gap > AFRESH * search.limits.gap
            if afresh:
                _afresh(search)
            else:
                improve(search, until=until)
            if search.clock.best < before and until is not None and until(search.best):
                return
            if afresh or search.clock.best < before:
                continue
        if search.over():
            return
        if search.mip(search.low, search.high) != "stopped":
            return


def _afresh(search: Search) -> None:
    """Seek a plan stage by stage beside the one that is known."""
    assert search.relaxed is not None  # noqa: S101 - who calls asked
    eased = search.softened(priced(search.program, search.relaxed))
    if eased.relaxed is not None:
        _stages(search, eased, _held_by(search, eased), SOME)


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
