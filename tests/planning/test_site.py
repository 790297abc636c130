"""Parks ranked for one project: every term worked out by hand, and what is not known is never nought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from site_case import DAY, PARKS, TABLES, case

from chains import plant
from hinterland.errors import Refused
from hinterland.planning.site import Options, site
from hinterland.planning.site.tables import SCHEMAS

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.result import Result


def rank(project: str = "seats", *, more: dict[str, Any] | None = None, **asked: Any) -> Result:
    """The ranking of the small case on its day."""
    return site(case(**(more or {})), project, as_of=DAY, options=Options(**{"draws": 1000, **asked}))


def values(result: Result, term: str, column: str = "normalised") -> dict[str, Any]:
    """A column of one term by park."""
    rows = result["terms"].filter(pl.col("term") == term)
    return dict(rows.select("place", column).iter_rows())


def test_a_candidate_is_compared_where_it_may_go() -> None:
    assert sorted(rank()["parks"]["place"]) == ["east", "west"]
    assert sorted(rank(places=("land",))["parks"]["place"]) == sorted(PARKS)
    assert rank(places=("south",))["parks"]["place"].to_list() == ["far"]


def test_a_place_without_parks_stands_for_itself() -> None:
    places = [{**r, "kind": "city"} if r["kind"] == "park" else r for r in TABLES["places"]]
    found = rank(more={"places": places}, places=("a",))
    assert found["parks"]["place"].to_list() == ["a"]


def test_suppliers_are_the_value_share_of_inputs_made_within_reach() -> None:
    # a seat takes foam (0.3) and cloth (0.2); sewing is value added. Only real plants that run count
    assert values(rank(), "suppliers") == {"east": pytest.approx(0.6), "west": pytest.approx(0.4)}
    assert values(rank(hours=5.0), "suppliers") == {"east": pytest.approx(1.0), "west": pytest.approx(1.0)}
    assert values(rank(synthetic=True), "suppliers")["east"] == pytest.approx(1.0)


def test_made_up_plants_count_unasked_only_where_the_case_has_no_others() -> None:
    made_up = {"plants": [{**r, "basis": "synthetic"} for r in TABLES["plants"]]}
    found = rank(more=made_up)
    assert values(found, "suppliers") == values(rank(more=made_up, synthetic=True), "suppliers")
    assert found.summary["made_up_plants"]
    assert any("since the case has no others" in said.en for said in found.assumptions)
    assert set(values(rank(more=made_up, synthetic=False), "suppliers").values()) == {0.0}
    assert not rank().summary["made_up_plants"]


def test_a_heading_is_looked_through_for_inputs() -> None:
    seats = [*TABLES["plants"], plant("seat_a", "seat", "a")]
    found = rank("lab", more={"plants": seats}, product="car", places=("north",))
    # a car takes seats (0.4, by way of a heading) and glass (0.2)
    assert values(found, "suppliers") == {"east": pytest.approx(2 / 3), "west": 0.0}


def test_a_plant_that_is_being_built_counts_and_one_that_is_only_announced_does_not() -> None:
    building = plant("cloth_a_plan", "cloth", "a", announced="2024-01-01", construction="2024-02-01")
    rows = [r for r in TABLES["plants"] if r["plant"] != "cloth_a_plan"]
    assert values(rank(more={"plants": [*rows, building]}), "suppliers")["east"] == pytest.approx(1.0)


def test_users_are_the_share_of_capacity_within_reach() -> None:
    # seats go into cars by way of a heading: 300 of 400 cars are built in a, 100 in b
    assert values(rank(), "users") == {"east": pytest.approx(0.75), "west": pytest.approx(0.25)}


def test_what_nobody_makes_on_record_is_made_in_house_by_who_needs_it() -> None:
    # foam goes into seats, which no plant makes, and seats into cars
    found = rank("foamer", product="foam", places=("north",))
    assert values(found, "users") == {"east": pytest.approx(0.75), "west": pytest.approx(0.25)}
    assert any("No plant on record makes Seat" in said.en for said in found.assumptions)
    seats = [*TABLES["plants"], plant("seat_b", "seat", "b")]
    found = rank("foamer", more={"plants": seats}, product="foam", places=("north",))
    assert values(found, "users") == {"east": 0.0, "west": 1.0}
    assert not any("No plant on record" in said.en for said in found.assumptions)


def test_an_unknown_capacity_counts_as_the_median_and_is_said_to_be_inferred() -> None:
    more = {"plants": [*TABLES["plants"], plant("car_c", "car", "b")]}
    found = rank(more=more)
    assert values(found, "users")["east"] == pytest.approx(300 / 600)  # the median of 300 and 100 is 200
    assert set(values(found, "users", "basis").values()) == {"inferred"}


def test_a_laboratory_serves_those_who_make_the_product() -> None:
    found = rank("lab")
    assert found.summary["product"] == "car"
    assert found.summary["product_from"] == "firm"
    assert found.summary["serves"]
    assert values(found, "users") == {"east": pytest.approx(0.75), "west": pytest.approx(0.25), "far": 0.0}


def test_a_workstream_whose_owner_is_unknown_takes_the_only_finished_product_and_says_so() -> None:
    found = rank("works")
    assert (found.summary["product"], found.summary["product_from"]) == ("car", "final")
    assert values(found, "users") == dict.fromkeys(PARKS)  # nothing is made of cars, so nobody can tell
    assert any("finished product of the case" in said.en for said in found.assumptions)


def test_talent_is_of_the_occupations_needed_the_newest_year_and_no_person_twice() -> None:
    found = rank(places=("land",))
    # fitters: 1000 in a (2024, not 2025), 400 in b (2026 is all there is); the province holds both and is left out
    assert values(found, "talent", "value") == {"east": 1000.0, "west": 400.0, "far": None}
    assert values(found, "talent") == {"east": 1.0, "west": 0.4, "far": None}
    assert "100 jobs are 10.0% of them" in values(found, "talent", "detail_en")["east"]


def test_without_coefficients_all_occupations_count() -> None:
    assert values(rank(more={"labour_coefficients": []}), "talent", "value")["east"] == 1070.0


def test_a_province_of_which_no_row_speaks_is_not_known_rather_than_empty() -> None:
    found = rank(places=("land",))
    for term in ("talent", "institutes", "testing", "policy", "land"):
        assert values(found, term)["far"] is None
    assert "lists none in this province" in values(found, "testing", "detail_en")["far"]


def test_an_organisation_counts_once_and_only_while_its_offer_holds() -> None:
    found = rank()
    assert values(found, "testing", "value") == {"east": 1.0, "west": 1.0}
    assert values(found, "institutes", "value") == {"east": 0.0, "west": 1.0}
    assert "50 h a week in 1 of them" in values(found, "testing", "detail_en")["west"]


def test_land_is_what_is_free_against_the_need() -> None:
    found = rank()
    assert values(found, "land") == {"east": 0.5, "west": 1.0}  # 20 ha needed; 10 and 40 free in the end
    assert "not enough" in values(found, "land", "detail_en")["east"]
    assert "enough from 2025" in values(found, "land", "detail_en")["west"]
    assert values(rank(land=5.0), "land") == {"east": 1.0, "west": 1.0}
    assert "enough from 2024" in values(rank(land=5.0), "land", "detail_en")["east"]


def test_who_needs_no_land_has_enough() -> None:
    candidates = [{**TABLES["candidates"][0], "land_ha": 0.0}]
    assert values(rank(more={"candidates": candidates}), "land") == {"east": 1.0, "west": 1.0}


def test_a_whole_area_is_an_upper_bound_that_counts_only_against_a_need() -> None:
    places = [{**r, "land_ha": 30.0} if r["place"] == "far" else r for r in TABLES["places"]]
    more = {"places": places}
    assert values(rank(more=more, places=("land",)), "land")["far"] == 1.0
    assert values(rank(more=more, places=("land",), land=60.0), "land")["far"] == 0.5
    assert values(rank(more=more, places=("land",)), "land", "basis")["far"] == "inferred"
    assert values(rank("lab", more=more), "land") == {"east": 0.25, "west": 1.0, "far": None}


def test_the_price_of_land_is_a_term_where_somebody_states_it() -> None:
    assert "land_cost" not in rank()["weights"]["term"].to_list()
    priced = [
        {"instrument": "east_land", "kind": "land", "place": "a", "rate": 300.0, "unit": "CNY/m2"},
        {"instrument": "west_land", "kind": "land", "place": "west", "rate": 100_000.0, "unit": "CNY/mu"},
        {"instrument": "rent", "kind": "land", "place": "west", "rate": 1.0, "unit": "CNY/yr"},
    ]
    found = rank(more={"instruments": priced})
    assert values(found, "land_cost", "value") == {"east": pytest.approx(3e6), "west": pytest.approx(1.5e6)}
    assert values(found, "land_cost") == {"east": pytest.approx(0.5), "west": pytest.approx(1.0)}


def test_instruments_count_by_place_time_sector_and_kind_and_each_says_why() -> None:
    found = rank()
    east = found["instruments"].filter(pl.col("place") == "east")
    assert dict(east.select("instrument", "why_en").iter_rows()) == {
        "help": "counts",
        "nation": "holds for every park of the country",
        "design": "a plan or rule gives nothing by itself",
        "per_car": "is paid by unit of another product",
        "chips": "is for other sectors",
        "deal": "is made for another firm",
        "silent": "counts",
    }
    assert values(found, "policy", "value") == {"east": 2.0, "west": 1.0}
    assert values(found, "policy") == {"east": 1.0, "west": 0.5}


def test_a_contract_of_the_projects_own_firm_counts() -> None:
    candidates = [{**TABLES["candidates"][0], "firm": "rival"}]
    found = rank(more={"candidates": candidates})["instruments"].filter(pl.col("instrument") == "deal")
    assert found["counts"].to_list() == [True]


def test_a_word_given_for_the_sector_is_matched_too() -> None:
    found = rank(sectors=("Chips",))["instruments"].filter(pl.col("instrument") == "chips")
    assert found["counts"].to_list() == [True]


def test_parts_of_the_score_add_up_to_it_and_the_score_is_the_weighted_mean() -> None:
    found = rank(places=("land",), weights={"land": 2.0, "talent": 0.5, "policy": 0.0})
    weight = {"land": 2.0, "talent": 0.5, "policy": 0.0}
    for park in found["parks"].iter_rows(named=True):
        terms = found["terms"].filter(pl.col("place") == park["place"])
        assert terms["weighted"].sum() == pytest.approx(park["score"])
        known = [(weight.get(t, 1.0), park[t]) for t in terms["term"] if park[t] is not None]
        mean = sum(w * v for w, v in known) / sum(w for w, _ in known)
        assert park["score"] == pytest.approx(mean)
        assert park["score_low"] <= park["score"] + 1e-12
        assert park["score"] <= park["score_high"] + 1e-12
    assert found["weights"]["share"].sum() == pytest.approx(1.0)


def test_every_table_has_the_columns_of_its_schema_and_rows_behind_each_term() -> None:
    found = rank(places=("land",))
    for name, columns in SCHEMAS.items():
        assert dict(found[name].schema) == dict(columns)
    counts = found["evidence"].group_by("place", "term").len()
    behind = {(p, t): n for p, t, n in counts.iter_rows()}
    for place, term, rows in found["terms"].select("place", "term", "rows").iter_rows():
        assert behind.get((place, term), 0) == rows


def test_places_that_the_project_names_are_marked() -> None:
    assert dict(rank("lab")["parks"].select("place", "named").iter_rows()) == {
        "east": True,
        "west": False,
        "far": False,
    }


def test_rows_published_later_do_not_exist() -> None:
    late = [{**r, "published": "2024-07-01"} for r in TABLES["free_land"]]
    assert values(rank(more={"free_land": late}), "land") == {"east": None, "west": None}


def test_a_synthetic_row_marks_the_term_and_the_park() -> None:
    made_up = [{**r, "basis": "synthetic"} for r in TABLES["free_land"]]
    found = rank(more={"free_land": made_up})
    assert set(values(found, "land", "basis").values()) == {"synthetic"}
    assert set(found["parks"]["basis"]) == {"synthetic"}
    assert any("synthetic rows: land" in said.en for said in found.assumptions)


def test_a_park_without_position_is_known_by_land_and_policy_only() -> None:
    places = [
        {**r, "lon": None, "lat": None, "parent": "land"} if r["place"] == "far" else r
        for r in TABLES["places"]
    ]
    land = [*TABLES["free_land"], {"place": "far", "year": 2024, "land_ha": 7.0}]
    found = rank(more={"places": places, "free_land": land}, places=("land",))
    park = found["parks"].filter(pl.col("place") == "far").row(0, named=True)
    assert park["position"] == "none"
    assert [park[t] for t in ("suppliers", "users", "talent", "institutes", "testing")] == [None] * 5
    assert park["land"] == pytest.approx(0.35)


def test_an_empty_case_of_parks_alone_says_that_nothing_is_known() -> None:
    bare = {name: [] for name in TABLES if name not in {"places", "products"}}
    with pytest.raises(Refused, match="nothing is known of the terms") as error:
        rank("new", more=bare, product="glass")
    assert "均无数据" in error.value.in_("zh")


def test_a_need_is_placed_too_and_a_new_project_needs_only_a_product() -> None:
    need = rank("rig")
    assert (need.summary["project_kind"], need.summary["firm"]) == ("need", "seatco")
    assert dict(need["parks"].select("place", "named").iter_rows())["west"]
    new = rank("my_plant", product="seat", land=5.0, jobs=10.0)
    assert (new.summary["project_kind"], new.summary["product_from"]) == ("given", "stated")
    same = rank(land=5.0, jobs=10.0, places=("land",))
    # but for the sector of the firm, which a project without one lacks
    assert (
        new["parks"]
        .drop("policy", "named")
        .filter(pl.col("place") != "far")
        .select("place", "land")
        .equals(same["parks"].filter(pl.col("place") != "far").select("place", "land"))
    )


def test_the_same_seed_gives_the_same_answer_and_more_draws_hardly_another() -> None:
    one, two = (rank(places=("land",), draws=10_000) for _ in range(2))
    assert all(one[t].equals(two[t]) for t in SCHEMAS)
    other = rank(places=("land",), draws=10_000, seed=7)["parks"].sort("place")["first_share"].to_numpy()
    assert np.allclose(other, one["parks"].sort("place")["first_share"].to_numpy(), atol=0.03)


def test_the_shipped_case_ranks_parks_for_the_research_centre_of_its_promise(yangtze: Cluster) -> None:
    found = site(
        yangtze,
        "nio_lingang_rnd_centre",
        as_of="2021-08-11",
        options=Options(places=("shanghai",), draws=200),
    )
    assert found.summary["product"] == "bev"
    parks = found["parks"]
    named = parks.filter(pl.col("named"))["place"].to_list()
    assert {"caohejing_oasis", "lingang_special_area"} <= set(named)
    assert parks["suppliers"].is_between(0.0, 1.0).all()
    # what is known of one firm's contract for land is no support for another's project
    deals = found["instruments"].filter(pl.col("instrument").str.starts_with("tesla_land"))
    assert deals.height > 0
    assert not deals["counts"].any()
    assert set(deals["why_en"]) == {"is made for another firm"}
