"""Totals of a project, and what its phases add up to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.scene import Scene, addable, measure_class, same
from hinterland.reading.doubts.sums import judge

if TYPE_CHECKING:
    from hinterland.reading.model import Issue, Quantity

MOST_MARKS = 60
"""Phases named in a text above which it is no report on one project."""
REACH = 600
"""Code points after the total in which phases are its own."""
_NUMBERS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
_PHASE = re.compile(
    r"(?<!十)第?(?P<zh>[一二三四五六])(?:期|阶段)(?!货|间)"
    r"|\bphase\s(?P<en>one|two|three|four|five|iii|ii|iv|i|[1-5])\b"
    r"|\b(?P<nth>first|second|third|fourth|fifth)\s(?:phase|stage)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"总(?:投资|规模|产能|装机|用地|占地|建筑|金额|容量|面积)?[^，,。；;0-9]{0,10}$|(?:合计"
    r"|共计)[^，,。；;0-9]{0,6}$"
    r"|\b(?:total|overall|altogether|combined)\b[^.;:0-9]{0,40}$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"\s{0,2}(?:in total|in all|altogether|all told|overall)\b", re.IGNORECASE)
_NOT_OWN = re.compile(r"累计|cumulative|已完成|so far|to date", re.IGNORECASE)


def find_phases(scene: Scene) -> list[Issue]:
    """Return totals of projects whose phases, all stated, give another sum."""
    text = scene.text
    if not any(word in text for word in ("期", "阶段", "hase", "stage")):
        return []
    marks = [(m.start(), m.end(), _number(m)) for m in _PHASE.finditer(text)]
    if len({n for _, _, n in marks}) < 2 or len(marks) > MOST_MARKS:
        return []
    found = []
    for total in scene.tagged.quantities:
        if total.label or not addable(total) or not _is_total(text, total):
            continue
        parts = _parts(scene, marks, total)
        if parts:
            issue = judge(scene, total, parts, sure=True)
            if issue:
                found.append(issue)
    return found


def _number(match: re.Match[str]) -> int:
    word = match["zh"] or match["en"] or match["nth"]
    return _NUMBERS[word.lower()]


def _is_total(text: str, q: Quantity) -> bool:
    before = text[max(0, q.start - 48) : q.core_start]
    return bool(_TOTAL.search(before) or _TOTAL_AFTER.match(text, q.end)) and not _NOT_OWN.search(before)


def _near(scene: Scene, marks: list[tuple[int, int, int]], total: Quantity) -> list[tuple[int, int, int]]:
    """Return the phases that a total may be of: those after it, or those before it in its sentence.

    An amount right after a phase is the phase's own.
    """
    sentence = scene.sentence(total.start)
    floor = sentence.start if sentence else total.start
    earlier = [m for m in marks if floor <= m[0] < total.start]
    if not earlier:
        return [m for m in marks if total.end <= m[0] < total.end + REACH]
    between = scene.text[earlier[-1][1] : total.start]
    return earlier if re.search(r"[,，;；、]", between) and len(earlier) > 1 else []


def _parts(scene: Scene, marks: list[tuple[int, int, int]], total: Quantity) -> list[Quantity]:
    """Return one amount for each phase, in order, [] unless every phase that the text names has one."""
    text, found = scene.text, {}
    measure = measure_class(text, total, max(0, total.start - 48))
    near = _near(scene, marks, total)
    for at, (_, end, number) in enumerate(near):
        last = total.start if end <= total.start else total.end + REACH
        limit = near[at + 1][0] if at + 1 < len(near) else last
        sentence = scene.sentence(end)
        limit = min(limit, sentence.end if sentence else limit)
        for q in scene.quantities_in(end, limit):
            plain = addable(q) and not q.label and q is not total
            if plain and same(q, total) and number not in found:
                own = measure_class(text, q, end)
                if not (measure and own and own != measure):
                    found[number] = q
    named = {n for _, _, n in marks}
    if len(found) < 2 or set(found) != named or named != set(range(1, len(named) + 1)):
        return []
    return [found[n] for n in sorted(found)]
