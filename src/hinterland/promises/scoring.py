"""Scores of an outlook against what came: every model, every line, every lead, on the logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.forecast.combine import LEVELS, RADII, Calibration, buckets, standard_quantile
from hinterland.forecast.scores import crps_quantiles
from hinterland.promises.book import fine_grained, yearly
from hinterland.promises.outlook import SEASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl

    from hinterland.forecast.engine import Ensemble
    from hinterland.forecast.law import Array, Ints, Law
    from hinterland.promises.lines import Line
    from hinterland.promises.outlook import Outlook

COUNT = 39
GRID = (np.arange(COUNT) + 0.5) / COUNT
"""Levels of the quantiles that a score is taken over."""
TIMES = (1.0, 1.1, 1.25, 1.5, 2.0)
"""Multiples of the last figure that serve as thresholds of made-up promises."""
LARGEST = float(np.log(np.finfo(np.float64).max))
"""Logarithm of the largest number: a figure of 1e300 has an interval that ends beyond it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one model at one origin: flat arrays, one entry a line and lead that can be told.

    Attributes
    ----------
    line, lead
        Which line, and how many periods after the last whole one.
    period
        Year, or cell (months or quarters since year 0).
    crps
        Continuous ranked probability score of the logarithm.
    inside
        Whether the central 50, 80 and 95 percent held the outcome, (entries, 3).
    median, low, high, truth
        Median, 80 percent interval and outcome, natural scale.
    chances, came
        Probability of reaching `TIMES` the last figure, and whether it was, (entries, 5).
    """

    grain: str
    model: str
    line: Ints
    lead: Ints
    period: Ints
    crps: Array
    inside: Array
    median: Array
    low: Array
    high: Array
    truth: Array
    chances: Array
    came: Array


@dataclass(frozen=True, slots=True)
class _Target:
    """What came: truth (rows, horizons) and the last whole figure (rows,), natural scale; upper bounds (rows,)."""

    rows: Ints
    lines: Ints
    first: Ints
    truth: Array
    last: Array
    most: Array


def scored(
    outlook: Outlook,
    outcome: pl.DataFrame,
    lines: Sequence[Line],
    today: date,
    kinds: Sequence[str],
    reach: int,
) -> Iterator[Scores]:
    """Yield the scores of every model of the ensembles `kinds` up to `reach` leads."""
    for kind in kinds:
        ensemble = outlook.ensembles.get(kind)
        if ensemble is None:
            continue
        target = _target(outlook, outcome, lines, today, kind, ensemble)
        grain = "year" if kind in {"level", "share"} else kind
        yield from _models(ensemble, target, grain, reach)


def _target(
    outlook: Outlook, outcome: pl.DataFrame, lines: Sequence[Line], today: date, kind: str, ensemble: Ensemble
) -> _Target:
    placed = outlook.in_years if kind in {"level", "share"} else outlook.places
    entries = [(i, p) for i, p in placed.items() if p.kind == kind]
    line = np.array([i for i, _ in entries], dtype=np.int64)
    rows = np.array([p.row for _, p in entries], dtype=np.int64)
    first = np.array([p.first for _, p in entries], dtype=np.int64)
    steps = np.arange(len(ensemble.leads))
    if kind in {"level", "share"}:
        came, start = yearly(outcome, lines, today), outlook.book.first_year
        truth = _pick(came.value, line, first[:, None] + steps - came.first_year)
        last = _pick(outlook.book.value, line, first[:, None] - 1 - start)[:, 0]
    else:
        truth, last = _fine_truth(outlook, outcome, lines, kind, rows, first, steps)
    most = np.array([lines[i].most if i in outlook.bounded else np.inf for i in line])
    return _Target(rows, line, first, truth, last, most)


def _fine_truth(
    outlook: Outlook,
    outcome: pl.DataFrame,
    lines: Sequence[Line],
    kind: str,
    rows: Ints,
    first: Ints,
    steps: Ints,
) -> tuple[Array, Array]:
    """Return months (or quarters) that came after the panel's last, and each row's last known one."""
    grid, came = outlook.cells[kind], fine_grained(outcome, lines, SEASONS[kind], every=True)
    at = {int(i): r for r, i in enumerate(came.lines)}
    found = np.array([at.get(int(i), -1) for i in grid.lines[rows]], dtype=np.int64)
    truth = _pick(came.value, found, first[:, None] + steps - came.first)
    joint = came.joint[found] & (found >= 0)
    january = (first[:, None] + steps) % 12 == 0
    february = (first[:, None] + steps) % 12 == 1
    truth[(joint[:, None] & (january | february)) if kind == "month" else np.zeros_like(january)] = np.nan
    value = grid.value[rows]
    known = np.isfinite(value)
    truth[known[:, -1], 0] = np.nan  # what is known is no forecast
    newest = value.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return truth, value[np.arange(len(rows)), newest]


def _pick(value: Array, row: Ints, column: Ints) -> Array:
    """Return value[row, column], NaN outside; `row` may be -1."""
    inside = (row[:, None] >= 0) & (column >= 0) & (column < value.shape[1])
    if not value.size:
        return np.full(column.shape, np.nan)
    picked = value[np.maximum(row, 0)[:, None], np.where(inside, column, 0)]
    return np.asarray(np.where(inside, picked, np.nan))


def _models(ensemble: Ensemble, target: _Target, grain: str, reach: int) -> Iterator[Scores]:
    season = {"year": 1, **SEASONS}[grain]
    plain = Calibration(np.tile(np.array(RADII[season]), (5, 1)), np.zeros(5))
    yield _scores(ensemble.combined, ensemble.calibration, ensemble, target, (grain, "combination"), reach)
    for name, law in ensemble.laws.items():
        radii = ensemble.baselines.get(name, plain)
        yield _scores(law, radii, ensemble, target, (grain, name), reach)


def _scores(
    law: Law,
    calibration: Calibration,
    ensemble: Ensemble,
    target: _Target,
    names: tuple[str, str],
    reach: int,
) -> Scores:
    """Return the scores of one law; leads beyond `reach` and what has not come are left out."""
    mu, sd = law.mu[target.rows], law.sd[target.rows]
    lead = np.broadcast_to(np.array(ensemble.leads), mu.shape)
    keep = np.isfinite(target.truth) & (target.truth > 0) & np.isfinite(mu) & (sd > 0) & (lead <= reach)
    row, step = np.nonzero(keep)
    mu, sd, lead = mu[keep], sd[keep], lead[keep]
    truth, most, last = target.truth[keep], target.most[row], target.last[row]
    crps, inside = np.empty(len(mu)), np.zeros((len(mu), len(LEVELS)))
    ends, chances = np.empty((len(mu), 3)), np.empty((len(mu), len(TIMES)))
    groups = buckets(lead)
    for b in np.unique(groups):
        part = groups == b
        radii = calibration.radii[b]
        q = standard_quantile(GRID, radii)
        quantiles = _logs(mu[part, None] + sd[part, None] * q, most[part])
        crps[part] = crps_quantiles(np.log(truth[part]), GRID, quantiles)
        where = np.abs(_scaled(truth[part], most[part]) - mu[part]) / sd[part]
        inside[part] = where[:, None] <= radii
        around = np.array([0.0, -radii[1], radii[1]])
        logs = _logs(mu[part, None] + sd[part, None] * around, most[part])
        ends[part] = np.exp(np.minimum(logs, LARGEST))
        asked = np.log(last[part, None] * np.array(TIMES))
        chances[part] = _beyond(asked, quantiles)
    came = (truth[:, None] >= last[:, None] * np.array(TIMES)).astype(float)
    return Scores(
        names[0],
        names[1],
        target.lines[row],
        lead.astype(np.int64),
        target.first[row] + step,
        crps,
        inside,
        ends[:, 0],
        ends[:, 1],
        ends[:, 2],
        truth,
        chances,
        came,
    )


def _logs(x: Array, most: Array) -> Array:
    """Return logarithms of transformed figures: those of bounded rows come from log-odds."""
    bounded = np.isfinite(most)
    out = np.array(x)
    if bounded.any():
        share = np.log(most[bounded, None]) - np.log1p(np.exp(-np.clip(x[bounded], -700, 700)))
        out[bounded] = share
    return out


def _scaled(truth: Array, most: Array) -> Array:
    """Return outcomes on the transformed scale."""
    bounded = np.isfinite(most)
    share = np.clip(np.where(bounded, truth / np.where(bounded, most, 1.0), 0.5), 1e-9, 0.9995)
    return np.where(bounded, np.log(share / (1 - share)), np.log(truth))


def _beyond(asked: Array, quantiles: Array) -> Array:
    """Return the probability of what lies at or above `asked`, interpolated between the quantiles of each row."""
    found = np.empty(asked.shape)
    for j in range(asked.shape[1]):
        below = (quantiles < asked[:, j : j + 1]).sum(axis=1)
        left = np.clip(below - 1, 0, COUNT - 2)
        rows = np.arange(len(asked))
        a, b = quantiles[rows, left], quantiles[rows, left + 1]
        part = np.clip((asked[:, j] - a) / np.maximum(b - a, 1e-12), 0.0, 1.0)
        level = GRID[left] + part / COUNT
        level = np.where(below == 0, GRID[0] / 2, np.where(below == COUNT, 1 - GRID[0] / 2, level))
        found[:, j] = 1 - level
    return found
