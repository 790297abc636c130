"""The world outside a case as suppliers: what is bought elsewhere goes on when suppliers inside stop."""

from __future__ import annotations

import numpy as np
import pytest
from test_case import CASE, DAY, LINKS, case

from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Rule, Shocks
from hinterland.network.case.networks import network_of, networks, prepare
from hinterland.network.case.outside import MARK, bought_outside, with_outside
from hinterland.network.complete.draw import complete


def test_what_firms_buy_elsewhere_has_a_supplier_and_no_firm_changes_its_number() -> None:
    ready = prepare(case(), as_of=DAY)
    plain = network_of(ready, complete(ready.actors, ready.wanted, seed=1))
    whole = with_outside(ready, plain)
    assert whole.ids == (*plain.ids, f"{MARK}steel", f"{MARK}power")
    bought = {
        (whole.ids[s], whole.ids[b]): float(w)
        for s, b, w in zip(whole.supplier, whole.buyer, whole.weight, strict=True)
        if s >= len(plain)
    }
    # cars lack 60 of steel and all of 100 of power; auto is 70 percent of them
    assert bought == pytest.approx(
        {
            (f"{MARK}steel", "auto"): 42.0,
            (f"{MARK}steel", "brum"): 18.0,
            (f"{MARK}power", "auto"): 70.0,
            (f"{MARK}power", "brum"): 30.0,
        }
    )
    assert [w[-2:].tolist() for _, w in whole.weights] == [[0, 0], [0, 0]]
    assert whole.costs is None
    assert whole.inferred is not None
    assert len(whole.inferred) == len(whole.weight)
    pairs = whole.supplier.astype(np.int64) * len(whole) + whole.buyer
    assert (np.diff(pairs) > 0).all()


def test_the_stop_of_every_supplier_inside_costs_what_they_serve() -> None:
    ready = prepare(case(supplies=LINKS), as_of=DAY)
    for network in networks(case(supplies=LINKS), as_of=DAY, draws=3):
        whole = with_outside(ready, network)
        steel = np.flatnonzero(ready.actors.group == 1).astype(np.int32)
        stop = Shocks(np.array([0, 2], dtype=np.int64), steel, np.ones(2), np.ones(2))
        losses = cascade(layout(whole), stop, Rule(), vectors=True)
        assert losses.loss_down is not None
        need = 300 * ready.actors.size[:2] / 1000
        inside = need - bought_outside(ready, network)[:2, 1]
        # each carmaker loses the part of its steel that is from inside: all of it is essential
        np.testing.assert_allclose(losses.loss_down[0][:2], inside / need)


def test_where_all_is_made_inside_there_is_nobody_outside() -> None:
    table = [{"supplier_sector": "steel", "buyer_sector": "steel", "value": 100}]
    ready = prepare(case(io_table=table, sectors=CASE["sectors"]), as_of=DAY)
    network = network_of(ready, complete(ready.actors, ready.wanted, seed=1))
    whole = with_outside(ready, network)
    assert whole.ids == network.ids
    np.testing.assert_array_equal(whole.weight, network.weight)
