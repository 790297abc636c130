"""Planning problems made by a seed: a car, its parts in tiers, plants, candidates, parks, budgets and promises.

Everything is synthetic. A plan is planted: candidates that cover a share of what is needed, cheapest first, spread
over parks and years, and run by a simple rule. What is promised is a little less than what that plan reaches. A tight
problem has 2 percent more land and people than the cheapest relaxed plan takes once its openings are whole, and
little more money than the planted one; a loose one has 2.5 times as much of all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from plan_bill import added, draw

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
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from plan_bill import Bill

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

GROUPS = ("workers", "engineers")
FIRST = 2022
NEAR = 3.0
"""Hours within which a way counts as near."""
COVER = 0.7
"""Share of what is needed in the last year that the planted plan can make."""
RAMP = np.array([0.5, 1.0])
TIGHT, LOOSE = (1.02, 1.3), 2.5
"""Land and labour, over what the rounded cheapest plan takes without limits, and money, over the planted plan's."""
ENDLESS = 1e7
LEAST_PART = 0.02
"""Share of a product's plants that a zone has at least, if it has any."""
SIZE, LARGEST = 0.12, 0.25
"""Share of what is needed that a plant of a product of middling worth makes, and any plant at most."""
SMALLEST = 3e7
"""What a plant adds to value in a year at least, CNY, unless that is 60 percent of what is needed."""
SWAP = 0.6
"""By how much less money is asked for where more land and labour is taken: an elasticity."""
EASE = 0.96
"""What is promised, over what the planted plan reaches."""


def generate(
    products: int,
    parks: int,
    candidates: int,
    years: int,
    seed: int,
    *,
    tight: bool = True,
    zones: int = 5,
) -> Problem:
    """Return a problem of a size.

    Parameters
    ----------
    products, parks, candidates, years, zones
        How many.
    seed
        Of every choice by chance.
    tight
        Whether there is little more land and labour than the cheapest plan takes, or plenty.
    """
    r = np.random.default_rng(seed)
    bill = draw(r, products, years)
    space = _space(r, parks, zones, years)
    market = _market(r, bill, zones)
    c = _candidates(r, bill, parks, candidates, years)
    plants = _plants(r, bill, market, parks, space.park_zone)
    site, year = _planted(r, bill, market, c, space, years)
    promised = _targets(bill, market, c, space, (site, year))
    existing = len(plants.product)
    problem = Problem(
        names=_names(products, bill, zones, parks, candidates, existing, years),
        technology=Technology(
            bill.output,
            bill.product,
            bill.process,
            bill.quantity,
            bill.price,
            added(bill),
            0.04 * bill.price,
        ),
        space=space,
        market=market,
        candidates=c,
        plants=plants,
        money=_money(r, c, plants, (site, year), TIGHT[1] if tight else LOOSE, years),
        targets=promised,
    )
    return _room(problem, TIGHT[0] if tight else LOOSE)


def _space(r: np.random.Generator, parks: int, zones: int, years: int) -> Space:
    at = r.uniform(0, 3.5, (zones, 2))
    hours = 0.5 + np.hypot(*(at[:, None, k] - at[None, :, k] for k in (0, 1)))
    origin, destination = (a.ravel() for a in np.meshgrid(np.arange(zones), np.arange(zones), indexing="ij"))
    return Space(
        park_zone=np.arange(parks) % zones,
        origin=origin,
        destination=destination,
        hours=hours.ravel(),
        freight=0.004 * hours.ravel(),
        outside_freight=np.full(zones, 0.04),
        land=np.full((parks, years), ENDLESS),
        labour=np.full((parks, len(GROUPS), years), ENDLESS),
        attract_most=np.zeros((parks, len(GROUPS), years)),
        attract_cost=np.array([40_000.0, 120_000.0]),
    )


def _market(r: np.random.Generator, bill: Bill, zones: int) -> Market:
    products, years = bill.need.shape
    parts = r.dirichlet(np.full(zones, 0.8), products)
    parts = np.where(parts < LEAST_PART, 0.0, parts)
    parts /= parts.sum(axis=1, keepdims=True)
    base = bill.need[:, :1] * r.uniform(0.15, 0.55, (products, 1)) * parts
    base = np.repeat(base[:, :, None], years, axis=2)
    outside = 0.4 * bill.need
    outside[0] = np.inf
    return Market(
        demand=np.zeros((products, zones, years)),
        outside=outside,
        supply=np.full((products, years), np.inf),
        base=base,
        made=0.85 * base,
        far=np.full((products, zones), np.nan),
        inertia=0.5,
    )


def _candidates(r: np.random.Generator, bill: Bill, parks: int, candidates: int, years: int) -> Candidates:
    products = len(bill.price)
    worth = np.sqrt(bill.need[:, -1] * bill.price)
    product = r.choice(products, candidates, p=0.5 * worth / worth.sum() + 0.5 / products)
    usual = SIZE * (worth / np.median(worth)) ** -0.4  # of what is needed: what is worth more has more makers
    need, adds = bill.need[product, -1], added(bill)[product]
    share = np.minimum(usual[product] * r.lognormal(0, 0.5, candidates), LARGEST)
    capacity = need * np.minimum(np.maximum(share, SMALLEST / (need * adds)), 0.6)
    # land, people and money are for what a plant adds, not for the parts that it buys
    value = capacity * adds
    many = np.minimum(r.integers(1, 5, candidates), parks)
    site_park = np.concatenate([r.choice(parks, n, replace=False) for n in many])
    acres, hands = r.lognormal(0, 0.5, candidates), r.lognormal(0, 0.4, candidates)
    # who takes much land and many people asks for less money: a region that pays little runs out of both
    ask = 0.08 * value * r.lognormal(0, 0.25, candidates) / (acres * hands) ** SWAP
    persons = value / 1.2e6 * hands
    engineers = r.uniform(0.05, 0.3, candidates)
    anchor = np.where(r.random(candidates) < 0.05, r.integers(0, candidates, candidates), -1)
    anchor = np.where((anchor == np.arange(candidates)) | (anchor[anchor] >= 0), -1, anchor)
    low = r.uniform(0.1, 0.5, candidates)
    return Candidates(
        product=product,
        firm=2 * products + (np.arange(candidates) * 9) // 10,
        capacity=capacity,
        ask=ask,
        capex=value * r.uniform(0.5, 1.0, candidates),
        land=value / 6e7 * acres,
        jobs=np.stack([persons * (1 - engineers), persons * engineers], axis=1),
        lead=r.integers(0, 3, candidates),
        ramp=RAMP,
        relocated=np.where(r.random(candidates) < 0.2, 0.5, 0.0),
        anchor=anchor,
        landing_low=low,
        landing_high=low + 0.3,
        site_candidate=np.repeat(np.arange(candidates), many),
        site_park=site_park,
        may_open=np.ones((len(site_park), years), dtype=np.bool_),
    )


def _plants(r: np.random.Generator, bill: Bill, market: Market, parks: int, park_zone: Ints) -> Plants:
    """Return two plants a product in its two largest zones; every fifth product's can grow."""
    products, years = bill.need.shape
    zone = np.argsort(-market.base[:, :, 0], axis=1)[:, :2].ravel()
    product = np.repeat(np.arange(products), 2)
    stands = market.base[product, zone, 0]
    first = np.array([np.flatnonzero(park_zone == z)[0] for z in range(len(np.unique(park_zone)))])
    value = added(bill)[product]
    persons = value[:, None] / 1.2e6 * np.array([0.85, 0.15])
    return Plants(
        product=product,
        firm=np.arange(2 * products),
        zone=zone,
        park=first[zone] if parks else np.full(len(zone), -1),
        capacity=np.repeat(stands[:, None], years, axis=1),
        most=np.where(r.random(len(product)) < 0.2, 0.2 * stands, 0.0),
        ask=0.09 * value,
        capex=0.6 * value,
        land=value / 6e7,
        jobs=persons,
        lead=np.ones(len(product), dtype=np.int64),
    )


def _planted(
    r: np.random.Generator, bill: Bill, market: Market, c: Candidates, space: Space, years: int
) -> tuple[Ints, Ints]:
    """Return the sites and the years of the planted plan's decisions."""
    gap = COVER * bill.need[:, -1] - market.base[:, :, -1].sum(axis=1)
    asks = c.ask / (c.capacity * added(bill)[c.product]) * r.uniform(0.7, 1.3, len(c.ask))
    firsts = np.searchsorted(c.site_candidate, np.arange(len(c.ask)))
    lasts = np.append(firsts[1:], len(c.site_candidate))
    used = np.zeros(len(space.park_zone))
    chosen: list[int] = []
    come: set[int] = set()
    for i in np.argsort(asks, kind="stable").tolist():
        p = c.product[i]
        if gap[p] < 0.3 * c.capacity[i] or (c.anchor[i] >= 0 and int(c.anchor[i]) not in come):
            continue
        gap[p] -= c.capacity[i]
        sites = np.arange(firsts[i], lasts[i])
        best = int(sites[np.argmin(used[c.site_park[sites]])])
        used[c.site_park[best]] += c.land[i]
        chosen.append(best)
        come.add(i)
    site = np.array(chosen, dtype=np.int64)
    latest = years - len(RAMP) - c.lead[c.site_candidate[site]]
    year = np.floor(r.random(len(site)) * (np.maximum(latest, 0) + 1)).astype(np.int64)
    when = dict(zip(c.site_candidate[site].tolist(), year.tolist(), strict=True))
    follows = c.anchor[c.site_candidate[site]]
    year = np.array([max(y, when.get(int(a), 0)) for y, a in zip(year, follows, strict=True)], dtype=np.int64)
    return site, year


def _room(problem: Problem, share: float) -> Problem:
    """Return the problem with a share of the land and the people that its cheapest plan would take without limits.

    The plan is the optimum of the linear relaxation, rounded: parks have room for whole plants, and
    are ready step by step.
    """
    c, space, years = problem.candidates, problem.space, problem.years
    model = build(problem)
    found = Session(model.program).solve()
    if found is None:
        raise ValueError("the problem has no plan even with all land and people: lower EASE")
    parks = len(space.park_zone)
    of, until = c.site_candidate, _rounded(found.x[model.made.opened.index], c.site_candidate).cumsum(axis=1)
    takes = np.column_stack([c.land, c.jobs])[of]
    taken = np.stack([[np.bincount(c.site_park, v * u, parks) for u in until.T] for v in takes.T])
    taken = np.maximum(taken, taken[:, -1:] * np.linspace(0.6, 1.0, years)[:, None]).swapaxes(1, 2)
    people = share * taken[1:].swapaxes(0, 1)  # (parks, groups, years)
    space = replace(space, land=share * taken[0], labour=people, attract_most=0.01 * people)
    return replace(problem, space=space)


def _rounded(x: Array, of: Ints) -> Array:
    """Return openings as a whole each: candidates that come by half or more, all at their best site and year."""
    whole = np.zeros_like(x)
    for candidate in np.flatnonzero(np.bincount(of, x.sum(axis=1)) >= 0.5):
        sites = np.flatnonzero(of == candidate)
        site, year = np.unravel_index(np.argmax(x[sites]), x[sites].shape)
        whole[sites[site], year] = 1.0
    return whole


def _money(
    r: np.random.Generator,
    c: Candidates,
    plants: Plants,
    planted: tuple[Ints, Ints],
    money: float,
    years: int,
) -> Money:
    """Return three instruments: a grant for all, a fund for some products, a service for some parks."""
    sites, existing = len(c.site_park), len(plants.product)
    core = r.random(int(c.product.max()) + 1) < 0.4
    chosen_parks = r.random(int(c.site_park.max()) + 1) < 0.4
    pays = np.zeros((3, sites, years), dtype=np.bool_)
    pays[0] = True
    pays[1] = core[c.product[c.site_candidate]][:, None]
    pays[2] = chosen_parks[c.site_park][:, None]
    expands = np.zeros((3, existing, years), dtype=np.bool_)
    expands[0] = True
    site, year = planted
    ask = c.ask[c.site_candidate[site]]
    of_core, at_park = pays[1, site, 0], pays[2, site, 0]
    parts = (1 - 0.4 * of_core - 0.3 * at_park, 0.4 * of_core, 0.3 * at_park)
    paid = np.stack([np.bincount(year, ask * part, years) for part in parts])
    smooth = 0.8 * paid + 0.2 * paid.mean(axis=1, keepdims=True)
    return Money(
        budget=money * smooth,
        pays_site=pays,
        pays_plant=expands,
        pays_labour=np.array([True, False, False]),
    )


def _run(
    bill: Bill, market: Market, c: Candidates, space: Space, planted: tuple[Ints, Ints]
) -> tuple[Array, Array, Array]:
    """Return what the planted plan makes, gets near and uses, (products, zones, years) each, by a simple rule.

    Makers sell to near users, the nearest way first, as fast as these move; the rest goes outside.
    """
    products, _, years = market.base.shape
    site, year = planted
    of = c.site_candidate[site]
    can = market.base.copy()
    for t in range(years):
        age = t - year - c.lead[of]
        share = np.where(age < 0, 0.0, RAMP[np.clip(age, 0, len(RAMP) - 1)])
        np.add.at(can[:, :, t], (c.product[of], space.park_zone[c.site_park[site]]), c.capacity[of] * share)
    made, used, got = np.zeros_like(can), np.zeros_like(can), np.zeros_like(can)
    ways = [w for w in np.argsort(space.hours, kind="stable").tolist() if space.hours[w] <= NEAR]
    recipe = bill.process < products  # the first process of each product
    for p in range(products):
        for u, q in zip(
            bill.process[recipe & (bill.product == p)],
            bill.quantity[recipe & (bill.product == p)],
            strict=True,
        ):
            used[p] += q * made[u]
        for t in range(years):
            left, want = can[p, :, t].copy(), used[p, :, t].copy()
            if t:
                want -= market_floor(used[p, :, t - 1] - got[p, :, t - 1], market.inertia)
            for w in ways:
                moved = max(0.0, min(left[space.origin[w]], want[space.destination[w]]))
                left[space.origin[w]] -= moved
                want[space.destination[w]] -= moved
                got[p, space.destination[w], t] += moved
            sold = min(left.sum(), market.outside[p, t])
            made[p, :, t] = can[p, :, t] - left * (1 - sold / max(left.sum(), 1e-9))
    return made, got, used


def market_floor(far: Array, inertia: float) -> Array:
    """Return the least that is bought outside in the year after."""
    return (1 - inertia) * far


def _targets(
    bill: Bill,
    market: Market,
    c: Candidates,
    space: Space,
    planted: tuple[Ints, Ints],
) -> tuple[Target, ...]:
    """Return what is promised: what the planted plan reaches."""
    made, got, used = _run(bill, market, c, space, planted)
    products, zones, years = made.shape
    last = years - 1
    near = space.hours <= NEAR
    parts = np.ones(products, dtype=np.bool_)
    parts[0] = False
    usual: dict[str, Any] = {"zones": np.ones(zones, dtype=np.bool_), "near": near}
    value = bill.price[:, None, None]
    whole = np.ones(products, dtype=np.bool_)
    car = ~parts
    worth = (made * value).sum(axis=(0, 1))
    found = [
        Target(
            f"revenue{FIRST + t}",
            "revenue",
            EASE * float(worth[t]),
            t,
            products=whole,
            weight=bill.price,
            **usual,
        )
        for t in (last - 1, last)
    ]
    bought = float((got * value)[parts][:, :, last].sum() / (used * value)[parts][:, :, last].sum())
    found.append(
        Target("near", "sourced", EASE * bought, last, products=parts, weight=bill.price, root=0, **usual)
    )
    cars = float(made[0, :, last].sum())
    found.append(
        Target(
            "cars",
            "share",
            0.1,
            last,
            products=car,
            weight=np.ones(products),
            national=10 * EASE * cars,
            **usual,
        )
    )
    return tuple(found)


def _names(
    products: int, bill: Bill, zones: int, parks: int, candidates: int, plants: int, years: int
) -> Names:
    product = ("car", *(f"part{i}" for i in range(1, products)))
    seen: dict[int, int] = {}
    process = []
    for p in bill.output.tolist():
        seen[p] = seen.get(p, 0) + 1
        process.append(product[p] if seen[p] == 1 else f"{product[p]}.{seen[p]}")
    return Names(
        products=product,
        processes=tuple(process),
        zones=tuple(f"zone{i}" for i in range(zones)),
        parks=tuple(f"park{i}" for i in range(parks)),
        groups=GROUPS,
        candidates=tuple(f"c{i}" for i in range(candidates)),
        plants=tuple(f"plant{i}" for i in range(plants)),
        firms=tuple(f"firm{i}" for i in range(plants + candidates)),
        instruments=("grant", "fund", "service"),
        years=tuple(range(FIRST, FIRST + years)),
    )
