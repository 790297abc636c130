"""What a scanner found before it is resolved: words that name a date, with what they leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hinterland.reading.whens.days import make

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

Grain = Literal["year", "month", "day", "span", "end", "name", "other", "void"]


@dataclass(frozen=True, slots=True)
class Clock:
    """What open dates are read against: the date of publication, the tense, and the year the text last stated.

    `near` is the year stated before in the same sentence, 0 where there is none that goes on; `told` the date last
    told, as precise as it is known, for "six months later".
    """

    published: date | None
    future: bool
    year: int
    near: int = 0
    told: str = ""

    def year_near(self) -> int:
        """Return the year that an end of year without a year belongs to."""
        return self.near or self.day.year

    @property
    def day(self) -> date:
        """The date of publication, for finds that are only resolved where there is one."""
        if self.published is None:
            raise ValueError("no date of publication")
        return self.published


@dataclass(slots=True)
class Find:
    """A date or period as the words give it.

    Attributes
    ----------
    core
        Where the words of the date itself begin: `start` moves left as prepositions are taken in.
    grain
        What is named; "end" for an end of year without its year, "name" for a year in a name, "void" for none.
    year, month, day
        What is stated of a single day, month or year; None where it is not, or not single.
    role, basis, relative, year_missing, first, date
        As in `When`.
    future
        Whether the words themselves look ahead (next, by) or back (last, since); None where the verb must tell.
    late
        Gives first and date once the clock is known.
    run
        How many months a period takes that ends with the date: 12 for "the year to March".
    near
        Whether a year that the sentence has stated before is meant, rather than that of publication (年底).
    joined
        Whether it is a period made of two dates: "from May to July".
    """

    start: int
    end: int
    core: int
    date: str = ""
    first: str = ""
    grain: Grain = "other"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    role: str = ""
    basis: Literal["stated", "published", "text"] = "stated"
    relative: bool = False
    year_missing: bool = False
    future: bool | None = None
    late: Callable[[Clock], tuple[str, str]] | None = None
    run: int = 0
    near: bool = False
    joined: bool = False

    def settle(self, year: int, basis: Literal["stated", "text"]) -> None:
        """Give a day or month without a year its year."""
        self.year, self.year_missing, self.basis = year, False, basis
        self.date = make(year, self.month, self.day)


def whole(start: int, end: int, year: int, month: int | None = None, day: int | None = None) -> Find:
    """Return a find of a date that is stated in full; a void one where the calendar has no such date."""
    text = make(year, month, day)
    if not text:
        return void(start, end)
    grain: Grain = "year" if month is None else "month" if day is None else "day"
    return Find(start, end, start, date=text, grain=grain, year=year, month=month, day=day)


def void(start: int, end: int) -> Find:
    """Return a find that is no date (30 February): it keeps its words from being read as another."""
    return Find(start, end, start, grain="void")


def span(start: int, end: int, first: str, last: str) -> Find:
    """Return a find of a period; a void one where an end is no date."""
    if not first or not last:
        return void(start, end)
    return Find(start, end, start, date=last, first=first, grain="span")


def yearless(start: int, end: int, month: int | None, day: int | None = None) -> Find:
    """Return a find of a day or month without its year; a void one where no year has it."""
    if not make(2000, month or 1, day or 1):
        return void(start, end)
    grain: Grain = "month" if day is None else "day"
    return Find(start, end, start, grain=grain, month=month, day=day, year_missing=True)


def open_(start: int, end: int, late: Callable[[Clock], tuple[str, str]], grain: Grain = "other") -> Find:
    """Return a find that the date of publication resolves."""
    return Find(start, end, start, grain=grain, basis="published", relative=True, late=late)


def of_text(start: int, end: int, late: Callable[[Clock], tuple[str, str]], role: str = "") -> Find:
    """Return a find that a date of the text resolves: "the same year"."""
    return Find(start, end, start, basis="text", late=late, role=role)
