"""The command line as people and programs use it: exit codes, forms of answer, both languages, help."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from hinterland.cases import NAMES
from hinterland.cli import COMMANDS

Call = Callable[..., tuple[int, str, str]]
TUTORIAL = ROOT / "examples" / "tutorial"
YANGTZE = ROOT / "examples" / "yangtze-nev"


def write(case: Path, table: str, text: str) -> Path:
    (case / "tables").mkdir(parents=True, exist_ok=True)
    (case / "tables" / f"{table}.csv").write_text(text, encoding="utf-8")
    return case


def test_help_lists_every_command_and_each_has_its_own(hinterland: Call) -> None:
    code, out, _ = hinterland("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)
    for name in COMMANDS:
        code, out, _ = hinterland(name, "--help")
        assert code == 0
        assert "Usage: hinterland" in out


@pytest.mark.parametrize(
    "module", ["import hinterland", "from hinterland.cli import cli; import hinterland.cli.track"]
)
def test_importing_and_help_pull_in_no_data_library(module: str) -> None:
    code = f"{module}; import sys; print([m for m in ('polars', 'altair', 'openpyxl', 'rich') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_check_of_a_sound_case_answers_zero(hinterland: Call) -> None:
    code, out, _ = hinterland("check", TUTORIAL)
    assert code == 0
    assert "studies can run" in out


def test_check_lists_all_faults_at_once_and_answers_one(hinterland: Call, tmp_path: Path) -> None:
    case = write(tmp_path, "places", "place,kind,parnt,lon\na,town,,x\na,city,,200\n")
    code, out, _ = hinterland("check", case)
    assert code == 1
    for words in ("unknown column", "`parent`", "'town'", "not a number", "above 180"):
        assert words in out
    code, out, _ = hinterland("check", case, "--lang", "zh")
    assert code == 1
    assert "必须修正" in out


def test_check_as_json_and_csv_say_the_same(hinterland: Call, tmp_path: Path) -> None:
    case = write(tmp_path, "places", "place,kind\na,town\n=b,city\n")
    code, out, _ = hinterland("check", case, "--format", "json")
    told = json.loads(out)
    assert (code, told["sound"], told["errors"]) == (1, False, 2)
    assert {"table", "row", "column", "value", "rule", "fix", "severity"} <= set(told["faults"][0])
    _, out, _ = hinterland("check", case, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["rule"] for r in rows] == [f["rule"] for f in told["faults"]]
    assert not any(r["value"].startswith("=") for r in rows)  # a spreadsheet must not evaluate it


def test_many_faults_are_shortened_in_text_only(hinterland: Call, tmp_path: Path) -> None:
    case = write(tmp_path, "places", "place,kind\n" + "".join(f"p{i},town\n" for i in range(150)))
    _, out, _ = hinterland("check", case)
    assert "50 more: --all lists them" in out
    _, out, _ = hinterland("check", case, "--all")
    assert out.count("'town'") == 150


def test_a_faulty_case_runs_no_study(hinterland: Call, tmp_path: Path) -> None:
    case = write(tmp_path, "places", "place,kind\na,town\n")
    code, out, err = hinterland("track", case)
    assert (code, out) == (1, "")
    assert "places.csv row 2, kind" in err


def test_track_has_one_flat_row_a_target_and_definition(hinterland: Call) -> None:
    code, out, _ = hinterland("track", YANGTZE, "--as-of", "2024-06-30", "--format", "json")
    told: dict[str, Any] = json.loads(out)
    assert code == 0
    assert told["as_of"] == "2024-06-30"
    words = (
        "target place metric definition attainment deadline comparator required observed period "
        "observed_published verdict reason probability low high"
    )
    wanted = set(words.split())
    assert all(wanted <= set(r) for r in told["rows"])
    assert all(not isinstance(v, dict | list) for r in told["rows"] for v in r.values())
    share = next(r for r in told["rows"] if r["metric"] == "anhui_nev_share")
    assert (share["verdict"], round(share["observed"], 2), share["probability"]) == ("missed", 9.05, 0.0)


def test_track_speaks_both_languages(hinterland: Call) -> None:
    _, out, _ = hinterland("track", TUTORIAL, "--as-of", "2024-06-30")
    assert "  met: 31.20% in 2023 keeps it" in out
    _, out, _ = hinterland("track", TUTORIAL, "--as-of", "2024-06-30", "--lang", "zh")
    assert "已兑现" in out
    _, out, _ = hinterland("track", TUTORIAL, "--as-of", "2024-06-30", "--lang", "zh", "--format", "csv")
    assert "达到承诺" in next(iter(csv.DictReader(io.StringIO(out))))["reason"]


def test_readings_that_agree_share_a_line(hinterland: Call) -> None:
    _, out, _ = hinterland("track", YANGTZE, "--as-of", "2024-06-30")
    assert "[anhui_nev_share, in that period or by then (first passage)]" in out


def test_agreements_are_told_in_every_form(hinterland: Call) -> None:
    code, out, _ = hinterland("agreements", TUTORIAL)
    assert code == 0
    assert "no date stated: Laboratory for quiet compressors  [research]" in out
    _, out, _ = hinterland("agreements", TUTORIAL, "--format", "json")
    assert len(json.loads(out)["workstreams"]) == 2
    _, out, _ = hinterland("agreements", TUTORIAL, "--format", "csv", "--lang", "zh")
    assert len(list(csv.DictReader(io.StringIO(out)))) == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["trak", "x"], "Did you mean `track`?"),
        (["frobnicate"], "There are: new, check"),
        (["track"], "Missing argument 'DIR'"),
        (["track", "x", "--as-of", "2021"], "write YYYY-MM-DD"),
        (["track", "no-such-case"], "no-such-case does not exist"),
        (["check", "no-such-case"], "hinterland new"),
        (["track", "x", "--format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_use_answers_two_and_says_what_to_do(hinterland: Call, args: list[str], words: str) -> None:
    code, out, err = hinterland(*args)
    assert (code, out) == (2, "")
    assert words in err


def test_a_case_without_targets_is_wrong_use_of_track(hinterland: Call, tmp_path: Path) -> None:
    case = write(tmp_path, "places", "place,kind,source,basis\na,city,s,observed\n")
    code, _, err = hinterland("track", case)
    assert code == 2
    assert "fill in `targets`" in err
    assert hinterland("agreements", case)[0] == 2


def test_an_interrupt_answers_one_hundred_and_thirty(
    hinterland: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hinterland.case.look", interrupt)
    code, _, err = hinterland("check", TUTORIAL)
    assert code == 130
    assert "Cancelled" in err


def test_new_makes_a_case_that_checks_and_refuses_a_full_folder(hinterland: Call, tmp_path: Path) -> None:
    code, out, _ = hinterland("new", tmp_path / "mine")
    assert code == 0
    assert "Next: hinterland check" in out
    assert (tmp_path / "mine" / "template.xlsx").exists()
    code, out, _ = hinterland("check", tmp_path / "mine")
    assert code == 0
    assert "no rows yet" in out
    code, _, err = hinterland("new", tmp_path / "mine")
    assert code == 2
    assert "mine" in err


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_case_can_be_copied(hinterland: Call, tmp_path: Path, name: str) -> None:
    assert hinterland("new", tmp_path / "mine", "--from", name)[0] == 0
    assert (tmp_path / "mine" / "README.md").is_file()
    assert list((tmp_path / "mine" / "tables").iterdir())


def test_new_copies_a_shipped_case(hinterland: Call, tmp_path: Path) -> None:
    assert hinterland("new", tmp_path / "mine", "--from", "tutorial", "--lang", "zh")[0] == 0
    assert hinterland("check", tmp_path / "mine")[0] == 0
    code, _, err = hinterland("new", tmp_path / "mine", "--from", "tutorial")
    assert code == 2
    assert "not empty" in err


def test_convert_goes_between_all_stores_and_loses_nothing(hinterland: Call, tmp_path: Path) -> None:
    assert hinterland("convert", TUTORIAL, tmp_path / "a.xlsx")[0] == 0
    assert hinterland("convert", tmp_path / "a.xlsx", tmp_path / "b", "--to", "parquet")[0] == 0
    assert hinterland("convert", tmp_path / "b", tmp_path / "c", "--to", "csv")[0] == 0
    from hinterland.case import load

    first, last = load(TUTORIAL), load(tmp_path / "c")
    assert all(first[t].equals(last[t]) for t in first.tables)
    assert list((tmp_path / "b" / "tables").glob("*.csv")) == []


def test_convert_replaces_only_when_told(hinterland: Call, tmp_path: Path) -> None:
    assert hinterland("convert", TUTORIAL, tmp_path / "a")[0] == 0
    code, _, err = hinterland("convert", TUTORIAL, tmp_path / "a")
    assert code == 2
    assert "--replace" in err
    assert hinterland("convert", TUTORIAL, tmp_path / "a", "--replace")[0] == 0
    code, _, err = hinterland("convert", TUTORIAL, TUTORIAL)
    assert code == 2
    assert "same case" in err


def test_a_pipe_that_closes_is_no_error() -> None:
    command = (
        f"{sys.executable} -m hinterland track {YANGTZE} --format csv | head -1; echo ${{PIPESTATUS[0]}}"
    )
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert found.stderr == ""
    assert found.stdout.splitlines()[0].startswith("target,place,metric")


def test_progress_is_drawn_on_stderr_only_where_it_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from hinterland.cli import options

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with options.progress("Reading") as progress:
        progress(1, 2, "places")
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    with options.progress("Reading") as progress:
        progress(1, 2, "places")


def test_a_file_that_cannot_be_written_is_wrong_use_not_a_fault(hinterland: Call) -> None:
    code, _, err = hinterland("run", TUTORIAL, "--out", "/proc/no/such/place")
    assert code == 2
    assert "/proc" in err


def test_a_mistake_of_ours_says_so_in_one_line(hinterland: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("hinterland.case.look", fail)
    code, out, err = hinterland("check", TUTORIAL)
    assert (code, out) == (70, "")
    assert "a mistake of this program (ZeroDivisionError: oops)" in err
    monkeypatch.setenv("HINTERLAND_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        hinterland("check", TUTORIAL)


def test_a_look_back_to_before_any_promise_says_so(hinterland: Call) -> None:
    code, out, _ = hinterland("track", YANGTZE, "--as-of", "1999-01-01")
    assert code == 0
    assert "No promise of this case was public by then" in out


def test_the_shipped_case_is_found_more_than_once() -> None:
    import hinterland as package

    assert package.shipped("tutorial") == package.shipped("tutorial") == TUTORIAL


def test_run_writes_the_report_and_says_where(hinterland: Call, tmp_path: Path) -> None:
    code, out, _ = hinterland("run", TUTORIAL, "--out", tmp_path / "out", "--as-of", "2024-06-30")
    assert code == 0
    assert str(tmp_path / "out" / "report.html") in out
    code, out, _ = hinterland("run", TUTORIAL, "--out", tmp_path / "out", "--format", "json")
    assert code == 0
    assert json.loads(out)["report"].endswith("report.html")


def test_demo_is_the_run_and_the_board_of_the_shipped_case(hinterland: Call, tmp_path: Path) -> None:
    code, out, _ = hinterland("demo", "--out", tmp_path / "demo", "--as-of", "2024-06-30")
    assert code == 0
    assert "missed: 9.05% in 2023 falls short" in out
    assert "--as-of 2021-08-11" in out
    assert (tmp_path / "demo" / "report.html").exists()


def test_a_table_that_was_not_read_makes_no_dangling_references(hinterland: Call, tmp_path: Path) -> None:
    hinterland("new", tmp_path / "mine", "--from", "tutorial")
    products = tmp_path / "mine" / "tables" / "products.csv"
    products.write_text(
        products.read_text(encoding="utf-8").replace("product,", "prodct,", 1), encoding="utf-8"
    )
    _, out, _ = hinterland("check", tmp_path / "mine", "--format", "json")
    assert not [f for f in json.loads(out)["faults"] if "refers to no row" in f["rule"]]
