"""`hinterland plan DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options, plan_options
from hinterland.cli.stress import Number

if TYPE_CHECKING:
    from hinterland.result import Result

MIXED = 0.8
"""Share of scenarios in which targets hold, where --robust does not say."""
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("plan")
@options.directory
@plan_options.problem
@click.option(
    "--compare",
    type=FILE,
    default=None,
    metavar="FILE",
    help="A CSV of changes as for --scenario: the plan is made for that case, too, and both are held row by row.",
)
@click.option(
    "--curve",
    multiple=True,
    metavar="TARGET",
    help="Public cost against the level of a target. May be repeated.",
)
@click.option(
    "--pareto",
    type=plan_options.Pair(),
    default=None,
    metavar="A,B",
    help="Public cost against the levels of two targets together.",
)
@click.option(
    "--alternatives",
    type=Number(0, 50, whole=True),
    default=0,
    metavar="N",
    help="Plans of nearly the same cost that differ most, and what all or none of them contain.",
)
@click.option(
    "--slack",
    type=Number(0, 10, open_=True),
    default=0.05,
    show_default=True,
    metavar="SHARE",
    help="Most that alternatives may cost more.",
)
@click.option(
    "--robust",
    type=plan_options.Share(0, 1),
    is_flag=False,
    flag_value=MIXED,
    default=None,
    metavar="[SHARE]",
    help=f"Scenarios of demand and of suppliers that fail: targets hold in so many of them (alone: {MIXED:g}).",
)
@click.option(
    "--worth",
    type=Number(0, 10_000, whole=True),
    default=8,
    show_default=True,
    metavar="N",
    help="Candidates outside the plan whose worth is found by planning again; those in it always are. 0: none.",
)
@click.option("--quick", is_flag=True, help="The plan alone: no ranges, prices, other definitions, worth.")
@click.option(
    "--write", type=FILE, default=None, metavar="FILE", help="Write the program, as .mps or .lp, with names."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="FOLDER",
    help="Save the result.",
)
@options.output
def command(case: Path, *, scenario: Path | None, form: str, lang: str, **given: Any) -> int:
    """Show the cheapest plan that keeps the promises, the price of each promise, or what gives.

    Which firms to attract to which park in which year, what to expand, where support and land go, so that the targets
    hold at least public cost; what each target costs; and if it cannot be done, which limits are short by how much or
    which targets miss by how much.

    CSV has the table of openings; JSON has every table. Ctrl-C ends the search and shows the best plan so far.
    """
    from hinterland.cli.plan_stop import stoppable
    from hinterland.planning import plan

    if given["out"] is not None:
        plan_options.folder(given["out"])
    with options.progress("Planning") as bar, stoppable(bar) as progress:
        cluster = plan_options.cluster(case, scenario, progress)
        extras = _extras(given)
        if given["compare"] is not None:
            plan_options.comparable(cluster, extras.compare, given["compare"])
        result = plan(
            cluster,
            asked=plan_options.asked(given),
            extras=extras,
            gap=given["gap"],
            time_limit=given["time_limit"],
            seed=given["seed"],
            progress=progress,
        )
    if form == "text":
        from hinterland.cli.plan_show import show

        show(result, lang)
    else:
        rows = chain_options.plain(result["openings"])
        options.emit(form, result["openings"].columns, rows, whole(result))
    if given["out"] is not None:
        result.save(given["out"])  # after it is shown: what was found is not lost with a folder
    return plan_options.ended(result, lang)


def _extras(given: dict[str, Any]) -> Any:
    """Return what is computed beside the plan."""
    from hinterland.planning import Extras
    from hinterland.planning.whatif import scenario_file

    quick = given["quick"]
    return Extras(
        ranges=not quick,
        definitions=not quick,
        prices=not quick,
        worth=0 if quick else given["worth"],
        curve=tuple(dict.fromkeys(given["curve"])),
        pareto=given["pareto"],
        alternatives=given["alternatives"],
        slack=given["slack"],
        robust=given["robust"],
        compare=() if given["compare"] is None else scenario_file(given["compare"]),
        write=given["write"],
    )


def whole(result: Result) -> dict[str, Any]:
    """Return the whole answer: `year` of openings is that of the decision, prices of a target stand together."""
    tables = {name: chain_options.plain(frame) for name, frame in result.tables.items()}
    tables["openings"] = [row | {"year": row["decided"]} for row in tables["openings"]]
    tables["targets"] = [_priced(row) for row in tables["targets"]]
    answer = chain_options.whole(result, tables)
    if "robust" in tables:  # the table has the name; what it comes to stands beside it
        answer["robust_summary"] = result.summary.get("robust")
    return answer


PRICES = {
    "relaxation": "price_relaxation",
    "fixed_plan": "price_fixed",
    "step_up": "price_up",
    "step_down": "price_down",
}


def _priced(row: dict[str, Any]) -> dict[str, Any]:
    """Return a target whose prices stand together, with the step they are for and why some are null."""
    prices: dict[str, Any] = {name: row[column] for name, column in PRICES.items()}
    prices |= {"per": row["unit_step"], "note_en": row["price_note_en"], "note_zh": row["price_note_zh"]}
    for end in ("up", "down"):
        prices[f"step_{end}_range"] = [row[f"price_{end}_low"], row[f"price_{end}_high"]]
    return {k: v for k, v in row.items() if not k.startswith("price_")} | {"prices": prices}
