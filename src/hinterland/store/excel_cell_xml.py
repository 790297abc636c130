"""Typed columns written as the cells of a worksheet, whole columns at a time.

Numbers are real numbers in their shortest exact writing, full dates are date cells, everything else is text that
Excel never evaluates: text cells are marked as text, and those that begin like a formula carry the mark that a
leading apostrophe sets, so that they stay text when somebody edits them.
"""

from __future__ import annotations

import polars as pl

from hinterland.errors import CaseError
from hinterland.schema import Kind
from hinterland.store.names import letters
from hinterland.store.text_write import as_text

NUMBER, HEADING, REQUIRED_HEADING, TEXT, QUOTED, DATE = range(6)
"""Indices of the cell styles in `STYLES`."""

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
_EXACT_INTEGERS = 10**15
"""Excel keeps 15 digits: longer integers are written as text."""
_ILLEGAL = "[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_ASTRAL = "[\U00010000-\U0010ffff]"
_FORMULA_LIKE = r"^'*[=+\-@\t\r]|^'"
_FULL_DATE = r"^(19\d\d|[2-9]\d{3})-\d{2}-\d{2}$"

STYLES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF2"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFE2B8"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>
<xf numFmtId="49" fontId="1" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


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
    """Return lengths as Excel counts: a character beyond the basic plane is two."""
    return column.str.len_chars() + column.str.count_matches(_ASTRAL)


def escape(text: pl.Expr) -> pl.Expr:
    """Return text fit for XML, and for Excel, which takes `_x0041_` for the character A."""
    return (
        text.str.replace_all("_x([0-9A-Fa-f]{4})_", "_x005F_x${1}_")
        .str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
        .str.replace_all("\r", "_x000D_", literal=True)
    )


def text_xml(cell: pl.Expr, place: pl.Expr, style: pl.Expr) -> pl.Expr:
    """Return the XML of text cells at `place`, such as A2."""
    return pl.concat_str(
        pl.lit('<c r="'), place, pl.lit('" s="'), style,
        pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), escape(cell), pl.lit("</t></is></c>"),
    )  # fmt: skip


def number_xml(cell: pl.Expr, place: pl.Expr, style: int) -> pl.Expr:
    """Return the XML of number cells at `place`."""
    return pl.concat_str(
        pl.lit('<c r="'), place, pl.lit(f'" s="{style}"><v>'), cell, pl.lit("</v></c>")
    )  # fmt: skip


def column_xml(column: pl.Series, index: int, kind: Kind | None, first_row: int) -> pl.Series:
    """Return a column's cells as XML, an empty text for an empty cell.

    Parameters
    ----------
    column
        Typed cells.
    index
        Index of the column, 0 for A.
    kind
        What the schema says that it holds.
    first_row
        Row of the first cell.
    """
    name, numeric = column.name, column.dtype.is_numeric()
    rows = pl.int_range(first_row, first_row + len(column), dtype=pl.Int64, eager=True)
    frame = pl.DataFrame({"cell": as_text(column), "row": rows.cast(pl.String), "value": column})
    cell, place = pl.col("cell"), pl.concat_str(pl.lit(letters(index)), pl.col("row"))
    style = pl.when(cell.str.contains(_FORMULA_LIKE)).then(pl.lit(str(QUOTED))).otherwise(pl.lit(str(TEXT)))
    xml = text_xml(cell, place, style)
    if numeric:
        exact = pl.lit(value=True)
        if column.dtype.is_integer():
            exact = pl.col("value").is_between(-_EXACT_INTEGERS, _EXACT_INTEGERS)
        xml = pl.when(exact).then(number_xml(cell, place, NUMBER)).otherwise(xml)
    elif kind is Kind.DATE:
        full = pl.when(cell.str.contains(_FULL_DATE)).then(cell).str.to_date("%Y-%m-%d", strict=False)
        serial = (full - pl.date(1899, 12, 30)).dt.total_days()
        dated = number_xml(serial.cast(pl.String), place, DATE)
        xml = pl.when(serial.is_not_null() & (serial > 60)).then(dated).otherwise(xml)
    return frame.select(xml.fill_null("").alias(name)).to_series()
