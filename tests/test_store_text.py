"""CSV files as people make them: encodings, delimiters, ragged rows, and text that looks like a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.errors import CaseError
from hinterland.schema import TABLES
from hinterland.store.names import heading_index, letters, plain_heading, table_name
from hinterland.store.text import read_csv
from hinterland.store.text_write import write_csv

if TYPE_CHECKING:
    from hinterland.faults import Fault
    from hinterland.sheets import RawTable


def read(data: bytes | str, table: str = "firms") -> RawTable:
    return read_csv(data.encode() if isinstance(data, str) else data, table, f"{table}.csv")


def cells(raw: RawTable) -> dict[str, list[str | None]]:
    return {h: c.to_list() for h, c in zip(raw.headers, raw.columns, strict=True)}


def only(raw: RawTable) -> Fault:
    assert len(raw.faults) == 1, [f.line() for f in raw.faults]
    return raw.faults[0]


def test_a_plain_file_is_read_as_text_and_empty_cells_are_null() -> None:
    raw = read("firm,name_en,revenue\nbyd,BYD,\nnio,,1e3\n")
    assert cells(raw) == {"firm": ["byd", "nio"], "name_en": ["BYD", None], "revenue": [None, "1e3"]}
    assert raw.rows is None
    assert raw.faults == ()
    assert all(c.dtype == pl.String for c in raw.columns)


@pytest.mark.parametrize(
    ("encoding", "word"), [("utf-8-sig", "byte order mark"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")]
)
def test_byte_order_marks_are_read_with_a_notice(encoding: str, word: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    raw = read(mark + "firm,name_zh\nbyd,比亚迪\n".encode(encoding))
    assert cells(raw) == {"firm": ["byd"], "name_zh": ["比亚迪"]}
    assert only(raw).severity == "notice"
    assert word in only(raw).rule


def test_gb18030_is_read_with_a_notice_that_shows_what_came_out() -> None:
    raw = read("firm,name_zh\nbyd,比亚迪\n".encode("gb18030"))
    assert cells(raw)["name_zh"] == ["比亚迪"]
    assert (only(raw).severity, only(raw).value) == ("notice", "比亚迪")
    assert "GB18030" in only(raw).rule


def test_latin_1_is_not_taken_for_chinese_and_the_byte_and_row_are_named() -> None:
    raw = read('firm,name_en\nx,"a\nb"\nz,Zürich\n'.encode("latin-1"))
    fault = only(raw)
    assert (fault.severity, fault.row) == ("error", 3)
    assert fault.value is not None
    assert fault.value.startswith("fc")
    assert cells(raw)["firm"] == ["x", "z"]


def test_bytes_of_no_encoding_at_all_are_an_error() -> None:
    assert only(read(b"firm,name_en\nx,\xff\xff\xff\n")).severity == "error"


def test_a_cut_off_utf_16_file_is_an_error() -> None:
    raw = read(b"\xff\xfe" + "firm\nbyd\n".encode("utf-16-le")[:-1])
    assert only(raw).severity == "error"
    assert str(cells(raw)["firm"][0]).startswith("byd")


def test_nul_characters_are_an_error_that_names_the_row() -> None:
    raw = read("firm,note\na,x\nb,y\0z\n")
    assert only(raw).row == 3
    assert cells(raw)["note"] == ["x", "yz"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read_with_a_notice(delimiter: str) -> None:
    raw = read(f"firm{delimiter}name_en\nbyd{delimiter}BYD, Shenzhen\n")
    assert cells(raw) == {"firm": ["byd"], "name_en": ["BYD, Shenzhen"]}
    assert only(raw).severity == "notice"


def test_a_delimiter_that_excel_was_told_is_used_and_rows_keep_their_numbers() -> None:
    raw = read("sep=|\r\nfirm|name_en\r\nbyd|BYD\r\n")
    assert cells(raw) == {"firm": ["byd"], "name_en": ["BYD"]}
    assert raw.rows is not None
    assert list(raw.rows) == [3]


def test_a_comma_in_a_number_between_semicolons_is_never_guessed() -> None:
    raw = read("firm;revenue;note\na;1,234;1,234\nb;1234;\n")
    wrong = [f for f in raw.faults if f.severity == "error"]
    assert [(f.row, f.column, f.value) for f in wrong] == [(2, "revenue", "1,234")]
    assert all(f.severity == "notice" for f in read("firm;x\na;1,234\n", "nonsense").faults)


def test_blank_rows_are_skipped_and_the_others_keep_their_numbers() -> None:
    for quote in ("", '"'):
        raw = read(f"firm,name_en\na,{quote}A{quote}\n\n,  \n\u3000,\nb,B\n")
        assert cells(raw) == {"firm": ["a", "b"], "name_en": ["A", "B"]}
        assert raw.rows is not None
        assert list(raw.rows) == [2, 6]
        assert [f for f in raw.faults if f.severity == "error"] == []


def test_a_record_of_several_lines_is_one_row() -> None:
    raw = read('firm,note\na,"one\ntwo"\nb,x,extra\n')
    assert cells(raw)["note"] == ["one\ntwo", "x"]
    assert only(raw).row == 3


def test_cells_beyond_the_last_heading_are_an_error_that_names_them() -> None:
    raw = read("firm,name_en\na,A,x,y\nb,B,,\n")
    fault = only(raw)
    assert (fault.row, fault.value, fault.severity) == (2, "C: x; D: y", "error")
    assert cells(raw)["firm"] == ["a", "b"]


def test_short_rows_are_a_warning() -> None:
    raw = read("firm,name_en,note\na\nb,B,x\n")
    assert (only(raw).row, only(raw).severity) == (2, "warning")
    assert cells(raw)["name_en"] == [None, "B"]


def test_many_ragged_rows_are_counted_rather_than_listed() -> None:
    raw = read("firm,name_en\n" + "a,A,x\n" * 1200 + "b\n" * 1100)
    assert len(raw.faults) == 2002
    assert any("200 more rows have cells beyond" in f.rule for f in raw.faults)
    assert any("100 more rows have fewer" in f.rule and f.severity == "warning" for f in raw.faults)


def test_a_column_without_heading_is_an_error_only_where_it_holds_something() -> None:
    assert read("firm,,name_en,\na,,A,\n").faults == ()
    fault = only(read("firm,,name_en\na,,A\nb,lost,B\n"))
    assert (fault.row, fault.column, fault.value, fault.severity) == (3, "B", "lost", "error")
    assert read("firm,[万元]\na,1\n").headers == ("firm", "[万元]")


def test_duplicate_headings_are_handed_over_as_they_are() -> None:
    assert read("firm,note,note\na,x,y\n").headers == ("firm", "note", "note")


def test_a_quotation_mark_that_never_closes_is_an_error_in_its_row() -> None:
    raw = read('firm,note\na,x\nb,"open\nc,y\n')
    assert (only(raw).row, only(raw).severity) == (3, "error")
    assert "never closes" in only(raw).rule
    assert cells(raw)["firm"] == ["a"]


def test_every_row_with_text_after_a_closing_quotation_mark_is_told() -> None:
    raw = read('firm,note\na,"x"y\nb,ok\nc,"x"y\n')
    assert [f.row for f in raw.faults] == [2, 4]
    assert cells(raw)["firm"] == ["b"]
    many = read("firm,note\n" + 'a,"x"y\n' * 1100)
    assert len(many.faults) == 1000


def test_titles_above_the_headings_are_left_out_with_a_notice() -> None:
    raw = read("Firms of the region\n\nfirm,name_en\na,A\n")
    assert raw.headers == ("firm", "name_en")
    assert raw.rows is not None
    assert list(raw.rows) == [4]
    assert any(f.severity == "notice" and f.row == 3 for f in raw.faults)


@pytest.mark.parametrize("text", ["", "\n\n", " , \n"])
def test_an_empty_file_is_a_warning(text: str) -> None:
    raw = read(text)
    assert raw.headers == ()
    assert only(raw).severity == "warning"


def test_a_file_of_headings_only_has_no_rows() -> None:
    raw = read("firm,name_en\n")
    assert [len(c) for c in raw.columns] == [0, 0]
    assert raw.faults == ()


def test_cells_of_any_length_are_read() -> None:
    long = "x" * 300_000
    assert cells(read(f'firm,note\na,"{long}"\n'))["note"] == [long]


def test_old_mac_line_ends_are_read() -> None:
    assert cells(read("firm,name_en\ra,A\rb,B\r"))["firm"] == ["a", "b"]


def test_headings_and_table_names_are_recognised_as_people_write_them() -> None:
    assert plain_heading(" Land-HA [亩] ") == "land_ha"
    assert table_name("Fund Projects ") == "fund_projects"
    assert table_name("Mine") == "Mine"
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert heading_index([["x"], ["firm", "name_en"]], "firms") == 1
    assert heading_index([["x"], ["y", "z"]], "nonsense") == 0
    assert heading_index([[None], ["", None]], "firms") is None


def frame(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame(
        columns, schema_overrides={"note": pl.String, "revenue": pl.Float64, "employees": pl.Int64}
    )


def write(data: pl.DataFrame, table: str = "firms") -> str:
    return write_csv(data, TABLES[table], table).decode()


def test_numbers_are_written_as_short_as_they_read_back() -> None:
    numbers = [868000.0, 0.1 + 0.2, 1e22, 5e-324, -0.0, 1.7976931348623157e308]
    text = write(pl.DataFrame({"firm": list("abcdef"), "revenue": numbers}))
    written = [line.split(",")[1] for line in text.splitlines()[1:]]
    assert written[0] == "868000"
    assert [float(w) for w in written] == numbers


def test_only_columns_that_say_something_and_the_needed_ones_are_written() -> None:
    empty = pl.DataFrame({"plant": ["p"], "firm": [None], "note": [None], "capacity": [1.5]})
    assert write(empty, "plants") == "plant,firm,capacity\np,,1.5\n"
    assert write(empty.clear(), "plants") == "plant,firm,note,capacity\n"
    assert write_csv(pl.DataFrame(), None, "x") == b""


def test_booleans_are_yes_and_no() -> None:
    text = write(
        pl.DataFrame({"metric": ["a", "b", "c"], "series_break": [True, False, None]}), "observations"
    )
    assert text == "metric,series_break\na,yes\nb,no\nc,\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@SUM(A1)", "'=x", "''-", "\tx", "\rx"])
def test_text_like_a_formula_is_guarded_in_the_file_and_comes_back_as_it_was(text: str) -> None:
    written = write(pl.DataFrame({"firm": ["a"], "note": [text], "revenue": [-5.0]}))
    record = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert record == ["a", f"'{text}", "-5"]
    assert cells(read(written))["note"] == [text]


def test_an_apostrophe_before_other_text_is_left_alone() -> None:
    assert cells(read("firm,note\na,'t Hooft\n"))["note"] == ["'t Hooft"]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("revenue", float("nan"), "not a finite number"),
        ("revenue", float("inf"), "finite"),
        ("note", "a\0", "NUL"),
    ],
)
def test_what_would_not_read_back_is_refused_before_writing(column: str, value: object, words: str) -> None:
    bad = pl.DataFrame({"firm": ["a", "b"], column: [None, value]})
    with pytest.raises(CaseError, match=rf"firms row 3, {column}: .*{words}"):
        write(bad)


@given(st.binary(max_size=400))
def test_any_bytes_at_all_give_a_table_or_faults(data: bytes) -> None:
    raw = read(data)
    assert len({len(c) for c in raw.columns}) <= 1
    if raw.rows is not None and raw.columns:
        assert len(raw.rows) == len(raw.columns[0])


@given(st.text(alphabet=st.sampled_from("ab,;\t\"\n\r= 'é中"), max_size=120))
def test_any_text_at_all_gives_the_cells_that_the_csv_module_gives_or_faults(text: str) -> None:
    raw = read(f"firm,note\n{text}")
    if raw.faults or raw.rows is not None:
        return
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    expected = [tuple(c if c.strip() else None for c in r) for r in records if any(c.strip() for c in r)]
    unguarded = [[c[1:] if c and re.match("'+[=\\t\\r]", c) else c for c in r[:2]] for r in expected]
    assert [list(r) for r in zip(*(c.to_list() for c in raw.columns), strict=True)] == unguarded
