"""What may come otherwise than expected: demand, the country's output, suppliers that fail."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from hinterland.network.stress.faults import refuse
from hinterland.planning.model.standing import stands, without_plants
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.problem import Problem

MOST = 16
"""Scenarios that a plan can be made for: each has an operation of its own."""
EVEN = 1e-6
NATIONAL = 0.15
"""Assumed probability of the country's output at each end of a forecast, by itself."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way the years may go, known only after the decisions were taken.

    Attributes
    ----------
    name, label
        Id, and what it is in words.
    kind
        Whether demand differs, or suppliers fail.
    probability
        Those of all scenarios add up to 1.
    demand
        Factor on what is wanted near, sold outside and made without a plan, (products,).
    national
        Factor on the country's output, which shares are measured against.
    supply
        Factor on what can be bought outside, (products,). Where that has no limit, 1 leaves it so, 0 cuts it off, and
        others are of what was bought in the year before the first, if that is known.
    plants, candidates
        Who makes nothing in any year.
    """

    name: str
    label: Said
    kind: Literal["demand", "failure"]
    probability: float
    demand: Array
    national: float
    supply: Array
    plants: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()

    @property
    def plain(self) -> bool:
        """Return whether all is as expected."""
        same = (self.demand == 1).all() and (self.supply == 1).all() and self.national == 1
        return bool(same) and not self.plants and not self.candidates


def check(problem: Problem, scenarios: Sequence[Scenario]) -> None:
    """Refuse scenarios that are no such thing, all faults at once.

    Raises
    ------
    Refused
        If there are none or too many, probabilities are not positive or do not add up to 1, a factor is negative or
        no number, a name comes twice, or a plant or candidate is unknown.
    """
    wrong: list[Said] = []
    if not 1 <= len(scenarios) <= MOST:
        wrong.append(
            Said(
                f"{len(scenarios)} scenarios; take 1 to {MOST}",
                f"共 {len(scenarios)} 个情景；请取 1 至 {MOST} 个",
            )
        )
    names = [s.name for s in scenarios]
    twice = sorted({n for n in names if names.count(n) > 1})
    wrong += [Said(f"two scenarios are named {n}", f"两个情景同名：{n}") for n in twice]
    for s in scenarios:
        wrong += [Said(f"scenario {s.name}: {w.en}", f"情景 {s.name}：{w.zh}") for w in _faults(problem, s)]
    total = sum(s.probability for s in scenarios)
    if scenarios and not abs(total - 1) <= EVEN:
        wrong.append(
            Said(
                f"the probabilities add up to {total:g}; they must add up to 1",
                f"概率之和为 {total:g}，应等于 1",
            )
        )
    refuse(wrong, Said("the scenarios do not fit the plan", "情景与规划不符"))


def _faults(problem: Problem, s: Scenario) -> list[Said]:
    products = len(problem.technology.price)
    found = []
    if not (math.isfinite(s.probability) and s.probability > 0):
        found.append(Said(f"its probability is {s.probability:g}; it must be above 0", "概率必须大于 0"))
    if np.shape(s.demand) != (products,) or np.shape(s.supply) != (products,):
        found.append(
            Said(f"it needs a factor for each of {products} products", f"需要 {products} 个产品的系数")
        )
    factors = np.concatenate([np.ravel(s.demand), np.ravel(s.supply), [s.national]])
    if not (np.isfinite(factors).all() and (factors >= 0).all()):
        found.append(Said("its factors must be numbers of at least 0", "系数必须是不小于 0 的数"))
    for en, zh, given, count in (
        ("plant", "企业", s.plants, len(problem.plants.product)),
        ("candidate", "候选项目", s.candidates, len(problem.candidates.product)),
    ):
        found += [Said(f"there is no {en} {i}", f"没有{zh} {i}") for i in given if not 0 <= i < count]
    return found


def usual(
    problem: Problem,
    *,
    spread: float = 0.15,
    failures: int = 2,
    national: tuple[float, float] | None = None,
    called: Callable[[str], Said] | None = None,
) -> tuple[Scenario, ...]:
    """Return scenarios where nobody gave any: as expected, demand below and above, the largest suppliers failing.

    Parameters
    ----------
    problem
        What is planned.
    spread
        By which share demand is lower and higher.
    failures
        How many scenarios have a supplier fail: the existing plants with the most value of output in the last year
        where targets count.
    national
        Factors on the country's output at the low and the high end of a forecast, a scenario each; else it goes with
        demand, by half of the spread.
    called
        Names of ids; default: the ids.

    Returns
    -------
    tuple of Scenario
        Assumed probabilities: 0.4 as expected, `NATIONAL` each for the country's output, the others share the rest
        evenly.
    """
    called = called or _same
    plain = np.ones(len(problem.technology.price))
    ends = tuple(f for f in national or () if f != 1)
    largest = _largest(problem, failures)
    share = round((0.6 - NATIONAL * len(ends)) / (2 + len(largest)), 9)
    half = 0.0 if ends else spread / 2
    found = []
    for factor in ends:
        way, zh = ("lower", "低") if factor < 1 else ("higher", "高")
        by = f"{abs(factor - 1):.0%}"
        label = Said(f"the country's output {by} {way}", f"全国产量{zh} {by}")
        found.append(Scenario(f"national_{way}", label, "demand", NATIONAL, plain, factor, plain))
    for name, sign, way, zh in (("low", -1, "lower", "低"), ("high", 1, "higher", "高")):
        label = Said(f"demand {spread:.0%} {way}", f"需求{zh} {spread:.0%}")
        factors = plain * (1 + sign * spread)
        found.append(Scenario(name, label, "demand", share, factors, 1 + sign * half, plain))
    for plant in largest:
        name = problem.names.plants[plant]
        label = Said(f"{called(name).en} fails", f"{called(name).zh} 停产")
        found.append(Scenario(f"without {name}", label, "failure", share, plain, 1.0, plain, (plant,)))
    rest = round(1.0 - sum(s.probability for s in found), 9)
    return (Scenario("expected", Said("as expected", "符合预期"), "demand", rest, plain, 1.0, plain), *found)


def _largest(problem: Problem, count: int) -> list[int]:
    """Return the plants with the most value of output in the last year, of zones of targets where there are any."""
    value = stands(problem)[:, -1] * problem.technology.price[problem.plants.product]
    counted = np.zeros(len(problem.names.zones), dtype=np.bool_)
    for target in problem.targets:
        counted |= target.zones
    near = counted[problem.plants.zone]
    value = np.where(near, value, 0.0) if (value[near] > 0).any() else value
    order = np.argsort(-value, kind="stable")[:count]
    return [int(i) for i in order if value[i] > 0]


def changed(problem: Problem, scenario: Scenario) -> Problem:
    """Return the problem as it is in a scenario.

    Demand and markets are multiplied; who fails has no capacity, and is no supplier; a failed candidate produces only
    after the last year. What is made without a plan, and what buyers hold on to outside (`Market.far`), is at most in
    proportion to what it is still needed for. Rules on sources are about the plan, not about what may happen: there
    are none.
    """
    factor, c = scenario.demand, problem.candidates
    made = problem.market.made * _chained(problem, factor)[:, None, None]
    standing = replace(problem, market=replace(problem.market, made=np.minimum(made, problem.market.base)))
    there = without_plants(standing, scenario.plants)
    lead = c.lead.copy()
    lead[list(scenario.candidates)] = problem.years
    m = there.market
    return replace(
        there,
        market=replace(
            m,
            demand=m.demand * factor[:, None, None],
            outside=_times(m.outside, factor),
            supply=_supplied(problem, scenario.supply),
            far=m.far * _held_on(problem, scenario)[:, None],
        ),
        candidates=replace(c, lead=lead),
        sources=(),
        targets=tuple(replace(t, national=t.national * scenario.national) for t in problem.targets),
    )


def _supplied(problem: Problem, factor: Array) -> Array:
    m = problem.market
    bought = np.where(np.isnan(m.far).any(axis=1), np.inf, m.far.sum(axis=1))
    usual_supply = np.where(np.isfinite(m.supply), m.supply, bought[:, None])
    cut = np.where(factor[:, None] == 0, 0.0, _times(usual_supply, factor))
    return np.where(factor[:, None] == 1, m.supply, cut)


def _times(limit: Array, factor: Array) -> Array:
    return np.where(np.isfinite(limit), np.where(np.isfinite(limit), limit, 0.0) * factor[:, None], limit)


def _chained(problem: Problem, factor: Array) -> Array:
    """Return for each product the least factor of it and all that is made of it, (products,)."""
    t = problem.technology
    for _ in range(len(t.price)):
        below = factor.copy()
        np.minimum.at(below, t.product, factor[t.output[t.process]])
        if (below == factor).all():
            break
        factor = below
    return factor


def _held_on(problem: Problem, scenario: Scenario) -> Array:
    """Return the factor on what is bought outside whatever happens, (products,).

    Nothing is held on to where suppliers fail, or outside supply does: buyers take what they get.
    """
    if scenario.kind == "failure" or (scenario.supply < 1).any():
        return np.zeros(len(problem.technology.price))
    return np.minimum(_chained(problem, scenario.demand), 1.0)


def _same(name: str) -> Said:
    return Said(name, name)
