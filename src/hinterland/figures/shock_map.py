"""A shock on the map: plants by how much of their normal output they make, a small map a day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from hinterland.errors import StudyError
from hinterland.figures.base import BODY, SMALL, AnyChart, dressed, inside, layered, said
from hinterland.figures.mercator import Label, Map, fitted
from hinterland.figures.palette import COVERAGE, INK, MUTED, PAPER, RULE, VERDICTS
from hinterland.figures.pieces import Entry, across, down, key, key_lines, texts, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEEDS: tuple[str, ...] = ("frames",)
MOST, COLUMNS, WIDTH, TALLEST = 6, 3, 218, 300
"""Maps at most and in a row, and the size of one, px."""
CLOSE, RINGS, TOWNS = 5.0, 13.0, 4
"""Marks of one look nearer than this become a larger one; rings round what is hit likewise; names of places."""
AT_FRAME = 0.95
"""Share of plants that the frame of the maps holds: a single one far away would make all others small."""
FELT = 0.95
LEVELS: tuple[tuple[float, str, str, str, str], ...] = (
    (0.05, INK, "cross", "stopped (below 5%)", "停产（低于 5%）"),
    (0.5, VERDICTS["missed"].mark, "triangle-down", "5–50%", "5%–50%"),
    (0.8, COVERAGE["gap"].mark, "square", "50–80%", "50%–80%"),
    (FELT, COVERAGE["covered"].mark, "diamond", "80–95%", "80%–95%"),
    (math.inf, COVERAGE["no_plant_known"].mark, "circle", "95% and more", "95% 及以上"),
)
"""Levels of output from below: bound, colour, shape and words."""

Row = dict[str, Any]


def chart(tables: Mapping[str, pl.DataFrame], lang: str) -> alt.LayerChart:
    """Draw up to six maps. A table `path` tells which plants are hit, `places` (lon, lat, names) adds names.

    Raises
    ------
    StudyError
        If no plant of `frames` has a position.
    """
    frames = tables["frames"]
    placed = frames.filter(frames["lon"].is_not_null() & frames["lat"].is_not_null())
    if not placed.height:
        raise StudyError("figure shock_map: no plant of the table frames has a position (lon, lat)")
    hit = _hit(tables.get("path"))
    view = _view(placed, hit)
    days = chosen(placed)
    parts = {d: placed.filter(placed["day"] == d).to_dicts() for d in days}
    towns = _towns(tables.get("places"), view, lang)
    panels = [_panel(parts[d], d, view, hit, towns, lang) for d in days]
    columns = min(COLUMNS, len(panels))
    width = columns * WIDTH + (columns - 1) * 12
    shown = [r for part in parts.values() for r in part]
    entries = _entries(shown, hit, lang)
    lines = key_lines(entries, width)
    legend = layered(key(entries, width, 17 * lines, 8), width, 17 * lines)
    grid = [alt.hconcat(*panels[k : k + columns], spacing=12) for k in range(0, len(panels), columns)]
    drawn = _below([legend, *grid])
    head = said(lang, "Where output is below normal, and when", "产出低于正常水平的地点与时间")
    drawn.title = title(head, [_note(placed, view, lang)], width, offset=8)
    return dressed(drawn, head)


def _below(parts: Sequence[AnyChart]) -> alt.VConcatChart:
    drawn: alt.VConcatChart = alt.vconcat(*parts, spacing=12).resolve_scale(color="independent")
    return drawn


def chosen(frames: pl.DataFrame, most: int = MOST) -> list[int]:
    """Return the days that are drawn: the first, that with least output, the first one whole again, some between."""
    per_day = (
        frames.group_by("day").agg(level=pl.col("level").mean(), least=pl.col("level").min()).sort("day")
    )
    days, least = per_day["day"].to_list(), per_day["least"].to_list()
    level = per_day["level"].to_list()
    felt = [n for n, v in enumerate(least) if v < FELT]
    last = min(len(days) - 1, (felt[-1] + 1) if felt else 0)
    if last + 1 <= most:
        return days[: last + 1]
    worst = min(range(last + 1), key=lambda n: level[n])
    picks = {round(k * last / (most - 1)) for k in range(most)}
    if worst not in picks:
        inner = sorted(picks - {0, last})
        picks.discard(min(inner, key=lambda n: abs(n - worst)))
        picks.add(worst)
    return [days[n] for n in sorted(picks)]


def _hit(path: pl.DataFrame | None) -> set[str]:
    if path is None or not {"plant", "cause"} <= set(path.columns):
        return set()
    return set(path.filter(path["cause"] == "hit")["plant"].to_list())


def _view(placed: pl.DataFrame, hit: set[str]) -> Map:
    """Return the frame: all plants but the few that lie farthest from the middle, and those that are hit."""
    plants = placed.unique("plant", maintain_order=True).select("plant", "lon", "lat").rows()
    points = [(lon, lat) for _, lon, lat in plants]
    lon = sorted(p[0] for p in points)[len(points) // 2]
    lat = sorted(p[1] for p in points)[len(points) // 2]
    near = sorted(points, key=lambda p: math.hypot((p[0] - lon) * math.cos(math.radians(lat)), p[1] - lat))
    kept = near[: max(1, math.ceil(AT_FRAME * len(near)))]
    return Map.around([*kept, *((x, y) for p, x, y in plants if p in hit)], WIDTH, TALLEST, 0.06)


def _panel(
    rows: Sequence[Row], day: int, view: Map, hit: set[str], towns: Sequence[Label], lang: str
) -> alt.LayerChart:
    marks = _marks(rows, view)
    layers = [*_frame(view), *_drawn(marks, view), *_rings(rows, hit, view), *_names(towns, view)]
    date = rows[0]["date"]
    head = said(lang, f"Day {day} · {date}", f"第 {day} 天 · {date}")
    slowed = sum(r["level"] < FELT for r in rows)
    told = said(lang, f"plants below 95%: {slowed:,}", f"低于 95% 的工厂：{slowed:,} 座")
    top = alt.TitleParams(
        head,
        subtitle=told,
        anchor="start",
        fontSize=BODY,
        subtitleFontSize=SMALL,
        subtitleColor=MUTED,
        offset=6,
    )
    return layered(layers, WIDTH, view.height, top)


def _marks(rows: Sequence[Row], view: Map) -> list[Row]:
    """Return a mark for the plants of one look that lie on each other, the hardest hit on top."""
    spots: dict[tuple[int, bool, int, int], int] = {}
    for r in rows:
        if not view.holds(r["lon"], r["lat"]):
            continue
        x, y = view.px(r["lon"], r["lat"])
        step = CLOSE * (2 if r["basis"] == "synthetic" else 1)
        at = (_level(r["level"]), r["basis"] == "synthetic", round(x / step), round(y / step))
        spots[at] = spots.get(at, 0) + 1
    marks = []
    for (level, made_up, cx, cy), count in sorted(spots.items(), key=lambda s: (-s[0][0], not s[0][1], s[0])):
        step = CLOSE * (2 if made_up else 1)
        _, colour, shape, _, _ = LEVELS[level]
        size = (14.0 if level == len(LEVELS) - 1 else 34.0) + 12.0 * math.log2(count)
        look = {"fill": PAPER if made_up else colour, "stroke": colour if made_up else PAPER}
        marks.append({"x": cx * step, "y": cy * step, "shape": shape, "size": size, **look})
    return marks


def _level(value: float) -> int:
    return next(n for n, level in enumerate(LEVELS) if value < level[0])


def _frame(view: Map) -> list[alt.Chart]:
    box = [{"x": 0.0, "y": 0.0, "x2": float(WIDTH), "y2": float(view.height)}]
    rect = alt.Chart(inside(box)).mark_rect(fill=None, stroke=RULE, strokeWidth=1)
    return [rect.encode(x=across("x", WIDTH), y=down("y", view.height), x2="x2:Q", y2="y2:Q")]


def _points(rows: Sequence[Row], view: Map, width: float) -> list[alt.Chart]:
    if not rows:
        return []
    data = alt.Chart(inside(rows)).mark_point(opacity=1, strokeWidth=width)
    return [
        data.encode(
            x=across("x", WIDTH),
            y=down("y", view.height),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    ]


def _drawn(marks: Sequence[Row], view: Map) -> list[alt.Chart]:
    return _points(marks, view, 0.9)


def _rings(rows: Sequence[Row], hit: set[str], view: Map) -> list[alt.Chart]:
    """Return a ring round each spot where a plant is hit by the shock itself."""
    spots = set()
    for r in rows:
        if r["plant"] in hit and view.holds(r["lon"], r["lat"]):
            x, y = view.px(r["lon"], r["lat"])
            spots.add((round(x / RINGS), round(y / RINGS)))
    if not spots:
        return []
    data = [{"x": x * RINGS, "y": y * RINGS} for x, y in sorted(spots)]
    ring = alt.Chart(inside(data)).mark_point(
        shape="circle", filled=False, size=190, stroke=INK, strokeWidth=1.3, opacity=1
    )
    return [ring.encode(x=across("x", WIDTH), y=down("y", view.height))]


def _towns(places: pl.DataFrame | None, view: Map, lang: str) -> list[Label]:
    """Return the names of the first cities inside the frame."""
    if places is None or not {"lon", "lat", "kind", f"name_{lang}"} <= set(places.columns):
        return []
    rows = [r for r in places.iter_rows(named=True) if r["kind"] == "city" and view.holds(r["lon"], r["lat"])]
    return [Label(*view.px(r["lon"], r["lat"]), r[f"name_{lang}"], 7.0) for r in rows if r[f"name_{lang}"]]


def _names(towns: Sequence[Label], view: Map) -> list[alt.Chart]:
    """Return names of places, on a pale ground."""
    words = fitted(towns, [], SMALL - 1, WIDTH, view.height)[:TOWNS]
    if not words:
        return []
    look = {"color": INK, "fontSize": SMALL - 1}
    halo = {**look, "stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.8}
    return [texts(words, WIDTH, view.height, **halo), texts(words, WIDTH, view.height, **look)]


def _entries(shown: Sequence[Row], hit: set[str], lang: str) -> list[Entry]:
    there = {_level(r["level"]) for r in shown}
    entries = [
        Entry(shape, colour, said(lang, en, zh))
        for n, (_, colour, shape, en, zh) in enumerate(LEVELS)
        if n in there
    ]
    if any(r["plant"] in hit for r in shown):
        entries.append(Entry("circle", INK, said(lang, "hit by the shock itself", "直接受冲击"), True, 100))
    if any(r["basis"] == "synthetic" for r in shown):
        told = said(lang, "hollow: synthetic, no real plant", "空心：合成，非真实工厂")
        entries.append(Entry("square", MUTED, told, hollow=True))
    return entries


def _note(placed: pl.DataFrame, view: Map, lang: str) -> str:
    plants = placed.unique("plant")
    outside = sum(not view.holds(lon, lat) for lon, lat in plants.select("lon", "lat").iter_rows())
    told = said(
        lang,
        f"≈ inferred: mean output over the draws, share of normal; the {plants.height:,} plants that lose most, "
        "larger marks for several.",
        f"≈ 推算：抽样平均产出占正常水平的比例；仅示损失最大的 {plants.height:,} 座工厂，较大的符号代表多座。",
    )
    if outside:
        told += said(lang, f" Outside the maps: {outside:,}.", f"另有 {outside:,} 座在图外。")
    return told
