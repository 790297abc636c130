"""How well a case is known, by rows and by value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from conftest import cluster_of
from hinterland.ground.quality import BASES, PUBLISHED, quality

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

PLACE = {"place": "here", "kind": "city"}
FIRM = {"firm": "f"}
PRODUCT = {"product": "x", "kind": "component", "unit": "set"}


def plant(name: str, **more: object) -> dict[str, object]:
    return {"plant": name, "firm": "f", "product": "x", "place": "here"} | more


def test_every_row_of_every_table_is_counted_once(yangtze: Cluster) -> None:
    rows = quality(yangtze)["rows"]
    assert dict(rows.select("table", "rows").iter_rows()) == {
        n: f.height for n, f in yangtze.tables.items() if f.height
    }
    assert (rows.select(pl.sum_horizontal(BASES)).to_series() == rows["rows"]).all()
    dated = [*(f"date_{p}" for p in PUBLISHED), "date_unstated", "undated"]
    assert (rows.select(pl.sum_horizontal(dated)).to_series() == rows["rows"]).all()
    firms = rows.row(by_predicate=pl.col("table") == "firms", named=True)
    assert firms["synthetic"] == 10_000 + yangtze["candidates"].height


def test_shares_of_every_measure_add_up_to_one(yangtze: Cluster) -> None:
    value = quality(yangtze)["value"]
    sums = value.group_by("measure").agg(pl.col("share").sum())
    assert set(sums["measure"]) == {"materials", "plants_capex", "plants", "firms", "observations"}
    assert sums["share"].to_list() == pytest.approx([1.0] * 5)


def test_tutorial_is_all_synthetic_and_says_so(tutorial: Cluster) -> None:
    result = quality(tutorial)
    assert result.summary["rows"] == result.summary["synthetic"] > 0
    assert result["value"]["basis"].unique().to_list() == ["synthetic"]
    assert result.figures == ("basis_bars",)


def test_rows_that_say_nothing_are_counted_as_such() -> None:
    rows = [
        PLACE,
        PLACE | {"place": "b", "basis": "observed", "published": "2020", "source": "s"},
        PLACE | {"place": "c", "basis": "reported", "published": "2020", "published_basis": "assumed"},
    ]
    row = quality(cluster_of({"places": rows}))["rows"].row(0, named=True)
    assert (row["unstated"], row["observed"], row["reported"]) == (1, 1, 1)
    assert (row["undated"], row["date_unstated"], row["date_assumed"], row["unsourced"]) == (1, 1, 1, 2)


def test_investment_counts_at_the_rate_of_its_day_and_without_one_not_at_all() -> None:
    tables = {
        "places": [PLACE],
        "firms": [FIRM],
        "products": [PRODUCT],
        "exchange_rates": [{"currency": "USD", "date": "2021-01-01", "cny_per_unit": 6.5}],
        "plants": [
            plant("a", capex=100, basis="reported"),
            plant("b", capex=10, currency="USD", announced="2021-06", basis="reported"),
            plant("c", capex=10, currency="EUR", announced="2021-06", basis="reported"),
            plant("d", capex=10, currency="USD", basis="inferred"),
            plant("e", basis="synthetic"),
        ],
    }
    result = quality(cluster_of(tables))
    capex = result["value"].filter(pl.col("measure") == "plants_capex")
    found = {r["basis"]: (r["amount"], r["rows"], r["unknown"]) for r in capex.iter_rows(named=True)}
    assert found == {"reported": (165.0, 3, 1), "inferred": (None, 1, 1), "synthetic": (None, 1, 1)}
    assert any("2 investments" in a.en and "2 笔" in a.zh for a in result.assumptions)


def test_a_case_without_value_still_has_its_rows() -> None:
    result = quality(cluster_of({"places": [PLACE]}))
    assert result["value"].is_empty()
    assert result["rows"].height == 1


def test_a_faulty_bill_of_materials_is_left_to_the_study_of_it() -> None:
    tables = {
        "products": [PRODUCT, PRODUCT | {"product": "y"}],
        "recipes": [
            {"product": "x", "process": "p", "input": part, "value_share": 1.0} for part in ("x", "y")
        ],
    }
    assert "materials" not in quality(cluster_of(tables))["value"]["measure"].to_list()
