"""Terms by which parks are compared, in both languages, and how each is put on a scale from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TERMS: Mapping[str, Said] = {
    "suppliers": Said("reachable suppliers", "可达供应商"),
    "users": Said("reachable users", "可达用户"),
    "talent": Said("talent", "人才"),
    "institutes": Said("research and training", "科研与培养"),
    "testing": Said("test services", "检测服务"),
    "land": Said("land", "用地"),
    "land_cost": Said("cost of land", "地价"),
    "policy": Said("policy", "政策"),
}
"""Term by id."""

RULES: Mapping[str, Said] = {
    "suppliers": Said(
        "share of the value of the product's direct inputs of which some plant within reach runs or is being built; "
        "taken as it is",
        "产品直接投入中，可达范围内有在产或在建工厂者所占的价值份额；直接取用",
    ),
    "users": Said(
        "share of the capacity of the plants served that lies within reach (running or being built), mean over the "
        "products they make; taken as it is",
        "所服务工厂（在产或在建）的产能中位于可达范围内的份额，按其产品平均；直接取用",
    ),
    "talent": Said(
        "persons at work within reach in the occupations that the product takes (all, where no coefficients say "
        "which); divided by the most of any park compared",
        "可达范围内、产品所需职业的在业人数（无用工系数时为全部职业）；除以所比园区中的最大值",
    ),
    "institutes": Said(
        "organisations within reach that offer research or talent; divided by the most of any park compared",
        "可达范围内提供科研或人才的机构数；除以所比园区中的最大值",
    ),
    "testing": Said(
        "organisations within reach that offer testing; divided by the most of any park compared",
        "可达范围内提供检测的机构数；除以所比园区中的最大值",
    ),
    "land": Said(
        "free land over the land needed, at most 1; where the need is not known, over the most of any park compared; "
        "where free land is not known, the park's whole area over the need, an upper bound",
        "可供用地除以所需用地，至多为 1；需求未知时除以所比园区中的最大值；"
        "可供用地未知时，以园区总面积除以需求，为上界",
    ),
    "land_cost": Said(
        "price of land; the least of any park compared divided by it",
        "地价；以所比园区中的最低价除之",
    ),
    "policy": Said(
        "grants, taxes, land, funds, services and talent schemes in force that name the park (or what contains it, "
        "below the country) and the project's sector; divided by the most of any park compared",
        "现行有效、适用于园区（或其上级，国家级除外）及项目所属行业的补助、税收、土地、基金、服务与人才政策数；"
        "除以所比园区中的最大值",
    ),
}
"""How each term is measured and normalised."""

KINDS: Mapping[str, Said] = {
    "candidate": Said("candidate", "招商候选"),
    "need": Said("need", "需求"),
    "workstream": Said("workstream", "协议工作"),
    "given": Said("project as given", "自定项目"),
}
"""What a project is in the case."""

SIGN: Mapping[str, Callable[[float], bool]] = {"land": lambda x: x > 0, "jobs": lambda x: x >= 0}
"""What an amount must be."""


def few(names: Iterable[str], most: int = 3, *, lang: str) -> str:
    """Return the first few of some names, and how many more there are."""
    listed = list(dict.fromkeys(names))
    more = len(listed) - most
    if lang == "zh":
        return "、".join(listed[:most]) + (f"等 {len(listed)} 个" if more > 0 else "")
    return ", ".join(listed[:most]) + (f" and {more} more" if more > 0 else "")


def several(names: Iterable[Said], most: int = 3) -> Said:
    """Return a few names in both languages."""
    listed = list(names)
    return Said(few((n.en for n in listed), most, lang="en"), few((n.zh for n in listed), most, lang="zh"))
