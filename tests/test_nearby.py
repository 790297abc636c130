"""Definitions 3 and 4 of "nearby": by hand, by brute force, and what must hold whatever the case."""

from __future__ import annotations

import copy
from itertools import pairwise
from itertools import product as combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chains import (
    DAY,
    HOURS,
    INSIDE,
    ROOT,
    STAGES,
    chains,
    near,
    plant,
    scope_of,
    tables_of,
    two_towns,
)
from hinterland.chain.measured import values_of
from hinterland.chain.nearby import SLACK, extremes, reached_after, unlisted
from hinterland.ground.parts import CUTS

if TYPE_CHECKING:
    from chains import Row, Tables
    from hinterland.chain.measured import Nearby
    from hinterland.chain.scope import Scope

REACHES = (None, *HOURS)
EPS = 1e-9


def three(found: Nearby, which: str, reach: float | None, cut: str = "leaves") -> tuple[float, float]:
    """Definition 3 as the table of coverage tells it."""
    values = values_of(found.scope, cut)
    span = found.available(which, reach)
    return extremes(found.scope, span.low @ values, span.high @ values)


def four(found: Nearby, which: str, reach: float | None, cut: str = "leaves") -> tuple[float, float]:
    """Definition 4 as the table of coverage tells it."""
    values, served = values_of(found.scope, cut), found.served[which, reach]
    return float(served.low @ values), float(served.high @ values)


def figures(found: Nearby) -> dict[tuple[Any, ...], tuple[float, float]]:
    """Every figure of a place: definition, set of plants, reach and cut to its bounds."""
    return {
        (name, which, reach, cut): told(found, which, reach, cut)
        for name, told in (("three", three), ("four", four))
        for which in found.keep
        for reach in REACHES
        for cut in CUTS
    }


def within_bounds(inner: dict[Any, tuple[float, float]], outer: dict[Any, tuple[float, float]]) -> None:
    for key, (low, high) in outer.items():
        if key in inner:
            assert low - 1e-6 <= inner[key][0], (key, inner[key], (low, high))
            assert inner[key][1] <= high + 1e-6, (key, inner[key], (low, high))


def suppliers(tables: Tables) -> list[Row]:
    return [r for r in tables["plants"] if r["product"] != ROOT]


# --- by hand


def test_definitions_by_hand() -> None:
    # a-b: 52 km x 1.3 / 75 = 0.9 h; d-a: 67 km -> 1.2 h; d-b: 96 km -> 1.7 h. Value counted: x 3/4, y 1/4.
    found = near(two_towns(), hours=(0.5, 1.0, 1.3, 2.0))
    assert found.scope.hours.round(1).tolist() == [[0.0, 1.2], [0.9, 1.7]]
    expected = {
        None: (0.75, 0.2 * 0.75),  # x is inside, y is not; x makes 80 of the 400 wanted
        0.5: (0.25 * 0.75, 0.2 * 0.75),  # x only from the first town, whose 100 take all 80
        1.0: (0.75, 0.2 * 0.75),
        1.3: (0.75 + 0.25 * 0.25, 0.2 * 0.75 + 0.25 * 0.25),  # y for the first town
        2.0: (1.0, 0.2 * 0.75 + 0.25),
    }
    for reach, (available, capacity) in expected.items():
        assert three(found, "operating", reach) == pytest.approx((available, available)), reach
        assert four(found, "operating", reach) == pytest.approx((capacity, capacity)), reach


def test_unknown_capacity_is_neither_nothing_nor_enough() -> None:
    found = near(two_towns(x1={"capacity": None}))
    assert three(found, "operating", 1.0) == pytest.approx((0.75, 0.75))
    assert four(found, "operating", 1.0) == pytest.approx((0.0, 0.75))


def test_units_of_a_part_in_one_finished_product_are_counted() -> None:
    tables = two_towns(x1={"capacity": 800.0})
    tables["recipes"][0] |= {"quantity": 4.0}  # 800 parts make 200 cars of the 400
    assert four(near(tables), "operating", 1.0) == pytest.approx((0.375, 0.375))
    tables["recipes"][0] |= {"quantity_low": 2.0, "quantity_high": 8.0}  # 100 to 400 cars
    assert four(near(tables), "operating", 1.0) == pytest.approx((0.1875, 0.75))


def test_two_plants_of_one_firm_are_one_supplier() -> None:
    tables = two_towns()
    tables["plants"] += [plant("x2", "x", "b", firm="f_x1", capacity=1.0)]
    assert three(near(tables, firms=2), "operating", None) == (0.0, 0.0)
    tables["plants"] += [plant("x3", "x", "b", firm="another", capacity=1.0)]
    assert three(near(tables, firms=2), "operating", None) == pytest.approx((0.75, 0.75))
    assert three(near(tables, firms=3), "operating", None) == (0.0, 0.0)


@pytest.mark.parametrize("stage", ["closed", "cancelled", "undated"])
def test_a_plant_that_does_not_run_any_more_or_never_did_counts_in_no_set(stage: str) -> None:
    tables = two_towns()
    tables["plants"][2] = {k: v for k, v in tables["plants"][2].items() if k != "opened"} | STAGES[stage]
    found = near(tables)
    for which in found.keep:
        assert three(found, which, None)[0] == 0.0
        assert four(found, which, None)[0] == 0.0
        assert not found.keep[which][found.scope.supply.standing.product == "x"].any()


def test_a_plant_counts_from_the_day_it_opens() -> None:
    tables = two_towns(x1={"opened": "2024-07-01", "announced": "2023-01-01", "construction": "2024-01-01"})
    from datetime import date

    before, after = near(tables), near(tables, day=date(2024, 7, 1))
    assert [three(before, w, None)[0] for w in ("operating", "construction")] == pytest.approx([0.0, 0.75])
    assert three(after, "operating", None)[0] == pytest.approx(0.75)


def test_a_study_of_an_earlier_year_sees_the_plants_at_its_end() -> None:
    tables = two_towns(x1={"opened": "2023-06-01", "announced": "2021-01-01"})
    assert three(near(tables, year=2022), "operating", None)[0] == 0.0
    assert three(near(tables, year=2022), "announced", None)[0] == pytest.approx(0.75)
    assert three(near(tables, year=2023), "operating", None)[0] == pytest.approx(0.75)


# --- the edges of the case


def test_a_product_that_nobody_makes_is_unknown_not_absent() -> None:
    tables = two_towns()
    del tables["plants"][3]
    found = near(tables)
    for told in (three, four):
        low, high = told(found, "operating", 4.0)
        assert high - low == pytest.approx(0.25)  # y is a quarter of the value
    everything_unknown = two_towns()
    del everything_unknown["plants"][2:]
    found = near(everything_unknown)
    for which, reach in combinations(found.keep, REACHES):
        assert three(found, which, reach) == four(found, which, reach) == pytest.approx((0.0, 1.0))


def test_a_product_made_only_far_away_is_absent_not_unknown() -> None:
    found = near(two_towns(y1={"place": "e", "lon": 80.0, "lat": 45.0}))
    assert three(found, "operating", 4.0) == pytest.approx((0.75, 0.75))


def test_where_no_capacity_is_known_available_capacity_is_all_interval() -> None:
    found = near(two_towns(x1={"capacity": None}, y1={"capacity": None}))
    for reach in REACHES:
        assert four(found, "operating", reach) == pytest.approx((0.0, three(found, "operating", reach)[1]))


def test_a_plant_whose_position_nobody_knows_may_be_anywhere() -> None:
    found = near(two_towns(x1={"place": "abroad"}))
    assert three(found, "operating", 1.0) == pytest.approx((0.0, 0.75))
    assert four(found, "operating", 1.0) == pytest.approx((0.0, 0.15))
    assert three(found, "operating", None) == (0.0, 0.0)  # but it lies in another country


def test_an_assembler_whose_position_nobody_knows_may_be_next_to_every_plant() -> None:
    tables = two_towns()
    for row in tables["places"]:
        if row["place"] == "a" or row["kind"] == "province":
            row |= {"lon": None, "lat": None}
    found = near(tables)
    assert np.isnan(found.scope.hours[0]).all()
    low, high = three(found, "operating", 2.0)
    assert (low, high) == pytest.approx(
        (0.25 * 0.75, 1.0)
    )  # x1 lies in `a` too: nobody knows how far from `b`


def test_a_place_without_an_assembler_measures_nothing_and_says_so() -> None:
    tables = two_towns()
    del tables["plants"][:2]
    found = near(tables)
    assert found.scope.sites.spots == 0
    assert not len(found.scope.sites.weight)
    assert found.scope.hours.shape == (0, 2)
    assert found.after["operating"].low.shape == (0, 3)
    assert found.bought.code == "no_purchases"


def test_a_place_that_the_case_does_not_have_holds_nothing() -> None:
    assert scope_of(two_towns(), place="nowhere").sites.spots == 0


def test_a_bill_of_one_component_is_worth_one_on_both_cuts() -> None:
    found = near(tables_of([plant("one", ROOT, "a", capacity=10.0), plant("p", "part", "a", capacity=5.0)]))
    for cut in CUTS:
        assert three(found, "operating", 1.0, cut) == pytest.approx((1.0, 1.0))
        assert four(found, "operating", 1.0, cut) == pytest.approx((0.5, 0.5))


def test_demand_that_nobody_knows_leaves_what_is_within_reach() -> None:
    tables = two_towns(
        one={"capacity": None}, two={"capacity": None}, x1={"capacity": 0.001}, y1={"capacity": 0.0}
    )
    found = near(tables)
    assert np.isnan(found.scope.demand()[1]).all()
    low, high = four(found, "operating", 4.0)
    assert (low, high) == pytest.approx((0.0, 0.75))  # a thousandth may be enough, nothing is not


def wanted(quantity: float) -> Row:
    return {"product": ROOT, "place": "north", "year": 2024, "scenario": "s", "quantity": quantity}


def observed(tables: Tables, value: float, low: float, high: float) -> Tables:
    metric = {"metric": "made", "kind": "series", "product": ROOT, "unit": "set"}
    figure = {
        "metric": "made",
        "place": "north",
        "period": "2023",
        "vintage": "1",
        "unit": "set",
        "flow": "period",
    }
    figure |= {"value": value, "value_low": low, "value_high": high, "published": "2024-01-15"}
    return tables | {"metrics": [metric], "observations": [figure]}


def test_ranges_of_spots_never_add_up_to_more_than_is_reached() -> None:
    # Two plants of 300, one of unknown size: the first makes a third to a half, and only it has a supplier.
    tables = two_towns(one={"capacity": 300.0}, x1={"capacity": None}, y1={"capacity": 0.0})
    tables["plants"].append(plant("three", ROOT, "c"))
    tables["demand"] = [wanted(300.0)]
    found = near(tables, hours=(0.5,))
    assert three(found, "operating", 0.5) == pytest.approx((0.75 / 3, 0.75 / 2))
    assert four(found, "operating", 0.5) == pytest.approx((0.0, 0.75 / 2))


def test_where_nothing_is_wanted_the_share_that_is_served_is_not_known() -> None:
    tables = two_towns(x1={"capacity": 0.0})
    tables["demand"] = [wanted(0.0)]
    assert four(near(tables), "operating", 4.0) == pytest.approx(
        (0.0, 0.25)
    )  # a capacity of nothing serves nothing


def test_output_told_as_an_interval_makes_an_interval() -> None:
    tables = two_towns(y1={"capacity": 0.0})
    assert four(near(observed(tables, 200.0, 160.0, 320.0)), "operating", 1.0) == pytest.approx(
        (0.1875, 0.375)
    )
    assert four(near(observed(tables, 200.0, 0.0, 320.0)), "operating", 1.0) == pytest.approx((0.1875, 0.75))


def test_unknown_sizes_share_an_output_that_is_known() -> None:
    # 300 cars; the second plant is known (capacity 300), the first may make nothing or half: 0 to 150 of the 300.
    # Plant x1 (80 a year) reaches only the first within half an hour.
    tables = two_towns(one={"capacity": None}, y1={"capacity": 0.0})
    tables["demand"] = [wanted(300.0)]
    low, high = four(near(tables, hours=(0.5,)), "operating", 0.5)
    assert low == 0.0
    assert (
        0.75 * 80 / 300 <= high <= 0.75 * 80 / 230 + EPS
    )  # ranges of spots apart: a bound, not the least one
    assert four(near(tables, hours=(2.0,)), "operating", 2.0)[0] <= 0.75 * 80 / 300
    single = two_towns(one={"capacity": None}, y1={"capacity": 0.0})
    del single["plants"][1]
    single["demand"] = [wanted(300.0)]
    assert four(near(single), "operating", 1.0) == pytest.approx((0.75 * 80 / 300,) * 2)


def test_a_made_up_plant_counts_only_in_a_set_of_its_own() -> None:
    found = near(two_towns(x1={"basis": "synthetic"}))
    assert set(found.keep) == {"operating", "construction", "announced", "synthetic"}
    assert three(found, "announced", 1.0) == pytest.approx((0.0, 0.75))  # nobody real makes x: unknown
    assert three(found, "synthetic", 1.0)[0] == pytest.approx(0.75)
    assert "synthetic" not in near(two_towns(x1={"basis": "synthetic"}), synthetic=True).keep


def test_plants_without_a_firm_or_a_product_are_no_error() -> None:
    found = near(two_towns(x1={"firm": None}, y1={"product": None}))
    assert three(found, "operating", None)[0] == pytest.approx(0.75)


def test_an_assembling_plant_of_no_known_size_may_be_idle_or_the_largest() -> None:
    # x only reaches the first town within half an hour; its plant is of unknown size, 0 to 300 beside 300.
    found = near(two_towns(one={"capacity": None}, x1={"capacity": 1e9}), hours=(0.5,))
    assert three(found, "operating", 0.5) == pytest.approx((0.0, 0.5 * 0.75))
    assert four(found, "operating", 0.5) == pytest.approx((0.0, 0.5 * 0.75))


# --- against brute force


def by_hand(scope: Scope, keep: np.ndarray, firms: int, unknown: float) -> np.ndarray:
    out = np.full((scope.sites.spots, len(scope.parts.products)), np.inf)
    plants = scope.supply.standing
    for spot, k in np.ndindex(*out.shape):
        least: dict[str, float] = {}
        for p in np.flatnonzero(keep & (scope.supply.product == k)):
            hours = scope.hours[spot, p]
            hours = unknown if np.isnan(hours) else hours
            least[plants.firm[p]] = min(hours, least.get(plants.firm[p], np.inf))
        if len(least) >= firms:
            out[spot, k] = sorted(least.values())[firms - 1]
    return out


@given(chains(most=10), st.integers(1, 3))
def test_hours_after_which_firms_are_reached_are_those_of_brute_force(tables: Tables, firms: int) -> None:
    scope = scope_of(tables)
    for which in scope.sets():
        keep = scope.counts(which)
        found = reached_after(scope, keep, firms, scope.hours)
        np.testing.assert_array_equal(found.high, by_hand(scope, keep, firms, np.inf))
        np.testing.assert_array_equal(found.low, by_hand(scope, keep, firms, 0.0))


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.none() | st.sampled_from([1.0, 5.0, 20.0])), min_size=1, max_size=6
    )
)
def test_extremes_are_those_of_every_corner_of_the_unknown_weights(plants: list) -> None:
    known = np.array([size is not None for _, size in plants])
    spot = np.unique([s for s, _ in plants], return_inverse=True)[1]
    weight = np.array([size or 3.0 for _, size in plants])
    rng = np.random.default_rng(len(plants))
    low = rng.random(spot.max() + 1)
    high = low + rng.random(len(low)) * (1 - low)
    sites = SimpleNamespace(
        weight=weight, known=known, at_spots=lambda v: np.bincount(spot, weights=v, minlength=len(low))
    )
    found = extremes(SimpleNamespace(sites=sites), low, high)  # type: ignore[arg-type]
    top = weight[known].max() if known.any() else 1.0
    lows, highs = [], []
    for ends in combinations(
        *[[w] if k else [0.0, 0.3 * top, top] for w, k in zip(weight, known, strict=True)]
    ):
        if sum(ends) > 0:
            at = sites.at_spots(np.array(ends))
            lows.append(at @ low / at.sum())
            highs.append(at @ high / at.sum())
    assert found == pytest.approx((min(lows), max(highs)))


@given(chains())
def test_what_is_unlisted_is_what_no_row_of_plants_on_its_way_or_running_makes(tables: Tables) -> None:
    scope = scope_of(tables)
    stages = [STAGES[s] for s in ("operating", "construction", "announced", "opens_later")]
    made = {r["product"] for r in suppliers(tables) if any(s.items() <= r.items() for s in stages)}
    missing = {
        p for p, lost in zip(scope.parts.products, unlisted(scope, made_up=False), strict=True) if lost
    }
    parts = {p for p, c in zip(scope.parts.products, scope.parts.component, strict=True) if c}
    stopped = {r["product"] for r in suppliers(tables)} - made
    assert made & missing == set()
    assert parts - made - stopped <= missing <= parts - made


# --- what must hold whatever the case


@given(chains(made_up=True), st.integers(1, 2))
def test_shares_lie_between_zero_and_one_and_low_below_high(tables: Tables, firms: int) -> None:
    for low, high in figures(near(tables, firms=firms)).values():
        assert -EPS <= low <= high + EPS
        assert high <= 1 + EPS


@given(chains(), st.sampled_from([None, 1e-3, 200.0]))
def test_capacity_never_makes_more_of_a_product_available_than_presence(
    tables: Tables, output: float | None
) -> None:
    tables["demand"] = [] if output is None else [wanted(output)]
    found = near(tables)
    for which, reach in combinations(found.keep, REACHES):
        span, served = found.available(which, reach), found.served[which, reach]
        for k in range(len(found.scope.parts.products)):
            low, high = extremes(found.scope, span.low[:, k], span.high[:, k])
            assert served.low[k] <= low + EPS
            assert served.high[k] <= high + EPS


@given(chains(known_sizes=True))
def test_capacity_never_makes_more_available_than_presence(tables: Tables) -> None:
    told = figures(near(tables))
    for (name, *key), (low, high) in told.items():
        if name == "four":
            most_low, most_high = told["three", *key]
            assert low <= most_low + EPS, key
            assert high <= most_high + EPS, key


@given(chains())
def test_farther_reach_and_more_plants_never_take_away(tables: Tables) -> None:
    found = near(tables)
    told = figures(found)
    for name, cut in combinations(("three", "four"), CUTS):
        for which in found.keep:
            for nearer, farther in pairwise(HOURS):
                for a, b in zip(told[name, which, nearer, cut], told[name, which, farther, cut], strict=True):
                    assert a <= b + EPS
        for reach in REACHES:
            sets = [told[name, which, reach, cut] for which in ("operating", "construction", "announced")]
            for less, more in pairwise(sets):
                assert all(a <= b + EPS for a, b in zip(less, more, strict=True))


@given(chains())
def test_two_firms_are_never_easier_to_find_than_one(tables: Tables) -> None:
    one, two = near(tables), near(tables, firms=2)
    for which, reach in combinations(one.keep, REACHES):
        assert all(
            b <= a + EPS for a, b in zip(three(one, which, reach), three(two, which, reach), strict=True)
        )
        assert four(one, which, reach) == four(two, which, reach)


@given(chains(), st.integers(0, 9), st.sampled_from([0.5, 20.0, 1e6]))
def test_raising_a_capacity_never_lowers_a_bound(tables: Tables, which: int, more: float) -> None:
    rows = [r for r in suppliers(tables) if r["capacity"] is not None]
    assume(rows)
    before = figures(near(tables))
    rows[which % len(rows)]["capacity"] += more
    after = figures(near(tables))
    for key, (low, high) in before.items():
        assert after[key][0] >= low - EPS
        assert after[key][1] >= high - EPS


@given(chains(), st.data())
def test_every_completion_of_unknown_capacities_lies_in_the_interval(
    tables: Tables, data: st.DataObject
) -> None:
    unknown = [r for r in suppliers(tables) if r["capacity"] is None]
    assume(unknown)
    before = figures(near(tables))
    for row in data.draw(st.lists(st.sampled_from(unknown), min_size=1, max_size=len(unknown))):
        row["capacity"] = data.draw(st.sampled_from([0.0, 1e-6, 50.0, 1e9]))
    within_bounds(figures(near(tables)), before)


@given(chains(), st.data())
def test_every_completion_of_unknown_positions_lies_in_the_interval(
    tables: Tables, data: st.DataObject
) -> None:
    unknown = [r for r in suppliers(tables) if r["place"] == "abroad" and "lon" not in r]
    assume(unknown)
    before = figures(near(tables))
    for row in unknown:
        row |= {"lon": data.draw(st.floats(115, 120)), "lat": data.draw(st.floats(29, 33))}
    within_bounds(figures(near(tables)), before)


@given(chains(), st.data())
def test_every_completion_of_unknown_assemblers_lies_in_the_interval(
    tables: Tables, data: st.DataObject
) -> None:
    sites = [r for r in tables["plants"] if r["product"] == ROOT]
    known = [r["output"] or r["capacity"] for r in sites if r.get("output") or r.get("capacity")]
    unknown = [r for r in sites if not r.get("output") and not r.get("capacity")]
    assume(unknown and known)
    output = data.draw(st.sampled_from([None, 100.0]))
    tables["demand"] = [] if output is None else [wanted(output)]
    before = figures(near(tables))
    for row in unknown:
        row["output"] = data.draw(st.sampled_from([1e-6, 0.3, 1.0])) * max(known)
    within_bounds(figures(near(tables)), before)


@given(chains(bought=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tables: Tables, random: Any) -> None:
    before = figures(near(tables))
    other = copy.deepcopy(tables)
    for rows in other.values():
        random.shuffle(rows)
    after = figures(near(other))
    assert before.keys() == after.keys()
    for key, bounds in before.items():
        assert after[key] == pytest.approx(bounds, abs=1e-9), key


@given(chains(bought=True), st.sampled_from(["p0", "p1", "p00", ROOT]), st.sampled_from([0.001, 1000.0]))
def test_the_unit_of_a_product_does_not_matter(tables: Tables, product: str, factor: float) -> None:
    # Quantities are made explicit first: a set without one is one a finished product by its meaning.
    for row in tables["recipes"]:
        if row["input"] != "work":
            row["quantity"] = row.get("quantity") or 1.0
    before = figures(near(tables))
    for table, key, column, by in (
        ("products", "product", "unit_price", 1 / factor),
        ("plants", "product", "capacity", factor),
        ("plants", "product", "output", factor),
        ("recipes", "input", "quantity", factor),
        ("recipes", "product", "quantity", 1 / factor),
    ):
        for row in tables[table]:
            if row[key] == product and row.get(column) is not None:
                row[column] *= by
    after = figures(near(tables))
    for key, bounds in before.items():
        assert after[key] == pytest.approx(bounds, abs=1e-6), key


@given(chains(stages=("operating", "closed", "cancelled", "undated")))
def test_plants_that_do_not_run_might_as_well_not_be_listed(tables: Tables) -> None:
    rest = {name: list(rows) for name, rows in tables.items()}
    rest["plants"] = [r for r in tables["plants"] if r.get("opened") and not r.get("closed")]
    with_, without = near(tables), near(rest)
    for which, reach in combinations(without.keep, REACHES):
        for name in (three, four):
            assert name(with_, which, reach)[0] == pytest.approx(name(without, which, reach)[0])


def test_reach_counts_plants_at_exactly_the_limit() -> None:
    scope = scope_of(two_towns())
    limit = float(scope.hours[1, 0])
    found = near(two_towns(), hours=(limit, limit - 2 * SLACK))
    assert three(found, "operating", limit)[0] == pytest.approx(0.75)
    assert three(found, "operating", limit - 2 * SLACK)[0] == pytest.approx(0.25 * 0.75)


def test_the_study_stands_on_the_day_and_in_the_place_it_was_asked_for() -> None:
    scope = scope_of(two_towns())
    assert (scope.place, scope.root, scope.day, scope.year) == ("north", ROOT, DAY, 2024)
    assert scope.inside == {"north", *INSIDE}
