"""From a metric's definition to its points: the one place where kinds of metric are computed.

Each kind has one function; it takes the cluster and the metric's row and returns points in the metric's unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, units
from hinterland.errors import UnitError
from hinterland.ground.places import within
from hinterland.ground.releases import with_implied
from hinterland.ground.series import Point, annual, observed, total, weakest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.cluster import Cluster
    from hinterland.promises.chained import Chains

ON_CHAIN = frozenset({"coverage", "content"})
"""Kinds of metric that are measured on the chain."""
MAX_DEPTH = 20  # check refuses circles; this only bounds a case that was never checked


@dataclass(frozen=True, slots=True)
class Measured:
    """The points of a metric, with the parts they were computed from and what stands in the way.

    `parts` holds what it was computed from by role (`numerator`, `denominator`, a member's id); `obstacle` is the
    code of a reason why the metric cannot be measured at all, with `facts` to fill its sentence.
    """

    metric: dict[str, Any]
    place: str
    points: tuple[Point, ...] = ()
    parts: dict[str, Measured] = field(default_factory=dict)
    obstacle: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def measure(
    cluster: Cluster,
    metric: str,
    place: str | None,
    *,
    depth: int = 0,
    chains: Callable[[], Chains] | None = None,
) -> Measured:
    """Return the points of `metric`; where the metric names no place they are those of `place`.

    `chains` gives what was measured on the chain for other metrics of the case; default: nothing was.
    """
    found = cluster["metrics"].filter(pl.col("metric") == metric)
    if not found.height:  # a look back may lack a definition that was written later
        row = dict.fromkeys(cluster["metrics"].columns) | {"metric": metric, "kind": "series"}
        return Measured(row, place or "", obstacle="defined_later")
    row = found.row(0, named=True)
    where = row["place"] or place or ""
    if depth > MAX_DEPTH:
        return Measured(row, where, obstacle="circular")
    kinds: dict[str, Callable[[Cluster, dict[str, Any], str, int], Measured]] = {
        "series": _series,
        "statement": _series,
        "ratio": _ratio,
        "growth": _growth,
        "sum": _sum,
        "first_to_pass": _race,
    }
    if row["kind"] in ON_CHAIN:
        return _chained(cluster, row, where, chains)
    compute = kinds[row["kind"]]
    measured = compute(cluster, row, where, depth)
    finite = tuple(p for p in measured.points if math.isfinite(p.value))
    return measured if len(finite) == len(measured.points) else replace(measured, points=finite)


def _series(cluster: Cluster, row: dict[str, Any], place: str, depth: int) -> Measured:  # noqa: ARG001
    """Figures as published, and the levels that published growth implies where none was."""
    points = observed(cluster, row["metric"], place, row["unit"])
    return Measured(row, place, tuple(with_implied(cluster, row["metric"], place, row["unit"], points)))


def _chained(
    cluster: Cluster, row: dict[str, Any], place: str, chains: Callable[[], Chains] | None
) -> Measured:
    """Coverage and local content, measured on the chain at the end of each year."""
    from hinterland.promises.chained import Chains, chained  # noqa: PLC0415 - scipy, for cases that need it only

    found = chained(chains() if chains else Chains(cluster), row, place)
    if found.why is not None:
        return Measured(row, place, obstacle="chain", facts={"why": found.why})
    return Measured(row, place, found.points)


def _ratio(cluster: Cluster, row: dict[str, Any], place: str, depth: int) -> Measured:
    """Numerator over denominator, period by period, in the metric's unit (percent: times 100)."""
    top = measure(cluster, row["numerator"], place, depth=depth + 1)
    below = measure(cluster, row["denominator"], place, depth=depth + 1)
    parts = {"numerator": top, "denominator": below}
    if top.obstacle or below.obstacle:
        return Measured(row, place, (), parts, top.obstacle or below.obstacle, top.facts or below.facts)
    own = cluster.own_units()
    factor = scale(top.metric["unit"], below.metric["unit"], row["unit"], own)
    denominators = {_span(p): p for p in _with_years(below.points)}
    points = []
    for a in _with_years(top.points):
        b = denominators.get(_span(a))
        if b is not None and b.value != 0 and min(b.low, b.high) > 0:
            points.append(
                Point(
                    period=a.period,
                    value=a.value / b.value * factor,
                    low=a.low / b.high * factor,
                    high=a.high / b.low * factor,
                    published=max(a.published, b.published),
                    flow=a.flow,
                    broken=a.broken or b.broken,
                    basis=weakest([a.basis, b.basis]),
                    rows=(*a.rows, *b.rows),
                    additive=False,
                )
            )
    return Measured(row, place, tuple(points), parts)


def _span(point: Point) -> tuple[date, date, bool]:
    """Return what two figures must share to be held against each other: days covered, and stock or flow."""
    return point.period.start, point.period.end, point.flow == "stock"


def _with_years(points: Sequence[Point]) -> list[Point]:
    """Return the points, and whole years that only their parts give."""
    have = {_span(p) for p in points}
    whole = [*points, *(p for p in annual(points) if _span(p) not in have)]
    return sorted(whole, key=lambda p: (p.period.end, p.period.start))


def scale(top: str, below: str, unit: str, own: tuple[tuple[str, float, str], ...]) -> float:
    """Return the factor that turns top / below into `unit`.

    Raises
    ------
    UnitError
        If a ratio of the two is not in `unit`.
    """
    a, b, c = units.find(top, own), units.find(below, own), units.find(unit, own)
    wanted = "1" if a.dimension == b.dimension else f"{a.dimension}/{b.dimension}"
    if c.dimension != wanted:
        raise UnitError(f"{top} / {below} is not measured in {unit!r}; write a unit such as {top}/{below}")
    return a.factor / b.factor / c.factor


def _growth(cluster: Cluster, row: dict[str, Any], place: str, depth: int) -> Measured:
    """Change of the numerator on the year before, in the metric's unit (percent: times 100)."""
    base = measure(cluster, row["numerator"], place, depth=depth + 1)
    if base.obstacle:
        return Measured(row, place, (), {"numerator": base}, base.obstacle, base.facts)
    years = {p.period.year: p for p in annual(base.points)}
    scale = 1 / units.find(row["unit"], cluster.own_units()).factor
    points = [
        replace(
            p,
            value=(p.value / years[y - 1].value - 1) * scale,
            low=(p.low / years[y - 1].high - 1) * scale,
            high=(p.high / years[y - 1].low - 1) * scale,
            published=max(p.published, years[y - 1].published),
            basis=weakest([p.basis, years[y - 1].basis]),
            rows=(*years[y - 1].rows, *p.rows),
            additive=False,
        )
        for y, p in sorted(years.items())
        if y - 1 in years and years[y - 1].low > 0 and not p.broken
    ]
    return Measured(row, place, tuple(points), {"numerator": base})


def _sum(cluster: Cluster, row: dict[str, Any], place: str, depth: int) -> Measured:
    """Members summed period by period, or plants that operate at the end of each year."""
    if not row["members"]:
        return _plants(cluster, row, place)
    members = [measure(cluster, m, place, depth=depth + 1) for m in row["members"].split(";")]
    parts = {m.metric["metric"]: m for m in members}
    blocked = next((m for m in members if m.obstacle), None)
    if blocked is not None:
        return Measured(row, place, (), parts, blocked.obstacle, blocked.facts)
    own = cluster.own_units()
    by_period: dict[tuple[date, date, bool], list[Point]] = {}
    for member in members:
        factor = units.convert(1.0, member.metric["unit"], row["unit"], own)
        for p in member.points:
            scaled = replace(p, value=p.value * factor, low=p.low * factor, high=p.high * factor)
            by_period.setdefault(_span(p), []).append(scaled)
    points = [
        total(listed, listed[0].period)
        for _, listed in sorted(by_period.items())
        if len(listed) == len(members)
    ]
    return Measured(row, place, tuple(points), parts)


def _plants(cluster: Cluster, row: dict[str, Any], place: str) -> Measured:
    """Sum a column over the plants of a product below a place that operate at the end of each year.

    Plants whose figure is unknown count as zero in the value and are counted in the note: the true sum is at
    least the value.
    """
    plants = cluster["plants"].filter(
        (pl.col("product") == row["product"]) & pl.col("place").is_in(list(within(cluster, place)))
    )
    opened = [dates.last_day(d) if d else None for d in plants["opened"].to_list()]
    closed = [dates.first_day(d) if d else None for d in plants["closed"].to_list()]
    published = [dates.last_day(d) if d else None for d in plants["published"].to_list()]
    known = [o for o in opened if o]
    if not known:
        return Measured(row, place)
    column = row["plant_column"]
    own, rates = cluster.own_units(), cluster.rates()
    last = cluster.seen_from or max([*known, *(c for c in closed if c)])
    points = []
    for year in range(min(known).year, last.year + 1):
        end = min(date(year, 12, 31), last)
        running = [
            i
            for i, (start, stop) in enumerate(zip(opened, closed, strict=True))
            if start and start <= end and not (stop and stop <= end)
        ]
        if not running:
            continue
        part = plants[running]
        values = part[column].to_list()
        if column == "capex":
            pairs = zip(values, part["currency"].to_list(), strict=True)
            values = [None if v is None else rates.to_cny(v, c, end) for v, c in pairs]
        unit = {"capex": "CNY", "jobs": "person"}.get(column, row["unit"])
        known_sum = sum(v for v in values if v is not None) * units.convert(1.0, unit, row["unit"], own)
        unknown = sum(v is None for v in values)
        points.append(
            Point(
                period=dates.parse_period(
                    str(year) if end.month == 12 and end.day == 31 else end.isoformat()
                ),
                value=known_sum,
                low=known_sum,
                high=float("inf") if unknown else known_sum,
                published=max([p for i in running if (p := published[i])], default=end),
                flow="stock",
                broken=False,
                basis=weakest(part["basis"].to_list()),
                rows=tuple(("plants", str(p), "", "") for p in part["plant"].to_list()),
                note=f"{unknown} of {len(values)} plants without a figure" if unknown else "",
                note_zh=f"{len(values)} 座工厂中有 {unknown} 座无数据" if unknown else "",
            )
        )
    return Measured(row, place, tuple(points))


def _first_past(member: Measured, threshold: float, own: tuple[tuple[str, float, str], ...]) -> Point | None:
    """Return the first figure past the threshold, both in base units (yuan, vehicles)."""
    factor = units.find(member.metric["unit"], own).factor
    return next((p for p in _with_years(member.points) if p.value * factor >= threshold), None)


def _race(cluster: Cluster, row: dict[str, Any], place: str, depth: int) -> Measured:
    """1 in the period in which the first member passes the threshold before all others, 0 if another does.

    The first of `members` is the one promised to win. It can be told only where every member has figures.
    """
    ids = row["members"].split(";")
    members = [measure(cluster, m, place, depth=depth + 1) for m in ids]
    parts = {m.metric["metric"]: m for m in members}
    seen = [m for m in members if m.points]
    if len(seen) < len(members):
        facts = {"seen": len(seen), "of": len(members)}
        return Measured(row, place, (), parts, "race_incomplete", facts)
    own = cluster.own_units()
    passed = [_first_past(m, row["threshold"], own) for m in members]
    favourite = passed[0]
    rivals = [p for p in passed[1:] if p is not None]
    first = min([p for p in [favourite, *rivals] if p], key=lambda p: p.period.end, default=None)
    if first is None:
        return Measured(row, place, (), parts)
    tied = favourite is not None and any(r.period.end == favourite.period.end for r in rivals)
    if tied:
        return Measured(row, place, (), parts, "race_tied", {"period": first.period.text})
    won = favourite is not None and first is favourite
    point = replace(first, value=float(won), low=float(won), high=float(won), flow="period")
    return Measured(row, place, (point,), parts)
