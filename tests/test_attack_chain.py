"""Bad and odd cases of the chain: told and bounded, no traceback, no silent number, no order of rows that counts."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import DAY, OPEN, PLACE, ROOT, cluster, plant, recipe, tables_of
from conftest import faults_of
from hinterland.chain.content import content
from hinterland.chain.gaps import gaps
from hinterland.check.settings import NUMBERS
from hinterland.check.sizes import MOST
from hinterland.errors import StudyError
from hinterland.fault_words import in_chinese

S = {"source": "test", "basis": "synthetic"}
CARS = plant("cars", ROOT, "a", capacity=100.0)


def told(tables: dict[str, list[dict[str, Any]]], column: str) -> list[str]:
    """Rules that are broken in a column; each has its Chinese."""
    faults = [f for f in faults_of(tables) if f.column == column]
    for fault in faults:
        assert in_chinese(fault.rule, table=fault.table, column=column)
        assert in_chinese(fault.fix, table=fault.table, column=column)
    return [f.rule for f in faults]


def rows(table: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Rows in an order of their own, figures to nine digits."""
    plain = table.with_columns(pl.selectors.float().round_sig_figs(9))
    return sorted(plain.rows(), key=str)


def test_a_case_without_plants_has_no_content_and_says_why():
    found = content(cluster(tables_of([])), as_of=DAY, places=[PLACE])["content"]
    assert found["low"].null_count() == found.height > 0
    assert found["reason_en"].str.contains("no plant that assembles it operates").all()
    assert found["reason_zh"].str.len_chars().min() > 0


def test_a_case_that_lists_assembling_plants_alone_knows_nothing_of_the_parts():
    result = gaps(cluster(tables_of([CARS])), as_of=DAY, places=[PLACE])
    assert set(result["gaps"]["status"]) == {"no_plant_known"}
    shares = result["coverage"].filter(pl.col("definition").str.starts_with("available"))
    assert (shares["low"] == 0).all()
    assert (shares["high"] == 1).all()


def test_a_finished_product_of_processes_alone_has_no_share_of_components():
    recipes = [recipe(ROOT, "work", 0.6)]
    result = gaps(cluster(tables_of([CARS], recipes)), as_of=DAY, places=[PLACE])
    shares = result["coverage"].filter(pl.col("definition").str.starts_with("available"))
    assert set(shares["code"]) == {"no_components"}
    assert result["gaps"].is_empty()


@pytest.mark.parametrize("each", [0.03, 1.0, 4.0])
def test_the_capacity_within_reach_is_in_the_products_own_unit_whatever_one_finished_product_takes(each):
    tables = tables_of(
        [CARS, plant("tubes", "tube", "a", capacity=7.0), plant("lost", "tube", "a")],
        [recipe(ROOT, "tube", 0.5, quantity=each)],
        units={"tube": "t"},
    )
    result = gaps(cluster(tables), as_of=DAY, places=[PLACE])
    assert result["gaps"]["capacity"].to_list() == [7.0]
    assert set(result["reach"]["capacity"]) == {7.0}
    assert result["gaps"]["demand"].to_list() == [pytest.approx(100 * each)]


def test_nothing_is_never_a_minus_nought():
    far = plant("parts", "part", "e", capacity=5.0)
    shares = gaps(cluster(tables_of([CARS, far])), as_of=DAY, places=[PLACE])["coverage"]
    none = shares.filter((pl.col("definition") == "available") & (pl.col("reach") == "boundary"))["high"]
    assert none.to_list() == [0.0] * none.len() != []
    assert all(math.copysign(1, x) > 0 for x in none)


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(5)), st.permutations(range(3)))
def test_no_figure_hangs_on_the_order_of_plants_and_recipes(order, inputs):
    plants = [
        CARS,
        plant("more_cars", ROOT, "c", capacity=50.0),
        plant("p1", "part", "b", capacity=30.0),
        plant("p2", "part", "d"),
        plant("q1", "glass", "c", capacity=80.0),
    ]
    recipes = [recipe(ROOT, "part", 0.4), recipe(ROOT, "glass", 0.2), recipe(ROOT, "work", 0.1)]
    one = gaps(cluster(tables_of(plants, recipes)), as_of=DAY, places=[PLACE])
    turned = [plants[i] for i in order], [recipes[i] for i in inputs]
    other = gaps(cluster(tables_of(*turned)), as_of=DAY, places=[PLACE])
    for name in ("coverage", "gaps", "reach", "openings", "makers"):
        assert rows(one[name]) == rows(other[name]), name


def test_of_several_finished_products_the_one_looked_at_is_named_with_the_others():
    tables = tables_of([CARS], [recipe(ROOT, "part", 0.8), recipe("boat", "part", 0.5)])
    for product in tables["products"]:
        product["kind"] = "component" if product["product"] == "part" else "final"
    case = cluster(tables)
    said = gaps(case, as_of=DAY, places=[PLACE]).assumptions
    assert "looked at is the first, car" in said[0].en
    assert "boat" in said[0].en
    assert "boat" in said[0].zh
    asked = gaps(case, as_of=DAY, places=[PLACE], product="boat").assumptions
    assert not any("looked at" in s.en for s in asked)


def test_a_look_back_before_everything_was_public_blames_the_day_and_not_the_case():
    tables = tables_of([CARS])
    tables["places"] = [p | {"published": "2020-01-01"} for p in tables["places"]]
    with pytest.raises(StudyError, match="no places that were public by 1999-01-01"):
        gaps(cluster(tables), as_of="1999-01-01")


@pytest.mark.parametrize("name", [None, "a b"])
def test_a_place_without_a_readable_id_is_a_fault_and_does_not_stop_the_check(hinterland, tmp_path, name):
    (tmp_path / "places.csv").write_text(f"place,kind\n{name or ''},city\nnorth,province\n", encoding="utf-8")
    (tmp_path / "products.csv").write_text("product,kind,unit\ncar,final,set\n", encoding="utf-8")
    (tmp_path / "recipes.csv").write_text("product,process,input\ncar,p,car_part\n", encoding="utf-8")
    (tmp_path / "plants.csv").write_text("plant,firm,product,place\nw,f,car,north\n", encoding="utf-8")
    code, out, err = hinterland("check", str(tmp_path))
    assert code == 1
    assert "places.csv row 2, place" in out
    assert "mistake of this program" not in err


@pytest.mark.parametrize("figure", ["1e308", "1e31", "1e-300"])
def test_a_figure_that_nothing_can_have_is_refused(figure):
    product = {"product": "car", "kind": "final", "unit": "set", "unit_price": figure, **S}
    rule = "no figure is as large or as small as that"
    assert rule in told({"products": [product]}, "unit_price")


@pytest.mark.parametrize("figure", ["0", "1e-12", "1.3e14", f"{MOST:g}"])
def test_figures_of_any_economy_are_taken(figure):
    product = {"product": "car", "kind": "final", "unit": "set", "unit_price": figure, **S}
    assert told({"products": [product]}, "unit_price") == []


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("speed_kmh", "fast", "must be a number above 0"),
        ("speed_kmh", "0", "must be a number above 0"),
        ("circuity", "0.9", "must be a number of at least 1"),
        ("gap_weight_concentration", "-1", "must be a number of at least 0"),
        ("on_track_probability", "1", "must be a number between 0 and 1"),
    ],
)
def test_a_setting_that_is_no_number_or_cannot_be_is_told_and_not_replaced_in_silence(name, value, rule):
    assert told({"settings": [{"name": name, "value": value, **S}]}, "value") == [rule]


@pytest.mark.parametrize("name", NUMBERS)
def test_settings_within_what_they_can_be_are_taken(name):
    low, high, _ = NUMBERS[name]
    inside = low + 1 if math.isinf(high) else (low + high) / 2
    assert told({"settings": [{"name": name, "value": f"{inside:g}", **S}]}, "value") == []


def test_plants_that_make_a_heading_are_told_because_no_study_sees_them():
    tables: dict[str, list[dict[str, Any]]] = {
        "places": [{"place": "town", "kind": "city", "lon": "10", "lat": "50", **S}],
        "firms": [{"firm": "maker", **S}],
        "products": [
            {"product": p, "kind": k, "unit": "set", **S}
            for p, k in (("car", "final"), ("chassis", "heading"), ("axle", "component"))
        ],
        "recipes": [
            {"product": a, "process": "p", "input": b, **S}
            for a, b in (("car", "chassis"), ("chassis", "axle"))
        ],
        "plants": [
            {"plant": p, "firm": "maker", "product": p, "place": "town", **OPEN, **S} for p in ("car", "axle")
        ],
    }
    assert told(tables, "product") == []
    tables["plants"].append({**tables["plants"][0], "plant": "frames", "product": "chassis"})
    (rule,) = told(tables, "product")
    assert rule.startswith("1 of 3 plants make a heading of the bill of materials")
    assert rule.endswith(": chassis")


@pytest.mark.parametrize(
    ("lon", "lat", "broken"), [("10", "", 1), ("", "50", 1), ("", "", 0), ("10", "50", 0)]
)
def test_half_a_position_is_told_because_it_counts_for_nothing(lon, lat, broken):
    place = {"place": "town", "kind": "city", "lon": lon or None, "lat": lat or None, **S}
    rules = told({"places": [place]}, "lat")
    assert len(rules) == broken
    assert all(r.startswith("half a position") for r in rules)


@pytest.mark.parametrize(("other", "broken"), [({}, 1), ({"capacity": "7"}, 0), ({"opened": "2021"}, 0)])
def test_one_plant_under_two_ids_is_told_and_phases_of_a_works_are_not(other, broken):
    plants = [
        {
            "plant": p,
            "firm": "maker",
            "product": "car",
            "place": "town",
            "capacity": "5",
            "opened": "2020",
            **S,
        }
        for p in ("works", "works_2")
    ]
    plants[1] |= other
    assert len(told({"plants": plants}, "plant")) == broken
