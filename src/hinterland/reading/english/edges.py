"""Where a subject begins: the marks, conjunctions and adverbials before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.groups import Group
    from hinterland.reading.english.tokens import Token

_BREAKS = frozenset({",", ";", ":", "—", "–", '"', "“", "”", "(", ")", "-", "…"})


_OPENERS = frozenset(
    {"that", "while", "which", "where", "when", "whereas", "because", "although", "if", "once"}
)


class Edges:
    """The tokens of a sentence, the clauses cut so far, and the questions asked of the words before a verb."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.clauses: list[Clause] = []
        self.current = 0
        self.groups: list[Group] = []

    def low(self, at: int) -> str:
        """Return the word at a token, "" where a name, date or value stands."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) and self.tokens[at].kind in "wp" else ""

    def edge(self, at: int, from_: int) -> int:
        """Return the mark, conjunction or relative before a subject; `from_` - 1 where there is none."""
        while at >= from_:
            token = self.tokens[at]
            if token.low == ")":
                opener = next((i for i in range(at, max(from_ - 1, at - 14), -1) if self.low(i) == "("), -1)
                if opener > from_:
                    at = opener - 1
                    continue
            if token.low == "," and self.within_place(at):
                at -= 1
                continue
            if token.kind == "p" and token.low in _BREAKS and not self.inside_brackets(at, from_):
                return at
            if token.kind == "w" and self.is_edge(at, from_):
                return at
            at -= 1
        return from_ - 1

    def thing_before(self, from_: int, start: int, end: int) -> int:
        """Return where the plant begins that a relative clause goes on from behind its place, -1 for none.

        "a complex at San Gregorio, in Chile's Magallanes region, that would pair"
        """
        words = [t for t in self.tokens[start:end] if t.kind == "w" and t.low not in {"'s", "the"}]
        if not any(t.name for t in self.tokens[start:end]) or any(
            t.low not in nouns.GOVERNMENT_NOUNS for t in words
        ):
            return -1
        for at in range(start - 1, from_ - 1, -1):
            if self.low(at) in nouns.STRONG_FACILITIES | {"line", "unit"}:
                return self.noun_start(from_, at + 1)
        return -1

    def names_at(self, at: int) -> bool:
        """Whether a name stands at a token, an article before it passed over."""
        at += self.low(at) in v.DETERMINERS
        return at < len(self.tokens) and self.tokens[at].kind == "N"

    def apposed(self, edge: int, outer: tuple[int, int]) -> bool:
        """Whether a name between commas says who a common noun before is."""
        name = self.tokens[edge - 1].name if edge > 1 and self.low(edge - 2) == "," else None
        named = any(t.name and t.name.kind == "organisation" for t in self.tokens[outer[0] : outer[1]])
        return name is not None and name.kind == "organisation" and not named

    def within_place(self, at: int) -> bool:
        """Whether a comma stands between a place and what it lies in: "Mehsana, Gujarat, built"."""
        if at < 1 or at + 2 >= len(self.tokens) or self.low(at + 2) != ",":
            return False
        one, other = self.tokens[at - 1].name, self.tokens[at + 1].name
        return one is not None and other is not None and one.kind == other.kind == "place"

    def inside_brackets(self, at: int, from_: int) -> bool:
        """Whether a bracket belongs to an aside in the subject: "the plant (phase two) will"."""
        if self.low(at) != ")":
            return False
        return any(self.low(i) == "(" for i in range(max(from_, at - 12), at))

    def is_edge(self, at: int, from_: int) -> bool:
        """Whether a word parts clauses."""
        low = self.tokens[at].low
        if low in {"and", "or", "&"}:
            return not self.joins_names(at, from_)
        if low in {"after", "before", "since", "until", "than", "as"}:
            return at == from_ or bool(self.clauses) or self.low(at - 1) in {",", "and"}
        if low == "that":
            # "Its revenue that year was": no clause begins
            return self.low(at + 1) not in {"year", "time", "date", "month", "period", "quarter", "point"}
        return low in v.SUBORDINATORS or low in v.RELATIVES or low == "according"

    def joins_names(self, at: int, from_: int) -> bool:
        """Whether "and" stands inside one subject ("A and B signed"), not between two clauses."""
        if at == from_ or self.empty(at + 1, self.current):
            return False
        if self.low(at - 1) in _BREAKS:
            return False
        before = at - 1
        while before >= from_ and self.low(before) not in _BREAKS | _OPENERS:
            before -= 1
        if before >= from_:
            return self.low(before) != "," or self.nounish(before + 1, at)
        last = self.clauses[-1].group if self.clauses else None
        return last is None or last.of("say") or last.lemma in v.RAISERS

    def nounish(self, start: int, end: int) -> bool:
        """Whether a stretch could begin a subject: no preposition at its start."""
        return start < end and not self.preposition(start) and self.tokens[start].kind != "W"

    def empty(self, start: int, end: int) -> bool:
        """Whether only dates and adverbs stand between two tokens."""
        return all(
            self.tokens[i].kind == "W" or self.low(i) in v.ADVERBS or self.low(i).endswith("ly")
            for i in range(start, end)
        )

    def parted(self, edge: int, end: int) -> bool:
        """Whether only a phrase of a preposition stands between "which" and its verb: "which in return will get"."""
        if edge < 0 or self.low(edge) not in {"which", "who"} or not self.preposition(edge + 1):
            return False
        heads = [
            i for i in range(edge + 2, end) if self.tokens[i].kind == "N" or self.low(i) in v.DETERMINERS
        ]
        return not heads or (len(heads) == 1 and self.low(heads[0] - 1) in v.PREPOSITIONS)

    def reduced(self, group: Group) -> bool:
        """Whether a past form after a comma is a participle: "scheduled to", "owned 51 percent by", "signed on"."""
        low = self.low(group.head)
        if low in v.ADJECTIVES_TO or low in {
            "based",
            "located",
            "headquartered",
            "known",
            "owned",
            "led",
            "situated",
        }:
            return True
        if (
            "n" not in v.FORMS.get(low, ("", "n"))[1]
            or group.end >= len(self.tokens)
            or group.end - group.start > 1
        ):
            return False
        token = self.tokens[group.end]
        return token.kind == "W" or token.low in {
            "by",
            "in",
            "on",
            "at",
            "for",
            "to",
            "from",
            "with",
            "as",
            "under",
            "near",
        }

    def object_that(self, edge: int) -> bool:
        """Whether "that" follows the noun it stands for ("a centre that the firm is building")."""
        if edge < 1 or self.low(edge) != "that" or not self.clauses:
            return False
        before, last = self.tokens[edge - 1], self.clauses[-1].group
        return (
            last is not None
            and edge > last.end
            and (before.kind in "NQ" or before.kind == "w")
            and self.low(edge - 1) not in _BREAKS
        )

    def preposition(self, at: int) -> bool:
        """Whether a token is a preposition, not a word of a figure ("at least 250 people")."""
        if self.low(at) == "next" and self.low(at + 1) == "to":
            return True
        if self.low(at) not in v.PREPOSITIONS:
            return False
        return not any(self.tokens[i].kind == "Q" for i in range(at + 1, min(at + 3, len(self.tokens))))

    def names_before(self, edge: int, start: int) -> int:
        """Return the start of a row of names ("A, B and C signed") whose last part begins at `start`."""
        at = start
        while edge > 0 and self.low(edge) == "," and self.tokens[edge - 1].kind == "N":
            before = edge - 2
            if before >= 0 and self.low(before) in v.DETERMINERS:
                before -= 1
            if before >= 0 and self.low(before) not in {",", "by", "and", "that", "'s", "of", "between"}:
                break
            row = any(self.low(i) == "and" for i in range(start, min(len(self.tokens), start + 8)))
            if not row or self.tokens[start].kind != "N":
                break
            at, edge = before + 1, before
        return at

    def lead_end(self, start: int, end: int) -> int:
        """Return where the subject begins: after an adverbial with its comma, a date, a mark of a list."""
        at = start
        comma = next((i for i in range(start, end) if self.low(i) == ","), -1)
        if comma > 0 and (self.preposition(start) or self.tokens[start].kind == "W"):
            last = max(i for i in range(start, end) if self.low(i) == ",")
            at = last + 1 if last + 1 < end else comma + 1
        while at < end and (
            self.tokens[at].kind == "W"
            or self.low(at) in {",", "-", "•", "*", "–", "—", "·", '"', "“", "”", "(", ")"}
        ):
            at += 1
        if at < end and self.preposition(at) and not any(self.low(i) == "," for i in range(at, end)):
            # "In Hungary the company will": the subject begins at the next determiner or name
            at = self.after_adverbial(at, end)
        return at

    def after_adverbial(self, at: int, end: int) -> int:
        """Return where the subject begins behind "At its Augsburg headquarters", which no comma closes."""
        free = [i for i in range(at + 2, end) if self.low(i - 1) not in v.PREPOSITIONS]
        article = next((i for i in free if self.low(i) in v.DETERMINERS), -1)
        name = next(
            (i for i in free if self.tokens[i].kind == "N" and self.low(i - 1) not in v.DETERMINERS), -1
        )
        if article >= 0:
            return article
        return name if name >= 0 else at

    def first_noun(self, start: int, end: int) -> int:
        """Return the start of the first stretch between commas that can be a subject."""
        at = start
        for i in range(start, end):
            if self.low(i) == ",":
                if self.nounish(at, i):
                    return at
                at = i + 1
        return self.lead_end(at, end) if at < end else start

    def noun_start(self, start: int, end: int) -> int:
        """Return the start of the last noun phrase of a stretch, what hangs on it by "of" kept."""
        for at in range(end - 1, start - 1, -1):
            if self.low(at) in v.PREPOSITIONS - {"of"} and at + 1 < end:
                return at + 1
        return start
