"""A plan for several ways the years may go: decisions once, operation and targets in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.errors import Refused
from hinterland.planning.matrix import Matrix
from hinterland.planning.model.build import Model, objective
from hinterland.planning.model.firms import sources
from hinterland.planning.model.invest import invest, labels
from hinterland.planning.model.operate import operate
from hinterland.planning.model.targets import targets
from hinterland.planning.model.terms import Ground
from hinterland.planning.robust.losses import add_losses, lost_anyway
from hinterland.planning.robust.scenarios import changed, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array, Block, Bools
    from hinterland.planning.model.invest import Invest
    from hinterland.planning.model.operate import Operate
    from hinterland.planning.model.terms import Row
    from hinterland.planning.problem import Problem
    from hinterland.planning.robust.scenarios import Scenario

SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """Operation and targets in one scenario.

    Attributes
    ----------
    scenario, problem
        Which one, and the problem as it is in it.
    run, rows
        Blocks of operation, rows of targets.
    unmet, idle
        Units that users near want and nobody can deliver, and that existing plants cannot make any more for want of
        parts or buyers, by (product, zone, year); no more in all than is lost if nothing is decided.
    """

    scenario: Scenario
    problem: Problem
    run: Operate
    rows: tuple[Row, ...]
    unmet: Block
    idle: Block


@dataclass(frozen=True, slots=True)
class Robust:
    """A problem with scenarios as one program.

    Attributes
    ----------
    model
        For `solve`, and for costs: those of decisions, and of operation on average over the scenarios. Its decisions
        stand at the positions that they have in the model of the problem alone; its targets are those of the first
        scenario.
    parts
        By scenario.
    miss
        1 where the targets of a scenario may be missed, (scenario,).
    share
        Probability with which all hard targets hold together at least.
    """

    model: Model
    parts: tuple[Part, ...]
    miss: Block
    share: float


def add_part(matrix: Matrix, made: Invest, problem: Problem, scenario: Scenario, tag: str) -> Part:
    """Add operation and targets of a scenario to a program with decisions."""
    there = changed(problem, scenario)
    lead = there.candidates.lead[there.candidates.site_candidate]
    then = replace(made, lead=lead)
    run = operate(matrix, there, then, tag)
    unmet, idle = add_losses(matrix, there, tag, 0.0 if scenario.plain else lost_anyway(there))
    rows = targets(matrix, there, then, run, tag)
    return Part(scenario, there, run, rows, unmet, idle)


def build_robust(problem: Problem, scenarios: Sequence[Scenario], share: float = 1.0) -> Robust:
    """Return the program of a plan whose hard targets hold in scenarios of at least `share` probability.

    Decisions are taken once, before anybody knows; what is made, moved and bought follows in each scenario s, with
    probability pi_s. shortfall_{i,s} / M_{i,s} <= miss_s; sum over s of pi_s miss_s <= 1 - share; miss in {0, 1}. M
    is the most by which the target can fall short at all. The objective has the cost of decisions, and pi_s times all
    that operation costs in s; what users near do not get, and existing plants cannot make any more, is priced like
    the product, and no more than is lost if nothing is decided. Rules on sources are about who is there, so they hold
    once, for the problem as it is.

    Raises
    ------
    Refused
        If the scenarios are none (`check`), or the share is not within 0 and 1.
    """
    check(problem, scenarios)
    if not 0 <= share <= 1:
        raise Refused(
            f"the share of scenarios in which targets hold is {share:g}; it must be from 0 to 1",
            f"目标须成立的情景比例为 {share:g}，应在 0 与 1 之间",
        )
    matrix = Matrix(labels(problem))
    made = invest(matrix, problem)
    parts = tuple(add_part(matrix, made, problem, s, f".s{k}") for k, s in enumerate(scenarios))
    sources(Ground(matrix, problem, made, parts[0].run, "", parts[0].unmet))
    matrix.labels["scenario"] = [s.name for s in scenarios]
    chance = np.array([s.probability for s in scenarios])
    can_miss = chance <= 1 - share + SLACK
    miss = matrix.variables("miss", "scenario", high=can_miss.astype(np.float64), integer=True)
    matrix.labels["chance"] = ["missed"]
    most = matrix.rows("missed", "chance", high=1 - share + SLACK)
    matrix.add(most.index, miss.index, chance)
    _allow(matrix, parts, miss, can_miss)
    terms, costs = _costs(problem, made, parts, matrix.width)
    program = matrix.program()
    program.cost[:] = costs
    for part, may in zip(parts, can_miss.tolist(), strict=True):
        for row in part.rows:
            if row.target.hard:
                program.high[row.short] = np.inf if may else 0.0
            else:
                program.cost[row.short] += row.target.penalty * part.scenario.probability
    without = sum(part.scenario.probability * _tax_without(part.problem) for part in parts)
    model = Model(problem, program, made, parts[0].run, parts[0].rows, terms, without)
    return Robust(model, parts, miss, share)


def _allow(matrix: Matrix, parts: tuple[Part, ...], miss: Block, can_miss: Bools) -> None:
    """Tie the shortfall of hard targets to whether their scenario may be missed."""
    so_far = matrix.program()
    lines = so_far.matrix.tocsr()
    matrix.labels["missable"] = [
        f"{row.target.name}.{part.scenario.name}"
        for k, part in enumerate(parts)
        for row in part.rows
        if row.target.hard and can_miss[k]
    ]
    allow = matrix.rows("allow", "missable", high=0.0)
    at = 0
    for k, part in enumerate(parts):
        if not can_miss[k]:
            continue
        could = _could(part.problem)
        for row in part.rows:
            if row.target.hard:
                most = most_short(lines[row.row], float(so_far.row_low[row.row]), part, row, could) or 1.0
                # as a share of it: else a yuan of rounding is a broken row
                matrix.add(allow.index[at], row.short, 1.0 / most)
                matrix.add(allow.index[at], miss.index[k], -1.0)
                at += 1


def most_short(line: Any, low: float, part: Part, row: Row, could: Array) -> float:
    """Return the most by which a target can fall short: where nothing counts for it and its measure is largest.

    From the row itself, `line`: numerator - level x denominator + shortfall >= low, with numerators at least 0 and
    what is made at most `could`, by (product, zone), in its year.
    """
    make, output = part.run.make.index[:, :, row.target.year], part.problem.technology.output
    if row.target.kind == "single":
        return float(could[row.target.products].sum())
    most = np.zeros(line.shape[1])
    most[make] = could[output]
    against = np.maximum(-line.data, 0.0)
    return max(0.0, low + float(against @ most[line.indices]))


def _could(problem: Problem) -> Array:
    """Return the most that could be made of each product in a zone in any year, (products, zones)."""
    c, p = problem.candidates, problem.plants
    most = problem.market.base.max(axis=2)
    product, zone = c.product[c.site_candidate], problem.space.park_zone[c.site_park]
    np.add.at(most, (product, zone), c.capacity[c.site_candidate] * max(1.0, float(c.ramp.max(initial=0.0))))
    np.add.at(most, (p.product, p.zone), p.most)
    return np.asarray(most)


def _tax_without(problem: Problem) -> float:
    tax = problem.technology.tax
    return float(np.einsum("pzt,p,t->", problem.market.made, tax, problem.discounts()))


def _costs(
    problem: Problem, made: Invest, parts: tuple[Part, ...], width: int
) -> tuple[dict[str, Array], Array]:
    """Return the parts of the objective, those of operation by probability, and their sum with unmet demand."""
    money = problem.money
    found = {name: np.zeros(width) for name in ("public", "tax", "private", "transport")}
    shared = np.concatenate([b.index.ravel() for b in (made.opened, made.expand, made.attract)])
    for part in parts:
        for name, cost in objective(part.problem, made, part.run, width).items():
            found[name] += cost * part.scenario.probability
            found[name][shared] = cost[shared]
    total = (
        found["public"]
        - money.tax * found["tax"]
        + money.private * found["private"]
        + money.transport * found["transport"]
    )
    price = problem.technology.price[:, None, None] * problem.discounts()
    for part in parts:
        for block in (part.unmet, part.idle):
            total[block.index] += part.scenario.probability * price
    return found, total


def misses(robust: Robust, x: Array) -> tuple[bool, ...]:
    """Return which scenarios a plan gives up."""
    return tuple(bool(v > 0.5) for v in x[robust.miss.index])


def start_of(robust: Robust, x: Array, held: Sequence[bool] | None = None) -> Array:
    """Return a start with the decisions of a plan of the problem alone, or of other scenarios.

    Parameters
    ----------
    robust, x
        What is to be solved, and a solution of `build` or `build_robust` of the same problem.
    held
        Whether the plan holds in each scenario (`Assessment.holds`); those that may be given up are, where it does
        not. Default: it holds in all.
    """
    start = np.zeros(robust.model.program.shape[1])
    made = robust.model.made
    for block in (made.opened, made.expand, made.attract):
        start[block.index] = x[block.index]
    if held is not None:
        missed = ~np.asarray(held, dtype=np.bool_)
        start[robust.miss.index] = np.minimum(missed, robust.model.program.high[robust.miss.index])
    return start
