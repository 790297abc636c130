"""What makes a first plan sooner and leaves the cores to small programs: warm dives, their ends, calm libraries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from problems import drawn, strengthened
from threadpoolctl import threadpool_info, threadpool_limits

from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve.answer import Limits, Relaxed, Step
from hinterland.planning.solve.clock import Clock
from hinterland.planning.solve.dive import LATE, dive
from hinterland.planning.solve.dives import dived
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.small import rows_of, undecided

LIMITS = Limits(gap=0.001, threads=1)


def blas_threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_linear_algebra_has_one_thread_while_a_plan_is_sought_and_then_what_it_had() -> None:
    seen: list[set[int]] = []
    with threadpool_limits(2, user_api="blas"):
        assert blas_threads() == {2}
        solve(
            build(drawn(1)).program, Limits(gap=0.01, threads=1), watch=lambda _: seen.append(blas_threads())
        )
        assert blas_threads() == {2}
    assert seen
    assert all(threads == {1} for threads in seen)


def test_linear_algebra_has_its_threads_again_after_an_error() -> None:
    def fails(_: Step) -> None:
        raise ZeroDivisionError

    with threadpool_limits(2, user_api="blas"):
        with pytest.raises(ZeroDivisionError):
            solve(build(drawn(1)).program, Limits(gap=0.01, threads=1), watch=fails)
        assert blas_threads() == {2}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_part_of_a_program_goes_on_from_the_basis_of_the_whole(seed: int) -> None:
    program = build(drawn(seed)).program
    whole = Session(program)
    known = whole.solve()
    assert known is not None
    high = program.high.copy()
    dear = program.integer & (known.reduced > 0) & (known.x <= program.low)
    high[dear] = program.low[dear]
    column, part = undecided(replace(program, high=high))
    rows = rows_of(program, column)
    assert len(rows) == part.shape[0]
    warm = Session(part, like=(whole, rows, column)).solve()
    cold = Session(part).solve()
    assert warm is not None
    assert cold is not None
    assert warm.objective == pytest.approx(cold.objective, rel=1e-9)


def test_a_part_begins_at_the_optimum_where_only_what_is_not_used_leaves() -> None:
    program = build(drawn(2)).program
    whole = Session(program)
    known = whole.solve()
    assert known is not None
    high = np.where(program.integer & (known.reduced > 0), program.low, program.high)
    column, part = undecided(replace(program, high=high))
    rows = rows_of(program, column)
    warm, cold = Session(part, like=(whole, rows, column)), Session(part)
    warm.solve()
    cold.solve()
    assert iterations(warm) < iterations(cold) / 4


def iterations(session: Session) -> int:
    return int(session._model.getInfo().simplex_iteration_count)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_dive_of_a_strengthened_search_ends_at_a_plan_or_at_nothing(seed: int) -> None:
    search = strengthened(build(drawn(seed)).program, LIMITS)
    assert search.relaxed is not None
    x = dived(search, search.relaxed, None, 4.0)
    assert x is not None
    whole = x[search.whole]
    assert (whole == np.round(whole)).all()
    settled = search.settled(x)
    assert settled is None or search.violation(settled) < 1e-6


def test_a_search_of_another_program_does_not_go_on_from_the_strengthened_one() -> None:
    search = strengthened(build(drawn(1)).program, LIMITS)
    assert search.strong is not None
    search.change(search.program)
    assert search.strong is None


def plants(count: int, need: float) -> Program:
    """As many plants that make 1 each and cost the same; so much is needed."""
    m = Matrix({"i": [str(i) for i in range(count)]})
    x = m.variables("x", "i", high=1.0, integer=True)
    m.add(m.rows("need", low=need).index, x.index, np.ones(count))
    return replace(m.program(), cost=np.ones(count))


@pytest.mark.parametrize("need", [LATE - 0.5, 7.25, 1.5])
def test_what_is_broken_is_not_handed_on_from_one_plant_to_the_next(
    need: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = plants(2 * LATE, need)
    session, solved = Session(program), 0
    relaxed = session.solve()
    solve = Session.solve

    def counted(self: Session, **asked: object) -> Relaxed | None:
        nonlocal solved
        solved += 1
        return solve(self, **asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "solve", counted)
    assert relaxed is not None
    x = dive(program, session, relaxed, Clock(Limits(), None))
    assert x is not None
    assert x.sum() == np.ceil(need)
    assert solved == 1


def test_a_part_of_a_search_may_end_as_long_before_it_as_its_last_step_takes() -> None:
    clock = Clock(Limits(time=100.0), None)
    part = clock.part(0.5)
    assert 49 < part.left < 51
    part.leave(20.0)
    assert 79 < part.left < 81
    assert part.left <= clock.left - 20.0 + 1e-3
    clock.leave(30.0)  # of no other: it has all its time
    assert clock.left > 99
