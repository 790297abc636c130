"""The parks that are compared, where they are, and what every term needs to know of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hinterland.chain.nearby import SLACK
from hinterland.errors import Refused
from hinterland.frames import days
from hinterland.ground.naming import Naming
from hinterland.ground.places import chain_up, parents, within
from hinterland.ground.plants import Standing, standing
from hinterland.ground.reach import Points, Roads, points
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.site.options import Options
    from hinterland.planning.site.project import Project

Array: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

WIDE = frozenset({"country", "world"})
"""Levels above the provinces."""
COUNTED = ("operating", "construction")
"""Plants that count: a project decided today runs when those being built run too."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Parks (n) and the case as it was known on the day.

    Attributes
    ----------
    places
        Ids, in the order of ids.
    where
        Their positions.
    above
        The places that contain each, itself first.
    up, kinds
        The place that directly contains each place of the case, and the kind of each.
    plants, spots
        Plants that count (running or being built), and where they are.
    made_up
        Whether made-up plants are among them: as asked, else only where the case has no others.
    """

    cluster: Cluster
    day: date
    hours: float
    places: tuple[str, ...]
    where: Points
    above: tuple[tuple[str, ...], ...]
    up: Mapping[str, str]
    kinds: Mapping[str, str]
    roads: Roads
    naming: Naming
    plants: Standing
    spots: Points
    made_up: bool

    def __len__(self) -> int:
        return len(self.places)

    def near(self, hours: Array) -> Bools:
        """Return which travel times are within reach; an unknown one is not."""
        with np.errstate(invalid="ignore"):
            return np.asarray(hours <= self.hours + SLACK)

    def region(self, place: str | None) -> str | None:
        """Return the widest place below the country that holds a place (a province), None for a country itself."""
        below = [p for p in chain_up(place, self.up) if self.kinds.get(p) not in WIDE]
        return below[-1] if below else None

    def covered(self, places: Iterable[str | None]) -> Bools:
        """Return in which parks' provinces some rows lie, (n,): elsewhere no row means not listed, not none."""
        there = {self.region(p) for p in set(places)} - {None}
        return np.array([self.region(p) in there for p in self.places], dtype=np.bool_)

    @property
    def placed(self) -> Bools:
        """Which parks have a position, (n,)."""
        return self.where.known


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the comparison, an entry a park.

    Attributes
    ----------
    value, normal
        (n,) In `unit`, and from 0 to 1; NaN where nobody knows.
    basis
        (n,) Weakest basis of the rows it rests on, empty where it is not known.
    detail
        (n,) What the value is made of, or why it is not known.
    rows
        Rows it rests on: place, table, id, part, hours, basis, source.
    """

    id: str
    unit: str
    value: Array
    normal: Array
    basis: tuple[str, ...]
    detail: tuple[Said, ...]
    rows: tuple[dict[str, Any], ...] = ()


def where_is(column: str, value: str | None) -> pl.Expr:
    """Return the rows in which a column has a value; none where there is no value."""
    return (pl.col(column) == pl.lit(value, pl.String)).fill_null(value=False)


NOT_LISTED = Said("not known: the case lists none in this province", "未知：案例未收录该省数据")
NO_POSITION = Said("not known: the place has no position", "未知：该地点没有坐标")


def unknown(term: str, unit: str, why: Said, size: int) -> Term:
    """Return a term of which nothing is known anywhere."""
    nothing = np.full(size, np.nan)
    return Term(term, unit, nothing, nothing, ("",) * size, (why,) * size)


def over_most(values: Array) -> Array:
    """Return values over the greatest of those known; 0 where all are 0."""
    most = np.nanmax(values, initial=0.0)
    return values / most if most > 0 else np.where(np.isnan(values), np.nan, 0.0)


def compared(seen: Cluster, day: date, project: Project, options: Options) -> Compared:
    """Return the parks to compare for a project.

    They are the parks in the places asked for, else in those that a candidate may go to, else all of the case; a
    place without parks stands for itself.

    Raises
    ------
    Refused
        If there are none.
    """
    asked = options.places or (project.places if project.kind == "candidate" else ())
    places = parks_of(seen, asked)
    if not places:
        raise Refused(
            f"no park to compare: the case has no place of kind park, city or province that was public by {day}; "
            "fill in places (kind park, lon, lat), or name places with --place",
            f"没有可比较的园区：截至 {day}，案例中没有 kind 为 park、city 或 province 的地点；请填写 places"
            "（kind 为 park，以及经纬度），或以 --place 指定地点",
        )
    rows = pl.DataFrame({"place": places}, schema={"place": pl.String()})
    up = parents(seen)
    plants = standing(seen["plants"], day)
    plants = plants.take(plants.having(*COUNTED))
    no_others = bool(len(plants) and plants.synthetic.all())
    made_up = no_others if options.synthetic is None else options.synthetic
    if not made_up:
        plants = plants.take(~plants.synthetic)
    return Compared(
        cluster=seen,
        day=day,
        hours=options.hours,
        places=tuple(places),
        where=points(seen, rows),
        above=tuple(tuple(chain_up(p, up)) for p in places),
        up=up,
        kinds=dict(seen["places"].select("place", "kind").iter_rows()),
        roads=Roads.of(seen),
        naming=Naming.of(seen),
        plants=plants,
        made_up=made_up,
        spots=points(seen, plants.rows),
    )


def parks_of(seen: Cluster, asked: Sequence[str]) -> list[str]:
    """Return the parks in some places (each itself, where it is a park or holds none).

    Without places: all parks of the case, else all cities, else all provinces.
    """
    kinds = dict(seen["places"].select("place", "kind").iter_rows())
    if asked:
        found: set[str] = set()
        for place in asked:
            inside = {p for p in within(seen, place) if kinds.get(p) == "park"}
            found |= {place} if kinds.get(place) == "park" or not inside else inside
        return sorted(found)
    for kind in ("park", "city", "province"):
        every = sorted(p for p, k in kinds.items() if k == kind)
        if every:
            return every
    return []


def in_force(frame: pl.DataFrame, start: str, end: str, day: date) -> pl.DataFrame:
    """Return the rows that hold on a day; an empty date sets no limit."""
    from_, to = days(frame[start], last=False), days(frame[end], last=True)
    begun = (from_ <= day).fill_null(value=True)
    open_ = (to >= day).fill_null(value=True)
    return frame.filter(begun & open_)


def sure(bases: Iterable[str | None]) -> list[str]:
    """Return bases with an empty one read as reported, as the case's checks do."""
    return [b or "reported" for b in bases]
