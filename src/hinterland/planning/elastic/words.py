"""Families of rows in both languages, and the elastic answer in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.result import Said
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hinterland.planning.elastic.found import Elastic, Give, Miss, Mixture
    from hinterland.planning.matrix import Program
    from hinterland.planning.model.build import Model

    Named = Callable[[str, int], Said]
    """A dimension and an index to what the member is called."""

FAMILIES: Mapping[str, Said] = {
    "target": Said("targets", "目标"),
    "single": Said("largest supplier", "最大供应商占比"),
    "budget": Said("budget", "预算"),
    "land": Said("land", "土地"),
    "labour": Said("labour", "劳动力"),
    "supply": Said("purchases from outside", "外购供应量"),
    "market": Said("sales outside", "外销市场"),
    "inertia": Said("pace at which buyers switch suppliers", "更换供应商的速度"),
    "sources": Said("least number of suppliers", "最少供应商数"),
    "growth": Said("expansion of plants", "现有工厂扩产上限"),
    "once": Said("candidates come once", "候选项目只落地一次"),
    "follow": Said("followers after anchors", "配套企业随链主落地"),
    "capacity": Said("capacity", "产能"),
    "kept": Said("what is made anyway stays made", "现有产出须保持"),
    "made": Said("output goes somewhere", "产出去向平衡"),
    "used": Said("input comes from somewhere", "投入来源平衡"),
    "paid": Said("what is asked is paid", "支持资金支付"),
    "available": Said("available near only with enough firms", "就近可得须有足够企业"),
    "there": Said("a firm is there once it opens", "企业落地计数"),
    "serves": Said("capacity that serves users in reach", "可达产能供给"),
    "takes": Said("what users in reach take", "可达用户需求"),
    "holds": Said("capacity of each maker", "各厂商产能"),
    "adds": Said("makers add up", "各厂商产出合计"),
}
"""Family of rows to its name."""
RELAXABLE = ("budget", "land", "labour", "supply", "market", "inertia", "sources")
"""Families that are limits somebody could loosen; the others are how things work."""
BEYOND = ("inertia", "supply", "market")
"""Those of them that no planner sets: what buyers, sellers and markets elsewhere do."""
AMOUNTS: Mapping[str, str] = {"budget": "CNY", "land": "hectare", "labour": "person"}
"""Units of limits."""
KINDS: Mapping[str, Said] = {
    "limits": Said("holding every target", "若所有目标都要兑现"),
    "targets": Said("within every limit", "若所有约束都不放宽"),
    "cheapest": Said("at the least stated cost", "按给定代价最小"),
}


def family(name: str) -> str:
    """Return the family of a block of rows without the tag of its target or scenario: `single.3` is `single`."""
    return name.split(".", maxsplit=1)[0]


def family_said(name: str) -> Said:
    """Return what a family is called."""
    plain = family(name)
    return FAMILIES.get(plain, Said(plain, plain))


def place(program: Program, row: int) -> tuple[str, dict[str, int]]:
    """Return the family of a row and its index by dimension."""
    for block in program.rows:
        if block.size and block.index.flat[0] <= row <= block.index.flat[-1]:
            at, left = [], row - int(block.index.flat[0])
            for length in reversed(block.index.shape):
                left, k = divmod(left, length)
                at.append(k)
            return family(block.name), dict(zip(block.dims, reversed(at), strict=True))
    return "", {}


def listed(items: Sequence[str], lang: str) -> str:
    """Return `a, b and c`."""
    if lang == "zh":
        return "、".join(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def percent(share: float) -> str:
    """Return a share as percent, with a digit where it is small."""
    value = 100 * share
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}" if value >= 0.095 else f"{value:.2g}"


def by_id(model: Model) -> Named:
    """Return what members of dimensions are called where nobody knows their names: by their ids."""
    labels = model.program.labels

    def named(dimension: str, i: int) -> Said:
        every = labels.get(dimension, ())
        label = str(every[i]) if i < len(every) else str(i)
        return Said(label, label)

    return named


def member(where: Mapping[str, int], named: Named) -> Said:
    """Return whose limit a row is, its year aside: `grants`, `battery cell, Hefei`."""
    words = [named(dimension, k) for dimension, k in where.items() if dimension != "year"]
    return Said(", ".join(w.en for w in words), " ".join(w.zh for w in words))


def sentences(
    answer: Elastic, model: Model, *, named: Named | None = None, most: int = 6
) -> tuple[Said, ...]:
    """Return the elastic answer in sentences: one a way out, then one a target that must miss.

    Parameters
    ----------
    answer, model
        The elastic answer, and the model it is of.
    named
        What the member of a dimension is called (`named("park", 2)`, `named("target", 0)`, `instrument`, `product`,
        `zone`, `group`, `plant`, `rule`); its id if None.
    most
        Limits that are named of each mixture; the rest is counted.
    """
    told = named or by_id(model)
    found = [_mixture(mixture, told, most) for mixture in answer.mixtures]
    found += [_miss(m, told) for m in answer.misses if m.least is not None and (m.most or 0.0) > 0]
    return tuple(found)


def _mixture(mixture: Mixture, named: Named, most: int) -> Said:
    kind = KINDS[mixture.kind]
    if mixture.status == "infeasible":
        return Said(f"{kind.en}: no plan, whatever gives", f"{kind.zh}：无论如何放宽都没有可行方案")
    if mixture.total is None and not mixture.gives:
        return Said(f"{kind.en}: nothing found in the time", f"{kind.zh}：限时内未找到方案")
    parts = _parts(mixture.gives, named)
    shown, rest = parts[:most], len(parts) - most
    if not parts:
        return Said(f"{kind.en}: nothing needs to give", f"{kind.zh}：无须放宽")
    en, zh = "; ".join(s.en for s in shown), "；".join(s.zh for s in shown)
    if rest > 0:
        en, zh = f"{en}; and {rest} more", f"{zh}；另有 {rest} 项"
    least = (
        Said("", "") if mixture.whole else Said(" (if plants could come in parts)", "（按项目可拆分计算）")
    )
    return Said(f"{kind.en}: {en}{least.en}", f"{kind.zh}：{zh}{least.zh}")


def _parts(gives: Sequence[Give], named: Named) -> list[Said]:
    """Return what gives by family and member: `budget of grants short by 17 and 6 percent in 2021 and 2022`."""
    groups: dict[tuple[str, tuple[tuple[str, int], ...]], list[Give]] = {}
    for give in gives:
        key = tuple((d, k) for d, k in give.where.items() if d != "year")
        groups.setdefault((give.family, key), []).append(give)
    found = []
    for (name, _), group in sorted(groups.items(), key=lambda kv: -sum(g.share for g in kv[1])):
        every = sorted(group, key=lambda g: (g.year or 0, g.row))
        if name == "target":
            said, by = named("target", every[0].where["target"]), percent(every[0].share)
            found.append(Said(f"{said.en} misses by {by} percent of its level", f"{said.zh}比目标值差 {by}%"))
            continue
        found.append(_short(name, member(every[0].where, named), every))
    return found


def _short(name: str, whose: Said, every: Sequence[Give]) -> Said:
    """Return by how much a limit is short, year by year."""
    label, shares = family_said(name), [percent(g.share) for g in every]
    en = f"{label.en} of {whose.en} short by {listed(shares, 'en')} percent"
    zh = f"缺口 {listed([f'{s}%' for s in shares], 'zh')}"
    years = [str(g.year) for g in every if g.year is not None]
    if years:
        en, zh = f"{en} in {listed(years, 'en')}", f"{listed(years, 'zh')}年{zh}"
    zh = f"{whose.zh} 的{label.zh} {zh}"
    amounts = _amounts(name, every)
    return Said(f"{en} ({amounts.en})", f"{zh}（{amounts.zh}）") if amounts else Said(en, zh)


def _amounts(name: str, every: Sequence[Give]) -> Said | None:
    if name not in AMOUNTS:
        return None
    en, zh = (
        listed([number(three_digits(g.by), AMOUNTS[name], lang) for g in every], lang)
        for lang in ("en", "zh")
    )
    return Said(en, zh)


def _miss(miss: Miss, named: Named) -> Said:
    name = named("target", miss.target)
    if miss.least is not None and miss.least <= 0:
        return Said(
            f"{name.en} can be held; at most {percent(miss.most or 0.0)} percent is lost where others are favoured",
            f"{name.zh}可以兑现；优先其他目标时至多差 {percent(miss.most or 0.0)}%",
        )
    a, b = percent(miss.least or 0.0), percent(miss.most or 0.0)
    least = Said("", "") if miss.whole else Said(" at least", "至少")
    if a == b:
        return Said(f"{name.en} misses by {a} percent{least.en}", f"{name.zh}{least.zh}差 {a}%")
    return Said(
        f"{name.en} misses by {a} to {b} percent{least.en}, as it or others are favoured",
        f"{name.zh}{least.zh}差 {a}% 至 {b}%，取决于优先哪一目标",
    )
