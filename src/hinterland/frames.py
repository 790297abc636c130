"""Small things that every floor does with polars frames: empty tables of the schema, dates as days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland import dates
from hinterland.errors import CaseError
from hinterland.schema import TABLES, Column, Table
from hinterland.units import parse_number

if TYPE_CHECKING:
    from datetime import date

_DTYPE = {"Int64": pl.Int64(), "Float64": pl.Float64(), "Boolean": pl.Boolean(), "String": pl.String()}


def dtype(column: Column) -> pl.DataType:
    """Return the polars data type of a column of the schema."""
    return _DTYPE[column.kind.polars_name]


def schema_of(table: Table) -> dict[str, pl.DataType]:
    """Return the polars schema of a table."""
    return {c.name: dtype(c) for c in table.columns}


def empty(name: str) -> pl.DataFrame:
    """Return the table `name` without rows."""
    return pl.DataFrame(schema=schema_of(TABLES[name]))


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with exactly the columns of table `name`, in order; columns it lacks are null.

    Raises
    ------
    CaseError
        If it has a column that the table does not have, or one of a type that does not fit.
    """
    table = TABLES[name]
    unknown = [c for c in frame.columns if c not in table.by_name]
    if unknown:
        raise CaseError(f"table {name} has no column {', '.join(unknown)}; it has {', '.join(table.names)}")
    columns = []
    for column in table.columns:
        wanted = dtype(column)
        if column.name not in frame.columns:
            columns.append(pl.lit(None, dtype=wanted).alias(column.name))
            continue
        found = frame.schema[column.name]
        fits = found in {wanted, pl.Null()} or (column.kind.numeric and found.is_numeric())
        if not fits:
            raise CaseError(f"column {name}.{column.name} must be {wanted}, not {found}")
        columns.append(pl.col(column.name).cast(wanted))
    return frame.select(columns) if frame.width else empty(name)


def days(cells: pl.Series, *, last: bool) -> pl.Series:
    """Return the last (or first) day that each date admits, as a date column; null stays null."""
    distinct = cells.drop_nulls().unique().to_list()
    reader = dates.last_day if last else dates.first_day
    return cells.replace_strict(distinct, [reader(d) for d in distinct], default=None, return_dtype=pl.Date)


def known_by(cells: pl.Series, when: date) -> pl.Series:
    """Whether each date lies on or before `when` under every reading of it; null where there is no date."""
    return days(cells, last=True) <= when


def own_units(settings: pl.DataFrame) -> tuple[tuple[str, float, str], ...]:
    """Return the units that settings of the form `unit:NAME` declare: (name, factor, base unit)."""
    found = []
    for name, value, unit in settings.select("name", "value", "unit").iter_rows():
        number = parse_number(value) if name and name.startswith("unit:") and value else None
        if number:
            own = name.removeprefix("unit:")
            found.append((own, number.value, unit or own))
    return tuple(found)
