"""All definitions of all targets of a plan, rules on sources, and largest shares of single firms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.case.ask import Ask, due
from hinterland.planning.case.goals import goal
from hinterland.planning.case.reading import Goal, Unplannable
from hinterland.planning.problem import Sources, Target
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.case.ahead import Ahead
    from hinterland.planning.case.frame import Frame
    from hinterland.planning.problem import Array

Row = dict[str, Any]
LATER = Said("it was defined later than that day", "该定义晚于所看日期")


def aims(
    frame: Frame, ahead: Ahead, made: Array, targets: Sequence[Row]
) -> tuple[list[Goal], list[Unplannable]]:
    """Return all definitions of targets that can be planned for, the main one of each marked; and the others."""
    metrics = {r["metric"]: r for r in frame.seen["metrics"].iter_rows(named=True)}
    goals: list[Goal] = []
    unplannable: list[Unplannable] = []
    for target in targets:
        if due(target) not in frame.years:
            continue
        found: list[Goal] = []
        for id_ in (m for m in (target["metrics"] or "").split(";") if m):
            if id_ not in metrics:
                unplannable.append(Unplannable(target["target"], id_, LATER))
                continue
            one = goal(Ask(frame, ahead, made, target, metrics[id_], metrics))
            if isinstance(one, Goal):
                found.append(one)
            else:
                unplannable.append(one)
        goals += _with_main(frame, target, found)
    if not goals:
        why = "; ".join(f"{u.target} ({u.metric}): {u.why.en}" for u in unplannable)
        why_zh = "；".join(f"{u.target}（{u.metric}）：{u.why.zh}" for u in unplannable)
        frame.told.fault(
            f"targets: none can be planned for ({why or 'none is due within the plan'}); name others, or "
            f"fill in metrics",
            f"targets：没有可以规划的目标（{why_zh or '规划期内无到期目标'}）；请选择其他目标，或补充指标",
        )
    return [*goals, *single(frame)], unplannable


def _with_main(frame: Frame, target: Row, found: list[Goal]) -> list[Goal]:
    """Return the definitions of a target with the one marked that is planned for: as asked, else the first."""
    id_ = target["target"]
    wanted = frame.options.definitions.get(id_)
    if wanted is not None and all(g.metric != wanted for g in found):
        known = ", ".join(g.metric for g in found) or "none"
        frame.told.fault(
            f"target {id_} cannot be planned for by {wanted!r}; definitions that can: {known}",
            f"承诺 {id_} 不能按 {wanted!r} 规划；可用的定义：{known}",
        )
    main = wanted or (found[0].metric if found else None)
    return [replace(g, main=g.metric == main) for g in found]


def single(frame: Frame) -> list[Goal]:
    """Return the largest shares of single firms that are asked for, in the last year of the plan, as goals."""
    found = []
    for product, share in frame.options.single.items():
        if product not in frame.goods.index:
            frame.told.fault(
                f"a largest share of a single firm is asked of {product!r}, which is no product of the plan",
                f"要求单一企业占比上限的 {product!r} 不在规划的产品之中",
            )
            continue
        if not 0 < share <= 1:
            frame.told.fault(
                f"the largest share of a single firm in {product} is {share:g}; write a share above 0, at most 1",
                f"{product} 的单一企业占比上限为 {share:g}；请写大于 0 且不超过 1 的比例",
            )
            continue
        products = np.array([p == product for p in frame.goods.products], dtype=np.bool_)
        target = Target(
            name=f"single_{product}.single",
            kind="single",
            level=share,
            year=len(frame.years) - 1,
            zones=frame.zones.inside,
            products=products,
            weight=np.ones(len(products)),
            near=np.zeros(len(frame.zones.origin), dtype=np.bool_),
        )
        row = {
            "target": f"single_{product}",
            "name_en": f"No single firm makes more than {share:.0%} of {product}",
            "name_zh": f"单一企业占 {product} 产量不超过 {share:.0%}",
        }
        found.append(
            Goal(
                target=row["target"],
                metric="single",
                row=row,
                wanted=target,
                scale=100.0,
                unit="percent",
                comparator="le",
                place=frame.place,
                year=frame.years[-1],
                main=True,
            )
        )
    return found


def rules(frame: Frame) -> tuple[Sources, ...]:
    """Return the rules of the case on products that shall have several makers."""
    found = []
    for row in frame.seen["source_rules"].iter_rows(named=True):
        product = frame.goods.index.get(row["product"])
        zones = frame.zones.within(frame.seen, [row["place"]]) & frame.zones.inside
        year = frame.years[-1] if row["year"] is None else max(int(row["year"]), frame.years[0])
        if product is None or not zones.any() or year > frame.years[-1]:
            frame.told.note(
                f"The rule on makers of {row['product']} at {row['place']} does not touch this plan.",
                f"关于 {row['place']} {row['product']} 供应商数量的规则与本规划无关。",
            )
            continue
        found.append(Sources(product, zones, year - frame.years[0], int(row["least"])))
    return tuple(found)
