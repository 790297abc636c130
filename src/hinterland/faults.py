"""Faults are values: what is wrong, where, by which rule, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a case.

    `row` is the row as a spreadsheet numbers it (the heading is row 1), None where the whole table or column
    is meant. An `error` must be mended before studies run, a `warning` should be looked at, a `notice` says
    what was read differently from how it was written.
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    fix: str
    severity: Severity = "error"
    file: str | None = None

    def place(self) -> str:
        """Say where, as short as can be: `plants.csv row 7, capacity`."""
        where = self.file or self.table
        if self.row is not None:
            where += f" row {self.row}"
        if self.column:
            where += f", {self.column}"
        return where

    def line(self) -> str:
        """Say everything in one line."""
        shown = "" if self.value is None else f" {clip(self.value)!r}:"
        return f"{self.place()}:{shown} {self.rule}. {self.fix}"

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the fault as plain data, for JSON."""
        return asdict(self)


def clip(value: str, width: int = 60) -> str:
    """Shorten a cell for a message, saying that it was shortened."""
    return value if len(value) <= width else f"{value[: width - 1]}…"


def errors(faults: list[Fault]) -> list[Fault]:
    """Return those that must be mended."""
    return [f for f in faults if f.severity == "error"]
