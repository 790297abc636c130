"""Parks ranked for one project: what each term adds to the score, and what unknown terms could make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.palette import INK, MODELS, MUTED, OTHER, PAPER, RULE, wide
from hinterland.figures.pieces import Entry, across, down, key, key_lines, texts, title
from hinterland.figures.risk_curve import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from hinterland.figures.palette import Stroke

NEEDS: tuple[str, ...] = ("parks", "terms", "weights")
WIDTH, ROW, MOST = 640, 46, 10
"""Width of the picture and height of a row, px, and parks at most."""
BAR, TOP = 14.0, 25.0
"""Height of a bar and where it begins below the top of its row, px."""
LEAST = 16.0
"""Width from which a part of a bar shows its mark, px."""
LOOKS: Mapping[str, Stroke] = dict(
    zip(
        ("suppliers", "users", "talent", "institutes", "testing", "land", "policy"),
        MODELS.values(),
        strict=True,
    )
)
"""Term to its colour and mark: those of the models, which stay apart for all readers."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the first parks: a bar each, parted by what each term adds to the score, with the range of the score.

    Raises
    ------
    StudyError
        If no park has a score.
    """
    ranked = tables["parks"].filter(tables["parks"]["score"].is_not_null()).sort("rank")
    if not ranked.height:
        raise StudyError("figure site_terms: no park of the table parks has a score")
    rows = list(ranked.head(MOST).iter_rows(named=True))
    height = ROW * len(rows)
    names = dict(tables["weights"].select("term", f"term_{lang}").iter_rows())
    parts = _parts(rows, tables["terms"])
    entries = _entries([t for t in names if any(p["term"] == t for p in parts)], names, rows, lang)
    top = -17.0 * key_lines(entries, WIDTH) - 6
    layers = [
        *_bars(parts, rows, height),
        *_words(rows, height, lang, _unknown(rows, tables["terms"], names, lang)),
        *key(entries, WIDTH, height, top),
    ]
    head = said(lang, "Which park suits the project, and why", "各园区与项目的匹配及其构成")
    return dressed(
        layered(layers, WIDTH, height, title(head, [_note(ranked.height, rows, lang)], WIDTH)), head
    )


def _parts(rows: Sequence[Row], terms: pl.DataFrame) -> list[Row]:
    """Return the parts of the bars, px."""
    found = []
    for n, row in enumerate(rows):
        x = 0.0
        for term in terms.filter(terms["place"] == row["place"]).iter_rows(named=True):
            width = WIDTH * (term["weighted"] or 0.0)
            if width > 1e-9:
                look = LOOKS.get(term["term"], OTHER)
                y = ROW * n + TOP
                found.append(
                    {"x": x, "x2": x + width, "y": y, "y2": y + BAR, "term": term["term"], "look": look}
                )
            x += width
    return found


def _bars(parts: Sequence[Row], rows: Sequence[Row], height: int) -> list[alt.Chart]:
    """Return the grounds from 0 to 1, the bars on them, the marks in the bars, and the ranges below."""
    y_ = down("y", height)
    grounds = [
        {"x": 0.0, "x2": WIDTH, "y": ROW * n + TOP, "y2": ROW * n + TOP + BAR} for n in range(len(rows))
    ]
    ground = alt.Chart(inside(grounds)).mark_rect(fill=PAPER, stroke=RULE, strokeWidth=1)
    boxes = [{k: p[k] for k in ("x", "x2", "y", "y2")} | {"fill": p["look"].mark} for p in parts]
    box = alt.Chart(inside(boxes)).mark_rect(stroke=PAPER, strokeWidth=1)
    fill = alt.Fill("fill:N", scale=None)
    layers = [
        ground.encode(x=across("x", WIDTH), x2="x2:Q", y=y_, y2="y2:Q"),
        box.encode(x=across("x", WIDTH), x2="x2:Q", y=y_, y2="y2:Q", fill=fill),
    ]
    marks = [
        {"x": (p["x"] + p["x2"]) / 2, "y": (p["y"] + p["y2"]) / 2, "shape": p["look"].shape}
        for p in parts
        if p["x2"] - p["x"] >= LEAST
    ]
    if marks:
        mark = alt.Chart(inside(marks)).mark_point(
            opacity=1, size=34, fill=PAPER, stroke=PAPER, strokeWidth=0.5
        )
        layers.append(mark.encode(x=across("x", WIDTH), y=y_, shape=alt.Shape("shape:N", scale=None)))
    spans = []
    for n, r in enumerate(rows):
        if _ranged(r):
            y, ends = ROW * n + TOP + BAR + 3, [WIDTH * r[e] for e in ("score_low", "score_high")]
            spans.append({"x": ends[0], "x2": ends[1], "y": y, "y2": y})
            spans += [{"x": e, "x2": e, "y": y - 2.5, "y2": y + 2.5} for e in ends]
    if spans:
        rule = alt.Chart(inside(spans)).mark_rule(color=INK, strokeWidth=1.3)
        layers.append(rule.encode(x=across("x", WIDTH), x2="x2:Q", y=y_, y2="y2:Q"))
    return layers


def _unknown(rows: Sequence[Row], terms: pl.DataFrame, names: Mapping[str, str], lang: str) -> dict[str, str]:
    """Return by park which terms with a weight are not known there, though they are elsewhere."""
    known = {t for t, v in terms.select("term", "normalised").iter_rows() if v is not None}
    found: dict[str, list[str]] = {}
    for place, term, value, weight in terms.select("place", "term", "normalised", "weight").iter_rows():
        if value is None and weight > 0 and term in known:
            found.setdefault(place, []).append(names[term])
    return {
        r["place"]: said(lang, "not known: " + ", ".join(lacking), "未知：" + "、".join(lacking))
        for r in rows
        if (lacking := found.get(r["place"]))
    }


def _words(rows: Sequence[Row], height: int, lang: str, unknown: Mapping[str, str]) -> list[alt.Chart]:
    """Return rank, name, what is not known, score and range, and the share of first places."""
    names, notes, values = [], [], []
    for n, r in enumerate(rows):
        y = ROW * n + 14.0
        told = _score(r, lang)
        room = WIDTH - wide(told, SMALL) * 1.08 - 24
        made_up = " ◇" if r["basis"] == "synthetic" else " ≈" if r["basis"] == "inferred" else ""
        mine = " *" if r["named"] else ""
        name = shortened(f"{r['rank']}. {r[f'place_{lang}'] or r['place']}", room) + mine + made_up
        names.append({"x": 0.0, "y": y, "text": name})
        x = wide(name, SMALL) * 1.12 + 10
        left = room - x
        if unknown.get(r["place"]) and left > 60:
            notes.append({"x": x, "y": y, "text": shortened(unknown[r["place"]], left)})
        values.append({"x": WIDTH, "y": y, "text": told})
    layers = [
        texts(names, WIDTH, height, fontWeight="bold"),
        texts(values, WIDTH, height, align="right"),
    ]
    return [*layers, texts(notes, WIDTH, height, color=MUTED)] if notes else layers


def _score(row: Row, lang: str) -> str:
    told = f"{row['score']:.2f}"
    if _ranged(row):
        told += said(
            lang,
            f" ({row['score_low']:.2f}–{row['score_high']:.2f})",
            f"（{row['score_low']:.2f}–{row['score_high']:.2f}）",
        )
    if row["first_share"] is not None:
        told += said(lang, f", first in {row['first_share']:.0%}", f"，居首 {row['first_share']:.0%}")
    return told


def _ranged(row: Row) -> bool:
    """Whether unknown terms leave the score of a park open."""
    return row["score_low"] is not None and row["score_high"] - row["score_low"] > 5e-3


def _entries(terms: Sequence[str], names: Mapping[str, str], rows: Sequence[Row], lang: str) -> list[Entry]:
    entries = [Entry(LOOKS.get(t, OTHER).shape, LOOKS.get(t, OTHER).mark, names[t]) for t in terms]
    if any(_ranged(r) for r in rows):
        told = said(lang, "range: unknown terms at worst and best", "区间：未知项取最差与最好")
        entries.append(Entry("stroke", INK, told))
    return entries


def _note(count: int, rows: Sequence[Row], lang: str) -> str:
    told = said(
        lang,
        f"The first {len(rows)} of {count} parks. A bar is the score, 0 to 1: each term by its weight. First in: "
        "share of drawn weights in which the park is first.",
        f"{count} 个园区中的前 {len(rows)} 个。条长为得分（0–1），按各项权重构成；居首为随机权重下居首的比例。",
    )
    if any(r["basis"] == "synthetic" for r in rows):
        told += said(lang, " ◇ rests on synthetic rows.", "◇ 依据合成数据。")
    if any(r["basis"] == "inferred" for r in rows):
        told += said(lang, " ≈ rests on inferred rows.", "≈ 依据推算数据。")
    if any(r["named"] for r in rows):
        told += said(lang, " * named by the project.", "* 项目自身提到的地点。")
    return told
