"""Sample paths: joint futures of several series whose laws at each lead are the calibrated combination."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.combine import bucket, stretched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.forecast.combine import Calibration
    from hinterland.forecast.law import Array, Law

NOISE = 0.3
"""Part of the variance one period ahead that is noise of that period alone and does not last."""
TYPICAL_CORRELATION = 0.3
"""Correlation between errors of two series before the panel has errors enough to tell."""
CORRELATION_WORTH = 10.0
"""How many pairs of errors that is worth."""


def correlation(errors: Array) -> Array:
    """Return the correlation matrix between rows of standardised errors (rows, origins).

    Pairs are shrunk to what is typical by how many origins they share; the whole is moved to the nearest matrix
    that is positive definite by lifting its smallest eigenvalues.
    """
    n = len(errors)
    found = np.eye(n)
    for i in range(n):
        for j in range(i):
            both = np.isfinite(errors[i]) & np.isfinite(errors[j])
            m = int(both.sum())
            a, b = errors[i][both], errors[j][both]
            length = float(np.sqrt((a**2).sum() * (b**2).sum()))
            own = float((a * b).sum() / length) if m >= 3 and length > 0 else 0.0
            worth = m if m >= 3 else 0
            found[i, j] = found[j, i] = (worth * own + CORRELATION_WORTH * TYPICAL_CORRELATION) / (
                worth + CORRELATION_WORTH
            )
    values, vectors = np.linalg.eigh(found)
    lifted = (vectors * np.maximum(values, 1e-3)) @ vectors.T
    scale = np.sqrt(np.diag(lifted))
    return np.asarray(lifted / np.outer(scale, scale))


def sample_paths(
    law: Law,
    calibration: Calibration,
    leads: Sequence[int],
    samples: int,
    rng: np.random.Generator,
    between: Array | None = None,
) -> Array:
    """Return sample paths (samples, rows, horizons) on the transformed scale.

    The error of a path is a random walk with the law's own profile of variances, plus noise of each period; its
    law at each lead is stretched to the calibrated one.

    Parameters
    ----------
    law
        Combination, (rows, horizons), before calibration.
    between
        Correlation matrix of the rows' errors; default: independent.
    """
    rows, horizons = law.mu.shape
    var = np.maximum.accumulate(np.nan_to_num(law.sd) ** 2, axis=1)
    first = np.where(var > 0, var, np.inf).min(axis=1, initial=np.inf, keepdims=True)
    noise = np.where(np.isfinite(first), NOISE * first, 0.0)
    lasting = np.diff(np.maximum(var - noise, 0.0), axis=1, prepend=0.0)
    draws = rng.standard_normal((2, samples, rows, horizons))
    if between is not None:
        draws = np.einsum("ij,asjh->asih", np.linalg.cholesky(between), draws)
    walk = np.cumsum(draws[0] * np.sqrt(lasting), axis=2) + draws[1] * np.sqrt(np.minimum(noise, var))
    z = walk / np.where(var > 0, np.sqrt(var), 1.0)
    for h, lead in enumerate(leads):
        z[:, :, h] = stretched(z[:, :, h], calibration.radii[bucket(lead)])
    return np.asarray(law.mu + z * law.sd)
