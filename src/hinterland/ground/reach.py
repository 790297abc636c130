"""Travel time between points: routes where the case has them, else great circle x circuity / speed.

Circuity is the length of a road over that of the great circle between its ends. The great circle is the chord
form of the haversine, d = 2 R arcsin(|u - v| / 2) for unit vectors u and v: exact near zero, and within a metre
at the antipodes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hinterland.check.places import EARTH_KM
from hinterland.errors import StudyError
from hinterland.ground.places import parents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.cluster import Cluster

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

CIRCUITY, SPEED_KMH = 1.3, 75.0  # where the case has no setting; the middle of the range below
SLOW, FAST = (1.4, 70.0), (1.2, 80.0)  # circuity and km/h: the usual range for lorries on trunk roads
POSITIONED = ("province", "city", "park")  # the middle of a country says nothing about where a plant stands
DEEPEST = 16  # levels of places that are climbed; a park lies five deep
CHUNK = 60_000  # numbers in one temporary array: small enough to stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Points:
    """Where things are.

    Attributes
    ----------
    lon, lat
        Degrees WGS-84, shape (n,), NaN where unknown.
    place
        Id of the place that each lies in, None where unknown.
    origin
        Where each position comes from: `own`, `place`, `ancestor` or `none`.
    shifted
        How many positions are in another datum than WGS-84. They are used as given: GCJ-02 lies up to some
        500 m off, BD-09 up to 1 km, less than a minute by lorry.
    """

    lon: Array
    lat: Array
    place: tuple[str | None, ...]
    origin: tuple[str, ...]
    shifted: int = 0

    def __len__(self) -> int:
        return len(self.place)

    def take(self, rows: Ints) -> Points:
        """Return some of the points, by number."""
        return replace(
            self,
            lon=self.lon[rows],
            lat=self.lat[rows],
            place=tuple(self.place[i] for i in rows),
            origin=tuple(self.origin[i] for i in rows),
        )

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which have a position, shape (n,)."""
        return np.isfinite(self.lon) & np.isfinite(self.lat) & (np.abs(self.lat) <= 90)


def points(cluster: Cluster, rows: pl.DataFrame, place: str = "place") -> Points:
    """Return where the rows of a table are, in their order.

    A row stands at its own lon and lat, else at those of its place, else of the nearest place that contains it and
    has both. Only a park, a city or a province stands in for what lies in it, never a country or the world.

    Parameters
    ----------
    cluster
        The case, for its places.
    rows
        Plants, places, or other rows with column `place`; lon, lat (deg) and datum where they have them.
    place
        Name of the column that says in which place a row lies.
    """
    named = rows[place].cast(pl.String)
    given = rows.with_columns(
        pl.col(c).cast(t) if c in rows.columns else pl.lit(None, t).alias(c)
        for c, t in (("lon", pl.Float64()), ("lat", pl.Float64()), ("datum", pl.String()))
    ).select("lon", "lat", "datum")
    known = given.select(_valid()).to_series()
    fallback = _stand_ins(cluster, named.unique().drop_nulls().sort().to_list())
    other = named.to_frame("place").join(fallback, on="place", how="left", maintain_order="left")
    chosen = given.select(
        pl.when(known).then(pl.col(c)).otherwise(other[c]).alias(c) for c in ("lon", "lat", "datum")
    ).with_columns(origin=pl.when(known).then(pl.lit("own")).otherwise(other["origin"].fill_null("none")))
    lon, lat = (chosen[c].fill_null(math.nan).to_numpy() for c in ("lon", "lat"))
    foreign = chosen["datum"].fill_null("WGS-84") != "WGS-84"
    return Points(
        np.ascontiguousarray(lon, dtype=np.float64),
        np.ascontiguousarray(lat, dtype=np.float64),
        tuple(named.to_list()),
        tuple(chosen["origin"].to_list()),
        int(foreign.sum()),
    )


def _valid() -> pl.Expr:
    """Both coordinates are there, in the range that the schema allows."""
    inside = [pl.col(c).is_finite() & (pl.col(c).abs() <= most) for c, most in (("lon", 180), ("lat", 90))]
    return pl.all_horizontal(inside).fill_null(value=False)


def _stand_ins(cluster: Cluster, wanted: Iterable[str]) -> pl.DataFrame:
    """Return for each place the position that stands in for a row in it: place, lon, lat, datum, origin."""
    usable = cluster["places"].filter(_valid() & pl.col("kind").is_in(POSITIONED))
    positions = {
        row[0]: row[1:]
        for row in usable.select("place", "lon", "lat", "datum").unique("place", keep="first").iter_rows()
    }
    above = parents(cluster)
    rows = []
    for one in wanted:
        found = next((p for p in _upward(one, above) if p in positions), None)
        if found is not None:
            rows.append((one, *positions[found], "place" if found == one else "ancestor"))
    text, number = pl.String(), pl.Float64()
    schema = {"place": text, "lon": number, "lat": number, "datum": text, "origin": text}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _upward(place: str | None, above: Mapping[str, str]) -> list[str]:
    """Return `place` and what contains it, from the inside out; a circle ends where it closes."""
    found: list[str] = []
    while place is not None and place not in found and len(found) < DEEPEST:
        found.append(place)
        place = above.get(place)
    return found


@dataclass(frozen=True, slots=True)
class Roads:
    """How long a lorry takes.

    Attributes
    ----------
    circuity
        Length of a road over that of the great circle, at least 1.
    speed_kmh
        Mean speed, km/h.
    routes
        Hours by (origin, destination), as the case states them.
    above
        The place that directly contains each place.

    Raises
    ------
    StudyError
        If the circuity is below 1 or the speed is not above 0.
    """

    circuity: float = CIRCUITY
    speed_kmh: float = SPEED_KMH
    routes: Mapping[tuple[str, str], float] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (math.isfinite(self.circuity) and self.circuity >= 1):
            raise StudyError(
                f"settings.circuity is {self.circuity:g}, and no road is shorter than the great circle; "
                f"write a number of at least 1 (usual: {FAST[0]:g} to {SLOW[0]:g})"
            )
        if not (math.isfinite(self.speed_kmh) and self.speed_kmh > 0):
            raise StudyError(
                f"settings.speed_kmh is {self.speed_kmh:g}; write a mean speed above 0 km/h "
                f"(usual for lorries: {SLOW[1]:g} to {FAST[1]:g})"
            )

    @classmethod
    def of(cls, cluster: Cluster) -> Roads:
        """Return the roads of a case: its settings, its routes (the shortest where one is given twice)."""
        stated = (
            cluster["routes"]
            .select("origin", "destination", "hours")
            .drop_nulls()
            .filter(pl.col("hours").is_finite() & (pl.col("hours") >= 0))
            .group_by("origin", "destination")
            .agg(pl.col("hours").min())
            .sort("origin", "destination")
        )
        return cls(
            cluster.setting("circuity", CIRCUITY),
            cluster.setting("speed_kmh", SPEED_KMH),
            {(a, b): hours for a, b, hours in stated.iter_rows()},
            parents(cluster),
        )

    def with_(self, *, circuity: float | None = None, speed_kmh: float | None = None) -> Roads:
        """Return the same roads with another circuity or speed; routes stay as stated."""
        return replace(
            self,
            circuity=self.circuity if circuity is None else circuity,
            speed_kmh=self.speed_kmh if speed_kmh is None else speed_kmh,
        )

    def slow(self) -> Roads:
        """Return the slow end of the range: `SLOW`, or the case's own settings where they are slower still."""
        return self.with_(circuity=max(self.circuity, SLOW[0]), speed_kmh=min(self.speed_kmh, SLOW[1]))

    def fast(self) -> Roads:
        """Return the fast end of the range: `FAST`, or the case's own settings where they are faster still."""
        return self.with_(circuity=min(self.circuity, FAST[0]), speed_kmh=max(self.speed_kmh, FAST[1]))

    @property
    def line_kmh(self) -> float:
        """Speed along the great circle, km/h."""
        return self.speed_kmh / self.circuity

    def hours(self, origins: Points, destinations: Points) -> Array:
        """Return the travel time from each origin to each destination.

        A route of the case counts for every pair of points that lie in its two places or below them. Of several
        that of the nearest places counts (fewest steps up, from both ends together), of those the shortest. It
        counts for the way back too, unless the way back is stated itself. A route between a place and one that
        contains it is no statement about two points inside the smaller one. All other pairs take the great circle.

        Parameters
        ----------
        origins, destinations
            n and m points.

        Returns
        -------
        numpy.ndarray
            Hours, shape (n, m); NaN where there is neither a route nor two positions.
        """
        hours = line_km(origins, destinations)
        hours /= self.line_kmh
        if not self.routes:
            return hours
        from_, row = _distinct(origins.place)
        to, column = _distinct(destinations.place)
        stated = self._stated(from_, to)
        if np.isnan(stated).all():
            return hours
        for rows in _chunks(len(origins), len(destinations)):
            route = stated[row[rows]][:, column]
            np.copyto(hours[rows], route, where=~np.isnan(route))
        return hours

    def _stated(self, origins: Sequence[str | None], destinations: Sequence[str | None]) -> Array:
        """Return the hours of the route that counts between each two places, NaN where none does."""
        directed = {(b, a): hours for (a, b), hours in self.routes.items()} | dict(self.routes)
        out = _Ladders.of(origins, {a for a, _ in directed}, self.above)
        into = _Ladders.of(destinations, {b for _, b in directed}, self.above)
        hours = np.full((len(out.index) + 1, len(into.index) + 1), np.nan)
        same = np.zeros(hours.shape, dtype=np.bool_)
        for (a, b), stated in directed.items():
            if a in out.index and b in into.index:
                hours[out.index[a], into.index[b]] = stated
                same[out.index[a], into.index[b]] = a == b
        holds_destination = _holds(out.index, destinations, self.above)
        holds_origin = _holds(into.index, origins, self.above).T
        found = np.full((len(origins), len(destinations)), np.nan)
        for steps in range(out.steps.shape[0] + into.steps.shape[0] - 1):
            nearest = np.full(found.shape, np.nan)
            for i in out.levels:
                j = steps - i
                if j in into.levels:
                    a, b = out.steps[i][:, None], into.steps[j]
                    nested = holds_destination[a[:, 0]] & holds_origin[:, b] & ~same[a, b]
                    np.fmin(nearest, np.where(nested, np.nan, hours[a, b]), out=nearest)
            np.copyto(found, nearest, where=np.isnan(found))
        return found


@dataclass(frozen=True, slots=True)
class _Ladders:
    """What contains some places, level by level, as far as routes begin or end there.

    `index` numbers the places of routes; `steps` has shape (levels, places) and holds those numbers, or -1;
    `levels` are those where there is one.
    """

    index: Mapping[str, int]
    steps: Ints
    levels: tuple[int, ...]

    @classmethod
    def of(cls, places: Sequence[str | None], served: set[str], above: Mapping[str, str]) -> _Ladders:
        chains = [_upward(p, above) for p in places]
        index = {p: k for k, p in enumerate(sorted({p for chain in chains for p in chain} & served))}
        steps = np.full((max(map(len, chains), default=0) or 1, len(places)), -1, dtype=np.int64)
        for column, chain in enumerate(chains):
            steps[: len(chain), column] = [index.get(p, -1) for p in chain]
        return cls(index, steps, tuple(np.flatnonzero((steps >= 0).any(axis=1)).tolist()))


def _holds(
    index: Mapping[str, int], places: Sequence[str | None], above: Mapping[str, str]
) -> NDArray[np.bool_]:
    """Return which place of `index` (and, last, none) contains or is each of `places`, shape (k + 1, places)."""
    holds = np.zeros((len(index) + 1, len(places)), dtype=np.bool_)
    for column, place in enumerate(places):
        holds[[index[p] for p in _upward(place, above) if p in index], column] = True
    return holds


def _distinct(places: Sequence[str | None]) -> tuple[list[str | None], Ints]:
    """Return the distinct places, and the number of each point's place among them."""
    number = {p: k for k, p in enumerate(dict.fromkeys(places))}
    return list(number), np.fromiter((number[p] for p in places), dtype=np.int64, count=len(places))


def _chunks(rows: int, columns: int) -> Iterable[slice]:
    step = max(1, CHUNK // max(1, columns))
    return (slice(start, min(start + step, rows)) for start in range(0, rows, step))


def unit_vectors(lon: Array, lat: Array) -> Array:
    """Return positions in degrees as unit vectors, shape (3, n); NaN where a position is unknown."""
    known = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90)
    x, y = (np.radians(np.where(known, v, np.nan)) for v in (lon, lat))
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def line_km(origins: Points, destinations: Points) -> Array:
    """Return great-circle distances in km, shape (n, m); NaN where a position is unknown."""
    a, b = unit_vectors(origins.lon, origins.lat), unit_vectors(destinations.lon, destinations.lat)
    km = np.empty((len(origins), len(destinations)))
    for rows in _chunks(*km.shape):
        block = km[rows]
        np.square(np.subtract(a[0, rows, None], b[0], out=block), out=block)
        part = np.empty_like(block)
        for axis in (1, 2):
            np.square(np.subtract(a[axis, rows, None], b[axis], out=part), out=part)
            block += part
        arc_km(block)
    return km


def arc_km(squared_chord: Array) -> Array:
    """Turn squared chords between unit vectors into km along the great circle, in place."""
    np.sqrt(squared_chord, out=squared_chord)
    squared_chord /= 2
    np.minimum(squared_chord, 1, out=squared_chord)
    np.arcsin(squared_chord, out=squared_chord)
    squared_chord *= 2 * EARTH_KM
    return squared_chord
