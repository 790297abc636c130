"""A typed table written as CSV: UTF-8, LF line ends, shortest numbers, only columns that say something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.errors import CaseError
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from hinterland.schema import Table

_GUARDED = r"^('*[=+\-@\t\r])"
_QUOTED = r'[",\n\r]'


def write_csv(frame: pl.DataFrame, table: Table | None, name: str) -> bytes:
    """Return the file of a table, in the order of the frame's rows.

    Columns without any value are left out unless they are key or required, so that files stay small and their
    differences readable. Text that a spreadsheet could take for a formula gets an apostrophe (see `text`).

    Raises
    ------
    CaseError
        If a cell cannot be written so that it reads back: not a finite number, or NUL characters.
    """
    check_cells(frame, name)
    heading = columns_to_write(frame, table)
    if not heading:
        return b""
    cells = pl.DataFrame([_quote(_written(frame[c])) for c in heading])
    top = pl.DataFrame([_quote(pl.Series(c, [c])) for c in heading])
    lines = pl.concat([top, cells]).select(pl.concat_str(pl.all().fill_null(""), separator=","))
    return ("\n".join(lines.to_series().to_list()) + "\n").encode()


def columns_to_write(frame: pl.DataFrame, table: Table | None) -> list[str]:
    """Return the columns that hold a value, and the key and required ones; all of them of an empty table."""
    if not frame.height:
        return frame.columns
    always = {c.name for c in table.columns if c.key or c.required} if table else set()
    kept = [c for c in frame.columns if c in always or frame[c].null_count() < frame.height]
    return kept or frame.columns


def empty_frame(name: str) -> pl.DataFrame:
    """Return a table of the schema without rows."""
    return pl.DataFrame(schema={c.name: getattr(pl, c.kind.polars_name) for c in TABLES[name].columns})


def check_cells(frame: pl.DataFrame, name: str) -> None:
    """Refuse cells that no file can hold.

    Raises
    ------
    CaseError
        If a number is not finite, or a text holds a NUL character.
    """
    for column in frame.get_columns():
        if column.dtype.is_float():
            bad, words = ~column.is_finite(), "is not a finite number"
        elif column.dtype == pl.String:
            bad, words = column.str.contains("\0", literal=True), "holds a NUL character"
        else:
            continue
        if bad.any():
            at = int(bad.fill_null(value=False).arg_max() or 0)
            raise CaseError(
                f"{name} row {at + 2}, {column.name}: {column[at]!r} {words}. Mend the value before saving"
            )


def as_text(column: pl.Series) -> pl.Series:
    """Return cells as text that reads back as the same value: 868000, 0.1, 1e+22, yes, 2021-08."""
    if column.dtype == pl.Boolean:
        word = pl.when(pl.col(column.name)).then(pl.lit("yes")).when(~pl.col(column.name)).then(pl.lit("no"))
        return column.to_frame().select(word.alias(column.name)).to_series()
    if column.dtype.is_float():
        return column.cast(pl.String).str.replace(r"\.0$", "")
    return column.cast(pl.String)


def _written(column: pl.Series) -> pl.Series:
    """Return cells as the file has them; numbers need no guard, -5 stays a number."""
    cells = as_text(column)
    return cells.str.replace(_GUARDED, "'$1") if column.dtype == pl.String else cells


def _quote(column: pl.Series) -> pl.Series:
    cell = pl.col(column.name)
    quoted = pl.concat_str(pl.lit('"'), cell.str.replace_all('"', '""', literal=True), pl.lit('"'))
    chosen = pl.when(cell.str.contains(_QUOTED)).then(quoted).otherwise(cell)
    return column.to_frame().select(chosen.alias(column.name)).to_series()
