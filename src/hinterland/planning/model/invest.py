"""Decisions and what limits them: openings, expansions, labour, land, budgets, followers.

Symbols: x_{s,t} = 1 where site s (a candidate at a park) is decided in year t; e_{i,t} units by which plant i is
expanded; h_{k,g,t} persons of group g attracted to park k; b_{q,n,t} money that instrument n pays for all openings
and expansions that the same set q of instruments may pay for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Block, Ints, Matrix
    from hinterland.planning.problem import Problem


@dataclass(frozen=True, slots=True)
class Invest:
    """The blocks of decisions, which every scenario of operation shares.

    Attributes
    ----------
    opened, expand, attract
        x by (site, year), e by (plant, year), h by (park, group, year).
    lead
        Years from the decision of each site to its production, (sites,).
    """

    opened: Block
    expand: Block
    attract: Block
    lead: Ints


def labels(problem: Problem) -> dict[str, list[str]]:
    """Return the labels of every dimension."""
    names, c = problem.names, problem.candidates
    sites = [
        f"{names.candidates[i]}@{names.parks[k]}" for i, k in zip(c.site_candidate, c.site_park, strict=True)
    ]
    ways = [
        f"{names.zones[a]}>{names.zones[b]}"
        for a, b in zip(problem.space.origin, problem.space.destination, strict=True)
    ]
    return {
        "product": list(names.products),
        "process": list(names.processes),
        "zone": list(names.zones),
        "park": list(names.parks),
        "group": list(names.groups),
        "candidate": list(names.candidates),
        "plant": list(names.plants),
        "instrument": list(names.instruments),
        "year": [str(y) for y in names.years],
        "site": sites,
        "way": ways,
    }


def invest(matrix: Matrix, problem: Problem) -> Invest:
    """Add the decisions and the families of rows that limit them."""
    c, plants = problem.candidates, problem.plants
    opened = matrix.variables("open", "site", "year", high=c.may_open.astype(np.float64), integer=True)
    late = plants.lead[:, None] + np.arange(problem.years) >= problem.years
    most = np.where(late, 0.0, plants.most[:, None])
    expand = matrix.variables("expand", "plant", "year", high=most)
    attract = matrix.variables("attract", "park", "group", "year", high=problem.space.attract_most)
    made = Invest(opened, expand, attract, c.lead[c.site_candidate])
    once(matrix, problem, made)
    grow(matrix, problem, made)
    land(matrix, problem, made)
    labour(matrix, problem, made)
    follow(matrix, problem, made)
    budget(matrix, problem, made)
    return made


def until(problem: Problem) -> tuple[Ints, Ints]:
    """Return all pairs (decided in, seen in) of years with decided <= seen."""
    decided, seen = np.triu_indices(problem.years)
    return decided.astype(np.int64), seen.astype(np.int64)


def once(matrix: Matrix, problem: Problem, made: Invest) -> None:
    """A candidate comes to one park, once: sum over its sites s and years t of x_{s,t} <= 1."""
    rows = matrix.rows("once", "candidate", high=1.0)
    c = problem.candidates
    sites, years = np.ix_(np.arange(len(c.site_candidate)), np.arange(problem.years))
    matrix.add(rows.at(candidate=c.site_candidate[sites]), made.opened.at(site=sites, year=years))


def grow(matrix: Matrix, problem: Problem, made: Invest) -> None:
    """A plant grows by no more than it can over all years: sum over t of e_{i,t} <= most_i."""
    rows = matrix.rows("growth", "plant", high=problem.plants.most)
    plants, years = np.ix_(np.arange(len(problem.plants.most)), np.arange(problem.years))
    matrix.add(rows.at(plant=plants), made.expand.at(plant=plants, year=years))


def land(matrix: Matrix, problem: Problem, made: Invest) -> None:
    """Land from the decision on: sum over sites of k and u <= t of land_c x_{s,u} + expansions <= land_{k,t}."""
    rows = matrix.rows("land", "park", "year", high=problem.space.land)
    c, p = problem.candidates, problem.plants
    decided, seen = until(problem)
    site = np.arange(len(c.site_park))[:, None]
    matrix.add(
        rows.at(park=c.site_park[site], year=seen),
        made.opened.at(site=site, year=decided),
        c.land[c.site_candidate][site],
    )
    plant = np.flatnonzero(p.park >= 0)[:, None]
    matrix.add(
        rows.at(park=p.park[plant], year=seen), made.expand.at(plant=plant, year=decided), p.land[plant]
    )


def labour(matrix: Matrix, problem: Problem, made: Invest) -> None:
    """Persons from production on, by group g.

    sum over sites of k and u + lead <= t of jobs_{c,g} x_{s,u} + expansions <= stock_{k,g,t} + sum over u <= t of
    h_{k,g,u}.
    """
    space, c, p = problem.space, problem.candidates, problem.plants
    rows = matrix.rows("labour", "park", "group", "year", high=space.labour)
    parks, groups, _ = space.labour.shape
    decided, seen = until(problem)
    for g in range(groups):
        site, pair = np.nonzero(
            (made.lead[:, None] + decided <= seen) & (c.jobs[c.site_candidate, g] > 0)[:, None]
        )
        matrix.add(
            rows.at(park=c.site_park[site], group=np.int64(g), year=seen[pair]),
            made.opened.at(site=site, year=decided[pair]),
            c.jobs[c.site_candidate[site], g],
        )
        plant, pair = np.nonzero((p.lead[:, None] + decided <= seen) & (p.park >= 0)[:, None])
        matrix.add(
            rows.at(park=p.park[plant], group=np.int64(g), year=seen[pair]),
            made.expand.at(plant=plant, year=decided[pair]),
            p.jobs[plant, g],
        )
    park, group, pair = np.ix_(np.arange(parks), np.arange(groups), np.arange(len(decided)))
    matrix.add(
        rows.at(park=park, group=group, year=seen[pair]),
        made.attract.at(park=park, group=group, year=decided[pair]),
        -1.0,
    )


def follow(matrix: Matrix, problem: Problem, made: Invest) -> None:
    """A follower comes no earlier than its anchor.

    sum over u <= t of x_{follower,u} <= sum over u <= t of x_{anchor,u}, each over all its sites.
    """
    c = problem.candidates
    follower = np.flatnonzero(c.anchor >= 0)
    matrix.labels["follower"] = [problem.names.candidates[i] for i in follower]
    rows = matrix.rows("follow", "follower", "year", high=0.0)
    decided, seen = until(problem)
    for candidates, sign in ((follower, 1.0), (c.anchor[follower], -1.0)):
        row, site = np.nonzero(candidates[:, None] == c.site_candidate)
        matrix.add(
            rows.at(follower=row[:, None], year=seen), made.opened.at(site=site[:, None], year=decided), sign
        )


def budget(matrix: Matrix, problem: Problem, made: Invest) -> None:
    """What is asked is paid in the year of the decision, by instruments that may, within their budgets.

    paid: sum over n in q of b_{q,n,t} = sum over openings and expansions with set q of ask x (or ask e);
    budget: sum over q of b_{q,n,t} <= budget_{n,t}.

    Sets of instruments instead of single projects: how the money of a set is dealt out among its projects is free, so
    nothing is lost, and 10,000 candidates need a handful of variables.
    """
    c, p, money = problem.candidates, problem.plants, problem.money
    if not len(money.budget):
        return
    sites, plants = len(c.site_park), len(p.product)
    may = np.concatenate([money.pays_site, money.pays_plant], axis=1)  # (instruments, sites + plants, years)
    codes, which = np.unique(may.reshape(len(may), -1), axis=1, return_inverse=True)
    which = which.reshape(sites + plants, problem.years)
    labourers = money.pays_labour.any()
    codes = np.concatenate([codes, money.pays_labour[:, None]], axis=1) if labourers else codes
    matrix.labels["set"] = [
        "+".join(n for n, yes in zip(problem.names.instruments, column, strict=True) if yes) or "none"
        for column in codes.T
    ]
    pay = matrix.variables(
        "pay", "set", "instrument", "year", high=np.where(codes.T[:, :, None], np.inf, 0.0)
    )
    paid = matrix.rows("paid", "set", "year", low=0.0, high=0.0)
    limit = matrix.rows("budget", "instrument", "year", high=money.budget)
    each, instrument, year = np.ix_(*(np.arange(n) for n in pay.index.shape))
    matrix.add(paid.at(set=each, year=year), pay.at(set=each, instrument=instrument, year=year))
    matrix.add(limit.at(instrument=instrument, year=year), pay.at(set=each, instrument=instrument, year=year))
    site, plant = np.arange(sites)[:, None], np.arange(plants)[:, None]
    years = np.arange(problem.years)
    matrix.add(
        paid.at(set=which[:sites], year=years),
        made.opened.at(site=site, year=years),
        -c.ask[c.site_candidate][site],
    )
    matrix.add(paid.at(set=which[sites:], year=years), made.expand.at(plant=plant, year=years), -p.ask[plant])
    if labourers:
        park, group, year = np.ix_(*(np.arange(n) for n in made.attract.index.shape))
        matrix.add(
            paid.at(set=np.int64(codes.shape[1] - 1), year=year),
            made.attract.at(park=park, group=group, year=year),
            -problem.space.attract_cost[group],
        )


def starts(problem: Problem, made: Invest) -> tuple[Ints, Ints, Ints, Array]:
    """Return what openings add to capacity: (site, decided, seen, share of capacity) for every pair with some."""
    decided, seen = until(problem)
    age = seen - decided - made.lead[:, None]
    ramp = problem.candidates.ramp
    site, pair = np.nonzero(age >= 0)
    share = ramp[np.minimum(age[site, pair], len(ramp) - 1)]
    return site.astype(np.int64), decided[pair], seen[pair], share
