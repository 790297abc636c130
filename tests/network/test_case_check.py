"""What `check` says of sectors, stocks and shocks."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from test_case import CASE

from conftest import faults_of

Row = dict[str, Any]
S = {"source": "s", "basis": "reported"}
SHOCK = {"shock": "x", "kind": "plant", "id": "f", "size": 0.5, "start": "2024-01-01", "duration": 10}


def told(**changed: list[Row]) -> list[tuple[str, str, str]]:
    tables = {**copy.deepcopy(CASE), **changed}
    marked = {n: [{**S, **row} for row in rows] for n, rows in tables.items()}
    return [
        (f.severity, f"{f.table}.{f.column}", f.rule) for f in faults_of(marked) if f.severity != "notice"
    ]


def test_a_sound_case_has_no_faults() -> None:
    assert told() == []
    assert told(shocks=[SHOCK], inventories=[]) == []


@pytest.mark.parametrize(
    ("gross", "added", "expected"),
    [
        (2000, 1201, []),  # rounded
        (2000, 1300, [("warning", "sectors.gross_output", "inputs and value added come to 2100")]),
        (2000, 2300, [("error", "sectors.value_added", "above gross output, 2000")]),
        (None, 1300, []),
        (2000, None, []),
    ],
)
def test_gross_output_is_inputs_and_value_added(gross: Any, added: Any, expected: list[Any]) -> None:
    sectors = copy.deepcopy(CASE["sectors"])
    sectors[0] |= {"gross_output": gross, "value_added": added}
    assert told(sectors=sectors) == expected


def test_imports_are_part_of_a_flow() -> None:
    table = copy.deepcopy(CASE["io_table"])
    table[0]["imported"] = 700
    assert told(io_table=table) == [("error", "io_table.imported", "above the flow it is part of, 600")]
    table[0]["imported"] = 600
    assert told(io_table=table) == []


def test_pairs_that_trade_without_a_class_are_counted() -> None:
    tables = {n: [{**S, **row} for row in rows] for n, rows in CASE.items()}
    found = [f for f in faults_of(tables) if f.table == "essential"]
    assert [(f.severity, f.rule[-34:]) for f in found] == [
        ("notice", ": 2; they count as 1, non-essential"[-34:])
    ]


def test_stocks_are_of_what_goes_into_the_plants_product() -> None:
    car = {"plant": "c", "firm": "auto", "product": "car", "place": "north", "opened": "2020"}
    plants = [*CASE["plants"], car]
    assert told(plants=plants, inventories=[{"plant": "c", "product": "steel", "cover": 3}]) == []
    ((severity, where, rule),) = told(
        plants=plants, inventories=[{"plant": "c", "product": "car", "cover": 3}]
    )
    assert (severity, where, rule) == (
        "warning",
        "inventories.product",
        "does not go into what the plant makes, car",
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("unit_price.car", "100", []),
        ("unit_price.car", "0", ["settings.value"]),
        ("unit_price.cra", "100", ["settings.name"]),
        ("unit_price.material", "x", ["settings.name", "settings.value"]),
        ("inventory_days.material", "0", []),
        ("inventory_days.steel", "-1", ["settings.value"]),
    ],
)
def test_settings_of_a_product_name_one_and_hold_a_number(name: str, value: str, expected: list[str]) -> None:
    assert [where for _, where, _ in told(settings=[{"name": name, "value": value}])] == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"id": "auto"},
            [("error", "shocks.id", "a shock of kind plant hits a row of `plants`, and this is none")],
        ),
        (
            {"id": "nowhere"},
            [("error", "shocks.id", "refers to no row")],
        ),
        ({"duration": 0}, [("error", "shocks.duration", "a shock that lasts no day")]),
        ({"destination": "south"}, [("warning", "shocks.destination", "only a lane has an end")]),
        ({"kind": "lane", "id": "north"}, [("error", "shocks.destination", "a lane without an end")]),
        ({"kind": "lane", "id": "north", "destination": "south"}, []),
        ({"kind": "product", "id": "steel"}, []),
    ],
)
def test_a_shock_hits_what_it_says(changed: Row, expected: list[Any]) -> None:
    found = told(shocks=[{**SHOCK, **changed}])
    assert [(s, w) for s, w, _ in found] == [(s, w) for s, w, _ in expected]
    if expected and "refers" not in expected[0][2]:
        assert found == expected
