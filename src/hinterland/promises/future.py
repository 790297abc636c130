"""What a line may become: sample paths of its whole years, joint for all that a promise needs.

A ratio's path is its share times its whole's own path: so numerator, denominator and ratio are one joint future, and
the ratio's law is the one that its own past scores have calibrated.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hinterland import dates
from hinterland.forecast.law import Array, Law
from hinterland.forecast.paths import sample_paths
from hinterland.promises.outlook import from_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.dates import Period
    from hinterland.promises.outlook import Outlook, Place

SAMPLES = 4000
"""Paths of a line: a probability of one half is known to 0.8 percentage points."""
FEWER = 1000
"""Paths of a single model."""


@dataclass(frozen=True, slots=True)
class Future:
    """Whole years of a line from its running year on, and months or quarters where it has them.

    Attributes
    ----------
    paths
        Year to its sample, (samples,); years that are known are not in it.
    cells
        Cell (months or quarters since year 0) to its sample, for lines forecast by month or quarter.
    parts
        Futures of numerator and denominator of the same sample.
    models
        Model to year to sample, each model by itself.
    weights
        Weight of each model one year ahead.
    running
        First year of `paths`.
    seen
        Cells that are known, in the line's unit: with `cells` they make up periods that have begun.
    """

    line: int
    running: int
    paths: Mapping[int, Array]
    models: Mapping[str, Mapping[int, Array]]
    weights: Mapping[str, float]
    season: int = 1
    cells: Mapping[int, Array] = field(default_factory=dict)
    parts: Mapping[str, Future] = field(default_factory=dict)
    seen: Mapping[int, float] = field(default_factory=dict)


def seed_of(*names: object) -> int:
    """Return a seed that is the same for the same names, whatever the machine."""
    return zlib.crc32("|".join(str(n) for n in names).encode())


def future(outlook: Outlook, line: int, *, models: bool = True, samples: int = SAMPLES) -> Future | None:
    """Return the future of a line, None where it cannot be forecast."""
    place = outlook.places.get(line)
    if place is None:
        return None
    told = outlook.lines[line]
    rng = np.random.default_rng(seed_of(told.metric, told.place, outlook.day))
    if place.kind in {"month", "quarter"}:
        return _fine(outlook, line, place, rng, models, samples)
    own = _yearly(outlook, line, place, rng, models, samples)
    if told.kind != "ratio":
        return own
    whole = future(outlook, told.parts[1], models=False, samples=samples)
    return own if whole is None else _jointly(outlook, own, whole)


def _yearly(
    outlook: Outlook, line: int, place: Place, rng: np.random.Generator, models: bool, samples: int
) -> Future:
    ensemble = outlook.ensembles[place.kind]
    most = outlook.lines[line].most if line in outlook.bounded else float("inf")
    rows = slice(place.row, place.row + 1)
    least, top = _least(outlook, line), _top(outlook, line)

    def sampled(law: Law, count: int) -> dict[int, Array]:
        drawn = sample_paths(
            Law(law.mu[rows], law.sd[rows]), ensemble.calibration, ensemble.leads, count, rng
        )
        return {
            place.first + h: np.clip(from_line(drawn[:, 0, h], most), 0.0 if h else least, top)
            for h in range(drawn.shape[2])
            if np.isfinite(drawn[0, 0, h])
        }

    each = {}
    if models:
        each = {n: s for n, law in ensemble.laws.items() if (s := sampled(law, min(samples, FEWER)))}
    return Future(line, place.first, sampled(ensemble.combined, samples), each, weights_of(outlook, place))


def _top(outlook: Outlook, line: int) -> float:
    """Return what a line cannot pass: a share that has reached the whole has no log-odds, and still no more."""
    most = outlook.lines[line].most
    known = outlook.book.value[line]
    return most if np.nanmax(known, initial=0.0) <= most else float("inf")


def _least(outlook: Outlook, line: int) -> float:
    """Return what the running year of a series cannot fall below: what is there since January."""
    book = outlook.book
    if outlook.lines[line].kind == "ratio" or not book.until[line]:
        return 0.0
    return float(np.nan_to_num(book.so_far[line]))


def weights_of(outlook: Outlook, place: Place) -> dict[str, float]:
    """Return the weight of each model of a line for its first leads; models that say nothing are left out."""
    ensemble = outlook.ensembles[place.kind]
    shares = ensemble.weights[:, place.row, 0]
    speaking = [
        (name, float(w))
        for (name, law), w in zip(ensemble.laws.items(), shares, strict=True)
        if np.isfinite(law.mu[place.row] + law.sd[place.row]).any()
    ]
    total = sum(w for _, w in speaking) or 1.0
    return {name: w / total for name, w in speaking}


def _fine(
    outlook: Outlook, line: int, place: Place, rng: np.random.Generator, models: bool, samples: int
) -> Future:
    ensemble, grid = outlook.ensembles[place.kind], outlook.cells[place.kind]
    row, season = place.row, grid.season
    known = {grid.first + c: v for c, v in enumerate(grid.value[row]) if np.isfinite(v)}
    if grid.joint[row]:  # February stands for both: half of the sum each
        known |= {c - 1: v for c, v in known.items() if c % season == 1 and c - 1 not in known}
    gaps = [c for c in range(min(known), place.first) if c not in known]

    def sampled(law: Law, count: int) -> dict[int, Array]:
        drawn = sample_paths(
            Law(law.mu[row : row + 1], law.sd[row : row + 1]),
            ensemble.calibration,
            ensemble.leads,
            count,
            rng,
        )
        return {
            place.first + h: from_line(drawn[:, 0, h], np.inf)
            for h in range(drawn.shape[2])
            if place.first + h not in known and np.isfinite(drawn[0, 0, h])
        }

    cells = sampled(ensemble.combined, samples)
    years = _years_of(outlook, line, cells, known, gaps, season, samples)
    each = {}
    if models:
        count = min(samples, FEWER)
        for name, law in ensemble.laws.items():
            if found := sampled(law, count):
                each[name] = _years_of(outlook, line, found, known, gaps, season, count)
    running = min(years, default=int(outlook.book.running[line]))
    return Future(line, running, years, each, weights_of(outlook, place), season, cells, {}, known)


def _years_of(
    outlook: Outlook,
    line: int,
    cells: Mapping[int, Array],
    known: Mapping[int, float],
    gaps: list[int],
    season: int,
    samples: int,
) -> dict[int, Array]:
    """Return whole years: the sum since January plus sampled months; a missing month counts as its neighbours do."""
    book = outlook.book
    found = {}
    for year in range(int(book.running[line]), max(cells, default=0) // season + 1):
        start, so_far, first = year * season, np.zeros(samples), 0
        if year == book.running[line] and book.until[line] and int(book.until[line]) * season % 12 == 0:
            first = int(book.until[line]) * season // 12
            so_far = so_far + book.so_far[line]
        for c in range(start + first, start + season):
            near = [v for k, v in known.items() if abs(k - c) <= season] if c in gaps else []
            if c in cells:
                so_far = so_far + cells[c]
            elif c in known:
                so_far = so_far + known[c]
            elif near:
                so_far = so_far + float(np.mean(near))
            else:
                break
        else:
            found[year] = np.maximum(so_far, _least(outlook, line) if year == book.running[line] else 0.0)
    return found


def _jointly(outlook: Outlook, own: Future, whole: Future) -> Future:
    """Return the ratio's future with those of its parts: numerator = ratio x denominator, draw by draw."""
    line = outlook.lines[own.line]
    top: dict[int, Array] = {}
    below: dict[int, Array] = {}
    for year, share in own.paths.items():
        amount = whole.paths.get(year)
        if amount is None:
            known = outlook.book.year(line.parts[1], year)
            if not np.isfinite(known):
                continue
            amount = np.full(len(share), known)
        below[year] = amount
        top[year] = share * amount / line.factors[0]
    parts = {
        "numerator": Future(line.parts[0], own.running, top, {}, {}),
        "denominator": Future(line.parts[1], own.running, below, {}, {}),
    }
    return Future(own.line, own.running, own.paths, own.models, own.weights, 1, {}, parts)


def cells_of(period: Period, season: int) -> range | None:
    """Return the cells that make up a period, None where it is not made of whole ones."""
    length = 12 // season
    start, end = period.start, period.end
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    whole = start.day == 1 and end == dates.last_day(end.isoformat()[:7])
    if not whole or first % length or (last + 1) % length:
        return None
    return range(first // length, (last + 1) // length)
