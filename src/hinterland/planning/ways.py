"""Other ways: what gives where no plan holds everything, plans as cheap that differ most, the plan of a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hinterland.planning import gives
from hinterland.planning.alternatives import alternatives
from hinterland.planning.case import read
from hinterland.planning.elastic import elastic
from hinterland.planning.elastic.iis import conflict
from hinterland.planning.model.build import build
from hinterland.planning.outcomes import operated
from hinterland.planning.parts import called
from hinterland.planning.told import number, put
from hinterland.planning.whatif import compare, openings, replan, under
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.planning.alternatives import Agreement
    from hinterland.planning.case.options import Options
    from hinterland.planning.elastic import Elastic
    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.answer import Answer
    from hinterland.planning.tables import Row
    from hinterland.planning.whatif import Difference
    from hinterland.planning.work import Work

NEAREST = ("targets", "cheapest", "limits")
"""Mixtures whose plan is shown where no plan holds everything, in order."""


@dataclass(frozen=True, slots=True)
class Given:
    """What gives: rows of tables, the plan that comes nearest and the mixture it is of, ranges of each target."""

    rows: dict[str, list[Row]]
    x: Array | None = None
    nearest: str | None = None
    misses: list[dict[str, Any]] = field(default_factory=list)
    mixtures: list[dict[str, Any]] = field(default_factory=list)


def elastic_rows(work: Work) -> Given:
    """Return what gives where no plan holds everything, and the rows that conflict."""
    model = work.model
    found = elastic(model, work.limits("elastic"), watch=work.watch("what gives"))
    told = work.told(model, model.program.low, None)
    rows = {"shortfall": gives.shortfall(told, found)}
    if not work.stopped:
        clash = conflict(model, work.limits("conflict"), watch=work.watch("conflict"))
        rows["conflict"] = gives.conflict(told, clash)
        if clash.of in ("none", "unknown"):
            work.notes.append(clash.said)
    kinds = {m.kind: m for m in found.mixtures if m.whole and m.x is not None}
    best = next((kinds[k] for k in NEAREST if k in kinds), None)
    misses, mixtures = _misses(work, found), _mixtures(found)
    return Given(
        rows, None if best is None else best.x, None if best is None else best.kind, misses, mixtures
    )


def _mixtures(found: Elastic) -> list[dict[str, Any]]:
    """Return what each mixture comes to in its own measure, and the least that it can be."""
    return [
        {"mixture": m.kind, "status": m.status, "whole": m.whole}
        | {"total": number(m.total), "bound": number(m.bound), "public": number(m.public)}
        for m in found.mixtures
    ]


def _misses(work: Work, found: Elastic) -> list[dict[str, Any]]:
    """Return by what share of its level each target must miss at least, favoured and with all others favoured."""
    goals = work.goals
    return [
        {"target": goals[m.target].target, "least": number(m.least), "most": number(m.most)}
        for m in found.misses
    ]


def alternative_rows(work: Work, answer: Answer) -> dict[str, list[Row]]:
    """Return plans that cost about the same and differ most, and what all or none of them contain."""
    extras, model = work.extras, work.model
    found = alternatives(
        model,
        answer,
        slack=extras.slack,
        count=extras.alternatives,
        limits=work.limits("alternatives"),
        watch=work.watch("alternatives"),
    )
    plans = [x for x in (answer.x, *(p.x for p in found.plans)) if x is not None]
    rows = [row for k, x in enumerate(plans) for row in _plan(work, k, x)]
    if found.why is not None and len(found.plans) < extras.alternatives:
        why, n = found.why, len(found.plans)
        en = f"{n} of {extras.alternatives} alternatives within {extras.slack:.0%} of the cost: {why.en}."
        zh = f"成本相差 {extras.slack:.0%} 以内的备选方案 {n} 个（要求 {extras.alternatives} 个）：{why.zh}。"
        work.notes.append(Said(en, zh))
    agreed = [_agreed(work, a) for a in found.agreement]
    return {"alternatives": rows, "agreement": agreed}


def _agreed(work: Work, a: Agreement) -> Row:
    """Return in how many plans a candidate comes."""
    id_ = work.model.problem.names.candidates[a.candidate]
    row: Row = put({}, "candidate", id_, work.name("candidates", id_))
    return row | {"plans": a.plans, "verdict": a.verdict, "proved": a.proved}


def _plan(work: Work, k: int, x: Array) -> list[Row]:
    """Return a row an opening of a plan."""
    public = work.model.cost(x)["public"]
    rows = []
    for candidate, (park, year, _) in openings(work.model, x).items():
        row: Row = put(
            {"plan": k, "public": public}, "candidate", candidate, work.name("candidates", candidate)
        )
        put(row, "place", park, work.reading.naming.place(park))
        rows.append(row | {"decided": year})
    return rows or [{"plan": k, "public": public}]


def compared(
    work: Work, answer: Answer, cluster: Cluster, asked: Options
) -> tuple[list[Row], dict[str, Any]]:
    """Return the plan beside that of a scenario, row by row; a is the plan, b that of the scenario.

    Raises
    ------
    Refused
        If the scenario does not fit the case.
    """
    reading = read(under(cluster, work.extras.compare), asked)
    model = build(reading.problem)
    other = replan(work.model, answer.x, model, work.limits("compared"), watch=work.watch("scenario"))
    told = {
        "status": other.status,
        "objective": number(other.objective),
        "bound": number(other.bound),
        "gap": number(other.gap),
        "public": None if other.x is None else model.cost(other.x)["public"],
    }
    if answer.x is None or other.x is None:
        return [], told
    name = called(work)
    here, there = (operated(m, x, work.effort.time) for m, x in ((work.model, answer.x), (model, other.x)))
    return [_differs(work, d, name(d.of)) for d in compare(work.model, here, model, there)], told


def _differs(work: Work, d: Difference, name: Said) -> Row:
    """Return a row of two plans; targets in the unit of the promise."""
    scale, id_ = 1.0, d.of
    for goal, target in zip(work.goals, work.model.problem.targets, strict=True):
        if d.kind == "target" and target.name == d.of:
            scale, id_ = goal.scale, goal.target
    a, b = number(d.a), number(d.b)
    row: Row = put({"kind": d.kind, "verdict": d.verdict}, "of", id_, name)
    return row | {
        "a": None if a is None else a * scale,
        "b": None if b is None else b * scale,
        "place_a": d.place_a or None,
        "place_b": d.place_b or None,
        "year_a": d.year_a,
        "year_b": d.year_b,
    }
