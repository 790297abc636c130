"""`hinterland attract DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options, plan_options
from hinterland.cli.stress import Number

if TYPE_CHECKING:
    from pathlib import Path

TOP = 15


@click.command("attract")
@options.directory
@plan_options.problem
@click.option(
    "--shortlist",
    type=Number(0, 10_000, whole=True),
    default=20,
    show_default=True,
    metavar="N",
    help="Candidates outside the plan that are planned for again, the most promising; those in it always are.",
)
@click.option(
    "--hours",
    type=Number(0, 48, open_=True),
    default=3.0,
    show_default=True,
    metavar="H",
    help="Travel time that counts as within reach of users.",
)
@click.option(
    "--top",
    type=Number(1, 10_000, whole=True),
    default=None,
    metavar="N",
    help=f"Rows to list. Default: {TOP} in text, all in JSON.",
)
@options.output
def command(case: Path, *, scenario: Path | None, top: int | None, form: str, lang: str, **given: Any) -> int:
    """Show what every candidate is worth to the promises: the plan made again with it and without it.

    Ranked by worth times landing probability, with the reasons: which targets it serves, what it costs, what it takes
    of land and labour, how far its users are, whether the land is enough.
    """
    from hinterland.cli.plan_stop import stoppable
    from hinterland.planning import attract

    with options.progress("Candidates") as bar, stoppable(bar) as progress:
        cluster = plan_options.cluster(case, scenario, progress)
        result = attract(
            cluster,
            asked=plan_options.asked(given),
            shortlist=given["shortlist"],
            hours=given["hours"],
            gap=given["gap"],
            time_limit=given["time_limit"],
            seed=given["seed"],
            progress=progress,
        )
    if form == "text":
        from hinterland.cli.attract_show import show

        show(result, lang, top or TOP)
    else:
        tables = {
            n: chain_options.plain(f.head(top) if top and n == "worth" else f)
            for n, f in result.tables.items()
        }
        options.emit(form, result["worth"].columns, tables["worth"], chain_options.whole(result, tables))
    return plan_options.ended(result, lang)
