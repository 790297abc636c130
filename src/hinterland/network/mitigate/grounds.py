"""What the case knows of a network's firms: names, what they make, where they are, what they can deliver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.ground.naming import Naming
from hinterland.ground.plants import standing
from hinterland.ground.reach import Points, Roads, points
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.network.graph import Network

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

POSITION = pl.Schema({"place": pl.String(), "lon": pl.Float64(), "lat": pl.Float64(), "datum": pl.String()})


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of n firms beside their links.

    Attributes
    ----------
    names
        Name of each in both languages.
    products
        What each makes; empty where nobody knows.
    where
        Where each is: its largest operating plant, else its seat; None: no firm has a place, everyone is near.
    roads
        How long a lorry takes.
    sales
        Sales of a year, CNY, shape (n,): what spare capacity is a share of.
    made_up
        Which firms are synthetic, shape (n,).
    industries
        Names of industries, by id; the id stands in where there is none.
    """

    names: tuple[Said, ...]
    products: tuple[frozenset[str], ...]
    where: Points | None
    roads: Roads
    sales: Floats
    made_up: Bools
    industries: Mapping[str, Said] = field(default_factory=dict)

    def industry(self, name: str) -> Said:
        """Return an industry's name."""
        return self.industries.get(name) or Said(name, name)

    def hours(self, suppliers: Ints, buyers: Ints) -> Floats:
        """Return hours between firms, shape (suppliers, buyers); NaN where unknown, 0 where no firm has a place."""
        if self.where is None:
            return np.zeros((len(suppliers), len(buyers)))
        return self.roads.hours(self.where.take(suppliers), self.where.take(buyers))

    def makes_same(self, firm: int, others: Ints) -> Bools:
        """Return which firms make a product that `firm` makes; those of whom nobody knows may."""
        own = self.products[firm]
        if not own:
            return np.ones(len(others), dtype=np.bool_)
        return np.array(
            [not self.products[i] or bool(own & self.products[i]) for i in others], dtype=np.bool_
        )


def sales_of(networks: Sequence[Network]) -> Floats:
    """Return what each firm sells in a year: its revenue where given, else its links; mean over draws."""
    sold = [net.sales if net.revenue is None else np.maximum(net.revenue, net.sales) for net in networks]
    return np.asarray(np.mean(sold, axis=0), dtype=np.float64)


def unknown_grounds(networks: Sequence[Network]) -> Grounds:
    """Return what is known of the firms of bare networks: ids and sales."""
    ids = networks[0].ids
    nothing: tuple[frozenset[str], ...] = (frozenset(),) * len(ids)
    return Grounds(
        tuple(Said(i, i) for i in ids),
        nothing,
        None,
        Roads(),
        sales_of(networks),
        np.zeros(len(ids), np.bool_),
    )


def grounds(cluster: Cluster, networks: Sequence[Network], day: date) -> Grounds:
    """Return what a case knows of the firms of its networks on a day."""
    ids = networks[0].ids
    naming = Naming.of(cluster)
    plants = standing(cluster["plants"], day)
    plants = plants.take(plants.having("operating"))
    products: dict[str, set[str]] = {}
    for firm, product in zip(plants.firm.tolist(), plants.product.tolist(), strict=True):
        products.setdefault(firm, set()).add(product)
    sectors = cluster["sectors"].select("sector", "name_en", "name_zh")
    synthetic = set(cluster["firms"].filter(pl.col("basis") == "synthetic")["firm"].to_list())
    return Grounds(
        names=tuple(naming.firm(i) for i in ids),
        products=tuple(frozenset(products.get(i, ())) for i in ids),
        where=points(cluster, _positions(cluster, ids, plants.rows, naming)),
        roads=Roads.of(cluster),
        sales=sales_of(networks),
        made_up=np.array([i in synthetic for i in ids], dtype=np.bool_),
        industries={i: Said(en or zh or i, zh or en or i) for i, en, zh in sectors.iter_rows()},
    )


def _positions(cluster: Cluster, ids: Sequence[str], plants: pl.DataFrame, naming: Naming) -> pl.DataFrame:
    """Return a row of position a firm: its plant that is worth most a year, else its seat."""
    prices = {product: naming.price(product) or 0.0 for product in naming.products}
    size = pl.coalesce("output", "capacity").fill_null(0.0)
    price = pl.col("product").replace_strict(prices, default=0.0, return_dtype=pl.Float64())
    largest = (
        plants.with_columns(worth=size.cast(pl.Float64) * price)
        .sort("worth", descending=True, maintain_order=True)
        .unique("firm", keep="first", maintain_order=True)
        .select("firm", *POSITION)
    )
    seats = cluster["firms"].select("firm", seat="place").unique("firm", keep="first", maintain_order=True)
    rows = (
        pl.DataFrame({"firm": list(ids)}, schema={"firm": pl.String()})
        .join(largest, on="firm", how="left", validate="m:1", maintain_order="left")
        .join(seats, on="firm", how="left", validate="m:1", maintain_order="left")
    )
    return rows.select(pl.coalesce("place", "seat").alias("place"), "lon", "lat", "datum")
