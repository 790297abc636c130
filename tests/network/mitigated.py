"""Small networks for the tests of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from hinterland.network.graph import Labels, Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COSTS = {"second_source_cost": 10.0, "second_source_premium": 0.1, "spare_capacity_share": 0.5}


def network(
    firms: Mapping[str, str],
    links: Mapping[tuple[str, str], float],
    essential: Mapping[tuple[str, str], int],
    *,
    market: bool = False,
    inferred: Sequence[tuple[str, str]] = (),
) -> Network:
    """A network of firms by industry, links by ends, classes by industries (others: none)."""
    ids = tuple(firms)
    industry = Labels.read(list(firms.values()))
    index = {name: i for i, name in enumerate(ids)}
    listed = sorted((index[a], index[b], w, (a, b) in inferred) for (a, b), w in links.items())
    classes = np.zeros((len(industry.names),) * 2, dtype=np.int8)
    for (a, b), kind in essential.items():
        classes[industry.names.index(a), industry.names.index(b)] = kind
    return Network(
        ids,
        industry,
        np.array([x[0] for x in listed], dtype=np.int32),
        np.array([x[1] for x in listed], dtype=np.int32),
        np.array([x[2] for x in listed], dtype=np.float64),
        classes,
        market=industry if market else None,
        inferred=np.array([x[3] for x in listed], dtype=np.bool_),
    )


def four(*, market: bool = False, inferred: Sequence[tuple[str, str]] = ()) -> Network:
    """Kilo is the only source of buyer, alt makes the same for customer, who could do without it.

    kilo -100-> buyer -300-> customer, alt -100-> customer. Sales: kilo 100, alt 100, buyer 300, customer 0.
    """
    return network(
        {"kilo": "a", "alt": "a", "buyer": "b", "customer": "c"},
        {("kilo", "buyer"): 100, ("buyer", "customer"): 300, ("alt", "customer"): 100},
        {("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 0},
        market=market,
        inferred=inferred,
    )


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Random networks of up to nine firms in up to three industries, with revenue and costs or without."""
    n, groups = draw(st.integers(3, 9)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    keys = np.flatnonzero(rng.random(n * n) < draw(st.sampled_from([0.2, 0.5])))
    industry = Labels(tuple(f"g{i}" for i in range(groups)), rng.integers(0, groups, n).astype(np.int32))
    weight = np.exp(rng.normal(0, 2, len(keys))) * draw(st.sampled_from([1.0, 1e6]))
    given = draw(st.booleans())
    sold = np.bincount(keys // n, weight, minlength=n)
    bought = np.bincount(keys % n, weight, minlength=n)
    return Network(
        tuple(f"f{i}" for i in range(n)),
        industry,
        (keys // n).astype(np.int32),
        (keys % n).astype(np.int32),
        weight,
        rng.choice(np.array([0, 1, 2], dtype=np.int8), (groups, groups), p=[0.1, 0.3, 0.6]),
        market=industry if draw(st.booleans()) else None,
        revenue=sold * (1 + rng.random(n)) if given else None,
        costs=bought * (1 + rng.random(n)) if given else None,
    )
