"""What the study `mitigate` takes for granted, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.network.mitigate.measures import BUNDLE, SPREAD
from hinterland.network.mitigate.said import yuan
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.network.mitigate.terms import Terms


def assumptions(
    terms: Terms, draws: int, worth: float | None, *, case: bool, chances: bool
) -> tuple[Said, ...]:
    """Return what the study takes for granted.

    Parameters
    ----------
    terms
        Costs and reach.
    draws
        How many networks were drawn.
    worth
        Sales of a year that the index is a share of, CNY; None where firms are weighted by something else.
    case
        Whether firms have places and links are drawn.
    chances
        Whether firms have chances of their own to stop.
    """
    return (
        _stake(terms, worth, chances),
        *_costs(terms),
        *_model(terms),
        _links(draws) if case else _no_places(),
    )


def _stake(terms: Terms, worth: float | None, chances: bool) -> Said:
    """Say what the risk of the cluster is."""
    equal = (
        Said("the mean of ESRI over firms by the chances given", "按给定停产概率加权的 ESRI 均值")
        if chances
        else Said(
            "the mean of ESRI over all firms, each as likely to stop",
            "全部企业 ESRI 的均值，各企业停产概率相同",
        )
    )
    if worth is None:
        return Said(
            f"Risk of the cluster: {equal.en}. Weights are no money, so nothing is told in yuan.",
            f"集群风险：{equal.zh}。权重不是金额，故不折算为元。",
        )
    rate, days = f"{terms.stop_rate:g}", f"{terms.days:g}"
    return Said(
        f"Risk of the cluster: {equal.en}. As money: a firm stops {rate} times a year (setting stop_rate, an "
        f"assumption) for {days} days, and loses the share ESRI of sales ({yuan(worth, 'en')} a year) for that time.",
        f"集群风险：{equal.zh}。折算金额：每家企业每年停产 {rate} 次（设置 stop_rate，为假设），每次 {days} 天，"
        f"期间损失年销售额 {yuan(worth, 'zh')} 的 ESRI 份额。",
    )


def _costs(terms: Terms) -> tuple[Said, ...]:
    """Say what costs and capacities are assumed."""
    premium, carrying = f"{100 * terms.second_source_premium:g}%", f"{100 * terms.inventory_carrying_rate:g}%"
    share, spare, hours = (
        f"{100 * terms.share:g}%",
        f"{100 * terms.spare_capacity_share:g}%",
        f"{terms.hours:g}",
    )
    price = Said(yuan(terms.second_source_cost, "en"), yuan(terms.second_source_cost, "zh"))
    return (
        Said(
            "Costs are assumptions unless the case sets them, those of the first year: qualifying one supplier for "
            f"one buyer {price.en} (second_source_cost), a premium of {premium} a year on the value that moves "
            f"(second_source_premium), stock {carrying} of its value a year (inventory_carrying_rate).",
            f"成本除案例另有设置外均为假设，计首年：每个客户认证一家供应商 {price.zh}（second_source_cost），"
            f"转移金额每年溢价 {premium}（second_source_premium），"
            f"库存每年占其价值 {carrying}（inventory_carrying_rate）。",
        ),
        Said(
            "A second source is a firm of the same industry that makes the same product where plants say so, within "
            f"{hours} h of the buyer, with spare capacity of {spare} of its sales (spare_capacity_share, an "
            f"assumption); measures together use no more. It takes {share} of the purchases; a bundle serves up to "
            f"{BUNDLE} buyers. Diversification spreads purchases by size over the firm and up to {SPREAD} of the "
            "largest nearby.",
            f"第二供应源指同行业、（工厂数据可考时）生产同类产品、距客户 {hours} 小时以内、"
            f"富余产能为销售额 {spare}（spare_capacity_share，为假设）的企业，各措施合计不超过该产能。"
            f"其承接采购的 {share}；组合最多涉及 {BUNDLE} 家客户。"
            f"分散采购按规模分给原供应商与附近最大的至多 {SPREAD} 家。",
        ),
    )


def _model(terms: Terms) -> tuple[Said, ...]:
    """Say how effects are computed."""
    stock, days, passed = f"{terms.inventory_days:g}", f"{terms.days:g}", f"{100 * terms.passed:.3g}%"
    return (
        Said(
            f"Stock of S = {stock} days (inventory_days) in a stop of D = {days} days: (D - S) / D = {passed} of the "
            "loss passes on.",
            f"停产 D = {days} 天、库存 S = {stock} 天（inventory_days）：损失传导 (D - S) / D = {passed}。",
        ),
        Said(
            "Each measure is computed by running stops again on the changed network (Diem et al. 2022, least fixed "
            "point), firms counted at today's sales. Verified measures ran every stop again; for the others only the "
            "stops that hit the firm most, and those of the firms whose links change, so that they are estimates.",
            "每项措施均在改动后的网络上重新计算停产影响（Diem 等，2022，最小不动点），企业按现有销售额加权。"
            "已验证者重算全部停产情景；其余仅重算对该企业影响最大的情景及供应关系改变的企业，故为估计。",
        ),
        Said(
            "A second source shares a buyer's dependence between two firms, either of which may stop: the stop of "
            "the first costs less, that of the second more. The mean falls where the market can replace the second "
            "more easily than the first.",
            "第二供应源使客户的依赖分摊于两家企业，而两家均可能停产：前者停产损失减少，后者停产损失增加。"
            "只有后者比前者更易被市场替代时，均值才会下降。",
        ),
    )


def _links(draws: int) -> Said:
    """Say that links are drawn."""
    times = f"{draws} time{'s' * (draws != 1)}"
    return Said(
        f"Links that nobody has published are drawn {times}; figures are means over draws, ranges 5 to 95 percent. A "
        "bundle takes the most exposed buyers of each draw; a buyer on its own is tried where its link is in at "
        "least half of the draws.",
        f"未公布的供应关系抽样 {draws} 次；数字为各次均值，区间为 5% 至 95%。组合取每次抽样中的主要客户；"
        "单一客户仅在其供应关系出现于至少一半抽样时考虑。",
    )


def _no_places() -> Said:
    """Say that everybody counts as near."""
    return Said(
        "Firms have no places here: every firm of the industry counts as near.",
        "企业无位置信息：同行业企业均视为邻近。",
    )
