"""The cells of one worksheet, read in one pass by openpyxl's parser: text, and what is odd about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from hinterland.errors import CaseError
from hinterland.store.excel_dates import date_text, percent_text
from hinterland.store.excel_package import readable, unescape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from openpyxl.worksheet.cell_range import CellRange

    from hinterland.store.excel_package import Package, SheetPart

_MOST_CELLS = 40_000_000
_EXACT_INTEGERS = 10**15
"""Excel keeps 15 digits."""
_YES = {"1", "true"}


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
    merged: list[CellRange] = field(default_factory=list)


class _Parser(WorkSheetParser):
    """The parser beneath openpyxl's read-only worksheets, which show neither merged cells nor what is hidden.

    It yields the rows that are there, so that its work is bounded by the file, whatever size that declares.
    Dates come as numbers: what a cell shows of them is for `excel_dates` to say.
    """

    def __init__(self, source: IO[bytes], package: Package) -> None:
        super().__init__(source, package.strings, data_only=True)
        self.uncomputed: list[tuple[int, int]] = []

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Return a cell, taking note of a formula that has no value (an empty text is one)."""
        cell: dict[str, Any] = super().parse_cell(element)
        value, kind = cell["value"], element.get("t", "n")
        if value is None:
            if kind not in {"s", "str", "inlineStr"} and element.find(FORMULA_TAG) is not None:
                self.uncomputed.append((self.row_counter, cell["column"] - 1))
        elif kind in {"str", "inlineStr"}:
            cell["value"] = unescape(value)
        return cell


def read_grid(package: Package, sheet: SheetPart) -> Grid:
    """Return the cells of a worksheet.

    Raises
    ------
    CaseError
        If the sheet is damaged or too large.
    """
    grid = Grid()
    slots = 0
    with readable(f"{package.name} sheet {sheet.title}"), package.archive.open(sheet.part) as source:
        parser = _Parser(source, package)
        for number, cells in parser.parse():
            row = _row(package, grid, number, cells)
            slots += len(row)
            if slots > _MOST_CELLS:
                raise CaseError(
                    f"{package.name} has a sheet of more than {_MOST_CELLS:,} cells. "
                    "Give large tables as CSV or Parquet in a folder"
                )
            if row:
                grid.rows.append(row)
                grid.numbers.append(number)
        grid.uncomputed = parser.uncomputed
        grid.hidden_rows = [int(r) for r, a in parser.row_dimensions.items() if a.get("hidden") in _YES]
        hidden = (a for a in parser.column_dimensions.values() if a.get("hidden") in _YES)
        grid.hidden_columns = [(int(a["min"]) - 1, int(a["max"]) - 1) for a in hidden]
        grid.merged = list(parser.merged_cells.mergeCell) if parser.merged_cells else []
    return grid


def _row(package: Package, grid: Grid, number: int, cells: list[dict[str, Any]]) -> list[str | None]:
    """Return the texts of a row up to its last one."""
    row: list[str | None] = []
    for cell in cells:
        value, column = cell["value"], cell["column"] - 1
        if value is None or value == "":
            continue
        if cell["data_type"] == "e":
            grid.errors.append((number, column, value))
            continue
        text = _shown(package, value, cell["style_id"]) if cell["data_type"] == "n" else None
        text = text or text_of(value)
        if column >= len(row):
            row.extend([None] * (column + 1 - len(row)))
        row[column] = text
    return row


def _shown(package: Package, value: float, style: int) -> str | None:
    """Return a number as the date or percentage that its cell shows it as, None where it shows neither."""
    if not package.dates:
        return None
    form = package.dates[style]
    if form:
        return date_text(value, form, package.mac)
    return percent_text(value) if package.percents[style] else None


def text_of(value: object) -> str:
    """Return a cell's value as text, a number as the shortest that reads back as the same: 0.1, 868000, 1e+22."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and abs(value) < _EXACT_INTEGERS:
        return str(value)
    if isinstance(value, int | float):
        return repr(float(value)).removesuffix(".0")
    if isinstance(value, dt.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)
