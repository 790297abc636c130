"""The fan of a line of the board as SVG written by hand: figures so far, intervals, baselines, the promise.

`hinterland.figures.fan` draws the same for notebooks and export. Through Altair and its converter a fan took about
half a second and 20 to 48 KB, once a language. Written by hand it takes a millisecond and about 5 KB for both
languages, and its colours are classes of the page, so that they follow day and night.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from hinterland import words
from hinterland.figures.palette import COMPONENTS, MODELS, stroke, wrapped
from hinterland.figures.series import (
    demands,
    line,
    medians,
    model_name,
    part_of,
    percent,
    shown,
    spread,
    ticks,
)
from hinterland.report.labels import label
from hinterland.report.text import figure
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from hinterland.figures.series import Dot, Line
    from hinterland.report.names import Names

WIDTH, HEIGHT, PART = 420, 200, 62
"""Size of the fan and height of a part's panel, px."""
LEFT, RIGHT, TOP, BELOW = 72, 196, 12, 24
"""Room around a panel: numbers of its axis, names at its right edge, the halves of letters, years."""
ROW, SIZE, LINES = 14.0, 11, 8
"""Height of a line of type and size of letters, px; models drawn at most besides the combination."""
SPANS = {"b95": ("q025", "q975"), "b80": ("q10", "q90"), "b50": ("q25", "q75")}
PARTS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class _View:
    """The ranges of a panel, where its upper edge is (px), how high it is, and the unit of its numbers."""

    first: float
    last: float
    low: float
    high: float
    top: float
    height: int
    unit: str

    def x(self, at: float) -> str:
        return f"{LEFT + (at - self.first) / ((self.last - self.first) or 1) * WIDTH:.1f}"

    def y(self, value: float) -> str:
        inner = min(max(value, self.low), self.high)
        return f"{self.top + (self.high - inner) / ((self.high - self.low) or 1) * self.height:.1f}"

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(at)},{self.y(value)}" for at, value in points)


def drawn(row: Mapping[str, Any], evidence: pl.DataFrame, forecasts: pl.DataFrame, names: Names) -> Markup:
    """Return the fan of a row of the board, with the parts of a ratio below it on the same axis of time.

    Parameters
    ----------
    evidence, forecasts
        Rows of the tables of that name; those of the row's target and metric are enough.

    It is hidden from screen readers: its numbers stand in the tables below it. Texts of the case are escaped.
    """
    series = line(row, evidence, forecasts)
    others = dict(list(medians(row, forecasts).items())[:LINES])
    below = {role: line(row, evidence, forecasts, role) for role in PARTS}
    below = {role: part for role, part in below.items() if part.dots or part.bands}
    ats = [at for part in (series, *below.values()) for at in part.span]
    ats += [d.at for dots in others.values() for d in dots]
    pad = max(0.04 * (max(ats) - min(ats)), 0.12)
    first, last = min(ats) - pad, max(ats) + pad
    main = _View(first, last, *shown(row, series, others), TOP, HEIGHT, row["unit"])
    marks = [*_frame(main, years=not below), *_fan(series, main), *_wanted(row, series, main)]
    marks += [*_models(series, others, main), *_seen(series, main), *_named(row, series, others, main)]
    top = TOP + HEIGHT + 12.0
    for role, part in below.items():
        of, unit = part_of(row, role, evidence, forecasts)
        top += 2 * ROW
        view = _View(first, last, *shown({}, part, {}), top, PART, unit)
        head, called = label(f"r_{role}"), names.metrics.get(of, Said(of, of))
        title = Said(f"{head.en}: {called.en}", f"{head.zh}：{called.zh}")
        marks.append(_text(LEFT, top - ROW / 2 - 2, title, "q", wide=WIDTH + RIGHT))
        marks += [*_frame(view, years=role == list(below)[-1]), *_fan(part, view)]
        marks += [*_due(part, view), *_seen(part, view)]
        top += PART
    return _whole(marks, round(top + BELOW - (0 if below else 12)))


def _whole(marks: list[Markup], height: int) -> Markup:
    """Return the picture of all marks."""
    size = LEFT + WIDTH + RIGHT, height
    opened = Markup(
        '<svg class="fan" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">'
    ).format(*size, *size)
    return opened + Markup("").join(marks) + Markup("</svg>")


def _tag(tag: str, kind: str, **marks: object) -> Markup:
    """Return an empty element of a class with its attributes."""
    told = Markup(" ").join(Markup('{}="{}"').format(k.replace("_", "-"), v) for k, v in marks.items())
    return Markup('<{} class="{}" {}/>').format(tag, kind, told)


def _frame(view: _View, *, years: bool) -> list[Markup]:
    """Return the grid with its numbers; years only below the lowest panel."""
    marks = []
    for value in ticks(view.low, view.high, max(3, view.height // 42)):
        y = view.y(value)
        marks.append(_tag("line", "g", x1=LEFT, x2=LEFT + WIDTH, y1=y, y2=y))
        marks.append(_text(LEFT - 6, float(y), figure(value, _short(view.unit)), "q e"))
    if years:
        for at, shown in _times(view.first, view.last):
            below = view.top + view.height + 14
            marks.append(_text(float(view.x(at)), below, Said(shown, shown), "q c"))
    return marks


def _short(unit: str) -> str:
    """Return the unit that numbers of an axis carry: percent or none."""
    return unit if unit in {"percent", "%"} else "1"


def _times(first: float, last: float) -> list[tuple[float, str]]:
    """Return ends of years with their names; of months where there is little more than one year."""
    if last - first >= 1.5:
        years = sorted({round(v) for v in ticks(first, last, WIDTH // 44)})
        return [(float(y), str(y)) for y in years if first <= y <= last]
    step = max(1, math.ceil((last - first) * 12 / (WIDTH // 56)))
    months = range(math.ceil(first * 12 - 1e-6), math.floor(last * 12 + 1e-6) + 1)
    return [(m / 12, f"{(m - 1) // 12 + 1}-{(m - 1) % 12 + 1:02d}") for m in months if m % step == 0]


def _fan(series: Line, view: _View) -> list[Markup]:
    """Return the three bands, the widest first, and the median; a square where a period is partly known."""
    if not series.fan:
        return []
    marks = []
    for name, (low, high) in SPANS.items():
        upper = [(b.at, getattr(b, high)) for b in series.fan]
        lower = [(b.at, getattr(b, low)) for b in reversed(series.fan)]
        marks.append(_tag("polygon", name, points=view.path(upper + lower)))
    middle = view.path([(b.at, b.q50) for b in series.fan])
    marks.append(_tag("polyline", "mid m-combination", points=middle))
    for b in series.bands:
        if b.partly:
            x, y = float(view.x(b.at)), float(view.y(b.q50))
            marks.append(
                _tag("rect", "half m-combination", x=f"{x - 3:.1f}", y=f"{y - 3:.1f}", width=6, height=6)
            )
    return marks


def _wanted(row: Mapping[str, Any], series: Line, view: _View) -> list[Markup]:
    marks = _due(series, view)
    for value in demands(row):
        y = view.y(value)
        marks.append(_tag("line", "want", x1=LEFT, x2=LEFT + WIDTH, y1=y, y2=y))
    return marks


def _due(series: Line, view: _View) -> list[Markup]:
    """Return the deadline, and where the definition changed."""
    marks = []
    for kind, at in [("due", series.deadline), *(("break", b) for b in series.breaks)]:
        x, end = view.x(at), view.top + view.height
        marks.append(_tag("line", kind, x1=x, x2=x, y1=f"{view.top:.1f}", y2=f"{end:.1f}"))
    return marks


def _models(series: Line, others: Mapping[str, list[Dot]], view: _View) -> list[Markup]:
    """Return the medians of baselines and alternatives as lines from the newest figure."""
    marks = []
    for model, dots in others.items():
        start = [(series.last.at, series.last.value)] if series.last else []
        points = start + [(d.at, d.value) for d in dots if not start or d.at > start[0][0]]
        kind = f"m {_class(model)}"
        if len(points) == 1:
            x, y = view.x(points[0][0]), view.y(points[0][1])
            marks.append(_tag("circle", kind, cx=x, cy=y, r=3))
            continue
        dash = " ".join(str(d) for d in stroke(model).dash)
        marks.append(_tag("polyline", kind, stroke_dasharray=dash, points=view.path(points)))
    return marks


def _class(model: str) -> str:
    return f"m-{model}" if model in MODELS or model in COMPONENTS else "m-other"


def _seen(series: Line, view: _View) -> list[Markup]:
    """Return the figures: whole periods joined, parts of a year hollow, those a verdict rests on coloured."""
    marks = []
    for run in series.segments:
        if len(run) > 1:
            points = view.path([(d.at, d.value) for d in run])
            marks.append(_tag("polyline", "seen", points=points))
    for dot in series.dots:
        tone = f"used v-{series.verdict.replace(' ', '-')}"
        kind, radius = ("part", 3) if not dot.whole else (tone, 4.5) if dot.used else ("dot", 2.6)
        x, y = view.x(dot.at), view.y(dot.value)
        marks.append(_tag("circle", kind, cx=x, cy=y, r=radius))
    return marks


def _named(
    row: Mapping[str, Any], series: Line, others: Mapping[str, list[Dot]], view: _View
) -> list[Markup]:
    """Return the names at the right edge: the promise, the combined forecast and each other model, moved apart."""
    wanted = [(v, _promised(row, v), "m-want") for v in demands(row)]
    if series.bands:
        wanted.append((series.bands[-1].q50, _model("combination"), _class("combination")))
    for model, dots in others.items():
        wanted.append((dots[-1].value, _model(model, _beyond(dots[-1].value, view)), _class(model)))
    wanted.sort(key=lambda w: -w[0])
    ys = [float(view.y(w[0])) for w in wanted]
    places = spread([y - view.top for y in ys], ROW, view.height + ROW)
    marks, x = [], LEFT + WIDTH
    for (_, said, kind), y, place in zip(wanted, ys, places, strict=True):
        there = view.top + place
        marks.append(_tag("line", f"lead {kind}", x1=x + 2, x2=x + 12, y1=f"{y:.1f}", y2=f"{there:.1f}"))
        marks.append(_text(x + 15, there, said, f"n {kind}", wide=RIGHT - 15))
    return marks


def _promised(row: Mapping[str, Any], value: float) -> Said:
    sign = words.COMPARATORS.get(row["comparator"] or "", ("",))[0]
    if row["comparator"] == "range":
        sign = "≥" if value == row["required"] else "≤"
    amount = figure(value, row["unit"])
    return Said(f"{sign} {amount.en}".strip(), f"{sign} {amount.zh}".strip())


def _model(model: str, more: str = "") -> Said:
    return Said(model_name(model, "en") + more, model_name(model, "zh") + more)


def _beyond(value: float, view: _View) -> str:
    return " ↑" if value > view.high else " ↓" if value < view.low else ""


def _text(x: float, y: float, said: Said, kind: str, wide: float = 0.0) -> Markup:
    """Return a text whose middle is at `y`, in both languages where they differ, cut to `wide` px where given."""
    en, zh = ((wrapped(t, wide, SIZE, most=1)[0] if wide else t) for t in (said.en, said.zh))
    at = f"{x:.1f}", f"{y + 4:.1f}"
    if en == zh:
        return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, *at, en)
    one = Markup('<text class="{} l" lang="{}" x="{}" y="{}">{}</text>')
    return one.format(kind, "en", *at, en) + one.format(kind, "zh", *at, zh)


def caption(row: Mapping[str, Any]) -> Said:
    """Return what the picture says in a sentence: chance, median and 80 percent interval at the deadline."""
    amounts = [figure(words.three_digits(row[k]), row["unit"]) for k in ("expected", "low", "high")]
    chance = "" if row["probability"] is None else percent(row["probability"])
    due = row["deadline"]
    return Said(
        f"Expected for {due}: {amounts[0].en}, 80% interval {amounts[1].en} to {amounts[2].en}"
        + (f"; probability {chance}" if chance else ""),
        f"{due} 预计 {amounts[0].zh}，80% 区间 {amounts[1].zh} 至 {amounts[2].zh}"
        + (f"；概率 {chance}" if chance else ""),
    )
