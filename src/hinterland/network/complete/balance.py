"""RAS: weights of links that meet what buyers buy and suppliers sell.

For one supplier group, weights w_ij = x_i y_j lean_ij on the drawn support, scaled in turn to suppliers' sales and
buyers' purchases (Stone's RAS, iterative proportional fitting; Bacharach 1970). Buyers come last, so that purchases
are met exactly. Sales are met as far as the support allows: a supplier without links sells nothing, and one whose
few buyers buy less than it has to sell would drive others out of them, so that factors x_i stay within a bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from hinterland.network.complete.model import Floats
    from hinterland.network.complete.sample import Drawn

MOST_STEPS = 100
TOLERANCE = 1e-9
"""Sum of misses of sales, as a share of all sales, at which balancing ends."""
GAIN = 1e-4
"""It ends too where a step lowers the miss by less than this share: the support allows no more."""
BOUND = 1e3
"""Factors of suppliers stay between its inverse and this."""


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _buy(drawn: Drawn, demand: Floats, factor: Floats, weight: Floats, sold: Floats) -> None:
    """Scale weights to what each buyer buys, given the factors of suppliers; add up what each supplier sells."""
    sold[:] = 0.0
    for k in range(len(demand)):
        first, last = drawn.start[k], drawn.start[k + 1]
        total = 0.0
        for q in range(first, last):
            weight[q] = factor[drawn.slot[q]] * drawn.lean[q]
            total += weight[q]
        for q in range(first, last):
            weight[q] *= demand[k] / total
            sold[drawn.slot[q]] += weight[q]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def balance(
    drawn: Drawn, demand: Floats, sales: Floats, most: int, tolerance: float
) -> tuple[Floats, int, float]:
    """Return the weight of each link, the steps taken, and the miss of sales as a share of all sales.

    `demand` is what each buyer buys, shape (b,), `sales` what each seller should sell, shape (s,), of any scale;
    where it is zero for all, nothing is asked of them.
    """
    factor, sold, weight = np.ones(len(sales)), np.zeros(len(sales)), np.empty(len(drawn.slot))
    _buy(drawn, demand, factor, weight, sold)
    served, asked = sold.sum(), sales.sum()
    if served <= 0 or asked <= 0:
        return weight, 0, 0.0
    goal = sales * (served / asked)
    miss = np.abs(sold - goal).sum() / served
    step = 0
    while miss > tolerance and step < most:
        for i in range(len(sales)):
            if sold[i] > 0:
                factor[i] = min(max(factor[i] * goal[i] / sold[i], 1.0 / BOUND), BOUND)
        _buy(drawn, demand, factor, weight, sold)
        step += 1
        before, miss = miss, np.abs(sold - goal).sum() / served
        if step > 5 and before - miss < GAIN * miss:
            break
    return weight, step, miss
