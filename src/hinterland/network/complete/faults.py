"""What reconstruction refuses, all faults at once, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import Refused
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.network.complete.model import Actors, Links, Wanted

FORMS = ("scale_invariant", "gravity")
MOST_DECAY = 50.0
MOST_VALUE = 1e30
"""Far above any money; sums and rates stay finite."""


def refuse(actors: Actors, wanted: Wanted) -> None:
    """Raise `Refused` that lists every fault of the input, if there are any."""
    faults = [*_of_actors(actors, wanted), *_of_wanted(wanted), *_of_known(wanted.known, len(actors))]
    if faults:
        raise Refused(
            "links cannot be reconstructed: " + "; ".join(f.en for f in faults),
            "无法重建供应关系：" + "；".join(f.zh for f in faults),
        )


def _of_actors(actors: Actors, wanted: Wanted) -> list[Said]:
    faults: list[Said] = []
    count = len(actors)
    if any(column.shape != (count,) for column in (actors.size, actors.lon, actors.lat)):
        faults.append(
            Said(
                f"sizes and positions must be one an actor, {count} each",
                f"规模与位置须与主体一一对应，各 {count} 个",
            )
        )
    if count and (actors.group.min() < 0 or actors.group.max() >= len(wanted.flow)):
        faults.append(
            Said(
                f"groups must be from 0 to {len(wanted.flow) - 1}, the rows of the flows",
                f"组号须为 0 至 {len(wanted.flow) - 1}，即流量的行号",
            )
        )
    bad = int(np.sum(~np.isfinite(actors.size) | (actors.size < 0)))
    if bad:
        faults.append(
            Said(
                f"sizes of {bad} actors are negative or not numbers: give 0 or more",
                f"{bad} 个主体的规模为负或不是数值：须为 0 或以上",
            )
        )
    return faults


def _of_wanted(wanted: Wanted) -> list[Said]:
    faults: list[Said] = []
    flow = wanted.flow
    if flow.ndim != 2 or flow.shape[0] != flow.shape[1]:
        faults.append(
            Said(
                f"flows must be a square, groups by groups, and are {flow.shape}",
                f"流量须为组对组的方阵，现为 {flow.shape}",
            )
        )
    bad = int(np.sum(~((flow >= 0) & (flow <= MOST_VALUE))))
    if bad:
        faults.append(
            Said(
                f"{bad} flows are negative, not numbers or above {MOST_VALUE:g}: give 0 or more",
                f"{bad} 个流量为负、不是数值或超过 {MOST_VALUE:g}：须为 0 或以上",
            )
        )
    if not 0 < wanted.density < np.inf:
        faults.append(
            Said(
                f"density is {wanted.density:g}: give a mean number of suppliers above 0",
                f"密度为 {wanted.density:g}：平均供应商数须大于 0",
            )
        )
    if not 0 <= wanted.decay <= MOST_DECAY:
        faults.append(
            Said(
                f"decay is {wanted.decay:g}: give 0 (distance does not matter) to {MOST_DECAY:g}",
                f"距离衰减为 {wanted.decay:g}：请写 0（不计距离）至 {MOST_DECAY:g}",
            )
        )
    if not 0 < wanted.scale_km < np.inf:
        faults.append(
            Said(
                f"scale is {wanted.scale_km:g} km: give a distance above 0",
                f"距离尺度为 {wanted.scale_km:g} 公里：须大于 0",
            )
        )
    if wanted.form not in FORMS:
        faults.append(
            Said(
                f"there is no form {wanted.form!r}: use {' or '.join(FORMS)}",
                f"没有形式“{wanted.form}”：可用 {' 或 '.join(FORMS)}",
            )
        )
    return faults


def _of_known(known: Links, count: int) -> list[Said]:
    faults: list[Said] = []
    if any(len(column) != len(known) for column in (known.buyer, known.value)):
        what = "known links must have one supplier, buyer and value each"
        return [Said(what, "每条已知供应关系须各有一个供方、买方与金额")]
    if not len(known):
        return []
    low = min(known.supplier.min(), known.buyer.min())
    high = max(known.supplier.max(), known.buyer.max())
    if low < 0 or high >= count:
        return [
            Said(
                f"known links name actors from {low} to {high}, and there are {count} (0 to {count - 1})",
                f"已知供应关系的主体编号为 {low} 至 {high}，而主体共 {count} 个（0 至 {count - 1}）",
            )
        ]
    bad = int(np.sum((known.value < 0) | np.isinf(known.value)))
    if bad:
        faults.append(
            Said(
                f"values of {bad} known links are negative or infinite: give 0 or more, NaN where unknown",
                f"{bad} 条已知供应关系的金额为负或无穷：须为 0 或以上，未知则为 NaN",
            )
        )
    key = known.supplier.astype(np.int64) * count + known.buyer
    twice = len(key) - len(np.unique(key))
    if twice:
        faults.append(
            Said(
                f"{twice} known links stand there twice: add their values up",
                f"{twice} 条已知供应关系重复：请合并金额",
            )
        )
    return faults
