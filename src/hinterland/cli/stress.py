"""`hinterland stress DIR --shock FILE|ID=LOSS`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from pathlib import Path

TOP = 10
"""Firms, products and paths that the text lists."""


class Number(click.ParamType[Any]):
    """A number within bounds: what is no number (nan, a percentage) is told how to write."""

    name = "NUMBER"

    def __init__(self, low: float, high: float, *, open_: bool = False, whole: bool = False) -> None:
        self.low, self.high, self.open, self.whole = low, high, open_, whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or say which are meant."""
        number = _number(value)
        above = number > self.low if self.open else number >= self.low
        if not (above and number <= self.high) or (self.whole and number != int(number)):
            kind = "whole number" if self.whole else "number"
            least = f"above {self.low:g}" if self.open else f"from {self.low:g}"
            self.fail(f"{value!r}: write a {kind} {least} to {self.high:g}", param, ctx)
        return int(number) if self.whole else number


def _number(value: Any) -> float:
    """Return a number, a whole one as it is (a seed has more digits than a float), NaN for what is none."""
    try:
        return value if isinstance(value, float) else int(value)
    except (TypeError, ValueError):
        pass
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


DAYS = Number(0, 3660, open_=True)
SOME_DAYS = Number(0, 3660)


@click.command("stress")
@options.directory
@click.option(
    "--shock",
    "shocks",
    multiple=True,
    metavar="FILE|ID=LOSS",
    help="What happens: ID=LOSS with the id of a plant, firm, place or product and the share that is lost "
    "(chips=0.4, chips=40%); KIND:ID=LOSS where an id stands for several; lane:ORIGIN:DESTINATION=LOSS; a shock of "
    "the table `shocks`; a CSV or Excel file in its layout. May be repeated: all happen together.",
)
@click.option(
    "--days", type=DAYS, default=42, show_default=True, metavar="DAYS", help="Days at full size (of ID=LOSS)."
)
@click.option(
    "--start",
    type=options.Day(),
    default=None,
    help="First day of shocks that have none. Default: the day of --as-of, else today.",
)
@click.option(
    "--recovery",
    type=SOME_DAYS,
    default=0,
    metavar="DAYS",
    help="Days of linear recovery after it, for shocks that do not say. Default: at once.",
)
@click.option(
    "--radius",
    type=Number(0, 20_000, open_=True),
    default=None,
    metavar="KM",
    help="Radius around a place, for shocks that do not say. Default: the area of the place.",
)
@click.option(
    "--step",
    type=click.Choice(["day", "week"]),
    default="day",
    show_default=True,
    help="What a row of the series stands for; the model steps by day.",
)
@click.option(
    "--horizon",
    type=Number(1, 3660, whole=True),
    default=None,
    metavar="DAYS",
    help="Days looked at from the first shock on. Default: 60 after the last has ended, at least 120.",
)
@click.option(
    "--inventory",
    type=SOME_DAYS,
    default=None,
    metavar="DAYS",
    help="Days of cover of every input. Default: table inventories, settings inventory_days.*, else by kind.",
)
@click.option(
    "--rationing",
    type=click.Choice(["proportional", "priority"]),
    default="proportional",
    show_default=True,
    help="Who gets what is scarce: all the same share, or other plants before buyers outside.",
)
@click.option(
    "--reroute-delay",
    type=SOME_DAYS,
    default=None,
    metavar="DAYS",
    help="Days of short delivery after which a buyer asks other plants of the product. Default: never.",
)
@click.option(
    "--overcapacity",
    type=Number(1, 10),
    default=1,
    show_default=True,
    metavar="FACTOR",
    help="Most that plants can make as a multiple of their base output, where no higher capacity is stated.",
)
@click.option(
    "--refill",
    type=DAYS,
    default=6,
    show_default=True,
    metavar="DAYS",
    help="Days over which a gap in a stock is refilled.",
)
@click.option(
    "--transport",
    type=Number(0, 365),
    default=0,
    metavar="DAYS",
    help="Days on the way: a delivery can be used so many days after the next. Default: the next day.",
)
@click.option(
    "--draws",
    type=Number(1, 10_000, whole=True),
    default=10,
    show_default=True,
    metavar="N",
    help="Draws of the network: links that nobody knows are inferred anew in each.",
)
@click.option(
    "--density",
    type=Number(0, 1000, open_=True),
    default=3,
    show_default=True,
    metavar="N",
    help="Mean suppliers of a buyer and product where links are drawn.",
)
@click.option(
    "--synthetic/--no-synthetic", default=True, show_default=True, help="Whether made-up plants count."
)
@options.as_of
@click.option(
    "--jobs", type=Number(1, 1024, whole=True), default=None, metavar="N", help="Threads. Default: all cores."
)
@click.option(
    "--seed",
    type=Number(0, 2**63 - 1, whole=True),
    default=20210810,
    show_default=True,
    metavar="N",
    help="Of the draws.",
)
@click.option(
    "--top",
    type=Number(1, 10_000, whole=True),
    default=None,
    metavar="N",
    help="Rows to list. Default: 10 in text, all in JSON.",
)
@options.output
def command(
    case: Path,
    *,
    shocks: tuple[str, ...],
    top: int | None,
    jobs: int | None,
    form: str,
    lang: str,
    **asked: Any,
) -> int:
    """Show what happens if a plant, a firm, a place, a product or a trade lane is hit.

    What happens if this chip plant stops for six weeks? `hinterland stress DIR --shock my_chip_plant=1 --days 42`
    answers with vehicles lost, which firms and products are hit hardest, how long stocks last, when all is back, and
    how the shock reached each plant. Where links are inferred, every number is a range over draws of the network.

    CSV has the table of output over time; JSON has every table.
    """
    from hinterland.case import load
    from hinterland.network.stress import Options, stress

    own = {"days", "start", "recovery", "radius", "draws", "seed", "as_of"}
    with options.progress("Stress") as progress:
        cluster = load(case, progress=progress)
        result = stress(
            cluster,
            shocks,
            options=Options(**{k: v for k, v in asked.items() if k not in own}),
            jobs=jobs or os.cpu_count() or 1,
            progress=progress,
            **{k: v for k, v in asked.items() if k in own},
        )
    if form == "text":
        from hinterland.cli.stress_show import show

        show(result, cluster, lang, top or TOP)
        return 0
    tables = {
        name: chain_options.plain(frame if top is None else _cut(name, frame, top))
        for name, frame in result.tables.items()
    }
    options.emit(form, result["total"].columns, tables["total"], chain_options.whole(result, tables))
    return 0


def _cut(name: str, frame: Any, top: int) -> Any:
    """Return the first rows of a table that is ranked, and series whole."""
    return frame.head(top) if name in ("firms", "products", "places", "path") else frame
