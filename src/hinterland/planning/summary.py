"""The answer of a plan in a few named values; what is null has its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.planning.choice import passed_row
from hinterland.planning.outcomes import payback
from hinterland.planning.solve.scale import scale, sizes_of
from hinterland.planning.told import number, put
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.found import Found
    from hinterland.planning.work import Work

REASONS = {
    "infeasible": Said(
        "no plan holds every hard target within the limits", "没有方案能在各项限制内满足全部硬性目标"
    ),
    "unknown": Said(
        "no plan was found in the time, and none was proved impossible: give it more time (--time)",
        "时限内未找到方案，也未证明无解：请延长时限（--time）",
    ),
    "unbounded": Said("costs have no lower limit: look at negative costs", "成本无下界：请检查负成本"),
    "cancelled": Said("cancelled before a plan was found", "在找到方案之前已取消"),
}
"""Why there is no objective, by status."""


def summary(found: Found) -> dict[str, Any]:
    """Return status, objective, bound, gap, costs, and what was planned for."""
    work, answer = found.work, found.answer
    reading, problem = work.reading, work.model.problem
    place = reading.naming.place(reading.place)
    reason = None if answer.x is not None else REASONS.get(answer.status)
    violation = None
    if answer.x is not None and found.x is not None:
        violation = work.model.program.violation(found.x, sizes_of(scale(work.model.program)))
    openings = found.lists.get("openings", [])
    targets = found.lists.get("targets", [])
    told: dict[str, Any] = {
        "as_of": reading.day.isoformat(),
        "place": reading.place,
        "place_en": place.en,
        "place_zh": place.zh,
        "roots": list(reading.roots),
        "first_year": problem.names.years[0],
        "last_year": problem.names.years[-1],
        "status": answer.status,
        "reason_en": None if reason is None else reason.en,
        "reason_zh": None if reason is None else reason.zh,
        "objective": number(answer.objective),
        "bound": number(answer.bound),
        "gap": number(answer.gap),
        "gap_asked": work.effort.gap,
        "time_asked": work.effort.time,
        "minimised": _minimised(work),
        "max_violation": violation,
        "cancelled": work.stopped,
        "nearest": found.nearest,
        "chosen": [passed_row(one, work.name) for one in work.passed],
        **_costs(found),
        "openings_count": len(openings),
        "openings_synthetic": sum(row["basis"] == "synthetic" for row in openings),
        "parks": len({row["place"] for row in openings}),
        "candidates": len(problem.names.candidates),
        "candidates_synthetic": sum(b == "synthetic" for b in reading.basis),
        "unplanned": unplanned(work),
        "targets_count": len(problem.targets),
        "targets_held": sum(row["status"] == "held" for row in targets),
        "rows": work.model.program.shape[0],
        "variables": work.model.program.shape[1],
        "seconds": {name: round(seconds, 3) for name, seconds in work.taken.items()},
    }
    return told | found.more


def unplanned(work: Work) -> list[dict[str, Any]]:
    """Return the targets that nothing is planned for by any definition, and why."""
    planned = {goal.target for goal in work.goals}
    rows: dict[str, dict[str, Any]] = {}
    for lost in work.reading.unplannable:
        if lost.target not in planned and lost.target not in rows:
            row: dict[str, Any] = {}
            put(row, "target", lost.target, work.name("targets", lost.target))
            rows[lost.target] = row | {"why_en": lost.why.en, "why_zh": lost.why.zh}
    return list(rows.values())


def _minimised(work: Work) -> str:
    """Return what the plan minimises: public, net (of tax), or other where more than that is in the objective."""
    money, targets = work.model.problem.money, work.model.problem.targets
    if money.private or money.transport or any(not t.hard for t in targets):
        return "other"
    return "net" if money.tax else "public"


def _costs(found: Found) -> dict[str, Any]:
    """Return costs of the plan; null where no plan holds everything."""
    named = {row["part"]: row for row in found.lists.get("costs", [])}
    alone = found.answer.x is not None
    told: dict[str, Any] = {}
    for part in ("public", "net"):
        row = named.get(part) if alone else None
        for column, end in (("amount", ""), ("low", "_low"), ("high", "_high")):
            told[f"{part}{end}"] = None if row is None else row[column]
    for part in ("tax", "private", "transport"):
        told[part] = named[part]["amount"] if alone and part in named else None
    years = found.lists.get("years", [])
    rate = found.work.model.problem.money.discount
    told["payback_years"] = payback(years, rate) if alone and years else None
    told["discount"] = rate
    return told
