"""Parts of the ladder: sessions, the second question, files, dives, neighbourhoods, room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from independent import least_cost
from problems import drawn

from hinterland.errors import Refused
from hinterland.planning.matrix import Matrix, Program
from hinterland.planning.model.build import build
from hinterland.planning.solve import near
from hinterland.planning.solve.answer import Limits, Relaxed
from hinterland.planning.solve.clock import Clock
from hinterland.planning.solve.dive import dive
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.improve import improve
from hinterland.planning.solve.ladder import solve
from hinterland.planning.solve.room import Room
from hinterland.planning.solve.search import Search
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.settle import settle
from hinterland.planning.solve.soften import shortfalls, sizes, soften
from hinterland.planning.solve.write import names, unique, write

if TYPE_CHECKING:
    from pathlib import Path

EXACT = Limits(gap=1e-7, threads=1)


@pytest.fixture(scope="module")
def program() -> Program:
    return build(drawn(1)).program


def test_a_session_forgets_what_was_asked_before(program: Program) -> None:
    session = Session(program)
    first = session.solve()
    whole = np.flatnonzero(program.integer)
    assert session.solve(fixed=(whole, np.zeros(len(whole)))) is None
    assert session.status == "infeasible"
    doubled = session.solve(cost=2 * program.cost)
    again = session.solve()
    assert first is not None
    assert doubled is not None
    assert again is not None
    assert doubled.objective == pytest.approx(2 * first.objective)
    assert again.objective == pytest.approx(first.objective)


def test_a_ray_proves_that_nothing_holds(program: Program) -> None:
    session = Session(program)
    whole = np.flatnonzero(program.integer)
    assert session.solve(fixed=(whole, np.zeros(len(whole)))) is None
    ray = session.ray()
    assert ray is not None
    used = np.flatnonzero(ray)
    asks = np.where(ray > 0, program.row_low, program.row_high)[used] @ ray[used]
    sums = program.matrix.T @ ray
    high = np.where(program.integer, 0.0, program.high)
    counts = np.abs(sums) > 1e-9 * np.abs(sums).max()
    assert asks > (sums * np.where(sums > 0, high, program.low))[counts].sum()


def test_the_second_question_changes_neither_whole_numbers_nor_cost() -> None:
    model = build(drawn(1))
    answer = solve(model.program, EXACT)
    assert answer.x is not None
    freight = model.terms["transport"]
    settled = settle(model.program, answer.x, freight)
    whole = model.program.integer
    assert np.array_equal(settled[whole], answer.x[whole])
    assert model.program.cost @ settled == pytest.approx(answer.objective, rel=1e-8)
    assert freight @ settled < freight @ answer.x
    assert model.program.violation(settled) < 1e-6


@pytest.mark.parametrize("form", [".mps", ".lp"])
def test_a_written_model_is_read_back_with_its_names_and_optimum(
    program: Program, form: str, tmp_path: Path
) -> None:
    write(program, tmp_path / f"plan{form}")
    read = passed(program, threads=1)
    read.clearModel()
    read.readModel(str(tmp_path / f"plan{form}"))
    read.setOptionValue("mip_rel_gap", 1e-7)
    assert run(read) == "optimal"
    assert read.getInfo().objective_function_value == pytest.approx(solve(program, EXACT).objective, rel=1e-6)
    assert read.getColName(0)[1] == names(program)[0]
    assert names(program)[0].startswith("open.c0_park")


def test_names_are_unique_safe_and_short() -> None:
    matrix = Matrix({"i": ["合肥", "芜湖", "1e5 x", "e1", "a" * 300, "a" * 301]})
    matrix.variables("x", "i")
    found = names(matrix.program())
    assert len(set(found)) == 6
    assert all(len(n) <= 255 and n.isascii() and " " not in n for n in found)
    assert unique(["a", "a", "a_2", "a"]) == ["a", "a_2", "a_2_2", "a_3"]


def test_a_model_is_written_to_known_forms_and_folders_only(program: Program, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\.mps or \.lp"):
        write(program, tmp_path / "plan.txt")
    with pytest.raises(Refused, match="folder that exists"):
        write(program, tmp_path / "none" / "plan.lp")


def test_a_dive_ends_with_whole_numbers_or_with_nothing() -> None:
    for seed in range(12):
        program = build(drawn(seed, candidates=16, tight=0.3)).program
        session = Session(program)
        relaxed = session.solve()
        if relaxed is None:
            continue
        x = dive(program, session, relaxed, Clock(Limits(), None))
        assert x is None or program.violation(x) < 1e-6


def test_room_counts_what_fits_beside_what_is_fixed() -> None:
    matrix = Matrix({"i": ["a", "b", "c"]})
    x = matrix.variables("x", "i", high=1.0, integer=True)
    matrix.add(matrix.rows("land", high=10.0).index, x.index, [6.0, 5.0, 4.0])
    program = matrix.program()
    room, one = Room(program), np.ones(3)
    assert room.fitting(np.arange(3), one, program.low, program.high, 3).tolist() == [0, 2]
    high = program.high.copy()
    room.close(np.array([1.0, 0, 0]), high)
    assert high.tolist() == [1.0, 0.0, 1.0]


def test_targets_at_a_price_can_always_be_missed(program: Program) -> None:
    session = Session(program)
    relaxed = session.solve()
    assert relaxed is not None
    soft = soften(program, relaxed)
    assert soft is not None
    whole = np.flatnonzero(program.integer)
    nothing = session.on(soft).solve(fixed=(whole, np.zeros(len(whole))))
    assert nothing is not None
    assert nothing.x[shortfalls(program)].max() > 0
    assert nothing.objective > relaxed.objective


def test_what_a_target_asks_for_is_its_side_or_what_its_ratio_is_about() -> None:
    matrix = Matrix({"i": ["got", "used"]})
    x = matrix.variables("x", "i", high=100.0)
    short = [matrix.variables(f"short.{name}", high=0.0).index for name in ("floor", "ratio", "cap")]
    floor = matrix.rows("floor", low=30.0).index
    matrix.add(floor, x.index[0], 1.0)
    matrix.add(floor, short[0], 1.0)
    ratio = matrix.rows("ratio", low=0.0).index
    matrix.add(ratio, x.index, [1.0, -0.5])
    matrix.add(ratio, short[1], 1.0)
    cap = matrix.rows("cap", high=50.0).index
    matrix.add(cap, x.index[1], 2.0)
    matrix.add(cap, short[2], -1.0)
    program = matrix.program()
    at = shortfalls(program)
    assert sizes(program, at, np.array([3.0, 8.0, 0, 0, 0])).tolist() == [30.0, 3.5, 50.0]
    relaxed = Relaxed(
        objective=70.0, x=np.array([3.0, 8.0, 0, 0, 0]), reduced=np.zeros(5), price=np.array([9.0, 0, 0])
    )
    soft = soften(program, relaxed, 2.0)
    assert soft is not None
    assert soft.cost[at].tolist() == [
        18.0,
        40.0,
        2.8,
    ]  # twice: its price, or all that is spent for all it asks


def test_whole_numbers_are_divided_by_what_they_share(program: Program) -> None:
    groups = near.kinds(program).groups
    assert {"open.site", "open.year", "once.candidate", "land.park"} <= set(groups)
    assert set(groups["land.park"].tolist()) == {0, 1, 2}


def test_neighbourhoods_reach_the_optimum_of_a_small_program(program: Program) -> None:
    search = Search(program, EXACT, None)
    search.relax()
    assert search.relaxed is not None
    assert search.offer(dive(program, search.session, search.relaxed, search.clock), "dive")
    improve(search)
    assert search.clock.best == pytest.approx(solve(program, EXACT).objective, rel=1e-6)


def test_what_is_ruled_out_is_in_no_better_plan(program: Program) -> None:
    search = Search(program, EXACT, None)
    search.relax()
    assert search.relaxed is not None
    search.offer(dive(program, search.session, search.relaxed, search.clock), "dive")
    best = solve(program, EXACT)
    assert best.x is not None
    assert search.clock.best > best.objective
    assert (np.round(best.x[search.whole]) <= search.high[search.whole]).all()
    assert (search.high < program.high).any()


def test_the_independent_formulation_says_too_that_nothing_holds() -> None:
    problem = drawn(5)
    assert least_cost(problem) is None
    assert solve(build(problem).program, EXACT).status == "infeasible"
