"""The whole program of a problem, and what its objective is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.matrix import Matrix
from hinterland.planning.model.alike import alike
from hinterland.planning.model.invest import invest, labels
from hinterland.planning.model.operate import FOLLOW, operate
from hinterland.planning.model.parts import parts
from hinterland.planning.model.targets import targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.matrix import Array, Program
    from hinterland.planning.model.invest import Invest
    from hinterland.planning.model.operate import Operate
    from hinterland.planning.model.terms import Row
    from hinterland.planning.problem import Problem


@dataclass(frozen=True, slots=True)
class Model:
    """A problem as a program.

    Attributes
    ----------
    program
        What is solved; its cost is the weighted sum of `terms` and penalties of soft targets. Where tax has a weight,
        a variable `rest` that is always 1 adds what would be paid anyway: else the gap would be one of all tax.
    made, run
        Blocks of decisions and of operation.
    targets
        Rows of targets, in the problem's order.
    terms
        Parts of the objective as costs of each variable, CNY discounted to the first year: `public` (what is asked
        and the attraction of labour), `tax` (expected of what is made; less that of what would be made anyway, which
        is `tax_without`), `private` (investment), `transport` (freight of all that moves).
    tax_without
        Discounted tax of what would be made without a plan, CNY.
    """

    problem: Problem
    program: Program
    made: Invest
    run: Operate
    targets: tuple[Row, ...]
    terms: Mapping[str, Array]
    tax_without: float

    def cost(self, x: Array) -> dict[str, float]:
        """Return each part of the objective in a solution, CNY; `tax` is that of new output only."""
        found = {name: float(cost @ x) for name, cost in self.terms.items()}
        found["tax"] -= self.tax_without
        return found


def build(problem: Problem) -> Model:
    """Return the program of a problem."""
    matrix = Matrix(labels(problem))
    made = invest(matrix, problem)
    run = operate(matrix, problem, made)
    rows = targets(matrix, problem, made, run)
    money = problem.money
    without = float(np.einsum("pzt,p,t->", problem.market.made, problem.technology.tax, problem.discounts()))
    rest = matrix.variables("rest", low=1.0, high=1.0) if money.tax else None
    terms = objective(problem, made, run, matrix.width)
    program = replace(matrix.program(), alike=alike(problem), follow=FOLLOW, parts=parts(problem))
    program.cost[:] = (
        terms["public"]
        - money.tax * terms["tax"]
        + money.private * terms["private"]
        + money.transport * terms["transport"]
    )
    for row in rows:
        program.cost[row.short] += 0.0 if row.target.hard else row.target.penalty
    if rest is not None:
        program.cost[rest.index] = money.tax * without
    return Model(problem, program, made, run, rows, terms, without)


def objective(problem: Problem, made: Invest, run: Operate, width: int) -> dict[str, Array]:
    """Return the parts of the objective as costs of each variable, discounted.

    public: sum over sites of ask_c x + expansions + attraction; tax: sum of tax_p m; private: sum of capex x + e;
    transport: sum of price_p (freight_w f + freight_z y).
    """
    c, p, t, space = problem.candidates, problem.plants, problem.technology, problem.space
    discounts = problem.discounts()
    found = {name: np.zeros(width) for name in ("public", "tax", "private", "transport")}
    for name, site, plant in (("public", c.ask, p.ask), ("private", c.capex, p.capex)):
        found[name][made.opened.index] = site[c.site_candidate][:, None] * discounts
        found[name][made.expand.index] = plant[:, None] * discounts
    found["public"][made.attract.index] = space.attract_cost[:, None] * discounts
    found["tax"][run.make.index] = t.tax[t.output][:, None, None] * discounts
    price = t.price[:, None, None]
    found["transport"][run.flow.index] = price * space.freight[:, None] * discounts
    found["transport"][run.far.index] = price * space.outside_freight[:, None] * discounts
    return found
