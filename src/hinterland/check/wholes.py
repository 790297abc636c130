"""Parts and wholes: months within years, sums since January, a share's part within its whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import ROW, listed, present
from hinterland.check.observed import amount, before

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

SLACK = 1.005
"""What rounding of parts may add to their sum, as a factor."""
SHARE_KINDS = ("ratio", "content", "coverage")
NO_SHARE = "multiple"
"""The unit of a ratio that is not a part of a whole, such as parts made per vehicle made, in money."""
NESTED = 50
"""Deepest nesting of places that is followed; circles are told by another rule."""


def falling(sheet: Sheet, figures: pl.DataFrame) -> list[Fault]:
    """Sums since January do not fall within a year; only money may, where a month brings a loss."""
    sums = figures.filter(pl.col("additive") & (pl.col("flow") == "year_to_date"))
    same = before("end").dt.year() == pl.col("end").dt.year()
    longer = before("end") < pl.col("end")
    fell = sums.with_columns(
        before("low").alias("before_low"),
        before("value").alias("before_value"),
        before("unit").alias("before_unit"),
        before("period").alias("before_period"),
        _follows=same & longer,
    ).filter(pl.col("_follows") & (pl.col("before_low") > pl.col("high")))
    return _told(
        sheet,
        fell,
        lambda row: (
            f"the sum since January falls: it was {amount(row, 'before_value', 'before_unit')} "
            f"in {row['before_period']}"
        ),
        "Mend one of the two, or its flow: `period` where it covers the month alone",
        "Nothing to do where a loss explains it, else mend one of the two, or its flow",
    )


def _told(
    sheet: Sheet, rows: pl.DataFrame, rule: Callable[[dict[str, object]], str], fix: str, loss: str
) -> list[Fault]:
    """Warn of what cannot be; only note what a loss may explain, as money is the one flow that may be negative."""
    money = pl.col("dimension").str.starts_with("money:")
    return listed(sheet, rows.filter(~money), "value", rule, fix, "warning") + listed(
        sheet, rows.filter(money), "value", rule, loss, "notice"
    )


def exceeding(sheet: Sheet, figures: pl.DataFrame) -> list[Fault]:
    """No sum since January, and no months, quarters or halves together, exceed the year they belong to."""
    flows = figures.filter("additive").with_columns(year=pl.col("end").dt.year())
    flows = flows.with_columns(within=pl.col("series") * 10_000 + pl.col("year").cast(pl.UInt64))
    january = pl.date(pl.col("year"), 1, 1)
    whole = (pl.col("start") == january) & (pl.col("days") >= 365)
    years = flows.filter(whole).unique("within", keep="last", maintain_order=True)
    parts = flows.filter(~whole & pl.col("within").is_in(years["within"].implode()))
    since = (
        parts.filter(pl.col("start") == january)
        .sort("low")
        .unique("within", keep="last", maintain_order=True)
        .select("within", part_low="low", part_value="value", part_unit="unit", part_period="period")
    )
    told = years.join(since, on="within", how="inner", validate="1:1", maintain_order="left").filter(
        pl.col("part_low") > pl.col("high")
    )
    summed = years.join(_summed(parts), on="within", how="inner", validate="1:m", maintain_order="left")
    summed = summed.filter(
        (pl.col("parts_low") > pl.col("high") * SLACK) & ~pl.col(ROW).is_in(told[ROW].implode())
    ).unique(ROW, keep="first", maintain_order=True)
    fix = "Mend the year or its parts: perhaps a unit, or a sum since January that is called a month"
    loss = "Nothing to do where losses explain it, else mend the year or its parts"
    return _told(
        sheet,
        told,
        lambda row: (
            f"less than its part {row['part_period']} alone ({amount(row, 'part_value', 'part_unit')})"
        ),
        fix,
        loss,
    ) + _told(
        sheet,
        summed.with_columns(total=pl.col("parts_low") / pl.col("factor")),
        lambda row: f"less than {row['count']} parts of the year together ({amount(row, 'total')})",
        fix,
        loss,
    )


def _summed(parts: pl.DataFrame) -> pl.DataFrame:
    """Return what the months, the quarters and the halves of a year add up to, in base units.

    Parts that overlap, such as three months up to any month, are no quarters and are left out.
    """
    months = (pl.col("days") / 30.4).round().cast(pl.Int32)
    inside = pl.col("start").dt.year() == pl.col("year")
    twice = (before("start") == pl.col("start")) & (before("end") == pl.col("end"))
    return (
        parts.filter(~twice.fill_null(value=False))
        .filter((pl.col("flow") == "period") & inside)
        .with_columns(months=months)
        .filter(pl.col("months").is_in([1, 3, 6]) & (pl.col("start").dt.day() == 1))
        .filter((pl.col("start").dt.month().cast(pl.Int32) - 1) % pl.col("months") == 0)
        .group_by("within", "months", maintain_order=True)
        .agg(parts_low=pl.col("low").sum(), count=pl.len())
        .filter(pl.col("count") > 1)
    )


def repeated(sheet: Sheet, figures: pl.DataFrame) -> list[Fault]:
    """The same days, written differently and published on one day, have one value."""
    rows = figures.with_columns(
        other=before("period"), other_value=before("value"), other_unit=before("unit")
    ).filter(
        (before("end") == pl.col("end"))
        & (before("start") == pl.col("start"))
        & (before("known") == pl.col("known"))
        & ((before("base") - pl.col("base")).abs() > 1e-9 * pl.col("base").abs())
    )
    return listed(
        sheet,
        rows.filter(pl.col("other") != pl.col("period")),
        "period",
        lambda row: (
            f"the same days as {row['other']}, published on the same day with another value "
            f"({amount(row, 'other_value', 'other_unit')})"
        ),
        "Keep one, or call both by one period and give them different dates",
        "warning",
    )


def outgrown(sheets: Mapping[str, Sheet], figures: pl.DataFrame) -> list[Fault]:
    """The part of a share is no more than its whole, for the same days and a place inside that of the whole."""
    if not present(sheets, ["metrics"]):
        return []
    sheet = sheets["observations"]
    ratios = (
        sheets["metrics"]
        .frame.filter((pl.col("kind") == "ratio") & (pl.col("unit") != NO_SHARE))
        .select("numerator", "denominator", ratio="metric")
        .drop_nulls()
        .unique("ratio", keep="first", maintain_order=True)
    )
    named = [*ratios["numerator"].to_list(), *ratios["denominator"].to_list()]
    own = figures.filter(pl.col("metric").is_in(named))
    if not own.height:
        return []
    tops = own.join(ratios, left_on="metric", right_on="numerator", how="inner", maintain_order="left")
    tops = tops.join(_above(sheets, tops), on="place", how="inner", maintain_order="left")
    whole = own.select(
        "start", "end", "stock", "dimension", denominator="metric", above="place", whole_high="high",
        whole_base="base", whole_value="value", whole_unit="unit",
    )  # fmt: skip
    keys = ["denominator", "above", "start", "end", "stock", "dimension"]
    pairs = tops.join(whole, on=keys, how="inner", maintain_order="left")
    more = pairs.filter((pl.col("low") > pl.col("whole_high") * SLACK) & (pl.col("whole_base") > 0))
    more = more.unique([ROW, "ratio"], keep="first", maintain_order=True)

    fix = "Mend the unit or the value of one of the two; a ratio that is no share has the unit `multiple`"
    return listed(
        sheet,
        more.with_columns(share=100 * pl.col("base") / pl.col("whole_base")),
        "value",
        lambda row: (
            f"more than {amount(row, 'whole_value', 'whole_unit')} of {row['denominator']} in the same period: "
            f"{row['ratio']} would be {row['share']:,.0f} percent"
        ),
        fix,
        "warning",
    )


def _above(sheets: Mapping[str, Sheet], rows: pl.DataFrame) -> pl.DataFrame:
    """Return each place of `rows` with itself and every place that contains it."""
    parents: dict[str, str] = {}
    if present(sheets, ["places"]):
        parents = dict(sheets["places"].frame.select("place", "parent").drop_nulls().iter_rows())
    found = []
    for place in rows["place"].unique(maintain_order=True).to_list():
        above: str | None = place
        for _ in range(NESTED):
            if above is None:
                break
            found.append((place, above))
            above = parents.get(above)
    return pl.DataFrame(found, schema={"place": pl.String, "above": pl.String}, orient="row").unique(
        maintain_order=True
    )


def overfull(sheets: Mapping[str, Sheet], figures: pl.DataFrame) -> list[Fault]:
    """A published figure of a metric that is a share is at most 100 percent."""
    if not present(sheets, ["metrics"]):
        return []
    shares = shared(sheets["metrics"].frame)
    over = figures.filter(
        (pl.col("dimension") == "1") & (pl.col("low") > 1 + 1e-9) & (pl.col("unit") != NO_SHARE)
    ).join(shares, on="metric", how="inner", validate="m:1", maintain_order="left")
    return listed(
        sheets["observations"],
        over,
        "value",
        lambda row: f"above 100 percent, though {row['metric']} is a share (kind {row['kind']})",
        "Mend the value or its unit; a ratio that is no share has the unit `multiple`",
        "warning",
    )


def shared(metrics: pl.DataFrame) -> pl.DataFrame:
    """Return `metric` and `kind` of the metrics that are parts of a whole."""
    found = metrics.filter(pl.col("kind").is_in(SHARE_KINDS) & (pl.col("unit") != NO_SHARE))
    return (
        found.select("metric", "kind")
        .drop_nulls("metric")
        .unique("metric", keep="first", maintain_order=True)
    )


def gaps(sheet: Sheet, figures: pl.DataFrame) -> list[Fault]:
    """A yearly series of three figures or more lacks no year in between, unless it is one of every so many years."""
    ends = figures.filter((pl.col("end").dt.month() == 12) & (pl.col("end").dt.day() == 31)).with_columns(
        year=pl.col("end").dt.year(), yearly=pl.col("period").str.len_chars() == 4
    )
    whole = ends.filter("yearly").unique(["series", "year"], keep="first", maintain_order=True)
    steps = whole.with_columns(step=pl.col("year") - before("year"))
    regular = pl.col("step").min().over("series") == pl.col("step").max().over("series")
    broken = steps.filter(
        (pl.len().over("series") >= 3) & (pl.col("step").max().over("series") > 1) & ~regular
    )
    if not broken.height:
        return []
    seen = ends.join(broken.select("series").unique(), on="series", how="semi")
    known = seen.group_by("series").agg(seen=pl.col("year").unique())
    span = broken.group_by("series").agg(first=pl.col("year").min(), last=pl.col("year").max())
    first = broken.filter(pl.col("step") > 1).unique("series", keep="first", maintain_order=True)
    rows = first.join(known, on="series", validate="1:1", maintain_order="left").join(
        span, on="series", validate="1:1", maintain_order="left"
    )
    rows = rows.with_columns(
        missing=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int32).list.set_difference(
            pl.col("seen").cast(pl.List(pl.Int32))
        )
    ).filter(pl.col("missing").list.len() > 0)
    return listed(
        sheet,
        rows.sort(ROW),
        "period",
        lambda row: f"the yearly series {row['metric']} of {row['place']} lacks {_years(row['missing'])}",
        "Add the years, or their growth as a metric of kind `growth`; nothing to do where none was published",
        "notice",
    )


def _years(missing: object) -> str:
    """Return years as a list, neighbours joined: `2012, 2015-2018`."""
    years = sorted(int(str(y)) for y in missing) if isinstance(missing, list) else []
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
