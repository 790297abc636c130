"""The same shock over many draws of the network, in threads: what is inferred makes a range, never one number."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Lock
from typing import TYPE_CHECKING

from joblib import Parallel, delayed  # type: ignore[import-untyped]

from hinterland.errors import Cancelled, Refused
from hinterland.network.complete.draw import draw, seeds
from hinterland.network.complete.prepare import prepare
from hinterland.network.plants import actors_of
from hinterland.network.risk.memory import available
from hinterland.network.stress.assemble import YEAR, assemble
from hinterland.network.stress.hits import shocked_of
from hinterland.network.stress.outcome import outcome_of
from hinterland.network.stress.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.network.complete.model import Wanted
    from hinterland.network.complete.prepare import Prepared
    from hinterland.network.plants import Plants
    from hinterland.network.stress.hits import Hits, Span
    from hinterland.network.stress.model import Rules
    from hinterland.network.stress.needs import Needs
    from hinterland.network.stress.outcome import Outcome
    from hinterland.progress import Progress

COPIES = 3
"""Arrays of the size days x plants that a run holds at once."""
ROOM = 2_000_000_000
"""Bytes that are taken as free where the system does not tell."""
EXCEEDED = 1.05
"""Links that take more than this multiple of a plant's size are told."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every draw shares.

    `spare` is the most a plant can make as a multiple of its base output.
    """

    plants: Plants
    needs: Needs
    hits: Hits
    span: Span
    rules: Rules
    spare: float


def ensemble(
    task: Task, wanted: Wanted, *, draws: int, seed: int, jobs: int, progress: Progress
) -> list[Outcome]:
    """Return the outcome of each draw, in the order of their seeds; the same however many threads run them.

    Where no link is inferred one draw is all there is.

    Raises
    ------
    Cancelled
        If `progress` does; threads stop within some steps.
    """
    _fitting(task)
    prepared = prepare(actors_of(task.plants), wanted)
    stop = Event()

    def tick() -> None:
        if stop.is_set():
            raise Cancelled("stopped")

    progress(0, draws, "draw 1")
    first = _one(task, prepared, seeds(seed, 1)[0], tick)
    rest = seeds(seed, draws)[1:] if first.inferred else ()
    told = Lock()
    done = [1]

    def watched(one: int) -> Outcome:
        outcome = _one(task, prepared, one, tick)
        with told:
            tick()
            done[0] += 1
            try:
                progress(done[0], 1 + len(rest), f"draw {done[0]} of {1 + len(rest)}")
            except BaseException:
                stop.set()  # the other threads stop at their next look
                raise
        return outcome

    progress(1, 1 + len(rest), f"draw 1 of {1 + len(rest)}")
    threads = min(jobs, max(1, len(rest)), _fitting(task))
    try:
        run = Parallel(n_jobs=threads, backend="threading")
        return [first, *run(delayed(watched)(one) for one in rest)]
    finally:
        stop.set()


def _fitting(task: Task) -> int:
    """Return how many runs fit the memory at once; refuse where none does."""
    each = task.span.steps * len(task.plants) * COPIES * 8
    free = available()
    if free is None:
        return max(1, ROOM // max(1, each))
    if each > free:
        count, days = f"{len(task.plants):,}", f"{task.span.steps:,}"
        raise Refused(
            f"{count} plants over {days} days take about {each / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free; "
            "shorten the horizon (--horizon), or free memory",
            f"{count} 家工厂推演 {days} 天约需 {each / 1e9:.1f} GB 内存，现有 {free / 1e9:.1f} GB；"
            "请缩短推演期（--horizon），或释放内存",
        )
    return max(1, int(free * 0.7) // max(1, each))


def _one(task: Task, prepared: Prepared, seed: int, tick: Callable[[], None]) -> Outcome:
    """Draw a network and run it through the shock."""
    completed = draw(prepared, seed=seed)
    span, plants = task.span, task.plants
    system = assemble(plants, task.needs, completed.links, days=1.0, spare=task.spare)
    shocked = shocked_of(task.hits, task.needs, system, span)
    trace, _ = simulate(system, shocked, task.rules, tick=tick)
    planned = plants.size / YEAR
    exceeded = int(((system.base > planned * EXCEEDED) & (plants.owner < 0)).sum())
    counts = (len(completed.links), int(completed.links.inferred.sum()), exceeded)
    return outcome_of(plants, task.needs, (system, shocked, trace), counts)
