"""Public cost against the levels of two targets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hinterland.planning.model.level import at_level, stricter
from hinterland.planning.prices.found import Cell, Front
from hinterland.planning.prices.grid import below, levels_in_order, monotone, order, own_of, point, search
from hinterland.planning.prices.levels import levels as usual
from hinterland.planning.solve.time_budget import TimeBudget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.prices.grid import Grid, Key
    from hinterland.planning.solve.answer import Answer, Limits, Step

SAME = 1e-9
"""Share of a cost below which two are the same."""


def pareto(
    model: Model,
    a: int,
    b: int,
    limits: Limits | None = None,
    *,
    points: int = 5,
    levels: tuple[Sequence[float], Sequence[float]] | None = None,
    answer: Answer | None = None,
    watch: Callable[[Step], None] | None = None,
) -> Front:
    """Return the cheapest plan found at each pair of levels of two targets: an epsilon-constraint grid.

    A pair is impossible where a looser one is, and one between two that cost the same is not searched. Cost and bound
    are made monotone in both levels, as those of a curve.

    Parameters
    ----------
    model, a, b
        The model, and the positions of the two targets.
    limits
        Time for all pairs together, and the gap at which each may stop.
    points
        Levels of each, about.
    levels
        Of `a` and of `b`; round ones if None.
    answer
        The plan at both targets' own levels, if it is there.
    watch
        Told of every step; may raise `Cancelled`.
    """
    clock = TimeBudget(limits, watch)
    own = model.targets[a].target.level, model.targets[b].target.level
    chosen = levels or (usual(model, a, points)[0], usual(model, b, points)[0])
    rows = levels_in_order(chosen[0], stricter(model, a))
    columns = levels_in_order(chosen[1], stricter(model, b))
    grid: Grid = {}
    at = own_of(rows, own[0]), own_of(columns, own[1])
    if answer is not None and at[0] is not None and at[1] is not None:
        grid[at[0], at[1]] = point(model, own[0], answer)
    for key in _order(len(rows), len(columns), at):
        if key in grid:
            continue
        pair = rows[key[0]], columns[key[1]]
        parts = len(rows) * len(columns) - len(grid)
        solve = partial(_solve, model, (a, b), pair, clock, parts)
        grid[key] = search(grid, key, pair[0], clock, solve, model)
    held = monotone(grid, clock.limits.gap)
    front = marked(held)
    return Front(
        a,
        b,
        tuple(
            Cell(rows[k[0]], columns[k[1]], p.public, p.cost, p.bound, p.status, k in front, p.x)
            for k, p in sorted(held.items())
        ),
    )


def _order(rows: int, columns: int, own: tuple[int | None, int | None]) -> list[Key]:
    """Return pairs in the order of search: those early in both orders first."""
    first, second = order(rows, own[0]), order(columns, own[1])
    ranked = [(i + j, r, c) for i, r in enumerate(first) for j, c in enumerate(second)]
    return [(r, c) for _, r, c in sorted(ranked)]


def _solve(
    model: Model,
    which: tuple[int, int],
    pair: tuple[float, float],
    clock: TimeBudget,
    parts: int,
    start: Array | None,
) -> Answer:
    other = at_level(at_level(model, which[0], pair[0]), which[1], pair[1])
    return clock.solve(other.program, parts=parts, start=start, by=f"pair {pair[0]:.4g}, {pair[1]:.4g}")


def marked(grid: Grid) -> set[Key]:
    """Return the pairs that no other dominates: as strict in both, no dearer, and better in one of the three."""
    front = set()
    for key, p in grid.items():
        if p.cost is None:
            continue
        most = p.cost + SAME * max(1.0, abs(p.cost))
        others = [q.cost for k, q in grid.items() if k != key and below(key, k) and q.cost is not None]
        if not any(cost <= most for cost in others):
            front.add(key)
    return front
