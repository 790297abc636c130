"""Tables of many countries: what one of them buys at home and abroad, or the whole as it is.

Rows and columns are (country, sector). For one country c a flow is what its sector buys of a product wherever that is
made, and `imported` the part made elsewhere:

    flow[g, h] = sum over countries d of Z[(d, g), (c, h)],   imported[g, h] = the same over d other than c
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hinterland.intake.accounts.model import Accounts, AccountsError, Sector, compare
from hinterland.nearest import nearest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from hinterland.intake.accounts.model import Asked, Unit

    Floats = NDArray[np.float64]
    Ends = tuple[str, str]

ALL = "all"
MOST = 2_000
"""Sectors that a case takes: the flows among twice as many countries' sectors fill millions of rows."""
SHOWN = 60


@dataclass(frozen=True, slots=True)
class World:
    """A table of many countries before a country is taken out of it.

    Attributes
    ----------
    rows, columns
        Country and code of each sector row and column, by the number of the row and column.
    final
        Columns of final use.
    output
        Row that states gross output, None where none does.
    extra
        Rows below the flows that are neither output nor a total, by name: value added, taxes less subsidies.
    names
        Name of each code.
    numbers
        Figures of some rows and columns.
    stated
        Gross output by sector where it stands elsewhere.
    """

    name: str
    prefix: str
    rows: Mapping[int, Ends]
    columns: Mapping[int, Ends]
    final: Sequence[int]
    output: int | None
    extra: Mapping[str, Sequence[int]]
    names: Mapping[str, str]
    numbers: Callable[[Sequence[int], Sequence[int]], Floats]
    stated: Mapping[Ends, float] = field(default_factory=dict)


def one_country(world: World, asked: Asked, unit: Unit, year: int | None, layout: str) -> Accounts:
    """Return what `asked.country` buys and makes; `all` keeps every country apart.

    Raises
    ------
    AccountsError
        If no country is named, or one that the table does not have, or all are too many.
    """
    _same(world)
    countries = list(dict.fromkeys(c for c, _ in world.rows.values()))
    country = asked.country if asked.country.lower() != ALL else ALL
    if not country and len(countries) == 1:
        country = countries[0]
    if country != ALL and country not in countries:
        raise AccountsError([_which(world.name, country, countries)])
    keys = list(dict.fromkeys(e for e in world.rows.values() if country in (ALL, e[0])))
    if len(keys) > MOST:
        raise AccountsError(
            [
                Said(
                    f"{world.name}: all countries have {len(keys):,} sectors, more than the {MOST:,} that a case "
                    "takes; choose one with --country",
                    f"{world.name}：全部国家共 {len(keys):,} 个部门，超过案例上限 {MOST:,}；请用 --country 选择一国",
                )
            ]
        )
    flow, imported = _flows(world, keys, whole=country == ALL)
    gross, sales, paid = _margins(world, keys)
    sectors = _sectors(world, keys, whole=country == ALL)
    floor = 1e-9 * max(float(np.abs(gross).max(initial=0.0)), 1.0)
    found = compare(
        Said("sales to all uses against gross output", "各项使用合计与总产出"), sectors, gross, sales, floor
    )
    if paid is not None:
        what = Said("inputs and value added against gross output", "中间投入与增加值合计与总产出")
        found += compare(what, sectors, gross, flow.sum(axis=0) + paid, floor)
    remarks = [_added_said(world)]
    if country != ALL and len(countries) > 1:
        remarks.append(
            Said(
                f"of {len(countries)} countries and regions, {country} was taken; `imported` is what the others sell",
                f"共 {len(countries)} 个国家和地区，取 {country}；`imported` 为其余国家和地区所售",
            )
        )
    return Accounts(
        layout=layout,
        name=world.name,
        country="" if country == ALL else country,
        year=year,
        unit=unit,
        sectors=sectors,
        flow=flow,
        imported=imported,
        gross=gross,
        added=gross - flow.sum(axis=0),
        differences=tuple(sorted(found, key=lambda d: -d.relative)),
        remarks=tuple(remarks),
    )


def _flows(world: World, keys: Sequence[Ends], *, whole: bool) -> tuple[Floats, Floats | None]:
    """Return flows among the sectors taken, and their imported part."""
    at = {key: i for i, key in enumerate(keys)}
    columns = [c for c, end in world.columns.items() if end in at]
    rows = list(world.rows)
    values = world.numbers(rows, columns)
    buyer = np.array([at[world.columns[c]] for c in columns])
    flow = np.zeros((len(keys), len(keys)))
    if whole:
        seller = np.array([at[world.rows[r]] for r in rows])
        np.add.at(flow, (seller[:, None], buyer[None, :]), values)
        return flow, None
    by_code = {code: i for (_, code), i in at.items()}
    country = keys[0][0]
    kept = [i for i, r in enumerate(rows) if world.rows[r][1] in by_code]
    seller = np.array([by_code[world.rows[rows[i]][1]] for i in kept])
    abroad = np.array([world.rows[rows[i]][0] != country for i in kept])
    imported = np.zeros_like(flow)
    np.add.at(flow, (seller[:, None], buyer[None, :]), values[kept])
    np.add.at(imported, (seller[abroad][:, None], buyer[None, :]), values[kept][abroad])
    return flow, imported


def _margins(world: World, keys: Sequence[Ends]) -> tuple[Floats, Floats, Floats | None]:
    """Return gross output as stated, sales to all sectors and final uses, and what is paid beside inputs.

    Where no output is stated the first is the second; where nothing but inputs is paid the third is None.
    """
    at = {key: i for i, key in enumerate(keys)}
    rows = [r for r, end in world.rows.items() if end in at]
    seller = np.array([at[world.rows[r]] for r in rows])
    sales = _summed(seller, world.numbers(rows, [*world.columns, *world.final]).sum(axis=1), len(keys))
    columns = [c for c, end in world.columns.items() if end in at]
    buyer = np.array([at[world.columns[c]] for c in columns])
    paid = None
    if world.extra:
        below = [r for group in world.extra.values() for r in group]
        paid = _summed(buyer, world.numbers(below, columns).sum(axis=0), len(keys))
    if world.stated:
        return np.array([world.stated.get(key, 0.0) for key in keys]), sales, paid
    if world.output is None:
        return sales, sales, paid
    return _summed(buyer, world.numbers([world.output], columns)[0], len(keys)), sales, paid


def _summed(group: NDArray[np.int64], values: Floats, size: int) -> Floats:
    """Return the sum of each group."""
    return np.bincount(group, values, minlength=size).astype(np.float64, copy=False)


def _same(world: World) -> None:
    """Refuse a table whose rows and columns do not name the same sectors."""
    rows, columns = set(world.rows.values()), set(world.columns.values())
    odd = sorted(rows ^ columns)
    if odd:
        shown = ", ".join("_".join(filter(None, e)) for e in odd[:5])
        raise AccountsError(
            [
                Said(
                    f"{world.name}: sectors that stand in rows or columns only, {len(odd):,}: {shown}; take the "
                    "whole table",
                    f"{world.name}：{len(odd):,} 个部门只出现在行或列中（{shown}）；请使用完整的表",
                )
            ]
        )


def _which(name: str, country: str, countries: Sequence[str]) -> Said:
    """Say which countries there are."""
    more = len(countries) - SHOWN
    there = ", ".join(countries[:SHOWN]) + (f" and {more} more" if more > 0 else "")
    dort = "、".join(countries[:SHOWN]) + (f" 等 {len(countries)} 个" if more > 0 else "")
    if not country:
        return Said(
            f"{name}: a table of {len(countries)} countries; choose one with --country, or all: {there}",
            f"{name}：共 {len(countries)} 个国家和地区；请用 --country 选择其一，或 all：{dort}",
        )
    close = nearest(country, countries)
    hint = f"did you mean {close}?" if close else f"there are {there}"
    wink = f"是否为 {close}？" if close else f"可选：{dort}"
    return Said(f"{name}: there is no country {country!r}; {hint}", f"{name}：没有国家“{country}”；{wink}")


def _added_said(world: World) -> Said:
    if len(world.extra) < 2:
        return Said("value added is gross output less inputs", "增加值为总产出减中间投入")
    rows = ", ".join(world.extra)
    return Said(
        f"value added is gross output less inputs; it holds the rows {rows}",
        f"增加值为总产出减中间投入，含以下各行：{rows.replace(', ', '、')}",
    )


def _sectors(world: World, keys: Sequence[Ends], *, whole: bool) -> tuple[Sector, ...]:
    """Return the sectors taken; ids are their codes as plain words, numbered where two codes give one word."""
    found, taken = [], set[str]()
    for country, code in keys:
        words = world.names.get(code, "") or code
        id_ = "_".join(filter(None, (world.prefix, country if whole else "", plain(code))))
        free = next(i for i in (id_, *(f"{id_}_{n}" for n in range(2, len(keys) + 2))) if i not in taken)
        taken.add(free)
        shown = f"{country}: {words}" if whole else words
        found.append(Sector(free, f"{country}_{code}" if whole else code, shown, ""))
    return tuple(found)


def plain(code: str) -> str:
    """Return a code as part of an id: letters, digits, hyphens and underscores."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in code.strip())
    while "__" in kept:
        kept = kept.replace("__", "_")
    return kept.strip("_")
