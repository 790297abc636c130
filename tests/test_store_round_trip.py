"""A case goes from CSV to Parquet to Excel and back to CSV, and is the same at every station."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.cells import read_table
from hinterland.schema import TABLES, Column, Kind, Table
from hinterland.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from hinterland.sheets import Store

NASTY = st.text(
    st.one_of(
        st.sampled_from("\"',;=+-@\n\t#&<>_x0041 \u3000年亿%😀\u200d"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\u200b\u2028\u2029"),
    ),
    min_size=1,
    max_size=30,
).map(str.strip)
TEXT = st.one_of(
    NASTY,
    st.sampled_from(
        [
            "=1+1",
            "'=x",
            "''+1",
            "-",
            "@a",
            'say "x"',
            "a,b;c",
            "one\ntwo",
            "_x000D_",
            "007",
            "1e5",
            "2018-01",
            "yes",
        ]
    ),
).filter(bool)
FLOATS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1e22, 868000.0]),
)


def cells(column: Column, index: int) -> st.SearchStrategy[object]:
    """Canonical cells of a column of the observations table."""
    if column.key and column.kind is Kind.ID:
        return st.just(f"{column.name}_{index}")
    found: dict[Kind, st.SearchStrategy[object]] = {
        Kind.FLOAT: FLOATS,
        Kind.BOOL: st.booleans(),
        Kind.TEXT: TEXT,
        Kind.DATE: st.one_of(
            st.dates(date(1800, 1, 1), date(2200, 12, 31)).map(str), st.sampled_from(["2021", "2021-08"])
        ),
        Kind.PERIOD: st.sampled_from(
            ["2021", "2021-Q1", "2021-H2", "2021-08", "2021-01-01/2021-06-30", "2021-08-11"]
        ),
        Kind.UNIT: st.sampled_from(["vehicle", "CNY", "GWh/yr"]),
        Kind.CURRENCY: st.sampled_from(["CNY", "USD"]),
        Kind.ID: st.sampled_from(["claim_1", "claim_2"]),
    }
    strategy = st.sampled_from(column.choices) if column.choices else found[column.kind]
    return strategy if column.key or column.required else st.one_of(st.none(), strategy)


@st.composite
def frames(draw: st.DrawFn, name: str) -> pl.DataFrame:
    table = TABLES[name]
    rows = [[draw(cells(c, i)) for c in table.columns] for i in range(draw(st.integers(1, 5)))]
    schema = {c.name: getattr(pl, c.kind.polars_name) for c in table.columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def typed(store: Store, table: Table) -> pl.DataFrame:
    """The table as a case reads it."""
    raw = next(t for t in store.read().tables if t.table == table.name)
    assert [f.line() for f in raw.faults] == []
    sheet, faults = read_table(raw, table)
    assert [f.line() for f in faults if f.severity == "error"] == []
    return sheet.frame.select(table.names)


@settings(max_examples=30)
@given(frame=frames("observations"))
def test_a_case_is_the_same_at_every_station(
    tmp_path_factory: pytest.TempPathFactory, frame: pl.DataFrame
) -> None:
    home = tmp_path_factory.mktemp("trip")
    table = TABLES["observations"]
    stations = [
        open_store(home / "first", new=True),
        open_store(home / "second", new=True, form="parquet"),
        open_store(home / "third.xlsx", new=True),
        open_store(home / "last", new=True),
    ]
    at = frame
    for store in stations:
        store.write({table.name: at}, expected=None)
        at = typed(store, table)
        assert at.equals(frame), (store.path, at.to_dicts(), frame.to_dicts())
    assert _files(home / "first") == _files(home / "last")


def _files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (folder / "tables").iterdir()}
