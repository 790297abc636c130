"""The ladder: bound by the linear relaxation, a plan, improvement while time remains."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.answer import Answer, Limits, Step, gap_of
from hinterland.planning.solve.highs import passed, relaxed_of
from hinterland.planning.solve.scale import scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Program


def solve(
    program: Program,
    limits: Limits | None = None,
    *,
    watch: Callable[[Step], None] | None = None,
    start: Array | None = None,
) -> Answer:
    """Return a plan and a bound.

    Parameters
    ----------
    program
        What is solved.
    limits
        Time and gap.
    watch
        Told of every step; may raise `Cancelled`.
    start
        Values of a plan to begin with, whole numbers of it at least; need not hold.
    """
    began = time.perf_counter()
    limits = limits or Limits()
    scaled = scale(program)
    model = passed(scaled.program, whole=False, threads=limits.threads, random_seed=limits.seed % 2**31)
    model.run()
    status = model.modelStatusToString(model.getModelStatus())
    if status != "Optimal":
        found = "infeasible" if "nfeasible" in status else "unknown"
        return Answer(found, None, np.inf, -np.inf, np.inf, np.inf, time.perf_counter() - began)
    relaxed = relaxed_of(model, scaled)
    if watch:
        watch(Step(time.perf_counter() - began, relaxed.objective, np.inf, "relaxation"))
    model = passed(
        scaled.program,
        time_limit=max(1.0, limits.time - (time.perf_counter() - began)),
        mip_rel_gap=limits.gap,
        threads=limits.threads,
        random_seed=limits.seed % 2**31,
    )
    model.run()
    info = model.getInfo()
    seconds = time.perf_counter() - began
    bound = max(relaxed.objective, info.mip_dual_bound * scaled.cost)
    if not np.isfinite(info.objective_function_value):
        status = model.modelStatusToString(model.getModelStatus())
        return Answer(
            "infeasible" if "nfeasible" in status else "unknown",
            None,
            np.inf,
            bound,
            np.inf,
            np.inf,
            seconds,
            relaxed,
        )
    x = np.asarray(model.getSolution().col_value) * scaled.column
    objective = float(program.cost @ x)
    gap = gap_of(objective, bound)
    found = "optimal" if gap <= limits.gap + 1e-9 else "feasible"
    return Answer(found, x, objective, bound, gap, program.violation(x), seconds, relaxed)
