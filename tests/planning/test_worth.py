"""What candidates are worth: by hand, against the enumeration of all plans, and why."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from onepart import one_part
from problems import drawn

from hinterland.errors import Cancelled
from hinterland.planning.model.build import Model, build
from hinterland.planning.model.choose import openings_of
from hinterland.planning.solve.answer import Answer, Limits, Step
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.session import Session
from hinterland.planning.worth import Worth, family, parts_of, reason, traced, verdict_words, worth
from hinterland.planning.worth.again import near
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.problem import Problem

EXACT = Limits(gap=1e-7, time=20, threads=1)


def planned(model: Model) -> Answer:
    return solve(model.program, EXACT)


def by_candidate(found: tuple[Worth, ...]) -> dict[int, Worth]:
    return {w.candidate: w for w in found}


def test_the_cheaper_of_two_is_worth_what_the_other_costs_more() -> None:
    model = build(one_part(ask=(100, 150)))
    found = worth(model, planned(model), EXACT)
    assert [w.candidate for w in found] == [0, 1]
    first, second = found
    assert first.in_plan
    assert not second.in_plan
    assert first.worth == pytest.approx(50)
    assert first.low == pytest.approx(50)
    assert first.high == pytest.approx(50)
    assert (first.expected_low, first.expected_high) == pytest.approx((10, 25))
    # forced in beside or in place of the first one: 150 in place
    assert second.worth == pytest.approx(-50)
    assert (second.expected_low, second.expected_high) == pytest.approx((-25, -10))
    assert verdict_words(first).en == "without it the plan costs 50 CNY more"
    assert verdict_words(second).zh == "有了它，方案多花 50元"


def test_a_candidate_no_plan_can_do_without_is_a_must_and_one_without_room_cannot_come() -> None:
    problem = one_part(capacity=(10, 10, 5), ask=(100, 100, 1), level=0.2)
    problem.candidates.land[2] = 1e4
    model = build(problem)
    found = by_candidate(worth(model, planned(model), EXACT))
    assert [found[c].verdict for c in range(3)] == ["must", "must", "cannot"]
    assert math.isnan(found[0].worth)
    assert "no plan holds" in verdict_words(found[0]).en
    assert "no plan has room" in verdict_words(found[2]).en


def test_a_candidate_without_a_year_to_open_cannot_come() -> None:
    problem = one_part(capacity=(10, 10, 10), ask=(1, 2, 3))
    problem.candidates.may_open[2] = False
    model = build(problem)
    last = worth(model, planned(model), EXACT)[-1]
    assert (last.candidate, last.verdict, last.site, last.parts) == (2, "cannot", -1, ())


def test_nothing_is_known_where_there_is_no_plan_to_compare_with() -> None:
    model = build(one_part(level=0.9))
    found = worth(model, planned(model), EXACT)
    assert {w.verdict for w in found} == {"unknown"}
    assert {verdict_words(w).en for w in found} == {"not known: there is no plan to compare with"}
    assert reason(model, found[0]).zh.startswith("未知")


def eased(problem: Problem) -> Problem:
    """Return the problem with targets that need not all candidates."""
    return replace(problem, targets=tuple(replace(t, level=0.85 * t.level) for t in problem.targets))


def every_plan(model: Model) -> list[tuple[frozenset[int], float]]:
    """Return the cost of the best operation of every choice of openings, by who comes."""
    candidates = range(len(model.problem.candidates.product))
    session = Session(model.program)
    opened = model.made.opened.index.ravel()
    ways = [[-1, *openings_of(model, c).ravel().tolist()] for c in candidates]
    found = []
    for chosen in itertools.product(*ways):
        values = np.isin(opened, chosen).astype(np.float64)
        relaxed = session.solve(fixed=(opened, values))
        cost = relaxed.objective if relaxed else math.inf
        found.append((frozenset(c for c, at in zip(candidates, chosen, strict=True) if at >= 0), cost))
    return found


@pytest.mark.parametrize("seed", [14, 31])
def test_worth_is_what_the_enumeration_of_all_plans_says(seed: int) -> None:
    model = build(eased(drawn(seed, parts=3, candidates=6, years=1, tight=1.0)))
    plans = every_plan(model)
    answer = planned(model)
    assert answer.objective == pytest.approx(min(cost for _, cost in plans), rel=1e-6)
    for w in worth(model, answer, EXACT):
        with_it = min(cost for who, cost in plans if w.candidate in who)
        without = min(cost for who, cost in plans if w.candidate not in who)
        if w.verdict == "must":
            assert without == math.inf
        elif w.verdict == "cannot":
            assert with_it == math.inf
        else:
            assert w.verdict == "worth"
            assert w.worth == pytest.approx(without - with_it, rel=1e-5, abs=1e-6 * answer.objective)
            assert w.low <= w.worth + 1 <= w.high + 2


def test_parts_add_up_to_the_reduced_cost_of_every_opening() -> None:
    model = build(drawn(3, candidates=10, tight=0.8))
    relaxed = Session(model.program).solve()
    assert relaxed is not None
    largest = float(model.program.cost.max())
    traces = traced(model, relaxed)
    assert "target:revenue" in traces
    for position in model.made.opened.index.ravel().tolist():
        parts = parts_of(model, relaxed, position, traces)
        total = sum(p.amount for p in parts)
        assert total == pytest.approx(float(relaxed.reduced[position]), abs=1e-8 * largest)
        assert parts[0].family == "cost"


def test_reasons_name_what_is_saved_and_what_is_taken_and_the_targets_served() -> None:
    model = build(one_part(capacity=(10, 10, 10), ask=(100, 150, 400), level=0.2))
    first = by_candidate(worth(model, planned(model), EXACT))[0]
    assert first.serves == (0,)
    told = reason(model, first)
    assert told.en == "costs 100 CNY; saves 150 CNY on the target share (counts for share)"
    assert told.zh == "自身成本 100元；在目标 share 上节省 150元（计入 share）"


def test_what_capacity_is_worth_is_traced_to_the_targets_that_want_it() -> None:
    # 10 units are wanted in 2022, 30 in 2023; half of each candidate is not enough, the other half comes a year later
    problem = one_part(capacity=(20, 20), years=2)
    (share,) = problem.targets
    early, late = replace(share, year=0), replace(share, name="later", level=0.3)
    model = build(replace(problem, targets=(early, late)))
    relaxed = Session(model.program).solve()
    assert relaxed is not None
    position = int(model.made.opened.at(site=0, year=0))
    found = {p.family: p.amount for p in parts_of(model, relaxed, position, traced(model, relaxed))}
    # a unit of 2023 costs what the dearer one asks then; one of 2022 a year's interest on the cheaper one's ask
    assert found["target:later"] == pytest.approx(-150 / 1.05)
    assert found["target:share"] == pytest.approx(-(100 - 100 / 1.05))
    assert found["once"] == pytest.approx(50 / 1.05)
    assert found["cost"] == pytest.approx(100)
    assert set(found) == {"cost", "once", "target:later", "target:share"}


def test_a_cancelled_search_returns_what_is_known_until_then() -> None:
    model = build(drawn(1, candidates=8, parts=4))
    answer = planned(model)
    told: list[Step] = []

    def stop(step: Step) -> None:
        told.append(step)
        if not step.by.startswith("relaxation"):
            raise Cancelled

    found = worth(model, answer, EXACT, watch=stop)
    assert len(found) == 8
    assert told[-1].by.startswith("c")
    assert {w.verdict for w in found} <= {"worth", "must", "cannot", "relaxation", "unknown"}
    assert "relaxation" in {w.verdict for w in found}
    assert all(math.isfinite(w.relaxed) for w in found if w.verdict == "relaxation")


def test_only_those_asked_for_are_looked_at() -> None:
    model = build(one_part(capacity=(10, 10, 10), ask=(1, 2, 3)))
    found = worth(model, planned(model), EXACT, only=[2])
    assert [w.candidate for w in found] == [2]
    assert found[0].worth == pytest.approx(-2)


def test_families_and_verdicts_have_words_in_both_languages() -> None:
    assert family("target:near").zh == "目标 near"
    assert family("there.rule0").en == "suppliers in reach"
    assert family("land") == Said("land", "土地")
    assert family("labour").zh == "劳动力"
    assert family("else") == Said("else", "else")
    model = build(one_part(capacity=(10, 10, 10), ask=(1, 2, 3)))
    (one, *_) = worth(model, planned(model), EXACT)
    for verdict, word in (("unknown", "not looked at"), ("relaxation", "could come in part")):
        told = verdict_words(replace(one, verdict=verdict, relaxed=5.0))
        assert word in told.en
        assert told.zh != told.en
    same = verdict_words(replace(one, low=-1.0, high=2.0))
    assert "as far as the gap shows" in same.en


def test_labour_and_land_that_lack_are_told_as_taken() -> None:
    problem = one_part(capacity=(10, 10, 10), ask=(100, 150, 200), level=0.2, land=1.5)
    problem.candidates.land[:2] = 0.9
    problem.candidates.land[2] = 0.3
    model = build(problem)
    first = worth(model, planned(model), EXACT, only=[0])[0]
    assert "of land" in reason(model, first).en
    assert "占用土地" in reason(model, first).zh


def test_near_a_plan_only_those_are_free_who_could_take_a_place_or_make_way() -> None:
    model = build(drawn(2, parts=4, candidates=10, tight=0.8))
    answer = planned(model)
    assert answer.x is not None
    products = model.problem.candidates.product
    restricted = near(model, answer.x, 0, None).program
    for candidate in range(len(products)):
        positions = openings_of(model, candidate)
        free = (restricted.low[positions] < restricted.high[positions]).all()
        assert free == (products[candidate] == products[0])
    assert solve(restricted, EXACT).objective == pytest.approx(answer.objective, rel=1e-6)
