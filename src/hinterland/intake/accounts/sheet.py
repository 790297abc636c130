"""A large table of texts, and the numbers in it; cells that are none are told with their address."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import CaseError
from hinterland.faults import clip
from hinterland.intake.accounts.model import LISTED, AccountsError
from hinterland.result import Said
from hinterland.store.encoding import decode
from hinterland.store.names import letters

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LARGEST = 600 * 10**6
"""Bytes of a table: an inter-country one has 150 million."""
BLANK = ("", "na", "n/a", "-", "–", "—", "..", "...", "…")
"""What stands for no flow, lower case; `nan` is a sum that failed, and no flow."""
MOST = 1e30
"""No figure is larger: no money is so much, and sums of more are not finite."""
_SPACES = "[\\s\u00a0\u202f]"
_COMMAS = "[,，]"
_THOUSANDS = r"^[-+]?\d{1,3}([,，]\d{3})+(\.\d*)?$"
"""Commas that part thousands; any other may stand for a decimal point."""


@dataclass(slots=True)
class Sheet:
    """The cells of a table as text, row by row; what was read as nothing is counted.

    Attributes
    ----------
    name
        File, with its sheet.
    frame
        Cells; null where empty. Columns are named by their number.
    blanks
        Cells among the figures that hold nothing, or a word for it, and count as 0.
    thousands
        Cells with commas that were taken as parting thousands.
    told
        Cells that hold no number where one must be.
    """

    name: str
    frame: pl.DataFrame
    blanks: int = 0
    thousands: int = 0
    told: list[Said] = field(default_factory=list)
    _seen: set[tuple[int, int]] = field(default_factory=set)

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.frame.height

    def row(self, number: int) -> list[str]:
        """Return the texts of a row, blanks at the ends left out."""
        return [(c or "").strip() for c in self.frame.row(number)]

    def column(self, number: int) -> list[str]:
        """Return the texts of a column."""
        if number >= self.frame.width:
            return [""] * self.height
        return [(c or "").strip() for c in self.frame[:, number].to_list()]

    def numbers(self, rows: Sequence[int], columns: Sequence[int]) -> Floats:
        """Return figures, shape (rows, columns); what is none is told and counts as 0."""
        found = np.zeros((len(rows), len(columns)))
        picked = self.frame[list(rows)] if len(rows) else self.frame.head(0)
        for at, column in enumerate(columns):
            text = picked[:, column].fill_null("").str.strip_chars()
            value = self._values(text)
            bad = value.is_null() | ~value.is_finite() | (value.abs() > MOST)
            if bad.any():
                blank = text.str.to_lowercase().is_in(BLANK)
                self.blanks += int((bad & blank).sum())
                for i in (bad & ~blank).arg_true().to_list():
                    self._tell(rows[i], column, text[i])
                value = value.set(bad, 0.0)
            found[:, at] = value.to_numpy()
        return found

    def _values(self, text: pl.Series) -> pl.Series:
        """Return the numbers of cells, null where there is none or a comma may be a decimal point."""
        plain = text.str.replace_all(_SPACES, "").str.replace("−", "-")
        value = plain.cast(pl.Float64, strict=False)
        if not value.null_count():
            return value
        parted = plain.str.contains(_THOUSANDS)
        self.thousands += int(parted.sum())
        without = plain.str.replace_all(_COMMAS, "").cast(pl.Float64, strict=False)
        return without.zip_with(parted, value)

    def _tell(self, row: int, column: int, text: str) -> None:
        if (row, column) in self._seen:  # figures are read for flows, and again for sums
            return
        self._seen.add((row, column))
        at = f"{self.name} {letters(column)}{row + 1}"
        shown = clip(text, 40)
        what = _wrong(text)
        self.told.append(Said(f"{at}: {shown!r} {what.en}", f"{at}：“{shown}”{what.zh}"))

    def refuse(self) -> None:
        """Raise what was told, all at once."""
        if self.told:
            raise AccountsError(self.told)


def _wrong(text: str) -> Said:
    """Return why a cell is no figure."""
    if any(c in text for c in ",，") and not text.strip("+-−0123456789., ，"):
        return Said(
            "has a comma that may part thousands or decimals; write a decimal point, and no separators",
            "中的逗号可能是千位分隔符，也可能是小数点；请去掉千位分隔符，小数点用“.”",
        )
    try:
        large = np.isfinite(float(text))
    except ValueError:
        large = False
    if large:
        return Said(
            f"is more than any money, {MOST:g}; write what it is, or leave the cell empty",
            f"超过任何金额（{MOST:g}）；请改为实际数值或留空",
        )
    return Said("is no number; write one, or leave the cell empty", "不是数值；请改为数值或留空")


def read_sheets(path: Path, sheet: str = "") -> list[Sheet]:
    """Return the tables of a file: one of CSV, one a sheet of a workbook.

    Raises
    ------
    CaseError
        If the file is not there, too large, damaged, or of another kind.
    """
    if not path.is_file():
        raise CaseError(f"{path} is no file; name a table (.csv, .xlsx) or a folder that pymrio saved")
    if path.stat().st_size > LARGEST:
        raise CaseError(
            f"{path} has {path.stat().st_size / 1e6:,.0f} MB, more than {LARGEST / 1e6:,.0f}: part it"
        )
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix == ".xlsx" or data.startswith(b"PK\x03\x04"):
        return _workbook(data, path.name, sheet)
    if suffix not in {".csv", ".tsv", ".txt", ".tab"}:
        raise CaseError(
            f"{path} is neither .xlsx nor .csv. Save it as an Excel workbook (.xlsx) or as CSV UTF-8"
        )
    if sheet:
        raise CaseError(f"{path} is a text file and has no sheets; leave --sheet out")
    return [text_sheet(data, path.name)]


def text_sheet(data: bytes, name: str) -> Sheet:
    """Return the table of a text file."""
    text, faults = decode(data, name, name)
    wrong = [f for f in faults if f.severity == "error"]
    if wrong:
        raise CaseError(f"{name}: {wrong[0].rule}. {wrong[0].fix}")
    if not text.strip():
        raise CaseError(f"{name} is empty")
    head = text[:200_000].splitlines()[:20]
    separator = max("\t;,", key=lambda d: sum(line.count(d) for line in head))
    width = 1 + max(line.count(separator) for line in text.splitlines())  # a title above has fewer cells
    names = separator.join(map(str, range(width)))
    try:
        frame = pl.read_csv(
            io.StringIO(f"{names}\n{text}"),
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise CaseError(
            f"{name} is no CSV that can be read ({reason}). Save it again as CSV UTF-8"
        ) from error
    return Sheet(name, frame)


def _workbook(data: bytes, name: str, wanted: str) -> list[Sheet]:
    from hinterland.store.excel_cells import read_grid  # noqa: PLC0415 - openpyxl takes a third of a second
    from hinterland.store.excel_package import open_package  # noqa: PLC0415

    package = open_package(data, name)
    titles = [s.title for s in package.sheets]
    if wanted and wanted not in titles:
        raise CaseError(f"{name} has no sheet {wanted!r}; it has {', '.join(titles)}")
    sheets, broken = [], []
    for part in package.sheets:
        if wanted and part.title != wanted:
            continue
        grid = read_grid(package, part)
        at = f"{name} sheet {part.title}"
        for row, column in grid.uncomputed[:LISTED]:
            spot = f"{at} {letters(column)}{row}"
            broken.append(
                Said(
                    f"{spot}: the formula has no computed value; open the workbook in Excel and save it",
                    f"{spot}：公式没有计算结果；请用 Excel 打开并保存",
                )
            )
        if grid.rows:
            sheets.append(Sheet(at, _frame(grid.numbers, grid.rows)))
    if broken and len(sheets) == 1:
        raise AccountsError(broken)
    return sheets


def _frame(numbers: Sequence[int], rows: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """Return rows of a sheet as a frame; rows that hold nothing stay, so that addresses hold."""
    width = max(map(len, rows), default=0)
    whole: list[list[str | None]] = [[None] * width for _ in range(numbers[-1])]
    for number, row in zip(numbers, rows, strict=True):
        whole[number - 1] = [*row, *([None] * (width - len(row)))]
    return pl.DataFrame(whole, schema=[(str(i), pl.String) for i in range(width)], orient="row")
