"""Metrics that are measured on the chain: coverage under one of four definitions, local content under a rule.

The end of each year gives a figure that lies between two, since capacities, makers and origins are known in part.
Whoever lists the plants of a region lists some of them, so coverage is at least what those give; that it is at most
so much holds only where the case says that its list is whole (setting `plants_listed` = `all`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, units
from hinterland.chain import content
from hinterland.chain.coverage import coverage_rows
from hinterland.chain.measured import measure
from hinterland.chain.scope import lists_all, scope
from hinterland.chain.words import percent
from hinterland.errors import StudyError
from hinterland.frames import days
from hinterland.ground.parts import CUTS, parts, roots
from hinterland.ground.places import within
from hinterland.ground.series import Point
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.ground.parts import Parts

YEARS = 4
"""Ends of years before the day for which a metric of the chain is measured, beside the day itself."""


@dataclass(frozen=True, slots=True)
class Chained:
    """The figures of a metric on the chain, in its unit, and where there are none the reason."""

    points: tuple[Point, ...] = ()
    why: Said | None = None


@dataclass(frozen=True, slots=True)
class Chains:
    """The chain of a case, measured once for all metrics of a board."""

    cluster: Cluster
    bills: dict[str | None, Parts] = field(default_factory=dict)
    told: dict[tuple[str, str, date, int], list[dict[str, Any]]] = field(default_factory=dict)

    def bill(self, product: str | None) -> Parts:
        """Return the bill of materials of a product (None: the case's own final product)."""
        if product not in self.bills:
            self.bills[product] = parts(self.cluster, roots(self.cluster, product)[0])
        return self.bills[product]

    def coverage(self, place: str, product: str | None, end: date, firms: int) -> list[dict[str, Any]]:
        """Return the rows of the table `coverage` for a place at the end of a day, the bill of materials as stated.

        They hold every reach that a metric of the case asks for.
        """
        bill = self.bill(product)
        key = (place, bill.root, end, firms)
        if key not in self.told:
            at = scope(self.cluster, place, bill, day=end, apart=False)
            asked = self.cluster["metrics"].filter(pl.col("kind") == "coverage")["hours"].drop_nulls()
            near = measure(self.cluster, at, sorted(set(asked.to_list())), firms, ("operating", "announced"))
            stated = {cut: bill.cut(cut)[None, :] for cut in CUTS}
            self.told[key] = list(coverage_rows(near, Said(place, place), stated))
        return self.told[key]


def chained(chains: Chains, row: dict[str, Any], place: str) -> Chained:
    """Return the figures of a metric of kind `coverage` or `content` at a place."""
    cluster = chains.cluster
    figures = {"coverage": _coverage, "content": _content}[row["kind"]]
    scale = 1 / units.find(row["unit"], cluster.own_units()).factor
    points, why = [], None
    needed = {"coverage": "nearby", "content": "rule"}[row["kind"]]
    if not row[needed]:
        return Chained(
            why=Said(f"the metric does not say `{needed}`: fill it in", f"指标缺少 {needed}：请填写")
        )
    try:
        ends = _ends(cluster, chains.bill(row["product"]).root, place)
    except StudyError as error:
        return Chained(why=Said(str(error), str(error)))
    for end in ends:
        try:
            told = figures(chains, row, place, end)
        except StudyError as error:
            # an earlier year may lack what a later one has, such as a rule not yet made
            why = Said(str(error), str(error))
            continue
        if told["code"] or told["low"] is None:
            why = Said(told["reason_en"], told["reason_zh"])
            continue
        points.append(_point(told, end, scale))
    return Chained(tuple(points), None if points else why)


def _coverage(chains: Chains, row: dict[str, Any], place: str, end: date) -> dict[str, Any]:
    """Return the row of the table `coverage` that the metric asks for, with what is planned in its reason."""
    cut = "purchases" if row["nearby"].startswith("sourced") else row["cut"] or "tier1"
    asked = [
        r
        for r in chains.coverage(place, row["product"], end, int(row["suppliers"] or 1))
        if r["definition"] == row["nearby"] and (r["code"] or (r["hours"], r["cut"]) == (row["hours"], cut))
    ]
    now = next((r for r in asked if r["plants"] == "operating"), None)
    if now is None:  # a definition that fits no boundary, or the other way round
        raise StudyError(f"metric {row['metric']}: `{row['nearby']}` needs `hours`, or none for the boundary")
    if now["code"] or now["cut"] == "purchases":
        return now
    later = next(r for r in asked if r["plants"] == "announced")
    whole = lists_all(chains.cluster)
    said = _listed(now, later, whole=whole)
    return now | {"high": now["high"] if whole else 1.0, "reason_en": said.en, "reason_zh": said.zh}


def _listed(now: dict[str, Any], later: dict[str, Any], *, whole: bool) -> Said:
    """Return what the plants listed give, and what those planned would add."""
    low, high, planned = (percent(x) for x in (now["low"], now["high"], later["low"]))
    span = low if low == high else f"{low} to {high}"
    en, zh = f"{span} by the plants listed", f"按所列工厂为 {low if low == high else f'{low} 至 {high}'}"
    if not whole:
        en += "; more if the list lacks some (setting plants_listed)"
        zh += "；若清单不全则更高"
    if later["low"] > now["low"] + 0.005:
        en += f"; at least {planned} once those planned run"
        zh += f"；规划工厂投产后至少 {planned}"
    return Said(en, zh)


def _content(chains: Chains, row: dict[str, Any], place: str, end: date) -> dict[str, Any]:
    """Return the bounds of local content under the metric's rule, whatever way parts are sourced."""
    result = content(
        chains.cluster.as_of(end), as_of=end, places=[place], product=row["product"], rule=row["rule"]
    )
    rows = result["content"].filter(pl.col("rule") == row["rule"]).drop_nulls("low")
    if not rows.height:
        raise StudyError(f"metric {row['metric']}: rule {row['rule']!r} gives no content at {place}")
    first = rows.row(0, named=True)
    return first | {"low": rows["low"].min(), "high": rows["high"].max(), "code": ""}


def _point(told: dict[str, Any], end: date, scale: float) -> Point:
    """Return a figure as a point: the middle, with the two that it lies between."""
    low, high = told["low"], told["high"]
    whole_year = (end.month, end.day) == (12, 31)
    return Point(
        period=dates.parse_period(str(end.year) if whole_year else end.isoformat()),
        value=(low + high) / 2 * scale,
        low=low * scale,
        high=high * scale,
        published=end,
        flow="stock",
        broken=False,
        basis=told["basis"] or "inferred",
        rows=(),
        note=told["reason_en"],
        note_zh=told["reason_zh"],
        additive=False,
        unsure=high - low > 1e-9,
    )


def _ends(cluster: Cluster, root: str, place: str) -> list[date]:
    """Return the ends of the last years in which something was made at the place, and the day itself."""
    day = cluster.day()
    plants = cluster["plants"].filter(
        (pl.col("product") == root) & pl.col("place").is_in(list(within(cluster, place)))
    )
    opened = [d for d in days(plants["opened"], last=True).to_list() if d is not None and d <= day]
    first = min(opened).year if opened else day.year
    ends = [date(y, 12, 31) for y in range(max(first, day.year - YEARS), day.year) if date(y, 12, 31) < day]
    return [*ends, day]
