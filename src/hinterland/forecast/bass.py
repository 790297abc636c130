"""Bass diffusion of many short series of flows, summed over a grid of its parameters instead of searched.

The model (Bass 1969, *Management Science* 15:215): of m adopters in all, the share

    F(s) = (1 - exp(-(p + q) s)) / (1 + (q / p) exp(-(p + q) s))

has adopted s years after the launch, p being innovation and q imitation, both per year. A column of dt years whose
start lies s years after the launch sees the flow m [F(s + dt) - F(s)]. With b = p + q, the peak at
s* = ln(q / p) / b, and L the logistic function,

    F(s + dt) - F(s) = (1 + p / q) [L(b (s + dt - s*)) - L(b (s - s*))],

exactly. So the three unknowns p, q and t0, the years between launch and first value, shape the flow through two
only: the speed b, and tau = s* - t0, the years from the first value to the peak. The grid is over these two; what
(p, q, t0) add besides is a constant, which the size m takes up, and their prior, which is summed onto the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.law import Array, Law
from hinterland.forecast.trend import shrunk_variance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

# Prior: medians of p and q (Sultan, Farley and Lehmann 1990, J. Mark. Res. 27:70), spreads of their logarithms, weak
# (p from 0.001 to 0.9, q from 0.14 to 1.0 within two spreads), and the mean of t0, exponential.
P_TYPICAL, P_SPREAD = 0.03, 1.7
Q_TYPICAL, Q_SPREAD = 0.38, 0.5
YEARS_BEFORE = 3.0
SPEEDS = np.geomspace(0.08, 1.8, 22)  # b, per year
PHASES = np.arange(-6.0, 8.01, 0.5)  # b tau: beyond these ends the flow is a plain exponential
MANY = 500  # series from which every other point of either is enough: CRPS is the same, time a quarter
NOISE, NOISE_DF = 0.1, 2.0  # spread of residuals before any was seen, and how many residuals that is worth
CORRELATION = 0.5  # of errors in neighbouring columns
TIE = 8.0  # n values count as n / (1 + (season - 1) / TIE): months agree more than their correlation says
FADE = {12: 0.4, 4: 0.2, 1: 0.05}  # weight of the miss one column earlier: a month may be odd, a year hardly
CARRY = 0.9  # what is left of the miss a year later
START, WANDER = 0.9, 1.25  # variance of the carried level, in s^2: at once, and per step and root of a year
CHUNK = 400_000  # numbers in one temporary array: few enough to stay near the processor


@dataclass(frozen=True, slots=True)
class _Grid:
    """Grid points, shape (points,): speed b per year, years to the peak tau, logarithm of the prior."""

    speed: Array
    peak: Array
    prior: Array

    def log_flow(self, ages: Array, dt: float) -> Array:
        """Return ln[L(b (s + dt)) - L(b s)], s = age dt - tau, shape (points, ages), ages in columns."""
        start = self.speed[:, None] * (ages[None, :] * dt - self.peak[:, None])
        width = self.speed[:, None] * dt
        flow: Array = (
            start + np.log(np.expm1(width)) - np.logaddexp(0.0, start) - np.logaddexp(0.0, start + width)
        )
        return flow


def _grid(stride: int = 1) -> _Grid:
    """Return the grid with the prior of (p, q, t0) summed onto it.

    At one b, the split p = f b and q = (1 - f) b leaves one direction, f, to sum over: for each f the time to the
    peak after launch s* is known, and t0 = s* - tau has its exponential density, none below zero.
    """
    logit = np.linspace(-9.0, 2.0, 221)  # of f, evenly
    share = 1.0 / (1.0 + np.exp(-logit))
    speeds, phases = SPEEDS[::stride], PHASES[::stride]
    speed = speeds[:, None, None]
    peak = phases[None, :, None] / speed
    ln_p, ln_q = np.log(share * speed), np.log((1.0 - share) * speed)
    # d ln p d ln q = d ln b d logit f: the density needs no further factor on this grid.
    shape = (
        -0.5 * ((ln_p - np.log(P_TYPICAL)) / P_SPREAD) ** 2
        - 0.5 * ((ln_q - np.log(Q_TYPICAL)) / Q_SPREAD) ** 2
    )
    before = -logit / speed - peak  # t0
    density = np.where(before >= 0, np.exp(shape - np.maximum(before, 0.0) / YEARS_BEFORE), 0.0).sum(axis=2)
    density /= speeds[:, None]  # cells even in b tau are 1 / b wide in tau
    prior = np.log(np.maximum(density / density.sum(), 1e-12))
    each = np.repeat(speeds, len(phases))
    return _Grid(each, np.tile(phases, len(speeds)) / each, prior.ravel())


def bass(y: Array, season: int, origins: Sequence[int], horizons: Sequence[int]) -> Law:
    """Forecast flows per column by Bass diffusion curves fitted to the values up to each origin.

    y_t = ln m + ln f_t(b, tau) + e_t. Errors of a diffusion curve keep their sign for a while, so neighbours are
    made free of a correlation r = `CORRELATION` first (Prais and Winsten 1954): a value that follows another enters
    as z_t - r z_{t-1}, one behind a gap as sqrt(1 - r^2) z_t, z being y, ln f and 1. At each grid point ln m then
    is least squares in closed form, and the point's weight is its prior times the likelihood with the variance of
    the errors summed out,

        (NOISE_DF NOISE^2 + (n* / n) SSE)^(-(n* - 1 + NOISE_DF) / 2),

    where n values count as n* = n / (1 + (season - 1) / `TIE`). The fit ln m + ln f is averaged over the grid.

    A curve through the whole history may miss its end, and nobody would start a forecast there. So what the fit
    misses near the origin (residuals of the last year, the weight falling by `FADE` a column, so that one odd month
    is not all) is carried forward and dies away by `CARRY` a year:

        mu(h) = fit(o + h) + CARRY^(h dt) miss.

    Spread: the variance between grid points of that same forecast, plus that of the carried level, which wanders
    like a random walk, because a curve errs for years in one direction:

        sd(h)^2 = between(h) + s^2 (START + WANDER h sqrt(dt)),

    s^2 the grid's mean of SSE / (n - 3), drawn toward `NOISE` and toward the panel's as in `trend.shrunk_variance`.
    A random walk would grow by about one s^2 a column, a noise that is new each column not at all; yearly errors
    are mostly the first, monthly ones a mixture, hence the root. The constants were chosen by CRPS and coverage on
    simulated diffusions whose errors were a random walk, or of first order, with noise on top: central 68 percent
    intervals then held 58 to 78 percent. Errors that are pure noise make them too wide.

    Parameters
    ----------
    y
        Natural logarithms of flows per column, without season, shape (series, columns); NaN where missing.
    season
        Columns a year: 12, 4 or 1.
    origins
        Last column that may be used, one forecast for each.
    horizons
        Steps (>= 1) from the origin to the column forecast, which may lie beyond the last one.

    Returns
    -------
    Law
        Shape (series, origins, horizons); NaN below three values.
    """
    n, k, h = len(y), len(origins), len(horizons)
    law = Law.silent(n, k, h)
    between, sse, df = np.full((n, k, h), np.nan), np.full((n, k), np.nan), np.full((n, k), np.nan)
    grid = _grid(1 if len(y) < MANY else 2)
    seen = np.isfinite(y)
    order = np.argsort(np.asarray(origins), kind="stable")
    steps = np.asarray(horizons, dtype=np.float64)
    for first, rows in _groups(seen, max(1, CHUNK // len(grid.speed))):
        fits = _Fits(grid, y[rows, first:], seen[rows, first:], 1.0 / season)
        for at in order:
            age = int(origins[at]) - first
            if age < 2:
                continue
            fits.extend(age)
            found = fits.forecast(age, steps, season)
            law.mu[rows, at], between[rows, at], sse[rows, at], df[rows, at] = found
    for at in range(k):
        variance = shrunk_variance(sse[:, at] + NOISE_DF * NOISE**2, df[:, at] + NOISE_DF)[:, None]
        law.sd[:, at] = np.sqrt(between[:, at] + variance * (START + WANDER * steps / np.sqrt(season)))
    return law


def _groups(seen: NDArray[np.bool_], most: int) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield series that start in the same column, at most `most` at once, with that column."""
    first = np.where(seen.any(axis=1), seen.argmax(axis=1), -1)
    for column in np.unique(first[first >= 0]):
        rows = np.flatnonzero(first == column)
        for start in range(0, len(rows), most):
            yield int(column), rows[start : start + most]


class _Fits:
    """Sums of products of series that start together, at every grid point, extended from origin to origin."""

    def __init__(self, grid: _Grid, y: Array, seen: NDArray[np.bool_], dt: float) -> None:
        self.grid, self.dt = grid, dt
        self.level = y[:, 0]  # the first value is there: the group starts with it
        self.rise = np.where(seen, y - self.level[:, None], 0.0)
        self.seen = seen.astype(np.float64)
        before = np.zeros_like(self.seen)
        before[:, 1:] = self.seen[:, :-1]
        self.tied = self.seen * before  # the value follows one in the column before
        self.upto = 0
        points = (len(y), len(grid.speed))
        self.s_fl, self.s_yl, self.s_ll = np.zeros(points), np.zeros(points), np.zeros(points)
        self.s_fy, self.s_yy, self.s_ff = np.zeros(len(y)), np.zeros(len(y)), np.zeros(len(y))
        self.count = np.zeros(len(y))

    def extend(self, age: int) -> None:
        """Add the columns up to and with `age`, counted from the first value."""
        if age < self.upto:
            return  # an origin asked for twice
        ages = np.arange(self.upto, age + 1)
        flow = self.grid.log_flow(np.arange(self.upto - 1.0, age + 1.0), self.dt).T
        tied, alone = self.tied[:, ages], self.seen[:, ages] - self.tied[:, ages]
        rise, last = self.rise[:, ages], self.rise[:, np.maximum(ages - 1, 0)]
        self._accumulate(
            tied, tied * (rise - CORRELATION * last), flow[1:] - CORRELATION * flow[:-1], 1.0 - CORRELATION
        )
        some = alone.any(axis=0)  # hardly any column
        start = np.sqrt(1.0 - CORRELATION**2)
        self._accumulate(
            alone[:, some], start * alone[:, some] * rise[:, some], start * flow[1:][some], start
        )
        self.count += self.seen[:, ages].sum(axis=1)
        self.upto = age + 1

    def _accumulate(self, seen: Array, y: Array, flow: Array, one: float) -> None:
        """Add sums of products of three regressors made free of correlation: y, ln f and the constant `one`."""
        self.s_fl += one * (seen @ flow)
        self.s_ll += seen @ (flow * flow)
        self.s_yl += y @ flow
        self.s_ff += one**2 * seen.sum(axis=1)
        self.s_fy += one * y.sum(axis=1)
        self.s_yy += np.einsum("it,it->i", y, y)

    def forecast(self, age: int, steps: Array, season: int) -> tuple[Array, Array, Array, Array]:
        """Return mu and the variance between grid points, (series, steps), and SSE and its df, (series,)."""
        count = np.where(self.count >= 3, self.count, np.nan)
        size = (self.s_fy[:, None] - self.s_fl) / self.s_ff[:, None]  # ln m
        sse = self.s_yy[:, None] - 2.0 * self.s_yl + self.s_ll - self.s_ff[:, None] * size**2
        np.maximum(sse, 0.0, out=sse)
        worth = count / (1.0 + (season - 1.0) / TIE)
        log = np.log(NOISE_DF * NOISE**2 + (worth / count)[:, None] * sse)
        log *= -0.5 * (worth[:, None] - 1.0 + NOISE_DF)
        log += self.grid.prior
        log -= log.max(axis=1, keepdims=True)
        weight = np.exp(log, out=log)
        weight /= weight.sum(axis=1, keepdims=True)
        sized = weight * size

        near = np.arange(max(0, age + 1 - max(season, 2)), age + 1)
        ahead = self.grid.log_flow(age + steps, self.dt)
        fit = sized.sum(axis=1, keepdims=True) + weight @ ahead
        kept = CARRY ** (steps * self.dt)
        mu = fit + kept * self._miss(weight, sized, near, FADE[season])[:, None]
        # Between points: what each would forecast once it, too, starts from the level at the origin.
        own = ahead - kept * self.grid.log_flow(np.array([float(age)]), self.dt)
        mean = weight @ own + (1.0 - kept) * sized.sum(axis=1, keepdims=True)
        square = weight @ own**2 + 2.0 * (1.0 - kept) * (sized @ own)
        square += (1.0 - kept) ** 2 * np.einsum("ig,ig->i", sized, size)[:, None]
        between = np.maximum(square - mean**2, 0.0)
        rest = np.einsum("ig,ig->i", weight, sse)
        return self.level[:, None] + mu, between, rest, count - 3.0

    def _miss(self, weight: Array, sized: Array, near: NDArray[np.intp], fade: float) -> Array:
        """Return what the fit misses in the columns `near`, the latest counting most; zero where none is there."""
        flow = self.grid.log_flow(near.astype(np.float64), self.dt)
        residual = self.rise[:, near] - sized.sum(axis=1, keepdims=True) - weight @ flow
        counts = self.seen[:, near] * fade ** np.arange(len(near) - 1.0, -1.0, -1.0)
        missed: Array = np.einsum("it,it->i", counts, residual) / np.maximum(counts.sum(axis=1), 1e-300)
        return missed
