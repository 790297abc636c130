"""What links are divided by where revenue or costs are given and some are 0.

The reference divides by 1 then, which is one yuan or one million by the unit of the table. The default mode takes
the sum over the firm's links, as where none are given at all: its results do not depend on units.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.result import Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network

    Floats = NDArray[np.float64]


def filled(network: Network) -> Network:
    """Return a network whose revenue and costs of 0 are the sums over links."""
    revenue, costs = network.revenue, network.costs
    if revenue is not None and not revenue.all():
        revenue = np.where(revenue == 0, _sums(network, network.supplier), revenue)
    if costs is not None and not costs.all():
        costs = np.where(costs == 0, _sums(network, network.buyer), costs)
    if revenue is network.revenue and costs is network.costs:
        return network
    return replace(network, revenue=revenue, costs=costs)


def zeros(network: Network, *, reference: bool) -> tuple[Said, ...]:
    """Say for how many firms revenue or costs are 0 although they have links, and what was taken instead."""
    told: list[Said] = []
    for name, zh, given, of in (
        ("revenue", "营业收入", network.revenue, network.supplier),
        ("costs", "成本", network.costs, network.buyer),
    ):
        count = 0 if given is None else int(np.count_nonzero((given == 0) & (_sums(network, of) > 0)))
        if not count:
            continue
        links, links_zh = ("sales", "销售额") if name == "revenue" else ("purchases", "采购额")
        firms = f"{count:,} firm{'s' if count > 1 else ''}"
        kind = "is" if name == "revenue" else "are"
        if reference:
            told.append(
                Said(
                    f"{name} {kind} 0 for {firms} with {links} over links: counted as 1, as the reference does, so "
                    "that results depend on the unit.",
                    f"{count:,} 家企业的{zh}为 0 但有{links_zh}：与参考实现一致按 1 计，结果与单位有关。",
                )
            )
        else:
            told.append(
                Said(
                    f"{name} {kind} 0 for {firms} with {links} over links: the sum over links is taken instead.",
                    f"{count:,} 家企业的{zh}为 0 但有{links_zh}：改用供应关系金额合计。",
                )
            )
    return tuple(Said(t.en[0].upper() + t.en[1:], t.zh) for t in told)


def _sums(network: Network, ends: NDArray[np.int32]) -> Floats:
    """Return the sums over links of each firm, at one of their ends."""
    return np.bincount(ends, weights=network.weight, minlength=len(network)).astype(np.float64)
