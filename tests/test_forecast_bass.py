"""Bass diffusion: curves recovered from what they made, and forecasts that start where the series is."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import least_squares

from hinterland.forecast.bass import _grid, bass
from hinterland.forecast.trend import log_linear


def adopted(s: np.ndarray, p: float, q: float) -> np.ndarray:
    """Share that has adopted `s` years after the launch (Bass 1969)."""
    gone = np.exp(-(p + q) * s)
    return (1 - gone) / (1 + q / p * gone)


def flows(p: float, q: float, t0: float, columns: int, dt: float, size: float = 1e6) -> np.ndarray:
    start = t0 + dt * np.arange(columns)
    return size * (adopted(start + dt, p, q) - adopted(start, p, q))


CURVES = [(0.03, 0.38, 0.0), (0.004, 0.6, 1.0), (0.01, 0.9, 0.5), (0.05, 0.2, 2.0)]


@pytest.mark.parametrize(("p", "q", "t0"), CURVES)
def test_the_flow_depends_on_two_combinations_of_the_three_parameters(p: float, q: float, t0: float) -> None:
    grid = _grid()
    point = 200
    speed, peak = grid.speed[point], grid.peak[point]
    share = 1 / (1 + np.exp(2.0 + abs(speed * peak)))  # p / (p + q), so that the launch lies before the data
    p, q = share * speed, (1 - share) * speed
    direct = np.log(flows(p, q, np.log(q / p) / speed - peak, 40, 0.25, 1.0))
    ours = grid.log_flow(np.arange(40.0), 0.25)[point]
    np.testing.assert_allclose(direct - ours, np.log1p(p / q), atol=1e-7)


def test_the_prior_is_a_distribution_with_its_mass_at_typical_speeds() -> None:
    grid = _grid()
    mass = np.exp(grid.prior)
    assert mass.sum() == pytest.approx(1.0, abs=1e-6)
    typical = (grid.speed > 0.2) & (grid.speed < 1.0)
    assert mass[typical].sum() > 0.75
    assert mass[grid.peak < -5].sum() < mass[(grid.peak > 0) & (grid.peak < 10)].sum()


@pytest.mark.parametrize(("p", "q", "t0"), CURVES)
def test_peak_and_saturation_are_recovered_once_the_peak_has_passed(p: float, q: float, t0: float) -> None:
    season = 12
    truth = flows(p, q, t0, 40 * season, 1 / season)
    top = int(truth.argmax())
    origin = top + 3 * season
    law = bass(np.log(truth[None]), season, [origin], range(1, len(truth) - origin))
    rest = np.exp(law.mu[0, 0]).sum()
    sold = truth[: origin + 1].sum()
    assert sold + rest == pytest.approx(truth.sum(), rel=0.05)
    early = bass(np.log(truth[None]), season, [top - 1], range(1, 61))  # as it is about to peak
    assert abs(int(early.mu[0, 0].argmax())) <= 9  # months after the true peak


def test_before_the_peak_the_forecast_bends_where_the_trend_runs_away() -> None:
    truth = np.log(flows(0.004, 0.6, 1.0, 30, 1.0))
    origin = int(truth.argmax()) - 2
    ahead = [1, 2, 3, 4]
    rng = np.random.default_rng(2)
    y = truth + rng.normal(0, 0.1, (200, len(truth)))
    mu, line = bass(y, 1, [origin], ahead).mu[:, 0], log_linear(y, [origin], ahead).mu[:, 0]
    future = truth[origin + 1 : origin + 5]
    assert np.abs(mu - future).mean() < 0.5 * np.abs(line - future).mean()


def test_it_agrees_with_a_search_for_the_least_squares() -> None:
    rng = np.random.default_rng(11)
    y = np.log(flows(0.02, 0.45, 0.5, 64, 0.25)) + rng.normal(0, 0.05, 64)
    origin, ahead = 43, np.arange(1, 13)

    def curve(x: np.ndarray, columns: int) -> np.ndarray:
        return x[0] + np.log(flows(np.exp(x[1]), np.exp(x[2]), np.exp(x[3]), columns, 0.25, 1.0))

    start = np.array([y.max() + 3, np.log(0.03), np.log(0.4), np.log(1.0)])
    bounds = (start - np.array([6, 4, 2, 4]), start + np.array([6, 2, 2, 1.5]))
    fit = least_squares(lambda x: curve(x, origin + 1) - y[: origin + 1], start, bounds=bounds)
    searched = curve(fit.x, 64)[origin + ahead]
    law = bass(y[None], 4, [origin], ahead)
    np.testing.assert_allclose(law.mu[0, 0], searched, atol=0.1)


def test_the_forecast_starts_near_the_last_level_even_where_the_curve_does_not() -> None:
    y = np.log(flows(0.03, 0.38, 0.0, 20, 1.0))
    y[12:] += 1.5  # a second wave that no single curve passes through
    law = bass(y[None], 1, [13], [1, 2])
    assert law.mu[0, 0, 0] == pytest.approx(y[13], abs=0.5)


def test_the_spread_grows_with_the_horizon_and_with_noise() -> None:
    truth = np.log(flows(0.02, 0.45, 0.5, 60, 0.25))
    rng = np.random.default_rng(5)
    noise = rng.normal(0, 1, 60)
    laws = [bass((truth + size * noise)[None], 4, [39], [1, 4, 12, 20]).sd[0, 0] for size in (0.05, 0.2)]
    assert (np.diff(laws[0]) > 0).all()
    assert (np.diff(laws[1]) > 0).all()
    assert (laws[1] > laws[0]).all()


def simulated(series: int, columns: int, season: int, rng: np.random.Generator) -> np.ndarray:
    """Diffusions with a random walk of errors and noise on top, 0.2 a year and 0.08 a column."""
    made = [
        flows(
            np.exp(rng.normal(-4, 0.8)),
            np.exp(rng.normal(-0.9, 0.4)),
            rng.exponential(2),
            columns,
            1 / season,
        )
        for _ in range(series)
    ]
    wander = rng.normal(0, 0.2 / np.sqrt(season), (series, columns)).cumsum(axis=1)
    return np.log(np.array(made)) + wander + rng.normal(0, 0.08, (series, columns))


@pytest.mark.parametrize(("season", "origins"), [(12, (23, 71)), (4, (11, 27)), (1, (4, 8))])
def test_intervals_hold_about_the_share_they_claim(season: int, origins: tuple[int, ...]) -> None:
    ahead = np.array([season, 2 * season, 3 * season])
    y = simulated(400, origins[-1] + 3 * season + 1, season, np.random.default_rng(season))
    law = bass(y, season, origins, ahead)
    for k, origin in enumerate(origins):
        error = np.abs(law.mu[:, k] - y[:, origin + ahead]) / law.sd[:, k]
        inside = (error < 1).mean(axis=0)
        assert ((inside > 0.54) & (inside < 0.82)).all()


def test_what_came_after_an_origin_does_not_change_its_forecast() -> None:
    rng = np.random.default_rng(1)
    y = simulated(12, 40, 4, rng)
    y[:, :3][rng.random((12, 3)) < 0.4] = np.nan
    y[rng.random(y.shape) < 0.1] = np.nan
    other = y.copy()
    other[:, 26:] += rng.normal(0, 3, other[:, 26:].shape)
    ahead = [1, 5, 30]
    before, after = bass(y, 4, [12, 25, 39], ahead), bass(other, 4, [12, 25, 39], ahead)
    np.testing.assert_array_equal(before.mu[:, :2], after.mu[:, :2])
    np.testing.assert_array_equal(before.sd[:, :2], after.sd[:, :2])
    assert not np.allclose(before.mu[:, 2], after.mu[:, 2])


def test_an_origin_asked_for_twice_is_answered_twice() -> None:
    y = simulated(4, 20, 1, np.random.default_rng(9))
    law = bass(y, 1, [9, 15, 9], [1, 3])
    np.testing.assert_array_equal(law.mu[:, 0], law.mu[:, 2])
    np.testing.assert_array_equal(law.sd[:, 0], law.sd[:, 2])


def test_all_origins_in_one_pass_equal_each_on_its_own() -> None:
    y = simulated(8, 30, 4, np.random.default_rng(7))
    y[3, 4:9] = np.nan
    y[5, :6] = np.nan
    together = bass(y, 4, [29, 8, 17], [1, 4])
    for k, origin in enumerate([29, 8, 17]):
        alone = bass(y[:, : origin + 1], 4, [origin], [1, 4])
        np.testing.assert_allclose(together.mu[:, k], alone.mu[:, 0], atol=1e-9)
        np.testing.assert_allclose(together.sd[:, k], alone.sd[:, 0], atol=1e-7)


def test_an_empty_start_of_the_calendar_does_not_matter() -> None:
    y = simulated(5, 20, 1, np.random.default_rng(4))
    shifted = np.column_stack([np.full((5, 7), np.nan), y])
    plain, later = bass(y, 1, [9], [1, 3]), bass(shifted, 1, [16], [1, 3])
    np.testing.assert_allclose(plain.mu, later.mu)
    np.testing.assert_allclose(plain.sd, later.sd)


def test_a_larger_unit_moves_the_forecast_and_not_its_spread() -> None:
    y = simulated(5, 20, 1, np.random.default_rng(4))
    plain, moved = bass(y, 1, [9], [1, 3]), bass(y + np.log(1e4), 1, [9], [1, 3])
    np.testing.assert_allclose(moved.mu, plain.mu + np.log(1e4))
    np.testing.assert_allclose(moved.sd, plain.sd)


def test_three_values_are_enough_and_two_are_not() -> None:
    y = np.array([[5.0, 5.4, 5.7, np.nan], [np.nan, 5.0, 5.3, np.nan], [np.nan] * 4])
    law = bass(y, 1, [1, 2, 3], [1, 2])
    assert np.isnan(law.mu[:, 0]).all()
    assert np.isfinite(law.mu[0, 1:]).all()
    assert np.isfinite(law.sd[0, 1:]).all()
    assert np.isnan(law.mu[1:]).all()
    assert np.isnan(law.sd[1:]).all()


def test_no_series_give_an_empty_law() -> None:
    assert bass(np.empty((0, 8)), 12, [7], [1, 2]).mu.shape == (0, 1, 2)
