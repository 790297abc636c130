"""The ladder: as good as plain HiGHS on small problems, and honest about what it did not find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from independent import least_cost
from problems import drawn

from hinterland.errors import Cancelled
from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve.answer import Limits, Step, gap_of
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.scale import scale

EXACT = Limits(gap=1e-7, threads=1)


def plain(program: Program) -> float | None:
    """Return the optimum that HiGHS alone finds."""
    scaled = scale(program)
    model = passed(scaled.program, threads=1, mip_rel_gap=1e-7)
    ended = run(model)
    return model.getInfo().objective_function_value * scaled.cost if ended == "optimal" else None


@pytest.mark.parametrize("seed", range(24))
def test_ladder_and_plain_highs_agree_to_optimality(seed: int) -> None:
    program = build(drawn(seed, candidates=8 + seed % 8, parts=4 + seed % 4)).program
    answer, known = solve(program, EXACT), plain(program)
    if known is None:
        assert answer.status == "infeasible"
        assert answer.x is None
    else:
        assert answer.status == "optimal"
        assert answer.objective == pytest.approx(known, rel=1e-6)
        assert answer.bound <= answer.objective
        assert answer.violation < 1e-6


@pytest.mark.parametrize(("seed", "tight"), [(0, 0.5), (0, 2.5), (1, 2.5), (2, 2.5), (3, 1.5)])
def test_an_independent_formulation_has_the_same_optimum(seed: int, tight: float) -> None:
    problem = drawn(seed, parts=4, parks=2, candidates=7, tight=tight)
    known = least_cost(problem)
    assert (known is None) == (tight == 0.5)
    answer = solve(build(problem).program, EXACT)
    assert answer.objective == pytest.approx(np.inf if known is None else known, rel=1e-6)


def test_what_is_found_is_whole_and_holds() -> None:
    program = build(drawn(1)).program
    answer = solve(program, Limits(gap=0.05, threads=1))
    assert answer.x is not None
    whole = answer.x[program.integer]
    assert (whole == np.round(whole)).all()
    assert answer.gap <= 0.05
    assert answer.gap == gap_of(answer.objective, answer.bound)


def test_a_seed_gives_the_same_plan_again() -> None:
    program = build(drawn(1, candidates=20)).program
    one, other = (solve(program, Limits(gap=0.01, seed=7, threads=1)) for _ in range(2))
    assert one.x is not None
    assert other.x is not None
    assert np.array_equal(one.x, other.x)


def test_impossible_is_said_only_where_it_is_proved() -> None:
    matrix = Matrix({"i": ["a", "b"]})
    x = matrix.variables("x", "i", high=1.0, integer=True)
    matrix.add(matrix.rows("half", low=1.0, high=1.0).index, x.index, 2.0)
    assert (
        solve(matrix.program()).status == "infeasible"
    )  # no whole numbers, though the relaxation has a solution
    stopped = solve(build(drawn(1)).program, Limits(time=0.0))
    assert stopped.status == "unknown"


def test_an_unbounded_program_is_called_so() -> None:
    matrix = Matrix({"i": ["a"]})
    x = matrix.variables("x", "i", cost=-1.0)
    matrix.add(matrix.rows("r", low=0.0).index, x.index)
    assert solve(matrix.program()).status == "unbounded"


def test_whoever_watches_sees_bounds_rise_and_plans_get_cheaper() -> None:
    seen: list[Step] = []
    answer = solve(build(drawn(1)).program, EXACT, watch=seen.append)
    assert [s.by for s in seen][:2] == ["relaxation", "dive"]
    assert (np.diff([s.bound for s in seen]) >= 0).all()
    best = [s.best for s in seen if np.isfinite(s.best)]
    assert best == sorted(best, reverse=True)
    assert best[-1] == answer.objective


def test_cancel_returns_the_best_so_far() -> None:
    def stop(step: Step) -> None:
        if np.isfinite(step.best):
            raise Cancelled("enough")

    answer = solve(build(drawn(1)).program, EXACT, watch=stop)
    assert answer.status == "cancelled"
    assert answer.x is not None
    assert answer.violation < 1e-6
    assert answer.bound < answer.objective


def test_cancel_before_the_first_plan_returns_none() -> None:
    def stop(_: Step) -> None:
        raise Cancelled("at once")

    answer = solve(build(drawn(1)).program, EXACT, watch=stop)
    assert (answer.status, answer.x, answer.gap) == ("cancelled", None, np.inf)


def test_an_earlier_plan_is_a_start_and_one_that_breaks_is_mended() -> None:
    program = build(drawn(1)).program
    first = solve(program, EXACT)
    assert first.x is not None
    seen: list[Step] = []
    again = solve(program, EXACT, start=first.x, watch=seen.append)
    assert again.objective == pytest.approx(first.objective)
    assert next(s for s in seen if np.isfinite(s.best)).best == pytest.approx(first.objective)
    broken = np.where(program.integer, 1.0, first.x)  # everything opened at once
    assert solve(program, EXACT, start=broken).objective == pytest.approx(first.objective)


def test_a_program_without_whole_numbers_is_solved_by_its_relaxation() -> None:
    program = build(drawn(1)).program
    answer = solve(replace(program, integer=np.zeros_like(program.integer)), EXACT)
    assert answer.status == "optimal"
    assert answer.gap == pytest.approx(0.0, abs=1e-7)
