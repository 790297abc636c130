"""`hinterland agreements DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hinterland.result import Result


@click.command("agreements")
@options.directory
@options.as_of
@options.output
def command(case: Path, *, as_of: date | None, form: str, lang: str) -> int:
    """Show agreements and their workstreams, with what became of each."""
    from hinterland.case import load
    from hinterland.cooperation import agreements

    with options.progress("Agreements") as progress:
        result = agreements(load(case, progress=progress), as_of=as_of)
    streams = result["workstreams"]
    if form == "text":
        _show(result, lang)
        return 0
    tables = {name: result[name].to_dicts() for name in ("agreements", "workstreams", "milestones")}
    options.emit(form, streams.columns, tables["workstreams"], {**result.summary, **tables})
    return 0


def _show(result: Result, lang: str) -> None:
    """Print agreements with their workstreams for people."""
    import polars as pl

    from hinterland import words
    from hinterland.cooperation.agreements import STATUSES

    line = options.printer()
    day = result.summary["as_of"]
    line((f"合作协议，截至 {day}" if lang == "zh" else f"Agreements as of {day}", "bold"))
    streams = result["workstreams"]
    for deal in result["agreements"].iter_rows(named=True):
        money = "" if deal["amount_cny"] is None else words.number(deal["amount_cny"], "CNY", lang)
        line()
        line(
            (deal[f"name_{lang}"] or deal["name_en"] or deal["name_zh"] or deal["agreement"], "bold"),
            f"  {deal['signed'] or ''}  {money}".rstrip(),
        )
        for row in streams.filter(pl.col("agreement") == deal["agreement"]).iter_rows(named=True):
            status = words.say(row["status"], lang, STATUSES)
            kind = words.say(row["kind"], lang, words.WORKSTREAMS)
            what = row[f"name_{lang}"] or row["name_en"] or row["name_zh"] or row["workstream"]
            line(
                (status, COLOURS.get(row["status"], "default")), f": {what}", (f"  [{kind}]", "dim"), indent=2
            )


COLOURS = {"fulfilled": "green", "under way": "blue", "overdue": "red", "no date stated": "bright_black"}
