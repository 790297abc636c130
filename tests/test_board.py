"""The board: metrics computed, verdicts told, each row with its evidence; on small tables and the shipped cases."""

from typing import Any

import pytest

from conftest import cluster_of
from hinterland.cluster import Cluster
from hinterland.errors import CaseError, StudyError
from hinterland.ground.places import within
from hinterland.promises import track
from hinterland.promises.measure import measure

S = {"source": "test", "basis": "observed"}


def rows(cluster: Cluster, as_of: str, target: str) -> dict[tuple[str, str], dict[str, Any]]:
    board = track(cluster, as_of=as_of)["board"]
    return {(r["metric"], r["attainment"]): r for r in board.iter_rows(named=True) if r["target"] == target}


# The shipped case: what the issue of 2021 became


@pytest.mark.parametrize(
    ("as_of", "words", "code", "observed", "period"),
    [
        ("2021-08-11", {"on track", "off track"}, "open", 7.686676, "2020"),
        ("2024-06-30", {"missed"}, "missed", 9.053927, "2023"),
        ("2025-07-31", {"met late"}, "met_late", 13.066418, "2024"),
    ],
)
def test_anhui_missed_its_ten_percent_and_met_it_late(
    yangtze: Cluster, as_of: str, words: set[str], code: str, observed: float, period: str
) -> None:
    found = rows(yangtze, as_of, "anhui_nev_share_2023")
    for attainment in ("in_period", "by"):
        row = found["anhui_nev_share", attainment]
        assert row["verdict"] in words
        assert (row["code"], row["period"]) == (code, period)
        if code == "open":  # which of the two words it is depends on the threshold alone
            assert (row["verdict"] == "on track") == (row["probability"] >= 0.5)
        assert row["observed"] == pytest.approx(observed, abs=1e-6)
        assert (row["required"], row["unit"], row["comparator"]) == (10.0, "percent", "ge")


def test_anhui_on_the_other_denominator_stands_beside(yangtze: Cluster) -> None:
    row = rows(yangtze, "2024-06-30", "anhui_nev_share_2023")["anhui_nev_share_nbs", "in_period"]
    assert row["verdict"] == "missed"
    assert row["observed"] == pytest.approx(9.188102, abs=1e-6)
    assert "inferred" in row["reason_en"]


def test_guangdong_is_not_measurable_from_one_observation_then_superseded(yangtze: Cluster) -> None:
    target = "guangdong_auto_revenue_2025"
    for as_of in ("2021-08-11", "2023-12-28"):
        for row in rows(yangtze, as_of, target).values():
            assert (row["verdict"], row["code"]) == ("not measurable", "too_few")
    for row in rows(yangtze, "2023-12-29", target).values():
        assert row["verdict"] == "superseded"
        assert "1.35 trillion" in row["reason_en"]
        assert "2023-12-29" in row["reason_zh"]


def test_lingang_is_met_by_statement_with_its_wider_scope_and_not_measurable_from_series(
    yangtze: Cluster,
) -> None:
    found = rows(yangtze, "2024-06-30", "lingang_first_to_100bn")
    stated = found["lingang_first_to_100bn_stated", "by"]
    assert (stated["verdict"], stated["observed_published"]) == ("met", "2021-09-30")
    assert "statement" in stated["reason_en"]
    assert "wider area" in stated["reason_en"]
    assert "宽于" in stated["reason_zh"]
    assert found["lingang_first_to_100bn", "by"]["verdict"] == "not measurable"


def test_shanghai_is_met_under_first_passage_and_not_scored_in_2025(yangtze: Cluster) -> None:
    found = rows(yangtze, "2026-06-30", "shanghai_nev_production_2025")
    by, within_2025 = found["shanghai_nev_production", "by"], found["shanghai_nev_production", "in_period"]
    assert (by["verdict"], by["period"], by["observed"]) == ("met", "2023", 1_286_800.0)
    assert (within_2025["verdict"], within_2025["code"]) == ("not measurable", "series_break")


@pytest.mark.parametrize("as_of", ["2021-08-11", "2024-06-30", "2026-06-30"])
def test_seventy_percent_nearby_was_never_defined(yangtze: Cluster, as_of: str) -> None:
    found = rows(yangtze, as_of, "anhui_nearby_parts_2023")
    for (metric, _), row in found.items():
        if metric == "anhui_nearby_parts_rate":
            assert (row["verdict"], row["code"]) == ("not measurable", "undefined")
        else:  # what an analyst may mean by it is measured on plants of which the case lists some
            assert row["verdict"] in {"open", "not measurable"}
    assert {metric for metric, _ in found} > {"anhui_nearby_parts_rate"}


def test_nothing_published_later_reaches_a_board(yangtze: Cluster) -> None:
    for as_of in ("2021-08-11", "2023-07-31", "2024-07-31"):
        result = track(yangtze, as_of=as_of)
        assert max(result["evidence"]["published"].drop_nulls()) <= as_of
        assert max(result["board"]["observed_published"].drop_nulls()) <= as_of
        assert result.provenance.as_of == as_of


def test_every_observed_figure_opens_to_evidence_with_a_source(yangtze: Cluster) -> None:
    result = track(yangtze, as_of="2025-07-31")
    evidence = list(result["evidence"].iter_rows(named=True))
    for row in result["board"].drop_nulls("observed").iter_rows(named=True):
        behind = [
            e
            for e in evidence
            if (e["target"], e["metric"], e["attainment"])
            == (row["target"], row["metric"], row["attainment"])
        ]
        assert any(e["used"] and e["period"] == row["period"] for e in behind), row["target"]
        assert all(e["source"] for e in behind)
        if row["metric_kind"] == "ratio":
            parts = {
                e["role"]: e["value"] for e in behind if e["period"] == row["period"] and e["role"] != "value"
            }
            assert parts["numerator"] / parts["denominator"] * 100 == pytest.approx(row["observed"])


def test_both_languages_are_complete(yangtze: Cluster) -> None:
    for row in track(yangtze, as_of="2025-07-31")["board"].iter_rows(named=True):
        for name in ("name", "definition", "reason"):
            assert row[f"{name}_en"]
            assert any("\u4e00" <= c <= "\u9fff" for c in row[f"{name}_zh"]), row[f"{name}_zh"]


# The tutorial, as its README computes by hand


@pytest.mark.parametrize(
    ("as_of", "share", "revenue"),
    [
        ("2023-09-01", ("open", "off track", 26.0869565, "2022"), ("open", "off track", 1.7e9, "2022")),
        ("2024-06-30", ("met_in_period", "met", 31.2, "2023"), ("missed", "missed", 1.9e9, "2023")),
    ],
)
def test_the_tutorial_answers_as_computed_by_hand(
    tutorial: Cluster,
    as_of: str,
    share: tuple[str, str, float, str],
    revenue: tuple[str, str, float, str],
) -> None:
    board = track(tutorial, as_of=as_of)["board"]
    found = {r["target"]: r for r in board.iter_rows(named=True)}
    for target, wanted in (("eastmark_share_2023", share), ("westmark_revenue_2023", revenue)):
        row = found[target]
        assert (row["code"], row["verdict"], row["period"]) == (wanted[0], wanted[1], wanted[3])
        assert row["observed"] == pytest.approx(wanted[2])


# Small tables


def series(metric: str, values: dict[str, float], **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "metric": metric,
            "place": "a",
            "period": period,
            "vintage": "1",
            "value": value,
            "unit": more.get("unit", "vehicle"),
            "flow": more.get("flow", "period"),
            "published": f"{int(period[:4]) + 1}-02",
            **S,
        }
        for period, value in values.items()
    ]


def case(
    metrics: list[dict[str, Any]], observations: list[dict[str, Any]], **more: list[dict[str, Any]]
) -> Cluster:
    places = [{"place": "a", "kind": "city", **S}, {"place": "b", "kind": "park", "parent": "a", **S}]
    tables = {"places": places, "metrics": [{"unit": "vehicle", "place": "a", **S, **m} for m in metrics]}
    return cluster_of({**tables, "observations": observations, **more})


def test_growth_is_the_change_on_the_year_before() -> None:
    cluster = case(
        [
            {"metric": "m", "kind": "series"},
            {"metric": "g", "kind": "growth", "numerator": "m", "unit": "percent"},
        ],
        series("m", {"2020": 100, "2021": 150, "2023": 10}),
    )
    points = measure(cluster, "g", None).points
    assert [(p.period.text, round(p.value, 9)) for p in points] == [("2021", 50.0)]


def test_a_sum_needs_every_member() -> None:
    cluster = case(
        [
            {"metric": "m", "kind": "series"},
            {"metric": "n", "kind": "series"},
            {"metric": "s", "kind": "sum", "members": "m;n", "unit": "万辆"},
        ],
        series("m", {"2020": 10000, "2021": 20000}) + series("n", {"2021": 30000}),
    )
    assert [(p.period.text, p.value) for p in measure(cluster, "s", None).points] == [("2021", 5.0)]


def test_a_ratio_takes_a_year_from_its_quarters() -> None:
    cluster = case(
        [
            {"metric": "m", "kind": "series"},
            {"metric": "n", "kind": "series"},
            {"metric": "r", "kind": "ratio", "numerator": "m", "denominator": "n", "unit": "percent"},
        ],
        series("m", {f"2021-Q{q}": 5 for q in (1, 2, 3, 4)}) + series("n", {"2021": 80, "2020": 0}),
    )
    assert [(p.period.text, p.value) for p in measure(cluster, "r", None).points] == [("2021", 25.0)]


PLANTS = [
    {"plant": "p1", "place": "a", "capacity": 10, "opened": "2020-03"},
    {"plant": "p2", "place": "b", "capacity": 5, "opened": "2021", "closed": "2022-06"},
    {"plant": "p3", "place": "b", "opened": "2021-05"},
    {"plant": "p4", "place": "a", "capacity": 99, "announced": "2020"},
]


def plants(**more: Any) -> Cluster:
    return case(
        [{"metric": "c", "kind": "sum", "product": "v", "plant_column": "capacity"}],
        [],
        products=[{"product": "v", "kind": "final", "unit": "vehicle", **S}],
        firms=[{"firm": "f", **S}],
        plants=[{"firm": "f", "product": "v", "published": "2019", **S, **p} for p in PLANTS],
        **more,
    )


def test_plants_are_summed_where_they_operate_and_unknown_is_neither_zero_nor_enough() -> None:
    points = {p.period.text: p for p in measure(plants().as_of("2022-12-31"), "c", None).points}
    assert {t: p.value for t, p in points.items()} == {"2020": 10, "2021": 15, "2022": 10}
    assert points["2020"].exact
    assert points["2021"].high == float("inf")
    assert points["2021"].note == "1 of 3 plants without a figure"


def test_capex_in_another_currency_is_summed_in_yuan() -> None:
    cluster = case(
        [{"metric": "c", "kind": "sum", "product": "v", "plant_column": "capex", "unit": "CNY"}],
        [],
        products=[{"product": "v", "kind": "final", "unit": "vehicle", **S}],
        firms=[{"firm": "f", **S}],
        plants=[
            {
                "plant": "p",
                "firm": "f",
                "product": "v",
                "place": "b",
                "opened": "2021",
                "capex": 2,
                "currency": "USD",
            }
            | {"published": "2020", **S}
        ],
        exchange_rates=[{"currency": "USD", "date": "2020", "cny_per_unit": 7, **S}],
    )
    assert [p.value for p in measure(cluster.as_of("2021-12-31"), "c", None).points] == [14]


def test_a_place_holds_what_lies_below_it() -> None:
    assert within(plants(), "a") == {"a", "b"}
    assert within(plants(), "b") == {"b"}


def race(first: dict[str, float], second: dict[str, float]) -> tuple[str, list[float]]:
    cluster = case(
        [
            {"metric": "m", "kind": "series"},
            {"metric": "n", "kind": "series"},
            {"metric": "r", "kind": "first_to_pass", "members": "m;n", "threshold": 100, "unit": "yes_no"},
        ],
        series("m", first) + series("n", second),
    )
    found = measure(cluster, "r", None)
    return found.obstacle, [p.value for p in found.points]


def test_a_race_is_won_by_the_first_past_the_threshold() -> None:
    assert race({"2020": 50, "2021": 120}, {"2020": 40, "2021": 60}) == ("", [1.0])
    assert race({"2020": 50, "2021": 120}, {"2020": 140, "2021": 60}) == ("", [0.0])
    assert race({"2020": 50}, {"2020": 60}) == ("", [])
    assert race({"2020": 150}, {"2020": 160}) == ("race_tied", [])
    assert race({"2020": 150}, {}) == ("race_incomplete", [])


def target(**more: Any) -> list[dict[str, Any]]:
    base = {
        "target": "t",
        "metrics": "m",
        "comparator": "gt",
        "value": 1,
        "unit": "百万辆",
        "deadline": "2022",
    }
    return [{**base, "published": "2020-06-01", **S, **more}]


def test_a_target_is_judged_in_the_unit_of_its_metric() -> None:
    cluster = case(
        [{"metric": "m", "kind": "series"}], series("m", {"2021": 9e5, "2022": 1.1e6}), targets=target()
    )
    row = track(cluster, as_of="2024-01-01")["board"].row(0, named=True)
    assert (row["required"], row["observed"], row["verdict"]) == (1e6, 1.1e6, "met")


def test_words_that_leave_room_are_told_where_the_verdict_would_differ() -> None:
    observations = series("m", {"2021": 9e5, "2022": 1.05e6})
    observations[1] |= {"value_low": 9.5e5, "value_high": 1.1e6}
    row = track(
        case([{"metric": "m", "kind": "series"}], observations, targets=target()), as_of="2024-01-01"
    )["board"].row(0, named=True)
    assert "leave room" in row["reason_en"]


def test_assumed_dates_are_told_and_counted() -> None:
    observations = [o | {"published_basis": "assumed"} for o in series("m", {"2021": 1e5, "2022": 2e6})]
    result = track(
        case([{"metric": "m", "kind": "series"}], observations, targets=target()), as_of="2024-01-01"
    )
    assert "assumed" in result["board"]["reason_en"][0]
    assert result.summary["observations_with_assumed_date"] == 2


def test_a_promise_kept_before_it_was_replaced_stays_kept() -> None:
    two = target(superseded_by="u", superseded_on="2023-06-01") + target(
        target="u", value=2, published="2023-06-01"
    )
    cluster = case(
        [{"metric": "m", "kind": "series"}], series("m", {"2021": 5e5, "2022": 1.2e6}), targets=two
    )
    words = {
        r["target"]: r["verdict"] for r in track(cluster, as_of="2023-07-01")["board"].iter_rows(named=True)
    }
    assert words["t"] == "met"


def test_foreign_money_without_a_rate_is_not_measurable_and_says_so() -> None:
    cluster = case(
        [{"metric": "m", "kind": "series", "unit": "CNY"}],
        series("m", {"2021": 5}, unit="USD"),
        targets=target(unit="CNY"),
        exchange_rates=[{"currency": "USD", "date": "2023", "cny_per_unit": 7, **S}],
    )
    row = track(cluster, as_of="2024-01-01")["board"].row(0, named=True)
    assert (row["verdict"], row["code"]) == ("not measurable", "unit")
    assert "no exchange rate of USD" in row["reason_en"]


def test_chain_metrics_say_what_they_lack() -> None:
    lacking = {"metric": "m", "kind": "coverage", "unit": "percent"}
    whole = lacking | {"nearby": "available", "hours": 3}
    for metric, said in ((lacking, "does not say `nearby`"), (whole, "no bill of materials")):
        row = track(case([metric], [], targets=target(unit="percent")), as_of="2024-01-01")["board"]
        assert (row["verdict"][0], row["code"][0]) == ("not measurable", "chain")
        assert said in row["reason_en"][0]


def test_a_case_without_targets_says_what_to_fill_in() -> None:
    with pytest.raises(StudyError, match="fill in `targets`"):
        track(case([], []))


def test_the_day_is_that_of_the_cluster_else_today() -> None:
    cluster = case([{"metric": "m", "kind": "series"}], series("m", {"2021": 1}), targets=target())
    assert track(cluster.as_of("2022-05-05")).summary["as_of"] == "2022-05-05"
    assert track(cluster).summary["as_of"] >= "2026"


def test_progress_is_told_for_every_target(tutorial: Cluster) -> None:
    seen: list[tuple[int, int, str]] = []
    track(tutorial, as_of="2024-06-30", progress=lambda done, total, what: seen.append((done, total, what)))
    assert [s[2] for s in seen] == tutorial["targets"]["target"].to_list()


def test_shares_of_quarters_never_add_up_to_a_year() -> None:
    metrics = [{"metric": "m", "kind": "series", "unit": "percent"}]
    quarters = series("m", {f"2022-Q{q}": 25 for q in (1, 2, 3, 4)}, unit="percent")
    board = track(case(metrics, quarters, targets=target(unit="percent", value=90)), as_of="2023-06-01")[
        "board"
    ]
    assert "met" not in board["verdict"].to_list()


def test_a_ratio_never_holds_a_year_against_a_quarter() -> None:
    metrics = [
        {"metric": "m", "kind": "series"},
        {"metric": "n", "kind": "series"},
        {"metric": "r", "kind": "ratio", "numerator": "m", "denominator": "n", "unit": "percent"},
    ]
    observations = series("m", {"2021-Q4": 120}, flow="year_to_date") + series("n", {"2021-Q4": 100})
    assert measure(case(metrics, observations), "r", None).points == ()


def test_foreign_money_is_demanded_at_the_rate_of_the_deadline() -> None:
    rates = [
        {"currency": "USD", "date": "2020-01-01", "cny_per_unit": 6.5, **S},
        {"currency": "USD", "date": "2025-06-01", "cny_per_unit": 8, **S},
    ]
    metrics = [{"metric": "m", "kind": "series", "unit": "CNY"}]
    observations = series("m", {"2021": 600, "2022": 700}, unit="CNY")
    cluster = case(metrics, observations, targets=target(unit="USD", value=100), exchange_rates=rates)
    for as_of in ("2024-06-01", "2025-12-01"):
        row = track(cluster, as_of=as_of)["board"].row(0, named=True)
        assert (row["required"], row["verdict"]) == (650, "met")


def test_a_target_in_yuan_is_judged_in_the_currency_of_its_metric() -> None:
    rates = [{"currency": "USD", "date": "2020-01-01", "cny_per_unit": 7, **S}]
    metrics = [{"metric": "m", "kind": "series", "unit": "USD"}]
    observations = series("m", {"2021": 50, "2022": 200}, unit="USD")
    cluster = case(metrics, observations, targets=target(unit="CNY", value=700), exchange_rates=rates)
    row = track(cluster, as_of="2024-01-01")["board"].row(0, named=True)
    assert (row["required"], row["unit"], row["verdict"]) == (100, "USD", "met")


def test_a_race_is_told_as_computed_and_its_threshold_is_in_base_units() -> None:
    metrics = [
        {"metric": "m", "kind": "series", "unit": "亿CNY"},
        {"metric": "n", "kind": "series", "unit": "亿CNY"},
        {"metric": "r", "kind": "first_to_pass", "members": "m;n", "threshold": 1e11, "unit": "yes_no"},
    ]
    observations = series("m", {"2021": 900, "2022": 1100}, unit="亿CNY")
    observations += series("n", {"2021": 800, "2022": 950}, unit="亿CNY")
    wanted = target(metrics="r", unit="yes_no", comparator="ge")
    row = track(case(metrics, observations, targets=wanted), as_of="2024-01-01")["board"].row(0, named=True)
    assert (row["verdict"], row["code"]) == ("met", "race_yes")
    assert "statement" not in row["reason_en"]


def test_a_look_back_cannot_be_looked_forward_from() -> None:
    cluster = case([{"metric": "m", "kind": "series"}], series("m", {"2021": 1}), targets=target())
    with pytest.raises(CaseError, match="take the case itself"):
        track(cluster.as_of("2022-05-05"), as_of="2026-01-01")
