"""Travel time: great circles by hand, routes between places, and points whose position is borrowed or unknown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.check.places import haversine_km
from hinterland.cluster import Cluster
from hinterland.errors import StudyError
from hinterland.ground.reach import FAST, SLOW, Points, Roads, line_km, points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LINE = 75 / 1.3  # km/h along the great circle with the usual settings
DEGREE = 111.195  # km, of a meridian of the mean sphere


def at(*where: tuple[float, float], place: Sequence[str | None] = ()) -> Points:
    lon, lat = np.array(where, dtype=float).reshape(-1, 2).T
    return Points(lon, lat, tuple(place) or (None,) * len(where), ("own",) * len(where))


def inside(*places: str | None) -> Points:
    """Points without a position of their own or of their place."""
    return at(*[(math.nan, math.nan)] * len(places), place=places)


def haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The textbook formula, one pair at a time."""
    (x, y), (u, v) = ([math.radians(c) for c in p] for p in (a, b))
    h = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, h)))


positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
many = st.lists(positions, min_size=1, max_size=6)


def test_one_degree_of_latitude_takes_its_length_times_circuity_over_speed() -> None:
    hours = Roads().hours(at((10, 50)), at((10, 51), (10, 49), (10, 50)))
    assert hours == pytest.approx(np.array([[DEGREE * 1.3 / 75, DEGREE * 1.3 / 75, 0.0]]), rel=1e-5)
    assert hours[0, 0] == pytest.approx(1.92738, abs=1e-5)


def test_a_degree_of_longitude_shrinks_with_the_cosine_of_latitude() -> None:
    km = line_km(at((0, 0), (0, 60)), at((1, 0), (1, 60)))
    assert km[0, 0] == pytest.approx(DEGREE, rel=1e-5)
    assert km[1, 1] == pytest.approx(DEGREE / 2, rel=1e-4)


def test_a_hundred_metres_are_right_to_a_millimetre() -> None:
    north = 0.1 / DEGREE
    assert line_km(at((118, 32)), at((118, 32 + north)))[0, 0] == pytest.approx(
        math.radians(north) * 6371.0088, abs=1e-6
    )


def test_the_antimeridian_and_the_poles_are_no_barrier() -> None:
    km = line_km(at((179.5, 0), (0, 89.5), (-180, 20)), at((-179.5, 0), (180, 89.5), (180, 20)))
    assert np.diag(km) == pytest.approx([DEGREE, DEGREE, 0.0], rel=1e-5, abs=1e-6)
    assert line_km(at((0, 90)), at((77, -90)))[0, 0] == pytest.approx(math.pi * 6371.0088)


def test_the_other_side_of_the_earth_is_half_its_girth_away_from_everywhere() -> None:
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(-180, 0, 4000), rng.uniform(-90, 90, 4000)
    here, there = zip(lon, lat, strict=True), zip(lon + 180, -lat, strict=True)
    km = [
        line_km(at(a), at(b))[0, 0] for a, b in zip(here, there, strict=True)
    ]  # rounding takes some too far
    assert np.array(km) == pytest.approx(math.pi * 6371.0088, abs=1e-3)


@given(many, many)
def test_distances_are_those_of_the_haversine_formula_one_pair_at_a_time(
    a: list[tuple[float, float]], b: list[tuple[float, float]]
) -> None:
    expected = [[haversine(p, q) for q in b] for p in a]
    assert line_km(at(*a), at(*b)) == pytest.approx(np.array(expected), abs=1e-3)


@given(positions, positions)
def test_distances_are_those_that_the_check_of_places_uses(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    km = pl.select(haversine_km(*(pl.lit(float(c)) for c in (*a, *b)))).item()
    assert line_km(at(a), at(b))[0, 0] == pytest.approx(km, abs=1e-3)


@given(many, many)
def test_the_way_back_is_as_long_as_the_way_there(
    a: list[tuple[float, float]], b: list[tuple[float, float]]
) -> None:
    np.testing.assert_array_equal(Roads().hours(at(*a), at(*b)), Roads().hours(at(*b), at(*a)).T)


@given(st.lists(positions, min_size=3, max_size=6))
def test_no_detour_over_a_third_point_is_shorter(where: list[tuple[float, float]]) -> None:
    km = line_km(at(*where), at(*where))
    assert (km[:, None, :] <= km[:, :, None] + km[None, :, :] + 1e-3).all()
    assert (np.diag(km) == 0).all()


def test_more_pairs_than_one_chunk_holds_come_out_as_single_pairs_do() -> None:
    rng = np.random.default_rng(7)
    a, b = at(*rng.uniform(-80, 80, (700, 2))), at(*rng.uniform(-80, 80, (150, 2)))
    km = line_km(a, b)
    for i, j in ((0, 0), (399, 149), (400, 0), (401, 7), (699, 149)):
        pair = haversine((a.lon[i], a.lat[i]), (b.lon[j], b.lat[j]))
        assert km[i, j] == pytest.approx(pair, abs=1e-6)
    assert np.isfinite(km).all()


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_an_unknown_coordinate_makes_the_travel_time_unknown(bad: float) -> None:
    hours = Roads().hours(at((bad, 50), (10, bad), (10, 50)), at((10, 50)))
    assert np.isnan(hours[:2]).all()
    assert hours[2, 0] == 0
    assert np.isnan(Roads().hours(at((10, 91)), at((10, 50)))).all()


def test_nothing_at_either_end_gives_an_empty_matrix() -> None:
    some, none = at((1, 2), (3, 4)), at()
    roads = Roads(routes={("a", "b"): 1.0})
    assert roads.hours(none, some).shape == (0, 2)
    assert roads.hours(some, none).shape == (2, 0)
    assert roads.hours(none, none).shape == (0, 0)


# Routes

NORLAND = {
    "hill": "east",
    "dale": "east",
    "lake": "west",
    "east": "norland",
    "west": "norland",
    "norland": "world",
}


def via(routes: Mapping[tuple[str, str], float], above: Mapping[str, str] = NORLAND) -> Roads:
    return Roads(routes=routes, above=above)


def between(roads: Roads, origin: str | None, destination: str | None) -> float:
    return float(roads.hours(inside(origin), inside(destination))[0, 0])


def test_a_route_counts_instead_of_the_great_circle_whether_slower_or_faster() -> None:
    a, b = at((11, 50), place=["east"]), at((9, 50), (8, 50), place=["west", "norland"])
    straight = Roads(above=NORLAND).hours(a, b)
    for stated in (0.5, 9.0):
        hours = via({("east", "west"): stated}).hours(a, b)
        assert hours[0, 0] == stated
        assert hours[0, 1] == straight[0, 1]


def test_a_route_serves_what_lies_below_its_places_and_rescues_points_without_a_position() -> None:
    roads = via({("east", "west"): 2.0})
    assert between(roads, "hill", "lake") == 2.0
    assert between(roads, "east", "lake") == 2.0
    assert math.isnan(between(roads, "hill", "dale"))
    assert math.isnan(between(roads, "hill", "norland"))
    assert math.isnan(between(roads, "hill", None))
    assert math.isnan(between(roads, "nowhere", "lake"))


def test_a_route_counts_both_ways_unless_the_way_back_is_stated() -> None:
    assert between(via({("east", "west"): 2.0}), "west", "east") == 2.0
    both = via({("east", "west"): 2.0, ("west", "east"): 3.0})
    assert (between(both, "east", "west"), between(both, "west", "east")) == (2.0, 3.0)
    assert between(both, "lake", "hill") == 3.0


def test_the_nearest_places_win_over_what_contains_them() -> None:
    roads = via({("east", "west"): 2.0, ("hill", "west"): 5.0, ("hill", "lake"): 7.0})
    assert between(roads, "hill", "lake") == 7.0
    assert between(roads, "hill", "west") == 5.0
    assert between(roads, "dale", "lake") == 2.0
    assert between(roads, "lake", "hill") == 7.0


def test_of_two_routes_equally_near_the_shorter_counts() -> None:
    roads = via({("hill", "west"): 5.0, ("east", "lake"): 4.0, ("east", "west"): 1.0})
    assert between(roads, "hill", "lake") == 4.0


def test_a_route_within_a_place_serves_the_pairs_inside_it() -> None:
    roads = via({("east", "east"): 0.8, ("norland", "norland"): 6.0})
    assert between(roads, "hill", "dale") == 0.8
    assert between(roads, "hill", "hill") == 0.8
    assert between(roads, "hill", "lake") == 6.0


def test_a_route_from_a_place_to_what_contains_it_says_nothing_about_pairs_inside_it() -> None:
    for routes in ({("hill", "east"): 1.2}, {("east", "hill"): 1.2}):
        roads = via(routes)
        assert math.isnan(between(roads, "hill", "hill"))
        assert between(roads, "hill", "dale") == 1.2
        assert between(roads, "dale", "hill") == 1.2
        assert between(roads, "hill", "east") == 1.2


def test_circles_and_endless_chains_of_places_end() -> None:
    circle = {"a": "b", "b": "c", "c": "a", "x": "x"}
    assert between(via({("c", "x"): 3.0}, circle), "a", "x") == 3.0
    endless = {f"p{k}": f"p{k + 1}" for k in range(5000)}
    roads = via({("p3", "q"): 1.0, ("p4000", "q"): 2.0}, endless)
    assert between(roads, "p0", "q") == 1.0
    assert math.isnan(between(roads, "p4", "q"))


def lineage(place: str) -> list[str]:
    found = [place]
    while found[-1] in NORLAND:
        found.append(NORLAND[found[-1]])
    return found


def by_rule(routes: Mapping[tuple[str, str], float], a: str, b: str) -> float:
    """The rule for routes read aloud, one pair of places at a time."""
    best = (99, math.nan)
    for i, out in enumerate(lineage(a)):
        for j, into in enumerate(lineage(b)):
            hours = routes.get((out, into), routes.get((into, out)))
            nested = out != into and out in lineage(b) and into in lineage(a)
            if hours is not None and not nested and (i + j, hours) < best:
                best = (i + j, hours)
    return best[1]


places = st.sampled_from([*NORLAND, "world"])


@given(
    st.dictionaries(st.tuples(places, places), st.integers(1, 9).map(float), max_size=12),
    st.lists(places, min_size=1, max_size=7),
    st.lists(places, min_size=1, max_size=7),
)
def test_routes_follow_the_rule_as_read_aloud(
    routes: dict[tuple[str, str], float], origins: list[str], destinations: list[str]
) -> None:
    expected = [[by_rule(routes, a, b) for b in destinations] for a in origins]
    np.testing.assert_array_equal(via(routes).hours(inside(*origins), inside(*destinations)), expected)


@given(
    st.lists(st.tuples(positions, places), min_size=1, max_size=8),
    st.lists(st.tuples(positions, places), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_points_changes_nothing(
    a: list[tuple[tuple[float, float], str]], b: list[tuple[tuple[float, float], str]], random: Any
) -> None:
    roads = via({("east", "west"): 2.0, ("hill", "lake"): 1.0, ("east", "east"): 0.5})

    def pack(rows: list[tuple[tuple[float, float], str]]) -> Points:
        return at(*(p for p, _ in rows), place=[name for _, name in rows])

    rows, columns = (random.sample(range(len(x)), len(x)) for x in (a, b))
    shuffled = roads.hours(pack([a[i] for i in rows]), pack([b[j] for j in columns]))
    np.testing.assert_array_equal(shuffled, roads.hours(pack(a), pack(b))[np.ix_(rows, columns)])


# Settings


@pytest.mark.parametrize("circuity", [0.99, 0.0, -1.3, math.nan, math.inf])
def test_a_circuity_below_one_is_refused_with_the_setting_and_the_fix(circuity: float) -> None:
    with pytest.raises(StudyError, match=r"settings\.circuity is .*write a number of at least 1"):
        Roads(circuity=circuity)


@pytest.mark.parametrize("speed", [0.0, -75.0, math.nan, math.inf])
def test_a_speed_that_is_not_above_zero_is_refused_with_the_setting_and_the_fix(speed: float) -> None:
    with pytest.raises(StudyError, match=r"settings\.speed_kmh is .*write a mean speed above 0"):
        Roads().with_(speed_kmh=speed)


def test_settings_of_the_case_count_and_a_wrong_one_is_refused() -> None:
    def roads(**named: float) -> Roads:
        rows = [{"name": n, "value": v, "basis": "inferred"} for n, v in named.items()]
        return Roads.of(cluster_of({"settings": rows}))

    assert (roads().circuity, roads().speed_kmh) == (1.3, 75.0)
    assert (roads(circuity=1.25).circuity, roads(speed_kmh=60).speed_kmh) == (1.25, 60.0)
    with pytest.raises(StudyError, match=r"settings\.circuity is 0\.8"):
        roads(circuity=0.8)


def test_slow_roads_are_never_faster_and_fast_roads_never_slower_than_the_case_says() -> None:
    roads = via({("east", "west"): 2.0})
    assert (roads.slow().circuity, roads.slow().speed_kmh) == SLOW == (1.4, 70.0)
    assert (roads.fast().circuity, roads.fast().speed_kmh) == FAST == (1.2, 80.0)
    crawling = roads.with_(circuity=1.8, speed_kmh=40)
    assert (crawling.slow().circuity, crawling.slow().speed_kmh) == (1.8, 40.0)
    assert between(roads.slow(), "east", "west") == 2.0  # a route is as stated


@given(st.floats(1, 3), st.floats(5, 130), positions, positions)
def test_hours_lie_between_those_of_fast_and_slow_roads(
    circuity: float, speed: float, a: tuple[float, float], b: tuple[float, float]
) -> None:
    roads = Roads(circuity, speed)
    fast, usual, slow = (float(r.hours(at(a), at(b))[0, 0]) for r in (roads.fast(), roads, roads.slow()))
    assert fast <= usual <= slow


# Points of a case


def test_tutorial_plants_lie_as_far_apart_as_by_hand(tutorial: Cluster) -> None:
    plants = tutorial["plants"]
    found = points(tutorial, plants)
    assert set(found.origin) == {"own"}
    where = {p: k for k, p in enumerate(plants["plant"])}
    hours = Roads.of(tutorial).hours(found, found)
    # 1.7 degrees of longitude and 0.1 of latitude near 50 north, by the law of cosines
    one, other = ((math.radians(x), math.radians(y)) for x, y in ((11.1, 50.1), (9.4, 50.0)))
    cosine = math.sin(one[1]) * math.sin(other[1])
    cosine += math.cos(one[1]) * math.cos(other[1]) * math.cos(one[0] - other[0])
    km = 6371.0088 * math.acos(cosine)
    assert km == pytest.approx(121.886, abs=1e-3)
    pair = hours[where["ostwarm_heat_pumps"], where["fjordheat_heat_pumps"]]
    assert pair == pytest.approx(km * 1.3 / 75, rel=1e-9)
    assert pair == pytest.approx(2.11, abs=0.01)


def test_yangtze_points_have_positions_and_tell_how_many_are_of_another_datum(yangtze: Cluster) -> None:
    found = points(yangtze, yangtze["plants"])
    assert len(found) == yangtze["plants"].height
    assert found.known.all()
    assert found.shifted >= yangtze["plants"].filter(pl.col("datum") == "GCJ-02").height > 0


def rows(**columns: list[Any]) -> pl.DataFrame:
    types = {"place": pl.String, "lon": pl.Float64, "lat": pl.Float64, "datum": pl.String}
    return pl.DataFrame(columns, schema={c: types[c] for c in columns})


def nested(*more: dict[str, Any]) -> Cluster:
    listed: list[dict[str, Any]] = [
        {"place": "world", "kind": "world", "lon": 0, "lat": 0},
        {"place": "norland", "kind": "country", "parent": "world", "lon": 10.5, "lat": 50},
        {"place": "east", "kind": "province", "parent": "norland", "lon": 11, "lat": 50, "datum": "GCJ-02"},
        {"place": "hill", "kind": "city", "parent": "east", "lon": 11.2, "lat": 50.2},
        {"place": "yard", "kind": "park", "parent": "hill"},
        {"place": "west", "kind": "province", "parent": "norland"},
        *more,
    ]
    return cluster_of({"places": listed})


def test_a_point_without_a_position_takes_that_of_the_nearest_place_that_has_one() -> None:
    found = points(
        nested(),
        rows(
            place=["hill", "hill", "yard", "east", "west", "norland", None, "nowhere"],
            lon=[1.0, None, None, None, None, None, None, None],
            lat=[2.0, None, None, None, None, None, None, None],
        ),
    )
    assert found.origin == ("own", "place", "ancestor", "place", "none", "none", "none", "none")
    assert found.lon[:4].tolist() == [1.0, 11.2, 11.2, 11.0]
    assert found.lat[:4].tolist() == [2.0, 50.2, 50.2, 50.0]
    assert np.isnan(found.lon[4:]).all()
    assert not found.known[4:].any()
    assert found.place == ("hill", "hill", "yard", "east", "west", "norland", None, "nowhere")
    assert found.shifted == 1  # east's, borrowed once


@pytest.mark.parametrize(
    ("lon", "lat"), [(5.0, None), (None, 5.0), (math.nan, 5.0), (math.inf, 5.0), (200.0, 5.0), (5.0, 95.0)]
)
def test_half_a_position_or_an_impossible_one_is_none(lon: float | None, lat: float | None) -> None:
    found = points(nested(), rows(place=["hill"], lon=[lon], lat=[lat]))
    assert (found.origin, found.lon.tolist(), found.lat.tolist()) == (("place",), [11.2], [50.2])


def test_places_are_points_themselves_and_rows_need_no_coordinates_at_all() -> None:
    cluster = nested()
    own = points(cluster, cluster["places"])
    assert own.origin == ("own", "own", "own", "own", "ancestor", "none")
    bare = points(cluster, rows(place=["yard", "east"]).rename({"place": "seat"}), place="seat")
    assert bare.lon.tolist() == [11.2, 11.0]
    assert len(points(cluster, rows(place=[], lon=[], lat=[]))) == 0


def test_datums_of_positions_that_are_used_are_counted() -> None:
    found = points(
        nested(),
        rows(
            place=["hill", "hill", "west"],
            lon=[1.0, None, None],
            lat=[1.0, None, None],
            datum=["BD-09", "GCJ-02", "GCJ-02"],
        ),
    )
    assert found.shifted == 1  # the others' datum belongs to no position


def test_routes_of_a_case_are_read_and_doubtful_ones_do_no_harm() -> None:
    frame = pl.DataFrame(
        {
            "origin": ["hill", "hill", "east", "west", None, "west"],
            "destination": ["west", "west", "west", "gone", "west", "east"],
            "hours": [4.0, 3.0, math.nan, 1.0, 2.0, -1.0],
        }
    )
    circle = pl.DataFrame(
        {
            "place": ["hill", "east", "west", "west"],
            "kind": ["city", "province", "province", "province"],
            "parent": ["east", "hill", "unknown", "west"],
        }
    )
    cluster = Cluster.of({"routes": frame, "places": circle})
    roads = Roads.of(cluster)
    assert dict(roads.routes) == {("hill", "west"): 3.0, ("west", "gone"): 1.0}
    assert between(roads, "west", "east") == 3.0  # east lies in hill here, in a circle
    assert points(cluster, rows(place=["east", "west"])).origin == ("none", "none")


def test_a_route_of_a_case_reaches_the_plants_in_its_places(tutorial: Cluster) -> None:
    tables = dict(tutorial.tables)
    tables["routes"] = pl.DataFrame({"origin": ["eastmark"], "destination": ["westmark"], "hours": [1.25]})
    cluster = Cluster.of(tables)
    plants = cluster["plants"]
    found = points(cluster, plants)
    hours, line = Roads.of(cluster).hours(found, found), Roads.of(tutorial).hours(found, found)
    east = (plants["place"] == "eastmark").to_numpy()
    assert (hours[np.ix_(east, ~east)] == 1.25).all()
    assert (hours[np.ix_(~east, east)] == 1.25).all()
    np.testing.assert_array_equal(hours[np.ix_(east, east)], line[np.ix_(east, east)])
