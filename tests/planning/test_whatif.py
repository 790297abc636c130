"""What-if: problems changed by hand, plans carried over, two plans row by row."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from onepart import one_part
from problems import drawn

from hinterland.errors import Refused
from hinterland.planning.model.build import build
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.whatif import Edit, compare, edited, model_of, openings, replan, transfer

if TYPE_CHECKING:
    from hinterland.planning.problem import Problem

EXACT = Limits(gap=1e-7, time=20, threads=1)


def cost(problem: Problem, *edits: Edit) -> float:
    return solve(model_of(problem, edits).program, EXACT).objective


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit("target", "share", times=2), 250),
        (Edit("target", "share", to=0.05), 100),
        (Edit("target", times=0), 0),
        (Edit("national", "share", to=200), 250),
        (Edit("ask", "c0", to=170), 150),
        (Edit("ask", times=1.1), 110),
        (Edit("ban", "c0"), 150),
        (Edit("force", "c1"), 150),
        (Edit("firm", "f0"), 150),
        (Edit("land", "east", to=0.5), math.inf),
        (Edit("labour", "east", times=0, year=2022), math.inf),
        (Edit("budget", "grants", to=99), math.inf),
        (Edit("budget", times=0.5), 100),
    ],
)
def test_the_plan_follows_what_is_changed(edit: Edit, expected: float) -> None:
    assert cost(one_part(), edit) == pytest.approx(expected)


def test_a_firm_takes_its_plants_with_it_and_a_plant_goes_alone() -> None:
    problem = one_part(standing=(4, 8))
    assert cost(problem) == 0
    assert cost(problem, Edit("plant", "p0")) == pytest.approx(100)
    gone = edited(problem, [Edit("firm", "f1")])
    assert gone.market.base.item() == 4
    assert gone.plants.capacity.ravel().tolist() == [4, 0]


def test_demand_is_multiplied_or_dealt_out_anew_near_and_outside() -> None:
    problem = one_part(
        demand=np.full((1, 1, 2), 30.0), outside=np.array([[10.0, np.inf]]), years=2, level=0.0
    )
    half = edited(problem, [Edit("demand", "cell", times=0.5, year=2022)]).market
    assert half.demand.ravel().tolist() == [15, 30]
    assert half.outside.ravel().tolist() == [5, math.inf]
    new = edited(problem, [Edit("demand", to=80)]).market
    assert new.demand.ravel().tolist() == [60, 80]
    assert new.outside.ravel().tolist() == [20, math.inf]


def test_changes_are_made_in_order_and_leave_the_problem_as_it_was() -> None:
    problem = one_part()
    changed = edited(problem, [Edit("ask", "c0", to=10), Edit("ask", times=2)])
    assert changed.candidates.ask.tolist() == [20, 300]
    assert problem.candidates.ask.tolist() == [100, 150]


def test_every_change_that_does_not_fit_is_told_in_both_languages() -> None:
    bad = [
        Edit("ask", "c9", to=1),
        Edit("ban", "c0", to=1),
        Edit("force", "c0"),
        Edit("budget", "grants", times=2, to=3),
        Edit("target", "share", to=-1),
        Edit("budget", "grants", times=1, year=1999),
        Edit("ask", "c0", times=1, year=2022),
        Edit("colour", "c0"),  # type: ignore[arg-type]
        Edit("plant"),
        Edit("demand", "sell", times=math.nan),
    ]
    with pytest.raises(Refused) as refused:
        edited(one_part(), bad)
    for word in (
        "11 faults",
        "change 1 (ask c9): there is no 'c9' here: there are c0, c1",
        "it takes no value",
        "c0 is both banned and forced",
        "either a factor or a new value",
        "-1 is no number of at least 0",
        "1999 is no year of the plan (2022-2022)",
        "a year is only for budget",
        "one can change budget, land",
        "name which one",
        "did you mean cell?",
        "nan is no number",
    ):
        assert word in refused.value.en
    assert "第 1 项更改（ask c9）：没有“c9”：现有 c0、c1" in refused.value.zh


def test_a_plan_carried_over_to_its_own_problem_is_itself() -> None:
    model = build(drawn(2, parts=4, candidates=10, tight=0.8))
    answer = solve(model.program, EXACT)
    assert answer.x is not None
    assert np.allclose(transfer(model, answer.x, model), answer.x, atol=1e-6)


def test_a_plan_is_carried_over_by_id_and_what_is_gone_is_left_out() -> None:
    old = build(one_part(capacity=(10, 10), level=0.2, years=2))
    answer = solve(old.program, EXACT)
    assert answer.x is not None
    longer = one_part(capacity=(10, 10, 10), ask=(1, 2, 3), years=3)
    names = replace(longer.names, candidates=("c7", "c1", "c0"))
    new = build(replace(longer, names=names))
    start = transfer(old, answer.x, new)
    found = openings(replace(new), start)
    assert set(found) == {"c0", "c1"}
    assert {name: found[name][:2] for name in found} == {
        name: openings(old, answer.x)[name][:2] for name in found
    }


def test_planning_again_from_an_old_plan_gives_what_planning_from_nothing_gives() -> None:
    problem = drawn(2, parts=4, candidates=10, tight=0.8)
    old = build(problem)
    answer = solve(old.program, EXACT)
    new = model_of(problem, [Edit("budget", times=1.5), Edit("target", "revenue", times=1.01)])
    again = replan(old, answer.x, new, EXACT)
    assert again.objective == pytest.approx(solve(new.program, EXACT).objective, rel=1e-6)


def test_two_plans_are_compared_row_by_row() -> None:
    a, b = build(one_part(years=2)), model_of(one_part(years=2), [Edit("ban", "c0")])
    found = solve(a.program, EXACT), solve(b.program, EXACT)
    assert found[0].x is not None
    assert found[1].x is not None
    rows = {(d.kind, d.of): d for d in compare(a, found[0].x, b, found[1].x)}
    assert rows["opening", "c0"].verdict == "only_a"
    assert rows["opening", "c0"].place_a == "east"
    assert math.isnan(rows["opening", "c0"].b)
    assert rows["opening", "c1"].verdict == "only_b"
    assert rows["opening", "c1"].year_b == 2023
    assert rows["cost", "public"].verdict == "more"
    assert rows["cost", "public"].b == pytest.approx(150 / 1.05)
    assert rows["target", "share"].verdict == "same"


def test_a_candidate_that_comes_in_another_year_is_told_as_later_or_sooner() -> None:
    model = build(one_part(years=2))
    first, second = np.zeros((2, model.program.shape[1]))
    first[model.made.opened.at(site=0, year=0)] = 1
    second[model.made.opened.at(site=0, year=1)] = 1
    (row, *_) = compare(model, first, model, second)
    assert (row.verdict, row.year_a, row.year_b) == ("later", 2022, 2023)
    assert compare(model, second, model, first)[0].verdict == "sooner"
    assert compare(model, first, model, first)[0].verdict == "same"


def test_expansions_and_persons_are_compared_by_their_sums() -> None:
    problem = drawn(2, parts=4, candidates=8)
    model = build(problem)
    first, second = np.zeros((2, model.program.shape[1]))
    first[model.made.expand.at(plant=1, year=np.arange(2))] = 3.0
    second[model.made.expand.at(plant=1, year=0)] = 4.0
    second[model.made.attract.at(park=0, group=0, year=0)] = 7.0
    rows = {(d.kind, d.of): d for d in compare(model, first, model, second)}
    assert (rows["expansion", "plant1"].a, rows["expansion", "plant1"].verdict) == (6, "less")
    assert rows["attraction", "park0"].verdict == "only_b"


def test_families_of_variables_that_the_old_model_does_not_have_start_at_nothing() -> None:
    old = build(one_part())
    target = replace(old.problem.targets[0], kind="single", level=0.5, name="single")
    new = build(replace(old.problem, targets=(target,)))
    answer = solve(old.program, EXACT)
    assert answer.x is not None
    start = transfer(old, answer.x, new)
    part = next(b for b in new.program.variables if b.name == "part.0")
    assert (start[part.index] == 0).all()
    assert start[new.made.opened.index].sum() == 1


def test_a_new_demand_where_there_was_none_is_sold_outside() -> None:
    problem = one_part(outside=np.zeros((1, 1)))
    assert edited(problem, [Edit("demand", "cell", to=7)]).market.outside.item() == 7
