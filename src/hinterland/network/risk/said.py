"""What the study `risk` says in words: its summary, its answer and what it assumes, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.network.cascade.closed import closed_groups
from hinterland.network.raw import cells as raw_cells
from hinterland.network.risk.base import filled, zeros
from hinterland.result import Said

if TYPE_CHECKING:
    import polars as pl

    from hinterland.network.cascade.model import Rule
    from hinterland.network.graph import Network
    from hinterland.network.risk.measure import Scenarios

NAMED = 3
"""Firms of a closed group that are named."""
LISTED = 10
"""Scenarios that never end that are named."""


def summary(network: Network, scenarios: Scenarios, rule: Rule, table: pl.DataFrame) -> dict[str, Any]:
    """Return the answer in a few values."""
    values = table["ESRI"].to_numpy()
    found: dict[str, Any] = {
        "firms": len(network),
        "links": len(network.weight),
        "industries": len(network.industry.names),
        "scenarios": len(scenarios),
        "single_firms": scenarios.firms,
        "mode": "glcascade" if rule.reference else "least",
        "eps": rule.eps,
        "mean": float(values.mean()) if len(values) else None,
        "largest": float(values.max()) if len(values) else None,
        "steps": int(table["T"].sum()),
    }
    found |= ended_by_cap(rule, table) if rule.reference else convergence(table)
    said = headline(scenarios, table)
    return found | {"answer": {"en": said.en, "zh": said.zh}}


def ended_by_cap(rule: Rule, table: pl.DataFrame) -> dict[str, Any]:
    """Return how many cascades of the reference rule the cap ended, and the first of them where they are known."""
    if "capped" in table.columns:  # a row a network: how many in each
        return {"capped": int(table["capped"].sum()), "capped_scenarios": []}
    lost = table.filter(table["T"] >= rule.most) if rule.most else table.clear()
    return {"capped": lost.height, "capped_scenarios": lost["scenario"].head(LISTED).to_list()}


def _never(rule: Rule, table: pl.DataFrame) -> tuple[Said, ...]:
    """Say which cascades of the reference rule would never end."""
    found = ended_by_cap(rule, table)
    if not found["capped"]:
        return ()
    count, most = f"{found['capped']:,}", f"{rule.most:,}"
    names = raw_cells.listed(found["capped_scenarios"], LISTED)
    more = found["capped"] - len(found["capped_scenarios"])
    shown = f" ({names.en}{f' and {more:,} more' if more else ''})" if names.en else ""
    shown_zh = f"（{names.zh}{f' 等，另有 {more:,} 个' if more else ''}）" if names.zh else ""
    verb = "was" if found["capped"] == 1 else "were"
    return (
        Said(
            f"Capped: {count} cascade{'' if found['capped'] == 1 else 's'}{shown} {verb} ended after {most} steps "
            "(T) where the reference goes on for ever: losses fall and rise again once a market is below 1e-10 and "
            "counts as 1. Do not use these values: take the default mode, or a smaller unit of weights (yuan for "
            "million yuan).",
            f"{count} 个情景{shown_zh}在 {most} 步（T）后强制终止，参考实现会无限循环：市场低于 1e-10 后按 1 计，"
            "损失反复升降。这些数值不可用，请改用默认模式，或更小的金额单位（如以元代替百万元）。",
        ),
    )


def convergence(table: pl.DataFrame) -> dict[str, Any]:
    """Return how far from the fixed point cascades were left."""
    if not table.height:
        return {"residual": 0.0, "remainder": 0.0, "capped": 0}
    left = table["remainder"].to_numpy()
    known = left[np.isfinite(left)]
    return {
        "residual": float(table["residual"].to_numpy().max()),
        "remainder": float(known.max()) if len(known) else None,
        "capped": int(table["capped"].sum()),
    }


def headline(scenarios: Scenarios, table: pl.DataFrame) -> Said:
    """Return the answer as a sentence."""
    if not table.height:
        return Said("There is nothing to stop.", "没有可中断的企业。")
    first = table.row(int(table["ESRI"].arg_max() or 0), named=True)
    share, count = f"{100 * first['ESRI']:.3g}", len(scenarios)
    if not scenarios.firms:
        return Said(
            f"Of {count:,} scenario{'s' if count > 1 else ''}, {first['scenario']} costs most: "
            f"{share}% of the network.",
            f"{count:,} 个情景中，情景 {first['scenario']} 损失最大，占全网 {share}%。",
        )
    over = int((table["ESRI"] > 0.1).sum())
    return Said(
        f"The stop of {first['scenario']} costs most, {share}% of the network; "
        f"{over:,} of {count:,} firms cost more than 10%.",
        f"{first['scenario']} 停产损失最大，占全网 {share}%；{count:,} 家企业中，{over:,} 家停产的损失超过 10%。",
    )


def assumptions(network: Network, rule: Rule, table: pl.DataFrame) -> tuple[Said, ...]:
    """Return what was assumed and noticed."""
    told = [n if isinstance(n, Said) else Said(n, n) for n in network.notes]
    loops = () if rule.reference else closed(network)
    return (*model(network), *ends(rule, table), *loops, *zeros(network, reference=rule.reference), *told)


def closed(network: Network) -> tuple[Said, ...]:
    """Return what there is to say of groups of firms that sell only to themselves."""
    groups = closed_groups(filled(network))
    if not groups:
        return ()
    firms, shown = sum(map(len, groups)), [network.ids[i] for i in groups[0][:NAMED]]
    more = " ..." if len(groups[0]) > NAMED else ""
    count, total = f"{len(groups):,}", f"{firms:,}"
    verb, whom = ("sells", "itself") if len(groups) == 1 else ("sell", "themselves")
    return (
        Said(
            f"{count} group{'' if len(groups) == 1 else 's'} of firms ({total} in all; such as "
            f"{', '.join(shown)}{more}) {verb} only to {whom}, and no revenue says otherwise: upstream, any loss in "
            "such a group runs around until all is lost, which cascades come near but not to.",
            f"{count} 组企业（共 {total} 家，如 {'、'.join(shown)}{more}）只向组内销售，且没有营业收入数据："
            "组内的上游损失循环放大，极限为全部损失，计算只能逼近。",
        ),
    )


def model(network: Network, *, counted: tuple[str, str] | None = None) -> tuple[Said, ...]:
    """Return what the model takes for granted, by the choices of this network; `counted` says by what firms count."""
    if network.market is None:
        market = Said("nobody stands in for anybody", "企业之间互不替代")
    elif network.market is network.industry:
        market = Said(
            "firms of one industry stand in for each other by their shares of its sales",
            "同行业企业按销售份额相互替代",
        )
    else:
        market = Said(
            "firms of one market group stand in for each other by their shares of its sales",
            "同一市场组的企业按销售份额相互替代",
        )
    names = [name for name, _ in network.weights]
    en, zh = counted or (
        (", ".join(names), "、".join(names)) if names else ("their sales over links", "供应关系上的销售额")
    )
    weight = Said(f"firms count by {en}", f"企业按{zh}加权")
    return (
        Said(
            "Economic Systemic Risk Index (Diem et al. 2022): a stopped input stops what needs it where it is "
            "essential by the table of industries, else lowers it by its share of purchases; lost demand goes on to "
            f"suppliers in proportion; {market.en}. The stopped firm counts itself; {weight.en}.",
            "经济系统性风险指数（Diem 等，2022）：关键投入中断则生产按比例中断，非关键投入按占采购的份额减产；"
            f"需求损失按比例传给供应商；{market.zh}。停产企业自身计入；{weight.zh}。",
        ),
        Said(
            "No time passes in it: no inventories, no new suppliers, prices as they are. For shocks in time see "
            "`hinterland stress`.",
            "不含时间因素：无库存、无新供应商、价格不变。随时间变化的冲击见 `hinterland stress`。",
        ),
    )


def ends(rule: Rule, table: pl.DataFrame) -> tuple[Said, ...]:
    """Return how cascades ended."""
    eps = f"{rule.eps:g}"
    if rule.reference:
        return (
            Said(
                f"Mode glcascade does as GLcascade/fastcascade 0.9.3.1: it stops at steps of {eps}, which may be far "
                "from the fixed point, and counts markets below 1e-10 as 1, so that results depend on the unit of "
                "weights.",
                f"glcascade 模式与 GLcascade/fastcascade 0.9.3.1 一致：步长降至 {eps} 即停止，可能离不动点尚远；"
                "低于 1e-10 的市场按 1 计，故结果与权重单位有关。",
            ),
            *_never(rule, table),
        )
    found = convergence(table)
    left = found["remainder"]
    rest = "unknown" if left is None else f"{left:.1e}"
    rest_zh = "未知" if left is None else f"{left:.1e}"
    told = [
        Said(
            f"Losses rise step by step to the least fixed point, until a step adds at most {eps}; the estimated rest "
            f"is at most {rest} of a firm's output (an estimate from the last steps, not a bound).",
            f"损失逐步上升至最小不动点，直至单步增量不超过 {eps}；"
            f"估计剩余不超过单家企业产出的 {rest_zh}（由最后几步推算，并非上界）。",
        )
    ]
    if found["capped"]:
        n, most = f"{found['capped']:,}", f"{rule.most:,}"
        told.append(
            Said(
                f"{n} cascades were ended after {most} steps: their losses are lower ends (column capped).",
                f"{n} 个情景在 {most} 步后终止，其损失为下限（capped 列）。",
            )
        )
    return tuple(told)
