"""Growth and levels that contradict each other: a level, the level of the year before, and the growth between them.

Where all three are published they may disagree by more than rounding. Offices compute growth on a comparable basis
(同口径), that is on a base year revised since, and often publish the growth alone: the old level then stands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import words
from hinterland.ground.releases import growth_points, links, span_of
from hinterland.ground.series import Point, observed
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.ground.releases import Row

CONFLICTS = {
    "metric": pl.String(),
    "place": pl.String(),
    "period": pl.String(),
    "unit": pl.String(),
    "published_value": pl.Float64(),
    "implied_value": pl.Float64(),
    "implied_low": pl.Float64(),
    "implied_high": pl.Float64(),
    "difference": pl.Float64(),
    "growth_metric": pl.String(),
    "growth": pl.Float64(),
    "base_period": pl.String(),
    "base_value": pl.Float64(),
    "implied_base": pl.Float64(),
    "known": pl.String(),
    "source": pl.String(),
    "note": pl.String(),
    "note_zh": pl.String(),
}
"""Columns of the table `conflicts`: one row a growth that contradicts the levels of its two years. Values are in
`unit` (the metric's), `growth` in percent, `difference` = published / implied - 1; `known` is the day on which the
last of the three figures was out."""

_DIGITS = (
    3  # a level is taken to be rounded at its last digit that is not 0, but to no fewer digits than these
)

_DIGITS = (
    3  # a level is taken to be rounded at its last digit that is not 0, but to no fewer digits than these
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A published level that the growth published for it contradicts, beyond what rounding explains.

    Attributes
    ----------
    published, implied, low, high
        The level as published, as base x (1 + growth), and the ends that rounding of base and growth admits.
    difference
        published / implied - 1.
    growth
        Growth as published, in percent.
    base, implied_base
        Level of the year before as published, and as published / (1 + growth).
    rows
        Keys of the observations: the level, its base, the growth.
    """

    metric: str
    place: str
    period: str
    published: float
    implied: float
    low: float
    high: float
    difference: float
    growth: float
    base_period: str
    base: float
    implied_base: float
    known: date
    rows: tuple[Row, ...]
    sources: tuple[str, ...] = ()

    def said(self, unit: str, place: Said | None = None) -> Said:
        """Return the conflict in a sentence, with its usual cause; values are in `unit`, `place` is a name."""
        place = place or Said(self.place, self.place)
        en, zh = ([words.number(v, unit, lang) for v in self._values()] for lang in words.LANGUAGES)
        away = abs(self.difference) * 100
        return Said(
            f"{place.en}: {en[0]} in {self.base_period} and growth of {self.growth:.6g} percent make {en[1]} in "
            f"{self.period}, but {en[2]} was published ({away:.2g} percent "
            f"{'more' if self.difference > 0 else 'less'}). The usual cause is a base year revised since: growth is "
            f"computed on a comparable basis, here of {en[3]} in {self.base_period}. Where a source says so, add it "
            "as a revised vintage.",
            f"{place.zh}：{self.base_period}为{zh[0]}，按增速{self.growth:.6g}%推算，{self.period}应为{zh[1]}，"
            f"公布值却为{zh[2]}（{'高' if self.difference > 0 else '低'}{away:.2g}%）。常见原因是基期数已修订：增速按"
            f"同口径计算，对应{self.base_period}基数为{zh[3]}。如有来源可证，请作为修订版本补录。",
        )

    def _values(self) -> tuple[float, float, float, float]:
        return self.base, self.implied, self.published, self.implied_base


def _half_digit(value: float) -> float:
    """Return half a unit of the last digit of a level that is not 0: 868,000 admits 500 more or less."""
    if not value or not math.isfinite(value):
        return 0.0
    digits = f"{abs(value):.11e}".partition("e")[0].replace(".", "").rstrip("0")
    exponent = math.floor(math.log10(abs(value)))
    return float(0.5 * 10.0 ** (exponent - max(len(digits), _DIGITS) + 1))


def contradictions(
    levels: Sequence[Point], growths: Sequence[Point], *, metric: str = "", place: str = ""
) -> list[Conflict]:
    """Return where both years' levels and the growth are published and disagree beyond rounding, oldest first.

    Levels are taken to be rounded at their last digit that is not 0 (to three digits at least), growth at its last
    digit; what the words of a level leave room for is admitted as well. None is looked for across a break.
    """
    known = {span_of(p): p for p in sorted(levels, key=lambda p: p.published)}
    found = []
    for link in sorted(links(levels, growths), key=lambda k: k.growth.period.end):
        now, base = known.get(link.now), known.get(link.before)
        if now is None or base is None or base.low <= 0:
            continue
        slack = _half_digit(base.value)
        low, high = (base.low - slack) * link.low, (base.high + slack) * link.high
        room = _half_digit(now.value)
        if low <= now.high + room and now.low - room <= high:
            continue
        implied_value = base.value * link.factor
        found.append(
            Conflict(
                metric=metric,
                place=place,
                period=now.period.text,
                published=now.value,
                implied=implied_value,
                low=low,
                high=high,
                difference=now.value / implied_value - 1,
                growth=link.growth.value,
                base_period=base.period.text,
                base=base.value,
                implied_base=now.value / link.factor,
                known=max(now.published, base.published, link.growth.published),
                rows=(*now.rows, *base.rows, *link.growth.rows),
            )
        )
    return found


def conflicts(cluster: Cluster) -> pl.DataFrame:
    """Return every conflict between levels and growth in the case as the table `conflicts` (columns `CONFLICTS`).

    Rows are sorted by metric, place and period. Only the vintage in force counts: a revised base that is in the
    case ends the conflict.

    Raises
    ------
    UnitError
        If a figure is in a unit that does not convert to that of its metric.
    """
    rows = cluster["metrics"].filter((pl.col("kind") == "growth") & pl.col("numerator").is_not_null())
    level_units = dict(cluster["metrics"].select("metric", "unit").iter_rows())
    seen = cluster["observations"].select("metric", "place").drop_nulls().unique()
    names = _names(cluster)
    lines = []
    for growth_metric, metric in rows.select("metric", "numerator").sort("numerator", "metric").iter_rows():
        unit = level_units.get(metric)
        places = sorted(seen.filter(pl.col("metric") == growth_metric)["place"].to_list())
        for place in places if unit else ():
            levels = observed(cluster, metric, place, str(unit))
            growths = growth_points(cluster, growth_metric, place)
            for conflict in contradictions(levels, growths, metric=metric, place=place):
                sourced = replace(conflict, sources=_sources(cluster, conflict.rows))
                lines.append(_line(sourced, str(unit), growth_metric, names.get(place)))
    table = pl.DataFrame(lines, schema=CONFLICTS, orient="row")
    return table.sort("metric", "place", "period", "growth_metric")


def _sources(cluster: Cluster, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return the sources of observations, each once, in the order of `rows`."""
    keys = pl.DataFrame(list(rows), schema=["metric", "place", "period", "vintage"], orient="row")
    found = keys.join(
        cluster["observations"],
        on=["metric", "place", "period", "vintage"],
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )
    return tuple(dict.fromkeys(found["source"].drop_nulls().to_list()))


def _names(cluster: Cluster) -> dict[str, Said]:
    """Return the names of places, their id where they have none."""
    rows = cluster["places"].select("place", "name_en", "name_zh").iter_rows()
    return {place: Said(en or place, zh or en or place) for place, en, zh in rows}


def _line(conflict: Conflict, unit: str, growth_metric: str, place: Said | None) -> dict[str, Any]:
    said = conflict.said(unit, place)
    return {
        "metric": conflict.metric,
        "place": conflict.place,
        "period": conflict.period,
        "unit": unit,
        "published_value": conflict.published,
        "implied_value": conflict.implied,
        "implied_low": conflict.low,
        "implied_high": conflict.high,
        "difference": conflict.difference,
        "growth_metric": growth_metric,
        "growth": conflict.growth,
        "base_period": conflict.base_period,
        "base_value": conflict.base,
        "implied_base": conflict.implied_base,
        "known": conflict.known.isoformat(),
        "source": "; ".join(conflict.sources),
        "note": said.en,
        "note_zh": said.zh,
    }
