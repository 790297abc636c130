"""The words of shocks in time: who is hit, ranges, money, assumptions; bills whose processes are looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from stress_case import DAY, case

from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.network.bills import bill_of
from hinterland.network.stress import Options, stress
from hinterland.network.stress.answer import days, headline, money, percents, spread

if TYPE_CHECKING:
    from stress_case import Tables


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "chips=1",
            "If Chips stops for 4 days, then recovers over 2:",
            "若芯片厂停产 4 天，随后 2 天内恢复：",
        ),
        (
            "f_cars=0.25",
            "If F_CARS (all its plants) loses 25% for 4 days",
            "若F_CARS（全部工厂）产能减少 25%",
        ),
        (
            "chip=1",
            "If all makers of chip (imports too) stop for 4 days, then recover",
            "若所有芯片生产者（含进口）停产",
        ),
        ("north=0.5", "If plants within 9 km of north lose 50%", "若北城周边 9 公里内的工厂产能减少 50%"),
        (
            "lane:south:north=1",
            "If nothing is carried from south to north for 4 days",
            "若南城至北城通道停运 4 天",
        ),
        ("lane:south:north=0.5", "If the lane from south to north loses 50%", "若南城至北城通道运力减少 50%"),
    ],
)
def test_a_shock_is_told_as_people_say_it(text: str, en: str, zh: str) -> None:
    of = case()
    result = stress(of, [text], as_of=DAY, days=4, recovery=2, radius=9)
    said = headline(result, Naming.of(of))
    assert said[0].en.startswith(en)
    assert said[0].zh.startswith(zh)


def test_a_range_over_draws_is_told_as_one_and_an_alike_number_as_alike() -> None:
    def change(t: Tables) -> None:
        t["supplies"] = []
        chips = t["plants"][3]
        t["plants"] += [chips | {"plant": f"c{i}", "firm": f"c{i}", "output": 10_000.0} for i in range(5)]

    of = case(change)
    wide = headline(
        stress(of, ["plant:chips=1"], as_of=DAY, draws=8, options=Options(density=2.0)), Naming.of(of)
    )
    assert " to " in wide[0].en
    assert "in the middle of 8 draws of the network" in wide[0].en
    alike = headline(stress(of, ["cars=1"], as_of=DAY, draws=8), Naming.of(of))
    assert "4,200 vehicles (car) lost" in alike[0].en
    assert "alike in 8 draws of the network" in alike[0].en
    assert "8 次网络抽样结果相同" in alike[0].zh


@pytest.mark.parametrize(
    ("low", "high", "number", "cny", "yuan"),
    [
        (0.0, 0.0, "0", "CNY 0", "0元"),
        (12_345.0, 67_890.0, "12,300–67,900", "CNY 12,300–67,900", "1.2–6.8万元"),
        (3.1e8, 3.1e8, "310,000,000", "CNY 310 million", "3.1亿元"),
        (-2.5e9, 4.25e10, "-2,500,000,000 … 42,500,000,000", "CNY -2.5 … 42.5 billion", "-25 … 425亿元"),
        (None, None, "–", "–", "–"),
    ],
)
def test_numbers_have_three_figures(
    low: float | None, high: float | None, number: str, cny: str, yuan: str
) -> None:
    row = {"x_low": low, "x_high": high}
    assert spread(row, "x") == number
    assert (money(row, "x").en, money(row, "x").zh) == (cny, yuan)


def test_days_are_whole_and_shares_percent() -> None:
    assert days({"x_low": 2.4, "x_high": 11.6}, "x") == "2–12"
    assert days({"x_low": None, "x_high": None}, "x") == "–"
    assert percents({"x_low": 0.031, "x_high": 0.052}, "x") == "3.1–5.2%"
    assert percents({"x_low": -0.0001, "x_high": 0.4}, "x") == "0–40%"
    assert percents({"x_low": None, "x_high": None}, "x") == "–"


def test_assumptions_say_which_rules_were_used() -> None:
    options = Options(
        rationing="priority", reroute_delay=4, psi=0.8, ordering="made", overcapacity=1.2, inventory=8
    )
    said = stress(case(), ["chips=1"], as_of=DAY, options=options).assumptions
    en, zh = " ".join(s.en for s in said), " ".join(s.zh for s in said)
    for word in (
        "other plants are served first",
        "After 4 days",
        "0.8",
        "what they have used",
        "x 1.2",
        "8 days of cover",
    ):
        assert word in en
    for word in ("先供其他工厂", "连续 4 天", "实际耗用", "×1.2", "均为 8 天"):
        assert word in zh
    assert all(s.en and s.zh for s in said)


def test_processes_that_nobody_makes_are_looked_through() -> None:
    def change(t: Tables) -> None:
        t["products"].append({"product": "welding", "kind": "process", "unit": "set"})
        t["recipes"][2] = {"product": "inverter", "process": "usual", "input": "welding", "value_share": 0.5}
        t["recipes"].append({"product": "welding", "process": "usual", "input": "chip", "value_share": 0.4})

    bill = bill_of(case(change), {"car", "seat", "inverter", "chip"})
    assert "welding" not in bill.products
    inverter = bill.inputs[bill.index["inverter"]]
    assert [(bill.products[g], v) for g, v in inverter] == [("chip", pytest.approx(0.2))]
    kept = bill_of(case(change), {"car", "welding"})
    assert "welding" in kept.products


def test_two_bills_that_run_in_a_circle_together_are_refused() -> None:
    def change(t: Tables) -> None:
        t["products"].append({"product": "bus", "kind": "final", "unit": "vehicle"})
        t["recipes"].append({"product": "bus", "process": "usual", "input": "car", "value_share": 0.1})
        t["recipes"].append({"product": "chip", "process": "usual", "input": "bus", "value_share": 0.1})

    with pytest.raises(StudyError, match="circle"):
        bill_of(case(change), {"car"})
