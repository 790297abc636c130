"""Attacks on planning: figures beyond all sense, promises that cannot be, limits of nothing, odd files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_case import TABLES, Tables, candidate, case, reading, target, told

from hinterland.errors import HinterlandError, Refused
from hinterland.planning.case import Options, read
from hinterland.planning.model.build import build
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.whatif import scenario_file, under

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused(change: Callable[[Tables], object] = lambda t: t, **options: Any) -> Refused:
    """What is said to a case."""
    with pytest.raises(Refused) as caught:
        reading(change, **options)
    return caught.value


def _set(table: str, at: int = 0, **cells: Any) -> Callable[[Tables], object]:
    return lambda t: t[table][at].update(cells)


def _made(level: float, **more: Any) -> Callable[[Tables], object]:
    """A target of seats made in the north, which no share limits."""

    def change(t: Tables) -> None:
        t["metrics"].append(
            {"metric": "m", "kind": "series", "unit": "set", "product": "seat", "place": "north"}
        )
        t["targets"].append({**target("seats_made", "m", level), "unit": "set", **more})

    return change


# --- figures


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("candidates", ask=1e18), "candidates: engines has ask 1e+18"),
        (_set("candidates", capex=1e25), "candidates: engines has capex 1e+25"),
        (_set("candidates", capacity=1e25), "candidates: engines has capacity 1e+25"),
        (_set("candidates", land_ha=1e16), "candidates: engines has land_ha 1e+16"),
        (_set("budgets", amount=1e29), "budgets: grants has amount 1e+29"),
        (_set("free_land", land_ha=1e16), "free_land: park has land_ha 1e+16"),
        (_set("products", unit_price=1e20), "products: car has unit_price 1e+20"),
        (_set("recipes", quantity=1e29), "recipes: car ← engine has quantity 1e+29"),
        (_set("plants", capacity=1e29), "output 8e+28"),
        (_made(1e300), "targets: seats_made (m) asks for 1e+300"),
        (_made(-1e300), "targets: seats_made (m) asks for 1e+300"),
    ],
)
def test_a_figure_that_no_solver_can_hold_is_told_with_its_place(
    change: Callable[[Tables], object], words: str
) -> None:
    error = refused(change)
    assert words in str(error)
    assert "1e+15" in str(error)
    assert "上限" in error.in_("zh")


def test_a_plant_a_million_times_as_large_as_all_else_is_a_slip_and_one_a_thousand_times_is_not() -> None:
    error = refused(_set("candidates", at=1, capacity=1e12))
    assert "candidates: seats has capacity 1e+12 of seat" in str(error)
    assert "倍" in error.in_("zh")
    assert reading(_set("candidates", at=1, capacity=1e8)).problem.candidates.capacity.max() == 1e8


def test_yuan_by_the_trillion_beside_single_sets_still_give_the_plan_and_keep_its_rows() -> None:
    def rich(t: Tables) -> None:
        for row in t["budgets"]:
            row["amount"] = 1e14
        t["candidates"][0]["ask"], t["candidates"][1]["capacity"] = 1e12, 3.0

    found = reading(rich, definitions={"nearby": "available"})
    answer = solve(build(found.problem).program, Limits(time=5.0, threads=1))
    assert answer.x is not None
    assert answer.violation < 1e-6


# --- promises


@pytest.mark.parametrize("how", ["case", "option"])
def test_more_than_the_whole_of_something_is_refused_before_solving(how: str) -> None:
    error = (
        refused(_set("targets", value=150.0))
        if how == "case"
        else refused(lambda t: t, levels={"nearby": 150.0})
    )
    assert "nearby asks for 150 percent of sourced, a share of a whole that is at most 100" in str(error)
    assert "份额" in error.in_("zh")
    assert reading(_set("targets", value=100.0)).problem.targets[0].level == 1.0


def _capped(value: float, unit: str, comparator: str = "le") -> Callable[[Tables], object]:
    def change(t: Tables) -> None:
        _made(1000.0)(t)
        t["targets"].append({**target("cap", "m", value, comparator=comparator), "unit": unit})

    return change


def test_targets_contradict_each_other_whatever_their_units_and_at_the_levels_asked_for() -> None:
    assert "asks for at least 1000 set, cap allows at most 0.9 thousand set" in str(
        refused(_capped(0.9, "thousand set"))
    )
    assert "allows at most 1000 set" in str(refused(_capped(1000.0, "set", "lt")))
    assert "at least 5000 set" in str(refused(_capped(2000.0, "set"), levels={"seats_made": 5000.0}))
    assert reading(_capped(2000.0, "set"))
    assert reading(_capped(900.0, "set"), levels={"seats_made": 800.0})


def test_firms_of_all_industries_are_no_firms_of_the_chain() -> None:
    def counted(**more: Any) -> Callable[[Tables], object]:
        def change(t: Tables) -> None:
            t["metrics"].append({"metric": "m", "kind": "series", "unit": "firm", "place": "north"})
            t["targets"].append({**target("firms", "m", 5.0), "unit": "firm", **more})

        return change

    assert [g.wanted.kind for g in reading(counted()).goals if g.target == "firms"] == ["firms"]
    (left,) = reading(counted(product=None)).unplannable
    assert (left.target, "names a product" in left.why.en) == ("firms", True)


# --- limits


def test_a_budget_of_nothing_is_a_limit_and_one_of_other_years_is_not_known() -> None:
    nothing = reading(lambda t: [r.update(amount=0.0) for r in t["budgets"]])
    assert nothing.problem.money.budget.tolist() == [[0.0, 0.0, 0.0]]
    assert "public money has no limit" not in told(nothing)
    assert reading(budget=0.0).problem.money.budget.tolist() == [[0.0, 0.0, 0.0]]
    later = reading(lambda t: t.update(budgets=[{**t["budgets"][0], "year": 2040}]))
    assert "public money has no limit" in told(later)


def test_without_money_nobody_who_asks_for_some_comes() -> None:
    found = reading(budget=0.0)
    answer = solve(build(found.problem).program, Limits(time=5.0, threads=1))
    assert answer.status == "infeasible"


def test_a_budget_that_is_misspelt_is_found() -> None:
    assert "there is no budget of grant; did you mean grants?" in str(refused(budgets={"grant": 2.0}))


def test_a_row_of_labour_that_states_nothing_limits_nothing() -> None:
    def rows(stock: float | None) -> Callable[[Tables], object]:
        return lambda t: t.update(
            labour_stock=[{"place": "north", "occupation": "fitter", "year": 2024, "stock": stock}],
            labour_coefficients=[
                {"product": p, "occupation": "fitter", "persons": 0.01} for p in ("engine", "seat")
            ],
        )

    assert np.isinf(reading(rows(None)).problem.space.labour).all()
    assert (reading(rows(0.0)).problem.space.labour == 0).all()


def test_an_expansion_that_takes_longer_than_the_world_stands_never_produces() -> None:
    row = {"plant": "seats_b", "most": 10.0, "ask": 1.0, "lead_years": 1e30}
    found = reading(lambda t: t.update(expansions=[row]))
    assert found.problem.plants.lead.max() == len(found.problem.names.years)


# --- files of scenarios

HEAD = "table,key,action,column,old,new\n"


def _said(folder: Path, lines: str) -> Refused:
    path = folder / "s.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        under(case(), scenario_file(path), path.name)
    return caught.value


def test_a_cell_that_a_scenario_sets_to_two_values_is_told(tmp_path: Path) -> None:
    error = _said(tmp_path, "candidates,seats,set,jobs,,1\ncandidates,seats,set,jobs,,2\n")
    assert "s.csv, candidates seats, jobs: set to 1 and to 2" in str(error)
    assert "先后设为" in error.in_("zh")


def test_a_scenario_made_for_another_case_is_told_by_what_it_says_of_the_old_value(tmp_path: Path) -> None:
    error = _said(tmp_path, "candidates,seats,set,jobs,7,1\ncandidates,seats,set,readiness,idea,committed\n")
    assert "jobs is 100 in the case, not '7'" in str(error)
    assert "readiness is 'interested' in the case, not 'idea'" in str(error)
    path = tmp_path / "right.csv"
    path.write_text(HEAD + "candidates,seats,set,jobs,100,1\ncandidates,seats,set,ask,5000万,1\n", "utf-8")
    assert under(case(), scenario_file(path))["candidates"].filter(candidate="seats")["jobs"][0] == 1


def test_a_fault_alone_names_the_scenario_and_the_same_fault_is_told_once(tmp_path: Path) -> None:
    assert "with s.csv, candidates row 2, product: 'warp'" in str(
        _said(tmp_path, "candidates,engines,set,product,,warp\n")
    )
    many = _said(tmp_path, "candidates,engine,set,jobs,,1\n" * 30)
    assert str(many).count("did you mean engines?") == 1


# --- anything

CELLS: dict[str, dict[str, list[Any]]] = {
    "candidates": {
        "capacity": [1e-30, 0.4, 1e9, 1e18],
        "ask": [0.0, 1e12, 1e18, None],
        "land_ha": [0.0, 1e12, None],
        "relocated": [0.0, 1.0],
        "anchor": ["engines", "seats", "cars_a", None],
        "lead_years": [0.0, 1e30, None],
        "eligible_places": ["d", "north", "land", "park;park", "park;d"],
    },
    "budgets": {"amount": [0.0, 1e-30, 1e18], "currency": ["CNY", None]},
    "instruments": {
        "kind": ["tax", "talent", "land"],
        "place": ["d", "land", "park"],
        "sectors": ["ghost", "all", ";", "CAR"],
        "start": ["1900", "2030", "2025-12-31"],
        "end": ["1900", "2024", None],
    },
    "free_land": {"land_ha": [0.0, 1e-30, 1e30], "year": [1900, 2100]},
    "targets": {
        "value": [-5.0, 0.0, 1e-300, 100.0, 1e300],
        "comparator": ["eq", "gt", "le", "approx"],
        "deadline": ["2024", "2026-03", "2099"],
        "place": ["land", "a", "d", None],
        "product": ["seat", None],
    },
    "metrics": {"hours": [0.0, 48.0], "suppliers": [1, 50], "cut": ["tier1", None], "place": ["land", "d"]},
    "plants": {
        "capacity": [0.0, 1e-30, 1e30, None],
        "place": ["park", "land", "d"],
        "product": ["car", "steel"],
        "opened": ["1900", "2030-01-01", None],
    },
    "products": {"unit_price": [1e-30, 1e30, None], "unit": ["t", "vehicle", "kWh"]},
    "recipes": {"quantity": [1e-30, 1e30, None], "value_share": [1e-30, 0.1]},
}
"""Values that a file may hold, by table and column."""


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, int, str, Any]]:
    """A few cells of a few rows, each with a value that its column admits."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        table = draw(st.sampled_from(sorted(CELLS)))
        column = draw(st.sampled_from(sorted(CELLS[table])))
        row = draw(st.integers(0, len(TABLES[table]) - 1))
        found.append((table, row, column, draw(st.sampled_from(CELLS[table][column]))))
    return found


@settings(max_examples=25, deadline=None)
@given(edits(), st.sampled_from([0.0, 1.0, 1e3]), st.booleans())
def test_whatever_the_cells_of_a_case_hold_it_is_read_into_numbers_or_told(
    changes: list[tuple[str, int, str, Any]], budget: float, net: bool
) -> None:
    def change(t: Tables) -> None:
        for table, row, column, value in changes:
            t[table][row][column] = value

    try:
        found = read(case(change), Options(as_of="2024-06-30", budget=budget, net=net))
    except HinterlandError:
        return
    p = found.problem
    c, m = p.candidates, p.market
    for values in (c.capacity, c.ask, c.capex, c.land, c.jobs, m.base, m.made, m.demand, p.plants.most):
        assert (values >= 0).all()
        assert (values <= 1e15).all()
    for values in (p.space.land, p.space.labour, m.outside, p.money.budget):  # inf: no limit
        assert (values >= 0).all()
    assert all(np.isfinite([t.level, t.base, t.national]).all() for t in p.targets)
    assert np.isfinite(build(p).program.matrix.data).all()


def test_an_expansion_whose_unit_costs_more_than_the_world_is_told() -> None:
    row = {"plant": "seats_b", "most": 1e-30, "ask": 1e6, "land_ha": 1.0}
    error = refused(lambda t: t.update(expansions=[row]))
    assert "expansions: seats_b has ask" in str(error)
    assert "expansions: seats_b has land_ha" in str(error)


def test_rows_that_repeat_a_candidate_under_other_ids_are_planned_with() -> None:
    many = [candidate(f"seat_{i}", "seat", "park", 50.0, 1e4, land_ha=0.01) for i in range(500)]
    found = reading(lambda t: t["candidates"].extend(many))
    assert len(found.problem.names.candidates) == 502
