from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import raw
from hinterland.cells import MAX_LISTED, match_table, read_table
from hinterland.faults import Fault
from hinterland.schema import TABLES, Kind
from hinterland.sheets import RawTable


def read(table: str, *rows: dict[str, Any]) -> tuple[pl.DataFrame, list[Fault]]:
    sheet, faults = read_table(raw(table, rows), TABLES[table])
    return sheet.frame, faults


def errors(faults: list[Fault]) -> list[Fault]:
    return [f for f in faults if f.severity == "error"]


PLANT = {"plant": "p1", "firm": "f", "product": "v", "place": "hefei"}


def test_a_clean_table_has_no_faults_and_all_columns() -> None:
    frame, faults = read("plants", {**PLANT, "capacity": "120000", "opened": "2018-05"})
    assert faults == []
    assert frame.columns == list(TABLES["plants"].names)
    assert frame.row(0, named=True)["capacity"] == 120000.0
    assert frame.row(0, named=True)["opened"] == "2018-05"


@pytest.mark.parametrize(
    ("column", "cell", "rule", "fix"),
    [
        ("capacity", "n/a", "not a number", "Leave the cell empty"),
        ("capacity", "-5", "negative", "at least 0"),
        ("capacity", "1.234,5", "not a number", "1234.5"),
        ("capacity", "100-200", "not a number", "range"),
        ("capacity", "#REF!", "not a number", "formula"),
        ("jobs", "3.5", "not a whole number", "Round"),
        ("opened", "31/12/2021", "not a date", "2021-12-31"),
        ("opened", "9/8/2021", "not a date", "2021-09-08 or 2021-08-09"),
        ("opened", "soon", "not a date", "YYYY"),
        ("lat", "121.5", "above 90", "at most 90"),
        ("datum", "WGS72", "not an allowed value", "Use one of"),
        ("basis", "guess", "not an allowed value", "observed"),
        ("currency", "yuan?", "currency not known", "ISO 4217"),
        ("firm", "my firm", "not an id", "my_firm"),
        ("firm", "a;b", "not an id", "letters"),
        ("note", "a\x00b", "control character", "Delete"),
    ],
)
def test_each_kind_of_bad_cell_names_place_rule_and_fix(column: str, cell: str, rule: str, fix: str) -> None:
    _, faults = read("plants", {**PLANT, column: cell})
    found = errors(faults)
    assert len(found) == 1
    assert (found[0].table, found[0].row, found[0].column) == ("plants", 2, column)
    assert rule in found[0].rule
    assert fix in found[0].fix


@pytest.mark.parametrize(
    ("table", "column", "cell", "value"),
    [
        ("plants", "capacity", "12万", 120000.0),
        ("plants", "capacity", "１，２００", 1200.0),
        ("plants", "capacity", " 1200 ", 1200.0),
        ("plants", "capex", "1.5亿元", 1.5e8),
        ("plants", "capex", "3 million CNY", 3e6),
        ("plants", "opened", "44197", "2021-01-01"),
        ("plants", "opened", "2021/8/9", "2021-08-09"),
        ("plants", "opened", "2021-12-31", "2021-12-31"),
        ("plants", "opened", "２０２１-01", "2021-01"),
        ("plants", "datum", "gcj02", "GCJ-02"),
        ("plants", "currency", "rmb", "CNY"),
        ("plants", "jobs", "1,200", 1200),
        ("plants", "jobs", "12.0", 12),
        ("recipes", "value_share", "35%", 0.35),
        ("places", "land_ha", "150 mu", 10.0),
        ("observations", "period", "2021年上半年", "2021-H1"),
        ("observations", "series_break", "是", True),
        ("observations", "series_break", "N", False),
        ("observations", "unit", "万辆", "万辆"),
        ("targets", "metrics", "a； b", "a;b"),
        ("targets", "attainment", "by; in_period", "by;in_period"),
    ],
)
def test_cells_are_read_the_way_people_write_them(table: str, column: str, cell: str, value: object) -> None:
    frame, faults = read(table, {column: cell})
    assert frame[column][0] == value
    assert [f for f in errors(faults) if f.column == column] == []


def test_a_changed_reading_is_told_once_a_kind_with_its_count() -> None:
    _, faults = read("plants", *({**PLANT, "plant": f"p{i}", "capacity": f"{i},000"} for i in range(1, 8)))
    notices = [f for f in faults if f.severity == "notice"]
    assert len(notices) == 1
    assert notices[0].rule.startswith("7 cells: thousands separators")
    assert notices[0].row == 2


def test_headings_are_matched_by_name_and_their_units_converted() -> None:
    frame, faults = read(
        "plants", {"Plant *": "p1", "FIRM": "f", "product": "v", "place": "h", "Capex (亿元)": "2"}
    )
    assert errors(faults) == []
    assert frame["capex"][0] == 2e8
    assert "heading converted" in faults[0].rule


def test_a_heading_whose_unit_measures_something_else_is_a_fault() -> None:
    _, faults = read("plants", {**PLANT, "capex [t]": "2"})
    assert ["the heading's unit does not fit" in f.rule for f in errors(faults)] == [True]


def test_unknown_missing_double_and_empty_headings_are_all_told() -> None:
    table = RawTable(
        "plants",
        "plants.csv",
        ("plant", "capcity", "plant", ""),
        tuple(pl.Series(str(i), ["x"]) for i in range(4)),
    )
    _, faults = read_table(table, TABLES["plants"])
    told = {(f.column, f.rule) for f in faults}
    assert ("capcity", "unknown column") in told
    assert ("plant", "the column stands twice") in told
    assert (None, "cells stand under an empty heading") in told
    assert {("firm", "required column missing"), ("place", "required column missing")} <= told
    assert "did you mean `capacity`" in next(f.fix for f in faults if f.column == "capcity").lower()


def test_an_empty_key_is_a_fault() -> None:
    _, faults = read("plants", {**PLANT, "plant": "  "})
    assert [(f.column, f.rule) for f in errors(faults)] == [("plant", "empty, but part of the key")]


def test_a_hundred_faults_are_a_hundred_faults() -> None:
    _, faults = read("plants", *({**PLANT, "plant": f"p{i}", "capacity": "?"} for i in range(100)))
    assert [f.row for f in errors(faults)] == list(range(2, 102))


def test_beyond_the_list_faults_are_counted_not_lost() -> None:
    _, faults = read(
        "plants", *({**PLANT, "plant": f"p{i}", "capacity": "-1"} for i in range(MAX_LISTED + 50))
    )
    assert len(errors(faults)) == MAX_LISTED + 1
    assert errors(faults)[-1].rule.startswith("50 further rows")


def test_rows_keep_the_numbers_of_their_spreadsheet() -> None:
    table = RawTable(
        "firms", "f.xlsx sheet firms", ("firm",), (pl.Series("firm", ["a", "b c"]),), rows=(5, 9)
    )
    _, faults = read_table(table, TABLES["firms"])
    assert faults[0].row == 9
    assert faults[0].file == "f.xlsx sheet firms"


def test_typed_columns_of_a_store_are_taken_over_and_checked() -> None:
    table = RawTable(
        "plants",
        "plants.parquet",
        ("plant", "firm", "product", "place", "jobs", "capacity", "opened"),
        (
            *(pl.Series(c, ["a", "b"]) for c in ("plant", "firm", "product", "place")),
            pl.Series("jobs", [1.0, 2.5]),
            pl.Series("capacity", [1, -2]),
            pl.Series("opened", [44197, 2020]),
        ),
    )
    sheet, faults = read_table(table, TABLES["plants"])
    assert {(f.column, f.row) for f in errors(faults)} == {("jobs", 3), ("capacity", 3)}
    assert sheet.frame["opened"].to_list() == ["2021-01-01", "2020"]
    assert sheet.frame["capacity"].dtype == pl.Float64


def test_infinity_and_nan_are_no_numbers() -> None:
    for cell in ("inf", "nan", "1e999"):
        _, faults = read("plants", {**PLANT, "capacity": cell})
        assert len(errors(faults)) == 1


def test_own_units_of_a_case_are_known() -> None:
    sheet, faults = read_table(
        raw("observations", [{"metric": "m", "place": "p", "period": "2021", "vintage": "1", "value": "3"}]),
        TABLES["observations"],
    )
    assert {f.column for f in errors(faults)} == {"unit", "flow"}
    rows = [{"unit": "truckload"}]
    _, unknown = read_table(raw("observations", rows), TABLES["observations"])
    _, known = read_table(raw("observations", rows), TABLES["observations"], (("truckload", 20.0, "t"),))
    assert [f for f in unknown if f.column == "unit"]
    assert not [f for f in known if f.column == "unit"]
    assert sheet.frame.height == 1


def test_table_names_are_matched_in_any_writing() -> None:
    assert match_table("Fund Projects") == "fund_projects"
    assert match_table("Sheet1") is None


CELLS = st.text(max_size=12) | st.sampled_from(
    ["1,5", "44197", "35%", "是", "2021Q9", "12 亿", "=1+1", "\ufeff", "'", "１", "a;b", "-", "1e400", "𝟙"]
)


@given(
    st.sampled_from([c for t in TABLES.values() for c in t.columns]), st.lists(CELLS, min_size=1, max_size=6)
)
def test_fuzz_every_cell_is_read_or_told_and_none_is_dropped(column: Any, cells: list[str]) -> None:
    table = next(t for t in TABLES.values() if column in t.columns)
    sheet, faults = read_table(
        RawTable(table.name, "x.csv", (column.name,), (pl.Series(column.name, cells, dtype=pl.String),)),
        table,
    )
    values = sheet.frame[column.name].to_list()
    assert len(values) == len(cells)
    told = {f.row for f in faults if f.column == column.name and f.severity == "error"}
    for i, (cell, value) in enumerate(zip(cells, values, strict=True)):
        blank = not cell.strip(" \t\n\r\u00a0\u3000\u200b\ufeff")
        assert blank or value is not None or i + 2 in told, (column.name, cell)


@given(st.sampled_from(list(TABLES.values())), st.data())
def test_what_was_read_reads_the_same_again(table: Any, data: st.DataObject) -> None:
    """Reading is idempotent: the standard writing of every value is its own reading."""
    column = data.draw(st.sampled_from(table.columns))
    cells = data.draw(st.lists(CELLS, min_size=1, max_size=5))
    first, _ = read_table(
        RawTable(table.name, "x", (column.name,), (pl.Series(column.name, cells, dtype=pl.String),)), table
    )
    values = first.frame[column.name]
    if column.kind is Kind.BOOL:
        text = values.replace_strict([True, False], ["yes", "no"], return_dtype=pl.String)
    else:
        text = pl.Series(
            [None if v is None else (repr(v) if isinstance(v, float) else str(v)) for v in values],
            dtype=pl.String,
        )
    again, faults = read_table(RawTable(table.name, "x", (column.name,), (text,)), table)
    assert again.frame[column.name].equals(values, null_equal=True)
    assert not [f for f in faults if f.severity == "notice"]


@pytest.mark.parametrize(
    "cell", ["1e-400", "1e99999999999999999999", "١٢٣", "1e999万", "0." + "0" * 400 + "1"]
)
def test_numbers_beyond_bounds_and_other_digits_are_told(cell: str) -> None:
    frame, faults = read("plants", {**PLANT, "capacity": cell})
    assert [f.rule for f in errors(faults)] == ["not a number [unit/yr]"]
    assert frame["capacity"].to_list() == [None]


def test_whole_numbers_beyond_what_a_column_holds_are_told() -> None:
    _, faults = read("plants", {**PLANT, "jobs": "1e30"}, {**PLANT, "jobs": "1e300万"})
    assert {f.column for f in errors(faults)} == {"jobs"}
    assert len(errors(faults)) == 2


@pytest.mark.parametrize(
    ("column", "cell", "twice"), [("metrics", "a;b;a", "a"), ("attainment", "by; By", "by")]
)
def test_what_stands_twice_in_a_list_is_told(column: str, cell: str, twice: str) -> None:
    _, faults = read("targets", {column: cell})
    found = [f for f in errors(faults) if f.column == column and f.value]
    assert [(f.rule, f.fix) for f in found] == [("stands twice in the list", f"Keep {twice!r} once")]


def test_bad_entries_of_lists_are_one_rule_with_the_entry_in_the_fix() -> None:
    rows = [{"metrics": f"good;a b{i}"} for i in range(MAX_LISTED + 50)]
    _, faults = read("targets", *rows)
    found = [f for f in errors(faults) if f.column == "metrics"]
    assert len(found) == MAX_LISTED + 1
    assert len({f.rule for f in found[:-1]}) == 1
    assert found[3].fix.startswith("'a b3': Write `a_b3`")
    assert found[-1].rule.startswith("50 further rows")


def test_unknown_columns_beyond_the_list_are_counted_and_long_headings_clipped() -> None:
    headers = tuple(f"q{i}" + "z" * 5000 for i in range(MAX_LISTED + 30))
    cells = tuple(pl.Series(str(i), ["x"]) for i in range(len(headers)))
    _, faults = read_table(RawTable("firms", "firms.csv", headers, cells), TABLES["firms"])
    unknown = [f for f in faults if "unknown column" in f.rule]
    assert len(unknown) == MAX_LISTED + 1
    assert unknown[-1].rule == "30 further columns: unknown column"
    assert max(len(f.column or "") for f in unknown) <= 60
