"""Jobs side by side in threads, and what to do about one that never ends."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from hinterland.planning.solve.clock import BEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from hinterland.planning.solve.clock import Clock

GRACE = 5.0
"""Seconds beyond its time after which a job is given up."""


def side_by_side(
    jobs: Sequence[Callable[[], Any]], workers: int, clock: Clock, seconds: float = float("inf")
) -> list[Any]:
    """Run jobs in threads, as many at a time as there are workers, and return their results in order.

    Raises
    ------
    Exception
        What a job raised, that of the first one in order.
    """
    with Stream(min(workers, len(jobs)), clock, seconds) as stream:
        for job in jobs:
            stream.put(job)
        return [stream.take() for _ in jobs]


class Stream:
    """Jobs that are put in one by one; results come in that order, and none waits for a round of others to end.

    The presolve of HiGHS 1.16 can run in circles where neither its time limit nor an interrupt reaches it (once in
    some thousand small programs). A job that is not back `GRACE` after the time it had is given up: its result is
    None, and its thread, which nobody can stop, ends with the process.

    A context in which threads run: at its end they finish what was put in, and nobody waits for them.

    Parameters
    ----------
    workers
        Threads.
    clock
        Told of the time while a result is waited for.
    seconds
        What a job takes at most.
    """

    def __init__(self, workers: int, clock: Clock, seconds: float = float("inf")) -> None:
        self._workers, self._clock, self._seconds = workers, clock, seconds
        self._todo: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._jobs: deque[_Job] = deque()

    def __enter__(self) -> Stream:
        for _ in range(self._workers):
            self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _ in range(self._workers):
            self._todo.put(None)

    def __len__(self) -> int:
        return len(self._jobs)

    def put(self, do: Callable[[], Any]) -> None:
        """Put in a job."""
        job = _Job(do)
        self._jobs.append(job)
        self._todo.put(job)

    def take(self) -> Any:
        """Wait for the oldest job and return its result, None where it is given up.

        Raises
        ------
        Exception
            What the job raised.
        """
        job = self._jobs.popleft()
        self._clock.tick()
        while not job.ended.wait(BEAT):
            self._clock.tick()
            if job.seconds > min(self._seconds, self._clock.left) + GRACE:
                self._begin()  # in place of its thread
                return None
        if job.failed is not None:
            raise job.failed
        return job.result

    def _begin(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while (job := self._todo.get()) is not None:
            job.work()


class _Job:
    """A job, and what came of it once it has ended."""

    def __init__(self, do: Callable[[], Any]) -> None:
        self._do = do
        self._began: float | None = None
        self.ended = threading.Event()
        self.result: Any = None
        self.failed: BaseException | None = None

    @property
    def seconds(self) -> float:
        """Return for how long it has run; 0 before its turn comes."""
        return 0.0 if self._began is None else time.perf_counter() - self._began

    def work(self) -> None:
        """Do it."""
        self._began = time.perf_counter()
        try:
            self.result = self._do()
        except BaseException as error:  # noqa: BLE001 - raised where the result is wanted
            self.failed = error
        self.ended.set()


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
