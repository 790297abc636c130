"""New plants: which close most, by hand, against brute force, and what no list of them may do."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import DAY, HOURS, PLACE, ROOT, Tables, chains, cluster, near, plant, recipe, tables_of
from hinterland.chain.measured import Nearby, measure, values_of
from hinterland.chain.nearby import Span, available_capacity
from hinterland.chain.openings import LEAST, OPENINGS, opening_rows
from hinterland.chain.openings_market import market_of, typical
from hinterland.chain.openings_sites import sites_for
from hinterland.chain.scope import scope
from hinterland.ground.parts import CUTS, parts
from hinterland.ground.reach import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.cluster import Cluster

BILL = [recipe(ROOT, "seat", 0.6), recipe(ROOT, "glass", 0.2)]
ASSEMBLERS = [
    plant("asm_a", ROOT, "a", capacity=100.0),
    plant("asm_b", ROOT, "b", capacity=100.0),
    plant("asm_c", ROOT, "c", capacity=300.0),
]
PLENTY = 1e9
FAR_SEATS = plant("seats_e", "seat", "e", capacity=150.0)  # 150 km and more from all three


def rows(tables: Tables, *, cut: str = "leaves", limit: int = 15, **options: Any) -> list[dict[str, Any]]:
    """The rows of one cut, of a case whose widest reach is an hour: a and b see each other, c is alone."""
    found = opening_rows(cluster(tables), near(tables, **({"hours": (1.0,)} | options)), limit)
    return [r for r in found if r["cut"] == cut]


def short(found: list[dict[str, Any]]) -> list[tuple[str, str, float, float]]:
    return [(r["product"], r["site"], round(r["closes_low"], 9), round(r["closes_high"], 9)) for r in found]


def test_plants_are_listed_until_the_demand_that_each_site_reaches_is_served() -> None:
    found = rows(tables_of([*ASSEMBLERS, FAR_SEATS], BILL))
    # seats are 0.75 of component value, 500 wanted a year, 150 a plant; c is nearest to all of them on average
    assert short(found) == [
        ("seat", "c", 0.225, 0.225),  # 150 of 300
        ("seat", "c", 0.225, 0.225),
        ("seat", "b", 0.225, 0.225),  # 150 of the 200 in a and b
        ("seat", "b", 0.075, 0.075),  # the last 50
        ("glass", "c", 0.0, 0.15),  # nobody is known to make it: 0.25 x 300 / 500, or nothing
        ("glass", "b", 0.0, 0.10),
    ]
    assert [r["rank"] for r in found] == [1, 2, 3, 4, 5, 6]
    assert [r["cumulated"] for r in found] == pytest.approx([0.225, 0.45, 0.675, 0.75, 0.825, 0.875])
    assert [(r["capacity"], r["unit"]) for r in (found[0], found[4])] == [(150.0, "set"), (500.0, "set")]


def test_the_reason_says_plant_place_size_and_what_it_serves_in_both_languages() -> None:
    found = rows(tables_of([*ASSEMBLERS, FAR_SEATS], BILL))
    assert found[0]["why_en"] == (
        "a plant of 150 sets a year for seat in c (as the one plant of known capacity) would serve 30% of the "
        "place's demand, now served by nobody within 1 h: 22.5% of component value (leaves)"
    )
    assert found[0]["why_zh"] == (
        "在c新建一座年产 150套的seat工厂（同唯一已知产能的工厂），可满足 1 小时内目前无人满足的需求，为总需求的 30%；"
        "相当于零部件价值（末级零部件与材料）的 22.5%"
    )
    assert found[1]["why_en"].startswith("one more plant of 150 sets")
    assert found[4]["why_en"].startswith("no plant known: look whether one exists first; a plant of 500 sets")
    assert "as large as the place's demand" in found[4]["why_en"]
    assert found[4]["why_zh"].startswith("无已知工厂：请先核实是否已有；")


def test_what_a_plant_nearby_serves_is_not_closed_again() -> None:
    near_by = plant("seats_b", "seat", "b", capacity=160.0)
    found = rows(tables_of([*ASSEMBLERS, near_by], BILL))
    # the typical plant is that one; c wants 300, and a and b still 40
    assert short(found)[:3] == [
        ("seat", "c", 0.24, 0.24),
        ("seat", "c", 0.21, 0.21),
        ("seat", "b", 0.06, 0.06),
    ]


def test_a_plant_of_unknown_capacity_may_leave_nothing_to_close() -> None:
    unknown = plant("seats_b", "seat", "b")
    found = rows(tables_of([*ASSEMBLERS, FAR_SEATS, unknown], BILL))
    assert short(found)[:3] == [
        ("seat", "c", 0.225, 0.225),
        ("seat", "c", 0.225, 0.225),
        ("seat", "b", 0.0, 0.225),
    ]
    assert "0–30% of the place's demand" in found[2]["why_en"]


def test_the_typical_plant_is_the_median_of_real_ones_of_known_capacity() -> None:
    real = [plant(f"s{i}", "seat", "e", capacity=c) for i, c in enumerate([90.0, 150.0, 400.0, None, 0.0])]
    made_up = [plant(f"m{i}", "seat", "e", capacity=7.0, basis="synthetic") for i in range(9)]
    found = rows(tables_of([*ASSEMBLERS, *real, *made_up], BILL))
    assert found[0]["capacity"] == 150.0
    assert "the median of 3 plants of known capacity" in found[0]["why_en"]
    assert found[0]["basis"] == "inferred"


def test_made_up_plants_give_the_size_only_where_they_count_and_it_is_said() -> None:
    made_up = [plant(f"m{i}", "seat", "e", capacity=c, basis="synthetic") for i, c in enumerate([50.0, 70.0])]
    real = rows(tables_of([*ASSEMBLERS, plant("s", "seat", "e"), *made_up], BILL))
    assert real[0]["capacity"] == 500.0  # as large as the demand: no real plant tells a size
    assert "made-up" not in real[0]["why_en"]
    assembled = [row | {"basis": "synthetic"} for row in ASSEMBLERS]
    found = rows(tables_of([*assembled, plant("s", "seat", "e"), *made_up], BILL))
    assert (found[0]["capacity"], found[0]["basis"]) == (60.0, "synthetic")
    assert "the median of 2 made-up plants" in found[0]["why_en"]
    assert "合成" in found[0]["why_zh"]


def test_units_of_a_part_in_one_final_product_count() -> None:
    bill = [recipe(ROOT, "tyre", 0.5, quantity=4.0)]
    tyres = plant("tyres_e", "tyre", "e", capacity=600.0)
    found = rows(tables_of([*ASSEMBLERS, tyres], bill, units={"tyre": "tyre"}))
    assert short(found)[0] == ("tyre", "c", 0.3, 0.3)  # 600 tyres are 150 of 500 cars
    assert (found[0]["capacity"], found[0]["unit"]) == (600.0, "tyre")


def test_a_part_counted_in_unknown_units_may_close_nothing_or_all_within_reach() -> None:
    bill = [recipe(ROOT, "steel", 0.5)]
    steel = plant("steel_e", "steel", "e", capacity=600.0)
    found = rows(tables_of([*ASSEMBLERS, steel], bill, units={"steel": "t"}))
    assert short(found) == [("steel", "c", 0.0, 0.6), ("steel", "b", 0.0, 0.4)]
    assert "cannot be told" in found[0]["why_en"]


def test_unknown_demand_leaves_an_interval_from_nothing_to_all_within_reach() -> None:
    unknown = [plant("asm_a", ROOT, "a"), plant("asm_c", ROOT, "c")]
    found = rows(tables_of([*unknown, FAR_SEATS], BILL))
    assert [(r[0], *r[2:]) for r in short(found)][:2] == [("seat", 0.0, 0.375)] * 2  # weights are equal
    assert found[0]["capacity"] == 150.0
    assert "cannot be told" in found[0]["why_en"]
    assert found[2]["product"] == "glass"
    assert found[2]["capacity"] is None
    assert "a plant for glass in" in found[2]["why_en"]


def test_nested_levels_are_never_counted_together() -> None:
    bill = [recipe(ROOT, "battery", 0.5), recipe("battery", "cell", 0.8), recipe(ROOT, "glass", 0.25)]
    makers = [plant(n, n, "e", capacity=1000.0) for n in ("battery", "cell", "glass")]
    tables = tables_of([*ASSEMBLERS, *makers], bill)
    by_cut = {cut: {r["product"] for r in rows(tables, cut=cut)} for cut in CUTS}
    assert by_cut == {"tier1": {"battery", "glass"}, "leaves": {"cell", "glass"}}
    assert [rows(tables, cut=cut)[-1]["cumulated"] for cut in CUTS] == pytest.approx([1.0, 1.0])


def test_without_cities_that_have_a_position_the_place_itself_is_the_site() -> None:
    tables = tables_of([*ASSEMBLERS, FAR_SEATS], BILL)
    for place in tables["places"]:
        if place["kind"] == "city" and place["parent"] == "north":
            place |= {"lon": None, "lat": None}
    assert {r["site"] for r in rows(tables)} == {"north"}


def test_no_site_with_a_position_no_rows() -> None:
    tables = tables_of([r | {"lon": 117.0, "lat": 32.0} for r in [*ASSEMBLERS, FAR_SEATS]], BILL)
    assert rows(tables)
    for place in tables["places"]:
        place |= {"lon": None, "lat": None}
    assert rows(tables) == []


def test_no_assembler_no_rows() -> None:
    assert rows(tables_of([FAR_SEATS, plant("asm_e", ROOT, "e", capacity=5.0)], BILL)) == []


def test_no_components_no_rows() -> None:
    assert rows(tables_of(ASSEMBLERS, [recipe(ROOT, "work", 0.5)])) == []


def test_everything_served_no_rows() -> None:
    plenty = [plant(f"{p}_{c}", p, c, capacity=1e9) for p in ("seat", "glass") for c in "abc"]
    assert rows(tables_of([*ASSEMBLERS, *plenty], BILL)) == []


def test_an_assembler_at_an_unknown_position_may_or_may_not_be_served() -> None:
    lost = plant("asm_lost", ROOT, "north", capacity=100.0)
    tables = tables_of([*ASSEMBLERS, lost, FAR_SEATS | {"capacity": 1000.0}], BILL)
    for place in tables["places"]:
        if place["place"] in {"north", "land"}:
            place |= {"lon": None, "lat": None}
    found = rows(tables)
    assert short(found)[0] == ("seat", "c", round(0.75 * 300 / 600, 9), round(0.75 * 400 / 600, 9))


def test_the_limit_counts_for_each_cut_and_products_without_a_known_plant_come_last() -> None:
    bill = [recipe(ROOT, "glass", 0.6), recipe(ROOT, "seat", 0.2)]
    tables = tables_of([*ASSEMBLERS, FAR_SEATS], bill)
    assert [r["product"] for r in rows(tables)] == ["seat"] * 4 + ["glass"] * 2
    assert [len(rows(tables, cut=cut, limit=5)) for cut in CUTS] == [5, 5]


def test_names_fall_back_to_the_other_language_and_to_the_id() -> None:
    tables = tables_of([*ASSEMBLERS, FAR_SEATS], BILL)
    tables["products"][1] |= {"name_zh": "座椅"}
    for place in tables["places"]:
        place |= {"name_en": "Sea" if place["place"] == "c" else None}
    first = rows(tables)[0]
    assert [first[k] for k in ("name_en", "name_zh", "site_en", "site_zh")] == ["座椅", "座椅", "Sea", "Sea"]


def sure_and_maybe(hours: np.ndarray) -> Iterator[np.ndarray]:
    """Hours from spots to a site where an unknown position counts as reached, and where it does not."""
    for fill in (0.0, np.inf):
        yield np.where(np.isnan(hours), fill, hours)


def with_plant(found: Nearby, product: int, hours: np.ndarray, capacity: float) -> Nearby:
    """The same place with one more plant of a product; a simple copy of every array with one entry more."""
    supply = found.scope.supply
    at = int(np.searchsorted(supply.product, product, side="right"))
    more = replace(
        supply,
        product=np.insert(supply.product, at, product),
        firm=np.insert(supply.firm, at, -1),
        inside=np.insert(supply.inside, at, True),
        capacity=np.insert(supply.capacity, at, capacity),
    )
    return replace(
        found,
        scope=replace(found.scope, supply=more, hours=np.insert(found.scope.hours, at, hours, axis=1)),
        keep={"operating": np.insert(found.keep["operating"], at, True)},
        free=Span(np.insert(found.free.low, at, 1.0), np.insert(found.free.high, at, 1.0)),
    )


def both_ends(low: Nearby, high: Nearby) -> tuple[np.ndarray, np.ndarray]:
    """What is served at both ends; `low` and `high` differ only in the hours of unknown positions."""
    one, other = (
        available_capacity(n.scope, n.keep["operating"], n.reaches[-1], n.unlisted["operating"], n.free)
        for n in (low, high)
    )
    return one.low, other.high


def hours_to(case: Cluster, found: Nearby, site: str) -> np.ndarray:
    where = points(case, case["places"].filter(pl.col("place") == site))
    return found.scope.roads.hours(found.scope.sites.where, where)[:, 0]


def plant_size(found: Nearby, product: int) -> float:
    """Capacity of the typical plant in units of the final product, reckoned from the rows of the case."""
    plants = found.scope.supply.standing.rows.filter(
        (pl.col("product") == found.scope.parts.products[product]) & (pl.col("capacity") > 0)
    )
    real = plants.filter(pl.col("basis") != "synthetic")
    counted = plants if found.scope.synthetic and not real.height else real
    median = counted["capacity"].median()
    return PLENTY if median is None else float(median) / float(found.scope.parts.per_root[product])


def comparable(found: Nearby, product: int) -> bool:
    known = found.scope.parts.per_root[product] > 0 or plant_size(found, product) == PLENTY
    return bool(known)


reaches = st.sampled_from([(1.0,), HOURS])


@given(chains(made_up=True, known_sizes=True), reaches)
def test_every_row_is_what_the_definition_gives_with_the_plant_added(
    tables: Tables, hours: tuple[float, ...]
) -> None:
    case, start = cluster(tables), near(tables, hours=hours)
    for cut in CUTS:
        values = values_of(start.scope, cut)
        low = high = start
        for row in (r for r in opening_rows(case, start, 4) if r["cut"] == cut):
            k = start.scope.parts.index(row["product"])
            before, fine = both_ends(low, high), comparable(start, k)
            size = plant_size(start, k) if fine else PLENTY
            low, high = (
                with_plant(n, k, h, size)
                for n, h in zip((low, high), sure_and_maybe(hours_to(case, start, row["site"])), strict=True)
            )
            added = [a - b for a, b in zip(both_ends(low, high), before, strict=True)]
            assert all((a >= -1e-9).all() for a in added)  # a plant never lowers coverage
            if not fine:
                continue  # the definition compares nothing of unknown units; a test by hand does
            ends = [values[k] * added[0][k], values[k] * added[1][k]]
            assert [row["closes_low"], row["closes_high"]] == pytest.approx(sorted(ends), abs=1e-6)
            assert row["closes"] == pytest.approx(sum(ends) / 2, abs=1e-6)


@given(chains(made_up=True, known_sizes=True), reaches)
def test_no_product_at_any_site_closes_more_than_the_first_row(
    tables: Tables, hours: tuple[float, ...]
) -> None:
    case, start = cluster(tables), near(tables, hours=hours)
    before = both_ends(start, start)
    products = [
        k
        for k in np.flatnonzero(start.scope.parts.component)
        if comparable(start, int(k)) and not start.unlisted["operating"][k]
    ]
    best = dict.fromkeys(CUTS, 0.0)
    for site in ("a", "b", "c"):
        to = list(sure_and_maybe(hours_to(case, start, site)))
        for k in products:
            after = both_ends(*(with_plant(start, int(k), h, plant_size(start, int(k))) for h in to))
            middle = (after[0][k] - before[0][k] + after[1][k] - before[1][k]) / 2
            for cut in CUTS:
                best[cut] = max(best[cut], float(values_of(start.scope, cut)[k] * middle))
    found = list(opening_rows(case, start, 1))
    for cut, most in best.items():
        first = next((r for r in found if r["cut"] == cut), {"closes": 0.0})
        assert first["closes"] >= most - 1e-6 or most <= LEAST + 1e-6


@given(chains(made_up=True), st.integers(1, 6))
def test_shares_add_up_to_no_more_than_all_and_each_row_is_the_best_left(tables: Tables, limit: int) -> None:
    start = near(tables)
    found = list(opening_rows(cluster(tables), start, limit))
    table = pl.DataFrame(found, schema=OPENINGS)
    assert table.height == len(found)
    for cut in CUTS:
        some = [r for r in found if r["cut"] == cut]
        assert [r["rank"] for r in some] == list(range(1, len(some) + 1))
        assert len(some) <= limit
        assert all(0 <= r["closes_low"] <= r["closes"] <= r["closes_high"] <= 1 + 1e-9 for r in some)
        assert [r["cumulated"] for r in some] == pytest.approx(
            np.cumsum([r["closes"] for r in some]).tolist()
        )
        assert not some or some[-1]["cumulated"] <= 1 + 1e-9
        unknown = [bool(start.unlisted["operating"][start.scope.parts.index(r["product"])]) for r in some]
        assert unknown == sorted(unknown)
        for flag in (False, True):
            closes = [r["closes"] for r, u in zip(some, unknown, strict=True) if u == flag]
            assert all(a >= b - 1e-9 for a, b in itertools.pairwise(closes))
        assert all(r["closes_low"] == 0 for r, u in zip(some, unknown, strict=True) if u)


@given(chains(made_up=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_case_does_not_matter(tables: Tables, random: Any) -> None:
    shuffled = {name: random.sample(some, len(some)) for name, some in tables.items()}

    def told(some: Tables) -> list[tuple[Any, ...]]:
        return [
            (r["cut"], r["product"], r["site"], round(r["closes_low"], 6), round(r["closes_high"], 6))
            for r in opening_rows(cluster(some), near(some))
        ]

    assert told(shuffled) == told(tables)


@given(chains(made_up=True, bought=True), reaches)
def test_without_a_new_plant_what_is_served_lies_within_the_bounds_of_the_place(
    tables: Tables, hours: tuple[float, ...]
) -> None:
    start = near(tables, hours=hours)
    sizes, bounds = typical(start.scope), start.served["operating", start.reaches[-1]]
    for k in np.flatnonzero(start.scope.parts.component):
        market = market_of(start, int(k), sizes[k])
        for end in (market.few, market.many or market.few):
            for demand in market.demands:
                now = end.served(np.zeros((1, start.scope.sites.spots), dtype=bool), 0.0, demand)[0]
                assert bounds.low[k] - 1e-6 <= now <= bounds.high[k] + 1e-6


def test_only_sites_that_no_other_beats_are_kept() -> None:
    tables = tables_of(ASSEMBLERS, BILL)
    case, start = cluster(tables), near(tables)
    wide = sites_for(case, start.scope, 4.0)
    assert (wide.place, wide.sure.tolist()) == (("c",), [[True, True, True]])
    assert sites_for(case, start.scope, 2.0).place == ("b",)  # b sees a (0.9 h) and c (1.9 h)
    assert set(sites_for(case, start.scope, 1.0).place) == {"c", "b"}
    assert sites_for(case, start.scope, None).sure.all()


@pytest.fixture(scope="module")
def anhui(yangtze: Cluster) -> tuple[Cluster, Nearby]:
    case = yangtze.as_of("2021-08-31")
    bill = parts(case, "bev")
    found = scope(case, "anhui", bill, day=DAY.replace(2021, 8, 31))
    return case, measure(case, found, (1, 2, 3, 4), 1)


def test_in_the_shipped_case_real_gaps_come_first_and_unknown_makers_are_flagged(
    anhui: tuple[Cluster, Nearby],
) -> None:
    case, start = anhui
    found = list(opening_rows(case, start))
    assert {r["cut"] for r in found} == set(CUTS)
    served = start.served["operating", 4]
    for row in found:
        k = start.scope.parts.index(row["product"])
        assert served.low[k] < 1
        assert row["site"] in start.scope.inside
        assert row["basis"] in {"inferred", "synthetic"}
        assert start.unlisted["operating"][k] == row["why_en"].startswith("no plant known")
    for cut in CUTS:
        unknown = start.unlisted["operating"] & (values_of(start.scope, cut) >= 0.01)
        some = [r for r in found if r["cut"] == cut]
        assert unknown.any() == any(r["why_en"].startswith("no plant known") for r in some)
        assert some[0]["closes"] >= 0.03  # glass alone: nobody makes it within 4 h
        assert some[-1]["cumulated"] <= 1


@settings(max_examples=20)
@given(chains(made_up=True))
def test_a_study_of_a_place_that_holds_no_assembler_tells_nothing(tables: Tables) -> None:
    case = cluster(tables)
    empty = scope(case, "abroad", parts(case, ROOT), day=DAY)
    assert list(opening_rows(case, measure(case, empty, HOURS, 1))) == []
    assert PLACE not in empty.inside
