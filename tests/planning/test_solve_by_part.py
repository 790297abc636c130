"""Planning part by part: what belongs to a part, the order, what others cost beside it, and the plan that comes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import drawn, strengthened
from scipy.optimize import Bounds, LinearConstraint, milp

from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve import by_part as module
from hinterland.planning.solve import ladder
from hinterland.planning.solve.answer import Limits, Step
from hinterland.planning.solve.beside import Heart
from hinterland.planning.solve.by_part import _ByPart, by_part
from hinterland.planning.solve.dives import dives
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.narrow import narrow
from hinterland.planning.solve.parts import Parts, groups, in_order
from hinterland.planning.solve.room import Room
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.soften import TIMES, priced

FINE = Limits(gap=1e-4, threads=1, time=300)


def separate(seed: int, products: int = 4, plants: int = 5) -> Program:
    """Return a program of products that share nothing: of each so much must be made by plants that come whole."""
    r = np.random.default_rng(seed)
    product = np.repeat(np.arange(products), plants)
    size, cost = r.uniform(1, 4, len(product)), r.uniform(1, 4, len(product))
    matrix = Matrix(
        {"product": [str(k) for k in range(products)], "site": [str(i) for i in range(len(product))]}
    )
    opened = matrix.variables("open", "site", high=1.0, integer=True)
    made = matrix.rows("made", "product", low=0.4 * np.bincount(product, size))
    matrix.add(made.index[product], opened.index, size)
    program = replace(matrix.program(), parts={"product": np.arange(products), "site": product})
    program.cost[:] = cost * size
    return program


def test_who_uses_a_product_comes_before_it_and_the_dearer_before_the_others() -> None:
    after = [{3}, {3}, set(), {2}]  # 0 and 1 use 3, 3 uses 2
    assert in_order(after, np.array([1.0, 5.0, 9.0, 2.0])) == [1, 0, 3, 2]


def test_products_that_use_each_other_have_an_order_too() -> None:
    assert in_order([{1}, {0}, {1}], np.array([1.0, 2.0, 3.0])) == [2, 1, 0]
    assert in_order([{1}, {0}], np.array([1.0, 2.0])) == [1, 0]
    assert in_order([set(), set()], np.array([1.0, 1.0])) == [0, 1]
    assert in_order([], np.zeros(0)) == []


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=50)
def test_an_order_has_every_part_once_and_keeps_what_comes_before(seed: int) -> None:
    r = np.random.default_rng(seed)
    count = int(r.integers(1, 9))
    after = [{int(b) for b in range(a + 1, count) if r.random() < 0.3} for a in range(count)]
    order = in_order(after, r.random(count))
    assert sorted(order) == list(range(count))
    assert all(order.index(a) < order.index(b) for a in range(count) for b in after[a])


def test_groups_end_with_the_part_that_makes_them_dear() -> None:
    value = np.array([6.0, 1.0, 1.0, 1.0, 0.5, 0.5])
    assert groups([0, 1, 2, 3, 4, 5], value, 0.15) == [[0], [1, 2], [3, 4, 5]]
    assert groups([0, 1], np.zeros(2), 0.1) == [[0, 1]]


def test_what_belongs_to_a_product_is_one_part() -> None:
    problem = drawn(1)
    model = build(problem)
    search = strengthened(model.program, FINE)
    assert search.relaxed is not None
    inside = narrow(search, search.relaxed, None, TIMES)
    assert inside is not None
    parts = Parts(search.program, inside)
    product = problem.candidates.product[problem.candidates.site_candidate]
    of = {int(p): int(product[i]) for i, ps in enumerate(model.made.opened.index) for p in ps}
    for k, mine in enumerate(parts.variables):
        assert all(of.get(int(p), k) == k for p in inside.column[mine])
    assert {int(p) for mine in parts.variables for p in inside.column[mine]} >= set(of) & set(
        inside.column.tolist()
    )
    every = np.sort(np.concatenate([*parts.rows, parts.shared]))
    assert np.array_equal(every, np.arange(inside.program.shape[0]))
    names = {search.program.family(int(r)) for r in inside.row[parts.shared] if r < search.program.shape[0]}
    assert names >= {"land", "labour", "paid", "target"}
    assert not names & {"once", "capacity", "made", "used", "growth"}
    # the car uses parts of the first tier
    first = {int(p) for p in problem.technology.product[problem.technology.process == 0]}
    assert parts.after[0] == first


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_products_that_share_nothing_are_planned_to_their_optimum(seed: int) -> None:
    program = separate(seed)
    search = Search(program, FINE, None)
    search.relax()
    assert search.relaxed is not None
    x = by_part(search, search.relaxed, None)
    least = milp(
        program.cost,
        integrality=np.ones(len(program.cost)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(program.matrix, program.row_low, program.row_high),
    ).fun
    assert x is not None
    assert program.violation(x) < 1e-7
    assert float(program.cost @ x) == pytest.approx(least, rel=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 7, 8])
def test_a_plan_part_by_part_is_whole_and_misses_nothing_but_targets(seed: int) -> None:
    search = strengthened(build(drawn(seed)).program, FINE)
    assert search.relaxed is not None
    soft = priced(search.program, search.relaxed)
    x = by_part(search, search.relaxed, None)
    assert x is not None
    assert np.array_equal(x[search.whole], np.round(x[search.whole]))
    assert soft.violation(x) < 1e-6
    assert float(soft.cost @ x) >= search.clock.bound * (1 - 1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_decided_before_stays_so(seed: int) -> None:
    search = strengthened(build(drawn(seed)).program, FINE)
    assert search.relaxed is not None
    at = search.whole[::7]
    x = by_part(search, search.relaxed, (at, np.zeros(len(at))))
    assert x is not None
    assert not x[at].any()


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_what_others_cost_beside_a_part_is_at_least_what_their_prices_say(seed: int) -> None:
    """Whatever whole numbers a part has: the relaxation costs at least what the part costs and its Benders row says.

    Rows of a part in which others stand are left as they are for the bound, so those of the first are compared.
    """
    search = strengthened(build(drawn(seed)).program, FINE)
    assert search.relaxed is not None
    inside = narrow(search, search.relaxed, None, TIMES)
    assert inside is not None
    planner = _ByPart(search, inside)
    p = planner._program
    mine = planner._parts.variables[0]
    others = [planner._others(0, planner._now)]
    r, told = np.random.default_rng(seed), 0
    whole = mine[p.integer[mine]]
    for _ in range(30):
        low, high = p.low.copy(), p.high.copy()
        low[whole] = high[whole] = r.random(len(whole)) < 0.06
        now = planner._solved(low, high)
        if now is None:
            continue
        cost = float(p.cost[mine] @ now.x[mine])
        for one in others:
            assert cost + one.least + float(one.slope @ now.x[mine]) <= now.cost + 1e-6 * abs(now.cost)
        others.append(planner._others(0, now))
        exact = others[-1]
        assert cost + exact.least + float(exact.slope @ now.x[mine]) == pytest.approx(now.cost)
        told += 1
    assert told > 3


def beside_steps(seed: int, plants: int = 6) -> tuple[Program, float]:
    """Return a program of plants that come whole and of others that give more at a rising cost, and its optimum."""
    r = np.random.default_rng(seed)
    size, unit = r.uniform(2, 6, plants), r.uniform(0.9, 1.1, plants)
    most, dear = r.uniform(1, 4, 3), np.array([1.05, 2.0, 4.0])
    ask = float(r.uniform(0.3, 0.8) * size.sum())
    sites = np.zeros(plants, dtype=np.int64)
    matrix = Matrix({"site": ["s"] * plants, "step": ["a", "b", "c"]})
    opened = matrix.variables("open", "site", high=1.0, integer=True)
    step = matrix.variables("step", "step", high=np.append(most[:2], 1e3))
    row = matrix.rows("all", low=ask)
    matrix.add(row.index, opened.index, size)
    matrix.add(row.index, step.index)
    program = replace(matrix.program(), parts={"site": sites, "step": np.ones(3, dtype=np.int64)})
    program.cost[opened.index], program.cost[step.index] = size * unit, dear

    def rest(lacking: float) -> float:
        first, second = min(lacking, most[0]), min(max(lacking - most[0], 0), most[1])
        return float(np.array([first, second, lacking - first - second]) @ dear)

    every = ((np.arange(2**plants)[:, None] >> np.arange(plants)) & 1).astype(np.float64)
    return program, min(float(x @ (size * unit)) + rest(max(0.0, ask - float(x @ size))) for x in every)


def test_a_dear_part_is_planned_again_with_what_others_cost_beside_its_plans(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worse = 0
    for seed in range(12):
        program, least = beside_steps(seed)
        found = {}
        for rounds in (1, 60):
            monkeypatch.setattr(module, "ROUNDS", rounds)
            monkeypatch.setattr(module, "JUMP", 0.0)
            search = Search(program, FINE, None)
            search.relax()
            assert search.relaxed is not None
            x = by_part(search, search.relaxed, None)
            assert x is not None
            found[rounds] = float(program.cost @ x)
        assert found[60] == pytest.approx(least, rel=1e-4)
        assert found[1] >= least * (1 - 1e-9)
        worse += found[1] > 1.001 * least
    assert worse > 3


def test_room_beside_a_part_is_what_the_others_leave_at_least() -> None:
    matrix = Matrix({"i": ["a", "b", "c"]})
    x = matrix.variables("x", "i", high=1.0, integer=True)
    give = matrix.variables("give", high=2.0)
    endless = matrix.variables("endless")
    land = matrix.rows("land", high=10.0)
    matrix.add(land.index, x.index, [6.0, 5.0, 4.0])
    matrix.add(land.index, give.index, -1.0)
    money = matrix.rows("money", high=1.0)
    matrix.add(money.index, x.index, [1.0, 1.0, 1.0])
    matrix.add(money.index, endless.index, -1.0)
    program = matrix.program()
    low = program.low.copy()
    low[x.index[0]] = 1.0
    a, left = Room(program).beside(x.index[1:], low, program.high)
    assert a.toarray().tolist() == [[5.0, 4.0]]  # money has no limit: somebody can always give more
    assert left.tolist() == [10.0 - 6.0 + 2.0]


def test_no_time_leaves_the_parts_to_a_dive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIME", 0.0)
    search = strengthened(build(drawn(1)).program, FINE)
    assert search.relaxed is not None
    x = by_part(search, search.relaxed, None)
    assert x is not None
    assert priced(search.program, search.relaxed).violation(x) < 1e-6


def test_parts_that_no_plan_of_their_own_holds_are_left_to_a_dive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ByPart, "_best", lambda *_: None)
    search = strengthened(build(drawn(1)).program, FINE)
    assert search.relaxed is not None
    x = by_part(search, search.relaxed, None)
    assert x is not None
    assert priced(search.program, search.relaxed).violation(x) < 1e-6


@pytest.mark.parametrize("threads", [1, 2])
def test_plans_of_dives_come_cheapest_first(threads: int) -> None:
    search = strengthened(build(drawn(2)).program, replace(FINE, threads=threads))
    assert search.relaxed is not None
    soft = priced(search.program, search.relaxed)
    plans = dives(search, search.relaxed, soft)
    costs = [float(soft.cost @ x) for x in plans]
    assert len(costs) == threads
    assert costs == sorted(costs)


def test_one_worker_dives_where_parts_find_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    search = strengthened(build(drawn(2)).program, FINE)
    assert search.relaxed is not None
    monkeypatch.setattr("hinterland.planning.solve.dives.by_part", lambda *_: None)
    assert dives(search, search.relaxed, priced(search.program, search.relaxed))


def test_a_cancelled_search_stops_within_a_part() -> None:
    search = strengthened(build(drawn(1)).program, FINE)
    assert search.relaxed is not None
    search.clock._stopped = True
    assert Heart(search.clock).left == 0
    assert by_part(search, search.relaxed, None) is None


def test_a_program_that_deciding_the_dearest_proves_impossible_is_left_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def impossible(search: Search) -> None:
        search.proved = True

    def never(*_: object) -> None:
        raise AssertionError("sought where there is no plan")

    monkeypatch.setattr(ladder, "EXACT", 0)
    monkeypatch.setattr(ladder, "dearest", impossible)
    monkeypatch.setattr(ladder, "dives", never)
    monkeypatch.setattr(ladder, "stages", never)
    assert solve(build(drawn(1)).program, FINE).status == "infeasible"


def test_the_ladder_takes_a_plan_part_by_part() -> None:
    model, seen = build(drawn(3)), []

    def watch(step: Step) -> None:
        seen.append(step.by)

    answer = solve(model.program, FINE, watch=watch)
    bare = solve(replace(model.program, parts={}), FINE)
    assert answer.objective == pytest.approx(bare.objective, rel=1e-4)
    assert answer.status == bare.status == "optimal"
    assert "dive" in seen
