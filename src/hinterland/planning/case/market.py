"""What is made and wanted without a plan, by product, zone and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland import units, words
from hinterland.errors import UnitError
from hinterland.ground.places import chain_up, parents, within
from hinterland.planning.problem import Market

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.case.ahead import Ahead
    from hinterland.planning.case.frame import Frame
    from hinterland.planning.case.running import Running
    from hinterland.planning.problem import Array, Bools

Row = dict[str, Any]


def market(
    frame: Frame, ahead: Ahead, run: Running, zone: Any, roots: tuple[str, ...], targets: list[Row]
) -> Market:
    """Return the market of a plan.

    What stands of a finished product is set to what the case itself forecasts for the place without a plan: capacity
    beyond it exists, but nobody says that what it makes would sell; zones keep their shares in it over the years. Of
    parts, plants make what their capacity gives at the assumed use. No more of a product can be sold beyond the place
    than goes into the finished products of the country.

    Parameters
    ----------
    zone
        Zone of each plant, (plants,).
    """
    goods, years = frame.goods, frame.years
    shape = (len(goods.products), len(frame.zones.names), len(years))
    base = np.zeros(shape)
    np.add.at(base, (run.product, zone), run.base(years))
    outside = np.full((shape[0], shape[2]), np.inf)
    for root in roots:
        _calibrate(frame, ahead, base[goods.index[root]], root, targets)
        whole = national(frame, ahead, root)
        if whole is not None:
            below = goods.below(root)
            each = goods.per_finished / goods.per_finished[goods.index[root]]
            outside[below] = (
                np.where(np.isinf(outside[below]), 0.0, outside[below]) + each[below, None] * whole
            )
    demand = _demand(frame, base, outside, roots)
    base[[goods.index[r] for r in roots]] *= frame.zones.inside[
        :, None
    ]  # cars of elsewhere are nobody's part
    sold = base.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        sells = np.where(sold > outside, outside / sold, 1.0)  # more than the country wants stands idle
    made = base * sells[:, None, :]
    base[:, ~frame.zones.inside] = made[:, ~frame.zones.inside]
    return Market(
        demand=demand,
        outside=outside,
        supply=np.full(outside.shape, np.inf),
        base=base,
        made=made,
        far=np.full(shape[:2], np.nan),
        inertia=frame.assumed.inertia,
    )


def national(frame: Frame, ahead: Ahead, root: str) -> Array | None:
    """Return the output of a product in the country that holds the place, units a year, None where nobody knows."""
    kinds = dict(frame.seen["places"].select("place", "kind").iter_rows())
    around = [p for p in chain_up(frame.place, parents(frame.seen)) if kinds.get(p) == "country"]
    if not around:
        return None
    unit = frame.seen["products"].filter(product=root)["unit"][0]
    rows = frame.seen["metrics"].filter(
        (pl.col("kind") == "series") & (pl.col("product") == root) & (pl.col("place") == around[0])
    )
    for row in rows.sort("metric").iter_rows(named=True):
        factor = _factor(frame, row["unit"], unit)
        path = ahead.path(row["metric"], row["place"]) if factor is not None else None
        if path is not None and factor is not None:
            return np.asarray(path.likely * factor)
    return None


def _factor(frame: Frame, unit: str | None, to: str) -> float | None:
    try:
        return units.convert(1.0, unit or "", to, frame.seen.own_units())
    except UnitError:
        return None


def _calibrate(frame: Frame, ahead: Ahead, base: Array, root: str, targets: list[Row]) -> None:
    """Set what stands of a finished product, (zones, years), to the case's forecast of each place that has one."""
    told = sorted(
        forecasts(frame, ahead, root, targets).items(), key=lambda kv: -len(within(frame.seen, kv[0]))
    )
    for place, (amount, how) in told:
        counts = frame.zones.within(frame.seen, [place]) & frame.zones.inside
        if not counts.any():
            continue
        stands = base[counts].sum(axis=0)
        by_zone = base[counts].sum(axis=1)
        share = by_zone / by_zone.sum() if by_zone.sum() > 0 else np.full(len(by_zone), 1.0 / len(by_zone))
        base[counts] = share[:, None] * amount
        _say(frame, place, root, (float(amount[0]), float(amount[-1]), float(stands[0])), how)


def _say(
    frame: Frame, place: str, root: str, amounts: tuple[float, float, float], how: tuple[str, str]
) -> None:
    """Say what a place makes without a plan in the first and the last year, and what its plants could."""
    unit = frame.seen["products"].filter(product=root)["unit"][0]
    a, b, c = (words.number(v, unit, "en") for v in amounts)
    x, y, z = (words.number(v, unit, "zh") for v in amounts)
    first, last = frame.years[0], frame.years[-1]
    frame.told.note(
        f"Without a plan {place} makes {a} ({root}) in {first} and {b} in {last}: {how[0]}; its plants have "
        f"a usable "
        f"capacity of {c}.",
        f"无规划时 {place} 的 {root} 产量为 {first} 年 {x}、{last} 年 {y}：{how[1]}；现有工厂可用产能为 {z}。",
    )


def forecasts(
    frame: Frame, ahead: Ahead, root: str, targets: list[Row]
) -> Mapping[str, tuple[Array, tuple[str, str]]]:
    """Return by place what is made of a finished product without a plan, and what says so.

    The share of a share target times the country's output comes first, so that the plan's value without decisions is
    the forecast of that very share; else the newest forecast of a series of the product at the place.
    """
    metrics = {r["metric"]: r for r in frame.seen["metrics"].iter_rows(named=True)}
    unit = frame.seen["products"].filter(product=root)["unit"][0]
    own = frame.seen.own_units()
    found: dict[str, tuple[Array, tuple[str, str]]] = {}
    for target in targets:
        for id_ in (target["metrics"] or "").split(";"):
            row = metrics.get(id_)
            if row is None or row["kind"] != "ratio" or target["product"] not in {None, root}:
                continue
            place = row["place"] or target["place"]
            below = metrics.get(row["denominator"] or "")
            factor = None if below is None else _factor(frame, below["unit"], unit)
            if factor is None or below is None or place in found:
                continue
            share = ahead.path(id_, target["place"], target["product"])
            whole = ahead.path(below["metric"], target["place"])
            if share is not None and whole is not None:
                part = share.likely * units.find(row["unit"], own).factor
                words = (f"the forecast of {id_}", f"取 {id_} 的预测")
                found[place] = (part * whole.likely * factor, words)
    rows = frame.seen["metrics"].filter((pl.col("kind") == "series") & (pl.col("product") == root))
    for row in rows.sort("metric").iter_rows(named=True):
        factor = _factor(frame, row["unit"], unit)
        if factor is None or row["place"] not in frame.inside or row["place"] in found:
            continue
        path = ahead.path(row["metric"], row["place"])
        if path is not None:
            words = (f"the forecast of {row['metric']}", f"取 {row['metric']} 的预测")
            if path.how == "last":
                words = (f"the last figure of {row['metric']}", f"取 {row['metric']} 的最近值")
            found[row["place"]] = (path.likely * factor, words)
    return found


def _demand(frame: Frame, base: Array, outside: Array, roots: tuple[str, ...]) -> Array:
    """Return final demand by zone from the table `demand`; that of what holds the place limits sales beyond it.

    Of several scenarios the first by name is taken. Demand of a place with several zones is parted like its output of
    the finished product.
    """
    found = np.zeros(base.shape)
    rows = frame.seen["demand"].drop_nulls("quantity").with_columns(pl.col("scenario").fill_null(""))
    names = sorted(rows["scenario"].unique().to_list())
    if not names:
        return found
    if len(names) > 1:
        frame.told.note(
            f"Of the scenarios of demand ({', '.join(names)}) the first is planned for.",
            f"需求情景（{'、'.join(names)}）中按第一个规划。",
        )
    index = {y: t for t, y in enumerate(frame.years)}
    around = set(chain_up(frame.place, parents(frame.seen))[1:])
    limit: dict[tuple[int, int], float] = {}
    for product, place, year, quantity in (
        rows.filter(pl.col("scenario") == names[0]).select("product", "place", "year", "quantity").iter_rows()
    ):
        g, t = frame.goods.index.get(product), index.get(int(year))
        if g is None or t is None:
            continue
        if place in around:
            limit[g, t] = limit.get((g, t), 0.0) + float(quantity)
        elif place in frame.inside:
            found[g, :, t] += float(quantity) * _parted(frame, base, roots, place, t)
    for (g, t), quantity in limit.items():
        outside[g, t] = quantity
    return found


def _parted(frame: Frame, base: Array, roots: tuple[str, ...], place: str, t: int) -> Array:
    """Return the share of each zone in what users of a place want, sums to 1, (zones,)."""
    counts: Bools = frame.zones.within(frame.seen, [place])
    if not counts.any():
        zone = frame.zones.zone_of.get(place)
        counts = frame.zones.inside.copy() if zone is None else np.arange(len(counts)) == zone
    made = sum((base[frame.goods.index[r], :, t] for r in roots), np.zeros(len(counts)))
    made = np.where(counts, made, 0.0)
    return np.asarray(made / made.sum() if made.sum() > 0 else counts / counts.sum())
