"""Ctrl-C that reaches the program: what falls into a callback from C is told again.

While kernels are compiled the interpreter is called from C (llvmlite, through ctypes). A KeyboardInterrupt that is
raised there cannot pass through C: Python prints "Exception ignored" and goes on, and the work never ends.
"""

from __future__ import annotations

import sys
from _thread import interrupt_main
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE = 0.05
"""Seconds after which an interrupt is told again: by then the callback has mostly ended, else it comes back here."""


@contextmanager
def told_again() -> Iterator[None]:
    """Tell the main thread of an interrupt once more where Python had to ignore it.

    Raises
    ------
    KeyboardInterrupt
        Also in place of what fails after an interrupt was ignored.
    """
    usual = sys.unraisablehook
    waiting: list[Timer] = []

    def again(lost: sys.UnraisableHookArgs) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            usual(lost)
            return
        timer = Timer(PAUSE, interrupt_main)
        timer.daemon = True
        waiting.append(timer)
        timer.start()

    sys.unraisablehook = again
    try:
        yield
    except Exception as error:
        if waiting:  # a compiler that lost its callback fails at what comes next
            raise KeyboardInterrupt from error
        raise
    finally:
        sys.unraisablehook = usual
        for timer in waiting:
            timer.cancel()
