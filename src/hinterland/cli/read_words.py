"""Words for claims, issues and notices, in both languages, as `read` and `review` show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.words import COMPARATORS, number

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = tuple[str, str]

KINDS: Mapping[str, Words] = {
    "agreement": ("Agreements", "协议"),
    "target": ("Targets", "目标"),
    "policy": ("Policies", "政策"),
    "investment": ("Investments", "投资"),
    "facility": ("Facilities", "设施"),
    "fund": ("Funds", "基金"),
    "fact": ("Facts", "事实"),
}
MODALITIES: Mapping[str, Words] = {
    "planned": ("planned", "计划"),
    "stated": ("stated", "陈述"),
    "aim": ("aim", "力争"),
    "expected": ("expected", "预计"),
    "done": ("done", "已完成"),
    "signed": ("signed", "已签署"),
}
ISSUES: Mapping[str, Words] = {
    "fx_mismatch": ("amounts in two currencies do not fit", "两种货币的数额不符"),
    "sum_mismatch": ("parts do not add up", "分项与合计不符"),
    "product_mismatch": ("the product does not fit", "乘积不符"),
    "share_over_100": ("share above 100 percent", "占比超过 100%"),
    "contradiction": ("contradiction", "前后矛盾"),
    "ambiguous_denominator": ("a share of what?", "占比的分母不明"),
    "period_reversed": ("period runs backwards", "期间起止颠倒"),
    "deadline_before_publication": ("deadline before publication", "期限早于发布日期"),
    "event_after_publication": ("event after publication", "事件晚于发布日期"),
    "relative_date": ("date relative to publication", "相对日期"),
    "year_missing": ("year missing", "缺少年份"),
    "missing_text": ("words missing", "文字缺失"),
    "model_disagrees": ("the model's value is not in its words", "模型数值与原文不符"),
}
NOTICES: Mapping[str, Words] = {
    "number_not_read": ("numbers not read", "未读取的数字"),
    "unknown_suffix": ("unknown words behind a number", "数字后的未知文字"),
    "unit_assumed": ("units assumed", "推定的单位"),
    "quote_not_found": ("quotations that the text does not hold", "原文中没有的引文"),
}
_PER: Mapping[str, Words] = {
    "year": (" a year", "/年"),
    "month": (" a month", "/月"),
    "day": (" a day", "/天"),
}
_NOUN = re.compile("(?!percent$)[a-z][a-z_ ]{2,}")
_YEARS = (1500, 2200)
"""A count of years that is a year of the calendar: when something was founded."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def in_(table: Mapping[str, Words], key: str, lang: str) -> str:
    """Return the words of `key` in `lang`; an unknown key as it is."""
    return table.get(key, (key, key))[lang == "zh"]


def value(
    amount: float | None,
    high: float | None,
    comparator: str | None,
    unit: str | None,
    *,
    per: str = "",
    lang: str = "en",
) -> str:
    """Return a value as people write it: `more than 100 billion CNY`, `超过100 亿元`, `12–15 亿元/年`.

    `unit` is the currency of money.
    """
    if amount is None:
        return ""
    shown = _amount(amount, unit, lang)
    if comparator == "range" and high is not None:
        shown = _range(_amount(amount, "1" if unit != "percent" else unit, lang), _amount(high, unit, lang))
    elif comparator and comparator != "eq" and comparator in COMPARATORS:
        word = COMPARATORS[comparator][2 if lang == "zh" else 1]
        shown = f"{word} {shown}"
    return shown + in_(_PER, per, lang) if per else shown


def _range(low: str, high: str) -> str:
    """Return `12–15 亿元` for 12 亿 and 15 亿元."""
    bare, scale = low.partition(" ")[::2] if not low.endswith("%") else (low[:-1], "%")
    same = high.lstrip("0123456789.,").strip().startswith(scale)
    return f"{bare}–{high}" if same else f"{low}–{high}"


def _amount(amount: float, unit: str | None, lang: str) -> str:
    if unit == "year" and float(amount).is_integer() and _YEARS[0] <= amount <= _YEARS[1]:
        return f"{amount:.0f}年" if lang == "zh" else f"{amount:.0f}"
    if lang == "zh" or unit is None or not _NOUN.fullmatch(unit):
        return number(amount, unit or "1", lang)
    counted = "time" if unit == "multiple" else unit.replace("_", " ")
    return f"{number(amount, '1', lang)} {counted if amount == 1 else _plural(counted)}"


def _plural(noun: str) -> str:
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    if noun.endswith("person"):
        return f"{noun[:-6]}people"
    return noun if noun.endswith("s") else f"{noun}{'es' if noun.endswith(('x', 'ch', 'sh')) else 's'}"


def plain(words: str) -> str:
    """Return words of a document on one line, without what would steer a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in _UNSEEN.sub("", " ".join(words.split())))
