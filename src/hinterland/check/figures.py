"""Figures that cannot be, or are hardly meant: of another scale, negative, all zero, more than their whole.

The rules look at the vintage in force. None of them stops a study: each tells what should be looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland import dates, units
from hinterland.check import scales, wholes
from hinterland.check.listing import ROW, listed, numbered, present
from hinterland.check.observed import figures
from hinterland.errors import UnitError
from hinterland.frames import days, own_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

ZEROS = 3
"""Figures of nothing but 0 that are too many to be believed."""


def suspicious(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Observations fit each other: in scale, in sign, over time, part and whole."""
    if not present(sheets, ["observations"]):
        return []
    sheet, found = sheets["observations"], figures(sheets)
    return (
        scales.slips(sheet, found)
        + negative(sheet, found)
        + zeros(sheet, found)
        + wholes.outgrown(sheets, found)
        + wholes.overfull(sheets, found)
        + wholes.falling(sheet, found)
        + wholes.exceeding(sheet, found)
        + wholes.repeated(sheet, found)
        + wholes.gaps(sheet, found)
    )


def negative(sheet: Sheet, found: pl.DataFrame) -> list[Fault]:
    """What is counted or measured over a period is not below 0; money may be, a profit is a loss then."""
    below = found.filter(
        (pl.col("high") < 0) & pl.col("additive") & ~pl.col("dimension").str.starts_with("money:")
    )
    return listed(
        sheet,
        below.sort(ROW),
        "value",
        lambda row: f"below 0, though {row['unit']} is counted or measured",
        "Mend the sign; leave it where the figure is a net change",
        "warning",
    )


def zeros(sheet: Sheet, found: pl.DataFrame) -> list[Fault]:
    """Not every figure of a series is 0."""
    none = found.filter((pl.col("base") == 0) & (pl.col("dimension") != "yes_no"))["series"].unique()
    if not none.len():
        return []
    rows = found.filter(pl.col("series").is_in(none.implode()))
    empty = rows.with_columns(count=pl.len().over("series")).filter(
        (pl.col("base").abs().max().over("series") == 0) & (pl.col("count") >= ZEROS)
    )
    return listed(
        sheet,
        empty.unique("series", keep="first", maintain_order=True).sort(ROW),
        "value",
        lambda row: f"all {row['count']:,} figures of {row['metric']} for {row['place']} are 0",
        "Where a figure is not known, delete its row: 0 is a figure",
        "warning",
    )


def promised(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A promise is made before its deadline, and promises no share above the whole."""
    if not present(sheets, ["targets"]):
        return []
    sheet = sheets["targets"]
    rows = numbered(sheet)
    distinct = sheet.frame["deadline"].drop_nulls().unique().to_list()
    ends = [dates.parse_period(d).end for d in distinct]
    end = sheet.frame["deadline"].replace_strict(distinct, ends, default=None, return_dtype=pl.Date)
    late = (end < days(sheet.frame["published"], last=False)).fill_null(value=False)
    return listed(
        sheet,
        rows.filter(late),
        "deadline",
        lambda row: f"over before the promise was published ({row['published']})",
        "Mend the deadline, or `published`: it is the day on which the promise was made public",
        "warning",
    ) + _above_whole(sheets, rows)


def _above_whole(sheets: Mapping[str, Sheet], rows: pl.DataFrame) -> list[Fault]:
    """Return targets of shares above 1; values in percent are told by `promises.target_shape` already."""
    if not present(sheets, ["metrics"]):
        return []
    own = own_units(sheets["settings"].frame) if present(sheets, ["settings"]) else ()
    shares = wholes.shared(sheets["metrics"].frame)
    factors = {u: _share(u, own) for u in rows["unit"].drop_nulls().unique().to_list()}
    factor = pl.col("unit").replace_strict(factors, default=None, return_dtype=pl.Float64)
    told = pl.col("unit").is_in(["percent", "%"]) & (pl.col("value") > 100)
    over = rows.filter(
        (pl.max_horizontal("value", "value_high") * factor > 1 + 1e-9).fill_null(value=False) & ~told
    )
    over = over.with_columns(metric=pl.col("metrics").str.split(";")).explode("metric")
    over = over.join(shares, on="metric", how="inner", validate="m:1", maintain_order="left")
    return listed(
        sheets["targets"],
        over.unique(ROW, keep="first", maintain_order=True),
        "value",
        lambda row: f"promises more than 100 percent, though {row['metric']} is a share (kind {row['kind']})",
        "Mend the value or its unit; a ratio that is no share has the unit `multiple`",
        "warning",
    )


def _share(unit: str, own: tuple[tuple[str, float, str], ...]) -> float | None:
    """Return what one of a unit is as a share of 1, None where it measures something else or says a multiple."""
    try:
        found = units.find(unit, own)
    except UnitError:
        return None  # told already, where the unit was read
    return found.factor if found.dimension == "1" and unit != wholes.NO_SHARE else None
