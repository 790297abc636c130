"""`hinterland track DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hinterland.result import Result

COLUMNS = [
    "target",
    "place",
    "metric",
    "definition",
    "attainment",
    "deadline",
    "comparator",
    "required",
    "unit",
    "observed",
    "period",
    "observed_published",
    "verdict",
    "reason",
    "probability",
    "low",
    "high",
]
"""Columns of the JSON and CSV answers: one flat row a target, definition and reading of the deadline."""


@click.command("track")
@options.directory
@options.as_of
@options.output
def command(case: Path, *, as_of: date | None, form: str, lang: str) -> int:
    """Show the board of promises: how each is measured, what was observed, and the verdict.

    Verdicts: met, met late, missed, open, superseded, not measurable (with the reason). A promise whose words
    admit several definitions, or several readings of its deadline, has a line for each.
    """
    from hinterland.case import load
    from hinterland.promises import track

    with options.progress("Tracking") as progress:
        result = track(load(case, progress=progress), as_of=as_of, progress=progress)
    if form == "text":
        show(result, lang)
    else:
        rows = flat(result, lang)
        options.emit(form, COLUMNS, rows, {"as_of": result.summary["as_of"], "rows": rows})
    return 0


def flat(result: Result, lang: str) -> list[dict[str, Any]]:
    """Return the rows of the board with texts in one language."""
    rows = []
    for row in result["board"].iter_rows(named=True):
        texts = {"definition": row[f"definition_{lang}"], "reason": row[f"reason_{lang}"]}
        rows.append({c: texts.get(c, row.get(c)) for c in COLUMNS})
    return rows


COLOURS = {
    "met": "green",
    "met late": "yellow",
    "missed": "red",
    "open": "blue",
    "superseded": "magenta",
    "not measurable": "bright_black",
}


def show(result: Result, lang: str) -> None:
    """Print the board for people: a block a promise, a line a definition; readings that agree share a line."""
    from hinterland import words

    line = options.printer()
    zh = lang == "zh"
    day = result.summary["as_of"]
    line((f"承诺看板，截至 {day}" if zh else f"Board of promises as of {day}", "bold"))
    last = None
    for row, readings in _merged(result):
        if row["target"] != last:
            last = row["target"]
            deadline = f"期限 {row['deadline']}" if zh else f"by {row['deadline']}"
            line()
            line((row[f"name_{lang}"], "bold"), f"  {_wanted(row, lang)}", (f"  {deadline}", "dim"))
        reading = (" / " if zh else " or ").join(words.say(r, lang, words.ATTAINMENT) for r in readings)
        line(
            (words.verdict(row["verdict"], lang), f"bold {COLOURS.get(row['verdict'], 'default')}"),
            f": {row[f'reason_{lang}']}",
            (f"  [{row['metric']}, {reading}]", "dim"),
            indent=2,
        )
    line()
    if not result["board"].height:
        line("当时尚无任何承诺公布" if zh else "No promise of this case was public by then.")
        return
    counts = "  ".join(f"{words.verdict(w, lang)} {n}" for w, n in result.summary["verdicts"].items())
    what = (
        "行，每行为一项承诺在一种定义与期限读法下的结论："
        if zh
        else "lines, one for each definition and reading of a deadline: "
    )
    line(f"{result.summary['rows']} {what}{counts}")


def _merged(result: Result) -> list[tuple[dict[str, Any], list[str]]]:
    """Return the rows of the board with their readings; readings of one verdict and reason share a row."""
    merged: dict[tuple[str, ...], tuple[dict[str, Any], list[str]]] = {}
    for row in result["board"].iter_rows(named=True):
        key = (row["target"], row["metric"], row["verdict"], row["reason_en"])
        merged.setdefault(key, (row, []))[1].append(row["attainment"])
    return list(merged.values())


def _wanted(row: dict[str, Any], lang: str) -> str:
    """Return what the promise demands, with its sign."""
    from hinterland import words

    sign = words.COMPARATORS[row["comparator"]][0]
    value = words.number(row["required"], row["unit"], lang)
    if row["comparator"] == "range":
        return f"{row['required']:,.6g}{sign}{words.number(row['required_high'], row['unit'], lang)}"
    return f"{sign} {value}"
