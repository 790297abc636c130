"""Season: recovered where there is one, near zero where there is none, and Chinese New Year in the right month."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from hinterland.errors import DateError
from hinterland.forecast.holidays import new_year, new_year_share
from hinterland.forecast.season import seasonal


def panel(
    series: int, columns: int, common: float, own: float, seed: int = 1, season: int = 12, noise: float = 0.06
) -> tuple[np.ndarray, np.ndarray]:
    """Logs with trend, random walk, noise and a season, and its true effects, shape (series, season)."""
    rng = np.random.default_rng(seed)
    effects = rng.normal(0, common, (1, season)) + rng.normal(0, own, (series, season))
    effects -= effects.mean(axis=1, keepdims=True)
    level = 10 + 0.01 * np.arange(columns) + rng.normal(0, 0.02, (series, columns)).cumsum(axis=1)
    y = level + rng.normal(0, noise, (series, columns)) + effects[:, np.arange(columns) % season]
    return y, effects


def rms(x: np.ndarray) -> float:
    return float(np.sqrt(np.square(x).mean()))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1990, date(1990, 1, 27)),
        (2008, date(2008, 2, 7)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2060, date(2060, 2, 2)),
    ],
)
def test_chinese_new_year_is_the_first_day_of_the_feast_not_its_eve(year: int, day: date) -> None:
    assert new_year(year) == day


def test_chinese_new_year_falls_from_21_january_to_21_february() -> None:
    days = [new_year(year) for year in range(1990, 2061)]
    assert all((1, 21) <= (d.month, d.day) <= (2, 21) for d in days)
    assert all(353 <= (b - a).days <= 385 for a, b in pairwise(days))  # 12 or 13 moons


def test_the_feast_of_2023_lies_in_january_and_that_of_2024_in_february() -> None:
    share = new_year_share(2023, 0, 24, 12).reshape(2, 12)
    # 12 to 29 January 2023: all 18 days; 31 January to 17 February 2024: one day of 18 in January.
    assert share[0, 0] - share[1, 0] == pytest.approx(17 / 18)
    assert share[0, 1] - share[1, 1] == pytest.approx(-17 / 18)
    assert (share[:, 2:] == 0).all()


def test_the_holiday_moves_no_year_and_no_month_in_the_long_run() -> None:
    share = new_year_share(1990, 0, 71 * 12, 12).reshape(71, 12)
    np.testing.assert_allclose(share.sum(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(share.mean(axis=0), 0, atol=1e-12)


def test_quarters_hold_the_whole_feast_every_year() -> None:
    assert (new_year_share(1990, 0, 284, 4) == 0).all()


def test_a_calendar_may_start_in_any_cell() -> None:
    np.testing.assert_array_equal(new_year_share(2022, 10, 10, 12), new_year_share(2022, 0, 20, 12)[10:])


@pytest.mark.parametrize("year", [1989, 2061])
def test_years_beyond_the_known_feasts_are_refused_with_the_years_that_are_known(year: int) -> None:
    with pytest.raises(DateError, match=f"1990 to 2060, not in {year}"):
        new_year_share(year, 0, 12, 12)


def test_beyond_the_years_whose_new_year_is_known_the_season_goes_on_without_the_holiday() -> None:
    rng = np.random.default_rng(3)
    month = np.tile(0.2 * np.sin(np.arange(12) * np.pi / 6), 6)
    y = month + rng.normal(0, 0.02, (30, 72))
    late = seasonal(y, 12, 2057, 0, [36])  # 2057 to 2062, and three years more
    assert late.effects.shape == (30, 108)
    assert np.isfinite(late.effects).all()
    np.testing.assert_allclose(late.effects[:, 60:72], late.effects[:, 72:84])  # 2062 as 2063: nothing moves
    early = seasonal(y, 12, 1900, 0, [1])
    assert np.isfinite(early.effects).all()
    assert seasonal(np.zeros((1, 24)), 4, 2058, 0, [13]).effects.shape == (1, 37)


@pytest.mark.parametrize("season", [12, 4])
def test_a_strong_season_is_recovered(season: int) -> None:
    y, truth = panel(60, 8 * season, 0.15, 0.15, season=season)
    found = seasonal(y, season, 2015, 0, [1, season])
    ahead = found.effects[:, -season:]
    assert rms(ahead - truth) < 0.2 * rms(truth)
    np.testing.assert_allclose(found.adjusted, y - found.effects[:, : y.shape[1]])


def test_a_strong_season_of_one_series_alone_is_recovered() -> None:
    y, truth = panel(1, 120, 0.2, 0.0)
    found = seasonal(y, 12, 2015, 0, [12])
    assert rms(found.effects[:, -12:] - truth) < 0.2 * rms(truth)


@pytest.mark.parametrize(("series", "limit"), [(1, 0.035), (100, 0.012)])
def test_no_season_gives_effects_near_zero(series: int, limit: float) -> None:
    sizes = [rms(seasonal(panel(series, 96, 0, 0, seed)[0], 12, 2015, 0, [12]).effects) for seed in range(4)]
    assert max(sizes) < limit


def test_much_data_and_little_noise_leave_month_dummies_in_differences() -> None:
    columns = 180
    y, _ = panel(1, columns, 0.2, 0, noise=0.01)
    holiday = new_year_share(2010, 0, columns, 12)
    y -= 0.2 * holiday
    month = np.eye(12)[np.arange(columns) % 12]
    regressors = np.column_stack([np.diff(month[:, 1:], axis=0), np.diff(holiday), np.ones(columns - 1)])
    fit = sm.OLS(np.diff(y[0]), regressors).fit()
    dummies = np.concatenate([[0.0], fit.params[:11]])
    expected = (dummies - dummies.mean())[np.arange(columns) % 12] + fit.params[11] * holiday
    np.testing.assert_allclose(seasonal(y, 12, 2010, 0, []).effects[0], expected, atol=0.008)


def test_a_yearly_series_has_no_season() -> None:
    y = panel(3, 9, 0, 0)[0]
    found = seasonal(y, 1, 2015, 0, [1, 2])
    assert found.effects.shape == (3, 11)
    assert (found.effects == 0).all()
    np.testing.assert_array_equal(found.adjusted, y)


def test_columns_that_are_neither_months_nor_quarters_are_refused() -> None:
    with pytest.raises(ValueError, match="12 or 4"):
        seasonal(np.zeros((1, 8)), 2, 2020, 0, [1])


def test_the_holiday_moves_between_january_and_february() -> None:
    rng = np.random.default_rng(0)
    shift = -0.4 * new_year_share(2015, 0, 120, 12)
    y = 12 + 0.01 * np.arange(96) + shift[:96] + rng.normal(0, 0.04, (30, 96))
    effects = seasonal(y, 12, 2015, 0, [24]).effects
    of = {year: effects[:, 12 * (year - 2015) :][:, :2].mean(axis=0) for year in (2023, 2024)}
    # Columns from 2023 on were not seen: January 2023 is low, February 2024 is.
    np.testing.assert_allclose(of[2023], shift[96:98], atol=0.03)
    np.testing.assert_allclose(of[2024], shift[108:110], atol=0.03)
    assert of[2023][0] < -0.15 < 0.1 < of[2024][0]


def test_a_joint_january_and_february_share_one_effect_and_no_holiday() -> None:
    y, truth = panel(40, 96, 0.2, 0.02)
    y -= 0.3 * new_year_share(2015, 0, 96, 12)
    flow = np.exp(y)
    joint = np.arange(40) < 10
    together = flow.copy()
    together[:, 1::12] = (flow[:, 0::12] + flow[:, 1::12]) / 2
    together[:, 0::12] = np.nan
    y = np.where(joint[:, None], np.log(together), y)
    effects = seasonal(y, 12, 2015, 0, [24], joint=joint).effects
    np.testing.assert_array_equal(effects[joint, 0::12], effects[joint, 1::12])
    np.testing.assert_allclose(effects[joint, :12], effects[joint, -12:])  # every year the same
    expected = truth.copy()
    expected[:, :2] = truth[:, :2].mean(axis=1, keepdims=True)
    assert rms(effects[joint, :12] - expected[joint]) < 0.25 * rms(expected)
    assert np.abs(effects[~joint, 0::12] - effects[~joint, 1::12]).min() > 0


def test_the_effects_of_a_year_average_zero() -> None:
    y, _ = panel(10, 60, 0.2, 0.1)
    effects = seasonal(y, 12, 2015, 0, [12]).effects
    np.testing.assert_allclose(effects.reshape(10, 6, 12).mean(axis=2), 0, atol=1e-12)


def test_a_short_series_takes_the_season_of_the_others() -> None:
    y, truth = panel(50, 72, 0.2, 0.02, noise=0.02)
    y[0, :-9] = np.nan  # nine months are left
    found = seasonal(y, 12, 2015, 0, [12]).effects[:, -12:]
    assert rms(found[0] - truth[0]) < 0.2 * rms(truth[0])
    # Turned upside down, its nine months hardly count against the panel.
    y[0] = 20 - y[0]
    turned = seasonal(y, 12, 2015, 0, [12]).effects[0, -12:]
    assert rms(turned - truth[0]) < 0.4 * rms(truth[0])


def test_a_long_series_keeps_its_own_season_against_the_panel() -> None:
    y, truth = panel(50, 96, 0.2, 0.02, noise=0.02)
    trend = 0.01 * np.arange(96)
    y[0] = 20 + 2 * trend - y[0]
    found = seasonal(y, 12, 2015, 0, [12]).effects[0, -12:]
    assert rms(found + truth[0]) < 0.35 * rms(truth[0])


def test_a_single_short_series_is_drawn_to_zero() -> None:
    y, truth = panel(1, 10, 0.2, 0)
    assert rms(seasonal(y, 12, 2015, 0, [12]).effects[:, -12:]) < 0.35 * rms(truth)


def test_outliers_and_jumps_hardly_change_the_season() -> None:
    y, truth = panel(20, 96, 0.2, 0.05)
    wild = y.copy()
    rng = np.random.default_rng(3)
    wild[np.arange(20), rng.integers(5, 90, 20)] += 3  # one month twenty times too large
    wild[:, 50:] -= 1  # the level falls to a third
    found = seasonal(wild, 12, 2015, 0, [12]).effects[:, -12:]
    assert rms(found - truth) < 0.3 * rms(truth)


def test_missing_months_are_bridged() -> None:
    y, truth = panel(40, 96, 0.2, 0.05)
    y[np.random.default_rng(2).random(y.shape) < 0.15] = np.nan
    found = seasonal(y, 12, 2015, 0, [12])
    assert rms(found.effects[:, -12:] - truth) < 0.3 * rms(truth)
    np.testing.assert_array_equal(np.isnan(found.adjusted), np.isnan(y))


def test_nothing_after_the_last_column_allowed_is_used() -> None:
    y, _ = panel(10, 72, 0.2, 0.05)
    other = y.copy()
    other[:, 48:] += np.random.default_rng(0).normal(0, 1, (10, 24))
    before, after = (seasonal(z, 12, 2015, 0, [6], last=47).effects for z in (y, other))
    np.testing.assert_array_equal(before, after)
    np.testing.assert_allclose(before[:, :48], seasonal(y[:, :48], 12, 2015, 0, [30]).effects[:, :48])
    assert not np.allclose(before, seasonal(other, 12, 2015, 0, [6]).effects)


def test_a_panel_without_values_has_no_effects() -> None:
    for y in (np.full((2, 24), np.nan), np.empty((0, 24)), np.full((2, 1), 3.0)):
        found = seasonal(y, 12, 2015, 0, [3])
        assert found.effects.shape == (len(y), y.shape[1] + 3)
        assert (found.effects == 0).all()
    assert (seasonal(np.ones((2, 24)), 12, 2015, 0, [3], last=-1).effects == 0).all()


@given(st.floats(-30, 30), st.floats(-0.2, 0.2))
def test_level_and_trend_leave_the_season_as_it_is(level: float, slope: float) -> None:
    y, _ = panel(3, 60, 0.1, 0.1)
    plain = seasonal(y, 12, 2015, 5, [2]).effects
    moved = seasonal(y + level + slope * np.arange(60), 12, 2015, 5, [2]).effects
    np.testing.assert_allclose(moved, plain, atol=1e-8)


def test_the_order_of_series_does_not_matter() -> None:
    y, _ = panel(9, 60, 0.2, 0.1)
    joint = np.array([True, False, False] * 3)
    y[joint, 0::12] = np.nan
    order = np.random.default_rng(0).permutation(9)
    plain = seasonal(y, 12, 2015, 0, [5], joint=joint).effects
    shuffled = seasonal(y[order], 12, 2015, 0, [5], joint=joint[order]).effects
    np.testing.assert_allclose(shuffled, plain[order], atol=1e-10)
