"""The text that is scanned, with quick answers about sentences, dates and paragraphs, and what was found in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.quantities.currencies import Context
from hinterland.reading.quantities.folding import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Comparator, Lang, Sentence, When


@dataclass(slots=True)
class Found:
    """A quantity in the making; fields as those of `Quantity`.

    Attributes
    ----------
    bare
        Whether nothing says what is counted; such a number may still take the unit of a neighbour.
    plain
        Whether it is a small number without scale, grouping or decimals, that alone states nothing.
    measure
        The Chinese measure word, "" else.
    notice
        Why the number was read on an assumption, for a notice; "" else.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    value: float
    value_high: float | None = None
    comparator: Comparator = "eq"
    unit: str | None = None
    currency: str | None = None
    noun: str = ""
    per: str = ""
    change: str = ""
    equivalent: Found | None = None
    label: bool = False
    assumed: str = ""
    bare: bool = False
    plain: bool = False
    measure: str = ""
    stated: bool = False


@dataclass(slots=True)
class Page:
    """A text with its sentences and dates; `text` is folded to simplified characters, `stated` is as it was."""

    stated: str
    sentences: Sequence[Sentence]
    whens: Sequence[When]
    text: str = field(init=False)
    context: Context = field(init=False)
    _starts: list[int] = field(init=False)
    _whens: list[tuple[int, int]] = field(init=False)
    _when_starts: list[int] = field(init=False)
    _paragraphs: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.text = folded(self.stated)
        self.context = Context(self.text)
        self._starts = [s.start for s in self.sentences]
        self._whens = sorted((w.start, w.end) for w in self.whens)
        self._when_starts = [w[0] for w in self._whens]
        self._paragraphs = {}
        for s in self.sentences:
            self._paragraphs.setdefault(s.paragraph, s.start)

    def bounds(self, at: int) -> tuple[int, int]:
        """Return start and end of the sentence that holds `at`."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0, len(self.text)
        sentence = self.sentences[index]
        return sentence.start, max(sentence.end, at)

    def lang(self, at: int) -> Lang:
        """Return the language of the sentence that holds `at`."""
        index = bisect_right(self._starts, at) - 1
        return self.sentences[max(index, 0)].lang if self.sentences else "en"

    def paragraph(self, at: int) -> int:
        """Return where the paragraph of `at` begins."""
        index = bisect_right(self._starts, at) - 1
        return self._paragraphs[self.sentences[index].paragraph] if index >= 0 else 0

    def when_end(self, at: int) -> int | None:
        """Return where the date that holds `at` ends, None where no date does."""
        index = bisect_right(self._when_starts, at) - 1
        if index >= 0 and self._whens[index][1] > at:
            return self._whens[index][1]
        return None

    def before_when(self, at: int, end: int) -> int:
        """Return where the first date between `at` and `end` begins, `end` where there is none."""
        index = bisect_right(self._when_starts, at)
        return min(end, self._when_starts[index]) if index < len(self._when_starts) else end

    def without_whens(self, start: int, end: int) -> str:
        """Return the text from `start` to `end` with dates left out."""
        index = max(0, bisect_right(self._when_starts, start) - 1)
        pieces, at = [], start
        while index < len(self._whens) and self._whens[index][0] < end:
            a, b = self._whens[index]
            if b > at:
                pieces.append(self.text[at : max(at, a)])
                at = b
            index += 1
        pieces.append(self.text[at:end] if at < end else "")
        return "".join(pieces)

    def clear(self, start: int, end: int) -> bool:
        """Whether no date lies between `start` and `end`."""
        index = bisect_right(self._when_starts, start) - 1
        if index >= 0 and self._whens[index][1] > start:
            return False
        return index + 1 >= len(self._whens) or self._whens[index + 1][0] >= end
