"""Large programs by way of pooled ones: relaxations that hold, cuts that cut no plan off, jobs that never end."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from problems import drawn

from hinterland.planning.model.build import build
from hinterland.planning.solve import beside, ladder, near
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.beside import side_by_side
from hinterland.planning.solve.by_pool import ByPool
from hinterland.planning.solve.clock import Clock
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.pool import Pooled, evenly, lifted, lowered, pool
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from hinterland.planning.matrix import Program

EXACT = Limits(gap=1e-7, threads=1)
SEEDS = (1, 2, 3, 4)


def spread(seed: int, *, far: bool = True) -> Program:
    """Return a program of four zones; with `far`, the last one is near to none but itself."""
    problem = drawn(seed, zones=4, parks=4, candidates=14, tight=2.5)
    space = problem.space
    apart = (space.origin == 3) != (space.destination == 3)
    targets = tuple(replace(t, near=t.near & ~apart) if far else t for t in problem.targets)
    return build(replace(problem, targets=targets)).program


def pools(program: Program) -> list[Pooled]:
    found = [p for alike in program.alike if (p := pool(program, alike)) is not None]
    assert found
    return found


def test_zones_that_targets_count_alike_are_taken_together() -> None:
    (one,) = pools(spread(1, far=False))
    coarse, fine = pools(spread(1))
    assert one.program.shape[0] == coarse.program.shape[0]
    assert one.program.shape[1] < coarse.program.shape[1]  # ways that are near and ways that are not
    assert coarse.program.shape[1] < fine.program.shape[1] < len(fine.column)
    assert fine.program.integer.sum() == coarse.program.integer.sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pooled_program_is_a_relaxation(seed: int) -> None:
    program = spread(seed)
    whole = Session(program).solve()
    best = solve(program, EXACT)
    bounds = []
    for pooled in pools(program):
        relaxed = Session(pooled.program).solve()
        assert (whole is None) or (relaxed is not None)
        if best.x is None or whole is None or relaxed is None:
            continue
        assert pooled.program.violation(lowered(pooled, best.x)) < 1e-6
        bounds.append(relaxed.objective / whole.objective)
    assert bounds == sorted(bounds) or np.ptp(bounds) < 1e-9  # finer groups bound better
    assert all(b <= 1 + 1e-7 for b in bounds)


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_numbers_of_a_pooled_plan_are_those_of_the_whole_one(seed: int) -> None:
    program = spread(seed)
    answer = solve(program, EXACT)
    assert answer.x is not None
    for pooled in pools(program):
        back = lifted(pooled, program, lowered(pooled, answer.x))
        assert np.array_equal(back[program.integer], answer.x[program.integer])
        few = lowered(pooled, answer.x)
        many = evenly(pooled, few)
        assert lowered(pooled, many) == pytest.approx(few)
        assert np.array_equal(many[program.integer], answer.x[program.integer])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_rules_out_the_plan_that_does_not_hold_and_no_plan_that_does(seed: int) -> None:
    program = spread(seed)
    best = solve(program, EXACT)
    search = Search(program, EXACT, None)
    for pooled in pools(program):
        both = ByPool(search, pooled)
        both.inner.relax()
        nothing = np.zeros(len(search.whole))
        if not both.cut(nothing):
            continue
        cut = both.inner.program
        assert cut.shape[0] == pooled.program.shape[0] + 1
        row = cut.matrix.tocsr()[-1].toarray().ravel()
        at = pooled.column[search.whole]
        assert row[at] @ nothing < cut.row_low[-1]
        if best.x is not None:
            value = float(row @ lowered(pooled, best.x))
            assert value >= cut.row_low[-1] - 1e-6 * abs(cut.row_low[-1])


@pytest.mark.parametrize("seed", SEEDS)
def test_plans_through_the_pooled_program_are_as_good_as_others(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = spread(seed)
    known = solve(program, EXACT)
    monkeypatch.setattr(ladder, "EXACT", 0)
    answer = solve(program, EXACT)
    assert answer.status == known.status
    if known.x is not None:
        assert answer.objective == pytest.approx(known.objective, rel=1e-6)
        assert answer.bound <= answer.objective
        assert answer.violation < 1e-6
        assert any(s.by == "pooled plan" for s in answer.steps)


def test_impossible_is_proved_in_the_pooled_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "EXACT", 0)
    problem = drawn(1, zones=4, parks=4)
    targets = tuple(replace(t, level=20 * t.level) for t in problem.targets)
    assert solve(build(replace(problem, targets=targets)).program, EXACT).status == "infeasible"


def test_what_was_proved_of_plans_that_are_gone_is_proved_of_no_other() -> None:
    search = Search(spread(1), EXACT, None)
    search.relax()
    ladder._begin(search, None)
    ladder._climb(search)
    best = search.clock.best
    search.proved = True
    search.change(search.program)
    assert not search.over()
    assert search.best is None
    ladder._begin(search, None)
    ladder._climb(search)
    assert search.clock.best == pytest.approx(best)


def test_sites_and_years_of_a_candidate_change_together() -> None:
    problem = drawn(1)
    kinds = near.kinds(build(problem).program)
    assert kinds.items == len(problem.candidates.product)
    one = kinds.item == 3
    free = near.free(kinds, np.eye(kinds.items)[3], 1)
    assert np.array_equal(free, kinds.at[one])


def test_a_whole_number_without_company_is_an_item_of_its_own() -> None:
    program = build(drawn(1)).program
    block = next(b for b in program.rows if b.name == "once")
    row_high = program.row_high.copy()
    row_high[block.index] = 2.0
    kinds = near.kinds(replace(program, row_high=row_high))
    assert kinds.items == program.integer.sum()


def test_jobs_end_in_their_order_and_what_they_raise_is_raised() -> None:
    clock = Clock(Limits(), None)
    assert side_by_side([lambda i=i: i * i for i in range(7)], 2, clock) == [0, 1, 4, 9, 16, 25, 36]

    def fails() -> Any:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        side_by_side([fails, lambda: 1], 2, clock)


def test_a_job_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "GRACE", 0.05)
    monkeypatch.setattr(beside, "BEAT", 0.01)
    never = threading.Event()
    assert side_by_side([never.wait, lambda: 5], 2, Clock(Limits(), None), seconds=0.0) == [None, 5]
    never.set()
