"""The table `coverage`: bounds, ranges over draws, reasons, and how its figures hang together."""

from __future__ import annotations

from itertools import pairwise
from itertools import product as combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains import HOURS, ROOT, STAGES, chains, near, plant, recipe, tables_of, two_towns
from hinterland.chain.coverage import COVERAGE, coverage_rows
from hinterland.chain.measured import values_of
from hinterland.chain.words import DEFINITIONS, NOT_MEASURED
from hinterland.ground.parts import CUTS, cuts, draws
from hinterland.result import Said

if TYPE_CHECKING:
    from chains import Row, Tables
    from hinterland.chain.measured import Nearby

NAMES = Said("North", "北")
SETS = ("operating", "construction", "announced")


def table(found: Nearby, drawn: Any = None, count: int = 40) -> list[Row]:
    if drawn is None:
        drawn = cuts(found.scope.parts, draws(found.scope.parts, count, 7))
    return list(coverage_rows(found, NAMES, drawn))


def cell(rows: list[Row], definition: str, reach: str, **more: str) -> Row:
    """The one row of a definition and reach, on the first tier with operating plants unless told."""
    where = {"definition": definition, "reach": reach}
    if not definition.startswith("sourced"):
        where |= {"cut": "tier1", "plants": "operating"}
    where |= more
    (row,) = [r for r in rows if all(r[k] == v for k, v in where.items())]
    return row


def ends(row: Row) -> tuple[float, float]:
    return row["low"], row["high"]


def ranges(row: Row) -> tuple[float, float]:
    return row["range_low"], row["range_high"]


def evenly(found: Nearby, least: float, most: float, count: int = 101) -> dict[str, np.ndarray]:
    """Draws in which `x` makes from `least` to `most` of the components, in even steps, and `y` the rest."""
    x = np.linspace(least, most, count)
    drawn = np.zeros((count, len(found.scope.parts.products)))
    drawn[:, found.scope.parts.index("x")] = 0.8 * x
    drawn[:, found.scope.parts.index("y")] = 0.8 * (1 - x)
    return dict.fromkeys(CUTS, drawn)


# --- values and ranges by hand


def test_a_figure_that_is_known_has_a_value_and_its_range_holds_ninety_percent_of_the_draws() -> None:
    found = near(two_towns())
    rows = table(found, evenly(found, 0.5, 1.0))
    row = cell(rows, "available", "1")  # x everywhere, y nowhere
    assert row["value"] == pytest.approx(0.75)
    assert ends(row) == pytest.approx((0.75, 0.75))
    assert ranges(row) == pytest.approx((0.525, 0.975))
    row = cell(rows, "available_capacity", "1")  # 80 of 400
    assert row["value"] == pytest.approx(0.15)
    assert ranges(row) == pytest.approx((0.2 * 0.525, 0.2 * 0.975))


def test_unknown_capacity_leaves_an_interval_and_no_value() -> None:
    found = near(two_towns(x1={"capacity": None}))
    row = cell(table(found, evenly(found, 0.5, 1.0)), "available_capacity", "1")
    assert row["value"] is None
    assert ends(row) == pytest.approx((0.0, 0.75))
    assert ranges(row) == pytest.approx((0.0, 0.975))


def test_unknown_weights_widen_the_range_of_the_draws_too() -> None:
    # x reaches only the first town, whose plant may be idle or make half.
    found = near(two_towns(one={"capacity": None}, x1={"capacity": 1e9}), hours=(0.5,))
    row = cell(table(found, evenly(found, 0.5, 1.0)), "available", "0.5")
    assert row["value"] is None
    assert ends(row) == pytest.approx((0.0, 0.375))
    assert ranges(row) == pytest.approx((0.0, 0.5 * 0.975))


def test_what_unknown_weights_add_to_the_bounds_they_add_to_the_range() -> None:
    # 100 and 300 in `b`, one plant of unknown size in `a`: likely 200 of 600, idle to 300 of 700.
    def row(place: str) -> Row:
        tables = two_towns(one={"capacity": None}, two={"capacity": 100.0}, x1={"place": place})
        tables["plants"].append(plant("three", ROOT, "b", capacity=300.0))
        found = near(tables, hours=(0.5,))
        return cell(table(found, evenly(found, 0.5, 1.0)), "available", "0.5")

    first, second = row("a"), row("b")
    assert ends(first) == pytest.approx((0.0, 0.75 * 3 / 7))
    assert ranges(first) == pytest.approx((0.0, 0.975 / 3 + 0.75 * (3 / 7 - 1 / 3)))
    assert ends(second) == pytest.approx((0.75 * 4 / 7, 0.75))
    assert ranges(second) == pytest.approx((0.525 * 2 / 3 - 0.75 * (2 / 3 - 4 / 7), 0.975 * 2 / 3 + 0.25))


def test_the_range_holds_the_figure_itself_even_where_no_draw_does() -> None:
    found = near(two_towns())
    for least, most in ((0.9, 1.0), (0.1, 0.2)):
        low, high = ranges(cell(table(found, evenly(found, least, most)), "available", "1"))
        assert low - 1e-12 <= 0.75 <= high + 1e-12
        assert low <= least + 0.1 * (most - least)
        assert high >= most - 0.1 * (most - least)


def test_without_draws_the_range_is_that_of_the_bounds() -> None:
    found = near(two_towns(x1={"capacity": None}))
    none = dict.fromkeys(CUTS, np.zeros((0, len(found.scope.parts.products))))
    rows = table(found, none)
    assert ranges(cell(rows, "available_capacity", "1")) == pytest.approx((0.0, 0.75))


def test_stated_ranges_of_shares_make_an_interval_of_operating_plants() -> None:
    tables = two_towns()
    tables["recipes"][0] |= {"low": 0.5, "high": 0.7}
    tables["recipes"][1] |= {"low": 0.1, "high": 0.3}
    rows = table(near(tables))
    row = cell(rows, "available", "1")
    assert (row["interval_low"], row["interval_high"]) == pytest.approx((0.5 / 0.8, 0.7 / 0.8))
    assert "interval_low" not in cell(rows, "available", "1", plants="announced")


def test_parts_that_hang_on_different_towns_are_never_served_all_at_once() -> None:
    # Either town may make everything; x is only near the first, y only near the other.
    tables = two_towns(
        one={"capacity": None},
        two={"capacity": None, "place": "c"},
        x1={"capacity": None},
        y1={"capacity": None, "place": "c"},
    )
    rows = table(near(tables, hours=(0.5,)))
    assert ends(cell(rows, "available", "0.5")) == pytest.approx((0.25, 0.75))
    assert ends(cell(rows, "available_capacity", "0.5")) == pytest.approx((0.0, 0.75))


def test_the_number_of_suppliers_counts_for_presence_alone() -> None:
    rows = table(near(two_towns(), firms=2))
    assert cell(rows, "available", "1")["value"] == 0.0
    assert cell(rows, "available_capacity", "1")["value"] == pytest.approx(0.15)
    assert "at least 2 firms" in cell(rows, "available", "1")["definition_en"]


# --- rows, codes and reasons


def test_there_is_a_row_for_each_definition_reach_cut_and_set() -> None:
    rows = table(near(two_towns()))
    reaches = ["boundary", *(f"{h:g}" for h in HOURS)]
    expected = {
        (d, r, c, s) for d in ("available", "available_capacity") for r in reaches for c in CUTS for s in SETS
    }
    found = [(r["definition"], r["reach"], r["cut"], r["plants"]) for r in rows]
    assert len(found) == len(set(found))
    assert {f for f in found if not f[0].startswith("sourced")} == expected
    assert [f[:2] for f in found if f[0].startswith("sourced")] == [
        ("sourced_boundary", "boundary"),
        *(("sourced_reach", f"{h:g}") for h in HOURS),
    ]
    for row in rows:
        assert set(row) <= set(COVERAGE)
        assert (row["place"], row["place_en"], row["place_zh"], row["root"]) == ("north", "North", "北", ROOT)
        assert (row["year"], row["suppliers"]) == (2024, 1)
        assert row["hours"] == (None if row["reach"] == "boundary" else float(row["reach"]))
        assert row["definition_en"]
        assert row["definition_zh"]


def test_a_place_without_an_assembler_says_so_for_every_definition() -> None:
    tables = two_towns()
    del tables["plants"][:2]
    rows = table(near(tables))
    assert [r["definition"] for r in rows] == list(DEFINITIONS)
    for row in rows:
        assert (row["code"], row.get("value"), row.get("low"), row.get("high")) == (
            "no_assembler",
            None,
            None,
            None,
        )
        assert row["reason_en"] == NOT_MEASURED["no_assembler"].en
        assert row["reason_zh"] == NOT_MEASURED["no_assembler"].zh


def test_a_bill_of_processes_alone_has_nothing_to_be_nearby() -> None:
    tables = tables_of([plant("one", ROOT, "a", capacity=1.0)], [recipe(ROOT, "work", 0.4)])
    rows = [r for r in table(near(tables)) if not r["definition"].startswith("sourced")]
    assert rows
    for row in rows:
        assert (row["code"], row.get("value"), row.get("low")) == ("no_components", None, None)
        assert row["reason_en"] == NOT_MEASURED["no_components"].en


def purchase(value: float | None, supplier: str = "f_x1", **more: Any) -> Row:
    row = {"supplier": supplier, "customer": "f_one", "product": "x", "year": 2023, "value": value}
    return row | {"basis": "reported"} | more


def test_purchases_are_measured_or_the_reason_told() -> None:
    def row(*bought: Row) -> Row:
        return cell(table(near(two_towns(more={"supplies": list(bought)}))), "sourced_boundary", "boundary")

    for bought, code in (((), "no_purchases"), ((purchase(None), purchase(None, "f_y1")), "no_values")):
        told = row(*bought)
        assert (told["code"], told.get("value"), told.get("low"), told["basis"]) == (code, None, None, None)
        assert told["reason_en"].startswith(NOT_MEASURED[code].en)
        assert ("2 without a value" in told["reason_en"]) == (code == "no_values")
    told = row(purchase(300.0), purchase(100.0, "f_y1", product="y"), purchase(None, "f_y1"))
    assert (told["code"], told["value"], told["basis"]) == ("", pytest.approx(0.75), "reported")
    assert ends(told) == ranges(told) == pytest.approx((0.75, 0.75))
    assert "2 purchases of 2023" in told["reason_en"]
    assert "1 more without a value" in told["reason_en"]
    told = row(purchase(300.0), purchase(100.0, "stranger"))
    assert told["value"] is None
    assert ends(told) == ranges(told) == pytest.approx((0.75, 1.0))


def test_the_reason_says_what_is_near_and_what_nobody_knows() -> None:
    tables = two_towns(one={"capacity": None}, y1={"product": "x"})
    said = cell(table(near(tables)), "available", "1")["reason_en"]
    assert said.startswith("1 of 2 products within reach")
    assert "1 (25% of the value) made by no plant" in said
    assert "size of 1 of 2 assembling plants unknown" in said


def test_the_basis_is_the_weakest_of_the_bill_the_plants_and_the_assemblers() -> None:
    def basis(**changes: Any) -> dict[str, str]:
        rows = table(near(two_towns(**changes)))
        return {r["plants"]: r["basis"] for r in rows if r["definition"] == "available"}

    assert set(basis().values()) == {"inferred"}
    assert basis(x1={"basis": "synthetic"}) == dict.fromkeys(SETS, "inferred") | {"synthetic": "synthetic"}
    tables = two_towns()
    tables["recipes"][0] |= {"basis": "synthetic"}
    assert {r["basis"] for r in table(near(tables)) if r["definition"] == "available"} == {"synthetic"}
    assert (
        cell(
            table(near(two_towns(one={"basis": "synthetic"}, two={"basis": "synthetic"}))),
            "available",
            "1",
        )["basis"]
        == "synthetic"
    )


# --- whatever the case


@given(chains(made_up=True, bought=True), st.integers(1, 2))
def test_bounds_lie_in_order_and_a_value_stands_only_where_they_meet(tables: Tables, firms: int) -> None:
    for row in table(near(tables, firms=firms)):
        if row["code"]:
            assert row.get("value") is None
            assert row.get("low") is None
            continue
        low, high = ends(row)
        assert 0 <= row["range_low"] <= low <= high <= row["range_high"] <= 1
        assert (row["value"] is not None) == (high - low < 1e-9)
        assert row["value"] in {None, low}
        if row["plants"] == "operating" and row["cut"] in CUTS:
            assert 0 <= row["interval_low"] <= low
            assert high <= row["interval_high"] <= 1


@given(chains(made_up=True))
def test_capacity_never_makes_more_nearby_than_presence(tables: Tables) -> None:
    rows = table(near(tables))
    for row in rows:
        if row["definition"] != "available" or row["code"]:
            continue
        same = {k: row[k] for k in ("cut", "plants")}
        other = cell(rows, "available_capacity", row["reach"], **same)
        assert other["high"] <= row["high"] + 1e-9
        assert other["low"] <= row["low"] + 1e-9


@given(chains(made_up=True), st.integers(1, 2))
def test_a_set_of_more_plants_and_a_farther_reach_never_have_less(tables: Tables, firms: int) -> None:
    rows = table(near(tables, firms=firms))
    measured = [r for r in rows if not r["code"] and r["cut"] in CUTS]
    at = {(r["definition"], r["cut"], r["reach"], r["plants"]): r for r in measured}
    for (definition, cut, reach, which), row in at.items():
        for less, more in pairwise(SETS):
            if which == less:
                other = at[definition, cut, reach, more]
                assert row["low"] <= other["low"] + 1e-6
                assert row["high"] <= other["high"] + 1e-6
        for less, more in pairwise(f"{h:g}" for h in HOURS):
            if reach == less:
                other = at[definition, cut, more, which]
                assert row["low"] <= other["low"] + 1e-6
                assert row["high"] <= other["high"] + 1e-6
        if which == "operating" and (definition, cut, reach, "synthetic") in at:
            assert row["low"] <= at[definition, cut, reach, "synthetic"]["low"] + 1e-6


@given(chains(known_sizes=True), st.integers(20, 60))
def test_nine_of_ten_draws_lie_in_the_range_where_sizes_are_known(tables: Tables, count: int) -> None:
    found = near(tables)
    drawn = cuts(found.scope.parts, draws(found.scope.parts, count, 3))
    rows = table(found, drawn)
    for cut, reach in combinations(CUTS, (None, *HOURS)):
        name = "boundary" if reach is None else f"{reach:g}"
        shares = drawn[cut] / drawn[cut].sum(axis=1, keepdims=True)
        mean, served = found.mean_available("operating", reach), found.served["operating", reach]
        for definition, span in (("available", mean), ("available_capacity", served)):
            row = cell(rows, definition, name, cut=cut)
            lows, highs = np.sort(shares @ span.low), np.sort(shares @ span.high)
            beyond = int(0.05 * (count - 1))
            assert row["range_low"] <= lows[beyond + 1] + 1e-9
            assert row["range_high"] >= highs[count - 2 - beyond] - 1e-9
            middle = drawn[cut].mean(
                axis=0
            )  # the range is moved by no more than this lies off the bill itself
            bias = abs(middle / middle.sum() - values_of(found.scope, cut)).sum()
            assert row["range_low"] >= min(lows[beyond] - bias, row["low"]) - 1e-9
            if definition == "available":
                assert row["range_high"] <= max(highs[count - 1 - beyond] + bias, row["high"]) + 1e-9


PLANNED = STAGES["announced"] | {"opened": None, "place": "a"}


def test_planned_plants_count_in_their_sets_alone() -> None:
    rows = table(near(two_towns(x1=STAGES["construction"] | {"opened": None}, y1=PLANNED)))
    found = {which: ends(cell(rows, "available", "1", plants=which)) for which in SETS}
    assert found == {
        "operating": pytest.approx((0.0, 0.0)),
        "construction": pytest.approx((0.75, 0.75)),
        "announced": pytest.approx((1.0, 1.0)),
    }
