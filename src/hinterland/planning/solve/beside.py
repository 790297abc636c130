"""Jobs side by side in threads, and what to do about one that never ends."""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING, Any

from hinterland.planning.solve.clock import BEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.solve.clock import Clock

GRACE = 5.0
"""Seconds beyond its time after which a job is given up."""


def side_by_side(
    jobs: Sequence[Callable[[], Any]], workers: int, clock: Clock, seconds: float = float("inf")
) -> list[Any]:
    """Run jobs in threads, as many at a time as there are workers, and return their results in order.

    The presolve of HiGHS 1.16 can run in circles where neither its time limit nor an interrupt reaches it (once in
    some thousand small programs). A job that is not back `GRACE` after the time it had is given up: its result is
    None, and its thread, which nobody can stop, ends with the process.

    Raises
    ------
    Exception
        What a job raised, that of the first one in order.
    """
    shared = _Jobs(jobs)
    for _ in range(min(workers, len(jobs))):
        threading.Thread(target=shared.work, daemon=True).start()
    left, last = len(jobs), time.perf_counter()
    while left and time.perf_counter() - last <= min(seconds, clock.left) + GRACE:
        if shared.ended(BEAT):
            left, last = left - 1, time.perf_counter()
        clock.tick()
    for error in shared.failed:
        if error is not None:
            raise error
    return list(shared.results)


class _Jobs:
    """Jobs that threads take one by one, and what came of them."""

    def __init__(self, jobs: Sequence[Callable[[], Any]]) -> None:
        self._jobs = jobs
        self._next = iter(range(len(jobs)))
        self._done: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.results: list[Any] = [None] * len(jobs)
        self.failed: list[BaseException | None] = [None] * len(jobs)

    def work(self) -> None:
        """Do jobs until none is left; one thread takes each, as `next` on a range is atomic."""
        for i in self._next:
            try:
                self.results[i] = self._jobs[i]()
            except BaseException as error:  # noqa: BLE001 - raised where the results are wanted
                self.failed[i] = error
            self._done.put(i)

    def ended(self, seconds: float) -> bool:
        """Wait for a job to end, for some seconds at most."""
        try:
            self._done.get(timeout=seconds)
        except queue.Empty:
            return False
        return True


class Heart:
    """What a job beside others asks of a clock: was the search cancelled, what time is left. It tells nobody."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return self._clock.left

    def tick(self) -> bool:
        """Return whether the search must stop."""
        return self._clock.cancelled
