"""Small things that every floor does with polars frames: empty tables of the schema, dates as days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from hinterland import dates
from hinterland.errors import CaseError, UnitError
from hinterland.schema import TABLES, Column, Table
from hinterland.units import find, parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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


def of_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return table `name` with these rows; columns that no row has are null.

    Raises
    ------
    CaseError
        If a row has a column that the table does not have, or one of a type that does not fit.
    """
    if not rows:
        return empty(name)
    types = schema_of(TABLES[name])
    return conform(name, pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None))


def days(cells: pl.Series, *, last: bool) -> pl.Series:
    """Return the last (or first) day that each date admits, as a date column; null stays null."""
    distinct = cells.drop_nulls().unique().to_list()
    reader = dates.last_day if last else dates.first_day
    return cells.replace_strict(distinct, [reader(d) for d in distinct], default=None, return_dtype=pl.Date)


def known_by(cells: pl.Series, when: date) -> pl.Series:
    """Whether each date lies on or before `when` under every reading of it; null where there is no date."""
    return days(cells, last=True) <= when


def own_units(settings: pl.DataFrame) -> tuple[tuple[str, float, str], ...]:
    """Return the units that settings of the form `unit:NAME` declare: (name, factor, base unit).

    Those that cannot be a unit are left out; the check tells them.
    """
    found = []
    for name, value, unit in settings.select("name", "value", "unit").iter_rows():
        if name and name.startswith("unit:"):
            own = name.removeprefix("unit:")
            number = parse_number(value or "")
            if number and not unit_problem(own, value, unit):
                found.append((own, number.value, unit or own))
    return tuple(found)


Problem = Literal["name", "value", "unit"]


def unit_problem(name: str, value: str | None, base: str | None) -> Problem | None:
    """Return which part of a declared unit is wrong: name (built in, or none), value (not above 0) or base unit."""
    number = parse_number(value or "")
    if not name.strip() or is_built_in(name):
        return "name"
    if base and base != name and not is_built_in(base):
        return "unit"
    factor = find(base).factor if base and base != name else 1.0
    return None if number and 0 < number.value * factor < float("inf") else "value"


def is_built_in(unit: str) -> bool:
    """Whether a unit is known without a declaration: a simple one, a scaled one or a rate."""
    try:
        find(unit)
    except UnitError:
        return False
    return True
