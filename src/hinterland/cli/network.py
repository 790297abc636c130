"""`hinterland network complete DIR`; `hinterland network accounts FILE` is in a module of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options
from hinterland.cli.network_accounts import accounts

if TYPE_CHECKING:
    from datetime import date

    from hinterland.result import Result

PATH = click.Path(path_type=Path)


@click.group("network")
def command() -> None:
    """Reconstruct who supplies whom, and import the input-output tables that this takes."""


command.add_command(accounts)


@command.command("complete")
@options.directory
@options.as_of
@click.option(
    "--draws",
    type=click.IntRange(1, 10_000),
    default=10,
    show_default=True,
    help="Networks to draw: the answer is how they differ.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=20210810,
    show_default=True,
    help="Seed of the draws.",
)
@click.option(
    "--density",
    type=click.FloatRange(0, 1000, min_open=True),
    default=3.0,
    show_default=True,
    help="Mean number of suppliers of a buyer in each sector it buys from.",
)
@click.option(
    "--decay",
    type=click.FloatRange(0, 20),
    default=1.0,
    show_default=True,
    help="Exponent of distance: links thin out as (1 + km / 50) ** -decay. 0: distance does not matter.",
)
@click.option(
    "--out",
    type=PATH,
    default=None,
    help="Where to write: FILE.parquet or FILE.csv takes the links, a folder every table.",
)
@click.option(
    "--top", type=click.IntRange(1), default=10, show_default=True, help="Firms that the text lists."
)
@options.output
def complete(
    case: Path,
    *,
    as_of: date | None,
    out: Path | None,
    top: int,
    form: str,
    lang: str,
    **asked: Any,
) -> int:
    """Complete the supply links among the firms of a case, from its sectors and its input-output table.

    Known links are kept, all others are drawn, several times over: which firm supplies which is inferred, and every
    such row says so. Text and JSON show what holds over the draws; the links themselves are many: --out writes
    them, and --format csv prints them.
    """
    from hinterland.case import load
    from hinterland.network.case.study import complete_network

    with options.progress("Network") as progress:
        cluster = load(case, progress=progress)
        if out is not None:
            _writable(out, case)
        result = complete_network(cluster, as_of=as_of, progress=progress, **asked)
    if out is not None:
        _write(result, out)
    if form == "text":
        from hinterland.cli.network_show import show

        show(result, lang, top, out)
    elif form == "csv":
        from hinterland.cli.network_show import print_links

        print_links(result)
    else:
        tables = {n: chain_options.plain(f) for n, f in result.tables.items() if n != "links"}
        options.emit(form, (), (), chain_options.whole(result, tables))
    return 0


def _writable(out: Path, case: Path) -> None:
    """Refuse a place that cannot be written to, or that holds the case, before the work begins."""
    from hinterland.errors import Refused

    if out.resolve().is_relative_to(case.resolve()):
        raise Refused(
            f"{out} is part of the case that is read: name a place outside it",
            f"{out} 属于正在读取的案例：请改写到案例之外",
        )
    if out.exists() and not (out.is_file() or out.is_dir()):
        raise Refused(
            f"{out} is no plain file: name FILE.parquet, FILE.csv or a folder",
            f"{out} 不是普通文件：请指定 FILE.parquet、FILE.csv 或文件夹",
        )
    if out.suffix.lower() in {".parquet", ".csv"}:
        if out.is_dir():
            raise Refused(
                f"{out} is a folder: name a file in it, such as {out / 'links.parquet'}",
                f"{out} 是文件夹：请指定其中的文件，如 {out / 'links.parquet'}",
            )
        if not out.absolute().parent.is_dir():
            parent = out.absolute().parent
            raise Refused(f"{parent} is no folder: make it first", f"{parent} 不是文件夹：请先建立")
    elif out.suffix:
        raise Refused(
            f"{out}: {out.suffix} is no form that is written; name FILE.parquet, FILE.csv or a folder",
            f"{out}：不支持写出 {out.suffix}；请指定 FILE.parquet、FILE.csv 或文件夹",
        )
    elif out.exists() and not (out.is_dir() and ((out / "result.json").exists() or not any(out.iterdir()))):
        raise Refused(
            f"{out} holds something else than a result: name an empty or a new folder",
            f"{out} 中有其他内容：请指定空文件夹或新文件夹",
        )


def _write(result: Result, out: Path) -> None:
    """Write links to a file, whole or not at all, or every table to a folder."""
    if not out.suffix:
        result.save(out)
        return
    part = out.with_name(f".{out.name}.part")
    try:
        if out.suffix.lower() == ".parquet":
            result["links"].write_parquet(part)
        else:
            from hinterland.cli.network_show import defused

            defused(result["links"]).write_csv(part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
