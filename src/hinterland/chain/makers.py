"""The table `makers`: who in the case makes a product that is lacking, or a close one; a first list of candidates.

Firms come in the order: those that make it (`makes`), that build or announced a plant of it (`planned`), that are on
record as suppliers of it without a plant listed (`supplies`), that make a close product (`close`). Made-up firms
come last, and only where made-up plants count or nothing real is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain.closeness import Close, Closeness
from hinterland.chain.makers_said import Words, say
from hinterland.chain.nearby import SLACK
from hinterland.chain.scope import SETS
from hinterland.ground.plants import Standing, standing
from hinterland.ground.reach import points
from hinterland.ground.series import weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hinterland.chain.measured import Nearby
    from hinterland.chain.runs import Array, Bools, Ints
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster

MAKERS = {
    "place": pl.String(),
    "root": pl.String(),
    "product": pl.String(),
    "rank": pl.Int64(),
    "firm": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "how": pl.String(),
    "closeness": pl.Float64(),
    "hours": pl.Float64(),
    "status": pl.String(),
    "why_en": pl.String(),
    "why_zh": pl.String(),
    "basis": pl.String(),
}
"""Columns of the table, one row a place, product and firm. `how` is `makes`, `planned`, `supplies` or `close`;
`closeness` is 1 but for close products; `hours` is the way from the firm's nearest plant concerned to the nearest
assembling plant of the place, null where nobody can tell."""
HOW = ("makes", "planned", "supplies", "close")
MADE_UP = 2
"""Made-up firms that are listed for a product at most."""
FULL = 1 - 1e-6
"""Share of demand from which it counts as served whole."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One firm that may make a product, and what says so.

    `plants` counts its plants concerned, of which the row tells the nearest; `close` is the close product it makes,
    `deliveries` is customer, year and whether the link is only suggested.
    """

    firm: str
    how: str
    basis: str
    closeness: float = 1.0
    hours: float = np.nan
    status: str | None = None
    place: str = ""
    capacity: float = np.nan
    year: str = ""
    near: bool = False
    plants: int = 1
    close: Close | None = None
    delivery: tuple[str, int | None, bool] | None = None

    def order(self) -> tuple[object, ...]:
        """Return what leads are ordered by: how, closeness, hours, known capacity, firm."""
        hours = np.inf if np.isnan(self.hours) else self.hours
        capacity = -1.0 if np.isnan(self.capacity) else self.capacity
        return HOW.index(self.how), -self.closeness, hours, -capacity, self.firm


@dataclass(frozen=True, slots=True)
class Group:
    """The plants of one product: rows `start` to `stop` of a table of plants, with hours to the nearest assembler."""

    plants: Standing
    hours: Array
    near: Bools
    start: int
    stop: int

    def firms(self) -> set[str]:
        """Return the firms that have such a plant, whatever its status."""
        return set(self.plants.firm[self.start : self.stop].tolist())

    def nearest(self, keep: Bools, most: int, made_up: int) -> Iterator[tuple[int, int]]:
        """Yield the nearest plant of each firm and the number of its plants, for the plants that `keep` says.

        Nearest first, then the larger; `most` of the real firms and `made_up` of the others.
        """
        rows = self.start + np.flatnonzero(keep)
        firm, capacity = self.plants.firm[rows], self.plants.capacity[rows]
        hours = np.where(np.isnan(self.hours[rows]), np.inf, self.hours[rows])
        fake = self.plants.basis[rows] == "synthetic"
        order = np.lexsort((firm, -np.where(np.isnan(capacity), -1.0, capacity), hours, fake))
        _, first, number = np.unique(firm[order], return_index=True, return_counts=True)
        by_rank = np.argsort(first)
        first, number = first[by_rank], number[by_rank]
        of_fake = fake[order[first]]
        for chosen in (np.flatnonzero(~of_fake)[:most], np.flatnonzero(of_fake)[:made_up]):
            for i in chosen:
                yield int(rows[order[first[i]]]), int(number[i])


@dataclass(frozen=True, slots=True)
class Pool:
    """Plants by product: those of the supply, and those of close products that the final product does not take."""

    groups: Mapping[str, Group]

    def of(self, product: str) -> Group | None:
        """Return the plants of a product, None where the case has none."""
        return self.groups.get(product)


def maker_rows(
    cluster: Cluster, near: Nearby, products: Sequence[int], limit: int = 5
) -> Iterator[dict[str, Any]]:
    """Yield the candidates for some products, `limit` at most for each, ranked.

    Parameters
    ----------
    cluster
        The case that `near` was measured in.
    near
        What is near the place; its widest reach is the one that counts.
    products
        Indices into `near.scope.parts.products`, in the order in which they are told.
    limit
        Firms a product at most.
    """
    scope = near.scope
    known = Closeness.of(cluster)
    names = [scope.parts.products[i] for i in products]
    close = {name: known.to(name) for name in names}
    pool = _pool(cluster, near, {*names, *(c.product for some in close.values() for c in some)})
    deliveries = _deliveries(cluster, scope, names)
    chosen: dict[str, list[Lead]] = {}
    for i, name in zip(products, names, strict=True):
        short = bool(near.served["operating", near.reaches[-1]].low[i] < FULL)
        leads = list(_leads(name, pool, close[name], deliveries, short=short, limit=limit))
        chosen[name] = _choose(leads, limit, made_up=scope.synthetic)
    said = Words.of(cluster, chosen, near.reaches[-1])
    for name in names:
        for rank, lead in enumerate(chosen[name], start=1):
            why, firm = say(lead, name, said), said.firms[lead.firm]
            yield {
                "place": scope.place,
                "root": scope.root,
                "product": name,
                "rank": rank,
                "firm": lead.firm,
                "name_en": firm.en,
                "name_zh": firm.zh,
                "how": lead.how,
                "closeness": lead.closeness,
                "hours": None if np.isnan(lead.hours) else lead.hours,
                "status": lead.status,
                "why_en": why.en,
                "why_zh": why.zh,
                "basis": lead.basis,
            }


def _choose(leads: Sequence[Lead], limit: int, *, made_up: bool) -> list[Lead]:
    """Return the leads that are listed: one a firm, real ones first, a few made-up ones where they may be told."""
    ordered = sorted(leads, key=lambda lead: lead.order())
    first: dict[str, Lead] = {}
    for lead in sorted(ordered, key=lambda lead: lead.basis == "synthetic"):
        first.setdefault(lead.firm, lead)
    real = [lead for lead in first.values() if lead.basis != "synthetic"]
    rest = [lead for lead in first.values() if lead.basis == "synthetic"]
    return [*real, *(rest[:MADE_UP] if made_up or not real else ())][:limit]


def _leads(
    product: str,
    pool: Pool,
    close: Sequence[Close],
    deliveries: Mapping[str, Sequence[Lead]],
    *,
    short: bool,
    limit: int,
) -> Iterator[Lead]:
    """Yield the leads for one product; `short`: what is within reach may not do, so more of its makers are wanted."""
    group = pool.of(product)
    makers: set[str] = set()
    if group is not None:
        status = group.plants.status[group.start : group.stop]
        runs = status == "operating"
        within = group.near[group.start : group.stop]
        yield from _plants(group, runs & (short | ~within), "makes", limit)
        yield from _plants(group, ~runs, "planned", limit)
        makers = group.firms()
    yield from (lead for lead in deliveries.get(product, ()) if lead.firm not in makers)
    for other in close:
        found = pool.of(other.product)
        if found is None:
            continue
        runs = found.plants.status[found.start : found.stop] == "operating"
        runs &= ~np.isin(found.plants.firm[found.start : found.stop], list(makers))
        yield from _plants(found, runs, "close", limit, other)


def _plants(group: Group, keep: Bools, how: str, limit: int, close: Close | None = None) -> Iterator[Lead]:
    if not keep.any():
        return
    plants = group.plants
    # a firm may be listed already for a better reason, so more are handed over than are shown
    for row, number in group.nearest(keep, 2 * limit, limit + MADE_UP):
        status, basis = str(plants.status[row]), str(plants.basis[row])
        yield Lead(
            firm=str(plants.firm[row]),
            how=how,
            basis=basis if close is None else weakest(["inferred", basis]),
            closeness=1.0 if close is None else close.closeness,
            hours=float(group.hours[row]),
            status=status,
            place=str(plants.place[row]),
            capacity=float(plants.capacity[row]),
            year=_year(plants.rows, row, status),
            near=bool(group.near[row]),
            plants=number,
            close=close,
        )


def _year(rows: pl.DataFrame, row: int, status: str) -> str:
    """Return the year in which a plant was announced or its construction began, empty where it runs."""
    if status == "operating":
        return ""
    dates = ("construction",) if status == "construction" else ("announced", "published")
    told = [rows[name][row] for name in dates]
    return next((str(date)[:4] for date in told if date is not None), "")


def _deliveries(cluster: Cluster, scope: Scope, products: Sequence[str]) -> Mapping[str, Sequence[Lead]]:
    """Return by product the firms on record as suppliers of it up to the study's year, newest delivery of each."""
    rows = cluster["supplies"].filter(
        pl.col("product").is_in(sorted(set(products))) & (pl.col("year") <= scope.year).fill_null(value=True)
    )
    rows = rows.with_columns(suggested=pl.col("review").eq_missing("suggested"))
    rows = rows.sort("suggested", "year", "customer", descending=[False, True, False], nulls_last=True)
    found: dict[str, list[Lead]] = {}
    for product, supplier, customer, year, suggested, basis in rows.select(
        "product", "supplier", "customer", "year", "suggested", "basis"
    ).iter_rows():
        grounds = ["inferred"] if suggested else []
        lead = Lead(
            firm=supplier,
            how="supplies",
            basis=weakest([*grounds, basis or "reported"]),
            delivery=(customer, year, suggested),
        )
        found.setdefault(product, []).append(lead)
    return found


def _pool(cluster: Cluster, near: Nearby, wanted: set[str]) -> Pool:
    """Return the plants of the products wanted that run, are under construction or announced."""
    scope, supply = near.scope, near.scope.supply
    index = {p: i for i, p in enumerate(scope.parts.products) if scope.parts.component[i]}
    groups = _groups(near.reaches[-1], supply.standing, scope.hours, supply.inside, wanted & set(index))
    others = sorted(wanted - set(index))
    rows = cluster["plants"].filter(pl.col("product").is_in(others)).sort("product", maintain_order=True)
    if rows.height:
        some = standing(rows, scope.day)
        some = some.take(some.having(*SETS["announced"]))
        ways = scope.roads.hours(scope.sites.where, points(cluster, some.rows))
        inside = np.isin(some.place, list(scope.inside))
        groups |= _groups(near.reaches[-1], some, ways, inside, set(others))
    return Pool(MappingProxyType(groups))


def _groups(
    reach: float | None, plants: Standing, ways: Array, inside: Bools, wanted: set[str]
) -> dict[str, Group]:
    """Return the plants of each product wanted; those of one product follow each other in `plants`."""
    away = np.where(np.isnan(ways), np.inf, ways).min(axis=0, initial=np.inf)
    near = inside if reach is None else away <= reach + SLACK
    hours = np.where(np.isinf(away), np.nan, away)
    begin: Ints = np.flatnonzero(np.r_[True, plants.product[1:] != plants.product[:-1]][: len(plants)])
    ends: Ints = np.r_[begin[1:], len(plants)][: len(begin)]
    return {
        str(plants.product[a]): Group(plants, hours, near, a, b)
        for a, b in zip(begin.tolist(), ends.tolist(), strict=True)
        if str(plants.product[a]) in wanted
    }
