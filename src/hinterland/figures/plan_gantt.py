"""A plan in time: what is decided in which park in which year, when it produces, and what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, layered, said
from hinterland.figures.palette import BASES, MUTED, PAPER, RULE, wide
from hinterland.figures.pieces import Entry, hatched, key, key_lines, texts, title
from hinterland.figures.plan_pieces import (
    look_entries,
    looks,
    made_up,
    money,
    name_of,
    rects,
    rules,
)
from hinterland.figures.risk_curve import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt
    import polars as pl

    from hinterland.figures.palette import Stroke

NEEDS: tuple[str, ...] = ("openings",)
WIDTH, ROW, HEAD, THICK = 700, 22, 24, 13
"""Width of the picture, height of a row and of the name of a park, of a bar, px."""
NAME, MONEY = 262.0, 104.0
"""Room for names to the left and for money to the right, px."""
MOST = 36
"""Openings and expansions drawn at most, those that ask for most; the others are counted."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a line an opening and a line an expansion (table `expansions`, if there is one), park by park.

    A bar begins in the year of the decision; its hollow part is the time until production, its full part production.

    Raises
    ------
    StudyError
        If no opening has a year.
    """
    rows = _rows(tables)
    if not rows:
        raise StudyError("figure plan_gantt: no row of the table openings has a year (decided)")
    shown = sorted(rows, key=lambda r: -(r["ask"] or 0.0))[:MOST]
    first = min(r["decided"] for r in shown)
    last = max(max(r["produces"], r["decided"]) for r in shown)
    parks = _parks(shown, lang)
    found = looks([tables["openings"], tables.get("expansions")])
    height = sum(HEAD + ROW * len(part) for _, part in parks)
    entries = _entries(shown, found, lang)
    top = -17.0 * key_lines(entries, WIDTH) - 14
    layers = [
        *_years(first, last, height),
        *_bars(parks, (first, last), found, height),
        *_words(parks, height, lang),
        *key(entries, WIDTH, height, top),
    ]
    head = said(lang, "What opens where and when", "何时何地建成什么")
    more = len(rows) - len(shown)
    notes = [_note(more, lang), made_up([tables["openings"], tables.get("expansions")], lang)]
    return dressed(layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=12)), head)


def _rows(tables: Mapping[str, pl.DataFrame]) -> list[Row]:
    """Return openings and expansions with the years that are drawn, and what they are called."""
    rows = []
    for table, kind in (("openings", "candidate"), ("expansions", "plant")):
        frame = tables.get(table)
        for r in () if frame is None else frame.iter_rows(named=True):
            if r["decided"] is not None:
                produces = r["decided"] if r["produces"] is None else r["produces"]
                rows.append(r | {"produces": produces, "kind": kind})
    return rows


def _parks(rows: Sequence[Row], lang: str) -> list[tuple[str, list[Row]]]:
    """Return the rows of each park, parks and rows in the order in which they begin."""
    parts: dict[str, list[Row]] = {}
    for r in sorted(rows, key=lambda r: (r["decided"], r["produces"], str(r.get(r["kind"])))):
        parts.setdefault(name_of(r, "place", lang), []).append(r)
    return list(parts.items())


def _x(year: float, first: int, last: int) -> float:
    """Return where a year begins; the last one drawn has room of its own."""
    return NAME + (WIDTH - NAME - MONEY) * (year - first) / (last + 1 - first)


def _years(first: int, last: int, height: float) -> list[alt.Chart]:
    years = range(first, last + 1)
    lines = [
        {"x": _x(y, first, last), "x2": _x(y, first, last), "y": 0, "y2": height}
        for y in range(first, last + 2)
    ]
    step = max(1, round(30 * len(years) / (WIDTH - NAME - MONEY)))
    heads = [
        {"x": _x(y + 0.5, first, last), "y": -5.0, "text": str(y)} for y in years if (y - first) % step == 0
    ]
    return [
        *rules(lines, WIDTH, height, color=RULE, strokeWidth=1),
        texts(heads, WIDTH, height, align="center", color=MUTED),
    ]


def _bars(
    parks: Sequence[tuple[str, Sequence[Row]]],
    years: tuple[int, int],
    found: Mapping[str, Stroke],
    height: float,
) -> list[alt.Chart]:
    """Return the bars: hollow until production, full from then on; expansions are hatched."""
    first, last = years
    hollow, full, grown, y = [], [], [], 0.0
    for _, rows in parks:
        y += HEAD
        for r in rows:
            colour = found[r["product"]].mark
            starts, ends = max(r["produces"], r["decided"]), last + 1
            box = {"y": y + (ROW - THICK) / 2, "y2": y + (ROW + THICK) / 2, "stroke": colour}
            at = [_x(v, first, last) for v in (r["decided"], starts, ends)]
            if starts > r["decided"]:
                hollow.append(box | {"x": at[0], "x2": at[1], "fill": PAPER})
            solid = r["kind"] == "candidate"
            if ends > starts:
                full.append(box | {"x": at[1], "x2": at[2], "fill": colour if solid else PAPER})
            if not solid and ends > starts:
                grown.append({"left": at[1], "right": at[2], "top": box["y"], "bottom": box["y2"]})
            y += ROW
    drawn = [*rects(hollow, WIDTH, height), *rects(full, WIDTH, height)]
    return [*drawn, hatched(grown, WIDTH, height)] if grown else drawn


def _words(parks: Sequence[tuple[str, Sequence[Row]]], height: float, lang: str) -> list[alt.Chart]:
    """Return the names of parks and plants, and what each asks for."""
    heads, names, sums, y = [], [], [], 0.0
    for park, rows in parks:
        total = sum(r["ask"] or 0.0 for r in rows)
        heads.append({"x": 0.0, "y": y + HEAD / 2 + 3, "text": shortened(park, NAME)})
        sums.append({"x": float(WIDTH), "y": y + HEAD / 2 + 3, "text": money(total, lang)})
        y += HEAD
        for r in rows:
            names.append({"x": 10.0, "y": y + ROW / 2, "text": _name(r, lang)})
            sums.append({"x": float(WIDTH), "y": y + ROW / 2, "text": money(r["ask"], lang)})
            y += ROW
    return [
        texts(heads, WIDTH, height, fontWeight="bold"),
        texts(names, WIDTH, height),
        texts(sums, WIDTH, height, align="right", color=MUTED),
    ]


def _name(row: Row, lang: str) -> str:
    """Return a plant in a line: its sign, its product, and its own name where that says something."""
    sign = BASES[row["basis"]].sign + " " if row.get("basis") in {"synthetic", "inferred"} else ""
    what = name_of(row, "product", lang)
    who = name_of(row, row["kind"], lang)
    alone = row["kind"] == "candidate" and row.get("basis") == "synthetic"  # a made-up name says nothing
    return sign + shortened(what if alone else f"{what} · {who}", NAME - 22 - wide(sign, SMALL))


def _entries(rows: Sequence[Row], found: Mapping[str, Stroke], lang: str) -> list[Entry]:
    there = {r["product"] for r in rows}
    names = {r["product"]: name_of(r, "product", lang) for r in rows}
    entries = look_entries({p: s for p, s in found.items() if p in there}, names, lang)
    if any(r["produces"] > r["decided"] for r in rows):
        told = said(lang, "hollow: decided, not yet producing", "空心：已决定、尚未投产")
        entries.append(Entry("square", MUTED, told, hollow=True))
    if any(r["kind"] == "plant" for r in rows):
        told = said(lang, "hatched: expansion of a plant", "斜纹：现有工厂扩建")
        entries.append(Entry("square", MUTED, told, hollow=True))
    return entries


def _note(more: int, lang: str) -> str:
    told = said(
        lang,
        "To the right what it asks of the public, CNY of the year of the decision.",
        "右侧为所需公共投入，按决定当年价。",
    )
    if more > 0:
        told += said(lang, f" {more:,} smaller ones are in the table.", f"另有 {more:,} 项较小的见表。")
    return told
