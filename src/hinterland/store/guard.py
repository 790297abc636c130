"""Who may write: one at a time, and only who has seen what is there now."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from hinterland.errors import CaseError, CaseLocked, NewerCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PATIENCE = 2.0
"""Seconds that a writer waits for another one: saving takes less unless the case is large."""

_REMEMBERED = 64
_SEEN: dict[str, Mapping[str, str]] = {}
"""Files by revision. A revision names its content, so that this can be forgotten but never be wrong; it tells
a writer which tables changed since."""


def digest(data: bytes) -> str:
    """Return the BLAKE2b digest of a file, 256 bits in hexadecimal."""
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def revision(files: Mapping[str, str]) -> str:
    """Return the fingerprint of a set of files, from their names and digests, and keep them in mind."""
    found = hashlib.blake2b(json.dumps(sorted(files.items())).encode(), digest_size=16).hexdigest()
    _SEEN[found] = dict(files)
    while len(_SEEN) > _REMEMBERED:
        _SEEN.pop(next(iter(_SEEN)), None)
    return found


@contextmanager
def writing(lock: Path, case: Path) -> Iterator[None]:
    """Hold the writers' lock of a case; it falls with the process that holds it.

    Raises
    ------
    CaseLocked
        If somebody else holds it.
    CaseError
        If the lock file cannot be made, as in a folder that may only be read.
    """
    if lock.parent.is_dir() and not os.access(lock.parent, os.W_OK | os.X_OK):
        raise CaseError(  # the lock would wait for its file to become writable, and call that another program
            f"{case} cannot be saved: the folder {lock.parent} cannot be written to. "
            "Check that you may write there, or save into another folder"
        )
    # Not thread_local: the lock is taken and given back here, by one thread, and two stores are two writers.
    held = FileLock(lock, timeout=PATIENCE, thread_local=False)
    try:
        held.acquire()
    except Timeout as error:
        raise CaseLocked(
            f"{case} is being saved by another program (it holds {lock}); nothing was written. "
            "Wait until it is done and save again; a program that was ended holds no lock"
        ) from error
    except OSError as error:
        raise CaseError(
            f"{case} cannot be saved: {lock} cannot be made ({error.strerror or error}). "
            "Check that you may write there, or save into another folder"
        ) from error
    try:
        yield
    finally:
        held.release()


def check_expected(case: Path, found: Mapping[str, str] | None, expected: str | None) -> None:
    """Refuse to write over what the writer has not seen.

    Parameters
    ----------
    case
        Where the case is.
    found
        Digest by file of what is there now, None where there is no case.
    expected
        Revision that the writer started from, None for a new case.

    Raises
    ------
    NewerCase
        If what is there is not what the writer expects.
    """
    if found is None:
        if expected is None:
            return
        raise NewerCase(
            f"{case} is gone: it was read here before, and is no case any more. Save it elsewhere"
        )
    if expected is None:
        raise NewerCase(f"{case} is a case already; nothing was written. Read it first, or choose a new name")
    if revision(found) == expected:
        return
    before = _SEEN.get(expected)
    what = "" if before is None else f" ({_changes(before, found)})"
    raise NewerCase(
        f"{case} was changed after it was read here{what}; nothing was written. "
        "Read it again and repeat your change, or save yours under another name and compare the two"
    )


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    words = (
        ("changed", sorted(n for n in now if n in before and now[n] != before[n])),
        ("new", sorted(set(now) - set(before))),
        ("gone", sorted(set(before) - set(now))),
    )
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in words if names)
