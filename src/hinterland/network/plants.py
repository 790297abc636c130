"""Plants of a case as nodes of a network: what each makes and needs, how large it is, who is known to supply whom.

Sizes are in units of the finished product that a year's output is enough for: output, else capacity x assumed use,
else the median of the plants of the product, else that of all plants. What listed makers of a product with a recipe
do not cover is made *in house*: each buyer has a node of its own for it, which needs what the recipe says. So a chain
that lists a chip maker and a car maker but few inverter makers still joins them. What makers of a product without a
recipe do not cover is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.ground.plants import standing
from hinterland.ground.reach import points
from hinterland.network.bills import bill_of
from hinterland.network.complete.model import Actors, Links, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.ground.plants import Standing
    from hinterland.network.bills import Bill

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

USE = 0.8
"""Share of a capacity that is used where the output is unknown; setting `capacity_use`."""
SIZES = ("output", "capacity", "product", "case", "in_house")
"""What a size rests on, from the firmest to the weakest."""
MEDIANS = ("product", "case")
"""Sizes that are medians of others."""
ENOUGH = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Plants:
    """Nodes (n): listed plants first, then makers in house; values CNY a year (or shares, see `Bill.priced`).

    Attributes
    ----------
    bill
        What products are made of.
    plant, firm, place
        Ids; a maker in house has `OWNER/PRODUCT`, and firm and place of its owner.
    product
        Index of the product made, (n,).
    size
        Value of a year's output, (n,).
    limit
        Value of a year's capacity, (n,), NaN where none is stated.
    size_from
        What the size rests on, one of `SIZES`.
    lon, lat
        Degrees, NaN unknown.
    owner
        Node that a maker in house works for, (n,); -1 for listed plants.
    synthetic
        Whether the row is made up.
    inside
        Share of the need for each product that listed makers cover, (P,).
    """

    bill: Bill
    plant: tuple[str, ...]
    firm: tuple[str, ...]
    place: tuple[str, ...]
    product: Ints
    size: Floats
    limit: Floats
    size_from: tuple[str, ...]
    lon: Floats
    lat: Floats
    owner: Ints
    synthetic: NDArray[np.bool_]
    inside: Floats

    def __len__(self) -> int:
        return len(self.plant)

    @property
    def valued(self) -> bool:
        """Whether values are CNY: all finished products have a price."""
        return bool(self.bill.priced[self.product].all())

    @property
    def listed(self) -> int:
        """How many are plants of the case."""
        return int((self.owner < 0).sum())


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Nodes under construction: listed plants, and those in house added product by product."""

    product: list[int]
    size: list[float]
    owner: list[int]


def plants_of(
    cluster: Cluster,
    day: date,
    *,
    processes: Mapping[str, Mapping[str, float]] | None = None,
    synthetic: bool = True,
) -> Plants:
    """Return the plants that operate on a day as nodes.

    Parameters
    ----------
    cluster
        The case, as seen from the day.
    processes
        Product to process to weight, as `hinterland.ground.parts.parts` takes them.
    synthetic
        Whether made-up plants count.

    Raises
    ------
    StudyError
        If no plant operates, none has a size at all, or there is no bill of materials.
    """
    rows = cluster["plants"]
    if not synthetic:
        rows = rows.filter(pl.col("basis").ne_missing("synthetic"))
    found = standing(rows, day)
    found = found.take(found.having("operating"))
    if not len(found):
        raise Refused(
            f"plants: no plant operates on {day}; write when they opened (plants.opened), or ask about a later day",
            f"plants：{day} 没有运营中的工厂；请填写投产日期（plants.opened），或改用更晚的日期",
        )
    bill = bill_of(cluster, set(found.product.tolist()), processes)
    index = bill.index
    product = np.array([index[p] for p in found.product.tolist()], dtype=np.int32)
    equivalents, limits, words = sizes(found, product, bill, cluster.setting("capacity_use", USE))
    value = np.where(np.isfinite(bill.equivalent), bill.equivalent, 1.0)[product]
    where = points(cluster, found.rows)
    nodes = _Nodes(product.tolist(), (equivalents * value).tolist(), [-1] * len(found))
    inside = _in_house(nodes, bill, imported=cluster.setting("unlisted_imported", 0.0) > 0)
    return _plants(found, bill, nodes, (limits * value, words, where.lon, where.lat, inside))


def sizes(found: Standing, product: Ints, bill: Bill, use: float) -> tuple[Floats, Floats, list[str]]:
    """Return a year's output and capacity in units of the finished product, and what the output rests on.

    Raises
    ------
    StudyError
        If no plant has an output or a capacity, or the assumed use is not above 0 and at most 1.
    """
    if not 0 < use <= 1:
        raise Refused(
            f"settings.capacity_use is {use:g}; write a share above 0 and at most 1, such as {USE:g}",
            f"设置 capacity_use 为 {use:g}；请写大于 0 且不超过 1 的比例，如 {USE:g}",
        )
    units = bill.per_finished[product]
    with np.errstate(divide="ignore", invalid="ignore"):
        output = np.where(units > 0, found.output / units, np.nan)
        capacity = np.where(units > 0, found.capacity / units, np.nan)
    size = np.where(output > 0, output, capacity * use)
    size[~(size > 0)] = np.nan
    words = np.where(output > 0, "output", np.where(capacity > 0, "capacity", "product")).tolist()
    if not np.isfinite(size).any():
        raise Refused(
            "plants: no operating plant has an output or a capacity that can be told in finished products, so nobody "
            "knows how much a stop costs; fill in plants.capacity or plants.output, at least of the final assembly, "
            "and quantities in `recipes`",
            "plants：运营中的工厂均无可折算为整机的产量或产能，无从计算停产损失；请填写 plants.capacity 或 "
            "plants.output（至少总装厂），并在 `recipes` 中填写用量",
        )
    whole = float(np.nanmedian(size))
    for g in np.unique(product):
        of = np.flatnonzero(product == g)
        unknown = of[np.isnan(size[of])]
        known = size[of][np.isfinite(size[of])]
        size[unknown] = np.median(known) if known.size else whole
        for i in unknown:
            words[i] = "product" if known.size else "case"
    return size, capacity, words


def _in_house(nodes: _Nodes, bill: Bill, *, imported: bool) -> Floats:
    """Add makers in house, from the finished product down; return what share of each need listed makers cover."""
    count = len(bill.products)
    makers: list[list[int]] = [[] for _ in range(count)]
    for i, g in enumerate(nodes.product):
        makers[g].append(i)
    buyers: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for h, inputs in enumerate(bill.inputs):
        for g, part in inputs:
            buyers[g].append((h, part))
    inside = np.zeros(count)
    for g in range(count):
        need = [(j, nodes.size[j] * part) for h, part in buyers[g] for j in makers[h]]
        wanted = sum(n for _, n in need)
        supply = sum(nodes.size[i] for i in makers[g])
        inside[g] = min(1.0, supply / wanted) if wanted > 0 else 1.0
        if inside[g] < ENOUGH and bill.inputs[g] and not imported:
            for j, much in need:
                makers[g].append(len(nodes.product))
                nodes.product.append(g)
                nodes.size.append(much * (1.0 - inside[g]))
                nodes.owner.append(j)
    return inside


def _plants(
    found: Standing, bill: Bill, nodes: _Nodes, told: tuple[Floats, list[str], Floats, Floats, Floats]
) -> Plants:
    """Return nodes with what is known of them; a maker in house takes place and firm of its owner."""
    limits, words, lon, lat, inside = told
    of = list(range(len(found)))
    for owner in nodes.owner[len(found) :]:
        of.append(of[owner])  # owners come first
    extra = len(of) - len(found)
    names = found.plant.tolist()
    for i in range(len(found), len(of)):
        names.append(f"{names[of[i]]}/{bill.products[nodes.product[i]]}")
    firm, place = found.firm.tolist(), found.place.tolist()
    return Plants(
        bill=bill,
        plant=tuple(names),
        firm=tuple(firm[i] for i in of),
        place=tuple(place[i] for i in of),
        product=np.array(nodes.product, dtype=np.int32),
        size=np.array(nodes.size, dtype=np.float64),
        limit=np.concatenate([limits, np.full(extra, np.nan)]),
        size_from=(*words, *["in_house"] * extra),
        lon=lon[of],
        lat=lat[of],
        owner=np.array(nodes.owner, dtype=np.int32),
        synthetic=found.synthetic[of],
        inside=inside,
    )


def actors_of(plants: Plants) -> Actors:
    """Return the plants as those who sell and buy; makers in house are groups of their own, which only buy here."""
    group = plants.product + np.where(plants.owner >= 0, len(plants.bill.products), 0)
    return Actors(group.astype(np.int32), plants.size, plants.lon, plants.lat)


def wanted_of(cluster: Cluster, plants: Plants, day: date, *, density: float, decay: float) -> Wanted:
    """Return what links have to carry, and those that are known (table `supplies`, confirmed ones)."""
    count = len(plants.bill.products)
    flow = np.zeros((2 * count, 2 * count))
    group = actors_of(plants).group
    totals = np.bincount(group, plants.size, minlength=2 * count)
    for h, inputs in enumerate(plants.bill.inputs):
        for g, part in inputs:
            for of in (h, h + count):
                flow[g, of] = part * totals[of] * plants.inside[g] * bool((group == g).any())
    return Wanted(flow=flow, known=known_links(cluster, plants, day), density=density, decay=decay)


def known_links(cluster: Cluster, plants: Plants, day: date) -> Links:
    """Return confirmed supplies between firms as links between their plants.

    A firm's plants of the product supply all plants of the customer that need it; a value is split by the size of
    buyer and supplier. A supply counts from its year on.
    """
    rows = cluster["supplies"].filter((pl.col("year") <= day.year) & pl.col("review").ne_missing("suggested"))
    makers: dict[tuple[str, int], list[int]] = {}
    buyers: dict[tuple[str, int], list[int]] = {}
    for i, (firm, g) in enumerate(zip(plants.firm, plants.product.tolist(), strict=True)):
        if plants.owner[i] < 0:
            makers.setdefault((firm, g), []).append(i)
        for c, _ in plants.bill.inputs[g]:
            buyers.setdefault((firm, c), []).append(i)
    index, valued = plants.bill.index, plants.valued
    found: dict[tuple[int, int], float] = {}
    for supplier, customer, name, value in (
        rows.sort("year").select("supplier", "customer", "product", "value").iter_rows()
    ):
        g = index.get(name, -1)
        of, to = makers.get((supplier, g), []), buyers.get((customer, g), [])
        weight = plants.size[of][:, None] * plants.size[to][None, :] if of and to else np.zeros((0, 0))
        weight = weight / weight.sum() if weight.sum() > 0 else weight
        for a, i in enumerate(of):
            for b, j in enumerate(to):
                known = value is not None and valued and weight.size and weight.sum() > 0
                found[i, j] = float(value * weight[a, b]) if known else np.nan
    pairs = sorted(found)
    return Links(
        supplier=np.array([i for i, _ in pairs], dtype=np.int32),
        buyer=np.array([j for _, j in pairs], dtype=np.int32),
        value=np.array([found[p] for p in pairs], dtype=np.float64),
        inferred=np.zeros(len(pairs), dtype=np.bool_),
    )
