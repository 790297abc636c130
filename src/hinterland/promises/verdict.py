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

from hinterland.ground.series import Point, annual, difference, segment, total
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.dates import Period

DECIDED = frozenset({"met", "missed", "met late"})
"""Verdicts that figures have settled."""
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
    event: str = ""
    """`statement` or `race` where it is about something that happens, not about a figure."""


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
    whole = whole_figures(promise.deadline, comparable)
    if promise.attainment == "cumulative":
        verdict = _cumulative(promise, comparable, today)
    elif promise.attainment == "by":
        verdict = _by(promise, whole, comparable)
    else:
        verdict = _in_period(promise, whole)
    if verdict is None:
        return _undecided(promise, comparable, beyond, today)
    return _unless_unknown(promise, verdict)


def whole_figures(deadline: Period, points: Sequence[Point]) -> list[Point]:
    """Return the figures that speak about a span like the deadline's, oldest first.

    Years for a year, for a day, and for a span of whole years; months for a month, quarters for a quarter (also
    where only sums since January are published: those are differenced), with the stocks of any day. A deadline at
    the end of a year for which there are no figures of its own length is measured by the year.
    """
    if deadline.grain in {"year", "day"} or _years(deadline):
        return annual(points)
    length = (deadline.end - deadline.start).days
    flows = [*(p for p in points if p.flow != "stock"), *difference(points)]
    like = {
        (p.period.start, p.period.end): p
        for p in reversed(flows)
        if abs((p.period.end - p.period.start).days - length) <= 3
    }
    found = [*like.values(), *(p for p in points if p.flow == "stock")]
    if not found and (deadline.end.month, deadline.end.day) == (12, 31):
        return annual(points)
    return sorted(found, key=lambda p: p.period.end)


def _years(period: Period) -> bool:
    """Whether a period is made of whole years."""
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)


def _passes_early(promise: Promise, point: Point, years: set[int]) -> bool:
    """Whether a part of a year settles the year: a sum since January that is past the value stays past it.

    Once the year's own figure is there it counts instead: what can fall, like profit, may have fallen again.
    """
    return (
        promise.comparator in {"gt", "ge"}
        and point.flow == "year_to_date"
        and point.additive
        and point.period.year not in years
        and holds(promise, point.value)
    )


def _in_period(promise: Promise, whole: Sequence[Point]) -> Verdict | None:
    due = next((p for p in whole if p.period.end == promise.deadline.end), None)
    if due is None:
        return None
    if holds(promise, due.value):
        return Verdict("met", "met_in_period", due, used=(due,))
    return _late(promise, whole, due)


def _by(promise: Promise, whole: Sequence[Point], points: Sequence[Point]) -> Verdict | None:
    years = {p.period.year for p in whole}
    candidates = [p for p in whole if holds(promise, p.value)]
    candidates += [p for p in points if p.flow == "stock" and holds(promise, p.value)]
    if _years(promise.deadline) or promise.deadline.grain == "day":
        candidates += [p for p in points if _passes_early(promise, p, years)]
    if promise.made is not None:  # what was passed before the promise was made does not keep it
        candidates = [p for p in candidates if p.period.end >= promise.made]
    first = min(candidates, key=lambda p: (p.period.end, p.period.start), default=None)
    if first is not None and first.period.end <= promise.deadline.end:
        early = first.period.end < promise.deadline.start
        return Verdict("met", "met_before" if early else "met_by", first, used=(first,))
    due = next((p for p in whole if p.period.end == promise.deadline.end), None)
    return None if due is None else _late(promise, whole, due)


def _late(promise: Promise, whole: Sequence[Point], due: Point) -> Verdict:
    later = next((p for p in whole if p.period.end > promise.deadline.end and holds(promise, p.value)), None)
    if later is not None:
        return Verdict("met late", "met_late", later, {"due": due}, used=(due, later))
    code = "missed_above" if promise.comparator in {"lt", "le"} else "missed"
    return Verdict("missed", code, due, used=(due,))


def _unless_unknown(promise: Promise, verdict: Verdict) -> Verdict:
    """Return the verdict, unless figures that nobody knows could turn it: unknown is neither zero nor enough."""
    point = verdict.point
    if point is None or (math.isfinite(point.high) and not point.unsure):
        return verdict
    if holds(promise, point.low) == holds(promise, point.high):
        return verdict
    return Verdict(
        "not measurable", "unknown_figures", point, {"note": Said(point.note, point.note_zh)}, verdict.used
    )


def _cumulative(promise: Promise, points: Sequence[Point], today: date) -> Verdict | None:
    """Sum the years since the promise was made (or since its span begins), and what the last year has so far."""
    if points and not any(p.additive for p in points):
        return Verdict("not measurable", "not_additive", points[-1])
    deadline = promise.deadline
    start = promise.made.year if promise.made and not _span_of_years(deadline) else deadline.start.year
    last = deadline.year if (deadline.end.month, deadline.end.day) == (12, 31) else deadline.year - 1
    part = [p for p in annual(points) if p.additive and start <= p.period.year <= last]
    wanted = set(range(start, last + 1))
    if last != deadline.year:
        tail = [p for p in points if p.flow == "year_to_date" and p.additive and p.period.end == deadline.end]
        part += tail[-1:]
        wanted.add(deadline.year)
    if not part:
        return None
    point = total(part, part[-1].period)
    facts = {"since": start}
    rising = promise.comparator in {"gt", "ge", "range", "approx"}
    if rising and holds(promise, point.value):
        return Verdict("met", "met_cumulative", point, facts, tuple(part))
    if {p.period.year for p in part} >= wanted and deadline.end < today:
        word = "met" if holds(promise, point.value) else "missed"
        return Verdict(word, f"{word}_cumulative", point, facts, tuple(part))
    return None


def _span_of_years(period: Period) -> bool:
    return _years(period) and period.end.year > period.start.year


def _event(promise: Promise, points: Sequence[Point], today: date) -> Verdict:
    """Judge what is stated, or computed, to have happened: a "not yet" before the deadline decides nothing."""
    yes = [p for p in points if holds(promise, p.value)]
    no = [p for p in points if not holds(promise, p.value)]
    kind = promise.event
    first = min(yes, key=lambda p: p.period.end, default=None)
    if first is not None:
        word = "met late" if first.period.end > promise.deadline.end else "met"
        against = [p for p in no if p.published > first.published]
        facts = {"against": against[-1]} if against else {}
        return Verdict(word, f"{kind}_yes", first, facts, used=(first, *against[-1:]))
    if no and (kind == "race" or no[-1].period.end >= promise.deadline.end):
        return Verdict("missed", f"{kind}_no", no[-1], used=(no[-1],))
    if today <= promise.deadline.end + timedelta(days=GRACE_DAYS):
        return Verdict("open", f"{kind}_open", no[-1] if no else None)
    return Verdict("not measurable", f"{kind}_open", no[-1] if no else None)


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
    listed = whole_figures(promise.deadline, points) or list(points)
    return listed[-1] if listed else None
