"""A plan held against scenarios: which targets hold, what it would have cost to know, what it costs to wait."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import Cancelled
from hinterland.planning.model.choose import held, with_bounds
from hinterland.planning.robust.scenarios import check
from hinterland.planning.robust.twostage import build_robust
from hinterland.planning.solve.answer import Limits, Step
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.model.terms import Row
    from hinterland.planning.problem import Problem, Target
    from hinterland.planning.robust.scenarios import Scenario
    from hinterland.planning.robust.twostage import Part, Robust
    from hinterland.planning.solve.answer import Status

    Watch = Callable[[Step], None] | None

NAN = float("nan")
LAST = 1e-4
"""Weight of losses after targets, each as a share of its whole."""
ROUND = 1e-6
"""Shortfall, as a share of what is required, that is rounding."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target in a scenario, with the plan as it is.

    Attributes
    ----------
    target
        Which one.
    value
        What is reached, in the unit of its level; NaN where nothing is measured.
    shortfall, relative
        What is lacking in units of its numerator, and as a share of what is required.
    held
        Whether nothing is lacking.
    """

    target: Target
    value: float
    shortfall: float
    relative: float
    held: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """A plan in a scenario.

    Attributes
    ----------
    scenario
        Which one.
    status
        Of the operation that was looked for; "infeasible" where none is possible at all.
    outcomes
        By target, where operation favours the targets as far as it can; empty without an operation.
    unmet, idle
        Value of what users near want and nobody can deliver, and of what existing plants cannot make any more,
        discounted, CNY.
    cost, public
        What the plan costs in this scenario, in terms of the objective and to the public; NaN where a hard target is
        missed.
    """

    scenario: Scenario
    status: Status
    outcomes: tuple[Outcome, ...]
    unmet: float
    idle: float
    cost: float
    public: float

    @property
    def holds(self) -> bool:
        """Return whether every hard target holds."""
        return bool(self.outcomes) and all(o.held for o in self.outcomes if o.target.hard)


def assess(
    problem: Problem,
    x: Array,
    scenarios: Sequence[Scenario],
    limits: Limits | None = None,
    *,
    watch: Watch = None,
) -> tuple[Assessment, ...]:
    """Return how a plan fares in each scenario: its decisions stay, what runs is free.

    Parameters
    ----------
    problem, x
        What was planned for, and the plan: a solution of `build(problem)` or of `build_robust`.
    scenarios
        What may happen; all of them, probabilities adding up to 1.
    limits
        Time for all.
    watch
        Told of progress; if it raises `Cancelled`, the scenarios done until then are returned.
    """
    check(problem, scenarios)
    found = []
    for scenario, rest in in_turn(scenarios, limits, watch, "scenario"):
        alone = build_robust(problem, [replace(scenario, probability=1.0)], 0.0)
        found.append(_assessed(alone, scenario, x, rest))
    return tuple(found)


def in_turn(
    scenarios: Sequence[Scenario], limits: Limits | None, watch: Watch, word: str
) -> Iterator[tuple[Scenario, Limits]]:
    """Yield each scenario with its share of the time, until it is cancelled."""
    limits, began = limits or Limits(), time.perf_counter()
    for k, scenario in enumerate(scenarios):
        gone = time.perf_counter() - began
        if watch:
            try:
                watch(Step(gone, -math.inf, math.inf, f"{word} {scenario.name} {k + 1}/{len(scenarios)}"))
            except Cancelled:
                return
        left = max(0.0, limits.time - gone)
        yield scenario, replace(limits, time=max(left / (len(scenarios) - k), 0.1))


def _assessed(alone: Robust, scenario: Scenario, x: Array, limits: Limits) -> Assessment:
    """Return how decisions fare in the one scenario of a model."""
    (part,) = alone.parts
    model = held(alone.model, x)
    low = model.program.low.copy()
    low[alone.miss.index] = 1.0
    favoured = with_bounds(model, low=low)
    favoured = replace(favoured, program=replace(favoured.program, cost=_lacking(part, len(low))))
    status, y, _ = _operated(favoured, limits)
    if y is None:
        return Assessment(scenario, status, (), NAN, NAN, NAN, NAN)
    outcomes = tuple(_outcome(row, y) for row in part.rows)
    price = alone.model.problem.technology.price[:, None, None] * alone.model.problem.discounts()
    unmet, idle = (float((y[block.index] * price).sum()) for block in (part.unmet, part.idle))
    found = Assessment(scenario, status, outcomes, unmet, idle, NAN, NAN)
    if not found.holds:
        return found
    high = model.program.high.copy()
    high[alone.miss.index] = 0.0
    # what the first solution lacks by rounding is no reason to have no second one
    for row in part.rows:
        if row.target.hard:
            high[row.short] = max(0.0, float(y[row.short]))
    _, y, cost = _operated(with_bounds(_free(model), high=high), limits)
    return found if y is None else replace(found, cost=cost, public=model.cost(y)["public"])


def _free(model: Model) -> Model:
    """Return the model without the rows that tie shortfalls to misses."""
    row_high = model.program.row_high.copy()
    for block in model.program.rows:
        if block.name == "allow":
            row_high[block.index] = np.inf
    return with_bounds(model, row_high=row_high)


def _lacking(part: Part, width: int) -> Array:
    """Return costs that count what targets lack, each as a share of what is required; then what is lost."""
    cost = np.zeros(width)
    for row in part.rows:
        cost[row.short] = 1.0 / max(_required(row.target, part), 1e-9)
    market = part.problem.market
    price = part.problem.technology.price[:, None, None] * np.ones_like(market.demand)
    for block, whole in ((part.unmet, market.demand), (part.idle, market.made)):
        total = float((price * whole).sum())
        if total > 0:
            cost[block.index] = LAST * price / total
    return cost


def _required(target: Target, part: Part) -> float:
    """Return about what is required of a target, in units of its numerator."""
    if target.kind == "share":
        return target.level * target.national
    if target.kind in {"sourced", "capacity", "content", "single"}:
        base = part.problem.market.base[:, :, target.year].sum(axis=1)
        of = target.weight * base * target.products
        return max(target.level * float(of.sum()), target.level)
    return target.level


def _operated(model: Model, limits: Limits) -> tuple[Status, Array | None, float]:
    """Return the best operation of a model whose decisions are held, and its cost."""
    program = model.program
    if (program.integer & (program.low < program.high)).any():
        found = solve(program, replace(limits, gap=1e-6))
        return found.status, found.x, found.objective
    session = Session(program, seed=limits.seed)
    relaxed = session.solve(seconds=limits.time)
    if relaxed is None:
        return ("infeasible" if session.status == "infeasible" else "unknown"), None, NAN
    return "optimal", relaxed.x, relaxed.objective


def _outcome(row: Row, y: Array) -> Outcome:
    """Return how a target stands in a solution; the numerator of `single` is the largest of several."""
    short = max(0.0, float(y[row.short]))
    required = abs(row.target.level * row.denominator.value(y))
    relative = short / required if required > 0 else float(short > 0)
    held = relative <= ROUND
    return Outcome(row.target, row.value(y), 0.0 if held else short, 0.0 if held else relative, held)
