"""Who can make what is lacking: who is listed, in which order, why, and how close two products are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import DAY, HOURS, ROOT, Tables, chains, cluster, near, plant, recipe, tables_of
from hinterland.chain.closeness import LEAST, SAME_CATEGORY, SAME_PARENT, Closeness
from hinterland.chain.makers import HOW, MADE_UP, MAKERS, maker_rows
from hinterland.chain.measured import measure
from hinterland.chain.scope import scope
from hinterland.ground.parts import parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster

BILL = [recipe(ROOT, "seat", 0.5), recipe(ROOT, "glass", 0.2)]
ASSEMBLER = plant("asm_a", ROOT, "a", capacity=100.0)
ANNOUNCED: dict[str, Any] = {"announced": "2022-03-01"}
BUILDING: dict[str, Any] = {"announced": "2022-03-01", "construction": "2023-04"}


def rows(
    tables: Tables, product: str = "seat", *, limit: int = 5, synthetic: bool | None = None
) -> list[dict[str, Any]]:
    """The candidates for one product, of a case whose widest reach is an hour: a and b, not c, d or e."""
    found = near(tables, hours=(1.0,), synthetic=synthetic)
    k = found.scope.parts.index(product)
    return list(maker_rows(cluster(tables), found, [k], limit))


def firms(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(r["firm"], r["how"]) for r in found]


def test_makers_come_first_then_plans_then_suppliers_on_record_then_makers_of_close_products() -> None:
    plants = [
        ASSEMBLER,
        plant("close", "glass", "a", capacity=5.0),
        plant("announced", "seat", "c", **ANNOUNCED),
        plant("building", "seat", "d", **BUILDING),
        plant("far", "seat", "e"),
        plant("less_far", "seat", "c"),
    ]
    tables = tables_of(
        plants,
        BILL,
        supplies=[{"supplier": "f_record", "customer": "f_asm_a", "product": "seat", "year": 2023}],
    )
    tables["firms"].append({"firm": "f_record"})
    for product in tables["products"][1:]:
        product["category"] = "interior"
    found = rows(tables, limit=9)
    assert firms(found) == [
        ("f_less_far", "makes"),
        ("f_far", "makes"),
        ("f_building", "planned"),
        ("f_announced", "planned"),  # c is 2.8 h away, d 1.2 h
        ("f_record", "supplies"),
        ("f_close", "close"),
    ]
    assert [r["rank"] for r in found] == [1, 2, 3, 4, 5, 6]
    assert [r["closeness"] for r in found] == [1.0] * 5 + [SAME_CATEGORY]
    assert [r["status"] for r in found] == [
        *["operating"] * 2,
        "construction",
        "announced",
        None,
        "operating",
    ]
    assert firms(rows(tables, limit=2)) == [("f_less_far", "makes"), ("f_far", "makes")]


def test_the_reasons_name_place_way_size_year_and_kinship_in_both_languages() -> None:
    plants = [
        ASSEMBLER,
        plant("makes", "seat", "c", capacity=300_000.0),
        plant("second", "seat", "e", firm="f_makes"),
        plant("building", "seat", "d", **BUILDING),
        plant("announced", "seat", "d", **ANNOUNCED),
        plant("close", "glass", "a"),
    ]
    tables = tables_of(
        plants,
        BILL,
        supplies=[{"supplier": "f_record", "customer": "f_asm_a", "product": "seat", "year": 2023}],
    )
    tables["firms"] += [{"firm": "f_record", "name_zh": "记录公司"}]
    for product in tables["products"][1:]:
        product["category"] = "inside_trim"
    told = {r["firm"]: (r["why_en"], r["why_zh"], r["name_en"]) for r in rows(tables, limit=9)}
    assert told["f_makes"][0] == "makes it in c, 2.8 h away (capacity 300,000 sets a year; 1 more plant)"
    assert told["f_makes"][1] == "已生产，位于c，行程 2.8 小时（年产能 30 万套；另有 1 座工厂）"
    assert told["f_building"][0] == ("has a plant under construction in d (since 2023; capacity unknown)")
    assert told["f_building"][1] == "在d有在建工厂（2023 年开工；产能未知）"
    assert told["f_announced"][0] == "announced a plant in d (2022; capacity unknown)"
    assert told["f_announced"][1] == "已宣布在d建厂（2022 年；产能未知）"
    assert told["f_record"][0] == "on record as supplier of it to f_asm_a (2023); no plant of it listed"
    assert told["f_record"][1:] == ("有向f_asm_a供应的记录（2023 年）；未列其工厂", "记录公司")
    assert told["f_close"][0] == (
        "makes glass in a, less than 0.1 h away, within reach; a close product (same group: inside trim)"
    )
    assert (
        told["f_close"][1]
        == "生产glass，位于a，行程不足 0.1 小时，在可达范围内；产品相近（同类：inside trim）"
    )


def test_a_maker_within_reach_is_listed_only_where_it_may_not_serve_all() -> None:
    small, large = (plant("near_by", "seat", "b", capacity=c) for c in (40.0, 100.0))
    far = plant("far", "seat", "e")
    assert firms(rows(tables_of([ASSEMBLER, small, far], BILL))) == [
        ("f_near_by", "makes"),
        ("f_far", "makes"),
    ]
    assert firms(rows(tables_of([ASSEMBLER, large, far], BILL))) == [("f_far", "makes")]
    unknown = plant("near_by", "seat", "b")
    assert rows(tables_of([ASSEMBLER, unknown], BILL))[0]["why_en"] == (
        "makes it in b, 0.9 h away, within reach (capacity unknown)"
    )


def test_a_firm_is_listed_once_for_the_best_reason_and_its_nearest_plant() -> None:
    plants = [
        ASSEMBLER,
        plant("e1", "seat", "e", firm="f", capacity=9.0),
        plant("c1", "seat", "c", firm="f"),
        plant("d1", "seat", "d", firm="f", **ANNOUNCED),
        plant("g1", "glass", "a", firm="f"),
    ]
    tables = tables_of(plants, BILL)
    for product in tables["products"][1:]:
        product["category"] = "interior"
    found = rows(tables)
    assert firms(found) == [("f", "makes")]
    assert found[0]["hours"] == pytest.approx(2.78, abs=0.01)  # a to c


def test_made_up_firms_are_listed_only_where_nothing_real_is_found_and_two_at_most() -> None:
    made_up = [plant(f"m{i}", "seat", "c", basis="synthetic", capacity=10.0 - i) for i in range(4)]
    real = plant("real", "seat", "e")
    assert firms(rows(tables_of([ASSEMBLER, *made_up, real], BILL))) == [("f_real", "makes")]
    found = rows(tables_of([ASSEMBLER, *made_up], BILL))
    assert firms(found) == [("f_m0", "makes"), ("f_m1", "makes")]  # the larger ones
    assert {r["basis"] for r in found} == {"synthetic"}
    assert "made-up data, not a firm that exists" in found[0]["why_en"]
    assert "合成数据" in found[0]["why_zh"]


def test_where_made_up_plants_count_two_of_them_follow_the_real_ones() -> None:
    made_up = [plant(f"m{i}", "seat", "c", basis="synthetic") for i in range(4)]
    announced = plant("real", "seat", "e", **ANNOUNCED)
    found = rows(tables_of([ASSEMBLER, *made_up, announced], BILL), synthetic=True)
    assert firms(found) == [("f_real", "planned"), ("f_m0", "makes"), ("f_m1", "makes")]


def test_closed_cancelled_and_undated_plants_and_later_deliveries_are_no_leads() -> None:
    gone: list[dict[str, Any]] = [
        {"opened": "2015-01-01", "closed": "2022-01-01"},
        {"announced": "2021-01-01", "closed": "2023-01-01"},
        {"opened": None},
    ]
    plants = [plant(f"g{i}", "seat", "c", **dates) for i, dates in enumerate(gone)]
    late = [{"supplier": "f_g0", "customer": "f_asm_a", "product": "seat", "year": 2025}]
    assert rows(tables_of([ASSEMBLER, *plants], BILL, supplies=late)) == []


def test_a_suggested_link_is_told_as_such_and_its_basis_is_inferred() -> None:
    link = {"supplier": "f_x", "customer": "f_asm_a", "product": "seat", "year": 2023, "review": "suggested"}
    tables = tables_of([ASSEMBLER], BILL, supplies=[link | {"basis": "observed"}])
    tables["firms"].append({"firm": "f_x"})
    found = rows(tables)
    assert [(r["how"], r["basis"]) for r in found] == [("supplies", "inferred")]
    assert found[0]["why_en"].endswith("link suggested, not confirmed")


def test_a_confirmed_link_tells_more_than_a_newer_suggested_one() -> None:
    links = [
        {"supplier": "f_x", "customer": "f_asm_a", "product": "seat", "year": 2024, "review": "suggested"},
        {"supplier": "f_x", "customer": "f_asm_a", "product": "seat", "year": 2021, "review": "confirmed"},
    ]
    for some in (links, links[::-1]):
        found = rows(tables_of([ASSEMBLER], BILL, supplies=some))
        assert [r["why_en"] for r in found] == [
            "on record as supplier of it to f_asm_a (2021); no plant of it listed"
        ]


def test_products_that_the_final_product_does_not_take_may_be_close() -> None:
    plants = [ASSEMBLER, plant("sofa", "sofa", "c")]
    tables = tables_of(plants, [*BILL, recipe("seat", "foam", 0.4)])
    tables["products"].append({"product": "sofa", "kind": "component", "unit": "set"})
    tables["recipes"].append(recipe("sofa", "foam", 0.2))
    found = rows(tables)
    assert firms(found) == [("f_sofa", "close")]
    assert found[0]["closeness"] == pytest.approx(0.5)  # min(0.4, 0.2) / max(0.4, 0.2)
    assert found[0]["hours"] == pytest.approx(2.78, abs=0.01)
    assert "inputs in common by value: 50%" in found[0]["why_en"]
    assert found[0]["basis"] == "inferred"


def test_without_an_assembling_plant_makers_are_listed_and_the_way_is_unknown() -> None:
    found = rows(tables_of([plant("far", "seat", "e")], BILL))
    assert firms(found) == [("f_far", "makes")]
    assert found[0]["hours"] is None
    assert found[0]["why_en"] == "makes it in e, hours away unknown (capacity unknown)"


def test_a_plant_at_an_unknown_position_is_listed_last_of_its_kind() -> None:
    plants = [ASSEMBLER, plant("lost", "seat", "abroad", capacity=9e9), plant("far", "seat", "e")]
    found = rows(tables_of(plants, BILL))
    assert firms(found) == [("f_far", "makes"), ("f_lost", "makes")]
    assert found[1]["hours"] is None


def test_nobody_known_no_rows_and_no_products_no_rows() -> None:
    tables = tables_of([ASSEMBLER], BILL)
    assert rows(tables) == []
    assert list(maker_rows(cluster(tables), near(tables), [])) == []


def test_the_root_of_a_case_makes_no_two_parts_close_but_a_shared_sub_assembly_does() -> None:
    bill = [*BILL, recipe("seat", "foam", 0.2), recipe("seat", "frame", 0.2)]
    known = Closeness.of(cluster(tables_of([ASSEMBLER], bill)))
    assert known.to("glass") == ()  # everything goes into a car
    assert [(c.product, c.closeness, c.because, c.shared) for c in known.to("foam")] == [
        ("frame", SAME_PARENT, "parent", "seat")
    ]
    assert known.to("nothing") == ()


def test_closeness_takes_the_mean_over_processes_and_evens_out_unknown_shares() -> None:
    bill = [
        recipe(ROOT, "cell", 0.5),
        recipe("cell", "nickel", 0.6, process="nmc"),
        recipe("cell", "iron", None, process="lfp"),
        recipe("cell", "lithium", 0.2, process="lfp"),
        recipe(ROOT, "magnet", 0.1),
        recipe("magnet", "iron", 0.4),
    ]
    known = Closeness.of(cluster(tables_of([ASSEMBLER], bill)))
    # cell: nickel 0.3, iron (1 - 0.2) / 2 = 0.4, lithium 0.1; magnet: iron 0.4
    found = {c.product: c.closeness for c in known.to("magnet")}
    assert found == {"cell": pytest.approx(0.4 / 0.8)}


def naive(tables: Tables, one: str, other: str) -> float:
    """Closeness of two products from the rows, one definition after the other; one process a product."""
    inputs: dict[str, dict[str, float]] = {}
    for row in tables["recipes"]:
        inputs.setdefault(row["product"], {})[row["input"]] = row["value_share"]
    a, b = inputs.get(one, {}), inputs.get(other, {})
    keys = a.keys() | b.keys()
    either = sum(max(a.get(k, 0.0), b.get(k, 0.0)) for k in keys)
    jaccard = sum(min(a.get(k, 0.0), b.get(k, 0.0)) for k in keys) / either if either else 0.0
    kind = {p["product"]: p for p in tables["products"]}
    same = kind[one]["category"] is not None and kind[one]["category"] == kind[other]["category"]
    parents = [p for p, of in inputs.items() if one in of and other in of and kind[p]["kind"] != "final"]
    best = max(jaccard, SAME_CATEGORY * same, SAME_PARENT * bool(parents))
    return 0.0 if kind[other]["kind"] == "process" or best < LEAST else best


@st.composite
def groups(draw: st.DrawFn) -> Tables:
    """A bill of materials whose parts may share inputs, with categories."""
    names = ["p0", "p1", "p2", "p3", "m0", "m1"]
    pairs = draw(st.sets(st.tuples(st.sampled_from(names[:4]), st.sampled_from(names[4:])), min_size=1))
    bill = [recipe(ROOT, p, 0.2) for p in names[:4]]
    bill += [recipe(p, m, draw(st.sampled_from([0.1, 0.2, 0.4]))) for p, m in sorted(pairs)]
    tables = tables_of([ASSEMBLER], bill)
    for product in tables["products"]:
        product["category"] = draw(st.sampled_from([None, "one", "two"]))
        if product["kind"] != "final" and draw(st.integers(0, 5)) == 0:
            product["kind"] = "process"
    return tables


@given(groups())
def test_closeness_is_what_its_definition_gives_pair_by_pair(tables: Tables) -> None:
    known = Closeness.of(cluster(tables))
    names = [p["product"] for p in tables["products"]]
    for one in names:
        found = {c.product: c.closeness for c in known.to(one)}
        told = {other: naive(tables, one, other) for other in names if other != one}
        assert found == pytest.approx({k: v for k, v in told.items() if v})
        closest = [c.closeness for c in known.to(one)]
        assert closest == sorted(closest, reverse=True)


def by_product(found: list[dict[str, Any]]) -> Mapping[str, list[dict[str, Any]]]:
    some: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        some.setdefault(row["product"], []).append(row)
    return some


@given(chains(made_up=True, bought=True), st.integers(1, 6), st.sampled_from([(1.0,), HOURS]))
def test_each_firm_is_listed_once_a_product_in_order_and_for_what_its_plants_say(
    tables: Tables, limit: int, hours: tuple[float, ...]
) -> None:
    case, start = cluster(tables), near(tables, hours=hours)
    bill = start.scope.parts
    products = [int(k) for k in np.flatnonzero(bill.component)]
    found = list(maker_rows(case, start, products, limit))
    assert pl.DataFrame(found, schema=MAKERS).height == len(found)
    supply, served = start.scope.supply, start.served["operating", hours[-1]]
    away = np.where(np.isnan(start.scope.hours), np.inf, start.scope.hours).min(axis=0)
    for product, some in by_product(found).items():
        assert [r["rank"] for r in some] == list(range(1, len(some) + 1))
        assert len(some) <= limit
        assert len({r["firm"] for r in some}) == len(some)
        made_up = [r["basis"] == "synthetic" for r in some]
        assert made_up == sorted(made_up)
        assert sum(made_up) <= MADE_UP
        assert start.scope.synthetic or all(made_up) or not any(made_up)
        real = [HOW.index(r["how"]) for r in some if r["basis"] != "synthetic"]
        assert real == sorted(real)
        k = bill.index(product)
        for row in (r for r in some if r["how"] in {"makes", "planned"}):
            own = (supply.product == k) & (supply.standing.firm == row["firm"])
            own &= supply.standing.status == row["status"]
            assert own.any()
            assert row["hours"] is None or row["hours"] in away[own]
            if row["how"] == "makes":
                assert served.low[k] < 1 or row["hours"] is None or row["hours"] > hours[-1]
        listed = set(supply.standing.firm[supply.product == k].tolist())
        assert not listed & {r["firm"] for r in some if r["how"] in {"supplies", "close"}}
        assert all(LEAST - 1e-9 <= r["closeness"] <= 1 for r in some)


@settings(max_examples=30)
@given(chains(made_up=True, bought=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_case_does_not_matter(tables: Tables, random: Any) -> None:
    shuffled = {name: random.sample(some, len(some)) for name, some in tables.items()}

    def told(some: Tables) -> list[tuple[Any, ...]]:
        start = near(some)
        products = [int(k) for k in np.flatnonzero(start.scope.parts.component)]
        return [
            (r["product"], r["rank"], r["firm"], r["how"], r["hours"])
            for r in maker_rows(cluster(some), start, products)
        ]

    assert told(shuffled) == told(tables)


def test_in_the_shipped_case_real_firms_are_found_for_what_anhui_lacks(yangtze: Cluster) -> None:
    case = yangtze.as_of("2021-08-31")
    bill = parts(case, "bev")
    start = measure(case, scope(case, "anhui", bill, day=DAY.replace(2021, 8, 31)), (1, 2, 3, 4), 1)
    products = [bill.index(p) for p in ("glass", "seats", "anode")]
    found = by_product(list(maker_rows(case, start, products)))
    assert list(found) == ["glass", "seats", "anode"]
    assert firms(found["glass"])[0] == ("saint_gobain_sekurit", "makes")  # Lin-gang, car-online.cn 2019-09-27
    assert all(r["basis"] in {"reported", "inferred"} for some in found.values() for r in some)
    assert all(r["hours"] > 4 for r in found["glass"] if r["how"] == "makes")
