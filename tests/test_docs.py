"""The documentation: examples run, derived pages are fresh, the site builds and asks no other host for anything."""

from __future__ import annotations

import doctest
import html.parser
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import hinterland
from hinterland.check import RULES
from hinterland.schema import TABLES

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
examples, faults_page, floors_page, pages = (
    import_module(name) for name in ("examples", "faults_page", "floors_page", "pages")
)
PAGES = {str(p.relative_to(ROOT)): p for p in examples.pages()}
MODULES = [
    m.name for m in pkgutil.walk_packages(hinterland.__path__, "hinterland.") if "__main__" not in m.name
]


@pytest.mark.parametrize("page", PAGES)
def test_examples_of_a_page_do_what_it_says(page, tmp_path):
    state = examples.run_page(PAGES[page], tmp_path)
    assert not state.failures, "\n".join(state.failures)


@pytest.mark.parametrize("name", ["hinterland", *MODULES])
def test_examples_in_docstrings_hold(name):
    module = import_module(name)
    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_derived_page_is_as_it_would_be_written_now(name):
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert committed == pages.PAGES[name](committed), "run: python tools/pages.py"


def test_every_table_and_column_has_its_place_on_the_tables_page():
    text = (ROOT / "docs/tables.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        section = text.partition(f"\n### {table.name}\n")[2].partition("\n### ")[0]
        assert table.en in section
        assert table.zh in section
        common = {"source", "basis", "published", "published_basis", "note"}
        assert [c for c in table.names if c not in common and f"| `{c}`" not in section] == []


def test_every_rule_of_the_check_has_an_example_on_the_faults_page():
    shown = {e.rule for group in faults_page.GROUPS.values() for e in group if e.rule}
    assert shown == {f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}" for rule in RULES}


@pytest.mark.parametrize(
    "example", [e for g in faults_page.GROUPS.values() for e in g], ids=lambda e: e.heading
)
def test_every_example_of_a_fault_has_one(example):
    assert faults_page.said(example) != "```text\n\n```\n"


def test_the_floors_of_the_architecture_page_are_those_that_import_linter_enforces():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", text, flags=re.MULTILINE)
    listed = floors_page.layers()
    expected = [(str(len(listed) - 1 - i), room) for i, rooms in enumerate(listed) for room in rooms]
    assert rows == expected
    rooms = {
        p.stem
        for p in (ROOT / "src/hinterland").iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert {room for _, room in rows} == rooms - {"__init__", "__main__"}


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md"])
def test_no_page_names_a_path_of_the_machine_it_was_written_on(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|work|Users|private)/", text)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_of_the_pages_outside_docs_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)]+)\)", text) if "://" not in t]
    assert [t for t in targets if not (ROOT / t.partition("#")[0]).exists()] == []


def test_every_decision_is_listed_dated_and_short():
    folder = ROOT / "docs/decisions"
    index = (folder / "index.md").read_text(encoding="utf-8")
    records = sorted(folder.glob("[0-9]*.md"))
    assert records
    for record in records:
        lines = [x for x in record.read_text(encoding="utf-8").splitlines() if x.strip()]
        assert f"({record.name})" in index
        assert re.match(r"\*\d{4}-\d{2}-\d{2}, ", lines[1])
        assert 5 <= len(lines) <= 20


class _Requests(html.parser.HTMLParser):
    """Collects what a browser fetches by itself when it shows a page: everything but plain links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            fetched = name in {"src", "srcset", "poster", "data"} or (name == "href" and tag != "a")
            if fetched and value and re.match(r"(https?:)?//", value):
                self.found.append(f"<{tag} {name}={value}>")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_builds_strictly_with_every_page(site):
    built = {p.relative_to(site).with_suffix(".md").as_posix() for p in site.rglob("*.html")} - {"404.md"}
    assert built == {p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md")}


def test_the_site_asks_no_other_host_for_anything(site):
    found = []
    for path in site.rglob("*.html"):
        parser = _Requests()
        parser.feed(path.read_text(encoding="utf-8"))
        found += [f"{path.name}: {f}" for f in parser.found]
    for path in site.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        found += [
            f"{path.name}: {u}"
            for u in re.findall(r"(?:url\(|@import\s+)[\"']?((?:https?:)?//[^\"')]+)", css)
        ]
    assert found == []
