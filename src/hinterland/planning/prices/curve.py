"""Public cost against the level of a target."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hinterland.planning.model.level import at_level, stricter
from hinterland.planning.prices.found import Curve
from hinterland.planning.prices.grid import levels_in_order, monotone, order, own_of, point, search
from hinterland.planning.prices.levels import levels as usual
from hinterland.planning.solve.time_budget import TimeBudget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.prices.grid import Grid
    from hinterland.planning.solve.answer import Answer, Limits, Step


def curve(
    model: Model,
    i: int,
    limits: Limits | None = None,
    *,
    levels: Sequence[float] | None = None,
    points: int = 9,
    answer: Answer | None = None,
    watch: Callable[[Step], None] | None = None,
) -> Curve:
    """Return the cheapest plan found at each of several levels of a target, all other targets as they are.

    The target's own level first, then both ends, then what lies between; each is started from a neighbour's plan, and
    a level between two that cost the same is not searched. A plan for a stricter level is one for a looser, and what
    a looser costs at least a stricter does: both are applied, so that cost and bound never fall.

    Parameters
    ----------
    model, i
        The model, and the position of the target.
    limits
        Time for all points together, and the gap at which each may stop.
    levels
        In the unit of the target; about `points` round ones if None.
    answer
        The plan at the target's own level, if it is there: it is not looked for again.
    watch
        Told of every step; may raise `Cancelled`, then the points that are missing have the status "cancelled".
    """
    clock = TimeBudget(limits, watch)
    target, sign = model.targets[i].target, stricter(model, i)
    chosen, start = usual(model, i, points) if levels is None else (tuple(levels), None)
    every = levels_in_order(chosen, sign)
    own = own_of(every, target.level)
    grid: Grid = {}
    if answer is not None and own is not None:
        grid[own,] = point(model, target.level, answer)
    for k in order(len(every), own):
        if (k,) in grid:
            continue
        solve = partial(_solve, model, i, every[k], clock, len(every) - len(grid))
        grid[k,] = search(grid, (k,), every[k], clock, solve, model)
    held = monotone(grid, clock.limits.gap)
    return Curve(i, sign, start, tuple(held[k,] for k in range(len(every))))


def _solve(model: Model, i: int, level: float, clock: TimeBudget, parts: int, start: Array | None) -> Answer:
    name = f"{model.targets[i].target.name} {level:.4g}"
    return clock.solve(at_level(model, i, level).program, parts=parts, start=start, by=name)
