"""Terms `talent`, `institutes` and `testing`: persons and organisations within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.ground.places import chain_up
from hinterland.ground.reach import points
from hinterland.ground.series import weakest
from hinterland.planning.site.compared import (
    NO_POSITION,
    NOT_LISTED,
    Term,
    in_force,
    over_most,
    sure,
    unknown,
    where_is,
)
from hinterland.planning.site.words import several
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.site.compared import Array, Bools, Compared
    from hinterland.planning.site.project import Project

WORDS = {
    "institutes": (("research", "talent"), Said("research or talent", "科研或人才")),
    "testing": (("testing",), Said("testing", "检测")),
}
"""Term to the kinds of offer that count, in words."""
UNIT = "organisation"


def offers(parks: Compared, term: str) -> Term:
    """Return how many organisations within reach offer something of a kind, each counted once."""
    kinds, said = WORDS[term]
    rows = parks.cluster["offers"].filter(pl.col("kind").is_in(kinds))
    if not rows.height:
        why = Said(
            f"not known: the case lists no offer of {said.en} that was public by {parks.day}",
            f"未知：截至 {parks.day} 案例中没有{said.zh}供给",
        )
        return unknown(term, UNIT, why, len(parks))
    rows = in_force(rows, "from", "to", parks.day)
    who = _organisations(parks, rows)
    hours = parks.roads.hours(parks.where, points(parks.cluster, rows))
    near = parks.near(hours) | _holds(parks, rows["place"].to_list())
    value = np.full(len(parks), np.nan)
    detail: list[Said] = []
    basis: list[str] = []
    told: list[dict[str, Any]] = []
    week = _capacity(parks, rows) if term == "testing" else np.full(rows.height, np.nan)
    listed = parks.covered(rows["place"].to_list())
    for park in range(len(parks)):
        within = np.flatnonzero(near[park])
        if not parks.placed[park] or not (len(within) or listed[park]):
            detail.append(NOT_LISTED if parks.placed[park] else NO_POSITION)
            basis.append("")
            continue
        names = list(dict.fromkeys(who[k] for k in within))
        value[park] = len(names)
        basis.append(weakest(sure(rows["basis"][int(k)] for k in within)))
        detail.append(_listed(names, week[within]))
        told += [_row(parks, park, term, rows.row(int(k), named=True), hours[park, k]) for k in within]
    return Term(term, UNIT, value, over_most(value), tuple(basis), tuple(detail), tuple(told))


def _organisations(parks: Compared, rows: pl.DataFrame) -> list[Said]:
    """Return who offers, by firm where it is one of the case."""
    return [
        parks.naming.firm(firm) if firm else Said(name or offer, name or offer)
        for firm, name, offer in rows.select("firm", "organisation", "offer").iter_rows()
    ]


def _holds(parks: Compared, places: list[str | None]) -> Bools:
    """Return which places lie in which parks, (n, places): what is in the park is within reach of it."""
    chains = [set(chain_up(p, parks.up)) for p in places]
    return np.array([[park in chain for chain in chains] for park in parks.places], dtype=np.bool_).reshape(
        len(parks), len(places)
    )


def _listed(names: list[Said], week: Array) -> Said:
    if not names:
        return Said("none within reach", "可达范围内无")
    few = several(names)
    known = week[~np.isnan(week)]
    if len(known):
        return Said(
            f"{few.en}; {known.sum():,.0f} h a week in {len(known)} of them",
            f"{few.zh}；其中 {len(known)} 家每周合计 {known.sum():,.0f} 小时",
        )
    return few


def _capacity(parks: Compared, rows: pl.DataFrame) -> Array:
    """Return the hours a week that each offer is open: bays x opening hours x availability, NaN where unknown."""
    capacity = parks.cluster["test_capacity"].select(
        "offer",
        week=pl.col("bays")
        * pl.col("hours").fill_null(168.0).clip(0, 168)
        * pl.col("availability").fill_null(1.0),
    )
    joined = rows.select("offer").join(
        capacity.unique("offer", keep="first"), on="offer", how="left", maintain_order="left"
    )
    return joined["week"].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()


def _row(parks: Compared, park: int, term: str, row: dict[str, Any], hours: float) -> dict[str, Any]:
    name = row["organisation"] or row["offer"]
    return {
        "place": parks.places[park],
        "term": term,
        "table": "offers",
        "id": row["offer"],
        "name_en": row["text_en"] or name,
        "name_zh": row["text_zh"] or row["text_en"] or name,
        "part": 1.0,
        "hours": None if np.isnan(hours) else float(hours),
        "basis": row["basis"] or "reported",
        "source": row["source"],
    }


def talent(parks: Compared, project: Project) -> Term:
    """Return the persons at work within reach, in the occupations that the product takes."""
    stock, year = _stock(parks)
    if not stock.height:
        why = Said(
            f"not known: the case has no labour_stock that was public by {parks.day}",
            f"未知：截至 {parks.day} 案例中没有 labour_stock（人才存量）",
        )
        return unknown("talent", "person", why, len(parks))
    needed = parks.cluster["labour_coefficients"].filter(where_is("product", project.product))
    occupations = set(needed.filter(pl.col("persons") > 0)["occupation"].to_list())
    rows = stock.filter(pl.col("occupation").is_in(sorted(occupations))) if occupations else stock
    if not rows.height:
        why = Said(
            "not known: labour_stock has none of the occupations that the product takes",
            "未知：labour_stock 中没有该产品所需的职业",
        )
        return unknown("talent", "person", why, len(parks))
    hours = parks.roads.hours(parks.where, points(parks.cluster, rows))
    near = (
        parks.near(hours) | _holds(parks, rows["place"].to_list()) | _inside(parks, rows["place"].to_list())
    )
    persons = rows["stock"].cast(pl.Float64).to_numpy()
    # persons of the next province alone would be taken for all there are: the park's own must be listed too
    known = parks.placed & parks.covered(rows["place"].to_list())
    value = np.where(known, near @ persons, np.nan)
    detail = tuple(
        _persons(parks, rows, near[i], value[i], year, project)
        if known[i]
        else (NOT_LISTED if parks.placed[i] else NO_POSITION)
        for i in range(len(parks))
    )
    bases = np.array(sure(rows["basis"].to_list()), dtype=np.str_)
    basis = tuple(weakest(bases[near[i]]) if known[i] else "" for i in range(len(parks)))
    told = tuple(
        _stocked(parks, i, rows.row(int(k), named=True), hours[i, k])
        for i in range(len(parks))
        if known[i]
        for k in np.flatnonzero(near[i])
    )
    return Term("talent", "person", value, over_most(value), basis, detail, told)


def _inside(parks: Compared, places: list[str]) -> Bools:
    """Return which places contain which parks, (n, places)."""
    return np.array([[p in above for p in places] for above in parks.above], dtype=np.bool_).reshape(
        len(parks), len(places)
    )


def _stock(parks: Compared) -> tuple[pl.DataFrame, str]:
    """Return the newest stock by place and occupation, and the years it is of.

    The newest year up to that of the day counts, else the first after it. A place that contains another one listed
    for the same occupation is left out: its persons would count twice.
    """
    known = parks.cluster["labour_stock"].filter(pl.col("stock").is_not_null() & pl.col("year").is_not_null())
    if not known.height:
        return known, ""
    late = pl.col("year") > parks.day.year
    known = known.with_columns(order=pl.when(late).then(pl.col("year")).otherwise(-pl.col("year")), late=late)
    rows = known.sort("late", "order").unique(["place", "occupation"], keep="first", maintain_order=True)
    by_occupation: dict[str, set[str]] = {}
    for place, occupation in rows.select("place", "occupation").iter_rows():
        by_occupation.setdefault(occupation, set()).update(chain_up(place, parks.up)[1:])
    keep = [p not in by_occupation[o] for p, o in rows.select("place", "occupation").iter_rows()]
    rows = rows.filter(pl.Series(keep, dtype=pl.Boolean)).sort("place", "occupation")
    years = sorted(set(rows["year"].to_list()))
    return rows, str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _persons(
    parks: Compared, rows: pl.DataFrame, near: Bools, value: float, year: str, project: Project
) -> Said:
    there = rows.filter(pl.Series(near.tolist(), dtype=pl.Boolean))
    if not there.height:
        return Said("none within reach", "可达范围内无")
    places = several(parks.naming.place(p) for p in there["place"].unique(maintain_order=True))
    count = there["occupation"].n_unique()
    en = f"{value:,.0f} persons in {count} occupations, {year} ({places.en})"
    zh = f"{count} 个职业 {value:,.0f} 人，{year} 年（{places.zh}）"
    if project.jobs and value > 0:
        en += f"; {project.jobs:,.0f} jobs are {project.jobs / value:.1%} of them"
        zh += f"；{project.jobs:,.0f} 个岗位占 {project.jobs / value:.1%}"
    return Said(en, zh)


def _stocked(parks: Compared, park: int, row: dict[str, Any], hours: float) -> dict[str, Any]:
    where = parks.naming.place(row["place"])
    return {
        "place": parks.places[park],
        "term": "talent",
        "table": "labour_stock",
        "id": f"{row['place']}|{row['occupation']}|{row['year']}",
        "name_en": where.en,
        "name_zh": where.zh,
        "part": row["stock"],
        "hours": None if np.isnan(hours) else float(hours),
        "basis": row["basis"] or "reported",
        "source": row["source"],
    }
