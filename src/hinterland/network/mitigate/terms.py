"""What measures cost and how far they go: declared assumptions, each a setting of the case."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from hinterland.errors import StudyError
from hinterland.nearest import nearest
from hinterland.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster

BOUNDS: dict[str, tuple[float, float, str]] = {
    "hours": (0.0, 240.0, "travel time to the buyer, h"),
    "days": (0.5, 3650.0, "how long a stop lasts, days"),
    "share": (0.0, 1.0, "share of the purchases that moves"),
    "second_source_cost": (0.0, math.inf, "cost of qualifying a supplier for a buyer, CNY"),
    "second_source_premium": (0.0, 10.0, "premium a year as a share of the value that moves"),
    "inventory_days": (0.0, 3650.0, "days of an input on stock"),
    "inventory_carrying_rate": (0.0, 10.0, "cost of stock a year as a share of its value"),
    "spare_capacity_share": (0.0, 1.0, "spare capacity as a share of a supplier's sales"),
    "stop_rate": (0.0, 366.0, "stops of a firm a year"),
}
"""Least and most of each term, and what it is."""
STATED = tuple(name for name in BOUNDS if name not in {"hours", "days", "share"})
"""Terms that are settings of a case."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What measures cost and how far they go.

    The defaults are assumptions of the author, of the order that is usual for components of vehicles; no source
    states them. A case sets its own in the table `settings`, by the same names.

    Attributes
    ----------
    hours
        Travel time from an alternative supplier to the buyer, at most, h.
    days
        How long the stop lasts that stocks are to bridge, days.
    share
        Share of a buyer's purchases that moves to a second source.
    second_source_cost
        Cost of qualifying one supplier for one buyer, CNY, once.
    second_source_premium
        Premium of a second source, share of the value that moves, a year.
    inventory_days
        Days of the input that a buyer holds.
    inventory_carrying_rate
        Cost of holding stock, share of its value, a year.
    spare_capacity_share
        What an alternative can deliver beside what it sells today, share of its sales.
    stop_rate
        Stops of a firm a year, the same for all: turns mean ESRI into an expected loss.
    """

    hours: float = 4.0
    days: float = 42.0
    share: float = 0.5
    second_source_cost: float = 2_000_000.0
    second_source_premium: float = 0.03
    inventory_days: float = 14.0
    inventory_carrying_rate: float = 0.15
    spare_capacity_share: float = 0.2
    stop_rate: float = 0.02

    def __post_init__(self) -> None:
        wrong = [said for name in BOUNDS if (said := _wrong(name, getattr(self, name)))]
        if wrong:
            raise StudyError("\n".join(wrong))

    @property
    def passed(self) -> float:
        """Share of a loss that passes on to a buyer with stock: (D - S) / D, at least 0."""
        return max(0.0, 1.0 - self.inventory_days / self.days)

    def stock_cost(self, value: float) -> float:
        """Return what a year's stock costs for purchases of `value` a year, CNY."""
        return self.inventory_days / 365.0 * value * self.inventory_carrying_rate

    def source_cost(self, links: int, value: float) -> float:
        """Return what new sources cost in the first year: each new link qualified, a premium on the value."""
        return links * self.second_source_cost + self.second_source_premium * value


def terms(
    cluster: Cluster | None,
    *,
    hours: float,
    days: float,
    share: float,
    assume: Mapping[str, float] | None = None,
) -> Terms:
    """Return the terms: what was asked, what `assume` sets, the settings of a case, defaults for the rest.

    Raises
    ------
    StudyError
        If any is no number, out of bounds or unknown; all that are wrong are told at once.
    """
    found, wrong = _settings(cluster)
    for name, value in (assume or {}).items():
        if name in STATED:
            found[name] = float(value)
        else:
            close = nearest(name, STATED)
            wrong.append(
                f"assume: there is no {name!r}; " + (f"did you mean {close}?" if close else ", ".join(STATED))
            )
    given = {"hours": float(hours), "days": float(days), "share": float(share), **found}
    wrong += [said for name, value in given.items() if (said := _wrong(name, value))]
    if wrong:
        raise StudyError("\n".join(wrong))
    return Terms(**given)


def _settings(cluster: Cluster | None) -> tuple[dict[str, float], list[str]]:
    """Return the terms that a case sets, and what is wrong with those that are no numbers."""
    found: dict[str, float] = {}
    wrong: list[str] = []
    rows = () if cluster is None else cluster["settings"].select("name", "value").iter_rows()
    for name, value in rows:
        if name in STATED and value is not None:
            number = parse_number(value, fraction=True)
            if number is None:
                wrong.append(
                    f"settings, {name}: {value!r} is no number; write {_span(name)}, or delete the row"
                )
            else:
                found[name] = number.value
    return found, wrong


def parameters(found: Terms) -> dict[str, float]:
    """Return the terms by name."""
    return {f.name: getattr(found, f.name) for f in fields(found)}


def _wrong(name: str, value: float) -> str:
    low, high, what = BOUNDS[name]
    if math.isfinite(value) and low <= value <= high and not (name == "share" and value == 0):
        return ""
    place = f"settings, {name}" if name in STATED else name
    return f"{place} is {value:g} ({what}); write {_span(name)}"


def _span(name: str) -> str:
    low, high, _ = BOUNDS[name]
    if name == "share":
        return "a number above 0, at most 1"
    return f"a number of at least {low:g}" if math.isinf(high) else f"a number from {low:g} to {high:g}"
