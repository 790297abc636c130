"""Figures of a plan: both languages, what is made up said, ranges, what cannot be drawn named."""

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
from hinterland.figures import palette, plan_pieces, price_curve
from planning_tables import costs, expansions, openings, tables, targets, worths

if TYPE_CHECKING:
    from collections.abc import Mapping

CJK = re.compile(r"[\u4e00-\u9fff]")
NAMES = (
    "plan_gantt",
    "plan_map",
    "plan_costs",
    "plan_targets",
    "price_curve",
    "pareto_front",
    "plan_search",
    "plan_regret",
    "worth_bars",
)
FIGURES = {
    "plan_gantt": ("decided",),
    "plan_map": ("lon",),
    "plan_costs": ("amount",),
    "plan_targets": ("value",),
    "price_curve": ("public",),
    "pareto_front": ("public",),
    "plan_search": ("best", "bound"),
    "plan_regret": ("held",),
    "worth_bars": ("worth", "relaxed"),
}
"""Figure to the columns without which nothing can be drawn."""


@pytest.fixture(scope="module")
def plan() -> dict[str, pl.DataFrame]:
    places = pl.DataFrame(
        {
            "place": ["hefei", "far", "land"],
            "name_en": ["Hefei", "Far", "Land"],
            "name_zh": ["合肥市", "远方市", "国"],
            "kind": ["city", "city", "country"],
            "lon": [117.6, 90.0, 118.0],
            "lat": [31.6, 30.0, 32.0],
        }
    )
    return tables() | {"places": places}


def texts(chart: Any) -> list[str]:
    drawn = ET.fromstring(figures.svg(chart))
    return [" ".join(t.itertext()) for t in drawn.iter("{http://www.w3.org/2000/svg}text")]


def said(plan: Mapping[str, pl.DataFrame], name: str, lang: str = "en") -> str:
    return " | ".join(texts(figures.draw(plan, name, lang=lang)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_figure_is_drawn_from_its_own_data_in_colours_that_have_a_look_by_night(
    plan: dict[str, pl.DataFrame], name: str, lang: str
) -> None:
    chart = figures.draw(plan, name, lang=lang)
    assert '"url"' not in json.dumps(chart.to_dict())  # this also holds it against the schema of charts
    drawn = figures.svg(chart)
    shown = texts(chart)
    assert any(CJK.search(t) for t in shown) == (lang == "zh")
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', drawn))
    assert used <= set(palette.NIGHT)
    assert not re.search(r'(?:fill|stroke)="(?:black|white|rgb|steelblue)', drawn)
    assert not [t for t in shown if "null" in t or "None" in t or "nan" in t.lower().split()]
    made_up = "合成候选" if lang == "zh" else "Synthetic candidates"
    assert any(made_up in t for t in shown) == (name != "plan_search")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_or_without_figures_is_said_and_never_drawn(
    plan: dict[str, pl.DataFrame], name: str
) -> None:
    need = figures.FIGURES[name].NEEDS[0]
    bare = {k: t for k, t in plan.items() if k != "expansions"}
    with pytest.raises(StudyError, match="has no rows"):
        figures.draw(bare | {need: plan[need].clear()}, name)
    kinds = plan[need].schema
    blank = plan[need].with_columns(pl.lit(None, dtype=kinds[c]).alias(c) for c in FIGURES[name])
    with pytest.raises(StudyError, match=f"figure {name}: no "):
        figures.draw(bare | {need: blank}, name)


def test_candidates_that_are_real_are_not_called_synthetic(plan: dict[str, pl.DataFrame]) -> None:
    for basis, told in (("reported", None), ("inferred", "≈ Some figures are inferred.")):
        bare = plan | {
            "openings": openings(basis),
            "worth": worths(basis),
            "expansions": expansions().clear(),
        }
        for name in ("plan_gantt", "plan_map", "plan_costs", "worth_bars"):
            shown = said(bare, name)
            assert "ynthetic" not in shown
            assert "◇" not in shown
            assert told is None or told in shown


def test_the_gantt_tells_parks_sums_expansions_and_what_is_only_decided(
    plan: dict[str, pl.DataFrame],
) -> None:
    shown = said(plan, "plan_gantt")
    for told in (
        "North Park",
        "CNY 990 million",  # 600 + 90 of candidates and 300 of the expansion
        "CNY 1.9 billion",
        "◇ Battery cell | ",
        "≈ Car · Old works",
        "hatched: expansion of a plant",
        "2021 | 2022 | 2023 | 2024",
    ):
        assert told in shown
    alone = said({"openings": plan["openings"]}, "plan_gantt")
    assert "hatched" not in alone
    assert "Drive motor · Candidate 1" in said({"openings": openings("reported")}, "plan_gantt")
    assert "CNY 690 million" in alone


def test_openings_beyond_the_picture_are_counted() -> None:
    many = pl.concat([openings()] * 12).with_columns(
        candidate=pl.int_range(pl.len()).cast(pl.String), product=pl.int_range(pl.len()).cast(pl.String)
    )
    shown = said({"openings": many}, "plan_gantt")
    assert "12 smaller ones are in the table" in shown
    assert "other products" in shown


def test_the_map_tells_money_by_park_and_what_has_no_position(plan: dict[str, pl.DataFrame]) -> None:
    shown = said(plan, "plan_map")
    for told in ("North Park · 2 · CNY 690 million", "South Park · 2 · CNY 1.9 billion", "Hefei", "km"):
        assert told in shown
    assert "Far" not in shown
    lost = plan["openings"].with_columns(
        lon=pl.when(pl.col("place") == "south").then(None).otherwise(pl.col("lon"))
    )
    assert "Without a position: 2." in said(plan | {"openings": lost}, "plan_map")


def test_no_town_is_drawn_over_the_scale_of_the_map(plan: dict[str, pl.DataFrame]) -> None:
    at = [(116.6 + 0.1 * (i % 25), 30.7 + 0.07 * (i // 25)) for i in range(500)]
    towns = pl.DataFrame(
        {
            "place": [f"t{i}" for i in range(500)],
            "name_en": [f"T{i}" for i in range(500)],
            "name_zh": [f"T{i}" for i in range(500)],
            "kind": "city",
            "lon": [lon for lon, _ in at],
            "lat": [lat for _, lat in at],
        }
    )
    spec = figures.draw(plan | {"places": towns}, "plan_map").to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    drawn = [row for row in rows if re.fullmatch(r"T\d+", str(row.get("text", "")))]
    (scale,) = {(row["x"], row["y"]) for row in rows if str(row.get("text", "")).endswith(" km")}
    assert len(drawn) > 5
    assert all(row["x"] > scale[0] + 20 or row["y"] < scale[1] - 12 for row in drawn)
    dots = [row for row in rows if row.get("shape") == "circle" and row.get("size") == 12]
    assert dots
    assert all(row["x"] > scale[0] + 20 or row["y"] < scale[1] - 8 for row in dots)


def test_costs_add_up_with_ranges_and_private_money_stands_apart(plan: dict[str, pl.DataFrame]) -> None:
    shown = said(plan, "plan_costs")
    for told in (
        "CNY 2.5 billion (1.8–3.7)",
        "CNY 2.9 billion (2.2–4.1)",  # the sum of asks, expansions and labour
        "−CNY 1.2 billion",
        "CNY 1.7 billion (1–2.9)",
        "CNY 13 billion",
        "a scale of its own",
    ):
        assert told in shown
    only = costs().filter(pl.col("part") == "asks").with_columns(low=pl.lit(None), high=pl.lit(None))
    plain = said({"costs": only}, "plan_costs")
    assert "Thin lines" not in plain
    assert "expected tax" not in plain


def test_targets_tell_required_with_and_without_and_what_cannot_be_drawn(
    plan: dict[str, pl.DataFrame],
) -> None:
    shown = said(plan, "plan_targets")
    for told in (
        "✓ held: > 10%",
        "✕ short: > 70%",
        "61%; without the plan 38%",
        "1 more are in the table",
        "Share of national output · 2023",
    ):
        assert told in shown


def test_the_curve_marks_what_is_required_what_comes_anyway_and_what_no_plan_reaches(
    plan: dict[str, pl.DataFrame],
) -> None:
    shown = said(plan, "price_curve")
    for told in (
        "required 10%",
        "without a plan 7.20%",
        "no plan reaches this",
        "band: no plan can cost less",
        "4 billion",
    ):
        assert told in shown
    bare = said({"curve": plan["curve"]}, "price_curve", "zh")
    assert "share" in bare
    assert "要求" not in bare


def test_curves_beyond_the_picture_are_counted(plan: dict[str, pl.DataFrame]) -> None:
    many = pl.concat([plan["curve"].with_columns(definition=pl.lit(str(n))) for n in range(5)])
    assert "2 more are in the table" in said(plan | {"curve": many}, "price_curve")
    assert len(price_curve.planned(plan["curve"])) == 5


def test_the_front_parts_what_can_be_had_from_what_cannot(plan: dict[str, pl.DataFrame]) -> None:
    shown = said(plan, "pareto_front")
    assert "Parts from nearby (upward) against Share of national output (across)" in shown
    assert "hatched: no plan has both" in shown
    assert shown.count("billion") == 16  # 19 of 25 pairs have a plan, three of them below a billion
    every = plan["pareto"].with_columns(public=pl.lit(1e9), status=pl.lit("optimal"))
    assert "hatched" not in said(plan | {"pareto": every}, "pareto_front")


def test_the_search_tells_the_gap_that_is_left_and_cuts_dear_first_plans(
    plan: dict[str, pl.DataFrame],
) -> None:
    shown = said(plan, "plan_search")
    assert "The gap that is left: 6.9%." in shown
    assert "9 billion" not in shown
    never = plan["search"].with_columns(best=pl.lit(None, dtype=pl.Float64))
    assert "The gap" not in said({"search": never}, "plan_search")


def test_scenarios_tell_what_holds_and_what_not_knowing_and_waiting_cost(
    plan: dict[str, pl.DataFrame],
) -> None:
    shown = said(plan, "plan_regret")
    for told in (
        "The plan in each scenario",
        "A plan made to hold in most scenarios",
        "Deciding nothing in the first year costs CNY 220 million more.",
        "Low demand · 30%",
        "✕ 67%",
        "✓ 71%",
        "CNY 400 million",
        "no plan holds",
    ):
        assert told in shown
    never = plan["robust"].with_columns(regret=pl.lit(None, dtype=pl.Float64))
    assert "Deciding nothing in the first year, no plan holds." in said(
        plan | {"robust": never}, "plan_regret"
    )


def test_worths_tell_rank_odds_ranges_and_what_makes_the_plan_dearer(plan: dict[str, pl.DataFrame]) -> None:
    shown = said(plan, "worth_bars")
    for told in (
        "1  ◇ Battery cell · Candidate 0 → North Park",
        "CNY 1.6 billion",
        "CNY -200 million",
        "lands with 40–70%",
        "makes the plan dearer",
        "not in the plan",
    ):
        assert told in shown
    assert "≈ CNY 80 million" in shown  # no plan was made for it
    assert "no plan without it" in shown
    assert "Candidate 5" not in shown  # nothing is known of its worth
    unsure = worths().with_columns(landing_low=pl.lit(None, dtype=pl.Float64), landing_high=pl.lit(None))
    assert "odds of landing not known" in said(
        {"worth": unsure.cast({"landing_high": pl.Float64})}, "worth_bars"
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "lang", "told"),
    [
        (1.3e9, 1.2e9, 1.4e9, "en", "CNY 1.3 billion (1.2–1.4)"),
        (9e8, 6e8, 1.4e9, "en", "CNY 900 million (0.6–1.4 billion)"),
        (1.3e9, 1.2e9, 1.4e9, "zh", "13亿元（12–14）"),
        (1e9, 1e9, 1e9, "en", "CNY 1 billion"),
        (1e9, 1.001e9, 1.002e9, "en", "CNY 1 billion"),
        (1e9, None, 1e9, "zh", "10亿元"),
        (1e9, 1.0, float("inf"), "en", "CNY 1 billion"),
    ],
)
def test_ranges_of_money_tell_their_unit_once(
    value: float, low: float | None, high: float | None, lang: str, told: str
) -> None:
    assert plan_pieces.money_range(value, low, high, lang) == told


@given(st.floats(-1e12, 1e12), st.floats(1.0, 1e12), st.floats(-2e12, 2e12))
def test_an_axis_keeps_every_value_inside(low: float, span: float, value: float) -> None:
    axis = plan_pieces.Axis(low, low + span, 10.0, 110.0)
    assert 10.0 <= axis.px(value) <= 110.0
    assert all(low - span * 1e-6 <= v <= low + span * 1.000001 for v in axis.at(5))


def test_percents_of_targets_are_those_of_the_table() -> None:
    shown = said(
        {"targets": targets().with_columns(value=pl.lit(10.784), value_without=pl.lit(70.086))},
        "plan_targets",
    )
    assert "10.78%; without the plan 70.09%" in shown


def test_targets_without_a_sign_or_year_are_drawn_too() -> None:
    bare = targets().with_columns(comparator=pl.lit(None, dtype=pl.String), year=pl.lit(None, dtype=pl.Int64))
    shown = said({"targets": bare}, "plan_targets")
    assert "held: 10%" in shown
    assert "2023" not in shown
