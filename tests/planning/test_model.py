"""The equations, each on a problem worked out on paper: what it costs, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from problems import asked, tiny

from hinterland.planning.model.build import build
from hinterland.planning.model.operate import usable
from hinterland.planning.problem import Sources
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve

if TYPE_CHECKING:
    from hinterland.planning.problem import Problem

EXACT = Limits(gap=1e-9, time=20)


def plan(problem: Problem) -> tuple[str, float, list[str], list[float]]:
    """Return status, cost, what opens (as the program names it), and what targets reach."""
    model = build(problem)
    found = solve(model.program, EXACT)
    if found.x is None:
        return found.status, np.inf, [], []
    assert found.violation < 1e-7
    opened = model.made.opened.index[found.x[model.made.opened.index] > 0.5]
    names = [model.program.name_of(int(i)).removeprefix("open") for i in opened]
    return found.status, found.objective, names, [row.value(found.x) for row in model.targets]


def with_(problem: Problem, part: str, **changed: Any) -> Problem:
    """Return the problem with arrays of one part changed."""
    return replace(problem, **{part: replace(getattr(problem, part), **changed)})


def test_the_cheapest_cells_bring_half_of_the_supply_near() -> None:
    # 20 of 100 cells are near; 30 more of the small one make 50 percent for 40
    status, cost, opened, (reached,) = plan(tiny())
    assert (status, cost) == ("optimal", pytest.approx(40.0))
    assert len(opened) == 1
    assert opened[0].startswith("[small@")
    assert reached == pytest.approx(0.5)


def test_more_than_the_small_one_gives_takes_the_big_one_or_both() -> None:
    assert plan(tiny(asked("sourced", 0.51)))[1] == pytest.approx(120.0)  # 20 + 60 = 80 percent
    assert plan(tiny(asked("sourced", 0.81)))[1] == pytest.approx(
        160.0
    )  # all three: 100 percent, 10 left over


def test_a_share_cannot_be_bought_by_making_fewer_cars() -> None:
    # 20 cells near would be half of what 40 cars take
    idle = with_(tiny(), "market", made=np.zeros((2, 2, 2)))
    assert plan(idle)[1] == pytest.approx(0.0)
    assert plan(tiny())[1] == pytest.approx(40.0)


def test_near_within_the_own_zone_does_not_count_the_other() -> None:
    status, cost, opened, _ = plan(tiny(asked("sourced", 0.3, near="own")))
    # the 20 cells of the south are outside, and the small one counts in the north only
    assert (status, cost) == ("optimal", pytest.approx(40.0))
    assert opened[0].startswith("[small@n")


def test_money_of_a_later_year_is_discounted() -> None:
    late = tiny(asked("output", 150.0), discount=0.25)
    status, cost, opened, _ = plan(late)
    assert (status, cost, opened) == ("optimal", pytest.approx(160.0), ["[cars@n,2023]"])


def test_an_output_beyond_all_candidates_is_impossible() -> None:
    assert plan(tiny(asked("output", 151.0)))[0] == "infeasible"


def test_soft_targets_fall_short_where_that_is_cheaper() -> None:
    soft = tiny(asked("output", 150.0, hard=False, penalty=1.0))
    assert plan(soft)[1:] == (pytest.approx(50.0), [], [pytest.approx(100.0)])
    assert plan(tiny(asked("output", 150.0, hard=False, penalty=5.0)))[1] == pytest.approx(200.0)


def test_a_share_counts_the_own_addition_to_the_country_where_told() -> None:
    # 130 / 1000 with N = 1000; with the own 30 more it needs 0.13 x (1000 + 50) = 136.5
    assert plan(tiny(asked("share", 0.15, national=1000.0)))[1] == pytest.approx(200.0)
    assert (
        plan(tiny(asked("share", 0.15, national=1000.0, own=True)))[0] == "infeasible"
    )  # 0.15 x 1050 = 157.5


def test_revenue_adds_values_up() -> None:
    # cars 1000, cells 80 without a plan; the small cells give 120 more, the big ones 240
    revenue = asked("revenue", 1200.0, products=np.ones(2, dtype=bool), weight=np.array([10.0, 4.0]))
    assert plan(tiny(revenue))[1] == pytest.approx(40.0)


def test_capacity_counts_what_could_serve_whoever_buys_today() -> None:
    # all cells are bought outside and buyers leave slowly: `sourced` cannot reach 50 percent by 2023, capacity can
    slow = with_(tiny(asked("sourced", 0.5)), "market", inertia=0.2)
    bound = with_(slow, "market", far=np.array([[0.0, 0.0], [100.0, 0.0]]))
    # 100 -> 80 -> 64 outside: half of the supply near takes 128 cars, so the car works and cells for them
    assert plan(bound)[1] == pytest.approx(200.0 + 120.0)
    assert plan(replace(bound, targets=(asked("sourced", 0.36),)))[1] == pytest.approx(40.0)
    assert plan(replace(bound, targets=(asked("capacity", 0.5),)))[1] == pytest.approx(40.0)


def test_available_from_two_firms_needs_a_second_one() -> None:
    assert plan(tiny(asked("available", 1.0)))[1] == pytest.approx(0.0)
    assert plan(tiny(asked("available", 1.0, suppliers=2)))[1] == pytest.approx(40.0)
    assert plan(tiny(asked("available", 1.0, suppliers=3)))[1] == pytest.approx(160.0)
    assert plan(tiny(asked("available", 1.0, suppliers=4)))[0] == "infeasible"


def test_two_candidates_of_one_firm_are_one_maker() -> None:
    twins = with_(tiny(asked("available", 1.0, suppliers=3)), "candidates", firm=np.array([2, 2, 4]))
    assert plan(twins)[0] == "infeasible"
    counted = with_(
        tiny(asked("firms", 1.0, products=np.ones(2, bool), base=0.0)), "candidates", firm=np.array([2, 2, 2])
    )
    assert plan(counted)[1] == pytest.approx(40.0)
    assert plan(replace(counted, targets=(replace(counted.targets[0], level=2.0),)))[0] == "infeasible"


def test_content_is_value_added_here_for_what_is_made_here() -> None:
    # a car of 10 has 6 of its own and 4 of its cell: 20 cells near make (600 + 80) / 1000; 0.8 needs 30 more
    content = asked("content", 0.8, products=np.ones(2, bool), weight=np.array([6.0, 4.0]))
    status, cost, _, (reached,) = plan(tiny(content))
    assert (status, cost) == ("optimal", pytest.approx(40.0))
    assert reached == pytest.approx(0.8)


def test_jobs_count_from_the_year_of_production() -> None:
    jobs = asked("jobs", 20.0, products=np.ones(2, bool))
    assert plan(tiny(jobs))[1] == pytest.approx(160.0)
    slow = with_(tiny(jobs), "candidates", lead=np.array([2, 0, 0]))
    assert plan(slow)[1] == pytest.approx(240.0)  # the big one would start in 2024


def test_no_single_maker_above_a_share_takes_a_second_one() -> None:
    only = tiny(asked("single", 0.6))
    wanted = replace(only, targets=(*only.targets, asked("sourced", 0.5), asked("output", 100.0)))
    assert plan(wanted)[1] == pytest.approx(40.0)  # 20 and 30 of 50
    tight = replace(wanted, targets=(asked("single", 0.5), asked("sourced", 0.5), asked("output", 100.0)))
    assert plan(tight)[1] == pytest.approx(160.0)  # 20, 30 and some of the big one


def test_rules_on_sources_hold_beside_targets() -> None:
    rule = Sources(product=1, zones=np.ones(2, bool), year=0, least=2)
    assert plan(replace(tiny(asked("output", 100.0)), sources=(rule,)))[1] == pytest.approx(40.0)


def test_land_and_labour_send_a_candidate_elsewhere_or_keep_it_away() -> None:
    full = with_(tiny(), "space", land=np.array([[0.0, 0.0], [1.0, 1.0]]))
    assert plan(full)[2][0].startswith("[small@s")
    assert plan(with_(tiny(), "space", land=np.zeros((2, 2))))[0] == "infeasible"
    nobody = with_(tiny(), "space", labour=np.full((2, 1, 2), 4.0))
    assert plan(nobody)[0] == "infeasible"
    some = with_(nobody, "space", attract_most=np.full((2, 1, 2), 6.0))
    assert plan(some)[1] == pytest.approx(40.0 + 6 * 2.0)


def test_budgets_hold_by_year_and_instrument() -> None:
    poor = with_(tiny(asked("sourced", 0.81)), "money", budget=np.array([[120.0, 40.0]]))
    assert plan(poor)[1] == pytest.approx(160.0)
    assert plan(with_(poor, "money", budget=np.array([[119.0, 41.0]])))[0] == "infeasible"
    late = np.ones((1, 4, 2), dtype=bool)
    late[0, :, 0] = False
    assert plan(with_(tiny(), "money", pays_site=late))[2][0].endswith("2023]")


def test_followers_wait_for_their_anchor() -> None:
    led = with_(tiny(), "candidates", anchor=np.array([-1, 2, -1]))
    assert plan(led)[1] == pytest.approx(
        120.0
    )  # the big one alone is cheaper than the small one with the cars
    only = with_(
        tiny(asked("output", 150.0), asked("sourced", 0.33)), "candidates", anchor=np.array([2, 2, -1])
    )
    assert plan(only)[1] == pytest.approx(240.0)


def test_plants_grow_by_the_unit() -> None:
    grows = with_(tiny(asked("output", 110.0)), "plants", most=np.array([30.0, 0.0]))
    assert plan(grows)[1] == pytest.approx(50.0)
    slow = with_(grows, "plants", lead=np.array([1, 0]))
    assert plan(slow)[1] == pytest.approx(50.0)
    assert plan(with_(grows, "plants", lead=np.array([2, 0])))[1] == pytest.approx(200.0)


def test_ramps_give_part_of_a_capacity_first() -> None:
    slow = with_(tiny(asked("output", 150.0)), "candidates", ramp=np.array([0.5, 1.0]))
    assert plan(slow)[2] == ["[cars@n,2022]"]
    assert plan(replace(slow, targets=(asked("output", 150.0, year=0),)))[0] == "infeasible"


def test_demand_must_be_met_from_near_or_outside() -> None:
    wanted = np.zeros((2, 2, 2))
    wanted[0, 1] = 120.0
    assert plan(with_(tiny(), "market", demand=wanted))[0] == "optimal"
    short = with_(tiny(), "market", demand=wanted, supply=np.array([[10.0, 10.0], [np.inf, np.inf]]))
    status, _, opened, _ = plan(short)
    assert status == "optimal"
    assert "[cars@n,2022]" in opened


def test_a_weight_on_tax_takes_it_off_the_cost() -> None:
    # 50 more cars bring 25 a year: decided in the first year, 50 of the 200 come back
    net = tiny(asked("output", 150.0), tax=1.0)
    model = build(net)
    found = solve(model.program, EXACT)
    costs = model.cost(found.x)
    assert costs["public"] == pytest.approx(200.0)
    assert costs["tax"] == pytest.approx(50.0)
    # of which the tax of what is made anyway, (100 x 0.5 + 20 x 0.2) x 2, is no part
    assert model.tax_without == pytest.approx(108.0)
    assert found.objective == pytest.approx(200.0 - 50.0)


def test_what_can_be_used_limits_the_coefficient_of_a_capacity() -> None:
    limited = with_(tiny(), "market", outside=np.array([[np.inf, np.inf], [0.0, 0.0]]))
    assert usable(limited)[1].tolist() == [150.0, 150.0]  # one cell for each car that could be made
    assert np.isinf(usable(tiny())[0]).all()
