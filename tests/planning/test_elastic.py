"""What gives where a plan is impossible: by hand, and against the loosened problem planned afresh."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from problems import asked, drawn, tiny

from hinterland.errors import Cancelled
from hinterland.planning.elastic import FAMILIES, RELAXABLE, conflict, elastic, sentences
from hinterland.planning.elastic.elastic import DEAR
from hinterland.planning.elastic.loosen import needed
from hinterland.planning.elastic.words import family, percent
from hinterland.planning.model.build import build
from hinterland.planning.model.level import at_level
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.session import Session
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.problem import Problem, Target

EXACT = Limits(gap=1e-6, time=300.0, threads=1)


def poor(first: float, second: float, *targets: Target) -> Problem:
    """Return the tiny problem with a budget in each of its two years."""
    problem = tiny(*targets)
    return replace(problem, money=replace(problem.money, budget=np.array([[first, second]])))


def test_limits_give_as_little_as_they_can_while_the_target_is_held():
    # all cells near: big (120) and small (40); 100 a year, so big is 20 over in one of the years
    found = elastic(build(poor(100.0, 100.0, asked("sourced", 1.0))), EXACT)
    limits = found.mixture("limits")
    assert limits.status == "optimal"
    assert limits.whole
    assert limits.total == pytest.approx(0.2)
    (give,) = limits.gives
    assert give.family == "budget"
    assert (give.by, give.share) == pytest.approx((20.0, 0.2))
    assert give.where == {"instrument": 0, "year": give.year - 2022}
    assert give.label == f"budget[grants,{give.year}]"
    assert limits.public == pytest.approx(160.0)


def test_targets_miss_as_little_as_they_can_within_the_limits():
    found = elastic(build(poor(100.0, 100.0, asked("sourced", 1.0))), EXACT)
    targets = found.mixture("targets")
    (give,) = targets.gives
    assert (give.family, give.year) == ("target", 2023)
    assert (give.by, give.share) == pytest.approx((0.5, 0.5))  # small alone: 50 of 100 cells
    (miss,) = found.misses
    assert miss.whole
    assert (miss.least, miss.most) == pytest.approx((0.5, 0.5))


def test_the_cheapest_mixture_follows_the_stated_prices():
    model = build(poor(100.0, 100.0, asked("sourced", 1.0)))
    dear_money = elastic(model, EXACT, mixtures=["cheapest"], prices={"budget": 1000.0, "target": 100.0})
    dear_target = elastic(model, EXACT, mixtures=["cheapest"], prices={"budget": 100.0, "target": 1000.0})
    (a,), (b,) = dear_money.mixtures, dear_target.mixtures
    assert [g.family for g in a.gives] == ["target"]
    assert a.total == pytest.approx(50.0)
    assert [g.family for g in b.gives] == ["budget"]
    assert b.total == pytest.approx(20.0)
    assert b.prices["budget"] == 100.0


def test_a_target_above_everything_is_out_of_reach_of_every_limit():
    found = elastic(build(tiny(asked("sourced", 1.2))), EXACT)
    assert found.mixture("limits").status == "infeasible"
    assert found.mixture("targets").gives[0].share == pytest.approx(0.2 / 1.2)
    assert (
        sentences(found, build(tiny(asked("sourced", 1.2))))[0].en
        == "holding every target: no plan, whatever gives"
    )


def test_two_targets_that_one_purse_cannot_pay_miss_by_a_range():
    # 150 cars: 200; half of the cells near: small (40) for 100 cars, big (120) for 150
    model = build(poor(200.0, 0.0, asked("output", 150.0), asked("sourced", 0.5)))
    output, near = elastic(model, EXACT).misses
    assert (output.least, near.least) == pytest.approx((0.0, 0.0))
    assert output.most == pytest.approx(1 / 3, abs=1e-3)  # 100 cars: the money went to cells
    assert near.most == pytest.approx((0.5 - 20 / 150) / 0.5, abs=1e-3)


def test_a_soft_target_is_left_to_miss_at_its_penalty():
    model = build(poor(0.0, 0.0, asked("sourced", 1.0, hard=False, penalty=1.0), asked("output", 100.0)))
    found = elastic(model, EXACT)
    assert [m.target for m in found.misses] == [1]
    assert found.mixture("limits").gives == ()


def test_a_limit_of_nothing_is_measured_by_what_is_usual():
    problem = tiny(asked("sourced", 0.5))
    land = np.array([[0.0, 0.0], [0.0, 2.0]])
    model = build(replace(problem, space=replace(problem.space, land=land, labour=np.full((2, 1, 2), 1e3))))
    assert elastic(model, EXACT).mixture("limits").gives == ()  # south has room
    land[1, 1] = 0.0
    model = build(replace(problem, space=replace(problem.space, land=land)))
    (give,) = elastic(model, EXACT).mixture("limits").gives
    assert (give.family, give.by) == ("land", pytest.approx(1.0))


def test_what_buyers_may_not_leave_is_measured_by_what_they_need():
    # 100 cells are bought outside, of which one in ten may move a year: 81 are left in the second. With 50 cars more,
    # 150 cells are needed, 60 of them from outside: 21 too few
    problem = tiny(asked("sourced", 0.6))
    market = replace(problem.market, far=np.array([[np.nan, np.nan], [100.0, 0.0]]), inertia=0.1)
    model = build(replace(problem, market=market))
    found = elastic(model, EXACT, mixtures=["limits"])
    (limits,) = found.mixtures
    assert {g.family for g in limits.gives} == {"inertia"}
    assert limits.total == pytest.approx(DEAR * 21 / 100)  # no planner sets it: it gives last
    assert "pace at which buyers switch suppliers of cell, north short by" in sentences(found, model)[0].en


def test_amounts_of_products_are_measured_through_the_bill_of_materials():
    model = build(tiny(asked("sourced", 0.5)))
    assert needed(model).tolist() == [[100.0, 100.0], [100.0, 20.0]]  # south has no cars: as many as in north


@pytest.mark.parametrize("seed", range(3))
def test_what_gives_makes_the_problem_possible_and_no_more_than_needed(seed):
    model = build(drawn(seed, parts=3, candidates=7, years=2, tight=0.15))
    assert solve(model.program, EXACT).status == "infeasible"
    found = elastic(model, EXACT)
    limits, targets = found.mixture("limits"), found.mixture("targets")
    for part, holds in ((1.0001, True), (0.9, False)):
        high = model.program.row_high.copy()
        for give in limits.gives:
            high[give.row] += part * give.by
        free = model.program.high.copy()
        for name in ("far", "sold"):
            for block in model.program.variables:
                if block.name == name:
                    free[block.index] = np.inf
        program = replace(model.program, row_high=high, high=free)
        assert (solve(program, EXACT).x is not None) == holds
    loose = model
    for give in targets.gives:
        i = give.where["target"]
        loose = at_level(loose, i, model.targets[i].target.level - give.by * (1 + 1e-6))
    assert solve(loose.program, EXACT).x is not None
    assert limits.bound <= limits.total * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_a_conflict_is_impossible_and_none_of_it_can_be_spared(seed):
    model = build(drawn(seed, parts=4, candidates=8, tight=0.05))
    found = conflict(model, EXACT)
    assert found.of == "relaxation"
    assert found.irreducible
    rows = [c.row for c in found.clashes]
    program = model.program
    nothing = Session(replace(program, cost=0 * program.cost))
    always = [r for r in range(program.shape[0]) if program.family(r) not in (*RELAXABLE, "target")]

    def holds(some: list[int]) -> bool:
        kept = [*always, *some]
        low, high = (np.full(model.program.shape[0], v) for v in (-np.inf, np.inf))
        low[kept], high[kept] = model.program.row_low[kept], model.program.row_high[kept]
        return nothing.solve(row_low=low, row_high=high) is not None

    assert not holds(rows)
    for row in rows:
        assert holds([r for r in rows if r != row])


def test_equations_that_are_impossible_on_their_own_are_named():
    problem = tiny(asked("sourced", 0.5))
    market = replace(problem.market, demand=np.full((2, 2, 2), 1e3), supply=np.full((2, 2), 1e6))
    model = build(replace(problem, market=market))
    # cars can be bought outside; where their freight row is cut, what is wanted can come from nowhere
    high = model.program.high.copy()
    high[model.run.far.index[0]] = 0.0
    found = conflict(replace(model, program=replace(model.program, high=high)), EXACT)
    assert found.of == "relaxation"
    assert {c.family for c in found.clashes} <= {"capacity", "made", "used", "once", "growth", "kept"}
    assert "equations of how things are made and moved" in found.said.en


def test_a_conflict_of_whole_plants_names_families():
    found = conflict(build(poor(100.0, 100.0, asked("sourced", 1.0), asked("output", 100.0))), EXACT)
    assert found.of == "whole"
    assert found.irreducible
    assert [c.family for c in found.clashes] == ["target", "budget"]
    assert found.clashes[0].where == {"target": 0}
    assert found.said.en == (
        "plants in parts could hold everything, whole plants cannot hold together: "
        "sourced at least 100% and budget"
    )


def test_nothing_conflicts_where_a_plan_is_possible():
    found = conflict(build(tiny(asked("sourced", 0.5))), EXACT)
    assert (found.of, found.clashes) == ("none", ())
    (nothing, held, cheap) = elastic(build(tiny(asked("sourced", 0.5))), EXACT).mixtures
    assert nothing.gives == held.gives == cheap.gives == ()


def test_every_family_of_rows_has_a_name_in_both_languages():
    kinds = ["capacity", "available", "single", "firms", "content"]
    targets = [asked(k, 0.5, name=k, suppliers=2) for k in kinds]
    problem = drawn(0)
    for model in (
        build(tiny(*targets)),
        build(replace(problem, market=replace(problem.market, inertia=0.5))),
    ):
        for block in model.program.rows:
            assert family(block.name).rstrip("0123456789") in FAMILIES, block.name


def test_the_answer_is_said_with_names_years_and_amounts():
    model = build(poor(40.0, 60.0, asked("sourced", 1.0)))
    found = elastic(model, EXACT)
    names = {
        ("instrument", 0): Said("state grants", "省级资金"),
        ("target", 0): Said("nearby supply", "就近配套"),
    }
    said = sentences(found, model, named=lambda d, k: names[d, k])
    assert (
        said[0].en == ("holding every target: budget of state grants short by 100 percent in 2023 (60 CNY)")
        or "budget of state grants short by" in said[0].en
    )
    assert "省级资金 的预算" in said[0].zh
    assert said[1].en == "within every limit: nearby supply misses by 50 percent of its level"
    assert said[-1].zh == "就近配套差 50%"


def test_shares_are_said_with_as_many_digits_as_they_need():
    assert [percent(v) for v in (0.171, 0.0623, 0.0012, 0.00012)] == ["17", "6.2", "0.1", "0.012"]


def test_who_cancels_gets_the_linear_answer():
    def watch(step):
        if step.by.startswith("elastic: limits:"):
            raise Cancelled

    found = elastic(
        build(poor(100.0, 100.0, asked("sourced", 1.0), asked("output", 100.0))), EXACT, watch=watch
    )
    assert len(found.mixtures) == 3
    assert not any(m.whole for m in found.mixtures)
    stopped = conflict(build(poor(1.0, 1.0, asked("sourced", 0.9))), EXACT, watch=_stop)
    assert not stopped.irreducible


def _stop(step):
    raise Cancelled
