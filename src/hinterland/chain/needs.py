"""What is missing, product by product: demand, reach, capacity, concentration, and what one stop would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.chain.nearby import SLACK, available_capacity
from hinterland.chain.runs import any_of, starts, sum_of

if TYPE_CHECKING:
    from hinterland.chain.measured import Nearby
    from hinterland.chain.runs import Array, Bools, Ints

FULL = 1 - 1e-6
"""Share of demand from which it counts as served whole."""


@dataclass(frozen=True, slots=True)
class Makers:
    """The operating plants of each product within the reference reach of some assembling plant, (products,) each.

    Attributes
    ----------
    firms
        Distinct firms.
    capacity
        Their known capacity, a year's units of the product itself.
    known, unknown
        Plants of known and of unknown capacity.
    largest
        Row of the supply that stands for the firm with the most known capacity (or the only one), -1 where nobody
        can tell.
    largest_share
        Its share of the known capacity, NaN where some is unknown.
    hhi_low, hhi_high
        Herfindahl-Hirschman index of firms by capacity, NaN without a firm.
    """

    firms: Ints
    capacity: Array
    known: Ints
    unknown: Ints
    largest: Ints
    largest_share: Array
    hhi_low: Array
    hhi_high: Array


def within_reach(near: Nearby, which: str, reach: float) -> Bools:
    """Return which plants of a set lie within `reach` of some assembling plant, (plants,)."""
    with np.errstate(invalid="ignore"):
        return near.keep[which] & (near.scope.hours <= reach + SLACK).any(axis=0)


def makers_of(near: Nearby, which: str, reach: float) -> Makers:
    """Return who makes each product within `reach`."""
    scope, supply = near.scope, near.scope.supply
    products = len(scope.parts.products)
    rows = np.flatnonzero(within_reach(near, which, reach))
    product, capacity = supply.product[rows], supply.standing.capacity[rows]
    at = starts(supply.firm[rows])
    of_firm = product[at]
    # NaN where one of its plants is unknown
    per_firm = np.add.reduceat(capacity, at) if len(rows) else np.zeros(0)
    filled = np.nan_to_num(per_firm)
    total = np.bincount(of_firm, filled, products).astype(np.float64)
    squares = np.bincount(of_firm, filled**2, products).astype(np.float64)
    firms = np.bincount(of_firm, minlength=products)
    blank = np.bincount(of_firm, np.isnan(per_firm), products).astype(int)
    low, high = concentration(total, squares, firms, blank)
    largest = np.full(products, -1)
    for i in np.argsort(filled, kind="stable"):  # the last written is the largest
        if filled[i] > 0 or firms[of_firm[i]] == 1:
            largest[of_firm[i]] = rows[at[i]]
    with np.errstate(invalid="ignore", divide="ignore"):
        top = np.maximum.reduceat(filled, starts(of_firm)) if len(rows) else np.zeros(0)
        share = np.full(products, np.nan)
        share[np.unique(of_firm)] = top / total[np.unique(of_firm)]
    share = np.where(blank == 0, share, np.nan)
    return Makers(
        firms=firms,
        capacity=np.bincount(product, np.nan_to_num(capacity), products).astype(np.float64),
        known=np.bincount(product, ~np.isnan(capacity), products).astype(int),
        unknown=np.bincount(product, np.isnan(capacity), products).astype(int),
        largest=largest,
        largest_share=np.where(firms == 1, 1.0, share),
        hhi_low=low,
        hhi_high=high,
    )


def concentration(total: Array, squares: Array, firms: Ints, blank: Ints) -> tuple[Array, Array]:
    """Return the least and the greatest Herfindahl-Hirschman index that unknown capacities leave, NaN without a firm.

    With H = sum c^2 / (sum c)^2 over the known and m firms of unknown capacity, the index is least where each of
    those has sum c^2 / sum c: H / (1 + m H). Without a known one it is 1 / m. It is greatest where one unknown dwarfs
    all others: 1.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        known = np.where(total > 0, squares / total**2, np.nan)
        least = np.where(
            np.isnan(known), 1.0 / np.where(blank > 0, blank, firms), known / (1 + blank * known)
        )
    most = np.where(blank > 0, 1.0, least)
    return np.where(firms > 0, least, np.nan), np.where(firms > 0, most, np.nan)


@dataclass(frozen=True, slots=True)
class Stop:
    """What stops if the largest supplier of each product stops, (products,): share of demand lost, low and high.

    `sure` and `maybe` say which assembling spots lose, (spots, products): even if unknown capacities are enough, or
    only where they are not.
    """

    low: Array
    high: Array
    sure: Bools
    maybe: Bools


def stop_of(near: Nearby, who: Makers, which: str, reach: float) -> Stop:
    """Return what is lost if the largest supplier of each product within reach stops, all else as it is."""
    scope, supply = near.scope, near.scope.supply
    told = who.largest >= 0
    firm_of = np.full(len(told), -1)
    firm_of[told] = supply.firm[who.largest[told]]
    stopped = near.keep[which] & (supply.firm == firm_of[supply.product])
    rest = near.keep[which] & ~stopped
    before = near.served[which, reach]
    after = available_capacity(scope, rest, reach, near.unlisted[which], near.free)
    # A stop costs at most what the largest serves alone: whatever others serve, they serve less of the same.
    alone = available_capacity(scope, stopped, reach, near.unlisted[which], near.free).high
    losses = np.stack([before.low - after.high, np.minimum(before.high - after.low, alone)]).clip(0.0, 1.0)
    with np.errstate(invalid="ignore"):
        near_by = scope.hours <= reach + SLACK
    able = near_by & (near.free.high > 0) & (supply.capacity != 0)
    hit = any_of(able & stopped, supply.product, len(told))
    less, _, more = scope.demand()
    none = np.nan_to_num(supply.capacity * near.free.low)
    enough = np.where(np.isnan(supply.capacity), np.inf, supply.capacity * near.free.high)
    left_low, left_high = (
        sum_of(np.where(near_by & rest, x, 0.0), supply.product, len(told)) for x in (none, enough)
    )
    sure = hit & told & (left_high < np.nan_to_num(less, nan=0.0)[:, None] * FULL)
    sure |= hit & told & (left_high == 0)
    maybe = hit & told & (left_low < np.nan_to_num(more, nan=np.inf)[:, None] * FULL) & ~sure
    return Stop(
        np.where(told, losses.min(axis=0), np.nan), np.where(told, losses.max(axis=0), np.nan), sure, maybe
    )


def nearest_of(near: Nearby, which: str) -> tuple[Ints, Array]:
    """Return for each product the row of the plant nearest to an assembling plant (-1 for none) and its hours."""
    scope, supply = near.scope, near.scope.supply
    products = len(scope.parts.products)
    row, hours = np.full(products, -1), np.full(products, np.nan)
    if not len(supply) or not scope.sites.spots:
        return row, hours
    away = np.where(np.isnan(scope.hours), np.inf, scope.hours).min(axis=0)
    away = np.where(near.keep[which], away, np.inf)
    order = np.lexsort((away, supply.product))
    first = order[starts(supply.product[order])]
    fine = first[np.isfinite(away[first])]
    row[supply.product[fine]], hours[supply.product[fine]] = fine, away[fine]
    return row, hours
