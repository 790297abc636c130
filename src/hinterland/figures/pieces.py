"""Drawing in px: bars parted by what is known of coverage, hatching, keys of marks, columns of text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland.figures.base import BODY, SMALL, inside, said
from hinterland.figures.palette import COVERAGE, INK, MUTED, PAPER, wide, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from hinterland.figures.base import AnyChart

STATUSES: Mapping[str, tuple[str, str]] = {
    "covered": ("covered", "已覆盖"),
    "thin": ("thin", "薄弱"),
    "gap": ("gap", "缺口"),
    "no_plant_known": ("no plant known", "无已知工厂"),
}
"""Status of coverage in words, as in the study."""
CUTS: Mapping[str, tuple[str, str]] = {
    "tier1": ("first tier", "一级零部件"),
    "leaves": ("leaves", "末级零部件与材料"),
}
"""Cut of the bill of materials over which value is counted once, in words, as in the study."""
PARTS: Mapping[str, tuple[str, str]] = {
    "covered": ("covered", "已覆盖"),
    "thin": ("covered, but thin", "已覆盖但薄弱"),
    "gap": ("not covered", "未覆盖"),
    "no_plant_known": ("cannot be told (hatched)", "无法判定（斜纹）"),
}
"""Part of a bar that a status colours, in words."""
HATCH = 6.0
"""Room between two lines of a hatching, px."""
SYMBOL = 14.0
"""Room for the symbol of an entry of a key, px."""


def segments(low: float | None, high: float | None, status: str | None) -> list[tuple[float, float, str]]:
    """Return the parts of a bar (from, to, status that colours it): surely covered, unknown, surely not covered.

    A missing bound is as far out as it can be; without both nothing is known to be counted, and no part is drawn.
    """
    if low is None and high is None:
        return []
    least = min(max(0.0 if low is None else low, 0.0), 1.0)
    most = min(max(1.0 if high is None else high, least), 1.0)
    firm = "thin" if status == "thin" else "covered"
    parts = [(0.0, least, firm), (least, most, "no_plant_known"), (most, 1.0, "gap")]
    return [p for p in parts if p[1] - p[0] > 1e-9]


def part_scale(shown: Iterable[str], lang: str) -> alt.Scale:
    """Return the colours of the parts of bars that a chart shows."""
    found = set(shown)
    keys = [k for k in COVERAGE if k in found]
    return alt.Scale(
        domain=[said(lang, *PARTS[k]) for k in keys],
        range=[COVERAGE[k].mark for k in keys],
    )


def across(field: str, width: float, **more: Any) -> alt.X:
    """Return the channel of a field that is px from the left edge."""
    return alt.X(f"{field}:Q", title=None, axis=None, scale=alt.Scale(domain=[0, width], nice=False), **more)


def down(field: str, height: float, **more: Any) -> alt.Y:
    """Return the channel of a field that is px from the top edge."""
    return alt.Y(f"{field}:Q", title=None, axis=None, scale=alt.Scale(domain=[height, 0], nice=False), **more)


def hatched(boxes: Sequence[Mapping[str, Any]], width: float, height: float) -> alt.Chart:
    """Return slanting lines over boxes (left, right, top, bottom, px): one mark a box, its outline a path."""
    rows = [
        {
            "x": (b["left"] + b["right"]) / 2,
            "y": (b["top"] + b["bottom"]) / 2,
            "path": hatching(b["right"] - b["left"], b["bottom"] - b["top"]),
        }
        for b in boxes
    ]
    # a shape is drawn half the root of its size as large as its path says: 4 leaves the path in px
    mark = alt.Chart(inside(rows)).mark_point(
        size=4,
        filled=False,
        stroke=COVERAGE["no_plant_known"].ink,
        strokeWidth=0.8,
        strokeOpacity=0.4,
        opacity=1,
    )
    path = alt.Shape("path:N", scale=None)
    drawn: alt.Chart = mark.encode(x=across("x", width), y=down("y", height), shape=path)
    return drawn


def hatching(width: float, height: float, step: float = HATCH) -> str:
    """Return the path of slanting lines that fill a box round (0, 0), each clipped to the box."""
    count = max(1, math.ceil((width + height) / step) - 1)
    paths = []
    for k in range(1, count + 1):
        c = (width + height) * k / (count + 1)
        x1, y1 = max(0.0, c - height), min(c, height)
        x2, y2 = min(c, width), max(0.0, c - width)
        ends = (x1 - width / 2, y1 - height / 2, x2 - width / 2, y2 - height / 2)
        paths.append("M{:.1f},{:.1f}L{:.1f},{:.1f}".format(*ends))
    return "".join(paths)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a key: the shape of its mark, its colour, whether it is hollow, and what it means."""

    shape: str
    colour: str
    text: str
    hollow: bool = False
    size: float = 60.0


def key(entries: Sequence[Entry], width: float, height: float, top: float) -> list[alt.Chart]:
    """Return a key of marks from `top` (px, negative above the picture), in as many lines as they need."""
    rows, x, y = [], 0.0, top
    for e in entries:
        need = SYMBOL + wide(e.text, SMALL) * 1.08 + 16
        if x and x + need > width:
            x, y = 0.0, y + 17
        row = {"x": x + 5, "y": y, "words": x + SYMBOL, "text": e.text, "shape": e.shape, "size": e.size}
        rows.append(row | {"fill": PAPER if e.hollow else e.colour, "stroke": e.colour})
        x += need
    data = alt.Chart(inside(rows))
    marks = data.mark_point(opacity=1, strokeWidth=1.3).encode(
        x=across("x", width),
        y=down("y", height),
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
    )
    texts = data.mark_text(align="left", baseline="middle", color=INK)
    return [marks, texts.encode(x=across("words", width), y=down("y", height), text="text:N")]


def key_lines(entries: Sequence[Entry], width: float) -> int:
    """Return how many lines `key` needs."""
    lines, x = 1, 0.0
    for e in entries:
        need = SYMBOL + wide(e.text, SMALL) * 1.08 + 16
        if x and x + need > width:
            lines, x = lines + 1, 0.0
        x += need
    return lines


def texts(rows: Sequence[Mapping[str, Any]], width: float, height: float, **looks: Any) -> alt.Chart:
    """Return the field `text` of rows at their `x` and `y` in px."""
    mark = alt.Chart(inside(rows)).mark_text(**{"align": "left", "baseline": "middle", "color": INK} | looks)
    drawn: alt.Chart = mark.encode(x=across("x", width), y=down("y", height), text="text:N")
    return drawn


def title(head: str, notes: Sequence[str], width: float, offset: int = 10) -> alt.TitleParams:
    """Return a heading with notes below it, in lines no wider than the picture."""
    lines = [line for note in notes if note for line in wrapped(note, width, SMALL)]
    return alt.TitleParams(
        wrapped(head, width, BODY),
        subtitle=lines or alt.Undefined,  # an empty list would leave room for a line
        anchor="start",
        fontSize=BODY,
        subtitleFontSize=SMALL,
        subtitleColor=MUTED,
        subtitleLineHeight=15,
        offset=offset,
    )


def stacked(panels: Sequence[AnyChart], spacing: int = 30) -> alt.LayerChart:
    """Return charts below each other, each with the colours of its own."""
    drawn = alt.vconcat(*panels, spacing=spacing).resolve_scale(color="independent", strokeDash="independent")
    # altair has a class for charts below each other; what takes a chart here takes any
    return cast("alt.LayerChart", drawn)


def place_name(tables: Mapping[str, pl.DataFrame], place: str | None, lang: str) -> str:
    """Return a place's name from the first table that has it: columns place_en/place_zh, or `places`; else its id."""
    if place is None:
        return ""
    for table, column in (*((t, f"place_{lang}") for t in tables), ("places", f"name_{lang}")):
        frame = tables.get(table)
        if frame is None or not {"place", column} <= set(frame.columns):
            continue
        found = frame.filter(frame["place"] == place)[column].drop_nulls()
        if found.len():
            return str(found[0])
    return place.replace("_", " ")


def subject(tables: Mapping[str, pl.DataFrame], part: pl.DataFrame, lang: str, *, several: bool) -> str:
    """Return what a part of a table is about: its place, and its product where there are several."""
    row = part.row(0, named=True)
    name, root = place_name(tables, row.get("place"), lang), row.get("root")
    if not several or root is None:
        return name
    tree = tables.get("tree")
    found = (
        [] if tree is None else tree.filter(tree["product"] == root)[f"name_{lang}"].drop_nulls().to_list()
    )
    return " · ".join(n for n in (name, found[0] if found else root.replace("_", " ")) if n)


def several_roots(table: pl.DataFrame) -> bool:
    """Whether a table tells of more finished products than one."""
    return "root" in table.columns and table["root"].n_unique() > 1


def by_place(table: pl.DataFrame, most: int, *, roots: bool = True) -> tuple[list[pl.DataFrame], int]:
    """Return the rows of the first places (and products, unless not asked) of a table, and how many are left out."""
    keys = [k for k in ("place", "root") if k in table.columns and (roots or k != "root")]
    if not keys:
        return [table], 0
    parts = table.partition_by(keys, maintain_order=True)
    return parts[:most], max(0, len(parts) - most)


def more_places(left_out: int, lang: str) -> str:
    """Return what is said of places that are not drawn."""
    if not left_out:
        return ""
    are = "place is" if left_out == 1 else "places are"
    return said(lang, f"{left_out} more {are} in the table", f"另有 {left_out} 个地点见表")
