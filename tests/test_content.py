"""The study of local content: by hand, sourcings, rules and their days, what cannot be told, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.chain.answer_content import local_headline
from hinterland.chain.content import content
from hinterland.chain.content_market import Territory, origin_of
from hinterland.chain.content_words import Standing, verdict
from hinterland.errors import StudyError
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.result import Result

DAY = "2023-09-01"


PLACES = [
    {"place": "world", "kind": "world"},
    {"place": "land", "kind": "country", "parent": "world"},
    {"place": "east", "kind": "province", "parent": "land", "lon": "11", "lat": "50"},
    {"place": "port", "kind": "city", "parent": "east", "lon": "11.2", "lat": "50"},
    {"place": "west", "kind": "province", "parent": "land", "lon": "9", "lat": "50"},
    {"place": "abroad", "kind": "country", "parent": "world", "lon": "20", "lat": "50"},
]
PRODUCTS = [
    {"product": "car", "kind": "final", "unit": "set"},
    {"product": "motor", "kind": "component", "unit": "set"},
    {"product": "magnet", "kind": "material", "unit": "t"},
    {"product": "glass", "kind": "component", "unit": "set"},
]
RECIPES = [
    {"product": "car", "process": "p", "input": "motor", "value_share": "0.5"},
    {"product": "car", "process": "p", "input": "glass", "value_share": "0.3"},
    {"product": "motor", "process": "p", "input": "magnet", "value_share": "0.4"},
]
PLANTS = [
    ("cars", "maker", "car", "east"),
    ("motors", "drives", "motor", "east"),
    ("magnets", "earths", "magnet", "west"),
    ("panes", "panes", "glass", "abroad"),
]
COSTS = [{"product": "car", "item": "profit", "share": "0.2"}]
RULE = {"rule": "east_40", "method": "build_down", "threshold": "0.4", "territory": "east"}


def case(**more: Sequence[Mapping[str, Any]]) -> Cluster:
    """A small case: cars of motors and glass."""
    plants = more.pop("plants", None) or [plant(*p) for p in PLANTS]
    firms = sorted({p["firm"] for p in plants} | {"trader"})
    tables = {
        "places": PLACES,
        "products": PRODUCTS,
        "recipes": RECIPES,
        "plants": plants,
        "firms": [{"firm": f, "place": "east"} for f in firms],
        "cost_items": COSTS,
        "content_rules": [RULE],
    }
    return cluster_of(tables | more)


def plant(name: str, firm: str, product: str, place: str, **more: Any) -> dict[str, Any]:
    return (
        {
            "plant": name,
            "firm": firm,
            "product": product,
            "place": place,
            "opened": "2015",
            "basis": "reported",
        }
        | {"capacity": "100"}
        | more
    )


def asked(cluster: Cluster, place: str = "east", **more: Any) -> Result:
    return content(cluster, as_of=DAY, places=[place], **({"draws": 20} | more))


def row(result: Result, rule: str, sourcing: str = "listed_plants") -> dict[str, Any]:
    rows = result["content"].filter((pl.col("rule") == rule) & (pl.col("sourcing") == sourcing))
    return rows.row(0, named=True)


def test_a_car_of_the_east_by_hand() -> None:
    found = asked(case())
    # price 1: profit 0.2, material 0.8: motor 0.4, glass 0.24, own work 0.16; magnets are 0.16 of the motor's 0.4
    down = row(found, "here_build_down")
    assert (down["value"], down["low"], down["high"]) == pytest.approx((0.76,) * 3)  # glass is from abroad
    added = row(found, "here")
    assert (added["value"], added["low"], added["high"]) == pytest.approx((0.6,) * 3)
    rule = row(found, "east_40")
    assert (rule["qualifies"], rule["chance"], rule["chance_high"]) == ("yes", 1.0, 1.0)
    assert rule["basis"] == "unstated"  # the recipe does not say how it is known
    shares = dict(found["origins"].filter(pl.col("product") == "").select("origin", "value").iter_rows())
    # of the material: the own work 0.2, motor 0.5 x 0.6; magnets 0.5 x 0.4; glass 0.3
    assert shares == pytest.approx({"here": 0.5, "west": 0.2, "abroad": 0.3, "unknown": 0.0})
    of_motor = found["origins"].filter(pl.col("product") == "motor")
    assert dict(of_motor.select("origin", "value").iter_rows()) == pytest.approx(
        {"here": 0.6, "west": 0.4, "unknown": 0.0}
    )


def test_shares_by_origin_sum_to_one_in_the_shipped_case(yangtze: Cluster) -> None:
    found = content(yangtze, as_of="2021-08-11", places=["anhui"], draws=5)
    sums = found["origins"].group_by("place", "root", "product").agg(pl.col("value").sum())
    assert sums.height > 5
    assert sums["value"].to_list() == pytest.approx([1.0] * sums.height)


def test_waterfalls_add_up_and_end_at_the_content() -> None:
    rules = [
        RULE,
        {"rule": "net", "method": "net_cost", "threshold": "0.5", "territory": "east"},
        {"rule": "west_label", "method": "value_added", "territory": "west"},
        {
            "rule": "rolled",
            "method": "build_down",
            "threshold": "0.5",
            "territory": "land",
            "tracing": "rollup",
        },
    ]
    found = asked(case(content_rules=rules))
    waterfall = found["waterfall"]
    assert set(waterfall["rule"]) == {"here", "east_40", "net", "west_label", "rolled"}
    for part in waterfall.partition_by("rule"):
        steps = part.filter(~pl.col("kind").is_in(["total", "result"]))
        result = part.row(-1, named=True)
        assert part["kind"][0] == "total"
        assert part["value"][0] + steps["value"].sum() == pytest.approx(result["value"])
        assert result["value"] == pytest.approx(row(found, part["rule"][0])["value"])
        assert (steps["value"] < 0).all()


def test_without_known_links_nothing_is_known_to_be_local_but_what_the_plant_adds() -> None:
    found = row(asked(case()), "east_40", "known_links")
    # profit and own work: 0.2 + 0.8 x 0.2
    assert (found["low"], found["high"], found["value"]) == (pytest.approx(0.36), pytest.approx(1.0), None)
    assert found["qualifies"] == "cannot be told"
    assert (found["chance"], found["chance_high"]) == (0.0, 1.0)
    told = "the origin of 80% of the material (motor, glass) is unknown, as no supplier of it is on record"
    assert told in found["reason_en"]
    assert (found["unknown"], found["unknown_en"]) == (pytest.approx(0.8), told)
    assert "taking the links" not in found["reason_en"]  # there are none
    assert "来源未知" in found["reason_zh"]


def link(supplier: str, customer: str, product: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "supplier": supplier,
        "customer": customer,
        "product": product,
        "year": "2022",
        "value": value,
    } | more


def test_known_suppliers_share_by_value_and_equally_where_a_value_is_unknown() -> None:
    plants = [plant(*p) for p in PLANTS] + [plant("far_motors", "far", "motor", "abroad")]
    by_value = [link("drives", "maker", "motor", "300"), link("far", "maker", "motor", "100")]
    found = row(asked(case(plants=plants, supplies=by_value)), "here_build_down", "known_links")
    assert found["low"] == pytest.approx(0.36 + 0.75 * 0.4)
    assert found["high"] == pytest.approx(1 - 0.25 * 0.4)  # the glass may be local
    equal = [link("drives", "maker", "motor", "300"), link("far", "maker", "motor")]
    found = row(asked(case(plants=plants, supplies=equal)), "here_build_down", "known_links")
    assert found["low"] == pytest.approx(0.36 + 0.5 * 0.4)


def test_known_links_fix_the_draws_and_a_supplier_without_a_plant_is_of_unknown_origin() -> None:
    supplies = [link("trader", "maker", "glass", "100")]
    found = asked(case(supplies=supplies))
    listed = row(found, "here_build_down")
    assert (listed["low"], listed["high"], listed["value"]) == (pytest.approx(0.76), pytest.approx(1.0), None)
    assert any("the origin is unknown: 1." in s.en for s in found.assumptions)


@pytest.mark.parametrize(
    "ignored",
    [{"review": "suggested"}, {"year": "2024"}, {"basis": "synthetic"}],
    ids=["only suggested", "of a later year", "made up beside real plants"],
)
def test_links_that_are_not_known_do_not_count(ignored: dict[str, Any]) -> None:
    supplies = [link("drives", "maker", "motor", "300", **ignored)]
    assert row(asked(case(supplies=supplies)), "here_build_down", "known_links")["low"] == pytest.approx(0.36)


def test_the_newest_year_of_a_customer_and_product_is_taken() -> None:
    plants = [plant(*p) for p in PLANTS] + [plant("far_motors", "far", "motor", "abroad")]
    supplies = [
        link("far", "maker", "motor", "300", year="2020"),
        link("drives", "maker", "motor", "300", year="2021"),
        link("panes", "maker", "glass", "300", year="2019"),
    ]
    found = row(asked(case(plants=plants, supplies=supplies)), "here_build_down", "known_links")
    assert (found["low"], found["high"]) == pytest.approx((0.76, 0.76))


def test_draws_spread_where_makers_are_inside_and_outside_and_most_local_is_their_upper_end() -> None:
    plants = [plant(*p) for p in PLANTS] + [
        plant("far_motors", "far", "motor", "abroad", capacity="80"),
        plant("panes_2", "panes", "glass", "port", capacity="40"),
    ]
    found = asked(case(plants=plants), draws=300)
    listed, best = row(found, "here"), row(found, "here", "most_local")
    assert listed["low"] < listed["value"] <= listed["high"] <= best["high"] + 1e-12
    assert best["low"] == pytest.approx(0.36 + 0.24 + 0.24)  # motor less magnets, glass from the port
    assert listed["basis"] == best["basis"] == "unstated"
    again = asked(case(plants=plants[::-1]), draws=300)
    assert row(again, "here") == listed
    other = asked(case(plants=plants), draws=300, seed=1)
    assert row(other, "here")["value"] == pytest.approx(listed["value"], abs=0.25)


def test_a_product_that_no_operating_plant_makes_is_of_unknown_origin_but_what_goes_into_it_is_traced() -> (
    None
):
    plants = [plant(*p) for p in PLANTS if p[0] != "motors"]
    plants.append(plant("motors", "drives", "motor", "east", opened="2025", construction="2022"))
    found = asked(case(plants=plants))
    down, added = row(found, "here_build_down"), row(found, "here")
    assert (down["low"], down["high"]) == pytest.approx((0.36, 0.76))
    # the magnets in the motor (0.16) are from the west, whoever makes the motor
    assert (added["low"], added["high"]) == pytest.approx((0.36, 0.6))


def test_made_up_plants_count_only_where_all_assemblers_are_made_up() -> None:
    fake = {"basis": "synthetic"}
    plants = [plant(*p) for p in PLANTS] + [plant("fake_panes", "panes", "glass", "east", **fake)]
    found = row(asked(case(plants=plants)), "here_build_down")
    assert (found["low"], found["basis"]) == (pytest.approx(0.76), "unstated")
    found = row(asked(case(plants=[p | fake for p in plants])), "here_build_down", "most_local")
    assert (found["low"], found["basis"]) == (pytest.approx(1.0), "synthetic")


def test_a_plant_somewhere_in_the_country_may_or_may_not_be_in_the_province() -> None:
    plants = [plant(*p) for p in PLANTS if p[0] != "panes"] + [plant("panes", "panes", "glass", "land")]
    found = asked(case(plants=plants))
    down = row(found, "here_build_down")
    assert (down["low"], down["high"], down["value"]) == (pytest.approx(0.76), pytest.approx(1.0), None)
    origin = {
        r["origin"]: r for r in found["origins"].filter(pl.col("product") == "glass").iter_rows(named=True)
    }
    assert (origin["land"]["low"], origin["land"]["value"], origin["here"]["high"]) == (0.0, 1.0, 1.0)


def test_a_plant_of_unknown_size_widens_the_interval() -> None:
    plants = [plant(*p) for p in PLANTS] + [
        plant("cars_2", "maker", "car", "port", capacity="20"),
        plant("cars_3", "maker_3", "car", "port", capacity=None),
    ]
    supplies = [
        link("panes", "maker", "glass", "1"),
        link("drives", "maker", "motor", "1"),
        link("trader", "maker_3", "glass", "1"),
        link("trader", "maker_3", "motor", "1"),
    ]
    found = row(asked(case(plants=plants, supplies=supplies)), "here_build_down", "known_links")
    # 0.76 at 120 known cars; between 0.36 and 1 at between none and as many as the largest plant makes
    assert found["low"] == pytest.approx((120 * 0.76 + 100 * 0.36) / 220)
    assert found["high"] == pytest.approx((120 * 0.76 + 100 * 1.0) / 220)


def test_a_rule_that_is_not_in_force_is_listed_with_the_reason_and_applied_only_by_name() -> None:
    later = RULE | {"rule": "later", "from": "2024-01-01"}
    gone = RULE | {"rule": "gone", "to": "2020-12-31"}
    cluster = case(content_rules=[RULE, later, gone])
    found = asked(cluster)
    told = {r["rule"]: r for r in found["rules"].iter_rows(named=True)}
    assert {r: (t["in_force"], t["applies"]) for r, t in told.items()} == {
        "east_40": (True, True),
        "later": (False, False),
        "gone": (False, False),
    }
    assert told["later"]["why_en"] == "not in force until 2024-01-01"
    assert told["gone"]["why_en"] == "no longer in force since 2020-12-31"
    assert set(found["content"]["rule"]) == {"here", "here_build_down", "east_40"}
    named = asked(cluster, rule="later")
    assert set(named["content"]["rule"]) == {"here", "here_build_down", "later"}
    assert (
        "not in force until 2024-01-01; applied because it was asked for" in row(named, "later")["reason_en"]
    )
    assert {r["rule"]: r["applies"] for r in named["rules"].iter_rows(named=True)}["east_40"] is False


def test_an_agreement_of_2022_is_not_applied_in_2021(yangtze: Cluster) -> None:
    found = content(yangtze, as_of="2021-08-11", places=["anhui"], draws=3)
    rcep = found["rules"].filter(pl.col("rule").str.starts_with("rcep"))
    assert rcep.height > 0
    assert not rcep["in_force"].any()
    assert not rcep["applies"].any()
    assert not found["content"]["rule"].str.starts_with("rcep").any()


def test_a_rule_for_another_product_or_territory_is_not_applied_and_says_so() -> None:
    rules = [RULE | {"rule": "trucks", "product": "motor"}, RULE | {"rule": "abroad", "territory": "abroad"}]
    found = asked(case(content_rules=rules))
    told = dict(found["rules"].select("rule", "why_en").iter_rows())
    assert "it is for motor only" in told["trucks"]
    assert "outside its territory" in told["abroad"]
    named = row(asked(case(content_rules=rules), rule=["abroad"]), "abroad")
    assert (named["qualifies"], named["low"]) == ("no", None)
    assert "none" not in named["reason_en"]
    assert "no plant that assembles it in this place lies inside the territory" in named["reason_en"]


def test_a_label_of_another_territory_says_what_its_parts_bring() -> None:
    label = {"rule": "west_label", "method": "value_added", "territory": "west"}
    found = row(asked(case(content_rules=[label])), "west_label")
    assert (found["low"], found["high"]) == pytest.approx((0.16, 0.16))  # the magnets
    assert (found["qualifies"], found["chance"], found["tracing"]) == (None, None, "full")


def test_a_rule_of_a_part_of_the_place_asks_only_about_the_plants_there() -> None:
    plants = [plant(*p) for p in PLANTS] + [plant("cars_west", "maker", "car", "west", capacity="300")]
    port = RULE | {"rule": "east_rule"}
    found = asked(case(plants=plants, content_rules=[port]), place="land")
    assert row(found, "east_rule", "most_local")["low"] == pytest.approx(0.76)
    label = {"rule": "east_label", "method": "value_added", "territory": "east"}
    found = asked(case(plants=plants, content_rules=[label]), place="land")
    # a quarter of the cars is made in the east: its own work and profit count; the motors' 0.24 count for all
    assert row(found, "east_label", "most_local")["low"] == pytest.approx(0.25 * 0.36 + 0.24)


def test_roll_up_without_a_bar_cannot_be_told() -> None:
    rolled = {"rule": "rolled", "method": "build_down", "territory": "east", "tracing": "rollup"}
    found = asked(case(content_rules=[rolled]))
    one = row(found, "rolled")
    assert (one["qualifies"], one["low"]) == ("cannot be told", None)
    assert "component_threshold" in one["reason_en"]
    assert "rolled" not in set(found["waterfall"]["rule"])


@pytest.mark.parametrize(("bar", "content_"), [("0.6", 0.76), ("0.61", 0.36)])
def test_a_component_rolls_up_whole_or_not_at_all(bar: str, content_: float) -> None:
    rule = RULE | {"tracing": "rollup", "component_threshold": bar}
    assert row(asked(case(content_rules=[rule])), "east_40")["low"] == pytest.approx(content_)


def test_without_the_price_only_a_range_is_known_and_it_says_what_is_lacking() -> None:
    found = row(asked(case(cost_items=[])), "here_build_down")
    assert (found["low"], found["high"], found["value"]) == (pytest.approx(0.7), pytest.approx(1.0), None)
    assert "what the price holds beside material is unknown (cost_items)" in found["reason_en"]
    waterfall = asked(case(cost_items=[]))["waterfall"].filter(pl.col("kind") == "result")
    assert set(waterfall["high"]) == {1.0}


def test_a_case_without_rules_still_says_what_is_made_here() -> None:
    found = asked(case(content_rules=[]))
    assert set(found["content"]["rule"]) == {"here", "here_build_down"}
    assert found["content"]["threshold"].null_count() == found["content"].height
    assert found["rules"].is_empty()


def test_a_place_without_assemblers_gets_no_zero_but_the_reason() -> None:
    found = asked(case(), place="west")
    table = found["content"]
    assert table.height > 0
    assert table["low"].null_count() == table.height
    assert set(table["qualifies"]) == {"cannot be told"}
    assert all("no plant that assembles it operates" in t for t in table["reason_en"])
    assert found["origins"].is_empty()


@pytest.mark.parametrize(
    ("tables", "more", "told"),
    [
        ({"recipes": []}, {}, "no bill of materials"),
        ({}, {"rule": "east_50"}, r"no rule 'east_50'.*did you mean east_40"),
        ({"content_rules": []}, {"rule": "x"}, "rules are none"),
        ({}, {"place": "atlantis"}, "no place 'atlantis'"),
        ({}, {"product": "boat"}, "'boat' has no recipe"),
        ({}, {"draws": 0}, "draws is 0"),
        (
            {"settings": [{"name": "sourcing_decay_h", "value": "0", "unit": "h"}]},
            {},
            "sourcing_decay_h is 0: it must be above 0",
        ),
        (
            {"content_rules": [RULE | {"territory": "east;atlantis"}]},
            {"rule": "east_40"},
            "rule east_40: a territory names atlantis",
        ),
        (
            {
                "recipes": [
                    *RECIPES,
                    {"product": "magnet", "process": "p", "input": "motor", "value_share": "0.1"},
                ]
            },
            {},
            "runs in a circle",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    tables: dict[str, Any], more: dict[str, Any], told: str
) -> None:
    with pytest.raises(StudyError, match=told):
        asked(case(**tables), **more)


def test_a_rule_whose_territory_is_unknown_is_listed_and_not_applied() -> None:
    found = asked(case(content_rules=[RULE, RULE | {"rule": "lost", "territory": "atlantis"}]))
    told = {r["rule"]: r for r in found["rules"].iter_rows(named=True)}
    assert told["lost"]["applies"] is False
    assert "a territory names atlantis" in told["lost"]["why_en"]
    assert told["east_40"]["applies"] is True


def test_an_origin_is_the_largest_place_that_leaves_the_asking_one_out() -> None:
    cluster = case()
    called = origin_of(cluster, "port", ["port", "east", "west", "land", "abroad"])
    assert called == {"port": "here", "east": "east", "west": "west", "land": "land", "abroad": "abroad"}
    assert origin_of(cluster, "land", ["port", "west", "abroad"]) == {
        "port": "here",
        "west": "here",
        "abroad": "abroad",
    }


def test_a_territory_holds_what_lies_in_it_and_doubts_what_lies_around_it() -> None:
    territory = Territory.of(case(), ["east"])
    words = np.array(["port", "east", "land", "world", "west"])
    assert territory.low(words).tolist() == [1, 1, 0, 0, 0]
    assert territory.high(words).tolist() == [1, 1, 1, 1, 0]
    with pytest.raises(StudyError, match="names no place"):
        Territory.of(case(), [])


def test_known_links_of_firms_with_revenues_bound_the_value_by_origin() -> None:
    firms = [
        {"firm": "maker", "place": "east", "revenue": "1000", "currency": "CNY"},
        {"firm": "drives", "place": "west", "revenue": "500", "currency": "CNY"},
        {"firm": "earths", "place": "abroad"},
        {"firm": "panes", "place": "abroad"},
        {"firm": "trader"},
    ]
    supplies = [
        link("drives", "maker", "motor", "400"),
        link("trader", "maker", "glass", "100"),
        link("earths", "drives", "magnet", "250"),
    ]
    found = asked(case(firms=firms, supplies=supplies))["links"]
    high = dict(found.select("origin", "high").iter_rows())
    # 1000: 500 are left to the maker, 100 are a trader's whose seat nobody knows, 400 x 1/2 pass to the magnets
    assert high == pytest.approx(
        {"here": 0.5, "west": 0.2, "abroad": 0.2, "unknown_seat": 0.1, "unknown": 1.0}
    )
    assert set(found["low"]) == {0.0}
    assert found["recorded"][0] == pytest.approx(0.5)


def test_purchases_above_the_revenue_are_told_and_leave_the_rest_of_the_study() -> None:
    firms = [
        {"firm": "maker", "place": "east", "revenue": "100", "currency": "CNY"},
        *({"firm": f, "place": "west"} for f in ("drives", "earths", "panes")),
    ]
    found = asked(case(firms=firms, supplies=[link("drives", "maker", "motor", "400")]))
    assert found["links"].is_empty()
    assert any("exceed the output" in s.en for s in found.assumptions)
    assert row(found, "here_build_down")["low"] == pytest.approx(0.76)


def test_the_result_says_what_it_assumed_in_both_languages_and_can_be_saved(tmp_path: Any) -> None:
    found = asked(case())
    assert all(s.en and s.zh for s in found.assumptions)
    assert any("known_links" in s.en for s in found.assumptions)
    assert found.summary["here"] == [
        {"place": "east", "product": "car", "low": pytest.approx(0.6), "high": pytest.approx(0.6)}
    ]
    saved = type(found).load(found.save(tmp_path / "content"))
    assert saved["content"].equals(found["content"])


def test_origins_of_a_very_large_market_are_means_over_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    plants = [plant(*p) for p in PLANTS] + [plant("panes_2", "panes", "glass", "port")]
    exact = asked(case(plants=plants))["origins"]
    monkeypatch.setattr("hinterland.chain.content_answers.PAIRS", 0)
    drawn = asked(case(plants=plants), draws=2000)["origins"]
    assert drawn.select("product", "origin").equals(exact.select("product", "origin"))
    assert drawn["value"].to_list() == pytest.approx(exact["value"].to_list(), abs=0.05)
    assert drawn["value"].to_list() != exact["value"].to_list()


def test_plants_of_unknown_size_or_place_are_counted_in_the_assumptions() -> None:
    plants = [plant(*p) for p in PLANTS] + [plant("panes_2", "panes", "glass", "east", capacity=None)]
    said = " ".join(s.en for s in asked(case(plants=plants)).assumptions)
    assert "Plants without a known capacity: 1;" in said
    assert "Plants without a position: 1;" in said  # the middle of a country is none


def test_material_by_prices_is_told_as_such() -> None:
    priced = [
        {**p, "unit_price": price} for p, price in zip(PRODUCTS, ["100", "40", "10", "24"], strict=True)
    ]
    recipes = [{**RECIPES[0], "quantity": "1"}, {**RECIPES[1], "quantity": "1"}, RECIPES[2]]
    found = asked(case(products=priced, recipes=recipes, cost_items=[]))
    # 64 of the price of 100 buy 0.8 of the material
    assert any(
        "Material is 80% of the price of car, by prices of its inputs" in s.en for s in found.assumptions
    )
    assert row(found, "here_build_down")["value"] == pytest.approx(1 - 0.8 * 0.3)


def test_a_net_cost_without_a_profit_is_a_range_and_says_so() -> None:
    rule = {"rule": "net", "method": "net_cost", "threshold": "0.8", "territory": "east"}
    costs = [{"product": "car", "item": "labour", "share": "0.2"}]
    found = row(asked(case(content_rules=[rule], cost_items=costs)), "net")
    assert (found["low"], found["high"], found["value"]) == (pytest.approx(0.76), pytest.approx(1.0), None)
    assert found["qualifies"] == "cannot be told"
    assert "the profit is unknown" in found["reason_en"]


def test_many_unknown_inputs_are_named_first_and_counted_then() -> None:
    products = [*PRODUCTS, *({"product": f"x{i}", "kind": "component", "unit": "set"} for i in range(4))]
    recipes = [
        RECIPES[0],
        *({**RECIPES[1], "input": f"x{i}", "value_share": f"0.0{9 - i}"} for i in range(4)),
    ]
    found = row(asked(case(products=products, recipes=recipes)), "here_build_down")
    assert "(x0, x1, x2 and 1 more)" in found["reason_en"]
    assert "x0、x1、x2等 4 项" in found["reason_zh"]


def test_results_do_not_depend_on_the_order_of_rows() -> None:
    plants = [plant(*p) for p in PLANTS] + [
        plant("far_motors", "far", "motor", "abroad", capacity="30"),
        plant("panes_2", "panes", "glass", "port", capacity="1"),
        plant("cars_2", "maker", "car", "port", capacity="60"),
    ]
    one = asked(case(plants=plants))
    other = asked(case(plants=plants[::-1], recipes=RECIPES[::-1], products=PRODUCTS[::-1]))
    for name in ("content", "origins", "waterfall"):
        numbers = one[name].select(pl.col(pl.Float64)).fill_null(-1.0).to_numpy()
        assert other[name].select(pl.col(pl.Float64)).fill_null(-1.0).to_numpy() == pytest.approx(numbers)


@settings(max_examples=10)
@given(st.integers(1, 9), st.integers(1, 9))
def test_shares_of_the_bill_of_materials_move_the_range_but_not_the_interval(motor: int, glass: int) -> None:
    total = motor + glass + 3
    recipes = [
        RECIPES[0]
        | {"value_share": repr(motor / total), "low": repr(motor / total / 2), "high": repr(motor / total)},
        RECIPES[1] | {"value_share": repr(glass / total)},
        RECIPES[2],
    ]
    found = row(asked(case(recipes=recipes), draws=50), "here_build_down")
    assert found["low"] == pytest.approx(1 - 0.8 * glass / total)
    assert found["range_low"] < found["low"] == found["high"] < found["range_high"]


def headline(result: Result) -> tuple[str, str]:
    said = local_headline(result, "east", "car", (Said("East", "东"), Said("car", "车")))
    return " ".join(s.en for s in said), "".join(s.zh for s in said)


def test_each_interval_is_told_with_the_reason_that_belongs_to_it() -> None:
    plants = [plant(*p) for p in PLANTS if p[0] != "panes"]
    found = asked(case(plants=plants))
    en, zh = headline(found)
    # no link: motor and glass; among the plants listed only the glass, 0.3 of the material, has no maker
    assert (
        "The interval by known links is wide because the origin of 80% of the material (motor, glass) is unknown, "
        "as no supplier of it is on record." in en
    )
    assert (
        "The intervals with suppliers drawn among the listed plants and with all bought as locally as can be are "
        "wide because the origin of 30% of the material (glass) is unknown, as no operating plant listed makes it."
    ) in en
    assert "按已知供应关系的区间宽，是因为物料的 80%（motor、glass）来源未知：没有其供应商的记录。" in zh
    assert "物料的 30%（glass）来源未知：案例所列在产工厂均不生产" in zh
    assert "trader" not in en
    assert "supplier on record has no known plant" not in en


def test_a_trader_without_a_plant_is_told_as_such_and_only_where_it_supplies() -> None:
    found = asked(case(supplies=[link("trader", "maker", "glass", "100")]))
    known, listed, best = (row(found, "here", s) for s in ("known_links", "listed_plants", "most_local"))
    assert [r["unknown"] for r in (known, listed, best)] == pytest.approx([0.8, 0.3, 0.0])
    assert known["unknown_en"].endswith(
        "as no supplier of it is on record, or the supplier on record has no known plant of it"
    )
    assert "the supplier on record has no known plant of it" in listed["unknown_en"]
    assert best["unknown_en"] == ""
    # a link of a firm that the chain does not reach says nothing
    idle = asked(case(supplies=[link("trader", "earths", "glass", "100")]))
    assert row(idle, "here", "known_links")["unknown_en"] == (
        "the origin of 80% of the material (motor, glass) is unknown, as no supplier of it is on record"
    )
    assert "taking the links" not in row(idle, "east_40", "known_links")["reason_en"]


def test_a_plant_somewhere_around_the_territory_is_told_as_the_reason() -> None:
    plants = [plant(*p) for p in PLANTS if p[0] != "panes"] + [plant("panes", "panes", "glass", "land")]
    found = row(asked(case(plants=plants)), "here")
    assert found["unknown"] == pytest.approx(0.3)
    assert "its plant lies somewhere in an area that the territory is only a part of" in found["unknown_en"]


def test_a_link_fewer_may_raise_the_low_end_and_the_reason_says_what_links_are_taken_as() -> None:
    plants = [plant(*p) for p in PLANTS] + [plant("far_motors", "far", "motor", "abroad")]
    near, far = link("drives", "maker", "motor", "300"), link("far", "maker", "motor")
    both = row(asked(case(plants=plants, supplies=[near, far])), "east_40", "known_links")
    one = row(asked(case(plants=plants, supplies=[near])), "east_40", "known_links")
    assert one["low"] - both["low"] == pytest.approx(0.5 * 0.4)
    for found in (both, one):
        assert "taking the links on record as all purchases of a part by a customer" in found["reason_en"]
        assert "以在册供应关系为客户对该零部件的全部采购" in found["reason_zh"]
    assert "taking the links" not in row(asked(case(plants=plants, supplies=[near])), "east_40")["reason_en"]


@pytest.mark.parametrize(("far", "bar"), [("2", "0.4"), ("4000", "0.7")], ids=["nearly met", "nearly missed"])
def test_a_rule_that_most_draws_decide_alike_cannot_be_told_and_says_the_chance(far: str, bar: str) -> None:
    """The car has 0.76 with the motor of the east and 0.36 with that of the west."""
    plants = [plant(*p) for p in PLANTS] + [plant("west_motors", "w", "motor", "west", capacity=far)]
    decay = [{"name": "sourcing_decay_h", "value": "100", "unit": "h"}]
    rule = RULE | {"threshold": bar}
    found = row(asked(case(plants=plants, content_rules=[rule], settings=decay), draws=400), "east_40")
    assert found["low"] == found["high"]  # 80 % of the draws agree, which once was a verdict
    assert 0 < found["chance"] == found["chance_high"] < 1
    assert found["qualifies"] == "cannot be told"
    reason = found["reason_en"]
    assert reason.startswith("cannot be told: content ")
    assert f"{100 * found['chance']:.0f}" in reason or f"{100 * found['chance']:.1f}" in reason
    assert "of draws" in reason.partition("it qualifies in ")[2]
    assert "at least" not in reason
    assert "at most" not in reason
    assert "的抽样达到" in found["reason_zh"]


@settings(max_examples=15)
@given(st.integers(1, 5000), st.integers(30, 80), st.booleans())
def test_a_rule_is_met_or_not_only_where_every_draw_agrees(far: int, bar: int, glass: bool) -> None:
    plants = [plant(*p) for p in PLANTS if glass or p[0] != "panes"]
    plants.append(plant("west_motors", "w", "motor", "west", capacity=str(far)))
    rule = RULE | {"threshold": repr(bar / 100)}
    table = asked(case(plants=plants, content_rules=[rule]), draws=15)["content"]
    for found in table.filter(pl.col("threshold").is_not_null()).iter_rows(named=True):
        expected = (
            "yes" if found["chance"] == 1 else ("no" if found["chance_high"] == 0 else "cannot be told")
        )
        assert found["qualifies"] == expected
        bounds = found["sourcing"] != "listed_plants"
        if expected == "yes":
            assert ("at least" in found["reason_en"]) == bounds
            assert ("reached in every draw" in found["reason_en"]) != bounds
        assert ("in 80% of draws" in found["reason_en"]) != bounds


@given(
    st.integers(1, 99),
    st.floats(-0.02, 0.02),
    st.sampled_from(["known_links", "most_local", "listed_plants"]),
)
def test_a_content_next_to_the_threshold_is_told_on_its_own_side(
    bar: int, apart: float, sourcing: str
) -> None:
    """A content of 39.6 % against 40 % must not read "at most 40 %, 40 % is asked"."""
    threshold = bar / 100
    content_ = min(1.0, max(0.0, threshold + (apart if abs(apart) > 1e-4 else 1e-4)))
    word = "yes" if content_ >= threshold else "no"
    said = verdict(Standing(content_, content_, threshold, word, sourcing, (1.0, 1.0))).en
    shown = said.partition("%")[0].rpartition(" ")[2].lstrip("<>")
    assert (float(shown) >= bar) == (word == "yes")
    assert f"{bar}% is asked" in said


def test_a_threshold_is_told_as_it_is_set() -> None:
    said = verdict(Standing(0.6, 0.7, 0.625, "cannot be told", "known_links"))
    assert said.en == "cannot be told: content 60–70%, 62.5% is asked"
    assert said.zh == "无法判断：含量 60–70%，要求 62.5%"
    rounded = verdict(Standing(0.3612, 0.7345, 0.4, "cannot be told", "known_links"))
    assert rounded.en == "cannot be told: content 36–73%, 40% is asked"  # no digit more than is needed
    best = verdict(Standing(0.7, 0.9, 0.625, "yes", "most_local"))
    assert best.en == "content, as local as can be, at least 70%, 62.5% is asked"
    open_ = verdict(Standing(0.2, 0.3, None, None, "listed_plants"))
    assert open_ == Said(
        "content 20–30% in 80% of draws; no threshold is set", "含量 20–30%（80% 的抽样）；未设门槛"
    )
