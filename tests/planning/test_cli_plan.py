"""`hinterland plan` and `hinterland attract`: the contract of their JSON, words, exit codes, options."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import PLAN_CASE
from hinterland.cli.plan_stop import stoppable
from hinterland.errors import Cancelled
from hinterland.progress import silent
from hinterland.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable


CASE = PLAN_CASE
PLAN = ["plan", CASE, "--as-of", "2022-06-01", "--time", "3"]
QUICK = [*PLAN, "--quick"]


def finite(text: str) -> Any:
    """Read JSON that has no NaN or infinity."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON number")

    return json.loads(text, parse_constant=refuse)


def test_json_has_what_the_contract_says(on_plan_case: Callable[..., Any]) -> None:
    code, out, _ = on_plan_case(*PLAN, "--format", "json")
    answer = finite(out)
    assert code == 0
    assert {"status", "objective", "bound", "gap", "max_violation", "openings", "targets", "worth"} <= set(
        answer
    )
    assert answer["status"] == "optimal"
    for opening in answer["openings"]:
        assert {"candidate", "place", "year"} <= set(opening)
        assert opening["year"] == opening["decided"] < opening["produces"]
    for target in answer["targets"]:
        assert {"target", "definition", "required", "value", "slack", "prices"} <= set(target)
        prices = target["prices"]
        assert {"relaxation", "fixed_plan", "step_up", "step_down"} <= set(prices)
        missing = [k for k in ("relaxation", "fixed_plan", "step_up", "step_down") if prices[k] is None]
        assert not missing or prices["note_en"]
    assert {w["candidate"] for w in answer["worth"]} >= {o["candidate"] for o in answer["openings"]}


def test_text_says_what_it_costs_in_both_languages(on_plan_case: Callable[..., Any]) -> None:
    code, out, _ = on_plan_case(*PLAN)
    assert code == 0
    assert "candidates are synthetic" in out.splitlines()[2]
    for part in (
        "To hold both targets",
        "Who comes",
        "Targets, and what they cost",
        "Under each definition",
        "Costs",
    ):
        assert part in out
    code, out, _ = on_plan_case(*QUICK, "--lang", "zh")
    assert code == 0
    for part in ("合成数据", "公共资金", "落地项目", "目标及其价格", "成本"):
        assert part in out


def test_csv_has_the_openings(on_plan_case: Callable[..., Any]) -> None:
    code, out, _ = on_plan_case(*QUICK, "--format", "csv")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("candidate,candidate_en,candidate_zh,firm,product")
    assert len(lines) > 1


def test_a_plan_that_cannot_be_made_is_an_answer(on_plan_case: Callable[..., Any]) -> None:
    code, out, _ = on_plan_case(*QUICK, "--budget", "0.05", "--format", "json")
    answer = finite(out)
    assert code == 0
    assert answer["status"] == "infeasible"
    assert answer["objective"] is None
    assert answer["reason_en"]
    assert {"budget", "target"} <= {row["family"] for row in answer["shortfall"]}
    assert all(t["prices"]["note_en"] == "there is no plan to price" for t in answer["targets"])


def test_a_soft_target_may_be_missed(on_plan_case: Callable[..., Any]) -> None:
    code, out, _ = on_plan_case(
        *QUICK, "--budget", "0.05", "--soft", "output_2023=1", "--soft", "nearby_2023=1", "--format", "json"
    )
    answer = finite(out)
    assert code == 0
    assert answer["status"] == "optimal"
    assert "short" in {t["status"] for t in answer["targets"]}
    assert {t["hard"] for t in answer["targets"]} == {False}


def test_another_level_or_definition_is_another_plan(on_plan_case: Callable[..., Any]) -> None:
    first = finite(on_plan_case(*QUICK, "--target", "output_2023", "--format", "json")[1])
    lower = finite(on_plan_case(*QUICK, "--target", "output_2023=90000", "--format", "json")[1])
    assert [t["target"] for t in first["targets"]] == ["output_2023"]
    assert lower["targets"][0]["required"] == 90000
    assert lower["objective"] <= first["objective"]
    answer = finite(
        on_plan_case(*QUICK, "--definition", "nearby_2023=southmark_available", "--format", "json")[1]
    )
    assert answer["targets"][1]["definition"] == "southmark_available"


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--target", "output_2032"], "output_2023"),
        (["--budget", "1", "--budget", "2"], "twice"),
        (["--budget", "grants=x"], "FACTOR"),
        (["--definition", "nearby_2023"], "TARGET=METRIC"),
        (["--soft", "nearby_2023=-5"], "at least 0"),
        (["--pareto", "nearby_2023"], "two targets"),
        (["--gap", "2"], "0.99"),
        (["--time", "nan"], "86400"),
        (["--curve", "nearby_2032"], "did you mean nearby_2023"),
        (["--scenario", "nowhere.csv"], "nowhere.csv"),
        (["--robust", "1.5"], "to 1"),
    ],
)
def test_wrong_use_is_told_with_the_fix(on_plan_case: Callable[..., Any], args: list[str], word: str) -> None:
    code, out, err = on_plan_case(*QUICK, *args)
    assert code == 2
    assert not out
    assert word in err
    assert "Traceback" not in err


def test_a_case_without_candidates_says_what_it_lacks(on_plan_case: Callable[..., Any]) -> None:
    code, _, err = on_plan_case("plan", str(Path(CASE).parent / "tutorial"), "--as-of", "2023-01-01")
    assert code == 2
    assert "candidates" in err


def test_the_result_and_the_program_are_kept_where_asked(
    on_plan_case: Callable[..., Any], tmp_path: Path
) -> None:
    code, _, _ = on_plan_case(*QUICK, "--out", tmp_path / "plan", "--write", tmp_path / "plan.lp")
    assert code == 0
    assert Result.load(tmp_path / "plan")["openings"].height
    assert "pump_plant" in (tmp_path / "plan.lp").read_text(encoding="utf-8")


def test_a_scenario_is_held_against_the_plan_row_by_row(
    on_plan_case: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "dear.csv"
    file.write_text(
        "table,key,action,column,old,new\ncandidates,pump_plant,set,ask,,500000000\n", encoding="utf-8"
    )
    answer = finite(on_plan_case(*QUICK, "--compare", file, "--format", "json")[1])
    public = next(r for r in answer["compared"] if r["of"] == "public")
    assert public["b"] - public["a"] == pytest.approx(1e8)
    other = finite(on_plan_case(*QUICK, "--scenario", file, "--format", "json")[1])
    assert other["public"] == pytest.approx(public["b"])


def test_attract_ranks_with_reasons(on_plan_case: Callable[..., Any]) -> None:
    args = ["attract", CASE, "--as-of", "2022-06-01", "--time", "3"]
    code, out, _ = on_plan_case(*args)
    assert code == 0
    assert "What candidates are worth" in out
    assert "Why" in out
    code, out, _ = on_plan_case(*args, "--format", "json", "--top", "2")
    answer = finite(out)
    assert [w["rank"] for w in answer["worth"]] == [1, 2]
    assert all(w["reason_en"] and w["reason_zh"] for w in answer["worth"])
    assert all(w["worth"] is not None or w["note_en"] for w in answer["worth"])


def test_ctrl_c_ends_the_search_and_keeps_what_is_found() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable(silent) as progress:
        progress(0, 1, "plan")
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Cancelled):
            progress(0, 1, "plan")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_cancelled_plan_is_shown_with_exit_code_130(
    on_plan_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hinterland.planning import work

    usual = work.Work.tell

    def stop(self: Any, what: str) -> None:
        if what.startswith("worth"):
            self.stopped = True
        usual(self, what)

    monkeypatch.setattr(work.Work, "tell", stop)
    code, out, err = on_plan_case(*PLAN)
    assert code == 130
    assert "Who comes" in out
    assert "best so far" in err


def test_ctrl_c_while_the_solver_is_imported_is_no_mistake_of_the_program(
    on_plan_case: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def importing(**_: Any) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr("hinterland.cli.cli.main", importing)
    code, _, err = on_plan_case(*QUICK)
    assert (code, err) == (130, "Cancelled.\n")
