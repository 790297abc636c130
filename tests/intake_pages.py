"""What tests of the import share: workbooks and CSV files made of rows, and taking them in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl

from hinterland.cluster import Cluster
from hinterland.intake import Intake, Options
from hinterland.intake.grid import read_pages
from hinterland.intake.read import take_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = ["metric", "place", "period", "value", "unit", "flow"]


def book(
    rows: Sequence[Sequence[Any]], merges: Iterable[str] = (), *, sheet: str = "Sheet1", formats: Any = ()
) -> bytes:
    """The bytes of a workbook with these rows on one sheet; `formats` maps a cell to its number format."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None:
                page.cell(r, c, value)
    for box in merges:
        page.merged_cells.add(box)  # merge_cells would visit each cell of it
    for cell, form in dict(formats).items():
        page[cell].number_format = form
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def text(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    """The bytes of a CSV file with these rows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["" if v is None else v for v in row] for row in rows])
    return out.getvalue().encode(encoding)


def take(data: bytes, cluster: Cluster | None = None, *, name: str = "page.xlsx", **options: Any) -> Intake:
    """What a file of these bytes holds."""
    chosen = Options(**{"published": "2022-03-01", **options})
    return take_pages(read_pages(data, name, chosen.sheet), cluster or Cluster.of({}), chosen, {})


def rows_of(intake: Intake) -> list[tuple[Any, ...]]:
    """Metric, place, period, value, unit and flow of each observation."""
    return intake.observations.select(COLUMNS).rows()


def values(intake: Intake) -> dict[tuple[str, str], float]:
    """Value by place and period."""
    return {(p, t): v for _, p, t, v, _, _ in rows_of(intake)}


def topics(intake: Intake) -> list[str]:
    """What is asked, in order."""
    return [q.topic for q in intake.questions]
