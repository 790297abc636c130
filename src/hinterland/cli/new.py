"""`hinterland new DIR`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


@click.command("new")
@click.argument("case", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    type=click.Choice(["tutorial", "plan-tutorial", "yangtze-nev"]),
    help="Copy a shipped case instead of an empty one.",
)
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the guide."
)
def command(case: Path, *, source: str | None, lang: str) -> int:
    """Make a documented empty case in the folder DIR, or copy a shipped one.

    The folder gets the most used tables as CSV with their headings, `template.xlsx` with every table (drop-downs,
    units, descriptions), and a README that says in which order to fill them.
    """
    if source:
        _copy(source, case)
    else:
        from hinterland.store import new_case

        new_case(case, lang=lang)
    zh = lang == "zh"
    click.echo(f"{'已建立' if zh else 'Made'} {case}")
    click.echo(f"{'下一步' if zh else 'Next'}: hinterland check {shlex.quote(str(case))}")
    return 0


def _copy(source: str, case: Path) -> None:
    import shutil

    from hinterland.cases import shipped
    from hinterland.errors import CaseError

    if case.exists() and any(case.iterdir()):
        raise CaseError(f"{case} is not empty; name a new folder")
    shutil.copytree(shipped(source), case, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
