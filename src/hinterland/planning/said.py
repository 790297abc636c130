"""What a plan assumes, in sentences of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.planning.options import SHARES, SHARP
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.work import Work

PARTS = {
    "sharper": Said("a sharper plan", "进一步求精"),
    "ranges": Said("ranges", "区间"),
    "definitions": Said("other definitions", "其他定义"),
    "prices": Said("prices", "价格"),
    "worth": Said("worth", "候选价值"),
}


def synthetic(made_up: int, count: int) -> Said | None:
    """Return that candidates are made up, None where none is: the first thing that a reader must know."""
    if not made_up:
        return None
    if count == 1:
        return Said(
            "The only candidate is synthetic (made up by a stated rule, not a plan of a real firm): the answer is a "
            "range that rests on it.",
            "唯一的候选项目为合成数据（按公开规则生成，非真实企业的计划）：结论是以此为前提的区间。",
        )
    all_en, all_zh = ("All", "全部") if made_up == count else (f"{made_up:,} of", f"其中 {made_up:,} 个")
    return Said(
        f"{all_en} {count:,} candidates are synthetic (made up by a stated rule, not plans of real firms): the "
        "answer is a range that rests on them.",
        f"{count:,} 个候选项目{all_zh}为合成数据（按公开规则生成，非真实企业的计划）：结论是以此为前提的区间。",
    )


def assumptions(work: Work, shares: Mapping[str, float] = SHARES) -> tuple[Said, ...]:
    """Return what the plan assumes: how it counts, how it searched, and what reading the case had to assume.

    Parameters
    ----------
    shares
        Time of each part as a share of that of the plan.
    """
    problem, reading = work.model.problem, work.reading
    first, rate = problem.names.years[0], problem.money.discount
    made_up = synthetic(sum(b == "synthetic" for b in reading.basis), len(reading.basis))
    return (
        *([made_up] if made_up else ()),
        Said(
            f"Costs are discounted to {first} at {rate:.0%} a year; what a candidate asks is paid in the year of its "
            "decision. Expected tax is that of operation with the plan less that without it, both run as far as "
            "their output can be used; the plan minimises "
            + ("public cost less expected tax." if problem.money.tax else "public cost before tax."),
            f"成本按每年 {rate:.0%} 贴现至 {first} 年；候选项目所要求的支持在决策当年支付。预期税收为有方案与无方案时"
            "运营税收之差，两者均以产出可用为限满负荷运行；方案最小化的是"
            + ("公共成本减预期税收。" if problem.money.tax else "税前公共成本。"),
        ),
        Said(
            "Output that only moves from elsewhere in the country counts for the place's targets and is told apart "
            "from new output. Nothing says that a candidate comes because it is wanted: landing probabilities are "
            "told beside it and do not enter the plan.",
            "仅由国内他处迁入的产出计入本地目标，并与新增产出分列。被选中不等于会落地：落地概率另列，不进入方案求解。",
        ),
        _search(work, shares),
        *work.notes,
        *reading.notes,
        *(note for goal in work.goals for note in goal.notes),
    )


def _search(work: Work, shares: Mapping[str, float]) -> Said:
    """Return how long was searched for."""
    effort = work.effort
    wanted = [n for n in PARTS if n in shares and getattr(work.extras, "prices" if n == "sharper" else n)]
    en = ", ".join(f"{PARTS[n].en} {shares[n] * effort.time:g} s" for n in wanted)
    zh = "、".join(f"{PARTS[n].zh} {shares[n] * effort.time:g} 秒" for n in wanted)
    return Said(
        f"The search for the plan stops at a gap of {effort.gap:.1%} or after {effort.time:g} s"
        + (f"; besides, at most: {en}. " if wanted else ". ")
        + (
            f"For prices, plans are looked for within {SHARP * effort.gap:.2%}. "
            if work.extras.prices
            else ""
        )
        + f"Seed {effort.seed}. Where time ends a search, another run may end elsewhere within the gap that is told.",
        f"方案搜索在间隙 {effort.gap:.1%} 或 {effort.time:g} 秒时停止"
        + (f"；另有上限：{zh}。" if wanted else "。")
        + (f"定价所用方案的间隙为 {SHARP * effort.gap:.2%}。" if work.extras.prices else "")
        + f"随机种子 {effort.seed}。因时限而止的搜索，再次运行可能在所示间隙内得到不同方案。",
    )
