"""Which date governs a value or an act of a clause."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.model import When

_COMPARED = frozenset("较比")
_SHARES = frozenset(("占比", "同比", "环比", "配比", "股比"))
_AS_OF = ("截至", "截止")
_LATER = ("目前", "现有", "现已", "如今", "此后", "之后", "随后", "后来", "至今", "迄今", "当前", "现在")
"""What stands at the head of a clause that tells of a later time than the date before it."""
_STARTS = frozenset(("since", "from", "after"))
"""Roles of dates that values do not fall due at."""


@dataclass(slots=True)
class Dates:
    """The dates that hold on from earlier clauses."""

    published: date | None
    lead: When | None = None
    """The date that leads the sentence."""
    before: When | None = None
    """The past year that led an earlier sentence of the paragraph."""
    last: When | None = None
    """The date named last."""
    listed: list[When] = field(default_factory=list)
    """The dates that stood in a list in the clause before."""
    section: When | None = None
    """The year that a heading sets for all below it."""

    def begin(self, *, goes_on: bool, same_paragraph: bool) -> None:
        """Begin a sentence; one that goes on with 其中 keeps the date that led the one before.

        A past year that led the sentence before still holds for figures of the same paragraph that name no other.
        """
        kept = self.lead or self.before
        year = kept is not None and (len(kept.date) == 4 or bool(kept.first)) and kept.role in {"in", ""}
        self.before = kept if year and same_paragraph and self.future(kept) is False else None
        if not goes_on:
            self.lead = None

    def held(self) -> When | None:
        """Return the date that a list goes on with: the one that leads, else a year named last and not past."""
        if self.lead is not None or self.last is None:
            return self.lead
        return self.last if len(self.last.date) == 4 and self.future(self.last) is not False else None

    def hear(self, clause: Clause) -> None:
        """Take the date that leads a clause for the clauses after it."""
        self.listed = clause.whens if len(clause.whens) > 1 else []
        past = self.lead is not None and self.future(self.lead) is False and self.lead.role != "until"
        if past and not clause.whens and clause.shape.startswith(_LATER):
            self.lead = None  # 2012年投产，目前员工1600人: not of that year
        if clause.kinds.isdisjoint(("when", "then", "sameyear")):
            return
        for token in clause.tokens:
            when = token.when() if token.has("when") else None
            if when is not None and when.date:
                if self._holds_on(clause, token, when):
                    self.lead = replace(when, role="until") if token.word.startswith(_AS_OF) else when
                if not compared(clause, token):
                    self.last = when
            elif token.has("then", "sameyear") and (self.last or self.section):
                self.lead = self._again(token, year=token.has("sameyear"))

    def _holds_on(self, clause: Clause, token: Token, when: When) -> bool:
        """Whether a date leads its clause so that it holds for the clauses after: not that of an act by the day."""
        if not leads(clause, token) or bound(clause, token):
            return False
        if not clause.has("event", "sign", "open", "settle"):
            return True
        return len(when.date) == 4 and (when.role in {"by", "until"} or _alone(clause, token))

    def _again(self, token: Token, *, year: bool = False) -> When | None:
        """Return the last date as a word such as 届时 or 当年 means it again."""
        base = self.last or self.section
        if base is None:
            return None
        if year:
            if self.section is not None:
                base = self.section
            return replace(
                base, start=token.start, end=token.end, date=base.date[:4], first="", role="in", basis="text"
            )
        return replace(base, start=token.start, end=token.end, basis="text")

    def governing(self, clause: Clause, at: int, start: int, end: int, *, day: bool = False) -> When | None:
        """Return the date that governs what stands at `at`, in the year of its heading where it names none."""
        when = self._governing(clause, at, start, end, day=day)
        if when is None or not when.year_missing or self.section is None or len(when.date) < 7:
            return when
        return replace(when, date=self.section.date[:4] + when.date[4:], year_missing=False, basis="text")

    def _governing(self, clause: Clause, at: int, start: int, end: int, *, day: bool = False) -> When | None:
        """Return the date that governs what stands at `at`, within a segment of a clause.

        Parameters
        ----------
        clause, at, start, end
            The clause, the place of the value or verb, and the segment it stands in.
        day
            Whether a day that leads the sentence may govern: it dates an act, not a value.
        """
        own = [t for t in clause.find("when") if _dates(clause, t, day=day)]
        before = [t for t in own if start <= t.start < at]
        if before:
            return before[-1].when()
        after = [t for t in own if at <= t.start < end and _role(t) in {"by", "in", "until", ""}]
        if after:
            return after[0].when()
        ahead = [t for t in own if t.start < at and leads(clause, t) and not bound(clause, t)]
        if ahead:
            return ahead[-1].when()
        lead = self.lead
        if lead is None or (not day and not _spans(lead)):
            return self.section
        return lead

    def misses(self, clause: Clause, when: When | None, *, ahead: bool) -> bool:
        """Whether a date from before the clause is not that of what the clause says.

        What lies ahead does not fall on the past day it was announced, what is done not on a day to come.
        """
        if when is None:
            return False
        if not ahead:
            return bool(self.future(when))
        if when.role not in {"in", ""} or when.first or self.future(when) is not False:
            return False
        carried = when.start < clause.start or when.end > clause.end
        return len(when.date) > 7 or (carried and len(when.date) > 4)

    def future(self, when: When | None) -> bool | None:
        """Whether a date lies after the publication; None where that is not known."""
        if when is None or not when.date or self.published is None:
            return None
        today = self.published.isoformat()[: len(when.date)]
        if when.date == today and len(today) < 10:
            return True if when.role == "by" else None
        return when.date > today


def _role(token: Token) -> str:
    when = token.when()
    return when.role if when is not None else ""


def _dates(clause: Clause, token: Token, *, day: bool) -> bool:
    """Whether a date of a clause may govern an act (`day`) or a value of it."""
    when = token.when()
    if when is None or not when.date or compared(clause, token):
        return False
    return day or when.role not in _STARTS


def _spans(when: When) -> bool:
    """Whether a date that leads a sentence dates values too: a month, year or period, or a day things are due by."""
    if when.role in _STARTS:
        return False
    return len(when.date) <= 7 or when.role in {"by", "until"} or bool(when.first)


def compared(clause: Clause, token: Token) -> bool:
    """Whether a date only says what is compared with: 较2020年增长, 为2020年的3倍."""
    at, rest = token.start - clause.start, clause.shape[token.end - clause.start :]
    before = clause.shape[max(0, at - 2) : at]
    if _role(token) == "than" or token.word[:1] in _COMPARED or before == "相比":
        return True
    if (before[-1:] in _COMPARED and before not in _SHARES) or rest.startswith(
        ("基础上", "的基础上", "水平")
    ):
        return True
    return rest.removeprefix("同期")[:1] == "的" and before[-1:] in {"为", "是", "达", "于", "约"}


def leads(clause: Clause, token: Token) -> bool:
    """Whether a date stands before the verb and the numbers of its clause."""
    for other in clause.tokens:
        if other.start >= token.start:
            break
        if other.has("number", "build", "event", "sign", "found", "issue", "open", "meet"):
            return False
    return not compared(clause, token)


def bound(clause: Clause, token: Token) -> bool:
    """Whether a date belongs to one value alone: 由2021年的12亿元增至18亿元."""
    return clause.shape[token.end - clause.start :][:1] == "的"


def _alone(clause: Clause, token: Token) -> bool:
    return token.start - clause.start <= 2 and clause.end - token.end <= 2
