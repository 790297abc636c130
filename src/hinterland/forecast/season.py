"""Season of many short monthly or quarterly series: pooled over the panel, moving with Chinese New Year.

Effects add on the log scale, so they multiply flows. They are learned from first differences, which a trend or a
jump of the level hardly touches, and each series borrows from the others what it cannot know itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.holidays import FIRST_YEAR, LAST_YEAR, new_year_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from hinterland.forecast.law import Array

USUAL = 0.15  # spread of a month's effect around zero, log units, before any data
USUAL_DF = 4.0  # how many estimated effects that prior is worth against those of the panel
LEAST = 0.003  # spread of a month's effect between series that even a uniform panel leaves
NOISE, NOISE_DF = 0.1, 4.0  # spread of a difference before any data; pseudo degrees of freedom of the panel's
HUBER = 1.345  # differences beyond so many spreads lose weight: 95 percent efficient where none is wild
GAP = 3  # longest step, in columns, whose ends are compared
CHUNK = 6_000_000  # numbers in one temporary array: about 50 MB


@dataclass(frozen=True, slots=True)
class Season:
    """Effects of month or quarter and of the moving holiday.

    Attributes
    ----------
    effects
        Additive on the log scale, shape (series, columns + largest horizon). The effects of the cells of a year
        average zero, holiday apart, and the holiday averages zero over the years month by month: the mean of the
        logarithms, the level of the adjusted series, is that of the series itself.
    adjusted
        `y` less the effects of its columns, shape (series, columns); NaN where `y` is.
    """

    effects: Array
    adjusted: Array


def seasonal(
    y: Array,
    season: int,
    first_year: int,
    first_cell: int,
    horizons: Sequence[int],
    joint: NDArray[np.bool_] | None = None,
    last: int | None = None,
) -> Season:
    """Estimate the season of every series, and its effects in columns seen and to come.

    Differences of a series, d_t = y_t - y_{t-g} over the g <= `GAP` columns to the value before, follow

        d_t = g drift + (x_t - x_{t-g})' beta + noise,   noise variance g s^2,

    x_t holding the harmonics of the calendar (11 for months, 3 for quarters, which span all effects of zero mean)
    and, for months, the moving holiday (`holidays.new_year_share`). With A, c the normal equations of one series
    and s^2 its noise, an empirical Bayes estimate (Efron and Morris 1973) draws each series to the mean effects mu
    of all *other* series,

        beta = (w A / s^2 + P)^-1 (w c / s^2 + P mu),    w = min(1, years / 2)^2,

    so that less than two years say little. mu itself is drawn to zero with the spread `USUAL`, and a panel of one
    has mu = 0. The spread tau^2 of effects between series comes from the panel: the mean square of (A^-1 c - mu)
    less its sampling variance. P = diag(f) / tau^2, with f = 1 + 2 rho cos(frequency) and rho the correlation of
    neighbouring residuals in the panel: where levels carry noise, differences go up and down, and slow harmonics
    are known better than s^2 A^-1 says. The fit is done twice, the second time with the differences far off the
    first fit weighted down (one step of Huber's).

    Parameters
    ----------
    y
        Natural logarithms of flows, shape (series, columns); NaN where missing.
    season
        Columns a year: 12, 4, or 1 (no season: zero effects).
    first_year, first_cell
        Calendar of column 0: its year, and its month or quarter counted from 0.
    horizons
        Steps beyond the last column; effects reach to the largest.
    joint
        Series whose January and February are published as one figure, shape (series,). They arrive with NaN in
        January and half the sum in February, and get one effect for both months and none of the holiday.
    last
        Last column that may be used to estimate; the last of all when not given.

    Raises
    ------
    ValueError
        For another number of columns a year.
    """
    if season not in {1, 4, 12}:
        raise ValueError(f"{season} columns a year: a season needs 12 or 4, and 1 has none")
    columns = y.shape[1] + max(horizons, default=0)
    effects = np.zeros((len(y), columns))
    if season > 1 and y.size and last != -1:
        apart = np.zeros(len(y), dtype=np.bool_) if joint is None else joint & (season == 12)
        used = y[:, : y.shape[1] if last is None else last + 1]
        own, common = _design(season, first_year, first_cell, columns)
        parts = [(np.flatnonzero(~apart), own), (np.flatnonzero(apart), common)]
        beta = _estimate(used, season, parts)
        for rows, design in parts:
            effects[rows] = beta[rows] @ design.T
    return Season(effects, y - effects[:, : y.shape[1]])


def _holiday(first_year: int, first_cell: int, columns: int, season: int) -> Array:
    """Return the moving holiday of each column, none in years for which its day is not known here."""
    known = np.zeros(columns)
    at = first_year * season + first_cell + np.arange(columns)
    inside = np.flatnonzero((at >= FIRST_YEAR * season) & (at < (LAST_YEAR + 1) * season))
    if len(inside):
        year, cell = divmod(int(at[inside[0]]), season)
        known[inside] = new_year_share(year, cell, len(inside), season)
    return known


def _design(season: int, first_year: int, first_cell: int, columns: int) -> tuple[Array, Array]:
    """Return regressors of each column, shape (columns, parameters), and those of series with a joint January.

    Harmonics have mean square one over the year, so that their coefficients squared sum to the variance of the
    effects. The holiday comes last.
    """
    cell = (first_cell + np.arange(columns)) % season
    year = np.stack(
        [
            wave(2.0 * np.pi * k * np.arange(season) / season)
            for k in _orders(season)
            for wave in _waves(k, season)
        ],
        axis=1,
    )
    year *= np.sqrt(1.0 / np.square(year).mean(axis=0))
    if season != 12:
        return year[cell], year[cell]
    merged = year.copy()
    merged[:2] = year[:2].mean(axis=0)
    holiday = _holiday(first_year, first_cell, columns, season)
    return np.column_stack([year[cell], holiday]), np.column_stack([merged[cell], np.zeros(columns)])


def _orders(season: int) -> range:
    return range(1, season // 2 + 1)


def _waves(order: int, season: int) -> tuple[np.ufunc, ...]:
    return (np.cos,) if 2 * order == season else (np.cos, np.sin)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Normal equations, drift eliminated: matrix (series, k, k), vector (series, k), and what gives the drift."""

    matrix: Array
    vector: Array
    cross: Array  # of regressors with the drift, (series, k)
    length: Array  # weighted columns spanned, (series,)
    rise: Array  # weighted sum of differences, (series,)
    count: Array  # differences, (series,)
    squares: Array  # weighted sum of squared residuals, (series,)
    spread: Array  # median absolute residual over 0.6745, (series,)
    tied: Array  # sum of products of neighbouring residuals, and of their squares, (series, 2)

    def drift(self, beta: Array) -> Array:
        """Return the mean difference a column at the coefficients `beta`."""
        drift: Array = (self.rise - np.einsum("ik,ik->i", self.cross, beta)) / np.maximum(self.length, 1e-300)
        return drift


def _estimate(y: Array, season: int, parts: list[tuple[NDArray[np.intp], Array]]) -> Array:
    """Return coefficients, shape (series, parameters)."""
    size = parts[0][1].shape[1]
    spread = np.full(size, USUAL**2 / (season - 1))
    if season == 12:
        spread[-1] = USUAL**2  # of a feast that lies wholly in one month or wholly in the other
    sums = _gather(y, parts, None)
    noise = _noise(np.square(sums.spread), np.ones(len(y)), sums.count, season)
    beta = _posterior(sums, noise, spread, spread, np.ones(size), season)
    sums = _gather(y, parts, np.column_stack([beta, sums.drift(beta)]))
    # Half of the parameters are taken as spent: the first fit was itself drawn to the panel.
    freedom = np.maximum(sums.count - 1.0 - size / 2.0, 1.0)
    noise = _noise(sums.squares, freedom, sums.count, season)
    sway = sums.tied.sum(axis=0)
    rho = float(np.clip(sway[0] / sway[1], -0.5, 0.5)) if sway[1] > 0 else 0.0
    angle = [2.0 * np.pi * k / season for k in _orders(season) for _ in _waves(k, season)]
    tilt = np.ones(size)
    tilt[: season - 1] = np.maximum(1.0 + 2.0 * rho * np.cos(angle), 0.1)
    between = _between(sums, noise, spread, tilt, parts[0][0], season)
    return _posterior(sums, noise, between, spread, tilt, season)


def _gather(y: Array, parts: list[tuple[NDArray[np.intp], Array]], fit: Array | None) -> _Sums:
    """Return the normal equations of every series, weighted by the residuals of `fit` where there is one."""
    rows_of, listed = [], []
    most = max(1, CHUNK // max(1, y.shape[1]))
    for rows, design in parts:
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            rows_of.append(some)
            listed.append(_normal(y[some], design[: y.shape[1]], None if fit is None else fit[some]))
    back = np.argsort(np.concatenate(rows_of), kind="stable")
    names = _Sums.__dataclass_fields__
    return _Sums(**{name: np.concatenate([getattr(s, name) for s in listed])[back] for name in names})


def _steps(y: Array, design: Array) -> Iterator[tuple[NDArray[np.bool_], Array, Array]]:
    """Yield for each length of step: where one ends (series, columns), its difference, its regressors with drift.

    Differences and regressors are divided by the root of the length, which gives all the same noise.
    """
    seen = np.isfinite(y)
    free = seen.copy()  # values whose step to the value before is not found yet
    for gap in range(1, min(GAP, y.shape[1] - 1) + 1):
        ends = np.zeros_like(seen)
        ends[:, gap:] = free[:, gap:] & seen[:, :-gap]
        if ends.any():
            free &= ~ends
            root = np.sqrt(gap)
            difference = np.zeros_like(y)
            np.subtract(y[:, gap:], y[:, :-gap], out=difference[:, gap:], where=ends[:, gap:])
            regressors = np.zeros((y.shape[1], design.shape[1] + 1))
            regressors[gap:, :-1] = design[gap:] - design[:-gap]
            regressors[:, -1] = gap
            yield ends, difference / root, regressors / root


def _drift_only(steps: list[tuple[NDArray[np.bool_], Array, Array]], series: int, size: int) -> Array:
    """Return coefficients, shape (series, size), of a drift alone: the rise over the columns it took."""
    rise, length = np.zeros(series), np.zeros(series)
    for ends, difference, regressors in steps:
        root = regressors[0, -1]  # of the length of the step
        rise += root * difference.sum(axis=1)
        length += root**2 * ends.sum(axis=1)
    return np.column_stack([np.zeros((series, size - 1)), rise / np.maximum(length, 1.0)])


def _normal(y: Array, design: Array, fit: Array | None) -> _Sums:
    """Return the normal equations of a chunk of series that share a design."""
    size = design.shape[1] + 1
    steps = list(_steps(y, design))
    before = _drift_only(steps, len(y), size) if fit is None else fit
    ended, residual = np.zeros(y.shape, dtype=np.bool_), np.zeros(y.shape)
    for ends, difference, regressors in steps:
        ended |= ends
        residual += np.where(ends, difference - before @ regressors.T, 0.0)
    count = ended.sum(axis=1).astype(np.float64)
    spread = _median(np.where(ended, np.abs(residual), np.inf), count) / 0.6745
    weight = ended.astype(np.float64)
    if fit is not None:
        limit = HUBER * np.maximum(spread, 1e-9)[:, None]
        weight *= np.minimum(1.0, limit / np.maximum(np.abs(residual), 1e-300))
    upper = np.triu_indices(size)
    packed, vector = np.zeros((len(y), len(upper[0]))), np.zeros((len(y), size))
    for ends, difference, regressors in steps:
        here = weight if len(steps) == 1 else weight * ends
        packed += here @ (regressors[:, upper[0]] * regressors[:, upper[1]])
        vector += (here * difference) @ regressors
    where = np.zeros((size, size), dtype=np.intp)
    where[upper] = np.arange(len(upper[0]))
    matrix = packed[:, np.maximum(where, where.T)]
    cross, length = matrix[:, :-1, -1].copy(), matrix[:, -1, -1].copy()
    share = cross / np.maximum(length, 1e-300)[:, None]
    weighted = weight * residual
    product = np.einsum("it,it->i", weighted[:, 1:], weighted[:, :-1])
    square = np.einsum("it,it->i", weighted, weighted)
    return _Sums(
        matrix=matrix[:, :-1, :-1] - share[:, :, None] * cross[:, None, :],
        vector=vector[:, :-1] - share * vector[:, -1:],
        cross=cross,
        length=length,
        rise=vector[:, -1].copy(),
        count=count,
        squares=np.einsum("it,it->i", weighted, residual),
        spread=spread,
        tied=np.stack([product, square], axis=1) / np.maximum(square, 1e-12)[:, None],
    )


def _median(values: Array, count: Array) -> Array:
    """Return the median of the `count` finite values of each row, the upper of two; zero where none is."""
    ordered = np.sort(values, axis=1)
    middle = np.take_along_axis(ordered, (count.astype(np.intp) // 2)[:, None], axis=1)[:, 0]
    return np.where(count > 0, middle, 0.0)


def _noise(squares: Array, freedom: Array, count: Array, season: int) -> Array:
    """Return the noise variance of each series, drawn to the panel's median, and that a little to `NOISE`."""
    long = count >= 2 * season
    usual = np.median(squares[long] / freedom[long]) if long.any() else NOISE**2
    drawn: Array = (squares + NOISE_DF * usual) / (freedom + NOISE_DF)
    return np.maximum(drawn, 1e-8)


def _between(
    sums: _Sums, noise: Array, usual: Array, tilt: Array, rows: NDArray[np.intp], season: int
) -> Array:
    """Return the variance of each coefficient between series, one for all harmonics, one for the holiday."""
    rows = rows[sums.count[rows] >= 1.25 * season]
    least = usual * (LEAST / USUAL) ** 2
    if not len(rows):
        return usual
    ridge = 1e-9 * np.eye(len(usual))
    inverse = np.linalg.inv(sums.matrix[rows] + ridge)
    loose = np.einsum("ikl,il->ik", inverse, sums.vector[rows])
    mean = _others(sums, noise, usual, usual, season)[rows]
    sampling = noise[rows, None] * np.diagonal(inverse, axis1=1, axis2=2) * tilt
    excess = np.square(loose - mean) - sampling
    worth = 1.0 / np.square(1.0 + sampling / usual)
    between = usual.copy()
    for part in (slice(0, season - 1), slice(season - 1, len(usual))):
        if len(usual[part]):
            total = worth[:, part].sum() + USUAL_DF
            between[part] = ((worth * excess)[:, part].sum() + USUAL_DF * usual[part]) / total
    return np.maximum(between, least)


def _others(sums: _Sums, noise: Array, between: Array, usual: Array, season: int) -> Array:
    """Return the mean effects of all other series, shape (series, k), drawn to zero where they are few."""
    # A series adds (V + tau^2)^-1, V = s^2 A^-1, as if its information A / s^2 were spread evenly.
    size = np.trace(sums.matrix, axis1=1, axis2=2) / len(usual)
    worth = _trust(sums, season) / (noise + size * between.mean())
    matrix, vector = worth[:, None, None] * sums.matrix, worth[:, None] * sums.vector
    every = matrix.sum(axis=0) + np.diag(1.0 / usual)
    return _solve(every - matrix, vector.sum(axis=0) - vector)


def _posterior(sums: _Sums, noise: Array, between: Array, usual: Array, tilt: Array, season: int) -> Array:
    """Return the coefficients of each series, drawn to the mean of the others."""
    mean = _others(sums, noise, between, usual, season)
    known = (_trust(sums, season) / noise)[:, None]
    prior = tilt / between
    return _solve(known[:, :, None] * sums.matrix + np.diag(prior), known * sums.vector + prior * mean)


def _trust(sums: _Sums, season: int) -> Array:
    trust: Array = np.minimum(1.0, sums.count / (2.0 * season)) ** 2
    return trust


def _solve(matrix: Array, vector: Array) -> Array:
    return np.asarray(np.linalg.solve(matrix, vector[:, :, None])[:, :, 0], dtype=np.float64)
