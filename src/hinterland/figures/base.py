"""What all figures share: data inside the chart, one look, texts in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland.figures.palette import INK, MUTED, PAPER, RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FACE = "sans-serif"
"""Face that charts are laid out with: measuring text against a long list of faces takes three times as long, so the
list (`palette.CHART_FONTS`) goes in at export."""
SMALL, BODY = 11, 12
"""The two sizes of type in a chart, px."""
PAD = {"left": 24, "top": 4, "right": 24, "bottom": 4}
"""Room around a chart, px: the reader's own font may run wider than the one that it was laid out with."""


def inside(rows: Iterable[Mapping[str, Any]]) -> alt.Data:
    """Return rows as data that the chart carries itself."""
    return alt.Data(values=[dict(r) for r in rows])  # type: ignore[no-untyped-call] # altair's own constructor


def said(lang: str, en: str, zh: str) -> str:
    """Return one of two texts."""
    return zh if lang == "zh" else en


def dressed(chart: alt.LayerChart, description: str) -> alt.LayerChart:
    """Return the chart with the look that all have, and a description for those who cannot see it."""
    looks = (
        chart.properties(background=PAPER, description=description, padding=PAD)
        .configure(font=FACE, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED,
            titleColor=MUTED,
            labelFontSize=SMALL,
            titleFontSize=SMALL,
            titleFontWeight="normal",
            domainColor=RULE,
            tickColor=RULE,
            gridColor=RULE,
        )
        .configure_legend(
            labelColor=INK,
            titleColor=MUTED,
            labelFontSize=SMALL,
            titleFontSize=SMALL,
            titleFontWeight="normal",
            orient="top",
            labelLimit=260,
        )
        .configure_text(fontSize=SMALL, color=INK)
        .configure_title(fontSize=BODY, color=INK, anchor="start", fontWeight="bold")
    )
    return cast("alt.LayerChart", looks)  # altair types the steps of configuration loosely


def layered(layers: list[alt.Chart], width: int, height: int) -> alt.LayerChart:
    """Return charts over one another, px wide and high."""
    return cast("alt.LayerChart", alt.layer(*layers).properties(width=width, height=height))
