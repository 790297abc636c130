"""Worth in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hinterland.planning.worth.parts import COSTS
from hinterland.result import Said
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.model.build import Model
    from hinterland.planning.worth.measure import Worth

FAMILIES = {
    "cost": Said("what it costs", "自身成本"),
    "capacity": Said("other capacity", "其他产能"),
    "land": Said("land", "土地"),
    "labour": Said("labour", "劳动力"),
    "paid": Said("budgets", "预算"),
    "once": Said("coming only once", "只能落户一次"),
    "follow": Said("firms tied to it", "相关联的企业"),
    "sources": Said("second sources", "第二供应来源"),
}
"""Families of rows that an opening stands in, as a thing that is taken or saved."""
LEAST = 0.02
"""Parts smaller than this share of the largest are not told."""


def family(name: str) -> Said:
    """Return the name of a family of rows, with or without a tag, in words."""
    if name.startswith("target:"):
        target = name.removeprefix("target:")
        return Said(f"the target {target}", f"目标 {target}")
    stem = name.split(".", maxsplit=1)[0].rstrip("0123456789")
    plain = FAMILIES.get(name) or FAMILIES.get(stem)
    if plain is not None:
        return plain
    if stem in {"available", "there"}:
        return Said("suppliers in reach", "可及供应商")
    return Said("capacity in reach", "可及产能") if stem == "serves" else Said(stem, stem)


def reason(model: Model, worth: Worth, called: Callable[[str], Said] | None = None) -> Said:
    """Return why a candidate is worth what it is, by the prices of the relaxation.

    Parameters
    ----------
    model, worth
        The model, and what was found of the candidate.
    called
        Names of ids; default: the ids.
    """
    called = called or _same
    if not worth.parts:
        return Said("nothing is known: no relaxation was solved", "未知：没有求解松弛问题")
    told = [p for p in worth.parts if p.family != "once"]
    least = LEAST * max(abs(p.amount) for p in told)
    told = [p for p in told if abs(p.amount) >= least]
    product = called(model.problem.names.products[int(model.problem.candidates.product[worth.candidate])])
    aims = [called(model.problem.targets[i].name) for i in worth.serves]
    both = []
    for lang in ("en", "zh"):
        listed = ("; " if lang == "en" else "；").join(_told(p.family, p.amount, lang, product) for p in told)
        names = (", " if lang == "en" else "、").join(a.in_(lang) for a in aims)
        if lang == "en":
            both.append(listed + (f" (counts for {names})" if names else ""))
        else:
            both.append(listed + (f"（计入 {names}）" if names else ""))
    return Said(*both)


def _told(name: str, amount: float, lang: str, product: Said) -> str:
    money = number(three_digits(abs(amount)), "CNY", lang)
    what = family(name).in_(lang)
    if name == COSTS:
        return f"costs {money}" if lang == "en" else f"自身成本 {money}"
    if name == "capacity":
        what = f"other capacity for {product.en}" if lang == "en" else f"{product.zh} 的其他产能"
    if name.startswith("target:"):
        if lang == "en":
            return f"{'costs' if amount > 0 else 'saves'} {money} on {what}"
        return f"在{what} 上{'多花' if amount > 0 else '节省'} {money}"
    if lang == "en":
        return f"{'takes' if amount > 0 else 'saves'} {money} of {what}"
    return f"{'占用' if amount > 0 else '节省'}{what} {money}"


def verdict_words(worth: Worth) -> Said:
    """Return what is known of a candidate's worth, as a sentence."""
    if worth.verdict == "must":
        return Said("no plan holds the targets without it", "缺少它，任何方案都达不到目标")
    if worth.verdict == "cannot":
        return Said("no plan has room for it", "没有方案容得下它")
    if worth.verdict == "unknown" and math.isnan(worth.cost_in) and math.isnan(worth.cost_out):
        return Said("not known: there is no plan to compare with", "未知：没有可供比较的方案")
    if worth.verdict == "unknown":
        return Said("not known: it was not looked at in the time", "未知：时限内未作计算")
    if worth.verdict == "relaxation":
        en, zh = (_money(worth.relaxed, lang) for lang in ("en", "zh"))
        return Said(
            f"no second plan was made in the time; worth {en} if candidates could come in part",
            f"时限内未得到第二个方案；若允许部分落户，价值为 {zh}",
        )
    en, zh = (_money(abs(worth.worth), lang) for lang in ("en", "zh"))
    if worth.low <= 0 <= worth.high:
        return Said(
            "with or without it, the plan costs the same as far as the gap shows",
            "在求解精度内，有无它，方案成本没有差别",
        )
    if worth.worth > 0:
        return Said(f"without it the plan costs {en} more", f"没有它，方案多花 {zh}")
    return Said(f"with it the plan costs {en} more", f"有了它，方案多花 {zh}")


def _money(value: float, lang: str) -> str:
    return number(three_digits(value) if math.isfinite(value) else math.nan, "CNY", lang)


def _same(name: str) -> Said:
    return Said(name, name)
