"""Why a candidate is worth something: its reduced cost taken apart by family of rows, so that it adds up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.choose import openings_of
from hinterland.planning.worth.trace import target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.matrix import Array, Ints
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Relaxed

COSTS = "cost"
"""Family of the part that is the objective's own: what the opening asks, with the weights of other costs."""
NOTHING = 1e-9
"""Price of a target, as a share of the objective, below which it is none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reduced cost: positive for what an opening costs, negative for what it saves.

    Attributes
    ----------
    family
        `cost`, or `target:` and the name of a target that it is for, or the family of rows (`land`, `labour`, `paid`,
        `once`, `follow`; `capacity` for what its capacity is worth for other reasons than targets).
    amount
        CNY, discounted.
    """

    family: str
    amount: float


def best_opening(model: Model, relaxed: Relaxed, candidate: int) -> int:
    """Return the position of a candidate's best opening: chosen most, then least reduced cost; -1 if it has none."""
    positions = openings_of(model, candidate).ravel()
    positions = positions[model.program.high[positions] > 0]
    if not len(positions):
        return -1
    order = np.lexsort((relaxed.reduced[positions], -np.round(relaxed.x[positions], 6)))
    return int(positions[order[0]])


def parts_of(
    model: Model, relaxed: Relaxed, position: int, traces: Mapping[str, Array] | None = None
) -> tuple[Part, ...]:
    """Return what the reduced cost of a variable is made of: d_j = c_j - sum over rows r of price_r a_{r,j}.

    Parameters
    ----------
    model, relaxed
        The program, and the optimum of its relaxation.
    position
        Of the variable.
    traces
        Parts of prices by target (`traced`); without them, what capacity is worth is one part.

    Returns
    -------
    tuple of Part
        Cost first, then by size; their sum is the reduced cost.
    """
    matrix = model.program.matrix
    span = slice(int(matrix.indptr[position]), int(matrix.indptr[position + 1]))
    rows, coefficients = matrix.indices[span], matrix.data[span]
    names = {row.row: f"target:{row.target.name}" for row in model.targets}
    found: dict[str, float] = {}
    for row, coefficient in zip(rows.tolist(), coefficients.tolist(), strict=True):
        amount = -float(relaxed.price[row]) * coefficient
        family = names.get(row) or _family(model, row)
        if family == "capacity":
            for name, part in (traces or {}).items():
                traced = -float(part[row]) * coefficient
                found[name] = found.get(name, 0.0) + traced
                amount -= traced
        found[family] = found.get(family, 0.0) + amount
    cost = float(model.program.cost[position])
    least = NOTHING * max(abs(cost), *(abs(a) for a in found.values()), 0.0)
    rest = math.fsum(a for a in found.values() if abs(a) <= least)  # rounding of the trace
    parts = [Part(f, a) for f, a in found.items() if abs(a) > least]
    parts.sort(key=lambda p: -abs(p.amount))
    return (Part(COSTS, cost + rest), *parts)


def _family(model: Model, row: int) -> str:
    """Return the family of a row, or the target whose own it is."""
    family = model.program.family(row)
    target = target_of(family)
    return family if target is None else f"target:{model.targets[target].target.name}"


def serves(model: Model, relaxed: Relaxed, candidate: int) -> tuple[int, ...]:
    """Return the targets with a price in the relaxation that count what a candidate makes.

    If none counts it, those that count what is made of it, however many steps on.
    """
    priced = [
        i
        for i, row in enumerate(model.targets)
        if row.target.kind != "single"
        and abs(relaxed.price[row.row]) * max(1.0, row.target.level)
        > NOTHING * max(1.0, abs(relaxed.objective))
    ]
    product = int(model.problem.candidates.product[candidate])
    direct = tuple(i for i in priced if _counts(model, i, np.array([product])))
    return direct or tuple(i for i in priced if _counts(model, i, _made_of(model, product)))


def _counts(model: Model, i: int, products: Ints) -> bool:
    target = model.targets[i].target
    counts = bool(target.products[products].any())
    return counts or (target.kind == "content" and target.root in products.tolist())


def _made_of(model: Model, product: int) -> Ints:
    """Return a product and all that is made of it."""
    t = model.problem.technology
    found, fresh = {product}, {product}
    while fresh:
        into = set(t.output[t.process[np.isin(t.product, list(fresh))]].tolist())
        fresh = into - found
        found |= fresh
    return np.array(sorted(found), dtype=np.int64)
