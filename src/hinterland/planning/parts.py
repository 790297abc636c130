"""What is computed beside a plan, part by part, as rows of tables: prices, worth, curves, fronts, scenarios."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.errors import Refused
from hinterland.nearest import nearest
from hinterland.planning import gives, prices
from hinterland.planning.options import SHARP
from hinterland.planning.outcomes import step_of
from hinterland.planning.remade import listed
from hinterland.planning.robust import assess, build_robust, carried, regrets, start_of, usual, waiting
from hinterland.planning.solve.ladder import solve
from hinterland.planning.told import number, put, rows_by
from hinterland.planning.worth import reason, verdict_words, worth
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.robust import Assessment, Regret, Robust, Scenario, Waiting
    from hinterland.planning.solve.answer import Answer, Limits
    from hinterland.planning.tables import Row
    from hinterland.planning.work import Work
    from hinterland.planning.worth import Worth

LEAST = 0.1
"""Seconds that every part of the scenarios has at least."""
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
    limits = work.limits(share)
    found = worth(
        work.model,
        answer,
        replace(limits, gap=SHARP * limits.gap),
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
    share, problem = work.extras.robust or 0.0, work.model.problem
    scenarios = usual(problem, called=called(work), failures=1, national=_national(work))
    work.notes.append(_assumed(scenarios, share))
    watch = work.watch("robust")

    whole = work.limits("robust")
    ends = time.perf_counter() + whole.time

    def part(of: float) -> Limits:
        return replace(whole, time=max(LEAST, of * (ends - time.perf_counter())))

    plain = assess(problem, x, scenarios, part(0.3), watch=watch)
    known = regrets(problem, plain, part(0.3), start=x, watch=watch)
    rows = _assessed(work, "plan", plain, known)
    two = build_robust(problem, scenarios, share)
    holds = {one.scenario.name: one.holds for one in plain}
    start = start_of(two, x, [holds.get(s.name, False) for s in scenarios])
    found = solve(two.model.program, part(0.5), watch=watch, start=start)
    told: dict[str, Any] = {
        "share": share,
        "status": found.status,
        "scenarios": len(scenarios),
        "plan_holds": sum(one.scenario.probability for one in plain if one.holds),
    }
    if found.x is not None:
        same = _decided_alike(two, found.x, x)
        held = plain if same else assess(problem, found.x, scenarios, part(0.7), watch=watch)
        rows += _assessed(work, "robust", held, carried(known, held))
        told |= {"objective": found.objective, "bound": number(found.bound), "gap": number(found.gap)}
        told |= {"public": two.model.cost(found.x)["public"], "plan": listed(two.model, found.x)}
    wait = waiting(work.model, answer, part(1.0), robust=(two, found), watch=watch)
    rows.append(_waited(wait))
    why = UNKNOWN_WAIT.get(wait.status)
    told["waiting"] = {
        "status": wait.status,
        "cost_now": number(wait.cost_now),
        "cost_later": number(wait.cost_later),
        "difference": number(wait.difference),
        "value": number(wait.value),
        "en": wait.note.en if why is None else f"{why.en}; {wait.note.en}",
        "zh": wait.note.zh if why is None else f"{why.zh}；{wait.note.zh}",
    }
    return rows, told


UNKNOWN_WAIT = {
    "infeasible": Said("null: the targets cannot be held any more", "空值：目标已无法满足"),
    "unknown": Said("null: no plan that waits was found in the time", "空值：限时内未找到等待的方案"),
    "cancelled": Said("null: stopped by the user", "空值：用户中止"),
}
"""Why the cost of waiting has no value, by status."""


def _decided_alike(two: Robust, x: Array, other: Array) -> bool:
    """Return whether two plans decide the same; decisions stand at the same positions in both."""
    made = two.model.made
    blocks = (made.opened, made.expand, made.attract)
    return all(np.allclose(x[b.index], other[b.index], rtol=1e-6, atol=1e-6) for b in blocks)


def _national(work: Work) -> tuple[float, float] | None:
    """Return the ends of the case's forecast of the country's output, as factors on its middle; None without one."""
    for goal in work.goals:
        if goal.national is not None and goal.national[1] > 0:
            low, likely, high = goal.national
            return low / likely, high / likely
    return None


def _assumed(scenarios: Sequence[Scenario], share: float) -> Said:
    """Return what the scenarios are, and that their probabilities are assumed."""
    en = "; ".join(f"{s.label.en} {s.probability:.0%}" for s in scenarios)
    zh = "；".join(f"{s.label.zh} {s.probability:.0%}" for s in scenarios)
    ends_en = ends_zh = ""
    if any(s.name.startswith("national") for s in scenarios):
        ends_en = (
            " The country's output is that at both ends of the case's own forecast (an 80 percent interval)."
        )
        ends_zh = "全国产量取本案例预测 80% 区间的两端。"
    return Said(
        f"Scenarios, with assumed probabilities: {en}.{ends_en} Targets are to hold in {share:.0%}.",
        f"情景及其假定概率：{zh}。{ends_zh}目标须在 {share:.0%} 的情景中满足。",
    )


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
