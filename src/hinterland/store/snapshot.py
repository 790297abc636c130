"""Reading the files of a folder as they stood at one moment, while others may be saving."""

from __future__ import annotations

import os
import stat
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_RELATIVE = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd and os.listdir in os.supports_fd
"""Whether files can be opened relative to an open folder: then a folder that is exchanged stays ours."""
_TRIES, _PAUSE = 60, 0.02
_BINARY = getattr(os, "O_BINARY", 0)
_Signature = tuple[bool, int, int, int]
_DANGLING: _Signature = (False, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files of a folder as they stood together: contents of those wanted, names of all, links to nothing."""

    folder: Path
    files: Mapping[str, bytes]
    names: tuple[str, ...]
    dangling: frozenset[str] = frozenset()


def take(locate: Callable[[], Path | None], wanted: Callable[[str], bool]) -> Snapshot | None:
    """Return the wanted files of the folder that `locate` finds, all of one moment; None where it finds none.

    Raises
    ------
    CaseError
        If the folder keeps changing, or a file cannot be read.
    """
    folder: Path | None = None
    for attempt in range(_TRIES):
        folder = locate()
        if folder is None:
            return None
        try:
            found = _read_once(folder, wanted)
        except (FileNotFoundError, NotADirectoryError):
            found = None  # replaced while we looked: look again
        except OSError as error:
            raise CaseError(
                f"{error.filename or folder} cannot be read ({error.strerror or error}). "
                "Check that you may read it and that no program keeps it to itself"
            ) from error
        if found is not None and locate() == folder:
            return found
        time.sleep(min(_PAUSE * attempt, 0.5))
    raise CaseError(f"{folder} keeps changing while it is read. Try again when nobody is saving into it")


def _read_once(folder: Path, wanted: Callable[[str], bool]) -> Snapshot | None:
    """Read everything once; return None where anything changed meanwhile."""
    with _opened(folder) as base:
        before = _signatures(folder, base)
        files = {}
        for name, seen in before.items():
            if seen and seen[0] and wanted(name):
                files[name] = _read_file(folder, base, name)
        same_folder = base is None or os.path.samestat(os.fstat(base), folder.stat())
        if not same_folder or _rest(_signatures(folder, base)) != _rest(before):
            return None
    return Snapshot(folder, files, tuple(before), frozenset(n for n, s in before.items() if s == _DANGLING))


def _rest(signatures: Mapping[str, _Signature | None]) -> dict[str, _Signature]:
    """Return what must not change during a read: hidden files, which editors make and delete, may."""
    return {name: seen for name, seen in signatures.items() if seen}


@contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    if not _RELATIVE:
        yield None
        return
    fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        yield fd
    finally:
        os.close(fd)


def _signatures(folder: Path, base: int | None) -> dict[str, _Signature | None]:
    """Return for each name: whether it is a file, its size, time of change and identity; None where hidden."""
    found: dict[str, _Signature | None] = {}
    for name in os.listdir(folder if base is None else base):  # noqa: PTH208 (an open folder has no path)
        if name.startswith("."):
            found[name] = None
            continue
        where = folder / name if base is None else name
        try:
            status = os.stat(where, dir_fd=base)
        except OSError:
            if not stat.S_ISLNK(os.lstat(where, dir_fd=base).st_mode):
                raise
            found[name] = _DANGLING
            continue
        found[name] = (stat.S_ISREG(status.st_mode), status.st_size, status.st_mtime_ns, status.st_ino)
    return dict(sorted(found.items()))


def _read_file(folder: Path, base: int | None, name: str) -> bytes:
    where = folder / name if base is None else name
    with os.fdopen(os.open(where, os.O_RDONLY | _BINARY, dir_fd=base), "rb") as file:
        return file.read()
