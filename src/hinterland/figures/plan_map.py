"""A plan on the map: parks by how much public money goes there and what opens in them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, layered, said
from hinterland.figures.mercator import Label, Map, fitted
from hinterland.figures.palette import BANDS, INK, MUTED, PAPER, RULE, wide
from hinterland.figures.pieces import Entry, key, key_lines, texts, title
from hinterland.figures.plan_pieces import (
    look_entries,
    looks,
    made_up,
    money,
    name_of,
    points,
    rects,
    rules,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt
    import polars as pl

    from hinterland.figures.palette import Stroke

NEEDS: tuple[str, ...] = ("openings",)
WIDTH, TALLEST = 640, 560
"""Width of the map and its greatest height, px."""
LARGEST, LEAST = 34.0, 13.0
"""Radius of the park that gets most money, and of the smallest, px."""
STEP, DOT = 11.0, 52.0
"""Room between two marks in a park, px, and the size of one."""
TOWNS = 12
"""Towns named at most."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw a disc a park and in it a mark an opening; a table `places` (lon, lat, names, kind) adds towns.

    Raises
    ------
    StudyError
        If no park with an opening has a position.
    """
    openings = tables["openings"]
    placed = openings.filter(openings["lon"].is_not_null() & openings["lat"].is_not_null())
    if not placed.height:
        raise StudyError("figure plan_map: no row of the table openings has a position (lon, lat)")
    found = looks([openings])
    towns = _towns(tables.get("places"), lang)
    spots = [(r["lon"], r["lat"]) for r in placed.iter_rows(named=True)]
    view = Map.around(spots, WIDTH, TALLEST, 0.16)
    parks = _parks(placed, view, lang)
    rows = [r for park in parks for r in park["rows"]]
    names = {r["product"]: name_of(r, "product", lang) for r in rows}
    shown = {p: s for p, s in found.items() if p in names}
    entries = [*look_entries(shown, names, lang, shapes=True), *_others(rows, lang)]
    bar, scale = _bar(view)
    layers = [
        *_ground(view),
        *_discs(parks, view),
        *_marks(parks, found, view),
        *_labels(parks, towns, view, scale, lang),
        *bar,
        *key(entries, WIDTH, view.height, -17.0 * key_lines(entries, WIDTH) + 4),
    ]
    head = said(lang, "Where the plan opens plants", "方案在何处建厂")
    notes = [_note(openings.height - placed.height, lang), made_up([openings], lang)]
    return dressed(layered(layers, WIDTH, view.height, title(head, notes, WIDTH, offset=10)), head)


def _others(rows: Sequence[Row], lang: str) -> list[Entry]:
    """Return the rest of the key: discs, and hollow marks where a candidate is made up."""
    told = said(lang, "disc: public money of the park", "圆面积：园区公共投入")
    entries = [Entry("circle", BANDS["80%"][0], told, size=120)]
    if any(r["basis"] == "synthetic" for r in rows):
        entries.append(Entry("square", MUTED, said(lang, "hollow: synthetic", "空心：合成"), hollow=True))
    return entries


def _parks(placed: pl.DataFrame, view: Map, lang: str) -> list[Row]:
    """Return each park with its openings, its place in px and the radius of its disc, the largest first."""
    parts: dict[str, list[Row]] = {}
    for r in placed.iter_rows(named=True):
        parts.setdefault(r["place"], []).append(r)
    asks = {p: sum(r["ask"] or 0.0 for r in rows) for p, rows in parts.items()}
    most = max(asks.values()) or 1.0
    parks = []
    for place, rows in parts.items():
        x, y = view.px(rows[0]["lon"], rows[0]["lat"])
        fits = STEP * (math.ceil(math.sqrt(len(rows))) / 2 + 0.4)
        radius = max(LEAST, fits, LARGEST * math.sqrt(max(asks[place], 0.0) / most))
        name = name_of(rows[0], "place", lang)
        parks.append({"x": x, "y": y, "r": radius, "rows": rows, "ask": asks[place], "name": name})
    return sorted(parks, key=lambda p: (-p["ask"], p["name"]))


def _ground(view: Map) -> list[alt.Chart]:
    """Return the frame and the lines of round degrees."""
    east, north = view.degrees()
    lines = [
        *(
            {"x": view.px(lon, view.south)[0], "x2": view.px(lon, view.south)[0], "y": 0, "y2": view.height}
            for lon in east
        ),
        *(
            {"x": 0, "x2": WIDTH, "y": view.px(view.west, lat)[1], "y2": view.px(view.west, lat)[1]}
            for lat in north
        ),
    ]
    frame = [{"x": 0.0, "y": 0.0, "x2": float(WIDTH), "y2": float(view.height), "stroke": RULE}]
    return [
        *rects([f | {"fill": PAPER} for f in frame], WIDTH, view.height, strokeWidth=1),
        *rules(lines, WIDTH, view.height, color=RULE, strokeWidth=0.7),
    ]


def _discs(parks: Sequence[Row], view: Map) -> list[alt.Chart]:
    discs = [
        {"x": p["x"], "y": p["y"], "shape": "circle", "size": math.pi * p["r"] ** 2}
        | {"fill": BANDS["80%"][0], "stroke": BANDS["50%"][0]}
        for p in parks
    ]
    return points(discs, WIDTH, view.height, opacity=0.85)


def _marks(parks: Sequence[Row], found: Mapping[str, Stroke], view: Map) -> list[alt.Chart]:
    """Return a mark an opening, in rows round the middle of its park; made-up ones are hollow."""
    marks = []
    for park in parks:
        rows = sorted(park["rows"], key=lambda r: str(r["product"]))
        columns = math.ceil(math.sqrt(len(rows)))
        lines = math.ceil(len(rows) / columns)
        for n, r in enumerate(rows):
            look = found[r["product"]]
            line = n // columns
            count = min(columns, len(rows) - line * columns)
            dx, dy = n % columns - (count - 1) / 2, line - (lines - 1) / 2
            hollow = r["basis"] == "synthetic"
            marks.append(
                {"x": park["x"] + STEP * dx, "y": park["y"] + STEP * dy, "shape": look.shape, "size": DOT}
                | {"fill": PAPER if hollow else look.mark, "stroke": look.mark if hollow else PAPER}
            )
    return points(marks, WIDTH, view.height, strokeWidth=1.5)


def _towns(places: pl.DataFrame | None, lang: str) -> list[tuple[float, float, str]]:
    if places is None or not {"lon", "lat", "kind", f"name_{lang}"} <= set(places.columns):
        return []
    rows = places.filter(places["kind"] == "city").select("lon", "lat", f"name_{lang}").rows()
    return [(lon, lat, name) for lon, lat, name in rows if lon is not None and lat is not None and name]


def _labels(
    parks: Sequence[Row],
    towns: Sequence[tuple[float, float, str]],
    view: Map,
    scale: tuple[float, float, float, float],
    lang: str,
) -> list[alt.Chart]:
    """Return what each park is called and gets, then the names of towns where there is room beside the scale."""
    taken = [(p["x"] - p["r"], p["y"] - p["r"], p["x"] + p["r"], p["y"] + p["r"]) for p in parks] + [scale]
    labels = [
        Label(p["x"], p["y"], f"{p['name']} · {len(p['rows'])} · {money(p['ask'], lang)}", p["r"] + 3)
        for p in parks
    ]
    own = fitted(labels, taken, SMALL, WIDTH, view.height)
    taken += [_box(label) for label in own]
    inside = [Label(*view.px(lon, lat), name, 5.0) for lon, lat, name in towns if view.holds(lon, lat)]
    seen = [town for town in inside if town.x > scale[2] or town.y < scale[1]]
    shown = fitted(seen, taken, SMALL, WIDTH, view.height)[:TOWNS]
    texts_ = {t["text"] for t in shown}
    dots = [
        {"x": t.x, "y": t.y, "shape": "circle", "size": 12, "fill": MUTED, "stroke": PAPER}
        for t in seen
        if t.text in texts_
    ]
    halo = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.8}
    layers = points(dots, WIDTH, view.height, strokeWidth=0.5)
    for words, colour in ((shown, MUTED), (own, INK)):
        if words:
            layers += [texts(words, WIDTH, view.height, color=colour, **more) for more in (halo, {})]
    return layers


def _box(label: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Return about the box of a placed text."""
    from_left = label["x"]
    return from_left, label["y"] - 7, from_left + 1.1 * wide(label["text"], SMALL), label["y"] + 7


def _bar(view: Map) -> tuple[list[alt.Chart], tuple[float, float, float, float]]:
    """Return a bar of a round number of kilometres at the lower left, and the box that it takes with its word."""
    km, long = view.bar()
    y, text, end = view.height - 12.0, f"{km} km", 14.0 + long
    lines = [{"x": 10.0, "x2": 10.0 + long, "y": y, "y2": y}]
    word = [{"x": end, "y": y, "text": text}]
    layers = [*rules(lines, WIDTH, view.height, color=MUTED), texts(word, WIDTH, view.height, color=MUTED)]
    return layers, (0.0, y - 12.0, end + 6.0 + 1.1 * wide(text, SMALL), view.height)


def _note(outside: int, lang: str) -> str:
    told = said(
        lang,
        "A mark an opening, beside each park their number and the public money they ask for.",
        "每个符号为一个新建项目；园区旁为项目数与所需公共投入。",
    )
    if outside:
        told += said(lang, f" Without a position: {outside:,}.", f"另有 {outside:,} 项位置不明。")
    return told
