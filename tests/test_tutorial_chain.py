"""The tutorial's README and docs/nearby.md compute the chain by hand; the studies must say the same.

All numbers here are the hand's: none was copied from output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from hinterland.chain import content, gaps

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.result import Result

DAY = "2023-09-01"
HOURS = ("1", "2", "3", "4")

# hours from an assembling plant: great circle x 1.3 / 75
AWAY = {
    "eastmark": {
        "ostwarm_boards": 0.22905,
        "norcompress_compressors": 0.45824,
        "fjordheat_exchangers": 1.85445,
        "westtube_copper": 2.01933,
    },
    "norland": {  # the least of the two assembling plants
        "ostwarm_boards": 0.22905,
        "norcompress_compressors": 0.45824,
        "fjordheat_exchangers": 0.31371,
        "westtube_copper": 0.22919,
    },
}

# place -> cut or purchases -> (boundary, 1 h, 2 h, 3 h and 4 h), each (low, high)
BOUGHT = {
    "eastmark": ((270 / 810, 540 / 810), (270 / 810, 540 / 810), (540 / 810, 1.0), (540 / 810, 1.0)),
    "norland": ((1380 / 1890, 1.0), (630 / 1890, 1140 / 1890), (1380 / 1890, 1.0), (1380 / 1890, 1.0)),
}
AVAILABLE = {
    "eastmark": {
        "tier1": (0.4 / 0.9, 0.4 / 0.9, 0.7 / 0.9, 0.7 / 0.9),
        "leaves": (0.4 / 0.75, 0.4 / 0.75, 0.4 / 0.75, 0.55 / 0.75),
    },
    "norland": {
        "tier1": (0.7 / 0.9, 0.6 * 0.4 / 0.9 + 0.4 * 0.3 / 0.9, 0.7 / 0.9, 0.7 / 0.9),
        "leaves": (0.55 / 0.75, 0.30 / 0.75, 0.46 / 0.75, 0.55 / 0.75),
    },
}
SERVED = {
    "eastmark": {
        "tier1": (
            (0.0, 0.4 / 0.9),
            (0.0, 0.4 / 0.9),
            (0.175 / 0.9, 0.575 / 0.9),
            (0.175 / 0.9, 0.575 / 0.9),
        ),
        "leaves": ((0.0, 0.4 / 0.75), (0.0, 0.4 / 0.75), (0.0, 0.4 / 0.75), (0.2, 0.55 / 0.75)),
    },
    "norland": {
        "tier1": (
            (0.225 / 0.9, 0.625 / 0.9),
            (0.12 / 0.9, 0.36 / 0.9),
            (0.225 / 0.9, 0.625 / 0.9),
            (0.225 / 0.9, 0.625 / 0.9),
        ),
        "leaves": (
            (0.09 / 0.75, 0.49 / 0.75),
            (0.06 / 0.75, 0.30 / 0.75),
            (0.06 / 0.75, 0.46 / 0.75),
            (0.09 / 0.75, 0.49 / 0.75),
        ),
    },
}
# with the plant under construction, Eastmark: definition -> cut -> the same four
BUILT = {
    "available": {"tier1": ((0.6 / 0.9,) * 2, (0.6 / 0.9,) * 2, (1.0, 1.0), (1.0, 1.0))},
    "available_capacity": {
        "tier1": (
            (0.0, 0.6 / 0.9),
            (0.0, 0.6 / 0.9),
            (0.175 / 0.9, 0.775 / 0.9),
            (0.175 / 0.9, 0.775 / 0.9),
        )
    },
}
# rank order of Eastmark: product, share, served, score, status
RANKED = (
    ("compressor", 0.40, (0.0, 1.0), 0.40 * (0.5 + 0.25 * 0.5), "thin"),
    ("control_board", 0.20, (0.0, 0.0), 0.20, "gap"),
    ("heat_exchanger", 0.30, (7 / 12, 7 / 12), 0.30 * (5 / 12 + 0.25 * 7 / 12), "gap"),
    ("copper_tube", 0.15, (1.0, 1.0), 0.15 * 0.25, "thin"),
)
# rule, sourcing -> content of Norland's heat pumps
CONTENT = {
    ("norland_origin", "known_links"): (0.805, 1.0),
    ("norland_origin", "listed_plants"): (0.805, 1.0),
    ("norland_origin", "most_local"): (0.85, 1.0),
    ("eastmark_label", "known_links"): (0.45, 0.7575),
    ("eastmark_label", "listed_plants"): (0.45, 0.645),
    ("eastmark_label", "most_local"): (0.6 * 0.625 + 0.4 * 0.30, 0.645),
}


def four(values: tuple[Any, ...]) -> dict[str, Any]:
    """The boundary and each of the hours to its value: four hours as three."""
    return dict(zip(("boundary", *HOURS), (*values, values[-1]), strict=True))


def found(result: Result, **where: str) -> dict[str, tuple[float, float]]:
    rows = result["coverage"].filter(*(pl.col(c) == v for c, v in where.items()))
    assert rows["reach"].is_unique().all()
    return {reach: (low, high) for reach, low, high in rows.select("reach", "low", "high").iter_rows()}


def assert_same(seen: dict[str, tuple[float, float]], hand: dict[str, tuple[float, float]]) -> None:
    assert seen.keys() == hand.keys()
    for reach, ends in hand.items():
        assert seen[reach] == pytest.approx(ends, abs=1e-9), reach


@pytest.fixture(scope="module")
def near(tutorial: Cluster) -> Result:
    return gaps(tutorial, as_of=DAY, places=["eastmark", "norland"], draws=20)


@pytest.fixture(scope="module")
def local(tutorial: Cluster) -> Result:
    return content(tutorial, as_of=DAY, places=["norland"], draws=20)


@pytest.mark.parametrize("place", ["eastmark", "norland"])
def test_hours_are_those_of_the_great_circle(near: Result, place: str) -> None:
    rows = near["near"].filter(pl.col("place") == place)
    hours = dict(rows.select("plant", "hours").iter_rows())
    assert {p: hours[p] for p in AWAY[place]} == pytest.approx(AWAY[place], abs=1e-5)


@pytest.mark.parametrize("place", ["eastmark", "norland"])
def test_what_was_bought_nearby_is_an_interval_because_a_trader_has_no_plant(
    near: Result, place: str
) -> None:
    hand = four(BOUGHT[place])
    inside = found(near, place=place, definition="sourced_boundary")
    assert_same(inside, {"boundary": hand.pop("boundary")})
    assert_same(found(near, place=place, definition="sourced_reach"), hand)


@pytest.mark.parametrize("cut", ["tier1", "leaves"])
@pytest.mark.parametrize("place", ["eastmark", "norland"])
def test_what_could_be_had_is_a_number_on_each_cut(near: Result, place: str, cut: str) -> None:
    where = {"place": place, "definition": "available", "cut": cut, "plants": "operating"}
    assert_same(found(near, **where), {r: (v, v) for r, v in four(AVAILABLE[place][cut]).items()})


@pytest.mark.parametrize("cut", ["tier1", "leaves"])
@pytest.mark.parametrize("place", ["eastmark", "norland"])
def test_what_capacity_serves_is_an_interval_because_one_is_unknown(
    near: Result, place: str, cut: str
) -> None:
    where = {"place": place, "definition": "available_capacity", "cut": cut, "plants": "operating"}
    assert_same(found(near, **where), four(SERVED[place][cut]))


@pytest.mark.parametrize("definition", ["available", "available_capacity"])
def test_the_plant_under_construction_adds_the_boards(near: Result, definition: str) -> None:
    where = {"place": "eastmark", "definition": definition, "cut": "tier1", "plants": "construction"}
    assert_same(found(near, **where), four(BUILT[definition]["tier1"]))


def test_gaps_are_ranked_by_the_formula(near: Result) -> None:
    rows = near["gaps"].filter(pl.col("place") == "eastmark").sort("rank")
    assert rows["product"].to_list() == [r[0] for r in RANKED]
    for row, (_, share, served, score, status) in zip(rows.iter_rows(named=True), RANKED, strict=True):
        assert row["share"] == pytest.approx(share)
        assert (row["served_low"], row["served_high"]) == pytest.approx(served)
        assert row["score"] == pytest.approx(score)
        assert row["status"] == status


@pytest.mark.parametrize(("rule", "sourcing"), CONTENT)
def test_content_by_rule_and_sourcing(local: Result, rule: str, sourcing: str) -> None:
    rows = local["content"].filter((pl.col("rule") == rule) & (pl.col("sourcing") == sourcing))
    assert rows.height == 1
    assert rows.select("low", "high").row(0) == pytest.approx(CONTENT[rule, sourcing], abs=1e-9)


def test_what_the_unknown_cannot_change_qualifies(local: Result) -> None:
    rows = local["content"].filter(pl.col("rule") == "norland_origin")
    assert set(rows["qualifies"]) == {"yes"}


def test_a_rule_that_is_known_but_not_in_force_is_listed_and_not_applied(local: Result) -> None:
    force = dict(local["rules"].select("rule", "in_force").iter_rows())
    assert force == {"norland_origin": True, "eastmark_label": True, "eastmark_subsidy": False}
    assert "eastmark_subsidy" not in local["content"]["rule"].to_list()


def test_a_rule_asked_for_by_name_is_applied_and_the_unknown_leaves_it_open(tutorial: Cluster) -> None:
    result = content(tutorial, as_of=DAY, places=["eastmark"], rule="eastmark_subsidy", draws=20)
    rows = result["content"].filter(
        (pl.col("rule") == "eastmark_subsidy") & (pl.col("sourcing") == "known_links")
    )
    row = rows.row(0, named=True)
    assert (row["low"], row["high"]) == pytest.approx((0.55, 0.775), abs=1e-9)
    assert row["qualifies"] == "cannot be told"
