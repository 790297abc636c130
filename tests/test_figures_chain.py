"""Figures of the chain: coverage, reach, gaps and content, drawn from made-up tables of a realistic size."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colours import MACHADO, lab
from hinterland import figures, words
from hinterland.errors import StudyError
from hinterland.figures import (
    content_waterfall,
    coverage_curve,
    coverage_icicle,
    gap_table,
    mercator,
    palette,
    pieces,
    reach_map,
)
from hinterland.ground.bom import explode

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

CJK = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("coverage_icicle", "coverage_curve", "reach_map", "gap_table", "content_waterfall", "origins_bars")
PLACES = {"anhui": ("Anhui", "安徽"), "lingang_special_area": ("Lin-gang Special Area", "临港新片区")}
TOWNS = {
    "hefei": ("Hefei", "合肥", 117.28, 31.86, "city"),
    "wuhu": ("Wuhu", "芜湖", 118.38, 31.33, "city"),
    "shanghai": ("Shanghai", "上海", 121.47, 31.23, "city"),
    "nanjing": ("Nanjing", "南京", 118.78, 32.06, "city"),
    "hangzhou": ("Hangzhou", "杭州", 120.16, 30.25, "city"),
    "suzhou": ("Suzhou", "苏州", 120.62, 31.3, "city"),
    "changzhou": ("Changzhou", "常州", 119.97, 31.81, "city"),
    "ningbo": ("Ningbo", "宁波", 121.55, 29.88, "city"),
    "lishui": ("Lishui", "丽水", 119.92, 28.45, "city"),
    "anhui": ("Anhui", "安徽", 117.2, 31.8, "province"),
}
SITES = {
    "anhui": (
        ("nio_f1", "NIO-JAC first plant (F1)", "江淮蔚来先进制造基地", 117.26, 31.85, 0.3, "reported"),
        ("nio_f2", "NIO second plant (F2)", "蔚来第二工厂", 117.3, 31.78, 0.1, "reported"),
        ("vw_anhui", "Volkswagen Anhui", "大众安徽", 117.19, 31.74, 0.2, "reported"),
        ("chery_wuhu", "Chery new energy, Wuhu", "奇瑞新能源芜湖", 118.36, 31.38, 0.35, "observed"),
        ("made_up", "Made-up assembler", "虚构总装厂", 116.5, 31.75, 0.05, "synthetic"),
    ),
    "lingang_special_area": (
        ("tesla_shanghai", "Tesla (Shanghai)", "特斯拉（上海）", 121.77, 30.88, 1.0, "reported"),
    ),
}
HOURS = (1.0, 2.0, 3.0, 4.0)


def tree_of(yangtze: Cluster) -> pl.DataFrame:
    """The case's bill of materials (some 84 products) with made-up coverage at two places."""
    nodes = explode(yangtze)
    parts = []
    for seed, (place, (en, zh)) in enumerate(PLACES.items()):
        draw = np.random.default_rng(seed)
        status = draw.choice(
            ["covered", "thin", "gap", "no_plant_known"], nodes.height, p=[0.45, 0.2, 0.2, 0.15]
        )
        low = np.select([status == "covered", status == "thin", status == "gap"], [1.0, 0.95, 0.4], 0.0)
        low = np.where(status == "gap", np.round(low * draw.random(nodes.height), 3), low)
        high = np.select([status == "gap"], [np.minimum(1, low + 0.2)], 1.0)
        counted = ((nodes["tier"] > 0) & (nodes["kind"] != "process")).to_numpy()
        cover = {
            "coverage_low": pl.Series(np.where(counted, low, np.nan)).fill_nan(None),
            "coverage_high": pl.Series(np.where(counted, high, np.nan)).fill_nan(None),
            "coverage_status": pl.Series([s if c else None for s, c in zip(status, counted, strict=True)]),
        }
        head = {"place": pl.lit(place), "place_en": pl.lit(en), "place_zh": pl.lit(zh)}
        parts.append(nodes.with_columns(**head, **cover))
    return pl.concat(parts)


def available(hours: float, place: int, cut: int, plants: int) -> float:
    """A made-up share that grows with the hours towards a ceiling."""
    return round(min(1.0, 0.9 - 0.1 * cut + 0.05 * plants) * (1 - math.exp(-hours * (0.9 - 0.25 * place))), 2)


def curve() -> pl.DataFrame:
    sets = ("operating", "construction", "announced", "synthetic")
    return pl.DataFrame(
        [
            {
                "place": place,
                "root": "bev",
                "cut": cut,
                "plants": plants,
                "hours": step / 10,
                "available": available(step / 10, n, k, m),
                "low": available(step / 10 * 0.85, n, k, m),
                "high": available(step / 10 * 1.15, n, k, m),
            }
            for n, place in enumerate(PLACES)
            for k, cut in enumerate(("tier1", "leaves"))
            for m, plants in enumerate(sets)
            for step in range(61)
        ]
    )


def coverage() -> pl.DataFrame:
    head = {"root": "bev", "year": 2021, "plants": "operating", "code": "", "basis": "inferred"}
    lines = {
        (r["place"], r["cut"], r["hours"]): r["available"]
        for r in curve().filter(pl.col("plants") == "operating").iter_rows(named=True)
    }
    rows = []
    for (place, (en, zh)), cut, hours, makers in itertools.product(
        PLACES.items(), ("tier1", "leaves"), HOURS, (1, 2)
    ):
        value = lines[place, cut, hours] / makers
        one = head | {"place": place, "place_en": en, "place_zh": zh, "cut": cut, "suppliers": makers}
        one |= {"reach": f"{hours:g}", "hours": hours}
        spread = {"range_low": value - 0.04, "range_high": min(1.0, value + 0.08)}
        rows.append(
            one
            | {"definition": "available", "value": value, "low": value, "high": min(1, value + 0.05)}
            | spread
        )
        bounds = {"low": value * 0.3, "high": value * 0.9}
        rows.append(one | {"definition": "available_capacity", "value": None} | bounds | spread)
        by_value = {
            "definition": "sourced_reach",
            "cut": "purchases",
            "value": None,
            "low": None,
            "high": None,
        }
        rows.append(one | by_value)
    return pl.DataFrame(rows, infer_schema_length=None)


def sites() -> pl.DataFrame:
    columns = ("plant", "name_en", "name_zh", "lon", "lat", "weight", "basis")
    return pl.DataFrame(
        [
            {"place": place, "firm": row[0], "weight_from": "capacity", "demand": 1e5 * row[5]}
            | dict(zip(columns, row, strict=True))
            for place, rows in SITES.items()
            for row in rows
        ]
    )


def near() -> pl.DataFrame:
    draw = np.random.default_rng(3)
    towns = list(TOWNS.values())
    rows = []
    for place, number in itertools.product(PLACES, range(240)):
        town = towns[number % 9]
        at = (town[2], town[3]) if number % 3 else tuple(draw.normal(town[2:4], 0.35))
        known = number % 40 != 7
        rows.append(
            {
                "place": place,
                "product": f"part_{number % 84}",
                "plant": f"plant_{number}",
                "name_en": f"Plant {number}",
                "name_zh": f"工厂{number}",
                "firm": f"firm_{number}",
                "lon": at[0] if known else None,
                "lat": at[1] if known else None,
                "hours": 1.5,
                "status": ("operating", "operating", "construction", "announced", "closed")[number % 5],
                "capacity": None,
                "basis": ("reported", "inferred", "synthetic")[number % 3],
                "share": 0.01,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def ring(lon: float, lat: float, hours: float) -> list[list[float]]:
    """A circle of 58 km an hour round a point, counter-clockwise and closed."""
    radius = hours * 58 / 111.2
    angles = np.linspace(0, 2 * np.pi, 49)
    ring = [
        [
            round(lon + radius * math.cos(a) / math.cos(math.radians(lat)), 4),
            round(lat + radius * math.sin(a), 4),
        ]
        for a in angles
    ]
    ring[-1] = ring[0]
    return ring


def areas(kind: str = "area") -> pl.DataFrame:
    rows = []
    for place, hours in itertools.product(PLACES, HOURS):
        lon, lat = SITES[place][0][3:5]
        geometry = {"type": "Polygon", "coordinates": [ring(lon, lat, hours)]}
        feature = {"type": "Feature", "properties": {"hours": hours}, "geometry": geometry}
        text = json.dumps({"type": "FeatureCollection", "features": [feature]})
        rows.append({"place": place, "kind": kind, "hours": hours, "geojson": text})
    return pl.DataFrame(rows)


def places() -> pl.DataFrame:
    columns = ("name_en", "name_zh", "lon", "lat", "kind")
    return pl.DataFrame([{"place": p, **dict(zip(columns, row, strict=True))} for p, row in TOWNS.items()])


def gaps_of(yangtze: Cluster) -> pl.DataFrame:
    nodes = explode(yangtze).filter((pl.col("tier") > 0) & (pl.col("kind") != "process"))
    nodes = nodes.unique("product", keep="first", maintain_order=True).sort("share", descending=True)
    rows = []
    for seed, place in enumerate(PLACES):
        draw = np.random.default_rng(seed)
        for n, node in enumerate(nodes.head(40).iter_rows(named=True)):
            status = ("gap", "thin", "no_plant_known", "covered")[int(draw.integers(4))]
            low, high = sorted(draw.random(2).round(3).tolist())
            if status == "no_plant_known":
                low, high = 0.0, 1.0
            if status in {"covered", "thin"}:
                low, high = (1.0, 1.0) if n % 2 else (0.8, 1.0)
            makers = 0 if status == "no_plant_known" else int(draw.integers(0, 12))
            rows.append(
                {
                    "place": place,
                    "root": "bev",
                    "rank": n + 1,
                    **{k: node[k] for k in ("product", "name_en", "name_zh", "share")},
                    "status": status,
                    "suppliers": makers,
                    "served_low": low,
                    "served_high": high,
                    "hhi_low": None if not makers else 1 / makers,
                    "hhi_high": None if not makers else min(1.0, 1 / makers + 0.2),
                    "nearest_hours": None if not makers else float(draw.random() * 3),
                    "hours": 3.0,
                    "score": node["share"] * (1.1 - low),
                    "score_value": node["share"],
                    "score_shortfall": 1 - low,
                    "score_concentration": 0.25 / max(makers, 1),
                    "basis": ("inferred", "synthetic", "reported")[n % 3],
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def waterfall_of(yangtze: Cluster) -> pl.DataFrame:
    nodes = explode(yangtze).filter(pl.col("tier") == 1).sort("share", descending=True)
    rows: list[dict[str, Any]] = []
    for place, rule in (("anhui", "rcep_rvc40"), ("anhui", "here"), ("lingang_special_area", "rcep_rvc40")):
        head = {"place": place, "root": "bev", "rule": rule, "product": None, "low": None, "high": None}
        plain = {"name_en": None, "name_zh": None}
        made = [head | plain | {"kind": "total", "value": 1.0}]
        left = 1.0
        for n, node in enumerate(nodes.iter_rows(named=True)):
            off = round(node["share"] * 0.8 * (0.2 + 0.5 * (n % 2)), 4)
            left -= off
            named = {k: node[k] for k in ("product", "name_en", "name_zh")}
            made.append(head | named | {"kind": "component", "value": -off})
        made.append(head | plain | {"kind": "unknown", "value": -0.12, "low": -0.12, "high": 0.0})
        left -= 0.12
        made.append(head | plain | {"kind": "result", "value": left, "low": left - 0.05, "high": left + 0.15})
        rows += [r | {"step": k} for k, r in enumerate(made)]
    return pl.DataFrame(rows, infer_schema_length=None)


def rules() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rule": ["rcep_rvc40", "here"],
            "name_en": ["RCEP regional value content, build-down", "Made in the place itself"],
            "name_zh": ["RCEP 区域价值成分（扣减法）", "本地制造"],
            "threshold": [0.4, None],
        }
    )


def origins() -> pl.DataFrame:
    shares = {
        "here": 0.34,
        "shanghai": 0.21,
        "hefei": 0.1,
        "elsewhere_in_case": 0.15,
        "rest": 0.08,
        "unknown": 0.12,
    }
    return pl.DataFrame(
        [
            {
                "place": place,
                "root": "bev",
                "product": "",
                "origin": o,
                "value": v,
                "low": v * 0.7,
                "high": v + 0.1,
            }
            for place in PLACES
            for o, v in shares.items()
        ]
    )


@pytest.fixture(scope="module")
def tables(yangtze: Cluster) -> dict[str, pl.DataFrame]:
    return {
        "tree": tree_of(yangtze),
        "curve": curve(),
        "coverage": coverage(),
        "sites": sites(),
        "near": near(),
        "areas": areas(),
        "places": places(),
        "gaps": gaps_of(yangtze),
        "waterfall": waterfall_of(yangtze),
        "rules": rules(),
        "origins": origins(),
    }


def texts(chart: Any) -> list[str]:
    drawn = ET.fromstring(figures.svg(chart))
    return [" ".join(t.itertext()) for t in drawn.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_figure_is_drawn_from_its_own_data_in_colours_that_have_a_look_by_night(
    tables: dict[str, pl.DataFrame], name: str, lang: str
) -> None:
    chart = figures.draw(tables, name, lang=lang)
    assert '"url"' not in json.dumps(chart.to_dict())
    drawn = figures.svg(chart)
    shown = texts(chart)
    assert any(CJK.search(t) for t in shown) == (lang == "zh")
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', drawn))
    assert used <= set(palette.NIGHT)
    assert not re.search(r'(?:fill|stroke)="(?:black|white|rgb|steelblue)', drawn)
    assert not [t for t in shown if "null" in t or "None" in t or "nan" in t.lower().split()]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_rows_or_without_figures_is_said_and_never_drawn(
    tables: dict[str, pl.DataFrame], name: str
) -> None:
    need = figures.FIGURES[name].NEEDS[0]
    with pytest.raises(StudyError, match="has no rows"):
        figures.draw(tables | {need: tables[need].clear()}, name)
    figure = {"share", "available", "value", "lon", "lat", "coverage_low", "coverage_high"}
    blank = tables[need].with_columns(
        pl.lit(None, dtype=pl.Float64).alias(c) for c in tables[need].columns if c in figure
    )
    with pytest.raises(StudyError, match=f"figure {name}: no "):
        figures.draw(tables | {need: blank}, name)


def test_a_bill_of_materials_without_coverage_says_which_study_has_it(yangtze: Cluster) -> None:
    with pytest.raises(StudyError, match="no coverage_low, coverage_high, coverage_status; it comes"):
        figures.draw({"tree": explode(yangtze)}, "coverage_icicle")


def test_words_of_statuses_and_cuts_are_those_of_the_study() -> None:
    study = pytest.importorskip("hinterland.chain.words")
    assert {k: (s.en, s.zh) for k, s in study.STATUS_WORDS.items()} == dict(pieces.STATUSES)
    assert {k: (s.en, s.zh) for k, s in study.CUT_NAMES.items() if k in pieces.CUTS} == dict(pieces.CUTS)
    assert set(palette.COVERAGE) == set(pieces.STATUSES) == set(pieces.PARTS)


@pytest.mark.parametrize("sight", MACHADO)
def test_colours_of_coverage_stay_apart_for_every_sight_and_carry_dark_ink(sight: str) -> None:
    tones = palette.COVERAGE.values()
    night = palette.NIGHT[palette.PAPER]
    for colours in ([t.mark for t in tones] + [palette.PAPER], [t.night_fill for t in tones] + [night]):
        for one, other in itertools.combinations(colours, 2):
            assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 15
    for tone in tones:
        assert (
            min(palette.contrast(tone.mark, tone.ink), palette.contrast(tone.night_fill, tone.night_ink))
            >= 4.5
        )
        assert palette.NIGHT[tone.mark] == tone.night_fill
        assert palette.NIGHT[tone.ink] == tone.night_ink
    looks = palette.PLANTS.values()
    assert len({s.dash for s in looks}) == len({s.shape for s in looks}) == len(looks)
    assert all(
        palette.contrast(palette.PAPER, s.mark) >= 4.5 and palette.NIGHT[s.mark] == s.night for s in looks
    )


share = st.one_of(st.none(), st.floats(0, 1))


@given(share, share, st.sampled_from([*pieces.STATUSES, None]))
def test_parts_of_a_bar_fill_it_without_gaps_and_unknown_is_neither_covered_nor_not(
    low: float | None, high: float | None, status: str | None
) -> None:
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    parts = pieces.segments(low, high, status)
    if low is None and high is None:
        assert parts == []
        return
    assert math.isclose(sum(end - start for start, end, _ in parts), 1, abs_tol=1e-6)
    assert all(a[1] <= b[0] + 1e-8 for a, b in itertools.pairwise(parts))
    width = {tone: end - start for start, end, tone in parts}
    firm = width.get("thin" if status == "thin" else "covered", 0.0)
    assert firm == pytest.approx(low or 0.0, abs=1e-8)
    assert width.get("gap", 0.0) == pytest.approx(1 - (1.0 if high is None else high), abs=1e-8)


@given(st.floats(0.5, 400), st.floats(0.5, 400))
def test_hatching_stays_inside_its_box_and_slants_evenly(width: float, height: float) -> None:
    path = pieces.hatching(width, height)
    lines = re.findall(r"M(-?[\d.]+),(-?[\d.]+)L(-?[\d.]+),(-?[\d.]+)", path)
    assert lines
    assert len(lines) <= (width + height) / pieces.HATCH + 1
    for x1, y1, x2, y2 in (map(float, line) for line in lines):
        assert max(abs(x1), abs(x2)) <= width / 2 + 0.06
        assert max(abs(y1), abs(y2)) <= height / 2 + 0.06
        assert x2 - x1 == pytest.approx(y1 - y2, abs=0.21)


def small_tree() -> pl.DataFrame:
    head = {"place": "here", "root": "car", "tier": 1, "path_basis": "observed"}
    rows = [
        {"path": "car", "product": "car", "name_en": "Car", "name_zh": "车", "share": 1.0, "tier": 0},
        {"path": "car/a", "product": "a", "name_en": "A", "name_zh": "甲", "share": 0.5}
        | {"coverage_low": 0.5, "coverage_high": 0.75, "coverage_status": "gap"},
        {"path": "car/b", "product": "b", "name_en": "B", "name_zh": "乙", "share": 0.3}
        | {"coverage_low": 1.0, "coverage_high": 1.0, "coverage_status": "covered"},
        {"path": "car/c", "product": "c", "name_en": "C", "name_zh": "丙", "share": 0.2},
    ]
    return pl.DataFrame([head | r for r in rows], infer_schema_length=None)


def test_areas_of_one_tier_add_up_to_its_coverage_and_value_added_stays_blank() -> None:
    rows = coverage_icicle._placed(small_tree(), "en")
    by_name = {r["name"]: r for r in rows}
    sure = sum(r["height"] * (e - s) for r in rows for s, e, t in r["parts"] if t == "covered")
    unknown = sum(r["height"] * (e - s) for r in rows for s, e, t in r["parts"] if t == "no_plant_known")
    assert sure / coverage_icicle.HEIGHT == pytest.approx(0.5 * 0.5 + 0.3)
    assert unknown / coverage_icicle.HEIGHT == pytest.approx(0.5 * 0.25)
    assert by_name["C"]["parts"] == by_name["Car"]["parts"] == []
    assert by_name["C"]["ink"] == palette.INK
    shown = texts(figures.draw({"tree": small_tree()}, "coverage_icicle"))
    assert {"covered", "not covered", "cannot be told (hatched)", "A", "✕", "here: Car"} <= set(shown)
    assert "covered, but thin" not in shown


def test_icicle_shows_two_places_with_their_names_and_says_that_more_are_in_the_table(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = texts(figures.draw(tables, "coverage_icicle"))
    assert sum(t.startswith(("Anhui: ", "Lin-gang Special Area: ")) for t in shown) == 2
    assert any("within 3 h by road" in t for t in shown)
    third = small_tree().select(pl.all()).with_columns(place=pl.lit("third"))
    three = pl.concat([tables["tree"], third], how="diagonal_relaxed")
    assert any(
        "1 more place is in the table" in t for t in texts(figures.draw({"tree": three}, "coverage_icicle"))
    )


def test_curve_has_a_picture_a_place_and_cut_with_marks_only_where_they_were_asked(
    tables: dict[str, pl.DataFrame],
) -> None:
    chart = figures.draw(tables, "coverage_curve").to_dict()
    rows = next(iter(chart["datasets"].values())) if "datasets" in chart else chart["data"]["values"]
    keys = {r["key"] for r in rows}
    assert len(keys) == 4
    dots = [r for r in rows if r["kind"] == "dot"]
    assert sorted({r["hours"] for r in dots}) == list(HOURS)
    assert len(dots) == len(HOURS) * len(keys)
    assert {r["kind"] for r in rows} >= {"band", "bar", "line operating", "line announced"}
    bars = {r["hours"] for r in rows if r["kind"] == "bar"}
    assert bars == {h + 0.16 for h in HOURS}
    alone = figures.draw({"curve": tables["curve"]}, "coverage_curve")
    assert not any("hin lines" in t or "Grey bars" in t for t in texts(alone))


def test_what_is_only_known_as_an_interval_is_a_line_without_a_dot() -> None:
    seen = coverage().with_columns(value=pl.lit(None, dtype=pl.Float64))
    marks = coverage_curve._marks(seen, "anhui", "tier1", 6.0)
    assert {m["kind"] for m in marks} == {"dot", "bar"}
    assert all(m["value"] is None and m["low"] <= m["high"] for m in marks)


positions = st.tuples(st.floats(100, 125), st.floats(20, 45))


@given(st.lists(positions, min_size=1, max_size=12))
def test_map_holds_its_points_and_keeps_angles(points: list[tuple[float, float]]) -> None:
    view = mercator.Map.around(points, 640, 620)
    assert 250 <= view.height <= 621
    for lon, lat in points:
        x, y = view.px(lon, lat)
        assert -1e-6 <= x <= view.width + 1e-6
        assert -1e-6 <= y <= view.height + 1e-6
    lon, lat = (view.west + view.east) / 2, (view.south + view.north) / 2
    step = 1e-4
    x0, y0 = view.px(lon, lat)
    east = view.px(lon + step / math.cos(math.radians(lat)), lat)[0] - x0
    north = y0 - view.px(lon, lat + step)[1]
    assert east == pytest.approx(north, rel=0.01)


def test_bar_of_scale_is_as_long_as_its_kilometres() -> None:
    view = mercator.Map.around([(117.0, 30.0), (119.0, 32.0)], 640, 620)
    km, long = view.bar()
    lat = (view.south + view.north) / 2
    degrees = km / (111.195 * math.cos(math.radians(lat)))
    assert long == pytest.approx(view.px(118 + degrees, lat)[0] - view.px(118, lat)[0], rel=1e-3)
    assert km in mercator.ROUND
    assert long <= 160


@given(
    st.lists(
        st.builds(
            mercator.Label, st.floats(0, 400), st.floats(0, 300), st.text("ab 合肥", min_size=1, max_size=20)
        ),
        max_size=25,
    )
)
def test_labels_on_the_map_never_cover_each_other_nor_leave_it(labels: list[mercator.Label]) -> None:
    placed = mercator.fitted(labels, [(100, 100, 140, 140)], 11, 400, 300)
    boxes = [(100.0, 100.0, 140.0, 140.0)]
    for label in placed:
        long = palette.wide(label["text"], 11) * 1.1
        boxes.append((label["x"], label["y"] - 6.5, label["x"] + long, label["y"] + 6.5))
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] + 1e-6 or other[2] <= one[0] + 1e-6
        assert apart or one[3] <= other[1] + 1e-6 or other[3] <= one[1] + 1e-6
    assert all(b[0] >= -1e-6 and b[2] <= 400 + 1e-6 and b[1] >= -1e-6 and b[3] <= 300 + 1e-6 for b in boxes)


def test_polygons_of_every_kind_of_geojson_are_read_with_their_holes() -> None:
    outer, hole = ring(117, 31, 2), ring(117, 31, 1)[::-1]
    polygon = {"type": "Polygon", "coordinates": [outer, hole]}
    both = {"type": "MultiPolygon", "coordinates": [[outer, hole], [outer]]}
    features = [{"type": "Feature", "geometry": g} for g in (polygon, both, None)]
    assert [len(p) for p in mercator.polygons({"type": "FeatureCollection", "features": features})] == [
        2,
        2,
        1,
    ]
    assert [
        len(p) for p in mercator.polygons(json.dumps({"type": "GeometryCollection", "geometries": [both]}))
    ] == [
        2,
        1,
    ]
    assert list(mercator.polygons({"type": "Point", "coordinates": [0, 0]})) == []


def test_synthetic_plants_are_hollow_and_plants_that_are_not_drawn_are_counted(
    tables: dict[str, pl.DataFrame],
) -> None:
    plants = reach_map._plants(tables["near"].filter(pl.col("place") == "anhui"))
    assert len(plants) == 192  # a fifth of 240 is closed
    view = mercator.Map.around([(115.0, 28.0), (123.0, 34.0)], 640, 620)
    marks = reach_map._merged([p for p in plants if view.holds(p["lon"], p["lat"])], view)
    assert sum(m["count"] for m in marks) == sum(view.holds(p["lon"], p["lat"]) for p in plants)
    assert sum(m["count"] for m in marks if m["hollow"]) == sum(
        view.holds(p["lon"], p["lat"]) and p["basis"] == "synthetic" for p in plants
    )
    shown = texts(figures.draw(tables, "reach_map"))
    assert {"4 h", "100 km", "hollow: synthetic, no real plant", "Tesla (Shanghai)", "Nanjing"} <= set(shown)
    assert any(re.search(r"\d+ plants lie outside the map. \d+ plants have no position", t) for t in shown)


def test_map_without_areas_is_fitted_to_assemblers_and_plants(tables: dict[str, pl.DataFrame]) -> None:
    shown = texts(figures.draw(tables | {"areas": tables["areas"].clear()}, "reach_map", lang="zh"))
    assert "4 小时" not in shown
    assert not any("图外" in t for t in shown)
    circles = tables | {"areas": areas("circle")}
    assert "4 小时" in texts(figures.draw(circles, "reach_map", lang="zh"))


def test_gap_table_shows_fifteen_rows_of_a_place_by_rank_and_says_what_is_unknown(
    tables: dict[str, pl.DataFrame],
) -> None:
    mixed = tables | {"gaps": tables["gaps"].sample(fraction=1.0, shuffle=True, seed=1)}
    shown = texts(figures.draw(mixed, "gap_table"))
    assert shown.count("15") == 2
    assert "16" not in shown
    assert "25 more products are in the table" in shown
    assert {"unknown", "no plant known", "gap", "thin", "covered", "synthetic"} <= set(shown)
    assert any("(1 − shortfall)" in t for t in shown)
    assert [gap_table.between(*pair) for pair in ((None, None), (0.3, 0.3), (0.314, 0.6), (None, 0.5))] == [
        "–",
        "0.30",
        "0.31–0.60",
        "0.00–0.50",
    ]


def test_a_gap_whose_service_nobody_knows_is_hatched_over_its_whole_length() -> None:
    row = {"served_low": None, "served_high": None, "status": None, "share": 0.2}
    (box,) = gap_table._boxes(row, 0, 0.4, "en")
    assert box["tone"] == "no_plant_known"
    assert box["right"] - box["left"] == pytest.approx(gap_table.BAR / 2)


def test_steps_of_a_waterfall_lead_from_the_price_to_the_content(tables: dict[str, pl.DataFrame]) -> None:
    part = tables["waterfall"].filter((pl.col("place") == "anhui") & (pl.col("rule") == "here"))
    drawn = content_waterfall.steps(part, "en")
    assert drawn[0]["from"] == 0
    assert drawn[-1]["to"] == pytest.approx(drawn[-2]["to"])
    assert all(b["from"] == pytest.approx(a["to"]) for a, b in itertools.pairwise(drawn[:-1]))
    unknown = drawn[-2]
    assert (unknown["low"], unknown["high"]) == pytest.approx((unknown["to"], unknown["from"]))


def test_small_components_of_a_waterfall_are_one_step_and_nothing_is_lost() -> None:
    head = {"kind": "component", "product": "p", "name_en": "P", "name_zh": "件", "low": None, "high": None}
    cut = [0.001 * k for k in range(1, 31)]
    rows = [head | {"kind": "total", "value": 1.0}, *(head | {"value": -v} for v in cut)]
    rows.append(head | {"kind": "result", "value": 1 - sum(cut)})
    drawn = content_waterfall.steps(pl.DataFrame(rows, infer_schema_length=None), "en")
    assert len(drawn) == 2 + content_waterfall.STEPS + 1
    assert drawn[-2]["name"] == "18 smaller components"
    assert drawn[-2]["to"] == pytest.approx(drawn[-1]["to"])


def test_waterfall_shows_the_threshold_of_its_rule_and_none_where_there_is_none(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = texts(figures.draw(tables, "content_waterfall"))
    assert shown.count("threshold 40%") == 2
    assert "Anhui · Made in the place itself" in shown
    alone = texts(figures.draw({"waterfall": tables["waterfall"]}, "content_waterfall"))
    assert not any(t.startswith("threshold") for t in alone)
    assert "anhui · rcep rvc40" in alone
    one = tables["waterfall"].filter(pl.col("rule") == "here")
    many = pl.concat([one.with_columns(rule=pl.lit(f"rule_{k}")) for k in range(5)])
    shown = texts(figures.draw({"waterfall": many}, "content_waterfall"))
    assert any("1 more waterfall is in the table" in t for t in shown)
    assert "anhui · rule 4" not in shown
    both = pl.concat([many, one.with_columns(place=pl.lit("elsewhere"))])
    assert "elsewhere · here" in texts(figures.draw({"waterfall": both}, "content_waterfall"))


def test_origins_end_with_the_unknown_and_are_named_after_their_places(
    tables: dict[str, pl.DataFrame],
) -> None:
    shown = texts(figures.draw(tables, "origins_bars"))
    wanted = ["here", "Shanghai", "elsewhere in the case", "Hefei", "rest of the world", "unknown origin"]
    first = [t for t in shown if t in wanted][: len(wanted)]
    assert first == wanted
    assert "34.0% (24–44%)" in shown


def test_several_products_of_a_place_have_pictures_of_their_own(tables: dict[str, pl.DataFrame]) -> None:
    two = pl.concat([tables["gaps"], tables["gaps"].with_columns(root=pl.lit("electric_bus"))])
    shown = texts(figures.draw(tables | {"gaps": two}, "gap_table"))
    assert "Anhui · electric bus: gaps by score" in shown
    assert "1 more place is in the table" not in shown[:3]
