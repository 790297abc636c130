"""Keys are unique, references lead somewhere, rows say what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import ROW, listed, numbered, whole
from hinterland.nearest import nearest
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.schema import Column
    from hinterland.sheets import Sheet


def duplicates(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """No key stands twice; two figures of one vintage that differ are told as such."""
    faults: list[Fault] = []
    for name, sheet in sheets.items():
        key = list(TABLES[name].key)
        frame = sheet.frame
        if not frame.height:
            continue
        hashes = frame.select(key).hash_rows()
        if hashes.n_unique() == frame.height:
            continue
        twins = numbered(sheet).filter(
            hashes.is_duplicated() & ~frame.select(pl.any_horizontal(pl.col(key).is_null())).to_series()
        )
        twins = twins.with_columns(pl.col(ROW).min().over(key).alias("__first")).filter(
            pl.col(ROW) > pl.col("__first")
        )
        faults += listed(
            sheet,
            twins,
            key[-1],
            lambda row, sheet=sheet, key=key: _twin(sheet, key, row),  # type: ignore[misc]
            "Delete one of the rows, or give them different keys",
        )
    return faults


def _twin(sheet: Sheet, key: list[str], row: dict[str, object]) -> str:
    first = int(str(row["__first"]))
    shown = ", ".join(f"{k} = {row[k]}" for k in key)
    if sheet.table == "observations":
        other = sheet.frame["value"][first]
        if other != row["value"]:
            there = f"{other:g} in row {sheet.row(first)}"
            return f"two figures of one vintage differ: {row['value']:g} here, {there} ({shown})"
    return f"the key stands already in row {sheet.row(first)} ({shown})"


def dangling(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Every id that refers to another table is found there."""
    faults: list[Fault] = []
    for name, sheet in sheets.items():
        for column in TABLES[name].columns:
            if column.ref and sheet.frame.height and _whole(sheets, column):
                faults += _dangling(sheets, sheet, column)
    return faults


def _whole(sheets: Mapping[str, Sheet], column: Column) -> bool:
    """Whether what a column refers to could be read: nobody can say what dangles into the rest."""
    return all(sheets[t].whole for t in (r.partition(".")[0] for r in column.ref) if t in sheets)


def _dangling(sheets: Mapping[str, Sheet], sheet: Sheet, column: Column) -> list[Fault]:
    cells = sheet.frame[column.name]
    if cells.null_count() == cells.len():
        return []
    known = pl.concat([_ids(sheets, ref) for ref in column.ref]).unique()
    rows = numbered(sheet).select(ROW, column.name).drop_nulls(column.name)
    if column.kind.many:
        rows = rows.with_columns(pl.col(column.name).str.split(";")).explode(column.name)
    missing = rows.join(
        known.to_frame("id"), left_on=column.name, right_on="id", how="anti", maintain_order="left"
    )
    if not missing.height:
        return []
    pool = known.to_list() if known.len() <= 200_000 else []
    target = " or ".join(f"`{ref.partition('.')[0]}`" for ref in column.ref)
    return listed(
        sheet,
        missing,
        column.name,
        f"refers to no row of {target}",
        lambda row: _fix(str(row[column.name]), pool, target),
    )


def _ids(sheets: Mapping[str, Sheet], ref: str) -> pl.Series:
    table, _, column = ref.partition(".")
    if table not in sheets:
        return pl.Series("id", [], dtype=pl.String)
    return sheets[table].frame[column].drop_nulls().alias("id")


def _fix(value: str, pool: list[str], target: str) -> str:
    close = nearest(value, pool)
    return (
        f"Did you mean `{close}`? Else add it to {target}" if close else f"Add it to {target}, or mend the id"
    )


def unsourced(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Rows say where they come from and how they are known; those that do not are counted."""
    faults: list[Fault] = []
    for name, sheet in sheets.items():
        if name == "settings" or not sheet.frame.height:
            continue
        for column, what in (("source", "source"), ("basis", "basis")):
            empty = sheet.frame[column].null_count()
            if empty:
                faults.append(
                    whole(
                        sheet,
                        column,
                        f"{empty:,} of {sheet.frame.height:,} rows state no {what}",
                        "State it: reports count such rows as unsourced",
                        "warning",
                    )
                )
    return faults
