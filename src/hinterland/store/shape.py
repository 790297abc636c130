"""Rows of cells turned into columns: what CSV files and worksheets have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

import polars as pl

from hinterland.faults import Fault, clip
from hinterland.sheets import RawTable
from hinterland.store.names import letters, plain_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.faults import Severity

TOLD = 1000
"""Faults of one kind that are told one by one; the rest are counted."""


@dataclass(slots=True)
class Place:
    """A file or sheet while it is read: its table, what to call it, and what was noticed so far."""

    table: str
    file: str
    faults: list[Fault] = field(default_factory=list)

    def tell(
        self,
        rule: str,
        fix: str,
        severity: Severity = "error",
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Take note of a fault."""
        self.faults.append(Fault(self.table, row, column, value, rule, fix, severity, self.file))

    def empty(self) -> RawTable:
        """Return a table without headings, with the faults noticed so far."""
        return RawTable(self.table, self.file, (), (), None, tuple(self.faults))


def shape(
    place: Place,
    headings: Sequence[str | None],
    rows: list[list[str | None]],
    numbers: Sequence[int],
    *,
    sparse: bool = False,
) -> RawTable:
    """Return the table of `rows` below `headings`; blank cells become null, blank rows are left out.

    Parameters
    ----------
    place
        Where the rows come from; takes the faults.
    rows
        One list of cells a row, of any length.
    numbers
        Row of each as a spreadsheet numbers it.
    sparse
        Whether a row ends at its last cell by nature (worksheets), so that a short one means nothing.
    """
    width = len(headings)
    _even_out(place, rows, numbers, width, sparse=sparse)
    names = [str(i) for i in range(width)]
    series = [pl.Series(n, c, dtype=pl.String) for n, c in zip(names, zip(*rows, strict=True), strict=False)]
    frame = pl.DataFrame(series) if rows else pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    return finish(place, headings, frame, numbers)


def finish(
    place: Place, headings: Sequence[str | None], frame: pl.DataFrame, numbers: Sequence[int]
) -> RawTable:
    """Return the table of text columns as `shape` does of rows; columns are called 0, 1, 2 ..."""
    frame = frame.with_columns(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    filled = frame.select(~pl.all_horizontal(pl.all().is_null())).to_series()
    if not filled.all():
        frame = frame.filter(filled)
        numbers = list(compress(numbers, filled.to_list()))
    names = frame.columns
    keep = [i for i, name in enumerate(names) if _headed(place, headings[i], frame[name], numbers, i)]
    usual = not numbers or (numbers[0] == 2 and numbers[-1] == len(numbers) + 1)
    return RawTable(
        place.table,
        place.file,
        tuple(headings[i] or "" for i in keep),
        tuple(frame[names[i]].alias(headings[i] or "") for i in keep),
        None if usual else numbers,
        tuple(place.faults),
    )


def _even_out(
    place: Place,
    rows: list[list[str | None]],
    numbers: Sequence[int],
    width: int,
    *,
    sparse: bool,
) -> None:
    """Make every row `width` cells long, in place, telling of cells that stand under no heading."""
    if set(map(len, rows)) <= {width}:
        return
    beyond = short = 0
    for index, row in enumerate(rows):
        if len(row) > width:
            extra = {width + i: cell for i, cell in enumerate(row[width:]) if cell and cell.strip()}
            del row[width:]
            if extra:
                beyond += 1
                _tell_beyond(place, numbers[index], extra, beyond)
        elif len(row) < width:
            if row and not sparse:
                short += 1
                _tell_short(place, numbers[index], len(row), width, short)
            row.extend([None] * (width - len(row)))
    for count, words in (
        (beyond, "have cells beyond the last heading"),
        (short, "have fewer cells than headings"),
    ):
        if count > TOLD:
            place.tell(
                f"{count - TOLD} more rows {words}",
                "Mend the rows named so far, and check again",
                "error" if words.startswith("have cells") else "warning",
            )


def _tell_beyond(place: Place, row: int, extra: dict[int, str], count: int) -> None:
    if count > TOLD:
        return
    cells = "; ".join(f"{letters(i)}: {clip(cell, 30)}" for i, cell in list(extra.items())[:5])
    place.tell(
        f"{len(extra)} cell{'s stand' if len(extra) > 1 else ' stands'} beyond the last heading",
        "Give the column a heading, or quote a cell that holds the delimiter",
        row=row,
        value=cells,
    )


def _tell_short(place: Place, row: int, found: int, width: int, count: int) -> None:
    if count > TOLD:
        return
    place.tell(
        f"the row has {found} cell{'s' if found > 1 else ''} for {width} headings; the others were read as empty",
        "Add the missing delimiters, after checking that each cell stands under its heading",
        "warning",
        row=row,
    )


def _headed(place: Place, heading: str | None, column: pl.Series, numbers: Sequence[int], index: int) -> bool:
    """Return whether a column has a heading, telling of one that has cells and none."""
    if plain_heading(heading or ""):
        return True
    if (heading or "").strip():  # such as "[万元]": a unit without a name, for others to complain about
        return True
    cells = column.drop_nulls()
    if len(cells):
        at = int(column.is_not_null().arg_max() or 0)
        place.tell(
            f"column {letters(index)} has {len(cells)} cells and no heading; it was left out",
            "Write a heading, or delete the column",
            row=numbers[at],
            column=letters(index),
            value=str(cells[0]),
        )
    return False
