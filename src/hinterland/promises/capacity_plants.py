"""What the plants of a case say about a product at a place: status, capacity, and how past plans turned out.

Plans are drawn from here too: whether and when a plant opens that has not opened yet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hinterland import dates
from hinterland.errors import StudyError
from hinterland.ground.places import within
from hinterland.ground.plants import statuses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster

Array: TypeAlias = NDArray[np.float64]

LONG_AGO = 1800.0  # opening of a plant that was first seen when it already ran: its ramp-up is over
RUNS, PLANNED = ("operating", "closed"), ("construction", "announced")
COUNTED = (*RUNS, *PLANNED)
FEWEST = 3  # known capacities that a law of unknown ones needs
GRID = 2000  # cells between 0 and 1 in which a Beta law is summed
SURE = 1e4  # a Beta law that rests on more plans than this is taken at its mean
_Z = np.linspace(-8.0, 9.0, 3401)
_LOG_SURVIVAL = np.log([math.erfc(z / math.sqrt(2)) / 2 for z in _Z])

_SHARES = {
    "capacity_weight",
    "realisation_construction",
    "realisation_announced",
    "utilisation_persistence",
}
_ABOVE_ZERO = {
    "realisation_pseudo_count",
    "delay_construction",
    "delay_announced",
    "delay_pseudo_count",
    "utilisation_least",
    "utilisation_most",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every assumption of the forecast; each is a setting of the case under the same name.

    ======================== ======= ====== ==========================================================
    setting                  default unit   meaning
    ======================== ======= ====== ==========================================================
    capacity_weight             0.10 share  weight beside other forecasts if every capacity is known
    realisation_construction    0.85 share  plants under construction that open at all
    realisation_announced       0.5  share  plants only announced that open at all
    realisation_pseudo_count   10    plants how many plants of the record these two are worth
    realisation_years           4    yr     age from which a plan counts in the record
    delay_construction          1.2  yr     median time from the start of construction to opening
    delay_announced             2.0  yr     median time from announcement to opening
    delay_spread                0.5  log    standard deviation of the logarithm of that time
    delay_pseudo_count         10    plants how many opened plants the default delays are worth
    ramp_year_1                 0.35 share  of full running in the first 12 months
    ramp_year_2                 0.7  share  in the second 12 months
    ramp_year_3                 1.0  share  from then on
    utilisation_spread          0.15 log    standard deviation of a year's change of utilisation
    utilisation_persistence     0.7  share  of a year's deviation that is left a year later
    utilisation_default         0.6  share  utilisation where none can be calibrated (weight is then 0)
    utilisation_least           0.1  share  below this, capacities do not describe the output
    utilisation_most            1.3  share  above this, they do not either; no path runs higher
    ======================== ======= ====== ==========================================================
    """

    capacity_weight: float = 0.10
    realisation_construction: float = 0.85
    realisation_announced: float = 0.5
    realisation_pseudo_count: float = 10.0
    realisation_years: float = 4.0
    delay_construction: float = 1.2
    delay_announced: float = 2.0
    delay_spread: float = 0.5
    delay_pseudo_count: float = 10.0
    ramp_year_1: float = 0.35
    ramp_year_2: float = 0.7
    ramp_year_3: float = 1.0
    utilisation_spread: float = 0.15
    utilisation_persistence: float = 0.7
    utilisation_default: float = 0.6
    utilisation_least: float = 0.1
    utilisation_most: float = 1.3

    @classmethod
    def of(cls, cluster: Cluster) -> Settings:
        """Return the settings of a case, defaults where it has none.

        Raises
        ------
        StudyError
            If one is negative, a share above 1, or zero where something is divided by it.
        """
        usual, given = cls(), set(cluster["settings"]["name"].to_list())
        values: dict[str, float] = {f.name: getattr(usual, f.name) for f in fields(cls)}
        values |= {name: cluster.setting(name, value) for name, value in values.items() if name in given}
        for name, value in values.items():
            rule = _broken_rule(name, value)
            if rule:
                raise StudyError(f"settings.{name} is {value:g}: it must be {rule}; correct it")
        return cls(**values)


def _broken_rule(name: str, value: float) -> str:
    if name in _SHARES and not 0 <= value <= 1:
        return "between 0 and 1"
    if name in _ABOVE_ZERO and not value > 0:
        return "above 0"
    return "" if value >= 0 else "at least 0"


@dataclass(frozen=True, slots=True)
class Plants:
    """The plants of a product below a place, as they were known on a day; every field has one entry a plant.

    Attributes
    ----------
    rows
        Their rows of the table `plants`.
    status
        `operating`, `construction`, `announced`, `closed` (it ran), `cancelled` (it never did) or `undated`.
    capacity
        A year's output at full running in the unit of the forecast; NaN where nobody knows it.
    since
        Decimal year of the opening, or of the start of construction or announcement where it has not opened.
    until
        Decimal year of the closing; infinity where it runs on.
    seen
        Whether the date of opening is only the day on which it was first seen running.
    """

    rows: pl.DataFrame
    status: NDArray[np.str_]
    capacity: Array
    since: Array
    until: Array
    seen: NDArray[np.bool_]

    def having(self, *status: str) -> NDArray[np.bool_]:
        """Return which plants have one of these statuses."""
        return np.isin(self.status, status)

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Which plants count and have a capacity that nobody knows."""
        return np.isnan(self.capacity) & self.having(*COUNTED)


def decimal_year(day: date) -> float:
    """Return a day as a year and the share of it that is over when the day begins."""
    first = date(day.year, 1, 1).toordinal()
    return day.year + (day.toordinal() - first) / (date(day.year, 12, 31).toordinal() - first + 1)


def middle(text: str) -> float:
    """Return the middle of the days that a date of any precision admits, as a decimal year.

    Whether something has happened is read carefully (by its last possible day); how long it has lasted is not,
    because the last possible day would make every plant of "2017" lose half a year.
    """
    return (decimal_year(dates.first_day(text)) + decimal_year(dates.last_day(text))) / 2


def read_plants(cluster: Cluster, *, product: str, place: str, day: date, factor: float) -> Plants:
    """Return the plants of `product` at `place` and below, by id; `factor` takes capacities to the wanted unit."""
    rows = (
        cluster["plants"]
        .filter((pl.col("product") == product) & pl.col("place").is_in(list(within(cluster, place))))
        .sort("plant")
    )
    status = statuses(rows, day).to_list()
    read = [_dated(row, word, day) for row, word in zip(rows.iter_rows(named=True), status, strict=True)]
    return Plants(
        rows=rows,
        status=np.array(status, dtype=np.str_),
        capacity=rows["capacity"].cast(pl.Float64).fill_null(float("nan")).to_numpy() * factor,
        since=np.array([r[0] for r in read], dtype=float),
        until=np.array([r[1] for r in read], dtype=float),
        seen=np.array([r[2] for r in read], dtype=bool),
    )


def _dated(row: dict[str, Any], status: str, day: date) -> tuple[float, float, bool]:
    """Return since, until and seen of a plant of this status.

    A plant whose date of opening is its date of publication, with nothing known before, was seen running on that
    day; it did not open on it.
    """
    if status in RUNS:
        seen = row["opened"] == row["published"] and not (row["announced"] or row["construction"])
        since = LONG_AGO if seen else middle(row["opened"])
        return since, middle(row["closed"]) if status == "closed" else np.inf, seen
    begun = row[status] if status in PLANNED else None
    if status == "announced" and not (begun and dates.last_day(begun) <= day):
        begun = row["published"]  # the plan was public, whatever day it names
    return middle(begun) if begun else np.nan, np.inf, False


@dataclass(frozen=True, slots=True)
class Record:
    """What became of the case's earlier plans of one status, shrunk toward the settings.

    Attributes
    ----------
    opened, plans
        Plans old enough to be judged, and how many of them opened.
    alpha, beta
        Beta law of the probability that such a plan opens at all.
    mu, sigma
        Normal law of the logarithm of the years until it opens, where it does.
    timed
        Opened plants that the delay was learnt from.
    """

    opened: int
    plans: int
    alpha: float
    beta: float
    mu: float
    sigma: float
    timed: int


def record_of(cluster: Cluster, status: str, day: date, settings: Settings) -> Record:
    """Return the record of plans of a status (`construction` or `announced`): all products, no synthetic plant.

    A plan is judged when it is `realisation_years` old: a younger one that has not opened is late for nobody.
    Posterior of the share is Beta(c p + opened, c (1 - p) + not opened), with c the pseudo-count and p the
    setting. The median log delay is the mean of default and observed median, weighted by pseudo-count and number
    of plants; the variance of logs likewise. Only plants that opened show a delay, so the observed ones are too
    short where many plans are young; the pseudo-count keeps that from ruling.
    """
    rows = cluster["plants"].filter(pl.col("basis").ne_missing("synthetic") & pl.col(status).is_not_null())
    now = decimal_year(day)
    begun, opened = _years(rows[status], day), _years(rows["opened"], day)
    old = begun <= now - settings.realisation_years
    plans, kept = int(old.sum()), int((old & ~np.isnan(opened)).sum())
    prior, count = getattr(settings, f"realisation_{status}"), settings.realisation_pseudo_count
    delays = opened - begun
    logs = np.log(delays[delays > 0])  # NaN compares as false; a plant older than its plan shows no delay
    centre = np.log(getattr(settings, f"delay_{status}"))
    variance, held = settings.delay_spread**2, settings.delay_pseudo_count
    if logs.size:
        median = float(np.median(logs))
        variance = (held * variance + float(((logs - median) ** 2).sum())) / (held + logs.size)
        centre = (held * centre + logs.size * median) / (held + logs.size)
    return Record(
        opened=kept,
        plans=plans,
        alpha=count * prior + kept,
        beta=count * (1 - prior) + plans - kept,
        mu=float(centre),
        sigma=float(np.sqrt(variance)),
        timed=int(logs.size),
    )


def _years(cells: pl.Series, day: date) -> Array:
    """Return dates that have come as decimal years, NaN for the others."""
    texts: Sequence[str | None] = cells.to_list()
    return np.array([middle(t) if t and dates.last_day(t) <= day else np.nan for t in texts], dtype=float)


def known_capacities(cluster: Cluster, product: str) -> Array:
    """Return the known capacities of a product above zero, in its own unit, anywhere in the case.

    Synthetic plants are taken only where fewer than three real ones are known: they were invented.
    """
    rows = cluster["plants"].filter((pl.col("product") == product) & (pl.col("capacity") > 0))
    real = rows.filter(pl.col("basis").ne_missing("synthetic"))
    return (real if real.height >= FEWEST else rows)["capacity"].to_numpy()


@dataclass(frozen=True, slots=True)
class Openings:
    """Whether and when the plants open that have not opened yet.

    Attributes
    ----------
    year
        Decimal year of the opening in each sample, infinity where it never opens; shape (samples, planned plants).
    probability
        Mean probability that each opens at all.
    expected
        Median year of the opening where it opens.
    """

    year: Array
    probability: Array
    expected: Array


def draw_openings(
    plants: Plants, records: Mapping[str, Record], day: date, samples: int, rng: np.random.Generator
) -> Openings:
    """Return openings of the planned plants, in the order of `plants`.

    A plan fails with a probability that all plans of its status share in a sample. With S the chance that a delay
    exceeds the age of a plan, the probability p that it opens becomes p S / (p S + 1 - p): a cure model (Boag,
    1949), in which waiting in vain speaks for failure. The delay is drawn given that it exceeds that age. The same
    uniform numbers serve every probability, so a higher one never opens fewer plants.
    """
    planned = plants.having(*PLANNED)
    status, age = plants.status[planned], decimal_year(day) - plants.since[planned]
    mu, sigma = (np.array([getattr(records[s], k) for s in status], dtype=float) for k in ("mu", "sigma"))
    common = {s: rng.random(samples) for s in PLANNED}
    uniform = 1 - rng.random((2, samples, status.size))  # above 0, so that its logarithm exists
    surviving = log_survival(age, mu, sigma)
    chance = np.empty((samples, status.size))
    for s in PLANNED:
        rate = beta_quantile(common[s], records[s].alpha, records[s].beta)[:, None]
        lasting = rate * np.exp(surviving[status == s])
        chance[:, status == s] = np.divide(
            lasting, lasting + 1 - rate, out=np.ones_like(lasting), where=rate < 1
        )
    sample, plan = np.nonzero(uniform[0] <= chance)
    exceeded = np.log(uniform[1, sample, plan]) + surviving[plan]
    since, year = plants.since[planned], np.full(chance.shape, np.inf)
    year[sample, plan] = since[plan] + years_from(exceeded, mu[plan], sigma[plan], age[plan])
    half = years_from(math.log(0.5) + surviving, mu, sigma, age)
    return Openings(
        year=year,
        probability=chance.mean(axis=0),
        expected=since + half,
    )


def log_survival(age: Array, mu: Array, sigma: Array) -> Array:
    """Return the logarithm of the chance that a log-normal delay exceeds an age; one entry a plant."""
    late = np.log(np.maximum(age, 1e-9)) - mu
    steep = np.where(late >= 0, np.inf, -np.inf)  # without spread, all open at the median
    z = np.divide(late, sigma, out=steep, where=sigma > 0)
    return np.interp(z, _Z, _LOG_SURVIVAL)


def years_from(survival: Array, mu: Array, sigma: Array, age: Array) -> Array:
    """Return the delay that the chance exp(`survival`) exceeds, and at least the age already reached."""
    z = np.interp(-survival, -_LOG_SURVIVAL, _Z)
    return np.maximum(np.exp(mu + sigma * z), age)


def beta_quantile(uniform: Array, alpha: float, beta: float) -> Array:
    """Return quantiles of a Beta law, summed over `GRID` cells; monotone in `alpha` at a fixed alpha + beta.

    A law that rests on nothing but success (beta 0) or failure (alpha 0) is certain, and one that rests on more
    than `SURE` plans is narrower than the grid resolves: it is taken at its mean.
    """
    if min(alpha, beta) <= 0 or alpha + beta > SURE:
        return np.full(uniform.shape, alpha / (alpha + beta))
    x = (np.arange(GRID) + 0.5) / GRID
    log_density = (alpha - 1) * np.log(x) + (beta - 1) * np.log1p(-x)
    mass = np.cumsum(np.exp(log_density - log_density.max()))
    return np.interp(uniform, np.concatenate([[0.0], mass / mass[-1]]), np.arange(GRID + 1) / GRID)
