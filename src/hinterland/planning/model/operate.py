"""Operation: what is made, moved, bought and sold each year, within the capacity that decisions give.

Symbols: m_{r,z,t} units that process r makes in zone z; f_{p,w,t} units of product p on way w; y_{p,z,t} bought
outside; v_{p,z,t} sold outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.invest import starts, until

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Block, Bools, Matrix
    from hinterland.planning.model.invest import Invest
    from hinterland.planning.problem import Problem


FOLLOW = {"make": "made", "flow": "used"}
"""Families of flows, and of the rows in which they go on: what is made goes somewhere, what comes is used."""


@dataclass(frozen=True, slots=True)
class Operate:
    """The blocks of operation, and the rows of capacity.

    m by (process, zone, year), f by (product, way, year), y and v by (product, zone, year).
    """

    make: Block
    flow: Block
    far: Block
    sold: Block
    capacity: Block


def operate(matrix: Matrix, problem: Problem, made: Invest, tag: str = "") -> Operate:
    """Add operation and its families of rows; `tag` follows the name of each block, for scenarios."""
    market = problem.market
    outside, supply = market.outside[:, None, :], market.supply[:, None, :]
    shape = market.demand.shape
    run = Operate(
        make=matrix.variables(f"make{tag}", "process", "zone", "year"),
        flow=matrix.variables(f"flow{tag}", "product", "way", "year"),
        far=matrix.variables(f"far{tag}", "product", "zone", "year", high=np.broadcast_to(supply, shape)),
        sold=matrix.variables(f"sold{tag}", "product", "zone", "year", high=np.broadcast_to(outside, shape)),
        capacity=matrix.rows(f"capacity{tag}", "product", "zone", "year", high=market.base),
    )
    capacity(matrix, problem, made, run)
    kept(matrix, problem, run, tag)
    made_goes(matrix, problem, run, tag)
    used_comes(matrix, problem, run, tag)
    markets(matrix, problem, run, tag)
    inertia(matrix, problem, run, tag)
    return run


def capacity(matrix: Matrix, problem: Problem, made: Invest, run: Operate) -> None:
    """What is made fits into what stands, opened and grew.

    sum over r of p of m_{r,z,t} <= base_{p,z,t} + sum over sites in z and u of ramp_{t-u-lead} cap_c x_{s,u}
    + sum over plants in z and u + lead <= t of e_{i,u}.

    A candidate's capacity counts up to what can be used at all (`usable`): a smaller coefficient cuts no plan off and
    makes the relaxation tighter.
    """
    make = run.make
    process, zone, year = np.ix_(*(np.arange(n) for n in make.index.shape))
    output = problem.technology.output
    matrix.add(
        run.capacity.at(product=output[process], zone=zone, year=year),
        make.at(process=process, zone=zone, year=year),
    )
    add_capacity(matrix, problem, made, run.capacity, -1.0, usable(problem))


def kept(matrix: Matrix, problem: Problem, run: Operate, tag: str) -> None:
    """What is made without a plan stays made: sum over r of p of m_{r,z,t} >= min(made_{p,z,t}, base_{p,z,t}).

    Else a share of what is used, such as parts bought near, would rise for nothing by making less.
    """
    least = np.minimum(problem.market.made, problem.market.base)
    rows = matrix.rows(f"kept{tag}", "product", "zone", "year", low=np.where(least > 0, least, -np.inf))
    process, zone, year = np.nonzero((least > 0)[problem.technology.output])
    output = problem.technology.output
    matrix.add(
        rows.at(product=output[process], zone=zone, year=year),
        run.make.at(process=process, zone=zone, year=year),
    )


def add_capacity(
    matrix: Matrix, problem: Problem, made: Invest, rows: Block, sign: float, most: Array | None = None
) -> None:
    """Add the capacity that decisions give to rows by (product, zone, year), times `sign`."""
    c, p, space = problem.candidates, problem.plants, problem.space
    site, decided, seen, share = starts(problem, made)
    of = c.site_candidate[site]
    product, zone = c.product[of], space.park_zone[c.site_park[site]]
    gives = c.capacity[of] * share
    if most is not None:
        gives = np.minimum(gives, most[product, seen])
    matrix.add(
        rows.at(product=product, zone=zone, year=seen), made.opened.at(site=site, year=decided), sign * gives
    )
    before, after = until(problem)
    plant, pair = np.nonzero(p.lead[:, None] + before <= after)
    matrix.add(
        rows.at(product=p.product[plant], zone=p.zone[plant], year=after[pair]),
        made.expand.at(plant=plant, year=before[pair]),
        sign,
    )


def capacity_of_year(
    matrix: Matrix, problem: Problem, made: Invest, rows: Block, year: int, products: Bools
) -> None:
    """Add what decisions give in one year to rows by (product, zone)."""
    c, p = problem.candidates, problem.plants
    site, decided, seen, ramp = starts(problem, made)
    keep = (seen == year) & products[c.product[c.site_candidate[site]]]
    site, decided, ramp = site[keep], decided[keep], ramp[keep]
    of = c.site_candidate[site]
    matrix.add(
        rows.at(product=c.product[of], zone=problem.space.park_zone[c.site_park[site]]),
        made.opened.at(site=site, year=decided),
        -c.capacity[of] * ramp,
    )
    plant, before = np.nonzero(
        (p.lead[:, None] + np.arange(problem.years) <= year) & products[p.product][:, None]
    )
    matrix.add(
        rows.at(product=p.product[plant], zone=p.zone[plant]),
        made.expand.at(plant=plant, year=before),
        -1.0,
    )


def made_goes(matrix: Matrix, problem: Problem, run: Operate, tag: str) -> None:
    """What is made goes somewhere.

    sum over r of p of m_{r,z,t} = sum over ways w from z of f_{p,w,t} + v_{p,z,t}.
    """
    rows = matrix.rows(f"made{tag}", "product", "zone", "year", low=0.0, high=0.0)
    process, zone, year = np.ix_(*(np.arange(n) for n in run.make.index.shape))
    output = problem.technology.output
    matrix.add(
        rows.at(product=output[process], zone=zone, year=year),
        run.make.at(process=process, zone=zone, year=year),
    )
    product, way, year = np.ix_(*(np.arange(n) for n in run.flow.index.shape))
    matrix.add(
        rows.at(product=product, zone=problem.space.origin[way], year=year),
        run.flow.at(product=product, way=way, year=year),
        -1.0,
    )
    matrix.add(rows.index, run.sold.index, -1.0)


def used_comes(matrix: Matrix, problem: Problem, run: Operate, tag: str) -> None:
    """What is used comes from somewhere.

    sum over ways w to z of f_{p,w,t} + y_{p,z,t} = sum over r of a_{p,r} m_{r,z,t} + demand_{p,z,t}.
    """
    demand = problem.market.demand
    rows = matrix.rows(f"used{tag}", "product", "zone", "year", low=demand, high=demand)
    product, way, year = np.ix_(*(np.arange(n) for n in run.flow.index.shape))
    matrix.add(
        rows.at(product=product, zone=problem.space.destination[way], year=year),
        run.flow.at(product=product, way=way, year=year),
    )
    matrix.add(rows.index, run.far.index)
    t = problem.technology
    zones, years = run.make.index.shape[1:]
    one, zone, year = np.ix_(np.arange(len(t.product)), np.arange(zones), np.arange(years))
    matrix.add(
        rows.at(product=t.product[one], zone=zone, year=year),
        run.make.at(process=t.process[one], zone=zone, year=year),
        -t.quantity[one],
    )


def markets(matrix: Matrix, problem: Problem, run: Operate, tag: str) -> None:
    """No more is sold or bought outside than there is: sum over z of v <= outside_{p,t}, of y <= supply_{p,t}."""
    for name, block, limit in (
        ("market", run.sold, problem.market.outside),
        ("supply", run.far, problem.market.supply),
    ):
        rows = matrix.rows(f"{name}{tag}", "product", "year", high=limit)
        product, zone, year = np.ix_(*(np.arange(n) for n in block.index.shape))
        keep = np.isfinite(limit)[:, None, :] & np.ones(block.index.shape, dtype=np.bool_)
        at = rows.at(product=product, year=year) + np.zeros_like(zone)
        matrix.add(at[keep], block.index[keep])


def inertia(matrix: Matrix, problem: Problem, run: Operate, tag: str) -> None:
    """Buyers leave suppliers outside slowly: y_{p,z,t} >= (1 - s) y_{p,z,t-1} - d_{p,z,t}.

    The year before the first is given. What a user needs more than before is bought anywhere at once; by d, what is
    needed less without any plan, they buy less anywhere.
    """
    market = problem.market
    if market.inertia >= 1:
        return
    keep = 1.0 - market.inertia
    floor = np.full(market.demand.shape, -np.inf)
    floor[:, :, 0] = np.where(np.isnan(market.far), -np.inf, keep * market.far)
    floor[:, :, 1:] = np.minimum(np.diff(needed(problem), axis=2), 0.0)
    rows = matrix.rows(f"inertia{tag}", "product", "zone", "year", low=floor)
    matrix.add(rows.index, run.far.index)
    matrix.add(rows.index[:, :, 1:], run.far.index[:, :, :-1], -keep)


def needed(problem: Problem) -> Array:
    """Return what users need without a plan, (products, zones, years): demand, and inputs of what is made anyway.

    Of a product with several processes the first is taken for what is made anyway.
    """
    t, market = problem.technology, problem.market
    first = np.unique(t.output, return_index=True)[1]
    counts = np.isin(t.process, first)
    made = np.minimum(market.made, market.base)[t.output[t.process[counts]]]
    total = market.demand.copy()
    np.add.at(total, t.product[counts], t.quantity[counts, None, None] * made)
    return np.asarray(total)


def usable(problem: Problem) -> Array:
    """Return the most units of each product that anybody could use in a year, inf where nothing limits it.

    (products, years): sold outside, wanted in zones, and as input of all that can be made of other products, which is
    at most their own `usable` and their capacity if every candidate came.
    """
    t, c, p, market = problem.technology, problem.candidates, problem.plants, problem.market
    products, years = market.outside.shape
    could = market.base.sum(axis=1)
    could = could + np.bincount(c.product, c.capacity, products)[:, None]
    could = could + np.bincount(p.product, p.most, products)[:, None]
    wanted = market.outside + market.demand.sum(axis=1)
    most = np.full((products, years), np.inf)
    users: list[dict[int, float]] = [{} for _ in range(products)]
    for product, process, quantity in zip(t.product, t.process, t.quantity, strict=True):
        above = int(t.output[process])
        users[product][above] = max(users[product].get(above, 0.0), float(quantity))

    def settle(product: int, path: frozenset[int]) -> Array:
        if product in path:  # a loop of recipes: nothing is known
            return np.asarray(could[product])
        if not np.isinf(most[product]).all():
            return np.asarray(most[product])
        total = wanted[product].copy()
        for above, quantity in users[product].items():
            total += quantity * np.minimum(settle(above, path | {product}), could[above])
        most[product] = total
        return np.asarray(total)

    for product in range(products):
        settle(product, frozenset())
    return most
