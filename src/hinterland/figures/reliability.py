"""Reliability diagram: of what was given 30 percent, did 30 percent happen (Murphy & Winkler 1977)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt
import polars as pl

from hinterland.figures.base import BODY, SMALL, dressed, inside, layered, said
from hinterland.figures.palette import INK, MUTED, RULE, stroke, wrapped
from hinterland.figures.series import model_name

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDS: tuple[str, ...] = ("reliability",)
SIDE, COUNTS = 290, 56
"""Side of the diagram and height of the bars of counts below it, px."""
ENOUGH = 50
"""Events below which the picture says how little it proves."""
SOURCES = {
    "promises": ("Promises", "承诺"),
    "thresholds": ("Made-up thresholds on every series", "各数列上人为设定的门槛"),
}
"""Where the forecasts come from, in words."""
_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]
_PERCENT = alt.Axis(format=".0%", values=_TICKS, grid=True, domain=False, ticks=False)


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a diagram a source of forecasts, beside each other."""
    parts = tables["reliability"].partition_by("source", maintain_order=True)
    told = said(lang, "Forecast probability against observed frequency", "预测概率与实际频率的对照")
    drawn = alt.hconcat(*(panel(part, lang) for part in parts), spacing=44)
    # altair has a class for charts beside each other; what takes a chart here takes any
    return dressed(cast("alt.LayerChart", drawn), told)


def panel(part: pl.DataFrame, lang: str) -> alt.LayerChart:
    """Return the diagram of one source without its dress: points with intervals, and counts of each bin below."""
    rows = part.filter(pl.col("count") > 0)
    models = list(dict.fromkeys(rows["model"]))
    first = "combination" if "combination" in models or not models else models[0]
    own = rows.filter(pl.col("model") == first).sort("bin_low")
    others = {m: rows.filter(pl.col("model") == m).sort("bin_low") for m in models if m != first}
    joined = int(own["count"].sum()) >= ENOUGH  # a line through a handful of events would draw noise
    layers = [_diagonal()]
    for model, bins in others.items():
        layers += _baseline(model, bins, joined=joined)
    layers += _points(first, own, joined=joined)
    if others:
        layers.append(_key([first, *others], lang))
    diagram = layered(layers, SIDE, SIDE, _title(part["source"][0], first, own, lang))
    stacked = alt.vconcat(diagram, _counts(own, lang), spacing=10)
    return cast("alt.LayerChart", stacked)


def _x(title: str | None = None) -> alt.X:
    """Return the axis of probabilities; only the lower of the two pictures has its numbers."""
    axis = _PERCENT if title else alt.Axis(values=_TICKS, labels=False, grid=True, domain=False, ticks=False)
    return alt.X("forecast:Q", title=title, axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _y() -> alt.Y:
    return alt.Y("observed:Q", title=None, axis=_PERCENT, scale=alt.Scale(domain=[0, 1], nice=False))


def _diagonal() -> alt.Chart:
    ends = alt.Chart(inside([{"forecast": 0, "observed": 0}, {"forecast": 1, "observed": 1}]))
    drawn: alt.Chart = ends.mark_line(color=MUTED, strokeDash=[4, 3], strokeWidth=1).encode(x=_x(), y=_y())
    return drawn


def _baseline(model: str, rows: pl.DataFrame, *, joined: bool) -> list[alt.Chart]:
    look = stroke(model)
    data = alt.Chart(inside(_pairs(rows)))
    line = data.mark_line(color=look.mark, strokeDash=list(look.dash), strokeWidth=1.1)
    mark = data.mark_point(color=look.mark, shape=look.shape, filled=True, size=26, opacity=1)
    return [m.encode(x=_x(), y=_y()) for m in ([line, mark] if joined else [mark])]


def _points(model: str, rows: pl.DataFrame, *, joined: bool) -> list[alt.Chart]:
    """Return the points of a model on their intervals."""
    look = stroke(model)
    known = rows.filter(pl.col("observed_low").is_not_null() & pl.col("observed_high").is_not_null())
    bars = [
        {"forecast": r["forecast"], "observed": r["observed_low"], "to": r["observed_high"]}
        for r in known.iter_rows(named=True)
    ]
    layers = []
    if bars:
        rule = alt.Chart(inside(bars)).mark_rule(color=look.mark, strokeWidth=1.6)
        layers.append(rule.encode(x=_x(), y=_y(), y2="to:Q"))
    data = alt.Chart(inside(_pairs(rows)))
    if joined:
        layers.append(data.mark_line(color=look.mark, strokeWidth=look.width).encode(x=_x(), y=_y()))
    if rows.height:
        dot = data.mark_point(color=look.mark, filled=True, opacity=1, size=64)
        layers.append(dot.encode(x=_x(), y=_y()))
    return layers


def _pairs(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return rows.select("forecast", "observed").to_dicts()


def _key(models: list[str], lang: str) -> alt.Chart:
    """Return an invisible layer that carries the legend: name, colour and shape of each model."""
    names = [model_name(m, lang) for m in models]
    rows = [{"model": n} for n in names]
    legend = alt.Legend(title=None, columns=4, symbolOpacity=1, symbolSize=60)
    drawn: alt.Chart = (
        alt.Chart(inside(rows))
        .mark_point(filled=True, opacity=0)
        .encode(
            color=alt.Color(
                "model:N",
                legend=legend,
                scale=alt.Scale(domain=names, range=[stroke(m).mark for m in models]),
            ),
            shape=alt.Shape(
                "model:N",
                legend=legend,
                scale=alt.Scale(domain=names, range=[stroke(m).shape for m in models]),
            ),
        )
    )
    return drawn


def _counts(rows: pl.DataFrame, lang: str) -> alt.LayerChart:
    """Return how many forecasts stand in each bin, with the numbers written on the bars."""
    data = [
        {
            "forecast": r["bin_low"],
            "to": r["bin_high"],
            "middle": (r["bin_low"] + r["bin_high"]) / 2,
            "count": r["count"],
            "label": f"{r['count']:,}",
        }
        for r in rows.iter_rows(named=True)
    ]
    base = alt.Chart(inside(data))
    most = max((d["count"] for d in data), default=1)
    y = alt.Y("count:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.35], nice=False))
    title = said(lang, "forecast probability (bars: number of forecasts)", "预测概率（柱：预测数量）")
    bars = base.mark_bar(color=RULE, stroke=MUTED, strokeWidth=0.5).encode(
        x=_x(title), x2="to:Q", y=y, y2=alt.datum(0)
    )
    size = SMALL - 1 if len(data) <= 12 else SMALL - 3
    texts = base.mark_text(dy=-7, color=INK, fontSize=size)
    return layered([bars, texts.encode(x=alt.X("middle:Q"), y=y, text="label:N")], SIDE, COUNTS)


def _title(source: str, model: str, rows: pl.DataFrame, lang: str) -> alt.TitleParams:
    count = int(rows["count"].sum())
    head = said(lang, *SOURCES.get(source, (source, source)))
    body = [
        said(
            lang,
            f"observed frequency; {model_name(model, lang)}: {count:,} forecasts, bars are 95% Wilson intervals",
            f"纵轴为实际频率；{model_name(model, lang)}：{count:,} 个预测，竖线为 95% Wilson 区间",
        )
    ]
    if count < ENOUGH:
        body.append(
            said(
                lang,
                f"With {count} forecasts the intervals are wide: points near the diagonal prove no skill, and points "
                "off it are no proof against it.",
                f"仅 {count} 个预测，区间很宽：贴近对角线不能证明预测有效，偏离也不能证明无效。",
            )
        )
    return alt.TitleParams(
        wrapped(head, SIDE + 40, BODY),
        subtitle=[text for note in body for text in wrapped(note, SIDE + 40, SMALL, most=4)],
        anchor="start",
        frame="group",
        fontSize=BODY,
        subtitleFontSize=SMALL,
        subtitleColor=INK,
        subtitleLineHeight=15,
        offset=10,
    )
