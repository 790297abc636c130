"""Rules of origin: the formulas by hand, their identities, intervals that hold, days in force, thresholds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.chain.content_price import ITEMS, Price, price_of
from hinterland.chain.rules import (
    METHODS,
    Rule,
    build_down,
    build_up,
    content,
    content_span,
    counted,
    net_cost,
    net_cost_of,
    qualifies,
    rules_of,
    transaction_value,
    value_added,
)
from hinterland.errors import StudyError
from hinterland.ground.parts import parts
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

SHARE = st.floats(0, 1)


def test_a_heat_pump_by_every_method_by_hand() -> None:
    fob, vnm, labour, overhead, profit = 20_000.0, 4_500.0, 1_600.0, 1_400.0, 2_000.0
    vom = fob - vnm - labour - overhead - profit
    assert build_down(fob, vnm) == pytest.approx(0.775)
    assert build_up(fob, vom, labour, overhead, profit, 0.0) == pytest.approx(0.775)
    cost = net_cost_of(fob, profit, excluded=1_000.0)
    assert cost == 17_000.0
    assert net_cost(cost, vnm) == pytest.approx(12_500 / 17_000)
    assert transaction_value(fob, vnm) == pytest.approx(0.775)
    assert value_added(fob, 13_250.0) == pytest.approx(0.6625)
    assert build_down(np.array([10.0, 20.0]), np.array([5.0, 5.0])) == pytest.approx([0.5, 0.75])


@pytest.mark.parametrize(
    "formula",
    [
        lambda: build_down(0.0, 0.0),
        lambda: build_up(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        lambda: net_cost(np.array([1.0, -1.0]), 0.0),
        lambda: transaction_value(-5.0, 0.0),
        lambda: value_added(0.0, 0.0),
    ],
)
def test_no_share_is_taken_of_nothing(formula: Any) -> None:
    with pytest.raises(StudyError, match="above 0"):
        formula()


@given(st.lists(st.floats(0.01, 100), min_size=7, max_size=7))
def test_build_up_equals_build_down_where_the_accounts_close(parts_of_price: list[float]) -> None:
    vom, vnm, labour, overhead, profit, other, excluded = parts_of_price
    fob = sum(parts_of_price)
    assert build_up(fob, vom, labour, overhead, profit, other + excluded) == pytest.approx(
        build_down(fob, vnm)
    )


@st.composite
def prices(draw: st.DrawFn) -> tuple[Price, tuple[float, dict[str, float]]]:
    """A price with ranges, and one structure that they admit."""
    named = draw(st.lists(st.sampled_from(ITEMS), unique=True, min_size=1))
    items, taken = {}, dict.fromkeys(ITEMS, 0.0)
    for item in named:
        low, high = sorted([draw(st.floats(0, 0.2)), draw(st.floats(0, 0.2))])
        taken[item] = low + draw(SHARE) * (high - low)
        items[item] = (low, (low + high) / 2, high)
    assume(sum(h for _, _, h in items.values()) < 0.95)
    return Price(items), (1.0 - sum(taken.values()), taken)


@given(prices(), SHARE, SHARE, SHARE, st.sampled_from(sorted(METHODS)))
def test_every_admitted_structure_and_origin_lies_within_the_span(
    price: tuple[Price, tuple[float, dict[str, float]]], one: float, other: float, at: float, method: str
) -> None:
    low, high = sorted([one, other])
    least, most = content_span(method, price[0], (low, high))
    found = content(method, price[1], low + at * (high - low))
    assert least - 1e-9 <= found <= most + 1e-9


@given(prices(), SHARE)
def test_methods_that_share_a_base_agree(
    price: tuple[Price, tuple[float, dict[str, float]]], foreign: float
) -> None:
    found = [
        content(m, price[1], foreign) for m in ("build_down", "build_up", "transaction_value", "value_added")
    ]
    assert found == pytest.approx([found[0]] * 4)
    assert content("net_cost", price[1], foreign) <= found[0] + 1e-12  # the same parts of a smaller base


def test_the_ends_of_a_span_are_reached() -> None:
    price = Price({"labour": (0.1, 0.15, 0.2), "profit": (0.0, 0.05, 0.1)})
    least, most = content_span("build_down", price, (0.2, 0.5))
    assert (least, most) == pytest.approx((1 - 0.9 * 0.5, 1 - 0.7 * 0.2))
    least, most = content_span("net_cost", price, (0.5, 0.5))
    assert (least, most) == pytest.approx((1 - 0.9 * 0.5 / 1.0, 1 - 0.7 * 0.5 / 0.9))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_where_the_price_is_unknown_it_is_only_known_to_be_at_least_the_material(method: str) -> None:
    least, most = content_span(method, Price({}), (0.3, 0.4))
    assert (least, most) == pytest.approx((0.6, 1.0))
    assert Price({}).likely(method) is None


def test_a_net_cost_without_a_profit_is_a_range() -> None:
    price = Price({"labour": (0.2, 0.2, 0.2)})
    assert price.likely("net_cost") is None
    assert price.likely("build_down") is not None
    least, most = content_span("net_cost", price, (0.5, 0.5))
    # all the rest is material: 1 - 0.8 x 0.5; or all of it is profit: nothing foreign is left in the cost
    assert (least, most) == pytest.approx((0.6, 1.0))
    known_material = Price({}, material=0.8)
    least, most = content_span("net_cost", known_material, (0.5, 0.5))
    # the profit is in the other 0.2: net cost between 0.8 and 1
    assert (least, most) == pytest.approx((0.5, 0.6))


def test_items_that_take_more_than_the_price_leave_no_material() -> None:
    price = Price({"labour": (0.3, 0.5, 0.8), "other": (0.3, 0.4, 0.8)})
    material, items = price.corner(2)
    assert material == 0.0
    assert sum(items.values()) == pytest.approx(1.0)
    assert content_span("build_down", price, (1.0, 1.0))[1] == pytest.approx(1.0)


def test_a_price_that_is_all_profit_has_no_net_cost_to_take_a_share_of() -> None:
    price = Price({"profit": (1.0, 1.0, 1.0)})
    assert content("net_cost", price.corner(1), 0.4) == 1.0


def test_what_is_made_outside_adds_nothing_and_its_price_neither() -> None:
    structure = (0.75, dict.fromkeys(ITEMS, 0.0) | {"labour": 0.25})
    assert content("value_added", structure, 0.6, made_inside=0.0) == pytest.approx(0.75 * 0.4)
    assert content("value_added", structure, 0.6, made_inside=1.0) == pytest.approx(0.25 + 0.75 * 0.4)


@pytest.mark.parametrize(
    ("low", "high", "threshold", "word"),
    [
        (0.5, 0.9, 0.4, "yes"),
        (0.4, 0.4, 0.4, "yes"),
        (0.4 - 1e-12, 0.4, 0.4, "yes"),
        (0.1, 0.39, 0.4, "no"),
        (0.39, 0.4, 0.4, "cannot be told"),
        (0.1, 0.2, None, None),
    ],
)
def test_qualification_is_yes_no_or_cannot_be_told(
    low: float, high: float, threshold: float | None, word: str | None
) -> None:
    assert qualifies(low, high, threshold) == word


@given(SHARE, SHARE, SHARE)
def test_a_wider_interval_never_turns_a_no_into_a_yes(low: float, high: float, threshold: float) -> None:
    low, high = sorted([low, high])
    wide = qualifies(low / 2, (1 + high) / 2, threshold)
    assert wide in {qualifies(low, high, threshold), "cannot be told"}


def test_what_counts_of_a_component_depends_on_how_far_it_is_traced() -> None:
    # an exchanger made inside, half of it added there; one made outside with local copper
    inside, own = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    assert counted(inside, own, "none", np.nan).tolist() == [1.0, 0.0]
    assert counted(inside, own, "full", np.nan).tolist() == [0.5, 0.5]
    assert counted(inside, own, "rollup", 0.4).tolist() == [1.0, 0.0]
    assert counted(inside, own, "rollup", 0.5).tolist() == [1.0, 0.0]
    assert counted(inside, own, "rollup", 0.6).tolist() == [0.0, 0.0]


def rule(**more: Any) -> Rule:
    given_ = {
        "rule": "r",
        "name": Said("Rule", "规则"),
        "method": "build_down",
        "threshold": 0.4,
        "product": None,
        "territory": ("x",),
        "tracing": "none",
        "component_threshold": 0.4,
        "start": None,
        "end": None,
        "source": "",
        "basis": "reported",
    }
    return Rule(**(given_ | more))


@pytest.mark.parametrize(
    ("start", "end", "day", "inside", "said"),
    [
        ("2022-01-01", None, "2021-08-10", False, "not in force until 2022-01-01"),
        ("2022-01-01", None, "2022-01-01", True, "in force since 2022-01-01"),
        ("2021", None, "2021-06-30", False, "not in force until 2021"),
        ("2021", None, "2021-12-31", True, "in force since 2021"),
        ("2020-07-01", "2021-06-30", "2021-06-30", True, "in force since 2020-07-01"),
        ("2020-07-01", "2021-06-30", "2021-07-01", False, "no longer in force since 2021-06-30"),
        (None, None, "1990-01-01", True, "in force (no date given)"),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_day(
    start: str | None, end: str | None, day: str, inside: bool, said: str
) -> None:
    one = rule(start=start, end=end)
    assert one.in_force(date.fromisoformat(day)) is inside
    assert one.when(date.fromisoformat(day)).en == said


def test_what_a_rule_leaves_open_is_filled_by_its_meaning() -> None:
    rows = [
        {"rule": "a", "method": "build_down", "threshold": "0.4", "territory": "x;y", "tracing": "rollup"},
        {"rule": "b", "method": "value_added", "territory": "x"},
        {
            "rule": "c",
            "method": "net_cost",
            "threshold": "0.7",
            "component_threshold": "0.6",
            "territory": "x",
        },
    ]
    places = [{"place": p, "kind": "country"} for p in "xy"]
    a, b, c = rules_of(cluster_of({"content_rules": rows, "places": places}))
    assert (a.territory, a.tracing, a.component_threshold) == (("x", "y"), "rollup", 0.4)
    assert (b.tracing, b.threshold, b.component_threshold) == ("full", None, None)
    assert (c.tracing, c.component_threshold) == ("none", 0.6)
    assert (a.name.en, a.name.zh) == ("a", "a")


def test_the_price_of_the_tutorials_heat_pump_is_three_quarters_material(tutorial: Cluster) -> None:
    stated = price_of(tutorial, parts(tutorial, "heat_pump"))
    assert stated.corner(1)[0] == pytest.approx(0.75)
    assert stated.material is None


def _bill(prices_: dict[str, str], shares: dict[str, str | None]) -> Cluster:
    products = [{"product": "pump", "kind": "final", "unit": "set", "unit_price": "100"}]
    products += [
        {"product": p, "kind": "component", "unit": "set", "unit_price": prices_.get(p)} for p in shares
    ]
    recipe = [
        {"product": "pump", "process": "p", "input": i, "quantity": "1", "value_share": s}
        for i, s in shares.items()
    ]
    return cluster_of({"products": products, "recipes": recipe})


def test_without_cost_items_material_follows_from_the_prices_of_half_of_it() -> None:
    # 40 for half of the material: 80 of the price of 100
    cluster = _bill({"a": "40"}, {"a": "0.5", "b": "0.3"})
    price = price_of(cluster, parts(cluster, "pump"))
    assert (price.material, price.known, price.basis) == (pytest.approx(0.8), True, "inferred")
    few = _bill({"b": "24"}, {"a": "0.5", "b": "0.3"})
    assert price_of(few, parts(few, "pump")).known is False


def test_a_share_that_itself_follows_from_prices_says_nothing_about_the_material() -> None:
    cluster = _bill({"a": "60"}, {"a": None})
    assert price_of(cluster, parts(cluster, "pump")).known is False


def test_an_item_with_only_a_range_has_its_middle_as_likely() -> None:
    tables = {
        "products": [
            {"product": "pump", "kind": "final", "unit": "set"},
            {"product": "a", "kind": "component", "unit": "set"},
        ],
        "recipes": [{"product": "pump", "process": "p", "input": "a", "value_share": "0.5"}],
        "cost_items": [
            {"product": "pump", "item": "labour", "low": "0.1", "high": "0.3"},
            {"product": "pump", "item": "profit", "share": "0.1"},
            {"product": "pump", "item": "other"},
        ],
    }
    cluster = cluster_of(tables)
    price = price_of(cluster, parts(cluster, "pump"))
    assert price.items == {"labour": (0.1, 0.2, 0.3), "profit": (0.1, 0.1, 0.1)}
