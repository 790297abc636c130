"""Dates as precise as they are known, and periods.

A date is YYYY, YYYY-MM or YYYY-MM-DD (ISO 8601 with reduced precision): "2018" stays "2018" instead of becoming
a day that nobody stated. A period is YYYY, YYYY-Qn, YYYY-Hn, YYYY-MM, YYYY-MM-DD or START/END. Something counts
as known, or as having happened, from the *last* day that its date admits: the careful reading.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from hinterland.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PART = re.compile(r"([0-9]{4})-([QH])([0-9])")
_WORDS = re.compile(
    r"(?P<y>[0-9]{4})\s*(?:[-/.年]\s*(?P<m>[0-9]{1,2})\s*(?:[-/.月]\s*(?P<d>[0-9]{1,2})\s*日?)?)?\s*[年月]?"
)
FIRST_YEAR, LAST_YEAR = 1800, 2200
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_FIRST, EXCEL_LAST = 20_000, 80_000  # 1954 to 2119: no year, and no small count, looks like these


def day(text: str | date) -> date:
    """Return a full date, reading `text` as YYYY-MM-DD and as nothing less.

    Raises
    ------
    DateError
        If it is no calendar day.
    """
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateError(f"{text!r} is no day: write YYYY-MM-DD, such as 2021-08-11") from error


@lru_cache(maxsize=65536)
def first_day(text: str) -> date:
    """Return the first day that a date of any precision admits."""
    year, month, dom = _numbers(text)
    return date(year, month or 1, dom or 1)


@lru_cache(maxsize=65536)
def last_day(text: str) -> date:
    """Return the last day that a date of any precision admits."""
    year, month, dom = _numbers(text)
    month_ = month or 12
    return date(year, month_, dom or calendar.monthrange(year, month_)[1])


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    match = _DATE.fullmatch(text)
    if not match:
        raise DateError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, dom = (int(g) if g else None for g in match.groups())
    if not FIRST_YEAR <= (year or 0) <= LAST_YEAR:
        raise DateError(f"{text!r} is outside {FIRST_YEAR} to {LAST_YEAR}")
    try:
        date(year or 0, 1 if month is None else month, 1 if dom is None else dom)
    except ValueError as error:
        raise DateError(f"{text!r} is no date of the calendar") from error
    return year or 0, month, dom


def canonical_date(text: str) -> str | None:
    """Return `text` as YYYY[-MM[-DD]], or None where it is no date.

    Besides ISO dates it reads 2021/8/9, 2021.8.9, 20210809, 2021年8月9日, and drops a time of midnight. Day
    first or month first is never guessed.
    """
    text = text.strip()
    text = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", text)
    if re.fullmatch(r"(19|20)[0-9]{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _WORDS.fullmatch(text)
    if not match:
        return None
    parts = [match["y"], *(f"{int(match[k]):02d}" for k in ("m", "d") if match[k])]
    canonical = "-".join(parts)
    try:
        first_day(canonical)
    except DateError:
        return None
    return canonical


def from_excel_serial(number: float) -> str | None:
    """Return the day of an Excel serial number (1900 system), None outside 1954 to 2119."""
    if not EXCEL_FIRST <= number <= EXCEL_LAST:
        return None
    return (EXCEL_EPOCH + timedelta(days=int(number))).isoformat()


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included, with the precision in which it was written."""

    text: str
    start: date
    end: date

    @property
    def year(self) -> int:
        """Year in which it ends."""
        return self.end.year

    @property
    def grain(self) -> str:
        """Return `year`, `half`, `quarter`, `month`, `day` or `span`."""
        return _grain(self)


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period:
    """Return the period that `text` names.

    Raises
    ------
    DateError
        If it names none, or ends before it starts.
    """
    if match := _PART.fullmatch(text):
        year, length, n = int(match[1]), {"Q": 3, "H": 6}[match[2]], int(match[3])
        if not 1 <= n <= 12 // length:
            raise DateError(f"{text!r} is no period: a year has {12 // length} of these")
        last = n * length
        return Period(
            text, date(year, last - length + 1, 1), date(year, last, calendar.monthrange(year, last)[1])
        )
    if "/" in text:
        left, _, right = text.partition("/")
        start, end = _edge(left)[0], _edge(right)[1]
        if end < start:
            raise DateError(f"{text!r} ends before it starts")
        return Period(text, start, end)
    return Period(text, first_day(text), last_day(text))


def _edge(text: str) -> tuple[date, date]:
    if _PART.fullmatch(text):
        part = parse_period(text)
        return part.start, part.end
    return first_day(text), last_day(text)


def _grain(period: Period) -> str:
    if "/" in period.text:
        whole = period.start.month == 1 and period.start.day == 1 and period.end == date(period.year, 12, 31)
        return "year" if whole and period.start.year == period.year else "span"
    if "Q" in period.text:
        return "quarter"
    if "H" in period.text:
        return "half"
    return {4: "year", 7: "month", 10: "day"}[len(period.text)]


def canonical_period(text: str) -> str | None:
    """Return a period in its standard writing, or None where it is none.

    Besides the standard forms it reads 2021Q1, 2021 H1, Q1 2021, 2021年上半年, 2021年第一季度, 2021年1-10月 and
    2021-01-01~2021-06-30.
    """
    text = text.strip()
    for pattern, shape in _SPELLINGS:
        if match := pattern.fullmatch(text):
            text = shape(match)
            break
    else:
        parts = re.split(r"\s*(?:/|~|—|至|\bto\b)\s*", text) if not canonical_date(text) else [text]
        if len(parts) == 2 and all(canonical_date(p) or _PART.fullmatch(p) for p in parts):
            text = "/".join(canonical_date(p) or p for p in parts)
        elif canonical := canonical_date(text):
            text = canonical
    try:
        parse_period(text)
    except DateError:
        return None
    return text


_HAN = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"([0-9]{4})\s*[-年]?\s*([QqHh])([1-4])"), lambda m: f"{m[1]}-{m[2].upper()}{m[3]}"),
    (re.compile(r"([QqHh])([1-4])[\s/-]*([0-9]{4})"), lambda m: f"{m[3]}-{m[1].upper()}{m[2]}"),
    (re.compile(r"([0-9]{4})年?([上下])半年"), lambda m: f"{m[1]}-H{1 if m[2] == '上' else 2}"),
    (re.compile(r"([0-9]{4})年?第?([一二三四1-4])季度?"), lambda m: f"{m[1]}-Q{_HAN[m[2]]}"),
    (
        re.compile(r"([0-9]{4})年([0-9]{1,2})\s*[-—~至]\s*([0-9]{1,2})月份?"),
        lambda m: f"{m[1]}-{int(m[2]):02d}/{m[1]}-{int(m[3]):02d}",
    ),
)
