"""What is computed beside a plan, part by part, as rows of tables: prices, worth, curves, fronts, scenarios."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.errors import Refused
from hinterland.nearest import nearest
from hinterland.planning import gives, prices
from hinterland.planning.options import SHARP
from hinterland.planning.outcomes import step_of
from hinterland.planning.remade import listed
from hinterland.planning.robust import assess, build_robust, regrets, usual, waiting
from hinterland.planning.solve.ladder import solve
from hinterland.planning.told import number, put, rows_by
from hinterland.planning.worth import reason, verdict_words, worth
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.robust import Assessment, Regret, Robust, Waiting
    from hinterland.planning.solve.answer import Answer, Limits
    from hinterland.planning.tables import Row
    from hinterland.planning.work import Work
    from hinterland.planning.worth import Worth

WAITS = {"optimal": True, "feasible": True, "infeasible": False}
"""Whether targets can still be held if nothing is decided in the first year, by status; else nobody knows."""


def called(work: Work) -> Callable[[str], Said]:
    """Return a function from an id of the problem (product, plant, target) to its name."""
    naming, names = work.reading.naming, work.model.problem.names
    targets = {t.name: g for t, g in zip(work.model.problem.targets, work.goals, strict=True)}
    products, plants, candidates = (set(n) for n in (names.products, names.plants, names.candidates))

    def name(id_: str) -> Said:
        if id_ in targets:
            return work.name("targets", targets[id_].target)
        if id_ in products:
            return naming.product(id_)
        if id_ in plants:
            return Said(*naming.plant(id_))
        if id_ in candidates:
            return work.name("candidates", id_)
        return naming.place(id_)

    return name


def price_rows(work: Work, answer: Answer) -> list[Row]:
    """Return the columns of prices of each target, per unit of the model."""
    limits = work.limits("prices")
    limits = replace(limits, gap=SHARP * limits.gap)
    found = prices.prices(work.model, answer, limits, watch=work.watch("prices"))
    return [gives.prices(p) for p in sorted(found, key=lambda p: p.target)]


def worth_rows(work: Work, answer: Answer, shortlist: int, *, share: str = "worth") -> list[Row]:
    """Return what every candidate is worth, the best first; `share` names the part whose time it may take."""
    found = worth(
        work.model,
        answer,
        work.limits(share),
        shortlist=shortlist,
        watch=work.watch("worth"),
    )
    names = work.model.problem.names
    cards = rows_by(work.reading.seen, "candidates", "candidate", names.candidates)
    name = called(work)
    return [
        _worth(work, w, cards.get(names.candidates[w.candidate], {}), name) | {"rank": rank}
        for rank, w in enumerate(found, start=1)
    ]


def _worth(work: Work, w: Worth, card: Row, name: Callable[[str], Said]) -> Row:
    """Return what a candidate is worth; an infinite or unknown worth is null, and the note says why."""
    problem, reading = work.model.problem, work.reading
    c, names = problem.candidates, problem.names
    id_, product = names.candidates[w.candidate], names.products[int(c.product[w.candidate])]
    place = None if w.site < 0 else names.parks[int(c.site_park[w.site])]
    why, note = _named(work, reason(work.model, w, name)), verdict_words(w)
    row: Row = put({}, "candidate", id_, work.name("candidates", id_))
    put(row, "product", product, reading.naming.product(product))
    put(row, "place", place, None if place is None else reading.naming.place(place))
    middle = [v for v in (w.expected_low, w.expected_high) if math.isfinite(v)]
    return row | {
        "firm": card.get("firm"),
        "in_plan": w.in_plan,
        "verdict": w.verdict,
        "relaxed": number(w.relaxed),
        "worth": number(w.worth),
        "worth_low": number(w.low),
        "worth_high": number(w.high),
        "expected": sum(middle) / len(middle) if len(middle) == 2 else None,
        "landing_low": number(c.landing_low[w.candidate]),
        "landing_high": number(c.landing_high[w.candidate]),
        "readiness": card.get("readiness"),
        "reason_en": why.en,
        "reason_zh": why.zh,
        "basis": reading.basis[w.candidate],
        "note_en": note.en,
        "note_zh": note.zh,
    }


def _named(work: Work, said: Said) -> Said:
    """Return a sentence in which targets stand by their names, not by their ids in the model."""
    en, zh = said.en, said.zh
    for target, goal in zip(work.model.problem.targets, work.goals, strict=True):
        name = work.name("targets", goal.target)
        en, zh = en.replace(target.name, f"“{name.en}”"), zh.replace(target.name, f"“{name.zh}”")
    return Said(en, zh)


def position(work: Work, target: str) -> int:
    """Return the position of a target of the plan.

    Raises
    ------
    Refused
        If the plan is not made for it.
    """
    for i, goal in enumerate(work.goals):
        if goal.target == target:
            return i
    ids = [g.target for g in work.goals]
    close = nearest(target, ids)
    hint = (f"did you mean {close}?", f"是否指 {close}？") if close else (", ".join(ids), "、".join(ids))
    raise Refused(
        f"the plan is not made for a target {target!r}: {hint[0]}", f"方案不含目标“{target}”：{hint[1]}"
    )


def curve_rows(work: Work, answer: Answer) -> tuple[list[Row], list[dict[str, Any]]]:
    """Return rows of the price curves asked for, and what each says in sentences."""
    rows, said = [], []
    wanted = work.extras.curve
    told = work.told(work.model, np.zeros(0), None)
    for target in wanted:
        i = position(work, target)
        goal = work.goals[i]
        limits = work.limits("curve", len(wanted))
        found = prices.curve(work.model, i, limits, answer=answer, watch=work.watch("curve"))
        rows += gives.curve(told, found)
        step = step_of(goal.wanted.level * goal.scale, goal.unit)
        name = work.name("targets", goal.target)
        lines = prices.words(found, work.model, name=name, scale=goal.scale, unit=goal.unit, step=step)
        said.append({"target": target, "en": [s.en for s in lines], "zh": [s.zh for s in lines]})
        if work.stopped:
            break
    return rows, said


def pareto_rows(work: Work, answer: Answer) -> list[Row]:
    """Return rows of the front of two targets."""
    pair = work.extras.pareto
    if pair is None:
        return []
    a, b = (position(work, target) for target in pair)
    found = prices.pareto(work.model, a, b, work.limits("pareto"), answer=answer, watch=work.watch("pareto"))
    return gives.pareto(work.told(work.model, np.zeros(0), None), found)


def robust_rows(work: Work, answer: Answer, x: Array) -> tuple[list[Row], dict[str, Any]]:
    """Return how the plan fares in scenarios, and one made to hold in so many of them; and what knowing is worth."""
    share = work.extras.robust or 0.0
    problem, called_ = work.model.problem, called(work)
    scenarios = usual(problem, called=called_)
    watch = work.watch("robust")

    def part(of: float) -> Limits:
        whole = work.limits("robust")
        return replace(whole, time=of * whole.time)

    plain = assess(problem, x, scenarios, part(0.2), watch=watch)
    two = build_robust(problem, scenarios, share)
    found = solve(two.model.program, part(0.35), watch=watch, start=_begun(two, x, plain))
    rows = _assessed(work, "plan", plain, regrets(problem, plain, part(0.15), start=x, watch=watch))
    told: dict[str, Any] = {"share": share, "status": found.status, "scenarios": len(scenarios)}
    if found.x is not None:
        held = assess(problem, found.x, scenarios, part(0.15), watch=watch)
        rows += _assessed(work, "robust", held, regrets(problem, held, part(0.05), watch=watch))
        told |= {"objective": found.objective, "bound": number(found.bound), "gap": number(found.gap)}
        told |= {"public": two.model.cost(found.x)["public"], "plan": listed(two.model, found.x)}
    wait = waiting(work.model, answer, part(0.1), robust=(two, found), watch=watch)
    rows.append(_waited(wait))
    told["waiting"] = {
        "status": wait.status,
        "cost_now": number(wait.cost_now),
        "cost_later": number(wait.cost_later),
        "difference": number(wait.difference),
        "value": number(wait.value),
        "en": wait.note.en,
        "zh": wait.note.zh,
    }
    return rows, told


def _begun(two: Robust, x: Array, plain: Sequence[Assessment]) -> Array:
    """Return a start of a robust plan: the plan's decisions, scenarios given up that it is not known to hold in."""
    made = two.model.made
    start = np.zeros(two.model.program.shape[1])
    for block in (made.opened, made.expand, made.attract):
        start[block.index] = x[block.index]
    holds = {one.scenario.name: one.holds for one in plain}
    start[two.miss.index] = [0.0 if holds.get(p.scenario.name) else 1.0 for p in two.parts]
    return start


def _assessed(work: Work, plan: str, found: Sequence[Assessment], known: Sequence[Regret]) -> list[Row]:
    """Return a row a scenario and target."""
    regret = {r.scenario.name: r for r in known}
    goals = {t.name: g for t, g in zip(work.model.problem.targets, work.goals, strict=True)}
    rows = []
    for one in found:
        s, r = one.scenario, regret.get(one.scenario.name)
        base = {"plan": plan, "probability": s.probability, "kind": s.kind}
        put(base, "scenario", s.name, s.label)
        base |= {
            "cost_if_known": number(r.public_if_known) if r else None,
            "regret": number(r.regret) if r else None,
        }
        for outcome in one.outcomes:
            goal = goals[outcome.target.name]
            value = number(outcome.value)
            rows.append(
                base
                | {
                    "target": goal.target,
                    "value": None if value is None else value * goal.scale,
                    "required": outcome.target.level * goal.scale,
                    "held": outcome.held,
                }
            )
        if not one.outcomes:  # no operation at all, or none found in the time: then nobody knows
            rows.append(base | {"held": False if one.status == "infeasible" else None})
    return rows


def _waited(wait: Waiting) -> Row:
    row: Row = {"plan": "plan", "kind": "wait", "held": WAITS.get(wait.status)}
    put(row, "scenario", "wait", Said("nothing decided in the first year", "首年不作决定"))
    return row | {"cost_if_known": number(wait.cost_later), "regret": number(wait.difference)}
