"""Figures a thousand, ten thousand, a million or a hundred million times their neighbours: 万 or 亿 lost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from hinterland import units, words
from hinterland.check.listing import listed
from hinterland.check.observed import NEVER_SUMMED, before
from hinterland.errors import UnitError

if TYPE_CHECKING:
    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

POWERS = (3, 4, 6, 8)
"""Powers of ten that are lost or written twice: thousand, 万, million, 亿."""
NEAR = math.log10(2.5)
"""How far a ratio may be from such a power, as a decimal logarithm."""
AGREE = 1.0
"""Figures that are within ten times of each other agree, as a decimal logarithm."""
LIKE = 1.15
"""Spans whose lengths differ by less are of one length: months of 28 and 31 days."""
WORDS = {1e3: ("thousand ", "千"), 1e4: ("", "万"), 1e6: ("million ", "百万"), 1e8: ("", "亿")}
"""Words of scale in English, where it has one, and Chinese."""


def slips(sheet: Sheet, figures: pl.DataFrame) -> list[Fault]:
    """A figure about 10^3, 10^4, 10^6 or 10^8 times its neighbours, or as small a part of them.

    Told where the neighbours on both sides agree, where it is the first or last and the other figures next to it
    agree, where it is one of two, or where a series changes its level for good. Sums are compared by the day, so
    that a year may be held against months.

    Parameters
    ----------
    figures
        As `hinterland.check.observed.figures` returns them.
    """
    level = pl.when("additive").then(pl.col("base") / pl.col("days")).otherwise("base")
    rows = figures.filter(pl.col("base") > 0).with_columns(log=level.log10())
    jumps = rows.select("series", _power(pl.col("log") - before("log")).alias("jump"))
    suspect = jumps.filter(pl.col("jump") != 0)["series"].unique()
    if not suspect.len():
        return []
    told = _odd(rows.filter(pl.col("series").is_in(suspect.implode())))
    return listed(
        sheet,
        told,
        "value",
        lambda row: _times(_three(float(str(row["ratio"]))), row),
        lambda row: _meant(str(row["unit"]), str(row["other_unit"]), row),
        "warning",
    )


def _power(step: pl.Expr) -> pl.Expr:
    """Return the signed power of ten that a step is near, 0 where it is near none."""
    size = pl.lit(0, dtype=pl.Int8)
    for power in POWERS:
        size = pl.when((step.abs() - power).abs() <= NEAR).then(power).otherwise(size)
    return size * step.sign().cast(pl.Int8)


def _odd(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that are out of scale, each with the one that they are held against."""
    rows = rows.with_columns(
        step=pl.col("log") - before("log"),
        at=pl.int_range(pl.len()).over("series"),
        count=pl.len().over("series"),
        away=(pl.col("log") - pl.col("log").median().over("series")).abs(),
    ).with_columns(jump=_power(pl.col("step")).fill_null(0))
    rows = rows.with_columns(
        leap=before("jump", -1).fill_null(0),
        previous=before("away"),
        following=before("away", -1),
        earlier=before("step").abs(),
        later=before("step", -1).abs(),
        beyond=before("step", -2).abs(),
    )
    jump, leap, at, count = (pl.col(c) for c in ("jump", "leap", "at", "count"))
    apart = (jump != 0) & (jump == -leap)
    rows = rows.with_columns(apart=apart).with_columns(  # of two neighbours apart, one is as it should be
        alone=pl.col("apart")
        & ~((before("apart") & (pl.col("previous") > pl.col("away"))).fill_null(value=False))
        & ~((before("apart", -1) & (pl.col("following") > pl.col("away"))).fill_null(value=False))
    )
    agreed = (jump != 0) & (pl.col("earlier") <= AGREE)
    ends = agreed & (at == count - 1)
    lasting = agreed & (pl.col("later") <= AGREE)
    pair = (jump != 0) & (count == 2)
    begins = (at == 0) & (leap != 0) & (pl.col("beyond") <= AGREE)
    after = (pl.col("alone") | ends | lasting | pair).fill_null(value=False)
    begins = begins.fill_null(value=False)
    columns = {"other": "period", "other_days": "days", "other_log": "log", "other_unit": "unit"}
    held = [
        pl.when(begins).then(pl.col(c).shift(-1)).otherwise(pl.col(c).shift(1)).alias(name)
        for name, c in columns.items()
    ]
    found = rows.with_columns(*held, power=pl.when(begins).then(-leap).otherwise(jump)).filter(after | begins)
    unlike = pl.max_horizontal("days", "other_days") > LIKE * pl.min_horizontal("days", "other_days")
    return found.with_columns(
        ratio=10 ** (pl.col("log") - pl.col("other_log")).abs(),
        larger=pl.col("power") > 0,
        even=~(unlike & pl.col("additive")),
    )


def _times(ratio: float, row: dict[str, object]) -> str:
    """Say how a figure compares with its neighbour, by the day where the two cover spans of different length."""
    if row["larger"] and row["even"]:
        return f"{ratio:,.0f} times the figure of {row['other']}"
    if row["larger"]:
        return f"{ratio:,.0f} times the figure of {row['other']}, day for day"
    if row["even"]:
        return f"1/{ratio:,.0f} of the figure of {row['other']}"
    return f"1/{ratio:,.0f} of the figure of {row['other']}, day for day"


def _meant(unit: str, other: str, row: dict[str, object]) -> str:
    """Say which unit was meant, here or in the `other` figure, where people have a word for it."""
    power = int(str(row["power"]))
    meant, there = rescaled(unit, -power), rescaled(other, power)
    if meant:
        return f"Did you mean {meant}? Else mend the figure, here or in {row['other']}"
    if there:
        return f"Mend the value or its unit; or is the figure of {row['other']} in {there}?"
    return f"Mend the value or its unit, here or in {row['other']}"


def _three(value: float) -> float:
    """Return a number rounded to three digits."""
    return round(value, 2 - math.floor(math.log10(value)))


def rescaled(unit: str, power: int) -> str | None:
    """Return the unit 10^power times as large as people write it, None where there is no word for it.

    >>> rescaled("辆", 4), rescaled("万辆", -4), rescaled("vehicle", 6), rescaled("vehicle", -4)
    ('万辆', '辆', 'million vehicle', None)
    """
    try:
        found = units.find(unit)
    except UnitError:
        return None  # one of the case's own
    if found.dimension in NEVER_SUMMED or "/" in found.dimension:
        return None
    base = next((b for b in _bases(unit) if b in units.UNITS), None)
    if base is None:
        return None
    scale = round(found.factor / units.find(base).factor * 10.0**power, 9)
    if math.isclose(scale, 1):
        return base
    english, chinese = WORDS.get(scale, ("", ""))
    name = f"{english}{base}" if english and base.isascii() else f"{chinese}{words.unit_zh(base).strip()}"
    try:
        fits = bool(chinese) and units.find(name).dimension == found.dimension
    except UnitError:
        return None
    return name if fits else None


def _bases(unit: str) -> list[str]:
    """Return what may be the unit without its word of scale, the likeliest first."""
    scaled = [w for w in sorted(units.SCALES, key=len, reverse=True) if unit.lower().startswith(w)]
    return [unit, *(unit[len(w) :].strip() for w in scaled)]
