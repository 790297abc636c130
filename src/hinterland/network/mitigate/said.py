"""Sentences of the study `mitigate`, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.network.mitigate.measures import DIVERSIFICATION, INVENTORY, SECOND_SOURCE
from hinterland.result import Said
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.network.mitigate.terms import Terms

KIND_WORDS = {
    SECOND_SOURCE: Said("second source", "第二供应源"),
    INVENTORY: Said("inventory", "库存"),
    DIVERSIFICATION: Said("diversification", "分散采购"),
}
MANY = 3
"""Names that a sentence lists."""


def yuan(value: float | None, lang: str) -> str:
    """Return an amount of money with three digits."""
    return number(three_digits(value), "CNY", lang)


def measure(row: Mapping[str, Any], terms: Terms) -> Said:
    """Say what is done, what it costs and what it brings."""
    action, effect = done(row, terms), effect_of(row)
    return Said(f"{action.en}: {effect.en}", f"{action.zh}：{effect.zh}")


def done(row: Mapping[str, Any], terms: Terms) -> Said:
    """Say what is done: who moves what to whom, or who holds what."""
    buyers = _listed(row["buyers_name_en"], row["buyers_name_zh"])
    others = _listed(row["alternatives_name_en"], row["alternatives_name_zh"])
    en, zh = row["firm_name_en"], row["firm_name_zh"]
    if row["bundle"]:
        buyers = Said(f"the most exposed buyers of {en} ({buyers.en})", f"{zh}的主要客户（{buyers.zh}）")
    s = "" if row["bundle"] else "s"
    if row["kind"] == INVENTORY:
        held = f"{terms.inventory_days:g}"
        return Said(
            f"{buyers.en} hold{s} {held} days of the input from {en}",
            f"{buyers.zh}储备来自{zh}的投入品 {held} 天",
        )
    way = _way(row["hours"])
    moved = Said(yuan(row["value_moved"], "en"), yuan(row["value_moved"], "zh"))
    if row["kind"] == SECOND_SOURCE:
        part, pronoun = f"{100 * terms.share:g}%", "it buys" if s else "they buy"
        return Said(
            f"{buyers.en} move{s} {part} of what {pronoun} from {en} ({moved.en} a year) to {others.en}{way.en}",
            f"{buyers.zh}将对{zh}采购额的 {part}（每年 {moved.zh}）转向{others.zh}{way.zh}",
        )
    return Said(
        f"{buyers.en} spread{s} purchases from {en} over it and {others.en} by size ({moved.en} a year moves)"
        f"{way.en}",
        f"{buyers.zh}将对{zh}的采购按规模分散给其本身及{others.zh}（每年转移 {moved.zh}）{way.zh}",
    )


def effect_of(row: Mapping[str, Any]) -> Said:
    """Say what a measure costs and lowers."""
    cost = Said(yuan(row["cost"], "en"), yuan(row["cost"], "zh"))
    word = Said("raises", "增加") if row["lowered"] < 0 else Said("lowers", "降低")
    if row["saved"] is None:
        size = f"{abs(row['lowered']):.2e}"
        told = Said(f"mean ESRI by {size}", f"平均 ESRI {word.zh} {size}")
    else:
        span = _span(row)
        told = Said(
            f"the expected loss by {yuan(abs(row['saved']), 'en')} a year{span.en}",
            f"预期年损失{word.zh} {yuan(abs(row['saved']), 'zh')}{span.zh}",
        )
    said = Said(
        f"costs {cost.en} in the first year and {word.en} {told.en}", f"首年成本 {cost.zh}，{told.zh}"
    )
    return _asides(row, said)


def _span(row: Mapping[str, Any]) -> Said:
    """Return the range over draws, signed where it holds both falls and rises."""
    if row["draws"] == 1:
        return Said("", "")
    ends = [row["saved_low"], row["saved_high"]]
    if ends[0] < 0 < ends[1]:
        return Said(
            f" (from a rise of {yuan(-ends[0], 'en')} to a fall of {yuan(ends[1], 'en')} over draws)",
            f"（各次抽样从增加 {yuan(-ends[0], 'zh')} 到降低 {yuan(ends[1], 'zh')}）",
        )
    low, high = sorted(abs(x) for x in ends)
    return Said(
        f" ({yuan(low, 'en')} to {yuan(high, 'en')} over draws)",
        f"（各次抽样 {yuan(low, 'zh')} 至 {yuan(high, 'zh')}）",
    )


def _asides(row: Mapping[str, Any], told: Said) -> Said:
    """Add what else has to be known: the alternative's own risk, draws without effect, screening only."""
    en, zh = [told.en], [told.zh]
    before, after = row["alternatives_risk_before"], row["alternatives_risk_after"]
    if before is not None and after > before * (1 + 1e-6):
        en.append(f"the risk of the alternative itself rises ({_share(before)} to {_share(after)})")
        zh.append(f"替代方自身风险上升（{_share(before)} 升至 {_share(after)}）")
    if row["basis"] == "inferred":
        en.append("who buys from whom is inferred")
        zh.append("供应关系为推断")
    if row["alternatives_made_up"]:
        en.append("made-up firms stand in for alternatives that the case does not list")
        zh.append("替代方含合成企业，案例未列出真实企业")
    if row["draws_with_effect"] < row["draws"]:
        en.append(f"it applies in {row['draws_with_effect']} of {row['draws']} draws of the network")
        zh.append(f"{row['draws']} 次网络抽样中有 {row['draws_with_effect']} 次适用")
    if not row["verified"]:
        en.append("by screening only")
        zh.append("仅为初筛结果")
    return Said("; ".join(en), "；".join(zh))


def firm(row: Mapping[str, Any], kinds: set[str], terms: Terms) -> Said:
    """Say what stands in the way of a firm's measures."""
    near, others = f"{row['alternatives_near']:,}", f"{row['alternatives']:,}"
    if not row["buyers"]:
        en, zh = "its input is essential to no firm of the network", "没有企业以其产品为关键投入"
        if row["risk_up"] > row["risk_down"]:
            en += ": the risk is orders that its suppliers lose, which no second source lowers"
            zh += "：风险来自供应商失去订单，第二供应源无法降低"
        return Said(en, zh)
    if not row["alternatives"]:
        return Said(
            "no other firm of its industry makes the same product: only stocks help",
            "本行业没有其他企业生产同类产品：只有库存可行",
        )
    if not row["alternatives_near"]:
        return Said(
            f"no alternative nearby: none of the {others} other firms that make the same is within {terms.hours:g} h "
            "of its buyers; only stocks help",
            f"附近没有替代方：{others} 家同类企业均不在其客户 {terms.hours:g} 小时以内；只有库存可行",
        )
    if SECOND_SOURCE not in kinds:
        part, spare = f"{100 * terms.share:g}%", f"{100 * terms.spare_capacity_share:g}%"
        return Said(
            f"none of the {near} firms nearby that make the same has spare capacity ({spare} of sales) for {part} of "
            "what a buyer takes",
            f"附近 {near} 家同类企业的富余产能（销售额的 {spare}）均不足以承接任一客户 {part} 的采购",
        )
    return Said(
        f"other firms that make the same: {others}, of which {near} within {terms.hours:g} h of a buyer",
        f"另有同类企业 {others} 家，其中 {near} 家在某一客户 {terms.hours:g} 小时以内",
    )


def answer(
    best: Mapping[str, Mapping[str, Any]], first: Mapping[str, Any] | None, terms: Terms
) -> tuple[Said, ...]:
    """Answer the question: which second source lowers the cluster's risk most per yuan, and what does better."""
    source = best.get(SECOND_SOURCE)
    if source is None:
        told = [
            Said(
                f"No second source within {terms.hours:g} h that can deliver lowers the cluster's risk.",
                f"{terms.hours:g} 小时以内没有可交付且能降低集群风险的第二供应源。",
            )
        ]
    else:
        told = [
            Said(
                f"The second source that lowers the cluster's risk most per yuan: {source['why_en']}.",
                f"单位投入降低集群风险最多的第二供应源：{source['why_zh']}。",
            )
        ]
    if first is not None and (source is None or first["rank"] < source["rank"]):
        kind = KIND_WORDS[first["kind"]]
        told.append(
            Said(
                f"More per yuan brings a measure of another kind ({kind.en}): {first['why_en']}.",
                f"单位投入收效更大的是{kind.zh}：{first['why_zh']}。",
            )
        )
    return tuple(told)


def _listed(en: str | None, zh: str | None) -> Said:
    """Return the first names of a list, and how many more there are."""
    names = [(a or "").split(mark) for a, mark in ((en, "; "), (zh, "；"))]
    more = len(names[0]) - MANY
    shown = ", ".join(names[0][:MANY]), "、".join(names[1][:MANY])
    return (
        Said(*shown) if more <= 0 else Said(f"{shown[0]} and {more} more", f"{shown[1]}等 {len(names[1])} 家")
    )


def _way(hours: float | None) -> Said:
    return Said("", "") if hours is None else Said(f", {hours:.2g} h away", f"，车程 {hours:.2g} 小时")


def _share(value: float) -> str:
    return f"{100 * value:.3g}%"
