"""Open dates are resolved: against the date of publication, the tense of the verb, or a year the text has stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.model import When
from hinterland.reading.whens.days import day_near, make, month_day_near, month_near, nearest
from hinterland.reading.whens.found import Clock
from hinterland.reading.whens.tense import tense_en, tense_zh

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.reading.model import Sentence
    from hinterland.reading.whens.found import Find
    from hinterland.reading.whens.scope import Scope
    from hinterland.reading.whens.tense import Tense

_AHEAD = {"by", "until", "for"}


class Resolver:
    """Resolves the finds of a text in order, remembering the year last stated."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.year = 0
        self.told = ""
        self.sentence_year = 0
        self.sentence_month = 0

    def sentence(self, sentence: Sentence, finds: Sequence[Find]) -> list[When]:
        """Return the dates of a sentence."""
        self.sentence_year = self.sentence_month = 0
        for i, find in enumerate(finds):
            tense = self._tense(sentence, find) if find.late or find.year_missing else ""
            self._settle(find, tense, finds[i + 1 : i + 4])
            if find.basis == "stated" and not find.year_missing and find.role != "than" and find.date:
                self.year = self.sentence_year = int(find.date[:4])
                self.sentence_month = int(find.date[5:7] or 0)
            elif find.basis == "published" and find.role != "than" and 0 < len(find.date) < 10:
                # "went live last November; the second follows a year later"
                self.year = int(find.date[:4])
            elif find.basis == "text" and find.role != "than" and find.date > self.told:
                # "two years later the hall follows, and a year later the quay": a look back is left out
                self.year, self.told = int(find.date[:4]), find.date
            if find.date and find.role != "than" and find.basis != "text" and not _day_of_news(find):
                self.told = find.date
        return [_when(find) for find in finds]

    def _tense(self, sentence: Sentence, find: Find) -> Tense:
        if find.future is not None:
            return "future" if find.future else "past"
        if find.role in _AHEAD:
            return "future"
        if find.role in {"since", "than"}:
            return "past"
        tell = tense_en if sentence.lang == "en" else tense_zh
        words = self.scope.low if sentence.lang == "en" else self.scope.han
        return tell(words, sentence.start, sentence.end, find.start, find.end)

    def _settle(self, find: Find, tense: Tense, following: Sequence[Find]) -> None:
        published = self.scope.published
        if find.year_missing:
            self._yearless(find, tense, following)
        elif find.late:
            goes_on = find.near and (not published or self.sentence_year >= published.year)
            near = self.sentence_year if goes_on else 0
            if published or near or (find.basis == "text" and self.year):
                find.first, find.date = find.late(
                    Clock(published, tense == "future", self.year, near, self.told)
                )
            if near:
                find.basis, find.relative = "text", False
        if find.run and find.date:
            find.first = opening_of_run(find.date, find.run)

    def _yearless(self, find: Find, tense: Tense, following: Sequence[Find]) -> None:
        """Give a day or month its year: that of a date beside it in the sentence, else the nearest."""
        published, first = self.scope.published, find.first
        future = tense == "future"
        if not tense and published and find.month:
            future = nearest(find.month, find.day or 28, published)
        find.first = ""
        if find.month and self.sentence_year and self._follows(find):
            find.settle(self.sentence_year, "text")
        elif tense != "past" and (year := _year_ahead(find, following, published)):
            find.settle(year, "text")
        elif published and find.month and find.day:
            find.date, find.basis = day_near(find.month, find.day, published, future), "published"
        elif published and find.month:
            find.date, find.basis = month_near(find.month, published, future), "published"
        elif published and find.day:
            find.date, find.basis = month_day_near(find.day, published, future), "published"
        if first and find.date:
            find.first = _opening(find.date, first)

    def _follows(self, find: Find) -> bool:
        """Whether a yearless date goes on from the one before it: "starts in August 2023 and ends in October"."""
        if self.sentence_month:
            return (find.month or 0) >= self.sentence_month
        published = self.scope.published
        return published is None or self.sentence_year >= published.year


def _year_ahead(find: Find, following: Sequence[Find], published: date | None) -> int:
    """Return the year of a later month that the sentence goes on to: "begins in March and ends in September 2024"."""
    for other in following:
        if other.year and other.month and find.month and find.month <= other.month and other.role != "than":
            return other.year if published and other.year >= published.year else 0
    return 0


def _day_of_news(find: Find) -> bool:
    """Whether a date is the day of a report, which the text does not count from: "said on Monday"."""
    return find.basis == "published" and len(find.date) == 10


def opening_of_run(date_: str, months: int) -> str:
    """Return the first month, or day, of a run of months that ends with a date."""
    year, month = int(date_[:4]), int(date_[5:7] or 12)
    total = year * 12 + month - months
    if len(date_) > 7 and int(date_[8:]) < 28:
        total -= 1  # the year to 5 April begins in April of the year before
        return make(total // 12, total % 12 + 1, int(date_[8:]) + 1)
    begin = make(total // 12, total % 12 + 1)
    return f"{begin}-01" if len(date_) > 7 and begin else begin


def _opening(date_: str, first: str) -> str:
    """Return the first date of a period whose opening was written as a day, a month, or both."""
    year = int(date_[:4])
    if len(first) == 5:
        month, day = int(first[:2]), int(first[3:])
        return make(year - (first > date_[5:]), month, day)
    if len(date_) > 7:
        return make(year, int(date_[5:7]), int(first))
    return make(year - (first > date_[5:7]), int(first))


def _when(find: Find) -> When:
    return When(
        start=find.start,
        end=find.end,
        date=find.date,
        first=find.first if find.date else "",
        role=find.role,
        basis=find.basis,
        relative=find.relative,
        year_missing=find.year_missing,
    )
