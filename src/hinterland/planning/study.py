"""The study `plan`: the cheapest plan that keeps the promises, the price of each promise, or what gives."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from hinterland.errors import Cancelled
from hinterland.network.stress.faults import refuse
from hinterland.planning.case import read
from hinterland.planning.case.options import Options
from hinterland.planning.choice import choose, next_out
from hinterland.planning.found import Found
from hinterland.planning.model.build import build
from hinterland.planning.options import SEED, Effort, Extras, faults
from hinterland.planning.parts import position
from hinterland.planning.said import assumptions
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.write import write
from hinterland.planning.told import names, number
from hinterland.planning.work import Work
from hinterland.progress import silent
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.solve.answer import Answer, Limits
    from hinterland.progress import Progress

SHORT = 0.1
"""Share of the time below which no other definition is tried."""
CANNOT = Said("the plan cannot be made", "无法制定方案")


def plan(  # noqa: PLR0913 - keyword-only, each a choice of whoever asks
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    asked: Options | None = None,
    extras: Extras | None = None,
    gap: float = 0.02,
    time_limit: float = 60.0,
    seed: int = SEED,
    threads: int = 0,
    progress: Progress = silent,
) -> Result:
    """Return the cheapest plan that keeps the promises of a case, what each costs, or what gives if none can.

    Parameters
    ----------
    cluster
        The case.
    as_of
        Day from which the case is seen; goes before that of `asked`.
    asked
        Place, targets, definitions, years, budgets: what is planned.
    extras
        What is computed beside the plan; each part has its own time (`hinterland.planning.options.SHARES`).
    gap
        Relative gap between plan and bound at which the search may stop.
    time_limit
        Seconds for the plan itself.
    seed, threads
        Of the search; 0 threads: one a core.
    progress
        Told of part, bound, best and gap; may raise `Cancelled`: the best plan until then is returned, with
        `summary["cancelled"]`.

    Returns
    -------
    Result
        Tables as in `hinterland.planning.tables.SCHEMAS`, and `changes`: the case after the plan.

    Raises
    ------
    Refused
        If options cannot be meant or the case cannot be planned for; the message lists every fault.
    Cancelled
        If `progress` raises it before there is a plan.
    """
    began = time.perf_counter()
    extras, effort = extras or Extras(), Effort(gap, time_limit, seed, threads)
    refuse(faults(extras, effort), CANNOT)
    asked = asked or Options()
    asked = asked if as_of is None else replace(asked, as_of=as_of)
    progress(0, 1, "reading the case")
    work = begun(cluster, asked, extras, effort, progress)
    for target in (*extras.curve, *(extras.pareto or ())):
        position(work, target)
    answer = work.run(
        "plan", lambda: solve(work.model.program, work.limits("plan"), watch=work.watch("plan"))
    )
    work, answer = _otherwise(work, answer, asked)
    if answer is None or (work.stopped and answer.x is None):
        raise Cancelled("cancelled before there was a plan")
    if extras.write is not None:
        write(work.model.program, extras.write)
    found = Found(work, answer)
    found.fill()
    if extras.compare:
        found.compare(cluster, work.pinned(asked))
    work.done = work.total
    parameters = {**plain(asked), "extras": plain(extras), **asdict(effort)}
    seconds = time.perf_counter() - began
    return Result(
        study="plan",
        tables=found.frames(),
        provenance=provenance("plan", work.reading.seen, parameters, seconds, bound=number(answer.bound)),
        summary=found.summary(),
        assumptions=assumptions(work),
        figures=found.figures(),
    )


def _otherwise(work: Work, answer: Answer | None, asked: Options) -> tuple[Work, Answer | None]:
    """Return the plan by the next definitions, where those chosen are proved impossible with whole plants.

    Within the time of the plan; the study as it was where none of them gives a plan either.
    """
    out: frozenset[tuple[str, str]] | None = frozenset()
    one, found = work, answer
    while found is not None and found.status == "infeasible" and not one.stopped:
        out = next_out(one.passed, out or ())
        left = work.effort.time - sum(s for name, s in work.taken.items() if name.startswith("plan"))
        if out is None or left < SHORT * work.effort.time:
            break
        reading, passed = choose(work.reading, asked.definitions, out=out)
        if all((p.target, p.chosen) in out for p in passed):
            break
        one = replace(work, reading=reading, model=build(reading.problem), passed=passed, notes=[])
        limits = replace(work.limits("plan"), time=left)
        found = one.run(f"plan {len(out) + 1}", partial(_planned, one, limits))
        one.done, work.stopped = work.done, one.stopped
    return (one, found) if found is not None and found.x is not None else (work, answer)


def _planned(work: Work, limits: Limits) -> Answer:
    return solve(work.model.program, limits, watch=work.watch("plan"))


def begun(cluster: Cluster, asked: Options, extras: Extras, effort: Effort, progress: Progress) -> Work:
    """Return a study that has read its case and built its program."""
    reading, passed = choose(
        read(cluster, asked), asked.definitions, lambda what: progress(0, 1, f"reading the case: {what}")
    )
    parts = (
        2 + extras.ranges + extras.definitions + 2 * extras.prices + bool(extras.worth) + bool(extras.curve)
    )
    parts += (extras.pareto is not None) + bool(extras.alternatives) + (extras.robust is not None)
    parts += bool(extras.compare)
    return Work(
        reading,
        build(reading.problem),
        effort,
        extras,
        progress,
        total=parts,
        done=1,
        named=names(reading.seen),
        passed=passed,
    )


def plain(options: object) -> dict[str, Any]:
    """Return options as plain data, for provenance."""
    return {k: _cell(getattr(options, k)) for k in options.__dataclass_fields__}  # type: ignore[attr-defined]


def _cell(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_cell(v) for v in value]
    if hasattr(value, "items"):
        return {str(k): _cell(v) for k, v in value.items()}
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
