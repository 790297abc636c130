"""How good forecasts were: proper scores, coverage, and whether one model's scores are better than another's.

Scores are negatively oriented: less is better. What is not known (NaN) scores NaN and is left out of every mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast import normal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from hinterland.forecast.law import Array, Ints


_BLOCK = 1 << 18
"""Clusters drawn at once: the indices of a block stay in the processor's cache."""


def crps_normal(y: ArrayLike, mu: ArrayLike, sd: ArrayLike) -> Array:
    """Return the continuous ranked probability score of normal forecasts.

    With z = (y - mu) / sd it is sd (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)) (Gneiting & Raftery 2007, Strictly
    proper scoring rules, JASA 102, equation 21).

    Parameters
    ----------
    y, mu, sd
        Outcome, mean and standard deviation, shapes that broadcast. A spread of nought scores |y - mu|.

    Returns
    -------
    Scores in the unit of `y`, NaN where something is not known or the spread is negative.
    """
    spread = np.asarray(sd, dtype=np.float64)
    error = np.asarray(y, dtype=np.float64) - np.asarray(mu, dtype=np.float64)
    wide = spread > 0.0
    with np.errstate(over="ignore"):  # a spread next to nought: z is infinite, and the score |y - mu|
        z = error / np.where(wide, spread, 1.0)
    inside = 1.0 - normal.erfc(np.abs(z) / math.sqrt(2.0))
    part = 2.0 * normal.pdf(z) - 1.0 / math.sqrt(math.pi)
    score = np.abs(error) * inside + spread * part
    return np.asarray(np.where(wide, score, np.where(spread == 0.0, np.abs(error), np.nan)))


def pinball(y: ArrayLike, levels: ArrayLike, quantiles: ArrayLike) -> Array:
    """Return the pinball loss of each quantile: (1{y < q} - level) (q - y).

    Parameters
    ----------
    y
        Outcomes, any shape.
    levels, quantiles
        Levels in (0, 1), shape (k,), and the forecast's quantiles at them, shape (..., k).
    """
    outcome = np.asarray(y, dtype=np.float64)[..., None]
    distance = np.asarray(quantiles, dtype=np.float64) - outcome
    alpha = np.asarray(levels, dtype=np.float64)
    return np.asarray(np.maximum((1.0 - alpha) * distance, -alpha * distance))


def level_weights(levels: ArrayLike) -> Array:
    """Return what part of (0, 1) each level stands for: up to halfway to its neighbours, the ends up to 0 and 1.

    The weights add up to one. They are equal for the levels (k - 1/2) / n, and the midpoint rule then.

    Raises
    ------
    ValueError
        If the levels do not rise strictly between 0 and 1.
    """
    alpha = np.asarray(levels, dtype=np.float64)
    rising = alpha.ndim == 1 and alpha.size > 0 and bool((alpha[1:] > alpha[:-1]).all())
    if not rising or alpha[0] <= 0.0 or alpha[-1] >= 1.0:
        raise ValueError(f"levels must rise strictly between 0 and 1, not {alpha.tolist()}")
    return np.diff(np.concatenate([[0.0], (alpha[1:] + alpha[:-1]) / 2.0, [1.0]]))


def crps_quantiles(y: ArrayLike, levels: ArrayLike, quantiles: ArrayLike) -> Array:
    """Return the continuous ranked probability score of forecasts given by quantiles.

    It is twice the integral of the pinball loss over all levels (Laio & Tamea 2007; Gneiting & Ranjan 2011), here
    twice the mean weighted by `level_weights`: levels that stand closer count for less. Quantiles that cross are
    scored as they stand. With few levels it lies above the score of the whole law, as the pinball loss of a good
    forecast is concave in the level (normal law, levels 0.05, 0.10, ... 0.95: 0.572 instead of 0.564): compare only
    forecasts scored at the same levels.

    Parameters
    ----------
    y
        Outcomes, any shape.
    levels, quantiles
        Levels in (0, 1), rising, shape (k,), and the quantiles at them, shape (..., k).
    """
    return np.asarray(2.0 * (pinball(y, levels, quantiles) @ level_weights(levels)))


def crps_sample(y: ArrayLike, sample: ArrayLike, axis: int = -1) -> Array:
    """Return the fair continuous ranked probability score of forecasts given by draws.

    mean |x - y| - sum over pairs i < j of |x_i - x_j| / (m (m - 1)): its expectation is the score of the law that
    the m draws come from, however few they are (Ferro 2014, Fair scores for ensemble forecasts). The sum over pairs
    is that of (2 i - m - 1) x_(i) over the sorted draws, so the work is O(m log m).

    Parameters
    ----------
    y
        Outcomes, in the shape of `sample` without `axis`.
    sample
        Draws along `axis`.

    Raises
    ------
    ValueError
        If there are fewer than two draws: nothing is known of their spread.
    """
    draws = np.moveaxis(np.asarray(sample, dtype=np.float64), axis, -1)
    size = draws.shape[-1]
    if size < 2:
        raise ValueError(f"a score of draws needs at least two of them, not {size}")
    errors = np.sort(draws - np.asarray(y, dtype=np.float64)[..., None], axis=-1)
    ranks = 2.0 * np.arange(1, size + 1) - size - 1.0
    return np.asarray(np.abs(errors).mean(axis=-1) - errors @ (ranks / (size * (size - 1.0))))


def brier(p: ArrayLike, outcome: ArrayLike) -> Array:
    """Return (p - outcome)^2 for each probability and what came of it, 0 or 1 (Brier 1950, halved)."""
    return np.asarray((np.asarray(p, dtype=np.float64) - np.asarray(outcome, dtype=np.float64)) ** 2)


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of cases, with its Wilson interval.

    Attributes
    ----------
    count
        Known cases.
    share
        Share among them, NaN where there are none.
    low, high
        Interval of the share behind it, for independent cases.
    """

    count: Array
    share: Array
    low: Array
    high: Array


def wilson(share: ArrayLike, count: ArrayLike, level: float = 0.9) -> tuple[Array, Array]:
    """Return the ends of the interval for a proportion (Wilson 1927; Brown, Cai & DasGupta 2001).

    Parameters
    ----------
    share, count
        Observed share in [0, 1] of how many cases. Cases that depend on one another say less than their number:
        give the effective number, which need not be whole (`effective`). Without cases the interval is all of [0, 1].
    level
        Probability of the interval.
    """
    p, n = np.asarray(share, dtype=np.float64), np.asarray(count, dtype=np.float64)
    p = np.where(n > 0.0, p, 0.5)
    z = float(normal.ppf((1.0 + level) / 2.0))
    # both ends over n + z^2, so that they hold for no cases too
    middle = (p * n + z * z / 2.0) / (n + z * z)
    half = z * np.sqrt(np.maximum(p * (1.0 - p) * n, 0.0) + z * z / 4.0) / (n + z * z)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def inside(y: ArrayLike, low: ArrayLike, high: ArrayLike) -> Array:
    """Return 1 where low <= y <= high, 0 where not, NaN where one of them is not known."""
    outcome, below, above = (np.asarray(v, dtype=np.float64) for v in (y, low, high))
    known = ~(np.isnan(outcome) | np.isnan(below) | np.isnan(above))
    return np.asarray(np.where(known, (below <= outcome) & (outcome <= above), np.nan))


def coverage(
    y: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    axis: int | tuple[int, ...] | None = None,
    level: float = 0.9,
) -> Proportion:
    """Return how often outcomes lay inside their intervals, ends included.

    Parameters
    ----------
    y, low, high
        Outcomes and ends of the intervals, shapes that broadcast; what is not known is not counted.
    axis
        Axes that are counted over (all of them unless given).
    level
        Probability of the Wilson interval of the share (not of the intervals that are judged).
    """
    hits = inside(y, low, high)
    count = np.asarray((~np.isnan(hits)).sum(axis=axis), dtype=np.float64)
    total = np.asarray(np.nansum(hits, axis=axis))
    share = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
    return Proportion(count, share, *wilson(share, count, level))


def effective(cluster: ArrayLike) -> float:
    """Return how many clusters of equal size would say as much: (sum n)^2 / sum n^2 (Kish 1965).

    It is the number of clusters where all have the same number n of scores, and falls towards one the more of the
    scores are one cluster's. Fewer than about 20 prove little, whatever the number of scores.
    """
    labels = np.asarray(cluster).ravel()
    if not labels.size:
        return 0.0
    sizes = np.unique(labels, return_counts=True)[1].astype(np.float64)
    return float(sizes.sum() ** 2 / (sizes**2).sum())


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger scores b are than scores a, on average.

    Attributes
    ----------
    mean
        Mean of b - a, over pairs of which both are known; above nought a is better.
    low, high
        Ends of its interval; NaN where a way has fewer than two clusters, because nothing is known then.
    level
        Probability of the interval.
    count
        Pairs of scores.
    clusters, effective
        Number of clusters, and effective number, one entry a way of clustering.
    """

    mean: float
    low: float
    high: float
    level: float
    count: int
    clusters: tuple[int, ...]
    effective: tuple[float, ...]


def difference(
    a: ArrayLike,
    b: ArrayLike,
    cluster: ArrayLike,
    seed: int,
    *,
    second: ArrayLike | None = None,
    draws: int = 2000,
    level: float = 0.9,
) -> Difference:
    """Return the mean of b - a with an interval that knows that scores of a cluster belong together.

    One way: the bootstrap over clusters. The mean is a ratio of sums over clusters, so each draw adds up sums and
    counts of clusters instead of scores. Two ways: clusters of both ways are drawn apart and the deviations added;
    that counts the part which neither way shares twice, so the sum is scaled to the variance
    V_1 + V_2 - V_12 (Cameron, Gelbach & Miller 2011), and to the larger of V_1 and V_2 where that is less. The
    deviations of each way with G effective clusters are widened by sqrt(G / (G - 1)) and by the ratio of Student's
    to the normal quantile with G - 1 degrees of freedom, as a bootstrap over few clusters is too narrow.

    Parameters
    ----------
    a, b
        Scores of two models for the same cases, one shape.
    cluster, second
        To which cluster each score belongs (series; origin), integers in the shape of `a`.
    seed
        Of the draws.
    draws
        How often clusters are drawn.
    level
        Probability of the interval.
    """
    excess = np.asarray(b, dtype=np.float64) - np.asarray(a, dtype=np.float64)
    known = ~np.isnan(excess)
    excess = excess[known]
    labels = [np.asarray(c)[known] for c in ((cluster,) if second is None else (cluster, second))]
    ways = [np.unique(c, return_inverse=True)[1].ravel() for c in labels]
    numbers = tuple(int(w.max()) + 1 if w.size else 0 for w in ways)
    sizes = tuple(effective(w) for w in ways)
    if min(numbers) < 2:
        mean = float(excess.mean()) if excess.size else math.nan
        return Difference(mean, math.nan, math.nan, level, excess.size, numbers, sizes)
    mean = float(excess.mean())
    rng = np.random.default_rng(seed)
    deviations = np.zeros(draws)
    for way, size in zip(ways, sizes, strict=True):
        deviations += _widening(size, level) * _resampled(excess - mean, way, rng, draws)
    if len(ways) == 2:
        deviations *= _shared(excess - mean, ways[0], ways[1])
    low, high = np.quantile(deviations, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Difference(mean, mean + float(low), mean + float(high), level, excess.size, numbers, sizes)


def _resampled(centred: Array, way: Ints, rng: np.random.Generator, draws: int) -> Array:
    """Return the mean of `centred` over clusters drawn with replacement, shape (draws,)."""
    sums, counts = np.bincount(way, centred), np.bincount(way).astype(np.float64)
    number = sums.size
    at_once = max(1, _BLOCK // number)
    means = np.empty(draws)
    even = bool((counts == counts[0]).all())
    for start in range(0, draws, at_once):
        rows = min(at_once, draws - start)
        drawn = rng.integers(0, number, size=(rows, number), dtype=np.int32)
        weight = number * counts[0] if even else counts[drawn].sum(axis=1)
        means[start : start + rows] = sums[drawn].sum(axis=1) / weight
    return means


def _widening(clusters: float, level: float) -> float:
    """Return by how much deviations over few clusters are widened; `clusters` is their effective number."""
    freedom = max(clusters - 1.0, 1.0)
    z = float(normal.ppf((1.0 + level) / 2.0))
    return math.sqrt((freedom + 1.0) / freedom) * student_quantile((1.0 + level) / 2.0, freedom) / z


def student_quantile(p: float, freedom: float) -> float:
    """Return Student's quantile by expansion around the normal one (Abramowitz & Stegun 26.7.5).

    Between p = 0.05 and 0.95 it is off by 0.01 percent at five degrees of freedom, 0.3 at two, 5 at one.
    """
    z = float(normal.ppf(p))
    s = z * z
    terms = (
        z * (s + 1.0) / 4.0,
        z * ((5.0 * s + 16.0) * s + 3.0) / 96.0,
        z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0,
        z * ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92160.0,
    )
    return z + sum(term / freedom ** (k + 1) for k, term in enumerate(terms))


def _shared(centred: Array, first: Ints, second: Ints) -> float:
    """Return sqrt((V_1 + V_2 - V_12) / (V_1 + V_2)), V the variance over clusters and over their meets."""
    pairs = np.unique(first * (int(second.max()) + 1) + second, return_inverse=True)[1].ravel()
    one, two, both = (float((np.bincount(way, centred) ** 2).sum()) for way in (first, second, pairs))
    if one + two == 0.0:
        return 1.0
    return math.sqrt(max(one + two - both, one, two) / (one + two))
