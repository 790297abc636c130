"""What a new plant would close, in a sentence of both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland import words
from hinterland.chain.words import CUT_NAMES, percent
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.chain.openings_market import Size


@dataclass(frozen=True, slots=True)
class Opening:
    """One new plant: what, where, how large, and what it serves and closes (low, high).

    `before` counts plants of the product that stand higher in the list.
    """

    name: Said
    site: Said
    size: Size
    unit: str
    reach: float | None
    served: tuple[float, float]
    closes: tuple[float, float]
    cut: str
    before: int
    unlisted: bool
    comparable: bool


def say(opening: Opening) -> Said:
    """Return what a new plant would do: its size, the demand it serves, the value it closes."""
    plant, reach, on = _plant(opening), _reach(opening.reach), CUT_NAMES[opening.cut]
    served, closes = percent(*opening.served), percent(*opening.closes, digits=1)
    first = (
        Said("no plant known: look whether one exists first; ", "无已知工厂：请先核实是否已有；")
        if opening.unlisted
        else Said("", "")
    )
    doubt = (
        Said("", "")
        if opening.comparable
        else Said(
            "; demand or units of it in one final product unknown, so what share it serves cannot be told",
            "；需求或单位用量未知，无法判断可满足的份额",
        )
    )
    return Said(
        f"{first.en}{plant.en} would serve {served} of the place's demand, now served by nobody {reach.en}: "
        f"{closes} of component value ({on.en}){doubt.en}",
        f"{first.zh}{plant.zh}，可满足{reach.zh}目前无人满足的需求，为总需求的 {served}；相当于零部件价值"
        f"（{on.zh}）的 {closes}{doubt.zh}",
    )


def _plant(opening: Opening) -> Said:
    name, site, size = opening.name, opening.site, opening.size
    one = Said("one more plant", "再建一座") if opening.before else Said("a plant", "新建一座")
    source = _source(size)
    if np.isnan(size.capacity):
        return Said(
            f"{one.en} for {name.en} in {site.en} ({source.en})",
            f"在{site.zh}{one.zh}{name.zh}工厂（{source.zh}）",
        )
    en, zh = (words.number(words.three_digits(size.capacity), opening.unit, lang) for lang in ("en", "zh"))
    return Said(
        f"{one.en} of {en} a year for {name.en} in {site.en} ({source.en})",
        f"在{site.zh}{one.zh}年产 {zh}的{name.zh}工厂（{source.zh}）",
    )


def _source(size: Size) -> Said:
    if size.source == "demand":
        return Said(
            "as large as the place's demand, since no capacity of such a plant is known",
            "同类工厂产能未知，按该地需求规模计",
        )
    made_up = Said("made-up ", "合成") if size.source == "synthetic" else Said("", "")
    if size.plants == 1:
        return Said(f"as the one {made_up.en}plant of known capacity", f"同唯一已知产能的{made_up.zh}工厂")
    return Said(
        f"the median of {size.plants} {made_up.en}plants of known capacity",
        f"{size.plants} 座已知产能{made_up.zh}工厂的中位数",
    )


def _reach(reach: float | None) -> Said:
    if reach is None:
        return Said("inside the boundary", "界内")
    return Said(f"within {reach:g} h", f" {reach:g} 小时内")
