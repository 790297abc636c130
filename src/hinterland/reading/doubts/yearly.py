"""Figures of a year that a text gives twice: sales of 2023, output of 2022."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base

if TYPE_CHECKING:
    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Quantity

MOST = 200
_EN = re.compile(
    r"(?P<lead>(?:[\w'’-]+\s){0,2})(?P<noun>sales|revenues?|turnover|(?:net |operating )?profits?"
    r"|exports|imports|output|production"
    r"|shipments|deliveries|sales volume|throughput|order intake|workforce"
    r"|capex)\s(?!of\s(?:the\s)?[a-z]+\s[a-z]+\s)"
    r"(?:(?:of|was|were|to|at|came|grew|rose|fell|climbed|dropped|increased|declined|totall?ed|reached"
    r"|stood|amounted|hit)\s){1,2}$",
    re.IGNORECASE,
)
_ZH = re.compile(
    r"(?P<lead>[一-鿿]{0,4}?)(?P<noun>营业收入|营收|销售额|销售收入|净利润|利润总额|总产值|产值|产量"
    r"|销量|出口额|进出口总额|生产总值|财政收入|吞吐量|订单额)"
    r"(?:达到?|为|约|实现|增至|突破|升至|降至){0,2}$"
)
_IN = re.compile(
    r"[^.;,0-9]{0,24}\b(?:in|for)\s(?:fiscal\s|the year\s)?(?P<year>(?:19|20)[0-9]{2})\b(?!\s?(?:to|and|-))",
    re.IGNORECASE,
)
_YEAR_ZH = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年(?![0-9至到—-])")
_WORDS = (
    "its the their with had has have annual total group company of and firm whose posted reported made "
    "at where for"
    " on our in"
)
_PLAIN = frozenset(_WORDS.split())
_OTHER = re.compile(
    r"\b(?:first|second|third|quarter|half|months|domestic|abroad|overseas|division|unit|segment"
    r"|target\w*|forecast\w*|expect\w*|plan\w*"
    r"|previous|restated)\b|季度|上半年|下半年|个月|其中|预计|计划|目标|力争|海外|国内|分别",
    re.IGNORECASE,
)


def find_yearly(scene: Scene) -> list[tuple[Quantity, Quantity]]:
    """Return two figures of one measure in one year, in different sentences and qualified by the same words."""
    seen: dict[tuple[str, ...], Quantity] = {}
    found = []
    for q in scene.tagged.quantities[: 50 * MOST]:
        if (
            q.label
            or q.change == "by"
            or q.comparator not in {"eq", "approx"}
            or q.value <= 0
            or q.unit in {"percent", None}
        ):
            continue
        key = _key(scene, q)
        if key is None:
            continue
        first = seen.setdefault(key, q)
        if (
            first is not q
            and first.value != q.value
            and scene.sentence(first.start) is not scene.sentence(q.start)
        ):
            found.append((first, q))
    return found


def _key(scene: Scene, q: Quantity) -> tuple[str, ...] | None:
    """Return the measure, its year, its unit and what it is qualified by, None where they are not plain."""
    text, sentence = scene.text, scene.sentence(q.start)
    if sentence is None:
        return None
    before = text[max(sentence.start, q.start - 70) : q.core_start]
    after = text[q.end : min(sentence.end, q.end + 40)]
    # the year first: it is cheap to look for, and most amounts have none
    if sentence.lang == "zh":
        years = {m["year"] for m in _YEAR_ZH.finditer(text, max(sentence.start, q.start - 60), q.start)}
    else:
        stated = _IN.match(after)
        years = {stated["year"]} if stated else set()
    if len(years) != 1:
        return None
    match = (_ZH if sentence.lang == "zh" else _EN).search(before)
    if not match or _OTHER.search(before[max(0, match.start() - 12) :] + after.split(",")[0].split("，")[0]):
        return None
    if sentence.lang == "zh":
        lead = re.sub("^.*?(?:年|实现|完成|的|，)", "", match["lead"])
    else:
        words = [w.lower() for w in match["lead"].split()]
        lead = " ".join(
            w for w in words if w not in _PLAIN and not w.endswith(("'s", "’s")) and not w.endswith(",")
        )
    return match["noun"].lower(), lead, *years, base(q)[0]
