"""Whom shocks hit, and what they leave, day by day. Shocks that overlap multiply: 0.5 and 0.6 lost leave 0.2."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.dates import FIRST_YEAR, LAST_YEAR
from hinterland.ground.places import within
from hinterland.ground.plants import standing
from hinterland.ground.reach import line_km, points
from hinterland.network.stress.faults import refuse
from hinterland.network.stress.model import Shocked
from hinterland.network.stress.shocks import KINDS, ids, unknown
from hinterland.result import Said

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
    possible(cluster, shocks)
    faults: list[Said] = []
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


def possible(cluster: Cluster, shocks: Sequence[Shock]) -> None:
    """Refuse shocks that cannot be, whoever is there to be hit.

    Raises
    ------
    StudyError
        If there is one; the message lists every fault.
    """
    faults = [f for s in shocks for f in _faults(cluster, s)]
    if len(shocks) > MOST:
        count = len(shocks)
        faults.append(
            Said(
                f"{count} shocks at once are too many: at most {MOST}",
                f"同时发生的冲击过多：{count} 个，最多 {MOST} 个",
            )
        )
    refuse(faults)


def _faults(cluster: Cluster, shock: Shock) -> list[Said]:
    """Return what is wrong with a shock in itself."""
    if shock.kind not in KINDS:
        kinds = ", ".join(KINDS)
        return [
            Said(
                f"{shock.label}: there is no kind {shock.kind!r}; kinds are {kinds}",
                f"{shock.label}：没有类别“{shock.kind}”；可选 {kinds.replace(', ', '、')}",
            )
        ]
    lane = shock.kind == "lane"
    known = ids(cluster, shock.kind)
    named = [shock.id, *([shock.destination] if lane and shock.destination else [])]
    found = [unknown(cluster, n, ["place" if lane else shock.kind]) for n in named if n not in known]
    found += _lane(shock) + _sizes(shock)
    return [Said(f"{shock.label}: {f.en}", f"{shock.label}：{f.zh}") for f in found]


def _lane(shock: Shock) -> list[Said]:
    """Return what is wrong with the end of a lane."""
    if shock.kind != "lane":
        return []
    if not shock.destination:
        return [
            Said("a lane needs a destination; write the place at its end", "通道需要终点；请写终点的地点编号")
        ]
    if shock.destination == shock.id:
        return [
            Said(
                f"the lane ends where it begins, in {shock.id}; name another destination",
                f"通道的起点与终点同为 {shock.id}；请另写终点",
            )
        ]
    return []


def _sizes(shock: Shock) -> list[Said]:
    """Return which numbers and days of a shock cannot be."""
    radius, start = shock.radius_km, shock.start
    checks = (
        (
            0 < shock.size <= 1,
            f"size is {shock.size:g}; a loss lies above 0 and is at most 1 (40 percent: 0.4)",
            f"损失比例为 {shock.size:g}；须大于 0 且不超过 1（百分之 40 写 0.4）",
        ),
        (
            FIRST_YEAR <= start.year <= LAST_YEAR,
            f"begins on {start}; write a day of the years {FIRST_YEAR} to {LAST_YEAR}",
            f"开始于 {start}；请写 {FIRST_YEAR} 至 {LAST_YEAR} 年间的日期",
        ),
        (
            0 < shock.duration <= LONGEST,
            f"duration is {shock.duration:g} days; write more than 0, at most {LONGEST}",
            f"持续 {shock.duration:g} 天；须大于 0 且不超过 {LONGEST}",
        ),
        (
            0 <= shock.recovery <= LONGEST,
            f"recovery is {shock.recovery:g} days; write 0 (at once) to {LONGEST}",
            f"恢复 {shock.recovery:g} 天；请写 0（立即）至 {LONGEST}",
        ),
        (
            radius is None or 0 < radius < math.inf,
            f"the radius is {radius or 0:g} km; write more than 0, or leave it out for the area",
            f"半径为 {radius or 0:g} 公里；须大于 0，或留空以取该地点的区域",
        ),
    )
    return [Said(en, zh) for good, en, zh in checks if not good]


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


def _nobody(cluster: Cluster, shock: Shock, span: Span) -> Said:
    """Say why a shock hits nobody."""
    name, to = shock.id, shock.destination
    if shock.kind == "plant":
        row = standing(cluster["plants"].filter(pl.col("plant") == name), span.first)
        status = str(row.status[0])
        en = f"plant {name} does not operate ({status}), so its stop changes nothing; name one that operates, or ask "
        en += "about a later day (--as-of)"
        zh = f"工厂 {name} 未在运营（{status}），停产无影响；请另选运营中的工厂，或改用更晚的日期（--as-of）"
    elif shock.kind == "firm":
        en = f"firm {name} has no operating plant; name another firm, or a plant"
        zh = f"企业 {name} 没有运营中的工厂；请另选企业或工厂"
    elif shock.kind == "product":
        en = f"no operating plant makes or uses product {name}; see plants.product and `recipes`"
        zh = f"没有运营中的工厂生产或使用产品 {name}；见 plants.product 与 `recipes`"
    elif shock.kind == "lane":
        en = f"no plant operates at both ends of the lane {name} to {to}"
        zh = f"通道 {name} 至 {to} 的两端并非都有运营中的工厂"
    else:
        around = f"within {shock.radius_km:g} km of" if shock.radius_km else "in"
        umher = f"周围 {shock.radius_km:g} 公里内" if shock.radius_km else ""
        en = f"no plant operates {around} {name}; give a larger radius, or another place"
        zh = f"{name} {umher}没有运营中的工厂；请加大半径或另选地点"
    return Said(f"{shock.label}: {en}", f"{shock.label}：{zh}")


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
