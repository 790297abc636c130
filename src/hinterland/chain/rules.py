"""Rules of origin: what share of a product's price originates in a territory, and whether that is enough.

The formulas are those of the agreements, on numbers or arrays in one unit of money:

- build-down and build-up: RCEP (in force 2022), chapter 3, article 3.5; the two agree where the accounts close;
- net cost and transaction value: USMCA (in force 2020), article 4.5;
- value added: what is added inside the territory at every tier, as a share of the price.

VNM is the value of non-originating materials. Materials of unknown origin count as non-originating, as the
agreements have it; what they would do if they did originate is the upper end of the interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hinterland import dates
from hinterland.errors import StudyError
from hinterland.ids import listed
from hinterland.result import Said

if TYPE_CHECKING:
    from datetime import date

    from hinterland.chain.content_price import Price
    from hinterland.cluster import Cluster

Array: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.str_]
Number: TypeAlias = "float | Array"

METHODS = {
    "build_down": Said("build-down", "扣减法"),
    "build_up": Said("build-up", "累加法"),
    "net_cost": Said("net cost", "净成本法"),
    "transaction_value": Said("transaction value", "成交价格法"),
    "value_added": Said("value added", "增加值法"),
}
"""Methods to their words."""

TRACINGS = ("none", "rollup", "full")
TOLERANCE = 1e-9
"""A content this little below its threshold reaches it: rounding must not decide."""


def _above_zero(what: str, number: Number) -> None:
    if not (np.asarray(number) > 0).all():
        raise StudyError(f"{what} must be above 0 to take a share of it")


def build_down(fob: Number, vnm: Number) -> Number:
    """Return (FOB - VNM) / FOB.

    Raises
    ------
    StudyError
        If the price is not above 0.
    """
    _above_zero("the FOB price", fob)
    return (fob - vnm) / fob


def build_up(
    fob: Number, vom: Number, labour: Number, overhead: Number, profit: Number, other: Number
) -> Number:
    """Return (VOM + labour + overhead + profit + other cost) / FOB, VOM the value of originating materials.

    Raises
    ------
    StudyError
        If the price is not above 0.
    """
    _above_zero("the FOB price", fob)
    return (vom + labour + overhead + profit + other) / fob


def net_cost(cost: Number, vnm: Number) -> Number:
    """Return (NC - VNM) / NC.

    Raises
    ------
    StudyError
        If the net cost is not above 0.
    """
    _above_zero("the net cost", cost)
    return (cost - vnm) / cost


def net_cost_of(fob: Number, profit: Number, excluded: Number) -> Number:
    """Return the net cost: the price without profit and without what the rule excludes.

    Excluded are sales promotion, royalties, shipping and packing, and non-allowable interest.
    """
    return fob - profit - excluded


def transaction_value(value: Number, vnm: Number) -> Number:
    """Return (TV - VNM) / TV.

    Raises
    ------
    StudyError
        If the transaction value is not above 0.
    """
    _above_zero("the transaction value", value)
    return (value - vnm) / value


def value_added(price: Number, domestic: Number) -> Number:
    """Return the value added inside the territory at every tier, as a share of the price.

    Raises
    ------
    StudyError
        If the price is not above 0.
    """
    _above_zero("the price", price)
    return domestic / price


def content(
    method: str, structure: tuple[float, dict[str, float]], foreign: Number, made_inside: Number = 1.0
) -> Number:
    """Return the content of a product by a method, its price being 1.

    Parameters
    ----------
    structure
        Share of material in the price, and of each of `ITEMS`.
    foreign
        Share of the material value that does not originate (bought parts, and own work done elsewhere).
    made_inside
        Share of the output that is made inside the territory; what else the price holds originates by as much.
    """
    material, items = structure
    vnm = material * np.asarray(foreign) + (1.0 - material) * (1.0 - np.asarray(made_inside))
    if method == "build_up":
        vom = 1.0 - vnm - sum(items.values())
        other = items["other"] + items["excluded"]
        return build_up(1.0, vom, items["labour"], items["overhead"], items["profit"], other)
    if method == "net_cost":
        cost = net_cost_of(1.0, items["profit"], items["excluded"])
        if cost <= TOLERANCE:  # no cost, no material in it
            return np.ones_like(vnm)
        return np.maximum(net_cost(cost, vnm), 0.0)
    formula = {"build_down": build_down, "transaction_value": transaction_value}.get(method)
    return value_added(1.0, 1.0 - vnm) if formula is None else formula(1.0, vnm)


def content_span(
    method: str, price: Price, foreign: tuple[Number, Number], made_inside: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    """Return the least and the greatest content; `foreign` and `made_inside` as in `content`, each (low, high)."""
    ends = price.corners(method)
    least = np.minimum(*(np.asarray(content(method, e, foreign[1], made_inside[0])) for e in ends))
    most = np.maximum(*(np.asarray(content(method, e, foreign[0], made_inside[1])) for e in ends))
    return np.clip(least, 0.0, 1.0), np.clip(most, 0.0, 1.0)


def counted(inside: Number, own_content: Number, tracing: Words | str, threshold: Number) -> Array:
    """Return how much of a component counts as originating; arguments are numbers or arrays that fit together.

    none: all of it where its last maker is inside; rollup: all of it where, besides, its own content reaches the
    threshold, else nothing; full: its own content, wherever the last maker is. There is no general order: roll-up
    counts at least as much as full tracing where every component qualifies, at most as much where none does.
    """
    kind = np.asarray(tracing)
    inside, own_content = np.asarray(inside, dtype=float), np.asarray(own_content, dtype=float)
    rolled = inside * (own_content >= np.asarray(threshold) - TOLERANCE)
    return np.where(kind == "full", own_content, np.where(kind == "none", inside, rolled))


def qualifies(low: float, high: float, threshold: float | None) -> str | None:
    """Return `yes`, `no` or `cannot be told`; None where there is no bar to reach."""
    if threshold is None:
        return None
    if low >= threshold - TOLERANCE:
        return "yes"
    return "no" if high < threshold - TOLERANCE else "cannot be told"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `content_rules`; without an id it is no rule but how much is made in the place itself."""

    rule: str
    name: Said
    method: str
    threshold: float | None
    product: str | None
    territory: tuple[str, ...]
    tracing: str
    component_threshold: float | None
    start: str | None
    end: str | None
    source: str
    basis: str

    def in_force(self, day: date) -> bool:
        """Whether it is in force on a day; a date of low precision counts from the last day that it admits."""
        begun = self.start is None or dates.last_day(self.start) <= day
        return begun and (self.end is None or day <= dates.last_day(self.end))

    def when(self, day: date) -> Said:
        """Say since when, from when or until when it is in force."""
        if self.in_force(day):
            if self.start is None:
                return Said("in force (no date given)", "现行有效（未注明生效日期）")
            return Said(f"in force since {self.start}", f"自 {self.start} 起生效")
        if self.start is not None and dates.last_day(self.start) > day:
            return Said(f"not in force until {self.start}", f"{self.start} 起才生效")
        return Said(f"no longer in force since {self.end}", f"{self.end} 后已失效")


def rules_of(cluster: Cluster) -> tuple[Rule, ...]:
    """Return the rules of a case in the order of the table; a rule's territory is as written."""
    return tuple(_rule(row) for row in cluster["content_rules"].iter_rows(named=True))


def _rule(row: dict[str, Any]) -> Rule:
    name_en = row["name_en"] or row["rule"]
    bar = row["component_threshold"] if row["component_threshold"] is not None else row["threshold"]
    return Rule(
        rule=row["rule"],
        name=Said(name_en, row["name_zh"] or name_en),
        method=row["method"],
        threshold=row["threshold"],
        product=row["product"],
        territory=tuple(listed(row["territory"])),
        tracing=row["tracing"] or ("full" if row["method"] == "value_added" else "none"),
        component_threshold=bar,
        start=row["from"],
        end=row["to"],
        source=row["source"] or "",
        basis=row["basis"] or "unstated",
    )
