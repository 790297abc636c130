"""Arrays in which equal numbers follow each other: where each run begins, and what its members come to."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]


def known(value: float) -> float | None:
    """Return a number as the cell of a table: None where it is not finite."""
    return float(value) if np.isfinite(value) else None


def starts(groups: Ints) -> Ints:
    """Return where each run of equal numbers begins."""
    return np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if len(groups) else groups


def any_of(flags: Bools, groups: Ints, count: int) -> Bools:
    """Return whether any member of each group has a flag, (rows, count), from flags (rows, members)."""
    out = np.zeros((flags.shape[0], count), dtype=bool)
    if len(groups):
        at = starts(groups)
        out[:, groups[at]] = np.logical_or.reduceat(flags, at, axis=1)
    return out


def sum_of(values: Array, groups: Ints, count: int) -> Array:
    """Return the sum over each group's members, (rows, count), from values (rows, members)."""
    out = np.zeros((values.shape[0], count))
    if len(groups):
        at = starts(groups)
        out[:, groups[at]] = np.add.reduceat(values, at, axis=1)
    return out
