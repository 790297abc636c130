"""`hinterland risk --links F --firms F --essential F`: a network of one's own, from files into files."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options
from hinterland.errors import Cancelled, Refused
from hinterland.network.graph import SAME
from hinterland.network.risk.memory import available, reading, shown, used

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hinterland.network.graph import Network
    from hinterland.network.raw.build import Columns
    from hinterland.network.risk.files import Question
    from hinterland.network.risk.measure import Scenarios
    from hinterland.network.risk.targets import Targets
    from hinterland.progress import Progress
    from hinterland.result import Result

FAULTS, CANCELLED = 1, 130
SOURCES = ("links", "firms", "essential", "psi", "psi_up")
"""Options that name files which are read."""
NAMES = ("industry", "market", "revenue", "costs", "weights", "sectors")
"""Options that name columns of the table of firms."""
LARGE = 100_000
"""Links from which on memory and scenarios are said before the run starts."""
SPARE = 0.95
"""Share of the memory that there is which a run may take."""


def answer(asked: dict[str, Any], form: str, lang: str) -> int:
    """Answer for a network of one's own and return the exit code."""
    from hinterland.network.raw.faults import FaultyNetwork

    try:
        return _answer(asked, form, lang)
    except FaultyNetwork as faulty:
        click.echo(faulty.in_(lang), err=True)
        return FAULTS


def _answer(asked: dict[str, Any], form: str, lang: str) -> int:
    targets = _targets(asked)
    sources = [asked[k] for k in SOURCES if asked[k] is not None]
    need = reading(sources)
    _afford(need, "reading the files")
    with options.progress("Risk") as progress:
        progress(0, 1, "reading")
        network, scenarios = _read(asked)
        _tell_size(network, scenarios, asked, vectors=targets is not None and targets.vectors, lang=lang)
        if targets is None:
            result = _in_memory(network, scenarios, asked, progress)
        else:
            done = _into_files(network, scenarios, asked, targets, progress, lang)
            if isinstance(done, int):
                return done
            result = done
    _show(result, targets, asked["top"], form, lang)
    return 0


def _targets(asked: Mapping[str, Any]) -> Targets | None:
    """Return the files that are wanted; None: the answer goes to stdout."""
    from hinterland.network.risk.targets import Targets

    if asked["out"] is None:
        more = [
            f"--{k.replace('_', '-')}" for k in ("loss_down", "loss_up", "sector_out") if asked[k] is not None
        ]
        if asked["resume"]:
            more.append("--resume")
        if more:
            flagged = ", ".join(more)
            raise Refused(f"{flagged} needs --out FILE too", f"{flagged} 须与 --out FILE 同用")
        return None
    if asked["sector_out"] is not None and asked["sectors"] is None:
        raise Refused(
            "--sector-out needs --sectors COLUMN: which column holds the sector of a firm",
            "--sector-out 须与 --sectors COLUMN 同用：请指明企业部门所在的列",
        )
    targets = Targets(asked["out"], asked["loss_down"], asked["loss_up"], asked["sector_out"])
    named = asked["only"].source if asked["only"] is not None else None
    targets.check([p for p in (*(asked[k] for k in SOURCES), named) if p is not None])
    return targets


def _columns(asked: Mapping[str, Any]) -> Columns:
    """Return which columns of the table of firms count."""
    from hinterland.network.raw.build import Columns

    blank = [f"--{k}" for k in NAMES if asked[k] is not None and not asked[k].strip()]
    if blank:
        flagged = ", ".join(blank)
        raise Refused(
            f"{flagged}: it names no column; write its heading, or leave it out",
            f"{flagged}：未指定列；请写表头，或去掉该选项",
        )
    market: Any = SAME
    if asked["market"] is not None:
        market = None if asked["market"].strip().lower() == "none" else asked["market"]
    weights = tuple(p.strip() for p in asked["weights"].split(",")) if asked["weights"] is not None else ()
    if "" in weights:
        raise Refused(
            f"--weights {asked['weights']!r}: a name is empty; write A,B with no comma too many",
            f"--weights {asked['weights']!r}：有空的列名；请写 A,B，不要多余的逗号",
        )
    twice = [name for i, name in enumerate(weights) if name in weights[:i]]
    if twice:
        raise Refused(
            f"--weights names {twice[0]!r} twice: name each column once",
            f"--weights 重复列出 {twice[0]!r}：每列只写一次",
        )
    return Columns(
        asked["industry"] or "industry", market, asked["revenue"], asked["costs"], weights, asked["sectors"]
    )


def _read(asked: Mapping[str, Any]) -> tuple[Network, Scenarios]:
    """Read the files, telling all their faults at once."""
    from hinterland.network.raw.build import draft
    from hinterland.network.raw.faults import Book
    from hinterland.network.raw.files import read_file
    from hinterland.network.raw.shocks import read_shocks
    from hinterland.network.risk import measure

    if asked["psi"] is None and asked["psi_up"] is not None:
        raise Refused(
            "--psi-up needs --psi too: losses towards buyers, zeros where there are none",
            "--psi-up 须与 --psi 同用：对客户的损失，没有则写 0",
        )
    measure.rule_of(asked["mode"], asked["eps"], asked["conv_type"])
    book = Book()
    matrices = [
        read_file(p, book, headed=None) if p is not None else None for p in (asked["psi"], asked["psi_up"])
    ]
    links, firms = read_file(asked["links"], book), read_file(asked["firms"], book)
    essential = read_file(asked["essential"], book, headed=False)
    made = draft(links, firms, essential, _columns(asked), book)
    down, up = matrices
    found = read_shocks(down, up, made.ids, book) if down is not None and made.ids is not None else None
    book.close()
    assert made.network is not None, "what stands in its way is a fault"  # noqa: S101
    network = replace(made.network, notes=tuple(book.notes))  # those on initial losses, too
    named = asked["only"]
    if found is None:
        only = named.among(network.ids) if named is not None else None
        return network, measure.each_firm(network, only)
    only = named.among(found[0]) if named is not None else None
    return network, measure.given_shocks(*found, only)


def _afford(need: int, what: str) -> None:
    """Refuse what does not fit into memory.

    Raises
    ------
    Refused
        If it needs more than there is.
    """
    there = available()
    if there is None or need <= SPARE * there:
        return
    raise Refused(
        f"{what} needs about {shown(need)} of memory, and {shown(there)} are free; nothing was started. Close other "
        "programs, ask for fewer firms (--only) or fewer --jobs, or take a larger machine",
        f"约需内存 {shown(need)}，可用仅 {shown(there)}；未开始。请关闭其他程序，"
        "减少企业（--only）或线程（--jobs），"
        "或换用内存更大的机器",
    )


def _tell_size(
    network: Network, scenarios: Scenarios, asked: Mapping[str, Any], *, vectors: bool, lang: str
) -> None:
    """Say on stderr how large the run is, and refuse it where it does not fit."""
    from hinterland.network.risk.measure import cores

    need = _need(network, asked["jobs"] or cores(), vectors=vectors)
    if len(network.weight) >= LARGE:
        links, count, size = f"{len(network.weight):,}", f"{len(scenarios):,}", shown(used() + need)
        firms = f"{len(network):,}"
        click.echo(
            f"{firms} 家企业，{links} 条供应关系，{count} 个情景；约需内存 {size}。"
            if lang == "zh"
            else f"{firms} firms, {links} links, {count} scenarios; about {size} of memory.",
            err=True,
        )
    _afford(need, "the run")


def _need(network: Network, jobs: int, *, vectors: bool) -> int:
    """Return the bytes that the run takes beside what is in memory now."""
    from hinterland.network.cascade.engine import estimate
    from hinterland.network.risk.files import HELD, batch_size

    written = 10 * HELD if vectors else 0  # losses as text
    return written + estimate(
        network, jobs, scenarios=batch_size(len(network), vectors=vectors), vectors=vectors
    )


def _in_memory(
    network: Network, scenarios: Scenarios, asked: Mapping[str, Any], progress: Progress
) -> Result:
    from hinterland.network.risk.study import network_risk

    return network_risk(
        network,
        scenarios,
        mode=asked["mode"],
        eps=asked["eps"],
        conv_type=asked["conv_type"],
        jobs=asked["jobs"],
        progress=progress,
    )


def _into_files(
    network: Network,
    scenarios: Scenarios,
    asked: Mapping[str, Any],
    targets: Targets,
    progress: Progress,
    lang: str,
) -> Result | int:
    """Run into files and return the result as it then stands there, or the exit code of a run that was cancelled."""
    from hinterland.network.risk.files import to_files
    from hinterland.network.risk.measure import cores
    from hinterland.network.risk.study import file_result, question_of

    began = time.perf_counter()
    question = question_of(network, scenarios, asked["mode"], asked["eps"], asked["conv_type"])
    try:
        before = to_files(
            question, targets, jobs=asked["jobs"] or cores(), resume=asked["resume"], progress=progress
        )
    except (Cancelled, KeyboardInterrupt):
        _tell_cancelled(targets, question, lang)
        return CANCELLED
    if before:
        click.echo(
            f"已续算：其中 {before:,} 个情景此前已完成。"
            if lang == "zh"
            else f"Gone on with an earlier run, which had done {before:,} scenarios.",
            err=True,
        )
    return file_result(network, question, targets.out, time.perf_counter() - began)


def _tell_cancelled(targets: Targets, question: Question, lang: str) -> None:
    from hinterland.network.risk.files import done_so_far
    from hinterland.network.risk.targets import part_of

    done, total = done_so_far(targets), len(question.scenarios)
    part = part_of(targets.out)
    if lang == "zh":
        click.echo(f"已取消：{total:,} 个情景中 {done:,} 个已存入 {part}；加 --resume 可继续。", err=True)
        return
    click.echo(
        f"Cancelled. {done:,} of {total:,} scenarios are in {part}; the same command with --resume goes on.",
        err=True,
    )


def _show(result: Result, targets: Targets | None, top: int, form: str, lang: str) -> None:
    from hinterland.cli.risk_show import show_network
    from hinterland.network.risk.study import first_rows

    if form == "text":
        show_network(result, lang, top, None if targets is None else _names(targets))
        return
    table = result["risk"] if targets is None else first_rows(result["risk"], top)
    tables = {"risk": chain_options.plain(table)}
    if targets is None and "sectors" in result.tables:
        tables["sectors"] = chain_options.plain(result["sectors"])
    whole = chain_options.whole(result, tables) | {"provenance": result.describe()["provenance"]}
    if targets is not None:
        whole["files"] = {name: str(path) for name, path in targets.files().items()}
    options.emit(form, table.columns, tables["risk"], whole)


def _names(targets: Targets) -> list[Path]:
    return list(targets.files().values())
