"""The answer of a plan in the making: its tables part by part, whatever of them the time and the user allow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import Refused
from hinterland.planning import parts, rows, ways
from hinterland.planning.case import changes
from hinterland.planning.gives import search
from hinterland.planning.options import SHARP
from hinterland.planning.outcomes import cost_rows, costs, idle, operated, target_rows
from hinterland.planning.prices.reach import without
from hinterland.planning.remade import ENDS, Range, definitions, ranged
from hinterland.planning.solve.answer import gap_of
from hinterland.planning.solve.ladder import solve
from hinterland.planning.summary import summary
from hinterland.planning.tables import frame
from hinterland.result import Said
from hinterland.scenario import SCHEMA

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.planning.case.options import Options
    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.answer import Answer, Step
    from hinterland.planning.tables import Row
    from hinterland.planning.told import Told
    from hinterland.planning.work import Work

ALWAYS = (
    "openings",
    "expansions",
    "support",
    "room",
    "targets",
    "costs",
    "years",
    "definitions",
    "shortfall",
    "conflict",
    "worth",
    "search",
)
"""Tables that every plan has, empty where there is nothing to say; others come with their options."""


FIGURES = (
    ("plan_gantt", "openings"),
    ("plan_map", "openings"),
    ("plan_costs", "costs"),
    ("plan_targets", "targets"),
    ("price_curve", "curve"),
    ("pareto_front", "pareto"),
    ("plan_regret", "robust"),
    ("worth_bars", "worth"),
    ("plan_search", "search"),
)
"""Figures and the tables that they are of."""
NO_PLAN = Said("there is no plan to price", "没有方案，无从定价")
STOPPED = Said("cancelled before prices were known", "在得出价格之前已取消")
NOT_ASKED = Said("prices were not asked for", "未要求计算价格")


@dataclass(slots=True)
class Found:
    """What is known of a plan.

    Attributes
    ----------
    work, answer
        The study, and what the solver found.
    x
        The plan whose rows are told: that of the answer, operation settled; where none holds everything, the one that
        comes nearest (`nearest`: of which mixture). None where there is neither.
    """

    work: Work
    answer: Answer
    x: Array | None = None
    nearest: str | None = None
    lists: dict[str, list[Row]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def fill(self) -> None:
        """Compute every part that is asked for, in the order of what matters most, until done or cancelled."""
        work, model = self.work, self.work.model
        self._sharpen()
        self.lists["search"] = search(self.answer)
        resting = idle(model, work.effort.time)
        if self.answer.x is not None:
            self.x = operated(model, self.answer.x, work.effort.time)
        elif not work.stopped:
            found = work.run("what gives", lambda: ways.elastic_rows(work))
            if found is not None:
                self.lists |= found.rows
                self.nearest = found.nearest
                self.x = None if found.x is None else operated(model, found.x, work.effort.time)
                self.more |= {"misses": found.misses, "mixtures": found.mixtures}
        told = None if self.x is None else work.told(model, self.x, resting)
        self._decided(told)
        self._costs(told, resting)
        if self.answer.x is not None:
            self._beside()

    def _sharpen(self) -> None:
        """Look on for a while where the gap asked for came early: prices are differences of plans, and small."""
        work, first = self.work, self.answer
        limits = work.limits("sharper")
        limits = replace(limits, gap=SHARP * limits.gap)
        if not work.extras.prices or work.stopped or first.x is None or first.gap <= limits.gap:
            return
        more = work.run(
            "sharper plan",
            lambda: solve(work.model.program, limits, watch=work.watch("sharper plan"), start=first.x),
        )
        if more is None:
            return
        best = min((a for a in (more, first) if a.x is not None), key=lambda a: a.objective)
        bound = max(first.bound, more.bound)
        gap = gap_of(best.objective, bound)
        status = "optimal" if gap <= work.effort.gap else first.status
        later = tuple(_after(first, s) for s in more.steps)
        self.answer = replace(
            best,
            status=status,
            bound=bound,
            gap=gap,
            seconds=first.seconds + more.seconds,
            relaxed=first.relaxed or more.relaxed,
            steps=first.steps + later,
        )

    def _decided(self, told: Told | None) -> None:
        """Fill the tables of decisions and of targets."""
        work = self.work
        if told is not None:
            for name in ("openings", "expansions", "support", "room", "years"):
                self.lists[name] = getattr(rows, name)(told)
        prices: list[Row] | None = None
        if self.answer.x is not None and work.extras.prices:
            prices = work.run("prices", lambda: parts.price_rows(work, self.answer))
        if prices is None:
            why = NO_PLAN if self.answer.x is None else STOPPED if work.extras.prices else NOT_ASKED
            prices = [{"price_note_en": why.en, "price_note_zh": why.zh}] * len(work.model.targets)
        if told is not None:
            self.lists["targets"] = target_rows(told, without(work.model, work.effort.time), prices)

    def _costs(self, told: Told | None, resting: Array | None) -> None:
        """Fill costs with their range, and what other definitions ask for."""
        work, model, x = self.work, self.work.model, self.answer.x
        range_: Range | None = None
        if x is not None and work.extras.ranges:
            limits = work.limits("ranges")
            range_ = work.run("ranges", lambda: ranged(work, model, x, limits, "plan"))
        if told is not None:
            ends = {}
            for end in ENDS:
                other = getattr(range_, end) if range_ is not None else None
                if other is not None:
                    settled = operated(other[0], other[1], work.effort.time)
                    ends[end] = costs(other[0], settled, resting)
            self.lists["costs"] = cost_rows(costs(model, told.x, resting), ends.get("low"), ends.get("high"))
        if work.extras.definitions:
            found = work.run("definitions", lambda: definitions(work, self.answer, x, range_))
            self.lists["definitions"] = found or []

    def _beside(self) -> None:
        """Fill what is asked for beside the plan."""
        work, answer, x = self.work, self.answer, self.x
        if x is None:
            return
        if work.extras.worth:
            found = work.run("worth", lambda: parts.worth_rows(work, answer, work.extras.worth))
            self.lists["worth"] = found or []
        if work.extras.curve:
            told = work.run("curve", lambda: parts.curve_rows(work, answer))
            self.lists["curve"], self.more["curves"] = told or ([], [])
        if work.extras.pareto is not None:
            self.lists["pareto"] = work.run("front", lambda: parts.pareto_rows(work, answer)) or []
        if work.extras.alternatives:
            others = work.run("alternatives", lambda: ways.alternative_rows(work, answer))
            self.lists |= others or {"alternatives": [], "agreement": []}
        if work.extras.robust is not None:
            held = work.run("scenarios", lambda: parts.robust_rows(work, answer, x))
            self.lists["robust"], self.more["robust"] = held or ([], {})

    def compare(self, cluster: Cluster, asked: Options) -> None:
        """Fill the comparison with the plan of a scenario."""
        work, answer = self.work, self.answer
        try:
            both = work.run("scenario", lambda: ways.compared(work, answer, cluster, asked))
        except Refused as why:  # the plan itself stands: it is told, and why nothing is held against it
            both = ([], {"status": "refused", "reason_en": why.en, "reason_zh": why.zh})
        self.lists["compared"], self.more["scenario"] = both or ([], {})

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the tables of the result."""
        extras = self.work.extras
        asked = {
            "curve": bool(extras.curve),
            "pareto": extras.pareto is not None,
            "alternatives": extras.alternatives > 0,
            "agreement": extras.alternatives > 0,
            "robust": extras.robust is not None,
            "compared": bool(extras.compare),
        }
        names = [*ALWAYS, *(name for name, wanted in asked.items() if wanted)]
        found = {name: frame(name, self.lists.get(name, [])) for name in names}
        made = pl.DataFrame(schema=SCHEMA)
        if self.answer.x is not None and self.x is not None:
            made_ = self.work.model.made
            made = changes(self.work.reading, self.x[made_.opened.index], self.x[made_.expand.index])
        return {**found, "changes": made}

    def figures(self) -> tuple[str, ...]:
        """Return the names of figures that there are rows for."""
        return tuple(name for name, table in FIGURES if self.lists.get(table))

    def summary(self) -> dict[str, Any]:
        """Return the answer in a few named values."""
        return summary(self)


def _after(first: Answer, step: Step) -> Step:
    """Return a step of a search that went on after another one: what was known before stays known."""
    return replace(
        step,
        seconds=first.seconds + step.seconds,
        bound=max(first.bound, step.bound),
        best=min(first.objective, step.best),
    )
