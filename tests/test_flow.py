"""What plants serve at most: against linear programmes, by hand, and under changes that must not matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import lil_array

from hinterland.chain.flow import greatest_flows, served

INF = float("inf")
ONE = np.ones(1)


def by_programme(reach: np.ndarray, capacity: np.ndarray, demand: np.ndarray) -> float:
    """The greatest flow as a linear programme: one variable an edge, one row a plant and a spot."""
    spot, plant = np.nonzero(reach)
    if not len(spot):
        return 0.0
    scale = demand.max() or 1.0
    rows = lil_array((len(demand) + len(capacity), len(spot)))
    rows[spot, np.arange(len(spot))] = 1.0
    rows[len(demand) + plant, np.arange(len(spot))] = 1.0
    limit = np.r_[demand, np.minimum(capacity, demand.sum())] / scale
    found = linprog(-np.ones(len(spot)), A_ub=rows.tocsr(), b_ub=limit, method="highs")
    assert found.status == 0
    return -found.fun * scale


def share(reach: np.ndarray, capacity: np.ndarray, demand: np.ndarray) -> float:
    """Share served of one product."""
    product = np.zeros(len(capacity), dtype=np.int64)
    return float(served(product, reach, capacity, demand, 1, ONE)[0])


@st.composite
def problems(draw: st.DrawFn, spots: int = 5, plants: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Reach, capacity, demand of one product; sizes over many orders, unlimited and idle plants, idle spots."""
    s, p = draw(st.integers(1, spots)), draw(st.integers(1, plants))
    size = st.one_of(st.just(0.0), st.floats(0.01, 10), st.floats(1e-4, 1e7), st.integers(1, 4).map(float))
    reach = np.array(draw(st.lists(st.booleans(), min_size=s * p, max_size=s * p))).reshape(s, p)
    capacity = np.array(draw(st.lists(size | st.just(INF), min_size=p, max_size=p)))
    demand = np.array(draw(st.lists(size, min_size=s, max_size=s)))
    return reach, capacity, demand


@given(problems())
def test_share_served_is_that_of_the_linear_programme(problem: tuple) -> None:
    reach, capacity, demand = problem
    expected = by_programme(reach, capacity, demand) / (demand.sum() or 1.0)
    assert share(reach, capacity, demand) == pytest.approx(expected, abs=1e-6)


@given(st.lists(problems(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_problems_solved_together_give_what_each_gives_alone(listed: list, random) -> None:
    spots = max(len(d) for *_, d in listed)
    demand = np.array([random.choice([0.0, 1.0, 2.5, 1000.0]) for _ in range(spots)])
    padded = [(np.pad(r, ((0, spots - len(r)), (0, 0))), c) for r, c, _ in listed]
    together = greatest_flows(padded, demand)
    for (reach, capacity), found in zip(padded, together, strict=True):
        expected = by_programme(reach, capacity, demand)
        assert found == pytest.approx(expected, abs=1e-6 * max(1.0, demand.sum()))


@given(st.integers(0, 10_000))
def test_a_batch_of_products_is_served_as_each_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spots, products = int(rng.integers(1, 9)), 12
    product = np.sort(rng.integers(0, products, int(rng.integers(1, 60))))
    reach = rng.random((spots, len(product))) < 0.4
    capacity = rng.lognormal(0, 2, len(product)) * (rng.random(len(product)) < 0.9)
    capacity[rng.random(len(product)) < 0.05] = INF
    demand = rng.lognormal(0, 1, spots) * (rng.random(spots) < 0.9)
    factor = rng.uniform(0.5, 2, products)
    found = served(product, reach, capacity, demand, products, factor)
    for k in range(products):
        of = product == k
        expected = by_programme(reach[:, of], capacity[of], demand * factor[k])
        total = demand.sum() * factor[k]
        assert found[k] == pytest.approx(expected / total if total > 0 else 0.0, abs=1e-6)


@pytest.mark.parametrize("spots", [62, 63, 64, 65, 130])
def test_many_spots_are_told_apart(spots: int) -> None:
    rng = np.random.default_rng(spots)
    reach = rng.random((spots, 150)) < 0.03
    capacity, demand = rng.uniform(0, 2, 150) * spots / 150, rng.uniform(0, 3, spots)
    expected = by_programme(reach, capacity, demand) / demand.sum()
    assert 0.1 < expected < 0.999
    assert share(reach, capacity, demand) == pytest.approx(expected, abs=1e-6)


def test_large_batches_keep_their_precision() -> None:
    rng = np.random.default_rng(7)
    products, each, spots = 150, 40, 25
    product = np.repeat(np.arange(products), each)
    reach = rng.random((spots, products * each)) < 0.12
    capacity = rng.lognormal(0, 2.5, products * each)
    demand = rng.lognormal(1, 2, spots)
    found = served(product, reach, capacity, demand, products, np.ones(products))
    for k in range(0, products, 10):
        of = product == k
        expected = by_programme(reach[:, of], capacity[of], demand) / demand.sum()
        assert found[k] == pytest.approx(expected, abs=1e-6)


def test_plants_share_customers_so_a_minimum_by_product_would_be_wrong() -> None:
    # Both spots want 100. Plant A (100) reaches only the first, plant B (100) only the second, plant C (100) both.
    # All capacity is 300 against 200 of demand. Without B the first spot still takes all of A, and C serves the
    # second: 200. Take A away instead of B and make B 20: the second spot gets 20 + 80 of C, the first 20 of C.
    demand = np.array([100.0, 100.0])
    reach = np.array([[True, False, True], [False, True, True]])
    assert share(reach, np.array([100.0, 100.0, 100.0]), demand) == pytest.approx(1.0)
    assert share(reach, np.array([100.0, 0.0, 100.0]), demand) == pytest.approx(1.0)
    assert share(reach, np.array([0.0, 20.0, 100.0]), demand) == pytest.approx(0.60)
    # The sum of each spot's own minimum, min(100, 0 + 100) + min(100, 20 + 100) = 200, would count C twice.
    # And 300 of capacity at the first spot alone serve half: min(capacity, demand) over the product would say all.
    only_first = np.array([[True], [False]])
    assert share(only_first, np.array([300.0]), demand) == pytest.approx(0.5)


def test_a_flow_finds_the_detour_that_shares_in_proportion_miss() -> None:
    # Spots want 3, 1, 1; plants: 2 for spots 1 and 2, 3 for spots 1 and 3. In proportion the first plant gives 1.5
    # and 0.5, the second 2.25 and 0.75: spot 1 has too much, spots 2 and 3 too little. At best all 5 are used.
    reach = np.array([[True, True], [True, False], [False, True]])
    assert share(reach, np.array([2.0, 3.0]), np.array([3.0, 1.0, 1.0])) == pytest.approx(1.0)


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_spots_and_plants_does_not_matter(problem: tuple, random) -> None:
    reach, capacity, demand = problem
    spots, plants = list(range(len(demand))), list(range(len(capacity)))
    random.shuffle(spots)
    random.shuffle(plants)
    other = share(reach[spots][:, plants], capacity[plants], demand[spots])
    assert other == pytest.approx(share(reach, capacity, demand), abs=1e-9)


@given(problems(), st.sampled_from([1e-12, 1e-6, 1e-3, 1e4, 1e9, 1e15]))
def test_the_unit_does_not_matter(problem: tuple, factor: float) -> None:
    reach, capacity, demand = problem
    scaled = share(reach, capacity * factor, demand * factor)
    assert scaled == pytest.approx(share(reach, capacity, demand), abs=1e-6)


@given(problems(), st.sampled_from([0.25, 0.5, 2.0, 8.0]))
def test_a_factor_of_demand_does_what_less_capacity_does(problem: tuple, factor: float) -> None:
    reach, capacity, demand = problem
    product = np.zeros(len(capacity), dtype=np.int64)
    found = float(served(product, reach, capacity, demand, 1, np.array([factor]))[0])
    assert found == pytest.approx(share(reach, capacity / factor, demand), abs=1e-9)


@given(problems(), st.integers(0, 5), st.floats(0, 1e6))
def test_more_capacity_and_more_reach_never_serve_less(problem: tuple, which: int, more: float) -> None:
    reach, capacity, demand = problem
    before = share(reach, capacity, demand)
    raised, wider = capacity.copy(), reach.copy()
    raised[which % len(capacity)] += more
    wider[:, which % len(capacity)] = True
    assert share(reach, raised, demand) >= before - 1e-9
    assert share(wider, capacity, demand) >= before - 1e-9


@given(problems())
def test_plants_of_one_reach_serve_as_one_plant_of_their_capacity(problem: tuple) -> None:
    reach, capacity, demand = problem
    halves = share(np.hstack([reach, reach]), np.r_[capacity, capacity] / 2, demand)
    assert halves == pytest.approx(share(reach, capacity, demand), abs=1e-9)


def test_plants_that_are_far_larger_than_demand_do_not_blur_the_small_ones() -> None:
    # Spot 1 (1) has a plant of 10^12. Spots 2 and 3 (1 each) share plants of 10 and 0.2; spot 4 (97) has none.
    reach = np.zeros((4, 3), dtype=bool)
    reach[0, 0] = reach[1, 1] = reach[2, 2] = reach[1, 2] = True
    demand = np.array([1.0, 1.0, 1.0, 97.0])
    assert share(reach, np.array([1e12, 10.0, 0.2]), demand) == pytest.approx(0.022, abs=1e-9)
    assert share(reach, np.array([1e300, 10.0, 0.2]), demand) == pytest.approx(0.022, abs=1e-9)


def test_an_unlimited_plant_serves_its_spots_beside_idle_plants() -> None:
    # The second plant is idle, so nothing is left for a flow once the first has served its spot.
    reach = np.array([[True, False], [False, True]])
    assert share(reach, np.array([INF, 0.0]), np.array([3.0, 1.0])) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("capacity", "demand", "expected"),
    [
        ([0.0], [1.0], 0.0),
        ([5.0], [0.0], 0.0),  # nothing is wanted: no share of it is served
        ([INF], [1.0], 1.0),
        ([0.25], [1.0], 0.25),
        ([1.0], [1.0], 1.0),
        ([1e-300], [1e300], 0.0),
        ([1e300], [1e-300], 1.0),
        ([5e-324], [5e-324], 1.0),
    ],
)
def test_one_plant_and_one_spot(capacity: list, demand: list, expected: float) -> None:
    found = share(np.ones((1, 1), dtype=bool), np.array(capacity), np.array(demand))
    assert found == pytest.approx(expected)


def test_without_plants_or_spots_nothing_is_served() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert (
        served(none, np.zeros((2, 0), dtype=bool), np.zeros(0), np.ones(2), 3, np.ones(3)).tolist() == [0] * 3
    )
    two = np.zeros(2, dtype=np.int64)
    assert served(two, np.zeros((0, 2), dtype=bool), np.ones(2), np.zeros(0), 1, ONE).tolist() == [0.0]


def test_a_product_that_nobody_makes_is_served_nothing_between_those_that_are() -> None:
    product = np.array([1, 3])
    found = served(product, np.ones((1, 2), dtype=bool), np.array([1.0, 2.0]), np.array([2.0]), 5, np.ones(5))
    assert found.tolist() == [0.0, 0.5, 0.0, 1.0, 0.0]


def test_three_thirds_are_a_whole() -> None:
    reach = np.ones((1, 3), dtype=bool)
    assert share(reach, np.full(3, 0.1), np.array([0.3])) == pytest.approx(1.0)
