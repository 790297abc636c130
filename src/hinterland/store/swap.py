"""Replacing a folder of tables whole or not at all.

A new folder is filled beside the old one and takes its place in one step. Names say how far it had come:

- `.tables-part-*`   being filled: never read
- `.tables-next-*`   complete, and on its way: read where `tables` is missing, ignored otherwise
- `.tables-past-*`   replaced, being deleted: never read

So at any instant a reader finds the old folder or the new one. Where the operating system exchanges two names
in one step (Linux, macOS) `tables` is never missing at all; elsewhere it is for the moment between two renames,
and if the writer ends there, `.tables-next-*` is the case. The next writer, holding the lock, finishes that and
deletes what was left.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from typing import TYPE_CHECKING

from hinterland.errors import CaseError, CaseLocked

if TYPE_CHECKING:
    from pathlib import Path

TABLES_FOLDER = "tables"
PART, NEXT, PAST = ".tables-part-", ".tables-next-", ".tables-past-"
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
_TRIES, _PAUSE = 40, 0.05
"""Windows refuses to rename a folder while a reader has one of its files open; readers are quick."""


def find_tables(home: Path) -> Path | None:
    """Return the folder that holds a case's tables now, None where there is none."""
    tables = home / TABLES_FOLDER
    for _ in range(3):  # a writer without exchange may have both names missing to our eyes for an instant
        if tables.is_dir():
            return tables
        waiting = _named(home, NEXT)
        if waiting:
            return waiting[-1]
    return None


def _named(home: Path, prefix: str) -> list[Path]:
    try:
        return sorted(p for p in home.iterdir() if p.name.startswith(prefix) and p.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _stamp() -> str:
    """Return a name that no other writer uses, later ones after earlier ones."""
    return f"{time.time_ns():020d}-{os.getpid()}"


def begin(home: Path) -> Path:
    """Make the folder that a new version is filled into, and return it."""
    part = home / f"{PART}{_stamp()}"
    part.mkdir()
    tables = home / TABLES_FOLDER
    if tables.is_dir():
        shutil.copymode(tables, part)
    return part


def tidy(home: Path) -> None:
    """Finish what a writer that was ended had complete, delete what it had not. Needs the writers' lock.

    Raises
    ------
    CaseError
        If `tables` is a link (exchanging it would leave its target behind), or a file.
    """
    tables = home / TABLES_FOLDER
    if tables.is_symlink():
        raise CaseError(
            f"{tables} is a link; name the folder that it leads into instead, or replace it by it"
        )
    if tables.exists() and not tables.is_dir():
        raise CaseError(f"{tables} is a file, where the folder of tables should be; rename it")
    waiting = _named(home, NEXT)
    if waiting and not tables.is_dir():
        waiting.pop().rename(tables)
        sync_folder(home)
    for folder in waiting:
        _discard(folder)
    for folder in _named(home, PART) + _named(home, PAST):
        shutil.rmtree(folder, ignore_errors=True)


def _discard(folder: Path) -> None:
    """Delete a complete folder, renaming it first: half of it must never pass for a case."""
    past = folder.with_name(f"{PAST}{_stamp()}")
    folder.rename(past)
    shutil.rmtree(past, ignore_errors=True)


def publish(home: Path, part: Path) -> None:
    """Put a filled folder in the place of `tables`.

    Raises
    ------
    CaseLocked
        If another program has files of the folder open (Windows); the case stays as it was.
    """
    sync_folder(part)
    tables = home / TABLES_FOLDER
    ready = part.with_name(part.name.replace(PART, NEXT))
    past = part.with_name(part.name.replace(PART, PAST))
    part.rename(ready)
    sync_folder(home)
    if not tables.is_dir():
        _patient_rename(ready, tables)
    elif exchange(ready, tables):
        ready.rename(past)
    else:
        _replace(tables, ready, past)
    sync_folder(home)
    shutil.rmtree(past, ignore_errors=True)


def _replace(tables: Path, ready: Path, past: Path) -> None:
    """Exchange by two renames, going back where the second one fails."""
    try:
        _patient_rename(tables, past)
        try:
            _patient_rename(ready, tables)
        except OSError:
            past.rename(tables)
            raise
    except OSError as error:
        _discard(ready)
        raise CaseLocked(
            f"{tables} cannot be replaced ({error.strerror or error}); nothing was written. "
            "Close the programs that have its files open, and save again"
        ) from error


def _patient_rename(source: Path, target: Path) -> None:
    for _ in range(_TRIES):
        try:
            source.rename(target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    source.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False where the system cannot."""
    if os.name != "posix":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(here, a, here, b, swap)
    elif str(sys.platform) == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(a, b, swap)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(one))


def write_file(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """Give a file a second name, or copy it where the file system has no links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder (where the system offers that)."""
    if os.name != "posix":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
