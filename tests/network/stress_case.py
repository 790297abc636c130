"""A small case for shocks in time: cars of seats and inverters, inverters of chips; two places, 100 km apart."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.cluster import Cluster
from hinterland.frames import schema_of
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
Tables = dict[str, list[Row]]
DAY = "2024-06-30"


def plant(name: str, product: str, place: str, **more: Any) -> Row:
    """An operating plant of firm `f_NAME`."""
    row = {"plant": name, "firm": f"f_{name}", "product": product, "place": place, "opened": "2020-01-01"}
    return row | {"basis": "reported"} | more


PLACES = [
    {"place": "land", "kind": "province", "lon": 117.0, "lat": 31.0},
    {
        "place": "north",
        "kind": "city",
        "parent": "land",
        "lon": 117.0,
        "lat": 32.0,
        "name_en": "north",
        "name_zh": "北城",
    },
    {
        "place": "south",
        "kind": "city",
        "parent": "land",
        "lon": 117.0,
        "lat": 31.1,
        "name_en": "south",
        "name_zh": "南城",
    },
]
PRODUCTS = [
    {
        "product": "car",
        "name_en": "car",
        "kind": "final",
        "unit": "vehicle",
        "unit_price": 100_000.0,
        "name_zh": "汽车",
    },
    {"product": "seat", "name_en": "seat", "kind": "component", "unit": "set", "name_zh": "座椅"},
    {"product": "inverter", "name_en": "inverter", "kind": "component", "unit": "set", "name_zh": "逆变器"},
    {"product": "chip", "name_en": "chip", "kind": "component", "unit": "set", "name_zh": "芯片"},
]
RECIPES = [
    {"product": "car", "process": "usual", "input": "seat", "value_share": 0.2},
    {"product": "car", "process": "usual", "input": "inverter", "value_share": 0.1},
    {"product": "inverter", "process": "usual", "input": "chip", "value_share": 0.5},
]
PLANTS = [
    plant("cars", "car", "north", output=36_500.0, name_en="Cars", name_zh="整车厂"),
    plant("seats", "seat", "north", output=36_500.0),
    plant("inverters", "inverter", "south", output=36_500.0, name_en="Inverters", name_zh="逆变器厂"),
    plant("chips", "chip", "south", output=36_500.0, name_en="Chips", name_zh="芯片厂"),
]
SUPPLIES = [
    {"supplier": "f_seats", "customer": "f_cars", "product": "seat", "year": 2023, "review": "confirmed"},
    {
        "supplier": "f_inverters",
        "customer": "f_cars",
        "product": "inverter",
        "year": 2023,
        "review": "confirmed",
    },
    {
        "supplier": "f_chips",
        "customer": "f_inverters",
        "product": "chip",
        "year": 2023,
        "review": "confirmed",
    },
]
SHOCKS = [
    {
        "shock": "chips_stop",
        "kind": "plant",
        "id": "chips",
        "size": 1.0,
        "start": "2024-07-01",
        "duration": 20.0,
    },
]


def tables() -> Tables:
    """The rows of the case: what is made is what is needed, 100 cars a day, and every link is known."""
    rows = {
        "places": PLACES,
        "products": PRODUCTS,
        "recipes": RECIPES,
        "plants": PLANTS,
        "firms": [{"firm": p["firm"], "name_en": p["firm"].upper()} for p in PLANTS],
        "supplies": SUPPLIES,
        "shocks": SHOCKS,
        "inventories": [],
        "settings": [],
    }
    return copy.deepcopy(rows)


def case(change: Callable[[Tables], None] | None = None) -> Cluster:
    """The case, changed."""
    rows = tables()
    if change is not None:
        change(rows)
    frames = {}
    for name, some in rows.items():
        if some:
            used = {key for row in some for key in row}
            types = {n: k for n, k in schema_of(TABLES[name]).items() if n in used}
            frames[name] = pl.DataFrame(some, schema_overrides=types, infer_schema_length=None)
    return Cluster.of(frames)
