"""Relax and fix: whole numbers are decided stage by stage, the dearest first, each stage by branch and bound.

In a stage some whole numbers are whole, those of the stages before are fixed, all others are relaxed (Pochet and
Wolsey 2006, section 3.6.2). A stage sees what its decisions leave for the next ones; a dive, which rounds by
fractions, does not (docs/decisions/0044).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near
from hinterland.planning.solve.beside import Heart
from hinterland.planning.solve.dearest import MANY
from hinterland.planning.solve.dives import HARSH, cheapest_first, dived
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.scale import scale
from hinterland.planning.solve.search import FEWER, values
from hinterland.planning.solve.small import undecided
from hinterland.planning.solve.soften import TIMES, priced

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.clock import Clock
    from hinterland.planning.solve.search import Search

SIZE = 40
"""Whole numbers of a stage, about."""
MANY_WAYS = 3000
"""Whole numbers that plans are made of, about, where that are not few to one that the relaxation uses."""
MOST = 60
"""Stages at most, about: a larger program has larger ones."""
STYLES = ((TIMES, 1.0), (TIMES, 1.9), (TIMES, 3.8), (HARSH, 1.9))
"""Price of missed targets, and size of a stage, in usual ones; as many of these as there are cores are tried."""
NODES = 100
"""Of a stage at most; nearly all end at the first."""
SHARE = 0.5
"""Share of the time that is left for all stages at most; a dive decides what they leave."""
LONG = 0.25
"""Share of that for one stage at most."""
FINE, LEAST = 0.1, 1e-3
"""Share of the gap asked for that a stage may leave, and the gap that it may leave in any case: what follows closes
it, and finer stages take the time of the later ones."""


def pays(search: Search) -> bool:
    """Return whether stages were not tried yet and take little enough for each."""
    return not search.staged and len(search.whole) <= MANY


def stages(
    search: Search, relaxed: Relaxed, soft: Program, decided: tuple[Ints, Array] | None = None
) -> Array | None:
    """Return the best plan of the softened program that was found so, None where none was.

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
    search.staged = True
    clock = search.clock.part(SHARE)
    jobs = [partial(_one, search, relaxed, decided, clock, *style) for style in STYLES[: search.workers]]
    return next(iter(cheapest_first(search, soft, jobs)), None)


def _one(
    search: Search,
    relaxed: Relaxed,
    decided: tuple[Ints, Array] | None,
    clock: Clock,
    times: float,
    size: float,
) -> Array | None:
    staged = _Stages(search, relaxed, priced(search.program, relaxed, times), clock)
    if decided is not None:
        staged.decide(*decided)
    x = staged.run(size)
    at = staged.decided
    return x if x is not None else dived(search, relaxed, (at, staged.low[at]), times)


class _Stages:
    """Whole numbers that are decided by and by.

    Attributes
    ----------
    low, high
        Bounds of all variables, equal for those that are decided.
    """

    def __init__(self, search: Search, relaxed: Relaxed, soft: Program, clock: Clock) -> None:
        self._search, self._soft, self._clock = search, soft, clock
        self._longest = LONG * clock.left
        at = search.whole
        self._item = near.items(search.program, at)
        self.low, self.high = soft.low.copy(), soft.high.copy()
        used = relaxed.x[at] > soft.low[at] + near.SOME
        ways = float(np.clip(MANY_WAYS / max(1, int(used.sum())), near.LIKELY / 3, near.LIKELY))
        never = at[~near.likely(relaxed, soft.low, at, used, ways)]
        self.high[never] = self.low[never]
        self._done = np.zeros(len(at), dtype=np.bool_)

    @property
    def decided(self) -> Ints:
        """Return the positions of what is decided."""
        return np.asarray(self._search.whole[self._done])

    def decide(self, at: Ints, to: Array) -> None:
        """Fix some whole numbers."""
        self.low[at] = self.high[at] = to
        self._done |= np.isin(self._search.whole, at)

    def run(self, times: float) -> Array | None:
        """Decide everything in stages of so many usual sizes; None where time ends or a stage fails."""
        whole, x = self._search.whole, None
        item, order = self._item, near.dearest_first(self._search.program, whole, self._item)
        free = (self.high[whole] > self.low[whole]) & ~self._done
        count = np.bincount(item[free], minlength=len(order))
        order = order[count[order] > 0]
        size = times * max(SIZE, int(free.sum()) / MOST)
        ends = np.cumsum(count[order])
        while len(order):
            taken = int(np.searchsorted(ends, size)) + 1
            mine = whole[np.isin(item, order[:taken]) & free]
            x = self._stage(mine)
            if x is None:
                return None
            self.decide(mine, np.round(x[mine]))
            order, ends = order[taken:], ends[taken:] - ends[min(taken, len(ends)) - 1]
        self._done[:] = True  # what is likely nowhere stays as low as it may
        if x is not None:
            x[whole] = np.round(x[whole])
        return x

    def _stage(self, whole: Ints) -> Array | None:
        """Return the best solution with some whole numbers whole, all that are not decided relaxed."""
        integer = np.zeros(len(self.low), dtype=np.bool_)
        integer[whole] = True
        now = replace(self._soft, low=self.low, high=self.high, integer=integer)
        column, rest = undecided(self._search.cuts.of(now))
        scaled = scale(rest)
        gap = max(LEAST, FINE * self._search.limits.gap)
        options = self._search.options(gap) | FEWER | {"mip_max_nodes": NODES}
        model = passed(scaled.program, **options)
        run(model, min(self._longest, self._clock.left), Heart(self._clock))
        found = values(model)
        if found is None:
            return None
        x = self.low.copy()
        x[column] = found * scaled.column
        return x
