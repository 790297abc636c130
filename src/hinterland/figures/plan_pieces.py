"""What the figures of a plan share: bars, lines and marks in px, looks by product, money, what is made up."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland import words
from hinterland.figures.base import inside, said
from hinterland.figures.palette import INK, MODELS, MUTED, OTHER, PAPER, RULE
from hinterland.figures.pieces import Entry, across, down, texts
from hinterland.figures.series import ticks
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from hinterland.figures.palette import Stroke

Row = dict[str, Any]
COLOURED = 6
"""Products with a colour of their own, those that ask for most first; the others share one."""


def rects(rows: Sequence[Row], width: float, height: float, **looks: Any) -> list[alt.Chart]:
    """Return boxes (x, x2, y, y2 in px) with their `fill` and `stroke`; none for no rows."""
    if not rows:
        return []
    look: dict[str, Any] = {"strokeWidth": 1.2}
    mark = alt.Chart(inside(rows)).mark_rect(**look | looks)
    return [
        mark.encode(
            x=across("x", width),
            y=down("y", height),
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    ]


def rules(rows: Sequence[Row], width: float, height: float, **looks: Any) -> list[alt.Chart]:
    """Return straight lines (x, x2, y, y2 in px); none for no rows."""
    if not rows:
        return []
    look: dict[str, Any] = {"color": INK, "strokeWidth": 1.3}
    mark = alt.Chart(inside(rows)).mark_rule(**look | looks)
    return [mark.encode(x=across("x", width), y=down("y", height), x2="x2:Q", y2="y2:Q")]


def points(rows: Sequence[Row], width: float, height: float, **looks: Any) -> list[alt.Chart]:
    """Return marks (x, y in px; shape, size, fill, stroke); none for no rows."""
    if not rows:
        return []
    look: dict[str, Any] = {"opacity": 1, "strokeWidth": 1.3}
    mark = alt.Chart(inside(rows)).mark_point(**look | looks)
    return [
        mark.encode(
            x=across("x", width),
            y=down("y", height),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    ]


def whiskers(spans: Iterable[tuple[float, float, float]], width: float, height: float) -> list[alt.Chart]:
    """Return ranges (from, to, height; px) as lines with ends on a pale ground."""
    lines: list[Row] = []
    for left, right, y in spans:
        if right - left > 1.0:
            lines.append({"x": left, "x2": right, "y": y, "y2": y})
            lines += [{"x": e, "x2": e, "y": y - 4, "y2": y + 4} for e in (left, right)]
    return [
        *rules(lines, width, height, color=PAPER, strokeWidth=3.2),
        *rules(lines, width, height),
    ]


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis in px: the least and most value, and where they lie."""

    low: float
    high: float
    first: float
    last: float

    def px(self, value: float) -> float:
        """Return where a value lies, at most at the ends."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.first + min(max(share, 0.0), 1.0) * (self.last - self.first)

    def at(self, most: int) -> list[float]:
        """Return round values on it, at most about `most`."""
        return [v + 0.0 for v in ticks(self.low, self.high, most)]


def grid_across(
    axis: Axis, shown: Sequence[tuple[float, str]], top: float, bottom: float, size: tuple[float, float]
) -> list[alt.Chart]:
    """Return upright lines from `top` to `bottom` at values, with their words below."""
    width, height = size
    lines = [{"x": axis.px(v), "x2": axis.px(v), "y": top, "y2": bottom} for v, _ in shown]
    labels = [{"x": axis.px(v), "y": bottom + 11, "text": text} for v, text in shown]
    return [
        *rules(lines, width, height, color=RULE, strokeWidth=1),
        texts(labels, width, height, align="center", color=MUTED),
    ]


def grid_up(
    axis: Axis, shown: Sequence[tuple[float, str]], left: float, right: float, size: tuple[float, float]
) -> list[alt.Chart]:
    """Return level lines from `left` to `right` at values, with their words left of them."""
    width, height = size
    lines = [{"x": left, "x2": right, "y": axis.px(v), "y2": axis.px(v)} for v, _ in shown]
    labels = [{"x": left - 7, "y": axis.px(v), "text": text} for v, text in shown]
    return [
        *rules(lines, width, height, color=RULE, strokeWidth=1),
        texts(labels, width, height, align="right", color=MUTED),
    ]


def money(value: float | None, lang: str) -> str:
    """Return money: `CNY 1.2 billion`, `12亿元`."""
    return "–" if value is None or not math.isfinite(value) else words.money(value)[lang == "zh"]


def money_ticks(axis: Axis, lang: str, most: int = 4) -> list[tuple[float, str]]:
    """Return round sums on an axis in words, without the currency, which the heading has."""
    return [(v, number(three_digits(v), "1", lang)) for v in axis.at(most)]


def money_range(value: float, low: float | None, high: float | None, lang: str) -> str:
    """Return money and behind it its range: `CNY 2.5 billion (1.8–3.7)`; without a range the sum alone."""
    amount = money(value, lang)
    if low is None or high is None or not math.isfinite(low + high) or low == high:
        return amount
    which = lang == "zh"
    if words.money(low)[which] == words.money(high)[which]:
        return amount
    ends = words.money(low, high)[which].removeprefix("CNY ")
    unit = amount.removeprefix("CNY ").lstrip("0123456789.,-–")
    return (
        f"{amount} ({ends.removesuffix(unit)})" if lang == "en" else f"{amount}（{ends.removesuffix(unit)}）"
    )


def name_of(row: Mapping[str, Any], column: str, lang: str) -> str:
    """Return the name beside an id column in `lang`, or the other name, or the id."""
    other = "en" if lang == "zh" else "zh"
    found = row.get(f"{column}_{lang}") or row.get(f"{column}_{other}") or row.get(column)
    return str(found or "–")


def looks(tables: Sequence[pl.DataFrame | None]) -> dict[str, Stroke]:
    """Return the look of each product: those that ask for most get a colour and a shape of their own."""
    asked: Counter[str] = Counter()
    for table in tables:
        if table is not None and table.height:
            for product, ask in table.select("product", "ask").iter_rows():
                asked[product] += int((ask or 0.0) + 1)
    ranked = sorted(asked, key=lambda p: (-asked[p], p))
    own = list(MODELS.values())
    return {p: own[n] if n < COLOURED else OTHER for n, p in enumerate(ranked)}


def look_entries(
    found: Mapping[str, Stroke], names: Mapping[str, str], lang: str, *, shapes: bool = False
) -> list[Entry]:
    """Return the key of the products, in the order of `found`; those that share a look as one."""
    own = [p for p in found if found[p] is not OTHER]
    entries = [
        Entry(found[p].shape if shapes else "square", found[p].mark, names.get(p, p)) for p in own[:COLOURED]
    ]
    if len(own) < len(found):
        told = said(lang, "other products", "其他产品")
        entries.append(Entry(OTHER.shape if shapes else "square", OTHER.mark, told))
    return entries


def made_up(tables: Iterable[pl.DataFrame | None], lang: str) -> str:
    """Return what is said where rows are synthetic or inferred; nothing where none is."""
    bases = {
        b for t in tables if t is not None and t.height and "basis" in t.columns for b in t["basis"].to_list()
    }
    if "synthetic" in bases:
        return said(
            lang,
            "◇ Synthetic candidates: made by a rule from published plants, no real offers; read it as a range.",
            "◇ 合成候选：按规则由已公布工厂生成，并非真实项目；请按区间理解。",
        )
    if "inferred" in bases:
        return said(lang, "≈ Some figures are inferred.", "≈ 部分数值为推算。")
    return ""
