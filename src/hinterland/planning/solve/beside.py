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
    results: list[Any] = [None] * len(jobs)
    failed: list[BaseException | None] = [None] * len(jobs)
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: queue.SimpleQueue[int] = queue.SimpleQueue()
    for i in range(len(jobs)):
        waiting.put(i)

    def work() -> None:
        while True:
            try:
                i = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                results[i] = jobs[i]()
            except BaseException as error:  # noqa: BLE001 - raised where the results are wanted
                failed[i] = error
            done.put(i)

    for _ in range(min(workers, len(jobs))):
        threading.Thread(target=work, daemon=True).start()
    left, ended = len(jobs), time.perf_counter()
    while left:
        try:
            done.get(timeout=BEAT)
        except queue.Empty:
            clock.tick()
            if time.perf_counter() - ended > min(seconds, clock.left) + GRACE:
                break
            continue
        left, ended = left - 1, time.perf_counter()
        clock.tick()
    for error in failed:
        if error is not None:
            raise error
    return results


class Heart:
    """What a job beside others asks of a clock: whether the search was cancelled, what time is left. It tells nobody."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return self._clock.left

    def tick(self) -> bool:
        """Return whether the search must stop."""
        return self._clock.cancelled
