"""A case in one Excel workbook, one sheet a table: the door for people who work in spreadsheets."""

from __future__ import annotations

import contextlib
import glob
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from hinterland.errors import CaseError, CaseLocked
from hinterland.faults import Fault
from hinterland.schema import TABLES
from hinterland.sheets import RawTable, Reading
from hinterland.store import guard
from hinterland.store.excel_package import open_package
from hinterland.store.excel_read import GUIDES, is_guide, read_sheet
from hinterland.store.excel_write import write_workbook
from hinterland.store.guide import guide_rows
from hinterland.store.names import table_name
from hinterland.store.swap import sync_folder, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping


class ExcelStore:
    """The store of a case in an .xlsx workbook."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def exists(self) -> bool:
        """Return whether the workbook is there."""
        return self.path.exists()

    def read(self) -> Reading:
        """Read every sheet.

        Raises
        ------
        CaseError
            If the workbook is not there, damaged, protected by a password or too large.
        """
        data = self._bytes()
        if data is None:
            raise CaseError(
                f"{self.path} does not exist. Check the name, or make a template with `hinterland new DIR`"
            )
        package = open_package(data, self.path.name)
        tables: dict[str, RawTable] = {}
        faults = []
        for sheet in package.sheets:
            if is_guide(sheet.title):
                continue
            raw = read_sheet(package, sheet)
            if raw is None:
                continue
            if raw.table in tables:
                rule = f"{tables[raw.table].file} is the same table; only that sheet was read"
                faults.append(
                    Fault(raw.table, None, None, None, rule, "Put all rows into one sheet", "error", raw.file)
                )
                continue
            tables[raw.table] = raw
        files = {self.path.name: guard.digest(data)}
        return Reading(tuple(tables.values()), guard.revision(files), tuple(faults), files)

    def write(self, frames: Mapping[str, pl.DataFrame], *, expected: str | None) -> str:
        """Replace the workbook by one that holds `frames`, atomically, and return the new revision.

        A table without rows gets a sheet only if the workbook had one. `expected` is the revision that the
        writer started from (None: there must be no workbook yet).

        Raises
        ------
        NewerCase
            If the workbook is no longer at `expected`.
        CaseLocked
            If somebody else is writing it, or has it open in Excel.
        CaseError
            If a sheet cannot hold what a table holds, or the workbook has sheets that saving would lose.
        """
        self._check_not_open()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with guard.writing(self.path.with_name(f".{self.path.name}.lock"), self.path):
                return self._write_locked(frames, expected)
        except OSError as error:
            raise CaseError(
                f"{self.path} cannot be saved ({error.strerror or error}); it is as it was. "
                "Check that you may write there, that the disk has room and that no program has it open"
            ) from error

    def _write_locked(self, frames: Mapping[str, pl.DataFrame], expected: str | None) -> str:
        old = self._bytes()
        before = None if old is None else {self.path.name: guard.digest(old)}
        guard.check_expected(self.path, before, expected)
        titles = [] if old is None else list(open_package(old, self.path.name).titles)
        self._check_sheets(titles, frames)
        had = {table_name(t) for t in titles}
        order = [*(n for n in TABLES if n in frames or n in had), *(n for n in frames if n not in TABLES)]
        chosen = {n: frames.get(n, pl.DataFrame()) for n in order}
        chosen = {n: f for n, f in chosen.items() if f.height or n in had}
        guides = [(title, guide_rows(lang)) for lang, title in GUIDES.items() if title in titles]
        out = io.BytesIO()
        write_workbook(out, chosen, guides[0] if guides else None)
        self._replace(out.getvalue())
        return guard.revision({self.path.name: guard.digest(out.getvalue())})

    def _replace(self, data: bytes) -> None:
        for left in self.path.parent.glob(f".{glob.escape(self.path.name)}.part-*"):
            with contextlib.suppress(OSError):
                left.unlink()
        part = self.path.with_name(f".{self.path.name}.part-{os.getpid()}")
        try:
            write_file(part, data)
            part.replace(self.path)
        except PermissionError as error:  # Windows, where a program that has the workbook open keeps it
            raise CaseLocked(
                f"{self.path} is open in another program; nothing was written. Close it there and save again"
            ) from error
        finally:
            with contextlib.suppress(OSError):  # it is there only if something went wrong
                part.unlink()
        sync_folder(self.path.parent)

    def _check_not_open(self) -> None:
        """Refuse to write under the eyes of Excel or LibreOffice, which would save over it later."""
        for mark in (f"~${self.path.name}", f".~lock.{self.path.name}#"):
            held = self.path.with_name(mark)
            if held.exists():
                raise CaseLocked(
                    f"{self.path} is open in a spreadsheet program (it holds {held.name}); nothing was written. "
                    f"Close it there and save again; if no program has it open, delete {held.name}"
                )

    def _check_sheets(self, titles: list[str], frames: Mapping[str, pl.DataFrame]) -> None:
        lost = [
            t
            for t in titles
            if not is_guide(t) and table_name(t) not in TABLES and table_name(t) not in frames
        ]
        if lost:
            raise CaseError(
                f"{self.path} has sheets that are no tables and that saving would lose: {', '.join(lost)}; "
                "nothing was written. Save under another name, or move those sheets into a workbook of their own"
            )

    def _bytes(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CaseError(
                f"{self.path} cannot be read ({error.strerror or error}). "
                "Check that it is a file that you may read, and close the programs that have it open"
            ) from error
