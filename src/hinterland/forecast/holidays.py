"""Chinese New Year in the cells of a calendar: how much of it each month or quarter holds."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays
import numpy as np

from hinterland.errors import DateError

if TYPE_CHECKING:
    from hinterland.forecast.law import Array

FIRST_YEAR, LAST_YEAR = 1990, 2060
DAYS_BEFORE, DAYS_AFTER = 10, 7  # workers leave for home before the feast; the week after it is off


@lru_cache(maxsize=256)
def new_year(year: int) -> date:
    """Return the day of Chinese New Year in `year`.

    Raises
    ------
    DateError
        Outside 1990 to 2060.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(
            f"the day of Chinese New Year is known here from {FIRST_YEAR} to {LAST_YEAR}, not in {year}; "
            "leave the years beyond out of monthly series"
        )
    names = holidays.country_holidays("CN", years=year, language="en_US")
    return min(
        day
        for day, name in names.items()
        if day.year == year
        and name.startswith("Chinese New Year")
        and "Eve" not in name
        and "Ext" not in name
    )


@lru_cache(maxsize=256)
def _shares(year: int, season: int) -> tuple[float, ...]:
    """Return the share of the days around Chinese New Year that falls in each cell of `year`."""
    count = [0] * season
    feast = new_year(year)
    for shift in range(-DAYS_BEFORE, DAYS_AFTER + 1):
        day = feast + timedelta(days=shift)
        count[(day.month - 1) * season // 12] += 1
    days = DAYS_BEFORE + DAYS_AFTER + 1
    return tuple(c / days for c in count)


@lru_cache(maxsize=4)
def _usual(season: int) -> tuple[float, ...]:
    """Return the mean of the shares over all years known, per cell of a year."""
    every = np.array([_shares(year, season) for year in range(FIRST_YEAR, LAST_YEAR + 1)])
    return tuple(every.mean(axis=0).tolist())


def new_year_share(first_year: int, first_cell: int, cells: int, season: int) -> Array:
    """Return how much more of Chinese New Year than usual each cell of a calendar holds.

    The days that count run from 10 days before the feast, when factories begin to empty, to 7 days after it, when
    the week off ends: 18 days between 11 January and 27 February. A cell's share of them, less the mean share of
    that month (or quarter) over 1990 to 2060, is what a month's own effect does not explain; over a year the
    figures sum to zero, and over many years they do so month by month, so that they move no level. The same shape,
    one regressor of deviations from the long-run mean, is the moving holiday of X-13ARIMA-SEATS (genhol).

    Parameters
    ----------
    first_year, first_cell
        Year of the first cell, and its month or quarter counted from 0.
    cells
        How many cells.
    season
        Cells a year, 12 or 4 (all 18 days lie in the first quarter: zero throughout).

    Returns
    -------
    Array
        Shape (cells,), between -1 and 1.

    Raises
    ------
    DateError
        If a cell lies outside 1990 to 2060.
    """
    at = first_year * season + first_cell + np.arange(cells)
    usual = _usual(season)
    return np.array([_shares(int(c) // season, season)[int(c) % season] - usual[int(c) % season] for c in at])
