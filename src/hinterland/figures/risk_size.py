"""Systemic risk against size: which firms stop far more than what they sell themselves."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.mercator import Label, fitted
from hinterland.figures.palette import INK, MUTED, PAPER, PLANTS
from hinterland.figures.pieces import Entry, across, down, key, key_lines, texts, title
from hinterland.figures.risk_curve import percents, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from hinterland.figures.palette import Stroke

NEEDS: tuple[str, ...] = ("risk",)
WIDTH, HEIGHT = 640, 400
SECTORS, OUTLIERS, LARGEST = 4, 6, 5
"""Sectors with a look of their own; firms named because they stop far more than they sell, and as the riskiest."""
CLOSE = 9.0
"""Made-up firms nearer than this, px, become one larger mark."""
MADE_UP = PLANTS["synthetic"].mark
LONGEST = 190.0
"""Room for a name, px."""
KNOWN = frozenset({"revenue", "output", "capacity"})
"""What sizes rest on that is said of the firm itself; others are taken from firms like it."""
LOOKS: tuple[Stroke, ...] = (
    PLANTS["operating"],
    PLANTS["announced"],
    PLANTS["construction"],
)
SHAPES = ("circle", "square", "triangle-up", "triangle-down")
BASES: Mapping[str, tuple[str, str]] = {
    "revenue": ("stated sales", "所列销售额"),
    "output": ("output", "产量"),
    "capacity": ("capacity", "产能"),
    "sector_median": ("median of the sector", "部门中位数"),
    "median": ("median of all", "全体中位数"),
    "even": ("all alike", "一律相同"),
}

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw mean risk over sales of a year, both axes logarithmic; the slanting line is a firm's own sales.

    Raises
    ------
    StudyError
        If no firm has a risk and a size above 0.
    """
    table = tables["risk"]
    if not {"mean", "size"} <= set(table.columns):
        raise StudyError("figure risk_size: it needs the table risk of a case (mean, size); run it on a case")
    placed = table.filter((table["mean"] > 0) & (table["size"] > 0)).sort("mean", descending=True)
    if not placed.height:
        raise StudyError("figure risk_size: no firm of the table risk has a risk and a size above 0")
    rows = placed.to_dicts()
    looks = _looks(rows)
    view = View.around(rows)
    whole = float(table["size"].fill_null(0.0).sum())
    real = [r for r in rows if r["basis"] != "synthetic"]
    entries = _entries(rows, looks, lang)
    top = -17.0 * key_lines(entries, WIDTH) - 2
    layers = [
        *_axes(view, lang),
        *_floor(view, whole, lang),
        *_marks(rows, view, looks),
        *_names(rows, real, whole, view, lang),
        *key(entries, WIDTH, HEIGHT, top),
    ]
    head = said(lang, "Small firms that stop much: risk against size", "小企业大风险：风险与规模")
    told = title(head, _notes(table, placed, lang), WIDTH, offset=10)
    drawing = layered(layers, WIDTH, HEIGHT, told)
    return dressed(cast("alt.LayerChart", drawing.resolve_scale(x="independent", y="independent")), head)


class View:
    """The frame: logarithms of size and risk to px."""

    def __init__(self, size: tuple[float, float], risk: tuple[float, float]) -> None:
        self.size, self.risk = size, risk

    @classmethod
    def around(cls, rows: Sequence[Row]) -> View:
        """Return the frame that holds all firms."""
        sizes, risks = [r["size"] for r in rows], [r["mean"] for r in rows]
        return cls((min(sizes) / 1.6, max(sizes) * 1.6), (min(risks) / 1.6, min(1.5, max(risks) * 1.8)))

    def px(self, size: float, risk: float) -> tuple[float, float]:
        """Return a firm's place, px from the left and from the top."""
        (a, b), (c, d) = self.size, self.risk
        x = math.log(size / a) / math.log(b / a) * WIDTH
        return x, HEIGHT - math.log(risk / c) / math.log(d / c) * HEIGHT


def _looks(rows: Sequence[Row]) -> dict[str, tuple[str, str]]:
    """Return shape and colour of the sectors with most risk; others share the last."""
    total: Counter[str] = Counter()
    for r in rows:
        if r["basis"] != "synthetic":
            total[r["sector"]] += r["mean"]
    main = [s for s, _ in total.most_common(len(LOOKS))]
    return {s: (SHAPES[n], LOOKS[n].mark) for n, s in enumerate(main)}


def _axes(view: View, lang: str) -> list[alt.Chart]:
    """Return both axes, drawn once for all marks, which are in px."""
    nothing = alt.Chart(inside([{"x": view.size[0], "y": view.risk[0]}])).mark_point(opacity=0, color=PAPER)
    per = "datum.value / 1e8" if lang == "zh" else "datum.value / 1e6"
    told = f"format({per}, ',.6~f')"
    powers = [10.0**k for k in range(-3, 16) if view.size[0] <= 10.0**k <= view.size[1]]
    x = alt.X(
        "x:Q",
        title=said(lang, "sales of a year, million CNY", "年销售额，亿元"),
        scale=alt.Scale(type="log", domain=list(view.size), nice=False),
        axis=alt.Axis(values=powers, labelExpr=told, grid=False, tickSize=4),
    )
    y = alt.Y(
        "y:Q",
        title=None,
        scale=alt.Scale(type="log", domain=list(view.risk), nice=False),
        axis=percents(*view.risk),
    )
    return [nothing.encode(x=x, y=y)]


def _floor(view: View, whole: float, lang: str) -> list[alt.Chart]:
    """Return the line of firms that stop nothing but their own sales."""
    low = max(view.size[0], view.risk[0] * whole)
    high = min(view.size[1], view.risk[1] * whole)
    if low >= high:
        return []
    (x, y), (x2, y2) = view.px(low, low / whole), view.px(high, high / whole)
    line = alt.Chart(inside([{"x": x, "y": y, "x2": x2, "y2": y2}])).mark_rule(
        color=MUTED, strokeWidth=1, strokeDash=[5, 3]
    )
    told = said(lang, "only its own sales", "仅自身销售额")
    at = view.px(math.sqrt(low * high), math.sqrt(low * high) / whole)
    word = [{"x": at[0] + 10, "y": at[1] + 14, "text": told}]
    return [
        line.encode(x=across("x", WIDTH), y=down("y", HEIGHT), x2="x2:Q", y2="y2:Q"),
        *_haloed(word, color=MUTED),
    ]


def _haloed(words: Sequence[Row], **looks: Any) -> list[alt.Chart]:
    halo = {**looks, "stroke": PAPER, "strokeWidth": 3.5, "strokeJoin": "round", "strokeOpacity": 0.85}
    return [texts(words, WIDTH, HEIGHT, **halo), texts(words, WIDTH, HEIGHT, **looks)]


def _marks(rows: Sequence[Row], view: View, looks: Mapping[str, tuple[str, str]]) -> list[alt.Chart]:
    """Return a mark a real firm, filled where its own size is known; made-up ones near each other become one."""
    spots: dict[tuple[int, int], list[tuple[float, float]]] = {}
    marks: list[Row] = []
    for r in reversed(rows):
        x, y = view.px(r["size"], r["mean"])
        if r["basis"] == "synthetic":
            spots.setdefault((round(x / CLOSE), round(y / CLOSE)), []).append((x, y))
            continue
        shape, colour = looks.get(r["sector"], ("triangle-down", MUTED))
        full = r["size_basis"] in KNOWN
        look = {"fill": colour if full else PAPER, "stroke": PAPER if full else colour}
        marks.append({"x": x, "y": y, "shape": shape, "size": 52.0, **look})
    made_up = [_together(spots[at]) for at in sorted(spots)]
    point = alt.Chart(inside([*made_up, *marks])).mark_point(opacity=1, strokeWidth=1.1)
    drawn: alt.Chart = point.encode(
        x=across("x", WIDTH),
        y=down("y", HEIGHT),
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
    )
    return [drawn]


def _together(spot: Sequence[tuple[float, float]]) -> Row:
    """Return one mark in the middle of those that it stands for."""
    x, y = (sum(v) / len(spot) for v in zip(*spot, strict=True))
    size = 16 + 9 * math.log2(len(spot))
    return {"x": x, "y": y, "shape": "diamond", "size": size, "fill": PAPER, "stroke": MADE_UP}


def _names(rows: Sequence[Row], real: Sequence[Row], whole: float, view: View, lang: str) -> list[alt.Chart]:
    """Return the names of firms that stop far more than they sell, and of the riskiest."""
    head = [r for r in rows if r["mean"] >= rows[min(len(rows), 100) - 1]["mean"]]
    far = sorted(head, key=lambda r: -r["mean"] * whole / r["size"])[:OUTLIERS]
    far = [r for r in far if r["mean"] * whole / r["size"] >= 1.5]
    chosen = list({r["firm"]: r for r in [*rows[:LARGEST], *far]}.values())
    labels = []
    for r in chosen:
        sign = "◇ " if r["basis"] == "synthetic" else ""
        x, y = view.px(r["size"], r["mean"])
        labels.append(Label(x, y, shortened(sign + (r[f"name_{lang}"] or r["firm"]), LONGEST), 8.0))
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in (view.px(r["size"], r["mean"]) for r in real[:60])]
    words = fitted(labels, taken, SMALL, WIDTH, HEIGHT)
    return _haloed(words, color=INK) if words else []


def _entries(rows: Sequence[Row], looks: Mapping[str, tuple[str, str]], lang: str) -> list[Entry]:
    names = {r["sector"]: r[f"sector_{lang}"] or r["sector"] for r in rows}
    entries = [Entry(shape, colour, names[s]) for s, (shape, colour) in looks.items()]
    real = [r for r in rows if r["basis"] != "synthetic"]
    if any(r["sector"] not in looks for r in real):
        entries.append(Entry("triangle-down", MUTED, said(lang, "other sectors", "其他部门")))
    if any(r["size_basis"] not in KNOWN for r in real):
        told = said(lang, "hollow: size taken from firms like it", "空心：规模取自同类企业")
        entries.append(Entry("circle", MUTED, told, hollow=True))
    if len(real) < len(rows):
        told = said(lang, "synthetic, larger: several", "合成（较大：多家）")
        entries.append(Entry("diamond", MADE_UP, told, hollow=True))
    return entries


def _notes(table: pl.DataFrame, placed: pl.DataFrame, lang: str) -> list[str]:
    """Return what the axes are, what sizes rest on, and who is left out."""
    told = said(
        lang,
        "Upwards: share of the cluster's sales that stops with the firm (mean over the draws; ≈ inferred). ",
        "纵轴：企业停产所中断的集群销售额比例（抽样均值；≈ 推算）。",
    )
    if "size_basis" in placed.columns:
        counts = placed["size_basis"].value_counts().sort("count", descending=True)
        parts = [f"{said(lang, *BASES.get(b, (b, b)))} {n:,}" for b, n in counts.iter_rows()]
        told += said(lang, f"Sizes from: {', '.join(parts)}.", f"规模来自：{'、'.join(parts)}。")
    left = table.height - placed.height
    if left:
        told += said(
            lang, f" Left out, without risk or size: {left:,}.", f"另有 {left:,} 家无风险或规模，未画出。"
        )
    return [told]
