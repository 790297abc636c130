"""What small programs find is joined: what goes together, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from problems import begun

from hinterland.planning.solve.join import Joined

if TYPE_CHECKING:
    from hinterland.planning.solve.search import Search
    from hinterland.planning.solve.small import Small

SEEDS = (1, 2, 3)


def whole(search: Search) -> Small:
    """Return a small program of everything."""
    assert search.best is not None
    around = search.surroundings
    may = np.ones(search.program.shape[1], dtype=np.bool_)
    p = search.program
    return around.small(search.best, around.activity(search.best), may, p.low, p.high, 0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_breaks_a_row_is_not_taken(seed: int) -> None:
    search = begun(seed)
    assert search.best is not None
    before, small = search.best, whole(search)
    joined = Joined(search.surroundings, before)
    closed = np.where(search.program.integer, 0.0, before)  # without any plant nothing can be made as before
    assert not joined.add(small, closed, before)
    np.testing.assert_array_equal(joined.x, before)
    assert search.violation(joined.x) <= 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_better_plan_is_taken_once_and_holds(seed: int) -> None:
    search = begun(seed)
    assert search.best is not None
    before, small = search.best, whole(search)
    relaxed = search.relaxed
    assert relaxed is not None
    joined = Joined(search.surroundings, before)
    other = 0.5 * before + 0.5 * relaxed.x  # holds, as the rows are convex
    assert joined.add(small, other, before)
    assert not joined.add(small, before + 1.0, before)  # plants cannot be built twice
    np.testing.assert_allclose(joined.x, other)


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_of_one_plan_add_up_while_bounds_and_rows_allow(seed: int) -> None:
    """Two changes of the same variables, each half of the way to a plan that holds, are all of the way; not three."""
    search = begun(seed)
    assert search.best is not None
    assert search.relaxed is not None
    before, small = search.best, whole(search)
    joined = Joined(search.surroundings, before)
    way = search.relaxed.x - before
    assert joined.add(small, before + 0.5 * way, before)
    assert joined.add(small, before + 0.5 * way, before)
    np.testing.assert_allclose(joined.x, search.relaxed.x, atol=1e-9 * np.abs(search.relaxed.x).max())
    np.testing.assert_allclose(joined.activity, search.surroundings.activity(joined.x), atol=1e-9)
    cost = search.program.cost
    assert float(cost @ joined.x) == pytest.approx(float(cost @ before) + float(cost @ way))
    past = 2.0 * np.abs(way).max() * np.sign(way)  # out of some bound, or of a row
    at = joined.x.copy()
    assert not joined.add(small, before + past, before)
    np.testing.assert_array_equal(joined.x, at)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_that_is_taken_as_it_is_is_settled_later(seed: int) -> None:
    """Flows of a plan come out the same once it is settled; one that turns out to be broken is given back."""
    search = begun(seed)
    assert search.best is not None
    firm, cost = search.best.copy(), search.clock.best
    loose = firm.copy()
    search.take(loose, "test")
    search.settle()
    assert search.clock.best == pytest.approx(cost, rel=1e-9)
    nothing = np.where(search.program.integer, 0.0, firm)
    search.take(nothing, "test")
    assert search.clock.best < cost
    search.settle()
    assert search.clock.best == pytest.approx(cost, rel=1e-9)
    np.testing.assert_array_equal(np.round(search.best[search.whole]), np.round(firm[search.whole]))
