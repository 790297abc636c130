"""What it would have cost to know, and what it costs to wait."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hinterland.planning.model.choose import idle_until
from hinterland.planning.robust.assess import assess, in_turn
from hinterland.planning.robust.twostage import build_robust, start_of
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.problem import Problem
    from hinterland.planning.robust.assess import Assessment, Watch
    from hinterland.planning.robust.scenarios import Scenario
    from hinterland.planning.robust.twostage import Robust
    from hinterland.planning.solve.answer import Answer, Status

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Regret:
    """What it would have been worth to know a scenario beforehand.

    Attributes
    ----------
    scenario, status
        Which one, and of the plan made for it alone; "infeasible" where nobody could have held the targets.
    cost_if_known, bound_if_known, public_if_known
        Of that plan: objective, proved bound, public cost. NaN where there is none; infinite cost where none can be.
    regret, low, high
        Cost of the plan at hand less that, and what the bound leaves possible; NaN where either is not there.
    """

    scenario: Scenario
    status: Status
    cost_if_known: float
    bound_if_known: float
    public_if_known: float
    regret: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """What it costs, or saves, to decide nothing in the first year.

    Attributes
    ----------
    status
        Of the plan that waits; "infeasible" where the targets cannot be held any more.
    cost_now, cost_later
        Objectives of both plans; NaN where none was found, infinite where none can be.
    difference, low, high
        Later less now: above 0, waiting costs; and what the bounds leave possible.
    expected_later
        Average cost of waiting and then deciding with the scenario known, over the scenarios in which the robust plan
        holds; NaN where unknown, infinite where one of them cannot be held any more.
    value
        Cost of the robust plan that decides now, less `expected_later`: above 0, waiting pays.
    note
        What was compared.
    """

    status: Status
    cost_now: float
    cost_later: float
    difference: float
    low: float
    high: float
    expected_later: float
    value: float
    note: Said


def regrets(
    problem: Problem,
    assessments: Sequence[Assessment],
    limits: Limits | None = None,
    *,
    start: Array | None = None,
    watch: Watch = None,
) -> tuple[Regret, ...]:
    """Return what a plan costs more in each scenario than a plan made for that scenario alone (wait and see).

    Parameters
    ----------
    problem, assessments
        What was planned for, and how the plan fares.
    limits
        Time for all, gap of each plan.
    start
        The plan, to begin with.
    watch
        Told of progress; if it raises `Cancelled`, the scenarios done until then are returned.
    """
    by_name = {a.scenario.name: a for a in assessments}
    found = []
    turns = in_turn([a.scenario for a in assessments], limits, watch, "known beforehand:")
    for scenario, rest in turns:
        alone = build_robust(problem, [replace(scenario, probability=1.0)], 1.0)
        answer = solve(
            alone.model.program,
            rest,
            watch=watch,
            start=start_of(alone, start) if start is not None else None,
        )
        found.append(_regret(scenario, by_name[scenario.name], answer, alone.model))
        if answer.status == "cancelled":
            break
    return tuple(found)


def _regret(scenario: Scenario, plan: Assessment, answer: Answer, model: Model) -> Regret:
    """Return the regret of a plan; where it holds, it is one of those that could have been made for the scenario."""
    if answer.x is None and not math.isfinite(plan.cost):
        cost = math.inf if answer.status == "infeasible" else NAN
        return Regret(scenario, answer.status, cost, answer.bound, NAN, NAN, NAN, NAN)
    known, public = answer.objective, NAN if answer.x is None else model.cost(answer.x)["public"]
    if not known <= plan.cost and math.isfinite(plan.cost):
        known, public = plan.cost, plan.public
    regret, most = plan.cost - known, plan.cost - answer.bound
    return Regret(scenario, answer.status, known, answer.bound, public, regret, regret, most)


def carried(regrets: Sequence[Regret], assessments: Sequence[Assessment]) -> tuple[Regret, ...]:
    """Return the regrets of another plan, with what was found for each scenario alone.

    Parameters
    ----------
    regrets
        Of a plan, as `regrets` gives them.
    assessments
        How the other plan fares; scenarios that `regrets` lacks are left out.
    """
    known_of = {r.scenario.name: r for r in regrets}
    found = []
    for fares in assessments:
        r = known_of.get(fares.scenario.name)
        if r is None:
            continue
        known, public = r.cost_if_known, r.public_if_known
        if math.isfinite(fares.cost) and not known <= fares.cost:
            known, public = fares.cost, fares.public
        regret = fares.cost - known
        most = fares.cost - r.bound_if_known
        found.append(
            replace(r, cost_if_known=known, public_if_known=public, regret=regret, low=regret, high=most)
        )
    return tuple(found)


def perfect(regrets: Sequence[Regret]) -> float:
    """Return the value of perfect information: the average regret over the scenarios in which the plan holds.

    NaN where it holds in none. What it would be worth to know of scenarios that the plan gives up is not in it.
    """
    told = [(r.scenario.probability, r.regret) for r in regrets if math.isfinite(r.regret)]
    total = math.fsum(p for p, _ in told)
    return math.fsum(p * v for p, v in told) / total if told else NAN


def waiting(
    model: Model,
    now: Answer,
    limits: Limits | None = None,
    *,
    robust: tuple[Robust, Answer] | None = None,
    watch: Watch = None,
) -> Waiting:
    """Return what it costs to decide nothing in the first year.

    Parameters
    ----------
    model, now
        The model of a problem, and its plan.
    limits
        Time for all, gap of each plan.
    robust
        If given, what waiting is worth because one then knows which scenario it is: the plan that decides now for all
        scenarios, against plans that decide from the second year on, each for the scenario that came; averages over
        the scenarios that the plan holds.
    watch
        Told of progress; if it raises `Cancelled`, what is known until then is returned.
    """
    limits = limits or Limits()
    parts = len(robust[0].parts) if robust else 0
    one = replace(limits, time=limits.time / (1 + parts))
    later = solve(idle_until(model, 1).program, one, watch=watch)
    cost_now = now.objective if now.x is not None else NAN
    cost_later = _cost(later)
    expected = value = NAN
    if robust is not None and robust[1].x is not None and later.status != "cancelled":
        rest = replace(limits, time=limits.time - one.time)
        expected = _expected_later(robust[0], robust[1].x, rest, watch)
        value = robust[1].objective - expected
    return Waiting(
        status=later.status,
        cost_now=cost_now,
        cost_later=cost_later,
        difference=cost_later - cost_now,
        low=later.bound - cost_now if math.isfinite(cost_later) else cost_later,
        high=cost_later - now.bound,
        expected_later=expected,
        value=value,
        note=_note(model.problem, with_scenarios=robust is not None),
    )


def _cost(answer: Answer) -> float:
    """Return the cost of a plan, inf where none can be, NaN where none was found."""
    if answer.x is not None:
        return answer.objective
    return math.inf if answer.status == "infeasible" else NAN


def _expected_later(robust: Robust, x: Array, limits: Limits, watch: Watch) -> float:
    """Return the average cost of plans that wait a year and know the scenario, over those that a plan holds."""
    began, problem = time.perf_counter(), robust.model.problem
    fares = assess(problem, x, [p.scenario for p in robust.parts], limits, watch=watch)
    kept, costs = [a.scenario for a in fares if a.holds], []
    rest_of_time = replace(limits, time=max(0.0, limits.time - (time.perf_counter() - began)))
    for scenario, rest in in_turn(kept, rest_of_time, watch, "decided a year later:"):
        alone = build_robust(problem, [replace(scenario, probability=1.0)], 1.0)
        answer = solve(idle_until(alone.model, 1).program, rest, watch=watch)
        costs.append(_cost(answer))
        if answer.status == "cancelled":
            return NAN
    if len(costs) < len(kept) or len(fares) < len(robust.parts) or not kept:
        return NAN
    total = math.fsum(s.probability for s in kept)
    return sum(s.probability * c for s, c in zip(kept, costs, strict=True)) / total


def _note(problem: Problem, *, with_scenarios: bool) -> Said:
    first = problem.names.years[0]
    en = f"the same problem with nothing decided in {first}; costs discounted to {first}"
    zh = f"同一问题，但 {first} 年不作任何决定；费用折现到 {first} 年"
    if with_scenarios:
        en += "; with scenarios, whoever waits knows which one came before deciding"
        zh += "；有情景时，等待者在决定前已知哪个情景发生"
    return Said(en, zh)
