"""Small chain cases: a finished product, what it is made of, who assembles it in one province, who could supply it.

`Tables` are rows by table; tests change rows and make a cluster of them again. `chains()` draws them with unknown
capacities, positions and sizes, plants at every stage, and recipes of up to two tiers.
"""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl
from hypothesis import strategies as st

from hinterland.chain.measured import Nearby, measure
from hinterland.chain.scope import Scope, scope
from hinterland.cluster import Cluster
from hinterland.frames import schema_of
from hinterland.ground.parts import parts
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]

DAY = date(2024, 6, 30)
PLACE, ROOT = "north", "car"
HOURS = (1.0, 2.0, 4.0)
OPEN = {"opened": "2020-01-01"}
STAGES: dict[str, Row] = {
    "operating": OPEN,
    "construction": {"announced": "2022-01-01", "construction": "2023-01-01"},
    "announced": {"announced": "2024-01-01"},
    "opens_later": {"announced": "2023-05-05", "opened": "2024-07-01"},
    "closed": {"opened": "2015-01-01", "closed": "2022-01-01"},
    "cancelled": {"announced": "2021-01-01", "closed": "2023-01-01"},
    "undated": {},
}
"""Dates of a plant by what it is on `DAY`; `opens_later` is announced then."""

PLACES: list[Row] = [
    {"place": "land", "kind": "country", "lon": 117.0, "lat": 31.0},
    {"place": "north", "kind": "province", "parent": "land", "lon": 117.0, "lat": 32.0},
    {"place": "south", "kind": "province", "parent": "land", "lon": 117.0, "lat": 30.0},
    {"place": "a", "kind": "city", "parent": "north", "lon": 117.0, "lat": 32.0},
    {"place": "b", "kind": "city", "parent": "north", "lon": 117.5, "lat": 32.2},
    {"place": "c", "kind": "city", "parent": "north", "lon": 118.6, "lat": 32.5},
    {"place": "d", "kind": "city", "parent": "south", "lon": 117.1, "lat": 31.4},
    {"place": "e", "kind": "city", "parent": "south", "lon": 118.0, "lat": 29.5},
    {"place": "abroad", "kind": "country"},
]
INSIDE, OUTSIDE = ("a", "b", "c"), ("d", "e")


def cluster(tables: Tables) -> Cluster:
    """The cluster of these rows."""
    return Cluster.of(
        {
            name: pl.DataFrame(rows, schema_overrides=_types(name, rows))
            for name, rows in tables.items()
            if rows
        }
    )


def _types(table: str, rows: Sequence[Row]) -> dict[str, pl.DataType]:
    used = {key for row in rows for key in row}
    return {name: kind for name, kind in schema_of(TABLES[table]).items() if name in used}


def plant(name: str, product: str, place: str | None, **more: Any) -> Row:
    """An operating plant of firm `f_NAME`, unless `more` says otherwise."""
    row: Row = {"plant": name, "firm": f"f_{name}", "product": product, "place": place, "basis": "reported"}
    return row | (OPEN if not STAGE_COLUMNS & more.keys() else {}) | more


STAGE_COLUMNS = {"announced", "construction", "opened", "closed"}


def recipe(product: str, part: str, share: float | None, **more: Any) -> Row:
    return {
        "product": product,
        "process": "p",
        "input": part,
        "value_share": share,
        "basis": "reported",
    } | more


def tables_of(
    plants: Sequence[Row],
    recipes: Sequence[Row] = (),
    *,
    units: dict[str, str] | None = None,
    prices: dict[str, float] | None = None,
    **more: list[Row],
) -> Tables:
    """The tables of a case with these plants; products are those that the recipes (default: one part) name."""
    recipes = recipes or [recipe(ROOT, "part", 0.8)]
    names = dict.fromkeys([ROOT, *(n for r in recipes for n in (r["product"], r["input"]))])
    products = [
        {
            "product": n,
            "kind": "final" if n == ROOT else "process" if n.startswith("work") else "component",
            "unit": (units or {}).get(n, "set"),
            "unit_price": (prices or {}).get(n),
        }
        for n in names
    ]
    firms = sorted({r["firm"] for r in plants if r["firm"]})
    return {
        "places": copy.deepcopy(PLACES),
        "firms": [{"firm": f} for f in firms],
        "products": products,
        "recipes": list(recipes),
        "plants": list(plants),
        **more,
    }


def scope_of(tables: Tables, *, place: str = PLACE, **options: Any) -> Scope:
    """The scope of a place on `DAY`."""
    case = cluster(tables)
    return scope(case, place, parts(case, ROOT), **({"day": DAY} | options))


def near(tables: Tables, *, firms: int = 1, hours: Sequence[float] = HOURS, **options: Any) -> Nearby:
    """What is near a place on `DAY`."""
    case = cluster(tables)
    return measure(case, scope(case, PLACE, parts(case, ROOT), **({"day": DAY} | options)), hours, firms)


def sizes() -> st.SearchStrategy[float | None]:
    """Capacities: unknown, nothing, much."""
    return st.sampled_from([None, None, 0.0, 1.0, 30.0, 100.0, 250.0, 1000.0])


@st.composite
def recipes(draw: st.DrawFn) -> list[Row]:
    """One to three parts of one to two tiers, perhaps a process row, some quantities."""
    rows: list[Row] = []
    for i in range(draw(st.integers(1, 3))):
        quantity = draw(st.sampled_from([None, 1.0, 2.0, 4.0]))
        rows.append(recipe(ROOT, f"p{i}", draw(st.sampled_from([0.05, 0.2, 0.3])), quantity=quantity))
        count = draw(st.integers(0, 2))
        rows += [recipe(f"p{i}", f"p{i}{j}", draw(st.sampled_from([0.1, 0.4]))) for j in range(count)]
    if draw(st.booleans()):
        rows.append(recipe(ROOT, "work", 0.1))
    return rows


@st.composite
def plants_of(draw: st.DrawFn, product: str, name: str, *, stages: Sequence[str], made_up: bool) -> Row:
    """One plant somewhere, perhaps without a place that has a position."""
    place = draw(st.sampled_from([*INSIDE, *OUTSIDE, "abroad"]))
    row: Row = {
        "plant": name,
        "firm": draw(st.sampled_from(["f1", "f2", "f3"])),
        "product": product,
        "place": place,
        "basis": draw(st.sampled_from(["reported", "observed", "synthetic" if made_up else "reported"])),
        "capacity": draw(sizes()),
        **STAGES[draw(st.sampled_from(list(stages)))],
    }
    if draw(st.integers(0, 3)) == 0:
        row |= {"lon": draw(st.floats(116, 119)), "lat": draw(st.floats(30, 33))}
    return row


@st.composite
def assemblers(draw: st.DrawFn, known: bool = False) -> list[Row]:
    """One to three assembling plants in the province, perhaps of unknown size."""
    rows = []
    for i in range(draw(st.integers(1, 3))):
        size = {"capacity": draw(st.sampled_from([40.0, 100.0, 300.0]))}
        if not known:
            size = {"capacity": draw(sizes()), "output": draw(st.sampled_from([None, None, 50.0]))}
        rows.append(plant(f"asm{i}", ROOT, draw(st.sampled_from(INSIDE)), firm=f"maker{i % 2}", **size))
    return rows


@st.composite
def chains(
    draw: st.DrawFn,
    *,
    most: int = 7,
    stages: Sequence[str] = tuple(STAGES),
    known_sizes: bool = False,
    made_up: bool = False,
    bought: bool = False,
) -> Tables:
    """Tables of a whole case; `known_sizes` are those of the assembling plants; `bought` adds supplies."""
    bill = draw(recipes())
    components = list(dict.fromkeys(r["input"] for r in bill if r["input"] != "work"))
    plants = draw(assemblers(known_sizes))
    for i in range(draw(st.integers(0, most))):
        product = draw(st.sampled_from(components))
        plants.append(draw(plants_of(product, f"s{i}", stages=stages, made_up=made_up)))
    prices = {p: 10.0 for p in components if draw(st.booleans())}
    more = {"supplies": draw(supplies(components))} if bought else {}
    return tables_of(plants, bill, prices=prices, **more)


@st.composite
def supplies(draw: st.DrawFn, products: Sequence[str]) -> list[Row]:
    """Some deliveries between suppliers, assemblers and strangers; one a key."""
    rows: dict[tuple[Any, ...], Row] = {}
    for _ in range(draw(st.integers(0, 6))):
        row: Row = {
            "supplier": draw(st.sampled_from(["f1", "f2", "f3", "stranger"])),
            "customer": draw(st.sampled_from(["maker0", "maker1", "other"])),
            "product": draw(st.sampled_from(list(products))),
            "year": draw(st.sampled_from([2022, 2023, 2024, 2025])),
            "value": draw(st.sampled_from([None, 0.0, 100.0, 250.0, 4000.0])),
            "basis": draw(st.sampled_from(["reported", "reported", "synthetic"])),
        }
        rows[row["supplier"], row["customer"], row["product"], row["year"]] = row
    return list(rows.values())


def two_towns(*plants: Row, more: dict[str, Any] | None = None, **changes: Any) -> Tables:
    """Assemblers of 100 in `a` and 300 in `b`; part `x` (60 percent) from `a`, `y` (20 percent) from `d`.

    `changes` are cells by plant, `more` further arguments of `tables_of`.
    """
    rows = [
        plant("one", ROOT, "a", capacity=100.0),
        plant("two", ROOT, "b", capacity=300.0),
        plant("x1", "x", "a", capacity=80.0),
        plant("y1", "y", "d", capacity=1000.0),
        *plants,
    ]
    rows = [row | changes.get(row["plant"], {}) for row in rows]
    return tables_of(rows, [recipe(ROOT, "x", 0.6), recipe(ROOT, "y", 0.2)], **(more or {}))
