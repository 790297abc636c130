"""The forecast of a panel: every model at every origin, combined and calibrated.

The three baselines always run beside: last share x the parent's own forecast (`last_share`), log-linear trend
(`log_linear`), Bass diffusion (`bass`). They are candidates of the combination like the other models.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.bass import bass
from hinterland.forecast.combine import SPACE, Calibration, calibrate, combine, score, weights
from hinterland.forecast.law import Array, Ints, Law
from hinterland.forecast.season import seasonal
from hinterland.forecast.structural import Pool, pool, structural
from hinterland.forecast.trend import log_linear

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray


BASELINES = ("last_share", "log_linear", "bass")
"""Models that every combination is measured against."""
SHARE_POOL = {1: Pool(0.12**2, 0.0, 0.05), 4: Pool(0.10**2, 0.0, 0.015), 12: Pool(0.12**2, 0.0, 0.006)}
"""What is typical of shares: they move less than what they are shares of, and in no known direction."""
SKILL: Mapping[str, float] = {
    "random_walk": 0.9,
    "drift": 1.0,
    "damped": 0.9,
    "reverting": 0.95,
    "local_trend": 1.15,
    "log_linear": 1.25,
    "bass": 1.25,
    "last_share": 0.4,
    "share_drift": 0.4,
    "apart": 1.3,
}
"""Relative score that each model is given before a panel has scores of its own."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series that are forecast together.

    Attributes
    ----------
    y
        Transformed figures, shape (n, T); the last column is the running period: whole, estimated from a part of it,
        or NaN.
    noise
        Variance with which each is known, same shape.
    season
        Cells a year: 1, 4 or 12.
    first_year, first_cell
        Calendar of the first column, for season > 1 (for yearly series each row may have its own).
    parent
        Row of which a row is a part, -1 for none; the parent's row must end in the same period.
    joint
        Rows whose January and February are known only together.
    share
        The rows are shares themselves.
    given
        Laws of further models, (n, origins, horizons), with the same origins.
    seasonal
        Whether parts of a year have a season: flows do, stocks do not.
    whole
        Whether the last column is a whole period for all rows that know it (months), or a running one (years).
    """

    y: Array
    noise: Array
    season: int
    first_year: int
    first_cell: int
    parent: Ints
    joint: NDArray[np.bool_]
    share: bool = False
    whole: bool = False
    given: Mapping[str, Law] | None = None
    seasonal: bool = True


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Forecasts of a panel from its last column.

    Attributes
    ----------
    laws
        Each model's law, (n, horizons): horizon 0 is the panel's last column.
    weights
        Weight of each model, (models, n, buckets).
    combined
        The combination, (n, horizons), before calibration.
    calibration
        Half-widths of its intervals.
    leads
        Lead of each horizon: how many periods after the last whole one.
    errors
        Standardised errors of the combination one period ahead at earlier origins, (n, origins): for correlation.
    past
        The combination at earlier origins and the last, (n, origins, horizons), for what is computed from these
        series; `past_bass` the same of the Bass model.
    origins
        Columns of these origins.
    baselines
        Calibration of each baseline by its own errors, so that they are held against as they would be used.
    """

    laws: Mapping[str, Law]
    weights: Array
    combined: Law
    calibration: Calibration
    leads: tuple[int, ...]
    errors: Array
    past: Law
    past_bass: Law | None
    origins: tuple[int, ...]
    baselines: Mapping[str, Calibration]


def forecast(panel: Panel, horizons: int, *, origins: int = 8) -> Ensemble:
    """Return the forecasts of a panel for horizons 0 to `horizons`, which is at least 1.

    Parameters
    ----------
    origins
        Earlier origins whose forecasts give weights and calibration.
    """
    n, columns = panel.y.shape
    steps = list(range(horizons + 1))
    at = [*origins_of(panel, origins), columns - 1]
    truth = _truth(panel, at[:-1], horizons)
    leads = tuple(max(h + (0 if panel.whole else 1), 1) for h in steps)
    laws = _all_laws(panel, at, steps)
    family = {name: _inner(law) for name, law in laws.items()}
    past = score(family, truth, range(1, horizons + 1))
    typical = np.array([SKILL[name] for name in laws])
    usable = np.stack([np.isfinite(law.mu[:, -1]).any(axis=1) for law in laws.values()])
    share = weights(past, typical, usable)
    inner = combine(family, share, range(1, horizons + 1))
    calibration = calibrate(inner, truth, range(1, horizons + 1), panel.season)
    final = {name: Law(law.mu[:, -1], law.sd[:, -1]) for name, law in laws.items()}
    whole = combine({k: Law(v.mu[:, None], v.sd[:, None]) for k, v in final.items()}, share, leads)
    errors = (truth - inner.mu)[:, :, 0] / np.where(inner.sd[:, :, 0] > 0, inner.sd[:, :, 0], np.nan)
    combined = Law(whole.mu[:, 0], whole.sd[:, 0])
    if not n:
        errors = np.empty((0, len(at) - 1))
    every = Law(
        np.concatenate([np.full((n, len(at) - 1, 1), np.nan), inner.mu], axis=2),
        np.concatenate([np.full((n, len(at) - 1, 1), np.nan), inner.sd], axis=2),
    )
    past_law = Law(
        np.concatenate([every.mu, combined.mu[:, None]], axis=1),
        np.concatenate([every.sd, combined.sd[:, None]], axis=1),
    )
    return Ensemble(
        final,
        share,
        combined,
        calibration,
        leads,
        errors,
        past_law,
        laws.get("bass"),
        tuple(at),
        {
            n: calibrate(family[n], truth, range(1, horizons + 1), panel.season)
            for n in BASELINES
            if n in family
        },
    )


def _inner(law: Law) -> Law:
    """Return the law at earlier origins, horizons 1 and later."""
    return Law(law.mu[:, :-1, 1:], law.sd[:, :-1, 1:])


def origins_of(panel: Panel, count: int) -> list[int]:
    """Return columns of earlier origins, ascending: every year, every half year, every quarter."""
    last = panel.y.shape[1] - 2
    space = SPACE[panel.season]
    seen = np.isfinite(panel.y).any(axis=0)
    first = int(np.argmax(seen)) if seen.any() else 0
    return sorted(c for c in range(last, max(last - space * count, first), -space) if c > first)


def _truth(panel: Panel, origins: list[int], horizons: int) -> Array:
    """Return what came after each earlier origin: (n, origins, horizons)."""
    n, columns = panel.y.shape
    limit = columns if panel.whole else columns - 1
    truth = np.full((n, len(origins), horizons), np.nan)
    for i, c in enumerate(origins):
        reach = min(c + horizons, limit - 1)
        if reach > c:
            truth[:, i, : reach - c] = panel.y[:, c + 1 : reach + 1]
    return truth


def _all_laws(panel: Panel, at: list[int], steps: list[int]) -> dict[str, Law]:
    """Return the laws of all models: those of a series by itself, then those as a part of its parent."""
    adjusted, effects = _adjusted(panel, len(steps) - 1)
    laws = _own_laws(panel, adjusted, at, steps)
    laws |= panel.given or {}
    children = np.flatnonzero(panel.parent >= 0)
    if len(children):
        laws |= _share_laws(panel, adjusted, laws, at, steps, children)
    if effects is None:
        return laws
    future = np.stack([effects[:, [c + h for h in steps]] for c in at], axis=1)
    return {name: Law(law.mu + future, law.sd) for name, law in laws.items()}


def _adjusted(panel: Panel, horizons: int) -> tuple[Array, Array | None]:
    if panel.season == 1 or not panel.seasonal or not len(panel.y):
        return panel.y, None
    found = seasonal(
        panel.y, panel.season, panel.first_year, panel.first_cell, range(1, horizons + 1), joint=panel.joint
    )
    return found.adjusted, found.effects


def _own_laws(panel: Panel, y: Array, at: list[int], steps: list[int]) -> dict[str, Law]:
    known = SHARE_POOL[panel.season] if panel.share else None
    prior = pool(y if panel.whole else y[:, :-1], panel.season, known)
    filtered = structural(y, panel.noise, panel.season, at, steps, prior=prior, running=True)
    laws = dict(filtered.laws)
    running = laws["random_walk"]
    if panel.share:  # a share that stays is what `last share x the forecast of the whole` says
        laws = {"last_share" if name == "random_walk" else name: law for name, law in laws.items()}
    laws["log_linear"] = _from_last(log_linear, y, at, steps, running)
    if not panel.share:  # a share is no adoption curve; its numerator's is given instead
        laws["bass"] = _from_last(partial(_bass, panel.season), y, at, steps, running)
    return laws


def _bass(season: int, y: Array, origins: Sequence[int], horizons: Sequence[int]) -> Law:
    return bass(y, season, origins, horizons)


def _with_before(at: list[int]) -> list[int]:
    """Return the origins with the column before the last one among them."""
    return sorted({*at, max(at[-1] - 1, 0)})


def _from_last(
    model: Callable[[Array, Sequence[int], Sequence[int]], Law],
    y: Array,
    at: list[int],
    steps: list[int],
    running: Law,
) -> Law:
    """Return the law of a model that knows horizons from 1 on, with horizon 0 at the last origin.

    Where the last column is an estimate, horizon 0 is its law as the structural models have it; where it is not
    known at all, the model forecasts it from the column before.
    """
    told = model(y, _with_before(at), [h for h in steps if h] + [steps[-1] + 1])
    rows = [_with_before(at).index(c) for c in at]
    mu = np.concatenate([np.full((len(y), len(at), 1), np.nan), told.mu[:, rows, :-1]], axis=2)
    sd = np.concatenate([np.full((len(y), len(at), 1), np.nan), told.sd[:, rows, :-1]], axis=2)
    known = np.isfinite(y[:, -1])
    speaks = known & np.isfinite(mu[:, -1]).any(axis=1)
    mu[speaks, -1, 0], sd[speaks, -1, 0] = running.mu[speaks, -1, 0], running.sd[speaks, -1, 0]
    if at[-1] > 0:
        before = _with_before(at).index(at[-1] - 1)
        mu[~known, -1], sd[~known, -1] = told.mu[~known, before], told.sd[~known, before]
    return Law(mu, sd)


def _share_laws(
    panel: Panel, y: Array, laws: Mapping[str, Law], at: list[int], steps: list[int], children: Ints
) -> dict[str, Law]:
    """Return the parent's forecast times the share: as it was last, and as it drifts.

    The parent's forecast is its combination from the same information, without its own past scores.
    """
    parents = panel.parent[children]
    z = y[children] - y[parents]
    noise = panel.noise[children] + panel.noise[parents]
    prior = pool(z if panel.whole else z[:, :-1], panel.season, SHARE_POOL[panel.season])
    shares = structural(z, noise, panel.season, at, steps, prior=prior, running=True).laws
    own = [n for n in ("random_walk", "drift", "damped", "reverting") if n in laws]
    mu = np.mean([laws[n].mu[parents] for n in own], axis=0)
    sd = np.mean([laws[n].sd[parents] for n in own], axis=0)
    found = {}
    for name, share in (("last_share", shares["random_walk"]), ("share_drift", shares["reverting"])):
        law = Law.silent(len(y), len(at), len(steps))
        law.mu[children] = share.mu + mu
        law.sd[children] = np.sqrt(share.sd**2 + sd**2)
        found[name] = law
    return found
