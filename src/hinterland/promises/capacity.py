"""Output of a product at a place, forecast from its plants instead of from its series.

Output in year t is the sum over plants of capacity x share of the year open x ramp-up, times utilisation:

    y_t = u_t * sum_i  k_i  R_i(t),    R_i(t) = integral over year t of r(age of plant i)

with capacity k, and r the share of full running at an age (0.35, 0.7, 1 in the first three years). Four things
are not known, and each is drawn anew in every sample:

- *whether a plan opens*: an indicator of a probability that is itself drawn from its Beta posterior, once a
  sample for all plans of a status, because plans fail together. A plan that is overdue is less likely to open at
  all (cure model): with S(a) the chance that a delay exceeds the age a, p becomes p S / (p S + 1 - p);
- *when*: a log-normal delay since construction or announcement, given that it exceeds the age already reached;
- *capacity where nobody knows it*: log-normal with mean and spread of the known capacities of the product;
- *utilisation*: its level is such that every sample gives the last observed output, and its logarithm then
  varies as an autoregressive path around that level, x_t = phi x_{t-1} + e_t. Draws of unknown capacities that
  would need an impossible level are replaced by draws that do not (rejection sampling).

Calibration hides what the table of plants lacks: missing plants, cars of other kinds on the same line, and
capacity stated for one shift all end up in the level. That is why a level beyond `utilisation_most` or below
`utilisation_least` is an obstacle, and why the forecast carries a weight. `Settings` lists every assumption.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland import units, words
from hinterland.errors import StudyError, UnitError
from hinterland.promises.capacity_notes import notes_of
from hinterland.promises.capacity_plants import (
    COUNTED,
    FEWEST,
    PLANNED,
    RUNS,
    Array,
    Openings,
    Plants,
    Settings,
    draw_openings,
    known_capacities,
    read_plants,
    record_of,
)
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.ground.series import Point

ENOUGH = 0.05  # share of the draws of unknown capacities that must agree with the output
BLOCK = 500  # samples worked on at once: what they need stays in the processor's cache, which halves the time

OBSTACLES: Mapping[str, tuple[str, str]] = {
    "unit": (
        "the unit of {product} does not convert to {unit}: {error}",
        "{product} 的单位无法换算为 {unit}：{error}",
    ),
    "no_plants": (
        "no plant of {product} is known at {place}",
        "{place} 没有已知的 {product} 工厂",
    ),
    "capacity_unknown": (
        "none of the {plants} plants has a known capacity, and only {known} are known elsewhere",
        "{plants} 座工厂的产能均未知，其他地方也仅有 {known} 座已知",
    ),
    "capacity_mismatch": (
        "output and capacity disagree: {output} in {year} with an effective capacity of {capacity}",
        "产能与产量不符：{year} 年产量 {output}，有效产能 {capacity}",
    ),
}
"""One sentence a code, in both languages."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why there is no forecast from capacity: a code of `OBSTACLES`, the facts behind it, and its sentence."""

    code: str
    facts: Mapping[str, Any]

    @property
    def said(self) -> Said:
        """The obstacle as a sentence."""
        texts = []
        for lang, text in zip(("en", "zh"), OBSTACLES[self.code], strict=True):
            shown = dict(self.facts)
            for name in ("output", "capacity"):
                if name in shown:
                    shown[name] = words.number(
                        words.three_digits(shown[name]), str(shown.get("unit", "1")), lang
                    )
            texts.append(text.format(**shown))
        return Said(*texts)


@dataclass(frozen=True, slots=True)
class CapacityForecast:
    """Sample paths of a year's output, and what they rest on.

    Attributes
    ----------
    years
        The years forecast, ascending.
    paths
        Outputs in the unit asked for, shape (samples, years); unknown capacities are drawn.
    plants
        One row a plant: plant, status, capacity (a year's, in that unit; the median where it is drawn),
        capacity_assumed, year_expected (of the opening; null where it is not known or will not be), realisation
        (probability that it opens, or 1), expected (mean contribution to the output of the last year; they sum
        to the mean of the last column of `paths`), basis.
    low_unknown_zero, high
        Median output by year if unknown capacities are zero, and if they are drawn. Utilisation is calibrated
        under each reading, so the second is not always the higher one; `interval` sorts them.
    weight
        What the forecast should weigh beside others, 0 to 1: the setting times the share of the plants that run
        or are planned whose capacity is known; 0 where utilisation could not be calibrated.
    utilisation
        Median level of utilisation, and whether it is `calibrated`.
    notes
        What was assumed.
    """

    years: tuple[int, ...]
    paths: Array
    plants: pl.DataFrame
    low_unknown_zero: Array
    high: Array
    weight: float
    utilisation: float
    calibrated: bool
    notes: tuple[Said, ...]

    @property
    def interval(self) -> tuple[Array, Array]:
        """The lower and the higher of the two medians, year by year."""
        return np.minimum(self.low_unknown_zero, self.high), np.maximum(self.low_unknown_zero, self.high)


def capacity_forecast(
    cluster: Cluster,
    *,
    product: str,
    place: str,
    unit: str,
    last: Point | None,
    years: Sequence[int],
    samples: int,
    seed: int,
) -> CapacityForecast | Obstacle:
    """Return the output of `product` at `place` and below, forecast from its plants.

    Parameters
    ----------
    cluster
        The case as of the day of the forecast (`seen_from`; today where it has none).
    unit
        Unit of a year's output; the product's unit must convert to it.
    last
        The last whole-year output that was observed, in `unit`; None where there is none.
    years
        The years wanted, ascending; the first is the running year.

    Raises
    ------
    StudyError
        If years do not ascend or do not follow `last`, samples is not positive, or a setting is out of range.
    """
    _check(years, samples, last)
    seen = cluster if cluster.seen_from is not None else cluster.as_of(cluster.day())
    day, settings = seen.day(), Settings.of(seen)
    factor = _factor(seen, product, unit)
    if isinstance(factor, Obstacle):
        return factor
    plants = read_plants(seen, product=product, place=place, day=day, factor=factor)
    if not plants.having(*COUNTED).any():
        return Obstacle("no_plants", {"product": product, "place": place})
    known = known_capacities(seen, product) * factor
    rng = np.random.default_rng(seed)
    capacity = _capacities(plants, known, samples, rng)
    if not capacity.any():
        return Obstacle("capacity_unknown", {"plants": plants.rows.height, "known": len(known)})
    level = _calibrate(plants, capacity, last, settings, rng)
    if isinstance(level, Obstacle):
        return replace(level, facts={**level.facts, "unit": unit})
    records = {status: record_of(seen, status, day, settings) for status in PLANNED}
    openings = draw_openings(plants, records, day, samples, rng)
    base = years[0] - 1 if last is None else last.period.year
    factors = _deviations(base, years, samples, settings, rng)
    notes = notes_of(plants, level, records, len(known), base)
    return _forecast(plants, level, openings, factors, settings, tuple(years), notes)


def _check(years: Sequence[int], samples: int, last: Point | None) -> None:
    if not years or any(b <= a for a, b in pairwise(years)):
        raise StudyError(f"years must ascend and be at least one, not {list(years)}")
    if samples < 1:
        raise StudyError(f"samples must be at least 1, not {samples}")
    if last is not None and last.period.year >= years[0]:
        raise StudyError(f"the last year observed is {last.period.year}; forecast years after it")


def _factor(cluster: Cluster, product: str, unit: str) -> float | Obstacle:
    """Return what takes capacities from the product's unit to `unit`."""
    stated = cluster["products"].filter(pl.col("product") == product)["unit"].drop_nulls()
    if not stated.len():
        return Obstacle("unit", {"product": product, "unit": unit, "error": "no unit is known"})
    try:
        return units.convert(1.0, stated[0], unit, cluster.own_units())
    except UnitError as error:
        return Obstacle("unit", {"product": product, "unit": unit, "error": str(error)})


def _capacities(plants: Plants, known: Array, samples: int, rng: np.random.Generator) -> Array:
    """Return capacities of every plant, shape (samples, plants).

    Where nobody knows one it is log-normal, with mean and standard deviation of the logarithms of `known`; with
    fewer than three known ones it is zero. Plants that do not count have none.
    """
    capacity = np.where(plants.having(*COUNTED), np.nan_to_num(plants.capacity), 0.0)
    drawn = np.broadcast_to(capacity, (samples, capacity.size)).copy()
    unknown = plants.unknown
    if len(known) >= FEWEST and unknown.any():
        logs = np.log(known)
        noise = rng.standard_normal((samples, int(unknown.sum())))
        drawn[:, unknown] = np.exp(logs.mean() + logs.std(ddof=1) * noise)
    return drawn


def _full_years(age: Array, settings: Settings) -> Array:
    """Return for how many years of full running a plant has run at an age: the integral of the ramp-up."""
    first, second, third = settings.ramp_year_1, settings.ramp_year_2, settings.ramp_year_3
    run = np.maximum(age, 0.0)
    run *= first
    part = np.empty_like(run)
    for begun, more in ((1.0, second - first), (2.0, third - second)):
        np.subtract(age, begun, out=part)
        np.maximum(part, 0.0, out=part)
        part *= more
        run += part
    return run


def _ran(plants: Plants, years: Sequence[int], settings: Settings) -> Array:
    """Return which share of full running each plant that has opened reaches; shape (plants, years)."""
    opened = plants.having(*RUNS)
    since, until = plants.since[opened, None], plants.until[opened, None]
    start = np.array(years, dtype=float)
    end = _full_years(np.minimum(start + 1, until) - since, settings)
    share = np.zeros((opened.size, start.size))
    share[opened] = end - _full_years(np.minimum(start, until) - since, settings)
    return share


@dataclass(frozen=True, slots=True)
class Level:
    """Capacities, shape (samples, plants), and the level of utilisation, shape (samples), that fit each other.

    `without` is the level if unknown capacities are zero; it is that of `level` where that cannot be (`refuted`).
    """

    capacity: Array
    level: Array
    without: Array
    calibrated: bool
    refuted: bool = False


def _calibrate(
    plants: Plants, capacity: Array, last: Point | None, settings: Settings, rng: np.random.Generator
) -> Level | Obstacle:
    """Return the level of utilisation at which the plants give the last observed output, sample by sample."""
    usual = np.full(len(capacity), settings.utilisation_default)
    if last is None:
        return Level(capacity, usual, usual, calibrated=False)
    share = _ran(plants, [last.period.year], settings)[:, 0]
    effective = capacity @ share
    if (
        last.value <= 0 and not effective.any()
    ):  # nothing ran and nothing was made: they agree and teach nothing
        return Level(capacity, usual, usual, calibrated=False)
    least, most = settings.utilisation_least, settings.utilisation_most
    level = np.divide(last.value, effective, out=np.full(len(effective), np.inf), where=effective > 0)
    possible = np.flatnonzero((level >= least) & (level <= most))
    if possible.size < ENOUGH * len(level):
        middle = float(np.median(effective))
        facts = {"output": last.value, "capacity": middle, "year": last.period.year}
        return Obstacle("capacity_mismatch", facts)
    if possible.size < len(level):
        kept = rng.choice(possible, len(level))
        capacity, level = capacity[kept], level[kept]
    known = float(np.nan_to_num(plants.capacity) @ share)
    alone = last.value / known if known > 0 else np.inf
    refuted = not least <= alone <= most
    without = level if refuted else np.full(len(level), alone)
    return Level(capacity, level, without, calibrated=True, refuted=refuted)


def _deviations(
    base: int, years: Sequence[int], samples: int, settings: Settings, rng: np.random.Generator
) -> Array:
    """Return the factors by which utilisation departs from its level of the year `base`, shape (samples, years).

    x_t = phi x_{t-1} + s e_t from x_base = 0, with phi the persistence and s the spread; the factor is exp(x_t).
    """
    steps = settings.utilisation_spread * rng.standard_normal((years[-1] - base, samples))
    path = np.zeros(samples)
    found = {}
    for ahead, step in enumerate(steps, start=1):
        path = settings.utilisation_persistence * path + step
        found[base + ahead] = np.exp(path)
    return np.stack([found[year] for year in years], axis=1)


def _planned(
    opening: Array, drawn: Array, sure: Array, years: Sequence[int], settings: Settings
) -> tuple[Array, Array, Array]:
    """Return the effective capacity of the planned plants and their shares of full running in the last year.

    Parameters
    ----------
    opening, drawn
        Year of the opening and capacity in each sample, shape (samples, plants).
    sure
        Capacities with zero for the unknown ones, shape (plants).

    Returns
    -------
    Effective capacity, shape (samples, years), with capacities as drawn and as sure; shares, shape (samples, plants).
    """
    full, part = np.zeros((2, len(opening), len(years)))
    share = np.zeros(opening.shape)
    for begin in range(0, len(opening), BLOCK):
        rows = slice(begin, begin + BLOCK)
        opened, start, stop = opening[rows], np.empty(0), None
        for column, year in enumerate(years):
            if stop != year:  # else the year starts where the one before ended
                start = _full_years(year - opened, settings)
            end, stop = _full_years(year + 1 - opened, settings), year + 1
            share[rows] = end - start
            full[rows, column] = np.einsum("sp,sp->s", drawn[rows], share[rows])
            part[rows, column] = share[rows] @ sure
            start = end
    return full, part, share


def _forecast(
    plants: Plants,
    level: Level,
    openings: Openings,
    factors: Array,
    settings: Settings,
    years: tuple[int, ...],
    notes: tuple[Said, ...],
) -> CapacityForecast:
    planned = plants.having(*PLANNED)
    sure = np.where(plants.unknown, 0.0, level.capacity[0])  # known capacities are the same in every sample
    drawn = level.capacity[:, planned]
    ran = _ran(plants, years, settings)
    full, part, planned_share = _planned(openings.year, drawn, sure[planned], years, settings)
    effective, without = level.capacity @ ran + full, sure @ ran + part
    most = settings.utilisation_most
    utilisation = np.minimum(level.level[:, None] * factors, most)
    paths = utilisation * effective
    contribution = level.capacity * ran[:, -1]
    contribution[:, planned] = drawn * planned_share
    expected = utilisation[:, -1] @ contribution / len(paths)
    low = np.median(np.minimum(level.without[:, None] * factors, most) * without, axis=0)
    counts = plants.having("operating", *PLANNED)
    known = 1 - float(plants.unknown[counts].mean()) if counts.any() else 0.0
    return CapacityForecast(
        years=years,
        paths=_frozen(paths),
        plants=_table(plants, level.capacity, openings, expected),
        low_unknown_zero=_frozen(low),
        high=_frozen(np.median(paths, axis=0)),
        weight=settings.capacity_weight * known if level.calibrated else 0.0,
        utilisation=float(np.median(level.level)),
        calibrated=level.calibrated,
        notes=notes,
    )


def _frozen(values: Array) -> Array:
    values.flags.writeable = False
    return values


def _table(plants: Plants, capacity: Array, openings: Openings, expected: Array) -> pl.DataFrame:
    opened, planned = plants.having(*RUNS), plants.having(*PLANNED)
    year = np.where(opened & ~plants.seen, plants.since, np.nan)
    year[planned] = openings.expected
    realisation = opened.astype(float)
    realisation[planned] = openings.probability
    shown = np.where(plants.unknown, np.median(capacity, axis=0), plants.capacity)
    return pl.DataFrame(
        {
            "plant": plants.rows["plant"],
            "status": plants.status.tolist(),
            "capacity": pl.Series(shown).fill_nan(None),
            "capacity_assumed": plants.unknown,
            "year_expected": pl.Series(np.floor(year)).fill_nan(None).cast(pl.Int64),
            "realisation": realisation,
            "expected": expected,
            "basis": plants.rows["basis"],
        }
    )
