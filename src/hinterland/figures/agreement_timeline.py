"""Agreements on a line of time: when signed, and the milestones that followed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland import dates
from hinterland.cooperation.agreements import STATUSES
from hinterland.figures.base import dressed, inside, said
from hinterland.figures.palette import INK, MUTED, VERDICTS
from hinterland.figures.palette import STATUSES as LOOKS
from hinterland.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("agreements", "milestones")
WIDTH, ROW = 700, 19
"""Width of the line of time and height of an agreement's line, px."""
MOST = 60
"""Agreements drawn at most, those with most workstreams first: more are no picture but a table."""
SHAPES = {
    "signed": "circle",
    "fulfilled": "triangle-up",
    "overdue": "cross",
    "due": "square",
    "no date stated": "diamond",
}


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one line an agreement, the earliest on top; a mark at its signing and at each milestone."""
    deals = tables["agreements"].head(MOST).sort("signed", "agreement", nulls_last=True)
    names = {
        r["agreement"]: r["name_zh"] if lang == "zh" else r["name_en"] for r in deals.iter_rows(named=True)
    }
    marks = _signings(deals, names, lang) + _steps(tables["milestones"], names, lang)
    spans = _spans(marks)
    words = {k: _word(k, lang) for k in SHAPES if any(m["kind"] == _word(k, lang) for m in marks)}
    order = list(dict.fromkeys(names.values()))
    y = alt.Y(
        "name:N",
        sort=order,
        scale=alt.Scale(domain=order),
        title=None,
        axis=alt.Axis(ticks=False, domain=False, labelColor=INK, labelLimit=330, labelPadding=6),
    )
    x = alt.X(
        "on:T",
        title=None,
        scale=alt.Scale(padding=10),
        axis=alt.Axis(format="%Y", tickCount="year", grid=True, domain=False),
    )
    lines = alt.Chart(inside(spans)).mark_rule(color=MUTED, strokeWidth=1).encode(y=y, x="from:T", x2="to:T")
    colours = [MUTED if k == "signed" else VERDICTS[LOOKS[k]].mark for k in words]
    points = (
        alt.Chart(inside(marks))
        .mark_point(size=64, filled=True, stroke=INK, strokeWidth=0.5, opacity=1)
        .encode(
            y=y,
            x=x,
            shape=alt.Shape(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(words.values()), range=[SHAPES[k] for k in words]),
            ),
            color=alt.Color(
                "kind:N", title=None, scale=alt.Scale(domain=list(words.values()), range=colours)
            ),
        )
    )
    told = said(lang, "Agreements by date of signing, with their milestones", "各协议的签署日期与里程碑")
    return dressed((lines + points).properties(width=WIDTH, height=ROW * len(names)), told)


def _word(kind: str, lang: str) -> str:
    if kind == "signed":
        return said(lang, "signed", "签署")
    step = {
        "fulfilled": ("milestone reached", "里程碑已达成"),
        "overdue": ("milestone overdue, nothing recorded", "里程碑逾期未见记录"),
        "due": ("milestone not due yet", "里程碑未到期"),
    }
    return say(kind, lang, {**STATUSES, **step})


def _day(text: str) -> str:
    """Return the middle of what a date admits: a year alone is drawn in its middle, not on 1 January."""
    first, last = dates.first_day(text), dates.last_day(text)
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2).isoformat()


def _signings(deals: pl.DataFrame, names: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    return [
        {"name": names[agreement], "on": _day(signed), "kind": _word("signed", lang)}
        for agreement, signed in deals.select("agreement", "signed").iter_rows()
        if signed
    ]


def _steps(steps: pl.DataFrame, names: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    marks = []
    for row in steps.iter_rows(named=True):
        on = row["done"] or row["due"]
        if on and row["agreement"] in names:
            marks.append(
                {"name": names[row["agreement"]], "on": _day(on), "kind": _word(row["status"], lang)}
            )
    return marks


def _spans(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return, for each agreement, the line from its first mark to its last."""
    seen: dict[str, list[str]] = {}
    for mark in marks:
        seen.setdefault(mark["name"], []).append(mark["on"])
    return [{"name": name, "from": min(on), "to": max(on)} for name, on in seen.items()]
