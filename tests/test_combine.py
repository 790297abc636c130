"""The combination of models by past scores, and the calibration of its spread by past errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hinterland.forecast.combine import (
    ALIKE,
    BUCKETS,
    LEVELS,
    MOST,
    RADII,
    SHARPNESS,
    TAIL,
    WIDENING,
    Past,
    bucket,
    buckets,
    calibrate,
    combine,
    score,
    standard_quantile,
    stretched,
    weights,
)
from hinterland.forecast.law import Law
from hinterland.forecast.normal import cdf
from hinterland.forecast.scores import crps_normal

NORMAL = stats.norm.ppf((1 + np.array(LEVELS)) / 2)
radii_drawn = st.lists(st.floats(0.05, 4), min_size=3, max_size=3).map(np.cumsum)


def law_of(mu: float, sd: float, shape: tuple[int, int, int] = (1, 6, 1)) -> Law:
    return Law(np.full(shape, mu), np.full(shape, sd))


def past_of(relative: np.ndarray, count: np.ndarray) -> Past:
    return Past(np.where(count > 0, relative, np.nan), count.astype(float))


# -- leads


def test_leads_are_grouped_as_their_names_say() -> None:
    groups = [[0, 1], [2, 3], [4, 6], [7, 12], [13, 40]]
    assert [[bucket(h) for h in g] for g in groups] == [[b, b] for b in range(len(BUCKETS))]
    leads = np.arange(50)
    assert buckets(leads).tolist() == [bucket(int(h)) for h in leads]


# -- scores


def test_scores_are_relative_to_the_mean_of_the_models_that_spoke() -> None:
    truth = np.array([[[0.0, 1.0]]])
    laws = {
        "a": Law(np.array([[[0.0, 0.0]]]), np.ones((1, 1, 2))),
        "b": Law(np.array([[[2.0, 2.0]]]), np.ones((1, 1, 2))),
        "c": Law(np.array([[[np.nan, 1.0]]]), np.array([[[np.nan, 0.5]]])),
    }
    past = score(laws, truth, [1, 2])
    first = crps_normal(np.zeros(2), [0, 2], [1, 1])
    then = crps_normal(np.ones(3), [0, 2, 1], [1, 1, 0.5])
    np.testing.assert_allclose(past.relative[:2, 0, 0], first / first.mean())
    np.testing.assert_allclose(past.relative[:, 0, 1], then / then.mean())
    assert np.isnan(past.relative[2, 0, 0])
    assert past.count[:, 0, :2].tolist() == [[1, 1], [1, 1], [0, 1]]
    assert not past.count[..., 2:].any()


def test_a_model_that_spoke_alone_or_without_spread_has_no_score() -> None:
    alone = score({"a": law_of(0, 1), "b": law_of(np.nan, np.nan)}, np.zeros((1, 6, 1)), [1])
    certain = score({"a": law_of(0, 1), "b": law_of(0.1, 0)}, np.zeros((1, 6, 1)), [1])
    unknown = score({"a": law_of(0, 1), "b": law_of(0.1, 1)}, np.full((1, 6, 1), np.nan), [1])
    for past in (alone, certain, unknown):
        assert not past.count.any()
        assert np.isnan(past.relative).all()


# -- weights


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 6))
def test_weights_sum_to_one_over_models_that_speak_and_silent_ones_get_none(
    seed: int, models: int, series: int
) -> None:
    rng = np.random.default_rng(seed)
    shape = (models, series, len(BUCKETS))
    past = past_of(rng.uniform(0.05, 4, shape), rng.integers(0, 30, shape))
    usable = rng.random((models, series)) < 0.7
    usable[0, :] |= ~usable.any(axis=0)
    share = weights(past, rng.uniform(0.5, 2, models), usable)
    np.testing.assert_allclose(share.sum(axis=0), 1)
    assert np.all(share[~usable] == 0)
    assert np.all(share[usable] > 0)


def test_where_no_model_speaks_none_has_a_weight() -> None:
    share = weights(past_of(np.ones((2, 1, 5)), np.zeros((2, 1, 5))), np.ones(2), np.zeros((2, 1), bool))
    assert not share.any()


def test_without_scores_weights_are_what_is_typical() -> None:
    typical = np.array([0.8, 1.0, 1.25])
    share = weights(past_of(np.ones((3, 2, 5)), np.zeros((3, 2, 5))), typical, np.ones((3, 2), bool))
    expected = typical**-SHARPNESS / (typical**-SHARPNESS).sum()
    np.testing.assert_allclose(share, np.broadcast_to(expected[:, None, None], share.shape))


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.floats(1.01, 3),
    st.integers(0, 4),
)
def test_a_better_past_score_gives_a_larger_weight(seed: int, count: int, worse: float, where: int) -> None:
    rng = np.random.default_rng(seed)
    relative = np.repeat(rng.uniform(0.2, 2, (1, 4, 5)), 3, axis=0)
    counts = np.repeat(rng.integers(0, 20, (1, 4, 5)), 3, axis=0)
    counts[:, 0, where] = count
    relative[1, 0, where] *= worse
    relative[2, 0, where] *= worse**2
    share = weights(past_of(relative, counts), np.ones(3), np.ones((3, 4), bool))
    assert np.all(np.diff(share[:, 0, where]) < 0)
    # other leads of that series and other series hear of it, but less
    lent = share[0] / share[2]
    assert np.all(lent >= 1 - 1e-12)
    assert lent.max() == lent[0, where]


@given(st.integers(1, 200), st.floats(0.1, 0.9))
def test_more_scores_of_the_same_kind_move_weights_further_from_what_is_typical(
    count: int, better: float
) -> None:
    relative = np.stack([np.full((1, 5), better), np.full((1, 5), 2 - better)])
    usable = np.ones((2, 1), bool)
    few = weights(past_of(relative, np.full((2, 1, 5), count)), np.ones(2), usable)
    many = weights(past_of(relative, np.full((2, 1, 5), 2 * count)), np.ones(2), usable)
    assert np.all(many[0] > few[0])
    assert np.all(few[0] > 0.5)


def test_a_series_leans_on_its_panel_where_it_has_no_scores_of_its_own() -> None:
    relative, count = np.ones((2, 3, 5)), np.zeros((2, 3, 5))
    relative[0], relative[1], count[:, :2] = 0.5, 1.5, 30
    share = weights(past_of(relative, count), np.ones(2), np.ones((2, 3), bool))
    assert np.all(share[0, 2] > 0.6)
    assert np.all(share[0, 0] > share[0, 2])


# -- the combination


def test_centres_and_spreads_are_averaged_each_lead_by_its_own_weights() -> None:
    laws = {"a": law_of(1.0, 0.2, (1, 1, 2)), "b": law_of(3.0, 0.6, (1, 1, 2))}
    share = np.zeros((2, 1, 5))
    share[:, 0, 0], share[:, 0, 3] = (0.25, 0.75), (1.0, 0.0)
    found = combine(laws, share, [1, 9])
    np.testing.assert_allclose(found.mu, [[[2.5, 1.0]]])
    np.testing.assert_allclose(found.sd, [[[0.5, 0.2]]])


def test_where_one_model_is_silent_the_others_share_its_weight() -> None:
    laws = {"a": law_of(np.nan, np.nan), "b": law_of(3.0, 0.6), "c": law_of(1.0, 0.2)}
    share = np.array([0.5, 0.4, 0.1])[:, None, None] * np.ones((3, 1, 5))
    found = combine(laws, share, [1])
    np.testing.assert_allclose(found.mu, 2.6)
    np.testing.assert_allclose(found.sd, 0.52)
    nothing = combine({"a": laws["a"]}, share[:1], [1])
    assert np.isnan(nothing.mu).all()
    assert np.isnan(nothing.sd).all()


def test_a_model_without_a_spread_does_not_make_the_combination_surer() -> None:
    laws = {"a": law_of(1.0, 0.3), "b": law_of(5.0, np.nan)}
    found = combine(laws, np.full((2, 1, 5), 0.5), [1])
    np.testing.assert_allclose(found.mu, 1.0)
    np.testing.assert_allclose(found.sd, 0.3)


# -- the standard quantile


@given(radii_drawn)
def test_quantiles_are_symmetric_rise_and_meet_their_knots(radii: np.ndarray) -> None:
    levels = np.linspace(0.0005, 0.9995, 401)
    found = standard_quantile(levels, radii)
    np.testing.assert_allclose(found, -found[::-1], atol=1e-9)
    assert np.all(np.diff(found) > 0)
    ends = standard_quantile((1 + np.array(LEVELS)) / 2, radii)
    np.testing.assert_allclose(ends, radii, rtol=1e-9)
    assert standard_quantile(np.array([0.5]), radii)[0] == 0


def test_normal_half_widths_give_the_normal_law_inside_and_tails_of_student_beyond() -> None:
    inside = np.linspace(0.026, 0.974, 99)
    np.testing.assert_allclose(standard_quantile(inside, NORMAL), stats.norm.ppf(inside), atol=1e-9)
    beyond = np.array([0.98, 0.99, 0.995])
    student = stats.t(TAIL)
    expected = NORMAL[2] * student.ppf(beyond) / student.ppf(0.975)
    np.testing.assert_allclose(standard_quantile(beyond, NORMAL), expected, rtol=0.025)
    assert np.isfinite(standard_quantile(np.array([0.0, 1.0]), NORMAL)).all()


# -- calibration


def errors_of(wider: float, series: int, origins: int, leads: int, seed: int = 3) -> tuple[Law, np.ndarray]:
    """A law that says 1, and outcomes as the assumed half-widths of months times `wider` have them."""
    rng = np.random.default_rng(seed)
    shape = (series, origins, leads)
    truth = wider * standard_quantile(rng.random(shape), np.array(RADII[12]))
    return law_of(0.0, 1.0, shape), truth


@pytest.mark.parametrize("season", [1, 4, 12])
def test_without_errors_half_widths_are_those_assumed(season: int) -> None:
    found = calibrate(law_of(0, 1, (3, 4, 6)), np.full((3, 4, 6), np.nan), range(1, 7), season)
    growing = np.array([1, WIDENING, WIDENING**2, WIDENING**2, WIDENING**2]) if season == 1 else np.ones(5)
    np.testing.assert_allclose(found.radii, growing[:, None] * np.array(RADII[season]))
    assert not found.errors.any()


def test_errors_twice_as_wide_as_said_widen_toward_twice_and_more_of_them_further() -> None:
    few, many = (calibrate(*errors_of(1.9, 200, n, 1), [1], 12).radii[0] for n in (2, 300))
    assumed = np.array(RADII[12])
    assert np.all(few > assumed * 1.1)
    assert np.all(few < assumed * 1.9)
    np.testing.assert_allclose(many, 1.9 * assumed, rtol=0.03)


def test_errors_half_as_wide_narrow_and_errors_as_said_change_nothing() -> None:
    assumed = np.array(RADII[12])
    narrow = calibrate(*errors_of(0.55, 200, 300, 1), [1], 12).radii[0]
    np.testing.assert_allclose(narrow, 0.55 * assumed, rtol=0.03)
    same = calibrate(*errors_of(1.0, 200, 300, 1), [1], 12).radii[0]
    np.testing.assert_allclose(same, assumed, rtol=0.03)


@given(st.floats(0.001, 1000), st.integers(1, 300), st.sampled_from([1, 4, 12]))
def test_no_errors_move_half_widths_by_more_than_the_most(wider: float, origins: int, season: int) -> None:
    law, truth = errors_of(wider, 3, origins, 6)
    found = calibrate(law, truth, range(1, 7), season)
    none = calibrate(law, np.full_like(truth, np.nan), range(1, 7), season)
    assert np.all(found.radii <= none.radii * MOST * (1 + 1e-12))
    assert np.all(found.radii >= none.radii / MOST * (1 - 1e-12))
    assert np.all(np.diff(found.radii, axis=1) > 0)


def test_leads_without_errors_take_over_what_the_leads_before_have_learnt() -> None:
    law, truth = errors_of(1.9, 50, 40, 13)
    truth[..., 6:] = np.nan
    found = calibrate(law, truth, range(1, 14), 12)
    assert found.errors[2] > 0
    assert found.errors[3] == found.errors[4] == 0
    np.testing.assert_allclose(found.radii[3], found.radii[2])
    np.testing.assert_allclose(found.radii[4], found.radii[2])


def test_a_hundred_series_at_one_origin_say_less_than_one_series_at_a_hundred() -> None:
    wide = calibrate(*errors_of(1.9, 100, 1, 1), [1], 12)
    long = calibrate(*errors_of(1.9, 1, 100, 1), [1], 12)
    assert wide.errors[0] < 1 / ALIKE < long.errors[0]  # however many series live through the same year
    assert wide.radii[0, 0] < long.radii[0, 0]


def test_a_spread_of_nought_is_no_error() -> None:
    law, truth = errors_of(1.9, 20, 20, 1)
    law.sd[:] = 0
    assert calibrate(law, truth, [1], 12).errors[0] == 0


def test_a_calibration_gives_the_half_widths_and_quantiles_of_each_lead() -> None:
    found = calibrate(*errors_of(1.9, 50, 40, 13), range(1, 14), 12)
    np.testing.assert_array_equal(found.at([0, 1, 5, 99]), found.radii[[0, 0, 2, 4]])
    levels = np.array([0.05, 0.4, 0.999])
    np.testing.assert_array_equal(found.quantile(levels, 5), standard_quantile(levels, found.radii[2]))


def test_stretching_a_draw_is_taking_the_quantile_at_its_probability() -> None:
    z = np.linspace(-5, 5, 101)
    radii = np.array([0.8, 1.5, 2.9])
    np.testing.assert_allclose(stretched(z, radii), standard_quantile(cdf(z), radii), atol=1e-8)
    assert stretched(np.array([40.0]), radii) == stretched(np.array([6.0]), radii)
