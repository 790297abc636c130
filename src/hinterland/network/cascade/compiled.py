"""How loops are compiled: free of the interpreter's lock, division as IEEE 754 has it, the whole kept on disk.

numba renews what it keeps on disk when the file of a loop changes, not when a part in another file does. So parts
are not kept, and the one loop that Python calls is a closure over `stamp()`, which tells the files of all parts.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Loop = TypeVar("Loop", bound="Callable[..., object]")


def compiled(loop: Loop) -> Loop:
    """Return the loop compiled by numba, to be called from Python; its `py_func` is the loop itself."""
    return cast("Loop", numba.njit(cache=True, nogil=True, error_model="numpy")(loop))


def inner(loop: Loop) -> Loop:
    """Return a part of a loop, which compiled loops alone call: without the door for Python it compiles faster."""
    options: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # numba's types do not list them
    return cast("Loop", numba.njit(nogil=True, error_model="numpy", **options)(loop))


def stamp() -> int:
    """Return a number that changes when any file of this folder does."""
    found = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return int.from_bytes(found.digest()[:7], "big")
