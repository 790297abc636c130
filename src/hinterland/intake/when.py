"""Periods as headings, row labels and titles write them: 2021年1-10月累计, Jan-Feb, 前三季度, 2021*.

A heading often names a part of a period only (months here, the year in the row above), so what is read is a
`When` with holes, and `combine` fills them from the level above. January and February come only together in
Chinese statistics: `1-2月` stays one figure.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hinterland import dates
from hinterland.units import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HAN = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_HAN |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class When:
    """A period as far as a text names it.

    Attributes
    ----------
    first, last
        First and last month, 0 where the text names none.
    grain
        How the text names it: `year`, `half`, `quarter`, `month`, `months`, `years`, `day`, `parts` (first
        three quarters).
    until
        Last year of a span of years, the day of a date as ISO text's day of month, else 0.
    """

    year: int = 0
    first: int = 0
    last: int = 0
    grain: str = "year"
    until: int = 0

    @property
    def whole(self) -> bool:
        """Whether it names its year."""
        return self.year > 0


def combine(outer: When | None, inner: When | None) -> When | None:
    """Return `inner` with what it does not say taken from `outer`, the level above it."""
    if outer is None or inner is None:
        return inner or outer
    if inner.first or inner.until:
        return inner if inner.year else replace(inner, year=outer.year)
    if outer.first and not outer.year:  # months above, years below
        return replace(outer, year=inner.year)
    if outer.first and inner.year == outer.year:
        return outer
    return inner if inner.year else outer


def period_of(when: When, measure: str = "") -> tuple[str, str] | None:
    """Return the period in standard writing and its flow (`period`, `year_to_date`, `stock`), None without a year.

    Parameters
    ----------
    measure
        `cumulative` for figures since 1 January, `current` for those of the last month alone, else empty.
    """
    year = when.year
    if not year:
        return None
    if when.grain == "day":
        return f"{year}-{when.last:02d}-{when.until:02d}", "stock"
    if when.grain == "years":
        return (f"{year}/{when.until}", "period") if when.until > year else None
    if not when.first:
        return str(year), "period"
    first, last = when.first, when.last
    joint = first == 1 and last == 2  # one figure for both months, whatever its column is called
    if measure == "cumulative":
        return (f"{year}-01/{year}-{last:02d}" if last > 1 else f"{year}-01"), "year_to_date"
    if when.grain in {"quarter", "half"}:
        part = f"Q{last // 3}" if when.grain == "quarter" else f"H{last // 6}"
        return f"{year}-{part}", "period"
    if measure == "current" and not joint:
        first = last
    if first == last:
        return f"{year}-{last:02d}", "period"
    return f"{year}-{first:02d}/{year}-{last:02d}", "year_to_date" if first == 1 else "period"


def read_when(text: str) -> tuple[When | None, str]:
    """Return the period that a text names, None where it names none, and the text without it.

    >>> read_when("31/05/2022")
    (None, '31/05/2022')
    """
    plain = normalise(text).replace("−", "-")
    if DAY_OR_MONTH_FIRST.search(plain):
        return None, plain
    for pattern, build in _READINGS:
        match = pattern.search(plain)
        if not match:
            continue
        when = build(match)
        if when is not None and _possible(when):
            rest = f"{plain[: match.start()]} {plain[match.end() :]}"
            return when, rest.strip()
    return None, plain


def _possible(when: When) -> bool:
    if when.year and not dates.FIRST_YEAR <= when.year <= dates.LAST_YEAR:
        return False
    if when.grain == "years":
        return when.year < when.until
    if when.grain == "day":
        return 1 <= when.last <= 12 and 1 <= when.until <= monthrange(when.year, when.last)[1]
    return (when.first == when.last == 0) or 1 <= when.first <= when.last <= 12


def _year(match: re.Match[str]) -> int:
    return int(next((g for k, g in match.groupdict().items() if k in {"y", "y2"} and g), 0))


def _months(match: re.Match[str]) -> When:
    a, b = int(match["a"]), int(match["b"])
    return When(_year(match), a, b, "months" if a != b else "month")


def _months_en(match: re.Match[str]) -> When:
    a, b = (MONTHS.index(match[k][:3].lower()) + 1 for k in ("a", "b"))
    return When(_year(match), a, b, "months")


def _month(match: re.Match[str]) -> When:
    return When(_year(match), int(match["a"]), int(match["a"]), "month")


def _month_en(match: re.Match[str]) -> When:
    number = MONTHS.index(match["a"][:3].lower()) + 1
    return When(_year(match), number, number, "month")


def _first_part(match: re.Match[str]) -> When:
    count = int(_HAN.get(match["n"], 0)) * 3
    return When(_year(match), 1, count, "parts")


def _quarter(match: re.Match[str]) -> When:
    n = _HAN[next(g for k, g in match.groupdict().items() if k.startswith("q") and g).lower()]
    return When(_year(match), 3 * n - 2, 3 * n, "quarter")


def _half(match: re.Match[str]) -> When:
    n = 1 if (match["h"] or match["hn"] or match["hw"] or "").lower() in {"上", "1", "first"} else 2
    return When(_year(match), 6 * n - 5, 6 * n, "half")


def _day(match: re.Match[str]) -> When:
    month, day = int(match["a"]), int(match["d"])
    if day == 1:  # a month typed into Excel becomes its first day
        return When(_year(match), month, month, "month")
    return When(_year(match), month, month, "day", day)


def _years(match: re.Match[str]) -> When:
    return When(int(match["y"]), grain="years", until=int(match["z"]))


def _plain_year(match: re.Match[str]) -> When:
    return When(int(match["y"]))


DAY_OR_MONTH_FIRST = re.compile(r"(?<!\d)\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*(?:19|20)\d\d(?!\d)")
"""31/05/2022 and 05/31/2022: whether the day or the month comes first is never guessed, nor a year taken from it."""
_Y = r"(?<![\d.,])(?P<y>(?:19|20)\d\d)(?![\d])"
_Y2 = r"(?P<y2>(?:19|20)\d\d)(?!\d)"
_TO = r"\s*(?:[-–—―~]|至|到|to)\s*"
_M = (
    r"(?P<{}>Jan(?:uary)?|JAN|Feb(?:ruary)?|FEB|Mar(?:ch)?|MAR|Apr(?:il)?|APR|May|MAY|June?|JUNE?|July?|JULY?|"
    r"Aug(?:ust)?|AUG|Sept?(?:ember)?|SEPT?|Oct(?:ober)?|OCT|Nov(?:ember)?|NOV|Dec(?:ember)?|DEC)"
)
_OPTIONAL_Y = rf"(?:{_Y}\s*[年,./-]?\s*)?"
_BEHIND = rf"(?:\s*,?\s*{_Y2})?"
_OF_Y = rf"(?:\s*(?:of|,)?\s*{_Y2})?"
_ORDINAL = r"(?P<qw>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|1st|2nd|3rd|4th)\s+[Qq]uarter"
_WHICH_HALF = r"(?P<hw>[Ff]irst|[Ss]econd)\s+[Hh]alf"
_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"{_OPTIONAL_Y}(?<!\d)(?P<a>\d{{1,2}})\s*月?{_TO}(?P<b>\d{{1,2}})\s*月份?", _months),
        (rf"(?:{_Y}\s*)?\b{_M.format('a')}\b\.?{_TO}{_M.format('b')}\b\.?{_BEHIND}", _months_en),
        (rf"{_Y}\s*[-/.年]\s*(?P<a>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})(?!\d)\s*日?", _day),
        (rf"{_OPTIONAL_Y}(?<!\d)(?P<a>\d{{1,2}})\s*月份?(?!\s*\d)", _month),
        (rf"(?:{_Y}\s*)?\b{_M.format('a')}\b\.?{_BEHIND}", _month_en),
        (rf"{_OPTIONAL_Y}前\s*(?P<n>[二三23])个?季度", _first_part),
        (rf"{_OPTIONAL_Y}\b[Qq]?1{_TO}[Qq](?P<n>[234])\b{_BEHIND}", _first_part),
        (rf"{_OPTIONAL_Y}1{_TO}(?P<n>[234])\s*季度", _first_part),
        (
            rf"{_OPTIONAL_Y}(?:第?(?P<qz>[一二三四1234])\s*季度?|[Qq](?P<qn>[1-4])(?!\d)|{_ORDINAL}){_OF_Y}",
            _quarter,
        ),
        (
            rf"{_OPTIONAL_Y}(?:(?P<h>[上下])半年|\b[Hh](?P<hn>[12])(?!\d)|{_WHICH_HALF}){_OF_Y}",
            _half,
        ),
        (rf"{_Y}\s*年?{_TO}(?P<z>(?:19|20)\d\d)(?!\d)\s*年?", _years),
        (rf"{_Y}\s*[-/.M]+\s*(?P<a>0?[1-9]|1[0-2])(?![\d.])", _month),
        (rf"{_Y}\s*(?:年度?)?", _plain_year),
    )
)


def read_code(text: str) -> str | None:
    """Return the period of an SDMX `TIME_PERIOD` or of a cell of a long table, None where it is none.

    >>> read_code("2021-M03"), read_code("2021-S1"), read_code("2021-A1"), read_code("2021-Q2")
    ('2021-03', '2021-H1', '2021', '2021-Q2')
    """
    plain = normalise(text)
    if match := re.fullmatch(r"(\d{4})-?M(\d{1,2})", plain):
        plain = f"{match[1]}-{int(match[2]):02d}"
    elif match := re.fullmatch(r"(\d{4})-?[SB]([12])", plain):
        plain = f"{match[1]}-H{match[2]}"
    elif match := re.fullmatch(r"(\d{4})-?A(?:1|01)?", plain):
        plain = match[1]
    canonical = dates.canonical_period(plain)
    if canonical:
        return canonical
    when, rest = read_when(plain)
    found = period_of(when) if when and not re.sub(r"[*()\s]", "", rest) else None
    return found[0] if found else None
