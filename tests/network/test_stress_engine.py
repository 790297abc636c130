"""The engine of shocks in time: a case worked by hand, identities, and a slow engine of another build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stress_systems import ints, shock, slow, system, systems

from hinterland.errors import Cancelled
from hinterland.network.stress.model import ORDERS, OWN, Rules, System
from hinterland.network.stress.simulate import simulate, steady

RULES = st.builds(
    Rules,
    tau=st.sampled_from([1.0, 2.5, 6.0]),
    psi=st.sampled_from([0.0, 0.0, 0.8]),
    priority=st.booleans(),
    reroute=st.sampled_from([-1, -1, 0, 2]),
    lag=st.sampled_from([0, 0, 1, 3]),
    by_demand=st.booleans(),
)


def three() -> System:
    """A sells all to B, B all to C, C outside: 2, 6 and 10 a day; stocks of 3 days of A's, 2 days of B's."""
    made = system({"A": 2.0, "B": 6.0, "C": 10.0}, {("A", "B"): 2.0, ("B", "C"): 6.0})
    return made._replace(cover=np.array([3.0, 2.0]))


def test_three_firms_by_hand() -> None:
    """A stops on days 1 to 4. Stocks are those at the start of a day; gaps are refilled over 2 days.

    B uses 2 a day and has 6 of A's. Day 1: makes 6, 4 left; 2: 2 left; 3: 0 left; 4 and 5: makes nothing. On day 5 A
    makes 2 again, which B has on day 6: it makes 2 / (2/6) = 6.
    C uses 6 a day and has 12 of B's; B delivers 6 until day 3. Day 4: makes 10, nothing comes, 6 left; day 5: 0 left;
    day 6: makes nothing, B's 6 come; from day 7 on it makes 10. So it loses 10, B 12, A 8.
    """
    of = three()
    left = np.ones(9)
    left[1:5] = 0.0
    trace, state = simulate(of, shock(of, {0: left}, 9), Rules(tau=2.0))
    assert trace.made[:, 0].tolist() == [2, 0, 0, 0, 0, 2, 2, 2, 2]
    assert trace.made[:, 1].tolist() == pytest.approx([6, 6, 6, 6, 0, 0, 6, 6, 6])
    assert trace.made[:, 2].tolist() == pytest.approx([10, 10, 10, 10, 10, 10, 0, 10, 10])
    assert trace.first.tolist() == [1, 4, 6]
    assert trace.cause.tolist() == [OWN, 0, 1]  # its own shock; its demand for A's goods; its demand for B's
    assert trace.culprit.tolist() == [-1, 0, 1]  # the link from A; that from B
    assert state.stock.tolist() == pytest.approx([2.0, 6.0])  # a day of use: A has no capacity to refill more


def test_buyers_that_stop_take_their_orders_from_those_who_supply_them() -> None:
    of = three()
    trace, _ = simulate(of, shock(of, {2: 0.0}, 4), Rules())
    # C stops for good: its orders are 0 from day 1 on, then B's, day by day
    assert trace.made[:, 1].tolist() == [6, 0, 0, 0]
    assert trace.made[:, 0].tolist() == [2, 2, 0, 0]
    assert trace.cause.tolist() == [ORDERS, ORDERS, OWN]


def test_what_is_scarce_goes_to_all_alike_or_to_plants_first() -> None:
    of = system({"S": 10.0, "B": 4.0}, {("S", "B"): 4.0})
    half = shock(of, {0: 0.5}, 1)
    alike, _ = simulate(of, half, Rules())
    assert (alike.between[0], alike.sold[0]) == (2.0, 3.0)
    first, _ = simulate(of, half, Rules(priority=True))
    assert (first.between[0], first.sold[0]) == (4.0, 1.0)


def test_a_buyer_asks_others_after_the_delay_as_far_as_they_have_room() -> None:
    of = system(
        {"S": 4.0, "R": 4.0, "B": 8.0}, {("S", "B"): 4.0}, product={"S": 0, "R": 0, "B": 1}, cover=6.0
    )
    of = of._replace(limit=np.array([4.0, 7.0, 8.0]))
    never, _ = simulate(of, shock(of, {0: 0.0}, 30), Rules())
    after, _ = simulate(of, shock(of, {0: 0.0}, 30), Rules(reroute=2))
    assert never.made[:, 1].max() == 4.0
    assert after.made[:3, 1].max() == 4.0
    assert after.made[3:, 1].max() == pytest.approx(7.0)
    assert never.made[-1, 2] == 0.0
    assert after.made[-1, 2] == pytest.approx(8.0 * 3 / 4)


def test_production_falls_earlier_where_part_of_a_stock_is_kept() -> None:
    of = three()
    kept, _ = simulate(of, shock(of, {0: 0.0}, 8), Rules(psi=1.0))
    used, _ = simulate(of, shock(of, {0: 0.0}, 8), Rules())
    assert kept.first[1] == 1
    assert used.first[1] == 3


def test_single_supplier_loops_zero_rows_and_lone_plants_work() -> None:
    of = system(
        {"A": 5.0, "B": 5.0, "lone": 3.0, "zero": 0.0},
        {("A", "B"): 2.0, ("B", "A"): 2.0},
    )
    trace, _ = simulate(of, shock(of, {0: np.r_[np.zeros(10), np.ones(40)], 3: 0.0}, 50), Rules())
    assert np.isfinite(trace.made).all()
    assert trace.made[:, 2].tolist() == [3.0] * 50
    assert not trace.made[:, 3].any()
    assert trace.made[-1, :2].tolist() == pytest.approx([5.0, 5.0])
    empty = system({}, {})
    none, _ = simulate(empty, shock(empty, {}, 3), Rules())
    assert none.made.shape == (3, 0)


@settings(max_examples=60, deadline=None)
@given(of=systems(), rules=RULES)
def test_without_a_shock_nothing_changes(of: System, rules: Rules) -> None:
    trace, state = simulate(of, shock(of, {}, 30), rules)
    if rules.psi * of.cover.max(initial=0.0) <= of.cover.min(initial=9.0):
        np.testing.assert_allclose(trace.made, np.tile(of.base, (30, 1)), rtol=1e-12)
        np.testing.assert_allclose(state.stock, steady(of, rules).stock, rtol=1e-11)
    assert not (trace.first >= 0).any()


@settings(max_examples=60, deadline=None)
@given(of=systems(), rules=RULES, data=st.data())
def test_what_is_made_is_delivered_and_what_is_received_is_used_or_on_stock(
    of: System, rules: Rules, data: st.DataObject
) -> None:
    hit = data.draw(st.integers(0, len(of.base) - 1))
    steps = 25
    left = np.r_[np.ones(2), np.full(9, data.draw(st.floats(0, 1))), np.ones(14)]
    trace, state = simulate(of, shock(of, {hit: left}, steps), rules)
    np.testing.assert_allclose(trace.between + trace.sold, trace.made.sum(axis=0), rtol=1e-12, atol=1e-12)
    assert trace.received.sum() == pytest.approx(trace.between.sum(), rel=1e-12)  # nothing is imported here
    begin = steady(of, rules)
    change = state.stock + state.transit.sum(axis=0) - begin.stock - begin.transit.sum(axis=0)
    np.testing.assert_allclose(change, trace.received - trace.used, atol=1e-10 * (1 + of.base.sum()))
    assert (state.stock >= 0).all()
    buyer = np.repeat(np.arange(len(of.base)), np.diff(of.demand))
    takes = of.rate * trace.made.sum(axis=0)[buyer]
    np.testing.assert_allclose(trace.used[of.essential], takes[of.essential], rtol=1e-9, atol=1e-9)
    assert (trace.made <= of.limit * (1 + 1e-12)).all()


def test_a_slow_engine_of_another_build_agrees_where_hardly_anything_is_left() -> None:
    of = system({"A": 2.0, "B": 2.0}, {("A", "B"): 1.0})
    for rest in (5e-324, 1e-300):
        shocked = shock(of, {0: np.r_[1.0, np.full(6, rest), np.ones(4)]}, 11)
        for rules in (Rules(reroute=0), Rules(reroute=0, priority=True, by_demand=False)):
            trace, _ = simulate(of, shocked, rules)
            np.testing.assert_allclose(trace.made, slow(of, shocked, rules), rtol=1e-7, atol=1e-7)


@settings(max_examples=60, deadline=None)
@given(of=systems(), rules=RULES, data=st.data())
def test_a_slow_engine_of_another_build_agrees(of: System, rules: Rules, data: st.DataObject) -> None:
    hit = data.draw(st.lists(st.integers(0, len(of.base) - 1), min_size=1, max_size=3, unique=True))
    left = {
        i: np.r_[np.ones(1), np.full(6, data.draw(st.floats(0, 1))), np.linspace(0.5, 1, 11)] for i in hit
    }
    shocked = shock(of, left, 18)
    lanes = [data.draw(st.integers(0, len(left))) for _ in of.supplier]
    shocked = shocked._replace(lane=ints(lanes))
    trace, _ = simulate(of, shocked, rules)
    np.testing.assert_allclose(trace.made, slow(of, shocked, rules), rtol=1e-7, atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(of=systems(), rules=RULES, scale=st.sampled_from([1e-6, 3.0, 1e9]))
def test_the_unit_of_money_does_not_matter(of: System, rules: Rules, scale: float) -> None:
    left = np.r_[1.0, np.full(7, 0.2), np.ones(12)]
    more = of._replace(base=of.base * scale, limit=of.limit * scale, final=of.final * scale)
    one, _ = simulate(of, shock(of, {0: left}, 20), rules)
    other, _ = simulate(more, shock(more, {0: left}, 20), rules)
    np.testing.assert_allclose(other.made, one.made * scale, rtol=1e-6, atol=1e-6 * scale)


@settings(max_examples=100, deadline=None)
@given(
    of=systems(chain=True),
    low=st.floats(0, 1),
    high=st.floats(0, 1),
    length=st.integers(1, 12),
    data=st.data(),
)
def test_in_a_chain_a_larger_shock_never_gives_more_output(
    of: System, low: float, high: float, length: int, data: st.DataObject
) -> None:
    """Every plant sells to one buyer only, so nobody can gain from another's loss.

    Nobody can make more than in the base either: where plants can, refilled stocks overshoot a little, and a plant
    far up may for a while be ahead of the run with the smaller shock.
    """
    of = of._replace(limit=of.base)
    hit = data.draw(st.integers(0, len(of.base) - 1))
    low, high = sorted((low, high))
    sums = []
    for size in (low, high):
        left = np.r_[1.0, np.full(length, 1.0 - size), np.ones(40)]
        trace, _ = simulate(of, shock(of, {hit: left}, len(left)), Rules())
        sums.append(np.cumsum(trace.made, axis=0))
    assert (sums[1][-1] <= sums[0][-1] * (1 + 1e-9) + 1e-9).all()


def test_where_plants_compete_one_may_gain_from_a_larger_loss_of_another() -> None:
    """S sells to P and Q at half its capacity. The less P can make, the less it orders, and the more Q gets of S."""
    of = system({"S": 4.0, "P": 3.0, "Q": 30.0}, {("S", "P"): 2.0, ("S", "Q"): 2.0}, cover=1.0)
    made = []
    for size in (0.0, 1.0):
        trace, _ = simulate(of, shock(of, {0: 0.5, 1: 1.0 - size}, 12), Rules())
        made.append(trace.made.sum(axis=0))
    assert made[1][2] > made[0][2] * 1.3
    assert made[1].sum() > made[0].sum()


@settings(max_examples=60, deadline=None)
@given(of=systems(), data=st.data())
@example(of=three(), data=None)
def test_nobody_makes_more_than_before_where_nobody_can(of: System, data: st.DataObject | None) -> None:
    of = of._replace(limit=of.base)
    size = data.draw(st.floats(0, 1)) if data is not None else 1.0
    trace, _ = simulate(of, shock(of, {0: 1.0 - size}, 20), Rules())
    assert (trace.made <= of.base * (1 + 1e-12)).all()


def test_a_run_can_be_cancelled() -> None:
    of, calls = three(), []

    def tick() -> None:
        calls.append(1)
        if len(calls) > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        simulate(of, shock(of, {}, 1000), Rules(), tick=tick)
    assert len(calls) == 3


def test_the_kernel_does_the_same_without_a_compiler() -> None:
    code = (
        "import numpy as np\n"
        "from test_stress_engine import three, shock, Rules, simulate\n"
        "of = three()\n"
        "for rules in (Rules(tau=2.0), Rules(2.0, 0.8, True, 1, 2, False)):\n"
        "    trace, state = simulate(of, shock(of, {0: np.r_[1, np.zeros(4), np.ones(9)]}, 14), rules)\n"
        "    print(trace.made.tolist(), state.stock.tolist(), trace.cause.tolist(), trace.short.tolist())\n"
    )
    told = []
    for off in ("0", "1"):
        env = os.environ | {"NUMBA_DISABLE_JIT": off}
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(run.stdout)
    assert told[0] == told[1]
