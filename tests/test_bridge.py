"""From the sum since January to the year's total."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.forecast.bridge import FLOOR, HALF, MOST_GROWTH, ROOM, even_share, running_total, share_room


def total(so_far: float, part: float, before: float, season: float = 0.0, seasons: float = 0.0):
    """Total and variance of one series, figures on the natural scale."""
    told, variance = running_total(
        np.log([so_far]), np.array([part]), np.log([before]), np.array([season]), np.array([seasons])
    )
    return float(np.exp(told[0])), float(variance[0])


# -- the share of an even year


@given(st.floats(0.01, 1.0))
def test_without_growth_the_share_is_the_part_of_the_year(part: float) -> None:
    near = even_share(np.full(3, part), np.array([0.0, 1e-12, -1e-7]))
    np.testing.assert_allclose(near, part, rtol=1e-6)


def test_shares_are_integrals_of_exponential_growth() -> None:
    # A year that doubles: the first half is (sqrt 2 - 1) / (2 - 1); one that halves: (1 - sqrt 1/2) / (1 - 1/2).
    halves = even_share(np.array([0.5, 0.5]), np.log([2.0, 0.5]))
    np.testing.assert_allclose(halves, [np.sqrt(2) - 1, 2 - np.sqrt(2)])
    day = (np.arange(100_000) + 0.5) / 100_000
    flow = np.exp(0.7 * day)
    assert even_share(np.array([0.25]), np.array([0.7]))[0] == pytest.approx(
        flow[day < 0.25].sum() / flow.sum()
    )


@given(st.floats(0.02, 0.97), st.floats(-5, 5), st.floats(0.02, 1))
def test_shares_lie_between_nought_and_one_and_fall_with_growth(
    part: float, growth: float, more: float
) -> None:
    low, high = even_share(np.full(2, part), np.array([growth, growth + more]))
    assert 0 < high < low < 1
    assert even_share(np.array([1.0]), np.array([growth]))[0] == pytest.approx(1)
    assert even_share(np.array([part + 0.02]), np.array([growth]))[0] > low


# -- the running year's total


def test_half_of_the_year_120_after_a_year_of_230() -> None:
    # With x^2 = T / 230 the share is 1 / (1 + x), so 230 x^2 = 120 (1 + x): x = (12 + sqrt 1248) / 46.
    x = (12 + np.sqrt(1248)) / 46
    assert total(120, 0.5, 230)[0] == pytest.approx(230 * x**2)
    assert total(120, 0.5, 230)[0] == pytest.approx(243.46, abs=0.01)


def test_half_of_last_years_total_at_half_time_means_the_same_total_again() -> None:
    assert total(115, 0.5, 230)[0] == pytest.approx(230)


def test_after_an_unknown_year_the_sum_is_taken_to_run_on_evenly() -> None:
    found, variance = total(100, 0.25, np.nan)
    assert found == pytest.approx(400)
    assert variance == pytest.approx((ROOM * 0.75) ** 2 + FLOOR**2 + (0.5 * 0.75) ** 2)


@given(
    st.floats(0.05, 0.98),
    st.floats(-MOST_GROWTH, MOST_GROWTH),
    st.floats(-0.3, 0.3),
    st.integers(0, 20),
    st.floats(1, 1e9),
)
def test_the_total_solves_its_equation(
    part: float, growth: float, season: float, seasons: int, before: float
) -> None:
    shift = season * seasons / (seasons + HALF)
    share = even_share(np.array([part]), np.array([growth]))[0] * np.exp(shift)
    so_far = before * np.exp(growth) * share
    found, _ = total(so_far, part, before, season, seasons)
    if share < 1:
        assert found == pytest.approx(before * np.exp(growth), rel=1e-6)
    else:  # a year has not less than it had so far
        assert found == pytest.approx(so_far, rel=1e-6)


@given(st.floats(1, 1e6), st.floats(0.1, 0.95), st.floats(1, 1e6), st.floats(1.01, 5))
def test_a_larger_sum_means_a_larger_total_that_is_never_less_than_the_sum(
    so_far: float, part: float, before: float, more: float
) -> None:
    one, two = total(so_far, part, before)[0], total(so_far * more, part, before)[0]
    assert so_far * (1 - 1e-9) <= one < two


def test_a_series_that_had_less_by_then_in_earlier_years_has_more_to_come() -> None:
    plain = total(100, 0.5, 200)[0]
    assert total(100, 0.5, 200, season=-0.2, seasons=1)[0] > plain
    # ... the more so the more years said it, and with very many as much as they said
    many = [total(100, 0.5, 200, season=-0.2, seasons=n)[0] for n in (1, 3, 1_000_000)]
    assert many == sorted(many)
    growth = np.log(many[-1] / 200)
    share = even_share(np.array([0.5]), np.array([growth]))[0]
    assert many[-1] * share == pytest.approx(100 * np.exp(0.2), rel=1e-5)
    assert total(100, 0.5, 200, season=-0.2, seasons=0)[0] == pytest.approx(plain)


def test_the_variance_falls_over_the_year_to_that_of_late_revisions_and_with_earlier_years() -> None:
    over_the_year = [total(100 * a, a, 100)[1] for a in (0.1, 0.5, 0.9, 1.0)]
    assert over_the_year == sorted(over_the_year, reverse=True)
    assert over_the_year[-1] == pytest.approx(FLOOR**2)
    earlier = [total(50, 0.5, 100, 0.0, n)[1] for n in (0, 1, 5, 1_000_000)]
    assert earlier == sorted(earlier, reverse=True)
    assert earlier[0] == pytest.approx((ROOM / 2) ** 2 + FLOOR**2)
    assert earlier[-1] == pytest.approx((ROOM / 2) ** 2 / 2 + FLOOR**2, rel=1e-4)


def test_series_are_solved_each_by_itself() -> None:
    so_far, part = np.log([120.0, 100.0, 30.0]), np.array([0.5, 0.25, 0.9])
    before = np.log([230.0, np.nan, 31.0])
    season, seasons = np.array([0.0, 0.1, -0.1]), np.array([0.0, 2.0, 4.0])
    together = running_total(so_far, part, before, season, seasons)
    for i in range(3):
        row = slice(i, i + 1)
        alone = running_total(so_far[row], part[row], before[row], season[row], seasons[row])
        np.testing.assert_allclose([x[i] for x in together], [x[0] for x in alone])


def test_a_share_is_known_better_the_longer_the_year_has_run() -> None:
    room = share_room(np.array([0.0, 0.5, 1.0]))
    np.testing.assert_allclose(room, [0.16**2 + FLOOR**2, 0.08**2 + FLOOR**2, FLOOR**2])


def test_one_good_month_does_not_make_a_year_twenty_times_the_last() -> None:
    # 30 percent of last year's total in a twelfth: flat that is 3.6 years; growth within the year is held at e
    found, _ = total(30, 1 / 12, 100)
    assert found == pytest.approx(30 / even_share(np.array([1 / 12]), np.array([MOST_GROWTH]))[0], rel=1e-6)
    assert 360 < found < 700
