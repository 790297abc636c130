"""Levels at which a curve looks: round numbers from what is reached anyway to what cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.level import stricter
from hinterland.planning.prices.reach import reach, without

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model

BEYOND = 0.5
"""How far beyond a target a curve goes, as a share of the way from what is reached anyway to the target."""
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
SHARES = ("share", "sourced", "capacity", "available", "content", "single")
"""Kinds whose levels are shares."""


def levels(model: Model, i: int, points: int) -> tuple[tuple[float, ...], float | None]:
    """Return about `points` levels of a target, loosest first, and what is reached without a plan.

    From what is reached without a plan (half the target where that holds it anyway) to what the linear relaxation
    proves impossible; of targets that are no shares, at most half as far again beyond the target. The target's own
    level is among them.
    """
    level, sign = model.targets[i].target.level, stricter(model, i)
    start, most = without(model)[i], reach(model, i)
    begins = level * (1 - sign * 0.5) if start is None else start
    if sign * (level - begins) <= 0:  # held anyway
        begins = level - sign * 0.5 * abs(level)
    ends = level + sign * BEYOND * abs(level - begins)
    if most is not None and model.targets[i].target.kind in SHARES:
        ends = sign * max(sign * most, sign * level)
    wide = rounded(abs(ends - begins) / max(1, points - 1))
    if not wide:
        return (level,), start
    grid = wide * np.arange(np.ceil(min(begins, ends) / wide), np.floor(max(begins, ends) / wide) + 1)
    plain = [float(f"{v:.10g}") for v in grid]
    every: Array = np.unique(np.array([begins, *plain, level, ends], dtype=np.float64))
    every = _apart(every if sign > 0 else every[::-1], level, wide)
    if most is not None:
        possible = sign * every <= sign * most + 1e-9 * max(1.0, abs(most))
        first = int(np.flatnonzero(~possible)[0]) if not possible.all() else len(every)
        every = every[: max(first + 1, int(np.flatnonzero(every == level)[0]) + 1)]
    return tuple(float(v) for v in every), start


def rounded(width: float) -> float:
    """Return the round number nearest to `width`: 1, 2, 2.5 or 5 times a power of ten; 0 of 0."""
    if not width > 0 or not np.isfinite(width):
        return 0.0
    unit = 10.0 ** np.floor(np.log10(width))
    return float(unit * min(ROUND, key=lambda r: abs(np.log(r * unit / width))))


def _apart(every: Array, level: float, wide: float) -> Array:
    """Return the levels without those that stand too near to the target's or to the first."""
    keep = np.ones(len(every), dtype=np.bool_)
    for fixed in (level, every[0], every[-1]):
        keep &= (np.abs(every - fixed) > 0.2 * wide) | (every == fixed)
    keep[every == level] = True
    return every[keep]
