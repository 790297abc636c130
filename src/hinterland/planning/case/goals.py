"""Targets of the case as rows of the plan: which definitions can be planned for, and as what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError, UnitError
from hinterland.planning.case.ask import Why, due, undefined
from hinterland.planning.case.kinds import KINDS
from hinterland.planning.case.reading import Goal, Unplannable
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hinterland.planning.case.ask import Ask, Found
    from hinterland.planning.problem import Target

Row = dict[str, Any]


def goal(ask: Ask) -> Goal | Unplannable:
    """Return a target under a definition, or why nothing can be planned for it."""
    id_, metric = ask.target["target"], ask.metric["metric"]
    try:
        _refuse(ask)
        found = _kind(ask)(ask)
        scale = ask.scale(found.unit)
    except Why as why:
        return Unplannable(id_, metric, Said(why.en, why.zh))
    except (UnitError, StudyError) as error:
        return Unplannable(id_, metric, Said(str(error), str(error)))
    notes = (*_comparator(ask), *found.notes)
    target = _softened(ask, found.target, scale)
    without = None
    if found.without is not None:
        low, likely, high = found.without
        without = (low * scale, likely * scale, high * scale)
    return Goal(
        target=id_,
        metric=metric,
        row=ask.target,
        wanted=target,
        scale=scale,
        unit=ask.target["unit"],
        comparator=ask.target["comparator"],
        place=ask.place,
        year=due(ask.target),
        without=without,
        national=found.national,
        notes=notes,
    )


def _refuse(ask: Ask) -> None:
    target, metric = ask.target, ask.metric
    if target["comparator"] in {"lt", "le"}:
        raise Why(
            "it sets an upper limit; a plan only adds, so it plans for what shall be at least so much",
            "该目标为上限；规划只会增加，故只规划“至少”类目标",
        )
    if (target["attainment"] or "") == "cumulative":
        raise Why(
            "it counts the sum of several years; a plan holds targets in the year in which they are due",
            "该目标为多年累计；规划只在到期年份检验目标",
        )
    if metric["defined_by"] == "nobody" and metric["kind"] == "series":
        seen = ask.ahead.measured(metric["metric"], ask.place)
        if seen is None or not seen.points:
            raise undefined(metric)
    if not ask.zones.any():
        raise Why(
            f"nothing of the plan lies in {ask.place}: no plant of the chain, no place where a candidate may go",
            f"规划范围内 {ask.place} 既无产业链工厂，也无候选落地地点",
        )


def _comparator(ask: Ask) -> tuple[Said, ...]:
    word = ask.target["comparator"]
    if word == "gt":
        return (Said("`More than` is planned for as `at least`.", "“超过”按“不低于”规划。"),)
    if word == "range":
        return (Said("Of a range the lower end is planned for.", "区间目标按下限规划。"),)
    if word in {"eq", "approx"}:
        return (Said("An exact value is planned for as `at least`.", "确切数值按“不低于”规划。"),)
    return ()


def _softened(ask: Ask, target: Target, scale: float) -> Target:
    """Return the target with its penalty in CNY a unit of the numerator, where it may be missed."""
    penalty = ask.frame.options.soft.get(ask.target["target"])
    if penalty is None:
        return target
    per_level = penalty * scale  # CNY for a whole unit of level
    below = {"share": target.national, "sourced": 0.0, "capacity": 0.0, "content": 0.0}.get(target.kind, 1.0)
    if not below:
        below = value_used(ask, target)
    return replace(target, hard=False, penalty=per_level / (below or 1.0))


def value_used(ask: Ask, target: Target) -> float:
    """Return about how much users of a target's zones spend in its year without a plan, CNY."""
    goods = ask.frame.goods
    root = goods.index[ask.root()]
    made = float(ask.made[root, target.zones, target.year].sum())
    return made * float(goods.technology.price[root])


WITHOUT_EQUATION: Mapping[str, tuple[str, str]] = {
    "statement": ("somebody states whether it happened", "由某方说明是否实现"),
    "first_to_pass": (
        "it is a race against others, for whom no plan here decides",
        "与他方竞赛，规划无法替他方决策",
    ),
    "growth": (
        "a rate of growth rests on the year before; plan for the level instead",
        "增速取决于上年；请改用水平值",
    ),
}
"""Why kinds of metrics have no equation."""


def _kind(ask: Ask) -> Callable[[Ask], Found]:
    kind = ask.metric["kind"]
    if kind not in KINDS:
        plain = (f"there is no equation for metrics of kind {kind}", f"{kind} 类指标没有对应方程")
        raise Why(*WITHOUT_EQUATION.get(kind, plain))
    return KINDS[kind]


def reaches(frame_metrics: Mapping[str, Row], targets: list[Row]) -> set[float]:
    """Return the hours of all definitions of some targets."""
    found = set()
    for target in targets:
        for metric in (target["metrics"] or "").split(";"):
            row = frame_metrics.get(metric)
            if row is not None and row["kind"] == "coverage" and row["hours"] is not None:
                found.add(float(row["hours"]))
    return found
