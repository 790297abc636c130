"""The cells of one worksheet, read in one pass: text, and what is odd about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.errors import CaseError
from hinterland.store.excel_dates import date_text
from hinterland.store.excel_package import readable, stream_xml, unescape

if TYPE_CHECKING:
    from hinterland.store.excel_package import Package, SheetPart

_MOST_CELLS = 40_000_000
_MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_WORDS = {"1": "yes", "0": "no", "true": "yes", "false": "no"}


@dataclass(slots=True)
class Grid:
    """What a worksheet holds, rows and columns counted as Excel does but columns from 0."""

    rows: list[list[str | None]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    """Row and column of formulas without a value."""
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def read_grid(package: Package, sheet: SheetPart) -> Grid:
    """Return the cells of a worksheet.

    Raises
    ------
    CaseError
        If the sheet is damaged or too large.
    """
    with readable(f"{package.name} sheet {sheet.title}"):
        reader = _Reader(package)
        stream_xml(package.archive.open(sheet.part), reader.start, reader.end, reader.text)
    return reader.grid


class _Reader:
    """Takes a worksheet's XML events; one object a sheet, attributes instead of arguments for speed."""

    __slots__ = (
        "aid", "capture", "column", "columns", "formula", "grid", "kind", "next_row", "package", "pieces", "row",
        "slots", "style", "value",
    )  # fmt: skip

    def __init__(self, package: Package) -> None:
        self.package = package
        self.grid = Grid()
        self.columns: dict[str, int] = {}
        self.pieces: list[str] = []
        self.row: list[str | None] = []
        self.next_row = self.slots = 0
        self.column = -1
        self.kind = self.style = ""
        self.value: str | None = None
        self.capture = self.aid = self.formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element that opens."""
        if name == "c":
            reference = attributes.get("r")
            self.column = self._column(reference) if reference else self.column + 1
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.value = None
            self.formula = False
            self.pieces.clear()
        elif name == "v" or (name == "t" and not self.aid):
            self.capture = True
            if name == "v":
                self.pieces.clear()
        elif name == "row":
            self.next_row = int(attributes.get("r", self.next_row + 1))
            self.row = []
            self.column = -1
            if attributes.get("hidden") in {"1", "true"}:
                self.grid.hidden_rows.append(self.next_row)
        elif name == "f":
            self.formula = True
        else:
            self._rare(name, attributes)

    def _rare(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self.aid = True
        elif name == "mergeCell":
            self.grid.merged.append(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            self.grid.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def text(self, data: str) -> None:
        """Take character data."""
        if self.capture:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        """Take note of an element that closes."""
        if name == "c":
            self._cell()
        elif name == "v":
            self.capture = False
            self.value = "".join(self.pieces)
        elif name == "t":
            self.capture = False
        elif name == "row" and self.row:
            self.slots += len(self.row)
            if self.slots > _MOST_CELLS:
                raise CaseError(
                    f"{self.package.name} has a sheet of more than {_MOST_CELLS:,} cells. "
                    "Give large tables as CSV or Parquet in a folder"
                )
            self.grid.rows.append(self.row)
            self.grid.numbers.append(self.next_row)
        elif name == "rPh":
            self.aid = False

    def _cell(self) -> None:
        text = self._text()
        if text is None:
            return
        row, column = self.row, self.column
        if column == len(row):
            row.append(text)
        elif column > len(row):
            row.extend([None] * (column - len(row)))
            row.append(text)
        else:
            row[column] = text

    def _text(self) -> str | None:
        """Return the cell that just closed as text, None where it is empty."""
        value, kind = self.value, self.kind
        if kind == "s":
            return (self.package.strings[int(value)] or None) if value else None
        if kind == "inlineStr":
            return unescape("".join(self.pieces)) or None
        if kind == "str":
            return unescape(value or "") or None
        if not value:
            if self.formula:
                self.grid.uncomputed.append((self.next_row, self.column))
            return None
        if kind == "n":
            return self._number(value)
        if kind == "b":
            return _WORDS.get(value.strip(), value)
        if kind == "e":
            self.grid.errors.append((self.next_row, self.column, value))
            return None
        return re.sub(r"T00:00:00(\.0+)?Z?$", "", value)  # kind d: a date in ISO

    def _number(self, value: str) -> str:
        dates = self.package.dates
        form = dates[int(self.style)] if self.style and dates else None
        if form is None:
            if value.isdigit() and len(value) < 16:
                return value
            return shortest(value)
        return date_text(float(value), form, self.package.mac) or shortest(value)

    def _column(self, reference: str) -> int:
        name = reference.rstrip("0123456789")
        known = self.columns.get(name)
        if known is None:
            known = self.columns[name] = column_index(name)
        return known


def shortest(value: str) -> str:
    """Return the shortest text of a number that reads back as the same: 0.1, 868000, 1e+22."""
    return repr(float(value)).removesuffix(".0")


def column_index(name: str) -> int:
    """Return the index of a column that a spreadsheet calls `name` (A is 0).

    Raises
    ------
    ValueError
        If there is no such column.
    """
    index = 0
    for letter in name.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{name!r} is no column")
        index = index * 26 + ord(letter) - 64
    if not 1 <= index <= _MOST_COLUMNS:
        raise ValueError(f"{name!r} is no column")
    return index - 1


def area(reference: str) -> tuple[int, int, int, int] | None:
    """Return first row, first column, last row and last column of a range such as `A2:B3`."""
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) > 2 or None in ends:
        return None
    cells = [(int(m[2]), column_index(m[1])) for m in ends if m]
    return (*cells[0], *cells[-1])
