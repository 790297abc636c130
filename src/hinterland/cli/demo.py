"""`hinterland demo`."""

from __future__ import annotations

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
    from hinterland.cli.track import show
    from hinterland.promises import track
    from hinterland.report import run
    from hinterland.shipped import shipped

    case = shipped("yangtze-nev")
    with options.progress("Demo") as progress:
        cluster = load(case, progress=progress)
        run(cluster, out, as_of=as_of, lang=lang, progress=progress)
        result = track(cluster, as_of=as_of)
    show(result, lang)
    zh = lang == "zh"
    click.echo()
    click.echo(f"{'报告' if zh else 'Report'}: {out / 'report.html'}")
    click.echo(f"{'更多' if zh else 'More'}: hinterland track {case} --as-of 2021-08-11")
    click.echo("      hinterland new my-case --from yangtze-nev")
    return 0
