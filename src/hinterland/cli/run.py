"""`hinterland run DIR --out OUT`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from datetime import date


@click.command("run")
@options.directory
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for report and tables.")
@options.as_of
@options.output
def command(case: Path, *, out: Path, as_of: date | None, form: str, lang: str) -> int:
    """Run every study the case has data for and write the report.

    OUT gets report.html (one file, both languages, no request to any other host), every table as CSV, Excel and
    Parquet, the figures as SVG, and result.json with where each number came from.
    """
    from hinterland.case import load
    from hinterland.report import run

    with options.progress("Running") as progress:
        done = run(load(case, progress=progress), out, as_of=as_of, lang=lang, progress=progress)
    if form == "text":
        click.echo(f"{'报告' if lang == 'zh' else 'Report'}: {out / 'report.html'}")
        return 0
    whole = done.as_dict()
    options.emit(form, list(whole), [whole], whole)
    return 0
