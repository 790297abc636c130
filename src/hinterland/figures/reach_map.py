"""A place's assemblers, the plants near them and how far one gets in the asked hours, on a map without tiles."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import altair as alt

from hinterland.errors import StudyError
from hinterland.figures.base import SMALL, dressed, inside, layered, said
from hinterland.figures.mercator import Label, Map, fitted, polygons
from hinterland.figures.palette import BANDS, INK, MUTED, PAPER, PLANTS, RULE
from hinterland.figures.pieces import (
    Entry,
    across,
    by_place,
    down,
    key,
    key_lines,
    more_places,
    place_name,
    stacked,
    texts,
    title,
)
from hinterland.ground.bom import weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from hinterland.figures.mercator import Point

NEEDS: tuple[str, ...] = ("sites", "near", "areas")
WIDTH, TALLEST, MOST = 640, 620, 3
"""Width of a map and its greatest height, px, and places at most."""
NAMED = 8
"""Assemblers that are named at most, the heaviest first."""
CLOSE, COARSE = 4.0, 12.0
"""Plants whose marks would lie on each other, px: they become one larger mark; made-up ones, of which there may be
thousands, the sooner."""
TOWNS = 14
"""Places that are named at most."""
STATUSES: Mapping[str, tuple[str, str]] = {
    "operating": ("plant in operation", "在产工厂"),
    "construction": ("under construction", "在建"),
    "announced": ("announced", "已宣布"),
    "undated": ("without dates", "日期不明"),
}
"""Status of a plant in words; others are not drawn."""


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw one map a place; a table `places` (lon, lat, names, kind) adds names of the largest places.

    The frame holds the areas of reach, or else the assemblers and plants. Plants outside it, and those whose
    position nobody knows, are counted below the heading.

    Raises
    ------
    StudyError
        If no assembler has a position.
    """
    sites = tables["sites"]
    placed = sites.filter(sites["lon"].is_not_null() & sites["lat"].is_not_null())
    if not placed.height:
        raise StudyError("figure reach_map: no assembler of the table sites has a position (lon, lat)")
    parts, left_out = by_place(placed, MOST)
    panels = [_panel(part, tables, lang, left_out if n == 0 else 0) for n, part in enumerate(parts)]
    told = said(
        lang,
        "Map of assemblers, plants near them and how far one gets in the asked hours",
        "总装厂、附近工厂与所问行程时间可达范围的地图",
    )
    return dressed(stacked(panels, spacing=36), told)


def _own(table: pl.DataFrame, place: str | None) -> pl.DataFrame:
    return table if place is None or "place" not in table.columns else table.filter(table["place"] == place)


def _panel(
    sites: pl.DataFrame, tables: Mapping[str, pl.DataFrame], lang: str, left_out: int
) -> alt.LayerChart:
    place = sites["place"][0] if "place" in sites.columns else None
    assemblers = sorted(sites.iter_rows(named=True), key=lambda r: -(r["weight"] or 0.0))
    plants = _plants(_own(tables["near"], place))
    reaches = _reaches(_own(tables["areas"], place))
    corners = [p for _, shapes in reaches for rings in shapes for p in rings[0]]
    placed = [(p["lon"], p["lat"]) for p in plants if _known(p)]
    around = corners + [(r["lon"], r["lat"]) for r in assemblers] + ([] if corners else placed)
    view = Map.around(around, WIDTH, TALLEST, 0.02 if corners else 0.08)
    seen = [p for p in plants if view.holds(p["lon"], p["lat"])]
    marks = _merged(seen, view)
    entries = _entries(assemblers, marks, lang)
    top = -17.0 * key_lines(entries, WIDTH) + 4
    layers = [
        *_ground(view),
        *_areas(reaches, view),
        *_marks(marks, view),
        *_assemblers(assemblers, view),
        *_words(assemblers, marks, reaches, tables.get("places"), view, lang),
        *_bar(view),
        *key(entries, WIDTH, view.height, top),
    ]
    name = place_name(tables, place, lang)
    head = said(lang, f"{name}: plants within reach", f"{name}：可达工厂")
    notes = [_note(plants, seen, lang), more_places(left_out, lang)]
    return layered(layers, WIDTH, view.height, title(head, notes, WIDTH, offset=10))


def _known(row: Mapping[str, Any]) -> bool:
    return row["lon"] is not None and row["lat"] is not None


def _plants(near: pl.DataFrame) -> list[dict[str, Any]]:
    """Return each plant once, with the weakest basis of its rows; those of a status that is not drawn left out."""
    found: dict[str, dict[str, Any]] = {}
    for r in near.iter_rows(named=True):
        if r["status"] not in STATUSES:
            continue
        one = found.setdefault(r["plant"], {k: r[k] for k in ("lon", "lat", "status", "basis")})
        one["basis"] = weakest([one["basis"] or "unstated", r["basis"] or "unstated"])
    return list(found.values())


def _reaches(areas: pl.DataFrame) -> list[tuple[float, list[list[list[Point]]]]]:
    """Return the polygons of each asked number of hours, the most hours first; areas rather than mere circles."""
    kinds = set(areas["kind"]) if areas.height else set()
    kind = "area" if "area" in kinds else "circle"
    rows = areas.filter(areas["kind"] == kind)
    shapes: dict[float, list[list[list[Point]]]] = {}
    for r in rows.iter_rows(named=True):
        shapes.setdefault(r["hours"], []).extend(polygons(r["geojson"]))
    return sorted(((h, s) for h, s in shapes.items() if s), key=lambda pair: -pair[0])


def _merged(plants: Iterable[Mapping[str, Any]], view: Map) -> list[dict[str, Any]]:
    """Return one mark for the plants of one look whose marks would lie on each other, larger the more they are.

    Made-up plants come first, below the real ones.
    """
    spots: Counter[tuple[float, float, str, bool]] = Counter()
    for p in plants:
        x, y = view.px(p["lon"], p["lat"])
        hollow = p["basis"] == "synthetic"
        step = COARSE if hollow else CLOSE
        spots[round(x / step) * step, round(y / step) * step, p["status"], hollow] += 1
    order = [*STATUSES]
    return [
        {
            "x": x,
            "y": y,
            "status": status,
            "hollow": hollow,
            "count": n,
            "size": (26.0 + 22.0 * math.log2(n)) * (1.5 if status == "construction" else 1.0),
        }
        for (x, y, status, hollow), n in sorted(
            spots.items(), key=lambda s: (not s[0][3], -s[1], -order.index(s[0][2]), s[0])
        )
    ]


def _ground(view: Map) -> list[alt.Chart]:
    """Return the frame and the round meridians and parallels with their degrees."""
    lons, lats = view.degrees()
    rows, words = [], []
    for lon in lons:
        x = view.px(lon, view.south)[0]
        rows.append({"x": x, "y": 0.0, "x2": x, "y2": view.height})
        words.append({"x": x, "y": view.height + 9.0, "text": f"{abs(lon):g}°{'E' if lon >= 0 else 'W'}"})
    for lat in lats:
        y = view.px(view.west, lat)[1]
        rows.append({"x": 0.0, "y": y, "x2": WIDTH, "y2": y})
    sides = [
        {
            "x": WIDTH + 5.0,
            "y": view.px(view.west, lat)[1],
            "text": f"{abs(lat):g}°{'N' if lat >= 0 else 'S'}",
        }
        for lat in lats
    ]
    down_to = float(view.height)
    rows += [{"x": 0.0, "y": y, "x2": WIDTH, "y2": y} for y in (0.0, down_to)]
    rows += [{"x": x, "y": 0.0, "x2": x, "y2": down_to} for x in (0.0, float(WIDTH))]
    rule = alt.Chart(inside(rows)).mark_rule(color=RULE, strokeWidth=0.8)
    lines = rule.encode(x=across("x", WIDTH), y=down("y", view.height), x2="x2:Q", y2="y2:Q")
    meridians = texts(words, WIDTH, view.height, align="center", color=MUTED)
    return [lines, meridians, texts(sides, WIDTH, view.height, color=MUTED)]


def _areas(reaches: list[tuple[float, list[list[list[Point]]]]], view: Map) -> list[alt.Chart]:
    """Return the areas of reach: they lie over each other, so the nearer is the darker."""
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[_rounded(view.px(*p)) for p in ring] for ring in rings] for rings in shapes
                ],
            },
        }
        for _, shapes in reaches
    ]
    if not features:
        return []
    shape = alt.Chart(inside(features)).mark_geoshape(
        fill=BANDS["50%"][0],
        fillOpacity=0.2,
        stroke=PLANTS["operating"].mark,
        strokeWidth=0.9,
        strokeOpacity=0.7,
    )
    # coordinates are px already: the identity leaves them there
    return [shape.project(type="identity", scale=1, translate=[0, 0])]


def _rounded(point: Point) -> list[float]:
    return [round(point[0], 1), round(point[1], 1)]


def _marks(marks: list[dict[str, Any]], view: Map) -> list[alt.Chart]:
    if not marks:
        return []
    rows = [
        m
        | {
            "shape": PLANTS[m["status"]].shape,
            "stroke": PLANTS[m["status"]].mark if m["hollow"] else PAPER,
            "fill": PAPER if m["hollow"] else PLANTS[m["status"]].mark,
        }
        for m in marks
    ]
    data = alt.Chart(inside(rows)).mark_point(opacity=1, strokeWidth=1.1)
    return [_encoded(data, view)]


def _encoded(data: alt.Chart, view: Map) -> alt.Chart:
    """Return marks whose place, shape, size and colours their rows say."""
    drawn: alt.Chart = data.encode(
        x=across("x", WIDTH),
        y=down("y", view.height),
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
    )
    return drawn


def _assemblers(sites: list[dict[str, Any]], view: Map) -> list[alt.Chart]:
    """Return the assemblers as diamonds whose area grows with their weight."""
    most = max((r["weight"] or 0.0) for r in sites) or 1.0
    rows = []
    for r in reversed(sites):
        x, y = view.px(r["lon"], r["lat"])
        size = 50.0 + 280.0 * (r["weight"] or 0.0) / most
        hollow = r["basis"] == "synthetic"
        look = {"fill": PAPER if hollow else INK, "stroke": INK if hollow else PAPER, "shape": "diamond"}
        rows.append({"x": x, "y": y, "size": size, **look})
    data = alt.Chart(inside(rows)).mark_point(opacity=1, strokeWidth=1.2)
    return [_encoded(data, view)]


def _words(
    sites: list[dict[str, Any]],
    marks: list[dict[str, Any]],
    reaches: list[tuple[float, list[list[list[Point]]]]],
    places: pl.DataFrame | None,
    view: Map,
    lang: str,
) -> list[alt.Chart]:
    """Return hours at the areas, names of assemblers and of places, as far as they find room, on a pale ground."""
    hours = []
    for h, shapes in reaches:
        lon, lat = max((p for rings in shapes for p in rings[0]), key=lambda p: p[1])
        x, y = view.px(lon, lat)
        hours.append(Label(x, y, f"{h:g} h" if lang == "en" else f"{h:g} 小时", -9.0))
    named = [
        Label(*view.px(r["lon"], r["lat"]), r[f"name_{lang}"] or r["plant"], 10.0) for r in sites[:NAMED]
    ]
    spots = [(view.px(r["lon"], r["lat"]), 9.0) for r in sites]
    heavy = [((m["x"], m["y"]), 7.0) for m in marks if m["count"] > 2]
    x0, y0 = 12.0, view.height - 30.0
    taken = [(x - s, y - s, x + s, y + s) for (x, y), s in spots]
    taken.append((x0, y0, x0 + view.bar()[1] + 10, view.height))
    bound = taken + [(x - s, y - s, x + s, y + s) for (x, y), s in heavy]
    at_hours = [{"x": t.x, "y": t.y + 9.0, "text": t.text} for t in hours]
    covered = [(t["x"] - 16, t["y"] - 7, t["x"] + 16, t["y"] + 7) for t in at_hours]  # type: ignore[operator] # numbers
    names = fitted(named, [*taken, *covered], SMALL, WIDTH, view.height)
    filled = [(n["x"], n["y"] - 7, n["x"] + 12 * len(n["text"]), n["y"] + 7) for n in names]
    towns = fitted(_towns(places, view, lang), [*bound, *covered, *filled], SMALL - 1, WIDTH, view.height)
    layers = []
    for rows, looks in (
        (at_hours, {"align": "center", "color": PLANTS["operating"].mark, "fontWeight": "bold"}),
        (towns, {"color": MUTED, "fontSize": SMALL - 1}),
        (names, {"color": INK}),
    ):
        if rows:
            halo = {
                **looks,
                "stroke": PAPER,
                "strokeWidth": 3.5,
                "strokeJoin": "round",
                "strokeOpacity": 0.85,
            }
            layers += [texts(rows, WIDTH, view.height, **halo), texts(rows, WIDTH, view.height, **looks)]
    return layers


def _towns(places: pl.DataFrame | None, view: Map, lang: str) -> list[Label]:
    """Return the names of the cities inside the frame in the order of the table, else of other places."""
    if places is None or not {"lon", "lat", "kind", f"name_{lang}"} <= set(places.columns):
        return []
    rows = [r for r in places.iter_rows(named=True) if view.holds(r["lon"], r["lat"])]
    rows.sort(key=lambda r: r["kind"] != "city")
    few = [
        r for r in rows if r["kind"] not in {"province", "country", "world", "region"} and r[f"name_{lang}"]
    ]
    return [Label(*view.px(r["lon"], r["lat"]), r[f"name_{lang}"], 9.0) for r in few[:TOWNS]]


def _bar(view: Map) -> list[alt.Chart]:
    """Return a bar of round km at the lower left."""
    km, long = view.bar()
    y = view.height - 12.0
    rows = [{"x": 12.0, "y": y, "x2": 12.0 + long, "y2": y}]
    rows += [{"x": x, "y": y - 4, "x2": x, "y2": y + 4} for x in (12.0, 12.0 + long)]
    rule = alt.Chart(inside(rows)).mark_rule(color=INK, strokeWidth=1.3)
    bar = rule.encode(x=across("x", WIDTH), y=down("y", view.height), x2="x2:Q", y2="y2:Q")
    return [
        bar,
        texts([{"x": 12.0 + long / 2, "y": y - 8, "text": f"{km} km"}], WIDTH, view.height, align="center"),
    ]


def _entries(sites: list[dict[str, Any]], marks: list[dict[str, Any]], lang: str) -> list[Entry]:
    told = said(lang, "assembler, larger by its weight", "总装厂（大小按权重）")
    entries = [Entry("diamond", INK, told, size=90)]
    for status, (en, zh) in STATUSES.items():
        look = PLANTS[status]
        if any(m["status"] == status for m in marks):
            entries.append(Entry(look.shape, look.mark, said(lang, en, zh)))
    if any(m["hollow"] for m in marks) or any(r["basis"] == "synthetic" for r in sites):
        told = said(lang, "hollow: synthetic, no real plant", "空心：合成，非真实工厂")
        entries.append(Entry("circle", MUTED, told, hollow=True))
    if any(m["count"] > 1 for m in marks):
        told = said(lang, "larger: several plants", "较大：多家工厂")
        entries.append(Entry("circle", MUTED, told, size=110))
    return entries


def _note(plants: list[dict[str, Any]], seen: list[dict[str, Any]], lang: str) -> str:
    """Return what the outlines are, and which plants are not on the map."""
    told = said(
        lang,
        "Outlines: how far one gets from the assemblers by road in the hours written there.",
        "轮廓线：从总装厂出发、在所注小时内经公路可达的范围。",
    )
    lost = sum(not _known(p) for p in plants)
    outside = len(plants) - len(seen) - lost
    if outside:
        told += said(lang, f" {outside:,} plants lie outside the map.", f"另有 {outside:,} 家工厂在图外。")
    if lost:
        told += said(lang, f" {lost:,} plants have no position.", f"另有 {lost:,} 家工厂位置不明。")
    return told
