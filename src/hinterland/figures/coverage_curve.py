"""How much of a product's components is available the further one looks: share of value over hours of travel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import dressed, inside, key_header, said
from hinterland.figures.palette import BANDS, INK, MUTED, PAPER, PLANTS
from hinterland.figures.pieces import CUTS, by_place, more_places, several_roots, subject, title

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

NEEDS: tuple[str, ...] = ("curve",)
WIDTH, HEIGHT, MOST = 380, 210, 3
"""Size of one small picture, px, and places at most."""
ASIDE = 0.16
"""Hours that the interval of available capacity stands beside the hours it is for."""
SETS: Mapping[str, tuple[str, str]] = {
    "operating": ("operating plants", "在产工厂"),
    "construction": ("and under construction", "加在建"),
    "announced": ("and announced", "加已宣布"),
    "synthetic": ("operating, synthetic ones among them", "在产（含合成）"),
}
"""Set of plants in words; all but the first add to those before."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one small picture a place and cut; marks at the asked hours come from `coverage` where it is there.

    Raises
    ------
    StudyError
        If no row of `curve` has a share.
    """
    curve = tables["curve"].filter(tables["curve"]["available"].is_not_null())
    if not curve.height:
        raise StudyError("figure coverage_curve: no row of the table curve has a share that is available")
    parts, left_out = by_place(curve, MOST)
    rows = [r for n, part in enumerate(parts) for r in _rows(part, n, tables, lang)]
    notes = [*_notes(rows, lang), more_places(left_out, lang)]
    head = said(
        lang,
        "Share of the components' value with a capable supplier within the hours",
        "在该行程时间内有供给能力的零部件价值占比",
    )
    told = title(head, notes, 2 * WIDTH, offset=14)
    # altair has a class for small multiples; what takes a chart here takes any
    return dressed(cast("alt.LayerChart", _facets(rows, lang).properties(title=told)), head)


def _notes(rows: list[dict[str, Any]], lang: str) -> list[str]:
    kinds = {r["kind"] for r in rows}
    dots = any(r["kind"] == "dot" and r["value"] is not None for r in rows)
    told = {
        "band": said(
            lang,
            "Band: operating plants on slow and on fast roads. ",
            "色带：在产工厂，慢速与快速道路之间。",
        ),
        "dot": said(
            lang,
            f"{'Dots and thin' if dots else 'Thin'} lines: operating plants at the hours asked for, with the 90% "
            "range over shares, and products whose makers nobody lists counted out and in. ",
            f"{'圆点与细线' if dots else '细线'}：所问行程时间内的在产工厂，含份额的 90% 区间；"
            "无人列出厂商的产品分别按无与有计。",
        ),
        "bar": said(
            lang,
            "Grey bars: what their capacity can serve, from unknown capacity being none to being enough.",
            "灰色竖条：产能可满足的比例，从未知产能为零到足够。",
        ),
    }
    return ["".join(text for kind, text in told.items() if kind in kinds).strip()]


def _rows(
    part: pl.DataFrame, number: int, tables: Mapping[str, pl.DataFrame], lang: str
) -> list[dict[str, Any]]:
    """Return the points of the lines, the band, the dots and the bars of one place; `kind` tells them apart."""
    place = part["place"][0] if "place" in part.columns else None
    name = subject(tables, part, lang, several=several_roots(tables["curve"]))
    rows: list[dict[str, Any]] = []
    for cut in [c for c in CUTS if c in set(part["cut"])]:
        # the key begins with its order: names of places may be the same
        key = {"key": f"{number}{cut}\n{name} · {said(lang, *CUTS[cut])}"}
        lines = part.filter(part["cut"] == cut)
        for r in lines.iter_rows(named=True):
            point = key | {"hours": r["hours"], "value": r["available"], "set": _set(r["plants"], lang)}
            rows.append(point | {"kind": f"line {r['plants']}"})
            if r["plants"] == "operating" and r["low"] is not None and r["high"] is not None:
                rows.append(key | {"kind": "band", "hours": r["hours"], "low": r["low"], "high": r["high"]})
        rows += [key | r for r in _marks(tables.get("coverage"), place, cut, float(lines["hours"].max()))]  # type: ignore[arg-type] # numbers
    return rows


def _set(plants: str, lang: str) -> str:
    return said(lang, *SETS.get(plants, (plants, plants)))


def _marks(coverage: pl.DataFrame | None, place: str | None, cut: str, last: float) -> list[dict[str, Any]]:
    """Return the dots of what is available and the bars of what capacity serves; a dot may be only its range."""
    if coverage is None or place is None:
        return []
    own = coverage.filter(
        (coverage["place"] == place)
        & (coverage["cut"] == cut)
        & (coverage["plants"] == "operating")
        & (coverage["hours"] <= last)
    )
    marks: list[dict[str, Any]] = []
    for definition, kind, aside in (("available", "dot", 0.0), ("available_capacity", "bar", ASIDE)):
        rows = own.filter(
            (own["definition"] == definition) & own["low"].is_not_null() & own["high"].is_not_null()
        )
        for r in rows.filter(rows["suppliers"] == rows["suppliers"].min()).iter_rows(named=True):
            low, high = r["low"], r["high"]
            if kind == "dot" and r["range_low"] is not None and r["range_high"] is not None:
                low, high = r["range_low"], r["range_high"]
            at = {"hours": r["hours"] + aside, "value": r["value"]}
            marks.append({"kind": kind, **at, "low": low, "high": high})
    return marks


def _facets(rows: list[dict[str, Any]], lang: str) -> alt.FacetChart:
    """Return a picture a key. All rows are the data of all layers: a chart a picture takes longer to draw."""
    last = max(r["hours"] for r in rows if r["kind"].startswith("line"))
    x = alt.X(
        "hours:Q",
        title=said(lang, "hours by road to the assemblers", "到总装厂的公路行程（小时）"),
        axis=alt.Axis(values=list(range(int(last) + 1)), format="d", grid=False),
        scale=alt.Scale(domain=[0, last + ASIDE], nice=False),
    )
    y = _y("value")
    kinds = {r["kind"] for r in rows}
    layers = [*_lines(kinds, x, y, lang), *_asked(kinds, rows, x, y)]
    header = key_header(WIDTH, 6)
    keys = list(dict.fromkeys(r["key"] for r in rows))
    inner = alt.layer(*layers, data=inside(rows)).properties(width=WIDTH, height=HEIGHT)
    columns = 2 if len({k.split("\n")[0][1:] for k in keys}) > 1 else min(2, len(keys))
    facet = alt.Facet("key:N", sort=keys, header=header)
    drawn: alt.FacetChart = inner.facet(facet=facet, columns=columns, spacing={"row": 26, "column": 34})
    return drawn


def _y(field: str) -> alt.Y:
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=True, domain=False, ticks=False)
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, 1.02], nice=False))


def _of(kind: str) -> alt.Chart:
    """Return an empty chart on those of the shared rows that are of a kind."""
    layer: alt.Chart = alt.Chart().transform_filter(f"datum.kind == '{kind}'")
    return layer


def _lines(kinds: set[str], x: alt.X, y: alt.Y, lang: str) -> list[alt.Chart]:
    """Return the band and a line a set of plants, the widest set below: where sets agree the solid line shows."""
    shown = [s for s in SETS if f"line {s}" in kinds]
    names = [_set(s, lang) for s in shown]
    colour = alt.Color(
        "set:N", title=None, scale=alt.Scale(domain=names, range=[PLANTS[s].mark for s in shown])
    )
    dash = alt.StrokeDash(
        "set:N", title=None, scale=alt.Scale(domain=names, range=[list(PLANTS[s].dash) for s in shown])
    )
    layers = []
    if "band" in kinds:
        band = _of("band").mark_area(color=BANDS["80%"][0], opacity=0.75, interpolate="step-after")
        layers.append(band.encode(x=x, y=_y("low"), y2="high:Q"))
    for name in reversed(shown):
        line = _of(f"line {name}").mark_line(strokeWidth=PLANTS[name].width, interpolate="step-after")
        layers.append(line.encode(x=x, y=y, color=colour, strokeDash=dash))
    return layers


def _asked(kinds: set[str], rows: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return what is drawn at the hours asked for."""
    layers = []
    low = _y("low")
    if "dot" in kinds:
        dots = _of("dot")
        layers.append(dots.mark_rule(color=INK, strokeWidth=1).encode(x=x, y=low, y2="high:Q"))
        point = dots.transform_filter("isValid(datum.value)").mark_point(
            filled=True, size=52, color=PLANTS["operating"].mark, stroke=PAPER, strokeWidth=1, opacity=1
        )
        layers.append(point.encode(x=x, y=y))
    if "bar" in kinds:
        bars = _of("bar").mark_rule(color=MUTED, strokeWidth=5, opacity=0.6)
        layers.append(bars.encode(x=x, y=low, y2="high:Q"))
    if any(r["kind"] == "bar" and r["value"] is not None for r in rows):
        tick = _of("bar").transform_filter("isValid(datum.value)")
        mark = tick.mark_tick(color=INK, orient="horizontal", size=11, thickness=2, opacity=1)
        layers.append(mark.encode(x=x, y=y))
    return layers
