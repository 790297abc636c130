"""How far a target gets: without the plan, and at most."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.model.level import at_level
from hinterland.planning.model.terms import Sum
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model

ROUNDS = 30
"""Most rounds of Dinkelbach's method; it needs three or four."""
CLOSE = 1e-9


def without(model: Model, seconds: float = np.inf) -> tuple[float | None, ...]:
    """Return what every target reaches without the plan, in the unit of its level; in so many seconds at most.

    No decision is taken, every zone makes what it would make anyway (as much of it as can be supplied), and trade is
    as good for the target as it can be. None where no such state exists, or it was not found in the time.
    """
    ends = time.perf_counter() + seconds
    found = idle(model, seconds)
    if found is None:
        return (None,) * len(model.targets)
    return tuple(_furthest(model, i, found[0], ends) for i in range(len(model.targets)))


def reach(model: Model, i: int) -> float | None:
    """Return the level that no plan can pass while all other targets hold, from the linear relaxation.

    None where nothing limits it, or the other targets cannot be held.
    """
    return _furthest(model, i, {"row_low": _free(model, [i])})


def _free(model: Model, which: list[int]) -> Array:
    """Return lower bounds of rows with some targets freed."""
    low = model.program.row_low.copy()
    low[[model.targets[i].row for i in which]] = -np.inf
    return low


def idle(model: Model, seconds: float = np.inf) -> tuple[dict[str, Array], Array] | None:
    """Return bounds under which nothing is decided and what runs anyway runs, and how it runs (a solution)."""
    program, made, run = model.program, model.made, model.run
    high = program.high.copy()
    for block in (made.opened, made.expand, made.attract):
        high[block.index] = 0.0
    high[[r.short for r in model.targets]] = np.inf
    low = _free(model, list(range(len(model.targets))))
    for block in program.rows:
        if block.name in ("sources", "kept"):
            low[block.index] = -np.inf
    most = program.row_high.copy()
    rows = run.capacity.index
    most[rows] = np.minimum(most[rows], model.problem.market.made)
    price = model.problem.technology.price[model.problem.technology.output]
    cost = np.zeros(len(high))
    cost[run.make.index] = -price[:, None, None]
    found = Session(program).solve(high=high, row_low=low, row_high=most, cost=cost, seconds=seconds)
    if found is None:
        return None
    # capacity rows hold nothing but what is made where nothing opens or grows
    runs = (program.matrix @ found.x)[rows]
    low[rows] = runs - CLOSE * np.maximum(1.0, np.abs(runs))
    return {"high": high, "row_low": low, "row_high": most}, found.x


def _furthest(model: Model, i: int, bounds: dict[str, Array], ends: float = np.inf) -> float | None:
    """Return the best quotient of numerator and denominator within bounds, by Dinkelbach's method.

    Of `single`, the largest part is the shortfall at level 0, and the least is best.
    """
    row = model.targets[i]
    single = row.target.kind == "single"
    above = Sum(0.0, [np.array([row.short])], [-np.ones(1)]) if single else row.numerators[0]
    more: dict[str, Any] = dict(bounds)
    program = model.program
    if single:
        program = at_level(model, i, 0.0).program
        more["high"] = more.get("high", program.high).copy()
        more["high"][row.short] = np.inf
    session, level = Session(program), None
    cost = np.zeros(program.shape[1])
    for _ in range(ROUNDS):
        cost[:] = 0.0
        for part, weight in ((above, -1.0), (row.denominator, level or 0.0)):
            variables, coefficients = part.terms()
            np.add.at(cost, variables, weight * coefficients)
        left = max(0.0, ends - time.perf_counter())
        found = session.solve(cost=cost, seconds=left, **more) if left else None
        if found is None:
            return None
        below = row.denominator.value(found.x)
        if below <= 0:
            return level if level is None else abs(level)
        now = above.value(found.x) / below
        if level is not None and abs(now - level) <= CLOSE * max(1.0, abs(now)):
            break
        level = now
    return None if level is None else abs(level)
