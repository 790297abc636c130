"""The study `stress`: what happens, when and why, if a plant, a firm, a place, a product or a lane is hit."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.network.plants import plants_of, wanted_of
from hinterland.network.stress.ensemble import Task, ensemble
from hinterland.network.stress.hits import LONGEST, Span, hits_of
from hinterland.network.stress.model import Rules
from hinterland.network.stress.needs import needs_of
from hinterland.network.stress.said import assumptions
from hinterland.network.stress.shocks import DAYS, Shock, Usual, read_shocks, refuse
from hinterland.network.stress.tables import Told, ends, finished_name, finished_units, tables
from hinterland.network.stress.why import path_rows
from hinterland.progress import silent
from hinterland.result import Result, provenance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.network.plants import Plants
    from hinterland.network.stress.hits import Hits
    from hinterland.progress import Progress

DRAWS, SEED = 10, 20210810
LEAST_HORIZON, AFTER = 120, 60
"""Days that are looked at: at least so many, and so many after all shocks have ended."""
STEPS = {"day": 1, "week": 7}
DENSITY, DECAY = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How plants behave, and how long one looks.

    Attributes
    ----------
    step
        `day` or `week`: what a row of the series stands for. The model steps by day.
    horizon
        Days looked at from the first shock on; None: until 60 days after the last ends, at least 120.
    inventory
        Days of cover of every input, in place of what the case and the defaults say; None: those.
    rationing
        `proportional`: all get the same share of what they ordered; `priority`: plants first, then buyers outside.
    reroute_delay
        Days of short delivery after which a buyer asks other plants of the product; None: never.
    refill
        Days over which a gap in a stock is refilled.
    overcapacity
        Most that a plant can make as a multiple of its base output, where its capacity is not stated higher.
    transport
        Days between delivery and use beyond the first.
    psi
        Share of the stock aimed at below which production falls; 0: stocks are used up.
    ordering
        `demand`: plants order what their demand takes; `made`: what they have used.
    density, decay
        Mean suppliers of a buyer and product where links are drawn, and how they thin out with distance.
    synthetic
        Whether made-up plants count.
    """

    step: str = "day"
    horizon: int | None = None
    inventory: float | None = None
    rationing: str = "proportional"
    reroute_delay: float | None = None
    refill: float = 6.0
    overcapacity: float = 1.0
    transport: float = 0.0
    psi: float = 0.0
    ordering: str = "demand"
    density: float = DENSITY
    decay: float = DECAY
    synthetic: bool = True

    def faults(self) -> list[str]:
        """Return what is wrong with the options."""
        checks = (
            (self.step in STEPS, f"step is {self.step!r}; write day or week"),
            (
                self.horizon is None or 1 <= self.horizon <= LONGEST,
                f"the horizon is {self.horizon} days; write 1 to {LONGEST}",
            ),
            (
                self.inventory is None or 0 <= self.inventory <= LONGEST,
                f"inventory is {self.inventory} days of cover; write 0 to {LONGEST}",
            ),
            (
                self.rationing in ("proportional", "priority"),
                f"rationing is {self.rationing!r}; write proportional or priority",
            ),
            (
                self.reroute_delay is None or 0 <= self.reroute_delay <= LONGEST,
                f"the delay of rerouting is {self.reroute_delay} days; write 0 to {LONGEST}",
            ),
            (0 < self.refill <= LONGEST, f"refill is {self.refill:g} days; write more than 0"),
            (
                1 <= self.overcapacity <= 10,
                f"overcapacity is {self.overcapacity:g}; write 1 to 10 (1.2: 20 % more)",
            ),
            (0 <= self.transport <= 365, f"transport is {self.transport:g} days; write 0 to 365"),
            (0 <= self.psi <= 1, f"psi is {self.psi:g}; write 0 to 1"),
            (self.ordering in ("demand", "made"), f"ordering is {self.ordering!r}; write demand or made"),
            (
                0 < self.density <= 1000,
                f"density is {self.density:g} suppliers; write more than 0, such as {DENSITY:g}",
            ),
            (0 <= self.decay <= 10, f"decay is {self.decay:g}; write 0 (distance does not matter) to 10"),
        )
        return [told for good, told in checks if not good]

    def rules(self) -> Rules:
        """Return the rules of the model, which steps by day."""
        reroute = -1 if self.reroute_delay is None else math.ceil(self.reroute_delay)
        return Rules(
            tau=max(1.0, self.refill),
            psi=self.psi,
            priority=self.rationing == "priority",
            reroute=reroute,
            lag=math.ceil(self.transport),
            by_demand=self.ordering == "demand",
        )


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
        assumptions=assumptions(told, needs, options, wanted, listed),
        figures=(),
    )


def _listed(seen: Cluster, shocks: Sequence[str | Shock], usual: Usual, faults: list[str]) -> list[Shock]:
    """Return the shocks, those in words read; all faults, of options too, are told at once."""
    found = [s for s in shocks if isinstance(s, Shock)]
    words = [s for s in shocks if not isinstance(s, Shock)]
    try:
        if words or not found:
            found += read_shocks(seen, words, usual)
    except StudyError as error:
        faults = [*faults, str(error)]
    refuse(faults)
    return found


def _counts(draws: int, jobs: int) -> list[str]:
    told = [] if 1 <= draws <= 10_000 else [f"draws is {draws}; write 1 to 10000"]
    return told if jobs >= 1 else [*told, f"jobs is {jobs}; write at least 1"]


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
            f"{s.label}: begins on {s.start}, after the horizon of {whole} days from {first} has ended; "
            "give a longer horizon, or run it by itself"
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
        "hit_plants": _hit(told.plants, told.hits),
    }


def _first(steps: np.ndarray[Any, np.dtype[np.int32]]) -> float:
    """Return the first of some steps, NaN where none is there."""
    there = steps[steps >= 0]
    return float(there.min()) if there.size else math.nan


def _hit(plants: Plants, hits: Hits) -> int:
    return int((hits.plants.any(axis=0) & (plants.owner < 0)).sum())
