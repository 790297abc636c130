"""Neighbourhoods in a stream: in order, repeatable, and none waits for one that never ends."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import begun
from scipy import sparse

from hinterland.planning.solve import beside
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.beside import Stream
from hinterland.planning.solve.clock import Clock
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.learned import Learned
from hinterland.planning.solve.small import _with_row, entries
from hinterland.planning.solve.tries import Tries

SEEDS = (1, 2, 3)
EXACT = Limits(gap=1e-7, threads=1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_gives_the_same_plans_whatever_the_threads_do(seed: int) -> None:
    runs = []
    for _ in range(3):
        search = begun(seed, threads=3)
        tries = Tries(search, Learned(search))
        tries.run(30)
        assert search.best is not None
        runs.append((tries.tried, search.best, [step.best for step in search.clock.steps]))
    assert runs[0][2][-1] < runs[0][2][1]  # something was found
    for other in runs[1:]:
        assert other[0] == runs[0][0]
        np.testing.assert_array_equal(other[1], runs[0][1])
        assert other[2] == runs[0][2]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_taken_one_after_the_other_holds_and_ends_at_the_optimum(seed: int) -> None:
    search = begun(seed, threads=2)
    tries = Tries(search, Learned(search))
    tries.run(60)
    search.settle()
    assert search.best is not None
    assert search.violation(search.best) < 1e-6
    least = solve(search.program, EXACT).objective
    assert search.clock.best >= least - 1e-6 * abs(least)
    if tries.ended:  # everything could change in one of them
        assert search.clock.best == pytest.approx(least, rel=1e-4)


def test_it_ends_at_the_first_plan_that_is_so() -> None:
    search = begun(1)
    before = search.clock.best
    tries = Tries(search, Learned(search))
    tries.run(1000, until=lambda _: True)
    assert search.clock.best < before
    assert tries.tried < 1000
    assert tries.idle_after(5) == 0
    assert Tries(search, Learned(search)).idle_after(5) == 5


def test_plans_from_elsewhere_are_what_the_best_is_compared_with() -> None:
    search = begun(1)
    assert search.best is not None
    first = search.best
    best = solve(search.program, EXACT).x
    assert best is not None
    search.take(best, "neighbourhood")
    search.settle()
    assert len(search.pool) == 1  # its own steps are none
    assert not search.offer(first, "dive")  # worse, but another one
    assert len(search.pool) == 2
    np.testing.assert_array_equal(search.pool[1][search.whole], first[search.whole])


def test_a_thread_that_never_comes_back_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "GRACE", 0.3)
    monkeypatch.setattr(beside, "BEAT", 0.01)
    never = threading.Event()
    with Stream(1, Clock(Limits(), None), seconds=0.0) as stream:
        stream.put(never.wait)
        for i in range(3):
            stream.put(lambda i=i: i)
        assert len(stream) == 4
        assert [stream.take() for _ in range(4)] == [None, 0, 1, 2]
    never.set()


def test_whoever_watches_is_asked_however_short_the_jobs_are() -> None:
    """A cancel must not wait for something to be found."""

    class Counted(Clock):
        ticks = 0

        def tick(self) -> bool:
            self.ticks += 1
            return super().tick()

    clock = Counted(Limits(), None)
    with Stream(2, clock) as stream:
        for i in range(5):
            stream.put(lambda i=i: i)
        assert [stream.take() for _ in range(5)] == list(range(5))
    assert clock.ticks >= 5


def test_a_job_that_waits_for_its_turn_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time begins when a thread takes it up."""
    monkeypatch.setattr(beside, "GRACE", 1.0)
    monkeypatch.setattr(beside, "BEAT", 0.01)
    never = threading.Event()
    with Stream(1, Clock(Limits(), None), seconds=0.0) as stream:
        for _ in range(4):
            stream.put(lambda: never.wait(0.3))
        assert [stream.take() for _ in range(4)] == [False] * 4


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_terms_of_columns_are_those_of_a_slice(seed: int) -> None:
    r = np.random.default_rng(seed)
    rows, columns = (int(n) for n in r.integers(1, 9, 2))
    matrix = sparse.random(rows, columns, 0.4, format="csc", rng=r)
    at = np.flatnonzero(r.random(columns) < 0.6)
    where, ends = entries(matrix, at)
    part = matrix[:, at]
    np.testing.assert_array_equal(matrix.data[where], part.data)
    np.testing.assert_array_equal(matrix.indices[where], part.indices)
    np.testing.assert_array_equal(ends, part.indptr)
    last = np.where(r.random(len(at)) < 0.5, 0.0, r.random(len(at)))
    longer = _with_row((part.data, part.indices, ends), rows, last)
    np.testing.assert_array_equal(longer.toarray(), np.vstack([part.toarray(), last]))
