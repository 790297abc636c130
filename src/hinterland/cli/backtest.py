"""`hinterland track DIR --backtest`: how the answer is shown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from hinterland.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hinterland.result import Result

TABLES = ("scores", "differences", "reliability", "brier", "promises", "dates")


def run(case: Path, *, as_of: date | None, origins: int | None, form: str, lang: str) -> int:
    """Run the backtest and show it."""
    from hinterland.case import load
    from hinterland.promises import backtest
    from hinterland.promises.rolling import ORIGINS

    with options.progress("Backtest") as progress:
        cluster = load(case, progress=progress)
        result = backtest(cluster, as_of=as_of, origins=origins or ORIGINS, progress=progress)
    if form == "text":
        show(result, lang)
        return 0
    told = {name: result[name].rows(named=True) for name in TABLES}
    summary = {k: v for k, v in result.summary.items() if not k.endswith("_zh" if lang == "en" else "_en")}
    options.emit(form, result["scores"].columns, told["scores"], {"summary": summary, **told})
    return 0


def show(result: Result, lang: str) -> None:
    """Print the scores, what beats what, and how little or much that proves."""
    from hinterland import words

    zh = lang == "zh"
    line = options.printer()
    line(
        (
            f"回测，截至 {result.summary['as_of']}" if zh else f"Backtest as of {result.summary['as_of']}",
            "bold",
        )
    )
    line(result.summary[f"proves_{lang}"])
    for grain in ("year", "quarter", "month"):
        rows = [
            r for r in result["scores"].iter_rows(named=True) if r["grain"] == grain and r["horizon"] == "all"
        ]
        if rows:
            line()
            line((words.say(grain, lang, words.GRAINS), "bold"))
            _scores(rows, lang)
            for row in result["differences"].iter_rows(named=True):
                if row["grain"] == grain:
                    name = words.say(row["baseline"], lang, words.MODELS)
                    versus = f"相对“{name}”" if zh else f"against {name}"
                    line(f"{versus}: {row[f'verdict_{lang}']}", indent=2)
    _briers(result, lang)
    _dates(result, lang)


def _scores(rows: list[dict[str, Any]], lang: str) -> None:
    """Print one line a model: its score, the combination's ratio to it, coverage."""
    from rich.console import Console
    from rich.table import Table

    from hinterland import words

    zh = lang == "zh"
    heads = ("模型", "预测数", "CRPS（对数）", "组合/模型", "50%", "80%", "95%") if zh else (
        "model", "forecasts", "CRPS (log)", "combination / model", "50%", "80%", "95%"
    )  # fmt: skip
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2))
    for i, head in enumerate(heads):
        table.add_column(head, justify="left" if i == 0 else "right")
    for row in rows:
        ratio = "–" if row["ratio"] is None else f"{row['ratio']:.2f}"
        cover = [f"{row[c]:.0%}" for c in ("cover50", "cover80", "cover95")]
        name = words.say(row["model"], lang, words.MODELS)
        table.add_row(name, f"{row['n']:,}", f"{row['crps']:.3f}", ratio, *cover)
    wide = None if sys.stdout.isatty() else 120  # a pipe has no width of its own
    Console(highlight=False, width=wide).print(table)


def _briers(result: Result, lang: str) -> None:
    from hinterland import words

    zh = lang == "zh"
    line = options.printer()
    rows = list(result["brier"].iter_rows(named=True))
    if not rows:
        return
    line()
    line(("概率的布里尔得分（越低越好）" if zh else "Brier score of probabilities (lower is better)", "bold"))
    for row in rows:
        source = {
            "promises": ("real promises", "真实承诺"),
            "thresholds": ("made-up thresholds", "虚拟门槛"),
        }[row["source"]][zh]
        name = words.say(row["model"], lang, words.MODELS)
        rest = f"基准率 {row['climatology']:.3f}" if zh else f"always the base rate {row['climatology']:.3f}"
        line(f"{source}, {name}: {row['brier']:.3f} ({row['n']:,}; {rest})", indent=2)


def _dates(result: Result, lang: str) -> None:
    line = options.printer()
    dates = result["dates"]
    if not dates.height:
        return
    metrics = dates["metric"].value_counts(sort=True)
    named = ", ".join(f"{m} ({n})" for m, n in metrics.head(5).iter_rows())
    more = "" if metrics.height <= 5 else (" 等" if lang == "zh" else " and others")
    line()
    line(
        f"{dates.height} 个数据的公开日期系假定：{named}{more}"
        if lang == "zh"
        else f"{dates.height} figures have a date of publication that is only assumed: {named}{more}"
    )
