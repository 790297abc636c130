"""What stands between a file and a table: raw columns as they were read, and typed sheets that know their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from hinterland.faults import Fault


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as a store read it, before any cell was understood.

    Attributes
    ----------
    table
        Name that the file or sheet gives (not yet checked against the schema).
    file
        What to call the place in messages: `plants.csv`, or `case.xlsx sheet plants`.
    headers
        Headings as written, in order; `columns` has one series for each. Text columns hold every cell as text
        (empty cells are null); a typed store (Parquet) may hand over numbers and booleans.
    rows
        Row of each entry as a spreadsheet numbers it, None for 2, 3, 4 ...
    faults
        What the store itself noticed: encoding, merged cells, formulas without values, ragged rows.
    """

    table: str
    file: str
    headers: tuple[str, ...]
    columns: tuple[pl.Series, ...]
    rows: Sequence[int] | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with typed columns, and the rows of the file that its entries stand in.

    `whole` is false where the file, its headings or a column could not be read: rows or ids may be lacking.
    """

    table: str
    file: str
    frame: pl.DataFrame
    rows: Sequence[int] | None = None
    whole: bool = True

    def row(self, index: int) -> int:
        """Return the spreadsheet's number of the entry at `index`."""
        return self.rows[index] if self.rows is not None else index + 2


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a store read: the tables, faults that belong to no table, and a fingerprint of what it saw."""

    tables: tuple[RawTable, ...]
    revision: str
    faults: tuple[Fault, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """BLAKE2b digest by file name, for provenance."""


@runtime_checkable
class Store(Protocol):
    """Where a case lives. Reading never writes; writing is whole or not at all."""

    path: Path

    def exists(self) -> bool:
        """Return whether there is a case already."""

    def read(self) -> Reading:
        """Read every table.

        Raises
        ------
        CaseError
            If there is no case, or it cannot be read at all.
        """

    def write(self, frames: Mapping[str, pl.DataFrame], *, expected: str | None) -> str:
        """Replace the tables by `frames`, atomically, and return the new revision.

        `expected` is the revision the writer started from (None: there must be no case yet).

        Raises
        ------
        NewerCase
            If the case is no longer at `expected`.
        CaseLocked
            If somebody else is writing.
        """
