"""English days, weeks, months and years that need a clock: last year, on Monday, today, the end of the decade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens import english_words as words
from hinterland.reading.whens.days import make, months_on, shift_days, weekday_near, weekday_of_week
from hinterland.reading.whens.found import Clock, Find, of_text, open_, whole
from hinterland.reading.whens.numeric import YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.reading.whens.scope import Scope

KIND = r"(?:(?:calendar|fiscal|financial|business|full)\s+)?"
STEP = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
TEXT_STEP = {"previous": -1, "preceding": -1, "prior": -1, "same": 0, "that": 0, "following": 1}
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_UNIT = re.compile(
    rf"(last|previous|preceding|prior|this|current|next|coming|following|same|that)\s+(?:past\s|coming\s)?{KIND}"
    rf"(year|month|week|quarter|decade|century|half|weekend|{'|'.join(_SEASONS)}|{words.MONTH}|{words.WEEKDAY})"
    r"(?![a-z-])(?!\s(?:of|that)\s)"
)
_WEEKDAY = re.compile(
    rf"({words.WEEKDAY})(?![a-z])(?:(?<=mon|tue|wed|thu|fri|sat|sun)\.|)(?:\s(?:of\s)?(last|this|next)\sweek)?"
    r"(?!\s(?:times|mail|telegraph|express|herald|post)\b)"
)
_NAMED_DAY = re.compile(r"(?:black|cyber|good|super|easter|ash)\s$")
_DAY_LEAD = re.compile(r"(?:on|by|until|since|\()\s?$")
_THE_UNIT = re.compile(
    r"the\s+(?:(?:current|same)\s)?(year|month|quarter|decade|century|week|weekend)(?![a-z'’-])"
    rf"(?!\s(?:of|ended|ending|to\s(?:the|end|{words.MONTH}))[\s-])"
)
_LATER_IN = re.compile(
    r"(?:end|close|start|beginning|middle|later|earlier|rest|remainder|course)\s(?:of|in)\s$"
)
_LONG = re.compile(r"(?:the\s)?decade['’]s\send(?![a-z])|mid-century(?![a-z])")
_YEAR_END = re.compile(
    rf"(?:the\s)?(?:year[\s-]?end|end-year|end\sof\syear)(?![a-z])(?:\s({YEAR})(?![0-9]))?"
)
_BEFORE = re.compile(
    r"the\s(?:year|month|quarter)\s(?:before|earlier|prior|ago)(?![a-z])|year[\s-](?:ago|earlier)(?![a-z])"
)
_AFTER = re.compile(
    r"(?:in\s)?the\s(?:(?P<unit>year|month)\s(?:after|afterwards?)(?=[,.;)]|\sand\s|$)"
    rf"|following\s(?P<season>{'|'.join(_SEASONS)}|month)(?![a-z-]))"
)
_NAMED = re.compile(r"(yesterday|today|tomorrow|tonight)(?![a-z])")
_QUOTED = re.compile(r'["“]')
_TELLING = re.compile(
    r"(?:announced|said|signed|unveiled|released|launched|opened|broke|began|started|published|reported|confirmed|"
    r"approved|inaugurated|celebrated|issued|told|held|revealed|agreed|completed|named|as\sof|earlier|later|late)\b"
)


def relative_day(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of words such as last year, this month, on Monday, today, year-end, the end of the decade."""
    for pattern, build in _DAYS:
        if match := pattern.match(scope.low, at, end):
            return build(scope, match)
    return None


def _shift(clock: Clock, unit: str, count: int) -> tuple[str, str]:
    """Return the first and last date of the year, month, week, quarter or decade `count` on from publication."""
    at = clock.day
    if unit == "month":
        return "", months_on(at.year, at.month, count)
    if unit in {"week", "weekend"}:
        last = weekday_of_week(6, at, count)
        return weekday_of_week(0 if unit == "week" else 5, at, count), (
            at.isoformat() if not count and not clock.future else last
        )
    if unit in {"quarter", "half"}:
        size = 3 if unit == "quarter" else 6
        begin = (at.month - 1) // size * size + 1
        return months_on(at.year, begin, size * count), months_on(at.year, begin, size * count + size - 1)
    if unit in {"decade", "century"}:
        size = 10 if unit == "decade" else 100
        return "", make(at.year // size * size + size * (count + 1))  # the end of the 2020s is said as 2030
    return "", make(at.year + count)


def ahead(find: Find, step: int) -> Find:
    """Return the find with what the step says of the tense."""
    find.future = None if not step else step > 0
    return find


def _unit(scope: Scope, match: re.Match[str]) -> Find | None:
    which, unit = match[1], match[2]
    a, b = match.span()
    if unit in words.WEEKDAYS or unit in words.MONTHS:
        if not scope.text[match.start(2)].isupper() or which in TEXT_STEP:
            return None
        return (_dated_weekday if unit in words.WEEKDAYS else _dated_month)(match, STEP[which])
    if which in TEXT_STEP:
        return _text_year(match, which) if unit == "year" else None
    if (
        scope.low[max(0, a - 4) : a] == "the "
        and which in {"last", "next"}
        and unit not in {"decade", "quarter"}
    ):
        return None  # "the last year of the project", "the next year": no calendar year
    step = STEP[which]
    return ahead(open_(a, b, lambda c: _shift(c, "year" if unit in _SEASONS else unit, step)), step)


def _text_year(match: re.Match[str], which: str) -> Find:
    step = TEXT_STEP[which]
    if step < 0:
        return Find(match.start(), match.end(), match.start(), role="than", basis="text")
    return of_text(*match.span(), lambda c: ("", make(c.year + step) if c.year else ""))


def _dated_weekday(match: re.Match[str], step: int) -> Find:
    weekday = words.WEEKDAYS[match[2]]
    if step:
        late = open_(
            *match.span(), lambda c: ("", weekday_near(weekday, c.day, step > 0, strict=True)), "day"
        )
        return ahead(late, step)
    return open_(*match.span(), lambda c: ("", weekday_near(weekday, c.day, c.future)), "day")


def _dated_month(match: re.Match[str], step: int) -> Find:
    month = words.MONTHS[match[2]]

    def late(clock: Clock) -> tuple[str, str]:
        year, here = clock.day.year, clock.day.month
        if step < 0:
            return "", make(year - (month >= here), month)
        return "", make(year + (step > 0 and month <= here), month)

    return ahead(open_(*match.span(), late, "month"), step)


def _weekday(scope: Scope, match: re.Match[str]) -> Find | None:
    before = scope.low[max(0, match.start() - 8) : match.start()]
    if not scope.text[match.start()].isupper() or _NAMED_DAY.search(before):
        return None
    if len(match[1]) < 4 and not _DAY_LEAD.search(before):
        return None  # "Sun", "Mon", "Sat": abbreviations only where a day is meant
    weekday, week = words.WEEKDAYS[match[1]], match[2]
    if week:
        step = STEP[week]
        return open_(*match.span(), lambda c: ("", weekday_of_week(weekday, c.day, step)), "day")
    return open_(*match.span(), lambda c: ("", weekday_near(weekday, c.day, c.future)), "day")


def _the_unit(scope: Scope, match: re.Match[str]) -> Find | None:
    before = scope.low[max(0, match.start() - 16) : match.start()]
    unit = match[1]
    if unit == "weekend":
        if not before.endswith(("over ", "at ", "during ", "on ")):
            return None
        return open_(*match.span(), lambda c: _shift(c, unit, 0 if c.future or c.day.weekday() > 4 else -1))
    if not _LATER_IN.search(before):
        return None
    if unit == "year":
        found = open_(*match.span(), lambda c: ("", make(c.year_near())))
        found.near = "current" not in match.group()
        return found
    return open_(*match.span(), lambda c: ("", _shift(c, unit, 0)[1]))


def _year_end(_scope: Scope, match: re.Match[str]) -> Find:
    if match[1]:
        return whole(*match.span(), int(match[1]))
    found = open_(*match.span(), lambda c: ("", make(c.year_near())), "end")
    found.near = True
    return found


def _named_day(scope: Scope, match: re.Match[str]) -> Find | None:
    word = match[1]
    a, b = match.span()
    if scope.low[b : b + 2] in {"'s", "’s"} or scope.low[max(0, a - 3) : a] == "of ":
        return None  # the factory of tomorrow
    if word == "today":
        # who tells a quotation tells nothing of the day in it
        before = _QUOTED.split(scope.low[max(scope.start, a - 40) : a])[-1]
        around = before + " " + scope.low[b : b + 40].split(".")[0]
        if not _TELLING.search(around):
            return None  # "today it runs twelve plants" says now
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    found = open_(a, b, lambda c: ("", shift_days(c.day, step)), "day")
    found.future = step > 0
    return found


def _long(_scope: Scope, match: re.Match[str]) -> Find:
    if "mid" in match.group():
        return open_(*match.span(), lambda c: ("", make(c.day.year // 100 * 100 + 50)))
    return open_(*match.span(), lambda c: ("", _shift(c, "decade", 0)[1]))


def _year_before(_scope: Scope, match: re.Match[str]) -> Find:
    return Find(match.start(), match.end(), match.start(), role="than", basis="text")


_OPENING = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 12}
"""A month by which a season has begun, to tell whether the following one is of the same year."""


def _after(_scope: Scope, match: re.Match[str]) -> Find:
    """Return a find of "the year after", "the following spring", "the following month"."""
    unit = match["unit"] or match["season"]

    def late(clock: Clock) -> tuple[str, str]:
        told = clock.told
        if unit == "month":
            return "", months_on(int(told[:4]), int(told[5:7]), 1) if len(told) > 6 else ""
        same = len(told) > 6 and int(told[5:7]) < _OPENING.get(unit, 0) - 1
        return "", make(int(told[:4]) + (not same)) if told else ""

    return of_text(*match.span(), late)


_DAYS: tuple[tuple[re.Pattern[str], Callable[[Scope, re.Match[str]], Find | None]], ...] = (
    (_UNIT, _unit),
    (_WEEKDAY, _weekday),
    (_BEFORE, _year_before),
    (_AFTER, _after),
    (_THE_UNIT, _the_unit),
    (_NAMED, _named_day),
    (_YEAR_END, _year_end),
    (_LONG, _long),
)
