"""One limit of time for many searches: each gets its share, and who cancels one cancels all."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.errors import Cancelled
from hinterland.planning.solve.answer import Answer, Limits, Step
from hinterland.planning.solve.ladder import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Program

INF = float("inf")
LEAST = 0.05
"""Seconds below which no search is begun."""


class TimeBudget:
    """Time that several searches share.

    Parameters
    ----------
    limits
        Their `time` is for all of them together.
    watch
        Told of every step, in seconds since the beginning; may raise `Cancelled`.

    Attributes
    ----------
    cancelled
        Whether `watch` said so.
    """

    def __init__(self, limits: Limits | None = None, watch: Callable[[Step], None] | None = None) -> None:
        self.limits = limits or Limits()
        self.cancelled = False
        self._watch = watch
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Return the seconds since the beginning."""
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        """Return the seconds that are left, 0 once cancelled."""
        return 0.0 if self.cancelled else max(0.0, self.limits.time - self.seconds)

    @property
    def over(self) -> bool:
        """Return whether nothing more should begin."""
        return self.left < LEAST

    def tell(self, by: str, *, bound: float = -INF, best: float = INF) -> None:
        """Tell of work that is no search; everything is cancelled where `watch` says so."""
        try:
            if self._watch and not self.cancelled:
                self._watch(Step(self.seconds, bound, best, by))
        except Cancelled:
            self.cancelled = True

    def solve(self, program: Program, *, parts: int = 1, by: str = "", start: Array | None = None) -> Answer:
        """Solve within one of `parts` equal shares of the time that is left; who cancels is no error."""
        began = self.seconds

        def told(step: Step) -> None:
            if self._watch:
                try:
                    by_whom = f"{by}: {step.by}" if by else step.by
                    self._watch(replace(step, seconds=began + step.seconds, by=by_whom))
                except Cancelled:
                    self.cancelled = True
                    raise

        share = max(LEAST, self.left / max(1, parts))
        try:
            return solve(program, replace(self.limits, time=share), watch=told, start=start)
        except Cancelled:
            return Answer("cancelled", None, INF, -INF, INF, INF, self.seconds - began)
