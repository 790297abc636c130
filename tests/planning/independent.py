"""A second formulation of the planning model, written from its description: dictionaries, loops, scipy's milp.

It shares no code with `planning/model`: every project pays its own asks (no sets of instruments), capacities are not
tightened, firms are counted by a variable each. Slow; for small problems only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, sparse

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from hinterland.planning.problem import Problem, Target

    Terms = dict[int, float]

INF = float("inf")
MONEY = 1e8
UNITS = {"x": 1.0, "q": 1.0, "firm": 1.0, "h": 100.0, "pay": 1e7}
"""What a variable is measured in, 10,000 else: HiGHS takes costs below 10^-7 for none."""


@dataclass
class Sheet:
    """Variables by key, rows as dictionaries."""

    index: dict[Hashable, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def var(self, *key: Hashable, high: float = INF, cost: float = 0.0, whole: bool = False) -> int:
        """Return the variable of a key, made where it is new."""
        if key not in self.index:
            self.index[key] = len(self.low)
            self.low.append(0.0)
            self.high.append(high)
            self.cost.append(cost)
            self.whole.append(int(whole))
        return self.index[key]

    def row(self, terms: Iterable[tuple[int, float]], low: float = -INF, high: float = INF) -> None:
        """Add a row; terms of one variable add up."""
        total: Terms = {}
        for variable, coefficient in terms:
            total[variable] = total.get(variable, 0.0) + float(coefficient)
        self.rows.append((total, low, high))

    def least(self) -> float | None:
        """Return the least cost, None where nothing holds."""
        step = np.array([UNITS.get(str(key[0]), 1e4) for key in self.index])
        at, to, value, low, high = [], [], [], [], []
        for i, (terms, least, most) in enumerate(self.rows):
            sizes = [abs(c) * step[v] for v, c in terms.items() if c] or [1.0]
            size = float(np.sqrt(max(sizes) * min(sizes)))
            for variable, coefficient in terms.items():
                at.append(i)
                to.append(variable)
                value.append(coefficient * step[variable] / size)
            low.append(least / size)
            high.append(most / size)
        matrix = sparse.csr_matrix((value, (at, to)), shape=(len(self.rows), len(self.low)))
        found = optimize.milp(
            np.array(self.cost) * step / MONEY,
            constraints=optimize.LinearConstraint(matrix, low, high),
            bounds=optimize.Bounds(np.array(self.low) / step, np.array(self.high) / step),
            integrality=self.whole,
            options={"mip_rel_gap": 1e-9},
        )
        return float(found.fun) * MONEY if found.x is not None else None


def least_cost(problem: Problem) -> float | None:
    """Return the least cost of any plan, CNY, None where none holds."""
    sheet = Sheet()
    Writer(problem, sheet).write()
    return sheet.least()


class Writer:
    """Writes the variables and rows of a problem, one method a family."""

    def __init__(self, problem: Problem, sheet: Sheet) -> None:
        self.problem, self.sheet = problem, sheet
        self.years = range(len(problem.names.years))
        self.sites = list(zip(problem.candidates.site_candidate, problem.candidates.site_park, strict=True))
        self.zones = range(problem.market.demand.shape[1])
        self.products = range(problem.market.demand.shape[0])

    def write(self) -> None:
        """Write everything."""
        self.decisions()
        self.money()
        self.room()
        self.followers()
        self.operation()
        self.inertia()
        for i, target in enumerate(self.problem.targets):
            self.target(i, target)
        self.sources()

    def factor(self, t: int) -> float:
        return float((1 + self.problem.money.discount) ** -t)

    def zone(self, s: int) -> int:
        return int(self.problem.space.park_zone[self.sites[s][1]])

    def decisions(self) -> None:
        c, p, space, money = (
            self.problem.candidates,
            self.problem.plants,
            self.problem.space,
            self.problem.money,
        )
        for s, (i, _) in enumerate(self.sites):
            for t in self.years:
                cost = self.factor(t) * (c.ask[i] + money.private * c.capex[i])
                self.sheet.var("x", s, t, high=float(c.may_open[s, t]), cost=cost, whole=True)
        for i in range(len(c.ask)):
            mine = [s for s, (of, _) in enumerate(self.sites) if of == i]
            self.sheet.row(((self.sheet.var("x", s, t), 1) for s in mine for t in self.years), high=1)
        for i in range(len(p.most)):
            for t in self.years:
                most = p.most[i] if p.lead[i] + t < len(self.years) else 0.0
                cost = self.factor(t) * (p.ask[i] + money.private * p.capex[i])
                self.sheet.var("e", i, t, high=most, cost=cost)
            self.sheet.row(((self.sheet.var("e", i, t), 1) for t in self.years), high=p.most[i])
        parks, groups, _ = space.labour.shape
        for k in range(parks):
            for g in range(groups):
                for t in self.years:
                    self.sheet.var(
                        "h",
                        k,
                        g,
                        t,
                        high=space.attract_most[k, g, t],
                        cost=self.factor(t) * space.attract_cost[g],
                    )

    def money(self) -> None:
        c, p, money = self.problem.candidates, self.problem.plants, self.problem.money
        used: dict[tuple[int, int], list[tuple[int, float]]] = {}

        def pay(key: tuple[Hashable, ...], variable: int, ask: float, may: Iterable[int], t: int) -> None:
            parts = []
            for n in may:
                part = self.sheet.var("pay", *key, n)
                parts.append((part, 1.0))
                used.setdefault((n, t), []).append((part, 1.0))
            self.sheet.row([*parts, (variable, -ask)], 0.0, 0.0)

        for t in self.years:
            for s, (i, _) in enumerate(self.sites):
                pay(("x", s, t), self.sheet.var("x", s, t), c.ask[i], _yes(money.pays_site[:, s, t]), t)
            for i in range(len(p.most)):
                pay(("e", i, t), self.sheet.var("e", i, t), p.ask[i], _yes(money.pays_plant[:, i, t]), t)
            if money.pays_labour.any():
                for k, g in np.ndindex(self.problem.space.labour.shape[:2]):
                    cost = self.problem.space.attract_cost[g]
                    pay(("h", k, g, t), self.sheet.var("h", k, g, t), cost, _yes(money.pays_labour), t)
        for (n, t), parts in used.items():
            self.sheet.row(parts, high=money.budget[n, t])

    def room(self) -> None:
        c, p, space = self.problem.candidates, self.problem.plants, self.problem.space
        parks, groups, _ = space.labour.shape
        for k in range(parks):
            mine = [(s, i) for s, (i, park) in enumerate(self.sites) if park == k]
            grown = [i for i in range(len(p.most)) if p.park[i] == k]
            for t in self.years:
                land = [(self.sheet.var("x", s, u), c.land[i]) for s, i in mine for u in range(t + 1)]
                land += [(self.sheet.var("e", i, u), p.land[i]) for i in grown for u in range(t + 1)]
                self.sheet.row(land, high=space.land[k, t])
                for g in range(groups):
                    staff = [
                        (self.sheet.var("x", s, u), c.jobs[i, g])
                        for s, i in mine
                        for u in range(t + 1)
                        if u + c.lead[i] <= t
                    ]
                    staff += [
                        (self.sheet.var("e", i, u), p.jobs[i, g])
                        for i in grown
                        for u in range(t + 1)
                        if u + p.lead[i] <= t
                    ]
                    staff += [(self.sheet.var("h", k, g, u), -1.0) for u in range(t + 1)]
                    self.sheet.row(staff, high=space.labour[k, g, t])

    def followers(self) -> None:
        anchor = self.problem.candidates.anchor
        for i in np.flatnonzero(anchor >= 0):
            for t in self.years:
                terms = [
                    (self.sheet.var("x", s, u), 1.0 if of == i else -1.0)
                    for s, (of, _) in enumerate(self.sites)
                    if of in (i, anchor[i])
                    for u in range(t + 1)
                ]
                self.sheet.row(terms, high=0.0)

    def gives(self, product: int, zone: int, t: int, *, ramp: bool = True) -> list[tuple[int, float]]:
        """Return what decisions add to the capacity of a product in a zone."""
        c, p = self.problem.candidates, self.problem.plants
        found = []
        for s, (i, _) in enumerate(self.sites):
            if c.product[i] == product and self.zone(s) == zone:
                for u in range(t - int(c.lead[i]) + 1):
                    share = c.ramp[min(t - u - int(c.lead[i]), len(c.ramp) - 1)] if ramp else 1.0
                    found.append((self.sheet.var("x", s, u), c.capacity[i] * share))
        for i in range(len(p.most)):
            if p.product[i] == product and p.zone[i] == zone:
                found += [(self.sheet.var("e", i, u), 1.0) for u in range(t - int(p.lead[i]) + 1)]
        return found

    def operation(self) -> None:
        tech, market, space = self.problem.technology, self.problem.market, self.problem.space
        money = self.problem.money
        for t in self.years:
            for r, p in enumerate(tech.output):
                for z in self.zones:
                    self.sheet.var("m", r, z, t, cost=-money.tax * tech.tax[p] * self.factor(t))
            for p in self.products:
                worth = money.transport * tech.price[p] * self.factor(t)
                for w in range(len(space.origin)):
                    self.sheet.var("f", p, w, t, cost=worth * space.freight[w])
                for z in self.zones:
                    self.sheet.var(
                        "y", p, z, t, high=market.supply[p, t], cost=worth * space.outside_freight[z]
                    )
                    self.sheet.var("v", p, z, t, high=market.outside[p, t])
                    made = [(m, 1.0) for m in self.makes(p, z, t)]
                    if made:  # what is made without a plan stays made
                        self.sheet.row(made, low=min(market.made[p, z, t], market.base[p, z, t]))
                    away = [(self.sheet.var("f", p, w, t), -1.0) for w in _yes(space.origin == z)]
                    comes = [(self.sheet.var("f", p, w, t), 1.0) for w in _yes(space.destination == z)]
                    self.sheet.row(
                        [*made, *((v, -k) for v, k in self.gives(p, z, t))], high=market.base[p, z, t]
                    )
                    self.sheet.row([*made, *away, (self.sheet.var("v", p, z, t), -1.0)], 0.0, 0.0)
                    used = [(v, -q) for v, q in self.uses(p, z, t)]
                    wanted = market.demand[p, z, t]
                    self.sheet.row([*comes, (self.sheet.var("y", p, z, t), 1.0), *used], wanted, wanted)
                self.sheet.row(
                    ((self.sheet.var("v", p, z, t), 1) for z in self.zones), high=market.outside[p, t]
                )
                self.sheet.row(
                    ((self.sheet.var("y", p, z, t), 1) for z in self.zones), high=market.supply[p, t]
                )

    def makes(self, product: int, zone: int, t: int) -> list[int]:
        output = self.problem.technology.output
        return [self.sheet.var("m", r, zone, t) for r in range(len(output)) if output[r] == product]

    def uses(self, product: int, zone: int, t: int) -> list[tuple[int, float]]:
        tech = self.problem.technology
        return [
            (self.sheet.var("m", int(r), zone, t), float(q))
            for p, r, q in zip(tech.product, tech.process, tech.quantity, strict=True)
            if p == product
        ]

    def inertia(self) -> None:
        market, tech = self.problem.market, self.problem.technology
        if market.inertia >= 1:
            return
        first = {int(p): int(np.flatnonzero(tech.output == p)[0]) for p in np.unique(tech.output)}
        for p in self.products:
            for z in self.zones:
                need = [float(market.demand[p, z, t]) for t in self.years]
                for q, r, amount in zip(tech.product, tech.process, tech.quantity, strict=True):
                    maker = int(tech.output[r])
                    if q == p and first[maker] == r:
                        for t in self.years:
                            need[t] += amount * min(market.made[maker, z, t], market.base[maker, z, t])
                keep = 1 - market.inertia
                for t in self.years:
                    now = (self.sheet.var("y", p, z, t), 1.0)
                    if t:
                        less = max(0.0, need[t - 1] - need[t])
                        self.sheet.row([now, (self.sheet.var("y", p, z, t - 1), -keep)], low=-less)
                    elif np.isfinite(market.far[p, z]):
                        self.sheet.row([now], low=keep * market.far[p, z])

    def target(self, i: int, target: Target) -> None:
        short = self.sheet.var(
            "short", i, high=0.0 if target.hard else INF, cost=0.0 if target.hard else target.penalty
        )
        if target.kind == "single":
            self.single(i, target, short)
            return
        above, plus, below, least = getattr(self, f"of_{target.kind}")(i, target)
        terms = [*above, *((v, -target.level * c) for v, c in below), (short, 1.0)]
        self.sheet.row(terms, low=target.level * least - plus - target.base)

    def made_by(self, target: Target, weight: np.ndarray, only: int | None = None) -> list[tuple[int, float]]:
        products = [only] if only is not None else _yes(target.products)
        return [
            (m, weight[p])
            for p in products
            for z in _yes(target.zones)
            for m in self.makes(int(p), int(z), target.year)
        ]

    def used_value(self, target: Target) -> tuple[list[tuple[int, float]], float]:
        terms, constant = [], 0.0
        for p in _yes(target.products):
            for z in _yes(target.zones):
                terms += [(v, q * target.weight[p]) for v, q in self.uses(int(p), int(z), target.year)]
                constant += target.weight[p] * self.problem.market.demand[p, z, target.year]
        return terms, constant

    def near_value(self, target: Target, kind: str, *more: Hashable) -> list[tuple[int, float]]:
        space = self.problem.space
        return [
            (self.sheet.var(kind, int(p), int(w), *more), target.weight[p])
            for p in _yes(target.products)
            for w in _yes(target.near & target.zones[space.destination])
        ]

    def of_output(self, _: int, target: Target) -> tuple:
        return self.made_by(target, np.ones(len(target.products))), 0.0, [], 1.0

    def of_revenue(self, _: int, target: Target) -> tuple:
        return self.made_by(target, target.weight), 0.0, [], 1.0

    def of_share(self, _: int, target: Target) -> tuple:
        made = self.made_by(target, np.ones(len(target.products)))
        if not target.own:
            return made, 0.0, [], target.national
        anyway = self.problem.market.made[target.products][:, target.zones, target.year].sum()
        return made, 0.0, made, target.national - anyway

    def of_sourced(self, _: int, target: Target) -> tuple:
        below, least = self.used_value(target)
        return self.near_value(target, "f", target.year), 0.0, below, least

    def of_capacity(self, i: int, target: Target) -> tuple:
        market, space, t = self.problem.market, self.problem.space, target.year
        near = target.near & target.zones[space.destination]
        for p in _yes(target.products):
            for z in self.zones:
                out = [(self.sheet.var(f"g{i}", int(p), w), 1.0) for w in _yes(near & (space.origin == z))]
                came = [
                    (self.sheet.var(f"g{i}", int(p), w), 1.0) for w in _yes(near & (space.destination == z))
                ]
                stands = market.base[p, z, t]
                self.sheet.row([*out, *((v, -k) for v, k in self.gives(int(p), z, t))], high=stands)
                wanted = market.demand[p, z, t]
                self.sheet.row([*came, *((v, -q) for v, q in self.uses(int(p), z, t))], high=wanted)
        below, least = self.used_value(target)
        return self.near_value(target, f"g{i}"), 0.0, below, least

    def of_content(self, _: int, target: Target) -> tuple:
        ones = self.problem.technology.price
        below = self.made_by(target, ones, only=target.root)
        above = self.near_value(target, "f", target.year) + self.made_by(
            target, target.weight, only=target.root
        )
        return above, 0.0, below, 0.0

    def of_jobs(self, _: int, target: Target) -> tuple:
        c, p = self.problem.candidates, self.problem.plants
        terms = [
            (self.sheet.var("x", s, u), c.jobs[i].sum())
            for s, (i, _) in enumerate(self.sites)
            if target.zones[self.zone(s)] and target.products[c.product[i]]
            for u in range(target.year - int(c.lead[i]) + 1)
        ]
        terms += [
            (self.sheet.var("e", i, u), p.jobs[i].sum())
            for i in range(len(p.most))
            if target.zones[p.zone[i]] and target.products[p.product[i]]
            for u in range(target.year - int(p.lead[i]) + 1)
        ]
        return terms, 0.0, [], 1.0

    def firms(self, tag: str, products: set[int], zones: set[int], year: int) -> tuple[int, list[int]]:
        """Return how many firms are there, and a variable for each that may come."""
        c, p = self.problem.candidates, self.problem.plants
        there = {
            int(p.firm[i])
            for i in range(len(p.most))
            if p.product[i] in products and p.zone[i] in zones and not p.capacity[i, year] <= 0
        }
        come: dict[int, list[tuple[int, float]]] = {}
        for s, (i, _) in enumerate(self.sites):
            if c.product[i] in products and self.zone(s) in zones and int(c.firm[i]) not in there:
                come.setdefault(int(c.firm[i]), []).extend(
                    (self.sheet.var("x", s, u), -1.0) for u in range(year - int(c.lead[i]) + 1)
                )
        found = []
        for firm, openings in come.items():
            found.append(self.sheet.var("firm", tag, firm, high=1.0))
            self.sheet.row([(found[-1], 1.0), *openings], high=0.0)
        return len(there), found

    def of_firms(self, i: int, target: Target) -> tuple:
        _, come = self.firms(f"firms{i}", set(_yes(target.products)), set(_yes(target.zones)), target.year)
        return [(u, 1.0) for u in come], 0.0, [], 1.0

    def of_available(self, i: int, target: Target) -> tuple:
        market, space = self.problem.market, self.problem.space
        for stands in (market.made, market.base):
            share = np.where(target.zones, stands[target.root, :, target.year], 0.0)
            if share.any():
                break
        else:
            share = target.zones.astype(float)
        share = share / share.sum()
        parts = [p for p in _yes(target.products) if target.weight[p] > 0]
        whole = sum(target.weight[p] for p in parts)
        terms = []
        for z in _yes(share > 0):
            reach = {int(space.origin[w]) for w in _yes(target.near & (space.destination == z))}
            for p in parts:
                q = self.sheet.var("q", i, p, z, high=1.0, whole=True)
                there, come = self.firms(f"q{i}.{p}.{z}", {p}, reach, target.year)
                self.sheet.row([(q, float(target.suppliers)), *((u, -1.0) for u in come)], high=float(there))
                terms.append((q, share[z] * target.weight[p] / whole))
        return terms, 0.0, [], 1.0

    def single(self, i: int, target: Target, short: int) -> None:
        c, p, year = self.problem.candidates, self.problem.plants, target.year
        (product,) = _yes(target.products)
        zones = set(_yes(target.zones))
        made = self.made_by(target, np.ones(len(target.products)))
        rest = float(self.problem.market.base[product, target.zones, year].sum())
        capacity: dict[int, list[tuple[int, float]]] = {}
        stands: dict[int, float] = {}
        for k in range(len(p.most)):
            if p.product[k] == product and p.zone[k] in zones:
                known = float(np.nan_to_num(p.capacity[k, year]))
                stands[int(p.firm[k])] = stands.get(int(p.firm[k]), 0.0) + known
                rest -= known
                capacity.setdefault(int(p.firm[k]), []).extend(
                    (self.sheet.var("e", k, u), -1.0) for u in range(year - int(p.lead[k]) + 1)
                )
        for s, (j, _) in enumerate(self.sites):
            if c.product[j] == product and self.zone(s) in zones:
                capacity.setdefault(int(c.firm[j]), []).extend(
                    (self.sheet.var("x", s, u), -c.capacity[j]) for u in range(year - int(c.lead[j]) + 1)
                )
        others = self.sheet.var("others", i, high=max(rest, 0.0))
        parts = [(others, 1.0)]
        for firm, terms in capacity.items():
            part = self.sheet.var("part", i, firm)
            parts.append((part, 1.0))
            self.sheet.row([(part, 1.0), *terms], high=stands.get(firm, 0.0))
            self.sheet.row([(part, 1.0), *((v, -target.level * k) for v, k in made), (short, -1.0)], high=0.0)
        self.sheet.row([*parts, *((v, -k) for v, k in made)], 0.0, 0.0)

    def sources(self) -> None:
        for k, rule in enumerate(self.problem.sources):
            there, come = self.firms(f"rule{k}", {rule.product}, set(_yes(rule.zones)), rule.year)
            self.sheet.row([(u, 1.0) for u in come], low=float(rule.least - there))


def _yes(mask: np.ndarray) -> list[int]:
    return [int(i) for i in np.flatnonzero(mask)]
