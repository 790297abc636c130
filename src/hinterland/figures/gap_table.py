"""The gaps of a place, ranked: the value at stake, how much of it is served, and what makes the score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland import words
from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.palette import COVERAGE, MUTED, RULE, wrapped
from hinterland.figures.pieces import (
    PARTS,
    STATUSES,
    across,
    by_place,
    down,
    hatched,
    more_places,
    part_scale,
    segments,
    several_roots,
    stacked,
    subject,
    texts,
    title,
)
from hinterland.figures.series import ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("gaps",)
ROWS, MOST = 15, 3
"""Gaps of one place and places at most: more are no picture but a table."""
NAME, CHIP, BAR, LINE, THICK = 232, 98, 230, 24, 14
"""Width of names, statuses and bars, height of a row and of its bar, px."""
LEFT = NAME + CHIP
"""Where bars begin, px from the left."""
COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("makers", "makers", "厂商数", 62),
    ("nearest", "nearest h", "最近小时", 66),
    ("hhi", "HHI", "HHI", 84),
    ("value", "value", "价值", 56),
    ("shortfall", "shortfall", "不足", 62),
    ("concentration", "concentr.", "集中度", 64),
    ("score", "score", "得分", 50),
    ("basis", "basis", "依据", 72),
)
"""Columns behind the bars: key, heads, width in px."""
HEAD = 20
"""Height of the heads of columns, px."""
WIDTH = LEFT + BAR + sum(c[3] for c in COLUMNS)


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the first gaps of each place, one place below the other.

    The length of a bar is the product's share of the finished product's value. It is coloured as far as its demand
    is surely served, hatched as far as nobody can tell, orange as far as it surely is not.

    Raises
    ------
    StudyError
        If no gap has a share of value.
    """
    gaps = tables["gaps"].filter(tables["gaps"]["share"].is_not_null())
    if not gaps.height:
        raise StudyError("figure gap_table: no row of the table gaps has a share of value")
    parts, left_out = by_place(gaps.sort("rank", maintain_order=True, nulls_last=True), MOST)
    panels = [_panel(part, tables, lang, first=n == 0, left_out=left_out) for n, part in enumerate(parts)]
    told = said(
        lang,
        "Ranked gaps: value at stake, how much of its demand is served nearby, and what makes the score",
        "缺口排名：所涉价值、附近可满足的需求，以及得分的构成",
    )
    return dressed(stacked(panels), told)


def _panel(
    part: pl.DataFrame, tables: Mapping[str, pl.DataFrame], lang: str, *, first: bool, left_out: int
) -> alt.LayerChart:
    name = subject(tables, part, lang, several=several_roots(tables["gaps"]))
    shown = list(part.head(ROWS).iter_rows(named=True))
    height = HEAD + LINE * len(shown)
    most = max(r["share"] for r in shown) * 1.02 or 1.0
    boxes = [b for n, r in enumerate(shown) for b in _boxes(r, n, most, lang)]
    colour = alt.Color("part:N", title=None, scale=part_scale((b["tone"] for b in boxes), lang))
    bars = alt.Chart(inside(boxes)).mark_bar(stroke=MUTED, strokeWidth=0.5)
    layers = [
        *_grid(most, height),
        bars.encode(
            x=across("left", WIDTH), x2="right:Q", y=down("top", height), y2="bottom:Q", color=colour
        ),
    ]
    unknown = [b for b in boxes if b["tone"] == "no_plant_known"]
    if unknown:
        layers.append(hatched(unknown, WIDTH, height))
    layers += [*_names(shown, height, lang), *_numbers(shown, height, lang)]
    head = said(lang, f"{name}: gaps by score", f"{name}：缺口按得分")
    notes = [_key(lang), more_places(left_out, lang)] if first else []
    beyond = part.height - len(shown)
    if beyond:
        notes.append(said(lang, f"{beyond} more products are in the table", f"另有 {beyond} 个产品见表"))
    return layered(layers, WIDTH, height, title(head, notes, WIDTH))


def _key(lang: str) -> str:
    return said(
        lang,
        "Bar: share of the finished product's value; its parts: how much of the place's demand plants within reach "
        "serve, given their capacity. HHI: concentration of the capacity near, 0 to 1. Score: value × (shortfall + "
        "c × concentration × (1 − shortfall)); c is a setting.",
        "横条：占整机价值的份额；各段：可达范围内工厂按产能可满足的当地需求比例。HHI：附近产能集中度（0 至 1）。"
        "得分 = 价值 ×（不足 + c × 集中度 ×（1 − 不足）），c 为设置。",
    )


def _boxes(row: Mapping[str, Any], number: int, most: float, lang: str) -> list[dict[str, Any]]:
    """Return the parts of one bar in px; one of which nothing is said cannot be told."""
    parts = segments(row["served_low"], row["served_high"], row["status"]) or [(0.0, 1.0, "no_plant_known")]
    long = row["share"] / most * BAR
    top = HEAD + LINE * number + (LINE - THICK) / 2
    return [
        {
            "left": LEFT + start * long,
            "right": LEFT + end * long,
            "top": top,
            "bottom": top + THICK,
            "tone": tone,
            "part": said(lang, *PARTS[tone]),
        }
        for start, end, tone in parts
    ]


def _grid(most: float, height: float) -> list[alt.Chart]:
    """Return the lines of round shares with their numbers on top."""
    ats = ticks(0.0, most, 4)
    rows = [{"x": LEFT + at / most * BAR, "y": HEAD, "end": height, "text": f"{at:.3g}"} for at in ats]
    for row, at in zip(rows, ats, strict=True):
        row["text"] = f"{100 * at:.3g}%"
    rule = alt.Chart(inside(rows)).mark_rule(color=RULE)
    lines = rule.encode(x=across("x", WIDTH), y=down("y", height), y2="end:Q")
    return [lines, texts([r | {"y": HEAD / 2} for r in rows], WIDTH, height, align="center", color=MUTED)]


def _names(shown: list[dict[str, Any]], height: float, lang: str) -> list[alt.Chart]:
    """Return rank, name and status of each row, the status on its colour."""
    ranks, names, chips = [], [], []
    for n, r in enumerate(shown):
        y = HEAD + LINE * (n + 0.5)
        name = wrapped(r[f"name_{lang}"] or r["product"], NAME - 42, SMALL, most=1)[0]
        status = r["status"] if r["status"] in COVERAGE else "no_plant_known"
        ranks.append({"x": 18, "y": y, "text": str(r["rank"])})
        names.append({"x": 28, "y": y, "text": name})
        box = {"left": NAME, "right": LEFT - 10, "top": y - THICK / 2 - 1, "bottom": y + THICK / 2 + 1}
        word = said(lang, *STATUSES[status])
        chips.append(box | {"x": NAME + 44, "y": y, "text": word, "colour": COVERAGE[status].mark})
    chip = alt.Chart(inside(chips)).mark_bar(cornerRadius=3)
    left, top, colour = across("left", WIDTH), down("top", height), alt.Color("colour:N", scale=None)
    return [
        texts(ranks, WIDTH, height, align="right", color=MUTED),
        texts(names, WIDTH, height),
        chip.encode(x=left, x2="right:Q", y=top, y2="bottom:Q", color=colour),
        texts(chips, WIDTH, height, align="center", color=COVERAGE["covered"].ink, fontSize=SMALL - 1),
    ]


def _numbers(shown: list[dict[str, Any]], height: float, lang: str) -> list[alt.Chart]:
    """Return the columns of numbers and their heads, right-aligned."""
    x = float(LEFT + BAR)
    heads, cells = [], []
    for column, en, zh, wide in COLUMNS:
        x += wide
        heads.append({"x": x, "y": HEAD / 2, "text": said(lang, en, zh)})
        cells += [
            {"x": x, "y": HEAD + LINE * (n + 0.5), "text": _number(column, r, lang)}
            for n, r in enumerate(shown)
        ]
    return [
        texts(heads, WIDTH, height, align="right", color=MUTED),
        texts(cells, WIDTH, height, align="right"),
    ]


def _number(column: str, row: Mapping[str, Any], lang: str) -> str:
    if column == "makers":
        if row["status"] == "no_plant_known":
            return said(lang, "unknown", "未知")
        return "–" if row["suppliers"] is None else f"{row['suppliers']:,}"
    if column == "nearest":
        return "–" if row["nearest_hours"] is None else f"{row['nearest_hours']:.1f}"
    if column == "basis":
        return words.say(row["basis"] or "unstated", lang, words.BASES)
    if column == "hhi":
        return between(row["hhi_low"], row["hhi_high"])
    value = row["score" if column == "score" else f"score_{column}"]
    return "–" if value is None else f"{value:.3f}"


def between(low: float | None, high: float | None) -> str:
    """Return an interval of shares in two digits: 0.31, or 0.31–0.60; a dash where there is none."""
    if low is None and high is None:
        return "–"
    least, most = (f"{0.0 if low is None else low:.2f}", f"{1.0 if high is None else high:.2f}")
    return least if least == most else f"{least}–{most}"
