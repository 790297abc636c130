"""Improve a plan: small programs around it, chosen by chance and by what worked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Bools
    from hinterland.planning.solve.search import Search

FIRST, LEAST, LARGEST = 80, 20, 4000
"""Whole numbers that may change in a neighbourhood: at first, at least, at most."""
NODES = 40
"""Of each small program."""
STALLED = 24
"""Neighbourhoods without anything better after which branch and bound on everything is tried."""


def improve(search: Search, *, stalled: int = STALLED, until: Callable[[Array], bool] | None = None) -> None:
    """Improve the best plan until the gap is small, time is up, or nothing was found for a while.

    Which kind of neighbourhood is next depends on what each found before; its size doubles where it was solved to the
    end, and halves where it was not. Only counts of nodes stop a small program early, so that a seed gives the same
    plans on every machine where time does not run out. With `until`, it ends at the first plan that is so.
    """
    r = np.random.default_rng(search.limits.seed)
    kinds = near.kinds(search.program)
    names = ["relaxed", "cheapest", "others", *kinds.groups]
    worth = dict.fromkeys(names, 1.0)
    size = dict.fromkeys(names, FIRST)
    idle = 0
    while not search.over() and idle < stalled and search.best is not None:
        if until is not None and until(search.best):
            return
        weights = np.array([worth[n] for n in names])
        name = str(r.choice(names, p=weights / weights.sum()))
        free = _free(search, kinds, name, r, size[name])
        before = search.clock.best
        at = kinds.at
        low, high = search.low.copy(), search.high.copy()
        held = at[~free]
        low[held] = high[held] = np.round(search.best[held])
        stuck = at[free]
        high[stuck] = np.maximum(high[stuck], np.round(search.best[stuck]))
        # what a small program may leave is half the gap asked for
        ended = search.mip(low, high, seconds=search.clock.left, nodes=NODES, gap=0.5 * search.limits.gap)
        better = search.clock.best < before
        worth[name] = 0.7 * worth[name] + (1.0 if better else 0.05)
        idle = 0 if better else idle + 1
        if ended in ("optimal", "infeasible"):
            size[name] = min(LARGEST, int(size[name] * (1.2 if better else 1.6)))
        else:
            size[name] = max(LEAST, size[name] // 2)
        if all(size[n] >= len(at) for n in names):
            break


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
