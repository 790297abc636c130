"""Reading sources and writing tables: CSV in, CSV out, the same bytes every time."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from hinterland.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CASE = Path(__file__).resolve().parents[1]
Row = dict[str, str]
Tables = dict[str, list[Row]]


def read_source(name: str) -> list[Row]:
    """Return the rows of `sources/NAME.csv`, every cell as text."""
    with (CASE / "sources" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def pick(row: Mapping[str, str], names: str) -> Row:
    """Return the cells of `row` called `names` (parted by blanks)."""
    return {name: row[name] for name in names.split()}


def join(*parts: str) -> str:
    """Return the parts of a remark that say something, parted by `; `."""
    return "; ".join(part for part in parts if part)


def number(value: float) -> str:
    """Return a number as short as it can be written without loss: no exponent, no trailing zeros."""
    return f"{round(value, 6):.6f}".rstrip("0").rstrip(".")


def write_table(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write one table: columns in the order of the schema, those that no row uses left out."""
    rows = list(rows)
    table = TABLES[name]
    unknown = {column for row in rows for column in row} - set(table.names)
    if unknown:
        raise ValueError(f"{name} has no column {', '.join(sorted(unknown))}")
    columns = [c.name for c in table.columns if c.required or any(row.get(c.name) for row in rows)]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
