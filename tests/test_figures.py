"""Figures: drawn in both languages without a browser or a network, with colours that mean something."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from hinterland import figures, words
from hinterland.cooperation import agreements
from hinterland.cooperation.agreements import STATUSES
from hinterland.errors import StudyError
from hinterland.figures import export, palette, series
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


def of(results: dict[str, Result], name: str) -> Result:
    return results[EVENT[figures.FIGURES[name].NEEDS[0]]]


def texts(svg: str) -> list[str]:
    return [t.text or "" for t in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_every_figure_is_drawn_in_both_languages_with_its_data_inside(results: dict[str, Result]) -> None:
    for name in figures.FIGURES:
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
