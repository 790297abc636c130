"""A worksheet turned into a table of text, and what is wrong with the sheet itself."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from hinterland.schema import TABLES
from hinterland.store.excel_cells import read_grid
from hinterland.store.names import HEADING_ROWS, heading_index, letters, plain_heading, table_name
from hinterland.store.shape import TOLD, Place, shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.sheets import RawTable
    from hinterland.store.excel_cells import Grid
    from hinterland.store.excel_package import Package, SheetPart
    from hinterland.store.excel_rules import Lang

GUIDES: dict[Lang, str] = {"en": "Guide", "zh": "说明"}
"""Title of the sheet that explains a template, by language."""


def is_guide(title: str) -> bool:
    """Return whether a sheet explains a template, and is no table."""
    return title.strip().casefold() in {g.casefold() for g in GUIDES.values()}


def read_sheet(package: Package, sheet: SheetPart) -> RawTable | None:
    """Return the table of a worksheet; None for an empty sheet that names no table.

    Raises
    ------
    CaseError
        If the sheet is damaged or too large.
    """
    table = table_name(sheet.title)
    place = Place(table, f"{package.name} sheet {sheet.title.strip()}")
    grid = read_grid(package, sheet)
    top = bisect_right(grid.numbers, HEADING_ROWS)
    at = heading_index(grid.rows[: max(top, 1)], table)
    if at is None:
        return place.empty() if table in TABLES else None
    row = grid.numbers[at]
    if row != 1:
        place.tell(
            f"the headings stand in row {row}; what is above them was left out",
            "Delete the rows above the headings",
            "notice",
            row=row,
        )
    headings = grid.rows[at]
    names = [plain_heading(h or "") or letters(i) for i, h in enumerate(headings)]
    _tell_hidden(place, grid, sheet, row, names)
    _tell_merged(place, grid, row, len(headings))
    _tell_cells(place, grid, row, names)
    return shape(place, headings, grid.rows[at + 1 :], grid.numbers[at + 1 :], sparse=True)


def _tell_hidden(place: Place, grid: Grid, sheet: SheetPart, heading: int, names: Sequence[str]) -> None:
    if sheet.hidden:
        place.tell("the sheet is hidden; it was read", "Show the sheet, or delete it", "warning")
    filled = set(grid.numbers)
    rows = [r for r in grid.hidden_rows if r > heading and r in filled]
    if rows:
        words = (
            f"row {rows[0]} is hidden; it was"
            if len(rows) == 1
            else f"rows {spans(rows)} are hidden; they were"
        )
        place.tell(
            f"{words} read",
            "Show all rows (clear the filter), and delete those not meant",
            "warning",
            row=rows[0],
        )
    for first, last in grid.hidden_columns:
        for index in range(first, min(last + 1, len(names))):
            place.tell(
                f"column {letters(index)} is hidden; it was read",
                "Show the column, or delete it",
                "warning",
                column=names[index],
            )


def spans(numbers: Sequence[int]) -> str:
    """Return ascending numbers in short: 3, 5-8."""
    parts: list[list[int]] = []
    for n in numbers:
        if parts and n == parts[-1][1] + 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in parts[:20]]
    return ", ".join(shown) + (f" and {len(parts) - 20} more" if len(parts) > 20 else "")


def _tell_merged(place: Place, grid: Grid, heading: int, width: int) -> None:
    last = grid.numbers[-1]
    for box in grid.merged:
        if box.max_row < heading or box.min_row > last or box.min_col > width:
            continue
        place.tell(
            f"cells {box.coord} are merged: only the first of them holds the value, the others are empty",
            "Unmerge them, and write the value into each cell that it holds for",
            row=max(box.min_row, heading),
            value=box.coord,
        )


def _tell_cells(place: Place, grid: Grid, heading: int, names: Sequence[str]) -> None:
    def name(column: int) -> str:
        return names[column] if column < len(names) else letters(column)

    uncomputed = [(r, c) for r, c in grid.uncomputed if r >= heading]
    for row, column in uncomputed[:TOLD]:
        place.tell(
            f"the formula in {letters(column)}{row} has no computed value",
            "Open the workbook in Excel and save it, or paste the value over the formula",
            row=row,
            column=name(column),
        )
    errors = [(r, c, v) for r, c, v in grid.errors if r >= heading]
    for row, column, value in errors[:TOLD]:
        place.tell(
            f"the cell {letters(column)}{row} holds an error of Excel",
            "Mend the formula, or write the value",
            row=row,
            column=name(column),
            value=value,
        )
    for found, words in ((uncomputed, "formulas without a value"), (errors, "cells with an error of Excel")):
        if len(found) > TOLD:
            place.tell(f"{len(found) - TOLD} more {words}", "Mend those named so far, and check again")
