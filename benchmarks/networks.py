"""Seeded supply networks of any size with heavy tails, as the cascade benchmarks use them; everything is made up.

Firm sizes are drawn from a Pareto or log-normal law; big firms get more links, as suppliers and as buyers, and
bigger ones. Industries differ in size. With `recipes`, an industry buys from a few industries only, as in an
input-output table; without, anybody buys from anybody. The class of an input is drawn for each pair of industries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hinterland.network.graph import Labels, Network

SEED = 20220513
SHARES = (0.30, 0.45, 0.25)  # no effect, non-essential, essential


@dataclass(frozen=True)
class Size:
    """How large a network is and how it is drawn."""

    firms: int
    links: int
    industries: int
    tail: str = "lognormal"
    recipes: int = 0


SIZES = {
    "tiny": Size(300, 1_200, 12),
    "small": Size(5_000, 40_000, 50),
    "target": Size(10_000, 80_000, 600),
    "pareto": Size(10_000, 80_000, 600, tail="pareto"),
    "recipes": Size(10_000, 80_000, 600, recipes=25),
    "country": Size(91_595, 238_147, 600),
    "large": Size(100_000, 800_000, 600),
    "hungary": Size(243_399, 1_105_031, 600),
}


def draw(size: Size, seed: int = SEED, shares: tuple[float, float, float] = SHARES) -> Network:
    """Return a network of that size; the same seed gives the same network."""
    rng = np.random.default_rng(seed)
    scale = rng.pareto(1.2, size.firms) + 1 if size.tail == "pareto" else rng.lognormal(0, 1.5, size.firms)
    zipf = 1 / np.arange(1, size.industries + 1) ** 0.6
    industry = rng.choice(size.industries, size.firms, p=zipf / zipf.sum()).astype(np.int32)
    industry[: size.industries] = np.arange(size.industries)
    supplier, buyer = _pairs(rng, size, scale, industry)
    weight = np.sqrt(scale[supplier] * scale[buyer]) * rng.lognormal(0, 1, len(supplier))
    essential = rng.choice(3, (size.industries, size.industries), p=shares).astype(np.int8)
    labels = Labels(tuple(f"i{k}" for k in range(size.industries)), industry)
    ids = tuple(f"f{i}" for i in range(size.firms))
    return Network(ids, labels, supplier, buyer, weight, essential, market=labels)


def _pairs(
    rng: np.random.Generator, size: Size, scale: np.ndarray, industry: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Draw unique pairs, both ends by size, until there are enough."""
    n, share = size.firms, scale**0.75 / (scale**0.75).sum()
    allowed = None
    if size.recipes:
        allowed = np.zeros((size.industries, size.industries), dtype=np.bool_)
        for k in range(size.industries):
            allowed[rng.choice(size.industries, size.recipes, replace=False), k] = True
    keys = np.zeros(0, dtype=np.int64)
    batch = int(size.links * (1.2 if allowed is None else 1.2 * size.industries / size.recipes))
    while len(keys) < size.links:
        s, b = rng.choice(n, batch, p=share), rng.choice(n, batch, p=share)
        good = s != b
        if allowed is not None:
            good &= allowed[industry[s], industry[b]]
        keys = np.unique(np.concatenate([keys, s[good] * np.int64(n) + b[good]]))
    keys = np.sort(rng.choice(keys, size.links, replace=False))
    return (keys // n).astype(np.int32), (keys % n).astype(np.int32)
