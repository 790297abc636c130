"""Neighbouring dates that are one: from 2021 to 2025; Thursday, May 4; May to July 2024; the plan (2021-2025)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens.days import make

if TYPE_CHECKING:
    from hinterland.reading.whens.found import Clock, Find

_RANGE = re.compile(
    r"\s?(?:-|–|—{1,2}|~|～|至|到)\s?(?:end-|late\s|early\s|mid-)?|[,\s]\s?(?:to|through|until|till|up\sto)\s(?:(?:the\s)?(?:end|start|beginning|middle)\sof\s|late\s|early\s|mid-|end-)?"
)
_AND = re.compile(r"\sand\s(?:(?:the\s)?(?:end|start|middle)\sof\s|late\s|early\s|mid-|end-)?")
_LIST = re.compile(r"\s?(?:,|and|or|to|-|–|/|、|和|及|,\sand)\s?")
_FROM = re.compile(
    r"(?<![a-z])(?:from|between)\s(?:(?:the\s)?(?:end|start|beginning|middle)\sof\s|late\s|early\s|mid-|end-|in\s)?$"
)
_BETWEEN = re.compile(
    r"(?<![a-z])between\s(?:(?:the\s)?(?:end|start|beginning|middle)\sof\s|late\s|early\s|mid-|end-)?$"
)
_APPOSED = re.compile(r"[\s,，]{0,2}[(（]\s?|,\s?|\s")


def join(low: str, finds: list[Find], start: int) -> list[Find]:
    """Return finds with those joined that say one date or one period together."""
    _lend_years(low, finds)
    joined: list[Find] = []
    for find in finds:
        if joined and _merge(low, joined[-1], find, start):
            continue
        joined.append(find)
    return joined


def _lend_years(low: str, finds: list[Find]) -> None:
    """Give "May" of "May and June 2024" its year, from the right."""
    for left, right in zip(reversed(finds[:-1]), reversed(finds[1:]), strict=True):
        if not (left.year_missing and right.year and right.month and left.month):
            continue
        if _LIST.fullmatch(low[left.end : right.start]) or _range_between(low, left, right):
            year = right.year - (left.month > right.month)
            if left.first:
                left.first = make(year, left.month, int(left.first))
            left.settle(year, "stated")


def _range_between(low: str, left: Find, right: Find) -> bool:
    return right.start - left.end < 24 and bool(_RANGE.fullmatch(low[left.end : right.start]))


def _merge(low: str, left: Find, right: Find, start: int) -> bool:
    """Take `right` into `left` where both are one date."""
    if right.start - left.end > 24:
        return False
    gap = low[left.end : right.start]
    if _same_day(low, left, right, gap) or _same_period(low, left, right, gap):
        return True
    if left.first and left.grain == "span" and not (right.grain == "span" and left.date):
        return False
    lead = low[max(start, left.start - 32) : left.start]
    ranged = _RANGE.fullmatch(gap) and (_FROM.search(lead) or left.grain == right.grain or right.relative)
    if not (ranged or (_AND.fullmatch(gap) and _BETWEEN.search(lead))):
        return False
    if left.year_missing and left.month and right.late and right.grain == "month":
        return _borrow(left, right)
    if left.relative or left.late or left.basis == "text" or left.role == "for" or right.role == "for":
        return False
    return _stretch(left, right)


def _borrow(left: Find, right: Find) -> bool:
    """Make "April to June this year" one period that is resolved as its end is."""
    month, late = left.month, right.late

    def both(clock: Clock) -> tuple[str, str]:
        last = late(clock)[1] if late else ""
        return (make(int(last[:4]) - (last[5:7] < f"{month:02d}"), month), last) if last else ("", "")

    left.late, left.relative, left.basis, left.future = both, right.relative, right.basis, right.future
    left.year_missing, left.grain, left.end, left.joined = False, "span", right.end, True
    return True


def _stretch(left: Find, right: Find) -> bool:
    """Make two dates the two ends of one period."""
    if right.late or right.year_missing != left.year_missing:
        return False
    if left.year_missing and (left.month is None or right.month is None):
        return False
    if left.year_missing:
        # "May 4 to May 8": the year is put before both when it is known
        left.first = f"{left.month:02d}" + (f"-{left.day:02d}" if left.day else "")
        left.month, left.day, left.grain = right.month, right.day, right.grain
    else:
        left.first, left.date = left.first or left.date, right.date
        left.year, left.month, left.day, left.grain = right.year, right.month, right.day, "span"
    left.end, left.joined = right.end, True
    return True


def _same_day(low: str, left: Find, right: Find, gap: str) -> bool:
    """Whether a weekday and a day of the month stand side by side: "Thursday, May 4"."""
    if left.grain != "day" or right.grain != "day" or not _APPOSED.fullmatch(gap):
        return False
    if left.late and not left.month and right.month:
        weekday, dated = left, right
    elif right.late and not right.month and left.month:
        weekday, dated = right, left
    else:
        return False
    closing = low[right.end : right.end + 1] in {")", "）"} and gap.strip(" ,")[-1:] in {"(", "（"}
    left.month, left.day, left.year, left.date = dated.month, dated.day, dated.year, dated.date
    left.year_missing, left.relative, left.basis, left.late = dated.year_missing, False, "stated", None
    left.future = weekday.future
    left.end = right.end + closing
    return True


def _same_period(low: str, left: Find, right: Find, gap: str) -> bool:
    """Whether a period is named and then said in figures: "the 14th five-year plan period (2021-2025)"."""
    if not (left.first and left.date and (left.first, left.date) == (right.first, right.date)):
        return False
    if not re.fullmatch(r"\s?[(（]?\s?", gap):
        return False
    closing = low[right.end : right.end + 1] in {")", "）"} and "(" in gap.replace("（", "(")
    left.end = right.end + closing
    return True
