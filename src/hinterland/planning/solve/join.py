"""What small programs around a plan found, taken one after the other, as long as all rows hold."""

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
        What they are cut from.
    x
        The plan.

    Attributes
    ----------
    x, activity
        The plan as it is now, and what it takes of every scaled row; another array each after every change.
    """

    def __init__(self, around: Surroundings, x: Array) -> None:
        self._around = around
        self.x, self.activity = x, around.activity(x)
        low, high = around.limits
        # what is broken a little already may stay so
        self._low = np.minimum(low, self.activity) - CLOSE
        self._high = np.maximum(high, self.activity) + CLOSE
        least, most = around.bounds
        close = CLOSE * around.unit
        self._least, self._most = np.minimum(least, x) - close, np.maximum(most, x) + close

    def add(self, small: Small, values: Array, before: Array) -> bool:
        """Make the change that a small program made of an earlier plan; return whether that went.

        Rows and costs are sums, so it saves what it saved there. It does not go where a variable, which something
        else may have changed since, would leave its bounds, or a row.
        """
        change = values - before[small.column]
        new = change != 0
        at = small.column[new]
        changed = self.x[at] + change[new]
        if ((changed < self._least[at]) | (changed > self._most[at])).any():
            return False
        activity = self.activity + self._around.takes(at, change[new])
        if ((activity < self._low) | (activity > self._high)).any():
            return False
        self.activity, self.x = activity, self.x.copy()
        self.x[at] = changed
        return True
