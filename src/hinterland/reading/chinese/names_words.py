"""Chinese sentences are cut into words: of the list, places of the gazetteer, and single characters that are neither.

The cut is the likeliest one by the frequencies of the words. What stays in single characters that no word covers is
what names are made of.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.gazetteer import han_names

if TYPE_CHECKING:
    from collections.abc import Sequence

TOTAL = 26.0
"""Power of two of all words counted: what a character that is no word costs. A cut costs a little more."""

PLACE_COST, DOUBTFUL_COST, OWN_COST = 12.7, 17.2, 13.7
UNKNOWN = (TOTAL, "x")
CHUNK = 4000
"""Characters that are cut at a time: no sentence is that long."""

_PIECE = re.compile(
    r"(?P<han>[\u3400-\u9fff〇]+)|(?P<latin>[A-Za-z][A-Za-z0-9&.+'’-]{0,40}(?:[ ][A-Z][A-Za-z0-9&.+'’-]{0,40}){0,6})"
    r"|(?P<number>\d[\d,.]{0,40})|\s+|(?P<mark>.)",
    re.DOTALL,
)


class Word(NamedTuple):
    """A word: where it stands, itself in simplified characters, and its class.

    Classes are those of the word list, and x (a character that is no word), P (place of the gazetteer), B (well-known
    firm), L (Latin letters), N (figures), Q (quantity), W (date), Z (mark), and K (name of the case).
    """

    start: int
    end: int
    text: str
    cls: str


class _List(NamedTuple):
    words: dict[str, tuple[str, float]]
    reach: dict[str, int]
    single: dict[str, tuple[float, str]]


@lru_cache(maxsize=1)
def word_list() -> _List:
    """Return the words with class and cost, how long those are that begin with two characters, single characters."""
    words: dict[str, tuple[str, float]] = {}
    table = files("hinterland.reading.chinese") / "data" / "words.tsv"
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            cls, power, listed = line.split("\t")
            words.update(dict.fromkeys(listed.split(" "), (cls, TOTAL - int(power))))
    _own(words)
    reach: dict[str, int] = {}
    for word in words:
        if len(word) > 1 and reach.get(word[:2], 0) < len(word):
            reach[word[:2]] = len(word)
    single = {w: (k[1], k[0] if w in lex.FUNCTION else "x") for w, k in words.items() if len(w) == 1}
    return _List(words, reach, single)


def _own(words: dict[str, tuple[str, float]]) -> None:
    """Put in the vocabulary of names: suffixes and trades as they are classed, brands and regions as names."""
    for cls, more in lex.EXTRA.items():
        words.update({w: (cls, min(OWN_COST, words.get(w, ("", OWN_COST))[1])) for w in more})
    nouns = (
        lex.LEGAL,
        lex.INSTITUTE,
        lex.TRADE,
        lex.ZONE,
        lex.OFFICE,
        lex.STATE,
        lex.TITLES,
        lex.MEDIA,
        lex.ROLE,
    )
    for cls, groups in (("n", nouns), ("r", (lex.SIDES, lex.SELF))):
        for word in frozenset().union(*groups):
            old = words.get(word, (cls, OWN_COST))
            words[word] = (old[0], min(OWN_COST, old[1]))
    for cls, group in (("B", lex.BRANDS), ("P", lex.FAMOUS)):
        words.update(dict.fromkeys(group, (cls, OWN_COST)))
    for name, doubtful in han_names().items():
        if len(name) > 1 and not (name in words and (doubtful or name in lex.PLAIN or words[name][0] == "B")):
            words[name] = ("P", DOUBTFUL_COST if doubtful else PLACE_COST)
    for char in lex.FUNCTION:
        words.setdefault(char, ("u", 16.0))


def cut(run: str, at: int) -> list[Word]:
    """Cut a run of Han characters that begins at `at` of the text into the likeliest words."""
    words, reach, single = word_list()
    size = len(run)
    cost = [0.0] * (size + 1)
    step: list[tuple[int, str]] = [(1, "x")] * size
    for i in range(size - 1, -1, -1):
        price, cls = single.get(run[i], UNKNOWN)
        best, length = price + cost[i + 1], 1
        most = reach.get(run[i : i + 2], 0)
        for k in range(i + 2, min(i + most, size) + 1):
            known = words.get(run[i:k])
            if known and known[1] + cost[k] < best:
                best, length, cls = known[1] + cost[k], k - i, known[0]
        cost[i], step[i] = best, (length, cls)
    found, i = [], 0
    while i < size:
        length, cls = step[i]
        j = i + length
        if cls == "P" and run[j : j + 1] == "长" and step[j][0] == 1 and run[j - 1] in "市县区省州镇乡":
            length -= 1  # 合肥|市长
            step[j - 1] = (2, "n")
        found.append(Word(at + i, at + i + length, run[i : i + length], cls))
        i += length
    return found


def words_of(text: str, start: int, end: int, fixed: Sequence[tuple[int, int, str]]) -> list[Word]:
    """Return the words of a sentence; `fixed` are spans in order that are one word each, with their class."""
    found: list[Word] = []
    at = start
    for a, b, cls in fixed:
        if a >= at and b <= end:
            found += _pieces(text, at, a)
            found.append(Word(a, b, text[a:b], cls))
            at = b
    return found + _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> list[Word]:
    found: list[Word] = []
    for piece in _PIECE.finditer(text, start, end):
        kind = piece.lastgroup
        if kind == "han":
            run = piece.group()
            for at in range(0, len(run), CHUNK):
                found += cut(run[at : at + CHUNK], piece.start() + at)
        elif kind == "latin":
            word = piece.group().rstrip(".-'’&+")
            found.append(Word(piece.start(), piece.start() + len(word), word, "L"))
        elif kind:
            found.append(Word(piece.start(), piece.end(), piece.group(), "N" if kind == "number" else "Z"))
    return found
