"""The report's sections on the plan, prices and candidates: answers, ranges, what gives, what is missing."""

from __future__ import annotations

import importlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from hinterland import figures
from hinterland.cluster import Cluster
from hinterland.errors import Refused
from hinterland.planning import study
from hinterland.planning.case import Options
from hinterland.planning.sentences import headline
from hinterland.planning.tables import frame
from hinterland.report import RunSummary, attract, plan, planned, prices, run, studies
from hinterland.report.labels_planning import PLANNING_WORDS
from hinterland.result import Result, Said, provenance
from planning_tables import named, tables, targets, worths
from test_report import Outline, cluster_of

sys.path.insert(0, str(Path(__file__).parent / "planning"))
from problems import drawn  # beside the tests of the study
from readings import reading

if TYPE_CHECKING:
    from hinterland.planning.case import Reading
    from hinterland.planning.problem import Problem

run_module = importlib.import_module("hinterland.report.run")  # the package has a function of this name
SECTIONS = ("plan", "prices", "attract")
KEPT = {"Plant", "first", "grants", "near", "other", "revenue", "said", "set", "sourced", "workers"}
"""Latin words that Chinese text keeps: ids of the drawn problem, and a name that has no Chinese."""


def small() -> Problem:
    """A drawn problem that is planned in no time."""
    return drawn(4, parts=4, parks=2, candidates=7)


def two(options: Options) -> Reading:
    """A reading whose nearby target cannot be held under its first definition, but under the other one."""
    read = reading(small())
    revenue, near = read.main
    far = replace(near.wanted, level=1.5, name="near.first")
    changed = options.definitions.get("near_2024") == "other"
    main = near.wanted if changed else far
    problem = replace(read.problem, targets=(revenue.wanted, main))
    goals = (
        revenue,
        replace(near, metric="first", wanted=far, main=not changed),
        replace(near, metric="other", main=changed),
    )
    return replace(read, problem=problem, goals=goals)


def as_first_defined(cluster: Cluster, *, asked: Options | None = None, **more: Any) -> Result:
    """The plan under the first definition, which the study itself would pass over for one that can be held."""
    return study.plan(cluster, asked=asked or Options(definitions={"near_2024": "first"}), **more)


def made(patch: pytest.MonkeyPatch, out: Path, read: Any, plans: int) -> RunSummary:
    """The report of a drawn problem: plans and data quality alone."""
    names = ("plan", "held", "quality")
    for module in (studies, run_module):
        patch.setattr(module, "NAMES", names)
    for module in (study, planned):
        patch.setattr(module, "read", read)
    patch.setattr(planned, "seen_for", lambda cluster: cluster)
    patch.setattr(studies, "reason", lambda *_: None)
    patch.setattr(planned, "SECONDS", 2.0)
    patch.setattr(planned, "PRICED", replace(planned.PRICED, worth=1, alternatives=plans))
    patch.setattr(planned, "CURVES", 1)
    return run(reading().seen, out, as_of="2021-08-11")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    with pytest.MonkeyPatch.context() as patch:
        return made(patch, tmp_path_factory.mktemp("plan") / "out", lambda *_: reading(small()), 1)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planned, "plan", as_first_defined)
        patch.setattr(figures, "draw", lambda result, name, lang: None)  # `done` draws them
        patch.setattr(figures, "svg", lambda chart: "<svg></svg>")
        return made(patch, tmp_path_factory.mktemp("held") / "out", lambda _, options: two(options), 0)


def section(done: RunSummary, name: str) -> str:
    """One section of the page."""
    html = done.report.read_text(encoding="utf-8")
    return html.partition(f'<section class="part" id="{name}"')[2].partition("</section>")[0]


def test_plan_prices_and_candidates_have_sections_whole_in_both_languages(done: RunSummary) -> None:
    html = done.report.read_text(encoding="utf-8")
    Outline(html)  # every element is closed
    assert "held" not in done.results
    for name in SECTIONS:
        part = section(done, name)
        assert part.count('class="l" lang="en"') == part.count('class="l" lang="zh"') > 8, name
        assert f'href="#{name}"' in html
    assert 'id="held"' not in html


def test_the_answer_its_range_and_what_is_made_up_are_told(done: RunSummary) -> None:
    page = Outline(section(done, "plan"))
    result = done.results["plan"]
    for said in headline(result):
        assert said.en in page.said("en")
        assert said.zh in page.said("zh")
    assert "synthetic" in page.said("en")
    assert result.summary["public_low"] is not None
    assert "The same promise under each definition" in page.said("en")
    assert "words alone do not count" in page.said("en")
    first = result["openings"].row(0, named=True)
    assert first["candidate_zh"] in page.said("zh")


def test_how_to_read_the_three_prices_is_told_beside_them(done: RunSummary) -> None:
    page = Outline(section(done, "prices"))
    for kind in ("relaxation", "fixed", "step"):
        assert PLANNING_WORDS[f"price_{kind}_how"][0] in page.said("en")
        assert PLANNING_WORDS[f"price_{kind}_how"][1] in page.said("zh")
    assert "percentage point" in page.said("en")
    assert "个百分点" in page.said("zh")


def test_tables_and_pictures_of_a_plan_are_saved(done: RunSummary) -> None:
    told = json.loads((done.out / "result.json").read_text(encoding="utf-8"))
    for name in ("openings", "targets", "definitions", "costs", "curve", "worth", "alternatives"):
        saved = pl.read_parquet(done.out / "tables" / f"plan_{name}.parquet")
        assert saved.equals(done.results["plan"][name]), name
        assert f"tables/plan_{name}.csv" in told["files"]
    for name in ("plan_gantt", "plan_targets", "plan_costs", "price_curve"):
        assert f"figures/plan-{name}_zh.svg" in told["files"]


def test_what_cannot_be_held_is_told_with_what_gives_and_priced_under_another_definition(
    again: RunSummary,
) -> None:
    assert again.results["plan"].summary["status"] == "infeasible"
    assert again.results["held"].summary["status"] in {"optimal", "feasible"}
    page = Outline(section(again, "plan"))
    for told in (
        "No plan holds every hard target",
        "What gives: three ways",
        "The plan that comes nearest",
        "A plan that can be held: with another definition of",
        "no plan holds it",
    ):
        assert told in page.said("en"), told
    assert "rows such as" in page.said("en")
    files = json.loads((again.out / "result.json").read_text(encoding="utf-8"))["files"]
    assert "tables/held_openings.csv" in files
    assert "figures/held-price_curve_en.svg" in files
    assert "tables/held_targets.csv" in section(again, "prices")
    assert "tables/held_worth.csv" in section(again, "attract")


@pytest.mark.parametrize("report", ["done", "again"])
def test_the_chinese_sections_keep_no_english_but_ids(report: str, request: pytest.FixtureRequest) -> None:
    summary = request.getfixturevalue(report)
    problem = reading(small()).problem
    ids = {*problem.names.products, *problem.names.parks, *problem.names.candidates, *problem.names.zones}
    ids |= {*problem.names.firms, *problem.names.plants, *problem.names.instruments, "hinterland", "attract"}
    for name in SECTIONS:
        part = re.sub(r'<ul class="list">.*?</ul>', "", section(summary, name), flags=re.DOTALL)
        part = re.sub(r"<code>.*?</code>|<a [^>]*>[\w.]+</a>", "", part)
        words = set(re.findall(r"[A-Za-z]{3,}[A-Za-z_0-9]*", Outline(part).said("zh")))
        own = {w for w in words if w not in ids and not w.isupper() and "_metric" not in w}
        assert own - KEPT == set(), name


@pytest.mark.parametrize(("table", "words"), [("candidates", "`candidates`"), ("targets", "`targets`")])
def test_a_case_without_its_tables_has_no_plan_and_says_what_to_fill_in(table: str, words: str) -> None:
    seen = Cluster.of({k: t for k, t in reading().seen.tables.items() if k != table})
    why = studies.reason(seen, "plan")
    assert why is not None
    assert words in why.en
    assert "请填写" in why.zh


def test_a_case_that_cannot_be_planned_for_is_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Result:
        raise Refused("no park is free", "没有空闲园区")

    monkeypatch.setattr(studies, "NAMES", ("plan", "held"))
    monkeypatch.setattr(studies, "planned", refuse)
    monkeypatch.setattr(studies, "reason", lambda *_: None)
    seen = cluster_of({"places": [{"place": "here", "kind": "city"}]})
    results, skipped = studies.studies(seen)
    assert results == {}
    assert skipped == {"plan": Said("no park is free", "没有空闲园区")}


def test_without_an_open_promise_the_plan_is_seen_from_the_day_of_its_candidates(yangtze: Cluster) -> None:
    now = yangtze.as_of("2026-01-31")
    seen = planned.seen_for(now)
    assert str(seen.day()) == "2021-08-31"
    assert seen["targets"].height < now["targets"].height
    then = yangtze.as_of("2021-08-11")
    assert planned.seen_for(then) is then
    nobody = Cluster.of({"targets": then["targets"].clear()}, name="empty").as_of("2021-08-11")
    with pytest.raises(Refused, match="targets"):
        planned.seen_for(nobody)
    assert plan.plan(by_hand(), "2026-01-31")["seen"] == "2021-08-11"
    assert plan.plan(by_hand(), "2021-08-11")["seen"] is None


def test_the_definition_to_plan_for_again_is_the_first_that_holds_else_one_that_may() -> None:
    def first(*states: str, cost: float | None = None) -> tuple[str, str] | None:
        rows = [{"target": "t", "definition": f"d{n}", "status": state} for n, state in enumerate(states)]
        told = by_hand(definitions=frame("definitions", rows))
        return planned.swapped(replace(told, summary={"objective": cost}))

    assert first("infeasible", "unknown", "feasible", "optimal") == ("t", "d2")
    assert first("infeasible", "unplannable", "unknown") == ("t", "d2")
    assert first("infeasible", "unplannable") is None
    assert first("infeasible", "optimal", cost=1.0) is None


def by_hand(**more: pl.DataFrame) -> Result:
    """A plan of tables by hand."""
    seen = cluster_of({"places": [{"place": "here", "kind": "city"}]})
    empty = {n: frame(n, []) for n in ("definitions", "support", "room", "shortfall", "conflict")}
    told = {
        "as_of": "2021-08-11",
        "status": "infeasible",
        "objective": None,
        "reason_en": "none",
        "reason_zh": "无",
        "nearest": None,
    }
    told |= {"candidates": 4, "candidates_synthetic": 4}
    return Result("plan", empty | tables() | more, provenance("plan", seen, {}, 0.1), told)


def test_money_room_and_other_plans_are_told_as_far_as_they_bind() -> None:
    paid = [{"instrument": "g", "instrument_en": "Grant", "year": y, "budget": b, "spent": s} for y, b, s in
            ((2021, 1e9, 9.9e8), (2022, None, 2e8), (2023, 1e9, 0.0))]  # fmt: skip
    room = [
        named("place", "north", "North Park", "北园区")
        | {"year": y, "kind": k, "available": 100.0, "used": u, "unit": "ha"}
        for y, k, u in ((2022, "land", 60.0), (2023, "land", 90.0), (2023, "labour", 10.0))
    ]
    agreed = [
        named("candidate", f"c{n}", f"Candidate {n}", f"候选{n}") | {"plans": p, "verdict": v, "proved": y}
        for n, (p, v, y) in enumerate(((0, "never", True), (2, "may", True), (4, "must", False)))
    ]
    told = plan.plan(
        by_hand(
            support=frame("support", paid),
            room=frame("room", room),
            agreement=frame("agreement", agreed),
            alternatives=frame("alternatives", [{"plan": k} for k in (0, 1, 1, 2)]),
        )
    )
    (grant,) = told["support"]["rows"]
    assert told["support"]["years"] == [2021, 2022]
    assert [c["full"] for c in grant["cells"]] == [True, False]
    assert grant["cells"][1]["budget"].en == "no limit"
    assert grant["total"].en == "CNY 1.2 billion"
    assert [(r["year"], r["share"]) for r in told["room"]] == [(2023, "90%")]
    assert [r["name"].en for r in told["agreed"]] == ["Candidate 2", "Candidate 1"]
    assert told["agreed"][0]["proved"].en == "only seen"
    assert told["agreed"][1]["proved"] is None
    assert told["plans"] == 2


def test_a_target_tells_by_how_much_it_is_short_and_a_definition_names_its_target_once() -> None:
    rows = [
        named("target", t, t.title(), t) | named("definition", f"d{n}", f"D{n}", f"定义{n}") | {"status": s}
        for n, (t, s) in enumerate((("a", "optimal"), ("a", "unplannable"), ("b", "odd")))
    ]
    told = plan.plan(by_hand(definitions=frame("definitions", rows)))
    assert [t["misses"] and t["misses"].en for t in told["targets"]][:2] == [None, "9 points"]
    assert [t["soft"] for t in told["targets"]][:2] == [False, True]
    assert [d["first"] for d in told["definitions"]] == [True, False, True]
    assert [d["chip"]["word"].en for d in told["definitions"]] == [
        "can be held",
        "cannot be planned for",
        "odd",
    ]


def test_a_price_is_a_sum_with_its_range_nothing_or_none() -> None:
    told = by_hand(targets=targets().with_columns(price_fixed=pl.lit(0.0)))
    held = replace(told, summary={**told.summary, "objective": 1.0})
    found = prices.prices(held)
    assert found is not None
    relaxation, fixed, last, up = found["rows"][0]["prices"]
    assert relaxation["is"].en == "CNY 1.1 billion"
    assert fixed["is"].en == "nothing"
    assert last["ends"].zh == "7–11亿元"
    assert up["ends"].en == "CNY 1.2–1.9 billion"
    assert found["rows"][1]["prices"][3]["is"].en == "none"
    assert prices.prices(told) is None  # no plan, no price


def test_a_candidate_s_worth_is_planned_or_relaxed_or_without_end() -> None:
    told = by_hand()
    held = replace(told, summary={**told.summary, "objective": 1.0})
    found = attract.attract(held)
    assert found is not None
    worth = [(r["worth"]["is"].en, r["worth"]["ends"] and r["worth"]["ends"].en) for r in found["rows"]]
    assert worth[0] == ("CNY 1.6 billion", "CNY 1.5–1.9 billion")
    assert worth[3:] == [("CNY 80 million", "if in parts"), ("no plan without it", None), ("–", None)]
    assert attract.attract(told) is None
    assert found["more"] == 0
    assert len(found["rows"]) == worths().height


def test_words_are_said_in_both_languages_and_used_nowhere_else() -> None:
    labels = importlib.import_module("hinterland.report.labels")
    others = [labels._WORDS, labels.CHAIN_WORDS, labels.FORECAST_WORDS, labels.NETWORK_WORDS]
    assert not [k for k in PLANNING_WORDS if any(k in words for words in others)]
    assert all(en and zh for en, zh in PLANNING_WORDS.values())
