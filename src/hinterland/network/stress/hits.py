"""Whom shocks hit, and what they leave, day by day. Shocks that overlap multiply: 0.5 and 0.6 lost leave 0.2."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.ground.places import within
from hinterland.ground.plants import standing
from hinterland.ground.reach import line_km, points
from hinterland.network.stress.model import Shocked
from hinterland.network.stress.shocks import KINDS, ids, refuse, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.network.plants import Plants
    from hinterland.network.stress.model import System
    from hinterland.network.stress.needs import Needs
    from hinterland.network.stress.shocks import Shock

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

MOST = 60
"""Shocks at once: what they hit together is kept as bits of an integer."""
LONGEST = 3660
"""Days of a horizon: ten years."""


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is looked at.

    Attributes
    ----------
    first
        Day of the first step.
    steps
        Days that are simulated.
    every
        Days of a row of the tables: 1, or 7. The model itself always steps by day: with steps of a week a stock of
        less than a week would last one, and every tier would add a week.
    """

    first: date
    steps: int
    every: int = 1


@dataclass(frozen=True, slots=True)
class Hits:
    """Whom each shock hits (E shocks).

    Attributes
    ----------
    plants
        (E, n).
    products
        (E, P): products whose imports are hit.
    lanes
        (E, 2, n): whether a plant is at the origin, at the destination; None: no lane.
    left
        (E, T): share of the capacity that is left.
    """

    plants: Bools
    products: Bools
    lanes: tuple[tuple[Bools, Bools] | None, ...]
    left: Floats


def left_of(shock: Shock, span: Span) -> Floats:
    """Return what a shock leaves on each day, (T,): whole during `duration`, then linearly back over `recovery`."""
    begin = (shock.start - span.first).days
    day = np.arange(span.steps) - begin
    after = day - shock.duration + 1.0  # a day's end: on the last day of recovery nothing is lost any more
    fading = 1.0 - np.maximum(0.0, after) / shock.recovery if shock.recovery > 0 else shock.duration - day
    lost = shock.size * np.clip(np.where(day >= 0, fading, 0.0), 0.0, 1.0)
    return 1.0 - lost


def hits_of(cluster: Cluster, plants: Plants, shocks: Sequence[Shock], span: Span) -> Hits:
    """Return whom shocks hit.

    Raises
    ------
    StudyError
        If one cannot be: an unknown id, a plant that does not operate, a product nobody makes or uses, a loss that
        is none, a time that is none. The message lists every fault.
    """
    faults = [f for s in shocks for f in _faults(cluster, s)]
    if len(shocks) > MOST:
        faults.append(f"{len(shocks)} shocks at once are too many: at most {MOST}")
    refuse(faults)
    count = len(plants.bill.products)
    hit = np.zeros((len(shocks), len(plants)), dtype=np.bool_)
    products = np.zeros((len(shocks), count), dtype=np.bool_)
    lanes: list[tuple[Bools, Bools] | None] = []
    for e, shock in enumerate(shocks):
        lane = None
        if shock.kind == "lane":
            origin = _within(cluster, plants, shock.id, None) & (
                plants.owner < 0
            )  # in house nothing is carried
            lane = (origin, _within(cluster, plants, shock.destination or "", None))
            reached = lane[0].any() and lane[1].any()
        else:
            hit[e] = _hit(cluster, plants, shock)
            if shock.kind == "product":
                products[e] = np.array(plants.bill.products) == shock.id
            reached = hit[e].any() or products[e].any()
        lanes.append(lane)
        if not reached:
            faults.append(_nobody(cluster, shock, span))
    refuse(faults)
    left = np.stack([left_of(s, span) for s in shocks]) if shocks else np.ones((0, span.steps))
    return Hits(hit, products, tuple(lanes), left)


def _faults(cluster: Cluster, shock: Shock) -> list[str]:
    """Return what is wrong with a shock in itself."""
    if shock.kind not in KINDS:
        return [f"{shock.label}: there is no kind {shock.kind!r}; kinds are {', '.join(KINDS)}"]
    found = []
    for name in [shock.id, *([shock.destination] if shock.kind == "lane" and shock.destination else [])]:
        if name not in ids(cluster, shock.kind):
            what = "place" if shock.kind == "lane" else shock.kind
            found.append(f"{shock.label}: {unknown(cluster, name, [what])}")
    if shock.kind == "lane" and not shock.destination:
        found.append(f"{shock.label}: a lane needs a destination; write the place at its end")
    if shock.kind == "lane" and shock.destination == shock.id:
        found.append(f"{shock.label}: the lane ends where it begins, in {shock.id}; name another destination")
    if not 0 < shock.size <= 1:
        found.append(
            f"{shock.label}: size is {shock.size:g}; a loss lies above 0 and is at most 1 (40 percent: 0.4)"
        )
    if not 0 < shock.duration <= LONGEST:
        found.append(
            f"{shock.label}: duration is {shock.duration:g} days; write more than 0, at most {LONGEST}"
        )
    if not 0 <= shock.recovery <= LONGEST:
        found.append(f"{shock.label}: recovery is {shock.recovery:g} days; write 0 (at once) to {LONGEST}")
    radius = shock.radius_km
    if radius is not None and not 0 < radius < math.inf:
        found.append(
            f"{shock.label}: the radius is {radius:g} km; write more than 0, or leave it out for the area"
        )
    return found


def _hit(cluster: Cluster, plants: Plants, shock: Shock) -> Bools:
    """Return which plants a shock hits, (n,); what a plant makes in house is hit with it."""
    if shock.kind == "plant":
        own = np.array([p.partition("/")[0] == shock.id for p in plants.plant])
        return np.asarray(own)
    if shock.kind == "firm":
        return np.asarray(np.array(plants.firm) == shock.id)
    if shock.kind == "product":
        index = plants.bill.index.get(shock.id, -1)
        return np.asarray(plants.product == index)
    return _within(cluster, plants, shock.id, shock.radius_km)


def _within(cluster: Cluster, plants: Plants, place: str, radius_km: float | None) -> Bools:
    """Return which plants lie in a place, or within a radius of its point.

    A plant without a position, and any plant where the place has none, is in the radius if its place lies in the
    place.
    """
    inside = np.isin(plants.place, list(within(cluster, place)))
    if radius_km is None:
        return inside
    rows = cluster["places"].filter(pl.col("place") == place)
    centre = points(cluster, rows)
    if not len(centre) or not centre.known.all():
        return inside
    known = np.isfinite(plants.lon) & np.isfinite(plants.lat)
    there = np.flatnonzero(known)
    from_ = centre.take(np.zeros(1, dtype=np.int64))
    where = type(from_)(plants.lon[there], plants.lat[there], (None,) * len(there), ("own",) * len(there))
    near = inside & ~known
    near[there] = line_km(from_, where)[0] <= radius_km
    return near


def _nobody(cluster: Cluster, shock: Shock, span: Span) -> str:
    """Say why a shock hits nobody."""
    day = span.first
    if shock.kind == "plant":
        row = standing(cluster["plants"].filter(pl.col("plant") == shock.id), day)
        status = str(row.status[0])
        return (
            f"{shock.label}: plant {shock.id} does not operate ({status}), so its stop changes nothing; name one "
            "that operates, or ask about a later day (--as-of)"
        )
    if shock.kind == "firm":
        return f"{shock.label}: firm {shock.id} has no operating plant; name another firm, or a plant"
    if shock.kind == "product":
        return f"{shock.label}: no operating plant makes or uses product {shock.id}; see plants.product and `recipes`"
    if shock.kind == "lane":
        return f"{shock.label}: no plant operates at both ends of the lane {shock.id} to {shock.destination}"
    around = f"within {shock.radius_km:g} km of" if shock.radius_km else "in"
    return f"{shock.label}: no plant operates {around} {shock.id}; give a larger radius, or another place"


def shocked_of(hits: Hits, needs: Needs, system: System, span: Span) -> Shocked:
    """Return what is left of every capacity, day by day: one profile for each set of shocks that hits somebody."""
    bits = np.int64(1) << np.arange(len(hits.plants), dtype=np.int64)
    plant = bits @ hits.plants.astype(np.int64) if len(bits) else np.zeros(len(system.base), np.int64)
    product = (
        bits @ hits.products.astype(np.int64) if len(bits) else np.zeros(hits.products.shape[1], np.int64)
    )
    lane = np.zeros(len(system.supplier), dtype=np.int64)
    buyer = np.repeat(needs.buyer, np.diff(system.link))
    for e, ends in enumerate(hits.lanes):
        if ends is not None:
            lane |= np.where(ends[0][system.supplier] & ends[1][buyer], bits[e], 0)
    sets = np.unique(np.concatenate([[0], plant, product, lane]))
    left = np.ones((len(sets), span.steps))
    for k, mask in enumerate(sets.tolist()):
        for e in range(len(bits)):
            if mask >> e & 1:
                left[k] *= hits.left[e]

    def profile(of: NDArray[np.int64]) -> Ints:
        return np.searchsorted(sets, of).astype(np.int32)

    return Shocked(left, profile(plant), profile(product)[needs.input], profile(lane))
