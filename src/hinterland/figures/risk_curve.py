"""Systemic risk of firms by rank: how few firms hold most of it, with the range over the drawn networks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.palette import BANDS, INK, MUTED, PAPER, PLANTS, wide
from hinterland.figures.pieces import Entry, key, key_lines, texts, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from hinterland.figures.palette import Stroke

NEEDS: tuple[str, ...] = ("risk",)
WIDTH, HEIGHT = 640, 330
NAMED, EVERY, STEPS = 10, 40, 110
"""Firms that are named, ranks that are all drawn, and how many are drawn beyond them."""
LINE, BELOW = 15.0, 52.0
"""Height of a line of the list, and room between the picture and it, px."""
REAL, MADE_UP = PLANTS["operating"], PLANTS["synthetic"]

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw mean risk by rank, both axes logarithmic, with the median and the 5-95 % band over the draws.

    Raises
    ------
    StudyError
        If no firm has a risk above 0.
    """
    table = tables["risk"]
    if "mean" not in table.columns:
        raise StudyError(
            "figure risk_curve: it needs the table risk of a case (mean, low, high); run it on a case"
        )
    ranked = table.filter(table["mean"] > 0).sort("mean", descending=True)
    if not ranked.height:
        raise StudyError("figure risk_curve: no firm of the table risk has a risk above 0")
    rows = _rows(ranked, lang)
    drawn = [rows[r] for r in picked(len(rows))]
    view = _domain(rows, lang)
    entries = _entries(rows, lang)
    top = -17.0 * key_lines(entries, WIDTH) - 6
    layers = [
        *_curve(drawn, view),
        *_marks(rows, drawn, view),
        *_list(rows),
        *key(entries, WIDTH, HEIGHT, top),
    ]
    head = said(
        lang,
        "What stops with a firm: share of the cluster's sales, by rank",
        "一家企业停产会中断多少：占集群销售额的比例，按位次",
    )
    told = title(head, [_note(table, ranked, lang)], WIDTH, offset=10)
    drawing = layered(layers, WIDTH, HEIGHT, told)
    # what is in px and what is in values stand over one another
    return dressed(cast("alt.LayerChart", drawing.resolve_scale(x="independent", y="independent")), head)


def picked(count: int, every: int = EVERY, steps: int = STEPS) -> list[int]:
    """Return the ranks (from 0) that are drawn of `count`: the first all, then ever fewer, the last."""
    first = list(range(min(count, every)))
    if count <= every:
        return first
    span = math.log(count / every)
    rest = {min(count - 1, round(every * math.exp(span * k / steps))) for k in range(steps + 1)}
    return sorted({*first, *rest})


def _rows(ranked: pl.DataFrame, lang: str) -> list[Row]:
    columns = [
        ranked[c].to_list() for c in ("firm", f"name_{lang}", "mean", "low", "median", "high", "basis")
    ]
    return [
        {
            "rank": rank + 1,
            "name": name or firm,
            "mean": mean,
            "low": max(low, mean * 1e-3),
            "median": max(median, mean * 1e-3),
            "high": high,
            "made_up": basis == "synthetic",
        }
        for rank, (firm, name, mean, low, median, high, basis) in enumerate(zip(*columns, strict=True))
    ]


def _domain(rows: Sequence[Row], lang: str) -> tuple[alt.X, float, float, float]:
    """Return the axis of ranks, the last rank of it, and the least and most of the other."""
    last = max(10.0, len(rows) * 1.15)
    low = min(min(r["low"], r["mean"]) for r in rows)
    most = max(r["high"] for r in rows)
    scale = alt.Scale(type="log", domain=[0.8, last], nice=False)
    values = [10**k for k in range(math.ceil(math.log10(last))) if 10**k <= last]
    axis = alt.Axis(values=values, format=",d", grid=False, tickSize=4)
    x = alt.X("rank:Q", title=said(lang, "rank of the firm", "企业位次"), scale=scale, axis=axis)
    return x, last, low / 1.4, most * 1.25


def _y(field: str, low: float, most: float, *, shown: bool = True) -> alt.Y:
    scale = alt.Scale(type="log", domain=[low, most], nice=False)
    return alt.Y(f"{field}:Q", title=None, scale=scale, axis=percents(low, most) if shown else None)


def percents(low: float, most: float) -> alt.Axis:
    """Return a logarithmic axis of shares in percent, a label a power of ten."""
    powers = [10.0**k for k in range(math.ceil(math.log10(low)), math.floor(math.log10(most)) + 1)]
    if len(powers) < 2:  # a narrow span has no two powers of ten: halves and doubles between
        powers = sorted({f * 10.0**k for k in range(-9, 1) for f in (1, 2, 5) if low <= f * 10.0**k <= most})
    text = "format(datum.value * 100, '.6~f') + '%'"
    return alt.Axis(values=powers, labelExpr=text, grid=True, domain=False, ticks=False)


def _curve(drawn: Sequence[Row], view: tuple[alt.X, float, float, float]) -> list[alt.Chart]:
    x, _, low, most = view
    data = alt.Chart(inside({k: r[k] for k in ("rank", "low", "high", "median")} for r in drawn))
    band = data.mark_area(color=BANDS["80%"][0], opacity=0.8)
    line = data.mark_line(color=REAL.mark, strokeWidth=1.6)
    return [
        band.encode(x=x, y=_y("low", low, most), y2="high:Q"),
        line.encode(x=_bare(view), y=_y("median", low, most, shown=False)),
    ]


def _bare(view: tuple[alt.X, float, float, float]) -> alt.X:
    """Return the channel of ranks without its axis, which one layer draws."""
    scale = alt.Scale(type="log", domain=[0.8, view[1]], nice=False)
    return alt.X("rank:Q", title=None, axis=None, scale=scale)


def _marks(
    rows: Sequence[Row], drawn: Sequence[Row], view: tuple[alt.X, float, float, float]
) -> list[alt.Chart]:
    """Return a dot for every real firm, hollow diamonds for the made-up ones drawn, and numbers at the first."""
    x, (low, most) = _bare(view), view[2:]
    shown = [r for r in drawn if r["made_up"]] + [r for r in rows if not r["made_up"]]
    marks = [{"rank": r["rank"], "mean": r["mean"], **_look(r)} for r in shown]
    point = alt.Chart(inside(marks)).mark_point(opacity=1, strokeWidth=1.1)
    numbers = [{"rank": r["rank"], "mean": r["mean"], "text": str(r["rank"])} for r in rows[:NAMED]]
    layers = [
        point.encode(
            x=x,
            y=_y("mean", low, most, shown=False),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    ]
    for odd, dy in ((1, -11), (0, 12)):
        some = [n for n in numbers if n["rank"] % 2 == odd]
        if some:
            text = alt.Chart(inside(some)).mark_text(dy=dy, color=INK, fontWeight="bold")
            layers.append(text.encode(x=x, y=_y("mean", low, most, shown=False), text="text:N"))
    return layers


def _look(row: Row) -> Row:
    look: Stroke = MADE_UP if row["made_up"] else REAL
    first = row["rank"] <= NAMED
    return {
        "shape": look.shape,
        "size": 46 if first else 26,
        "fill": PAPER if row["made_up"] else look.mark,
        "stroke": look.mark if row["made_up"] else PAPER,
    }


def _list(rows: Sequence[Row]) -> list[alt.Chart]:
    """Return the first firms by number, name, mean and range, in two columns below the axis."""
    named = rows[:NAMED]
    half = math.ceil(len(named) / 2)
    room = WIDTH / 2 - 12
    columns: list[list[Row]] = [[], [], []]
    for n, r in enumerate(named):
        left, y = (WIDTH / 2 + 12) * (n // half), HEIGHT + BELOW + LINE * (n % half)
        figure = spread(r)
        most = room - 20 - wide(figure, SMALL) * 1.08 - 8
        name = shortened(("◇ " if r["made_up"] else "") + r["name"], most / 1.08)
        places = ((left + 14, str(r["rank"])), (left + 20, name), (left + room, figure))
        for column, (x, text) in zip(columns, places, strict=True):
            column.append({"x": x, "y": y, "text": text})
    return [
        texts(columns[0], WIDTH, HEIGHT, align="right", fontWeight="bold"),
        texts(columns[1], WIDTH, HEIGHT),
        texts(columns[2], WIDTH, HEIGHT, align="right", color=MUTED),
    ]


def shortened(text: str, room: float) -> str:
    """Return a text cut with an ellipsis to about `room` px."""
    if wide(text, SMALL) <= room:
        return text
    while len(text) > 1 and wide(text + "…", SMALL) > room:
        text = text[:-1]
    return text.rstrip(" ,.(（") + "…"


def spread(row: Mapping[str, Any]) -> str:
    """Return a risk in percent with its range: `13.9% (13.8–14.0%)`."""
    mean, low, high = (100 * row[k] for k in ("mean", "low", "high"))
    digits = max(0, 2 - math.floor(math.log10(max(mean, 1e-9))))
    ends = [f"{v:.{digits}f}" for v in (low, high)]
    inner = ends[0] if ends[0] == ends[1] else "–".join(ends)
    return f"{mean:.{digits}f}% ({inner}%)"


def _entries(rows: Sequence[Row], lang: str) -> list[Entry]:
    entries = []
    if any(not r["made_up"] for r in rows):
        entries.append(
            Entry(REAL.shape, REAL.mark, said(lang, "firm of the case, mean", "案例中的企业（均值）"))
        )
    if any(r["made_up"] for r in rows):
        told = said(lang, "synthetic, no real firm", "合成，非真实企业")
        entries.append(Entry(MADE_UP.shape, MADE_UP.mark, told, hollow=True))
    told = said(lang, "line: median; band: 5–95% of the draws", "线：中位数；带：5%–95% 抽样区间")
    entries.append(Entry("square", BANDS["80%"][0], told))
    return entries


def _note(table: pl.DataFrame, ranked: pl.DataFrame, lang: str) -> str:
    told = said(
        lang,
        f"≈ inferred: most links are drawn, not known. {ranked.height:,} firms, both axes logarithmic; numbers are "
        "ranks, in brackets the 5–95% range.",
        f"≈ 推算：多数供应关系为推断。共 {ranked.height:,} 家企业，两轴均为对数；数字为位次，括号内为 5%–95% 区间。",
    )
    none = table.height - ranked.height
    if none:
        told += said(lang, f" Left out, without any risk: {none:,}.", f"另有 {none:,} 家风险为零，未画出。")
    return told
