"""The model and a second formulation of it agree on every family of rows and every kind of target."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from independent import least_cost
from problems import drawn

from hinterland.planning.model.build import build
from hinterland.planning.problem import Problem, Sources, Target
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve

EXACT = Limits(gap=1e-8, threads=1)


def small(seed: int, **more: Any) -> Problem:
    return drawn(seed, parts=4, parks=2, candidates=7, **more)


def target(problem: Problem, kind: str, level: float, **more: Any) -> Target:
    """Return a target of a kind over all zones, in the last year; of the car where nothing else is said."""
    products = len(problem.names.products)
    usual: dict[str, Any] = {
        "name": kind,
        "kind": kind,
        "level": level,
        "year": problem.years - 1,
        "zones": np.ones(len(problem.names.zones), dtype=np.bool_),
        "products": np.arange(products) == 0,
        "weight": problem.technology.price,
        "near": np.ones(len(problem.space.origin), dtype=np.bool_),
        "root": 0,
    }
    return Target(**{**usual, **more})


def agree(problem: Problem) -> float | None:
    """Return the optimum that both formulations have, without the tax that is paid anyway."""
    known, model = least_cost(problem), build(problem)
    if known is not None:
        known += problem.money.tax * model.tax_without
    answer = solve(model.program, EXACT)
    assert answer.objective == pytest.approx(np.inf if known is None else known, rel=1e-6, abs=1.0)
    return known


def asked(problem: Problem) -> dict[str, Target]:
    """Return a target of every kind that costs something."""
    market = problem.market
    cars = float(market.base[0, :, -1].sum())
    parts = np.arange(len(problem.names.products)) > 0
    inside = problem.space.origin == problem.space.destination
    added = problem.technology.value_added
    return {
        "output": target(problem, "output", 1.3 * cars),
        "share": target(problem, "share", 0.13, national=10 * cars),
        "own": target(problem, "share", 0.12, national=10 * cars, own=True),
        "revenue": target(problem, "revenue", 1.2 * cars * problem.technology.price[0]),
        "sourced": target(problem, "sourced", 0.7, products=parts, near=inside),
        "capacity": target(problem, "capacity", 0.8, products=parts, near=inside),
        "available": target(problem, "available", 0.4, products=parts, near=inside, suppliers=2),
        "content": target(problem, "content", 0.5, products=np.ones_like(parts), weight=added),
        "jobs": target(problem, "jobs", 0.2 * problem.candidates.jobs.sum(), products=np.ones_like(parts)),
        "firms": target(problem, "firms", 3.0, base=1.0, products=np.ones_like(parts)),
        "single": target(problem, "single", 0.45),
    }


@pytest.mark.parametrize("kind", list(asked(small(0))))
def test_both_formulations_agree_on_every_kind_of_target(kind: str) -> None:
    for seed in (0, 1):
        problem = small(seed, tight=2.5)
        one = asked(problem)[kind]
        made = target(problem, "output", 1.15 * float(problem.market.base[0, :, -1].sum()), name="some")
        assert agree(replace(problem, targets=(one, made))) is not None
        soft = replace(one, hard=False, penalty=3e4)
        agree(replace(problem, targets=(soft, made)))


def test_both_formulations_agree_on_sets_of_instruments() -> None:
    found = []
    for seed in range(4):
        problem = small(seed, tight=1.5)
        money, r = problem.money, np.random.default_rng(seed)
        budget = money.budget * np.array([[0.9], [0.8]])
        pays = r.random((2, *money.pays_site.shape[1:])) < 0.7
        grows = r.random((2, *money.pays_plant.shape[1:])) < 0.5
        mixed = replace(
            money, budget=budget, pays_site=pays, pays_plant=grows, pays_labour=np.array([True, False])
        )
        names = replace(problem.names, instruments=("grants", "fund"))
        found.append(agree(replace(problem, money=mixed, names=names)))
    assert all(f is not None for f in found)


def test_both_formulations_agree_on_inertia_sources_and_weights() -> None:
    found = []
    for seed in range(4):
        problem = small(seed, tight=2.5)
        r = np.random.default_rng(seed)
        far = problem.market.base[:, :, 0] * r.uniform(0.0, 0.5, problem.market.base.shape[:2])
        far[0] = np.nan
        zones = np.ones(len(problem.names.zones), dtype=np.bool_)
        changed = replace(
            problem,
            market=replace(problem.market, inertia=0.4, far=far),
            money=replace(problem.money, tax=0.02, private=0.1, transport=0.3),
            sources=(Sources(1, zones, 2, 3),),
        )
        found.append(agree(changed))
    assert all(f is not None for f in found)


def test_both_formulations_agree_where_labour_must_be_attracted_and_anchors_come_first() -> None:
    found = []
    for seed in range(4):
        problem = small(seed, tight=2.2)
        anchor = problem.candidates.anchor.copy()
        anchor[4] = 3
        space = replace(
            problem.space, labour=0.8 * problem.space.labour, attract_most=20 * problem.space.attract_most
        )
        found.append(
            agree(replace(problem, space=space, candidates=replace(problem.candidates, anchor=anchor)))
        )
    assert sum(f is not None for f in found) >= 3
