"""`hinterland convert SRC DST`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from hinterland.cli import options

PATH = click.Path(path_type=Path)


@click.command("convert")
@click.argument("src", type=PATH)
@click.argument("dst", type=PATH)
@click.option(
    "--to", "kind", type=click.Choice(["csv", "parquet"]), default=None, help="Form of tables in a folder."
)
@click.option("--replace", is_flag=True, help="Replace the tables of a case that stands at DST already.")
def command(src: Path, dst: Path, *, kind: Literal["csv", "parquet"] | None, replace: bool) -> int:
    """Convert a case between a folder of CSV, a folder of Parquet, and an Excel workbook.

    The form of DST follows from its name: `case.xlsx` is a workbook, anything else a folder. The case must be
    free of errors, so that nothing is lost on the way.
    """
    from hinterland.case import convert

    with options.progress("Converting") as progress:
        tables, rows = convert(src, dst, kind=kind, replace=replace, progress=progress)
    click.echo(f"{src} -> {dst}: {tables} tables, {rows:,} rows")
    return 0
