"""The part of a clause that belongs to each of its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.model import Quantity

_JOINS = "、和及并与 "


@dataclass(frozen=True, slots=True)
class Segment:
    """A value and the words of its clause that are about it."""

    clause: Clause
    quantity: Quantity
    start: int
    end: int

    def near(self) -> list[Token]:
        """Return the tokens that may say what the value is: before it, nearest first, after it, then earlier ones."""
        tokens, q = self.clause.tokens, self.quantity
        before = [t for t in tokens if self.start <= t.start and t.end <= q.start]
        after = [t for t in tokens if q.end <= t.start and t.end <= self.end]
        earlier = [t for t in tokens if t.end <= self.start]
        return before[::-1] + after + earlier[::-1]

    def quote(self) -> tuple[int, int]:
        """Return the span of its words without joints at either end."""
        at = self.clause.start
        head = self.clause.shape[self.start - at : self.quantity.start - at]
        tail = self.clause.shape[self.quantity.end - at : self.end - at]
        start = self.start + len(head) - len(head.lstrip(' 　、“"的/'))
        return start, self.quantity.end + len(tail.rstrip(' 　、”"和及并与'))


def segments(clause: Clause) -> list[Segment]:
    """Return the segments of a clause, one for each of its quantities.

    Between two quantities the last joint parts them: 产值300亿元、税收12亿元. Without one the words between belong
    to the second: 由3万吨扩大至10万吨.
    """
    found = []
    at = clause.start
    for i, q in enumerate(clause.quantities):
        end = clause.end
        if i + 1 < len(clause.quantities):
            between = clause.shape[q.end - clause.start : clause.quantities[i + 1].start - clause.start]
            cut = max(between.rfind(c) for c in _JOINS)
            end = q.end + max(cut, 0)
        found.append(Segment(clause, q, min(at, q.start), max(end, q.end)))
        at = end + 1 if clause.shape[end - clause.start : end - clause.start + 1] in set(_JOINS) else end
    return found
