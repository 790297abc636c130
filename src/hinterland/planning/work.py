"""A plan in the making: the case as read, its model, time for each part, progress, and whether it was cancelled."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from hinterland.errors import Cancelled
from hinterland.planning.case.reading import Goal
from hinterland.planning.choice import chosen_said
from hinterland.planning.options import SHARES
from hinterland.planning.solve.answer import Limits, gap_of
from hinterland.planning.told import Told
from hinterland.result import Said
from hinterland.words import money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hinterland.planning.case.options import Options
    from hinterland.planning.case.reading import Reading
    from hinterland.planning.choice import Passed
    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.options import Effort, Extras
    from hinterland.planning.problem import Target
    from hinterland.planning.solve.answer import Step
    from hinterland.progress import Progress

INFINITE = float("inf")
T = TypeVar("T")


@dataclass(slots=True)
class Work:
    """What every part of the study shares.

    Attributes
    ----------
    reading, model
        The case as it was read, and its program.
    stopped
        Whether the user cancelled: what is found until then is the answer.
    notes
        What parts have to say about themselves.
    taken
        Seconds of each part.
    named
        Names of rows of tables that `Naming` does not have, by table and id.
    passed
        Targets with several definitions of which nobody said by which to plan for them, and what was chosen.
    """

    reading: Reading
    model: Model
    effort: Effort
    extras: Extras
    progress: Progress
    total: int = 1
    done: int = 0
    stopped: bool = False
    notes: list[Said] = field(default_factory=list)
    taken: dict[str, float] = field(default_factory=dict)
    named: Mapping[tuple[str, str], Said] = field(default_factory=dict)
    passed: tuple[Passed, ...] = ()

    def __post_init__(self) -> None:
        """Say by which definitions targets are planned for."""
        self.notes += [chosen_said(one, self.name) for one in self.passed]

    def pinned(self, asked: Options) -> Options:
        """Return options that name the definitions that were chosen: for plans that are held against this one."""
        chosen = {one.target: one.chosen for one in self.passed}
        return replace(asked, definitions=dict(asked.definitions) | chosen)

    @property
    def goals(self) -> Sequence[Goal]:
        """Return the goals of the model's targets, in order; caps on single firms are asked for, not promised."""
        main = self.reading.main
        return (*main, *(self._cap(t) for t in self.model.problem.targets[len(main) :]))

    def _cap(self, target: Target) -> Goal:
        return Goal(
            target=target.name,
            metric=target.kind,
            row={},
            wanted=target,
            scale=100.0,
            unit="percent",
            comparator="le",
            place=self.reading.place,
            year=self.model.problem.names.years[target.year],
            main=True,
        )

    def name(self, table: str, id_: str) -> Said:
        """Return the name of a row, its id where it has none."""
        return self.named.get((table, id_)) or Said(id_, id_)

    def told(self, model: Model, x: Array, idle: Array | None, goals: Sequence[Goal] | None = None) -> Told:
        """Return what rows of a plan are made from."""
        return Told(self.reading, model, x, self.goals if goals is None else goals, idle, self.named)

    def limits(self, part: str, pieces: int = 1) -> Limits:
        """Return gap, time and seed of a part of the study, or of one of several pieces of it."""
        share = SHARES.get(part, 1.0) / max(1, pieces)
        effort = self.effort
        return Limits(gap=effort.gap, time=share * effort.time, seed=effort.seed, threads=effort.threads)

    def watch(self, part: str) -> Callable[[Step], None]:
        """Return what is told of the steps of a part; it raises `Cancelled` once the user has cancelled."""

        def watched(step: Step) -> None:
            self.tell(f"{part}: {_standing(step)}")

        return watched

    def tell(self, what: str) -> None:
        """Show how far the study has come.

        Raises
        ------
        Cancelled
            If the user cancelled, now or before.
        """
        if self.stopped:
            raise Cancelled("cancelled")
        try:
            self.progress(self.done, self.total, what)
        except Cancelled:
            self.stopped = True
            raise

    def run(self, part: str, work: Callable[[], T]) -> T | None:
        """Return what a part finds, None where the user cancels before it finds anything; its time is noted."""
        began = time.perf_counter()
        try:
            self.tell(part)
            return work()
        except Cancelled:
            self.stopped = True
            return None
        finally:
            self.done += 1
            self.taken[part] = time.perf_counter() - began


def _standing(step: Step) -> str:
    """Return bound, best and gap of a moment in few words."""
    words = [step.by]
    if abs(step.bound) < INFINITE:
        words.append(f"bound {_short(step.bound)}")
    if abs(step.best) < INFINITE:
        words.append(f"best {_short(step.best)}")
        gap = gap_of(step.best, step.bound)
        words += [f"gap {gap:.1%}"] if gap < INFINITE else []
    return ", ".join(words)


def _short(value: float) -> str:
    return money(value)[0].removeprefix("CNY ").replace(" billion", " bn").replace(" million", " m")
