"""The builder of programs: what goes together, and what it says where it does not."""

from __future__ import annotations

import numpy as np
import pytest

from hinterland.errors import ModelError
from hinterland.planning.matrix import Matrix


@pytest.fixture
def matrix() -> Matrix:
    return Matrix({"park": ["a", "b"], "year": ["2022", "2023", "2024"]})


def test_a_program_holds_what_was_added_by_name(matrix: Matrix) -> None:
    x = matrix.variables("x", "park", "year", high=[[1.0], [2.0]], cost=3.0, integer=True)
    rows = matrix.rows("land", "park", high=[10.0, 20.0])
    park, year = np.ix_(np.arange(2), np.arange(3))
    matrix.add(rows.at(park=park), x.at(park=park, year=year), [[4.0], [5.0]])
    program = matrix.program()
    assert program.matrix.toarray().tolist() == [[4, 4, 4, 0, 0, 0], [0, 0, 0, 5, 5, 5]]
    assert program.high.tolist() == [1, 1, 1, 2, 2, 2]
    assert program.name_of(4) == "x[b,2023]"
    assert program.name_of(1, row=True) == "land[b]"
    assert program.family(1) == "land"


def test_the_same_pair_twice_adds_up(matrix: Matrix) -> None:
    x, rows = matrix.variables("x", "park"), matrix.rows("r", "park")
    matrix.add(rows.index, x.index, 1.0)
    matrix.add(rows.index, x.index, 2.0)
    assert matrix.program().matrix.diagonal().tolist() == [3.0, 3.0]


def test_a_dimension_that_is_forgotten_is_named(matrix: Matrix) -> None:
    x = matrix.variables("x", "park", "year")
    with pytest.raises(ModelError, match=r"x has the dimensions park, year, addressed by park"):
        x.at(park=np.arange(2))


def test_an_index_out_of_range_or_not_whole_is_named(matrix: Matrix) -> None:
    x = matrix.variables("x", "park")
    with pytest.raises(ModelError, match="index of park runs to 2, there are 2"):
        x.at(park=np.array([0, 2]))
    with pytest.raises(ModelError, match="not of integers"):
        x.at(park=np.array([0.0]))


def test_shapes_that_do_not_go_together_are_named(matrix: Matrix) -> None:
    x, rows = matrix.variables("x", "park"), matrix.rows("r", "year")
    with pytest.raises(ModelError, match=r"rows \(3,\), variables \(2,\)"):
        matrix.add(rows.index, x.index)
    with pytest.raises(ModelError, match="high is shaped"):
        matrix.variables("y", "park", high=np.ones(3))


def test_bounds_costs_and_coefficients_must_be_numbers(matrix: Matrix) -> None:
    x, rows = matrix.variables("x", "park"), matrix.rows("r", "park")
    with pytest.raises(ModelError, match="coefficient is not a finite number"):
        matrix.add(rows.index, x.index, np.nan)
    with pytest.raises(ModelError, match="cost is not a number"):
        matrix.variables("y", "park", cost=np.inf)
    with pytest.raises(ModelError, match="lower bound is above"):
        matrix.variables("y", "park", low=2.0, high=1.0)


def test_an_unknown_dimension_and_a_swapped_term_are_told(matrix: Matrix) -> None:
    with pytest.raises(ModelError, match="there is no dimension zone"):
        matrix.variables("x", "zone")
    x = matrix.variables("x", "park", "year")
    rows = matrix.rows("r")
    with pytest.raises(ModelError, match="swapped"):
        matrix.add(x.index, rows.index)


def test_violation_is_measured_against_the_size_of_a_row(matrix: Matrix) -> None:
    x = matrix.variables("x", "park")
    rows = matrix.rows("r", "park", high=[1e12, 2.0])
    matrix.add(rows.index, x.index)
    program = matrix.program()
    assert program.violation(np.array([1e12 + 1, 0.0])) == pytest.approx(1e-12)
    assert program.violation(np.array([0.0, 3.0])) == pytest.approx(1 / 3)
    assert program.violation(np.array([-0.5, 0.0])) == pytest.approx(0.5)
