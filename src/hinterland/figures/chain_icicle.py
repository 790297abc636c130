"""The bill of materials as an icicle: tiers from left to right, height = share of the final product's value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.figures import icicle
from hinterland.figures.base import dressed, inside, layered, said
from hinterland.figures.basis_bars import basis_word, dashes, scale
from hinterland.figures.icicle import WIDTH
from hinterland.figures.palette import BASES, MUTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("tree",)
HEIGHT = 880
"""Height of the picture, px."""


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
    layers = layered([boxes, *icicle.labels(rows, HEIGHT)], WIDTH, HEIGHT)
    return dressed(layers, told)


def _placed(tree: pl.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Return each node of known share with its box in px and the look of the weakest basis on its path."""

    def look(node: Mapping[str, Any]) -> dict[str, Any]:
        key = node["path_basis"]
        return {"key": key, "basis": basis_word(key, lang), "sign": BASES[key].sign, "ink": BASES[key].ink}

    return icicle.placed(tree, lang, HEIGHT, look)
