"""Cascades that the reference would never end are ended and told; all others come out as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from hinterland.network.cascade import endless
from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Rule, Shocks
from hinterland.network.graph import Network
from hinterland.network.risk.study import risk

MOST = 100_000
OPEN = Rule(reference=True, eps=1e-2, most=0)


def circle() -> Network:
    """Three firms of which the stop of 1 makes losses run in a circle: the market of industry 0 is below 1."""
    links = {"supplier": [1, 1, 2, 2], "buyer": [1, 2, 0, 1], "weight": [0.4, 0.1, 0.2, 0.7]}
    firms = pl.DataFrame({"firm": [0, 1, 2], "industry": [1, 0, 0]})
    return Network.from_tables(pl.DataFrame(links), firms, np.array([[1, 2], [2, 1]]))


def chain(n: int) -> Network:
    """A line of firms, each essential to the next: a stop of the first takes a step a firm."""
    links = {"supplier": range(n - 1), "buyer": range(1, n), "weight": [1.0] * (n - 1)}
    firms = pl.DataFrame({"firm": range(n), "industry": [0] * n})
    return Network.from_tables(pl.DataFrame(links), firms, np.array([[2]]), market=None)


@pytest.mark.parametrize("conv_type", [1, 2])
def test_a_circle_is_told_as_the_cap_would_leave_it(conv_type: int) -> None:
    prepared, shocks = layout(circle()), Shocks.each(np.arange(3, dtype=np.int32))
    rule = Rule(reference=True, eps=1e-2, conv_type=conv_type, most=MOST)
    quick = cascade(prepared, shocks, rule, vectors=True)
    # walked to the cap: in one go, as no shorter way is looked for
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(endless, "PERIODS", ())
        slow = cascade(prepared, shocks, rule, vectors=True)
    assert quick.steps.tolist() == slow.steps.tolist()
    assert quick.capped.tolist() == slow.capped.tolist()
    if conv_type == 1:
        assert quick.capped.tolist() == [False, True, False]
        assert quick.steps[1] == MOST
    np.testing.assert_allclose(quick.both, slow.both, rtol=0, atol=1e-12)
    np.testing.assert_allclose(quick.loss_up, slow.loss_up, rtol=0, atol=1e-12)
    np.testing.assert_allclose(quick.loss_down, slow.loss_down, rtol=0, atol=1e-12)


def test_long_cascades_that_end_are_the_same_to_the_last_digit() -> None:
    network = chain(2600)
    prepared, shocks = layout(network), Shocks.each(np.array([0, 5, 2000, 2599], dtype=np.int32))
    capped = cascade(prepared, shocks, replace(OPEN, most=MOST), vectors=True)
    plain = cascade(prepared, shocks, OPEN, vectors=True)
    assert plain.steps.max() > 2520
    assert not capped.capped.any()
    for name in ("both", "down", "up", "steps", "residual", "loss_down", "loss_up"):
        assert np.array_equal(getattr(capped, name), getattr(plain, name)), name


@pytest.mark.parametrize("most", [1, 50, 459, 461, 700, 3000])
def test_any_cap_holds(most: int) -> None:
    network = chain(1000)
    shocks = Shocks.each(np.array([0, 990], dtype=np.int32))
    found = cascade(layout(network), shocks, replace(OPEN, most=most))
    plain = cascade(layout(network), shocks, OPEN).steps
    assert found.steps.tolist() == np.minimum(plain, most).tolist()
    assert found.capped.tolist() == (plain > most).tolist()


def test_the_answer_names_the_scenarios_that_never_end() -> None:
    result = risk(circle(), mode="glcascade")
    assert result["risk"]["T"].to_list()[1] == MOST
    assert result.summary["capped_scenarios"] == ["1"]
    told = [n for n in result.assumptions if "Capped" in n.en]
    assert len(told) == 1
    assert "(1) was ended after 100,000 steps" in told[0].en
    assert "强制终止" in told[0].zh
    assert risk(circle()).summary["capped"] == 0
