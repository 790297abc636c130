"""Log-linear trend: least squares of a logarithm on time, for every series and origin at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.law import Array, Law

if TYPE_CHECKING:
    from collections.abc import Sequence

PSEUDO_DF = 2.0  # degrees of freedom with which the panel's variance counts in that of each series
CAP = 9.0  # a variance of more than so many medians (three times the usual spread) is pooled as that many
CHUNK = 6_000_000  # numbers in one temporary array: about 50 MB


def log_linear(y: Array, origins: Sequence[int], horizons: Sequence[int]) -> Law:
    """Forecast by the least-squares line through every value up to each origin.

    For the m values y_t, t <= o, of one series: b = S_ty / S_tt, a = mean(y) - b mean(t), and at x = o + h

        mu = a + b x,    sd^2 = s^2 (1 + 1/m + (x - mean t)^2 / S_tt),

    the standard error of a new observation (Draper and Smith 1998, *Applied regression analysis*, section 3.1).
    A short series knows little of its own variance, so s^2 = (SSE + k s_pool^2) / (m - 2 + k) with k = `PSEUDO_DF`,
    as if k residuals of an average series of the panel had been seen besides its own. Two values leave no residual:
    their s^2 is that of the panel. s_pool^2 is the mean of SSE / (m - 2) over the panel at that origin, weighted
    by m - 2, where a series counts with at most `CAP` times the median; a panel of one series pools to its own.

    Parameters
    ----------
    y
        Natural logarithms, shape (series, columns); NaN where a value is missing.
    origins
        Last column that may be used, one forecast for each.
    horizons
        Steps (>= 1) from the origin to the column forecast, which may lie beyond the last one.

    Returns
    -------
    Law
        Shape (series, origins, horizons). `mu` is NaN below two values; `sd` also where the panel shows no residual
        at that origin, because no series has more than two values.
    """
    law = Law.silent(len(y), len(origins), len(horizons))
    steps = np.asarray(horizons, dtype=np.float64)
    rows = max(1, CHUNK // max(1, y.shape[1]))
    for k, origin in enumerate(origins):
        parts = [_line(y[i : i + rows, : origin + 1], steps) for i in range(0, len(y), rows)]
        if not parts:
            continue
        mu, widening, sse, count = (np.concatenate(listed) for listed in zip(*parts, strict=True))
        law.mu[:, k] = mu
        law.sd[:, k] = np.sqrt(shrunk_variance(sse, count - 2.0)[:, None] * widening)
    return law


def _line(y: Array, steps: Array) -> tuple[Array, Array, Array, Array]:
    """Fit one line a series; `y` ends at the origin.

    Returns mu and the factor of s^2 in a new observation's variance, both (series, horizons), the sum of squared
    residuals and the number of values, both (series,).
    """
    seen = np.isfinite(y)
    # Measured from the first value seen, so that the sums of squares keep their digits.
    first = (
        np.take_along_axis(y, seen.argmax(axis=1)[:, None], axis=1)[:, 0] if y.shape[1] else np.zeros(len(y))
    )
    level = np.where(np.isfinite(first), first, 0.0)
    rise = np.where(seen, y - level[:, None], 0.0)
    time = np.arange(y.shape[1], dtype=np.float64) - (y.shape[1] - 1)  # zero at the origin, horizons above it
    powers = np.stack([np.ones_like(time), time, time * time], axis=1)
    count, s_t, s_tt = (seen @ powers).T
    s_y, s_ty = (rise @ powers[:, :2]).T
    s_yy = np.einsum("it,it->i", rise, rise)
    count = np.where(count >= 2, count, np.nan)  # fewer values carry no line: everything below is NaN
    centre, mean = s_t / count, s_y / count
    spread = s_tt - s_t * centre
    slope = (s_ty - s_t * mean) / spread
    sse = np.maximum(s_yy - s_y * mean - slope**2 * spread, 0.0)
    ahead = steps[None, :] - centre[:, None]
    mu = level[:, None] + mean[:, None] + slope[:, None] * ahead
    widening = 1.0 + 1.0 / count[:, None] + ahead**2 / spread[:, None]
    return mu, widening, sse, count


def shrunk_variance(sse: Array, df: Array) -> Array:
    """Return residual variances drawn a little toward that of the panel.

    Parameters
    ----------
    sse, df
        Sum of squared residuals and residual degrees of freedom, shape (series,); NaN where there is no fit.

    Returns
    -------
    Array
        (SSE + k s_pool^2) / (df + k), shape (series,); NaN where there is no fit or no pooled variance.
    """
    with_rest = df > 0
    if not with_rest.any():
        return np.full_like(sse, np.nan)
    own = sse[with_rest] / df[with_rest]
    pooled = float(np.average(np.minimum(own, CAP * np.median(own)), weights=df[with_rest]))
    shrunk: Array = (sse + PSEUDO_DF * pooled) / (np.maximum(df, 0.0) + PSEUDO_DF)
    return np.where(np.isfinite(df), shrunk, np.nan)
