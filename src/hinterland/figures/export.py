"""From a chart to SVG and PNG without a browser and without a network."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert as vlc

from hinterland.errors import HinterlandError
from hinterland.figures.base import FACE, inside
from hinterland.figures.palette import CHART_FONTS

if TYPE_CHECKING:
    from hinterland.figures.base import AnyChart

_CJK = re.compile(r"[\u3400-\u9fff]")
_NOWHERE: list[str] = []
"""Addresses that a chart may load data from: none, every chart holds its data."""


class FontMissing(HinterlandError):
    """A picture would show boxes instead of Chinese: no font of this machine has the characters."""


def svg(chart: AnyChart) -> str:
    """Return the chart as SVG text; its letters stay text in the reader's own fonts."""
    drawn = vlc.vegalite_to_svg(_spec(chart), allowed_base_urls=_NOWHERE)
    return drawn.replace(f'font-family="{FACE}"', f'font-family="{escape(CHART_FONTS, quote=True)}"')


def png(chart: AnyChart, *, scale: float = 2.0) -> bytes:
    """Return the chart as PNG, `scale` times its nominal size.

    Raises
    ------
    FontMissing
        If it has Chinese text and no font of this machine can show it.
    """
    spec = _spec(chart)
    spec["config"]["font"] = CHART_FONTS  # letters become a picture here: they need the faces themselves
    if _CJK.search(repr(spec)) and not cjk_font_found():
        raise FontMissing(
            "no font with Chinese characters was found on this machine, so a PNG would show boxes; install one "
            "(such as Noto Sans CJK), export SVG, or draw the figure in English"
        )
    return vlc.vegalite_to_png(spec, scale=scale, allowed_base_urls=_NOWHERE)


@lru_cache(maxsize=1)
def cjk_font_found() -> bool:
    """Whether pictures can show Chinese: two characters that differ come out as pictures that differ.

    Without a font both would be the same box (or nothing), whatever fonts the machine says it has.
    """
    return _glyph("国") != _glyph("中")


def _glyph(character: str) -> bytes:
    data = alt.Chart(inside([{"t": character}]))
    chart = data.mark_text(fontSize=24, font=CHART_FONTS).encode(text="t:N").properties(width=40, height=40)
    return vlc.vegalite_to_png(chart.to_dict(), allowed_base_urls=_NOWHERE)


def _spec(chart: AnyChart) -> dict[str, Any]:
    return chart.to_dict(
        validate=False
    )  # tests hold every figure against the schema; here it took a fifth of the time
