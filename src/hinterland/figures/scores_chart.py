"""How good the forecasts were: their score against the baselines', and whether intervals held what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt
import polars as pl

from hinterland import words
from hinterland.errors import StudyError
from hinterland.figures.base import BODY, SMALL, dressed, inside, layered, said
from hinterland.figures.palette import BANDS, INK, MUTED, stroke, wrapped
from hinterland.figures.series import labelled, model_name

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDS: tuple[str, ...] = ("scores",)
WIDTH, LINE, COVER = 118, 19, 420
"""Width of one horizon's picture, height of a line, and width of the picture of coverage, px."""
GRAINS = {
    "year": ("year", "年"),
    "quarter": ("quarter", "个季度"),
    "month": ("month", "个月"),
}
"""Length of a period in words, as the horizon counts it."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the scores of each length of period, horizons beside each other, and the coverage below.

    Raises
    ------
    StudyError
        If no row has a score or a coverage.
    """
    scores = tables["scores"]
    parts = scores.partition_by("grain", maintain_order=True)
    drawn = [scored(part, lang) for part in parts if part["crps"].drop_nulls().len()]
    held = covered(scores, lang)
    told = said(lang, "Scores and coverage of the forecasts", "预测的评分与区间覆盖率")
    if not drawn and not held:
        raise StudyError("figure scores: no model has a score")
    stacked = alt.vconcat(*drawn, *([held] if held else []), spacing=24)
    # altair has a class for charts below each other; what takes a chart here takes any
    return dressed(cast("alt.LayerChart", stacked), told)


def scored(part: pl.DataFrame, lang: str) -> alt.LayerChart:
    """Return the continuous ranked probability score of each model, a picture a horizon, without its dress."""
    known = part.filter(pl.col("crps").is_not_null() & pl.col("crps").is_finite())
    models = sorted(dict.fromkeys(known["model"]), key=lambda m: m != "combination")
    order = [h for h in horizons(part) if h in set(known["horizon"])]
    heads = {h: _head(known.filter(pl.col("horizon") == h), lang) for h in order}
    rows = [
        {
            "head": heads[r["horizon"]],
            "model": model_name(r["model"], lang),
            "own": r["model"] == "combination",
            "crps": r["crps"],
            "label": f"{r['crps']:.3f}",
            "colour": stroke(r["model"]).mark,
            "shape": stroke(r["model"]).shape,
        }
        for r in known.iter_rows(named=True)
    ]
    grain = part["grain"][0]
    name = words.say(grain, lang, words.GRAINS)
    head = said(
        lang,
        f"{name}: mean CRPS in log units by steps ahead; less is better, the line is the combined forecast",
        f"{name}：按提前期的平均 CRPS（对数单位），越小越好；竖线为组合预测",
    )
    title = alt.TitleParams(
        wrapped(head, max(320, len(order) * (WIDTH + 16) + 110), BODY),
        anchor="start",
        fontSize=BODY,
        offset=8,
    )
    layers = _dots([model_name(m, lang) for m in models], max(known["crps"].to_list(), default=0.0) or 1.0)
    inner = alt.layer(*layers, data=inside(rows)).properties(width=WIDTH, height=LINE * max(1, len(models)))
    header = alt.Header(
        title=None,
        labelExpr="split(datum.value, '\\n')",
        labelAnchor="start",
        labelAlign="left",
        labelFontSize=SMALL,
        labelColor=INK,
        labelPadding=6,
    )
    column = alt.Column("head:N", sort=list(heads.values()), header=header)
    # altair has a class for small multiples; what takes a chart here takes any
    return cast("alt.LayerChart", inner.facet(column=column, spacing=14).properties(title=title))


def _dots(names: list[str], most: float) -> list[alt.Chart]:
    """Return the layers of one horizon: the line of the combined forecast, a dot a model, its number."""
    axis = alt.Axis(ticks=False, domain=False, grid=True, labelColor=INK, labelLimit=220, labelPadding=8)
    y = alt.Y("model:N", sort=names, title=None, scale=alt.Scale(domain=names), axis=axis)
    x = alt.X(
        "crps:Q",
        title=None,
        axis=alt.Axis(tickCount=3, grid=False, domain=False, format="~g"),
        scale=alt.Scale(domain=[0, most * 1.42], nice=False),  # room for the number behind the dot
    )
    colour, shape = alt.Color("colour:N", scale=None), alt.Shape("shape:N", scale=None)
    edge = alt.Stroke("colour:N", scale=None)  # a shape that is a mere line has no area to fill
    rule = alt.Chart().transform_filter("datum.own")
    dot = alt.Chart().mark_point(filled=True, size=60, opacity=1)
    text = alt.Chart().mark_text(align="left", dx=7, color=INK)
    return [
        rule.mark_rule(color=stroke("combination").mark, strokeWidth=1).encode(x=x),
        dot.encode(x=x, y=y, color=colour, stroke=edge, shape=shape),
        text.encode(x=x, y=y, text="label:N"),
    ]


def horizons(part: pl.DataFrame) -> list[str]:
    """Return the horizons in order: 1, 2, 3-4, and all of them together last."""
    found = dict.fromkeys(part["horizon"])
    return sorted(
        found, key=lambda h: (not h[:1].isdigit(), int(h.split("-")[0].rstrip("+")) if h[:1].isdigit() else 0)
    )


def _head(rows: pl.DataFrame, lang: str) -> str:
    """Return the heading of a horizon in two lines: how far ahead, and how many forecasts."""
    own = rows.filter(pl.col("model") == "combination")
    row = (own if own.height else rows).row(0, named=True)
    return f"{ahead(row['grain'], row['horizon'], lang)}\nn {row['n']:,}"


def ahead(grain: str, horizon: str, lang: str) -> str:
    """Return how far ahead in words: 1 year ahead, 提前 3-4 个季度, all horizons."""
    if not horizon[:1].isdigit():
        return said(lang, "all horizons", "全部提前期") if horizon == "all" else horizon
    unit = said(lang, *GRAINS.get(grain, (grain, grain)))
    if lang == "zh":
        return f"提前 {horizon} {unit}"
    return f"{horizon} {unit}{'' if horizon == '1' else 's'} ahead"


def covered(scores: pl.DataFrame, lang: str) -> alt.LayerChart | None:
    """Return how often the intervals of the combined forecast held, against what they say; None without any."""
    own = scores.filter(pl.col("model") == "combination").filter(pl.col("cover80").is_not_null())
    if not own.height:
        return None
    rows: list[dict[str, Any]] = []
    for part in own.partition_by("grain", maintain_order=True):
        for h in horizons(part):
            r = part.filter(pl.col("horizon") == h).row(0, named=True)
            line = f"{ahead(r['grain'], h, lang)}, n {r['n']:,}" if h != "all" else _all(r, lang)
            rows += [
                {
                    "line": line,
                    "share": r[f"cover{level[:-1]}"],
                    "level": level,
                    "from": r["cover80_low"] if level == "80%" else None,
                    "to": r["cover80_high"] if level == "80%" else None,
                }
                for level in BANDS
                if r[f"cover{level[:-1]}"] is not None
            ]
    return _coverage(rows, lang)


def _all(row: Mapping[str, Any], lang: str) -> str:
    grain = words.say(row["grain"], lang, words.GRAINS)
    return said(lang, f"{grain}: all horizons, n {row['n']:,}", f"{grain}：全部提前期，n {row['n']:,}")


def _coverage(rows: list[dict[str, Any]], lang: str) -> alt.LayerChart:
    lines = list(dict.fromkeys(r["line"] for r in rows))
    low = min(0.4, *(r["share"] for r in rows), *(r["from"] for r in rows if r["from"] is not None))
    axis = alt.Axis(ticks=False, domain=False, labelColor=INK, labelLimit=280, labelPadding=8, grid=True)
    y = alt.Y("line:N", sort=lines, title=None, scale=alt.Scale(domain=lines), axis=axis)
    wanted = [0.5, 0.8, 0.95]
    x = alt.X(
        "share:Q",
        title=said(lang, "share of outcomes inside the interval", "结果落入区间的比例"),
        axis=labelled(wanted, list(BANDS), domain=False),
        scale=alt.Scale(domain=[max(0.0, low - 0.05), 1.02], nice=False, zero=False),
    )
    nominal = alt.Chart(inside([{"share": v} for v in wanted]))
    layers = [nominal.mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x=x)]
    spans = [
        {"line": r["line"], "share": r["from"], "to": r["to"]}
        for r in rows
        if r["from"] is not None and r["to"] is not None
    ]
    if spans:
        rule = alt.Chart(inside(spans)).mark_rule(color=stroke("combination").mark, strokeWidth=1.6)
        layers.append(rule.encode(x=x, x2="to:Q", y=y))
    dots = alt.Chart(inside(rows)).mark_point(
        filled=True, size=80, stroke=stroke("combination").mark, strokeWidth=1.2, opacity=1
    )
    scale = alt.Scale(domain=list(BANDS), range=[day for day, _ in BANDS.values()])
    # at the bottom, which is next to this picture: a legend serves all that are below each other
    legend = alt.Legend(title=said(lang, "interval", "区间"), titleOrient="left", orient="bottom")
    layers.append(dots.encode(x=x, y=y, color=alt.Color("level:N", scale=scale, legend=legend)))
    head = said(
        lang,
        "Coverage of the combined forecast's intervals; on the dashed lines they hold what they say, the bar is the "
        "uncertainty of the 80% one",
        "组合预测区间的覆盖率：落在虚线上即名副其实；横条为 80% 区间覆盖率的不确定范围",
    )
    title = alt.TitleParams(wrapped(head, COVER + 200, BODY), anchor="start", fontSize=BODY, offset=8)
    return layered(layers, COVER, LINE * len(lines), title)
