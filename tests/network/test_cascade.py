"""The cascade engine against a slow one written from the formulas alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import slow_cascade
from cascade_nets import OPTIONS, drawn, network, varied
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.errors import Cancelled, StudyError
from hinterland.network.cascade import engine
from hinterland.network.cascade.engine import cascade, estimate, layout
from hinterland.network.cascade.model import Losses, Rule, Shocks
from hinterland.network.cascade.pull import BEAT

if TYPE_CHECKING:
    from hinterland.network.graph import Network

REFERENCE = Rule(reference=True, eps=1e-2, most=0)
RULES = {
    "reference": REFERENCE,
    "fine": Rule(reference=True, eps=1e-4, most=0),
    "growth": Rule(reference=True, eps=1e-2, conv_type=2, most=0),
    "default growth": Rule(eps=1e-3, conv_type=2),
    "capped": Rule(eps=1e-12, most=3),
    "capped growth": Rule(eps=1e-12, conv_type=2, most=3),
}


def shocks(net: Network, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Every firm alone, then partial shocks of several firms, up apart from down, and none at all."""
    rng, n = np.random.default_rng(seed), len(net)
    some = np.where(rng.random((8, n)) < 0.15, rng.random((8, n)), 0)
    other = np.where(rng.random((8, n)) < 0.15, rng.random((8, n)), 0)
    other[:3] = some[:3]
    nothing = np.zeros((1, n))
    return np.vstack([np.eye(n), some, nothing]), np.vstack([np.eye(n), other, nothing])


def assert_agrees(net: Network, rule: Rule, seed: int, jobs: int = 1) -> Losses:
    down, up = shocks(net, seed)
    found = cascade(layout(net), Shocks.dense(down, up), rule, vectors=True, jobs=jobs)
    for s in range(len(down)):
        slow = slow_cascade.cascade(net, down[s], up[s], rule)
        assert found.steps[s] == slow.steps, s
        assert found.capped[s] == slow.capped, s
        assert found.residual[s] == pytest.approx(slow.residual, abs=1e-12)
        for ours, theirs in (
            (found.both[s], slow.both),
            (found.down[s], slow.down),
            (found.up[s], slow.up),
            (found.loss_down[s], slow.loss_down),
            (found.loss_up[s], slow.loss_up),
        ):
            assert np.abs(ours - theirs).max() < 1e-12, s
        if slow.sectors is not None:
            assert np.abs(found.sectors[s] - slow.sectors).max() < 1e-12, s
    return found


@pytest.mark.parametrize("pushed", [0.0, 0.3, 100.0], ids=["pulled", "handed over", "pushed"])
@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_agrees_with_the_slow_cascade(
    option: str, pushed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PUSHED", pushed)
    for seed, rule in enumerate((REFERENCE, RULES["default growth"])):
        assert_agrees(varied(seed, option), rule, seed)


@pytest.mark.parametrize("option", OPTIONS)
def test_the_default_rule_reaches_the_least_fixed_point(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaps of the upstream channel change how many steps it takes, not where it ends, and never overshoot."""
    monkeypatch.setattr(engine, "PUSHED", 0.0)
    net = varied(2, option)
    down, up = (rows[::6] for rows in shocks(net, 2))
    found = cascade(layout(net), Shocks.dense(down, up), Rule(eps=1e-12), vectors=True)
    assert not found.capped.any()
    rounding = found.residual <= 1e-14
    assert (
        found.remainder[rounding] <= 1e-14
    ).all()  # an increase that is only rounding leaves nothing unknown
    for s in range(len(down)):
        slow = slow_cascade.cascade(net, down[s], up[s], Rule(eps=1e-13, most=20_000))
        assert np.abs(found.loss_down[s] - slow.loss_down).max() < 1e-9
        assert np.abs(found.loss_up[s] - slow.loss_up).max() < 1e-9
        assert np.abs(found.both[s] - slow.both).max() < 1e-9


@pytest.mark.parametrize("pushed", [0.0, 100.0], ids=["pulled", "pushed first"])
def test_leaps_save_most_steps_of_a_slow_loop(pushed: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ring sells 2 percent outside: plain steps shrink by about 2 percent each and would take some 1,500."""
    monkeypatch.setattr(engine, "PUSHED", pushed)
    n = 40
    ring = np.arange(n)
    supplier, buyer = [*ring, *ring, *ring], [*((ring + 1) % n), *((ring + 7) % n), *([n] * n)]
    weight = [*([49.0] * 2 * n), *([2.0] * n)]
    net = network(supplier, buyer, weight, [[1]], industry=[0] * (n + 1), n=n + 1)
    found = cascade(
        layout(net), Shocks.dense(np.full((1, n + 1), 0.0), np.eye(n + 1)[n:]), Rule(), vectors=True
    )
    assert found.loss_up[0] == pytest.approx(np.ones(n + 1), abs=1e-7)
    assert found.steps[0] < 400


@pytest.mark.parametrize("pushed", [0.0, 100.0], ids=["pulled", "pushed"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_agrees_with_the_slow_cascade(
    rule: str, pushed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PUSHED", pushed)
    for option in ("plain", "own markets", "weights"):
        assert_agrees(varied(7, option), RULES[rule], 7)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 40), st.integers(1, 160), st.integers(1, 3))
def test_random_networks_agree_whatever_their_size(seed: int, n: int, links: int, industries: int) -> None:
    assert_agrees(drawn(seed, n, links, industries), REFERENCE, seed)


def test_threads_change_nothing() -> None:
    net = drawn(3, 200, 900, 6)
    prepared, asked = layout(net), Shocks.each(np.arange(200))
    one, two = (cascade(prepared, asked, REFERENCE, vectors=True, jobs=jobs) for jobs in (1, 2))
    for name in ("both", "down", "up", "steps", "residual", "loss_down", "loss_up"):
        assert np.abs(getattr(one, name) - getattr(two, name)).max() < 1e-13


@pytest.mark.parametrize("pushed", [0.0, 0.3], ids=["pulled", "handed over"])
def test_a_scenario_comes_to_the_same_digits_whoever_shares_its_bench(
    pushed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some firms, in any order, in two threads: to the last digit what they came to among all, leaps and all."""
    monkeypatch.setattr(engine, "PUSHED", pushed)
    prepared = layout(drawn(4, 150, 900, 5))
    assert prepared.linear
    every = cascade(prepared, Shocks.each(np.arange(150)), vectors=True)
    assert every.steps.max() > 2 * BEAT  # some lanes leap
    mixed = np.random.default_rng(4).permutation(150)
    for some, jobs in ((mixed[:13], 1), (mixed[:1], 1), (mixed, 2)):
        found = cascade(prepared, Shocks.each(some), vectors=True, jobs=jobs)
        for name in ("both", "down", "up", "steps", "residual", "remainder", "loss_down", "loss_up"):
            assert np.array_equal(getattr(found, name), getattr(every, name)[some]), name


def test_three_firms_by_hand() -> None:
    """A sells all to B (essential, B buys from nobody else), B sells half each to B's customers C and itself."""
    net = network([0, 1, 1], [1, 1, 2], [4.0, 5.0, 5.0], [[0, 2, 0], [0, 1, 1], [0, 0, 0]])
    found = cascade(
        layout(net), Shocks.each(np.array([0, 2])), Rule(reference=True, eps=0, most=200), vectors=True
    )
    # A stops: B loses its only essential input and stops; C buys from B alone, non-essential: all its purchases
    assert found.loss_down[0].tolist() == [1, 1, 1]
    # nobody upstream of A; itself counts with its 4 of 14
    assert found.up[0, 0] == pytest.approx(4 / 14)
    # C stops: B loses u = 1/2 + u/2, in the limit all; A sells to B only
    assert found.loss_up[1] == pytest.approx([1, 1, 1])
    assert found.loss_down[1].tolist() == [0, 0, 1]


def test_the_default_rule_does_not_depend_on_the_unit_and_the_reference_does() -> None:
    net = varied(5, "own markets")
    same, other = (layout(replace(net, weight=net.weight * unit)) for unit in (1.0, 1e-6))
    firms = Shocks.each(np.arange(len(net)))
    ours = [cascade(p, firms, Rule()).both for p in (same, other)]
    theirs = [cascade(p, firms, REFERENCE).both for p in (same, other)]
    assert np.abs(ours[0] - ours[1]).max() < 1e-9
    assert np.abs(theirs[0] - theirs[1]).max() > 1e-3


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_a_larger_shock_never_costs_less_and_losses_stay_within_one(seed: int) -> None:
    net = drawn(seed)
    rng = np.random.default_rng(seed)
    small = np.where(rng.random((4, len(net))) < 0.2, rng.random((4, len(net))), 0)
    large = np.minimum(1, small + np.where(rng.random(small.shape) < 0.2, rng.random(small.shape), 0))
    less, more = (cascade(layout(net), Shocks.dense(m), Rule(), vectors=True) for m in (small, large))
    assert (more.loss_down - less.loss_down).min() > -1e-7
    assert (more.loss_up - less.loss_up).min() > -1e-7
    assert less.loss_down.min() >= 0
    assert more.loss_down.max() <= 1
    assert (less.loss_down >= small).all()


def test_no_scenarios_and_no_links_are_answered() -> None:
    net = drawn(1)
    assert len(cascade(layout(net), Shocks.each(np.zeros(0, dtype=np.int32))).both) == 0
    bare = replace(net, supplier=net.supplier[:0], buyer=net.buyer[:0], weight=net.weight[:0])
    found = cascade(layout(bare), Shocks.each(np.arange(3)))
    assert found.steps.tolist() == [1, 1, 1]
    assert found.both.tolist() == [[0], [0], [0]]


def test_cancelling_stops_at_once_in_one_thread_and_in_two() -> None:
    prepared = layout(drawn(2, 300, 1500, 4))

    def refuse(done: int, total: int, what: str) -> None:
        if done >= 0 and total:
            raise Cancelled("enough")

    for jobs in (1, 2):
        with pytest.raises(Cancelled):
            cascade(prepared, Shocks.each(np.arange(300)), jobs=jobs, progress=refuse)


def test_progress_ends_with_all_done() -> None:
    told: list[tuple[int, int]] = []
    prepared = layout(drawn(2, 300, 1500, 4))
    for jobs in (1, 2):
        cascade(
            prepared, Shocks.each(np.arange(300)), jobs=jobs, progress=lambda d, t, w: told.append((d, t))
        )
        assert told[-1] == (300, 300)


def test_shocks_that_make_no_sense_are_refused_with_the_place() -> None:
    prepared = layout(drawn(2))
    with pytest.raises(StudyError, match=r"firm 1 has down = 1\.5"):
        cascade(prepared, Shocks.dense(np.eye(30)[1:2] * 1.5))
    with pytest.raises(StudyError, match="between 0 and 1"):
        cascade(prepared, Shocks.dense(np.eye(30)[1:2], np.eye(30)[1:2] * np.nan))
    with pytest.raises(StudyError, match="firms are numbered 0 to 29"):
        cascade(prepared, Shocks.each(np.array([30])))
    with pytest.raises(StudyError, match="eps >= 0"):
        cascade(prepared, Shocks.each(np.array([3])), Rule(eps=float("nan")))


def test_memory_grows_with_threads_and_with_loss_vectors() -> None:
    net = drawn(2)
    assert estimate(net) < estimate(net, 2) < estimate(net, 2, vectors=True)
    assert estimate(layout(net), scenarios=1) < estimate(layout(net))
