"""Kinds of metrics as kinds of targets: what is counted, where, and what it gives without a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland import units, words
from hinterland.errors import UnitError
from hinterland.ground.parts import parts
from hinterland.planning.case.ask import Found, Why, undefined
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.case.ahead import Path
    from hinterland.planning.case.ask import Ask, Span
    from hinterland.planning.problem import Bools, Target

Row = dict[str, Any]


def share(ask: Ask) -> Found:
    """Read a ratio of two production figures as a share of the country's output."""
    metrics = ask.metrics
    top, below = metrics.get(ask.metric["numerator"] or ""), metrics.get(ask.metric["denominator"] or "")
    if top is None or below is None:
        raise Why("numerator or denominator was not defined by that day", "当日尚无分子或分母的定义")
    root = ask.root()
    unit = ask.frame.seen["products"].filter(product=root)["unit"][0]
    try:
        into = [units.convert(1.0, m["unit"], unit, ask.own) for m in (top, below)]
    except UnitError:
        raise Why(
            f"its parts are not counted in {unit} of {root}", f"分子或分母不以 {root} 的单位（{unit}）计量"
        ) from None
    whole = ask.ahead.path(below["metric"], ask.target["place"])
    if whole is None:
        raise Why(
            f"nobody knows {below['metric']}, what it is a share of, by {ask.frame.day}",
            f"截至 {ask.frame.day} 没有分母指标 {below['metric']} 的数据",
        )
    if whole.how == "last":
        raise Why(
            f"too few figures of {below['metric']}, what it is a share of, were known by {ask.frame.day} to "
            f"forecast "
            f"it",
            f"截至 {ask.frame.day} 分母指标 {below['metric']} 的数据过少，无法预测",
        )
    t = ask.year
    given = _span(whole, t, into[1])
    target = ask.blank("share", ask.level("1"), _only(ask, root), np.ones(len(ask.frame.goods.products)))
    path = ask.ahead.path(ask.metric["metric"], ask.target["place"], ask.target["product"])
    without = None if path is None else _span(path, t, ask.factor(ask.metric["unit"]))
    if without is not None:
        target = replace(target, base=without[1] * given[1] - _standing(ask, target))
    target = replace(target, national=given[1], own=ask.frame.options.own)
    note = _stated(below["metric"], whole, given, ask.frame.years[t], unit)
    return Found(target, "1", without, (note,), given)


def _span(path: Path, t: int, factor: float) -> Span:
    """Return a year of a path in another unit."""
    return float(path.low[t]) * factor, float(path.likely[t]) * factor, float(path.high[t]) * factor


def _stated(metric: str, path: Path, span: Span, year: int, unit: str) -> Said:
    low, value, high = (words.number(v, unit, "en") for v in span)
    low_zh, value_zh, high_zh = (words.number(v, unit, "zh") for v in span)
    if path.how == "last":
        return Said(
            f"{metric} in {year}: {value}, the last figure known, since too few are known to forecast.",
            f"{year} 年 {metric}：{value_zh}，数据过少无法预测，取最近已知值。",
        )
    return Said(
        f"{metric} in {year} is taken as given: {value}, the case's own forecast ({low} to {high}).",
        f"{year} 年 {metric} 视为外生：{value_zh}，取案例自身的预测（{low_zh} 至 {high_zh}）。",
    )


def _only(ask: Ask, product: str) -> Bools:
    return np.array([p == product for p in ask.frame.goods.products], dtype=np.bool_)


def _standing(ask: Ask, target: Target) -> float:
    """Return what the model makes anyway of what counts, in units of the numerator."""
    made = ask.made[:, target.zones, target.year].sum(axis=1)
    return float((made * target.weight * target.products).sum())


def coverage(ask: Ask) -> Found:
    """Read coverage under one of the four definitions of nearby."""
    frame, metric = ask.frame, ask.metric
    nearby = metric["nearby"]
    if not nearby:
        raise Why("the metric does not say `nearby`", "指标缺少 nearby")
    reach = nearby in {"sourced_reach", "available", "available_capacity"} and metric["hours"] is not None
    if nearby == "sourced_reach" and not reach:
        raise Why("the metric does not say `hours`", "指标缺少 hours")
    root = ask.root()
    book = parts(frame.seen, root)
    cut = "tier1" if nearby.startswith("sourced") else metric["cut"] or "tier1"
    value = dict(zip(book.products, book.cut(cut).tolist(), strict=True))
    weight = np.array([value.get(p, 0.0) for p in frame.goods.products])
    products = weight > 0
    if not products.any():
        raise Why(f"{root} has no components on the cut {cut}", f"{root} 在 {cut} 层没有零部件")
    near = frame.zones.near(metric["hours"] if reach else None, ask.zones)
    price = frame.goods.technology.price
    kind = {"available": "available", "available_capacity": "capacity"}.get(nearby, "sourced")
    weight = weight / weight.sum() if kind == "available" else np.where(products, price, 0.0)
    target = ask.blank(kind, ask.level("1"), products, weight, near)
    notes = () if kind == "available" else (_users(root),)
    return Found(
        replace(target, root=frame.goods.index[root], suppliers=int(metric["suppliers"] or 1)),
        "1",
        None,
        notes,
    )


def _users(root: str) -> Said:
    return Said(
        f"All makers in the place who use such a part count as buyers, makers of {root} and of other parts alike; "
        f"who buys from whom is the plan's own choice, since no purchases with values are public.",
        f"当地所有使用该零部件的企业均计为买方，含 {root} 整机与其他零部件企业；因无公开的采购金额，供需关系由规划"
        f"选定。",
    )


def content(ask: Ask) -> Found:
    """Read local content as regional value added on the bill of materials as it is."""
    frame = ask.frame
    rules = frame.seen["content_rules"].filter(rule=ask.metric["rule"] or "")
    if not rules.height:
        raise Why("the metric names no content rule that was public", "指标未指明已公布的本地含量规则")
    root = ask.root()
    inside = frame.zones.within(frame.seen, [p for p in rules["territory"][0].split(";") if p])
    near = frame.zones.near(None, inside)
    products = frame.goods.below(root)
    t = frame.goods.technology
    first = np.array([int(np.flatnonzero(t.output == i)[0]) for i in range(len(frame.goods.products))])
    weight = np.where(products, t.value_added[first], 0.0)
    target = ask.blank("content", ask.level("1"), products, weight, near)
    note = Said(
        "Content is planned for as value added in the territory on a fixed bill of materials; build-down and "
        "roll-up "
        "are reported of the plan afterwards.",
        "本地含量按固定物料清单上的区域增加值规划；扣减法与累积法在规划之后另行报告。",
    )
    return Found(replace(target, root=frame.goods.index[root]), "1", None, (note,))


def series(ask: Ask) -> Found:
    """Read a published figure by its unit: output of a product, revenue, jobs or firms."""
    metric, goods = ask.metric, ask.frame.goods
    dimension = units.find(metric["unit"] or ask.target["unit"], ask.own).dimension
    named = metric["product"] or ask.target["product"]
    ones = np.ones(len(goods.products))
    if named not in goods.index:  # persons and firms too: those of all industries are none of the chain's
        raise Why(
            "neither the metric nor the target names a product of the plan that it counts",
            "指标与目标均未指明规划中的产品",
        )
    if dimension in {"person", "firm"}:
        kind, unit = ("jobs", "person") if dimension == "person" else ("firms", "firm")
        return _published(ask, ask.blank(kind, ask.level(unit), goods.below(named), ones), unit)
    if dimension == "money:CNY":
        # a metric of its own product counts that; one that only the target ties to a product counts its parts too
        products = _only(ask, named) if metric["product"] else goods.below(named)
        weight = np.where(products, goods.technology.price, 0.0)
        return _published(ask, ask.blank("revenue", ask.level("CNY"), products, weight), "CNY")
    unit = ask.frame.seen["products"].filter(product=named)["unit"][0]
    if units.find(unit, ask.own).dimension != dimension:
        raise Why(
            f"it is counted in {metric['unit']}, {named} in {unit}",
            f"指标单位为 {metric['unit']}，{named} 为 {unit}",
        )
    return _published(ask, ask.blank("output", ask.level(unit), _only(ask, named), ones), unit)


def _published(ask: Ask, target: Target, unit: str) -> Found:
    """Return a target whose figure is published; what its forecast has beyond what the model makes is its base."""
    path = ask.ahead.path(ask.metric["metric"], ask.target["place"], ask.target["product"])
    if path is None:
        if ask.metric["defined_by"] == "nobody":
            raise undefined(ask.metric)
        note = Said(
            f"No figure of {ask.metric['metric']} is known: what the model makes is all that counts.",
            f"没有 {ask.metric['metric']} 的数据：仅计模型内的部分。",
        )
        return Found(target, unit, None, (note,))
    into = units.convert(1.0, ask.metric["unit"], unit, ask.own)
    t = ask.year
    without = _span(path, t, into)
    standing = 0.0 if target.kind in {"jobs", "firms"} else _standing(ask, target)
    note = _stated(ask.metric["metric"], path, without, ask.frame.years[t], unit)
    return Found(replace(target, base=without[1] - standing), unit, without, (note,))


def plants(ask: Ask) -> Found:
    """Read a sum over plants: of jobs; capacity and investment have no equation of their own."""
    metric = ask.metric
    if metric["members"] or metric["plant_column"] != "jobs":
        raise Why(
            "a sum of other metrics or of capacities has no equation; plan for the output or the jobs",
            "其他指标或产能之和没有对应方程；请改为产量或岗位",
        )
    product = metric["product"]
    if product not in ask.frame.goods.index:
        raise Why(f"{product} is no product of the plan", f"{product} 不在规划的产品之中")
    target = ask.blank("jobs", ask.level("person"), _only(ask, product), np.ones(len(ask.made)))
    return _published(ask, target, "person")


KINDS: dict[str, Callable[[Ask], Found]] = {
    "ratio": share,
    "coverage": coverage,
    "content": content,
    "series": series,
    "sum": plants,
}
