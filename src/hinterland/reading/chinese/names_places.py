"""Places: of the gazetteer, by their suffix (省, 县, 开发区), and by what stands before them (在, 位于, 落户)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.chinese.names_orgs import trim, walk
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_line import Line
    from hinterland.reading.chinese.names_words import Word

SINGLE = frozenset(s for s in lex.LAND if len(s) == 1)
NO_PLACE = lex.TECHNICAL | frozenset("船车油机电货")
_COUNTRIES = "美国 日本 韩国 德国 英国 法国 印度 越南 泰国 俄罗斯 墨西哥 匈牙利 塞尔维亚 沙特 巴西"
INITIALS = {name[0]: name for name in _COUNTRIES.split()} | {"华": "中国"}
"""Countries by the character that stands for them in the press."""
_SYLLABLES = frozenset(("马里", "多哥", "汤加"))
"""Countries whose names begin many foreign ones: 马里|昆加盐湖."""
_BUILDING = frozenset("建设投开办造收入")
"""Characters that are verbs of building by themselves."""
NUMERALS = frozenset("一二三四五六七八九十两")
NO_NAME = frozenset({"首批", "首个", "境外", "国家级", "省级", "市级", "重点", "最大", "全国", "标准"})
ENDINGS = sorted(lex.LAND, key=len, reverse=True)


def find_places(line: Line) -> None:
    """Add the places of a sentence: parks and zones first, then the others."""
    for j, word in enumerate(line.words):
        if (word.text in lex.ZONE or word.text == "基地") and not line.taken[j]:
            _zone(line, j)
    i, before = 0, ""
    while i < len(line.words):
        word = line.words[i]
        look = word.cls in "PxLn" or before == "P" or before in lex.PLACING
        i = max(i + 1, _place(line, i) if look else 0)
        before = "P" if line.words[i - 1].cls == "P" else line.words[i - 1].text


def _zone(line: Line, j: int) -> None:
    """Add the park or zone that the suffix at `j` ends, if it has a name of its own."""
    words, last = line.words, j
    while last + 1 < len(words) and words[last + 1].text in lex.ZONE and not line.taken[last + 1]:
        last += 1
    start = walk(line, j, 8)
    verbs = [
        k for k in range(start, j) if words[k].cls == "v" and words[k].text not in {"合作", "加工", "出口"}
    ]
    verbs += [k for k in range(start + 1, j) if words[k].text == "建"]  # 在塔什干州|建|产业园
    start = trim(line, max(verbs) + 1 if verbs else start, j)
    if start == j:
        return
    placed = start > 0 and words[start - 1].text in lex.PLACING
    odd = sum(w.cls == "x" and w.text not in lex.TECHNICAL for w in words[start:j])
    own = line.proper(start, j) if odd != 1 else any(w.cls in "PLBK" for w in words[start:j])
    if words[j].text == "基地" and not (placed and words[start].cls == "P" and j - start > 1):
        return
    if not own and not (placed and words[j].text != "产业基地" and _open(line, last + 1)):
        return
    inner = tuple(line.said(k, k + 1) for k in range(j - 1, start - 1, -1) if words[k].cls == "P")
    line.add(start, last + 1, "place", words[last].text, inner)


def _parts(word: Word) -> bool:
    """Whether the word is no part of the name of a park, and what stands before it neither."""
    return word.text in NO_NAME or (word.cls == "v" and word.text not in {"合作", "加工", "出口"})


def _open(line: Line, j: int) -> bool:
    return j >= len(line.words) or line.words[j].cls in "vdZpu"


def _place(line: Line, i: int) -> int:
    """Add the place that begins at `i`, with the places it is in written before it; return its end, 0 if none."""
    words = line.words
    if line.taken[i]:
        return 0
    parts: list[tuple[int, int]] = []
    j = i
    while j < len(words) and not line.taken[j]:
        end = _part(line, j)
        if end == j or (parts and words[j].start != words[j - 1].end):
            break
        parts.append((j, end))
        j = end
    if not parts:
        return _unknown(line, i)
    if len(parts) == 1 and j == i + 1 and _doubtful(line, i):
        return j
    last = _rank(line.said(*parts[-1]))
    within = [line.said(a, b) for a, b in reversed(parts[:-1]) if _rank(line.said(a, b)) < last]
    within += [n for n in _around(line, i) if n not in within]
    near, j = j, _beyond(line, i, j)
    if j > near:
        within = [line.said(a, b) for a, b in reversed(parts)]
    line.add(i, j, "place", _suffix(line.words[j - 1].text), tuple(within))
    return j


def _doubtful(line: Line, i: int) -> bool:
    """Whether the place at `i` may be a common word: it is one elsewhere, and a noun follows (温泉度假区)."""
    words = line.words
    places = find(words[i].text) if words[i].cls == "P" else ()
    if not places or not places[0].ambiguous or (i and words[i - 1].text in lex.PLACING):
        return False
    if i + 1 >= len(words) or words[i + 1].text in lex.WORKS or words[i + 1].start != words[i].end:
        return False
    return words[i + 1].cls in "nagx"


def _suffix(word: str) -> str:
    """Return what sort of place the word says that it is; 州 ends names of cities too."""
    head = next((s for s in ENDINGS if word.endswith(s)), "")
    return (
        "" if head in {"州", "湾", "岛", "港", "镇", "乡", "村"} and len(word) > 1 and len(word) < 4 else head
    )


def _beyond(line: Line, i: int, j: int) -> int:
    """Return the end of a place that goes on in characters that are no word: 在韩国光阳建设."""
    words, k = line.words, j
    if i == 0 or words[i - 1].text not in lex.PLACING:
        return j
    while k < len(words) and words[k].cls == "x" and not line.taken[k] and words[k].text not in lex.MODIFIERS:
        k += 1
    odd = "".join(w.text for w in words[j:k])
    if odd[:1] in _BUILDING:
        return j  # 甘孜州|建矿
    if not 2 <= len(odd) <= 6 or sum(c in lex.TECHNICAL for c in odd) * 2 >= len(odd):
        return j
    return k if k < len(words) and (words[k].cls in "vdZ" or words[k].text in lex.AFTER) else j


RANKS = {"country": 0, "region": 1, "city": 2, "district": 3}


def _rank(name: str) -> int:
    """Return how far down a place is among places: countries 0, what is not known 4."""
    places = find(name)
    return RANKS[places[0].kind] if places else 4


def _part(line: Line, j: int) -> int:
    """Return the end of one place at `j`: of the gazetteer, or characters that are no word before a suffix."""
    words = line.words
    if _fragment(line, j):
        return j
    if words[j].cls == "P" or _hidden(line, j):
        nxt = words[j + 1] if j + 1 < len(words) else None
        if (
            nxt
            and nxt.text in lex.LAND
            and nxt.start == words[j].end
            and not line.taken[j + 1]
            and not _suffixed(words[j].text)
        ):
            return j + 2
        return j + 1
    if words[j].cls == "x" and not line.counts(j) and words[j].text not in lex.MODIFIERS:
        return _suffix_end(line, j)
    if (
        words[j].cls == "n"
        and len(words[j].text) == 2
        and j > 0
        and not line.begins(j)
        and j + 1 < len(words)
    ):
        after = words[j + 1]
        plain = (
            words[j].text in lex.TRADE
            or words[j].text in lex.OUTSIDE
            or words[j].text in lex.COMMON - {"龙头"}
        )
        if after.cls == "x" and after.text in {"港", "岛", "镇", "湾", "县", "州"} and not plain:
            return j + 2
    return j


def _fragment(line: Line, j: int) -> bool:
    """Whether a short foreign place is only a piece of a longer name: 诺维|雅, 卡拉干|达州."""
    words = line.words
    if words[j].cls != "P" or len(words[j].text) > 2:
        return False
    if words[j].text in _SYLLABLES and j + 1 < len(words) and words[j + 1].cls == "x":
        return words[j + 1].start == words[j].end and words[j + 1].text not in lex.LAND
    after = j + 1 < len(words) and words[j + 1].cls == "x" and words[j + 1].start == words[j].end
    before = j > 1 and words[j - 1].cls == words[j - 2].cls == "x" and words[j - 1].end == words[j].start
    if not (after or before) or line.taken[j - 1] or (after and words[j + 1].text in lex.LAND):
        return False
    places = find(words[j].text)
    abroad = all(p.country != "CN" for p in places)
    return bool(places) and places[0].kind == "city" and (before or abroad)


def _hidden(line: Line, j: int) -> bool:
    """Whether a common word is a place here: it is in the gazetteer and stands after 在 or a wider place."""
    word = line.words[j]
    if len(word.text) < 2 or word.cls in "xLNQWZ" or j == 0:
        return False
    before = line.words[j - 1]
    if before.cls == "P" and before.end == word.start:
        common = word.cls in "vg" or word.text in lex.PLAIN
        return not common and bool(find(word.text)) and _rank(before.text) < _rank(word.text)
    if before.text not in lex.PLACING or before.text in {"到", "至", "从", "自"} or not find(word.text):
        return False
    after = line.words[j + 1] if j + 1 < len(line.words) else None
    return after is None or after.cls in "vdZ" or after.text in lex.AFTER or after.text in lex.LAND


def _suffixed(name: str) -> bool:
    return name[-1] in SINGLE or name.endswith("自治区")


def _suffix_end(line: Line, j: int) -> int:
    """Return the end of characters that are no word where a suffix of places closes them, `j` if none does."""
    words, k, length = line.words, j, 0
    if j and words[j - 1].cls == "x" and words[j - 1].end == words[j].start and not line.taken[j - 1]:
        return j
    if words[j].text in NUMERALS or (j + 1 < len(words) and words[j + 1].text in SINGLE - {"州"}):
        return j  # 三省一市
    while k < len(words) and not line.taken[k] and words[k].cls == "x" and k - j < 7:
        if words[k].text in NO_PLACE:
            return j
        if length >= 2 and words[k].text in SINGLE:
            return k + 1
        length += len(words[k].text)
        k += 1
    if k < len(words) and length >= 2 and words[k].text in lex.LAND and not line.taken[k]:
        return k + 1
    return j


def _around(line: Line, i: int) -> list[str]:
    """Return the place right before `i` of which a word says that what follows is in it: 匈牙利东北部城市X."""
    k = i
    while k > 0 and i - k < 3 and line.words[k - 1].text in lex.SIDES_OF:
        k -= 1
    if k in {i, 0}:
        return []
    end = line.words[k - 1].end
    name = next((n for n in line.names[-4:] if n.kind == "place" and n.end == end), None)
    return [name.text, *name.within] if name else []


def _initial(line: Line, i: int) -> int:
    """Add a country by its first character between 在 and a verb: 在美投资, 赴墨建厂; return its end, 0 if none."""
    words, country = line.words, INITIALS.get(line.words[i].text, "")
    if not country or i == 0 or words[i - 1].text not in {"在", "赴", "驻"} or i + 1 >= len(words):
        return 0
    if words[i + 1].cls not in "vn" or not (words[i].text in "美华" or country in line.text):
        return 0
    line.add(i, i + 1, "place", "", (country,))
    return i + 1


def _unknown(line: Line, i: int) -> int:
    """Add characters that are no word as a place after 在, 位于, 城市 and the like."""
    words = line.words
    initial = _initial(line, i)
    if initial:
        return initial
    if words[i].cls not in "xL" or i == 0:
        return 0
    joined = words[i - 1].cls == "P"
    if not (joined or words[i - 1].text in lex.PLACING or words[i - 1].text in lex.SIDES_OF):
        return 0
    j = i
    while j < len(words) and not line.taken[j] and words[j].cls == words[i].cls and not line.counts(j):
        j += 1
    said = "".join(w.text for w in words[i:j])
    least = 3 if words[i].text in lex.MODIFIERS else 2
    if not least <= len(said) <= 24 or sum(c in lex.TECHNICAL for c in said) * 2 >= len(said):
        return 0
    j = _with_nouns(line, j) if words[i].cls == "x" and not joined else j
    after = words[j] if j < len(words) else None
    works = after is not None and after.text in lex.AFTER
    if after is not None and not works and (joined or after.cls not in "vdZpcWQ"):
        return 0
    if joined and not works:
        return 0
    line.add(i, j, "place", "", tuple(_around(line, i)))
    return j


def _with_nouns(line: Line, j: int) -> int:
    """Return the end of up to two nouns at `j` that close a place before a verb of building: 漕河泾|科技绿洲|设立."""
    words, k = line.words, j
    while (
        k < len(words)
        and k - j < 2
        and words[k].cls == "n"
        and words[k].text not in lex.WORKS
        and not line.taken[k]
    ):
        k += 1
    return k if k < len(words) and words[k].text in lex.AFTER and words[k].cls == "v" else j
