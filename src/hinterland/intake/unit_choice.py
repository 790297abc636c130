"""The unit of each observation: what the page states, what the user says, or the metric's own, with a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hinterland.intake.unit_words import Own, Stated, read_unit, same_measure
from hinterland.result import Said
from hinterland.units import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.intake.directory import Directory
    from hinterland.intake.facts import Fact
    from hinterland.intake.labels import Name
    from hinterland.intake.taken import Options

_MONEY = "money:"
_VEHICLES = re.compile(r"车|\b(?:vehicle|car|automobile|bus|truck)s?\b|\bN?EVs?\b", re.IGNORECASE)
"""Names of what `units` (台) of it are vehicles."""


@dataclass(slots=True)
class Units:
    """Chooses units; `ask` puts a question once for each key."""

    directory: Directory
    options: Options
    own: Own
    ask: Callable[..., None]

    def stated(self, fact: Fact) -> Stated | None:
        """Return the unit of a fact after what the user said; growth stays what it is."""
        if fact.growth or not self.options.unit:
            return fact.unit
        wanted = read_unit(self.options.unit, self.own)
        if wanted is None:
            find(self.options.unit, self.own)  # says which unit may have been meant
            return fact.unit
        if fact.unit and fact.unit != wanted:
            here = f"{fact.unit.factor:,f} {fact.unit.unit}"
            self.ask(
                ("unit_overruled", fact.page.file, fact.page.sheet, here),
                fact,
                Said(
                    f"--unit {self.options.unit} was taken; the page says {here}",
                    f"采用 --unit {self.options.unit}；页面注明为 {here}",
                ),
                Said("leave --unit out if the page is right", "如页面正确，请去掉 --unit"),
            )
        return wanted

    def of_known(self, fact: Fact, metric: str, stated: Stated | None) -> tuple[str, Decimal]:
        """Return unit and factor of a figure of a metric of the case."""
        unit = str(self.directory.metric_rows[metric]["unit"])
        if stated is None:
            if not fact.unit_text:
                self.ask(
                    ("unit_missing", metric, fact.page.file, fact.page.sheet),
                    fact,
                    Said(
                        f"no unit is stated; read in {unit}, the unit of {metric}",
                        f"未注明单位；按 {metric} 的单位 {unit} 读取",
                    ),
                    Said("give --unit if it is another", "如单位不同，请用 --unit"),
                )
                return unit, Decimal(1)
            self._ask_unknown(fact)
            return fact.unit_text, Decimal(1)
        if stated.unit == "unit" and not same_measure("unit", unit, self.own) and _counted(unit, self.own):
            self.ask(
                ("unit_counted", metric, fact.page.file),
                fact,
                Said(
                    f"units were read as {unit}, the unit of {metric}",
                    f"“单位数（units）”按 {metric} 的单位 {unit} 读取",
                ),
                Said("give --unit if something else is counted", "如计数对象不同，请用 --unit"),
            )
            return unit, stated.factor
        if not same_measure(stated.unit, unit, self.own) and not _both_money(stated.unit, unit, self.own):
            self.ask(
                ("unit_mismatch", metric, stated.unit),
                fact,
                Said(
                    f"{stated.unit} does not convert to {unit}, the unit of {metric}",
                    f"{stated.unit} 不能换算为 {metric} 的单位 {unit}",
                ),
                Said("name another metric or unit", "请指定其他指标或单位"),
            )
        return stated.unit, stated.factor

    def of_draft(self, fact: Fact, name: Name, stated: Stated | None) -> tuple[str, Decimal]:
        """Return unit and factor of a figure of a draft metric."""
        if stated is not None:
            vehicles = stated.unit == "unit" and any(_VEHICLES.search(t) for t in name.texts)
            return "vehicle" if vehicles else stated.unit, stated.factor
        if fact.unit_text:
            self._ask_unknown(fact)
            return fact.unit_text, Decimal(1)
        self.ask(
            ("unit_missing", *name.texts),
            fact,
            Said(
                "no unit is stated; drafted in `unit`, figures as they stand",
                "未注明单位；草拟为 unit，数值照录",
            ),
            Said("give --unit", "请用 --unit 指定"),
        )
        return "unit", Decimal(1)

    def _ask_unknown(self, fact: Fact) -> None:
        done = Said(
            f"the unit {fact.unit_text!r} is not known; it was kept",
            f"单位“{fact.unit_text}”无法识别；按原文保留",
        )
        decide = Said(
            "declare it in settings as unit:NAME, or give --unit",
            "请在 settings 中声明 unit:NAME，或使用 --unit",
        )
        self.ask(("unit_unknown", fact.unit_text), fact, done, decide)


_MEASURED = {
    "1",
    "percentage_point",
    "yes_no",
    "energy",
    "power",
    "mass",
    "area",
    "length",
    "time",
    "days",
    "angle",
}
"""Dimensions that are measured or are shares: nothing of them is counted in pieces."""


def _counted(unit: str, own: Own) -> bool:
    """Whether a unit counts things: neither money nor a physical quantity nor a share."""
    dimension = find(unit, own).dimension
    return not dimension.startswith(_MONEY) and dimension not in _MEASURED


def _both_money(a: str, b: str, own: Own) -> bool:
    known = read_unit(a, own), read_unit(b, own)
    return all(u is not None and find(u.unit, own).dimension.startswith(_MONEY) for u in known)
