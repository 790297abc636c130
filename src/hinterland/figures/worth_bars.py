"""What each candidate is worth to the promises: cost without it less cost with it, and how likely it comes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeGuard

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, layered, said
from hinterland.figures.palette import BASES, COVERAGE, INK, MUTED, PAPER, wide
from hinterland.figures.pieces import Entry, key, key_lines, texts, title
from hinterland.figures.plan_pieces import (
    Axis,
    grid_across,
    made_up,
    money,
    money_ticks,
    name_of,
    points,
    rects,
    whiskers,
)
from hinterland.figures.risk_curve import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt
    import polars as pl

NEEDS: tuple[str, ...] = ("worth",)
WIDTH, ROW, THICK, MOST = 680, 44, 12, 14
"""Width of the picture, height of a row and of its bar, px, and candidates at most."""
LEFT, RIGHT = 10.0, 214.0
"""Where the scale begins, and room to the right for numbers, px."""
WORTH, COSTS, PARTS = COVERAGE["covered"], COVERAGE["gap"], COVERAGE["no_plant_known"]
ALWAYS: Mapping[str, tuple[str, str]] = {
    "must": ("no plan without it", "缺之则无方案"),
    "cannot": ("no plan with it", "有之则无方案"),
}
"""Verdict on a candidate whose worth has no end, in words."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a bar a candidate with its range, a diamond at its expected worth, and the odds of its landing.

    A grey bar is what a candidate is worth if plants could come in parts: no plan was made for it.

    Raises
    ------
    StudyError
        If no candidate has a worth.
    """
    table = tables["worth"]
    rows = [r for r in table.sort("rank", nulls_last=True).iter_rows(named=True) if _told(r)]
    if not any(_known(_value(r)) for r in rows):
        raise StudyError("figure worth_bars: no row of the table worth has a worth")
    shown = rows[:MOST]
    height = ROW * len(shown)
    columns = ("worth", "worth_low", "worth_high", "expected")
    ends = [_value(r) for r in shown] + [r[c] for r in shown for c in columns]
    ends = [v for v in ends if _known(v)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    axis = Axis(low, high if high > low else low + 1.0, LEFT, WIDTH - RIGHT)
    entries = _entries(shown, lang)
    layers = [
        *grid_across(axis, money_ticks(axis, lang), 0.0, height, (WIDTH, height)),
        *_bars(shown, axis, height),
        *_words(shown, height, lang),
        *key(entries, WIDTH, height, -17.0 * key_lines(entries, WIDTH) - 2),
    ]
    head = said(lang, "What each candidate is worth to the promises, CNY", "各候选对承诺的价值（元）")
    notes = [_note(len(rows) - len(shown), lang), made_up([table], lang)]
    return dressed(layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=12)), head)


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _value(row: Row) -> Any:
    """Return what a candidate is worth: planned for again, else as far as the relaxation tells; None for no end."""
    return row["worth"] if _known(row["worth"]) else row["relaxed"]


def _told(row: Row) -> bool:
    return _known(_value(row)) or row["verdict"] in ALWAYS


def _bars(rows: Sequence[Row], axis: Axis, height: float) -> list[alt.Chart]:
    boxes, spans, marks = [], [], []
    for n, r in enumerate(rows):
        y, value = ROW * n + 29.0, _value(r)
        if not _known(value) or r["verdict"] in ALWAYS:
            continue
        ends = sorted((axis.px(0.0), axis.px(value)))
        colour = (PARTS if not _known(r["worth"]) else WORTH if value >= 0 else COSTS).mark
        box = {"x": ends[0], "x2": max(ends[1], ends[0] + 1.0), "y": y - THICK / 2, "y2": y + THICK / 2}
        boxes.append(box | {"fill": colour if r["in_plan"] else PAPER, "stroke": colour})
        if _known(r["worth_low"]) and _known(r["worth_high"]):
            spans.append((axis.px(r["worth_low"]), axis.px(r["worth_high"]), y))
        if _known(r["expected"]):
            mark = {"x": axis.px(r["expected"]), "y": y, "shape": "diamond", "size": 58}
            marks.append(mark | {"fill": INK, "stroke": PAPER})
    return [
        *rects(boxes, WIDTH, height),
        *whiskers(spans, WIDTH, height),
        *points(marks, WIDTH, height, strokeWidth=0.8),
    ]


def _words(rows: Sequence[Row], height: float, lang: str) -> list[alt.Chart]:
    names, sums, odds = [], [], []
    for n, r in enumerate(rows):
        y = ROW * n + 10.0
        names.append({"x": LEFT - 6, "y": y, "text": _name(r, lang)})
        sums.append({"x": float(WIDTH), "y": y, "text": _sum(r, lang)})
        odds.append({"x": float(WIDTH), "y": y + 17, "text": _landing(r, lang)})
    return [
        texts(names, WIDTH, height),
        texts(sums, WIDTH, height, align="right", fontWeight="bold"),
        texts(odds, WIDTH, height, align="right", color=MUTED),
    ]


def _name(row: Row, lang: str) -> str:
    """Return a candidate in a line: rank, sign, product, firm, park."""
    sign = BASES[row["basis"]].sign + " " if row.get("basis") in {"synthetic", "inferred"} else ""
    rank = "" if row["rank"] is None else f"{row['rank']}  "
    what, who = name_of(row, "product", lang), name_of(row, "candidate", lang)
    told = who if what in who else f"{what} · {who}"
    park = name_of(row, "place", lang)
    end = "" if park == "–" else f" → {park}"
    room = WIDTH - 150 - wide(rank + sign + end, SMALL) * 1.08
    return rank + sign + shortened(told, room) + end


def _sum(row: Row, lang: str) -> str:
    if row["verdict"] in ALWAYS:
        return said(lang, *ALWAYS[row["verdict"]])
    return ("" if _known(row["worth"]) else "≈ ") + money(_value(row), lang)


def _landing(row: Row, lang: str) -> str:
    """Return the probability that a candidate comes if it is wanted."""
    low, high = row["landing_low"], row["landing_high"]
    known = list(dict.fromkeys(f"{100 * v:.0f}" for v in (low, high) if _known(v)))
    if not known:
        return said(lang, "odds of landing not known", "落地概率不明")
    shown = "–".join(known)
    return said(lang, f"lands with {shown}%", f"落地概率 {shown}%")


def _entries(rows: Sequence[Row], lang: str) -> list[Entry]:
    entries = []
    if any(r["in_plan"] for r in rows):
        entries.append(Entry("square", WORTH.mark, said(lang, "in the plan", "在方案中")))
    if any(not r["in_plan"] for r in rows):
        told = said(lang, "not in the plan", "不在方案中")
        entries.append(Entry("square", WORTH.mark, told, hollow=True))
    if any(not _known(r["worth"]) and r["verdict"] not in ALWAYS for r in rows):
        told = said(lang, "≈ if plants could come in parts", "≈ 若项目可部分落地")
        entries.append(Entry("square", PARTS.mark, told))
    if any(_known(r["worth"]) and r["worth"] < 0 for r in rows):
        told = said(lang, "makes the plan dearer", "使方案更贵")
        entries.append(Entry("square", COSTS.mark, told, hollow=True))
    if any(_known(r["expected"]) for r in rows):
        told = said(lang, "expected: worth times odds of landing", "期望值：价值×落地概率")
        entries.append(Entry("diamond", INK, told))
    return entries


def _note(more: int, lang: str) -> str:
    told = said(
        lang,
        "Worth: cost of the plan if it may not come, less the cost if it must. Thin lines: what the solver "
        "left open.",
        "价值：禁止其落地时的方案成本减去必须落地时的成本。细线：求解器未消除的区间。",
    )
    if more > 0:
        told += said(lang, f" {more:,} more are in the table.", f"另有 {more:,} 个见表。")
    return told
