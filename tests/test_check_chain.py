"""Faults of what the chain studies read: bill of materials, costs, rules of origin, settings, routes, metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import faults_of
from hinterland.fault_words import in_chinese

if TYPE_CHECKING:
    from hinterland.faults import Fault

S = {"source": "test", "basis": "synthetic"}


def product(name: str, kind: str = "component") -> dict[str, Any]:
    return {"product": name, "kind": kind, "unit": "set", **S}


def part(of: str, goes_in: str, **more: Any) -> dict[str, Any]:
    return {"product": of, "process": "main", "input": goes_in, **S, **more}


def plant(name: str, makes: str, **more: Any) -> dict[str, Any]:
    return {"plant": name, "firm": "maker", "product": makes, "place": "town", **S, **more}


PLACES = [
    {"place": "land", "kind": "country", "lon": "10", "lat": "50", "radius_km": "500", **S},
    {"place": "north", "kind": "province", "parent": "land", "lon": "10", "lat": "51", **S},
    {"place": "town", "kind": "city", "parent": "north", **S},
]
BASE: dict[str, list[dict[str, Any]]] = {
    "places": PLACES,
    "firms": [{"firm": "maker", **S}],
    "products": [product("car", "final"), product("pack"), product("cell"), product("work", "process")],
    "recipes": [part("car", "pack"), part("car", "work"), part("pack", "cell")],
    "plants": [plant("a", "car"), plant("b", "pack"), plant("c", "cell")],
    "metrics": [{"metric": "cars", "kind": "series", "unit": "set", **S}],
    "content_rules": [{"rule": "forty", "method": "build_down", "territory": "land", **S}],
}


def told(**tables: list[dict[str, Any]]) -> list[Fault]:
    """Faults of the base case with some tables exchanged; each has its Chinese."""
    faults = faults_of({**BASE, **tables})
    for fault in faults:
        for text in (fault.rule, fault.fix):
            assert in_chinese(text, table=fault.table, column=fault.column or ""), text
    return faults


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [f.line() for f in faults]
    return faults[0]


def where(faults: list[Fault]) -> list[tuple[str, str | None, str]]:
    return [(f.table, f.column, f.severity) for f in faults]


def test_a_sound_chain_has_no_fault() -> None:
    assert told() == []


# --- the bill of materials against the plants


def test_parts_that_no_plant_makes_are_told_once_with_their_count() -> None:
    fault = only(told(plants=[plant("a", "car")]))
    assert fault.severity == "notice"
    assert fault.rule.startswith("2 of 3 products of the bill of materials")
    assert fault.rule.endswith("case: pack, cell")


def test_a_plant_of_any_status_makes_its_product() -> None:
    planned = plant("c", "cell", announced="2030")
    assert told(plants=[*BASE["plants"][:2], planned]) == []


def test_a_process_needs_no_plant_and_a_case_without_plants_is_not_asked_for_any() -> None:
    assert told(plants=[]) == []


def test_ten_names_are_listed_and_the_others_counted() -> None:
    names = [f"part_{i:02d}" for i in range(13)]
    fault = only(
        told(
            products=[*BASE["products"], *(product(n) for n in names)],
            recipes=[*BASE["recipes"], *(part("car", n) for n in names)],
        )
    )
    assert "13 of 16 products" in fault.rule
    assert fault.rule.endswith("part_09 and 3 more")
    assert (in_chinese(fault.rule) or "").endswith("part_09 等（另有 3 个）")


def test_plants_apart_from_the_bill_of_materials_are_counted_by_plant_and_named_by_product() -> None:
    extra = [plant(f"x{i}", "boat") for i in range(3)]
    fault = only(told(products=[*BASE["products"], product("boat")], plants=[*BASE["plants"], *extra]))
    assert (fault.table, fault.column, fault.severity) == ("plants", "product", "notice")
    assert fault.rule == "3 of 6 plants make what goes into nothing and has no recipe: boat"


def test_a_case_without_recipes_hears_nothing_of_its_plants() -> None:
    lost = plant("x", "boat", place="land")
    assert told(products=[*BASE["products"], product("boat")], plants=[lost], recipes=[]) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"place": "town"}, True),  # its province has a point
        ({"place": "north"}, True),
        ({"place": "land"}, False),  # a country is too large to stand in
        ({"place": "land", "lon": "10", "lat": "50"}, True),
        ({"place": "land", "lon": "10"}, False),  # half a point is none
        ({"place": "island"}, False),
    ],
)
def test_a_plant_has_a_position_of_its_own_or_of_a_place_small_enough(more: Any, *, found: bool) -> None:
    places = [*PLACES, {"place": "island", "kind": "city", "parent": "land", **S}]
    faults = told(places=places, plants=[*BASE["plants"], plant("d", "cell", **more)])
    faults = [f for f in faults if f.column != "lat"]  # half a point is told as such beside
    if found:
        assert faults == []
    else:
        fault = only(faults)
        assert (fault.table, fault.column, fault.severity) == ("plants", "lon", "notice")
        assert fault.rule.startswith("1 of 4 plants have no position")
        assert fault.rule.endswith(": d")


def test_places_in_a_circle_give_no_position_and_do_not_hang_the_check() -> None:
    ring = [
        {"place": "x", "kind": "city", "parent": "y", **S},
        {"place": "y", "kind": "city", "parent": "x", **S},
    ]
    faults = told(places=[*PLACES, *ring], plants=[*BASE["plants"], plant("d", "cell", place="x")])
    assert {f.table for f in faults} == {"places", "plants"}


@given(st.lists(st.tuples(st.integers(0, 7), st.booleans()), min_size=8, max_size=8))
def test_a_position_is_found_exactly_where_walking_up_meets_one(shape: list[tuple[int, bool]]) -> None:
    places = [
        {
            "place": f"p{i}",
            "kind": "country" if i % 4 == 3 else "city",
            "parent": f"p{up}" if up < i else None,
            **({"lon": "10", "lat": "50"} if point else {}),
            **S,
        }
        for i, (up, point) in enumerate(shape)
    ]

    def walk(i: int) -> bool:
        up, point = shape[i]
        return (point and i % 4 != 3) or (up < i and walk(up))

    placed = {"lon": "1", "lat": "1", "place": "p0"}
    others = [plant("a", "car", **placed), plant("b", "pack", **placed)]
    plants = [plant(f"w{i}", "cell", place=f"p{i}") for i in range(8)]
    faults = faults_of({**BASE, "places": places, "content_rules": [], "plants": [*plants, *others]})
    lost = [f"w{i}" for i in range(8) if not walk(i)]
    faults = [f for f in faults if "no position" in f.rule]
    assert [f.rule.partition("in: ")[2] for f in faults] == ([", ".join(lost)] if lost else [])


def demand(of: str) -> dict[str, Any]:
    return {"product": of, "place": "land", "year": "2023", "scenario": "base", "quantity": "5", **S}


def test_demand_for_parts_alone_is_told_and_with_a_finished_product_it_is_not() -> None:
    fault = only(told(demand=[demand("cell"), demand("pack")]))
    assert (fault.table, fault.severity) == ("demand", "notice")
    assert fault.rule.endswith("other products: cell, pack")
    assert told(demand=[demand("cell"), demand("car")]) == []


# --- ranges and sums


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"value_share": "0.3", "low": "0.4", "high": "0.5"}, "value_share"),
        ({"value_share": "0.6", "low": "0.4", "high": "0.5"}, "value_share"),
        ({"value_share": "0.6", "high": "0.5"}, "value_share"),
        ({"low": "0.6", "high": "0.5"}, "low"),
        ({"quantity": "3", "quantity_low": "4"}, "quantity"),
        ({"quantity": "6", "quantity_low": "4", "quantity_high": "5"}, "quantity"),
        ({"quantity_low": "6", "quantity_high": "5"}, "quantity_low"),
    ],
)
def test_a_figure_of_a_recipe_outside_its_range_must_be_mended(more: dict[str, str], column: str) -> None:
    recipes = [part("car", "pack", **more), *BASE["recipes"][1:]]
    assert where(told(recipes=recipes)) == [("recipes", column, "error")]


@pytest.mark.parametrize(
    "more",
    [
        {"value_share": "0.4", "low": "0.4", "high": "0.4"},
        {"low": "0.1"},
        {"value_share": "0.4", "high": "0.9"},
        {"quantity": "4", "quantity_low": "4", "quantity_high": "5"},
    ],
)
def test_a_figure_of_a_recipe_may_lie_on_the_ends_and_have_one_or_none(more: dict[str, str]) -> None:
    assert told(recipes=[part("car", "pack", **more), *BASE["recipes"][1:]]) == []


def test_a_figure_outside_its_range_is_told_with_the_end_it_passes() -> None:
    low = only(told(recipes=[part("car", "pack", value_share="0.3", low="0.4"), *BASE["recipes"][1:]]))
    assert (low.value, low.rule) == ("0.3", "below its lower end `low`, 0.4")
    assert in_chinese(low.rule) == "小于其下限 `low`（0.4）"


def cost(item: str, share: str, **more: str) -> dict[str, Any]:
    return {"product": "car", "item": item, "share": share, **S, **more}


def test_cost_items_above_the_price_are_told_with_their_sum() -> None:
    fault = only(told(cost_items=[cost("labour", "0.6"), cost("profit", "0.5")]))
    assert (fault.table, fault.column, fault.severity) == ("cost_items", "share", "error")
    assert fault.rule == "the cost items of car add up to 1.1000, above 1"
    assert told(cost_items=[cost("labour", "0.6"), cost("profit", "0.4")]) == []


def test_cost_items_of_different_products_are_not_added_up() -> None:
    assert told(cost_items=[cost("labour", "0.6"), cost("labour", "0.6") | {"product": "pack"}]) == []


def test_a_cost_item_outside_its_range_must_be_mended() -> None:
    assert where(told(cost_items=[cost("labour", "0.6", high="0.5")])) == [("cost_items", "share", "error")]


# --- rules of origin


def test_a_rule_that_ends_before_it_begins_must_be_mended() -> None:
    rule = BASE["content_rules"][0] | {"from": "2023-05", "to": "2022"}
    assert where(told(content_rules=[rule])) == [("content_rules", "to", "error")]
    assert told(content_rules=[rule | {"to": "2023"}]) == []


def test_a_rule_of_a_territory_that_is_not_in_the_case_is_told() -> None:
    rule = BASE["content_rules"][0] | {"territory": "land;nowhere"}
    assert only(told(content_rules=[rule])).value == "nowhere"


# --- metrics that are measured on the chain


def metric(kind: str, **more: str) -> dict[str, Any]:
    return {"metric": "m", "kind": kind, "unit": "percent", **S, **more}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (metric("coverage"), "nearby"),
        (metric("coverage", hours="3"), "nearby"),
        (metric("coverage", nearby="sourced_reach"), "hours"),
        (metric("coverage", nearby="sourced_boundary", hours="3"), "hours"),
        (metric("content"), "rule"),
        (metric("content", rule="fifty"), "rule"),
    ],
)
def test_a_metric_of_the_chain_says_how_it_is_measured(row: dict[str, Any], column: str) -> None:
    assert where(told(metrics=[row])) == [("metrics", column, "error")]


@pytest.mark.parametrize(
    "row",
    [
        metric("coverage", nearby="available", hours="3", cut="tier1", suppliers="2"),
        metric("coverage", nearby="available_capacity"),  # inside the boundary
        metric("coverage", nearby="sourced_boundary"),
        metric("coverage", nearby="sourced_reach", hours="3"),
        metric("content", rule="forty"),
        metric("coverage", defined_by="nobody"),
        metric("content", defined_by="nobody"),
    ],
)
def test_a_metric_that_says_so_or_that_nobody_defined_is_sound(row: dict[str, Any]) -> None:
    assert told(metrics=[row]) == []


def test_without_rules_in_the_case_a_content_metric_need_not_name_one() -> None:
    assert told(metrics=[metric("content")], content_rules=[]) == []


# --- settings


def setting(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value, **S}


TWO = [part("pack", "cell", process=p) for p in ("nmc", "lfp")]


@pytest.mark.parametrize(
    ("name", "value", "column", "rule"),
    [
        ("process.boat", "nmc", "name", "no product with a recipe"),
        ("process.cell", "nmc", "name", "no product with a recipe"),  # a product, but without a recipe
        ("process.pack", "nca", "value", "no process of this name"),
        ("process.pack", "nmc:0.5;nca:0.5", "value", "no process of this name"),
        ("process.pack", "nmc:0.5;lfp:0.4", "value", "add up to 1"),
        ("process.pack", "nmc:half;lfp:0.5", "value", "add up to 1"),
        ("process.pack", "nmc:1.5;lfp:-0.5", "value", "add up to 1"),
        ("process.pack", "nmc:nan;lfp:0.5", "value", "add up to 1"),
        ("process.pack", "nmc;lfp", "value", "add up to 1"),
    ],
)
def test_a_setting_names_processes_that_the_product_has_and_weighs_them(
    name: str, value: str, column: str, rule: str
) -> None:
    fault = only(told(recipes=[*BASE["recipes"][:2], *TWO], settings=[setting(name, value)]))
    assert (fault.table, fault.column, fault.severity) == ("settings", column, "error")
    assert rule in fault.rule


@pytest.mark.parametrize(
    "value", ["nmc", "nmc:0.5;lfp:0.5", "nmc:1", " nmc : 0.25 ; lfp : 0.75 ;", "nmc：0.5；lfp：0.5"]
)
def test_a_setting_of_processes_may_name_one_or_a_mix(value: str) -> None:
    assert told(recipes=[*BASE["recipes"][:2], *TWO], settings=[setting("process.pack", value)]) == []


def test_processes_that_a_product_has_are_named_in_the_fix() -> None:
    fault = only(told(recipes=[*BASE["recipes"][:2], *TWO], settings=[setting("process.pack", "nca")]))
    assert fault.fix == "Its processes are lfp, nmc"


def test_places_of_the_setting_are_places_of_the_case() -> None:
    fault = only(told(settings=[setting("chain_places", "north; towm")]))
    assert (fault.table, fault.column, fault.value) == ("settings", "value", "towm")
    assert fault.fix == "Did you mean `town`? Else add it to `places`"
    assert told(settings=[setting("chain_places", "north; town;")]) == []


# --- routes


def test_a_route_takes_time_unless_it_stays_where_it_is() -> None:
    route = {"origin": "town", "destination": "north", "hours": "0", **S}
    assert where(told(routes=[route])) == [("routes", "hours", "error")]
    assert told(routes=[route | {"destination": "town"}]) == []
    assert told(routes=[route | {"hours": "0.1"}]) == []
