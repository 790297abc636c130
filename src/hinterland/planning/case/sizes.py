"""Numbers that no plan can reckon with, told before anything is solved.

A solver takes what is 10^-7 of a number for nothing, and what is beyond 10^20 for no limit: a figure that is larger
than all others by many powers of ten is a slip of unit or of digits, and an answer that rests on it would be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hinterland.planning.case.frame import Frame
    from hinterland.planning.case.reading import Goal
    from hinterland.planning.problem import Array, Problem

MOST = 1e15
"""Larger than the yearly output of the world in yuan; whole numbers up to it are exact."""
BEYOND_ALL = 1e6
"""Times all that is made, wanted or promised by which one plant's capacity is a slip: solvers open a millionth of a
plant for nothing."""
Figure = tuple[str, str, str, float]
"""Table, id, column, value."""
LIMITED = frozenset({"share", "sourced", "capacity", "available", "content"})
"""Kinds of targets that are shares of a whole."""


def beyond(frame: Frame, problem: Problem, goals: Sequence[Goal]) -> None:
    """Say which figures are too large, where they stand and what to do."""
    for table, id_, column, value in _figures(problem):
        frame.told.fault(
            f"{table}: {id_} has {column} {value:g}, and a plan reckons with {MOST:g} at most; mend the figure or "
            f"its unit",
            f"{table}：{id_} 的 {column} 为 {value:g}，规划所能计算的上限为 {MOST:g}；请更正数值或单位",
        )
    for goal in goals:
        target = goal.wanted
        if target.kind in LIMITED and target.level > 1 + 1e-9:
            frame.told.fault(
                f"targets: {goal.target} asks for {target.level * goal.scale:g} {goal.unit} of {goal.metric}, a "
                f"share of a whole that is at most {goal.scale:g}; mend targets.value or the level that you give",
                f"targets：{goal.target} 要求 {goal.metric} 达到 {target.level * goal.scale:g} {goal.unit}，而份额"
                f"至多为 {goal.scale:g}；请更正 targets.value 或所给目标值",
            )
        elif not abs(target.level) <= MOST or not abs(target.base) <= MOST or not target.national <= MOST:
            worst = max(abs(target.level), abs(target.base), target.national)
            frame.told.fault(
                f"targets: {goal.target} ({goal.metric}) asks for {worst:g} or rests on a figure as large, and a "
                f"plan reckons with {MOST:g} at most; mend targets.value or the observations",
                f"targets：{goal.target}（{goal.metric}）要求或依据的数值达 {worst:g}，规划所能计算的上限为 "
                f"{MOST:g}；请更正 targets.value 或 observations",
            )
    if not frame.told.faults:
        _giants(frame, problem)


def _figures(problem: Problem) -> Iterator[Figure]:
    """Return the figures of the case that are too large."""
    names, c, p, t = problem.names, problem.candidates, problem.plants, problem.technology
    for column, values in (
        ("capacity", c.capacity),
        ("ask", c.ask),
        ("capex", c.capex),
        ("land_ha", c.land),
        ("jobs", c.jobs.sum(axis=1)),
    ):
        yield from _large("candidates", names.candidates, column, values)
    for column, values in (
        ("ask", p.ask),
        ("capex", p.capex),
        ("land_ha", p.land),
        ("jobs", p.jobs.sum(axis=1)),
    ):
        whole = np.where(
            values <= MOST, values * p.most, values
        )  # of all of it, or of a unit if that is larger
        yield from _large("expansions", names.plants, column, whole)
    yield from _large("expansions", names.plants, "most", p.most)
    yield from _large("budgets", names.instruments, "amount", problem.money.budget)
    yield from _large("free_land", names.parks, "land_ha", problem.space.land)
    yield from _large("labour_stock", names.parks, "stock", problem.space.labour)
    yield from _large("products", names.products, "unit_price", t.price)
    pairs = [f"{names.processes[r]} ← {names.products[g]}" for g, r in zip(t.product, t.process, strict=True)]
    yield from _large("recipes", pairs, "quantity", t.quantity)
    market = problem.market
    yield from _large("plants, observations", names.products, "output", market.base)
    yield from _large("demand", names.products, "quantity", market.demand)
    yield from _large("demand", names.products, "quantity", market.outside)


def _large(table: str, ids: Iterable[str], column: str, values: Array) -> Iterator[Figure]:
    """Return the largest figure of each id that is beyond `MOST`; inf stands for no limit and is none."""
    if not values.size:
        return
    flat = np.where(np.isfinite(values), np.abs(values), 0.0).reshape(len(values), -1)
    largest = flat.max(axis=1, initial=0.0)
    listed = list(ids)
    for i in np.flatnonzero(largest > MOST).tolist():
        yield table, listed[i], column, float(largest[i])


def _giants(frame: Frame, problem: Problem) -> None:
    """Say whose capacity is a million times all that is made, wanted or promised, in finished products."""
    market, c = problem.market, problem.candidates
    each = frame.goods.per_finished
    amounts = [market.base.sum(axis=1), market.demand.sum(axis=1), market.made.sum(axis=1)]
    amounts.append(np.where(np.isfinite(market.outside), market.outside, 0.0))
    known = max(float((a / each[:, None]).max(initial=0.0)) for a in amounts)
    for target in problem.targets:
        if target.kind == "share":
            known = max(known, target.national)
        elif target.kind == "output" and target.products.any():
            known = max(known, target.level / float(each[target.products].max()))
    if known <= 0:
        return
    times = c.capacity / each[c.product] / known
    for i in np.flatnonzero(times >= BEYOND_ALL).tolist():
        name, product = problem.names.candidates[i], problem.names.products[c.product[i]]
        frame.told.fault(
            f"candidates: {name} has capacity {c.capacity[i]:g} of {product}, {times[i]:.0e} times all that is made, "
            f"wanted or promised; mend the figure or its unit",
            f"candidates：{name} 的 {product} 产能为 {c.capacity[i]:g}，是现有产量、需求与目标的 {times[i]:.0e} 倍；"
            f"请更正数值或单位",
        )
