"""What was assumed about processes, shares and quantities of a bill of materials, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.ground.quantity import PRICE_ERROR
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.ground.parts import Graph
    from hinterland.ground.quantity import Quantities


def assumed(graph: Graph, kinds: Sequence[str], units: Quantities) -> tuple[Said, ...]:
    """Return what was assumed about processes, shares and quantities, where anything was."""
    said = []
    if graph.by_name:
        chosen = ", ".join(f"{p}: {next(iter(graph.taken[p]))}" for p in graph.by_name)
        said.append(
            Said(
                f"Where a product has several processes and none is chosen, the first by name is taken ({chosen}); "
                "choose by the setting process.PRODUCT.",
                f"产品有多种工艺且未指定时，按名称取第一种（{chosen}）；可用设置 process.产品 指定。",
            )
        )
    filled = sum(e.filled for e in graph.edges)
    if filled:
        said.append(
            Said(
                f"{filled} shares in the bill of materials are unknown: each is taken as an even part of what its "
                "siblings leave, the product's own value added counting as one more; it may be anything from none "
                "to all of it.",
                f"物料清单中有 {filled} 个份额未知：将同级已知份额之外的部分在未知项与该产品自身增加值之间均分；"
                "实际可为零至全部。",
            )
        )
    inner = {int(p) for p in graph.parent if kinds[p] == "process"}
    if inner:
        names = ", ".join(graph.products[p] for p in sorted(inner))
        said.append(
            Said(
                f"Processes are value added with all that goes into them ({names}).",
                f"工序连同其投入一并计为增加值（{names}）。",
            )
        )
    return (*said, *_units_said(graph, units))


def _units_said(graph: Graph, units: Quantities) -> list[Said]:
    source = np.array(units.source)
    said = []
    sets = int((source == "set").sum())
    if sets:
        said.append(
            Said(
                f"{sets} products are counted in sets and have no quantity: one set is what one finished product "
                "takes.",
                f"{sets} 种产品以套计且未给出用量：一套即一件整机所需。",
            )
        )
    like = int((np.isnan([e.quantity for e in graph.edges]) & np.isfinite(units.quantity)).sum())
    like -= int(np.isin(graph.child, np.flatnonzero(source == "set")).sum())
    if like > 0:
        said.append(
            Said(
                f"{like} inputs have no quantity but the unit of what they go into (or are sets): one for one.",
                f"{like} 项投入未给出用量，但与其产出单位相同（或以套计）：按一比一计。",
            )
        )
    priced = [graph.products[i] for i in np.flatnonzero(source == "prices")]
    if priced:
        said.append(
            Said(
                f"Units of {', '.join(priced)} for one finished product are unknown and follow from value share x "
                f"material value / unit price, give or take {PRICE_ERROR:.0%} (inferred).",
                f"{'、'.join(priced)} 的单机用量未知，由价值份额 × 物料价值 / 单价推得，"
                f"误差 ±{PRICE_ERROR:.0%}（推算）。",
            )
        )
    unknown = [graph.products[i] for i in np.flatnonzero(source == "unknown")]
    if unknown:
        shown = ", ".join(unknown[:10]) + (" ..." if len(unknown) > 10 else "")
        said.append(
            Said(
                f"{len(unknown)} products have no known quantity: demand for them in units is unknown, not zero "
                f"({shown}).",
                f"{len(unknown)} 种产品用量未知：其需求量未知，并非为零（{shown}）。",
            )
        )
    return said
