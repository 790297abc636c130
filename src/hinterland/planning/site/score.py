"""The score of each park, what unknown terms could make of it, and how far the first place hangs on the weights.

For park p with terms k known, value v[p, k] in [0, 1] and weight w[k]:

- score(p) = sum_k w[k] v[p, k] / sum_k w[k] over the terms known there;
- low and high: the same over all terms known at some park, those unknown at p taken as 0 and as 1;
- first share: the share of draws w ~ Dirichlet(1, ..., 1), over terms that weigh more than 0, in which p has the
  highest score; parks that tie share the draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Array: TypeAlias = NDArray[np.float64]

ROUNDING = 1e-12
"""Difference of scores that counts as a tie."""
BLOCK = 2_000_000
"""Numbers in one temporary array of drawn scores."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of n parks, NaN where no term with a weight is known.

    Attributes
    ----------
    known
        Share of the weight of the terms known somewhere that is known at the park.
    order
        Parks from the first to the last: higher score, then more known, then their order.
    """

    score: Array
    low: Array
    high: Array
    known: Array
    first: Array
    order: tuple[int, ...]


def scores(values: Array, weights: Array, *, draws: int, seed: int) -> Scores:
    """Return the scores of parks.

    Parameters
    ----------
    values
        (parks, terms) From 0 to 1, NaN where not known.
    weights
        (terms,) At least 0.
    draws, seed
        Draws of weights and the seed of the generator.
    """
    known = ~np.isnan(values)
    counted = known.any(axis=0) & (weights > 0)
    used = np.where(counted, weights, 0.0)
    # a sum of tiny weights must not vanish beside a huge one, nor overflow
    used = used / used.max() if used.max() > 0 else used
    filled = np.where(known, values, 0.0)
    weight_known = known @ used
    whole = float(used.sum())
    got = filled @ used
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(weight_known > 0, got / weight_known, np.nan)
        low = got / whole if whole > 0 else np.full(len(score), np.nan)
        high = (got + ~known @ used) / whole if whole > 0 else np.full(len(score), np.nan)
    share = weight_known / whole if whole > 0 else np.zeros(len(score))
    first = _first(filled[:, counted], known[:, counted], draws=draws, seed=seed)
    keys = (np.arange(len(score)), -share, np.where(np.isnan(score), np.inf, -score))
    return Scores(score, low, high, share, first, tuple(np.lexsort(keys).tolist()))


def _first(filled: Array, known: NDArray[np.bool_], *, draws: int, seed: int) -> Array:
    """Return the share of drawn weights in which each park is first, (parks,); NaN where no term is known."""
    parks, terms = filled.shape
    any_known = known.any(axis=1)
    if not terms or not any_known.any():
        return np.full(parks, np.nan)
    drawn = np.random.default_rng(seed).dirichlet(np.ones(terms), size=draws)
    counts = np.zeros(parks)
    for rows in _blocks(draws, parks):
        weight = drawn[rows] @ known.T
        with np.errstate(invalid="ignore", divide="ignore"):
            score = np.where(weight > 0, drawn[rows] @ filled.T / weight, -1.0)
        best = score >= score.max(axis=1, keepdims=True) - ROUNDING
        counts += (best / best.sum(axis=1, keepdims=True)).sum(axis=0)
    return np.where(any_known, counts / draws, np.nan)


def _blocks(draws: int, parks: int) -> Sequence[slice]:
    step = max(1, BLOCK // max(1, parks))
    return [slice(a, min(a + step, draws)) for a in range(0, draws, step)]
