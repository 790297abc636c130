"""What-if: a problem with a budget, a target, an ask changed, a candidate banned or forced, a firm gone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from hinterland.nearest import nearest
from hinterland.network.stress.faults import refuse
from hinterland.planning.model.build import build
from hinterland.planning.model.choose import forced
from hinterland.planning.model.standing import without_plants
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array, Bools, Ints
    from hinterland.planning.model.build import Model
    from hinterland.planning.problem import Problem, Target

What = Literal[
    "budget", "land", "labour", "target", "national", "ask", "demand", "ban", "force", "firm", "plant"
]
"""What is changed; `firm` and `plant` are removed."""
VALUED = ("budget", "land", "labour", "target", "national", "ask", "demand")
YEARLY = ("budget", "land", "labour", "demand")
WHATS: tuple[str, ...] = get_args(What)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a problem.

    Attributes
    ----------
    what
        What is changed: a budget (CNY), a park's land (ha) or labour (persons a group), the level of a target, the
        country's output that it is measured against, what a candidate asks for (CNY), demand for a product (units,
        near and outside); or a candidate is banned or forced, a firm or a plant is gone.
    of
        Id of the instrument, park, target, candidate, product, firm or plant; empty for all, where that makes sense.
    times, to
        A factor, or the new value; exactly one of the two for what has a value.
    year
        Calendar year; None: all. Only for budgets, land, labour and demand.
    """

    what: What
    of: str = ""
    times: float | None = None
    to: float | None = None
    year: int | None = None


def edited(problem: Problem, edits: Sequence[Edit]) -> Problem:
    """Return the problem with changes made, in order. `force` changes no problem, only its model: `model_of`.

    Raises
    ------
    Refused
        If a change does not fit; lists every one that does not.
    """
    refuse(faults(problem, edits), Said("the changes do not fit the plan", "所给更改与规划不符"))
    for edit in edits:
        problem = _made(problem, edit)
    return problem


def model_of(problem: Problem, edits: Sequence[Edit] = ()) -> Model:
    """Return the model of the problem with changes made, forced candidates among them."""
    model = build(edited(problem, edits))
    come = [problem.names.candidates.index(e.of) for e in edits if e.what == "force"]
    return forced(model, come) if come else model


def _known(problem: Problem, what: str) -> tuple[str, ...]:
    names = problem.names
    return {
        "budget": names.instruments,
        "land": names.parks,
        "labour": names.parks,
        "target": tuple(t.name for t in problem.targets),
        "national": tuple(t.name for t in problem.targets if t.kind == "share"),
        "ask": names.candidates,
        "demand": names.products,
        "ban": names.candidates,
        "force": names.candidates,
        "firm": names.firms,
        "plant": names.plants,
    }[what]


def faults(problem: Problem, edits: Sequence[Edit]) -> list[Said]:
    """Return what is wrong with changes, each with the place, the rule and the fix."""
    found = []
    for k, edit in enumerate(edits):
        place = f"change {k + 1} ({edit.what}{f' {edit.of}' if edit.of else ''})"
        zh = f"第 {k + 1} 项更改（{edit.what}{f' {edit.of}' if edit.of else ''}）"
        found += [Said(f"{place}: {s.en}", f"{zh}：{s.zh}") for s in _faults(problem, edit)]
    banned = {e.of for e in edits if e.what == "ban"}
    both = sorted({e.of for e in edits if e.what == "force"} & banned)
    found += [
        Said(f"{c} is both banned and forced: take one", f"{c} 同时被禁止和强制：请取其一") for c in both
    ]
    return found


def _faults(problem: Problem, edit: Edit) -> list[Said]:
    if edit.what not in WHATS:
        return [Said(f"one can change {', '.join(WHATS)}", f"可更改的有 {'、'.join(WHATS)}")]
    found = [*_of_faults(problem, edit), *_value_faults(edit)]
    years = problem.names.years
    if edit.year is not None and edit.what not in YEARLY:
        found.append(Said(f"a year is only for {', '.join(YEARLY)}", f"只有 {'、'.join(YEARLY)} 可指定年份"))
    elif edit.year is not None and edit.year not in years:
        span = f"{years[0]}-{years[-1]}"
        found.append(
            Said(f"{edit.year} is no year of the plan ({span})", f"{edit.year} 不在规划年份（{span}）内")
        )
    return found


def _of_faults(problem: Problem, edit: Edit) -> list[Said]:
    known = _known(problem, edit.what)
    if not edit.of and edit.what in VALUED:
        return []
    if not edit.of:
        return [Said("name which one", "请写明对象")]
    if edit.of in known:
        return []
    close = nearest(edit.of, known)
    listed = ", ".join(known[:10]) or "none"
    hint = f"did you mean {close}?" if close else f"there are {listed}"
    wink = f"是否应为 {close}？" if close else f"现有 {listed.replace(', ', '、') if known else '无'}"
    return [Said(f"there is no {edit.of!r} here: {hint}", f"没有“{edit.of}”：{wink}")]


def _value_faults(edit: Edit) -> list[Said]:
    given = [v for v in (edit.times, edit.to) if v is not None]
    if edit.what not in VALUED:
        return [Said("it takes no value", "不需要数值")] if given else []
    if len(given) != 1:
        return [Said("give either a factor or a new value", "请给出系数或新值，二者取一")]
    if not math.isfinite(given[0]) or given[0] < 0:
        return [Said(f"{given[0]:g} is no number of at least 0", f"{given[0]:g} 不是不小于 0 的数")]
    return []


def _new(old: Array, edit: Edit) -> Array:
    """Return values after a change; what has no limit keeps none under a factor."""
    if edit.to is not None:
        return np.full(old.shape, edit.to)
    factor = 1.0 if edit.times is None else edit.times
    return np.where(np.isfinite(old), np.where(np.isfinite(old), old, 0.0) * factor, old)


def _made(problem: Problem, edit: Edit) -> Problem:
    """Return the problem with one change made."""
    which = _which(problem, edit)
    years = np.array([edit.year is None or y == edit.year for y in problem.names.years])
    if edit.what == "budget":
        budget = _set(problem.money.budget, which, years, edit)
        return replace(problem, money=replace(problem.money, budget=budget))
    if edit.what == "land":
        land = _set(problem.space.land, which, years, edit)
        return replace(problem, space=replace(problem.space, land=land))
    if edit.what == "labour":
        labour = _set(problem.space.labour, which, years, edit)
        return replace(problem, space=replace(problem.space, labour=labour))
    if edit.what in {"target", "national"}:
        return _with_targets(problem, edit)
    if edit.what == "ask":
        ask = problem.candidates.ask.copy()
        ask[which] = _new(ask[which], edit)
        return replace(problem, candidates=replace(problem.candidates, ask=ask))
    if edit.what == "demand":
        return _with_demand(problem, which, years, edit)
    return _with_fewer(problem, which, edit)


def _which(problem: Problem, edit: Edit) -> Ints:
    known = _known(problem, edit.what)
    return np.array([i for i, n in enumerate(known) if not edit.of or n == edit.of], dtype=np.int64)


def _set(values: Array, which: Ints, years: Bools, edit: Edit) -> Array:
    """Return values by (thing, ..., year) with those of some things and years changed."""
    values = values.copy()
    chosen = np.zeros(values.shape, dtype=np.bool_)
    chosen[which] = True
    chosen &= years
    values[chosen] = _new(values[chosen], edit)
    return values


def _with_targets(problem: Problem, edit: Edit) -> Problem:
    known = _known(problem, edit.what)

    def other(target: Target) -> Target:
        if target.name not in known or (edit.of and target.name != edit.of):
            return target
        if edit.what == "target":
            return replace(target, level=float(_new(np.array(target.level), edit)))
        return replace(target, national=float(_new(np.array(target.national), edit)))

    return replace(problem, targets=tuple(other(t) for t in problem.targets))


def _with_demand(problem: Problem, which: Ints, years: Bools, edit: Edit) -> Problem:
    """Return the problem with other demand near and outside; a new value is dealt out as the old one was."""
    market = problem.market
    demand, outside = market.demand.copy(), market.outside.copy()
    for p in which.tolist():
        for t in np.flatnonzero(years).tolist():
            near, sold = demand[p, :, t].sum(), outside[p, t]
            whole = near + (sold if np.isfinite(sold) else 0.0)
            if edit.times is not None:
                factor = edit.times
            elif whole > 0:
                factor = float(edit.to or 0.0) / whole
            else:
                factor, outside[p, t] = 1.0, float(edit.to or 0.0)
            demand[p, :, t] *= factor
            outside[p, t] *= factor if np.isfinite(outside[p, t]) else 1.0
    return replace(problem, market=replace(market, demand=demand, outside=outside))


def _with_fewer(problem: Problem, which: Ints, edit: Edit) -> Problem:
    """Return the problem without a candidate, a plant, or all that is a firm's."""
    c, p = problem.candidates, problem.plants
    if edit.what == "force":
        return problem
    candidates = {"ban": which, "firm": np.flatnonzero(np.isin(c.firm, which))}.get(edit.what, which[:0])
    plants = {"plant": which, "firm": np.flatnonzero(np.isin(p.firm, which))}.get(edit.what, which[:0])
    may = c.may_open & ~np.isin(c.site_candidate, candidates)[:, None]
    problem = replace(problem, candidates=replace(c, may_open=may))
    return without_plants(problem, plants.tolist())
