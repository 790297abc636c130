"""Where a plan takes place: few zones from many places, parks in them, and ways between them.

A place belongs to the city that holds it, or the province where no city does, but never to one that crosses the
boundary of the plan's place or of a target's. Cities that every definition treats alike (the same cities in reach of
them and they of the same cities, on the same side of every boundary) are one zone: nothing is lost by that, since a
definition of "near" only asks which cities are within its hours. What lies beyond the largest reach is outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.chain.nearby import SLACK
from hinterland.ground.places import chain_up, parents, within
from hinterland.ground.reach import Roads, points

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.planning.case.options import Told
    from hinterland.planning.problem import Array, Bools, Ints

ALONE = 24.0
"""Hours of a way whose length nobody can tell: never near."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones (Z), those of the plan's place first.

    Attributes
    ----------
    names
        Id of the place of each that has most plants.
    members
        Places (cities) of each.
    zone_of
        Place to zone, for all places that count.
    inside
        Which lie in the plan's place, (Z,).
    origin, destination, hours
        Ways, (W,): from any zone to one inside, as far as the largest reach or inside the place.
    """

    names: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    zone_of: Mapping[str, int]
    inside: Bools
    origin: Ints
    destination: Ints
    hours: Array

    def within(self, cluster: Cluster, places: Iterable[str]) -> Bools:
        """Return which zones lie in any of some places, (Z,)."""
        held: set[str] = set()
        for place in places:
            held |= within(cluster, place)
        return np.array([set(m) <= held for m in self.members], dtype=np.bool_)

    def near(self, hours: float | None, inside: Bools) -> Bools:
        """Return which ways are near: within so many hours, or, without, from a zone inside, (W,)."""
        if hours is None:
            return np.asarray(inside[self.origin])
        return np.asarray(self.hours <= hours + SLACK)


def zones(
    cluster: Cluster,
    place: str,
    where: Sequence[str],
    keep: Collection[str],
    boundaries: Collection[str],
    reaches: Collection[float],
    told: Told,
) -> Zones:
    """Return the zones of a plan.

    Parameters
    ----------
    place
        Place that plans.
    where
        Place of every plant of the chain, as often as there are plants.
    keep
        Places of parks, and others of the plan's place that shall have a zone.
    boundaries
        Places of targets.
    reaches
        Hours of the definitions, if any.
    """
    above = parents(cluster)
    kinds = dict(cluster["places"].select("place", "kind").iter_rows())
    held = {b: within(cluster, b) for b in {place, *boundaries}}
    city = {p: _city(p, above, kinds, held) for p in {*where, *keep}}
    counts: dict[str, int] = {}
    for p in where:
        counts[city[p]] = counts.get(city[p], 0) + 1
    inside = sorted({c for c in city.values() if c in held[place]})
    outside = sorted(
        c for c in set(city.values()) if c not in held[place] and kinds.get(c) not in {"country", "world"}
    )
    if not reaches:
        outside = []
    listed = [*inside, *outside]
    hours = _hours(cluster, listed, told)
    most = max(reaches, default=0.0)
    inner = np.arange(len(inside))
    kept = [i for i, c in enumerate(listed) if c in held[place] or (hours[i, inner] <= most + SLACK).any()]
    steps = sorted(set(reaches))
    groups: dict[tuple[object, ...], list[int]] = {}
    for i in kept:
        into = np.searchsorted(steps, hours[i, inner] - SLACK)
        back = np.searchsorted(steps, hours[kept, i] - SLACK) if i < len(inside) else inner[:0]
        side = tuple(listed[i] in held[b] for b in sorted(held))
        groups.setdefault((side, *into.tolist(), *back.tolist()), []).append(i)
    sets = sorted(groups.values(), key=lambda g: (listed[g[0]] not in held[place], g))
    return _zones(listed, sets, city, counts, hours, held[place], most)


def _city(
    place: str, above: Mapping[str, str], kinds: Mapping[str, str], held: Mapping[str, set[str]]
) -> str:
    """Return the outermost city that holds a place, else the province, inside every boundary that holds it."""
    chain = chain_up(place, above)
    bounds = [h for h in held.values() if place in h]
    chain = [p for p in chain if all(p in h for h in bounds)]
    for kind in ("city", "province"):
        found = [p for p in chain if kinds.get(p) == kind]
        if found:
            return found[-1]
    below = [p for p in chain if kinds.get(p) not in {"country", "world"}]
    return below[-1] if below else place


def _hours(cluster: Cluster, listed: Sequence[str], told: Told) -> Array:
    """Return the hours between places, 0 from a place to itself, `ALONE` where nobody can tell."""
    rows = pl.DataFrame({"place": list(listed)}, schema={"place": pl.String()})
    where = points(cluster, rows)
    hours = Roads.of(cluster).hours(where, where) if len(listed) else np.zeros((0, 0))
    unknown = [p for p, known in zip(listed, where.known, strict=True) if not known]
    if unknown and len(listed) > 1:
        told.note(
            f"Nobody knows where {', '.join(unknown[:5])} lies, so nothing else counts as near to it.",
            f"{'、'.join(unknown[:5])} 的位置未知，故不视为与他处就近。",
        )
    hours = np.where(np.isnan(hours), ALONE, hours)
    np.fill_diagonal(hours, 0.0)
    return np.asarray(hours)


def _zones(
    listed: Sequence[str],
    sets: Sequence[Sequence[int]],
    city: Mapping[str, str],
    counts: Mapping[str, int],
    hours: Array,
    held: Collection[str],
    most: float,
) -> Zones:
    """Return the zones of groups of places; the way between two is the mean of those between their places."""
    members = [tuple(sorted((listed[i] for i in g), key=lambda p: (-counts.get(p, 0), p))) for g in sets]
    number = {p: z for z, group in enumerate(members) for p in group}
    inside = np.array([m[0] in held for m in members], dtype=np.bool_)
    mean = np.array([[hours[np.ix_(a, b)].mean() for b in sets] for a in sets]).reshape(len(sets), len(sets))
    np.fill_diagonal(mean, 0.0)
    runs = inside[None, :] & (inside[:, None] | (mean <= most + SLACK))
    origin, destination = np.nonzero(runs)
    return Zones(
        names=tuple(m[0] for m in members),
        members=tuple(members),
        zone_of={p: number[c] for p, c in city.items() if c in number},
        inside=inside,
        origin=origin.astype(np.int64),
        destination=destination.astype(np.int64),
        hours=mean[origin, destination],
    )
