"""The measured pieces of work on a supply chain, and the peers that stand beside them; run by child.py.

Every job loads a case of chain.py first. `study_seconds` counts what is measured, without loading.
"""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from hinterland.chain.measured import Nearby
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster
    from hinterland.ground.parts import Parts

HOURS = (1.0, 2.0, 3.0, 4.0)
PLACE, ROOT = "province", "root"
SEED = 1


def _seen(case: str, day: str) -> Cluster:
    from hinterland.case import load

    return load(case).as_of(day)


def _looked(seen: Cluster, day: str, bill: Parts) -> Nearby:
    from hinterland.chain.measured import measure
    from hinterland.chain.scope import scope

    at = scope(seen, PLACE, bill, day=date.fromisoformat(day))
    return measure(seen, at, HOURS, 1)


def _rows(near: Nearby, drawn: dict[str, np.ndarray]) -> dict[str, object]:
    from hinterland.chain.coverage import coverage_rows
    from hinterland.result import Said

    rows = list(coverage_rows(near, Said(PLACE, PLACE), drawn))
    measured = sorted({r["definition"] for r in rows if not r["code"]})
    return {"rows": len(rows), "measured": measured}


def chain(case: str, day: str, draws: str) -> dict[str, object]:
    """All four definitions of nearby for one place: four reaches and the boundary, with draws of the bill."""
    from hinterland.ground.parts import cuts, parts
    from hinterland.ground.parts import draws as draw

    seen = _seen(case, day)
    began = time.perf_counter()
    bill = parts(seen, ROOT)
    near = _looked(seen, day, bill)
    rows = _rows(near, dict(cuts(bill, draw(bill, int(draws), SEED))))
    seconds = time.perf_counter() - began
    at = near.scope
    return {"study_seconds": seconds, **rows, "plants": len(at.supply), "spots": at.sites.spots}


def bill(case: str, day: str, draws: str) -> dict[str, object]:
    """Draw the bill of materials, and tell the coverage under each draw; what is nearby was measured before."""
    from hinterland.ground.parts import cuts, parts
    from hinterland.ground.parts import draws as draw

    seen = _seen(case, day)
    near = _looked(seen, day, parts(seen, ROOT))
    began = time.perf_counter()
    listed = parts(seen, ROOT)
    rows = _rows(near, dict(cuts(listed, draw(listed, int(draws), SEED))))
    return {
        "study_seconds": time.perf_counter() - began,
        "products": len(listed.products) - 1,
        "draws": int(draws),
        **rows,
    }


def reach(case: str) -> dict[str, float]:
    """Travel time from every city to every plant of a part."""
    from hinterland.case import load
    from hinterland.ground.reach import Roads, points

    cluster = load(case)
    plants, cities = _ends(cluster["plants"], cluster["places"])
    began = time.perf_counter()
    hours = Roads.of(cluster).hours(points(cluster, cities), points(cluster, plants))
    seconds = time.perf_counter() - began
    return {"study_seconds": seconds, "pairs": hours.size, "mean_hours": float(hours.mean())}


def _ends(plants: pl.DataFrame, places: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return plants.filter(pl.col("product") != ROOT), places.filter(pl.col("kind") == "city")


@dataclass(frozen=True)
class Problem:
    """One maximum flow of the study: a product, a set of plants, a reach, and which end of its interval."""

    product: int
    which: str
    hours: float | None
    high: bool


def peer_linprog(case: str, day: str, count: str) -> dict[str, float]:
    """Solve some of the flows of definition 4 as linear programs (scipy, HiGHS), spread evenly over all of them.

    The study tells a low and a high end for each product, set of plants and reach; each would be one program.
    Seconds count building and solving the programs. `greatest_difference` is that to the study's own shares.
    """
    from hinterland.ground.parts import parts

    seen = _seen(case, day)
    near = _looked(seen, day, parts(seen, ROOT))
    at = near.scope
    every = [
        Problem(int(product), which, hours, high)
        for product in np.unique(at.supply.product)
        for which in near.keep
        for hours in near.reaches
        for high in (False, True)
    ]
    some = [every[i] for i in np.linspace(0, len(every) - 1, min(int(count), len(every))).round().astype(int)]
    apart, seconds = 0.0, 0.0
    for problem in some:
        began = time.perf_counter()
        share = _program(at, near, problem)
        seconds += time.perf_counter() - began
        served = near.served[problem.which, problem.hours]
        apart = max(apart, abs(share - (served.high if problem.high else served.low)[problem.product]))
    return {
        "programs": len(some),
        "programs_in_all": len(every),
        "seconds_per_program": seconds / len(some),
        "greatest_difference": float(apart),
    }


def _program(at: Scope, near: Nearby, problem: Problem) -> float:
    """Return the share of a product's demand that is served at most."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    supply = at.supply
    plants = np.flatnonzero(near.keep[problem.which] & (supply.product == problem.product))
    if problem.hours is None:
        near_by = np.tile(supply.inside[plants], (at.sites.spots, 1))
    else:
        near_by = at.hours[:, plants] <= problem.hours
    free = (near.free.high if problem.high else near.free.low)[plants]
    unknown = np.inf if problem.high else 0.0
    capacity = np.nan_to_num(supply.capacity[plants] * free, nan=unknown, posinf=np.inf)
    demand = at.demand()[1]
    spot, plant = np.nonzero(near_by)
    if not len(spot):
        return 0.0
    edge, one = np.arange(len(spot)), np.ones(len(spot))
    limited = np.isfinite(capacity)
    at_plants = csr_array((one, (plant, edge)), shape=(len(plants), len(spot)))[limited]
    at_spots = csr_array((one, (spot, edge)), shape=(len(demand), len(spot)))
    scale = demand.max()
    limits = np.concatenate([capacity[limited], demand]) / scale
    solved = linprog(-one, A_ub=vstack([at_plants, at_spots]), b_ub=limits, method="highs")
    return float(-solved.fun * scale / demand.sum())


def peer_one_by_one(case: str, day: str, draws: str) -> dict[str, float]:
    """Draw the same bill of materials one part at a time with the standard library, and sum up one coverage.

    Each draw: gamma variates of a recipe, divided by their sum, then the value of each part from the root down.
    """
    from hinterland.ground.parts import parts

    seen = _seen(case, day)
    listed = parts(seen, ROOT)
    worth = _looked(seen, day, listed).served["operating", HOURS[-1]].low.tolist()
    edges = [
        (int(p), int(c), float(s)) for p, c, s in zip(listed.parent, listed.child, listed.part, strict=True)
    ]
    recipes: dict[int, list[tuple[int, float]]] = {}
    for parent, child, share in edges:
        recipes.setdefault(parent, []).append((child, share))
    rng = random.Random(SEED)
    began = time.perf_counter()
    found = [_one_draw(recipes, len(listed.products), worth, rng) for _ in range(int(draws))]
    seconds = time.perf_counter() - began
    return {"draws": len(found), "seconds_per_draw": seconds / len(found)}


def _one_draw(
    recipes: dict[int, list[tuple[int, float]]], products: int, worth: list[float], rng: random.Random
) -> float:
    """Return the coverage of the leaves under one draw; products stand in order, parents first."""
    shape = 1 / 0.25**2
    value = [1.0, *[0.0] * (products - 1)]
    above = below = 0.0
    for product in range(products):
        if product not in recipes:
            above += value[product] * worth[product]
            below += value[product]
            continue
        inputs = recipes[product]
        drawn = [rng.gammavariate(shape, share / shape) for _, share in inputs]
        left = rng.gammavariate(shape, max(1 - sum(s for _, s in inputs), 1e-12) / shape)
        total = sum(drawn) + left
        for (child, _), part in zip(inputs, drawn, strict=True):
            value[child] += value[product] * part / total
    return above / below


def _read(case: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    tables = Path(case) / "tables"
    return _ends(pl.read_parquet(tables / "plants.parquet"), pl.read_parquet(tables / "places.parquet"))


KM_IN_AN_HOUR = 75 / 1.3
EARTH_KM = 6371.0088


def peer_haversine(case: str, pairs: str) -> dict[str, float]:
    """Travel time of the first pairs of plant and city, pair by pair with the standard library."""
    plants, cities = _read(case)
    ends = [frame.select("lon", "lat").rows() for frame in (plants, cities)]
    some = ends[0][: max(1, int(pairs) // len(ends[1]))]
    began = time.perf_counter()
    hours = [_hours(*plant, *city) for plant in some for city in ends[1]]
    seconds = time.perf_counter() - began
    return {
        "pairs": len(hours),
        "seconds_per_pair": seconds / len(hours),
        "mean_hours": math.fsum(hours) / len(hours),
    }


def _hours(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Return hours by the haversine of a sphere."""
    y, to_y = math.radians(lat), math.radians(to_lat)
    square = (
        math.sin((to_y - y) / 2) ** 2
        + math.cos(y) * math.cos(to_y) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, square))) / KM_IN_AN_HOUR


def peer_haversine_polars(case: str) -> dict[str, float]:
    """Travel time of all pairs of plant and city in polars: a cross join, and the haversine over its columns."""
    plants, cities = _read(case)
    began = time.perf_counter()
    pairs = (
        plants.lazy()
        .select(lon=pl.col("lon").radians(), lat=pl.col("lat").radians())
        .join(
            cities.lazy().select(to_lon=pl.col("lon").radians(), to_lat=pl.col("lat").radians()), how="cross"
        )
    )
    square = ((pl.col("to_lat") - pl.col("lat")) / 2).sin().pow(2) + pl.col("lat").cos() * pl.col(
        "to_lat"
    ).cos() * ((pl.col("to_lon") - pl.col("lon")) / 2).sin().pow(2)
    hours = pairs.select(hours=2 * EARTH_KM * square.sqrt().arcsin() / KM_IN_AN_HOUR).collect()
    seconds = time.perf_counter() - began
    return {"study_seconds": seconds, "pairs": hours.height, "mean_hours": float(hours["hours"].mean() or 0)}


JOBS = {
    "chain": chain,
    "bill": bill,
    "reach": reach,
    "linprog": peer_linprog,
    "one_by_one": peer_one_by_one,
    "haversine": peer_haversine,
    "haversine_polars": peer_haversine_polars,
}
