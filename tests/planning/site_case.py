"""A small case for ranking parks: three parks whose travel times are stated, so that every term is known by hand.

Parks `east` and `west` lie in province `north`, park `far` in province `south`. Stated routes: an hour from `east` to
city `a`, five from `west`; `b` is an hour from `west` and five from `east`; `far` is 20 hours from both. All else is
as far as it is on the map, and the places stand far apart.
"""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from chains import cluster, plant, recipe

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]

DAY = date(2024, 6, 30)
PARKS = ("east", "far", "west")


def _way(origin: str, destination: str, hours: float) -> Row:
    return {"origin": origin, "destination": destination, "hours": hours}


TABLES: Tables = {
    "places": [
        {"place": "land", "kind": "country", "name_en": "Land", "name_zh": "国"},
        {
            "place": "north",
            "kind": "province",
            "parent": "land",
            "lon": 110.0,
            "lat": 40.0,
            "name_en": "North",
        },
        {
            "place": "south",
            "kind": "province",
            "parent": "land",
            "lon": 110.0,
            "lat": 20.0,
            "name_en": "South",
        },
        {"place": "a", "kind": "city", "parent": "north", "lon": 110.0, "lat": 42.0, "name_en": "City A"},
        {"place": "b", "kind": "city", "parent": "north", "lon": 116.0, "lat": 42.0, "name_en": "City B"},
        {"place": "east", "kind": "park", "parent": "a", "lon": 113.0, "lat": 36.0, "name_en": "East park"},
        {"place": "west", "kind": "park", "parent": "b", "lon": 104.0, "lat": 36.0, "name_en": "West park"},
        {"place": "far", "kind": "park", "parent": "south", "lon": 110.0, "lat": 20.0, "name_en": "Far park"},
    ],
    "routes": [
        _way("east", "a", 1.0),
        _way("west", "a", 5.0),
        _way("east", "b", 5.0),
        _way("west", "b", 1.0),
        _way("far", "north", 20.0),
    ],
    "products": [
        {"product": "car", "kind": "final", "unit": "vehicle", "name_en": "Car", "name_zh": "整车"},
        {"product": "inside", "kind": "heading", "unit": "set"},
        {"product": "seat", "kind": "component", "unit": "set", "name_en": "Seat", "name_zh": "座椅"},
        {"product": "glass", "kind": "component", "unit": "set", "category": "glazing"},
        {"product": "foam", "kind": "material", "unit": "t"},
        {"product": "cloth", "kind": "material", "unit": "m2"},
        {"product": "sewing", "kind": "process", "unit": "set"},
    ],
    "recipes": [
        recipe("car", "inside", 0.4),
        recipe("inside", "seat", 1.0),
        recipe("car", "glass", 0.2),
        recipe("seat", "foam", 0.3),
        recipe("seat", "cloth", 0.2),
        recipe("seat", "sewing", 0.4),
    ],
    "plants": [
        plant("car_a", "car", "a", capacity=300.0),
        plant("car_b", "car", "b", capacity=100.0),
        plant("foam_a", "foam", "a", capacity=5.0),
        plant("cloth_b", "cloth", "b", capacity=5.0),
        plant("cloth_a_made_up", "cloth", "a", capacity=5.0, basis="synthetic"),
        plant("cloth_a_plan", "cloth", "a", announced="2024-01-01"),
    ],
    "occupations": [{"occupation": "fitter"}, {"occupation": "clerk"}],
    "firms": [
        *(
            {"firm": f"f_{name}"}
            for name in ("car_b", "foam_a", "cloth_b", "cloth_a_made_up", "cloth_a_plan")
        ),
        {"firm": "f_car_a", "name_en": "Alpha Motors", "name_zh": "甲车"},
        {"firm": "seatco", "name_en": "Seatco", "sector": "comfort"},
        {"firm": "rival", "name_en": "Rival Industries"},
    ],
    "sectors": [{"sector": "comfort", "name_en": "Comfort parts", "name_zh": "舒适件"}],
    "candidates": [
        {
            "candidate": "seats",
            "name_en": "Seat plant",
            "name_zh": "座椅厂",
            "firm": "seatco",
            "product": "seat",
            "eligible_places": "east;west",
            "capacity": 50.0,
            "jobs": 100,
            "land_ha": 20.0,
            "readiness": "interested",
            "anchor": "car_a",
            "low": 0.2,
            "high": 0.4,
        }
    ],
    "agreements": [{"agreement": "pact", "places": "a"}],
    "workstreams": [
        {
            "workstream": "lab",
            "agreement": "pact",
            "kind": "rnd_centre",
            "name_en": "Laboratory",
            "owner": "alpha motors",
        },
        {"workstream": "works", "agreement": "pact", "kind": "investment", "owner": "nobody known"},
    ],
    "needs": [
        {"need": "rig", "kind": "testing", "organisation": "Seatco", "place": "west", "text_en": "A test rig"}
    ],
    "offers": [
        {"offer": "track", "kind": "testing", "organisation": "Track", "place": "a"},
        {"offer": "track_2", "kind": "testing", "organisation": "Track", "place": "a"},
        {"offer": "bench", "kind": "testing", "organisation": "Bench", "place": "b"},
        {"offer": "over", "kind": "testing", "organisation": "Over", "place": "a", "to": "2023"},
        {"offer": "school", "kind": "talent", "organisation": "School", "place": "b"},
        {"offer": "institute", "kind": "research", "organisation": "School", "place": "b"},
    ],
    "test_capacity": [{"offer": "bench", "bays": 2.0, "hours": 50.0, "availability": 0.5}],
    "labour_stock": [
        {"place": "a", "occupation": "fitter", "year": 2022, "stock": 900.0},
        {"place": "a", "occupation": "fitter", "year": 2024, "stock": 1000.0},
        {"place": "a", "occupation": "fitter", "year": 2025, "stock": 5000.0},
        {"place": "b", "occupation": "fitter", "year": 2026, "stock": 400.0},
        {"place": "north", "occupation": "fitter", "year": 2024, "stock": 9000.0},
        {"place": "a", "occupation": "clerk", "year": 2024, "stock": 70.0},
    ],
    "labour_coefficients": [{"product": "seat", "occupation": "fitter", "persons": 2.0}],
    "free_land": [
        {"place": "east", "year": 2024, "land_ha": 5.0},
        {"place": "east", "year": 2026, "land_ha": 10.0},
        {"place": "west", "year": 2025, "land_ha": 40.0},
    ],
    "instruments": [
        {
            "instrument": "help",
            "kind": "grant",
            "place": "a",
            "sectors": "comfort parts",
            "conditions": "new plants",
        },
        {"instrument": "nation", "kind": "tax", "place": "land", "sectors": "all"},
        {"instrument": "design", "kind": "plan", "place": "a", "sectors": "seat"},
        {
            "instrument": "per_car",
            "kind": "grant",
            "place": "north",
            "sectors": "car",
            "rate": 5.0,
            "unit": "CNY/vehicle",
        },
        {"instrument": "chips", "kind": "grant", "place": "a", "sectors": "chips"},
        {"instrument": "deal", "kind": "land", "place": "a", "name_en": "Rival Industries land contract"},
        {"instrument": "past", "kind": "grant", "place": "a", "end": "2024-06-29"},
        {"instrument": "to_come", "kind": "grant", "place": "a", "start": "2024-07"},
        {"instrument": "silent", "kind": "fund", "place": "north"},
    ],
}
"""Rows by table."""


def tables(**more: list[Row]) -> Tables:
    """The rows of the case, those of some tables replaced."""
    return copy.deepcopy(TABLES) | more


def case(**more: list[Row]) -> Cluster:
    """The case, the rows of some tables replaced."""
    return cluster(tables(**more))
