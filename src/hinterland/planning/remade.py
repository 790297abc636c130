"""The plan made again: with what is asked at its ends, and under every other definition of each target."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.build import build
from hinterland.planning.outcomes import short_of
from hinterland.planning.prices.reach import reach
from hinterland.planning.solve.ladder import solve
from hinterland.planning.told import WHOLE, number, put
from hinterland.result import Said
from hinterland.words import number as words

if TYPE_CHECKING:
    from hinterland.planning.case.reading import Goal
    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer, Limits
    from hinterland.planning.tables import Row
    from hinterland.planning.work import Work

ENDS = ("low", "high")
LEAST = 0.05
"""Seconds that every definition has at least."""


@dataclass(frozen=True, slots=True)
class Range:
    """Plans made again with what is asked at its low and high end; None where none was found."""

    low: tuple[Model, Array] | None = None
    high: tuple[Model, Array] | None = None

    def public(self, end: str) -> float | None:
        """Return the public cost at an end, CNY discounted."""
        found = getattr(self, end)
        return None if found is None else found[0].cost(found[1])["public"]


def asking(work: Work, model: Model, end: str) -> Model:
    """Return a model in which every candidate asks its least (`low`) or its most (`high`)."""
    reading = work.reading
    ask = reading.ask_low if end == "low" else reading.ask_high
    problem = model.problem
    return build(replace(problem, candidates=replace(problem.candidates, ask=ask)))


def ranged(work: Work, model: Model, x: Array, limits: Limits, part: str) -> Range:
    """Return the plan made again at both ends of what is asked, begun with the plan at hand; half the time each."""
    c, found = model.problem.candidates, {}
    for end in ENDS:
        ask = work.reading.ask_low if end == "low" else work.reading.ask_high
        if np.array_equal(ask, c.ask):
            found[end] = (model, x)
            continue
        other = asking(work, model, end)
        half = replace(limits, time=limits.time / 2)
        answer = solve(other.program, half, watch=work.watch(f"{part}, {end} asks"), start=x)
        if answer.x is not None:
            found[end] = (other, answer.x)
    return Range(**found)


def definitions(work: Work, main: Answer, x: Array | None, range_: Range | None) -> list[Row]:
    """Return a row a definition of each target: the plan made again with it in place of the main one.

    Parameters
    ----------
    main, x
        What the solver found for the main definitions, and the plan; None where there is none.
    range_
        The plan made again at both ends of what is asked.
    """
    others = [g for g in work.reading.goals if not g.main]
    rows = [_row(work, g, i, work.model, main, x, range_) for i, g in enumerate(work.goals)]
    whole = work.limits("definitions")
    ends = time.perf_counter() + whole.time
    for k, goal in enumerate(others):
        if work.stopped:
            break
        left = max(0.0, ends - time.perf_counter())
        # what one leaves of its time is there for the next ones
        rows.append(_again(work, goal, replace(whole, time=max(LEAST, left / (len(others) - k)))))
    rows += [
        _goal(work, lost.target, lost.metric) | {"status": "unplannable", **_note(lost.why)}
        for lost in work.reading.unplannable
    ]
    order = {g.target: i for i, g in enumerate(work.goals)}
    listed = {(g.target, g.metric): i for i, g in enumerate(work.reading.goals)}
    last = len(listed)
    return sorted(
        rows, key=lambda r: (order.get(r["target"], last), listed.get((r["target"], r["definition"]), last))
    )


def _again(work: Work, goal: Goal, limits: Limits) -> Row:
    """Return the row of a definition that the plan was not made for."""
    at = next(i for i, g in enumerate(work.goals) if g.target == goal.target)
    targets = list(work.model.problem.targets)
    targets[at] = replace(goal.wanted, hard=targets[at].hard, penalty=targets[at].penalty)
    model = build(replace(work.model.problem, targets=tuple(targets)))
    part = f"{goal.target} as {goal.metric}"
    some = replace(limits, time=limits.time / 2 if work.extras.ranges else limits.time)
    answer = solve(model.program, some, watch=work.watch(part))
    range_ = None
    if answer.x is not None and work.extras.ranges and not work.stopped:
        range_ = ranged(work, model, answer.x, some, part)
    return _row(work, goal, at, model, answer, answer.x, range_)


def _row(
    work: Work, goal: Goal, at: int, model: Model, answer: Answer, x: Array | None, range_: Range | None
) -> Row:
    """Return what a plan for one definition costs, or why there is none."""
    row = _goal(work, goal.target, goal.metric)
    row |= {"status": answer.status, "unit": goal.unit, "gap": number(answer.gap)}
    if x is None:
        return row | _why_not(model, at, goal, answer)
    value = model.targets[at].value(x)
    short = short_of(goal.wanted.level, number(value), most=goal.wanted.kind == "single")
    opened = x[model.made.opened.index] > WHOLE
    row |= {
        "public": model.cost(x)["public"],
        "openings": int(opened.sum()),
        "shortfall": None if short is None else short * goal.scale,
        "plan": listed(model, x),
    }
    if range_ is not None:
        row |= {f"public_{end}": range_.public(end) for end in ENDS}
    if answer.status == "feasible":
        row |= _note(OUT_OF_TIME)
    return row


def _goal(work: Work, target: str, metric: str) -> Row:
    row = put({}, "target", target, work.name("targets", target))
    return put(row, "definition", metric, work.name("metrics", metric))


def listed(model: Model, x: Array) -> str:
    """Return who comes where and when: `candidate@park 2022; ...`."""
    names, c = model.problem.names, model.problem.candidates
    opened = x[model.made.opened.index] > WHOLE
    found = [
        (
            names.years[t],
            f"{names.candidates[c.site_candidate[s]]}@{names.parks[c.site_park[s]]} {names.years[t]}",
        )
        for s, t in np.argwhere(opened).tolist()
    ]
    return "; ".join(text for _, text in sorted(found))


def _note(said: Said) -> Row:
    return {"note_en": said.en, "note_zh": said.zh}


def _why_not(model: Model, at: int, goal: Goal, answer: Answer) -> Row:
    """Return how far any plan gets, by the linear relaxation, where none holds everything."""
    if answer.status != "infeasible":
        return _note(NONE_FOUND)
    most = reach(model, at)
    if most is None:
        return _note(OTHERS)
    short = short_of(goal.wanted.level, most, most=goal.wanted.kind == "single")
    if not short:
        return {"shortfall": None} | _note(WHOLE_ONLY)
    far = most * goal.scale
    return {"shortfall": short * goal.scale} | _note(
        Said(
            f"no plan gets beyond {words(far, goal.unit, 'en')}, the other targets held",
            f"在满足其他目标的前提下，任何方案至多达到 {words(far, goal.unit, 'zh')}",
        )
    )


OUT_OF_TIME = Said(
    "a plan, not proved to be within the gap in the time", "已得方案，但在时限内未证明达到所要求的间隙"
)
NONE_FOUND = Said(
    "no plan was found in the time, and none was proved impossible", "时限内未找到方案，也未证明无解"
)
OTHERS = Said("the other targets cannot be held, whatever this one is", "无论此目标如何，其他目标都无法满足")
WHOLE_ONLY = Said(
    "plants in parts could hold it, whole ones cannot", "若工厂可按部分落地则可满足，按整座落地则不能"
)
