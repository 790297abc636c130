"""What attacks and a review found wrong in `plan` and `attract`: nothing is lost, nothing is left out unsaid."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click
import pytest

from conftest import PLAN_CASE
from hinterland.case import load
from hinterland.cli import plan_options
from hinterland.planning import gives
from hinterland.planning.choice import Passed, chosen_said
from hinterland.planning.said import synthetic
from hinterland.planning.sentences import _by_definition, _gives, _least, _proved, unplanned_said
from hinterland.planning.target_words import amount
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.cluster import Cluster

CASE = PLAN_CASE
QUICK = ["plan", CASE, "--as-of", "2022-06-01", "--time", "3", "--quick"]
HEAD = "table,key,action,column,old,new\n"


def never(*_: object, **__: object) -> None:
    """Stand for a search that must not begin."""
    raise AssertionError("searched before the options were looked at")


def test_a_folder_that_cannot_be_made_is_told_before_the_search(
    on_plan_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    monkeypatch.setattr("hinterland.planning.study.solve", never)
    code, out, err = on_plan_case(*QUICK, "--out", file / "x")
    assert (code, out) == (2, "")
    assert "--out" in err
    assert str(file / "x") in err


def test_a_result_that_cannot_be_saved_is_shown_all_the_same(
    on_plan_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Result, "save", full)
    code, out, _ = on_plan_case(*QUICK, "--out", tmp_path / "x")
    assert code != 0
    assert "Who comes" in out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_scenario_that_cannot_be_planned_for_leaves_the_plan(
    on_plan_case: Callable[..., Any], tmp_path: Path, plan_case: Cluster, lang: str
) -> None:
    ids = plan_case["targets"]["target"].to_list()
    file = tmp_path / "none.csv"
    file.write_text(HEAD + "".join(f"targets,{i},drop,,,\n" for i in ids), encoding="utf-8")
    code, out, _ = on_plan_case(*QUICK, "--compare", file, "--lang", lang)
    assert code == 0
    assert {"en": "nothing to compare with", "zh": "无法比较"}[lang] in out
    answer = json.loads(on_plan_case(*QUICK, "--compare", file, "--format", "json")[1])
    assert answer["public"] > 0
    assert answer["compared"] == []
    assert answer["scenario"]["status"] == "refused"
    assert answer["scenario"]["reason_en"]


def test_changes_that_cannot_be_made_are_told_by_the_name_of_their_file_before_the_search(
    on_plan_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(HEAD + "candidates,nobody,set,ask,,5\n", encoding="utf-8")
    monkeypatch.setattr("hinterland.planning.study.solve", never)
    code, _, err = on_plan_case(*QUICK, "--compare", file)
    assert code in (1, 2)
    assert "wrong.csv" in err


def test_a_target_that_nothing_is_planned_for_is_named_with_the_reason(
    on_plan_case: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "most.csv"
    file.write_text(HEAD + "targets,nearby_2023,set,comparator,,le\n", encoding="utf-8")
    code, out, _ = on_plan_case(*QUICK, "--scenario", file)
    assert code == 0
    assert "Not planned for: At least half of the parts from nearby in 2023." in out
    answer = json.loads(on_plan_case(*QUICK, "--scenario", file, "--format", "json")[1])
    assert [r["target"] for r in answer["unplanned"]] == ["nearby_2023"]
    said = unplanned_said(answer["unplanned"] * 6)
    assert "未纳入规划" in said[0].zh
    assert said[-1].en == "2 more targets are not planned for."


def test_attract_names_it_too(on_plan_case: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "most.csv"
    file.write_text(HEAD + "targets,nearby_2023,set,comparator,,le\n", encoding="utf-8")
    code, out, _ = on_plan_case("attract", *QUICK[1:-1], "--shortlist", "0", "--scenario", file)
    assert code == 0
    assert "Not planned for: At least half of the parts from nearby in 2023." in out


@pytest.mark.parametrize("text", ["heat_pump=50%", "heat_pump=0.5"])
def test_half_is_half_however_it_is_written(text: str) -> None:
    assert plan_options.SINGLE.convert(text, None, None) == ("heat_pump", 0.5)


def test_a_level_in_percent_stays_one() -> None:
    assert plan_options.TARGET.convert("nearby=50%", None, None) == ("nearby", 50.0)


def test_a_bound_that_is_none_is_not_told() -> None:
    with pytest.raises(click.BadParameter) as why:
        plan_options.TARGET.convert("nearby=x", None, None)
    assert "inf" not in why.value.message


def test_a_folder_after_robust_is_told_where_to_stand(on_plan_case: Callable[..., Any]) -> None:
    code, _, err = on_plan_case("plan", "--robust", CASE)
    assert code == 2
    assert "--robust=0.8" in err


def test_attract_says_that_it_was_cancelled(
    on_plan_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hinterland.planning import work

    usual = work.Work.tell

    def stop(self: Any, what: str) -> None:
        if what.startswith("worth"):
            self.stopped = True
        usual(self, what)

    monkeypatch.setattr(work.Work, "tell", stop)
    code, _, err = on_plan_case("attract", *QUICK[1:-1])
    assert code == 130
    assert "best so far" in err


def test_the_table_of_scenarios_does_not_take_the_place_of_what_it_comes_to(
    on_plan_case: Callable[..., Any],
) -> None:
    answer = json.loads(on_plan_case(*QUICK, "--robust=0.5", "--format", "json")[1])
    assert isinstance(answer["robust"], list)
    assert answer["robust_summary"]["share"] == 0.5


def give(by: float, share: float, family: str = "land") -> dict[str, Any]:
    """A row of what gives."""
    named = {"label_en": "Park", "label_zh": "园区", "year": 2023, "unit": "ha"}
    return {"family": family, "by": by, "share": share, **named}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (give(70.0, 70.0), "land of Park by 70 ha in 2023"),
        (give(70.0, 0.5), "land of Park by 70 ha (50%) in 2023"),
        (give(70.0, 9.09e8), "land of Park by 70 ha (909 million times) in 2023"),
    ],
)
def test_shares_of_nothing_are_left_out_and_large_ones_are_multiples(row: dict[str, Any], text: str) -> None:
    assert _gives([row], "en") == text


def test_firms_come_whole() -> None:
    assert amount(0.551, "firm", "en") == "1 firm"
    assert amount(2.0000000001, "firm", "en") == "2 firms"


def test_a_rule_on_makers_is_told_by_the_name_of_its_product() -> None:
    names = SimpleNamespace(products=("pump",))
    problem = SimpleNamespace(names=names, sources=(SimpleNamespace(product=0),))
    naming = SimpleNamespace(product=lambda _: Said("Pump", "泵"))
    given = SimpleNamespace(where={"rule": 0}, family="sources", label="sources[pump.2]")
    told = SimpleNamespace(model=SimpleNamespace(problem=problem), naming=naming)
    assert gives._what(told, given) == ("pump", Said("Pump", "泵"), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("total", "bound", "text"),
    [
        (0.162, 0.132, " That is 16.2 percent in all; no plan misses by less than 13.2 percent."),
        (0.2, 0.2, " Proved the least."),
        (0.2, None, ""),
    ],
)
def test_what_gives_is_told_with_its_bound(total: float, bound: float | None, text: str) -> None:
    row = {"mixture": "targets", "whole": True, "total": total, "bound": bound}
    assert _least(row).en == text


def test_definitions_not_decided_in_the_time_are_not_counted_as_impossible() -> None:
    import polars as pl

    rows = [
        {"target": "t", "target_en": "T", "target_zh": "目标", "status": status, "public": public}
        for status, public in (("optimal", 5e6), ("infeasible", None), ("unknown", None))
    ]
    result = Result(
        study="plan",
        tables={"definitions": pl.DataFrame(rows)},
        provenance=provenance("plan", load(Path(CASE)), {}, 0.0),
    )
    (said,) = _by_definition(result)
    assert (
        said.en == "T: under 1 of 3 definitions it can be done, for CNY 5 million; 1 not decided in the time."
    )
    assert said.zh.endswith("；1 种在时限内未有定论。")


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "got no further"), (3.0, "time ended the search")])
def test_time_is_blamed_only_where_it_ended_the_search(seconds: float, words: str) -> None:
    told = {"gap": 0.6, "status": "feasible", "gap_asked": 0.02, "bound": 1e6, "objective": 2.5e6}
    assert words in _proved(told | {"seconds": {"plan": seconds}, "time_asked": 3.0}).en


def test_one_candidate_is_told_of_as_one() -> None:
    said = synthetic(1, 1)
    assert said is not None
    assert said.en.startswith("The only candidate is synthetic")


def test_the_definition_chosen_is_told_by_name() -> None:
    names = {"t": Said("Target", "目标"), "m": Said("First", "甲"), "n": Said("Other", "乙")}
    said = chosen_said(Passed("t", "m", "m", None, 1.0, "percent", ("n",)), lambda _, id_: names[id_])
    assert said.en.startswith("Target is planned for as First,")
    assert said.en.endswith("others: Other.")
    assert said.zh.startswith("目标：按“甲”规划")
