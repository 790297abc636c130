"""Excel's numbers that stand for dates or percentages, turned into text that says what the cell shows."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

DateForm = Literal["date", "month", "year", "time", "datetime"]

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p|general', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_BUILTIN: dict[int, DateForm | None] = {
    **dict.fromkeys((14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58), "date"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "month"),  # 27 to 36 and 50 to 58 as Excel in China shows them
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "time"),
    22: "datetime",
}
"""openpyxl knows the built-in formats of American Excel only, and whether they are dates, not how precise."""
_BUILTIN_PERCENT = {9, 10}
_LONGEST = 20
"""Digits before or behind the point that a percentage is written out with."""


def date_form(number_format: int, code: str | None) -> DateForm | None:
    """Return what kind of date a number format shows, None where it shows a number.

    Parameters
    ----------
    number_format
        Id of the format.
    code
        Its code, such as `yyyy-mm-dd`, None for built-in formats.
    """
    if code is None:
        return _BUILTIN.get(number_format)
    if _ELAPSED.search(code):
        return None
    shown = set(_LITERAL.sub("", code.split(";")[0]).lower()) & set("ymdhs")
    if shown & set("hs"):
        return "datetime" if shown & set("yd") else "time"
    if "d" in shown or shown == {"m"}:
        return "date"
    return "month" if "m" in shown else "year" if shown else None


def is_percent(number_format: int, code: str | None) -> bool:
    """Return whether a number format shows 0.312 as 31.2%; a percent sign in quotes is text, and does not."""
    if code is None:
        return number_format in _BUILTIN_PERCENT
    return "%" in _LITERAL.sub("", code.split(";")[0])


def percent_text(number: float) -> str | None:
    """Return a number as an exact percentage, 0.312 as 31.2%; None where it is too large or small for one."""
    value = Decimal(repr(number)) * 100
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        return None
    text = f"{value:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


@lru_cache(maxsize=65536)
def date_text(number: float, form: DateForm, mac: bool) -> str | None:
    """Return a serial number as ISO text, None where it is no date.

    A cell that shows month and year, and holds the first of the month, says no more than the month: Excel makes
    such a cell out of a typed `2018-01`. `mac` says that the workbook counts from 1904.
    """
    try:
        moment = from_excel(number, CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return None
    if number < 0:
        return None
    if isinstance(moment, dt.time):  # less than a day
        return moment.isoformat("seconds") if form == "time" else None
    if form in {"time", "datetime"} and moment.time() != dt.time.min:
        return str(moment.isoformat(" ", "seconds"))
    day = str(moment.date().isoformat())
    if form == "month" and moment.day == 1:
        return day[:7]
    if form == "year" and moment.day == 1 and moment.month == 1:
        return day[:4]
    return day
