"""The bill of materials as an icicle: tiers from left to right, height = share of the final product's value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.basis_bars import basis_word, dashes, scale
from hinterland.figures.palette import BASES, MUTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("tree",)
WIDTH, HEIGHT, ROOT = 960, 880, 34
"""Size of the picture, and width of the column of final products, whose names stand upright; px."""
LINE = 12.5
"""Height of a line of type, px: a thinner node keeps its name for the table."""
GAP = 2.0
"""Room between two nodes, px, so that each shows its own outline."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw the tree of `hinterland.ground.bom.explode`; several roots share the height evenly.

    The height of a node is its share of the root; its colour and outline are the weakest basis on its path. What
    a node adds itself stays blank to its right.
    """
    rows = _placed(tables["tree"], lang)
    shown = [b for b in BASES if any(r["key"] == b for r in rows)]
    boxes = (
        alt.Chart(inside(rows))
        .mark_bar(stroke=MUTED, strokeWidth=0.75)
        .encode(
            x=alt.X("left:Q", title=None, axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False)),
            x2="right:Q",
            y=alt.Y("top:Q", title=None, axis=None, scale=alt.Scale(domain=[HEIGHT, 0], nice=False)),
            y2="bottom:Q",
            color=alt.Color("basis:N", title=None, scale=scale(shown, lang)),
            strokeDash=alt.StrokeDash("basis:N", title=None, scale=dashes(shown, lang)),
        )
    )
    told = said(
        lang,
        "Bill of materials by tier; height is the share of the final product's value, colour its basis",
        "按层级展开的物料清单；高度为占整机价值的份额，颜色为依据",
    )
    layers = layered([boxes, *_labels(rows)], WIDTH, HEIGHT)
    return dressed(layers, told)


def _placed(tree: pl.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Return each node of known share with its box in px: inputs follow each other from the top of their parent."""
    roots = tree["root"].unique(maintain_order=True).to_list()
    known = tree.filter(tree["share"].is_not_null())
    column = (WIDTH - ROOT) / max(1, int(known["tier"].max() or 1))  # type: ignore[arg-type] # integers
    below: dict[tuple[str, str], float] = {}
    rows = []
    for node in known.iter_rows(named=True):
        root, path, tier = node["root"], node["path"], node["tier"]
        height = node["share"] / len(roots) * HEIGHT
        above = (root, path.rpartition("/")[0])
        top = below[above] if tier else roots.index(root) / len(roots) * HEIGHT
        below[above] = top + height
        below[root, path] = top
        gap = min(GAP, height / 3)
        key = node["path_basis"]
        rows.append(
            {
                "tier": tier,
                "left": ROOT + (tier - 1) * column if tier else 0.0,
                "right": (ROOT + tier * column if tier else ROOT) - GAP,
                "top": top,
                "bottom": top + height - gap,
                "middle": top + (height - gap) / 2,
                "height": height,
                "key": key,
                "basis": basis_word(key, lang),
                "label": f"{BASES[key].sign} {node['name_zh'] if lang == 'zh' else node['name_en']}",
                "percent": f"{node['share']:.1%}",
                "ink": BASES[key].ink,
            }
        )
    return rows


def _labels(rows: list[dict[str, Any]]) -> list[alt.Chart]:
    """Return names and shares of the nodes that have room for a line, and the upright names of the roots."""
    y = alt.Y("middle:Q", axis=None)
    ink = alt.Color("ink:N", scale=None)
    roots = [r | {"centre": ROOT / 2} for r in rows if r["tier"] == 0]
    upright = alt.Chart(inside(roots)).mark_text(
        angle=270, fontSize=SMALL, limit=HEIGHT / len(roots), baseline="middle"
    )
    layers = [upright.encode(x=alt.X("centre:Q", axis=None), y=y, text="label:N", color=ink)]
    roomy = [r for r in rows if r["tier"] and r["height"] >= LINE]
    if roomy:
        data = alt.Chart(inside(roomy))
        limit = (roomy[0]["right"] - roomy[0]["left"]) * 0.8
        names = data.mark_text(align="left", dx=5, fontSize=SMALL, limit=limit, baseline="middle")
        shares = data.mark_text(align="right", dx=-5, fontSize=SMALL, baseline="middle")
        layers.append(names.encode(x=alt.X("left:Q", axis=None), y=y, text="label:N", color=ink))
        layers.append(shares.encode(x=alt.X("right:Q", axis=None), y=y, text="percent:N", color=ink))
    return layers
