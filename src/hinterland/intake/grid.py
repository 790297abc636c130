"""A worksheet or a CSV file as a rectangle of texts that knows what each cell is called.

Files are not trusted. Workbooks go through the guarded reading of `hinterland.store` (sizes bounded before
anything is unpacked, XML without entities); merged ranges are clipped to the cells that are there.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from hinterland.errors import CaseError
from hinterland.result import Said
from hinterland.store.encoding import decode
from hinterland.store.names import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.store.excel_cells import Grid

MOST_CELLS = 2_000_000
"""Filled cells of a page, and cells that its merged ranges may cover: a page of statistics has thousands."""
LARGEST_FILE = 200 * 10**6
"""Bytes of a file that is read whole."""
_LONGEST_CELL = 2**31 - 1
_DELIMITERS = ",;\t"
_COMMA = re.compile(r"[-+−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\s*%?")
_DECIMAL_COMMA = re.compile(r"[-+−]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,}))\s*%?")
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})+\.\d+\s*%?|[-+−]?\d{1,3}(?:,\d{3}){2,}\s*%?")
_COMMAS = Said(
    "cells are parted by semicolons and figures have decimal commas: 1.234,5 was read as 1234.5",
    "单元格以分号分隔，数值用小数逗号：1.234,5 读作 1234.5",
)

Spot = tuple[int, int]
"""Row and column of a cell, both from 0."""


@dataclass(frozen=True, slots=True)
class Page:
    """The cells of one sheet.

    Attributes
    ----------
    cells
        Texts of the filled cells by row and column, as the sheet shows them.
    merged
        First cell of the merged range that a cell lies in; only cells inside the filled rectangle.
    broken
        Cells that hold no value (a formula never computed, an error of Excel), with the reason.
    remarks
        What there is to say about the file itself (encoding, hidden rows).
    rows
        The same texts by row, then column; `height` and `width` count down to the last filled ones.
    comma_unclear
        Whether cells are parted by semicolons, so that the comma of `1,234` may be a decimal comma.
    """

    file: str
    sheet: str
    cells: Mapping[Spot, str]
    merged: Mapping[Spot, Spot] = field(default_factory=dict)
    broken: Mapping[Spot, Said] = field(default_factory=dict)
    remarks: tuple[Said, ...] = ()
    comma_unclear: bool = False
    rows: Mapping[int, Mapping[int, str]] = field(init=False, repr=False, compare=False)
    height: int = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        rows: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(self.cells.items()):
            rows.setdefault(row, {})[column] = text
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "height", 1 + max(rows, default=-1))
        object.__setattr__(self, "width", 1 + max((c for _, c in self.cells), default=-1))

    def address(self, spot: Spot) -> str:
        """Return what a person calls the cell: `Sheet1!C7`."""
        return f"{self.sheet or self.file}!{letters(spot[1])}{spot[0] + 1}"

    def anchor(self, spot: Spot) -> Spot:
        """Return the cell whose value shows in `spot`: itself, or the first of its merged range."""
        return self.merged.get(spot, spot)

    def text(self, spot: Spot) -> str:
        """Return what shows in `spot`, empty for a blank cell."""
        return self.cells.get(self.anchor(spot), "")

    def row(self, row: int) -> Mapping[int, str]:
        """Return the filled cells of a row, by column, merged ones once."""
        return self.rows.get(row, {})


def read_pages(data: bytes, name: str, sheet: str = "") -> list[Page]:
    """Return the pages of a file, one for each sheet that has cells.

    Parameters
    ----------
    data
        The whole file.
    name
        Its name, which says by its suffix what it is.
    sheet
        The only sheet to read.

    Raises
    ------
    CaseError
        If it is of a kind that is not read, damaged, too large, or lacks the sheet.
    """
    suffix = Path(name).suffix.lower()
    if len(data) > LARGEST_FILE:
        raise CaseError(f"{name} has {len(data) / 1e6:,.0f} MB, more than a table to import should; part it")
    if suffix == ".xlsx" or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data, name, sheet)
    if suffix in {".csv", ".tsv", ".txt", ".tab"}:
        if sheet:
            raise CaseError(f"{name} is a text file and has no sheets; leave --sheet out")
        return [_text_page(data, name)]
    raise CaseError(f"{name} is neither .xlsx nor .csv. Save it as an Excel workbook (.xlsx) or as CSV UTF-8")


def _workbook(data: bytes, name: str, wanted: str) -> list[Page]:
    from hinterland.store.excel_cells import read_grid  # noqa: PLC0415 - openpyxl takes a third of a second
    from hinterland.store.excel_package import open_package  # noqa: PLC0415

    package = open_package(data, name)
    titles = [s.title for s in package.sheets]
    if wanted and wanted not in titles:
        raise CaseError(f"{name} has no sheet {wanted!r}; it has {', '.join(titles)}")
    pages = []
    for part in package.sheets:
        if wanted and part.title != wanted:
            continue
        remarks = []
        if part.hidden:
            remarks.append(Said("the sheet is hidden; it was read", "工作表被隐藏；已读取"))
        pages.append(_page(read_grid(package, part), name, part.title, remarks))
    return [p for p in pages if p.cells or p.broken]


def _page(grid: Grid, name: str, title: str, remarks: list[Said]) -> Page:
    cells = {
        (number - 1, column): text
        for number, row in zip(grid.numbers, grid.rows, strict=True)
        for column, text in enumerate(row)
        if text is not None and text.strip()
    }
    if len(cells) > MOST_CELLS:
        raise CaseError(
            f"{name} sheet {title} has {len(cells):,} cells, more than a page of statistics; part it"
        )
    broken = {
        (r - 1, c): Said("the formula has no computed value", "公式没有计算结果") for r, c in grid.uncomputed
    }
    broken |= {
        (r - 1, c): Said(f"the cell holds an error of Excel, {value}", f"单元格为 Excel 错误值 {value}")
        for r, c, value in grid.errors
    }
    if grid.hidden_rows or grid.hidden_columns:
        remarks.append(Said("rows or columns are hidden; they were read", "有隐藏的行或列；已读取"))
    return Page(name, title, cells, _merged(grid, cells, f"{name} sheet {title}"), broken, tuple(remarks))


def _merged(grid: Grid, cells: Mapping[Spot, str], where: str) -> dict[Spot, Spot]:
    """Return the first cell of the merged range of each covered cell, inside the filled rectangle."""
    height = max((r for r, _ in cells), default=-1) + 1
    width = max((c for _, c in cells), default=-1) + 1
    covered: dict[Spot, Spot] = {}
    budget = MOST_CELLS
    for box in grid.merged:
        first = (int(box.min_row) - 1, int(box.min_col) - 1)
        rows = range(first[0], min(int(box.max_row), height))
        columns = range(first[1], min(int(box.max_col), width))
        budget -= len(rows) * len(columns) + 1
        if budget < 0:
            raise CaseError(f"{where} has merged ranges over more than {MOST_CELLS:,} cells; it was not read")
        covered.update(dict.fromkeys(product(rows, columns), first))
    # what a file writes into a covered cell shows nowhere in Excel, but it is there: it stays a cell of its own
    return {spot: first for spot, first in covered.items() if spot == first or spot not in cells}


def _text_page(data: bytes, name: str) -> Page:
    text, faults = decode(data, name, name)
    if any(f.severity == "error" for f in faults):
        fault = next(f for f in faults if f.severity == "error")
        raise CaseError(f"{name}: {fault.rule}. {fault.fix}")
    remarks = tuple(_encoded(f.rule) for f in faults if "byte order mark" not in f.rule)
    text = text.removeprefix("sep=,\n").removeprefix("sep=;\n")
    delimiter = _delimiter(text)
    csv.field_size_limit(max(csv.field_size_limit(), min(len(text) + 1, _LONGEST_CELL)))
    cells: dict[Spot, str] = {}
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            cells.update({(number, c): t for c, t in enumerate(row) if t.strip()})
            if len(cells) > MOST_CELLS:
                raise CaseError(f"{name} has more than {MOST_CELLS:,} cells; part it, or give --sheet")
    except csv.Error as error:
        raise CaseError(f"{name} is no CSV that can be read ({error}). Save it again as CSV UTF-8") from error
    if delimiter == ";" and _decimal_commas(cells.values()):
        cells = {spot: _with_points(t) for spot, t in cells.items()}
        return Page(name, "", cells, remarks=(*remarks, _COMMAS))
    return Page(name, "", cells, remarks=remarks, comma_unclear=delimiter == ";")


def _decimal_commas(texts: Iterable[str]) -> bool:
    """Whether some cell shows a decimal comma (`150,3`, `1.747,5`), and none a comma between thousands."""
    plain = [t.strip() for t in texts]
    return any(_DECIMAL_COMMA.fullmatch(t) for t in plain) and not any(_THOUSANDS.fullmatch(t) for t in plain)


def _with_points(text: str) -> str:
    """Return a figure that is written with a decimal comma as one with a point; other texts as they are."""
    if not _COMMA.fullmatch(text.strip()):
        return text
    return text.replace(".", "").replace(",", ".")


def _encoded(rule: str) -> Said:
    if "GB18030" in rule:
        return Said("the file is not UTF-8; it was read as GB18030", "文件不是 UTF-8 编码；按 GB18030 读取")
    return Said(rule, f"文件编码：{rule}")


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the lines into most cells: a title line alone has none."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:50]
    counts = {d: sum(len(row) for row in csv.reader(lines, delimiter=d)) for d in _DELIMITERS}
    return max(counts, key=lambda d: counts[d])
