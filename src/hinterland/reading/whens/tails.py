"""What follows a year in Chinese: month, day, quarter, half, beginning, end; and Chinese numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens.days import make, quarter
from hinterland.reading.whens.found import Find, span, void, whole

if TYPE_CHECKING:
    from collections.abc import Callable

NUM = "(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_ONES = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"两": 2}
DASH = r"\s?(?:-|–|—{1,2}|－|~|～|至|到)\s?"
FIGURES = {"〇": "0", "○": "0", "零": "0", **{c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}}
TAIL = re.compile(
    rf"\s?(?:(?:(?P<m>{NUM})\s?月(?:份)?\s?(?P<d>{NUM})\s?(?:日|号)(?:{DASH}(?:(?P<m2>{NUM})\s?月)?(?P<d2>{NUM})\s?(?:日|号))?)"
    rf"|(?P<ma>{NUM})(?:\s?月份?)?{DASH}(?P<mb>{NUM})\s?月份?"
    rf"|(?P<mo>{NUM})\s?月(?!球|亮)(?:份)?(?P<month>底|末|初|中旬|上旬|下旬|中(?!国|心|央|型|期)|下半月|上半月)?"
    r"|第?\s?(?P<q>[一二三四1-4])\s?季度?(?!节)|(?P<h>上|下)半年|前?\s?(?P<fq>[二三两2-3])个?季度|Q(?P<qq>[1-4])|H(?P<hh>[12])"
    rf"|前(?P<fm>{NUM})个?月|(?P<full>全年|整年)|(?P<part>年?(?:底|末|初|中(?!国|心|央|型|期|东|部|标|小|报)|内(?!部|外|容|蒙|陆|地|江|需)))"
    r"|(?P<season>[春夏秋冬][季天]?)(?!节|雨|运))?"
)


def number_zh(words: str) -> int:
    """Return the number of 1 to 99 that figures or Chinese numerals name."""
    if words == "正":
        return 1
    if words[:1].isascii():
        return int(words)
    ten, mark, one = words.partition("十")
    if not mark:
        return _ONES.get(words, 0)
    return 10 * (_ONES.get(ten, 1) if ten else 1) + _ONES.get(one, 0)


def tail_dates(match: re.Match[str]) -> Callable[[int], tuple[str, str]] | None:
    """Return how a year is turned into first and last date by what follows it, None where nothing does."""
    get = {k: v for k, v in match.groupdict().items() if v}
    if "d" in get:
        return _days(get)
    if "ma" in get:
        a, b = number_zh(get["ma"]), number_zh(get["mb"])
        return lambda y: (make(y, a), make(y, b))
    if "mo" in get:
        month = number_zh(get["mo"])
        return lambda y: ("", make(y, month))
    if q := get.get("q") or get.get("qq"):
        n = number_zh(q)
        return lambda y: quarter(y, n, n)
    if h := get.get("h") or get.get("hh"):
        half = 1 if h in {"上", "1"} else 2
        return lambda y: quarter(y, 2 * half - 1, 2 * half)
    if "fq" in get:
        upto = number_zh(get["fq"])
        return lambda y: quarter(y, 1, upto)
    if "fm" in get:
        months = number_zh(get["fm"])
        return lambda y: (make(y, 1), make(y, months))
    return None


def _days(get: dict[str, str]) -> Callable[[int], tuple[str, str]]:
    month, day = number_zh(get["m"]), number_zh(get["d"])
    if "d2" not in get:
        return lambda y: ("", make(y, month, day))
    month2, day2 = number_zh(get.get("m2", get["m"])), number_zh(get["d2"])
    return lambda y: (make(y, month, day), make(y, month2, day2))


def with_tail(text: str, start: int, at: int, end: int, year: int) -> Find:
    """Return the find of a stated year with what follows it."""
    match = TAIL.match(text, at, end)
    dates = tail_dates(match) if match else None
    stop = match.end() if match and match.group().strip() else at
    if match and dates is None:
        found = whole(start, stop, year)
        if match["part"] and "内" in match["part"]:
            found.role = "by"
        return found
    if not dates:
        return whole(start, at, year)
    first, last = dates(year)
    if not last:
        return void(start, stop)  # 2月30日
    single = [int(part) for part in last.split("-")]
    found = span(start, stop, first, last) if first else whole(start, stop, *single)
    found.year, found.month = year, int(last[5:7])
    return found
