"""Plans about as cheap that differ most, against the enumeration of every set of candidates."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from problems import asked, drawn, tiny

from hinterland.errors import Cancelled
from hinterland.planning.alternatives import NO_PLAN, NONE_ELSE, STOPPED, alternatives, opened
from hinterland.planning.model.build import build
from hinterland.planning.model.choose import banned, forced
from hinterland.planning.model.level import at_level
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve

EXACT = Limits(gap=1e-6, time=300.0, threads=1)


def every_set(model, limit):
    """Return the sets of candidates that a plan within the limit can consist of, by trying each."""
    count = len(model.problem.candidates.product)
    found = []
    for some in chain.from_iterable(combinations(range(count), n) for n in range(count + 1)):
        others = [c for c in range(count) if c not in some]
        answer = solve(forced(banned(model, others), list(some)).program, EXACT)
        if answer.x is not None and answer.objective <= limit * (1 + 1e-9):
            found.append(set(some))
    return found


def sets(model, found, answer):
    plans = [opened(model, answer.x), *(p.opened for p in found.plans)]
    return [set(np.flatnonzero(p).tolist()) for p in plans]


@pytest.mark.parametrize(("seed", "part", "slack"), [(2, 0.6, 0.6), (10, 0.5, 0.3), (6, 0.6, 1.0)])
def test_what_all_or_none_contain_is_what_every_set_within_the_cost_says(seed, part, slack):
    model = build(drawn(seed, parts=3, candidates=5, years=2, tight=0.9))
    model = at_level(model, 0, part * model.targets[0].target.level)
    answer = solve(model.program, EXACT)
    found = alternatives(model, answer, EXACT, slack=slack)
    possible = every_set(model, found.limit)
    for one in sets(model, found, answer):
        assert one in possible
    for c in found.having("must", proved=True):
        assert all(c in one for one in possible)
    for c in found.having("never", proved=True):
        assert not any(c in one for one in possible)
    for c in found.having("may"):
        assert {c in one for one in possible} == {True, False}
    for agreement in found.agreement:
        assert agreement.plans == sum(agreement.candidate in one for one in sets(model, found, answer))
    if found.why == NONE_ELSE:
        assert all(any(one <= other for one in sets(model, found, answer)) for other in possible)


@pytest.mark.parametrize("seed", [1])
def test_plans_keep_to_the_cost_hold_and_contain_no_plan_before_them(seed):
    model = build(drawn(seed, candidates=10))
    answer = solve(model.program, EXACT)
    found = alternatives(model, answer, EXACT, slack=0.1, count=3)
    assert found.limit == pytest.approx(1.1 * answer.objective)
    assert found.plans
    every = sets(model, found, answer)
    for k, plan in enumerate(found.plans, start=1):
        assert plan.cost <= found.limit * (1 + 1e-5)
        assert plan.cost == pytest.approx(float(model.program.cost @ plan.x))
        assert model.program.violation(plan.x) < 1e-5
        assert plan.distance == len(every[0] ^ every[k])
        assert not any(before <= every[k] for before in every[:k])
        assert {int(model.problem.candidates.site_candidate[s]) for s, _ in plan.sites} == every[k]


def test_the_first_alternative_swaps_what_can_be_swapped():
    # 30 cells more: small (40) or, within 3.5 times the cost, big (120)
    model = build(tiny(asked("sourced", 0.5)))
    answer = solve(model.program, EXACT)
    found = alternatives(model, answer, EXACT, slack=2.5)
    (plan,) = found.plans
    assert sets(model, found, answer) == [{1}, {0}]
    assert (plan.public, plan.distance) == (pytest.approx(120.0), 2)
    assert found.why == NONE_ELSE
    assert [(a.verdict, a.plans, a.proved) for a in found.agreement[:2]] == [("may", 1, True)] * 2


def test_what_nothing_can_replace_must_come_and_is_proved():
    model = build(tiny(asked("sourced", 0.8)))  # 60 cells more: big alone, or nothing
    answer = solve(model.program, EXACT)
    found = alternatives(model, answer, EXACT, slack=0.05)
    assert found.plans == ()
    assert found.why == NONE_ELSE
    assert found.having("must", proved=True) == (0,)
    assert found.having("never", proved=True) == (2,)
    assert found.having("never") == (1, 2)  # in parts, big and small would do


def test_without_a_plan_there_is_nothing_to_differ_from():
    model = build(tiny(asked("sourced", 1.2)))
    assert alternatives(model, solve(model.program, EXACT), EXACT).why == NO_PLAN


def test_who_cancels_gets_the_plans_that_were_found():
    def watch(step):
        if step.by.startswith("alternative 2"):
            raise Cancelled

    model = build(drawn(2))
    answer = solve(model.program, EXACT)
    found = alternatives(model, answer, EXACT, slack=0.2, watch=watch)
    assert len(found.plans) == 1
    assert found.why == STOPPED
    assert len(found.agreement) == 12


def test_a_seed_gives_the_same_plans_again():
    model = build(drawn(10, parts=3, candidates=5, years=2, tight=0.9))
    model = at_level(model, 0, 0.5 * model.targets[0].target.level)
    answer = solve(model.program, EXACT)
    a, b = (alternatives(model, answer, replace(EXACT, seed=7), count=2, slack=0.3) for _ in range(2))
    assert len(a.plans) == 2
    assert sets(model, a, answer) == sets(model, b, answer)
