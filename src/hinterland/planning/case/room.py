"""Land and labour of parks: what there is by year, and what a plant of a product needs of each occupation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.ground.places import chain_up, parents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.planning.case.options import Assumed, Told
    from hinterland.planning.problem import Array

REST = "workers"
"""Group of jobs that no coefficient parts by occupation."""


@dataclass(frozen=True, slots=True)
class Room:
    """Land and labour.

    Attributes
    ----------
    groups
        Occupations, and `REST` for jobs that are not told by occupation.
    persons
        Product to persons of each occupation for a unit of yearly capacity.
    land, labour, attract_most
        As in `hinterland.planning.problem.Space`.
    """

    groups: tuple[str, ...]
    persons: Mapping[str, Mapping[str, float]]
    land: Array
    labour: Array
    attract_most: Array

    def jobs(self, wanted: Sequence[tuple[str, float, float | None]]) -> Array:
        """Return persons by group of plants (product, capacity, jobs stated or None), (plants, groups).

        Stated jobs are parted by the product's coefficients; without coefficients they are `REST`; without stated
        jobs the coefficients times capacity stand.
        """
        found = np.zeros((len(wanted), len(self.groups)))
        at = {g: i for i, g in enumerate(self.groups)}
        for i, (product, capacity, jobs) in enumerate(wanted):
            each = self.persons.get(product, {})
            total = sum(each.values())
            if total > 0:
                whole = total * capacity if jobs is None else float(jobs)
                for group, persons in each.items():
                    found[i, at[group]] = whole * persons / total
            elif REST in at:
                found[i, at[REST]] = float(jobs or 0)
        return found


def room(
    cluster: Cluster,
    parks: Sequence[str],
    years: tuple[int, ...],
    products: Sequence[str],
    assumed: Assumed,
    told: Told,
) -> Room:
    """Return land and labour of parks; `products` are those of candidates and expansions."""
    above = parents(cluster)
    persons: dict[str, dict[str, float]] = {}
    for product, occupation, each in (
        cluster["labour_coefficients"].select("product", "occupation", "persons").drop_nulls().iter_rows()
    ):
        if product in products and each > 0:
            persons.setdefault(product, {})[occupation] = float(each)
    groups = sorted({g for each in persons.values() for g in each})
    if not groups or any(p not in persons for p in products):
        groups.append(REST)
    labour, attract = _labour(cluster, parks, groups, years, assumed, told, above)
    return Room(tuple(groups), persons, _land(cluster, parks, years, assumed, told), labour, attract)


def _land(
    cluster: Cluster, parks: Sequence[str], years: tuple[int, ...], assumed: Assumed, told: Told
) -> Array:
    """Return hectares that each park can give until the end of each year, inf where nobody knows.

    A row of `free_land` counts until the next one; years before the first are limited by the first.
    """
    rows: dict[str, list[tuple[int, float]]] = {}
    for place, year, land in cluster["free_land"].select("place", "year", "land_ha").drop_nulls().iter_rows():
        rows.setdefault(place, []).append((int(year), float(land)))
    areas = dict(cluster["places"].select("place", "land_ha").drop_nulls().iter_rows())
    found = np.full((len(parks), len(years)), np.inf)
    open_, by_area = [], []
    for i, park in enumerate(parks):
        if park in rows:
            listed = sorted(rows[park])
            for t, year in enumerate(years):
                known = [v for y, v in listed if y <= year]
                found[i, t] = known[-1] if known else listed[0][1]
        elif park in areas and assumed.land_share is not None:
            found[i] = areas[park] * assumed.land_share
            by_area.append(park)
        else:
            open_.append(park)
    if by_area:
        told.note(
            f"Of {len(by_area)} parks without free land on record {assumed.land_share:.0%} of the area is free.",
            f"{len(by_area)} 个园区无可供地数据：按面积的 {assumed.land_share:.0%} 计为可供。",
        )
    if open_:
        told.note(
            f"Nobody knows how much land {_some(open_)} can give: no limit ({len(open_)} of {len(parks)} parks).",
            f"{_some(open_, '、')} 的可供土地未知：不设上限（{len(parks)} 个园区中 {len(open_)} 个）。",
        )
    return found


def _some(names: Sequence[str], comma: str = ", ") -> str:
    return comma.join(names[:4]) + (" ..." if len(names) > 4 else "")


def _labour(
    cluster: Cluster,
    parks: Sequence[str],
    groups: Sequence[str],
    years: tuple[int, ...],
    assumed: Assumed,
    told: Told,
    above: Mapping[str, str],
) -> tuple[Array, Array]:
    """Return persons that new plants can hire until each year, and that can be attracted in one.

    Entrants of a year are graduates times those who stay plus net inflow, at the nearest place that holds the park
    and has rows; they add up from the first year on. Parks that share such a place share its people evenly. Without
    entrants on record the stock itself counts, once.
    """
    stock = _stock(cluster)
    holder = {
        (k, g): next((p for p in chain_up(k, above) if (p, g) in stock), None) for k in parks for g in groups
    }
    shared: dict[tuple[str, str], int] = {}
    for (_, g), p in holder.items():
        if p is not None:
            shared[p, g] = shared.get((p, g), 0) + 1
    free = np.full((len(parks), len(groups), len(years)), np.inf)
    attract = np.zeros(free.shape)
    for i, k in enumerate(parks):
        for j, g in enumerate(groups):
            p = holder[k, g]
            if p is not None:
                hire, most = _entrants(stock[p, g], years, assumed)
                free[i, j], attract[i, j] = hire / shared[p, g], most / shared[p, g]
    unknown = sum(p is None for p in holder.values())
    if unknown:
        told.note(
            f"For {unknown} of {len(holder)} pairs of park and occupation nobody knows who could be hired: "
            f"no limit.",
            f"{len(holder)} 个“园区—职业”组合中 {unknown} 个缺少可招用人数：不设上限。",
        )
    return free, attract


def _stock(cluster: Cluster) -> dict[tuple[str, str], dict[int, dict[str, float | None]]]:
    found: dict[tuple[str, str], dict[int, dict[str, float | None]]] = {}
    columns = ("stock", "graduates", "inflow", "retention")
    for row in cluster["labour_stock"].iter_rows(named=True):
        if all(row[c] is None for c in columns[:3]):
            continue  # a row that states nothing: nobody knows, which is not 0
        by_year = found.setdefault((row["place"], row["occupation"]), {})
        by_year[int(row["year"])] = {c: row[c] for c in columns}
    return found


def _entrants(
    rows: Mapping[int, Mapping[str, float | None]], years: tuple[int, ...], assumed: Assumed
) -> tuple[Array, Array]:
    """Return persons to hire until the end of each year, and persons that can be attracted in each."""
    hire, most, total = [], [], 0.0
    listed = sorted(rows)
    for year in years:
        known = [y for y in listed if y <= year] or listed[:1]
        row = rows[known[-1]]
        graduates, inflow, stay = row["graduates"], row["inflow"], row["retention"]
        if graduates is None and inflow is None:
            total = (row["stock"] or 0.0) * assumed.labour_share
        else:
            entrants = (graduates or 0.0) * (1.0 if stay is None else stay) + (inflow or 0.0)
            total += max(0.0, entrants) * assumed.labour_share
        hire.append(total)
        most.append((row["stock"] or 0.0) * assumed.attract_most)
    return np.array(hire), np.array(most)
