"""The chance that an open promise is kept: the part of a line's joint paths that keep it.

Each reading of a deadline asks another question of the same paths: the figure of that very period, the first passage
until its end, or the sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from hinterland.promises.future import cells_of
from hinterland.promises.verdict import APPROX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.dates import Period
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
    yearly = _of_years(promise.deadline) or not future.cells  # models alone are kept by the year
    for name, paths in future.models.items() if yearly else ():
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
        return _summed(promise, future, paths, cells, points)
    spans = _spans(promise, future, paths, cells, points)
    if spans is None:
        return "too_coarse"
    end = promise.deadline.end
    due = next((s for day, s in spans if day == end), None)
    early = within_year(promise.deadline)
    if promise.attainment == "by":
        until = [s for day, s in spans if day <= end and (promise.made is None or day >= promise.made)]
        reached = due is not None or (early and max(paths, default=0) >= end.year - 1)
        if not reached:
            return "beyond_reach"
        if not until:  # the years before are known, and the day's own year is whole only after it
            return "too_coarse"
        held = np.any([keeps(promise, s) for s in until], axis=0)
        return _reading(held, until[-1] if due is None else due)
    if due is None:
        return "too_coarse" if early else "beyond_reach"
    return _reading(keeps(promise, due), due)


def within_year(deadline: Period) -> bool:
    """Whether a deadline is a day before the end of its year: the year before is the last that counts for it."""
    return deadline.grain == "day" and (deadline.end.month, deadline.end.day) != (12, 31)


def _whole(deadline: Period) -> bool:
    start, end = deadline.start, deadline.end
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def _of_years(deadline: Period) -> bool:
    """Whether a deadline is held against whole years."""
    return _whole(deadline) or deadline.grain == "day"


def _spans(
    promise: Promise,
    future: Future,
    paths: Mapping[int, Array],
    cells: Mapping[int, Array],
    points: Sequence[Point],
) -> list[tuple[date, Array]] | None:
    """Return future figures of spans like the deadline's with the day on which each ends, oldest first."""
    deadline = promise.deadline
    if _of_years(deadline) or (not cells and _by_the_year(deadline, points)):
        return [(date(y, 12, 31), s) for y, s in sorted(paths.items())]
    wanted = cells_of(deadline, future.season)
    if wanted is None or not cells:
        return None
    spans, width = [], len(wanted)
    for last in range(wanted[-1], min(cells) - 1, -width):
        found = _added(range(last - width + 1, last + 1), future, cells)
        if found is None:
            break
        month = (last + 1) * (12 // future.season)
        after = date(month // 12, month % 12 + 1, 1)
        spans.append((date.fromordinal(after.toordinal() - 1), found))
    return spans[::-1]


def _by_the_year(deadline: Period, points: Sequence[Point]) -> bool:
    """Whether a part of a year is measured by the year that it ends: nothing of its own length is known."""
    years = all(p.period.grain == "year" or p.flow == "stock" for p in points)
    return years and (deadline.end.month, deadline.end.day) == (12, 31)


def _added(wanted: range, future: Future, cells: Mapping[int, Array]) -> Array | None:
    """Return the sum of cells, those that have passed as they are known; None where one is neither."""
    total: Array = np.zeros(1)
    for c in wanted:
        part = cells.get(c, future.seen.get(c))
        if part is None:
            return None
        total = total + part
    return total


def _summed(
    promise: Promise,
    future: Future,
    paths: Mapping[int, Array],
    cells: Mapping[int, Array],
    points: Sequence[Point],
) -> Reading | str:
    """Sum whole years, and the months or quarters of the last one where the deadline does not end it."""
    deadline = promise.deadline
    several = _whole(deadline) and deadline.end.year > deadline.start.year
    start = promise.made.year if promise.made and not several else deadline.start.year
    ends_year = (deadline.end.month, deadline.end.day) == (12, 31)
    known = {p.period.year: p.value for p in points if p.additive and p.period.grain == "year"}
    total: Array = np.zeros(1)
    for year in range(start, deadline.end.year + ends_year):
        if year in known:
            total = total + known[year]
        elif year in paths:
            total = total + paths[year]
        else:
            return "missing_year" if year < max(known, default=year) else "beyond_reach"
    if not ends_year:
        since = replace(deadline, start=date(deadline.end.year, 1, 1))
        wanted = cells_of(since, future.season)
        part = None if wanted is None or not cells else _added(wanted, future, cells)
        if part is None:
            return "too_coarse"
        total = total + part
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
    compare = {"lt": np.less, "le": np.less_equal, "gt": np.greater}.get(promise.comparator, np.greater_equal)
    return np.asarray(compare(values, want))


def _reading(held: Array, figure: Array) -> Reading:
    low, median, high = np.quantile(figure, [0.1, 0.5, 0.9])
    share = min(max(float(np.mean(held)), CERTAIN), 1 - CERTAIN)
    return Reading(share, float(low), float(median), float(high))
