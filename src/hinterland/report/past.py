"""What changed since earlier days, races, and how good the forecasts were, as the page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland import words
from hinterland.figures.palette import VERDICTS
from hinterland.figures.reliability import SOURCES
from hinterland.figures.scores_chart import ahead, horizons
from hinterland.figures.series import model_name
from hinterland.promises.reasons import percent
from hinterland.report.forecasts import JUDGED, mark
from hinterland.report.labels import label
from hinterland.report.text import figure, pair, word
from hinterland.report.text import percent as share
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from hinterland.report.names import Names
    from hinterland.result import Result

MOST = 120
"""Rows of a table shown in the page; more are in the file."""
SAME = {"first seen", "unchanged"}
"""What is said of a row in which nothing changed."""


def changes(result: Result, names: Names) -> dict[str, Any] | None:
    """Return the promises whose verdict, probability or figure changed between the days; None with only one day."""
    history = result["history"]
    days = sorted(set(history["as_of"]))
    if len(days) < 2:
        return None
    titles = {
        t: pair(en, zh)
        for t, en, zh in result["board"].select("target", "name_en", "name_zh").unique().iter_rows()
    }
    rests: dict[tuple[str, str], set[str | None]] = {}
    for target, metric, basis in result["board"].select("target", "metric", "observed_basis").iter_rows():
        rests.setdefault((target, metric), set()).add(basis)
    parts = history.partition_by("target", "metric", maintain_order=True)
    moved = [p for p in parts if not set(p["change_en"]) <= SAME]
    return {
        "days": days,
        "rows": [
            _changed(part, days, titles, names)
            | {"basis": mark(rests.get((part["target"][0], part["metric"][0]), ()))}
            for part in moved[:MOST]
        ],
        "more": max(0, len(moved) - MOST),
        "same": len(parts) - len(moved),
    }


def _changed(
    part: pl.DataFrame, days: Sequence[str], titles: Mapping[str, Said], names: Names
) -> dict[str, Any]:
    target, metric = part["target"][0], part["metric"][0]
    order = [*words.ATTAINMENT]
    told = [r for r in part.iter_rows(named=True) if r["change_en"] not in SAME]
    told.sort(key=lambda r: order.index(r["attainment"]))
    newest = max(r["as_of"] for r in told)
    texts = dict.fromkeys(
        (r["change_en"].replace("->", "→"), r["change_zh"]) for r in told if r["as_of"] == newest
    )
    by_day = part.partition_by("as_of", as_dict=True, maintain_order=True)
    return {
        "id": target,
        "name": titles.get(target, pair(target)),
        "definition": names.metrics.get(metric, pair(metric)),
        "cells": [_cell(by_day[(day,)].rows(named=True)) if (day,) in by_day else [] for day in days],
        "newest": newest,
        "texts": [Said(en, zh) for en, zh in texts],
    }


def _cell(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the verdicts of a day; readings that agree share one, others say how the deadline is read."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    order = [*words.ATTAINMENT]
    for row in sorted(rows, key=lambda r: order.index(r["attainment"])):
        p = row["probability"]
        shown = "" if p is None or row["verdict"] in JUDGED else percent(p)
        key = (row["verdict"], shown)
        if key in found:
            found[key]["how"] = None
            continue
        found[key] = verdict(row["verdict"]) | {
            "percent": shown,
            "how": word(row["attainment"], words.ATTAINMENT) if len(rows) > 1 else None,
        }
    return list(found.values())


def verdict(name: str) -> dict[str, Any]:
    """Return how a verdict looks: its colour, sign and word."""
    return {"look": name, "sign": VERDICTS[name].sign, "word": Said(name, words.verdict(name, "zh"))}


def races(result: Result, names: Names) -> list[dict[str, Any]]:
    """Return each race: the threshold, and of each contender its chances and when it passes."""
    board = result["board"]
    titles = {t: pair(en, zh) for t, en, zh in board.select("target", "name_en", "name_zh").iter_rows()}
    found = []
    for part in result["race"].partition_by("target", "metric", maintain_order=True):
        first = part.row(0, named=True)
        found.append(
            {
                "id": first["target"],
                "name": titles.get(first["target"], pair(first["target"])),
                "definition": names.metrics.get(first["metric"], pair(first["metric"])),
                "threshold": figure(first["threshold"], first["unit"]),
                "rows": [_runner(r) for r in part.iter_rows(named=True)],
            }
        )
    return found


def _runner(row: Mapping[str, Any]) -> dict[str, Any]:
    known = row["passed"] is not None
    none = not known and row["p_pass"] is None
    beyond = label("beyond")
    ends = [pair(row[q]) if row[q] else beyond for q in ("q10", "q50", "q90")]
    return {
        "name": pair(row["name_en"] or row["member"], row["name_zh"]),
        "passed": row["passed"],
        "none": none,
        "first": "–" if row["p_first"] is None else percent(row["p_first"]),
        "passes": "–" if known or row["p_pass"] is None else percent(row["p_pass"]),
        "ends": [] if known or none else ends,
    }


def backtest(result: Result, track: Result | None, names: Names) -> dict[str, Any]:
    """Return how good the forecasts were: the plain sentence first, then scores, differences, promises, dates."""
    scores = result["scores"]
    grains = [p for p in scores.partition_by("grain", maintain_order=True) if p.height]
    return {
        "proves": _sentence(Said(result.summary["proves_en"], result.summary["proves_zh"])),
        "grains": [_grain(part) for part in grains],
        "differences": [_difference(r) for r in result["differences"].iter_rows(named=True)],
        "brier": [_brier(r) for r in result["brier"].iter_rows(named=True)],
        "bins": [_bin(r) for r in result["reliability"].iter_rows(named=True)],
        "promises": _promises(result["promises"], track, names),
        "dates": _dates(result["dates"], names),
    }


def _sentence(said: Said) -> Said:
    """Return a text of the summary as a sentence of the page."""
    return Said(f"{said.en[:1].upper()}{said.en[1:]}.", f"{said.zh}。")


def _model(model: str) -> Said:
    return Said(model_name(model, "en"), model_name(model, "zh"))


def _grain(part: pl.DataFrame) -> dict[str, Any]:
    """Return the scores of one length of period: all horizons together, and each horizon apart."""
    grain = part["grain"][0]
    order = horizons(part)
    rows = sorted(
        part.iter_rows(named=True), key=lambda r: order.index(r["horizon"])
    )  # stable: by model within
    return {
        "name": word(grain, words.GRAINS),
        "whole": [_score(r) for r in rows if r["horizon"] == "all"],
        "apart": [
            _score(r) | {"ahead": Said(*(ahead(grain, r["horizon"], lang) for lang in ("en", "zh")))}
            for r in rows
            if r["horizon"] != "all"
        ],
    }


def _score(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = row["cover80_low"], row["cover80_high"]
    return {
        "model": _model(row["model"]),
        "kind": label(f"k_{row['kind']}"),
        "baseline": row["kind"] == "baseline",
        "own": row["kind"] == "combination",
        "n": f"{row['n']:,}",
        "series": f"{row['series']:,}",
        "origins": f"{row['origins']:,}",
        "crps": _number(row["crps"], 3),
        "ratio": "" if row["kind"] == "combination" else _number(row["ratio"], 2),
        "cover": [share(row[c], 0) for c in ("cover50", "cover80", "cover95")],
        "cover80": "" if low is None or high is None else f"{share(low, 0)} – {share(high, 0)}",
    }


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _difference(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = row["low"], row["high"]
    return {
        "grain": word(row["grain"], words.GRAINS),
        "baseline": _model(row["baseline"]),
        "n": f"{row['n']:,}",
        "mean": f"{row['mean']:+.3f}",
        "interval": "–" if low is None or high is None else f"{low:+.3f} – {high:+.3f}",
        "relative": f"{row['relative']:+.0%}",
        "better": share(row["better"], 0),
        "verdict": pair(row["verdict_en"], row["verdict_zh"]),
    }


def _brier(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": _source(row["source"]),
        "model": _model(row["model"]),
        "baseline": row["kind"] == "baseline",
        "own": row["kind"] == "combination",
        "n": f"{row['n']:,}",
        "brier": _number(row["brier"], 3),
        "rate": share(row["base_rate"], 0),
        "climatology": _number(row["climatology"], 3),
    }


def _source(source: str) -> Said:
    return Said(*SOURCES[source]) if source in SOURCES else pair(source)


def _bin(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": _source(row["source"]),
        "model": _model(row["model"]),
        "bin": f"{share(row['bin_low'], 0)} – {share(row['bin_high'], 0)}",
        "n": f"{row['count']:,}",
        "forecast": percent(row["forecast"]),
        "observed": share(row["observed"], 0),
        "interval": f"{share(row['observed_low'], 0)} – {share(row['observed_high'], 0)}",
    }


def _promises(table: pl.DataFrame, track: Result | None, names: Names) -> dict[str, Any]:
    titles = {}
    if track is not None:
        board = track["board"].select("target", "name_en", "name_zh").unique()
        titles = {t: pair(en, zh) for t, en, zh in board.iter_rows()}
    return {
        "more": max(0, table.height - MOST),
        "rows": [
            {
                "id": r["target"],
                "name": titles.get(r["target"], pair(r["target"])),
                "definition": names.metrics.get(r["metric"], pair(r["metric"])),
                "how": word(r["attainment"], words.ATTAINMENT),
                "origin": r["origin"],
                "deadline": r["deadline"],
                "percent": percent(r["probability"]),
                "range": ""
                if r["probability_low"] is None or r["probability_high"] is None
                else f"{percent(r['probability_low'])} – {percent(r['probability_high'])}",
                "then": verdict(r["verdict_then"]),
                "now": verdict(r["verdict_now"]),
            }
            for r in table.head(MOST).iter_rows(named=True)
        ],
    }


def _dates(table: pl.DataFrame, names: Names) -> dict[str, Any]:
    counts = table["metric"].value_counts(sort=True)
    return {
        "count": f"{table.height:,}",
        "more": max(0, counts.height - MOST),
        "rows": [
            {"name": names.metrics.get(metric, pair(metric)), "metric": metric, "count": f"{n:,}"}
            for metric, n in counts.head(MOST).iter_rows()
        ],
    }
