"""Firms that carry no word for what they are: 澜川储能 by its trade, 宁德时代 and 晶禾 by where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_line import Line

_DEEDS = frozenset({"投资", "建设", "服务", "制造", "发展", "投资建设", "检测", "设计"})
"""Words of trades that are verbs before 的, 了 and 在."""
_BESIDE = lex.PARTNERS - lex.PLACING - {"向", "对", "据"}
_SAYS_OR_ACTS = lex.STRONG | lex.SAYING
LONG = 24
"""Words that a run is followed for: no name is that long."""


def find_heads(line: Line) -> None:
    """Add the firms among the words that no word list covers, and brands."""
    i = 0
    while i < len(line.words):
        cls, end = line.words[i].cls, i + 1
        if cls in "xLB":
            j = _run(line, i)
            end = _firm(line, i, j) if j > i else end
        elif cls in "Pna" and end < len(line.words) and line.words[end].text in lex.TRADE:
            end = _compound(line, i)
        i = max(i + 1, end)
    _listed(line)


def _listed(line: Line) -> None:
    """Add the firms that a list names before one that was found: ABB、发那科在上海."""
    starts = {n.start for n in line.names if n.kind == "organisation"}
    for first, _ in sorted(line.spans, reverse=True):
        at = first
        while at > 1 and line.words[at - 1].text == "、" and line.words[at].start in starts:
            j = at - 1
            k = _back(line, j)
            said = line.said(k, j) if k < j else ""
            if not 2 <= len(said) <= 12 or not line.led(k) or any(c in lex.TECHNICAL for c in said):
                break
            line.add(k, j, "organisation")
            starts.add(line.words[k].start)
            at = k


def _back(line: Line, j: int) -> int:
    """Return where the run of characters that are no words begins that ends before `j`, at most four back."""
    k = j
    while k > max(0, j - 4) and not line.taken[k - 1] and _odd(line, k - 1):
        if k < j and line.words[k - 1].end != line.words[k].start:
            break
        k -= 1
    return k


def _run(line: Line, i: int) -> int:
    """Return the end of the run of characters that are no words which begins at `i`."""
    j = i
    while (
        j < min(len(line.words), i + LONG)
        and not line.taken[j]
        and (_odd(line, j) or (j > i and _inner(line, j)))
    ):
        if j > i and line.words[j].start != line.words[j - 1].end:
            break
        j += 1
    return j


def _odd(line: Line, j: int) -> bool:
    return line.words[j].cls in "xLB" and not line.counts(j)


def _inner(line: Line, j: int) -> bool:
    """Whether a character that is a word of its own stands inside a name: 炬|能|光电, 拉皮|达|斯."""
    words = line.words
    if words[j].text not in lex.INNER or j + 1 >= len(words) or words[j + 1].start != words[j].end:
        return False
    after = words[j + 1]
    sound = words[j].text in "达可得来" and after.cls == "x" and words[j - 1].cls == "x"
    return sound or tail(after.text) or after.text in lex.LEGAL


def _trades(line: Line, j: int) -> int:
    """Return the end of the words for a trade that begin at `j`, up to the last that may close a name."""
    start = j
    while (
        j < len(line.words)
        and not line.taken[j]
        and (line.words[j].text in lex.TRADE or line.words[j].text in {"集团", "公司"})
        and line.words[j].start == line.words[j - 1].end
    ):
        j += 1
    last = j
    after = line.words[j].text if start < j < len(line.words) else ""
    if after in {"的", "了", "在"} and all(w.text in _DEEDS for w in line.words[start:j]):
        return start  # 中国能建|投资|建设|的项目
    while last > start and not tail(line.words[last - 1].text):
        last -= 1
    return last if last > start else j


def tail(word: str) -> bool:
    """Whether the word may close the short name of a firm."""
    own = len(word) == 2 and word[1] == "业" and word in lex.TRADE and word not in lex.GENERAL
    return own or word in lex.FIRM_TAIL or word in {"集团", "公司"}


def _firm(line: Line, i: int, j: int) -> int:
    """Add the firm that begins with the run from `i` to before `j`; return the end of what was looked at."""
    words = line.words
    if all(w.cls == "B" for w in words[i:j]):
        return _brand(line, i, j)
    if (
        words[i].cls == "L"
        and len(words[i].text) == 1
        and j > i + 1
        and words[i + 1].text in "股轮型级类系座区线"
    ):
        return i + 2
    i = _start(line, i, j)
    said = "".join(w.text for w in words[i:j])
    if len(said) < 2 or (len(said) > 8 and said[0] > "z"):
        return j
    end = _trades(line, j)
    if end < len(words) and words[end].text in lex.ZONE:
        return end
    if _technical(said, alone=end == j):
        return j
    if all(w.cls == "L" for w in words[i:j]):
        return _latin(line, i, j, end)
    if end > j and _trade_name(line, i, end):
        i = _seated(line, i)
        line.add(i, end, "organisation", _head(words[end - 1].text))
        return end
    if end == j and _agent(line, i, j, said):
        line.add(i, j, "organisation")
    elif end == j and _with_noun(line, i, j):
        line.add(i, j + 1, "organisation")
    return max(j, i + 1)


def _with_noun(line: Line, i: int, j: int) -> bool:
    """Whether characters that are no word and one noun act at the head of a sentence: 虞江|高分子|位于."""
    if (
        j + 1 >= len(line.words)
        or line.taken[j]
        or not line.begins(i)
        or (i and line.words[i - 1].text == "、")
    ):
        return False
    noun, after = line.words[j], line.words[j + 1]
    common = lex.COMMON | lex.OUTSIDE | lex.ROLE | lex.WORKS | lex.AGENT | lex.TITLES
    acts = after.cls in "vdpcW" and (after.text in lex.STRONG or after.text in lex.AGENT or after.cls == "W")
    return noun.cls == "n" and noun.text not in common and noun.start == line.words[j - 1].end and acts


def _technical(said: str, *, alone: bool) -> bool:
    """Whether characters name a substance: all of them do, or half of them where no trade word follows."""
    odd = sum(c in lex.TECHNICAL for c in said)
    return odd == len(said) or (alone and odd * 2 >= len(said))


def _brand(line: Line, i: int, j: int) -> int:
    """Add a well-known firm with the trade words after it; return its end."""
    end = _branch(line, i, _trades(line, j))
    if end > j or line.words[i].text not in lex.TWOFOLD or _standing(line, i, j):
        line.add(i, end, "organisation", _head(line.words[end - 1].text))
    return end


def _branch(line: Line, i: int, j: int) -> int:
    """Return the end of a brand with what stands between it and an act: 北汽|福田|与, 博世|中国|宣布; `j` if none."""
    words, end, length = line.words, j, 0
    if not (line.begins(i) or words[i - 1].text in lex.PARTNERS):
        return j
    while end < len(words) and not line.taken[end] and words[end].start == words[end - 1].end:
        word = words[end]
        plain = (
            word.text in lex.COMMON
            or word.text in lex.OUTSIDE
            or word.text in lex.ROLE
            or word.text in lex.WORKS
        )
        if word.cls not in "xPnB" or plain or word.text in lex.AGENT or word.text in lex.TITLES:
            break
        length += len(word.text)
        end += 1
    acts = end < len(words) and words[end].text in lex.STRONG | {"举行", "举办"}
    return end if end > j and acts and length <= 4 else j


def _start(line: Line, i: int, j: int) -> int:
    """Return where a name begins: without 新 before it, with a character that is a word of its own (正邦科技)."""
    words = line.words
    before = words[i - 1] if i else None
    if (
        before
        and before.cls in "ngv"
        and words[i].text in "方商厂"
        and before.end == words[i].start
        and j - i > 2
    ):
        return i + 1  # 运营|方|兰德
    closed = j < len(words) and tail(words[j].text)
    if (
        closed
        and before
        and before.text in lex.FIRST
        and before.end == words[i].start
        and not line.taken[i - 1]
    ):
        opens = i == 1 or words[i - 2].text in lex.PARTNERS or words[i - 2].text in "、。；：“"
        return i - 1 if opens else i
    acts = j < len(words) and (words[j].text in lex.STRONG or closed)
    if acts and line.led(i) and j - i < 6:
        return i
    while i < j and words[i].text in lex.MODIFIERS:
        i += 1
    return i


def _seated(line: Line, i: int) -> int:
    """Return where the name begins if a place before it belongs to it: 台湾晶越电子."""
    before = line.words[i - 1] if i else None
    if before is None or before.cls != "P" or before.end != line.words[i].start or line.taken[i - 1]:
        return i
    placed = i > 1 and line.words[i - 2].text in lex.PLACING
    opens = line.led(i - 1) or line.words[i - 2].cls in "vu"
    return i if placed or not opens else i - 1


def _latin(line: Line, i: int, j: int, end: int) -> int:
    """Add a firm in Latin letters where it stands as one: with a trade word, or as who acts."""
    said = line.said(i, j)
    last = line.words[end - 1].text
    if end > j and tail(last) and line.acts(end):
        line.add(i, end, "organisation", _head(last))
        return end
    words = line.words
    if i > 1 and words[i - 1].text in '“"「' and words[i - 2].text[-1] in "船号轮型款":
        return j  # 首船“Hilli”
    if not said[0].isupper() or said.split()[0] in lex.LABELS or _bracketed(line, i, j):
        return j
    if not any(c.islower() or c.isspace() for c in said[1:]) and len(said) < 3:
        return j
    several = " " in said and all(w[0].isupper() or w[0].isdigit() for w in said.split())
    role = i > 0 and line.words[i - 1].text[-1] in "商企厂东家社行头方"
    if _standing(line, i, j) or (several and (line.led(i) or role or line.acts(j)) and not line.counts(i)):
        line.add(i, j, "organisation")
    return j


def _bracketed(line: Line, i: int, j: int) -> bool:
    """Add the Latin name of a place in brackets after its Chinese one; return whether it is one."""
    words = line.words
    if (
        i < 2
        or words[i - 1].text not in "（("
        or words[i - 2].cls != "P"
        or j >= len(words)
        or words[j].text not in "）)"
    ):
        return False
    line.add(i, j, "place")
    return True


def _standing(line: Line, i: int, j: int) -> bool:
    """Whether the words stand at the head of a clause before an act, or as a partner in one."""
    if _homed(line, i):
        i -= 1
    after = line.words[j].text if j < len(line.words) else ""
    before = line.words[i - 1].text if i else ""
    acts = after in lex.STRONG or (j < len(line.words) and line.words[j].cls == "d")
    if j + 1 < len(line.words) and line.words[j].cls == "W":
        acts = line.words[j + 1].text in _SAYS_OR_ACTS or line.words[j + 1].cls == "d"
    role = (
        before in lex.ROLE or before in lex.TITLES or before in lex.LEGAL or before[-1:] in {"商", "厂", "巨"}
    )
    if before == "、" and line.words[j - 1].cls == "x":
        return acts and after not in {"与", "和", "及"}
    if line.begins(i) or (i and line.words[i - 1].cls in "td") or role or before == "的":
        return acts
    if before in {"与", "和", "及", "以及", "同", "跟"} and after not in lex.STRONG:
        return i > 1 and line.taken[i - 2] and line.acts(j)
    return before in lex.PARTNERS and (line.acts(j) and after != "的")


def _homed(line: Line, i: int) -> bool:
    """Whether a place right before `i` says where a firm is from: 由|日本|丸红; not what 从 or 在 bring in."""
    if (
        i < 1
        or line.words[i - 1].cls != "P"
        or line.taken[i - 1]
        or line.words[i - 1].end != line.words[i].start
    ):
        return False
    if line.begins(i - 1):
        return True
    return line.words[i - 2].text in _BESIDE


def _trade_name(line: Line, i: int, end: int) -> bool:
    """Whether characters that are no word before trade words are a firm: 粤桅重工, but not a compound noun."""
    last = line.words[end - 1].text
    before = line.words[i - 1].text if i else ""
    if tail(last):
        if before == "的" or before in lex.PLACING:
            return line.acts(end)
        joined = end < len(line.words) and line.words[end].cls == "P"
        return (line.led(i) and (line.acts(end) or line.begins(i) or joined)) or (
            line.acts(end) and tail(last)
        )
    after = line.words[end] if end < len(line.words) else None
    heads = (
        line.begins(i)
        and after is not None
        and (after.text in lex.AGENT or after.cls in "PW" or after.text == "的")
    )
    return line.led(i) and (heads or _standing(line, i, end))


def _agent(line: Line, i: int, j: int, said: str) -> bool:
    """Whether characters that are no word are a firm without anything that says so, by where they stand alone."""
    if len(said) > 6 or said[-1] in lex.LAND:
        return False
    if _standing(line, i, j):
        return True
    after = line.words[j] if j < len(line.words) else None
    listed = i > 0 and line.words[i - 1].text == "、"
    if (
        after is None
        or listed
        or not line.begins(i)
        or any(c in lex.TECHNICAL or c in lex.MODIFIERS for c in said)
    ):
        return False
    if after.cls == "P":  # 长虹泰国工厂
        return j + 1 < len(line.words) and line.words[j + 1].text in lex.WORKS
    return after.cls == "W" or after.text in lex.AGENT or after.text in lex.ROLE


def _compound(line: Line, i: int) -> int:
    """Add a firm that is a place and a trade word (宁德时代), or a common word and one (远景能源), where it acts."""
    words, word, k = line.words, line.words[i], i
    while k > max(0, i - 3) and word.cls == "P" == words[k - 1].cls and not line.taken[k - 1]:
        k -= 1
    if line.taken[i] or not line.led(k) or (word.cls != "P" and _plain(word.text)):
        return i + 1
    end = _trades(line, i + 1)
    closed = tail(words[end - 1].text) or k < i
    if words[i + 1].text == "资本" and end == i + 2 and _country(word.text):
        return i + 2  # 法国资本
    if end == i + 1 or not closed or not (line.acts(end) or words[end].cls == "P"):
        return i + 1
    if k > 0 and words[k - 1].text in lex.PLACING and words[k - 1].text not in lex.PARTNERS:
        return i + 1
    sure = words[end - 1].text in lex.CORPORATE and line.begins(k) and word.text not in lex.CAPITAL
    if not (sure or _standing(line, k, end)):
        return i + 1
    line.add(k, end, "organisation", _head(words[end - 1].text))
    return end


def _country(name: str) -> bool:
    return any(p.kind == "country" for p in find(name))


def _plain(word: str) -> bool:
    """Whether the word is too common to begin the name of a firm."""
    return len(word) > 3 or word in lex.COMMON or word in lex.TRADE or word in lex.OUTSIDE or word in lex.ROLE


def _head(word: str) -> str:
    return word if word in {"集团", "公司", "股份"} else ""
