"""What a plan does to each promise: required, with the plan, without it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError
from hinterland.figures.base import dressed, layered, said
from hinterland.figures.palette import INK, MUTED, PAPER, RULE, VERDICTS
from hinterland.figures.pieces import Entry, key, key_lines, texts, title
from hinterland.figures.plan_pieces import Axis, grid_across, made_up, name_of, points, rects, rules
from hinterland.figures.risk_curve import shortened
from hinterland.words import COMPARATORS, number, three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt
    import polars as pl

NEEDS: tuple[str, ...] = ("targets",)
WIDTH, ROW, THICK = 680, 46, 12
"""Width of the picture, height of a row and of a bar, px."""
LEFT, RIGHT = 8.0, 250.0
"""Where bars begin, and room to the right for what is told in numbers, px."""
MOST, FURTHEST = 14, 1.6
"""Targets drawn at most, and the share of what is required beyond which a bar is cut."""
HELD, SHORT = VERDICTS["met"], VERDICTS["missed"]

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a bar a target, as a share of what it requires; a hollow mark where it would be without the plan.

    Raises
    ------
    StudyError
        If no target has both a value and something required above 0.
    """
    table = tables["targets"]
    rows = [r for r in table.iter_rows(named=True) if _drawn(r)]
    if not rows:
        raise StudyError("figure plan_targets: no row of the table targets has a value and what is required")
    shown = rows[:MOST]
    height = ROW * len(shown)
    reach = min(FURTHEST, max(1.1, *(_share(r, c) for r in shown for c in ("value", "value_without"))))
    axis = Axis(0.0, reach * 1.02, LEFT, WIDTH - RIGHT)
    entries = _entries(shown, lang)
    ticks = [(v, f"{round(100 * v)}%") for v in axis.at(5)]
    layers = [
        *grid_across(axis, ticks, 0.0, height, (WIDTH, height)),
        *_bars(shown, axis, height),
        *_words(shown, height, lang),
        *key(entries, WIDTH, height, -17.0 * key_lines(entries, WIDTH) - 2),
    ]
    head = said(
        lang,
        "What the plan does to each promise, in percent of what is required",
        "方案对各承诺的作用（占要求的百分比）",
    )
    notes = [_note(table.height - len(shown), lang), made_up([tables.get("openings")], lang)]
    return dressed(layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=12)), head)


def _drawn(row: Row) -> bool:
    known = [row["required"], row["value"]]
    return all(v is not None and math.isfinite(v) for v in known) and row["required"] > 0


def _share(row: Row, column: str) -> float:
    value = row[column]
    return 0.0 if value is None or not math.isfinite(value) else float(value / row["required"])


def _bars(rows: Sequence[Row], axis: Axis, height: float) -> list[alt.Chart]:
    boxes, marks, ends = [], [], []
    for n, r in enumerate(rows):
        y = ROW * n + 30.0
        tone = HELD if r["status"] == "held" else SHORT
        box = {"x": axis.px(0.0), "x2": axis.px(_share(r, "value")), "y": y - THICK / 2, "y2": y + THICK / 2}
        boxes.append(box | {"fill": tone.mark, "stroke": tone.mark})
        ends.append({"x": axis.px(1.0), "x2": axis.px(1.0), "y": y - 11, "y2": y + 11})
        if r["value_without"] is not None:
            mark = {"x": axis.px(_share(r, "value_without")), "y": y, "shape": "circle", "size": 64}
            marks.append(mark | {"fill": PAPER, "stroke": INK})
    apart = [{"x": 0.0, "x2": float(WIDTH), "y": ROW * n, "y2": ROW * n} for n in range(1, len(rows))]
    return [
        *rules(apart, WIDTH, height, color=RULE, strokeWidth=0.7),
        *rects(boxes, WIDTH, height, strokeWidth=0.8),
        *rules(ends, WIDTH, height, strokeWidth=2.2),
        *points(marks, WIDTH, height),
    ]


def _words(rows: Sequence[Row], height: float, lang: str) -> list[alt.Chart]:
    names, verdicts, told = [], [], []
    for n, r in enumerate(rows):
        y, held = ROW * n + 11.0, r["status"] == "held"
        sign = HELD.sign if held else SHORT.sign
        word = said(lang, "held", "达到") if held else said(lang, "short", "未达到")
        name = name_of(r, "target", lang)
        when = "" if r["year"] is None else f" · {r['year']}"
        room = WIDTH - RIGHT - LEFT
        names.append({"x": LEFT, "y": y, "text": shortened(name, room - 40) + when})
        asked = COMPARATORS.get(r["comparator"] or "", ("", "", ""))[0]
        asks = f"{asked} {_value(r, 'required', lang)}".strip()
        verdicts.append({"x": WIDTH - RIGHT + 16.0, "y": y, "text": f"{sign} {word}: {asks}"})
        with_, without = _value(r, "value", lang), _value(r, "value_without", lang)
        text = said(lang, f"{with_}; without the plan {without}", f"{with_}；无方案 {without}")
        told.append({"x": WIDTH - RIGHT + 16.0, "y": y + 18, "text": shortened(text, RIGHT - 20)})
    return [
        texts(names, WIDTH, height),
        texts(verdicts, WIDTH, height, fontWeight="bold"),
        texts(told, WIDTH, height, color=MUTED),
    ]


def _value(row: Row, column: str, lang: str) -> str:
    unit = row["unit"] or "1"
    # percents as the table has them
    exact = column == "required" or unit in {"percent", "%"}
    return number(row[column] if exact else three_digits(row[column]), unit, lang)


def _entries(rows: Sequence[Row], lang: str) -> list[Entry]:
    there = {r["status"] == "held" for r in rows}
    entries = []
    if True in there:
        entries.append(Entry("square", HELD.mark, said(lang, "with the plan: held", "有方案：达到")))
    if False in there:
        entries.append(Entry("square", SHORT.mark, said(lang, "with the plan: short", "有方案：未达到")))
    if any(r["value_without"] is not None for r in rows):
        entries.append(Entry("circle", INK, said(lang, "without the plan", "无方案"), hollow=True))
    return entries


def _note(more: int, lang: str) -> str:
    told = said(lang, "The upright line is what is required.", "竖线为要求值。")
    if more > 0:
        told += said(lang, f" {more} more are in the table.", f"另有 {more} 项见表。")
    return told
