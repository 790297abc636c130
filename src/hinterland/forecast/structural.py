"""Local linear trends by Kalman filter, for many series and many variances at once.

State: level and slope; observation: level plus noise (Harvey 1989, chapter 2; damped: Gardner & McKenzie 1985)

    level' = level + m + phi (slope - m) + eta    eta  ~ (1 - rho) sigma^2
    slope' = m + phi (slope - m) + zeta           zeta ~ q sigma^2
    y      = level + eps                          eps  ~ rho sigma^2 + u

`m` is what the slope returns to, `u` the variance with which a figure is known (rounding, part of a year). A
random walk, one with drift, a damped trend (with `m` = 0 a Gompertz curve with noise) and a local linear trend are
corners of one grid of (rho, q, phi), so one pass gives them all, at every origin. `sigma^2` has an inverse gamma
law whose centre is the panel's, and the first slope a normal law around the panel's mean growth: two points already
give a forecast, and the more points a series has, the less the panel counts (empirical Bayes, Efron & Morris 1975).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.law import Array, Law

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHUNK = 384
"""Series filtered together: their state for the whole grid stays in the processor's cache."""
DEGREES = 8.0
"""Degrees of freedom that the panel's variance is worth for one series."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Points of the grid: noise share, slope variance, damping, whether there is a slope and what it returns to.

    Attributes
    ----------
    family
        Model of each point.
    rho, q, phi
        As in the module's equations.
    sloped
        0 where the slope is nil for good.
    home
        1 where the slope returns to the panel's growth, 0 where to nil.
    """

    family: tuple[str, ...]
    rho: Array
    q: Array
    phi: Array
    sloped: Array
    home: Array

    @classmethod
    def of(cls, season: int) -> Grid:
        """Return the grid for yearly (1), quarterly (4) or monthly (12) figures.

        Noise of a month averages out over a year, and a slope that is damped by 0.7 a year is damped by 0.97 a
        month: so shares of noise are larger and dampings nearer to one the finer the figures.
        """
        noise = {1: (0.0, 0.3, 0.7), 4: (0.0, 0.4, 0.7, 0.9), 12: (0.0, 0.4, 0.7, 0.9, 0.97)}[season]
        coarse = {1: (0.0, 0.4), 4: (0.2, 0.7), 12: (0.4, 0.8, 0.95)}[season]
        slopes = tuple(s / season for s in (0.02, 0.15))
        damped = tuple(p ** (1 / season) for p in (0.4, 0.75))
        points: list[tuple[str, float, float, float, float, float]] = []
        points += [("random_walk", r, 0.0, 1.0, 0.0, 0.0) for r in noise]
        points += [("drift", r, 0.0, 1.0, 1.0, 0.0) for r in noise]
        for r in coarse:
            points += [("damped", r, s, p, 1.0, 0.0) for s in slopes for p in damped]
            points += [("reverting", r, s, p, 1.0, 1.0) for s in slopes for p in damped]
            points += [("local_trend", r, s, 1.0, 1.0, 0.0) for s in (*slopes, 0.5 / season)]
        family, *columns = zip(*points, strict=True)
        return cls(family, *(np.array(c) for c in columns))

    @property
    def families(self) -> tuple[str, ...]:
        """Models in order."""
        return tuple(dict.fromkeys(self.family))

    def where(self, family: str) -> list[int]:
        """Return the points of one model."""
        return [k for k, f in enumerate(self.family) if f == family]


@dataclass(frozen=True, slots=True)
class Pool:
    """What a panel says about one series before its own figures do.

    Attributes
    ----------
    scale
        Variance of a step on the transformed scale.
    growth, spread
        Mean growth a step over the series of the panel, and its standard deviation between them.
    """

    scale: float
    growth: float
    spread: float


@dataclass(frozen=True, slots=True)
class Filtered:
    """Laws of each model at each origin, and how well each point of the grid told each series."""

    laws: Mapping[str, Law]
    evidence: Array


TYPICAL: Mapping[int, Pool] = {
    1: Pool(0.20**2, 0.03, 0.10),
    4: Pool(0.14**2, 0.015, 0.035),
    12: Pool(0.14**2, 0.005, 0.015),
}
"""What is taken to be typical of industrial output where the panel itself has hardly any figures, by season."""
WORTH = 12.0
"""How many series what is typical counts for beside the panel's own."""


def pool(y: Array, season: int, typical: Pool | None = None) -> Pool:
    """Return what a panel (n, T) shows: variance of a step, mean growth, and how growth differs between series.

    Medians over series, so that a few wild ones do not decide; shrunk to what is typical while series are few. The
    spread of growth is what differs beyond chance (DerSimonian & Laird 1986).
    """
    known = typical or TYPICAL[season]
    steps, gaps = _steps(y)
    count = np.isfinite(steps).sum(axis=1)
    use = count >= 1
    if not use.any():
        return known
    steps, gaps, count = steps[use], gaps[use], count[use]
    span = np.nansum(gaps, axis=1)
    growth = np.nansum(steps, axis=1) / span
    many = count >= 3
    scale = known.scale
    if many.any():
        left = (steps[many] - growth[many, None] * gaps[many]) / np.sqrt(gaps[many])
        own = np.nansum(left**2, axis=1) / (count[many] - 1)
        weight = np.minimum(count[many], 12).sum() / 6
        scale = np.exp(
            (weight * np.log(np.median(np.maximum(own, 1e-6))) + WORTH * np.log(known.scale))
            / (weight + WORTH)
        )
    between, mean, doubt = _growth(growth, span, scale, known)
    doubt = max(doubt, _common(y) / max(y.shape[1] - 1, 1))
    worth = known.spread**2 / 4 / (known.spread**2 / 4 + doubt)
    centre = worth * mean + (1 - worth) * known.growth
    spread = np.sqrt(between + worth * doubt)
    return Pool(float(scale), float(centre), float(spread))


def _growth(growth: Array, span: Array, scale: float, known: Pool) -> tuple[float, float, float]:
    """Return variance of growth between series, its mean over series, and the variance of that mean."""
    precision = 1 / (known.spread**2 + scale / span)
    mean = float(np.sum(precision * growth) / precision.sum())
    bulk = np.clip(growth, *np.quantile(growth, [0.05, 0.95]))
    own = max(float(np.mean((bulk - mean) ** 2 - scale / span)), (0.3 * known.spread) ** 2)
    series = float(len(growth))
    between = (series * own + WORTH * known.spread**2) / (series + WORTH)
    return between, mean, float(1 / precision.sum())


def _common(y: Array) -> float:
    """Return the variance over periods of what all series of a panel share.

    A boom of five years says little about growth in general, however many series went through it.
    """
    steps = np.diff(y, axis=1)
    known = np.isfinite(steps)
    count = known.sum(axis=0)
    use = count >= 3
    if use.sum() < 2:
        return 0.0
    means = np.nanmedian(steps[:, use], axis=0)
    within = np.nanvar(steps[:, use], axis=0) / count[use]
    return max(float(np.var(means, ddof=1) - np.mean(within)), 0.0)


def _steps(y: Array) -> tuple[Array, Array]:
    """Return differences between successive known figures of each series, and how many cells apart they are."""
    steps = np.full(y.shape, np.nan)
    gaps = np.full(y.shape, np.nan)
    last = np.full(len(y), np.nan)
    since = np.zeros(len(y))
    for t in range(y.shape[1]):
        seen = np.isfinite(y[:, t])
        since += 1
        both = seen & np.isfinite(last)
        steps[both, t] = y[both, t] - last[both]
        gaps[both, t] = since[both]
        last = np.where(seen, y[:, t], last)
        since[seen] = 0
    return steps, gaps


def structural(
    y: Array,
    noise: Array,
    season: int,
    origins: Sequence[int],
    horizons: Sequence[int],
    *,
    prior: Pool,
    running: bool = False,
) -> Filtered:
    """Return the laws of every model of the grid at every origin.

    Parameters
    ----------
    y
        Series, shape (n, T), transformed; NaN where unknown.
    noise
        Variance with which each figure is known, shape (n, T).
    origins
        Columns after which forecasts start, in ascending order; what lies beyond is not used for them.
    horizons
        Steps ahead, ascending.
    prior
        What the panel says.
    running
        The last column is only partly known (an estimate of the running year): horizon 0 is that column itself.
    """
    grid = Grid.of(season)
    n, parts, evidence = len(y), [], np.empty((len(y), len(grid.family)))
    for start in range(0, n, CHUNK):
        rows = slice(start, start + CHUNK)
        parts.append(_Run(grid, prior, y[rows], noise[rows]).forecasts(origins, horizons, running))
        evidence[rows] = parts[-1].evidence
    weights = _grid_weights(evidence, grid)
    laws = {}
    for family in grid.families:
        points = grid.where(family)
        pieces = [p.law(points, weights) for p in parts]
        laws[family] = Law(
            np.concatenate([m for m, _ in pieces]) if pieces else np.empty((0, len(origins), len(horizons))),
            np.concatenate([s for _, s in pieces]) if pieces else np.empty((0, len(origins), len(horizons))),
        )
    return Filtered(laws, evidence)


def _grid_weights(evidence: Array, grid: Grid) -> Array:
    """Return the logarithm of the panel's weight of each grid point within its model, by a few steps of EM.

    The mixture over the grid is the law of a series's variances in this panel (nonparametric maximum likelihood on
    a grid, Laird 1978), with one pseudo series spread evenly.
    """
    weights = np.zeros(len(grid.family))
    for family in grid.families:
        points = grid.where(family)
        told = evidence[:, points]
        told = told[
            np.isfinite(told).all(axis=1) & (np.ptp(told, axis=1) > 1e-9)
        ]  # others tell rounding errors
        share = np.full(len(points), 1 / len(points))
        for _ in range(12):
            if not len(told):
                break
            log = told + np.log(share)
            post = np.exp(log - log.max(axis=1, keepdims=True))
            post /= post.sum(axis=1, keepdims=True)
            share = (post.sum(axis=0) + 2 / len(points)) / (len(told) + 2)
        weights[points] = np.log(share)
    return weights


@dataclass(slots=True)
class _Forecasts:
    """Forecasts of a chunk for every point of the grid: mean, variance (n, K, O, H), evidence up to each origin."""

    mean: Array
    var: Array
    told: Array
    evidence: Array

    def law(self, points: list[int], weights: Array) -> tuple[Array, Array]:
        """Return centre and spread of one model: its grid points mixed by evidence."""
        log = self.told[:, points] + weights[points][None, :, None]
        post = np.exp(log - log.max(axis=1, keepdims=True))
        post /= post.sum(axis=1, keepdims=True)
        share = post[..., None]
        mu = (share * self.mean[:, points]).sum(axis=1)
        var = (share * (self.var[:, points] + (self.mean[:, points] - mu[:, None]) ** 2)).sum(axis=1)
        return mu, np.sqrt(var)


class _Run:
    """One pass of the filter over a chunk of series for the whole grid; variances in units of sigma^2."""

    def __init__(self, grid: Grid, prior: Pool, y: Array, noise: Array) -> None:
        self.grid, self.prior, self.y = grid, prior, y
        self.u = noise / prior.scale
        shape = (len(y), len(grid.family))
        slope = prior.growth * grid.sloped
        self.level = np.zeros(shape)
        self.slope = np.broadcast_to(slope, shape).copy()
        self.p11, self.p12 = np.zeros(shape), np.zeros(shape)
        self.p22 = np.broadcast_to(grid.sloped * prior.spread**2 / prior.scale, shape).copy()
        self.squares, self.logdet = np.zeros(shape), np.zeros(shape)
        self.count = np.zeros((len(y), 1))
        self.begun = np.zeros((len(y), 1), dtype=bool)
        self.home = grid.home * prior.growth

    def forecasts(self, origins: Sequence[int], horizons: Sequence[int], running: bool) -> _Forecasts:
        """Filter all columns, and forecast at each origin."""
        wanted = {c: i for i, c in enumerate(origins)}
        shape = (*self.level.shape, len(origins), len(horizons))
        mean, var = np.full(shape, np.nan), np.full(shape, np.nan)
        told = np.full((*self.level.shape, len(origins)), -np.inf)
        for t in range(self.y.shape[1]):
            if t:
                self._predict()
            last = running and t == self.y.shape[1] - 1
            before = (self.level.copy(), self.p11.copy()) if last else None
            self._update(t)
            if t in wanted:
                at = wanted[t]
                mean[:, :, at], var[:, :, at] = self._ahead(horizons)
                if before is not None and horizons[0] == 0:
                    mean[:, :, at, 0], var[:, :, at, 0] = self._running(t, *before)
                told[:, :, at] = self._evidence()
        return _Forecasts(mean, var, told, self._evidence())

    def _predict(self) -> None:
        g = self.grid
        self.level += g.phi * self.slope + (1 - g.phi) * self.home
        self.slope = self.home + g.phi * (self.slope - self.home)
        self.p11 += 2 * g.phi * self.p12 + g.phi**2 * self.p22 + (1 - g.rho)
        self.p12 = g.phi * self.p12 + g.phi**2 * self.p22
        self.p22 = g.phi**2 * self.p22 + g.q

    def _update(self, t: int) -> None:
        y, u = self.y[:, t : t + 1], self.u[:, t : t + 1]
        seen = np.isfinite(y)
        if not seen.any():
            return
        fresh = seen & ~self.begun
        if fresh.any():  # the first figure is the level: what came before says nothing
            self.level = np.where(fresh, y, self.level)
            self.p11 = np.where(fresh, self.grid.rho + u, self.p11)
            self.p12 = np.where(fresh, 0.0, self.p12)
            self.p22 = np.where(fresh, self.grid.sloped * self.prior.spread**2 / self.prior.scale, self.p22)
            self.slope = np.where(fresh, self.prior.growth * self.grid.sloped, self.slope)
            self.begun = self.begun | seen
        old = seen & ~fresh
        if not old.any():
            return
        v = np.where(old, y - self.level, 0.0)
        f = np.where(old, self.p11 + self.grid.rho + np.nan_to_num(u), 1.0)
        f = np.maximum(f, 1e-9)  # nothing random at all: two figures that are certain
        k1, k2 = np.where(old, self.p11 / f, 0.0), np.where(old, self.p12 / f, 0.0)
        self.level += k1 * v
        self.slope += k2 * v
        self.p22 -= k2 * self.p12
        self.p12 -= k1 * self.p12
        self.p11 -= k1 * self.p11
        self.squares += v**2 / f
        self.logdet += np.where(old, np.log(f), 0.0)
        self.count += old

    def _evidence(self) -> Array:
        """Return the log marginal likelihood of each point, up to what all points of a series share."""
        half = DEGREES / 2
        beta = half * self.prior.scale + self.squares / 2
        return -0.5 * self.logdet - (half + self.count / 2) * np.log(beta)

    def _variance(self) -> Array:
        half = DEGREES / 2
        return (half * self.prior.scale + self.squares / 2) / (half + self.count / 2)

    def _ahead(self, horizons: Sequence[int]) -> tuple[Array, Array]:
        """Return mean and variance of future observations: (n, K, H)."""
        g = self.grid
        reach = max(horizons)
        powers = g.phi[:, None] ** np.arange(1, reach + 1)  # (K, H)
        sums = np.concatenate([np.zeros((len(g.phi), 1)), np.cumsum(powers, axis=1)], axis=1)
        steps = np.arange(reach + 1)
        # a slope shock j steps before the horizon moves the level by sums[j - 1] + ... as the slope itself does
        shocks = g.q[:, None] * np.concatenate(
            [np.zeros((len(g.phi), 1)), np.cumsum(sums[:, :-1] ** 2, axis=1)], axis=1
        )
        pick = list(horizons)
        gain = sums[None, :, pick]
        drift = (steps - sums)[None, :, pick] * self.home[None, :, None]
        mean = self.level[..., None] + gain * self.slope[..., None] + drift
        var = (
            self.p11[..., None]
            + 2 * gain * self.p12[..., None]
            + gain**2 * self.p22[..., None]
            + ((1 - g.rho)[:, None] * steps + shocks + g.rho[:, None])[None, :, pick]
        ) * self._variance()[..., None]
        mean = np.where(self.begun[..., None], mean, np.nan)
        return mean, np.where(self.begun[..., None], var, np.nan)

    def _running(self, t: int, level: Array, p11: Array) -> tuple[Array, Array]:
        """Return the law of the last column's own figure, of which only an estimate is known."""
        y, u = self.y[:, t : t + 1], self.u[:, t : t + 1]
        spread = p11 + self.grid.rho
        total = spread + u
        gain = np.where(np.isfinite(y), spread / np.where(total > 0, total, 1.0), 0.0)
        mean = level + gain * np.where(np.isfinite(y), y - level, 0.0)
        fresh = (self.count == 0) & np.isfinite(y)  # its first figure is this estimate
        mean = np.where(fresh, y, mean)
        var = np.where(fresh, u, spread * (1 - gain)) * self._variance()
        return np.where(self.begun, mean, np.nan), np.where(self.begun, var, np.nan)
