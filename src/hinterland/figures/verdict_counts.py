"""How many rows of the board have each verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from hinterland import words
from hinterland.figures.base import dressed, inside, said
from hinterland.figures.palette import INK, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("board",)
BAR = 22


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one bar a verdict word, with its sign, word and count."""
    counts = dict(tables["board"]["verdict"].value_counts().iter_rows())
    rows = [
        {"verdict": f"{tone.sign} {words.verdict(word, lang)}", "count": counts[word], "colour": tone.mark}
        for word, tone in VERDICTS.items()
        if word in counts
    ]
    base = alt.Chart(inside(rows)).encode(
        y=alt.Y(
            "verdict:N",
            sort=None,
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelColor=INK, labelPadding=6),
        ),
        x=alt.X("count:Q", title=None, axis=None),
    )
    bars = base.mark_bar(size=BAR - 6).encode(color=alt.Color("colour:N", scale=None))
    counted = base.mark_text(align="left", dx=4).encode(text="count:Q")
    layers = (bars + counted).properties(width=280, height=BAR * len(rows))
    total = sum(counts.values())
    told = said(lang, f"{total} rows of the board by verdict", f"承诺表 {total} 行的结论分布")
    return dressed(layers, told)
