"""What the price of a product holds: material (bought parts included), labour, overhead, profit, other cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from hinterland.ground.bom import weakest

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.ground.parts import Parts

ITEMS = ("labour", "overhead", "profit", "other", "excluded")


@dataclass(frozen=True, slots=True)
class Price:
    """What the price of one unit holds: (low, likely, high) of each item as a share of it; the rest is material.

    Attributes
    ----------
    items
        Item of `ITEMS` to its shares; empty where the case says nothing about it.
    material
        Share of material that follows from prices of the inputs, where there are no items; None unknown.
    basis
        Weakest of the rows.
    """

    items: dict[str, tuple[float, float, float]]
    material: float | None = None
    basis: str = "unstated"

    @property
    def known(self) -> bool:
        """Whether the share of material is known, if only as a range."""
        return bool(self.items) or self.material is not None

    def corner(self, which: int) -> tuple[float, dict[str, float]]:
        """Return the share of material and the items at their low (0), likely (1) or high (2) ends.

        Where the items' high ends leave less than nothing, material is nothing and they are scaled down to 1.
        """
        if not self.items:
            material = 1.0 if self.material is None else self.material
            return material, dict.fromkeys(ITEMS, 0.0) | {"other": 1.0 - material}
        taken = {i: self.items[i][which] if i in self.items else 0.0 for i in ITEMS}
        total = sum(taken.values())
        if total > 1.0:
            taken = {i: v / total for i, v in taken.items()}
        return max(0.0, 1.0 - total), taken

    def corners(self, method: str) -> list[tuple[float, dict[str, float]]]:
        """Return the ends between which the content by `method` lies, whatever the origin of the material.

        The content is monotone in every item (an item that grows takes the place of material), so all low and all
        high are the ends. Unknown: from all of the price being material to hardly any. A net cost without a stated
        profit: the profit is anything from nothing to all that would be material.
        """
        if not self.known:
            nothing = dict.fromkeys(ITEMS, 0.0)
            return [(1.0, nothing), (0.0, nothing | {"other": 1.0})]
        low, high = self.corner(0), self.corner(2)
        if method == "net_cost" and "profit" not in self.items:
            material, items = high
            if self.items:
                high = (0.0, items | {"profit": material})
            else:  # the material is known; the profit is part of what else the price holds
                high = (material, items | {"other": 0.0, "profit": items["other"]})
        return [low, high]

    def likely(self, method: str) -> tuple[float, dict[str, float]] | None:
        """Return the likely structure, None where only the ends are known."""
        if not self.known or (method == "net_cost" and "profit" not in self.items):
            return None
        return self.corner(1)


def price_of(cluster: Cluster, parts: Parts) -> Price:
    """Return what the price of the root holds, by the table `cost_items`, else by the prices of its inputs.

    Where an input's share of the material value is stated and its quantity and price are known too, quantity x price
    / share is the material value; inputs so known must carry half of it for the rest to be trusted to them.
    """
    rows = cluster["cost_items"].filter(pl.col("product") == parts.root)
    items: dict[str, tuple[float, float, float]] = {}
    for row in rows.iter_rows(named=True):
        given = [v for v in (row["low"], row["share"], row["high"]) if v is not None]
        if given:
            low, high = min(given), max(given)
            likely = row["share"] if row["share"] is not None else (low + high) / 2
            items[row["item"]] = (low, likely, high)
    if items:
        return Price(items, basis=weakest(rows["basis"].fill_null("unstated").to_list()))
    return Price({}, _by_prices(cluster, parts), "inferred")


ENOUGH = 0.5
"""Share of the material value that priced inputs must carry for the material value to follow from them."""


def _by_prices(cluster: Cluster, parts: Parts) -> float | None:
    prices = dict(cluster["products"].select("product", "unit_price").drop_nulls().iter_rows())
    whole = prices.get(parts.root)
    rows = cluster["recipes"].filter((pl.col("product") == parts.root) & pl.col("value_share").is_not_null())
    stated = set(rows["input"].to_list())
    value = share = 0.0
    for edge in range(len(parts.parent)):
        used = parts.products[parts.child[edge]]
        if parts.parent[edge] != 0 or used not in stated or used not in prices:
            continue
        worth = parts.quantity[edge] * prices[used]
        if worth > 0:
            value += worth
            share += parts.part[edge]
    if not whole or share < ENOUGH:
        return None
    return min(1.0, float(value / share / whole))
