"""What each plant needs: the same in every draw of the network. Stocks, and what nothing is made without."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.network.graph import ESSENTIAL, NO_EFFECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.network.plants import Plants

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

COVER = {"component": 5.0, "material": 15.0, "service": 1.0, "final": 5.0, "process": 1.0, "heading": 5.0}
"""Days of cover by kind of input, where the case says nothing: assumptions, to be replaced by the user's own."""
SETTING = "inventory_days."
"""Setting of the case for a product or a kind: `inventory_days.PRODUCT`, `inventory_days.KIND`."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Demands (D), sorted by plant, then input.

    Attributes
    ----------
    start
        Where those of each plant begin, (n + 1,).
    buyer, input
        Plant, and index of the product.
    value
        Need of a year, (D,).
    in_house
        Node that makes it in house, (D,), and its share of the need; -1 and 0: none.
    essential
        Whether nothing is made without it.
    cover
        Days of use on stock.
    said
        Counts of what stocks and classes rest on.
    """

    start: Ints
    buyer: Ints
    input: Ints
    value: Floats
    in_house: Ints
    essential: NDArray[np.bool_]
    cover: Floats
    said: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.input)

    def find(self, buyers: Ints, inputs: Ints, products: int) -> NDArray[np.int64]:
        """Return the demand of each buyer for an input; -1 where it has none."""
        keys = self.buyer.astype(np.int64) * products + self.input
        asked = buyers.astype(np.int64) * products + inputs
        at = np.minimum(np.searchsorted(keys, asked), max(0, len(keys) - 1))
        if not len(keys):
            return np.full(len(asked), -1, dtype=np.int64)
        return np.where(keys[at] == asked, at, -1)


def needs_of(cluster: Cluster, plants: Plants, cover: float | None = None) -> Needs:
    """Return what plants need, what they have on stock, and what is essential.

    Parameters
    ----------
    cover
        Days of cover of every input; default: the table `inventories`, else the settings `inventory_days.PRODUCT` and
        `inventory_days.KIND`, else `COVER`.
    """
    bill = plants.bill
    inputs = [[(g, part) for g, part in bill.inputs[h]] for h in range(len(bill.products))]
    counts = [len(inputs[h]) for h in plants.product.tolist()]
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    buyer = np.repeat(np.arange(len(plants), dtype=np.int32), counts)
    pairs = [pair for h in plants.product.tolist() for pair in inputs[h]]
    product = np.array([g for g, _ in pairs], dtype=np.int32)
    part = np.array([p for _, p in pairs], dtype=np.float64)
    class_, known = _classes(cluster, plants)
    made = plants.product[buyer]
    kinds = class_[product, made] if len(product) else np.zeros(0, np.int8)
    value = plants.size[buyer] * part * (kinds != NO_EFFECT)
    house = np.full(len(product), -1, dtype=np.int32)
    bare = Needs(start, buyer, product, value, house, kinds == ESSENTIAL, np.zeros(0))
    own = np.flatnonzero(plants.owner >= 0).astype(np.int32)
    house[bare.find(plants.owner[own], plants.product[own], len(bill.products))] = own
    days, said = _cover(cluster, plants, buyer, product, cover)
    return Needs(start, buyer, product, value, house, kinds == ESSENTIAL, days, said | known)


def _cover(
    cluster: Cluster, plants: Plants, buyer: Ints, product: Ints, cover: float | None
) -> tuple[Floats, dict[str, int]]:
    """Return days of cover, and how many rest on what."""
    if cover is not None:
        return np.full(len(product), cover), {"cover_asked": len(product)}
    bill = plants.bill
    usual, stated = np.zeros(len(bill.products)), np.zeros(len(bill.products), dtype=bool)
    names = set(cluster["settings"]["name"].to_list())
    for g, (name, kind) in enumerate(zip(bill.products, bill.kinds, strict=True)):
        key = next((SETTING + k for k in (name, kind) if SETTING + k in names), None)
        stated[g] = key is not None
        usual[g] = cluster.setting(key or "", COVER.get(kind, COVER["component"]))
        if not 0 <= usual[g] < float("inf"):
            raise Refused(
                f"settings.{key} is {usual[g]:g}: days of cover are 0 or more",
                f"设置 {key} 为 {usual[g]:g}：库存天数须为 0 或以上",
            )
    listed = {
        (p, i): float(c)
        for p, i, c in cluster["inventories"].select("plant", "product", "cover").drop_nulls().iter_rows()
    }
    days = usual[product]
    tabled = 0
    if listed:
        for d, (j, g) in enumerate(zip(buyer.tolist(), product.tolist(), strict=True)):
            own = listed.get((plants.plant[j].partition("/")[0], bill.products[g]))
            if own is not None:
                days[d] = own
                tabled += 1
    by_setting = int(stated[product].sum())
    return days, {
        "cover_table": tabled,
        "cover_setting": by_setting,
        "cover_kind": len(product) - by_setting - tabled,
    }


def _classes(cluster: Cluster, plants: Plants) -> tuple[NDArray[np.int8], dict[str, int]]:
    """Return the class of each input product for each product, (P, P): 2 unless sectors say otherwise."""
    count = len(plants.bill.products)
    found = np.full((count, count), ESSENTIAL, dtype=np.int8)
    table = {
        (a, b): int(c)
        for a, b, c in cluster["essential"]
        .select("supplier_sector", "buyer_sector", "class")
        .drop_nulls()
        .iter_rows()
    }
    sector = _sectors(cluster, plants) if table else {}
    used = 0
    for h, inputs in enumerate(plants.bill.inputs):
        for g, _ in inputs:
            pair = (sector.get(g, ""), sector.get(h, ""))
            if pair in table:
                found[g, h] = table[pair]
                used += 1
    return found, {"classes": used}


def _sectors(cluster: Cluster, plants: Plants) -> dict[int, str]:
    """Return the sector of each product: that of most firms that make it."""
    of_firm = dict(cluster["firms"].select("firm", "sector").drop_nulls().iter_rows())
    rows = [
        (g, of_firm[firm])
        for g, firm, owner in zip(plants.product.tolist(), plants.firm, plants.owner.tolist(), strict=True)
        if owner < 0 and firm in of_firm
    ]
    if not rows:
        return {}
    counted = (
        pl.DataFrame(rows, schema=["product", "sector"], orient="row").group_by("product", "sector").len()
    )
    first = counted.sort(["len", "sector"], descending=[True, False]).unique("product", keep="first")
    return dict(first.select("product", "sector").iter_rows())
