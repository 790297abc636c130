"""`hinterland network complete` and `hinterland network accounts`: answers, files, refusals, exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import io_tables as t
import polars as pl
import pytest
from test_case import LINKS, case

from conftest import ROOT
from hinterland.case import load, save
from hinterland.result import Result

if TYPE_CHECKING:
    from pathlib import Path

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(case(supplies=LINKS), tmp_path / "case")
    return tmp_path / "case"


def test_the_answer_for_people_in_both_languages(hinterland: Call, folder: Path) -> None:
    code, out, _ = hinterland("network", "complete", folder, "--as-of", "2024-06-30", "--draws", "2")
    assert code == 0
    for words in (
        "4 firms of 2 sectors (2 of them synthetic), 2 known links",
        "2 draws of",
        "Cars",
        "inferred",
    ):
        assert words in out, words
    assert "Nothing was written" in out
    code, out, _ = hinterland("network", "complete", folder, "--draws", "2", "--lang", "zh")
    assert code == 0
    for words in ("的供应网络", "已知供应关系 2 条", "汽车", "（合成）", "未写入文件"):
        assert words in out, words


def test_json_has_every_table_but_the_links_and_csv_has_the_links(hinterland: Call, folder: Path) -> None:
    code, out, _ = hinterland("network", "complete", folder, "--draws", "2", "--format", "json")
    assert code == 0
    whole = json.loads(out)
    assert {"firms", "sectors", "flows", "quality", "assumptions", "known_links"} <= whole.keys()
    assert "links" not in whole
    assert len(whole["firms"]) == whole["firm_count"] == 4
    code, out, _ = hinterland("network", "complete", folder, "--draws", "2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {r["draw"] for r in rows} == {"1", "2"}
    assert {r["basis"] for r in rows} == {"known", "inferred"}


def test_out_takes_links_by_the_ending_of_its_name_or_everything(
    hinterland: Call, folder: Path, tmp_path: Path
) -> None:
    call = ("network", "complete", folder, "--draws", "2", "--out")
    code, out, _ = hinterland(*call, tmp_path / "links.parquet")
    assert code == 0
    assert "Written to" in out
    links = pl.read_parquet(tmp_path / "links.parquet")
    assert set(links["basis"].cast(pl.String)) == {"known", "inferred"}
    hinterland(*call, tmp_path / "links.csv")
    assert pl.read_csv(tmp_path / "links.csv").height == links.height
    hinterland(*call, tmp_path / "all")
    assert Result.load(tmp_path / "all")["links"].height == links.height
    assert not list(tmp_path.glob(".links*"))


@pytest.mark.parametrize(
    ("out", "words"),
    [("links.txt", "no form"), ("none/links.csv", "make it first"), ("full", "something else")],
)
def test_a_place_that_cannot_be_written_to_is_refused_before_the_work(
    out: str, words: str, hinterland: Call, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    code, _, err = hinterland("network", "complete", folder, "--out", tmp_path / out)
    assert (code, words in err) == (2, True), err
    assert (tmp_path / "full" / "mine.txt").exists()


def test_a_case_without_what_a_network_takes_says_so(hinterland: Call) -> None:
    code, _, err = hinterland("network", "complete", ROOT / "examples" / "tutorial")
    assert code == 2
    assert "sector" in err


@pytest.mark.parametrize(
    "wrong", [("--density", "0"), ("--decay", "-1"), ("--draws", "0"), ("--seed", "x"), ("--density", "nan")]
)
def test_wrong_numbers_are_wrong_use(wrong: tuple[str, str], hinterland: Call, folder: Path) -> None:
    code, _, err = hinterland("network", "complete", folder, *wrong)
    assert code == 2
    assert "Traceback" not in err


def test_ids_that_a_spreadsheet_would_take_for_formulas_are_defused(hinterland: Call, tmp_path: Path) -> None:
    from hinterland.cli.network_show import defused

    frame = pl.DataFrame({"supplier": ["=1+1", "a"], "value": [1.0, 2.0]}).with_columns(
        pl.col("supplier").cast(pl.Categorical)
    )
    assert defused(frame)["supplier"].to_list() == ["'=1+1", "a"]


# --- accounts


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return t.write_csv(tmp_path / "icio_2018.csv", t.icio())


@pytest.fixture
def tutorial_copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "tutorial", tmp_path / "tutorial")
    return tmp_path / "tutorial"


def test_a_table_is_shown_and_nothing_written_unless_asked(hinterland: Call, table: Path) -> None:
    code, out, _ = hinterland("network", "accounts", table, "--country", "AAA")
    assert code == 0
    for words in (
        "icio",
        "AAA 2018",
        "2 sectors, 4 flows, in million USD",
        "All sums agree",
        "Nothing was written",
    ):
        assert words in out, words
    code, out, _ = hinterland("network", "accounts", table, "--country", "AAA", "--lang", "zh")
    assert "未写入任何内容" in out
    code, out, _ = hinterland("network", "accounts", table, "--country", "AAA", "--format", "json")
    assert json.loads(out)["sectors"][0]["sector"] == "icio_C10"
    code, out, _ = hinterland("network", "accounts", table, "--country", "AAA", "--format", "csv")
    assert next(csv.DictReader(io.StringIO(out)))["inputs"] == "22.0"


def test_a_table_is_put_into_a_case_in_yuan(hinterland: Call, table: Path, tutorial_copy: Path) -> None:
    call = ("network", "accounts", table, "--country", "AAA", "--into", tutorial_copy)
    code, out, _ = hinterland(*call)
    assert code == 1  # the tutorial has no rate of the dollar, and none is guessed
    assert "--rate" in out
    code, out, _ = hinterland(*call, "--rate", "6.5", "--dry-run")
    assert code == 0
    assert "Would be put into" in out
    assert load(tutorial_copy)["sectors"].height == 0
    code, out, _ = hinterland(*call, "--rate", "6.5", "--published", "2020-05-01", "--source", "OECD, ICIO")
    assert code == 0
    assert "Put into" in out
    found = load(tutorial_copy)
    assert found["sectors"]["gross_output"].to_list() == pytest.approx([g * 6.5e6 for g in t.GROSS[:2]])
    assert found["io_table"]["value"].sum() == pytest.approx(6.5e6 * 56)
    assert found["io_table"]["imported"].sum() == pytest.approx(6.5e6 * 19)
    assert set(found["io_table"]["source"]) == {"OECD, ICIO"}
    assert found.as_of("2020-04-30")["sectors"].height == 0
    code, out, _ = hinterland(*call, "--rate", "6.5")
    assert code == 1
    assert "--replace" in out
    assert hinterland(*call, "--rate", "7", "--replace")[0] == 0
    assert load(tutorial_copy)["io_table"]["value"].sum() == pytest.approx(7e6 * 56)


def test_the_rate_of_the_case_at_the_end_of_the_tables_year_is_taken(
    hinterland: Call, table: Path, tmp_path: Path
) -> None:
    rates = [
        {"currency": "USD", "date": "2018-12-28", "cny_per_unit": 6.8},
        {"currency": "USD", "date": "2019-12-28", "cny_per_unit": 7.0},
    ]
    bare = case(
        exchange_rates=rates,
        sectors=[],
        io_table=[],
        essential=[],
        firms=[{"firm": "auto"}, {"firm": "forge"}],
        plants=[],
    )
    save(bare, tmp_path / "case")
    call = ("network", "accounts", table, "--country", "AAA", "--into", tmp_path / "case")
    code, out, _ = hinterland(*call, "--year", "2017")
    assert code == 1
    assert "no exchange rate of USD by the end of 2017" in out
    assert hinterland(*call)[0] == 0
    assert load(tmp_path / "case")["io_table"]["value"].sum() == pytest.approx(6.8e6 * 56)


def test_sectors_that_firms_refer_to_do_not_go_in_silence(
    hinterland: Call, table: Path, folder: Path
) -> None:
    call = ("network", "accounts", table, "--country", "AAA", "--into", folder, "--rate", "6.5", "--replace")
    code, out, _ = hinterland(*call)
    assert code == 1
    assert "firms.csv row" in out
    assert load(folder)["sectors"]["sector"].to_list() == ["cars", "steel", "power"]


def test_a_table_that_cannot_be_taken_is_a_fault_in_the_language_asked_for(
    hinterland: Call, table: Path, tmp_path: Path
) -> None:
    code, _, err = hinterland("network", "accounts", table)
    assert code == 1
    assert "choose one with --country" in err
    code, out, err = hinterland("network", "accounts", table, "--lang", "zh", "--format", "json")
    assert code == 1
    assert "共 2 个国家" in err
    assert json.loads(out)["refusals"][0]["zh"] in err
    assert hinterland("network", "accounts", tmp_path / "none.csv")[0] == 2
    assert hinterland("network", "accounts", table, "--rate", "-1")[0] == 2
    assert hinterland("network", "accounts", table, "--layout", "xyz")[0] == 2


def test_sums_that_do_not_agree_are_shown(hinterland: Call, tmp_path: Path) -> None:
    rows = t.icio()
    rows[1][1] = 17
    path = t.write_csv(tmp_path / "icio.csv", rows)
    code, out, _ = hinterland("network", "accounts", path, "--country", "AAA")
    assert code == 0
    assert "Sums that do not agree (2)" in out
    assert "C10, sales to all uses against gross output" in out
