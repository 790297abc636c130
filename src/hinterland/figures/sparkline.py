"""The series behind one row of the board: figures so far, the promise, its deadline, the forecast.

The forecast is a band (80 percent) around its median.

`chart` draws it with Altair for notebooks and export. `inline` writes the same as SVG by hand for a line of the
report: some fifty converted charts took 2.5 s and 6 KB each, written by hand they take milliseconds and 1 KB, and
follow the page's colours by day and night.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland import words
from hinterland.figures.base import dressed, inside, layered, said
from hinterland.figures.palette import BANDS, INK, MUTED, VERDICTS, stroke
from hinterland.figures.series import Band, Line, extent, line, time_axis, value_axis

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("board", "evidence")
WIDTH, HEIGHT, EDGE = 132, 34, 4
"""Size of the small picture and the room around its marks, px."""
STEPS = 12
"""Periods of the forecast that the small picture shows at most: more are no wider."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the first row of `board`."""
    row = tables["board"].row(0, named=True)
    told = said(lang, f"Series of {row['metric']}", f"{row['metric']} 的数列")
    return dressed(panel(row, tables["evidence"], lang, 420, 180, tables.get("forecasts")), told)


def panel(
    row: Mapping[str, Any],
    evidence: pl.DataFrame,
    lang: str,
    width: int,
    height: int,
    forecasts: pl.DataFrame | None = None,
) -> alt.LayerChart:
    """Return one row of the board as a layered chart without its dress."""
    series = line(row, evidence, forecasts)
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
    reach = [d.at for d in series.dots] + [series.deadline] + [b.at for b in series.fan]
    first, last = min(reach) - 0.5, max(reach) + 0.5
    x = alt.X(
        "at:Q",
        title=None,
        axis=time_axis(first, last, width),
        scale=alt.Scale(domain=[first, last], nice=False, zero=False),
    )
    low, high = _range(series)
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=value_axis(low, high, row["unit"], lang, 4),
    )
    demand = words.number(row["required"], row["unit"], lang)
    sign = words.COMPARATORS.get(row["comparator"], ("",))[0]
    wanted = [{"value": series.required, "label": f"{sign} {demand}", "at": min(reach) - 0.5}]
    want = alt.Chart(inside(wanted))
    layers = [
        *_ahead(series, x, y),
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
        # to the left where a forecast opens to the right of the newest figure
        text = data.mark_text(dy=-10, align="right" if series.fan else "center")
        layers.append(text.encode(x=x, y=y, text="label:N"))
    if partial:
        hollow = alt.Chart(inside(partial)).mark_point(color=MUTED, size=36, opacity=1)
        layers.append(hollow.encode(x=x, y=y))
    return layered(layers, width, height)


def _range(series: Line) -> tuple[float, float]:
    """Return the values to show: all but the band whole, the band as far as it leaves the rest readable."""
    core = [d.value for d in series.dots] + [b.q50 for b in series.bands] + [series.required]
    return extent(core, [e for b in series.bands for e in (b.q10, b.q90)], most=0.5)


def _ahead(series: Line, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return the 80 percent band of the combined forecast and its median."""
    if not series.fan:
        return []
    rows = [{"at": b.at, "value": b.q10, "to": b.q90, "middle": b.q50} for b in series.fan]
    data = alt.Chart(inside(rows))
    look = stroke("combination")
    middle = data.transform_calculate(value="datum.middle").mark_line(color=look.mark, strokeWidth=1.8)
    band = data.mark_area(color=BANDS["80%"][0], opacity=1, clip=True)
    return [band.encode(x=x, y=y, y2="to:Q"), middle.encode(x=x, y=y)]


def inline(series: Line) -> str:
    """Return the series as a small SVG whose colours are classes of the page's stylesheet.

    It is decoration beside its table: hidden from screen readers. Only numbers go into it, never case text.
    """
    if not series.dots and not series.bands:
        return ""
    xs = [d.at for d in series.dots] + [series.deadline] + [b.at for b in series.fan]
    ys = [d.value for d in series.dots] + [series.required]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    if series.bands:
        low, high = _range(series)

    def px(at: float) -> str:
        return f"{EDGE + (at - left) / ((right - left) or 1) * (WIDTH - 2 * EDGE):.1f}"

    def py(value: float) -> str:
        inner = min(max(value, low), high)
        return f"{HEIGHT - EDGE - (inner - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE):.1f}"

    want, due = py(series.required), px(series.deadline)
    parts = []
    if series.fan:
        shown = _thinned(series.fan)
        upper = [f"{px(b.at)},{py(b.q90)}" for b in shown]
        lower = [f"{px(b.at)},{py(b.q10)}" for b in reversed(shown)]
        middle = " ".join(f"{px(b.at)},{py(b.q50)}" for b in shown)
        parts.append(f'<polygon class="band" points="{" ".join(upper + lower)}"/>')
        parts.append(f'<polyline class="mid" points="{middle}"/>')
    parts += [
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


def _thinned(bands: tuple[Band, ...]) -> list[Band]:
    """Return at most `STEPS` bands spread over all, the first and the last among them."""
    if len(bands) <= STEPS:
        return list(bands)
    return [bands[round(k * (len(bands) - 1) / (STEPS - 1))] for k in range(STEPS)]
