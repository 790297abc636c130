"""A race: which of several series first passes a threshold, when, and with what probability.

Each contender's yearly figures are joint sample paths (errors correlated as they were at earlier origins); among
their models are S-curves: a damped trend, which is a Gompertz curve with noise, and Bass diffusion. Within a year a
path passes where the line between the two years' figures does, so that ties are decided by fractions of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland import units
from hinterland.forecast.law import Law
from hinterland.forecast.paths import correlation, sample_paths
from hinterland.ground.series import annual
from hinterland.promises.chance import CERTAIN
from hinterland.promises.future import SAMPLES, seed_of
from hinterland.promises.outlook import from_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.forecast.law import Array, Ints
    from hinterland.promises.foresight import Foresight
    from hinterland.promises.measure import Measured
    from hinterland.promises.outlook import Place

NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Runner:
    """One contender: when it passes (year with fraction; infinite where no path does), and its chances.

    `passed` is the period in which it is known to have passed, `known` whether it has figures at all.
    """

    metric: str
    name_en: str
    name_zh: str
    known: bool
    passed: str | None
    p_first: float | None
    p_pass: float | None
    early: float
    median: float
    late: float


@dataclass(frozen=True, slots=True)
class Race:
    """All contenders, the promised winner first.

    `probability` is that of the promise (the first of the runners passes first, by the deadline); where contenders
    have no figures it is only known to lie between `low` and `high`.
    """

    runners: tuple[Runner, ...]
    threshold: float
    unit: str
    probability: float | None
    low: float
    high: float


def race(foresight: Foresight, measured: Measured, until: float) -> Race | None:
    """Return the race of a metric of kind first_to_pass; None where no contender can be forecast.

    It goes to the end of the year `until`, or to a part of the year after: 2024.5 is the middle of 2025.
    """
    own = foresight.cluster.own_units()
    row = measured.metric
    members = list(measured.parts.values())
    times = _times(foresight, members, row["threshold"], own)
    if not any(t is not None for t in times):
        return None
    stacked = np.stack([np.full(SAMPLES, np.nan) if t is None else t for t in times])
    within = stacked < until + 1
    complete = all(t is not None for t in times)
    first = np.nanargmin(np.where(np.isnan(stacked), NEVER, stacked), axis=0)
    runners = []
    for i, (member, mine) in enumerate(zip(members, times, strict=True)):
        chance = None if mine is None else float(np.mean(within[i]))
        won = float(np.mean((first == i) & within[i])) if complete else None
        runners.append(_runner(member, mine, chance, won, row["threshold"], own))
    favourite = runners[0]
    base = units.find(members[0].metric["unit"], own)
    sure = None if favourite.p_first is None else min(max(favourite.p_first, CERTAIN), 1 - CERTAIN)
    return Race(
        tuple(runners),
        row["threshold"] / base.factor,
        members[0].metric["unit"],
        sure,
        0.0 if sure is None else sure,
        _at_most(times, first, within) if sure is None else sure,
    )


def _at_most(times: Sequence[Array | None], first: Ints, within: NDArray[np.bool_]) -> float:
    """Return the favourite's chance if every contender without figures stays behind."""
    if times[0] is None:
        return 1.0
    return float(np.mean((first == 0) & within[0]))


def _runner(
    member: Measured,
    mine: Array | None,
    chance: float | None,
    won: float | None,
    threshold: float,
    own: tuple[tuple[str, float, str], ...],
) -> Runner:
    row = member.metric
    factor = units.find(row["unit"], own).factor
    past = next((p for p in member.points if p.value * factor >= threshold), None)
    early, median, late = (NEVER,) * 3
    if mine is not None:
        early, median, late = (float(np.quantile(mine, q, method="lower")) for q in (0.1, 0.5, 0.9))
    return Runner(
        row["metric"],
        row["name_en"] or row["name_zh"] or row["metric"],
        row["name_zh"] or row["name_en"] or row["metric"],
        mine is not None,
        None if past is None else past.period.text,
        won,
        chance,
        early,
        median,
        late,
    )


def _times(
    foresight: Foresight,
    members: Sequence[Measured],
    threshold: float,
    own: tuple[tuple[str, float, str], ...],
) -> list[Array | None]:
    """Return each member's times of first passage, (samples,); None for a member that cannot be forecast."""
    outlook = foresight.outlook
    places: list[tuple[int, Place]] = []
    for i, member in enumerate(members):
        line = foresight.index.get((member.metric["metric"], member.place), -1)
        place = outlook.in_years.get(line)
        if place is not None and place.kind == "level":
            places.append((i, place))
    times: list[Array | None] = [None] * len(members)
    if not places:
        return times
    ensemble = outlook.ensembles["level"]
    rows = [p.row for _, p in places]
    law = Law(ensemble.combined.mu[rows], ensemble.combined.sd[rows])
    between = correlation(ensemble.errors[rows])
    rng = np.random.default_rng(seed_of("race", foresight.day, *(m.metric["metric"] for m in members)))
    drawn = sample_paths(law, ensemble.calibration, ensemble.leads, SAMPLES, rng, between)
    for at, (i, place) in enumerate(places):
        factor = units.find(members[i].metric["unit"], own).factor
        known = {p.period.year: p.value * factor for p in annual(members[i].points)}
        line = foresight.index[members[i].metric["metric"], members[i].place]
        most = outlook.lines[line].most if line in outlook.bounded else np.inf
        paths = {place.first + h: from_line(drawn[:, at, h], most) * factor for h in range(drawn.shape[2])}
        times[i] = np.minimum(passage(known, paths, threshold), _known_by(members[i], threshold / factor))
    return times


def _known_by(member: Measured, threshold: float) -> float:
    """Return until when a contender is known to have passed, also by a part of a year; infinite where it has not."""
    past = next((p for p in member.points if p.value >= threshold), None)
    if past is None:
        return NEVER
    end = past.period.end
    return end.year + min(end.month / 12, 0.999)


def passage(known: dict[int, float], paths: dict[int, Array], threshold: float) -> Array:
    """Return when each path first passes, as a year with a fraction, infinite where it does not.

    A yearly figure counts for the end of its year: passing in 2023 halfway between the figures of 2022 and 2023 is
    2023.5.
    """
    samples = len(next(iter(paths.values())))
    found = np.full(samples, NEVER)
    before: Array | None = None
    for year in sorted({*known, *paths}):
        now = np.full(samples, known[year]) if year in known else paths[year]
        start = np.zeros(samples) if before is None else before
        passing = (now >= threshold) & ~np.isfinite(found)
        gap = np.where(passing & (now > start), now - start, 1.0)
        part = np.clip((threshold - start) / gap, 0.0, 0.999)
        found = np.where(passing, year + part, found)
        before = now
    return found
