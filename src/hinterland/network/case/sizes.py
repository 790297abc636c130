"""How large the firms of a case are, from whatever is known of them, and on what each figure rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland import dates
from hinterland.errors import StudyError, UnitError
from hinterland.ground.parts import parts, roots
from hinterland.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.ground.plants import Standing

    Floats = NDArray[np.float64]
    Words = NDArray[np.str_]

BASES = ("revenue", "employees", "capacity", "sector_median", "median", "even")
"""What a size rests on, from the strongest to the weakest."""
PRICE = "unit_price."
"""Settings of this beginning give the price of a product, CNY a unit, where `products` has none."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of firms, shape (n,).

    Attributes
    ----------
    sales
        Sales of a year, CNY.
    basis
        One of `BASES`: `revenue` stated; `employees` times the median revenue a head of the sector; `capacity` of
        its plants (output where known) times price; `sector_median`; `median` of all firms where no size in the
        sector is known; `even`: 1, no size is known at all, so firms count alike and the scale says nothing.
    jobs
        Employees, else jobs at its plants, else sales over the sector's median revenue a head; NaN where unknown.
    jobs_known
        Which jobs are stated.
    """

    sales: Floats
    basis: Words
    jobs: Floats
    jobs_known: NDArray[np.bool_]


def sizes(cluster: Cluster, firms: pl.DataFrame, group: NDArray[np.int32], plants: Standing) -> Sizes:
    """Return the sizes of firms.

    Parameters
    ----------
    firms
        Rows of the table `firms`.
    group
        Sector of each, shape (n,).
    plants
        Plants that operate on the day.
    """
    revenue = _money(cluster, firms)
    heads = firms["employees"].cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
    heads[heads <= 0] = np.nan
    a_head = _by_group(revenue / heads, group)
    capacity, jobs_there = _of_plants(cluster, firms, plants)
    sales, basis = revenue.copy(), np.full(len(revenue), "revenue", dtype="<U13")
    for word, value in (("employees", heads * a_head[group]), ("capacity", capacity)):
        _fill(sales, basis, value, word)
    within = _by_group(sales, group, overall=False)
    overall = _by_group(sales, group)
    _fill(sales, basis, within[group], "sector_median")
    _fill(sales, basis, overall[group], "median")
    _fill(sales, basis, np.ones(len(sales)), "even")
    jobs = np.where(np.isfinite(heads), heads, jobs_there)
    known = np.isfinite(jobs)
    guess = np.where(basis == "even", np.nan, sales / a_head[group])
    return Sizes(sales, basis, np.where(known, jobs, guess), known)


def _fill(sales: Floats, basis: Words, value: Floats, word: str) -> None:
    """Fill in what is still unknown."""
    where = ~np.isfinite(sales) & np.isfinite(value)
    sales[where], basis[where] = value[where], word


def _money(cluster: Cluster, firms: pl.DataFrame) -> Floats:
    """Return revenue in CNY, NaN where unknown, not above 0, or in a currency without a rate."""
    found = firms["revenue"].cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
    foreign = firms["currency"].fill_null("CNY") != "CNY"
    rates = cluster.rates() if foreign.any() else None
    for i in np.flatnonzero(foreign.to_numpy()) if rates else ():
        on = firms["published"][int(i)]
        try:
            when = dates.last_day(on) if on else cluster.day()
            found[i] = rates.to_cny(found[i], firms["currency"][int(i)], when) if rates else np.nan
        except UnitError:
            found[i] = np.nan
    found[~(found > 0)] = np.nan
    return found


def _by_group(value: Floats, group: NDArray[np.int32], *, overall: bool = True) -> Floats:
    """Return the median of each group, that of all where a group has none (NaN unless `overall`)."""
    frame = pl.DataFrame({"group": group, "value": value}).filter(pl.col("value").is_finite())
    size = int(group.max(initial=-1)) + 1
    found = np.full(size, float(np.median(frame["value"])) if overall and frame.height else np.nan)
    medians = frame.group_by("group").agg(pl.col("value").median())
    found[medians["group"].to_numpy()] = medians["value"].to_numpy()
    return found


def _of_plants(cluster: Cluster, firms: pl.DataFrame, plants: Standing) -> tuple[Floats, Floats]:
    """Return what the plants of each firm make in a year, CNY, and their jobs; NaN where none is known."""
    known = prices(cluster)
    price = np.array([known.get(p, np.nan) for p in plants.product.tolist()], dtype=np.float64)
    units = np.where(np.isfinite(plants.output), plants.output, plants.capacity)
    frame = pl.DataFrame(
        {
            "firm": plants.firm.tolist(),
            "made": units * price,
            "jobs": plants.rows["jobs"].cast(pl.Float64),
        },
        schema_overrides={"firm": pl.String, "made": pl.Float64},
    ).with_columns(pl.col("made").fill_nan(None))
    # a sum of nothing is nothing known, not zero
    total = frame.group_by("firm").agg(
        *(
            pl.when(pl.col(c).is_not_null().any()).then(pl.col(c).sum()).otherwise(None).alias(c)
            for c in ("made", "jobs")
        )
    )
    found = firms.select("firm").join(total, on="firm", how="left", maintain_order="left")
    made, jobs = (found[c].fill_null(np.nan).to_numpy().copy() for c in ("made", "jobs"))
    made[~(made > 0)] = np.nan
    jobs[~(jobs > 0)] = np.nan
    return made, jobs


def prices(cluster: Cluster) -> Mapping[str, float]:
    """Return the price of each product whose price is known, CNY a unit.

    It is the one of the table `products`, else that of the setting `unit_price.PRODUCT`, else what the bill of
    materials makes of a finished product's price: the price times the share of its value that is material
    (`cost_items`), times the product's share of that, over the units that go into one finished product.
    """
    frame = cluster["products"].select("product", "unit_price").drop_nulls().filter(pl.col("unit_price") > 0)
    found = dict(frame.iter_rows())
    settings = cluster["settings"].filter(pl.col("name").str.starts_with(PRICE)).drop_nulls("value")
    for name, value in settings.select("name", "value").iter_rows():
        number = parse_number(value)
        if number is not None and number.value > 0:
            found.setdefault(name.removeprefix(PRICE), number.value)
    try:
        finished = roots(cluster)
    except StudyError:  # no bill of materials, or one that does not hold: prices as stated
        return found
    for root in finished:
        if root in found:
            for product, price in _down(cluster, root, found[root]).items():
                found.setdefault(product, price)
    return found


def _down(cluster: Cluster, root: str, price: float) -> Mapping[str, float]:
    """Return the prices of what goes into a finished product, from its own."""
    try:
        bill = parts(cluster, root)
    except StudyError:
        return {}
    costs = cluster["cost_items"].filter(pl.col("product") == root)["share"].drop_nulls().sum()
    material = price * max(0.0, 1 - float(costs))
    with np.errstate(divide="ignore", invalid="ignore"):
        each = material * bill.share / bill.per_root
    return {
        p: float(x)
        for p, x, c in zip(bill.products, each, bill.component, strict=True)
        if c and 0 < x < np.inf
    }
