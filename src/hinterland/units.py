"""Numbers and units as people write them, turned into base units at the door.

Base units: CNY (any currency is its own dimension; yuan only by a dated exchange rate), vehicle, GWh, t, m2 for
floors, ha for land, km, h, day, person. A unit of a rate is written `GWh/yr`. Inside, numbers never carry a unit.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from hinterland.errors import UnitError
from hinterland.faults import clip
from hinterland.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

SCALES: Mapping[str, float] = {
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "億": 1e8,
    "十亿": 1e9,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
    "兆": 1e12,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
}
"""Words that multiply a number."""

CURRENCIES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "JPY",
        "KRW",
        "KZT",
        "MAD",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "PEN",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "UZS",
        "VND",
        "ZAR",
    ]
)
"""ISO 4217 codes that a case may use."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, and how many base units it is."""

    name: str
    dimension: str
    factor: float


def _catalogue() -> dict[str, Unit]:
    table: dict[str, dict[str, float]] = {
        "1": {"1": 1, "ratio": 1, "multiple": 1, "percent": 0.01, "%": 0.01, "permille": 0.001},
        "percentage_point": {"percentage_point": 1, "pp": 1},
        "yes_no": {"yes_no": 1},
        "energy": {"GWh": 1, "MWh": 1e-3, "kWh": 1e-6, "TWh": 1e3},
        "power": {"MW": 1, "kW": 1e-3, "GW": 1e3},
        "mass": {"t": 1, "tonne": 1, "kg": 1e-3, "kt": 1e3, "Mt": 1e6, "吨": 1},
        "area": {
            "ha": 1,
            "hectare": 1,
            "m2": 1e-4,
            "km2": 100,
            "mu": 1 / 15,
            "亩": 1 / 15,
            "ft2": 9.290304e-6,
            "acre": 0.40468564224,
        }
        | {"公顷": 1, "平方米": 1e-4, "平方公里": 100},
        "length": {"km": 1, "m": 1e-3, "mile": 1.609344, "公里": 1},
        "time": {"h": 1, "hour": 1, "min": 1 / 60, "小时": 1},
        "days": {"day": 1, "week": 7, "天": 1, "日": 1},
        "years": {"yr": 1, "year": 1, "month": 1 / 12, "年": 1, "月": 1 / 12},
        "angle": {"deg": 1},
        "person": {"person": 1, "job": 1, "people": 1, "人": 1},
        "vehicle": {"vehicle": 1, "car": 1, "辆": 1, "台": 1},
        "firm": {"firm": 1, "enterprise": 1, "company": 1, "家": 1, "户": 1},
    }
    units = {name: Unit(name, dim, f) for dim, names in table.items() for name, f in names.items()}
    units |= {code: Unit(code, f"money:{code}", 1.0) for code in CURRENCIES}
    yuan = {"元": 1.0, "yuan": 1.0, "RMB": 1.0, "人民币": 1.0}
    units |= {name: Unit(name, "money:CNY", f) for name, f in yuan.items()}
    units |= {name: Unit(name, name, 1.0) for name in COUNTED}
    units["个"] = Unit("个", "piece", 1.0)
    units["套"] = Unit("套", "set", 1.0)
    return units


COUNTED = [
    "unit",
    "piece",
    "set",
    "pair",
    "cell",
    "module",
    "wafer",
    "tyre",
    "line",
    "plant",
    "station",
    "pile",
    "project",
    "brand",
    "industry",
    "cluster",
    "complex",
    "patent",
    "policy",
    "plate",
    "road",
    "licence",
    "test",
    "house",
    "bed",
    "seat",
    "ship",
    "aircraft",
    "head",
    "crop",
    "litre",
    "m3",
    "rank",
    "index",
    "point",
]
"""Nouns that are counted and convert into nothing else."""

UNITS: Mapping[str, Unit] = _catalogue()
"""Every unit that needs no declaration."""


LONGEST, MOST_SLASHES = 60, 2
"""Characters and slashes of the longest name of a unit."""


def normalise(text: str) -> str:
    """Return `text` with full-width letters, digits and signs made half-width (NFKC), outer blanks removed."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


def weights(text: str, names: Container[str] = ()) -> dict[str, float]:
    """Return the weights of a mix that people write as `nmc:0.5;lfp:0.5`; those of one name are added up.

    A text that is one of `names`, or has neither sign, names one thing that weighs 1.

    Raises
    ------
    ValueError
        If a weight is no number; its argument is the entry.
    """
    text = normalise(text)
    if text in names or (":" not in text and ";" not in text):
        return {text: 1.0}
    mix: dict[str, float] = {}
    for entry in filter(None, (e.strip() for e in text.split(";"))):
        name, _, weight = (x.strip() for x in entry.rpartition(":"))
        try:
            mix[name] = mix.get(name, 0.0) + float(weight)
        except ValueError:
            raise ValueError(entry) from None
    return mix


@lru_cache(maxsize=4096)
def find(name: str, own: tuple[tuple[str, float, str], ...] = ()) -> Unit:
    """Return the unit called `name`: a simple one, a scaled one (万辆, million CNY) or a rate (GWh/yr).

    Parameters
    ----------
    own
        The case's own units: (name, factor, unit that the factor counts).

    Raises
    ------
    UnitError
        If it is not known; the message says which known one looks like it.
    """
    text = normalise(name)
    if len(text) > LONGEST or text.count("/") > MOST_SLASHES:
        raise UnitError(f"unit {clip(name)!r} is too long; write at most 60 characters and two slashes")
    for own_name, factor, base in own:
        if text == own_name:
            based = Unit(base, base, 1.0) if base == own_name else find(base)
            return Unit(text, based.dimension, factor * based.factor)
    if text in UNITS:
        return UNITS[text]
    if "/" in text:
        top, _, bottom = text.partition("/")
        above, below = find(top, own), find(bottom, own)
        return Unit(text, f"{above.dimension}/{below.dimension}", above.factor / below.factor)
    scaled = _scaled(text, own)
    if scaled:
        return scaled
    close = nearest(text, [*UNITS, *(o[0] for o in own)])
    hint = f"did you mean {close!r}?" if close else "declare it in settings as unit:NAME"
    raise UnitError(f"unit {name!r} is not known; {hint}")


def _scaled(text: str, own: tuple[tuple[str, float, str], ...]) -> Unit | None:
    lowered = text.lower()
    for word in sorted(SCALES, key=len, reverse=True):
        if lowered.startswith(word) and len(text) > len(word):
            rest = text[len(word) :].strip()
            if word.isascii() and text[len(word)].isalpha():
                continue  # "key" is not "k" of "ey"
            if rest in UNITS or any(rest == o[0] for o in own):
                base = find(rest, own)
                return Unit(text, base.dimension, SCALES[word] * base.factor)
    return None


def convert(value: float, unit: str, to: str, own: tuple[tuple[str, float, str], ...] = ()) -> float:
    """Return `value` of `unit` in the unit `to`.

    Raises
    ------
    UnitError
        If the two measure different things. Currencies convert only by an exchange rate.
    """
    if unit == to:
        return value
    a, b = find(unit, own), find(to, own)
    if a.dimension != b.dimension:
        raise UnitError(f"{unit!r} does not convert to {to!r}: one is {a.dimension}, the other {b.dimension}")
    return value * (a.factor / b.factor)


_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)(?P<digits>[0-9]{1,3}(?:[, '_][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?P<exp>[eE][-+]?[0-9]{1,3})?"
    r"\s*(?P<tail>.*)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from a cell, and what was done to its writing to read it."""

    value: float
    changes: tuple[str, ...]


def parse_number(text: str, *, fraction: bool = False) -> Number | None:
    """Return the number that a cell holds, None where it holds none.

    Reads thousands separators, full-width digits, 万 / 亿 and English scale words, accounting negatives
    `(1,234)`, and percent signs: `35%` is 0.35 where a `fraction` is wanted, 35 elsewhere.
    """
    clean = normalise(text)
    changes = [] if clean == text.strip() else ["full-width characters"]
    if clean.startswith("(") and clean.endswith(")"):
        clean = f"-{clean[1:-1]}"
        changes.append("accounting brackets read as a minus")
    match = _NUMBER.fullmatch(clean)
    if not match:
        return None
    digits = re.sub(r"[, '_]", "", match["digits"])
    if digits != match["digits"]:
        changes.append("thousands separators")
    sign = "-" if match["sign"] in {"-", "−"} else ""
    exact = Decimal(f"{sign}{digits}{match['exp'] or ''}")  # 1.1 x 10^12 is not 1100000000000.0001
    tail = match["tail"].strip()
    if tail == "%":
        changes.append("percent sign")
        exact = exact / 100 if fraction else exact
    elif tail:
        factor = SCALES.get(tail.lower())
        if factor is None:
            return None
        changes.append(f"{tail} read as a factor of {factor:,.0f}")
        exact = _times(exact, factor)
    value = float(exact)
    vanished = value == 0 and exact != 0  # 1e-400 is not nothing
    return Number(value, tuple(changes)) if math.isfinite(value) and not vanished else None


def _times(exact: Decimal, factor: float) -> Decimal:
    """Return the product, infinity where it is beyond what a decimal holds."""
    try:
        return exact * int(factor)
    except ArithmeticError:
        return Decimal("inf")


@dataclass(frozen=True, slots=True)
class Rates:
    """Dated exchange rates: yuan for one unit of a currency, by day, oldest first."""

    by_currency: Mapping[str, tuple[tuple[date, float], ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, date, float]]) -> Rates:
        """Return the rates of (currency, day, yuan for one unit)."""
        found: dict[str, list[tuple[date, float]]] = {}
        for code, when, rate in rows:
            found.setdefault(code, []).append((when, rate))
        return cls({code: tuple(sorted(pairs)) for code, pairs in found.items()})

    def to_cny(self, amount: float, currency: str | None, when: date) -> float:
        """Return `amount` in yuan at the latest rate on or before `when`.

        Raises
        ------
        UnitError
            If the case has no rate of that currency by that day.
        """
        if currency in {None, "", "CNY"}:
            return amount
        known = [rate for d, rate in self.by_currency.get(str(currency), ()) if d <= when]
        if not known:
            raise UnitError(
                f"no exchange rate of {currency} on or before {when.isoformat()}; add one to exchange_rates"
            )
        return amount * known[-1]
