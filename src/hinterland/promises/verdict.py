"""The verdict on one target under one definition and one reading of its deadline. A pure function of points.

Words: `met`, `met late`, `missed`, `open`, `superseded`, `not measurable`. What a deadline means is part of the
definition: *in_period* (in that very period), *by* (first passage until its end) or *cumulative* (sum until its
end).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hinterland.ground.series import Point, annual, segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.dates import Period

GRACE_DAYS = 365
"""Days after a deadline in which its figure may still be published; afterwards it counts as lacking."""
APPROX = 0.05
"""Relative room of a promise that says `about`."""
ENOUGH = 2
"""Observations needed before an open promise counts as measurable: one observation is no forecast."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a target demands, in its metric's unit."""

    comparator: str
    value: float
    value_high: float | None
    deadline: Period
    attainment: str
    made: date | None
    event: bool = False
    """Whether it is about something that is stated to have happened, not about a figure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict word, the point it rests on, and the reason as a code with its facts."""

    word: str
    code: str
    point: Point | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    used: tuple[Point, ...] = ()


def holds(promise: Promise, value: float) -> bool:
    """Whether a value keeps the promise.

    `range` holds from its lower end on (five brands where "three to five" were promised keep it, and so do six);
    `approx` within 5 percent, or above.
    """
    want = promise.value
    slack = 1e-9 * max(1.0, abs(want))
    return {
        "eq": math.isclose(value, want, rel_tol=1e-9, abs_tol=1e-12),
        "gt": value > want,
        "ge": value >= want - slack,
        "lt": value < want,
        "le": value <= want + slack,
        "approx": value >= want - APPROX * abs(want),
        "range": value >= want - slack,
    }[promise.comparator]


def judge(promise: Promise, points: Sequence[Point], today: date) -> Verdict:
    """Return the verdict as of `today`; every point must have been published by then."""
    anchor = promise.made or today
    comparable, beyond = segment(points, anchor)
    if promise.event:
        return _event(promise, points, today)
    if not points:
        return Verdict("not measurable", "no_observation")
    whole = _whole(promise, comparable)
    if promise.attainment == "cumulative":
        verdict = _cumulative(promise, whole, today)
    elif promise.attainment == "by":
        verdict = _by(promise, whole, comparable, today)
    else:
        verdict = _in_period(promise, whole, today)
    if verdict is not None:
        return verdict
    return _undecided(promise, comparable, beyond, today)


def _whole(promise: Promise, points: Sequence[Point]) -> list[Point]:
    """Return the points as long as the deadline's period: years for a year, months for a month ..."""
    if promise.deadline.grain == "year":
        return annual(points)
    length = (promise.deadline.end - promise.deadline.start).days
    return [p for p in points if p.flow == "stock" or abs((p.period.end - p.period.start).days - length) <= 3]


def _passes_early(promise: Promise, point: Point) -> bool:
    """Whether a part of a year settles the year: a sum since January that is past the value stays past it."""
    return (
        promise.comparator in {"gt", "ge"}
        and point.flow == "year_to_date"
        and len(point.rows) == 1  # a sum that was observed, not a ratio of sums
        and holds(promise, point.value)
    )


def _in_period(promise: Promise, whole: Sequence[Point], today: date) -> Verdict | None:
    due = next((p for p in whole if p.period.end == promise.deadline.end), None)
    if due is None:
        return None
    if holds(promise, due.value):
        return Verdict("met", "met_in_period", due, used=(due,))
    return _late(promise, whole, due, today)


def _by(promise: Promise, whole: Sequence[Point], points: Sequence[Point], today: date) -> Verdict | None:
    candidates = [p for p in whole if holds(promise, p.value)]
    candidates += [p for p in points if _passes_early(promise, p)]
    candidates.sort(key=lambda p: (p.period.end, p.period.start))
    first = next(iter(candidates), None)
    if first is not None and first.period.end <= promise.deadline.end:
        early = first.period.end < promise.deadline.start
        return Verdict("met", "met_before" if early else "met_by", first, used=(first,))
    due = next((p for p in whole if p.period.end == promise.deadline.end), None)
    return None if due is None else _late(promise, whole, due, today)


def _late(promise: Promise, whole: Sequence[Point], due: Point, today: date) -> Verdict:  # noqa: ARG001
    later = next((p for p in whole if p.period.end > promise.deadline.end and holds(promise, p.value)), None)
    if later is not None:
        return Verdict("met late", "met_late", later, {"due": due}, used=(due, later))
    return Verdict("missed", "missed", due, used=(due,))


def _cumulative(promise: Promise, whole: Sequence[Point], today: date) -> Verdict | None:
    start = promise.made.year if promise.made else promise.deadline.start.year
    part = [p for p in whole if start <= p.period.year <= promise.deadline.year]
    if not part:
        return None
    total = sum(p.value for p in part)
    years = {p.period.year for p in part}
    last = part[-1]
    point = Point(
        period=last.period,
        value=total,
        low=sum(p.low for p in part),
        high=sum(p.high for p in part),
        published=max(p.published for p in part),
        flow="period",
        broken=False,
        basis=last.basis,
        rows=tuple(r for p in part for r in p.rows),
    )
    rising = promise.comparator in {"gt", "ge", "range", "approx"}
    if rising and holds(promise, total):
        return Verdict("met", "met_cumulative", point, {"since": start}, tuple(part))
    if years >= set(range(start, promise.deadline.year + 1)) and promise.deadline.end < today:
        word = "met" if holds(promise, total) else "missed"
        return Verdict(word, f"{word}_cumulative", point, {"since": start}, tuple(part))
    return None


def _event(promise: Promise, points: Sequence[Point], today: date) -> Verdict:
    yes = [p for p in points if holds(promise, p.value)]
    no = [p for p in points if not holds(promise, p.value)]
    first = min(yes, key=lambda p: p.period.end, default=None)
    if first is not None:
        late = first.period.end > promise.deadline.end
        return Verdict("met late" if late else "met", "stated", first, used=(first,))
    if no:
        return Verdict("missed", "stated_not", no[-1], used=(no[-1],))
    if today <= promise.deadline.end + timedelta(days=GRACE_DAYS):
        return Verdict("open", "nothing_stated")
    return Verdict("not measurable", "nothing_stated")


def _undecided(
    promise: Promise, comparable: Sequence[Point], beyond: Sequence[Point], today: date
) -> Verdict:
    """Return the verdict where the deadline's own figure is not there."""
    latest = _latest(promise, comparable)
    used = tuple(comparable)
    if any(p.period.end >= promise.deadline.start and p.broken for p in beyond) or any(
        p.period.start >= promise.deadline.start for p in beyond
    ):
        at = min(p.period.start for p in beyond if p.broken or p.period.start >= promise.deadline.start)
        return Verdict("not measurable", "series_break", latest, {"since": at.year}, used)
    if today > promise.deadline.end + timedelta(days=GRACE_DAYS):
        return Verdict("not measurable", "deadline_unobserved", latest, used=used)
    if len(comparable) < ENOUGH:
        return Verdict("not measurable", "too_few", latest, {"count": len(comparable)}, used)
    if promise.deadline.end < today:
        return Verdict("open", "awaiting_figure", latest, used=used)
    return Verdict("open", "open", latest, used=used)


def _latest(promise: Promise, points: Sequence[Point]) -> Point | None:
    """Return the newest point as long as the deadline's period, else the newest of any length."""
    listed = _whole(promise, points) or list(points)
    return listed[-1] if listed else None
