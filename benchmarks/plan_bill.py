"""What is made of what in the planning problems of plans.py: a car and its parts in three tiers, all synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

CARS = 1_500_000
"""That the region makes in the first year."""
PARTS = 0.68
"""Share of a product's price that goes into its parts."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What is made of what: products are in an order in which users come before what they use."""

    product: Ints
    process: Ints
    quantity: Array
    output: Ints
    price: Array
    need: Array


def draw(r: np.random.Generator, products: int, years: int) -> Bill:
    """Return tiers of parts: the first eighth goes into the car, the rest into parts of the tier above."""
    first = max(2, products // 8)
    tier = np.where(np.arange(products) <= first, 1, np.where(np.arange(products) <= products // 2, 2, 3))
    tier[0] = 0
    above = np.zeros(products, dtype=np.int64)
    worth = np.ones(products)  # of all of it in one car, in cars
    draw = 0.2 + r.gamma(1.5, size=products)
    for k in range(1, 4):  # what is worth more has more parts, and no part is worth next to nothing
        here, users = np.flatnonzero(tier == k), np.flatnonzero(tier == k - 1)
        above[here] = r.choice(users, len(here), p=worth[users] / worth[users].sum())
        whole = np.bincount(above[here], draw[here], products)[above[here]]
        worth[here] = PARTS * worth[above[here]] * draw[here] / whole
    parts = np.arange(1, products)
    quantity = r.choice([0.05, 0.5, 1.0, 2.0, 4.0, 40.0], products)
    price = np.full(products, 150_000.0)
    for p in parts:
        price[p] = worth[p] / worth[above[p]] * price[above[p]] / quantity[p]
    product, process, amount = list(parts), list(above[1:]), list(quantity[1:])
    for p in r.choice(
        parts[first:], (products - first) // 6, replace=False
    ):  # parts of more than one product
        other = int(r.choice(np.flatnonzero(tier == tier[p] - 1)))
        if other != above[p]:
            product.append(p)
            process.append(other)
            amount.append(0.03 * price[other] / price[p])
    need = np.zeros((products, years))
    need[0] = CARS * 1.18 ** np.arange(years)
    inputs = (np.array(product), np.array(process), np.array(amount))
    for p in parts:
        for u, q in zip(inputs[1][inputs[0] == p], inputs[2][inputs[0] == p], strict=True):
            need[p] += q * need[u]
    output = np.arange(products)
    makers = np.unique(above[1:])
    for p in r.choice(makers, len(makers) // 6, replace=False):  # another way to make it
        mine = inputs[1] == p
        inputs = (
            np.append(inputs[0], inputs[0][mine]),
            np.append(inputs[1], np.full(mine.sum(), len(output))),
            np.append(inputs[2], inputs[2][mine] * r.uniform(0.7, 1.3, mine.sum())),
        )
        output = np.append(output, p)
    return Bill(inputs[0].astype(np.int64), inputs[1].astype(np.int64), inputs[2], output, price, need)


def added(bill: Bill) -> Array:
    spent = np.bincount(bill.process, bill.quantity * bill.price[bill.product], len(bill.output))
    return np.asarray(np.maximum(bill.price[bill.output] - spent, 0.05 * bill.price[bill.output]))
