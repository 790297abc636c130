"""Definitions 1 and 2, what the assembling firms bought nearby, and capacity promised to others: by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given

from chains import DAY, HOURS, ROOT, chains, cluster, near, plant, recipe, scope_of, tables_of
from hinterland.chain.free import free_capacity
from hinterland.chain.nearby import available_capacity, unlisted
from hinterland.chain.sourced import Purchases, purchases, share_nearby

if TYPE_CHECKING:
    from chains import Row, Tables
    from hinterland.chain.nearby import Span
    from hinterland.chain.scope import Scope

BILL = [recipe(ROOT, "x", 0.6), recipe(ROOT, "y", 0.2)]


def supply(supplier: str, value: float | None, *, to: str = "maker", of: str = "x", **more: Any) -> Row:
    row = {"supplier": supplier, "customer": to, "product": of, "year": 2023, "value": value}
    return row | {"basis": "reported"} | more


def case(*bought: Row, more: tuple[Row, ...] = (), prices: dict[str, float] | None = None) -> Tables:
    """A maker in `a`; suppliers `near` in `b` (0.9 h), `far` in `e` (5 h), `both` with a plant in each."""
    plants = [
        plant("assembly", ROOT, "a", firm="maker", capacity=100.0),
        plant("p1", "x", "b", firm="near", capacity=50.0),
        plant("p2", "x", "e", firm="far", capacity=50.0),
        plant("p3", "x", "b", firm="both", capacity=50.0),
        plant("p4", "x", "e", firm="both", capacity=50.0),
        *more,
    ]
    return tables_of(plants, BILL, supplies=list(bought), prices=prices)


def told(tables: Tables, **options: Any) -> tuple[Scope, Purchases]:
    scope = scope_of(tables, **options)
    return scope, purchases(cluster(tables), scope)


def shares(tables: Tables, reach: float | None = None, **options: Any) -> tuple[float, float]:
    scope, bought = told(tables, **options)
    return share_nearby(scope, bought, reach)


# --- definitions 1 and 2


def test_a_purchase_counts_where_its_supplier_makes_the_product() -> None:
    tables = case(supply("near", 300.0), supply("far", 100.0))
    assert shares(tables) == (0.75, 0.75)
    assert shares(tables, 0.5) == (0.0, 0.0)
    assert shares(tables, 1.0) == (0.75, 0.75)
    assert shares(tables, 10.0) == (1.0, 1.0)


def test_a_supplier_at_exactly_the_limit_is_within_reach() -> None:
    scope, bought = told(case(supply("near", 300.0)))
    limit = float(scope.hours[0, scope.supply.standing.plant == "p1"][0])
    assert share_nearby(scope, bought, limit - 1e-12) == (1.0, 1.0)
    assert share_nearby(scope, bought, limit - 1e-6) == (0.0, 0.0)


def test_a_supplier_with_plants_on_both_sides_leaves_an_interval() -> None:
    tables = case(supply("near", 200.0), supply("far", 100.0), supply("both", 100.0))
    assert shares(tables) == shares(tables, 1.0) == (0.5, 0.75)
    assert shares(tables, 10.0) == (1.0, 1.0)


def test_a_supplier_without_a_plant_of_the_product_is_of_unknown_origin() -> None:
    tables = case(supply("near", 300.0), supply("stranger", 100.0))
    assert shares(tables) == (0.75, 1.0)
    assert shares(tables, 10.0) == (0.75, 1.0)
    wrong_product = case(supply("near", 300.0), supply("far", 100.0, of="y"))
    assert shares(wrong_product) == (0.75, 1.0)


def test_a_plant_that_does_not_run_yet_or_any_more_is_no_origin() -> None:
    planned = plant("p5", "y", "a", firm="soon", announced="2024-01-01")
    closed = plant("p6", "y", "a", firm="gone", opened="2010-01-01", closed="2020-01-01")
    tables = case(supply("soon", 100.0, of="y"), supply("gone", 100.0, of="y"), more=(planned, closed))
    assert shares(tables) == (0.0, 1.0)


def test_a_plant_of_unknown_position_may_be_near() -> None:
    tables = case(supply("lost", 100.0, of="y"), more=(plant("p5", "y", "abroad", firm="lost"),))
    assert shares(tables) == (0.0, 0.0)  # it lies in another country
    assert shares(tables, 1.0) == (0.0, 1.0)
    nowhere = case(supply("lost", 100.0, of="y"), more=(plant("p5", "y", None, firm="lost"),))
    assert shares(nowhere) == (0.0, 1.0)


def test_several_buyers_add_up_and_each_is_measured_from_where_it_assembles() -> None:
    second = plant("assembly2", ROOT, "c", firm="maker2", capacity=100.0)
    tables = case(supply("near", 100.0), supply("near", 300.0, to="maker2"), more=(second,))
    scope, bought = told(tables)
    hours = dict(zip(scope.sites.standing.plant, scope.hours[scope.sites.spot, 0], strict=True))
    assert hours["assembly"] < 1.0 < hours["assembly2"] < 3.0
    assert share_nearby(scope, bought, None) == (1.0, 1.0)
    assert share_nearby(scope, bought, 1.0) == (0.25, 0.25)
    assert share_nearby(scope, bought, 3.0) == (1.0, 1.0)


def test_a_buyer_with_two_assembling_plants_leaves_open_which_was_supplied() -> None:
    second = plant("assembly2", ROOT, "c", firm="maker", capacity=100.0)
    tables = case(supply("near", 100.0), more=(second,))
    assert shares(tables, 1.0) == (0.0, 1.0)
    assert shares(tables, 3.0) == (1.0, 1.0)


def test_purchases_of_firms_that_do_not_assemble_in_the_place_do_not_count() -> None:
    outside = plant("assembly2", ROOT, "e", firm="rival", capacity=100.0)
    tables = case(supply("near", 100.0), supply("far", 900.0, to="rival"), more=(outside,))
    assert shares(tables) == (1.0, 1.0)


def test_the_newest_year_up_to_that_of_the_study_counts() -> None:
    tables = case(
        supply("near", 100.0, year=2021), supply("far", 100.0, year=2023), supply("near", 500.0, year=2025)
    )
    for year, newest, expected in ((2022, 2021, 1.0), (2023, 2023, 0.0), (2024, 2023, 0.0)):
        scope, bought = told(tables, year=year)
        assert bought.year == newest
        assert share_nearby(scope, bought, None) == (expected, expected)
    assert told(tables, year=2020)[1].code == "no_purchases"


def test_an_older_year_with_values_beats_a_newer_one_without() -> None:
    scope, bought = told(case(supply("near", 100.0, year=2021), supply("far", None, year=2023)))
    assert (bought.year, bought.unvalued, bought.code) == (2021, 0, "")
    assert share_nearby(scope, bought, None) == (1.0, 1.0)


def test_purchases_without_a_value_are_counted_but_not_guessed() -> None:
    scope, bought = told(case(supply("near", 100.0), supply("far", None), supply("both", 0.0)))
    assert (len(bought.value), bought.unvalued) == (1, 1)  # nothing bought from `both` is known, not unknown
    assert share_nearby(scope, bought, None) == (1.0, 1.0)
    assert told(case(supply("far", None)))[1].code == "no_values"
    assert told(case(supply("far", float("nan"))))[1].code == "no_values"
    assert told(case())[1].code == "no_purchases"


def test_made_up_purchases_count_only_where_made_up_plants_do() -> None:
    tables = case(supply("near", 100.0, basis="synthetic"), supply("far", 100.0))
    assert shares(tables) == (0.0, 0.0)
    assert shares(tables, synthetic=True) == (0.5, 0.5)
    assert told(tables)[1].basis == "reported"
    assert told(tables, synthetic=True)[1].basis == "synthetic"


def test_buyers_that_also_assemble_elsewhere_are_told() -> None:
    elsewhere = [
        plant("other", ROOT, "e", firm="maker", capacity=9.0),
        plant("later", ROOT, "e", firm="maker2", announced="2024-01-01"),
        plant("here", ROOT, "a", firm="maker2", capacity=9.0),
        plant("second", ROOT, "a", firm="maker3", capacity=9.0),
        plant("third", ROOT, "d", firm="maker3", capacity=9.0),
    ]
    bought = (supply("near", 1.0), supply("near", 1.0, to="maker2"))
    # maker3 assembles elsewhere too but bought nothing; maker2 only announced to.
    assert told(case(*bought, more=tuple(elsewhere)))[1].shared == 1


@given(chains(bought=True, made_up=True))
def test_shares_bought_nearby_lie_between_zero_and_one_and_grow_with_reach(tables: Tables) -> None:
    found = near(tables)
    if found.bought.code:
        assert not len(found.bought.value)
        return
    assert (found.bought.value > 0).all()
    bounds = [share_nearby(found.scope, found.bought, h) for h in (*HOURS, 1e6)]
    bounds_and_boundary = [*bounds, share_nearby(found.scope, found.bought, None)]
    assert all(0.0 <= low <= high <= 1.0 for low, high in bounds_and_boundary)
    for (low, high), (more_low, more_high) in pairwise(bounds):
        assert low <= more_low
        assert high <= more_high


# --- free capacity


def free(tables: Tables, **options: Any) -> dict[str, tuple[float, float]]:
    scope = scope_of(tables, **options)
    span: Span = free_capacity(cluster(tables), scope)
    plants = scope.supply.standing.plant.tolist()
    return dict(zip(plants, zip(span.low.tolist(), span.high.tolist(), strict=True), strict=True))


def test_without_deliveries_elsewhere_all_capacity_is_free() -> None:
    assert set(free(case()).values()) == {(1.0, 1.0)}
    inside = plant("p5", "y", "c", firm="neighbour")
    tables = case(
        supply("near", 100.0), supply("near", 100.0, to="neighbour"), more=(inside,), prices={"x": 1.0}
    )
    assert free(tables)["p1"] == (1.0, 1.0)


def test_deliveries_elsewhere_take_units_of_the_price() -> None:
    tables = case(
        supply("near", 300.0, to="foreign"), supply("both", 300.0, to="foreign"), prices={"x": 10.0}
    )
    found = free(tables)
    assert found["p1"] == pytest.approx((0.4, 0.4))  # 30 of 50
    assert found["p3"] == found["p4"] == pytest.approx((0.7, 0.7))  # 30 of 100, over both plants
    assert found["p2"] == (1.0, 1.0)


def test_free_capacity_is_what_serves_the_place() -> None:
    tables = case(supply("near", 300.0, to="foreign"), prices={"x": 10.0})
    scope = scope_of(tables)
    arguments = (scope, scope.counts("operating"), 1.0, unlisted(scope, made_up=False))
    whole = available_capacity(*arguments)
    taken = available_capacity(*arguments, free_capacity(cluster(tables), scope))
    x = scope.parts.index("x")
    assert (whole.low[x], whole.high[x]) == (1.0, 1.0)  # p1 and p3: 100 of 100
    assert (taken.low[x], taken.high[x]) == pytest.approx((0.7, 0.7))


def test_more_than_the_capacity_delivered_elsewhere_leaves_nothing() -> None:
    assert free(case(supply("near", 3000.0, to="foreign"), prices={"x": 10.0}))["p1"] == (0.0, 0.0)


def test_deliveries_of_unknown_size_take_nothing_or_everything() -> None:
    for tables in (
        case(supply("near", None, to="foreign"), prices={"x": 10.0}),
        case(supply("near", 300.0, to="foreign")),
        case(supply("near", 300.0, to="foreign"), prices={"x": 0.0}),
    ):
        assert free(tables)["p1"] == (0.0, 1.0)
    both = case(supply("near", None, to="foreign"), supply("near", 100.0, to="stranger"), prices={"x": 10.0})
    assert free(both)["p1"] == pytest.approx((0.0, 0.8))


def test_deliveries_out_of_an_unknown_capacity_leave_open_what_is_free() -> None:
    tables = case(
        supply("near", 300.0, to="foreign"),
        more=(plant("p5", "x", "a", firm="near"),),
        prices={"x": 10.0},
    )
    assert free(tables)["p1"] == free(tables)["p5"] == (0.0, 1.0)


def test_todays_deliveries_do_not_come_from_plants_that_are_not_built() -> None:
    planned = plant("p5", "x", "a", firm="near", announced="2024-01-01", capacity=950.0)
    found = free(case(supply("near", 300.0, to="foreign"), more=(planned,), prices={"x": 10.0}))
    assert found["p1"] == pytest.approx((0.4, 0.4))
    assert found["p5"] == (1.0, 1.0)


def test_only_the_newest_deliveries_up_to_the_year_count() -> None:
    tables = case(
        supply("near", 400.0, to="foreign", year=2021),
        supply("near", 100.0, to="foreign", year=2023),
        supply("near", 500.0, to="foreign", year=2025),
        prices={"x": 10.0},
    )
    assert free(tables)["p1"] == pytest.approx((0.8, 0.8))
    assert free(tables, year=2022)["p1"] == pytest.approx((0.2, 0.2))
    tables["supplies"].append(supply("far", 100.0, to="foreign", year=2022))
    assert free(tables)["p2"] == pytest.approx((0.8, 0.8))  # each supplier's own newest year


def test_made_up_deliveries_take_no_real_capacity() -> None:
    tables = case(supply("near", 300.0, to="foreign", basis="synthetic"), prices={"x": 10.0})
    assert free(tables)["p1"] == (1.0, 1.0)
    assert free(tables, synthetic=True)["p1"] == pytest.approx((0.4, 0.4))


@given(chains(bought=True, made_up=True))
def test_what_is_free_is_part_of_the_capacity(tables: Tables) -> None:
    scope = scope_of(tables)
    span = free_capacity(cluster(tables), scope)
    assert len(span.low) == len(span.high) == len(scope.supply)
    assert (np.isfinite(span.low) & (span.low >= 0) & (span.low <= span.high) & (span.high <= 1)).all()
    assert scope.day == DAY
