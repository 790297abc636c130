"""Targets and rules that count firms: available from so many, how many there are, the most of one, two sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.terms import Sum, amount_made, opened_until

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Ints
    from hinterland.planning.model.terms import Ground, Parts
    from hinterland.planning.problem import Target


def here(ground: Ground, product: int, zones: Bools, year: int) -> set[int]:
    """Return the firms of plants that make a product in some zones without a plan."""
    p = ground.problem.plants
    runs = ~(p.capacity[:, year] <= 0)  # an unknown capacity is some
    return set(p.firm[(p.product == product) & zones[p.zone] & runs].tolist())


def newcomers(ground: Ground, product: int, zones: Bools, year: int) -> dict[int, tuple[Ints, Ints]]:
    """Return the sites and years whose decision would bring each firm that is not there: firm -> (site, decided)."""
    problem, made = ground.problem, ground.made
    c, years = problem.candidates, np.arange(problem.years)
    counts = (c.product[c.site_candidate] == product) & zones[problem.space.park_zone[c.site_park]]
    site = np.flatnonzero(counts)
    one, before = np.nonzero(made.lead[site][:, None] + years <= year)
    site, firm = site[one], c.firm[c.site_candidate[site[one]]]
    known = here(ground, product, zones, year)
    return {
        int(f): (site[firm == f], before[firm == f]) for f in np.unique(firm).tolist() if int(f) not in known
    }


def come(ground: Ground, brought: dict[int, tuple[Ints, Ints]], name: str) -> Ints:
    """Return variables whose sum is the number of firms that come, each counted once.

    A firm with one candidate is counted by its openings; one with several has u <= 1 with u <= sum of openings.
    """
    c, opened = ground.problem.candidates, ground.made.opened
    found: list[Ints] = []
    several: list[Ints] = []
    for site, before in brought.values():
        positions = opened.at(site=site, year=before)
        (found if len(np.unique(c.site_candidate[site])) == 1 else several).append(positions)
    if several:
        dim = f"firm{name}"
        ground.matrix.labels[dim] = [str(i) for i in range(len(several))]
        there = ground.matrix.variables(f"there{name}", dim, high=1.0)
        rows = ground.matrix.rows(f"there{name}", dim, high=0.0)
        ground.matrix.add(rows.index, there.index)
        for i, positions in enumerate(several):
            ground.matrix.add(rows.index[i], positions, -1.0)
        found.append(there.index)
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def available(ground: Ground, target: Target, i: int) -> Parts:
    """Available near: sum over products and zones of share_z w_p q_{p,z} >= level, q_{p,z} in {0, 1}.

    n q_{p,z} <= firms that make p within reach of z + those that come; the coefficient is n less the firms that are
    there, so that the relaxation is tight. share_z: the zone's part of the root's output without a plan.
    """
    matrix, space = ground.matrix, ground.problem.space
    by_zone = _shares(ground, target)
    products = np.flatnonzero(target.products & (target.weight > 0))
    items = [(int(p), int(z)) for z in np.flatnonzero(by_zone) for p in products]
    whole = float(target.weight[products].sum()) or 1.0
    dim = f"item{ground.tag}.{i}"
    names = ground.problem.names
    matrix.labels[dim] = [f"{names.products[p]}.{names.zones[z]}" for p, z in items]
    near = matrix.variables(f"available{ground.tag}.{i}", dim, high=1.0, integer=True)
    rows = matrix.rows(f"available{ground.tag}.{i}", dim, high=0.0)
    for k, (product, zone) in enumerate(items):
        reach = np.zeros(len(target.zones), dtype=np.bool_)
        reach[space.origin[target.near & (space.destination == zone)]] = True
        lacking = target.suppliers - len(here(ground, product, reach, target.year))
        matrix.add(rows.index[k], near.index[k], max(lacking, 0))
        if lacking > 0:
            brought = newcomers(ground, product, reach, target.year)
            matrix.add(rows.index[k], come(ground, brought, f"{ground.tag}.{i}.{k}"), -1.0)
    total = Sum()
    weights = [by_zone[z] * target.weight[p] / whole for p, z in items]
    total.add(near.index, np.array(weights, dtype=np.float64))
    return (total,), Sum(1.0)


def _shares(ground: Ground, target: Target) -> Array:
    """Return the share of each zone that counts in what the root's plants make without a plan."""
    market = ground.problem.market
    made = np.where(target.zones, market.made[target.root, :, target.year], 0.0)
    if not made.any():
        made = np.where(target.zones, market.base[target.root, :, target.year], 0.0)
    if not made.any():
        made = target.zones.astype(np.float64)
    return np.asarray(made / made.sum())


def firms(ground: Ground, target: Target, i: int) -> Parts:
    """Number of firms: base + sum of those that come >= level; a firm is counted once for all its products."""
    problem, c = ground.problem, ground.problem.candidates
    total = Sum()
    known = {
        f
        for p in np.flatnonzero(target.products).tolist()
        for f in here(ground, p, target.zones, target.year)
    }
    counts = target.zones[problem.space.park_zone[c.site_park]] & target.products[c.product[c.site_candidate]]
    site = np.flatnonzero(counts)
    one, before = np.nonzero(ground.made.lead[site][:, None] + np.arange(problem.years) <= target.year)
    firm = c.firm[c.site_candidate[site[one]]]
    brought = {
        int(f): (site[one][firm == f], before[firm == f]) for f in np.unique(firm).tolist() if f not in known
    }
    total.add(come(ground, brought, f"{ground.tag}.{i}"))
    return (total,), Sum(1.0)


def single(ground: Ground, target: Target, i: int) -> Parts:
    """No single supplier above a share x of what is made of a product.

    Of each firm f: o_f <= its capacity, o_f <= x M + shortfall; sum over f of o_f = M = sum of m. What plants of
    unknown capacity make belongs to many: nothing limits it.
    """
    matrix, problem = ground.matrix, ground.problem
    (product,) = np.flatnonzero(target.products).tolist()
    p, c, year = problem.plants, problem.candidates, target.year
    mine = (p.product == product) & target.zones[p.zone]
    known = mine & np.isfinite(p.capacity[:, year])
    sites = (c.product[c.site_candidate] == product) & target.zones[problem.space.park_zone[c.site_park]]
    firm = np.unique(np.concatenate([p.firm[mine], c.firm[c.site_candidate[sites]]]))
    dim = f"maker{ground.tag}.{i}"
    matrix.labels[dim] = [*(problem.names.firms[f] for f in firm), "others"]
    name = f"{ground.tag}.{i}"
    stands = np.array([p.capacity[known & (p.firm == f), year].sum() for f in firm])
    rest = max(0.0, float(problem.market.base[product, target.zones, year].sum()) - float(stands.sum()))
    part = matrix.variables(f"part{name}", dim)
    holds = matrix.rows(f"holds{name}", dim, high=np.append(stands, rest))
    most = matrix.rows(f"single{name}", dim, high=0.0)
    matrix.add(holds.index, part.index)
    made = amount_made(ground, target, np.ones(len(target.products)))
    variables, coefficients = made.terms()
    limited = np.arange(len(firm))
    matrix.add(most.index[limited], part.index[limited])
    matrix.add(most.index[limited][:, None], variables, -target.level * coefficients)
    matrix.add(most.index[limited], ground.short.index[i], -1.0)
    for k, f in enumerate(firm.tolist()):
        _grows(ground, int(f), int(holds.index[k]), target, product)
    adds = matrix.rows(f"adds{name}", low=0.0, high=0.0)
    matrix.add(adds.index, part.index)
    matrix.add(adds.index, variables, -coefficients)
    return tuple(Sum(0.0, [part.index[k : k + 1]], [np.ones(1)]) for k in limited), made


def _grows(ground: Ground, firm: int, row: int, target: Target, product: int) -> None:
    """Add what decisions add to a firm's capacity to its row."""
    problem, p, c = ground.problem, ground.problem.plants, ground.problem.candidates
    own = np.where((c.firm == firm) & (c.product == product), c.capacity, 0.0)
    total = opened_until(ground, target, own)
    variables, coefficients = total.terms()
    ground.matrix.add(row, variables, -coefficients)
    mine = (p.firm == firm) & (p.product == product) & target.zones[p.zone]
    plant, before = np.nonzero(mine[:, None] & (p.lead[:, None] + np.arange(problem.years) <= target.year))
    ground.matrix.add(row, ground.made.expand.at(plant=plant, year=before), -1.0)


def sources(ground: Ground) -> None:
    """At least n firms make chosen products: firms there + those that come >= n."""
    rules = ground.problem.sources
    if not rules:
        return
    names = ground.problem.names.products
    ground.matrix.labels["rule"] = [f"{names[r.product]}.{r.least}" for r in rules]
    low = [r.least - len(here(ground, r.product, r.zones, r.year)) for r in rules]
    rows = ground.matrix.rows(f"sources{ground.tag}", "rule", low=np.array(low, dtype=np.float64))
    for i, rule in enumerate(rules):
        brought = newcomers(ground, rule.product, rule.zones, rule.year)
        ground.matrix.add(rows.index[i], come(ground, brought, f"{ground.tag}.rule{i}"))
