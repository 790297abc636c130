"""Totals in the line above or below a list, and what the items of the list add up to."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base
from hinterland.reading.doubts.parts import is_part
from hinterland.reading.doubts.scene import Scene, addable
from hinterland.reading.doubts.sums import judge

if TYPE_CHECKING:
    from hinterland.reading.model import Issue, Quantity, Sentence

MOST_ITEMS = 20
_ITEM = re.compile(
    r"[-*•·▪●–—]|[0-9]{1,2}(?:[、)）]|[.](?![0-9]))|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[a-h]\)"
    r"|[一二三四五六七八九十]{1,3}[、是]"
)
_TOTAL = re.compile(
    r"\W{0,4}(?:(?:grand |sub)?total\b|altogether\b|in all\b|(?:以上|上述|三项|四项|两项)?(?:合计|共计"
    r"|总计|总投资|总额))",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:including|includes?|such as|among|main|key|highlights?)\b|包括|其中|主要|亮点|例如", re.IGNORECASE
)
_ALL = re.compile(
    r"\b(?:total|covers?|consists?|breakdown|split|allocated|divided|following|broken down|as follows"
    r"|comprises?)\b"
    r"|总|合计|分为|如下|构成|分配",
    re.IGNORECASE,
)
NEAR = 0.6


def find_lists(scene: Scene) -> list[Issue]:
    """Return totals of lists whose items, each with one amount, give another sum."""
    blocks = [tuple(group) for _, group in groupby(scene.tagged.sentences, key=lambda s: s.paragraph)]
    found, at = [], 0
    while at < len(blocks):
        last = at
        while last < len(blocks) and _is_item(scene.text, blocks[last]):
            last += 1
        if 2 <= last - at <= MOST_ITEMS:
            issue = _check(scene, blocks, at, last)
            if issue:
                found.append(issue)
        at = max(last, at + 1)
    return found


def _is_item(text: str, block: tuple[Sentence, ...]) -> bool:
    return bool(_ITEM.match(text, block[0].start)) and block[-1].end - block[0].start < 400


def _check(scene: Scene, blocks: list[tuple[Sentence, ...]], first: int, last: int) -> Issue | None:
    """Return the doubt about the total of the items `first` to `last`, exclusive."""
    text, items = scene.text, blocks[first:last]
    stripped = text[items[-1][0].start : items[-1][-1].end].lstrip("-*•·▪●–— ")
    total = None
    if _TOTAL.match(stripped):
        total, items = _amount(scene, items[-1]), items[:-1]
    elif last < len(blocks) and _TOTAL.match(text[blocks[last][0].start : blocks[last][-1].end]):
        total = _amount(scene, blocks[last][:1])
    if total is not None:
        parts = _parts(scene, items, total)
        return judge(scene, total, parts, sure=True) if len(parts) >= 2 else None
    if not first:
        return None
    lead = blocks[first - 1][-1]
    words = text[lead.start : lead.end]
    for candidate in scene.quantities_in(lead.start, lead.end):
        if not addable(candidate) or candidate.label:
            continue
        parts = _parts(scene, items, candidate)
        if len(parts) < 2:
            continue
        ratio = sum(q.value * base(q)[1] for q in parts) / (candidate.value * base(candidate)[1])
        sure = bool(_ALL.search(words)) or NEAR <= ratio <= 1 / NEAR
        issue = judge(scene, candidate, parts, sure=sure and not _SOME.search(words))
        if issue and (sure or ratio <= 1 / NEAR):
            return issue
    return None


def _amount(scene: Scene, block: tuple[Sentence, ...]) -> Quantity | None:
    """Return the one amount of a line, None where it has none or several."""
    found = [q for q in scene.quantities_in(block[0].start, block[-1].end) if addable(q) and not q.label]
    return found[0] if len(found) == 1 else None


def _parts(scene: Scene, items: list[tuple[Sentence, ...]], total: Quantity) -> list[Quantity]:
    """Return one amount of each item, [] unless each has exactly one that may be a part of the total."""
    parts = []
    for block in items:
        own = scene.quantities_in(block[0].start, block[-1].end)
        fit = [q for q in own if not q.label and is_part(scene.text, total, q)]
        if len(fit) != 1:
            return []
        parts += fit
    return parts
