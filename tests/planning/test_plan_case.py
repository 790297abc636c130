"""A case as a planning problem: goods, zones, what stands, who could come, what there is to give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from plan_case import candidate, coverage, reading, target, told

from hinterland.planning.case import Options, read
from hinterland.planning.model.build import build
from hinterland.planning.model.operate import needed
from hinterland.planning.solve.session import Session
from hinterland.promises.measure import measure

if TYPE_CHECKING:
    from plan_case import Tables

    from hinterland.cluster import Cluster
    from hinterland.planning.case import Reading


def names(found: Reading, kind: str) -> dict[str, int]:
    """Positions by id."""
    return {n: i for i, n in enumerate(getattr(found.problem.names, kind))}


def test_goods_take_units_and_yuan_as_the_bill_of_materials_says() -> None:
    found = reading()
    p, t = names(found, "products"), found.problem.technology
    assert t.price[[p["car"], p["engine"], p["seat"], p["steel"]]] == pytest.approx([1e5, 5e4, 3e4, 1e5])
    takes = {(int(t.process[i]), int(t.product[i])): float(t.quantity[i]) for i in range(len(t.quantity))}
    assert takes == pytest.approx(
        {(p["car"], p["engine"]): 1.0, (p["car"], p["seat"]): 1.0, (p["engine"], p["steel"]): 0.2}
    )
    assert t.value_added[[p["car"], p["engine"], p["steel"]]] == pytest.approx([2e4, 3e4, 1e5])
    assert t.tax == pytest.approx(0.08 * t.value_added)


def test_values_of_inputs_and_value_added_make_up_every_price(yangtze: Cluster) -> None:
    found = read(yangtze, Options(as_of="2021-08-11"))
    t = found.problem.technology
    inputs = np.zeros(len(t.output))
    np.add.at(inputs, t.process, t.quantity * t.price[t.product])
    assert inputs + t.value_added == pytest.approx(t.price[t.output])


def test_processes_can_be_alternatives_or_a_mix() -> None:
    def two(t: Tables) -> None:
        t["recipes"] += [{"product": "engine", "process": "q", "input": "seat", "value_share": 0.1}]
        t["settings"] = [{"name": "process.engine", "value": "p:0.5;q:0.5"}]

    mixed, free = reading(two), reading(two, alternatives=True)
    assert mixed.problem.names.processes.count("engine") == 1
    assert {"engine:p", "engine:q"} <= set(free.problem.names.processes)
    t = free.problem.technology
    p = names(free, "products")
    q = names(free, "processes")["engine:q"]
    (used,) = t.product[t.process == q].tolist()
    assert (used, t.output[q]) == (p["seat"], p["engine"])
    assert float((t.quantity * t.price[t.product])[t.process == q].sum()) == pytest.approx(
        0.1 * t.price[p["engine"]]
    )


def test_one_zone_is_enough_where_only_boundaries_count() -> None:
    def boundary(t: Tables) -> None:
        t["metrics"] = [coverage("sourced", "sourced_boundary")]
        t["targets"] = [target("nearby", "sourced", 60.0)]

    found = reading(boundary)
    assert [set(m) for m in found.members.values()] == [{"a", "b", "c"}]
    assert len(found.problem.space.origin) == 1


def test_near_ways_are_those_within_the_hours_and_only_from_cities_that_count() -> None:
    found = reading()
    s, zones = found.problem.space, found.problem.names.zones
    near = next(g for g in found.goals if g.metric == "available_2h").wanted.near
    pairs = {(zones[s.origin[w]], zones[s.destination[w]]) for w in np.flatnonzero(near)}
    assert pairs == {("a", "a"), ("a", "b"), ("b", "a"), ("b", "b"), ("c", "c"), ("d", "a")}
    inside = next(g for g in found.goals if g.metric == "available").wanted.near
    assert {zones[o] for o in s.origin[inside]} == {"a", "b", "c"}


def test_what_stands_is_what_capacity_gives_at_the_assumed_use() -> None:
    found = reading()
    p, z = names(found, "products"), names(found, "zones")
    base = found.problem.market.base
    assert base[p["car"], z["a"]] == pytest.approx([80_000.0] * 3)
    assert base[p["seat"], z["b"]] == pytest.approx([32_000.0] * 3)
    assert base[p["seat"], z["c"]] == pytest.approx([32_000.0] * 3)  # the median of its product
    capacity = found.problem.plants.capacity
    plants = names(found, "plants")
    assert np.isnan(capacity[plants["seats_c"]]).all()
    assert capacity[plants["seats_b"]] == pytest.approx([32_000.0] * 3)
    assert "1 of 4 plants have neither output nor capacity" in told(found)


def test_what_is_built_runs_later_and_what_is_only_announced_runs_if_the_case_says_so() -> None:
    def coming(t: Tables) -> None:
        t["plants"] += [
            {"plant": "w", "firm": "w", "product": "seat", "place": "a", "capacity": 10.0, "opened": None}
            | {"announced": "2023-01-01", "construction": "2024-01-01"},
            {"plant": "v", "firm": "v", "product": "seat", "place": "a", "capacity": 20.0, "opened": None}
            | {"announced": "2024-02-01"},
        ]

    def both(t: Tables) -> None:
        coming(t)
        t["settings"] = [{"name": "plan_announced", "value": "1"}]

    found = reading(coming)
    p, z = names(found, "products"), names(found, "zones")
    assert found.problem.market.base[p["seat"], z["a"]] == pytest.approx(
        [0.0, 0.0, 8.0]
    )  # 2024.0 + 1.2 years
    assert "1 plants that are only announced" in told(found)
    found = reading(both)  # February 2024 + 2 years
    assert found.problem.market.base[p["seat"], z["a"]] == pytest.approx([0.0, 0.0, 8.0])
    assert "v" in found.problem.names.plants


def test_made_up_plants_count_only_when_asked_for() -> None:
    def fake(t: Tables) -> None:
        t["plants"][2]["basis"] = "synthetic"

    assert "seats_b" not in reading(fake).problem.names.plants
    assert "seats_b" in reading(fake, synthetic=True).problem.names.plants


def shares(t: Tables) -> None:
    """A share of cars, with figures of two years."""
    t["metrics"] += [
        {"metric": "cars", "kind": "series", "product": "car", "unit": "vehicle", "place": "north"},
        {"metric": "all_cars", "kind": "series", "product": "car", "unit": "vehicle", "place": "land"},
        {
            "metric": "part",
            "kind": "ratio",
            "numerator": "cars",
            "denominator": "all_cars",
            "unit": "percent",
        },
    ]
    t["targets"].append(target("share", "part", 12.0))
    for metric, place, values in (("cars", "north", (50e3, 60e3)), ("all_cars", "land", (5e5, 5.5e5))):
        t["observations"] = t.get("observations", []) + [
            {"metric": metric, "place": place, "period": str(y), "vintage": str(y), "value": v}
            | {"unit": "vehicle", "flow": "period", "published": f"{y + 1}-02-01"}
            for y, v in zip((2022, 2023), values, strict=True)
        ]


def test_without_decisions_the_share_is_the_forecast_of_the_case_itself() -> None:
    found = reading(shares)
    goal = next(g for g in found.goals if g.target == "share")
    assert goal.without is not None
    assert goal.national is not None
    made = found.problem.market.made[names(found, "products")["car"], :, 2].sum()
    assert 100 * (made + goal.wanted.base) / goal.wanted.national == pytest.approx(goal.without[1])
    assert goal.without[0] < goal.without[1] < goal.without[2]
    assert goal.wanted.national == goal.national[1]
    assert "is taken as given" in goal.notes[0].en
    assert "视为外生" in goal.notes[0].zh
    # no more can be sold beyond the place than the country's cars take
    outside = found.problem.market.outside[:, 2]
    p = names(found, "products")
    assert outside[p["steel"]] == pytest.approx(0.2 * outside[p["car"]])


def reached(found: Reading, metric: str) -> float:
    """What a definition gives when nothing is decided."""
    goal = next(g for g in found.goals if g.metric == metric)
    soft = build(replace(found.problem, targets=(replace(goal.wanted, hard=False, penalty=1e6),), sources=()))
    high = soft.program.high.copy()
    high[soft.made.opened.index.ravel()] = 0.0
    high[soft.made.expand.index.ravel()] = 0.0
    answer = Session(soft.program).solve(high=high)
    assert answer is not None
    return soft.targets[0].value(answer.x)


def test_nearby_without_decisions_by_hand() -> None:
    found = reading()
    # cars are made in a only: seats of b and c lie in the province, engines of d do not
    assert reached(found, "available") == pytest.approx(0.3 / 0.8)
    # within two hours of a: seats of b, engines of d
    assert reached(found, "available_2h") == pytest.approx(1.0)
    # 80,000 cars want 80,000 seats and engines; 32,000 seats and 40,000 engines are within two hours
    near = 32_000 * 30_000 + 40_000 * 50_000
    assert reached(found, "capacity_2h") == pytest.approx(near / (80_000 * 80_000))
    # in the province 64,000 seats
    assert reached(found, "sourced") == pytest.approx(64_000 * 30_000 / (80_000 * 80_000))


def test_what_is_available_today_is_what_the_chain_study_says(yangtze: Cluster) -> None:
    metric = "anhui_nearby_available_province"
    seen = yangtze.as_of("2021-08-11")
    found = read(seen)
    now = measure(seen, metric, "anhui").points[-1]
    assert 100 * reached(found, metric) == pytest.approx(now.low, abs=0.01)


def test_candidates_fill_in_what_their_row_leaves_open() -> None:
    def open_(t: Tables) -> None:
        t["candidates"] = [
            candidate("x", "seat", "park", 10.0, None, ask_low=1e6, ask_high=3e6, lead_years=1.2),
            candidate("y", "seat", "park;b;park", 10.0, 1e6, currency="USD", lead_years=None, low=0.5),
            candidate("z", "seat", "park", 10.0, 1e6, lead_years=3.0),
        ]
        t["exchange_rates"] = [{"currency": "USD", "date": "2024-01-01", "cny_per_unit": 7.0}]

    found = reading(open_)
    c = found.problem.candidates
    assert found.problem.names.candidates == ("x", "y")  # z could produce in 2027 only
    assert "1 candidates could produce only after 2026" in told(found)
    assert c.ask == pytest.approx([2e6, 7e6])
    assert (found.ask_low[0], found.ask_high[0]) == (1e6, 3e6)
    assert c.lead.tolist() == [2, 2]
    assert c.landing_low[1] == 0.5
    assert c.landing_low[0] < c.landing_high[0] <= 1
    assert c.site_candidate.tolist() == [0, 1, 1]
    assert c.may_open.tolist() == [[True, False, False]] * 3
    assert c.ramp == pytest.approx([0.4, 0.8])


def test_followers_of_plants_that_do_not_run_are_left_out() -> None:
    def follow(t: Tables) -> None:
        t["candidates"] += [
            candidate("f", "seat", "park", 10.0, 0.0, anchor="engines"),
            candidate("g", "seat", "park", 10.0, 0.0, anchor="cars_a"),
            candidate("h", "seat", "park", 10.0, 0.0, anchor="nobody"),
        ]

    found = reading(follow)
    c, at = found.problem.candidates, names(found, "candidates")
    assert c.anchor[at["f"]] == at["engines"]
    assert c.anchor[at["g"]] == -1
    assert "h" not in at
    assert "1 candidates follow" in told(found)


def test_jobs_are_parted_by_occupation_and_people_shared_by_parks() -> None:
    def people(t: Tables) -> None:
        t["labour_coefficients"] = [
            {"product": "engine", "occupation": "fitter", "persons": 0.003},
            {"product": "engine", "occupation": "clerk", "persons": 0.001},
        ]
        t["labour_stock"] = [
            {"place": "north", "occupation": "fitter", "year": 2024, "graduates": 100.0, "retention": 0.5},
            {"place": "north", "occupation": "fitter", "year": 2026, "stock": 900.0},
        ]

    found = reading(people)
    assert found.problem.names.groups == ("clerk", "fitter", "workers")
    assert found.problem.candidates.jobs.tolist() == [[25.0, 75.0, 0.0], [0.0, 0.0, 100.0]]
    labour = found.problem.space.labour
    assert labour[:, 1].tolist() == [[25.0, 50.0, 450.0]] * 2  # two parks share the province
    assert np.isinf(labour[:, 0]).all()


def test_land_counts_until_the_next_row() -> None:
    def grow(t: Tables) -> None:
        t["free_land"].append({"place": "park", "year": 2026, "land_ha": 40.0})

    found = reading(grow)
    land = found.problem.space.land[names(found, "parks")["park"]]
    assert land.tolist() == [15.0, 15.0, 40.0]


def test_instruments_pay_by_place_sector_kind_and_date() -> None:
    def many(t: Tables) -> None:
        t["instruments"] = [
            {"instrument": "a_only", "kind": "grant", "place": "a", "end": "2025-06-30"},
            {"instrument": "chain", "kind": "fund", "place": "north", "sectors": "NEV; ships"},
            {"instrument": "drive", "kind": "land", "place": "north", "sectors": "drive"},
            {"instrument": "people", "kind": "talent", "place": "north"},
            {"instrument": "law", "kind": "rule", "place": "north"},
        ]
        t["budgets"] = [
            {"instrument": i["instrument"], "year": 2025, "amount": 1e6, "currency": "CNY"}
            for i in t["instruments"]
        ]
        t["aliases"] = [{"id": "car", "name": "nev", "lang": "en", "scheme": "name"}]

    found = reading(many, budget=2.0, budgets={"drive": 0.5})
    m, i = found.problem.money, names(found, "instruments")
    c = found.problem.candidates
    sites = [
        (found.problem.names.candidates[a], found.problem.names.parks[b])
        for a, b in zip(c.site_candidate, c.site_park, strict=True)
    ]
    at = {s: k for k, s in enumerate(sites)}
    assert m.pays_site[i["a_only"], at["engines", "park"]].tolist() == [True, True, False]
    assert not m.pays_site[i["a_only"], at["engines", "b"]].any()
    assert m.pays_site[i["chain"]].all()
    assert m.pays_site[i["drive"], at["engines", "b"]].all()
    assert not m.pays_site[i["drive"], at["seats", "park"]].any()
    assert m.pays_labour.tolist() == [k == "people" for k in found.problem.names.instruments]
    assert m.budget[i["a_only"]].tolist() == [0.0, 2e6, 0.0]
    assert m.budget[i["drive"], 1] == 1e6
    assert "the budget of law is not used" in told(found)


def test_without_budgets_public_money_has_no_limit() -> None:
    found = reading(lambda t: t.pop("budgets"))
    assert len(found.problem.money.budget) == 0
    assert "public money has no limit" in told(found)


def test_expansions_cost_evenly_for_each_unit_that_can_be_used() -> None:
    def grow(t: Tables) -> None:
        t["expansions"] = [
            {"plant": "seats_b", "most": 1000.0, "ask": 8e6, "capex": 80e6, "jobs": 40, "land_ha": 4.0}
            | {"lead_years": 0.5},
            {"plant": "engines_d", "most": 1000.0, "ask": 8e6},
        ]

    found = reading(grow)
    p, i = found.problem.plants, names(found, "plants")["seats_b"]
    assert p.most[i] == 800.0
    assert (p.ask[i], p.capex[i], p.land[i], p.lead[i]) == pytest.approx((1e4, 1e5, 4 / 800, 1))
    assert p.jobs[i].sum() * p.most[i] == pytest.approx(40)
    assert found.problem.names.parks[p.park[i]] == "b"
    assert p.most[names(found, "plants")["engines_d"]] == 0.0
    assert "1 expansions are left out" in told(found)


def test_final_demand_stands_in_its_zone_and_that_of_the_country_limits_sales() -> None:
    def wanted(t: Tables) -> None:
        t["demand"] = [
            {"product": "seat", "place": "c", "year": 2025, "scenario": "base", "quantity": 500.0},
            {"product": "seat", "place": "land", "year": 2025, "scenario": "base", "quantity": 900.0},
            {"product": "seat", "place": "c", "year": 2025, "scenario": "high", "quantity": 700.0},
        ]

    found = reading(wanted)
    p, z, m = names(found, "products"), names(found, "zones"), found.problem.market
    assert m.demand[p["seat"], z["c"]].tolist() == [0.0, 500.0, 0.0]
    assert m.outside[p["seat"], 1] == 900.0
    assert m.made[p["seat"], :, 1].sum() == pytest.approx(900.0)  # what nobody can use is not made
    assert "the first is planned for" in told(found)


def test_buyers_that_need_less_buy_less_however_slowly_they_move() -> None:
    found = reading()
    p, z = names(found, "products"), names(found, "zones")
    need = needed(found.problem)
    assert need[p["engine"], z["a"]].tolist() == [80_000.0] * 3
    assert need[p["steel"], z["d"]].tolist() == pytest.approx([8_000.0] * 3)
    fall = np.array([1.0, 1.0, 0.3])  # cars of the last year find no buyers
    market = found.problem.market
    market = replace(market, base=market.base * fall, made=market.made * fall, inertia=0.1)
    targets = (replace(found.problem.targets[0], hard=False, penalty=1.0),)
    model = build(replace(found.problem, market=market, targets=targets))
    assert Session(model.program).solve() is not None
