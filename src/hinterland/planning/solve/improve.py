"""Improve a plan: small programs around it, chosen by chance and by what worked before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near
from hinterland.planning.solve.arms import Arms
from hinterland.planning.solve.credit import excursion
from hinterland.planning.solve.join import Joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Bools
    from hinterland.planning.solve.search import Search
    from hinterland.planning.solve.small import Small

SIZES = (50, 100, 200, 400, 800, 1600)
"""Whole numbers that may change in a neighbourhood."""
BEGUN = 5
"""Shapes, cheapest first, that are tried from the beginning; one more each time that little was found for a while."""
DULL, LITTLE = 36, 0.002
"""Neighbourhoods after which dearer ones are tried, where each round gained less than a share of the gap asked."""
EACH = 6
"""Neighbourhoods of a round to each core, of the cheapest; as many of dear ones as take the same, one at least."""
NODES = 60
"""Of each small program."""
IDLE, KEPT = 1e-9, 0.1
"""Below what a variable counts as not used, and the part of those not used that a small program may use."""
FEW = 3000
"""Variables up to which all may be used."""
FINEST = 0.01
"""Share of the gap asked for that a small program may leave."""
TURN, WORTH = 200, 0.03
"""Neighbourhoods of a turn, after which one is taken with credit, and the share of the gap asked for that this must
gain for the next one to come as soon."""
STALLED = 300
"""Neighbourhoods without anything better after which branch and bound on everything is tried."""
FLOWS, ITERATIONS, ITEMS, HARDER = 10, 100, 4.0, 100
"""A first guess of what a small program takes: flows that belong to a whole number, iterations of any, items of a
thin one over those of others, and the whole numbers whose square is another iteration."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a neighbourhood is.

    Attributes
    ----------
    size
        Whole numbers that may change.
    far
        Whether all flows may that are used, or those that belong to the whole numbers.
    thin
        Whether there are few ways for many items, or many ways for few.
    """

    size: int
    far: bool
    thin: bool

    def work(self, flows: float, rows: int) -> float:
        """Return a first guess of what a small program of a program with so many flows and rows takes."""
        width = self.size + (flows if self.far else min(flows, FLOWS * self.size))
        hard = (self.size * (ITEMS if self.thin else 1.0)) ** 2 / HARDER
        return width * (ITERATIONS + hard + (rows / 4 if self.far else 0.0))


class Learned:
    """What a search knows of neighbourhoods: what belongs together, and which kinds and sizes paid."""

    def __init__(self, search: Search) -> None:
        self.kinds = near.kinds(search.program)
        self.first = near.first_ways(self.kinds, search.relaxed)
        # a program with a row more is another one: its neighbourhoods are drawn anew
        self.r = np.random.default_rng([search.limits.seed, search.program.shape[0]])
        asked = ["asked"] if len(self.kinds.asked) else []
        names = ["relaxed", "missed", "chance", "others", *asked, *self.kinds.groups]
        self.kind = Arms(names, np.ones(len(names)))
        flows = float(search.surroundings.flows.sum())
        # a size that takes in everything is enough
        sizes = SIZES[: 1 + sum(size < len(self.kinds.at) for size in SIZES)]
        every = [Shape(size, far, thin) for size in sizes for far in (False, True) for thin in (False, True)]
        work = np.array([shape.work(flows, search.program.shape[0]) for shape in every])
        order = np.argsort(work, kind="stable")
        self.shapes = [every[i] for i in order]
        self.shape = Arms([str(s) for s in self.shapes], work[order])
        self.top = BEGUN
        self.turn, self.wait = 0, float(TURN)


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
        if learned.turn >= learned.wait:
            idle = 0 if _excursion(search, learned) > 0 else idle
            continue
        gain, tried, all_ = _round(search, learned)
        learned.turn += tried
        idle = 0 if gain > 0 else idle + tried
        dull = 0 if gain > LITTLE * search.limits.gap else dull + tried
        if all_ or idle >= stalled:
            break
        if dull >= DULL and learned.top < len(learned.shapes) and learned.wait > TURN:
            learned.top, dull = learned.top + 1, 0
    search.settle()


def _excursion(search: Search, learned: Learned) -> float:
    """Take a turn with credit and return what it gained; where that is little, the next one is later."""

    def turn(other: Search) -> None:
        tried = 0
        while tried < TURN and not other.over():
            tried += _round(other, learned)[1]
        other.settle()

    search.settle()
    gained, learned.turn = excursion(search, turn), 0
    if gained is None:
        learned.wait = math.inf
    elif gained > WORTH * search.limits.gap * abs(search.clock.best):
        learned.wait = TURN
    else:
        learned.wait *= 2
    return gained or 0.0


def _round(search: Search, learned: Learned) -> tuple[float, int, bool]:
    """Solve some small programs; return what they gained, how many they were, and whether all may change in each."""
    r = learned.r
    (drawn_shape,) = learned.shape.draw(r, 1, learned.top)
    shape = learned.shapes[drawn_shape]
    count = search.workers * max(1, int(EACH * learned.shape.cheapness(drawn_shape)))
    kinds = learned.kinds.only(_may(search, learned, thin=shape.thin))
    drawn = learned.kind.draw(r, count)
    seeds = r.integers(2**32, size=count)
    known, least = search.clock.best, search.least
    activity = search.surroundings.activity(_best(search))
    unit = max(least, abs(known))
    learned.kind.fade()
    learned.shape.fade()
    cuts = [
        partial(_cut, search, kinds, learned.kind.names[kind], shape, activity, int(seed))
        for kind, seed in zip(drawn, seeds, strict=True)
    ]
    done = search.small_ones(cuts, NODES, FINEST * search.limits.gap)
    found: list[tuple[float, Small, Array]] = []
    for kind, ended in zip(drawn, done, strict=True):
        if ended is None:
            continue
        small, x, took = ended
        gain = 0.0 if x is None else max(0.0, small.before - float(search.program.cost[small.column] @ x))
        work = len(small.column) * float(ITERATIONS + took)
        learned.kind.learn(kind, gain / unit, work)
        learned.shape.learn(drawn_shape, gain / unit, work)
        if x is not None and gain > least:
            found.append((gain, small, x))
    _join(search, sorted(found, key=lambda f: -f[0]), activity)
    return (
        (known - search.clock.best) / unit,
        count,
        shape.far and not shape.thin and shape.size >= len(learned.kinds.at),
    )


def _join(search: Search, found: list[tuple[float, Small, Array]], activity: Array) -> None:
    """Take what was found, the best first, as far as it goes together."""
    joined = Joined(search.surroundings, _best(search), activity)
    taken = [joined.add(small, x) for _, small, x in found]
    if any(taken):
        search.take(joined.x, "neighbourhood")


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


def _cut(search: Search, kinds: near.Kinds, kind: str, shape: Shape, activity: Array, seed: int) -> Small:
    """Choose whole numbers that may change, and cut out their small program with flows.

    Far, it has all flows but most of those that neither the relaxation nor the best plan uses; near, those that
    belong to the whole numbers. Small programs are faster so, and find nearly the same. What they find is settled
    with all flows free.
    """
    r = np.random.default_rng(seed)
    whole = near.free(kinds, _scores(search, kinds, kind, r), shape.size)
    best, surroundings = _best(search), search.surroundings
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
    return surroundings.small(best, activity, may, search.low, search.high, search.least)


def _scores(search: Search, kinds: near.Kinds, name: str, r: np.random.Generator) -> Array:
    """Return which items a neighbourhood of a kind prefers, (items,)."""
    at = kinds.at
    best = _best(search)[at]
    relaxed = search.relaxed.x[at] if search.relaxed is not None else best
    if name == "relaxed":
        return near.differing(r, kinds, best, relaxed)
    if name == "missed":
        return near.missed(r, kinds, best, relaxed, np.abs(search.program.cost[at]))
    if name == "others":
        return near.differing(r, kinds, best, search.pool[int(r.integers(len(search.pool)))][at])
    if name == "asked":
        return near.asked(r, kinds)
    if name == "chance":
        return near.by_chance(r, kinds)
    return near.by_group(r, kinds, kinds.groups[name], best, relaxed)
