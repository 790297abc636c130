"""Where actors are: cells of the map, and how close two of them are at the most.

Distance counts as f(d) = (1 + d / scale_km) ** -decay, d the great-circle distance. Cells are made by halving: the
one whose count times radius is greatest is cut across its longest side, until cells are small against `scale_km` or
numerous enough. Between two cells f is at most f(d), d the distance of their centres less both radii: that bound is
what the sampler draws candidates by. Those of unknown position share one cell, "nowhere".
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Actors, Floats, Ints, Wanted

EARTH_KM = 6371.0088
"""Mean radius of the Earth."""
MOST_CELLS = 384
MOST_ENTRIES = 4_000_000
"""Entries of all tables of cells by cells, one table a group."""
FAINT = 1e-30
"""f is at least this, so that nobody is out of reach."""
SLACK_KM = 1e-6
"""What rounding may take from a distance between cells: the bound on f must hold."""


class Space(NamedTuple):
    """Positions as the kernels want them; n actors, C cells, the last one "nowhere".

    Attributes
    ----------
    cell
        Cell of each actor, shape (n,).
    xyz
        Position on the unit sphere, shape (n, 3); zeros in "nowhere".
    top
        Largest f between two cells, shape (C, C); rows and columns of "nowhere" are not used.
    decay, scale_km
        Parameters of f.
    """

    cell: Ints
    xyz: Floats
    top: Floats
    decay: float
    scale_km: float


def space(actors: Actors, wanted: Wanted) -> Space:
    """Return the positions of these actors in cells; without decay, nobody's position matters."""
    count = len(actors)
    xyz = np.zeros((count, 3))
    placed = np.isfinite(actors.lon) & np.isfinite(actors.lat)
    if wanted.decay == 0:
        placed[:] = False
    lon, lat = np.radians(actors.lon[placed]), np.radians(actors.lat[placed])
    xyz[placed] = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    most = min(MOST_CELLS, 1 + count // 8, math.isqrt(MOST_ENTRIES // max(len(wanted.flow), 1)) + 1)
    members = _split(xyz, np.flatnonzero(placed), wanted.scale_km, most)
    cell = np.full(count, len(members), dtype=np.int32)
    centres, radii = np.zeros((len(members), 3)), np.zeros(len(members))
    for number, those in enumerate(members):
        cell[those] = number
        centres[number], radii[number] = _centre(xyz[those])
    top = np.ones((len(members) + 1, len(members) + 1))
    apart = _km(centres[:, None, :] - centres[None, :, :]) - radii[:, None] - radii[None, :] - SLACK_KM
    top[:-1, :-1] = np.maximum((1.0 + np.maximum(apart, 0.0) / wanted.scale_km) ** -wanted.decay, FAINT)
    return Space(cell, xyz, top, float(wanted.decay), float(wanted.scale_km))


def _split(xyz: Floats, those: NDArray[np.intp], scale_km: float, most: int) -> list[NDArray[np.intp]]:
    """Cut these actors into cells, `most` at the most."""
    if not len(those):
        return []
    heap: list[tuple[float, int, NDArray[np.intp]]] = [(-1.0, 0, those)]
    done: list[NDArray[np.intp]] = []
    made = 1
    while heap and len(heap) + len(done) < most:
        _, _, cell = heapq.heappop(heap)
        points = xyz[cell]
        low, high = points.min(axis=0), points.max(axis=0)
        axis = int(np.argmax(high - low))
        upper = points[:, axis] > (low[axis] + high[axis]) / 2
        if _km(high - low) < scale_km / 8 or upper.all() or not upper.any():
            done.append(cell)
            continue
        for half in (cell[~upper], cell[upper]):
            wide = np.ptp(xyz[half], axis=0)
            heapq.heappush(heap, (-len(half) * float(_km(wide)), made, half))
            made += 1
    return done + [cell for _, _, cell in heap]


def _centre(points: Floats) -> tuple[Floats, float]:
    """Return the middle of these positions, and how far the farthest is from it, km."""
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    length = float(np.linalg.norm(middle))
    middle = middle / length if length > 1e-9 else points[0]
    return middle, float(_km(points - middle).max())


def _km(chord: Floats) -> Floats:
    """Return the great-circle distance of two positions, km, from their difference on the unit sphere."""
    half = np.minimum(np.sqrt(np.sum(chord * chord, axis=-1)) / 2, 1.0)
    distance: Floats = 2 * EARTH_KM * np.arcsin(half)
    return distance
