"""A scenario is a table of changes: what differs from the case, cell by cell, so that it can be read and kept.

Columns of the table: `table`, `key` (the key's values parted by `|`), `action` (`set`, `add`, `drop`), `column`,
`old`, `new`; a row of the case that is added has one line for each filled column.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from hinterland.errors import CaseError
from hinterland.frames import schema_of
from hinterland.schema import TABLES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.schema import Column

Action = Literal["set", "add", "drop"]
Cell = str | float | int | bool | None
SCHEMA = dict.fromkeys(["table", "key", "action", "column", "old", "new"], pl.String())
PART = "|"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a cell that is set, a row that is added (by its cells) or dropped."""

    table: str
    key: tuple[str, ...]
    action: Action
    column: str | None = None
    old: Cell = None
    new: Cell = None


def to_table(changes: Iterable[Change]) -> pl.DataFrame:
    """Return changes as a table of text that people can read."""
    rows = [(c.table, PART.join(c.key), c.action, c.column, _text(c.old), _text(c.new)) for c in changes]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _text(cell: Cell) -> str | None:
    if cell is None:
        return None
    return ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)


def diff(old: Mapping[str, pl.DataFrame], new: Mapping[str, pl.DataFrame]) -> list[Change]:
    """Return the changes that lead from the tables `old` to the tables `new`."""
    changes: list[Change] = []
    for name, table in TABLES.items():
        a, b = old.get(name), new.get(name)
        if a is b or (a is not None and b is not None and a.equals(b)):
            continue
        before = _rows(a, table.key)
        after = _rows(b, table.key)
        for key, row in after.items():
            past = before.get(key)
            action: Action = "add" if past is None else "set"
            for column in table.names:
                was = None if past is None else past[column]
                if row[column] != was and not (action == "add" and column in table.key):
                    changes.append(Change(name, key, action, column, was, row[column]))
            if past is None and all(c.key != key or c.table != name for c in changes[-len(row) :]):
                changes.append(Change(name, key, "add"))
        changes += [Change(name, key, "drop") for key in before if key not in after]
    return changes


def _rows(frame: pl.DataFrame | None, key: Sequence[str]) -> dict[tuple[str, ...], dict[str, Cell]]:
    if frame is None:
        return {}
    return {tuple(str(row[k]) for k in key): row for row in frame.iter_rows(named=True)}


def apply_changes(tables: Mapping[str, pl.DataFrame], changes: Iterable[Change]) -> dict[str, pl.DataFrame]:
    """Return the tables with the changes made.

    Raises
    ------
    CaseError
        Naming every change that cannot be made: an unknown table or column, a key that has no row (or, for an
        added row, has one already), a value of the wrong type.
    """
    result = dict(tables)
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    wrong: list[str] = []
    for name, listed in by_table.items():
        if name not in TABLES:
            wrong.append(f"there is no table {name!r}")
            continue
        rows = _rows(result.get(name), TABLES[name].key)
        added: set[tuple[str, ...]] = set()
        for change in listed:
            problem = _make(rows, change, added)
            if problem:
                wrong.append(f"{name} {PART.join(change.key)}: {problem}")
        result[name] = pl.DataFrame(list(rows.values()), schema=schema_of(TABLES[name]), orient="row")
    if wrong:
        lines = "\n".join(f"  - {w}" for w in wrong)
        raise CaseError(f"the scenario does not fit the case:\n{lines}")
    return result


def _make(rows: dict[tuple[str, ...], dict[str, Cell]], change: Change, added: set[tuple[str, ...]]) -> str:
    """Make one change in place; return what is wrong with it, or nothing. `added` are rows of this scenario."""
    if problem := _misfit(change):
        return problem
    if change.action == "drop":
        added.discard(change.key)
        return "" if rows.pop(change.key, None) is not None else "no row has this key"
    if change.action == "add" and change.key not in added:
        problem = "a row has this key already; use action `set`" if change.key in rows else ""
        problem = problem or _add(rows, change)
        if problem:
            return problem
        added.add(change.key)
    if change.key not in rows:
        return "no row has this key; use action `add` for a new row"
    if change.column is not None:
        value, problem = _value(change)
        if problem:
            return problem
        rows[change.key] = {**rows[change.key], change.column: value}
    return ""


def _misfit(change: Change) -> str:
    """Return what of a change does not fit its table, whatever rows the case has, or nothing."""
    table = TABLES[change.table]
    if change.action not in _ACTIONS:
        return f"the action is set, add or drop, not {change.action!r}"
    if len(change.key) != len(table.key):
        return f"the key needs {len(table.key)} parts: {', '.join(table.key)}"
    if change.action == "drop" or change.column is None:
        return ""
    if change.column not in table.by_name:
        return f"there is no column {change.column!r}"
    if change.column in table.key:
        return f"{change.column} is part of the key; drop the row and add another"
    return ""


def _add(rows: dict[tuple[str, ...], dict[str, Cell]], change: Change) -> str:
    """Add the row of a change, empty but for its key; return what is wrong with the key, or nothing."""
    table = TABLES[change.table]
    row: dict[str, Cell] = dict.fromkeys(table.names)
    for name, part in zip(table.key, change.key, strict=True):
        row[name], problem = _typed(table[name], part)
        if problem:
            return problem
    rows[change.key] = row
    return ""


def _value(change: Change) -> tuple[Cell, str]:
    """Return the new value in the column's type."""
    return _typed(TABLES[change.table][change.column or ""], change.new)


def _typed(column: Column, value: Cell) -> tuple[Cell, str]:
    """Return a value in the column's type, or what is wrong with it."""
    if value is None:
        return None, "" if not column.required else f"{column.name} cannot be empty"
    if column.kind.numeric:
        return _number(column, value)
    if column.kind is Kind.BOOL:
        flag = _FLAGS.get(str(value))
        return flag, "" if flag is not None else f"{column.name} takes yes or no, not {value!r}"
    if column.choices and not column.kind.many and str(value) not in column.choices:
        return None, f"{column.name} takes one of {', '.join(column.choices)}, not {value!r}"
    return str(value), ""


def _number(column: Column, value: str | float) -> tuple[Cell, str]:
    """Return a number of the column, within the bounds that cells of a case are held to."""
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        return None, f"{column.name} takes a number, not {value!r}"
    if column.kind is Kind.INT and (not number.is_integer() or abs(number) > 2**53):
        return None, f"{column.name} takes a whole number, not {value!r}"
    if column.low is not None and number < column.low:
        return None, f"{column.name} is at least {column.low:g}, not {value!r}"
    if column.high is not None and number > column.high:
        return None, f"{column.name} is at most {column.high:g}, not {value!r}"
    return int(number) if column.kind is Kind.INT else number, ""


_FLAGS = {"yes": True, "no": False, "True": True, "False": False}
_ACTIONS: dict[str, Action] = {"set": "set", "add": "add", "drop": "drop"}


def from_table(frame: pl.DataFrame) -> list[Change]:
    """Return the changes that a table of changes lists.

    Raises
    ------
    CaseError
        If it is no such table.
    """
    lacking = [c for c in ("table", "key", "column", "new") if c not in frame.columns]
    if lacking:
        raise CaseError(f"a scenario needs the columns table, key, column, new; {', '.join(lacking)} missing")
    changes = []
    for row in frame.iter_rows(named=True):
        action = _ACTIONS.get(row.get("action") or "set")
        if action is None:
            raise CaseError(f"a scenario's action is set, add or drop, not {row['action']!r}")
        key = tuple(str(row["key"]).split(PART))
        changes.append(Change(row["table"], key, action, row["column"], row.get("old"), row["new"]))
    return changes
