"""Shocks that once broke the program, were half read, or were told in English only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from stress_case import DAY, case

import hinterland.cli as program
from hinterland.case import save
from hinterland.cli import main
from hinterland.cli.stress import Number
from hinterland.errors import Refused, StudyError
from hinterland.network.stress import Options, Shock, stress
from hinterland.network.stress.shocks import Usual, read_shocks

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date.fromisoformat(DAY)
HEAD = "shock,kind,id,destination,radius_km,size,start,duration,recovery\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The case in a folder."""
    path = tmp_path_factory.mktemp("cases") / "cars"
    save(case(), path)
    return str(path)


def written(tmp_path: Path, rows: str) -> str:
    """Return the name of a file of shocks."""
    path = tmp_path / "s.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("start", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_the_calendar_of_cases_is_refused(start: str) -> None:
    day = date.fromisoformat(start)
    with pytest.raises(StudyError, match=f"begins on {start}; write a day of the years 1800 to 2200"):
        stress(case(), ["cars=1"], as_of=DAY, start=day)
    with pytest.raises(StudyError, match="of the years 1800 to 2200"):
        stress(case(), [Shock("s", "plant", "cars", 1.0, day)], as_of=DAY)


def test_a_shock_far_from_the_day_of_the_study_says_whose_plants_it_hits() -> None:
    found = stress(case(), ["cars=1"], as_of=DAY, start=date(2030, 1, 1), draws=1)
    assert f"2030-01-01): it hits the plants of {DAY}" in found.assumptions[0].en
    near = stress(case(), ["cars=1"], as_of=DAY, draws=1)
    assert not any("more than a year" in said.en for said in near.assumptions)


def test_such_a_day_is_wrong_use_and_no_mistake_of_the_program(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stress", folder, "--shock", "cars=1", "--start", "9999-12-31", "--lang", "zh"]) == 2
    assert "cars=1：开始于 9999-12-31；请写 1800 至 2200 年间的日期" in capsys.readouterr().err


def test_a_name_in_two_rows_of_a_file_is_a_fault(tmp_path: Path) -> None:
    rows = "a,plant,cars,,,0.5,2024-07-01,5,\nb,plant,cars,,,0.5,2024-07-01,5,\na,plant,cars,,,0.5,2024-07-01,5,\n"
    with pytest.raises(StudyError, match=r"s\.csv, shock: 'a' stands in rows 2, 4"):
        read_shocks(case(), [written(tmp_path, rows)], Usual(TODAY))


def test_rows_without_a_name_may_be_many(tmp_path: Path) -> None:
    rows = ",plant,cars,,,0.5,2024-07-01,5,\n,plant,cars,,,0.5,2024-08-01,5,\n"
    assert len(read_shocks(case(), [written(tmp_path, rows)], Usual(TODAY))) == 2


def test_an_end_of_what_is_no_lane_is_a_fault(tmp_path: Path) -> None:
    rows = "a,plant,cars,north,,0.5,2024-07-01,5,\n"
    with pytest.raises(Refused, match=r"row 2, destination: 'north': only a lane has an end") as told:
        read_shocks(case(), [written(tmp_path, rows)], Usual(TODAY))
    assert "只有通道有终点" in told.value.in_("zh")


def test_a_cell_is_told_as_it_stands_in_the_file(tmp_path: Path) -> None:
    rows = "a,plant,cars,,,150%,2024-07-01,5,\n"
    with pytest.raises(Refused, match=r"s\.csv row 2, size: '150%': above 1") as told:
        read_shocks(case(), [written(tmp_path, rows)], Usual(TODAY))
    assert "s.csv 第 2 行 size 列：“150%”：大于上限 1" in told.value.in_("zh")


@pytest.mark.parametrize("seed", [0, 2**53 + 1, 2**63 - 1])
def test_every_digit_of_a_seed_counts(seed: int) -> None:
    assert Number(0, 2**63 - 1, whole=True).convert(str(seed), None, None) == seed


def test_a_seed_beyond_what_a_generator_takes_is_refused(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stress", folder, "--shock", "chips=1", "--seed", str(2**63)]) == 2
    assert "write a whole number from 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("chisp=1", "没有编号为“chisp”的工厂、企业、地点或产品；是否应为 chip"),
        ("chip=60", "损失比例须大于 0 且不超过 1（百分之 60 应写 0.6 或 60%）"),
        ("chip=all", "“all”不是比例"),
        ("chip", "“chip”未说明损失多少"),
        ("chipsstop", "没有冲击“chipsstop”：是否应为 chips_stop？"),
        ("lane:north=1", "未给出通道"),
        ("lane:north:north=1", "通道的起点与终点同为 north"),
        ("plant:cars2=1", "没有编号为“cars2”的工厂"),
        ("missing.csv", "missing.csv 不是文件"),
    ],
)
def test_faults_are_told_in_chinese(
    asked: str, words: str, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stress", folder, "--shock", asked, "--as-of", DAY, "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("hinterland：")
    assert words in told


def test_faults_of_options_have_both_languages() -> None:
    options = Options(
        step="hour", horizon=0, rationing="x", inventory=-1.0, overcapacity=0.5, refill=0, psi=2
    )
    with pytest.raises(Refused) as told:
        stress(case(), ["chip=7"], as_of=DAY, options=options, draws=0, jobs=0)
    lines = told.value.in_("zh").splitlines()
    assert lines[0] == "无法推演所给冲击，共 10 处错误："
    assert len(lines) == len(str(told.value).splitlines()) == 11
    assert not [line for line in lines if "write" in line]


def test_the_language_of_the_environment_holds_for_errors(
    folder: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HINTERLAND_LANG", "zh")
    assert main(["stress", folder, "--as-of", DAY]) == 2
    assert "未指定冲击" in capsys.readouterr().err
    assert main(["stress", folder, "--as-of", DAY, "--lang=en"]) == 2
    assert "no shock is named" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ([], "en"),
        (["stress", "--lang"], "en"),
        (["stress", "--lang", "zh"], "zh"),
        (["stress", "--lang=zh", "--lang", "en"], "en"),
        (["stress", "--", "--lang", "zh"], "en"),
    ],
)
def test_the_language_of_an_error_is_the_one_asked_for(
    asked: list[str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HINTERLAND_LANG", raising=False)
    assert program._lang(asked) == lang
