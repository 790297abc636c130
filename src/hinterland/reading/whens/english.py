"""Dates and periods in English: what stands in a sentence, before prepositions and neighbours are looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens import english_words as words
from hinterland.reading.whens.days import make
from hinterland.reading.whens.english_parts import relative_part, year_words
from hinterland.reading.whens.english_relative import relative_day
from hinterland.reading.whens.english_spans import duration, relative_span
from hinterland.reading.whens.found import Find, span, whole, yearless
from hinterland.reading.whens.numeric import YEAR, century, numeric_at, quarter_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.reading.whens.scope import Scope

    Rule = Callable[[Scope, int, int], Find | None]

_TOKEN = re.compile(r"[a-z0-9]+")
_MON = rf"({words.MONTH})(?![a-z])(?:(?<=jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.|(?<=sept)\.|)"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9a-z]|[.,:][0-9]|\s?%)"
_TO = r"\s?(?:-|–|—|to|and|through|until|till)\s?"
_OF_YEAR = rf"(?:,?\s?(?:of\s|in\s)?({YEAR})(?![0-9]|[.,][0-9]))"
_MONTH_DAY = re.compile(rf"{_MON}\s?{_DAY}(?:{_TO}{_DAY})?{_OF_YEAR}?")
_MONTH_YEAR = re.compile(
    rf"{_MON}(?:[\s-]end)?[\s,'’/-]{{1,2}}(?:(?:of\s|in\s)?({YEAR})|(?<=['’])([0-9]{{2}}))(?![0-9]|[.,][0-9])"
)
_MONTH = re.compile(rf"{_MON}(?:[\s-]end(?![a-z]))?(\s(?:quarter|half)(?![a-z]))?")
_DAY_MONTH = re.compile(rf"{_DAY}(?:{_TO}{_DAY})?\s?(?:-|of\s)?{_MON}(?:[\s-]?{_OF_YEAR})?")
_PLAN = re.compile(
    r"([a-z]+|[0-9]{1,2}(?:st|nd|rd|th))\s+five[\s-]{1,2}years?(?:\s+(?:plan|planning|period))?(?:\s+period)?"
)
_DECADE = re.compile(r"((?:1[89]|20)[0-9]0)['’]?s(?![a-z])")
_YEAR = re.compile(YEAR)
_WORD_AFTER = re.compile(r"\s+([a-z]+(?:-[a-z]+)?)")
_RUNS_ON = re.compile(r"[0-9a-z%°]|[.,:][0-9]|-[a-z0-9]")
_RUNS_IN = re.compile(r"[0-9.,]$|[0-9][-/:]$")


def find_english(scope: Scope, start: int, end: int) -> list[Find]:
    """Return the bare finds of an English sentence in order."""
    finds: list[Find] = []
    reached = start
    for match in _TOKEN.finditer(scope.low, start, end):
        at = match.start()
        after = scope.low[match.end() : match.end() + 1]
        if at < reached or (after > "\x7f" and after.isalpha()):
            # "María" begins with no month
            continue
        word = match.group()
        rules = _digit_rules(word) if word[0].isdigit() else STARTERS.get(word) or _code_rules(word)
        for rule in rules:
            found = rule(scope, at, end)
            if found:
                finds.append(found)
                reached = found.end
                break
    return finds


def _capital(scope: Scope, at: int) -> bool:
    return scope.text[at].isupper()


def _numeric(scope: Scope, at: int, end: int) -> Find | None:
    if at and scope.text[at - 1] in "0123456789.,/-" and scope.text[max(0, at - 2)].isdigit():
        return None
    return numeric_at(scope.text, at, end)


def _quarter(scope: Scope, at: int, end: int) -> Find | None:
    return quarter_at(scope.text, at, end)


def _counts(scope: Scope, at: int) -> bool:
    """Whether what follows a number is counted by it."""
    after = _WORD_AFTER.match(scope.low, at)
    return after is not None and after[1] in words.COUNTED


def _month_day(scope: Scope, at: int, end: int) -> Find | None:
    match = _MONTH_DAY.match(scope.low, at, end)
    if not match or not _capital(scope, at):
        return None
    month, first, last, year = words.MONTHS[match[1]], int(match[2]), match[3], match[4]
    if not year and _counts(scope, match.end()):
        return None
    return _days(match.span(), month, (first, int(last) if last else None), int(year) if year else None)


def _day_month(scope: Scope, at: int, end: int) -> Find | None:
    match = _DAY_MONTH.match(scope.low, at, end)
    if not match or not _capital(scope, match.start(3)):
        return None
    first, last, month, year = int(match[1]), match[2], words.MONTHS[match[3]], match[4]
    return _days(match.span(), month, (first, int(last) if last else None), int(year) if year else None)


def _days(where: tuple[int, int], month: int, days: tuple[int, int | None], year: int | None) -> Find:
    first, last = days
    if last is None:
        return whole(*where, year, month, first) if year else yearless(*where, month, first)
    if year:
        return span(*where, make(year, month, first), make(year, month, last))
    found = yearless(*where, month, last)
    found.first = f"{first:02d}"  # the year is put before it when it is known
    return found


def _month_year(scope: Scope, at: int, end: int) -> Find | None:
    match = _MONTH_YEAR.match(scope.low, at, end)
    if not match or not _capital(scope, at):
        return None
    return whole(match.start(), match.end(), century(match[2] or match[3]), words.MONTHS[match[1]])


def _month(scope: Scope, at: int, end: int) -> Find | None:
    match = _MONTH.match(scope.low, at, end)
    if not match or not _capital(scope, at) or scope.low[match.end() : match.end() + 2] in {"'s", "’s"}:
        return None
    found = yearless(match.start(), match.end(), words.MONTHS[match[1]])
    if match[2]:
        found.run = 3 if "quarter" in match[2] else 6
    return found


def _plan(scope: Scope, at: int, end: int) -> Find | None:
    match = _PLAN.match(scope.low, at, end)
    if not match:
        return None
    number = words.PLAN_ORDINALS.get(match[1]) or (int(match[1][:-2]) if match[1][0].isdigit() else 0)
    return plan_period(match.start(), match.end(), number) if scope.china else None


def plan_period(start: int, end: int, number: int) -> Find | None:
    """Return the period of China's five-year plan of a number, from the sixth (1981) to the seventeenth."""
    if not 6 <= number <= 17:
        return None
    year = 1981 + 5 * (number - 6)
    return span(start, end, make(year), make(year + 4))


def _decade(scope: Scope, at: int, end: int) -> Find | None:
    match = _DECADE.match(scope.low, at, end)
    if not match:
        return None
    year = int(match[1])
    return span(match.start(), match.end(), make(year), make(year + 9))


def _bare_year(scope: Scope, at: int, end: int) -> Find | None:
    match = _YEAR.match(scope.low, at, end)
    if not match or (at and scope.text[at - 1] in "$€£¥₹₩#"):
        return None
    if _RUNS_ON.match(scope.low, match.end(), end):
        return None
    if _RUNS_IN.search(scope.low[max(0, at - 2) : at]):
        return None
    return whole(match.start(), match.end(), int(match[0]))


_PARTS = ("q1", "q2", "q3", "q4", "h1", "h2")
_DIGITS_4: tuple[Rule, ...] = (_numeric, year_words, _bare_year)
_DIGITS_2: tuple[Rule, ...] = (_numeric, _day_month, relative_span)


def _code_rules(word: str) -> tuple[Rule, ...]:
    """Return the rules for words such as fy25, q32024, h1fy26."""
    if len(word) < 4 or not word[-1].isdigit():
        return ()
    return (_numeric,) if word[:2] in {"fy", "cy"} else (_quarter,) if word[:2] in _PARTS else ()


def _digit_rules(word: str) -> tuple[Rule, ...]:
    digits = len(word) - len(word.lstrip("0123456789"))
    if digits == 4:
        return (_decade,) if word.endswith("s") else _DIGITS_4
    if digits > 2:
        return ()
    if digits == len(word):
        return _DIGITS_2
    return (_day_month, _plan, relative_part, _quarter)


_CLOCK_WORDS = (
    "past",
    "previous",
    "preceding",
    "this",
    "current",
    "next",
    "coming",
    "following",
    "that",
    "same",
    "prior",
)
_DAY_WORDS = ("yesterday", "today", "tomorrow", "tonight", "year", "end", "the", "decade", "mid")


def _starters() -> dict[str, tuple[Rule, ...]]:
    """Return which rules are tried at which word."""
    table: dict[str, tuple[Rule, ...]] = dict.fromkeys(
        words.MONTHS, (relative_part, _month_day, _month_year, _month)
    )
    table |= dict.fromkeys([*words.WEEKDAYS, *_CLOCK_WORDS, *_DAY_WORDS], (relative_day,))
    table |= dict.fromkeys(words.ORDINALS, (relative_part, relative_day, _plan))
    table |= dict.fromkeys(("within", "over", "in", "during", "for", "through"), (duration,))
    for word in words.NUMBERS:
        table.setdefault(word.split(" ")[0].split("-")[0], (relative_span,))
    table |= dict.fromkeys(words.PLAN_ORDINALS, (_plan,))
    table |= dict.fromkeys(("fy", "cy", "fiscal", "financial", "business"), (year_words,))
    table["quarter"] = (relative_part,)
    return table | dict.fromkeys(_PARTS, (_quarter, relative_part))


STARTERS = _starters()
