"""The study `network`: its tables add up, mark what is inferred, and say what was assumed; the shipped case's own."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
import scipy.stats
from scipy import sparse
from test_case import CASE, DAY, LINKS, case

from hinterland.errors import StudyError
from hinterland.ground.plants import standing
from hinterland.network.case import study as case_study
from hinterland.network.case.measures import clustering, hill, largest_part
from hinterland.network.case.study import complete_network
from hinterland.network.complete.model import Links


def links(*pairs: tuple[int, int]) -> Links:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Links(ends[:, 0], ends[:, 1], np.ones(len(ends)), np.ones(len(ends), dtype=np.bool_))


def test_the_tables_of_a_small_case_add_up() -> None:
    found = complete_network(case(supplies=LINKS), as_of=DAY, draws=3)
    for draw in (1, 2, 3):
        rows = found["links"].filter(pl.col("draw") == draw)
        assert rows["value"].sum() == pytest.approx(280.0)
    assert found["flows"]["drawn"].sum() == pytest.approx(280.0)
    sectors, firms = found["sectors"], found["firms"]
    assert sectors["bought"].sum() == pytest.approx(firms["bought"].sum())
    assert (sectors["wanted"] - sectors["bought"] - sectors["imported"]).abs().max() < 1e-9
    assert firms["imported"].sum() == pytest.approx(sectors["imported"].sum())
    assert (firms["customers_low"] <= firms["customers"]).all()
    assert (firms["customers"] <= firms["customers_high"]).all()
    assert found["quality"]["draw"].to_list() == [1, 2, 3]
    assert found.summary["inside_share"] == pytest.approx(280 / 440)


def test_every_inferred_link_is_marked_and_a_known_one_without_value_has_an_inferred_value() -> None:
    known = [LINKS[1], {**LINKS[3], "basis": "reported"}]
    rows = complete_network(case(supplies=known), as_of=DAY, draws=2)["links"]
    marks = {(r["supplier"], r["buyer"]): (r["basis"], r["value_basis"]) for r in rows.iter_rows(named=True)}
    assert marks.pop(("forge", "auto")) == ("known", "known")
    assert marks.pop(("smelt", "brum")) == ("known", "inferred")
    assert set(marks.values()) == {("inferred", "inferred")}


def test_what_was_assumed_is_said_in_both_languages() -> None:
    said = complete_network(case(supplies=LINKS), as_of=DAY, draws=1).assumptions
    english, chinese = " ".join(a.en for a in said), " ".join(a.zh for a in said)
    for words in (
        "Links are inferred",
        "1 suggested link",
        "bought outside: power",
        "8 pairs",
        "2 of 4 firms",
    ):
        assert words in english, words
    for words in ("供应关系为推断", "未经确认", "power", "按非关键", "合成"):
        assert words in chinese, words


def test_too_many_links_to_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_study, "MOST_LINKS", 3)
    with pytest.raises(StudyError, match="fewer draws"):
        complete_network(case(), as_of=DAY, draws=2)


def test_hill_recovers_the_exponent_of_a_pareto_tail() -> None:
    values = scipy.stats.pareto(1.5).rvs(size=200_000, random_state=np.random.default_rng(1))
    found = hill(values)
    assert found is not None
    assert abs(found - 1.5) < 4 * 1.5 / np.sqrt(0.05 * 200_000)
    assert hill(np.ones(100)) is None
    assert hill(np.arange(9.0)) is None


def test_clustering_is_that_of_a_dense_count() -> None:
    rng = np.random.default_rng(3)
    pairs = {(int(a), int(b)) for a, b in rng.integers(0, 30, (160, 2))}
    both = sparse.lil_array((30, 30), dtype=np.int64)
    for a, b in pairs:
        if a != b:
            both[a, b] = both[b, a] = 1
    dense = both.toarray()
    degree = dense.sum(axis=1)
    expected = np.trace(dense @ dense @ dense) / (degree * (degree - 1)).sum()
    assert clustering(links(*sorted(pairs)), 30) == pytest.approx(expected)
    assert clustering(links((0, 1)), 2) is None
    assert clustering(links(), 2) is None


def test_the_largest_part_leaves_direction_aside() -> None:
    assert largest_part(links((0, 1), (2, 1), (3, 4)), 6) == 0.5
    assert largest_part(links(), 4) == 0.25


# --- the shipped case


def test_the_table_of_the_shipped_case_balances_to_the_yuan(yangtze) -> None:
    sectors, table = yangtze["sectors"], yangtze["io_table"]
    bought = table.group_by("buyer_sector").agg(pl.col("value").sum().alias("inputs"))
    sold = table.group_by("supplier_sector").agg(pl.col("value").sum().alias("sold"))
    rows = sectors.join(bought, left_on="sector", right_on="buyer_sector").join(
        sold, left_on="sector", right_on="supplier_sector", how="left"
    )
    assert rows.height == sectors.height
    assert (rows["inputs"] + rows["value_added"] == rows["gross_output"]).all()
    assert (rows["gross_output"] >= rows["sold"].fill_null(0)).all()
    assert (rows["value_added"] / rows["gross_output"]).is_between(0.1, 0.7).all()
    assert 18 <= sectors.height <= 25


def test_the_bill_of_materials_shows_in_the_table_of_the_shipped_case(yangtze) -> None:
    flow = {(g, h): v for g, h, v in yangtze["io_table"].select(pl.nth(0, 1, 2)).iter_rows()}
    cars = dict(yangtze["sectors"].select("sector", "gross_output").iter_rows())["vehicles"]
    # packs are 38 percent of a car's material, which is 73 percent of its price
    assert flow["traction_batteries", "vehicles"] / cars == pytest.approx(0.38 * 0.73, rel=0.01)


def test_every_plant_of_the_shipped_case_gives_its_firm_a_sector(yangtze) -> None:
    made = set(yangtze["plants"]["firm"].to_list())
    blank = yangtze["firms"].filter(pl.col("sector").is_null())["firm"].to_list()
    assert not made & set(blank)
    real = yangtze["firms"].filter((pl.col("basis") != "synthetic") & pl.col("sector").is_not_null())
    assert real["note"].str.contains("sector inferred from").all()


def test_the_shipped_case_has_a_network_in_august_2021(yangtze) -> None:
    found = complete_network(yangtze, as_of="2021-08-31", draws=2)
    assert found.summary["known_links"] == 2
    assert found.summary["firm_count"] > 10_000
    assert 0.1 < found.summary["inside_share"] < 0.6
    assert max(found.summary["residual"]) < 1e-6
    rows = found["links"]
    assert set(rows["basis"].unique().to_list()) == {"known", "inferred"}
    assert rows.filter(pl.col("basis") == "known").height == 2 * 2
    assert found["flows"]["basis"].unique().to_list() == ["synthetic"]
    assert found["firms"].filter(pl.col("firm") == "tesla_shanghai")["size_basis"].to_list() == ["capacity"]
    assert CASE["sectors"][0]["sector"] not in found["sectors"]["sector"].to_list()


def test_what_the_scenarios_of_the_shipped_case_hit_is_public_and_operates_in_august_2021(yangtze) -> None:
    seen = yangtze.as_of("2021-08-31")
    assert seen["shocks"].height == yangtze["shocks"].height >= 4
    known = {i for table in ("plants", "places", "products") for i in seen[table][table[:-1]].to_list()}
    assert set(seen["shocks"]["id"]) <= known
    there = standing(seen["plants"], date(2021, 8, 31))
    operating = set(there.plant[there.having("operating")].tolist())
    hit = seen["shocks"].filter(pl.col("kind") == "plant")["id"].to_list()
    assert set(hit) <= operating
