"""Files of a raw network (CSV, Parquet, XLSX) as frames whose rows know where they stand in the file.

Cells of CSV and XLSX stay text; what they mean is for `raw_cells`. Large edge lists without stray quotation marks go
through polars alone: 1.1 million links in a tenth of a second.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from hinterland.errors import CaseError
from hinterland.fault_words import in_chinese
from hinterland.nearest import nearest
from hinterland.network.raw.faults import LISTED
from hinterland.result import Said
from hinterland.store.encoding import decode
from hinterland.store.guard import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.network.raw.faults import Book

DELIMITERS = ",;\t"
KINDS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")
_SAVE = Said("Save it as CSV, Parquet or XLSX", "请另存为 CSV、Parquet 或 XLSX")
_NUMBER = re.compile(r"\s*[-+]?[\d.,]+(?:[eE][-+]?\d+)?\s*")


@dataclass(frozen=True, slots=True)
class Given:
    """One table as it was given.

    Attributes
    ----------
    name
        What to call it in messages: a file's name, or `links`.
    frame
        Its columns; text where it comes from CSV or XLSX.
    first
        Number of its first row: 2 below the headings of a file, 0 in a frame.
    numbers
        Number of each row where they do not simply count on.
    headed
        Whether the names of the columns are headings; False: they stand for nothing.
    digest
        BLAKE2b of the file, empty for a frame.
    """

    name: str
    frame: pl.DataFrame
    first: int = 0
    numbers: Sequence[int] | None = None
    headed: bool = True
    digest: str = ""

    def row(self, index: int) -> int:
        """Return the number of the row at `index`."""
        return self.numbers[index] if self.numbers is not None else self.first + index


def read_file(path: Path | str, book: Book, *, headed: bool | None = True) -> Given | None:
    """Return the table in a file; None, with a fault in the book, where it cannot be read.

    Parameters
    ----------
    headed
        Whether the first row must be headings; False: it is where it looks like some (`has_headings`); None: it
        stays a row, for `take_headings` once more is known.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if not path.is_file():
        _missing(path, book)
        return None
    if suffix not in KINDS:
        en, zh = (
            f"a file of type {suffix or 'none'} is not read",
            f"不能读取 {suffix or '无扩展名'} 类型的文件",
        )
        book.tell(path.name, Said(en, zh), _SAVE)
        return None
    data = path.read_bytes()
    if not data.strip():
        _empty(path.name, book)
        return None
    if suffix == ".parquet":
        return _parquet(data, path.name, book)
    found = _xlsx(data, path.name, book) if suffix == ".xlsx" else _csv(data, path.name, book)
    if found is None:
        return None
    frame, numbers = found
    filled = frame.select(~pl.all_horizontal(pl.all().is_null())).to_series()
    if not filled.all():
        numbers = [n for n, keep in zip(numbers, filled.to_list(), strict=True) if keep]
        frame = frame.filter(filled)
    if not frame.height:
        _empty(path.name, book)
        return None
    return _headings(Given(path.name, frame, numbers[0], numbers, digest=digest(data)), headed=headed)


def _headings(given: Given, *, headed: bool | None) -> Given:
    """Take the headings off the first row, where it holds some."""
    first = [(c or "").strip() for c in given.frame.row(0)]
    if headed is None or not (headed or has_headings(first)):
        return Given(
            given.name, given.frame, given.first, _counted(given.numbers), headed=False, digest=given.digest
        )
    return take_headings(given)


def take_headings(given: Given) -> Given:
    """Return a table with its first row as headings; one that is empty or stands twice gets its place: `a#3`."""
    first = [str(c or "").strip() for c in given.frame.row(0)]
    names: list[str] = []
    for i, name in enumerate(first):
        fresh = name if name and name not in names else f"{name}#{i}"
        names.append(fresh)
    frame = given.frame[1:].rename(dict(zip(given.frame.columns, names, strict=True)))
    numbers = given.numbers[1:] if given.numbers is not None else None
    first_row = numbers[0] if numbers else given.first + 1
    return Given(given.name, frame, first_row, _counted(numbers), digest=given.digest)


def has_headings(cells: Sequence[str]) -> bool:
    """Whether a first row holds headings: one of its cells is empty or no number."""
    return not all(map(is_number, cells))


def is_number(cell: str) -> bool:
    """Whether a cell is written as a number."""
    return _NUMBER.fullmatch(cell) is not None


def _counted(numbers: Sequence[int] | None) -> Sequence[int] | None:
    """Return None for numbers that simply count on: a million of them need no list."""
    if not numbers or numbers[-1] - numbers[0] == len(numbers) - 1:
        return None
    return numbers


def _missing(path: Path, book: Book) -> None:
    if path.is_dir():
        mend = Said("Name the file in it", "请指定其中的文件")
        book.tell(str(path), Said("this is a folder, not a file", "这是文件夹，不是文件"), mend)
        return
    folder = path.parent
    beside = [p.name for p in folder.iterdir() if p.suffix.lower() in KINDS] if folder.is_dir() else []
    close = nearest(path.name, beside)
    mend = Said("Check the name and the folder", "请核对文件名和文件夹")
    if close:
        mend = Said(f"Did you mean `{folder / close}`?", f"是否应为 `{folder / close}`？")
    book.tell(str(path), Said("there is no such file", "文件不存在"), mend)


def _empty(name: str, book: Book) -> None:
    book.tell(name, Said("the file is empty", "文件为空"), Said("Write a row a line", "请每行写一条记录"))


def _damaged(name: str, error: Exception, book: Book) -> None:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    book.tell(name, Said(f"the file is damaged ({reason})", f"文件已损坏（{reason}）"), _SAVE)


def _parquet(data: bytes, name: str, book: Book) -> Given | None:
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        _damaged(name, error, book)
        return None
    if not frame.height or not frame.width:
        _empty(name, book)
        return None
    return Given(name, frame, 0, digest=digest(data))


def _xlsx(data: bytes, name: str, book: Book) -> tuple[pl.DataFrame, Sequence[int]] | None:
    from hinterland.store.excel_cells import read_grid  # noqa: PLC0415 - openpyxl takes a third of a second
    from hinterland.store.excel_package import open_package  # noqa: PLC0415

    try:
        package = open_package(data, name)
        grid = read_grid(package, package.sheets[0])
    except CaseError as error:
        _damaged(name, error, book)
        return None
    if len(package.sheets) > 1:
        rest = len(package.sheets) - 1
        book.note(
            f"{name}: the first sheet was read, {rest} further {'one was' if rest == 1 else 'ones were'} not.",
            f"{name}：只读取了第一个工作表，另有 {rest} 个未读取。",
        )
    for row, column, value in grid.errors[:LISTED]:
        mend = Said("Mend the formula, or write the value", "请修正公式，或直接填写数值")
        book.tell(
            name,
            Said("an error of Excel", "Excel 错误值"),
            mend,
            row=row,
            column=f"#{column + 1}",
            value=value,
        )
    if not grid.rows:
        _empty(name, book)
        return None
    return _frame(grid.rows), grid.numbers


def _frame(rows: list[list[str | None]]) -> pl.DataFrame:
    """Return rows of text as columns, short rows filled up."""
    width = max(map(len, rows))
    columns: list[list[str | None]] = [
        [row[i] if i < len(row) else None for row in rows] for i in range(width)
    ]
    frame = pl.DataFrame([pl.Series(str(i), c, dtype=pl.String) for i, c in enumerate(columns)])
    return frame.with_columns(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))


def _csv(data: bytes, name: str, book: Book) -> tuple[pl.DataFrame, Sequence[int]] | None:
    if not data.isascii():
        text, faults = decode(data, "network", name)
        for fault in faults:
            said = Said(fault.rule, in_chinese(fault.rule) or fault.rule)
            if fault.severity == "error":
                mend = Said(fault.fix, in_chinese(fault.fix) or fault.fix)
                book.tell(name, said, mend, row=fault.row, value=fault.value)
            elif "byte order" not in fault.rule:
                book.note(f"{name}: {said.en}.", f"{name}：{said.zh}。")
        data = text.encode("utf-8")
    declared = re.match(rb"sep=(.)\r?\n", data)  # a line by which Excel is told the delimiter
    data = data[declared.end() :] if declared else data
    first = 2 if declared else 1
    delimiter = declared[1].decode("latin-1") if declared else sniff(data)
    if data.count(b'"') % 2 == 0 and b"\r" not in data.replace(b"\r\n", b"") and b"\0" not in data:
        try:
            frame = pl.read_csv(data, separator=delimiter, has_header=False, infer_schema=False)
            frame = frame.rename({c: str(i) for i, c in enumerate(frame.columns)})
            return frame, range(first, first + frame.height)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, UnicodeDecodeError):
            pass  # a ragged or damaged file: the slow reader tells where
    return _slow_csv(data.decode("utf-8", errors="replace"), delimiter, name, book, first)


def sniff(data: bytes) -> str:
    """Return the delimiter that parts the first filled line into most cells, a comma when in doubt."""
    line = next((line for line in data[:1_000_000].splitlines() if line.strip()), b"")
    text = re.sub(r'"[^"]*"', "", line.decode("utf-8", errors="replace"))
    return max(DELIMITERS, key=text.count)


def _slow_csv(
    text: str, delimiter: str, name: str, book: Book, first: int
) -> tuple[pl.DataFrame, Sequence[int]] | None:
    """Read a file record by record, telling of rows that are longer than the first."""
    csv.field_size_limit(max(csv.field_size_limit(), min(len(text) + 1, 2**31 - 1)))
    rows: list[list[str | None]] = []
    try:
        for record in csv.reader(
            io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter, strict=True
        ):
            rows.append([*record])  # noqa: PERF401 - what was read before an error counts its row
    except csv.Error:
        book.tell(
            name,
            Said(
                "a quotation mark opens and never closes, or text follows one",
                "引号没有闭合，或右引号之后还有文字",
            ),
            Said('Write a quotation mark inside a cell twice ("")', '单元格内的引号须写两遍（""）'),
            row=first + len(rows),
        )
        return None
    width = next((len(r) for r in rows if r), 0)
    long = [
        (first + i, delimiter.join(c or "" for c in r)) for i, r in enumerate(rows)
        if any((c or "").strip() for c in r[width:])
    ]  # fmt: skip
    if long:
        what = Said(f"more cells than the first row has ({width})", f"单元格多于首行（{width} 个）")
        mend = Said(
            "Quote a cell that holds the delimiter, or delete what is too much",
            "请用引号括住含分隔符的单元格，或删去多余内容",
        )
        book.tell_rows(name, None, long, (what, mend))
        return None
    if not width:
        _empty(name, book)
        return None
    return _frame([r[:width] for r in rows]), range(first, first + len(rows))
