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
        rows = [_plain(f, lang) for f in found.faults]
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
        title = f"{zh}（{len(faults)}）" if lang == "zh" else f"{en} ({len(faults)})"
        click.secho(title, fg=colour, bold=True)
        for fault in faults if everything else faults[:SHOWN]:
            click.echo(f"  {_line(fault, lang)}")
        if len(faults) > SHOWN and not everything:
            rest = len(faults) - SHOWN
            click.echo(
                f"  … 另有 {rest} 条，用 --all 全部列出"
                if lang == "zh"
                else f"  … {rest} more: --all lists them"
            )
        click.echo()
    tables = {n: t.height for n, t in case.cluster.tables.items() if t.height}
    if not tables and case.sound:
        return
    rows = sum(tables.values())
    if lang == "zh":
        verdict = "可以运行" if case.sound else "修正后才能运行"
        click.echo(f"{case.cluster.name}：{len(tables)} 张表，{rows:,} 行，{verdict}。")
    else:
        verdict = "studies can run" if case.sound else "mend it before studies run"
        click.echo(f"{case.cluster.name}: {len(tables)} tables, {rows:,} rows; {verdict}.")


def _plain(fault: Fault, lang: str) -> dict[str, Any]:
    """Return a fault as plain data: only rule and fix are words, and are said in `lang`."""
    from hinterland.fault_words import said

    rule, fix = said(fault, lang)
    return {**fault.as_dict(), "rule": rule, "fix": fix}


def _line(fault: Fault, lang: str) -> str:
    from hinterland.fault_words import place, said

    rule, fix = said(fault, lang)
    shown = "" if fault.value is None else repr(fault.value[:60])
    if lang == "zh":
        value = f"，“{click.style(shown[1:-1], bold=True)}”" if shown else ""
        return f"{place(fault, lang)}{value}：{_stopped(rule)}{_stopped(fix)}"
    value = f" {click.style(shown, bold=True)}" if shown else ""
    return f"{click.style(fault.place(), underline=False)}:{value} {rule}. {fix}"


def _stopped(sentence: str) -> str:
    """Return a Chinese sentence with its full stop."""
    return sentence if sentence.endswith(("？", "。")) else f"{sentence}。"
