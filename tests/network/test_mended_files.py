"""Answers never overwrite what is read, a device, or each other; ids may hold commas; options that say nothing."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

import pytest

from hinterland.cli import main
from hinterland.network.risk.files import Targets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[..., tuple[int, str, str]]

FILES = {
    "links": 'supplier,buyer,weight\n"a,x",b,2\n"a,x",c,3\nb,c,4\nc,"a,x",1\n',
    "firms": 'firm,industry,wa,wb\n"a,x",0,1,2\nb,1,1,1\nc,0,2,1\n',
    "essential": "1,2\n2,1\n",
}


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return a function that asks in a folder with three tables, one firm's id holding a comma."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    def asked(*more: str) -> tuple[int, str, str]:
        options = [f"--{k}={k}.csv" for k in FILES]
        code = main(["risk", *options, "--mode", "glcascade", "--format", "csv", *more])
        return code, *capsys.readouterr()

    return asked


def scenarios(out: str) -> list[str]:
    """Return the scenarios of an answer."""
    return [row["scenario"] for row in csv.DictReader(io.StringIO(out))]


@pytest.mark.parametrize(
    "options",
    [
        ("--out", "links.csv"),
        ("--out", "./firms.csv"),
        ("--out", "o.csv", "--loss-down", "essential.csv"),
        ("--out", "o.csv", "--only", "@ids.txt", "--loss-up", "ids.txt"),
        ("--out", "o.csv", "--psi", "psi.csv", "--psi-up", "psi.csv", "--loss-up", "psi.csv"),
    ],
)
def test_what_is_read_is_not_written(ask: Ask, tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "ids.txt").write_text("b\n", encoding="utf-8")
    (tmp_path / "psi.csv").write_text("0.5,0,0\n", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    code, out, error = ask(*options)
    assert (code, out) == (2, "")
    assert "this file is read" in error
    assert "这是输入文件" in ask(*options, "--lang", "zh")[2]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "options",
    [
        ("--out", "o.csv", "--loss-down", "o.csv.part"),
        ("--out", "o.csv", "--loss-down", "o.csv.part.json.new"),
        ("--out", "o.csv", "--loss-down", "x.csv", "--sectors", "industry", "--sector-out", "x.csv.part"),
        ("--out", "o.csv.part", "--loss-up", "o.csv"),
    ],
)
def test_an_answer_does_not_go_where_another_grows(
    ask: Ask, tmp_path: Path, options: tuple[str, ...]
) -> None:
    code, out, error = ask(*options)
    assert (code, out) == (2, "")
    assert "two answers would go into this file" in error
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{n}.csv" for n in FILES)


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are those of POSIX")
def test_devices_pipes_and_links_are_not_replaced(ask: Ask, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "real.csv").write_text("mine\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert "a device or a pipe" in ask("--out", "pipe")[2]
    assert "a device or a pipe" in ask("--out", "/dev/null")[2]
    assert "this is a link" in ask("--out", "link.csv")[2]
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8") == "mine\n"
    assert not (tmp_path / "pipe").is_file()


def test_files_of_their_own_are_taken(tmp_path: Path) -> None:
    named = [tmp_path / n for n in ("o.csv", "d.csv", "u.csv", "s.csv")]
    Targets(*named).check([tmp_path / "links.csv"])
    named[0].write_text("old\n", encoding="utf-8")
    Targets(*named).check([tmp_path / "links.csv"])


def test_ids_with_a_comma_can_be_named_on_the_line_and_in_a_file(ask: Ask, tmp_path: Path) -> None:
    code, out, error = ask("--only", '"a,x",c')
    assert code == 0, error
    assert scenarios(out) == ["a,x", "c"]
    (tmp_path / "ids.txt").write_text("a,x\nc,b\n", encoding="utf-8")
    code, out, error = ask("--only", "@ids.txt")
    assert code == 0, error
    assert scenarios(out) == ["a,x", "c", "b"]
    assert ask("--only", '"a,x')[0] == 2
    assert "没有企业 'zz'" in ask("--only", "zz", "--lang", "zh")[2]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--weights", ","), "a name is empty"),
        (("--weights", "wa,"), "a name is empty"),
        (("--weights", ""), "names no column"),
        (("--weights", "wa,wb,wa"), "names 'wa' twice"),
        (("--industry", ""), "names no column"),
        (("--market", " "), "names no column"),
        (("--sectors", ""), "names no column"),
    ],
)
def test_options_that_name_no_column_or_one_twice_are_refused(
    ask: Ask, options: tuple[str, ...], said: str
) -> None:
    code, out, error = ask(*options)
    assert (code, out) == (2, "")
    assert said in error
    assert "ESRI_weight_2" in ask("--weights", "wa,wb")[1]
