from typing import Any

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import special, stats

from hinterland.forecast import normal
from hinterland.forecast.reliability import murphy, pit_histogram, pit_normal, pit_quantiles, reliability
from hinterland.forecast.scores import (
    brier,
    coverage,
    crps_normal,
    crps_quantiles,
    crps_sample,
    difference,
    effective,
    inside,
    level_weights,
    pinball,
    student_quantile,
    wilson,
)

LINE = np.concatenate([np.linspace(-38.0, 38.0, 20_001), [0.0, 0.46875, 4.0, 5e-324, 1e300, np.inf, -np.inf]])
chances = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=30
)


# the normal law


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(normal.erf, special.erf), (normal.erfc, special.erfc), (normal.cdf, special.ndtr)],
)
def test_the_error_function_and_the_distribution_agree_with_scipy(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(ours(LINE), theirs(LINE), rtol=1e-12, atol=1e-305)


def test_the_density_agrees_with_scipy() -> None:
    theirs = stats.norm.pdf(np.clip(LINE, -100.0, 100.0))  # scipy warns of squares that overflow
    np.testing.assert_allclose(normal.pdf(LINE), theirs, rtol=1e-12, atol=1e-305)


def test_quantiles_agree_with_scipy_deep_into_the_tails() -> None:
    p = np.concatenate(
        [np.linspace(0.0, 1.0, 20_001), 10.0 ** -np.arange(1, 300), 1 - 10.0 ** -np.arange(1, 16)]
    )
    np.testing.assert_allclose(normal.ppf(p), special.ndtri(p), rtol=1e-13, atol=1e-16)


def test_quantiles_are_infinite_at_the_ends_and_unknown_beyond() -> None:
    np.testing.assert_array_equal(normal.ppf([0.0, 1.0, -0.1, 1.1, np.nan]), [-np.inf, np.inf, *[np.nan] * 3])


@pytest.mark.parametrize("function", [normal.erf, normal.erfc, normal.cdf, normal.pdf, normal.ppf])
def test_a_function_of_the_normal_law_keeps_shape_and_what_is_not_known(function: Any) -> None:
    x = np.full((2, 1, 3), 0.3)
    x[1, 0, 2] = np.nan
    found = function(x)
    assert found.shape == (2, 1, 3)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(x))
    assert function(0.3).shape == ()
    assert function(np.empty((0, 4))).shape == (0, 4)


def test_more_values_than_a_block_are_all_computed() -> None:
    x = np.linspace(-3.0, 3.0, 40_001)
    np.testing.assert_allclose(normal.cdf(x), special.ndtr(x), rtol=1e-13)


@given(st.floats(-37.0, 8.0))
def test_the_quantile_of_the_probability_of_a_value_is_the_value(x: float) -> None:
    # a probability near one has few digits: half a unit in its last place is worth 1e-16 / density
    slack = 2e-16 / float(normal.pdf(x)) if x > 0 else 0.0
    assert float(normal.ppf(normal.cdf(x))) == pytest.approx(x, rel=1e-12, abs=1e-15 + slack)


# the continuous ranked probability score


def test_the_score_of_a_normal_forecast_at_its_centre_is_as_by_hand() -> None:
    by_hand = 3.0 * (np.sqrt(2.0) - 1.0) / np.sqrt(np.pi)  # sd (2 phi(0) - 1 / sqrt(pi))
    assert crps_normal(7.0, 7.0, 3.0) == pytest.approx(by_hand)


def test_scores_of_normal_forecasts_agree_with_scoringrules() -> None:
    rng = np.random.default_rng(1)
    y, mu, sd = rng.normal(size=(3, 200, 4)) * [[[10.0]], [[3.0]], [[2.0]]]
    sd = np.abs(sd)
    theirs = scoringrules.crps_normal(y, mu, sd, backend="numpy")
    np.testing.assert_allclose(crps_normal(y, mu, sd), theirs, rtol=1e-9, atol=1e-12)


def test_a_normal_forecast_without_spread_scores_its_distance() -> None:
    np.testing.assert_allclose(crps_normal([3.0, 3.0], [1.0, 3.0], [0.0, 0.0]), [2.0, 0.0])
    assert crps_normal(3.0, 1.0, 5e-324) == pytest.approx(2.0)


def test_what_is_not_known_or_spreads_by_less_than_nought_has_no_score() -> None:
    scores = crps_normal([np.nan, 1.0, 1.0, 1.0], [0.0, np.nan, 0.0, 0.0], [1.0, 1.0, np.nan, -1.0])
    assert np.isnan(scores).all()


@given(st.floats(-5.0, 5.0), st.floats(-3.0, 3.0), st.floats(0.05, 3.0), st.floats(0.1, 10.0))
def test_scores_have_the_unit_of_what_is_forecast(y: float, mu: float, sd: float, unit: float) -> None:
    assert crps_normal(y * unit, mu * unit, sd * unit) == pytest.approx(unit * crps_normal(y, mu, sd))


def test_the_right_law_scores_best_on_average() -> None:
    y = np.random.default_rng(2).normal(1.0, 2.0, 40_000)
    right = crps_normal(y, 1.0, 2.0).mean()
    for mu, sd in [(1.5, 2.0), (0.5, 2.0), (1.0, 1.5), (1.0, 2.6)]:
        assert crps_normal(y, mu, sd).mean() > right


def test_pinball_loss_weighs_the_side_it_errs_on() -> None:
    np.testing.assert_allclose(
        pinball([12.0, 7.0], [0.9, 0.1], [[10.0, 10.0], [10.0, 10.0]]), [[1.8, 0.2], [0.3, 2.7]]
    )


def test_a_level_stands_for_what_lies_nearest_to_it() -> None:
    np.testing.assert_allclose(level_weights([0.1, 0.2, 0.5, 0.9]), [0.15, 0.2, 0.35, 0.3])
    np.testing.assert_allclose(level_weights([0.125, 0.375, 0.625, 0.875]), 0.25)
    assert level_weights([0.5]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "levels", [[], [0.5, 0.5], [0.9, 0.1], [0.0, 0.5], [0.5, 1.0], [0.5, np.nan], [[0.1]]]
)
def test_levels_that_do_not_rise_between_nought_and_one_are_refused(levels: list[Any]) -> None:
    with pytest.raises(ValueError, match="rise strictly"):
        level_weights(levels)


def test_scores_of_quantiles_at_even_levels_agree_with_scoringrules() -> None:
    rng = np.random.default_rng(3)
    levels = (np.arange(20) + 0.5) / 20
    quantiles = np.sort(rng.normal(size=(50, 20)), axis=-1)
    y = rng.normal(size=50)
    theirs = scoringrules.crps_quantile(y, quantiles, levels, backend="numpy")
    np.testing.assert_allclose(crps_quantiles(y, levels, quantiles), theirs, rtol=1e-12)


def test_scores_of_many_quantiles_come_to_that_of_the_law() -> None:
    levels = (np.arange(4000) + 0.5) / 4000
    y = np.array([-2.5, 0.0, 0.7])
    quantiles = np.broadcast_to(1.0 + 2.0 * normal.ppf(levels), (3, 4000))
    np.testing.assert_allclose(crps_quantiles(y, levels, quantiles), crps_normal(y, 1.0, 2.0), rtol=1e-3)


def test_the_median_alone_scores_its_distance() -> None:
    assert crps_quantiles(4.0, [0.5], [1.0]) == pytest.approx(3.0)


def test_the_fair_score_of_draws_is_as_by_hand() -> None:
    # draws 1, 2, 4 and outcome 3: mean distance 4/3, pairs 1 + 3 + 2 = 6 over 3 x 2
    assert crps_sample(3.0, [4.0, 1.0, 2.0]) == pytest.approx(4 / 3 - 1.0)


def test_fair_scores_of_draws_agree_with_scoringrules_along_any_axis() -> None:
    rng = np.random.default_rng(4)
    draws = rng.normal(size=(6, 31, 5))
    y = rng.normal(size=(6, 5))
    theirs = scoringrules.crps_ensemble(y, np.moveaxis(draws, 1, -1), estimator="fair", backend="numpy")
    np.testing.assert_allclose(crps_sample(y, draws, axis=1), theirs, rtol=1e-9)


def test_fair_scores_of_few_draws_are_on_average_that_of_their_law() -> None:
    rng = np.random.default_rng(5)
    y = rng.normal(size=40_000)
    few = crps_sample(y, rng.normal(0.5, 1.5, (40_000, 3)))
    exact = crps_normal(y, 0.5, 1.5)
    gap = few - exact
    assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(gap.size)
    assert gap.std() > 0.1  # single scores do differ


@given(
    hnp.arrays(np.float64, st.integers(2, 12), elements=st.floats(-100, 100)),
    st.floats(-100, 100),
    st.floats(-1e6, 1e6),
)
def test_scores_of_draws_do_not_depend_on_where_nought_is(draws: Any, y: float, shift: float) -> None:
    assert crps_sample(y + shift, draws + shift) == pytest.approx(crps_sample(y, draws), abs=1e-6)


def test_a_single_draw_has_no_fair_score() -> None:
    with pytest.raises(ValueError, match="at least two"):
        crps_sample([1.0], [[2.0]])


# coverage and proportions


def test_the_ends_of_an_interval_lie_inside() -> None:
    np.testing.assert_array_equal(
        inside([1.0, 2.0, 3.0, 3.1, np.nan, 2.0], 1.0, [3.0, 3.0, 3.0, 3.0, 3.0, np.nan]),
        [1, 1, 1, 0, np.nan, np.nan],
    )


def test_coverage_counts_what_is_known_along_an_axis() -> None:
    y = np.array([[1.0, 5.0], [2.0, np.nan], [9.0, np.nan]])
    found = coverage(y, 0.0, 4.0, axis=0)
    np.testing.assert_array_equal(found.count, [3, 1])
    np.testing.assert_allclose(found.share, [2 / 3, 0.0])
    assert (found.low <= found.share).all()
    assert (found.share <= found.high).all()
    assert coverage(y, 0.0, 4.0).share == pytest.approx(0.5)


def test_coverage_of_nothing_is_not_known() -> None:
    found = coverage([np.nan], 0.0, 1.0)
    assert (found.count, found.low, found.high) == (0, 0, 1)
    assert np.isnan(found.share)


@pytest.mark.parametrize(("hits", "count"), [(0, 5), (5, 5), (3, 17), (90, 100)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson_intervals_agree_with_scipy(hits: int, count: int, level: float) -> None:
    theirs = stats.binomtest(hits, count).proportion_ci(level, method="wilson")
    np.testing.assert_allclose(wilson(hits / count, count, level), theirs, rtol=1e-10, atol=1e-12)


def test_wilson_intervals_widen_with_fewer_cases_that_need_not_be_whole() -> None:
    low, high = wilson(0.9, [100.0, 20.5, 3.2])
    assert (np.diff(high - low) > 0).all()


# scores compared


def two_way(rng: Any, series: int, origins: int, spread: tuple[float, float, float]) -> tuple[Any, Any, Any]:
    """Scores with an effect of the series, of the origin, and of neither."""
    x = spread[0] * rng.normal(size=(series, 1)) + spread[1] * rng.normal(size=(1, origins))
    x = x + spread[2] * rng.normal(size=(series, origins))
    return (x, *np.indices(x.shape))


def missed(
    series: int, origins: int, spread: tuple[float, float, float], *, both: bool, runs: int = 300
) -> float:
    """How often a 90 percent interval misses a difference of nought."""
    found = 0
    for seed in range(runs):
        x, row, column = two_way(np.random.default_rng(seed), series, origins, spread)
        told = difference(np.zeros_like(x), x, row, seed, second=column if both else None, draws=400)
        found += not told.low <= 0.0 <= told.high
    return found / runs


def test_a_difference_is_the_mean_of_b_less_a_over_what_both_know() -> None:
    told = difference([1.0, 2.0, np.nan, 4.0], [2.0, 4.0, 9.0, np.nan], [0, 1, 0, 1], seed=0)
    assert (told.mean, told.count, told.clusters, told.effective) == (1.5, 2, (2,), (2.0,))
    assert told.low < told.mean < told.high


def test_the_interval_agrees_with_the_textbook_for_many_even_clusters() -> None:
    x, row, _ = two_way(np.random.default_rng(1), 400, 5, (1.0, 0.0, 1.0))
    told = difference(np.zeros_like(x), x, row, seed=2, draws=20_000)
    half = stats.t.ppf(0.95, 399) * x.mean(axis=1).std(ddof=1) / np.sqrt(400)
    assert (told.high - told.low) / 2 == pytest.approx(half, rel=0.03)


def test_the_interval_agrees_with_the_textbook_for_a_dozen_clusters() -> None:
    x = normal.ppf((np.arange(12) + 0.5) / 12)
    told = difference(np.zeros(12), x, np.arange(12), seed=2, draws=40_000)
    half = stats.t.ppf(0.95, 11) * x.std(ddof=1) / np.sqrt(12)
    assert (told.high - told.low) / 2 == pytest.approx(half, rel=0.02)


def test_uneven_clusters_are_weighed_by_their_scores() -> None:
    # the mean over scores is a ratio; its variance by the linear expansion, as in any survey textbook
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 12, 500)
    row = np.repeat(np.arange(500), sizes)
    x = rng.normal(size=500)[row] + rng.normal(size=row.size)
    told = difference(np.zeros_like(x), x, row, seed=4, draws=10_000)
    sums = np.bincount(row, x - x.mean())
    half = stats.norm.ppf(0.95) * np.sqrt((sums**2).sum()) / row.size
    assert (told.high - told.low) / 2 == pytest.approx(half, rel=0.04)


def test_the_interval_agrees_with_a_bootstrap_written_out_where_clusters_are_few_uneven_and_skewed() -> None:
    rng = np.random.default_rng(12)
    sizes = np.maximum(1, np.exp(rng.normal(1.5, 1.2, 30))).astype(int)
    row = np.repeat(np.arange(30), sizes)
    x = np.log(sizes)[row] + 0.3 * rng.normal(size=row.size)
    told = difference(np.zeros_like(x), x, row, seed=13, draws=20_000)
    members = [x[row == g] for g in range(30)]
    means = np.array(
        [np.concatenate([members[g] for g in rng.integers(0, 30, 30)]).mean() for _ in range(20_000)]
    )
    number = sizes.sum() ** 2 / (sizes**2).sum()
    wider = np.sqrt(number / (number - 1)) * stats.t.ppf(0.95, number - 1) / stats.norm.ppf(0.95)
    ends = x.mean() + wider * (np.quantile(means, [0.05, 0.95]) - x.mean())
    np.testing.assert_allclose([told.low, told.high], ends, atol=0.02 * (told.high - told.low))


def test_two_ways_are_never_surer_than_the_less_sure_of_them() -> None:
    # a chequered remainder cancels within rows and columns, so what is taken off for counting twice is too much
    row, column = np.indices((20, 20))
    x = (-1.0) ** (row + column) + 0.1 * np.random.default_rng(14).normal(size=(20, 1))
    one = difference(np.zeros_like(x), x, row, seed=15, draws=20_000)
    two = difference(np.zeros_like(x), x, row, seed=15, second=column, draws=20_000)
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=0.01)


def test_two_way_intervals_have_the_variance_of_both_ways_less_what_is_counted_twice() -> None:
    x, row, column = two_way(np.random.default_rng(5), 60, 60, (0.3, 0.3, 3.0))
    told = difference(np.zeros_like(x), x, row, seed=6, second=column, draws=20_000)
    centred = x - x.mean()
    variance = (centred.sum(1) ** 2).sum() + (centred.sum(0) ** 2).sum() - (centred**2).sum()
    half = stats.t.ppf(0.95, 59) * np.sqrt(60 / 59 * variance) / x.size
    assert (told.high - told.low) / 2 == pytest.approx(half, rel=0.03)


@pytest.mark.parametrize(
    ("series", "origins", "spread", "both"),
    [
        (30, 4, (1, 0, 1), False),
        (5, 20, (1, 0, 1), False),
        (40, 8, (1, 1, 1), True),
        (40, 20, (0, 0, 1), True),
    ],
)
def test_intervals_of_ninety_percent_miss_one_time_in_ten(
    series: int, origins: int, spread: tuple[float, float, float], both: bool
) -> None:
    assert 0.03 <= missed(series, origins, spread, both=both) <= 0.16


def test_intervals_that_ignore_the_origins_shared_shocks_miss_far_more_often() -> None:
    assert missed(40, 6, (0.0, 1.0, 1.0), both=False, runs=100) > 0.4
    assert missed(40, 6, (0.0, 1.0, 1.0), both=True, runs=100) < 0.2


def test_a_difference_over_one_cluster_has_no_interval() -> None:
    told = difference([1.0, 1.0], [2.0, 4.0], [0, 1], seed=0, second=[7, 7])
    assert told.mean == 2.0
    assert np.isnan([told.low, told.high]).all()
    assert told.clusters == (2, 1)
    nothing = difference([np.nan], [1.0], [0], seed=0)
    assert (nothing.count, nothing.clusters, nothing.effective) == (0, (0,), (0.0,))
    assert np.isnan(nothing.mean)


def test_a_difference_that_is_everywhere_the_same_is_certain() -> None:
    told = difference(np.zeros(6), np.full(6, 0.5), [0, 0, 1, 1, 2, 2], seed=0, second=[0, 1, 0, 1, 0, 1])
    assert (told.low, told.mean, told.high) == (0.5, 0.5, 0.5)


def test_the_same_seed_gives_the_same_interval_and_names_of_clusters_do_not_matter() -> None:
    rng = np.random.default_rng(7)
    x, row = rng.normal(size=90), np.repeat(np.arange(30), 3)
    one = difference(np.zeros(90), x, row, seed=1)
    assert difference(np.zeros(90), x, row * 1000 - 7, seed=1) == one
    assert difference(np.zeros(90), x, row, seed=2) != one


def test_clusters_count_for_less_the_more_one_of_them_holds() -> None:
    assert effective([0, 0, 1, 1, 2, 2]) == pytest.approx(3.0)
    assert effective([0] * 98 + [1, 2]) == pytest.approx(100**2 / (98**2 + 2))
    assert effective([]) == 0.0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_the_effective_number_lies_between_one_and_the_number_of_clusters(labels: list[int]) -> None:
    assert 1.0 - 1e-12 <= effective(labels) <= len(set(labels)) + 1e-12


@pytest.mark.parametrize(("freedom", "slack"), [(1, 0.05), (2, 3e-3), (5, 1e-4), (40, 1e-8)])
def test_students_quantile_agrees_with_scipy(freedom: int, slack: float) -> None:
    for p in (0.05, 0.2, 0.9, 0.95):
        assert student_quantile(p, freedom) == pytest.approx(stats.t.ppf(p, freedom), rel=slack)


# probabilities of promises


def test_the_brier_score_is_the_squared_distance() -> None:
    np.testing.assert_allclose(brier([0.8, 0.8, np.nan], [1, 0, 1]), [0.04, 0.64, np.nan])


def test_the_parts_of_a_brier_score_are_as_by_hand() -> None:
    # 0.8 said four times and right three times, 0.2 said twice and never right: 3 of 6 came
    parts = murphy([0.8] * 4 + [0.2] * 2, [1, 1, 1, 0, 0, 0])
    assert parts.reliability == pytest.approx((4 * 0.05**2 + 2 * 0.2**2) / 6)
    assert parts.resolution == pytest.approx((4 * 0.25**2 + 2 * 0.5**2) / 6)
    assert parts.uncertainty == pytest.approx(0.25)
    assert parts.within == pytest.approx(0.0)
    assert parts.brier == pytest.approx((3 * 0.04 + 0.64 + 2 * 0.04) / 6)


@given(chances, st.sampled_from([None, 1, 2, 3, 10]), st.booleans())
def test_the_parts_of_a_brier_score_add_up_to_it(
    cases: list[tuple[float, bool]], bins: Any, even: bool
) -> None:
    p, came = np.array(cases, dtype=float).T
    parts = murphy(p, came, bins, equal_count=even)
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert total == pytest.approx(parts.brier, abs=1e-12)
    assert parts.brier == pytest.approx(np.mean((p - came) ** 2))


def test_probabilities_of_no_known_case_have_no_parts() -> None:
    with pytest.raises(ValueError, match="no case"):
        murphy([0.5, np.nan], [np.nan, 1.0])


@pytest.mark.parametrize(
    ("p", "came", "words"), [(80.0, 1, "percent"), (-0.1, 0, "percent"), (0.5, 0.5, "neither")]
)
def test_percent_and_half_outcomes_are_refused(p: float, came: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        reliability([p], [came])


def test_a_diagram_needs_a_bin() -> None:
    with pytest.raises(ValueError, match="bin"):
        reliability([0.5], [1], bins=0)


def test_a_diagram_sets_frequencies_beside_probabilities() -> None:
    found = reliability([0.05, 0.15, 0.25, 0.25, 1.0, np.nan], [0, 1, 1, 0, 1, 1], bins=5)
    np.testing.assert_allclose(found.edges, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    np.testing.assert_array_equal(found.count, [2, 2, 0, 0, 1])
    np.testing.assert_allclose(found.forecast, [0.1, 0.25, np.nan, np.nan, 1.0])
    np.testing.assert_allclose(found.frequency, [0.5, 0.5, np.nan, np.nan, 1.0])
    np.testing.assert_array_equal(np.isnan(found.low), [False, False, True, True, False])
    assert found.high[0] == pytest.approx(stats.binomtest(1, 2).proportion_ci(0.9, method="wilson").high)
    assert np.isnan(found.consistent_low).all()


def test_an_edge_belongs_to_the_bin_above_it() -> None:
    np.testing.assert_array_equal(reliability([0.5, 0.5, 1.0, 0.0], [1, 0, 1, 0], bins=2).count, [1, 3])


def test_bins_of_equal_count_hold_as_many_cases_each() -> None:
    p = np.random.default_rng(8).beta(1, 9, 1000)
    found = reliability(p, np.zeros(1000), bins=8, equal_count=True)
    np.testing.assert_array_equal(found.count, 125)
    assert (found.edges[0], found.edges[-1]) == (0.0, 1.0)


def test_quantiles_that_coincide_make_fewer_bins() -> None:
    found = reliability([0.3] * 9 + [0.7], [0] * 10, bins=5, equal_count=True)
    np.testing.assert_allclose(found.edges, [0.0, 0.3, 1.0])
    np.testing.assert_array_equal(found.count, [0, 10])


def test_edges_rise_also_where_most_promises_are_certain() -> None:
    found = reliability([0.0] * 4 + [0.5] + [1.0] * 4, [0] * 9, bins=6, equal_count=True)
    np.testing.assert_allclose(found.edges, [0.0, 0.5, 1.0])
    np.testing.assert_array_equal(found.count, [4, 5])


def test_consistency_bars_are_the_binomial_range_where_all_probabilities_are_one() -> None:
    found = reliability(np.full(200, 0.3), np.zeros(200), bins=4, seed=1, draws=20_000)
    low, high = stats.binom.ppf([0.05, 0.95], 200, 0.3) / 200
    assert found.consistent_low[1] == pytest.approx(low, abs=0.006)
    assert found.consistent_high[1] == pytest.approx(high, abs=0.006)
    assert np.isnan(found.consistent_low[[0, 2, 3]]).all()


def test_right_probabilities_stay_within_their_consistency_bars_and_wrong_ones_do_not() -> None:
    rng = np.random.default_rng(9)
    p = rng.random(20_000)
    right = reliability(p, rng.random(p.size) < p, seed=1)
    wrong = reliability(p, rng.random(p.size) < p**1.5, seed=1)
    within = [
        int(((found.consistent_low <= found.frequency) & (found.frequency <= found.consistent_high)).sum())
        for found in (right, wrong)
    ]
    assert within[0] >= 7
    assert within[1] <= 3


# where outcomes fall


def test_transforms_of_right_normal_forecasts_are_uniform() -> None:
    rng = np.random.default_rng(10)
    mu, sd = rng.normal(size=5000), rng.uniform(0.1, 3.0, 5000)
    pit = pit_normal(rng.normal(mu, sd), mu, sd)
    assert stats.kstest(pit, "uniform").pvalue > 0.01
    assert stats.kstest(pit_normal(rng.normal(mu, 2 * sd), mu, sd), "uniform").pvalue < 1e-6


def test_transforms_are_not_known_without_spread_or_outcome() -> None:
    assert np.isnan(pit_normal([np.nan, 1.0, 1.0], 0.0, [1.0, 0.0, np.nan])).all()
    assert pit_normal(2.0, 2.0, 1.0) == pytest.approx(0.5)


def test_quantiles_say_between_which_levels_an_outcome_lies() -> None:
    low, high = pit_quantiles([0.0, 1.5, 2.0, 9.0, np.nan], [0.1, 0.5, 0.9], np.tile([1.0, 2.0, 3.0], (5, 1)))
    np.testing.assert_array_equal(low, [0.0, 0.1, 0.1, 0.9, np.nan])
    np.testing.assert_array_equal(high, [0.1, 0.5, 0.9, 1.0, np.nan])


def test_a_histogram_counts_transforms() -> None:
    found = pit_histogram([0.0, 0.1, 0.25, 0.99, 1.0, np.nan], bins=4)
    np.testing.assert_allclose(found.share, [0.4, 0.2, 0.0, 0.4])
    assert found.count == 5


def test_an_outcome_known_to_an_interval_is_spread_over_it() -> None:
    found = pit_histogram([0.0, 0.3], [0.5, 0.3], bins=5)
    np.testing.assert_allclose(found.share, [0.2, 0.2 + 0.5, 0.1, 0.0, 0.0])
    np.testing.assert_allclose(pit_histogram([0.0], [5e-324], bins=2).share, [1.0, 0.0])


def test_a_histogram_of_nothing_is_not_known() -> None:
    assert np.isnan(pit_histogram([np.nan]).share).all()


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20), st.integers(1, 12))
def test_shares_of_a_histogram_add_up_to_one(ends: list[tuple[float, float]], bins: int) -> None:
    low, high = np.sort(np.array(ends), axis=1).T
    found = pit_histogram(low, high, bins)
    assert found.share.sum() == pytest.approx(1.0)
    assert (found.share >= -1e-12).all()


def test_quantiles_of_the_right_law_give_a_flat_histogram() -> None:
    y = np.random.default_rng(11).normal(size=20_000)
    levels = np.arange(0.05, 1.0, 0.05)
    found = pit_histogram(
        *pit_quantiles(y, levels, np.broadcast_to(normal.ppf(levels), (y.size, levels.size)))
    )
    np.testing.assert_allclose(found.share, 0.1, atol=0.01)
