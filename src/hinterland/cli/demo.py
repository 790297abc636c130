"""`hinterland demo`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from datetime import date


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("hinterland-demo"),
    show_default=True,
    help="Folder for report and tables.",
)
@options.as_of
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the board."
)
def command(out: Path, *, as_of: date | None, lang: str) -> int:
    """Run the shipped case, the new-energy vehicle chain of the Yangtze delta: board and report.

    It is the same as `hinterland run` and `hinterland track` on that case.
    """
    from hinterland.case import load
    from hinterland.cases import shipped
    from hinterland.cli.track import show
    from hinterland.report import run

    case = shipped("yangtze-nev")
    with options.progress("Demo") as progress:
        done = run(load(case, progress=progress), out, as_of=as_of, lang=lang, progress=progress)
    show(done.results["track"], lang, changes=False)
    zh = lang == "zh"
    program = _program()
    click.echo()
    click.echo(f"{'报告' if zh else 'Report'}: {done.report}")
    click.echo(f"{'看得更多' if zh else 'See more'}: {program} track {_shown(case)} --as-of 2021-08-11")
    click.echo(f"{'改成你的案例' if zh else 'Make it yours'}: {program} new my-case --from yangtze-nev")
    return 0


def _program() -> str:
    """Return how this command is called here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    return (
        "hinterland" if shutil.which("hinterland") or not called.exists() else str(_shown(called.absolute()))
    )


def _shown(path: Path) -> Path:
    """Return the path as a person in this folder would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
