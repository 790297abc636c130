"""Measures on a small case: who is near, who makes the same, who has spare capacity, what settings say."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import cluster_of
from hinterland.case import save
from hinterland.cli import main
from hinterland.errors import StudyError
from hinterland.network.mitigate import mitigate

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.result import Result

DAY = "2024-06-30"
DATED = {"published": "2020-01-01"}
CHIPS = ("big", "near", "far", "lens")
CASE: dict[str, list[dict[str, Any]]] = {
    "places": [
        {"place": "town", "kind": "city", "lon": 117.0, "lat": 32.0},
        {"place": "next", "kind": "city", "lon": 118.0, "lat": 32.0},
        {"place": "away", "kind": "city", "lon": 127.0, "lat": 32.0},
    ],
    "products": [
        {"product": "car", "kind": "final", "unit": "vehicle", "unit_price": 100},
        {"product": "chip", "kind": "component", "unit": "piece", "unit_price": 1},
        {"product": "lens", "kind": "component", "unit": "piece", "unit_price": 1},
    ],
    "sectors": [
        {"sector": "cars", "name_en": "Cars", "name_zh": "汽车", "gross_output": 4000, "value_added": 3000},
        {"sector": "chips", "name_en": "Chips", "name_zh": "芯片", "gross_output": 1000, "value_added": 900},
    ],
    "io_table": [{"supplier_sector": "chips", "buyer_sector": "cars", "value": 500}],
    "essential": [{"supplier_sector": "chips", "buyer_sector": "cars", "class": "2"}],
    "firms": [
        {
            "firm": "auto",
            "name_en": "Auto",
            "name_zh": "车企",
            "place": "town",
            "sector": "cars",
            "revenue": 4000,
        },
        {
            "firm": "big",
            "name_en": "Big",
            "name_zh": "大芯",
            "place": "town",
            "sector": "chips",
            "revenue": 600,
        },
        {
            "firm": "near",
            "name_en": "Near",
            "name_zh": "近芯",
            "place": "next",
            "sector": "chips",
            "revenue": 200,
        },
        {"firm": "far", "place": "away", "sector": "chips", "revenue": 100},
        {"firm": "lens", "place": "town", "sector": "chips", "revenue": 100},
    ],
    "plants": [
        {
            "plant": f"p_{f}",
            "firm": f,
            "product": p,
            "place": w,
            "opened": "2020-01-01",
        }
        for f, p, w in (
            ("auto", "car", "town"),
            ("big", "chip", "town"),
            ("near", "chip", "next"),
            ("far", "chip", "away"),
            ("lens", "lens", "town"),
        )
    ],
    "supplies": [
        {
            "supplier": f,
            "customer": "auto",
            "product": "chip",
            "year": 2023,
            "value": v,
            "review": "confirmed",
        }
        for f, v in (("big", 400), ("near", 40), ("far", 30), ("lens", 30))
    ],
    "settings": [
        {"name": "spare_capacity_share", "value": "1", "unit": "1"},
        {"name": "second_source_cost", "value": "10", "unit": "CNY"},
    ],
}


def case(**changes: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    tables = copy.deepcopy(CASE) | changes
    return {t: [{"basis": "reported", **DATED, **row} for row in rows] for t, rows in tables.items()}


def asked(tables: dict[str, list[dict[str, Any]]], **choices: Any) -> Result:
    return mitigate(cluster_of(tables), as_of=DAY, **{"draws": 1, "only": ["big"], **choices})


def alternatives(result: Result) -> set[str]:
    return set(result["measures"]["alternatives"].drop_nulls().to_list())


def test_only_a_near_firm_that_makes_the_same_is_a_second_source() -> None:
    found = asked(case(), share=0.25)
    row = found["measures"].filter(kind="second_source").row(0, named=True)
    assert alternatives(found) == {"near"}
    assert row["value_moved"] == pytest.approx(100, rel=1e-6)
    assert row["spare"] == pytest.approx(200)
    assert row["hours"] == pytest.approx(
        94.3 * 1.3 / 75, rel=0.01
    )  # a degree of longitude at 32 degrees north
    assert row["cost"] == pytest.approx(10 + 0.03 * 100, rel=1e-6)
    assert row["basis"] == "known"
    assert (row["firm_name_en"], row["alternatives_name_zh"]) == ("Big", "近芯")
    assert "Auto moves 25% of what it buys from Big (100 CNY a year) to Near, 1.6 h away" in row["why_en"]


def test_no_alternative_nearby_is_said() -> None:
    found = asked(case(), hours=1)
    assert set(found["measures"]["kind"]) == {"inventory"}
    assert "no alternative nearby: none of the 2 other firms" in found["firms"]["why_en"][0]
    assert "附近没有替代方" in found["firms"]["why_zh"][0]
    assert "No second source within 1 h" in found.summary["answer"]["en"]


def test_farther_firms_count_when_more_hours_are_allowed() -> None:
    found = asked(case(), hours=20, share=0.1)
    assert {"near", "far"} <= alternatives(found)


def test_who_cannot_deliver_is_no_second_source() -> None:
    found = asked(case(settings=[{"name": "spare_capacity_share", "value": "10%", "unit": "1"}]))
    assert "second_source" not in set(found["measures"]["kind"])
    assert "has spare capacity (10% of sales) for 50% of what a buyer takes" in found["firms"]["why_en"][0]


def test_made_up_firms_stand_in_only_where_there_are_no_others() -> None:
    firms = [dict(row) for row in CASE["firms"]]
    firms[2]["basis"] = "synthetic"  # near
    assert alternatives(asked(case(firms=firms), share=0.25, hours=20)) == {"far"}
    assert alternatives(asked(case(firms=firms), share=0.25, hours=20, synthetic=True)) >= {"near"}
    firms[3]["basis"] = "synthetic"  # far
    found = asked(case(firms=firms), share=0.25)
    assert alternatives(found) == {"near"}
    assert "made-up firms stand in" in found["measures"].filter(kind="second_source")["why_en"][0]
    assert not alternatives(asked(case(firms=firms), share=0.25, synthetic=False))


def test_the_sector_has_its_name_and_provenance_its_terms() -> None:
    found = asked(case())
    assert found["firms"]["industry_name_zh"].to_list() == ["芯片"]
    assert found.provenance.parameters["second_source_cost"] == 10
    assert found.provenance.as_of == DAY


def test_settings_that_cannot_be_are_told_at_once() -> None:
    wrong = [
        {"name": "second_source_cost", "value": "cheap", "unit": "CNY"},
        {"name": "inventory_carrying_rate", "value": "-1", "unit": "1"},
    ]
    with pytest.raises(StudyError) as told:
        asked(case(settings=wrong))
    assert "settings, second_source_cost: 'cheap' is no number" in str(told.value)
    assert "settings, inventory_carrying_rate is -1" in str(told.value)


def test_an_unknown_firm_is_named_with_a_near_one() -> None:
    with pytest.raises(StudyError, match="did you mean near"):
        asked(case(), only=["neer"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(cluster_of(case()), tmp_path / "case")
    return tmp_path / "case"


def command(folder: Path, *more: str) -> int:
    return main(["risk", str(folder), "--mitigate", "--as-of", DAY, "--draws", "1", "--only", "big", *more])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["What lowers the risk", "Near", "Together within a budget of 1,000 CNY", "What was assumed"]),
        ("zh", ["如何降低风险", "近芯", "预算 1,000元", "所作假定"]),
    ],
)
def test_the_command_answers_people(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str, words: list[str]
) -> None:
    assert command(folder, "--budget", "1000", "--share", "0.25", "--lang", lang) == 0
    shown = capsys.readouterr().out
    assert not [word for word in words if word not in shown]


def test_the_command_answers_machines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(folder, "--format", "json", "--share", "0.25") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["measures"][0]["rank"] == 1
    assert told["portfolio"] == []
    assert told["answer"]["zh"]
    assert command(folder, "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("rank,kind,firm,")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--budget", "-1"], "--budget"),
        (["--share", "0"], "--share"),
        (["--mode", "glcascade"], "--mode: not with --mitigate"),
    ],
)
def test_wrong_use_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert command(folder, *more) == 2
    assert said in capsys.readouterr().err


def test_options_of_measures_need_mitigate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["risk", str(folder), "--budget", "5"]) == 2
    assert "--budget: only with --mitigate" in capsys.readouterr().err
    assert main(["risk", "--mitigate", "--links", "a", "--firms", "b", "--essential", "c"]) == 2
    assert "--mitigate needs a case" in capsys.readouterr().err
