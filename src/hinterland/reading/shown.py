"""Values of claims as people write them, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.words import COMPARATORS, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.reading.terms import Words

_PER: Mapping[str, Words] = {
    "year": (" a year", "/年"),
    "month": (" a month", "/月"),
    "day": (" a day", "/天"),
}
_NOUN = re.compile("(?!percent$)[a-z][a-z_ ]{2,}")
_YEARS = (1500, 2200)
"""A count of years that is a year of the calendar: when something was founded."""


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
