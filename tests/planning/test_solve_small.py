"""Neighbourhoods cut out of a program, which of them are drawn, and what is decided first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from problems import begun, drawn
from scipy import sparse

from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve import dearest as first
from hinterland.planning.solve import near
from hinterland.planning.solve import stages as staged
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.arms import Arms
from hinterland.planning.solve.dearest import dearest
from hinterland.planning.solve.dives import dives
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.learned import Shape
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.soften import soften
from hinterland.planning.solve.stages import _Stages, pays, stages

EXACT = Limits(gap=1e-7, threads=1)
SEEDS = (1, 2, 3)


def solved(search: Search, may: np.ndarray, less: float = 0.0) -> tuple[float, np.ndarray | None]:
    """Return what the best plan with some variables free costs, and the plan, by a small program."""
    assert search.best is not None
    around = search.surroundings
    activity = around.activity(search.best)
    small = around.small(search.best, activity, may, search.program.low, search.program.high, less)
    model = passed(small.program, mip_rel_gap=0.0)
    if run(model) != "optimal":
        return np.inf, None
    x = search.best.copy()
    x[small.column] = around.unscaled(small, np.asarray(model.getSolution().col_value))
    return float(search.program.cost @ x), x


@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_program_of_all_variables_is_the_program(seed: int) -> None:
    search = begun(seed)
    cost, _ = solved(search, np.ones(search.program.shape[1], dtype=np.bool_))
    assert cost == pytest.approx(solve(search.program, EXACT).objective, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_small_program_finds_holds_in_the_program(seed: int) -> None:
    search = begun(seed)
    assert search.best is not None
    r = np.random.default_rng(seed)
    for _ in range(5):
        may = r.random(search.program.shape[1]) < 0.7
        cost, x = solved(search, may)
        assert x is not None  # the plan itself is one
        assert cost <= search.clock.best * (1 + 1e-9)
        assert search.violation(x) < 1e-6
        assert np.array_equal(x[~may], search.best[~may])


def test_a_small_program_asks_for_less_than_the_plan_costs() -> None:
    search = begun(1)
    least = solve(search.program, EXACT).objective
    everything = np.ones(search.program.shape[1], dtype=np.bool_)
    room = search.clock.best - least
    assert room > 0
    assert solved(search, everything, 0.9 * room)[1] is not None
    assert solved(search, everything, 1.1 * room)[1] is None


def chain() -> Program:
    """Return a chain: whole numbers w, flows a - b - c, a shortfall s; a and b share a row, b and c share one."""
    m = Matrix({"one": ["1"]})
    w = m.variables("w", "one", high=1, integer=True)
    flows = [m.variables(n, "one", high=5) for n in ("a", "b", "c", "s")]
    for name, terms in (("wa", (w, flows[0])), ("ab", flows[:2]), ("bc", flows[1:3])):
        row = m.rows(name, "one", high=1)
        for block in terms:
            m.add(row.index, block.index)
    return m.program()


def test_flows_that_may_change_are_two_rows_from_a_whole_number() -> None:
    program = chain()
    search = Search(program, EXACT, None)
    reached = search.surroundings.reach(search.whole)
    assert reached.tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]  # s stands in no row: it has no part in anything


def test_a_long_row_does_not_say_what_belongs_together() -> None:
    program = chain()
    many = np.ones((1, 30))
    wide = sparse.bmat([[program.matrix, None], [sparse.csr_matrix(np.ones((1, 5))), many]], format="csc")
    added = replace(
        program,
        matrix=wide,
        cost=np.zeros(35),
        low=np.zeros(35),
        high=np.ones(35),
        integer=np.append(program.integer, np.zeros(30, dtype=np.bool_)),
        row_low=np.append(program.row_low, -np.inf),
        row_high=np.append(program.row_high, 40.0),
    )
    search = Search(added, EXACT, None)
    reached = search.surroundings.reach(search.whole)
    assert reached[:5].tolist() == [False, True, True, False, True]
    assert reached[5:].all()  # they stand in the long row alone


def test_what_gains_most_for_its_work_is_drawn_most_and_nothing_is_forgotten() -> None:
    arms = Arms(["cheap", "good", "dear"], np.array([10.0, 10.0, 1000.0]))
    for _ in range(50):
        arms.learn(0, 0.0, 10.0)
        arms.learn(1, 1.0, 10.0)
        arms.learn(2, 0.0, 1000.0)
    weights = arms.weights()
    assert weights.argmax() == 1
    assert weights[0] > weights[2] > 0
    assert weights[2] * 1000 == pytest.approx(weights[0] * 10, rel=0.05)  # the same part of the work
    assert arms.cheapness()[2] == pytest.approx(0.01, rel=0.05)
    r = np.random.default_rng(1)
    assert {arms.draw(r, 2) for _ in range(500)} == {0, 1}


def test_a_dear_way_is_drawn_less_often_by_what_it_takes() -> None:
    """Two ways that gain the same for their work get the same part of it, so what takes ten times comes a tenth."""
    arms = Arms(["cheap", "dear"], np.array([10.0, 100.0]))
    for _ in range(50):
        arms.learn(0, 1.0, 10.0)
        arms.learn(1, 10.0, 100.0)
    r = np.random.default_rng(1)
    dear = sum(arms.draw(r, least=0.0) for _ in range(5500))
    assert dear == pytest.approx(500, rel=0.2)
    half = sum(arms.draw(r, least=0.5) for _ in range(3000))
    assert half == pytest.approx(1000, rel=0.2)
    assert sum(arms.draw(r) for _ in range(1000)) == pytest.approx(500, rel=0.2)


def test_shapes_are_dearer_the_larger_they_are() -> None:
    assert Shape(100, False, False).work(5000, 3000) > Shape(50, False, False).work(5000, 3000)
    assert Shape(50, True, False).work(5000, 3000) > Shape(50, False, False).work(5000, 3000)
    assert Shape(50, False, True).work(5000, 3000) > Shape(50, False, False).work(5000, 3000)


def test_a_neighbourhood_begins_with_an_item_that_is_not_where_it_should_be() -> None:
    search = begun(1)
    assert search.relaxed is not None
    assert search.best is not None
    kinds = near.kinds(search.program)
    best, relaxed = search.best[kinds.at], search.relaxed.x[kinds.at]
    differs = np.abs(kinds.of_items(best - relaxed)) > 1e-9
    assert differs.any()
    for seed in range(10):
        score = near.missed(
            np.random.default_rng(seed), kinds, best, relaxed, np.abs(search.program.cost[kinds.at])
        )
        assert differs[score.argmax()]
    same = near.missed(np.random.default_rng(1), kinds, best, best, search.program.cost[kinds.at])
    assert np.isfinite(same).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_dearest_prove_is_a_bound_and_what_they_say_is_whole(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first, "COUNTS", (6, 12))
    program = build(drawn(seed)).program
    search = Search(program, EXACT, None)
    search.relax()
    relaxed = search.clock.bound
    found = dearest(search)
    assert found is not None
    at, values = found
    assert program.integer[at].all()
    assert np.isin(values, (0.0, 1.0)).all()
    least = solve(program, EXACT).objective
    assert relaxed - 1e-9 * least <= search.clock.bound <= least * (1 + 1e-9)
    chosen = np.abs(program.cost[at]).max()
    assert chosen == np.abs(program.cost[search.whole]).max()
    assert search.relaxed is not None
    soft = soften(program, search.relaxed)
    assert soft is not None
    for plan in dives(search, search.relaxed, soft, found):
        assert np.array_equal(plan[at], values)


def test_dives_go_without_what_was_decided_where_it_leaves_no_plan() -> None:
    search = begun(1)
    assert search.relaxed is not None
    soft = soften(search.program, search.relaxed)
    assert soft is not None
    once = next(b for b in search.program.rows if b.name == "once")
    pair = search.program.matrix.tocsr()[int(once.index[0])].indices
    assert len(pair) > 1
    plans = dives(search, search.relaxed, soft, (pair, np.ones(len(pair))))  # one candidate, opened twice
    assert plans
    assert all(plan[pair].sum() <= 1 for plan in plans)


def test_small_and_very_large_programs_decide_nothing_first(monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(build(drawn(1)).program, EXACT, None)
    search.relax()
    assert dearest(search) is None
    monkeypatch.setattr(first, "COUNTS", (6, 12))
    monkeypatch.setattr(first, "MANY", 20)
    assert dearest(search) is None


def test_what_the_dearest_prove_impossible_is_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "COUNTS", (6, 12))
    program = build(drawn(1)).program
    low = program.low.copy()
    once = next(b for b in program.rows if b.name == "once")
    row = program.matrix.tocsr()[int(once.index[0])].indices
    low[row] = 0.6  # one of them at most can be, and each must be by more than half
    search = Search(replace(program, low=low), EXACT, None)
    search.relaxed = Search(program, EXACT, None).session.solve()
    dearest(search)
    assert search.proved


@pytest.mark.parametrize("seed", SEEDS)
def test_stages_find_a_plan_that_is_whole_and_holds(seed: int) -> None:
    search = begun(seed)
    assert search.relaxed is not None
    soft = soften(search.program, search.relaxed)
    assert soft is not None
    plan = stages(search, search.relaxed, soft)
    assert plan is not None
    assert np.array_equal(plan[search.whole], np.round(plan[search.whole]))
    assert soft.violation(plan) < 1e-6
    least = solve(soft, EXACT).objective
    assert least * (1 - 1e-6) <= soft.cost @ plan < 1.25 * least


def test_stages_keep_what_was_decided() -> None:
    search = begun(1)
    assert search.relaxed is not None
    soft = soften(search.program, search.relaxed)
    assert soft is not None
    opened = np.flatnonzero(search.program.integer & (search.best > 0.5))[:1]
    free = stages(search, search.relaxed, soft)
    kept = stages(search, search.relaxed, soft, (opened, np.ones(1)))
    shut = stages(search, search.relaxed, soft, (opened, np.zeros(1)))
    assert free is not None
    assert kept is not None
    assert shut is not None
    assert kept[opened] == 1.0
    assert shut[opened] == 0.0


@pytest.mark.parametrize("done", [0, 2])
def test_a_dive_decides_what_stages_have_no_time_for(done: int, monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun(1)
    assert search.relaxed is not None
    soft = soften(search.program, search.relaxed)
    assert soft is not None
    real, seen = _Stages._stage, []

    def short_of_time(self: _Stages, whole: np.ndarray) -> np.ndarray | None:
        seen.append(whole)
        return real(self, whole) if len(seen) <= done else None

    monkeypatch.setattr(_Stages, "_stage", short_of_time)
    monkeypatch.setattr(staged, "SIZE", 6)
    plan = stages(search, search.relaxed, soft)
    assert len(seen) == done + 1
    assert plan is not None
    assert np.array_equal(plan[search.whole], np.round(plan[search.whole]))
    assert soft.violation(plan) < 1e-6


def test_stages_pay_once_and_not_in_very_large_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun(1)
    assert search.relaxed is not None
    soft = soften(search.program, search.relaxed)
    assert soft is not None
    assert pays(search)
    monkeypatch.setattr(staged, "MANY", 20)
    assert not pays(search)
    monkeypatch.undo()
    stages(search, search.relaxed, soft)
    assert not pays(search)


def test_a_stage_may_leave_a_little_however_fine_the_gap_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun(1)
    assert search.relaxed is not None
    soft = soften(search.program, search.relaxed)
    assert soft is not None
    asked = []
    options = search.options
    monkeypatch.setattr(search, "options", lambda gap: asked.append(gap) or options(gap))
    assert stages(search, search.relaxed, soft) is not None
    assert asked
    assert set(asked) == {staged.LEAST}
