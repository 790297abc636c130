"""How much of the final product a place makes: the table, else a series, else the plants; and in which year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains import PLACE, ROOT, chains, cluster, plant, scope_of, tables_of
from hinterland.chain.demand import output_of
from hinterland.ground.places import within

if TYPE_CHECKING:
    from chains import Row, Tables
    from hinterland.chain.demand import Output


def wanted(quantity: float | None, place: str = PLACE, **more: Any) -> Row:
    row = {"product": ROOT, "place": place, "year": 2024, "scenario": "base", "quantity": quantity}
    return row | {"basis": "reported"} | more


def metric(name: str = "made", **more: Any) -> Row:
    return {
        "metric": name,
        "kind": "series",
        "product": ROOT,
        "unit": "vehicle",
        "name_en": "cars made",
    } | more


def figure(period: str, value: float, metric: str = "made", **more: Any) -> Row:
    row = {
        "metric": metric,
        "place": PLACE,
        "period": period,
        "vintage": "1",
        "value": value,
        "unit": "vehicle",
    }
    return row | {"flow": "period", "published": "2024-06-01", "basis": "observed"} | more


def case(
    demand: list[Row] | None = None, metrics: tuple[Row, ...] = (), figures: tuple[Row, ...] = ()
) -> Tables:
    plants = [plant("one", ROOT, "a", capacity=100.0), plant("two", ROOT, "b", output=60.0, capacity=900.0)]
    tables = tables_of(plants, units={ROOT: "vehicle"})
    return tables | {"demand": demand or [], "metrics": list(metrics), "observations": list(figures)}


def output(tables: Tables, year: int = 2024, place: str = PLACE, scenario: str | None = None) -> Output:
    made = cluster(tables)
    return output_of(made, ROOT, place, within(made, place), year, scenario)


# --- the table


def test_the_table_of_demand_wins_over_a_series() -> None:
    found = output(case([wanted(500.0)], (metric(),), (figure("2024", 700.0),)))
    assert (found.code, found.value, found.low, found.high, found.year) == (
        "demand",
        500.0,
        500.0,
        500.0,
        2024,
    )
    assert found.basis == "reported"
    assert "500 in 2024" in found.said.en
    assert "500" in found.said.zh


def test_a_row_of_another_year_place_or_product_is_none_of_it() -> None:
    for row in (wanted(5.0, year=2023), wanted(5.0, "south"), wanted(5.0, product="part"), wanted(None)):
        assert output(case([row])).code == "plants"


def test_places_inside_add_up_unless_the_place_has_a_row_of_its_own() -> None:
    parts = [wanted(100.0, "a"), wanted(50.0, "b"), wanted(7.0, "e")]
    assert output(case(parts)).value == 150.0
    assert output(case([*parts, wanted(400.0)])).value == 400.0  # not 550: the province holds its cities
    assert output(case([*parts, wanted(400.0)]), place="a").value == 100.0
    assert output(case([*parts, wanted(400.0)]), place="land").value == 407.0


def test_of_several_scenarios_one_counts() -> None:
    rows = [
        wanted(100.0, scenario="high"),
        wanted(50.0, "a", scenario="base"),
        wanted(20.0, "b", scenario="base"),
    ]
    assert output(case(rows)).value == 70.0
    assert output(case(rows), scenario="high").value == 100.0
    assert output(case([wanted(30.0, scenario=None), *rows])).value == 30.0


@pytest.mark.parametrize("order", [1, -1])
def test_the_weakest_basis_of_the_rows_wins_whatever_their_order(order: int) -> None:
    rows = [
        wanted(1.0, "a", basis="observed"),
        wanted(1.0, "b", basis="inferred"),
        wanted(1.0, "c", basis=None),
    ]
    assert output(case(rows[::order])).basis == "inferred"
    assert output(case([*rows, wanted(1.0, "c", basis="synthetic")][::order])).basis == "synthetic"
    assert output(case([wanted(1.0, basis=None)])).basis == "inferred"


# --- a series


def test_without_a_table_the_newest_whole_year_up_to_the_study_counts() -> None:
    figures = (figure("2021", 100.0), figure("2023", 300.0), figure("2024-Q1", 90.0), figure("2025", 500.0))
    for year, value, found_year in ((2024, 300.0, 2023), (2022, 100.0, 2021), (2025, 500.0, 2025)):
        found = output(case(None, (metric(),), figures), year)
        assert (found.code, found.value, found.year, found.basis) == (
            "observed",
            value,
            found_year,
            "observed",
        )
    assert output(case(None, (metric(),), figures), 2020).code == "plants"


def test_figures_come_in_the_unit_of_the_product_with_their_interval() -> None:
    figures = (figure("2023", 1.2, unit="百万辆", value_low=1.1, value_high=1.25),)
    found = output(case(None, (metric(unit="百万辆"),), figures))
    assert (found.low, found.value, found.high) == pytest.approx((1.1e6, 1.2e6, 1.25e6))


def test_a_series_of_another_product_place_kind_or_unit_is_none_of_it() -> None:
    assert output(case(None, (metric(product="part"),), (figure("2023", 1.0),))).code == "plants"
    assert output(case(None, (metric(kind="capacity"),), (figure("2023", 1.0),))).code == "plants"
    assert output(case(None, (metric(),), (figure("2023", 1.0, place="a"),))).code == "plants"
    assert output(case(None, (metric(unit="CNY"),), (figure("2023", 1.0, unit="CNY"),))).code == "plants"
    assert output(case(None, (metric(unit="no such unit"),), (figure("2023", 1.0),))).code == "plants"


def test_of_two_series_the_newer_counts_and_of_two_as_new_the_first_by_id() -> None:
    metrics = (metric("b"), metric("a"))
    newer = (figure("2022", 1.0, "a"), figure("2023", 2.0, "b"))
    assert output(case(None, metrics, newer)).value == 2.0
    same = (figure("2023", 1.0, "a"), figure("2023", 2.0, "b"))
    assert (
        output(case(None, metrics, same)).value == output(case(None, metrics[::-1], same[::-1])).value == 1.0
    )


# --- the plants, and demand at the spots


def test_where_nothing_is_published_each_plants_output_else_capacity_is_its_demand() -> None:
    scope = scope_of(case())
    assert scope.output.code == "plants"
    assert [x.tolist() for x in scope.demand()] == [[100.0, 60.0]] * 3
    assert scope.sites.weight_from == ("capacity", "output")


def test_output_of_the_place_is_shared_out_by_size() -> None:
    scope = scope_of(case([wanted(1600.0)]))
    assert scope.demand()[1].tolist() == pytest.approx([1000.0, 600.0])


def test_a_plant_of_unknown_size_wants_nothing_the_median_or_as_much_as_the_largest() -> None:
    tables = case()
    tables["plants"] += [plant("three", ROOT, "c"), plant("four", ROOT, "c", capacity=0.0, output=0.0)]
    low, likely, high = scope_of(tables).demand()
    assert (low.tolist(), likely.tolist(), high.tolist()) == ([100, 60, 0], [100, 60, 160], [100, 60, 200])


def test_where_no_size_is_known_demand_is_unknown() -> None:
    tables = case()
    for row in tables["plants"]:
        row |= {"capacity": None, "output": None}
    assert all(np.isnan(x).all() for x in scope_of(tables).demand())


@given(chains(), st.sampled_from([None, 0.5, 800.0]))
def test_demand_at_spots_adds_up_and_weights_sum_to_one(tables: Tables, quantity: float | None) -> None:
    if quantity is not None:
        tables["demand"] = [wanted(quantity)]
    scope = scope_of(tables)
    low, likely, high = scope.demand()
    assert scope.sites.weight.sum() == pytest.approx(1.0)
    assert len(low) == len(likely) == len(high) == scope.sites.spots
    if np.isfinite(likely).all():
        assert (low <= likely + 1e-9).all()
        assert (likely <= high + 1e-9).all()
    if quantity is not None:
        assert likely.sum() == pytest.approx(quantity)
