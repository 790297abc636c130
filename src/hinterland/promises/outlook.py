"""The outlook as of a day: every line of a case forecast together with the others of its kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.engine import Ensemble, Panel, forecast, origins_of
from hinterland.forecast.law import Array, Law
from hinterland.promises.book import LONGEST, Cells, Yearly, fine_grained, yearly

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    import polars as pl

    from hinterland.promises.lines import Line

PARTS = ("quarter", "month")
SEASONS = {"quarter": 4, "month": 12}
"""Parts of years, coarse ones first, and how many a year has."""
FARTHEST = 15
"""Years ahead beyond which nothing is forecast."""
STALE = 5
"""Years without a figure after which a line is not forecast that much further."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in an ensemble: its row, and the period (year, or cell) of horizon 0."""

    kind: str
    row: int
    first: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Ensembles by kind (`level`, `share`, `month`, `quarter`), and where each line stands in them.

    Attributes
    ----------
    book
        What was known, by year.
    places
        Line to its place in the ensemble that forecasts it best: months before quarters before years.
    in_years
        Line to its place among yearly forecasts.
    most
        Upper end of bounded lines, infinity for others, by line.
    """

    day: date
    lines: Sequence[Line]
    book: Yearly
    cells: Mapping[str, Cells]
    ensembles: Mapping[str, Ensemble]
    panels: Mapping[str, Panel]
    places: Mapping[int, Place]
    in_years: Mapping[int, Place]
    bounded: frozenset[int]


def look(
    seen: pl.DataFrame,
    lines: Sequence[Line],
    day: date,
    *,
    years: int,
    until: int | None = None,
    origins: int = 8,
    parts: Collection[str] = PARTS,
    ahead: int | None = None,
) -> Outlook:
    """Return the outlook as of `day` for `years` years beyond each line's running year, or up to the year `until`.

    A line whose figures stopped up to five years ago is forecast that much further, 15 years at most.

    `parts` says which parts of years are looked at besides years: `month`, `quarter`, both or none. With `ahead` only
    they are forecast, so many of them.
    """
    book = yearly(seen, lines, day)
    ensembles: dict[str, Ensemble] = {}
    panels: dict[str, Panel] = {}
    in_years: dict[int, Place] = {}
    bounded: frozenset[int] = frozenset()
    if ahead is None:
        reach = years if until is None else _reach(book, until, years, day.year - STALE)
        ensembles, panels, in_years, bounded = _yearly_ensembles(book, lines, reach, origins)
    places = dict(in_years)
    grids: dict[str, Cells] = {}
    for kind in (k for k in PARTS if k in parts):
        season = SEASONS[kind]
        grid = fine_grained(seen, lines, season)
        grids[kind] = grid
        if not len(grid.lines):
            continue
        panel = _fine_panel(grid, lines)
        last = grid.first + grid.value.shape[1] - 1
        end = (day.year + years + 1) * season - 1
        panels[kind] = panel
        ensembles[kind] = forecast(panel, ahead or max(end - last, season), origins=origins)
        places |= {int(line): Place(kind, i, last) for i, line in enumerate(grid.lines)}
    return Outlook(day, lines, book, grids, ensembles, panels, places, in_years, bounded)


def _reach(book: Yearly, until: int, least: int, since: int) -> int:
    """Return how many years ahead the line that stopped first, but not before `since`, must go to reach `until`."""
    ready = [i for i in range(len(book.running)) if forecastable(book, i)]
    oldest = min((int(book.running[i]) for i in ready if book.running[i] >= since), default=until)
    return min(max(least, until - oldest), FARTHEST)


def _fine_panel(grid: Cells, lines: Sequence[Line]) -> Panel:
    row = {int(line): i for i, line in enumerate(grid.lines)}
    parent = np.array([row.get(lines[line].whole, -1) for line in grid.lines], dtype=np.int64)
    y = np.log(grid.value)
    if grid.season == 12 and grid.joint.any():  # half of both months stands in February: January is not known
        january = (np.arange(y.shape[1]) + grid.first) % 12 == 0
        y[np.ix_(grid.joint, january)] = np.nan
    return Panel(
        y=y,
        noise=grid.noise,
        season=grid.season,
        first_year=grid.first // grid.season,
        first_cell=grid.first % grid.season,
        parent=parent,
        joint=grid.joint,
        whole=True,
    )


def _yearly_ensembles(
    book: Yearly, lines: Sequence[Line], years: int, origins: int
) -> tuple[dict[str, Ensemble], dict[str, Panel], dict[int, Place], frozenset[int]]:
    """Return the ensembles of levels and of shares, and where each line stands in them."""
    ready = [i for i in range(len(lines)) if forecastable(book, i)]
    levels = [i for i in ready if lines[i].kind != "ratio"]
    ratios = [i for i in ready if lines[i].kind == "ratio"]
    rows = [(i, int(book.running[i])) for i in levels]
    known = {key: r for r, key in enumerate(rows)}
    parent = []
    for i, year in list(rows):
        whole = lines[i].whole
        key = (whole, year)
        if (
            whole >= 0
            and key not in known
            and not book.wrong[whole]
            and np.isfinite(book.value[whole]).sum() > 1
        ):
            known[key] = len(rows)
            rows.append(key)
        parent.append(known.get(key, -1))
    parent += [-1] * (len(rows) - len(parent))
    bounded = frozenset(i for i in ready if _stays_inside(book, lines[i], i))
    ensembles: dict[str, Ensemble] = {}
    panels: dict[str, Panel] = {}
    places: dict[int, Place] = {}
    if rows:
        panels["level"] = _panel(book, rows, np.array(parent), lines, bounded, share=False)
        ensembles["level"] = forecast(panels["level"], years, origins=origins)
        places |= {i: Place("level", r, year) for r, (i, year) in enumerate(rows[: len(levels)])}
    if ratios:
        rows = [(i, int(book.running[i])) for i in ratios]
        panel = _panel(book, rows, np.full(len(rows), -1), lines, bounded, share=True)
        if level := ensembles.get("level"):
            panel = replace(panel, given=_given(panel, rows, lines, level, places, bounded, years, origins))
        panels["share"] = panel
        ensembles["share"] = forecast(panel, years, origins=origins)
        places |= {i: Place("share", r, year) for r, (i, year) in enumerate(rows)}
    return ensembles, panels, places, bounded


def forecastable(book: Yearly, line: int) -> bool:
    """Whether a line has two figures to go by: two years, or one and a part of the next."""
    whole = int(np.isfinite(book.value[line]).sum())
    return not book.wrong[line] and whole >= 1 and whole + bool(np.isfinite(book.estimate[line])) >= 2


def _stays_inside(book: Yearly, line: Line, i: int) -> bool:
    top = np.nanmax(book.value[i])
    return bool(line.most < float("inf") and top < line.most * 0.999)


def to_line(x: Array, most: float) -> Array:
    """Return the transformed figure: log-odds where it is bounded by `most`, else the logarithm."""
    if not np.isfinite(most):
        return np.asarray(np.log(x))
    share = np.minimum(np.asarray(x) / most, 0.9995)
    return np.asarray(np.log(share / (1 - share)))


def from_line(x: Array, most: float) -> Array:
    """Return the figure of a transformed one."""
    if not np.isfinite(most):
        return np.asarray(np.exp(np.clip(x, -700, 700)))
    return np.asarray(most / (1 + np.exp(-np.clip(x, -700, 700))))


def _panel(
    book: Yearly,
    rows: Sequence[tuple[int, int]],
    parent: Array,
    lines: Sequence[Line],
    bounded: frozenset[int],
    *,
    share: bool,
) -> Panel:
    columns = min(LONGEST, book.value.shape[1] + 1)
    y, noise = np.full((len(rows), columns), np.nan), np.zeros((len(rows), columns))
    for r, (i, year) in enumerate(rows):
        most = lines[i].most if i in bounded else float("inf")
        last = year - book.first_year  # column of the running year in the book
        start = last - (columns - 1)
        source = slice(max(start, 0), min(last, book.value.shape[1]))
        target = slice(source.start - start, source.stop - start)
        y[r, target] = to_line(book.value[i, source], most)
        noise[r, target] = book.noise[i, source]
        known = book.year(i, year)
        if np.isfinite(known):  # a whole year of a parent that is ahead of its part
            y[r, -1] = to_line(np.array(known), most)
        elif book.running[i] == year and np.isfinite(book.estimate[i]):
            y[r, -1] = to_line(np.exp(book.estimate[i]), most)
            noise[r, -1] = book.room[i]
        if np.isfinite(most):  # from the logarithm to log-odds
            noise[r] *= 1 / (1 - np.nan_to_num(from_line(y[r], 1.0), nan=0.0)) ** 2
    return Panel(
        y=y,
        noise=noise,
        season=1,
        first_year=0,
        first_cell=0,
        parent=parent.astype(np.int64),
        joint=np.zeros(len(rows), dtype=bool),
        share=share,
    )


def _given(
    panel: Panel,
    rows: Sequence[tuple[int, int]],
    lines: Sequence[Line],
    level: Ensemble,
    places: Mapping[int, Place],
    bounded: frozenset[int],
    years: int,
    origins: int,
) -> dict[str, Law]:
    """Return ratios as numerator and denominator forecast apart, and as the numerator's diffusion.

    Only where both run in the ratio's own year; errors of the two are taken as independent, which makes these the
    widest of the models.
    """
    at = [*origins_of(panel, origins), panel.y.shape[1] - 1]
    apart = Law.silent(len(rows), len(at), years + 1)
    bass = Law.silent(len(rows), len(at), years + 1)
    for r, (i, year) in enumerate(rows):
        parts = [places.get(p) for p in lines[i].parts]
        if (
            any(p is None or p.kind != "level" or p.first != year for p in parts)
            or {*lines[i].parts} & bounded
        ):
            continue
        top, below = (p.row for p in parts if p is not None)
        most = lines[i].most if i in bounded else float("inf")
        for o, column in enumerate(at):
            if column not in level.origins:
                continue
            f = level.origins.index(column)
            for law, source in ((apart, level.past), (bass, level.past_bass)):
                if source is None:
                    continue
                mu = source.mu[top, f] - level.past.mu[below, f] + np.log(lines[i].factors[0])
                sd = np.sqrt(source.sd[top, f] ** 2 + level.past.sd[below, f] ** 2)
                law.mu[r, o] = to_line(np.exp(mu), most)
                squeeze = 1 - np.minimum(np.exp(mu) / most, 0.9995) if np.isfinite(most) else 1.0
                law.sd[r, o] = sd / squeeze
    return {"apart": apart, "bass": bass}
