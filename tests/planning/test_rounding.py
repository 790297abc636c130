"""What is told of a plan is true to the digit: rounding turns none down, a least is one, the nearest plan runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from problems import drawn, with_targets
from readings import impossible

from hinterland.case import load
from hinterland.planning.case import Options, read
from hinterland.planning.elastic import RELAXABLE, elastic
from hinterland.planning.elastic.loosen import loosen
from hinterland.planning.elastic.misses import linear_misses
from hinterland.planning.model.build import build
from hinterland.planning.outcomes import operated, second
from hinterland.planning.prices import reach
from hinterland.planning.robust import assess, build_robust, start_of, usual
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.time_budget import TimeBudget

CASE = Path(__file__).resolve().parents[2] / "examples" / "plan-tutorial"
EXACT = Limits(gap=1e-6, time=60.0, threads=1)


def test_a_plan_that_holds_in_enough_scenarios_is_found_though_some_yuan_are_lacking_by_rounding() -> None:
    problem = read(load(CASE), Options(as_of="2022-01-15")).problem
    plan = solve(build(problem).program, EXACT)
    assert plan.x is not None
    scenarios = usual(problem, failures=1)
    held = [a.holds for a in assess(problem, plan.x, scenarios, EXACT)]
    share = sum(s.probability for s, yes in zip(scenarios, held, strict=True) if yes)
    assert 0.5 < share < 1.0
    two = build_robust(problem, scenarios, share)
    found = solve(two.model.program, EXACT, start=start_of(two, plan.x, held))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(plan.objective)
    assert found.violation < 1e-6


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_what_a_target_misses_at_least_is_what_the_relaxation_falls_short_of_it(seed: int) -> None:
    problem = drawn(seed)
    near = replace(problem.targets[1], level=2.0)  # more than everything, whose value the plan decides, too
    model = build(with_targets(problem, near))
    most = reach(model, 0)
    assert most is not None
    (miss,) = linear_misses(loosen(model, RELAXABLE), TimeBudget(EXACT), 60.0)
    assert miss.least == pytest.approx(1 - most / near.level, rel=1e-5)
    assert miss.most == miss.least


def test_the_plan_that_comes_nearest_runs_as_far_as_it_can_and_misses_no_more() -> None:
    model = build(impossible(drawn(1)))
    loose = elastic(model, EXACT, mixtures=("targets",)).mixtures[0]
    assert loose.x is not None
    run = operated(model, loose.x)
    assert second(model) @ run < second(model) @ loose.x
    assert model.cost(run)["public"] == pytest.approx(model.cost(loose.x)["public"])
    for row in model.targets:
        assert row.value(run) >= row.value(loose.x) * (1 - 1e-5)
    assert np.array_equal(run[model.made.opened.index], loose.x[model.made.opened.index])
