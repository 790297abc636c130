"""Shocks in time on a case: sizes, makers in house, stocks, the answer worked by hand, paths."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from stress_case import DAY, case, plant

from hinterland.errors import Cancelled, StudyError
from hinterland.network.complete.draw import complete
from hinterland.network.plants import actors_of, plants_of, wanted_of
from hinterland.network.stress import Options, Shock, stress
from hinterland.network.stress.assemble import assemble
from hinterland.network.stress.needs import needs_of
from hinterland.network.stress.tables import SCHEMAS
from hinterland.network.stress.why import PATH

if TYPE_CHECKING:
    import polars as pl
    from stress_case import Tables

TODAY = date.fromisoformat(DAY)


def row(frame: pl.DataFrame, **key: Any) -> dict[str, Any]:
    """The only row of a table that has these values."""
    return frame.filter(**key).row(0, named=True)


def test_a_chip_plant_stops_for_twenty_days_by_hand() -> None:
    """5 days of chips and of inverters are on stock: inverters stop on day 5, cars on day 10, for as long each.

    Chips are back on day 20. Day 20: a day's chips are made, 21: inverters again, 22: cars. So inverters lose days
    5 to 20, 16 days, and cars days 10 to 21, 12 days of 100 cars.

    Cars go on ordering seats: 100 + (500 - stock) / 6. With g = 1100 - stock that is g / 6, so g falls by a sixth a
    day from 500 at the end of day 10: seats are at 83 percent on day 11, never at 0. At the end of day 21 g is
    500 (5/6)^11 = 67.3; from day 22 on 100 are used a day, and g = 600 - 532.7 (5/6)^m after m days. Orders are 95
    again once g is 570, after 16 days, at the end of day 37: seats are back on day 38.
    """
    result = stress(case(), ["chips_stop"], as_of=DAY)
    told = result.summary
    assert told["draws"] == 1  # every link is known
    assert told["finished_lost_mid"] == pytest.approx(1200.0)
    assert (told["first_slowed_mid"], told["first_stopped_mid"]) == (10, 10)
    assert (told["first_day"], told["horizon"], told["hit_plants"]) == ("2024-07-01", 120, 1)
    products = {r["product"]: r for r in result["products"].iter_rows(named=True)}
    assert products["chip"]["lost_units_mid"] == pytest.approx(2000.0)
    assert products["inverter"]["lost_units_mid"] == pytest.approx(1600.0)
    assert products["inverter"]["lost_cny_mid"] == pytest.approx(1600.0 * 10_000)
    times = [
        (p["time_to_survive_mid"], p["time_to_stop_mid"], p["time_to_recover_mid"]) for p in products.values()
    ]
    assert dict(zip(products, times, strict=True)) == {
        "chip": (0, 0, 20),
        "inverter": (5, 5, 21),
        "car": (10, 10, 22),
        "seat": (11, None, 38),
    }
    path = row(result["path"], plant="cars")
    assert path["why_en"] == "because of chip from Chips via inverter from Inverters"
    assert path["why_zh"] == "因芯片厂的芯片，经逆变器厂的逆变器"
    assert (path["origin"], path["hops"], path["cause"]) == ("chips", 2, "supplier")
    assert row(result["path"], plant="chips")["why_en"] == "hit by the shock itself"
    assert row(result["path"], plant="seats")["why_en"].startswith(
        "fewer orders from Cars, because of chip from Chips"
    )


def test_all_tables_have_the_columns_that_are_declared() -> None:
    result = stress(case(), ["north=0.5"], as_of=DAY, days=5)
    for name, columns in (SCHEMAS | {"path": PATH}).items():
        assert dict(result[name].schema) == dict(columns)
    assert result["total"]["day"].to_list() == list(range(120))
    assert result["frames"]["day"].n_unique() == 40
    assert result["places"]["place"].to_list()[0] == "north"
    assert set(result["firms"]["firm"]) >= {"f_cars", "f_seats"}


def test_weeks_are_the_sums_of_days() -> None:
    by_day = stress(case(), ["chips_stop"], as_of=DAY)["total"]
    by_week = stress(case(), ["chips_stop"], as_of=DAY, options=Options(step="week"))["total"]
    assert by_week["day"].to_list() == list(range(0, 120, 7))
    assert by_week["finished_lost_mid"][2] == by_day["finished_lost_mid"][20]
    assert by_week["finished_share_mid"][1] == pytest.approx(by_day["finished_share_mid"][7:14].mean())


def test_sizes_rest_on_output_capacity_and_medians() -> None:
    def change(t: Tables) -> None:
        t["plants"] = [
            plant("cars", "car", "north", output=1000.0, capacity=9000.0),
            plant("cars2", "car", "north", capacity=4000.0),
            plant("cars3", "car", "south"),
            plant("seats", "seat", "north"),
            plant("shut", "car", "north", closed="2022-01-01"),
        ]

    plants = plants_of(case(change), TODAY)
    listed = plants.owner < 0
    assert np.array(plants.size_from)[listed].tolist() == ["output", "capacity", "product", "case"]
    cars = plants.size[:3] / 100_000
    assert cars.tolist() == pytest.approx([1000.0, 3200.0, 2100.0])
    assert plants.size[3] / 20_000 == pytest.approx(2100.0)  # the median of all, in cars
    assert plants.limit[0] / 100_000 == pytest.approx(9000.0)


def test_what_listed_makers_do_not_cover_is_made_in_house_or_imported() -> None:
    def change(t: Tables) -> None:
        t["plants"][2]["output"] = 9_125.0  # a quarter of the inverters
        t["plants"] = [p for p in t["plants"] if p["product"] != "seat"]

    plants = plants_of(case(change), TODAY)
    house = np.flatnonzero(plants.owner >= 0)
    assert [plants.plant[i] for i in house] == ["cars/inverter"]
    assert plants.size[house[0]] == pytest.approx(36_500 * 10_000 * 0.75)
    needs = needs_of(case(change), plants)
    assert len(needs) == 4  # seats and inverters of cars, chips of both makers of inverters
    result = stress(case(change), ["chip=1"], as_of=DAY, days=20)
    assert "in house" in row(result["path"], plant="cars")["why_en"]
    assert any("Imported" in s.en and "seat (100%)" in s.en for s in result.assumptions)
    settled = case(
        lambda t: (change(t), t["settings"].append({"name": "unlisted_imported", "value": "1"}))[0]
    )
    assert plants_of(settled, TODAY).listed == len(plants_of(settled, TODAY))


def test_stocks_come_from_the_table_then_settings_then_kinds() -> None:
    def change(t: Tables) -> None:
        t["inventories"] = [{"plant": "cars", "product": "seat", "cover": 2.5}]
        t["settings"] = [{"name": "inventory_days.chip", "value": "30"}]

    of = case(change)
    plants = plants_of(of, TODAY)
    needs = needs_of(of, plants)
    names = [plants.bill.products[g] for g in needs.input]
    assert dict(zip(names, needs.cover.tolist(), strict=True)) == {"seat": 2.5, "inverter": 5.0, "chip": 30.0}
    assert needs.said["cover_table"] == needs.said["cover_setting"] == needs.said["cover_kind"] == 1
    assert set(needs_of(of, plants, 9.0).cover) == {9.0}
    bad = case(lambda t: t["settings"].append({"name": "inventory_days.chip", "value": "-1"}))
    with pytest.raises(StudyError, match=r"settings.inventory_days.chip is -1: days of cover are 0 or more"):
        needs_of(bad, plants)


def test_an_input_that_its_sectors_call_non_essential_stops_nothing() -> None:
    def change(t: Tables) -> None:
        t["sectors"] = [{"sector": "e"}, {"sector": "v"}]
        for firm in t["firms"]:
            firm["sector"] = "v" if firm["firm"] in ("f_cars", "f_inverters") else "e"
        t["essential"] = [{"supplier_sector": "e", "buyer_sector": "v", "class": "1"}]

    result = stress(case(change), ["chips_stop"], as_of=DAY)
    assert result.summary["finished_lost_high"] == 0
    assert result.summary["first_slowed_mid"] is None
    assert result["path"]["plant"].to_list() == ["chips"]


def test_shocks_that_overlap_multiply_and_recovery_is_linear() -> None:
    both = stress(case(), ["cars=0.5", "plant:cars=60%"], as_of=DAY, days=4, recovery=0)
    assert both["total"]["finished_share_mid"].to_list()[:5] == pytest.approx([0.2] * 4 + [1.0])
    slow = stress(case(), ["cars=0.5"], as_of=DAY, days=2, recovery=5)
    assert slow["total"]["finished_share_mid"].to_list()[:8] == pytest.approx(
        [0.5, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0]
    )
    half = stress(case(), ["cars=1"], as_of=DAY, days=1.5)
    assert half["total"]["finished_share_mid"].to_list()[:3] == pytest.approx([0.0, 0.5, 1.0])


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("f_cars=1", {"cars"}),
        ("south=1", {"inverters", "chips"}),
        ("land=1", {"cars", "seats", "inverters", "chips"}),
        ("inverter=1", {"inverters"}),
        ("place:north=1", {"cars", "seats"}),
    ],
)
def test_firms_places_and_products_hit_their_plants(text: str, hit: set[str]) -> None:
    result = stress(case(), [text], as_of=DAY, days=3)
    assert set(result["path"].filter(cause="hit")["plant"]) == hit


def test_a_radius_counts_from_the_point_of_a_place() -> None:
    near = stress(case(), ["north=1"], as_of=DAY, days=3, radius=50)
    far = stress(case(), ["north=1"], as_of=DAY, days=3, radius=150)
    assert (near.summary["hit_plants"], far.summary["hit_plants"]) == (2, 4)


def test_a_lane_cuts_what_goes_over_it_and_nothing_else() -> None:
    result = stress(case(), ["lane:south:north=1"], as_of=DAY, days=9)
    path = {r["plant"]: r for r in result["path"].iter_rows(named=True)}
    assert path["cars"]["why_en"] == "because of inverter from Inverters (lane closed)"
    assert path["cars"]["cause"] == "lane"
    assert path["cars"]["first_day_mid"] == 5
    assert path["inverters"]["why_en"] == "fewer orders from Cars: the lane carries less"
    assert result.summary["hit_plants"] == 0


def test_a_product_shock_hits_imports_too() -> None:
    def change(t: Tables) -> None:
        t["plants"] = [p for p in t["plants"] if p["product"] != "seat"]

    result = stress(case(change), ["seat=1"], as_of=DAY, days=10)
    assert row(result["path"], plant="cars")["why_en"] == "because of imported seat"
    assert result.summary["finished_lost_mid"] == pytest.approx(600.0)  # days 5 to 10


def test_draws_make_a_range_that_threads_do_not_change() -> None:
    def change(t: Tables) -> None:
        t["supplies"] = []
        t["plants"] += [plant(f"chips{i}", "chip", "south", output=9_000.0) for i in range(4)]

    one = stress(case(change), ["chips=1"], as_of=DAY, draws=6, jobs=1)
    other = stress(case(change), ["chips=1"], as_of=DAY, draws=6, jobs=3)
    assert one.summary == other.summary
    assert one.summary["draws"] == 6
    for name in one.tables:
        assert one[name].equals(other[name])
    again = stress(case(change), ["chips=1"], as_of=DAY, draws=6, seed=5)
    assert again.summary != one.summary


def test_progress_counts_draws_and_cancels() -> None:
    def change(t: Tables) -> None:
        t["supplies"] = []

    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int, what: str) -> None:
        seen.append((done, total))
        if done == 2:
            raise Cancelled(what)

    with pytest.raises(Cancelled):
        stress(case(change), ["chips=1"], as_of=DAY, draws=9, jobs=2, progress=progress)
    assert seen[-1] == (2, 9)


def test_without_a_price_losses_are_told_in_units() -> None:
    def change(t: Tables) -> None:
        t["products"][0]["unit_price"] = None

    result = stress(case(change), ["chips_stop"], as_of=DAY)
    assert result.summary["finished_lost_mid"] == pytest.approx(1200.0)
    assert result.summary["lost_cny_mid"] is None
    assert result["firms"]["lost_cny_mid"].null_count() == result["firms"].height
    assert any("has no price" in s.en for s in result.assumptions)
    stated = case(
        lambda t: (change(t), t["settings"].append({"name": "unit_price.car", "value": "50000"}))[0]
    )
    assert stress(stated, ["chips_stop"], as_of=DAY)["products"].filter(product="car")["lost_cny_mid"][0] == (
        pytest.approx(1200 * 50_000)
    )


def test_shocks_can_be_given_as_values() -> None:
    shock = Shock("mine", "plant", "cars", 1.0, TODAY, duration=3.0)
    assert stress(case(), [shock], as_of=DAY).summary["finished_lost_mid"] == pytest.approx(300.0)


def test_a_plant_of_no_bill_is_hit_alone() -> None:
    def change(t: Tables) -> None:
        t["products"].append({"product": "toy", "kind": "component", "unit": "set"})
        t["plants"].append(plant("toys", "toy", "south", output=10.0))

    result = stress(case(change), ["toys=1"], as_of=DAY, days=5)
    assert result["path"]["plant"].to_list() == ["toys"]
    assert result.summary["finished_lost_high"] == 0


def test_a_case_without_assemblers_has_no_finished_product_to_lose() -> None:
    def change(t: Tables) -> None:
        t["plants"] = [p for p in t["plants"] if p["product"] != "car"]

    result = stress(case(change), ["chips=1"], as_of=DAY)
    assert result.summary["finished"] is None
    assert result.summary["finished_lost_mid"] is None
    assert row(result["products"], product="chip")["lost_units_mid"] == pytest.approx(4200.0)


def test_what_does_not_fit_the_memory_is_refused_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hinterland.network.stress.ensemble.available", lambda: 1000)
    with pytest.raises(
        StudyError, match=r"4 plants over 120 days take about .* GB are free; shorten the horizon"
    ):
        stress(case(), ["chips=1"], as_of=DAY)


def test_a_product_without_quantity_in_a_finished_product_has_no_units() -> None:
    def change(t: Tables) -> None:
        t["products"][1]["unit"] = "t"

    seat = row(stress(case(change), ["seat=1"], as_of=DAY)["products"], product="seat")
    assert seat["lost_units_mid"] is None
    assert seat["lost_cny_mid"] > 0


def test_several_finished_products_of_one_unit_are_counted_together() -> None:
    def change(t: Tables) -> None:
        t["products"].append({"product": "bus", "kind": "final", "unit": "vehicle", "unit_price": 900_000.0})
        t["recipes"].append(
            {"product": "bus", "process": "usual", "input": "inverter", "value_share": 1 / 90}
        )
        t["plants"].append(plant("buses", "bus", "south", output=3_650.0))
        t["plants"][2]["output"] = 40_150.0
        t["plants"][3]["output"] = 40_150.0
        t["supplies"].append(t["supplies"][1] | {"customer": "f_buses"})

    result = stress(case(change), ["chips_stop"], as_of=DAY)
    assert result.summary["finished_lost_mid"] == pytest.approx(1200.0 + 120.0)
    assert row(result["products"], product="bus")["lost_units_mid"] == pytest.approx(120.0)
    assert row(result["places"], place="south")["finished_lost_mid"] == pytest.approx(120.0)


def test_a_delay_on_the_way_is_no_stock_to_live_on() -> None:
    """What is on the way still comes: cars stop 3 days later a tier, and are back 3 days later a tier."""
    result = stress(case(), ["chips_stop"], as_of=DAY, options=Options(transport=3))
    cars = row(result["products"], product="car")
    assert (cars["time_to_stop_mid"], cars["time_to_recover_mid"]) == (16, 28)


@pytest.mark.parametrize("value", [1.0, 50_000_000.0, 9e12])
def test_known_values_are_kept_as_far_as_the_need_goes(value: float) -> None:
    """Two makers of chips; what one supplies is known: a little, most of the need, or more than all of it."""

    def change(t: Tables) -> None:
        t["plants"].append(plant("more", "chip", "south", output=36_500.0))
        t["supplies"][2]["value"] = value

    of = case(change)
    plants = plants_of(of, TODAY)
    needs = needs_of(of, plants)
    wanted = wanted_of(of, plants, TODAY, density=3.0, decay=1.0)
    links = complete(actors_of(plants), wanted, seed=1).links
    system = assemble(plants, needs, links, days=1.0, spare=1.0)
    known = system.share[system.supplier == plants.plant.index("chips")].sum()
    assert known == pytest.approx(min(1.0, value / (36_500 * 10_000 * 0.5)))
    shares = np.bincount(
        np.repeat(np.arange(len(needs)), np.diff(system.link)), system.share, minlength=len(needs)
    )
    np.testing.assert_allclose(shares + system.outside, 1.0)
    sold = np.bincount(
        system.supplier,
        system.share * np.repeat(system.rate * system.base[needs.buyer], np.diff(system.link)),
        minlength=len(plants),
    )
    np.testing.assert_allclose(sold + system.final, system.base)  # the steady state
