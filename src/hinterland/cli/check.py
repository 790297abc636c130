"""`hinterland check DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.case import Case
    from hinterland.faults import Fault

COLUMNS = ("severity", "file", "table", "row", "column", "value", "rule", "fix")
SHOWN = 100


@click.command("check")
@options.directory
@click.option("--all", "everything", is_flag=True, help="Print every fault, however many.")
@options.output
def command(case: Path, *, everything: bool, form: str, lang: str) -> int:
    """List every fault of a case at once: place, rule and fix.

    DIR is a folder of CSV or Parquet tables, or an Excel workbook. Exit code 1 means that something must be
    mended; warnings and notices alone leave it at 0.
    """
    from hinterland.case import look

    with options.progress("Reading") as progress:
        found = look(case, progress=progress)
    if form == "text":
        _print(found, everything=everything, lang=lang)
    else:
        rows = [f.as_dict() for f in found.faults]
        counts = _counts(found)
        whole: dict[str, Any] = {"case": found.cluster.name, "sound": found.sound, **counts, "faults": rows}
        options.emit(form, COLUMNS, rows, whole)
    return 0 if found.sound else 1


def _counts(case: Case) -> dict[str, int]:
    return {
        f"{severity}s": sum(f.severity == severity for f in case.faults)
        for severity in ("error", "warning", "notice")
    }


_HEADS = {
    "error": ("Must be mended", "必须修正", "red"),
    "warning": ("Should be looked at", "请核对", "yellow"),
    "notice": ("Read differently from how it is written", "读取时作了转换", "cyan"),
}


def _print(case: Case, *, everything: bool, lang: str) -> None:
    for severity, (en, zh, colour) in _HEADS.items():
        faults = [f for f in case.faults if f.severity == severity]
        if not faults:
            continue
        click.secho(f"{zh if lang == 'zh' else en} ({len(faults)})", fg=colour, bold=True)
        for fault in faults if everything else faults[:SHOWN]:
            click.echo(f"  {_line(fault)}")
        if len(faults) > SHOWN and not everything:
            rest = len(faults) - SHOWN
            click.echo(
                f"  … 另有 {rest} 条，用 --all 全部列出"
                if lang == "zh"
                else f"  … {rest} more: --all lists them"
            )
        click.echo()
    tables = {n: t.height for n, t in case.cluster.tables.items() if t.height}
    rows = sum(tables.values())
    if lang == "zh":
        verdict = "可以运行" if case.sound else "修正后才能运行"
        click.echo(f"{case.cluster.name}：{len(tables)} 张表，{rows:,} 行，{verdict}。")
    else:
        verdict = "studies can run" if case.sound else "mend it before studies run"
        click.echo(f"{case.cluster.name}: {len(tables)} tables, {rows:,} rows; {verdict}.")


def _line(fault: Fault) -> str:
    value = "" if fault.value is None else f" {click.style(repr(fault.value[:60]), bold=True)}"
    return f"{click.style(fault.place(), underline=False)}:{value} {fault.rule}. {fault.fix}"
