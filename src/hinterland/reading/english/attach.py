"""Which date governs a value or an event."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import When

_SKIPPED_ROLES = frozenset({"since", "after", "than"})


def whens_of(tokens: list[Token], start: int, end: int) -> list[tuple[int, When]]:
    """Return the dates between two tokens."""
    return [(i, t.when) for i, t in enumerate(tokens[start:end], start) if t.when is not None]


def of_value(
    tokens: list[Token], clause: Clause, at: int, marks: list[int], *, multiple: bool = False
) -> When | None:
    """Return the date of the value at token `at`; `marks` are the tokens of all values of the clause.

    A date right after the value, before the next one, is its own; else one that closes the row of values; else one
    before it.
    """
    dates = [
        (i, w)
        for i, w in whens_of(tokens, clause.left, clause.right)
        if w.role not in _SKIPPED_ROLES and w.date
    ]
    dates = [(i, w) for i, w in dates if not reference(tokens, i) and not reporting(clause, w)]
    if multiple:
        # "double that of 2021", "three times what it had at the end of 2022"
        dates = [
            (i, w)
            for i, w in dates
            if w.role == "by" or i < at or not _COMPARED & {t.low for t in tokens[at + 1 : i]}
        ]
    dates = [(i, w) for i, w in dates if i < at or not _in_brackets(tokens, at, i)]
    if marks and dates and dates[0][0] > at:
        # "1 million tonnes; phase two, from 2029": what stands behind a semicolon is another matter
        stop = next((i for i in range(at, dates[0][0]) if tokens[i].low == ";"), -1)
        dates = [] if stop > 0 else dates
    if len(dates) == len(marks) > 1 and any(
        t.low == "respectively" for t in tokens[clause.left : clause.right]
    ):
        return dates[marks.index(at)][1]
    own = _right_after(tokens, at)
    if own is not None:
        return own
    after = [m for m in marks if m > at]
    limit = after[0] if after else clause.right
    for i, when in dates:
        apart = after and tokens[i - 1].low == "," and i + 1 < limit and tokens[i + 1].low == ","
        # "50,000, the second, two years later, 90,000": the date is the next value's
        if at < i < limit and not apart:
            return when
    before = [(i, w) for i, w in dates if i < at]
    # a date before a value belongs to the value before it, where one stands between
    earlier = max((m for m in marks if m < at), default=clause.left - 1)
    leading = [w for i, w in before if i > earlier]
    if leading:
        return leading[-1]
    part = (
        bool(after)
        and tokens[after[0] + 1 : after[0] + 2]
        and (
            [t.low for t in tokens[after[0] + 1 : after[0] + 3]] in _PARTS
            or tokens[after[0]].low.endswith(_OF_THEM)
        )
    )
    for i, when in dates:
        if i > at and not part:
            return when
    return before[-1][1] if before else None


def _in_brackets(tokens: list[Token], at: int, date: int) -> bool:
    """Whether a date stands in brackets behind the value with a value of their own: "500 (2030: 800)"."""
    start = next((i for i in range(date - 1, at, -1) if tokens[i].low in {"(", ")"}), -1)
    if start < 0 or tokens[start].low == ")":
        return False
    end = next((i for i in range(date, min(len(tokens), date + 12)) if tokens[i].low == ")"), date)
    return any(t.quantity is not None for t in tokens[start:end])


def _right_after(tokens: list[Token], at: int) -> When | None:
    """Return the date that follows a value at once: "less than the 2.3 million tonnes of 2021"."""
    for i in (at + 1, at + 2):
        if i >= len(tokens) or (i == at + 2 and tokens[at + 1].low not in {"of", "in"}):
            return None
        when = tokens[i].when
        if when is not None:
            first = tokens[i].low.split()[0]
            named = first.isdigit() or first in {"of", "in"}
            return when if named and when.role == "than" else None
    return None


_PARTS = [["of", w] for w in ("that", "this", "which", "them", "these", "it", "whom")]
_OF_THEM = (" of them", " of these", " of those", " of which", " of it", " of this", " of that")
"""A value that is a part of the one before it: its date is its own."""
_COMPARED = words("that what figure level levels amount those as")


def reporting(clause: Clause, when: When) -> bool:
    """Whether a date is the day of a report, not of what it reports: "today reported revenue of"."""
    return clause.group is not None and clause.group.of("say") and len(when.date) == 10


def reference(tokens: list[Token], at: int) -> bool:
    """Whether a date is only what a change is counted from: "more than in 2023", "up 10 percent on 2023"."""
    when = tokens[at].when
    if when is not None and when.role == "than":
        return True
    words = tokens[at].low.split()
    if words[0] == "that" and words[1:2] in (
        ["year"],
        ["month"],
        ["quarter"],
        ["day"],
        ["summer"],
        ["winter"],
    ):
        return False
    if words[0] in {"than", "versus", "against", "that", "compared", "relative"}:
        return True
    if len(words) == 2 and words[0] in {"on", "over", "from", "against"} and words[1].isdigit():
        return words[0] in {"against", "on", "over"}
    before = [t.low for t in tokens[max(0, at - 2) : at]]
    return bool(before) and (
        before[-1] in {"than", "against", "versus", "on"}
        or before in (["compared", "with"], ["compared", "to"])
    )


def of_event(tokens: list[Token], clause: Clause, *, past: bool = False) -> When | None:
    """Return the date of what the clause says happens: after the verb first, else before it.

    `past` takes only dates on which something was done, no terms or periods.
    """
    dates = [
        (i, w) for i, w in whens_of(tokens, clause.left, clause.right) if w.date and not reference(tokens, i)
    ]
    if not dates or clause.group is None:
        return dates[0][1] if dates else None
    if past:
        dates = [(i, w) for i, w in dates if w.role in {"in", ""}]
        if not dates:
            return None
    good = [(i, w) for i, w in dates if w.role not in _SKIPPED_ROLES] or dates
    if good[0][0] < clause.group.start:
        # "A year later the hall will open, and in 2028 the quay": the second date is another event's
        good = [(i, w) for i, w in good if i < clause.group.start or not elided(tokens, i)]
    later = [w for i, w in good if i > clause.group.head]
    return later[0] if later else good[-1][1]


def elided(tokens: list[Token], at: int) -> bool:
    """Whether a date opens a part of a clause that has no verb of its own: ", and in 2028 the last turbine"."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    opens = before is not None and before.low in {"and", "but", ";", "while"}
    return (
        opens
        and after is not None
        and (after.low in {"the", "a", "an", "its", "another"} or after.kind in "QN")
    )


_THEN = frozenset(
    {
        ("by", "then"),
        ("will", "then"),
        ("is", "then"),
        ("are", "then"),
        ("should", "then"),
        ("can", "then"),
        ("would", "then"),
        ("that", "year"),
        ("that", "time"),
        ("that", "date"),
        ("same", "year"),
        ("same", "month"),
        ("that", "month"),
        ("same", "day"),
        ("same", "period"),
        ("this", "period"),
        ("that", "period"),
        ("these", "years"),
        ("those", "years"),
        ("this", "time"),
        ("which", "time"),
    }
)


def says_then(tokens: list[Token], clause: Clause) -> bool:
    """Whether the clause points back to a date: "by then", "that year", "at that time"."""
    lows = [t.low for t in tokens[clause.left : clause.right]]
    return any(pair in _THEN for pair in pairwise(lows))
