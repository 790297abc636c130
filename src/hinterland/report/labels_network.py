"""Words of the sections on risk, shocks and remedies in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NETWORK_WORDS: Mapping[str, tuple[str, str]] = {
    "s_risk": ("Systemic risk", "系统性风险"),
    "s_stress": ("Shocks in time", "冲击推演"),
    "s_mitigate": ("What to do about it", "应对措施"),
    "risk": ("Systemic risk: which firms can stop the cluster", "系统性风险：哪些企业能让集群停摆"),
    "risk_intro": (
        (
            "Each firm is stopped by itself, and the loss followed to its buyers and its "
            "suppliers (Economic Systemic "
            "Risk Index: share of the cluster's sales that stops). Links that nobody knows are "
            "drawn; a risk is a mean "
            "and a range over the draws, never one number."
        ),
        (
            "逐一假设每家企业停产，沿供应关系向下游客户与上游供应商传导损失（经济系统性风险指数 "
            "ESRI：中断的集群销售额占比）。"
            "未知的供应关系由模型抽取；风险以抽样均值与区间表示，而非单一数字。"
        ),
    ),
    "risk_ten": ("The ten firms that stop most", "停产影响最大的十家企业"),
    "risk_curve_figure": ("How few firms hold most of the risk", "风险集中在少数企业"),
    "risk_size_figure": ("Risk against size", "风险与规模"),
    "esri": ("Risk (ESRI)", "风险（ESRI）"),
    "esri_range": ("5–95%", "5%–95% 区间"),
    "among_ten": ("Among the ten", "居前十"),
    "esri_down": ("To buyers", "向下游"),
    "esri_up": ("To suppliers", "向上游"),
    "firm_size": ("Sales a year", "年销售额"),
    "size_from": ("from", "来自"),
    "sector": ("Sector", "部门"),
    "risk_note": (
        (
            "ESRI: share of the cluster's sales that stops with the firm, mean and 5–95% of the "
            "draws. Among the ten: "
            "share of the draws. To buyers, to suppliers: the index by channel, means."
        ),
        (
            "ESRI：企业停产所中断的集群销售额占比，取抽样均值与 5%–95% 区间。居前十：所占抽样比例。"
            "向下游、向上游：分渠道指数均值。"
        ),
    ),
    "assumed_here": ("What is assumed", "假设"),
    "stress": ("What happens if: shocks in time", "如果发生：冲击推演"),
    "stress_intro": (
        (
            "Each shock of the table shocks by itself, day by day: plants use up their stocks, slow down when an "
            "input is short, and order less from their suppliers. Ranges are 5–95% over the draws "
            "of the network; the "
            "number of draws:"
        ),
        (
            "对 shocks 表中的每项冲击逐日推演：工厂先消耗库存，投入短缺时减产，并减少向供应商的订货。"
            "区间为网络抽样的 5%–95%；抽样次数："
        ),
    ),
    "stress_left_out": (
        "more shocks are in the table; run hinterland stress",
        "项冲击见数据表，请运行 hinterland stress",
    ),
    "stress_refused": ("Not run", "未推演"),
    "worst_products": ("Products hit hardest", "受冲击最大的产品"),
    "worst_firms": ("Firms hit hardest", "受冲击最大的企业"),
    "why_paths": ("How the shock got there", "冲击如何传导"),
    "net_plant": ("Plant", "工厂"),
    "lost": ("Lost", "损失"),
    "lost_share": ("Share lost", "损失占比"),
    "lost_units": ("Units lost", "损失数量"),
    "lowest": ("Lowest output", "最低产出"),
    "day_below": ("Below 95%, day", "低于 95%（第几天）"),
    "day_stops": ("Stops, day", "停产（第几天）"),
    "day_back": ("Back, day", "恢复（第几天）"),
    "in_draws": ("of draws", "的抽样"),
    "same_path": ("same way in", "相同路径占"),
    "stress_note": (
        "Days are counted from the first day of the shock; shares and losses over the whole time looked at.",
        "天数自冲击首日起计；损失与占比按整个推演期计。",
    ),
    "remedies": ("What to do about it: measures per yuan", "应对措施：每元投入的效果"),
    "remedies_intro": (
        (
            "Second sources, stocks and diversification for the buyers of the riskiest firms, "
            "tried one by one with the "
            "links changed and the stops run again. Costs are declared assumptions (table settings)."
        ),
        (
            "针对风险最高企业的客户，逐项试算第二供应源、库存与分散采购：改变供应关系后重新计算停产影响。"
            "成本为声明的假设（settings 表）。"
        ),
    ),
    "best_measures": ("The best measures", "最佳措施"),
    "portfolio": ("Taken together: best next measure, again and again", "组合：逐项选取下一项最佳措施"),
    "net_measure": ("Measure", "措施"),
    "cost": ("Cost, first year", "首年成本"),
    "lowers": ("Lowers the expected loss a year by", "降低预期年损失"),
    "per_yuan": ("Per CNY", "每元"),
    "firm_risk": ("Risk of the firm", "企业风险"),
    "spent": ("Spent in all", "累计投入"),
    "budget": ("Budget", "预算"),
    "risky_firms": ("The firms looked at", "所考察的企业"),
    "near_alternatives": ("Alternatives nearby / all", "附近替代方／全部"),
    "link_known": ("link known", "已知关系"),
    "screened_only": ("screened only", "仅初筛"),
    "made_up_alternative": ("◇ synthetic alternative", "◇ 合成替代方"),
    "no_measure": ("No measure lowers the risk.", "没有措施能降低风险。"),
}
"""Word by key."""
