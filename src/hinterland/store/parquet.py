"""Parquet, for tables too large for text: typed columns in, typed columns out, no cell touched one by one."""

from __future__ import annotations

import io

import polars as pl

from hinterland.errors import CaseError
from hinterland.sheets import RawTable
from hinterland.store.shape import Place
from hinterland.store.text_write import check_cells

MOST_ROWS = 50_000_000
_FIX = "Write the file again with plain columns, or give the table as CSV"


def read_parquet(data: bytes, table: str, file: str) -> RawTable:
    """Return the table that the bytes of a Parquet file hold.

    Numbers and booleans come typed, everything else as text: dates in ISO, times of midnight left out, lists
    joined by `;`, categories by name. Empty text is null. A damaged file is a fault of the table.

    Raises
    ------
    CaseError
        If it has more rows than a table may have; the metadata say so before anything is unpacked.
    """
    place = Place(table, file)
    try:
        rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()  # from the metadata alone
        if rows > MOST_ROWS:
            raise CaseError(
                f"{file} says that it has {rows:,} rows, more than the {MOST_ROWS:,} that a table may have. "
                "Give the rows that the case needs, or totals of them; do not open the file if you do not know "
                "its sender"
            )
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        place.tell(f"this is no whole Parquet file ({reason})", _FIX)
        return place.empty()
    columns = []
    for column in frame.get_columns():
        try:
            columns.append(_plain(column))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            place.tell(
                f"cells of type {column.dtype} are no values of a table; the column was left out",
                _FIX,
                column=column.name,
            )
    headers = tuple(c.name for c in columns)
    return RawTable(table, file, headers, tuple(columns), None, tuple(place.faults))


def _plain(column: pl.Series) -> pl.Series:
    """Return a column as numbers, booleans or text."""
    dtype = column.dtype
    if dtype == pl.Boolean or (dtype.is_numeric() and not dtype.is_decimal()):
        return column
    if isinstance(dtype, pl.Datetime):
        wall = column.dt.replace_time_zone(None).dt.to_string("%Y-%m-%d %H:%M:%S%.f")
        text = wall.str.replace(r"( 00:00:00)?(\.0+)?$", "")
    elif isinstance(dtype, pl.List | pl.Array):
        inner = column.cast(pl.List(pl.String)) if isinstance(dtype, pl.List) else column.arr.to_list()
        text = inner.cast(pl.List(pl.String)).list.join(";", ignore_nulls=True)
    else:
        text = column.cast(pl.String)
    return text.to_frame().select(pl.when(pl.col(column.name) != "").then(pl.col(column.name))).to_series()


def write_parquet(frame: pl.DataFrame, name: str) -> bytes:
    """Return the Parquet file of a table, every column kept.

    Raises
    ------
    CaseError
        If a number is not finite, or a text holds a NUL character.
    """
    check_cells(frame, name)
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()
