"""What all figures share: data inside the chart, one look, texts in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

import altair as alt

from hinterland.figures.palette import INK, MUTED, PAPER, RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AnyChart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart | alt.HConcatChart
"""What can be drawn: one chart, charts over one another, beside or below each other, small multiples."""

FACE = "sans-serif"
"""Face that charts are laid out with: measuring text against a long list of faces takes three times as long, so the
list (`palette.CHART_FONTS`) goes in at export."""
SMALL, BODY = 11, 12
"""The two sizes of type in a chart, px."""
PAD = {"left": 24, "top": 4, "right": 24, "bottom": 4}
"""Room around a chart, px: the reader's own font may run wider than the one that it was laid out with."""


def inside(rows: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """Return rows as data that the chart carries itself."""
    return alt.InlineData(values=[dict(r) for r in rows])


def said(lang: str, en: str, zh: str) -> str:
    """Return one of two texts."""
    return zh if lang == "zh" else en


def dressed(chart: AnyChart, description: str) -> alt.LayerChart:
    """Return the chart with the look that all have, and a description for those who cannot see it.

    Attributes are set on one shallow copy: altair's `configure_*` and `properties` copy and check the whole chart at
    each step, which took as long as drawing it.
    """
    looks = chart.copy(deep=False)
    looks.background, looks.description, looks.padding = PAPER, description, PAD
    looks.config = _config()
    return cast("alt.LayerChart", looks)  # what takes a chart here takes any


def _config() -> alt.Config:
    small: dict[str, Any] = {"labelFontSize": SMALL, "titleFontSize": SMALL, "titleFontWeight": "normal"}
    return alt.Config(
        font=FACE,
        aria=False,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=MUTED, titleColor=MUTED, domainColor=RULE, tickColor=RULE, gridColor=RULE, **small
        ),
        legend=alt.LegendConfig(labelColor=INK, titleColor=MUTED, orient="top", labelLimit=260, **small),
        text=alt.MarkConfig(fontSize=SMALL, color=INK),
        title=alt.TitleConfig(fontSize=BODY, color=INK, anchor="start", fontWeight="bold"),
    )


def key_header(width: float, padding: int) -> alt.Header:
    """Return the header of small multiples: the second line of their key, the first only sorts them."""
    return alt.Header(
        title=None,
        labelExpr="slice(split(datum.value, '\\n'), 1)",
        labelAnchor="start",
        labelFontWeight="bold",
        labelFontSize=SMALL,
        labelColor=INK,
        labelPadding=padding,
        labelLimit=width,
    )


def layered(
    layers: list[alt.Chart], width: int, height: int, title: alt.TitleParams | None = None
) -> alt.LayerChart:
    """Return charts over one another, px wide and high.

    Attributes are set on the new chart: altair's `properties` would copy it with all the data inside.
    """
    chart = alt.layer(*layers)
    chart.width, chart.height = width, height
    if title is not None:
        chart.title = title
    return cast("alt.LayerChart", chart)
