"""A raw table to a typed sheet: column by column, all faults collected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland import units
from hinterland.cells.headings import MAX_LISTED, resolve
from hinterland.cells.parse import ID, Own, Read, parser
from hinterland.errors import UnitError
from hinterland.faults import Fault
from hinterland.frames import dtype, empty
from hinterland.schema import Column, Kind, Table
from hinterland.sheets import RawTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 1000
"""Rows from which on it pays to see first whether a column holds one value throughout."""

_PLAIN_DATE = r"^(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?)?$"


def read_table(raw: RawTable, table: Table, own_units: Own = ()) -> tuple[Sheet, list[Fault]]:
    """Return the typed sheet of a raw table and every fault of its cells.

    The sheet has all columns of the declaration in their order; a cell that cannot be read is null in it, and is
    a fault. The number and order of rows stay as they are.
    """
    if not raw.headers:
        return Sheet(table.name, raw.file, empty(table.name), raw.rows), [*raw.faults, *_headless(raw)]
    headings, faults = resolve(raw, table)
    at = {h.column: h for h in headings}
    height = raw.columns[0].len() if raw.columns else 0
    sheet = Sheet(table.name, raw.file, pl.DataFrame(), raw.rows)
    series: list[pl.Series] = []
    for column in table.columns:
        heading = at.get(column.name)
        if heading is None:
            series.append(_nulls(column, height))
            continue
        reader = _Reader(sheet, column, own_units, heading.unit)
        series.append(reader.read(raw.columns[heading.position]))
        faults.extend(reader.faults)
    frame = pl.DataFrame(series)
    return Sheet(table.name, raw.file, frame, raw.rows), [*raw.faults, *faults]


def _headless(raw: RawTable) -> list[Fault]:
    """Return the fault of a table that has no heading row, unless its store has told that already."""
    if any(f.severity == "error" for f in raw.faults):
        return []
    fix = f"Write the headings of `{raw.table}` into its first row, or delete the file"
    return [Fault(raw.table, None, None, None, "no headings", fix, file=raw.file)]


def _nulls(column: Column, height: int) -> pl.Series:
    return pl.Series(column.name, [], dtype=dtype(column)).extend_constant(None, height)


class _Reader:
    """Reads one column, remembering its faults."""

    def __init__(self, sheet: Sheet, column: Column, own: Own, heading_unit: str) -> None:
        self.sheet, self.column, self.own = sheet, column, own
        self.faults: list[Fault] = []
        self.heading_unit = self._checked(heading_unit)

    def _checked(self, heading_unit: str) -> str:
        """Return the heading's unit where cells must be converted from it."""
        column = self.column
        if not heading_unit or heading_unit == column.unit or not column.kind.numeric:
            return ""
        if column.unit in {"unit", "unit/yr", "CNY/unit", "unit/unit", "person/unit", ""}:
            return ""  # the product of each row says which unit is meant
        try:
            units.convert(1.0, heading_unit, column.unit, self.own)
        except UnitError as error:
            self._add(None, heading_unit, f"the heading's unit does not fit: {error}", f"Use [{column.unit}]")
            return ""
        return heading_unit

    def read(self, cells: pl.Series) -> pl.Series:
        """Return the typed column."""
        column = self.column
        constant = self._constant(cells)
        if constant is not None:
            return constant
        if cells.dtype != pl.String:
            typed = self._typed(cells)
        else:
            text = _stripped(cells)
            typed = self._fast(text)
            rest = text.is_not_null() & typed.is_null()
            if rest.any():
                typed = self._slow(text, typed, rest)
        typed = typed.alias(column.name)
        self._require(cells, typed)
        if column.kind.numeric:
            self._bound(typed)
        return typed

    def _constant(self, cells: pl.Series) -> pl.Series | None:
        """Read a column that holds one value throughout by that value; None where it does not, or is faulty.

        Source, basis and date of publication are mostly so, and five million equal cells are read once.
        """
        if cells.len() < MANY or cells.null_count() or not bool((cells == cells[0]).all()):
            return None
        probe = _Reader(self.sheet, self.column, self.own, self.heading_unit)
        value = probe.read(cells.head(1))
        return None if probe.faults else value.new_from_index(0, cells.len())

    def _typed(self, cells: pl.Series) -> pl.Series:
        """Take over a column that its store had typed already."""
        column = self.column
        if column.kind.numeric and cells.dtype.is_numeric():
            typed = cells.cast(dtype(column), strict=False)
            if column.kind is Kind.INT and cells.dtype.is_float():
                self._list(
                    cells.is_not_null() & (cells != cells.floor()), cells, "not a whole number", "Round it"
                )
            if self.heading_unit:
                typed = typed.cast(pl.Float64) * units.convert(1.0, self.heading_unit, column.unit, self.own)
            return typed.cast(dtype(column))
        if column.kind is Kind.BOOL and cells.dtype == pl.Boolean:
            return cells
        as_text = cells.cast(pl.String)
        plain = _stripped(as_text)
        typed = self._fast(plain)
        rest = plain.is_not_null() & typed.is_null()
        return self._slow(plain, typed, rest) if rest.any() else typed

    def _fast(self, text: pl.Series) -> pl.Series:
        """Read the cells that are written the standard way, vectorised; leave the others null."""
        column = self.column
        if text.null_count() == text.len():
            return _nulls(column, text.len())
        match column.kind:
            case Kind.FLOAT | Kind.INT if not self.heading_unit:
                plain = text.str.contains(r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$")
                plain &= text.str.len_bytes() <= 100  # what is longer might vanish into 0
                number = text.set(~plain, None).cast(pl.Float64, strict=False)
                number = number.set(~number.is_finite(), None)
                if column.kind is Kind.INT:
                    number = number.set((number != number.floor()) | (number.abs() > 2**53), None)
                return number.cast(dtype(column))
            case Kind.ID:
                return text.set(~text.str.contains(ID), None)
            case Kind.DATE:
                return text.set(~text.str.contains(_PLAIN_DATE), None)
            case Kind.CHOICE:
                return text.set(~text.is_in(list(column.choices)), None)
            case Kind.TEXT:
                return text.set(text.str.contains(r"[\x00-\x08\x0b-\x1f\x7f\r\ufffe\uffff]"), None)
            case _:
                return _nulls(column, text.len())

    def _slow(self, text: pl.Series, typed: pl.Series, rest: pl.Series) -> pl.Series:
        """Read the other cells one distinct value at a time."""
        distinct = text.filter(rest).unique(maintain_order=True).to_list()
        parse = parser(self.column, self.own, self.heading_unit)
        reads: dict[str, Read] = {cell: self._parse(parse, cell) for cell in distinct}
        values = {cell: r.value for cell, r in reads.items() if not r.rule}
        mapped = text.replace_strict(
            list(values), list(values.values()), default=None, return_dtype=dtype(self.column)
        )
        self._report(text, reads, rest)
        return typed.zip_with(~rest, mapped)

    def _parse(self, parse: Callable[[str], Read], cell: str) -> Read:
        try:
            return parse(cell)
        except UnitError as error:
            return Read(rule=str(error), fix="Name a unit that is known")

    def _report(self, text: pl.Series, reads: dict[str, Read], rest: pl.Series) -> None:
        wrong = {c: r for c, r in reads.items() if r.rule}
        by_rule: dict[str, list[str]] = {}
        for cell, read in wrong.items():
            by_rule.setdefault(read.rule, []).append(cell)
        for rule, cells in by_rule.items():
            mask = rest & text.is_in(cells)
            self._list(mask, text, rule, "", fixes={c: reads[c].fix for c in cells})
        changed: dict[str, list[str]] = {}
        for cell, read in reads.items():
            if read.change and not read.rule:
                changed.setdefault(_class(read.change), []).append(cell)
        for cells in changed.values():
            mask = rest & text.is_in(cells)
            first = mask.arg_max()
            count = int(mask.sum())
            self._add(
                first,
                cells[0],
                f"{count} cell{'s' if count > 1 else ''}: {reads[cells[0]].change}",
                "Nothing to do if that is what you meant",
                "notice",
            )

    def _require(self, cells: pl.Series, typed: pl.Series) -> None:
        column = self.column
        if not column.required or not typed.null_count():
            return
        blank = typed.is_null() & (
            _stripped(cells).is_null() if cells.dtype == pl.String else cells.is_null()
        )
        what = "part of the key" if column.key else "required"
        self._list(blank, None, f"empty, but {what}", f"Fill in: {column.en}")

    def _bound(self, typed: pl.Series) -> None:
        column = self.column
        if column.low is not None:
            word = "negative" if column.low == 0 else f"below {column.low:g}"
            self._list(typed < column.low, typed, word, _range(column))
        if column.high is not None:
            self._list(
                typed > column.high, typed, f"above {column.high:g}, the most it can be", _range(column)
            )

    def _list(
        self,
        mask: pl.Series,
        cells: pl.Series | None,
        rule: str,
        fix: str,
        *,
        fixes: dict[str, str] | None = None,
    ) -> None:
        """Add a fault for each row in `mask`, the first `MAX_LISTED` of them one by one."""
        rows = mask.arg_true()
        for index in rows.head(MAX_LISTED).to_list():
            value = None if cells is None else str(cells[index])
            self._add(index, value, rule, fixes[value] if fixes and value else fix)
        if rows.len() > MAX_LISTED:
            self._add(None, None, f"{rows.len() - MAX_LISTED:,} further rows: {rule}", fix or "As above")

    def _add(
        self, index: int | None, value: str | None, rule: str, fix: str, severity: str = "error"
    ) -> None:
        row = None if index is None else self.sheet.row(index)
        self.faults.append(
            Fault(
                self.sheet.table,
                row,
                self.column.name,
                value,
                rule,
                fix,
                "notice" if severity == "notice" else "error",
                self.sheet.file,
            )
        )


def _range(column: Column) -> str:
    ends = [f"at least {column.low:g}" if column.low is not None else ""]
    ends.append(f"at most {column.high:g}" if column.high is not None else "")
    unit = f" {column.unit}" if column.unit not in {"", "1"} else ""
    hint = " (a fraction: 35 percent is 0.35 or 35%)" if column.unit == "1" else ""
    return f"Write {' and '.join(filter(None, ends))}{unit}{hint}"


def _stripped(cells: pl.Series) -> pl.Series:
    """Return the cells without outer blanks; cells of nothing but blanks are null."""
    text = cells.cast(pl.String).str.strip_chars(" \t\n\r\u00a0\u3000\u200b\ufeff")
    return text.set(text == "", None)


def _class(change: str) -> str:
    """Return what kind of change it was, so that like changes are told once."""
    if change.startswith(("date", "period", "read", "currency")):
        return change.split(" as ", maxsplit=1)[0]
    return change
