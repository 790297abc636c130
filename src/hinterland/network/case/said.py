"""What reconstruction assumes about a case, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.network.case.flows import LEAST
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.network.case.networks import Prepared

SIZE_WORDS = {
    "revenue": Said("revenue", "营业收入"),
    "employees": Said(
        "employees times the sector's median revenue a head", "员工数×部门人均营业收入的中位数"
    ),
    "capacity": Said("output or capacity times price", "产量或产能×单价"),
    "sector_median": Said("the median of the sector", "部门中位数"),
    "median": Said("the median of all firms", "全部企业的中位数"),
    "even": Said("nothing: all count alike", "无依据：一律等同"),
}
NAMED = 8


def sector_names(ready: Prepared) -> list[Said]:
    """Return the name of each sector, its id where it has none."""
    rows = ready.cluster["sectors"].select("sector", "name_en", "name_zh").iter_rows()
    known = {sector: Said(en or zh or sector, zh or en or sector) for sector, en, zh in rows}
    return [known.get(sector) or Said(sector, sector) for sector in ready.sectors]


def assumptions(ready: Prepared) -> tuple[Said, ...]:
    """Return what was assumed, the weightiest first."""
    return (*_links(ready), *_firms(ready), *_shares(ready), *_classes(ready), *_made_up(ready))


def _links(ready: Prepared) -> tuple[Said, ...]:
    wanted = ready.wanted
    return (
        Said(
            "Links are inferred: who supplies whom is drawn by sector, size and distance (scale-invariant gravity, "
            "p = 1 - exp(-lambda)); only the draws together say something, never a single link.",
            "供应关系为推断：按部门、规模与距离抽取（尺度不变引力模型，p = 1 - exp(-λ)）；"
            "只有全部抽样合在一起才有意义，单条供应关系没有。",
        ),
        *ready.known.said,
        Said(
            f"A buyer has {wanted.density:g} suppliers in each sector it buys from, on average (density); links thin "
            f"out as (1 + km / {wanted.scale_km:g}) ** -{wanted.decay:g}. Both are assumptions.",
            f"买方在每个采购部门平均有 {wanted.density:g} 家供应商（密度）；"
            f"供应关系随距离按 (1 + 公里/{wanted.scale_km:g}) ** -{wanted.decay:g} 递减。两者均为假定。",
        ),
        Said(
            "Of a flow of the input-output table the case serves the smaller of the two sectors' shares that stand "
            "in it (cross-industry location quotient): the most that may be bought inside; the rest is imported.",
            "投入产出流量在案例内部成交的比例，取买卖两部门在案例内份额的较小者（跨行业区位商），"
            "为内部采购的上限；其余视为自外部购入。",
        ),
    )


def _firms(ready: Prepared) -> tuple[Said, ...]:
    basis, count = np.unique(ready.sizes.basis, return_counts=True)
    found = dict(zip(basis.tolist(), count.tolist(), strict=True))
    en = "; ".join(f"{w.en}: {found[b]:,}" for b, w in SIZE_WORDS.items() if b in found)
    zh = "；".join(f"{w.zh}：{found[b]:,}" for b, w in SIZE_WORDS.items() if b in found)
    said = [Said(f"Sizes of firms rest on: {en}.", f"企业规模的依据：{zh}。")]
    left = dict(ready.left_out)
    if any(left.values()):
        said.append(
            Said(
                f"Left out: {left['no_sector']:,} firms or organisations without a sector, {left['not_operating']:,} "
                f"firms none of whose plants operates on {ready.day}.",
                f"未计入：无部门的企业或机构 {left['no_sector']:,} 家；"
                f"截至 {ready.day} 无在产工厂的企业 {left['not_operating']:,} 家。",
            )
        )
    blank = int((~np.isfinite(ready.actors.lon)).sum())
    if blank:
        said.append(
            Said(
                f"Firms without a position: {blank:,}; for them distance counts as on average.",
                f"{blank:,} 家企业位置不明：距离按平均计。",
            )
        )
    return tuple(said)


def _shares(ready: Prepared) -> tuple[Said, ...]:
    said = []
    for word, en, zh in (
        ("none", "Sectors without a firm in the case, bought outside", "案例中无企业、全部自外部购入的部门"),
        (
            "capped",
            "Sectors whose firms sell more than the table has, taken as whole",
            "企业销售额超过表中总产出、按整体计的部门",
        ),
        ("unknown", "Sectors of unknown size, taken as whole", "规模不明、按整体计的部门"),
    ):
        names = [n for n, b in zip(sector_names(ready), ready.flows.share_basis, strict=True) if b == word]
        if names:
            more = len(names) - NAMED
            listed, listed_zh = ", ".join(n.en for n in names[:NAMED]), "、".join(n.zh for n in names[:NAMED])
            said.append(
                Said(
                    f"{en}: {listed}{f' and {more} more' if more > 0 else ''}.",
                    f"{zh}：{listed_zh}{f' 等 {len(names)} 个' if more > 0 else ''}。",
                )
            )
    if ready.flows.slivers:
        said.append(
            Said(
                f"{ready.flows.slivers:,} flows of which less than {LEAST:.0%} could be served inside are wholly "
                "imported.",
                f"{ready.flows.slivers:,} 项流量在案例内可供应不足 {LEAST:.0%}，视为全部自外部购入。",
            )
        )
    if ready.flows.negative:
        said.append(
            Said(
                f"{ready.flows.negative:,} flows below zero count as none.",
                f"{ready.flows.negative:,} 项负流量按零计。",
            )
        )
    return tuple(said)


def _classes(ready: Prepared) -> tuple[Said, ...]:
    if not ready.missing:
        return ()
    return (
        Said(
            f"{ready.missing:,} pairs of sectors are not in the table `essential`: they count as non-essential (1).",
            f"{ready.missing:,} 对部门不在 essential 表中：按非关键（1）计。",
        ),
    )


def _made_up(ready: Prepared) -> tuple[Said, ...]:
    firms = int(ready.firms["made_up"].sum())
    flows = ready.cluster["io_table"].filter(pl.col("basis") == "synthetic").height
    said = []
    if firms:
        said.append(
            Said(
                f"{firms:,} of {len(ready.actors):,} firms are synthetic: made up, and no statistic.",
                f"{len(ready.actors):,} 家企业中 {firms:,} 家为合成数据，并非统计。",
            )
        )
    if flows:
        said.append(
            Said(
                f"{flows:,} flows of the input-output table are synthetic: made up, and no statistic.",
                f"投入产出表中 {flows:,} 项流量为合成数据，并非统计。",
            )
        )
    return tuple(said)
