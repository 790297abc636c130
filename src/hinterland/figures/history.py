"""What was to be thought of each promise, as of each day: probabilities, and the verdicts that ended them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland import dates, words
from hinterland.figures.base import BODY, SMALL, dressed, inside, key_header, said
from hinterland.figures.palette import INK, MUTED, PAPER, VERDICTS, stroke, wrapped
from hinterland.figures.series import labelled, percent, year

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("history",)
WIDTH, HEIGHT, COLUMNS = 230, 84, 3
"""Size of one small picture, px, and how many stand beside each other."""
MOST = 24
"""Small pictures at most: more are no picture but a table."""
TOLD = 8
"""Days up to which each probability is written at its dot."""
SURE = {"met": 1.0, "met late": 1.0, "missed": 0.0}
"""Verdict that leaves no doubt to where it stands on the axis of probabilities."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one small picture a target and definition; names come from the table `board` where it is there."""
    table = tables["history"].sort("as_of", maintain_order=True)
    parts = table.partition_by("target", "metric", maintain_order=True)
    told = [p for p in parts if _tells(p)] or parts
    dull = len(parts) - len(told)
    left_out = len(told) - MOST
    names = _names(tables.get("board"), lang)
    readings = sorted(set(table["attainment"]), key=[*words.ATTAINMENT].index)
    rows = [r for n, part in enumerate(told[:MOST]) for r in _rows(part, n, names, readings, lang)]
    head = said(lang, "Probability of each promise, as of each day", "各承诺在各日期的兑现概率")
    notes = []
    if len(readings) > 1:
        solid, *dashed = (words.say(r, lang, words.ATTAINMENT) for r in readings)
        notes.append(
            said(
                lang,
                f"solid: {solid}; dashed: {', '.join(dashed)}",
                f"实线：{solid}；虚线：{'、'.join(dashed)}",
            )
        )
    if dull:
        notes.append(
            said(
                lang,
                f"{dull} that had neither a probability nor a verdict on any day are in the table",
                f"另有 {dull} 个在各日期均无概率与结论，见表",
            )
        )
    if left_out > 0:
        notes.append(said(lang, f"{left_out} more are in the table", f"另有 {left_out} 个见表"))
    title = alt.TitleParams(
        head, subtitle=notes, anchor="start", fontSize=BODY, subtitleColor=MUTED, offset=12
    )
    x, y = _axes(sorted(set(table["as_of"])))
    colours = _colours([w for w in VERDICTS if any(w in set(p["verdict"]) for p in told[:MOST])], lang)
    layers = [*_lines(rows, x, y), _dots(x, y, colours), *_texts(rows, x, y)]
    drawn = _facets(layers, rows).properties(title=title)
    # altair has a class for small multiples; what takes a chart here takes any
    return dressed(cast("alt.LayerChart", drawn), head)


def _tells(part: pl.DataFrame) -> bool:
    """Whether there ever was a probability, a verdict that leaves no doubt, or a change."""
    verdicts = set(part["verdict"])
    return bool(part["probability"].drop_nulls().len() or verdicts & set(SURE) or len(verdicts) > 1)


def _facets(layers: list[alt.Chart], rows: list[dict[str, Any]]) -> alt.FacetChart:
    """Return a picture a key. All rows are the data of all layers: a chart a picture took ten times as long."""
    header = key_header(WIDTH + 40, 5)
    keys = list(dict.fromkeys(r["key"] for r in rows))
    inner = alt.layer(*layers, data=inside(rows)).properties(width=WIDTH, height=HEIGHT)
    facet = alt.Facet("key:N", sort=keys, header=header)
    drawn: alt.FacetChart = inner.facet(facet=facet, columns=COLUMNS, spacing={"row": 20, "column": 26})
    resolved: alt.FacetChart = drawn.resolve_axis(x="independent")  # the days stand below each picture
    return resolved


def _axes(days: list[str]) -> tuple[alt.X, alt.Y]:
    ats = [year(d) for d in days]
    pad = max(0.08 * (ats[-1] - ats[0]), 0.1)
    x = alt.X(
        "at:Q",
        title=None,
        axis=_days(days),
        scale=alt.Scale(domain=[ats[0] - pad, ats[-1] + pad], nice=False, zero=False),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(format=".0%", values=[0, 0.5, 1], grid=True, domain=False, ticks=False),
        scale=alt.Scale(domain=[-0.16, 1.3], nice=False),
    )
    return x, y


def _colours(shown: list[str], lang: str) -> alt.Color:
    """Return the colours of the verdicts that occur, with their signs and words as legend."""
    return alt.Color(
        "verdict:N",
        title=None,
        legend=alt.Legend(symbolOpacity=1, columns=8),
        scale=alt.Scale(
            domain=[f"{VERDICTS[w].sign} {words.verdict(w, lang)}" for w in shown],
            range=[VERDICTS[w].mark for w in shown],
        ),
    )


def _names(board: pl.DataFrame | None, lang: str) -> dict[tuple[str, str], tuple[str, str]]:
    if board is None or not {f"name_{lang}", f"definition_{lang}"} <= set(board.columns):
        return {}
    columns = board.select("target", "metric", f"name_{lang}", f"definition_{lang}")
    return {(t, m): (name or t, definition or m) for t, m, name, definition in columns.iter_rows()}


def _rows(
    part: pl.DataFrame,
    place: int,
    names: Mapping[tuple[str, str], tuple[str, str]],
    readings: list[str],
    lang: str,
) -> list[dict[str, Any]]:
    """Return a row a day and reading; `again` where another reading says the same, so that one mark serves both.

    A verdict that leaves no doubt stands at 100% or 0%; where there is neither a verdict nor a probability, the sign
    alone stands in the middle. Each picture's key is its place and its name in lines: names may be the same.
    """
    ids = (part["target"][0], part["metric"][0])
    name, definition = names.get(ids, ids)
    key = "\n".join([str(place), *wrapped(name, WIDTH, SMALL, most=2)])
    told = "\n".join(wrapped(definition, WIDTH, SMALL, most=2))
    rows: list[dict[str, Any]] = []
    seen: set[tuple[Any, ...]] = set()
    for r in part.iter_rows(named=True):
        sure, tone = SURE.get(r["verdict"]), VERDICTS[r["verdict"]]
        value = r["probability"] if sure is None else sure
        mark = (r["as_of"], r["verdict"], value)
        rows.append(
            {
                "key": key,
                "definition": told,
                "first": not rows,
                "at": year(r["as_of"]),
                "value": 0.5 if value is None else value,
                "reading": readings.index(r["attainment"]),
                "known": value is not None,
                "again": mark in seen,
                "verdict": f"{tone.sign} {words.verdict(r['verdict'], lang)}",
                "label": tone.sign if value is None or sure is not None else percent(value),
            }
        )
        seen.add(mark)
    return _labelled(rows)


def _labelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with the side on which their text stands: of two at one day the lower one's stands below."""
    several = len({r["at"] for r in rows}) > TOLD
    told = [r for r in rows if not r["again"] and not (several and r["label"].endswith("%"))]
    for row in rows:
        others = [r["value"] for r in told if r["at"] == row["at"] and r is not row]
        side = "below" if others and row["value"] < min(others) else "above"
        row["side"] = "" if row not in told else side if row["known"] else "middle"
    return rows


def _lines(rows: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return the line of each reading, the first solid."""
    look = stroke("combination")
    return [
        _layer(f"datum.known && datum.reading == {reading}")
        .mark_line(color=look.mark, strokeWidth=1.5, strokeDash=[4, 3] if reading else [1, 0])
        .encode(x=x, y=y)
        for reading in sorted({r["reading"] for r in rows if r["known"]})
    ]


def _layer(condition: str) -> alt.Chart:
    """Return an empty chart on those of the shared rows that meet a condition."""
    layer: alt.Chart = alt.Chart().transform_filter(condition)
    return layer


def _dots(x: alt.X, y: alt.Y, colours: alt.Color) -> alt.Chart:
    dots = _layer("datum.known && !datum.again").mark_point(
        filled=True, size=62, stroke=INK, strokeWidth=0.7, opacity=1
    )
    drawn: alt.Chart = dots.encode(x=x, y=y, color=colours)
    return drawn


def _texts(rows: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return definitions above the pictures, and the signs and probabilities at the marks."""
    define = _layer("datum.first").mark_text(
        align="left", baseline="line-bottom", lineBreak="\n", color=MUTED, dy=-8
    )
    below = max(r["definition"].count("\n") for r in rows)
    layers = [define.encode(x=alt.value(0), y=alt.value(-13 * below), text="definition:N")]
    for side, shift, size in (("above", -11, SMALL), ("below", 11, SMALL), ("middle", 0, SMALL + 4)):
        if any(r["side"] == side for r in rows):
            data = _layer(f"datum.side == '{side}'")
            if side == "middle":  # paper around signs that stand on the line of 50 percent
                halo = data.mark_text(fontSize=size, stroke=PAPER, strokeWidth=4, strokeJoin="round")
                layers.append(halo.encode(x=x, y=y, text="label:N"))
            text = data.mark_text(dy=shift, fontSize=size, color=INK)
            layers.append(text.encode(x=x, y=y, text="label:N"))
    return layers


def _days(days: list[str]) -> alt.Axis:
    """Return an axis that names the days as months, as many of them as have room."""
    step = -(-len(days) * 46 // WIDTH) or 1
    named = days[::-1][::step][::-1]  # the newest day is always named
    texts = [dates.parse_period(d).end.isoformat()[:7] for d in named]
    return labelled([year(d) for d in named], texts, domain=False)
