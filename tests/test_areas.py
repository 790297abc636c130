"""Circles and travel-time areas as GeoJSON: valid rings, edges at the right hours, nested, cut where maps end."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hinterland.errors import StudyError
from hinterland.ground.areas import areas, circles
from hinterland.ground.reach import Points, Roads, points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.cluster import Cluster

ROADS = Roads()
LINE = 75 / 1.3  # km/h along the great circle
KM = 6371.0088

Spot = tuple[float, float]


def at(*where: Spot, place: Sequence[str | None] = ()) -> Points:
    lon, lat = np.array(where, dtype=float).reshape(-1, 2).T
    return Points(lon, lat, tuple(place) or (None,) * len(where), ("own",) * len(where))


def line(a: Spot, b: Spot) -> float:
    """Hours along the great circle, by the haversine formula."""
    (x, y), (u, v) = ([math.radians(c) for c in p] for p in (a, b))
    h = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * KM * math.asin(math.sqrt(min(1.0, h))) / LINE


def beyond(start: Spot, bearing: float, km: float) -> Spot:
    """The spot so many km away (direct formula of the sphere)."""
    x, y, b, d = math.radians(start[0]), math.radians(start[1]), math.radians(bearing), km / KM
    lat = math.asin(math.sin(y) * math.cos(d) + math.cos(y) * math.sin(d) * math.cos(b))
    east = math.sin(b) * math.sin(d) * math.cos(y)
    lon = math.degrees(x + math.atan2(east, math.cos(d) - math.sin(y) * math.sin(lat)))
    return ((lon + 180) % 360 - 180, math.degrees(lat))


def polygons(feature: dict[str, Any]) -> list[list[list[list[float]]]]:
    geometry = feature["geometry"]
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def rings(feature: dict[str, Any]) -> Iterator[tuple[int, list[list[float]]]]:
    for polygon in polygons(feature):
        yield from enumerate(polygon)


def signed_area(ring: Sequence[Sequence[float]]) -> float:
    """Shoelace formula: above 0 where the ring runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def crosses(ring: Sequence[Sequence[float]], spot: Spot) -> bool:
    """Even-odd rule: a ray to the east meets the ring an odd number of times."""
    x, y = spot
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def holds(feature: dict[str, Any], spot: Spot) -> bool:
    return any(
        crosses(polygon[0], spot) and not any(crosses(hole, spot) for hole in polygon[1:])
        for polygon in polygons(feature)
    )


def assert_valid(collection: dict[str, Any]) -> None:
    """What RFC 7946 asks of polygons: closed, four positions, right-hand rule, inside the world."""
    assert collection["type"] == "FeatureCollection"
    assert json.loads(json.dumps(collection, allow_nan=False)) == collection
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
        assert polygons(feature)
        for number, ring in rings(feature):
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(a != b for a, b in pairwise(ring))
            assert signed_area(ring) > 0 if number == 0 else signed_area(ring) < 0
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
            assert all(round(c, 4) == c for vertex in ring for c in vertex)


def free(ring: Sequence[Sequence[float]]) -> list[Spot]:
    """Vertices that lie on the edge of what is in reach, not where the map was cut."""
    return [(x, y) for x, y in ring if abs(x) < 180 and abs(y) < 90]


# Circles


def test_a_circle_of_two_hours_round_a_point_has_the_radius_by_hand() -> None:
    drawn = circles(at((11, 50), place=["eastmark"]), [2], ROADS)
    assert_valid(drawn)
    (feature,) = drawn["features"]
    assert feature["properties"] == {
        "name": "eastmark",
        "place": "eastmark",
        "hours": 2,
        "radius_km": pytest.approx(115.385, abs=1e-3),  # 2 x 75 / 1.3
        "kind": "circle",
        "basis": "inferred",
    }
    (ring,) = polygons(feature)[0]
    assert len(ring) == 73
    assert max(y for _, y in ring) == pytest.approx(50 + 115.385 / 111.195, abs=1e-3)
    assert min(y for _, y in ring) == pytest.approx(50 - 115.385 / 111.195, abs=1e-3)


def test_circles_are_named_and_the_largest_lies_below_the_others() -> None:
    drawn = circles(at((11, 50), (9, 50)), [1, 3, 2], ROADS, names=["a", "b"])
    seen = [(f["properties"]["hours"], f["properties"]["name"]) for f in drawn["features"]]
    assert seen == [(3, "a"), (3, "b"), (2, "a"), (2, "b"), (1, "a"), (1, "b")]
    with pytest.raises(StudyError, match="1 names for 2 points"):
        circles(at((11, 50), (9, 50)), [1], ROADS, names=["a"])


lons, hours_ = st.floats(-180, 180), st.floats(0.1, 8)


@given(st.tuples(lons, st.floats(-80, 80)), hours_)
@example((180.0, 0.0), 1.0)
@example((-180.0, 0.0), 1.0)
@example((179.99, 60.0), 4.0)
def test_every_vertex_of_a_circle_is_as_far_as_its_hours_say(spot: Spot, hours: float) -> None:
    drawn = circles(at(spot), [hours], ROADS)
    assert_valid(drawn)
    (feature,) = drawn["features"]
    for _, ring in rings(feature):
        for vertex in free(ring):
            assert line(spot, vertex) == pytest.approx(hours, abs=3e-4)


@given(st.tuples(lons, st.floats(-75, 75)), hours_, st.floats(0, 360))
def test_a_circle_holds_what_is_nearer_and_nothing_that_is_farther(
    spot: Spot, hours: float, bearing: float
) -> None:
    (feature,) = circles(at(spot), [hours], ROADS)["features"]
    assert holds(feature, beyond(spot, bearing, 0.98 * hours * LINE))
    assert not holds(feature, beyond(spot, bearing, 1.02 * hours * LINE))


def test_a_circle_over_the_antimeridian_is_cut_there_into_two() -> None:
    (feature,) = circles(at((179.5, 10)), [4], ROADS)["features"]
    east, west = sorted(polygons(feature), key=lambda p: -p[0][0][0])
    assert max(x for x, _ in east[0]) == 180
    assert min(x for x, _ in west[0]) == -180
    assert all(x > 170 for x, _ in east[0])
    assert all(x < -170 for x, _ in west[0])


@pytest.mark.parametrize("spot", [(11.0, 89.5), (-120.0, -89.0), (180.0, 90.0), (0.0, -90.0)])
def test_a_circle_that_holds_a_pole_is_closed_along_it(spot: Spot) -> None:
    drawn = circles(at(spot), [4], ROADS)
    assert_valid(drawn)
    (feature,) = drawn["features"]
    for _, ring in rings(feature):
        assert {x for x, y in ring if abs(y) == 90} == {-180.0, 180.0}
        for vertex in free(ring):
            assert line(spot, vertex) == pytest.approx(4, abs=3e-4)
    side = math.copysign(1, spot[1])
    assert holds(feature, (33.3, side * 89.9))
    assert not holds(feature, (33.3, side * 85))


def test_points_without_a_position_are_left_out_and_counted() -> None:
    for draw in (circles, areas):
        drawn = draw(at((11, 50), (math.nan, 50), (9, math.inf)), [1], ROADS)
        assert len(drawn["features"]) == 1
        assert drawn["without_position"] == 2
        assert draw(at(), [1, 2], ROADS) == {
            "type": "FeatureCollection",
            "features": [],
            "without_position": 0,
        }


@pytest.mark.parametrize("hours", [0, -1, math.nan, math.inf, 1e-6, 1000])
def test_hours_that_reach_nowhere_or_everywhere_are_refused_with_the_range(hours: float) -> None:
    for draw in (circles, areas):
        with pytest.raises(StudyError, match=r"cannot be drawn; give hours from 0\.00173 to 173"):
            draw(at((11, 50)), [1, hours], ROADS)


# Areas


def test_the_area_of_one_point_is_its_circle() -> None:
    point = at((11, 50))
    (area,), (circle,) = (draw(point, [2], ROADS)["features"] for draw in (areas, circles))
    assert area["geometry"]["coordinates"] == [circle["geometry"]["coordinates"]]
    assert area["properties"]["cell_km"] == 0


def test_the_area_of_two_points_beside_each_other_is_their_circle_to_within_the_grid() -> None:
    near = at((11, 50), (11.0001, 50))  # 7 m apart: too near to show, too far to be one
    drawn = areas(near, [2], ROADS)
    assert_valid(drawn)
    (area,) = drawn["features"]
    ((ring,),) = polygons(area)
    assert 0 < area["properties"]["cell_km"] < 2 * 115.385 * 1.1 / 200
    for vertex in free(ring):
        assert line((11, 50), vertex) == pytest.approx(2, abs=0.1 * area["properties"]["cell_km"] / LINE)
    km2 = signed_area(ring) * 111.195**2 * math.cos(math.radians(50))
    assert km2 == pytest.approx(math.pi * 115.385**2, rel=0.01)


def test_what_lies_between_circles_that_touch_all_round_is_a_hole() -> None:
    corners = [beyond((11, 0), b, 1.5 * LINE) for b in range(0, 360, 30)]
    drawn = areas(at(*corners), [1], ROADS)
    assert_valid(drawn)
    ((outer, hole),) = polygons(drawn["features"][0])
    assert crosses(outer, (11, 0))
    assert crosses(hole, (11, 0))
    assert not holds(drawn["features"][0], (11, 0))
    assert holds(drawn["features"][0], corners[0])


spread = st.lists(st.tuples(st.floats(-4, 4), st.floats(-3, 3)), min_size=1, max_size=5)
centres = st.sampled_from([(11.0, 50.0), (118.0, 31.0), (179.8, -17.0), (-179.9, 65.0), (20.0, 0.0)])


def moved(centre: Spot, offsets: list[Spot]) -> list[Spot]:
    return [((centre[0] + x + 180) % 360 - 180, centre[1] + y) for x, y in offsets]


@settings(max_examples=40)
@given(centres, spread, st.floats(0.3, 4))
def test_every_vertex_of_an_area_is_as_far_from_the_nearest_point_as_its_hours_say(
    centre: Spot, offsets: list[Spot], hours: float
) -> None:
    where = moved(centre, offsets)
    drawn = areas(at(*where), [hours], ROADS, cells=80)
    assert_valid(drawn)
    (feature,) = drawn["features"]
    room = feature["properties"]["cell_km"] / LINE + 3e-4
    for _, ring in rings(feature):
        for vertex in free(ring):
            assert min(line(p, vertex) for p in where) == pytest.approx(hours, abs=room)
    for spot in where:
        assert holds(feature, beyond(spot, 37, 1))


@settings(max_examples=30)
@given(centres, spread, st.floats(0.3, 3), st.floats(0.2, 1), st.integers(0, 359))
def test_more_hours_hold_all_that_fewer_do(
    centre: Spot, offsets: list[Spot], hours: float, more: float, bearing: int
) -> None:
    where = moved(centre, offsets)
    large, small = areas(at(*where), [hours, hours + more], ROADS, cells=80)["features"]
    assert large["properties"]["hours"] > small["properties"]["hours"]
    for _, ring in rings(small):
        for vertex in free(ring):
            assert holds(large, vertex)
    for spot in where:
        far = beyond(spot, bearing, (hours + more / 2) * LINE)
        if min(line(p, far) for p in where) > hours + 0.49 * more and abs(abs(far[0]) - 180) > 1e-3:
            assert holds(large, far)


@given(spread, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_the_points_and_repeats_of_them_change_nothing(offsets: list[Spot], random: Any) -> None:
    where = moved((118.0, 31.0), offsets)
    other = random.sample(where, len(where)) + where[:1]
    assert (
        areas(at(*where), [1], ROADS, cells=40)["features"]
        == (areas(at(*other), [1], ROADS, cells=40)["features"])
    )


def test_an_area_that_holds_a_pole_is_closed_along_it() -> None:
    where = [(11.0, 89.5), (-100.0, 88.9)]
    drawn = areas(at(*where), [4], ROADS)
    assert_valid(drawn)
    (feature,) = drawn["features"]
    for _, ring in rings(feature):
        for vertex in free(ring):
            nearest = min(line(p, vertex) for p in where)
            assert nearest == pytest.approx(4, abs=feature["properties"]["cell_km"] / LINE)
    assert holds(feature, (33.3, 89.9))
    assert not holds(feature, (33.3, 85))


def test_a_long_row_of_points_gets_cells_small_enough_for_its_circles() -> None:
    row = at(*((float(x), 0.0) for x in range(40)))
    (feature,) = areas(row, [1], ROADS, cells=50)["features"]
    assert len(polygons(feature)) == 1
    assert feature["properties"]["cell_km"] < LINE / 9  # and not 39 degrees over 50


def test_points_half_a_world_apart_keep_areas_of_their_own() -> None:
    where = [(11, 50), (11.2, 50), (-120, 40), (-120.2, 40), (150, -30)]
    (feature,) = areas(at(*where), [1], ROADS)["features"]
    assert len(polygons(feature)) == 3
    assert feature["properties"]["cell_km"] < 1  # and not half a world over 200


# Hubs


def fast_road(hours: float) -> Roads:
    return Roads(routes={("mill", "port"): hours})


MILL, PORT = at((11, 50), place=["mill"]), at((15, 50), place=["port"])


def test_a_hub_that_a_route_reaches_early_adds_its_circle_for_the_hours_left() -> None:
    (feature,) = areas(MILL, [2], fast_road(1.5), hubs=PORT)["features"]
    assert (feature["properties"]["points"], feature["properties"]["hubs"]) == (1, 1)
    home, port = sorted(polygons(feature))
    assert signed_area(port[0]) == pytest.approx(signed_area(home[0]) / 16, rel=0.02)  # half an hour, not two
    for vertex in free(port[0]):
        assert line((15, 50), vertex) == pytest.approx(0.5, abs=3e-4)
    (without,) = areas(MILL, [2], fast_road(1.5))["features"]
    assert polygons(without) == [home]


def test_a_hub_that_takes_no_time_at_all_is_still_a_hub() -> None:
    (feature,) = areas(MILL, [2], fast_road(0.0), hubs=PORT)["features"]
    assert (feature["properties"]["points"], feature["properties"]["hubs"]) == (1, 1)


def test_a_hub_that_touches_the_area_grows_it_on_one_grid() -> None:
    hours, drawn = 3.0, areas(MILL, [3], fast_road(1.0), hubs=PORT)
    assert_valid(drawn)
    (feature,) = drawn["features"]
    assert len(polygons(feature)) == 1
    room = feature["properties"]["cell_km"] / LINE + 3e-4
    for _, ring in rings(feature):
        for vertex in free(ring):
            least = min(line((11, 50), vertex), 1.0 + line((15, 50), vertex))
            assert least == pytest.approx(hours, abs=room)


def test_a_hub_reached_too_late_or_no_earlier_than_straight_ahead_adds_nothing() -> None:
    (plain,) = areas(MILL, [2], ROADS)["features"]
    for late in (2.0, 4.9, 60.0):
        (feature,) = areas(MILL, [2], fast_road(late), hubs=PORT)["features"]
        assert feature["geometry"] == plain["geometry"]
        assert feature["properties"]["hubs"] == 0
    (wide,) = areas(MILL, [7], ROADS)["features"]
    for roads in (ROADS, fast_road(5.5)):  # straight ahead the port is 4.96 h away
        assert areas(MILL, [7], roads, hubs=PORT)["features"] == [wide]
    nowhere = at((math.nan, math.nan), place=["port"])
    assert areas(MILL, [2], fast_road(0.1), hubs=nowhere)["features"] == [plain]
    assert areas(MILL, [2], fast_road(0.1), hubs=at())["features"] == [plain]


def test_a_hub_that_another_hub_reaches_as_early_is_not_counted() -> None:
    hubs = at((15, 50), (15.2, 50), (15.2, 50), place=["port", "quay", "quay"])
    roads = Roads(routes={("mill", "port"): 0.5, ("mill", "quay"): 2.0})
    (feature,) = areas(MILL, [2.5], roads, hubs=hubs)["features"]
    assert feature["properties"]["hubs"] == 1


def test_a_point_without_a_position_counts_through_the_hub_that_a_route_leads_it_to() -> None:
    lost = at((math.nan, math.nan), place=["mill"])
    drawn = areas(lost, [2], fast_road(1.5), hubs=PORT)
    (feature,) = drawn["features"]
    assert (feature["properties"]["points"], feature["properties"]["hubs"]) == (0, 1)
    assert drawn["without_position"] == 1
    assert holds(feature, (15.0, 50.0))
    assert not holds(feature, (11.0, 50.0))


def test_an_area_says_in_both_languages_how_it_was_made_and_from_what() -> None:
    (feature,) = areas(MILL, [1], ROADS, names=["The mill"])["features"]
    about = feature["properties"]
    assert (about["kind"], about["basis"], about["from"]) == ("area", "inferred", ["The mill"])
    assert "great circle" in about["method_en"].lower()
    assert "大圆" in about["method_zh"]


def test_a_grid_needs_some_cells_and_more_of_them_bring_the_edge_nearer() -> None:
    with pytest.raises(StudyError, match="at least 8"):
        areas(MILL, [1], ROADS, cells=3)
    pair = at((11, 50), (11.6, 50.3))

    def worst(cells: int) -> float:
        (feature,) = areas(pair, [1], ROADS, cells=cells)["features"]
        spots = list(zip(pair.lon, pair.lat, strict=True))
        away = [abs(min(line(s, v) for s in spots) - 1) for _, r in rings(feature) for v in free(r)]
        return max(away)

    assert worst(160) < worst(40) < 0.1


def test_tutorial_plants_reach_each_other_in_three_hours_and_not_in_one(tutorial: Cluster) -> None:
    plants = tutorial["plants"]
    found = points(tutorial, plants)
    east = points(tutorial, plants.filter(plants["plant"] == "ostwarm_heat_pumps"))
    west = found.lon[plants["plant"].to_list().index("fjordheat_heat_pumps")], 50.0
    three, one = areas(east, [1, 3], Roads.of(tutorial))["features"]
    assert holds(three, west)  # 121.9 km: 2.11 h
    assert not holds(one, west)
