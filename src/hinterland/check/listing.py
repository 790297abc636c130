"""Turning rows of a frame into faults: what every rule needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.faults import Fault, Severity, clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import polars as pl

    from hinterland.sheets import Sheet

LISTED = 200
NAMED = 10
ROW = "__row"


def numbered(sheet: Sheet) -> pl.DataFrame:
    """Return the frame with its index in the column `ROW`."""
    return sheet.frame.with_row_index(ROW)


def listed(
    sheet: Sheet,
    rows: pl.DataFrame,
    column: str,
    rule: Callable[[dict[str, object]], str] | str,
    fix: Callable[[dict[str, object]], str] | str,
    severity: Severity = "error",
) -> list[Fault]:
    """Return a fault for each of `rows` (which has `ROW`), the first `LISTED` one by one, then a count."""
    faults = [
        Fault(
            sheet.table,
            sheet.row(int(str(row[ROW]))),
            column,
            None if row.get(column) is None else str(row[column]),
            rule if isinstance(rule, str) else rule(row),
            fix if isinstance(fix, str) else fix(row),
            severity,
            sheet.file,
        )
        for row in rows.head(LISTED).iter_rows(named=True)
    ]
    if rows.height > LISTED:
        last = faults[-1]
        faults.append(
            Fault(
                sheet.table,
                None,
                column,
                None,
                f"{rows.height - LISTED:,} further rows: {last.rule}",
                last.fix,
                severity,
                sheet.file,
            )
        )
    return faults


def whole(sheet: Sheet, column: str | None, rule: str, fix: str, severity: Severity = "error") -> Fault:
    """Return a fault of the table or a column as a whole."""
    return Fault(sheet.table, None, column, None, rule, fix, severity, sheet.file)


def present(sheets: Mapping[str, Sheet], names: Iterable[str]) -> bool:
    """Whether all of these tables have rows."""
    return all(name in sheets and sheets[name].frame.height for name in names)


def some(names: pl.Series) -> str:
    """Return the first `NAMED` of names, and how many more there are: `a, b and 3 more`."""
    shown = ", ".join(clip(n) for n in names.head(NAMED).to_list())
    return shown if names.len() <= NAMED else f"{shown} and {names.len() - NAMED:,} more"
