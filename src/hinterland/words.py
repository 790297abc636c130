"""Words of the field in both languages: verdicts, comparators, attainment, bases, table headings."""

from __future__ import annotations

import math
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

VINTAGES: Mapping[str, tuple[str, str]] = {
    "revised": ("revised", "修订"),
    "preliminary": ("preliminary", "初步"),
    "final": ("final", "最终"),
}
"""Usual labels of a vintage that are words, not dates."""

UNITS_ZH: Mapping[str, str] = {
    "percent": "%",
    "percentage_point": "个百分点",
    "pp": "个百分点",
    "permille": "‰",
    "ratio": "",
    "multiple": "倍",
    "yes_no": "",
    "1": "",
    "vehicle": "辆",
    "car": "辆",
    "firm": "家",
    "enterprise": "家",
    "company": "家",
    "brand": "个品牌",
    "cluster": "个集群",
    "complex": "个园区",
    "industry": "个产业",
    "person": "人",
    "people": "人",
    "job": "个岗位",
    "head": "头",
    "unit": "件",
    "piece": "件",
    "set": "套",
    "pair": "对",
    "cell": "个电芯",
    "module": "个模组",
    "wafer": "片",
    "tyre": "条",
    "line": "条产线",
    "plant": "座",
    "station": "座",
    "pile": "根",
    "lab": "个实验室",
    "laboratory": "个实验室",
    "project": "个项目",
    "patent": "件专利",
    "policy": "项政策",
    "plate": "块牌照",
    "licence": "张牌照",
    "road": "条道路",
    "test": "次检测",
    "house": "套住房",
    "bed": "张床位",
    "seat": "个座位",
    "ship": "艘",
    "aircraft": "架",
    "crop": "茬",
    "rank": "位",
    "index": "",
    "point": "点",
    "t": "吨",
    "tonne": "吨",
    "kg": "千克",
    "kt": "千吨",
    "Mt": "百万吨",
    "litre": "升",
    "m3": "立方米",
    "ha": "公顷",
    "hectare": "公顷",
    "m2": "平方米",
    "km2": "平方公里",
    "mu": "亩",
    "ft2": "平方英尺",
    "km": "公里",
    "m": "米",
    "mile": "英里",
    "h": "小时",
    "hour": "小时",
    "min": "分钟",
    "day": "天",
    "week": "周",
    "month": "个月",
    "yr": "年",
    "year": "年",
    "deg": "度",
    "CNY": "元",
    "yuan": "元",
    "RMB": "元",
    "AUD": "澳元",
    "CAD": "加元",
    "CHF": "瑞士法郎",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港元",
    "INR": "卢比",
    "JPY": "日元",
    "KRW": "韩元",
    "SGD": "新加坡元",
    "TWD": "新台币",
    "USD": "美元",
}
"""Units and currencies in Chinese; those that are written the same (GWh, kW) are left out. Read them by `unit_zh`."""


def unit_zh(unit: str) -> str:
    """Return a unit in Chinese as it stands behind a number: `套`, `辆/年`; an unknown one as it is."""
    if unit in UNITS_ZH:
        return UNITS_ZH[unit]
    top, stroke, below = unit.partition("/")
    if stroke:
        return f"{unit_zh(top)}/{unit_zh(below).strip().removeprefix('个')}"
    return f" {unit}" if unit.isascii() else unit


def say(word: str, lang: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """Return the English (last but one) or Chinese (last) of a word in one of the tables above."""
    pair = table.get(word)
    if pair is None:
        return word
    return pair[-1] if lang == "zh" else pair[-2]


def verdict(word: str, lang: str) -> str:
    """Return a verdict word in `lang`."""
    return VERDICTS.get(word, word) if lang == "zh" else word


def three_digits(value: float | None) -> float | None:
    """Return a forecast as far as it says anything: three digits; more would claim what nobody knows."""
    return None if value is None else float(f"{value:.3g}")


def rounded(value: float) -> float:
    """Return a large number to three figures: its range is not known better."""
    if abs(value) < 1000:
        return value
    places = len(f"{abs(value):.0f}") - 3
    return round(value, -places)


def few(value: float) -> str:
    """Return a number in about three figures."""
    if abs(value) >= 100 or value == int(value):
        return f"{rounded(value) + 0.0:,.0f}"
    if abs(value) < 1e-3:
        return "0"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


def ends(low: float, high: float) -> str:
    """Return both ends of a range in few figures, or one where they read alike."""
    shown = [few(low), few(high)]
    if shown[0] == shown[1]:
        return shown[0]
    return " … ".join(shown) if min(low, high) < 0 else "–".join(shown)


def money(low: float, high: float | None = None) -> tuple[str, str]:
    """Return money, or a range of it, in English and Chinese: `CNY 3.1–4.2 billion`, `31–42亿元`."""
    high = low if high is None else high
    size = max(abs(low), abs(high))
    unit_en, by_en = (" billion", 1e9) if size >= 1e9 else (" million", 1e6) if size >= 1e6 else ("", 1.0)
    unit_zh, by_zh = ("亿元", 1e8) if size >= 1e8 else ("万元", 1e4) if size >= 1e4 else ("元", 1.0)
    return (
        f"CNY {ends(low / by_en, high / by_en)}{unit_en}",
        f"{ends(low / by_zh, high / by_zh)}{unit_zh}",
    )


def number(value: float | None, unit: str, lang: str) -> str:
    """Return a figure as people read it: `9.05%`, `1,286,800 vehicles`, `1.1 trillion CNY`, `1.1 万亿元`."""
    if value is None:
        return "–"
    if unit in {"percent", "%"}:
        return f"{value:.2f}%".replace(".00%", "%")
    if not math.isfinite(value):
        return "unknown" if lang == "en" else "未知"
    if unit == "yes_no":
        return {"en": ("no", "yes"), "zh": ("否", "是")}[lang][int(bool(value))]
    text = _scaled(value, lang) if abs(value) >= (1e4 if lang == "zh" else 1e6) else f"{value:,.6g}"
    shown = unit_zh(unit) if lang == "zh" else _plural(unit, value)
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


GRAINS: Mapping[str, tuple[str, str]] = {
    "year": ("Yearly figures", "年度数据"),
    "quarter": ("Quarterly figures", "季度数据"),
    "month": ("Monthly figures", "月度数据"),
}
"""How finely a series is forecast."""
MODELS: Mapping[str, tuple[str, str]] = {
    "combination": ("combination", "组合预测"),
    "last_share": ("last share x national forecast", "最近占比×全国预测"),
    "log_linear": ("log-linear trend", "对数线性趋势"),
    "bass": ("Bass diffusion", "巴斯扩散"),
    "random_walk": ("random walk", "随机游走"),
    "drift": ("random walk with drift", "带漂移随机游走"),
    "damped": ("damped trend", "阻尼趋势"),
    "reverting": ("growth reverting to the panel's", "增速回归同类均值"),
    "local_trend": ("local linear trend", "局部线性趋势"),
    "share_drift": ("drifting share x national forecast", "漂移占比×全国预测"),
    "apart": ("numerator and denominator apart", "分子分母分别预测"),
    "capacity": ("plants and their capacity", "工厂产能"),
}
"""Forecasting models."""

WORKSTREAMS: Mapping[str, tuple[str, str]] = {
    "major_project": ("major project", "重大项目"),
    "research": ("research", "科研"),
    "headquarters": ("headquarters", "总部经济"),
    "platform": ("platform", "产业平台"),
    "chain_integration": ("chain integration", "产业链整合"),
    "guidance_fund": ("guidance fund", "引导基金"),
    "rnd_centre": ("R&D centre", "研发中心"),
    "policy": ("policy", "政策"),
    "chip_supply": ("chip supply", "芯片供应"),
    "trade": ("trade", "贸易"),
    "testing": ("testing", "检测"),
    "talent": ("talent", "人才"),
    "investment": ("investment", "投资"),
    "supply": ("supply", "供应"),
    "scene": ("application scene", "应用场景"),
    "other": ("other", "其他"),
}
"""Kinds of workstream to their words in English and Chinese."""
