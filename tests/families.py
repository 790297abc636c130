"""Simulated panels whose law is known: what forecasting and its calibration are tested on.

Each family is a pure function of its seed: `family(n, known, horizon, seed, ...)` returns `n` series of
`known + horizon` cells. Rates and spreads are given a year and turned into those of a cell, so a monthly panel and a
yearly one of a family are of one kind. Ranges are those of vehicle deliveries and provincial output: a yearly growth
that spreads by 10 to 60 percent from its own mean, monthly noise of 10 to 30 percent.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import holidays
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulated panel, with what is known of its law.

    Attributes
    ----------
    values
        Figures on the natural scale, shape (n, known + horizon); NaN before a series begins.
    known
        How many cells are the past; the rest is to be forecast.
    season
        Cells a year: 1, 4 or 12.
    first
        Cell of the year in which the panel begins, 0 for January.
    year
        Year in which it begins.
    mean, sd
        Mean and standard deviation of the logarithm of what is to come, given the past, the parameters of the panel
        and those of the series that the family names; shape (n, horizon), normal. None where the law is another.
    whole
        What each series is a share of, in the shape of `values`; None where it is a share of nothing.
    truth
        What it was made of, by name.
    """

    name: str
    values: Array
    known: int
    season: int
    first: int = 0
    year: int = 2005
    mean: Array | None = None
    sd: Array | None = None
    whole: Array | None = None
    truth: Mapping[str, NDArray[Any]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def past(self) -> Array:
        """Figures that a forecast may use, shape (n, known)."""
        return self.values[:, : self.known]

    @property
    def future(self) -> Array:
        """Figures that it is scored against, shape (n, horizon)."""
        return self.values[:, self.known :]


def _sizes(rng: np.random.Generator, n: int) -> Array:
    """Logarithms of first figures: half between 13,000 and 67,000 (vehicles a cell)."""
    return rng.normal(np.log(30_000), 1.2, n)


def _between(rng: np.random.Generator, low: float, high: float, n: int) -> Array:
    """`n` spreads between `low` and `high`, evenly on the logarithmic scale, as a column."""
    return np.exp(rng.uniform(np.log(low), np.log(high), (n, 1)))


def _walk(start: Array, steps: Array) -> Array:
    """Paths that begin at `start` (n,) and move by `steps` (n, cells - 1)."""
    return np.concatenate([start[:, None], start[:, None] + np.cumsum(steps, axis=1)], axis=1)


def drift(
    n: int,
    known: int,
    horizon: int,
    seed: int,
    *,
    season: int = 1,
    growth: float = 0.10,
    apart: float = 0.06,
    spread: tuple[float, float] = (0.10, 0.60),
) -> Simulated:
    """Random walks with drift in logarithms, drifts spread around the panel's.

    log y_t = log y_(t-1) + g_i + e_it, g_i ~ N(growth, apart^2) a year, e ~ N(0, sigma_i^2), sigma_i^2 in
    proportion to time. `mean` and `sd` know growth, apart and sigma_i but not g_i, of which they learn from the past:
    the law of a perfect forecaster of the panel.
    """
    rng = np.random.default_rng(seed)
    sigma = _between(rng, *spread, n) / np.sqrt(season)
    own = rng.normal(growth, apart, (n, 1)) / season
    steps = own + sigma * rng.normal(size=(n, known + horizon - 1))
    logs = _walk(_sizes(rng, n), steps)
    count = np.full(n, known - 1)
    law = _drift_law(logs[:, known - 1], steps[:, : known - 1].sum(axis=1), count, sigma[:, 0], horizon)
    mean, sd = law(growth / season, apart / season)
    truth = {"drift": own[:, 0], "sigma": sigma[:, 0]}
    return Simulated("drift", np.exp(logs), known, season, mean=mean, sd=sd, truth=MappingProxyType(truth))


def _drift_law(
    last: Array, moved: Array, count: NDArray[np.int64], sigma: Array, horizon: int
) -> Callable[[float, float], tuple[Array, Array]]:
    """Law of a random walk whose drift is N(centre, apart^2), after `count` steps that moved it by `moved`.

    The drift's posterior is normal with precision count / sigma^2 + 1 / apart^2; h steps on, the level has spread
    by h sigma^2 and the drift adds h^2 times its variance.
    """
    ahead = np.arange(1, horizon + 1)

    def law(centre: float, apart: float) -> tuple[Array, Array]:
        variance = 1.0 / (count / sigma**2 + 1.0 / apart**2)
        drift_ = variance * (moved / sigma**2 + centre / apart**2)
        mean = last[:, None] + ahead * drift_[:, None]
        return mean, np.sqrt(ahead * sigma[:, None] ** 2 + ahead**2 * variance[:, None])

    return law


def few(
    n: int, known: int, horizon: int, seed: int, *, growth: float = 0.15, apart: float = 0.08
) -> Simulated:
    """Two to `known` (at most six) yearly points a series, growth around the panel's: what a promise mostly has.

    The series of `drift`, begun late: NaN before. `mean` and `sd` as there.
    """
    if not 2 <= known <= 6:
        raise ValueError(f"few means 2 to 6 points, not {known}")
    rng = np.random.default_rng(seed)
    points = rng.integers(2, known + 1, n)
    sigma = _between(rng, 0.10, 0.40, n)
    own = rng.normal(growth, apart, (n, 1))
    steps = own + sigma * rng.normal(size=(n, known + horizon - 1))
    logs = _walk(_sizes(rng, n), steps)
    begun = known - points
    moved = logs[:, known - 1] - logs[np.arange(n), begun]
    mean, sd = _drift_law(logs[:, known - 1], moved, points - 1, sigma[:, 0], horizon)(growth, apart)
    values = np.where(np.arange(known + horizon) < begun[:, None], np.nan, np.exp(logs))
    truth = MappingProxyType({"drift": own[:, 0], "sigma": sigma[:, 0], "points": points})
    return Simulated("few", values, known, 1, year=2019, mean=mean, sd=sd, truth=truth)


def noise(n: int, known: int, horizon: int, seed: int, *, season: int = 1) -> Simulated:
    """A level that hardly moves under noise, no drift: what a trend model takes for growth.

    log y_t = l_t + e_t, e ~ N(0, s_i^2), s_i from 10 to 30 percent a cell; l moves by 2 to 10 percent a year.
    `mean` and `sd` know both spreads and the law of the first level (Kalman filter).
    """
    rng = np.random.default_rng(seed)
    around = _between(rng, 0.10, 0.30, n)
    moving = _between(rng, 0.02, 0.10, n) / np.sqrt(season)
    level = _walk(_sizes(rng, n), moving * rng.normal(size=(n, known + horizon - 1)))
    logs = level + around * rng.normal(size=level.shape)
    mean, sd = _level_law(logs[:, :known], around[:, 0] ** 2, moving[:, 0] ** 2, horizon)
    truth = MappingProxyType({"level": level, "noise": around[:, 0], "moving": moving[:, 0]})
    return Simulated("noise", np.exp(logs), known, season, mean=mean, sd=sd, truth=truth)


def _level_law(past: Array, around: Array, moving: Array, horizon: int) -> tuple[Array, Array]:
    """Law of a local level after `past`: the filter's level, and its variance with what comes on top."""
    mean, variance = np.full(len(past), np.log(30_000)), np.full(len(past), 1.2**2)
    for t, seen in enumerate(past.T):
        if t:
            variance = variance + moving
        gain = variance / (variance + around)
        mean = mean + gain * (seen - mean)
        variance = (1.0 - gain) * variance
    ahead = np.arange(1, horizon + 1)
    spread = variance[:, None] + ahead * moving[:, None] + around[:, None]
    return np.repeat(mean[:, None], horizon, axis=1), np.sqrt(spread)


def breaks(
    n: int, known: int, horizon: int, seed: int, *, season: int = 1, kind: str = "either"
) -> Simulated:
    """Random walks with drift that break once: the level jumps (a plant opens or shuts), or growth changes.

    `kind` is `level`, `growth` or `either` (half and half). The level jumps by 30 to 80 percent, growth changes by
    15 to 40 points a year, up or down, from a cell anywhere after the first, perhaps one to be forecast.
    """
    rng = np.random.default_rng(seed)
    cells = known + horizon
    sigma = _between(rng, 0.05, 0.20, n) / np.sqrt(season)
    at = rng.integers(1, cells, n)
    sign = rng.choice([-1.0, 1.0], n)
    jumps = {"level": np.ones(n, bool), "growth": np.zeros(n, bool), "either": rng.random(n) < 0.5}[kind]
    size = sign * np.where(jumps, rng.uniform(0.3, 0.8, n), rng.uniform(0.15, 0.40, n) / season)
    step = np.arange(1, cells)
    since = np.where(jumps[:, None], step == at[:, None], step >= at[:, None])
    calm = rng.normal(0.08, 0.04, (n, 1)) / season
    steps = calm + sigma * rng.normal(size=(n, cells - 1)) + since * size[:, None]
    values = np.exp(_walk(_sizes(rng, n), steps))
    truth = {"at": at, "size": size, "jumps": jumps, "calm": calm[:, 0], "sigma": sigma[:, 0]}
    return Simulated("breaks", values, known, season, truth=MappingProxyType(truth))


def saturation(
    n: int,
    known: int,
    horizon: int,
    seed: int,
    *,
    season: int = 1,
    kind: str = "bass",
    late: float = 3.0,
) -> Simulated:
    """Something new that spreads until everybody has it, with noise of 5 to 15 percent.

    `kind`: `bass`, sales of a cell, m (F(t) - F(t - 1)) with F(t) = (1 - e^(-(p+q) t)) / (1 + q/p e^(-(p+q) t))
    (Bass 1969), p from 0.005 to 0.03 and q from 0.3 to 0.6 a year; `logistic`, a level m / (1 + e^(-k (t - c)));
    `gompertz`, a level m e^(-b e^(-k t)). The panel begins 0 to `late` years after the start. Nobody buys twice, so
    sales of a Bass curve die out after some 20 years. `mean` and `sd` know the curve.
    """
    rng = np.random.default_rng(seed)
    market = np.exp(rng.normal(np.log(500_000), 1.0, (n, 1)))
    edge = rng.uniform(0.0, late, (n, 1)) + np.arange(known + horizon + 1) / season
    end = edge[:, 1:]
    p, q = _between(rng, 0.005, 0.03, n), rng.uniform(0.3, 0.6, (n, 1))
    k, centre = rng.uniform(0.3, 0.9, (n, 1)), rng.uniform(3.0, 10.0, (n, 1))
    sd = _between(rng, 0.05, 0.15, n)
    turn = rng.uniform(0.5, 2.0, (n, 1)) / k
    falling = np.exp(-(p + q) * edge)
    without = (1.0 + q / p) * falling / (1.0 + q / p * falling)  # 1 - F, exact where F is nearly one
    curve = {
        "bass": -market * np.diff(without, axis=1),
        "logistic": market / (1.0 + np.exp(-k * (end - centre))),
        "gompertz": market * np.exp(-np.exp(k * (turn - end))),
    }[kind]
    values = curve * np.exp(sd * rng.normal(size=curve.shape))
    mean, spread = np.log(curve[:, known:]), np.repeat(sd, horizon, axis=1)
    truth = MappingProxyType({"curve": curve, "market": market[:, 0], "p": p[:, 0], "q": q[:, 0]})
    return Simulated(kind, values, known, season, mean=mean, sd=spread, truth=truth)


@lru_cache(maxsize=256)
def new_year(year: int) -> date:
    """First day of the Chinese year that begins in `year`."""
    days = holidays.country_holidays("CN", years=year)
    return min(day for day, name in days.items() if name == "Chinese New Year (Spring Festival)")


def festival(year: int, month: int) -> float:
    """Share of the fifteen days around the Chinese New Year of `year` that lie in `month`."""
    middle = new_year(year)
    return sum((middle + timedelta(days=d)).month == month for d in range(-7, 8)) / 15.0


def seasonal(n: int, known: int, horizon: int, seed: int, *, year: int = 2010, first: int = 0) -> Simulated:
    """Monthly series: a trend that turns slowly, a season, the moving Chinese New Year, noise with fat tails.

    log y = level + season of the month (8 to 20 percent, summing to nought) - depth x `festival` + noise (Student,
    five degrees of freedom, 10 to 30 percent). The festival costs 15 to 45 percent of a month. The level moves by
    10 to 30 percent a year around a slope that itself moves by 5 points a year.
    """
    rng = np.random.default_rng(seed)
    cells = known + horizon
    index = first + np.arange(cells)
    month = index % 12
    pattern = _between(rng, 0.08, 0.20, n) * rng.normal(size=(n, 12))
    pattern -= pattern.mean(axis=1, keepdims=True)
    depth = rng.uniform(0.15, 0.45, (n, 1))
    share = np.array([festival(year + int(i) // 12, int(i) % 12 + 1) for i in index])
    slope = _walk(rng.normal(0.10, 0.10, n), 0.05 / np.sqrt(12) * rng.normal(size=(n, cells - 2))) / 12
    moving = _between(rng, 0.10, 0.30, n) / np.sqrt(12)
    level = _walk(_sizes(rng, n), slope + moving * rng.normal(size=(n, cells - 1)))
    around = _between(rng, 0.10, 0.30, n) * rng.standard_t(5, (n, cells)) * np.sqrt(3.0 / 5.0)
    values = np.exp(level + pattern[:, month] - depth * share + around)
    truth = {"level": level, "pattern": pattern, "depth": depth[:, 0], "festival": share, "noise": around}
    return Simulated("seasonal", values, known, 12, first, year, truth=MappingProxyType(truth))


def shares(n: int, known: int, horizon: int, seed: int, *, season: int = 1) -> Simulated:
    """Parts of a whole: the whole has a trend, the log-odds of the share walk slowly without one.

    The whole grows by 5 to 15 percent a year and spreads by 10; log-odds begin at N(-2.5, 1) and move by 5 to 25
    percent a year. In `truth`: `share`, and `odds_mean` and `odds_sd`, the law of its log-odds to come.
    """
    rng = np.random.default_rng(seed)
    cells = known + horizon
    growth = rng.uniform(0.05, 0.15, (n, 1)) / season
    steps = growth + 0.10 / np.sqrt(season) * rng.normal(size=(n, cells - 1))
    whole = np.exp(_walk(_sizes(rng, n) + 2.5, steps))
    moving = _between(rng, 0.05, 0.25, n) / np.sqrt(season)
    odds = _walk(rng.normal(-2.5, 1.0, n), moving * rng.normal(size=(n, cells - 1)))
    share = 1.0 / (1.0 + np.exp(-odds))
    ahead = np.sqrt(np.arange(1, horizon + 1))
    truth = {
        "share": share,
        "odds_mean": np.repeat(odds[:, known - 1 : known], horizon, axis=1),
        "odds_sd": moving * ahead,
    }
    return Simulated("shares", share * whole, known, season, whole=whole, truth=MappingProxyType(truth))


def outliers(
    n: int, known: int, horizon: int, seed: int, *, season: int = 1, often: float = 0.06
) -> Simulated:
    """The series of `drift` with figures far off now and then: a strike, a slip of the pen, a bulk registration.

    A share `often` of all cells, those to come included, is off by 40 to 100 percent (in logarithms), up or down;
    the next figure is as if nothing had been. In `truth`: `clean`, and `off` where they are.
    """
    calm = drift(n, known, horizon, seed, season=season, spread=(0.10, 0.30))
    rng = np.random.default_rng([seed, 1])
    off = rng.random(calm.values.shape) < often
    size = rng.choice([-1.0, 1.0], off.shape) * rng.uniform(0.4, 1.0, off.shape)
    truth = MappingProxyType({**calm.truth, "clean": calm.values, "off": off})
    return Simulated("outliers", calm.values * np.exp(off * size), known, season, truth=truth)


def booms(n: int, known: int, horizon: int, seed: int, *, season: int = 1, often: float = 0.25) -> Simulated:
    """Random walks with drift that share booms and busts: errors of one origin are then of one kind.

    In a share `often` of the years growth of the whole panel is shocked by N(0, 0.3^2), of which a series takes
    0.5 to 1.5 times; of its own it spreads by 10 to 30 percent. In `truth`: `shock` a step, `loading`.
    """
    rng = np.random.default_rng(seed)
    cells = known + horizon
    years = np.arange(1, cells) // season
    hit = rng.random(years[-1] + 1) < often
    shock = (hit * rng.normal(0.0, 0.3, hit.size))[years] / season
    loading = rng.uniform(0.5, 1.5, (n, 1))
    sigma = _between(rng, 0.10, 0.30, n) / np.sqrt(season)
    own = rng.normal(0.10, 0.05, (n, 1)) / season
    steps = own + loading * shock + sigma * rng.normal(size=(n, cells - 1))
    truth = {"shock": shock, "loading": loading[:, 0], "drift": own[:, 0], "sigma": sigma[:, 0]}
    return Simulated(
        "booms", np.exp(_walk(_sizes(rng, n), steps)), known, season, truth=MappingProxyType(truth)
    )


def intermittent(n: int, known: int, horizon: int, seed: int, *, season: int = 1) -> Simulated:
    """Figures that are often nought: exports of a small maker, registrations of a rare kind.

    A cell has a figure with probability 0.3 to 0.8, of N(m_i, s_i^2) in logarithms, m_i growing by 5 percent a
    year, s_i from 30 to 70 percent. In `truth`: `chance`, `centre` (n, cells), `spread`.
    """
    rng = np.random.default_rng(seed)
    cells = known + horizon
    chance = rng.uniform(0.3, 0.8, (n, 1))
    centre = rng.normal(np.log(300), 1.0, (n, 1)) + 0.05 / season * np.arange(cells)
    spread = _between(rng, 0.3, 0.7, n)
    sizes = np.exp(centre + spread * rng.normal(size=(n, cells)))
    values = np.where(rng.random((n, cells)) < chance, sizes, 0.0)
    truth = {"chance": chance[:, 0], "centre": centre, "spread": spread[:, 0]}
    return Simulated("intermittent", values, known, season, truth=MappingProxyType(truth))


FAMILIES: Mapping[str, Callable[[int, int, int, int], Simulated]] = MappingProxyType(
    {
        "drift": drift,
        "few": few,
        "noise": noise,
        "breaks": breaks,
        "saturation": saturation,
        "seasonal": seasonal,
        "shares": shares,
        "outliers": outliers,
        "booms": booms,
        "intermittent": intermittent,
    }
)
"""Every family, called with n, known, horizon, seed; `few` takes 2 to 6 known cells."""


def as_tables(
    panel: Simulated,
    start_year: int | None = None,
    *,
    unit: str = "vehicle",
    lag: int | None = None,
    year_to_date: bool = False,
    cells: int | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Rows of a case that holds the panel, fit for `conftest.cluster_of`.

    The metric `NAME` is observed at places `p001`, `p002` ...; where the panel has a whole, `NAME_whole` too, and
    `NAME_share` (percent) is their ratio.

    Parameters
    ----------
    start_year
        Year of the first cell (the panel's unless given; a seasonal panel has its New Year in its own years).
    lag
        Days from the end of a period to its publication: 60 for yearly figures, 20 for others, unless given.
    year_to_date
        Sums since 1 January instead of figures of the cell, as China's statistics are published: January alone
        never, months before the first whole year or before a series begins not at all. Yearly figures stay.
    cells
        How many cells are written (all unless given): what is to come is told apart by its date of publication.
    """
    begin = panel.year if start_year is None else start_year
    days = (60 if panel.season == 1 else 20) if lag is None else lag
    told = {"source": f"simulated: {panel.name}", "basis": "synthetic", "published": f"{begin - 1}-12-31"}
    count = len(panel.values)
    names = [f"p{i + 1:0{max(3, len(str(count)))}d}" for i in range(count)]
    metrics = [{"metric": panel.name, "kind": "series", "unit": unit, **told}]
    measured = {panel.name: panel.values}
    if panel.whole is not None:
        whole, ratio = f"{panel.name}_whole", f"{panel.name}_share"
        metrics.append({"metric": whole, "kind": "series", "unit": unit, **told})
        parts = {"numerator": panel.name, "denominator": whole}
        metrics.append({"metric": ratio, "kind": "ratio", "unit": "percent", **parts, **told})
        measured[whole] = panel.whole
    country = {"place": "country", "kind": "country", "parent": None, **told}
    provinces = [{"place": p, "kind": "province", "parent": "country", **told} for p in names]
    rows = [
        {"metric": metric, "place": place, "unit": unit, **told, **figure}
        for metric, values in measured.items()
        for place, series in zip(names, values, strict=True)
        for figure in _figures(panel, series[:cells], begin, days, year_to_date and panel.season > 1)
    ]
    return {"metrics": metrics, "places": [country, *provinces], "observations": rows}


def _figures(
    panel: Simulated, series: Array, begin: int, lag: int, year_to_date: bool
) -> list[dict[str, Any]]:
    """Cells of one series as they are published."""
    found: list[dict[str, Any]] = []
    months = 12 // panel.season
    total = np.nan
    for i, value in enumerate(series):
        years, cell = divmod(panel.first + i, panel.season)
        year, month = begin + years, (cell + 1) * months
        total = value if cell == 0 else total + value  # NaN until a January is there
        shown = total if year_to_date else value
        if np.isnan(shown) or (year_to_date and month == 1):
            continue
        published = date(year, month, monthrange(year, month)[1]) + timedelta(days=lag)
        found.append(
            {
                "period": _period(year, month, panel.season, year_to_date),
                "vintage": published.isoformat(),
                "value": float(shown),
                "flow": "year_to_date" if year_to_date else "period",
                "published": published.isoformat(),
            }
        )
    return found


def _period(year: int, month: int, season: int, year_to_date: bool) -> str:
    if season == 1:
        return f"{year}"
    if year_to_date:
        return f"{year}-01/{year}-{month:02d}"
    return f"{year}-Q{month // 3}" if season == 4 else f"{year}-{month:02d}"
