"""Terms `land` and `land_cost`: what a park can give against what the project needs, and at what price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.errors import UnitError
from hinterland.ground.places import within
from hinterland.ground.series import weakest
from hinterland.planning.site.compared import Term, in_force, over_most, sure, unknown
from hinterland.result import Said
from hinterland.units import convert, find

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.planning.site.compared import Array, Compared
    from hinterland.planning.site.project import Project

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Free:
    """Land that a place can give.

    Attributes
    ----------
    land
        Hectares until the end of `year`, the last year that is stated.
    by_year
        (year, ha that it can have given by then), in order.
    """

    land: float
    year: int
    by_year: tuple[tuple[int, float], ...]
    basis: str
    source: str | None

    def from_year(self, need: float) -> int | None:
        """Return the first year by the end of which a need can be met, None for never."""
        return next((year for year, land in self.by_year if land >= need * (1 - ROUNDING)), None)


def free_land(seen: Cluster, place: str) -> Free | None:
    """Return the land a place can give: its own rows, else those of what lies in it, added up; None where unknown."""
    table = seen["free_land"].filter(pl.col("land_ha").is_not_null() & pl.col("year").is_not_null())
    if not table.height:
        return None
    own = table.filter(pl.col("place") == place)
    rows = own if own.height else table.filter(pl.col("place").is_in(sorted(within(seen, place))))
    if not rows.height:
        return None
    years = sorted(set(rows["year"].to_list()))
    by_year = tuple((y, _until(rows, y)) for y in years)
    worst = weakest(sure(rows["basis"].to_list()))
    return Free(by_year[-1][1], years[-1], by_year, worst, rows["source"][0])


def _until(rows: pl.DataFrame, year: int) -> float:
    """Return what all places of some rows can have given by the end of a year."""
    known = rows.filter(pl.col("year") <= year).sort("year").unique("place", keep="last")
    return float(known["land_ha"].sum())


def land(parks: Compared, project: Project) -> Term:
    """Return the land of each park against the need; where the need is not known, free land against the most."""
    free = [free_land(parks.cluster, p) for p in parks.places]
    areas = dict(parks.cluster["places"].select("place", "land_ha").iter_rows())
    need = project.land
    value, whole = np.full(len(parks), np.nan), np.zeros(len(parks), dtype=bool)
    for i, (place, found) in enumerate(zip(parks.places, free, strict=True)):
        if found is not None:
            value[i] = found.land
        elif need is not None and areas.get(place) is not None:
            value[i], whole[i] = areas[place], True
    if np.isnan(value).all():
        return unknown("land", "ha", _nothing(need), len(parks))
    normal = over_most(value) if need is None else _fit(value, need)
    basis, detail, rows = [], [], []
    sources = dict(parks.cluster["places"].select("place", "source").iter_rows())
    for i, place in enumerate(parks.places):
        if np.isnan(value[i]):
            basis.append("")
            detail.append(_nothing(need))
            continue
        found = free[i]
        name = parks.naming.place(place)
        basis.append(found.basis if found is not None else "inferred")
        detail.append(_told(value[i], need, found))
        rows.append(
            {
                "place": place,
                "term": "land",
                "table": "places" if found is None else "free_land",
                "id": place if found is None else f"{place}|{found.year}",
                "name_en": name.en,
                "name_zh": name.zh,
                "part": float(value[i]),
                "basis": basis[-1],
                "source": sources.get(place) if found is None else found.source,
            }
        )
    return Term("land", "ha", value, normal, tuple(basis), tuple(detail), tuple(rows))


def _fit(value: Array, need: float) -> Array:
    """Return land over the need, at most 1; who needs none has enough."""
    whole = np.where(np.isnan(value), np.nan, 1.0)
    return np.minimum(value / need, whole) if need > 0 else whole


def _nothing(need: float | None) -> Said:
    if need is None:
        return Said(
            "not known: neither what is free (table free_land) nor what the project needs (--land) is said",
            "未知：既无可供用地（free_land 表），也无项目用地需求（--land）",
        )
    return Said(
        "not known: the case has neither free land nor an area of this park",
        "未知：案例中既无该园区的可供用地，也无其面积",
    )


def _told(value: float, need: float | None, found: Free | None) -> Said:
    if found is None:
        return Said(
            f"whole area {value:,.0f} ha; what of it is free is not known (an upper bound)",
            f"总面积 {value:,.0f} 公顷；其中可供多少未知（上界）",
        )
    en, zh = (
        f"{value:,.4g} ha free until the end of {found.year}",
        f"至 {found.year} 年末可供 {value:,.4g} 公顷",
    )
    if need is None:
        return Said(f"{en}; the need is not known", f"{zh}；需求未知")
    first = found.from_year(need)
    if first is None:
        return Said(f"{en}, {need:,.4g} ha needed: not enough", f"{zh}，需 {need:,.4g} 公顷：不足")
    return Said(
        f"{en}, {need:,.4g} ha needed: enough from {first}", f"{zh}，需 {need:,.4g} 公顷：{first} 年起足够"
    )


def land_cost(parks: Compared) -> Term | None:
    """Return the price of land by park, CNY/ha (or CNY/ha a year), None where no instrument states one.

    The instrument of the nearest place that holds the park counts; of several the cheapest.
    """
    rows = in_force(parks.cluster["instruments"].filter(pl.col("kind") == "land"), "start", "end", parks.day)
    own = parks.cluster.own_units()
    prices: dict[str, tuple[float, dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        price = _price(row, own)
        if price is not None and price < prices.get(row["place"], (np.inf, row))[0]:
            prices[row["place"]] = (price, row)
    found = [next((prices[p] for p in above if p in prices), None) for above in parks.above]
    if not any(found):
        return None
    value = np.array([np.nan if f is None else f[0] for f in found])
    least = float(np.nanmin(value))
    told, basis, listed = [], [], []
    for place, f in zip(parks.places, found, strict=True):
        if f is None:
            told.append(Said("not known: no price of land is stated", "未知：没有公布的地价"))
            basis.append("")
            continue
        price, row = f
        name = Said(row["name_en"] or row["instrument"], row["name_zh"] or row["instrument"])
        told.append(Said(f"{price:,.0f} CNY/ha ({name.en})", f"每公顷 {price:,.0f} 元（{name.zh}）"))
        basis.append(row["basis"] or "reported")
        listed.append(
            {
                "place": place,
                "term": "land_cost",
                "table": "instruments",
                "id": row["instrument"],
                "name_en": name.en,
                "name_zh": name.zh,
                "part": price,
                "basis": basis[-1],
                "source": row["source"],
            }
        )
    return Term("land_cost", "CNY/ha", value, least / value, tuple(basis), tuple(told), tuple(listed))


def _price(row: dict[str, Any], own: tuple[tuple[str, float, str], ...]) -> float | None:
    """Return what an instrument asks for land, CNY/ha, None where it is no price of land."""
    if not row["rate"] or row["rate"] <= 0 or not row["unit"] or "/" not in row["unit"]:
        return None
    try:
        if find(row["unit"], own).dimension != find("CNY/ha").dimension:
            return None
        return float(convert(row["rate"], row["unit"], "CNY/ha", own))
    except UnitError:
        return None
