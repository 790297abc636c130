"""From the sum since January to the running year's total.

A year that grows by g (in logarithms) and flows evenly otherwise has a share s(a, g) = (e^{ga} - 1)/(e^g - 1) of its
total behind it after the part a of its days. The total T solves  sum = T s(a, ln T - ln T') e^d  with T' the year
before and d what earlier years of the series had beyond s (a season, a late holiday).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.forecast.law import Array

ROOM = 0.28
"""Standard deviation, in logarithms, of a whole year given a sum that covers none of it; it falls as (1 - a)."""
FLOOR = 0.01
"""What is left of it for a year that is all but over: late revisions."""
MOST_GROWTH = 1.0
"""Largest growth within a year, in logarithms, that the even share is made of: a month says little of December."""
HALF = 1.5
"""How many earlier years of its own a series needs to be believed half."""


def even_share(part: Array, growth: Array) -> Array:
    """Return s(a, g), the share of a year's total that falls into its first part."""
    g = np.where(np.abs(growth) < 1e-9, 1e-9, growth)
    return np.asarray(np.expm1(g * part) / np.expm1(g))


def running_total(
    so_far: Array, part: Array, before: Array, season: Array, seasons: Array
) -> tuple[Array, Array]:
    """Return the logarithm of the running year's total and the variance with which it is known.

    Parameters
    ----------
    so_far
        Logarithm of the sum since January, (n,).
    part
        Part of the year that it covers, 0 to 1.
    before
        Logarithm of the year before; NaN where unknown.
    season, seasons
        Mean of ln(share / s) over earlier years at the same part, and how many of them; 0 where there are none.
    """
    shift = season * seasons / (seasons + HALF)
    low = so_far + np.zeros_like(part)
    high = so_far - np.log(part) + 4.0
    known = np.isfinite(before)
    base = np.where(known, before, 0.0)
    for _ in range(60):  # so_far - ln T - ln s falls in T: bisection finds the one root
        middle = (low + high) / 2
        growth = np.clip(np.where(known, middle - base, 0.0), -MOST_GROWTH, MOST_GROWTH)
        above = middle + np.log(even_share(part, growth)) + shift > so_far
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    room = (ROOM * (1 - part)) ** 2 * (1 + 1 / (1 + seasons)) / 2 + FLOOR**2
    return (low + high) / 2, room + np.where(known, 0.0, (0.5 * (1 - part)) ** 2)


def share_room(part: Array) -> Array:
    """Return the variance of a year's share (log) given the share of the sums since January."""
    return np.asarray((0.16 * (1 - part)) ** 2 + FLOOR**2)
