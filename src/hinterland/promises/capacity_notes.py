"""What a forecast from plants assumed, as sentences in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.promises.capacity_plants import COUNTED, FEWEST, PLANNED
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.promises.capacity import Level
    from hinterland.promises.capacity_plants import Plants, Record


def notes_of(
    plants: Plants, level: Level, records: Mapping[str, Record], known: int, base: int
) -> tuple[Said, ...]:
    """Return what was assumed, most important first."""
    count = {s: int(plants.having(s).sum()) for s in (*COUNTED, "cancelled", "undated")}
    notes = [
        Said(
            f"plants by status: {count['operating']} operating, {count['construction']} under construction, "
            f"{count['announced']} announced only, {count['closed']} closed",
            f"运营 {count['operating']} 座，在建 {count['construction']} 座，仅宣布 {count['announced']} 座，"
            f"已关闭 {count['closed']} 座",
        ),
        _said_level(level, base),
        *_said_unknown(plants, level, known),
        *(_said_record(status, records[status]) for status in PLANNED if count[status]),
    ]
    for number, en, zh in (
        (
            int(plants.seen.sum()),
            "first seen running on the day given as their opening, so past their ramp-up: {n} of {of} plants",
            "{of} 座工厂中有 {n} 座的投产日期实为首次见到运营之日，视为爬坡已完成",
        ),
        (
            plants.rows.filter(pl.col("basis") == "synthetic").height,
            "synthetic, invented to fill the case and not observed: {n} of {of} plants",
            "{of} 座工厂中有 {n} 座为合成数据，并非观测所得",
        ),
        (
            count["undated"],
            "without any date and not counted: {n} of {of} plants",
            "{of} 座工厂中有 {n} 座没有任何日期，未计入",
        ),
        (
            count["cancelled"],
            "cancelled before they opened and not counted: {n} of {of} plants",
            "{of} 座工厂中有 {n} 座在投产前取消，未计入",
        ),
    ):
        if number:
            facts = {"n": number, "of": plants.rows.height}
            notes.append(Said(en.format(**facts), zh.format(**facts)))
    return tuple(notes)


def _said_level(level: Level, base: int) -> Said:
    middle = float(np.median(level.level))
    if level.calibrated:
        return Said(
            f"utilisation is {middle:.0%} of effective capacity, as the output of {base} implies",
            f"利用率为有效产能的 {middle:.0%}，由 {base} 年产量推得",
        )
    return Said(
        f"no output to calibrate utilisation with: {middle:.0%} is assumed and the forecast has no weight",
        f"没有可用于校准利用率的产量：假定为 {middle:.0%}，该预测不计权重",
    )


def _said_unknown(plants: Plants, level: Level, known: int) -> list[Said]:
    unknown, counted = int(plants.unknown.sum()), int(plants.having(*COUNTED).sum())
    if not unknown:
        return []
    en, zh = (
        (f"drawn from the {known} known ones of this product", f"由该产品 {known} 个已知产能抽取")
        if known >= FEWEST
        else (f"taken as zero, because only {known} are known", f"因仅有 {known} 个已知产能，按零计")
    )
    said = [
        Said(
            f"capacity unknown for {unknown} of {counted} plants: {en}",
            f"{counted} 座工厂中有 {unknown} 座产能未知：{zh}",
        )
    ]
    if level.refuted and known >= FEWEST:
        said.append(
            Said(
                "unknown capacities cannot all be zero: the known ones alone do not fit the output; the reading "
                "without them keeps the utilisation of the other",
                "未知产能不可能全为零：仅凭已知产能与产量不符；未知为零的情形沿用另一情形的利用率",
            )
        )
    return said


def _said_record(status: str, record: Record) -> Said:
    chance = record.alpha / (record.alpha + record.beta)
    words = {"construction": ("under construction", "在建"), "announced": ("announced only", "仅宣布")}
    en, zh = words[status]
    return Said(
        f"a plant {en} opens with a probability of {chance:.0%} before its age is considered ({record.opened} of "
        f"{record.plans} earlier plans did), after {np.exp(record.mu):.1f} years in the median ({record.timed} seen)",
        f"{zh}工厂最终投产的概率为 {chance:.0%}（未计已等待时间；"
        f"此前 {record.plans} 个计划中 {record.opened} 个投产），"
        f"所需年数中位数为 {np.exp(record.mu):.1f}（依据 {record.timed} 座）",
    )
