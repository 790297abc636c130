"""A plan in other worlds: which promises hold in which scenario, and what not having known it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, layered, said
from hinterland.figures.palette import BANDS, COVERAGE, MUTED, PAPER, RULE, VERDICTS, wrapped
from hinterland.figures.pieces import Entry, key, key_lines, stacked, texts, title
from hinterland.figures.plan_pieces import made_up, money, name_of, rects
from hinterland.figures.risk_curve import shortened
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

NEEDS: tuple[str, ...] = ("robust",)
WIDTH, ROW, HEAD = 680, 24, 40
"""Width of the picture, height of a row and of the heads of columns, px."""
NAME, REGRET = 190.0, 110.0
"""Room for scenarios to the left, and for regret to the right, px."""
SCENARIOS, TARGETS = 14, 5
"""Scenarios and promises drawn at most."""
PLANS: Mapping[str, tuple[str, str]] = {
    "plan": ("The plan in each scenario", "方案在各情景下"),
    "robust": ("A plan made to hold in most scenarios", "为多数情景制定的方案"),
}
"""Plan to its heading."""
HELD, SHORT = COVERAGE["covered"].mark, COVERAGE["gap"].mark
SHADES = (PAPER, BANDS["95%"][0], BANDS["80%"][0], BANDS["50%"][0])
"""Fill of the least to the largest quarter of regret."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a table a plan: a row a scenario, a cell a promise, and the regret; waiting is told below the heading.

    Raises
    ------
    StudyError
        If no scenario tells whether a promise holds.
    """
    table = tables["robust"]
    known = table.filter(pl.col("target").is_not_null() & pl.col("held").is_not_null())
    if not known.height:
        raise StudyError("figure plan_regret: no row of the table robust tells whether a promise holds")
    most = known["regret"].fill_null(0.0).max()
    scale = float(most) if isinstance(most, float) and most > 0 else 1.0
    parts = known.partition_by("plan", maintain_order=True)
    wait = table.filter(pl.col("kind") == "wait")
    panels = [
        _panel(part, tables, scale, lang, _waited(wait, lang) if n == 0 else "")
        for n, part in enumerate(parts)
    ]
    head = said(lang, "Which promises hold in which scenario, and regret", "各情景下承诺是否兑现与遗憾值")
    return dressed(stacked(panels), head)


def _panel(
    part: pl.DataFrame, tables: Mapping[str, pl.DataFrame], scale: float, lang: str, waited: str
) -> alt.LayerChart:
    rows = part.to_dicts()
    targets = list(dict.fromkeys(r["target"] for r in rows))[:TARGETS]
    scenarios = list(dict.fromkeys(r["scenario"] for r in rows))
    shown = scenarios[:SCENARIOS]
    cells = {(r["scenario"], r["target"]): r for r in rows}
    height = HEAD + ROW * len(shown)
    infos = _infos(tables.get("targets"))
    entries = _entries(lang)
    layers = [
        *_cells(cells, shown, targets, infos, height, lang),
        *_names(cells, shown, targets, height, lang),
        *_regrets([next(r for r in rows if r["scenario"] == s) for s in shown], scale, height, lang),
        *_heads(targets, infos, height, lang),
        *key(entries, WIDTH, height, -17.0 * key_lines(entries, WIDTH) - 2),
    ]
    told = said(
        lang,
        "Regret: what the plan costs the public more than one made for that scenario alone.",
        "遗憾值：比专为该情景制定的方案多出的公共成本。",
    )
    more = len(scenarios) - len(shown)
    rest = (
        said(lang, f"{more} more scenarios are in the table.", f"另有 {more} 个情景见表。")
        if more > 0
        else ""
    )
    head = said(lang, *PLANS.get(rows[0]["plan"] or "plan", PLANS["plan"]))
    notes = [told, waited, rest, made_up([tables.get("openings")], lang)]
    return layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=12))


def _infos(table: pl.DataFrame | None) -> dict[str, Row]:
    """Return what the table of targets says of each target."""
    return {} if table is None else {r["target"]: r for r in table.iter_rows(named=True)}


def _wide(targets: Sequence[str]) -> float:
    return (WIDTH - NAME - REGRET) / len(targets)


def _cells(
    cells: Mapping[tuple[str, str], Row],
    shown: Sequence[str],
    targets: Sequence[str],
    infos: Mapping[str, Row],
    height: float,
    lang: str,
) -> list[alt.Chart]:
    wide = _wide(targets)
    boxes, words = [], []
    for n, scenario in enumerate(shown):
        for k, target in enumerate(targets):
            row = cells.get((scenario, target))
            if row is None:
                continue
            x, y = NAME + wide * k, HEAD + ROW * n
            fill = HELD if row["held"] else SHORT
            boxes.append({"x": x, "x2": x + wide, "y": y, "y2": y + ROW, "fill": fill, "stroke": PAPER})
            sign = VERDICTS["met" if row["held"] else "missed"].sign
            value = number(three_digits(row["value"]), infos.get(target, {}).get("unit") or "1", lang)
            text = shortened(f"{sign} {value}", wide - 6)
            words.append({"x": x + wide / 2, "y": y + ROW / 2, "text": text})
    return [*rects(boxes, WIDTH, height, strokeWidth=1), texts(words, WIDTH, height, align="center")]


def _names(
    cells: Mapping[tuple[str, str], Row],
    shown: Sequence[str],
    targets: Sequence[str],
    height: float,
    lang: str,
) -> list[alt.Chart]:
    names = []
    for n, scenario in enumerate(shown):
        row = next(cells[scenario, t] for t in targets if (scenario, t) in cells)
        odds = "" if row["probability"] is None else f" · {100 * row['probability']:.0f}%"
        text = shortened(name_of(row, "scenario", lang), NAME - 44) + odds
        names.append({"x": 0.0, "y": HEAD + ROW * (n + 0.5), "text": text})
    return [texts(names, WIDTH, height)]


def _regrets(rows: Sequence[Row], scale: float, height: float, lang: str) -> list[alt.Chart]:
    boxes, words = [], []
    for n, r in enumerate(rows):
        y, regret = HEAD + ROW * n, r["regret"]
        known = regret is not None and math.isfinite(regret)
        shade = SHADES[min(3, int(4 * max(regret, 0.0) / scale))] if known else PAPER
        box = {"x": WIDTH - REGRET + 8, "x2": float(WIDTH), "y": y, "y2": y + ROW, "stroke": RULE}
        boxes.append(box | {"fill": shade})
        text = said(lang, "no plan holds", "无方案可达") if not known else money(regret, lang)
        words.append({"x": WIDTH - 6.0, "y": y + ROW / 2, "text": text})
    return [*rects(boxes, WIDTH, height, strokeWidth=1), texts(words, WIDTH, height, align="right")]


def _heads(targets: Sequence[str], infos: Mapping[str, Row], height: float, lang: str) -> list[alt.Chart]:
    """Return the heads of the columns, in at most two lines."""
    wide = _wide(targets)
    heads = []
    for k, target in enumerate(targets):
        name = name_of(infos.get(target, {"target": target}), "target", lang)
        for n, line in enumerate(wrapped(name, wide - 8, SMALL, most=2)):
            heads.append({"x": NAME + wide * (k + 0.5), "y": 10.0 + 14 * n, "text": line})
    right = [{"x": WIDTH - 6.0, "y": 10.0, "text": said(lang, "regret", "遗憾值")}]
    return [
        texts(heads, WIDTH, height, align="center", color=MUTED),
        texts(right, WIDTH, height, align="right", color=MUTED),
    ]


def _entries(lang: str) -> list[Entry]:
    return [
        Entry("square", HELD, said(lang, "✓ the promise holds", "✓ 承诺兑现")),
        Entry("square", SHORT, said(lang, "✕ it falls short", "✕ 未兑现")),
        Entry("square", SHADES[3], said(lang, "large regret", "遗憾值大")),
    ]


def _waited(wait: pl.DataFrame, lang: str) -> str:
    """Return what waiting a year costs."""
    if not wait.height:
        return ""
    row = wait.row(0, named=True)
    if row["regret"] is None:
        return said(lang, "Deciding nothing in the first year, no plan holds.", "首年不作决定则无方案可达。")
    sum_ = money(row["regret"], lang)
    return said(lang, f"Deciding nothing in the first year costs {sum_} more.", f"首年不作决定多花 {sum_}。")
