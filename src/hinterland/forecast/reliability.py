"""Whether probabilities mean what they say: reliability, the parts of the Brier score, and where outcomes fall.

Cases of which the probability or the outcome is not known (NaN) are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast import normal
from hinterland.forecast.scores import brier, wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from hinterland.forecast.law import Array, Ints

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reliability:
    """Observed frequencies beside forecast probabilities, bin by bin.

    Attributes
    ----------
    edges
        Ends of the bins, shape (bins + 1,); a bin holds its lower end, the last one both.
    count
        Cases of each bin, shape (bins,) like all that follows.
    forecast
        Mean probability, NaN in an empty bin.
    frequency
        How often it happened, NaN in an empty bin.
    low, high
        Wilson interval of the frequency, for independent cases; NaN in an empty bin.
    consistent_low, consistent_high
        Where the frequency of a bin would lie if the probabilities were right; NaN where not asked for.
    """

    edges: Array
    count: Ints
    forecast: Array
    frequency: Array
    low: Array
    high: Array
    consistent_low: Array
    consistent_high: Array


def reliability(
    p: ArrayLike,
    outcome: ArrayLike,
    bins: int = 10,
    *,
    equal_count: bool = False,
    level: float = 0.9,
    seed: int | None = None,
    draws: int = 1000,
) -> Reliability:
    """Return the reliability diagram of probabilities as numbers.

    Parameters
    ----------
    p, outcome
        Probabilities in [0, 1], and 1 where the event came, 0 where not; one shape.
    bins
        Number of bins.
    equal_count
        Bins of equal numbers of cases instead of equal width; equal quantiles become one edge, so there may be
        fewer bins then.
    level
        Probability of the intervals.
    seed
        Of the outcomes drawn for the consistency bars (Broecker & Smith 2007, with the forecasts kept); without it
        there are none.
    draws
        How often outcomes are drawn.

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1] or an outcome is neither 0 nor 1.
    """
    probability, came = _known(p, outcome)
    edges = _edges(probability, bins, equal_count=equal_count)
    number = edges.size - 1
    group = np.searchsorted(edges[1:-1], probability, side="right")
    count = np.bincount(group, minlength=number)
    forecast, frequency = (_means(v, group, count) for v in (probability, came))
    low, high = (np.where(count > 0, end, np.nan) for end in wilson(np.nan_to_num(frequency), count, level))
    bars = (np.full(number, np.nan), np.full(number, np.nan))
    if seed is not None:
        bars = _consistent(probability, group, count, level, np.random.default_rng(seed), draws)
    return Reliability(edges, count, forecast, frequency, low, high, *bars)


def _known(p: ArrayLike, outcome: ArrayLike) -> tuple[Array, Array]:
    probability, came = (np.asarray(v, dtype=np.float64) for v in (p, outcome))
    known = ~(np.isnan(probability) | np.isnan(came))
    probability, came = probability[known], came[known]
    if ((probability < 0.0) | (probability > 1.0)).any():
        raise ValueError("a probability lies outside 0 to 1; percent are to be divided by 100")
    if not np.isin(came, (0.0, 1.0)).all():
        raise ValueError("an outcome is neither 0 (did not happen) nor 1 (happened)")
    return probability, came


def _edges(probability: Array, bins: int, *, equal_count: bool) -> Array:
    if bins < 1:
        raise ValueError(f"there must be a bin at least, not {bins}")
    steps = np.linspace(0.0, 1.0, bins + 1)
    if not equal_count or not probability.size:
        return steps
    inner = np.unique(np.quantile(probability, steps[1:-1]))
    return np.concatenate([[0.0], inner[(inner > 0.0) & (inner < 1.0)], [1.0]])


def _means(values: Array, group: Ints, count: Ints) -> Array:
    """Return the mean of each group, NaN where it is empty."""
    sums = np.bincount(group, values, minlength=count.size)
    return np.asarray(np.divide(sums, count, out=np.full(count.size, np.nan), where=count > 0))


def _consistent(
    probability: Array, group: Ints, count: Ints, level: float, rng: np.random.Generator, draws: int
) -> tuple[Array, Array]:
    """Return the ends between which a bin's frequency lies if events come with their probabilities."""
    order = np.argsort(group, kind="stable")
    sorted_probability = probability[order]
    ends = np.concatenate([[0], np.cumsum(count)])
    low, high = np.full(count.size, np.nan), np.full(count.size, np.nan)
    for b in np.flatnonzero(count):
        chances = sorted_probability[ends[b] : ends[b + 1]]
        at_once = max(1, _BLOCK // chances.size)
        shares = [
            (rng.random((min(at_once, draws - start), chances.size)) < chances).mean(axis=1)
            for start in range(0, draws, at_once)
        ]
        low[b], high[b] = np.quantile(np.concatenate(shares), [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return low, high


@dataclass(frozen=True, slots=True)
class Murphy:
    """The parts of a mean Brier score: brier = reliability - resolution + uncertainty + within.

    Attributes
    ----------
    reliability
        How far frequencies lie from the probabilities they were given; nought is right.
    resolution
        How far frequencies of the groups lie from one another; more is better.
    uncertainty
        What forecasting the overall frequency would score.
    within
        What grouping different probabilities hides; nought where each group has one.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def murphy(p: ArrayLike, outcome: ArrayLike, bins: int | None = None, *, equal_count: bool = False) -> Murphy:
    """Return the parts of the mean Brier score (Murphy 1973; within bins: Stephenson, Coelho & Jolliffe 2008).

    Parameters
    ----------
    p, outcome
        Probabilities in [0, 1], and 1 where the event came, 0 where not; one shape.
    bins
        Number of groups, made as in `reliability`; without it each distinct probability is a group.

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1], an outcome is neither 0 nor 1, or no case is known.
    """
    probability, came = _known(p, outcome)
    if not probability.size:
        raise ValueError("no case of which both the probability and the outcome are known")
    if bins is None:
        group = np.unique(probability, return_inverse=True)[1].ravel()
    else:
        edges = _edges(probability, bins, equal_count=equal_count)
        group = np.searchsorted(edges[1:-1], probability, side="right")
    count = np.bincount(group)
    forecast, frequency = (_means(v, group, count)[group] for v in (probability, came))
    overall = came.mean()
    beside = probability - forecast
    return Murphy(
        brier=float(brier(probability, came).mean()),
        reliability=float(((forecast - frequency) ** 2).mean()),
        resolution=float(((frequency - overall) ** 2).mean()),
        uncertainty=float(overall * (1.0 - overall)),
        within=float((beside**2).mean() - 2.0 * (beside * (came - frequency)).mean()),
    )


def pit_normal(y: ArrayLike, mu: ArrayLike, sd: ArrayLike) -> Array:
    """Return the probability integral transform of outcomes under normal forecasts: uniform where they are right.

    Shapes broadcast; NaN where something is not known or the spread is not above nought.
    """
    spread = np.asarray(sd, dtype=np.float64)
    wide = spread > 0.0
    error = np.asarray(y, dtype=np.float64) - np.asarray(mu, dtype=np.float64)
    with np.errstate(over="ignore"):
        z = error / np.where(wide, spread, 1.0)
    return np.asarray(np.where(wide, normal.cdf(z), np.nan))


def pit_quantiles(y: ArrayLike, levels: ArrayLike, quantiles: ArrayLike) -> tuple[Array, Array]:
    """Return between which levels each outcome lies: quantiles say no more about it than that.

    Parameters
    ----------
    y
        Outcomes, any shape.
    levels, quantiles
        Levels in (0, 1), rising, shape (k,), and the quantiles at them, shape (..., k), not crossing.

    Returns
    -------
    The highest level whose quantile lies below the outcome (0 where none does) and the lowest whose quantile lies
    above it (1 where none does), each in the shape of `y`; NaN where something is not known.
    """
    outcome = np.asarray(y, dtype=np.float64)
    values = np.asarray(quantiles, dtype=np.float64)
    alpha = np.concatenate([[0.0], np.asarray(levels, dtype=np.float64), [1.0]])
    below = (values < outcome[..., None]).sum(axis=-1)
    above = (values > outcome[..., None]).sum(axis=-1)
    known = ~(np.isnan(outcome) | np.isnan(values).any(axis=-1))
    return np.where(known, alpha[below], np.nan), np.where(known, alpha[-1 - above], np.nan)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Where outcomes fall in their forecasts.

    Attributes
    ----------
    edges
        Ends of the bins, shape (bins + 1,).
    share
        Share of the outcomes in each, shape (bins,): all 1 / bins where forecasts are right, high at both ends where
        they are too narrow, high in the middle where too wide, sloped where they lean to one side.
    count
        Known outcomes.
    """

    edges: Array
    share: Array
    count: int


def pit_histogram(low: ArrayLike, high: ArrayLike | None = None, bins: int = 10) -> Histogram:
    """Return the histogram of probability integral transforms.

    Parameters
    ----------
    low, high
        Transforms in [0, 1], one shape; where they are known as intervals, their ends, and an outcome is spread
        evenly over its interval (the non-randomised histogram of Czado, Gneiting & Held 2009).
    bins
        Number of bins of equal width; a bin holds its lower end, the last one both.
    """
    lower = np.asarray(low, dtype=np.float64).ravel()
    upper = lower if high is None else np.asarray(high, dtype=np.float64).ravel()
    known = ~(np.isnan(lower) | np.isnan(upper))
    lower, upper = lower[known], upper[known]
    edges = np.linspace(0.0, 1.0, bins + 1)
    if not lower.size:
        return Histogram(edges, np.full(bins, np.nan), 0)
    wide = upper - lower > 1e-12  # what is narrower falls into one bin anyway
    width = np.where(wide, upper - lower, 1.0)
    below = [
        np.where(wide, np.clip((edge - lower) / width, 0.0, 1.0), lower < edge).mean() for edge in edges[1:-1]
    ]
    return Histogram(edges, np.diff([0.0, *below, 1.0]), int(lower.size))
