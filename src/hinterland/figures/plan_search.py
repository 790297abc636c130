"""How the plan was found: the cheapest so far and what was proved, second by second."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import dressed, inside, layered, said
from hinterland.figures.palette import MODELS
from hinterland.figures.pieces import Entry, across, down, key, key_lines, title
from hinterland.figures.plan_pieces import Axis, grid_across, grid_up, money_ticks
from hinterland.words import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

NEEDS: tuple[str, ...] = ("search",)
WIDTH, HEIGHT = 640, 210
"""Size of the picture, px."""
LEFT, RIGHT = 92.0, 20.0
"""Room for the axis of money and to the right, px."""
BEST, BOUND = MODELS["combination"], MODELS["capacity"]

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the objective of the best plan and the bound as steps; costs far above the last one are cut.

    Raises
    ------
    StudyError
        If no moment has a plan or a bound.
    """
    rows = [r for r in tables["search"].sort("seconds").iter_rows(named=True) if _known(r["seconds"])]
    found = {c: [(r["seconds"], r[c]) for r in rows if _known(r[c])] for c in ("best", "bound")}
    if not any(found.values()):
        raise StudyError("figure plan_search: no row of the table search has a plan or a bound")
    end = max(r["seconds"] for r in rows)
    axis = Axis(0.0, end or 1.0, LEFT, WIDTH - RIGHT)
    up = _up(found)
    seconds = [(v, number(v, "s", lang)) for v in axis.at(6)]
    entries = _entries(found, lang)
    layers = [
        *grid_up(up, money_ticks(up, lang), LEFT, WIDTH - RIGHT, (WIDTH, HEIGHT)),
        *grid_across(axis, seconds, 0.0, HEIGHT, (WIDTH, HEIGHT)),
        *(
            layer
            for c, look in (("bound", BOUND), ("best", BEST))
            for layer in _line(found[c], axis, up, end, look)
        ),
        *key(entries, WIDTH, HEIGHT, -17.0 * key_lines(entries, WIDTH) - 4),
    ]
    head = said(lang, "How the plan was found: objective by second, CNY", "求解过程：目标值随时间变化（元）")
    note = said(
        lang,
        "No plan can be cheaper than the bound; what lies between is not known.",
        "任何方案的成本都不低于下界；两线之间未知。",
    )
    return dressed(
        layered(layers, WIDTH, HEIGHT, title(head, [note + _gap(found, lang)], WIDTH, offset=12)), head
    )


def _known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _up(found: Mapping[str, Sequence[tuple[float, float]]]) -> Axis:
    """Return the axis of costs: the last ones in view, the first plans cut where they are many times as dear."""
    last = [points[-1][1] for points in found.values() if points]
    values = [v for points in found.values() for _, v in points]
    span = max(max(last) - min(last), 0.05 * max(abs(v) for v in last), 1.0)
    low, high = max(min(values), min(last) - 3 * span), min(max(values), max(last) + 3 * span)
    pad = 0.08 * (high - low or 1.0)
    return Axis(low - pad, high + pad, float(HEIGHT), 0.0)


def _line(
    points: Sequence[tuple[float, float]], axis: Axis, up: Axis, end: float, look: Any
) -> list[alt.Chart]:
    if not points:
        return []
    shown = [*points, (end, points[-1][1])]
    data = [{"x": axis.px(s), "y": up.px(v), "n": n} for n, (s, v) in enumerate(shown)]
    mark = alt.Chart(inside(data)).mark_line(
        color=look.mark, strokeWidth=2, strokeDash=list(look.dash), interpolate="step-after"
    )
    return [mark.encode(x=across("x", WIDTH), y=down("y", HEIGHT), order="n:Q")]


def _gap(found: Mapping[str, Sequence[tuple[float, float]]], lang: str) -> str:
    """Return the gap that is left in the end."""
    if not all(found.values()):
        return ""
    best, bound = found["best"][-1][1], found["bound"][-1][1]
    gap = max((best - bound) / abs(best), 0.0) if best else 0.0
    return said(lang, f" The gap that is left: {100 * gap:.2g}%.", f"最终差距 {100 * gap:.2g}%。")


def _entries(found: Mapping[str, Sequence[tuple[float, float]]], lang: str) -> list[Entry]:
    told = {
        "best": (BEST, said(lang, "best plan so far", "当前最佳方案")),
        "bound": (BOUND, said(lang, "bound: no plan costs less (dashed)", "下界：任何方案不低于此（虚线）")),
    }
    return [Entry("stroke", look.mark, text) for c, (look, text) in told.items() if found[c]]
