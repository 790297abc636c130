"""Rows of answers as CSV: labels that spreadsheets take for text, numbers with all their digits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DIGITS = 15
"""Significant digits of a loss."""


def columns(weights: int, *, reference: bool) -> list[str]:
    """Return the columns of the table `risk`."""
    names = ["scenario"]
    for w in range(weights):
        end = "" if w == 0 else f"_weight_{w + 1}"
        names += [f"{name}{end}" for name in ("ESRI", "ESRI_d", "ESRI_u")]
    return [*names, "T"] if reference else [*names, "T", "residual", "remainder", "capped"]


def csv_rows(frame: pl.DataFrame) -> str:
    """Return the rows of a table as CSV without headings, numbers with 17 significant digits."""
    form: dict[Any, Callable[[Any], str]] = {
        pl.Float64: "{:.17g}".format,
        pl.Boolean: lambda v: "yes" if v else "no",
    }
    cells = [map(form.get(kind, quoted), frame[name].to_list()) for name, kind in frame.schema.items()]
    return "".join(",".join(row) + "\n" for row in zip(*cells, strict=True))


def quoted(value: Any) -> str:
    """Return a label as a cell of CSV; a text that a spreadsheet would take for a formula gets an apostrophe."""
    text = str(value)
    if text[:1] in {"=", "+", "-", "@"} and not _number(text):
        text = f"'{text}"
    if any(sign in text for sign in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def matrix_rows(matrix: Floats) -> str:
    """Return a matrix as CSV, numbers rounded to 15 significant digits."""
    flat = np.ascontiguousarray(matrix).ravel()
    size = np.floor(np.log10(np.where(flat > 0, flat, 1.0)))
    scale = np.power(10.0, np.minimum(DIGITS - 1 - size, 300.0))
    rounded = np.rint(flat * scale) / scale
    text = pl.Series(rounded).cast(pl.String).str.replace(r"\.0$", "")
    lines = text.reshape(matrix.shape).arr.join(",")
    out = io.StringIO()
    for line in lines.to_list():
        out.write(line)
        out.write("\n")
    return out.getvalue()
