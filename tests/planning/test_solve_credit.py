"""Credit for what a plan does beyond its targets, and neighbourhoods of one way an item."""

from __future__ import annotations

import numpy as np
import pytest
from problems import drawn

from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve import credit, improve, near, tries
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.credit import credited, excursion
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.learned import BEGUN, Learned
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.soften import shortfalls

EXACT = Limits(gap=1e-7, threads=1)
SEEDS = (1, 2, 3)


def three(target: float = 9.5) -> Program:
    """Return three plants a (8 for 6), b (4 for 4) and c (5 for 6), of which so much is asked."""
    matrix = Matrix({"i": ["a", "b", "c"]})
    x = matrix.variables("open", "i", high=1.0, cost=[8.0, 4.0, 5.0], integer=True)
    short = matrix.variables("short", high=0.0).index
    row = matrix.rows("target", low=target).index
    matrix.add(row, x.index, [6.0, 4.0, 6.0])
    matrix.add(row, short, 1.0)
    return matrix.program()


def begun(program: Program, x: list[float]) -> Search:
    """Return a search with its relaxation and a plan."""
    search = Search(program, EXACT, None)
    search.relax()
    assert search.offer(np.array(x), "by hand")
    return search


def one_by_one(search: Search) -> None:
    """Improve a plan as long as opening or closing a single plant does."""
    better = True
    while better:
        better = False
        for i in search.whole.tolist():
            assert search.best is not None
            x = search.best.copy()
            x[i] = 1.0 - x[i]
            better |= search.offer(x, "one")


def test_what_is_beyond_a_target_is_credited_at_its_price_up_to_a_share() -> None:
    search = begun(three(), [1.0, 1.0, 0.0, 0.0])
    assert search.clock.best == 12.0
    other = credited(search, 1.0)
    assert other is not None
    assert other.offer(np.array([1.0, 1.0, 0.0, 0.0]), "by hand")
    assert other.clock.best == pytest.approx(
        12.0 - 0.5
    )  # 10 where 9.5 are asked; one costs 1, a quarter of b
    little = credited(search, 0.01)
    assert little is not None
    assert little.offer(np.array([1.0, 1.0, 0.0, 0.0]), "by hand")
    assert little.clock.best == pytest.approx(12.0 - 0.12)  # a hundredth of the cost
    assert search.clock.best == 12.0
    assert shortfalls(search.program).tolist() == [3]


def test_credit_leads_where_no_single_step_does(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun(three(), [1.0, 1.0, 0.0, 0.0])
    one_by_one(search)
    assert search.clock.best == 12.0  # c as well costs more, without a the target is missed
    monkeypatch.setattr(credit, "SHARES", (1.0,))
    assert excursion(search, one_by_one) == pytest.approx(3.0)
    assert search.best is not None
    assert search.best.tolist() == [0.0, 1.0, 1.0, 0.0]


def test_there_is_no_credit_without_a_price() -> None:
    search = begun(three(0.0), [1.0, 1.0, 0.0, 0.0])
    assert credited(search, 0.01) is None
    assert excursion(search, one_by_one) is None
    assert search.clock.best == 12.0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("share", [0.003, 0.3])
def test_the_best_plan_with_credit_costs_no_less_than_the_relaxation(seed: int, share: float) -> None:
    program = build(drawn(seed)).program
    least = solve(program, EXACT)
    assert least.x is not None
    search = Search(program, EXACT, None)
    search.relax()
    assert search.plain is not None
    assert search.offer(least.x, "optimum")
    other = credited(search, share)
    assert other is not None
    best = solve(other.program, EXACT).objective
    size = max(1.0, abs(least.objective))
    assert search.plain.objective - 1e-6 * size <= best <= least.objective + 1e-6 * size


@pytest.mark.parametrize("seed", SEEDS)
def test_an_excursion_ends_at_a_plan_that_holds_and_is_no_worse(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(improve, "TURN", 4)
    program = build(drawn(seed)).program
    dear = solve(program, Limits(gap=0.5, threads=1))
    assert dear.x is not None
    search = Search(program, EXACT, None)
    search.relax()
    search.offer(dear.x, "dear")
    high = search.high.copy()
    before = search.clock.best
    search.learned = Learned(search)
    gained = improve._excursion(search, search.learned)
    assert search.best is not None
    assert (search.best[shortfalls(program)] == 0).all()
    assert program.violation(search.best) < 1e-6
    assert float(program.cost @ search.best) == pytest.approx(before - gained)
    assert gained >= 0
    assert (search.high <= high).all()


def test_turns_with_credit_are_fewer_where_they_gain_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun(three(), [0.0, 1.0, 1.0, 0.0])
    learned = Learned(search)
    learned.turn = 999
    gains: list[float | None] = [0.0, 0.0, 5.0, None]

    def taken(*_: object) -> float | None:
        learned.spent += 10.0
        return gains.pop(0)

    monkeypatch.setattr(improve, "excursion", taken)
    waits, dues = [], []
    for _ in range(4):
        improve._excursion(search, learned)
        waits.append(learned.wait)
        dues.append(learned.due)
    assert waits == [improve.TURN, 2 * improve.TURN, 0.0, np.inf]  # at once after one that pays
    assert dues[:2] == [10.0 + 10.0, 20.0 + 2 * 10.0]
    assert dues[3] == np.inf
    assert learned.turn == 0


def test_dearer_shapes_are_let_in_where_no_target_has_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "small_one", lambda *_: (None, 1))  # nothing is found
    search = begun(three(0.0), [1.0, 1.0, 0.0, 0.0])
    search.learned = Learned(search)
    search.learned.turn = 999
    search.learned.top = 1
    improve.improve(search, stalled=100)
    assert search.learned.wait == np.inf
    assert search.learned.top > 1


def test_turns_with_credit_have_the_cheap_shapes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun(three(), [0.0, 1.0, 1.0, 0.0])
    learned = Learned(search)
    learned.top = BEGUN + 3
    tops = []
    monkeypatch.setattr(improve, "excursion", lambda *_: tops.append(learned.top))
    improve._excursion(search, learned)
    assert (tops, learned.top) == ([BEGUN], BEGUN + 3)


def test_each_item_has_one_way_that_the_relaxation_likes_best() -> None:
    program = build(drawn(1)).program
    search = Search(program, EXACT, None)
    search.relax()
    assert search.relaxed is not None
    kinds = near.kinds(program)
    first = near.first_ways(kinds, search.relaxed)
    assert np.array_equal(np.bincount(kinds.item[first], minlength=kinds.items), np.ones(kinds.items))
    reduced = search.relaxed.reduced[kinds.at]
    least = np.full(kinds.items, np.inf)
    np.minimum.at(least, kinds.item, reduced)
    assert np.array_equal(reduced[first], least[kinds.item[first]])


def test_thin_neighbourhoods_have_more_items_and_what_the_plan_uses() -> None:
    program = build(drawn(1)).program
    search = Search(program, EXACT, None)
    search.relax()
    dear = solve(program, Limits(gap=0.5, threads=1))
    assert dear.x is not None
    search.offer(dear.x, "dear")
    learned = Learned(search)
    thin, wide = (tries._may(search, learned, thin=t) for t in (True, False))
    assert search.best is not None
    used = search.best[learned.kinds.at] > 0.5
    assert thin[used].all()
    assert wide[used].all()
    ways = thin.sum() / (learned.kinds.of_items(thin) > 0).sum()
    assert ways < wide.sum() / (learned.kinds.of_items(wide) > 0).sum()


def test_some_of_the_whole_numbers_keep_their_items_and_groups() -> None:
    kinds = near.kinds(build(drawn(1)).program)
    some = np.random.default_rng(1).random(len(kinds.at)) < 0.5
    part = kinds.only(some)
    assert part.items == kinds.items
    assert np.array_equal(part.at, kinds.at[some])
    assert np.array_equal(part.item, kinds.item[some])
    assert all(np.array_equal(part.groups[k], g[some]) for k, g in kinds.groups.items())
    free = near.free(part, np.arange(kinds.items, dtype=np.float64), 5)
    assert set(free) <= set(part.at)
    assert len(free) >= 5
