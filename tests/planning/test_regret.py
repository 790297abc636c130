"""What it would have cost to know, and what it costs to wait."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from onepart import one_part
from problems import drawn
from test_robust import EXACT, HALVES, case

from hinterland.errors import Cancelled
from hinterland.planning.model.build import build
from hinterland.planning.robust import assess, build_robust, carried, perfect, regrets, usual, waiting
from hinterland.planning.solve.ladder import solve

if TYPE_CHECKING:
    from hinterland.planning.solve.answer import Step


def test_regret_is_what_a_plan_for_the_scenario_alone_would_have_saved() -> None:
    problem = one_part()
    answer = solve(build_robust(problem, HALVES).model.program, EXACT)
    assert answer.x is not None
    low, high = regrets(problem, assess(problem, answer.x, HALVES), EXACT, start=answer.x)
    assert (low.cost_if_known, low.regret) == pytest.approx((100, 150))
    assert (high.cost_if_known, high.regret) == pytest.approx((250, 0))
    assert perfect([low, high]) == pytest.approx(75)
    assert low.low <= low.regret <= low.high + 1e-6


def test_regrets_of_another_plan_use_what_is_known_of_each_scenario() -> None:
    problem = one_part()
    cheap = solve(build_robust(problem, HALVES, 0.5).model.program, EXACT)
    dear = solve(build_robust(problem, HALVES).model.program, EXACT)
    assert cheap.x is not None
    assert dear.x is not None
    known = regrets(problem, assess(problem, cheap.x, HALVES), EXACT)
    fares = assess(problem, dear.x, HALVES)
    for a, b in zip(carried(known, fares), regrets(problem, fares, EXACT), strict=True):
        assert (a.cost_if_known, a.regret) == pytest.approx((b.cost_if_known, b.regret))
    assert len(carried(known[:1], fares)) == 1


def test_the_ends_of_a_forecast_are_scenarios_of_their_own() -> None:
    found = usual(one_part(), failures=0, national=(0.5, 2.0))
    assert [s.national for s in found] == [1.0, 0.5, 2.0, 1.0, 1.0]
    assert math.fsum(s.probability for s in found) == pytest.approx(1.0)
    assert all((s.demand == 1).all() for s in found[:3])


def test_there_is_no_regret_where_the_plan_does_not_hold_or_nobody_could() -> None:
    problem = one_part()
    plan = solve(build(problem).program, EXACT)
    assert plan.x is not None
    scenarios = [*HALVES[1:], case("beyond", 0.5, national=10.0)]
    held, beyond = regrets(problem, assess(problem, plan.x, scenarios), EXACT)
    assert held.cost_if_known == pytest.approx(250)
    assert math.isnan(held.regret)
    assert beyond.cost_if_known == math.inf
    assert math.isnan(perfect([held, beyond]))


@pytest.mark.parametrize("seed", [4])
def test_regret_is_never_negative_and_knowing_never_harms(seed: int) -> None:
    problem = drawn(seed, parts=4, candidates=10, tight=0.8)
    scenarios = usual(problem, failures=1)
    robust = build_robust(problem, scenarios, 0.6)
    answer = solve(robust.model.program, EXACT)
    assert answer.x is not None
    found = regrets(problem, assess(problem, answer.x, scenarios), EXACT, start=answer.x)
    assert any(math.isfinite(r.regret) for r in found)
    assert all(r.regret >= 0 for r in found if math.isfinite(r.regret))
    assert perfect(found) >= 0


def test_a_cancelled_search_for_regret_returns_what_is_done() -> None:
    problem = one_part()
    plan = solve(build(problem).program, EXACT)
    assert plan.x is not None
    fares = assess(problem, plan.x, HALVES)

    def stop(step: Step) -> None:
        if "high" in step.by:
            raise Cancelled

    assert [r.scenario.name for r in regrets(problem, fares, EXACT, watch=stop)] == ["low"]


def test_waiting_saves_the_interest_where_there_is_time() -> None:
    # two years: what is asked is the same a year later, and weighs a twentieth less
    model = build(one_part(years=3))
    now = solve(model.program, EXACT)
    assert now.objective == pytest.approx(100 / 1.05**2)  # nobody decides before it must
    found = waiting(model, now, EXACT)
    assert found.difference == pytest.approx(0, abs=1e-6)
    assert "2022" in found.note.en


def test_waiting_is_impossible_where_plants_take_as_long_as_there_is() -> None:
    model = build(one_part(years=3, lead=2))
    now = solve(model.program, EXACT)
    assert now.objective == pytest.approx(100)
    found = waiting(model, now, EXACT)
    assert found.status == "infeasible"
    assert found.cost_later == found.difference == found.low == math.inf


def test_waiting_to_know_pays_what_is_not_built_for_nothing() -> None:
    problem = one_part(years=3, lead=1)
    model = build(problem)
    robust = build_robust(problem, HALVES)
    answer = solve(robust.model.program, EXACT)
    assert answer.objective == pytest.approx(250 / 1.05)
    found = waiting(model, solve(model.program, EXACT), EXACT, robust=(robust, answer))
    assert found.expected_later == pytest.approx((100 + 250) / 2 / 1.05)
    assert found.value == pytest.approx(75 / 1.05)
    assert "情景" in found.note.zh
