"""From a case to its network: who is in it, how large, what is bought inside, which links are known."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from conftest import cluster_of
from hinterland.errors import StudyError
from hinterland.network.case.flows import DEFAULT_CLASS
from hinterland.network.case.networks import UNKNOWN, network_of, networks, outside, prepare
from hinterland.network.case.sizes import prices
from hinterland.network.complete.draw import complete

Row = dict[str, Any]
Tables = dict[str, list[Row]]

DAY = "2024-06-30"
CASE: Tables = {
    "places": [
        {"place": "land", "kind": "country"},
        {"place": "north", "kind": "city", "parent": "land", "lon": 117.0, "lat": 32.0},
        {"place": "south", "kind": "city", "parent": "land", "lon": 118.0, "lat": 31.0},
    ],
    "products": [
        {"product": "car", "kind": "final", "unit": "vehicle", "unit_price": 100},
        {"product": "steel", "kind": "material", "unit": "t", "unit_price": 2},
    ],
    "recipes": [
        {"product": "car", "process": "p", "input": "steel", "value_share": 0.5, "quantity": 10},
    ],
    "sectors": [
        {"sector": "cars", "name_en": "Cars", "name_zh": "汽车", "gross_output": 2000, "value_added": 1200},
        {"sector": "steel", "name_en": "Steel", "name_zh": "钢", "gross_output": 1000, "value_added": 900},
        {"sector": "power", "gross_output": 400, "value_added": 400},
    ],
    "io_table": [
        {"supplier_sector": "steel", "buyer_sector": "cars", "value": 600},
        {"supplier_sector": "power", "buyer_sector": "cars", "value": 200},
        {"supplier_sector": "steel", "buyer_sector": "steel", "value": 100},
    ],
    "essential": [{"supplier_sector": "steel", "buyer_sector": "cars", "class": "2"}],
    "firms": [
        {"firm": "auto", "place": "north", "sector": "cars", "revenue": 700, "employees": 70},
        {"firm": "brum", "place": "south", "sector": "cars", "employees": 30},
        {"firm": "forge", "place": "north", "sector": "steel", "basis": "synthetic"},
        {"firm": "smelt", "place": "south", "sector": "steel", "basis": "synthetic"},
        {"firm": "school", "place": "north"},
    ],
    "plants": [
        {
            "plant": "f",
            "firm": "forge",
            "product": "steel",
            "place": "south",
            "capacity": 100,
            "opened": "2020",
        },
    ],
}


def case(**changed: list[Row]) -> Any:
    return cluster_of({**copy.deepcopy(CASE), **changed})


def sizes_of(cluster: Any) -> dict[str, tuple[float, str]]:
    ready = prepare(cluster, as_of=DAY)
    rows = zip(ready.firms["firm"].to_list(), ready.sizes.sales, ready.sizes.basis, strict=True)
    return {firm: (round(float(size), 6), str(basis)) for firm, size, basis in rows}


def test_sizes_rest_on_revenue_then_employees_then_capacity_then_the_median() -> None:
    # a head makes 700 / 70 = 10; forge makes 100 t at 2; smelt is like the only other steelmaker
    assert sizes_of(case()) == {
        "auto": (700.0, "revenue"),
        "brum": (300.0, "employees"),
        "forge": (200.0, "capacity"),
        "smelt": (200.0, "sector_median"),
    }


def test_a_sector_nobody_of_which_is_known_takes_the_median_of_all_and_counts_alike_where_nothing_is() -> (
    None
):
    bare = [{k: v for k, v in r.items() if k not in ("revenue", "employees")} for r in CASE["firms"]]
    found = sizes_of(case(firms=bare))
    assert found["auto"] == (200.0, "median")
    nothing = sizes_of(case(firms=bare, plants=[]))
    assert set(nothing.values()) == {(1.0, "even")}


def test_revenue_in_a_foreign_currency_takes_the_rate_and_is_unknown_without_one() -> None:
    firms = copy.deepcopy(CASE["firms"])
    firms[0] |= {"currency": "USD", "published": "2024-01-01"}
    rate = {"currency": "USD", "date": "2023-12-31", "cny_per_unit": 7}
    assert sizes_of(case(firms=firms, exchange_rates=[rate]))["auto"] == (4900.0, "revenue")
    assert sizes_of(case(firms=firms))["auto"][1] != "revenue"


def test_prices_go_down_the_bill_of_materials_from_that_of_the_finished_product() -> None:
    products = [{k: v for k, v in r.items() if k != "unit_price"} for r in CASE["products"]]
    assert prices(case(products=products)) == {}
    setting = {"name": "unit_price.car", "value": "100"}
    labour = {"product": "car", "item": "labour", "share": 0.2}
    found = prices(case(products=products, settings=[setting], cost_items=[labour]))
    # material is 80 of the car's 100, half of it steel, of which a car takes 10 t
    assert found == pytest.approx({"car": 100.0, "steel": 4.0})


def test_the_case_serves_the_smaller_of_the_two_sectors_shares() -> None:
    ready = prepare(case(), as_of=DAY)
    assert ready.sectors == ("cars", "steel", "power")
    # cars: (700 + 300) / 2000; steel: (200 + 200) / 1000; power has no firm
    assert ready.flows.share[:2].tolist() == [0.5, 0.4]
    assert ready.flows.share_basis == ("sales", "sales", "none")
    assert ready.flows.wanted.tolist() == [[0, 0, 0], [300, 40, 0], [100, 0, 0]]
    assert ready.wanted.flow.tolist() == [[0, 0, 0], [240, 40, 0], [0, 0, 0]]
    # what cars lack: 60 of steel and all power, parted by size; steel lacks nothing
    assert dict(zip(ready.firms["firm"].to_list(), outside(ready), strict=True)) == pytest.approx(
        {"auto": 112.0, "brum": 48.0, "forge": 0.0, "smelt": 0.0}
    )


def test_imports_of_the_table_are_not_bought_inside_and_negative_flows_count_as_none() -> None:
    table = [{"supplier_sector": "steel", "buyer_sector": "cars", "value": 600, "imported": 150}]
    table += [{"supplier_sector": "steel", "buyer_sector": "steel", "value": -5, "imported": 0}]
    ready = prepare(case(io_table=table), as_of=DAY)
    assert ready.wanted.flow[1, 0] == pytest.approx(0.4 * 450)
    assert ready.flows.wanted[1].tolist() == [300, 0, 0]
    assert ready.flows.negative == 1


def test_a_sliver_of_a_sector_is_no_source_but_known_links_stay() -> None:
    sectors = copy.deepcopy(CASE["sectors"])
    sectors[1]["gross_output"] = 40_000
    ready = prepare(case(sectors=sectors), as_of=DAY)
    assert ready.wanted.flow[1, 0] == 0
    assert ready.flows.slivers == 1  # steel for steel is as small as its buyer
    link = {"supplier": "forge", "customer": "auto", "product": "steel", "year": 2023}
    (network,) = networks(case(sectors=sectors, supplies=[link]), as_of=DAY, draws=1)
    kept = network.weight[(network.supplier == 2) & (network.buyer == 0)]
    # auto needs 70 percent of 300, and forge sells no more than 200
    assert kept == pytest.approx([200.0])
    assert network.weight[network.buyer == 1].size == 0


def test_firms_beyond_the_table_count_as_the_whole_sector() -> None:
    sectors = copy.deepcopy(CASE["sectors"])
    sectors[1]["gross_output"] = 100
    ready = prepare(case(sectors=sectors), as_of=DAY)
    assert ready.flows.share[1] == 1
    assert ready.flows.share_basis[1] == "capped"


def test_firms_without_a_sector_or_an_operating_plant_stay_out_and_are_counted() -> None:
    plants = [{**CASE["plants"][0], "opened": "2025-01-01", "announced": "2023", "published": "2023"}]
    ready = prepare(case(plants=plants), as_of=DAY)
    assert ready.firms["firm"].to_list() == ["auto", "brum", "smelt"]
    assert dict(ready.left_out) == {"no_sector": 1, "not_operating": 1}


def test_a_firm_stands_at_its_largest_plant_else_at_its_seat() -> None:
    ready = prepare(case(), as_of=DAY)
    where = dict(zip(ready.firms["firm"].to_list(), ready.actors.lat.tolist(), strict=True))
    assert where == {"auto": 32.0, "brum": 31.0, "forge": 31.0, "smelt": 31.0}


LINKS = [
    {"supplier": "forge", "customer": "auto", "product": "steel", "year": 2021, "value": 7},
    {"supplier": "forge", "customer": "auto", "product": "steel", "year": 2023, "value": 30},
    {"supplier": "forge", "customer": "auto", "product": "car", "year": 2023, "value": 12},
    {"supplier": "smelt", "customer": "brum", "product": "steel", "year": 2023, "basis": "inferred"},
    {"supplier": "smelt", "customer": "auto", "product": "steel", "year": 2023, "review": "suggested"},
]


def test_known_links_are_kept_with_the_values_of_their_latest_year() -> None:
    ready = prepare(case(supplies=LINKS), as_of=DAY)
    ids = ready.firms["firm"].to_list()
    for seed in range(5):
        network = network_of(ready, complete(ready.actors, ready.wanted, seed=seed))
        links = {
            (ids[s], ids[b]): (w, i)
            for s, b, w, i in zip(
                network.supplier, network.buyer, network.weight, network.inferred, strict=True
            )
        }
        assert links["forge", "auto"] == (42.0, False)
        assert links["smelt", "brum"][1]  # known from an inferred row only
        assert links["smelt", "brum"][0] > 0
        assert all(i for pair, (_, i) in links.items() if pair != ("forge", "auto"))


def test_a_known_link_brings_in_a_firm_without_a_sector() -> None:
    link = {"supplier": "school", "customer": "auto", "product": "car", "year": 2023, "value": 5}
    ready = prepare(case(supplies=[link]), as_of=DAY)
    assert ready.sectors[-1] == UNKNOWN
    network = network_of(ready, complete(ready.actors, ready.wanted, seed=1))
    at = ready.firms["firm"].to_list().index("school")
    assert network.weight[network.supplier == at].tolist() == [5.0]


def test_known_links_above_the_flow_are_kept_and_nobody_else_is_sold_more() -> None:
    link = {"supplier": "forge", "customer": "auto", "product": "steel", "year": 2023, "value": 500}
    (network,) = networks(case(supplies=[link]), as_of=DAY, draws=1)
    bought = dict(zip(network.ids, network.purchases, strict=True))
    assert bought["auto"] == 500
    assert bought["brum"] == pytest.approx(72.0)


def test_a_network_has_what_its_cascades_take() -> None:
    (network,) = networks(case(), as_of=DAY, draws=1)
    ready = prepare(case(), as_of=DAY)
    assert network.industry.names == ("cars", "steel", "power")
    assert network.essential.tolist() == [[1, 1, 1], [2, 1, 1], [1, 1, 1]]
    assert DEFAULT_CLASS == 1
    assert ready.missing == 8
    assert {name for name, _ in network.weights} == {"sales", "jobs"}
    assert network.revenue is not None
    assert network.costs is not None
    assert (network.revenue >= network.sales).all()
    assert network.purchases.sum() == pytest.approx(280.0)
    assert network.costs.sum() == pytest.approx(280 + 160)
    # each buyer buys inside what its size says of 240 (cars) or 40 (steel)
    assert dict(zip(network.ids, network.purchases, strict=True)) == pytest.approx(
        {"auto": 168.0, "brum": 72.0, "forge": 20.0, "smelt": 20.0}
    )


def test_jobs_are_stated_at_the_firm_else_at_its_plants_else_follow_from_sales() -> None:
    plants = [{**CASE["plants"][0], "jobs": 12}]
    ready = prepare(case(plants=plants), as_of=DAY)
    jobs = dict(zip(ready.firms["firm"].to_list(), ready.sizes.jobs, strict=True))
    assert jobs == pytest.approx({"auto": 70, "brum": 30, "forge": 12, "smelt": 20})
    assert ready.sizes.jobs_known.tolist() == [True, True, True, False]


def test_draws_are_the_same_for_a_seed_and_more_of_them_begin_with_the_fewer() -> None:
    few, many = list(networks(case(), as_of=DAY, draws=2)), list(networks(case(), as_of=DAY, draws=4))
    for one, other in zip(few, many, strict=False):
        np.testing.assert_array_equal(one.weight, other.weight)
        np.testing.assert_array_equal(one.supplier, other.supplier)


@pytest.mark.parametrize(
    ("changed", "asked", "words"),
    [
        ({"io_table": []}, {}, "no input-output table"),
        (
            {"firms": [{"firm": "auto", "place": "north"}], "plants": []},
            {},
            "no firm that operates has a sector",
        ),
        ({}, {"density": 0.0}, "density is 0"),
        ({}, {"density": float("nan")}, "density is nan"),
        ({}, {"decay": -1.0}, "decay is -1"),
        ({}, {"draws": 0}, "draws is 0"),
        ({}, {"seed": -1}, "seed is -1"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(changed: Tables, asked: Row, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        list(networks(case(**changed), as_of=DAY, **asked))


def test_a_look_back_to_before_the_table_was_public_says_so() -> None:
    for name in ("sectors", "io_table"):
        later = [{**row, "published": "2023-01-01"} for row in CASE[name]]
        with pytest.raises(StudyError, match=f"no row of `{name}` was public by 2022-01-01"):
            prepare(case(**{name: later}), as_of="2022-01-01")


def test_a_look_back_has_only_what_was_known() -> None:
    firms = [{**r, "published": "2024-06-01" if r["firm"] == "brum" else "2020"} for r in CASE["firms"]]
    ready = prepare(case(firms=firms), as_of="2024-01-01")
    assert "brum" not in ready.firms["firm"].to_list()
