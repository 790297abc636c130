"""Whose sake capacity is worth something for: prices of capacity traced through operation to targets and costs.

In the optimum of the relaxation every variable of operation that is used costs what it brings: c_j = sum over rows of
price_r a_{r,j}. Prices of what is made, used and of capacity follow from those of targets, from costs and from limits
of markets along these equations, which are linear: each origin has a part of every price, and the parts add up. Where
the equations leave a price open, its rest has no origin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Ints
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Relaxed

PASSING = ("capacity", "made", "used")
"""Families of rows that hand prices on."""
OWN = re.compile(r"^(?:serves|takes|available|there|holds|single|adds|nears?)\.(\d+)(?:\.|$)")
"""Families of rows that belong to one target, by its number."""
USED = 1e-7
EXACT = 1e-11
ROUNDS = 1000


def target_of(family: str) -> int | None:
    """Return the target that a family of rows belongs to, None where it is nobody's alone."""
    found = OWN.match(family)
    return int(found[1]) if found else None


def traced(model: Model, relaxed: Relaxed) -> dict[str, Array]:
    """Return the parts of the prices of rows by origin, (rows,) each: `target:` and its name.

    Only of `capacity`, `made` and `used`; what is left of a price has other origins: costs of operation, limits of
    markets, or none.
    """
    program = model.program
    passing = np.concatenate([b.index.ravel() for b in program.rows if b.name in PASSING])
    passing = passing[relaxed.price[passing] != 0]
    columns = _used(model, relaxed)
    matrix = program.matrix[:, columns]
    scale_rows, scale_columns = _prices(model, passing, columns)
    system = sparse.diags(1 / scale_columns) @ matrix[passing].T @ sparse.diags(scale_rows)
    found = {}
    for name, rows in _origins(model).items():
        price = np.where(rows, relaxed.price, 0.0)
        if not price.any():
            continue
        right = -(matrix.T @ price) / scale_columns
        part = np.zeros(program.shape[0])
        part[passing] = scale_rows * lsmr(system, right, atol=EXACT, btol=EXACT, maxiter=ROUNDS)[0]
        found[name] = part
    return found


def _used(model: Model, relaxed: Relaxed) -> Ints:
    """Return the variables of operation that are strictly within their bounds."""
    run, program = model.run, model.program
    columns = np.concatenate([b.index.ravel() for b in (run.make, run.flow, run.far, run.sold)])
    x = relaxed.x[columns]
    least = USED * np.maximum(1.0, np.abs(x))
    within = (x > program.low[columns] + least) & (x < program.high[columns] - least)
    return np.asarray(columns[within])


def _prices(model: Model, passing: Ints, columns: Ints) -> tuple[Array, Array]:
    """Return the price of the product of each row and each variable: equations in shares of value, near 1."""
    price, program = model.problem.technology.price, model.program
    rows, variables = np.ones(program.shape[0]), np.ones(program.shape[1])
    for block in program.rows:
        if block.name in PASSING:
            rows[block.index] = price[:, None, None]
    run = model.run
    for block in (run.flow, run.far, run.sold):
        variables[block.index] = price[:, None, None]
    variables[run.make.index] = price[model.problem.technology.output][:, None, None]
    return np.maximum(rows[passing], USED), np.maximum(variables[columns], USED)


def _origins(model: Model) -> dict[str, Bools]:
    """Return the rows of each target: its own, and those of families that only it has."""
    found = {}
    for i, row in enumerate(model.targets):
        own = np.zeros(model.program.shape[0], dtype=np.bool_)
        own[row.row] = True
        for block in model.program.rows:
            if target_of(block.name) == i:
                own[block.index] = True
        found[f"target:{row.target.name}"] = own
    return found
