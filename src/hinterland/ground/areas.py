"""What lies within some hours, as GeoJSON (RFC 7946): circles round points, and areas of least travel time.

All coordinates are WGS-84 degrees with 4 decimals (11 m). Rings are closed, outer ones counter-clockwise, holes
clockwise. What crosses the antimeridian is cut there, what holds a pole is closed along it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from contourpy import FillType, contour_generator
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from hinterland.check.places import EARTH_KM
from hinterland.errors import StudyError
from hinterland.ground.reach import Points, arc_km, line_km, unit_vectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.ground.reach import Array, Roads

Ring: TypeAlias = list[list[float]]
Polygon: TypeAlias = list[Ring]

VERTICES = 72  # of a circle: its chords leave it by 0.1 percent of the radius at most
DECIMALS = 4
LEAST_KM, MOST_KM = 0.1, EARTH_KM * math.pi / 2  # nine steps of rounding; what holds one pole at most
INSTANT = 1e-9  # h: only the points themselves are reached in no time
MARGIN = 1.05  # a grid reaches this far beyond what it is to hold, and a cell more
PER_RADIUS = 10  # cells to the longest radius at least, where points lie far apart
MOST_CELLS = 1000  # along the longer side of a grid
METHOD = {
    "method_en": "Great circle from the nearest point, or from a place that a route reaches earlier; "
    "a route slower than the great circle takes nothing away.",
    "method_zh": "取距最近点的大圆行程，或经路线更早可达之地再行大圆的行程；慢于大圆的路线不缩小范围。",
}


def circles(
    points: Points, hours: Sequence[float], roads: Roads, names: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return circles of so many hours round each point, the largest first so that none hides another.

    Parameters
    ----------
    points
        Centres; those without a position are left out and counted in `without_position`.
    hours
        Travel times, h, each above 0. The radius in km is hours x speed / circuity.
    roads
        Speed and circuity. Routes do not count: a circle is what lies in reach where there are none.
    names
        One name a point; default: its place.

    Returns
    -------
    dict
        A GeoJSON FeatureCollection. Properties: name, place, hours, radius_km, kind (`circle`), basis (`inferred`).

    Raises
    ------
    StudyError
        If an hour is not above 0, or its radius is below 100 m or above a quarter of the way round the Earth.
    """
    known = np.flatnonzero(points.known)
    called = [p or "" for p in points.place] if names is None else list(names)
    if len(called) != len(points):
        raise StudyError(f"there are {len(called)} names for {len(points)} points; give one a point")
    features = []
    for span in sorted(hours, reverse=True):
        radius = _radius_km(span, roads)
        for k in known:
            about = {
                "name": called[k],
                "place": points.place[k],
                "hours": span,
                "radius_km": round(radius, 3),
            }
            rings = [[ring] for ring in _circle(float(points.lon[k]), float(points.lat[k]), radius)]
            features.append(_feature(rings, about | {"kind": "circle", "basis": "inferred"}))
    return _collection(features, points)


def areas(
    points: Points,
    hours: Sequence[float],
    roads: Roads,
    *,
    hubs: Points | None = None,
    names: Sequence[str] | None = None,
    cells: int = 200,
) -> dict[str, Any]:
    """Return what lies within so many hours of any of the points, one feature per number of hours.

    The travel time to a spot is the least of that along the great circle from the nearest point, and of that to a
    hub (`Roads.hours`, so with routes) and on along the great circle. It is computed on a grid and contoured; the
    outline lies within about one cell of the exact one, and a patch smaller than a cell may be missing. What is in
    reach of a single point or hub alone is its circle, without a grid.

    Parameters
    ----------
    points
        From where; those without a position count through the hubs that routes lead them to.
    hours
        Travel times, h, each above 0.
    roads
        Speed, circuity and routes.
    hubs
        Places with a position that routes may reach; default: none.
    names
        Names of the points, kept in the property `from`.
    cells
        Cells along the longer side of a grid; more where points lie far apart (to `MOST_CELLS`). Patches that do
        not touch have a grid each.

    Returns
    -------
    dict
        A GeoJSON FeatureCollection of MultiPolygons, the largest first. Properties: hours, kind (`area`), cell_km
        (side of the largest cell, 0 where no grid was needed), points and hubs (how many count), method_en,
        method_zh, basis, and `from`.

    Raises
    ------
    StudyError
        As `circles` does, or if there are fewer than 8 cells.
    """
    if cells < 8:
        raise StudyError(f"cells is {cells}; a grid needs at least 8 along its longer side")
    sources = _Sources.of(points, hubs, roads)
    features = []
    for span in sorted(hours, reverse=True):
        _radius_km(span, roads)
        within = sources.take(sources.start < span)
        if not within.start.size:
            continue
        polygons: list[Polygon] = []
        largest = 0.0
        for patch in _patches(within, span):
            if patch.start.size == 1:
                polygons += patch.alone(span)
                continue
            for grid in _grids(patch, span, cells):
                polygons += _contour(patch, grid, span)
                largest = max(largest, grid.cell_km)
        about = {"hours": span, "kind": "area", "cell_km": round(largest, 3)}
        about |= {"points": int((within.start == 0).sum()), "hubs": int((within.start > 0).sum())}
        about |= METHOD | {"basis": "inferred"}
        if names is not None:
            about["from"] = list(names)
        features.append(_feature(polygons, about))
    return _collection(features, points)


def _radius_km(hours: float, roads: Roads) -> float:
    """Return how far one gets; refuse what is nowhere or everywhere."""
    radius = hours * roads.line_kmh
    if not LEAST_KM <= radius <= MOST_KM:
        least, most = LEAST_KM / roads.line_kmh, MOST_KM / roads.line_kmh
        raise StudyError(f"{hours:g} h cannot be drawn; give hours from {least:.3g} to {most:.3g}")
    return radius


def _collection(features: list[dict[str, Any]], points: Points) -> dict[str, Any]:
    unknown = int((~points.known).sum())
    return {"type": "FeatureCollection", "features": features, "without_position": unknown}


def _feature(polygons: list[Polygon], properties: dict[str, Any]) -> dict[str, Any]:
    geometry: dict[str, Any] = {"type": "MultiPolygon", "coordinates": polygons}
    if properties["kind"] == "circle" and len(polygons) == 1:
        geometry = {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _ring(lon: Array, lat: Array) -> Ring | None:
    """Return a closed ring of rounded coordinates without repeats, None where rounding leaves no area."""
    xy = np.round(np.column_stack([lon, lat]), DECIMALS) + 0.0  # no minus zero
    xy = xy[(xy != np.roll(xy, 1, axis=0)).any(axis=1)]
    if len(xy) < 3:
        return None
    return [*xy.tolist(), xy[0].tolist()]


def _circle(lon: float, lat: float, radius: float) -> list[Ring]:
    """Return the circle as one ring, or as two where it crosses the antimeridian."""
    angle, middle = radius / EARTH_KM, math.radians(lat)
    if abs(middle) + angle >= math.pi / 2:
        return _polar(lon, middle, angle)
    bearing = -2 * np.pi * np.arange(VERTICES) / VERTICES
    north = math.sin(middle) * math.cos(angle) + math.cos(middle) * math.sin(angle) * np.cos(bearing)
    y = np.degrees(np.arcsin(np.clip(north, -1, 1)))
    east = np.sin(bearing) * math.sin(angle) * math.cos(middle)
    x = lon + np.degrees(np.arctan2(east, math.cos(angle) - math.sin(middle) * north))
    pieces = []
    for turn in (0.0, 360.0, -360.0):
        rings = _ring(*_clipped(x + turn, y))
        if rings is not None:
            pieces.append(rings)
    return pieces


def _polar(lon: float, middle: float, angle: float) -> list[Ring]:
    """Return a circle that holds a pole: its edge from -180 to 180 degrees, closed along the pole."""
    x = np.linspace(-180, 180, VERTICES + 1)
    across = math.cos(middle) * np.cos(np.radians(x - lon))
    along = np.arctan2(math.sin(middle), across)
    reach = np.arccos(np.clip(math.cos(angle) / np.hypot(across, math.sin(middle)), -1, 1))
    south = middle < 0
    y = np.degrees(along + reach if south else along - reach)
    pole = -90.0 if south else 90.0
    ring = _ring(np.append(x, [180.0, -180.0]), np.append(y, [pole, pole]))
    if ring is None:
        return []
    return [ring[::-1] if south else ring]


def _clipped(x: Array, y: Array) -> tuple[Array, Array]:
    """Return the part of a ring between -180 and 180 degrees; no meridian may cut it more than twice."""
    for edge, side in ((180.0, 1.0), (-180.0, -1.0)):
        inside = side * x <= side * edge
        if inside.all():
            continue
        xs, ys = [], []
        for k in range(len(x)):
            before = k - 1
            if inside[k] != inside[before]:
                part = (edge - x[before]) / (x[k] - x[before])
                xs.append(edge)
                ys.append(float(y[before] + part * (y[k] - y[before])))
            if inside[k]:
                xs.append(float(x[k]))
                ys.append(float(y[k]))
        x, y = np.array(xs), np.array(ys)
    return x, y


@dataclass(frozen=True, slots=True)
class _Sources:
    """Positions from which one goes on, and the hours that it takes to get there (0 at the points themselves)."""

    lon: Array
    lat: Array
    start: Array
    line_kmh: float

    @classmethod
    def of(cls, points: Points, hubs: Points | None, roads: Roads) -> _Sources:
        known = points.known
        lon, lat = np.unique(np.stack([points.lon[known], points.lat[known]]), axis=1)
        own = cls(lon, lat, np.zeros(lon.size), roads.line_kmh)
        if hubs is None or not len(hubs) or not len(points):
            return own
        by_road, by_line = (np.full(len(hubs), np.inf) for _ in range(2))
        hours, line = roads.hours(points, hubs), line_km(points, hubs) / roads.line_kmh
        np.fmin.reduce(hours, axis=0, out=by_road, initial=np.inf)
        np.fmin.reduce(line, axis=0, out=by_line, initial=np.inf)
        early = hubs.known & (by_road < by_line - INSTANT)
        further = cls(
            hubs.lon[early], hubs.lat[early], np.maximum(by_road[early], INSTANT), roads.line_kmh
        )._needed()
        return cls(
            np.concatenate([own.lon, further.lon]),
            np.concatenate([own.lat, further.lat]),
            np.concatenate([own.start, further.start]),
            roads.line_kmh,
        )

    def _needed(self) -> _Sources:
        """Return those that no other reaches at least as early: by the triangle inequality the rest add nothing."""
        order = np.argsort(self.start, kind="stable")
        ordered = self.take(order)
        keep = np.ones(order.size, dtype=np.bool_)
        by_line = line_km(ordered.points(), ordered.points()) / self.line_kmh
        for k in range(1, order.size):
            keep[k] = not (ordered.start[:k] + by_line[:k, k] <= ordered.start[k])[keep[:k]].any()
        return ordered.take(keep)

    def take(self, which: Any) -> _Sources:
        return _Sources(self.lon[which], self.lat[which], self.start[which], self.line_kmh)

    def alone(self, hours: float) -> list[Polygon]:
        """Return the circle of a single source, which needs no grid."""
        radius = (hours - float(self.start[0])) * self.line_kmh
        return [[ring] for ring in _circle(float(self.lon[0]), float(self.lat[0]), radius)]

    def points(self) -> Points:
        return Points(self.lon, self.lat, (None,) * self.lon.size, ("own",) * self.lon.size)

    def hours(self, lon: Array, lat: Array) -> Array:
        """Return the least hours from any source to the nodes of a grid, shape (latitudes, longitudes)."""
        shape = (lat.size, lon.size)
        nodes = unit_vectors(np.tile(lon, lat.size), np.repeat(lat, lon.size))
        sources = unit_vectors(self.lon, self.lat)
        at_once = self.start == 0
        least = np.full(nodes.shape[1], np.inf)
        if at_once.any():
            chord, _ = KDTree(sources[:, at_once].T).query(nodes.T)
            least = arc_km(chord**2) / self.line_kmh
        for k in np.flatnonzero(~at_once):
            squared = np.square(nodes - sources[:, k, None]).sum(axis=0)
            np.fmin(least, self.start[k] + arc_km(squared) / self.line_kmh, out=least)
        return least.reshape(shape)


def _patches(sources: _Sources, hours: float) -> Iterator[_Sources]:
    """Yield groups of sources whose circles may touch; those of different groups do not.

    Sources that share a small cube are taken as one, which bounds the pairs to look at however many there are.
    """
    left = (hours - sources.start) * sources.line_kmh * MARGIN / EARTH_KM
    cube = float(left.max()) / 4
    places = unit_vectors(sources.lon, sources.lat).T
    cubes, member = np.unique(np.floor(places / cube), axis=0, return_inverse=True)
    reach = np.zeros(len(cubes))
    np.maximum.at(reach, member.ravel(), left)
    slack = math.sqrt(3) * cube  # between two cubes, what their middles may be off by
    middles = (cubes + 0.5) * cube
    near = KDTree(middles).query_pairs(2 * reach.max() + slack, output_type="ndarray")
    apart = np.linalg.norm(middles[near[:, 0]] - middles[near[:, 1]], axis=1) - slack
    near = near[apart <= 2 * np.sin(np.minimum(reach[near].sum(axis=1), np.pi) / 2)]
    linked = coo_matrix((np.ones(len(near)), near.T), shape=(len(cubes), len(cubes)))
    count, group = connected_components(linked, directed=False)
    for k in range(count):
        yield sources.take(group[member.ravel()] == k)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Nodes of a grid: degrees, both rising, within -180 to 180 and -90 to 90."""

    lon: Array
    lat: Array
    cell_km: float


def _grids(sources: _Sources, hours: float, cells: int) -> list[_Grid]:
    """Return the grid that holds all circles of some sources, in two parts where it crosses the antimeridian."""
    radius = (hours - sources.start) * sources.line_kmh * MARGIN
    angle, middle = radius / EARTH_KM, np.radians(sources.lat)
    south, north = float((middle - angle).min()), float((middle + angle).max())
    lon = sources.lon[0] + (sources.lon - sources.lon[0] + 180) % 360 - 180
    tangent = np.sin(np.minimum(angle, np.pi / 2)) / np.cos(middle)
    around = (np.abs(middle) + angle >= np.pi / 2) | (tangent >= 1)
    width = np.degrees(np.arcsin(np.where(around, 1, tangent)))
    west, east = float((lon - width).min()), float((lon + width).max())
    if around.any() or east - west >= 360:
        west, east = -180.0, 180.0
    south, north = max(math.degrees(south), -90.0), min(math.degrees(north), 90.0)
    degree = math.radians(1) * EARTH_KM
    wide = math.cos(math.radians(max(0.0, south, -north)))  # where the box is widest
    sides = ((east - west) * degree * wide, (north - south) * degree)
    along = min(MOST_CELLS, max(cells, math.ceil(PER_RADIUS * max(sides) / float(radius.max()))))
    cell = max(sides) / along
    rows = _nodes(south, north, -90.0, 90.0, sides[1] / cell)
    parts = []
    for turn in (0.0, -360.0, 360.0):
        low, high = max(west + turn, -180.0), min(east + turn, 180.0)
        if high - low > 1e-9:
            columns = _nodes(low, high, -180.0, 180.0, (high - low) * degree * wide / cell)
            parts.append(_Grid(columns, rows, cell))
    return parts


def _nodes(low: float, high: float, least: float, most: float, steps: float) -> Array:
    """Return nodes from `low` to `high` and a step beyond on either side, within `least` and `most`."""
    count = max(2, math.ceil(steps))
    step = (high - low) / count
    nodes = low + step * np.arange(-1, count + 2)
    inside = (nodes > least + step / 100) & (nodes < most - step / 100)
    edges = [np.array([e]) for e in (least, most)]
    parts = [edges[0] if low - step <= least else nodes[:0], nodes[inside]]
    parts.append(edges[1] if high + step >= most else nodes[:0])
    return np.concatenate(parts)


def _contour(sources: _Sources, grid: _Grid, hours: float) -> list[Polygon]:
    """Return the polygons of a grid in which the least hours are at most `hours`."""
    least = sources.hours(grid.lon, grid.lat)
    drawn = contour_generator(grid.lon, grid.lat, least, fill_type=FillType.OuterOffset)
    polygons: list[Polygon] = []
    found: Any = drawn.filled(-1.0, hours)  # its type follows from fill_type, which no annotation can say
    for xy, offsets in zip(*found, strict=True):
        rings = [_ring(xy[a : b - 1, 0], xy[a : b - 1, 1]) for a, b in pairwise(offsets)]
        if rings[0] is not None:
            polygons.append([ring for ring in rings if ring is not None])
    return polygons
