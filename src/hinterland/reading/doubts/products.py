"""Totals that are not the count times the amount of each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import (
    Bounds,
    base,
    bounds,
    factor_words,
    number_en,
    number_zh,
    plain_bounds,
    say,
)
from hinterland.reading.doubts.scene import LONGEST, MOST, NOT_ADDED, Scene, Stretch, measure_class
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Quantity

TOLERANCE = 0.03
MOST_JOINED = 3
"""Most stretches that are read together."""
_TIME = r"(?:year|annum|month|week|day|hour|quarter|second|minute|capita)\b"
_EACH_AFTER = re.compile(
    rf"\s{{0,2}}(?:each|apiece|a piece|per\s(?!{_TIME})(?P<per>[a-z]+)"
    rf"|/\s?(?P<slash>[台辆条座艘套架个只件吨片])"
    rf"|(?:a|an|every|for each|for every)\s(?!{_TIME})(?P<noun>[a-z]+))",
    re.IGNORECASE,
)
_EACH_BEFORE = re.compile(
    r"(?:\b(?:each(?:\sof\sthem)?|every(?!\s(?:year|month|week|day|hour)))\b(?!\sother)[^,.;:0-9]{0,48}|\b(?:unit|average|per-unit)\s(?:price"
    r"|cost|capacity|output)s?\b[^,.;:0-9]{0,20}"
    r"|(?:每"
    r"|单)(?![年月日天周季小])(?P<zh>[台条座艘辆个家套架间船机线吨栋支只件户亩片人名期列节口根所颗枚头棵袋桶箱组块盏])[^，,。；;：0-9]{0,16}"
    r"|(?:^|[，,。；;])一(?P<one>[台条座艘辆家套架列节口根所枚头棵组块])[^，,。；;：0-9]{0,8}"
    r"(?:造价|价格|售价|成本|年产|产能|投资|容量)[^，,。；;：0-9]{0,4}"
    r"|\b(?:price|cost|value|capacity|output) of (?:one|a|an|each|a single) (?P<of>[a-z]+)"
    r" (?:is|was|will be|would be|comes to)\s"
    r"|\b(?:a|an|one|a single) (?P<a>[a-z]+) (?:costs|is priced at|sells for|holds|carries|makes|produces)\s"
    r"|容量均为|产能均为|面积均为|均为"
    r"|(?:均价|单价|平均售价)[^，,。；;：0-9]{0,6}|各[^，,。；;：0-9、]{0,6})$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s{0,2}(?:of|rated at|rated|with a (?:capacity|rating) of)\s{0,2}$", re.IGNORECASE)
_POWER = frozenset({"MW", "kW", "GW", "MWh", "GWh", "kWh"})
_TOTAL_BEFORE = re.compile(
    r"(?:\b(?:total|overall|combined|altogether|outlay|bill|worth|contract value|order value"
    r"|adding up to|totall?ing"
    r"|together)\b[^.;:0-9]{0,30}"
    r"|,\s(?:or\s)?(?:an?|the)\s(?:[a-z]+\s){1,4}of\s"
    r"|(?:合计|共计|总计|总共|合共|总[^，,。；;0-9]{0,8}|共)[^，,。；;0-9]{0,10})$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(
    r"\s{0,2}(?:in total|in all|altogether|all told|combined)\b|\s{0,2}的总", re.IGNORECASE
)
_MACHINE = re.compile("(?:级|的)?[一-鿿]{0,4}(?:机组|风机|电站|锅炉|轮船|机)")
_ALIAS = {"船": "艘", "机": "台", "线": "条", "人": "名"}
_FIGURE = re.compile(r"[0-9.,]+\s{0,1}[万亿百千余多]{0,3}")


def find_products(scene: Scene) -> list[Issue]:
    """Return totals that are not what the stated count and the amount of each give."""
    found: list[Issue] = []
    stretches = scene.stretches
    for at, stretch in enumerate(stretches):
        issue, joined = _check(scene, stretch), stretch
        for other in stretches[at + 1 : at + MOST_JOINED]:
            both = _joined(scene, joined, other) if issue is None else None
            if both is None:
                break
            issue, joined = _check(scene, both), both
        if issue and not any(issue.start < i.end and i.start < issue.end for i in found):
            found.append(issue)
    return found


# a sentence that goes on with the amount of each or the total of the one before
_ON = re.compile(
    r"(?:Each|Every|At an?|At the|All told|Altogether|In all|In total|The (?:total|overall|combined"
    r"|whole|entire|contract|order|deal|price|package|bill|programme|purchase|investment|value|cost)\b"
    r"|At (?=[$€£¥₹A-Z0-9])|With (?=[0-9])|For (?:the|all)|One\b|A single|The cost of"
    r"|Their (?:total|combined)|Together|Total|With (?:each|a (?:unit|rated)))|(?:每|单|其中每|总|合计"
    r"|共计|总计|合同|订单|[按以]每|若按|该合同|该订单|累计|均价|一[台艘辆列架套条座]|[0-9]{1,4}[台艘辆列架套条座])"
)


_SUMS_UP = re.compile(
    r"\b(?:(?:a|the|its) (?:total|combined|overall)|altogether|in all|all told)\b|总[仓装容价额]"
)


def _joined(scene: Scene, one: Stretch, other: Stretch) -> Stretch | None:
    """Return two stretches as one where the second goes on with the figures of the first."""
    text, sentences = scene.text, scene.tagged.sentences
    if sentences[one.first].paragraph != sentences[other.first].paragraph:
        return None
    if not _ON.match(text, other.start) and not _SUMS_UP.search(text, other.start, other.end):
        return None
    return Stretch(one.start, other.end, one.first, other.last, (*one.quantities, *other.quantities))


def _check(scene: Scene, stretch: Stretch) -> Issue | None:
    text, own = scene.text, stretch.quantities[:MOST]
    if len(own) < 2 or stretch.end - stretch.start > LONGEST:
        return None
    rates = [(q, word) for i, q in enumerate(own) if (word := _each(text, own, i, stretch.start)) is not None]
    for each, word in rates:
        alike = [r for r, _ in rates if base(r)[0] == base(each)[0]]
        others = [r for r, _ in rates]
        counts = [q for q in own if _counts(q) and q not in others and not _alike(q, each)]
        named = [] if counts else _named_counts(text, stretch, each, word)
        count = named[0] if named else _counted(text, counts, each, word)
        totals = [q for q in own if _total(each, q) and q not in alike]
        totals = [q for q in totals if _one_measure(text, each, q, stretch.start)]
        if count is None or len(totals) != 1 or len(alike) > 1:
            continue
        total = totals[0]
        product = bounds(text, each, 2)
        whole = bounds(text, total).widened(TOLERANCE)
        if any(_count(text, c).times(product).meets(whole) for c in (counts or [count])):
            continue
        if _sure(text, count, each, total):
            return _issue(scene, count, each, total)
    return None


_OF_THESE = re.compile(r"each of (?:the|its|their|these)\s$", re.IGNORECASE)
_EACH_OF = re.compile(
    r"\b[Ee]ach of (?:the|its|their|these) (?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|[0-9]{1,4})"
    r"\s(?:[a-z]+\s){0,2}[a-z]+s\b"
)
_ALL_OF = re.compile(
    r"\b(?:the|all|its|these|all the)\s(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|[0-9]{1,4})"
    r"\s(?:[a-z]+\s){0,2}(?P<noun>[a-z]+)s\b"
)
_EACH_ONE = re.compile(r"\b[Ee]ach\s(?P<noun>[a-z]+)\s(?P<second>[a-z]+)")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _named_counts(text: str, stretch: Stretch, each: Quantity, word: str) -> list[Quantity]:
    """Return the count that "each of the eight stations" names in passing."""
    match = _EACH_OF.search(text, max(stretch.start, each.start - 90), each.start)
    one = _EACH_ONE.search(text, max(stretch.start, each.start - 60), each.start)
    nouns = one.groups() if one else (word,)
    if match is None and nouns[0]:
        match = next(
            (m for m in _ALL_OF.finditer(text, stretch.start, stretch.end) if m["noun"] in nouns), None
        )
    if not match:
        return []
    number = match["n"]
    value = _WORDS.index(number) + 2 if number in _WORDS else int(number)
    a, b = match.span("n")
    return [
        replace(each, start=a, end=b, core_start=a, core_end=b, value=float(value), unit=None, currency=None)
    ]


def _each(text: str, own: Sequence[Quantity], i: int, floor: int) -> str | None:
    """Return what an amount is said of each of ("" where the words do not name it), None where it is of all."""
    q = own[i]
    if q.value <= 0 or q.change == "by" or (q.unit in NOT_ADDED and not q.currency):
        return None
    for end in {q.end, q.core_end}:
        match = _EACH_AFTER.match(text, end)
        if match and not (match["noun"] and q.noun):
            word = (match["per"] or match["noun"] or match["slash"] or "").lower()
            return "" if word == "of" else word
    # "5,000 tonnes each will turn out 80,000 tonnes": that each is the amount's before it
    floor = max(floor, q.core_start - 64)
    if i and base(own[i - 1])[0].split("/")[0] == base(q)[0].split("/")[0]:
        taken = _EACH_AFTER.match(text, own[i - 1].end)
        floor = max(floor, taken.end() if taken else 0)
    match = _EACH_BEFORE.search(text[floor : q.core_start])
    if match and not (q.noun and _OF_THESE.search(match.group())):
        return (match["zh"] or match["one"] or match["of"] or match["a"] or "").lower()
    between = text[own[i - 1].end : q.core_start] if i else "."
    if (
        q.unit in _POWER
        and i
        and own[i - 1].unit not in _POWER
        and (_OF.match(between) or _of_zh(text, q, between))
    ):
        return ""
    return None


def _of_zh(text: str, q: Quantity, between: str) -> bool:
    """Whether an amount right after a count is that of each: 2台66万千瓦机组."""
    return not between and bool(_MACHINE.match(text, q.core_end))


def _counts(q: Quantity) -> bool:
    return (
        q.value >= 2
        and not q.currency
        and q.unit not in NOT_ADDED
        and q.change != "by"
        and q.comparator in {"eq", "approx"}
    )


def _count(text: str, q: Quantity) -> Bounds:
    """Return what a count can mean: a small one is exact."""
    exact = q.comparator == "eq" and q.value < 1000
    return Bounds(q.value, q.value) if exact else plain_bounds(text, q, 2)


def _counted(text: str, counts: Sequence[Quantity], each: Quantity, word: str) -> Quantity | None:
    """Return the count that an amount of each goes with: of the thing named, else the nearest before it."""
    if word:
        named = [c for c in counts if _names(text, c, word)]
        if named:
            return min(named, key=lambda c: abs(c.start - each.start))
        if word.isascii():
            return None
    before = [c for c in counts if c.start < each.start]
    if not before and len(counts) == 1 and 0 <= counts[0].start - each.end < NEAR_AFTER:
        return counts[0]
    return before[-1] if before else None


NEAR_AFTER = 32
"""Most code points between "$6,000" and "1,800" in "$6,000 for each of the 1,800 jobs"."""


def _names(text: str, count: Quantity, word: str) -> bool:
    if not word.isascii():
        figure = _FIGURE.match(text, count.core_start)
        rest = text[figure.end() if figure else count.core_start : count.core_end + 1]
        return word in rest or _ALIAS.get(word, word) in rest
    nouns = count.noun.lower().split()
    return word == count.unit or (
        bool(nouns) and nouns[-1] in {word, f"{word}s", f"{word}es", word[:-1] + "ies"}
    )


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts are of one unit or currency, whatever time they are a rate of."""
    return base(one)[0].split("/")[0] == base(other)[0].split("/")[0]


def _total(each: Quantity, q: Quantity) -> bool:
    unit = q.unit is not None and base(q)[0].split("/")[0] == base(each)[0].split("/")[0]
    return (
        unit
        and q is not each
        and q.change != "by"
        and q.value * base(q)[1] > 1.2 * each.value * base(each)[1]
    )


def _one_measure(text: str, each: Quantity, total: Quantity, floor: int) -> bool:
    one, other = measure_class(text, each, floor), measure_class(text, total, floor)
    return not one or not other or one == other or {one, other} <= {"invest", "revenue", "loan"}


def _sure(text: str, count: Quantity, each: Quantity, total: Quantity) -> bool:
    """Whether the text says that the total is of all, or the figures are near or differ by a power of ten."""
    before = text[max(0, total.start - 60) : total.core_start]
    if _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(text, total.end):
        return True
    ratio = count.value * each.value * base(each)[1] / (total.value * base(total)[1])
    if any(abs(ratio / ten - 1) < 0.02 for ten in (0.01, 0.1, 10.0, 100.0)):
        return True
    between = text[min(count.end, each.end, total.end) : max(count.start, each.start, total.start)]
    return NEAREST < ratio < 1 / NEAREST and not _APART.search(between)


NEAREST = 0.55
"""Share of a total that a product may be, or the other way round, where no word says that it is the total."""
_APART = re.compile(
    r"\b(?:first|last|another|other|some|sales|revenue|profit|while|whereas|last year|in (?:19|20)[0-9]{2})\b"
    r"|其中|另|去年|上年|(?:19|20)[0-9]{2}年|总资产|总产值|户均|人均",
    re.IGNORECASE,
)


def _issue(scene: Scene, count: Quantity, each: Quantity, total: Quantity) -> Issue:
    product = count.value * each.value * base(each)[1] / base(total)[1]
    (want_en, want_zh), (said_en, said_zh) = say(product, total), say(total.value, total)
    each_en, each_zh = say(each.value, each)
    off_en, off_zh = factor_words(total.value / product)
    spans = [count, each, total]
    return Issue(
        code="product_mismatch",
        start=min(q.start for q in spans),
        end=max(q.end for q in spans),
        expected=want_en,
        stated=said_en,
        en=f"{number_en(count.value)} times {each_en} is {want_en}, but the text says {said_en}: {off_en}.",
        zh=f"{number_zh(count.value)}乘以{each_zh}为{want_zh}，而原文为{said_zh}，{off_zh}。",
        claims=scene.about(spans),
    )
