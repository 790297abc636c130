"""Cascades: what every scenario of initial losses costs, once all its consequences are in."""

from __future__ import annotations

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import StudyError
from hinterland.network.cascade.bench import Answers, Asked, Setting, pull_bench, push_bench
from hinterland.network.cascade.endless import run_reference
from hinterland.network.cascade.lanes import LANES
from hinterland.network.cascade.layout import Layout, layout
from hinterland.network.cascade.loop import advance
from hinterland.network.cascade.model import Losses, Rule, Shocks
from hinterland.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network
    from hinterland.progress import Progress

    Floats = NDArray[np.float64]

__all__ = ["cascade", "estimate", "layout"]
PUSHED = (
    0.002  # share of all links from which a step is pulled rather than pushed (measured: 0.0015 to 0.003)
)
CACHED, FARTHER = 20_000, 2.5  # firms whose lanes a cache of 2 MB about holds; beyond it pulling costs more
SPAN, STEPS = 64, 16  # scenarios handed to a thread at a time; steps before it looks up
TICK = 0.1  # seconds between two words on progress
ROUNDING = 1e-14  # an increase that is no more than rounding: its ratio to another says nothing


def cascade(
    prepared: Layout,
    shocks: Shocks,
    rule: Rule = Rule(),  # noqa: B008 - frozen
    *,
    vectors: bool = False,
    jobs: int = 1,
    progress: Progress = silent,
) -> Losses:
    """Run every scenario to its end (Diem et al. 2022, synchronous steps).

    Parameters
    ----------
    prepared
        The network, from `layout`.
    shocks
        Initial losses, S scenarios.
    rule
        When a cascade stops.
    vectors
        Whether the loss of each firm is kept, two matrices (S, n).
    jobs
        Threads.
    progress
        Told how many scenarios are done; cancels by raising.

    Raises
    ------
    StudyError
        A shock is not between 0 and 1, or names a firm that is not there; the rule makes no sense.
    """
    _check(prepared, shocks, rule)

    def run(some: Shocks, until: Rule, held: bool, told: Progress) -> Answers:
        return _run(prepared, some, until, vectors=held, jobs=jobs, progress=told)

    if rule.reference and rule.most:
        answers = run_reference(run, shocks, rule, len(prepared), vectors=vectors, progress=progress)
    else:
        answers = run(shocks, rule, vectors, progress)
    return _losses(prepared, answers, vectors=vectors)


def _run(
    prepared: Layout, shocks: Shocks, rule: Rule, *, vectors: bool, jobs: int, progress: Progress
) -> Answers:
    """Run scenarios to the end that the rule sets, in one thread or several."""
    work = _Work(prepared, shocks, rule, _empty(prepared, len(shocks), vectors))
    progress(0, len(shocks), "cascades")
    if jobs <= 1 or len(shocks) < 2 * LANES:
        work.run(progress)
    else:
        _threads(work, min(jobs, len(shocks) // LANES), progress)
    progress(len(shocks), len(shocks), "cascades")
    return work.answers


@dataclass(slots=True)
class _Work:
    """Scenarios that threads share, and what they came to."""

    prepared: Layout
    shocks: Shocks
    rule: Rule
    answers: Answers
    begun: int = 0
    stopped: bool = False
    lock: Lock = field(default_factory=Lock)

    def next(self) -> tuple[int, int]:
        """Return the next scenarios to begin, none when all are."""
        with self.lock:
            first = self.begun
            self.begun = min(first + SPAN, len(self.shocks))
            return first, self.begun

    def done(self) -> int:
        """Return how many scenarios have ended."""
        return int(np.count_nonzero(self.answers.steps))

    def run(self, progress: Progress = silent) -> None:
        """Work until no scenario is left, or somebody stops it."""
        rule, shocks, prepared = self.rule, self.shocks, self.prepared
        # copies: arrays that a worker maps from a file are of another type, and loops would be compiled once more
        down, up = np.array(shocks.down, dtype=np.float64), np.array(shocks.up, dtype=np.float64)
        asked = Asked(np.array(shocks.start, dtype=np.int64), prepared.place[shocks.firm], down, up)
        leap = prepared.linear and not rule.reference and rule.conv_type == 1
        share = PUSHED if len(prepared) <= CACHED else PUSHED * FARTHER
        pushed = int(share * prepared.links)
        setting = Setting(rule.reference, float(rule.eps), rule.conv_type == 2, int(rule.most), pushed, leap)
        benches = (push_bench(prepared), pull_bench(prepared, shocks))
        busy, last = True, False
        while busy or not last:
            at, end = self.next()
            last = at == end
            while at < end or (last and busy):
                span = (at, end, STEPS, last)
                at, busy = advance(prepared.graph, asked, benches, setting, span, self.answers)
                progress(self.done(), len(shocks), "cascades")
                if self.stopped:
                    return


def _threads(work: _Work, jobs: int, progress: Progress) -> None:
    """Run the work in threads; the caller's thread alone tells of progress."""
    with ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(work.run) for _ in range(jobs)}
        try:
            while running:
                ended, running = wait(running, timeout=TICK, return_when=FIRST_EXCEPTION)
                for task in ended:
                    task.result()
                progress(work.done(), len(work.shocks), "cascades")
        finally:
            work.stopped = True


def _check(prepared: Layout, shocks: Shocks, rule: Rule) -> None:
    """Refuse what would read outside the arrays or never end."""
    n = len(prepared)
    if len(shocks.firm) and not (shocks.firm.min() >= 0 and shocks.firm.max() < n):
        raise StudyError(f"A shock names a firm that is not there: firms are numbered 0 to {n - 1}.")
    for name, values in (("down", shocks.down), ("up", shocks.up)):
        wrong = np.flatnonzero(~((values >= 0) & (values <= 1)))
        if len(wrong):
            where = f"firm {shocks.firm[wrong[0]]} has {name} = {values[wrong[0]]:g}"
            raise StudyError(f"Shocks are shares between 0 and 1; {where} ({len(wrong)} such entries).")
    if not rule.eps >= 0 or rule.conv_type not in {1, 2} or rule.most < 0:
        raise StudyError("A rule needs eps >= 0, conv_type 1 or 2, and a cap of 0 (none) or more steps.")


def _empty(prepared: Layout, count: int, vectors: bool) -> Answers:
    """Return answers to be filled in."""
    sectors = len(prepared.sector_weight)
    return Answers(
        risk=np.zeros((3, count, len(prepared.graph.weights))),
        steps=np.zeros(count, dtype=np.int32),
        capped=np.zeros(count, dtype=np.bool_),
        gain=np.zeros((2, count)),
        sectors=np.zeros((count if sectors else 0, sectors)),
        losses=np.zeros((2, count, len(prepared)) if vectors else (2, 0, 0)),
        order=np.array(prepared.order),
    )


def _losses(prepared: Layout, answers: Answers, *, vectors: bool) -> Losses:
    """Return the answers as `Losses`."""
    base = prepared.sector_weight
    sectors = np.divide(answers.sectors, base, out=np.zeros_like(answers.sectors), where=base != 0)
    return Losses(
        both=answers.risk[0],
        down=answers.risk[1],
        up=answers.risk[2],
        steps=answers.steps,
        residual=answers.gain[0],
        remainder=_remainder(answers.gain[0], answers.gain[1]),
        capped=answers.capped,
        sectors=sectors if len(base) else None,
        loss_down=answers.losses[0] if vectors else None,
        loss_up=answers.losses[1] if vectors else None,
    )


def _remainder(last: Floats, before: Floats) -> Floats:
    """Sum of the increases to come if each is to the one before as the last two were; infinite if they do not shrink.

    An estimate, not a bound: a market that runs dry later, or a slow loop behind a quick one, makes it too small.
    """
    shrinking = (last < before) & (last > ROUNDING)
    ratio = np.divide(last, before, out=np.zeros_like(last), where=shrinking)
    return np.where(last <= ROUNDING, last, np.where(shrinking, last * ratio / (1 - ratio), np.inf))


def estimate(
    network: Network | Layout, jobs: int = 1, *, scenarios: int | None = None, vectors: bool = False
) -> int:
    """Return about how many bytes `layout` and `cascade` will need beyond the network itself.

    Parameters
    ----------
    network
        The network, prepared or not.
    jobs
        Threads; each has a state of its own.
    scenarios
        How many; None for one a firm.
    vectors
        Whether the loss of each firm is kept.
    """
    n = len(network)
    links = network.links // 2 if isinstance(network, Layout) else len(network.weight)
    count = n if scenarios is None else scenarios
    prepared = (
        links * 4 * 12 + links * 60 + n * 120
    )  # both channels by rows and columns, and what sorting them takes
    thread = n * (4 * 8 * LANES + 160) + links * 8
    kept = 2 * 8 * n * count if vectors else 0
    return prepared + max(1, jobs) * thread + kept + count * 80
