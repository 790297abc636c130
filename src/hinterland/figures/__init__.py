"""One file a figure: `draw(data, name, lang=)` returns an Altair chart, `svg` and `png` export it.

Figures read tables and compute nothing that a reader would have to trust: each has an equivalent table.
"""

from hinterland.figures.export import FontMissing, cjk_font_found, png, svg
from hinterland.figures.registry import FIGURES, draw

__all__ = ["FIGURES", "FontMissing", "cjk_font_found", "draw", "png", "svg"]
