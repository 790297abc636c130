"""What a promise costs at each level: public cost of the cheapest plan, with what the solver proved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from hinterland.errors import StudyError
from hinterland.figures.base import dressed, inside, layered, said
from hinterland.figures.palette import BANDS, INK, MODELS, MUTED, PAPER, VERDICTS
from hinterland.figures.pieces import Entry, across, down, key, key_lines, stacked, texts, title
from hinterland.figures.plan_pieces import (
    Axis,
    grid_across,
    grid_up,
    made_up,
    money_ticks,
    name_of,
    points,
    rules,
)
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEEDS: tuple[str, ...] = ("curve",)
WIDTH, HEIGHT, MOST = 640, 230, 3
"""Size of a picture, px, and targets at most."""
LEFT, RIGHT, TOP = 92.0, 22.0, 20.0
"""Room for the axis of money, to the right, and for words above, px."""
PLANNED = {"optimal", "feasible", "held"}
"""Words of the solver for a level that has a plan."""
LINE, NONE = MODELS["combination"], VERDICTS["missed"]

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a curve a target and definition; a table `targets` adds its name, what is required and what is without.

    Raises
    ------
    StudyError
        If no level has a plan.
    """
    table = tables["curve"].filter(pl.col("level").is_not_null() & pl.col("level").is_finite())
    parts = [p for p in table.partition_by("target", "definition", maintain_order=True) if planned(p)]
    if not parts:
        raise StudyError("figure price_curve: no level of the table curve has a plan")
    more = said(lang, f"{len(parts) - MOST} more are in the table", f"另有 {len(parts) - MOST} 条见表")
    panels = [
        _panel(part.sort("level"), tables, lang, more if n == 0 and len(parts) > MOST else "")
        for n, part in enumerate(parts[:MOST])
    ]
    head = said(lang, "What each level of a promise costs the public", "承诺各水平的公共成本")
    return dressed(stacked(panels), head)


def planned(part: pl.DataFrame) -> list[Row]:
    """Return the levels that have a plan, in their order."""
    return [
        r
        for r in part.sort("level").iter_rows(named=True)
        if r["status"] in PLANNED and r["public"] is not None and math.isfinite(r["public"])
    ]


def _panel(part: pl.DataFrame, tables: Mapping[str, pl.DataFrame], lang: str, more: str) -> alt.LayerChart:
    rows = planned(part)
    beyond = [r["level"] for r in part.iter_rows(named=True) if r["status"] == "infeasible"]
    target = _target(tables.get("targets"), part.row(0, named=True))
    unit = (target or {}).get("unit") or "1"
    across_, up = _axes(part, rows, target)
    size = (WIDTH, HEIGHT)
    asked = [(v, number(three_digits(v), unit, lang)) for v in across_.at(6)]
    entries = _entries(rows, beyond, lang)
    layers = [
        *grid_up(up, money_ticks(up, lang, 5), LEFT, WIDTH - RIGHT, size),
        *grid_across(across_, asked, TOP, HEIGHT, size),
        *_lines(rows, across_, up),
        *_crosses(beyond, across_),
        *_wanted(target, across_, lang),
        *key(entries, WIDTH, HEIGHT, -17.0 * key_lines(entries, WIDTH) - 2),
    ]
    name = name_of(target, "target", lang) if target else str(part["target"][0])
    head = said(lang, f"{name}: public cost by level, CNY", f"{name}：各水平的公共成本（元）")
    defined = name_of(target, "definition", lang) if target else str(part["definition"][0] or "")
    notes = [defined if defined != "–" else "", more, made_up([tables.get("openings")], lang)]
    return layered(layers, WIDTH, HEIGHT, title(head, notes, WIDTH, offset=12))


def _target(table: pl.DataFrame | None, row: Row) -> Row | None:
    """Return what the table of targets says of the target of a curve, of its definition first."""
    if table is None:
        return None
    own = table.filter(table["target"] == row["target"])
    same = own.filter(own["definition"].eq_missing(pl.lit(row["definition"]))) if own.height else own
    found = same if same.height else own
    return found.row(0, named=True) if found.height else None


def _axes(part: pl.DataFrame, rows: Sequence[Row], target: Row | None) -> tuple[Axis, Axis]:
    levels = part["level"].to_list()
    levels += [
        v for v in ((target or {}).get("required"), (target or {}).get("value_without")) if v is not None
    ]
    low, high = min(levels), max(levels)
    pad = 0.03 * ((high - low) or abs(high) or 1.0)
    costs = [r["public"] for r in rows]
    low_cost = min(0.0, *costs)
    most = max(*costs, low_cost + 1.0)
    return (
        Axis(low - pad, high + pad, LEFT, WIDTH - RIGHT),
        Axis(low_cost, low_cost + 1.06 * (most - low_cost), float(HEIGHT), TOP),
    )


def _lines(rows: Sequence[Row], across_: Axis, up: Axis) -> list[alt.Chart]:
    """Return the band from what is proved to what was found, the line of the plans, and a dot a plan."""
    data = []
    for r in rows:
        bound = r["public"] if r["bound"] is None or not math.isfinite(r["bound"]) else r["bound"]
        at = {"x": across_.px(r["level"]), "y": up.px(r["public"])}
        data.append(at | {"y2": up.px(min(bound, r["public"]))})
    chart_ = alt.Chart(inside(data))
    x, y = across("x", WIDTH), down("y", HEIGHT)
    band = chart_.mark_area(color=BANDS["80%"][0], opacity=0.9).encode(x=x, y=y, y2="y2:Q")
    line = chart_.mark_line(color=LINE.mark, strokeWidth=LINE.width).encode(x=x, y=y)
    look = {"shape": "circle", "size": 46, "fill": LINE.mark, "stroke": PAPER}
    return [band, line, *points([d | look for d in data], WIDTH, HEIGHT, strokeWidth=0.8)]


def _crosses(beyond: Sequence[float], across_: Axis) -> list[alt.Chart]:
    """Return a cross at each level that no plan reaches."""
    look = {"y": TOP + 8, "shape": "cross", "size": 60, "fill": NONE.mark, "stroke": PAPER}
    return points([{"x": across_.px(v), **look} for v in beyond], WIDTH, HEIGHT, strokeWidth=0.8)


def _wanted(target: Row | None, across_: Axis, lang: str) -> list[alt.Chart]:
    """Return the level that is required and the one that comes without a plan."""
    if target is None:
        return []
    unit = target["unit"] or "1"
    marks = []
    for column, en, zh in (("value_without", "without a plan", "无方案"), ("required", "required", "要求")):
        if target[column] is not None and math.isfinite(target[column]):
            shown = number(
                three_digits(target[column]) if column != "required" else target[column], unit, lang
            )
            marks.append((across_.px(target[column]), said(lang, f"{en} {shown}", f"{zh} {shown}"), column))
    lines = {
        c: [{"x": x, "x2": x, "y": TOP - 6, "y2": HEIGHT} for x, _, column in marks if column == c]
        for c in ("required", "value_without")
    }
    layers = [
        *rules(lines["required"], WIDTH, HEIGHT, strokeDash=[6, 3]),
        *rules(lines["value_without"], WIDTH, HEIGHT, color=MUTED, strokeDash=[2, 3]),
    ]
    for x, text, column in marks:
        # the higher level's words stand right of its line while there is room, the lower one's left of it
        right = x < WIDTH - 150 if column == "required" else x < LEFT + 130
        y = TOP - 12 if column == "required" else TOP + 2
        row = [{"x": x + (5 if right else -5), "y": y, "text": text}]
        colour = INK if column == "required" else MUTED
        layers.append(texts(row, WIDTH, HEIGHT, align="left" if right else "right", color=colour))
    return layers


def _entries(rows: Sequence[Row], beyond: Sequence[float], lang: str) -> list[Entry]:
    entries = [Entry("circle", LINE.mark, said(lang, "cheapest plan found", "找到的最低成本方案"))]
    apart = [r for r in rows if r["bound"] is not None and r["public"] - r["bound"] > 1e-3 * abs(r["public"])]
    if apart:
        told = said(lang, "band: no plan can cost less than its lower edge", "带：下缘为可证明的最低成本")
        entries.append(Entry("square", BANDS["80%"][0], told))
    if beyond:
        entries.append(Entry("cross", NONE.mark, said(lang, "no plan reaches this", "无方案可达")))
    return entries
