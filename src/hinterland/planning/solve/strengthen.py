"""Strengthen a relaxation: rows that whole numbers imply are added round by round, as long as that pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.cuts import Cutter
from hinterland.planning.solve.rows import Rows
from hinterland.planning.solve.search import bound_of
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from hinterland.planning.matrix import Bools
    from hinterland.planning.solve.search import Search

SHARE = 0.12
"""Share of the time that is left for it at most."""
RISE = 0.02
"""Share of the gap asked for by which a round must raise the bound, that there is another one."""


def strengthen(search: Search) -> None:
    """Raise the bound of a search by cuts; `search.relaxed` is the relaxation with them from then on.

    `search.plain` stays the one without. Each round goes on from the basis of the one before; cuts that took no part
    in its optimum are left out.
    """
    if search.relaxed is None or search.over():
        return
    search.cuts = Rows.none(search.program.shape[1])
    clock = search.clock.part(SHARE)
    cutter = Cutter(search.program)
    session, worth = search.session, RISE * search.limits.gap * abs(search.clock.bound)
    while clock.left > 0:
        before = search.clock.bound
        new = cutter.found(search.relaxed.x, clock)
        if not len(new):
            return
        keep = _kept(search, session)
        cuts = search.cuts.only(keep[search.program.shape[0] :]).and_(new)
        tighter = cuts.of(search.program)
        session = Session(tighter, seed=search.limits.seed, like=(session, np.flatnonzero(keep), None))
        found = session.solve(seconds=clock.left, clock=search.clock)
        if found is None:
            return
        search.cuts, search.relaxed, search.strong = cuts, found, session
        search.raise_bound(bound_of(tighter, found), "cuts")
        if search.clock.bound - before < worth:
            return


def _kept(search: Search, session: Session) -> Bools:
    """Return which rows of the last round stay: those of the program, and cuts that took part in its optimum."""
    rows = search.program.shape[0]
    keep = ~session.slack()
    keep[:rows] = True
    return keep
