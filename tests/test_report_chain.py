"""The report's sections on a place's chain: the answer first, intervals and bases to the last page, files beside."""

from __future__ import annotations

import importlib
import json
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland import figures
from hinterland.chain import content, gaps
from hinterland.report import RunSummary, local, nearby, run
from hinterland.report.files import slug, write_areas
from hinterland.report.labels import _WORDS
from hinterland.report.labels_chain import CHAIN_WORDS
from hinterland.report.labels_forecast import FORECAST_WORDS
from hinterland.report.names import Names
from hinterland.report.studies import reason
from test_report import Outline

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.cluster import Cluster

run_module = importlib.import_module("hinterland.report.run")  # the package has a function of this name
DAY = "2023-09-01"


@pytest.fixture(scope="module")
def done(tutorial: Cluster, tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    return run(tutorial, tmp_path_factory.mktemp("chain") / "out", as_of=DAY)


@pytest.fixture(scope="module")
def html(done: RunSummary) -> str:
    return done.report.read_text(encoding="utf-8")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures left out: they have tests of their own."""
    monkeypatch.setattr(figures, "draw", lambda result, name, lang: None)
    monkeypatch.setattr(figures, "svg", lambda chart: "<svg></svg>")


def section(html: str, name: str) -> str:
    """One section of the page."""
    return html.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_the_page_answers_in_words_with_the_hand_computed_shares(html: str) -> None:
    page = Outline(html)
    for lang, words in (
        (
            "en",
            ("can make 78%", "free capacity serves 19–64%", "33–67% came from plants inside the boundary"),
        ),
        ("zh", ("的 78%", "其可用产能可满足 19–64%", "33–67% 来自界内工厂")),
    ):
        said = page.said(lang)
        assert all(w in said for w in words)
    four = section(html, "nearby").partition("</table>")[0]
    for share in ("44%", "78%", "53%", "73%", "0–44%", "19–64%", "20–73%", "33–67%", "67–100%"):
        assert f"<b>{share}</b>" in four


def test_the_page_tells_content_by_rule_with_threshold_verdict_and_basis(html: str) -> None:
    own = section(html, "local")
    row = next(r for r in own.split("<tr") if "Made in Norland" in r and "≥ 40%" in r)
    for words in ("≥ 40%", "v-met", "b-synthetic", "80–100%", "85–100%", "of draws"):
        assert words in row
    assert "taking the links on record as all purchases" in row
    assert "mean with suppliers drawn among the listed plants" in own
    assert "按所列工厂抽取供应商（已知关系优先）的均值" in own
    assert "By known links:" in own
    assert "2024-01-01" in own.partition("<details")[2]  # the subsidy's rule is not in force yet


def test_both_sections_are_whole_in_both_languages(html: str) -> None:
    for name in ("nearby", "local"):
        part = section(html, name)
        assert part.count('class="l" lang="en"') == part.count('class="l" lang="zh"') > 50
        assert f'href="#{name}"' in html


def test_made_up_rows_are_marked_as_such(html: str) -> None:
    four = section(html, "nearby").partition("</table>")[0]
    rows = four.partition("<tbody>")[2].split("<tr")[1:]
    assert len(rows) == 6
    assert all("b-synthetic" in r and 'class="made"' in r for r in rows)
    assert "made-up (synthetic) plants" in html


def test_the_tables_behind_it_are_saved_as_the_studies_made_them(done: RunSummary) -> None:
    expected = {file: key for key, file in run_module.TABLES.items() if key[0] in {"gaps", "content"}}
    assert len(expected) == 14
    assert {"coverage", "gaps", "gaps_reach", "gaps_sites", "gaps_near", "gaps_openings"} <= set(expected)
    for file, (study, table) in expected.items():
        saved = pl.read_parquet(done.out / "tables" / f"{file}.parquet")
        assert saved.equals(done.results[study][table]), file
        assert (done.out / "tables" / f"{file}.csv").is_file()


def test_reach_areas_are_geojson_files_that_the_page_links(done: RunSummary, html: str) -> None:
    told = json.loads((done.out / "result.json").read_text(encoding="utf-8"))
    for place in done.results["gaps"].summary["places"]:
        name = f"areas_{place}.geojson"
        found = json.loads((done.out / "tables" / name).read_text(encoding="utf-8"))
        assert found["type"] == "FeatureCollection"
        assert {f["properties"]["kind"] for f in found["features"]} == {"circle", "area"}
        assert {f["properties"]["hours"] for f in found["features"]} == {1, 2, 3, 4}
        assert f"tables/{name}" in told["files"]
        assert html.count(f'href="tables/{name}"') == 2


def test_the_coverage_of_the_bill_of_materials_takes_the_place_of_the_plain_one(done: RunSummary) -> None:
    names = {p.name for p in (done.out / "figures").glob("*.svg")}
    for place in done.results["gaps"].summary["places"]:
        for figure in sorted(run_module.BY_PLACE):
            assert {f"{figure}-{place}_{lang}.svg" for lang in ("en", "zh")} <= names, figure
    assert not [n for n in names if n.startswith("chain_icicle")]
    chain = section(done.report.read_text(encoding="utf-8"), "chain")
    assert "Every node" in chain  # the tree stays as a table
    assert "drawn place by place below" in chain


def test_a_case_with_recipes_but_no_plants_keeps_the_plain_tree_and_says_why(
    tmp_path: Path, quick: None
) -> None:
    tables = {
        "products": [
            {"product": p, "kind": k, "unit": "set"} for p, k in (("a", "final"), ("b", "component"))
        ],
        "recipes": [{"product": "a", "process": "p", "input": "b", "value_share": 0.5}],
    }
    done = run(cluster_of(tables), tmp_path / "out")
    assert (done.out / "figures" / "chain_icicle_en.svg").is_file()
    page = Outline(done.report.read_text(encoding="utf-8"))
    for name in ("gaps", "content"):
        assert "fill in `plants`" in done.skipped[name].en
        assert "请填写 plants" in page.said("zh")
    assert not [a for _, a in page.elements if a.get("id") in {"nearby", "local"}]
    assert not list((done.out / "tables").glob("areas_*"))


def test_without_a_bill_of_materials_both_studies_say_so(tutorial: Cluster) -> None:
    bare = cluster_of({"places": [{"place": "here", "kind": "city"}]})
    for name in ("gaps", "content"):
        said = reason(bare, name)
        assert said is not None
        assert "recipes" in said.en
        assert "recipes" in said.zh
        assert reason(tutorial, name) is None


def test_assumptions_about_a_place_begin_with_its_name(html: str) -> None:
    own = section(html, "assumptions")
    assert '<span class="l" lang="en">Eastmark: ' in own
    assert '<span class="l" lang="zh">东省：' in own
    assert "eastmark: " not in own


def test_long_tables_stay_out_of_the_page_and_are_linked(yangtze: Cluster) -> None:
    result = gaps(yangtze, as_of="2021-08-31", places=["anhui"], draws=20)
    (entry,) = nearby.nearby(result, {})
    assert len(entry["gaps"]) == 15
    assert entry["more"] == result["gaps"].height - 15
    assert [len(o["rows"]) <= 10 for o in entry["openings"]] == [True, True]
    assert len(entry["makers"]) == 5
    assert all(len(m["rows"]) <= 5 for m in entry["makers"])
    plants = {str(r["plants"].en) for r in entry["apart"]}
    assert len(plants) == 3
    assert {r["made_up"] for r in entry["apart"]} == {True, False}
    assert all(r["basis"]["basis"] != "synthetic" for r in entry["could"])


def test_a_place_without_assembling_plants_says_why_and_has_no_table(yangtze: Cluster) -> None:
    result = gaps(yangtze, as_of="2017-08-31", places=["anhui"], draws=5)
    (entry,) = nearby.nearby(result, {})
    assert not entry["measurable"]
    assert entry["said"][0].en.startswith("Not measurable: no plant that assembles")
    assert entry["said"][0].zh.startswith("无法度量：当日")
    assert (entry["gaps"], entry["openings"], entry["makers"]) == ([], [], [])
    told = local.local(
        content(yangtze, as_of="2017-08-31", places=["anhui"], draws=5), yangtze, Names.of(yangtze)
    )
    assert "No plant that assembles it" in told["entries"][0]["said"][0].en


def test_pictures_are_drawn_for_few_places_and_the_tables_hold_all(tutorial: Cluster) -> None:
    places = ["eastmark", "norland", "westmark"]
    result = gaps(tutorial, as_of=DAY, places=places, draws=5)
    shown = run_module._by_place(result, "coverage_icicle", tutorial)
    assert list(shown) == [f"coverage_icicle-{p}" for p in places]
    for place, tables in zip(places, shown.values(), strict=True):
        assert set(tables["tree"]["place"]) == {place}
        assert tables["places"].equals(tutorial["places"])


def test_waterfalls_are_what_is_really_made_here_and_the_first_rule_with_a_threshold(
    tutorial: Cluster,
) -> None:
    result = content(tutorial, as_of=DAY, places=["norland"], draws=5)
    steps = run_module._waterfalls(result.tables)
    assert steps["rule"].unique(maintain_order=True).to_list() == ["here", "norland_origin"]


@given(st.text(max_size=20))
def test_a_slug_stands_in_file_names_and_addresses(text: str) -> None:
    assert re.fullmatch(r"[\w-]*", slug(text))
    assert slug(slug(text)) == slug(text)


def test_places_whose_ids_look_alike_in_file_names_keep_files_of_their_own(tmp_path: Path) -> None:
    empty = json.dumps({"type": "FeatureCollection", "features": []})
    rows = [{"place": p, "kind": "area", "hours": 1.0, "geojson": empty} for p in ("a/b", "a b", "../../x")]
    written = write_areas(tmp_path, pl.DataFrame(rows))
    assert sorted(written) == ["../../x", "a b", "a/b"]
    assert len(set(written.values())) == 3
    assert {p.name for p in tmp_path.iterdir()} == set(written.values())


def test_no_word_of_the_page_has_two_meanings() -> None:
    words = [*_WORDS, *CHAIN_WORDS, *FORECAST_WORDS]
    assert len(words) == len(set(words))
