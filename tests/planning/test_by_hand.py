"""The plan of `examples/plan-tutorial` is what its README computes with pen and paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from hinterland.case import load, look
from hinterland.planning.case.options import Options
from hinterland.planning.options import Extras
from hinterland.planning.sentences import headline
from hinterland.planning.study import plan
from hinterland.planning.target_words import price_lines

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.result import Result

QUICK = Extras(ranges=False, definitions=False, prices=False, worth=0)
CASE = Path(__file__).resolve().parents[2] / "examples" / "plan-tutorial"
DAY = "2022-01-15"
# what H, C and D make a year and ask for
H, C, D = (40_000, 400e6), (30_400, 121.6e6), (20_000, 50e6)
PUMPS, COMPRESSORS = 80_000, 20_000
WANTED, NEAR = 100_000, 0.5


@pytest.fixture(scope="module")
def case() -> Cluster:
    return load(CASE)


@pytest.fixture(scope="module")
def found(case: Cluster) -> Result:
    return plan(case, as_of=DAY, gap=0.0, time_limit=10)


def row(result: Result, table: str, **key: str) -> dict[str, Any]:
    where = pl.all_horizontal([pl.col(k) == v for k, v in key.items()])
    return result[table].row(by_predicate=where, named=True)


def test_the_case_is_as_the_readme_states_it(case: Cluster) -> None:
    rows = case["candidates"].select("capacity", "ask").rows()
    assert rows == [H, C, D]
    assert case["plants"]["output"].to_list() == [PUMPS, COMPRESSORS]
    assert not look(CASE).faults
    assert {b for t in case.tables.values() for b in t["basis"].to_list()} == {"synthetic"}


def test_h_comes_to_riverside_and_c_to_hillside(found: Result) -> None:
    opened = {(r["candidate"], r["place"], r["decided"], r["produces"]) for r in found["openings"].to_dicts()}
    assert opened == {
        ("pump_plant", "riverside", 2022, 2023),
        ("compressor_plant_large", "hillside", 2022, 2023),
    }


def test_the_plan_costs_what_both_ask(found: Result) -> None:
    s = found.summary
    assert s["public"] == pytest.approx(H[1] + C[1])
    assert (s["public_low"], s["public_high"]) == pytest.approx((s["public"] / 2, s["public"] * 2))
    assert s["bound"] == pytest.approx(s["public"])


def test_the_relaxation_is_half_of_h_all_of_d_and_a_part_of_c(found: Result) -> None:
    a_pump, a_compressor = H[1] / H[0], C[1] / C[0]  # D is cheaper a unit and used up: the next one is C's
    near = row(found, "targets", target="nearby_2023")
    assert near["price_relaxation"] == pytest.approx(WANTED * 0.01 * a_compressor)  # of a point
    pumps = row(found, "targets", target="output_2023")
    assert pumps["price_relaxation"] == pytest.approx(1000 * (a_pump + NEAR * a_compressor))
    assert (near["price_relaxation"], pumps["price_relaxation"]) == pytest.approx((4e6, 12e6))


def test_a_little_more_of_either_costs_nothing_in_the_plan_as_it_is(found: Result) -> None:
    assert found["targets"]["price_fixed"].to_list() == pytest.approx([0.0, 0.0])


def test_a_step_up_brings_d_and_a_step_down_saves_nothing(found: Result) -> None:
    assert COMPRESSORS + C[0] < 0.505 * WANTED <= COMPRESSORS + C[0] + D[0]
    targets = found["targets"]
    assert targets["price_down"].to_list() == pytest.approx([0.0, 0.0])
    pumps, near = targets.sort("target", descending=True).to_dicts()
    assert pumps["price_up"] == pytest.approx(D[1])  # a step is 1,000 pumps
    assert (pumps["step"], near["step"]) == pytest.approx((1000, 0.5))
    assert near["price_up"] * near["step"] == pytest.approx(D[1])  # a step is half a point


def test_words_tell_the_step_that_was_planned_again(found: Result) -> None:
    said = price_lines(row(found, "targets", target="nearby_2023"))[0]
    assert "0.5 points less (49.50%) would save nothing" in said.en
    assert "0.5 points more (50.50%) would cost CNY 50 million, CNY 100 million a point" in said.en
    assert "提高 0.5 个百分点（至 50.50%）需 5,000万元，合每个百分点 1亿元" in said.zh


def test_read_as_available_the_plan_is_h_alone(found: Result) -> None:
    other = row(found, "definitions", definition="southmark_available")
    assert (other["status"], other["public"], other["openings"]) == ("optimal", pytest.approx(H[1]), 1)


def test_without_d_nothing_is_lost_and_without_the_others_there_is_no_plan(found: Result) -> None:
    worth = {r["candidate"]: r for r in found["worth"].to_dicts()}
    assert worth["compressor_plant_small"]["worth"] == pytest.approx(-D[1])
    assert [worth[c]["worth"] for c in ("pump_plant", "compressor_plant_large")] == [None, None]
    assert all(worth[c]["note_en"] for c in ("pump_plant", "compressor_plant_large"))


def test_with_two_fifths_of_the_grant_the_budget_is_short_by_the_rest(case: Cluster) -> None:
    asked = Options(budgets={"southmark_grant": 0.4}, definitions={"nearby_2023": "southmark_bought"})
    poor = plan(case, as_of=DAY, asked=asked, gap=0.0, time_limit=10)
    assert poor.summary["status"] == "infeasible"
    short = row(poor, "shortfall", mixture="limits")
    assert (short["family"], short["label"], short["year"]) == ("budget", "southmark_grant", 2022)
    assert short["by"] == pytest.approx(H[1] + C[1] - 0.4 * 1.1e9)


def test_left_to_itself_a_poor_plan_takes_the_definition_that_can_be_held(case: Cluster) -> None:
    # plants in parts cost 290 of the 440: only whole ones, 521.6, are too dear; so the second definition is tried
    poor = Options(budgets={"southmark_grant": 0.4})
    found = plan(case, as_of=DAY, asked=poor, extras=QUICK, gap=0.0, time_limit=10)
    assert found.summary["public"] == pytest.approx(H[1])
    (chosen,) = found.summary["chosen"]
    assert (chosen["first"], chosen["chosen"]) == ("southmark_bought", "southmark_available")
    assert "no plan of whole plants holds it" in headline(found)[1].en
