"""Quantities of one text in relation: shared units, "of them", equivalents, numbers that state nothing."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.quantities import bare_en, nouns_en
from hinterland.reading.quantities.lexicon import bag, row

if TYPE_CHECKING:
    from hinterland.reading.quantities.page import Found, Page

_LIST = re.compile(r"(?:,|，|、)? ?(?:and|or|to|from|和|及|或)? ?$")
_OF_THEM = re.compile(
    r"(?: [a-z\-]+){0,2} (?:ones\b|of (?:them|these|those|which|whom)\b)|,? ?(?:of (?:them|which|whom))\b"
    r"| (?:more|extra)(?=[,.;]| (?:by|in|next|this|will|over|within|during|at|on|before|than|are|were|is|was|have)\b)"
    r"|(?= (?:that|which) (?:the|it|its|they|are|were|now)\b)",
    re.IGNORECASE,
)
_AMONG = re.compile("其中[^，。；]{0,6}$|其中[^。；0-9]{0,16}$")
_MEASURES = bag(
    "percent percentage_point multiple GWh MWh kWh TWh Wh GW MW kW tonne kg km m m2 km2 ft2 "
    "hectare acre mu m3 litre "
    "barrel day month year hour minute second currency"
)
_MONEY_WORDS = re.compile(
    "投资|产值|营收|收入|资金|产业|规模|市值|利润|税|补贴|GDP|生产总值|销售|成交|融资|贷款"
    "|估值|金额|订单|增加值|基金|授信|债|经费|投入|营业额|交易额|出口|进口|进出口|消费"
    "|注册资本|亏损|成本|投了|花了|砸|募|融了"
)


def relate(page: Page, found: list[Found]) -> list[Found]:
    """Return the quantities that stand, with units shared, things said twice folded in, and bare numbers left out."""
    found.sort(key=lambda f: (f.core_start, -f.core_end))
    for one, inner in pairwise(found):
        if inner.currency and one.noun and one.end >= inner.core_end:
            inner.label = True  # four 100-billion-yuan industries
    _share_units(page, found)
    for index, one in enumerate(found):
        if one.bare and not one.unit:
            _of_the(page, one)
            _follow(page, found, index)
            bare_en.referred(page, found, index)
            bare_en.shared(page, found, index)
        if one.bare or (one.unit is None and one.measure):
            _refer(page, found, index)
        elif one.noun == one.measure and one.measure in {"家", "座", "个", "条", "项"}:
            _same_measure(page, found, index)
        if one.bare and one.unit is None:
            _yuan(page, one)
            _same_money(page, found, index)
    stated = [f for f in found if _states(page, f)]
    return _fold(page, stated)


def _share_units(page: Page, found: list[Found]) -> None:
    """Give "5, 10 and 15 percent" one unit: the last names it for those before."""
    for index in range(len(found) - 2, -1, -1):
        one, after = found[index], found[index + 1]
        if one.unit is None and one.measure and one.noun.endswith("级"):
            # 1个千亿级、3个百亿级产业集群
            later = [
                f
                for f in found[index + 1 : index + 6]
                if f.measure == one.measure and f.core_start - one.end < 60
            ]
            one.unit = next((f.unit for f in later if f.unit), None)
        near = after.unit is not None and after.core_start - one.end < 12
        if not near or not one.bare or one.unit or after.label:
            continue
        if (
            after.unit == "percent"
            and page.text[after.core_start].isalpha()
            and page.text[one.core_start].isdigit()
        ):
            # "work for 700, two thirds of them women": no 700 percent
            continue
        between = page.text[one.core_end : after.core_start]
        sign = re.sub(r"[$€£¥]|US|RMB ?|人民币", "", between)
        if not _LIST.fullmatch(sign) or after.core_start < one.core_end:
            continue
        one.unit, one.currency, one.noun, one.bare = after.unit, after.currency, after.noun, False
        one.plain = False


def _refer(page: Page, found: list[Found], index: int) -> None:
    """Give "500 of them", "9,000 indirect ones" and 其中6个 the unit of what was counted before."""
    one, text = found[index], page.text
    start, _ = page.bounds(one.core_start)
    match = _OF_THEM.match(text, one.core_end)
    further = one.bare and _FURTHER.search(text, max(start, one.start - 40), one.core_start)
    money = found[index - 1] if index and further and one.value >= 10**5 else None
    if money and money.currency and one.core_start - money.core_end < 90 and money.core_start >= start:
        # "310 million euros so far, and another 90 million": euros, not what was counted long before
        one.unit, one.currency, one.bare, one.noun = money.unit, money.currency, False, ""
        return
    if not match and not further and not _AMONG.search(text, max(start, one.start - 20), one.start):
        return
    for before in reversed(found[max(0, index - 6) : index]):
        if one.core_start - before.core_end > 400:
            return
        if before.unit and before.unit not in _MEASURES and not before.label:
            if one.measure and before.measure and one.measure != before.measure:
                continue
            one.unit, one.bare, one.assumed = before.unit, False, ""
            if match:
                one.end = max(one.end, match.end())
            return


_PART_OF = re.compile(
    r" of (?:the|its|their|these|those|all|our|this|his)(?: [0-9][0-9,.]*| (?:two|three|four"
    r"|five|six|seven|eight|nine|ten|twelve))?(?= )",
    re.IGNORECASE,
)
_CHAIN = bag(
    "in by from to and or of then rising climbing growing falling against versus compared "
    "with year years before earlier up down "
    "the a at end about around some nearly over more than as just another further next last "
    "this late early first second half "
    "quarter"
)


_ELSEWHERE = re.compile(
    r" (?:in|at|for|from|on|near) (?:the )?[A-ZÀ-Ž][\w'’-]*(?: (?:de |del |of |la )?[A-ZÀ-Ž][\w'’-]*){0,3}"
    r",?(?: and| plus|;)? "
)


def _of_the(page: Page, one: Found) -> None:
    """Give "14 of the 20 turbines" the noun that follows."""
    text = page.text
    match = _PART_OF.match(text, one.core_end)
    if not match:
        return
    counted = nouns_en.counted(text, match.end(), page.bounds(one.core_start)[1])
    if counted and counted.noun:
        one.unit, one.noun, one.bare = counted.unit, counted.noun, False


def _follow(page: Page, found: list[Found], index: int) -> None:
    """Give "80 in 2025" the unit of "50 GWh in 2024" before it where only dates and small words lie between."""
    one = found[index]
    before = found[index - 1] if index else None
    if (
        before is None
        or not one.bare
        or before.unit is None
        or before.label
        or one.core_start - before.end > 60
    ):
        return
    start, _ = page.bounds(one.core_start)
    if before.core_start < start or before.end > one.core_start:
        return
    if _ELSEWHERE.fullmatch(page.text, before.end, one.core_start):
        one.unit, one.currency, one.bare = before.unit, before.currency, False
        return
    between = page.without_whens(before.end, one.core_start)
    if re.search(r"[^A-Za-z, ]", between):
        return
    tokens = between.replace(",", " ").lower().split()
    dated = len(between) < one.core_start - before.end
    if any(t not in _CHAIN for t in tokens) or not (dated or tokens):
        return
    if dated or not {"in", "from", "to"}.isdisjoint(tokens):
        one.unit, one.currency, one.bare = before.unit, before.currency, False


def _same_measure(page: Page, found: list[Found], index: int) -> None:
    """Give 5000家 without a noun the unit of 门店2100家 earlier in the sentence."""
    one = found[index]
    start, _ = page.bounds(one.core_start)
    for before in reversed(found[max(0, index - 4) : index]):
        if (
            before.core_start >= start
            and before.measure == one.measure
            and before.noun != before.measure
            and before.unit
        ):
            one.unit = before.unit
            return


def _yuan(page: Page, one: Found) -> None:
    """Read 300亿 without a currency as yuan where the clause speaks of money."""
    text = page.text
    if "亿" not in text[one.core_start : one.core_end]:
        return
    start, end = page.bounds(one.core_start)
    words = text[max(start, one.core_start - 30) : min(end, one.core_end + 8)]
    if _MONEY_WORDS.search(words):
        one.unit, one.currency, one.bare = "currency", "CNY", False
        one.assumed = "亿 without a currency: yuan assumed"


_FURTHER = re.compile(
    r"\b(?:a further|another|an additional|additional|plus) (?:about |some |around |nearly "
    r"|over |more than )?$",
    re.IGNORECASE,
)
_BEFORE_WORD = re.compile(r"(?<![A-Za-z])(?P<word>[a-z]+) $")
_NO_VALUE = bag("aged age page room number version type at channel level floor bus gate line")
_CLOSED = re.compile(r"(?:[,.;)]|$| (?:in|by|from|at|last|this|next|during|over|a year|and|annually|on)\b)")
_FUNDED = re.compile(
    r" (?:[a-z]+ ){0,2}(?:fund|project|investment|loan|deal|contract|grant|programme|program|package|scheme"
    r"|subsidy|bond|facility)\b"
)


def _same_money(page: Page, found: list[Found], index: int) -> None:
    """Give "a 200-million fund" the currency of the amount before it, and say that it is a guess."""
    one = found[index]
    if not one.bare or one.value < 10**6 or not _FUNDED.match(page.text, one.core_end):
        return
    for before in reversed(found[max(0, index - 8) : index]):
        if before.currency:
            one.unit, one.currency, one.bare = "currency", before.currency, False
            one.assumed = f"no currency is named; {before.currency} as in the amount before"
            return


_STATING = re.compile(
    r"\b(?:to|from|reach(?:ed|es|ing)?|total(?:l?ed|ling|s)?|produc\w+|sold|sell|deliver\w+"
    r"|built|make|made|of|at|was|were|is|and|by|with)"
    r" $|[:：] ?$|[达到为至超增产约售量数计共]$",
    re.IGNORECASE,
)
_CLASS = re.compile(
    "级(?!别)|(?:以上|及以上|以下)?的?(?:[一-鿿]{0,6}?)(?:项目|企业|产业|园区|集群|工程|机组"
    "|码头|泊位)(?:[^，。；、0-9]{0,6})?(?:[0-9一二两三四五六七八九十]+)[个家座条](?!月)"
)
_SAID_SIZE = re.compile("以上|以下|级")
_CLASS_EN = re.compile(r"[ -]class\b")


def _size_class(text: str, one: Found) -> None:
    """Mark an amount that only says the size of what is counted: 亿元以上项目50个, 5万吨级泊位3个."""
    if one.noun or one.unit is None or one.unit in {"percent", "year", "month"}:
        return
    after = _CLASS.match(text, one.core_end)
    sized = after and (_SAID_SIZE.match(text, one.core_end) or one.core_end - one.core_start < 5)
    if sized or _CLASS_EN.match(text, one.core_end):
        one.label = True


_YEAR = re.compile(r"(?:1[89]|2[01])[0-9]{2}")


def _states(page: Page, one: Found) -> bool:
    """Whether a number with nothing counted states a value all the same."""
    _size_class(page.text, one)
    if not one.bare:
        return True
    text = page.text
    written = text[one.core_start : one.core_end]
    if _YEAR.fullmatch(written):
        return False
    begin = page.bounds(one.core_start)[0]
    stating = bool(_STATING.search(text, max(begin, one.core_start - 14), one.core_start))
    if one.change or (one.stated and not one.plain) or (one.stated and one.value_high is None):
        return True
    if bare_en.stands(page, one):
        return True
    if one.value_high is not None:
        return stating and "-" not in written
    if stating and not (one.plain and one.value < 100):
        return True
    before = _BEFORE_WORD.search(text, max(begin, one.core_start - 16), one.core_start)
    told = before is not None and before["word"] not in _NO_VALUE and bool(_CLOSED.match(text, one.core_end))
    return told and one.value >= 10


_OPEN = re.compile(
    r"(?P<words>[^()（）.;。；:0-9]{0,48}?)\s?[(（]\s?(?:(?:or|or about|i\.e\.|about|around"
    r"|approximately|roughly|approx\.?|some|nearly|almost|just over|over|"
    r"more than|less than|equivalent to|equal to|the equivalent of|worth|~|≈|=|约合|折合|约|合"
    r"|相当于|折算|约折合|近|超|折|约等于|约为|大约)[ ,]?){0,3}"
    r"(?:人民币)?$"
)
_PLAIN = re.compile(
    r"\s?,?\s?(?:or|equivalent to|equal to|the equivalent of|i\.e\.|/)(?: (?:about|around"
    r"|roughly|approximately|some|nearly))? ?$|[，,]?(?:约合|折合|相当于|合)(?:人民币|约)?$"
)
_CLOSE = re.compile(r"[^()（）0-9]{0,30}[)）]")
_DIMENSIONS = (
    bag("m2 km2 ft2 hectare acre mu mile2"),
    frozenset([*row("tonne kg barrel litre m3 gallon ft3 ounce jin"), "short ton", "long ton"]),
    frozenset([*row("km mile m foot inch cm mm"), "nautical mile"]),
    bag("GWh MWh kWh TWh Wh"),
    bag("GW MW kW TW W hp"),
)


def _fold(page: Page, found: list[Found]) -> list[Found]:
    """Make an amount that only says the one before it again the equivalent of that one."""
    kept: list[Found] = []
    for one in found:
        before = kept[-1] if kept else None
        if before is not None and one.core_start < before.core_end:
            continue
        if before is not None and before.equivalent is None and _again(page.text, before, one):
            before.equivalent = one
            continue
        kept.append(one)
    return kept


def _again(text: str, before: Found, one: Found) -> bool:
    """Whether `one` says `before` again: in brackets right after it, in another currency or unit."""
    if one.core_start - before.core_end > 90 or not _other_writing(before, one):
        return False
    between = text[before.core_end : one.core_start]
    if _PLAIN.fullmatch(between):
        return True
    match = _OPEN.fullmatch(between)
    if not match or not _CLOSE.match(text, one.core_end):
        return False
    near = match["words"].strip()
    return not near or (
        one.currency is not None and "," not in near and "，" not in near and "、" not in near
    )


def _other_writing(before: Found, one: Found) -> bool:
    if before.currency and one.currency:
        return before.currency != one.currency
    if before.unit == one.unit or before.unit is None or one.unit is None:
        return False
    return any(before.unit in d and one.unit in d for d in _DIMENSIONS)
