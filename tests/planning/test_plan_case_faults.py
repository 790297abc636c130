"""What cannot be planned is told before anything is solved: all of it, in words of the case, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_case import TABLES, candidate, case, reading, target, told

from hinterland.errors import HinterlandError, Refused
from hinterland.planning.case import Options, faults, read
from hinterland.planning.case.options import Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from plan_case import Tables

    from hinterland.cluster import Cluster
    from hinterland.planning.problem import Problem


def refused(change: Callable[[Tables], object] = lambda t: t, **options: Any) -> Refused:
    """What is said to a case."""
    with pytest.raises(Refused) as caught:
        reading(change, **options)
    return caught.value


def candidates(*rows: dict[str, Any]) -> Callable[[Tables], object]:
    """A change that puts other candidates in."""
    return lambda t: t.update(candidates=list(rows))


def _targets(*rows: dict[str, Any]) -> Callable[[Tables], object]:
    return lambda t: t["targets"].extend(rows)


def _unpriced(t: Tables) -> None:
    t["products"][0]["unit_price"] = None


def _unitless(t: Tables) -> None:
    t["recipes"][2]["quantity"] = None


def _growing(**more: Any) -> Callable[[Tables], object]:
    return lambda t: t.update(expansions=[{"plant": "seats_b", "most": 10.0, "ask": 1.0, **more}])


FAULTS: list[tuple[Callable[[Tables], object], dict[str, Any], str]] = [
    (candidates(candidate("x", "seat", "", 10.0, 1.0)), {}, "x has no eligible place"),
    (candidates(candidate("x", "seat", "parc", 10.0, 1.0)), {}, "'parc', which is no row of `places`"),
    (candidates(candidate("x", "seat", "park", 10.0, None)), {}, "x states no `ask`"),
    (candidates(candidate("x", "seat", "park", 0.0, 1.0)), {}, "x has no capacity"),
    (candidates(candidate("x", "seat", "park", 10.0, -1.0)), {}, "x has ask -1"),
    (candidates(candidate("x", "seat", "park", 10.0, 1.0, capex=-5.0)), {}, "x has capex -5"),
    (candidates(candidate("x", "seat", "park", 10.0, 1.0, ask_low=2.0)), {}, "put them in order"),
    (candidates(candidate("x", "seat", "park", 10.0, 1.0, currency="USD")), {}, "no exchange rate of USD"),
    (candidates(candidate("x", "steel", "park", 10.0, 1.0)), {}, ""),
    (
        candidates(
            candidate("x", "seat", "park", 10.0, 1.0, anchor="y"),
            candidate("y", "seat", "park", 10.0, 1.0, anchor="x"),
        ),
        {},
        "x → y → x",
    ),
    (_growing(ask=None), {}, "seats_b states no `ask`"),
    (_growing(capex=-2.0), {}, "seats_b has capex -2"),
    (lambda t: t["budgets"][0].update(amount=-1.0), {}, "grants 2024 has amount -1"),
    (_unpriced, {}, "car has no price"),
    (
        _targets(target("more", "sourced", 70.0), target("less", "sourced", 50.0, comparator="le")),
        {},
        "leave one of them",
    ),
    (
        _targets(target("r", "sourced", 70.0, comparator="range", value_high=50.0)),
        {},
        "put the ends in order",
    ),
    (
        _targets(target("late", "sourced", 70.0, deadline="2040")),
        {"targets": ("late",)},
        "it takes 8 at most",
    ),
    (
        _targets(target("old", "sourced", 70.0, deadline="2023")),
        {"targets": ("old",)},
        "before the first year",
    ),
    (
        _targets(target("s", "sourced", 70.0, place="south")),
        {"targets": ("s",), "place": "north"},
        "does not lie in",
    ),
    (lambda t: t, {"place": "nort"}, "did you mean north?"),
    (lambda t: t, {"targets": ("nearbi",)}, "did you mean nearby?"),
    (lambda t: t, {"definitions": {"nearby": "x"}}, "definitions that can: sourced, available"),
    (lambda t: t, {"soft": {"nearby": -1.0}}, "option soft nearby is -1"),
    (lambda t: t, {"levels": {"nearby": float("inf")}}, "option level of nearby"),
    (lambda t: t, {"budgets": {"grantz": 2.0}}, "no budget of grantz"),
    (lambda t: t, {"single": {"wheel": 0.5}}, "'wheel', which is no product"),
    (lambda t: t, {"single": {"seat": 1.5}}, "a share above 0, at most 1"),
    (lambda t: t, {"first_year": 2027, "last_year": 2026}, "none that is known"),
    (
        lambda t: t.update(settings=[{"name": "plan_discount", "value": "7"}]),
        {},
        "settings.plan_discount is 7",
    ),
    (lambda t: t.update(candidates=[]), {}, "nothing to decide"),
    (lambda t: t["targets"].clear(), {}, "none that is known on that day is due"),
    (candidates(candidate("x", "seat", "d", 10.0, 1.0)), {"place": "north"}, "nothing to decide"),
    (candidates(candidate("x", "seat", "d", 10.0, 1.0)), {}, "name one with `place`"),
]


@pytest.mark.parametrize(("change", "options", "words"), [f for f in FAULTS if f[2]])
def test_every_fault_is_told_in_words_of_the_case(
    change: Callable[[Tables], object], options: dict[str, Any], words: str
) -> None:
    error = refused(change, **options)
    assert words in str(error)
    assert any("一" <= c <= "鿿" for c in error.in_("zh"))


def test_a_product_whose_units_nobody_knows_cannot_be_reckoned_with() -> None:
    def unknown(t: Tables) -> None:
        _unitless(t)
        t["candidates"].append(candidate("x", "steel", "park", 10.0, 1.0))

    assert "nobody knows how many of it" in str(refused(unknown))


def test_all_faults_are_told_at_once() -> None:
    def many(t: Tables) -> None:
        t["candidates"] = [
            candidate("x", "seat", "", 10.0, 1.0),
            candidate("y", "seat", "park", 10.0, None),
            candidate("z", "engine", "nowhere", -1.0, -1.0),
        ]
        _unpriced(t)

    error = refused(many, levels={"nearby": float("nan")})
    for words in (
        "x has no eligible",
        "y states no",
        "z has capacity",
        "z has ask",
        "no row of",
        "has no price",
        "level",
    ):
        assert words in str(error)
    assert len(re.findall(r"^  - ", str(error), re.MULTILINE)) == len(
        re.findall(r"^  - ", error.in_("zh"), re.MULTILINE)
    )


def test_a_product_nobody_makes_is_a_fault_of_the_target_that_needs_it() -> None:
    def nobody(t: Tables) -> None:
        t["metrics"].append(
            {"metric": "m", "kind": "series", "unit": "set", "product": "engine", "place": "north"}
        )
        t["targets"].append({**target("engines", "m", 10.0), "unit": "set"})
        t["plants"] = [p for p in t["plants"] if p["product"] != "engine"]
        t["candidates"] = [c for c in t["candidates"] if c["product"] != "engine"]

    assert "needs engine, which no plant and no candidate makes" in str(refused(nobody))


def test_a_target_out_of_reach_of_everybody_is_an_answer_and_named() -> None:
    def far(t: Tables) -> None:
        t["metrics"].append(
            {"metric": "m", "kind": "series", "unit": "set", "product": "engine", "place": "north"}
        )
        t["targets"].append({**target("engines", "m", 1e9), "unit": "set"})

    found = reading(far)
    # 40,000 stand in d; 60,000 x 0.8 come, decided in 2024, in full from 2026
    assert "engines (m) is out of reach: what stands and all candidates together give at most 88,000" in told(
        found
    )


def test_a_plan_for_the_smallest_place_that_holds_all_candidates_and_has_a_target() -> None:
    assert reading().place == "north"
    assert reading(place="land").place == "land"


def test_a_program_too_large_is_refused_with_what_makes_it_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "COLUMNS", 10)
    assert "plan for a smaller place" in str(refused())


def test_twenty_faults_are_listed_and_the_rest_counted() -> None:
    many = Told()
    for i in range(25):
        many.fault(f"fault {i}", f"错误 {i}")
    with pytest.raises(Refused, match="and 5 more") as caught:
        faults.raise_(many)
    assert "另有 5 条" in caught.value.in_("zh")


CELLS: dict[str, list[Any]] = {
    "eligible_places": ["park", "a;b", "", "nowhere", "d", "north", ";;", "park;park"],
    "product": ["seat", "engine", "steel", "car", "ghost"],
    "capacity": [None, -1.0, 0.0, 1e-300, 1e300, float("nan"), 10.0],
    "ask": [None, -1.0, 0.0, 1e300, 5.0],
    "lead_years": [None, -1.0, 0.0, 99.0, 0.5],
    "anchor": [None, "x", "engines", "cars_a", "ghost"],
    "first_year": [None, "2024", "1900", "2090-01-01"],
    "currency": [None, "CNY", "USD"],
    "readiness": [None, "idea", "committed"],
    "low": [None, 0.0, 1.0],
    "jobs": [None, 0, 10],
}


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries({k: st.sampled_from(v) for k, v in CELLS.items()}))
def test_whatever_a_row_of_candidates_holds_is_read_or_told(row: dict[str, Any]) -> None:
    found = case(lambda t: t["candidates"].append(candidate("x", "seat", "park", 1.0, 1.0) | row))
    problem = problem_or_words(found)
    if not isinstance(problem, str):
        assert len(problem.candidates.site_candidate) == len(problem.candidates.site_park)
        assert (problem.candidates.lead >= 0).all()


def problem_or_words(found: Cluster) -> Problem | str:
    """The problem of a case, or what is said to it."""
    try:
        return read(found, Options(as_of="2024-06-30")).problem
    except HinterlandError as error:
        return str(error)


def test_the_case_itself_is_clean() -> None:
    assert set(TABLES) >= {"candidates", "budgets", "free_land"}
    assert reading().problem.names.candidates == ("engines", "seats")
