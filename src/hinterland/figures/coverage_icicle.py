"""The bill of materials by coverage: how much of each node a place can be sure of, cannot tell, or lacks nearby."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland import words
from hinterland.errors import StudyError
from hinterland.figures import icicle
from hinterland.figures.base import dressed, inside, layered, said
from hinterland.figures.icicle import WIDTH
from hinterland.figures.palette import BASES, COVERAGE, DASHES, INK, MUTED, PAPER
from hinterland.figures.pieces import (
    PARTS,
    across,
    by_place,
    down,
    hatched,
    more_places,
    part_scale,
    place_name,
    segments,
    stacked,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("tree",)
HEIGHT, MOST = 760, 2
"""Height of the picture of one place, px, and places at most."""
THIN = 5.0
"""Height below which a coloured node has no outline, px: it would hide the colour."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the tree of each place, at most two, one below the other.

    The height of a node is its share of the finished product's value. From the left it is coloured as far as it is
    surely covered, hatched as far as nobody can tell, and orange as far as it surely is not covered: areas of one
    tier add up to its coverage. Value added stays blank. The outline shows the basis of the shares.

    Raises
    ------
    StudyError
        If the table has no columns of coverage, or no node has a known share and coverage.
    """
    tree = tables["tree"]
    missing = [c for c in ("coverage_low", "coverage_high", "coverage_status") if c not in tree.columns]
    if missing:
        raise StudyError(
            f"figure coverage_icicle: the table tree has no {', '.join(missing)}; it comes from the study gaps"
        )
    known = tree.filter(tree["coverage_low"].is_not_null() | tree["coverage_high"].is_not_null())
    if not known["share"].drop_nulls().len():
        raise StudyError("figure coverage_icicle: no node of the table tree has both a share and a coverage")
    parts, left_out = by_place(tree.filter(tree["share"].is_not_null()), MOST, roots=False)
    notes = [_key(tables, lang), more_places(left_out, lang)]
    panels = [_panel(part, tables, lang, notes if n == 0 else []) for n, part in enumerate(parts)]
    told = said(
        lang,
        "Bill of materials by tier; height is the share of value, colour how much of it is covered nearby",
        "按层级展开的物料清单；高度为价值份额，颜色为就近覆盖的程度",
    )
    return dressed(stacked(panels), told)


def _key(tables: Mapping[str, pl.DataFrame], lang: str) -> str:
    """Return what heights and colours mean; within how many hours where the table `gaps` says so."""
    gaps = tables.get("gaps")
    hours = None if gaps is None or "hours" not in gaps.columns else gaps["hours"].drop_nulls()
    within = said(lang, "within reach", "可达范围内")
    if hours is not None and hours.len():
        within = said(lang, f"within {hours[0]:g} h by road", f"公路 {hours[0]:g} 小时内")
    return said(
        lang,
        "Height: share of the value of the finished product. Width of a colour inside a node: how much of the "
        f"assemblers' demand for it plants {within} cover. Blank: a heading, or value added.",
        f"高度：占整机价值的份额。节点内各颜色的宽度：该地总装厂对其需求中{within}工厂可覆盖的比例。空白：类目或增加值。",
    )


def _panel(
    part: pl.DataFrame, tables: Mapping[str, pl.DataFrame], lang: str, notes: list[str]
) -> alt.LayerChart:
    rows = _placed(part, lang)
    boxes = [
        row
        | {
            "left": row["left"] + start * (row["right"] - row["left"]),
            "right": row["left"] + end * (row["right"] - row["left"]),
            "tone": tone,
            "part": said(lang, *PARTS[tone]),
        }
        for row in rows
        for start, end, tone in row["parts"]
    ]
    x, y = across("left", WIDTH), down("top", HEIGHT)
    fills = alt.Chart(inside(boxes)).mark_bar()
    colour = alt.Color("part:N", title=None, scale=part_scale((b["tone"] for b in boxes), lang))
    layers = [
        _outlines(rows, lang, filled=True),
        fills.encode(x=x, x2="right:Q", y=y, y2="bottom:Q", color=colour),
    ]
    unknown = [b for b in boxes if b["tone"] == "no_plant_known"]
    if unknown:
        layers.append(hatched(unknown, WIDTH, HEIGHT))
    layers += [_outlines(rows, lang, filled=False), *icicle.labels(rows, HEIGHT, apart=True)]
    place = part["place"][0] if "place" in part.columns else None
    roots = dict.fromkeys(r["name"] for r in rows if r["tier"] == 0)
    head = said(lang, ": ", "：").join(n for n in (place_name(tables, place, lang), ", ".join(roots)) if n)
    return layered(layers, WIDTH, HEIGHT, title(head, notes, WIDTH))


def _placed(part: pl.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Return each node with its box, the parts of its bar, and its sign of coverage."""

    def look(node: Mapping[str, Any]) -> dict[str, Any]:
        parts = segments(node["coverage_low"], node["coverage_high"], node["coverage_status"])
        tone = COVERAGE.get(node["coverage_status"] or "")
        basis = node["path_basis"] if node["path_basis"] in BASES else "unstated"
        return {
            "sign": "",
            "mark": tone.sign if tone and parts else "",
            "ink": COVERAGE["covered"].ink if parts else INK,
            "parts": parts,
            "basis": basis,
            "name": node[f"name_{lang}"] or node["product"],
        }

    return icicle.placed(part, lang, HEIGHT, look)


def _outlines(rows: list[dict[str, Any]], lang: str, *, filled: bool) -> alt.Chart:
    """Return the boxes of the nodes: blank ones below the colours, dashed outlines by basis above them."""
    looks: dict[str, Any] = {"filled": True, "color": PAPER} if filled else {"filled": False, "color": MUTED}
    shown = [b for b in BASES if any(r["basis"] == b for r in rows)]
    data = [
        {k: r[k] for k in ("left", "right", "top", "bottom")} | {"basis": basis_of(r["basis"], lang)}
        for r in rows
        if not r["parts"] or r["height"] >= THIN
    ]
    boxes = alt.Chart(inside(data)).mark_bar(strokeWidth=0.75, **looks)
    drawn: alt.Chart = boxes.encode(
        x=across("left", WIDTH), x2="right:Q", y=down("top", HEIGHT), y2="bottom:Q"
    )
    if filled:
        return drawn
    dash = alt.Scale(domain=[basis_of(b, lang) for b in shown], range=[DASHES[b] for b in shown])
    dashed: alt.Chart = drawn.encode(strokeDash=alt.StrokeDash("basis:N", title=None, scale=dash))
    return dashed


def basis_of(basis: str, lang: str) -> str:
    """Return a basis of shares in words, as the legend of outlines shows it."""
    word = words.say(basis, lang, words.BASES)
    return said(lang, f"outline: share {word}", f"轮廓：份额为{word}")
