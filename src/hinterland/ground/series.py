"""Observed series: the vintage in force, units, year-to-date figures, whole years.

Chinese statistics are mostly year-to-date: each figure sums from 1 January. Differencing two of them gives the
months between; January and February are published together, so they stay joint.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, units
from hinterland.errors import UnitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hinterland.cluster import Cluster
    from hinterland.dates import Period

WORST = ("observed", "reported", "inferred", "synthetic")
PARTS = {"half": 2, "quarter": 4, "month": 12}


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a metric, in the metric's unit.

    Attributes
    ----------
    low, high
        Ends of what the words admit (equal to `value` where they are exact).
    published
        Day on which it was known, under every reading of its date.
    flow
        `period`, `year_to_date` or `stock`.
    broken
        From this period on not comparable with earlier ones.
    rows
        Keys of the observations it rests on: (metric, place, period, vintage).
    additive
        Whether figures of parts add up to the figure of the whole: flows do, shares and rates never.
    unsure
        Whether `low` and `high` are the limits of what nobody knows, not of words: then a verdict that they could
        turn is none.
    """

    period: Period
    value: float
    low: float
    high: float
    published: date
    flow: str
    broken: bool
    basis: str
    rows: tuple[tuple[str, str, str, str], ...]
    note: str = ""
    note_zh: str = ""
    additive: bool = True
    unsure: bool = False

    @property
    def exact(self) -> bool:
        """Whether the words leave no room."""
        return self.low == self.value == self.high


def weakest(bases: Iterable[str | None]) -> str:
    """Return the weakest of several bases: what rests on something inferred is inferred itself."""
    known = [b for b in bases if b in WORST]
    return max(known, key=WORST.index) if known else "reported"


def observed(cluster: Cluster, metric: str, place: str, unit: str) -> list[Point]:
    """Return the figures of `metric` at `place`, newest vintage of each period, oldest period first, in `unit`.

    Raises
    ------
    UnitError
        If a figure is in a unit that does not convert.
    """
    rows = cluster["observations"].filter((pl.col("metric") == metric) & (pl.col("place") == place))
    newest: dict[str, tuple[date, dict[str, Any]]] = {}
    for row in rows.drop_nulls(["period", "value", "published"]).iter_rows(named=True):
        known = dates.last_day(row["published"])
        if row["period"] not in newest or known >= newest[row["period"]][0]:
            newest[row["period"]] = (known, row)
    own, rates = cluster.own_units(), cluster.rates()
    points = [_point(row, known, unit, own, rates) for known, row in newest.values()]
    return sorted(points, key=lambda p: (p.period.end, p.period.start))


def _point(
    row: dict[str, Any], known: date, unit: str, own: tuple[tuple[str, float, str], ...], rates: units.Rates
) -> Point:
    period = dates.parse_period(row["period"])
    if row["flow"] == "year_to_date":  # whatever it is called, it covers the year since 1 January
        period = replace(period, start=date(period.year, 1, 1))

    factor = conversion(row["unit"], unit, row["currency"], period.end, own, rates)
    if factor is None:
        raise UnitError(
            f"{row['metric']} {row['period']}: unit {row['unit']} and currency {row['currency']} disagree"
        )

    def inside(value: float | None) -> float | None:
        return None if value is None else value * factor

    value = inside(row["value"])
    assert value is not None  # noqa: S101 - rows without a value were dropped before
    low, high = inside(row["value_low"]), inside(row["value_high"])
    return Point(
        period=period,
        value=value,
        low=value if low is None else low,
        high=value if high is None else high,
        published=known,
        flow=row["flow"],
        broken=bool(row["series_break"]),
        basis=row["basis"] or "reported",
        rows=((row["metric"], row["place"], row["period"], row["vintage"]),),
        note=row["note"] or "",
        note_zh=row["note_zh"] or row["note"] or "",
        additive=adds_up(unit, row["flow"], own),
    )


def conversion(
    unit: str,
    to: str,
    currency: str | None,
    on: date,
    own: tuple[tuple[str, float, str], ...],
    rates: units.Rates,
) -> float | None:
    """Return what turns a figure in `unit` into one in `to`, None where its unit and its currency disagree.

    Money of another currency is converted at the rate of the last day of its period.

    Raises
    ------
    UnitError
        If the units do not convert, or there is no rate.
    """
    here, there = units.find(unit, own), units.find(to, own)
    if here.dimension != there.dimension and there.dimension == "money:CNY":
        return rates.to_cny(here.factor, here.dimension.removeprefix("money:"), on) / there.factor
    if currency not in {None, "CNY"} and here.dimension == "money:CNY":
        return None
    return units.convert(1.0, unit, to, own)


_NEVER_SUMMED = {"1", "percentage_point", "yes_no", "index", "rank", "point"}


def adds_up(unit: str, flow: str, own: tuple[tuple[str, float, str], ...]) -> bool:
    """Whether figures in `unit` add up over time: no stock does, no share, no rate."""
    dimension = units.find(unit, own).dimension
    return flow != "stock" and dimension not in _NEVER_SUMMED and "/" not in dimension


def segment(points: Sequence[Point], day: date) -> tuple[list[Point], list[Point]]:
    """Return the points comparable with what was in force on `day`, and those beyond a break."""
    breaks = sorted({p.period.start for p in points if p.broken})
    before = [b for b in breaks if b <= day]
    start = before[-1] if before else date.min
    end = next((b for b in breaks if b > day), date.max)
    inside = [p for p in points if start <= p.period.start < end]
    return inside, [p for p in points if p not in inside]


def difference(points: Sequence[Point]) -> list[Point]:
    """Return the flows between successive year-to-date figures of each year; other figures are left out.

    The first figure of a year is the flow since 1 January (January and February together where they are
    published so). A flow rests on both figures and is known when the later one is.
    """
    by_year: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        if point.additive and (
            point.flow == "year_to_date" or (point.flow == "period" and point.period.grain == "year")
        ):
            by_year[point.period.year].append(point)
    flows: list[Point] = []
    for _, listed in sorted(by_year.items()):
        listed.sort(key=lambda p: p.period.end)
        flows.append(replace(listed[0], flow="period"))
        for a, b in pairwise(listed):
            if b.period.end > a.period.end:
                flows.append(_between(a, b))
    return flows


def _between(a: Point, b: Point) -> Point:
    start = date.fromordinal(a.period.end.toordinal() + 1)
    text = f"{start.isoformat()[:7]}/{b.period.end.isoformat()[:7]}"
    if start.isoformat()[:7] == b.period.end.isoformat()[:7]:
        text = start.isoformat()[:7]
    return Point(
        period=dates.parse_period(text),
        value=b.value - a.value,
        low=b.low - a.high,
        high=b.high - a.low,
        published=max(a.published, b.published),
        flow="period",
        broken=b.broken,
        basis=weakest([a.basis, b.basis, "inferred"]),
        rows=(*a.rows, *b.rows),
    )


def annual(points: Sequence[Point]) -> list[Point]:
    """Return one point a whole year: as published, else year-to-date through December, else all parts summed.

    Stocks count at the end of the year. Years that are not whole are left out.
    """
    years: dict[int, Point] = {}
    for point in sorted(points, key=_preference):
        if point.period.end == date(point.period.year, 12, 31) and (
            point.period.grain == "year" or point.flow in {"stock", "year_to_date"}
        ):
            years.setdefault(
                point.period.year, replace(point, period=dates.parse_period(str(point.period.year)))
            )
    for year, summed in _summed(points).items():
        years.setdefault(year, summed)
    return [years[y] for y in sorted(years)]


def _preference(point: Point) -> tuple[int, int]:
    return (0 if point.period.grain == "year" else 1, -point.published.toordinal())


def _summed(points: Sequence[Point]) -> dict[int, Point]:
    """Return the years whose halves, quarters or months are all there, summed."""
    found: dict[int, Point] = {}
    for grain, count in PARTS.items():
        parts: dict[int, list[Point]] = defaultdict(list)
        for point in points:
            if point.additive and point.flow == "period" and point.period.grain == grain:
                parts[point.period.year].append(point)
        for year, listed in parts.items():
            if len(listed) == count and year not in found:
                found[year] = total(listed, dates.parse_period(str(year)))
    return found


def total(parts: Sequence[Point], period: Period) -> Point:
    """Return the sum of parts of one kind as one point of `period`."""
    return Point(
        period=period,
        value=sum(p.value for p in parts),
        low=sum(p.low for p in parts),
        high=sum(p.high for p in parts),
        published=max(p.published for p in parts),
        flow=parts[0].flow,
        broken=any(p.broken for p in parts),
        basis=weakest(p.basis for p in parts),
        rows=tuple(r for p in parts for r in p.rows),
        additive=parts[0].additive,
    )
