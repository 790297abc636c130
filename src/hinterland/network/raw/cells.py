"""Columns of a raw network: which one is meant, and what its cells hold; each cell is read or becomes a fault."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.faults import clip
from hinterland.network.raw.faults import Book, meant
from hinterland.result import Said
from hinterland.units import normalise, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hinterland.network.raw.files import Given

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

BLANKS = " \t\n\r\u00a0\u3000\u200b\ufeff"
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "supplier": (
        "supplier",
        "source",
        "from",
        "seller",
        "supplier_id",
        "src",
        "i",
        "供应商",
        "供应方",
        "卖方",
        "销售方",
    ),
    "buyer": (
        "buyer",
        "target",
        "to",
        "customer",
        "purchaser",
        "buyer_id",
        "dst",
        "j",
        "采购商",
        "采购方",
        "买方",
        "购买方",
        "客户",
    ),
    "weight": ("weight", "value", "volume", "amount", "w", "权重", "金额", "交易额"),
    "firm": ("firm", "id", "firm_id", "company", "node", "企业", "公司", "编号"),
    "supplier_industry": ("supplier_industry", "supplier_sector", "from_industry", "供应行业"),
    "buyer_industry": ("buyer_industry", "buyer_sector", "to_industry", "采购行业"),
    "class": ("class", "essential", "value", "level", "等级", "类别"),
    "scenario": ("scenario", "情景"),
    "loss": ("loss", "psi", "shock", "损失"),
}
"""Names under which a column is found, the first its own."""
_EURO = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,}))")
_ENGLISH = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)|[-+]?\d{1,3}(?:,\d{3}){2,}")
_EITHER = re.compile(r"[-+]?\d{1,3},\d{3}")
_EURO_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMA = Said("a comma that may part thousands or decimals", "此处的逗号可能是千位分隔符，也可能是小数点")
_COMMA_MEND = Said(
    "Write the number without thousands separators and with a decimal point",
    "请去掉千位分隔符，小数点用“.”",
)
LEAST, MOST = 1e-30, 1e30
"""Amounts that count, as in the tables of a case: beyond them sums and shares are lost."""
_BOUNDS = Said("not between 1e-30 and 1e+30", "不在 1e-30 与 1e+30 之间")
_BOUNDS_MEND = Said("Choose another unit, or mend the number", "请换用其他单位，或改正该数")
_EMPTY = Said("empty", "空单元格")
_NO_NUMBER = Said("not a number", "不是数字")
_WRITE = Said("Write digits, such as 1200000 or 0.5", "请写数字，如 1200000 或 0.5")
_INFINITE = Said("not finite", "不是有限的数")


def plain(name: str) -> str:
    """Return a heading as names are compared: half-width, lower case, blanks as underscores."""
    return re.sub(r"[\s-]+", "_", normalise(name).lower())


def find(given: Given, wanted: str, book: Book) -> str | None:
    """Return the column that `wanted` means: itself, then by its usual other names; None, with a fault, if none."""
    found = _found(given, wanted)
    if found is None:
        names = [n for n in given.frame.columns if not n.startswith("#")]
        what = Said(f"there is no column `{wanted}`", f"没有 `{wanted}` 列")
        book.tell(given.name, what, meant(wanted, names))
        return None
    if any(name == f"{found}#{i}" for i, name in enumerate(given.frame.columns)):
        what = Said(
            "the heading stands twice, and only one column can be meant", "表头重复，无法确定所指的列"
        )
        mend = Said("Rename or delete one of them", "请改名或删除其中一列")
        book.tell(given.name, what, mend, column=found)
    if found != wanted:
        book.note(
            f"{given.name}: column `{found}` is read as {wanted}.",
            f"{given.name}：`{found}` 列读作 {wanted}。",
        )
    return found


def find_all(given: Given, wanted: Sequence[str], book: Book) -> list[str] | None:
    """Return the columns of a table; None, with a fault for each that lacks, or one fault if all do."""
    if all(_found(given, name) is None for name in wanted):
        shown, need = ", ".join(clip(n, 30) for n in given.frame.columns[:5]), ", ".join(wanted)
        what = Said(
            f"none of the columns {need}: the first row reads {shown}", f"没有 {need} 列：首行为 {shown}"
        )
        mend = Said(f"Write a first row with the headings {need}", f"请在首行写上表头 {need}")
        book.tell(given.name, what, mend)
        return None
    found = [find(given, name, book) for name in wanted]
    return None if None in found else [name for name in found if name is not None]


def _found(given: Given, wanted: str) -> str | None:
    by_plain: dict[str, str] = {}
    for name in given.frame.columns:
        by_plain.setdefault(plain(name), name)
    for name in SYNONYMS.get(wanted, (wanted,)):
        if name in given.frame.columns:
            return name
        if plain(name) in by_plain:
            return by_plain[plain(name)]
    return None


def texts(column: pl.Series) -> pl.Series:
    """Return cells as text without outer blanks, empty ones null; whole numbers are written without a point."""
    if column.dtype.is_nested() or column.dtype.base_type() in {pl.Binary, pl.Object, pl.Duration}:
        return pl.Series(column.name, [f"<{column.dtype}>"] * column.len(), dtype=pl.String)  # for messages
    if column.dtype.is_float():
        whole = (column.is_finite() & (column == column.floor()) & (column.abs() < 2**53)).fill_null(
            value=False
        )
        as_int = column.set(~whole, None).cast(pl.Int64).cast(pl.String)
        cells = as_int.fill_null(column.fill_nan(None).cast(pl.String))
    else:
        cells = column.cast(pl.String)
    cells = cells.str.strip_chars(BLANKS)
    return cells.set(cells == "", None)


def labels(given: Given, column: str, book: Book) -> pl.Series:
    """Return the ids or labels of a column; empty cells are faults."""
    found = texts(given.frame[column])
    if found.null_count():
        mend = Said("Fill it in, or delete the row", "请填写，或删除该行")
        rows = ((given.row(i), None) for i in found.is_null().arg_true().to_list())
        book.tell_rows(given.name, column, rows, (_EMPTY, mend))
    return found


def numbers(given: Given, column: str, book: Book) -> Floats:
    """Return the numbers of a column; cells that hold none are faults, and NaN in what is returned."""
    cells = given.frame[column]
    if cells.dtype.is_numeric():
        values = cells.cast(pl.Float64).to_numpy().astype(np.float64)
        _told_typed(given, column, cells, values, book)
        return values
    text = texts(cells)
    read = text.cast(pl.Float64, strict=False)
    values = read.fill_null(math.nan).to_numpy().copy()
    odd = (text.is_not_null() & (read.is_null() | ~read.is_finite())).to_numpy()
    if odd.any():
        _read_odd(given, column, (text, values, odd), book)
    if text.null_count():
        rows = ((given.row(i), None) for i in text.is_null().arg_true().to_list())
        book.tell_rows(
            given.name,
            column,
            rows,
            (_EMPTY, Said("Write a number, or delete the row", "请填写数字，或删除该行")),
        )
    values[~np.isfinite(values)] = math.nan
    return values


def _told_typed(given: Given, column: str, cells: pl.Series, values: Floats, book: Book) -> None:
    """Tell of cells of a typed column that hold no finite number."""
    bad = ~np.isfinite(values)
    if not bad.any():
        return
    null = cells.is_null().to_numpy()
    for mask, what in (
        (bad & null, _EMPTY),
        (bad & ~null & np.isnan(values), _NO_NUMBER),
        (np.isinf(values), _INFINITE),
    ):
        tell_where(given, column, mask, (what, _WRITE), book)
    values[bad] = math.nan


def _read_odd(given: Given, column: str, cells: tuple[pl.Series, Floats, Bools], book: Book) -> None:
    """Read the cells that are not written the standard way, one distinct text at a time."""
    text, values, odd = cells
    distinct = text.filter(pl.Series(odd)).unique(maintain_order=True).to_list()
    euro = any(_EURO.fullmatch(normalise(d)) for d in distinct)
    english = any(_ENGLISH.fullmatch(normalise(d)) for d in distinct)
    known = {d: _odd(d, euro=euro, english=english) for d in distinct}
    where = np.flatnonzero(odd)
    wrong: dict[int, list[tuple[int, str | None]]] = {}
    for index, cell in zip(where.tolist(), text.gather(where).to_list(), strict=True):
        value, kind = known[cell]
        values[index] = value
        if kind >= 0:
            wrong.setdefault(kind, []).append((given.row(index), cell))
    told = ((_NO_NUMBER, _WRITE), (_COMMA, _COMMA_MEND), (_INFINITE, _WRITE))
    for kind, rows in sorted(wrong.items()):
        book.tell_rows(given.name, column, rows, told[kind])
    if euro:
        _also_points(given, column, text, values, book)
    read = [d for d, (_, kind) in known.items() if kind < 0]
    if read:
        many = f"{given.name}, {column}: {len(read):,} ways of writing numbers were read, such as {read[0]!r} as "
        book.note(
            f"{many}{known[read[0]][0]:.12g}.",
            f"{given.name} {column} 列：{len(read):,} 种数字写法已转换，如“{read[0]}”读作 {known[read[0]][0]:.12g}。",
        )


def _also_points(given: Given, column: str, text: pl.Series, values: Floats, book: Book) -> None:
    """Tell of points in a column of decimal commas that may part thousands: 1.234."""
    mask = text.str.contains(r"^[-+]?\d{1,3}\.\d{3}$").fill_null(value=False).to_numpy()
    what = Said("a point that may part thousands or decimals", "此处的点可能是千位分隔符，也可能是小数点")
    tell_where(given, column, mask, (what, _COMMA_MEND), book, text)
    values[mask] = math.nan


def _odd(cell: str, *, euro: bool, english: bool) -> tuple[float, int]:
    """Return a number and -1, or NaN and what is wrong: 0 no number, 1 an ambiguous comma, 2 not finite."""
    clean = normalise(cell)
    if clean.lower().lstrip("+-") in {"inf", "infinity", "∞"}:
        return math.nan, 2
    if _EITHER.fullmatch(clean):
        if euro == english:
            return math.nan, 1
        return float(clean.replace(",", "." if euro else "")), -1
    if _EURO.fullmatch(clean) or (euro and not english and _EURO_THOUSANDS.fullmatch(clean)):
        return float(clean.replace(".", "").replace(",", ".")), -1
    number = None if "%" in clean or clean.endswith(",") else parse_number(clean)
    return (number.value, -1) if number is not None else (math.nan, 0)


def tell_where(
    given: Given, column: str, mask: Bools, said: tuple[Said, Said], book: Book, text: pl.Series | None = None
) -> None:
    """Add a fault for each row in `mask`, with its cell."""
    where = np.flatnonzero(mask)
    if not len(where):
        return
    cells = given.frame[column] if text is None else text
    book.tell_rows(given.name, column, _Lazy(where, given.row, cells), said)


def tell_bounds(given: Given, column: str, values: Floats, book: Book) -> None:
    """Add a fault for each number above 0 whose sums or shares would not fit."""
    tell_where(
        given, column, (values > 0) & ~((values >= LEAST) & (values <= MOST)), (_BOUNDS, _BOUNDS_MEND), book
    )


class _Lazy:
    """Rows and cells, made when they are listed."""

    def __init__(self, where: NDArray[np.intp], row: Callable[[int], int], cells: pl.Series) -> None:
        self.where, self.row, self.cells = where, row, cells

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        for index in self.where.tolist():
            cell = self.cells[index]
            yield self.row(index), None if cell is None else str(cell)


def listed(words: Sequence[str], most: int = 10) -> Said:
    """Return a few of many words, saying how many more there are."""
    few = ", ".join(words[:most])
    more = len(words) - most
    if more <= 0:
        return Said(few, few.replace(", ", "、"))
    return Said(f"{few} and {more:,} more", f"{few.replace(', ', '、')} 等（另有 {more:,} 个）")
