"""A second field beside the value as stated: the same in yuan, hectares, tonnes, or whatever a case counts in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.reading.doubts.rates import SOURCE, cross
from hinterland.units import UNITS, convert

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.model import Quantity

_INTO = {"area": "ha", "energy": "GWh", "mass": "t", "power": "MW", "length": "km"}
"""Dimension to the unit that quantities of it are converted into."""
_STATED = {"hectare": "ha", "tonne": "t"}
_DIGITS = 4


def converted(quantity: Quantity, published: date | None) -> dict[str, Any] | None:
    """Return value, upper value and unit after conversion, None where there is nothing to convert.

    Money of other countries is told in yuan at the average rate of the year of publication (four digits: for
    orders of magnitude, not for accounts).
    """
    if quantity.currency:
        if quantity.currency == "CNY" or published is None:
            return None
        rate = cross(quantity.currency, "CNY", [published.year])
        return None if rate is None else _told(quantity, rate[1], "CNY", f"{published.year}, {SOURCE}")
    stated = _STATED.get(quantity.unit or "", quantity.unit or "")
    unit = UNITS.get(stated)
    target = _INTO.get(unit.dimension) if unit else None
    if unit is None or target is None or stated == target:
        return None
    return _told(quantity, convert(1.0, stated, target), target, "")


def _told(quantity: Quantity, factor: float, unit: str, basis: str) -> dict[str, Any]:
    high = None if quantity.value_high is None else _rounded(quantity.value_high * factor)
    return {"value": _rounded(quantity.value * factor), "value_high": high, "unit": unit, "basis": basis}


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
