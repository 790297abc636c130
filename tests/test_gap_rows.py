"""The tables `gaps` and `reach`: counts, words, the score, and imports, by hand and by plain counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chains import DAY, HOURS, INSIDE, ROOT, STAGES, chains, cluster, near, plant, recipe, tables_of
from hinterland.chain.gap_rows import GAPS, REACH, WEIGHT, gap_rows, reach_rows
from hinterland.chain.sourced import share_nearby
from hinterland.ground.naming import Naming

if TYPE_CHECKING:
    from chains import Row, Tables

LIMIT = HOURS[-1]


def gaps(tables: Tables, **options: Any) -> dict[str, Row]:
    """Rows of the table by product."""
    case = cluster(tables)
    rows = gap_rows(case, near(tables, **options), Naming.of(case))
    return {row["product"]: row for row in rows}


def part(tables: Tables, **options: Any) -> Row:
    return gaps(tables, **options)["part"]


def one_part(*suppliers: Row, **more: Any) -> Tables:
    """Assemblers of 100 in `a` and 300 in `b`; their only part, four fifths of the value, is made by these."""
    two = [plant("one", ROOT, "a", capacity=100.0), plant("two", ROOT, "b", capacity=300.0)]
    return tables_of([*two, *suppliers], **more)


def test_a_row_has_the_columns_of_the_table_and_names_for_the_sentence() -> None:
    row = part(one_part(plant("x1", "part", "a", capacity=400.0)))
    assert set(GAPS) <= set(row)
    assert set(row) - set(GAPS) == {"nearest_en", "nearest_zh"}


# --- counts


COUNTED: dict[str, tuple[Row, ...]] = {
    "construction": (
        plant("n1", "part", "a", **STAGES["construction"]),
        plant("n2", "part", "d", **STAGES["construction"]),
    ),
    "announced": (
        plant("n3", "part", "b", **STAGES["announced"]),
        plant("n4", "part", "b", **STAGES["opens_later"]),
        plant("n5", "part", "c", **STAGES["announced"]),
    ),
    "elsewhere": (plant("n6", "part", "e", capacity=5.0),),
    "unplaced": (plant("n7", "part", "abroad"), plant("n8", "part", "abroad")),
    "synthetic_near": (plant("n9", "part", "a", basis="synthetic"),),
    "none": (
        plant("m1", "part", "a", **STAGES["closed"]),
        plant("m2", "part", "a", **STAGES["cancelled"]),
        plant("m3", "part", "a", **STAGES["undated"]),
        plant("m4", "part", "e", basis="synthetic"),
        plant("m5", "part", "a", basis="synthetic", **STAGES["construction"]),
    ),
}
COUNTS = ("construction", "announced", "elsewhere", "unplaced", "planned", "synthetic_near")


@pytest.mark.parametrize("kind", COUNTED)
def test_each_plant_is_counted_where_it_belongs_and_nowhere_else(kind: str) -> None:
    row = part(one_part(*COUNTED[kind]))
    expected = dict.fromkeys(COUNTS, 0)
    if kind != "none":
        expected[kind] = len(COUNTED[kind])
    if kind in {"construction", "announced"}:
        expected["planned"] = len(COUNTED[kind])
    assert {c: row[c] for c in COUNTS} == expected


def test_all_counts_together() -> None:
    row = part(one_part(*(p for plants in COUNTED.values() for p in plants)))
    assert {c: row[c] for c in COUNTS} == {
        "construction": 2,
        "announced": 3,
        "elsewhere": 1,
        "unplaced": 2,
        "planned": 5,
        "synthetic_near": 1,
    }


def test_planned_plants_out_of_reach_are_planned_but_not_on_their_way_nearby() -> None:
    row = part(one_part(plant("n1", "part", "e", **STAGES["construction"])))
    assert (row["planned"], row["construction"]) == (1, 0)


def test_made_up_plants_that_count_are_not_counted_apart() -> None:
    row = part(one_part(plant("n9", "part", "a", basis="synthetic")), synthetic=True)
    assert (row["synthetic_near"], row["suppliers"]) == (0, 1)


def test_suppliers_within_the_boundary_are_firms_wherever_reach_ends() -> None:
    tables = one_part(
        plant("x1", "part", "a", firm="twice", capacity=1.0),
        plant("x2", "part", "c", firm="twice", capacity=1.0),
        plant("x3", "part", "c", capacity=1.0),
        plant("x4", "part", "d", capacity=1.0),
        plant("x5", "part", "a", basis="synthetic"),
        plant("x6", "part", "a", **STAGES["announced"]),
    )
    row = part(tables, hours=(0.5,))
    assert (row["boundary_suppliers"], row["suppliers"]) == (2, 1)


def test_a_plant_at_the_limit_is_within_reach_and_not_elsewhere() -> None:
    tables = one_part(plant("x1", "part", "e", capacity=1.0))
    tables["routes"] = [
        {"origin": "e", "destination": p, "hours": LIMIT + 5e-10} for p in INSIDE
    ]  # rounding of hours
    row = part(tables)
    assert (row["suppliers"], row["elsewhere"]) == (1, 0)
    tables["routes"] = [{"origin": "e", "destination": p, "hours": LIMIT + 0.1} for p in INSIDE]
    row = part(tables)
    assert (row["suppliers"], row["elsewhere"]) == (0, 1)


@given(chains(made_up=True))
def test_counts_are_those_of_plain_counting(tables: Tables) -> None:
    found = near(tables)
    assume(found.scope.sites.spots)
    plants = found.scope.supply
    hours = np.where(np.isnan(found.scope.hours), np.inf, found.scope.hours).min(axis=0)
    away = dict(zip(plants.standing.plant.tolist(), hours.tolist(), strict=True))
    stage = {tuple(sorted(v.items())): k for k, v in STAGES.items()}
    for product, row in gaps(tables).items():
        made = [p for p in tables["plants"] if p["product"] == product]
        dates = [
            stage[
                tuple(sorted((c, p[c]) for c in ("announced", "construction", "opened", "closed") if c in p))
            ]
            for p in made
        ]
        listed = [
            (p, {"opens_later": "announced"}.get(s, s), away.get(p["plant"], np.inf))
            for p, s in zip(made, dates, strict=True)
        ]
        fake = [x for x in listed if x[0]["basis"] == "synthetic"]
        real = listed if found.scope.synthetic else [x for x in listed if x not in fake]
        running = [x for x in real if x[1] == "operating"]
        close = [x for x in real if x[2] <= LIMIT]
        assert row["construction"] == sum(s == "construction" for _, s, _ in close)
        assert row["announced"] == sum(s == "announced" for _, s, _ in close)
        assert row["elsewhere"] == sum(LIMIT < h < np.inf for _, _, h in running)
        assert row["unplaced"] == sum(h == np.inf for _, _, h in running)
        assert row["planned"] == sum(s in {"construction", "announced"} for _, s, _ in real)
        assert row["suppliers"] == len({p["firm"] for p, _, h in running if h <= LIMIT})
        assert row["boundary_suppliers"] == len({p["firm"] for p, _, _ in running if p["place"] in INSIDE})
        near_fakes = [x for x in fake if x[1] == "operating" and x[2] <= LIMIT]
        assert row["synthetic_near"] == (0 if found.scope.synthetic else len(near_fakes))


# --- words


def test_the_word_for_what_is_the_matter() -> None:
    def status(*plants: Row) -> str:
        return str(part(one_part(*plants))["status"])

    big, bigger = plant("x1", "part", "a", capacity=400.0), plant("x2", "part", "a", capacity=500.0)
    unknown, small = plant("x3", "part", "b", capacity=None), plant("x4", "part", "a", capacity=399.0)
    far = plant("x5", "part", "e", capacity=1e6)
    assert status(big, bigger) == "covered"
    assert status(big) == "thin"  # one firm
    assert status(big, bigger | {"firm": "f_x1"}) == "thin"  # still one firm
    assert status(small) == "gap"
    assert status(small, unknown) == "thin"  # perhaps enough
    assert status(big, unknown) == "covered"  # surely enough, two firms
    assert status(unknown) == "thin"
    assert status(far) == "gap"
    assert status() == "no_plant_known"
    assert status(big | STAGES["closed"]) == "gap"  # somebody made it: the list is no reason
    assert status(plant("x6", "part", "a", **STAGES["announced"])) == "gap"
    assert status(plant("x7", "part", "a", capacity=400.0, basis="synthetic")) == "no_plant_known"


def test_a_row_by_hand() -> None:
    tables = one_part(
        plant("x1", "part", "a", firm="big", capacity=600.0),
        plant("x2", "part", "b", firm="small", capacity=200.0),
        plant("x3", "part", "b", firm="far", capacity=None, lon=118.0, lat=29.5),
        recipes=[recipe(ROOT, "part", 0.8, quantity=4.0, quantity_low=2.0, quantity_high=8.0)],
        units={"part": "t"},
        prices={"part": 5.0},
    )
    tables["products"][1] |= {"name_en": "Part", "name_zh": "部件", "category": "body"}
    tables["firms"][0] |= {"name_en": "Big"}
    row = part(tables)
    assert (row["place"], row["root"], row["rank"], row["hours"]) == ("north", ROOT, 1, LIMIT)
    assert (row["name_en"], row["name_zh"], row["category"], row["unit"]) == ("Part", "部件", "body", "t")
    assert (row["tier"], row["on_tier1"], row["on_leaves"]) == (1, True, True)
    assert row["share"] == pytest.approx(0.8)
    assert (row["demand"], row["demand_low"], row["demand_high"]) == (1600.0, 800.0, 3200.0)
    assert row["value_cny"] == 8000.0
    assert (row["suppliers"], row["plants_known"], row["plants_unknown"]) == (2, 2, 0)
    assert row["capacity"] == 800.0
    assert row["available"] == 1.0
    assert (row["served_low"], row["served_high"]) == pytest.approx((0.25, 1.0))
    assert (row["hhi_low"], row["hhi_high"]) == pytest.approx((0.625, 0.625))
    assert (row["largest_firm"], row["largest_en"], row["largest_zh"]) == ("big", "Big", "Big")
    assert row["largest_share"] == pytest.approx(0.75)
    assert (row["nearest_plant"], row["nearest_hours"]) == ("x1", 0.0)
    assert row["stop_plants"] == "one;two"  # 50 cars are left to each
    assert row["basis"] == "inferred"
    assert row["imports"] is None


def test_what_nobody_knows_is_null() -> None:
    tables = one_part()
    for row in tables["plants"]:
        row["capacity"] = None
    row = part(tables)
    nothing = ("demand", "demand_low", "demand_high", "value_cny", "hhi_low", "hhi_high", "largest_firm")
    nothing += ("largest_share", "stop_loses", "stop_loses_high", "nearest_plant", "nearest_hours", "imports")
    assert {c: row[c] for c in nothing} == dict.fromkeys(nothing)
    assert (row["capacity"], row["suppliers"], row["stop_plants"]) == (0.0, 0, "")


def test_value_needs_a_price_and_units() -> None:
    units = [recipe(ROOT, "part", 0.8, quantity=2.0)]
    assert part(one_part(recipes=units, prices={"part": 3.0}))["value_cny"] == 2400.0
    assert part(one_part(recipes=units))["value_cny"] is None
    assert part(one_part(recipes=[recipe(ROOT, "part", 0.8, quantity=None)], prices={"part": 3.0}))[
        "demand"
    ] == pytest.approx(400.0)


def test_demand_is_that_of_output_where_it_is_known() -> None:
    tables = one_part(recipes=[recipe(ROOT, "part", 0.8, quantity=2.0)])
    tables["demand"] = [
        {"product": ROOT, "place": "north", "year": 2024, "scenario": "s", "quantity": 1000.0}
    ]
    row = part(tables)
    assert (row["demand"], row["demand_low"], row["demand_high"]) == (2000.0, 2000.0, 2000.0)


def test_sizes_that_nobody_knows_make_demand_an_interval() -> None:
    tables = one_part()
    tables["plants"].append(plant("three", ROOT, "c"))
    row = part(tables)
    assert (row["demand_low"], row["demand"], row["demand_high"]) == pytest.approx((400.0, 600.0, 700.0))


def test_made_up_or_guessed_parts_weaken_the_basis() -> None:
    assert part(one_part(recipes=[recipe(ROOT, "part", 0.8, basis="synthetic")]))["basis"] == "synthetic"
    made_up = plant("x1", "part", "a", capacity=1.0, basis="synthetic")
    assert part(one_part(made_up))["basis"] == "inferred"  # it does not count
    assert part(one_part(made_up), synthetic=True)["basis"] == "synthetic"


def test_cuts_of_the_bill_are_told() -> None:
    rows = gaps(one_part(recipes=[recipe(ROOT, "x", 0.5), recipe("x", "y", 0.4), recipe(ROOT, "work", 0.1)]))
    assert set(rows) == {"x", "y"}  # a process is no component
    assert [(r["tier"], r["on_tier1"], r["on_leaves"]) for r in (rows["x"], rows["y"])] == [
        (1, True, False),
        (2, False, True),
    ]
    assert rows["y"]["share"] == pytest.approx(0.2)


def test_a_place_without_an_assembler_has_no_rows() -> None:
    tables = one_part()
    del tables["plants"][:2]
    assert gaps(tables) == {}
    assert list(reach_rows(near(tables))) == []


# --- the score


def test_the_score_by_hand() -> None:
    # Served 60 of 400 to all (the capacity of x2 is unknown); index of x1 with one unknown firm: 1/2 to 1.
    row = part(one_part(plant("x1", "part", "a", capacity=60.0), plant("x2", "part", "a", capacity=None)))
    shortfall = 1 - (60 / 400 + 1) / 2
    assert row["score_shortfall"] == pytest.approx(shortfall)
    assert row["score_concentration"] == pytest.approx(0.75)
    assert row["score_value"] == pytest.approx(0.8)
    assert row["score"] == pytest.approx(0.8 * (shortfall + 0.25 * 0.75 * (1 - shortfall)))


def test_the_weight_of_concentration_is_a_setting() -> None:
    supplier = plant("x1", "part", "a", capacity=400.0)
    assert part(one_part(supplier))["score"] == pytest.approx(0.8 * WEIGHT)
    for weight in (0.0, 0.5, 1.0):
        tables = one_part(supplier, settings=[{"name": "gap_weight_concentration", "value": str(weight)}])
        assert part(tables)["score"] == pytest.approx(0.8 * weight)


@given(chains(), st.sampled_from([None, 0.0, 0.6]))
def test_rows_are_ranked_by_a_score_that_their_columns_give(tables: Tables, weight: float | None) -> None:
    if weight is not None:
        tables["settings"] = [{"name": "gap_weight_concentration", "value": str(weight)}]
    rows = list(gaps(tables).values())
    c = WEIGHT if weight is None else weight
    assert [r["rank"] for r in rows] == list(range(1, len(rows) + 1))
    assert rows == sorted(rows, key=lambda r: (-r["score"], r["product"]))
    for r in rows:
        shortfall = 1 - (r["served_low"] + r["served_high"]) / 2
        concentration = 0.0 if r["hhi_low"] is None else (r["hhi_low"] + r["hhi_high"]) / 2
        assert r["score"] == pytest.approx(r["share"] * (shortfall + c * concentration * (1 - shortfall)))
        assert 0 <= r["score"] <= r["share"] + 1e-12
        assert r["score_value"] == r["share"]
        assert (r["score_shortfall"], r["score_concentration"]) == pytest.approx((shortfall, concentration))


# --- where it is bought


def bought(supplier: str, value: float | None, *, to: str = "f_one", **more: Any) -> Row:
    row = {"supplier": supplier, "customer": to, "product": "part", "year": 2023, "value": value}
    return row | {"basis": "reported"} | more


SEATS = {"home": "a", "near": "e", "away": "abroad", "lost": None}


def purchases(*links: Row) -> Tables:
    tables = one_part(plant("x1", "part", "a", capacity=50.0), supplies=list(links))
    tables["firms"] = [{"firm": "f_one"}, {"firm": "f_two"}, {"firm": "f_x1"}]
    tables["firms"] += [{"firm": firm, "place": place} for firm, place in SEATS.items()]
    return tables


@pytest.mark.parametrize(
    ("links", "share"),
    [
        ((), None),
        ((bought("away", 100.0),), 1.0),
        ((bought("home", 100.0),), 0.0),
        ((bought("near", 100.0),), 0.0),  # another province is no other country
        ((bought("home", 300.0), bought("away", 100.0)), 0.25),
        ((bought("home", 100.0), bought("away", 100.0, to="f_two")), 0.5),
        ((bought("lost", 900.0), bought("home", 100.0), bought("away", 300.0)), 0.75),
        ((bought("lost", 900.0),), None),
        ((bought("home", None), bought("away", 100.0)), 1.0),
        ((bought("home", float("nan")), bought("away", 100.0)), 1.0),
        ((bought("home", float("inf")), bought("away", 100.0)), 1.0),
        ((bought("home", 0.0),), None),
        ((bought("home", None),), None),
        ((bought("home", 100.0), bought("away", 900.0, to="other")), 0.0),
        ((bought("home", 100.0), bought("away", 900.0, year=2022)), 0.0),
        ((bought("home", 100.0), bought("away", 900.0, year=2025)), 0.0),
        ((bought("home", 100.0), bought("away", 900.0, basis="synthetic")), 0.0),
        ((bought("home", 100.0), bought("away", 900.0, review="suggested")), 0.0),
        ((bought("home", 100.0), bought("away", 900.0, review="confirmed")), 0.9),
        ((bought("away", 900.0, review="suggested"),), None),
    ],
)
def test_imports_are_the_part_of_known_purchases_from_another_country(
    links: tuple[Row, ...], share: float | None
) -> None:
    assert part(purchases(*links))["imports"] == (None if share is None else pytest.approx(share))


def test_imports_are_told_product_by_product_each_of_its_newest_year() -> None:
    tables = one_part(
        recipes=[recipe(ROOT, "x", 0.4), recipe(ROOT, "y", 0.3)],
        supplies=[
            bought("away", 10.0, product="x", year=2022),
            bought("home", 10.0, product="y", year=2023),
        ],
    )
    tables["firms"] += [{"firm": f, "place": p} for f, p in SEATS.items()]
    rows = gaps(tables)
    assert (rows["x"]["imports"], rows["y"]["imports"]) == (1.0, 0.0)


def test_a_place_of_no_country_imports_nobody_knows_what() -> None:
    tables = purchases(bought("away", 100.0))
    tables["places"][0]["kind"] = "region"
    assert part(tables)["imports"] is None


def test_a_suggested_link_is_neither_a_purchase_nor_a_promise() -> None:
    inside = bought("f_x1", 100.0)
    outside = bought("f_x1", 100.0, to="foreign")
    for review, value, free in (
        (None, (1.0, 1.0), 0.0),
        ("confirmed", (1.0, 1.0), 0.0),
        ("suggested", None, 1.0),
    ):
        tables = purchases(inside | {"review": review}, outside | {"review": review})
        tables["products"][1]["unit_price"] = 1.0
        found = near(tables)
        assert (found.free.low[0], found.free.high[0]) == (free, free)
        assert found.bought.code == ("no_purchases" if value is None else "")
        if value:
            assert share_nearby(found.scope, found.bought, 1.0) == value


# --- reach by reach


def test_reach_rows_by_hand() -> None:
    tables = one_part(
        plant("x1", "part", "a", firm="twice", capacity=80.0),
        plant("x2", "part", "c", firm="twice", capacity=None),
        plant("x3", "part", "d", capacity=50.0),
        plant("x4", "part", "d", capacity=50.0, **STAGES["announced"]),
    )
    rows = {row["reach"]: row for row in reach_rows(near(tables, hours=(0.5, 1.5, 4.0)))}
    assert list(rows) == ["boundary", "0.5", "1.5", "4"]
    assert all(set(row) == set(REACH) for row in rows.values())
    # c lies 2.0 h from b; d 1.2 h from a and 1.7 h from b.
    columns = ("hours", "suppliers", "capacity", "plants_unknown")
    assert [tuple(row[c] for c in columns) for row in rows.values()] == [
        (None, 1, 80.0, 1),
        (0.5, 1, 80.0, 0),
        (1.5, 2, 130.0, 0),
        (4.0, 2, 130.0, 1),
    ]
    assert [(row["available_low"], row["available_high"]) for row in rows.values()] == [
        (1.0, 1.0),
        (0.25, 0.25),
        (1.0, 1.0),
        (1.0, 1.0),
    ]
    served = [(row["served_low"], row["served_high"]) for row in rows.values()]
    expected = [(0.2, 1.0), (0.2, 0.2), (130 / 400, 130 / 400), (130 / 400, 1.0)]
    np.testing.assert_allclose(served, expected)


@given(chains())
def test_the_last_reach_is_what_the_gaps_tell(tables: Tables) -> None:
    last = {r["product"]: r for r in reach_rows(near(tables)) if r["hours"] == LIMIT}
    rows = gaps(tables)
    assert set(last) == set(rows)
    for product, row in rows.items():
        told = last[product]
        for column in ("suppliers", "capacity", "plants_unknown", "served_low", "served_high"):
            assert told[column] == pytest.approx(row[column])
        assert row["available"] == pytest.approx(told["available_low"])


def test_the_day_of_the_cases_is_that_of_the_study() -> None:
    assert part(one_part(plant("x1", "part", "a", opened=DAY.isoformat())))["suppliers"] == 1
