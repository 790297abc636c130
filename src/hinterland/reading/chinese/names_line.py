"""A sentence as words, with the names found so far: what the finders of names share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.model import Name

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_words import Word
    from hinterland.reading.model import NameKind

NUMBERS = frozenset("NQmW")
"""Classes of words after which a single character counts."""


@dataclass(slots=True)
class Line:
    """A sentence: its words, which of them are in a name already, the names, and the words of each."""

    text: str
    words: list[Word]
    taken: list[bool] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    known: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is taken at first."""
        self.taken = [False] * len(self.words)

    def free(self, i: int, j: int) -> bool:
        """Whether none of the words from `i` to before `j` is in a name."""
        return not any(self.taken[i:j])

    def add(self, i: int, j: int, kind: NameKind, head: str = "", within: tuple[str, ...] = ()) -> bool:
        """Add the words from `i` to before `j` as a name, unless one of them is in a name already."""
        if i >= j or not self.free(i, j):
            return False
        start, end = self.words[i].start, self.words[j - 1].end
        self.taken[i:j] = [True] * (j - i)
        self.names.append(
            Name(start, end, self.text[start:end], kind, within, head, self.known.get((start, end), ""))
        )
        self.spans.append((i, j))
        return True

    def cover(self, start: int, end: int) -> tuple[int, int]:
        """Return the words that a span of the text touches, as `i`, `j`; (0, 0) where one is in a name already."""
        i = bisect_right(self.words, start, key=lambda w: w.end)
        j = bisect_left(self.words, end, key=lambda w: w.start)
        return (i, j) if i < j and self.free(i, j) else (0, 0)

    def put(self, start: int, end: int, kind: NameKind, head: str = "") -> bool:
        """Add a span of the text as a name, though words may be cut otherwise; False where one is in a name."""
        i, j = self.cover(start, end)
        if i == j:
            return False
        self.taken[i:j] = [True] * (j - i)
        self.names.append(Name(start, end, self.text[start:end], kind, (), head))
        self.spans.append((i, j))
        return True

    def said(self, i: int, j: int) -> str:
        """Return the words from `i` to before `j` as written."""
        return self.text[self.words[i].start : self.words[j - 1].end]

    def counts(self, i: int) -> bool:
        """Whether the word at `i` is a character that counts what follows: 9家, 4条."""
        word = self.words[i]
        return i > 0 and word.text in lex.MEASURES and self.words[i - 1].cls in NUMBERS

    def begins(self, i: int) -> bool:
        """Whether a clause begins at `i`: the sentence, or after a mark or a date."""
        return i == 0 or self.words[i - 1].cls in "ZW"

    def led(self, i: int) -> bool:
        """Whether what stands before `i` may stand before a name."""
        if self.begins(i):
            return True
        before = self.words[i - 1]
        return (
            before.cls in "pcdt"
            or before.text in lex.BEFORE
            or before.text in lex.ROLE
            or before.text in lex.TITLES
        )

    def acts(self, j: int) -> bool:
        """Whether what stands at `j` may follow a name that acts."""
        if j >= len(self.words):
            return True
        after = self.words[j]
        return (
            after.cls in "dpcvuWQN"
            or after.text in lex.AGENT
            or (after.cls == "Z" and after.text in "，、。：；“（(:,;")
        )

    def material(self, i: int) -> bool:
        """Whether the word at `i` may be inside the name of an organisation."""
        word = self.words[i]
        if word.text in lex.OUTSIDE or word.text in lex.TITLES or word.text in lex.MEDIA:
            return False
        if word.cls == "x":
            return not self.counts(i)
        if word.text in lex.INNER:
            beside = i > 0 and self.words[i - 1].cls == "x" and self.words[i - 1].end == word.start
            return beside and i + 1 < len(self.words) and self.words[i + 1].text in lex.TRADE
        return word.cls in "PLBKnagj" or word.text in lex.INSIDE or word.text in lex.TRADE

    def proper(self, i: int, j: int) -> int:
        """Return 2 if the words hold something that is no common word, 1 if a place does, 0 else."""
        best = 0
        for word in self.words[i:j]:
            if word.cls in "LBK" or (
                word.cls == "x" and word.text not in lex.TECHNICAL and word.text not in lex.LAND
            ):
                return 2
            if word.cls == "P":
                best = 1
        return best
