"""Robust plans and reasons of worth for every kind of target, on a problem to work out on paper."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from problems import asked, tiny
from test_robust import EXACT, case

from hinterland.planning.model.build import build
from hinterland.planning.problem import Sources
from hinterland.planning.robust import assess, build_robust, misses
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.session import Session
from hinterland.planning.worth import parts_of, traced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.problem import Problem, Target
    from hinterland.planning.robust import Scenario

TARGETS = [
    asked("output", 120),
    asked("share", 0.12, national=1000.0),
    asked("share", 0.12, national=1000.0, own=True, name="own"),
    asked("revenue", 1200, weight=np.array([10.0, 4.0])),
    asked("sourced", 0.7, weight=np.array([10.0, 4.0])),
    asked("capacity", 0.7, weight=np.array([10.0, 4.0])),
    asked("available", 1.0, suppliers=2),
    asked("content", 0.8, weight=np.array([6.0, 4.0])),
    asked("jobs", 15, products=np.ones(2, dtype=np.bool_)),
    asked("firms", 3, products=np.ones(2, dtype=np.bool_)),
    asked("single", 0.6),
]
NAMES = [t.name for t in TARGETS]


def three_ways() -> list[Scenario]:
    return [
        case("expected", 0.5, products=2),
        case("less", 0.2, products=2, demand=np.array([0.8, 0.8]), national=1.2),
        case("cells", 0.3, products=2, kind="failure", plants=(1,)),
    ]


def public(problem: Problem, scenarios: Sequence[Scenario], share: float = 1.0) -> float:
    """Return the public cost of the best plan; what is lost in scenarios weighs otherwise in fewer of them."""
    robust = build_robust(problem, scenarios, share)
    answer = solve(robust.model.program, EXACT)
    if answer.x is None:
        return math.inf
    if share < 1:
        fares = assess(problem, answer.x, scenarios)
        assert all(a.holds or up for a, up in zip(fares, misses(robust, answer.x), strict=True))
    return robust.model.cost(answer.x)["public"]


@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_the_scenarios_given_up_are_the_cheapest_that_may_be(target: Target) -> None:
    problem, scenarios = tiny(target), three_ways()
    costs: list[tuple[float, float]] = []
    for size in (1, 2, 3):
        for kept in itertools.combinations(scenarios, size):
            total = sum(s.probability for s in kept)
            if total >= 0.5:
                among = [replace(s, probability=s.probability / total) for s in kept]
                costs.append((total, public(problem, among)))
    for share in (0.7, 0.5):
        best = min(cost for total, cost in costs if total >= share - 1e-9)
        assert public(problem, scenarios, share) == pytest.approx(best, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_parts_add_up_for_every_kind(target: Target) -> None:
    rule = Sources(1, np.ones(2, dtype=np.bool_), 1, 2)
    model = build(replace(tiny(target), sources=(rule,)))
    relaxed = Session(model.program).solve()
    assert relaxed is not None
    traces = traced(model, relaxed)
    for position in model.made.opened.index.ravel().tolist():
        parts = parts_of(model, relaxed, position, traces)
        assert sum(p.amount for p in parts) == pytest.approx(float(relaxed.reduced[position]), abs=1e-5)
