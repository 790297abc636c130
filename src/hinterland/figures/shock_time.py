"""Output over time after a shock: all plants, the finished product, and the products hit hardest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, key_header, layered, said
from hinterland.figures.palette import BANDS, INK, MUTED, PAPER, PLANTS, RULE
from hinterland.figures.pieces import Entry, key, key_lines, stacked, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

NEEDS: tuple[str, ...] = ("total", "time")
WIDTH, HEIGHT = 306, 104
PANELS, LEVEL = 6, 2
"""Pictures at most, and how many there are before products whose output hardly changes are left out."""
SLOW = 0.95
"""Share of the base below which output is told to be slowed, as in the study."""
FLAT, LEAST = 0.99, 20
"""Share of the base that is taken for normal, and days that are shown at least."""
LINE = PLANTS["operating"].mark
FALL, BACK = PLANTS["announced"], PLANTS["construction"]

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a small picture a series: median and 5-95 % over the draws, when it falls below 95 % and is back.

    A table `products` names the products, the first those that lose most. A table `marks` of one row (`ends`,
    `recovers`: days; `finished`; `first_slowed_low`, `first_slowed_high`: days on which the first assembler falls
    below 95 %) adds how long the shock lasts.

    Raises
    ------
    StudyError
        If no row of `total` has a share.
    """
    total = tables["total"].filter(tables["total"]["share_mid"].is_not_null())
    if not total.height:
        raise StudyError("figure shock_time: no row of the table total has a share")
    marks = tables["marks"].row(0, named=True) if "marks" in tables and tables["marks"].height else {}
    panels = _panels(tables, total, marks, lang)
    panels = _cut(panels, marks)
    low, high = _span(panels)
    rows = [
        r for n, (name, series) in enumerate(panels) for r in _rows(n, name, series, (low, high), marks, lang)
    ]
    head = said(lang, "Output after the shock, share of normal", "冲击后的产出占正常水平的比例")
    entries = _entries(rows, lang)
    width = 2 * WIDTH + 40
    legend = layered(
        key(entries, width, 17 * key_lines(entries, width), 8), width, 17 * key_lines(entries, width)
    )
    whole = stacked([legend, cast("alt.LayerChart", _facets(rows, (low, high), lang))], spacing=4)
    whole.title = title(head, _notes(low, marks, lang), width, offset=8)
    return dressed(whole, head)


def _panels(
    tables: Mapping[str, pl.DataFrame], total: pl.DataFrame, marks: Mapping[str, Any], lang: str
) -> list[tuple[str, list[Row]]]:
    """Return names and series (day, low, mid, high) of what is drawn."""
    found = [(said(lang, "All plants", "全部工厂"), _series(total, "share"))]
    if total["finished_share_mid"].is_not_null().any():
        found.append((said(lang, "Finished products", "整机产品"), _series(total, "finished_share")))
    time = tables["time"]
    there = set(time["product"].to_list())
    names: dict[str, str] = {}
    if "products" in tables:
        products = tables["products"].sort("lost_share_mid", descending=True, nulls_last=True)
        named = products.select("product", f"name_{lang}").iter_rows()
        names = {p: name or p for p, name in named if p in there}
    order = [*names, *(p for p in time["product"].unique(maintain_order=True).to_list() if p not in names)]
    chosen = [p for p in order if p != marks.get("finished")][: PANELS - len(found)]
    for product in chosen:
        if len(found) >= LEVEL and len(found) % 2 == 0 and not _felt(time, product):
            continue  # an odd one stays: a lone picture would leave an empty frame beside it
        own = time.filter((time["product"] == product) & time["share_mid"].is_not_null())
        found.append((names.get(product, product), _series(own, "share")))
    return [(name, series) for name, series in found if series]


def _felt(time: pl.DataFrame, product: str) -> bool:
    """Whether output of a product is ever seen to change."""
    own = time.filter(time["product"] == product)
    return bool(((own["share_low"] < FLAT) | (own["share_high"] > 2.0 - FLAT)).any())


def _series(table: pl.DataFrame, name: str) -> list[Row]:
    columns = (table[c].to_list() for c in ("day", f"{name}_low", f"{name}_mid", f"{name}_high"))
    return [
        {"day": day, "low": low, "mid": mid, "high": high}
        for day, low, mid, high in zip(*columns, strict=True)
        if mid is not None
    ]


def _cut(panels: Sequence[tuple[str, list[Row]]], marks: Mapping[str, Any]) -> list[tuple[str, list[Row]]]:
    """Return the series up to a while after all are back: what follows is level."""
    felt = [r["day"] for _, series in panels for r in series if r["low"] < FLAT or r["high"] > 2.0 - FLAT]
    until = 1.25 * max([*felt, marks.get("ends") or 0, marks.get("recovers") or 0, LEAST])
    return [(name, [r for r in series if r["day"] <= until]) for name, series in panels]


def _span(panels: Iterable[tuple[str, Sequence[Row]]]) -> tuple[float, float]:
    """Return the ends of the axis: from 0, or from 50, 90 or 99 percent where nothing falls lower."""
    least = min(r["low"] for _, series in panels for r in series)
    most = max(r["high"] for _, series in panels for r in series)
    low = next(v for v in (0.99, 0.9, 0.5, 0.0, -1e9) if v <= least or v < 0.0)
    return max(0.0, low), max(1.0, most) + 0.04 * (1.0 - max(0.0, low))


def _rows(
    number: int,
    name: str,
    series: Sequence[Row],
    ends: tuple[float, float],
    marks: Mapping[str, Any],
    lang: str,
) -> list[Row]:
    """Return what one panel shows; `kind` tells line, shade and marks apart."""
    key_ = {"key": f"{number}\n{name}"}
    rows = [key_ | {"kind": "line", **r} for r in series]
    last = series[-1]["day"]
    first = next((r for r in series if r["mid"] < SLOW), None)
    if first is not None:
        after = [r for r in series if r["day"] > max(s["day"] for s in series if s["mid"] < SLOW)]
        rows.append(key_ | {"kind": "fall", "day": first["day"], "mid": first["mid"]})
        if after:
            rows.append(key_ | {"kind": "back", "day": after[0]["day"], "mid": after[0]["mid"]})
        rows.append(key_ | {"kind": "said", "day": last, "mid": ends[0], "text": _days(first, after, lang)})
    upright = {"low": ends[0], "high": ends[1]}
    stages = {k: marks.get(k) for k in ("ends", "recovers")}
    return rows + [
        key_ | upright | {"kind": k, "day": d} for k, d in stages.items() if d is not None and d <= last
    ]


def _days(first: Row, after: Sequence[Row], lang: str) -> str:
    """Return when output falls below 95 percent, and when it is back."""
    begun = first["day"]
    if not after:
        return said(lang, f"below 95% from day {begun} on", f"第 {begun} 天起低于 95%")
    back = after[0]["day"]
    return said(
        lang,
        f"below 95% from day {begun}, back on day {back}",
        f"第 {begun} 天降至 95% 以下，第 {back} 天恢复",
    )


def _of(kind: str) -> alt.Chart:
    """Return an empty chart on those of the shared rows that are of a kind."""
    layer: alt.Chart = alt.Chart().transform_filter(f"datum.kind == '{kind}'")
    return layer


def _facets(rows: Sequence[Row], ends: tuple[float, float], lang: str) -> alt.FacetChart:
    """Return a picture a key; all rows are the data of all layers."""
    last = max(r["day"] for r in rows)
    x = alt.X(
        "day:Q",
        title=said(lang, "days after the shock began", "冲击开始后的天数"),
        axis=alt.Axis(grid=False, tickCount=6, format="d"),
        scale=alt.Scale(domain=[0, last], nice=False),
    )
    kinds = {r["kind"] for r in rows}
    layers = []
    for kind, dash in (("ends", [5, 3]), ("recovers", [1, 3])):
        if kind in kinds:
            rule = _of(kind).mark_rule(color=MUTED, strokeDash=dash, strokeWidth=1.2)
            layers.append(rule.encode(x=x, y=_y("low", ends), y2="high:Q"))
    line = _of("line")
    layers.append(
        line.mark_area(color=BANDS["80%"][0], opacity=0.9).encode(x=x, y=_y("low", ends), y2="high:Q")
    )
    layers.append(line.mark_line(color=LINE, strokeWidth=1.7).encode(x=x, y=_y("mid", ends)))
    for kind, look, shape in (("fall", FALL, "triangle-down"), ("back", BACK, "triangle-up")):
        if kind in kinds:
            point = _of(kind).mark_point(
                shape=shape, filled=True, size=58, color=look.mark, stroke=PAPER, strokeWidth=1, opacity=1
            )
            layers.append(point.encode(x=x, y=_y("mid", ends)))
    if "said" in kinds:
        looks: dict[str, Any] = {"align": "right", "dx": -3, "dy": -9, "fontSize": SMALL}
        halo = _of("said").mark_text(stroke=PAPER, strokeWidth=3.5, strokeJoin="round", color=PAPER, **looks)
        text = _of("said").mark_text(color=INK, **looks)
        layers += [t.encode(x=x, y=_y("mid", ends), text="text:N") for t in (halo, text)]
    keys = list(dict.fromkeys(r["key"] for r in rows))
    inner = alt.layer(*layers, data=inside(rows)).properties(width=WIDTH, height=HEIGHT)
    facet = alt.Facet("key:N", sort=keys, header=key_header(WIDTH, 4))
    drawn: alt.FacetChart = inner.facet(facet=facet, columns=2, spacing={"row": 18, "column": 40})
    return drawn


def _y(field: str, ends: tuple[float, float]) -> alt.Y:
    low = ends[0]
    values = [low + (1.0 - low) * k / (2 if low else 4) for k in range(3 if low else 5)]
    form = ".0%" if low < 0.98 else ".1%"
    axis = alt.Axis(format=form, values=values, grid=True, domain=False, ticks=False, gridColor=RULE)
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=list(ends), nice=False))


def _entries(rows: Sequence[Row], lang: str) -> list[Entry]:
    kinds = {r["kind"] for r in rows}
    entries = [
        Entry("stroke", LINE, said(lang, "median of the draws", "抽样中位数")),
        Entry("square", BANDS["80%"][0], said(lang, "5–95% of the draws", "5%–95% 抽样区间")),
    ]
    if "fall" in kinds:
        entries.append(Entry("triangle-down", FALL.mark, said(lang, "falls below 95%", "降至 95% 以下")))
    if "back" in kinds:
        entries.append(Entry("triangle-up", BACK.mark, said(lang, "back at 95% for good", "恢复至 95%")))
    return entries


def _notes(low: float, marks: Mapping[str, Any], lang: str) -> list[str]:
    told = [said(lang, "≈ inferred: links are drawn.", "≈ 推算：供应关系为推断。")]
    if marks.get("first_slowed_low") is not None:
        days = [round(marks[f"first_slowed_{e}"]) for e in ("low", "high")]
        day = str(days[0]) if days[0] == days[1] else f"{days[0]}–{days[1]}"
        told.append(
            said(
                lang,
                f"The first assembler falls below 95% on day {day}.",
                f"首家整机厂于第 {day} 天降至 95% 以下。",
            )
        )
    if marks.get("ends") is not None:
        end, back = marks["ends"], marks.get("recovers")
        en, zh = f"Dashed line: the shock ends (day {end:g})", f"虚线：冲击结束（第 {end:g} 天）"
        if back is not None and back != end:
            en, zh = en + f"; dotted: recovered (day {back:g})", zh + f"；点线：产能恢复（第 {back:g} 天）"
        told.append(said(lang, en + ".", zh + "。"))
    if low > 0:
        told.append(said(lang, f"The axis begins at {low:.0%}.", f"纵轴自 {low:.0%} 起。"))
    return [said(lang, " ", "").join(told)]
