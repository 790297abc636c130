"""Figures of the network studies: both languages, marks beside colours, ranges, and what cannot be drawn said."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland import figures, words
from hinterland.errors import StudyError
from hinterland.figures import palette, risk_curve, risk_size, shock_map, shock_time
from network_tables import measures_table, risk_table, stress_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

CJK = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("risk_curve", "risk_size", "shock_time", "shock_map", "measures_bars")


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    places = pl.DataFrame(
        {
            "place": ["hefei", "nanjing", "land"],
            "name_en": ["Hefei", "Nanjing", "Land"],
            "name_zh": ["合肥市", "南京市", "国"],
            "kind": ["city", "city", "country"],
            "lon": [117.3, 118.8, 118.0],
            "lat": [31.9, 32.1, 32.0],
        }
    )
    return {"risk": risk_table(), "measures": measures_table(), "places": places, **stress_tables()}


def texts(chart: Any) -> list[str]:
    drawn = ET.fromstring(figures.svg(chart))
    return [" ".join(t.itertext()) for t in drawn.iter("{http://www.w3.org/2000/svg}text")]


def said(tables: Mapping[str, pl.DataFrame], name: str, lang: str = "en") -> str:
    return " | ".join(texts(figures.draw(tables, name, lang=lang)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_figure_is_drawn_from_its_own_data_in_colours_that_have_a_look_by_night(
    tables: dict[str, pl.DataFrame], name: str, lang: str
) -> None:
    chart = figures.draw(tables, name, lang=lang)
    assert '"url"' not in json.dumps(chart.to_dict())
    drawn = figures.svg(chart)
    shown = texts(chart)
    assert any(CJK.search(t) for t in shown) == (lang == "zh")
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', drawn))
    assert used <= set(palette.NIGHT)
    assert not re.search(r'(?:fill|stroke)="(?:black|white|rgb|steelblue)', drawn)
    assert not [t for t in shown if "null" in t or "None" in t or "nan" in t.lower().split()]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_or_without_figures_is_said_and_never_drawn(
    tables: dict[str, pl.DataFrame], name: str
) -> None:
    need = figures.FIGURES[name].NEEDS[0]
    with pytest.raises(StudyError, match="has no rows"):
        figures.draw(tables | {need: tables[need].clear()}, name)
    figure = {"mean", "share_mid", "lon", "lat", "lowered"}
    blank = tables[need].with_columns(
        pl.lit(None, dtype=pl.Float64).alias(c) for c in tables[need].columns if c in figure
    )
    with pytest.raises(StudyError, match=f"figure {name}: no "):
        figures.draw(tables | {need: blank}, name)


@pytest.mark.parametrize("name", ["risk_curve", "risk_size"])
def test_the_risk_of_a_raw_network_is_refused_with_what_is_missing(name: str) -> None:
    raw = pl.DataFrame({"scenario": ["a"], "ESRI": [0.1]})
    with pytest.raises(StudyError, match="needs the table risk of a case"):
        figures.draw({"risk": raw}, name)


def test_the_curve_names_ten_firms_with_their_ranges_and_marks_what_is_synthetic(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = said(tables, "risk_curve")
    assert "20.0% (16.0–26.0%)" in shown
    assert "Firm 9" in shown
    assert "Firm 10" not in shown
    assert "synthetic, no real firm" in shown
    assert "inferred" in shown
    assert "Left out, without any risk: 1." in shown
    few = said({"risk": risk_table(3, 2)}, "risk_curve")
    assert "◇ Firm 1" in few


@given(st.integers(1, 300_000))
def test_ranks_drawn_are_the_first_and_the_last_and_never_many(count: int) -> None:
    ranks = risk_curve.picked(count)
    assert ranks == sorted(set(ranks))
    assert ranks[: min(count, 40)] == list(range(min(count, 40)))
    assert ranks[-1] == count - 1
    assert len(ranks) <= 40 + risk_curve.STEPS + 1


def test_risk_below_a_firms_own_sales_cannot_be_and_the_line_says_so(tables: dict[str, pl.DataFrame]) -> None:
    shown = said(tables, "risk_size")
    for told in ("only its own sales", "hollow: size taken from firms like it", "other sectors", "Firm 0"):
        assert told in shown
    assert "capacity 51" in shown
    assert "median of all 8" in shown


def test_made_up_firms_on_one_spot_become_one_mark() -> None:
    alike = risk_table(400, 399).with_columns(
        pl.when(pl.col("basis") == "synthetic").then(1e-4).otherwise(0.2).alias("mean"), size=pl.lit(1e8)
    )
    drawn = figures.svg(figures.draw({"risk": alike}, "risk_size"))
    assert len(drawn) < 30_000


def test_output_over_time_tells_when_it_falls_when_it_is_back_and_when_assemblers_stop(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = said(tables, "shock_time")
    for told in (
        "The first assembler falls below 95% on day 0–2",
        "the shock ends (day 5)",
        "recovered (day 15)",
        "Finished products",
        "Chip",
        "below 95% from day 0, back on day 14",  # chip: 0.1 + 0.09 a day is 0.95 on day 14.4: 15, car 13.75: 14
    ):
        assert told in shown
    assert "Car |" not in shown  # the finished product has its own picture
    bare = {k: tables[k] for k in ("total", "time")}
    plain = said(bare, "shock_time", "zh")
    assert "chip" in plain
    assert "首家整机厂" not in plain


def test_output_that_is_not_back_by_the_end_is_told_so() -> None:
    tables = stress_tables(6)
    assert "from day 0 on" in said(tables, "shock_time")


def test_small_losses_get_an_axis_that_says_where_it_begins(tables: dict[str, pl.DataFrame]) -> None:
    small = tables["total"].with_columns(
        (1 - (1 - pl.col(c)) * 0.05).alias(c) for c in tables["total"].columns if "share" in c
    )
    shown = said({"total": small, "time": tables["time"].clear()}, "shock_time")
    assert "The axis begins at 90%" in shown


def test_maps_mark_levels_by_shape_the_hit_plant_by_a_ring_and_synthetic_ones_hollow(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = said(tables, "shock_map")
    for told in ("stopped (below 5%)", "80–95%", "hit by the shock itself", "hollow: synthetic", "Hefei"):
        assert told in shown
    assert shown.count("Day ") == shock_map.MOST
    assert "plants below 95%: 2" in shown
    assert "hit by" not in said({"frames": tables["frames"]}, "shock_map")


def test_a_plant_far_from_all_others_is_counted_instead_of_making_the_maps_small(
    tables: dict[str, pl.DataFrame],
) -> None:
    near = tables["frames"].filter(pl.col("plant") == "line")
    many = [near.with_columns(pl.lit(f"p{n}").alias("plant"), pl.col("lon") + n / 50) for n in range(40)]
    far = tables["frames"].filter(pl.col("plant") == "far")
    assert "Outside the maps: 1." in said({"frames": pl.concat([*many, far])}, "shock_map")


def test_days_of_the_maps_hold_the_first_the_worst_and_the_first_whole_one() -> None:
    levels = [1.0, 0.9, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.97, 1.0, 1.0]
    frames = pl.DataFrame({"day": list(range(0, 26, 2)), "level": levels})
    days = shock_map.chosen(frames)
    assert len(days) == shock_map.MOST
    assert days[0] == 0
    assert 4 in days
    assert days[-1] == 20
    assert shock_map.chosen(frames.head(3)) == [0, 2, 4]
    assert shock_map.chosen(frames.filter(pl.col("level") == 1.0)) == [0]


def test_measures_are_ranked_with_range_kind_before_and_after_and_what_is_only_screened(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = said(tables, "measures_bars")
    for told in (
        "CNY per CNY",
        "stock",
        "second source",
        "diversification",
        "hollow bar: screened, not verified",
        "14.0% → 10.0%",
        "≈ Hub → Buyer A, 10 million CNY",
        "≈◇ Hub + Other → 2 buyers, 10 million CNY",
        "3 measures that lower it",
    ):
        assert told in shown
    plain = tables["measures"].with_columns(pl.lit(None, dtype=pl.Float64).alias("saved_per_yuan"))
    assert "mean ESRI lowered per million CNY" in said({"measures": plain}, "measures_bars")


def test_figures_tell_the_thresholds_of_the_study() -> None:
    model = pytest.importorskip("hinterland.network.stress.model")
    assert shock_time.SLOW == shock_map.FELT == model.SLOW


@pytest.mark.parametrize("room", [10.0, 40.0, 400.0])
def test_names_are_cut_to_their_room(room: float) -> None:
    cut = risk_curve.shortened("Contemporary Amperex Technology", room)
    assert palette.wide(cut, 11) <= room or len(cut) <= 2
    assert (cut == "Contemporary Amperex Technology") == (room == 400.0)


def test_the_frame_holds_every_firm() -> None:
    rows = risk_table().filter(pl.col("mean") > 0).to_dicts()
    view = risk_size.View.around(rows)
    for r in rows:
        x, y = view.px(r["size"], r["mean"])
        assert 0 <= x <= risk_size.WIDTH
        assert 0 <= y <= risk_size.HEIGHT
