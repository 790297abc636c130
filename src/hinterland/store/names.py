"""Names of tables and columns as files and sheets write them, and the row that holds the headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.schema import TABLES
from hinterland.units import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING_ROWS = 10
"""Rows among which a heading is looked for: titles and remarks of a spreadsheet rarely take more."""

_BRACKET = re.compile(r"[\[(（【].*$")


def table_name(stem: str) -> str:
    """Return the table that a file's stem or a sheet's title names; an unknown one comes back as written."""
    name = normalise(stem)
    plain = name.casefold().replace(" ", "_").replace("-", "_")
    return plain if plain in TABLES else name


def plain_heading(heading: str) -> str:
    """Return a heading without its unit, in small letters: `Capacity [unit/yr]` is `capacity`."""
    return _BRACKET.sub("", normalise(heading)).strip().casefold().replace(" ", "_").replace("-", "_")


def heading_index(rows: Sequence[Sequence[str | None]], table: str) -> int | None:
    """Return which of the first rows holds the headings, None where all are blank.

    It is the row with the most names of the table's columns. Where no row has two of them (an unknown table, or
    headings nobody can guess) it is the first row that is not blank, whose faults are then reported.
    """
    known = set(TABLES[table].names) if table in TABLES else set()
    best, most, first = None, 1, None
    for index, row in enumerate(rows[:HEADING_ROWS]):
        names = {plain_heading(cell) for cell in row if cell}
        if not names - {""}:
            continue
        first = index if first is None else first
        if len(names & known) > most:
            best, most = index, len(names & known)
    return first if best is None else best


def letters(index: int) -> str:
    """Return what a spreadsheet calls the column at `index` (0 is A)."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
