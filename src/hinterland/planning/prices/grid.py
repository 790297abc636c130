"""Plans at levels of one target or of two: searched in an order that spares searches, and made monotone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.prices.found import Point
from hinterland.planning.solve.answer import gap_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer
    from hinterland.planning.solve.time_budget import TimeBudget

    Key = tuple[int, ...]
    Grid = dict[Key, Point]

INF = float("inf")


def levels_in_order(levels: Iterable[float], stricter: int) -> list[float]:
    """Return levels from the loosest to the strictest, each once."""
    every = sorted({float(v) for v in levels})
    return every if stricter > 0 else every[::-1]


def order(count: int, own: int | None) -> list[int]:
    """Return positions in the order of search: the target's own, both ends, then halves of the stretches between.

    Where the ends of a stretch cost the same, all between them do, and nothing needs to be searched; what is stricter
    than an impossible level is impossible.
    """
    marks = sorted({0, count - 1} | ({own} if own is not None else set()))
    found = [own] if own is not None else []
    found += [k for k in marks if k != own]
    stretches = list(pairwise(marks))
    while stretches:
        a, b = stretches.pop(0)
        if b - a > 1:
            middle = (a + b) // 2
            found.append(middle)
            stretches += [(a, middle), (middle, b)]
    return found


def below(a: Key, b: Key) -> bool:
    """Return whether the levels of `a` are nowhere stricter than those of `b`."""
    return all(i <= j for i, j in zip(a, b, strict=True))


def point(model: Model, level: float, answer: Answer) -> Point:
    """Return the point that an answer is."""
    bound = answer.bound if np.isfinite(answer.bound) else None
    if answer.x is None:
        return Point(level, None, None, bound, answer.status)
    return Point(level, model.cost(answer.x)["public"], answer.objective, bound, answer.status, answer.x)


def search(
    grid: Grid,
    key: Key,
    level: float,
    clock: TimeBudget,
    solve: Callable[[Array | None], Answer],
    model: Model,
) -> Point:
    """Return the point of a key: known from others, or searched from the nearest plan, a stricter one first."""
    looser = [p for k, p in grid.items() if below(k, key)]
    stricter = [p for k, p in grid.items() if below(key, k) and p.cost is not None]
    if any(p.status == "infeasible" for p in looser):
        return Point(level, None, None, None, "infeasible")
    bound = max((p.bound for p in looser if p.bound is not None), default=-INF)
    best = min(stricter, key=lambda p: p.cost or 0.0, default=None)
    if best is not None and gap_of(best.cost or 0.0, bound) <= clock.limits.gap:
        return replace(best, level=level, bound=bound, status="optimal")
    if clock.over:
        return Point(level, None, None, None, "cancelled" if clock.cancelled else "unknown")
    near = best or max((p for p in looser if p.x is not None), key=lambda p: p.cost or 0.0, default=None)
    return point(model, level, solve(None if near is None else near.x))


def monotone(grid: Grid, gap: float) -> Grid:
    """Return the grid with the cheapest plan of all stricter levels at each, and the highest bound of all looser.

    A plan for a stricter level is one for a looser, and what a looser costs at least, a stricter does; a plan within
    `gap` of what is proved counts as optimal.
    """
    found: Grid = {}
    for key, p in grid.items():
        stricter = [q for k, q in grid.items() if below(key, k) and q.cost is not None]
        best = min(stricter, key=lambda q: q.cost or 0.0, default=p)
        bound = max((q.bound for k, q in grid.items() if below(k, key) and q.bound is not None), default=None)
        status = "feasible" if p.x is None and best.x is not None and p.status != "cancelled" else p.status
        if status == "infeasible":
            bound = None
        elif bound is not None and best.cost is not None:
            bound = min(bound, best.cost)  # rounding
            status = "optimal" if gap_of(best.cost, bound) <= gap else "feasible"
        found[key] = Point(p.level, best.public, best.cost, bound, status, best.x)
    return found


def own_of(levels: Sequence[float], level: float) -> int | None:
    """Return the position of a target's own level."""
    return levels.index(level) if level in levels else None
