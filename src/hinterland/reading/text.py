"""The text as given, and the same text cleaned for reading, with the way back from one to the other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.languages import language
from hinterland.reading.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

# zero-width and direction marks, byte-order mark, soft hyphen, variation selectors
_UNSEEN = re.compile(
    # what steers a terminal goes as a whole: "\x1b[5m3 billion" is no 5 m
    "\x1b(?:\\[[0-9;?]{0,24}[@-~]|\\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\\\))"
    "|[\x01-\x08\x0e-\x1b\x7f]"
    "|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f\x00]"
)
_HAN = re.compile("[\u3400-\u9fff]")
_KEEP = set("，。；：、？！（）【】《》“”‘’—…～")


def _one(char: str) -> str:
    """Return `char` narrowed to its usual form where that is one character too, else as it is."""
    if char in _KEEP:
        return char
    if char in "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\r\x0b\x0c\x1c\x1d\x1e\x1f":
        return " "
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and not plain.isspace() else char


_TABLE_RANGE = [
    *range(0x00A0, 0x00A1),
    *range(0x2000, 0x2070),
    *range(0x3000, 0x3001),
    *range(0xFF00, 0xFFF0),
]
_NARROW = {c: _one(chr(c)) for c in [9, 11, 12, 13, *range(28, 32), *_TABLE_RANGE] if _one(chr(c)) != chr(c)}


@dataclass(frozen=True)
class Text:
    """A text as given (`raw`) and cleaned (`clean`): unseen characters removed, full-width ones narrowed.

    Every character of `clean` is one character of `raw`, so spans can be carried back.
    """

    raw: str
    clean: str
    back: tuple[int, ...] | None

    @classmethod
    def of(cls, raw: str) -> Text:
        """Clean a text."""
        cells = list(raw.translate(_NARROW))
        narrow = "".join(cells)
        gone = {at for m in _UNSEEN.finditer(narrow) for at in range(*m.span())}
        for at, together in _wraps(narrow):
            if together:
                gone.add(at)
            else:
                cells[at] = " "
        if not gone:
            return cls(raw, "".join(cells), None)
        kept = tuple(i for i in range(len(cells)) if i not in gone)
        return cls(raw, "".join(cells[i] for i in kept), kept)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `raw` that a span of `clean` came from."""
        if self.back is None:
            return start, end
        if start >= len(self.back):
            return len(self.raw), len(self.raw)
        return self.back[start], (self.back[end - 1] + 1 if end > start else self.back[start])

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Spans of paragraphs and list items: the lines that are left when wrapped ones are joined."""
        return tuple((m.start(), m.start() + len(m.group().rstrip())) for m in _LINE.finditer(self.clean))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order, each with its language."""
        found = []
        for number, (start, end) in enumerate(self.paragraphs):
            for a, b in _sentences(self.clean, start, end):
                found.append(Sentence(a, b, language(self.clean[a:b]), number))
        return tuple(found)


_LINE = re.compile(r"\S[^\n]*")
_WIDE = re.compile("[\u3001-\u301f\u3400-\u9fff\uff00-\uffef]")


def _wraps(text: str) -> Iterator[tuple[int, bool]]:
    """Yield where line breaks only wrap a line, and whether the words on both sides go together without a blank."""
    block: list[tuple[int, str]] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append((at, line))
        else:
            yield from _wraps_of(block)
            block = []
        at += len(line) + 1


def _wraps_of(block: list[tuple[int, str]]) -> Iterator[tuple[int, bool]]:
    """Yield the line breaks that only wrap a line, of lines without a blank one between them."""
    longest = max((len(line.rstrip()) for _, line in block), default=0)
    for (at, line), (_, after) in pairwise(block):
        first, second = line.rstrip(), after.lstrip()
        if _wrapped(first, second, longest):
            yield at + len(line), bool(_WIDE.match(first[-1]) and _WIDE.match(second[0]))


_ITEM = re.compile(
    r"[ ]*(?:[-*•·▪●–—#]|[0-9]{1,2}(?:[、)）]|[.](?![0-9]))"
    r"|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)"
)


def _wrapped(before: str, after: str, longest: int) -> bool:
    """Whether the break between two lines only wraps a line, in a block whose longest line is `longest` long.

    It does where the first line is about as long as its neighbours and they are no longer than lines that people
    wrap by hand; else, where it is long, ends no sentence, and the next line goes on in lower case.
    """
    if not before or not after or _ITEM.match(after):
        return False
    last, next_ = before[-1], after[0]
    han = bool(_HAN.search(before))
    narrowest, widest = (20, 90) if han else (50, 140)
    if narrowest <= longest <= widest and len(before) >= 0.75 * longest:
        return True
    if last in '.。!?！？:：;；"”':
        return last in '"”' and next_.islower()
    if _HAN.match(last) or last in "，、":
        # a headline stands right above long lines: a line without a mark at its end is wrapped among its like alone
        alike = last in "，、" or len(before) > widest or (longest <= widest and len(before) >= 0.6 * longest)
        return alike and len(before) >= narrowest and bool(_HAN.match(next_) or next_.isdigit())
    return len(before) >= 40 and (next_.islower() or next_.isdigit() or last in ",-")


_END = re.compile(
    r"[。！？!?]+[”’」』）\"')]*"
    r"|(?<=[^\W\d_])\.(?=[\"'”’)\]]*(?:\s|$))[\"'”’)\]]*"
    r"|(?<=[\d%)\]”\"’])\.(?=[\"'”’)\]]*(?:\s|$))[\"'”’)\]]*"
    r"|[；;](?=[\u3400-\u9fff])|\n"
)
_SHORT = (
    "mr mrs ms dr prof st jr sr vs etc no nos inc ltd co corp llc plc u.s u.k u.n e.g i.e a.m p.m approx est fig vol "
    "jan feb mar apr jun jul aug sep sept oct nov dec rs bros gen gov sen rep dept univ kft a.s s.a s.p.a sp z.o "
    "mt ft sq ca cf rd ave blvd d.c pvt pte sdn regd m/s "
    # states and provinces of North America
    "ala ariz ark calif colo conn del fla ga ill ind kan ky md mich minn mo mont neb nev okla ont ore pa que tenn "
    "tex va vt wis wyo n.y n.j n.c s.c n.m n.h n.d s.d w.va r.i b.c n.s n.b alta sask man"
)
_ABBREVIATIONS = frozenset(_SHORT.split())


LONGEST = 2_000
"""Code points of a sentence: what goes on without an end (tables, a million digits) is cut, for the time that the
reading of a sentence takes grows faster than its length."""


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a span in pieces of at most `LONGEST`, cut at a blank or comma where there is one."""
    pieces = []
    while end - start > LONGEST:
        half = start + LONGEST // 2
        at = max(text.rfind(mark, half, start + LONGEST) + 1 for mark in " ，,、；") or start + LONGEST
        pieces.append((start, at))
        start = at
    return [*pieces, (start, end)]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, at = [], start
    for match in _END.finditer(text, start, end):
        if match.group().startswith(".") and not _ends(text, match.start(), match.end(), at):
            continue
        spans.append((at, match.end()))
        at = match.end()
    spans.append((at, end))
    found = []
    for a, b in [part for span in spans for part in _cut(text, *span)]:
        piece = text[a:b]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append((a + lead, a + len(piece.rstrip())))
    return found


def _ends(text: str, dot: int, after: int, start: int) -> bool:
    """Whether the full stop at `dot` ends a sentence: not after an abbreviation or initial before a name."""
    rest = text[after : after + 40].lstrip()
    if not rest:
        return True
    word = re.search(r"[\w.&]+$", text[max(start, dot - 24) : dot])
    last = word.group().lower() if word else ""
    if rest[0].islower():
        return last not in _ABBREVIATIONS and len(last) > 1 and "." not in last
    if last in {"inc", "ltd", "co", "corp", "llc", "plc", "kft", "etc", "a.m", "p.m", "u.s", "u.k", "u.n"}:
        # "Acme Inc. The plant": a new sentence begins with a word that could not go on the name
        return bool(
            re.match(
                r"(?:The|It|In|A|An|Its|This|That|By|At|On|With|Under|For|He|She|They|But|And|As)\b", rest
            )
        )
    if last in {
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "no",
        "nos",
        "rs",
    }:
        return not rest[0].isdigit() and last not in {"no", "nos", "rs"}
    if last in _ABBREVIATIONS:
        return False
    initials = last != "i" and all(len(part) == 1 and part.isalpha() for part in last.split("."))
    return not initials or bool(re.match(r"(?:The|It|In|This)\b", rest))
