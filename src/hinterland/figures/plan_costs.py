"""What a plan costs: public money by part, less expected tax, with ranges; private money and freight apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError
from hinterland.figures.base import dressed, layered, said
from hinterland.figures.palette import COVERAGE, MUTED
from hinterland.figures.pieces import Entry, key, key_lines, texts, title
from hinterland.figures.plan_pieces import (
    Axis,
    grid_across,
    made_up,
    money_range,
    money_ticks,
    rects,
    rules,
    whiskers,
)
from hinterland.figures.risk_curve import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt
    import polars as pl

NEEDS: tuple[str, ...] = ("costs",)
WIDTH, ROW, THICK, GAP = 700, 30, 15, 44
"""Width of the picture, height of a row, of its bar, and the room between the two pictures, px."""
NAME, NUMBERS = 172.0, 216.0
"""Room for names to the left and for sums to the right, px."""
PAID, OTHER = ("asks", "expansions", "labour"), ("private", "transport")
"""Parts that add up to public cost, and those that are no public money."""
WORDS: Mapping[str, tuple[str, str]] = {
    "asks": ("support of new plants", "新建项目支持"),
    "expansions": ("support of expansions", "扩建支持"),
    "labour": ("attracting labour", "引进劳动力"),
    "public": ("public cost", "公共成本"),
    "tax": ("expected tax", "预期税收"),
    "net": ("net of tax", "扣除税收后"),
    "private": ("private investment", "企业投资"),
    "transport": ("freight", "运输"),
}
"""Part in words, where the table has none."""
LOOKS: Mapping[str, tuple[str, str, str]] = {
    "paid": (COVERAGE["gap"].mark, "adds to public cost", "增加公共成本"),
    "back": (COVERAGE["thin"].mark, "comes back as tax", "以税收返还"),
    "sum": (COVERAGE["covered"].mark, "sum", "合计"),
    "other": (
        COVERAGE["no_plant_known"].mark,
        "not public money, a scale of its own",
        "非公共资金，另用比例尺",
    ),
}
"""Kind of a bar to its colour and words."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw public cost as steps from part to part, then expected tax off it; what firms pay has its own scale.

    Thin lines span the plan made again with the lowest and the highest asks. Other tables of the plan, where they
    are there, tell whether its candidates are made up.

    Raises
    ------
    StudyError
        If no part has an amount.
    """
    rows = {r["part"]: r for r in tables["costs"].iter_rows(named=True) if r["amount"] is not None}
    if not rows:
        raise StudyError("figure plan_costs: no row of the table costs has an amount")
    steps = _steps(rows)
    others = [_bar(rows[p], p, 0.0, abs(rows[p]["amount"]), "other") for p in OTHER if _felt(rows, p)]
    height = ROW * len(steps) + (GAP + ROW * len(others) if others else 0)
    kinds = {b["kind"] for b in (*steps, *others)}
    entries = [Entry("square", c, said(lang, en, zh)) for k, (c, en, zh) in LOOKS.items() if k in kinds]
    layers = [
        *_panel(steps, 0.0, height, lang),
        *(_panel(others, ROW * len(steps) + GAP, height, lang) if others else []),
        *key(entries, WIDTH, height, -17.0 * key_lines(entries, WIDTH) - 2),
    ]
    head = said(lang, "What the plan costs, CNY discounted to its first year", "方案成本（折现至首年，元）")
    ranged = any(b["low"] is not None and b["high"] is not None for b in steps)
    told = said(
        lang,
        "Thin lines: the plan made again with the lowest and the highest asks.",
        "细线：按最低与最高要价重新求解的区间。",
    )
    notes = [told if ranged else "", made_up([tables.get("openings")], lang)]
    return dressed(layered(layers, WIDTH, height, title(head, notes, WIDTH, offset=12)), head)


def _felt(rows: Mapping[str, Row], part: str) -> bool:
    return part in rows and abs(rows[part]["amount"]) > 0


def _bar(row: Row, part: str, start: float, end: float, kind: str) -> Row:
    """Return a bar from one sum to another, with the range of its end."""
    back = -1.0 if end < start else 1.0
    low, high = (None if row.get(k) is None else start + back * abs(row[k]) for k in ("low", "high"))
    bar = {"part": part, "row": row, "from": start, "to": end, "kind": kind, "low": low, "high": high}
    return bar | {"amount": row["amount"], "ends": (row.get("low"), row.get("high"))}


def _steps(rows: Mapping[str, Row]) -> list[Row]:
    """Return the steps of public cost: its parts, their sum, tax off it, what is left."""
    steps, at = [], 0.0
    paid = [rows[p] for p in PAID if _felt(rows, p)]
    for row in paid:
        steps.append(_bar(row, row["part"], at, at + row["amount"], "paid"))
        at += row["amount"]
    whole = rows.get("public") or _sum(paid, at)
    steps.append(_bar(whole, "public", 0.0, whole["amount"], "sum"))
    if _felt(rows, "tax"):
        tax = abs(rows["tax"]["amount"])
        steps.append(_bar(rows["tax"], "tax", at, at - tax, "back"))
        net = rows.get("net", {"amount": at - tax})
        bar = _bar(net, "net", 0.0, net["amount"], "sum")
        ends = {k: net.get(k) for k in ("low", "high")}
        steps.append(bar | ends)
    return steps


def _sum(paid: Sequence[Row], total: float) -> Row:
    """Return all public cost as a row, where the table has none; its range is known where that of each part is."""
    row: Row = {"amount": total, "low": None, "high": None}
    for end in ("low", "high"):
        known = [r[end] for r in paid if r.get(end) is not None]
        if known and len(known) == len(paid):
            row[end] = sum(known)
    return row


def _panel(bars: Sequence[Row], top: float, height: float, lang: str) -> list[alt.Chart]:
    """Return bars below each other on a scale of their own."""
    ends = [v for b in bars for v in (b["from"], b["to"], b["low"], b["high"]) if v is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    axis = Axis(low, high if high > low else low + 1.0, NAME, WIDTH - NUMBERS)
    bottom = top + ROW * len(bars)
    boxes, links, spans, names, sums = [], [], [], [], []
    for n, b in enumerate(bars):
        y = top + ROW * (n + 0.5)
        ends_ = sorted((axis.px(b["from"]), axis.px(b["to"])))
        fill = LOOKS[b["kind"]][0]
        box = {"x": ends_[0], "x2": max(ends_[1], ends_[0] + 1.0), "y": y - THICK / 2, "y2": y + THICK / 2}
        boxes.append(box | {"fill": fill, "stroke": MUTED})
        if n + 1 < len(bars) and b["kind"] in {"paid", "back"}:
            links.append({"x": axis.px(b["to"]), "x2": axis.px(b["to"]), "y": y, "y2": y + ROW})
        if b["low"] is not None and b["high"] is not None:
            low_, high_ = sorted((b["low"], b["high"]))
            spans.append((axis.px(low_), axis.px(high_), y))
        names.append({"x": NAME - 12, "y": y, "text": shortened(_name(b, lang), NAME - 16)})
        sums.append({"x": float(WIDTH), "y": y, "text": _told(b, lang)})
    size = (WIDTH, height)
    bold = [s for s, b in zip(sums, bars, strict=True) if b["kind"] == "sum"]
    plain = [s for s, b in zip(sums, bars, strict=True) if b["kind"] != "sum"]
    return [
        *grid_across(axis, money_ticks(axis, lang), top, bottom, size),
        *rules(links, WIDTH, height, color=MUTED, strokeWidth=0.8),
        *rects(boxes, WIDTH, height, strokeWidth=0.6),
        *whiskers(spans, WIDTH, height),
        texts(names, WIDTH, height, align="right"),
        *([texts(bold, WIDTH, height, align="right", fontWeight="bold")] if bold else []),
        *([texts(plain, WIDTH, height, align="right")] if plain else []),
    ]


def _name(bar: Row, lang: str) -> str:
    known = bar["row"].get(f"part_{lang}")
    return str(known) if known else said(lang, *WORDS[bar["part"]])


def _told(bar: Row, lang: str) -> str:
    """Return a sum and its range; what comes back has a minus."""
    low, high = bar["ends"]
    if bar["kind"] != "back":
        return money_range(bar["amount"], low, high, lang)
    if low is not None and high is not None:
        low, high = sorted((abs(low), abs(high)))
    return "−" + money_range(abs(bar["amount"]), low, high, lang)
