"""Chinese text as tokens: names, dates, quantities and titles found before, and the words of the lexicon between."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.chinese.lexicon import classes
from hinterland.reading.chinese.simplified import simplify
from hinterland.reading.model import Name, Quantity, When

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.reading.model import Sentence, Tagged

FILL = "\ue000"
"""What stands for every character of a span that was read before: in no word and no delimiter."""

LONGEST = 300
"""The most characters of a clause."""
NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class Token:
    """A word of the lexicon, or a name, date, quantity, title or bracket."""

    start: int
    end: int
    word: str
    classes: frozenset[str]
    thing: Name | Quantity | When | None = None

    def name(self) -> Name:
        """Return the name that the token is."""
        if not isinstance(self.thing, Name):
            raise TypeError(self.word)
        return self.thing

    def when(self) -> When | None:
        """Return the date that the token is, or that stands in its title."""
        return self.thing if isinstance(self.thing, When) else None

    def has(self, *classes: str) -> bool:
        """Whether the token is of one of the classes."""
        return not self.classes.isdisjoint(classes)


@dataclass(slots=True)
class Clause:
    """A stretch between commas, with its tokens."""

    start: int
    end: int
    stop: str
    paragraph: int
    first: bool
    tokens: list[Token]
    shape: str
    text: str
    mark: str
    """The mark of a list's item that stands before it: （二）, 1., ——."""
    kinds: frozenset[str]
    """The classes of all tokens."""
    here: tuple[str, ...] | None = None
    """Places that its words put it in, once asked for."""
    quantities: list[Quantity] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    titled: list[Name] = field(default_factory=list)
    """Names inside the titles of documents."""

    def find(self, *classes: str, start: int = 0, end: int = 1 << 60) -> list[Token]:
        """Return the tokens of some class within a span."""
        if self.kinds.isdisjoint(classes):
            return []
        return [
            t for t in self.tokens if not t.classes.isdisjoint(classes) and t.start >= start and t.end <= end
        ]

    def has(self, *classes: str) -> bool:
        """Whether any token is of one of the classes."""
        return not self.kinds.isdisjoint(classes)


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words that begin with each character, longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


_CLASSES = classes()
_LENGTHS = _lengths(_CLASSES)


def _words(shape: str) -> list[Token]:
    """Return the words of the lexicon in a text, the longest at every place."""
    found = []
    skip = 0
    for at, first in enumerate(shape):
        if at < skip or first not in _LENGTHS:
            continue
        for length in _LENGTHS[first]:
            word = shape[at : at + length]
            if word in _CLASSES:
                skip = at + length
                found.append(Token(at, skip, word, _CLASSES[word]))
                break
    return found


_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_BRACKET = re.compile(r"[（(][^（()）\n]{0,120}[)）]")
_CUT = re.compile(r"[，；。！？：\n]|[,:;!?](?![0-9])|——|--|\.(?=\s|$)|[|｜]| +")
_HAN = re.compile("[\u3400-\u9fff]")


def _tagged(tagged: Tagged, text: str) -> list[Token]:
    """Return tokens for what was found before; of two that overlap the one that begins first and is longer stays."""
    periods = [w for w in tagged.whens if w.first]
    firsts = [w.start for w in periods]
    found = []
    for m in _TITLE.finditer(text):
        at = bisect_left(firsts, m.start())
        own = periods[at] if at < len(periods) and periods[at].start < m.end() else None
        found.append(Token(m.start(), m.end(), m.group(), frozenset({"title"}), own))
    found += [Token(w.start, w.end, text[w.start : w.end], frozenset({"when"}), w) for w in tagged.whens]
    found += [
        Token(q.start, q.end, text[q.start : q.end], frozenset({"label" if q.label else "number"}), q)
        for q in tagged.quantities
    ]
    for n in tagged.names:
        words = _CLASSES.get(n.text, NOTHING) if n.kind in {"group", "organisation"} else NOTHING
        found.append(Token(n.start, n.end, n.text, words & {"joint", "project"} | {"name", n.kind}, n))
    found.sort(key=lambda t: (t.start, -t.end))
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _brackets(text: str, kept: list[Token]) -> list[tuple[int, int]]:
    """Return brackets that are an aside: those that stand in no token."""
    starts = [t.start for t in kept]
    spans = []
    for match in _BRACKET.finditer(text):
        at = bisect_left(starts, match.start() + 1) - 1
        if at >= 0 and kept[at].end > match.start():
            continue
        spans.append(match.span())
    return spans


def lex(text: str, tagged: Tagged) -> tuple[list[Token], str]:
    """Return the tokens of a text in order, and its shape: the text with every token of `tagged` filled over."""
    kept = _tagged(tagged, text)
    shape = list(text)
    for start, end in [(t.start, t.end) for t in kept] + _brackets(text, kept):
        shape[start:end] = FILL * (end - start)
    filled = simplify("".join(shape))
    tokens = kept + _words(filled)
    tokens.sort(key=lambda t: t.start)
    return tokens, filled


def clauses(text: str, tagged: Tagged) -> list[Clause]:
    """Return the clauses of the Chinese sentences of a text in order."""
    tokens, shape = lex(text, tagged)
    starts = [t.start for t in tokens]
    begins = [n.start for n in tagged.names]
    found: list[Clause] = []
    for sentence in tagged.sentences:
        if sentence.lang != "zh":
            continue
        first = not found or found[-1].paragraph != sentence.paragraph or found[-1].stop in "。！？!?\n"
        for start, end, stop, mark in _cuts(text, shape, sentence):
            inside = tokens[bisect_left(starts, start) : bisect_left(starts, end)]
            kinds = NOTHING.union(*(t.classes for t in inside))
            shown = (shape[start:end], text[start:end])
            clause = Clause(start, end, stop, sentence.paragraph, first, inside, *shown, mark, kinds)
            clause.whens = [t.thing for t in inside if t.has("when")]  # type: ignore[misc]
            clause.quantities = [t.thing for t in inside if t.has("number")]  # type: ignore[misc]
            clause.names = [t.thing for t in inside if t.has("name")]  # type: ignore[misc]
            for title in clause.find("title"):
                inside_title = tagged.names[bisect_left(begins, title.start) : bisect_left(begins, title.end)]
                clause.titled += [n for n in inside_title if n.kind in {"place", "government"}][:1]
            found.append(clause)
            first = False
    return found


def _cuts(text: str, shape: str, sentence: Sentence) -> Iterable[tuple[int, int, str, str]]:
    """Yield the spans between delimiters, with the delimiter that ends each and the mark of an item before it."""
    at = sentence.start
    last = "\n" if sentence.end >= len(shape) or shape[sentence.end] == "\n" else "。"
    for end, stop, after in (*_stops(text, shape, sentence), (sentence.end, last, sentence.end)):
        while end - at > LONGEST:
            # no clause is so long: a text without stops is read in pieces, so that time stays in bounds
            cut = at + LONGEST
            while cut < end and shape[cut] == FILL:
                cut += 1
            yield at, cut, "，", ""
            at = cut
        if shape[at:end].strip():
            start = _begin(text, shape, at, end)
            yield start, end, stop, text[at:start].strip()
        at = after


def _stops(text: str, shape: str, sentence: Sentence) -> Iterable[tuple[int, str, int]]:
    """Yield where each delimiter of a sentence begins, what it is, and where it ends."""
    for match in _CUT.finditer(shape, sentence.start, sentence.end):
        if match.group() == "." and text[sentence.start : match.start()].strip().isdigit():
            continue  # the mark of an item: 1. 建设平台
        if match.group()[0] != " " or _parts(text, match.start(), match.end()):
            yield match.start(), match.group(), match.end()


_MARKER = re.compile(
    r"\s*(?:[（(][0-9一二三四五六七八九十]{1,2}[)）]|[0-9]{1,2}[.、．)）](?![0-9])|(?:十?[一二三四五六七八九]|十)是|[—•●▪·*-]{1,2})?\s*"
)


def _begin(text: str, shape: str, start: int, end: int) -> int:
    """Return where a clause begins: after blanks and the mark of a list's item, if anything follows."""
    marker = _MARKER.match(text, start, end)
    at = marker.end() if marker else start
    return at if at < end and (shape[at] != FILL or shape[start] != FILL or shape[at - 1] == FILL) else start


def _parts(text: str, start: int, end: int) -> bool:
    """Whether blanks part clauses: those between Han characters, as in headlines and after a dateline."""
    return start > 0 and bool(_HAN.match(text, start - 1)) and bool(_HAN.match(text, end))
