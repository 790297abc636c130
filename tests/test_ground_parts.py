"""Parts as arrays: cuts that count value once, mixes of processes, units per root, draws and bounds of shares."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import beta, kstest

from conftest import cluster_of
from hinterland.cluster import Cluster
from hinterland.errors import StudyError
from hinterland.ground.bom import explode
from hinterland.ground.parts import CUTS, Parts, bounds, cuts, draws, parts, roots
from hinterland.ground.shares import Z90, spread

Rows = list[dict[str, Any]]
BASES = ("observed", "reported", "inferred", "synthetic")


def product(name: str, kind: str = "component", unit: str = "set", **more: Any) -> dict[str, Any]:
    return {"product": name, "kind": kind, "unit": unit} | more


def recipe(
    made: str, part: str, share: float | None = None, process: str = "p", **more: Any
) -> dict[str, Any]:
    return {"product": made, "process": process, "input": part, "value_share": share} | more


def named(rows: Rows, final: str = "a", **more: dict[str, Any]) -> Rows:
    names = sorted({r["product"] for r in rows} | {r["input"] for r in rows})
    return [product(n, "final" if n == final else "component") | more.get(n, {}) for n in names]


def built(rows: Rows, settings: dict[str, str] | None = None, **more: dict[str, Any]) -> Cluster:
    values = [{"name": n, "value": v} for n, v in (settings or {}).items()]
    return cluster_of({"products": named(rows, **more), "recipes": rows, "settings": values})


def by_name(found: Parts, values: Any) -> dict[str, Any]:
    return dict(zip(found.products, np.asarray(values).tolist(), strict=True))


def edge(found: Parts, made: str, part: str) -> int:
    at = (found.parent == found.index(made)) & (found.child == found.index(part))
    return int(np.flatnonzero(at)[0])


def on(found: Parts, cut: str) -> dict[str, float]:
    return {p: v for p, v in by_name(found, found.cut(cut)).items() if v}


@st.composite
def cases(draw: st.DrawFn, blanks: bool = True) -> dict[str, Rows]:
    """Random bills of materials under p0: a product takes only products with a higher number."""
    count = draw(st.integers(2, 8))
    rows: Rows = []
    for made in range(count - 1):
        inputs = draw(st.lists(st.integers(made + 1, count - 1), unique=True, max_size=4, min_size=made == 0))
        worth = [draw(st.integers(0, 9)) for _ in inputs]
        total = max(1, sum(worth) + draw(st.integers(0, 5)))
        for i, w in zip(inputs, worth, strict=True):
            share: float | None = w / total
            row = recipe(f"p{made}", f"p{i}", share, basis=draw(st.sampled_from(BASES)))
            if draw(st.booleans()):
                row |= {"low": share * draw(st.sampled_from([0, 0.3, 0.7, 1]))}
                row |= {"high": min(1, share + draw(st.sampled_from([0, 0.05, 0.2])))}
            elif blanks and draw(st.integers(0, 4)) == 0:
                row["value_share"] = None
            rows.append(row)
    kinds = st.sampled_from(["component"] * 4 + ["material", "service", "process"])
    made = [product(f"p{i}", "final" if i == 0 else draw(kinds)) for i in range(count)]
    return {"products": made, "recipes": rows}


def added(found: Parts, shares: np.ndarray, cut: str) -> float:
    """Value added above a cut, path by path: what components leave of the root and of those above the cut."""

    def above(node: int) -> float:
        mine = [
            (int(found.child[e]), float(shares[e]))
            for e in np.flatnonzero(found.parent == node)
            if found.component[found.child[e]]
        ]
        own = 1.0 - sum(s for _, s in mine)
        if cut == "tier1":
            return own
        inner = {int(p) for p, c in zip(found.parent, found.child, strict=True) if found.component[c]}
        return own + sum(s * above(c) for c, s in mine if c in inner)

    return above(0)


def test_tutorial_cuts_are_those_computed_by_hand(tutorial: Cluster) -> None:
    found = parts(tutorial, "heat_pump")
    assert on(found, "tier1") == pytest.approx(
        {"compressor": 0.40, "heat_exchanger": 0.30, "control_board": 0.20}
    )
    assert on(found, "leaves") == pytest.approx(
        {"compressor": 0.40, "copper_tube": 0.15, "control_board": 0.20}
    )
    assert by_name(found, found.per_root)["copper_tube"] == pytest.approx(0.03)
    own = by_name(found, found.own)
    assert (own["heat_pump"], own["heat_exchanger"]) == pytest.approx((0.10, 0.50))  # assembly is value added
    assert by_name(found, found.tier)["copper_tube"] == 2
    assert roots(tutorial) == ["heat_pump"]


def test_yangtze_value_is_counted_once_on_either_cut(yangtze: Cluster) -> None:
    found = parts(yangtze, "bev")
    for cut in CUTS:
        assert found.cut(cut).sum() + added(found, found.part, cut) == pytest.approx(1.0)
    assert found.products[0] == "bev"
    assert not (found.cut("leaves")[~found.component]).any()


@given(cases())
def test_on_every_cut_components_and_value_added_sum_to_one_in_the_middle_and_in_every_draw(
    tables: dict[str, Rows],
) -> None:
    found = parts(cluster_of(tables), "p0")
    drawn = np.vstack([found.part, draws(found, 5, 7)])
    for cut, values in cuts(found, drawn).items():
        for shares, value in zip(drawn, values, strict=True):
            assert value.sum() + added(found, shares, cut) == pytest.approx(1.0, abs=1e-9)
            assert (value >= 0).all()
    assert (found.parent < found.child).all()
    assert not np.isnan(found.part).any()


@given(cases(blanks=False))
def test_a_products_share_is_the_sum_over_its_nodes_in_the_tree(tables: dict[str, Rows]) -> None:
    cluster = cluster_of(tables)
    found = parts(cluster, "p0")
    tree = explode(cluster, "p0")
    sums = dict.fromkeys(tree["product"].to_list(), 0.0)
    tiers: dict[str, int] = {}
    for name, share, tier in tree.select("product", "share", "tier").iter_rows():
        sums[name] += share
        tiers[name] = min(tier, tiers.get(name, tier))
    assert by_name(found, found.share) == pytest.approx(sums, abs=1e-6)
    assert by_name(found, found.tier) == tiers


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(tables: dict[str, Rows], shuffle: random.Random) -> None:
    first = parts(cluster_of(tables), "p0")
    mixed = {name: shuffle.sample(rows, len(rows)) for name, rows in tables.items()}
    second = parts(cluster_of(mixed), "p0")
    assert first.products == second.products
    np.testing.assert_allclose(draws(first, 3, 1), draws(second, 3, 1), rtol=1e-12)
    np.testing.assert_allclose(first.per_root, second.per_root, rtol=1e-12)
    assert first.basis == second.basis


def test_what_goes_into_a_process_is_value_added_with_it() -> None:
    rows = [recipe("a", "b", 0.6), recipe("a", "work", 0.4), recipe("work", "c", 0.5)]
    found = parts(built(rows, work={"kind": "process"}), "a")
    assert on(found, "leaves") == pytest.approx({"b": 0.6})
    assert by_name(found, found.own)["a"] == pytest.approx(0.4)
    assert any("Processes are value added" in s.en for s in found.assumptions)


def test_a_component_with_nothing_but_processes_of_its_own_is_a_leaf() -> None:
    rows = [recipe("a", "b", 0.6), recipe("b", "work", 0.5)]
    found = parts(built(rows, work={"kind": "process"}), "a")
    assert on(found, "leaves") == pytest.approx({"b": 0.6})


def test_unknown_shares_split_what_is_left_with_the_products_own_value() -> None:
    rows = [recipe("a", "b", 0.4), recipe("a", "c"), recipe("a", "d", basis="observed")]
    found = parts(built(rows), "a")
    c, d = edge(found, "a", "c"), edge(found, "a", "d")
    assert found.part[[c, d]] == pytest.approx([0.2, 0.2])  # 0.6 in three parts, one of them own value
    assert found.own[0] == pytest.approx(0.2)
    assert found.filled.tolist() == [False, True, True]
    assert (found.low[d], found.high[d]) == pytest.approx((0.0, 0.6))
    assert found.basis[d] == "inferred"  # an observed row without a share tells no share
    assert any(s.en.startswith("2 shares") and "2 个份额" in s.zh for s in found.assumptions)


def test_an_unknown_share_may_take_all_that_known_ones_can_leave() -> None:
    found = parts(built([recipe("a", "b", 1.0, low=0.7, high=1.0), recipe("a", "c")]), "a")
    assert (found.part[1], found.low[1], found.high[1]) == pytest.approx((0.0, 0.0, 0.3))
    assert bounds(found, "tier1", np.array([0.0, 0.0, 1.0])) == pytest.approx((0.0, 0.3))


def test_an_unknown_share_stays_within_the_range_that_is_stated_for_it() -> None:
    rows = [recipe("a", "b", 0.4), recipe("a", "c", low=0.4, high=0.5)]
    assert parts(built(rows), "a").part == pytest.approx([0.4, 0.4])
    rows = [recipe("a", "b", 0.8), recipe("a", "c", low=0.4, high=0.5)]
    assert parts(built(rows), "a").part == pytest.approx([0.8, 0.2])  # no more than there is


def test_a_share_that_is_not_stated_follows_from_prices() -> None:
    rows = [recipe("a", "b", quantity=3, basis="reported")]
    found = parts(built(rows, a={"unit_price": 100}, b={"unit_price": 10}), "a")
    assert (found.part[0], found.basis[0], bool(found.filled[0])) == (pytest.approx(0.3), "inferred", False)


MIX = [
    recipe("a", "cell", 0.5, quantity=2),
    recipe("cell", "nickel", 0.6, "nmc", quantity=4, low=0.5, high=0.7, basis="observed"),
    recipe("cell", "foil", 0.2, "nmc", quantity=1, basis="observed"),
    recipe("cell", "iron", 0.3, "lfp", quantity=8, basis="reported"),
    recipe("cell", "foil", 0.4, "lfp", quantity=3, quantity_low=2, quantity_high=5, basis="inferred"),
]


def test_a_mix_takes_the_weighted_mean_of_shares_and_quantities() -> None:
    found = parts(built(MIX), "a", {"cell": {"nmc": 0.25, "lfp": 0.75}})
    foil = edge(found, "cell", "foil")
    assert found.part[foil] == pytest.approx(0.25 * 0.2 + 0.75 * 0.4)
    assert found.quantity[foil] == pytest.approx(0.25 * 1 + 0.75 * 3)
    assert found.quantity_low[foil] == pytest.approx(0.25 * 1 + 0.75 * 2)
    assert found.basis[foil] == "inferred"
    nickel = edge(found, "cell", "nickel")
    assert (found.low[nickel], found.high[nickel]) == pytest.approx((0.125, 0.175))
    assert on(found, "leaves") == pytest.approx({"nickel": 0.075, "foil": 0.175, "iron": 0.1125})
    assert by_name(found, found.per_root)["iron"] == pytest.approx(2 * 0.75 * 8)
    assert found.processes == {"cell": {"lfp": 0.75, "nmc": 0.25}}


@given(st.floats(0, 1))
def test_cuts_of_a_mix_lie_on_the_line_between_those_of_its_processes(weight: float) -> None:
    def leaves(mix: dict[str, float]) -> dict[str, float]:
        return {"nickel": 0.0, "iron": 0.0} | on(parts(built(MIX), "a", {"cell": mix}), "leaves")

    nmc, lfp = leaves({"nmc": 1}), leaves({"lfp": 1})
    mixed = leaves({"nmc": weight, "lfp": 1 - weight})
    assert mixed == pytest.approx({k: weight * nmc[k] + (1 - weight) * lfp[k] for k in mixed}, abs=1e-12)


def test_a_process_of_weight_one_is_that_process() -> None:
    alone = parts(built([r for r in MIX if r["process"] != "lfp"]), "a")
    for mix in ({"nmc": 1.0}, {"nmc": 1.0, "lfp": 0.0}):
        mixed = parts(built(MIX), "a", {"cell": mix})
        assert mixed.products == alone.products
        for field in ("part", "low", "high", "quantity", "share", "own", "per_root"):
            np.testing.assert_array_equal(getattr(mixed, field), getattr(alone, field))


def test_processes_are_those_given_else_of_the_setting_else_the_first_by_name() -> None:
    for text in ("nmc", "nmc:1", "nmc：1.0；", "nmc: 1 ; lfp: 0"):
        assert parts(built(MIX, {"process.cell": text}), "a").processes == {"cell": {"nmc": 1.0}}
    half = built(MIX, {"process.cell": "nmc:0.5;lfp:0.5"})
    assert parts(half, "a").processes == {"cell": {"lfp": 0.5, "nmc": 0.5}}
    assert parts(half, "a", {"cell": {"nmc": 1}}).processes == {"cell": {"nmc": 1}}
    first = parts(built(MIX), "a")
    assert first.processes == {"cell": {"lfp": 1.0}}
    assert any("cell: lfp" in s.en and "process.PRODUCT" in s.en for s in first.assumptions)


def test_a_look_back_leaves_out_processes_that_were_published_later() -> None:
    rows = [r | {"published": "2020-01-01" if r["process"] != "lfp" else "2023-01-01"} for r in MIX]
    cluster = built(rows, {"process.cell": "nmc:0.5;lfp:0.5"})
    assert parts(cluster.as_of("2021-01-01"), "a").processes == {}  # the only process there was
    assert on(parts(cluster.as_of("2021-01-01"), "a"), "leaves") == pytest.approx(
        {"nickel": 0.3, "foil": 0.1}
    )


def test_quantities_multiply_along_paths_and_add_up_over_them() -> None:
    rows = [
        recipe("a", "b", 0.3, quantity=2, quantity_low=1, quantity_high=4),
        recipe("a", "c", 0.3, quantity=3),
        recipe("b", "d", 0.5, quantity=5),
        recipe("c", "d", 0.5, quantity=7, quantity_high=8),
    ]
    found = parts(built(rows, d={"unit": "t"}), "a")
    d = found.index("d")
    ends = (found.per_root_low[d], found.per_root[d], found.per_root_high[d])
    assert ends == pytest.approx((1 * 5 + 3 * 7, 2 * 5 + 3 * 7, 4 * 5 + 3 * 8))
    assert found.per_root_from[d] == "quantities"
    assert np.isnan(found.quantity_low[edge(found, "a", "c")])  # no range is stated there


def test_a_set_is_what_one_finished_product_takes_however_deep_it_is() -> None:
    rows = [
        recipe("a", "pack", 0.4, quantity=5e-5),
        recipe("pack", "cell", 0.8),
        recipe("cell", "can", 0.1),
        recipe("a", "pump", 0.1, quantity=2),
        recipe("pump", "seal", 0.5),
    ]
    found = parts(built(rows, a={"unit": "vehicle"}, pack={"unit": "GWh"}, cell={"unit": "GWh"}), "a")
    units = by_name(found, found.per_root)
    assert units == pytest.approx({"a": 1, "pack": 5e-5, "cell": 5e-5, "can": 1, "pump": 2, "seal": 1})
    assert found.quantity[edge(found, "cell", "can")] == pytest.approx(20_000)
    assert found.quantity[edge(found, "pump", "seal")] == pytest.approx(0.5)
    said = " ".join(a.en for a in found.assumptions)
    assert "2 products are counted in sets" in said
    assert "1 inputs have no quantity but the unit" in said  # cells of a pack, both in GWh


def test_a_set_means_nothing_where_the_root_is_measured_and_not_finished() -> None:
    rows = [recipe("pack", "can", 0.1), recipe("pack", "foil", 0.1, quantity=600)]
    found = parts(built(rows, pack={"unit": "GWh"}, foil={"unit": "t"}), "pack")
    units = by_name(found, found.per_root)
    assert np.isnan(units["can"])
    assert units["foil"] == 600


def test_a_set_of_one_of_two_processes_is_taken_as_often_as_the_process() -> None:
    rows = [recipe("a", "cell", 0.5), recipe("cell", "x", 0.2, "lfp"), recipe("cell", "y", 0.2, "nmc")]
    found = parts(built([*rows, recipe("x", "z", 0.5)]), "a", {"cell": {"lfp": 0.3, "nmc": 0.7}})
    units = by_name(found, found.per_root)
    assert units == pytest.approx({"a": 1, "cell": 1, "x": 0.3, "y": 0.7, "z": 0.3})
    assert found.quantity[edge(found, "cell", "x")] == pytest.approx(0.3)
    assert found.quantity[edge(found, "x", "z")] == pytest.approx(1)


def test_a_stated_quantity_of_a_set_counts_and_the_blank_one_beside_it_is_one() -> None:
    rows = [recipe("a", "b", 0.5), recipe("a", "seal", 0.1), recipe("b", "seal", 0.1, quantity=3)]
    found = parts(built(rows), "a")
    seal = found.index("seal")
    assert (found.per_root[seal], found.per_root_from[seal]) == (4, "quantities")


def test_a_mixed_share_is_filled_where_one_of_its_processes_states_none() -> None:
    rows = [recipe("a", "b", 0.6, "old"), recipe("a", "b", None, "new")]
    found = parts(built(rows), "a", {"a": {"old": 0.5, "new": 0.5}})
    assert (found.filled[0], found.part[0]) == (True, pytest.approx(0.5 * 0.6 + 0.5 * 0.5))
    assert (found.low[0], found.high[0]) == pytest.approx((0.3, 0.8))


def test_a_tonne_does_not_take_a_tonne_and_unknown_stays_unknown_below() -> None:
    rows = [
        recipe("a", "alloy", 0.4, quantity=0.1),
        recipe("alloy", "ore", 0.5),
        recipe("ore", "salt", 0.1, quantity=2),
        recipe("a", "salt", 0.1, quantity=5),
    ]
    tonnes = {name: {"unit": "t"} for name in ("alloy", "ore", "salt")}
    found = parts(built(rows, **tonnes), "a")
    ore, salt = found.index("ore"), found.index("salt")
    assert np.isnan([found.per_root[ore], found.per_root_low[ore], found.per_root_high[ore]]).all()
    assert np.isnan([found.per_root[salt], found.per_root_high[salt]]).all()
    assert found.per_root_low[salt] == 5  # what is known of it
    assert found.per_root_from[ore] == found.per_root_from[salt] == "unknown"
    assert any("(ore, salt)" in s.en for s in found.assumptions)


def test_value_and_prices_stand_in_for_a_quantity_and_are_marked() -> None:
    rows = [recipe("a", "ore", 0.3), recipe("ore", "salt", 0.5, quantity=2)]
    tables = {
        "products": named(
            rows, a={"unit_price": 1000}, ore={"unit": "t", "unit_price": 60}, salt={"unit": "t"}
        ),
        "recipes": rows,
    }
    found = parts(cluster_of(tables), "a")
    ore, salt = found.index("ore"), found.index("salt")
    assert found.per_root[[ore, salt]] == pytest.approx([5, 10])
    assert (found.per_root_low[ore], found.per_root_high[ore]) == pytest.approx((3, 7))
    assert (found.per_root_from[ore], found.per_root_from[salt]) == ("prices", "quantities")
    assert any("unit price" in s.en and "ore" in s.en for s in found.assumptions)
    costs = [
        {"product": "a", "item": "labour", "share": 0.15},
        {"product": "a", "item": "profit", "share": 0.05},
    ]
    costed = parts(cluster_of(tables | {"cost_items": costs}), "a")
    assert costed.per_root[ore] == pytest.approx(4)  # shares are of the material value, 800 of the price


def star(*rows: tuple[float | None, dict[str, Any]]) -> Parts:
    return parts(built([recipe("a", f"p{i}", share, **more) for i, (share, more) in enumerate(rows)]), "a")


def test_draws_are_the_same_for_the_same_seed_and_differ_for_another() -> None:
    found = star((0.5, {"basis": "inferred"}), (0.3, {}))
    np.testing.assert_array_equal(draws(found, 4, 1), draws(found, 4, 1))
    assert not np.array_equal(draws(found, 4, 1), draws(found, 4, 2))
    assert draws(found, 4, 1).shape == (4, 2)


def test_a_stated_range_else_the_basis_says_how_far_a_share_spreads() -> None:
    found = star(
        (0.2, {"low": 0.1, "high": 0.2, "basis": "observed"}),
        (0.2, {"basis": "observed"}),
        (0.2, {"basis": "reported"}),
        (0.1, {"basis": "synthetic"}),
        (None, {"basis": "observed"}),
        (0.0, {"low": 0.0, "high": 0.1}),
    )
    assert spread(found) * Z90 == pytest.approx([0.25, 0.05, 0.15, 0.40, 1.0, 0.40])
    exact = star((0.5, {"low": 0.5, "high": 0.5}), (0.5, {"low": 0.5, "high": 0.5}))
    np.testing.assert_array_equal(draws(exact, 3, 1), 0.5)
    nearly = draws(star((0.995, {"basis": "inferred"})), 3, 1)
    assert (nearly < 1).all()  # a small remainder is value added all the same


def test_draws_follow_dirichlets_law_where_the_ranges_are_its_own() -> None:
    kappa, means = 30.0, (0.5, 0.3, 0.2)
    ranged = []
    for m in means:
        half = Z90 * m / np.sqrt(kappa * m)
        ranged.append((m, {"low": m - half, "high": m + half}))
    drawn = draws(star(*ranged), 20_000, 3)
    for i, m in enumerate(means):
        assert kstest(drawn[:, i], beta(kappa * m, kappa * (1 - m)).cdf).pvalue > 1e-3
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0)


def test_means_of_draws_move_no_further_than_their_description_says() -> None:
    middles = (0.38, 0.07, 0.06, 0.09, 0.08, 0.025, 0.03, 0.12, 0.07, 0.035, 0.04)
    lows = (0.25, 0.07, 0.06, 0.05, 0.05, 0.02, 0.03, 0.10, 0.05, 0.02, 0.02)
    highs = (0.40, 0.15, 0.12, 0.15, 0.14, 0.03, 0.05, 0.15, 0.10, 0.05, 0.06)
    eleven = zip(middles, lows, highs, strict=True)
    found = star(*((m, {"low": low, "high": high}) for m, low, high in eleven))
    assert moved(found).max() < 0.01
    assert 0.04 < moved(star((0.1, {"basis": "observed"}), (0.9, {"basis": "inferred"})))[0] < 0.06
    assert 0.15 < moved(star((0.1, {"basis": "observed"}), (None, {})))[0] < 0.19


def moved(found: Parts) -> np.ndarray:
    """How far the means of draws lie from the shares, as fractions of them."""
    return np.abs(draws(found, 20_000, 5).mean(axis=0) / found.part - 1)


def linear_bounds(found: Parts, cut: str, worth: np.ndarray) -> tuple[float, float]:
    """The same bounds as linear programmes in the flows of value along edges (Charnes and Cooper 1962).

    Variables: flow along each edge and value of each product, scaled so that the value on the cut is 1.
    """
    e, p = len(found.part), len(found.products)
    low = np.where(np.isnan(found.low), found.part, found.low)
    high = np.where(np.isnan(found.high), found.part, found.high)
    rows, equal = [], []
    for i in range(e):  # low x value of parent <= flow <= high x value of parent
        for sign, end in ((-1, -low[i]), (1, high[i])):
            row = np.zeros(e + p)
            row[i], row[e + found.parent[i]] = sign, -end
            rows.append(row)
    for k in range(p):
        if (found.parent == k).any():
            row = np.zeros(e + p)
            row[:e], row[e + k] = found.parent == k, -1
            rows.append(row)
        if k:
            row = np.zeros(e + p)
            row[:e], row[e + k] = -1.0 * (found.child == k), 1
            equal.append(row)
    value, weight = np.zeros(e + p), np.zeros(e + p)
    for i in range(e):
        parent, child = found.parent[i], found.child[i]
        inner = (found.component[found.child] & (found.parent == child)).any()
        counted = parent == 0 if cut == "tier1" else not inner
        if found.component[child] and counted and (parent == 0 or found.component[parent]):
            value[i], weight[i] = 1, worth[child]
    ends = []
    for sign in (1, -1):
        solved = linprog(
            sign * weight,
            A_ub=np.array(rows),
            b_ub=np.zeros(len(rows)),
            A_eq=np.vstack([*equal, value]),
            b_eq=[*np.zeros(len(equal)), 1.0],
            bounds=(0, None),
        )
        ends.append(sign * solved.fun if solved.status == 0 else np.nan)
    return ends[0], ends[1]


def components_only(tables: dict[str, Rows]) -> dict[str, Rows]:
    """The case without what goes into processes: value that a programme of flows would count twice."""
    work = {r["product"] for r in tables["products"] if r["kind"] == "process"}
    return tables | {"recipes": [r for r in tables["recipes"] if r["product"] not in work]}


@given(cases(), st.integers(0, 10_000), st.sampled_from(CUTS))
def test_bounds_are_those_of_a_linear_programme_in_the_flows(
    tables: dict[str, Rows], seed: int, cut: str
) -> None:
    found = parts(cluster_of(components_only(tables)), "p0")
    worth = np.random.default_rng(seed).random(len(found.products)).round(2)
    assert bounds(found, cut, worth) == pytest.approx(linear_bounds(found, cut, worth), abs=1e-6, nan_ok=True)


@given(cases(), st.integers(0, 10_000))
def test_bounds_hold_every_composition_within_the_ranges(tables: dict[str, Rows], seed: int) -> None:
    found = parts(cluster_of(tables), "p0")
    rng = np.random.default_rng(seed)
    worth = rng.random(len(found.products))
    low = np.where(np.isnan(found.low), found.part, found.low)
    high = np.where(np.isnan(found.high), found.part, found.high)
    ends = rng.choice([0.0, 1.0, 2.0], size=(50, len(low)))
    tried = low + np.where(ends == 2, rng.random(ends.shape), ends) * (high - low)
    sums = np.stack([np.bincount(found.parent, t) for t in tried])
    tried = tried[(sums <= 1 + 1e-12).all(axis=1)]
    for cut, values in cuts(found, np.vstack([found.part, tried])).items():
        least, most = bounds(found, cut, worth)
        total = values.sum(axis=1)
        seen = (values @ worth)[total > 0] / total[total > 0]
        if seen.size:
            assert least - 1e-9 <= seen.min() <= seen.max() <= most + 1e-9


def test_bounds_by_hand_are_attained() -> None:
    found = star((0.4, {"low": 0.2, "high": 0.5}), (0.4, {"low": 0.3, "high": 0.6}), (0.1, {}))
    worth = np.array([0.0, 1.0, 0.0, 0.0])
    least, most = bounds(found, "tier1", worth)
    assert least == pytest.approx(0.2 / (0.2 + 0.6 + 0.1))  # the others as large as they may be
    assert most == pytest.approx(0.5 / (0.5 + 0.3 + 0.1))
    narrow = star((0.4, {}), (0.4, {}))
    assert bounds(narrow, "leaves", np.array([0.0, 1.0, 0.0])) == pytest.approx((0.5, 0.5))


def test_bounds_of_a_cut_without_value_are_unknown() -> None:
    found = parts(built([recipe("a", "work", 0.5)], work={"kind": "process"}), "a")
    assert np.isnan(bounds(found, "tier1", np.ones(2))).all()
    assert np.isnan(bounds(found, "leaves", np.ones(2))).all()


def test_hundreds_of_products_at_several_nodes_are_one_pass() -> None:
    rng = random.Random(1)
    rows = [
        recipe(f"p{i // 3:03}", f"p{i:03}", 0.3, low=0.2, high=0.35, basis="inferred") for i in range(1, 300)
    ]
    rows += [recipe(f"p{rng.randrange(90):03}", "p299", 0.01) for _ in range(30)]
    rows = list({(r["product"], r["input"]): r for r in rows}.values())
    found = parts(built([r for r in rows if r["product"] != r["input"]], p000={"kind": "final"}), "p000")
    assert len(found.products) == 300
    values = cuts(found, draws(found, 100, 1))["leaves"]
    assert values.shape == (100, 300)
    assert (values.sum(axis=1) < 1).all()


def test_what_cannot_be_taken_apart_is_refused_in_words() -> None:
    with pytest.raises(StudyError, match="no bill of materials"):
        parts(cluster_of({"products": [product("a")]}), "a")
    with pytest.raises(StudyError, match="product 'b' has no recipe"):
        parts(built([recipe("a", "b", 1)]), "b")
    with pytest.raises(StudyError, match=r"shares of a \(p\) add up to 1\.2000"):
        parts(built([recipe("a", "b", 0.6), recipe("a", "c", 0.6)]), "a")
    circle = [recipe("a", "b", 0.5), recipe("b", "c", 0.5), recipe("c", "b", 0.5)]
    with pytest.raises(StudyError, match="circle: b → c → b"):
        parts(built(circle), "a")
    found = parts(built([recipe("a", "b", 0.5)]), "a")
    with pytest.raises(StudyError, match="no cut 'tier2'"):
        found.cut("tier2")
    with pytest.raises(StudyError, match="'z' does not go into a"):
        found.index("z")


@pytest.mark.parametrize(
    ("mix", "said"),
    [
        ("xyz", r"settings\.process\.cell: cell has no process named 'xyz'; it has lfp, nmc"),
        ("nmc:0.5;lfp:0.4", r"add up to 1; they give 0\.9"),
        ("nmc:1.5;lfp:-0.5", "between 0 and 1"),
        ("nmc:nan;lfp:0.5", "between 0 and 1"),
        ("nmc:half;lfp:0.5", "'nmc:half' is no weight"),
        ("nmc;lfp", "'nmc' is no weight"),
    ],
)
def test_a_choice_of_processes_that_makes_no_sense_is_refused_in_words(mix: str, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        parts(built(MIX, {"process.cell": mix}), "a")


def test_a_given_choice_must_name_products_with_recipes() -> None:
    with pytest.raises(StudyError, match="processes of zinc: product 'zinc' has no recipe"):
        parts(built(MIX), "a", {"zinc": {"p": 1}})


# Headings


def with_heading() -> Cluster:
    """A car of an engine and a heading `chassis` (0.4): brakes (0.25), an axle (0.5) and a heading of its own."""
    products = [
        ("car", "final"),
        ("engine", "component"),
        ("chassis", "heading"),
        ("brakes", "component"),
        ("axle", "component"),
        ("small", "heading"),
        ("bolt", "component"),
    ]
    recipes = [
        ("car", "engine", 0.5, None, None),
        ("car", "chassis", 0.4, 0.3, 0.5),
        ("car", "bolt", 0.02, None, None),
        ("chassis", "brakes", 0.25, None, None),
        ("chassis", "axle", 0.5, 0.4, 0.6),
        ("chassis", "small", 0.25, None, None),
        ("small", "bolt", 0.8, None, None),
    ]
    return Cluster.of(
        {
            "products": pl.DataFrame([{"product": p, "kind": k, "unit": "set"} for p, k in products]),
            "recipes": pl.DataFrame(
                [
                    {"product": p, "process": "m", "input": i, "value_share": s, "low": a, "high": b}
                    for p, i, s, a, b in recipes
                ]
            ),
        }
    )


def test_a_heading_is_looked_through_to_what_it_holds() -> None:
    bill = parts(with_heading(), "car")
    assert set(bill.products) == {"car", "engine", "brakes", "axle", "bolt"}
    first = dict(zip(bill.products, bill.cut("tier1").tolist(), strict=True))
    by_hand = {"car": 0, "engine": 0.5, "brakes": 0.1, "axle": 0.2, "bolt": 0.02 + 0.4 * 0.25 * 0.8}
    assert first == pytest.approx(by_hand)
    assert bill.cut("leaves") == pytest.approx(bill.cut("tier1"))
    assert bill.tier.max() == 1


def test_ranges_and_names_of_headings_are_kept_on_the_way() -> None:
    bill = parts(with_heading(), "car")
    of = {bill.products[c]: e for e, c in enumerate(bill.child.tolist())}
    assert (bill.low[of["axle"]], bill.high[of["axle"]]) == pytest.approx((0.3 * 0.4, 0.5 * 0.6))
    assert (bill.low[of["brakes"]], bill.high[of["brakes"]]) == pytest.approx((0.3 * 0.25, 0.5 * 0.25))
    assert bill.via[of["axle"]] == ("chassis",)
    assert bill.via[of["bolt"]] == ("chassis", "small")  # its larger part
    assert bill.via[of["engine"]] == ()
    assert (
        bill.per_root[bill.index("bolt")] == 1
    )  # one set of bolts is what a car takes, by however many ways


def test_a_heading_that_holds_nothing_stays() -> None:
    cluster = with_heading()
    kept = cluster["recipes"].filter(pl.col("product") != "chassis")
    bill = parts(Cluster.of({"products": cluster["products"], "recipes": kept}), "car")
    assert bill.cut("tier1")[bill.index("chassis")] == pytest.approx(0.4)


def test_a_heading_without_own_value_changes_no_sum() -> None:
    bill = parts(with_heading(), "car")
    drawn = cuts(bill, draws(bill, 50, 1))
    assert (drawn["tier1"].sum(axis=1) <= 1 + 1e-12).all()
    assert bill.own[0] == pytest.approx(1 - 0.5 - 0.4 * 0.95 - 0.02)
