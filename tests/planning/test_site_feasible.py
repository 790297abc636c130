"""What speaks for a candidate's places: users, land and anchor, by hand and against the terms of the ranking."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from site_case import DAY, TABLES, case

from chains import plant
from hinterland.planning.site import Options, feasibility, site
from hinterland.planning.site.feasible import FEASIBILITY

CANDIDATE = TABLES["candidates"][0]


def rows(**more: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is found by place, for the first candidate."""
    seen = case(**more).as_of(DAY)
    found = feasibility(seen, seen["candidates"], DAY)
    assert dict(found.schema) == FEASIBILITY
    return {r["place"]: r for r in found.iter_rows(named=True)}


def test_a_place_is_told_by_its_nearest_user_its_anchor_and_its_land() -> None:
    found = rows()
    assert list(found) == ["east", "west"]
    east, west = found["east"], found["west"]
    assert (east["hours"], east["nearest"], east["users"], east["users_near"]) == (1.0, "car_a", 2, 1)
    assert (west["hours"], west["nearest"], west["users_near"]) == (1.0, "car_b", 1)
    assert (east["anchor_hours"], west["anchor_hours"]) == (1.0, 5.0)
    assert (east["land_fit"], west["land_fit"]) == (2.0, 0.5)
    assert (east["land_from"], west["land_from"]) == (None, 2025)
    assert (east["readiness"], east["landing_low"], east["landing_high"]) == ("interested", 0.2, 0.4)


def test_what_nobody_states_stays_unknown() -> None:
    bare = {**CANDIDATE, "land_ha": None, "readiness": None, "anchor": None, "low": None, "high": None}
    east = rows(candidates=[bare], free_land=[], recipes=[])["east"]
    unknown = (
        "hours",
        "nearest",
        "anchor_hours",
        "land_free",
        "land_fit",
        "land_from",
        "readiness",
        "landing_low",
    )
    assert [east[c] for c in unknown] == [None] * len(unknown)
    assert (east["users"], east["users_near"]) == (0, 0)


def test_an_anchor_that_is_a_candidate_has_no_place_yet() -> None:
    follower = {**CANDIDATE, "candidate": "springs", "anchor": "seats"}
    found = rows(candidates=[follower, CANDIDATE])
    assert found["east"]["anchor_hours"] == 1.0  # of the last row: the seat plant itself
    seen = case(candidates=[follower]).as_of(DAY)
    assert feasibility(seen, seen["candidates"], DAY)["anchor_hours"].to_list() == [None, None]


def test_no_free_land_at_all_fits_nothing() -> None:
    none = [{"place": "east", "year": 2024, "land_ha": 0.0}]
    east = rows(free_land=none)["east"]
    assert (east["land_free"], east["land_fit"], east["land_from"]) == (0.0, None, None)
    assert rows(free_land=none, candidates=[{**CANDIDATE, "land_ha": 0.0}])["east"]["land_fit"] == 0.0


def test_land_of_a_city_is_that_of_its_parks_unless_it_has_its_own() -> None:
    in_city = {**CANDIDATE, "eligible_places": "a"}
    assert rows(candidates=[in_city])["a"]["land_free"] == 10.0
    own = [*TABLES["free_land"], {"place": "a", "year": 2024, "land_ha": 3.0}]
    assert rows(candidates=[in_city], free_land=own)["a"]["land_free"] == 3.0


def test_users_being_built_count_and_made_up_ones_only_when_asked() -> None:
    more = [
        *TABLES["plants"],
        plant("car_new", "car", "a", announced="2023-01-01", construction="2024-01-01"),
        plant("car_fake", "car", "a", basis="synthetic"),
    ]
    assert rows(plants=more)["east"]["users_near"] == 2
    seen = case(plants=more).as_of(DAY)
    assert feasibility(seen, seen["candidates"], DAY, synthetic=True)["users_near"].to_list() == [3, 1]


def test_users_of_what_nobody_makes_are_one_step_on() -> None:
    found = rows(candidates=[{**CANDIDATE, "product": "foam"}])
    assert (found["east"]["nearest"], found["east"]["users"]) == ("car_a", 2)


def test_without_candidates_there_are_no_rows() -> None:
    seen = case().as_of(DAY)
    assert feasibility(seen, seen["candidates"].head(0), DAY).height == 0


def test_land_and_users_agree_with_the_terms_of_the_ranking() -> None:
    found = rows()
    ranked = site(case(), "seats", as_of=DAY, options=Options())
    land = dict(ranked["terms"].filter(pl.col("term") == "land").select("place", "normalised").iter_rows())
    for place, row in found.items():
        assert land[place] == pytest.approx(min(1.0, 1 / row["land_fit"]))
    users = ranked["evidence"].filter(pl.col("term") == "users")
    for place, row in found.items():
        assert users.filter(pl.col("place") == place).height == row["users_near"]
