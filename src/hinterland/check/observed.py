"""The observations of a case as figures that can be held against each other: in base units, with days, in order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from hinterland import dates, units
from hinterland.check.listing import ROW, numbered, present
from hinterland.errors import UnitError
from hinterland.frames import days, own_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.sheets import Sheet

NEEDED = ["metric", "place", "period", "value", "unit", "flow"]
ENDS = ["value_low", "value_high"]
NEVER_SUMMED = ("1", "percentage_point", "yes_no", "index", "rank", "point", "angle")
"""Dimensions of which figures of parts do not add up to that of the whole."""

OPEN = date(1, 1, 1)
"""Stands for the start of a stock, which has none."""


def figures(sheets: Mapping[str, Sheet]) -> pl.DataFrame:
    """Return the observations that can be compared, newest vintage of each figure, in order of series and days.

    Returns
    -------
    DataFrame
        The cells of an observation, with `ROW` and

        - `series`: one number a metric, place and dimension; stocks are apart from flows,
        - `base`, `low`, `high`: value and what its words admit, in base units; `factor`, `dimension`,
        - `start`, `end`, `days`: a sum since January starts there, whatever it is called; stocks start at `OPEN`,
        - `stock`, `additive`: whether it is a level, and whether parts of it add up over time,
        - `known`: day on which it was known; null where the row does not say.

        Rows that lack a cell, or have an unknown unit, are left out: other rules tell them.
    """
    sheet = sheets["observations"]
    own = own_units(sheets["settings"].frame) if present(sheets, ["settings"]) else ()
    frame = numbered(sheet).with_columns(days(sheet.frame["published"], last=True).alias("known"))
    frame = frame.select(ROW, *NEEDED, *ENDS, "known").drop_nulls(NEEDED)
    frame = frame.filter(pl.col("value").is_finite())
    frame = frame.join(_units(frame, own), on="unit", how="inner", validate="m:1")
    frame = frame.join(_spans(frame), on=["period", "flow"], how="inner", validate="m:1")
    frame = frame.with_columns(
        series=_series(frame),
        base=pl.col("value") * pl.col("factor"),
        low=pl.min_horizontal("value", "value_low") * pl.col("factor"),
        high=pl.max_horizontal("value", "value_high") * pl.col("factor"),
        additive=pl.col("summed") & ~pl.col("stock"),
    )
    frame = frame.sort("series", "order", "known", ROW, nulls_last=False)
    last = (pl.col("series") != pl.col("series").shift(-1)) | (pl.col("order") != pl.col("order").shift(-1))
    return frame.filter(last.fill_null(value=True)).drop("summed", "order")


def _units(frame: pl.DataFrame, own: tuple[tuple[str, float, str], ...]) -> pl.DataFrame:
    """Return the units that are known: dimension, factor to base units, whether amounts in them add up."""
    found = []
    for name in frame["unit"].unique().to_list():
        try:
            unit = units.find(name, own)
        except UnitError:
            continue  # told already, where the unit was read
        summed = unit.dimension not in NEVER_SUMMED and "/" not in unit.dimension
        found.append((name, unit.dimension, unit.factor, summed))
    schema = {"unit": pl.String, "dimension": pl.String, "factor": pl.Float64, "summed": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


def _spans(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the days of each period as its flow means it, and its place in the order of days."""
    pairs = frame.select("period", "flow").unique()
    spans = [dates.parse_period(p) for p in pairs["period"].to_list()]
    found = pairs.with_columns(
        stock=pl.col("flow") == "stock",
        start=pl.Series([s.start for s in spans], dtype=pl.Date),
        end=pl.Series([s.end for s in spans], dtype=pl.Date),
    )
    january = pl.date(pl.col("end").dt.year(), 1, 1)
    found = found.with_columns(
        start=pl.when("stock")
        .then(pl.lit(OPEN))
        .when(pl.col("flow") == "year_to_date")
        .then(january)
        .otherwise("start")
    )
    length = (pl.col("end") - pl.col("start")).dt.total_days() + 1
    found = found.with_columns(days=pl.when("stock").then(1).otherwise(length))
    place = pl.struct("end", "start", "period").rank("dense")
    return found.with_columns(place.alias("order"))


def _series(frame: pl.DataFrame) -> pl.Series:
    """Return one number a metric, place, dimension, and flow or stock."""
    number = pl.col("stock").cast(pl.UInt64)
    for column in ("metric", "place", "dimension"):
        codes = frame[column].unique()
        number = number * codes.len() + pl.col(column).cast(pl.Enum(codes)).to_physical().cast(pl.UInt64)
    return frame.select(number.alias("series"))["series"]


def before(column: str, steps: int = 1) -> pl.Expr:
    """Return a column of the figure `steps` earlier in the same series (later where negative), null where none is."""
    return pl.when(pl.col("series") == pl.col("series").shift(steps)).then(pl.col(column).shift(steps))


def amount(row: dict[str, object], value: str = "value", unit: str = "unit") -> str:
    """Return a figure of a row as it is written: `1,286,800 vehicle`."""
    return f"{float(str(row[value])):,.10g} {row[unit]}"
