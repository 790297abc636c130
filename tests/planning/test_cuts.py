"""Rows that whole numbers imply: by hand, against every plan there is, and what they do to the bound."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import drawn
from scipy import sparse
from scipy.optimize import linprog
from test_pool import pools, spread

from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve.added import Added, away
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.cuts import Cutter
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.rounding import Cut, Point, rounded
from hinterland.planning.solve.rows import Rows
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.small import only
from hinterland.planning.solve.soften import shortfalls
from hinterland.planning.solve.strengthen import strengthen

EXACT = Limits(gap=1e-7, threads=1)
SEEDS = (1, 2, 3)


def point(x: list[float], integer: list[bool], item: list[int], high: float = 1.0) -> Point:
    n = len(x)
    whole = np.array(integer)
    return Point(np.array(x), np.zeros(n), np.where(whole, 1.0, high), whole, np.array(item))


def test_a_row_by_hand_says_that_two_plants_are_needed() -> None:
    """15 <= 10 (x1 + x2 + x3) + y: at x = 1.5 nothing need be bought; two plants, or 5 bought for each one less.

    As -10 sum x - y + 15 s = 0 with s fixed at 1; d = 10, b/d = -1.5, f = 0.5: -sum x - y / 5 <= -2.
    """
    index = np.arange(5)
    where = Point(
        np.array([1.0, 0.5, 0.0, 0.0, 1.0]),
        np.array([0.0, 0, 0, 0, 1]),
        np.array([1.0, 1, 1, 100, 1]),
        np.array([True, True, True, False, False]),
        np.full(5, -1),
    )
    cut = rounded(index, np.array([-10.0, -10, -10, -1, 15]), where)
    assert cut is not None
    scale = -cut.value[cut.index == 0][0]
    said = dict(zip(cut.index.tolist(), (cut.value / scale).tolist(), strict=True))
    assert said == pytest.approx({0: -1, 1: -1, 2: -1, 3: -0.2})
    assert cut.most / scale == pytest.approx(-2)
    assert cut.depth > 0


def test_a_row_without_anything_broken_gives_no_cut() -> None:
    where = point([1.0, 0.0, 3.0], [True, True, False], [-1, -1, -1], high=9.0)
    assert rounded(np.arange(3), np.array([-3.0, -3.0, 1.0]), where) is None


def most_of(cut: Cut, value: np.ndarray, where: Point, x: tuple[int, ...]) -> float:
    """Return the most that the left side of a cut is over all y with value (x, y) <= 0, -inf where there is none."""
    whole = where.integer
    left = np.zeros(len(value))
    left[cut.index] = cut.value
    if not (~whole).any():
        return float(left @ x) if value @ x <= 1e-9 else -np.inf
    bounds = list(zip(where.low[~whole], where.high[~whole], strict=True))
    right = -float(value[whole] @ x)
    found = linprog(-left[~whole], A_ub=[value[~whole]], b_ub=[right], bounds=bounds)
    return float(left[whole] @ x - found.fun) if found.status == 0 else -np.inf


numbers = st.integers(-12, 12)


@settings(max_examples=300, deadline=None)
@given(
    a=st.lists(numbers, min_size=2, max_size=4),
    c=st.lists(numbers, min_size=1, max_size=3),
    constant=numbers,
    parts=st.lists(st.integers(0, 8), min_size=7, max_size=7),
    joined=st.booleans(),
)
def test_what_a_row_implies_holds_for_every_plan_of_the_row(
    a: list[int], c: list[int], constant: int, parts: list[int], joined: bool
) -> None:
    """All plans of a row with up to 4 whole numbers, two of them one item: each is tried, with its worst flows."""
    whole, flows = len(a), len(c)
    value = np.array([*a, *c, constant], dtype=np.float64)
    x = np.array([*(p / 8 for p in parts[:whole]), *parts[4 : 4 + flows], 1.0])
    if joined:
        x[:2] /= max(1.0, x[:2].sum())
    low, high = np.zeros(len(value)), np.array([*[1.0] * whole, *[9.0] * flows, 1.0])
    low[-1] = 1.0
    integer = np.array([True] * whole + [False] * (flows + 1))
    item = np.array([0, 0 if joined else 1, *range(2, whole), *[-1] * (flows + 1)])
    where = Point(x, low, high, integer, item)
    cut = rounded(np.arange(len(value)), value, where)
    if cut is None:
        return
    assert cut.value @ x[cut.index] > cut.most  # it cuts the point off
    for plan in itertools.product((0, 1), repeat=whole):
        if joined and plan[0] + plan[1] > 1:
            continue
        assert most_of(cut, value, where, plan) <= cut.most + 1e-7


def programs(seed: int) -> list[Program]:
    """Return a program, and its pooled ones."""
    program = spread(seed)
    return [build(drawn(seed, tight=1.0)).program, program, *(p.program for p in pools(program))]


@pytest.mark.parametrize("seed", SEEDS)
def test_sums_of_rows_hold_for_any_values(seed: int) -> None:
    program = build(drawn(seed)).program
    added = Added(program, np.full(program.shape[1], -1))
    r = np.random.default_rng(seed)
    relaxed = Session(program).solve()
    assert relaxed is not None
    where, any_ = added.point(relaxed.x), added.point(r.uniform(0, 1, program.shape[1]))
    steps = 0
    for row in added.starts(where).tolist():
        for index, value in added.sums(row, away(where)):
            assert value @ any_.x[index] == pytest.approx(
                0.0, abs=1e-6 * float(np.abs(value) @ any_.x[index] + 1)
            )
            steps += 1
    assert steps > len(added.starts(where))  # something was added to something


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_breaks_a_cut_even_one_that_misses_a_target(seed: int) -> None:
    """Plans of least and of random cost, with targets that may be missed, by plain HiGHS."""
    r = np.random.default_rng(seed)
    found = plans = 0
    for program in programs(seed):
        relaxed = Session(program).solve()
        assert relaxed is not None
        cuts = Cutter(program).found(relaxed.x, Search(program, EXACT, None).clock)
        found += len(cuts)
        assert (cuts.matrix @ relaxed.x > cuts.most).all()
        high = program.high.copy()
        high[shortfalls(program)] = np.inf
        for soft in (program, replace(program, high=high)):
            for _ in range(4):
                cost = np.where(soft.integer, r.uniform(-1, 1, len(high)), 0.0)
                model = passed(replace(soft, cost=cost), mip_rel_gap=0.0)
                ended = run(model)
                if ended == "infeasible" and soft is program:
                    continue
                assert ended == "optimal"
                plans += 1
                x = np.asarray(model.getSolution().col_value)
                size = np.asarray(abs(cuts.matrix) @ np.abs(x)) + np.abs(cuts.most) + 1.0
                assert ((cuts.matrix @ x - cuts.most) / size <= 1e-6).all()
    assert found > 0
    assert plans >= 4 * len(programs(seed))


def test_cuts_raise_the_bound_and_never_above_the_best_plan() -> None:
    gained = 0.0
    for seed in SEEDS:
        program = build(drawn(seed, candidates=24, tight=1.0)).program
        search = Search(program, EXACT, None)
        search.relax()
        plain = search.clock.bound
        strengthen(search)
        best = solve(program, EXACT)
        assert best.status == "optimal"
        assert plain <= search.clock.bound <= best.objective * (1 + 1e-7)
        gained += search.clock.bound - plain
        assert search.plain is not None  # prices of promises are told by the relaxation without cuts
        assert search.plain.objective == pytest.approx(plain, rel=1e-6)
        assert len(search.plain.price) == program.shape[0]
    assert gained > 0


def test_a_search_with_cuts_rules_out_no_better_plan() -> None:
    for seed in SEEDS:
        program = build(drawn(seed, candidates=20, tight=1.0)).program
        known = solve(program, EXACT)
        search = Search(program, EXACT, None)
        search.relax()
        strengthen(search)
        assert known.x is not None
        assert search.offer(known.x, "known")
        assert search.mip(search.low, search.high) in ("optimal", "infeasible")
        assert search.clock.best == pytest.approx(known.objective, rel=1e-6)


def test_a_session_goes_on_from_another_one_with_rows_more() -> None:
    program = build(drawn(3)).program
    first = Session(program)
    one = first.solve()
    assert one is not None
    row = np.where(program.integer, 1.0, 0.0)[None, :]
    rows = Rows.none(program.shape[1]).and_(Rows(sparse.csr_matrix(-row), np.array([-3.0])))
    more = rows.of(program)
    warm = Session(more, like=(first, np.arange(program.shape[0]), None)).solve()
    cold = Session(more).solve()
    assert warm is not None
    assert cold is not None
    assert warm.objective == pytest.approx(cold.objective, rel=1e-9)
    assert warm.objective >= one.objective - 1e-6 * abs(one.objective)


def test_variables_that_stay_at_their_lower_bounds_leave_a_program() -> None:
    m = Matrix({"i": list("abcd")})
    x = m.variables("x", "i", low=[1.0, 0, 0, 2], high=5.0)
    rows = m.rows("r", low=6.0)
    m.add(rows.index, x.index, np.array([1.0, 2, 3, 1]))
    program = replace(m.program(), cost=np.array([1.0, 1, 2, 1]))
    part = only(program, np.array([1, 2]))
    assert part.shape == (1, 2)
    assert part.row_low.tolist() == [3.0]  # 6 less 1 and 2 of those that stay
    found = Session(part).solve()
    assert found is not None
    assert found.x.tolist() == pytest.approx([1.5, 0.0])
