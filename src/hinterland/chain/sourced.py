"""Definitions 1 and 2 of "nearby": what the assembling firms of a place bought inside its boundary or within T h.

Share = value bought nearby / value of all purchases whose value is known, in the newest year up to the study's that
has purchases. Both need purchases that somebody observed or reported; without them they are not measurable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.chain.nearby import SLACK
from hinterland.ground.plants import statuses
from hinterland.ground.series import weakest

if TYPE_CHECKING:
    from hinterland.chain.scope import Array, Bools, Scope
    from hinterland.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Purchases:
    """Purchases of the assembling firms of a place in one year; arrays have one entry a purchase of known value.

    Attributes
    ----------
    made
        Whether each plant of the supply is one that the supplier of the purchase makes the product in.
    delivered
        Whether each spot is one where the customer assembles.
    unvalued
        Purchases whose value nobody knows.
    shared
        Customers that also assemble outside the place: their purchases are counted whole.
    """

    year: int | None
    value: Array
    made: Bools
    delivered: Bools
    basis: str
    unvalued: int
    shared: int

    @property
    def code(self) -> str:
        """Why they measure nothing: `no_purchases`, `no_values`, or nothing."""
        if len(self.value):
            return ""
        return "no_values" if self.unvalued else "no_purchases"


def known_links(cluster: Cluster, scope: Scope) -> pl.DataFrame:
    """Return the supply links up to the study's year that somebody has confirmed, made-up ones where those count."""
    return cluster["supplies"].filter(
        (pl.col("year") <= scope.year)
        & pl.col("review").ne_missing("suggested")
        & (pl.lit(scope.synthetic) | pl.col("basis").ne_missing("synthetic"))
    )


def purchases(cluster: Cluster, scope: Scope) -> Purchases:
    """Return what the assembling firms of the place bought in the newest year up to the study's."""
    firms = sorted(set(scope.sites.standing.firm.tolist()))
    rows = known_links(cluster, scope).filter(pl.col("customer").is_in(firms))
    valued = rows.filter((pl.col("value") > 0) & pl.col("value").is_finite())
    newest = valued if valued.height else rows
    year = newest["year"].max()
    rows, valued = (r.filter(pl.col("year") == pl.lit(year, pl.Int64)) for r in (rows, valued))
    plants, sites = scope.supply.standing, scope.sites
    operating = plants.having("operating")
    made = np.zeros((valued.height, len(plants)), dtype=bool)
    delivered = np.zeros((valued.height, sites.spots), dtype=bool)
    for i, (supplier, customer, product) in enumerate(
        valued.select("supplier", "customer", "product").iter_rows()
    ):
        made[i] = operating & (plants.firm == supplier) & (plants.product == product)
        delivered[i, sites.spot[sites.standing.firm == customer]] = True
    return Purchases(
        year=int(year) if isinstance(year, int) else None,
        value=valued["value"].cast(pl.Float64).to_numpy(),
        made=made,
        delivered=delivered,
        basis=weakest(valued["basis"].to_list()),
        unvalued=int(rows["value"].fill_nan(None).null_count()),
        shared=_shared(cluster, scope, valued["customer"].unique().to_list()),
    )


def _shared(cluster: Cluster, scope: Scope, firms: list[str]) -> int:
    elsewhere = cluster["plants"].filter(
        (pl.col("product") == scope.root)
        & pl.col("firm").is_in(firms)
        & ~pl.col("place").is_in(list(scope.inside))
    )
    elsewhere = elsewhere.filter(statuses(elsewhere, scope.day) == "operating")
    return int(elsewhere["firm"].n_unique())


def share_nearby(scope: Scope, bought: Purchases, hours: float | None) -> tuple[float, float]:
    """Return the least and the greatest share of purchases from inside the boundary (None) or within `hours`.

    A purchase is certain where every plant that may have made it lies on the same side; a supplier without a plant
    of the product is of unknown origin, which is neither inside nor outside.
    """
    if hours is None:
        near = np.broadcast_to(scope.supply.inside, (scope.sites.spots, len(scope.supply)))
        known = np.broadcast_to(scope.supply.standing.place != "", near.shape)
    else:
        known = ~np.isnan(scope.hours)
        near = np.where(known, scope.hours, np.inf) <= hours + SLACK
    low, high = np.zeros(len(bought.value)), np.ones(len(bought.value))
    for i in range(len(bought.value)):
        pairs = np.ix_(bought.delivered[i], bought.made[i])
        if not near[pairs].size:
            continue
        low[i] = float((near[pairs] & known[pairs]).all())
        high[i] = float((near[pairs] | ~known[pairs]).any())
    total = bought.value.sum()
    return float(bought.value @ low / total), float(bought.value @ high / total)
