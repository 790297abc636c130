"""The measured pieces of work on shocks in time; run by child.py. Systems are made up: the same for a seed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.network.stress.model import Shocked, System

SEED = 20210901
TIERS, PRODUCTS, INPUTS = 4, 80, 5
"""Tiers of a made-up chain, products of all tiers, inputs of a plant that is not of the first tier."""
HIT = 0.01
"""Share of the plants that stop for six weeks."""


def system(plants: int, suppliers: int, steps: int, seed: int = SEED) -> tuple[System, Shocked]:
    """Return a chain of four tiers with heavy-tailed sizes, and a shock that stops one plant in a hundred."""
    from hinterland.network.stress.model import Shocked, System

    rng = np.random.default_rng(seed)
    tier = np.sort(rng.integers(0, TIERS, plants))
    a_tier = PRODUCTS // TIERS
    product = (tier * a_tier + rng.integers(0, a_tier, plants)).astype(np.int32)
    size = rng.pareto(1.1, plants) + 1.0
    inputs = np.where(tier > 0, INPUTS, 0)
    buyer = np.repeat(np.arange(plants), inputs)
    start = np.concatenate([[0], np.cumsum(inputs)]).astype(np.int32)
    chosen = np.argsort(rng.random((len(buyer) // INPUTS, a_tier)), axis=1)[:, :INPUTS].ravel()
    input_ = ((tier[buyer] - 1) * a_tier + chosen).astype(np.int32)
    use = size[buyer] * 0.1
    order = np.argsort(product, kind="stable")
    first = np.searchsorted(product[order], np.arange(PRODUCTS + 1))
    of = np.repeat(np.arange(len(buyer)), suppliers)
    low, high = first[input_[of]], first[input_[of] + 1]
    supplier = order[low + (rng.random(len(of)) * (high - low)).astype(np.int64)]
    value = use[of] / suppliers
    taken = np.bincount(supplier, value, minlength=plants)
    base = taken + size
    made = System(
        base=base,
        limit=base,
        final=size,
        product=product,
        demand=start,
        input=input_,
        rate=use / base[buyer],
        essential=np.ones(len(buyer), dtype=np.bool_),
        cover=rng.uniform(2, 15, len(buyer)),
        outside=np.zeros(len(buyer)),
        link=np.arange(0, len(of) + 1, suppliers, dtype=np.int32),
        supplier=supplier.astype(np.int32),
        share=np.full(len(of), 1.0 / suppliers),
    )
    left = np.ones((2, steps))
    left[1, :42] = 0.0
    hit = (rng.random(plants) < HIT).astype(np.int32)
    none = np.zeros(len(buyer), dtype=np.int32)
    return made, Shocked(left, hit, none, np.zeros(len(of), dtype=np.int32))


def engine(plants: str, suppliers: str, steps: str) -> dict[str, float]:
    """Run the engine alone, once; loading compiled kernels counts, making the system does not."""
    from hinterland.network.stress.model import Rules
    from hinterland.network.stress.simulate import simulate

    made, shocked = system(int(plants), int(suppliers), int(steps))
    began, cpu = time.perf_counter(), time.process_time()
    trace, _ = simulate(made, shocked, Rules())
    return {
        "study_seconds": time.perf_counter() - began,
        "study_cpu_seconds": time.process_time() - cpu,
        "links": len(made.supplier),
        "slowed": int((trace.first >= 0).sum()),
        "lowest": float((trace.made.sum(axis=1) / made.base.sum()).min()),
    }


def stress(case: str, day: str, shock: str, draws: str, jobs: str, horizon: str = "200") -> dict[str, object]:
    """Run the whole study on a case: plants, draws of the network, every run, all tables."""
    from hinterland.case import load
    from hinterland.network.stress import Options
    from hinterland.network.stress import stress as run

    cluster = load(case)
    began, cpu = time.perf_counter(), time.process_time()
    options = Options(horizon=int(horizon))
    result = run(cluster, [shock], as_of=day, options=options, draws=int(draws), jobs=int(jobs))
    return {
        "study_seconds": time.perf_counter() - began,
        "study_cpu_seconds": time.process_time() - cpu,
        "draws": result.summary["draws"],
        "lost": result.summary["finished_lost_mid"],
        "paths": result["path"].height,
    }
