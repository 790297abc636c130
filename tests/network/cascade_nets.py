"""Small random networks with everything that may occur in one, for tests of cascades."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hinterland.network.graph import Labels, Network

GOLD = "../shared/gold/esri"


def labels(of: np.ndarray) -> Labels:
    return Labels(tuple(f"g{k}" for k in range(int(of.max()) + 1)), of.astype(np.int32))


def network(
    supplier: list[int], buyer: list[int], weight: list[float], essential: list[list[int]], **more
) -> Network:
    """Return a network of few links; firm i is of industry `industry[i]`, or its own."""
    n = more.pop("n", max(*supplier, *buyer) + 1)
    industry = labels(np.array(more.pop("industry", range(n))))
    links = np.lexsort((buyer, supplier))
    arrays = [np.array(a)[links] for a in (supplier, buyer, weight)]
    ids = tuple(f"f{i}" for i in range(n))
    ends = (arrays[0].astype(np.int32), arrays[1].astype(np.int32), arrays[2].astype(float))
    return Network(ids, industry, *ends, np.array(essential, dtype=np.int8), **more)


def drawn(seed: int, n: int = 30, links: int = 90, industries: int = 5) -> Network:
    """Return a random network with self-links, firms without links, and all classes of inputs."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0, 1.5, n)
    size[rng.random(n) < 0.1] = 0  # firms without links
    share = size / size.sum()
    pairs = np.unique(rng.choice(n, links, p=share) * n + rng.choice(n, links, p=share))
    supplier, buyer = (pairs // n).astype(np.int32), (pairs % n).astype(np.int32)
    industry = rng.integers(0, industries, n)
    industry[:industries] = np.arange(industries)
    essential = rng.integers(0, 3, (industries, industries)).astype(np.int8)
    group = labels(industry)
    return Network(
        tuple(f"f{i}" for i in range(n)),
        group,
        supplier,
        buyer,
        rng.lognormal(2, 1, len(pairs)),
        essential,
        market=group,
    )


def varied(seed: int, option: str) -> Network:
    """Return a random network with one more thing in it."""
    rng, net = np.random.default_rng(seed + 1000), drawn(seed)
    n = len(net)
    amounts = np.where(rng.random(n) < 0.15, 0, rng.lognormal(4, 1, n))
    changes = {
        "plain": {},
        "no market": {"market": None},
        "coarse markets": {"market": labels(np.r_[0, 1, rng.integers(0, 2, n - 2)])},
        "own markets": {"market": labels(np.arange(n))},
        "revenue": {"revenue": amounts},
        "costs": {"costs": amounts},
        "weights": {"weights": (("jobs", amounts + 1), ("value", rng.random(n)), ("one", np.eye(n)[3]))},
        "sectors": {"sectors": labels(np.r_[0, 1, 2, rng.integers(0, 3, n - 3)])},
        "all essential": {"essential": np.full_like(net.essential, 2)},
        "none essential": {"essential": np.full_like(net.essential, 1)},
        "no effect": {"essential": np.zeros_like(net.essential)},
        "tiny unit": {"weight": net.weight * 1e-13},
    }
    return replace(net, **changes[option])


OPTIONS = (
    "plain", "no market", "coarse markets", "own markets", "revenue", "costs", "weights", "sectors",
    "all essential", "none essential", "no effect", "tiny unit",
)  # fmt: skip
