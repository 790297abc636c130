"""Mixed-integer rounding: what a row with whole numbers says once its right side is rounded.

Of sum a x - s <= b with whole numbers x >= 0 and s >= 0, sum G(a/d) x - s / (d (1 - f)) <= floor(b/d) follows for
every d > 0, with f = b/d - floor(b/d) and G(q) = floor(q) + max(0, q - floor(q) - f) / (1 - f) (Nemhauser and Wolsey
1990; how d is chosen and variables are turned around: Marchand and Wolsey 2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Ints

LEAST, MOST = 0.02, 0.98
"""Between which the right side's fraction must lie: near 0 and 1 rounding errors would count."""
SMALLEST = 1e-3
"""Least d, over the largest coefficient of a whole number."""
TRIED = 12
"""Coefficients that are tried as d at most."""
FINER = np.array([2.0, 4.0, 8.0])
"""The best d over these is tried, too."""
SOME, TINY = 1e-5, 1e-11
"""Above what a whole number counts as used; rounding of a coefficient."""
DEEP = 1e-3
"""Distance by which a row must cut off the point."""


@dataclass(frozen=True, slots=True)
class Point:
    """A solution of a relaxation, (variables,) each, with a slack a row at the end.

    Attributes
    ----------
    x, low, high
        Values and bounds.
    integer
        Which are whole numbers.
    item
        Of whole numbers between 0 and 1: of those with the same number one at most is 1. -1 for others.
    """

    x: Array
    low: Array
    high: Array
    integer: Bools
    item: Ints

    def from_bound(self, at: Ints) -> tuple[Array, Bools, Array]:
        """Return how far variables are from the nearer bound, whether it is the upper one, and the bound."""
        below, above = self.x[at] - self.low[at], self.high[at] - self.x[at]
        upper = above < below
        return (
            np.maximum(np.where(upper, above, below), 0.0),
            upper,
            np.where(upper, self.high[at], self.low[at]),
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """A row that all plans keep, sum of value x at index <= most; `depth` is by how far a point does not."""

    index: Ints
    value: Array
    most: float
    depth: float


def rounded(index: Ints, value: Array, point: Point) -> Cut | None:
    """Return the deepest row that follows from sum of value x at index <= 0, None where none cuts the point off."""
    whole = point.integer[index]
    flow, c = index[~whole], value[~whole]
    distance, upper, bound = point.from_bound(flow)
    if not np.isfinite(bound).all():
        return None
    turned = np.where(upper, -c, c)
    keeps = turned < 0
    turn = _turn(index[whole], value[whole], point)
    if turn is None:
        return None
    b = -float(c @ bound) - turn.less
    found = _scaled(turn, b, float(-turned[keeps] @ distance[keeps]), float((turned[keeps] ** 2).sum()))
    if found is None:
        return None
    depth, d, f, g = found
    part = np.where(keeps, turned, 0.0) / (d * (1.0 - f))
    back, most = turn.back(g, float(np.floor(b / d)))
    most += float(part @ np.where(upper, -bound, bound))
    values = np.concatenate([back, np.where(upper, -part, part)])
    at = np.concatenate([index[whole], flow])
    return Cut(at[values != 0], values[values != 0], most, depth)


@dataclass(frozen=True, slots=True)
class _Turned:
    """Whole numbers >= 0 of a row: those of items that are mostly used stand for what is not used of the item.

    a x = ref (1 - s) + (a - ref) x over an item with s = 1 - sum of x >= 0, a whole number, too.

    Attributes
    ----------
    a, x
        Coefficients and values, of the whole numbers and then of the s.
    less
        What the right side loses.
    group, turns
        Item of each whole number, and which items are turned around.
    low
        Lower bounds of the whole numbers.
    """

    a: Array
    x: Array
    less: float
    group: Ints
    turns: Bools
    low: Array

    def back(self, g: Array, most: float) -> tuple[Array, float]:
        """Return coefficients of the whole numbers themselves, and the right side that belongs to them."""
        count = len(self.group)
        of_s = np.zeros(len(self.turns))
        of_s[self.turns] = g[count:]
        return g[:count] - of_s[self.group], most - float(g[count:].sum()) + float(g[:count] @ self.low)


def _turn(at: Ints, a: Array, point: Point) -> _Turned | None:
    low = point.low[at]
    if not np.isfinite(low).all():
        return None
    x = point.x[at] - low
    # those without an item are one each
    item = np.where(point.item[at] >= 0, point.item[at], -1 - np.arange(len(at)))
    items, group = np.unique(item, return_inverse=True)
    used = np.bincount(group, x, len(items))
    turns = (used > 0.5) & (items >= 0)
    order = np.argsort(x, kind="stable")
    ref = np.zeros(len(items))
    ref[group[order]] = a[order]  # that of the one that is used most
    ref[~turns] = 0.0
    return _Turned(
        np.concatenate([a - ref[group], -ref[turns]]),
        np.concatenate([x, np.maximum(1.0 - used[turns], 0.0)]),
        float(ref.sum() + a @ low),
        group,
        turns,
        low,
    )


def _scaled(turn: _Turned, b: float, s: float, squares: float) -> tuple[float, float, float, Array] | None:
    """Return depth, d, f and coefficients of the deepest row; None where none cuts the point off.

    `s` is the value of the continuous part, `squares` the sum of its squared coefficients.
    """
    used = (turn.x > SOME) & (turn.a != 0)
    if not used.any():
        return None
    tried = np.unique(np.abs(turn.a[used]))
    tried = tried[tried > SMALLEST * np.abs(turn.a).max()][-TRIED:]

    def deepest(d: Array) -> tuple[float, float, float, Array] | None:
        right = b / d
        f = right - np.floor(right)
        d, right, f = (v[(f > LEAST) & (f < MOST)] for v in (d, right, f))
        if not len(d):
            return None
        q = turn.a / d[:, None]
        down = np.floor(q + TINY)
        g = down + np.maximum(0.0, q - down - f[:, None]) / (1.0 - f)[:, None]
        unit = d * (1.0 - f)
        over = g @ turn.x - s / unit - np.floor(right)
        depth = over / np.sqrt((g**2).sum(axis=1) + squares / unit**2)
        best = int(np.argmax(depth))
        return float(depth[best]), float(d[best]), float(f[best]), g[best]

    found = deepest(tried) if len(tried) else None
    if found is None:
        return None
    finer = deepest(found[1] / FINER)
    found = finer if finer is not None and finer[0] > found[0] else found
    return found if found[0] > DEEP else None
