"""Words of the field in both languages: verdicts, comparators, attainment, bases, table headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "zh")

VERDICTS: Mapping[str, str] = {
    "met": "已兑现",
    "met late": "逾期兑现",
    "missed": "未兑现",
    "on track": "有望兑现",
    "off track": "恐难兑现",
    "open": "未到期",
    "superseded": "已被取代",
    "not measurable": "无法衡量",
}
"""Verdict words and their Chinese."""

COMPARATORS: Mapping[str, tuple[str, str, str]] = {
    "eq": ("=", "exactly", "等于"),
    "gt": (">", "more than", "超过"),
    "ge": ("≥", "at least", "不低于"),
    "lt": ("<", "less than", "低于"),
    "le": ("≤", "at most", "不超过"),
    "approx": ("≈", "about", "约"),
    "range": ("–", "between", "介于"),
}
"""Comparator to its sign, English and Chinese words."""

ATTAINMENT: Mapping[str, tuple[str, str]] = {
    "in_period": ("in that period", "当期"),
    "by": ("by then (first passage)", "到期前首次达到"),
    "cumulative": ("cumulative until then", "到期累计"),
}

BASES: Mapping[str, tuple[str, str]] = {
    "observed": ("observed", "观测"),
    "reported": ("reported", "报道"),
    "inferred": ("inferred", "推算"),
    "synthetic": ("synthetic", "合成"),
    "unstated": ("unstated", "未说明"),
}

PUBLISHED: Mapping[str, tuple[str, str]] = {
    "stated": ("stated", "明示"),
    "customary": ("customary date", "按惯例推定日期"),
    "assumed": ("assumed date", "假定日期"),
}

UNITS_ZH: Mapping[str, str] = {
    "percent": "%",
    "vehicle": "辆",
    "CNY": "元",
    "firm": "家",
    "brand": "个品牌",
    "cluster": "个集群",
    "person": "人",
    "yes_no": "",
    "1": "",
}


def say(word: str, lang: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """Return the English (last but one) or Chinese (last) of a word in one of the tables above."""
    pair = table.get(word)
    if pair is None:
        return word
    return pair[-1] if lang == "zh" else pair[-2]


def verdict(word: str, lang: str) -> str:
    """Return a verdict word in `lang`."""
    return VERDICTS.get(word, word) if lang == "zh" else word


def number(value: float | None, unit: str, lang: str) -> str:
    """Return a figure as people read it: `9.05%`, `1,286,800 vehicles`, `1.1 trillion CNY`, `1.1 万亿元`."""
    if value is None:
        return "–"
    if unit in {"percent", "%"}:
        return f"{value:.2f}%".replace(".00%", "%")
    if unit == "yes_no":
        return {"en": ("no", "yes"), "zh": ("否", "是")}[lang][int(bool(value))]
    text = _scaled(value, lang) if abs(value) >= (1e4 if lang == "zh" else 1e6) else f"{value:,.6g}"
    shown = UNITS_ZH.get(unit, f" {unit}") if lang == "zh" else _plural(unit, value)
    return f"{text}{shown}" if lang == "zh" else f"{text}{shown}".rstrip()


def _scaled(value: float, lang: str) -> str:
    steps = (
        [(1e12, " 万亿"), (1e8, " 亿"), (1e4, " 万")]
        if lang == "zh"
        else [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")]
    )
    for size, word in steps:
        if abs(value) >= size:
            return f"{value / size:,.5g}{word}"
    return f"{value:,.6g}"


def _plural(unit: str, value: float) -> str:
    if unit == "1":
        return ""
    counted = unit.isalpha() and unit.islower() and len(unit) > 2
    return f" {unit}s" if counted and value != 1 and not unit.endswith("s") else f" {unit}"
