"""The forecast behind one row of the board as a fan: figures so far, intervals of what may come, the promise.

The fan is the combined forecast. Baselines and the forecast from plants' capacity are lines of their medians; the
parts of a share stand below on the same axis of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland import words
from hinterland.figures.base import BODY, SMALL, dressed, inside, layered, said
from hinterland.figures.palette import BANDS, INK, MUTED, PAPER, VERDICTS, stroke, wrapped
from hinterland.figures.series import (
    Dot,
    Line,
    demands,
    line,
    medians,
    model_name,
    part_of,
    percent,
    shown,
    spread,
    time_axis,
    value_axis,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("board", "evidence", "forecasts")
WIDTH, HEIGHT, PART = 460, 240, 84
"""Size of the fan and height of a part's panel, px."""
ROW = 14.0
"""Height of a line of type at the right edge, px."""
LINES = 8
"""Models drawn at most besides the combination: more cannot be told apart."""
PARTS = {"numerator": ("Numerator", "分子"), "denominator": ("Denominator", "分母")}
_SPANS = {"95%": ("q025", "q975"), "80%": ("q10", "q90"), "50%": ("q25", "q75")}


@dataclass(frozen=True, slots=True)
class _View:
    """What all layers of one panel share: its ranges, its size in px, its unit and its language."""

    first: float
    last: float
    low: float
    high: float
    width: int
    height: int
    unit: str
    lang: str

    @property
    def x(self) -> alt.X:
        return alt.X(
            "at:Q",
            title=None,
            axis=time_axis(self.first, self.last, self.width),
            scale=alt.Scale(domain=[self.first, self.last], nice=False, zero=False),
        )

    @property
    def y(self) -> alt.Y:
        return alt.Y(
            "value:Q",
            title=None,
            axis=value_axis(self.low, self.high, self.unit, self.lang, max(4, self.height // 42)),
            scale=alt.Scale(domain=[self.low, self.high], nice=False, zero=False),
        )


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the first row of `board`."""
    row = tables["board"].row(0, named=True)
    told = said(lang, f"Forecast of {row['metric']}", f"{row['metric']} 的预测")
    return dressed(panel(row, tables["evidence"], tables["forecasts"], lang), told)


def panel(
    row: Mapping[str, Any],
    evidence: pl.DataFrame,
    forecasts: pl.DataFrame,
    lang: str,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> alt.LayerChart:
    """Return the fan of one row of the board, with the parts of a ratio below, without its dress."""
    series = line(row, evidence, forecasts)
    models = medians(row, forecasts)
    others = dict(list(models.items())[:LINES])
    below = {role: line(row, evidence, forecasts, role) for role in PARTS}
    below = {role: part for role, part in below.items() if part.dots or part.bands}
    ats = [at for part in (series, *below.values()) for at in part.span]
    ats += [d.at for dots in others.values() for d in dots]
    span = max(ats) - min(ats)
    pad = max(0.04 * span, 0.12) if span else 1.6
    first, last = min(ats) - pad, max(ats) + pad
    view = _View(first, last, *shown(row, series, others), width, height, row["unit"], lang)
    main = layered(_layers(row, series, others, view), width, height)
    panels = [main]
    for role, part in below.items():
        name, unit = part_of(row, role, evidence, forecasts)
        heading = f"{said(lang, *PARTS[role])}"
        heading += said(lang, f": {name} ({unit})", f"：{name}（{words.unit_zh(unit).strip() or unit}）")
        small = _View(first, last, *shown({}, part, {}), width, PART, unit, lang)
        layers = [*_fan(part, small, legend=False), *_due(part, small), *_seen(part, small)]
        panels.append(layered(layers, width, PART, _heading(wrapped(heading, width, SMALL))))
    # altair has a class for charts below each other; what takes a chart here takes any
    stacked = alt.vconcat(*panels, spacing=14, title=_title(row, _key(series, models, lang), lang, width))
    return cast("alt.LayerChart", stacked)


def _layers(
    row: Mapping[str, Any], series: Line, others: Mapping[str, list[Dot]], view: _View
) -> list[alt.Chart]:
    wanted = alt.Chart(inside([{"value": v} for v in demands(row)]))
    layers = [
        *_fan(series, view, legend=True),
        *_due(series, view),
        wanted.mark_rule(color=INK, strokeDash=[6, 3], strokeWidth=1.2).encode(y=view.y),
    ]
    for model, dots in others.items():
        look = stroke(model)
        start = [{"at": series.last.at, "value": series.last.value}] if series.last else []
        points = start + [{"at": d.at, "value": d.value} for d in dots if not start or d.at > start[0]["at"]]
        data = alt.Chart(inside(points))
        mark = data.mark_line(color=look.mark, strokeDash=list(look.dash), strokeWidth=look.width, clip=True)
        if len(points) == 1:
            mark = data.mark_point(color=look.mark, filled=True, shape=look.shape, opacity=1, clip=True)
        layers.append(mark.encode(x=view.x, y=view.y))
    return [*layers, *_median(series, view), *_seen(series, view), *_named(row, series, others, view)]


def _fan(series: Line, view: _View, *, legend: bool) -> list[alt.Chart]:
    """Return the three bands, the widest first, each as far as the picture reaches."""
    rows = [
        {
            "at": band.at,
            "value": _clamped(getattr(band, low), view),
            "to": _clamped(getattr(band, high), view),
            "band": share,
        }
        for share, (low, high) in _SPANS.items()
        for band in series.fan
    ]
    if not rows:
        return []
    key = None
    if legend:
        title = said(view.lang, "Intervals of the combined forecast", "组合预测的区间")
        key = alt.Legend(
            title=title, titleOrient="left", titleLimit=300, symbolType="square", symbolStrokeWidth=0
        )
    colour = alt.Color(
        "band:N",
        legend=key,
        scale=alt.Scale(domain=list(BANDS), range=[day for day, _ in BANDS.values()]),
    )
    area = alt.Chart(inside(rows)).mark_area(opacity=1)
    order = alt.Order("band:N", sort="descending")
    shown = area.encode(x=view.x, y=view.y, y2="to:Q", color=colour, order=order)
    return [shown, *([] if legend else _median(series, view))]


def _clamped(value: float, view: _View) -> float:
    return min(max(value, view.low), view.high)


def _median(series: Line, view: _View) -> list[alt.Chart]:
    if not series.fan:
        return []
    look = stroke("combination")
    data = alt.Chart(inside([{"at": b.at, "value": b.q50} for b in series.fan]))
    layers = [data.mark_line(color=look.mark, strokeWidth=look.width).encode(x=view.x, y=view.y)]
    partly = [{"at": b.at, "value": b.q50} for b in series.bands if b.partly]
    if partly:
        square = alt.Chart(inside(partly)).mark_point(
            shape="square", size=46, filled=True, fill=PAPER, stroke=look.mark, strokeWidth=1.6, opacity=1
        )
        layers.append(square.encode(x=view.x, y=view.y))
    return layers


def _due(series: Line, view: _View) -> list[alt.Chart]:
    """Return the deadline, and where the definition changed."""
    due = alt.Chart(inside([{"at": series.deadline}])).mark_rule(color=MUTED, strokeWidth=1.2)
    layers = [due.encode(x=view.x)]
    if series.breaks:
        marks = alt.Chart(inside([{"at": b} for b in series.breaks]))
        layers.append(marks.mark_rule(color=INK, strokeDash=[2, 3]).encode(x=view.x))
    return layers


def _seen(series: Line, view: _View) -> list[alt.Chart]:
    """Return the figures: whole periods joined, parts of a year hollow, those a verdict rests on coloured."""
    layers = []
    whole = [
        {"at": d.at, "value": d.value, "run": run, "used": d.used}
        for run, part in enumerate(series.segments)
        for d in part
    ]
    if whole:
        data = alt.Chart(inside(whole))
        layers.append(data.mark_line(color=INK, strokeWidth=1.4).encode(x=view.x, y=view.y, detail="run:N"))
        size = 22 if len(whole) > 24 else 34
        layers.append(
            data.mark_point(color=INK, filled=True, size=size, opacity=1).encode(x=view.x, y=view.y)
        )
    used = [d for d in whole if d["used"]]
    if used:
        tone = VERDICTS[series.verdict].mark
        ring = alt.Chart(inside(used)).mark_point(
            filled=True, fill=tone, stroke=INK, strokeWidth=0.8, size=70, opacity=1
        )
        layers.append(ring.encode(x=view.x, y=view.y))
    partial = [{"at": d.at, "value": d.value} for d in series.dots if not d.whole]
    if partial:
        hollow = alt.Chart(inside(partial)).mark_point(color=MUTED, size=26, opacity=1)
        layers.append(hollow.encode(x=view.x, y=view.y))
    return [*layers, *_newest(series, view)]


def _newest(series: Line, view: _View) -> list[alt.Chart]:
    """Return the newest figure in words: to its left, for the fan opens to its right, unless there is no room."""
    newest = series.last
    if newest is None:
        return []
    left = newest.at - view.first > 0.25 * (view.last - view.first) or bool(series.fan)
    looks: dict[str, Any] = {"align": "right" if left else "left", "dx": -3 if left else 3, "dy": -10}
    text = words.number(newest.value, view.unit, view.lang)
    label = alt.Chart(inside([{"at": newest.at, "value": newest.value, "label": text}]))
    # paper around it, for lines may pass behind
    halo = label.mark_text(stroke=PAPER, strokeWidth=4, strokeJoin="round", **looks)
    written = label.mark_text(color=INK, **looks)
    return [mark.encode(x=view.x, y=view.y, text="label:N") for mark in (halo, written)]


def _named(
    row: Mapping[str, Any], series: Line, others: Mapping[str, list[Dot]], view: _View
) -> list[alt.Chart]:
    """Return the names of lines at the right edge, moved apart where they would overlap."""
    lang, unit = view.lang, view.unit
    marks = [(v, f"{_sign(row, v)}{words.number(v, unit, lang)}", INK) for v in demands(row)]
    if series.bands:
        marks.append((series.bands[-1].q50, model_name("combination", lang), stroke("combination").mark))
    for model, dots in others.items():
        end, name = dots[-1].value, model_name(model, lang)
        if not view.low <= end <= view.high:
            amount = _about(end, unit if unit == "percent" else "1", lang)
            name += f" {'↑' if end > view.high else '↓'} {amount}"
        marks.append((_clamped(end, view), name, stroke(model).mark))
    per_px = (view.high - view.low) / view.height
    wanted = sorted(marks, key=lambda m: -m[0])
    places = spread([(view.high - m[0]) / per_px for m in wanted], ROW, view.height)
    reach = (view.last - view.first) / view.width
    rows = [
        {
            "at": view.last + 2 * reach,
            "to": view.last + 12 * reach,
            "text_at": view.last + 15 * reach,
            "value": value,
            "there": view.high - place * per_px,
            "label": text,
            "ink": colour,
        }
        for (value, text, colour), place in zip(wanted, places, strict=True)
    ]
    base = alt.Chart(inside(rows)).encode(color=alt.Color("ink:N", scale=None))
    leader = base.mark_rule(strokeWidth=0.8).encode(x=view.x, x2="to:Q", y=view.y, y2="there:Q")
    name_ = base.mark_text(align="left").encode(x=alt.X("text_at:Q"), y=alt.Y("there:Q"), text="label:N")
    return [leader, name_]


def _sign(row: Mapping[str, Any], value: float) -> str:
    if row.get("comparator") == "range":
        return "≥ " if value == row["required"] else "≤ "
    sign = words.COMPARATORS.get(row.get("comparator") or "", ("",))[0]
    return f"{sign} " if sign else ""


def _title(row: Mapping[str, Any], key: str, lang: str, width: int) -> alt.TitleParams:
    name = row.get(f"name_{lang}") or row["target"]
    notes = [_chance(row, lang), _expected(row, lang), row.get(f"needs_{lang}") or "", key]
    body = [text for note in notes if note for text in wrapped(note, width + 130, SMALL)]
    return _heading(wrapped(name, width + 110, BODY), body)


def _heading(lines: list[str], body: list[str] | None = None) -> alt.TitleParams:
    if not body:
        return alt.TitleParams(
            lines, anchor="start", frame="group", fontSize=SMALL, fontWeight="normal", offset=6
        )
    return alt.TitleParams(
        lines,
        subtitle=body,
        anchor="start",
        fontSize=BODY,
        subtitleFontSize=SMALL,
        subtitleColor=INK,
        subtitleLineHeight=15,
        subtitlePadding=5,
        offset=10,
    )


def _chance(row: Mapping[str, Any], lang: str) -> str:
    """Return the probability in words, with its range over the models."""
    middle, low, high = (row.get(k) for k in ("probability", "probability_low", "probability_high"))
    if middle is None:
        word = words.verdict(row["verdict"], lang)
        return said(lang, f"No probability: {word}", f"无概率：{word}")
    text = said(lang, f"Probability {percent(middle)}", f"概率 {percent(middle)}")
    if low is None or high is None:
        return text
    return text + said(
        lang,
        f", between {percent(low)} and {percent(high)} over the models",
        f"，各模型介于 {percent(low)} 与 {percent(high)} 之间",
    )


def _about(value: float | None, unit: str, lang: str) -> str:
    return words.number(words.three_digits(value), unit, lang)


def _expected(row: Mapping[str, Any], lang: str) -> str:
    """Return the median at the deadline with its 80 percent interval."""
    if row.get("expected") is None:
        return ""
    middle, low, high = (_about(row.get(k), row["unit"], lang) for k in ("expected", "low", "high"))
    due = row["deadline"]
    if row.get("low") is None or row.get("high") is None:
        return said(lang, f"Median at the deadline ({due}): {middle}", f"期限（{due}）时的中位数：{middle}")
    return said(
        lang,
        f"Median at the deadline ({due}): {middle}; 80% interval {low} to {high}",
        f"期限（{due}）时的中位数：{middle}；80% 区间 {low} 至 {high}",
    )


def _key(series: Line, models: Mapping[str, list[Dot]], lang: str) -> str:
    """Return what the marks mean, of those that are there, and what is not drawn."""
    more = len(models) - LINES
    marks = [
        (any(d.whole for d in series.dots), "● observed", "● 观测值"),
        (any(not d.whole for d in series.dots), "○ part of a year", "○ 不满一年的累计"),
        (any(b.partly for b in series.bands), "□ part of the period is known", "□ 该期部分已知"),
        (True, "| deadline", "| 期限"),
        (bool(series.breaks), "¦ definition changed", "¦ 口径变更"),
        (more > 0, f"{more} more models are in the table", f"另有 {more} 个模型见表"),
        (not (series.dots or series.bands or models), "no figures", "无数据"),
    ]
    return " · ".join(said(lang, en, zh) for there, en, zh in marks if there)
