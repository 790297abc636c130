"""Existing plants: what stands of each, and a problem in which some do not run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.problem import Problem


def stands(problem: Problem) -> Array:
    """Return the capacity of each plant, (plants, years).

    Where nobody knows it, plants of unknown capacity share evenly what their zone has of the product beyond the
    known ones.
    """
    p, base = problem.plants, problem.market.base
    unknown = np.isnan(p.capacity)
    known = np.where(unknown, 0.0, p.capacity)
    rest, count = base.copy(), np.zeros(base.shape)
    np.subtract.at(rest, (p.product, p.zone), known)
    np.add.at(count, (p.product, p.zone), unknown.astype(np.float64))
    each = np.maximum(rest, 0.0) / np.maximum(count, 1.0)
    return np.asarray(np.where(unknown, each[p.product, p.zone], known))


def without_plants(problem: Problem, lost: Sequence[int]) -> Problem:
    """Return the problem in which some plants make nothing, in any year, and are no suppliers.

    What they were expanded by makes nothing either; what is made without a plan is at most what still stands.
    """
    if not len(lost):
        return problem
    p, market, at = problem.plants, problem.market, list(lost)
    base = market.base.copy()
    np.subtract.at(base, (p.product[at], p.zone[at]), stands(problem)[at])
    base = np.maximum(base, 0.0)
    capacity, lead = p.capacity.copy(), p.lead.copy()
    capacity[at], lead[at] = 0.0, problem.years
    return replace(
        problem,
        market=replace(market, base=base, made=np.minimum(market.made, base)),
        plants=replace(p, capacity=capacity, lead=lead),
    )
