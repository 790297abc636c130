"""The book: what every line shows as of a day, as arrays; transformed and laid on one calendar a grain.

Yearly rows end in the line's own running year, the first year that is not whole yet: its total is estimated from
the sum since January where there is one. Monthly and quarterly rows share one calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.forecast.bridge import even_share, running_total, share_room
from hinterland.ground.archive import cells, since_january, whole_years

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.forecast.law import Array, Ints
    from hinterland.ground.archive import Archive
    from hinterland.promises.lines import Line

LONGEST = 40
"""Years of history that are used."""
WIDE = 3.29
"""Width of the central 90 percent of a normal law, in standard deviations: how an interval of words is read."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """Whole years of all lines, (lines, years), natural scale, and the running year's sum.

    Attributes
    ----------
    value, noise
        Figures in the line's unit, and the variance of their logarithm; NaN where unknown.
    estimate, room
        Logarithm of the running year's total and its variance, (lines,).
    so_far, part
        Sum since January of the running year in the line's unit and the part of the year that it covers.
    until
        Month in which that sum ends, 0 for none.
    running
        The running year.
    wrong
        Why a line has no logarithm: `zeros`, `negative`, `above_whole`, or nothing.
    """

    first_year: int
    value: Array
    noise: Array
    estimate: Array
    room: Array
    so_far: Array
    part: Array
    until: Ints
    running: Ints
    wrong: tuple[str, ...]

    def year(self, line: int, year: int) -> float:
        """Return a whole year's figure, NaN where unknown."""
        at = year - self.first_year
        return float(self.value[line, at]) if 0 <= at < self.value.shape[1] else float("nan")


@dataclass(frozen=True, slots=True)
class Cells:
    """Months or quarters of all series lines on one calendar, (lines, cells), natural scale."""

    season: int
    first: int
    value: Array
    noise: Array
    joint: NDArray[np.bool_]
    lines: Ints


def yearly(seen: pl.DataFrame, lines: Sequence[Line], day: date) -> Yearly:
    """Return the whole years of every line as of a day, and what the running year has so far."""
    years, sums = whole_years(seen), _sums(seen)
    first = int(min([day.year, *years["year"].to_list()])) if years.height else day.year
    last = int(max([day.year, *years["year"].to_list()])) if years.height else day.year
    shape = (len(lines), last - first + 2)
    value, noise = np.full(shape, np.nan), np.zeros(shape)
    at = {line.series: i for i, line in enumerate(lines) if line.kind == "series"}
    rows = np.array([at.get(s, -1) for s in years["series"].to_list()], dtype=int)
    keep = rows >= 0
    column = years["year"].to_numpy() - first
    value[rows[keep], column[keep]] = years["value"].to_numpy()[keep]
    noise[rows[keep], column[keep]] = _noise(years)[keep]
    wrong = _clean(value)
    _derive(lines, value, noise, wrong)
    running = _running(value, first)
    _skip_silent_years(sums, lines, at, running)
    found = _so_far(sums, lines, at, value, running, first)
    return Yearly(first, value, noise, *found, running, tuple(wrong))


def _noise(frame: pl.DataFrame) -> Array:
    """Return the variance of a figure's logarithm that its words leave, 0 where they leave none."""
    low, high = frame["low"].to_numpy(), frame["high"].to_numpy()
    fine = (low > 0) & (high > low) & np.isfinite(high)
    safe_low, safe_high = np.where(fine, low, 1.0), np.where(fine, high, 1.0)
    return np.asarray((np.log(safe_high / safe_low) / WIDE) ** 2)


def _clean(value: Array) -> list[str]:
    """Take zeros before the first figure for years before the start; tell lines that have no logarithm."""
    wrong = []
    for row in value:
        known = np.flatnonzero(np.isfinite(row))
        positive = known[row[known] > 0]
        if len(known) and (row[known] < 0).any():
            wrong.append("negative")
        elif len(known) and not len(positive):
            wrong.append("zeros")
        elif len(known) and (row[known[known > positive[0]]] == 0).any():
            wrong.append("zeros_between")
        else:
            wrong.append("")
            if len(positive):
                row[: positive[0]] = np.nan
    return wrong


def _derive(lines: Sequence[Line], value: Array, noise: Array, wrong: list[str]) -> None:
    """Fill ratios and sums from their parts; parts stand before what is computed from them."""
    for i, line in enumerate(lines):
        if line.kind == "series":
            continue
        wrong[i] = next((wrong[p] for p in line.parts if wrong[p]), "")
        if line.kind == "ratio":
            top, below = line.parts
            with np.errstate(divide="ignore", invalid="ignore"):
                value[i] = value[top] / value[below] * line.factors[0]
            noise[i] = noise[top] + noise[below]
            if np.nanmax(np.where(np.isfinite(value[i]), value[i], 0.0)) > line.most * (1 + 1e-9):
                wrong[i] = "above_whole"
        else:
            value[i] = sum(value[p] * f for p, f in zip(line.parts, line.factors, strict=True))
            noise[i] = np.max([noise[p] for p in line.parts], axis=0)
        value[i][~(value[i] > 0)] = np.nan


def _running(value: Array, first: int) -> Ints:
    """Return each line's first year that is not whole, after its last whole one."""
    columns = value.shape[1]
    known = np.isfinite(value)
    last = np.where(known.any(axis=1), columns - 1 - np.argmax(known[:, ::-1], axis=1), -1)
    return np.where(last >= 0, first + last + 1, 0).astype(np.int64)


def _skip_silent_years(sums: pl.DataFrame, lines: Sequence[Line], at: dict[int, int], running: Ints) -> None:
    """Move a running year on to the first one that has a sum since January, where years between have nothing.

    A ratio or a sum runs in the first year in which none of its parts is whole.
    """
    line = np.array([at.get(s, -1) for s in sums["series"].to_list()], dtype=int)
    year, month = sums["year"].to_numpy().astype(int), sums["month"].to_numpy().astype(int)
    part = (line >= 0) & (month < 12) & (sums["value"].to_numpy() > 0)
    line, year = line[part], year[part]
    later = year >= running[line]
    following = np.full(len(running), np.iinfo(np.int64).max)
    np.minimum.at(following, line[later], year[later])
    told = (running > 0) & (following < np.iinfo(np.int64).max)
    running[told] = following[told]
    for i, row in enumerate(lines):
        if row.kind != "series" and running[i] > 0:
            running[i] = max(running[i], min(running[p] for p in row.parts))


def _sums(seen: pl.DataFrame) -> pl.DataFrame:
    """Return sums since January by series, year and last month, also where only months or quarters are published."""
    sums = since_january(seen).select("series", "year", month=pl.col("end").dt.month(), value="value")
    found = [sums.cast({"year": pl.Int32, "month": pl.Int32})]
    additive = seen.filter("additive")
    for grain, length in (("month", 1), ("quarter", 3)):
        part = cells(additive.filter(pl.col("flow") != "stock"), grain).filter(~pl.col("joint"))
        year = (pl.col("cell") * length) // 12
        place = pl.col("cell") - year * (12 // length)
        run = part.with_columns(year=year, place=place).sort("series", "cell")
        run = run.with_columns(
            total=pl.col("value").cum_sum().over("series", "year"),
            counted=pl.int_range(pl.len()).over("series", "year"),
        ).filter(pl.col("counted") == pl.col("place"))
        month = (pl.col("place") + 1) * length
        found.append(
            run.select(
                "series", pl.col("year").cast(pl.Int32), month.cast(pl.Int32).alias("month"), value="total"
            )
        )
    return pl.concat(found).unique(["series", "year", "month"], keep="first", maintain_order=True)


def _so_far(
    sums: pl.DataFrame,
    lines: Sequence[Line],
    at: dict[int, int],
    value: Array,
    running: Ints,
    first: int,
) -> tuple[Array, Array, Array, Array, Ints]:
    """Return estimate, room, sum so far, part of the year and last month of each line's running year."""
    n = len(lines)
    line = np.array([at.get(s, -1) for s in sums["series"].to_list()], dtype=int)
    year, month = sums["year"].to_numpy().astype(int), sums["month"].to_numpy().astype(int)
    amount = sums["value"].to_numpy()
    good = (line >= 0) & (month < 12) & (amount > 0)
    line, year, month, amount = line[good], year[good], month[good], amount[good]
    so_far, until = np.full(n, np.nan), np.zeros(n, dtype=np.int64)
    now = year == running[line]
    for i in np.flatnonzero(now)[np.argsort(month[now], kind="stable")]:
        so_far[line[i]], until[line[i]] = amount[i], month[i]
    part = until / 12.0
    season, seasons = _season(line, year, month, amount, value, until, first)
    whole = np.where(until > 0, part, 0.5)
    before = _log(_at(value, running - 1 - first))
    estimate, room = running_total(_log(so_far), whole, before, season, seasons)
    none = until == 0
    estimate, room = np.where(none, np.nan, estimate), np.where(none, 0.0, room)
    _derive_running(lines, running, so_far, until, estimate, room, value, first)
    return estimate, room, so_far, np.where(until > 0, until / 12.0, 0.0), until


def _season(
    line: Ints, year: Ints, month: Ints, amount: Array, value: Array, until: Ints, first: int
) -> tuple[Array, Array]:
    """Return what earlier years had beyond an even share at the same month: mean logarithm, and their number."""
    n, columns = value.shape
    total = np.full(len(line), np.nan)
    before = np.full(len(line), np.nan)
    inside = (year - first >= 0) & (year - first < columns)
    total[inside] = value[line[inside], year[inside] - first]
    earlier = inside & (year - first >= 1)
    before[earlier] = value[line[earlier], year[earlier] - first - 1]
    use = (month == until[line]) & np.isfinite(total) & (before > 0) & (amount < total)
    share = amount[use] / total[use]
    beyond = np.log(share) - np.log(even_share(month[use] / 12.0, np.log(total[use] / before[use])))
    counted = np.bincount(line[use], minlength=n).astype(float)
    summed = np.bincount(line[use], weights=beyond, minlength=n)
    return summed / np.maximum(counted, 1), counted


def _derive_running(
    lines: Sequence[Line],
    running: Ints,
    so_far: Array,
    until: Ints,
    estimate: Array,
    room: Array,
    value: Array,
    first: int,
) -> None:
    """Fill the running year of ratios and sums from their parts."""
    for i, line in enumerate(lines):
        if line.kind == "series":
            continue
        year = running[i]
        same = [running[p] == year and until[p] > 0 for p in line.parts]
        month = {int(until[p]) for p, s in zip(line.parts, same, strict=True) if s}
        if line.kind == "ratio" and all(same) and len(month) == 1:
            top, below = line.parts
            so_far[i], until[i] = so_far[top] / so_far[below] * line.factors[0], month.pop()
            estimate[i] = np.log(so_far[i])
            room[i] = share_room(np.array(until[i] / 12.0))
            continue
        known = [_part_of(p, year, running, estimate, room, value, first) for p in line.parts]
        if any(k is None for k in known) or not any(same):
            own = np.flatnonzero(np.isfinite(value[i]))
            running[i] = (
                first + own[-1] + 1 if len(own) else 0
            )  # nothing to go by: the year after the last whole
            continue
        logs, rooms = zip(*[k for k in known if k is not None], strict=True)
        if line.kind == "ratio":
            estimate[i] = logs[0] - logs[1] + np.log(line.factors[0])
            room[i] = rooms[0] + rooms[1]
        else:
            amounts = np.exp(logs) * np.array(line.factors)
            estimate[i] = np.log(amounts.sum())
            room[i] = float((rooms * (amounts / amounts.sum()) ** 2).sum())


def _part_of(
    p: int, year: int, running: Ints, estimate: Array, room: Array, value: Array, first: int
) -> tuple[float, float] | None:
    """Return logarithm and variance of a part's total in a year: known, or estimated."""
    if running[p] == year and np.isfinite(estimate[p]):
        return float(estimate[p]), float(room[p])
    whole = _at(value[p : p + 1], np.array([year - first]))[0]
    return (float(np.log(whole)), 0.0) if whole > 0 else None


def _at(value: Array, column: Ints) -> Array:
    """Return one column a row, NaN outside."""
    inside = (column >= 0) & (column < value.shape[1])
    picked = value[np.arange(len(value)), np.where(inside, column, 0)]
    return np.asarray(np.where(inside, picked, np.nan))


def _log(x: Array) -> Array:
    return np.asarray(np.log(np.where(x > 0, x, np.nan)))


ENOUGH = {12: 18, 4: 8}
"""Months or quarters that a series needs to be forecast at that grain."""
DENSE = 0.6
"""Part of the last year's cells that must be known."""


def fine_grained(seen: pl.DataFrame, lines: Sequence[Line], season: int, *, every: bool = False) -> Cells:
    """Return the monthly (12) or quarterly (4) calendar of the series that have figures enough for it.

    `every` takes all that have any.
    """
    grain = {12: "month", 4: "quarter"}[season]
    frame = cells(seen.filter(pl.col("flow") != "stock"), grain).filter(pl.col("value") > 0)
    at = {line.series: i for i, line in enumerate(lines) if line.kind == "series"}
    counted = frame.group_by("series").agg(
        pl.len(), recent=(pl.col("cell") > pl.col("cell").max() - season).sum(), last=pl.col("cell").max()
    )
    newest = counted["last"].max() or 0
    enough = (
        (pl.col("len") >= ENOUGH[season])
        & (pl.col("recent") >= DENSE * season)
        & (pl.col("last") >= int(newest) - season)  # type: ignore[arg-type] # an integer column
    )
    listed = counted.filter(pl.col("series").is_in(list(at))).sort("series")
    fit = listed if every else listed.filter(enough)
    kept = fit["series"].to_list()
    recent = pl.col("cell") > int(newest) - LONGEST * season  # type: ignore[arg-type] # an integer column
    frame = frame.filter(pl.col("series").is_in(kept) & recent)
    row = {s: i for i, s in enumerate(kept)}
    first = int(frame["cell"].min() or 0)  # type: ignore[arg-type]
    columns = int(frame["cell"].max() or -1) - first + 1 if frame.height else 0  # type: ignore[arg-type]
    value, noise = np.full((len(kept), columns), np.nan), np.zeros((len(kept), columns))
    rows = np.array([row[s] for s in frame["series"].to_list()], dtype=int)
    place = frame["cell"].to_numpy() - first
    value[rows, place], noise[rows, place] = frame["value"].to_numpy(), _noise(frame)
    joint = np.zeros(len(kept), dtype=bool)
    joint[rows[frame["joint"].to_numpy()]] = True
    return Cells(season, first, value, noise, joint, np.array([at[s] for s in kept], dtype=np.int64))


def archive_days(archive: Archive) -> tuple[date, date] | None:
    """Return the first and the last day on which a figure was published."""
    if not archive.figures.height:
        return None
    low, high = archive.figures["published"].min(), archive.figures["published"].max()
    return low, high  # type: ignore[return-value] # a date column
