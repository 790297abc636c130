"""Tables of countries, regions, cities and districts, and the look-up of a name in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

PlaceKind = Literal["country", "region", "city", "district"]
TABLES = ("countries.tsv", "regions.tsv", "cities.tsv", "china.tsv")
ENDINGS_EN = (
    " Province", " City", " Prefecture", " County", " District", " State", " Municipality", " Region", " Voivodeship",
    " province", " city", " prefecture", " county", " district", " state", " municipality", " region",
)  # fmt: skip
ENDINGS_ZH = "省市区县州邦府郡道"
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    Attributes
    ----------
    name, zh
        Its first name in English and in Chinese, "" where the tables have none.
    kind
        "region" for states, provinces and the like, new areas, and regions of several countries.
    country
        ISO 3166 code of two letters, "XX" for regions of several countries.
    population
        0 where it is not known.
    ambiguous
        Whether the name looked up is also a word or a given name: only its context says that a place is meant.
    """

    name: str
    kind: PlaceKind
    country: str
    population: int
    zh: str = ""
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Tables:
    rows: tuple[tuple[str, ...], ...]
    names: dict[str, tuple[int, ...]]
    doubtful: frozenset[str]
    reach: dict[str, int]
    """Length of the longest Han name that begins with a character."""


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    rows: list[tuple[str, ...]] = []
    names: dict[str, tuple[int, ...]] = {}
    doubtful: set[str] = set()
    reach: dict[str, int] = {}
    folder = files("hinterland.reading.gazetteer") / "data"
    for table in TABLES:
        for line in (folder / table).read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            row = tuple(line.split("\t"))
            at = (len(rows),)
            rows.append(row)
            for column in row[:2]:
                for name in column.split(";") if column else ():
                    bare = name
                    if name[0] == "?":
                        bare = name[1:]
                        doubtful.add(bare)
                    names[bare] = names.get(bare, ()) + at
            if row[1]:
                for name in row[1].replace("?", "").split(";"):
                    if reach.get(name[0], 0) < len(name):
                        reach[name[0]] = len(name)
    return _Tables(tuple(rows), names, frozenset(doubtful), reach)


@lru_cache(maxsize=4096)
def _places(name: str) -> tuple[Place, ...]:
    tables = _tables()
    found = [_place(tables, i, name) for i in tables.names.get(name, ())]
    order = {"country": 0, "region": 1, "city": 2, "district": 3}
    return tuple(sorted(found, key=lambda p: (order[p.kind], -p.population, p.country)))


def _place(tables: _Tables, row: int, name: str) -> Place:
    english, chinese, kind, country, people = tables.rows[row]
    first = english.split(";")[0].lstrip("?")
    han = chinese.split(";")[0].lstrip("?")
    doubt = name in tables.doubtful and "?" + name in (*english.split(";"), *chinese.split(";"))
    return Place(first, kind, country, int(people), han, doubt)  # type: ignore[arg-type]


def find(name: str) -> tuple[Place, ...]:
    """Return the places of a name, countries first, then regions, then cities by their population.

    Capitals count. Words that only say what sort of place it is may follow (Province, City, 省, 市).
    """
    if not 1 < len(name) <= LONGEST_NAME:
        return ()
    found = _places(name)
    if found:
        return found
    for ending in ENDINGS_EN if name.endswith(ENDINGS_EN) else ():
        if name.endswith(ending):
            return _places(name.removesuffix(ending))
    if name[-1] in ENDINGS_ZH and len(name) > 2:
        return _places(name[:-1])
    return ()


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return the first English name of every country by its code."""
    return {
        row[3]: row[0].split(";")[0].lstrip("?") for row in _tables().rows if row[2] == "country" and row[0]
    }


def country_of(name: str) -> str:
    """Return the English name of the country that a place lies in or is, "" where the tables do not say."""
    found = find(name)
    return _countries().get(found[0].country, "") if found else ""


@lru_cache(maxsize=1)
def han_names() -> Mapping[str, bool]:
    """Return every name in Han characters, and whether it is ambiguous in all of its places."""
    tables = _tables()
    return {
        name: name in tables.doubtful and all("?" + name in tables.rows[i][1].split(";") for i in rows)
        for name, rows in tables.names.items()
        if "\u3400" <= name[0] <= "\u9fff"
    }


def longest(text: str, at: int) -> tuple[int, tuple[Place, ...]]:
    """Return the end of the longest name of Han characters that begins at `at`, and its places; (at, ()) if none."""
    tables = _tables()
    most = min(tables.reach.get(text[at : at + 1], 0), len(text) - at)
    for length in range(most, 1, -1):
        if text[at : at + length] in tables.names:
            return at + length, _places(text[at : at + length])
    return at, ()
