"""By how much each target must miss: where it is favoured, and where all others are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.elastic.found import Miss
from hinterland.planning.model.extend import with_row
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.elastic.loosen import Loose
    from hinterland.planning.matrix import Array, Program
    from hinterland.planning.solve.time_budget import TimeBudget

    Best = Callable[[Array, Array], Array | None]
    """Costs and upper bounds of rows to the values of the best solution."""

NEAR = 1e-6
"""Share by which others that are favoured may be worse than at their best, so that rounding does not decide."""
HELD = 1e-6
"""Share of a level below which a shortfall is rounding."""
ROUNDS = 5
"""Most rounds of Dinkelbach's method; it needs two or three."""


def linear_misses(loose: Loose, clock: TimeBudget, seconds: float) -> tuple[Miss, ...]:
    """Return the ranges of linear relaxations, as far as `seconds` are enough."""
    program = _limited(loose)
    session = Session(program, seed=clock.limits.seed)
    until = clock.seconds + seconds

    def best(cost: Array, most: Array) -> Array | None:
        left = min(clock.left, until - clock.seconds)
        found = session.solve(cost=cost, row_high=most, seconds=left) if left > 0 else None
        return None if found is None else found.x

    found = []
    for k, i in enumerate(loose.targets.tolist()):
        clock.tell("elastic: range of each target")
        found.append(Miss(i, *_range(loose, program, k, best)))
    return tuple(found)


def whole_misses(loose: Loose, misses: Sequence[Miss], clock: TimeBudget) -> tuple[Miss, ...]:
    """Return the ranges with whole plants, where the time is enough; else those that are there."""
    program = _limited(loose)
    found = []
    for k, miss in enumerate(misses):
        parts = 3 * (len(misses) - k)

        def best(cost: Array, most: Array, parts: int = parts) -> Array | None:
            if clock.over:
                return None
            asked = replace(program, cost=cost, row_high=most)
            answer = clock.solve(asked, parts=parts, by="elastic: range of each target")
            return answer.x if answer.status == "optimal" else None

        low, high = _range(loose, program, k, best)
        known = low is not None and high is not None
        found.append(Miss(miss.target, low, high, whole=True) if known else miss)
    return tuple(found)


def _limited(loose: Loose) -> Program:
    """Return the loosened program whose limits hold, with a row a target: the shortfalls of all others together."""
    program = replace(loose.program, high=loose.bounds(limits=False, targets=True))
    for k in range(len(loose.targets)):
        cost = _others(loose, k)
        at = np.flatnonzero(cost)
        program = with_row(program, f"others.{k}", at, cost[at])
    return program


def _others(loose: Loose, k: int) -> Array:
    """Return the sum of shortfalls of all targets but one, each as a share of its level, as costs."""
    cost = np.zeros(len(loose.program.cost))
    cost[loose.shorts] = 1.0
    cost[loose.shorts[k]] = 0.0
    return cost


def _range(loose: Loose, program: Program, k: int, best: Best) -> tuple[float | None, float | None]:
    """Return the least shortfall of a target alone, and where the others are as good as they can be."""
    rest = _others(loose, k)
    least = _least(loose, program, k, best, program.row_high)
    if least is None or not rest.any():
        return least, least
    favoured = best(rest, program.row_high)
    if favoured is None:
        return least, None
    most = program.row_high.copy()
    row = len(most) - len(loose.targets) + k
    most[row] = float(rest @ favoured) * (1 + NEAR) + NEAR
    last = _least(loose, program, k, best, most)
    return least, None if last is None else max(least, last)


def _least(loose: Loose, program: Program, k: int, best: Best, most: Array) -> float | None:
    """Return the least shortfall of a target as a share of its level, None where none was found.

    The level counts times a denominator that the plan may decide, so the share is a quotient: Dinkelbach's method.
    """
    row = loose.model.targets[int(loose.targets[k])]
    variables, coefficients = row.denominator.terms()
    share: float | None = None
    for _ in range(ROUNDS):
        cost = np.zeros(len(program.cost))
        cost[loose.shorts[k]] = loose.wholes[k]
        np.add.at(cost, variables, -(share or 0.0) * abs(row.target.level) * coefficients)
        found = best(cost / loose.wholes[k], most)
        now = None if found is None else _share(loose, k, found)
        if now is None or (share is not None and now >= share - HELD):
            return share if now is None else now if share is None else min(share, now)
        share = now
        if not len(variables) or not share:
            break
    return share


def _share(loose: Loose, k: int, x: Array) -> float:
    """Return the shortfall of a target as a share of its level, 0 where it is rounding."""
    share = float(loose.shares(x)[k])
    return share if share > HELD else 0.0
