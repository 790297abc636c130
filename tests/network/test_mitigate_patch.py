"""A patched layout is the layout built anew: same entries, same losses; verified figures are full recomputations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mitigated import COSTS, four, network, networks

from hinterland.network.cascade.dependence import dependence
from hinterland.network.cascade.engine import cascade
from hinterland.network.cascade.layout import layout
from hinterland.network.cascade.model import Shocks
from hinterland.network.mitigate import mitigate
from hinterland.network.mitigate.change import Change, State, changed
from hinterland.network.mitigate.evaluate import RULE, after, baseline, index_of
from hinterland.network.mitigate.patch import Prepared, with_links

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.cascade.layout import Layout
    from hinterland.network.graph import Network

    Floats = NDArray[np.float64]


def losses(prepared: Layout) -> tuple[Floats, Floats]:
    """Losses at the fixed point: where loops are slow, steps of `RULE.eps` end at different distances from it."""
    every = Shocks.each(np.arange(len(prepared), dtype=np.int32))
    found = cascade(prepared, every, replace(RULE, eps=1e-13), vectors=True)
    assert found.loss_down is not None
    assert found.loss_up is not None
    return found.loss_down, found.loss_up


def some_change(network: Network, data: st.DataObject) -> Change:
    """Moves and holds on random links of a network; alternatives of the same industry that sell something."""
    moves, holds, left = [], [], network.weight.copy()
    for link in data.draw(st.lists(st.integers(0, len(left) - 1), max_size=3)) if len(left) else []:
        k, j = int(network.supplier[link]), int(network.buyer[link])
        same = network.industry.of == network.industry.of[k]
        others = [int(a) for a in np.flatnonzero(same & (network.sales > 0)) if a not in {k, j}]
        if others and k != j:
            value = float(left[link] * data.draw(st.sampled_from([0.25, 0.5, 1.0])))
            left[link] -= value
            moves.append((k, data.draw(st.sampled_from(others)), j, value))
        if data.draw(st.booleans()):
            holds.append((k, j, data.draw(st.sampled_from([0.0, 0.5, 0.9]))))
    return Change(tuple(moves), tuple(holds))


def entries(prepared: Layout) -> dict[str, Floats]:
    """All numbers of a layout that a change can touch, by firm in the numbering of the network."""
    graph, size, old = prepared.graph, len(prepared), prepared.order
    found = {name: np.zeros((size, size)) for name in ("pull", "push", "buyers", "sellers")}
    pairs = {
        "pull": (
            graph.inputs.supplier,
            np.repeat(graph.inputs.buyer, np.diff(graph.inputs.runs[:, [0, 3]])[:, 0]),
        ),
        "push": (_rows(graph.reach.start), graph.owner[graph.reach.other]),
        "buyers": (np.repeat(graph.buyers.supplier, np.diff(graph.buyers.start)), graph.buyers.buyer),
        "sellers": (graph.sellers.other, _rows(graph.sellers.start)),
    }
    parts = {"pull": graph.inputs, "push": graph.reach, "buyers": graph.buyers, "sellers": graph.sellers}
    for name, (supplier, buyer) in pairs.items():
        found[name][old[supplier], old[buyer]] = parts[name].weight
    sales = np.zeros(size)
    sales[old] = graph.markets.sales
    return {
        **found,
        "sales": sales,
        "total": graph.markets.total,
        "linear": np.array(prepared.linear, dtype=float),
    }


def _rows(start: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(start) - 1), np.diff(start))


@settings(max_examples=60)
@given(network=networks(), data=st.data())
def test_a_patched_layout_has_the_entries_of_one_built_anew(network: Network, data: st.DataObject) -> None:
    change = some_change(network, data)
    prepared = Prepared.of(State.of(network), {(b, j) for _, b, j, _ in change.moves})
    patched, anew = entries(prepared.patched(change)), entries(prepared.changed(change).layout)
    for name, values in patched.items():
        # a link that loses all of 1e6 keeps a rounding of it
        np.testing.assert_allclose(
            values, anew[name], rtol=1e-12, atol=1e-12 * max(1.0, np.abs(values).max(initial=0))
        )


@settings(max_examples=30)
@given(network=networks(), data=st.data())
def test_patched_and_rebuilt_give_the_same_losses(network: Network, data: st.DataObject) -> None:
    change = some_change(network, data)
    prepared = Prepared.of(State.of(network), {(b, j) for _, b, j, _ in change.moves})
    rebuilt = prepared.changed(change)
    for patched, anew in zip(losses(prepared.patched(change)), losses(rebuilt.layout), strict=True):
        np.testing.assert_allclose(
            patched, anew, rtol=0, atol=1e-7
        )  # slow cascades end where a step is below eps


@settings(max_examples=40)
@given(network=networks(), data=st.data())
def test_moves_conserve_what_every_buyer_buys(network: Network, data: st.DataObject) -> None:
    change = some_change(network, data)
    after = changed(State.of(network), change).network
    np.testing.assert_allclose(after.purchases, network.purchases, rtol=1e-12)
    assert np.isclose(after.sales.sum(), network.sales.sum(), rtol=1e-12)
    keys = after.supplier.astype(np.int64) * len(after) + after.buyer
    assert (np.diff(keys) > 0).all()


@settings(max_examples=25)
@given(network=networks(), data=st.data())
def test_links_that_are_only_possible_change_no_loss(network: Network, data: st.DataObject) -> None:
    state = State.of(network)
    sellers = np.flatnonzero(network.sales > 0).tolist()
    firms = st.integers(0, len(network) - 1)
    links = data.draw(st.sets(st.tuples(st.sampled_from(sellers), firms), max_size=5)) if sellers else set()
    # only links of an industry that the buyer has a supplier of are ever proposed
    has = {
        (int(network.industry.of[i]), int(j)) for i, j in zip(network.supplier, network.buyer, strict=True)
    }
    links = {(i, j) for i, j in links if (int(network.industry.of[i]), j) in has}
    for one, two in zip(
        losses(layout(with_links(state, links).network)), losses(layout(state.network)), strict=True
    ):
        np.testing.assert_allclose(one, two, rtol=0, atol=1e-7)


@settings(max_examples=20)
@given(network=networks(), data=st.data())
def test_stocks_never_raise_a_loss(network: Network, data: st.DataObject) -> None:
    change = replace(some_change(network, data), moves=())
    prepared = Prepared.of(State.of(network), ())
    for old, new in zip(losses(prepared.layout), losses(prepared.patched(change)), strict=True):
        assert (new <= old + 1e-6).all()  # both end within RULE.eps of a step


def test_the_revenue_of_a_supplier_moves_with_its_sales() -> None:
    network = replace(four(), revenue=np.array([150.0, 100.0, 300.0, 10.0]))
    after = changed(State.of(network), Change(moves=((0, 1, 2, 40.0),))).network
    assert after.revenue is not None
    assert after.revenue.tolist() == [110.0, 140.0, 300.0, 10.0]


def test_a_revenue_below_sales_does_not_fall_below_what_is_still_sold() -> None:
    network = replace(four(), revenue=np.array([70.0, 100.0, 300.0, 10.0]))
    after = changed(State.of(network), Change(moves=((0, 1, 2, 40.0),))).network
    assert after.revenue is not None
    assert after.revenue.tolist() == [60.0, 140.0, 300.0, 10.0]


def test_of_two_stocks_on_one_link_the_larger_counts() -> None:
    state = changed(State.of(four()), Change(holds=((0, 2, 0.5), (0, 2, 0.8))))
    assert state.passed.tolist() == [0.5, 1.0, 1.0]


@pytest.mark.parametrize(
    "change",
    [Change(moves=((0, 1, 3, 1.0),)), Change(moves=((0, 1, 2, 101.0),)), Change(holds=((3, 0, 0.5),))],
)
def test_what_is_not_bought_cannot_move(change: Change) -> None:
    with pytest.raises(ValueError, match=r"no such link|more moves"):
        changed(State.of(four()), change)


def test_a_link_that_was_not_prepared_is_refused() -> None:
    with pytest.raises(ValueError, match="was not prepared"):
        Prepared.of(State.of(four()), ()).patched(Change(moves=((0, 1, 2, 50.0),)))


def test_what_is_verified_is_the_full_recomputation_on_a_network_built_anew() -> None:
    network = four(market=True)
    found = mitigate(network, only=["kilo"], assume=COSTS)
    row = found["measures"].filter(kind="second_source").row(0, named=True)
    assert row["verified"]
    anew = replace(
        network,
        supplier=np.array([0, 1, 1, 2], dtype=np.int32),
        buyer=np.array([2, 2, 3, 3], dtype=np.int32),
        weight=np.array([50.0, 50.0, 100.0, 300.0]),
        weights=(("sales", network.sales),),
        inferred=None,
    )
    index = index_of(layout(anew), np.arange(4))
    assert row["risk_after"] == pytest.approx(index.mean(), abs=1e-12)


@settings(max_examples=40)
@given(network=networks(), data=st.data())
def test_stops_that_a_change_does_not_touch_cost_what_they_did(network: Network, data: st.DataObject) -> None:
    change = some_change(network, data)
    prepared = Prepared.of(State.of(network), {(b, j) for _, b, j, _ in change.moves})
    every = np.arange(len(network))
    before = index_of(prepared.layout, every)
    found = after(prepared, before, prepared.ways.touched(change), change)
    np.testing.assert_allclose(found, index_of(prepared.patched(change), every), rtol=0, atol=1e-7)


@settings(max_examples=20)
@given(network=networks())
def test_the_baseline_is_the_cascade_of_every_firm(network: Network) -> None:
    prepared = layout(State.of(network).network)
    every = cascade(prepared, Shocks.each(np.arange(len(network), dtype=np.int32)), RULE)
    base = baseline(prepared)
    for one, two in zip((base.index, base.down, base.up), (every.both, every.down, every.up), strict=True):
        np.testing.assert_allclose(one, two[:, 0], rtol=0, atol=1e-14)


@settings(max_examples=25)
@given(network=networks(), data=st.data())
def test_stops_are_ranked_by_ways_along_which_losses_really_pass(
    network: Network, data: st.DataObject
) -> None:
    prepared = Prepared.of(State.of(network), ())
    firm = data.draw(st.integers(0, len(network) - 1))
    ranked = prepared.ways.ranked(firm)
    assert ranked[0] == firm
    down, _ = losses(prepared.layout)
    assert set(np.flatnonzero(down[:, firm] > 0).tolist()) <= set(ranked.tolist())


def test_the_hardest_way_is_the_product_of_what_passes() -> None:
    # two suppliers of 90 and 10 percent; the second has a supplier of its own, on which all hangs
    chain = network(
        {"most": "a", "some": "a", "buyer": "b", "first": "c"},
        {("most", "buyer"): 90, ("some", "buyer"): 10, ("first", "some"): 5},
        {("a", "b"): 2, ("c", "a"): 2},
    )
    ways = Prepared.of(State.of(chain), ()).ways
    assert [chain.ids[i] for i in ways.ranked(2)] == ["buyer", "most", "some", "first"]
    np.testing.assert_allclose(dependence(chain), [0.9, 0.1, 1.0])
