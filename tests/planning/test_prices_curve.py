"""Public cost against levels: curves of one target, fronts of two, and what they say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import asked, drawn, tiny

from hinterland.errors import Cancelled
from hinterland.planning.model.build import build
from hinterland.planning.model.level import at_level
from hinterland.planning.prices import Curve, Point, curve, pareto, words
from hinterland.planning.prices.grid import below, monotone, order
from hinterland.planning.prices.levels import levels, rounded
from hinterland.planning.prices.pareto import marked
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.result import Said

EXACT = Limits(gap=1e-6, time=300.0, threads=1)
NEAR = Said("nearby supply", "就近配套")


def test_a_curve_costs_what_the_next_plants_cost_until_there_are_none():
    model = build(tiny(asked("sourced", 0.5)))
    found = curve(model, 0, EXACT, levels=[1.1, 0.2, 0.3, 0.5, 0.6, 0.8, 1.0])
    assert [p.level for p in found.points] == [0.2, 0.3, 0.5, 0.6, 0.8, 1.0, 1.1]
    assert [p.public for p in found.points[:-1]] == pytest.approx([0, 40, 40, 120, 120, 160])
    assert [p.status for p in found.points] == ["optimal"] * 6 + ["infeasible"]
    assert found.points[-1].public is None
    assert found.points[-1].bound is None


def test_a_curve_of_its_own_goes_from_what_is_there_to_what_cannot_be_passed():
    model = build(tiny(asked("sourced", 0.5)))
    answer = solve(model.program, EXACT)
    found = curve(model, 0, EXACT, answer=answer)
    assert found.without == pytest.approx(0.2)
    assert found.points[0].level == pytest.approx(0.2)
    assert found.points[-1].level == pytest.approx(1.0)
    assert 7 <= len(found.points) <= 12
    (own,) = [p for p in found.points if p.level == 0.5]
    assert own.x is answer.x


def test_a_curve_of_a_most_goes_down():
    model = build(tiny(asked("single", 0.5)))
    found = curve(model, 0, EXACT, points=5)
    every = [p.level for p in found.points]
    assert every == sorted(every, reverse=True)
    assert every[0] == pytest.approx(1.0)
    costs = [p.cost for p in found.points if p.cost is not None]
    assert costs == sorted(costs)
    assert found.points[-1].status == "infeasible" or every[-1] == pytest.approx(1 / 3, abs=0.01)


@pytest.mark.parametrize("seed", [0, 3])
def test_points_of_a_curve_are_what_planning_at_their_level_finds(seed):
    model = build(drawn(seed, parts=3, candidates=7, years=2))
    found = curve(model, 0, EXACT, points=5)
    for p in found.points:
        alone = solve(at_level(model, 0, p.level).program, EXACT)
        assert (p.cost is None) == (alone.x is None)
        if p.cost is not None:
            assert p.cost == pytest.approx(alone.objective, rel=1e-5, abs=1.0)


def test_a_cancelled_curve_has_the_points_that_were_found():
    seen = []

    def watch(step):
        seen.append(step)
        if len({s.by.split(":")[0] for s in seen}) > 2:
            raise Cancelled

    model = build(tiny(asked("sourced", 0.5)))
    found = curve(model, 0, EXACT, levels=[0.2, 0.5, 0.6, 0.8], watch=watch)
    assert len(found.points) == 4
    assert "cancelled" in {p.status for p in found.points}
    assert found.points[1].cost == pytest.approx(40.0)


def test_a_stretch_between_levels_of_one_cost_is_not_searched():
    seen = []
    model = build(tiny(asked("sourced", 0.5)))
    curve(model, 0, EXACT, levels=[0.25, 0.3, 0.35, 0.4, 0.45, 0.5], watch=lambda s: seen.append(s.by))
    assert {by.split(":")[0] for by in seen} == {"sourced 0.5", "sourced 0.25"}


def test_the_front_of_two_targets_is_the_cheapest_plan_at_each_pair():
    model = build(tiny(asked("output", 150.0), asked("sourced", 0.5)))
    found = pareto(model, 0, 1, EXACT, levels=([100.0, 150.0, 200.0], [0.2, 0.5]))
    costs = {(c.level_a, c.level_b): c.public for c in found.cells}
    assert costs[100.0, 0.2] == pytest.approx(0.0)
    assert costs[100.0, 0.5] == pytest.approx(40.0)
    assert costs[150.0, 0.2] == pytest.approx(240.0)  # cars 200, and 10 cells more: small
    assert costs[150.0, 0.5] == pytest.approx(320.0)  # 55 cells more: big
    assert costs[200.0, 0.2] is None
    assert costs[200.0, 0.5] is None
    assert [c.front for c in found.cells] == [True] * 4 + [False] * 2


def test_of_pairs_at_the_same_cost_only_the_strictest_is_on_the_front():
    model = build(tiny(asked("output", 100.0), asked("sourced", 0.5)))
    found = pareto(model, 0, 1, EXACT, levels=([90.0, 100.0], [0.3, 0.5]))
    assert [c.front for c in found.cells] == [False, False, False, True]


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 9)), st.integers(-5, 5)), min_size=6, max_size=6)
)
def test_costs_and_bounds_of_a_grid_never_fall_and_stay_in_order(values):
    keys = [(i, j) for i in range(2) for j in range(3)]
    grid = {
        k: Point(
            0.0, c, c, -20.0 + b, "unknown" if c is None else "feasible", None if c is None else np.zeros(1)
        )
        for k, (c, b) in zip(keys, values, strict=True)
    }
    found = monotone(grid, 1e-6)
    for a in keys:
        for b in keys:
            if not below(a, b):
                continue
            if found[b].cost is not None:
                assert found[a].cost is not None
                assert found[a].cost <= found[b].cost
            assert found[a].bound <= found[b].bound
    for key in marked(found):
        others = [found[k].cost for k in keys if k != key and below(key, k)]
        assert all(c is None or c > found[key].cost for c in others)


@given(st.integers(1, 30), st.data())
def test_every_level_is_searched_once(count, data):
    own = data.draw(st.one_of(st.none(), st.integers(0, count - 1)))
    found = order(count, own)
    assert sorted(found) == list(range(count))
    assert own is None or found[0] == own


@given(st.floats(1e-6, 1e12))
def test_widths_of_levels_are_round_numbers_near_by(width):
    found = rounded(width)
    assert 0.6 < found / width < 1.6
    digits = f"{found:.6e}".split("e")[0].rstrip("0").rstrip(".")
    assert digits in {"1", "2", "2.5", "5"}


def test_levels_hold_the_target_itself_and_no_two_next_to_each_other():
    model = build(tiny(asked("sourced", 0.503)))
    found, start = levels(model, 0, 9)
    assert start == pytest.approx(0.2)
    assert 0.503 in found
    assert min(b - a for a, b in pairwise(found)) > 0.02


def said(costs: list[float | None], **more) -> list[str]:
    points = tuple(
        Point(0.2 + 0.1 * k, c, c, c, "infeasible" if c is None else "optimal", None)
        for k, c in enumerate(costs)
    )
    model = build(tiny(asked("sourced", 0.5)))
    found = words(Curve(0, 1, 0.2, points), model, name=NEAR, **more)
    assert all(s.zh for s in found)
    return [s.en for s in found]


def test_a_curve_says_what_costs_nothing_what_the_last_points_cost_and_what_is_impossible():
    found = said([0.0, 0.0, 4e8, 2e9, 5e9, None])
    assert found == [
        "nearby supply: from 20% up to 30% costs nothing",
        (
            "each point from 30% to 50% costs 100 million CNY (50 million CNY a year) on average; "
            "the last ones, from 40% on, cost 160 million CNY (80 million CNY a year)"
        ),
        "each point from 50% to 60% costs 300 million CNY (150 million CNY a year) on average",
        "70% is impossible",
    ]


def test_a_curve_that_starts_with_a_cost_says_so():
    found = said([1e6, 1e6])
    assert found == ["nearby supply: from 20% up to 30% costs nothing more"]
    found = said([1e6, 3e6])
    assert found[0] == "nearby supply: the plan for 20% costs 1 million CNY (500,000 CNY a year)"


def test_a_curve_speaks_in_steps_and_units_of_the_promise():
    model = build(tiny(asked("output", 100.0)))
    points = (Point(1e6, 0.0, 0.0, 0.0, "optimal"), Point(1.1e6, 1e9, 1e9, 9e8, "feasible"))
    found = words(Curve(0, 1, None, points), model, name=NEAR, unit="vehicle", step=10_000)
    assert (
        "each 10,000 vehicles from 1 million vehicles to 1.1 million vehicles costs 100 million CNY"
        in found[1].en
    )
    assert "at most 10.0% more" in found[-1].en
    assert "每 1 万辆" in found[1].zh


def test_a_curve_that_time_or_the_user_ended_says_so():
    model = build(tiny(asked("sourced", 0.5)))
    for status, word in (("unknown", "in the time"), ("cancelled", "stopped by the user")):
        points = (Point(0.2, 0.0, 0.0, 0.0, "optimal"), Point(0.5, None, None, None, status))
        assert word in words(Curve(0, 1, None, points), model, name=NEAR)[-1].en


def test_time_that_is_over_leaves_points_unknown():
    model = build(tiny(asked("sourced", 0.5)))
    found = curve(model, 0, replace(EXACT, time=0.0), levels=[0.2, 0.5])
    assert {p.status for p in found.points} == {"unknown"}
    assert {c.status for c in pareto(model, 0, 0, replace(EXACT, time=0.0), levels=([0.2], [0.5])).cells} == {
        "unknown"
    }
