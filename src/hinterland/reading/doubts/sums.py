"""Totals that their parts do not add up to."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import Bounds, added_bounds, base, has_decimals, say
from hinterland.reading.doubts.parts import Passage, is_kind, is_part, passages, sort_of
from hinterland.reading.doubts.scene import MOST, Scene, addable, measure_class
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.reading.model import Quantity

TOLERANCE = 0.002
GAP = 160
NEAR_GAP, NEAR_PART = 24, 48
"""Most code points between a total and its first part, and between parts, where no word says that parts follow."""
NEARLY = 0.85
"""Least share of a total that three parts or more are where they are taken for a full list that does not add up."""
HALF = 0.55

# words between a total and its first part that say that all parts follow
_ALL = re.compile(
    r"[:：]|\bconsist(?:s|ing)? of\b|\bcompris(?:es?|ing)\b|\bcomposed of\b|\bmade up of\b|\bmakes? up\b"
    r"|\bbroken down\b|\bbreaks down\b|\bmeans?\b.{0,12}\bplus\b"
    r"|\b(?:split|divided|shared|spread|allocated)\s(?:up\s)?(?:between|into|among|across|as follows)\b"
    r"|\bnamely\b"
    r"|\b(?:met|shared|borne|financed|funded|covered|raised|provided|put up)\s(?:by|with|through|from)\b|\bcom(?:es?"
    r"|ing) from\b"
    r"|分别(?:为|是)|分为|即|由|构成|[—–]",
    re.IGNORECASE,
)
# words that say that some parts follow
_SOME = re.compile(
    r"\bof wh(?:ich|om)\b|\bamong them\b|\bincluding\b|\bincludes?\b|\bwith\b|\bof this\b|\bof that\b|\bof these\b"
    r"|\bof them\b"
    r"|其中|包括|包含|含|^[一-鿿]{0,4}中[，,]",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\bOf (?:the|its|this|that|these|those)\s(?:\w+\s)?$")
_REST = re.compile(
    r"\b(?:remaining|remainder|rest|balance)\b|其余|剩余|余下|另外?(?=[0-9一二三四五六七八九十])",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"等|主要|例如|如[:：]|\b(?:such as|for example|mainly|mostly|notably|among them|etc)\b", re.IGNORECASE
)
# parts that may overlap: one firm is both listed and a high-tech one
_OVERLAP = re.compile(
    r"高新|专精特新|规上|规模以上|限上|上市|女|党员|出口|外销|外[资籍]|博士|硕士|本科|大专|学历|[国省]级"
    r"|小巨人|独角兽|瞪羚|龙头|在建|新开工"
    r"|新增|\b(?:women|exports?|listed|foreign|female|local|graduates?|phd|doctorates?|abroad|engineers"
    r"|new)\b",
    re.IGNORECASE,
)
# a number of parts said beforehand: three stages, 三大产业
_NUMBER = re.compile(
    r"(?P<zh>[两二三四五六])(?:大|个?[年方项地市区家座类块部]|个阶段|个产业|个项目|(?<=两)期"
    r"|(?<=分[二三四五六])期)"
    r"|\b(?P<en>two|three|four|five|six)\s(?:[a-z]+\s){0,2}"
    r"(?:stages|phases|parts|items|years|sources|sectors|areas|projects|sites|plants|lots|tranches"
    r"|instal?ments)\b",
    re.IGNORECASE,
)
_COUNTS = {
    "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
# words right before or after a total that the parts stand before
_TOTAL_BEFORE = re.compile(
    r"(?:\b(?:for|in|makes?|making|giving) an? (?:combined |overall |grand )?total(?:\s\w{1,12})? of"
    r"|\btotall?ing"
    r"|\ba total of|\btogether (?:worth|costing|makes?|making)|\badd(?:s|ing)? up to|\bor a combined"
    r"|合计|共计|总计|总共|合共|加起来|两项合计|三项合计)[为达约投资是超过\s]{0,5}$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"\s{0,2}(?:in total|in all|altogether|all told|combined)\b", re.IGNORECASE)
# words that a total of what stands before it may follow: taken for one only where it is near the sum
_TOTAL_MAYBE = re.compile(
    r"(?:\b(?:combined|total|overall|aggregate|joint)\s(?:[a-z]+\s){0,3}(?:of|to|at|is|will be)"
    r"|\b(?:bring|tak|lift|rais|put|mak)(?:s|es|ing|e)\s[^,.;0-9]{3,40}\s(?:to|at)"
    r"|\b(?:com|amount|run|add|work)(?:es|s|e|ing)?(?: up| out)? (?:to|at)(?: a| some| about)?"
    r"|\b(?:giving|for|making) an? (?:[a-z]+\s){1,3}of"
    r"|\b(?:which|that|these|this|together|or) (?:makes?|gives?|means|is|are)"
    r"|\b(?:so that|so|thus|hence) [^,.;0-9]{3,40}"
    r"|\bto (?:the|this|a)|(?:^|[，,；;])\s{0,2}(?:项目|工程|[两三四五各][^，,。；;0-9]{0,5}|合资公司"
    r"|公司|全部|基金|整个[^，,。；;0-9]{0,5}|全[园县市厂][^，,。；;0-9]{0,2})?(?:的)?"
    r"(?:注册资本|[^，,。；;0-9]{0,4}总(?:投资额?|产能|规模|额|装机(?:容量)?|容量"
    r"|面积|用地|产量|量|数|人数|资金)|装机(?:容量|规模)?|共[^，,。；;0-9]{0,5}|(?:已|将)?达到?))[金为达到约是超过共\s]{0,4}$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:contribut\w+|put(?:s|ting)?|provid\w+|chip\w*|add\w*|giv\w+|invest\w*)\b", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:each|apiece|per)\b|每|单[台条座艘辆个套机船价]|各", re.IGNORECASE)
_NESTED = re.compile(r"\b(?:including|of which)\b|其中|包括|含", re.IGNORECASE)
_ADDED = re.compile(r"\b(?:another|further|additional|extra)\b|另有|另外|新增|还有|此外", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:by|in|from|since|until)\s(?:the end of\s)?(?:19|20)[0-9]{2}\b|(?:19|20)[0-9]{2}年|去年|今年|明年",
    re.IGNORECASE,
)


def find_sums(scene: Scene) -> list[Issue]:
    """Return totals whose stated parts give another sum."""
    found: list[Issue] = []
    for passage in passages(scene):
        if found and passage.start < found[-1].end:
            continue
        issue = _forward(scene, passage) or _backward(scene, passage)
        if issue:
            found.append(issue)
    return found


def _forward(scene: Scene, passage: Passage) -> Issue | None:
    """Return a doubt about a total that stands before its parts."""
    text, own = scene.text, passage.quantities[:MOST]
    explained: set[int] = set()
    for i, total in enumerate(own[:-2]):
        if (
            not addable(total)
            or total.start in explained
            or _ANOTHER.search(text[max(0, total.start - 16) : total.start])
        ):
            continue
        parts = [q for q in own[i + 1 :] if is_part(text, total, q)] or _sorts(text, total, own[i + 1 :])
        if len(parts) < 2 or parts[0].start - total.end > GAP:
            continue
        parts = _listed(text, total, parts, passage)
        if len(parts) < 2:
            continue
        if math.isclose(sum(_value(q) for q in parts), _value(total), rel_tol=1e-9):
            explained |= {
                q.start for q in parts
            }  # a part of a list that adds up is no total of those after it
            continue
        sure = _says(scene, passage, total, parts)
        if sure is None or (not sure and any(_value(q) > _value(total) for q in parts)):
            continue
        if _of_earlier(scene, total, parts):
            continue
        issue = judge(scene, total, parts, sure=sure)
        if issue:
            return issue
    return None


# an amount that stands for itself beside others: a part, no total of what follows
_ANOTHER = re.compile(
    r"(?:\b(?:another|a further|the remaining|the rest)|另外?|其余|剩余)\s?$", re.IGNORECASE
)


def _of_earlier(scene: Scene, first: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether what is taken for a total is but the first part of a total that stands before it."""
    whole = _value(first) + sum(_value(q) for q in others)
    earlier = scene.quantities_in(max(0, first.start - BACK), first.start)
    return any(
        is_part(scene.text, first, q) and math.isclose(_value(q), whole, rel_tol=0.01) for q in earlier
    )


BACK = 1200
"""How far before its first part a total is looked for."""


def _says(scene: Scene, passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> bool | None:
    """Return whether the text lists all parts of a total, None where it does not say that they are its parts."""
    text = scene.text
    gap, listed = text[after(total) : parts[0].start], text[after(total) : parts[-1].end]
    if _passed(scene, total, parts[0]):
        return None
    first = not any(q.end <= total.start and is_part(text, total, q) for q in passage.quantities[:MOST])
    rest = first and _REST.search(text, parts[0].end, parts[-1].start)
    every = bool(_ALL.search(gap) or rest)
    below = first and all(_value(q) < _value(total) for q in parts)
    if below and _number(text, passage, total) == len(parts):
        return True
    # a number of the list that was not read may be a part
    unread = bisect_left(passage.unread, total.end) != bisect_left(passage.unread, passage.end)
    if every:
        return not unread and not _dated(text, parts)
    of_the = _OF_THE.search(text, max(passage.start, total.start - 16), total.core_start)
    some = _SOME.search(gap) or of_the or _SOME.match(text, parts[0].core_end + 1)
    nearly = _nearly(total, parts) and _tight(text, parts) and not unread and not _dated(text, parts)
    overlap = _OVERLAP.findall(listed)
    closed = not overlap and not _OPEN.search(text, total.end, parts[-1].end + 4)
    if some:
        return None if len(overlap) > 1 else bool(nearly and closed)
    bare = below and len(gap) <= NEAR_GAP and not re.search(r"[.。]", gap) and re.search("[，,、]", gap)
    if bare and nearly and closed and _chinese(text, total):
        return True
    # "It costs 18 billion reais. About 11 billion will go into": the next sentence begins with the first part
    begun = below and re.fullmatch(r"[^.;:0-9]{0,40}\.\s", gap)
    return True if begun and nearly and closed else None


def _passed(scene: Scene, total: Quantity, first: Quantity) -> bool:
    """Whether a number that was not read, large enough to matter, stands between a total and its first part."""
    for notice in scene.unread_notices:
        if after(total) <= notice.start < first.start:
            figure = notice.text.replace(",", "")
            if not figure.isascii() or not figure.isdigit() or float(figure) >= total.value / 100:
                return True
    return False


def _chinese(text: str, q: Quantity) -> bool:
    return bool(re.search("[一-鿿]", text[q.core_start : q.core_end]))


def _number(text: str, passage: Passage, total: Quantity) -> int:
    """Return the number of parts that is said near a total, 0 where none is."""
    found = [
        _COUNTS[(m["zh"] or m["en"]).lower()]
        for m in _NUMBER.finditer(
            text, max(passage.start, total.start - 40), min(passage.end, total.end + 40)
        )
    ]
    return found[-1] if found else 0


def _value(q: Quantity) -> float:
    return q.value * base(q)[1]


def _nearly(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether three parts or more come near a total: so near that they seem meant to be all of it."""
    ratio = sum(_value(q) for q in parts) / _value(total)
    return len(parts) >= 3 and NEARLY <= ratio <= 1 / NEARLY


# a part that is named with the total: ". Together with a state grant of"
_TOO = re.compile(r"[.。；;，]\s?(?:Together with|Added to|With|And with|加上|连同)", re.IGNORECASE)


def _tight(text: str, parts: Sequence[Quantity]) -> bool:
    """Whether parts stand in one list."""
    gaps = [_TOO.sub(" ", text[after(a) : b.start]) for a, b in pairwise(parts)]
    return all(len(gap) <= NEAR_PART and not re.search(r"[。.]\s|[。]", gap) for gap in gaps)


def _sorts(text: str, total: Quantity, rest: Sequence[Quantity]) -> list[Quantity]:
    """Return the sorts that a number of things is made up of: 14 ships: six tankers, five bulkers."""
    if total.currency or not re.match(r"\s?[:：—–]", text[total.end : total.end + 3]):
        return []
    kinds = [q for q in rest if sort_of(total, q)]
    return kinds if len(kinds) == len(rest) else []


def after(q: Quantity) -> int:
    """Return where an amount ends, with its equivalent in brackets."""
    return max(q.end, q.equivalent.end) if q.equivalent else q.end


def _listed(text: str, total: Quantity, parts: Sequence[Quantity], passage: Passage) -> list[Quantity]:
    """Return the parts that stand in one list: none inside brackets, inside another part, or of another measure."""
    measure = is_kind(total, measure_class(text, total, passage.start))
    kept: list[Quantity] = []
    for q in parts:
        before = text[kept[-1].end if kept else after(total) : q.core_start]
        if kept and (_NESTED.search(before) or _TOTAL_BEFORE.search(before) or _TOTAL_MAYBE.search(before)):
            break
        opened = before.count("(") + before.count("（") > before.count(")") + before.count("）")
        # "Penang (3,100), Kulim (1,200)": all that stands in the brackets
        if opened and not (before[-1] in "(（" and text[q.end : q.end + 1] in {")", "）"}):
            continue
        own = is_kind(q, measure_class(text, q, passage.start))
        if not (measure and own and own != measure):
            kept.append(q)
    return kept


def _dated(text: str, parts: Sequence[Quantity]) -> bool:
    """Whether the amounts are stages of one growing amount: each has its year, and each is more than the last."""
    return _years(text, parts) >= len(parts) and all(a.value < b.value for a, b in pairwise(parts))


def _years(text: str, parts: Sequence[Quantity]) -> int:
    return sum(
        bool(_BY.search(text, q.end, q.end + 24) or _BY.search(text, max(0, q.start - 24), q.start))
        for q in parts
    )


def _backward(scene: Scene, passage: Passage) -> Issue | None:
    """Return a doubt about a total that stands after its parts."""
    text, own = scene.text, passage.quantities[:MOST]
    for i, total in enumerate(own):
        if i < 2 or not addable(total):
            continue
        floor = max(passage.start, total.start - 60)
        marked = _TOTAL_BEFORE.search(text, floor, total.core_start)
        parts = [q for q in own[:i] if is_part(text, total, q)]
        parts = [q for q in parts if _value(q) < _value(total) * 20]
        between = text[parts[0].start : total.start] if parts else ""
        if len(parts) < 2 or _EACH.search(between) or _ADDED.search(between) or _NESTED.search(between):
            continue
        if not marked and not _TOTAL_AFTER.match(text, total.end):
            if not _maybe(text, passage, total, parts):
                continue
        elif not _one_class(text, passage, total, parts, marked):
            continue
        issue = judge(scene, total, parts, sure=True)
        if issue:
            return issue
    return None


def _one_class(
    text: str, passage: Passage, total: Quantity, parts: Sequence[Quantity], marked: re.Match[str] | None
) -> bool:
    measure = measure_class(text, total, marked.end() if marked else passage.start)
    classes = {is_kind(q, measure_class(text, q, passage.start)) for q in parts} - {""}
    return len(classes | ({is_kind(total, measure)} - {""})) <= 1


def _maybe(text: str, passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether an amount that may be of all before it is near their sum, or off by a power of ten."""
    marked = _TOTAL_MAYBE.search(text, max(passage.start, total.start - 60), total.core_start)
    if not marked or _years(text, parts) >= len(parts):
        return False
    if re.match(r"to (?:the|this|a)", marked.group()) and not _GIVES.search(
        text, passage.start, parts[0].start
    ):
        return False
    ratio = sum(_value(q) for q in parts) / _value(total)
    near = HALF <= ratio <= 1 / HALF or any(abs(ratio / ten - 1) < 0.02 for ten in (0.1, 10.0))
    return near and _tight(text, parts) and not _OVERLAP.search(text, parts[0].start, parts[-1].end)


def judge(scene: Scene, total: Quantity, parts: Sequence[Quantity], *, sure: bool) -> Issue | None:
    """Return the doubt about a total and its parts, None where they can agree.

    Parameters
    ----------
    sure
        Whether the text lists all parts: only then can the parts be too few.
    """
    text = scene.text
    decimals = any(has_decimals(text, q) for q in (total, *parts))
    whole = added_bounds(text, total, decimals=decimals).widened(TOLERANCE)
    if any(_added(text, some, decimals=decimals).meets(whole) for some in _subsets(parts)):
        return None
    every = _added(text, parts, decimals=decimals)
    if not sure and every.low <= whole.high:
        return None
    factor = base(total)[1]
    value = sum(_value(q) for q in parts) / factor
    (sum_en, sum_zh), (total_en, total_zh) = say(value, total), say(total.value, total)
    words_en = " + ".join(say(q.value, q)[0] for q in parts)
    words_zh = " + ".join(say(q.value, q)[1] for q in parts)
    spans = [total, *parts]
    return Issue(
        code="sum_mismatch",
        start=min(q.start for q in spans),
        end=max(after(q) for q in spans),
        expected=sum_en,
        stated=total_en,
        en=f"The parts add up to {sum_en} ({words_en}), but the total is given as {total_en}.",
        zh=f"各部分之和为{sum_zh}（{words_zh}），而原文总数为{total_zh}。",
        claims=scene.about(spans),
    )


def _added(text: str, parts: Sequence[Quantity], *, decimals: bool) -> Bounds:
    """Return the bounds of a sum."""
    result = Bounds(0.0, 0.0)
    for q in parts:
        result = result + added_bounds(text, q, decimals=decimals and has_decimals(text, q))
    return result


def _subsets(parts: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    """Yield the parts, and what is left of them without the last ones, or any one or two of many."""
    yield parts
    for size in range(len(parts) - 1, 1, -1):
        yield parts[:size]
    if 4 <= len(parts) <= 8:
        for size in (len(parts) - 1, len(parts) - 2):
            yield from combinations(parts, size)
