"""Growth-only releases: the levels that "up 94.5 percent" implies.

Statistics offices often publish only the growth of a figure on the same span a year before. A case states such a
release as an observation of a metric of kind `growth`. With a level of either year it gives that of the other:
level(t) = level(t-1) x (1 + g), level(t-1) = level(t) / (1 + g).
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from hinterland import dates, units, words
from hinterland.ground.series import Point, annual, observed, weakest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.dates import Period

Span = tuple[date | None, date, bool]
Row = tuple[str, str, str, str]

_YEAR = re.compile(r"(^|/)([0-9]{4})")


class Link(NamedTuple):
    """A growth with the span that it describes, that of the year before, and the factor between their levels."""

    growth: Point
    now: Span
    before: Span
    earlier: Period
    low: float
    factor: float
    high: float


class _Known(NamedTuple):
    point: Point
    years: int


def with_implied(
    cluster: Cluster, metric: str, place: str, unit: str, points: Sequence[Point]
) -> list[Point]:
    """Return the published `points` of `metric` at `place`, and the levels in `unit` that published growth implies.

    Raises
    ------
    UnitError
        If a growth is stated in a unit that is no share.
    """
    growths = [g for name in growth_metrics(cluster, metric) for g in growth_points(cluster, name, place)]
    found = implied(points, growths, unit=unit)
    return sorted([*points, *found], key=lambda p: (p.period.end, p.period.start))


def growth_metrics(cluster: Cluster, metric: str) -> list[str]:
    """Return the metrics that are the growth of `metric`, by id."""
    rows = cluster["metrics"].filter((pl.col("kind") == "growth") & (pl.col("numerator") == metric))
    return sorted(rows["metric"].to_list())


def growth_points(cluster: Cluster, metric: str, place: str) -> list[Point]:
    """Return the growth published as observations of `metric`, in percent, with what rounding leaves open.

    Raises
    ------
    UnitError
        If a growth is stated in a unit that is no share.
    """
    points = observed(cluster, metric, place, "percent")
    if not points:
        return []
    own = cluster.own_units()
    rows = cluster["observations"].filter((pl.col("metric") == metric) & (pl.col("place") == place))
    written = {
        (row["metric"], row["place"], row["period"], row["vintage"]): units.convert(
            1.0, row["unit"], "percent", own
        )
        for row in rows.drop_nulls("unit").iter_rows(named=True)
    }
    return [rounded(p, written.get(p.rows[0], 1.0)) for p in points]


def rounded(growth: Point, step: float = 1.0) -> Point:
    """Return a growth with the interval that its last digit leaves: half a unit, 94.5 admits 94.45 to 94.55.

    Parameters
    ----------
    growth
        In percent. One whose words leave room already (about, nearly) stays as it is.
    step
        Percent in one unit as it was written: 1 for percent, 100 for shares of 1.
    """
    if not growth.exact:
        return growth
    half = 0.5 * step * 10.0 ** -_decimals(growth.value / step)
    return replace(growth, low=growth.value - half, high=growth.value + half)


def _decimals(value: float) -> int:
    """Return the decimals that a figure was written with: of 94.5 one, of 140 none."""
    _, _, after = f"{value:.9f}".rstrip("0").partition(".")
    return len(after)


def implied(levels: Sequence[Point], growths: Sequence[Point], *, unit: str = "1") -> list[Point]:
    """Return the levels that growth implies where none was published, oldest first.

    A level is reached from the nearest published one, along as few years of growth as can be; among equals the
    narrowest counts. None crosses a series break, none stands in for a part of a year whose published parts add up
    to the year already. Each is `inferred`, admits what rounding of the growth and the interval of the level admit,
    and is known when the later of the two is.

    Parameters
    ----------
    levels
        Published levels of one metric and place.
    growths
        Growth of these levels on the year before, in percent; exact ones are rounded at their last digit.
    unit
        Of the levels, for the notes.
    """
    whole = annual(levels)
    known = {span_of(p): _Known(p, 0) for p in (*whole, *sorted(levels, key=lambda p: p.published))}
    published = set(known)
    closed = {p.period.year for p in whole}
    joined = links(levels, growths)
    while True:
        reached: dict[Span, _Known] = {}
        for link in joined:
            for key, found in _steps(link, known, unit):
                if not _displaces(found.point, closed) and _better(found, reached.get(key)):
                    reached[key] = found
        if not reached:
            break
        known |= reached
    added = [k.point for key, k in known.items() if key not in published]
    return sorted(added, key=lambda p: (p.period.end, p.period.start))


def _displaces(point: Point, closed: set[int]) -> bool:
    """Whether a part of a year would stand beside published figures that make up that year already."""
    return point.flow == "period" and point.period.grain != "year" and point.period.year in closed


def _better(found: _Known, other: _Known | None) -> bool:
    if other is None:
        return True
    a, b = found.point, other.point
    return ((a.high - a.low) / a.value, a.published) < ((b.high - b.low) / b.value, b.published)


def span_of(point: Point) -> Span:
    """Return what identifies a figure among those of its metric and place; stocks have only an end."""
    stock = point.flow == "stock"
    return (None if stock else point.period.start), _even(point.period.end), stock


def _even(day: date) -> date:
    """Return the day; 29 February counts as the 28th, so that spans of leap years match those of others."""
    return day.replace(day=28) if (day.month, day.day) == (2, 29) else day


def links(levels: Sequence[Point], growths: Sequence[Point]) -> list[Link]:
    """Return growths with the spans that they join, less those across a break and those that no level survives."""
    breaks = {p.period.start for p in (*levels, *growths) if p.broken}
    found = []
    for growth in map(rounded, growths):
        earlier = _year_before(growth)
        if earlier is None or any(earlier.start < b <= growth.period.end for b in breaks):
            continue
        before = replace(growth, period=earlier)
        low, factor, high = (1 + g / 100 for g in (growth.low, growth.value, growth.high))
        if 0 < low <= factor <= high < math.inf:
            found.append(Link(growth, span_of(growth), span_of(before), earlier, low, factor, high))
    return found


def _year_before(point: Point) -> Period | None:
    """Return the same span one year before, None where the calendar of a case does not reach so far."""
    span = point.period
    if span.start.year <= dates.FIRST_YEAR:
        return None
    text = _YEAR.sub(lambda m: f"{m[1]}{int(m[2]) - 1:04d}", span.text).replace("-02-29", "-02-28")
    earlier = dates.parse_period(text)
    if span.start != dates.parse_period(span.text).start:  # a sum since January, called by its last month
        earlier = replace(earlier, start=date(earlier.year, 1, 1))
    return earlier


def _steps(link: Link, known: Mapping[Span, _Known], unit: str) -> Iterable[tuple[Span, _Known]]:
    """Yield the level that a growth gives from that of the other year, forwards or backwards."""
    if link.now not in known and _usable(known.get(link.before)):
        yield link.now, _forward(known[link.before], link, unit)
    if link.before not in known and _usable(known.get(link.now)):
        yield link.before, _backward(known[link.now], link, unit)


def _usable(base: _Known | None) -> bool:
    """Whether growth means anything for a level: of nothing, or of a loss, it does not."""
    return base is not None and base.point.low > 0 and math.isfinite(base.point.value)


def _forward(base: _Known, link: Link, unit: str) -> _Known:
    p = base.point
    ends = p.low * link.low, p.value * link.factor, p.high * link.high
    return _reached(base, link, link.growth.period, ends, unit)


def _backward(base: _Known, link: Link, unit: str) -> _Known:
    p = base.point
    ends = p.low / link.high, p.value / link.factor, p.high / link.low
    return _reached(base, link, link.earlier, ends, unit)


def _reached(base: _Known, link: Link, period: Period, ends: tuple[float, float, float], unit: str) -> _Known:
    level, years = base.point, base.years + 1
    said = _how(base, link, period, ends, unit)
    return _Known(
        Point(
            period=period,
            low=ends[0],
            value=ends[1],
            high=ends[2],
            published=max(level.published, link.growth.published),
            flow=link.growth.flow,
            broken=False,
            basis=weakest([level.basis, link.growth.basis, "inferred"]),
            rows=tuple(dict.fromkeys((*level.rows, *link.growth.rows))),
            note=said.en,
            note_zh=said.zh,
            additive=level.additive,
        ),
        years,
    )


def _how(base: _Known, link: Link, period: Period, ends: tuple[float, float, float], unit: str) -> Said:
    """Say how a level was implied."""
    growth, level = link.growth, base.point
    forward = period is growth.period
    (value, low, high), (value_zh, low_zh, high_zh) = (
        [words.number(v, unit, lang) for v in (level.value, ends[0], ends[2])] for lang in words.LANGUAGES
    )
    sign, sign_zh = ("times", "×") if forward else ("divided by", "÷")
    en = (
        f"implied: {value} in {level.period.text} {sign} (1 + {growth.value:.6g} percent), the growth published for "
        f"{growth.period.text}; admits {low} to {high}"
    )
    zh = (
        f"推算：{level.period.text}的{value_zh}{sign_zh}（1＋{growth.value:.6g}%），增速为{growth.period.text}公布值；"
        f"区间为{low_zh}至{high_zh}"
    )
    if base.years:
        en += f"; a chain of {base.years + 1} years of growth, the interval widens with each"
        zh += f"；连续推算{base.years + 1}年，区间逐年放宽"
    return Said(en, zh)
