"""Measures on hand-computed networks: what they lower, what they cost, what is said where nothing helps."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from mitigated import COSTS, four, network

from hinterland.errors import Cancelled, StudyError
from hinterland.network.mitigate import mitigate

if TYPE_CHECKING:
    import polars as pl


def of(table: pl.DataFrame, kind: str, buyer: str) -> dict[str, object]:
    """The first measure of a kind for one buyer."""
    return table.filter(kind=kind, buyers=buyer).row(0, named=True)


def test_without_markets_a_second_source_moves_risk_instead_of_lowering_it() -> None:
    # before: kilo 400/500, alt 100/500, buyer 400/500 (kilo loses its only buyer), customer 1 (all lose their buyer)
    # after 50 moved: kilo (100 + 150)/500, alt (100 + 150)/500, buyer (300 + 100 + 100 * 50/150)/500, customer 1
    found = mitigate(four(), only=["kilo"], assume=COSTS)
    row = of(found["measures"], "second_source", "buyer")
    assert row["risk_before"] == pytest.approx((0.8 + 0.2 + 0.8 + 1) / 4, abs=1e-9)
    assert row["risk_after"] == pytest.approx((0.5 + 0.5 + (400 + 100 / 3) / 500 + 1) / 4, abs=1e-9)
    assert row["lowered"] == pytest.approx(-1 / 60, abs=1e-9)
    assert (row["firm_risk_before"], row["firm_risk_after"]) == pytest.approx((0.8, 0.5), abs=1e-9)
    assert (row["alternatives_risk_before"], row["alternatives_risk_after"]) == pytest.approx(
        (0.2, 0.5), abs=1e-9
    )
    assert "raises the expected loss" in row["why_en"]
    assert "risk of the alternative itself rises (20% to 50%)" in row["why_en"]


def test_where_the_market_replaces_a_second_source_lowers_risk() -> None:
    # before, stop of alt: sigma = 100 / 100, but no effect: 0.2; stop of kilo as without markets: 0.8
    # after, sales kilo 50, alt 150: stop of kilo passes sigma 50/150 x 1/2 = 1/6 to buyer and on: (100 + 50) / 500
    found = mitigate(four(market=True), only=["kilo"], assume=COSTS)
    row = of(found["measures"], "second_source", "buyer")
    assert row["risk_after"] == pytest.approx((0.3 + 0.5 + (400 + 100 / 3) / 500 + 1) / 4, abs=1e-9)
    assert row["lowered"] == pytest.approx(1 / 30, abs=1e-9)
    assert row["cost"] == pytest.approx(10 + 0.1 * 50)
    assert row["per_million"] == pytest.approx(1 / 30 / 15 * 1e6, rel=1e-8)
    # 0.02 stops a year x 4 firms x mean ESRI x 500 of sales x 42 / 365
    assert row["saved"] == pytest.approx(0.02 * 4 / 30 * 500 * 42 / 365, rel=1e-8)
    assert row["saved_per_yuan"] == pytest.approx(row["saved"] / 15, rel=1e-8)
    assert row["verified"]
    assert row["basis"] == "known"


def test_stock_lets_two_thirds_of_a_loss_pass_when_it_lasts_a_third_of_the_stop() -> None:
    # stop of kilo: buyer and customer lose 2/3: (100 + 200) / 500; the other stops do not change
    row = of(mitigate(four(), only=["kilo"])["measures"], "inventory", "buyer")
    assert row["risk_after"] == pytest.approx((0.6 + 0.2 + 0.8 + 1) / 4, abs=1e-9)
    assert row["cost"] == pytest.approx(14 / 365 * 100 * 0.15)
    assert row["alternatives"] is None
    assert row["value_moved"] == 0


def test_stock_beyond_the_stop_lets_nothing_pass() -> None:
    row = of(mitigate(four(), only=["kilo"], days=10)["measures"], "inventory", "buyer")
    assert row["firm_risk_after"] == pytest.approx(0.2, abs=1e-9)


def test_diversification_spreads_by_size_within_spare_capacity() -> None:
    found = mitigate(four(market=True), only=["kilo"], assume=COSTS)
    row = of(found["measures"], "diversification", "buyer")
    assert row["value_moved"] == pytest.approx(50)  # kilo and alt sell 100 each
    tight = mitigate(four(market=True), only=["kilo"], assume={**COSTS, "spare_capacity_share": 0.3})
    assert of(tight["measures"], "diversification", "buyer")["value_moved"] == pytest.approx(30)
    assert not tight["measures"].filter(kind="second_source").height


def test_the_answer_names_the_second_source_and_what_brings_more_per_yuan() -> None:
    found = mitigate(four(market=True), assume=COSTS)
    answer = found.summary["answer"]
    assert answer["en"].startswith("The second source that lowers the cluster's risk most per yuan: ")
    assert "buyer moves 50% of what it buys from kilo (50 CNY a year) to alt" in answer["en"]
    assert "More per yuan brings a measure of another kind (inventory)" in answer["en"]
    assert answer["zh"].startswith("单位投入降低集群风险最多的第二供应源：")


def test_ranks_follow_the_fall_per_yuan_and_raising_measures_come_last() -> None:
    table = mitigate(four(), assume=COSTS)["measures"]
    rates = table["per_million"].to_list()
    assert rates == sorted(rates, reverse=True)
    assert table["lowered"][-1] < 0


def test_a_firm_whose_input_nobody_needs_gets_a_reason_instead_of_measures() -> None:
    table = mitigate(four(), firms=4)["firms"]
    customer = table.filter(firm="customer").row(0, named=True)
    assert customer["rank"] == 1  # all others lose their buyer
    assert customer["measures"] == 0
    assert customer["best"] is None
    assert "orders that its suppliers lose" in customer["why_en"]
    assert "失去订单" in customer["why_zh"]


def test_a_firm_without_a_like_gets_stocks_only() -> None:
    alone = network(
        {"kilo": "a", "buyer": "b", "end": "c"}, {("kilo", "buyer"): 5, ("buyer", "end"): 9}, {("a", "b"): 2}
    )
    found = mitigate(alone, only=["kilo"])
    assert set(found["measures"]["kind"]) == {"inventory"}
    assert "only stocks help" in found["firms"]["why_en"][0]
    assert "No second source" in found.summary["answer"]["en"]


def test_measures_that_cost_nothing_come_first_and_have_no_rate() -> None:
    free = dict.fromkeys(("second_source_cost", "second_source_premium", "inventory_carrying_rate"), 0.0)
    found = mitigate(four(market=True), only=["kilo"], assume={**COSTS, **free}, budget=0)
    table = found["measures"]
    assert table["cost"].to_list() == [0.0] * table.height
    assert table["per_million"].null_count() == table.height
    assert table["lowered"].is_sorted(descending=True)
    assert found["portfolio"].height > 0
    assert math.isclose(found["portfolio"]["spent"][-1], 0.0)


def test_a_budget_of_nothing_takes_nothing_that_costs() -> None:
    found = mitigate(four(market=True), assume=COSTS, budget=0)
    assert found["portfolio"].height == 0
    assert found.summary["portfolio"]["risk"] == found.summary["risk"]


def test_each_step_of_a_portfolio_starts_where_the_last_ended() -> None:
    found = mitigate(four(market=True), assume={**COSTS, "inventory_carrying_rate": 10}, budget=1000)
    steps = found["portfolio"]
    assert steps.height >= 2
    np.testing.assert_allclose(steps["risk_before"][1:], steps["risk_after"][:-1], rtol=0, atol=1e-12)
    assert (steps["lowered"] > 0).all()
    assert steps["spent"].to_list() == pytest.approx(steps["cost"].cum_sum().to_list())
    assert steps["verified"].all()
    assert steps["firm"][0] == found["measures"]["firm"][0]


def test_a_portfolio_keeps_to_its_budget() -> None:
    full = mitigate(four(market=True), assume=COSTS, budget=1000)["portfolio"]
    part = mitigate(four(market=True), assume=COSTS, budget=float(full["spent"][0]))["portfolio"]
    assert part.height == 1


def test_draws_give_a_range_and_say_where_a_measure_has_nothing_to_do() -> None:
    other = network(
        {"kilo": "a", "alt": "a", "buyer": "b", "customer": "c"},
        {("alt", "buyer"): 100, ("kilo", "customer"): 100, ("buyer", "customer"): 300},
        {("a", "b"): 2, ("b", "c"): 2},
        market=True,
    )
    found = mitigate([four(market=True, inferred=[("kilo", "buyer")]), other], only=["kilo"], assume=COSTS)
    row = of(found["measures"], "second_source", "buyer")
    assert (row["draws"], row["draws_with_effect"]) == (2, 1)
    assert row["basis"] == "inferred"
    assert row["lowered"] == pytest.approx(1 / 60, abs=1e-9)
    assert row["cost"] == pytest.approx(15 / 2)
    assert row["lowered_low"] < row["lowered"] < row["lowered_high"]
    assert "it applies in 1 of 2 draws" in row["why_en"]


def test_chances_weigh_stops() -> None:
    found = mitigate(four(), only=["kilo"], chances={"kilo": 3, "alt": 1}, assume=COSTS)
    assert found.summary["risk"] == pytest.approx((3 * 0.8 + 0.2) / 4, abs=1e-9)


def test_weights_that_are_no_money_give_no_money() -> None:
    from dataclasses import replace

    jobs = replace(four(market=True), weights=(("jobs", np.array([1.0, 1.0, 1.0, 1.0])),))
    found = mitigate(jobs, only=["kilo"], assume=COSTS)
    assert found["measures"]["saved"].null_count() == found["measures"].height
    assert "mean ESRI" in found["measures"]["why_en"][0]
    assert found.summary["expected_loss"] is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"only": ["kiloo"]}, "no firm 'kiloo' (did you mean kilo?)"),
        ({"only": []}, "it names no firm"),
        ({"chances": {"nobody": 1}}, "no firm 'nobody'"),
        ({"chances": {"kilo": -1}}, "numbers of 0 or above"),
        ({"share": 0}, "share is 0"),
        ({"share": 1.5}, "share is 1.5"),
        ({"days": 0}, "days is 0"),
        ({"hours": float("nan")}, "hours is nan"),
        ({"budget": -1}, "budget is -1"),
        ({"firms": 0, "top": 0}, "top is 0"),
        ({"assume": {"second_source_costs": 1}}, "did you mean second_source_cost?"),
        ({"assume": {"spare_capacity_share": 2, "stop_rate": -1}}, "stop_rate is -1"),
    ],
)
def test_choices_that_cannot_be_are_named(asked: dict[str, object], said: str) -> None:
    with pytest.raises(StudyError) as told:
        mitigate(four(), **asked)  # type: ignore[arg-type]
    assert said in str(told.value)


def test_several_wrong_choices_are_told_at_once() -> None:
    with pytest.raises(StudyError) as told:
        mitigate(four(), hours=-1, days=0, assume={"stop_rate": float("inf")})
    assert len(str(told.value).splitlines()) == 3


def test_networks_of_different_firms_are_refused() -> None:
    with pytest.raises(StudyError, match="different firms"):
        mitigate([four(), network({"x": "a", "y": "a"}, {("x", "y"): 1}, {})])


def test_a_study_can_be_cancelled() -> None:
    def stop(done: int, total: int, what: str) -> None:
        if what == "screening measures":
            raise Cancelled

    with pytest.raises(Cancelled):
        mitigate(four(), progress=stop)


def test_the_same_question_gets_the_same_answer() -> None:
    one, two = (mitigate(four(market=True), assume=COSTS, budget=100) for _ in range(2))
    for name in one.tables:
        assert one[name].equals(two[name])
    assert one.study == one.provenance.study == "mitigate"


def test_costs_of_nothing_are_the_sums_over_links_as_in_the_study_of_risk() -> None:
    # the kilo's buyer has costs of 0, in yuan and in millions: the risk told is that without costs
    plain = four()
    for unit in (1.0, 1e-6):
        costs = plain.purchases * unit
        costs[plain.ids.index("buyer")] = 0.0
        told = replace(plain, weight=plain.weight * unit, costs=costs)
        row = of(mitigate(told, only=["kilo"], assume=COSTS)["measures"], "inventory", "buyer")
        assert row["risk_before"] == pytest.approx((0.8 + 0.2 + 0.8 + 1) / 4, abs=1e-9)
