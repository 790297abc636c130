"""English durations that run from or to the day of publication: within five years, two years ago."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens import english_words as words
from hinterland.reading.whens.days import after_period, make, months_on
from hinterland.reading.whens.found import Find, of_text, open_
from hinterland.reading.whens.tense import any_future_en, tense_en

if TYPE_CHECKING:
    from hinterland.reading.whens.found import Clock
    from hinterland.reading.whens.scope import Scope

_THAT = r"(?:that|this)\s(?:date|day|point|time|moment|event)|that|this|then"
_SUBJECTS = "the|it|its|they|their|an?|some|another|all|output|production|both|about|up|it['’]s"
_AGO = re.compile(
    rf"({words.NUMBER})[\s-](year|month|week|day|quarter|decade)s?(?P<half>\sand\sa\shalf)?[\s-]"
    r"(ago|from\snow|hence|earlier|before|later(?!\sthan)|prior|on(?=,)"
    rf"|(?:after|from)\s(?:{_THAT}|completion|commissioning|opening|start-up)(?=[,.;]|\s(?:{_SUBJECTS})\s|\s[0-9]))(?![a-z])"
)
_OF_THAT = re.compile(rf"\s(?:of|from|after)\s(?:{_THAT})(?![a-z])")
_DURATION = re.compile(
    r"(?P<lead>within|over|in|during|for|through)\s+(?:the\s+(?:span\s|course\s|space\s)?(?:of\s)?)?"
    r"(?:(?P<way>next|coming|following|past|last|previous|preceding|subsequent)\s)?"
    r"(?:(?:about|around|roughly|approximately|some|at\smost|as\slittle\sas|less\sthan|under|just)\s)?"
    rf"(?:(?P<low>{words.NUMBER})(?:\s?(?:-|–|to|or)\s?(?P<high>{words.NUMBER}))?\s+)?(?:more\s)?"
    r"(?P<unit>year|month|week|day|quarter|decade)(?P<many>s?)(?![a-z-])(?P<time>(?:['’]s?)?\stime(?![a-z])|\sfrom\snow(?![a-z]))?"
)
_FROM_ELSE = re.compile(
    rf"\s(?:of|after|from|ended|ending|through)\s|\sto\s(?:the\send|end|late|early|mid|[0-9]|{words.MONTH})(?![a-z])"
)
_TO = re.compile(r"\sto\s")
_RECORD = re.compile(
    r"(?:first(?:\s\w+){0,2}|\w+est|most|worst|best|(?:first|second|third|only|last)\stime|percent|%)(?:\s\w+)?\s$"
)
_RATED = re.compile(r"(?:(?:a|per|each|every)\s(?:year|month|week)|annually|yearly)\s$")
_BACK = {"past", "last", "previous", "preceding"}


def relative_span(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of "two years ago", "five years from now", "a year earlier"."""
    match = _AGO.match(scope.low, at, end)
    if not match:
        return None
    count, unit, side = words.number(match[1]) + (0.5 if match["half"] else 0), match[2], match[4]
    a, b = match.span()
    if side in {"earlier", "before", "prior"}:
        if unit == "year" and scope.low[max(0, a - 2) : a].strip(" \n") in {"", "."}:
            # "A year earlier it had sold 280": no comparison, but when
            return of_text(a, b, lambda c: ("", make(c.year - int(count)) if c.year else ""), role="in")
        return Find(a, b, a, role="than", basis="text")
    if side in {"later", "on"} or side.startswith(("after ", "from th")):
        return of_text(a, b, lambda c: ("", _on_from(c, count, unit)))
    found = open_(a, b, lambda c: ("", after_period(c.day, -count if side == "ago" else count, unit)))
    found.future = side != "ago"
    return found


def _on_from(clock: Clock, count: float, unit: str) -> str:
    """Return the date that lies a duration after the date last told: a month where months are known, else a year."""
    told, size = clock.told, {"year": 12, "decade": 120, "quarter": 3, "month": 1}.get(unit, 0)
    months = round(count * size)
    if not size or not told:
        return ""
    if months % 12 == 0 and (unit in {"year", "decade"} or len(told) < 7):
        return make(int(told[:4]) + months // 12)
    return months_on(int(told[:4]), int(told[5:7]), months) if len(told) > 6 else ""


def duration(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a duration that begins or ends at publication: within five years, over the past decade."""
    match = _DURATION.match(scope.low, at, end)
    that = (
        _OF_THAT.match(scope.low, match.end(), end) if match and match["lead"] in {"within", "in"} else None
    )
    if match and that:
        # "within three years of that date"
        size, span = words.number(match["high"] or match["low"] or "a"), match["unit"]
        return of_text(match.start(), that.end(), lambda c: ("", _on_from(c, size, span)), role="by")
    if not match or not _runs_from_now(scope, match, end):
        return None
    count, unit = words.number(match["high"] or match["low"] or "a"), match["unit"]
    back = match["way"] in _BACK
    if back:
        found = open_(
            *match.span(), lambda c: (after_period(c.day, -count, unit), after_period(c.day, 0, unit))
        )
    else:
        found = open_(*match.span(), lambda c: ("", after_period(c.day, count, unit)))
    found.role, found.future = "for", not back
    return found


def _runs_from_now(scope: Scope, match: re.Match[str], end: int) -> bool:
    """Whether a duration is meant to run from the date of publication on, or back from it."""
    lead, way, low, unit = match["lead"], match["way"], match["low"], match["unit"]
    if not low and (match["many"] or not way):
        return False
    if _FROM_ELSE.match(scope.low, match.end(), end) or way in {"following", "subsequent"}:
        return False
    if not way and _TO.match(scope.low, match.end(), end):
        return False
    if way:
        return bool(low) or unit in {"year", "decade"} or lead != "for"
    if match["time"] or lead == "within":
        return True
    if lead not in {"in", "over"} or low in {"a", "an"}:
        return False
    if lead == "over" and _RATED.search(scope.low[max(scope.start, match.start() - 12) : match.start()]):
        return False  # "20,000 tonnes a year over seven years": how long, not until when
    if lead == "over":
        return tense_en(scope.low, scope.start, end, match.start(), match.end()) != "past"
    if _RECORD.search(scope.low[max(scope.start, match.start() - 40) : match.start()]):
        return False
    return any_future_en(scope.low, scope.start, match.start()) or any_future_en(scope.low, match.end(), end)
