"""Promises about coverage and content: told as intervals, judged only where both ends agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from hinterland.cluster import Cluster
from hinterland.promises import track

if TYPE_CHECKING:
    from collections.abc import Mapping

COVERAGE = {
    "metric": "nearby",
    "kind": "coverage",
    "unit": "percent",
    "place": "eastmark",
    "defined_by": "analyst",
    "nearby": "available",
    "hours": 2.0,
    "cut": "tier1",
    "suppliers": 1,
    "published": "2020-01-01",
    "basis": "synthetic",
}


def with_promise(
    case: Cluster, value: float, metric: Mapping[str, Any] = COVERAGE, *, listed: str | None = "all"
) -> Cluster:
    """The tutorial with one promise for 2023; whether its list of plants is whole."""
    target = {
        "target": "t",
        "metrics": metric["metric"],
        "place": "eastmark",
        "comparator": "ge",
        "value": value,
        "unit": "percent",
        "deadline": "2023",
        "attainment": "in_period",
        "published": "2022-01-01",
        "basis": "synthetic",
    }
    tables = dict(case.tables)
    tables["targets"] = pl.DataFrame([target])
    tables["metrics"] = pl.DataFrame([dict(metric)])
    settings = case["settings"].filter(pl.col("name") != "plants_listed")
    if listed:
        extra = pl.DataFrame([{"name": "plants_listed", "value": listed, "basis": "synthetic"}])
        settings = pl.concat([settings, extra], how="diagonal")
    tables["settings"] = settings
    return Cluster.of(tables, name="tutorial")


def line(case: Cluster, as_of: str = "2024-06-30") -> dict[str, Any]:
    return track(case, as_of=as_of)["board"].row(0, named=True)


# By hand: within 2 hours of Eastmark's works stand the makers of compressors (0.40) and exchangers (0.30) but none of
# boards (0.20) before September 2024: 0.70 / 0.90 = 77.8 percent of first-tier value, whatever the capacities.


@pytest.mark.parametrize(("value", "word"), [(77.0, "met"), (78.0, "missed")])
def test_a_whole_list_of_plants_decides(tutorial: Cluster, value: float, word: str) -> None:
    row = line(with_promise(tutorial, value))
    assert (row["verdict"], row["period"]) == (word, "2023")
    assert row["observed"] == pytest.approx(100 * 7 / 9)


@pytest.mark.parametrize(("value", "word"), [(77.0, "met"), (78.0, "not measurable")])
def test_a_list_that_may_lack_plants_can_only_keep_a_promise(
    tutorial: Cluster, value: float, word: str
) -> None:
    row = line(with_promise(tutorial, value, listed=None))
    assert row["verdict"] == word
    assert row["observed"] is None
    if word == "met":
        assert "77.80% to 100% in 2023 keeps it" in row["reason_en"]
    else:
        assert "78% by the plants listed; more if the list lacks some" in row["reason_en"]


def test_unknown_capacity_leaves_a_promise_undecided(tutorial: Cluster) -> None:
    by_capacity = COVERAGE | {"nearby": "available_capacity"}
    # by hand: 19.4 percent if the compressor works can make nothing, 63.9 percent if it can make enough
    words = {v: line(with_promise(tutorial, v, by_capacity))["verdict"] for v in (19.0, 50.0, 64.0)}
    assert words == {19.0: "met", 50.0: "not measurable", 64.0: "missed"}


def test_an_open_promise_says_what_there_is_and_what_is_planned(tutorial: Cluster) -> None:
    row = line(with_promise(tutorial, 99.0), as_of="2023-09-01")
    assert row["verdict"] == "open"
    assert row["probability"] is None
    assert "78% by the plants listed; at least 100% once those planned run" in row["reason_en"]
    assert "no probability" in row["reason_en"]
    assert "规划工厂投产后至少 100%" in row["reason_zh"]


def test_purchases_are_measured_whole(tutorial: Cluster) -> None:
    bought = COVERAGE | {"nearby": "sourced_boundary", "hours": None}
    # by hand: between 33.3 and 66.7 percent, since one purchase is of unknown origin
    words = {v: line(with_promise(tutorial, v, bought, listed=None))["verdict"] for v in (33.0, 50.0, 67.0)}
    assert words == {33.0: "met", 50.0: "not measurable", 67.0: "missed"}


def test_content_is_judged_by_its_rule(tutorial: Cluster) -> None:
    content = COVERAGE | {
        "metric": "made",
        "kind": "content",
        "nearby": None,
        "rule": "eastmark_label",
        "place": "norland",
    }
    rows = [line(with_promise(tutorial, v, content)) for v in (44.0, 60.0)]
    # by hand: 45 to 75.75 percent by known links
    assert [r["verdict"] for r in rows] == ["met", "not measurable"]
    unknown = line(with_promise(tutorial, 50.0, content | {"rule": "gone"}))
    assert unknown["verdict"] == "not measurable"
    assert "gone" in unknown["reason_en"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nearby": None}, "does not say `nearby`"),
        ({"nearby": "sourced_reach", "hours": None}, "needs `hours`"),
        ({"place": "norway"}, "no plant"),
    ],
)
def test_what_a_metric_lacks_is_told(tutorial: Cluster, change: dict[str, Any], said: str) -> None:
    row = line(with_promise(tutorial, 50.0, COVERAGE | change))
    assert row["verdict"] == "not measurable"
    assert said in row["reason_en"]


def test_evidence_tells_no_middle_of_what_nobody_knows(tutorial: Cluster) -> None:
    case = with_promise(tutorial, 50.0, COVERAGE | {"nearby": "available_capacity"})
    evidence = track(case, as_of="2024-06-30")["evidence"]
    assert evidence["value"].null_count() == evidence.height > 0
    assert evidence["note"].str.contains("by the plants listed").all()
