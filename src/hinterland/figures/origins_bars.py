"""Where the value of a product is added: its share by origin, with the interval that unknown origins leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.palette import COVERAGE, INK, MUTED, RULE, wrapped
from hinterland.figures.pieces import (
    across,
    by_place,
    down,
    hatched,
    more_places,
    place_name,
    several_roots,
    stacked,
    subject,
    texts,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("origins",)
NAME, BAR, NUMBER, LINE, THICK, HEAD = 210, 380, 130, 22, 14, 20
"""Width of names, bars and numbers, height of a row, of its bar, and of the heads, px."""
WIDTH = NAME + BAR + NUMBER
ROWS, MOST = 12, 4
"""Origins of a place and places at most: more are no picture but a table."""
ORIGINS: Mapping[str, tuple[str, str]] = {
    "here": ("here", "本地"),
    "elsewhere_in_case": ("elsewhere in the case", "案例中其他地点"),
    "rest": ("rest of the world", "其他地区"),
    "unknown": ("unknown origin", "来源未知"),
}
"""Origins that are no places, in words."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one bar an origin for the whole product, a picture a place; origins are in the column `origin`.

    Raises
    ------
    StudyError
        If no row has a share.
    """
    table = tables["origins"].filter(tables["origins"]["value"].is_not_null())
    whole = table.filter(table["product"].fill_null("") == "") if "product" in table.columns else table
    if not whole.height:
        raise StudyError("figure origins_bars: no row of the table origins has a share of the whole product")
    parts, left_out = by_place(whole, MOST)
    panels = [_panel(part, tables, lang, left_out if n == 0 else 0) for n, part in enumerate(parts)]
    told = said(lang, "Share of the product's value by origin", "产品价值按来源的占比")
    return dressed(stacked(panels), told)


def _panel(
    part: pl.DataFrame, tables: Mapping[str, pl.DataFrame], lang: str, left_out: int
) -> alt.LayerChart:
    named = part.filter(part["origin"] != "unknown").sort("value", descending=True, maintain_order=True)
    rows = [*named.head(ROWS).iter_rows(named=True)]
    rows += part.filter(part["origin"] == "unknown").iter_rows(named=True)
    height = HEAD + LINE * len(rows)
    boxes = [_box(r, n) for n, r in enumerate(rows)]
    bars = alt.Chart(inside(boxes)).mark_bar(stroke=MUTED, strokeWidth=0.6)
    colour, y = alt.Color("colour:N", scale=None), down("top", height)
    ats = [{"x": NAME + BAR * k / 4, "y": HEAD, "end": height, "text": f"{k / 4:.0%}"} for k in range(5)]
    grid = alt.Chart(inside(ats)).mark_rule(color=RULE)
    layers = [
        grid.encode(x=across("x", WIDTH), y=down("y", height), y2="end:Q"),
        texts([r | {"y": HEAD / 2} for r in ats], WIDTH, height, align="center", color=MUTED),
        bars.encode(x=across("left", WIDTH), x2="right:Q", y=y, y2="bottom:Q", color=colour),
    ]
    unknown = [b for b, r in zip(boxes, rows, strict=True) if r["origin"] == "unknown"]
    if unknown:
        layers.append(hatched(unknown, WIDTH, height))
    spans = [
        {"left": NAME + r["low"] * BAR, "right": NAME + r["high"] * BAR, "top": b["y"]}
        for b, r in zip(boxes, rows, strict=True)
        if r["low"] is not None and r["high"] is not None and r["high"] - r["low"] > 1e-9
    ]
    if spans:
        rule = alt.Chart(inside(spans)).mark_rule(color=INK, strokeWidth=1.4)
        layers.append(rule.encode(x=across("left", WIDTH), x2="right:Q", y=y))
    names = [
        {
            "x": NAME - 8,
            "y": b["y"],
            "text": wrapped(_origin(r, tables, lang), NAME - 20, SMALL, 1)[0],
        }
        for b, r in zip(boxes, rows, strict=True)
    ]
    numbers = [{"x": WIDTH, "y": b["y"], "text": _number(r)} for b, r in zip(boxes, rows, strict=True)]
    layers += [texts(cells, WIDTH, height, align="right") for cells in (names, numbers)]
    place = subject(tables, part, lang, several=several_roots(tables["origins"]))
    head = said(lang, f"{place}: value by origin", f"{place}：价值按来源")
    beyond = named.height - ROWS
    notes = [
        said(
            lang,
            "Shares of the product's value; thin lines: intervals.",
            "占产品价值的比例；细线为区间。",
        ),
        said(lang, f"{beyond} smaller origins are in the table", f"另有 {beyond} 个来源见表")
        if beyond > 0
        else "",
        more_places(left_out, lang),
    ]
    return layered(layers, WIDTH, height, title(head, notes, WIDTH))


def _box(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    top = HEAD + LINE * number + (LINE - THICK) / 2
    tone = "no_plant_known" if row["origin"] == "unknown" else "covered"
    return {
        "left": NAME,
        "right": NAME + row["value"] * BAR,
        "top": top,
        "bottom": top + THICK,
        "y": top + THICK / 2,
        "colour": COVERAGE[tone].mark,
    }


def _origin(row: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], lang: str) -> str:
    origin, name = row["origin"], row.get(f"name_{lang}")
    known = said(lang, *ORIGINS[origin]) if origin in ORIGINS else None
    if origin == "here" and name:
        return said(lang, f"{known}: {name}", f"{known}：{name}")
    return name or known or place_name(tables, origin, lang)


def _number(row: Mapping[str, Any]) -> str:
    text = f"{row['value']:.1%}"
    if row["low"] is None or row["high"] is None or row["high"] - row["low"] <= 1e-9:
        return text
    return f"{text} ({100 * row['low']:.0f}–{100 * row['high']:.0f}%)"
