"""docs/cli.md: every command with the help it prints."""

from __future__ import annotations

import click
from click.testing import CliRunner

from hinterland.cli import COMMANDS, cli

WIDTH = 100
HEAD = """# Command line

<!-- Written by tools/pages.py from the commands' own help; do not edit. -->

Answers go to stdout, progress and messages to stderr. Exit codes: **0** answered, **1** faults found in the case,
**2** wrong use (an unknown option, a folder that is no case, a study that the case has no data for), **130**
cancelled.
`python -m hinterland` is the same as `hinterland`.
"""


def page(_old: str = "") -> str:
    """Return the page."""
    parts = [HEAD, _block("hinterland --help", help_of())]
    for name in COMMANDS:
        parts += [f"## {name}\n", _block(f"hinterland {name} --help", help_of(name))]
        found = cli.get_command(click.Context(cli), name)
        for below in found.commands if isinstance(found, click.Group) else ():
            told = _block(f"hinterland {name} {below} --help", help_of(name, below))
            parts += [f"### {name} {below}\n", told]
    return "\n".join(parts)


def help_of(*names: str) -> str:
    """Return what `hinterland NAMES --help` prints at a width of 100."""
    told = CliRunner().invoke(
        cli, [*names, "--help"], prog_name="hinterland", terminal_width=WIDTH, max_content_width=WIDTH
    )
    if told.exit_code:
        raise SystemExit(told.output)
    return told.output.rstrip()


def _block(command: str, text: str) -> str:
    return f"```text\n$ {command}\n{text}\n```\n"
