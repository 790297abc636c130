"""Scores of parks: bounds, invariances, and the share of first places against a count by hand and in closed form."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hinterland.planning.site.score import Scores, scores

Array: TypeAlias = NDArray[np.float64]
DRAWS = 50


def score(values: Array, weights: Array, draws: int = DRAWS, seed: int = 1) -> Scores:
    """Scores with few draws."""
    return scores(values, weights, draws=draws, seed=seed)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Array, Array]:
    """Values of up to five parks and four terms, some unknown, and weights, some nought, one above."""
    parks, terms = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    one = st.one_of(st.just(np.nan), st.floats(0, 1, width=16))
    values = np.array([[draw(one) for _ in range(terms)] for _ in range(parks)])
    weights = np.array([draw(st.sampled_from([0.0, 0.5, 1.0, 3.0])) for _ in range(terms)])
    assume(weights.max() > 0)
    return values, weights


@settings(max_examples=30)
@given(drawn())
def test_a_score_lies_between_what_unknown_terms_could_make_of_it(case: tuple[Array, Array]) -> None:
    found = score(*case)
    there = ~np.isnan(found.score)
    assert (found.low[there] <= found.score[there] + 1e-9).all()
    assert (found.score[there] <= found.high[there] + 1e-9).all()
    assert (found.known[there] > 0).all()
    assert (found.known[~there] == 0).all()


@settings(max_examples=30)
@given(drawn())
def test_low_and_high_are_the_scores_with_unknown_terms_at_nought_and_one(case: tuple[Array, Array]) -> None:
    values, weights = case
    found = score(values, weights)
    used = ~np.isnan(values).all(axis=0)
    if not (weights[used] > 0).any():
        assert np.isnan(found.score).all()
        return
    for fill, ends in ((0.0, found.low), (1.0, found.high)):
        whole = np.where(np.isnan(values), fill, values)[:, used]
        assert np.allclose(ends, score(whole, weights[used]).score)


@settings(max_examples=30)
@given(drawn(), st.sampled_from([1e-6, 0.1, 7.0, 1e6]))
def test_only_ratios_of_weights_matter(case: tuple[Array, Array], factor: float) -> None:
    values, weights = case
    one, two = score(values, weights), score(values, weights * factor)
    for name in ("score", "low", "high", "known", "first"):
        assert np.allclose(getattr(one, name), getattr(two, name), equal_nan=True)


@settings(max_examples=30)
@given(drawn(), st.randoms(use_true_random=False))
def test_the_order_of_parks_does_not_matter(case: tuple[Array, Array], random: object) -> None:
    values, weights = case
    turned = list(range(len(values)))
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, two = score(values, weights), score(values[turned], weights)
    assert np.allclose(one.score[turned], two.score, equal_nan=True)
    assert np.allclose(one.first[turned], two.first, equal_nan=True)


@settings(max_examples=30)
@given(drawn())
def test_first_places_add_up_to_one_and_agree_with_a_count_by_hand(case: tuple[Array, Array]) -> None:
    values, weights = case
    found = score(values, weights)
    counted = ~np.isnan(values).all(axis=0) & (weights > 0)
    if not counted.any():
        assert np.isnan(found.first).all()
        return
    assert np.nansum(found.first) == pytest.approx(1.0)
    kept = values[:, counted]
    wins = np.zeros(len(kept))
    for w in np.random.default_rng(1).dirichlet(np.ones(kept.shape[1]), size=DRAWS):
        each = [
            sum(a * v for a, v in zip(w, row, strict=True) if not np.isnan(v))
            / sum(a for a, v in zip(w, row, strict=True) if not np.isnan(v))
            if not np.isnan(row).all()
            else -1.0
            for row in kept
        ]
        best = [i for i, s in enumerate(each) if s >= max(each) - 1e-12]
        for i in best:
            wins[i] += 1 / len(best)
    assert np.allclose(np.nan_to_num(found.first), wins / DRAWS, atol=2 / DRAWS)


@settings(max_examples=30)
@given(drawn())
def test_the_order_is_by_score_then_by_how_much_is_known(case: tuple[Array, Array]) -> None:
    found = score(*case)
    keys = [
        (np.inf if np.isnan(found.score[i]) else -found.score[i], -found.known[i], i) for i in found.order
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize("other", [0.2, 0.5, 1.0])
def test_with_two_terms_the_share_of_first_places_is_known_in_closed_form(other: float) -> None:
    # (1, 0) beats (0, c) where w > c (1 - w), and w is uniform: 1 / (1 + c) of the draws
    found = score(np.array([[1.0, 0.0], [0.0, other]]), np.ones(2), draws=40_000)
    assert found.first[0] == pytest.approx(1 / (1 + other), abs=0.01)


def test_a_park_that_is_best_in_all_terms_is_always_first_and_equals_share() -> None:
    best = score(np.array([[1.0, 0.9], [0.5, 0.9], [0.1, 0.0]]), np.ones(2))
    assert best.first.tolist() == [1.0, 0.0, 0.0]
    same = score(np.array([[0.4, 0.6], [0.4, 0.6]]), np.ones(2))
    assert same.first.tolist() == [0.5, 0.5]
    assert same.order == (0, 1)


def test_a_term_that_weighs_nothing_decides_nothing() -> None:
    found = score(np.array([[1.0, 0.2], [0.0, 0.3]]), np.array([0.0, 1.0]))
    assert found.order == (1, 0)
    assert found.first.tolist() == [0.0, 1.0]


def test_weights_of_very_different_size_neither_vanish_nor_overflow() -> None:
    found = score(np.array([[1.0, np.nan], [np.nan, 0.5]]), np.array([1e-9, 1e9]))
    assert found.score.tolist() == [1.0, 0.5]
