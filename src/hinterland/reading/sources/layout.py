"""Lines of pages become paragraphs: running heads dropped, wrapped and hyphenated lines joined."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_ENDS = re.compile(r"[.。!?！？:：;；][\"'”’)）」』]?$")
_ITEM = re.compile(
    r"(?:[-*•·▪●■◆–—][ \t]|——|\d{1,2}(?:\.\d{1,2}){0,3}[.、)）][ \t]?(?!\d)|[（(]\d{1,3}[)）]"
    r"|[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十百\d]{1,4}[章节条])"
)
_NUMBER = re.compile(
    r"(?:page|p\.|第)?[\s·—–-]{0,4}(\d{1,4})[\s·—–-]{0,4}(?:页|(?:of|/|共)\s{0,3}\d{1,4}\s?页?|页[,，]?\s?共\s?\d{1,4}\s?页)?",
    re.I,
)
_PRINTED = re.compile(
    r"(?:https?|file)://\S{1,500}(?:\s+\d{1,4}/\d{1,4})?|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s.{0,200})?"
)
"""What browsers print at the edges of pages: the address, the moment and the title."""
_SOLE = re.compile(
    r"[—–-]\s?1\s?[—–-]|1 ?/ ?1|Page 1(?: of 1)?|第 ?1 ?页(?:[,，]? ?共 ?1 ?页)?", re.IGNORECASE
)
_COMPOUNDS = (
    "lithium sodium nickel iron high low long short mid medium large small full half state privately publicly year "
    "month week day well non self semi multi world zero cross per so ex anti pro vice joint third first second next "
    "energy carbon water fuel battery wind solar co in on off end up down by two three four five six seven eight "
    "nine ten twenty thirty forty fifty sixty seventy eighty ninety labour labor capital export cost cutting market "
    "china us uk eu sino north south east west"
)
_FIRST_OF_COMPOUND = frozenset(_COMPOUNDS.split())
"""Words after which a hyphen at a line's end is likely one of the word, not of the line."""
_SHARE = 0.4
"""Share of pages whose edge must show a line for it to be a running head: every other page, some without."""
_EDGE = 3
"""Lines at each edge of a page among which running heads are looked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, in points from the page's lower left corner; `head` is how wide its first word is."""

    text: str
    left: float
    right: float
    base: float
    size: float
    head: float = 0.0


@dataclass(slots=True)
class _Columns:
    """How far lines of a page reach, by where they begin; and how far apart lines are."""

    left: dict[int, tuple[int, float]] = field(default_factory=dict)
    right: dict[int, float] = field(default_factory=dict)
    pitch: float = 0.0

    @classmethod
    def of(cls, lines: list[Line]) -> _Columns:
        columns = cls()
        starts = Counter(round(line.left) for line in lines)
        ends: dict[int, list[float]] = {}
        for line in lines:
            key, often = _bucket(line.left), starts[round(line.left)]
            ends.setdefault(key, []).append(line.right)
            columns.left[key] = max(columns.left.get(key, (0, 0.0)), (often, line.left))
        columns.right = {key: _edge(rights) for key, rights in ends.items()}
        gaps = [a.base - b.base for a, b in pairwise(lines)]
        usual = [g for g, line in zip(gaps, lines, strict=False) if 0.5 * line.size < g < 4 * line.size]
        # the usual gap between lines, even on a page whose paragraphs are mostly one line
        columns.pitch = sorted(usual)[len(usual) // 5] if usual else 0.0
        return columns

    def reach(self, line: Line) -> float:
        """Return the right edge of the column that a line stands in."""
        key = _bucket(line.left)
        return max(self.right.get(k, 0.0) for k in (key - 1, key, key + 1))

    def indent(self, line: Line) -> float:
        """Return how far a line begins behind where most lines near it do."""
        key = _bucket(line.left)
        found = [self.left[k] for k in (key - 1, key) if k in self.left]
        return line.left - max(found, default=(0, line.left))[1]


def _edge(rights: list[float]) -> float:
    """Return how far lines reach, leaving out one that sticks out of them all."""
    rights = sorted(rights)
    return rights[-2] if len(rights) >= 4 and rights[-1] - rights[-2] > 10 else rights[-1]


def _bucket(left: float) -> int:
    return round(left / 48)


def paragraphs(pages: list[list[Line]]) -> str:
    """Return the text of pages, paragraphs parted by blank lines."""
    pages = without_running_heads(pages)
    known = _words(pages)
    done: list[str] = []
    previous: tuple[Line, _Columns] | None = None
    for lines in pages:
        columns = _Columns.of(lines)
        for number, line in enumerate(lines):
            if previous is None or _parted(*previous, line, columns, turned=number == 0):
                done.append(line.text.strip())
            else:
                done[-1] = join(done[-1], line.text.strip(), known)
            previous = (line, columns)
    return "\n\n".join(p for p in done if p)


def _parted(before: Line, columns: _Columns, line: Line, now: _Columns, *, turned: bool) -> bool:
    """Whether a paragraph begins at `line`."""
    size = max(before.size, line.size, 1.0)
    if _ITEM.match(line.text) or abs(before.size - line.size) > 0.12 * size:
        return True
    if _room(before, columns, line):
        return True
    gap = before.base - line.base
    if turned or gap < -0.5 * size:  # the next page or column goes on, unless a sentence ended there
        return bool(_ENDS.search(before.text.rstrip())) and now.indent(line) > 1.2 * size
    if columns.pitch and gap > 1.3 * columns.pitch + 0.5:
        return True
    if _ITEM.match(before.text):
        return False  # lines below an item's first one stand further in
    return now.indent(line) > 1.2 * size and line.left - before.left > 1.2 * size


def _room(before: Line, columns: _Columns, line: Line) -> bool:
    """Whether the first word of `line` would have fitted behind the line before: then that one was ended."""
    need = line.head + 0.35 * before.size
    if _CJK.match(line.text):
        need += 1.8 * before.size  # justified lines end where a mark may not begin the next
    elif _CJK.match(before.text[-1:]):
        need += 0.8 * before.size
    return before.right + need < columns.reach(before)


def join(before: str, after: str, known: Counter[str] | None = None) -> str:
    """Return two lines of one paragraph as one: without a space between Chinese, without the hyphen of a wrap."""
    if not before or not after:
        return before + after
    if before[-1] in "-\u00ad\u2010\ufffe\x02" and len(before) > 1:
        return _unhyphened(before, after, known or Counter())
    if before[-1] in "—–/" and after[0].isdigit():
        return before + after
    if _CJK.match(before[-1]) or _CJK.match(after[0]):
        return f"{before} {after}" if before[-1] in ".,;" else before + after
    return f"{before} {after}"


def _unhyphened(before: str, after: str, known: Counter[str]) -> str:
    stem, mark = before[:-1], before[-1]
    first, second = re.search(r"\w*$", stem), re.match(r"\w*", after)
    left, right = (first[0] if first else ""), (second[0] if second else "")
    if mark == "\u00ad":
        return stem + after
    if not left or not right or not right[0].islower() or not left[-1].isalpha():
        # "20-" and "30", "Sino-" and "Foreign", a dash between words
        return f"{stem}-{after}" if left and right else f"{stem}- {after}"
    whole, parted = (left + right).lower(), f"{left}-{right}".lower()
    if known[whole] != known[parted]:
        return stem + after if known[whole] > known[parted] else f"{stem}-{after}"
    return f"{stem}-{after}" if left.lower() in _FIRST_OF_COMPOUND else stem + after


def _words(pages: list[list[Line]]) -> Counter[str]:
    """Return how often each word stands inside a line, for telling what a hyphen at a line's end is."""
    found: Counter[str] = Counter()
    for lines in pages:
        for line in lines:
            found.update(w.lower() for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text[:2_000])[:-1])
    return found


def without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Return pages without the lines that recur at their edges, and without page numbers."""
    heads, feet = (_recurring(pages, at_end=e) for e in (False, True))
    cleaned = []
    for number, lines in enumerate(pages):
        start, end = 0, len(lines)
        while start < min(end, _EDGE) and _running(lines[start], number, heads):
            start += 1
        while end > max(start, len(lines) - _EDGE) and _running(lines[end - 1], number, feet):
            end -= 1
        cleaned.append(lines[start:end])
    return cleaned


def _recurring(pages: list[list[Line]], *, at_end: bool) -> set[tuple[str, int]]:
    """Return what recurs at an edge of the pages: lines as they are, and lines whose number runs with the pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for number, lines in enumerate(pages):
        edge = lines[-_EDGE:] if at_end else lines[:_EDGE]
        counts.update({key for line in edge for key in _keys(line.text, number)})
    least = max(2, _SHARE * len(pages))
    return {k for k, n in counts.items() if n >= least}


def _running(line: Line, number: int, recurring: set[tuple[str, int]]) -> bool:
    bare = line.text.strip()
    if not bare or _PRINTED.fullmatch(bare):
        return True
    if any(key in recurring for key in _keys(line.text, number)):
        return True
    return number == 0 and _SOLE.fullmatch(bare) is not None


def _keys(text: str, number: int) -> list[tuple[str, int]]:
    """Return what would make a line on page `number` a running head, nothing for a sentence."""
    bare = " ".join(text.split())
    match = _NUMBER.fullmatch(bare)
    if match:
        return [("", int(match[1]) - number)]
    if _ENDS.search(bare) or not re.search(r"[^\W\d_]", bare):
        return []
    last = re.search(r"(?<!\d)\d{1,4}$|^\d{1,4}(?!\d)", bare)
    runs = [(bare[: last.start()] + "#" + bare[last.end() :], int(last[0]) - number)] if last else []
    return [(bare, -1), *runs]
