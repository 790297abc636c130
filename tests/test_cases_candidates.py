"""Candidates of the shipped case are made up by the committed rule, from figures public by August 2021 only."""

from __future__ import annotations

import csv
import importlib
import sys
from pathlib import Path
from statistics import median

import pytest

from hinterland.case import load
from hinterland.dates import last_day

CASE = Path(__file__).resolve().parents[1] / "examples" / "yangtze-nev"


def rows(folder: str, name: str) -> list[dict[str, str]]:
    with (CASE / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ratios():
    sys.path.insert(0, str(CASE))
    try:
        yield importlib.import_module("casebuild.ratios")
    finally:
        sys.path.remove(str(CASE))
        for name in [n for n in sys.modules if n.split(".")[0] == "casebuild"]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def candidates():
    return rows("tables", "candidates")


def test_no_figure_of_the_rule_comes_from_a_newer_source(ratios):
    known = ratios.known()
    assert len(known) > 40
    assert max(last_day(p["source_date"]).isoformat() for p in known) <= "2021-08-10"
    assert "xpeng_guangzhou" not in {p["plant"] for p in known}  # its figures were read in a source of 2023


def test_investment_for_a_car_by_hand(ratios):
    a_car = {
        "tesla_shanghai": 14.08e9 / 500_000,
        "volkswagen_anhui_meb_plant": 20e9 / 350_000,
        "saic_volkswagen_anting_meb": 17e9 / 300_000,
        "chery_new_energy_wuhu": 1.56e9 / 60_000,
        "spotlight_automotive_bmw_great_wall": 5.1e9 / 160_000,
    }
    found = ratios.capex("bev", ratios.Bill(), ratios.known())
    assert found.plants == len(a_car)
    assert found.mid == pytest.approx(median(a_car.values()))
    low, high = sorted(a_car.values())[1], sorted(a_car.values())[3]  # quartiles of five, ends included
    assert (found.low, found.high) == pytest.approx((low, high))


def test_a_product_without_three_plants_takes_the_ratio_of_its_group_by_value(ratios):
    bill, known = ratios.Bill(), ratios.known()
    cathode = ratios.capex("cathode", bill, known)
    assert cathode.basis.startswith("plants of its group")
    both = [p for p in known if p["capex"] and p["capacity"] and p["category"] == "traction_battery"]
    a_yuan = [float(p["capex"]) / float(p["capacity"]) / bill.value(p["product"]) for p in both]
    assert cathode.mid == pytest.approx(median(a_yuan) * bill.value("cathode"))
    assert ratios.capex("seats", bill, known).basis.startswith("plants of all components")
    whole = ratios.capex("drive_unit", bill, known).mid / bill.value("drive_unit")
    assert whole == pytest.approx(ratios.capex("seats", bill, known).mid / bill.value("seats") / 4)


def test_value_of_a_unit_times_amount_in_a_car_is_its_share(ratios):
    bill = ratios.Bill()
    assert bill.value("bev") == 137_000
    assert bill.value("seats") == pytest.approx(4_200)
    assert bill.value("tyres") * 4 == pytest.approx(2_500)
    assert bill.value("battery_cell") * 0.00005 == pytest.approx(29_260)
    assert bill.value("cathode") * 0.00005 * 2_000 == pytest.approx(14_774.9)


def test_what_candidates_ask_lies_between_low_and_high_of_their_investment(candidates):
    assert 60 <= len(candidates) <= 120
    for r in candidates:
        low, ask, high, invest = (float(r[c]) for c in ("ask_low", "ask", "ask_high", "capex"))
        assert 0 < low < ask < high < invest, r["candidate"]
        assert low / invest == pytest.approx(0.05, rel=0.06), r["candidate"]
        assert high / invest == pytest.approx(0.20, rel=0.06), r["candidate"]
        assert 0 < float(r["low"]) < float(r["high"]) < 1
        assert 2 <= len(r["eligible_places"].split(";")) <= 4


def test_candidates_are_no_real_firm_and_lie_in_parks_of_anhui(candidates):
    firms = {r["firm"]: r for r in rows("tables", "firms")}
    parent = {r["place"]: r["parent"] for r in rows("tables", "places")}
    for r in candidates:
        assert firms[r["firm"]]["basis"] == "synthetic"
        assert firms[r["firm"]]["name_en"].startswith("Synthetic")
        for place in r["eligible_places"].split(";"):
            held = place
            while held != "anhui":
                held = parent[held]
    assert len({r["firm"] for r in candidates}) == len(candidates)


def test_followers_may_go_where_their_anchor_may(candidates):
    places = {r["candidate"]: r["eligible_places"] for r in candidates}
    followers = [r for r in candidates if r["anchor"]]
    assert followers
    assert all(r["eligible_places"] == places[r["anchor"]] for r in followers)
    assert all(r["anchor"].startswith("syn_c_bev_") for r in followers)


def test_every_candidate_finds_land_and_persons_in_some_park_before_the_end(candidates):
    land = {(r["place"], r["year"]): float(r["land_ha"]) for r in rows("tables", "free_land")}
    persons: dict[str, float] = {}
    for r in rows("tables", "labour_stock"):
        if r["year"] == "2025":
            persons[r["place"]] = persons.get(r["place"], 0.0) + float(r["stock"])
    for r in candidates:
        parks = r["eligible_places"].split(";")
        assert any(float(r["land_ha"]) <= land[p, "2025"] for p in parks), r["candidate"]
        assert any(float(r["jobs"]) <= persons[p] for p in parks), r["candidate"]


def test_all_of_it_is_seen_from_the_day_of_the_case():
    seen = load(CASE).as_of(last_day("2021-08-11"))
    for name in ("candidates", "budgets", "free_land", "labour_stock", "labour_coefficients", "expansions"):
        assert seen[name].height == len(rows("tables", name)), name
