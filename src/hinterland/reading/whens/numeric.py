"""Dates written in figures alone, the same in both languages: 2021-02-02, 02/2021, 2021-2025, 2021/22, FY2025."""

from __future__ import annotations

import re

from hinterland.reading.whens.days import make, quarter
from hinterland.reading.whens.found import Find, span, whole

YEAR = r"(?:(?:1[89]|20|21)[0-9]{2}|2200)"
_D = r"[0-9]{1,2}"
DASH = r"\s?(?:-|–|—{1,2}|－|~|～|‐|‑)\s?"
_YMD = re.compile(rf"({YEAR})([-/.])({_D})\2({_D})(?![0-9/.-][0-9]|[0-9])")
_YM = re.compile(rf"({YEAR})([-/.])(0[1-9]|1[0-2])(?![0-9]|[-/.,][0-9]|%)")
_DMY = re.compile(rf"({_D})([-/.])({_D})\2({YEAR})(?![0-9])")
_MY = re.compile(rf"({_D})/({YEAR})(?![0-9])")
_RANGE = re.compile(rf"({YEAR})(?:{DASH}|/)({YEAR})(?![0-9]|[.,][0-9]|-[0-9])")
_SHORT = re.compile(rf"({YEAR})(?:-|–|—|/)([0-9]{{2}})(?![0-9]|[.,/-][0-9]|\s?%|-[a-zA-Z])")
_PART = re.compile(rf"({YEAR})\s?[-/]?\s?(?:[Qq]([1-4])|[Hh]([12])|([1-4])[Qq]|([12])[Hh])(?![0-9a-zA-Z])")
_PART_FIRST = re.compile(
    r"(?:[Qq]([1-4])|[Hh]([12])|([1-4])[Qq]|([12])[Hh])"
    rf"(?:[\s-]?(?:of\s)?(?:FY|fy|CY|cy)?['’]?({YEAR})|(?:[-/'’ ]|\s?FY\s?|\s?fy\s?)?([0-9]{{2}}))(?![0-9a-zA-Z%])"
)
_FISCAL = re.compile(
    rf"(?:FY|CY|fy|cy)\s?['’-]?\s?({YEAR}|[0-9]{{2}})(?:\s?[-–/]\s?({YEAR}|[0-9]{{2}}))?(?![0-9]|[.,][0-9])"
)


def _ymd(m: re.Match[str]) -> Find | None:
    return whole(m.start(), m.end(), int(m[1]), int(m[3]), int(m[4]))


def _dmy(m: re.Match[str]) -> Find | None:
    a, b, year = int(m[1]), int(m[3]), int(m[4])
    if a <= 12 and b <= 12 and a != b and m[2] != ".":
        # day first or month first: never guessed
        return Find(m.start(), m.end(), m.start(), grain="other")
    day, month = (a, b) if b <= 12 else (b, a)
    return whole(m.start(), m.end(), year, month, day)


def _my(m: re.Match[str]) -> Find | None:
    return whole(m.start(), m.end(), int(m[2]), int(m[1]))


def _ym(m: re.Match[str]) -> Find | None:
    year, month = int(m[1]), int(m[3])
    if m[2] == "." or (m[2] != "-" and month == (year + 1) % 100):
        return None
    if month == (year + 1) % 100:
        # 2009-10 is a season or fiscal year more often than a month
        return span(m.start(), m.end(), make(year), make(year + 1))
    return whole(m.start(), m.end(), year, month)


def _range(m: re.Match[str]) -> Find | None:
    return span(m.start(), m.end(), make(int(m[1])), make(int(m[2])))


def _short(m: re.Match[str]) -> Find | None:
    year, two = int(m[1]), int(m[2])
    last = year // 100 * 100 + two
    if last <= year:
        last += 100
    if last - year > (1 if "/" in m.group() else 30):
        return None
    return span(m.start(), m.end(), make(year), make(last))


def part_of(start: int, end: int, year: int, quarter_: str | None, half: str | None) -> Find:
    """Return the find of a quarter or half of a year."""
    last = int(quarter_) if quarter_ else 2 * int(half or 1)
    return span(start, end, *quarter(year, last if quarter_ else last - 1, last))


def _part(m: re.Match[str]) -> Find | None:
    return part_of(m.start(), m.end(), int(m[1]), m[2] or m[4], m[3] or m[5])


def _part_first(m: re.Match[str]) -> Find | None:
    year = int(m[5]) if m[5] else 2000 + int(m[6])
    return part_of(m.start(), m.end(), year, m[1] or m[3], m[2] or m[4])


def century(two: str) -> int:
    """Return the year that two figures (or four) name: 98 is 1998, 25 is 2025."""
    number = int(two)
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _fiscal(m: re.Match[str]) -> Find | None:
    year = century(m[1])
    if m[2]:
        return span(m.start(), m.end(), make(year), make(century(m[2])))
    return whole(m.start(), m.end(), year)


_BY_FIGURES = ((_YMD, _ymd), (_RANGE, _range), (_YM, _ym), (_SHORT, _short), (_PART, _part))
_BY_SMALL = ((_DMY, _dmy), (_MY, _my))
_BY_LETTERS = ((_FISCAL, _fiscal),)


def numeric_at(text: str, at: int, end: int) -> Find | None:
    """Return the date in figures that begins at `at`: more than a year alone."""
    head = text[at]
    rules = _BY_LETTERS if head in "FfCc" else _BY_FIGURES if text[at : at + 4].isdigit() else _BY_SMALL
    for pattern, build in rules:
        if match := pattern.match(text, at, end):
            return build(match)
    return None


def quarter_at(text: str, at: int, end: int) -> Find | None:
    """Return the quarter or half with its year that begins at `at`: Q3 2025, 1H24."""
    match = _PART_FIRST.match(text, at, end)
    return _part_first(match) if match else None
