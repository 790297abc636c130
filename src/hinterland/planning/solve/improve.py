"""Improve a plan: small programs around it, chosen by chance and by what worked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Bools, Ints
    from hinterland.planning.solve.search import Search

FIRST, LEAST, LARGEST = 150, 30, 4000
"""Whole numbers that may change in a neighbourhood: at first, at least, at most."""
EACH = 2
"""Neighbourhoods of a round to each core: one that is hard keeps the others waiting less."""
NODES = 60
"""Of each small program."""
IDLE, KEPT = 1e-9, 0.1
"""Below what a variable counts as not used, and the part of those not used that a small program may use."""
FEW = 3000
"""Variables up to which all may be used."""
MOST, FINEST = 0.1, 0.02
"""Share of the gap asked for that a small program may leave: at first, and once that finds nothing more. Most of the
time of a small program goes into its last thousandths."""
EASY, HARD = 0.3, 0.8
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
    names = ["relaxed", "chance", "others", *(["asked"] if len(kinds.asked) else []), *kinds.groups]
    worth = dict.fromkeys(names, 1.0)
    size = dict.fromkeys(names, float(max(FIRST, len(kinds.at) // 150)))
    rows = search.program.shape[0]
    idle, left = 0, MOST
    while not search.over() and idle < stalled and search.best is not None:
        if until is not None and until(search.best):
            return
        may = _may(search, kinds)
        weights = np.array([worth[n] for n in names])
        chosen = [str(n) for n in r.choice(names, EACH * search.workers, p=weights / weights.sum())]
        picked = [near.free(kinds, _scores(search, kinds, n, r, may), may, int(size[n])) for n in chosen]
        found = search.around(
            [_held(search, kinds.at, f, r) for f in picked], NODES, left * search.limits.gap
        )
        left = min(MOST, 1.5 * left) if any(better for better, _ in found) else max(FINEST, 0.5 * left)
        for name, (better, took) in zip(chosen, found, strict=True):
            worth[name] = 0.8 * worth[name] + (1.0 if better else 0.05)
            idle = 0 if better else idle + 1
            if took > HARD * rows:
                size[name] = max(LEAST, 0.7 * size[name])
            elif took < EASY * rows:
                size[name] = min(LARGEST, (1.1 if better else 1.3) * size[name])
        if all(f.sum() >= len(kinds.at) for f in picked):
            break


def _may(search: Search, kinds: near.Kinds) -> Bools:
    """Return the whole numbers that neighbourhoods are made of: used, or liked by the relaxation; the rest stays."""
    at = kinds.at
    assert search.best is not None  # noqa: S101 - the caller asked
    best = np.round(search.best[at])
    core = (search.high[at] > search.low[at]) | (best != search.low[at])
    if search.relaxed is None:
        return np.asarray(core)
    return np.asarray(core & near.likely(search.relaxed, search.low, at, best > search.low[at]))


def _held(search: Search, at: Ints, free: Bools, r: np.random.Generator) -> tuple[Array, Array]:
    """Return bounds that hold all whole numbers but the free ones where the best plan has them.

    Of the other variables, most of those that neither the relaxation nor the best plan uses (flows between zones,
    above all) are held at 0, too: a small program is then faster and finds nearly the same. What it finds is settled
    with all of them free.
    """
    assert search.best is not None  # noqa: S101 - the caller asked
    low, high = search.low.copy(), search.high.copy()
    best = np.round(search.best[at])
    low[at[~free]] = high[at[~free]] = best[~free]
    high[at[free]] = np.maximum(high[at[free]], best[free])
    if len(search.best) <= FEW:
        return low, high
    idle = ~search.program.integer & (search.program.cost == 0) & (np.abs(search.best) < IDLE) & (low <= 0)
    if search.relaxed is not None:
        idle &= np.abs(search.relaxed.x) < IDLE
    idle &= r.random(len(idle)) >= KEPT
    high[idle] = np.minimum(high[idle], 0.0)
    return low, high


def _scores(search: Search, kinds: near.Kinds, name: str, r: np.random.Generator, may: Bools) -> Array:
    """Return which items a neighbourhood of a kind prefers, (items,)."""
    at = kinds.at
    assert search.best is not None  # noqa: S101 - the caller asked
    best = search.best[at]
    relaxed = search.relaxed.x[at] if search.relaxed is not None else best
    if name == "relaxed":
        return near.differing(r, kinds, best, relaxed)
    if name == "others":
        return near.differing(r, kinds, best, search.pool[int(r.integers(len(search.pool)))][at])
    if name == "asked":
        return near.asked(r, kinds, may)
    if name == "chance":
        return near.by_chance(r, kinds)
    return near.by_group(r, kinds, kinds.groups[name], may, best, relaxed)
