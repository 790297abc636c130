"""Which of several ways to go on pays most: what each gained for its work, the older the less it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array

FADES = 0.9945
"""What is left of a gain and of the work for it a try later."""
FIRST = 5e-4
"""Gain that a way is thought to have before it is tried, a share of the objective."""
TRIES = 0.03
"""Work that goes into a way that gains nothing, over that which goes into the best."""


class Arms:
    """Ways to go on: one is drawn in proportion to what it gained for its work.

    Parameters
    ----------
    names
        Of the ways.
    work
        What each is thought to take.
    """

    def __init__(self, names: Sequence[str], work: Array) -> None:
        self.names = tuple(names)
        self._gain = np.full(len(names), FIRST)
        self._work = np.array(work, dtype=np.float64)
        self._uses = np.ones(len(names))

    def weights(self) -> Array:
        """Return how much of the work each should have, of no particular sum.

        One that gains nothing is drawn less often the dearer it is: each of them gets the same part of the work.
        """
        rate = self._gain / self._work
        return np.asarray(np.maximum(rate, TRIES * max(float(rate.max()), 1e-300) * self.cheapness()))

    def draw(self, r: np.random.Generator, among: int | None = None, *, least: float = 1.0) -> int:
        """Draw one, of the first `among` only if that is said, by their weights.

        With `least`, one that takes more work than the cheapest is drawn as much less often, down to that part of its
        weight.
        """
        weights = (self.weights() * np.maximum(self.cheapness(), least))[:among]
        return int(r.choice(len(weights), p=weights / weights.sum()))

    def cheapness(self) -> Array:
        """Return what the cheapest takes over what each takes, each time."""
        each = self._work / self._uses
        return np.asarray(each.min() / each)

    def learn(self, arm: int, gain: float, work: float) -> None:
        """Take note of what one gained and took; what was learned before counts a little less."""
        self._gain *= FADES
        self._work *= FADES
        self._uses *= FADES
        self._gain[arm] += gain
        self._work[arm] += work
        self._uses[arm] += 1.0
