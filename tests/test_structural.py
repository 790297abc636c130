"""Structural models: the filter against the joint normal law written out, and what a panel tells its series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import example as hypothesis_example
from hypothesis import given
from hypothesis import strategies as st

from hinterland.forecast.structural import (
    CHUNK,
    DEGREES,
    TYPICAL,
    WORTH,
    Filtered,
    Grid,
    Pool,
    pool,
    structural,
)

PRIOR = Pool(0.03, 0.05, 0.08)
AHEAD = (0, 1, 2, 5)
POINTS = {
    "walk": ("random_walk", 0.3, 0.0, 1.0, 0.0, 0.0),
    "drift": ("drift", 0.4, 0.0, 1.0, 1.0, 0.0),
    "damped": ("damped", 0.2, 0.15, 0.6, 1.0, 0.0),
    "reverting": ("reverting", 0.4, 0.05, 0.8, 1.0, 1.0),
    "local_trend": ("local_trend", 0.0, 0.3, 1.0, 1.0, 0.0),
}


def grid_of(*points: tuple[str, float, float, float, float, float]) -> Grid:
    family, *columns = zip(*points, strict=True)
    return Grid(family, *(np.array(c) for c in columns))


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch):
    """Replace the grid by the points named."""

    def set_grid(*points: tuple[str, float, float, float, float, float]) -> Grid:
        grid = grid_of(*points)
        monkeypatch.setattr(Grid, "of", classmethod(lambda _cls, _season: grid))
        return grid

    return set_grid


def example(seed: int = 5, series: int = 6, columns: int = 9) -> tuple[np.ndarray, np.ndarray]:
    """Series with gaps and late starts, and a variance of measurement for some of their figures."""
    rng = np.random.default_rng(seed)
    y = 3 + rng.normal(0.05, 0.2, (series, columns)).cumsum(axis=1)
    y[rng.random(y.shape) < 0.25] = np.nan
    y[0, :3] = np.nan
    noise = np.where(rng.random(y.shape) < 0.4, 0.02, 0.0)
    return y, noise


class Dense:
    """The joint normal law of one series at one point of the grid: every figure a row of loadings on shocks."""

    def __init__(
        self, point: tuple[str, float, float, float, float, float], row: np.ndarray, noise: np.ndarray
    ):
        _, self.rho, q, phi, sloped, home = point
        self.row, self.u = row, noise / PRIOR.scale
        self.first = int(np.flatnonzero(np.isfinite(row))[0])
        reach = len(row) + max(AHEAD) + 1
        m = home * PRIOR.growth
        # Shocks: first slope, what the first figure is off (its noise, its measurement), then eta, zeta, noise
        # and measurement of each later column. The first level has a flat law: it is the first figure less what
        # that is off.
        names = ["slope", "off", "known"] + [
            f"{k}{t}" for t in range(reach) for k in ("eta", "zeta", "eps", "u")
        ]
        at = {name: i for i, name in enumerate(names)}
        variance = np.zeros(len(names))
        variance[at["slope"]] = sloped * PRIOR.spread**2 / PRIOR.scale
        variance[at["off"]], variance[at["known"]] = self.rho, self.u[self.first]
        level, slope = np.zeros(len(names)), np.zeros(len(names))
        level[at["off"]] = level[at["known"]] = -1
        slope[at["slope"]] = 1
        centre, growth = row[self.first], PRIOR.growth * sloped
        self.mean, self.own, self.told = [np.nan] * reach, [None] * reach, [None] * reach
        for t in range(self.first, reach):
            if t > self.first:
                level, centre = level + phi * slope, centre + m + phi * (growth - m)
                slope, growth = phi * slope, m + phi * (growth - m)
                level[at[f"eta{t}"]], slope[at[f"zeta{t}"]] = 1, 1
                variance[[at[f"eta{t}"], at[f"zeta{t}"], at[f"eps{t}"]]] = 1 - self.rho, q, self.rho
                variance[at[f"u{t}"]] = self.u[t] if t < len(row) else 0
            own = level.copy()
            own[at["off"] if t == self.first else at[f"eps{t}"]] += 1
            told = own.copy()
            told[at["known"] if t == self.first else at[f"u{t}"]] += 1
            self.mean[t], self.own[t], self.told[t] = centre, own, told
        self.variance = variance

    def forecast(self, origin: int, column: int) -> tuple[float, float, float]:
        """Mean and variance of the column's own figure given those up to the origin, and the evidence of these."""
        seen = [t for t in range(self.first + 1, origin + 1) if np.isfinite(self.row[t])]
        load = np.array([self.told[t] for t in seen]).reshape(len(seen), len(self.variance))
        cov = load * self.variance @ load.T
        off = self.row[seen] - np.array([self.mean[t] for t in seen])
        cross = load @ (self.variance * self.own[column])
        solved = np.linalg.solve(cov, np.column_stack([off, cross])) if seen else np.zeros((0, 2))
        shape = DEGREES / 2 + len(seen) / 2
        rate = DEGREES / 2 * PRIOR.scale + off @ solved[:, 0] / 2
        mean = self.mean[column] + cross @ solved[:, 0]
        var = (self.own[column] ** 2 @ self.variance - cross @ solved[:, 1]) * rate / shape
        evidence = -0.5 * (np.linalg.slogdet(cov)[1] if seen else 0.0) - shape * np.log(rate)
        return mean, var, evidence


@pytest.mark.parametrize("name", POINTS)
def test_forecasts_are_those_of_the_joint_normal_law(name: str, only) -> None:
    only(POINTS[name])
    y, noise = example()
    origins = [3, 6, 8]
    found = structural(y, noise, 1, origins, AHEAD[1:], prior=PRIOR)
    law = found.laws[POINTS[name][0]]
    checked = 0
    for i, row in enumerate(y):
        dense = Dense(POINTS[name], row, noise[i])
        for o, origin in enumerate(origins):
            if origin < dense.first:
                assert np.isnan(law.mu[i, o]).all()
                assert np.isnan(law.sd[i, o]).all()
                continue
            for h, ahead in enumerate(AHEAD[1:]):
                mean, var, evidence = dense.forecast(origin, origin + ahead)
                assert law.mu[i, o, h] == pytest.approx(mean, abs=1e-9)
                assert law.sd[i, o, h] == pytest.approx(np.sqrt(var), rel=1e-8)
                checked += 1
        assert found.evidence[i, 0] == pytest.approx(evidence, abs=1e-8)
    assert checked >= 45


@pytest.mark.parametrize("name", POINTS)
def test_of_a_running_column_the_estimate_says_as_much_as_its_variance_allows(name: str, only) -> None:
    only(POINTS[name])
    y, noise = example()
    last = y.shape[1] - 1
    y[:4, last], noise[:, last] = 3.4, (0.02, 0.0, 0.5, 1e-6, 0.02, 0.0)
    y[4:, last] = np.nan
    law = structural(y, noise, 1, [last], AHEAD, prior=PRIOR, running=True).laws[POINTS[name][0]]
    for i, row in enumerate(y):
        for h, ahead in enumerate(AHEAD):
            mean, var, _ = Dense(POINTS[name], row, noise[i]).forecast(last, last + ahead)
            assert law.mu[i, 0, h] == pytest.approx(mean, abs=1e-9)
            assert law.sd[i, 0, h] ** 2 == pytest.approx(var, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("name", POINTS)
def test_one_figure_and_a_running_column_without_any_is_a_forecast_with_a_spread(name: str, only) -> None:
    only(POINTS[name])
    y, noise = np.array([[np.nan, 2.0, np.nan], [np.nan, np.nan, 2.0]]), np.zeros((2, 3))
    noise[1, 2] = 0.04
    law = structural(y, noise, 1, [2], AHEAD, prior=PRIOR, running=True).laws[POINTS[name][0]]
    for i, row in enumerate(y):
        mean, var, _ = Dense(POINTS[name], row, noise[i]).forecast(2, 2)
        assert law.mu[i, 0, 0] == pytest.approx(mean)
        assert law.sd[i, 0, 0] == pytest.approx(np.sqrt(var))
    assert law.sd[0, 0, 0] > 0.1  # a year has passed since its figure
    assert law.sd[1, 0, 0] == pytest.approx(0.2)  # the only figure is its estimate


@pytest.mark.parametrize("rho", [0.3, 0.7])
def test_without_a_slope_it_is_the_local_level_of_statsmodels(rho: float, only) -> None:
    only(("random_walk", rho, 0.0, 1.0, 0.0, 0.0))
    y, _ = example(series=4, columns=14)
    law = structural(y, np.zeros_like(y), 1, [13], [1, 4], prior=PRIOR).laws["random_walk"]
    for i, row in enumerate(y):
        model = sm.tsa.UnobservedComponents(row, "local level", use_exact_diffuse=True)
        fit = model.smooth([rho, 1 - rho])
        told = fit.get_forecast(4)
        off = fit.forecasts_error[0][np.isfinite(row)]
        spread = fit.forecasts_error_cov[0, 0][np.isfinite(row)]
        squares = float((off[1:] ** 2 / spread[1:]).sum())  # the first figure is the level
        variance = (DEGREES * PRIOR.scale + squares) / (DEGREES + len(off) - 1)
        np.testing.assert_allclose(law.mu[i, 0], told.predicted_mean[[0, 3]], rtol=1e-9)
        np.testing.assert_allclose(law.sd[i, 0] ** 2, told.var_pred_mean[[0, 3]] * variance, rtol=1e-7)


def run(y: np.ndarray, noise: np.ndarray, origins: list[int], season: int = 1) -> Filtered:
    return structural(y, noise, season, origins, [1, 3], prior=PRIOR)


def test_points_of_a_model_are_mixed_by_what_each_told_so_far_and_what_the_panel_prefers(only) -> None:
    points = [("drift", 0.0, 0.0, 1.0, 1.0, 0.0), ("drift", 0.7, 0.0, 1.0, 1.0, 0.0)]
    only(*points)
    y, noise = example()
    found = run(y, noise, [5, 8])
    share = np.array([0.5, 0.5])  # EM over the panel with one pseudo series spread evenly
    ready = found.evidence[np.ptp(found.evidence, axis=1) > 0]
    for _ in range(12):
        post = np.exp(ready - ready.max(axis=1, keepdims=True)) * share
        post /= post.sum(axis=1, keepdims=True)
        share = (post.sum(axis=0) + 1) / (len(post) + 2)
    for i, row in enumerate(y):
        for o, origin in enumerate((5, 8)):
            each = np.array([Dense(p, row, noise[i]).forecast(origin, origin + 1) for p in points])
            post = share * np.exp(each[:, 2] - each[:, 2].max())
            post /= post.sum()
            mean = post @ each[:, 0]
            var = post @ (each[:, 1] + (each[:, 0] - mean) ** 2)
            assert found.laws["drift"].mu[i, o, 0] == pytest.approx(mean, abs=1e-9)
            assert found.laws["drift"].sd[i, o, 0] == pytest.approx(np.sqrt(var), rel=1e-8)


def test_what_comes_after_an_origin_does_not_change_its_forecast(only) -> None:
    only(*POINTS.values())  # one point a model: the panel's weights of points know the whole panel by design
    y, noise = example()
    later = y.copy()
    later[:, 6:] += np.random.default_rng(1).normal(0, 3, (6, 3))
    before, after = run(y, noise, [2, 5, 8]).laws, run(later, noise, [2, 5, 8]).laws
    for name, law in before.items():
        np.testing.assert_array_equal(law.mu[:, :2], after[name].mu[:, :2])
        np.testing.assert_array_equal(law.sd[:, :2], after[name].sd[:, :2])
        assert (law.mu[:, 2] != after[name].mu[:, 2]).any()


def test_forecasts_at_an_origin_are_those_of_a_panel_that_ends_there(only) -> None:
    only(*POINTS.values())
    y, noise = example()
    whole, cut = run(y, noise, [5]).laws, run(y[:, :6], noise[:, :6], [5]).laws
    for name, law in whole.items():
        np.testing.assert_allclose(law.mu, cut[name].mu)
        np.testing.assert_allclose(law.sd, cut[name].sd)


def test_series_influence_each_other_only_by_what_the_panel_prefers(only) -> None:
    only(*POINTS.values())
    y, noise = example()
    together = run(y, noise, [8]).laws
    for i in range(len(y)):
        alone = run(y[i : i + 1], noise[i : i + 1], [8]).laws
        for name, law in alone.items():
            np.testing.assert_allclose(law.mu[0], together[name].mu[i])
            np.testing.assert_allclose(law.sd[0], together[name].sd[i])


@pytest.mark.parametrize("season", [1, 4, 12])
def test_the_order_of_series_does_not_matter_across_chunks_either(season: int) -> None:
    rng = np.random.default_rng(2)
    y = rng.normal(0.02, 0.2, (CHUNK + 30, 8)).cumsum(axis=1)
    y[rng.random(y.shape) < 0.2] = np.nan
    order = rng.permutation(len(y))
    noise = np.zeros_like(y)
    one, two = run(y, noise, [4, 7], season), run(y[order], noise, [4, 7], season)
    np.testing.assert_allclose(one.evidence[order], two.evidence)
    for name, law in one.laws.items():
        np.testing.assert_allclose(law.mu[order], two.laws[name].mu, rtol=1e-9)
        np.testing.assert_allclose(law.sd[order], two.laws[name].sd, rtol=1e-9)


@given(st.floats(-20, 20), st.integers(0, 2**32 - 1))
@hypothesis_example(1.0, 450)  # a series of two figures two columns apart, which tells nothing of the noise
def test_another_unit_shifts_forecasts_and_leaves_spreads(shift: float, seed: int) -> None:
    y, noise = example(seed)
    one, two = run(y, noise, [4, 8]).laws, run(y + shift, noise, [4, 8]).laws
    for name, law in one.items():
        np.testing.assert_allclose(two[name].mu, law.mu + shift, atol=1e-8)
        np.testing.assert_allclose(two[name].sd, law.sd, atol=1e-8)


def test_a_series_without_figures_says_nothing_and_leaves_the_others_alone() -> None:
    y, noise = example()
    with_nothing = np.concatenate([y, np.full((2, y.shape[1]), np.nan)])
    one, two = run(y, noise, [8]), run(with_nothing, np.concatenate([noise, noise[:2]]), [8])
    for name, law in two.laws.items():
        assert np.isnan(law.mu[6:]).all()
        assert np.isnan(law.sd[6:]).all()
        np.testing.assert_allclose(law.mu[:6], one.laws[name].mu)


def test_a_panel_without_series_has_laws_of_no_rows() -> None:
    found = run(np.empty((0, 5)), np.empty((0, 5)), [2, 4])
    assert found.evidence.shape == (0, len(Grid.of(1).family))
    assert {law.mu.shape for law in found.laws.values()} == {(0, 2, 2)}


def test_a_figure_of_great_variance_counts_as_none(only) -> None:
    only(POINTS["drift"])
    y, noise = example()
    missing, vague = y.copy(), noise.copy()
    missing[:, 5], vague[:, 5] = np.nan, 1e9
    y[0, 3] = missing[0, 3] = 3.0  # so that no series begins with the figure in question
    one, two = run(missing, noise, [8]).laws["drift"], run(y, vague, [8]).laws["drift"]
    np.testing.assert_allclose(one.mu, two.mu, atol=1e-5)
    # the figure still counts as one in the degrees of freedom of the variance: no more than that
    assert np.all(two.sd <= one.sd * (1 + 1e-6))
    assert np.all(two.sd >= one.sd * 0.9)


# -- the grid


@pytest.mark.parametrize("season", [1, 4, 12])
def test_every_grid_has_the_same_models_and_sound_points(season: int) -> None:
    grid = Grid.of(season)
    assert grid.families == ("random_walk", "drift", "damped", "reverting", "local_trend")
    assert sorted(k for f in grid.families for k in grid.where(f)) == list(range(len(grid.family)))
    assert np.all((grid.rho >= 0) & (grid.rho < 1))
    assert np.all((grid.phi > 0) & (grid.phi <= 1))
    for family, sloped, home, moving, fading in [
        ("random_walk", 0, 0, False, False),
        ("drift", 1, 0, False, False),
        ("damped", 1, 0, True, True),
        ("reverting", 1, 1, True, True),
        ("local_trend", 1, 0, True, False),
    ]:
        k = grid.where(family)
        assert set(grid.sloped[k]) == {sloped}
        assert set(grid.home[k]) == {home}
        assert np.all((grid.q[k] > 0) == moving)
        assert np.all((grid.phi[k] < 1) == fading)


def test_dampings_are_the_same_a_year_and_months_are_noisier() -> None:
    yearly, monthly = Grid.of(1), Grid.of(12)
    damped = [grid.phi[grid.where("damped")] for grid in (yearly, monthly)]
    assert {round(p, 9) for p in damped[0]} == {round(p**12, 9) for p in damped[1]}
    assert monthly.rho.max() > Grid.of(4).rho.max() > yearly.rho.max()


# -- what the panel says


def test_a_single_step_moves_what_is_typical_a_little() -> None:
    # Growth 0.2 over one step, typical (0.04, 0.03, 0.10): its variance 0.10^2 + 0.04 = 0.05, so the panel's mean is
    # worth 0.0025 / (0.0025 + 0.05) = 1/21; between series (0.03^2 + 12 x 0.10^2) / 13.
    found = pool(np.array([[1.0, 1.2]]), 1)
    assert found.scale == pytest.approx(0.04)
    assert found.growth == pytest.approx(0.2 / 21 + 0.03 * 20 / 21)
    assert found.spread == pytest.approx(np.sqrt((0.0009 + 0.12) / 13 + 0.05 / 21))


def test_the_variance_of_a_step_is_the_median_of_series_drawn_to_what_is_typical() -> None:
    # Steps 0.5, 0.1, -0.3 around 0.1: variance 0.16, worth 3 / 6 against 12.
    found = pool(np.array([[0.0, 0.5, 0.6, 0.3]]), 1)
    assert found.scale == pytest.approx(np.exp((0.5 * np.log(0.16) + WORTH * np.log(0.04)) / (0.5 + WORTH)))


def test_a_step_over_a_gap_counts_by_its_length() -> None:
    # 0.6 over two columns, 0.1 and 0.5 over one: growth 0.3 a column; off by 0, -0.2, 0.2: variance 0.08 / 2 = 0.04.
    # The growth's variance is 0.10^2 + 0.04 / 4 = 0.02, so it is worth 0.0025 / 0.0225 = 1/9.
    found = pool(np.array([[0.0, np.nan, 0.6, 0.7, 1.2]]), 1)
    assert found.scale == pytest.approx(0.04)
    assert found.growth == pytest.approx(0.3 / 9 + 0.03 * 8 / 9)


@pytest.mark.parametrize("season", [1, 4, 12])
def test_a_panel_without_steps_is_typical(season: int) -> None:
    assert pool(np.array([[np.nan, 2.0, np.nan], [np.nan] * 3]), season) == TYPICAL[season]
    other = replace(TYPICAL[season], growth=0.5)
    assert pool(np.array([[1.0, np.nan]]), season, other) == other


def test_of_many_series_the_panel_decides() -> None:
    rng = np.random.default_rng(4)
    own = rng.normal(0.15, 0.06, (400, 1))
    y = (own + rng.normal(0, 0.3, (400, 20))).cumsum(axis=1)
    found = pool(y, 1)
    assert found.scale == pytest.approx(0.09, rel=0.1)
    assert found.growth == pytest.approx(0.15, abs=0.02)
    assert found.spread == pytest.approx(0.06, abs=0.02)


def test_a_boom_that_all_went_through_makes_growth_less_sure() -> None:
    rng = np.random.default_rng(6)
    own = rng.normal(0, 0.2, (60, 10))
    apart = own + rng.normal(0, 0.3, (60, 10))
    together = own + rng.normal(0, 0.3, (1, 10))
    one, two = pool(apart.cumsum(axis=1), 1), pool(together.cumsum(axis=1), 1)
    assert two.spread > one.spread * 1.1
    assert abs(two.growth - 0.03) < abs(together[:, 1:].mean() - 0.03)
