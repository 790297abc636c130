"""Free capacity: what is not committed to customers outside the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.chain.nearby import Span
from hinterland.chain.sourced import links_on_record

if TYPE_CHECKING:
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster


def free_capacity(cluster: Cluster, scope: Scope) -> Span:
    """Return the part of each plant's capacity that is free for the place, (plants,), low and high, 0 to 1.

    Committed is what the firm delivers to customers outside: to firms that neither assemble in the place nor have a
    plant in it. Deliveries are those of the newest year up to the study's; a value divided by the product's price
    gives units, spread over the firm's operating plants of the product; those not yet built are free. Where a
    delivery has no value, or the product no price, it may take nothing or everything. Made-up deliveries count only
    where made-up plants do.
    """
    plants = len(scope.supply)
    low, high = np.ones(plants), np.ones(plants)
    outside = _deliveries(cluster, scope)
    if not outside.height:
        return Span(low, high)
    lots, numbers = scope.supply.lots(), np.arange(plants)
    capacity, operating = scope.supply.standing.capacity, scope.supply.standing.having("operating")
    for firm, product, units, unknown in outside.iter_rows():
        lot = lots.get((firm, product))
        if lot is None:
            continue
        rows = numbers[lot][operating[lot]]
        whole = capacity[rows].sum()  # NaN where one of them is unknown
        left = 1 - units / whole if whole > 0 else np.nan
        if np.isnan(left):  # how much of an unknown capacity is taken, nobody can tell
            low[rows] = 0.0
            continue
        high[rows] = min(1.0, max(0.0, left))
        low[rows] = 0.0 if unknown else high[rows]
    return Span(low, high)


def _deliveries(cluster: Cluster, scope: Scope) -> pl.DataFrame:
    """Return firm, product, units delivered outside, and whether a delivery's size is unknown."""
    ours = set(scope.sites.standing.firm.tolist()) | set(
        scope.supply.standing.firm[scope.supply.inside].tolist()
    )
    rows = links_on_record(cluster, scope).filter(
        pl.col("supplier").is_in(list(set(scope.supply.standing.firm.tolist())))
    )
    rows = rows.filter(pl.col("year") == pl.col("year").max().over("supplier", "product"))
    rows = rows.filter(~pl.col("customer").is_in(list(ours)))
    prices = cluster["products"].select("product", "unit_price").unique("product", keep="first")
    return (
        rows.join(prices, on="product", how="left", validate="m:1", maintain_order="left")
        .with_columns(units=pl.when(pl.col("unit_price") > 0).then(pl.col("value") / pl.col("unit_price")))
        .group_by("supplier", "product", maintain_order=True)
        .agg(pl.col("units").sum(), unknown=pl.col("units").is_null().any())
    )
