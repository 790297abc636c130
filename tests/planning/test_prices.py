"""Prices of promises: of the policy, of running the plan, of a step."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from problems import asked, drawn, tiny, with_targets

from hinterland.errors import Cancelled
from hinterland.planning.model.build import build
from hinterland.planning.model.level import at_level
from hinterland.planning.prices import prices, reach, without
from hinterland.planning.prices.three import NO_RUN, STOPPED, TOO_MUCH, WITHIN, priced
from hinterland.planning.solve.answer import Answer, Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from hinterland.planning.model.build import Model
    from hinterland.planning.prices import Price
    from hinterland.planning.solve.answer import Step

EXACT = Limits(gap=1e-6, time=300.0, threads=1)
"""100 cars take 100 cells, 20 are made: small (30 cells, 40 CNY), big (60 cells, 120 CNY)."""
KINDS = [
    asked("output", 120.0),
    asked("share", 0.1, national=1000.0),
    asked("share", 0.1, national=1000.0, own=True),
    asked("revenue", 120.0),
    asked("sourced", 0.5),
    asked("capacity", 0.5),
    asked("available", 0.5, suppliers=2),
    asked("content", 0.7),
    asked("jobs", 10.0),
    asked("firms", 1.0),
    asked("single", 0.6),
]


def of_tiny(level: float) -> tuple[Model, Price]:
    """Return the prices of cells bought near at a level."""
    model = build(tiny(asked("sourced", level)))
    answer = solve(model.program, EXACT)
    (found,) = prices(model, answer, EXACT)
    return model, found


@pytest.mark.parametrize("target", KINDS, ids=lambda t: f"{t.kind}{'-own' if t.own else ''}")
def test_a_target_at_another_level_is_the_program_built_from_that_level(target):
    before = build(tiny(asked("jobs", 0.0), target))
    level = 0.5 * target.level
    moved = at_level(before, 1, level)
    fresh = build(tiny(asked("jobs", 0.0), replace(target, level=level)))
    assert abs(moved.program.matrix - fresh.program.matrix).max() < 1e-12
    assert np.array_equal(moved.program.row_low, fresh.program.row_low)
    assert np.array_equal(moved.program.row_high, fresh.program.row_high)
    assert moved.targets[1].target == fresh.targets[1].target
    assert before.targets[1].target.level == target.level


def test_the_relaxation_prices_a_target_at_the_cheapest_part_of_a_plant():
    _, found = of_tiny(0.4)  # 20 cells more, of 40/30 CNY each; one unit of level is 100 cells
    assert found.relaxation.value == pytest.approx(100 * 40 / 30)
    _, found = of_tiny(0.7)  # small is full
    assert found.relaxation.value == pytest.approx(100 * 120 / 60)


def test_a_plan_with_room_runs_a_little_more_for_nothing():
    _, found = of_tiny(0.4)
    assert found.fixed.value == 0.0


def test_a_full_plan_has_no_price_of_running_it_and_says_so():
    _, found = of_tiny(0.5)
    assert found.fixed.value is None
    assert found.fixed.why == NO_RUN


def test_a_step_up_pays_for_the_next_plant_a_unit_of_level():
    _, found = of_tiny(0.5)
    assert found.up.value == pytest.approx((120 - 40) / 0.005)
    assert found.up.step == pytest.approx(0.005)
    assert found.up.low == pytest.approx(found.up.value, rel=1e-4)
    assert found.down.value == pytest.approx(0.0, abs=1e-6)


def test_a_step_down_saves_the_plant_that_is_needed_no_longer():
    _, found = of_tiny(0.2015)
    assert found.down.value == pytest.approx(40 / 0.002015)
    assert found.up.value == pytest.approx(0.0, abs=1e-6)


def test_one_percent_more_than_everything_has_no_price_and_says_so():
    _, found = of_tiny(1.0)
    assert found.up.value is None
    assert found.up.why == TOO_MUCH
    assert found.down.value is not None


def test_the_price_of_a_most_is_that_of_a_lower_one():
    model = build(tiny(asked("single", 0.45)))
    answer = solve(model.program, EXACT)
    (found,) = prices(model, answer, EXACT)
    h = 1e-4
    easy, hard = (Session(at_level(model, 0, 0.45 + d).program).solve() for d in (h, -h))
    assert easy is not None
    assert hard is not None
    assert found.relaxation.value == pytest.approx((hard.objective - easy.objective) / (2 * h), rel=1e-3)
    assert found.relaxation.value > 0


def test_without_a_plan_no_target_has_a_price_but_a_reason():
    model = build(tiny(asked("sourced", 1.2)))
    (found,) = prices(model, solve(model.program, EXACT), EXACT)
    for value in (found.relaxation, found.fixed, found.up, found.down):
        assert value.value is None
        assert value.why is not None


def test_who_cancels_gets_the_prices_that_are_there():
    def watch(step: Step) -> None:
        if "step" in step.by:
            raise Cancelled

    model = build(drawn(0))
    answer = solve(model.program, EXACT)
    first, second = prices(model, answer, EXACT, watch=watch)
    assert first.relaxation.value is not None
    assert second.up.value is None
    assert second.up.why == STOPPED


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), i=st.integers(0, 1), part=st.floats(0.6, 1.1))
def test_the_relaxation_price_is_the_slope_of_the_relaxation(seed, i, part):
    model = build(drawn(seed, parts=3, candidates=6, years=2))
    level = part * model.targets[i].target.level
    model = at_level(model, i, level)
    relaxed = Session(model.program).solve()
    assume(relaxed is not None)
    answer = Answer("feasible", relaxed.x, relaxed.objective, relaxed.objective, 0.0, 0.0, 0.0, relaxed)
    found = prices(model, answer, replace(EXACT, time=0.0), which=[i])[0].relaxation.value
    h = 1e-4 * level
    low, high = (Session(at_level(model, i, level + d).program).solve() for d in (-h, h))
    assume(low is not None and high is not None)
    left, right = (relaxed.objective - low.objective) / h, (high.objective - relaxed.objective) / h
    scale = max(1e-9, abs(left), abs(right))
    room = 1e-3 * scale + 1e-6 * abs(relaxed.objective) / level
    assert left - room <= found <= right + room  # equal where the basis does not change


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_the_true_price_of_a_step_is_between_low_and_high(seed):
    model = build(drawn(seed, parts=4, candidates=8))
    model = at_level(model, 0, 0.8 * model.targets[0].target.level)
    rough = solve(model.program, replace(EXACT, gap=0.1))
    (found,) = prices(model, rough, replace(EXACT, gap=0.1), which=[0])
    best = solve(model.program, EXACT).objective
    level = model.targets[0].target.level
    for value, sign in ((found.up, 1), (found.down, -1)):
        other = solve(at_level(model, 0, level + sign * value.step).program, EXACT)
        if other.x is None:
            assert value.value is None
            continue
        true = sign * (other.objective - best) / value.step
        room = 1e-5 * best / value.step
        assert value.low - room <= true <= value.high + room
        assert (value.why == WITHIN) == value.within_gap


def test_a_step_that_the_gap_hides_says_so():
    plan = Answer("feasible", np.zeros(1), 100.0, 98.0, 0.02, 0.0, 0.0)
    more = Answer("feasible", np.zeros(1), 101.0, 99.0, 0.02, 0.0, 0.0)
    found = priced(plan, more, 0.5)
    assert (found.value, found.low, found.high) == (2.0, 0.0, 6.0)
    assert found.within_gap
    assert found.why == WITHIN


def test_a_plan_for_more_that_is_cheaper_counts_for_less_as_well():
    plan = Answer("feasible", np.zeros(1), 100.0, 90.0, 0.1, 0.0, 0.0)
    more = Answer("feasible", np.zeros(1), 95.0, 93.0, 0.02, 0.0, 0.0)
    assert priced(plan, more, 1.0).value == 0.0
    missing = Answer("unknown", None, math.inf, 104.0, math.inf, math.inf, 0.0)
    found = priced(plan, missing, 2.0)
    assert found.value is None
    assert (found.low, found.high) == (2.0, None)


def test_without_a_plan_a_target_reaches_what_runs_anyway():
    found = without(build(tiny(*(replace(t, name=f"{k}") for k, t in enumerate(KINDS)))))
    expected = [100, 0.1, 0.1, 100, 0.2, 0.2, 0, None, 0, 0, 1.0]
    for value, wanted in zip(found, expected, strict=True):
        if wanted is not None:
            assert value == pytest.approx(wanted, abs=1e-6)


def test_what_is_reached_at_most_is_where_the_relaxation_ends():
    model = build(tiny(asked("sourced", 0.5), asked("single", 0.9)))
    assert reach(model, 0) == pytest.approx(1.0)
    lowest = reach(model, 1)
    assert lowest is not None
    assert Session(at_level(model, 1, lowest + 1e-5).program).solve() is not None
    assert Session(at_level(model, 1, lowest - 1e-3).program).solve() is None


def test_what_cannot_even_run_has_no_value_without_a_plan():
    problem = with_targets(tiny(), asked("sourced", 0.5))
    lacking = replace(problem, market=replace(problem.market, demand=np.full((2, 2, 2), 1e3)))
    none = replace(lacking, market=replace(lacking.market, supply=np.zeros((2, 2))))
    assert without(build(none)) == (None,)
