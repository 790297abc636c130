"""`hinterland risk DIR`, and `hinterland risk --links F --firms F --essential F` for networks of one's own."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options
from hinterland.cli.risk_mitigate import check_options, mitigate_options
from hinterland.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TOP = 10
FILE = click.Path(path_type=Path)
RAW = (
    *("links", "firms", "essential", "psi", "psi_up", "industry", "market", "revenue", "costs", "weights"),
    *("sectors", "out", "loss_down", "loss_up", "sector_out", "resume"),
)
"""Options of networks of one's own."""
CASE = ("as_of", "draws", "seed")
"""Options of a case."""


@dataclass(frozen=True, slots=True)
class Named:
    """Ids as they were named.

    Attributes
    ----------
    words
        Ids of the command line, or whole lines of a file.
    source
        The file they stand in; None: the command line.
    """

    words: tuple[str, ...]
    source: Path | None = None

    def parts(self, word: str) -> list[str]:
        """Return the ids in a line of a file, parted by commas; an id of the command line as it is."""
        return [p.strip() for p in word.split(",") if p.strip()] if self.source is not None else [word]

    def among(self, known: Sequence[str]) -> tuple[str, ...]:
        """Return the ids, a line of a file as one where there is such an id."""
        there = set(known)
        return tuple(p for w in self.words for p in ([w] if w in there else self.parts(w)))

    def all(self) -> tuple[str, ...]:
        """Return the ids where none holds a comma."""
        return self.among(())


class Names(click.ParamType[Any]):
    """Names, parted by commas (an id with one in quotation marks), or @FILE with one a line."""

    name = "IDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the names, or say that there are none."""
        if isinstance(value, Named):
            return value
        source = Path(value[1:]) if value.startswith("@") else None
        if source is None:
            found = Named(self._line(value, param, ctx))
        else:
            try:
                text = source.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                self.fail(
                    f"{source} cannot be read ({error}): name a text file with one id a line", param, ctx
                )
            found = Named(tuple(line.strip() for line in text.splitlines() if line.strip()), source)
        if not found.all():
            self.fail("it names nothing: write ID[,ID...] or @FILE, or leave it out", param, ctx)
        return found

    def _line(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names in a line; quotation marks hold one with a comma together."""
        try:
            rows = list(csv.reader([text], skipinitialspace=True, strict=True))
        except csv.Error:
            self.fail(f'{text!r}: a quotation mark opens and never closes; write "A,B",C', param, ctx)
        return tuple(p.strip() for row in rows for p in row if p.strip())


def raw_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of networks of one's own."""
    listed = [
        click.option("--links", type=FILE, help="Links: supplier, buyer, weight (CSV, Parquet, XLSX)."),
        click.option("--firms", type=FILE, help="Firms: firm and the columns named below."),
        click.option(
            "--essential",
            type=FILE,
            help="Classes by industry pair: 2 essential, 1 not, 0 no effect; rows suppliers, columns buyers.",
        ),
        click.option("--industry", metavar="COLUMN", help="Industry of a firm. Default: industry."),
        click.option(
            "--market",
            metavar="COLUMN",
            help="Firms that stand in for each other; `none`: nobody does. Default: the industries.",
        ),
        click.option("--revenue", metavar="COLUMN", help="Revenue instead of sales over links."),
        click.option("--costs", metavar="COLUMN", help="Costs instead of purchases over links."),
        click.option(
            "--weights", metavar="A,B", help="Columns by which firms count. Default: sales over links."
        ),
        click.option("--sectors", metavar="COLUMN", help="Groups for which impacts are told."),
        click.option(
            "--psi",
            type=FILE,
            help="Initial losses: a row a scenario, a column a firm; or scenario, firm, loss.",
        ),
        click.option("--psi-up", type=FILE, help="Initial losses towards suppliers. Default: as --psi."),
        click.option("--out", type=FILE, help="CSV of all scenarios. Without: the first ones on stdout."),
        click.option("--loss-down", type=FILE, help="CSV of downstream losses: a row a scenario."),
        click.option("--loss-up", type=FILE, help="CSV of upstream losses: a row a scenario."),
        click.option("--sector-out", type=FILE, help="CSV of impacts by sector: a row a scenario."),
        click.option("--resume", is_flag=True, help="Go on with what an earlier run left in OUT.part."),
    ]
    for option in reversed(listed):
        function = option(function)
    return function


@click.command("risk")
@click.argument("case", metavar="[DIR]", required=False, type=FILE)
@raw_options
@click.option("--only", type=Names(), metavar="IDS", help="Firms (with --psi: scenarios): A,B or @FILE.")
@click.option(
    "--mode",
    type=click.Choice(["least", "glcascade"]),
    default="least",
    show_default=True,
    help="least: to the least fixed point. glcascade: as the reference, faults included.",
)
@click.option("--eps", type=float, help="Increase at which to stop. Default: 1e-9; glcascade: 1e-2.")
@click.option(
    "--conv-type",
    type=click.Choice(["1", "2"]),
    default="1",
    show_default=True,
    help="1: by the largest increase. 2: by the growth of the index.",
)
@click.option("--jobs", type=click.IntRange(1, 1024), help="Threads. Default: the cores there are.")
@options.as_of
@click.option("--draws", type=click.IntRange(1, 100_000), help="Networks drawn for a case. Default: 10.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of the draws.")
@click.option("--top", type=click.IntRange(1), default=TOP, show_default=True, help="Firms that are shown.")
@mitigate_options
@options.output
@click.pass_context
def command(ctx: click.Context, /, case: Path | None, *, form: str, lang: str, **asked: Any) -> int:
    """Show what the stop of each firm costs the whole network (Economic Systemic Risk Index).

    For a case, links that nobody knows are drawn again and again from sizes, sectors and an input-output table: a
    firm's risk is a distribution. For a network of one's own, name --links, --firms and --essential.
    """
    check_options(ctx, case)
    _one_form(ctx, case)
    asked["conv_type"] = int(asked["conv_type"])
    if case is None:
        from hinterland.cli.risk_raw import answer

        return answer(asked, form, lang)
    asked["only"] = asked["only"].all() if asked["only"] is not None else None
    if asked["mitigate"]:
        from hinterland.cli.risk_mitigate import answer as measures

        return measures(case, asked, form, lang)
    return _case(case, asked, form, lang)


def _one_form(ctx: click.Context, case: Path | None) -> None:
    """Refuse options that do not belong together."""
    named = click.core.ParameterSource.COMMANDLINE
    given = [name for name in (*RAW, *CASE) if ctx.get_parameter_source(name) is named]
    flags = {name: f"--{name.replace('_', '-')}" for name in given}
    if case is not None:
        wrong = [flags[name] for name in given if name in RAW]
        if wrong:
            flagged = ", ".join(wrong)
            raise Refused(
                f"{flagged} {'is' if len(wrong) == 1 else 'are'} for a network of one's own: leave DIR out, or them",
                f"{flagged} 只用于自备网络：请去掉 DIR，或去掉这些选项",
            )
        return
    lost = [f"--{name}" for name in ("links", "firms", "essential") if name not in given]
    if len(lost) == 3:
        raise Refused(
            "name a case (DIR), or a network of your own: --links F --firms F --essential F",
            "请指定案例（DIR），或自备网络：--links F --firms F --essential F",
        )
    if lost:
        raise Refused(f"a network needs {' and '.join(lost)} too", f"网络还需要 {' 和 '.join(lost)}")
    wrong = [flags[name] for name in given if name in CASE]
    if wrong:
        flagged = ", ".join(wrong)
        raise Refused(f"{flagged}: only a case has it; leave it out", f"{flagged}：仅案例适用；请去掉")


def _case(case: Path, asked: dict[str, Any], form: str, lang: str) -> int:
    """Answer for a case."""
    from hinterland.case import load
    from hinterland.cli import chain_options
    from hinterland.cli.risk_show import show_case
    from hinterland.network.risk.study import risk

    chosen = {k: asked[k] for k in ("only", "mode", "eps", "conv_type", "jobs", "as_of")}
    chosen |= {k: asked[k] for k in ("draws", "seed") if asked[k] is not None}
    with options.progress("Risk") as progress:
        result = risk(load(case, progress=progress), progress=progress, **chosen)
    if form == "text":
        show_case(result, lang, asked["top"])
        return 0
    tables = {name: chain_options.plain(frame) for name, frame in result.tables.items() if name != "draws"}
    options.emit(form, result["risk"].columns, tables["risk"], chain_options.whole(result, tables))
    return 0
