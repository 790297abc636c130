"""English quarters, halves, runs of months and fiscal years, with a year in figures, in words, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens import english_words as words
from hinterland.reading.whens.days import make
from hinterland.reading.whens.english_relative import KIND, STEP, TEXT_STEP, ahead
from hinterland.reading.whens.found import Clock, Find, of_text, open_, span, whole
from hinterland.reading.whens.numeric import YEAR, century

if TYPE_CHECKING:
    from hinterland.reading.whens.scope import Scope

_ORD = "|".join(words.ORDINALS)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_OF_YEAR = (
    r"(?:['’]s)?\s?[,/]?\s?(?:of\s+|in\s+)?(?:"
    rf"(?:fy\s?|fiscal\s(?:year\s)?|financial\syear\s|calendar\s(?:year\s)?)?(?P<year>{YEAR})(?![0-9])"
    r"|(?:fy\s?|fiscal\s(?:year\s)?)['’]?(?P<two>[0-9]{2})(?![0-9])"
    rf"|(?:(?:the\s)?(?P<which>this|last|next|current|coming|following|same|that)|(?P<the>the))\s{KIND}year(?![a-z])"
    r"(?!\s+(?:ended|ending|to)\b))"
)
_PART = re.compile(
    r"(?:(?:q|quarter\s)(?P<q>[1-4]|iv|i{1,3})(?:\s?(?:-|–|to)\s?q(?P<q2>[1-4]))?|h(?P<h>[12])|(?P<qb>[1-4])q|(?P<hb>[12])h"
    rf"|(?P<ord>{_ORD})[\s-](?P<size>quarter|half)"
    rf"|(?P<run>{_ORD})\s(?P<count>{words.NUMBER})[\s-](?P<unit>quarters|months)"
    rf"|(?P<month>{words.MONTH})\.?(?:\s(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?)?)(?![a-z0-9])(?!\s(?:ended|ending|to)\s)(?:{_OF_YEAR})?"
)
_FISCAL = re.compile(
    rf"(?:fy|cy|fiscal(?:\syear)?|(?:financial|business)\syear)\s?['’-]?\s?"
    rf"({YEAR}|(?<=['’y])[0-9]{{2}}|(?<=fy\s)[0-9]{{2}})(?:\s?[-–/]\s?({YEAR}|[0-9]{{2}}))?(?![0-9]|[.,][0-9])"
)
_YEAR_PART = re.compile(rf"({YEAR})['’]?s?\s({_ORD})[\s-](quarter|half)(?![a-z])")
_LED = re.compile(
    r"(?:in|for|by|during|of|until|through|over|from|since|before|after|late|early)\s(?:the\s)?$"
)


def relative_part(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of a quarter, half, run of months, or month with a year in words: the first half of next year."""
    match = _PART.match(scope.low, at, end)
    if not match:
        return None
    year = match["year"] or match["two"]
    if match["month"]:
        return _month_of(scope, match) if match["which"] else None
    months = _months(match)
    numbered = match.group().startswith("quarter") and not (match["year"] or match["two"])
    if not months or numbered or (match["h"] and not _half(scope, match)):
        return None
    first, last = months
    if year:
        stated = century(year)
        return span(*match.span(), make(stated, first), make(stated, last))
    return _part_of(scope, match, first, last)


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    """Return the first and last month of the part of the year that is named."""
    if q := _ROMAN.get(match["q"] or "", match["q"]) or match["qb"]:
        last = int(match["q2"] or q)
        return (3 * int(q) - 2, 3 * last) if last >= int(q) else None
    if h := match["h"] or match["hb"]:
        return 6 * int(h) - 5, 6 * int(h)
    if match["ord"]:
        return _nth(match["ord"], match["size"])
    count = int(words.number(match["count"])) * (3 if match["unit"] == "quarters" else 1)
    place = words.ORDINALS[match["run"]]
    if not 1 <= count <= 12 or place not in {1, -1}:
        return None
    return (1, count) if place == 1 else (13 - count, 12)


def _nth(ordinal: str, unit: str) -> tuple[int, int] | None:
    size, place = (3 if unit == "quarter" else 6), words.ORDINALS[ordinal]
    place = 12 // size if place < 0 else place
    return (size * place - size + 1, size * place) if size * place <= 12 else None


def _part_of(scope: Scope, match: re.Match[str], first: int, last: int) -> Find | None:
    which = match["which"]
    a, b = match.span()
    if not which and not match["the"] and not _alone(scope, match):
        return None
    if which in TEXT_STEP:
        back = TEXT_STEP[which]
        return of_text(
            a, b, lambda c: (make(c.year + back, first), make(c.year + back, last)) if c.year else ("", "")
        )
    if which:
        step = STEP[which]
        found = open_(a, b, lambda c: (make(c.day.year + step, first), make(c.day.year + step, last)), "span")
        return ahead(found, step)

    def late(clock: Clock) -> tuple[str, str]:
        year = clock.year_near()
        if not clock.near:
            month = clock.day.month
            year += 1 if clock.future and last < month else -1 if not clock.future and first > month else 0
        return make(year, first), make(year, last)

    found = open_(a, b, late, "span")
    found.near = not match["the"]
    return found


def _alone(scope: Scope, match: re.Match[str]) -> bool:
    """Whether a part of a year without its year is a date: "in the third quarter", not "the first half of work"."""
    after = scope.low[match.end() : match.end() + 4]
    if after.startswith(" of ") or match["ord"] in {"last", "final"}:
        return False
    if match["q"] or match["h"] or _FIGURES.match(scope.low, match.end()):
        return True
    return bool(_LED.search(scope.low[max(0, match.start() - 14) : match.start()]))


_FIGURES = re.compile(
    r"\s(?:net\s|operating\s|core\s|pre-tax\s|group\s)?"
    r"(?:revenues?|sales|profits?|earnings|results|guidance|turnover|figures|output|production|shipments|deliveries"
    r"|orders|loss(?:es)?|income)\b"
)
_GAS = re.compile(
    r"\s(?:[a-z]+\s)?(?:sector|market|valley|hub|plant|project|pilot|economy|production|capacity|storage|pipeline|blend)"
)


def _half(scope: Scope, match: re.Match[str]) -> bool:
    """Whether "H1" or "H2" is half a year, not hydrogen or a part of a name: "H2 2025", "in H1", "H1 revenue"."""
    words = match.group()
    if (match["year"] or match["two"] or match["which"]) and not re.search(r"[a-z0-9]\s+in\s", words):
        return True
    before = scope.low[max(0, match.start() - 14) : match.start()]
    if _GAS.match(scope.low, match.end()):
        return False
    return bool(_LED.search(before) or _FIGURES.match(scope.low, match.end()))


def _month_of(scope: Scope, match: re.Match[str]) -> Find | None:
    """Return a find of "May this year", "March 5 last year"."""
    if not scope.text[match.start()].isupper():
        return None
    month, day, which = (
        words.MONTHS[match["month"]],
        int(match["day"]) if match["day"] else None,
        match["which"],
    )
    a, b = match.span()
    if which in TEXT_STEP:
        back = TEXT_STEP[which]
        return of_text(a, b, lambda c: ("", make(c.year + back, month, day) if c.year else ""))
    step = STEP[which]
    return ahead(
        open_(a, b, lambda c: ("", make(c.day.year + step, month, day)), "day" if day else "month"), step
    )


def year_words(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of "fiscal 2025", "FY 2024-25", "2025 third quarter"."""
    if match := _YEAR_PART.match(scope.low, at, end):
        months = _nth(match[2], match[3])
        return span(*match.span(), *(make(int(match[1]), m) for m in months)) if months else None
    match = _FISCAL.match(scope.low, at, end)
    if not match:
        return None
    year = century(match[1])
    if match[2]:
        return span(*match.span(), make(year), make(century(match[2])))
    return whole(*match.span(), year)
