"""A firm named in full is found again by its short names: 淮芯半导体有限公司, 淮芯半导体, 淮芯."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.chinese.names_words import word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.reading.chinese.names_line import Line
    from hinterland.reading.chinese.names_words import Word

SHORT = re.compile(
    r"[（(](?:以下|下)?(?:统|合)?(?:简称|称)?(?:为)?[:：]?[“\"「『‘]([\u3400-\u9fffA-Za-z0-9·&]{2,14})[”\"」』’]"
    r"(?:或[“\"「]?[\u3400-\u9fff]{2,8}[”\"」]?)?[)）]"
    r"|[（(](?:以下|下)?(?:简称|称)(?:为)?[:：]?([\u3400-\u9fffA-Za-z0-9·&]{2,14})[)）]"
)
"""A short name given in brackets: （以下简称“X”）, （“X”）."""

CODE = re.compile(r"[（(](?:证券代码[:：]|股票代码[:：])?[0-9]{4,6}(?:[.-][A-Z]{1,3})?[)）]")

COMMON_TAILS = ("集团股份", "集团", "公司", "股份", "控股", "科技", "有限公司", "方面")
MOST = 200
"""Short names that are looked for at most."""


def find_again(lines: Sequence[Line], plain: str) -> None:
    """Add the short names of the firms that were found, wherever they stand."""
    patterns: dict[str, str] = {}
    for words in _named(lines, "organisation"):
        for brand, tails in brands(words):
            patterns.setdefault(brand, tails)
    for alias in _aliases(plain):
        patterns.setdefault(alias, "")
    if patterns:
        order = sorted(patterns, key=len, reverse=True)
        found = re.compile("|".join(_pattern(brand, patterns[brand]) for brand in order))
        for line, match in _matches(lines, plain, found):
            _put(line, match.start(), match.end(), match.group())


def find_people_again(lines: Sequence[Line], plain: str) -> None:
    """Add the persons that were found, wherever they stand."""
    people = {"".join(w.text for w in words) for words in _named(lines, "person")}
    if people:
        found = re.compile("|".join(re.escape(p) for p in sorted(people, key=len, reverse=True)))
        for line, match in _matches(lines, plain, found):
            line.put(match.start(), match.end(), "person")


def _named(lines: Sequence[Line], kind: str) -> Iterator[list[Word]]:
    """Return the words of the names of a kind, those of the first ones."""
    left = MOST
    for line in lines:
        for name, (i, j) in zip(line.names, line.spans, strict=True):
            if name.kind == kind and left:
                left -= 1
                yield line.words[i:j]


def _matches(
    lines: Sequence[Line], plain: str, found: re.Pattern[str]
) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines:
        if line.words:
            for match in found.finditer(plain, line.words[0].start, line.words[-1].end):
                yield line, match


def _aliases(plain: str) -> list[str]:
    """Return the short names that brackets give, save words such as 公司 that stand for any."""
    found = [m.group(1) or m.group(2) for m in SHORT.finditer(plain)]
    return [a for a in found[:MOST] if a not in lex.ALONE and a not in lex.SELF and a not in lex.SIDES]


def find_listed(lines: Sequence[Line], plain: str) -> None:
    """Add the firms that carry their code at an exchange: 海川股份（600000.SH）."""
    for line in lines:
        for match in CODE.finditer(plain, line.words[0].start, line.words[-1].end) if line.words else ():
            j = line.cover(match.start(), match.end())[0]
            i = j
            while (
                i > 0
                and j - i < 5
                and not line.taken[i - 1]
                and line.material(i - 1)
                and not line.counts(i - 1)
            ):
                i -= 1
            if 2 <= line.words[j].start - line.words[i].start <= 10:
                line.add(i, j, "organisation", _head(line.words[j - 1].text))


def _pattern(brand: str, tails: str) -> str:
    edge = "(?![A-Za-z0-9])" if brand[-1].isascii() else ""
    lead = "(?<![A-Za-z0-9])" if brand[0].isascii() else ""
    return f"{lead}{re.escape(brand)}{edge}" + (f"(?:{tails}){{0,4}}" if tails else "")


def _put(line: Line, start: int, end: int, said: str) -> None:
    """Add the short name found; a common word is one only where it stands as a name does."""
    i, j = line.cover(start, end)
    if j == i + 1 and line.words[i].cls == "B" and len(line.words[i].text) > len(said):
        line.add(i, j, "organisation")  # 紫金矿业 beside 紫金塞尔维亚公司
        return
    if said in word_list().words and said not in lex.BRANDS:
        i, j = line.cover(start, end)
        if i == j or not (line.led(i) and line.acts(j)):
            return
    line.put(start, end, "organisation", _head(said))


def _head(said: str) -> str:
    return next((s for s in ("集团", "公司", "股份") if said.endswith(s)), "")


def brands(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Return the part of a firm's name that is its own, and what may follow it in a short name, as a pattern."""
    kept = _without_brackets(words)
    while kept and kept[-1].text in lex.LEGAL:
        kept.pop()
    if not kept or words[-1].text in lex.INSTITUTE or any(w.text in lex.ZONE for w in words):
        return  # institutions are named in full; a park's company leaves the name of the park
    i, j = _own(kept)
    own = "".join(w.text for w in kept[i:j])
    rest = [w.text for w in kept[j:]]
    if len(own) < 2:
        whole = "".join(w.text for w in kept)
        if rest and len(whole) >= 4:
            yield whole, "集团|股份|公司|控股"
        elif own and rest:
            yield own + rest[0], "|".join(map(re.escape, [*rest[1:], *COMMON_TAILS]))
        return
    short = {w[:2] for w in rest if len(w) >= 3}
    tails = "|".join(re.escape(t) for t in sorted({*rest, *short, *COMMON_TAILS[:-1]}, key=len, reverse=True))
    if i and not own[0].isascii():
        yield "".join(w.text for w in kept[:i]) + own, tails
    yield own, tails


def _own(kept: Sequence[Word]) -> tuple[int, int]:
    """Return which of the words are the firm's own: after its place, before its trade."""
    i = 0
    while i < len(kept) and kept[i].cls == "P":
        i += 1
    j = i
    while j < len(kept) and kept[j].cls in "xLBK":
        j += 1
    if j == i and j < len(kept) and kept[j].text not in lex.TRADE and kept[j].text not in lex.COMMON:
        j += 1
    return i, j


def _without_brackets(words: Sequence[Word]) -> list[Word]:
    kept, deep = [], 0
    for word in words:
        deep += word.text in "（("
        if not deep:
            kept.append(word)
        deep -= word.text in "）)"
    return kept
