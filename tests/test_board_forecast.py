"""The board's forecasts: probabilities, why there are none, what decides, what changed; odd cases and random ones."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, cluster_of
from hinterland.cluster import Cluster
from hinterland.errors import HinterlandError, StudyError
from hinterland.forecast.trend import log_linear
from hinterland.promises import track
from hinterland.promises.foresight import ENDLESS, Foresight, growth_of
from hinterland.promises.tables import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.result import Result

S = {"source": "test", "basis": "observed"}
DAY = "2024-03-15"
TRACKED = {"on track", "off track"}
M = {"metric": "m", "kind": "series"}
YEARS = {"2019": 100.0, "2020": 108.0, "2021": 121.0, "2022": 130.0, "2023": 146.0}


def series(metric: str, values: dict[str, float], **more: Any) -> list[dict[str, Any]]:
    base = {"metric": metric, "place": "a", "vintage": "1", "unit": "vehicle", "flow": "period", **S}
    return [
        {**base, "period": p, "value": repr(float(v)), "published": f"{int(p[:4]) + 1}-02", **more}
        for p, v in values.items()
    ]


def target(**more: Any) -> dict[str, Any]:
    base = {
        "target": "t",
        "metrics": "m",
        "comparator": "ge",
        "value": 160,
        "unit": "vehicle",
        "deadline": "2025",
    }
    return {**base, "published": "2022-05-10", **S, **more}


def case(
    rows: list[dict[str, Any]],
    *targets: dict[str, Any],
    metrics: list[dict[str, Any]] | None = None,
    **more: list[dict[str, Any]],
) -> Cluster:
    places = [{"place": "a", "kind": "province", **S}]
    told = [{"unit": "vehicle", "place": "a", **S, **m} for m in (metrics or [M])]
    wanted = list(targets) or [target()]
    return cluster_of({"places": places, "metrics": told, "observations": rows, "targets": wanted, **more})


def only(cluster: Cluster, as_of: str = DAY, **more: Any) -> dict[str, Any]:
    """The row of a board on the reading `in_period`, or the only one."""
    board = track(cluster, as_of=as_of, **more)["board"]
    wanted = board.filter(pl.col("attainment") == "in_period") if board.height > 1 else board
    return wanted.row(0, named=True)


# The shipped case


@pytest.fixture(scope="module")
def in_2021(yangtze: Cluster) -> Result:
    return track(yangtze, as_of="2021-08-11")


@pytest.fixture(scope="module")
def looked_back(yangtze: Cluster) -> Result:
    days = ["2021-08-11", "2022-07-31", "2023-07-31", "2024-07-31"]
    return track(yangtze, as_of="2025-07-31", since=days)


def test_every_promise_of_2021_has_a_probability_or_says_why_not(in_2021: Result) -> None:
    board = in_2021["board"]
    assert board.filter(pl.col("verdict").is_in(sorted(TRACKED))).height >= 2
    for row in board.iter_rows(named=True):
        if row["verdict"] in TRACKED:
            assert 0 < row["probability"] < 1
            assert row["probability_low"] <= row["probability"] <= row["probability_high"]
            assert row["low"] <= row["expected"] <= row["high"]
            assert "likely to be kept" in row["reason_en"]
            assert "兑现概率" in row["reason_zh"]
        elif row["verdict"] == "open":
            assert row["probability"] is None
            assert "no probability" in row["reason_en"]
            assert "无概率" in row["reason_zh"]
        else:
            assert (row["verdict"], row["probability"], row["expected"]) == ("not measurable", None, None)
            assert len(row["reason_en"]) > 20


def test_anhui_is_off_track_in_2021_and_less_likely_two_years_later(
    in_2021: Result, looked_back: Result
) -> None:
    wanted = (pl.col("target") == "anhui_nev_share_2023") & (pl.col("metric") == "anhui_nev_share")
    first = in_2021["board"].filter(wanted)
    assert first["verdict"].to_list() == ["off track", "off track"]
    later = looked_back["history"].filter(wanted & (pl.col("as_of") == "2023-07-31"))
    for attainment in ("in_period", "by"):
        p, q = (f.filter(pl.col("attainment") == attainment)["probability"].item() for f in (first, later))
        assert 0.05 <= p <= 0.4
        assert 0 < q < p


def test_one_observation_has_no_forecast(in_2021: Result) -> None:
    target = "guangdong_auto_revenue_2025"
    rows = in_2021["board"].filter(pl.col("target") == target)
    assert rows["verdict"].unique().to_list() == ["not measurable"]
    assert rows["probability"].count() == rows["expected"].count() == 0
    assert all("one observation is not a forecast" in r for r in rows["reason_en"])
    for table in ("forecasts", "models"):
        assert in_2021[table].filter(pl.col("target") == target).height == 0


def test_the_history_shows_how_anhui_came_from_off_track_to_met_late(looked_back: Result) -> None:
    history = looked_back["history"]
    rows = history.filter(
        (pl.col("target") == "anhui_nev_share_2023")
        & (pl.col("metric") == "anhui_nev_share")
        & (pl.col("attainment") == "in_period")
    )
    told = list(rows.select("as_of", "verdict", "probability", "change_en", "change_zh").iter_rows())
    assert [t[0] for t in told] == ["2021-08-11", "2022-07-31", "2023-07-31", "2024-07-31", "2025-07-31"]
    assert [t[1] for t in told] == ["off track", "off track", "off track", "missed", "met late"]
    assert told[0][3:] == ("first seen", "首次出现")
    assert all("probability" in t[3] and "概率" in t[4] for t in told[1:3])
    assert "off track -> missed" in told[3][3]
    assert "恐难兑现 → 未兑现" in told[3][4]
    assert "new figure 9.05% in 2023" in told[3][3]
    assert "missed -> met late" in told[4][3]
    assert [t[2] for t in told[3:]] == [0.0, 0.0]


def test_the_history_ends_with_the_board(looked_back: Result) -> None:
    last = looked_back["history"].filter(pl.col("as_of") == "2025-07-31")
    keys = ["target", "metric", "attainment"]
    for name in ("verdict", "probability", "observed", "required"):
        if name in last.columns:
            a = last.sort(keys)[name].to_list()
            assert a == looked_back["board"].sort(keys)[name].to_list()


def test_a_look_back_is_the_board_of_that_day(yangtze: Cluster, in_2021: Result, looked_back: Result) -> None:
    keys = ["target", "metric", "attainment"]
    then = looked_back["history"].filter(pl.col("as_of") == "2021-08-11").sort(keys)
    now = in_2021["board"].sort(keys)
    for name in (*keys, "verdict", "probability", "low", "expected", "high", "observed", "period"):
        assert then[name].to_list() == now[name].to_list()


def texts_of(result: Result) -> Iterator[tuple[str, str, str]]:
    for name, table in result.tables.items():
        for column in (c for c in table.columns if c.endswith(("_en", "_zh"))):
            for text in table[column].to_list():
                if text is not None:
                    yield f"{name}.{column}", column[-2:], text


def test_every_text_is_there_in_both_languages(in_2021: Result, looked_back: Result) -> None:
    english = re.compile(r"\b(the|no|of|probability|likely|needs|would|decides|figures?|expected)\b")
    for result in (in_2021, looked_back):
        for where, lang, text in texts_of(result):
            if "note" not in where:  # a remark may be empty
                assert text.strip(), where
            elif not text:
                continue
            if lang == "zh":
                assert re.search("[\u4e00-\u9fff]", text), (where, text)
                assert not english.search(text), (where, text)
            else:
                assert not re.search("[\u4e00-\u9fff]", text), (where, text)
            assert "{" not in text
            assert "nan" not in text.lower().split()
        for said in result.assumptions:
            assert said.en
            assert said.zh
    board = in_2021["board"]
    assert board["needs_en"].is_null().to_list() == board["needs_zh"].is_null().to_list()


def test_the_models_of_a_row_weigh_one_and_stand_beside_the_combination(
    looked_back: Result, in_2021: Result
) -> None:
    for result in (in_2021, looked_back):
        for key, rows in result["models"].group_by("target", "metric", "attainment"):
            single = rows.filter(pl.col("model") != "combination")
            assert rows.height - single.height == 1
            assert single["weight"].sum() == pytest.approx(1.0), key
            assert single["weight"].min() > 0
            assert {"baseline", "model"} <= set(rows["kind"])
            assert rows.filter((pl.col("probability") <= 0) | (pl.col("probability") >= 1)).height == 0


def test_quantiles_of_forecasts_ascend_and_shares_are_shares(looked_back: Result, in_2021: Result) -> None:
    for result in (in_2021, looked_back):
        table = result["forecasts"]
        assert table.height > 20
        values = table.select(*LEVELS).to_numpy()
        assert np.isfinite(values).all()
        assert (np.diff(values, axis=1) >= 0).all()
        shares = table.filter((pl.col("role") == "value") & (pl.col("unit") == "percent"))
        assert all(0 < q <= 100 for q in shares["q975"])


def test_the_expected_figure_of_the_board_is_the_median_of_its_forecast(in_2021: Result) -> None:
    row = in_2021["board"].filter(pl.col("verdict").is_in(sorted(TRACKED))).row(0, named=True)
    fan = in_2021["forecasts"].filter(
        (pl.col("target") == row["target"])
        & (pl.col("role") == "value")
        & (pl.col("model") == "combination")
        & (pl.col("period") == row["deadline"])
    )
    assert fan.select("q10", "q50", "q90").row(0) == pytest.approx((row["low"], row["expected"], row["high"]))


def test_what_decides_is_told_for_targets_with_several_readings(looked_back: Result) -> None:
    table = looked_back["decides"]
    board = looked_back["board"].drop_nulls("probability")
    for row in table.iter_rows(named=True):
        told = board.filter(pl.col("target") == row["target"])["probability"]
        assert (row["probability_low"], row["probability_high"]) == (told.min(), told.max())
        if row["probability_high"] - row["probability_low"] < 0.1:
            assert row["text_en"].startswith("no definition decides")
            assert row["text_zh"].startswith("口径不影响结论")
        elif row["low_metric"] == row["high_metric"]:
            assert row["text_en"].startswith("the reading of the deadline decides")
            assert row["text_zh"].startswith("期限的读法决定结论")
        else:
            assert row["text_en"].startswith("the definition decides")
    assert table["target"].is_unique().all()


# The tutorial's README


def test_the_readme_of_the_tutorial_computes_by_hand_what_the_program_does(tutorial: Cluster) -> None:
    readme = (ROOT / "examples" / "tutorial" / "README.md").read_text(encoding="utf-8")
    result = track(tutorial, as_of="2023-09-01")
    found = {r["target"]: r for r in result["board"].iter_rows(named=True)}
    share, revenue = found["eastmark_share_2023"], found["westmark_revenue_2023"]
    # what would have to happen
    for text in ("+15.0 %", "+4.3 %", "**3.5**", "+17.6 %", "+21.4 %", "**0.8**"):
        assert text in readme
    assert "needs +15.0% in 2023, 3.5 times the growth of 2022 (+4.3%)" in share["needs_en"]
    assert revenue["needs_en"] == "needs +17.6% in 2023, 0.8 times the growth of 2022 (+21.4%)"
    # log-linear trend
    day = date(2023, 9, 1)
    seen = Foresight.of(tutorial.as_of(day), day, 2023)
    book = seen.outlook.book
    line = seen.index["westmark_heat_pump_revenue", "westmark"]
    years = np.log([[book.year(line, 2021), book.year(line, 2022)]])
    law = log_linear(years, [1], [1])
    assert math.exp(law.mu[0, 0, 0]) == pytest.approx(1.7e9**2 / 1.4e9) == pytest.approx(2.0643e9, rel=1e-4)
    assert "**2.0643 billion**" in readme
    assert np.isnan(law.sd[0, 0, 0])
    assert "log_linear" not in result["models"].filter(pl.col("target") == revenue["target"])["model"]
    # last share x the forecast of the whole
    norland = seen.index["norland_heat_pump_production", "norland"]
    r = (120_000 + math.sqrt(120_000**2 + 4 * 230_000 * 120_000)) / (2 * 230_000)
    whole = 230_000 * r * r
    assert math.exp(book.estimate[norland]) == pytest.approx(whole, rel=1e-6)
    assert f"**{whole:,.0f}** sets" in readme
    made = 36_000 + 60 / 230 * (whole - 120_000)
    assert f"= {made:,.0f} sets" in readme
    assert f"**{made / whole * 100:.2f} %**" in readme
    assert f"{0.3 * whole:,.0f} sets and keeps the promise" in readme
    ratio = seen.index["eastmark_heat_pump_share", "eastmark"]
    assert math.exp(book.estimate[ratio]) == pytest.approx(30.0)
    last = result["models"].filter((pl.col("model") == "last_share") & (pl.col("target") == share["target"]))
    assert last["median"].item() == pytest.approx(made / whole * 100, abs=0.5)
    # what is output, not arithmetic
    stated = [int(p) / 100 for p in re.findall(r"about (\d+) % \|", readme)]
    assert [share["probability"], revenue["probability"]] == pytest.approx(
        stated, abs=0.04
    )  # a few points, as it says
    expected = re.findall(r"about \d+ % \| ([\d.]+) ", readme)
    assert share["expected"] == pytest.approx(float(expected[0]), abs=0.3)
    assert revenue["expected"] / 1e9 == pytest.approx(float(expected[1]), abs=0.04)


# Threshold and days


def test_the_threshold_decides_between_on_and_off_track_and_nothing_else(tutorial: Cluster) -> None:
    low, high = (track(tutorial, as_of="2023-09-01", threshold=t) for t in (0.1, 0.9))
    assert set(low["board"]["verdict"]) == {"on track"}
    assert set(high["board"]["verdict"]) == {"off track"}
    assert low["board"].drop("verdict").equals(high["board"].drop("verdict"))
    assert low.summary["threshold"] == 0.1
    assert any("10%" in a.en for a in low.assumptions)


def test_a_case_may_set_its_own_threshold_and_the_parameter_wins() -> None:
    def told(limit: float, **more: Any) -> str:
        setting = {"name": "on_track_probability", "value": limit, **S}
        return str(only(case(series("m", YEARS), settings=[setting]), **more)["verdict"])

    p = only(case(series("m", YEARS)))["probability"]
    assert told(p / 2) == "on track"
    assert told((1 + p) / 2) == "off track"
    assert told(p / 2, threshold=(1 + p) / 2) == "off track"


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.5, 2.0])
def test_a_threshold_that_is_no_probability_is_refused(tutorial: Cluster, threshold: float) -> None:
    with pytest.raises(StudyError, match="no probability between 0 and 1"):
        track(tutorial, as_of="2023-09-01", threshold=threshold)


@pytest.mark.parametrize("day", ["2023-09-01", "2024-01-01"])
def test_an_earlier_day_that_is_not_earlier_is_refused(tutorial: Cluster, day: str) -> None:
    with pytest.raises(StudyError, match="is not before 2023-09-01"):
        track(tutorial, as_of="2023-09-01", since=["2023-01-01", day])


def test_a_promise_that_was_not_made_yet_has_no_row_in_the_past() -> None:
    history = track(case(series("m", YEARS)), as_of=DAY, since=["2020-01-01", "2023-03-15"])["history"]
    assert sorted(set(history["as_of"])) == ["2023-03-15", DAY]


def test_nothing_published_later_reaches_a_probability(tutorial: Cluster) -> None:
    before = track(tutorial, as_of="2023-09-01")
    observations = tutorial["observations"]
    late = observations.with_columns(
        value=pl.col("value") * 7, vintage=pl.lit("later"), published=pl.lit("2023-09-02")
    ).unique(["metric", "place", "period"], maintain_order=True)
    more = Cluster.of(
        {name: tutorial[name] for name in tutorial.tables} | {"observations": pl.concat([observations, late])}
    )
    after = track(more, as_of="2023-09-01")
    for name in ("board", "forecasts", "models", "race", "plants", "decides", "history"):
        assert before[name].equals(after[name]), name
    assert not track(more, as_of="2023-09-02")["board"].equals(before["board"])


# What cannot be forecast says why, in words


@pytest.mark.parametrize(
    ("values", "words", "chinese"),
    [
        ({"2023": 5}, "one observation is not a forecast", "单个观测不足以判断"),
        ({"2021": 0, "2022": 0, "2023": 0}, "all figures are zero", "数据全部为零"),
        ({"2021": 5, "2022": 0, "2023": 9}, "zeros among the figures", "数据中有零值"),
        ({"2021": 5, "2022": -3, "2023": 9}, "negative figures", "数据中有负值"),
    ],
)
def test_odd_figures_give_a_clear_word_and_no_number(
    values: dict[str, float], words: str, chinese: str
) -> None:
    row = only(case(series("m", values)))
    assert row["verdict"] in {"open", "not measurable"}
    assert words in row["reason_en"]
    assert chinese in row["reason_zh"]
    assert row["probability"] is row["probability_low"] is row["expected"] is None


def test_a_missing_year_is_bridged() -> None:
    whole = only(case(series("m", YEARS)))
    gap = only(case(series("m", {y: v for y, v in YEARS.items() if y != "2021"})))
    assert gap["verdict"] in TRACKED
    assert gap["probability"] == pytest.approx(whole["probability"], abs=0.2)


def test_a_year_that_was_published_twice_is_one_figure() -> None:
    twice = [*series("m", YEARS), *series("m", YEARS, vintage="2")]
    first, second = only(case(series("m", YEARS))), only(case(twice))
    assert first == second


def test_months_that_are_told_twice_count_once() -> None:
    values = {f"{2021 + i // 12}-{i % 12 + 1:02d}": 100.0 + i for i in range(36)}
    again = {f"{p}/{p}": v for p, v in values.items()}
    wanted = target(value=1700, deadline="2024")
    once = only(case(series("m", values), wanted))
    twice = only(case(series("m", values) + series("m", again), wanted))
    assert once["verdict"] in TRACKED
    assert once["probability"] == twice["probability"]


def test_a_share_above_a_hundred_is_told_not_forecast() -> None:
    metrics = [
        M,
        {"metric": "n", "kind": "series"},
        {"metric": "r", "kind": "ratio", "numerator": "m", "denominator": "n", "unit": "percent"},
    ]
    rows = series("m", YEARS) + series("n", dict.fromkeys(YEARS, 125.0))
    row = only(case(rows, target(metrics="r", unit="percent", value=120), metrics=metrics))
    assert (row["verdict"], row["probability"]) == ("open", None)
    assert "the part is larger than the whole" in row["reason_en"]
    assert "部分大于总体" in row["reason_zh"]


@pytest.mark.parametrize("deadline", ["2021", "2019-06-30", "2020-Q4"])
def test_a_deadline_in_the_past_is_judged_and_not_forecast(deadline: str) -> None:
    result = track(case(series("m", YEARS), target(deadline=deadline, published="2019-01-01")), as_of=DAY)
    assert not TRACKED & set(result["board"]["verdict"])
    assert set(result["board"]["probability"].drop_nulls()) <= {0.0, 1.0}
    assert result["models"].height == 0


def test_figures_that_are_too_old_say_so() -> None:
    row = only(case(series("m", YEARS), target(deadline="2031")), as_of="2030-03-15")
    assert (row["verdict"], row["probability"]) == ("open", None)
    assert "the newest figures are too old" in row["reason_en"]
    assert "最新数据过旧" in row["reason_zh"]


@pytest.mark.parametrize("deadline", ["2060", "2200", "2199-12-31", "2100-06-30"])
def test_a_deadline_beyond_reach_says_so(deadline: str) -> None:
    for row in track(case(series("m", YEARS), target(deadline=deadline, value=1e9)), as_of=DAY)[
        "board"
    ].iter_rows(named=True):
        assert (row["verdict"], row["probability"], row["expected"]) == ("open", None, None)
        assert "no probability: the deadline" in row["reason_en"]
        assert "无概率" in row["reason_zh"]


def test_a_day_within_a_year_is_told_by_the_year_before_it() -> None:
    rows = case(series("m", YEARS), target(deadline="2025-06-30", attainment="by"))
    whole = case(series("m", YEARS), target(deadline="2024", attainment="by"))
    day, year = only(rows), only(whole)
    assert day["probability"] == pytest.approx(year["probability"], abs=0.02)
    assert "expected in 2024" in day["reason_en"]
    assert day["needs_en"] == year["needs_en"]


@pytest.mark.parametrize("deadline", ["2025-Q2", "2025-06", "2025-H1"])
def test_yearly_figures_give_no_probability_for_a_part_of_a_year(deadline: str) -> None:
    row = only(case(series("m", YEARS), target(deadline=deadline)))
    assert row["probability"] is None
    assert row["verdict"] not in TRACKED


def test_a_statement_has_no_probability_and_says_so() -> None:
    metrics = [{"metric": "m", "kind": "statement", "unit": "yes_no"}]
    rows = series("m", {"2022": 0, "2023": 0}, unit="yes_no")
    row = only(case(rows, target(unit="yes_no", value=1), metrics=metrics))
    assert (row["verdict"], row["probability"]) == ("open", None)
    assert "nothing forecasts this kind of metric" in row["reason_en"]


def test_no_forecast_crosses_a_change_of_definition() -> None:
    months = {f"{2022 + i // 12}-{i % 12 + 1:02d}": 10.0 for i in range(26)}
    rows = series("m", {"2020": 100, "2021": 110})
    rows += series("m", months, published="2024-03-01")
    for r in rows:
        if r["period"] == "2022-01":
            r["series_break"] = "yes"
    row = only(case(rows, target(published="2021-05-10", value=150)))
    assert row["probability"] is None
    assert row["verdict"] not in TRACKED
    assert "changed their definition" in row["reason_en"]


# Units, grains, kinds


def test_a_target_in_another_unit_has_the_same_probability() -> None:
    plain = only(case(series("m", YEARS)))
    scaled = only(case(series("m", YEARS), target(value=0.016, unit="万辆")))
    assert scaled["required"] == pytest.approx(160)
    assert scaled["probability"] == pytest.approx(plain["probability"], abs=1e-3)
    metrics = [{**M, "unit": "万辆"}]
    other = only(case(series("m", YEARS), target(), metrics=metrics))
    assert (other["unit"], other["required"]) == ("万辆", pytest.approx(0.016))
    assert other["probability"] == pytest.approx(plain["probability"], abs=0.02)
    assert other["expected"] * 1e4 == pytest.approx(plain["expected"], rel=0.02)


def test_a_target_in_foreign_money_is_forecast_in_the_metrics_own() -> None:
    rates = [{"currency": "USD", "date": "2019-01-01", "cny_per_unit": 7, **S}]
    metrics = [{**M, "unit": "CNY"}]
    rows = series("m", YEARS, unit="CNY")
    dollars = target(unit="USD", value=160 / 7)
    told = only(case(rows, dollars, metrics=metrics, exchange_rates=rates))
    plain = only(case(rows, target(unit="CNY"), metrics=metrics))
    assert told["required"] == pytest.approx(160)
    assert told["probability"] == pytest.approx(plain["probability"], abs=1e-3)
    earned = series("m", {y: v / 7 for y, v in YEARS.items()}, unit="USD")
    same = only(case(earned, target(unit="CNY"), metrics=metrics, exchange_rates=rates))
    assert same["probability"] == pytest.approx(plain["probability"], abs=1e-3)


def test_a_metric_in_a_unit_that_does_not_convert_is_not_measurable() -> None:
    rows = series("m", YEARS) + series("m", {"2018": 5}, unit="GWh")
    row = only(case(rows))
    assert (row["verdict"], row["code"], row["probability"]) == ("not measurable", "unit", None)


MONTHS = {f"{2021 + i // 12}-{i % 12 + 1:02d}": (100.0 + i) * (1 + 0.1 * (-1) ** (i // 2)) for i in range(36)}
QUARTERS = {f"{2018 + i // 4}-Q{i % 4 + 1}": (100.0 + i) * (1 + 0.1 * (-1) ** (i // 3)) for i in range(24)}


@pytest.mark.parametrize(
    ("values", "deadline", "about"),
    [
        (MONTHS, "2024-09", 140),
        (MONTHS, "2024-Q4", 430),
        (MONTHS, "2024-H2", 840),
        (MONTHS, "2024", 1650),
        (QUARTERS, "2024-Q3", 125),
        (QUARTERS, "2024-H2", 250),
        (QUARTERS, "2024", 500),
    ],
)
def test_months_and_quarters_are_forecast_at_their_own_grain(
    values: dict[str, float], deadline: str, about: float
) -> None:
    median = only(case(series("m", values), target(deadline=deadline, value=about)))["expected"]
    assert median == pytest.approx(about, rel=0.15)
    wanted = target(deadline=deadline, value=median, published="2024-03-01")
    result = track(case(series("m", values), wanted), as_of=DAY)
    for row in result["board"].iter_rows(named=True):
        assert row["verdict"] in TRACKED
        least = 0.45 if row["attainment"] == "by" else 0.0
        assert row["attainment"] == "by" or row["probability"] == pytest.approx(0.5, abs=0.02)
        assert least <= row["probability"] < 1
    in_years = deadline == "2024"
    assert (result["models"].filter(pl.col("model") != "combination").height > 0) == in_years


def test_by_is_never_less_likely_than_in_the_period() -> None:
    for value in (120, 150, 160, 200, 400):
        board = track(case(series("m", YEARS), target(value=value, deadline="2026")), as_of=DAY)["board"]
        found = dict(board.select("attainment", "probability").iter_rows())
        assert found["by"] >= found["in_period"]


def test_growth_is_forecast_from_its_numerator() -> None:
    metrics = [M, {"metric": "g", "kind": "growth", "numerator": "m", "unit": "percent"}]
    wanted = [
        target(target=f"t{v}", metrics="g", unit="percent", value=v, deadline="2024") for v in (-40, 9, 60)
    ]
    board = track(case(series("m", YEARS), *wanted, metrics=metrics), as_of=DAY)["board"]
    found = board.filter(pl.col("attainment") == "in_period")
    assert set(found["verdict"]) <= TRACKED
    p = found["probability"].to_list()
    assert p == sorted(p, reverse=True)
    assert p[0] > 0.9
    assert p[2] < 0.1
    assert found["expected"].to_list() == pytest.approx([9.0] * 3, abs=4)
    assert found["needs_en"].null_count() == 3


def test_a_cumulative_promise_is_the_sum_of_known_years_and_of_those_to_come() -> None:
    wanted = [
        target(target=f"t{v}", attainment="cumulative", deadline="2025", value=v) for v in (300, 590, 2000)
    ]
    board = track(case(series("m", YEARS), *wanted), as_of=DAY)["board"]
    p = board["probability"].to_list()
    assert board["verdict"].to_list()[1] in TRACKED
    assert p == sorted(p, reverse=True)
    row = board.row(1, named=True)
    years = track(case(series("m", YEARS)), as_of=DAY)["forecasts"].filter(
        (pl.col("model") == "combination") & pl.col("period").is_in(["2024", "2025"])
    )
    assert row["expected"] == pytest.approx(130 + 146 + years["q50"].sum(), rel=0.03)  # made in 2022
    assert "in sum until 2025" in row["reason_en"]
    assert "累计" in row["reason_zh"]


def test_a_sum_of_members_is_forecast_as_a_series_is() -> None:
    metrics = [M, {"metric": "n", "kind": "series"}, {"metric": "s", "kind": "sum", "members": "m;n"}]
    rows = series("m", YEARS) + series("n", {y: 2 * v for y, v in YEARS.items()})
    wanted = target(), target(target="u", metrics="s", value=480)
    board = track(case(rows, *wanted, metrics=metrics), as_of=DAY)["board"]
    part, whole = board.filter(pl.col("attainment") == "in_period").iter_rows(named=True)
    assert whole["verdict"] in TRACKED
    assert whole["probability"] == pytest.approx(part["probability"], abs=0.05)
    assert whole["expected"] == pytest.approx(3 * part["expected"], rel=0.03)


def test_the_summary_counts_the_rows_with_a_probability() -> None:
    result = track(case(series("m", YEARS), target(), target(target="u", deadline="2200")), as_of=DAY)
    assert result.summary["with_probability"] == 2
    assert result.summary["rows"] == 4


# Random cases

FLOWS = {
    "years": [("{y}", "period")],
    "halves": [("{y}-H1", "period"), ("{y}-H2", "period")],
    "quarters": [(f"{{y}}-Q{q}", "period") for q in (1, 2, 3, 4)],
    "months": [(f"{{y}}-{m:02d}", "period") for m in range(1, 13)],
    "sums": [(f"{{y}}-01/{{y}}-{m:02d}", "year_to_date") for m in range(2, 13)],
    "stocks": [("{y}-06", "stock"), ("{y}-12-31", "stock")],
    "both": [("{y}", "period"), ("{y}-01/{y}-09", "year_to_date"), ("{y}-Q4", "year_to_date")],
}
SHAPES: dict[str, Any] = {
    "steady": lambda i: 100 * 1.01**i,
    "flat": lambda i: 100.0,
    "nothing": lambda i: 0.0,
    "late": lambda i: max(0.0, i - 5.0),
    "loss": lambda i: i - 8.0,
    "huge": lambda i: 1e15 * (1 + i % 3),
    "tiny": lambda i: 1e-12 * (1 + i % 5),
    "wild": lambda i: 10.0 ** ((i * 7) % 11),
}
DEADLINES = [
    "2024",
    "2025",
    "2030",
    "2200",
    "2024-06",
    "2024-12",
    "2024-Q4",
    "2024-H2",
    "2025-06-30",
    "2023/2025",
    "2023-07/2024-06",
    "2019",
]
UNITS = (("vehicle", "万辆"), ("CNY", "USD"), ("percent", "1"))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Two series of odd figures, what is defined over them, and a promise on each kind of metric."""
    family = draw(st.sampled_from(UNITS))
    rows: list[dict[str, Any]] = []
    for metric in "mn":
        start, end = draw(st.integers(2014, 2021)), draw(st.integers(2021, 2023))
        shape = SHAPES[draw(st.sampled_from(sorted(SHAPES)))]
        spans = [
            (text.format(y=y), flow)
            for y in range(start, end + 1)
            for text, flow in FLOWS[draw(st.sampled_from(sorted(FLOWS)))]
        ]
        drop = draw(st.sets(st.integers(0, 60), max_size=4))
        broken = draw(st.sampled_from([-1, -1, -1, 3, 9]))
        seen = set()
        for i, (period, flow) in enumerate(spans):
            if i in drop or period in seen:
                continue
            seen.add(period)
            rows += series(
                metric,
                {period: shape(i)},
                flow=flow,
                unit=family[0] if i else draw(st.sampled_from([*family, family[0]])),
                series_break="yes" if i == broken else None,
                value_low=repr(shape(i) * 0.9) if i % 7 == 3 and shape(i) > 0 else None,
            )
    metrics = [
        {"metric": "m", "kind": "series", "unit": family[0]},
        {"metric": "n", "kind": "series", "unit": draw(st.sampled_from(family))},
        {"metric": "r", "kind": "ratio", "numerator": "m", "denominator": "n", "unit": "percent"},
        {"metric": "s", "kind": "sum", "members": "m;n", "unit": family[0]},
        {"metric": "f", "kind": "first_to_pass", "members": "m;n", "threshold": 150, "unit": "yes_no"},
        {"metric": "g", "kind": "growth", "numerator": "m", "unit": "percent"},
    ]
    targets = [
        target(
            target=f"t{i}",
            metrics=row["metric"],
            unit=row["unit"],
            comparator=draw(st.sampled_from(["eq", "gt", "ge", "lt", "le", "approx", "range"])),
            value=draw(st.sampled_from([0, 1, -3, 50, 130, 1e3, 1e15])),
            deadline=draw(st.sampled_from(DEADLINES)),
            attainment=draw(st.sampled_from([None, "by", "in_period", "cumulative"])),
            published=draw(st.sampled_from(["2017", "2021-06-01", "2023-12"])),
        )
        for i, row in enumerate(metrics)
    ]
    rates = [{"currency": "USD", "date": "2010", "cny_per_unit": 7, **S}]
    return {"rows": rows, "targets": targets, "metrics": metrics, "exchange_rates": rates}


def test_growth_over_a_path_that_died_out_is_without_end_and_a_number() -> None:
    grown = growth_of(np.array([150.0, 1e94, 50.0]), np.array([100.0, 1e-300, 100.0]))
    assert grown.tolist() == [0.5, ENDLESS, -0.5]
    assert np.isfinite(grown * 100).all()
    assert growth_of(np.array([3.0]), 2.0).tolist() == [0.5]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_no_odd_case_ends_in_an_exception_a_wrong_probability_or_a_number_that_is_none(
    told: dict[str, Any],
) -> None:
    rows, targets = told.pop("rows"), told.pop("targets")
    try:
        result = track(case(rows, *targets, **told), as_of=DAY)
    except HinterlandError:
        return
    for name, table in result.tables.items():
        for column, dtype in table.schema.items():
            if dtype == pl.Float64:
                assert not table[column].is_nan().any(), (name, column)
    for row in result["board"].iter_rows(named=True):
        for column in ("probability", "probability_low", "probability_high"):
            assert row[column] is None or 0 <= row[column] <= 1
        if row["verdict"] in TRACKED:
            assert 0 < row["probability"] < 1
            assert (row["verdict"] == "on track") == (row["probability"] >= 0.5)
        elif row["verdict"] == "open":
            assert row["probability"] is None
            assert "no probability" in row["reason_en"] or "at most" in row["reason_en"]
            assert "无概率" in row["reason_zh"] or "至多" in row["reason_zh"]
        elif row["verdict"] in {"not measurable", "superseded"}:
            assert row["probability"] is None
        else:
            assert row["probability"] in (0.0, 1.0)
