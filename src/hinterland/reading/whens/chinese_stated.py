"""Chinese dates that are stated: 2025年底, 2021—2025年, 3月21日, 十四五, 上世纪90年代."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens.days import make
from hinterland.reading.whens.found import Find, span, whole, yearless
from hinterland.reading.whens.numeric import YEAR, numeric_at, quarter_at
from hinterland.reading.whens.tails import DASH, FIGURES, NUM, number_zh, with_tail

if TYPE_CHECKING:
    from hinterland.reading.whens.scope import Scope

_HAN_YEAR = "[一二][〇○零一二三四五六七八九]{3}"
_Y = rf"(?:{YEAR}|{_HAN_YEAR})"
_PERIOD = re.compile(rf"({_Y})\s?(?:年度?)?{DASH}({_Y})\s?(?:财年|学年|年度|年(?!代))?(?![0-9])")
_SHORT = re.compile(rf"({YEAR})\s?(?:-|–|—|/)\s?([0-9]{{2}})\s?(?:年度|财年|学年|年)")
_GOES_ON = re.compile(r"\s?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?月|年?\s?[0-9]{1,2}月")
_YEAR = re.compile(rf"({_Y})\s?(?:财年|学年|年度|年)(?!代|期(?!间)|级|龄|限|租)")
_LISTED = re.compile(rf"({YEAR})(?=\s?(?:、|和|及|与|或)\s?{YEAR}\s?(?:年|、|和|及|与|或))")
_NAMED = re.compile(rf"({YEAR})(?=[”\"》」）)]|愿景|战略|行动|规划|计划|议程|中国|世界|全球|国际|全国|亚洲)")
_UNIT_AFTER = re.compile(r"\s?(?:年|月|日|财年|学年)")
_MONTH_DAY = re.compile(
    rf"({NUM}|正)\s?月(?:份)?\s?({NUM})\s?(?:日|号)(?:{DASH}(?:({NUM})\s?月)?({NUM})\s?(?:日|号))?"
)
_DAYS = re.compile(rf"({NUM})\s?月\s?({NUM})\s?(?:日|号)?{DASH}({NUM})\s?(?:日|号)")
_MONTHS = re.compile(rf"({NUM})(?:\s?月份?)?{DASH}({NUM})\s?月(?:份)?(?!\s?[0-9])")
_MONTH = re.compile(
    rf"({NUM})\s?月(?:份)?(?![饼薪租均个球亮])(?:年?底|末|初(?![步期级])|[上中下]旬|中(?![国心央型期])|[上下]半月)?"
)
_DAY = re.compile(r"([0-9]{1,2})(?:日?(?:-|–|—{1,2}|至|到)([0-9]{1,2}))?日(?![均产照本内趋益常志程报后前])")
_DAY_BEFORE = re.compile(r"(?:^|[，。、；：（(）)\s]|记者|于|从|自|至|截至|在|[\u3400-\u9fff]{2})$")
_DAY_AFTER = re.compile(
    r"电|讯|上午|下午|晚|凌晨|清?晨|中午|，|从|在|举行|宣布|发布|签|召开|与|正式|消息|起|至|揭牌|表示|说|开工|投产|通过|印发|启|获"
)
_PLAN = re.compile(
    r"[“\"‘]?([一二三四五六七八九]|十[一二三四五六七]?)五[”\"’]?"
    r"(?![折个名人家万亿千百条米天岁度月日号分星一金届大]|年(?!规划|计划))"
)
_PLAN_NAMED = re.compile(r"期间|时期|规划|计划|以来|中期|开局|收官|末|初")
_PLAN_TAIL = re.compile(
    r"(?:时期|期间|规划期)?的?(末期?|初期?|开局之年|收官之年|以来|期间|时期|中期|后期|[前后][一二两三四]年)?"
)
_PLAN_YEARS = re.compile(r"([前后])([一二两三四])年$")
_NUMBERED = re.compile(
    r"第([一二三四五六七八九]|十[一二三四五六七]?|[0-9]{1,2})个五年(?:规划|计划)(?:期(?!间))?"
)
_DECADE = re.compile(
    rf"(?:(?:(上|本|20|19|21|二十|十九|二十一)\s?世纪)?([1-9]0|[二三四五六七八九]十)\s?年代|({YEAR})\s?年代)(?:初|中期|末|后期)?"
)
_CENTURY = re.compile(r"(?:本世纪|21世纪|二十一世纪)(中叶|末|初)")


def year_number(words: str) -> int:
    """Return the year that four figures or Chinese numerals name."""
    return int(words) if words.isascii() else int("".join(FIGURES[c] for c in words))


def apart(scope: Scope, at: int) -> bool:
    """Whether no other figure, and no currency sign, runs into the one at `at`."""
    before = scope.han[max(0, at - 2) : at]
    if before[-1:] in {"$", "€", "£", "¥"} or before[-1:].isdigit():
        return False
    return not (before[-1:] in {".", ",", "-", "/"} and before[:1].isdigit())


def figures(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a date in figures alone."""
    text = scope.han
    if not apart(scope, at):
        return None
    found = quarter_at(text, at, end) if text[at] in "QH" else numeric_at(text, at, end)
    if found and text[at].isdigit() and (found.end - at <= 5 or _UNIT_AFTER.match(text, found.end, end)):
        return None  # 2021-2025年 is read as Chinese
    return found


def period(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a period of years: 2021—2025年."""
    text = scope.han
    if not apart(scope, at):
        return None
    if short := _SHORT.match(text, at, end):
        year = int(short[1])
        last = year // 100 * 100 + int(short[2])
        return span(*short.span(), make(year), make(last)) if 0 < last - year < 50 else None
    match = _PERIOD.match(text, at, end)
    if not match or _GOES_ON.match(text, match.end(), end):
        return None
    return span(*match.span(), make(year_number(match[1])), make(year_number(match[2])))


def stated_year(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a year with what follows it: month, day, quarter, half, end."""
    match = _YEAR.match(scope.han, at, end)
    if not match or not apart(scope, at) or not make(year_number(match[1])):
        return None
    return with_tail(scope.han, match.start(), match.end(), end, year_number(match[1]))


def bare_year(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a year without 年: 2023、2024年, “中国制造2025”."""
    match = _LISTED.match(scope.han, at, end) or _NAMED.match(scope.han, at, end)
    if not match or not apart(scope, at):
        return None
    found = whole(*match.span(), int(match[1]))
    if match.re is _NAMED:
        found.grain = "name"
    return found


def decade(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a decade, or of a part of the century."""
    match = _DECADE.match(scope.han, at, end)
    if match and apart(scope, at):
        if match[3]:
            return span(*match.span(), make(int(match[3])), make(int(match[3]) + 9))
        tens = int(match[2]) if match[2].isascii() else 10 * int(FIGURES[match[2][0]])
        hundreds = {"本": 2000, "21": 2000, "二十一": 2000, "19": 1800, "十九": 1800}.get(
            match[1] or "", 1900
        )
        return span(*match.span(), make(hundreds + tens), make(hundreds + tens + 9))
    match = _CENTURY.match(scope.han, at, end)
    return whole(*match.span(), {"中叶": 2050, "末": 2099, "初": 2000}[match[1]]) if match else None


def plan(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a five-year plan: “十四五”, 十五五时期."""
    text = scope.han
    match = _PLAN.match(text, at, end)
    if not match:
        return None
    quoted = text[at] in '“"‘'
    named = _PLAN_NAMED.match(text, match.end(), end)
    if not quoted and ((match[1][0] != "十" and not named) or text[at - 1 : at] in _BEFORE_COUNT):
        return None
    return _plan_tail(scope, match.start(), match.end(), _plan_number(match[1]))


_BEFORE_COUNT = frozenset("第一二三四五六七八九十百千万几数")


def _plan_number(word: str) -> int:
    ten, one = (10, word[1:]) if word[0] == "十" else (0, word)
    return ten + (int(FIGURES[one]) if one else 0)


def _plan_tail(scope: Scope, start: int, end: int, number: int) -> Find | None:
    year = 1981 + 5 * (number - 6) if number >= 6 else 1953 + 5 * (number - 1)
    tail = _PLAN_TAIL.match(scope.han, end)
    words = tail.group().removesuffix("的") if tail else ""
    stop = end + len(words)
    if words.endswith(("末", "末期", "收官之年")):
        return whole(start, stop, year + 4)
    if words.endswith(("初", "初期", "开局之年")):
        return whole(start, stop, year)
    part = _PLAN_YEARS.search(words)
    if part:
        years = number_zh(part[2]) - 1
        ends = (year, year + years) if part[1] == "前" else (year + 4 - years, year + 4)
        return span(start, stop, make(ends[0]), make(ends[1]))
    found = span(start, stop, make(year), make(year + 4))
    if words:
        found.role = "since" if words.endswith("以来") else "in"
    return found


def numbered_plan(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 第十四个五年规划."""
    match = _NUMBERED.match(scope.han, at, end)
    if not match:
        return None
    number = int(match[1]) if match[1].isascii() else _plan_number(match[1])
    return _plan_tail(scope, match.start(), match.end(), number) if 1 <= number <= 17 else None


def month_day(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a month, with or without a day, without its year."""
    text = scope.han
    if not apart(scope, at):
        return None
    if match := _DAYS.match(text, at, end):
        return _day_span(match, match[1], match[2], match[1], match[3])
    if match := _MONTH_DAY.match(text, at, end):
        if match[4]:
            return _day_span(match, match[1], match[2], match[3] or match[1], match[4])
        return yearless(*match.span(), number_zh(match[1]), number_zh(match[2]))
    if match := _MONTHS.match(text, at, end):
        found = yearless(*match.span(), number_zh(match[2]))
        found.first = f"{number_zh(match[1]):02d}"
        return found
    match = _MONTH.match(text, at, end)
    return yearless(*match.span(), number_zh(match[1])) if match else None


def _day_span(match: re.Match[str], month: str, day: str, month2: str, day2: str) -> Find:
    found = yearless(*match.span(), number_zh(month2), number_zh(day2))
    found.first = f"{number_zh(month):02d}-{number_zh(day):02d}"
    return found


def day_alone(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a day without its month, as agencies write it: 新华社合肥10日电, 记者16日从……获悉."""
    match = _DAY.match(scope.han, at, end)
    if not match or not apart(scope, at):
        return None
    led = _DAY_BEFORE.search(scope.han, max(scope.start, at - 3), at)
    if not led or not _DAY_AFTER.match(scope.han, match.end(), end):
        return None
    found = yearless(*match.span(), None, int(match[2] or match[1]))
    found.first = f"{int(match[1]):02d}" if match[2] else ""
    return found
