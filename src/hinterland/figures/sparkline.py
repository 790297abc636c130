"""The series behind one row of the board: figures so far, the promise as a line, its deadline as a mark.

`chart` draws it with Altair for notebooks and export. `inline` writes the same as SVG by hand for a line of the
report: some fifty converted charts took 2.5 s and 6 KB each, written by hand they take milliseconds and 1 KB, and
follow the page's colours by day and night.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland import words
from hinterland.figures.base import dressed, inside, layered, said
from hinterland.figures.palette import INK, MUTED, VERDICTS
from hinterland.figures.series import Line, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("board", "evidence")
WIDTH, HEIGHT, EDGE = 132, 34, 4
"""Size of the small picture and the room around its marks, px."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the first row of `board`."""
    row = tables["board"].row(0, named=True)
    told = said(lang, f"Series of {row['metric']}", f"{row['metric']} 的数列")
    return dressed(panel(row, tables["evidence"], lang, 420, 180), told)


def panel(
    row: Mapping[str, Any], evidence: pl.DataFrame, lang: str, width: int, height: int
) -> alt.LayerChart:
    """Return one row of the board as a layered chart without its dress."""
    series = line(row, evidence)
    tone = VERDICTS[row["verdict"]].mark
    dots = [
        {
            "at": d.at,
            "value": d.value,
            "run": run,
            "label": words.number(d.value, row["unit"], lang) if d.used else "",
        }
        for run, part in enumerate(series.segments)
        for d in part
    ]
    partial = [{"at": d.at, "value": d.value} for d in series.dots if not d.whole]
    reach = [d.at for d in series.dots] + [series.deadline]
    x = alt.X(
        "at:Q",
        title=None,
        axis=alt.Axis(format="d", tickMinStep=1, grid=False),
        scale=alt.Scale(domain=[min(reach) - 0.5, max(reach) + 0.5], nice=False),
    )
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=3, format="~s"))
    demand = words.number(row["required"], row["unit"], lang)
    sign = words.COMPARATORS.get(row["comparator"], ("",))[0]
    wanted = [{"value": series.required, "label": f"{sign} {demand}", "at": min(reach) - 0.5}]
    want = alt.Chart(inside(wanted))
    layers = [
        want.mark_rule(color=MUTED, strokeDash=[5, 3]).encode(y=y),
        want.mark_text(align="left", dy=-6, color=MUTED).encode(x=x, y=y, text="label:N"),
        alt.Chart(inside([{"at": series.deadline}])).mark_rule(color=MUTED).encode(x=x),
    ]
    if series.breaks:
        marks = alt.Chart(inside([{"at": b} for b in series.breaks]))
        layers.append(marks.mark_rule(color=INK, strokeDash=[2, 3]).encode(x=x))
    if dots:
        data = alt.Chart(inside(dots))
        layers.append(data.mark_line(color=INK).encode(x=x, y=y, detail="run:N"))
        layers.append(data.mark_point(color=tone, filled=True, size=40, opacity=1).encode(x=x, y=y))
        layers.append(data.mark_text(dy=-10).encode(x=x, y=y, text="label:N"))
    if partial:
        hollow = alt.Chart(inside(partial)).mark_point(color=MUTED, size=36, opacity=1)
        layers.append(hollow.encode(x=x, y=y))
    return layered(layers, width, height)


def inline(series: Line) -> str:
    """Return the series as a small SVG whose colours are classes of the page's stylesheet.

    It is decoration beside its table: hidden from screen readers. Only numbers go into it, never case text.
    """
    if not series.dots:
        return ""
    xs = [d.at for d in series.dots] + [series.deadline]
    ys = [d.value for d in series.dots] + [series.required]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)

    def px(at: float) -> str:
        return f"{EDGE + (at - left) / ((right - left) or 1) * (WIDTH - 2 * EDGE):.1f}"

    def py(value: float) -> str:
        return f"{HEIGHT - EDGE - (value - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE):.1f}"

    want, due = py(series.required), px(series.deadline)
    parts = [
        f'<line class="due" x1="{due}" x2="{due}" y1="0" y2="{HEIGHT}"/>',
        f'<line class="want" x1="0" x2="{WIDTH}" y1="{want}" y2="{want}"/>',
    ]
    parts += [f'<line class="break" x1="{px(b)}" x2="{px(b)}" y1="0" y2="{HEIGHT}"/>' for b in series.breaks]
    for run in series.segments:
        if len(run) > 1:
            points = " ".join(f"{px(d.at)},{py(d.value)}" for d in run)
            parts.append(f'<polyline points="{points}"/>')
    for dot in series.dots:
        kind = "part" if not dot.whole else "used" if dot.used else "dot"
        radius = 3.2 if dot.used else 1.8
        parts.append(f'<circle class="{kind}" cx="{px(dot.at)}" cy="{py(dot.value)}" r="{radius}"/>')
    word = series.verdict.replace(" ", "-")
    return (
        f'<svg class="spark v-{word}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
