"""`hinterland stress`: answers for people and machines in both languages, exit codes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from stress_case import DAY, case

from hinterland.case import save
from hinterland.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The case in a folder."""
    path = tmp_path_factory.mktemp("cases") / "cars"
    save(case(), path)
    return str(path)


def test_the_answer_for_people(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stress", folder, "--shock", "chips_stop", "--as-of", DAY]) == 0
    told = capsys.readouterr().out
    assert "If Chips stops for 20 days: 1,200 vehicles (car) lost by day 120 (2024-10-28)." in told
    assert "The first assembler falls below 95% on day 10; the first stops on day 10." in told
    assert "Cars  day 10: because of chip from Chips via inverter from Inverters" in told
    assert "Rationing is proportional" in told


def test_the_answer_in_chinese(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["stress", folder, "--shock", "south=0.5", "--days", "9", "--radius", "20", "--recovery", "3"]
    assert (
        main([*asked, "--as-of", DAY, "--lang", "zh", "--rationing", "priority", "--reroute-delay", "2"]) == 0
    )
    told = capsys.readouterr().out
    assert "若南城周边 20 公里内的工厂产能减少 50%，为期 9 天，随后 3 天内恢复" in told
    assert "按优先级配给" in told
    assert "整车厂" in told


def test_json_has_every_table_and_csv_the_series(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["stress", folder, "--shock", "lane:south:north=40%", "--as-of", DAY, "--format"]
    assert main([*asked, "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert {"total", "firms", "products", "places", "time", "path", "frames", "assumptions"} <= set(whole)
    assert whole["finished"] == "car"
    assert main([*asked, "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 120
    assert float(rows[-1]["finished_lost_mid"]) == pytest.approx(whole["finished_lost_mid"])


def test_nothing_lost_is_an_answer(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stress", folder, "--shock", "chips=1", "--days", "2", "--as-of", DAY]) == 0
    told = capsys.readouterr().out
    assert "no vehicles (car) lost by day 120" in told
    assert "in any draw of the network" in told
    assert "stocks" not in told.partition("What was assumed")[0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "no shock is named"),
        (["--shock", "chisp=1"], "did you mean chip"),
        (["--shock", "chips=1", "--days", "0"], "'0': write a number above 0 to 3660"),
        (["--shock", "chips=1", "--days", "-3"], "'-3': write a number above 0"),
        (["--shock", "chips=1", "--days", "nan"], "'nan': write a number above 0"),
        (["--shock", "chips=1", "--horizon", "0"], "write a whole number from 1 to 3660"),
        (["--shock", "chips=1", "--horizon", "1.5"], "write a whole number from 1 to 3660"),
        (["--shock", "chips=1", "--start", "soon"], "is no day"),
        (["--shock", "chips=1", "--rationing", "luck"], "'luck' is not one of"),
        (["--shock", "chips=1", "--draws", "0"], "write a whole number from 1"),
        (["--shock", "nothing.csv"], "nothing.csv is no file"),
    ],
)
def test_wrong_use_has_one_message_and_code_2(
    folder: str, asked: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stress", folder, *asked, "--as-of", DAY]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


def test_a_file_of_shocks(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "shocks.csv"
    path.write_text("shock,kind,id,size,start,duration\na,plant,chips,1,2024-07-01,20\n", encoding="utf-8")
    assert main(["stress", folder, "--shock", str(path), "--as-of", DAY, "--step", "week", "--top", "2"]) == 0
    assert "1,200 vehicles" in capsys.readouterr().out
