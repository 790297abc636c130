"""Scaling: numbers near one inside, exactly the same program outside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from problems import drawn

from hinterland.planning.matrix import Matrix
from hinterland.planning.model.build import build
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.scale import most, scale
from hinterland.planning.solve.session import Session


def test_scaled_rows_have_a_largest_term_near_one() -> None:
    scaled = scale(build(drawn(1)).program)
    largest = abs(scaled.program.matrix).max(axis=1).toarray().ravel()
    assert ((largest[largest > 0] > 0.5) & (largest[largest > 0] < 2.0)).all()
    factors = np.log2(np.concatenate([scaled.row, scaled.column, [scaled.cost]]))
    assert (factors == np.round(factors)).all()


def test_a_solution_of_the_scaled_program_is_one_of_the_program() -> None:
    program = build(drawn(2)).program
    scaled = scale(program)
    rng = np.random.default_rng(0)
    x = rng.random(len(program.cost))
    assert np.array_equal(scaled.program.matrix @ (x / scaled.column), scaled.row * (program.matrix @ x))
    assert scaled.program.cost @ (x / scaled.column) * scaled.cost == pytest.approx(program.cost @ x)
    assert (scaled.column[program.integer] == 1).all()


def test_rows_imply_what_a_variable_can_be_at_most() -> None:
    matrix = Matrix({"i": ["a", "b"]})
    x = matrix.variables("x", "i", high=[5.0, np.inf])
    matrix.add(matrix.rows("r", low=0.0, high=0.0).index, x.index, [6.0, -2.0])
    assert most(matrix.program()).tolist() == [5.0, 15.0]


def test_columns_without_a_limit_and_empty_rows_and_columns_are_fine() -> None:
    matrix = Matrix({"i": ["a", "b", "c"], "j": ["a", "b"]})
    x = matrix.variables("x", "i", cost=[1.0, 2.0, 0.0])
    rows = matrix.rows("r", "j", low=[8.0, -np.inf])
    matrix.add(rows.index[0], x.index[:2], [4.0, 4.0])
    answer = solve(matrix.program())
    assert (answer.status, answer.objective) == ("optimal", 2.0)


def test_yuan_and_single_vehicles_meet_in_one_program() -> None:
    """A budget of 10^12 yuan, a plant of 10^5 vehicles at 2 x 10^9, one of 3 at 10^5: 100,002 are wanted."""
    matrix = Matrix({"i": ["large", "small"]})
    opened = matrix.variables("open", "i", high=1.0, cost=[2e9, 1e5], integer=True)
    made = matrix.variables("make", "i")
    limit = matrix.rows("capacity", "i", high=0.0)
    matrix.add(limit.index, made.index)
    matrix.add(limit.index, opened.index, [-1e5, -3.0])
    matrix.add(matrix.rows("budget", high=1e12).index, opened.index, [2e9, 1e5])
    matrix.add(matrix.rows("wanted", low=100_002.0).index, made.index)
    answer = solve(matrix.program())
    assert answer.objective == pytest.approx(2e9 + 1e5)
    assert answer.violation < 1e-9


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_other_units_of_money_give_the_same_plan(factor: float) -> None:
    program = build(drawn(3)).program
    exact = Limits(gap=1e-6, threads=1)
    here = solve(program, exact)
    there = solve(replace(program, cost=program.cost * factor), exact)
    assert there.objective == pytest.approx(here.objective * factor)


def test_prices_are_those_of_the_unscaled_rows() -> None:
    """One more hectare asked for costs its price, whatever the scale."""
    matrix = Matrix({"i": ["a", "b"]})
    x = matrix.variables("x", "i", high=[3e6, np.inf], cost=[2e3, 5e3])
    rows = matrix.rows("wanted", low=4e6)
    matrix.add(rows.index, x.index)
    relaxed = Session(matrix.program()).solve()
    assert relaxed is not None
    assert relaxed.price.tolist() == pytest.approx([5e3])
    assert relaxed.reduced.tolist() == pytest.approx([-3e3, 0.0])
