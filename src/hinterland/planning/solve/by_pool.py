"""A large program by way of its pooled one: plans are sought where they are cheap to seek, and held by the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.matrix import with_rows
from hinterland.planning.solve.pool import evenly, lifted, lowered, pool
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.soften import shortfalls, sizes, soften
from hinterland.planning.solve.strengthen import strengthen

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.answer import Status
    from hinterland.planning.solve.pool import Pooled

KEPT, TIMES = 0.06, 2.0
"""Share of the time that is kept for flows of the best plan in the whole program at most, and that kept over what it
took last."""
NEWS = 0.25
"""Share of the gap asked for by which a plan must be better before the whole program is asked again."""
ROUNDS = 60
"""How often the pooled program is told at most why a plan does not hold."""
FIRST, EARLY = 6, 0.1
"""How often it is told so of its relaxation before plans are sought, and the share of the time for that at most."""
LARGE = 15_000
"""Whole numbers from which the finest pooled program is taken at once: to ask whether a coarser one holds is long."""
FAR = 0.003
"""Share of a target that the relaxation misses in the whole program from which a finer pooled one is taken."""
ROUNDING = 1e-6
"""Share by which what is told is weaker than what was computed."""


class ByPool:
    """A search of a large program through its pooled one.

    Parameters
    ----------
    search
        Of the large program: plans that hold are offered to it, bounds are raised in it.
    pooled
        The program with alike members taken together.
    """

    def __init__(self, search: Search, pooled: Pooled) -> None:
        self.search, self.pooled = search, pooled
        self._kept = KEPT * search.clock.left
        clock = search.clock.part(1.0 - KEPT)
        self.inner = Search(pooled.program, search.limits, None, clock)
        self.missed = 0.0
        self._asked = np.inf

    def relax(self) -> Status | None:
        """Solve the pooled relaxation, whose bound holds; return what it proves of the large program.

        One without a bound proves nothing: then there is no relaxation to go on with.
        """
        ended = self.inner.relax()
        if self.inner.relaxed is not None:
            self.search.raise_bound(self.inner.clock.bound, "relaxation")
            if len(self.search.whole) <= LARGE:
                self._tell()
            ended = self.inner.session.status
            if ended == "optimal":
                strengthen(self.inner)
                self.search.raise_bound(self.inner.clock.bound, "cuts")
        return "infeasible" if ended == "infeasible" else None

    def _tell(self) -> None:
        """Tell the pooled program a few times why its relaxation does not hold."""
        began = self.search.clock.left
        for _ in range(FIRST):
            known = self.inner.relaxed
            if known is None or not self.cut(known.x[self.pooled.column[self.search.whole]]):
                break
            if self.missed > FAR or self.search.clock.left < (1 - EARLY) * began:
                break

    def news(self, _: Array) -> bool:
        """Return whether the pooled plan is worth asking the whole program for."""
        inner = self.inner
        step = NEWS * self.search.limits.gap * abs(inner.clock.best)
        return self.search.best is None or inner.over() or inner.clock.best < self._asked - step

    def hold(self) -> bool:
        """Ask the whole program for flows of the pooled plan; return whether there are some."""
        best = self.inner.best
        if best is None:
            return False
        self._asked = self.inner.clock.best
        x = lifted(self.pooled, self.search.program, best)
        began = self.search.clock.seconds
        self.search.offer(x, "pooled plan")
        self.inner.clock.leave(min(self._kept, TIMES * (self.search.clock.seconds - began)))
        self.search.raise_bound(self.inner.clock.bound, "pooled program")
        return self.search.settles

    def cut(self, plan: Array) -> bool:
        """Tell the pooled program why whole numbers do not hold in the whole; return whether there was something.

        V(x) is the least that targets are missed by, at prices, with whole numbers x. It is convex in x, so V at the
        plan and its slope there, the reduced costs d of the whole numbers, limit it everywhere (Benders):
        sum over targets of price short >= V(x0) + d (x - x0). Where targets must hold, the left side is 0.
        """
        search, inner = self.search, self.inner
        if inner.relaxed is None:
            return False
        known = replace(
            inner.relaxed,
            price=inner.relaxed.price[self.pooled.row],
            x=evenly(self.pooled, inner.relaxed.x),
        )
        soft = soften(search.program, known)
        if soft is None:
            return False
        shorts = shortfalls(search.program)
        price = np.zeros(len(soft.cost))
        price[shorts] = soft.cost[shorts]
        found = search.session.on(replace(soft, cost=price)).solve(
            fixed=(search.whole, plan), seconds=max(5.0, search.clock.left)
        )
        if found is None or found.objective <= ROUNDING * abs(known.objective):
            return False
        self.missed = float((found.x[shorts] / sizes(search.program, shorts, known.x)).max())
        slope = found.reduced[search.whole]
        row = np.zeros(inner.program.shape[1])
        row[self.pooled.column[search.whole]] = -slope
        row[self.pooled.column[shorts]] = price[shorts]
        asks = (1 - ROUNDING) * found.objective - float(slope @ plan)
        inner.change(with_rows(inner.program, sparse.csr_matrix(row), asks, np.inf))
        return inner.relaxed is not None


def by_pool(
    search: Search,
    start: Array | None,
    begin: Callable[[Search, Array | None], None],
    climb: Callable[[Search, Callable[[Array], bool]], None],
) -> Status | None:
    """Seek plans in the pooled program and hold them in the whole one; return what was proved, None for nothing.

    Of several ways to take members together the coarsest is taken whose relaxation nearly holds in the whole program.

    Parameters
    ----------
    begin, climb
        The rungs of the ladder: find a first plan of a program, improve it until something is so.
    """
    alikes = search.program.alike[-1:] if len(search.whole) > LARGE else search.program.alike
    pools = [p for alike in alikes if (p := pool(search.program, alike)) is not None]
    for pooled in pools:
        both = ByPool(search, pooled)
        ended = both.relax()
        if ended is not None:
            return ended
        if both.inner.relaxed is None:
            continue
        finer = pooled is not pools[-1]
        if finer and both.missed > FAR:
            continue
        begin(both.inner, None if start is None else lowered(pooled, start))
        search.raise_bound(both.inner.clock.bound, "pooled program")
        ended = _sought(both, begin, climb, finer=finer)
        if ended is not None or search.best is not None or not finer:
            return ended
    return None


def _sought(
    both: ByPool,
    begin: Callable[[Search, Array | None], None],
    climb: Callable[[Search, Callable[[Array], bool]], None],
    *,
    finer: bool,
) -> Status | None:
    """Go on by turns: improve the pooled plan while it holds, say why where it does not; return what was proved.

    With `finer`, there is a finer pooled program: it ends where the plan is far from holding.
    """
    inner = both.inner
    for _ in range(ROUNDS):
        if _held(both, climb):
            return None
        best = inner.best
        if inner.proved and best is None:
            return "infeasible"
        if best is None or both.search.clock.left <= 0:
            return None
        if not both.cut(np.round(best[both.pooled.column[both.search.whole]])) or (
            finer and both.missed > FAR
        ):
            return None
        begin(inner, best)
    return None


def _held(both: ByPool, climb: Callable[[Search, Callable[[Array], bool]], None]) -> bool:
    """Improve the pooled plan as long as it holds in the whole program; return whether that came to its end."""
    while both.hold():
        before = both.inner.clock.best
        if both.search.over() or both.inner.over():
            return True
        climb(both.inner, both.news)
        if both.inner.clock.best >= before:  # nothing better, or all is proved
            return True
    return False
