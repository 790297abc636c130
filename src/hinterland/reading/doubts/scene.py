"""What the finders of doubts look at: the text, what was found in it, and its stretches of quantities."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.reading.model import Draft, Name, Notice, Quantity, Sentence, Tagged, When

LONGEST = 1500
"""Longest stretch that is looked at as one sentence: longer ones are tables or no sentences at all."""
REACH = 600
"""Code points on either side of a date that are looked at in an endless sentence."""
MOST = 24
"""Most quantities of one stretch that are added up or multiplied."""


@dataclass(frozen=True)
class Stretch:
    """Sentences that are read together (parted by semicolons alone), with their plain amounts in order."""

    start: int
    end: int
    first: int
    last: int
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class Scene:
    """A text in doubt."""

    text: str
    tagged: Tagged
    drafts: Sequence[Draft]
    published: date | None

    @cached_property
    def starts(self) -> list[int]:
        """Starts of the sentences."""
        return [s.start for s in self.tagged.sentences]

    def sentence(self, position: int) -> Sentence | None:
        """Return the sentence that holds a position, or the nearest before it."""
        at = bisect_left(self.starts, position + 1) - 1
        return self.tagged.sentences[at] if at >= 0 else None

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Stretches of the text in order."""
        found: list[Stretch] = []
        sentences, quantities, at = self.tagged.sentences, self.tagged.quantities, 0
        i = 0
        while i < len(sentences):
            j = i
            while j + 1 < len(sentences) and self._goes_on(sentences[j], sentences[j + 1]):
                j += 1
            start, end = sentences[i].start, sentences[j].end
            own = []
            while at < len(quantities) and quantities[at].start < end:
                if quantities[at].start >= start and not quantities[at].label:
                    own.append(quantities[at])
                at += 1
            found.append(Stretch(start, end, i, j, tuple(own)))
            i = j + 1
        return tuple(found)

    def _goes_on(self, one: Sentence, other: Sentence) -> bool:
        return one.paragraph == other.paragraph and self.text[one.end - 1] in ";；"

    @cached_property
    def by_quantity(self) -> dict[int, tuple[int, ...]]:
        """Numbers of the drafts by the start of their quantity's core."""
        found: dict[int, tuple[int, ...]] = {}
        for i, draft in enumerate(self.drafts):
            if draft.quantity:
                at = draft.quantity.core_start
                found[at] = (*found.get(at, ()), i)
        return found

    def about(self, quantities: Sequence[Quantity]) -> tuple[int, ...]:
        """Return the numbers of the drafts that state any of the quantities."""
        return tuple(sorted({i for q in quantities for i in self.by_quantity.get(q.core_start, ())}))

    @cached_property
    def _by_start(self) -> tuple[list[int], list[int], list[int]]:
        """Numbers of the drafts in order of their start, these starts, and the furthest end up to each."""
        order = sorted(range(len(self.drafts)), key=lambda i: self.drafts[i].start)
        ends = list(accumulate((self.drafts[i].end for i in order), max))
        return order, [self.drafts[i].start for i in order], ends

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """Return the numbers of the drafts that overlap a span."""
        order, starts, ends = self._by_start
        found, at = [], bisect_left(starts, end) - 1
        while at >= 0 and ends[at] > start:
            if self.drafts[order[at]].end > start:
                found.append(order[at])
            at -= 1
        return tuple(sorted(found))

    @cached_property
    def unread(self) -> list[int]:
        """Starts of the numbers that were not read."""
        return [n.start for n in self.unread_notices]

    @cached_property
    def unread_notices(self) -> tuple[Notice, ...]:
        """Notices of the numbers that were not read, in order."""
        return tuple(
            sorted((n for n in self.tagged.notices if n.code == "number_not_read"), key=lambda n: n.start)
        )

    @cached_property
    def _when_starts(self) -> list[int]:
        return [w.start for w in self.tagged.whens]

    def whens_in(self, start: int, end: int) -> tuple[When, ...]:
        """Return the dates that begin in a span."""
        return self.tagged.whens[bisect_left(self._when_starts, start) : bisect_left(self._when_starts, end)]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [q.start for q in self.tagged.quantities]

    def quantities_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Return the quantities that begin in a span."""
        starts = self._quantity_starts
        return self.tagged.quantities[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _name_starts(self) -> list[int]:
        return [n.start for n in self.tagged.names]

    def names_in(self, start: int, end: int) -> tuple[Name, ...]:
        """Return the names that begin in a span."""
        return self.tagged.names[bisect_left(self._name_starts, start) : bisect_left(self._name_starts, end)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sentence around a span, no more than `REACH` on either side."""
        sentence = self.sentence(start)
        low, high = (sentence.start, sentence.end) if sentence else (start, end)
        return max(low, start - REACH), max(end, min(high, end + REACH))

    @cached_property
    def by_when(self) -> dict[int, tuple[int, ...]]:
        """Numbers of the drafts by the start of their date."""
        found: dict[int, tuple[int, ...]] = {}
        for i, draft in enumerate(self.drafts):
            if draft.when:
                found[draft.when.start] = (*found.get(draft.when.start, ()), i)
        return found

    def dated(self, when: When) -> tuple[int, ...]:
        """Return the numbers of the drafts that a date governs."""
        return self.by_when.get(when.start, ())


NOT_ADDED = frozenset(
    {"percent", "percentage_point", "multiple", "year", "month", "day", "hour", "minute", "week", "km"}
)


def addable(q: Quantity) -> bool:
    """Whether an amount can be a part or a total of its kind."""
    return q.value > 0 and q.unit not in NOT_ADDED and bool(q.unit or q.noun)


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts add up: one unit or currency, one rate."""
    return base(one)[0] == base(other)[0]


# what an amount measures, by the last such word before it in its clause
_MEASURES = (
    ("invest", r"投资|投入|出资|斥资|耗资|造价|invest\w*|cost\w*|spen[dt]\w*|capex|outlay|expenditure"),
    ("output", r"产值|output value"),
    ("revenue", r"收入|营收|销售额|销售|revenues?|sales|turnover"),
    ("tax", r"税收|纳税|税|\btax(?:es)?"),
    ("profit", r"利润|盈利|profits?|earnings"),
    ("capacity", r"产能|年产|容量|规模|capacity|装机"),
    ("area", r"用地|占地|面积|建筑|\bareas?\b|floor|site"),
    ("people", r"员工|职工|就业|岗位|jobs?|employ\w*|workers|staff"),
    ("loan", r"贷款|融资|借款|loans?|debt|grants?|补贴|补助|subsid\w+"),
    ("trade", r"出口|进口|exports?|imports?"),
)
_MEASURE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _MEASURES), re.IGNORECASE)
_CLAUSE = re.compile(r",(?![0-9])|[，;；:：。、]|\band\b|\bwith\b")


def measure_class(text: str, q: Quantity, floor: int) -> str:
    """Return what an amount seems to measure, by the words before it in its clause; "" where they do not say."""
    before = text[max(floor, q.core_start - 60) : q.core_start]
    cuts = [m.end() for m in _CLAUSE.finditer(before)]
    found = list(_MEASURE.finditer(before, cuts[-1] if cuts else 0))
    return str(found[-1].lastgroup) if found else ""
