"""Targets as rows: numerator - level x denominator + shortfall >= 0, one function a kind.

The shortfall of a target is in units of its numerator. That of a hard one is fixed at 0 until the elastic answer
frees it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import ModelError
from hinterland.planning.model.firms import available, firms, single, sources
from hinterland.planning.model.operate import capacity_of_year
from hinterland.planning.model.terms import (
    Ground,
    Row,
    Sum,
    amount_made,
    opened_until,
    value_near,
    value_used,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Matrix
    from hinterland.planning.model.invest import Invest
    from hinterland.planning.model.operate import Operate
    from hinterland.planning.model.terms import Parts
    from hinterland.planning.problem import Problem, Target


def targets(matrix: Matrix, problem: Problem, made: Invest, run: Operate, tag: str = "") -> tuple[Row, ...]:
    """Add the row and the shortfall of every target, and rules on sources."""
    matrix.labels["target"] = [t.name for t in problem.targets]
    hard = np.array([t.hard for t in problem.targets], dtype=np.bool_)
    short = matrix.variables(f"short{tag}", "target", high=np.where(hard, 0.0, np.inf))
    rows = matrix.rows(f"target{tag}", "target", low=0.0)
    ground = Ground(matrix, problem, made, run, tag, short)
    found, low = [], np.full(len(problem.targets), -np.inf)
    for i, target in enumerate(problem.targets):
        numerators, denominator = KINDS[target.kind](ground, target, i)
        if target.kind != "single":
            (numerator,) = numerators
            numerator.constant += target.base
            matrix.add(rows.index[i], *numerator.terms())
            variables, parts = denominator.terms()
            matrix.add(rows.index[i], variables, -target.level * parts)
            matrix.add(rows.index[i], short.index[i])
            low[i] = target.level * denominator.constant - numerator.constant
        found.append(Row(target, int(rows.index[i]), int(short.index[i]), numerators, denominator))
    matrix.bound(rows, low)
    sources(ground)
    return tuple(found)


def output(ground: Ground, target: Target, _: int) -> Parts:
    """Units made: sum over processes of p and zones of m_{r,z,t} >= level."""
    return (amount_made(ground, target, np.ones(len(target.products))),), Sum(1.0)


def share(ground: Ground, target: Target, _: int) -> Parts:
    """Share of the country's output N, exogenous: sum of m >= level x N.

    With `own`, what the plan adds to what is made anyway (m0) adds to the country's: level x (N + sum of m - m0).
    """
    made = amount_made(ground, target, np.ones(len(target.products)))
    below = Sum(target.national)
    if target.own:
        for variables, coefficients in zip(made.variables, made.coefficients, strict=True):
            below.add(variables, coefficients)
        without = ground.problem.market.made[:, :, target.year]
        below.constant -= float(without[np.ix_(target.products, target.zones)].sum())
    return (made,), below


def revenue(ground: Ground, target: Target, _: int) -> Parts:
    """Revenue: sum over products and zones of price_p m_{r,z,t} >= level."""
    return (amount_made(ground, target, target.weight),), Sum(1.0)


def sourced(ground: Ground, target: Target, _: int) -> Parts:
    """Bought near: sum over products and near ways of price_p f_{p,w,t} >= level x value of what is used."""
    return (value_near(ground, target, ground.run.flow, year=np.int64(target.year)),), value_used(
        ground, target
    )


def capacity(ground: Ground, target: Target, i: int) -> Parts:
    """What capacity in reach could serve: sum of price_p g_{p,w} >= level x value of what is used.

    g_{p,w} units of p that could come on way w in the target's year, whoever sells to whom today: within the capacity
    of the zone it comes from (`serves`) and what the zone it goes to uses (`takes`).
    """
    matrix, problem, space = ground.matrix, ground.problem, ground.problem.space
    name = f"{ground.tag}.{i}"
    near = np.flatnonzero(target.near & target.zones[space.destination])
    high = np.zeros((len(target.products), len(target.near)))
    high[np.ix_(target.products, near)] = np.inf
    serve = matrix.variables(f"serve{name}", "product", "way", high=high)
    base = problem.market.base
    serves = matrix.rows(f"serves{name}", "product", "zone", high=base[:, :, target.year])
    takes = matrix.rows(f"takes{name}", "product", "zone", high=problem.market.demand[:, :, target.year])
    product = np.flatnonzero(target.products)[:, None]
    moved = serve.at(product=product, way=near)
    matrix.add(serves.at(product=product, zone=space.origin[near]), moved)
    matrix.add(takes.at(product=product, zone=space.destination[near]), moved)
    capacity_of_year(matrix, problem, ground.made, serves, target.year, target.products)
    t = problem.technology
    counts = np.flatnonzero(target.products[t.product])[:, None]
    zone = np.arange(base.shape[1])
    matrix.add(
        takes.at(product=t.product[counts], zone=zone),
        ground.run.make.at(process=t.process[counts], zone=zone, year=np.int64(target.year)),
        -t.quantity[counts],
    )
    return (value_near(ground, target, serve),), value_used(ground, target)


def content(ground: Ground, target: Target, _: int) -> Parts:
    """Regional value added per value of what is made, on the bill of materials as it is.

    sum over products and near ways of va_p f_{p,w,t} + va_root m_root >= level x price_root m_root. Build-down and
    roll-up of content rules are reported of the plan afterwards, not planned for: they are not linear.
    """
    root = ground.problem.technology.output == target.root
    only = target.products & (np.arange(len(target.products)) == target.root)
    parts = value_near(ground, target, ground.run.flow, year=np.int64(target.year))
    whole = amount_made(ground, replace(target, products=only), target.weight)
    below = amount_made(ground, replace(target, products=only), ground.problem.technology.price)
    if not root.any():
        raise ModelError(f"{target.name}: nothing makes its finished product")
    parts.variables += whole.variables
    parts.coefficients += whole.coefficients
    return (parts,), below


def jobs(ground: Ground, target: Target, _: int) -> Parts:
    """Jobs: base + sum over sites in zones that count, decided until t - lead, of jobs_c x_{s,u} >= level."""
    total = opened_until(ground, target, ground.problem.candidates.jobs.sum(axis=1))
    p, years = ground.problem.plants, np.arange(ground.problem.years)
    plant, before = np.nonzero(
        (target.zones[p.zone] & target.products[p.product])[:, None]
        & (p.lead[:, None] + years <= target.year)
    )
    total.add(ground.made.expand.at(plant=plant, year=before), p.jobs.sum(axis=1)[plant])
    return (total,), Sum(1.0)


KINDS: dict[str, Callable[[Ground, Target, int], Parts]] = {
    "output": output,
    "share": share,
    "revenue": revenue,
    "sourced": sourced,
    "capacity": capacity,
    "available": available,
    "content": content,
    "jobs": jobs,
    "firms": firms,
    "single": single,
}
