"""The backtest: what is scored, how, and what it may claim."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
import scoringrules

import families
from conftest import cluster_of
from hinterland.case import save
from hinterland.errors import StudyError
from hinterland.forecast.combine import buckets, standard_quantile
from hinterland.ground.archive import Archive
from hinterland.promises import backtest, track
from hinterland.promises.lines import lines
from hinterland.promises.outlook import look
from hinterland.promises.rolling import INNER, YEARS
from hinterland.promises.scoring import GRID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hinterland.result import Result

Tables = dict[str, list[dict[str, Any]]]
DAY = date(2019, 6, 1)
ORIGINS = 4
TOLD = {"source": "synthetic: made up", "basis": "synthetic", "published_basis": "stated"}


def yearly(count: int = 3) -> Tables:
    """Figures of 2005 to 2018 at `count` places, published at the end of each next February."""
    return families.as_tables(families.drift(count, 12, 2, 1))


def monthly() -> Tables:
    """Year-to-date figures of 2010 to 2017 at two places; January and February come together."""
    return families.as_tables(families.seasonal(2, 84, 12, 1), year_to_date=True)


def promise(target: str, value: float, deadline: str, **more: str) -> dict[str, Any]:
    row = {"target": target, "metrics": "drift", "place": "p001", "comparator": "ge", "value": value}
    row |= {"unit": "vehicle", "deadline": deadline, "attainment": "in_period", "published": "2012-01-01"}
    return row | TOLD | more


def promised() -> Tables:
    """The yearly case with promises that some of its figures keep and others do not."""
    tables = yearly()
    figures = [r["value"] for r in tables["observations"] if r["place"] == "p001"]
    high, low = 2 * max(figures), min(figures) / 2
    rows = [
        promise("high_2016", high, "2016"),
        promise("low_2016", low, "2016"),
        promise("high_2018", high, "2018", attainment="by"),
        promise("edge_2018", figures[-1], "2018"),
        promise("open_2030", high, "2030"),
    ]
    return {**tables, "targets": rows}


@lru_cache(maxsize=8)
def told(name: str, origins: int = ORIGINS) -> Result:
    made = {"yearly": yearly, "monthly": monthly, "promised": promised}[name]()
    return backtest(cluster_of(made), as_of="2018-01-30" if name == "monthly" else DAY, origins=origins)


def combination(result: Result, grain: str = "year") -> pl.DataFrame:
    rows = result["forecasts"].filter((pl.col("model") == "combination") & (pl.col("grain") == grain))
    return rows.sort("metric", "place", "origin", "lead")


def whole(result: Result, grain: str = "year") -> dict[str, Any]:
    rows = result["scores"].filter(
        (pl.col("grain") == grain) & (pl.col("horizon") == "all") & (pl.col("model") == "combination")
    )
    return rows.row(0, named=True)


def test_every_series_is_scored_at_every_origin_for_the_years_that_came_since():
    # from June 2015, 2016, 2017 and 2018 the years to come until 2018 are 3 (of 4), 3, 2 and 1
    result = told("yearly")
    assert whole(result)["n"] == 3 * (3 + 3 + 2 + 1) == combination(result).height
    assert whole(result)["series"] == 3
    assert whole(result)["origins"] == ORIGINS
    counts = combination(result).group_by("origin").agg(n=pl.len()).sort("origin")
    assert counts["origin"].to_list() == ["2015-06-01", "2016-06-01", "2017-06-01", "2018-06-01"]
    assert counts["n"].to_list() == [9, 9, 6, 3]


def test_periods_and_leads_belong_together():
    rows = combination(told("yearly"))
    last = rows["origin"].str.slice(0, 4).cast(pl.Int64) - 1  # in June the last whole year is the one before
    assert (rows["period"].cast(pl.Int64) - last == rows["lead"]).all()


def test_the_truth_is_the_figure_of_that_place_and_year():
    figures = {(r["place"], r["period"]): r["value"] for r in yearly()["observations"]}
    for row in combination(told("yearly")).iter_rows(named=True):
        assert row["truth"] == pytest.approx(figures[row["place"], row["period"]])


def test_months_are_scored_and_january_and_february_published_together_are_not():
    result = told("monthly")
    rows = combination(result, "month")
    assert rows.height == whole(result, "month")["n"] > 0
    assert not set(rows["period"].str.slice(5)) & {"01", "02"}
    sums = {(r["place"], r["period"]): r["value"] for r in monthly()["observations"]}
    for row in rows.iter_rows(named=True):
        year, month = row["period"].split("-")
        until, before = (
            sums[row["place"], f"{year}-01/{year}-{m:02d}"] for m in (int(month), int(month) - 1)
        )
        assert row["truth"] == pytest.approx(until - before)


def test_a_month_that_was_public_at_the_origin_is_no_forecast():
    rows = combination(told("monthly"), "month")
    public = {(r["place"], r["period"][-7:]): r["published"] for r in monthly()["observations"]}
    for row in rows.iter_rows(named=True):
        assert public[row["place"], row["period"]] > row["origin"]


def test_a_ratio_is_scored_beside_what_it_is_made_of():
    tables = families.as_tables(families.shares(2, 12, 2, 3))
    result = backtest(cluster_of(tables), as_of=DAY, origins=3)
    rows = combination(result)
    assert set(rows["metric"]) == {"shares", "shares_whole", "shares_share"}
    truth = {(r["metric"], r["place"], r["period"]): r["truth"] for r in rows.iter_rows(named=True)}
    for (metric, place, period), value in truth.items():
        if metric == "shares_share":
            parts = truth["shares", place, period], truth["shares_whole", place, period]
            assert value == pytest.approx(100 * parts[0] / parts[1])


def test_scores_and_intervals_are_those_of_the_law_that_was_forecast():
    # 39 quantiles at evenly spaced levels are an ensemble of 39: scoringrules scores it by pairs of members
    cluster = cluster_of(yearly())
    archive = Archive.of(cluster.as_of(DAY))
    listed, _ = lines(cluster.as_of(DAY), archive)
    day = date(2016, 6, 1)
    outlook = look(archive.seen(day), listed, day, years=YEARS, origins=INNER, parts=())
    ensemble = outlook.ensembles["level"]
    rows = combination(told("yearly")).filter(pl.col("origin") == "2016-06-01")
    assert rows.height == 9
    for row in rows.iter_rows(named=True):
        i = next(i for i, x in enumerate(listed) if (x.metric, x.place) == (row["metric"], row["place"]))
        place = outlook.in_years[i]
        step = int(row["period"]) - place.first
        mu, sd = (float(x[place.row, step]) for x in (ensemble.combined.mu, ensemble.combined.sd))
        radii = ensemble.calibration.radii[buckets(np.array([row["lead"]]))[0]]
        sample = mu + sd * standard_quantile(GRID, radii)
        score = scoringrules.crps_ensemble(np.log(row["truth"]), sample, estimator="nrg")
        assert row["crps"] == pytest.approx(float(score), rel=1e-9)
        ends = np.exp(mu + sd * np.array([-radii[1], 0.0, radii[1]]))
        assert [row["low"], row["median"], row["high"]] == pytest.approx(list(ends))
        assert row["inside80"] == (row["low"] <= row["truth"] <= row["high"])


def test_mean_scores_and_coverage_are_those_of_the_forecasts():
    for name, grain in (("yearly", "year"), ("monthly", "month")):
        rows, row = combination(told(name), grain), whole(told(name), grain)
        assert row["crps"] == pytest.approx(rows["crps"].mean())
        assert row["cover80"] == pytest.approx(rows["inside80"].mean())


def test_coverage_lies_between_nought_and_one_and_wider_intervals_hold_more():
    for name in ("yearly", "monthly"):
        scores = told(name)["scores"]
        for column in ("cover50", "cover80", "cover95", "cover80_low", "cover80_high"):
            assert scores[column].is_between(0, 1).all()
        assert (scores["cover50"] <= scores["cover80"]).all()
        assert (scores["cover80"] <= scores["cover95"]).all()
        assert (scores["cover80_low"] <= scores["cover80"]).all()
        assert (scores["cover80"] <= scores["cover80_high"]).all()


def test_the_ratio_of_the_combination_to_itself_is_one():
    for name in ("yearly", "monthly"):
        own = told(name)["scores"].filter(pl.col("model") == "combination")
        assert own["ratio"].to_list() == pytest.approx([1.0] * own.height)


def test_a_positive_difference_means_that_the_combination_is_better():
    result = told("yearly")
    for row in result["differences"].iter_rows(named=True):
        theirs = result["forecasts"].filter(pl.col("model") == row["baseline"])
        keys = ["metric", "place", "origin", "period"]
        both = combination(result).join(theirs, on=keys, how="inner", validate="1:1", suffix="_theirs")
        if not both.height:
            continue  # a model that is no baseline has no rows among the forecasts
        gain = (both["crps_theirs"] - both["crps"]).mean()
        assert row["n"] == both.height
        assert row["mean"] == pytest.approx(gain)
        assert row["relative"] == pytest.approx(gain / both["crps_theirs"].mean())
        assert row["better"] == pytest.approx((both["crps"] < both["crps_theirs"]).mean())
    assert result["differences"].height > 1


def test_the_sentence_on_a_difference_agrees_with_its_sign():
    for row in told("yearly")["differences"].iter_rows(named=True):
        assert row["low"] <= row["mean"] <= row["high"]
        better = row["mean"] >= 0
        assert ("better" in row["verdict_en"]) is better
        assert ("好" in row["verdict_zh"]) is better
        assert ("chance" in row["verdict_en"]) is (row["low"] <= 0 <= row["high"])


def test_the_outcome_is_the_newest_vintage():
    tables = yearly()
    first = next(r for r in tables["observations"] if (r["place"], r["period"]) == ("p001", "2017"))
    tables["observations"].append(
        {**first, "value": 3 * first["value"], "vintage": "2019-04-01", "published": "2019-04-01"}
    )
    rows = combination(backtest(cluster_of(tables), as_of=DAY, origins=ORIGINS))
    truth = rows.filter((pl.col("place") == "p001") & (pl.col("period") == "2017"))["truth"]
    assert truth.to_list() == pytest.approx([3 * first["value"]] * 3)


def test_a_vintage_that_is_not_public_yet_is_no_outcome():
    tables = yearly()
    first = next(r for r in tables["observations"] if (r["place"], r["period"]) == ("p001", "2017"))
    tables["observations"].append(
        {**first, "value": 3 * first["value"], "vintage": "2019-06-02", "published": "2019-06-02"}
    )
    assert combination(backtest(cluster_of(tables), as_of=DAY, origins=ORIGINS)).equals(
        combination(told("yearly"))
    )


def test_nothing_is_scored_across_a_series_break():
    tables = yearly()
    for row in tables["observations"]:
        row["series_break"] = "yes" if (row["place"], row["period"]) == ("p001", "2016") else ""
    rows = combination(backtest(cluster_of(tables), as_of=DAY, origins=ORIGINS))
    broken = rows.filter(pl.col("place") == "p001")
    # until the figure of 2016 came, in March 2017, forecasts were of the old definition: it ends with 2015
    assert set(broken.filter(pl.col("origin") < "2017-03-01")["period"]) == {"2015"}
    assert rows.filter(pl.col("place") == "p002").height == 9


def test_forecasts_of_a_day_know_nothing_of_later_figures():
    tables = yearly()
    day = "2016-06-01"
    for row in tables["observations"]:
        if row["published"] > day:
            row["value"] *= 5
    tables["observations"] += [
        {**r, "place": "country"}
        for r in tables["observations"]
        if r["published"] > day and r["place"] == "p001"
    ]
    changed = combination(backtest(cluster_of(tables), as_of=DAY, origins=ORIGINS))
    columns = ["place", "origin", "period", "median", "low", "high"]
    before, after = (
        rows.filter((pl.col("origin") <= day) & (pl.col("place") != "country")).select(columns)
        for rows in (combination(told("yearly")), changed)
    )
    assert before.height == 18
    assert after.equals(before)


def test_figures_with_an_assumed_date_are_counted_and_named():
    tables = yearly()
    for row in tables["observations"]:
        if row["place"] == "p002" and row["period"] in {"2010", "2011"}:
            row["published_basis"] = "assumed"
    result = backtest(cluster_of(tables), as_of=DAY, origins=1)
    named = result["dates"].select("metric", "place", "period").rows()
    assert named == [("drift", "p002", "2010"), ("drift", "p002", "2011")]
    assert result.summary["assumed_dates"] == 2
    assert any("2 figures" in s.en and "2 个" in s.zh for s in result.assumptions)


def test_one_origin_is_enough():
    result = told("yearly", 1)
    assert set(combination(result)["origin"]) == {"2018-06-01"}
    assert whole(result)["n"] == 3


def test_the_same_seed_gives_the_same_tables():
    again = backtest(cluster_of(promised()), as_of=DAY, origins=ORIGINS)
    for name in again.tables:
        assert again[name].equals(told("promised")[name]), name


def test_another_seed_changes_how_sure_differences_are_and_no_score():
    other = backtest(cluster_of(yearly()), as_of=DAY, origins=ORIGINS, seed=1)
    assert other["scores"].equals(told("yearly")["scores"])
    assert other["differences"]["mean"].equals(told("yearly")["differences"]["mean"])
    assert not other["differences"]["low"].equals(told("yearly")["differences"]["low"])


def test_a_promise_was_told_the_probability_that_its_board_told_on_that_day():
    result, cluster = told("promised"), cluster_of(promised())
    assert result["promises"].height > 3
    for (origin,), rows in result["promises"].group_by("origin"):
        board = track(cluster, as_of=origin)["board"]
        for row in rows.iter_rows(named=True):
            same = board.filter(
                (pl.col("target") == row["target"]) & (pl.col("attainment") == row["attainment"])
            ).row(0, named=True)
            assert row["probability"] == same["probability"]
            assert row["verdict_then"] == same["verdict"]


def test_promises_are_followed_until_they_are_decided():
    result = told("promised")
    assert set(result["promises"]["target"]) == {"high_2016", "low_2016", "high_2018", "edge_2018"}
    kept = dict(result["promises"].select("target", "kept").unique().iter_rows())
    assert kept == {"high_2016": False, "low_2016": True, "high_2018": False, "edge_2018": True}
    assert set(result["promises"]["verdict_now"]) <= {"met", "missed", "met late"}
    assert result.summary["promises_distinct"] == 4


def test_brier_scores_of_promises_are_their_mean_squared_error():
    result = told("promised")
    row = (
        result["brier"]
        .filter((pl.col("source") == "promises") & (pl.col("model") == "combination"))
        .row(0, named=True)
    )
    p, kept = (result["promises"][c].cast(pl.Float64).to_numpy() for c in ("probability", "kept"))
    assert row["n"] == len(p)
    assert row["brier"] == pytest.approx(np.mean((p - kept) ** 2))
    assert row["base_rate"] == pytest.approx(kept.mean())
    assert row["climatology"] == pytest.approx(np.mean((kept.mean() - kept) ** 2))


def test_reliability_counts_every_probability_once():
    result = told("promised")
    counts = dict(
        result["reliability"]
        .group_by("source", "model")
        .agg(pl.col("count").sum())
        .rows_by_key(["source", "model"], unique=True)
    )
    expected = dict(
        result["brier"].select("source", "model", "n").rows_by_key(["source", "model"], unique=True)
    )
    assert counts == expected
    for column in ("forecast", "observed", "observed_low", "observed_high"):
        assert result["reliability"][column].is_between(0, 1).all()


def test_few_forecasts_are_said_to_prove_no_skill_in_both_languages():
    summary = told("promised").summary
    assert "no skill" in summary["proves_en"]
    assert "不能证明预测能力" in summary["proves_zh"]
    assert "27 forecasts of 3 series from 4 origins; 4 promises" in summary["proves_en"]
    assert "27 次预测" in summary["proves_zh"]


def test_a_case_without_targets_is_scored_all_the_same():
    result = told("yearly")
    assert result["promises"].height == 0
    assert "0 promises" in result.summary["proves_en"]


def test_a_case_of_zeros_has_nothing_to_score_and_says_so():
    tables = yearly(1)
    for row in tables["observations"]:
        row["value"] = 0
    result = backtest(cluster_of(tables), as_of=DAY, origins=2)
    assert result["scores"].height == 0
    assert "nothing could be scored" in result.summary["proves_en"]
    assert "无可评分" in result.summary["proves_zh"]


def test_a_case_without_observations_is_refused_with_what_is_missing():
    tables = {k: v for k, v in yearly().items() if k != "observations"}
    with pytest.raises(StudyError, match=r"no observations.*`observations`"):
        backtest(cluster_of(tables), as_of=DAY)
    with pytest.raises(StudyError, match="--as-of"):
        backtest(cluster_of(yearly()), as_of="2004-01-01")


def test_no_origin_is_refused():
    with pytest.raises(StudyError, match="at least one"):
        backtest(cluster_of(yearly()), as_of=DAY, origins=0)


def test_a_forecast_that_is_exact_is_divided_by_nothing():
    tables = yearly(1)
    for i, row in enumerate(tables["observations"]):
        row["value"] = 1000 * 1.02**i  # a log-linear trend hits this to the last digit
    scores = backtest(cluster_of(tables), as_of=DAY, origins=2)["scores"]
    exact = scores.filter(pl.col("crps") < 1e-6)
    assert exact["ratio"].null_count() == exact.height
    assert scores["ratio"].drop_nulls().max() < 1e6


def test_figures_near_the_largest_number_have_intervals_that_are_numbers():
    tables = yearly(1)
    for i, row in enumerate(tables["observations"]):
        row["value"] = 1e300 if i % 2 else 1e-300
    rows = backtest(cluster_of(tables), as_of=DAY, origins=3)["forecasts"]
    assert rows.height > 0
    assert all(rows[c].is_finite().all() for c in ("median", "low", "high", "truth", "crps"))


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backtest") / "case"
    save(cluster_of(promised()), path)
    return path


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


@pytest.mark.parametrize(("lang", "words"), [("en", "forecasts of 3 series"), ("zh", "次预测")])
def test_the_command_answers_in_every_form_and_language(
    hinterland: Callable[..., tuple[int, str, str]], saved: Path, lang: str, words: str
):
    args = ("track", saved, "--as-of", DAY, "--backtest", "--origins", "2", "--lang", lang)
    code, out, err = hinterland(*args)
    assert (code, err) == (0, "")
    assert words in out
    code, out, err = hinterland(*args, "--format", "json")
    assert (code, err) == (0, "")
    answer = json.loads(out, parse_constant=refuse)
    assert words in answer["summary"][f"proves_{lang}"]
    assert f"proves_{'zh' if lang == 'en' else 'en'}" not in answer["summary"]
    assert answer["scores"] == told("promised", 2)["scores"].rows(named=True)
    code, out, err = hinterland(*args, "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["model"] for r in rows] == told("promised", 2)["scores"]["model"].to_list()


def test_the_command_refuses_a_case_without_figures(
    hinterland: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    tables = {k: v for k, v in promised().items() if k != "observations"}
    save(cluster_of(tables), tmp_path / "case")
    code, out, err = hinterland("track", tmp_path / "case", "--backtest")
    assert (code, out) == (2, "")
    assert "no observations" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "fix"),
    [
        (("--backtest", "--since", "2018-01-01"), "leave them out with --backtest"),
        (("--backtest", "--threshold", "0.7"), "leave them out with --backtest"),
        (("--origins", "3"), "--origins belongs to --backtest"),
        (("--backtest", "--origins", "0"), "1<=x<=60"),
        (("--backtest", "--origins", "many"), "many"),
        (("--backtest", "--as-of", "2024-13-01"), "YYYY-MM-DD"),
        (("--backtest", "--as-of", "2004-01-01"), "choose a later --as-of"),
    ],
)
def test_wrong_options_are_named_with_the_way_out(
    hinterland: Callable[..., tuple[int, str, str]], saved: Path, options: tuple[str, ...], fix: str
):
    code, out, err = hinterland("track", saved, *options)
    assert (code, out) == (2, "")
    assert fix in err
