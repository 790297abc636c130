"""The bill of materials as a tree: shares, value added, alternatives, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.errors import StudyError
from hinterland.ground.bom import STRENGTH, TREE, explode, materials, weakest

if TYPE_CHECKING:
    from hinterland.cluster import Cluster


def products(*names: str, final: str | None = None, **more: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"product": n, "kind": "final" if n == final else "component", "unit": "set"} | more.get(n, {})
        for n in names
    ]


def recipe(product: str, part: str, share: float | None = None, **more: Any) -> dict[str, Any]:
    return {"product": product, "process": "p", "input": part, "value_share": share} | more


def shares(tree: pl.DataFrame) -> dict[str, float | None]:
    return dict(tree.select("path", "share").iter_rows())


def test_tutorial_shares_are_those_its_readme_computes_by_hand(tutorial: Cluster) -> None:
    tree = explode(tutorial)
    assert shares(tree) == pytest.approx(
        {
            "heat_pump": 1.0,
            "heat_pump/compressor": 0.40,
            "heat_pump/heat_exchanger": 0.30,
            "heat_pump/heat_exchanger/copper_tube": 0.15,
            "heat_pump/control_board": 0.20,
            "heat_pump/assembly": 0.10,
        }
    )
    own = dict(tree.select("product", "own_share").iter_rows())
    assert own["heat_exchanger"] == pytest.approx(0.15)  # made in the exchanger plant itself
    assert tree["own_share"].sum() == pytest.approx(1.0)
    components = tree.filter((pl.col("tier") == 1) & (pl.col("kind") != "process"))
    assert components["share"].sum() == pytest.approx(0.90)
    assert tree["tier"].to_list() == [0, 1, 1, 2, 1, 1]
    assert tree.schema == TREE


def test_yangtze_tree_adds_up_and_keeps_stated_ranges(yangtze: Cluster) -> None:
    tree = explode(yangtze)
    assert tree["own_share"].sum() == pytest.approx(1.0, abs=1e-4)
    battery = tree.row(by_predicate=pl.col("product") == "traction_battery", named=True)
    assert (battery["share"], battery["low"], battery["high"]) == (0.38, 0.25, 0.4)


@st.composite
def recipes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Random recipes without a circle: a product takes only products with a higher number."""
    count = draw(st.integers(2, 7))
    rows = []
    for made in range(count - 1):
        inputs = draw(st.lists(st.integers(made + 1, count - 1), unique=True, max_size=3))
        weights = [draw(st.integers(1, 9)) for _ in inputs]
        total = sum(weights) + draw(st.integers(0, 5))
        rows += [recipe(f"p{made}", f"p{i}", w / total) for i, w in zip(inputs, weights, strict=True)]
    return rows or [recipe("p0", "p1", 0.5)]


@given(recipes())
def test_leaves_and_value_added_always_sum_to_one_under_every_root(rows: list[dict[str, Any]]) -> None:
    names = sorted({r["product"] for r in rows} | {r["input"] for r in rows})
    tree = explode(cluster_of({"products": products(*names), "recipes": rows}))
    for part in tree.partition_by("root"):
        assert part["own_share"].sum() == pytest.approx(1.0, abs=1e-5)
        leaves = part.filter("leaf")
        assert leaves.filter(pl.col("share") != pl.col("own_share")).is_empty()
        by_parent = part.filter(pl.col("tier") > 0).select(
            pl.col("path").str.replace("/[^/]*$", "").alias("path"), pl.col("share").alias("part")
        )
        sums = by_parent.group_by("path").agg(pl.col("part").sum()).join(part, on="path")
        left = sums["share"] - sums["part"] - sums["own_share"]
        assert left.abs().max() < 1e-5


def test_roots_are_final_products_else_what_goes_into_nothing() -> None:
    tables = {"products": products("a", "b", "c"), "recipes": [recipe("a", "c", 0.2), recipe("b", "c", 1)]}
    assert explode(cluster_of(tables))["root"].unique().sort().to_list() == ["a", "b"]
    tables["products"] = products("a", "b", "c", final="b")
    assert explode(cluster_of(tables))["root"].unique().to_list() == ["b"]
    assert explode(cluster_of(tables), "a")["root"].unique().to_list() == ["a"]


def test_an_alternative_process_is_taken_where_it_is_named() -> None:
    rows = [recipe("a", "b", 0.5), recipe("a", "c", 0.7) | {"process": "new"}]
    cluster = cluster_of({"products": products("a", "b", "c"), "recipes": rows})
    assert explode(cluster)["product"].to_list() == ["a", "c"]  # `new` comes before `p`
    assert explode(cluster, process="p")["product"].to_list() == ["a", "b"]
    with pytest.raises(StudyError, match="process named 'old'"):
        explode(cluster, process="old")


def test_a_share_that_is_not_stated_follows_from_prices_and_counts_as_inferred() -> None:
    prices = {"a": {"unit_price": 100}, "b": {"unit_price": 10}}
    rows = [recipe("a", "b", None, quantity=3, basis="reported")]
    result = materials(cluster_of({"products": products("a", "b", **prices), "recipes": rows}))
    node = result["tree"].row(1, named=True)
    assert (node["share"], node["share_from"], node["basis"]) == (0.3, "prices", "inferred")
    assert result.summary["shares_from_prices"] == 1
    assert any("prices" in a.en for a in result.assumptions)


def test_an_unknown_share_stays_unknown_below_and_in_what_is_left_over() -> None:
    rows = [recipe("a", "b", None), recipe("b", "c", 0.5), recipe("a", "d", 0.4)]
    result = materials(cluster_of({"products": products("a", "b", "c", "d"), "recipes": rows}))
    assert shares(result["tree"]) == {"a": 1.0, "a/b": None, "a/b/c": None, "a/d": 0.4}
    assert result["tree"]["own"][0] is None  # neither zero nor 0.6
    assert result.summary["shares_unknown"] == 2
    assert any("not zero" in a.en for a in result.assumptions)


def test_a_path_is_as_certain_as_its_weakest_share() -> None:
    rows = [
        recipe("a", "b", 0.5, basis="synthetic"),
        recipe("b", "c", 0.5, basis="observed"),
        recipe("a", "d", 0.5),
    ]
    tree = explode(cluster_of({"products": products("a", "b", "c", "d"), "recipes": rows}))
    bases = dict(tree.select("path", "path_basis").iter_rows())
    assert bases == {"a": "synthetic", "a/b": "synthetic", "a/b/c": "synthetic", "a/d": "unstated"}
    assert weakest([]) == "unstated"
    assert weakest(STRENGTH) == "synthetic"


def test_tiers_sum_what_passes_through_and_what_is_added(tutorial: Cluster) -> None:
    result = materials(tutorial)
    tiers = result["tiers"].select("tier", "nodes", "leaves", "share", "own_share").rows()
    assert tiers == [
        (0, 1, 0, pytest.approx(1.0), pytest.approx(0.0)),
        (1, 4, 3, pytest.approx(1.0), pytest.approx(0.85)),
        (2, 1, 1, pytest.approx(0.15), pytest.approx(0.15)),
    ]
    assert result.summary["roots"] == ["heat_pump"]
    assert result.figures == ("chain_icicle",)


def test_what_cannot_be_exploded_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def built(rows: list[dict[str, Any]], *names: str, **more: Any) -> Cluster:
        return cluster_of({"products": products(*names, **more), "recipes": rows})

    with pytest.raises(StudyError, match="no bill of materials"):
        explode(cluster_of({"products": products("a")}))
    with pytest.raises(StudyError, match="product 'b' has no recipe"):
        explode(built([recipe("a", "b", 1)], "a", "b"), "b")
    with pytest.raises(StudyError, match=r"add up to 1\.2000"):
        explode(built([recipe("a", "b", 0.6), recipe("a", "c", 0.6)], "a", "b", "c"))
    circle = [recipe("a", "b", 0.5), recipe("b", "a", 0.5)]
    with pytest.raises(StudyError, match="every product goes into another"):
        explode(built(circle, "a", "b"))
    with pytest.raises(StudyError, match="circle: a → b → a"):
        explode(built(circle, "a", "b", final="a"))
    monkeypatch.setattr("hinterland.ground.bom.MAX_NODES", 1)
    with pytest.raises(StudyError, match="more than 1 nodes"):
        explode(built([recipe("a", "b", 0.5)], "a", "b"))


def test_the_process_with_most_weight_in_the_settings_is_taken() -> None:
    rows = [
        {"product": "cell", "process": p, "input": i, "value_share": 0.5}
        for p, i in (("lfp", "iron"), ("nmc", "nickel"))
    ]

    def process(setting: str | None) -> str:
        named = [{"name": "process.cell", "value": setting}] if setting else []
        return str(explode(cluster_of({"recipes": rows, "settings": named}))["process"][0])

    assert process(None) == "lfp"  # the first by name
    assert process("nmc:0.6;lfp:0.4") == "nmc"
    assert process("nmc") == "nmc"
    assert process("nmc:0.5;lfp:0.5") == "nmc"  # the first that is stated
    assert process("gone") == "lfp"
