"""Log-linear trend: the textbook's line, for many series and origins at once."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hinterland.forecast.trend import CAP, PSEUDO_DF, log_linear, shrunk_variance

STEPS = (1, 2, 12, 30)


def panel(seed: int = 3, series: int = 20, columns: int = 48, missing: float = 0.2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    y = 9 + 0.02 * np.arange(columns) + rng.normal(0, 0.1, (series, columns)).cumsum(axis=1)
    y[rng.random(y.shape) < missing] = np.nan
    return y


def textbook(y: np.ndarray, origin: int, steps: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    t = np.arange(origin + 1)
    here = np.isfinite(y[: origin + 1])
    fit = sm.OLS(y[: origin + 1][here], sm.add_constant(t[here])).fit()
    found = fit.get_prediction(np.column_stack([np.ones(len(steps)), origin + np.array(steps)]))
    return found.predicted_mean, found.se_obs


@pytest.mark.parametrize("origin", [5, 20, 47])
def test_a_panel_of_one_is_ordinary_least_squares(origin: int) -> None:
    for row in panel():
        if np.isfinite(row[: origin + 1]).sum() < 3:
            continue
        law = log_linear(row[None], [origin], STEPS)
        mu, sd = textbook(row, origin, STEPS)
        np.testing.assert_allclose(law.mu[0, 0], mu, rtol=1e-9)
        np.testing.assert_allclose(law.sd[0, 0], sd, rtol=1e-7)


def test_in_a_panel_the_centre_stays_and_the_variance_is_drawn_to_the_mean_variance() -> None:
    y = panel(missing=0)
    law = log_linear(y, [30], STEPS)
    fits = [sm.OLS(row[:31], sm.add_constant(np.arange(31))).fit() for row in y]
    own = np.array([f.ssr / 29 for f in fits])
    pooled = np.minimum(own, CAP * np.median(own)).mean()
    for i, row in enumerate(y):
        mu, sd = textbook(row, 30, STEPS)
        np.testing.assert_allclose(law.mu[i, 0], mu, rtol=1e-9)
        drawn = (29 * own[i] + PSEUDO_DF * pooled) / (29 + PSEUDO_DF)
        np.testing.assert_allclose(law.sd[i, 0], sd * np.sqrt(drawn / own[i]), rtol=1e-7)


def test_two_values_make_a_line_whose_spread_is_the_panels() -> None:
    y = np.array([[1.0, 2.0, np.nan, np.nan], [1.0, 1.2, 0.9, 1.3]])
    law = log_linear(y, [3], [1])
    assert law.mu[0, 0, 0] == pytest.approx(5.0)
    # The other series alone has residuals: variance SSE / 2. Widening at t = 4: 1 + 1/2 + 3.5^2 / 0.5.
    pooled = sm.OLS(y[1], sm.add_constant(np.arange(4))).fit().ssr / 2
    assert law.sd[0, 0, 0] == pytest.approx(np.sqrt(pooled * 26.0))


def test_two_values_alone_have_a_centre_and_no_spread() -> None:
    law = log_linear(np.array([[1.0, np.nan, 2.0]]), [2], [2])
    assert law.mu[0, 0, 0] == pytest.approx(3.0)
    assert np.isnan(law.sd[0, 0, 0])


def test_fewer_than_two_values_say_nothing() -> None:
    law = log_linear(np.array([[np.nan, 5.0, np.nan], [np.nan] * 3, [1.0, 2.0, 3.5]]), [0, 2], [1])
    assert np.isnan(law.mu[:2]).all()
    assert np.isnan(law.sd[:2]).all()
    assert np.isnan(law.mu[2, 0]).all()
    assert np.isfinite(law.mu[2, 1]).all()


def test_no_series_and_no_origin_give_an_empty_law() -> None:
    assert log_linear(np.empty((0, 5)), [4], [1, 2]).mu.shape == (0, 1, 2)
    assert log_linear(panel(), [], [1, 2]).mu.shape == (20, 0, 2)


def test_what_came_after_an_origin_does_not_change_its_forecast() -> None:
    y = panel()
    other = y.copy()
    other[:, 31:] = np.random.default_rng(0).normal(5, 9, other[:, 31:].shape)
    before, after = log_linear(y, [10, 30, 47], STEPS), log_linear(other, [10, 30, 47], STEPS)
    np.testing.assert_array_equal(before.mu[:, :2], after.mu[:, :2])
    np.testing.assert_array_equal(before.sd[:, :2], after.sd[:, :2])
    assert not np.allclose(before.mu[:, 2], after.mu[:, 2])


def test_origins_may_come_in_any_order() -> None:
    y = panel()
    forward, backward = log_linear(y, [10, 30], STEPS), log_linear(y, [30, 10], STEPS)
    np.testing.assert_array_equal(forward.mu, backward.mu[:, ::-1])


def test_one_wild_series_does_not_widen_all_others() -> None:
    y = panel(missing=0, series=30)
    calm = log_linear(y[1:], [47], STEPS).sd
    y[0] = np.random.default_rng(1).normal(0, 50, y.shape[1])
    assert (log_linear(y, [47], STEPS).sd[1:] < 1.1 * calm).all()


@given(
    arrays(np.float64, (4, 9), elements=st.floats(-5, 5)),
    st.floats(-20, 20),
    st.floats(-1, 1),
)
def test_a_line_added_to_the_data_is_added_to_the_forecast(y: np.ndarray, level: float, slope: float) -> None:
    plain = log_linear(y, [6, 8], [1, 3])
    moved = log_linear(y + level + slope * np.arange(9), [6, 8], [1, 3])
    at = np.array([[7, 9], [9, 11]])
    np.testing.assert_allclose(moved.mu, plain.mu + level + slope * at, atol=1e-8)
    np.testing.assert_allclose(moved.sd, plain.sd, atol=1e-5)


def test_a_variance_without_a_fit_stays_unknown() -> None:
    drawn = shrunk_variance(np.array([4.0, 0.0, np.nan]), np.array([2.0, 0.0, np.nan]))
    assert drawn[0] == pytest.approx(2.0)
    assert drawn[1] == pytest.approx(2.0)
    assert np.isnan(drawn[2])
