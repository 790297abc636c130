"""The study `plan` as a whole: parts that are asked for, ranges, definitions, what gives, cancelling, faults."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from problems import drawn
from readings import impossible, reading

from hinterland.errors import Cancelled, Refused
from hinterland.planning import Extras, attracting, found, plan, study
from hinterland.planning.case.options import Options
from hinterland.planning.sentences import headline, price_lines, shortfalls, target_line
from hinterland.planning.solve.answer import Answer, Step, gap_of
from hinterland.planning.tables import SCHEMAS
from hinterland.result import Result, provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.case import Reading

QUICK = Extras(ranges=False, definitions=False, prices=False, worth=0)
Run = "Callable[..., Result]"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Make the plan of a reading."""

    def made(read: Reading, extras: Extras = QUICK, **more: Any) -> Result:
        monkeypatch.setattr(study, "read", lambda *_: read)
        return plan(read.seen, **({"extras": extras, "time_limit": 3.0} | more))

    return made


def with_definition(read: Reading) -> Reading:
    """A reading whose second target has another definition: 60 percent instead of 50."""
    near = read.main[1]
    wanted = replace(near.wanted, level=0.6, name="near.other")
    return replace(read, goals=(*read.goals, replace(near, metric="other_metric", wanted=wanted, main=False)))


def test_a_plan_is_told_with_bound_gap_and_violation(run: Callable[..., Result]) -> None:
    result = run(reading())
    told = result.summary
    assert told["status"] == "optimal"
    assert told["bound"] <= told["objective"] * (1 + 1e-9)
    assert told["gap"] <= 0.02
    assert told["max_violation"] < 1e-6
    assert told["public"] == pytest.approx(told["objective"], rel=1e-6)
    assert result["targets"]["status"].to_list() == ["held", "held"]
    assert result["openings"].height == told["openings_count"]
    assert result.provenance.bound == told["bound"]


def test_every_table_keeps_to_its_schema_and_json_has_finite_numbers(run: Callable[..., Result]) -> None:
    result = run(reading())
    for name, frame in result.tables.items():
        if name != "changes":
            assert dict(frame.schema) == dict(SCHEMAS[name]), name
    json.dumps({n: f.to_dicts() for n, f in result.tables.items()}, allow_nan=False)
    json.dumps(result.describe(), allow_nan=False)


def test_the_same_seed_gives_the_same_plan(run: Callable[..., Result]) -> None:
    first, second = (run(reading()) for _ in range(2))
    assert first["openings"].equals(second["openings"])
    assert first.summary["objective"] == second.summary["objective"]


def test_a_search_that_goes_on_forgets_no_bound_and_no_plan() -> None:
    first = Answer("optimal", np.zeros(1), 759.0, 746.0, gap_of(759.0, 746.0), 0.0, 2.0)
    again = found._after(first, Step(0.5, 627.0, np.inf, "relaxation"))
    assert again == Step(2.5, 746.0, 759.0, "relaxation")
    better = found._after(first, Step(1.0, 749.0, 750.0, "branch and bound"))
    assert better == Step(3.0, 749.0, 750.0, "branch and bound")


def test_low_and_high_asks_make_a_range_around_the_cost(run: Callable[..., Result]) -> None:
    told = run(reading(), replace(QUICK, ranges=True)).summary
    assert told["public_low"] <= told["public"] * 1.0001
    assert told["bound"] <= told["public_high"] * 1.0001


def test_the_plan_is_made_again_under_each_definition(run: Callable[..., Result]) -> None:
    result = run(with_definition(reading()), replace(QUICK, definitions=True))
    rows = {r["definition"]: r for r in result["definitions"].to_dicts()}
    assert rows["other_metric"]["status"] in ("optimal", "feasible")
    assert rows["other_metric"]["public"] >= rows["sourced_metric"]["public"] * 0.97
    assert rows["said"]["status"] == "unplannable"
    assert rows["said"]["note_en"] == "words alone do not count"
    assert "@" in rows["sourced_metric"]["plan"]
    said = [s.en for s in headline(result)]
    assert any(s.startswith("Nearby supply: under 2 of 2 definitions it can be done, for CNY") for s in said)


def test_an_impossible_plan_is_an_answer_that_says_what_gives(run: Callable[..., Result]) -> None:
    result = run(reading(impossible(drawn(1))), replace(QUICK, definitions=True))
    told = result.summary
    assert told["status"] == "infeasible"
    assert told["objective"] is None
    assert told["reason_en"]
    kinds = set(result["shortfall"]["mixture"].to_list())
    assert {"limits", "targets"} <= kinds
    assert "budget" in result["shortfall"]["family"].to_list()
    assert result["conflict"].height > 0
    assert "short" in result["targets"]["status"].to_list()
    assert result.changes.height == 0
    said = " ".join(s.en for s in headline(result))
    assert "budget of grants" in said
    assert "Revenue" in said


def test_where_prices_are_asked_for_the_plan_is_looked_for_longer(run: Callable[..., Result]) -> None:
    read = reading()
    quick = run(read, QUICK, gap=0.1).summary
    priced = run(read, replace(QUICK, prices=True), gap=0.1).summary
    assert priced["objective"] <= quick["objective"]
    assert priced["bound"] >= quick["bound"]
    assert priced["gap"] <= quick["gap"]
    assert priced["status"] == "optimal"


def test_cancelling_after_the_plan_gives_the_plan(run: Callable[..., Result]) -> None:
    def stop(_: int, __: int, what: str) -> None:
        if what.startswith("worth"):
            raise Cancelled("enough")

    result = run(reading(), replace(QUICK, worth=4, alternatives=2), progress=stop)
    assert result.summary["cancelled"]
    assert result["openings"].height > 0
    assert result["worth"].height == 0
    assert "alternatives" in result.tables


def test_cancelling_before_there_is_a_plan_is_told(run: Callable[..., Result]) -> None:
    def stop(_: int, __: int, what: str) -> None:
        if what != "reading the case":
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run(reading(), progress=stop)


def test_progress_tells_part_bound_best_and_gap(run: Callable[..., Result]) -> None:
    heard: list[str] = []
    run(reading(), progress=lambda _, __, what: heard.append(what))
    assert any("bound" in line for line in heard)


def test_parts_that_are_asked_for_have_their_tables(run: Callable[..., Result]) -> None:
    extras = replace(QUICK, prices=True, worth=2, curve=("near_2024",), alternatives=1, robust=0.5)
    result = run(reading(drawn(1)), extras, time_limit=2.0, gap=0.05)
    assert result["curve"].height > 2
    assert result["worth"].height == 12
    assert result["worth"]["rank"].to_list() == list(range(1, 13))
    assert set(result["alternatives"]["plan"].to_list()) >= {0}
    assert result["agreement"].height == 12
    assert set(result["robust"]["kind"].to_list()) >= {"demand", "wait"}
    assert result.summary["curves"][0]["en"]
    assert result["targets"]["price_relaxation"].null_count() == 0
    for row in result["targets"].to_dicts():
        assert target_line(row).zh
        assert price_lines(row)


def test_wrong_options_are_told_all_at_once(run: Callable[..., Result]) -> None:
    extras = replace(QUICK, alternatives=99, robust=2.0)
    with pytest.raises(Refused) as refused:
        run(reading(), extras, gap=2.0, time_limit=0.0)
    message = str(refused.value)
    assert "4 faults" in message
    for word in ("gap", "time", "alternatives", "robust"):
        assert word in message
    assert "最优性间隙" in refused.value.zh


def test_a_curve_of_a_target_that_is_not_planned_for_proposes_one(run: Callable[..., Result]) -> None:
    with pytest.raises(Refused, match="did you mean near_2024"):
        run(reading(), replace(QUICK, curve=("near_2023",)))


def test_the_program_can_be_written(run: Callable[..., Result], tmp_path: Any) -> None:
    run(reading(), replace(QUICK, write=tmp_path / "plan.mps"))
    assert "ROWS" in (tmp_path / "plan.mps").read_text(encoding="utf-8")


def test_a_single_firm_cap_is_a_target_of_its_own(run: Callable[..., Result]) -> None:
    problem = drawn(1)
    near = problem.targets[1]
    only = near.products & False
    only[1] = True
    cap = replace(
        near, name="single.part1", kind="single", level=0.9, products=only, weight=near.weight * 0 + 1
    )
    read = reading(problem)
    result = run(replace(read, problem=replace(problem, targets=(*problem.targets, cap))))
    row = result["targets"].to_dicts()[-1]
    assert (row["target"], row["comparator"], row["unit"]) == ("single.part1", "le", "percent")
    assert row["value"] <= 90 + 1e-4


def test_words_are_there_in_both_languages(run: Callable[..., Result]) -> None:
    result = run(reading(), replace(QUICK, ranges=True))
    for said in headline(result):
        assert said.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said.zh)
    assert "synthetic" in headline(result)[0].en
    assert all(s.en and s.zh for s in result.assumptions)


def test_attract_ranks_candidates_by_what_they_are_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading(drawn(1, candidates=7))
    monkeypatch.setattr(study, "read", lambda *_: read)
    result = attracting.attract(read.seen, shortlist=3, time_limit=3.0)
    worth = result["worth"]
    assert worth.height == 7
    assert worth["reason_en"].null_count() == 0
    known = [w for w in worth["expected"].to_list() if w is not None]
    assert known == sorted(known, reverse=True)
    assert result["feasible"].height >= 7


def test_attract_measures_by_missed_targets_where_no_plan_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading(impossible(drawn(1, candidates=7)))
    monkeypatch.setattr(study, "read", lambda *_: read)
    result = attracting.attract(read.seen, shortlist=2, time_limit=2.0)
    assert result.summary["soft"]
    assert result.summary["objective"] is not None
    assert any("may be missed" in s.en for s in result.assumptions)


def harder(read: Reading, level: float, metric: str = "hard_metric") -> Reading:
    """A reading whose second target has a harder definition before its own."""
    near = read.main[1]
    first = replace(near, metric=metric, wanted=replace(near.wanted, level=level, name=f"near.{metric}"))
    goals = (read.main[0], first, replace(near, main=False), *read.goals[2:])
    problem = replace(
        read.problem, targets=(read.problem.targets[0], first.wanted, *read.problem.targets[2:])
    )
    return replace(read, goals=goals, problem=problem)


def test_a_target_is_planned_for_by_its_first_definition_that_can_be_held(run: Callable[..., Result]) -> None:
    plain, result = run(reading()), run(harder(reading(), 5.0))
    (chosen,) = result.summary["chosen"]
    assert (chosen["first"], chosen["chosen"]) == ("hard_metric", reading().main[1].metric)
    assert result.summary["objective"] == pytest.approx(plain.summary["objective"], rel=0.02)
    said = headline(result)[1]
    assert "comes first, but no plan" in said.en
    assert "首个定义" in said.zh


def test_a_first_definition_that_can_be_held_stays_and_nothing_is_said(run: Callable[..., Result]) -> None:
    result = run(with_definition(reading()))
    (chosen,) = result.summary["chosen"]
    assert chosen["first"] == chosen["chosen"]
    assert not [s for s in headline(result) if "comes first" in s.en]
    assert any("the first of its definitions that can be held" in s.en for s in result.assumptions)


def test_a_definition_that_the_user_names_stays_though_it_cannot_be_held(run: Callable[..., Result]) -> None:
    read = harder(reading(), 5.0)
    asked = Options(definitions={read.main[1].target: "hard_metric"})
    result = run(read, asked=asked)
    assert result.summary["status"] == "infeasible"
    assert result.summary["chosen"] == []


def test_a_limit_that_no_planner_sets_is_told_last() -> None:
    rows = [
        {"family": f, "label_en": f, "label_zh": f, "by": 1.0, "unit": "", "share": share, "year": None}
        for f, share in (("inertia", 0.9), ("budget", 0.1))
    ]
    frame = pl.DataFrame([{"mixture": "limits"} | r for r in rows])
    empty = pl.DataFrame(schema={"target": pl.String, "target_en": pl.String, "target_zh": pl.String})
    tables = {"shortfall": frame, "targets": empty}
    result = Result("plan", tables, provenance("plan", reading().seen, {}, 0.0))
    (said,) = shortfalls(result)
    assert said.en.index("budget") < said.en.index("besides, what no planner sets: what buyers switch")
