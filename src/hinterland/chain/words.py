"""Sentences of the chain studies, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.chain.measured import Nearby, Reach
    from hinterland.chain.runs import Array

DEFINITIONS = {
    "sourced_boundary": Said("sourced inside the boundary", "界内采购"),
    "sourced_reach": Said("sourced within reach", "可达范围内采购"),
    "available": Said("available", "可供"),
    "available_capacity": Said("available within capacity", "产能内可供"),
}
"""The four meanings of "available nearby", in the order of methods: what is bought (1, 2), what could be (3, 4)."""
CUT_NAMES = {
    "tier1": Said("first tier", "一级零部件"),
    "leaves": Said("leaves", "末级零部件与材料"),
    "purchases": Said("purchases", "采购额"),
    "": Said("", ""),
}
PLANT_SETS = {
    "operating": Said("operating plants", "在产工厂"),
    "construction": Said("operating plants and those under construction", "在产与在建工厂"),
    "announced": Said("operating, under construction and announced plants", "在产、在建与已宣布工厂"),
    "synthetic": Said("operating plants, synthetic ones among them", "在产工厂（含合成）"),
}
STATUS_WORDS = {
    "covered": Said("covered", "已覆盖"),
    "thin": Said("thin", "薄弱"),
    "gap": Said("gap", "缺口"),
    "no_plant_known": Said("no plant known", "无已知工厂"),
}
"""What is the matter with a product: enough is near; enough, but one firm's stop would be felt; not enough; or the
case lists no plant of it anywhere, which says nothing about the region."""
EXACT = 1e-7
"""Percents this close to 0 or 100 are 0 or 100: only rounding keeps them away."""
NOT_MEASURED = {
    "no_assembler": Said(
        "no plant that assembles the final product operates in the place on that day",
        "当日该地没有在产的整机工厂",
    ),
    "no_purchases": Said(
        "no purchase of the place's assembling firms is on record (table supplies)",
        "没有该地整机企业的采购记录（supplies 表）",
    ),
    "no_values": Said(
        "purchases are on record, but none has a value",
        "有采购记录，但均无金额",
    ),
    "no_components": Said(
        "this cut of the bill of materials has no component",
        "物料清单在此层没有零部件",
    ),
}


def percent(low: float | None, high: float | None = None, digits: int = 0) -> str:
    """Return a share, or the two that it lies between, in percent; an en dash where there is none.

    Shares are not below 0. `digits` after the point, trailing zeros left out; at least one below 1% and from 99% to
    100%, so that what is not nothing never reads 0% and what is not all never reads 100%.
    """
    if low is None:
        return "–"
    ends = [_percent(x, digits) for x in (low, low if high is None else high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0].removesuffix('%')}–{ends[1]}"


def _percent(share: float, digits: int) -> str:
    x = 100 * share
    if abs(x) < EXACT or abs(x - 100) < EXACT:
        return f"{abs(x):.0f}%"
    if not (0 < x < 1 or 99 <= x < 100):
        return f"{_trimmed(x, digits)}%"
    digits = max(digits, 1)
    text, least = _trimmed(x, digits), 10.0**-digits
    ends = {"0": f"<{least:.{digits}f}", "100": f">{100 - least:.{digits}f}"}
    return f"{ends.get(text, text)}%"


def stated(share: float) -> str:
    """Return a share as somebody set it, in percent: a threshold of 62.5% must not read 62%."""
    return f"{_trimmed(100 * share, 6)}%"


def _trimmed(x: float, digits: int) -> str:
    text = f"{x:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(count: int, what: str) -> str:
    """Return a number of things, in English."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def define(definition: str, reach: Reach, cut: str, firms: int, which: str) -> Said:
    """Return one of the four definitions in words, with what was chosen."""
    en = (
        "inside the administrative boundary"
        if reach is None
        else f"within {reach:g} h of the assembling plants"
    )
    zh = "行政边界内" if reach is None else f"距整机厂 {reach:g} 小时以内"
    if definition.startswith("sourced"):
        return Said(f"value bought {en} / value of all purchases", f"{zh}采购额／全部采购额")
    plants, on = PLANT_SETS[which], CUT_NAMES[cut]
    if definition == "available":
        return Said(
            f"share of component value ({on.en}) that at least {firms} firm{'s' * (firms > 1)} can make {en}; "
            f"{plants.en}",
            f"{zh}至少 {firms} 家企业可生产的零部件价值占比（{on.zh}）；{plants.zh}",
        )
    return Said(
        f"share of component value ({on.en}) that the capacity {en} serves; {plants.en}",
        f"{zh}产能可满足的零部件价值占比（{on.zh}）；{plants.zh}",
    )


def bought(count: int, year: int | None, unvalued: int, shared: int) -> Said:
    """Return how many purchases a share rests on, and what is unknown about them."""
    en = f"{count} purchase{'s' * (count > 1)} of {year}"
    zh = f"{year} 年 {count} 笔采购"
    if unvalued:
        en, zh = en + f"; {unvalued} more without a value", zh + f"；另有 {unvalued} 笔无金额"
    if shared:
        verb = "also assembles elsewhere and counts" if shared == 1 else "also assemble elsewhere and count"
        en += f"; {shared} of the buyers {verb} whole"
        zh += f"；{shared} 家买方在外地亦有整机厂，按全部采购计"
    return Said(en, zh)


def cut_words(near: Nearby, which: str, reach: Reach, values: Array) -> Said:
    """Return what is near and what is not known, for one set of plants on one cut, by number of products."""
    span = near.mean_available(which, reach)
    used = values > 0
    total = int(used.sum())
    unknown = int((used & near.unlisted[which]).sum())
    near_ = int((used & (span.low > 0) & ~near.unlisted[which]).sum())
    en = f"{near_} of {total} products within reach of some assembling plant"
    zh = f"{total} 种产品中 {near_} 种在至少一座整机厂可达范围内"
    if unknown:
        share = float(values[near.unlisted[which]].sum())
        en += f"; {unknown} ({percent(share)} of the value) made by no plant that the case lists: unknown"
        zh += f"；{unknown} 种（占价值 {percent(share)}）案例未列任何工厂：未知"
    guessed = int((~near.scope.sites.known).sum())
    if guessed:
        of = len(near.scope.sites.known)
        en += f"; size of {guessed} of {of} assembling plants unknown"
        zh += f"；{of} 座整机厂中 {guessed} 座规模未知"
    lost = int((np.isnan(near.scope.hours).all(axis=0) & near.keep[which]).sum())
    if lost:
        en += f"; position of {lost} plant{'s' * (lost > 1)} unknown"
        zh += f"；{lost} 座工厂位置未知"
    return Said(en, zh)
