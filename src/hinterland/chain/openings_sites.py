"""Where a new plant could stand: cities and parks of a place, and whom each reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.chain.nearby import SLACK
from hinterland.ground.reach import points

if TYPE_CHECKING:
    from hinterland.chain.runs import Array, Bools, Ints
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster
    from hinterland.ground.reach import Points

SETTLED = ("city", "park")
"""Kinds of places in which a plant is built."""


@dataclass(frozen=True, slots=True)
class Eligible:
    """Sites worth a look, nearest to the assembling plants first: one for each set of customers that no other beats.

    Attributes
    ----------
    place
        Id of each site, (sites,).
    sure, maybe
        Which spots each reaches for certain, and where an assembling plant at an unknown position counts as reached,
        (sites, spots).
    """

    place: tuple[str, ...]
    sure: Bools
    maybe: Bools

    def __len__(self) -> int:
        return len(self.place)


def sites_for(cluster: Cluster, scope: Scope, reach: float | None) -> Eligible:
    """Return the sites in a place: cities and parks with a position of their own, else the place itself.

    Of sites that reach the same assembling plants the nearest to them (mean over their weights) stands for all; one
    that reaches only part of what another reaches is left out, since it can never close more.
    """
    ids, where = _candidates(cluster, scope)
    if not ids:
        return Eligible((), *(np.zeros((0, scope.sites.spots), dtype=bool),) * 2)
    if reach is None:
        everywhere = np.ones((1, scope.sites.spots), dtype=bool)
        return Eligible((min(ids),), everywhere, everywhere)
    hours = scope.roads.hours(scope.sites.where, where).T
    away = np.isnan(hours)
    sure = np.where(away, np.inf, hours) <= reach + SLACK
    maybe = sure | away
    order = np.argsort(_mean(hours, scope), kind="stable")  # candidates are in the order of ids
    kept = order[_unbeaten(np.concatenate([sure, maybe], axis=1)[order])]
    return Eligible(tuple(ids[i] for i in kept), sure[kept], maybe[kept])


def _candidates(cluster: Cluster, scope: Scope) -> tuple[list[str], Points]:
    rows = cluster["places"].filter(pl.col("place").is_in(sorted(scope.inside))).sort("place")
    settled = rows.filter(pl.col("kind").is_in(SETTLED))
    where = points(cluster, settled)
    own = np.flatnonzero(where.known & (np.array(where.origin, dtype=np.str_) == "own"))
    if len(own):
        return [settled["place"][int(i)] for i in own], where.take(own)
    itself = rows.filter(pl.col("place") == scope.place)
    where = points(cluster, itself)
    known = np.flatnonzero(where.known)
    return [scope.place] * len(known), where.take(known)


def _mean(hours: Array, scope: Scope) -> Array:
    """Return the mean hours from each site to the assembling plants by weight, (sites,), infinite where unknown."""
    weights = scope.sites.at_spots(scope.sites.weight)
    known = ~np.isnan(hours)
    total = known @ weights
    summed = np.where(known, hours, 0.0) @ weights
    return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.inf)


def _unbeaten(reached: Bools) -> Ints:
    """Return the first row of each pattern that is not empty and that no other pattern holds, in their order."""
    patterns, first = np.unique(reached, axis=0, return_index=True)
    whole = patterns.astype(np.float64)
    missing = whole @ (1.0 - whole).T  # what row i reaches and row j does not
    held = (missing == 0) & ~np.eye(len(patterns), dtype=bool)
    return np.sort(first[patterns.any(axis=1) & ~held.any(axis=1)])
