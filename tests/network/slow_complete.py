"""Reconstruction of links the long way: every pair, written from the formulas, for small networks only."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.complete.model import Actors, Links, Wanted
from hinterland.network.complete.prepare import prepare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Completed

    Floats = NDArray[np.float64]


def links(*rows: tuple[int, int, float], inferred: bool = False) -> Links:
    """Return links from rows of supplier, buyer, value."""
    supplier, buyer, value = ([row[k] for row in rows] for k in range(3))
    return Links(
        np.array(supplier, dtype=np.int32),
        np.array(buyer, dtype=np.int32),
        np.array(value, dtype=np.float64),
        np.full(len(rows), inferred),
    )


def actors(
    group: list[int], size: list[float], lon: list[float] | None = None, lat: list[float] | None = None
) -> Actors:
    """Return actors; positions unknown unless given."""
    nowhere = [math.nan] * len(group)
    return Actors(
        np.array(group, dtype=np.int32),
        np.array(size, dtype=np.float64),
        np.array(nowhere if lon is None else lon, dtype=np.float64),
        np.array(nowhere if lat is None else lat, dtype=np.float64),
    )


def wanted(flow: list[list[float]], known: Links | None = None, **settings: float | str) -> Wanted:
    """Return what is wanted."""
    return Wanted(np.array(flow, dtype=np.float64), links() if known is None else known, **settings)  # type: ignore[arg-type]


def region(count: int, groups: int, *, seed: int, cities: int = 12) -> Actors:
    """Return heavy-tailed actors around some cities, one in ten of unknown position, one in thirty of no size."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, count).astype(np.int32)
    size = rng.pareto(1.2, count) + 1.0
    size[rng.random(count) < 1 / 30] = 0.0
    city = rng.integers(0, cities, count)
    lon = rng.uniform(100.0, 122.0, cities)[city] + rng.normal(0, 0.3, count)
    lat = rng.uniform(22.0, 40.0, cities)[city] + rng.normal(0, 0.3, count)
    lost = rng.random(count) < 0.1
    return Actors(group, size, np.where(lost, np.nan, lon), np.where(lost, np.nan, lat))


def nearness(those: Actors, asked: Wanted) -> Floats:
    """Return f of every pair, by the haversine formula; NaN where a position is unknown."""
    lon, lat = np.radians(those.lon), np.radians(those.lat)
    a = np.sin((lat[:, None] - lat) / 2) ** 2
    a = a + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 2 * 6371.0088 * np.arcsin(np.minimum(np.sqrt(a), 1.0))
    f: Floats = (1 + km / asked.scale_km) ** -asked.decay
    return f


def demands(those: Actors, asked: Wanted) -> tuple[Floats, Floats]:
    """Return the share of each in its group, and the demand of each buyer for each group, shape (n, G)."""
    share = np.zeros(len(those))
    for group in range(len(asked.flow)):
        members = those.group == group
        total = those.size[members].sum()
        share[members] = those.size[members] / total if total > 0 else 1 / max(members.sum(), 1)
    return share, asked.flow[:, those.group].T * share[:, None]


def by_pair(some: Links, count: int) -> Floats:
    """Return values as a matrix, supplier by buyer; zero where there is no link."""
    matrix = np.zeros((count, count))
    np.add.at(matrix, (some.supplier, some.buyer), np.nan_to_num(some.value))
    return matrix


def exact_probabilities(those: Actors, asked: Wanted) -> tuple[Floats, Floats]:
    """Return p of every pair before repair, and after it; z is the engine's, all else is computed anew."""
    count, groups = len(those), len(asked.flow)
    share, demand = demands(those, asked)
    f = nearness(those, asked)
    left = demand.copy()
    known = by_pair(asked.known, count)
    barred = np.eye(count, dtype=bool)
    barred[asked.known.supplier, asked.known.buyer] = True
    for group in range(groups):
        left[:, group] = np.maximum(demand[:, group] - known[those.group == group].sum(axis=0), 0.0)
    rates = {group.number: group.law for group in prepare(those, asked).groups}
    before, after = np.zeros((count, count)), np.zeros((count, count))
    for group, law in rates.items():
        members = np.flatnonzero(those.group == group)
        near = np.where(np.isnan(f[members]), law.mean, f[members])
        mean = law.z * share[members][:, None] * left[:, group] * near
        p = mean / (1 + mean) if asked.form == "gravity" else -np.expm1(-mean)
        p[barred[members]] = 0.0
        nobody = np.prod(1 - p, axis=0)
        served = barred[members] & np.isnan(_open(asked, count))[members]
        nobody[served.any(axis=0)] = 0.0
        total = p.sum(axis=0)
        before[members] = p
        after[members] = p + np.divide(p * nobody, total, out=np.zeros_like(p), where=total > 0)
    return before, after


def _open(asked: Wanted, count: int) -> Floats:
    """Return a matrix that is NaN where a known link's value is unknown."""
    matrix = np.zeros((count, count))
    matrix[asked.known.supplier, asked.known.buyer] = asked.known.value
    return matrix


def balance_sheet(those: Actors, asked: Wanted, done: Completed) -> tuple[Floats, Floats]:
    """Return what each buyer got of each group, imports included, and what it should, shape (n, G) both."""
    count, groups = len(those), len(asked.flow)
    got, must = np.zeros((count, groups)), np.zeros((count, groups))
    np.add.at(got, (done.links.buyer, those.group[done.links.supplier]), done.links.value)
    np.add.at(got, (done.imported_buyer, done.imported_group), done.imported_value)
    np.add.at(must, (asked.known.buyer, those.group[asked.known.supplier]), np.nan_to_num(asked.known.value))
    _, demand = demands(those, asked)
    return got, np.maximum(must, demand)


def in_other_units(asked: Wanted, factor: float) -> Wanted:
    """Return the same, money counted in other units."""
    known = replace(asked.known, value=asked.known.value * factor)
    return replace(asked, flow=asked.flow * factor, known=known)
