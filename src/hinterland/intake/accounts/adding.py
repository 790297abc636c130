"""An input-output table put into a case: `sectors` and `io_table` in yuan, whole or with the reasons why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.check import check
from hinterland.errors import UnitError
from hinterland.frames import of_rows
from hinterland.result import Said
from hinterland.sheets import Sheet

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.faults import Fault
    from hinterland.intake.accounts.model import Accounts

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AddedAccounts:
    """A case with a table, or why it cannot have it.

    Attributes
    ----------
    cluster
        The case with its rows, fit for `hinterland.case.save` if `sound`.
    sectors, flows
        How many rows are new.
    rate
        Yuan for one unit of the table's currency.
    refusals, faults
        Why it cannot be: what is to be decided, and errors that the case would have.
    """

    cluster: Cluster
    sectors: int
    flows: int
    rate: float | None
    refusals: tuple[Said, ...]
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether the case may be saved."""
        return not self.refusals and not self.faults


def add_accounts(
    cluster: Cluster,
    accounts: Accounts,
    *,
    rate: float | None = None,
    published: str = "",
    source: str = "",
    replace_old: bool = False,
) -> AddedAccounts:
    """Return `cluster` with the sectors and flows of a table; neither is changed.

    Parameters
    ----------
    rate
        Yuan for one unit of the table's currency; default: the case's rate at the end of the table's year. It is
        never guessed.
    published
        Date of publication; empty: unknown, so that looks back see the table too.
    source
        Publisher and title; default: the file's name.
    replace_old
        Whether sectors and flows that the case has already are left out for those of the table.
    """
    refusals = []
    factor = _rate(cluster, accounts, rate)
    if isinstance(factor, Said):
        refusals.append(factor)
    scale = accounts.unit.factor * (factor if isinstance(factor, float) else float("nan"))
    mark = {
        "source": source or f"input-output table of {accounts.name}",
        "basis": "reported",
        "published": published or None,
        "published_basis": "stated" if published else None,
    }
    sectors, flows = _sector_rows(accounts, scale, mark), _flow_rows(accounts, scale, mark)
    old = set(cluster["sectors"]["sector"].to_list())
    stands = [s.id for s in accounts.sectors if s.id in old]
    if old and not replace_old:
        refusals.append(_stands(len(old), stands))
    if refusals:
        return AddedAccounts(cluster, len(sectors), len(flows), None, tuple(refusals), ())
    tables = dict(cluster.tables)
    tables["sectors"], tables["io_table"] = of_rows("sectors", sectors), of_rows("io_table", flows)
    sheets = {n: Sheet(n, f"{n}.csv", f) for n, f in tables.items() if f.height}
    faults = tuple(f for f in check(sheets) if f.severity == "error")
    return AddedAccounts(
        replace(cluster, tables=MappingProxyType(tables)),
        len(sectors),
        len(flows),
        float(factor) if isinstance(factor, float) else None,
        (),
        faults,
    )


def _rate(cluster: Cluster, accounts: Accounts, rate: float | None) -> float | Said:
    """Return yuan for one unit of the currency, or what is to be decided."""
    currency = accounts.unit.currency
    if currency == "CNY":
        return 1.0
    if rate is not None:
        return float(rate)
    if accounts.year is None:
        return Said(
            f"the figures are in {currency} and nobody says of which year: give --year, or the yuan for one "
            f"{currency} with --rate",
            f"数值以 {currency} 计且年份不明：请用 --year 指定年份，或用 --rate 指定一单位 {currency} 合多少人民币",
        )
    try:
        return float(cluster.rates().to_cny(1.0, currency, date(accounts.year, 12, 31)))
    except UnitError:
        return Said(
            f"the case has no exchange rate of {currency} by the end of {accounts.year}: give the yuan for one "
            f"{currency} with --rate, or add it to exchange_rates",
            f"案例在 {accounts.year} 年底前没有 {currency} 汇率：请用 --rate 指定一单位 {currency} 合多少人民币，"
            "或补入 exchange_rates",
        )


def _stands(count: int, same: list[str]) -> Said:
    few = ", ".join(same[:3])
    here = f", among them {few}" if same else ""
    dort = f"（含 {few}）" if same else ""
    return Said(
        f"the case has {count:,} sectors already{here}: --replace takes their place and that of their flows; "
        "firms that refer to sectors that go must be given others",
        f"案例已有 {count:,} 个部门{dort}：--replace 将替换部门及其流量；引用被替换部门的企业须改填",
    )


def _sector_rows(accounts: Accounts, scale: float, mark: Row) -> list[Row]:
    year = f"of {accounts.year}, " if accounts.year else ""
    note = f"{year}from {accounts.unit.words}; code {{}}"
    return [
        {
            "sector": s.id,
            "name_en": s.name_en or None,
            "name_zh": s.name_zh or None,
            "gross_output": float(accounts.gross[i]) * scale,
            "value_added": float(accounts.added[i]) * scale,
            "note": note.format(s.code),
        }
        | mark
        for i, s in enumerate(accounts.sectors)
    ]


def _flow_rows(accounts: Accounts, scale: float, mark: Row) -> list[Row]:
    names = [s.id for s in accounts.sectors]
    imported = accounts.imported
    rows = []
    for g, h in zip(*np.nonzero(accounts.flow), strict=True):
        row = {
            "supplier_sector": names[g],
            "buyer_sector": names[h],
            "value": float(accounts.flow[g, h]) * scale,
        }
        if imported is not None:
            row["imported"] = float(imported[g, h]) * scale
        rows.append(row | mark)
    return rows


def preview(accounts: Accounts) -> pl.DataFrame:
    """Return the sectors of a table with their sums, in the unit of the table."""
    return pl.DataFrame(
        {
            "sector": [s.id for s in accounts.sectors],
            "code": [s.code for s in accounts.sectors],
            "name_en": [s.name_en for s in accounts.sectors],
            "name_zh": [s.name_zh for s in accounts.sectors],
            "gross_output": accounts.gross,
            "inputs": accounts.flow.sum(axis=0),
            "imported_inputs": accounts.imported.sum(axis=0) if accounts.imported is not None else None,
            "value_added": accounts.added,
            "sold_to_sectors": accounts.flow.sum(axis=1),
        },
        schema_overrides={"imported_inputs": pl.Float64},
    )
