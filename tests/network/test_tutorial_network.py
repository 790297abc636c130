"""docs/network.md computes a cascade, a shock in time and a measure by hand; the studies must say the same.

All numbers here are the hand's: none was copied from output.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from stress_systems import shock, system

from hinterland.network import Network
from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Rule, Shocks
from hinterland.network.mitigate.study import mitigate
from hinterland.network.risk.study import risk
from hinterland.network.stress.model import Rules
from hinterland.network.stress.simulate import simulate

PAGE = (Path(__file__).parents[2] / "docs/network.md").read_text(encoding="utf-8")

# scenario -> (ESRI, ESRI_d, ESRI_u, T)
INDEX = {
    "mill_a": (0.4 + 0.5 * 0.75, 0.4 + 0.5 * 0.75, 0.4, 3),
    "mill_b": (0.1 + 0.5 * 0.0625, 0.1 + 0.5 * 0.0625, 0.1, 3),
    "maker": (0.5 + 0.4 * 0.75 + 0.1, 0.5, 0.5 + 0.4 * 0.75 + 0.1, 2),
    "dealer": (1.0, 0.0, 1.0, 3),
}
# scenario -> loss of mill_a, mill_b, maker, dealer, downstream and upstream
LOSSES = {
    "mill_a": ([1, 0, 0.75, 0.75], [1, 0, 0, 0]),
    "mill_b": ([0, 1, 0.25 * 0.25, 0.25 * 0.25], [0, 1, 0, 0]),
    "maker": ([0, 0, 1, 1], [0.75, 1, 1, 0]),
    "dealer": ([0, 0, 0, 1], [1, 1, 1, 1]),
}


def table(name: str) -> pl.DataFrame:
    """A table as the page has it."""
    found = re.search(rf'```csv title="four/{name}.csv"\n(.*?)```', PAGE, flags=re.DOTALL)
    assert found is not None
    return pl.read_csv(re.sub(r"^ +", "", found[1], flags=re.MULTILINE).encode())


def four(links: str = "links") -> Network:
    return Network.from_tables(table(links), table("firms"), table("essential"))


@pytest.mark.parametrize("mode", ["least", "glcascade"])
def test_the_index_of_four_firms_is_the_hands_in_both_modes(mode: str) -> None:
    rows = risk(four(), mode=mode)["risk"].select("scenario", "ESRI", "ESRI_d", "ESRI_u", "T").rows()
    assert [r[0] for r in rows] == list(INDEX)
    for name, *found in rows:
        assert found == pytest.approx(INDEX[name], abs=1e-15)


def test_the_loss_of_each_firm_is_the_hands() -> None:
    result = risk(four(), vectors=True)
    for k, (down, up) in enumerate(LOSSES.values()):
        assert result["loss_down"].row(k) == pytest.approx(down, abs=1e-15)
        assert result["loss_up"].row(k) == pytest.approx(up, abs=1e-15)


@pytest.mark.parametrize(("steps", "maker", "dealer"), [(1, 0.0625, 0.0), (2, 0.0625, 0.0625)])
def test_the_losses_of_each_step_are_those_of_the_pages_table(
    steps: int, maker: float, dealer: float
) -> None:
    shocks = Shocks.each(np.array([1], dtype=np.int32))
    found = cascade(layout(four()), shocks, Rule(most=steps), vectors=True)
    assert found.loss_down is not None
    assert found.loss_down[0].tolist() == pytest.approx([0, 1, maker, dealer], abs=1e-15)


def test_the_page_states_the_numbers_of_its_example() -> None:
    for stated in ("0.0625", "**0.13125**", "**0.775**", "**0.9**", "0.1667"):
        assert stated in PAGE


def test_in_trillions_the_default_says_the_same_and_the_reference_loses_the_market() -> None:
    """A market of 2e-11 or 8e-11 counts as 1, so sigma is 8e-11 and 2e-11, and steps end at once."""
    same = risk(four("trillions"))["risk"]
    assert same["ESRI"].to_list() == pytest.approx([i[0] for i in INDEX.values()], abs=1e-12)
    lost = risk(four("trillions"), mode="glcascade")["risk"]
    assert lost["ESRI"].to_list()[:2] == pytest.approx([0.4 + 0.5 * 0.75 * 8e-11, 0.1 + 0.5 * 0.25 * 2e-11])
    assert lost["T"].to_list()[:2] == [1, 1]


def test_half_a_strike_in_both_mills_leaves_the_second_what_the_market_makes_up_for() -> None:
    """Left are 50 of 100: sigma is 1 and 20 / 50; the maker loses 0.75 x 0.5 + 0.25 x 0.4 x 0.5 = 0.425."""
    psi = np.array([[0.5, 0.5, 0.0, 0.0]])
    found = risk(four(), psi=psi)["risk"]["ESRI"].to_list()
    assert found == pytest.approx([0.4 * 0.5 + 0.1 * 0.5 + 0.5 * 0.425], abs=1e-15)


def test_the_stock_of_the_maker_costs_and_saves_what_the_page_says() -> None:
    best = mitigate(four(), only=["mill_a"])["measures"].row(0, named=True)
    assert (best["kind"], best["buyers"]) == ("inventory", "maker")
    assert best["cost"] == pytest.approx(14 / 365 * 60 * 0.15)
    assert (best["firm_risk_before"], best["firm_risk_after"]) == pytest.approx((0.775, 0.4 + 0.5 * 0.5))
    assert best["lowered"] == pytest.approx((0.775 - 0.65) / 4)
    assert best["saved"] == pytest.approx(0.125 * 0.02 * 42 / 365 * 200)
    assert best["saved_per_yuan"] == pytest.approx(1 / 6)


def test_the_chip_plant_that_stops_for_four_days_is_the_pages_table() -> None:
    of = system({"A": 2.0, "B": 6.0, "C": 10.0}, {("A", "B"): 2.0, ("B", "C"): 6.0})
    of = of._replace(cover=np.array([3.0, 2.0]))
    left = np.ones(9)
    left[1:5] = 0.0
    made = simulate(of, shock(of, {0: left}, 9), Rules(tau=2.0))[0].made
    for column, name in enumerate("ABC"):
        row = re.search(rf"^\| {name} makes \|(.*)\|$", PAGE, flags=re.MULTILINE)
        assert row is not None
        assert made[:, column].tolist() == pytest.approx([float(cell) for cell in row[1].split("|")])
