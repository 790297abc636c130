"""Progress and cancelling, without saying how they are shown.

A study calls `progress(done, total, what)` now and then. The command line draws a bar, the studio a page, a
notebook nothing. To cancel, the callable raises `Cancelled`.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far a long piece of work has come."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Take note that `done` of `total` steps are done, and that `what` comes next."""


def silent(done: int, total: int, what: str) -> None:
    """Show nothing."""
