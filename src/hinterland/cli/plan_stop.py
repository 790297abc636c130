"""Ctrl-C while a plan is looked for: the search ends, and what it has found is shown."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.progress import Progress


@contextmanager
def stoppable(progress: Progress) -> Iterator[Progress]:
    """Return a progress that raises `Cancelled` once the user has pressed Ctrl-C; pressed again, it ends at once."""
    from hinterland.errors import Cancelled

    pressed = threading.Event()

    def told(done: int, total: int, what: str) -> None:
        if pressed.is_set():
            raise Cancelled("cancelled")
        progress(done, total, what)

    if threading.current_thread() is not threading.main_thread():
        yield told  # signals reach the main thread only
        return
    usual = signal.getsignal(signal.SIGINT)

    def press(number: int, frame: object) -> None:  # noqa: ARG001
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    signal.signal(signal.SIGINT, press)
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, usual)
