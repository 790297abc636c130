"""How much of each table is observed, reported, inferred, synthetic or unstated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from hinterland import words
from hinterland.figures.base import dressed, inside, said
from hinterland.figures.names import table_name
from hinterland.figures.palette import BASES, DASHES, INK, MUTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("rows",)
BAR = 20


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one normalised bar a table, parted by basis, with the number of rows at its end."""
    rows, ends = [], []
    for row in tables["rows"].iter_rows(named=True):
        start, name = 0.0, table_name(row["table"], lang)
        for basis in BASES:
            end = start + row[basis] / row["rows"]
            if row[basis]:
                rows.append(
                    {
                        "table": name,
                        "start": start,
                        "end": end,
                        "basis": basis_word(basis, lang),
                        "count": row[basis],
                    }
                )
            start = end
        ends.append({"table": name, "end": 1.0, "count": f"{row['rows']:,}"})
    axis = alt.Axis(format=".0%", values=[0, 0.5, 1], grid=False, domain=False)
    y = alt.Y(
        "table:N",
        sort=None,
        title=None,
        axis=alt.Axis(ticks=False, domain=False, labelColor=INK, labelPadding=6),
    )
    shown = [b for b in BASES if any(r["basis"] == basis_word(b, lang) for r in rows)]
    bars = (
        alt.Chart(inside(rows))
        .mark_bar(size=BAR - 6, stroke=MUTED, strokeWidth=0.75)
        .encode(
            y=y,
            x=alt.X("start:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, 1])),
            x2="end:Q",
            color=alt.Color("basis:N", title=None, scale=scale(shown, lang)),
            strokeDash=alt.StrokeDash("basis:N", title=None, scale=dashes(shown, lang)),
        )
    )
    counted = (
        alt.Chart(inside(ends))
        .mark_text(align="left", dx=6, color=MUTED)
        .encode(y=y, x="end:Q", text="count:N")
    )
    layers = (bars + counted).properties(width=420, height=BAR * len(ends))
    told = said(lang, "Rows of each table by basis, share and number", "各表按依据划分的行数与占比")
    return dressed(layers, told)


def basis_word(basis: str, lang: str) -> str:
    """Return a basis with its sign, as legends show it."""
    return f"{BASES[basis].sign} {words.say(basis, lang, words.BASES)}"


def scale(shown: list[str], lang: str) -> alt.Scale:
    """Return the colours of the bases that a chart shows."""
    return alt.Scale(domain=[basis_word(b, lang) for b in shown], range=[BASES[b].mark for b in shown])


def dashes(shown: list[str], lang: str) -> alt.Scale:
    """Return the outlines of the bases that a chart shows."""
    return alt.Scale(domain=[basis_word(b, lang) for b in shown], range=[DASHES[b] for b in shown])
