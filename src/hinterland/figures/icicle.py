"""Layout of an icicle: tiers from left to right, inputs one below the other inside their parent's height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.figures.base import SMALL, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

WIDTH, ROOT = 960, 34
"""Width of the picture, and of the column of final products, whose names stand upright; px."""
LINE = 12.5
"""Height of a line of type, px: a thinner node keeps its name for the table."""
GAP = 2.0
"""Room between two nodes, px, so that each shows its own outline."""


def placed(
    tree: pl.DataFrame, lang: str, height: int, look: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return each node of known share with its box in px; several roots share the height evenly.

    Parameters
    ----------
    tree
        Columns of `hinterland.ground.bom.TREE`, parents before children.
    height
        Of the whole picture, px.
    look
        Node to what is added to its row: at least its `sign` and its `ink`.
    """
    roots = tree["root"].unique(maintain_order=True).to_list()
    known = tree.filter(tree["share"].is_not_null())
    column = (WIDTH - ROOT) / max(1, int(known["tier"].max() or 1))  # type: ignore[arg-type] # integers
    below: dict[tuple[str, str], float] = {}
    rows = []
    for node in known.iter_rows(named=True):
        root, path, tier = node["root"], node["path"], node["tier"]
        tall = node["share"] / len(roots) * height
        above = (root, path.rpartition("/")[0])
        top = below[above] if tier else roots.index(root) / len(roots) * height
        below[above] = top + tall
        below[root, path] = top
        gap = min(GAP, tall / 3)
        extra = look(node)
        rows.append(
            {
                "tier": tier,
                "left": ROOT + (tier - 1) * column if tier else 0.0,
                "right": (ROOT + tier * column if tier else ROOT) - GAP,
                "top": top,
                "bottom": top + tall - gap,
                "middle": top + (tall - gap) / 2,
                "height": tall,
                "label": f"{extra['sign']} {node['name_zh'] if lang == 'zh' else node['name_en']}".strip(),
                "percent": f"{node['share']:.1%}",
                **extra,
            }
        )
    return rows


def labels(rows: list[dict[str, Any]], height: int, *, apart: bool = False) -> list[alt.Chart]:
    """Return names and shares of the nodes that have room for a line, and the upright names of the roots.

    With `apart` the field `mark` of a row stands before its name as a text of its own: a font that lacks the sign
    then does not change the face of the name.
    """
    y = alt.Y("middle:Q", axis=None)
    ink = alt.Color("ink:N", scale=None)
    roots = [r | {"centre": ROOT / 2} for r in rows if r["tier"] == 0]
    upright = alt.Chart(inside(roots)).mark_text(
        angle=270, fontSize=SMALL, limit=height / len(roots), baseline="middle"
    )
    layers = [upright.encode(x=alt.X("centre:Q", axis=None), y=y, text="label:N", color=ink)]
    roomy = [r for r in rows if r["tier"] and r["height"] >= LINE]
    if roomy:
        data = alt.Chart(inside(roomy))
        limit = (roomy[0]["right"] - roomy[0]["left"]) * 0.8
        names = data.mark_text(
            align="left", dx=19 if apart else 5, fontSize=SMALL, limit=limit, baseline="middle"
        )
        if apart:
            signs = data.mark_text(align="center", dx=10, fontSize=SMALL, baseline="middle")
            layers.append(signs.encode(x=alt.X("left:Q", axis=None), y=y, text="mark:N", color=ink))
        shares = data.mark_text(align="right", dx=-5, fontSize=SMALL, baseline="middle")
        layers.append(names.encode(x=alt.X("left:Q", axis=None), y=y, text="label:N", color=ink))
        layers.append(shares.encode(x=alt.X("right:Q", axis=None), y=y, text="percent:N", color=ink))
    return layers
