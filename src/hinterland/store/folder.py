"""A case in a folder: DIR/tables/<table>.csv, or .parquet for large tables.

Other files of DIR (documents, notes, a workbook) are left alone. CSV files that stand in DIR itself are read as
well where there is no `tables`; saving then makes `tables`, and leaves them where they are. Reading never writes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from hinterland.errors import CaseError
from hinterland.faults import Fault
from hinterland.nearest import nearest
from hinterland.schema import TABLES
from hinterland.sheets import RawTable, Reading
from hinterland.store import guard, swap
from hinterland.store.names import table_name
from hinterland.store.parquet import read_parquet, write_parquet
from hinterland.store.snapshot import Snapshot, take
from hinterland.store.text import read_csv
from hinterland.store.text_write import empty_frame, write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal["csv", "parquet"]
LARGE = 100_000
"""Rows above which a table is kept as Parquet: no editor and no diff handles more as text."""
LOCK = ".hinterland.lock"
_FORMS = (".csv", ".parquet")


def is_table_file(name: str) -> bool:
    """Return whether a file is read as a table: not hidden, not a spreadsheet's own lock file."""
    return name.lower().endswith(_FORMS) and not name.startswith((".", "~"))


class FolderStore:
    """The store of a case in a folder.

    Parameters
    ----------
    path
        The case's folder.
    form
        `csv` or `parquet` to write small tables so; by default as the table was, else as all the others are.
        Large tables are always written as Parquet.
    """

    def __init__(self, path: Path | str, *, form: Form | None = None) -> None:
        self.path = Path(path)
        self.form = form

    def exists(self) -> bool:
        """Return whether the folder holds a case."""
        return self._locate() is not None

    def read(self) -> Reading:
        """Read every table, all of one moment.

        Raises
        ------
        CaseError
            If the folder holds no case, cannot be read, or keeps changing.
        """
        snapshot = take(self._locate, self._wanted)
        if snapshot is None:
            raise CaseError(
                f"{self.path} is no case: it has no folder 'tables' and no file named as a table, such as "
                "places.csv. Make one with `hinterland new DIR`"
            )
        files = {name: guard.digest(data) for name, data in snapshot.files.items()}
        tables: dict[str, RawTable] = {}
        faults: list[Fault] = []
        for name, data in snapshot.files.items():
            table = table_name(Path(name).stem)
            if table in tables:
                faults.append(_twice(table, tables[table].file, name))
                continue
            read = read_csv if name.lower().endswith(".csv") else read_parquet
            tables[table] = read(data, table, name)
        faults += self._aside(snapshot)
        return Reading(tuple(tables.values()), guard.revision(files), tuple(faults), files)

    def write(self, frames: Mapping[str, pl.DataFrame], *, expected: str | None) -> str:
        """Replace the tables by `frames`, atomically, and return the new revision.

        A table that is empty, or not in `frames`, keeps a file with its headings if it had a file. Files of
        `tables` that are no table of a case are carried over. `expected` is the revision that the writer started
        from (None: there must be no case yet).

        Raises
        ------
        NewerCase
            If the case is no longer at `expected`.
        CaseLocked
            If somebody else is writing.
        CaseError
            If a value cannot be written, or the folder not be written to.
        """
        _check_names(frames)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with guard.writing(self.path / LOCK, self.path):
                return self._write_locked(frames, expected)
        except OSError as error:
            raise CaseError(
                f"{self.path} cannot be saved ({error.strerror or error}: {error.filename}); it is as it was. "
                "Check that you may write there and that the disk has room"
            ) from error

    def _write_locked(self, frames: Mapping[str, pl.DataFrame], expected: str | None) -> str:
        swap.tidy(self.path)
        old = take(self._locate, self._wanted)
        before = None if old is None else {n: guard.digest(d) for n, d in old.files.items()}
        guard.check_expected(self.path, before, expected)
        files = self._render(frames, old)
        for name in self._no_files(old) if old and old.folder != self.path else ():
            if table_name(Path(name).stem) in {table_name(Path(n).stem) for n in files}:
                raise CaseError(
                    f"{old.folder / name} is no file, and saving would replace it; nothing was written. "  # type: ignore[union-attr]
                    "Rename or delete it, and save again"
                )
        part = swap.begin(self.path)
        try:
            written = self._fill(part, files, old)
            swap.publish(self.path, part)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        return guard.revision(written)

    def _render(self, frames: Mapping[str, pl.DataFrame], old: Snapshot | None) -> dict[str, bytes]:
        """Return the files of the new version: contents by name."""
        had = {table_name(Path(n).stem): n for n in (old.files if old else ())}
        forms = {table: Path(n).suffix.lower()[1:] for table, n in had.items()}
        usual = "parquet" if forms and set(forms.values()) == {"parquet"} else "csv"
        files = {}
        for name in [*frames, *(t for t in had if t in TABLES and t not in frames)]:
            frame = frames.get(name, pl.DataFrame())
            if not frame.height:
                if old and name in had:
                    files.update(_emptied(name, had[name], old.files[had[name]], frame))
                continue
            form = self.form or forms.get(name, usual)
            if form == "parquet" or frame.height > LARGE:
                files[f"{name}.parquet"] = write_parquet(frame, name)
            else:
                files[f"{name}.csv"] = write_csv(frame, TABLES.get(name), name)
        return files

    def _fill(self, part: Path, files: Mapping[str, bytes], old: Snapshot | None) -> dict[str, str]:
        """Write the new version into `part`, linking what did not change; return its digests by file."""
        folder = None if old is None or old.folder == self.path else old.folder
        replaced = {table_name(Path(n).stem) for n in files}
        digests = {}
        for name, data in sorted(files.items()):
            if folder and old and old.files.get(name) == data:
                swap.link_or_copy(folder / name, part / name)
            else:
                swap.write_file(part / name, data)
            digests[name] = guard.digest(data)
        for name in old.names if folder and old else ():
            if name in files or (old and name in old.files and table_name(Path(name).stem) in replaced):
                continue
            _carry(folder / name, part / name)  # type: ignore[operator]
            if old and name in old.files:
                digests[name] = guard.digest(old.files[name])
        return digests

    def _locate(self) -> Path | None:
        """Return the folder that the tables are read from."""
        tables = swap.find_tables(self.path)
        if tables is not None:
            return tables
        try:
            names = [p.name for p in self.path.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return None
        loose = any(is_table_file(n) and table_name(Path(n).stem) in TABLES for n in names)
        return self.path if loose else None

    def _wanted(self, name: str) -> bool:
        """Return whether a file is read. Among loose files only those that name a table are."""
        if not is_table_file(name):
            return False
        return table_name(Path(name).stem) in TABLES or swap.find_tables(self.path) is not None

    def _no_files(self, snapshot: Snapshot) -> list[str]:
        """Return the names of tables that are folders, devices, or links to nothing, and cannot be read."""
        return [n for n in snapshot.names if n not in snapshot.files and self._wanted(n)]

    def _aside(self, snapshot: Snapshot) -> list[Fault]:
        """Return what there is to say about files that look like tables and are not read."""
        faults = []
        if snapshot.folder.name.startswith(swap.NEXT):
            faults.append(
                Fault(
                    "",
                    None,
                    None,
                    None,
                    "an interrupted save was complete, and is what was read",
                    "Nothing needs doing: the next save tidies up",
                    "notice",
                    snapshot.folder.name,
                )
            )
        loose = snapshot.folder == self.path
        odd = set(self._no_files(snapshot))
        unread = (_unread(n, loose=loose) for n in snapshot.names if n not in snapshot.files and n not in odd)
        faults += [fault for fault in unread if fault]
        faults += [_no_file(n, n in snapshot.dangling) for n in sorted(odd)]
        if snapshot.folder != self.path:
            beside = sorted(p.name for p in self.path.iterdir() if is_table_file(p.name))
            faults += [
                Fault(
                    t,
                    None,
                    None,
                    None,
                    "the file stands beside the folder 'tables' and was not read",
                    "Move it into 'tables', or delete it",
                    "warning",
                    n,
                )
                for n in beside
                if (t := table_name(Path(n).stem)) in TABLES
            ]
        return faults


def _check_names(frames: Mapping[str, pl.DataFrame]) -> None:
    for name in frames:
        if not name.replace("_", "").isalnum() or table_name(name) != name:
            raise CaseError(f"{name!r} cannot name a table: use small letters, digits and _")


def _emptied(name: str, file: str, data: bytes, frame: pl.DataFrame) -> dict[str, bytes]:
    """Return the file of a table without rows: a template's headings stay as they are."""
    if file.lower().endswith(".csv"):
        raw = read_csv(data, name, file)
        if raw.headers and not any(len(c) for c in raw.columns):
            return {f"{name}.csv": data}
    headings = frame if frame.width else empty_frame(name)
    return {f"{name}.csv": write_csv(headings, TABLES.get(name), name)}


def _carry(source: Path, target: Path) -> None:
    if source.is_symlink() or not source.is_dir():
        swap.link_or_copy(source, target)
    else:
        shutil.copytree(source, target, symlinks=True, copy_function=swap.link_or_copy)


def _no_file(name: str, dangling: bool) -> Fault:
    """Return the fault of what has the name of a table and cannot be read."""
    table = table_name(Path(name).stem)
    if dangling:
        rule, fix = (
            "the link leads to no file; nothing was read",
            "Put the file where the link leads, or delete the link",
        )
    else:
        rule, fix = (
            "this is a folder or a device and no file; nothing was read",
            "Put the file of the table in its place, or rename it",
        )
    return Fault(table, None, None, None, rule, fix, "error", name)


def _twice(table: str, first: str, second: str) -> Fault:
    return Fault(
        table,
        None,
        None,
        None,
        f"the table stands in {first} as well; only that file was read",
        "Keep one of the two files",
        "error",
        second,
    )


def _unread(name: str, *, loose: bool) -> Fault | None:
    """Return the fault of a file that somebody may believe to be read, None for any other file."""
    stem, suffix = Path(name).stem, Path(name).suffix.lower()
    if name.startswith((".", "~")):
        return None
    table = table_name(Path(stem).stem)
    if (
        table in TABLES
        and suffix in {".xlsx", ".xls", ".ods", ".tsv", ".txt", ".gz", ".zip", ".json"}
        and not loose
    ):
        return Fault(
            table,
            None,
            None,
            None,
            f"a file of type {suffix} is not read as a table",
            "Save it as CSV (UTF-8) or Parquet",
            "warning",
            name,
        )
    if suffix in _FORMS and loose:
        close = nearest(table, TABLES)
        hint = f"Did you mean {close}{suffix}? " if close else ""
        return Fault(
            table,
            None,
            None,
            None,
            "no table has this name; the file was not read",
            f"{hint}Rename it, or leave it as it is",
            "warning",
            name,
        )
    return None
