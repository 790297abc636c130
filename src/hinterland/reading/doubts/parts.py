"""What may be a part of a total, and the passages in which totals and parts are looked for together."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base
from hinterland.reading.doubts.scene import LONGEST, NOT_ADDED, Scene, addable
from hinterland.reading.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.reading.doubts.scene import Stretch

MOST_JOINED = 5
"""Most sentences that are read together."""
_ON = re.compile(
    r"(?:Of (?:this|that|these|those|the|which|them)\b|It (?:consists|comprises|is (?:split|divided|made up))"
    r"|The (?:remain\w+|rest|balance|other|first|second|third|fourth|money|total)\b|(?:(?:Some|About"
    r"|Around|Roughly|Nearly|Over) )?(?:[A-Z]{0,3}[$€£¥₹] ?)?[0-9]"
    r"|(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twenty|Thirty|Forty|Fifty|Sixty|[A-Z]{3} [0-9])\b"
    r"|(?:Phase|Stage|Another|A further|In all|Altogether|Together with)\b|\$?[0-9][0-9,.]* (?:of them|will)\b"
    r"|其中|[一二三首]期|包括|分别|剩余|其余|余下|(?:以上|上述|两项|三项)?(?:合计|共计|总计))"
)
# the last part of a list, or the total of what stands before, within a sentence of any beginning
_CLOSES = re.compile(
    r"\b(?:the (?:remainder|rest|balance)|the remaining|(?:package|total|sum|bill) (?:comes|amounts|adds up) to)\b"
    r"|其余|余下|剩余|总额为|总计|共计",
    re.IGNORECASE,
)
_BARE = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){0,3}$|[1-9][0-9]{0,5}$")
_GOES_ON = re.compile(
    r"\s?(?:(?:are|is|in|for|at|to|will|were|was|by|from|on|of them|people|new|more|run|work|go|come|serve|use|have"
    r"|live|make|burn|operate|sit|stand|belong|need|carry)\b|[,，、。.)）])"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_CLASSIFIER = re.compile(r"[0-9.,]{1,14}\s?[万亿千百]{0,2}(?P<word>[一-鿿])(?![一-鿿0-9])")
_MONEY_ONLY = frozenset({"invest", "output", "revenue", "tax", "profit", "loan", "trade"})
_MEASURES = frozenset(
    {"MW", "kW", "GW", "MWh", "GWh", "kWh", "tonne", "m2", "km2", "mu", "hectare", "acre", "m3"}
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one paragraph that are read together, their amounts, and the numbers that stay unread."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]
    unread: tuple[int, ...]


def passages(scene: Scene) -> Iterator[Passage]:
    """Yield the passages of a text with three amounts or more; where a passage goes on, the longer one first."""
    stretches = scene.stretches
    for at, stretch in enumerate(stretches):
        last = at
        while last + 1 < len(stretches) and last - at < MOST_JOINED:
            on = [_goes_on(scene, stretch, s) for s in stretches[last + 1 : last + 3]]
            # a first part may stand in a sentence of any beginning, before one that goes on
            if not on[0] and not (last == at and on[-1] and 0 < len(stretches[last + 1].quantities) < 3):
                break
            last += 1
        for upto in {last: None, at: None}:
            own = [q for s in stretches[at : upto + 1] for q in s.quantities]
            end = stretches[upto].end
            if end - stretch.start > LONGEST:
                continue
            bare, unread = _bare(scene, stretch.start, end)
            if len(own) + len(bare) >= 3:
                every = sorted([*own, *bare], key=lambda q: q.start)
                yield Passage(stretch.start, end, tuple(every), tuple(unread))


def _goes_on(scene: Scene, first: Stretch, other: Stretch) -> bool:
    sentences = scene.tagged.sentences
    one = sentences[first.first].paragraph == sentences[other.first].paragraph
    one = one or scene.text.startswith("其中", other.start)
    return one and bool(
        _ON.match(scene.text, other.start) or _CLOSES.search(scene.text, other.start, other.end)
    )


def _bare(scene: Scene, start: int, end: int) -> tuple[list[Quantity], list[int]]:
    """Return the numbers without a noun that were not read but may be parts, and the starts of the others."""
    text, found, unread = scene.text, [], []
    at = bisect_left(scene.unread, start)
    while at < len(scene.unread) and scene.unread[at] < end:
        notice = scene.unread_notices[at]
        plain = _BARE.match(notice.text) and _GOES_ON.match(text, notice.end) and not _YEAR.match(notice.text)
        if plain and not notice.text.startswith("0"):
            a, b = notice.start, notice.end
            found.append(Quantity(a, b, a, b, float(notice.text.replace(",", ""))))
        else:
            unread.append(notice.start)
        at += 1
    return found, unread


def _kind(q: Quantity) -> str:
    """Return what an amount may be added to, whatever time it is a rate of."""
    return base(q)[0].rpartition("/")[0]


def is_part(text: str, total: Quantity, q: Quantity) -> bool:
    """Whether an amount can be a part of a total: of one unit, or a number that leaves the counted thing out."""
    if q.value <= 0 or q.change == "by":
        return False
    if addable(q) and _kind(total) == _kind(q):
        return True
    if (
        total.currency
        or not total.unit
        or total.unit in _MEASURES
        or q.currency
        or q.unit in NOT_ADDED | _MEASURES
    ):
        return False
    if q.unit is None and not q.noun:
        return q.value < total.value
    one, other = classifier(text, total), classifier(text, q)
    return bool(one) and one == other


def classifier(text: str, q: Quantity) -> str:
    """Return the Chinese measure word of a count: 座 of 20座, "" where it has none or a noun follows at once."""
    match = _CLASSIFIER.match(text, q.core_start)
    return match["word"] if match else (text[q.core_end - 1] if _ends_in_classifier(text, q) else "")


def _ends_in_classifier(text: str, q: Quantity) -> bool:
    return text[q.core_end - 1] in "个座家台条艘辆套架名人户栋所项"


def sort_of(total: Quantity, q: Quantity) -> bool:
    """Whether an amount may count one sort of what a total counts: a whole number of other things, and fewer."""
    if total.currency or q.currency or not addable(q) or {q.unit, total.unit} & _MEASURES:
        return False
    return (
        q.value < total.value
        and q.value == int(q.value)
        and total.value == int(total.value)
        and q.comparator == "eq"
    )


def is_kind(q: Quantity, measure: str) -> str:
    """Return a measure's class where an amount of its unit can be one: money is no capacity, tonnes no investment."""
    money = measure in _MONEY_ONLY
    return measure if money == bool(q.currency) else ""
