"""What a problem as a whole assumes: who is not listed, how zones were made, who can be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.case.frame import Frame
    from hinterland.planning.case.reading import Goal
    from hinterland.planning.problem import Problem

ON_LISTS = frozenset({"sourced", "capacity", "available", "content"})
"""Kinds of targets that rest on whose plants are listed."""


def said(frame: Frame, problem: Problem, goals: Sequence[Goal]) -> None:
    """Add the assumptions of a problem."""
    if any(g.wanted.kind in ON_LISTS for g in goals):
        _listed(frame, problem, goals)
        _zones(frame)
    if problem.market.inertia < 1:
        frame.told.note(
            f"A buyer takes at most {problem.market.inertia:.0%} of what it buys outside to near suppliers "
            f"in a year "
            f"(setting plan_inertia); from whom it bought before {frame.years[0]} nobody knows, so this "
            f"binds from the "
            f"second year on.",
            f"买方每年最多把外购量的 {problem.market.inertia:.0%} 转向就近供应商（设置 plan_inertia）；"
            f"{frame.years[0]} 年之前"
            f"的采购来源未知，故自第二年起约束。",
        )
    _unpaid(frame, problem)
    _broad(frame)


def _listed(frame: Frame, problem: Problem, goals: Sequence[Goal]) -> None:
    """Say how many parts nobody who is listed makes: a list that lacks them makes a plan look dearer."""
    counted = np.zeros(len(problem.names.products), dtype=np.bool_)
    for goal in goals:
        if goal.wanted.kind in ON_LISTS:
            counted |= goal.wanted.products
    made = problem.market.base.sum(axis=(1, 2)) > 0
    lacking = int((counted & ~made).sum())
    if lacking:
        frame.told.note(
            f"Of {int(counted.sum())} parts that count, no plant on the list within reach makes {lacking}: "
            f"they count as "
            f"bought outside. Whoever is missing from the list makes the plan look dearer than it is.",
            f"计入的 {int(counted.sum())} 种零部件中，有 {lacking} 种在可达范围内没有所列工厂生产，按外购计；"
            f"清单若有遗漏，规划"
            f"成本会被高估。",
        )


def _zones(frame: Frame) -> None:
    """Say that ways run between the middles of cities."""
    z = frame.zones
    cities, zones, outside = sum(map(len, z.members)), len(z.names), int((~z.inside).sum())
    planned = "1 city is" if cities == 1 else f"{cities} cities are"
    lie = "1 zone lies" if outside == 1 else f"{outside or 'no'} zones lie"
    frame.told.note(
        f"{planned} planned for as {zones} zone{'s' * (zones != 1)}; ways run between the middles of cities, {lie} "
        f"outside {frame.place} within reach, and what plants there can make counts as free for buyers here.",
        f"{cities} 个城市合为 {zones} 个区域；行程按城市中心计算，其中 {outside} 个区域"
        f"在 {frame.place} 之外但可达，其工厂产能视为可供本地买方使用。",
    )


def _unpaid(frame: Frame, problem: Problem) -> None:
    """Say how many candidates ask for money that no instrument may give."""
    c, money = problem.candidates, problem.money
    if not len(money.budget):
        return
    may = (money.pays_site & c.may_open & (money.budget[:, None, :] > 0)).any(axis=(0, 2))
    paid = np.zeros(len(c.ask), dtype=np.bool_)
    paid[c.site_candidate[may]] = True
    unpaid = int(((c.ask > 0) & ~paid).sum())
    if unpaid:
        frame.told.note(
            f"{unpaid} candidates ask for money that no instrument with a budget may give them at any place "
            f"and in any "
            f"year: they cannot come.",
            f"{unpaid} 个候选项目所要求的资金在任何地点和年份都没有有预算的工具可以支付：无法落地。",
        )


def _broad(frame: Frame) -> None:
    """Say which eligible places hold several zones: a candidate there stands in their middle."""
    kinds = dict(frame.seen["places"].select("place", "kind").iter_rows())
    broad = [p for p in frame.parks if kinds.get(p) in {"province", "country", "world"}]
    if broad and len(frame.zones.names) > len(broad):
        frame.told.note(
            f"Candidates that may go anywhere in {', '.join(broad)} are taken to stand in the middle of it; "
            f"name parks or "
            f"cities to plan closer.",
            f"可落地于 {'、'.join(broad)} 任意处的候选项目按其中心位置计；写明园区或城市可使规划更准。",
        )
