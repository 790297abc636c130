"""One target under one definition, as it is read: what it asks for, and what may stand in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland import dates, units
from hinterland.ground.parts import roots
from hinterland.planning.problem import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.case.ahead import Ahead
    from hinterland.planning.case.frame import Frame
    from hinterland.planning.problem import Array, Bools
    from hinterland.result import Said

Row = dict[str, Any]
Span = tuple[float, float, float]
"""Low, likely, high."""


class Why(Exception):
    """Why a definition cannot be planned for."""

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = en, zh
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Ask:
    """A target and one of its metrics, with what all kinds of targets need."""

    frame: Frame
    ahead: Ahead
    made: Array
    target: Row
    metric: Row
    metrics: Mapping[str, Row]

    @property
    def place(self) -> str:
        """Place that counts."""
        return str(self.metric["place"] or self.target["place"] or self.frame.place)

    @property
    def zones(self) -> Bools:
        """Zones that count: those of the metric's place that lie in the plan's."""
        return np.asarray(self.frame.zones.within(self.frame.seen, [self.place]) & self.frame.zones.inside)

    @property
    def year(self) -> int:
        """Index of the year in which it is due."""
        return due(self.target) - self.frame.years[0]

    @property
    def own(self) -> tuple[tuple[str, float, str], ...]:
        """Units of the case."""
        return self.frame.seen.own_units()

    def factor(self, unit: str | None) -> float:
        """Return how many base units one of `unit` is."""
        return units.find(unit or "1", self.own).factor

    def root(self) -> str:
        """Return the finished product meant."""
        named = self.metric["product"] or self.target["product"]
        index = self.frame.goods.index
        if named and named in index:
            return str(named)
        return roots(self.frame.seen)[0]

    def scale(self, unit: str) -> float:
        """Return how many units of the target one `unit` is."""
        return units.convert(1.0, unit, self.target["unit"], self.own)

    def level(self, unit: str) -> float:
        """Return the target's level in `unit`; money at the rate of the day."""
        value = self.frame.options.levels.get(self.target["target"], self.target["value"])
        here, there = units.find(self.target["unit"], self.own), units.find(unit, self.own)
        if here.dimension.startswith("money:") and there.dimension.startswith("money:"):
            rates, day = self.frame.rates, self.frame.day
            yuan = rates.to_cny(value * here.factor, here.dimension.removeprefix("money:"), day)
            return yuan / rates.to_cny(there.factor, there.dimension.removeprefix("money:"), day)
        return units.convert(value, self.target["unit"], unit, self.own)

    def blank(
        self, kind: Any, level: float, products: Bools, weight: Array, near: Bools | None = None
    ) -> Target:
        """Return a target of a kind."""
        ways = len(self.frame.zones.origin)
        return Target(
            name=f"{self.target['target']}.{self.metric['metric']}",
            kind=kind,
            level=level,
            year=self.year,
            zones=self.zones,
            products=products,
            weight=np.asarray(weight, dtype=np.float64),
            near=np.zeros(ways, dtype=np.bool_) if near is None else near,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A target, the unit of its level, what it gives without a plan in that unit, and what it assumes."""

    target: Target
    unit: str
    without: Span | None = None
    notes: tuple[Said, ...] = ()
    national: Span | None = None


def due(target: Row) -> int:
    """Return the year in which a target is due."""
    return dates.parse_period(target["deadline"]).end.year


def undefined(metric: Row) -> Why:
    """Return that nobody has said how something is measured."""
    words_en = metric["definition_en"] or "its words define no measure"
    words_zh = metric["definition_zh"] or "原文未定义如何衡量"
    return Why(f"not defined: {words_en}", f"未定义：{words_zh}")
