"""Which places a chain study answers for where nobody names any."""

from __future__ import annotations

from typing import Any

import pytest

from chains import cluster
from conftest import cluster_of
from hinterland.chain.places import MOST, chosen_places
from hinterland.errors import StudyError

COUNTRY = [{"place": "land", "kind": "country"}]


def towns(*names: str, kind: str = "city", parent: str = "land") -> list[dict[str, Any]]:
    return [{"place": name, "kind": kind, "parent": parent} for name in names]


def case(places: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Any:
    product = {"product": "car", "kind": "final", "unit": "set"}
    return cluster_of({"places": places, "products": [product], **tables})


def works(**counts: int) -> list[dict[str, Any]]:
    """So many car plants in each place."""
    return [
        {"plant": f"{place}{i}", "firm": "f", "product": "car", "place": place}
        for place, count in counts.items()
        for i in range(count)
    ]


def test_the_setting_comes_before_promises_and_plants() -> None:
    said = [{"name": "chain_places", "value": "b; a;later"}]
    assert chosen_places(case(COUNTRY + towns("a", "b", "c"), plants=works(c=5), settings=said)) == ["b", "a"]


def test_places_of_promises_about_the_chain_come_next_each_once() -> None:
    metrics = [
        {"metric": "near", "kind": "coverage", "unit": "percent", "nearby": "available"},
        {"metric": "made", "kind": "content", "unit": "percent"},
        {"metric": "cars", "kind": "series", "unit": "set"},
    ]
    pairs = [("t1", "b", "cars;near"), ("t2", "a", "cars"), ("t3", "b", "made"), ("t4", "c", "made")]
    targets = [
        {
            "target": t,
            "place": p,
            "metrics": m,
            "value": 1,
            "unit": "percent",
            "comparator": "ge",
            "deadline": "2025",
        }
        for t, p, m in pairs
    ]
    found = case(COUNTRY + towns("a", "b", "c"), metrics=metrics, targets=targets, plants=works(a=9))
    assert chosen_places(found) == ["b", "c"]


def test_else_the_provinces_with_most_plants_of_a_final_product() -> None:
    provinces = towns("north", "south", "east", "west", kind="province")
    cities = towns("n1", parent="north") + towns("s1", parent="south")
    plants = works(n1=1, north=1, s1=3, east=2, west=1)
    found = chosen_places(case([*COUNTRY, *provinces, *cities], plants=plants))
    assert found == ["south", "east", "north"]  # by number, then by name
    assert len(found) == MOST


def test_cities_and_then_countries_stand_in_where_there_is_no_province() -> None:
    assert chosen_places(case(COUNTRY + towns("a", "b"), plants=works(b=1))) == ["b"]
    assert chosen_places(case(COUNTRY, plants=works(land=1))) == ["land"]


def test_without_any_plant_the_first_place_by_name_is_looked_at() -> None:
    assert chosen_places(case(towns("b", "a", parent="a")[:1] + COUNTRY)) == ["b"]


def test_named_places_are_checked_all_at_once_and_taken_once() -> None:
    found = case(COUNTRY + towns("alpha", "beta"))
    assert chosen_places(found, ["beta", "alpha", "beta"]) == ["beta", "alpha"]
    with pytest.raises(StudyError, match=r"no place 'alfa', 'gamma'.*did you mean alpha"):
        chosen_places(found, ["alfa", "beta", "gamma"])


def test_a_case_without_places_says_what_to_fill_in() -> None:
    with pytest.raises(StudyError, match="fill in `places`"):
        chosen_places(cluster({"places": []}))
