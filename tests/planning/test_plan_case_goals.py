"""Targets of a case as rows of a plan: which definitions can be planned for, as what, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from plan_case import coverage, reading, target
from test_plan_case import shares

from hinterland.planning.model.build import build
from hinterland.planning.solve.session import Session

if TYPE_CHECKING:
    from plan_case import Tables

    from hinterland.planning.case import Goal, Reading


def with_metric(metric: dict[str, Any], **more: Any) -> Any:
    """A change that adds a metric and a target on it."""

    def change(t: Tables) -> None:
        shares(t)
        t["metrics"].append({"defined_by": "analyst", "place": "north", **metric})
        row = {**target("new", str(metric["metric"]), 10.0), **more}
        t["targets"] = [t["targets"][0], row]

    return change


def goal(found: Reading, metric: str) -> Goal:
    """The goal of a metric."""
    return next(g for g in found.goals if g.metric == metric)


def why(found: Reading, metric: str) -> str:
    """Why a metric cannot be planned for."""
    return next(u.why.en for u in found.unplannable if u.metric == metric)


def test_the_four_definitions_of_nearby_become_three_kinds_of_targets() -> None:
    found = reading()
    assert [(g.metric, g.wanted.kind) for g in found.goals] == [
        ("sourced", "sourced"),
        ("available", "available"),
        ("available_2h", "available"),
        ("capacity_2h", "capacity"),
    ]
    assert [g.metric for g in found.main] == ["sourced"]
    assert found.problem.targets == (found.main[0].wanted,)
    one = goal(found, "available").wanted
    products = found.problem.names.products
    assert dict(zip(products, one.weight.tolist(), strict=True)) == pytest.approx(
        {"car": 0.0, "engine": 0.625, "seat": 0.375, "steel": 0.0}
    )
    assert (one.level, one.year, one.suppliers) == (0.6, 2, 1)
    assert goal(found, "available").scale == 100.0


def test_leaves_and_numbers_of_suppliers_are_those_of_the_metric() -> None:
    metric = coverage("leaves", "available", cut="leaves", suppliers=2)
    found = reading(with_metric(metric))
    one = goal(found, "leaves").wanted
    products = found.problem.names.products
    assert {p for p, yes in zip(products, one.products, strict=True) if yes} == {"seat", "steel"}
    assert one.suppliers == 2


def test_another_definition_and_another_level_can_be_asked_for() -> None:
    found = reading(definitions={"nearby": "capacity_2h"}, levels={"nearby": 45.0})
    assert [(g.metric, g.wanted.level) for g in found.main] == [("capacity_2h", 0.45)]


@pytest.mark.parametrize(
    ("metric", "more", "kind", "level", "scale"),
    [
        (
            {"metric": "m", "kind": "series", "unit": "vehicle", "product": "car"},
            {"unit": "vehicle"},
            "output",
            10.0,
            1.0,
        ),
        (
            {"metric": "m", "kind": "series", "unit": "CNY"},
            {"unit": "CNY", "value": 1e9},
            "revenue",
            1e9,
            1.0,
        ),
        ({"metric": "m", "kind": "series", "unit": "person"}, {"unit": "person"}, "jobs", 10.0, 1.0),
        ({"metric": "m", "kind": "series", "unit": "firm"}, {"unit": "firm"}, "firms", 10.0, 1.0),
        (
            {"metric": "m", "kind": "sum", "unit": "person", "product": "seat", "plant_column": "jobs"},
            {"unit": "person"},
            "jobs",
            10.0,
            1.0,
        ),
    ],
)
def test_published_figures_are_read_by_their_unit(
    metric: dict[str, Any], more: dict[str, Any], kind: str, level: float, scale: float
) -> None:
    found = reading(with_metric(metric, **more))
    one = goal(found, "m")
    assert one.wanted.kind == kind
    assert (one.wanted.level, one.scale) == pytest.approx((level, scale))


def test_revenue_of_a_product_counts_it_alone_and_of_a_target_its_parts_too() -> None:
    own = {"metric": "m", "kind": "series", "unit": "CNY", "product": "engine"}
    found = reading(with_metric(own, unit="CNY"))
    products = found.problem.names.products
    assert [products[i] for i in np.flatnonzero(goal(found, "m").wanted.products)] == ["engine"]
    found = reading(
        with_metric({"metric": "m", "kind": "series", "unit": "CNY"}, unit="CNY", product="engine")
    )
    counted = [products[i] for i in np.flatnonzero(goal(found, "m").wanted.products)]
    assert sorted(counted) == ["engine", "steel"]


def test_what_is_published_beyond_the_model_stands_as_its_base() -> None:
    def two(t: Tables) -> None:
        with_metric({"metric": "m", "kind": "series", "unit": "person"}, unit="person", value=900.0)(t)
        t["observations"].append(
            {"metric": "m", "place": "north", "period": "2023", "vintage": "v", "value": 700.0}
            | {"unit": "person", "flow": "stock", "published": "2024-02-01"}
        )

    one = goal(reading(two), "m")
    assert one.wanted.base == 700.0
    assert one.without == (700.0, 700.0, 700.0)
    assert "the last figure known" in one.notes[0].en


def test_content_is_value_added_in_the_territory() -> None:
    def rule(t: Tables) -> None:
        with_metric({"metric": "m", "kind": "content", "rule": "r", "product": "car", "unit": "percent"})(t)
        t["content_rules"] = [{"rule": "r", "method": "value_added", "territory": "north"}]

    found = reading(rule)
    one, products = goal(found, "m").wanted, found.problem.names.products
    assert dict(zip(products, one.weight.tolist(), strict=True)) == pytest.approx(
        {"car": 2e4, "engine": 3e4, "seat": 3e4, "steel": 1e5}
    )
    assert products[one.root] == "car"
    assert not one.near[found.problem.space.origin == found.problem.names.zones.index("d")].any()
    model = build(found.problem)
    assert len(model.targets) == 2


@pytest.mark.parametrize(
    ("metric", "more", "words"),
    [
        (
            {"metric": "m", "kind": "statement", "unit": "yes_no"},
            {"unit": "yes_no", "value": 1.0},
            "somebody states",
        ),
        ({"metric": "m", "kind": "first_to_pass", "unit": "yes_no"}, {"unit": "yes_no"}, "a race"),
        ({"metric": "m", "kind": "growth", "unit": "percent", "numerator": "cars"}, {}, "rate of growth"),
        (
            {"metric": "m", "kind": "series", "unit": "brand", "defined_by": "nobody"},
            {"unit": "brand"},
            "not defined",
        ),
        (
            {"metric": "m", "kind": "series", "unit": "GWh", "product": "car"},
            {"unit": "GWh"},
            "counted in GWh",
        ),
        (
            {"metric": "m", "kind": "series", "unit": "set"},
            {"unit": "set", "product": None},
            "names a product",
        ),
        (
            {"metric": "m", "kind": "sum", "unit": "vehicle", "product": "car", "plant_column": "capacity"},
            {},
            "a sum of",
        ),
        (
            {
                "metric": "m",
                "kind": "ratio",
                "numerator": "cars",
                "denominator": "nothing",
                "unit": "percent",
            },
            {},
            "was not defined",
        ),
        ({"metric": "part", "kind": "ratio"}, {"comparator": "le"}, "upper limit"),
        ({"metric": "part", "kind": "ratio"}, {"attainment": "cumulative"}, "sum of several years"),
        ({"metric": "m", "kind": "coverage", "unit": "percent"}, {}, "does not say `nearby`"),
        (coverage("m", "sourced_reach"), {}, "does not say `hours`"),
        (coverage("m", "available", place="south"), {}, "nothing of the plan lies in south"),
    ],
)
def test_what_cannot_be_planned_for_says_why(
    metric: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    change = with_metric(metric, **more)

    def whole(t: Tables) -> None:
        change(t)
        if metric["metric"] == "part":
            t["metrics"].pop()  # the ratio is there already

    found = reading(whole)
    assert words in why(found, str(metric["metric"]))
    lost = next(u for u in found.unplannable if u.metric == metric["metric"])
    assert any("一" <= c <= "鿿" for c in lost.why.zh)


def test_a_share_of_what_nobody_can_forecast_is_not_planned_for() -> None:
    def old(t: Tables) -> None:
        shares(t)
        t["observations"] = [o for o in t["observations"] if o["place"] == "north" or o["period"] == "2022"]

    assert "to forecast" in why(reading(old), "part")


def test_targets_that_may_be_missed_cost_what_was_said_for_each_of_their_units() -> None:
    found = reading(shares, soft={"share": 5e6})
    one = goal(found, "part").wanted
    assert not one.hard
    # a point of the share is a hundredth of the country's cars
    assert one.penalty * one.national / 100 == pytest.approx(5e6)


def test_the_largest_share_of_a_single_firm_is_a_target_of_its_own() -> None:
    found = reading(single={"seat": 0.5})
    assert [g.target for g in found.main] == ["nearby", "single_seat"]
    assert len(found.problem.targets) == 2
    assert found.problem.targets[1].kind == "single"
    assert Session(build(found.problem).program).solve() is not None


def test_rules_on_sources_count_from_their_year_and_inside_their_place() -> None:
    def rule(t: Tables) -> None:
        t["source_rules"] = [
            {"product": "engine", "place": "a", "least": 1, "year": 2026},
            {"product": "engine", "place": "north", "least": 1},
            {"product": "seat", "place": "south", "least": 1},
            {"product": "seat", "place": "north", "least": 1, "year": 2030},
        ]

    found = reading(rule)
    zones = found.problem.names.zones
    assert [(r.year, [zones[z] for z in np.flatnonzero(r.zones)]) for r in found.problem.sources] == [
        (2, ["a"]),
        (2, ["a", "b", "c"]),
    ]
