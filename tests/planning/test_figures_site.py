"""The figure of ranked parks: both languages, marks beside colours, what is not known, and what cannot be drawn."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from site_case import DAY, TABLES, case

from hinterland import figures, words
from hinterland.errors import StudyError
from hinterland.figures import palette
from hinterland.figures.site_terms import LOOKS, MOST
from hinterland.planning.site import Options, site
from hinterland.planning.site.words import TERMS

if TYPE_CHECKING:
    from hinterland.result import Result

CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def result() -> Result:
    """All three parks, of which one is known by few terms, on synthetic land."""
    made_up = [{**r, "basis": "synthetic"} for r in TABLES["free_land"]]
    return site(case(free_land=made_up), "seats", as_of=DAY, options=Options(places=("land",), draws=100))


def texts(chart: Any) -> list[str]:
    drawn = ET.fromstring(figures.svg(chart))
    return [" ".join(t.itertext()) for t in drawn.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_it_is_drawn_from_its_own_data_in_colours_that_have_a_look_by_night(
    result: Result, lang: str
) -> None:
    chart = figures.draw(result, "site_terms", lang=lang)
    assert '"url"' not in json.dumps(chart.to_dict())
    shown = texts(chart)
    assert any(CJK.search(t) for t in shown) == (lang == "zh")
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', figures.svg(chart)))
    assert used <= set(palette.NIGHT)
    assert not [t for t in shown if "null" in t or "None" in t or "nan" in t.lower().split()]


def test_it_tells_scores_ranges_signs_and_what_is_not_known(result: Result) -> None:
    shown = " | ".join(texts(figures.draw(result, "site_terms")))
    for row in result["parks"].iter_rows(named=True):
        assert f"{row['rank']}. {row['place_en']}" in shown
        assert f"{row['score']:.2f}" in shown
    assert "not known: talent, research and training, test services" in shown
    assert "range: unknown terms at worst and best" in shown
    assert "*" in shown
    assert "◇ rests on synthetic rows" in shown


def test_bars_are_as_long_as_the_parts_of_the_score(result: Result) -> None:
    data = json.dumps(figures.draw(result, "site_terms").to_dict())
    boxes = [r for rows in json.loads(data)["datasets"].values() for r in rows if "fill" in r and "x2" in r]
    whole = sum(r["x2"] - r["x"] for r in boxes)
    assert whole == pytest.approx(640 * result["parks"]["score"].sum())


def test_every_term_but_the_price_of_land_has_a_look_and_marks_differ() -> None:
    assert set(LOOKS) == set(TERMS) - {"land_cost"}
    assert len({look.shape for look in LOOKS.values()}) == len(LOOKS)


def test_more_parks_than_fit_are_counted(result: Result) -> None:
    park = result["parks"].head(1)
    many = pl.concat([park.with_columns(rank=pl.lit(n, pl.Int64)) for n in range(1, MOST + 3)])
    tables = dict(result.tables) | {"parks": many}
    assert f"The first {MOST} of {MOST + 2} parks" in " ".join(texts(figures.draw(tables, "site_terms")))


def test_without_scores_nothing_is_drawn(result: Result) -> None:
    with pytest.raises(StudyError, match="has no rows"):
        figures.draw(dict(result.tables) | {"parks": result["parks"].clear()}, "site_terms")
    blank = result["parks"].with_columns(score=pl.lit(None, pl.Float64))
    with pytest.raises(StudyError, match="figure site_terms: no park"):
        figures.draw(dict(result.tables) | {"parks": blank}, "site_terms")
