"""Who is first past a threshold: for each member the interval in which it passes, and how probable it is to win."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland import words
from hinterland.figures.base import BODY, SMALL, dressed, inside, layered, said
from hinterland.figures.palette import INK, MUTED, PAPER, RULE, VERDICTS, stroke, wrapped
from hinterland.figures.series import percent, time_axis, year

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("race",)
WIDTH, NAME, LINE = 400, 300, 14
"""Width of the axis of time, of a name at most, and height of a line of type, px."""
MOST = 60
"""Members drawn of one race at most, the likeliest first: more are no picture but a table."""
_FIRST, _PASS = 52, 124
"""Right ends of the two columns of probabilities, px behind the axis of time."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw every race of the table, one below the other."""
    races = tables["race"].partition_by("target", "metric", maintain_order=True)
    told = said(
        lang,
        "When each contender passes the threshold, and how probable it is to be first",
        "各竞争者何时越过门槛，以及最先越过的概率",
    )
    drawn = alt.vconcat(*(panel(race, lang, several=len(races) > 1) for race in races), spacing=26)
    # altair has a class for charts below each other; what takes a chart here takes any
    return dressed(cast("alt.LayerChart", drawn), told)


def panel(race: pl.DataFrame, lang: str, *, several: bool = False) -> alt.LayerChart:
    """Return one race (rows of one target and metric) without its dress, members by probability to be first."""
    rows = race.sort("p_first", "p_pass", descending=True, nulls_last=True, maintain_order=True)
    left_out = max(0, rows.height - MOST)
    members = [_member(r, n, lang) for n, r in enumerate(rows.head(MOST).iter_rows(named=True))]
    ats = [m[k] for m in members for k in _shown(m) if m[k] is not None]
    ats = ats or [0.0, 1.0]
    pad = max(0.05 * (max(ats) - min(ats)), 0.25)
    first, last = min(ats) - pad, max(ats) + pad
    for member in members:
        if member["from"] is not None and member["to"] is None:
            member["to"], member["beyond"] = last, True
    lines = max(len(m["key"].split("\n")) - 1 for m in members)
    axis = time_axis(first, last, WIDTH) if ats != [0.0, 1.0] else None
    x = alt.X("at:Q", title=None, axis=axis, scale=alt.Scale(domain=[first, last], nice=False, zero=False))
    layers = [*_spans(members, x), *_chances(members, lang)]
    height = len(members) * (LINE * lines + 6)
    return layered(layers, WIDTH, height, _title(race, lang, several, left_out))


def _shown(member: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the times of a member that are drawn: of one that has passed, only when it did."""
    return ("passed",) if member["passed"] is not None else ("from", "middle", "to")


def _member(row: Mapping[str, Any], place: int, lang: str) -> dict[str, Any]:
    """Return a member's times as years; its key is its place and its name in lines: names may be the same."""
    name = row[f"name_{lang}"] or row["member"]
    lines = wrapped(name, NAME, SMALL, most=2)
    at = {k: None if row[q] is None else year(row[q]) for k, q in _TIMES.items()}
    # a member that never had figures has neither times nor probabilities; one beyond the horizon has probabilities
    none = row["p_first"] is None and row["p_pass"] is None and at["passed"] is None and at["from"] is None
    return {
        "key": "\n".join([str(place), *lines]),
        "none": none,
        "beyond": False,
        "first": None if row["p_first"] is None else percent(row["p_first"]),
        "passes": None if row["p_pass"] is None else percent(row["p_pass"]),
        **at,
    }


_TIMES = {"from": "q10", "middle": "q50", "to": "q90", "passed": "passed"}


def _spans(members: list[dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    """Return the interval, the median and the passage of each member."""
    order = [m["key"] for m in members]
    y = alt.Y(
        "key:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labelExpr="slice(split(datum.value, '\\n'), 1)",
            ticks=False,
            domain=False,
            labelColor=INK,
            labelLimit=NAME + 40,
            labelPadding=8,
        ),
    )
    look = stroke("combination")
    ahead = [m for m in members if m["passed"] is None and m["from"] is not None]
    # an empty layer keeps the line of each member: one without figures has its name and a word
    layers = [
        alt.Chart(inside([{"key": m["key"]} for m in members])).mark_point(opacity=0, color=PAPER).encode(y=y)
    ]
    drawn = [{"key": m["key"]} for m in members if m["passed"] is not None or m["from"] is not None]
    if drawn:
        rule = alt.Chart(inside(drawn)).mark_rule(color=RULE)
        layers.append(rule.encode(y=y, x=alt.value(0), x2=alt.value(WIDTH)))
    if ahead:
        data = [{"key": m["key"], "at": m["from"], "to": m["to"]} for m in ahead]
        bar = alt.Chart(inside(data)).mark_rule(color=look.mark, strokeWidth=5, opacity=0.45)
        layers.append(bar.encode(y=y, x=x, x2="to:Q"))
    beyond = [{"key": m["key"], "at": m["to"]} for m in ahead if m["beyond"]]
    if beyond:
        tip = alt.Chart(inside(beyond)).mark_point(
            shape="triangle-right", color=look.mark, filled=True, size=90, opacity=1
        )
        layers.append(tip.encode(y=y, x=x))
    for rows, mark in (
        ([m | {"at": m["middle"]} for m in ahead if m["middle"] is not None], _tick(look.mark)),
        ([m | {"at": m["passed"]} for m in members if m["passed"] is not None], _dot()),
    ):
        if rows:
            data = [{"key": r["key"], "at": r["at"]} for r in rows]
            layers.append(alt.Chart(inside(data), mark=mark).encode(y=y, x=x))
    return layers


def _tick(colour: str) -> alt.MarkDef:
    return alt.MarkDef(type="tick", color=colour, thickness=3, size=15, orient="vertical", opacity=1)


def _dot() -> alt.MarkDef:
    return alt.MarkDef(
        type="point",
        shape="circle",
        fill=VERDICTS["met"].mark,
        stroke=INK,
        strokeWidth=0.6,
        size=80,
        opacity=1,
        filled=True,
    )


def _chances(members: list[dict[str, Any]], lang: str) -> list[alt.Chart]:
    """Return the two columns of probabilities with their heads, and what is said where there are no figures."""
    y = alt.Y("key:N")
    layers = []
    for column, at, head in (
        ("first", _FIRST, said(lang, "first", "最先")),
        ("passes", _PASS, said(lang, "passes", "越过")),
    ):
        rows = [{"key": m["key"], "text": m[column]} for m in members if m[column] is not None]
        if not rows:
            continue
        texts = alt.Chart(inside(rows)).mark_text(align="right", color=INK)
        layers.append(texts.encode(y=y, x=alt.value(WIDTH + at), text="text:N"))
        top = alt.Chart(inside([{"text": head}])).mark_text(align="right", color=MUTED)
        layers.append(top.encode(x=alt.value(WIDTH + at), y=alt.value(-9), text="text:N"))
    notes = [
        {"key": m["key"], "text": _note(m, lang)}
        for m in members
        if m["passed"] is None and m["from"] is None
    ]
    if notes:
        said_there = alt.Chart(inside(notes)).mark_text(align="left", color=MUTED)
        layers.append(said_there.encode(y=y, x=alt.value(4), text="text:N"))
    return layers


def _note(member: Mapping[str, Any], lang: str) -> str:
    if member["none"]:
        return said(lang, "no figures", "无数据")
    return said(lang, "not within the years that are simulated, or rarely", "模拟年份内不会或极少越过")


def _title(race: pl.DataFrame, lang: str, several: bool, left_out: int) -> alt.TitleParams:
    row = race.row(0, named=True)
    amount = words.number(row["threshold"], row["unit"], lang)
    head = said(lang, f"Who is first past {amount}", f"谁最先达到 {amount}")
    if several:
        head += said(lang, f" ({row['target']})", f"（{row['target']}）")
    key = said(
        lang,
        "bar: 80% interval of the time of passing · tick: median · ● has passed · → beyond the years simulated",
        "横条：越过时间的 80% 区间 · 竖线：中位数 · ● 已越过 · → 超出模拟年份",
    )
    chances = said(
        lang,
        "at the right: probability to be first, and to pass at all",
        "右侧：最先越过的概率，以及越过的概率",
    )
    more = said(lang, f"{left_out} more are in the table", f"另有 {left_out} 个见表") if left_out else ""
    body = [
        text for note in (key, chances, more) if note for text in wrapped(note, WIDTH + _PASS + 60, SMALL)
    ]
    return alt.TitleParams(
        wrapped(head, WIDTH + _PASS, BODY),
        subtitle=body,
        anchor="start",
        fontSize=BODY,
        subtitleFontSize=SMALL,
        subtitleColor=MUTED,
        subtitleLineHeight=15,
        offset=20,
    )
