"""Amounts in doubt: how exact a stated figure is, and how figures are said in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.reading.doubts.rates import currency_zh

if TYPE_CHECKING:
    from hinterland.reading.model import Quantity

_NUMERAL = re.compile(r"[0-9][0-9,]{0,24}(?:\.[0-9]{1,12})?")

# units of one dimension, so that 800 MW and 1.1 GW can be added
SAME = {
    "kW": ("MW", 1e-3),
    "GW": ("MW", 1e3),
    "kWh": ("MWh", 1e-3),
    "GWh": ("MWh", 1e3),
    "TWh": ("MWh", 1e6),
    "kg": ("tonne", 1e-3),
    "hectare": ("m2", 1e4),
    "km2": ("m2", 1e6),
    "mu": ("m2", 666.667),
    "acre": ("m2", 4046.856),
    "ft2": ("m2", 0.09290304),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a stated figure can mean: the least and the most, in base units."""

    low: float
    high: float

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def times(self, other: Bounds) -> Bounds:
        """Return the bounds of a product of two amounts that are not negative."""
        return Bounds(self.low * other.low, self.high * other.high)

    def scaled(self, factor: float) -> Bounds:
        """Return the bounds in another unit."""
        return Bounds(self.low * factor, self.high * factor)

    def widened(self, share: float) -> Bounds:
        """Return the bounds with a share of tolerance on either side."""
        return Bounds(self.low / (1 + share), self.high * (1 + share))

    def meets(self, other: Bounds) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def base(q: Quantity) -> tuple[str, float]:
    """Return what an amount may be added to, and its factor: amounts of one key add up."""
    if q.currency:
        return f"{q.currency}/{q.per}", 1.0
    unit, factor = SAME.get(q.unit or "", (q.unit or f"?{q.noun}", 1.0))
    return f"{unit}/{q.per}", factor


def step(text: str, q: Quantity, kept: int) -> float:
    """Return the step of the last digit that an amount is stated to.

    Zeros at the end of a whole number may be round, so of those only `kept` digits count as stated.
    """
    found = list(_NUMERAL.finditer(text, q.core_start, q.core_end))
    number = float(found[-1].group().replace(",", "")) if found else 0.0
    if not number or not q.value:
        return 0.0
    last = q.value_high if q.value_high is not None else q.value
    whole, _, decimals = found[-1].group().replace(",", "").partition(".")
    if decimals:
        return abs(last / number) * 10.0 ** -len(decimals)
    stated = max(len(whole.rstrip("0")), min(kept, len(whole)))
    return abs(last / number) * 10.0 ** (len(whole) - stated)


def has_decimals(text: str, q: Quantity) -> bool:
    """Whether an amount is stated with decimals."""
    found = list(_NUMERAL.finditer(text, q.core_start, q.core_end))
    return bool(found) and "." in found[-1].group()


def bounds(text: str, q: Quantity, kept: int = 3) -> Bounds:
    """Return what an amount can mean: its rounding, and the room that its comparator leaves."""
    return _room(q, step(text, q, kept) / 2).scaled(base(q)[1])


def plain_bounds(text: str, q: Quantity, kept: int = 3) -> Bounds:
    """Return what an amount can mean in its own unit."""
    return _room(q, step(text, q, kept) / 2)


def added_bounds(text: str, q: Quantity, *, decimals: bool) -> Bounds:
    """Return what an amount can mean in a sum: whole numbers are exact unless decimals stand beside them."""
    half = step(text, q, 9) / 2 if decimals else 0.0
    return _room(q, min(half, q.value * MOST_ROUNDING)).scaled(base(q)[1])


MOST_ROUNDING = 0.05
"""Share of an amount in a sum that its rounding may hide: 3 beside 1.5 is not 3.4 made round."""


def _room(q: Quantity, half: float) -> Bounds:
    low, high = q.value - half, (q.value_high if q.value_high is not None else q.value) + half
    if q.comparator == "approx":
        low, high = min(low, q.value * 0.95), max(high, q.value * 1.05)
    elif q.comparator in {"gt", "ge"}:
        high = max(high, q.value * 1.15)
    elif q.comparator in {"lt", "le"}:
        low = min(low, q.value * 0.85)
    return Bounds(max(low, 0.0), high)


def number_en(value: float) -> str:
    """Return a number in English figures: 170 billion, 3,400."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size * 0.9995:
            return f"{value / size:,.4g} {word}" if abs(value) < 1e4 * size else f"{value / size:,.0f} {word}"
    return f"{round(value):,}" if abs(value) >= 1e4 else f"{float(f'{value:.4g}'):,.10g}"


def number_zh(value: float) -> str:
    """Return a number in Chinese figures: 1700亿, 3400."""
    for size, word in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(value) >= size * 0.9995:
            return f"{value / size:.4g}{word}" if abs(value) < 1e4 * size else f"{value / size:.0f}{word}"
    return f"{float(f'{value:.4g}'):.10g}"


def say(value: float, q: Quantity) -> tuple[str, str]:
    """Return a value in the unit of an amount, in English and in Chinese."""
    return say_unit(value, q.unit, q.currency)


def say_unit(value: float, unit: str | None, currency: str | None) -> tuple[str, str]:
    """Return a value with its unit or currency, in English and in Chinese."""
    en, zh = number_en(value), number_zh(value)
    if currency:
        return f"{currency} {en}", f"{zh}{currency_zh(currency)}"
    if unit == "percent":
        return f"{en} percent", f"{zh}%"
    if unit == "year":
        return f"{value:.0f}", f"{value:.0f}"
    return (f"{en} {unit}" if unit else en), f"{zh}{ZH_UNITS.get(unit or '', unit or '')}"


ZH_UNITS = {
    "tonne": "吨",
    "hectare": "公顷",
    "acre": "英亩",
    "mu": "亩",
    "m2": "平方米",
    "km2": "平方公里",
    "km": "公里",
    "vehicle": "辆",
    "person": "人",
    "job": "个岗位",
    "enterprise": "家企业",
    "plant": "家工厂",
    "line": "条生产线",
    "project": "个项目",
    "percentage_point": "个百分点",
    "ship": "艘",
    "vessel": "艘",
    "aircraft": "架",
    "set": "套",
    "multiple": "倍",
}


def whole_words(text: str, start: int, end: int, most: int = 90) -> str:
    """Return the words of a span on one line, shortened in the middle."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= most else f"{words[: most // 2].rstrip()} … {words[-most // 2 :].lstrip()}"


def factor_words(ratio: float) -> tuple[str, str]:
    """Return how far a figure is off, in English and in Chinese."""
    times = max(ratio, 1 / ratio)
    for ten in (10, 100, 1000, 10_000):
        if 0.7 <= times / ten <= 1.4:
            return f"off by a factor of {ten:,}", f"相差{ten}倍"
    if times >= 2:
        return f"off by a factor of {times:.2g}", f"相差约{times:.2g}倍"
    return f"off by {abs(ratio - 1) * 100:.0f} percent", f"相差{abs(ratio - 1) * 100:.0f}%"
