"""Tables of a report as CSV, Parquet and one workbook, safe to open in a spreadsheet."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from hinterland.store.excel_write import write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONG = 5_000
"""Rows beyond which a table is left out of the workbook."""
CELL = 32_000
"""Letters that a cell of a workbook holds; a longer text is cut there, the CSV has it whole."""
_RISKY = r"^[=+\-@\t\r]"
_NUMERIC = r"^[+-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?%?$"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"


@dataclass(frozen=True, slots=True)
class Saved:
    """A table that was saved: its file name without suffix, its size, and whether the workbook has it."""

    name: str
    rows: int
    columns: int
    in_workbook: bool
    of_case: bool


def defused(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with an apostrophe before texts that a spreadsheet would run as a formula.

    A number written as text (-5, +3.2%) is none.
    """
    changes = [
        pl.when(pl.col(c).str.contains(_RISKY) & ~pl.col(c).str.contains(_NUMERIC))
        .then(pl.concat_str(pl.lit("'"), pl.col(c)))
        .otherwise(pl.col(c))
        .alias(c)
        for c, dtype in frame.schema.items()
        if dtype == pl.String
    ]
    return frame.with_columns(changes) if changes else frame


def write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> list[Saved]:
    """Write each table as CSV and Parquet into `folder`, and those of up to `LONG` rows into `tables.xlsx`.

    CSV is UTF-8 with a byte order mark, so that spreadsheets read Chinese.
    """
    folder.mkdir(parents=True)
    saved = []
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
        defused(frame).write_csv(folder / f"{name}.csv", include_bom=True)
        fits = frame.height <= LONG
        saved.append(Saved(name, frame.height, frame.width, fits, name.startswith("case_")))
    book = {s.name: _fit(tables[s.name]) for s in saved if s.in_workbook}
    with (folder.parent / "tables.xlsx").open("wb") as stream:
        write_workbook(stream, book)
    return saved


def slug(text: str) -> str:
    """Return an id as it may stand in the name of a file and in an address."""
    return re.sub(r"[^\w-]+", "_", text)


def write_areas(folder: Path, areas: pl.DataFrame) -> dict[str, str]:
    """Write the reach areas of each place as one GeoJSON file; return place to the file's name.

    Parameters
    ----------
    areas
        The table `areas` of the study `gaps`: a row a place, kind and reach, its GeoJSON as text.
    """
    written: dict[str, str] = {}
    for part in areas.partition_by("place", maintain_order=True):
        features = [f for text in part["geojson"] for f in json.loads(text)["features"]]
        place = str(part["place"][0])
        name = f"areas_{slug(place)}.geojson"
        if name in written.values():
            name = f"areas_{slug(place)}_{len(written)}.geojson"
        told = {"type": "FeatureCollection", "features": features}
        text = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        (folder / name).write_text(text + "\n", encoding="utf-8")
        written[place] = name
    return written


def _fit(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame without what no worksheet holds: control characters, very long texts, infinities."""
    texts = cs.string().str.replace_all(_CONTROL, "").str.slice(0, CELL)
    numbers = pl.when(cs.float().is_finite()).then(cs.float()).name.keep()
    exprs = [texts] if frame.select(cs.string()).width else []
    exprs += [numbers] if frame.select(cs.float()).width else []
    return frame.with_columns(exprs) if exprs else frame
