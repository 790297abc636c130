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

from conftest import cluster_of
from hinterland import figures
from hinterland.errors import CaseError, StudyError
from hinterland.promises import track
from hinterland.report import RunSummary, run
from hinterland.report import files as files_module
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


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures left out: they have tests of their own."""
    monkeypatch.setattr(figures, "draw", lambda result, name, lang: None)
    monkeypatch.setattr(figures, "svg", lambda chart: "<svg></svg>")


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
    assert not re.search(r"url\(|@import|@font-face", html)


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
    assert set(told["studies"]) == {"track", "backtest", "agreements", "materials", "quality"}
    assert told["studies"]["track"]["provenance"]["as_of"] == "2024-06-30"
    assert len(told["studies"]["track"]["provenance"]["inputs"]) == 13
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
    assert set(done.skipped) == {"track", "backtest", "agreements", "materials"}
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
        r"SK On|Stellantis|MINI|MEB|IGBT|GDP|DCDC|MCU|GWh|BLAKE2b|CSV|Parquet|hinterland|CRPS", "", told
    )
    ids = {i for table in ("metrics", "plants") for i in yangtze[table][:, 0].to_list()}
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
    del told["files"]  # as earlier versions wrote it
    (out / "result.json").write_text(json.dumps(told), encoding="utf-8")
    run(tutorial, out, as_of="2024-06-30")
    assert "files" in json.loads((out / "result.json").read_text(encoding="utf-8"))
    for index in range(12):
        (out / f"{index:02}.txt").touch()
    with pytest.raises(CaseError, match=r"09\.txt and 2 more;"):
        run(tutorial, out)
