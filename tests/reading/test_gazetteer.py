from __future__ import annotations

from importlib.resources import files

import polars as pl
import pytest

from hinterland.cluster import Cluster
from hinterland.reading.gazetteer import NOTHING, Known, find, han_names, longest


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Hungary", "country", "HU"),
        ("UK", "country", "GB"),
        ("Turkey", "country", "TR"),
        ("印尼", "country", "ID"),
        ("Anhui", "region", "CN"),
        ("Anhui Province", "region", "CN"),
        ("安徽省", "region", "CN"),
        ("广西壮族自治区", "region", "CN"),
        ("Gujarat", "region", "IN"),
        ("Southeast Asia", "region", "XX"),
        ("长三角", "region", "XX"),
        ("Hefei", "city", "CN"),
        ("合肥", "city", "CN"),
        ("合肥市", "city", "CN"),
        ("Lu'an", "city", "CN"),
        ("Győr", "city", "HU"),
        ("Gyor", "city", "HU"),
        ("Cologne", "city", "DE"),
        ("德布勒森", "city", "HU"),
        ("Ho Chi Minh City", "city", "VN"),
        ("长丰县", "district", "CN"),
        ("包河区", "district", "CN"),
        ("浦东新区", "region", "CN"),
    ],
)
def test_places_are_found_by_their_names(name: str, kind: str, country: str) -> None:
    assert (find(name)[0].kind, find(name)[0].country) == (kind, country) or country == "XX"


@pytest.mark.parametrize("name", ["", "a", "Of", "hungary", "no such place", "x" * 100_000, "省", "市"])
def test_other_words_are_no_places(name: str) -> None:
    assert find(name) == ()


@pytest.mark.parametrize(
    ("name", "doubt"),
    [("Reading", True), ("Mobile", True), ("Orange", True), ("Hefei", False), ("和平", True)],
)
def test_names_that_are_words_too_are_marked(name: str, doubt: bool) -> None:
    assert find(name)[0].ambiguous is doubt


def test_the_largest_city_of_a_name_comes_first() -> None:
    people = [p.population for p in find("San Jose") if p.kind == "city"]
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    ("text", "at", "end"),
    [
        ("在安徽省合肥市长丰县", 1, 4),
        ("在安徽省合肥市长丰县", 4, 7),
        ("在安徽省合肥市长丰县", 7, 10),
        ("合肥长丰", 0, 2),
        ("工厂", 0, 0),
        ("", 0, 0),
        ("合肥", 5, 5),
    ],
)
def test_the_longest_name_is_found_in_running_han_text(text: str, at: int, end: int) -> None:
    assert longest(text, at)[0] == end


def test_han_names_say_which_are_ambiguous() -> None:
    names = han_names()
    assert names["合肥"] is False
    assert names["和平"] is True
    assert "Hefei" not in names


def test_tables_say_where_they_come_from_and_are_sorted() -> None:
    for table in ("countries", "cities", "china"):
        lines = (files("hinterland.reading.gazetteer") / f"data/{table}.tsv").read_text("utf-8").splitlines()
        head = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        assert "CC BY 4.0" in "".join(head)
        assert all(len(row) == 5 for row in rows)
        assert rows == sorted(rows, key=lambda r: (r[3], r[2], r[0], r[1]))


def test_regions_have_five_columns() -> None:
    lines = (files("hinterland.reading.gazetteer") / "data/regions.tsv").read_text("utf-8").splitlines()
    assert all(line.count("\t") == 4 for line in lines if not line.startswith("# ") or "names_en" in line)


def test_a_case_brings_its_names_in_both_languages() -> None:
    cluster = Cluster.of(
        {
            "firms": pl.DataFrame({"firm": ["tisza"], "name_en": ["Tisza Cell"], "name_zh": ["蒂萨电芯"]}),
            "places": pl.DataFrame(
                {"place": ["oasis"], "name_en": ["Oasis Park"], "name_zh": ["绿洲"], "kind": ["park"]}
            ),
            "aliases": pl.DataFrame(
                {
                    "id": ["tisza", "tisza", "cells"],
                    "name": ["Tisza", "91310000", "Cells"],
                    "scheme": ["short_name", "credit_code", "name"],
                    "from": ["2020-01-01"] * 3,
                }
            ),
            "needs": pl.DataFrame(
                {"need": ["n1", "n2"], "organisation": ["Guohua Institute", ""], "firm": [None, "tisza"]}
            ),
        }
    )
    assert Known.of_cluster(cluster).names == {
        "Tisza Cell": ("organisation", "tisza"),
        "蒂萨电芯": ("organisation", "tisza"),
        "Oasis Park": ("place", "oasis"),
        "绿洲": ("place", "oasis"),
        "Tisza": ("organisation", "tisza"),
        "Guohua Institute": ("organisation", ""),
    }
    assert NOTHING.names == {}
