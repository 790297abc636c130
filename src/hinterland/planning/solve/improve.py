"""Improve a plan: small programs around it, chosen by chance and by what worked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Bools, Ints
    from hinterland.planning.solve.search import Search

FIRST, LEAST, LARGEST = 80, 30, 4000
"""Whole numbers that may change in a neighbourhood: at first, at least, at most."""
NODES = 40
"""Of each small program."""
IDLE, KEPT = 1e-9, 0.1
"""Below what a variable counts as not used, and the part of those not used that a small program may use."""
FEW = 3000
"""Variables up to which all may be used."""
EASY, HARD = 0.45, 1.4
"""Iterations a row of the program below and above which the next neighbourhood of the kind is larger and smaller."""
STALLED = 24
"""Neighbourhoods without anything better after which branch and bound on everything is tried."""


def improve(search: Search, *, stalled: int = STALLED, until: Callable[[Array], bool] | None = None) -> None:
    """Improve the best plan until the gap is small, time is up, or nothing was found for a while.

    Which kind of neighbourhood is next depends on what each found before; its size grows where it was easy and
    shrinks where it was hard, by counts of iterations and nodes, not by time: a seed gives the same plans on every
    machine with the same number of threads where time does not run out. With `until`, it ends at the first plan that
    is so.
    """
    r = np.random.default_rng(search.limits.seed)
    kinds = near.kinds(search.program)
    names = ["relaxed", "cheapest", "others", *kinds.groups]
    worth = dict.fromkeys(names, 1.0)
    size = dict.fromkeys(names, max(FIRST, len(kinds.at) // 50))
    rows = search.program.shape[0]
    idle = 0
    while not search.over() and idle < stalled and search.best is not None:
        if until is not None and until(search.best):
            return
        weights = np.array([worth[n] for n in names])
        chosen = [str(n) for n in r.choice(names, search.workers, p=weights / weights.sum())]
        bounds = [_around(search, kinds.at, _free(search, kinds, n, r, size[n]), r) for n in chosen]
        # what a small program may leave is a quarter of the gap asked for
        found = search.around(bounds, NODES, 0.25 * search.limits.gap)
        for name, (better, took) in zip(chosen, found, strict=True):
            worth[name] = 0.7 * worth[name] + (1.0 if better else 0.05)
            idle = 0 if better else idle + 1
            if took > HARD * rows:
                size[name] = max(LEAST, int(size[name] * 0.6))
            elif took < EASY * rows:
                size[name] = min(LARGEST, int(size[name] * (1.1 if better else 1.3)))
        if all(size[n] >= len(kinds.at) for n in names):
            break


def _around(search: Search, at: Ints, free: Bools, r: np.random.Generator) -> tuple[Array, Array]:
    """Return bounds that hold all whole numbers but the free ones where the best plan has them.

    Of the other variables, most of those that neither the relaxation nor the best plan uses (flows between zones,
    above all) are held at 0, too: a small program is then ten times as fast and finds nearly the same. What it finds
    is settled with all of them free.
    """
    assert search.best is not None  # noqa: S101 - the caller asked
    low, high = search.low.copy(), search.high.copy()
    best = np.round(search.best[at])
    low[at[~free]] = high[at[~free]] = best[~free]
    high[at[free]] = np.maximum(high[at[free]], best[free])
    if len(search.best) <= FEW:
        return low, high
    idle = ~search.program.integer & (np.abs(search.best) < IDLE) & (low <= 0)
    if search.relaxed is not None:
        idle &= np.abs(search.relaxed.x) < IDLE
    idle &= r.random(len(idle)) >= KEPT
    high[idle] = np.minimum(high[idle], 0.0)
    return low, high


def _free(search: Search, kinds: near.Kinds, name: str, r: np.random.Generator, size: int) -> Bools:
    """Return which whole numbers may change, (whole numbers,)."""
    at = kinds.at
    assert search.best is not None  # noqa: S101 - the caller asked
    core = (search.high[at] > search.low[at]) | (np.round(search.best[at]) != search.low[at])
    if search.relaxed is None:
        return near.by_group(r, np.arange(len(at)), core, size)
    best, relaxed = search.best[at], search.relaxed.x[at]
    if name == "relaxed":
        return near.differing(r, best, relaxed, core, size)
    if name == "cheapest":
        return near.cheapest(r, search.relaxed.reduced[at], core, size)
    if name == "others":
        other = search.pool[int(r.integers(len(search.pool)))][at]
        return near.differing(r, best, other, core, size)
    return near.by_group(r, kinds.groups[name], core, size)
