"""A plan made again with or without a candidate: near the plan first, then anew."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.choose import openings_of, with_bounds
from hinterland.planning.solve.answer import gap_of
from hinterland.planning.solve.ladder import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer, Limits, Relaxed, Status, Step

NEAR = 0.5
"""Share of the time for a plan near the old one."""
PART = 0.01
"""Least part of an opening in the relaxation that makes its candidate worth a second look."""


def near(model: Model, plan: Array, candidate: int, relaxed: Relaxed | None) -> Model:
    """Return the model in which most openings are as they are in a plan.

    Free are the candidate, those that make the same product, and those that the relaxation takes in part: who could
    come in its place, or make way.
    """
    c, program = model.problem.candidates, model.program
    low, high = program.low.copy(), program.high.copy()
    free = c.product[c.site_candidate] == c.product[candidate]
    if relaxed is not None:
        x = relaxed.x[model.made.opened.index]
        free |= ((x > PART) & (x < 1 - PART)).any(axis=1)
    held = model.made.opened.index[~free].ravel()
    low[held] = high[held] = np.clip(np.round(plan[held]), low[held], high[held])
    return with_bounds(model, low=low, high=high)


def planned_again(
    model: Model,
    plan: Array,
    candidate: int,
    limits: Limits,
    *,
    relaxed: Relaxed | None,
    opening: int,
    bound: float,
    watch: Callable[[Step], None] | None,
) -> Answer:
    """Return the plan of a model in which a candidate is banned or forced.

    Parameters
    ----------
    model, candidate
        The model with it banned or forced.
    plan, relaxed
        The plan, and the relaxation, of the model as it was.
    limits
        Time for both attempts.
    opening
        Position of the opening to begin with, -1 for none.
    bound
        What any plan costs at least, as far as it is known: where the plan near the old one comes close enough to
        it, no other is looked for.
    watch
        Told of progress.
    """
    began = time.perf_counter()
    start: Array = plan.copy()
    start[openings_of(model, candidate)] = 0.0
    if opening >= 0:
        start[opening] = 1.0
    restricted = near(model, plan, candidate, relaxed).program
    first = solve(restricted, replace(limits, time=NEAR * limits.time), watch=watch, start=start)
    known = first.x
    if known is not None:
        first = replace(first, bound=bound, gap=gap_of(first.objective, bound))
        if first.gap <= limits.gap or first.status == "cancelled":
            return first
        start = known.copy()
    elif first.status == "cancelled":
        return replace(first, bound=bound)
    left = max(0.1, limits.time - (time.perf_counter() - began))
    found = solve(model.program, replace(limits, time=left), watch=watch, start=start)
    best = max(bound, found.bound)
    if known is not None and not found.objective <= first.objective:
        status: Status = "cancelled" if found.status == "cancelled" else "feasible"
        return replace(first, status=status, bound=best, gap=gap_of(first.objective, best))
    return replace(found, bound=best, gap=gap_of(found.objective, best))
