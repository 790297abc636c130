"""The simulated families have the moments that their descriptions promise."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from conftest import cluster_of, faults_of
from families import (
    FAMILIES,
    Simulated,
    as_tables,
    booms,
    breaks,
    drift,
    festival,
    few,
    intermittent,
    new_year,
    noise,
    outliers,
    saturation,
    seasonal,
    shares,
)
from hinterland.ground.series import annual, difference, observed
from hinterland.promises.measure import measure

MANY = 4000


def pit(panel: Simulated) -> Any:
    """Where the future falls in the law that the panel states, shape (n, horizon)."""
    assert panel.mean is not None
    assert panel.sd is not None
    return stats.norm.cdf(np.log(panel.future), panel.mean, panel.sd)


def steps(values: Any) -> Any:
    return np.diff(np.log(values), axis=1)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_has_the_shape_asked_for_and_is_a_function_of_its_seed(name: str) -> None:
    panel = FAMILIES[name](7, 5, 3, 1)
    assert panel.values.shape == (7, 8)
    assert panel.past.shape == (7, 5)
    assert panel.future.shape == (7, 3)
    np.testing.assert_array_equal(FAMILIES[name](7, 5, 3, 1).values, panel.values)
    assert not np.array_equal(FAMILIES[name](7, 5, 3, 2).values, panel.values)
    assert np.isfinite(panel.future).all()
    for law in (panel.mean, panel.sd):
        assert law is None or law.shape == (7, 3)


@pytest.mark.parametrize("name", sorted(FAMILIES.keys() - {"few", "intermittent"}))
@pytest.mark.parametrize("known", [4, 120])
def test_a_family_is_positive_and_of_a_size_that_vehicles_have(name: str, known: int) -> None:
    panel = FAMILIES[name](200, known, 2, 3)
    assert (panel.values > 0).all()
    assert 100 < np.median(panel.values[:, 0]) < 200_000


@pytest.mark.parametrize(
    "panel",
    [
        drift(MANY, 4, 3, 1),
        drift(MANY, 30, 6, 2, season=12),
        few(MANY, 6, 3, 3),
        noise(MANY, 4, 3, 4),
        noise(MANY, 40, 6, 5, season=12),
        saturation(MANY, 8, 3, 6),
        saturation(MANY, 8, 3, 7, kind="logistic"),
        saturation(MANY, 8, 3, 8, kind="gompertz"),
    ],
    ids=lambda p: f"{p.name}-{p.season}",
)
def test_what_comes_is_uniform_under_the_law_that_a_family_states(panel: Simulated) -> None:
    for h in range(panel.future.shape[1]):
        assert stats.kstest(pit(panel)[:, h], "uniform").pvalue > 1e-3


def test_a_law_with_half_the_spread_would_be_found_out() -> None:
    panel = drift(MANY, 4, 1, 1)
    assert panel.mean is not None
    assert panel.sd is not None
    assert (
        stats.kstest(stats.norm.cdf(np.log(panel.future), panel.mean, panel.sd / 2)[:, 0], "uniform").pvalue
        < 1e-9
    )


@pytest.mark.parametrize("season", [1, 4, 12])
def test_drifts_and_spreads_are_those_of_a_year_whatever_the_cell(season: int) -> None:
    panel = drift(MANY, 8 * season, season, 2, season=season, growth=0.12, apart=0.05)
    yearly = np.log(panel.values[:, season::season] / panel.values[:, :-season:season])
    assert panel.truth["drift"].mean() * season == pytest.approx(0.12, abs=4 * 0.05 / np.sqrt(MANY))
    assert panel.truth["drift"].std() * season == pytest.approx(0.05, rel=0.05)
    sigma = panel.truth["sigma"] * np.sqrt(season)
    assert (sigma >= 0.10).all()
    assert (sigma <= 0.60).all()
    own = (yearly - season * panel.truth["drift"][:, None]) / sigma[:, None]
    assert own.mean() == pytest.approx(0.0, abs=4 / np.sqrt(own.size))
    assert own.std() == pytest.approx(1.0, rel=0.03)


def test_increments_of_a_drift_do_not_depend_on_one_another() -> None:
    panel = drift(MANY, 10, 2, 3)
    own = (steps(panel.values) - panel.truth["drift"][:, None]) / panel.truth["sigma"][:, None]
    assert (own[:, 1:] * own[:, :-1]).mean() == pytest.approx(0.0, abs=4 / np.sqrt(own[:, 1:].size))


def test_the_law_of_a_drift_is_that_of_a_regression_with_a_prior() -> None:
    # one series by hand: the joint normal law of increments and drift, conditioned on the past
    panel = drift(1, 5, 2, 4, growth=0.2, apart=0.1)
    sigma = float(panel.truth["sigma"][0])
    joint = np.full((6, 6), 0.1**2) + np.eye(6) * sigma**2
    past = steps(panel.past)[0]
    gain = joint[4:, :4] @ np.linalg.inv(joint[:4, :4])
    ahead, left = 0.2 + gain @ (past - 0.2), joint[4:, 4:] - gain @ joint[:4, 4:]
    assert panel.mean is not None
    assert panel.sd is not None
    np.testing.assert_allclose(panel.mean[0], np.log(panel.past[0, -1]) + np.cumsum(ahead))
    np.testing.assert_allclose(panel.sd[0], np.sqrt([left[0, 0], left.sum()]))


def test_the_law_of_a_noisy_level_is_that_of_joint_normal_figures() -> None:
    panel = noise(1, 4, 2, 5)
    around, moving = float(panel.truth["noise"][0]) ** 2, float(panel.truth["moving"][0]) ** 2
    t = np.arange(6)
    joint = 1.2**2 + moving * np.minimum.outer(t, t) + around * np.eye(6)
    gain = joint[4:, :4] @ np.linalg.inv(joint[:4, :4])
    centre = np.log(30_000)
    assert panel.mean is not None
    assert panel.sd is not None
    np.testing.assert_allclose(panel.mean[0], centre + gain @ (np.log(panel.past[0]) - centre))
    np.testing.assert_allclose(panel.sd[0], np.sqrt(np.diag(joint[4:, 4:] - gain @ joint[:4, 4:])))


def test_few_points_are_two_to_six_and_end_together() -> None:
    panel = few(MANY, 6, 2, 6)
    points = (~np.isnan(panel.past)).sum(axis=1)
    np.testing.assert_array_equal(points, panel.truth["points"])
    assert set(points) == {2, 3, 4, 5, 6}
    assert not np.isnan(panel.values[:, 4:]).any()
    growth = np.nanmean(steps(panel.values), axis=1)
    assert growth.mean() == pytest.approx(0.15, abs=0.02)


@pytest.mark.parametrize("known", [1, 7])
def test_few_is_neither_one_nor_seven(known: int) -> None:
    with pytest.raises(ValueError, match="2 to 6"):
        few(3, known, 2, 1)


def test_noise_goes_back_and_has_no_drift() -> None:
    panel = noise(MANY, 20, 4, 7)
    moved = steps(panel.values)
    assert moved.mean() == pytest.approx(0.0, abs=0.005)
    scaled = moved / moved.std(axis=1, keepdims=True)
    assert -0.5 < (scaled[:, 1:] * scaled[:, :-1]).mean() < -0.35  # minus a half for noise alone
    around = (np.log(panel.values) - panel.truth["level"]) / panel.truth["noise"][:, None]
    assert around.std() == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("season", [1, 12])
def test_a_level_breaks_once_and_growth_for_good(season: int) -> None:
    panel = breaks(MANY, 6 * season, 2 * season, 8, season=season)
    truth = panel.truth
    assert 0.45 < truth["jumps"].mean() < 0.55
    at = truth["at"][:, None]
    assert set(truth["at"]) == set(range(1, 8 * season))
    cell = np.arange(1, 8 * season)
    own = steps(panel.values) - truth["calm"][:, None]
    for where, broken in ((cell < at, False), (cell == at, True), (cell > at, None)):
        for jumps in (True, False):
            rows = where & (truth["jumps"] == jumps)[:, None]
            there = (not jumps) if broken is None else broken
            left = np.where(rows, own - there * truth["size"][:, None], 0.0) / truth["sigma"][:, None]
            assert left.sum() / rows.sum() == pytest.approx(0.0, abs=4 / np.sqrt(rows.sum()))
            assert (left**2).sum() / rows.sum() == pytest.approx(1.0, rel=0.1)
    size = np.abs(truth["size"]) * np.where(truth["jumps"], 1, season)
    assert (size >= 0.15).all()
    assert (size <= 0.8).all()


@pytest.mark.parametrize(("kind", "jumps"), [("level", True), ("growth", False)])
def test_a_kind_of_break_can_be_chosen(kind: str, jumps: bool) -> None:
    assert (breaks(20, 5, 2, 9, kind=kind).truth["jumps"] == jumps).all()


@pytest.mark.parametrize("season", [1, 12])
def test_sales_of_a_bass_curve_add_up_to_the_market(season: int) -> None:
    panel = saturation(50, 60 * season, 1, 10, season=season, late=0.0)
    np.testing.assert_allclose(panel.truth["curve"].sum(axis=1), panel.truth["market"], rtol=1e-6)


def test_sales_of_a_bass_curve_peak_where_theory_says() -> None:
    # ln(q / p) / (p + q) years after the start (Bass 1969)
    panel = saturation(50, 360, 1, 11, season=12, late=0.0)
    p, q = panel.truth["p"], panel.truth["q"]
    np.testing.assert_allclose(panel.truth["curve"].argmax(axis=1) / 12, np.log(q / p) / (p + q), atol=0.1)


def test_sales_of_a_bass_curve_follow_its_equation() -> None:
    # hazard of those who have not bought: p + q times the share that has, in small steps
    panel = saturation(20, 240, 1, 12, season=12, late=0.0)
    sales, market = panel.truth["curve"], panel.truth["market"][:, None]
    owned = np.cumsum(sales, axis=1) - sales / 2
    hazard = panel.truth["p"][:, None] + panel.truth["q"][:, None] * owned / market
    np.testing.assert_allclose(sales[:, :60], ((market - owned) * hazard / 12)[:, :60], rtol=5e-3)


def test_logistic_and_gompertz_curves_rise_to_the_market() -> None:
    for kind, half in (("logistic", 0.5), ("gompertz", np.exp(-1.0))):
        panel = saturation(50, 600, 1, 13, season=12, kind=kind)
        part = panel.truth["curve"] / panel.truth["market"][:, None]
        assert (np.diff(part, axis=1) >= 0).all()
        assert (part[:, -1] > 0.99).all()
        fastest = np.take_along_axis(part, np.diff(part, axis=1).argmax(axis=1)[:, None], axis=1)
        begun = part[:, :1] < half - 0.02  # of the curves that pass their turn inside the panel
        np.testing.assert_allclose(fastest[begun], half, atol=0.03)


def test_the_chinese_new_year_falls_on_its_days() -> None:
    assert new_year(2012) == date(2012, 1, 23)
    assert new_year(2023) == date(2023, 1, 22)
    assert new_year(2015) == date(2015, 2, 19)


@pytest.mark.parametrize("year", range(2005, 2031))
def test_the_festival_falls_into_january_and_february(year: int) -> None:
    assert festival(year, 1) + festival(year, 2) == pytest.approx(1.0)
    assert festival(year, 3) == 0.0
    assert 0.0 <= festival(year, 1) <= 1.0


def test_the_festival_moves_between_the_months() -> None:
    # 23 January 2012: sixteen to thirty, all January; 19 February 2015: all February; 31 January 2014: both
    assert (festival(2012, 1), festival(2015, 2)) == (1.0, 1.0)
    assert festival(2014, 1) == pytest.approx(8 / 15)


def test_a_season_repeats_and_the_festival_costs_its_depth() -> None:
    panel = seasonal(MANY, 72, 12, 14, year=2010, first=3)
    truth = panel.truth
    np.testing.assert_allclose(truth["pattern"].sum(axis=1), 0.0, atol=1e-12)
    month = (3 + np.arange(84)) % 12
    left = np.log(panel.values) - truth["level"] - truth["pattern"][:, month] - truth["noise"]
    np.testing.assert_allclose(left, -truth["depth"][:, None] * truth["festival"], atol=1e-9)
    assert truth["festival"][9] == pytest.approx(festival(2011, 1))  # nine months after April 2010
    assert truth["festival"].sum() == pytest.approx(7.0)


def test_seasonal_noise_has_fat_tails_and_a_tenth_to_a_third_of_spread() -> None:
    around = seasonal(MANY, 108, 12, 15).truth["noise"]
    spread = around.std(axis=1)
    assert np.quantile(spread, 0.01) > 0.08
    assert np.quantile(spread, 0.99) < 0.36
    scaled = around / spread[:, None]
    assert (
        2.0 < (scaled**4).mean() - 3.0 < 6.0
    )  # six for the law itself; a sample divided by its own spread shows less


def test_seasonal_trends_move_by_a_tenth_to_a_third_a_year() -> None:
    level = seasonal(MANY, 60, 12, 16).truth["level"]
    yearly = level[:, 12::12] - level[:, :-12:12]
    assert yearly.mean() == pytest.approx(0.10, abs=0.02)
    assert 0.2 < yearly.std() < 0.3


def test_shares_stay_inside_their_whole_and_their_odds_walk() -> None:
    panel = shares(MANY, 8, 3, 17)
    assert panel.whole is not None
    share = panel.values / panel.whole
    np.testing.assert_allclose(share, panel.truth["share"])
    assert (share < 1).all()
    odds = np.log(share / (1 - share))
    for h in range(3):
        where = stats.norm.cdf(odds[:, 8 + h], panel.truth["odds_mean"][:, h], panel.truth["odds_sd"][:, h])
        assert stats.kstest(where, "uniform").pvalue > 1e-3
    assert steps(panel.whole).mean() == pytest.approx(0.10, abs=0.005)


def test_outliers_are_far_off_and_leave_no_trace() -> None:
    panel = outliers(MANY, 10, 2, 18)
    off = panel.truth["off"]
    far = np.abs(np.log(panel.values / panel.truth["clean"]))
    assert off.mean() == pytest.approx(0.06, abs=0.005)
    assert (far[~off] == 0).all()
    assert (far[off] >= 0.4 - 1e-9).all()
    assert (far[off] <= 1.0 + 1e-9).all()
    assert panel.mean is None


@pytest.mark.parametrize("season", [1, 12])
def test_booms_are_shared_by_the_panel(season: int) -> None:
    panel = booms(400, 40 * season, 2 * season, 19, season=season)
    own = steps(panel.values) - panel.truth["drift"][:, None]
    shock = panel.truth["shock"]
    years = np.arange(1, 42 * season) // season
    yearly = np.array([shock[years == y][0] * season for y in sorted(set(years))])
    assert 4 <= (yearly != 0).sum() <= 20  # a quarter of forty-two
    assert 0.15 < np.sqrt((yearly[yearly != 0] ** 2).mean()) < 0.45
    found = own @ shock / (shock @ shock)  # what each took of the shocks, by least squares
    slack = panel.truth["sigma"] / np.sqrt(shock @ shock)
    assert ((found - panel.truth["loading"]) / slack).std() == pytest.approx(1.0, rel=0.15)
    calm = own[:, shock == 0] / panel.truth["sigma"][:, None]
    assert calm.mean(axis=0).std() == pytest.approx(1 / np.sqrt(400), rel=0.35)


def test_intermittent_figures_are_nought_as_often_as_said() -> None:
    panel = intermittent(MANY, 100, 4, 20)
    there = panel.values > 0
    gap = there.mean(axis=1) - panel.truth["chance"]
    assert (gap / np.sqrt(panel.truth["chance"] * (1 - panel.truth["chance"]) / 104)).std() == pytest.approx(
        1.0, rel=0.05
    )
    scaled = (np.log(np.where(there, panel.values, 1.0)) - panel.truth["centre"]) / panel.truth["spread"][
        :, None
    ]
    assert scaled[there].mean() == pytest.approx(0.0, abs=0.01)
    assert scaled[there].std() == pytest.approx(1.0, rel=0.01)
    np.testing.assert_allclose(np.diff(panel.truth["centre"], axis=1), 0.05)


# as tables


@pytest.mark.parametrize("name", FAMILIES)
def test_tables_of_a_panel_are_a_case_without_faults(name: str) -> None:
    tables = as_tables(FAMILIES[name](2, 6, 2, 1), year_to_date=True)
    assert [f.line() for f in faults_of(tables) if f.severity == "error"] == []


def test_figures_come_back_as_they_were_simulated() -> None:
    panel = drift(3, 4, 2, 1)
    points = observed(cluster_of(as_tables(panel)), "drift", "p002", "vehicle")
    assert [p.period.text for p in points] == ["2005", "2006", "2007", "2008", "2009", "2010"]
    np.testing.assert_allclose([p.value for p in points], panel.values[1])
    assert {p.basis for p in points} == {"synthetic"}
    assert points[0].published == date(2006, 3, 1)  # sixty days after the year


def test_what_is_to_come_is_not_known_on_the_day_before() -> None:
    case = cluster_of(as_tables(drift(1, 5, 3, 1), 2010))
    known = observed(case.as_of("2015-03-01"), "drift", "p001", "vehicle")
    assert known[-1].period.text == "2014"
    assert observed(case.as_of("2015-02-28"), "drift", "p001", "vehicle")[-1].period.text == "2013"
    assert len(as_tables(drift(1, 5, 3, 1), cells=5)["observations"]) == 5


@pytest.mark.parametrize(("season", "texts"), [(4, ["2005-Q1", "2005-Q2"]), (12, ["2005-01", "2005-02"])])
def test_parts_of_a_year_are_named_and_dated(season: int, texts: list[str]) -> None:
    rows = as_tables(drift(1, 2, 0, 1, season=season), lag=10)["observations"]
    assert [r["period"] for r in rows] == texts
    assert rows[0]["published"] == {4: "2005-04-10", 12: "2005-02-10"}[season]
    assert rows[0]["vintage"] == rows[0]["published"]


def test_year_to_date_figures_have_no_january_and_give_the_months_back() -> None:
    panel = seasonal(1, 24, 0, 1)
    rows = as_tables(panel, year_to_date=True)["observations"]
    assert [r["period"] for r in rows[:2]] == ["2010-01/2010-02", "2010-01/2010-03"]
    assert len(rows) == 22
    points = observed(cluster_of({"observations": rows}), "seasonal", "p001", "vehicle")
    months = panel.values[0, :12]
    flows = [p.value for p in difference(points)][:11]
    np.testing.assert_allclose(flows, [months[:2].sum(), *months[2:]])
    np.testing.assert_allclose([p.value for p in annual(points)], panel.values[0].reshape(2, 12).sum(axis=1))


def test_year_to_date_figures_begin_with_the_first_january() -> None:
    rows = as_tables(seasonal(1, 24, 0, 1, first=6), year_to_date=True)["observations"]
    assert rows[0]["period"] == "2011-01/2011-02"
    quarters = as_tables(drift(1, 4, 0, 1, season=4), year_to_date=True)["observations"]
    assert [r["period"] for r in quarters] == [f"2005-01/2005-{m}" for m in ("03", "06", "09", "12")]


def test_yearly_figures_are_no_year_to_date_figures_and_begin_when_the_series_does() -> None:
    panel = few(5, 6, 1, 1)
    rows = as_tables(panel, year_to_date=True)["observations"]
    assert {r["flow"] for r in rows} == {"period"}
    assert len(rows) == int((~np.isnan(panel.values)).sum())


def test_shares_come_with_their_whole_and_measure_as_such() -> None:
    panel = shares(2, 4, 1, 1)
    points = measure(cluster_of(as_tables(panel)), "shares_share", "p002").points
    np.testing.assert_allclose([p.value for p in points], 100 * panel.truth["share"][1])
