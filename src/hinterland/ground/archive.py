"""Every figure of a case with all its vintages, as one table that can be seen from any day, for many series at once.

`hinterland.ground.series` follows one metric and keeps what each point rests on; this does the same sums for all
series of a case together (10,000 series in one go) and keeps only numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.errors import UnitError
from hinterland.ground.releases import with_implied
from hinterland.ground.series import adds_up, conversion, observed

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.ground.series import Point

FIGURES = {
    "series": pl.Int32(),
    "period": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "span": pl.String(),
    "flow": pl.String(),
    "additive": pl.Boolean(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "published": pl.Date(),
    "broken": pl.Boolean(),
    "assumed": pl.Boolean(),
}
"""Columns of `Archive.figures`: values in the metric's unit, `span` the grain of the period."""
SERIES = {
    "series": pl.Int32(),
    "metric": pl.String(),
    "place": pl.String(),
    "unit": pl.String(),
}
"""Columns of `Archive.series`."""
YEARLY = {
    "series": pl.Int32(),
    "year": pl.Int32(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "published": pl.Date(),
}
"""Columns of whole years."""


@dataclass(frozen=True, slots=True)
class Archive:
    """All figures of the metrics of kind `series`, and which series cannot be read and why."""

    series: pl.DataFrame
    figures: pl.DataFrame
    unreadable: dict[int, str]

    @classmethod
    def of(cls, cluster: Cluster) -> Archive:
        """Return the archive of a case (as far as the cluster sees)."""
        metrics = cluster["metrics"].filter(pl.col("kind") == "series").select("metric", to="unit")
        rows = (
            cluster["observations"]
            .drop_nulls(["period", "value", "published", "metric", "place", "unit"])
            .join(metrics.drop_nulls(), on="metric", how="inner", validate="m:1")
            .with_row_index("row")
        )
        listed = rows.select("metric", "place", unit="to").unique(maintain_order=True).sort("metric", "place")
        series = listed.with_row_index("series").with_columns(pl.col("series").cast(pl.Int32))
        rows = rows.join(series.select("series", "metric", "place"), on=["metric", "place"], validate="m:1")
        rows = rows.sort("row")
        rows = rows.join(_periods(rows["period"]), on="period", validate="m:1", maintain_order="left")
        rows = rows.join(_days(rows["published"]), on="published", validate="m:1", maintain_order="left")
        rows, unreadable = _converted(cluster, rows)
        year_start = pl.date(pl.col("end").dt.year(), 1, 1)
        figures = rows.with_columns(
            start=pl.when(pl.col("flow") == "year_to_date").then(year_start).otherwise("start"),
            published="known",
            broken=pl.col("series_break").fill_null(value=False),
            assumed=(pl.col("published_basis") == "assumed").fill_null(value=False),
        ).select(pl.col(name).cast(dtype) for name, dtype in FIGURES.items())
        listed = series.select(pl.col(n).cast(t) for n, t in SERIES.items())
        return cls(listed, pl.concat([figures, _implied(cluster, listed, unreadable)]), unreadable)

    def seen(self, day: date) -> pl.DataFrame:
        """Return the figures in force on a day: the newest vintage of each period, of the definition in force.

        After a series break earlier figures do not compare, so only those since the last break are left.
        """
        newest = self._newest(day)
        since = newest.filter("broken").group_by("series").agg(since=pl.col("start").max())
        return (
            newest.join(since, on="series", how="left", validate="m:1")
            .filter(pl.col("since").is_null() | (pl.col("start") >= pl.col("since")))
            .sort("series", "end", "start", maintain_order=True)
        )

    def outcome(self, day: date, today: date) -> pl.DataFrame:
        """Return the figures known `today` that compare with what was in force on `day`.

        They are of the same definition: not before the last break that was known on that day, and not from the next
        break on. So no forecast is scored across a break.
        """
        newest = self._newest(today)
        broken = newest.filter("broken").select("series", "start", "published")
        since = broken.filter(pl.col("published") <= day).group_by("series").agg(since=pl.col("start").max())
        joined = newest.join(since, on="series", how="left", validate="m:1")
        later = (
            broken.join(since, on="series", how="left", validate="m:1")
            .filter(pl.col("since").is_null() | (pl.col("start") > pl.col("since")))
            .group_by("series")
            .agg(until=pl.col("start").min())
        )
        return (
            joined.join(later, on="series", how="left", validate="m:1")
            .filter(pl.col("since").is_null() | (pl.col("start") >= pl.col("since")))
            .filter(pl.col("until").is_null() | (pl.col("start") < pl.col("until")))
            .sort("series", "end", "start")
        )

    def _newest(self, day: date) -> pl.DataFrame:
        """Return the newest vintage of each period on a day, of every definition."""
        known = self.figures.filter(pl.col("published") <= day)
        return known.sort("published", maintain_order=True).unique(
            ["series", "period"], keep="last", maintain_order=True
        )


def _implied(cluster: Cluster, series: pl.DataFrame, unreadable: dict[int, str]) -> pl.DataFrame:
    """Return the levels that published growth implies where none is published, as further figures."""
    growth = cluster["metrics"].filter(pl.col("kind") == "growth").select("metric", "numerator").drop_nulls()
    told = cluster["observations"].select("metric", "place").drop_nulls().unique()
    wanted = told.join(growth, on="metric", validate="m:1").select(metric="numerator", place="place").unique()
    rows = []
    found = wanted.join(series, on=["metric", "place"], validate="1:1").sort("series")
    for metric, place, number, unit in found.select("metric", "place", "series", "unit").iter_rows():
        if number in unreadable:
            continue
        published = observed(cluster, metric, place, unit)
        try:
            points = with_implied(cluster, metric, place, unit, published)
        except UnitError:
            continue  # the board tells it
        known = {(p.period.text, p.flow) for p in published}
        rows += [_figure(number, p) for p in points if (p.period.text, p.flow) not in known]
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def _figure(series: int, point: Point) -> dict[str, Any]:
    return {
        "series": series,
        "period": point.period.text,
        "start": point.period.start,
        "end": point.period.end,
        "span": point.period.grain,
        "flow": point.flow,
        "additive": point.additive,
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "published": point.published,
        "broken": point.broken,
        "assumed": False,
    }


def _periods(column: pl.Series) -> pl.DataFrame:
    texts = column.unique().to_list()
    parsed = [dates.parse_period(t) for t in texts]
    return pl.DataFrame(
        {
            "period": texts,
            "start": [p.start for p in parsed],
            "end": [p.end for p in parsed],
            "span": [p.grain for p in parsed],
        },
        schema={"period": pl.String, "start": pl.Date, "end": pl.Date, "span": pl.String},
    )


def _days(column: pl.Series) -> pl.DataFrame:
    texts = column.unique().to_list()
    known = [dates.last_day(t) for t in texts]
    return pl.DataFrame(
        {"published": texts, "known": known}, schema={"published": pl.String, "known": pl.Date}
    )


def _converted(cluster: Cluster, rows: pl.DataFrame) -> tuple[pl.DataFrame, dict[int, str]]:
    """Return the rows with value, low and high in the metric's unit, and the series whose units do not convert."""
    own, rates = cluster.own_units(), cluster.rates()
    keys = ["unit", "to", "currency", "flow", "end"]
    found, wrong = [], []
    for unit, to, currency, flow, end in rows.select(keys).unique().iter_rows():
        why, factor = "", None
        try:
            factor = conversion(unit, to, currency, end, own, rates)
            additive = adds_up(to, flow, own)
        except UnitError as error:
            why = str(error)
        if factor is None:
            why = why or f"unit {unit} and currency {currency} disagree"
            wrong.append((unit, to, currency, flow, end, why))
        else:
            found.append((unit, to, currency, flow, end, factor, additive))
    schema = {k: rows.schema[k] for k in keys}
    factors = pl.DataFrame(
        found, schema=schema | {"factor": pl.Float64, "additive": pl.Boolean}, orient="row"
    )
    bad = pl.DataFrame(wrong, schema=schema | {"why": pl.String}, orient="row")
    told = rows.join(bad, on=keys, nulls_equal=True, validate="m:1").unique("series", keep="first")
    unreadable = dict(told.select("series", "why").iter_rows())
    fine = rows.filter(~pl.col("series").is_in(list(unreadable)))
    joined = fine.join(factors, on=keys, nulls_equal=True, validate="m:1", maintain_order="left")
    times = pl.col("factor")
    value = pl.col("value") * times
    return joined.with_columns(
        value=value,
        low=(pl.col("value_low") * times).fill_null(value),
        high=(pl.col("value_high") * times).fill_null(value),
    ), unreadable


def whole_years(seen: pl.DataFrame) -> pl.DataFrame:
    """Return one row a series and whole year (`YEARLY`): as published, else the sum through December, else parts.

    Stocks count at the end of the year; halves, quarters or months are summed where all are there.
    """
    december = (pl.col("end").dt.month() == 12) & (pl.col("end").dt.day() == 31)
    whole = pl.col("span") == "year"
    direct = (
        seen.filter(december & (whole | pl.col("flow").is_in(["stock", "year_to_date"])))
        .with_columns(rank=pl.when(whole).then(0).otherwise(1), year=pl.col("end").dt.year())
        .sort("rank", "published", descending=[False, True], maintain_order=True)
        .unique(["series", "year"], keep="first", maintain_order=True)
        .select(*YEARLY)
    )
    parts = seen.filter((pl.col("flow") == "period") & pl.col("additive"))
    found = [direct]
    for span, count in (("half", 2), ("quarter", 4), ("month", 12)):
        found.append(
            parts.filter(pl.col("span") == span)
            .group_by("series", pl.col("end").dt.year().alias("year"))
            .agg(pl.len(), pl.sum("value", "low", "high"), pl.max("published"))
            .filter(pl.col("len") == count)
            .select(*YEARLY)
        )
    stacked = pl.concat([f.select(pl.col(n).cast(t) for n, t in YEARLY.items()) for f in found])
    return stacked.unique(["series", "year"], keep="first", maintain_order=True).sort("series", "year")


CELLS = {
    "series": pl.Int32(),
    "cell": pl.Int32(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "joint": pl.Boolean(),
    "published": pl.Date(),
}
"""Columns of parts of years: `cell` counts months (or quarters) since year 0."""


def cells(seen: pl.DataFrame, grain: str) -> pl.DataFrame:
    """Return one row a series and month (or quarter), as published or as the difference of sums since January.

    January and February that are published only together come as February with half of both, `joint`.
    """
    length = {"month": 1, "quarter": 3}[grain]
    months = pl.col("end").dt.year().cast(pl.Int32) * 12 + pl.col("end").dt.month() - 1
    ends_cell = pl.col("end").dt.month() % length == 0  # March to May are three months and no quarter
    direct = seen.filter((pl.col("span") == grain) & (pl.col("flow") == "period")).with_columns(
        cell=months // length, joint=pl.lit(value=False)
    )
    stocks = seen.filter((pl.col("flow") == "stock") & ends_cell).with_columns(
        cell=months // length, joint=pl.lit(value=False)
    )
    differences = _differences(seen)
    flows = differences.filter((pl.col("months") == length) & ends_cell).with_columns(
        cell=months // length, joint=pl.lit(value=False)
    )
    found = [direct, stocks, flows]
    if grain == "month":
        both = (pl.col("months") == 2) & (pl.col("end").dt.month() == 2)
        half = [pl.col(c) / 2 for c in ("value", "low", "high")]
        found.append(differences.filter(both).with_columns(*half, cell=months, joint=pl.lit(value=True)))
    stacked = pl.concat([f.select(pl.col(n).cast(t) for n, t in CELLS.items()) for f in found])
    return stacked.unique(["series", "cell"], keep="first", maintain_order=True).sort("series", "cell")


def _differences(seen: pl.DataFrame) -> pl.DataFrame:
    """Return flows between successive sums since January of each series and year, with their length in months."""
    sums = since_january(seen)  # sorted, so what came before stands one row higher: no window over groups
    follows = (pl.col("series") == pl.col("series").shift(1)) & (pl.col("year") == pl.col("year").shift(1))
    follows = follows.fill_null(value=False)

    def before(column: str) -> pl.Expr:
        return pl.when(follows).then(pl.col(column).shift(1)).otherwise(0.0)

    month = pl.col("end").dt.month().cast(pl.Int32)
    earlier = pl.when(follows).then(pl.col("published").shift(1)).otherwise("published")
    return sums.with_columns(
        value=pl.col("value") - before("value"),
        low=pl.col("low") - before("high"),
        high=pl.col("high") - before("low"),
        months=month - pl.when(follows).then(month.shift(1)).otherwise(0),
        published=pl.max_horizontal("published", earlier),
    )


def since_january(seen: pl.DataFrame) -> pl.DataFrame:
    """Return the sums since 1 January, one a series and last month, whole years among them."""
    january = (pl.col("start").dt.month() == 1) & (pl.col("start").dt.day() == 1)
    same = pl.col("start").dt.year() == pl.col("end").dt.year()
    month_end = pl.col("end") == pl.col("end").dt.month_end()
    return (
        seen.filter(pl.col("additive") & january & same & month_end & (pl.col("flow") != "stock"))
        .with_columns(year=pl.col("end").dt.year())
        .sort("series", "end", "published", maintain_order=True)
        .unique(["series", "end"], keep="last", maintain_order=True)
        .sort("series", "end")
    )
