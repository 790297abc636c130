"""`hinterland network accounts FILE`: an input-output table looked at, and put into a case."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hinterland.intake.accounts import Accounts, AccountsError, AddedAccounts

SHOWN = 12
"""Sectors and differences that the text answer names; JSON has all."""
PATH = click.Path(path_type=Path)


class Rate(click.ParamType[Any]):
    """Yuan for one unit of a currency."""

    name = "CNY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the rate, or say how to write one."""
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not 0 < found < math.inf:
            self.fail(f"{value!r} is no exchange rate: write the yuan for one unit, such as 6.45", param, ctx)
        return found


@click.command("accounts")
@click.argument("file", type=PATH)
@click.option(
    "--layout",
    type=click.Choice(["nbs", "icio", "wiod", "pymrio"]),
    default=None,
    help="Layout of the table. Default: told by what stands in it.",
)
@click.option("--country", default="", metavar="CODE|all", help="Country to take out of a table of many.")
@click.option(
    "--year",
    type=click.IntRange(1900, 2100),
    default=None,
    help="Year of the table. Default: as named in it.",
)
@click.option("--unit", default="", help="Unit of the figures, such as 'million USD' or '10000 CNY'.")
@click.option("--sheet", default="", help="Sheet of a workbook. Default: the first that holds a table.")
@click.option(
    "--rate",
    type=Rate(),
    default=None,
    help="Yuan for one unit of a foreign currency. Default: the case's own.",
)
@click.option("--into", type=PATH, default=None, help="Case to put the table into. Default: show it only.")
@click.option("--replace", is_flag=True, help="Replace the sectors and flows that the case has.")
@click.option(
    "--published", type=options.Day(), default=None, help="Date of publication of the table (YYYY-MM-DD)."
)
@click.option("--source", default="", help="Publisher and title. Default: the file's name.")
@click.option("--dry-run", is_flag=True, help="Compare with the case of --into, and write nothing.")
@options.output
def accounts(
    file: Path,
    *,
    into: Path | None,
    published: date | None,
    dry_run: bool,
    form: str,
    lang: str,
    **said: Any,
) -> int:
    """Import an input-output table into `sectors` and `io_table` of a case.

    FILE is a workbook of China's National Bureau of Statistics (.xlsx, .csv), an OECD inter-country table (.csv),
    WIOD 2016 (.xlsx, .csv), or a folder that pymrio saved. Shows sectors, totals and what does not add up; with
    --into the table is put into the case in yuan. Money of another currency takes a rate, which is never guessed.
    Exit code 1 means that the table, or the case with it, has faults.
    """
    from hinterland.case import load, save
    from hinterland.intake.accounts import AccountsError, Asked, add_accounts, read_accounts

    asked = Asked(said["layout"] or "", said["country"], said["year"], said["unit"], said["sheet"])
    try:
        with options.progress("Reading") as progress:
            found = read_accounts(file, asked)
            cluster = load(into, progress=progress) if into else None
    except AccountsError as error:
        return _refused(error, form, lang)
    added = None
    if cluster is not None:
        day = published.isoformat() if published else ""
        added = add_accounts(
            cluster,
            found,
            rate=said["rate"],
            published=day,
            source=said["source"],
            replace_old=said["replace"],
        )
    written = bool(added and added.sound and not dry_run)
    if written and added and into:
        save(added.cluster, into)
    if form == "text":
        _show(found, added, into, written=written, lang=lang)
    else:
        _emit(found, added, form, lang, written=written)
    return 1 if added and not added.sound else 0


def _refused(error: AccountsError, form: str, lang: str) -> int:
    """Print why the table cannot be taken, and return the exit code."""
    if form == "json":
        reasons = [{"en": s.en, "zh": s.zh} for s in error.told]
        options.emit(form, (), (), {"written": False, "refusals": reasons})
    click.echo(error.in_(lang), err=True)
    return 1


def _refusals(added: AddedAccounts, lang: str) -> list[str]:
    """Return why nothing was written, a line each."""
    from hinterland.fault_words import place, said

    lines = [s.in_(lang) for s in added.refusals]
    for fault in added.faults:
        rule, fix = said(fault, lang)
        lines.append(f"{place(fault, lang)}：{rule}。{fix}" if lang == "zh" else fault.line())
    return lines


def _emit(found: Accounts, added: AddedAccounts | None, form: str, lang: str, *, written: bool) -> None:
    """Print the answer for programs: sectors as CSV, everything as JSON."""
    from hinterland.intake.accounts.adding import preview

    rows = chain_options.plain(preview(found))
    whole: dict[str, Any] = {
        "layout": found.layout,
        "file": found.name,
        "country": found.country or None,
        "year": found.year,
        "unit": found.unit.words,
        "unit_stated": found.unit.stated,
        "sectors": rows,
        "differences": [
            {
                "what": {"en": d.what.en, "zh": d.what.zh},
                "sector": d.sector,
                "stated": d.stated,
                "found": d.found,
                "relative": d.relative,
            }
            for d in found.differences
        ],
        "remarks": [{"en": r.en, "zh": r.zh} for r in found.remarks],
        "written": written,
    }
    if added is not None:
        whole |= {"new_sectors": added.sectors, "new_flows": added.flows, "rate": added.rate}
        whole["refusals"] = _refusals(added, lang)
    options.emit(form, list(rows[0]) if rows else (), rows, whole)
    if form == "csv" and added is not None:
        for reason in _refusals(added, lang):
            click.echo(reason, err=True)


def _show(
    found: Accounts, added: AddedAccounts | None, into: Path | None, *, written: bool, lang: str
) -> None:
    """Print the answer for people."""
    line, zh = options.printer(), lang == "zh"
    head = [found.name, f"({found.layout})", found.country, str(found.year or "")]
    line((" ".join(filter(None, head)), "bold"))
    unit = found.unit.words
    custom = "" if found.unit.stated else ("（按该格式惯例）" if zh else " (customary for the layout)")
    flows = int((found.flow != 0).sum())
    count = len(found.sectors)
    line(
        f"{count} 个部门，{flows:,} 项流量，单位 {unit}{custom}"
        if zh
        else f"{count} sectors, {flows:,} flows, in {unit}{custom}",
        indent=2,
    )
    total = f"{found.gross.sum():,.0f}", f"{found.flow.sum():,.0f}", f"{found.added.sum():,.0f}"
    words = (
        "总产出 {}，中间投入 {}，增加值 {}" if zh else "gross output {}, inputs {}, value added {}"
    ).format(*total)
    line(words, indent=2)
    for remark in found.remarks:
        line((remark.in_(lang), "dim"), indent=2)
    line()
    _sectors(found, line, zh=zh)
    line()
    _differences(found, line, lang)
    line()
    _outcome(added, into, line, written=written, lang=lang)


def _sectors(found: Accounts, line: Callable[..., None], *, zh: bool) -> None:
    """Print the largest sectors."""
    from hinterland.faults import clip
    from hinterland.intake.accounts.adding import preview

    rows = preview(found).sort("gross_output", descending=True)
    heads = (
        ["部门", "名称", "总产出", "增加值率"]
        if zh
        else ["sector", "name", "gross output", "value added of it"]
    )
    table = [heads]
    for r in rows.head(SHOWN).iter_rows(named=True):
        name = (r["name_zh"] or r["name_en"]) if zh else (r["name_en"] or r["name_zh"])
        part = f"{100 * r['value_added'] / r['gross_output']:.0f}%" if r["gross_output"] else "–"
        table.append([r["sector"], clip(name or "", 48), f"{r['gross_output']:,.0f}", part])
    line(("最大的部门" if zh else "Largest sectors", "bold"), indent=2)
    for text in chain_options.columns(table, right={2, 3}):
        line(text, indent=4)
    _more(rows.height, line, zh=zh)


def _differences(found: Accounts, line: Callable[..., None], lang: str) -> None:
    """Print what does not add up."""
    zh = lang == "zh"
    if not found.differences:
        line("各项合计与表中所列一致" if zh else "All sums agree with those that the table states", indent=2)
        return
    line(
        (
            f"不一致的合计（{len(found.differences)}）"
            if zh
            else f"Sums that do not agree ({len(found.differences)})",
            "bold",
        ),
        indent=2,
    )
    for d in found.differences[:SHOWN]:
        stated, summed = f"{d.stated:,.6g}", f"{d.found:,.6g}"
        line(
            f"{d.sector} {d.what.zh}：表中 {stated}，合计 {summed}（相差 {d.relative:.2%}）"
            if zh
            else f"{d.sector}, {d.what.en}: stated {stated}, adds up to {summed} ({d.relative:.2%} apart)",
            indent=4,
        )
    _more(len(found.differences), line, zh=zh)


def _more(count: int, line: Callable[..., None], *, zh: bool) -> None:
    if count > SHOWN:
        rest = count - SHOWN
        line(
            (f"… 另有 {rest} 项，见 --format json" if zh else f"… {rest} more: --format json has all", "dim"),
            indent=4,
        )


def _outcome(
    added: AddedAccounts | None, into: Path | None, line: Callable[..., None], *, written: bool, lang: str
) -> None:
    """Print what was written, or why nothing was."""
    zh = lang == "zh"
    if added is None:
        line(
            "未写入任何内容；--into DIR 将其加入案例"
            if zh
            else "Nothing was written: --into DIR puts it into a case"
        )
        return
    reasons = _refusals(added, lang)
    if reasons:
        line(("未写入任何内容" if zh else "Nothing was written", "bold"))
        for reason in reasons[:SHOWN]:
            line(reason, indent=2)
        return
    rate = (
        "" if added.rate in (None, 1.0) else (f"（汇率 {added.rate:g}）" if zh else f" (rate {added.rate:g})")
    )
    what = (
        f"{added.sectors} 个部门、{added.flows:,} 项流量"
        if zh
        else f"{added.sectors} sectors, {added.flows:,} flows"
    )
    if written:
        line(f"已加入 {into}：{what}{rate}" if zh else f"Put into {into}: {what}{rate}")
    else:
        line(f"将加入 {into}：{what}{rate}" if zh else f"Would be put into {into}: {what}{rate}")
