"""A CSV file turned into a table of text, and what is wrong with the file itself.

A row is a record: a quoted cell may hold line breaks and its record still counts as one row, as in a spreadsheet
(the heading is row 1). Text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return stands in the file with
an apostrophe before it, lest a spreadsheet take it for a formula; the apostrophe is added when the file is written
and one is taken away when it is read, so that what is written is what is read.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import polars as pl

from hinterland.schema import TABLES
from hinterland.store.encoding import decode
from hinterland.store.names import HEADING_ROWS, heading_index, plain_heading
from hinterland.store.shape import TOLD, Place, finish, shape

if TYPE_CHECKING:
    from hinterland.sheets import RawTable

_GUARD = r"^'('*[=+\-@\t\r])"
"""An apostrophe before text that a spreadsheet could take for a formula."""
_LONGEST_CELL = 2**31 - 1
_AMBIGUOUS = r"^\s*[-+]?\d{1,3},\d{3}\s*$"
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_csv(data: bytes, table: str, file: str) -> RawTable:
    """Return the table that the bytes of a CSV file hold, every cell as text, empty cells null.

    Parameters
    ----------
    data
        The whole file.
    table
        Name of the table, as the file's name gives it.
    file
        What to call the file in messages.
    """
    text, faults = decode(data, table, file)
    place = Place(table, file, faults)
    declared = re.match(r"sep=(.)\r?\n", text)  # a line by which Excel is told the delimiter
    text = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else _sniff(text)
    frame = None if '"' in text else _split(text, delimiter)
    first = 2 if declared else 1
    records = _records(text, delimiter, place, first) if frame is None else _first_rows(frame)
    at = heading_index(records[:HEADING_ROWS], table)
    if at is None:
        place.tell(
            "the file is empty", "Write the headings into its first row, or delete the file", "warning"
        )
        return place.empty()
    first += at
    if at:
        place.tell(
            f"the headings stand in row {first}; what is above them was left out",
            "Delete the rows above the headings",
            "notice",
            row=first,
        )
    if delimiter != ",":
        place.tell(
            f"cells are parted by {_DELIMITERS.get(delimiter, repr(delimiter))}",
            "Save it with commas; numbers need a decimal point",
            "notice",
        )
    if frame is None:
        numbers = range(first + 1, first + len(records) - at)
        raw = shape(place, records[at], records[at + 1 :], numbers)
    else:
        raw = finish(place, records[at], frame[at + 1 :], range(first + 1, first + frame.height - at))
    if delimiter == ";":
        raw = _ambiguous_numbers(raw)
    return replace(raw, columns=tuple(_unguarded(c) for c in raw.columns))


def _sniff(text: str) -> str:
    """Return the delimiter that parts the first filled line into most cells, a comma when in doubt."""
    line = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    counts = {d: sum(1 for _ in next(csv.reader([line], delimiter=d), [])) for d in _DELIMITERS}
    return max(counts, key=lambda d: counts[d])


def _split(text: str, delimiter: str) -> pl.DataFrame | None:
    """Return the cells of a text without quotation marks, None where its rows are not all equally long.

    Such a text needs no parser, and most large tables are such texts: this takes a fifth of the time.
    """
    text = text.replace("\r\n", "\n")
    if "\r" in text or not text:
        return None
    lines = pl.Series("line", text.removesuffix("\n").split("\n"), dtype=pl.String)
    counts = lines.str.count_matches(delimiter, literal=True).filter(lines != "")
    if not len(counts) or counts.min() != counts.max():
        return None
    width = int(counts[0]) + 1
    cells = lines.str.split_exact(delimiter, width - 1).struct.unnest()
    return cells.rename(dict(zip(cells.columns, map(str, range(width)), strict=True)))


def _first_rows(frame: pl.DataFrame) -> list[list[str | None]]:
    return [list(row) for row in frame.head(HEADING_ROWS).iter_rows()]


def _unguarded(column: pl.Series) -> pl.Series:
    """Return text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    if not column.str.starts_with("'").any():
        return column
    return column.str.replace(_GUARD, "$1")


def _records(text: str, delimiter: str, place: Place, first: int) -> list[list[str | None]]:
    """Return the records of the text, telling of those that no strict reading admits (they come back empty)."""
    # The limit belongs to the whole process: it is only ever raised, so that readers in other threads are safe.
    csv.field_size_limit(max(csv.field_size_limit(), min(len(text) + 1, _LONGEST_CELL)))
    source = io.StringIO(text, newline="")
    try:
        return cast("list[list[str | None]]", list(csv.reader(source, delimiter=delimiter, strict=True)))
    except csv.Error:
        source.seek(0)
    records: list[list[str | None]] = []
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    bad = 0
    while True:
        try:
            records.append([*next(reader)])
        except StopIteration:
            break
        except csv.Error as error:
            bad += 1
            if bad <= TOLD:
                _tell_quote(place, len(records) + first, error)
            records.append([])
    return records


def _tell_quote(place: Place, row: int, error: csv.Error) -> None:
    if "unexpected end" in str(error):
        place.tell(
            "a quotation mark opens in this row and never closes; the rest of the file could not be read",
            'Close it, or write a quotation mark inside a cell twice ("")',
            row=row,
        )
        return
    place.tell(
        "text follows a closing quotation mark, or the mark that opens the cell never closes; the row was left out",
        'Quote the whole cell, and write a quotation mark inside it twice ("")',
        row=row,
    )


def _ambiguous_numbers(raw: RawTable) -> RawTable:
    """Return `raw` with an error for each cell such as `1,234`: its comma may part thousands or decimals."""
    if raw.table not in TABLES:
        return raw
    place = Place(raw.table, raw.file, list(raw.faults))
    for heading, column in zip(raw.headers, raw.columns, strict=True):
        declared = TABLES[raw.table].by_name.get(plain_heading(heading))
        if declared is None or not declared.kind.numeric:
            continue
        found = column.str.contains(_AMBIGUOUS).fill_null(value=False).arg_true().to_list()
        for index in found[:TOLD]:
            place.tell(
                "where cells are parted by semicolons this comma may part thousands or decimals",
                "Write the number without a thousands separator and with a decimal point",
                row=raw.rows[index] if raw.rows is not None else index + 2,
                column=declared.name,
                value=column[index],
            )
    return replace(raw, faults=tuple(place.faults))
