"""Adding what was taken in to a case: whole or not at all, vintages, what stands there already, the command line."""

import csv
import io
import json
import shutil

import pytest

from conftest import ROOT
from hinterland.case import load
from hinterland.intake import add
from intake_pages import book, take
from test_intake_pages import PAGE, case  # noqa: F401 - a fixture

YANGTZE = ROOT / "examples" / "yangtze-nev"
TABLE = [["地区", 2018, 2019], ["安徽", 700000, 776000]]


def page(value=700000):
    return book([["地区", 2018, 2019], ["安徽", value, 776000]])


def test_new_figures_are_added_and_those_that_stand_there_are_counted(case):  # noqa: F811
    found = take(page(), case, metric="anhui_cars", unit="辆", published="2019-03-01")
    added = add(case, found)
    assert (added.observations, added.same, added.metrics, added.places) == (1, 1, 0, 0)
    assert added.cluster["observations"].height == case["observations"].height + 1
    assert added.cluster["metrics"].equals(case["metrics"])


def test_a_figure_published_on_another_day_is_another_vintage(case):  # noqa: F811
    found = take(page(710000), case, metric="anhui_cars", unit="辆", published="2020-03-01")
    added = add(case, found)
    assert added.sound
    rows = added.cluster["observations"].filter(added.cluster["observations"]["period"] == "2018")
    assert rows.select("vintage", "value").rows() == [("2019-03-01", 700_000), ("2020-03-01", 710_000)]


def test_a_figure_that_contradicts_the_case_is_told_and_nothing_is_added(case):  # noqa: F811
    found = take(page(710000), case, metric="anhui_cars", unit="辆", published="2019-03-01")
    added = add(case, found)
    assert not added.sound
    (conflict,) = added.conflicts
    assert "700,000 vehicle" in conflict.said.en
    assert "710,000 vehicle" in conflict.said.zh


def test_the_same_figure_in_another_unit_is_the_same(case):  # noqa: F811
    found = take(
        book([["地区", 2018], ["安徽", "70"]]), case, metric="anhui_cars", unit="万辆", published="2019-03-01"
    )
    assert add(case, found).same == 1


def test_importing_twice_adds_nothing_the_second_time(case):  # noqa: F811
    first = add(case, take(book(PAGE, ["A1:D1"]), case))
    assert first.sound
    second = add(first.cluster, take(book(PAGE, ["A1:D1"]), first.cluster))
    assert (second.observations, second.same, second.metrics, second.places) == (0, first.observations, 0, 0)


def test_figures_without_a_date_of_publication_are_faults(case):  # noqa: F811
    added = add(case, take(page(), case, metric="anhui_cars", unit="辆", published=""))
    assert not added.sound
    assert {f.column for f in added.faults} == {"published"}


def test_a_unit_that_nobody_knows_is_a_fault_of_the_case(case):  # noqa: F811
    rows = [["单位：万标准箱"], ["港口", 2020], ["安徽", 3]]
    added = add(case, take(book(rows), case, metric="boxes"))
    assert any(f.column == "unit" for f in added.faults)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(YANGTZE, tmp_path / "case", ignore=shutil.ignore_patterns("sources", "casebuild"))
    (tmp_path / "auto.xlsx").write_bytes(book(PAGE, ["A1:D1"]))
    return tmp_path


def files(case):  # noqa: F811
    return {p.name: p.read_bytes() for p in sorted((case / "tables").iterdir())}


def test_without_into_the_command_shows_and_writes_nothing(hinterland, folder):
    code, out, _ = hinterland("import", folder / "auto.xlsx", "--published", "2022-03-01")
    assert code == 0
    for words in ("Figures", "汽车产量", "Cells not read", "Sheet1!B6", "To decide", "Nothing was written"):
        assert words in out


def test_with_into_the_rows_are_in_the_case_afterwards(hinterland, folder):
    before = load(folder / "case")["observations"].height
    code, out, _ = hinterland(
        "import", folder / "auto.xlsx", "--into", folder / "case", "--published", "2022-04-01"
    )
    assert code == 0, out
    assert "Added to" in out
    after = load(folder / "case")
    assert after["observations"].height == before + 7
    assert "汽车产量" in after["metrics"]["metric"].to_list()
    code, out, _ = hinterland(
        "import", folder / "auto.xlsx", "--into", folder / "case", "--published", "2022-04-01"
    )
    assert code == 0
    assert "7 observations stood there already" in out


def test_a_dry_run_compares_and_writes_nothing(hinterland, folder):
    before = files(folder / "case")
    code, out, _ = hinterland(
        "import", folder / "auto.xlsx", "--into", folder / "case", "--published", "2022-04-01", "--dry-run"
    )
    assert code == 0
    assert "Would be added" in out
    assert files(folder / "case") == before


def test_a_refused_import_answers_one_and_leaves_the_case_as_it_was(hinterland, folder):
    before = files(folder / "case")
    code, out, _ = hinterland("import", folder / "auto.xlsx", "--into", folder / "case", "--lang", "zh")
    assert code == 1
    assert "未写入任何内容" in out
    assert files(folder / "case") == before


def test_json_and_csv_say_the_same(hinterland, folder):
    code, out, _ = hinterland("import", folder / "auto.xlsx", "--published", "2022-03-01", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert {"observations", "metrics", "places", "questions", "unread", "counts", "files", "into"} <= set(
        told
    )
    _, out, _ = hinterland("import", folder / "auto.xlsx", "--published", "2022-03-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [float(r["value"]) for r in rows] == [o["value"] for o in told["observations"]]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "furlong"], "furlong"),
        (["--published", "soon"], "soon"),
        (["--sheet", "nowhere"], "nowhere"),
        (["--into", "nothing-here"], "nothing-here"),
    ],
)
def test_wrong_use_answers_two_and_says_why(hinterland, folder, options, words):
    code, _, err = hinterland("import", folder / "auto.xlsx", *options)
    assert code == 2
    assert words in err


def test_a_file_that_is_not_there_is_named(hinterland, folder):
    code, _, err = hinterland("import", folder / "missing.xlsx")
    assert code == 2
    assert "missing.xlsx" in err
