"""From the price of a product to its local content: what is taken off as not originating, or of unknown origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.palette import COVERAGE, INK, MUTED, RULE, wrapped
from hinterland.figures.pieces import across, down, hatched, several_roots, stacked, subject, texts, title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("waterfall",)
NAME, BAR, NUMBER, LINE, THICK, HEAD = 250, 400, 70, 22, 14, 20
"""Width of names, bars and numbers, height of a row, of its bar, and of the heads, px."""
WIDTH = NAME + BAR + NUMBER
MOST, STEPS = 4, 12
"""Panels at most, and steps of one that are named: the smaller ones become one."""
KINDS: Mapping[str, tuple[str, str, str]] = {
    "total": ("covered", "price and content", "价格与本地含量"),
    "component": ("gap", "not originating", "非原产"),
    "value_added": ("thin", "value added elsewhere, or not counted", "在别处的增加值或不计入"),
    "unknown": (
        "no_plant_known",
        "origin unknown: counted as not originating (hatched)",
        "来源未知：按非原产计（斜纹）",
    ),
    "result": ("covered", "price and content", "价格与本地含量"),
}
"""Kind of a step to the status of coverage whose colour it borrows, and its words."""


NAMES: Mapping[str, tuple[str, str]] = {
    "total": ("price", "价格"),
    "component": ("other components", "其他零部件"),
    "value_added": ("value added elsewhere", "别处的增加值"),
    "unknown": ("origin unknown", "来源未知"),
    "result": ("local content", "本地含量"),
}
"""Name of a step that has none of its own."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one waterfall a place, product and rule; thresholds come from `content` or `rules` where they are there.

    Raises
    ------
    StudyError
        If no step has a value.
    """
    table = tables["waterfall"].filter(tables["waterfall"]["value"].is_not_null())
    if not table.height:
        raise StudyError("figure content_waterfall: no row of the table waterfall has a value")
    keys = [k for k in ("place", "root", "rule") if k in table.columns]
    parts = table.partition_by(keys, maintain_order=True)
    more, parts = len(parts) - MOST, _fair(parts)
    are = "waterfall is" if more == 1 else "waterfalls are"
    note = said(lang, f"{more} more {are} in the table", f"另有 {more} 组见表") if more > 0 else ""
    panels = [
        _panel(part.sort("step", maintain_order=True), tables, lang, "" if n else note)
        for n, part in enumerate(parts)
    ]
    told = said(
        lang,
        "From price to local content, as shares of the price: what is taken off as not originating",
        "从价格到本地含量（占价格的比例）：作为非原产扣除的部分",
    )
    return dressed(stacked(panels), told)


def _panel(part: pl.DataFrame, tables: Mapping[str, pl.DataFrame], lang: str, note: str) -> alt.LayerChart:
    rows = steps(part, lang)
    height = HEAD + LINE * len(rows)
    reach = max(1.0, *(max(r["from"], r["to"]) for r in rows))
    low = min(0.0, *(min(r["from"], r["to"]) for r in rows))

    def px(share: float) -> float:
        return float(NAME + (share - low) / (reach - low) * BAR)

    boxes = [
        r | {"left": min(px(r["from"]), px(r["to"])), "right": max(px(r["from"]), px(r["to"]))} for r in rows
    ]
    for n, box in enumerate(boxes):
        box["top"] = HEAD + LINE * n + (LINE - THICK) / 2
        box["bottom"], box["y"] = box["top"] + THICK, box["top"] + THICK / 2
    row = part.row(0, named=True)
    threshold = _threshold(tables, row)
    ats = [low + (reach - low) * k / 4 for k in range(5)] if low < 0 else [reach * k / 4 for k in range(5)]
    layers = [*_grid([(at, px(at)) for at in ats], height), *_bars(boxes, px, height, lang)]
    notes = [_note(boxes, lang), note]
    if threshold is not None:
        layers += _limit(px(threshold), threshold, height, lang)
    name = subject(tables, part, lang, several=several_roots(tables["waterfall"]))
    head = " · ".join(n for n in (name, _rule(tables, row, lang)) if n)
    return layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=16))


def _fair(parts: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Return the first waterfalls of each place, in their order, so that no place is left out for another's rules."""
    seen: dict[str | None, int] = {}
    turns = []
    for n, part in enumerate(parts):
        place = part.row(0, named=True).get("place")
        seen[place] = seen.get(place, 0) + 1
        turns.append((seen[place], n))
    return [parts[n] for n in sorted(n for _, n in sorted(turns)[:MOST])]


def steps(part: pl.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Return the steps of one waterfall, each from where the last ended; small components are one step.

    `total` and `result` start at nought; every other step moves on by its signed value.
    """
    drawn, at = [], 0.0
    for r in _merged(list(part.iter_rows(named=True)), lang):
        whole = r["kind"] in {"total", "result"}
        start = 0.0 if whole else at
        at = start + r["value"]
        low, high = (None if r[k] is None else start + r[k] for k in ("low", "high"))
        drawn.append(
            {
                "kind": r["kind"] if r["kind"] in KINDS else "component",
                "from": start,
                "to": at,
                "name": r.get("name") or _name(r, lang),
                "number": f"{r['value']:.1%}".replace("-", "−"),
                "low": low,
                "high": high,
            }
        )
    return drawn


def _merged(rows: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Return rows whose smaller components are one, behind the last that is named."""
    large = sorted((r for r in rows if r["kind"] == "component"), key=lambda r: -abs(r["value"]))
    small = large[STEPS:]
    if len(small) < 2:
        return rows
    kept = [r for r in rows if all(r is not s for s in small)]
    last = max(n for n, r in enumerate(kept) if r["kind"] == "component")
    rest = {"kind": "component", "value": sum(r["value"] for r in small), "low": None, "high": None}
    rest["name"] = said(lang, f"{len(small)} smaller components", f"其余 {len(small)} 种零部件")
    return [*kept[: last + 1], rest, *kept[last + 1 :]]


def _name(row: Mapping[str, Any], lang: str) -> str:
    """Return the name of a step: its product's, else what its kind is called."""
    return (
        row.get(f"name_{lang}")
        or row.get("product")
        or said(lang, *NAMES.get(row["kind"], (row["kind"],) * 2))
    )


def _grid(ats: list[tuple[float, float]], height: float) -> list[alt.Chart]:
    rows = [{"x": x, "y": HEAD, "end": height, "text": f"{at:.0%}"} for at, x in ats]
    rule = alt.Chart(inside(rows)).mark_rule(color=RULE)
    lines = rule.encode(x=across("x", WIDTH), y=down("y", height), y2="end:Q")
    return [lines, texts([r | {"y": HEAD / 2} for r in rows], WIDTH, height, align="center", color=MUTED)]


def _bars(
    boxes: list[dict[str, Any]], px: Callable[[float], float], height: float, lang: str
) -> list[alt.Chart]:
    """Return the bars, the intervals of those that have one, names to the left and numbers to the right."""
    kinds = {"total" if b["kind"] == "result" else b["kind"] for b in boxes}
    shown = [k for k in KINDS if k in kinds]
    marks = {k: said(lang, *words) for k, (_, *words) in KINDS.items()}
    scale = alt.Scale(domain=[marks[k] for k in shown], range=[COVERAGE[KINDS[k][0]].mark for k in shown])
    data = [b | {"part": marks[b["kind"]]} for b in boxes]
    bars = alt.Chart(inside(data)).mark_bar(stroke=MUTED, strokeWidth=0.6)
    y = down("top", height)
    colour = alt.Color("part:N", title=None, scale=scale)
    layers = [bars.encode(x=across("left", WIDTH), x2="right:Q", y=y, y2="bottom:Q", color=colour)]
    unknown = [b for b in boxes if b["kind"] == "unknown" and b["right"] > b["left"]]
    if unknown:
        layers.append(hatched(unknown, WIDTH, height))
    spans = [
        {"left": px(b["low"]), "right": px(b["high"]), "top": b["y"]}
        for b in boxes
        if b["low"] is not None and b["high"] is not None and b["high"] - b["low"] > 1e-9
    ]
    if spans:
        rule = alt.Chart(inside(spans)).mark_rule(color=INK, strokeWidth=1.4)
        layers.append(rule.encode(x=across("left", WIDTH), x2="right:Q", y=y))
    names = [
        {"x": NAME - 8, "y": b["y"], "text": wrapped(b["name"], NAME - 20, SMALL, most=1)[0]} for b in boxes
    ]
    numbers = [{"x": WIDTH, "y": b["y"], "text": b["number"]} for b in boxes]
    return [*layers, *(texts(rows, WIDTH, height, align="right") for rows in (names, numbers))]


def _limit(x: float, threshold: float, height: float, lang: str) -> list[alt.Chart]:
    """Return the line of the rule's threshold with its number at the top."""
    text = said(lang, f"threshold {100 * threshold:.4g}%", f"门槛 {100 * threshold:.4g}%")
    rows = [{"x": x, "y": HEAD, "end": height, "text": text}]
    rule = alt.Chart(inside(rows)).mark_rule(color=INK, strokeDash=[6, 3], strokeWidth=1.4)
    line = rule.encode(x=across("x", WIDTH), y=down("y", height), y2="end:Q")
    return [line, texts([rows[0] | {"y": -6}], WIDTH, height, align="center")]


def _note(boxes: list[dict[str, Any]], lang: str) -> str:
    """Return what shares are of, and what thin lines are where there are any."""
    told = said(
        lang,
        "Shares of the price at its likely structure; suppliers drawn among the plants listed, mean of the draws.",
        "占价格的比例，按可能的价格结构；供应商自所列工厂抽取，为各次抽取的均值。",
    )
    if any(b["low"] is not None and b["high"] is not None for b in boxes):
        told += said(lang, " Thin lines: what unknown origin leaves.", "细线为来源未知所留的区间。")
    return told


def _threshold(tables: Mapping[str, pl.DataFrame], row: Mapping[str, Any]) -> float | None:
    """Return the threshold of a waterfall's rule from the first table that has it."""
    for name in ("content", "rules"):
        table = tables.get(name)
        if table is None or not {"rule", "threshold"} <= set(table.columns) or row.get("rule") is None:
            continue
        found = table.filter(table["rule"] == row["rule"])["threshold"].drop_nulls()
        if found.len():
            return float(found[0])
    return None


def _rule(tables: Mapping[str, pl.DataFrame], row: Mapping[str, Any], lang: str) -> str:
    """Return the name of a waterfall's rule from the first table that has it, else its id."""
    rule = row.get("rule")
    for name in ("rules", "content"):
        table = tables.get(name)
        if table is not None and rule is not None and {"rule", f"name_{lang}"} <= set(table.columns):
            found = table.filter(table["rule"] == rule)[f"name_{lang}"].drop_nulls()
            if found.len():
                return str(found[0])
    return str(rule or "").replace("_", " ")
