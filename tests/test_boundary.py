"""What nobody can place: plants listed in what contains a place, closed plants, purchases of deeper tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from hinterland.chain import gaps
from hinterland.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Mapping

AS_OF = "2023-09-01"


def changed(case: Cluster, table: str, key: str, row: str, values: Mapping[str, Any]) -> Cluster:
    """The case with some cells of one row changed."""
    new = [
        pl.when(pl.col(key) == row).then(pl.lit(v, case[table][c].dtype)).otherwise(pl.col(c)).alias(c)
        for c, v in values.items()
    ]
    return Cluster.of(dict(case.tables) | {table: case[table].with_columns(new)}, name=case.name)


def added(case: Cluster, table: str, *rows: Mapping[str, Any]) -> Cluster:
    """The case with more rows."""
    frame = pl.DataFrame([dict(r) for r in rows], infer_schema_length=None)
    cast = frame.with_columns(pl.col(c).cast(case[table][c].dtype) for c in frame.columns)
    return Cluster.of(
        dict(case.tables) | {table: pl.concat([case[table], cast], how="diagonal")}, name=case.name
    )


def span(
    case: Cluster, definition: str, *, place: str = "eastmark", cut: str = "tier1"
) -> tuple[float, float]:
    """Bounds of a definition inside the boundary, operating plants."""
    table = gaps(case, as_of=AS_OF, places=[place], draws=20)["coverage"]
    row = table.filter(
        (pl.col("definition") == definition)
        & (pl.col("reach") == "boundary")
        & (pl.col("plants") == "operating")
        & (pl.col("cut") == cut)
    ).row(0, named=True)
    return row["low"], row["high"]


def test_a_plant_somewhere_in_the_country_may_lie_inside_the_province(tutorial: Cluster) -> None:
    # the compressor works (0.40 of 0.90) is listed in Norland, without a point: inside Eastmark or not
    somewhere = {"place": "norland", "lon": None, "lat": None}
    case = changed(tutorial, "plants", "plant", "norcompress_compressors", somewhere)
    assert span(tutorial, "available") == pytest.approx((4 / 9, 4 / 9))
    assert span(case, "available") == pytest.approx((0.0, 4 / 9))
    assert span(case, "available_capacity") == pytest.approx((0.0, 4 / 9))


def test_a_point_of_its_own_far_off_puts_a_plant_outside(tutorial: Cluster) -> None:
    far = {"place": "norland", "lon": 8.0, "lat": 50.0}  # some 215 km from Eastmark, whose radius is 60 km
    case = changed(tutorial, "plants", "plant", "norcompress_compressors", far)
    assert span(case, "available") == pytest.approx((0.0, 0.0))


def test_a_purchase_from_a_plant_somewhere_in_the_country_may_be_local(tutorial: Cluster) -> None:
    somewhere = {"place": "norland", "lon": None, "lat": None}
    case = changed(tutorial, "plants", "plant", "norcompress_compressors", somewhere)
    low, high = span(case, "sourced_boundary", cut="purchases")
    assert low == 0.0
    assert high == pytest.approx(span(tutorial, "sourced_boundary", cut="purchases")[1])


def test_materials_for_own_parts_are_not_counted_beside_the_parts(tutorial: Cluster) -> None:
    copper = {
        "supplier": "westtube",
        "customer": "fjordheat",
        "product": "copper_tube",
        "year": 2023,
        "value": 3e8,
        "basis": "synthetic",
        "published": "2023-01-31",
    }
    before = span(tutorial, "sourced_boundary", place="westmark", cut="purchases")
    after = span(added(tutorial, "supplies", copper), "sourced_boundary", place="westmark", cut="purchases")
    assert after == pytest.approx(before)


def test_a_product_whose_only_plant_has_closed_is_missing_and_not_unknown(tutorial: Cluster) -> None:
    case = changed(tutorial, "plants", "plant", "norcompress_compressors", {"closed": "2022-06"})
    row = gaps(case, as_of=AS_OF, places=["eastmark"], draws=20)["gaps"].filter(
        pl.col("product") == "compressor"
    )
    assert (row["status"][0], row["served_high"][0]) == ("gap", 0.0)
    assert row["why_en"][0].startswith("No plant that makes it operates any more")


def test_a_newer_delivery_inside_frees_what_went_outside_before(tutorial: Cluster) -> None:
    def sold(year: int, customer: str, value: float) -> dict[str, Any]:
        known = {"basis": "synthetic", "published": "2019-01-01"}
        return {
            "supplier": "westtube",
            "customer": customer,
            "product": "copper_tube",
            "year": year,
            "value": value,
        } | known

    # 1,800 t of copper tube (135 million) of the works' 3,600 t went to a firm outside
    outside = added(tutorial, "firms", {"firm": "abroad", "basis": "synthetic", "published": "2015-01-01"})
    old = sold(2020, "abroad", 1.35e8)
    committed = added(outside, "supplies", old)
    freed = added(outside, "supplies", old, sold(2022, "fjordheat", 1e6))

    def copper(case: Cluster) -> float:
        rows = gaps(case, as_of=AS_OF, places=["westmark"], draws=20)["gaps"]
        return float(rows.filter(pl.col("product") == "copper_tube")["served_low"][0])

    # 80,000 pumps need 2,400 t: 3,600 t are enough, 1,800 t are three quarters
    assert copper(committed) == pytest.approx(0.75)
    assert copper(freed) == pytest.approx(1.0)


def test_a_look_at_an_early_year_keeps_what_counts(tutorial: Cluster) -> None:
    result = gaps(tutorial, as_of=AS_OF, places=["eastmark"], year=2015, draws=20)
    assert not any("do not count" in a.en for a in result.assumptions)


def test_the_result_says_that_a_list_may_lack_plants(tutorial: Cluster) -> None:
    told = [a.en for a in gaps(tutorial, as_of=AS_OF, draws=20).assumptions]
    assert any("does not say that its list is whole" in t for t in told)
    whole = added(tutorial, "settings", {"name": "plants_listed", "value": "all", "basis": "synthetic"})
    told = [a.en for a in gaps(whole, as_of=AS_OF, draws=20).assumptions]
    assert not any("list is whole" in t for t in told)
