"""What a scenario takes away whatever is decided: users who get nothing, plants that stand idle.

The problem as it is says that users get what they want and that what is made without a plan stays made. In a scenario
in which suppliers fail that may be impossible; but no plan may let more stand idle than without any decision, or
shares would look better for nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.matrix import Matrix
from hinterland.planning.model.invest import invest, labels
from hinterland.planning.model.operate import operate
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Block
    from hinterland.planning.problem import Problem

ROUND = 1e-9


def add_losses(matrix: Matrix, there: Problem, tag: str, most: float) -> tuple[Block, Block]:
    """Add what users near do not get, and what plants do not make, to rows of operation; return both.

    u_{p,z,t} in `used`, i_{p,z,t} in `kept`; sum of price_p (u + i) <= `most`.
    """
    dims, market = ("product", "zone", "year"), there.market
    some = most > 0
    kept = np.minimum(market.made, market.base)
    unmet = matrix.variables(f"unmet{tag}", *dims, high=market.demand if some else 0.0)
    idle = matrix.variables(f"idle{tag}", *dims, high=kept if some else 0.0)
    matrix.add(matrix.row_block(f"used{tag}").index, unmet.index)
    matrix.add(matrix.row_block(f"kept{tag}").index, idle.index)
    if some:
        lost = matrix.rows(f"lost{tag}", high=most * (1 + ROUND) + ROUND)
        for block in (unmet, idle):
            matrix.add(lost.index, block.index, prices(there))
    return unmet, idle


def lost_anyway(there: Problem) -> float:
    """Return the least value that a problem in a scenario loses if nothing is decided, CNY.

    Infinite where no operation is possible even so.
    """
    matrix = Matrix(labels(there))
    made = invest(matrix, there)
    operate(matrix, there, made)
    unmet, idle = add_losses(matrix, there, "", math.inf)
    program = matrix.program()
    for block in (made.opened, made.expand, made.attract):
        program.high[block.index] = 0.0
    for block in (unmet, idle):
        program.cost[block.index] = prices(there)
    relaxed = Session(program).solve()
    if relaxed is None:
        return math.inf
    whole = float((prices(there) * (there.market.made + there.market.demand)).sum())
    return relaxed.objective if relaxed.objective > ROUND * whole else 0.0


def prices(there: Problem) -> Array:
    """Return the price of a unit of each product, by (product, zone, year)."""
    return there.technology.price[:, None, None] * np.ones_like(there.market.demand)
