"""Small planning problems for tests: one by hand, and drawn ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.model.build import build
from hinterland.planning.problem import (
    Candidates,
    Market,
    Money,
    Names,
    Plants,
    Problem,
    Space,
    Target,
    Technology,
)
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.dive import dive
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.strengthen import strengthen

if TYPE_CHECKING:
    from hinterland.planning.matrix import Program


def drawn(
    seed: int = 0,
    *,
    parts: int = 6,
    zones: int = 2,
    parks: int = 3,
    candidates: int = 12,
    years: int = 3,
    tight: float = 0.5,
) -> Problem:
    """Return a problem drawn at random: one car (product 0) of `parts` parts, some of them made of others.

    `tight` is the part of all candidates' land, jobs and asks that there is room and money for. Targets: revenue and
    bought near, both hard, at levels that can be held in general.
    """
    r = np.random.default_rng(seed)
    products, sites = parts + 1, 2
    parent = np.array([0 if i < 4 else int(r.integers(1, i)) for i in range(1, products)])
    quantity = r.uniform(0.5, 2.0, parts)
    price = np.r_[20.0, r.uniform(0.5, 2.0, parts)] * 1e4
    output = np.arange(products)
    inputs = np.bincount(parent, quantity * price[1:], products)
    price[0] = max(price[0], 1.3 * inputs[0])
    need = np.zeros((products, years))
    need[0] = 1e5 * 1.2 ** np.arange(years)
    for part in range(1, products):
        need[part] = quantity[part - 1] * need[parent[part - 1]]
    product = np.r_[np.arange(products), r.integers(0, products, max(0, candidates - products))][:candidates]
    capacity = need[product, -1] * r.uniform(0.2, 0.6, candidates)
    value = capacity * price[product]
    base = need[:, 0][:, None] * r.dirichlet(np.ones(zones), products) * r.uniform(0.2, 0.6, (products, 1))
    origin, destination = (a.ravel() for a in np.meshgrid(np.arange(zones), np.arange(zones), indexing="ij"))
    hours = np.where(origin == destination, 0.5, 2.0)
    jobs, land, ask = (value / s * r.uniform(0.5, 1.5, candidates) for s in (1e6, 1e8, 12.0))
    site_candidate = np.repeat(np.arange(candidates), sites)
    site_park = np.concatenate([r.choice(parks, sites, replace=False) for _ in range(candidates)])
    park_zone = np.arange(parks) % zones
    grow = np.linspace(0.6, 1.0, years)
    room = 2 * tight / parks
    existing = products * zones
    plant_product, plant_zone = (a.ravel() for a in np.meshgrid(output, np.arange(zones), indexing="ij"))
    plain = np.ones(products, dtype=np.bool_)
    everywhere = np.ones(zones, dtype=np.bool_)
    near = np.ones(len(origin), dtype=np.bool_)
    usual: dict[str, Any] = {"year": years - 1, "zones": everywhere, "near": near}
    tier1 = np.zeros(products, dtype=np.bool_)
    tier1[1:] = parent == 0
    return Problem(
        names=Names(
            products=("car", *(f"part{i}" for i in range(1, products))),
            processes=("car", *(f"part{i}" for i in range(1, products))),
            zones=tuple(f"zone{i}" for i in range(zones)),
            parks=tuple(f"park{i}" for i in range(parks)),
            groups=("workers",),
            candidates=tuple(f"c{i}" for i in range(candidates)),
            plants=tuple(f"plant{i}" for i in range(existing)),
            firms=tuple(f"firm{i}" for i in range(existing + candidates)),
            instruments=("grants",),
            years=tuple(range(2022, 2022 + years)),
        ),
        technology=Technology(
            output=output,
            product=np.arange(1, products),
            process=parent,
            quantity=quantity,
            price=price,
            value_added=np.maximum(price - inputs, 0.1 * price),
            tax=0.05 * price,
        ),
        space=Space(
            park_zone=park_zone,
            origin=origin,
            destination=destination,
            hours=hours,
            freight=0.01 * hours,
            outside_freight=np.full(zones, 0.05),
            land=land.sum() * room * np.tile(grow, (parks, 1)),
            labour=jobs.sum() * room * np.tile(grow, (parks, 1, 1)),
            attract_most=np.full((parks, 1, years), jobs.sum() / 50),
            attract_cost=np.array([50000.0]),
        ),
        market=Market(
            demand=np.zeros((products, zones, years)),
            outside=need * 0.5 + np.where(np.arange(products) == 0, np.inf, 0.0)[:, None],
            supply=np.full((products, years), np.inf),
            base=np.repeat(base[:, :, None], years, axis=2),
            made=np.repeat(base[:, :, None] * 0.8, years, axis=2),
            far=np.full((products, zones), np.nan),
        ),
        candidates=Candidates(
            product=product,
            firm=existing + np.arange(candidates),
            capacity=capacity,
            ask=ask,
            capex=ask * 6,
            land=land,
            jobs=jobs[:, None],
            lead=r.integers(0, min(2, years), candidates),
            ramp=np.array([0.5, 1.0]),
            relocated=np.where(r.random(candidates) < 0.2, 0.5, 0.0),
            anchor=np.where(np.arange(candidates) == candidates - 1, 0, -1),
            landing_low=np.full(candidates, 0.3),
            landing_high=np.full(candidates, 0.7),
            site_candidate=site_candidate,
            site_park=site_park,
            may_open=np.ones((len(site_park), years), dtype=np.bool_),
        ),
        plants=Plants(
            product=plant_product,
            firm=np.arange(existing),
            zone=plant_zone,
            park=np.full(existing, -1),
            capacity=np.repeat(base.reshape(-1, 1), years, axis=1),
            most=base.ravel() * 0.2,
            ask=0.12 * price[plant_product],
            capex=0.5 * price[plant_product],
            land=np.zeros(existing),
            jobs=np.zeros((existing, 1)),
            lead=np.ones(existing, dtype=np.int64),
        ),
        money=Money(
            budget=np.full((1, years), ask.sum() * tight / years),
            pays_site=np.ones((1, len(site_park), years), dtype=np.bool_),
            pays_plant=np.ones((1, existing, years), dtype=np.bool_),
            pays_labour=np.ones(1, dtype=np.bool_),
        ),
        targets=(
            Target(
                name="revenue",
                kind="revenue",
                level=float((need[:, 0] * price * 0.75).sum()),
                products=plain,
                weight=price,
                **usual,
            ),
            Target(name="near", kind="sourced", level=0.5, products=tier1, weight=price, root=0, **usual),
        ),
    )


def with_targets(problem: Problem, *targets: Target) -> Problem:
    """Return the problem with other targets."""
    return replace(problem, targets=targets)


def tiny(*targets: Target, years: int = 2, **money: Any) -> Problem:
    """Return a problem to work out on paper: cars of 10 CNY take one cell of 4 CNY; two zones, north and south.

    Without a plan north makes 100 cars a year and south 20 cells. Candidates, each 10 persons and 1 hectare, no lead,
    full at once:

    ======  =======  ========  =====  ======  ==========
    name    product  capacity  ask    parks   firm
    ======  =======  ========  =====  ======  ==========
    big     cells    60        120    n       new
    small   cells    30        40     n, s    new
    cars    cars     50        200    n       new
    ======  =======  ========  =====  ======  ==========
    """
    base = np.zeros((2, 2, years))
    base[0, 0], base[1, 1] = 100.0, 20.0
    origin, destination = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    sites = 4
    return Problem(
        names=Names(
            products=("car", "cell"),
            processes=("car", "cell"),
            zones=("north", "south"),
            parks=("n", "s"),
            groups=("all",),
            candidates=("big", "small", "cars"),
            plants=("car works", "cell works"),
            firms=("carmaker", "cellmaker", "big co", "small co", "cars co"),
            instruments=("grants",),
            years=tuple(range(2022, 2022 + years)),
        ),
        technology=Technology(
            output=np.array([0, 1]),
            product=np.array([1]),
            process=np.array([0]),
            quantity=np.array([1.0]),
            price=np.array([10.0, 4.0]),
            value_added=np.array([6.0, 4.0]),
            tax=np.array([0.5, 0.2]),
        ),
        space=Space(
            park_zone=np.array([0, 1]),
            origin=origin,
            destination=destination,
            hours=np.array([0.0, 2.0, 2.0, 0.0]),
            freight=np.array([0.0, 0.01, 0.01, 0.0]),
            outside_freight=np.array([0.05, 0.05]),
            land=np.full((2, years), 2.0),
            labour=np.full((2, 1, years), 20.0),
            attract_most=np.zeros((2, 1, years)),
            attract_cost=np.array([2.0]),
        ),
        market=Market(
            demand=np.zeros((2, 2, years)),
            outside=np.full((2, years), np.inf),
            supply=np.full((2, years), np.inf),
            base=base,
            made=base,
            far=np.full((2, 2), np.nan),
        ),
        candidates=Candidates(
            product=np.array([1, 1, 0]),
            firm=np.array([2, 3, 4]),
            capacity=np.array([60.0, 30.0, 50.0]),
            ask=np.array([120.0, 40.0, 200.0]),
            capex=np.array([600.0, 200.0, 900.0]),
            land=np.ones(3),
            jobs=np.full((3, 1), 10.0),
            lead=np.zeros(3, dtype=np.int64),
            ramp=np.ones(1),
            relocated=np.zeros(3),
            anchor=np.full(3, -1),
            landing_low=np.full(3, 0.3),
            landing_high=np.full(3, 0.7),
            site_candidate=np.array([0, 1, 1, 2]),
            site_park=np.array([0, 0, 1, 0]),
            may_open=np.ones((sites, years), dtype=np.bool_),
        ),
        plants=Plants(
            product=np.array([0, 1]),
            firm=np.array([0, 1]),
            zone=np.array([0, 1]),
            park=np.array([0, 1]),
            capacity=np.repeat(np.array([[100.0], [20.0]]), years, axis=1),
            most=np.zeros(2),
            ask=np.array([5.0, 3.0]),
            capex=np.array([20.0, 12.0]),
            land=np.array([0.01, 0.01]),
            jobs=np.full((2, 1), 0.1),
            lead=np.zeros(2, dtype=np.int64),
        ),
        money=Money(
            budget=np.full((1, years), np.inf),
            pays_site=np.ones((1, sites, years), dtype=np.bool_),
            pays_plant=np.ones((1, 2, years), dtype=np.bool_),
            pays_labour=np.ones(1, dtype=np.bool_),
            **({"discount": 0.0} | money),
        ),
        targets=targets or (asked("sourced", 0.5),),
    )


def asked(kind: str, level: float, *, year: int = 1, near: str = "all", **more: Any) -> Target:
    """Return a target of `tiny`: cells of what cars take, cars of output; `near` is all ways or the `own` zone."""
    ways = np.ones(4, dtype=np.bool_) if near == "all" else np.array([True, False, False, True])
    cells = kind in ("sourced", "capacity", "available", "single", "content")
    usual: dict[str, Any] = {
        "name": kind,
        "zones": np.ones(2, dtype=np.bool_),
        "products": np.array([not cells, cells]),
        "weight": np.array([1.0, 1.0]),
        "near": ways,
        "root": 0,
        "year": year,
    }
    return Target(kind=kind, level=level, **(usual | more))  # type: ignore[arg-type]


def strengthened(program: Program, limits: Limits) -> Search:
    """Return a search with its relaxation and cuts."""
    search = Search(program, limits, None)
    search.relax()
    assert search.relaxed is not None
    strengthen(search)
    return search


def begun(seed: int, threads: int = 1) -> Search:
    """Return a search in a drawn problem with its relaxation and a plan that is not the best."""
    program = build(drawn(seed)).program
    search = Search(program, Limits(gap=1e-7, threads=threads), None)
    search.relax()
    assert search.relaxed is not None
    assert search.offer(dive(program, search.session, search.relaxed, search.clock), "dive")
    return search
