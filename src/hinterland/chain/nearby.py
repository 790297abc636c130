"""Definitions 3 and 4 of "available nearby" on arrays: who is within reach, and what their capacity serves.

Definition 3, *available*: the share of component value for which at least n firms have a plant within T hours,

    sum_s w_s sum_k v_k 1[h_sk(n) <= T] / sum_k v_k,

with w_s the weight of the assembling plants at spot s, v_k the value of product k on one cut of the bill of materials
and h_sk(n) the hours from s within which n firms make k. Definition 4, *available within capacity*:
sum_k v_k (served_k / demand_k) / sum_k v_k, with served_k the greatest flow from plants to spots
(`hinterland.chain.flow`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.chain.flow import served
from hinterland.chain.runs import any_of, starts
from hinterland.chain.unsure import greatest_share, least_share, sizes, weights

if TYPE_CHECKING:
    from hinterland.chain.runs import Array, Bools
    from hinterland.chain.scope import Scope


@dataclass(frozen=True, slots=True)
class Span:
    """A number that is only known to lie between two; arrays of one shape, or numbers."""

    low: Array
    high: Array


def reached_after(scope: Scope, keep: Bools, firms: int, hours: Array) -> Span:
    """Return the hours from each spot within which `firms` firms make each product, (spots, products).

    `hours` is the way from each spot to each plant: that of the scope, on other roads, or as the boundary counts it.

    Infinite where there are not so many. A plant at an unknown position could be anywhere: it counts as out of
    reach in the upper hours and as on the spot in the lower ones, so `low` are the least hours and `high` the most.
    """
    supply = scope.supply
    spots, products = scope.sites.spots, len(scope.parts.products)
    most = np.full((spots, products), np.inf)
    least = most.copy()
    where = np.flatnonzero(keep)
    if not len(where) or not spots:
        return Span(least, most)
    away = hours[:, where]
    firm, product = supply.firm[where], supply.product[where]
    at = starts(firm)
    of_firm = product[at]
    for filled, out in ((np.inf, most), (0.0, least)):
        nearest = np.minimum.reduceat(np.where(np.isnan(away), filled, away), at, axis=1)
        begin = starts(of_firm)
        enough = np.diff(np.r_[begin, len(of_firm)]) >= firms
        if firms == 1:
            out[:, of_firm[begin]] = np.minimum.reduceat(nearest, begin, axis=1)
            continue
        ordered = np.take_along_axis(
            nearest, np.lexsort((nearest, np.broadcast_to(of_firm, nearest.shape)), axis=1), axis=1
        )
        out[:, of_firm[begin[enough]]] = ordered[:, begin[enough] + firms - 1]
    return Span(least, most)


def unlisted(scope: Scope, *, made_up: bool) -> Bools:
    """Return which components no plant of the case makes, whatever its status: their coverage is not known.

    An empty list says something about the list, not about the region. Made-up plants are no evidence where they do
    not count (`made_up` false).
    """
    return scope.parts.component & ~scope.listed[made_up]


def extremes(scope: Scope, low: Array, high: Array) -> tuple[float, float]:
    """Return the least and the greatest mean over spots that unknown weights leave.

    `low` and `high` hold one number a spot. A plant of unknown size may be idle or as large as the largest known;
    a mean is a ratio of linear functions of the weights, so it is extreme where each is at one of its ends.
    """
    sure, whole = sizes(scope.sites)
    room = whole - sure
    return _least(low, sure, room), 0.0 - _least(-high, sure, room)  # never a minus nought


def _least(values: Array, sure: Array, room: Array) -> float:
    """Return the least weighted mean of values with weights between `sure` and `sure + room`."""
    if not sure.sum() > 0:
        return float(values[room > 0].min())
    above, below = float(values @ sure), float(sure.sum())
    for i in np.argsort(values, kind="stable"):
        if room[i] <= 0 or values[i] >= above / below:
            continue
        above, below = above + values[i] * room[i], below + room[i]
    return above / below


@dataclass(frozen=True, slots=True)
class Served:
    """Share of each product's demand that plants within reach serve, (products,), low and high, 0 to 1.

    `low` takes unknown capacities as zero, demand as high and uncertain customers as served first; `high` takes
    unknown capacities as enough and demand as low. Assembling plants of unknown size are taken as idle or as large
    as any, whichever makes the share least or greatest (`hinterland.chain.unsure`).
    """

    low: Array
    high: Array


def available_capacity(
    scope: Scope, keep: Bools, hours: float | None, unknown: Bools, free: Span | None = None
) -> Served:
    """Return what the capacity of the plants that `keep` says serves within `hours` (None: inside the boundary).

    Capacities and demand are told in units of the final product; where the units of a part in one of the final
    product are unknown they cannot be compared, so `low` is 0 and `high` what is within reach at all. `unknown` says
    of which products the case lists no maker: they may be served whole or not at all.
    """
    supply, parts = scope.supply, scope.parts
    products = len(parts.products)
    where = np.flatnonzero(keep)
    if not len(where) or not scope.sites.spots:
        return Served(np.zeros(products), unknown.astype(float))
    away = (scope.boundary() if hours is None else scope.hours)[:, where]
    limit = SLACK + (0.0 if hours is None else hours)
    product = supply.product[where]
    capacity = supply.capacity[where]
    free_low, free_high = (np.ones(len(where)),) * 2 if free is None else (free.low[where], free.high[where])
    many, few = _per_root(scope)
    none = np.nan_to_num(capacity * free_low, nan=0.0)
    enough = np.where(np.isnan(capacity), np.inf, capacity * free_high)
    least, most = _demands(scope)
    if least is None or most is None:  # demand that nobody knows can be compared with nothing
        none, enough = np.zeros_like(none), np.where(enough > 0, np.inf, 0.0)
        least = most = weights(scope.sites)
    near = away <= limit
    somehow = near | np.isnan(away)
    low = least_share(lambda d: served(product, near, none, d, products, many), *most)
    high = greatest_share(lambda d: served(product, somehow, enough, d, products, few), *least)
    # Ranges of single spots forget that together they make the output: no more is served than is reached.
    reached = any_of(somehow & (enough > 0), product, products)
    high = np.minimum(high, greatest_share(lambda d: _share_of(d, reached), *sizes(scope.sites)))
    return Served(low, np.where(unknown, 1.0, np.maximum(high, low)))


def _share_of(demand: Array, reached: Bools) -> Array:
    """Return the share of demand at the spots that reach each product, (products,); none of none is 0."""
    return np.asarray(demand @ reached / (demand.sum() or 1.0))


SLACK = 1e-9
"""Hours of rounding that still count as within reach."""


def _demands(scope: Scope) -> tuple[tuple[Array, Array] | None, tuple[Array, Array] | None]:
    """Return the range of demand at each spot where the place's is least, and where it is most.

    None where nobody knows it, or nothing is wanted: no share of nothing is served.
    """
    if scope.output.value is None:
        less, _, more = scope.demand()
        return ((less, more),) * 2 if np.isfinite(more).all() else (None, None)
    low, high = weights(scope.sites)
    least, most = (scope.output.value if x is None else x for x in (scope.output.low, scope.output.high))
    if not most > 0:
        return None, None
    least = max(least, most * SLACK)
    return (low * least, high * least), (low * most, high * most)


def _per_root(scope: Scope) -> tuple[Array, Array]:
    """Return how far demand in units of the final product may lie above and below its central value, by product.

    The units of a part in one unit of the final product have a range; capacity was divided by the middle.
    """
    parts = scope.parts
    with np.errstate(invalid="ignore", divide="ignore"):
        many, few = parts.per_root_high / parts.per_root, parts.per_root_low / parts.per_root
    return np.where(many > 0, many, 1.0), np.where(few > 0, few, 1.0)
