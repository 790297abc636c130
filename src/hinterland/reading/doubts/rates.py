"""Dated exchange rates that are shipped: yearly averages per US dollar."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = "ECB, Federal Reserve, World Bank: yearly averages, rounded"
CALM = 1.15
"""Ratio of two years' averages up to which the rate is taken to have moved steadily between them."""

EARLIEST = 4
"""Most years before the first rate that is known for which that rate still tells the order of magnitude."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of one currency: units for one US dollar by year."""

    zh: str
    by_year: dict[int, float]
    rough: bool = False
    """Whether the rates are set down from memory: good for orders of magnitude, for no conversion."""

    def nearest(self, year: int) -> int:
        """Return the year itself, or the latest before it that the table has, or its first."""
        known = [y for y in self.by_year if y <= year]
        return max(known) if known else min(self.by_year)

    def span(self, year: int) -> tuple[float, float]:
        """Return the least and the most that the rate can have been in a year, within-year swing included."""
        at = self.nearest(year)
        here = self.by_year[at]
        seen = [here]
        for other in (at - 1, at + 1):
            near = self.by_year.get(other)
            if near is not None:
                calm = max(near / here, here / near) <= CALM
                seen.append((near * here) ** 0.5 if calm else near)
        if year > at and at - 1 in self.by_year:
            # beyond the table: the rate may go on as it went, or stay
            seen.append(here * (here / self.by_year[at - 1]) ** min(year - at, 3))
        return min(seen), max(seen)


@lru_cache(maxsize=1)
def table() -> dict[str, Rates]:
    """Return the rates by ISO 4217 code."""
    words = files("hinterland.reading.doubts").joinpath("data/rates.csv").read_text("utf-8")
    lines = [line for line in words.splitlines() if line and not line.startswith("#")]
    found = {}
    for row in csv.DictReader(lines):
        years = {int(k): float(v) for k, v in row.items() if k.isdigit() and v}
        found[row["currency"]] = Rates(row["zh"], years, row["source"] == "M")
    return found


def currency_zh(code: str) -> str:
    """Return the Chinese name of a currency, its code where the table has none."""
    rates = table().get(code)
    return rates.zh if rates else code


def cross(
    one: str, other: str, years: Iterable[int], *, rough: bool = False
) -> tuple[float, float, float] | None:
    """Return how much of the second currency one unit of the first is: least, usual, most.

    Without years the range over all years of the table; None where a currency is not in it, or only roughly and
    `rough` is not asked for.
    """
    rates = table()
    if one not in rates or other not in rates:
        return None
    if one == other:
        return 1.0, 1.0, 1.0
    a, b = rates[one], rates[other]
    if not rough and (a.rough or b.rough):
        return None
    asked = sorted(set(years))
    if asked and asked[-1] < max(min(a.by_year), min(b.by_year)) - EARLIEST:
        return None
    usual = asked[-1:] or [max(set(a.by_year) & set(b.by_year))]
    lows, highs = [], []
    for year in asked or sorted(set(a.by_year) & set(b.by_year)):
        (a_low, a_high), (b_low, b_high) = a.span(year), b.span(year)
        lows.append(b_low / a_high)
        highs.append(b_high / a_low)
    middle = b.by_year[b.nearest(usual[0])] / a.by_year[a.nearest(usual[0])]
    return min(lows), middle, max(highs)
