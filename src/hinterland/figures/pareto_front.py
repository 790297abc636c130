"""Two promises at once: public cost of each pair of levels, and the pairs that cannot be had."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import StudyError
from hinterland.figures.base import dressed, layered, said
from hinterland.figures.palette import BANDS, MUTED, PAPER, RULE
from hinterland.figures.pieces import Entry, hatched, key, key_lines, texts, title
from hinterland.figures.plan_pieces import made_up, name_of, rects, rules
from hinterland.figures.price_curve import PLANNED
from hinterland.figures.risk_curve import shortened
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

NEEDS: tuple[str, ...] = ("pareto",)
WIDTH, LEFT, CELL = 640, 96.0, 40
"""Width of the picture, room for levels to the left, height of a cell, px."""
MOST = 8
"""Levels of each promise at most."""
SHADES = (PAPER, BANDS["95%"][0], BANDS["80%"][0], BANDS["50%"][0])
"""Fill of the cheapest to the dearest quarter."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a cell a pair of levels; a thick line parts those that have a plan from those that have none.

    Raises
    ------
    StudyError
        If no pair of levels has a plan.
    """
    table = tables["pareto"]
    first = table.row(0, named=True)
    own = table.filter(
        (pl.col("target_a") == first["target_a"]) & (pl.col("target_b") == first["target_b"])
    ).drop_nulls(["level_a", "level_b"])
    cells = {(r["level_a"], r["level_b"]): r for r in own.iter_rows(named=True)}
    costs = sorted(r["public"] for r in cells.values() if _has(r))
    if not costs:
        raise StudyError("figure pareto_front: no pair of levels of the table pareto has a plan")
    a = sorted({k[0] for k in cells})[:MOST]
    b = sorted({k[1] for k in cells}, reverse=True)[:MOST]
    height = CELL * len(b)
    infos = [_target(tables.get("targets"), first[f"target_{s}"]) for s in ("a", "b")]
    units = [(t or {}).get("unit") or "1" for t in infos]
    names = [
        name_of(t, "target", lang) if t else str(first[f"target_{s}"])
        for t, s in zip(infos, ("a", "b"), strict=True)
    ]
    told = _key(cells, lang)
    layers = [
        *_cells(cells, a, b, costs, height, lang),
        *_axes(a, b, units, height, lang),
        *(key(told, WIDTH, height, -17.0 * key_lines(told, WIDTH) - 2)),
    ]
    head = said(
        lang,
        f"{names[1]} (upward) against {names[0]} (across): public cost, CNY",
        f"{names[1]}（纵）与{names[0]}（横）：公共成本（元）",
    )
    notes = [made_up([tables.get("openings")], lang)]
    return dressed(layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=12)), head)


def _has(row: Row) -> bool:
    return row["status"] in PLANNED and row["public"] is not None and math.isfinite(row["public"])


def _target(table: pl.DataFrame | None, target: str) -> Row | None:
    if table is None:
        return None
    found = table.filter(table["target"] == target)
    return found.row(0, named=True) if found.height else None


def _shade(cost: float, costs: Sequence[float]) -> str:
    """Return the fill of a cost by where it lies between the cheapest and the dearest."""
    low, high = costs[0], costs[-1]
    share = 0.0 if high <= low else (cost - low) / (high - low)
    return SHADES[min(len(SHADES) - 1, int(share * len(SHADES)))]


def _cells(
    cells: Mapping[tuple[float, float], Row],
    a: Sequence[float],
    b: Sequence[float],
    costs: Sequence[float],
    height: float,
    lang: str,
) -> list[alt.Chart]:
    """Return the cells: shaded by cost with the cost in them, hatched where there is no plan."""
    wide = (WIDTH - LEFT) / len(a)
    boxes, none, words, edges = [], [], [], []
    for j, high in enumerate(b):
        for i, level in enumerate(a):
            row = cells.get((level, high))
            if row is None:
                continue
            x, y = LEFT + wide * i, CELL * j
            box = {"x": x, "x2": x + wide, "y": y, "y2": y + CELL, "stroke": RULE}
            if _has(row):
                boxes.append(box | {"fill": _shade(row["public"], costs)})
                text = shortened(number(three_digits(row["public"]), "1", lang), wide - 6)
                words.append({"x": x + wide / 2, "y": y + CELL / 2, "text": text})
                edges += _edges(cells, (i, j), a, b, wide)
            else:
                boxes.append(box | {"fill": PAPER})
                none.append({"left": x + 1, "right": x + wide - 1, "top": y + 1, "bottom": y + CELL - 1})
    return [
        *rects(boxes, WIDTH, height, strokeWidth=1),
        *([hatched(none, WIDTH, height)] if none else []),
        *rules(edges, WIDTH, height, strokeWidth=2.2),
        *([texts(words, WIDTH, height, align="center")] if words else []),
    ]


def _edges(
    cells: Mapping[tuple[float, float], Row],
    at: tuple[int, int],
    a: Sequence[float],
    b: Sequence[float],
    wide: float,
) -> list[Row]:
    """Return the sides of a cell that has a plan towards cells of higher levels that have none."""
    i, j = at
    x, y, lines = LEFT + wide * i, CELL * j, []
    above = cells.get((a[i], b[j - 1])) if j else None
    right = cells.get((a[i + 1], b[j])) if i + 1 < len(a) else None
    if above is not None and not _has(above):
        lines.append({"x": x, "x2": x + wide, "y": y, "y2": y})
    if right is not None and not _has(right):
        lines.append({"x": x + wide, "x2": x + wide, "y": y, "y2": y + CELL})
    return lines


def _axes(
    a: Sequence[float], b: Sequence[float], units: Sequence[str], height: float, lang: str
) -> list[alt.Chart]:
    wide = (WIDTH - LEFT) / len(a)
    below = [
        {"x": LEFT + wide * (i + 0.5), "y": height + 12, "text": shortened(_level(v, units[0], lang), wide)}
        for i, v in enumerate(a)
    ]
    left = [
        {"x": LEFT - 8, "y": CELL * (j + 0.5), "text": shortened(_level(v, units[1], lang), LEFT - 10)}
        for j, v in enumerate(b)
    ]
    return [
        texts(below, WIDTH, height, align="center", color=MUTED),
        texts(left, WIDTH, height, align="right", color=MUTED),
    ]


def _level(value: float, unit: str, lang: str) -> str:
    return number(three_digits(value), unit, lang)


def _key(cells: Mapping[tuple[float, float], Row], lang: str) -> list[Entry]:
    entries = [
        Entry("square", SHADES[1], said(lang, "cheaper", "较低")),
        Entry("square", SHADES[3], said(lang, "dearer", "较高")),
    ]
    if any(not _has(r) for r in cells.values()):
        told = said(lang, "hatched: no plan has both", "斜纹：无方案可同时达到")
        entries.append(Entry("square", MUTED, told, hollow=True))
    return entries
