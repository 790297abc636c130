"""The process that takes documents apart: bytes in, JSON out, bounded in memory and processor time."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

from hinterland.reading.sources.unreadable import LARGEST_TEXT, Unreadable

MEMORY = 2_000_000_000
"""Bytes of address space: libraries map a third of it before they read anything."""


def main() -> None:
    """Answer until nobody asks any more."""
    into, out = sys.stdin.buffer, sys.stdout.buffer
    _bound_memory()
    while head := into.readline():
        asked = json.loads(head)
        data = into.read(asked["size"])
        _bound_time(asked["seconds"])
        body = json.dumps(answer(asked["form"], data)).encode()
        out.write(b"%d\n" % len(body) + body)
        out.flush()


def answer(form: str, data: bytes) -> dict[str, Any]:
    """Return what a document holds, or the fault that it has."""
    try:
        found: dict[str, Any] = _taker(form)(data)
    except Unreadable as error:
        return {"fault": error.fault, "detail": error.detail}
    except MemoryError:
        return {"fault": "memory"}
    except Exception as error:  # noqa: BLE001 (libraries raise what they like over damage)
        return {"fault": "damaged", "detail": str(error)[:100] or type(error).__name__}
    if len(found["text"]) > LARGEST_TEXT:
        return {"fault": "large", "detail": f"{LARGEST_TEXT:,} characters"}
    if not found["text"].strip():
        return {"fault": "empty"}
    return found


def _taker(form: str) -> Any:
    """Return the function for a form; only its libraries are imported."""
    if form == "pdf":
        from hinterland.reading.sources.pdf import take  # noqa: PLC0415
    elif form == "docx":
        from hinterland.reading.sources.word import take  # noqa: PLC0415
    else:
        from hinterland.reading.sources.web import take  # noqa: PLC0415
    return take


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 (Windows has none)
    except ImportError:
        return
    _limit(resource, resource.RLIMIT_AS, MEMORY)
    _limit(resource, resource.RLIMIT_CORE, 0)


def _bound_time(seconds: float) -> None:
    """Let the system end the process where the one that asked is gone."""
    try:
        import resource  # noqa: PLC0415 (Windows has none)
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource, resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * seconds) + 2)


def _limit(resource: Any, what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    top = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # some systems do not bound it
        resource.setrlimit(what, (top, hard))


if __name__ == "__main__":
    main()
