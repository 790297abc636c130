"""Typed tables written as a workbook: one sheet a table, written as a stream."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

import polars as pl

from hinterland.schema import TABLES, Kind
from hinterland.store.excel_cell_xml import (
    HEADING,
    NUMBER,
    REQUIRED_HEADING,
    STYLES,
    TEXT,
    check_excel,
    column_xml,
    text_xml,
)
from hinterland.store.excel_rules import drop_downs, hints
from hinterland.store.names import letters
from hinterland.store.text_write import check_cells, columns_to_write, empty_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO

    from hinterland.schema import Column

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BLOCK = 20_000
_LEVEL = 4
"""Level of compression: higher ones take twice the time for a tenth of the size."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Time stamp within the archive: the same case gives the same bytes."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet to be written: headings, and the columns below them as far as the schema knows them."""

    title: str
    frame: pl.DataFrame
    headings: tuple[str, ...]
    columns: tuple[Column | None, ...]


def write_workbook(
    out: IO[bytes], frames: Mapping[str, pl.DataFrame], guide: tuple[str, pl.DataFrame] | None = None
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

    Raises
    ------
    CaseError
        If a sheet cannot hold what a table holds; nothing has been written then.
    """
    for name, frame in frames.items():
        check_cells(frame, name)
        check_excel(frame, name)
    sheets = [_of_table(name, frame) for name, frame in frames.items()]
    if guide:
        title, frame = guide
        sheets.insert(0, _Sheet(title, frame, tuple(frame.columns), (None,) * frame.width))
    if not sheets:  # a workbook must have a sheet
        sheets = [_of_table("places", empty_frame("places"))]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for part, content in _frame_parts(sheets):
            archive.writestr(_info(part), content)
        for number, sheet in enumerate(sheets, 1):
            with archive.open(_info(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as stream:
                for piece in _sheet_xml(sheet):
                    stream.write(piece.encode())


def _info(part: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(part, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _of_table(name: str, frame: pl.DataFrame) -> _Sheet:
    table = TABLES.get(name)
    if not frame.width and table:
        frame = empty_frame(name)
    kept = columns_to_write(frame, table)
    known = tuple(table.by_name.get(c) if table else None for c in kept)
    headings = tuple(c.header if c else name for c, name in zip(known, kept, strict=True))
    return _Sheet(name, frame.select(kept), headings, known)


def _frame_parts(sheets: Sequence[_Sheet]) -> Iterator[tuple[str, str]]:
    """Yield the parts that say what the workbook consists of."""
    count = range(1, len(sheets) + 1)
    overrides = "".join(_override(f"worksheets/sheet{n}", "worksheet") for n in count)
    relations = "".join(_relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in count)
    titles = "".join(
        f'<sheet name={quoteattr(s.title[:31])} sheetId="{n}" r:id="rId{n}"/>'
        for n, s in zip(count, sheets, strict=True)
    )
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{_override('workbook', 'sheet.main')}{_override('styles', 'styles')}{overrides}"
    )
    top = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    book = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{titles}</sheets></workbook>'
    yield "[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'
    yield "_rels/.rels", f"{top}{_relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>"
    yield "xl/workbook.xml", book
    styles = _relation(len(sheets) + 1, "styles", "styles.xml")
    yield "xl/_rels/workbook.xml.rels", f"{top}{relations}{styles}</Relationships>"
    yield "xl/styles.xml", STYLES


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _sheet_xml(sheet: _Sheet) -> Iterator[str]:
    """Yield a worksheet: frozen headings, column widths, rows, drop-downs."""
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    if sheet.headings:
        yield f"<cols>{''.join(_column_xml(sheet))}</cols>"
    yield "<sheetData>"
    yield f'<row r="1">{_heading_xml(sheet)}</row>'
    for start in range(0, sheet.frame.height, _BLOCK):
        yield _rows_xml(sheet, start)
    yield "</sheetData>"
    yield _rules_xml(sheet)
    yield "</worksheet>"


def _column_xml(sheet: _Sheet) -> Iterator[str]:
    """Yield widths, and the style of cells that are filled in later: text, lest Excel make a date of 2018-01."""
    for index, (heading, column) in enumerate(zip(sheet.headings, sheet.columns, strict=True), 1):
        style = NUMBER if column is not None and column.kind.numeric else TEXT
        size = width(heading, column)
        yield f'<col min="{index}" max="{index}" width="{size}" style="{style}" customWidth="1"/>'


def width(heading: str, column: Column | None) -> int:
    """Return how wide a column should be, in characters."""
    if column is None:
        return 40
    if column.kind is Kind.TEXT:
        return max(24, len(heading) + 4)
    return max(12, len(heading) + 4)


def _heading_xml(sheet: _Sheet) -> str:
    places = [f"{letters(i)}1" for i in range(len(sheet.headings))]
    styles = [str(REQUIRED_HEADING if c and (c.key or c.required) else HEADING) for c in sheet.columns]
    frame = pl.DataFrame(
        {"text": list(sheet.headings), "place": places, "style": styles}, schema_overrides={"text": pl.String}
    )
    return "".join(
        frame.select(text_xml(pl.col("text"), pl.col("place"), pl.col("style"))).to_series().to_list()
    )


def _rows_xml(sheet: _Sheet, start: int) -> str:
    block = sheet.frame[start : start + _BLOCK]
    first = start + 2
    cells = pl.DataFrame(
        [
            column_xml(column, index, known.kind if known else None, first)
            for index, (column, known) in enumerate(zip(block.get_columns(), sheet.columns, strict=True))
        ]
    )
    rows = pl.int_range(first, first + block.height, eager=True).cast(pl.String).alias("the row's number")
    whole = pl.concat_str(pl.lit('<row r="'), rows, pl.lit('">'), pl.all(), pl.lit("</row>"))
    return "".join(cells.select(whole).to_series().to_list())


def _rules_xml(sheet: _Sheet) -> str:
    """Return the drop-downs, and the hints shown where a heading is chosen."""
    found = [
        f'<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="{r.cells}">'
        f"<formula1>{xml_escape(r.formula)}</formula1></dataValidation>"
        for r in drop_downs(sheet.columns)
    ]
    found += [
        f'<dataValidation allowBlank="1" showInputMessage="1" promptTitle={quoteattr(r.title)} '
        f'prompt={quoteattr(r.hint)} sqref="{r.cells}"/>'
        for r in hints(sheet.columns, "en")
    ]
    return f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>' if found else ""
