"""Names of organisations that end in a word for what they are: 公司, 集团, 大学, 委员会, 能源局."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_line import Line

REACH = 14
"""Words that a name has at most before its suffix."""

FULL = ("有限公司", "有限责任公司", "合伙企业", "株式会社", "股份公司", "集团公司")
OPEN, SHUT = "（(", "）)"
LETTERS = frozenset("省市县区旗州")
OFFICIAL = frozenset({"与", "和", "计划投资", "投资", "建设", "交通"})
NO_SEAT = lex.ROLE | lex.OUTSIDE | lex.LEGAL | lex.TITLES
SCHOOLS = frozenset({"大学", "学院", "银行"})
"""Suffixes inside words of the list: 师范大学, 商业银行."""

_APART = lex.AGENT | lex.BEFORE | lex.STRONG | lex.PLACING | lex.SAYING | lex.PARTNERS | lex.AFTER
_ROLES = lex.TRADE | lex.COMMON | lex.ROLE
BUREAUS = frozenset("部局厅署委办")
SUFFIXES = lex.LEGAL | lex.INSTITUTE | lex.OFFICE | lex.STATE


def find_organisations(line: Line) -> None:
    """Add the names of firms, institutions and governments."""
    j = 0
    while j < len(line.words):
        said = line.words[j].text
        ends = said in SUFFIXES or said[-1] in BUREAUS or said[-2:] in SCHOOLS
        end = _office(line, j) or _organisation(line, j) if ends else 0
        j = max(j + 1, end)


def _organisation(line: Line, j: int) -> int:
    """Add the organisation whose first suffix is the word at `j`; return the end of it, 0 if there is none."""
    said = line.words[j].text
    if said not in lex.LEGAL and said not in lex.INSTITUTE and said[-2:] not in SCHOOLS:
        return 0
    last = extend(line, j)
    start = trim(line, walk(line, j), j)
    if start == j or not line.free(start, last + 1) or not _named(line, start, j, last):
        return 0
    if said[-1] == "厂" and (
        any(w.text[-1] == "建" for w in line.words[start:j]) or line.words[start - 1].text == "在"
    ):
        return 0  # 拟在河静|建|绿色钢厂
    if _role_of(line, start, last):
        return last + 1
    head = line.words[last].text
    civic = head == "委员会" and all(w.cls == "P" or w.text in lex.CIVIC for w in line.words[start:last])
    line.add(start, last + 1, "government" if civic else "organisation", head)
    return last + 1


def _role_of(line: Line, start: int, last: int) -> bool:
    """Whether a place and a trade only say what the Latin name right after is: 意大利能源集团Enora."""
    words = line.words
    if last + 1 >= len(words) or words[last + 1].cls != "L":
        return False
    plain = lex.TRADE | lex.COMMON | lex.ROLE
    return all(w.cls == "P" or w.text in plain for w in words[start:last])


def _named(line: Line, start: int, j: int, last: int) -> bool:
    """Whether the words are a name and not only common words before a suffix (一家电池公司)."""
    suffix, words = line.words[last].text, line.words[start:j]
    strength = line.proper(start, j)
    if suffix.endswith(FULL):
        return strength > 0 or not all(w.text in lex.COMMON or w.text in lex.ROLE for w in words)
    if strength == 2:
        return True
    if strength == 1:
        country = words[0].cls == "P" and any(
            p.kind == "country" or p.country == "XX" for p in find(words[0].text)
        )
        plain = all(w.cls == "P" or w.text in lex.COMMON or w.text in lex.TRADE for w in words)
        return (
            not (country and plain)
            or (len(words) > 1 and line.led(start))
            or suffix in {"银行", "交易所"}
            or suffix.endswith("基金")
        )
    odd = [
        w for w in words if w.text not in lex.COMMON and w.text not in lex.TRADE and w.text not in lex.ROLE
    ]
    return (
        bool(odd)
        and (suffix in lex.LEGAL or suffix in {"证券", "大学"})
        and len(words) <= 2
        and words[0] is odd[0]
        and line.led(start)
    )


def walk(line: Line, j: int, reach: int = REACH) -> int:
    """Return how far to the left of `j` words go on that may be inside a name."""
    i = j
    while i > 0 and j - i < reach and not line.taken[i - 1]:
        before = line.words[i - 1]
        if before.end != line.words[i].start and "L" not in (before.cls, line.words[i].cls):
            break
        if before.text in SHUT:
            shut = _bracket(line, i - 1)
            if shut is None:
                break
            i = shut
            continue
        if not line.material(i - 1) and not _inner(line, i - 1) and not _verb_inside(line, i - 1, j):
            break
        i -= 1
    return i


def _verb_inside(line: Line, i: int, j: int) -> bool:
    """Whether a verb stands inside a full name, after characters that are no word: 恒锦|织造|有限公司."""
    word = line.words[i]
    if not line.words[j].text.endswith(FULL) or word.cls != "v" or len(word.text) != 2 or i < 2:
        return False
    before = line.words[i - 1]
    return (
        word.text not in _APART
        and before.cls == "x"
        and before.end == word.start
        and line.words[i - 2].cls == "x"
    )


def _inner(line: Line, i: int) -> bool:
    """Whether the word at `i` is a character such as 能 between others of a name: 泰|能|智慧."""
    words = line.words
    return (
        0 < i < len(words) - 1
        and words[i].text in lex.INNER
        and words[i - 1].cls in "xB"
        and words[i + 1].cls in "xnga"
    )


def _bracket(line: Line, shut: int) -> int | None:
    """Return where the bracket that closes at `shut` opens if it holds a short name such as a place, None else."""
    for i in range(shut - 1, max(-1, shut - 5), -1):
        word = line.words[i]
        if word.text in OPEN:
            return i if i < shut - 1 and i > 0 and line.material(i - 1) else None
        if word.cls not in "PxnL":
            return None
    return None


def trim(line: Line, i: int, j: int) -> int:
    """Return where the name begins between `i` and `j`: after a role (电池企业X), without common words before it."""
    for k in range(j - 2, i - 1, -1):
        role = line.words[k].text in lex.ROLE
        joins = line.words[k].text in lex.JOINING and k > i and line.words[k + 1].cls in "PxLBK"
        if (role or joins) and line.proper(k + 1, j):
            i = k + 1
            break
    while i < j - 1:
        word = line.words[i]
        common = word.cls in "afvgd" or word.text in lex.COMMON or word.text in lex.OUTSIDE
        if not common or word.text in {"国家", "联合", "国际", "中央"} or line.proper(i + 1, j) < 1:
            break
        i += 1
    while i < j - 1 and line.words[i].text in lex.MODIFIERS and line.words[i + 1].cls == "P":
        i += 1
    return i


def extend(line: Line, j: int) -> int:
    """Return the last suffix of the name that has a suffix at `j`: 集团|股份有限公司, 大学|合肥|研究院."""
    last, k = j, j + 1
    while k < len(line.words) and k - last <= 5 and line.words[k].start == line.words[k - 1].end:
        word = line.words[k]
        if word.text in lex.LEGAL or word.text in lex.INSTITUTE:
            last = k
        elif not (word.cls == "P" or word.text in lex.TRADE or word.text in lex.INSIDE or _study(line, j, k)):
            break
        if word.cls in "vg" and word.text not in lex.LEGAL and k == j + 1 and word.text not in lex.TRADE:
            break
        k += 1
    return last


def _study(line: Line, j: int, k: int) -> bool:
    """Whether the word at `k` may say what an institute of the institution at `j` studies."""
    word = line.words[k]
    return (
        line.words[j].text in lex.INSTITUTE
        and word.cls == "n"
        and word.text not in lex.OUTSIDE | lex.ROLE | lex.AGENT
    )


def _office(line: Line, j: int) -> int:
    """Add the government or office whose first suffix is the word at `j`; return its end, 0 if there is none."""
    words = line.words
    if words[j].text in lex.STATE:
        last = _offices(line, j)
        return last + 1 if line.add(j, last + 1, "government", words[last].text) else 0
    single = _bureau(line, j)
    if words[j].text not in lex.OFFICE and not single:
        return 0
    last = _offices(line, j)
    start = _seat(line, j)
    if (
        start == j
        and words[j].text[-1] == "部"
        and len(words[j].text) > 2
        and line.led(j)
        and line.acts(j + 1)
    ):
        return j + 1 if line.add(j, j + 1, "government", words[j].text) else 0
    if start == j or not line.free(start, last + 1):
        return 0
    named = (
        line.words[start].cls == "x" or line.words[start].text in lex.ZONE or line.words[start].text == "国家"
    )
    if line.proper(start, j) < 1 and (single or not named):
        return 0
    if line.words[start].cls == "x" and not _city(line, start, j):
        return 0
    line.add(start, last + 1, "government", words[last].text)
    return last + 1


def _city(line: Line, start: int, j: int) -> bool:
    """Whether characters that are no word before an office may be a place: 市 or 省 alone, or two and more."""
    said = line.said(start, j)
    if len(said) == 1:
        return said in LETTERS
    return line.led(start) and not (start and line.words[start - 1].text in lex.TITLES)


def _bureau(line: Line, j: int) -> bool:
    """Whether the word at `j` ends as offices do, though the list lacks it: 矿产资源|部, 经济|事务部."""
    word = line.words[j]
    if word.text[-1] not in BUREAUS or word.text in lex.NO_OFFICE or j == 0:
        return False
    if len(word.text) == 1:
        return word.cls == "x" and line.words[j - 1].cls in "nvgP" and not line.counts(j)
    return word.cls == "n" and line.words[j - 1].cls in "nvgP" and line.words[j - 1].end == word.start


def _offices(line: Line, j: int) -> int:
    while j + 1 < len(line.words) and line.words[j + 1].text in lex.OFFICE and line.words[j + 1].cls != "r":
        j += 1
    return j


def _seat(line: Line, j: int) -> int:
    """Return where the name of the office at `j` begins: its place, or the letter for one (市发改委)."""
    words, i, seat = line.words, j, j
    while i > 0 and j - i < REACH and not line.taken[i - 1] and words[i - 1].end == words[i].start:
        word = words[i - 1]
        letter = word.cls == "x" and (
            word.text in LETTERS or ((seat == i or words[i].text == "基地") and not line.counts(i - 1))
        )
        if word.cls == "P" or letter or word.text in lex.ZONE or word.text == "国家":
            seat = i - 1
        elif not (word.cls in "ng" or word.text in OFFICIAL) or word.text in NO_SEAT:
            break
        i -= 1
    return seat
