"""Measures against systemic risk, ranked by what they lower per yuan, with the risk of the firm before and after."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.palette import INK, MUTED, PAPER, PLANTS, RULE, wide
from hinterland.figures.pieces import Entry, across, down, key, key_lines, texts, title
from hinterland.figures.risk_curve import shortened
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from hinterland.figures.palette import Stroke

NEEDS: tuple[str, ...] = ("measures",)
WIDTH, ROW, MOST = 640, 46, 10
"""Width of the picture and height of a row, px, and measures at most."""
LEFT, BARS, GAP = 22.0, 350.0, 24.0
"""Where bars begin and how long the longest is, and the room before the second column, px."""
FIGURES = 62.0
"""Room for a number, px."""
KINDS: Mapping[str, tuple[str, str, Stroke]] = {
    "second_source": ("second source", "第二供应源", PLANTS["operating"]),
    "inventory": ("stock", "库存", PLANTS["announced"]),
    "diversification": ("diversification", "分散采购", PLANTS["construction"]),
}
SHAPES = {"second_source": "circle", "inventory": "square", "diversification": "triangle-up"}
"""Kind of measure to its words, colour and mark."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the best measures: a bar each with its range over the draws, and beside it the firm's risk.

    Raises
    ------
    StudyError
        If no measure lowers the risk.
    """
    table = tables["measures"]
    worth = "saved_per_yuan" if table["saved_per_yuan"].is_not_null().any() else "per_million"
    good = table.filter((table["lowered"] > 0) & table[worth].is_not_null() & (table["cost"] > 0)).sort(
        "rank"
    )
    if not good.height:
        raise StudyError("figure measures_bars: no measure of the table measures lowers the risk")
    rows = [_row(r, worth) for r in good.head(MOST).iter_rows(named=True)]
    height = ROW * len(rows)
    entries = _entries(rows, lang)
    top = -17.0 * key_lines(entries, WIDTH) - 18
    layers = [
        *_bars(rows, height),
        *_risks(rows, height),
        *_words(rows, height, worth, lang),
        *key(entries, WIDTH, height, top),
    ]
    head = said(lang, "What lowers the cluster's risk most per yuan", "单位投入降低集群风险最多的措施")
    return dressed(layered(layers, WIDTH, height, title(head, [_note(good.height, rows, lang)], WIDTH)), head)


def _row(row: Row, worth: str) -> Row:
    """Return a measure with the ends of its worth."""
    scale = row[worth] / row["lowered"]
    return row | {
        "worth": row[worth],
        "least": row["lowered_low"] * scale,
        "most": row["lowered_high"] * scale,
    }


def _bars(rows: Sequence[Row], height: int) -> list[alt.Chart]:
    """Return bars, hollow where a measure was only screened, a line for the range, and the mark of the kind."""
    top = max(max(r["most"], r["worth"]) for r in rows)
    bars, lines, marks = [], [], []
    for n, r in enumerate(rows):
        y, colour = ROW * n + 29.0, KINDS[r["kind"]][2].mark
        right = LEFT + BARS * r["worth"] / top
        full = {"fill": colour if r["verified"] else PAPER, "stroke": colour}
        bars.append({"x": LEFT, "x2": right, "y": y - 6, "y2": y + 6, **full})
        ends = [LEFT + BARS * max(0.0, r[e]) / top for e in ("least", "most")]
        lines.append({"x": ends[0], "x2": ends[1], "y": y, "y2": y})
        lines += [{"x": e, "x2": e, "y": y - 4, "y2": y + 4} for e in ends]
        shape = SHAPES[r["kind"]]
        marks.append(
            {"x": 8.0, "y": ROW * n + 11.0, "shape": shape, "size": 70, "fill": colour, "stroke": PAPER}
        )
    x, y_ = across("x", WIDTH), down("y", height)
    rect = (
        alt.Chart(inside(bars))
        .mark_rect(strokeWidth=1.3)
        .encode(
            x=x,
            y=y_,
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    )
    rules = alt.Chart(inside(lines))
    halo = rules.mark_rule(color=PAPER, strokeWidth=3.2).encode(x=x, y=y_, x2="x2:Q", y2="y2:Q")
    rule = rules.mark_rule(color=INK, strokeWidth=1.3).encode(x=x, y=y_, x2="x2:Q", y2="y2:Q")
    return [rect, halo, rule, _points(marks, height)]


def _points(marks: Sequence[Row], height: int) -> alt.Chart:
    data = alt.Chart(inside(marks)).mark_point(opacity=1, strokeWidth=1.3)
    drawn: alt.Chart = data.encode(
        x=across("x", WIDTH),
        y=down("y", height),
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
    )
    return drawn


def _column() -> tuple[float, float]:
    """Return where the second column begins and ends, px."""
    return LEFT + BARS + FIGURES + GAP, WIDTH - 8.0


def _risks(rows: Sequence[Row], height: int) -> list[alt.Chart]:
    """Return before and after of each measure's firm on a common scale from 0."""
    left, right = _column()
    top = max(r["firm_risk_before"] for r in rows) or 1.0
    lines, marks = [], []
    for n, r in enumerate(rows):
        y = ROW * n + 29.0
        before, after = (left + (right - left) * r[f"firm_risk_{w}"] / top for w in ("before", "after"))
        lines += [{"x": left, "x2": right, "y": y, "y2": y, "w": 0.8, "stroke": RULE}]
        lines += [{"x": after, "x2": before, "y": y, "y2": y, "w": 2.0, "stroke": MUTED}]
        marks.append({"x": before, "y": y, "shape": "circle", "size": 52, "fill": PAPER, "stroke": INK})
        marks.append({"x": after, "y": y, "shape": "circle", "size": 52, "fill": INK, "stroke": PAPER})
    rule = (
        alt.Chart(inside(lines))
        .mark_rule()
        .encode(
            x=across("x", WIDTH),
            y=down("y", height),
            x2="x2:Q",
            y2="y2:Q",
            stroke=alt.Stroke("stroke:N", scale=None),
            strokeWidth=alt.StrokeWidth("w:Q", scale=None),
        )
    )
    return [rule, _points(marks, height)]


def _words(rows: Sequence[Row], height: int, worth: str, lang: str) -> list[alt.Chart]:
    """Return what each measure is, its worth, the firm's risk, and the heads of both columns."""
    top = max(max(r["most"], r["worth"]) for r in rows)
    left = _column()[0]
    names, values, risks = [], [], []
    for n, r in enumerate(rows):
        y = ROW * n
        names.append({"x": LEFT, "y": y + 11.0, "text": _name(r, lang, left - LEFT - GAP)})
        end = LEFT + BARS * max(r["worth"], r["most"]) / top
        values.append({"x": end + 7, "y": y + 29.0, "text": worth_said(r, worth)})
        told = " → ".join(_percent(r[f"firm_risk_{w}"]) for w in ("before", "after"))
        risks.append({"x": left, "y": y + 11.0, "text": told})
    heads = [
        {"x": LEFT, "y": -10.0, "text": _unit(worth, lang)},
        {"x": left, "y": -10.0, "text": said(lang, "risk of the firm", "该企业的风险")},
    ]
    return [
        texts(names, WIDTH, height),
        texts(values, WIDTH, height, fontWeight="bold"),
        texts(risks, WIDTH, height, color=MUTED),
        texts(heads, WIDTH, height, color=MUTED),
    ]


def _unit(worth: str, lang: str) -> str:
    if worth == "saved_per_yuan":
        return said(lang, "expected loss lowered a year, CNY per CNY", "每元投入降低的预期年损失，元")
    return said(lang, "mean ESRI lowered per million CNY", "每百万元投入降低的平均 ESRI")


def worth_said(row: Mapping[str, Any], worth: str) -> str:
    """Return what a measure brings per yuan."""
    return f"{row['worth']:.3g}" if worth == "saved_per_yuan" else f"{row['worth']:.2e}"


def _percent(value: float) -> str:
    digits = max(0, 2 - math.floor(math.log10(max(100 * value, 1e-9))))
    return f"{100 * value:.{digits}f}%"


def _name(row: Row, lang: str, room: float) -> str:
    """Return a measure in a line: signs, firm, buyers, alternative, cost."""
    several = (row[f"buyers_name_{lang}"] or "").split("；" if lang == "zh" else "; ")
    buyers = (
        several[0] if len(several) == 1 else said(lang, f"{len(several)} buyers", f"{len(several)} 家客户")
    )
    other = row[f"alternatives_name_{lang}"]
    signs = ("≈" if row["basis"] == "inferred" else "") + ("◇" if row["alternatives_made_up"] else "")
    cost = number(three_digits(row["cost"]), "CNY", lang)
    firm = row[f"firm_name_{lang}"]
    to = f" + {other}" if other else ""
    told = f"{signs} {firm}{to} → {buyers}".strip()
    price = said(lang, f", {cost}", f"，{cost}")
    return shortened(told, room - wide(price, SMALL)) + price


def _entries(rows: Sequence[Row], lang: str) -> list[Entry]:
    there = {r["kind"] for r in rows}
    entries = [
        Entry(SHAPES[kind], look.mark, said(lang, en, zh))
        for kind, (en, zh, look) in KINDS.items()
        if kind in there
    ]
    if any(not r["verified"] for r in rows):
        told = said(lang, "hollow bar: screened, not verified", "空心条：仅初筛，未复核")
        entries.append(Entry("square", MUTED, told, hollow=True))
    entries.append(Entry("circle", INK, said(lang, "before", "之前"), hollow=True))
    entries.append(Entry("circle", INK, said(lang, "after", "之后")))
    return entries


def _note(count: int, rows: Sequence[Row], lang: str) -> str:
    told = said(
        lang,
        f"The best {len(rows)} of {count} measures that lower it; thin lines: 5–95% of the draws. Risk of the firm: "
        "share of the cluster's sales that stops with it.",
        f"{count} 项有效措施中的前 {len(rows)} 项；细线：5%–95% 抽样区间。企业风险：其停产所中断的集群销售额比例。",
    )
    if any(r["basis"] == "inferred" for r in rows):
        told += said(lang, " ≈ who buys from whom is inferred.", "≈ 供应关系为推算。")
    if any(r["alternatives_made_up"] for r in rows):
        told += said(lang, " ◇ synthetic alternatives.", "◇ 替代方为合成企业。")
    return told
