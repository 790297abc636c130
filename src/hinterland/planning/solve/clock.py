"""Time and cancelling of a search, and its steps."""

from __future__ import annotations

import time
from copy import copy
from typing import TYPE_CHECKING

from hinterland.errors import Cancelled
from hinterland.planning.solve.answer import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.solve.answer import Limits

BEAT = 1.0
"""Seconds after which whoever watches is told anew, though nothing was found."""


class Clock:
    """What a search has proved and found, when, and whether it may go on.

    Attributes
    ----------
    bound, best
        Proved and found until now.
    steps
        Every change of either.
    whole
        Clock of the search that this one's is a part of.
    """

    def __init__(self, limits: Limits, watch: Callable[[Step], None] | None) -> None:
        self._began = time.perf_counter()
        self._limit = limits.time
        self._watch = watch
        self._told = self._began
        self.bound, self.best, self.by = float("-inf"), float("inf"), ""
        self.steps: list[Step] = []
        self.whole: Clock | None = None
        self._stopped = False

    @property
    def cancelled(self) -> bool:
        """Return whether whoever watches said stop."""
        return self.whole.cancelled if self.whole is not None else self._stopped

    def part(self, share: float = 1.0) -> Clock:
        """Return a clock for a part of the search: a share of the time, cancelled with this one, steps of its own."""
        other = copy(self)
        other._limit = self.seconds + share * self.left
        other.bound, other.best, other.steps, other.whole = float("-inf"), float("inf"), [], self
        return other

    def leave(self, seconds: float) -> None:
        """Have a part of a search end so long before the search itself."""
        if self.whole is not None:
            self._limit = self.whole._limit - seconds

    @property
    def seconds(self) -> float:
        """Return the seconds since the beginning."""
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        """Return the seconds that are left; 0 once it is cancelled."""
        return 0.0 if self.cancelled else max(0.0, self._limit - self.seconds)

    def step(self, by: str) -> None:
        """Take note of a change of the bound or of the best."""
        self.by = by
        now = Step(self.seconds, self.bound, self.best, by)
        if self.whole is not None:
            return
        self.steps.append(now)
        self._tell(now)

    def tick(self) -> bool:
        """Tell whoever watches once a second, and return whether the search must stop."""
        if time.perf_counter() - self._told >= BEAT:
            if self.whole is not None:
                self.whole.tick()
            else:
                self._tell(Step(self.seconds, self.bound, self.best, self.by))
        return self.cancelled

    def _tell(self, now: Step) -> None:
        self._told = time.perf_counter()
        if self._watch is None or self._stopped:
            return
        try:
            self._watch(now)
        except Cancelled:
            self._stopped = True
