"""Typed tables written as a workbook by openpyxl: one sheet a table, written as a stream.

Numbers are real numbers in their shortest exact writing, full dates are date cells, everything else is text that
Excel never evaluates: text cells are marked as text, and those that begin like a formula carry the mark that a
leading apostrophe sets, so that they stay text when somebody edits them.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Literal, cast

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from hinterland.errors import CaseError
from hinterland.schema import TABLES, Kind
from hinterland.store.excel_rules import describe, drop_downs, hints
from hinterland.store.names import letters
from hinterland.store.text_write import as_text, check_cells, columns_to_write, empty_frame

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from hinterland.schema import Column
    from hinterland.store.excel_rules import Lang

LONGEST_TEXT, LONGEST_TITLE = 32_767, 31
MOST_ROWS = 1_048_576
_EXACT_INTEGERS = 10**15
"""Excel keeps 15 digits: longer integers are written as text."""
_ILLEGAL = "[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_ASTRAL = "[\U00010000-\U0010ffff]"
_FORMULA_LIKE = r"^'*[=+\-@\t\r]|^['#]"
_FULL_DATE = r"^(19\d\d|[2-9]\d{3})-\d{2}-\d{2}$"
_TEXT, _QUOTED, _NUMBER, _DATE, _BARE = range(5)
_BLOCK = 20_000
_LEVEL = 4
"""Level of compression: higher ones take twice the time for a tenth of the size."""
_MOMENT = dt.datetime(1980, 1, 1)  # noqa: DTZ001 (archives know no zones)
_BOLD = Font(bold=True)
_PLAIN, _REQUIRED = PatternFill("solid", fgColor="FFE8EEF2"), PatternFill("solid", fgColor="FFFFE2B8")
_GUIDE_WIDTHS = (22, 70, 60, 30, 40)


def write_workbook(
    out: IO[bytes],
    frames: Mapping[str, pl.DataFrame],
    guide: tuple[str, pl.DataFrame] | None = None,
    comments: Lang | None = None,
) -> None:
    """Write one sheet a table, in the order of `frames`, and before them a sheet that explains them.

    Parameters
    ----------
    out
        Where the bytes go.
    frames
        Typed tables by name.
    guide
        Title and rows of a sheet that is no table.
    comments
        Language in which comments of headings describe the columns; by default hints do, which are quicker.

    Raises
    ------
    CaseError
        If a sheet cannot hold what a table holds; nothing has been written then.
    """
    for name, frame in frames.items():
        check_cells(frame, name)
        check_excel(frame, name)
    book = Workbook(write_only=True)
    sheets = {name: _sheet(book, name) for name in frames}
    if guide:
        _fill_guide(_sheet(book, guide[0], 0), guide[1], frames)
    elif not frames:  # a workbook must have a sheet
        sheets, frames = {"places": _sheet(book, "places")}, {"places": empty_frame("places")}
    for name, sheet in sheets.items():
        _fill_table(sheet, name, frames[name], comments)
    book.properties.creator = "hinterland"
    book.properties.created = book.properties.modified = _MOMENT
    ExcelWriter(book, _Timeless(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)).save()


class _Timeless(zipfile.ZipFile):
    """An archive whose parts carry no time stamps: the same case gives the same bytes."""

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Open a part."""
        if isinstance(name, zipfile.ZipInfo):
            name.date_time = _MOMENT.timetuple()[:6]
        return super().open(name, mode, pwd, force_zip64=force_zip64)


def check_excel(frame: pl.DataFrame, name: str) -> None:
    """Refuse what no worksheet can hold.

    Raises
    ------
    CaseError
        If there are too many rows, or a text is too long or holds control characters; names table and row.
    """
    if frame.height >= MOST_ROWS:
        raise CaseError(
            f"{name} has {frame.height:,} rows, a worksheet holds {MOST_ROWS - 1:,}. Save the case as a folder"
        )
    for heading in frame.columns:
        if ILLEGAL_CHARACTERS_RE.search(heading):
            raise CaseError(f"{name}: the heading {heading!r} holds a control character. Take it out")
    for column in frame.get_columns():
        if column.dtype != pl.String:
            continue
        for bad, words, fix in (
            (column.str.contains(_ILLEGAL), "holds a control character", "Take it out"),
            (_length(column) > LONGEST_TEXT, f"is longer than {LONGEST_TEXT:,} characters", "Shorten it"),
        ):
            if bad.any():
                at = int(bad.fill_null(value=False).arg_max() or 0)
                raise CaseError(
                    f"{name} row {at + 2}, {column.name}: the text {words}, which no Excel cell may. "
                    f"{fix}, or save the case as a folder"
                )


def _length(column: pl.Series) -> pl.Series:
    """Return how long Excel finds a text as it is written, which counts in UTF-16: an emoji is two characters."""
    written = column.to_frame().select(_escape(pl.col(column.name))).to_series()
    return written.str.len_chars() + written.str.count_matches(_ASTRAL)


def _escape(text: pl.Expr) -> pl.Expr:
    """Return text as openpyxl should write it: else readers take `_x0041_` for the character A."""
    return text.str.replace_all("_x([0-9A-Fa-f]{4})_", "_x005F_x${1}_").str.replace_all(
        "\r", "_x000D_", literal=True
    )


def _sheet(book: Workbook, name: str, index: int | None = None) -> Worksheet:
    title = name[:LONGEST_TITLE]
    try:
        sheet = book.create_sheet(title, index)
    except ValueError as error:
        raise CaseError(
            f"{name!r} cannot be the title of a sheet ({error}). Save the case as a folder"
        ) from error
    if sheet.title != title:
        raise CaseError(
            f"{name!r} and another table would have one title as sheets. Rename it, or save the case as a folder"
        )
    sheet.freeze_panes = "A2"
    return cast("Worksheet", sheet)


def _fill_table(sheet: Worksheet, name: str, frame: pl.DataFrame, comments: Lang | None) -> None:
    """Write frozen headings, column widths, drop-downs, rows."""
    table = TABLES.get(name)
    if not frame.width and table:
        frame = empty_frame(name)
    frame = frame.select(columns_to_write(frame, table))
    columns = [table.by_name.get(c) if table else None for c in frame.columns]
    headings = [c.header if c else n for c, n in zip(columns, frame.columns, strict=True)]
    for index, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        dimension = sheet.column_dimensions[letters(index)]
        dimension.width = _width(heading, column)
        if column is None or not column.kind.numeric:
            dimension.number_format = "@"  # else Excel makes a date of 2018-01 and a number of 00123
    for rule in chain(drop_downs(columns), () if comments else hints(columns, "en")):
        sheet.data_validations.append(rule)
    sheet.append([_heading(sheet, h, c, comments) for h, c in zip(headings, columns, strict=True)])
    _append_rows(sheet, frame, columns)


def _width(heading: str, column: Column | None) -> int:
    """Return how wide a column should be, in characters."""
    if column is None:
        return 40
    return max(24 if column.kind is Kind.TEXT else 12, len(heading) + 4)


def _heading(sheet: Worksheet, heading: str, column: Column | None, comments: Lang | None) -> Cell:
    cell = _cell(sheet, number_format="@", font=_BOLD, fill=_PLAIN)
    cell.value, cell.data_type = pl.select(_escape(pl.lit(heading))).item(), "s"
    if column and (column.key or column.required):
        cell.fill = _REQUIRED
    if column and comments:
        words = describe(column, comments)
        lines = len(words) // 40 + words.count("\n") + 1
        cell.comment = Comment(words, "hinterland", height=40 + 18 * lines, width=320)
    return cell


def _cell(sheet: Worksheet, **style: object) -> Cell:
    cell = WriteOnlyCell(sheet)
    for attribute, value in style.items():
        setattr(cell, attribute, value)
    return cell


def _append_rows(sheet: Any, frame: pl.DataFrame, columns: Sequence[Column | None]) -> None:
    # One cell of each style, filled again and again: openpyxl writes a cell before it asks for the next.
    cells = (
        _cell(sheet, number_format="@"),
        _cell(sheet, number_format="@", quotePrefix=True),
        _cell(sheet),
        _cell(sheet, number_format="yyyy-mm-dd"),
    )

    def fill(texts: tuple[str | None, ...], styles: tuple[int, ...]) -> Iterator[Cell | str | None]:
        for text, style in zip(texts, styles, strict=True):
            if text is None or style == _BARE:
                yield text
                continue
            cell = cells[style]
            cell.value = text
            cell.data_type = "s" if style in {_TEXT, _QUOTED} else "n"  # openpyxl guesses, and rounds floats
            yield cell

    for block in frame.iter_slices(_BLOCK):
        written = [
            _written(column, known) for column, known in zip(block.get_columns(), columns, strict=True)
        ]
        texts, styles = pl.DataFrame([w[0] for w in written]), pl.DataFrame([w[1] for w in written])
        for row in zip(texts.iter_rows(), styles.iter_rows(), strict=True):
            sheet.append(fill(*row))


def _written(column: pl.Series, known: Column | None) -> tuple[pl.Series, pl.Series]:
    """Return a column's cells as they stand in the file, and the style of each.

    Text of a table that is none of a case, as in a report, needs no style that keeps it text when it is edited:
    bare text is written in two thirds of the time.
    """
    # Floats keep their point: openpyxl takes -0 for a whole number, and loses the sign.
    text = column.cast(pl.String) if column.dtype.is_float() else as_text(column)
    frame = pl.DataFrame({"text": text, "value": column})
    plain, value = pl.col("text"), pl.col("value")
    style = pl.when(plain.str.contains(_FORMULA_LIKE)).then(_QUOTED).otherwise(_TEXT if known else _BARE)
    written = _escape(plain)
    if column.dtype.is_float():
        style = pl.lit(_NUMBER)
    elif column.dtype.is_integer():
        exact = value.is_between(-_EXACT_INTEGERS, _EXACT_INTEGERS)
        style = pl.when(exact).then(_NUMBER).otherwise(style)
    elif known and known.kind is Kind.DATE:
        day = pl.when(plain.str.contains(_FULL_DATE)).then(plain).str.to_date("%Y-%m-%d", strict=False)
        serial = (day - pl.date(1899, 12, 30)).dt.total_days()
        dated = serial.is_not_null() & (serial > 60)
        written = pl.when(dated).then(serial.cast(pl.String)).otherwise(written)
        style = pl.when(dated).then(_DATE).otherwise(style)
    found = frame.select(written.alias(column.name), style.alias("style of the cell"))
    return found.to_series(0), found.to_series(1).alias(column.name)


def _fill_guide(sheet: Worksheet, rows: pl.DataFrame, linked: Collection[str]) -> None:
    """Write a guide whose first column leads to the sheets that it names."""
    for index, size in enumerate(_GUIDE_WIDTHS):
        sheet.column_dimensions[letters(index)].width = size
    sheet.append([_heading(sheet, name, None, None) for name in rows.columns])
    for row in rows.iter_rows():
        cells = []
        for text in row:
            cell = _cell(sheet, value=text or None)
            if text and text in linked:
                cell.hyperlink = Hyperlink("A1", location=f"'{text}'!A1")
                cell.style = "Hyperlink"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cells.append(cell)
        sheet.append(cells)
