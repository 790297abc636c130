"""Value-added shares by origin over a table of flows: by hand, against dense inverses, against pymrio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pymrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from hinterland.chain.adjoint import Adjoint
from hinterland.errors import StudyError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# Two sectors: steel sells 30 to cars; cars sell 10 to steel. Outputs 100 and 200.
FLOWS = np.array([[0.0, 30.0], [10.0, 0.0]])
OUTPUT = np.array([100.0, 200.0])


def test_two_sectors_by_hand() -> None:
    # a = 10/100 of steel is cars, b = 30/200 of cars is steel; cars = v_cars + b steel, steel = v_steel + a cars.
    found = Adjoint.of(FLOWS, OUTPUT, np.array([90.0, 170.0]), ["east", "west"])
    assert found.origins == ("east", "west", "rest")
    east_in_cars = 0.15 * 0.9 / (1 - 0.1 * 0.15)
    east_in_steel = 0.9 / (1 - 0.1 * 0.15)
    assert found.shares[0] == pytest.approx([east_in_steel, east_in_cars])
    assert found.shares[2] == pytest.approx([0.0, 0.0])
    assert found.shares.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_shares_add_up_to_one_only_with_the_rest_of_the_world_as_an_origin() -> None:
    added = np.array([60.0, 170.0])  # 30 of steel's 100 are imports
    without = Adjoint.of(FLOWS, OUTPUT, added, ["east", "west"], rest=None)
    assert without.origins == ("east", "west")
    assert (without.shares.sum(axis=0) < 1 - 1e-3).all()
    whole = Adjoint.of(FLOWS, OUTPUT, added, ["east", "west"])
    assert whole.shares.sum(axis=0) == pytest.approx([1.0, 1.0])
    assert whole.shares[:2] == pytest.approx(without.shares)
    assert whole.shares[2, 0] == pytest.approx(0.3 / (1 - 0.1 * 0.15))


def test_a_bundle_of_demand_is_the_mean_of_its_outputs() -> None:
    found = Adjoint.of(FLOWS, OUTPUT, np.array([90.0, 170.0]), ["east", "west"])
    assert found.of_demand(np.array([1.0, 3.0])) == pytest.approx(found.shares @ [0.25, 0.75])
    for nothing in ([0.0, 0.0], [-1.0, 2.0]):
        with pytest.raises(StudyError, match="final demand"):
            found.of_demand(np.array(nothing))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Array, Array, Array, list[str]]:
    """A productive table: purchases take a part of every output, value added a part of what is left."""
    count = draw(st.integers(1, 7))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    flows = rng.random((count, count)) * (rng.random((count, count)) < 0.5)
    output = flows.sum(axis=0) * (1 + rng.random(count)) + rng.random(count) + 0.05
    added = (output - flows.sum(axis=0)) * rng.choice([0.3, 1.0], count)
    return flows, output, added, [draw(st.sampled_from(["a", "b", "c"])) for _ in range(count)]


@given(tables())
def test_the_adjoint_equals_the_dense_inverse(table: tuple[Array, Array, Array, list[str]]) -> None:
    flows, output, added, origins = table
    found = Adjoint.of(sparse.csr_matrix(flows), output, added, origins)
    inverse = np.linalg.inv(np.eye(len(output)) - flows / output)
    for row, origin in enumerate(found.origins[:-1]):
        value = added / output * (np.array(origins) == origin)
        assert found.shares[row] == pytest.approx(value @ inverse, abs=1e-10)
    assert found.shares.sum(axis=0) == pytest.approx(np.ones(len(output)), abs=1e-9)


@given(tables(), st.floats(1e-6, 1e6))
def test_shares_do_not_depend_on_the_unit_of_money(
    table: tuple[Array, Array, Array, list[str]], unit: float
) -> None:
    flows, output, added, origins = table
    one = Adjoint.of(flows, output, added, origins)
    other = Adjoint.of(flows * unit, output * unit, added * unit, origins)
    assert other.shares == pytest.approx(one.shares, abs=1e-9)


def test_shares_agree_with_an_independent_input_output_library() -> None:
    rng = np.random.default_rng(7)
    regions, sectors = ["anhui", "shanghai", "rest_of_china"], ["metals", "cells", "cars", "trade"]
    index = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
    flows = pd.DataFrame(rng.random((12, 12)) * 4, index=index, columns=index)
    final = pd.DataFrame(rng.random((12, 1)) * 200 + 60, index=index, columns=["demand"])
    output = pymrio.calc_x(flows, final)
    inverse = pymrio.calc_L(pymrio.calc_A(flows, output))
    added = output["indout"] - flows.sum(axis=0)
    assert (added > 0).all()
    found = Adjoint.of(
        flows.to_numpy(),
        output["indout"].to_numpy(),
        added.to_numpy(),
        [region for region, _ in index],
        rest=None,
    )
    per_unit = added / output["indout"]
    for row, region in enumerate(found.origins):
        theirs = per_unit.where(index.get_level_values("region") == region, 0.0) @ inverse
        assert found.shares[row] == pytest.approx(theirs.to_numpy(), abs=1e-12)


def test_a_firm_that_buys_more_than_it_makes_is_named() -> None:
    flows = np.array([[0.0, 300.0], [10.0, 0.0]])
    with pytest.raises(StudyError, match=r"of cars exceed the output; most at cars: 1\.5000"):
        Adjoint.of(flows, OUTPUT, np.zeros(2), ["x", "y"], names=["steel", "cars"])


def test_a_circle_that_adds_nothing_has_no_origin_and_is_named() -> None:
    flows = np.array([[0.0, 5.0, 0.0], [5.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    with pytest.raises(StudyError, match="a, b buy all their output is worth from each other"):
        Adjoint.of(
            flows, np.array([5.0, 5.0, 2.0]), np.array([0.0, 0.0, 1.0]), list("xyz"), names=list("abc")
        )


def test_a_chain_that_adds_nothing_itself_passes_its_suppliers_value_on() -> None:
    flows = np.array([[0.0, 4.0, 0.0], [0.0, 0.0, 4.0], [0.0, 0.0, 0.0]])
    found = Adjoint.of(flows, np.array([4.0, 4.0, 4.0]), np.array([4.0, 0.0, 0.0]), ["mine", "works", "shop"])
    assert found.shares[:, 2] == pytest.approx([1.0, 0.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("flows", "output", "added", "told"),
    [
        (np.zeros((2, 3)), [1.0, 1.0], [1.0, 1.0], "do not belong together"),
        (np.zeros((2, 2)), [1.0], [1.0, 1.0], "do not belong together"),
        (-np.eye(2), [1.0, 1.0], [0.0, 0.0], "every flow must be"),
        (np.zeros((2, 2)), [1.0, np.nan], [0.0, 0.0], "every output must be"),
        (np.zeros((2, 2)), [1.0, 1.0], [-0.1, 0.0], "every value added must be"),
        (np.eye(2) / 2, [1.0, 0.0], [0.5, 0.0], "no output is given for 1"),
    ],
)
def test_bad_tables_are_refused_in_words(flows: Array, output: Array, added: Array, told: str) -> None:
    with pytest.raises(StudyError, match=told):
        Adjoint.of(flows, np.array(output), np.array(added), ["x", "y"])


def test_many_bad_firms_are_counted_not_listed() -> None:
    count = 9
    with pytest.raises(StudyError, match="0, 1, 2, 3, 4 and 4 more"):
        Adjoint.of(np.eye(count), np.zeros(count), np.zeros(count), ["x"] * count)


def test_a_firm_without_output_and_purchases_is_its_own_origin() -> None:
    found = Adjoint.of(np.zeros((2, 2)), np.array([0.0, 1.0]), np.array([0.0, 1.0]), ["x", "y"])
    assert found.shares.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_no_firms_have_no_shares() -> None:
    assert Adjoint.of(np.zeros((0, 0)), np.zeros(0), np.zeros(0), []).shares.shape == (1, 0)
