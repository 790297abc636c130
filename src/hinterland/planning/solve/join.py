"""What several small programs around one plan found, joined: one after the other, as long as all rows hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.small import Small, Surroundings

CLOSE = 1e-7
"""Scaled, by how much a row may be broken: what HiGHS allows itself."""


class Joined:
    """A plan that small programs change.

    Parameters
    ----------
    around
        What they were cut from.
    x, activity
        The plan, and what it takes of every scaled row.
    """

    def __init__(self, around: Surroundings, x: Array, activity: Array) -> None:
        self._around = around
        self._before, self._activity = x, activity.copy()
        low, high = around.limits
        # what is broken a little already may stay so
        self._low, self._high = np.minimum(low, activity) - CLOSE, np.maximum(high, activity) + CLOSE
        self._changed = np.zeros(len(x), dtype=np.bool_)
        self.x = x.copy()

    def add(self, small: Small, values: Array) -> bool:
        """Take what a small program found, unless something else changed the same, or leaves no room in a row."""
        new = values != self._before[small.column]
        at = small.column[new]
        if self._changed[at].any():
            return False
        takes = self._around.takes(at, values[new] - self._before[at])
        activity = self._activity + takes
        if ((activity < self._low) | (activity > self._high)).any():
            return False
        self._activity = activity
        self._changed[at] = True
        self.x[at] = values[new]
        return True
