"""Ctrl-C ends the program, also where Python had to ignore it."""

from __future__ import annotations

import ctypes
import signal
import sys
import time

import click
import pytest

import hinterland.cli as program
from hinterland.cli.interrupts import told_again


def ignored() -> None:
    """Raise an interrupt where C calls Python: Python cannot pass it on."""

    def pressed() -> None:
        signal.raise_signal(signal.SIGINT)

    ctypes.CFUNCTYPE(None)(pressed)()


def pressed_then_slow() -> None:
    ignored()
    for _ in range(1000):
        time.sleep(0.01)


def pressed_then_broken() -> None:
    ignored()
    raise RuntimeError("no compiled object yet")


def test_an_interrupt_that_falls_into_a_callback_is_told_again() -> None:
    usual = sys.unraisablehook
    with pytest.raises(KeyboardInterrupt), told_again():
        pressed_then_slow()
    assert sys.unraisablehook is usual


def test_what_fails_after_an_ignored_interrupt_was_stopped_by_the_user() -> None:
    with pytest.raises(KeyboardInterrupt), told_again():
        pressed_then_broken()


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="of its own"), told_again():
        raise RuntimeError("of its own")


def test_the_program_ends_as_cancelled(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command("slow")
    def slow() -> None:
        pressed_then_slow()

    monkeypatch.setattr(program.LazyGroup, "get_command", lambda *_: slow)
    assert program.main(["check"]) == program.CANCELLED
    assert "Cancelled" in capsys.readouterr().err
