"""What unknown sizes of assembling plants leave of the share served: bounds that hold, and how close they are."""

from __future__ import annotations

from itertools import product as combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from hinterland.chain.flow import served
from hinterland.chain.unsure import greatest_share, least_share, sizes, weights

if TYPE_CHECKING:
    from collections.abc import Callable

AMOUNT = st.sampled_from([0.0, 0.5, 1.0, 3.0, 10.0])


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, ...]:
    """Reach (spots, plants), capacity, least and greatest demand, of which some is wanted for sure."""
    s, p = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    reach = np.array(draw(st.lists(st.booleans(), min_size=s * p, max_size=s * p))).reshape(s, p)
    capacity = np.array(draw(st.lists(AMOUNT, min_size=p, max_size=p)))
    low = np.array(draw(st.lists(AMOUNT, min_size=s, max_size=s)))
    low[0] = low[0] or 1.0
    return reach, capacity, low, low + np.array(draw(st.lists(AMOUNT, min_size=s, max_size=s)))


def shares(reach: np.ndarray, capacity: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    kind = np.zeros(len(capacity), dtype=np.int64)
    return lambda demand: served(kind, reach, capacity, demand, 1, np.ones(1))


def by_programme(reach: np.ndarray, capacity: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """The greatest sum(flow) / sum(demand), as a linear programme: all divided by sum(demand)."""
    s, p = reach.shape
    edges = [(i, j) for i, j in np.ndindex(s, p) if reach[i, j]]
    e = len(edges)  # variables: flows, demands, one over the sum of demands
    rows = []
    for i in range(s):
        row = np.zeros(e + s + 1)
        row[[k for k, (a, _) in enumerate(edges) if a == i]], row[e + i] = 1, -1
        least, most = np.zeros(e + s + 1), np.zeros(e + s + 1)
        least[e + i], least[-1] = -1, low[i]
        most[e + i], most[-1] = 1, -high[i]
        rows += [row, least, most]
    for j in range(p):
        row = np.zeros(e + s + 1)
        row[[k for k, (_, b) in enumerate(edges) if b == j]], row[-1] = 1, -capacity[j]
        rows.append(row)
    whole = np.r_[np.zeros(e), np.ones(s), 0.0]
    found = linprog(
        -np.r_[np.ones(e), np.zeros(s + 1)], np.array(rows), np.zeros(len(rows)), whole[None], [1.0]
    )
    assert found.status == 0
    return -found.fun


@given(problems())
def test_the_greatest_share_is_that_of_the_linear_fractional_programme(problem: tuple) -> None:
    reach, capacity, low, high = problem
    found = greatest_share(shares(reach, capacity), low, high)
    assert found[0] == pytest.approx(by_programme(*problem), abs=1e-6)


@given(problems())
@example((np.array([[True]]), np.array([10.0]), np.array([0.5]), np.array([10.5])))
@example((np.array([[True]]), np.array([10.0]), np.array([1e-6]), np.array([10.01])))
def test_the_least_share_is_that_of_the_worst_corner(problem: tuple) -> None:
    reach, capacity, low, high = problem
    share = shares(reach, capacity)
    worst = min(float(share(np.array(corner))[0]) for corner in combinations(*zip(low, high, strict=True)))
    assert least_share(share, low, high)[0] == pytest.approx(worst, abs=1e-7)


@given(problems(), st.lists(st.sampled_from([0.0, 0.07, 0.31, 0.9, 2.3, 11.0]), min_size=2, max_size=6))
def test_many_products_at_once_have_the_bounds_that_each_has_alone(problem: tuple, scales: list) -> None:
    reach, capacity, low, high = problem
    count = len(scales)
    kind = np.repeat(np.arange(count), len(capacity))
    sizes_ = np.concatenate([capacity * scale for scale in scales])
    found = least_share(
        lambda d: served(kind, np.tile(reach, count), sizes_, d, count, np.ones(count)), low, high
    )
    alone = [least_share(shares(reach, capacity * scale), low, high)[0] for scale in scales]
    assert found == pytest.approx(alone, abs=1e-7)


@given(problems(), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_every_demand_in_the_range_is_served_a_share_between_the_two(problem: tuple, at: list) -> None:
    reach, capacity, low, high = problem
    share = shares(reach, capacity)
    told = float(share(low + np.array(at[: len(low)]) * (high - low))[0])
    assert least_share(share, low, high)[0] - 1e-9 <= told <= greatest_share(share, low, high)[0] + 1e-9


@given(problems())
def test_a_demand_that_is_known_is_served_what_it_is_served(problem: tuple) -> None:
    reach, capacity, low, _ = problem
    share = shares(reach, capacity)
    assert least_share(share, low, low)[0] == pytest.approx(share(low)[0])
    assert greatest_share(share, low, low)[0] == pytest.approx(share(low)[0])


def test_by_hand() -> None:
    # 100 are wanted where a plant of 60 is near, 0 to 100 where none is: 60/200 to 60/100.
    share = shares(np.array([[True], [False]]), np.array([60.0]))
    assert least_share(share, np.array([100.0, 0.0]), np.array([100.0, 100.0]))[0] == pytest.approx(0.3)
    assert greatest_share(share, np.array([100.0, 0.0]), np.array([100.0, 100.0]))[0] == pytest.approx(0.6)
    # 100 where none is near, 0 to 100 where a plant of 60 is: nothing to 60/160, at a demand of 60.
    assert least_share(share, np.array([0.0, 100.0]), np.array([100.0, 100.0]))[0] == pytest.approx(0.0)
    assert greatest_share(share, np.array([0.0, 100.0]), np.array([100.0, 100.0]))[0] == pytest.approx(
        60 / 160
    )


def sites(*plants: tuple[int, float | None]) -> Any:
    """Assembling plants (spot, size); unknown sizes stand in with 7."""
    spot = np.array([s for s, _ in plants])
    return SimpleNamespace(
        weight=np.array([7.0 if size is None else size for _, size in plants]),
        known=np.array([size is not None for _, size in plants]),
        at_spots=lambda v: np.bincount(spot, weights=v, minlength=spot.max() + 1),
    )


def test_an_unknown_plant_is_idle_or_as_large_as_the_largest_known() -> None:
    low, high = sizes(sites((0, 10.0), (1, 30.0), (1, None), (2, None)))
    assert low.tolist() == [10.0, 30.0, 0.0]
    assert high.tolist() == [10.0, 60.0, 30.0]
    least, most = weights(sites((0, 10.0), (1, 30.0), (1, None), (2, None)))
    assert least.tolist() == pytest.approx([10 / 100, 30 / 70, 0.0])
    assert most.tolist() == pytest.approx([10 / 40, 60 / 70, 30 / 70])


def test_the_only_spot_makes_everything_whatever_its_size() -> None:
    assert [w.tolist() for w in weights(sites((0, None), (0, None)))] == [[1.0], [1.0]]
    assert [w.tolist() for w in weights(sites((0, None), (1, None)))] == [[0.0, 0.0], [1.0, 1.0]]
