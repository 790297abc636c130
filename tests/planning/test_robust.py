"""Plans for several ways the years may go: by hand, and against plans made for chosen scenarios."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from onepart import one_part
from problems import drawn

from hinterland.errors import Cancelled, Refused
from hinterland.planning.model.build import build
from hinterland.planning.model.standing import stands
from hinterland.planning.robust import Scenario, assess, build_robust, changed, misses, start_of, usual
from hinterland.planning.solve.answer import Limits, Step
from hinterland.planning.solve.ladder import solve
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.problem import Problem
    from hinterland.planning.solve.answer import Answer

EXACT = Limits(gap=1e-7, time=20, threads=1)


def case(name: str, probability: float = 1.0, *, products: int = 1, **more: Any) -> Scenario:
    """Return a scenario that differs from what is expected in what is given."""
    plain = np.ones(products)
    fields: dict[str, Any] = {"demand": plain, "national": 1.0, "supply": plain, "kind": "demand"} | more
    return Scenario(name=name, label=Said(name, name), probability=probability, **fields)


def planned(problem: Problem, scenarios: Sequence[Scenario], share: float = 1.0) -> Answer:
    return solve(build_robust(problem, scenarios, share).model.program, EXACT)


HALVES = (case("low", 0.5, national=0.5), case("high", 0.5, national=2.0))


@pytest.mark.parametrize(("share", "cost"), [(1.0, 250), (0.6, 250), (0.5, 100), (0.0, 0)])
def test_targets_hold_in_as_many_scenarios_as_asked_for(share: float, cost: float) -> None:
    # 10 percent of 50 or of 200: one candidate of 10 is enough in the first, two are in the second
    answer = planned(one_part(), HALVES, share)
    assert answer.objective == pytest.approx(cost)


def test_one_expected_scenario_is_the_problem_itself() -> None:
    problem = drawn(2, parts=3, candidates=8, tight=0.8)
    alone = solve(build(problem).program, EXACT)
    robust = planned(problem, [case("expected", products=4)])
    assert robust.objective == pytest.approx(alone.objective, rel=1e-6)


def test_a_plan_for_all_scenarios_costs_what_one_for_the_worst_alone_costs() -> None:
    problem = one_part(capacity=(10, 10, 10), ask=(100, 150, 130))
    worst = replace(HALVES[1], probability=1.0)
    assert planned(problem, HALVES).objective == pytest.approx(planned(problem, [worst]).objective)
    assert planned(problem, HALVES).objective == pytest.approx(
        solve(build(changed(problem, worst)).program, EXACT).objective
    )


@pytest.mark.parametrize("seed", [5, 7])
def test_giving_up_scenarios_is_the_cheapest_choice_of_those_that_may_be(seed: int) -> None:
    problem = drawn(seed, parts=4, candidates=10, tight=0.8)
    scenarios = usual(problem, failures=1)
    held: dict[tuple[int, ...], float] = {}
    for size in range(len(scenarios) + 1):
        for chosen in itertools.combinations(range(len(scenarios)), size):
            total = sum(scenarios[k].probability for k in chosen)
            kept = [replace(scenarios[k], probability=scenarios[k].probability / total) for k in chosen]
            if total >= 0.6 - 1e-9:
                held[chosen] = planned(problem, kept).objective
    before = math.inf
    for share in (0.8, 0.6):
        may = [
            cost
            for chosen, cost in held.items()
            if sum(scenarios[k].probability for k in chosen) >= share - 1e-9
        ]
        cost = planned(problem, scenarios, share).objective
        assert cost == pytest.approx(min(may), rel=1e-6)
        assert cost <= before * (1 + 1e-7)
        before = cost


def test_decisions_stand_where_they_stand_in_the_problem_alone() -> None:
    problem = drawn(1, candidates=8, parts=4)
    model, robust = build(problem).made, build_robust(problem, usual(problem)).model.made
    for block in ("opened", "expand", "attract"):
        assert (getattr(model, block).index == getattr(robust, block).index).all()


def test_a_plan_is_assessed_with_its_decisions_as_they_are() -> None:
    problem = one_part()
    plan = solve(build(problem).program, EXACT)
    low, high = assess(problem, plan.x, HALVES)
    assert low.holds
    assert low.cost == pytest.approx(100)
    assert low.outcomes[0].value >= 0.1 - 1e-9
    assert not high.holds
    assert math.isnan(high.cost)
    assert high.outcomes[0].value == pytest.approx(0.05)
    assert high.outcomes[0].shortfall == pytest.approx(10)
    assert high.outcomes[0].relative == pytest.approx(0.5)


def test_what_the_robust_plan_holds_it_holds_when_assessed() -> None:
    problem = drawn(3, parts=4, candidates=10, tight=0.8)
    scenarios = usual(problem, failures=1)
    robust = build_robust(problem, scenarios, 0.7)
    answer = solve(robust.model.program, EXACT)
    assert answer.x is not None
    fares = assess(problem, answer.x, scenarios)
    for fare, given_up in zip(fares, misses(robust, answer.x), strict=True):
        assert fare.holds or given_up
        assert fare.holds == math.isfinite(fare.cost)


def test_a_plan_is_a_start_that_gives_up_where_it_does_not_hold() -> None:
    problem = one_part()
    plan = solve(build(problem).program, EXACT)
    assert plan.x is not None
    robust = build_robust(problem, HALVES, 0.5)
    held = [a.holds for a in assess(problem, plan.x, HALVES)]
    start = start_of(robust, plan.x, held)
    assert misses(robust, start) == (False, True)
    opened = robust.model.made.opened.index
    assert start[opened].sum() == 1
    # where nothing may be given up, the start is none the less within its bounds
    strict = build_robust(problem, HALVES, 1.0)
    assert misses(strict, start_of(strict, plan.x, held)) == (False, False)


def test_a_failed_plant_makes_nothing_and_a_failed_candidate_comes_to_nothing() -> None:
    problem = one_part(standing=(4, 8))
    plan = solve(build(problem).program, EXACT)
    assert plan.objective == 0  # 12 stand, 10 are needed
    scenarios = [
        case("plant", 0.5, kind="failure", plants=(1,)),
        case("both", 0.5, kind="failure", plants=(1,), candidates=(0,)),
    ]
    assert [a.outcomes[0].shortfall for a in assess(problem, plan.x, scenarios)] == pytest.approx([6, 6])
    assert planned(problem, [replace(scenarios[0], probability=1.0)]).objective == pytest.approx(100)
    assert planned(problem, [replace(scenarios[1], probability=1.0)]).objective == pytest.approx(150)


def test_unknown_plants_share_what_the_zone_has_beyond_the_known_ones() -> None:
    problem = one_part(standing=(4, math.nan, math.nan), base=np.full((1, 1, 1), 10.0))
    assert stands(problem).ravel().tolist() == [4, 3, 3]
    there = changed(problem, case("gone", kind="failure", plants=(1,)))
    assert there.market.base.item() == 7


def test_users_who_get_nothing_when_supply_is_cut_are_told_of_and_priced() -> None:
    problem = one_part(demand=np.full((1, 1, 1), 25.0), level=0.0)
    plan = solve(build(problem).program, EXACT)
    assert plan.objective == 0  # all 25 are bought outside
    cut = case("cut", kind="failure", supply=np.zeros(1))
    (fare,) = assess(problem, plan.x, [cut])
    assert fare.holds
    assert fare.unmet == pytest.approx(25 * 3)
    assert fare.cost == pytest.approx(75)
    assert fare.public == 0
    dear = replace(problem, technology=replace(problem.technology, price=np.array([1000.0])))
    # each candidate serves ten of them for less than they are worth
    assert planned(dear, [cut]).objective == pytest.approx(100 + 150 + 5 * 1000)


def test_existing_plants_do_not_stand_idle_so_that_a_share_looks_better() -> None:
    problem = drawn(2, parts=4, candidates=10, tight=0.8)
    plan = solve(build(problem).program, EXACT)
    assert plan.x is not None
    fares = assess(problem, plan.x, usual(problem))
    assert all(a.idle == pytest.approx(0, abs=1) for a in fares)


def test_usual_scenarios_name_the_largest_plants_and_add_up() -> None:
    problem = one_part(standing=(4, 8, 0))
    found = usual(problem, failures=3, called=lambda name: Said(name.upper(), f"“{name}”"))
    assert [s.name for s in found] == ["expected", "low", "high", "without p1", "without p0"]
    assert sum(s.probability for s in found) == pytest.approx(1)
    assert found[0].plain
    assert not found[1].plain
    assert found[3].label == Said("P1 fails", "“p1” 停产")
    assert found[1].label.en == "demand 15% lower"


def test_all_faults_of_scenarios_are_told_at_once_in_both_languages() -> None:
    bad = [
        case("a", -0.5, demand=np.array([-1.0])),
        case("a", math.nan, plants=(7,), supply=np.ones(3)),
    ]
    with pytest.raises(Refused) as refused:
        build_robust(one_part(), bad)
    for word in (
        "two scenarios are named a",
        "probability",
        "at least 0",
        "no plant 7",
        "each of 1 products",
    ):
        assert word in refused.value.en
    assert "概率" in refused.value.zh
    with pytest.raises(Refused, match="1 to 16"):
        build_robust(one_part(), [])
    with pytest.raises(Refused, match=r"add up to 0\.5"):
        build_robust(one_part(), [case("a", 0.5)])
    with pytest.raises(Refused, match="from 0 to 1"):
        build_robust(one_part(), [case("a")], 1.5)


def test_a_cancelled_assessment_returns_the_scenarios_done() -> None:
    problem = one_part()
    plan = solve(build(problem).program, EXACT)

    def stop(step: Step) -> None:
        if "high" in step.by:
            raise Cancelled

    assert [a.scenario.name for a in assess(problem, plan.x, HALVES, watch=stop)] == ["low"]


def test_a_soft_target_that_falls_short_is_priced_by_probability() -> None:
    problem = one_part(capacity=(10,), ask=(100,))
    soft = replace(problem.targets[0], hard=False, penalty=20.0)
    problem = replace(problem, targets=(soft,))
    # expected 5 and 20 units: without the candidate 0.5 x 5 x 20 + 0.5 x 20 x 20 = 250, with it 100 + 0.5 x 10 x 20
    assert planned(problem, HALVES).objective == pytest.approx(200)


def test_buyers_hold_on_to_less_outside_where_what_they_make_is_wanted_less() -> None:
    problem = drawn(1, parts=4)
    far = np.ones_like(problem.market.far)
    problem = replace(problem, market=replace(problem.market, far=far, inertia=0.2))
    demand = np.array([0.5, 1.0, 1.2, 1.0, 1.0])
    assert changed(problem, case("less", demand=demand, products=5)).market.far.max() == 0.5
    gone = case("gone", kind="failure", plants=(0,), products=5)
    assert changed(problem, gone).market.far.max() == 0
