"""The study `stress`: what happens, when and why, if a plant, a firm, a place, a product or a lane is hit."""

from __future__ import annotations

import math
import time
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.network.plants import MEDIANS, plants_of, wanted_of
from hinterland.network.stress.ensemble import Task, ensemble
from hinterland.network.stress.faults import as_said, refuse
from hinterland.network.stress.hits import LONGEST, Span, hits_of, possible
from hinterland.network.stress.needs import needs_of
from hinterland.network.stress.options import STEPS, Options
from hinterland.network.stress.said import assumptions
from hinterland.network.stress.shocks import DAYS, Shock, Usual, read_shocks
from hinterland.network.stress.tables import Told, ends, finished_name, finished_units, tables
from hinterland.network.stress.why import path_rows
from hinterland.progress import silent
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.network.plants import Plants
    from hinterland.network.stress.hits import Hits
    from hinterland.progress import Progress

DRAWS, SEED = 10, 20210810
FAR = 366
"""Days between a shock and the day of the study from which the answer says so."""
LEAST_HORIZON, AFTER = 120, 60
"""Days that are looked at: at least so many, and so many after all shocks have ended."""


def stress(  # noqa: PLR0913 - keyword-only, each a choice of whoever asks
    cluster: Cluster,
    shocks: Sequence[str | Shock],
    *,
    as_of: date | str | None = None,
    days: float = DAYS,
    start: date | None = None,
    recovery: float = 0.0,
    radius: float | None = None,
    options: Options | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    jobs: int = 1,
    progress: Progress = silent,
) -> Result:
    """Return what shocks do to production, over the draws of the network that the case admits.

    Parameters
    ----------
    cluster
        The case.
    shocks
        Shocks, or texts as `hinterland.network.stress.shocks.read_shocks` takes them: `ID=LOSS`, the id of a shock of
        the case, the name of a file.
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    days, start, recovery, radius
        Days at full size, first day, days until recovered, km around a place, for shocks that do not say it
        themselves; `start` moves no shock that has a date. Default of `start`: the day.
    options
        How plants behave, and how long one looks.
    draws, seed
        Draws of the network, and the seed of the generator.
    jobs
        Threads.

    Returns
    -------
    Result
        Tables as in `hinterland.network.stress.tables.SCHEMAS`, and `path`.

    Raises
    ------
    StudyError
        If shocks or options cannot be meant, or the case has no bill of materials or no plant of known size. The
        message lists every fault of shocks and options.
    Cancelled
        If `progress` raises it.
    """
    began = time.perf_counter()
    options = options or Options()
    day = cluster.day(as_of)
    seen = cluster.as_of(day)
    usual = Usual(day, days, start, recovery, radius)
    listed = _listed(seen, shocks, usual, [*options.faults(), *_counts(draws, jobs)])
    possible(seen, listed)
    span = _span(listed, options)
    progress(0, draws, "plants")
    plants = plants_of(seen, day, synthetic=options.synthetic)
    hits = hits_of(seen, plants, listed, span)
    needs = needs_of(seen, plants, options.inventory)
    wanted = wanted_of(seen, plants, day, density=options.density, decay=options.decay)
    task = Task(plants, needs, hits, span, options.rules(), options.overcapacity)
    outcomes = ensemble(task, wanted, draws=draws, seed=seed, jobs=jobs, progress=progress)
    told = Told(plants, outcomes, hits, span, Naming.of(seen))
    parameters = {
        "shocks": [_plain(s) for s in listed],
        **asdict(options),
        "horizon": span.steps,
        "draws": len(outcomes),
        "seed": seed,
    }
    found = tables(told) | {"path": path_rows(told)}
    progress(len(outcomes), len(outcomes), "done")
    return Result(
        study="stress",
        tables=found,
        provenance=provenance("stress", seen, parameters, time.perf_counter() - began),
        summary=_summary(told, listed, day),
        assumptions=(*_far(day, listed), *assumptions(told, needs, options, wanted, listed)),
        figures=("shock_time", "shock_map"),
    )


def _listed(seen: Cluster, shocks: Sequence[str | Shock], usual: Usual, faults: list[Said]) -> list[Shock]:
    """Return the shocks, those in words read; all faults, of options too, are told at once."""
    found = [s for s in shocks if isinstance(s, Shock)]
    words = [s for s in shocks if not isinstance(s, Shock)]
    try:
        if words or not found:
            found += read_shocks(seen, words, usual)
    except StudyError as error:
        faults = [*faults, as_said(error)]
    refuse(faults)
    return found


def _counts(draws: int, jobs: int) -> list[Said]:
    told_ = []
    if not 1 <= draws <= 10_000:
        told_.append(Said(f"draws is {draws}; write 1 to 10000", f"抽样次数为 {draws}；请写 1 至 10000"))
    if jobs < 1:
        told_.append(Said(f"jobs is {jobs}; write at least 1", f"线程数为 {jobs}；至少为 1"))
    return told_


def _far(day: date, shocks: Sequence[Shock]) -> list[Said]:
    """Say that a shock lies far from the day whose plants it hits."""
    far = [s for s in shocks if abs((s.start - day).days) > FAR]
    few = ", ".join(str(s.start) for s in far[:3])
    return (
        [
            Said(
                f"A shock begins more than a year from the day of the study ({few}): it hits the plants of {day}. "
                "Another day is --as-of.",
                f"有冲击距分析日期超过一年（{few.replace(', ', '、')}）：受冲击的是 {day} 的工厂。"
                "可用 --as-of 改换日期。",
            )
        ]
        if far
        else []
    )


def _span(shocks: Sequence[Shock], options: Options) -> Span:
    """Return the time looked at: from the first shock on."""
    first = min(s.start for s in shocks)
    ends_ = [(s.start - first).days + s.duration + s.recovery for s in shocks]
    whole = options.horizon
    if whole is None:
        whole = (
            min(LONGEST, max(LEAST_HORIZON, math.ceil(max(ends_)) + AFTER))
            if math.isfinite(max(ends_))
            else 1
        )
    late = [s for s in shocks if (s.start - first).days >= whole]
    refuse(
        [
            Said(
                f"{s.label}: begins on {s.start}, after the horizon of {whole} days from {first} has ended; "
                "give a longer horizon, or run it by itself",
                f"{s.label}：开始于 {s.start}，晚于自 {first} 起 {whole} 天的推演期；请延长推演期，或单独推演",
            )
            for s in late
        ]
    )
    return Span(first, whole, STEPS[options.step])


def _plain(shock: Shock) -> dict[str, Any]:
    """Return a shock as plain data."""
    return {
        k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in asdict(shock).items() if k != "where"
    }


def _summary(told: Told, shocks: Sequence[Shock], day: date) -> dict[str, Any]:
    """Return the answer in a few named values."""
    span, plants = told.span, told.plants
    lost = finished_units(told).sum(axis=1)
    name = finished_name(told)
    last = span.first + timedelta(days=span.steps - 1)
    of = plants.product == plants.bill.index[name] if name else np.zeros(len(plants), dtype=bool)
    firsts = np.array([_first(o.first[of & (plants.owner < 0)]) for o in told.outcomes])
    stops = np.array([_first(o.stopped[of & (plants.owner < 0)]) for o in told.outcomes])
    money = plants.valued
    listed = plants.owner < 0
    cost = np.array([o.lost[listed].sum() for o in told.outcomes])
    return {
        "as_of": day.isoformat(),
        "first_day": span.first.isoformat(),
        "last_day": last.isoformat(),
        "horizon": span.steps,
        "shocks": [_plain(s) for s in shocks],
        "draws": len(told.outcomes),
        "finished": name,
        "unit": told.naming.unit(name) if name else None,
        **ends("finished_lost", lost if name else np.array([np.nan])),
        **ends("first_slowed", firsts),
        **ends("first_stopped", stops),
        "slowed": float(np.isfinite(firsts).mean()),
        "stopped": float(np.isfinite(stops).mean()),
        **ends("lost_cny", cost if money else np.array([np.nan])),
        "hit_plants": int(_hit(plants, told.hits).sum()),
        "hit_sizes_unknown": sum(
            plants.size_from[i] in MEDIANS for i in np.flatnonzero(_hit(plants, told.hits))
        ),
    }


def _first(steps: np.ndarray[Any, np.dtype[np.int32]]) -> float:
    """Return the first of some steps, NaN where none is there."""
    there = steps[steps >= 0]
    return float(there.min()) if there.size else math.nan


def _hit(plants: Plants, hits: Hits) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which listed plants are hit directly."""
    return hits.plants.any(axis=0) & (plants.owner < 0)
