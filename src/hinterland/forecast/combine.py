"""Combination of models by past scores, and calibration of its spread by past errors.

Every model has forecast from earlier origins what is known by now. Models that did better weigh more; with few
scores the weights stay near what is typical (Bates & Granger 1969; shrinkage to equal weights: Genre et al. 2013).
The combination averages centres and spreads (quantile averaging, Lichtendahl, Grushka-Cockayne & Winkler 2013): a
mixture of densities would be too wide. What is left of over- or underconfidence is taken away by the errors
themselves (conformal prediction, Vovk et al. 2005), again shrunk while errors are few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.law import Array, Ints, Law
from hinterland.forecast.normal import ppf
from hinterland.forecast.scores import crps_normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

BUCKETS = (1, 2, 4, 7, 13)
"""First lead of each group of leads whose scores are taken together: 1, 2-3, 4-6, 7-12, 13 and more."""
SHARPNESS = 4.0
"""Power of the inverse relative score in the weights."""
OWN = 12.0
"""How many scores of its own a series needs to weigh as much as its panel."""
ASSUMED = 12.0
"""How many independent scores what is typical of a model counts for, in the panel."""
LENT = 0.25
"""Part of a score at one bucket of leads that counts at the others."""
ALIKE = 0.17
"""Correlation between scores of two series at one origin: they live through the same year."""
SPACE = {1: 1, 4: 2, 12: 3}
"""Cells between one earlier origin and the next, by cells a year."""
TAIL = 5.0
"""Degrees of freedom of the Student law whose tails are assumed while errors are few."""
LEVELS = (0.5, 0.8, 0.95)
"""Central intervals whose width is calibrated."""
RADII = {1: (0.73, 1.5, 2.7), 4: (0.73, 1.48, 2.6), 12: (0.62, 1.25, 2.25)}
"""Half-widths that are assumed while errors are few, by cells a year: about those of a Student law with `TAIL`
degrees of freedom, wider for years, where no model knows of the change that comes."""
WIDENING = 1.1
"""By what the assumed half-widths of years grow from one bucket of leads to the next: growth changes for good."""
MOST = 2.0
"""By what factor errors may widen or narrow the assumed half-widths: a boom shows in the spread of each model too."""
WORTH = 8.0
"""How many independent errors the assumed half-widths count for."""


def bucket(lead: int) -> int:
    """Return the group of a lead."""
    return int(buckets([lead])[0])


def buckets(leads: Sequence[int] | Ints) -> Ints:
    """Return the group of each lead."""
    return np.asarray(np.searchsorted(BUCKETS, np.maximum(np.asarray(leads), 1), side="right") - 1)


@dataclass(frozen=True, slots=True)
class Past:
    """Forecasts of earlier origins beside what came: relative scores of each model.

    Attributes
    ----------
    relative
        Mean of score / mean score of all models, (models, series, buckets); NaN where there is none.
    count
        Number of scores behind it, same shape; those of one origin count as one in each bucket, as leads of a bucket
        see nearly the same.
    """

    relative: Array
    count: Array


@dataclass(frozen=True, slots=True)
class Calibration:
    """Half-widths of the central 50, 80 and 95 percent in units of the combination's spread, by bucket of leads."""

    radii: Array
    errors: Array

    def quantile(self, levels: Array, lead: int) -> Array:
        """Return standardised quantiles at `levels` (0..1) for a lead, beyond 95 percent with Student tails."""
        return standard_quantile(levels, self.radii[bucket(lead)])

    def at(self, leads: Sequence[int]) -> Array:
        """Return the half-widths for each lead, (leads, 3)."""
        return self.radii[buckets(leads)]


def standard_quantile(levels: Array, radii: Array) -> Array:
    """Return quantiles of a symmetric law with the given half-widths at 50, 80 and 95 percent.

    Between them the half-width is interpolated over the normal scale, so that normal half-widths give the normal
    law; beyond 95 percent it follows the Student law.
    """
    normal = ppf((1 + np.minimum(np.abs(2 * np.asarray(levels, dtype=float) - 1), 0.9999999)) / 2)
    return np.asarray(np.sign(np.asarray(levels) - 0.5) * _widths(normal, radii))


def stretched(z: Array, radii: Array) -> Array:
    """Return standard normal draws stretched to that law: `standard_quantile` at the normal probabilities of `z`."""
    return np.asarray(np.sign(z) * _widths(np.minimum(np.abs(z), FARTHEST_DRAW), radii))


FARTHEST_DRAW = 5.3267
"""Normal quantile beyond which a draw counts as this one: that of the probability at which levels are cut."""
KNOTS = np.concatenate([[0.0], ppf((1 + np.array(LEVELS)) / 2)])
"""Normal half-widths of no interval and of those that are calibrated."""


def _widths(normal: Array, radii: Array) -> Array:
    """Return the half-widths that stand at normal half-widths."""
    width = np.interp(normal, KNOTS, np.concatenate([[0.0], radii]))
    beyond = normal > KNOTS[-1]
    if beyond.any():  # t quantile by Cornish-Fisher (Hill 1970), scaled to meet the last half-width
        width[beyond] = radii[-1] * _student(normal[beyond]) / _student(KNOTS[-1:])
    return np.asarray(width)


def _student(z: Array) -> Array:
    """Return the Student quantile of the probability whose normal quantile is z (expansion in 1/df)."""
    v = TAIL
    return np.asarray(z + (z**3 + z) / (4 * v) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2))


def score(laws: Mapping[str, Law], truth: Array, leads: Sequence[int]) -> Past:
    """Return relative scores of each model against `truth` (series, origins, leads), NaN where nothing came yet."""
    crps = np.stack(
        [np.where(law.sd > 0, crps_normal(truth, law.mu, law.sd), np.nan) for law in laws.values()]
    )
    known = np.isfinite(crps)
    several = known.sum(axis=0) >= 2
    mean = np.where(several, np.nansum(crps, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)
    ratio = np.where(known & several, crps / np.maximum(mean, 1e-12), np.nan)
    groups = buckets(leads)
    shape = (len(crps), truth.shape[0], len(BUCKETS))
    total, count = np.zeros(shape), np.zeros(shape)
    for b in range(len(BUCKETS)):
        part = ratio[..., groups == b]
        total[..., b] = np.nansum(part, axis=(2, 3))
        count[..., b] = np.isfinite(part).sum(axis=(2, 3))
    size = np.maximum(np.bincount(groups, minlength=len(BUCKETS)), 1)
    return Past(np.where(count > 0, total / np.maximum(count, 1), np.nan), count / size)


def weights(past: Past, typical: Array, usable: NDArray[np.bool_]) -> Array:
    """Return the weight of each model, (models, series, buckets).

    Relative scores are drawn to those of the panel, and these to what is typical, on the logarithmic scale: a model
    that is five times as good stands out however well the others are thought of.

    Parameters
    ----------
    typical
        Relative score that is typical of each model, (models,).
    usable
        Whether the model speaks at all, (models, series).
    """
    filled = past.count * np.nan_to_num(past.relative)
    # other leads lend to a bucket that has few scores of its own, or none
    count = past.count + LENT * past.count.sum(axis=2, keepdims=True)
    total = filled + LENT * filled.sum(axis=2, keepdims=True)
    own = _log_mean(total, count)
    counted = count.sum(axis=1)
    told = _log_mean(total.sum(axis=1), counted)
    worth = counted / (1 + (np.maximum((count > 0).sum(axis=1), 1) - 1) * ALIKE)
    panel = (worth * told + ASSUMED * np.log(typical)[:, None]) / (worth + ASSUMED)
    drawn = (count * own + OWN * panel[:, None, :]) / (count + OWN)
    power = np.where(usable[..., None], np.exp(-SHARPNESS * drawn), 0.0)
    return np.asarray(power / np.maximum(power.sum(axis=0, keepdims=True), 1e-300))


def _log_mean(total: Array, count: Array) -> Array:
    """Return the logarithm of total / count, 0 where nothing was counted."""
    mean = total / np.where(count > 0, count, 1.0)
    return np.log(np.where(count > 0, np.maximum(mean, 1e-3), 1.0))


def combine(laws: Mapping[str, Law], share: Array, leads: Sequence[int]) -> Law:
    """Return the combination of laws (series, origins, leads) under weights (models, series, buckets).

    A model that knows a centre but no spread says nothing here: it would pass for certain.
    """
    groups = buckets(leads)
    mu = np.stack([law.mu for law in laws.values()])
    sd = np.stack([law.sd for law in laws.values()])
    speaks = np.isfinite(mu) & np.isfinite(sd)
    w = np.where(speaks, share[:, :, groups][:, :, None, :], 0.0)
    w = w / np.where(w.sum(axis=0) > 0, w.sum(axis=0), np.nan)
    centre = np.nansum(w * np.nan_to_num(mu), axis=0)
    spread = np.nansum(w * np.nan_to_num(sd), axis=0)
    silent = ~speaks.any(axis=0)
    return Law(np.where(silent, np.nan, centre), np.where(silent, np.nan, spread))


def calibrate(law: Law, truth: Array, leads: Sequence[int], season: int) -> Calibration:
    """Return half-widths from the errors of a combination at earlier origins, (series, origins, leads).

    Errors of one origin are alike (`ALIKE`), and those of origins that lie closer than a lead is long overlap, so
    what counts is less than their number; the level of their quantile is raised as a sample of that size asks for
    (k / (n + 1), Vovk et al. 2005). A bucket of leads without errors of its own takes over what the one before has
    learnt.
    """
    z = np.abs(truth - law.mu) / np.where(law.sd > 0, law.sd, np.nan)
    groups = buckets(leads)
    radii = np.empty((len(BUCKETS), len(LEVELS)))
    errors = np.zeros(len(BUCKETS))
    ratio = np.ones(len(LEVELS))
    for b in range(len(BUCKETS)):
        assumed = np.array(RADII[season]) * (WIDENING ** min(b, 2) if season == 1 else 1.0)
        part = z[..., groups == b]
        known = np.isfinite(part)
        errors[b] = _independent(known, [h for h, g in zip(leads, groups, strict=True) if g == b], season)
        if errors[b]:
            levels = np.minimum(np.array(LEVELS) * (1 + 1 / errors[b]), 1.0)
            seen = np.clip(np.quantile(part[known], levels) / assumed, 1 / MOST, MOST)
            ratio = np.exp((errors[b] * np.log(seen) + WORTH * np.log(ratio)) / (errors[b] + WORTH))
        radii[b] = assumed * ratio
    return Calibration(radii, errors)


def _independent(known: NDArray[np.bool_], leads: Sequence[int], season: int) -> float:
    """Return how many independent errors those known (series, origins, leads) are worth."""
    if not known.any():
        return 0.0
    series, origins = float(known.any(axis=(1, 2)).sum()), float(known.any(axis=(0, 2)).sum())
    apart = min(1.0, SPACE[season] / float(np.mean(leads)))
    overlapping = (1 + (origins - 1) * apart) / origins
    return float(known.any(axis=2).sum()) * overlapping / (1 + (series - 1) * ALIKE)
