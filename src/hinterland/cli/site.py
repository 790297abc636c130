"""`hinterland site [ID] DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hinterland.cli import chain_options, options
from hinterland.cli.stress import Number

TOP = 10
"""Parks that the text lists."""
NEW = "new project"
"""Name of a project that only options describe."""


class Weight(click.ParamType[Any]):
    """A term and its weight: `land=2`."""

    name = "TERM=W"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return term and weight, or say how to write them."""
        if isinstance(value, tuple):
            return value
        term, equals, number = (part.strip() for part in str(value).partition("="))
        try:
            weight = float(number)
        except ValueError:
            weight = None
        if not term or not equals or weight is None:
            self.fail(
                f"{value!r} is no weight: write TERM=NUMBER, such as land=2 or talent=0 (0 leaves it out)",
                param,
                ctx,
            )
        return term, weight


@click.command("site", options_metavar="[OPTIONS]")
@click.argument("words", metavar="[ID] DIR", nargs=-1, required=True)
@click.option(
    "--weight",
    "weights",
    type=Weight(),
    multiple=True,
    metavar="TERM=W",
    help="Weight of a term: suppliers, users, talent, institutes, testing, land, land_cost, policy. Default: 1 each; "
    "0 leaves one out. May be repeated.",
)
@click.option(
    "--place",
    "places",
    type=chain_options.Ids(),
    default=None,
    metavar="ID[,ID...]",
    help="Places whose parks are compared. Default: where the candidate may go, else all parks of the case.",
)
@click.option(
    "--hours",
    type=Number(0, 48, open_=True),
    default=3,
    show_default=True,
    metavar="H",
    help="Travel time by lorry that counts as within reach.",
)
@click.option(
    "--product",
    metavar="ID",
    default=None,
    help="What the project makes or works on, where the case lacks it.",
)
@click.option(
    "--land", type=Number(0, 1e9, open_=True), default=None, metavar="HA", help="Land it needs, ha."
)
@click.option("--jobs", type=Number(0, 1e9), default=None, metavar="N", help="Jobs it needs.")
@click.option(
    "--sector",
    "sectors",
    multiple=True,
    metavar="WORD",
    help="A word under which instruments may name its sector, beside the case's own names. May be repeated.",
)
@click.option(
    "--synthetic/--no-synthetic",
    default=None,
    help="Whether made-up plants count. Default: only where the case has no others.",
)
@click.option(
    "--draws",
    type=Number(1, 1_000_000, whole=True),
    default=10_000,
    show_default=True,
    metavar="N",
    help="Drawn weights, for how far the first place hangs on them.",
)
@click.option(
    "--seed",
    type=Number(0, 2**63 - 1, whole=True),
    default=20210810,
    show_default=True,
    metavar="N",
    help="Of the draws.",
)
@options.as_of
@click.option(
    "--top",
    type=Number(1, 10_000, whole=True),
    default=None,
    metavar="N",
    help="Parks to list. Default: 10 in text, all in JSON and CSV.",
)
@options.output
def command(
    words: tuple[str, ...],
    *,
    weights: tuple[tuple[str, float], ...],
    places: tuple[str, ...] | None,
    as_of: Any,
    top: int | None,
    form: str,
    lang: str,
    **asked: Any,
) -> int:
    """Rank parks for one project: a candidate, a need, a workstream, or one described by options.

    Each park is scored by reachable suppliers and users, talent, research, test services, land and policy. Every term
    is shown with what it rests on; weights are yours to change, and how far the first place hangs on them is told. A
    term that is not known is left out and never counts as nought.

    `hinterland site --product battery_cell --land 40 --jobs 1500 DIR` ranks parks for a project that the case lacks.
    CSV has the table of parks; JSON has every table.
    """
    from hinterland.case import load
    from hinterland.planning.site import Options, site

    project, folder = _words(words, asked["product"])
    told = Options(weights=_once(weights), places=places or (), **asked)
    with options.progress("Site") as progress:
        cluster = load(Path(folder), progress=progress)
        result = site(cluster, project, as_of=as_of, options=told, progress=progress)
    if form == "text":
        from hinterland.cli.site_show import show

        show(result, lang, top or TOP)
        return 0
    kept = result["parks"] if top is None else result["parks"].head(top)
    some = set(kept["place"].to_list())
    tables = {
        name: chain_options.plain(
            frame if name == "weights" else frame.filter(frame["place"].is_in(list(some)))
        )
        for name, frame in result.tables.items()
    }
    options.emit(form, result["parks"].columns, tables["parks"], chain_options.whole(result, tables))
    return 0


def _words(words: tuple[str, ...], product: str | None) -> tuple[str, str]:
    """Return project and folder."""
    if len(words) == 2:
        if Path(words[0]).is_dir() and not Path(words[1]).exists():
            raise click.UsageError(f"the id stands before the folder: hinterland site {words[1]} {words[0]}")
        return words[0], words[1]
    if len(words) == 1 and product is not None:
        return NEW, words[0]
    if len(words) == 1:
        raise click.UsageError(
            "write the id of a candidate, need or workstream before the folder (hinterland site ID DIR), or describe "
            "a project with --product ID"
        )
    raise click.UsageError(f"write ID and DIR; {len(words)} words are too many: {' '.join(words[2:])!r}")


def _once(weights: tuple[tuple[str, float], ...]) -> dict[str, float]:
    """Return weights by term; one given twice is refused."""
    found: dict[str, float] = {}
    for term, weight in weights:
        if term in found and found[term] != weight:
            raise click.UsageError(f"--weight names {term} twice: write {term}=W once")
        found[term] = weight
    return found
