"""`hinterland read`: its three forms of answer, both languages, several files, and what enters a case."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from source_files import FILES

from hinterland.case import load
from hinterland.cli.read_words import ISSUES, KINDS, MODALITIES, NOTICES, plain, value
from hinterland.reading import model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

EN = (
    "The Port of Dongwick said on Monday it will invest 300 million yuan in a battery plant in Rotterdam.\r\n\r\n"
    "The plant will make more than 20 GWh of cells a year by 2027 and employ 1,200 people.\r\n"
)
ZH = "东港市计划到2027年建成换电站60座，储能产业产值超过500亿元。\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    en, zh = tmp_path / "en.txt", tmp_path / "zh.md"
    en.write_bytes(EN.encode())
    zh.write_bytes(ZH.encode("gb18030"))
    return en, zh


def told(answer: tuple[int, str, str]) -> dict[str, Any]:
    code, out, err = answer
    assert code == 0, err
    whole: dict[str, Any] = json.loads(out)
    return whole


def test_one_file_as_json_has_the_shape_that_scoring_reads(
    hinterland: Call, files: tuple[Path, Path]
) -> None:
    whole = told(hinterland("read", files[0], "--published", "2024-03-05", "--format", "json"))
    assert set(whole) == {"document", "claims", "issues", "notices"}
    about = whole["document"]
    assert (about["name"], about["form"], about["published"]) == ("en.txt", "text", "2024-03-05")
    assert about["characters"] == len(EN)
    claim = next(c for c in whole["claims"] if c["value"] == 20)
    wanted = "kind value value_high comparator unit currency deadline parties place start end value_start value_end"
    assert set(wanted.split()) <= set(claim)
    assert (claim["comparator"], claim["unit"], claim["deadline"]) == ("gt", "GWh", "2027")
    assert "20 GWh" in EN[claim["value_start"] : claim["value_end"]]
    assert EN[claim["start"] : claim["end"]] == claim["evidence"]["claim"]["exact"]


def test_several_files_say_whose_claim_each_is(hinterland: Call, files: tuple[Path, Path]) -> None:
    whole = told(hinterland("read", *files, "--format", "json"))
    assert [d["name"] for d in whole["documents"]] == ["en.txt", "zh.md"]
    assert whole["documents"][1]["encoding"] == "gb18030"
    assert {c["document"] for c in whole["claims"]} == {0, 1}
    assert all(whole["documents"][c["document"]]["name"] == c["name"] for c in whole["claims"])


def test_csv_has_a_row_a_claim(hinterland: Call, files: tuple[Path, Path]) -> None:
    code, out, _ = hinterland("read", *files, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    row = next(r for r in rows if r["value"] == "60.0")
    assert (row["document"], row["unit"], row["deadline"]) == ("zh.md", "station", "2027")
    assert row["quote"] in ZH


def test_people_read_claims_by_kind_with_their_words(hinterland: Call, files: tuple[Path, Path]) -> None:
    code, out, _ = hinterland("read", files[0], "--published", "2024-03-05")
    assert code == 0
    assert "en.txt  published 2024-03-05" in out
    assert "more than 20 GWh a year" in out
    assert "300 million CNY" in out
    assert "--into DIR" in out
    assert "\x1b" not in out


def test_the_answer_is_all_chinese_where_that_is_asked_for(
    hinterland: Call, files: tuple[Path, Path]
) -> None:
    _, out, _ = hinterland("read", files[1], "--lang", "zh")
    assert "超过 500 亿元" in out
    assert "发布日期未知" in out
    rest = "".join(
        c
        for c in out.replace("zh.md", "").replace("--published", "").replace("--into DIR", "")
        if c.isascii()
    )
    assert not [w for w in rest.split() if w.isalpha() and w != "GB18030"]


def test_the_date_of_a_saved_page_is_used_unless_another_is_given(hinterland: Call) -> None:
    page = FILES / "page_gb18030.html"
    assert told(hinterland("read", page, "--format", "json"))["document"]["published"] == "2024-04-12"
    given = told(hinterland("read", page, "--format", "json", "--published", "2024-05-01"))
    assert given["document"]["published"] == "2024-05-01"


def test_a_bad_file_does_not_stop_the_others(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    bad = (tmp_path / "empty.txt", tmp_path / "none.txt")
    code, out, err = hinterland("read", bad[0], files[0], bad[1], files[1], "--format", "json")
    whole = json.loads(out)
    assert code == 1
    assert len(whole["documents"]) == 2
    assert [f["file"] for f in whole["faults"]] == ["empty.txt", "none.txt"]
    assert "empty.txt holds no text" in err
    assert "none.txt cannot be opened" in err
    code, out, err = hinterland("read", bad[0], "--lang", "zh", "--format", "json")
    assert (code, json.loads(out)["claims"]) == (1, [])
    assert "empty.txt：没有文字" in err


def test_one_id_names_one_document(hinterland: Call, files: tuple[Path, Path]) -> None:
    code, _, err = hinterland("read", *files, "--document", "x")
    assert code == 2
    assert "one document" in err


def test_drafts_enter_a_new_case_with_the_text_beside_them(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    case = tmp_path / "case"
    whole = told(hinterland("read", *files, "--into", case, "--format", "json"))
    entered = [d["into"] for d in whole["documents"]]
    assert all(e["new"] and not e["same"] for e in entered)
    for into, text in zip(entered, (EN, ZH), strict=True):
        with (case / into["path"]).open(encoding="utf-8", newline="") as file:
            assert file.read() == text
    cluster = load(case)
    assert set(cluster["documents"]["document"]) == {e["document"] for e in entered}
    assert set(cluster["claims"]["review"]) == {"draft"}
    assert not [p for p in (case / "documents").iterdir() if p.name.startswith(".")]


def test_reading_the_same_again_adds_nothing(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    case = tmp_path / "case"
    first = told(hinterland("read", files[0], "--into", case, "--document", "port", "--format", "json"))[
        "document"
    ]["into"]
    again = told(hinterland("read", files[0], "--into", case, "--format", "json"))["document"]["into"]
    assert first["document"] == again["document"] == "port"
    assert (again["new"], again["orphaned"]) == ([], [])
    assert set(again["same"]) == set(first["new"])
    _, out, _ = hinterland("read", files[0], "--into", case)
    assert "In the case as port: 0 new drafts" in out


def test_a_changed_document_is_not_held_against_its_own_former_words(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    said = ("--published", "2024-03-05", "--into", tmp_path / "case", "--format", "json")
    told(hinterland("read", files[0], *said))
    files[0].write_bytes(EN.replace("20 GWh", "35 GWh").encode())
    again = told(hinterland("read", files[0], *said))
    assert again["document"]["into"]["new"]
    assert "contradiction" not in {i["code"] for i in again["issues"]}
    other = tmp_path / "other.txt"
    other.write_bytes(EN.replace("20 GWh", "9 GWh").replace("more than", "exactly").encode())
    held = told(hinterland("read", other, *said, "--document", "other"))
    assert "contradiction" in {i["code"] for i in held["issues"]}


def test_a_currency_without_a_rate_does_not_spoil_the_case(hinterland: Call, tmp_path: Path) -> None:
    path, case = tmp_path / "a.txt", tmp_path / "case"
    path.write_text(
        "The company will invest 300 million euros in a battery plant in Rotterdam.\n", encoding="utf-8"
    )
    told(hinterland("read", path, "--into", case, "--format", "json"))
    assert "EUR" in load(case)["claims"]["currency"].to_list()


def test_a_case_with_errors_is_not_added_to(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    tables = tmp_path / "case" / "tables"
    tables.mkdir(parents=True)
    (tables / "places.csv").write_text("place,kind\na,town\n", encoding="utf-8")
    code, _, err = hinterland("read", files[0], "--into", tmp_path / "case")
    assert code == 1
    assert "places.csv row 2, kind" in err
    assert not (tmp_path / "case" / "documents").exists()


def test_nothing_is_saved_where_the_text_cannot_be(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path
) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (case / "documents").write_text("in the way", encoding="utf-8")
    code, _, _ = hinterland("read", files[0], "--into", case)
    assert code == 2
    assert not (case / "tables").exists()


def test_words_of_a_document_cannot_steer_the_terminal(hinterland: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Ignore all rules.\x1b[2J The pl\u202eant will employ 1,200 people by 2027\x07.\n", encoding="utf-8"
    )
    code, out, _ = hinterland("read", path)
    assert code == 0
    assert not {"\x1b", "\u202e", "\x07"} & set(out)
    assert plain("a\n\x1b[31mb\u200b") == "a \ufffd[31mb"


def test_ctrl_c_leaves_cleanly(
    hinterland: Call, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hinterland.reading.read.tag", interrupted)
    case = tmp_path / "case"
    code, _, err = hinterland("read", files[0], "--into", case)
    assert (code, err.strip()) == (130, "Cancelled.")
    assert not case.exists()


@pytest.mark.parametrize(
    ("given", "en", "zh"),
    [
        ((1e11, None, "gt", "CNY"), "more than 100 billion CNY", "超过 1,000 亿元"),
        ((1.2e9, 1.5e9, "range", "CNY"), "1.2–1.5 billion CNY", "12–15 亿元"),
        ((9e8, 1.2e9, "range", "USD"), "900 million–1.2 billion USD", "9–12 亿美元"),
        ((20, 30, "range", "percent"), "20–30%", "20–30%"),
        ((2003, None, "eq", "year"), "2003", "2003年"),
        ((5, None, "ge", "industry"), "at least 5 industries", "不低于 5个产业"),
        ((3, None, "eq", "multiple"), "3 times", "3倍"),
        ((1, None, "approx", "person"), "about 1 person", "约 1人"),
        ((4000, None, "lt", "person"), "less than 4,000 people", "低于 4,000人"),
        ((20, None, "eq", None), "20", "20"),
        ((None, None, None, None), "", ""),
    ],
)
def test_values_are_said_as_people_write_them(given: tuple[Any, ...], en: str, zh: str) -> None:
    assert value(*given) == en
    assert value(*given, lang="zh") == zh


def test_every_kind_and_code_has_words_in_both_languages() -> None:
    assert set(model.ClaimKind.__args__) == set(KINDS)  # type: ignore[attr-defined]
    assert set(model.Modality.__args__) == set(MODALITIES)  # type: ignore[attr-defined]
    assert set(model.IssueCode.__args__) <= set(ISSUES)  # type: ignore[attr-defined]
    assert set(model.NoticeCode.__args__) <= set(NOTICES)  # type: ignore[attr-defined]
