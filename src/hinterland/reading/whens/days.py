"""Calendar arithmetic on dates as precise as they are known: YYYY, YYYY-MM, YYYY-MM-DD."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from hinterland.dates import FIRST_YEAR, LAST_YEAR


def make(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a date as text, "" where the calendar has none or the year is out of bounds."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ""
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return ""
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def months_on(year: int, month: int, count: int) -> str:
    """Return the month that lies `count` months after one, "" out of bounds."""
    total = year * 12 + month - 1 + count
    return make(total // 12, total % 12 + 1)


def nearest(month: int, day: int, published: date) -> bool:
    """Whether the next such day of the year is far nearer to publication than the latest: no verb says which."""
    ahead, behind = day_near(month, day, published, True), day_near(month, day, published, False)
    if not (ahead and behind):
        return False
    gap = (date.fromisoformat(ahead) - published).days
    return gap > 0 and 3 * gap < (published - date.fromisoformat(behind)).days


def day_near(month: int, day: int, published: date, future: bool) -> str:
    """Return the next such day of the year on or after publication, or the latest not after it."""
    # a 29 February may be eight years away
    years = (
        range(published.year, published.year + 9) if future else range(published.year, published.year - 9, -1)
    )
    today = published.isoformat()
    for year in years:
        found = make(year, month, day)
        if found and (found >= today if future else found <= today):
            return found
    return ""


def month_near(month: int, published: date, future: bool) -> str:
    """Return the next such month not before that of publication, or the latest not after it."""
    step = 1 if future else -1
    here = months_on(published.year, published.month, 0)
    for year in (published.year, published.year + step):
        found = make(year, month)
        if found and (found >= here if future else found <= here):
            return found
    return ""


def month_day_near(day: int, published: date, future: bool) -> str:
    """Return the next such day of a month on or after publication, or the latest not after it."""
    today = published.isoformat()
    for count in (0, 1, 2) if future else (0, -1, -2):
        month = months_on(published.year, published.month, count)
        found = make(int(month[:4]), int(month[5:]), day) if month else ""
        if found and (found >= today if future else found <= today):
            return found
    return ""


def shift_days(published: date, count: int) -> str:
    """Return the day `count` days after publication, "" out of bounds."""
    try:
        moved = published + timedelta(days=count)
    except OverflowError:
        return ""
    return make(moved.year, moved.month, moved.day)


def weekday_near(weekday: int, published: date, future: bool, *, strict: bool = False) -> str:
    """Return the nearest such weekday before or after publication; the day itself counts unless `strict`."""
    gap = (weekday - published.weekday()) % 7 if future else -((published.weekday() - weekday) % 7)
    if strict and not gap:
        gap = 7 if future else -7
    return shift_days(published, gap)


def weekday_of_week(weekday: int, published: date, weeks: int) -> str:
    """Return a weekday of the week that lies `weeks` weeks after that of publication; weeks begin on Monday."""
    return shift_days(published, weekday - published.weekday() + 7 * weeks)


def after_period(published: date, count: float, unit: str) -> str:
    """Return when a duration that begins at publication ends, as precise as its unit."""
    if unit in {"year", "decade"}:
        years = count * (10 if unit == "decade" else 1)
        if years == int(years):
            return make(published.year + int(years))
        return months_on(published.year, published.month, round(years * 12))
    if unit in {"month", "quarter"}:
        return months_on(published.year, published.month, round(count * (3 if unit == "quarter" else 1)))
    return shift_days(published, round(count * (7 if unit == "week" else 1)))


def quarter(year: int, first: int, last: int) -> tuple[str, str]:
    """Return the first and the last month of the quarters `first` to `last` of a year."""
    return make(year, 3 * first - 2), make(year, 3 * last)
