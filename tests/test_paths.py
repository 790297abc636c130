"""Sample paths: joint futures whose law at each lead is the calibrated combination."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hinterland.forecast.combine import BUCKETS, LEVELS, RADII, Calibration, standard_quantile
from hinterland.forecast.law import Law
from hinterland.forecast.paths import (
    CORRELATION_WORTH,
    NOISE,
    TYPICAL_CORRELATION,
    correlation,
    sample_paths,
)

NORMAL = stats.norm.ppf((1 + np.array(LEVELS)) / 2)
LEADS = (1, 1, 2, 3, 5, 9)
SAMPLES = 20_000


def calibration_of(*radii: np.ndarray | tuple[float, ...]) -> Calibration:
    rows = [*radii, *[radii[-1]] * (len(BUCKETS) - len(radii))]
    return Calibration(np.array(rows, dtype=float), np.zeros(len(BUCKETS)))


def walk(rows: int = 3, horizons: int = 6) -> Law:
    """A random walk with drift: variances that grow with the lead."""
    steps = np.arange(1, horizons + 1)
    return Law(5 + 0.1 * steps * np.ones((rows, 1)), 0.2 * np.sqrt(steps) * np.ones((rows, 1)))


def drawn(law: Law, calibration: Calibration, between: np.ndarray | None = None, seed: int = 7) -> np.ndarray:
    leads = LEADS[: law.mu.shape[1]]
    return sample_paths(law, calibration, leads, SAMPLES, np.random.default_rng(seed), between)


def test_at_each_lead_the_draws_have_the_quantiles_of_the_calibrated_law() -> None:
    told = calibration_of(*(np.array(RADII[1]) * k for k in (1.0, 1.3, 1.6, 1.9)))
    law = walk()
    found = drawn(law, told)
    levels = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
    for h, lead in enumerate(LEADS):
        expected = law.mu[0, h] + law.sd[0, h] * told.quantile(levels, lead)
        below = (found[:, :, h, None] <= expected).mean(axis=(0, 1))  # rows are alike and independent
        np.testing.assert_allclose(below, levels, atol=0.007)


def test_quantiles_hold_also_where_spreads_fall_or_leap() -> None:
    law = walk()
    law.sd[:] = [0.0, 0.4, 0.3, 0.9, 0.2, 1.5]
    found = drawn(law, calibration_of(NORMAL))
    np.testing.assert_array_equal(found[:, :, 0], np.broadcast_to(law.mu[:, 0], (SAMPLES, 3)))
    for h in range(1, 6):
        inside = np.abs(found[:, :, h] - law.mu[:, h]) <= NORMAL[1] * law.sd[:, h]
        assert inside.mean() == pytest.approx(0.8, abs=0.01)


def test_errors_of_rows_go_together_as_asked() -> None:
    between = np.array([[1, 0.7, -0.2], [0.7, 1, 0.1], [-0.2, 0.1, 1]])
    found = drawn(walk(), calibration_of(NORMAL), between)
    for h in range(6):
        np.testing.assert_allclose(np.corrcoef(found[:, :, h].T), between, atol=0.03)
    alone = drawn(walk(), calibration_of(NORMAL))
    np.testing.assert_allclose(np.corrcoef(alone[:, :, 3].T), np.eye(3), atol=0.03)


def test_a_path_that_is_high_stays_high_for_long() -> None:
    # Variances 1..6: what two leads share is the variance of the first less the noise of one period.
    found = drawn(walk(1), calibration_of(NORMAL))[:, 0]
    steps = np.arange(1, 7)
    common = np.minimum(steps[:, None], steps[None, :]) - NOISE * (1 - np.eye(6))
    expected = common / np.sqrt(np.outer(steps, steps))
    np.testing.assert_allclose(np.corrcoef(found.T), expected, atol=0.025)
    assert expected.min() > 0.25


def test_the_same_seed_gives_the_same_paths() -> None:
    law, told = walk(), calibration_of(NORMAL)
    np.testing.assert_array_equal(drawn(law, told), drawn(law, told))
    assert (drawn(law, told) != drawn(law, told, seed=8)).any()


def test_a_row_that_says_nothing_has_no_paths_and_spoils_no_others() -> None:
    law = walk()
    law.mu[1], law.sd[1] = np.nan, np.nan
    law.mu[2, :2], law.sd[2, :2] = np.nan, np.nan
    found = drawn(law, calibration_of(NORMAL), np.full((3, 3), 0.5) + 0.5 * np.eye(3))
    assert np.isnan(found[:, 1]).all()
    assert np.isnan(found[:, 2, :2]).all()
    assert np.isfinite(found[:, 0]).all()
    assert found[:, 2, 4].std() == pytest.approx(law.sd[2, 4], rel=0.05)


def test_no_horizons_and_no_rows_give_no_paths() -> None:
    told = calibration_of(NORMAL)
    assert drawn(walk(2, 0), told).shape == (SAMPLES, 2, 0)
    assert drawn(walk(0, 2), told).shape == (SAMPLES, 0, 2)


# -- correlation between rows


def test_correlation_is_that_of_errors_around_nought_drawn_to_what_is_typical() -> None:
    errors = np.array([[1.0, -1.0, 2.0, np.nan, 0.5], [1.0, -2.0, 1.0, 3.0, np.nan]])
    own = (1 + 2 + 2) / np.sqrt(6 * 6)
    expected = (3 * own + CORRELATION_WORTH * TYPICAL_CORRELATION) / (3 + CORRELATION_WORTH)
    np.testing.assert_allclose(correlation(errors), [[1, expected], [expected, 1]])


@pytest.mark.parametrize("errors", [np.full((3, 4), np.nan), np.ones((3, 2)), np.zeros((3, 0))])
def test_with_hardly_any_errors_correlation_is_typical(errors: np.ndarray) -> None:
    expected = np.full((3, 3), TYPICAL_CORRELATION) + (1 - TYPICAL_CORRELATION) * np.eye(3)
    np.testing.assert_allclose(correlation(errors), expected)


def test_errors_of_nought_are_not_correlated_and_many_errors_decide() -> None:
    rng = np.random.default_rng(3)
    common = rng.normal(size=(1, 4000))
    errors = np.concatenate([common + rng.normal(size=(2, 4000)), np.zeros((1, 4000))])
    found = correlation(errors)
    assert found[0, 1] == pytest.approx(0.5, abs=0.04)
    assert found[0, 2] == pytest.approx(0.0, abs=0.01)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(0, 20))
def test_every_correlation_matrix_can_be_drawn_from(seed: int, rows: int, origins: int) -> None:
    rng = np.random.default_rng(seed)
    errors = rng.normal(size=(rows, origins)) * rng.choice([1e-3, 1.0, 1e3], (rows, 1))
    errors[rng.random(errors.shape) < 0.5] = np.nan
    found = correlation(errors)
    np.testing.assert_allclose(np.diag(found), 1)
    np.testing.assert_allclose(found, found.T)
    assert np.abs(found).max() <= 1 + 1e-12
    assert np.isfinite(np.linalg.cholesky(found)).all()


def test_a_matrix_that_gaps_made_impossible_is_mended_and_stays_close() -> None:
    # Rows 0 and 1 agree, 1 and 2 agree, 0 and 2 disagree, each on other origins: no such three variables exist.
    some, none = np.tile([1.0, -1.0], 200), np.full(400, np.nan)
    errors = np.stack(
        [
            np.concatenate([some, none, some]),
            np.concatenate([some, some, none]),
            np.concatenate([none, some, -some]),
        ]
    )
    found = correlation(errors)
    assert np.linalg.eigvalsh(found).min() > 0
    assert found[0, 1] > 0.3
    assert found[1, 2] > 0.3
    assert found[0, 2] < -0.3


def test_standard_draws_stretched_by_half_widths_keep_the_order_of_paths() -> None:
    law = walk(1)
    plain, wide = (drawn(law, calibration_of(r)) for r in (NORMAL, np.array(RADII[1])))
    for h in range(6):
        np.testing.assert_array_equal(np.argsort(plain[:, 0, h]), np.argsort(wide[:, 0, h]))
    z = (plain[:, 0, 3] - law.mu[0, 3]) / law.sd[0, 3]
    inside = np.abs(z) < NORMAL[2]
    expected = standard_quantile(stats.norm.cdf(z[inside]), np.array(RADII[1]))
    np.testing.assert_allclose((wide[inside, 0, 3] - law.mu[0, 3]) / law.sd[0, 3], expected, atol=1e-6)
