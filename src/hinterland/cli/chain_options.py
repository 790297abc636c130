"""Options that the commands on a place's chain share, and the case they ask, its ids checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import NoReturn

    from hinterland.cluster import Cluster
    from hinterland.result import Result

HOURS_FIX = "write hours parted by commas, such as 1,2,3,4"


class Hours(click.ParamType[Any]):
    """Travel times, parted by commas."""

    name = "HOURS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the hours, or say how to write them."""
        if isinstance(value, tuple):
            return value
        found = []
        for part in value.split(","):
            try:
                hours = float(part)
            except ValueError:
                hours = 0.0
            if not 0 < hours <= 48:
                self.fail(f"{part.strip()!r} is no travel time between 0 and 48 h: {HOURS_FIX}", param, ctx)
            found.append(hours)
        return tuple(found)


class Ids(click.ParamType[Any]):
    """Ids, parted by commas."""

    name = "IDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the ids, or say that there are none."""
        if isinstance(value, tuple):
            return value
        ids = tuple(part.strip() for part in value.split(",") if part.strip())
        if not ids:
            self.fail("it names nothing: write ID[,ID...], or leave it out", param, ctx)
        return ids


class Mix(click.ParamType[Any]):
    """How a product is made: `battery_cell=nmc:0.4,lfp:0.6`, or `battery_cell=lfp`."""

    name = "PRODUCT=NAME:W,NAME:W"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return product and weights, or say how to write them."""
        if isinstance(value, tuple):
            return value
        product, equals, rest = (part.strip() for part in value.partition("="))
        if not product or not equals or not rest:
            self._refuse(value, param, ctx)
        weights: dict[str, float] = {}
        for part in rest.split(","):
            name, colon, weight = (x.strip() for x in part.partition(":"))
            try:
                weights[name] = float(weight) if colon else 1.0
            except ValueError:
                self._refuse(value, param, ctx)
            if not name:
                self._refuse(value, param, ctx)
        return product, weights

    def _refuse(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        self.fail(
            f"{value!r} does not say how a product is made: write PRODUCT=NAME:WEIGHT,NAME:WEIGHT with weights that "
            "add up to 1, such as battery_cell=nmc:0.4,lfp:0.6",
            param,
            ctx,
        )


place = click.option(
    "--place",
    "places",
    type=Ids(),
    default=None,
    metavar="ID[,ID...]",
    help="Places to answer for. Default: the case's own choice (setting chain_places).",
)
product = click.option(
    "--product", metavar="ID", default=None, help="Final product. Default: the case's own."
)
process = click.option(
    "--process",
    "processes",
    type=Mix(),
    multiple=True,
    metavar="PRODUCT=NAME:W[,NAME:W...]",
    help="How a product is made, where there are several ways. Default: the case's setting. May be repeated.",
)


def checked(
    cluster: Cluster, product: str | None, processes: Iterable[tuple[str, dict[str, float]]]
) -> Mapping[str, Mapping[str, float]] | None:
    """Return the processes by product; a product or process that the case does not have is named with a near one.

    Raises
    ------
    StudyError
        If there is no such product or process, or one is named twice.
    """
    from hinterland.errors import StudyError

    known: dict[str, set[str]] = {}
    for made, name in cluster["recipes"].select("product", "process").unique().iter_rows():
        known.setdefault(made, set()).add(name)
    if product is not None and known and product not in known:
        _unknown("product", product, known, "with a bill of materials")
    mixes: dict[str, dict[str, float]] = {}
    for made, weights in processes:
        if made in mixes:
            raise StudyError(
                f"--process names {made} twice: write all its weights in one, {made}=NAME:W,NAME:W"
            )
        if known and made not in known:
            _unknown("product", made, known, "with a recipe (--process)")
        for name in weights:
            if known and name not in known[made]:
                _unknown("process", name, known[made], f"of {made}")
        mixes[made] = weights
    return mixes or None


def _unknown(what: str, name: str, known: Iterable[str], where: str) -> NoReturn:
    """Refuse an id that is not there, proposing a near one."""
    from hinterland.errors import StudyError
    from hinterland.nearest import nearest

    names = sorted(known)
    close = nearest(name, names)
    few = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
    hint = f"did you mean {close}?" if close else f"there are: {few}"
    raise StudyError(f"there is no {what} {name!r} {where}; {hint}")


def scenario_known(cluster: Cluster, name: str) -> None:
    """Refuse a scenario that the table `demand` does not have.

    Raises
    ------
    StudyError
        If there is none of this name.
    """
    names = {s or "" for s in cluster["demand"]["scenario"].unique().to_list()}
    if name not in names:
        if not names - {""}:
            from hinterland.errors import StudyError

            raise StudyError(
                f"there is no scenario {name!r}: the table demand names none; leave --scenario out"
            )
        _unknown("scenario", name, names - {""}, "in the table demand")


def whole(result: Result, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole answer: what was asked, every table, what was assumed, in both languages."""
    assumed = [{"en": said.en, "zh": said.zh} for said in result.assumptions]
    return {**result.summary, **tables, "assumptions": assumed}


def plain(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a table for JSON and CSV: what is no number is empty."""
    import polars as pl
    import polars.selectors as cs

    finite = pl.when(cs.float().is_finite()).then(cs.float()).name.keep()
    rows: list[dict[str, Any]] = (
        frame.with_columns(finite) if frame.select(cs.float()).width else frame
    ).to_dicts()
    return rows


def columns(rows: list[list[str]], right: Collection[int] = (), gap: int = 2) -> list[str]:
    """Return rows of cells as lines whose columns align, Chinese letters counted as two."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for i, cell in enumerate(row):
            pad = " " * (widths[i] - cell_len(cell))
            cells.append(pad + cell if i in right else cell + pad)
        lines.append((" " * gap).join(cells).rstrip())
    return lines
