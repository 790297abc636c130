"""Small planning problems for tests: one by hand, and drawn ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

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
            Target(
                name="near", kind="sourced", level=0.5, products=tier1, weight=price, root=0, **usual
            ),
        ),
    )


def with_targets(problem: Problem, *targets: Target) -> Problem:
    """Return the problem with other targets."""
    return replace(problem, targets=targets)
