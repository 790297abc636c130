"""Chains of suppliers: by brute force, the exact mean, roll-up against full tracing, draws that stay the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.chain.content_answers import least_mean
from hinterland.chain.origins import (
    UNKNOWN,
    Chain,
    Columns,
    Market,
    drawn_chain,
    edges_of,
    expected_chain,
    known_chain,
    trace,
    uniform,
)
from hinterland.ground.parts import Parts, parts

if TYPE_CHECKING:
    from collections.abc import Sequence


TRACINGS = ("none", "rollup", "full")


def bill(rows: Sequence[tuple[str, str, float]]) -> Parts:
    """The bill of materials of p0 from (product, input, share)."""
    names = sorted({n for r in rows for n in r[:2]})
    products = [{"product": n, "kind": "final" if n == "p0" else "component", "unit": "set"} for n in names]
    recipe = [{"product": p, "process": "x", "input": i, "value_share": repr(s)} for p, i, s in rows]
    return parts(cluster_of({"products": products, "recipes": recipe}), "p0")


@dataclass(frozen=True)
class World:
    """A bill of materials, a market, its sites and whether each plant lies inside."""

    parts: Parts
    market: Market
    sites: Any
    inside: Any

    def columns(self, tracing: str, threshold: float = np.nan) -> Columns:
        low = np.append(self.inside, 0.0)
        high = np.append(self.inside, 1.0)
        local = np.stack([low, high], axis=1)
        return Columns(local, np.full(2, tracing), np.full(2, threshold))


@st.composite
def worlds(draw: st.DrawFn, *, linked: bool = True, gaps: bool = True) -> World:
    """Random recipes without a circle, plants of some products, known links of some firms."""
    count = draw(st.integers(2, 6))
    rows = []
    for made in range(count - 1):
        inputs = draw(st.lists(st.integers(made + 1, count - 1), unique=True, min_size=made == 0, max_size=3))
        weights = [draw(st.integers(1, 9)) for _ in inputs]
        total = sum(weights) + draw(st.integers(0, 5))
        rows += [(f"p{made}", f"p{i}", w / total) for i, w in zip(inputs, weights, strict=True)]
    below = bill(rows)
    size = len(below.products)
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    per = rng.integers(0 if gaps else 1, 4, size)
    per[0] = max(1, per[0])
    product = np.repeat(np.arange(size), per)
    n = len(product)
    firm = rng.integers(0, 4, n)
    links: dict[int, dict[int, Any]] = {}
    for child in range(1, size) if linked else []:
        makers = np.flatnonzero(product == child)
        for customer in range(4):
            if rng.random() < 0.4:
                halves = [np.array([m]) for m in makers] + [np.zeros(0, dtype=np.int64)]
                links.setdefault(child, {})[customer] = tuple((h, 1 / len(halves)) for h in halves)
    at = rng.random((n, 2)) * 5
    far = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2))
    far[rng.random((n, n)) < 0.1] = np.nan
    market = Market(
        product=product,
        firm=firm,
        size=rng.random(n) + 0.1,
        key=rng.integers(0, 2**63, n).astype(np.uint64),
        hours=lambda a, b: far[np.ix_(a, b)],
        decay=1.0,
        links=links,
    )
    inside = (rng.random(n) < 0.5).astype(float)
    return World(below, market, np.flatnonzero(product == 0), inside)


def by_hand(
    world: World, chain: Chain, columns: Columns, column: int, node: tuple[int, int]
) -> tuple[float, float]:
    """Content and counted value of a node (product, number), one node after the other: no arrays."""
    product, number = node
    local = float(columns.local[chain.plant[product][number], column])
    edges = edges_of(world.parts)[product]
    own = local * (1.0 - sum(world.parts.part[e] for e in edges))
    for e in edges:
        child = int(world.parts.child[e])
        row = chain.links[e].getrow(number)
        for k, w in zip(row.indices, row.data, strict=True):
            own += world.parts.part[e] * w * by_hand(world, chain, columns, column, (child, int(k)))[1]
    how, bar = columns.tracing[column], columns.threshold[column]
    counts = {"none": local, "full": own, "rollup": local if own >= bar - 1e-9 else 0.0}[str(how)]
    return own, counts


@given(worlds(), st.sampled_from(TRACINGS), st.floats(0, 1))
def test_tracing_agrees_with_a_walk_from_plant_to_plant(world: World, tracing: str, bar: float) -> None:
    draws = np.arange(3)
    for chain in (
        known_chain(world.market, world.parts, world.sites),
        expected_chain(world.market, world.parts, world.sites),
        drawn_chain(world.market, world.parts, world.sites, draws, 5),
    ):
        columns = world.columns(tracing, bar)
        found = trace(chain, world.parts, columns).content
        for number in range(len(found)):
            for column in range(2):
                hand = by_hand(world, chain, columns, column, (0, number))[0]
                assert found[number, column] == pytest.approx(hand, abs=1e-9)
        assert (found[:, 0] <= found[:, 1] + 1e-12).all()


@given(worlds(), st.integers(0, 100))
def test_every_buyer_has_suppliers_for_all_it_takes_and_they_are_makers_of_it(
    world: World, seed: int
) -> None:
    chain = drawn_chain(world.market, world.parts, world.sites, np.arange(4), seed)
    for edge, links in chain.links.items():
        child = int(world.parts.child[edge])
        assert np.asarray(links.sum(axis=1)).ravel() == pytest.approx(np.ones(links.shape[0]))
        plants = chain.plant[child]
        assert (world.market.product[plants[plants != UNKNOWN]] == child).all()
        # a supplier serves a buyer within one draw
        above = int(world.parts.parent[edge])
        rows, columns = links.nonzero()
        assert (chain.draw[above][rows] == chain.draw[child][columns]).all()


@given(worlds())
def test_shares_by_origin_sum_to_one_with_the_unknown_as_an_origin(world: World) -> None:
    local = np.zeros((len(world.inside) + 1, 3))
    local[:-1, 0], local[:-1, 1], local[-1, 2] = world.inside, 1 - world.inside, 1.0
    columns = Columns(local, np.full(3, "full"), np.full(3, np.nan))
    for chain in (
        known_chain(world.market, world.parts, world.sites),
        expected_chain(world.market, world.parts, world.sites),
        drawn_chain(world.market, world.parts, world.sites, np.arange(5), 1),
    ):
        traced = trace(chain, world.parts, columns)
        assert traced.content.sum(axis=1) == pytest.approx(np.ones(len(traced.content)))
        for edge, piece in traced.pieces.items():
            assert piece.sum(axis=1) == pytest.approx(traced.part[edge])


@given(worlds(), st.floats(0, 1))
def test_roll_up_counts_more_than_full_tracing_where_every_component_qualifies_and_less_where_none_does(
    world: World, bar: float
) -> None:
    chain = expected_chain(world.market, world.parts, world.sites)
    full = trace(chain, world.parts, world.columns("full")).content
    none_qualifies = trace(chain, world.parts, world.columns("rollup", 2.0)).content
    assert (none_qualifies <= full + 1e-12).all()
    everywhere = World(world.parts, world.market, world.sites, np.ones_like(world.inside))
    all_qualify = trace(chain, world.parts, everywhere.columns("rollup", 0.0)).content[:, 1]
    assert all_qualify == pytest.approx(np.ones(len(all_qualify)))
    assert (all_qualify >= full[:, 1] - 1e-12).all()
    last_maker = trace(chain, world.parts, world.columns("none")).content
    rolled = trace(chain, world.parts, world.columns("rollup", bar)).content
    assert (rolled <= last_maker + 1e-12).all()


def test_between_the_two_roll_up_and_full_tracing_have_no_order() -> None:
    # a pump (all bought) of one half-local exchanger: 0.5 traced in full; whole or nothing rolled up
    below = bill([("p0", "p1", 1.0), ("p1", "p2", 0.5)])
    chain = Chain(
        (np.array([0]), np.array([1]), np.array([2])),
        (np.array([0]),) * 3,
        {e: np_csr([[1.0]]) for e in range(2)},
    )
    world = World(below, None, np.array([0]), np.array([1.0, 1.0, 0.0]))  # type: ignore[arg-type] # no market needed
    found = {bar: trace(chain, below, world.columns("rollup", bar)).content[0, 0] for bar in (0.4, 0.5, 0.6)}
    assert found == {0.4: 1.0, 0.5: 1.0, 0.6: 0.0}
    assert trace(chain, below, world.columns("full")).content[0, 0] == pytest.approx(0.5)


def np_csr(rows: list[list[float]]) -> Any:
    from scipy import sparse

    return sparse.csr_matrix(np.array(rows))


@settings(max_examples=8)
@given(worlds(gaps=False), st.integers(0, 5))
def test_the_mean_of_many_draws_is_the_exact_mean_by_weights(world: World, seed: int) -> None:
    count = 4000
    for tracing in ("none", "full"):
        exact = trace(
            expected_chain(world.market, world.parts, world.sites), world.parts, world.columns(tracing)
        ).content
        chain = drawn_chain(world.market, world.parts, world.sites, np.arange(count), seed)
        drawn = trace(chain, world.parts, world.columns(tracing)).content.reshape(len(world.sites), count, 2)
        error = drawn.std(axis=1) / np.sqrt(count)
        assert (np.abs(drawn.mean(axis=1) - exact) <= 5 * error + 1e-9).all()


@given(worlds(), st.integers(0, 1000))
def test_a_draw_is_the_same_whichever_others_are_asked_for(world: World, seed: int) -> None:
    columns = world.columns("full")

    def contents(draws: list[int]) -> Any:
        chain = drawn_chain(world.market, world.parts, world.sites, np.array(draws), seed)
        return trace(chain, world.parts, columns).content.reshape(len(world.sites), len(draws), 2)

    assert contents([3, 8])[:, 1] == pytest.approx(contents([8])[:, 0])


def test_uniform_numbers_are_uniform_and_do_not_follow_each_other() -> None:
    keys = np.repeat(np.arange(200, dtype=np.uint64), 100)
    draws = np.tile(np.arange(100), 200)
    one, other = uniform(keys, draws, 7, 1), uniform(keys, draws, 7, 2)
    assert one.min() >= 0
    assert one.max() < 1
    counts = np.histogram(one, 20, (0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 45  # chi-squared, 19 degrees of freedom: p = 0.0007
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(one[:-1], one[1:])[0, 1]) < 0.03
    assert abs(np.corrcoef(one[:-100], one[100:])[0, 1]) < 0.03
    assert (uniform(keys, draws, 8, 1) != one).all()


def test_weights_fall_with_distance_and_grow_with_size() -> None:
    market = Market(
        product=np.array([0, 1, 1, 1]),
        firm=np.zeros(4, dtype=np.int64),
        size=np.array([1.0, 2.0, 2.0, 4.0]),
        key=np.arange(4, dtype=np.uint64),
        hours=lambda a, b: np.array([[0.0, 3.0, np.nan]])[:, b - 1],
        decay=3.0,
        links={},
    )
    # unknown hours: the median of 0 and 3
    raw = np.array([2.0, 2.0 * np.exp(-1), 4.0 * np.exp(-0.5)])
    assert market.weights(np.array([0]), np.array([1, 2, 3]))[0] == pytest.approx(raw / raw.sum())
    # a buyer at an unknown place buys by size alone
    assert market.weights(np.array([UNKNOWN]), np.array([1, 2, 3]))[0] == pytest.approx([0.25, 0.25, 0.5])


def test_the_nearest_serves_even_from_very_far_away() -> None:
    market = Market(
        product=np.array([0, 1, 1]),
        firm=np.zeros(3, dtype=np.int64),
        size=np.ones(3),
        key=np.arange(3, dtype=np.uint64),
        hours=lambda a, b: np.array([[20_000.0, 30_000.0]])[:, b - 1],
        decay=1.0,
        links={},
    )
    assert market.weights(np.array([0]), np.array([1, 2]))[0] == pytest.approx([1.0, 0.0])


@given(st.integers(0, 10**6), st.integers(1, 6), st.booleans())
def test_the_least_mean_is_least_over_every_weight_in_range(seed: int, rows: int, some_sure: bool) -> None:
    rng = np.random.default_rng(seed)
    values, room = rng.random((rows, 2)), rng.random(rows)
    sure = rng.random(rows) if some_sure else np.zeros(rows)
    least = least_mean(values, sure, room)
    corners = np.array(np.meshgrid(*[[0.0, 1.0]] * rows)).reshape(rows, -1)
    weights = sure[:, None] + room[:, None] * corners
    weights = weights[:, weights.sum(axis=0) > 0]
    means = (weights.T @ values) / weights.sum(axis=0)[:, None]
    assert least == pytest.approx(means.min(axis=0))


@given(worlds(linked=False), st.sampled_from(["none", "full"]))
def test_no_draw_is_more_local_than_taking_all_from_the_territory(world: World, tracing: str) -> None:
    from hinterland.chain.content_answers import _one_maker

    size, sites = len(world.parts.products), len(world.sites)
    listed = np.bincount(world.market.product, minlength=size) > 0
    columns = world.columns(tracing)
    local = np.zeros((sites + size + 1, 2))
    local[:sites], local[-1] = columns.local[world.sites], columns.local[-1]
    np.maximum.at(local, sites + world.market.product[sites:], columns.local[sites:-1])
    best = trace(
        _one_maker(world.parts, sites, listed),
        world.parts,
        Columns(local, columns.tracing, columns.threshold),
    ).content
    drawn = trace(
        drawn_chain(world.market, world.parts, world.sites, np.arange(4), 2), world.parts, columns
    ).content.reshape(sites, 4, 2)
    assert (drawn <= best[:, None, :] + 1e-12).all()
