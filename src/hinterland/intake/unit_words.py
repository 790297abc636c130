"""Units as sheets name them, and the base unit each becomes: 万辆, 10 000 vehicles, 亿元, 100 million yuan, %."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from hinterland.errors import UnitError
from hinterland.units import SCALES, UNITS, find, normalise

Own = tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit as stated: what it is called inside, and how many of these one stated unit is, exactly."""

    unit: str
    factor: Decimal


_NOUNS = {
    "tons": "t",
    "ton": "t",
    "tonnes": "t",
    "metric tons": "t",
    "people": "person",
    "persons": "person",
    "employees": "person",
    "enterprises": "firm",
    "companies": "firm",
    "rmb": "CNY",
    "rmb yuan": "CNY",
    "yuan rmb": "CNY",
    "yuan": "CNY",
    "cny": "CNY",
    "us dollars": "USD",
    "us dollar": "USD",
    "usd": "USD",
    "us$": "USD",
    "dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "美元": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "港元": "HKD",
    "per cent": "percent",
    "pct": "percent",
    "percentage points": "percentage_point",
    "percentage point": "percentage_point",
    "个百分点": "percentage_point",
    "百分点": "percentage_point",
    "‰": "permille",
    "千瓦时": "kWh",
    "千瓦小时": "kWh",
    "千瓦": "kW",
    "倍": "multiple",
    "年=100": "index",
    "台": "unit",  # cars and refrigerators alike
    "件": "unit",
    "部": "unit",
    "块": "piece",
    "只": "piece",
    "条": "piece",
}
"""Nouns that sheets use and `units` does not know, lower case, with the unit they mean."""
_CODES = {
    "PC": "percent",
    "PT": "percent",
    "PCT": "percent",
    "NR": "unit",
    "NUM": "unit",
    "T": "t",
    "XDC": "",
    "PURE_NUMB": "1",
    "PURE": "1",
    "IX": "index",
    "INX": "index",
    "VEH": "vehicle",
    "PER": "person",
    "PS": "person",
}
"""Codes of SDMX `UNIT_MEASURE` that are no unit names; an empty one says nothing definite."""
_WORDS = ("hundred", "thousand", "million", "billion", "trillion")
_SCALE_OF = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


@lru_cache(maxsize=4096)
def read_unit(text: str, own: Own = ()) -> Stated | None:
    """Return the unit that `text` names, None where it names none that is known.

    >>> read_unit("10 000 vehicles"), read_unit("亿元")
    (Stated(unit='vehicle', factor=Decimal('10000')), Stated(unit='CNY', factor=Decimal('100000000')))
    """
    plain = re.sub(r"\s+", " ", normalise(text)).strip(" .:;,()[]")
    if not plain or len(plain) > 60:
        return None
    factor = Decimal(1)
    if match := re.match(r"(?P<n>10{1,12}|1(?:[ ,]000)+|10{1,2}(?:[ ,]000)+)\s*(?=[^\d.,\s])", plain):
        factor *= Decimal(re.sub(r"[ ,]", "", match["n"]))
        plain = plain[match.end() :]
    while match := re.match(rf"({'|'.join(_WORDS)})s?(?: of)? (?=\S)", plain, re.IGNORECASE):
        factor *= _SCALE_OF[match[1].lower()]
        plain = plain[match.end() :]
    found = _noun(plain, own)
    if found is None and (scaled := _chinese_scale(plain, own)):
        found = scaled
    return Stated(found.unit, found.factor * factor) if found else None


def _chinese_scale(plain: str, own: Own) -> Stated | None:
    for word in sorted(SCALES, key=len, reverse=True):
        if not word.isascii() and plain.startswith(word) and len(plain) > len(word):
            rest = _noun(plain[len(word) :].strip(), own)
            if rest:
                return Stated(rest.unit, rest.factor * int(SCALES[word]))
    return None


def _noun(plain: str, own: Own) -> Stated | None:
    if any(plain == name for name, _, _ in own):
        return Stated(plain, Decimal(1))
    known = _NOUNS.get(plain.lower())
    if known:
        return Stated(known, Decimal(1))
    if "/" in plain:
        top, _, bottom = plain.partition("/")
        above, below = read_unit(top, own), read_unit(bottom, own)
        if above and below and below.factor == 1:
            return Stated(f"{above.unit}/{below.unit}", above.factor)
        return None
    for name in (plain, plain.removesuffix("s"), re.sub("ies$", "y", plain)):
        for writing in (name, name.lower(), name.upper()):
            if writing in UNITS:
                return Stated(_usual(writing), Decimal(1))
    return None


def _usual(name: str) -> str:
    """Return the first name that `units` has for the same unit: `vehicle` for 辆, `CNY` for 元."""
    unit = UNITS[name]
    if unit.dimension.startswith("money:"):
        return unit.dimension.partition(":")[2]
    if unit.dimension == "1" and unit.factor == 0.01:
        return "percent"
    return next(n for n, u in UNITS.items() if (u.dimension, u.factor) == (unit.dimension, unit.factor))


def read_unit_code(text: str, own: Own = ()) -> Stated | None:
    """Return the unit of an SDMX code with or without its label (`PC: Percent`), None where it is not known."""
    code, _, label = normalise(text).partition(":")
    if known := _CODES.get(code.strip().upper()):
        return Stated(known, Decimal(1))
    return read_unit(code, own) or (read_unit(label, own) if label.strip() else None)


def same_measure(unit: str, to: str, own: Own = ()) -> bool:
    """Whether figures in one unit convert to the other."""
    try:
        return find(unit, own).dimension == find(to, own).dimension
    except UnitError:
        return False
