"""Who makes a product within reach, how concentrated that is, and what the stop of the largest supplier costs."""

from __future__ import annotations

import copy
from itertools import product as combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chains import DAY, HOURS, ROOT, STAGES, chains, near, plant, recipe, tables_of
from hinterland.chain.needs import concentration, makers_of, nearest_of, stop_of, within_reach

if TYPE_CHECKING:
    from chains import Row, Tables
    from hinterland.chain.measured import Nearby
    from hinterland.chain.needs import Makers, Stop

REACH = HOURS[-1]


def who(found: Nearby, reach: float = REACH) -> Makers:
    return makers_of(found, "operating", reach)


def stop(found: Nearby, reach: float = REACH) -> Stop:
    return stop_of(found, who(found, reach), "operating", reach)


def of(found: Nearby, product: str = "part") -> int:
    return found.scope.parts.index(product)


def one_part(*suppliers: Row, assemblers: tuple[Row, ...] = (), recipes: tuple[Row, ...] = ()) -> Tables:
    """Assemblers of 100 in `a` and 300 in `b` (0.9 h apart), and who makes their only part."""
    two = (plant("one", ROOT, "a", capacity=100.0), plant("two", ROOT, "b", capacity=300.0))
    return tables_of([*(assemblers or two), *suppliers], list(recipes))


def largest(found: Nearby, product: str = "part") -> str | None:
    row = int(who(found).largest[of(found, product)])
    return str(found.scope.supply.standing.firm[row]) if row >= 0 else None


def losers(found: Nearby, flags: np.ndarray, product: str = "part") -> list[str]:
    sites = found.scope.sites
    return sorted(sites.standing.plant[flags[:, of(found, product)][sites.spot]].tolist())


# --- concentration


def index(sizes: Any) -> float:
    """The Herfindahl-Hirschman index."""
    shares = np.array(sizes) / np.sum(sizes)
    return float((shares**2).sum())


def bounds(known: list[float], unknown: int) -> tuple[float, float]:
    c = np.array(known)
    low, high = concentration(
        np.array([c.sum()]),
        np.array([(c**2).sum()]),
        np.array([len(known) + unknown]),
        np.array([unknown]),
    )
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("known", "unknown", "low", "high"),
    [
        ([50.0], 0, 1.0, 1.0),
        ([60.0, 40.0], 0, 0.52, 0.52),
        ([25.0] * 4, 0, 0.25, 0.25),
        ([100.0], 1, 0.5, 1.0),  # 1 / (1 + 1)
        ([60.0, 40.0], 2, 0.52 / 2.04, 1.0),
        ([], 1, 1.0, 1.0),
        ([], 4, 0.25, 1.0),
        ([0.0], 2, 0.5, 1.0),  # a firm that can make nothing is none of those who share
    ],
)
def test_concentration_by_hand(known: list[float], unknown: int, low: float, high: float) -> None:
    assert bounds(known, unknown) == pytest.approx((low, high))


def test_nobody_is_not_concentrated() -> None:
    assert np.isnan(bounds([], 0)).all()


SIZES = st.lists(st.sampled_from([0.5, 1.0, 7.0, 40.0, 300.0]), max_size=4)


@given(SIZES, st.integers(0, 3))
def test_concentration_holds_every_guess_at_unknown_capacities(known: list[float], unknown: int) -> None:
    assume(known or unknown)
    low, high = bounds(known, unknown)
    grid = [0.0, 0.1, 1.0, 5.0, 20.0, 100.0, 1e4]
    guesses = [g for g in combinations(grid, repeat=unknown) if sum(known) + sum(g) > 0]
    assert guesses
    for guess in guesses:
        assert low - 1e-12 <= index([*known, *guess]) <= high + 1e-12


@given(SIZES, st.integers(1, 3))
def test_both_ends_of_concentration_are_met(known: list[float], unknown: int) -> None:
    low, high = bounds(known, unknown)
    evenly = sum(c * c for c in known) / sum(known) if known else 1.0
    assert index([*known, *[evenly] * unknown]) == pytest.approx(low)
    assert index([*known, *[0.0] * (unknown - 1), 1e9]) == pytest.approx(high, abs=1e-5)
    assert high == 1.0


# --- who makes it


def test_makers_by_hand() -> None:
    found = near(
        one_part(
            plant("x1", "part", "a", firm="big", capacity=150.0),
            plant("x2", "part", "b", firm="big", capacity=50.0),
            plant("x3", "part", "d", firm="small", capacity=100.0),
            plant("x4", "part", "e", firm="far", capacity=1e6),  # 5 h away
            plant("x5", "part", "a", firm="late", capacity=1e6, **STAGES["construction"]),
        )
    )
    made, k = who(found), of(found)
    assert (made.firms[k], made.known[k], made.unknown[k]) == (2, 3, 0)
    assert made.capacity[k] == 300.0
    assert largest(found) == "big"
    assert made.largest_share[k] == pytest.approx(2 / 3)
    assert (made.hhi_low[k], made.hhi_high[k]) == pytest.approx((5 / 9, 5 / 9))


def test_capacity_is_told_in_units_of_the_product_itself() -> None:
    tables = one_part(
        plant("x1", "part", "a", capacity=800.0), recipes=(recipe(ROOT, "part", 0.8, quantity=4.0),)
    )
    found = near(tables)
    assert who(found).capacity[of(found)] == 800.0


def test_a_plant_of_unknown_capacity_leaves_its_firm_unknown() -> None:
    found = near(
        one_part(
            plant("x1", "part", "a", firm="known", capacity=60.0),
            plant("x2", "part", "a", firm="some", capacity=500.0),
            plant("x3", "part", "b", firm="some", capacity=None),
        )
    )
    made, k = who(found), of(found)
    assert (made.firms[k], made.known[k], made.unknown[k], made.capacity[k]) == (2, 2, 1, 560.0)
    assert largest(found) == "known"
    assert np.isnan(made.largest_share[k])
    assert (made.hhi_low[k], made.hhi_high[k]) == (0.5, 1.0)


def test_the_only_firm_is_the_largest_whatever_its_capacity() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=None)))
    made, k = who(found), of(found)
    assert (largest(found), made.largest_share[k]) == ("f_x1", 1.0)
    assert (made.hhi_low[k], made.hhi_high[k]) == (1.0, 1.0)


def test_of_several_firms_of_unknown_capacity_nobody_can_tell_the_largest() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=None), plant("x2", "part", "a", capacity=None)))
    made, k = who(found), of(found)
    assert largest(found) is None
    assert np.isnan(made.largest_share[k])
    assert (made.hhi_low[k], made.hhi_high[k]) == (0.5, 1.0)
    lost = stop(found)
    assert np.isnan(lost.low[k])
    assert np.isnan(lost.high[k])
    assert not lost.sure.any()
    assert not lost.maybe.any()


def test_of_a_product_that_nobody_makes_there_is_nothing_to_tell() -> None:
    found = near(one_part())
    made, k = who(found), of(found)
    assert (made.firms[k], made.capacity[k], made.largest[k]) == (0, 0.0, -1)
    assert np.isnan([made.hhi_low[k], made.hhi_high[k], made.largest_share[k]]).all()


def rows_by_plant(found: Nearby, tables: Tables) -> dict[str, tuple[Row, float]]:
    """Operating real plants of components: row of the table and least hours to an assembling plant."""
    at = found.scope
    hours = np.where(np.isnan(at.hours), np.inf, at.hours).min(axis=0)
    away = dict(zip(at.supply.standing.plant.tolist(), hours.tolist(), strict=True))
    components = {p for p, c in zip(at.parts.products, at.parts.component, strict=True) if c}
    rows = {}
    for row in tables["plants"]:
        runs = row.get("opened", "9999") <= DAY.isoformat() < row.get("closed", "9999")
        if runs and row["product"] in components and (at.synthetic or row["basis"] != "synthetic"):
            rows[row["plant"]] = (row, away[row["plant"]])
    return rows


@given(chains(made_up=True), st.sampled_from(HOURS))
def test_makers_are_those_of_plain_counting(tables: Tables, reach: float) -> None:
    found = near(tables)
    assume(found.scope.sites.spots)
    made = who(found, reach)
    rows = rows_by_plant(found, tables)
    kept = within_reach(found, "operating", reach)
    assert set(found.scope.supply.standing.plant[kept].tolist()) == {
        name for name, (_, hours) in rows.items() if hours <= reach
    }
    for k, product in enumerate(found.scope.parts.products):
        listed = [row for row, hours in rows.values() if row["product"] == product and hours <= reach]
        sizes: dict[str, float] = {}
        for row in listed:
            size = np.nan if row["capacity"] is None else row["capacity"]
            sizes[row["firm"]] = sizes.get(row["firm"], 0.0) + size
        given_ = [row["capacity"] for row in listed if row["capacity"] is not None]
        assert made.firms[k] == len(sizes)
        assert (made.known[k], made.unknown[k]) == (len(given_), len(listed) - len(given_))
        assert made.capacity[k] == pytest.approx(sum(given_))
        told = {firm: size for firm, size in sizes.items() if size > 0}
        row = int(made.largest[k])
        name = str(found.scope.supply.standing.firm[row]) if row >= 0 else None
        if told:
            assert told[name] == max(told.values())
        elif len(sizes) == 1:
            assert [name] == list(sizes)
        else:
            assert name is None
        if sizes and not np.isnan(list(sizes.values())).any() and told:
            shares = np.array(list(sizes.values())) / sum(sizes.values())
            assert made.largest_share[k] == pytest.approx(shares.max())
            assert (made.hhi_low[k], made.hhi_high[k]) == pytest.approx([(shares**2).sum()] * 2)


def test_a_plant_at_exactly_the_limit_is_within_reach() -> None:
    tables = one_part(plant("x1", "part", "a", capacity=1.0))
    tables["plants"][0] |= {"place": "b"}
    tables["routes"] = [{"origin": "a", "destination": "b", "hours": 2.0}]
    found = near(tables)
    assert within_reach(found, "operating", 2.0).all()
    assert not within_reach(found, "operating", 1.99).any()


@given(chains(made_up=True))
def test_the_nearest_plant_is_that_of_plain_counting(tables: Tables) -> None:
    found = near(tables)
    row, hours = nearest_of(found, "operating")
    assume(found.scope.sites.spots)
    plants = rows_by_plant(found, tables)
    for k, product in enumerate(found.scope.parts.products):
        away = {name: h for name, (r, h) in plants.items() if r["product"] == product and np.isfinite(h)}
        if not away:
            assert row[k] == -1
            assert np.isnan(hours[k])
            continue
        assert hours[k] == pytest.approx(min(away.values()))
        assert away[str(found.scope.supply.standing.plant[row[k]])] == min(away.values())


def test_the_nearest_plant_may_lie_beyond_every_reach() -> None:
    found = near(one_part(plant("x1", "part", "e", capacity=1.0), plant("x2", "part", "abroad")))
    row, hours = nearest_of(found, "operating")
    assert str(found.scope.supply.standing.plant[row[of(found)]]) == "x1"
    assert hours[of(found)] > REACH


# --- what stops


def test_if_the_only_supplier_stops_what_it_served_is_lost() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=200.0)))  # of 400
    lost, k = stop(found), of(found)
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.5, 0.5))
    assert losers(found, lost.sure) == ["one", "two"]
    assert losers(found, lost.maybe) == []


def test_only_assembling_plants_within_reach_of_it_lose() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=200.0)), hours=(0.5,))
    lost, k = stop(found, 0.5), of(found)
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.25, 0.25))
    assert losers(found, lost.sure) == ["one"]


def test_what_others_can_still_serve_is_not_lost() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=300.0), plant("x2", "part", "b", capacity=100.0)))
    lost, k = stop(found), of(found)
    assert largest(found) == "f_x1"
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.75, 0.75))
    assert "two" in losers(found, lost.sure)  # 300 wanted, 100 left


def test_others_that_are_enough_leave_nothing_lost() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=900.0), plant("x2", "part", "b", capacity=400.0)))
    lost, k = stop(found), of(found)
    assert (lost.low[k], lost.high[k]) == (0.0, 0.0)
    assert not lost.sure.any()
    assert not lost.maybe.any()


def test_customers_that_share_a_supplier_share_the_loss() -> None:
    # x1 (200) serves both towns, x2 (150) only `b`: with both, 100 + 250 of 400; without x1, 150.
    tables = one_part(
        plant("x1", "part", "a", capacity=200.0),
        plant("x2", "part", "b", capacity=150.0, lon=118.4, lat=32.2),  # 1.5 h from b, 2.3 h from a
    )
    found = near(tables, hours=(2.0,))
    assert found.scope.hours.round(1).tolist() == [[0.0, 2.3], [0.9, 1.5]]
    lost, k = stop(found, 2.0), of(found)
    assert found.served["operating", 2.0].low[k] == pytest.approx(350 / 400)
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.5, 0.5))
    assert losers(found, lost.sure) == ["one", "two"]


def test_others_of_unknown_capacity_may_take_over_or_not() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=400.0), plant("x2", "part", "b", capacity=None)))
    lost, k = stop(found), of(found)
    assert (lost.low[k], lost.high[k]) == (0.0, 1.0)
    assert losers(found, lost.sure) == []
    assert losers(found, lost.maybe) == ["one", "two"]


def test_all_plants_of_the_largest_firm_stop() -> None:
    found = near(
        one_part(
            plant("x1", "part", "a", firm="big", capacity=150.0),
            plant("x2", "part", "b", firm="big", capacity=150.0),
            plant("x3", "part", "b", capacity=100.0),
        )
    )
    lost, k = stop(found), of(found)
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.75, 0.75))


def test_the_stop_of_a_firm_leaves_its_other_products_alone() -> None:
    tables = one_part(
        plant("x1", "x", "a", firm="both", capacity=400.0),
        plant("y1", "y", "a", firm="both", capacity=100.0),
        plant("y2", "y", "a", firm="more", capacity=200.0),
        recipes=(recipe(ROOT, "x", 0.5), recipe(ROOT, "y", 0.3)),
    )
    found = near(tables)
    lost = stop(found)
    assert lost.low[of(found, "x")] == pytest.approx(1.0)
    assert lost.low[of(found, "y")] == pytest.approx(0.5)  # the larger stops, the smaller goes on


@given(chains(known_sizes=True))
def test_what_is_lost_is_what_is_served_less_without_the_largest(tables: Tables) -> None:
    found = near(tables)
    made, lost = who(found), stop(found)
    for k in np.flatnonzero(made.largest >= 0):
        product = found.scope.parts.products[k]
        name = str(found.scope.supply.standing.firm[made.largest[k]])
        without = copy.deepcopy(tables)
        for row in without["plants"]:
            if (row["firm"], row["product"]) == (name, product) and "opened" in row:
                for column in ("opened", "construction", "closed"):
                    row.pop(column, None)
                row["announced"] = "2024-01-01"  # stays listed, does not run
        after = near(without).served["operating", REACH]
        before = found.served["operating", REACH]
        least, most = before.low[k] - after.high[k], before.high[k] - after.low[k]
        assert lost.low[k] == pytest.approx(max(0.0, least), abs=1e-6)
        assert max(0.0, before.high[k] - after.high[k]) <= lost.high[k] + 1e-6
        assert lost.high[k] <= most + 1e-6
        if least == pytest.approx(most, abs=1e-9):
            assert lost.high[k] == pytest.approx(most, abs=1e-6)
    assert np.isnan(lost.low[made.largest < 0]).all()
    assert np.isnan(lost.high[made.largest < 0]).all()


@given(chains(known_sizes=True, stages=("operating",)), st.data())
def test_every_completion_of_unknown_capacities_loses_between_the_two(tables: Tables, data: Any) -> None:
    found = near(tables)
    made, lost = who(found), stop(found)
    whole = copy.deepcopy(tables)
    for row in whole["plants"]:
        if row["capacity"] is None:
            row["capacity"] = data.draw(st.sampled_from([0.0, 3.0, 60.0, 300.0, 1e5]))
    for k in np.flatnonzero(made.largest >= 0):
        product = found.scope.parts.products[k]
        name = str(found.scope.supply.standing.firm[made.largest[k]])
        without = copy.deepcopy(whole)
        for row in without["plants"]:
            if (row["firm"], row["product"]) == (name, product):
                row["capacity"] = 0.0
        told = [near(t).served["operating", REACH] for t in (whole, without)]
        for one in ("low", "high"):
            loss = getattr(told[0], one)[k] - getattr(told[1], one)[k]
            assert lost.low[k] - 1e-6 <= loss <= lost.high[k] + 1e-6


def test_a_stop_costs_at_most_what_the_largest_serves_itself() -> None:
    found = near(one_part(plant("x1", "part", "a", capacity=60.0), plant("x2", "part", "b", capacity=None)))
    lost, k = stop(found), of(found)
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.0, 60 / 400))


def test_a_supplier_at_an_unknown_position_may_take_over_or_not() -> None:
    found = near(
        one_part(plant("x1", "part", "a", capacity=None), plant("x2", "part", "abroad", capacity=None))
    )
    lost, k = stop(found), of(found)
    assert largest(found) == "f_x1"
    assert (lost.low[k], lost.high[k]) == (0.0, 1.0)


def test_what_is_lost_holds_for_any_demand_in_its_range() -> None:
    # The second town's plant is of unknown size, 0 to 100: 60 of 100 to 200 hang on x1.
    tables = one_part(
        plant("x1", "part", "a", capacity=60.0),
        plant("x2", "part", "a", capacity=40.0),
        assemblers=(plant("one", ROOT, "a", capacity=100.0), plant("two", ROOT, "b")),
    )
    found = near(tables)
    lost, k = stop(found), of(found)
    for size in (0.0, 30.0, 100.0):
        assert lost.low[k] - 1e-9 <= 60 / (100 + size) <= lost.high[k] + 1e-9


PROMISED = {"customer": "foreign", "product": "part", "year": 2023, "basis": "reported"}


def test_capacity_promised_elsewhere_does_not_step_in() -> None:
    tables = one_part(
        plant("x1", "part", "a", capacity=400.0), plant("x2", "part", "b", capacity=400.0, firm="f_x0")
    )
    tables["products"][1]["unit_price"] = 1.0
    tables["supplies"] = [PROMISED | {"supplier": "f_x0", "value": 350.0}]
    found = near(tables)  # 50 of x2 are free: too little for either town
    lost, k = stop(found), of(found)
    assert largest(found) == "f_x1"
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.875, 0.875))
    assert losers(found, lost.sure) == ["one", "two"]
    tables["supplies"] = [PROMISED | {"supplier": "f_x0", "value": None}]
    found = near(tables)  # nothing or everything of x2 is free
    lost = stop(found)
    assert (lost.low[k], lost.high[k]) == pytest.approx((0.0, 1.0))
    assert losers(found, lost.sure) == []
    assert losers(found, lost.maybe) == ["one", "two"]


def test_nobody_loses_a_supplier_that_delivers_everything_elsewhere() -> None:
    tables = one_part(plant("x1", "part", "a", capacity=400.0))
    tables["products"][1]["unit_price"] = 1.0
    tables["supplies"] = [PROMISED | {"supplier": "f_x1", "value": 400.0}]
    found = near(tables)
    lost, k = stop(found), of(found)
    assert (lost.low[k], lost.high[k]) == (0.0, 0.0)
    assert losers(found, lost.sure) == []


@given(chains())
def test_who_surely_loses_had_the_supplier_and_is_left_with_too_little(tables: Tables) -> None:
    found = near(tables)
    assume(found.scope.sites.spots)
    made, lost = who(found), stop(found)
    at, supply = found.scope, found.scope.supply
    less, _, more = at.demand()
    for s, k in combinations(range(at.sites.spots), range(len(at.parts.products))):
        if made.largest[k] < 0:
            assert not lost.sure[s, k]
            assert not lost.maybe[s, k]
            continue
        name = supply.firm[made.largest[k]]
        close = found.keep["operating"] & (supply.product == k) & (at.hours[s] <= REACH)
        had = bool((close & (supply.firm == name) & (supply.capacity != 0)).any())
        left = supply.capacity[close & (supply.firm != name)]
        enough = np.inf if np.isnan(left).any() else left.sum()
        short = enough < np.nan_to_num(less[s]) * (1 - 1e-6) or enough == 0
        assert lost.sure[s, k] == (had and short)
        scant = np.nansum(left) < np.nan_to_num(more[s], nan=np.inf) * (1 - 1e-6)
        assert lost.maybe[s, k] == (had and scant and not short)
