"""Small programs around a plan one after the other, on all cores, and what they find taken as it comes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near
from hinterland.planning.solve.beside import Stream
from hinterland.planning.solve.join import Joined
from hinterland.planning.solve.learned import ITERATIONS
from hinterland.planning.solve.search import SMALL_TIME, least_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Bools
    from hinterland.planning.solve.learned import Learned, Shape
    from hinterland.planning.solve.search import Search
    from hinterland.planning.solve.small import Small

AHEAD = 3
"""Small programs of each core that are under way where there are several cores: none waits for a long one of another.
Each is cut from a plan that does not know what the others find."""
OFTEN = 40
"""Small programs until flows are found anew for what was taken."""
DULL, LITTLE = 36, 0.002
"""Neighbourhoods after which dearer ones are tried, where each gained less than a share of the gap asked."""
LEAST = 1 / 6
"""Part of its weight at least with which a dear shape is drawn."""
NODES = 60
"""Of each small program."""
IDLE, KEPT = 1e-9, 0.1
"""Below what a variable counts as not used, and the part of those not used that a small program may use."""
FEW = 3000
"""Variables up to which all may be used."""
FINEST = 0.003
"""Share of the gap asked for that a small program may leave: what it gains is seldom more."""


@dataclass(frozen=True, slots=True)
class Around:
    """What neighbourhoods are cut from: a plan, what it takes of every row, other plans, what may change in them.

    Attributes
    ----------
    x, activity, cost
        The plan, what it takes of every scaled row, and what it costs.
    others
        Plans from elsewhere, as from dives and turns with credit.
    kinds
        Of the whole numbers that neighbourhoods are made of, wide and thin.
    """

    x: Array
    activity: Array
    cost: float
    others: tuple[Array, ...]
    kinds: tuple[near.Kinds, near.Kinds]


@dataclass(frozen=True, slots=True)
class Try:
    """A neighbourhood: its kind and shape, by number, what it is cut from, and the seed of its chances."""

    kind: int
    shape: int
    around: Around
    seed: int


class Tries:
    """Neighbourhoods of the best plan of a search, until its flows are found anew.

    Attributes
    ----------
    tried
        How many.
    ended
        Whether everything could change in one of them.
    """

    def __init__(self, search: Search, learned: Learned) -> None:
        self._search, self._learned = search, learned
        self._joined = Joined(search.surroundings, _best(search))
        self._kinds, self._kinds_of, self._age = self._of_now(), self._joined.x, 0
        self.tried, self._dull, self._idle = 0, 0, 0
        self.ended = False

    def run(self, count: int, until: Callable[[Array], bool] | None = None) -> None:
        """Try some neighbourhoods; with `until`, it ends at the first plan that is so."""
        search, stop = self._search, False
        ahead = 1 if search.workers == 1 else AHEAD * search.workers
        with Stream(search.workers, search.clock, min(search.clock.left, SMALL_TIME)) as stream:
            while True:
                while not stop and count and len(stream) < ahead:
                    stream.put(partial(_tried, search, self._learned, self._drawn()))
                    count -= 1
                if not len(stream):
                    return
                better = self._learn(stream.take())
                stop = stop or search.over() or self.ended or bool(better and until and until(_best(search)))

    def idle_after(self, before: int) -> int:
        """Return how many there were since the last one that found something, where there were so many before."""
        return self._after(before, self._idle)

    def dull_after(self, before: int) -> int:
        """Return the same of the last one that gained more than a little."""
        return self._after(before, self._dull)

    def _after(self, before: int, since: int) -> int:
        return before + since if since == self.tried else since

    def _drawn(self) -> Try:
        """Draw a neighbourhood of the plan as it is now; what may change in it may be a few plans old."""
        learned, joined, search = self._learned, self._joined, self._search
        self._age += 1
        if self._age >= AHEAD * search.workers:
            self._age = 0
            if self._kinds_of is not joined.x:
                self._kinds, self._kinds_of = self._of_now(), joined.x
        around = Around(joined.x, joined.activity, search.clock.best, tuple(search.pool), self._kinds)
        shape = learned.shape.draw(learned.r, learned.top, least=LEAST)
        return Try(learned.kind.draw(learned.r), shape, around, int(learned.r.integers(2**32)))

    def _of_now(self) -> tuple[near.Kinds, near.Kinds]:
        search, learned = self._search, self._learned
        wide, thin = (learned.kinds.only(_may(search, learned, thin=t)) for t in (False, True))
        return wide, thin

    def _learn(self, ended: tuple[Try, Small, Array | None, int] | None) -> bool:
        """Take what one found, and learn from it; return whether the plan is a better one."""
        self.tried += 1
        self._idle, self._dull = self._idle + 1, self._dull + 1
        if ended is None:
            return False
        search, learned = self._search, self._learned
        one, small, x, took = ended
        unit = max(search.least, abs(search.clock.best))
        gain = 0.0 if x is None else max(0.0, small.before - float(search.program.cost[small.column] @ x))
        work = len(small.column) * float(ITERATIONS + took)
        learned.kind.learn(one.kind, gain / unit, work)
        learned.shape.learn(one.shape, gain / unit, work)
        learned.spent += work
        self.ended = self.ended or learned.shapes[one.shape].everything(len(learned.kinds.at))
        if x is None or gain <= search.least or not self._joined.add(small, x, one.around.x):
            return False
        search.take(self._joined.x, "neighbourhood")
        self._idle = 0
        if gain > LITTLE * search.limits.gap * unit:
            self._dull = 0
        return True


def _best(search: Search) -> Array:
    assert search.best is not None  # noqa: S101 - the caller asked
    return search.best


def _may(search: Search, learned: Learned, *, thin: bool) -> Bools:
    """Return the whole numbers that neighbourhoods are made of: used, or liked by the relaxation; the rest stays.

    Thin, each item has the one way that the relaxation likes best, and the one that is used.
    """
    at = learned.kinds.at
    best = np.round(_best(search)[at])
    core = (search.high[at] > search.low[at]) | (best != search.low[at])
    if search.relaxed is None:
        return np.asarray(core)
    used = best > search.low[at]
    if not thin:
        return np.asarray(core & near.likely(search.relaxed, search.low, at, used))
    used |= search.relaxed.x[at] > search.low[at] + near.SOME
    some = np.flatnonzero(learned.first | used)
    used[some] = near.likely(search.relaxed, search.low, at[some], used[some])
    return np.asarray(core & used)


def _tried(search: Search, learned: Learned, one: Try) -> tuple[Try, Small, Array | None, int]:
    """Cut out the small program of a neighbourhood and solve it, in a thread of its own."""
    small = _cut(search, learned.kind.names[one.kind], learned.shapes[one.shape], one.around, one.seed)
    return one, small, *search.small_one(small, NODES, FINEST * search.limits.gap * abs(one.around.cost))


def _cut(search: Search, kind: str, shape: Shape, around: Around, seed: int) -> Small:
    """Choose whole numbers that may change, and cut out their small program with flows.

    Far, it has all flows but most of those that neither the relaxation nor the best plan uses; near, those that
    belong to the whole numbers. Small programs are faster so, and find nearly the same. What they find is settled
    with all flows free.
    """
    r = np.random.default_rng(seed)
    kinds, best, surroundings = around.kinds[shape.thin], around.x, search.surroundings
    whole = near.free(kinds, _scores(search, kinds, kind, around, r), shape.size)
    if not shape.far:
        may = surroundings.reach(whole)
    else:
        may = surroundings.flows.copy()
        if len(best) > FEW:
            idle = (search.program.cost == 0) & (np.abs(best) < IDLE) & (search.low <= 0)
            if search.relaxed is not None:
                idle &= np.abs(search.relaxed.x) < IDLE
            may &= ~idle | (r.random(len(idle)) < KEPT)
    may[whole] = True
    return surroundings.small(best, around.activity, may, search.low, search.high, least_of(around.cost))


def _scores(search: Search, kinds: near.Kinds, name: str, around: Around, r: np.random.Generator) -> Array:
    """Return which items a neighbourhood of a kind prefers, (items,)."""
    at = kinds.at
    best = around.x[at]
    relaxed = search.relaxed.x[at] if search.relaxed is not None else best
    if name == "relaxed":
        return near.differing(r, kinds, best, relaxed)
    if name == "missed":
        return near.missed(r, kinds, best, relaxed, np.abs(search.program.cost[at]))
    if name == "others":
        return near.differing(r, kinds, best, around.others[int(r.integers(len(around.others)))][at])
    if name == "asked":
        return near.asked(r, kinds)
    if name == "chance":
        return near.by_chance(r, kinds)
    return near.by_group(r, kinds, kinds.groups[name], best, relaxed)
