"""The chance that an open promise is kept: the part of a line's joint paths that keep it.

Each reading of a deadline asks another question of the same paths: the figure of that very period, the first passage
until its end, or the sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hinterland.promises.future import cells_of
from hinterland.promises.verdict import APPROX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.forecast.law import Array
    from hinterland.ground.series import Point
    from hinterland.promises.future import Future
    from hinterland.promises.verdict import Promise

CERTAIN = 0.001
"""Probabilities nearer to 0 or 1 than paths can tell are shown as this far from them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sample of paths says about a promise.

    `low`, `median` and `high` are of the figure that decides: the 10, 50 and 90 percent points of that of the
    deadline's own period, or of the sum.
    """

    probability: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of a promise: of the combination, and of each model by itself.

    `obstacle` is the code of the reason why there is none.
    """

    reading: Reading | None = None
    models: Mapping[str, Reading] = field(default_factory=dict)
    obstacle: str = ""

    @property
    def probability(self) -> float | None:
        """The combination's probability."""
        return None if self.reading is None else self.reading.probability


def chance(promise: Promise, future: Future, points: Sequence[Point]) -> Chance:
    """Return the chance that `promise` is kept.

    Parameters
    ----------
    points
        Whole figures that are known and comparable, oldest first; those that keep the promise were judged before.
    """
    reading = read(promise, future, future.paths, future.cells, points)
    if isinstance(reading, str):
        return Chance(obstacle=reading)
    models = {}
    for name, paths in future.models.items():
        one = read(promise, future, paths, {}, points)
        if not isinstance(one, str):
            models[name] = one
    return Chance(reading, models)


def read(
    promise: Promise,
    future: Future,
    paths: Mapping[int, Array],
    cells: Mapping[int, Array],
    points: Sequence[Point],
) -> Reading | str:
    """Return what a sample says, or the code of the reason why it says nothing."""
    if promise.attainment == "cumulative":
        return _summed(promise, paths, points)
    spans = _spans(promise, future, paths, cells)
    if spans is None:
        return "too_coarse"
    due = next((s for end, s in spans if end == promise.deadline.end), None)
    if promise.attainment == "by":
        until = [
            s
            for end, s in spans
            if end <= promise.deadline.end and (promise.made is None or end >= promise.made)
        ]
        ends_year = (promise.deadline.end.month, promise.deadline.end.day) == (12, 31)
        if not until or (ends_year and due is None):
            return "beyond_reach"
        held = np.any([keeps(promise, s) for s in until], axis=0)
        return _reading(held, until[-1] if due is None else due)
    if due is None:
        return "beyond_reach"
    return _reading(keeps(promise, due), due)


def _spans(
    promise: Promise, future: Future, paths: Mapping[int, Array], cells: Mapping[int, Array]
) -> list[tuple[date, Array]] | None:
    """Return future figures of spans like the deadline's with the day on which each ends, oldest first."""
    deadline = promise.deadline
    start, end = deadline.start, deadline.end
    years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) or deadline.grain == "day"
    if years or (not cells and (end.month, end.day) == (12, 31)):
        return [(date(y, 12, 31), s) for y, s in sorted(paths.items())]
    wanted = cells_of(deadline, future.season)
    if wanted is None or not cells:
        return None
    spans, width = [], len(wanted)
    for last in range(wanted[-1], min(cells) - 1, -width):
        inside = range(last - width + 1, last + 1)
        if not all(c in cells for c in inside):
            break
        month = (last + 1) * (12 // future.season)
        after = date(month // 12, month % 12 + 1, 1)
        spans.append((date.fromordinal(after.toordinal() - 1), np.sum([cells[c] for c in inside], axis=0)))
    return spans[::-1]


def _summed(promise: Promise, paths: Mapping[int, Array], points: Sequence[Point]) -> Reading | str:
    deadline = promise.deadline
    several = deadline.grain == "span" and deadline.end.year > deadline.start.year
    start = promise.made.year if promise.made and not several else deadline.start.year
    known = {p.period.year: p.value for p in points if p.additive}
    total: Array = np.zeros(1)
    for year in range(start, deadline.end.year + 1):
        if year in known:
            total = total + known[year]
        elif year in paths:
            total = total + paths[year]
        elif known or paths:
            return "beyond_reach"
    return _reading(keeps(promise, total), total)


def keeps(promise: Promise, values: Array) -> Array:
    """Return which values keep the promise: `hinterland.promises.verdict.holds` for an array.

    A promise of an exact value is taken as one within 5 percent: no forecast hits a number.
    """
    want = promise.value
    if promise.comparator == "eq":
        return np.asarray(np.abs(values - want) <= APPROX * abs(want))
    if promise.comparator == "approx":
        return np.asarray(values >= want - APPROX * abs(want))
    if promise.comparator in {"lt", "le"}:
        return np.asarray(values <= want)
    return np.asarray(values >= want)


def _reading(held: Array, figure: Array) -> Reading:
    low, median, high = np.quantile(figure, [0.1, 0.5, 0.9])
    return Reading(float(np.mean(held)), float(low), float(median), float(high))
