"""What stands without a plan: plants with their capacity by year, from when, and how much of it can be used."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.ground.plants import standing
from hinterland.network.plants import sizes
from hinterland.promises.capacity_plants import Settings, middle

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.ground.plants import Standing
    from hinterland.planning.case.goods import Goods
    from hinterland.planning.case.options import Assumed, Told
    from hinterland.planning.problem import Array, Bools, Ints

NEVER = 9999
"""Year from which a plant runs that does not open without a plan."""


@dataclass(frozen=True, slots=True)
class Running:
    """Plants that make a product of the plan (n), one entry each.

    Attributes
    ----------
    product
        Index of the product, (n,).
    since
        First year in which each runs, (n,).
    size
        Units a year that each can make, use and medians of others taken into account, (n,).
    known
        Whether the size rests on the plant's own output or capacity, (n,).
    """

    standing: Standing
    product: Ints
    since: Ints
    size: Array
    known: Bools

    def __len__(self) -> int:
        return len(self.product)

    def take(self, keep: Bools) -> Running:
        """Return some of the plants."""
        return Running(
            self.standing.take(keep),
            self.product[keep],
            self.since[keep],
            self.size[keep],
            self.known[keep],
        )

    def base(self, years: tuple[int, ...]) -> Array:
        """Return units a year by plant, 0 before it runs, (n, years)."""
        runs = self.since[:, None] <= np.array(years)
        return np.where(runs, self.size[:, None], 0.0)

    def stated(self, zone: Ints, base: Array, years: tuple[int, ...]) -> Array:
        """Return what each plant's share of `base` (products, zones, years) is, (n, years).

        NaN where it rests on medians of others only, 0 before the plant runs. Shares are those of sizes, so that the
        plants of a zone add up to its base.
        """
        own = self.base(years)
        whole = np.zeros(base.shape)
        np.add.at(whole, (self.product, zone), own)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(whole > 0, base / whole, 0.0)
        told = own * factor[self.product, zone]
        return np.where((own > 0) & ~self.known[:, None], np.nan, told)


def made_up_count(cluster: Cluster, day: date, root: str, inside: set[str], synthetic: bool | None) -> bool:
    """Return whether made-up plants run: as asked, else only where all makers of the product in the place are."""
    if synthetic is not None:
        return synthetic
    rows = cluster["plants"].filter((pl.col("product") == root) & pl.col("place").is_in(list(inside)))
    found = standing(rows, day)
    operating = found.having("operating")
    asked = found.synthetic[operating] if operating.any() else found.synthetic
    return bool(len(asked) and asked.all())


def running(
    cluster: Cluster, day: date, goods: Goods, assumed: Assumed, told: Told, *, synthetic: bool
) -> Running:
    """Return the plants of the plan's products.

    Plants under construction run from the year after the usual time from start to opening (setting
    `delay_construction`); those only announced do so only if the case says so (setting `plan_announced`).
    """
    rows = cluster["plants"].filter(pl.col("product").is_in(list(goods.products)))
    hidden = rows.filter(pl.col("basis") == "synthetic").height
    if not synthetic:
        rows = rows.filter(pl.col("basis").ne_missing("synthetic"))
    found = standing(rows, day)
    announced = assumed.announced > 0
    counted = found.having("operating", "construction", *(["announced"] if announced else []))
    left_out = int(found.having("announced").sum()) if not announced else 0
    building = int(found.having("construction").sum())
    found = found.take(counted)
    index = goods.index
    product = np.array([index[p] for p in found.product.tolist()], dtype=np.int64)
    units = goods.per_finished
    size, words = _sizes(found, product, goods, assumed, told)
    since = np.array([_since(cluster, found, i) for i in range(len(found))], dtype=np.int64)
    _say(told, hidden, synthetic=synthetic, building=building, left_out=left_out, words=words)
    known = np.array([w in {"output", "capacity"} for w in words], dtype=np.bool_) & goods.told[product]
    return Running(found, product, since, size * units[product], known)


def _sizes(
    found: Standing, product: Ints, goods: Goods, assumed: Assumed, told: Told
) -> tuple[Array, list[str]]:
    """Return a year's output of each plant in units of the finished product, as studies of the network do."""
    if not len(found):
        return np.zeros(0), []
    try:
        size, _, words = sizes(found, goods.at.astype(np.int32)[product], goods.bill, assumed.utilisation)
    except Refused:
        told.note(
            "No plant has a capacity or an output that can be told in finished products: none counts as made.",
            "没有工厂的产能或产量可折算为整机：一律按无产出计。",
        )
        return np.zeros(len(found)), ["unknown"] * len(found)
    return np.asarray(size, dtype=np.float64), list(words)


def _since(cluster: Cluster, found: Standing, i: int) -> int:
    """Return the first year in which a plant runs all year or what is left of it."""
    status, row = str(found.status[i]), found.rows.row(i, named=True)
    if status == "operating":
        return 0
    record = Settings.of(cluster)
    if status == "construction":
        return math.ceil(middle(row["construction"]) + record.delay_construction)
    seen = row["announced"] or row["published"]
    return math.ceil(middle(seen) + record.delay_announced) if seen else NEVER


def _say(told: Told, hidden: int, *, synthetic: bool, building: int, left_out: int, words: list[str]) -> None:
    """Say which plants count, and on what their sizes rest."""
    if hidden:
        en = "count as if they were real" if synthetic else "do not count"
        zh = "计入" if synthetic else "不计入"
        told.note(f"{hidden} plants are made up; they {en}.", f"{hidden} 座工厂为虚构，{zh}。")
    if building:
        told.note(
            f"{building} plants under construction run from the year after the usual time to opening.",
            f"{building} 座在建工厂按通常工期推定投产年份，并自该年起计入。",
        )
    if left_out:
        told.note(
            f"{left_out} plants that are only announced do not open without a plan (setting plan_announced = 1 "
            f"counts them).",
            f"{left_out} 座仅宣布的工厂不计入无规划情形（设置 plan_announced = 1 则计入）。",
        )
    medians = sum(w in {"product", "case"} for w in words)
    if medians:
        told.note(
            f"{medians} of {len(words)} plants have neither output nor capacity: the median of those of their "
            f"product (else of all) stands in. As makers they count for certain, as capacity by assumption.",
            f"{len(words)} 座工厂中有 {medians} 座既无产量也无产能：以同产品（否则全部）工厂的中位数代替；"
            f"作为企业确定计入，产能则为假设。",
        )
