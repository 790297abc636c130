"""Tables for curves and maps: coverage by hours, assembling plants, plants within reach, areas."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chains import HOURS, ROOT, STAGES, chains, cluster, near, plant, two_towns
from hinterland.chain.maps import (
    AREAS,
    CURVE,
    LONGEST,
    MOST,
    NEAR,
    SITES,
    STEP,
    area_rows,
    curve_rows,
    near_rows,
    site_rows,
)
from hinterland.chain.measured import values_of
from hinterland.ground.naming import Naming

if TYPE_CHECKING:
    from chains import Row, Tables

LIMIT = HOURS[-1]


def curve(tables: Tables, **options: Any) -> dict[tuple[str, str], list[Row]]:
    """Rows of the curve by cut and set of plants."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in curve_rows(near(tables, **options)):
        found.setdefault((row["cut"], row["plants"]), []).append(row)
    return found


def sites(tables: Tables) -> dict[str, Row]:
    return {row["plant"]: row for row in site_rows(near(tables), Naming.of(cluster(tables)))}


def close(tables: Tables, **options: Any) -> list[Row]:
    return list(near_rows(near(tables, **options), Naming.of(cluster(tables))))


# --- the curve


def test_the_curve_by_hand() -> None:
    # x from `a` (0 and 0.9 h), y from `d` (1.2 and 1.7 h); a quarter of output in `a`, three in `b`.
    rows = curve(two_towns())["tier1", "operating"]
    assert set(rows[0]) == set(CURVE)
    assert [r["hours"] for r in rows] == [round(i * STEP, 6) for i in range(round(LONGEST / STEP) + 1)]
    at = {r["hours"]: r["available"] for r in rows}
    for hours, share in ((0.0, 0.1875), (0.8, 0.1875), (1.0, 0.75), (1.3, 0.8125), (1.8, 1.0), (6.0, 1.0)):
        assert at[hours] == pytest.approx(share), hours


def test_slow_and_fast_roads_are_those_of_other_speeds() -> None:
    tables = two_towns()
    rows = curve(tables)["tier1", "operating"]
    for column, circuity, speed in (("low", 1.4, 70.0), ("high", 1.2, 80.0)):
        changed = tables | {
            "settings": [
                {"name": "circuity", "value": str(circuity)},
                {"name": "speed_kmh", "value": str(speed)},
            ]
        }
        other = curve(changed)["tier1", "operating"]
        assert [r[column] for r in rows] == pytest.approx([r["available"] for r in other])
    assert any(r["low"] < r["available"] for r in rows)
    assert any(r["high"] > r["available"] for r in rows)


@given(chains(made_up=True), st.integers(1, 2))
def test_the_curve_rises_within_its_band_and_meets_definition_three(tables: Tables, firms: int) -> None:
    found = near(tables, firms=firms)
    assume(found.scope.sites.spots)
    rows = curve(tables, firms=firms)
    assert {which for _, which in rows} == set(found.keep)
    for (cut, which), line in rows.items():
        for column in ("available", "low", "high"):
            for before, after in pairwise(line):
                assert before[column] <= after[column] + 1e-12
        for row in line:
            assert -1e-12 <= row["low"] <= row["available"] <= row["high"] <= 1 + 1e-12
            if which != "operating":
                assert row["low"] == row["available"] == row["high"]
        values = values_of(found.scope, cut)
        at = {row["hours"]: row["available"] for row in line}
        for reach in HOURS:
            low = found.mean_available(which, reach).low
            assert at[reach] == pytest.approx(low @ values)


def test_a_plant_of_unknown_position_is_on_no_curve() -> None:
    rows = curve(two_towns(x1={"place": "abroad"}))["tier1", "operating"]
    assert rows[-1]["available"] == pytest.approx(0.25)
    assert rows[-1]["high"] == pytest.approx(0.25)


def test_a_place_without_an_assembler_has_no_curve_and_no_map() -> None:
    tables = two_towns()
    del tables["plants"][:2]
    assert curve(tables) == {}
    assert sites(tables) == {}
    assert close(tables) == []
    assert list(area_rows(cluster(tables), near(tables))) == []


# --- assembling plants


def test_assembling_plants_by_hand() -> None:
    tables = two_towns(one={"name_en": "First works", "output": 60.0})
    tables["plants"] += [plant("three", ROOT, "b", firm="f_one"), plant("four", ROOT, "d", capacity=9.0)]
    found = sites(tables)
    assert set(found) == {"one", "two", "three"}  # the fourth stands in another province
    assert all(set(row) == set(SITES) for row in found.values())
    # 60, 300, and the middle of both, 180, of 540
    assert [found[p]["weight"] for p in ("one", "two", "three")] == pytest.approx([1 / 9, 5 / 9, 1 / 3])
    assert [found[p]["weight_from"] for p in ("one", "two", "three")] == ["output", "capacity", "assumed"]
    assert [found[p]["demand"] for p in ("one", "two", "three")] == pytest.approx([60.0, 300.0, 180.0])
    assert (found["one"]["lon"], found["one"]["lat"]) == (117.0, 32.0)
    assert (found["one"]["name_en"], found["one"]["firm"], found["one"]["place"]) == (
        "First works",
        "f_one",
        "north",
    )


@given(chains())
def test_weights_sum_to_one_and_demand_to_that_of_the_place(tables: Tables) -> None:
    found = near(tables)
    rows = sites(tables)
    assume(rows)
    assert sum(r["weight"] for r in rows.values()) == pytest.approx(1.0)
    assert set(rows) == {r["plant"] for r in tables["plants"] if r["product"] == ROOT}
    _, likely, _ = found.scope.demand()
    demand = [r["demand"] for r in rows.values()]
    if np.isfinite(likely).all():
        assert sum(demand) == pytest.approx(likely.sum())
        for row in rows.values():
            assert row["demand"] == pytest.approx(row["weight"] * likely.sum())
    else:
        assert demand == [None] * len(rows)


# --- plants nearby


def test_plants_nearby_by_hand() -> None:
    tables = two_towns(
        plant("x2", "x", "e", capacity=1.0),  # 5 h
        plant("x3", "x", "abroad"),
        plant("x4", "x", "b", basis="synthetic"),
        plant("x5", "x", "c", capacity=None, **STAGES["announced"]),
        plant("x6", "x", "a", **STAGES["closed"]),
    )
    tables["products"][1] |= {"unit": "t", "name_en": "X"}
    rows = close(tables)
    assert all(set(row) == set(NEAR) for row in rows)
    # away from the closer assembler: 0, 0, 1.2 h, and `c` 1.9 h from `b`
    told = [(r["plant"], round(r["hours"], 1), r["status"], r["capacity"], r["basis"]) for r in rows]
    assert told == [
        ("x1", 0.0, "operating", 80.0, "reported"),
        ("x4", 0.0, "operating", None, "synthetic"),
        ("y1", 1.2, "operating", 1000.0, "reported"),
        ("x5", 1.9, "announced", None, "reported"),
    ]
    assert (rows[0]["product"], rows[0]["product_en"], rows[0]["unit"]) == ("x", "X", "t")
    assert rows[0]["share"] == pytest.approx(0.6)
    assert (rows[2]["lon"], rows[2]["lat"], rows[2]["firm"]) == (117.1, 31.4, "f_y1")
    assert [r["plant"] for r in close(tables, hours=(1.0,))] == ["x1", "x4"]


@given(chains(made_up=True), st.sampled_from(HOURS))
def test_plants_nearby_are_all_within_reach_nearest_first(tables: Tables, reach: float) -> None:
    found = near(tables, hours=(reach,))
    rows = close(tables, hours=(reach,))
    hours = [r["hours"] for r in rows]
    assert hours == sorted(hours)
    assert all(h <= reach + 1e-9 for h in hours)
    assume(found.scope.sites.spots)
    for name, away in zip(found.scope.supply.standing.plant.tolist(), found.scope.hours.T, strict=True):
        told = [r for r in rows if r["plant"] == name]
        least = np.nanmin(away) if np.isfinite(away).any() else np.inf
        assert len(told) == (least <= reach)
        if told:
            assert told[0]["hours"] == pytest.approx(least)


def test_of_very_many_made_up_plants_the_nearest_are_kept_and_no_real_one_is_lost() -> None:
    many = [
        plant(f"s{i:04d}", "x", "a", firm="f", basis="synthetic", lon=117.0 + i * 1e-4, lat=32.0)
        for i in range(MOST + 5)
    ]
    rows = close(two_towns(*many, plant("last", "x", "c", capacity=1.0)))
    made_up = [r["plant"] for r in rows if r["basis"] == "synthetic"]
    assert len(made_up) == MOST
    away = {r["plant"]: r["hours"] for r in rows}
    assert {"x1", "y1", "last"} <= set(away)
    found = near(two_towns(*many, plant("last", "x", "c", capacity=1.0)))
    least = dict(
        zip(found.scope.supply.standing.plant.tolist(), found.scope.hours.min(axis=0).tolist(), strict=True)
    )
    left = [h for name, h in least.items() if name.startswith("s") and name not in away]
    assert len(left) == 5
    assert max(away[name] for name in made_up) <= min(left)


# --- areas


def test_areas_are_collections_of_closed_rings_around_the_assemblers() -> None:
    tables = two_towns()
    rows = list(area_rows(cluster(tables), near(tables)))
    assert [(r["kind"], r["hours"]) for r in rows] == [(k, h) for h in HOURS for k in ("circle", "area")]
    spans: dict[str, list[float]] = {"circle": [], "area": []}
    for row in rows:
        assert set(row) == set(AREAS)
        assert row["place"] == "north"
        made = json.loads(row["geojson"], parse_constant=pytest.fail)  # no NaN
        assert made["type"] == "FeatureCollection"
        assert len(made["features"]) == (2 if row["kind"] == "circle" else 1)
        points = []
        for feature in made["features"]:
            shape = feature["geometry"]
            polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            for ring in (ring for polygon in polygons for ring in polygon):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                points += ring
        lon, lat = np.array(points).T
        assert lon.min() < 117.0
        assert lon.max() > 117.5
        spans[row["kind"]].append(float(lat.max() - lat.min()))
        # north to south: 0.2 degrees between the towns, and the radius on both sides
        radius = row["hours"] * 75 / 1.3 / 111.2
        assert lat.max() - lat.min() == pytest.approx(0.2 + 2 * radius, rel=0.02)
    for line in spans.values():
        assert line == sorted(line)


def test_assemblers_that_nobody_can_place_have_no_areas() -> None:
    tables = two_towns()
    for row in tables["places"]:
        row |= {"lon": None, "lat": None}
    assert list(area_rows(cluster(tables), near(tables))) == []
    assert len(sites(tables)) == 2
    assert {r["lon"] for r in sites(tables).values()} == {None}
