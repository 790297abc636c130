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
    from hinterland.chain.runs import Array, Ints
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Purchases:
    """Purchases of the assembling firms of a place in one year; arrays have one entry a purchase of known value.

    Attributes
    ----------
    made
        The plants of the supply that the supplier makes the product in, by number.
    delivered
        The spots where the customer assembles, by number.
    unvalued
        Purchases whose value nobody knows.
    shared
        Customers that also assemble outside the place: their purchases are counted whole.
    """

    year: int | None
    value: Array
    made: tuple[Ints, ...]
    delivered: tuple[Ints, ...]
    basis: str
    unvalued: int
    shared: int

    @property
    def code(self) -> str:
        """Why they measure nothing: `no_purchases`, `no_values`, or nothing."""
        if len(self.value):
            return ""
        return "no_values" if self.unvalued else "no_purchases"


def links_on_record(cluster: Cluster, scope: Scope) -> pl.DataFrame:
    """Return the supply links up to the study's year that somebody has confirmed, made-up ones where those count."""
    return cluster["supplies"].filter(
        (pl.col("year") <= scope.year)
        & pl.col("review").ne_missing("suggested")
        & (pl.lit(scope.synthetic) | pl.col("basis").ne_missing("synthetic"))
    )


def purchases(cluster: Cluster, scope: Scope) -> Purchases:
    """Return what the assembling firms of the place bought in the newest year up to the study's.

    Counted is what goes directly into the final product: a firm that makes its own parts buys materials too, and both
    together would count their value twice.
    """
    firms = sorted(set(scope.sites.standing.firm.tolist()))
    first = [p for p, v in zip(scope.parts.products, scope.parts.cut("tier1"), strict=True) if v > 0]
    rows = links_on_record(cluster, scope).filter(
        pl.col("customer").is_in(firms) & pl.col("product").is_in(first)
    )
    valued = rows.filter((pl.col("value") > 0) & pl.col("value").is_finite())
    newest = valued if valued.height else rows
    year = newest["year"].max()
    rows, valued = (r.filter(pl.col("year") == pl.lit(year, pl.Int64)) for r in (rows, valued))
    plants, sites = scope.supply.standing, scope.sites
    operating = plants.having("operating")
    lots, numbers = scope.supply.lots(), np.arange(len(plants))
    spots = {firm: np.unique(sites.spot[sites.standing.firm == firm]) for firm in firms}
    made, delivered = [], []
    for supplier, customer, product in valued.select("supplier", "customer", "product").iter_rows():
        lot = lots.get((supplier, product), slice(0, 0))
        made.append(numbers[lot][operating[lot]])
        delivered.append(spots[customer])
    return Purchases(
        year=int(year) if isinstance(year, int) else None,
        value=valued["value"].cast(pl.Float64).to_numpy(),
        made=tuple(made),
        delivered=tuple(delivered),
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
    low, high = np.zeros(len(bought.value)), np.ones(len(bought.value))
    for i, (spots, plants) in enumerate(zip(bought.delivered, bought.made, strict=True)):
        if not len(plants) or not len(spots):
            continue
        if hours is None:
            near, known = scope.supply.inside[plants], ~scope.supply.perhaps[plants]
        else:
            away = scope.hours[np.ix_(spots, plants)]
            near, known = away <= hours + SLACK, ~np.isnan(away)
        low[i] = float((near & known).all())
        high[i] = float((near | ~known).any())
    total = bought.value.sum()
    return float(bought.value @ low / total), float(bought.value @ high / total)
