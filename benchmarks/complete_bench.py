"""The measured pieces of work on reconstruction of supply links, and a peer beside them; run by child.py.

Actors are made up: heavy-tailed sizes (Pareto), places around sixty cities, flows between about one in ten pairs of
groups. The same seed gives the same actors.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.network.complete.model import Actors, Wanted

SEED = 20210831
CITIES = 60
TAIL = 1.1
"""Exponent of the sizes."""
BUYS_FROM = 4
"""Groups that a group buys from, on average."""


def network(count: int, groups: int, density: float, seed: int = SEED) -> tuple[Actors, Wanted]:
    """Return made-up actors and flows; no link is known."""
    from hinterland.network.complete.model import Actors, Links, Wanted

    rng = np.random.default_rng(seed)
    city = rng.integers(0, CITIES, count)
    actors = Actors(
        rng.integers(0, groups, count).astype(np.int32),
        rng.pareto(TAIL, count) + 1.0,
        rng.uniform(100.0, 122.0, CITIES)[city] + rng.normal(0, 0.3, count),
        rng.uniform(22.0, 40.0, CITIES)[city] + rng.normal(0, 0.3, count),
    )
    buys = rng.random((groups, groups)) < BUYS_FROM / groups
    flow = np.where(buys, rng.lognormal(20, 1, (groups, groups)), 0.0)
    none = np.zeros(0, dtype=np.int32)
    return actors, Wanted(flow, Links(none, none, np.zeros(0), np.zeros(0, dtype=np.bool_)), density=density)


def complete(count: str, groups: str, density: str) -> dict[str, float]:
    """Draw one network, rates and weights included; loading compiled kernels counts, making actors does not."""
    from hinterland.network.complete.draw import complete as drawn

    actors, wanted = network(int(count), int(groups), float(density))
    began, cpu = time.perf_counter(), time.process_time()
    done = drawn(actors, wanted, seed=SEED)
    return {
        "study_seconds": time.perf_counter() - began,
        "study_cpu_seconds": time.process_time() - cpu,
        "links": len(done.links),
        "repaired": done.repaired,
        "residual": done.residual,
        "sales_miss": done.sales_miss,
    }


def ensemble(count: str, groups: str, density: str, draws: str) -> dict[str, float]:
    """Draw several networks of the same actors."""
    from hinterland.network.complete.draw import ensemble as several

    actors, wanted = network(int(count), int(groups), float(density))
    began = time.perf_counter()
    links = [len(done.links) for done in several(actors, wanted, draws=int(draws), seed=SEED)]
    return {
        "study_seconds": time.perf_counter() - began,
        "draws": len(links),
        "mean_links": float(np.mean(links)),
    }


def peer_every_pair(count: str, groups: str, density: str) -> dict[str, float]:
    """Draw links as research scripts do: p of every pair in numpy, group by group; rates given, no weights."""
    from hinterland.network.complete.prepare import prepare

    actors, wanted = network(int(count), int(groups), float(density))
    prepared = prepare(actors, wanted)
    lon, lat = np.radians(actors.lon), np.radians(actors.lat)
    rng = np.random.default_rng(SEED)
    began, links = time.perf_counter(), 0
    for group in prepared.groups:
        i, j = group.sellers.actor, group.buyers.actor
        a = np.sin((lat[i][:, None] - lat[j]) / 2) ** 2
        a += np.cos(lat[i])[:, None] * np.cos(lat[j]) * np.sin((lon[i][:, None] - lon[j]) / 2) ** 2
        near = (1 + 2 * 6371.0088 * np.arcsin(np.sqrt(a)) / wanted.scale_km) ** -wanted.decay
        p = -np.expm1(-group.law.z * group.sellers.share[:, None] * group.buyers.demand * near)
        links += int(np.sum((rng.random(p.shape) < p) & (i[:, None] != j)))
    return {"study_seconds": time.perf_counter() - began, "links": links}


JOBS = {"complete": complete, "ensemble": ensemble, "every_pair": peer_every_pair}
