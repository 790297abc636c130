"""A case made with `hinterland new`, filled in Excel: the twenty commonest mistakes told at once; mended, it runs."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

Call = Callable[..., tuple[int, str, str]]

SOURCE = {"source": "County office, 2024", "basis": "reported", "published": dt.date(2024, 3, 1)}
SOUND: dict[str, list[dict[str, Any]]] = {
    "places": [
        {"place": "land", "kind": "country", "name_en": "Land"},
        {"place": "north", "kind": "province", "parent": "land", "lon": 117.3, "lat": 31.9, "radius_km": 300},
        {"place": "harbour", "kind": "city", "parent": "north", "lon": 117.2, "lat": 31.8, "radius_km": 60},
    ],
    "products": [
        {"product": "ferry", "kind": "final", "unit": "ship"},
        {"product": "engine", "kind": "component", "unit": "set", "unit_price": 1200000},
    ],
    "recipes": [
        {"product": "ferry", "process": "yard", "input": "engine", "value_share": 0.4},
    ],
    "firms": [{"firm": "yard_one", "place": "harbour", "revenue": 2.5e9, "employees": 1200}],
    "plants": [
        {"plant": "dock", "firm": "yard_one", "product": "ferry", "place": "harbour", "capacity": 12}
        | {"opened": "2020-05", "capex": 1.5e8},
        {"plant": "works", "firm": "yard_one", "product": "engine", "place": "harbour", "capacity": 40}
        | {"opened": "2021", "closed": None},
    ],
    "metrics": [{"metric": "ferries_built", "kind": "series", "unit": "ship", "place": "north"}],
    "targets": [
        {"target": "ten_ferries", "metrics": "ferries_built", "comparator": "ge", "value": 10, "unit": "ship"}
        | {"deadline": 2023, "place": "north", "published": dt.date(2021, 1, 5)},
    ],
    "observations": [
        {
            "metric": "ferries_built",
            "place": "north",
            "period": p,
            "vintage": "first",
            "value": v,
            "unit": "ship",
        }
        | {"flow": "period", "published": d}
        for p, v, d in (
            (2021, 6, dt.date(2022, 2, 1)),
            (2022, 8, dt.date(2023, 2, 1)),
            (2023, 11, dt.date(2024, 2, 1)),
        )
    ],
}


def headings(sheet: Worksheet) -> dict[str, int]:
    return {str(c.value).split(" [")[0].rstrip(" *"): c.column for c in sheet[1] if c.value}


def fill(book: openpyxl.Workbook) -> None:
    for table, rows in SOUND.items():
        sheet = book[table]
        columns = headings(sheet)
        for at, row in enumerate(rows, start=2):
            for name, value in {**SOURCE, **row}.items():
                sheet.cell(at, columns[name], value)


def put(book: openpyxl.Workbook, table: str, row: int, column: str, value: object) -> None:
    sheet = book[table]
    sheet.cell(row, headings(sheet)[column]).value = value  # type: ignore[assignment]


def spoil(book: openpyxl.Workbook) -> None:
    """Make the twenty mistakes."""
    put(book, "places", 3, "lon", 31.9)  # 1 coordinates swapped
    put(book, "places", 3, "lat", 117.3)
    put(book, "places", 4, "kind", "town")  # 2 a word that is not allowed
    put(book, "places", 4, "parent", "nort")  # 3 an id that leads nowhere
    put(book, "products", 3, "unit_price", "1.200.000,50")  # 4 a decimal comma
    put(book, "products", 2, "unit", "ships")  # 5 a unit that is not known
    put(book, "recipes", 2, "value_share", 40)  # 6 percent where a fraction is wanted
    put(book, "firms", 2, "revenue", "n/a")  # 7 a word for unknown
    put(book, "firms", 2, "employees", -5)  # 8 a negative count
    put(book, "plants", 2, "plant", "main dock")  # 9 an id with a blank
    put(book, "plants", 2, "capacity", "10-12")  # 10 a range in one cell
    put(book, "plants", 2, "opened", "13/05/2020")  # 11 a date that may be read two ways
    put(book, "plants", 3, "closed", "2019")  # 12 closed before opened
    put(book, "plants", 3, "capacity", "=B2*")  # 13 below: a formula without a value
    book["plants"].cell(3, headings(book["plants"])["capacity"]).value = "=2*20"
    put(book, "plants", 3, "product", None)  # 14 a required cell left empty
    put(book, "observations", 3, "published", dt.date(2022, 6, 1))  # 15 published before the year ended
    sheet = book["observations"]
    columns = headings(sheet)
    for name, at in columns.items():  # 16 the same key twice with another value
        sheet.cell(5, at).value = 12 if name == "value" else sheet.cell(4, at).value
    put(book, "observations", 2, "value", "#REF!")  # 17 a formula that failed
    sheet.cell(2, columns["value"]).data_type = "e"
    put(book, "targets", 2, "unit", "t")  # 18 tonnes where ships are counted
    metrics = book["metrics"]
    metrics.cell(1, headings(metrics)["publisher"]).value = "publischer"  # 19 a misspelt heading
    metrics.cell(2, headings(metrics)["publischer"]).value = "Office"
    firms = book["firms"]
    firms.merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)  # 20 merged cells


EXPECTED = [
    ("places", 3, "swapped"),
    ("places", 4, "not an allowed value"),
    ("places", 4, "refers to no row"),
    ("products", 3, "not a number"),
    ("products", 2, "unit not known"),
    ("recipes", 2, "above 1"),
    ("firms", 2, "not a number"),
    ("firms", 2, "negative"),
    ("plants", 2, "not an id"),
    ("plants", 2, "not a number"),
    ("plants", 2, "not a date"),
    ("plants", 3, "closed before opened"),
    ("plants", 3, "formula"),
    ("plants", 3, "empty, but required"),
    ("observations", 3, "before its period"),
    ("observations", 5, "differ"),
    ("observations", 2, "error"),
    ("targets", 2, "does not convert"),
    ("metrics", None, "unknown column"),
    ("firms", None, "merged"),
]


@pytest.fixture
def book(hinterland: Call, tmp_path: Path) -> Path:
    assert hinterland("new", tmp_path / "mine")[0] == 0
    path = tmp_path / "mine" / "template.xlsx"
    workbook = openpyxl.load_workbook(path)
    fill(workbook)
    workbook.save(tmp_path / "filled.xlsx")
    return tmp_path / "filled.xlsx"


def test_filled_without_mistakes_it_runs(hinterland: Call, book: Path) -> None:
    code, out, _ = hinterland("check", book)
    assert code == 0, out
    code, out, _ = hinterland("track", book, "--as-of", "2024-06-30", "--format", "json")
    assert code == 0
    rows = json.loads(out)["rows"]
    assert [(r["verdict"], r["observed"]) for r in rows] == [("met", 11.0), ("met", 11.0)]


def test_all_twenty_mistakes_are_told_at_once_each_with_its_fix(hinterland: Call, book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    spoil(workbook)
    workbook.save(book)
    code, out, _ = hinterland("check", book, "--format", "json")
    faults = json.loads(out)["faults"]
    told = [(f["table"], f["row"], f["rule"]) for f in faults if f["severity"] == "error"]
    missing = [
        e
        for e in EXPECTED
        if not any(t == e[0] and (e[1] is None or r == e[1]) and e[2] in rule for t, r, rule in told)
    ]
    assert code == 1
    assert missing == [], "\n".join(f"{f['file']} {f['row']} {f['column']}: {f['rule']}" for f in faults)
    assert all(f["fix"] for f in faults)
