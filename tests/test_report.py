"""The report: one page that fetches nothing, escapes everything, and shows where each number comes from."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib
import io
import itertools
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import escape

from conftest import cluster_of
from hinterland import figures, words
from hinterland.errors import Cancelled, CaseError, StudyError
from hinterland.promises import track
from hinterland.promises.reasons import percent
from hinterland.report import RunSummary, fan, forecasts, run, studies
from hinterland.report import files as files_module
from hinterland.report import page as page_module
from hinterland.report.files import defused
from hinterland.report.labels import LABELS
from hinterland.report.names import Names
from hinterland.report.text import both, exact, linked, linked_both
from hinterland.result import Said

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.cluster import Cluster

run_module = importlib.import_module("hinterland.report.run")  # the package has a function of this name
CJK = re.compile(r"[\u4e00-\u9fff]")
VOID = {"meta", "input", "br", "link", "img"}


class Outline(HTMLParser):
    """What a page consists of: its elements with attributes, and its text by language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[str | None, str]] = []
        self.script: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag not in VOID:
            own = found.get("lang") if "l" in (found.get("class") or "").split() else None
            self._open.append((tag, own or (self._open[-1][1] if self._open else None)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, lang = self._open[-1] if self._open else ("", None)
        if tag == "script":
            self.script.append(data)
        elif tag != "style" and data.strip():
            self.text.append((lang, data.strip()))

    def said(self, lang: str) -> str:
        """All text that a reader of `lang` sees."""
        return " ".join(t for own, t in self.text if own in {None, lang})


@pytest.fixture(scope="module")
def done(tutorial: Cluster, tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    return run(tutorial, tmp_path_factory.mktemp("run") / "out", as_of="2024-06-30")


@pytest.fixture(scope="module")
def page(done: RunSummary) -> Outline:
    return Outline(done.report.read_text(encoding="utf-8"))


def lean(patch: pytest.MonkeyPatch) -> None:
    """Leave out pictures, plans and the studies of the network, which take long: they have tests of their own."""
    patch.setattr(figures, "draw", lambda result, name, lang: None)
    patch.setattr(figures, "svg", lambda chart: "<svg></svg>")
    names = tuple(n for n in studies.NAMES if n not in {"risk", "stress", "mitigate", "plan", "held"})
    patch.setattr(studies, "NAMES", names)
    patch.setattr(run_module, "NAMES", names)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    lean(monkeypatch)


def attributes(page: Outline, name: str) -> list[tuple[str, str]]:
    return [(tag, a[name] or "") for tag, a in page.elements if name in a]


def test_the_page_asks_no_host_for_anything(page: Outline) -> None:
    for name in ("src", "href", "xlink:href", "action", "poster", "srcset", "data", "background"):
        for tag, address in attributes(page, name):
            assert tag == "a", (tag, address)
            assert address.startswith(("#", "tables", "figures/", "result.json", "https://", "http://"))
    assert not {"link", "iframe", "object", "embed", "img", "form", "base"} & {t for t, _ in page.elements}


def test_only_the_page_s_own_script_may_run_and_no_style_fetches(done: RunSummary, page: Outline) -> None:
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256("".join(page.script).encode()).digest()).decode()
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digest}'" in policy
    assert not [a for _, a in page.elements for n in a if n.startswith("on")]
    html = done.report.read_text(encoding="utf-8")
    assert not re.search(r"url\((?!#)|@import|@font-face", html)  # url(#clip1) is a part of the same picture


def test_both_languages_are_in_the_page_and_complete(page: Outline) -> None:
    for label in LABELS.values():
        assert CJK.search(label.zh), label
        assert not CJK.search(label.en), label
    english, chinese = page.said("en"), page.said("zh")
    assert "Board of promises" in english
    assert "承诺表" in chinese
    assert not CJK.search(english.replace("中文", ""))
    for word in ("Board of", "Agreements", "Assumptions", "synthetic ", "no date stated", "Files"):
        assert word not in chinese.replace("synthetic: made up for teaching", "")
    radios = [a for t, a in page.elements if t == "input"]
    assert [("checked" in a, a["value"]) for a in radios] == [(True, "en"), (False, "zh")]


def test_tutorial_numbers_are_those_its_readme_computes_by_hand(page: Outline) -> None:
    english, chinese = page.said("en"), page.said("zh")
    assert "78,000 / 250,000 = 31.20%" in english
    assert "60,000 / 230,000 = 26.09%" in english  # the revision counts
    assert "1.9 billion CNY" in english
    assert "19 亿元" in chinese
    for share in ("40.00%", "30.00%", "15.00%", "20.00%", "10.00%"):
        assert share in english
    assert "in 2023 it will make at least 30 percent of all heat pumps made in Norland" in english
    assert "synthetic" in english
    assert "合成" in chinese


def test_every_number_of_the_board_stands_in_an_evidence_row_marked_as_used(
    yangtze: Cluster, tmp_path: Path, quick: None
) -> None:
    run(yangtze, tmp_path / "out", as_of="2025-07-31")
    board = pl.read_parquet(tmp_path / "out/tables/board.parquet")
    evidence = pl.read_parquet(tmp_path / "out/tables/evidence.parquet")
    judged = board.filter(pl.col("observed").is_not_null())
    keys = ["target", "metric", "attainment", "period"]
    behind = evidence.filter((pl.col("role") == "value") & pl.col("used"))
    joined = judged.join(behind.select(*keys, "value").unique(), on=keys, how="left")
    assert judged.height > 10
    assert (joined["observed"] == joined["value"]).all()
    page = Outline((tmp_path / "out/report.html").read_text(encoding="utf-8"))
    assert "868,000 / 9,587,000 = 9.05%" in page.said("en")
    assert [a["id"] for t, a in page.elements if a.get("class") == "deal" and "open" in a] == [
        "agreement-nio_lingang_2021"
    ]
    assert len(page.elements) < 40_000  # 10,000 firms are in files, never in the page
    chinese = page.said("zh")
    assert "蔚来、临港集团" in chinese
    assert "安徽省" in chinese


def test_headings_go_down_one_level_at_a_time_and_headers_have_a_scope(page: Outline) -> None:
    levels = [int(t[1]) for t, _ in page.elements if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert all("scope" in a for t, a in page.elements if t == "th")
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    targets = [a for t, a in attributes(page, "href") if a.startswith("#")]
    assert {a[1:] for a in targets} <= set(ids)


def test_every_file_that_the_page_names_is_there(done: RunSummary, page: Outline) -> None:
    for _, address in attributes(page, "href"):
        if not address.startswith(("#", "http")):
            assert (done.out / address).is_file(), address
    told = json.loads((done.out / "result.json").read_text(encoding="utf-8"))
    assert set(told["studies"]) == {
        *("track", "backtest", "agreements", "materials", "gaps", "content", "quality")
    }
    assert told["studies"]["track"]["provenance"]["as_of"] == "2024-06-30"
    assert len(told["studies"]["track"]["provenance"]["inputs"]) == 16
    assert {p.stem for p in (done.out / "tables").glob("*.parquet")} == set(told["tables"])
    summary = done.as_dict()
    assert summary["studies"]["track"]["verdicts"] == {"met": 1, "missed": 1}
    assert json.dumps(summary)


EVIL = "<script>alert(1)</script>"


def hostile() -> Cluster:
    common = {
        "basis": "reported",
        "published": "2021-01-01",
        "source": f"javascript:alert(1) {EVIL} https://a.b/c.",
    }
    rows: dict[str, list[dict[str, Any]]] = {
        "places": [{"place": "here", "kind": "city", "name_en": EVIL}],
        "products": [
            {"product": "x", "kind": "final", "unit": "set", "name_en": EVIL, "name_zh": f'"{EVIL}'},
            {"product": "y", "kind": "component", "unit": "set", "name_en": "</svg><img src=x>"},
        ],
        "recipes": [{"product": "x", "process": "p", "input": "y", "value_share": 0.5}],
        "firms": [{"firm": "f", "name_en": EVIL}, {"firm": "g", "name_en": "=HYPERLINK(1)"}],
        "metrics": [
            {
                "metric": "m",
                "kind": "series",
                "unit": "set",
                "name_en": EVIL,
                "boundary_en": EVIL,
                "boundary_zh": f"{EVIL}口径 https://a.b/c",
                "publisher": EVIL,
            }
        ],
        "targets": [
            {
                "target": "t",
                "name_en": EVIL,
                "metrics": "m",
                "place": "here",
                "promised_by": EVIL,
                "comparator": "ge",
                "value": 1,
                "unit": "set",
                "deadline": "2022",
            }
        ],
        "observations": [
            {
                "metric": "m",
                "place": "here",
                "period": "2022",
                "vintage": EVIL,
                "value": 2,
                "unit": "set",
                "flow": "period",
                "note": EVIL,
            }
        ],
        "agreements": [
            {
                "agreement": "d",
                "name_en": EVIL,
                "parties": EVIL,
                "kind": "other",
                "later_status_en": EVIL,
                "later_published": "2021",
                "note": EVIL,
                "note_zh": f"{EVIL}备注 https://a.b/c",
            }
        ],
        "workstreams": [
            {"workstream": "w", "agreement": "d", "kind": "other", "name_en": EVIL, "evidence": EVIL}
        ],
    }
    return cluster_of({t: [common | r for r in listed] for t, listed in rows.items()})


def test_hostile_text_of_a_case_is_shown_and_never_run(tmp_path: Path) -> None:
    done = run(hostile(), tmp_path / "out", as_of="2023-06-30", lang="zh")
    html = done.report.read_text(encoding="utf-8")
    page = Outline(html)
    assert [t for t, _ in page.elements].count("script") == 1
    assert "img" not in {t for t, _ in page.elements}
    assert EVIL in page.said("en")
    assert {
        a for t, a in attributes(page, "href") if not a.startswith(("#", "tables", "figures", "result"))
    } == {"https://a.b/c"}
    assert all(
        a.get("rel", "").startswith("noreferrer") for t, a in page.elements if "https" in a.get("href", "")
    )
    assert "javascript:alert(1)" in page.said("en")  # as text
    assert '<html lang="zh-Hans">' in html
    rows = list(
        csv.DictReader(io.StringIO((done.out / "tables/case_firms.csv").read_text(encoding="utf-8-sig")))
    )
    assert rows[1]["name_en"] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(done.out / "tables.xlsx")
    cell = next(
        c for row in book["case_firms"].iter_rows() for c in row if c.value and "HYPERLINK" in str(c.value)
    )
    assert cell.data_type == "s"


def test_only_http_addresses_become_links() -> None:
    assert str(linked("see https://a.b/c?d=1&e=2, and")) == (
        'see <a href="https://a.b/c?d=1&amp;e=2" rel="noreferrer noopener external">a.b</a>, and'
    )
    assert "href" not in linked("javascript:alert(1) data:text/html,x ftp://a.b http://")
    assert 'href="HTTP://A.B/x"' in linked("HTTP://A.B/x。")
    assert '"' not in re.sub(r"<a [^>]*>", "", str(linked('https://a.b/"onclick="x')))
    assert linked(None) == ""


def test_text_in_both_languages_is_said_once_where_it_is_the_same() -> None:
    assert str(both(Said("<a>", "<a>"))) == "&lt;a&gt;"
    assert (
        str(both(Said("a", "甲"))) == '<span class="l" lang="en">a</span><span class="l" lang="zh">甲</span>'
    )
    assert str(both("<b>")) == "&lt;b&gt;"
    assert both(None) == ""
    assert linked_both(Said("<a>", "<a>")) == linked("<a>")
    assert str(linked_both(Said("a", "甲 http://b"))) == (
        '<span class="l" lang="en">a</span><span class="l" lang="zh">甲 '
        '<a href="http://b" rel="noreferrer noopener external">b</a></span>'
    )
    assert (exact(9587000.0), exact(0.5), exact(None)) == ("9,587,000", "0.5", "–")


def test_spreadsheet_formulas_are_defused_and_numbers_are_not() -> None:
    frame = pl.DataFrame(
        {"t": ["=1+1", "+x", "-5", "-3.2%", "@a", "a", None, "\tx", "-a"], "n": list(range(9))}
    )
    assert defused(frame)["t"].to_list() == ["'=1+1", "'+x", "-5", "-3.2%", "'@a", "a", None, "'\tx", "'-a"]
    assert defused(frame.select("n")).equals(frame.select("n"))


def test_long_tables_stay_out_of_the_workbook_and_the_page_says_so(
    tutorial: Cluster, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "LONG", 10)
    done = run(tutorial, tmp_path / "out", as_of="2024-06-30")
    book = openpyxl.load_workbook(done.out / "tables.xlsx", read_only=True)
    assert "case_observations" not in book.sheetnames
    assert "board" in book.sheetnames
    assert "too long for the workbook" in done.report.read_text(encoding="utf-8")


def test_a_case_without_promises_still_gives_a_report_that_says_what_is_missing(
    tmp_path: Path, quick: None
) -> None:
    cluster = cluster_of({"places": [{"place": "here", "kind": "city"}]})
    steps: list[tuple[int, int, str]] = []
    done = run(cluster, tmp_path / "new" / "out", progress=lambda *told: steps.append(told))
    assert set(done.results) == {"quality"}
    assert set(done.skipped) == {"track", "backtest", "agreements", "materials", "gaps", "content"}
    page = Outline(done.report.read_text(encoding="utf-8"))
    assert "fill in `targets`" in page.said("en")
    assert "请填写 targets" in page.said("zh")
    assert "not read from files" in page.said("en")
    assert [d for d, _, _ in steps] == sorted(d for d, _, _ in steps)
    assert steps[-1][0] == steps[-1][1]


def test_a_study_that_refuses_is_told_with_its_reason(tmp_path: Path, quick: None) -> None:
    products = [{"product": p, "kind": "final", "unit": "set"} for p in "ab"]
    circle = [{"product": a, "process": "p", "input": b, "value_share": 1} for a, b in ("ab", "ba")]
    done = run(cluster_of({"products": products, "recipes": circle}), tmp_path / "out")
    assert "circle" in done.skipped["materials"].en
    assert "a → b → a" in done.report.read_text(encoding="utf-8")


def test_a_scenario_and_the_figures_behind_sums_and_growth_are_shown(tmp_path: Path, quick: None) -> None:
    def seen(metric: str, period: str, value: float) -> dict[str, Any]:
        return {
            "metric": metric,
            "place": "here",
            "period": period,
            "vintage": "1",
            "value": value,
            "unit": "set",
            "flow": "period",
            "published": f"{int(period) + 1}-02-01",
        }

    def target(name: str, metric: str, **more: object) -> dict[str, Any]:
        return {
            "target": name,
            "metrics": metric,
            "place": "here",
            "comparator": "ge",
            "value": 10,
            "unit": "percent" if metric == "up" else "set",
            "deadline": "2022",
        } | more

    tables = {
        "places": [{"place": "here", "kind": "city"}],
        "metrics": [
            {"metric": "a", "kind": "series", "unit": "set"},
            {"metric": "b", "kind": "series", "unit": "set"},
            {"metric": "both", "kind": "sum", "members": "a;b", "unit": "set"},
            {"metric": "up", "kind": "growth", "numerator": "a", "unit": "percent"},
        ],
        "targets": [
            target("t", "both"),
            target("u", "up"),
            target("v", "a", comparator="range", value_high=20),
        ],
        "observations": [seen(m, str(y), v) for m, y, v in (("a", 2021, 4), ("a", 2022, 5), ("b", 2022, 7))],
    }
    cluster = cluster_of(tables)
    change = cluster.diff(cluster_of(tables | {"places": [{"place": "here", "kind": "park"}]}))
    done = run(cluster_of(tables).override(_changes(change)), tmp_path / "out", as_of="2023-06-30")
    english = Outline(done.report.read_text(encoding="utf-8")).said("en")
    assert "5 + 7 = 12 sets" in english
    assert "5 / 4 − 1 = 25%" in english
    assert "10 – 20 sets" in english
    assert "Scenario" in english


def _changes(frame: pl.DataFrame) -> list[Any]:
    from hinterland import scenario

    return scenario.from_table(frame)


def test_a_report_replaces_an_earlier_one_whole_and_nothing_else(
    tutorial: Cluster, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(tutorial, out, as_of="2023-09-01")
    stale = out / "report.html"
    stale.write_text("old", encoding="utf-8")
    monkeypatch.setattr(run_module, "exchange", lambda one, other: False)  # as on Windows
    run(tutorial, out, as_of="2024-06-30")
    assert stale.read_text(encoding="utf-8") != "old"
    assert json.loads((out / "result.json").read_text(encoding="utf-8"))["as_of"] == "2024-06-30"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]

    def stopped(*_args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "render", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(tutorial, out, as_of="2022-01-01")
    assert json.loads((out / "result.json").read_text(encoding="utf-8"))["as_of"] == "2024-06-30"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]

    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.doc").write_text("years of work", encoding="utf-8")
    with pytest.raises(CaseError, match="no earlier report"):
        run(tutorial, mine)
    (mine / "result.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CaseError, match="no earlier report"):
        run(tutorial, mine)
    with pytest.raises(StudyError, match="no language"):
        run(tutorial, out, lang="fr")


def test_organisations_are_named_in_chinese_as_far_as_the_case_knows_them(yangtze: Cluster) -> None:
    names = Names.of(yangtze)
    assert names.parties("NIO; Hefei government; Nobody Knows").zh == "蔚来、合肥市政府、Nobody Knows"
    assert names.parties("Anhui province").zh == "安徽省"
    assert names.parties(None) == Said("", "")
    assert names.source("nowhere") == "nowhere"


def test_the_board_in_the_page_is_the_board_of_the_study(done: RunSummary, tutorial: Cluster) -> None:
    assert done.results["track"]["board"].equals(track(tutorial, as_of="2024-06-30")["board"])


def test_the_chinese_page_of_the_case_keeps_no_english_but_sources_ids_and_brands(
    yangtze: Cluster, tmp_path: Path, quick: None
) -> None:
    done = run(yangtze, tmp_path / "out", as_of="2025-07-31", lang="zh")
    page = Outline(done.report.read_text(encoding="utf-8"))
    told = " ".join(t for own, t in page.text if own == "zh")
    told = re.sub(
        r"SK On|Stellantis|MINI|MEB|IGBT|GDP|DCDC|MCU|GWh|BLAKE2b|CSV|Parquet|hinterland|CRPS"
        r"|GeoJSON|WGS-84|RCEP|AALA|ATIGA|USMCA|exp",
        "",
        told,
    )
    # studies' own sentences: a quoted error of units and the unit of a capacity have one language, a table its id
    told = re.sub(r"CNY：'\w+' does not convert to .*? money:CNY|见 dates 表|年产量 [\d,]+ vehicle", "", told)
    # tables, columns and settings that a sentence points to, and the ids that they hold
    told = re.sub(
        r"（supplies 表）|plants_listed 未设为 all|（cost_items）|“synthetic”|(range_)?(low|high)\b", "", told
    )
    told = re.sub(r"known_links：|listed_plants：|most_local：|对 listed_plants", "", told)
    ids = {i for table in ("metrics", "plants", "products") for i in yangtze[table][:, 0].to_list()}
    assert {w for w in re.findall(r"[A-Za-z_]{2,}", told) if w not in ids} == set()
    english = {t for own, t in page.text if own == "en"}
    assert "revised" in english
    assert "修订" in told


def test_files_that_somebody_put_into_a_report_are_named_and_kept(
    tutorial: Cluster, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(tutorial, out, as_of="2024-06-30")
    told = json.loads((out / "result.json").read_text(encoding="utf-8"))
    there = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert told["files"] == there
    (out / ".DS_Store").touch()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "tables" / "my.csv").write_text("mine", encoding="utf-8")
    (out / "mine").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(run_module, "studies", None)  # refused before anything is computed
        with pytest.raises(
            CaseError, match=r"delete it: mine, notes\.txt, tables/my\.csv; nothing was written"
        ):
            run(tutorial, out)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    (out / "notes.txt").unlink()
    (out / "tables" / "my.csv").unlink()
    (out / "mine").rmdir()
    for later in [*(out / "figures").glob("*-*.svg"), *(out / "tables").glob("*.geojson")]:
        later.unlink()
    del told["files"]  # as earlier versions wrote it, before there were pictures of one place
    (out / "result.json").write_text(json.dumps(told), encoding="utf-8")
    run(tutorial, out, as_of="2024-06-30")
    assert "files" in json.loads((out / "result.json").read_text(encoding="utf-8"))
    for index in range(12):
        (out / f"{index:02}.txt").touch()
    with pytest.raises(CaseError, match=r"09\.txt and 2 more;"):
        run(tutorial, out)


# Forecasts, changes and the backtest


@pytest.fixture(scope="module")
def half_way(yangtze: Cluster, tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    """The shipped case amid its promises, pictures by the converter left out."""
    with pytest.MonkeyPatch.context() as patched:
        lean(patched)
        return run(yangtze, tmp_path_factory.mktemp("half") / "out", as_of="2023-07-31")


@pytest.fixture(scope="module")
def half_page(half_way: RunSummary) -> Outline:
    return Outline(half_way.report.read_text(encoding="utf-8"))


def part_of(done: RunSummary, name: str) -> str:
    """The HTML of one section of the page."""
    html = done.report.read_text(encoding="utf-8")
    return html[html.index(f'id="{name}"') :].partition("</section>")[0]


def test_an_open_promise_shows_its_probability_range_expected_figure_and_what_it_needs(
    half_way: RunSummary, half_page: Outline
) -> None:
    board = half_way.results["track"]["board"].filter(pl.col("verdict").is_in(["on track", "off track"]))
    assert board.height > 5
    for lang in ("en", "zh"):
        told = half_page.said(lang)
        for row in board.iter_rows(named=True):
            ends = percent(row["probability_low"]), percent(row["probability_high"])
            over = (
                f"{ends[0]} to {ends[1]} over the models"
                if lang == "en"
                else f"各模型 {ends[0]} 至 {ends[1]}"
            )
            assert f"{percent(row['probability'])} {over}" in told
            amounts = [
                words.number(float(f"{row[k]:.3g}"), row["unit"], lang) for k in ("expected", "low", "high")
            ]
            if lang == "en":
                assert f"{amounts[0]} expected for {row['deadline']}, 80% interval {amounts[1]} to" in told
            else:
                assert f"{row['deadline']} 预计 {amounts[0]}，80% 区间 {amounts[1]} 至 {amounts[2]}" in told
            assert (row[f"needs_{lang}"] or "") in told
    for said in half_way.results["track"]["decides"]["text_en"]:
        assert said in half_page.said("en")


def test_the_chance_of_a_promise_is_not_told_twice(half_page: Outline) -> None:
    assert "likely to be kept" not in half_page.said("en")
    assert "兑现概率" not in half_page.said("zh").replace("各承诺在各日期的兑现概率", "")
    assert "latest figure 7.47% in 2022" in half_page.said("en")


def test_probabilities_claim_no_certainty_and_a_judged_promise_has_none() -> None:
    row = {"verdict": "off track", "probability": 0.001, "probability_low": 0.0, "probability_high": 0.999}
    row |= {"expected": None, "needs_en": None, "needs_zh": None}
    told = forecasts.chance(row)
    assert told is not None
    assert (told["percent"], told["range"].en) == ("<1%", "<1% to >99% over the models")
    assert forecasts.chance(row | {"verdict": "met", "probability": 1.0}) is None
    assert forecasts.chance(row | {"probability": None}) is None


def test_an_interval_in_a_table_says_its_scale_once_and_leaves_the_unit_to_the_caption() -> None:
    span = forecasts._span
    assert span(1.23e9, 2.46e9, "CNY") == Said("1.23 – 2.46 billion", "12.3 – 24.6 亿")
    assert span(8.31e5, 3.92e7, "vehicle") == Said("831,000 – 39.2 million", "83.1 – 3,920 万")
    assert span(6.22, 9.111, "percent") == Said("6.22% – 9.11%", "6.22% – 9.11%")
    assert span(1, 2, "vehicle") == Said("1 – 2", "1 – 2")
    assert forecasts._caption("vehicle") == Said("vehicles", "辆")
    assert forecasts._caption("CNY") == Said("CNY", "元")
    assert forecasts._caption("percent") is None


def test_a_line_has_a_fan_where_there_is_a_forecast_and_the_reason_where_there_is_none(
    half_way: RunSummary, half_page: Outline
) -> None:
    track_ = half_way.results["track"]
    lines = track_["board"].select("target", "metric").unique()
    ahead = track_["forecasts"].select("target", "metric").unique()
    fans = [a for t, a in half_page.elements if t == "svg" and a.get("class") == "fan"]
    assert 0 < len(fans) == ahead.height < lines.height
    assert all(a["aria-hidden"] == "true" for a in fans)
    none = track_["board"].join(ahead, on=["target", "metric"], how="anti")
    for row in none.filter(pl.col("verdict") == "not measurable").iter_rows(named=True):
        assert f"none: {row['reason_en']}" in half_page.said("en")
        assert f"无：{row['reason_zh']}" in half_page.said("zh")
    assert "none: the promise is decided" in half_page.said("en")


def test_an_opened_line_shows_models_with_weights_baselines_marked_and_years_to_come(
    half_way: RunSummary,
) -> None:
    board = part_of(half_way, "board")
    entry = board[board.index('id="target-anhui_nev_share_2023"') :].partition("</article>")[0]
    models = half_way.results["track"]["models"].filter(
        (pl.col("target") == "anhui_nev_share_2023") & (pl.col("attainment") == "in_period")
    )
    assert {"combination", "baseline", "model", "alternative"} <= set(models["kind"])
    for row in models.iter_rows(named=True):
        start = entry.index(
            f">{escape(words.MODELS[row['model']][0])}</span>", entry.index("What each model says")
        )
        cells = entry[start:].partition("</tr>")[0]
        assert f"<b>{percent(row['probability'])}</b>" in cells
        assert ("baseline to beat" in cells) == (row["kind"] == "baseline")
        if row["weight"] is not None:
            assert f">{percent(row['weight'])}</td>" in cells
    own = half_way.results["track"]["forecasts"].filter(
        (pl.col("target") == "anhui_nev_share_2023")
        & (pl.col("model") == "combination")
        & (pl.col("role") == "value")
    )
    for row in own.iter_rows(named=True):
        assert words.number(float(f"{row['q50']:.3g}"), "percent", "en") in entry
    plants = half_way.results["track"]["plants"].filter(pl.col("target") == "anhui_nev_share_2023")
    assert f"({plants.height})</summary>" in entry
    assert "under construction" in entry
    assert "在建" in entry


def test_fans_beyond_the_most_are_left_out_and_the_page_says_so(
    yangtze: Cluster, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecasts, "FANS", 2)
    done = run(yangtze, tmp_path / "out", as_of="2023-07-31")
    html = done.report.read_text(encoding="utf-8")
    assert html.count('<svg class="fan"') == 2
    assert "The picture is left out" in html
    assert "图形过多" in html


def test_the_shipped_page_and_each_of_its_fans_stay_small(half_way: RunSummary) -> None:
    html = half_way.report.read_text(encoding="utf-8")
    assert len(html.encode()) < 1_000_000  # the pictures left out add 1.1 MB
    fans = re.findall(r'<svg class="fan".*?</svg>', html, re.DOTALL)
    assert max(len(f) for f in fans) < 8_000


def frames(
    values: list[float], ahead: list[float], unit: str
) -> tuple[dict[str, Any], pl.DataFrame, pl.DataFrame]:
    """A row of a board with figures from 2015 on, and a forecast of the years after them."""
    row = {
        "target": "t",
        "metric": "m",
        "attainment": "by",
        "unit": unit,
        "comparator": "ge",
        "verdict": "open",
    }
    row |= {"required": values[0], "required_high": None, "deadline": str(2015 + len(values))}
    keys = {"target": "t", "metric": "m", "attainment": "by", "role": "value", "of": "m"}
    seen = [
        keys | {"period": str(2015 + k), "value": v, "flow": "period", "series_break": k == 1, "used": k == 2}
        for k, v in enumerate(values)
    ]
    quantiles = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
    told = [
        keys
        | {
            "model": model,
            "kind": kind,
            "period": str(2015 + len(values) + k),
            "partly_known": k == 0,
            "unit": unit,
        }
        | {q: v * (0.7 + 0.1 * i) for i, q in enumerate(quantiles)}
        for model, kind in (("combination", "combination"), ("bass", "baseline"), ("own_<b>", "alternative"))
        for k, v in enumerate(ahead)
    ]
    return row, pl.DataFrame(seen), pl.DataFrame(told)


@example([0.0], [5e-324], "vehicle")
@example([1e15, 1e15], [1e15], "CNY")
@given(
    st.lists(st.floats(-1e12, 1e15, allow_nan=False), min_size=1, max_size=12),
    st.lists(st.floats(0, 1e15, allow_nan=False), min_size=1, max_size=6),
    st.sampled_from(["vehicle", "percent", "CNY"]),
)
def test_every_mark_of_a_fan_lies_inside_the_picture(
    values: list[float], ahead: list[float], unit: str
) -> None:
    row, evidence, told = frames(values, ahead, unit)
    svg = str(fan.drawn(row, evidence, told, Names({}, {}, {}, {}, {})))
    outline = Outline(svg)
    _, box = outline.elements[0]
    wide, high = (float(v) for v in (box["viewbox"] or "").split()[2:])
    for tag, marks in outline.elements[1:]:
        xs = [float(marks[k] or "") for k in ("x", "x1", "x2", "cx") if k in marks]
        ys = [float(marks[k] or "") for k in ("y", "y1", "y2", "cy") if k in marks]
        points = [p.split(",") for p in (marks.get("points") or "").split()]
        xs += [float(x) for x, _ in points]
        ys += [float(y) for _, y in points]
        assert all(0 <= x <= wide for x in xs), (tag, marks)
        assert all(0 <= y <= high for y in ys), (tag, marks)
    assert "own &lt;b&gt;" in svg
    assert "<b>" not in svg


def test_a_fan_of_months_names_months_and_one_of_years_names_years() -> None:
    row, evidence, told = frames([3.0, 4.0, 5.0, 6.0], [7.0, 8.0], "percent")
    svg = str(fan.drawn(row, evidence, told, Names({}, {}, {}, {}, {})))
    assert ">2018</text>" in svg
    months = told.with_columns(period=pl.Series([f"2024-{1 + k:02d}" for k in range(2)] * 3))
    only = evidence.head(1).with_columns(period=pl.lit("2023-12"))
    svg = str(fan.drawn(row | {"deadline": "2024-02"}, only, months, Names({}, {}, {}, {}, {})))
    assert ">2024-01</text>" in svg


def test_the_text_of_a_converted_picture_keeps_its_digits_and_its_marks_lose_theirs() -> None:
    svg = (
        '<svg xmlns="x"><rect width="9" height="9" fill="#ffffff"/><g role="a" opacity="1">'
        '<path class="background" aria-hidden="true" d="M0,0h1v1Z" pointer-events="none"/>'
        '<text font-family="Arial" transform="translate(17.037037,-2.5000)" opacity="0.5">0.12345</text></g></svg>'
    )
    assert str(page_module._picture(svg)) == (
        '<svg xmlns="x"><g><text transform="translate(17.04,-2.5)" opacity="0.5">0.12345</text></g></svg>'
    )


def rising() -> dict[str, list[dict[str, Any]]]:
    """A share of a part in a whole over four years, its names hostile, and a growth that contradicts the levels."""
    common = {"basis": "reported", "source": "s"}

    def seen(metric: str, year: int, value: float, unit: str = "set") -> dict[str, Any]:
        told = {"metric": metric, "place": "here", "period": str(year), "vintage": "1", "value": value}
        return told | {"unit": unit, "flow": "period", "published": f"{year + 1}-02-01"}

    figures_ = [seen("part", 2018 + k, v) for k, v in enumerate((10, 14, 17, 22))]
    figures_ += [seen("whole", 2018 + k, v) for k, v in enumerate((100, 110, 125, 130))]
    rows: dict[str, list[dict[str, Any]]] = {
        "places": [{"place": "here", "kind": "city"}],
        "metrics": [
            {"metric": "part", "kind": "series", "unit": "set", "name_en": EVIL},
            {"metric": "whole", "kind": "series", "unit": "set", "name_en": "</svg><img src=x>"},
            {
                "metric": "share",
                "kind": "ratio",
                "unit": "percent",
                "numerator": "part",
                "denominator": "whole",
                "name_en": EVIL,
            },
            {"metric": "rise", "kind": "growth", "unit": "percent", "numerator": "part"},
        ],
        "targets": [
            {
                "target": "t",
                "metrics": "share",
                "place": "here",
                "comparator": "ge",
                "value": 20,
                "unit": "percent",
                "deadline": "2023",
                "name_en": EVIL,
                "published": "2020-05-01",
            }
        ],
        "observations": [*figures_, seen("rise", 2021, 50, "percent")],
    }
    return {t: [common | r for r in listed] for t, listed in rows.items()}


def test_names_in_fans_and_tables_of_forecasts_are_escaped(tmp_path: Path, quick: None) -> None:
    done = run(cluster_of(rising()), tmp_path / "out", as_of="2022-06-30")
    page = Outline(done.report.read_text(encoding="utf-8"))
    tags = [t for t, _ in page.elements]
    assert ("fan" in {a.get("class") for t, a in page.elements if t == "svg"}, tags.count("script")) == (
        True,
        1,
    )
    assert "img" not in tags
    assert f"Numerator: {EVIL}" in page.said("en")


def test_growth_that_contradicts_the_levels_behind_a_promise_is_shown_with_both(
    tmp_path: Path, quick: None
) -> None:
    done = run(cluster_of(rising()), tmp_path / "out", as_of="2022-06-30")
    [row] = done.results["track"]["conflicts"].rows(named=True)
    assert (row["published_value"], row["implied_value"]) == (22, 25.5)  # 17 x 1.5
    english = Outline(part_of_html(done, "board")).said("en")
    told = english[english.index("contradict each other") :]
    for shown in ("2021", "+50%", "17 sets", "25.5 sets", "22 sets", "-13.7%"):  # 22 / 25.5 - 1
        assert shown in told


def part_of_html(done: RunSummary, name: str) -> str:
    return f'<section id="{name}"' + part_of(done, name).partition(f'id="{name}"')[2] + "</section>"


def test_what_changed_has_a_column_a_day_and_a_row_a_promise_that_changed(half_way: RunSummary) -> None:
    history = half_way.results["track"]["history"]
    days = sorted(set(history["as_of"]))
    assert days == ["2020-07-31", "2021-07-31", "2022-07-31", "2023-07-31"]
    section = Outline(part_of_html(half_way, "changes"))
    english, chinese = section.said("en"), section.said("zh")
    parts = history.partition_by("target", "metric")
    moved = [p for p in parts if set(p["change_en"]) - {"first seen", "unchanged"}]
    assert f"({len(moved)})" in english
    assert f"{len(parts) - len(moved)} more stayed as they were" in english
    links = [a for _, a in attributes(section, "href") if a.startswith("#target-")]
    assert links == [f"#target-{p['target'][0]}" for p in moved]
    for part in moved:
        for row in part.filter(pl.col("verdict").is_in(["on track", "off track"])).iter_rows(named=True):
            assert percent(row["probability"]) in english
            assert words.verdict(row["verdict"], "zh") in chinese
        newest = part.filter(~pl.col("change_en").is_in(["first seen", "unchanged"]))["change_en"][-1]
        assert newest.replace("->", "→") in english
    assert "尚未承诺" in chinese


def test_earlier_days_are_a_year_apart_at_most_six_and_never_before_the_first_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def days(as_of: str, published: str) -> list[str]:
        tables = rising()
        tables["targets"] = [tables["targets"][0] | {"published": published}]
        return [d.isoformat() for d in studies.looks(cluster_of(tables).as_of(as_of))]

    assert days("2023-07-31", "2021-07-31") == ["2021-07-31", "2022-07-31"]
    assert days("2023-07-31", "2021-08") == ["2022-07-31"]
    assert days("2023-07-31", "2023-01") == []
    assert days("2024-02-29", "2022") == ["2023-02-28"]
    assert days("2023-07-31", "2001") == [f"{y}-07-31" for y in range(2017, 2023)]
    monkeypatch.setattr(studies, "MANY", 1)
    assert days("2023-07-31", "2001") == []


def test_a_board_of_one_day_has_no_section_on_changes(tmp_path: Path, quick: None) -> None:
    done = run(cluster_of(rising()), tmp_path / "out", as_of="2020-06-30")
    html = done.report.read_text(encoding="utf-8")
    assert 'id="board"' in html
    assert 'id="changes"' not in html
    assert "#changes" not in html


def test_races_show_who_passed_and_who_has_no_figures(half_way: RunSummary) -> None:
    race = half_way.results["track"]["race"]
    section = Outline(part_of_html(half_way, "races"))
    for lang, passed in (("en", "Passed in"), ("zh", "已越过")):
        told = section.said(lang)
        for row in race.iter_rows(named=True):
            assert row[f"name_{lang}"] in told
        assert f"{passed} {race['passed'].drop_nulls()[0]}" in told
    assert section.said("en").count("no figures enough") == race.filter(pl.col("p_pass").is_null()).height


def test_the_backtest_begins_with_what_it_proves_and_shows_its_scores(half_way: RunSummary) -> None:
    result = half_way.results["backtest"]
    section = Outline(part_of_html(half_way, "backtest"))
    english, chinese = section.said("en"), section.said("zh")
    assert english.index(result.summary["proves_en"][1:]) < 80
    assert result.summary["proves_zh"] in chinese
    for row in result["scores"].filter(pl.col("horizon") == "all").iter_rows(named=True):
        for told, model in zip((english, chinese), words.MODELS[row["model"]], strict=True):
            assert model in told
        held = f"{row['cover80'] * 100:.0f}%"
        assert f"{row['n']:,} {row['series']} {row['origins']} {row['crps']:.3f}" in english
        assert held in english
    for row in result["differences"].iter_rows(named=True):
        assert row["verdict_en"] in english
        assert row["verdict_zh"] in chinese
        assert f"{row['mean']:+.3f}" in english
    for row in result["brier"].iter_rows(named=True):
        assert f"{row['n']:,} {row['brier']:.3f}" in english
    assert f"({result['dates'].height})" in english
    for metric in result["dates"]["metric"].unique():
        assert metric in english
    assert english.count("baseline to beat") >= result["scores"].filter(pl.col("kind") == "baseline").height


def test_the_backtest_shows_what_was_told_of_a_promise_and_what_became_of_it(
    yangtze: Cluster, tmp_path: Path, quick: None
) -> None:
    done = run(yangtze, tmp_path / "out", as_of="2025-07-31")
    kept = done.results["backtest"]["promises"]
    section = Outline(part_of_html(done, "backtest"))
    told = section.said("en")
    assert kept.height > 3
    for row in kept.iter_rows(named=True):
        assert row["origin"] in told
        assert percent(row["probability"]) in told
        assert row["verdict_now"] in told
    assert len(done.report.read_bytes()) < 1_300_000


@pytest.mark.parametrize(
    ("change", "said", "said_zh"),
    [
        ({"observations": []}, "no figures of a series", "没有数列的观测值"),
        ({}, "2 series would take long", "2 个数列耗时较长"),
    ],
)
def test_the_backtest_is_left_out_with_its_reason(
    tmp_path: Path,
    quick: None,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, list[dict[str, Any]]],
    said: str,
    said_zh: str,
) -> None:
    monkeypatch.setattr(studies, "MANY", 1)
    done = run(cluster_of(rising() | change), tmp_path / "out", as_of="2022-06-30")
    assert said in done.skipped["backtest"].en
    section = Outline(part_of_html(done, "missing"))
    assert said in section.said("en")
    assert said_zh in section.said("zh")
    told = json.loads((done.out / "result.json").read_text(encoding="utf-8"))
    assert said in told["skipped"]["backtest"]["en"]
    assert not list((done.out / "tables").glob("backtest_*"))
    if not change:
        assert "hinterland track --backtest" in section.said("zh")


def test_tables_of_forecasts_and_backtest_are_saved_as_the_studies_made_them(half_way: RunSummary) -> None:
    for name in ("forecasts", "models", "race", "plants", "decides", "history", "conflicts"):
        saved = pl.read_parquet(half_way.out / "tables" / f"{name}.parquet")
        assert saved.equals(half_way.results["track"][name])
    for name in ("scores", "differences", "reliability", "brier", "promises", "forecasts", "dates"):
        saved = pl.read_parquet(half_way.out / "tables" / f"backtest_{name}.parquet")
        assert saved.equals(half_way.results["backtest"][name])
    told = json.loads((half_way.out / "result.json").read_text(encoding="utf-8"))
    assert all((half_way.out / file).is_file() for file in told["files"])
    assert {"figures/history_en.svg", "figures/scores_zh.svg", "tables/history.csv"} <= set(told["files"])


@pytest.mark.parametrize("at", ["track 1/", "backtest 2/", "history", "report"])
def test_a_run_can_be_cancelled_within_a_study_and_leaves_nothing(
    tmp_path: Path, quick: None, at: str
) -> None:
    steps: list[tuple[int, int]] = []

    def stop(done: int, total: int, what: str) -> None:
        steps.append((done, total))
        if what.startswith(at):
            raise Cancelled

    with pytest.raises(Cancelled):
        run(cluster_of(rising()), tmp_path / "out", as_of="2022-06-30", progress=stop)
    assert list(tmp_path.iterdir()) == []
    assert steps == sorted(steps)


def test_what_rests_on_made_up_figures_is_marked_at_its_forecast_and_its_changes(
    tutorial: Cluster, tmp_path: Path, quick: None
) -> None:
    done = run(tutorial, tmp_path / "out", as_of="2023-09-01")
    assert set(done.results["track"]["board"]["observed_basis"]) == {"synthetic"}
    entry = part_of(done, "board")
    heads = re.findall(r"<h4>.*?</h4>", entry)
    assert len(heads) == 2
    assert all("b-synthetic" in head for head in heads)
    rows = re.findall(r'<th scope="row"><a href="#target.*?</th>', part_of(done, "changes"))
    assert len(rows) == 2
    assert all("b-synthetic" in row for row in rows)
