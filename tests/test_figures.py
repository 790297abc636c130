"""Figures: drawn in both languages without a browser or a network, with colours that mean something."""

from __future__ import annotations

import itertools
import json
import math
import re
from importlib import resources
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colours import MACHADO, lab
from hinterland import figures, words
from hinterland.cooperation import agreements
from hinterland.cooperation.agreements import STATUSES
from hinterland.errors import StudyError
from hinterland.figures import export, history, palette, race, reliability, scores_chart, series
from hinterland.figures.names import TABLES_ZH, table_name
from hinterland.figures.sparkline import inline
from hinterland.ground.bom import TREE, materials
from hinterland.ground.quality import quality
from hinterland.promises import track
from hinterland.promises.evidence import EVIDENCE
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.result import Result

CJK = re.compile(r"[\u4e00-\u9fff]")
EVENT = {"board": "track", "tree": "materials", "rows": "quality", "agreements": "agreements"}


@pytest.fixture(scope="module")
def results(tutorial: Cluster) -> dict[str, Result]:
    seen = tutorial.as_of("2024-06-30")
    return {
        "track": track(seen),
        "agreements": agreements(seen),
        "materials": materials(seen),
        "quality": quality(seen),
    }


def of(results: dict[str, Result], name: str) -> Any:
    if name in {"fan", "race", "history", "reliability", "scores"}:
        return forecast_tables()
    return results[EVENT[figures.FIGURES[name].NEEDS[0]]]


def texts(svg: str) -> list[str]:
    return [t.text or "" for t in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


CHAIN = {
    "content_waterfall",
    "coverage_curve",
    "coverage_icicle",
    "gap_table",
    "origins_bars",
    "reach_map",
}
"""Figures of the chain studies, which `test_figures_chain` draws."""
NETWORK = {"measures_bars", "risk_curve", "risk_size", "shock_map", "shock_time"}
"""Figures of the network studies, which `test_figures_network` draws."""
PLANNING = {
    "pareto_front",
    "plan_costs",
    "plan_gantt",
    "plan_map",
    "plan_regret",
    "plan_search",
    "plan_targets",
    "price_curve",
    "site_terms",
    "worth_bars",
}
"""Figures of plans and of sites, which `test_figures_planning` and `planning/test_figures_site` draw."""


def test_every_figure_is_drawn_in_both_languages_with_its_data_inside(results: dict[str, Result]) -> None:
    for name in set(figures.FIGURES) - CHAIN - NETWORK - PLANNING:
        for lang in words.LANGUAGES:
            chart = figures.draw(of(results, name), name, lang=lang)
            spec = json.dumps(chart.to_dict())
            assert '"url"' not in spec
            drawn = figures.svg(chart)
            assert set(re.findall(r"https?://[^\"' ]+", drawn)) <= {
                "http://www.w3.org/2000/svg",
                "http://www.w3.org/1999/xlink",
            }
            ET.fromstring(drawn)
            if lang == "en":
                assert not CJK.search(drawn)
            elif name != "sparkline":
                assert any(CJK.search(t) for t in texts(drawn))


def test_icicle_places_inputs_inside_their_parent_and_marks_synthetic(results: dict[str, Result]) -> None:
    from hinterland.figures.chain_icicle import HEIGHT, _placed

    boxes = {r["label"]: r for r in _placed(results["materials"]["tree"], "en")}
    parent, child = boxes["◇ Heat exchanger"], boxes["◇ Copper tube"]
    assert parent["top"] == child["top"] == pytest.approx(0.4 * HEIGHT)
    assert child["height"] == pytest.approx(0.15 * HEIGHT)
    drawn = figures.svg(figures.draw(results["materials"], "chain_icicle"))
    assert palette.BASES["synthetic"].mark in drawn
    assert "stroke-dasharray" in drawn
    assert "◇ Compressor" in texts(drawn)


def test_icicle_of_nodes_too_thin_for_names_or_without_shares_is_still_drawn() -> None:
    head = {
        "root": "a",
        "path": "a",
        "product": "a",
        "name_en": "A",
        "name_zh": "甲",
        "tier": 0,
        "share": 1.0,
    }
    thin = [
        head | {"path": f"a/{n}", "product": f"{n}", "parent": "a", "tier": 1, "share": 0.001}
        for n in range(3)
    ]
    unknown = head | {"path": "a/z", "product": "z", "tier": 1, "share": None}
    tree = pl.DataFrame(
        [r | {"path_basis": "inferred"} for r in [head, *thin, unknown]], schema=TREE, orient="row"
    )
    assert "≈ A" in texts(figures.svg(figures.draw({"tree": tree}, "chain_icicle")))


def test_timeline_shows_signings_and_milestones(yangtze: Cluster) -> None:
    result = agreements(yangtze, as_of="2024-06-30")
    drawn = texts(figures.svg(figures.draw(result, "agreement_timeline", lang="zh")))
    assert {"签署", "里程碑已达成", "里程碑逾期未见记录"} <= set(drawn)
    assert any("蔚来" in t for t in drawn)


def test_verdict_counts_say_sign_word_and_number(results: dict[str, Result]) -> None:
    drawn = texts(figures.svg(figures.draw(results["track"], "verdict_counts")))
    assert {"✓ met", "✕ missed"} <= set(drawn)
    assert drawn.count("1") == 2


def test_what_cannot_be_drawn_is_said(results: dict[str, Result]) -> None:
    with pytest.raises(StudyError, match="no figure 'pie'"):
        figures.draw(results["track"], "pie")
    with pytest.raises(StudyError, match="no language 'fr'"):
        figures.draw(results["track"], "verdict_counts", lang="fr")
    with pytest.raises(StudyError, match="missing: tree"):
        figures.draw(results["track"], "chain_icicle")
    with pytest.raises(StudyError, match="has no rows"):
        figures.draw({"tree": results["materials"]["tree"].clear()}, "chain_icicle")


def test_png_never_shows_boxes_for_chinese(
    results: dict[str, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = figures.draw(results["track"], "verdict_counts")
    chinese = figures.draw(results["track"], "verdict_counts", lang="zh")
    monkeypatch.setattr(export, "_glyph", lambda character: b"box")
    export.cjk_font_found.cache_clear()
    assert figures.png(english).startswith(b"\x89PNG")
    with pytest.raises(figures.FontMissing, match="Noto Sans CJK"):
        figures.png(chinese)
    export.cjk_font_found.cache_clear()
    monkeypatch.setattr(export, "_glyph", lambda character: character.encode())
    assert figures.png(chinese, scale=1).startswith(b"\x89PNG")
    export.cjk_font_found.cache_clear()
    monkeypatch.undo()
    assert figures.cjk_font_found() in {True, False}


def evidence(*rows: tuple[str, float, dict[str, Any]]) -> pl.DataFrame:
    head = {
        "target": "t",
        "metric": "m",
        "attainment": "by",
        "role": "value",
        "flow": "period",
        "used": False,
    }
    return pl.DataFrame(
        [head | {"period": p, "value": v} | more for p, v, more in rows], schema=EVIDENCE, orient="row"
    )


ROW = {
    "target": "t",
    "metric": "m",
    "attainment": "by",
    "required": 10.0,
    "deadline": "2023",
    "verdict": "met late",
}


def test_a_series_breaks_where_its_definition_changes_and_parts_of_a_year_stay_apart() -> None:
    line = series.line(
        ROW,
        evidence(
            ("2021", 1, {}),
            ("2022", 2, {"used": True}),
            ("2023", 9, {"series_break": True}),
            ("2023-H1", 4, {"flow": "year_to_date"}),
        ),
    )
    assert [[d.period for d in run] for run in line.segments] == [["2021", "2022"], ["2023"]]
    assert line.breaks == [2022.5]
    assert [d.period for d in line.dots if not d.whole] == ["2023-H1"]
    partial = evidence(("2022", 2, {}), ("2023-H1", 4, {"flow": "year_to_date", "series_break": True}))
    assert series.line(ROW, partial).breaks == [pytest.approx(2022.25, abs=0.01)]
    assert series.year("2023") == 2023.0
    drawn = ET.fromstring(inline(line))
    kinds = [e.get("class") for e in drawn]
    assert kinds.count("break") == 1
    assert kinds.count("want") == kinds.count("due") == 1
    assert kinds.count("used") == kinds.count("part") == 1
    assert drawn.get("class") == "spark v-met-late"
    assert drawn.get("aria-hidden") == "true"


def test_a_series_of_one_figure_or_none_is_no_error() -> None:
    assert inline(series.line(ROW, evidence())) == ""
    assert "circle" in inline(series.line(ROW | {"required": 1.0}, evidence(("2023", 1, {}))))


def test_the_large_sparkline_draws_breaks_and_parts_too(yangtze: Cluster) -> None:
    result = track(yangtze, as_of="2025-07-31")
    row = result["board"].filter(
        (pl.col("metric") == "shanghai_nev_production") & (pl.col("attainment") == "by")
    )
    drawn = texts(figures.svg(figures.draw({"board": row, "evidence": result["evidence"]}, "sparkline")))
    assert any("1.2 million" in t for t in drawn)
    empty = {"board": row, "evidence": result["evidence"].clear()}
    assert "svg" in figures.svg(figures.draw(empty, "sparkline", lang="zh"))


YEARS = ("2022", "2023", "2024", "2025")
PROMISE: dict[str, Any] = {
    "target": "t",
    "metric": "m",
    "attainment": "by",
    "name_en": "A tenth of all vehicles",
    "name_zh": "占全国一成",
    "definition_en": "Share of output",
    "definition_zh": "产量占比",
    "comparator": "ge",
    "required": 10.0,
    "required_high": None,
    "unit": "percent",
    "deadline": "2025",
    "verdict": "off track",
    "probability": 0.23,
    "probability_low": 0.12,
    "probability_high": 0.41,
    "expected": 8.0,
    "low": 6.5,
    "high": 10.5,
    "needs_en": "The share would have to grow by a fifth a year.",
    "needs_zh": "份额须每年增长两成。",
}
BOARD = {
    k: pl.Float64() if isinstance(v, float) or k == "required_high" else pl.String()
    for k, v in PROMISE.items()
}
FORECASTS = {
    **dict.fromkeys(
        ("target", "metric", "role", "of", "place", "period", "model", "kind", "unit"), pl.String()
    ),
    **dict.fromkeys(series.QUANTILES, pl.Float64()),
    "partly_known": pl.Boolean(),
}


def board(**changed: Any) -> pl.DataFrame:
    return pl.DataFrame([PROMISE | changed], schema=BOARD)


def forecast(
    model: str, medians: dict[str, float], *, kind: str = "baseline", role: str = "value", spread: float = 1.0
) -> list[dict[str, Any]]:
    """Forecasts whose quantiles lie one, two and three spreads around the median."""
    steps = dict(zip(series.QUANTILES, (-3, -2, -1, 0, 1, 2, 3), strict=True))
    head = {
        "target": "t",
        "metric": "m",
        "role": role,
        "of": f"{role} id",
        "place": "here",
        "unit": "percent",
    }
    return [
        head
        | {"period": period, "model": model, "kind": kind, "partly_known": period == "2023"}
        | {q: middle + step * spread for q, step in steps.items()}
        for period, middle in medians.items()
    ]


def forecasts(*parts: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([r for part in parts for r in part], schema=FORECASTS)


AHEAD = dict(zip(YEARS, (5.0, 6.0, 7.0, 8.0), strict=True))


def combined(**more: Any) -> list[dict[str, Any]]:
    return forecast("combination", AHEAD, kind="combination", **more)


def forecast_tables() -> dict[str, pl.DataFrame]:
    """One small table of each kind that the figures of forecasts read."""
    parts = [
        ("2021", 400.0, {"role": "numerator", "of": "made here", "unit": "vehicle"}),
        ("2021", 9000.0, {"role": "denominator", "of": "made anywhere", "unit": "vehicle"}),
    ]
    return {
        "board": board(),
        "evidence": evidence(
            ("2020", 3.0, {}),
            ("2021", 4.0, {"used": True, "series_break": True}),
            ("2022-H1", 4.5, {"flow": "year_to_date"}),
            *parts,
        ),
        "forecasts": forecasts(
            combined(),
            combined(role="numerator"),
            forecast("capacity", AHEAD, kind="alternative"),
            forecast("log_linear", {"2022": 6.0, "2023": 60.0}),
        ),
        "race": contenders(),
        "history": past(("2022-07-31", "on track", 0.8), ("2023-07-31", "missed", None)),
        "reliability": bins(("combination", 0.25, 5), ("bass", 0.75, 4)),
        "scores": scored_rows(),
    }


def contenders(*more: dict[str, Any]) -> pl.DataFrame:
    head: dict[str, Any] = {"target": "t", "metric": "m", "threshold": 1e6, "unit": "vehicle"}
    head |= dict.fromkeys(("p_first", "p_pass", "passed", "q10", "q50", "q90"), None)
    rows: list[dict[str, Any]] = [
        {"member": "c", "name_en": "Nobody knows", "name_zh": "无人知晓"},
        {
            "member": "b",
            "name_en": "Late",
            "name_zh": "迟到者",
            "p_first": 0.002,
            "p_pass": 0.6,
            "q10": "2024",
            "q50": "2026",
        },
        {
            "member": "a",
            "name_en": "Early",
            "name_zh": "先到者",
            "p_first": 0.9,
            "p_pass": 1.0,
            "passed": "2022-06",
            "q10": "2022-06",
            "q50": "2022-06",
            "q90": "2022-06",
        },
    ]
    kinds: dict[str, Any] = dict.fromkeys(("passed", "q10", "q50", "q90"), pl.String())
    kinds |= dict.fromkeys(("p_first", "p_pass"), pl.Float64())
    return pl.DataFrame([head | r for r in (*rows, *more)], schema_overrides=kinds)


def past(*rows: tuple[str, str, float | None], target: str = "t", attainment: str = "by") -> pl.DataFrame:
    head = {"target": target, "metric": "m", "attainment": attainment}
    return pl.DataFrame(
        [head | {"as_of": day, "verdict": verdict, "probability": p} for day, verdict, p in rows],
        schema_overrides={"probability": pl.Float64()},
    )


def bins(*rows: tuple[str, float, int], source: str = "promises") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "source": source,
            "model": model,
            "bin_low": at - 0.05,
            "bin_high": at + 0.05,
            "count": count,
            "forecast": at,
            "observed": 0.5,
            "observed_low": 0.1,
            "observed_high": 0.9,
        }
        for model, at, count in rows
    )


def scored_rows() -> pl.DataFrame:
    head = {"grain": "year", "kind": "baseline", "n": 84, "series": 20, "origins": 6}
    cover = {"cover50": 0.45, "cover80": 0.75, "cover95": 0.96, "cover80_low": 0.7, "cover80_high": 0.82}
    return pl.DataFrame(
        head | cover | {"horizon": horizon, "model": model, "crps": crps}
        for horizon, model, crps in (
            ("all", "bass", 0.21),
            ("all", "combination", 0.15),
            ("3-4", "combination", 0.321),
            ("1", "combination", 0.1),
        )
    )


def shown(name: str, lang: str = "en", **changed: Any) -> list[str]:
    """Every line of text of a figure, and each text of several lines as a whole besides."""
    drawn = figures.svg(figures.draw(forecast_tables() | changed, name, lang=lang))
    found: list[str] = []
    for text in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text"):
        lines = [t.strip() for t in text.itertext()]
        found += lines if len(lines) == 1 else [*lines, " ".join(lines)]
    return found


def test_a_fan_opens_from_the_newest_whole_figure_and_only_beyond_it() -> None:
    line = series.line(
        ROW, evidence(("2022", 5, {}), ("2023-H1", 2, {"flow": "year_to_date"})), forecasts(combined())
    )
    assert [b.at for b in line.bands] == [2023.0, 2024.0, 2025.0]
    assert (line.fan[0].at, line.fan[0].q025, line.fan[0].q975) == (2022.0, 5, 5)
    assert (line.bands[0].q10, line.bands[0].q90, line.bands[0].partly) == (4.0, 8.0, True)
    assert series.line(ROW, evidence(("2022", 5, {}))).fan == ()


def test_a_single_forecast_without_figures_gets_a_width() -> None:
    line = series.line(ROW, evidence(), forecasts(combined()).head(1))
    assert [round(b.at, 2) for b in line.fan] == [2021.85, 2022.15]
    assert "polygon" in inline(line)


def test_forecasts_of_months_are_not_drawn_over_sums_of_years() -> None:
    seen = evidence(("2022", 90, {}), ("2023-05", 9, {}), ("2023-05", 30, {"flow": "year_to_date"}))
    months = forecast("combination", {"2023-06": 9.5}, kind="combination")
    monthly = ROW | {"deadline": "2023-06"}
    line = series.line(monthly, seen, forecasts(combined(), months))
    assert [(d.period, d.value) for d in line.dots] == [("2023-05", 9.0)]
    assert len(line.bands) == 1
    assert [d.period for d in series.line(ROW, seen, forecasts(months, combined())).dots if d.whole] == [
        "2022"
    ]


def test_forecasts_of_months_stand_on_an_axis_of_months() -> None:
    months = forecast("combination", {f"2023-{m:02d}": 5.0 for m in range(6, 12)}, kind="combination")
    tables: dict[str, Any] = {"board": board(deadline="2023-11"), "evidence": evidence(("2023-05", 4.0, {}))}
    drawn = shown("fan", forecasts=forecasts(months), **tables)
    assert {"2023-06", "2023-10"} <= set(drawn)
    alone = shown("fan", forecasts=forecasts(forecast("bass", {"2023-11": 5.0})), evidence=evidence())
    assert "Bass diffusion" in alone


def test_a_promise_without_figures_still_shows_its_fan() -> None:
    line = series.line(ROW, evidence(), forecasts(combined()))
    assert [b.at for b in line.fan] == [2022.0, 2023.0, 2024.0, 2025.0]
    assert line.last is None
    assert "combination" in shown("fan", evidence=evidence())


def test_quantiles_that_nobody_knows_leave_no_band() -> None:
    holes = forecasts(combined()).with_columns(q90=pl.lit(None, dtype=pl.Float64))
    assert series.line(ROW, evidence(), holes).bands == ()
    unknown = forecasts(forecast("bass", {"2024": math.nan, "2025": 3.0}))
    assert [d.period for d in series.medians(ROW, unknown)["bass"]] == ["2025"]


def test_the_small_picture_shows_band_and_median_and_stays_small() -> None:
    months = {f"{year}-{month:02d}": 5.0 + month for year in (2024, 2025) for month in range(1, 13)}
    many = forecasts(forecast("combination", months, kind="combination"))
    seen = evidence(*((f"2023-{month:02d}", 5.0, {}) for month in range(1, 13)))
    drawn = inline(series.line(ROW | {"deadline": "2025-12"}, seen, many))
    kinds = [e.get("class") for e in ET.fromstring(drawn)]
    assert kinds.count("band") == kinds.count("mid") == 1
    assert len(drawn) < 1500 + len(seen) * 60  # twelve figures are drawn besides
    assert len(inline(series.line(ROW, evidence(("2021", 4, {})), forecasts(combined())))) < 1500
    assert kinds.index("band") < kinds.index("want")


def test_the_stylesheet_colours_every_class_of_the_small_picture() -> None:
    style = (resources.files("hinterland.report") / "templates" / "page.css").read_text(encoding="utf-8")
    line = series.line(ROW, evidence(("2021", 4, {"used": True})), forecasts(combined()))
    kinds = {e.get("class") for e in ET.fromstring(inline(line))}
    assert {"band", "mid", "want", "due", "used"} <= kinds
    assert all(f".spark .{kind}{{" in style for kind in kinds)


def test_a_far_interval_does_not_flatten_the_small_picture() -> None:
    wild = forecasts(combined(spread=1e6))
    drawn = ET.fromstring(inline(series.line(ROW, evidence(("2020", 1, {}), ("2021", 4, {})), wild)))
    heights = [float(e.get("cy", "nan")) for e in drawn if e.get("cy")]
    assert heights[0] - heights[1] > 2.5
    band = next(e for e in drawn if e.get("class") == "band").get("points", "")
    assert all(0 <= float(p.split(",")[1]) <= 34 for p in band.split())


def test_the_fan_says_probability_median_and_what_would_have_to_happen() -> None:
    drawn = shown("fan")
    assert "Probability 23%, between 12% and 41% over the models" in drawn
    assert "Median at the deadline (2025): 8%; 80% interval 6.50% to 10.50%" in drawn
    assert "The share would have to grow by a fifth a year." in drawn
    assert {"≥ 10%", "combination", "plants and their capacity"} <= set(drawn)
    assert any("log-linear trend ↑ 60%" in t for t in drawn)
    assert {"Numerator: made here (vehicle)", "Denominator: made anywhere (vehicle)"} <= set(drawn)
    assert any("□ part of the period is known" in t and "¦ definition changed" in t for t in drawn)
    assert any(t == "概率 23%，各模型介于 12% 与 41% 之间" for t in shown("fan", "zh"))


def test_a_fan_without_forecasts_or_figures_says_so() -> None:
    bare = board(probability=None, expected=None, needs_en=None, verdict="open")
    nothing: dict[str, Any] = {"forecasts": forecasts(), "evidence": evidence()}
    drawn = shown("fan", board=bare, **nothing)
    assert "No probability: open" in drawn
    assert any("no figures" in t for t in drawn)
    sure = shown("fan", board=board(probability=0.0004, probability_low=None), **nothing)
    assert "Probability <1%" in sure


def test_more_models_than_can_be_told_apart_are_counted() -> None:
    many = [forecast(f"model_{n}", AHEAD) for n in range(40)]
    drawn = shown("fan", forecasts=forecasts(combined(), *many))
    assert "model 0" in drawn
    assert "model 39" not in drawn
    assert any("32 more models are in the table" in t for t in drawn)


def test_a_range_is_drawn_with_both_ends() -> None:
    drawn = shown("fan", board=board(comparator="range", required=-10.0, required_high=20.0))
    assert {"≥ -10%", "≤ 20%"} <= set(drawn)


def test_numbers_on_axes_are_written_as_everywhere_else() -> None:
    rows = evidence(("2020", 4e11, {"unit": "CNY"}), ("2021", 9e11, {"unit": "CNY"}))
    money: dict[str, Any] = {
        "board": board(unit="CNY", required=1.2e12),
        "evidence": rows,
        "forecasts": forecasts(),
    }
    assert {"1 trillion", "800 billion"} <= set(shown("fan", **money))
    assert {"1 万亿", "8,000 亿"} <= set(shown("fan", "zh", **money))


def test_a_race_lists_the_likeliest_first_and_says_who_has_no_figures() -> None:
    drawn = shown("race")
    assert [t for t in drawn if t in {"Early", "Late", "Nobody knows"}] == ["Early", "Late", "Nobody knows"]
    assert "Who is first past 1 million vehicles" in drawn
    assert {"90%", ">99%", "<1%", "60%", "no figures"} <= set(drawn)
    assert {"先到者", "无数据", "谁最先达到 100 万辆"} <= set(shown("race", "zh"))


def test_members_of_one_name_keep_their_own_lines() -> None:
    twin = {
        "member": "d",
        "name_en": "Early",
        "name_zh": "先到者",
        "p_first": 0.05,
        "p_pass": 0.3,
        "q10": "2025",
    }
    assert shown("race", race=contenders(twin)).count("Early") == 2


def test_a_member_that_passes_too_rarely_is_not_called_without_figures() -> None:
    rare = {"member": "d", "name_en": "Rare", "name_zh": "少见", "p_first": 0.0, "p_pass": 0.03}
    drawn = shown("race", race=contenders(rare))
    assert drawn.count("no figures") == 1
    assert "not within the years that are simulated, or rarely" in drawn


def test_many_races_and_members_are_cut_with_a_count() -> None:
    crowd = [{"member": f"x{n}", "name_en": f"X{n}", "name_zh": f"某{n}", "p_first": 0.0} for n in range(70)]
    several = pl.concat([contenders(*crowd), contenders().with_columns(target=pl.lit("u"))])
    drawn = shown("race", race=several)
    assert f"{73 - race.MOST} more are in the table" in drawn
    assert "Who is first past 1 million vehicles (u)" in drawn


def test_reliability_of_few_forecasts_says_how_little_it_proves() -> None:
    drawn = " ".join(shown("reliability"))
    assert "combination: 5 forecasts" in drawn
    assert "With 5 forecasts" in drawn
    assert "仅 5 个预测" in " ".join(shown("reliability", "zh"))
    many = bins(("combination", 0.25, 30), ("combination", 0.75, reliability.ENOUGH), source="thresholds")
    told = " ".join(shown("reliability", reliability=many))
    assert "80 forecasts" in told
    assert "prove no skill" not in told


def test_reliability_without_a_combination_shows_the_first_model() -> None:
    drawn = " ".join(shown("reliability", reliability=bins(("bass", 0.25, 5))))
    assert "Bass diffusion: 5 forecasts" in drawn


def test_a_history_shows_probabilities_and_the_verdict_that_ended_them() -> None:
    drawn = shown("history")
    assert {"A tenth of all vehicles", "Share of output", "80%", "✕", "✕ missed", "2023-07"} <= set(drawn)
    assert {"占全国一成", "✕ 未兑现"} <= set(shown("history", "zh"))


def test_readings_that_agree_share_one_mark_and_others_have_their_own() -> None:
    one = past(("2022-07-31", "on track", 0.6), ("2023-07-31", "met", None), attainment="in_period")
    two = past(("2022-07-31", "on track", 0.8), ("2023-07-31", "met", 1.0))
    drawn = shown("history", history=pl.concat([one, two]))
    assert {"60%", "80%"} <= set(drawn)
    assert drawn.count("✓") == 1
    assert "solid: in that period; dashed: by then (first passage)" in drawn


def test_a_history_without_probability_shows_the_sign_alone() -> None:
    drawn = shown("history", history=past(("2022-07-31", "superseded", None)))
    assert "→" in drawn
    assert "100%" in drawn
    rows = history._rows(past(("2022-07-31", "superseded", None)), 0, {}, ["by"], "en")
    assert [(r["known"], r["side"]) for r in rows] == [(False, "middle")]


def test_promises_that_nobody_can_tell_anything_about_give_way() -> None:
    dull = [past(("2022-07-31", "not measurable", None), target=f"dull{n}") for n in range(3)]
    moved = past(("2022-07-31", "on track", 0.8), ("2023-07-31", "missed", None), target="moved")
    drawn = shown("history", history=pl.concat([*dull, moved]))
    assert "moved" in drawn
    assert "dull0" not in drawn
    assert "3 that had neither a probability nor a verdict on any day are in the table" in drawn
    assert "dull0" in shown("history", history=dull[0])
    many = [past(("2022-07-31", "on track", 0.8), target=f"t{n}") for n in range(history.MOST + 2)]
    assert "2 more are in the table" in shown("history", history=pl.concat(many))


def test_scores_stand_by_horizon_with_their_numbers_and_coverage() -> None:
    drawn = shown("scores")
    heads = [t for t in drawn if t in {"1 year ahead", "3-4 years ahead", "all horizons"}]
    assert heads == ["1 year ahead", "3-4 years ahead", "all horizons"]
    assert {"0.321", "0.210", "n 84", "Yearly figures: all horizons, n 84"} <= set(drawn)
    assert {"提前 3-4 年", "全部提前期"} <= set(shown("scores", "zh"))
    assert scores_chart.ahead("month", "5-8", "zh") == "提前 5-8 个月"


def test_scores_without_coverage_or_without_a_score_are_still_drawn() -> None:
    bare = scored_rows().with_columns(
        cover80=pl.lit(None, dtype=pl.Float64),
        crps=pl.when(pl.col("horizon") == "1").then(None).otherwise("crps"),
    )
    drawn = shown("scores", scores=bare)
    assert not any("Coverage" in t for t in drawn)
    assert "0.100" not in drawn
    with pytest.raises(StudyError, match="no model has a score"):
        shown("scores", scores=bare.with_columns(crps=pl.lit(None, dtype=pl.Float64)))


@given(st.floats(-1e15, 1e15), st.floats(1e-3, 1e15), st.integers(1, 9))
def test_ticks_are_round_few_and_inside(low: float, span: float, most: int) -> None:
    high = low + span
    if high - low < 1e-9 * max(abs(low), 1.0):
        return
    at = series.ticks(low, high, most)
    slack = 1e-6 * span + 1e-9 * abs(low)
    assert len(at) <= most + 2
    assert all(low - slack <= t <= high + slack for t in at)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=12))
def test_names_at_the_edge_never_overlap_and_keep_their_order(wanted: list[float]) -> None:
    places = series.spread(sorted(wanted), 14.0, 200.0)
    assert all(b - a >= 14.0 - 1e-9 for a, b in itertools.pairwise(places))
    assert max(places) <= 200.0


@given(st.text(alphabet="ab 集群，。产业", max_size=80), st.floats(60, 300))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    lines = palette.wrapped(text, width, 11, most=99)
    if not any(line.endswith("…") for line in lines):
        assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(palette.wide(line, 11) <= width + 22 for line in lines)


def test_a_long_chinese_name_is_broken_and_cut_with_an_ellipsis() -> None:
    name = "建设具有全球影响力的新能源汽车产业集群与智能网联汽车先导应用示范区并力争上游保三争二"
    assert "".join(palette.wrapped(name, 300, 11)) == name
    short = palette.wrapped(name, 150, 11, most=2)
    assert len(short) == 2
    assert short[1].endswith("…")
    assert palette.wrapped("x" * 100, 100, 11)[0].endswith("…")


def test_simulation_proves_neither_nought_nor_certainty() -> None:
    assert [series.percent(p) for p in (0.0, 0.004, 0.01, 0.5, 0.99, 0.996, 1.0)] == [
        "<1%",
        "<1%",
        "1%",
        "50%",
        "99%",
        ">99%",
        ">99%",
    ]


@pytest.mark.parametrize("sight", MACHADO)
def test_models_and_bands_stay_apart_for_every_sight_by_day_and_night(sight: str) -> None:
    looks = palette.MODELS.values()
    for colours in ([s.mark for s in looks], [s.night for s in looks]):
        for one, other in itertools.combinations(colours, 2):
            assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 15
    for time, paper in ((0, palette.PAPER), (1, palette.NIGHT[palette.PAPER])):
        steps = [b[time] for b in palette.BANDS.values()] + [paper]
        for one, other in itertools.pairwise(steps):
            assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 8


def test_names_of_models_are_readable_and_lines_differ_without_colour() -> None:
    night = palette.NIGHT[palette.PAPER]
    for look in palette.MODELS.values():
        assert palette.contrast(palette.PAPER, look.mark) >= 4.5
        assert palette.contrast(night, look.night) >= 4.5
        assert palette.NIGHT[look.mark] == look.night
    looks = [*palette.MODELS.values(), *palette.COMPONENTS.values()]
    assert len({s.dash for s in looks}) == len({s.shape for s in looks}) == len(looks)
    assert {*palette.MODELS, *palette.COMPONENTS} == set(words.MODELS)
    middle = palette.MODELS["combination"]
    assert palette.contrast(palette.BANDS["50%"][0], middle.mark) >= 3
    assert palette.contrast(palette.BANDS["50%"][1], middle.night) >= 3


def test_every_colour_of_the_forecast_figures_has_a_look_by_night() -> None:
    known = set(palette.NIGHT) | {t.mark for t in palette.VERDICTS.values()}
    for name in ("fan", "race", "history", "reliability", "scores"):
        drawn = figures.svg(figures.draw(forecast_tables(), name))
        used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', drawn))
        assert used <= known, name
        assert not re.search(r'(?:fill|stroke)="(?:black|white|rgb|steelblue)', drawn), name


def test_colours_are_readable_and_differ() -> None:
    for table in (palette.VERDICTS, palette.BASES):
        for tone in table.values():
            assert palette.contrast(tone.fill, tone.ink) >= 4.5
            assert palette.contrast(tone.night_fill, tone.night_ink) >= 4.5
        assert len({t.mark for t in table.values()}) == len(table)
    assert palette.contrast(palette.PAPER, palette.MUTED) >= 4.5
    assert palette.contrast(palette.NIGHT[palette.PAPER], palette.NIGHT[palette.MUTED]) >= 4.5
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_word_has_a_look_and_every_table_a_chinese_name() -> None:
    assert set(palette.VERDICTS) == set(words.VERDICTS)
    assert set(palette.BASES) == set(palette.DASHES) == set(words.BASES)
    assert set(palette.STATUSES) == set(STATUSES)
    assert set(TABLES_ZH) == set(TABLES)
    assert table_name("fund_projects", "en") == "fund projects"
