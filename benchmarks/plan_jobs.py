"""The measured pieces of work on plans, and plain HiGHS beside them; run by child.py. Problems come from plans.py."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import plans

if TYPE_CHECKING:
    from hinterland.planning.model.build import Model
    from hinterland.planning.problem import Problem

SIZES = {
    "tiny": (8, 5, 24, 3),
    "small": (60, 10, 300, 5),
    "middle": (150, 20, 1000, 5),
    "large": (300, 20, 3000, 5),
    "huge": (300, 20, 10000, 5),
}
"""Products, parks, candidates, years."""


def _made(size: str, tight: str, seed: str) -> tuple[Problem, Model, float]:
    """Return a problem, its program, and the seconds that building took."""
    from hinterland.planning.model.build import build

    products, parks, candidates, years = SIZES[size]
    problem = plans.generate(products, parks, candidates, years, int(seed), tight=tight == "tight")
    began = time.perf_counter()
    return problem, build(problem), time.perf_counter() - began


def plan(size: str, tight: str, seed: str, seconds: str, gap: str) -> dict[str, Any]:
    """Find a plan by the ladder, with as many threads as there are cores."""
    from hinterland.planning.solve.answer import Limits
    from hinterland.planning.solve.ladder import solve

    problem, model, built = _made(size, tight, seed)
    began, cpu = time.perf_counter(), time.process_time()
    found = solve(model.program, Limits(gap=float(gap), time=float(seconds)))
    took = {"study_seconds": time.perf_counter() - began, "study_cpu_seconds": time.process_time() - cpu}
    firsts = [s.seconds for s in found.steps if np.isfinite(s.best)]
    shares = used(problem, model, found.x) if found.x is not None else {}
    return took | {
        "build_seconds": built,
        "rows": model.program.shape[0],
        "variables": model.program.shape[1],
        "status": found.status,
        "gap": found.gap if np.isfinite(found.gap) else None,
        "first_plan_seconds": firsts[0] if firsts else None,
        "violation": found.violation if found.x is not None else None,
        **shares,
    }


def used(problem: Problem, model: Model, x: np.ndarray) -> dict[str, float]:
    """Return the shares of all land, labour and money that a plan uses until the last year."""
    c, space = problem.candidates, problem.space
    opened = x[model.made.opened.index].sum(axis=1)
    of = c.site_candidate
    return {
        "land": float(opened @ c.land[of] / space.land[:, -1].sum()),
        "labour": float((opened @ c.jobs[of]).sum() / space.labour[:, :, -1].sum()),
        "money": float(opened @ c.ask[of] / problem.money.budget.sum()),
    }


def peer_highs(size: str, tight: str, seed: str, seconds: str, gap: str) -> dict[str, Any]:
    """Give the same program to HiGHS as it is, unscaled, for the same time."""
    import highspy

    _, model, _ = _made(size, tight, seed)
    p = model.program
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = p.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = p.cost, p.low, p.high
    lp.row_lower_, lp.row_upper_ = p.row_low, p.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = p.matrix.indptr, p.matrix.indices
    lp.a_matrix_.value_ = p.matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[int(i)] for i in p.integer]
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("time_limit", float(seconds)), ("mip_rel_gap", float(gap))):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    began, cpu = time.perf_counter(), time.process_time()
    solver.run()
    info = solver.getInfo()
    return {
        "study_seconds": time.perf_counter() - began,
        "study_cpu_seconds": time.process_time() - cpu,
        "gap": info.mip_gap if np.isfinite(info.mip_gap) else None,
        "nodes": int(info.mip_node_count),
    }


JOBS = {"plan": plan, "plan_highs": peer_highs}
