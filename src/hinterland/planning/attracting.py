"""The study `attract`: what every candidate is worth to the promises, with reasons and what speaks for its place."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.errors import Cancelled
from hinterland.network.stress.faults import refuse
from hinterland.planning.case.options import Options
from hinterland.planning.elastic import elastic
from hinterland.planning.gives import search
from hinterland.planning.model.build import build
from hinterland.planning.options import SEED, SHARES, SHARP, Effort, Extras, faults
from hinterland.planning.parts import worth_rows
from hinterland.planning.said import assumptions
from hinterland.planning.site.feasible import feasibility
from hinterland.planning.solve.ladder import solve
from hinterland.planning.study import CANNOT, begun, plain
from hinterland.planning.summary import REASONS, unplanned
from hinterland.planning.tables import frame
from hinterland.planning.told import number
from hinterland.progress import silent
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.solve.answer import Answer
    from hinterland.planning.tables import Row
    from hinterland.planning.work import Work
    from hinterland.progress import Progress

SHORTLIST = 20
SOFT = Said(
    "No plan holds every target, so targets may be missed: 1 percent of a target missed costs as much as 1 percent "
    "of the whole budget. A candidate's worth is what it saves of that.",
    "没有方案能满足全部目标，故允许目标有缺口：目标每差 1%，计为全部预算的 1%。候选项目的价值为其所节省者。",
)


def attract(  # noqa: PLR0913 - keyword-only, each a choice of whoever asks
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    asked: Options | None = None,
    shortlist: int = SHORTLIST,
    hours: float = 3.0,
    gap: float = 0.02,
    time_limit: float = 60.0,
    seed: int = SEED,
    progress: Progress = silent,
) -> Result:
    """Return what every candidate is worth: the plan made again with it and without it.

    Parameters
    ----------
    cluster
        The case.
    as_of, asked
        Day, and what is planned (place, targets, definitions, budgets).
    shortlist
        Candidates outside the plan that are planned for again, the most promising of the relaxation; those in the
        plan all are, while time remains. The others have the worth of the relaxation, where they may come in part.
    hours
        Travel time that counts as within reach, h.
    gap, time_limit, seed
        Of the search: seconds for the plan, and as many for the worth of candidates.
    progress
        Told of progress; may raise `Cancelled`: what is known until then is returned.

    Returns
    -------
    Result
        Tables `worth`, `feasible` (candidate by place) and `search`.

    Raises
    ------
    Refused
        If options cannot be meant or the case cannot be planned for; the message lists every fault.
    Cancelled
        If `progress` raises it before there is a plan.
    """
    began = time.perf_counter()
    extras = Extras(ranges=False, definitions=False, prices=False, worth=shortlist)
    effort = Effort(gap, time_limit, seed)
    refuse(faults(extras, effort), CANNOT)
    asked = asked or Options()
    asked = asked if as_of is None else replace(asked, as_of=as_of)
    progress(0, 3, "reading the case")
    work = begun(cluster, asked, extras, effort, progress)
    work.total = 3
    answer = work.run("plan", lambda: planned(work))
    if answer is None or (work.stopped and answer.x is None):
        raise Cancelled("cancelled before there was a plan")
    rows = work.run("worth", lambda: worth_rows(work, answer, shortlist, share="attract")) or []
    seen = work.reading.seen
    ids = list(work.model.problem.names.candidates)
    cards = seen["candidates"].filter(pl.col("candidate").is_in(ids))
    fit = feasibility(seen, cards, work.reading.day, hours=hours, synthetic=True)
    places = _places(fit)
    parameters = {**plain(asked), "shortlist": shortlist, "hours": hours, **asdict(effort)}
    return Result(
        study="attract",
        tables={
            "worth": frame("worth", [_with(row, places.get(row["candidate"], [])) for row in rows]),
            "feasible": fit,
            "search": frame("search", search(answer)),
        },
        provenance=provenance(
            "attract", seen, parameters, time.perf_counter() - began, bound=number(answer.bound)
        ),
        summary=_summary(work, answer, rows),
        assumptions=assumptions(work, {"worth": SHARES["attract"]}),
        figures=("worth_bars",),
    )


def planned(work: Work) -> Answer:
    """Return the plan that candidates are measured by; where none holds, targets of the work's model become soft."""
    watch = work.watch("plan")
    limits = work.limits("plan")
    limits = replace(limits, gap=SHARP * limits.gap)  # a worth is a difference of plans, and small
    answer = solve(work.model.program, limits, watch=watch)
    if answer.status != "infeasible":
        return answer
    work.notes.append(SOFT)
    work.model = build(replace(work.model.problem, targets=_soft(work)))
    return solve(work.model.program, limits, watch=watch)


def _soft(work: Work) -> tuple[Any, ...]:
    """Return the targets as soft ones, whose shortfall costs as much as the same share of the whole budget."""
    model = work.model
    money, discounts = model.problem.money, model.problem.discounts()
    whole = float((np.where(np.isfinite(money.budget), money.budget, 0.0) * discounts).sum())
    whole = whole or float(model.problem.candidates.ask.sum())
    found = elastic(model, work.limits("elastic"), mixtures=("targets",), watch=work.watch("what gives"))
    x = next((m.x for m in found.mixtures if m.x is not None), None)
    soft = []
    for row in model.targets:
        target = row.target
        below = row.denominator.constant if x is None else row.denominator.value(x)
        size = abs(target.level * below) or abs(target.level) or 1.0
        soft.append(replace(target, hard=False, penalty=whole / size) if target.hard else target)
    return tuple(soft)


def _places(fit: pl.DataFrame) -> dict[str, list[Row]]:
    """Return what speaks for the places of each candidate, those nearest to users first."""
    found: dict[str, list[Row]] = {}
    for row in fit.sort("hours", nulls_last=True, maintain_order=True).iter_rows(named=True):
        found.setdefault(row["candidate"], []).append(row)
    return found


def _with(row: Row, places: list[Row]) -> Row:
    """Return a row of worth with what speaks for its place, the nearest to users where none is chosen."""
    best = next((p for p in places if p["place"] == row["place"]), places[0] if places else None)
    return row if best is None else row | {"hours": best["hours"], "land_fit": best["land_fit"]}


def _summary(work: Work, answer: Answer, rows: list[Row]) -> dict[str, Any]:
    """Return what was measured, and how well."""
    reading = work.reading
    place = reading.naming.place(reading.place)
    reason = None if answer.x is not None else REASONS.get(answer.status)
    public = None if answer.x is None else work.model.cost(answer.x)["public"]
    return {
        "as_of": reading.day.isoformat(),
        "place": reading.place,
        "place_en": place.en,
        "place_zh": place.zh,
        "first_year": work.model.problem.names.years[0],
        "last_year": work.model.problem.names.years[-1],
        "status": answer.status,
        "reason_en": None if reason is None else reason.en,
        "reason_zh": None if reason is None else reason.zh,
        "objective": number(answer.objective),
        "bound": number(answer.bound),
        "gap": number(answer.gap),
        "public": public,
        "soft": SOFT in work.notes,
        "soft_en": SOFT.en if SOFT in work.notes else None,
        "soft_zh": SOFT.zh if SOFT in work.notes else None,
        "unplanned": unplanned(work),
        "cancelled": work.stopped,
        "candidates": len(rows),
        "candidates_synthetic": sum(row["basis"] == "synthetic" for row in rows),
        "planned_again": sum(row["verdict"] in ("worth", "must", "cannot") for row in rows),
        "seconds": {name: round(seconds, 3) for name, seconds in work.taken.items()},
    }
