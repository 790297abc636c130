"""Firms whose names no vocabulary explains, found because they act at the head of several clauses."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.reading.chinese.names_line import Line

LEAST, MOST = 3, 7
"""Characters of such a name."""
REACH = 5
"""Words of such a name at most."""
TWICE = 2
"""How often it must act."""
NAMES = 60
"""The most such names of a text."""
COUNTED = 4000
"""Lines that are looked at."""
_PLAIN = lex.MODIFIERS | lex.TECHNICAL | lex.MEASURES | frozenset("一二三四五六七八九十")
_STOP = (
    lex.SELF
    | lex.SIDES
    | lex.ALONE
    | lex.LOCAL
    | lex.OUTSIDE
    | lex.ROLE
    | lex.WORKS
    | lex.JOINT
    | lex.TITLES
    | lex.MEDIA
)
_APART = lex.FUNCTION - lex.INNER
_ACTS = lex.STRONG | lex.SAYING


def find_repeated(lines: Sequence[Line], plain: str) -> None:
    """Add what acts at the head of a clause more than once and holds characters that are no word."""
    heads = Counter(said for line in lines[:COUNTED] for said in _heads(line))
    often = [said for said, n in heads.most_common(NAMES) if n >= TWICE]
    names = sorted(often, key=len, reverse=True)
    if not names:
        return
    found = re.compile("|".join(map(re.escape, names)))
    for line in lines:
        if line.words:
            for match in found.finditer(plain, line.words[0].start, line.words[-1].end):
                line.put(match.start(), match.end(), "organisation", "")


def _heads(line: Line) -> Iterator[str]:
    """Yield what stands before an act where a name may begin."""
    words = line.words
    for i in range(len(words)):
        if line.taken[i] or words[i].cls not in "xPnaj" or not line.led(i):
            continue
        j = _end(line, i)
        if j:
            yield "".join(w.text for w in words[i:j])


def _end(line: Line, i: int) -> int:
    """Return where a name that begins at `i` ends, 0 where the words there are none."""
    words, j, odd, length = line.words, i, 0, 0
    while j < min(len(words), i + REACH) and not line.taken[j]:
        word = words[j]
        if word.text in _STOP or word.text in _ACTS or (j > i and word.start != words[j - 1].end):
            break
        inner = j > i and word.text in lex.INNER
        if line.counts(j) or not (inner or (word.cls in "xPnajg" and word.text not in _APART)):
            break
        odd += word.cls == "x" and word.text not in _PLAIN
        length += len(word.text)
        j += 1
    if not odd or not LEAST <= length <= MOST or j >= len(words) or words[j - 1].text in lex.LAND:
        return 0
    after = words[j]
    dated = after.cls == "W" and j + 1 < len(words)
    acts = after.text in _ACTS or after.text in {"将", "已"} or dated
    person = words[i].text[0] in lex.SURNAMES and length == LEAST and after.text in lex.SAYING
    return j if acts and not person else 0
