"""A map without tiles: longitude and latitude to px, degrees worth drawing, a bar of round km, labels that fit."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hinterland.figures.palette import wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Point = tuple[float, float]
EARTH_KM = 6371.0088
"""Mean radius of the earth, km."""
LIMIT = 85.0
"""Latitude beyond which this projection has no room, degrees."""
ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Lengths of a bar of scale, km."""
DEGREES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Steps of the graticule, degrees."""


def _north(lat: float) -> float:
    """Return Mercator's ordinate of a latitude, radians."""
    return math.log(math.tan(math.pi / 4 + math.radians(max(-LIMIT, min(LIMIT, lat))) / 2))


@dataclass(frozen=True, slots=True)
class Map:
    """Mercator's projection fitted to a frame in degrees: conformal, so that shapes nearby look right."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    @classmethod
    def around(cls, points: Iterable[Point], width: int, tallest: int, margin: float = 0.05) -> Map:
        """Return the map of `width` px that holds points (lon, lat), wider where it would be higher than `tallest`.

        A single point gets about a degree to each side.
        """
        lons, lats = zip(*points, strict=True)
        west, east = min(lons), max(lons)
        south, north = _north(min(lats)), _north(max(lats))
        across = max(math.radians(east - west) * (1 + 2 * margin), math.radians(0.5))
        up = max((north - south) * (1 + 2 * margin), math.radians(0.5))
        across, up = max(across, up * width / tallest), max(up, across * 0.45)
        middle, centre = math.radians(west + east) / 2, (south + north) / 2
        height = round(width * up / across)
        lat = [math.degrees(2 * math.atan(math.exp(centre + s * up / 2)) - math.pi / 2) for s in (-1, 1)]
        lon = [math.degrees(middle + s * across / 2) for s in (-1, 1)]
        return cls(lon[0], lat[0], lon[1], lat[1], width, height)

    def px(self, lon: float, lat: float) -> Point:
        """Return a point in px from the left and from the top."""
        low, high = _north(self.south), _north(self.north)
        x = (lon - self.west) / (self.east - self.west) * self.width
        return x, (high - _north(lat)) / (high - low) * self.height

    def holds(self, lon: float | None, lat: float | None) -> bool:
        """Whether a point lies inside the frame; one without coordinates does not."""
        if lon is None or lat is None or not math.isfinite(lon + lat):
            return False
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def degrees(self) -> tuple[list[float], list[float]]:
        """Return the round meridians and parallels inside the frame, about three to five of them."""
        span = min(self.east - self.west, (self.north - self.south) * 1.2)
        step = next((d for d in DEGREES if span / d <= 5), DEGREES[-1])

        def between(low: float, high: float) -> list[float]:
            first, last = math.ceil(low / step), math.floor(high / step)
            return [round(k * step, 6) for k in range(first, last + 1)]

        return between(self.west, self.east), between(self.south, self.north)

    def bar(self) -> tuple[int, float]:
        """Return a round length in km and how long it is in px at the middle latitude."""
        middle = math.radians((self.south + self.north) / 2)
        per_km = self.width / (math.radians(self.east - self.west) * EARTH_KM * math.cos(middle))
        km = max((r for r in ROUND if r * per_km <= self.width / 4), default=ROUND[0])
        return km, km * per_km


def polygons(geojson: str | Mapping[str, Any]) -> Iterator[list[list[Point]]]:
    """Yield each polygon of a GeoJSON object as its rings of (lon, lat): the outer one first, then its holes."""
    data = json.loads(geojson) if isinstance(geojson, str) else geojson
    kind = data.get("type")
    if kind == "FeatureCollection":
        for feature in data["features"]:
            yield from polygons(feature)
    elif kind == "Feature":
        if data["geometry"]:
            yield from polygons(data["geometry"])
    elif kind == "GeometryCollection":
        for part in data["geometries"]:
            yield from polygons(part)
    elif kind in {"Polygon", "MultiPolygon"}:
        for rings in [data["coordinates"]] if kind == "Polygon" else data["coordinates"]:
            yield [[(p[0], p[1]) for p in ring] for ring in rings]


@dataclass(frozen=True, slots=True)
class Label:
    """A text that wants to stand beside a point, px."""

    x: float
    y: float
    text: str
    reach: float = 7.0


def fitted(
    labels: Sequence[Label],
    taken: Sequence[tuple[float, float, float, float]],
    size: float,
    width: float,
    height: float,
) -> list[dict[str, Any]]:
    """Return those labels that find room, the first first: right, left, above or below their point.

    Parameters
    ----------
    taken
        Boxes (left, top, right, bottom; px) that no label may cover.
    """
    busy = list(taken)
    placed = []
    for label in labels:
        long, tall = wide(label.text, size) * 1.1, size + 2
        for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
            left = label.x + dx * label.reach + (0, -long / 2, -long)[(dx == 0) + 2 * (dx < 0)]
            top = label.y + dy * (label.reach + tall / 2 - 2) - tall / 2
            box = (left, top, left + long, top + tall)
            inside = left >= 0 and top >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_overlap(box, other) for other in busy):
                busy.append(box)
                placed.append({"x": left, "y": top + tall / 2, "text": label.text})
                break
    return placed


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
