"""A small case to plan for: cars of engines and seats in one province, figures that can be reckoned by hand.

A car costs 100,000 yuan: half of it an engine, 30 percent a seat, the rest value added. An engine takes 0.2 t of
steel, 40 percent of its value, so a tonne costs 100,000 yuan. Province `north` has the cities `a`, `b` and `c`, `d`
lies in `south`, an hour from `a`; routes are stated, so hours are known.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeAlias

from hinterland.cluster import Cluster
from hinterland.frames import of_rows
from hinterland.planning.case import Options, Reading, read

if TYPE_CHECKING:
    from collections.abc import Callable

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]

DAY = "2024-06-30"
OWN = {"source": "made up", "basis": "reported", "published": "2024-01-01", "published_basis": "stated"}


def _way(origin: str, destination: str, hours: float) -> Row:
    return {"origin": origin, "destination": destination, "hours": hours}


def _plant(plant: str, product: str, place: str, capacity: float | None, **more: Any) -> Row:
    row = {"plant": plant, "firm": f"firm_{plant}", "product": product, "place": place, "capacity": capacity}
    return {**row, "opened": "2020-01-01", **more}


def candidate(name: str, product: str, places: str, capacity: float, ask: float | None, **more: Any) -> Row:
    """A candidate that builds a year and needs 10 hectares and 100 persons."""
    row = {"candidate": name, "product": product, "eligible_places": places, "capacity": capacity, "ask": ask}
    return {**row, "jobs": 100, "land_ha": 10.0, "lead_years": 1.0, "readiness": "interested", **more}


def coverage(metric: str, nearby: str, **more: Any) -> Row:
    """A definition of nearby for cars of the north."""
    row = {"metric": metric, "kind": "coverage", "product": "car", "nearby": nearby, "unit": "percent"}
    return {**row, "place": "north", "defined_by": "analyst", **more}


def target(name: str, metrics: str, value: float, **more: Any) -> Row:
    """A target of the north for 2026, in percent."""
    row = {"target": name, "metrics": metrics, "place": "north", "product": "car", "comparator": "ge"}
    return {**row, "value": value, "unit": "percent", "deadline": "2026", **more}


TABLES: Tables = {
    "places": [
        {"place": "land", "kind": "country", "lon": 117.0, "lat": 31.0},
        {"place": "north", "kind": "province", "parent": "land", "lon": 117.0, "lat": 32.0},
        {"place": "south", "kind": "province", "parent": "land", "lon": 117.0, "lat": 30.0},
        {"place": "a", "kind": "city", "parent": "north", "lon": 117.0, "lat": 32.0},
        {"place": "b", "kind": "city", "parent": "north", "lon": 117.5, "lat": 32.2},
        {"place": "c", "kind": "city", "parent": "north", "lon": 118.6, "lat": 32.5},
        {"place": "park", "kind": "park", "parent": "a", "lon": 117.0, "lat": 32.0},
        {"place": "d", "kind": "city", "parent": "south", "lon": 117.1, "lat": 31.4},
    ],
    "routes": [
        _way("a", "b", 1.0),
        _way("a", "c", 5.0),
        _way("b", "c", 5.0),
        _way("a", "d", 1.0),
        _way("b", "d", 4.0),
        _way("c", "d", 6.0),
    ],
    "products": [
        {"product": "car", "kind": "final", "unit": "vehicle", "unit_price": 100_000.0, "category": "cars"},
        {"product": "engine", "kind": "component", "unit": "set", "category": "drive"},
        {"product": "seat", "kind": "component", "unit": "set"},
        {"product": "steel", "kind": "material", "unit": "t"},
    ],
    "recipes": [
        {"product": "car", "process": "p", "input": "engine", "quantity": 1.0, "value_share": 0.5},
        {"product": "car", "process": "p", "input": "seat", "quantity": 1.0, "value_share": 0.3},
        {"product": "engine", "process": "p", "input": "steel", "quantity": 0.2, "value_share": 0.4},
    ],
    "plants": [
        _plant("cars_a", "car", "a", 100_000.0),
        _plant("engines_d", "engine", "d", 50_000.0),
        _plant("seats_b", "seat", "b", 40_000.0),
        _plant("seats_c", "seat", "c", None),
    ],
    "metrics": [
        coverage("sourced", "sourced_boundary"),
        coverage("available", "available", cut="tier1"),
        coverage("available_2h", "available", hours=2.0, cut="tier1"),
        coverage("capacity_2h", "available_capacity", hours=2.0),
    ],
    "targets": [target("nearby", "sourced;available;available_2h;capacity_2h", 60.0)],
    "candidates": [
        candidate("engines", "engine", "park;b", 60_000.0, 100e6),
        candidate("seats", "seat", "park", 50_000.0, 50e6),
    ],
    "instruments": [{"instrument": "grants", "kind": "grant", "place": "north"}],
    "budgets": [
        {"instrument": "grants", "year": y, "amount": 120e6, "currency": "CNY"} for y in (2024, 2025, 2026)
    ],
    "free_land": [{"place": "park", "year": 2025, "land_ha": 15.0}],
}


def tables(change: Callable[[Tables], object] = lambda t: t) -> Tables:
    """The tables, changed in place by `change`."""
    found = copy.deepcopy(TABLES)
    change(found)
    return found


def case(change: Callable[[Tables], object] = lambda t: t) -> Cluster:
    """The cluster of the changed tables."""
    rows = tables(change)
    return Cluster.of({t: of_rows(t, [{**OWN, **r} for r in listed]) for t, listed in rows.items()})


def reading(change: Callable[[Tables], object] = lambda t: t, **options: Any) -> Reading:
    """The reading of the changed case on `DAY`."""
    return read(case(change), Options(**{"as_of": DAY, **options}))


def told(found: Reading) -> str:
    """All notes of a reading, in English."""
    return "\n".join(n.en for n in found.notes)
