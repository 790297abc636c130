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
    "probability_low",
    "probability_high",
    "expected",
    "low",
    "high",
    "needs",
]
"""Columns of the JSON and CSV answers: one flat row a target, definition and reading of the deadline."""


@click.command("track")
@options.directory
@options.as_of
@click.option(
    "--since",
    type=options.Days(),
    default=(),
    metavar="DATE[,DATE...]",
    help="Earlier days to compare with: what changed since then.",
)
@click.option(
    "--threshold",
    type=options.Probability(),
    default=None,
    help="Probability from which an open promise is on track. Default: the case's setting, else 0.5.",
)
@click.option("--backtest", is_flag=True, help="Show how good the forecasts would have been before.")
@click.option(
    "--origins",
    type=click.IntRange(1, 60),
    default=None,
    help="With --backtest: earlier days from which forecasts are made again. Default: 8.",
)
@options.output
def command(
    case: Path,
    *,
    as_of: date | None,
    since: tuple[date, ...],
    threshold: float | None,
    backtest: bool,
    origins: int | None,
    form: str,
    lang: str,
) -> int:
    """Show the board of promises: how each is measured, what was observed, its chance and the verdict.

    Verdicts: met, met late, missed, on track and off track (with a probability), open (none can be told),
    superseded, not measurable (with the reason). A promise whose words admit several definitions, or several
    readings of its deadline, has a line for each.

    With --backtest: the same forecasts made from earlier days, held against what came and against three simple
    baselines. It needs figures, but no promises.
    """
    from hinterland.case import load
    from hinterland.promises import track

    if backtest and (since or threshold is not None):
        raise click.UsageError("--since and --threshold belong to the board: leave them out with --backtest")
    if origins is not None and not backtest:
        raise click.UsageError("--origins belongs to --backtest: add it, or leave --origins out")
    if backtest:
        from hinterland.cli.backtest import run

        return run(case, as_of=as_of, origins=origins, form=form, lang=lang)
    with options.progress("Tracking") as progress:
        cluster = load(case, progress=progress)
        result = track(cluster, as_of=as_of, since=since, threshold=threshold, progress=progress)
    if form == "text":
        show(result, lang)
    else:
        rows = flat(result, lang)
        options.emit(form, COLUMNS, rows, _whole(result, rows, lang))
    return 0


def flat(result: Result, lang: str) -> list[dict[str, Any]]:
    """Return the rows of the board with texts in one language."""
    rows = []
    for row in result["board"].iter_rows(named=True):
        texts = {name: row[f"{name}_{lang}"] for name in ("definition", "reason", "needs")}
        rows.append({c: texts.get(c, row.get(c)) for c in COLUMNS})
    return rows


def _whole(result: Result, rows: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    """Return the whole answer: the board, what each model says, races, what decides, what changed, conflicts."""
    other = "en" if lang == "zh" else "zh"

    def told(table: str) -> list[dict[str, Any]]:
        return [
            {k.removesuffix(f"_{lang}"): v for k, v in row.items() if not k.endswith(f"_{other}")}
            for row in result[table].iter_rows(named=True)
        ]

    more = ("models", "decides", "race", "history", "conflicts")
    head = {k: result.summary[k] for k in ("as_of", "threshold")}
    return {**head, "rows": rows, **{name: told(name) for name in more}}


COLOURS = {
    "on track": "cyan",
    "off track": "bright_red",
    "met": "green",
    "met late": "yellow",
    "missed": "red",
    "open": "blue",
    "superseded": "magenta",
    "not measurable": "bright_black",
}


def show(result: Result, lang: str, *, changes: bool = True) -> None:
    """Print the board for people: a block a promise, a line a definition; readings that agree share a line."""
    from hinterland import words

    line = options.printer()
    zh = lang == "zh"
    day = result.summary["as_of"]
    line((f"承诺看板，截至 {day}" if zh else f"Board of promises as of {day}", "bold"))
    last = None
    decides = dict(result["decides"].select("target", f"text_{lang}").iter_rows())
    for row, readings in _merged(result):
        if row["target"] != last:
            last = row["target"]
            deadline = f"期限 {row['deadline']}" if zh else f"by {row['deadline']}"
            line()
            line((row[f"name_{lang}"], "bold"), f"  {_wanted(row, lang)}", (f"  {deadline}", "dim"))
            if row["target"] in decides:
                line((decides[row["target"]], "dim"), indent=2)
        reading = (" / " if zh else " or ").join(words.say(r, lang, words.ATTAINMENT) for r in readings)
        line(
            (words.verdict(row["verdict"], lang), f"bold {COLOURS.get(row['verdict'], 'default')}"),
            f": {row[f'reason_{lang}']}",
            (f"  [{row['metric']}, {reading}]", "dim"),
            indent=2,
        )
        if row[f"needs_{lang}"]:
            line((f"→ {row[f'needs_{lang}']}", "dim"), indent=4)
    line()
    if not result["board"].height:
        line("当时尚无任何承诺公布" if zh else "No promise of this case was public by then.")
        return
    if changes:
        _changes(result, lang)
    counts = "  ".join(f"{words.verdict(w, lang)} {n}" for w, n in result.summary["verdicts"].items())
    what = (
        "行，每行为一项承诺在一种定义与期限读法下的结论："
        if zh
        else "lines, one for each definition and reading of a deadline: "
    )
    line(f"{result.summary['rows']} {what}{counts}")


def _changes(result: Result, lang: str) -> None:
    """Print what changed since each earlier day, promise by promise."""
    from hinterland import words

    line = options.printer()
    zh = lang == "zh"
    history = result["history"]
    if history["as_of"].n_unique() < 2:
        return
    names = dict(result["board"].select("target", f"name_{lang}").iter_rows())
    line()
    line(("变化" if zh else "What changed", "bold"))
    for part in history.partition_by("target", "metric", "attainment", maintain_order=True):
        first = part.row(0, named=True)
        rows = [r for r in part.iter_rows(named=True) if r["change_en"] != "unchanged"]
        if len(rows) < 2:
            continue
        line()
        reading = words.say(first["attainment"], lang, words.ATTAINMENT)
        line((names[first["target"]], "bold"), (f"  [{first['metric']}, {reading}]", "dim"))
        for row in rows:
            told = words.verdict(row["verdict"], lang) if row is rows[0] else row[f"change_{lang}"]
            line((row["as_of"], "dim"), f"  {told}", indent=2)


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
