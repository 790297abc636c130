"""An amount becomes a quantity: what it counts, how it is meant, per what, and whether it is a change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.quantities import change, comparators, labels, nouns_en, nouns_zh, units
from hinterland.reading.quantities.page import Found

if TYPE_CHECKING:
    from hinterland.reading.model import Comparator
    from hinterland.reading.quantities.operands import Amount
    from hinterland.reading.quantities.page import Page

_VEHICLES_EN = re.compile(
    r"\b(?:cars?|vehicles?|EVs?|NEVs?|SUVs?|sedans?|automakers?|carmakers?|models?|autos?|deliveries)\b"
)
_VEHICLES_ZH = re.compile("汽车|整车|轿车|车型|车企|新车|电动车|乘用车|商用车|重卡")
_PARTS = re.compile(
    r"\b(?:batter(?:y|ies)|motors?|engines?|cells?|packs?|modules?|chips?|pumps?|robots?"
    r"|housing|homes?|apartments?|seats?|"
    r"screens?|air conditioners?|phones?|turbines?|inverters?)\b|电机|电池|发动机|机器人|空调"
    r"|芯片|冰箱|手机|部件|零件"
)


def finish(page: Page, amount: Amount) -> Found:
    """Return the quantity that an amount makes with the words around it."""
    text = page.text
    first = amount.first
    start, stop = page.bounds(first.start)
    found = Found(
        first.start,
        amount.end,
        first.start,
        amount.end,
        amount.low,
        amount.high,
        assumed=first.number.doubt or (amount.money.assumed if amount.money else ""),
    )
    number = (amount.last or first).number
    found.plain = (
        number.scale == 1 and number.bare == int(number.bare) and "," not in text[first.start : amount.end]
    )
    begin, kind = comparators.before(text, start, first.start)
    _what(page, found, amount, (start, stop), begin)
    _how(page, found, amount, begin, kind, start)
    return found


def _what(page: Page, found: Found, amount: Amount, sentence: tuple[int, int], begin: int) -> None:
    """Fill in unit, currency, noun and where the expression ends."""
    text = page.text
    if amount.money:
        found.unit, found.currency = "currency", amount.money.code or None
    elif amount.unit:
        found.unit, found.per = amount.unit.unit, amount.unit.per
        found.label = amount.unit.spec
    else:
        _noun(page, found, sentence, begin)
    period = units.rate_at(text, found.end)
    if period[1] and page.when_end(found.end + 1) is None:
        # "300 people a year later" is no rate
        found.end, found.per = period
    elif found.unit not in {"percent", "year", "month", "day", "multiple", "percentage_point"}:
        found.per = (
            found.per
            or _later_rate(text, found.end, sentence[1])
            or units.rate_before(text, sentence[0], found.start)
        )
    if (
        found.unit == "wafer"
        and not found.per
        and _MONTHLY.search(text, max(sentence[0], found.start - 16), found.start)
    ):
        found.per = "month"  # 月产12英寸晶圆级封装4万片
    if found.unit == "wafer" and found.per == "month":
        found.unit = "wafer/month"


_MONTHLY = re.compile("月产[^，。；、]{0,14}$")
_LATER = re.compile(
    r" (?:of|worth of) (?:[A-Za-z\-]+ ){1,6}?(?:(?:a|per|each|every) (?P<word>year|month|day"
    r"|annum|week)(?! earlier| ago| before| later)|(?P<adverb>annually|yearly|monthly"
    r"|daily))\b"
    r"| (?:[a-z\-]+ ){0,2}(?:(?:a|per|each|every) (?P<w2>year|month|day|annum)(?! earlier| ago"
    r"| before| later)|(?P<a2>annually|yearly|monthly))\b"
)


def _later_rate(text: str, at: int, stop: int) -> str:
    match = _LATER.match(text, at, min(stop, at + 90))
    if not match:
        return ""
    word = (match["word"] or match["w2"] or match["adverb"] or match["a2"]).lower()
    return {"annually": "year", "yearly": "year", "monthly": "month", "daily": "day", "annum": "year"}.get(
        word, word
    )


_TIGHT = re.compile(r" or so(?= [a-z])|-(?:odd|plus)(?= )|\+(?= ?[A-Za-z\u3400-\u9fff])| plus(?= [a-z])")
_STRONG = re.compile(r"-strong(?: (?P<what>workforce|staff|team|fleet|army|force|crew|payroll))?\b")
_ATTRIBUTE = re.compile(r"-(?P<word>[a-z]{3,})(?![A-Za-z-])")


def _noun(page: Page, found: Found, sentence: tuple[int, int], begin: int) -> None:
    """Fill in what a number without unit or currency counts."""
    text = page.text
    at, start, stop = found.core_end, *sentence
    tight = _TIGHT.match(text, at)
    if tight:
        at = tight.end()
    chinese = nouns_zh.counted(text, at, start, begin, stop) if _han(text, at) else None
    if chinese:
        found.end, found.unit, found.noun, found.measure = (
            chinese.end,
            chinese.unit,
            chinese.noun,
            chinese.measure,
        )
        found.core_end = nouns_zh.measure_at(text, at)[0]  # type: ignore[index]
        _machines(text, found, sentence)
        return
    strong = _STRONG.match(text, at)
    if strong:
        found.end, found.noun = strong.end(), strong["what"] or ""
        found.unit = None if found.noun == "fleet" else "person"
        return
    attribute = _ATTRIBUTE.match(text, at)
    if attribute and text[found.core_start].isdigit():
        found.end, found.unit, found.noun = (
            attribute.end(),
            nouns_en.unit_of(attribute["word"]),
            attribute["word"],
        )
        return
    english = nouns_en.counted(text, at, page.before_when(at, stop), one=found.value == 1)
    if english and english.noun:
        found.end, found.unit, found.noun = english.end, english.unit, english.noun
        if english.unit == "one":
            found.unit, found.bare = None, True
        if english.unit == "unit":
            _units(text, found, sentence)
        return
    unit = nouns_en.labelled(text, start, begin)
    if unit:
        found.unit = unit
        return
    found.bare = True


def _han(text: str, at: int) -> bool:
    return text[at : at + 2].strip()[:1] > "\u2fff"


def _machines(text: str, found: Found, sentence: tuple[int, int]) -> None:
    """Settle what 台 counts: vehicles where the sentence is plainly about them and nothing else is named."""
    if found.measure == "片" and found.unit in {None, "chip"}:
        words = text[max(sentence[0], found.start - 30) : min(sentence[1], found.end + 20)]
        if re.search("晶圆|硅片|外延片|碳化硅|英寸|衬底", words):
            found.unit = "wafer"
    if found.measure == "台" and found.unit is None:
        words = text[sentence[0] : sentence[1]][:400]
        if _VEHICLES_ZH.search(words) and not _PARTS.search(words):
            found.unit, found.assumed = "vehicle", "台: the sentence is about vehicles"
        else:
            found.assumed = "台: what is counted is not said"


def _units(text: str, found: Found, sentence: tuple[int, int]) -> None:
    """Settle what "units" counts."""
    words = text[sentence[0] : sentence[1]][:500]
    if re.fullmatch(r"units?", found.noun) and _VEHICLES_EN.search(words) and not _PARTS.search(words):
        found.unit, found.assumed = "vehicle", "units: the sentence is about vehicles"


def _how(page: Page, found: Found, amount: Amount, begin: int, kind: Comparator | None, start: int) -> None:
    """Fill in comparator, change, and the span with its comparators."""
    text = page.text
    first_start = found.start
    if kind and not comparators.plausible(text, begin, first_start, found.unit, found.value):
        begin, kind = first_start, None
    if kind == "eq" and found.value_high is None:
        begin = first_start  # "reach" bounds nothing and stays out of the span
    after_end, after = comparators.after(text, found.core_end)
    if not after and found.end != found.core_end:
        after_end, after = comparators.after(text, found.end)
    more = (amount.last or amount.first).number.more
    opening = re.compile(r"\b(?:between|from) $|[从由自]$", re.IGNORECASE).search(
        text, max(start, found.start - 9), found.start
    )
    if found.value_high is not None:
        if opening:
            begin = opening.start()
        found.comparator = "range"
    elif kind and kind != "eq":
        found.comparator = kind
    elif after:
        found.comparator = after
    elif more:
        found.comparator = "gt" if more == "gt" else "approx"
    found.stated = kind is not None or after is not None
    found.start = begin
    found.end = max(found.end, after_end)
    found.change = change.change(text, start, begin, found.core_end, found.unit)
    if labels.quoted(text, found.core_start, found.core_end):
        found.label = True
