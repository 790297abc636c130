"""What cannot be planned, told before anything is solved, all at once and in words of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland import units
from hinterland.errors import Refused, UnitError
from hinterland.planning.case.ask import due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.planning.case.coming import Card
    from hinterland.planning.case.frame import Frame
    from hinterland.planning.case.options import Told
    from hinterland.planning.case.reading import Goal
    from hinterland.planning.problem import Array, Problem

Row = dict[str, Any]
Unit = tuple[str, float, str]
ROWS, COLUMNS = 3_000_000, 6_000_000
"""Rows and columns of a program beyond which a usual machine has not the memory: some 500 bytes a column."""
AT_LEAST = frozenset({"ge", "gt", "eq", "approx", "range"})
AT_MOST = frozenset({"le", "lt"})
BYTES = 500


def raise_(told: Told) -> None:
    """Raise what is wrong with a case, all of it.

    Raises
    ------
    Refused
        If anything is.
    """
    if not told.faults:
        return
    shown = told.faults[:20]
    more = len(told.faults) - len(shown)
    en = "\n".join(f"  - {f.en}" for f in shown) + (f"\n  ... and {more} more" if more else "")
    zh = "\n".join(f"  - {f.zh}" for f in shown) + (f"\n  ……另有 {more} 条" if more else "")
    raise Refused(f"nothing can be planned from this case yet:\n{en}", f"暂无法由此案例规划：\n{zh}")


def nothing_to_decide(seen: Cluster) -> None:
    """Refuse a case in which nothing could be attracted or expanded.

    Raises
    ------
    Refused
        If it has neither candidates nor expansions.
    """
    if seen["candidates"].height or seen["expansions"].height:
        return
    raise Refused(
        "the case has nothing to decide on: fill in `candidates` (who could come, where, for how much public "
        "money) or "
        "`expansions`, or look from a later day",
        "案例没有可供决策的内容：请填写 `candidates`（谁可以来、落地何处、要求多少公共资金）或 `expansions`，"
        "或改用更晚的"
        "日期",
    )


def places(frame: Frame, rows: Sequence[Row], known: set[str]) -> None:
    """Candidates name places that exist, and at least one."""
    for row in rows:
        named = [p for p in (row["eligible_places"] or "").split(";") if p]
        id_ = row["candidate"]
        if not named:
            frame.told.fault(
                f"candidates: {id_} has no eligible place; write where it may go (candidates.eligible_places)",
                f"candidates：{id_} 没有可落地地点；请填写 candidates.eligible_places",
            )
        for place in named:
            if place not in known:
                frame.told.fault(
                    f"candidates: {id_} may go to {place!r}, which is no row of `places`; mend the id or add it",
                    f"candidates：{id_} 的可落地地点 {place!r} 不在 `places` 中；请更正或补充",
                )


def anchors(frame: Frame, cards: Sequence[Card]) -> list[Card]:
    """Return the candidates whose anchors come too; followers in a circle are a fault, of nobody are left out."""
    named = {c.row["candidate"]: c.row["anchor"] for c in cards if c.row["anchor"]}
    for start in sorted(named):
        path = [start]
        while path[-1] in named and named[path[-1]] not in path:
            path.append(named[path[-1]])
        if path[-1] in named and named[path[-1]] == start and start == min(path):
            circle = " → ".join([*path, start])
            frame.told.fault(
                f"candidates: each follows the next and so none can come first: {circle}; empty one `anchor`",
                f"candidates：相互跟随成环，无一可先落地：{circle}；请清空其中一个 anchor",
            )
    kept, left = list(cards), []
    while True:
        here = {c.row["candidate"] for c in kept} | set(frame.since)
        gone = [c for c in kept if c.row["anchor"] and c.row["anchor"] not in here]
        if not gone:
            break
        left += [c.row["candidate"] for c in gone]
        kept = [c for c in kept if c not in gone]
    if left:
        frame.told.note(
            f"{len(left)} candidates follow a plant that does not run or a candidate that does not come: left out "
            f"({', '.join(left[:3])}{' ...' if len(left) > 3 else ''}).",
            f"{len(left)} 个候选项目所跟随的工厂不在运营或候选不可落地：不予考虑（{'、'.join(left[:3])}）。",
        )
    return kept


def contradictions(
    told: Told, rows: Sequence[Row], levels: Mapping[str, float], own: tuple[Unit, ...]
) -> None:
    """No target asks for at least what another of the same metric and year allows at most.

    Parameters
    ----------
    levels
        Values that stand for those of some targets, in their own units.
    own
        Units of the case.
    """
    for a in rows:
        if a["comparator"] == "range" and a["value_high"] is not None and a["value_high"] < a["value"]:
            told.fault(
                f"targets: {a['target']} runs from {a['value']:g} to {a['value_high']:g}; put the ends in order",
                f"targets：{a['target']} 的区间 {a['value']:g} 至 {a['value_high']:g} 顺序有误；请更正",
            )
        for b in rows:
            same = set((a["metrics"] or "").split(";")) & set((b["metrics"] or "").split(";"))
            if not same or a["place"] != b["place"] or due(a) != due(b):
                continue
            if a["comparator"] not in AT_LEAST or b["comparator"] not in AT_MOST:
                continue
            least, most = (levels.get(r["target"], r["value"]) for r in (a, b))
            if _beyond(least, a, most, b, own):
                told.fault(
                    f"targets: {a['target']} asks for at least {least:g} {a['unit']}, {b['target']} allows at "
                    f"most {most:g} {b['unit']} in the same year; leave one of them out",
                    f"targets：{a['target']} 要求不低于 {least:g} {a['unit']}，而 {b['target']} 同年要求不高于 "
                    f"{most:g} {b['unit']}；请去掉其一",
                )


def _beyond(least: float, a: Row, most: float, b: Row, own: tuple[Unit, ...]) -> bool:
    """Return whether what `a` asks for at least is more than what `b` allows at most, each in its own unit."""
    try:
        here = units.convert(least, a["unit"], b["unit"], own)
    except UnitError:
        return False
    strict = a["comparator"] == "gt" or b["comparator"] == "lt"
    return bool(here > most * (1 + 1e-12) or (strict and here == most))


def unmakeable(told: Told, problem: Problem, goals: Sequence[Goal]) -> None:
    """Say which targets need a product that nobody makes, and which are out of reach of all candidates together."""
    for goal in goals:
        target = goal.wanted
        could = could_make(problem, target.year)
        if target.kind not in {"output", "share", "revenue", "content"}:
            continue
        most = float((could * target.weight * target.products).sum()) + target.base
        if target.kind == "content" or (most > 0 and target.products.any()):
            wanted = target.level * (target.national if target.kind == "share" else 1.0)
            if target.kind != "content" and wanted > most * (1 + 1e-9):
                told.note(
                    f"{goal.target} ({goal.metric}) is out of reach: what stands and all candidates together "
                    f"give at "
                    f"most {most:,.0f}, it needs {wanted:,.0f}.",
                    f"{goal.target}（{goal.metric}）无法达到：现有产能与全部候选项目合计至多 {most:,.0f}，"
                    f"需要 {wanted:,.0f}。",
                )
            continue
        names = ", ".join(n for n, yes in zip(problem.names.products, target.products, strict=True) if yes)
        told.fault(
            f"targets: {goal.target} needs {names}, which no plant and no candidate makes in time; add a candidate "
            f"for it, or leave the target out",
            f"targets：{goal.target} 需要 {names}，而没有工厂或候选项目生产；请增加候选项目，或不选该目标",
        )


def nobody(told: Told, problem: Problem, place: str) -> None:
    """Say that nothing could be attracted to a place or expanded in it."""
    if len(problem.candidates.site_park) or problem.plants.most.any() or told.faults:
        return
    told.fault(
        f"no candidate may go to a place in {place} in time, and no plant there can be expanded: nothing to "
        f"decide; plan "
        f"for another place, or fill in `candidates`",
        f"没有候选项目可及时落地于 {place}，当地也没有可扩建的工厂：无可决策；请换一个地点，或填写 `candidates`",
    )


def could_make(problem: Problem, year: int) -> Array:
    """Return the most of each product that can be made in a year if all come as early as they may, (products,)."""
    c, p, products = problem.candidates, problem.plants, len(problem.technology.price)
    found = problem.market.base[:, :, year].sum(axis=1)
    first = np.full(len(c.product), problem.years)
    site, at = np.nonzero(c.may_open)
    np.minimum.at(first, c.site_candidate[site], at)
    age = year - first - c.lead
    ramp = np.where(age >= 0, c.ramp[np.clip(age, 0, len(c.ramp) - 1)], 0.0)
    found = found + np.bincount(c.product, c.capacity * ramp, products)
    return np.asarray(found + np.bincount(p.product, np.where(p.lead <= year, p.most, 0.0), products))


def size(problem: Problem) -> tuple[int, int]:
    """Return about how many rows and columns the program of a problem has."""
    names, c = problem.names, problem.candidates
    products, zones, years = len(names.products), len(names.zones), len(names.years)
    ways, parks, groups = len(problem.space.origin), len(names.parks), len(names.groups)
    columns = years * (
        products * ways
        + (len(names.processes) + 2 * products) * zones
        + len(c.site_park)
        + len(names.plants)
        + parks * groups
    )
    rows = years * (5 * products * zones + parks * (1 + groups)) + len(names.candidates) + len(names.plants)
    return rows, columns


def too_large(told: Told, problem: Problem) -> None:
    """Refuse what no usual machine holds, with what makes it so large."""
    rows, columns = size(problem)
    if rows <= ROWS and columns <= COLUMNS:
        return
    names = problem.names
    en = (
        f"the plan would have {rows:,} rows and {columns:,} columns (about {columns * BYTES / 1e9:.0f} GB): "
        f"{len(names.products)} products, {len(names.zones)} zones, {len(problem.space.origin)} ways, "
        f"{len(names.candidates)} candidates, {len(names.years)} years; plan for a smaller place, fewer years or "
        f"targets, or leave made-up plants out"
    )
    zh = (
        f"规划将有 {rows:,} 行、{columns:,} 列（约 {columns * BYTES / 1e9:.0f} GB）：{len(names.products)} 种产品、"
        f"{len(names.zones)} 个区域、{len(problem.space.origin)} 条通路、{len(names.candidates)} 个候选项目、"
        f"{len(names.years)} 年；请缩小地点、减少年份或目标，或不计虚构工厂"
    )
    told.fault(en, zh)
