"""`hinterland import FILE...`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.intake import Added, Intake

SHOWN = 12
"""Groups, reasons and questions that the text answer names; JSON has all."""
PATH = click.Path(path_type=Path)


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option(
    "--into", type=PATH, default=None, help="Case that the rows are added to. Default: show them only."
)
@click.option("--metric", default="", help="Metric of the figures, where files have one indicator.")
@click.option("--place", default="", help="Place of figures whose page names none.")
@click.option(
    "--unit", default="", help="Unit of the figures, whatever the files say. Growth stays in percent."
)
@click.option(
    "--published", type=options.Day(), default=None, help="Date of publication (YYYY-MM-DD): the vintage."
)
@click.option(
    "--source", default="", help="Publisher and title. Default: what the page says, or the file's name."
)
@click.option("--sheet", default="", help="The only sheet to read.")
@click.option(
    "--rounding", is_flag=True, help="Give plain figures half a unit of their last digit either way."
)
@click.option("--dry-run", is_flag=True, help="Compare with the case of --into, and write nothing.")
@options.output
def command(
    files: tuple[Path, ...],
    *,
    into: Path | None,
    published: date | None,
    dry_run: bool,
    form: str,
    lang: str,
    **said: Any,
) -> int:
    """Import official statistics: yearbook pages, tables of months, SDMX-CSV, long tables (.xlsx, .csv).

    Shows what would be added and what a person must decide. With --into the rows are added to the case, all or
    none; exit code 1 means that figures contradict the case, or that it would have errors.
    """
    from hinterland.case import load, save
    from hinterland.intake import Options, add, take_in

    chosen = Options(**said, published=published.isoformat() if published else "")
    with options.progress("Importing") as progress:
        cluster = load(into, progress=progress) if into else None
        intake = take_in(files, cluster, options=chosen, progress=progress)
    added = add(cluster, intake) if cluster is not None else None
    written = bool(added and added.sound and not dry_run)
    if written and into and added and added.observations:
        save(added.cluster, into)
    if form == "text":
        _show(intake, added, into, cluster, written=written, lang=lang)
    else:
        rows = intake.observations.to_dicts()
        whole = {**intake.describe(lang), "into": _outcome(added, written=written, lang=lang)}
        options.emit(form, intake.observations.columns, rows, whole)
        if form == "csv":
            for line in _refusals(added, lang):
                click.echo(line, err=True)
    return 1 if added and not added.sound else 0


def _outcome(added: Added | None, *, written: bool, lang: str) -> dict[str, Any] | None:
    if added is None:
        return None
    return {
        "written": written,
        "observations": added.observations,
        "same": added.same,
        "metrics": added.metrics,
        "places": added.places,
        "conflicts": [c.said.in_(lang) for c in added.conflicts],
        "faults": [f.as_dict() for f in added.faults],
    }


def _refusals(added: Added | None, lang: str) -> list[str]:
    """Return why nothing was written, a line each."""
    from hinterland.fault_words import place, said

    if added is None:
        return []
    lines = [c.said.in_(lang) for c in added.conflicts]
    for fault in added.faults:
        rule, fix = said(fault, lang)
        lines.append(f"{place(fault, lang)}：{rule}。{fix}" if lang == "zh" else fault.line())
    return lines


def _show(
    intake: Intake,
    added: Added | None,
    into: Path | None,
    cluster: Cluster | None,
    *,
    written: bool,
    lang: str,
) -> None:
    """Print the answer for people."""
    line = options.printer()
    zh = lang == "zh"
    counts = intake.counts
    line(
        f"{counts['pages']} 页，{counts['cells']} 个单元格：读取数值 {intake.observations.height}，"
        f"未读取 {counts['unread']}"
        if zh
        else f"{_several(counts['pages'], 'page')}, {_several(counts['cells'], 'cell')}: "
        f"{_several(intake.observations.height, 'figure')} read, {_several(counts['unread'], 'cell')} not read"
    )
    _show_figures(intake, line, zh=zh)
    _show_drafts(intake, line, zh=zh)
    _show_unread(intake, line, lang)
    _show_questions(intake, line, lang)
    line()
    _show_outcome(added, into, cluster, line, written=written, lang=lang)


def _show_figures(intake: Intake, line: Any, *, zh: bool) -> None:
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in intake.observations.iter_rows(named=True):
        groups.setdefault((row["metric"], row["unit"], row["flow"]), []).append(row)
    if groups:
        line()
        line(("数值" if zh else "Figures", "bold"))
    for (metric, unit, flow), rows in list(groups.items())[:SHOWN]:
        places = list(dict.fromkeys(r["place"] for r in rows))
        shown = ", ".join(places[:4]) + (f" … ({len(places)})" if len(places) > 4 else "")
        periods = sorted({r["period"] for r in rows})
        span = periods[0] if len(periods) == 1 else f"{periods[0]} … {periods[-1]}"
        line((metric, "bold"), f"  {shown}  {span}  {flow}, {unit}: {len(rows)}", indent=2)
    _more(len(groups), line, zh=zh)


def _show_drafts(intake: Intake, line: Any, *, zh: bool) -> None:
    rows = [
        (r["metric"], " / ".join(n for n in (r["name_zh"], r["name_en"]) if n), r["unit"])
        for r in intake.metrics.iter_rows(named=True)
    ]
    rows += [
        (r["place"], " / ".join(n for n in (r["name_zh"], r["name_en"]) if n), r["kind"])
        for r in intake.places.iter_rows(named=True)
    ]
    if rows:
        line()
        line(("案例中没有的指标和地点（草拟）" if zh else "Not in the case, drafted", "bold"))
    for id_, name, what in rows[:SHOWN]:
        line((id_, "bold"), f"  {name}  [{what}]", indent=2)
    _more(len(rows), line, zh=zh)


def _show_unread(intake: Intake, line: Any, lang: str) -> None:
    reasons = intake.reasons(lang)
    if reasons:
        line()
        line(("未读取的单元格" if lang == "zh" else "Cells not read", "bold"))
    for reason, count in list(reasons.items())[:SHOWN]:
        cells = intake.unread.filter(intake.unread[f"reason_{lang}"] == reason)["cell"].to_list()
        shown = ", ".join(cells[:4]) + (" …" if len(cells) > 4 else "")
        line(f"{count} × {reason} ({shown})", indent=2)
    _more(len(reasons), line, zh=lang == "zh")


def _show_questions(intake: Intake, line: Any, lang: str) -> None:
    from hinterland.faults import clip

    if intake.questions:
        line()
        line(
            (
                f"请核对（{len(intake.questions)}）"
                if lang == "zh"
                else f"To decide ({len(intake.questions)})",
                "bold",
            )
        )
    for question in intake.questions[:SHOWN]:
        text = f" {clip(question.text, 40)!r}" if question.text else ""
        done, decide = question.done.in_(lang), question.decide.in_(lang)
        said = f"{done}。{decide}。" if lang == "zh" else f"{done}. {decide[:1].upper()}{decide[1:]}"
        line((question.cell, "bold"), f"{text}: {said}", indent=2)
    _more(len(intake.questions), line, zh=lang == "zh")


def _more(count: int, line: Any, *, zh: bool) -> None:
    if count > SHOWN:
        rest = count - SHOWN
        line(
            f"… 另有 {rest} 项，见 --format json" if zh else f"… {rest} more: --format json has all", indent=2
        )


def _show_outcome(
    added: Added | None, into: Path | None, cluster: Cluster | None, line: Any, *, written: bool, lang: str
) -> None:
    zh = lang == "zh"
    if added is None or cluster is None:
        line(
            "未写入任何内容；--into DIR 将其加入案例"
            if zh
            else "Nothing was written: --into DIR adds them to a case"
        )
        return
    refusals = _refusals(added, lang)
    if refusals:
        line(
            (f"未写入任何内容（{len(refusals)}）" if zh else f"Nothing was written ({len(refusals)})", "bold")
        )
        for refusal in refusals[:SHOWN]:
            line(refusal, indent=2)
        _more(len(refusals), line, zh=zh)
        return
    new = (
        f"{added.observations} 个数值、{added.metrics} 个指标、{added.places} 个地点；{added.same} 个数值已在案例中"
        if zh
        else f"{_several(added.observations, 'observation')}, {_several(added.metrics, 'metric')}, "
        f"{_several(added.places, 'place')}; {_several(added.same, 'observation')} stood there already"
    )
    if written:
        line(f"已加入 {into}：{new}" if zh else f"Added to {into}: {new}")
    else:
        line(f"将加入 {into}：{new}" if zh else f"Would be added to {into}: {new}")


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
