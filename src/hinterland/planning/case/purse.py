"""Who pays: budgets of instruments by year, and what each may pay for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland import dates
from hinterland.errors import UnitError
from hinterland.ground.places import within
from hinterland.nearest import nearest
from hinterland.planning.problem import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.case.frame import Frame
    from hinterland.planning.problem import Array, Bools, Ints

PAYS = frozenset({"grant", "land", "fund", "service"})
"""Kinds of instruments that may pay what candidates and expansions ask."""
HIRES = "talent"
"""Kind that pays for attracting people."""
ALL = frozenset({"", "all", "any"})


@dataclass(frozen=True, slots=True)
class Purse:
    """Instruments with a budget, and the money of the plan."""

    names: tuple[str, ...]
    money: Money


def purse(frame: Frame, site_park: Ints, site_product: Ints, plants: Sequence[tuple[str, int]]) -> Purse:
    """Return who pays.

    Parameters
    ----------
    site_park, site_product
        Park and product of each site.
    plants
        Place and product of each existing plant.
    """
    amounts = _amounts(frame)
    rows = {r["instrument"]: r for r in frame.seen["instruments"].iter_rows(named=True)}
    names = tuple(n for n in sorted(amounts) if n in rows)
    _say(frame, names, rows)
    if not any(rows[n]["kind"] in PAYS for n in names):
        names = ()
    years = len(frame.years)
    budget = np.array([amounts[n] for n in names], dtype=np.float64).reshape(len(names), years)
    pays_site = np.zeros((len(names), len(site_park), years), dtype=np.bool_)
    pays_plant = np.zeros((len(names), len(plants), years), dtype=np.bool_)
    for n, name in enumerate(names):
        row = rows[name]
        if row["kind"] not in PAYS:
            continue
        held, running = within(frame.seen, row["place"]), _years(frame, row)
        sells = _sectors(frame, row)
        parks = np.array([p in held for p in frame.parks], dtype=np.bool_)
        if len(site_park):
            pays_site[n] = (parks[site_park] & sells[site_product])[:, None] & running
        of = np.array([p in held and bool(sells[g]) for p, g in plants], dtype=np.bool_)
        pays_plant[n] = of[:, None] & running
    o = frame.options
    return Purse(
        names,
        Money(
            budget=budget,
            pays_site=pays_site,
            pays_plant=pays_plant,
            pays_labour=np.array([rows[n]["kind"] == HIRES for n in names], dtype=np.bool_),
            discount=frame.assumed.discount,
            tax=1.0 if o.net else 0.0,
            private=o.private,
            transport=o.transport,
        ),
    )


def _amounts(frame: Frame) -> dict[str, Array]:
    """Return the budgets by instrument in yuan, 0 in years without one; factors of the options are in.

    A row of 0 is a budget of nothing; an instrument without a row in the years of the plan has none that is known.
    """
    found: dict[str, Array] = {}
    known = sorted(set(frame.seen["budgets"]["instrument"].to_list()))
    for name in sorted(set(frame.options.budgets) - set(known)):
        close = nearest(name, known)
        frame.told.fault(
            f"there is no budget of {name}; {f'did you mean {close}?' if close else 'look at budgets.instrument'}",
            f"没有 {name} 的预算；{f'是否为 {close}？' if close else '请查看 budgets.instrument'}",
        )
    index = {y: t for t, y in enumerate(frame.years)}
    o = frame.options
    for row in frame.seen["budgets"].iter_rows(named=True):
        name, t = row["instrument"], index.get(int(row["year"]))
        if row["amount"] is not None and not (math.isfinite(row["amount"]) and row["amount"] >= 0):
            frame.told.fault(
                f"budgets: {name} {row['year']} has amount {row['amount']:g}; write a number of at least 0",
                f"budgets：{name} {row['year']} 的 amount 为 {row['amount']:g}；请填写不小于 0 的数",
            )
            continue
        if t is None or row["amount"] is None:
            continue
        try:
            yuan = frame.rates.to_cny(row["amount"], row["currency"], frame.day)
        except UnitError as error:
            frame.told.fault(
                f"budgets: {name} {row['year']}: {error}", f"budgets：{name} {row['year']}：{error}"
            )
            continue
        amounts = found.setdefault(name, np.zeros(len(frame.years)))
        amounts[t] += yuan * o.budget * o.budgets.get(name, 1.0)
    return found


def _years(frame: Frame, row: dict[str, Any]) -> Bools:
    """Return in which years of the plan an instrument is in force on some day, (years,)."""
    start = dates.first_day(row["start"]) if row["start"] else date.min
    end = dates.last_day(row["end"]) if row["end"] else date.max
    return np.array([start.year <= y <= end.year for y in frame.years], dtype=np.bool_)


def _sectors(frame: Frame, row: dict[str, Any]) -> Bools:
    """Return for which products an instrument pays, (products,).

    Its sectors name products (id, name or alias), their categories or kinds; a finished product that is named brings
    along all that goes into it. Without sectors it pays for all.
    """
    products = frame.goods.products
    words = {w.strip().casefold() for w in (row["sectors"] or "").split(";")} or ALL
    if words & ALL:
        return np.ones(len(products), dtype=np.bool_)
    rows = {r["product"]: r for r in frame.seen["products"].iter_rows(named=True)}
    others: dict[str, list[str]] = {}
    for id_, name in frame.seen["aliases"].select("id", "name").drop_nulls().iter_rows():
        others.setdefault(id_, []).append(name)
    found = np.zeros(len(products), dtype=np.bool_)
    for i, product in enumerate(products):
        card = rows.get(product, {})
        cells = [card.get(c) for c in ("name_en", "name_zh", "category", "kind")]
        names = {str(v).casefold() for v in (product, *cells, *others.get(product, [])) if v}
        if names & words:
            found |= (
                frame.goods.below(product) if card.get("kind") == "final" else np.arange(len(products)) == i
            )
    if not found.any():
        name, sectors = row["instrument"], row["sectors"]
        frame.told.note(
            f"The sectors of instrument {name} ({sectors}) name no product of the plan: it pays for nothing.",
            f"政策工具 {name} 的适用行业（{sectors}）不含规划中的产品：不支付任何项目。",
        )
    return found


def _say(frame: Frame, names: Sequence[str], rows: dict[str, dict[str, Any]]) -> None:
    told = frame.told
    paying = [n for n in names if rows[n]["kind"] in PAYS]
    idle = [n for n in names if rows[n]["kind"] not in PAYS | {HIRES}]
    if idle:
        told.note(
            f"Instruments of kind tax, rule or plan pay for nothing, so the budget of {', '.join(idle)} is "
            f"not used.",
            f"税收、规则、规划类工具不直接出资，{'、'.join(idle)} 的预算不使用。",
        )
    if not paying:
        told.note(
            "No instrument that pays has a budget in these years: public money has no limit.",
            "这些年份没有出资类工具的预算：公共资金不设上限。",
        )
