"""What equations of targets are made of: linear sums, and what they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Block, Ints, Matrix
    from hinterland.planning.model.invest import Invest
    from hinterland.planning.model.operate import Operate
    from hinterland.planning.problem import Problem, Target


@dataclass(slots=True)
class Sum:
    """A linear expression: constant + sum of coefficients times variables."""

    constant: float = 0.0
    variables: list[Ints] = field(default_factory=list)
    coefficients: list[Array] = field(default_factory=list)

    def add(self, variables: Ints, coefficient: Array | float = 1.0) -> None:
        """Add terms; the two broadcast."""
        v, c = np.broadcast_arrays(variables, np.asarray(coefficient, dtype=np.float64))
        self.variables.append(np.asarray(v).ravel())
        self.coefficients.append(np.asarray(c).ravel())

    def terms(self) -> tuple[Ints, Array]:
        """Return positions and coefficients."""
        if not self.variables:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        return np.concatenate(self.variables), np.concatenate(self.coefficients)

    def value(self, x: Array) -> float:
        """Return the value in a solution."""
        variables, coefficients = self.terms()
        return self.constant + float(coefficients @ x[variables])


Parts = tuple[tuple[Sum, ...], Sum]
"""Numerators and denominator of a target."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target in the program.

    Attributes
    ----------
    target
        What it is.
    row
        Position of its row; of `single`, whose rows are those of the block `single`, a row without terms.
    short
        Position of its shortfall.
    numerators, denominator
        Its value in a solution is the largest quotient; only `single` has more than one numerator.
    """

    target: Target
    row: int
    short: int
    numerators: tuple[Sum, ...]
    denominator: Sum

    def value(self, x: Array) -> float:
        """Return what the plan reaches, in the unit of the level; NaN where the denominator is 0."""
        below = self.denominator.value(x)
        return max((n.value(x) for n in self.numerators), default=0.0) / below if below else float("nan")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the equations of targets are built on."""

    matrix: Matrix
    problem: Problem
    made: Invest
    run: Operate
    tag: str
    short: Block


def amount_made(ground: Ground, target: Target, weight: Array) -> Sum:
    """Return the sum over processes and zones that count of weight_p m_{r,z,t}."""
    total = Sum()
    output = ground.problem.technology.output
    process = np.flatnonzero(target.products[output])[:, None]
    zone = np.flatnonzero(target.zones)
    total.add(
        ground.run.make.at(process=process, zone=zone, year=np.int64(target.year)), weight[output[process]]
    )
    return total


def value_used(ground: Ground, target: Target) -> Sum:
    """Return the value of what zones that count use of products that count: inputs of what is made, and demand."""
    t, market = ground.problem.technology, ground.problem.market
    zone = np.flatnonzero(target.zones)
    counts = np.flatnonzero(target.products[t.product])[:, None]
    total = Sum()
    total.add(
        ground.run.make.at(process=t.process[counts], zone=zone, year=np.int64(target.year)),
        target.weight[t.product[counts]] * t.quantity[counts],
    )
    wanted = market.demand[:, :, target.year] * (target.weight * target.products)[:, None]
    total.constant += float(wanted[:, zone].sum())
    return total


def value_near(ground: Ground, target: Target, block: Block, **more: np.int64) -> Sum:
    """Return the value that comes on near ways to zones that count."""
    space = ground.problem.space
    way = np.flatnonzero(target.near & target.zones[space.destination])
    product = np.flatnonzero(target.products)[:, None]
    total = Sum()
    total.add(block.at(product=product, way=way, **more), target.weight[product])
    return total


def opened_until(ground: Ground, target: Target, weight: Array) -> Sum:
    """Return the sum over sites that count and decisions that produce in the target's year of weight_c x_{s,u}."""
    problem, made = ground.problem, ground.made
    c, years = problem.candidates, np.arange(problem.years)
    counts = target.zones[problem.space.park_zone[c.site_park]] & target.products[c.product[c.site_candidate]]
    site, before = np.nonzero(counts[:, None] & (made.lead[:, None] + years <= target.year))
    total = Sum()
    total.add(made.opened.at(site=site, year=before), weight[c.site_candidate[site]])
    return total
