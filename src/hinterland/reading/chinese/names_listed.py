"""Firms of a list that says what they are at its end: 金山云、秦淮数据、中国能建等企业."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_line import Line

_WHAT = lex.FIRMS | frozenset(
    (
        "车企",
        "厂商",
        "公司",
        "企业",
        "龙头",
        "巨头",
        "龙头企业",
        "药企",
        "品牌",
        "运营商",
        "制造商",
        "供应商",
        "集团",
        "单位",
    )
)
AHEAD = 5
"""Words between 等 and the noun that says what is listed (等13家龙头企业)."""
MANY = 30
"""Items of a list that are looked at."""
LEAST, MOST = 2, 8
"""Characters of a name in a list."""
_NO_NAMES = (lex.OUTSIDE - lex.TRADE) | lex.ROLE | lex.WORKS | lex.SELF | lex.SIDES | lex.ALONE | lex.TITLES


def find_enumerated(line: Line) -> None:
    """Add the firms that stand in a list before 等…企业."""
    words = line.words
    for k, word in enumerate(words):
        if word.text != "等" or k < 1:
            continue
        what = words[k + 1 : k + 1 + AHEAD]
        stop = next((i for i, w in enumerate(what) if w.cls in "vZd"), len(what))
        if any(w.text in _WHAT for w in what[:stop]):
            _items(line, k)


def _items(line: Line, k: int) -> None:
    """Add the items that end before `k`, from the last to the first."""
    words, j, several = line.words, k, False
    for _ in range(MANY):
        if j <= 0:
            return
        i = _item(line, j)
        more = i > 0 and words[i - 1].text == "、"
        if i == j and not line.taken[j - 1]:
            return
        if (
            i < j
            and (several or more)
            and (_proper(line, i, j) or (more and _beside(line, i, j)))
            and (more or line.led(i) or words[i - 1].cls in "vu")
        ):
            line.add(i, j, "organisation")
        if i == j:
            i = _taken_from(line, j)
            more = i > 0 and words[i - 1].text == "、"
        if not more:
            return
        several, j = True, i - 1


def _item(line: Line, j: int) -> int:
    """Return where the item that ends before `j` begins, `j` where it is a name already or no name."""
    i = j
    while i > 0 and not line.taken[i - 1]:
        word = line.words[i - 1]
        if i < j and word.end != line.words[i].start:
            break
        if word.cls not in "xPLBnagj" or word.text in _NO_NAMES or word.text in lex.FUNCTION:
            break
        i -= 1
    return i


def _taken_from(line: Line, j: int) -> int:
    i = j
    while i > 0 and line.taken[i - 1] and line.words[i - 1].text != "、":
        i -= 1
    return i


def _beside(line: Line, i: int, j: int) -> bool:
    """Whether a place is a firm, as what stands in the list before it is one: 华为、阿里等企业."""
    known = i > 1 and (line.words[i - 2].cls == "B" or line.taken[i - 2])
    return known and j - i == 1 and not _country(line, i, j)


def _country(line: Line, i: int, j: int) -> bool:
    return any(p.kind in {"country", "region"} for p in find(line.said(i, j)))


def _proper(line: Line, i: int, j: int) -> bool:
    """Whether an item may be a firm: short, with something that is no common word, and not a place alone."""
    words = line.words[i:j]
    said = "".join(w.text for w in words)
    if not LEAST <= len(said) <= MOST + 6 * said.isascii():
        return False
    if all(w.cls == "P" for w in words) or all(w.text in lex.COMMON or w.text in lex.TRADE for w in words):
        return False
    odd = [w for w in words if w.cls in "xLB" and w.text not in lex.TECHNICAL and w.text not in lex.MODIFIERS]
    return bool(odd) or (words[0].cls == "P" and words[-1].text in lex.TRADE)
