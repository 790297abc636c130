"""Chinese years, months, weeks and days that need a clock: 今年, 上月, 本周一, 昨日, 年底."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens.days import make, months_on, shift_days, weekday_near, weekday_of_week
from hinterland.reading.whens.found import Clock, Find, of_text, open_, void
from hinterland.reading.whens.tails import TAIL, tail_dates

if TYPE_CHECKING:
    from hinterland.reading.whens.scope import Scope

_YEARS = {"今": 0, "本": 0, "去": -1, "前": -2, "大": -3, "明": 1, "来": 1, "后": 2}
_YEAR = re.compile(
    r"大前年|(?<![日成资版样])本年(?:度(?!假))?|[今明]年(?![轻级龄])(?:度(?!假))?|(?<![过失除])去年(?!均)(?:度(?!假))?"
    r"|(?<![产成营业工用市之以运完立此目先日当然])[前后]年(?![轻产均销营实可利税收出处加增用发能级龄])"
    r"|(?<![未以近])来年(?![产均销])|[今明去](?=[冬春夏秋](?![天季]?装))"
)
_TEXT_YEARS = {"当": 0, "同": 0, "次": 1, "翌": 1, "第": 1, "上": -1}
_TEXT_YEAR = re.compile(
    r"当年(?!度?的?[我他她])|(?<!相)同年(?![龄级代])|(?<![首人批两三])次年(?![产均])|翌年|第二年(?![度级])"
    r"|(?<![以线之网海])上一?年度?(?![产均])"
)
_END = re.compile(
    r"(?<![0-9一二三四五六七八九十每历近两几数多同半全周整])年(底|末|内(?![部外容])|初(?![步期级中])|中(?![国心央型期]))"
)
_MONTH = re.compile(
    r"(?:(?<![成日版])本月|当月|上上个?月|(?<![以线])[上下]个?月(?![薪租均产]))(?!球)(?:底|末|初|[上中下]旬|内|以来)?"
    r"|(?<![0-9一二三四五六七八九十个每])月(?:底|末|内(?!部))"
)
_DAY_OF = re.compile(r"([0-9]{1,2})[日号]")
_QUARTER = re.compile(r"(?:本|上一?个?|下一?个?|这个)季度")
_WEEK = re.compile(
    r"(本|上上|上个?|下个?|这)?(?:周|星期|礼拜)([一二三四五六日天末])(?![级年期])|(本|上|下|这)一?个?(?:周|星期)(?![一二三四五六日天年期边])"
)
_DAY = re.compile(
    r"[今昨明](?:（[0-9]{1,2}）|\([0-9]{1,2}\))[日天晚]?|今[日天晚早晨]|昨[日天晚]|昨(?=[，在与从])|前天|明[日天]|后天(?!性)"
)
_DAYS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_PART = re.compile(
    r"第?[一二三四1-4]季度|[上下]半年|前[二三两2-3]个?季度|前(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})个月"
)
_WEEKDAYS = {**{c: n for n, c in enumerate("一二三四五六日")}, "天": 6, "末": 6}
_COUNT_BEFORE = frozenset("每一两三四几数")


def _with_tail(scope: Scope, match: re.Match[str], end: int, step: int, of_the_text: bool) -> Find:
    tail = TAIL.match(scope.han, match.end(), end)
    dates = tail_dates(tail) if tail else None
    stop = tail.end() if tail and tail.group().strip() else match.end()
    if dates and not dates(2000)[1]:
        return void(match.start(), stop)

    def late(clock: Clock) -> tuple[str, str]:
        year = (clock.year if of_the_text else clock.day.year) + step
        if of_the_text and not clock.year:
            return "", ""
        return dates(year) if dates else ("", make(year))

    if of_the_text:
        return of_text(match.start(), stop, late)
    found = open_(match.start(), stop, late, "span" if dates and dates(2001)[0] else "year")
    found.future = None if not step else step > 0
    if tail and tail["part"] and "内" in tail["part"]:
        found.role = "by"
    return found


def near_year(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 今年, 去年12月5日, 明年上半年."""
    match = _YEAR.match(scope.han, at, end)
    return _with_tail(scope, match, end, _YEARS[match.group()[0]], False) if match else None


def two_years(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 今明两年."""
    match = re.compile("今明[两二]年").match(scope.han, at, end)
    if not match:
        return None
    return open_(*match.span(), lambda c: (make(c.day.year), make(c.day.year + 1)), "span")


def text_year(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 当年, 次年5月: a year counted from one that the text has stated; 上年 is compared with."""
    match = _TEXT_YEAR.match(scope.han, at, end)
    if not match:
        return None
    step = _TEXT_YEARS[match.group()[0]]
    if step < 0:
        return Find(match.start(), match.end(), match.start(), role="than", basis="text")
    return _with_tail(scope, match, end, step, True)


def year_end(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 年底, 年内, 月底."""
    match = _END.match(scope.han, at, end)
    if not match:
        return near_month(scope, at, end)
    found = open_(*match.span(), lambda c: ("", make(c.year_near())), "end")
    found.near = True
    if match[1] == "内":
        found.role = "by"
    return found


def near_month(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 本月, 上个月, 月底."""
    match = _MONTH.match(scope.han, at, end)
    if not match:
        return None
    word, day = match.group(), _DAY_OF.match(scope.han, match.end(), end)
    step = {"上": -2 if word.startswith("上上") else -1, "下": 1}.get(word[0], 0)

    def late(clock: Clock) -> tuple[str, str]:
        month = months_on(clock.day.year, clock.day.month, step)
        return "", make(int(month[:4]), int(month[5:]), int(day[1])) if day and month else month

    found = open_(match.start(), day.end() if day else match.end(), late, "day" if day else "month")
    if word.endswith("以来"):
        found.role = "since"
    return found


def near_quarter(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 本季度, 上季度."""
    match = _QUARTER.match(scope.han, at, end)
    if not match:
        return None
    step = {"上": -1, "下": 1}.get(match.group()[0], 0)

    def late(clock: Clock) -> tuple[str, str]:
        begin = (clock.day.month - 1) // 3 * 3 + 1
        return months_on(clock.day.year, begin, 3 * step), months_on(clock.day.year, begin, 3 * step + 2)

    return open_(*match.span(), late, "span")


def near_week(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 本周一, 上周, 周二."""
    match = _WEEK.match(scope.han, at, end)
    if not match:
        return None
    which, name, week = match.groups()
    word = which or week or "本"
    step = {"上": -1, "下": 1}.get(word[0], 0) - (word == "上上")
    if week:
        return open_(*match.span(), lambda c: (weekday_of_week(0, c.day, step), _week_end(c, step)))
    weekday = _WEEKDAYS[name]
    if which:
        return open_(*match.span(), lambda c: ("", weekday_of_week(weekday, c.day, step)), "day")
    if name == "末" or scope.han[at - 1 : at] in _COUNT_BEFORE:
        return None
    return open_(*match.span(), lambda c: ("", weekday_near(weekday, c.day, c.future)), "day")


def _week_end(clock: Clock, step: int) -> str:
    if not step and not clock.future:
        return clock.day.isoformat()
    return weekday_of_week(6, clock.day, step)


def near_day(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 昨日, 今天."""
    match = _DAY.match(scope.han, at, end)
    if not match:
        return None
    step = _DAYS[match.group()[0]]
    return open_(*match.span(), lambda c: ("", shift_days(c.day, step)), "day")


def part_alone(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a quarter, half or run of months without its year: 上半年, 前三季度."""
    match = _PART.match(scope.han, at, end)
    tail = TAIL.match(scope.han, at, end) if match else None
    dates = tail_dates(tail) if tail else None
    if not (match and dates and dates(2001)[1]):
        return None

    def late(clock: Clock) -> tuple[str, str]:
        if clock.near:
            return dates(clock.near)
        year = clock.day.year
        first, last = dates(year)
        here = months_on(year, clock.day.month, 0)
        if not clock.future and first > here:
            return dates(year - 1)
        return dates(year + 1) if clock.future and last < here else (first, last)

    found = open_(*match.span(), late, "span")
    found.near = True
    return found
