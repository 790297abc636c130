"""Options of `hinterland plan` and `attract`: assignments such as TARGET=LEVEL, and what they are to the study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options
from hinterland.cli.stress import Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn

TIME = Number(0, 86_400, open_=True)
GAP = Number(0, 0.99)
CANCELLED = 130
"""Exit code where the user pressed Ctrl-C."""


class Assign(click.ParamType[Any]):
    """`ID=VALUE`; with `alone` also `ID` or a value by itself."""

    def __init__(
        self, name: str, *, number: bool, alone: str = "", low: float = 0.0, share: bool = False
    ) -> None:
        self.name, self.number, self.alone, self.low, self.share = name, number, alone, low, share

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return id and value; None stands for the one that is left out."""
        if isinstance(value, tuple):
            return value
        id_, equals, rest = (part.strip() for part in value.partition("="))
        if not equals and self.alone == "id" and id_:
            return id_, None
        if not equals and self.alone == "value" and id_:
            return None, self._number(id_, value, param, ctx)
        if not id_ or not rest:
            self._refuse(value, param, ctx)
        return id_, self._number(rest, value, param, ctx) if self.number else rest

    def _number(
        self, text: str, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        from hinterland.units import parse_number

        read = parse_number(text.removesuffix("%"))
        if read is None or not self.low <= read.value < float("inf"):
            self._refuse(value, param, ctx)
        # 50% of a share is 0.5; a level in percent is 50
        return float(read.value) / (100.0 if self.share and text.endswith("%") else 1.0)

    def _refuse(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        least = f" (a number of at least {self.low:g})" if self.number and self.low > float("-inf") else ""
        self.fail(f"{value!r}: write {self.name}{least}", param, ctx)


class Share(Number):
    """A share that an option may leave out; what follows it is then taken for one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the share, or say how to write it where the folder of the case was taken for one."""
        from hinterland.units import parse_number

        if isinstance(value, str) and parse_number(value) is None and Path(value).exists():
            self.fail(
                f"{value!r} is a folder or file, no share: write --robust=0.8, or the folder before --robust",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


class Pair(click.ParamType[Any]):
    """Two ids, parted by a comma."""

    name = "A,B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return both, or say how to write them."""
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in value.split(",")]
        if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
            self.fail(f"{value!r}: write two targets parted by a comma, TARGET,TARGET", param, ctx)
        return tuple(parts)


TARGET = Assign("TARGET or TARGET=LEVEL", number=True, alone="id", low=float("-inf"))
DEFINITION = Assign("TARGET=METRIC", number=False)
SOFT = Assign("TARGET=CNY", number=True)
BUDGET = Assign("FACTOR or INSTRUMENT=FACTOR", number=True, alone="value")
SINGLE = Assign("PRODUCT=SHARE", number=True, share=True)


FILE = click.Path(path_type=Path, dir_okay=False)
PROBLEM = (
    options.as_of,
    click.option(
        "--place", metavar="ID", default=None, help="Who plans. Default: the place of the candidates."
    ),
    click.option(
        "--target",
        "targets",
        type=TARGET,
        multiple=True,
        metavar="ID[=LEVEL]",
        help="A target of the case, at another level if one is given. May be repeated. Default: all open.",
    ),
    click.option(
        "--definition",
        "definitions",
        type=DEFINITION,
        multiple=True,
        metavar="TARGET=METRIC",
        help="The metric by which a target is planned for. Default: the first of its metrics that can be held.",
    ),
    click.option(
        "--soft",
        type=SOFT,
        multiple=True,
        metavar="TARGET=CNY",
        help="A target that may be missed, at so many CNY for each of its units (a point, a vehicle).",
    ),
    click.option(
        "--single",
        type=SINGLE,
        multiple=True,
        metavar="PRODUCT=SHARE",
        help="No single firm makes more than this share (0.5) of a product.",
    ),
    click.option(
        "--until",
        type=Number(1900, 2200, whole=True),
        default=None,
        metavar="YEAR",
        help="Last year of the plan.",
    ),
    click.option(
        "--budget",
        "budgets",
        type=BUDGET,
        multiple=True,
        metavar="FACTOR|ID=FACTOR",
        help="All budgets times a factor, or that of one instrument: --budget 1.5, --budget land_grants=2.",
    ),
    click.option("--net", is_flag=True, help="Minimise public cost less expected tax."),
    click.option("--own", is_flag=True, help="The plan's own output adds to the country's, for shares."),
    click.option(
        "--synthetic/--no-synthetic",
        default=None,
        help="Whether made-up plants run. Default: only where there are no others.",
    ),
    click.option(
        "--scenario",
        type=FILE,
        default=None,
        metavar="FILE",
        help="A CSV of changes to the case (table,key,action,column,old,new): the plan is made for that case.",
    ),
    click.option(
        "--time",
        "time_limit",
        type=TIME,
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="For the plan itself; other parts have a stated share of it each.",
    ),
    click.option(
        "--gap",
        type=GAP,
        default=0.02,
        show_default=True,
        metavar="SHARE",
        help="Gap between plan and proved bound at which the search may stop.",
    ),
    click.option(
        "--seed",
        type=Number(0, 2**63 - 1, whole=True),
        default=20210811,
        show_default=True,
        metavar="N",
        help="Of the search.",
    ),
)
"""Options that say what is planned."""


def problem(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what is planned, which `plan` and `attract` share."""
    for option in reversed(PROBLEM):
        function = option(function)
    return function


def asked(given: dict[str, Any]) -> Any:
    """Return what is planned, from the options of the command line."""
    from hinterland.planning.case import Options

    factors = dict(_once("budget", ((i, f) for i, f in given["budgets"] if i is not None)))
    whole = [f for i, f in given["budgets"] if i is None]
    if len(whole) > 1:
        raise click.UsageError("--budget gives the factor on all budgets twice: give it once")
    targets = given["targets"]
    _once("target", targets)
    return Options(
        as_of=given["as_of"],
        place=given["place"],
        targets=tuple(t for t, _ in targets),
        definitions=dict(_once("definition", given["definitions"])),
        levels={t: level for t, level in targets if level is not None},
        soft=dict(_once("soft", given["soft"])),
        single=dict(_once("single", given["single"])),
        last_year=given["until"],
        budget=whole[0] if whole else 1.0,
        budgets=factors,
        net=given["net"],
        own=given["own"],
        synthetic=given["synthetic"],
    )


def ended(result: Any, lang: str) -> int:
    """Return the exit code of an answer, and say so where the user cancelled it."""
    if not result.summary["cancelled"]:
        return 0
    said = "已取消：以上为至此的最佳结果。" if lang == "zh" else "Cancelled: this is the best so far."
    click.echo(said, err=True)
    return CANCELLED


def folder(out: Path) -> None:
    """Make the folder of a result before anything is searched for.

    Raises
    ------
    Refused
        If it cannot be made or written to.
    """
    from tempfile import TemporaryFile

    from hinterland.errors import Refused

    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        why = error.strerror or str(error)
        raise Refused(
            f"--out: {out} cannot be written to ({why}); name a folder that can be made",
            f"--out：无法写入 {out}（{why}）；请指定可创建的文件夹",
        ) from error


def comparable(case: Any, changes: Any, file: Path) -> None:
    """Refuse changes that cannot be made to a case, by the name of their file, before anything is searched for."""
    from hinterland.planning.whatif import under

    under(case, changes, file.name)


def _once(name: str, pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return pairs, each id once."""
    listed = list(pairs)
    seen: set[Any] = set()
    for id_, _ in listed:
        if id_ in seen:
            raise click.UsageError(f"--{name} names {id_} twice: give it once")
        seen.add(id_)
    return listed


def cluster(case: Path, scenario: Path | None, progress: Any) -> Any:
    """Return the case, under a scenario if there is one."""
    from hinterland.case import load

    found = load(case, progress=progress)
    if scenario is None:
        return found
    from hinterland.planning.whatif import scenario_file, under

    return under(found, scenario_file(scenario), scenario.name)
