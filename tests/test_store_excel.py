"""Workbooks as people make them: every oddity is named with its cell, and what was written comes back exactly."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from hinterland.errors import CaseError, CaseLocked, NewerCase
from hinterland.store import excel_cells, excel_package, guard
from hinterland.store.excel import ExcelStore
from hinterland.store.excel_dates import date_form, date_text, percent_text
from hinterland.store.excel_read import spans

if TYPE_CHECKING:
    from hinterland.faults import Fault
    from hinterland.sheets import RawTable, Reading

MIDNIGHT, MORNING = dt.datetime(2021, 8, 11), dt.datetime(2021, 8, 11, 9, 30)  # noqa: DTZ001 (sheets know no zones)
HEADINGS = ["firm", "name_en", "revenue"]


def workbook(*rows: list[Any], title: str = "firms") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def read(book: openpyxl.Workbook, tmp_path: Path) -> Reading:
    book.save(tmp_path / "case.xlsx")
    return ExcelStore(tmp_path / "case.xlsx").read()


def table(book: openpyxl.Workbook, tmp_path: Path) -> RawTable:
    reading = read(book, tmp_path)
    assert reading.faults == ()
    assert len(reading.tables) == 1
    return reading.tables[0]


def cells(raw: RawTable) -> dict[str, list[str | None]]:
    return {h: c.to_list() for h, c in zip(raw.headers, raw.columns, strict=True)}


def only(raw: RawTable) -> Fault:
    assert len(raw.faults) == 1, [f.line() for f in raw.faults]
    return raw.faults[0]


def test_cells_come_as_text_that_reads_back_as_what_they_hold(tmp_path: Path) -> None:
    book = workbook(
        HEADINGS,
        ["a", "A", 868000],
        ["b", True, 0.1],
        ["c", False, 4.35],
        ["d", dt.date(2021, 8, 11), 1e21],
        ["e", MORNING, -5.0],
        ["f", dt.time(9, 30), None],
    )
    raw = table(book, tmp_path)
    assert cells(raw)["name_en"] == ["A", "yes", "no", "2021-08-11", "2021-08-11 09:30:00", "09:30:00"]
    assert cells(raw)["revenue"] == ["868000", "0.1", "4.35", "1e+21", "-5", None]
    assert raw.file == "case.xlsx sheet firms"
    assert raw.faults == ()


def test_a_workbook_that_counts_days_from_1904_gives_the_same_days(tmp_path: Path) -> None:
    book = workbook(["firm", "note"], ["a", dt.date(2021, 8, 11)])
    book.epoch = CALENDAR_MAC_1904
    assert cells(table(book, tmp_path))["note"] == ["2021-08-11"]


def test_a_typed_month_that_excel_made_a_day_of_is_a_month_again(tmp_path: Path) -> None:
    book = workbook(
        ["plant", "opened"],
        ["a", dt.date(2018, 1, 1)],
        ["b", dt.date(2018, 1, 1)],
        ["c", dt.date(2018, 1, 17)],
    )
    for row, code in ((2, "mmm-yy"), (3, "yyyy"), (4, "mmm-yy")):
        book.active.cell(row, 2).number_format = code
    book.active.title = "plants"
    assert cells(table(book, tmp_path))["opened"] == ["2018-01", "2018", "2018-01-17"]


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", None), ("0.00", None), ("0.00E+00", None), ('#,##0 "days"', None), ("[Red]0", None),
        ("[h]:mm", None),
        ("yyyy-mm-dd", "date"), ('yyyy"年"m"月"d"日"', "date"), ("[$-804]yyyy/m", "month"), ("yyyy", "year"),
        ("h:mm AM/PM", "time"), ("yyyy-mm-dd hh:mm", "datetime"), ("mmm", "date"), ("@", None),
    ],
)  # fmt: skip
def test_formats_say_whether_a_number_is_a_date(code: str, form: str | None) -> None:
    assert date_form(164, code) == form


def test_built_in_formats_and_serial_numbers_at_the_edges() -> None:
    assert [date_form(i, None) for i in (0, 14, 17, 22, 21, 57)] == [
        None,
        "date",
        "month",
        "datetime",
        "time",
        "month",
    ]
    assert date_text(1.0, "date", False) == "1900-01-01"
    assert date_text(61.0, "date", False) == "1900-03-01"
    assert date_text(43000.5, "time", False) == "2017-09-22 12:00:00"
    assert date_text(-1.0, "date", False) is None
    assert date_text(1e9, "date", False) is None


def test_rich_text_is_text(tmp_path: Path) -> None:
    book = workbook(["firm", "note"], ["a", CellRichText("one ", TextBlock(InlineFont(b=True), "two"))])
    assert cells(table(book, tmp_path))["note"] == ["one two"]


def test_headings_below_titles_are_found_with_a_notice(tmp_path: Path) -> None:
    raw = table(workbook(["Firms of the region"], [], HEADINGS, ["a", "A", 1]), tmp_path)
    assert raw.headers == tuple(HEADINGS)
    assert raw.rows is not None
    assert list(raw.rows) == [4]
    assert (only(raw).severity, only(raw).row) == ("notice", 3)


def test_blank_rows_are_skipped_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    raw = table(workbook(HEADINGS, ["a"], [], ["  ", None], ["b"]), tmp_path)
    assert cells(raw)["firm"] == ["a", "b"]
    assert raw.rows is not None
    assert list(raw.rows) == [2, 5]
    assert raw.faults == ()


def test_merged_cells_are_an_error_that_names_them(tmp_path: Path) -> None:
    book = workbook(["Title"], HEADINGS, ["a", "A", 1], ["b", None, 2])
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("B3:B4")
    book.active.merge_cells("F3:F4")
    raw = table(book, tmp_path)
    wrong = [f for f in raw.faults if f.severity == "error"]
    assert [(f.row, f.value) for f in wrong] == [(3, "B3:B4")]


def test_formulas_without_a_value_are_an_error_and_those_with_one_are_read(tmp_path: Path) -> None:
    raw = table(workbook(HEADINGS, ["a", "A", "=1+1"], ["b", "B", 3]), tmp_path)
    assert (only(raw).row, only(raw).column, only(raw).severity) == (2, "revenue", "error")
    assert "C2" in only(raw).rule
    assert cells(raw)["revenue"] == [None, "3"]
    patch(tmp_path / "case.xlsx", "xl/worksheets/sheet1.xml", "<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
    again = ExcelStore(tmp_path / "case.xlsx").read().tables[0]
    assert again.faults == ()
    assert cells(again)["revenue"] == ["2", "3"]


def patch(path: Path, part: str, old: str, new: str) -> None:
    """Replace text within a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    text = parts[part].decode()
    assert old in text, text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_error_cells_are_named_with_what_they_show(tmp_path: Path) -> None:
    raw = table(workbook(HEADINGS, ["a", "#REF!", 1], ["b", "B", "#N/A"], ["#DIV/0!", "C", 2]), tmp_path)
    assert [(f.row, f.column, f.value, f.severity) for f in raw.faults] == [
        (2, "name_en", "#REF!", "error"), (3, "revenue", "#N/A", "error"), (4, "firm", "#DIV/0!", "error"),
    ]  # fmt: skip


def test_thousands_of_error_cells_are_counted(tmp_path: Path) -> None:
    raw = table(workbook(HEADINGS, *([f"f{i}", "#N/A", "=A1"] for i in range(1005))), tmp_path)
    assert len(raw.faults) == 2002
    assert sum("5 more" in f.rule for f in raw.faults) == 2


def test_hidden_rows_columns_and_sheets_are_read_with_a_warning(tmp_path: Path) -> None:
    book = workbook(HEADINGS, ["a", "A", 1], ["b", "B", 2], ["c", "C", 3], ["d", "D", 4])
    sheet = book.active
    for row in (3, 4, 20):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.sheet_state = "hidden"
    book.create_sheet("Blank")
    raw = table(book, tmp_path)
    assert cells(raw)["firm"] == ["a", "b", "c", "d"]
    assert [f.severity for f in raw.faults] == ["warning"] * 3
    assert "sheet is hidden" in raw.faults[0].rule
    assert "rows 3-4 are hidden" in raw.faults[1].rule
    assert raw.faults[2].column == "name_en"
    assert spans([1, 3, 4]) == "1, 3-4"
    assert spans(range(1, 60, 2)).endswith("and 10 more")


def test_cells_without_heading_are_an_error(tmp_path: Path) -> None:
    raw = table(workbook([*HEADINGS, None, "note"], ["a", "A", 1, "lost", "n", "beyond"]), tmp_path)
    assert [(f.row, f.value) for f in raw.faults] == [(2, "F: beyond"), (2, "lost")]
    assert raw.headers == (*HEADINGS, "note")


def test_sheet_names_are_taken_as_people_write_them_and_guides_are_skipped(tmp_path: Path) -> None:
    book = workbook(HEADINGS, ["a"], title=" Firms ")
    book.create_sheet("Guide").append(["anything"])
    book.create_sheet("说明").append(["anything"])
    book.create_sheet("Mine").append(["x"])
    book.create_sheet("Sheet3")
    book.create_chartsheet("Chart")
    reading = read(book, tmp_path)
    assert [t.table for t in reading.tables] == ["firms", "Mine"]
    book.create_sheet("FIRMS").append(["firm"])
    assert [(f.table, f.severity) for f in read(book, tmp_path).faults] == [("firms", "error")]


def test_an_empty_sheet_of_a_table_is_a_table_without_headings(tmp_path: Path) -> None:
    raw = table(workbook(), tmp_path)
    assert (raw.table, raw.headers) == ("firms", ())


NASTY = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('<c r="B2" t="inlineStr">', '<c t="inlineStr">', "A"),  # cells may leave out where they stand
        ("<is><t>A</t></is>", "<is><r><t>A</t></r><rPh sb='0' eb='1'><t>aid</t></rPh></is>", "A"),
        (
            '<c r="B2" t="inlineStr"><is><t>A</t></is></c>',
            '<c r="B2" t="d"><v>2021-08-11T00:00:00</v></c>',
            "2021-08-11",
        ),
        ('<c r="B2" t="inlineStr"><is><t>A</t></is></c>', '<c r="B2" t="str"><f>B1</f><v></v></c>', None),
        (
            '<c r="B2" t="inlineStr"><is><t>A</t></is></c>',
            '<c r="B2"><v>1234567890123456789</v></c>',
            "1.2345678901234568e+18",
        ),
        ("<is><t>A</t></is>", "<is><t>_x0041__x005F_x0041_</t></is>", "A_x0041_"),
    ],
)
def test_what_other_programs_write_is_understood(
    tmp_path: Path, old: str, new: str, expected: str | None
) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    patch(tmp_path / "case.xlsx", NASTY, old, new)
    assert cells(ExcelStore(tmp_path / "case.xlsx").read().tables[0])["name_en"] == [expected]


def test_prefixed_elements_are_understood(tmp_path: Path) -> None:
    workbook(["firm"], ["a"]).save(tmp_path / "case.xlsx")
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="str"><x:v>firm</x:v></x:c></x:row>'
        '<x:row><x:c t="str"><x:v>nio</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    rewrite(tmp_path / "case.xlsx", {NASTY: sheet.encode()})
    raw = ExcelStore(tmp_path / "case.xlsx").read().tables[0]
    assert cells(raw) == {"firm": ["nio"]}
    assert raw.rows is None


def rewrite(path: Path, changed: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **changed}.items():
            archive.writestr(name, data)


def test_columns_beyond_z_are_told_by_their_letters_and_no_columns_at_all_are_damage(tmp_path: Path) -> None:
    book = workbook([*HEADINGS, *(f"note{i}" for i in range(25))], ["a", *["x"] * 28])
    book.active.merge_cells("Z2:AB2")
    raw = table(book, tmp_path)
    assert [(f.row, f.value) for f in raw.faults] == [(2, "Z2:AB2"), (2, "AC: x")]
    for wrong in ("ABCD2", "2", "B"):
        patch(tmp_path / "case.xlsx", NASTY, '<c r="B2"', f'<c r="{wrong}"')
        with pytest.raises(CaseError, match=r"no whole \.xlsx workbook"):
            ExcelStore(tmp_path / "case.xlsx").read()
        patch(tmp_path / "case.xlsx", NASTY, f'<c r="{wrong}"', '<c r="B2"')


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"old Excel file \(.xls\) or protected"),
        (b"not a workbook", r"no whole \.xlsx workbook"),
        (b"", r"no whole \.xlsx workbook"),
    ],
)
def test_files_that_are_no_workbooks_are_one_clear_error(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "case.xlsx").write_bytes(data)
    with pytest.raises(CaseError, match=words):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_a_workbook_that_is_gone_or_a_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="does not exist"):
        ExcelStore(tmp_path / "case.xlsx").read()
    with pytest.raises(CaseError, match="cannot be read"):
        ExcelStore(tmp_path).read()


SHARED = "xl/sharedStrings.xml"


def share(path: Path, strings: str) -> None:
    """Make a workbook keep the text of A2 and B2 apart from its sheets, as Excel does."""
    relation = (
        '<Relationship Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml" Id="rId9" />'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/{SHARED}" ContentType="{kind}"/>'
    patch(path, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{relation}</Relationships>")
    patch(path, "[Content_Types].xml", "</Types>", f"{override}</Types>")
    patch(path, NASTY, '<c r="A2" t="inlineStr"><is><t>a</t></is></c>', '<c r="A2" t="s"><v>0</v></c>')
    patch(path, NASTY, '<c r="B2" t="inlineStr"><is><t>A</t></is></c>', '<c r="B2" t="s"><v>1</v></c>')
    rewrite(path, {SHARED: f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()})


def test_text_that_excel_keeps_apart_from_its_sheets_is_read_without_fonts_and_reading_aids(
    tmp_path: Path,
) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    share(
        tmp_path / "case.xlsx",
        "<si><t>nio</t></si><si><r><rPr><b/></rPr><t>蔚来</t></r><r><t xml:space='preserve'> 汽车_x000D_</t></r>"
        "<rPh sb='0' eb='1'><t>aid</t></rPh></si>",
    )
    raw = ExcelStore(tmp_path / "case.xlsx").read().tables[0]
    assert cells(raw) == {"firm": ["nio"], "name_en": ["蔚来 汽车\r"], "revenue": ["1"]}
    share_less = tmp_path / "case.xlsx"
    rewrite(share_less, {SHARED: f'<sst xmlns="{MAIN}"><si><t>nio</t></si></sst>'.encode()})
    with pytest.raises(CaseError, match=r"no whole \.xlsx workbook"):
        ExcelStore(share_less).read()


@pytest.mark.parametrize("part", [NASTY, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels", SHARED])
@pytest.mark.parametrize("content", [b"<broken", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_damaged_parts_and_entities_are_one_clear_error(tmp_path: Path, part: str, content: bytes) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    share(tmp_path / "case.xlsx", "<si><t>a</t></si><si><t>A</t></si>")
    rewrite(tmp_path / "case.xlsx", {part: content})
    with pytest.raises(CaseError, match=r"no whole \.xlsx workbook"):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    workbook(HEADINGS).save(tmp_path / "case.xlsx")
    rewrite(tmp_path / "case.xlsx", {"xl/media/bomb.bin": b"\0" * 150_000_000})
    with pytest.raises(CaseError, match="would unpack to 150 MB"):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_parts_and_sheets_beyond_all_use_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    with monkeypatch.context() as patched:
        patched.setattr(excel_cells, "_MOST_CELLS", 4)
        with pytest.raises(CaseError, match="more than 4 cells"):
            ExcelStore(tmp_path / "case.xlsx").read()
    monkeypatch.setattr(excel_package, "_LARGEST_PART", 10)
    with pytest.raises(CaseError, match="is too large"):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    workbook(HEADINGS).save(tmp_path / "case.xlsx")
    data = bytearray((tmp_path / "case.xlsx").read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    (tmp_path / "case.xlsx").write_bytes(bytes(data))
    with pytest.raises(CaseError, match="password"):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_macros_and_the_strict_form_are_refused_with_what_to_do(tmp_path: Path) -> None:
    for name, old, words in (
        ("xl/vbaProject.bin", b"", "holds macros"),
        ("_rels/.rels", b"schemas.openxmlformats.org", "Strict Open XML"),
    ):
        workbook(HEADINGS).save(tmp_path / "case.xlsx")
        with zipfile.ZipFile(tmp_path / "case.xlsx") as archive:
            data = archive.read(name) if old else b"macro"
        rewrite(tmp_path / "case.xlsx", {name: data.replace(old, b"purl.oclc.org/ooxml") if old else data})
        with pytest.raises(CaseError, match=words):
            ExcelStore(tmp_path / "case.xlsx").read()


def test_a_sheet_that_is_listed_and_not_there_is_damage(tmp_path: Path) -> None:
    book = workbook(HEADINGS, ["a", "A", 1])
    book.create_sheet("plants").append(["plant"])
    book.save(tmp_path / "case.xlsx")
    whole = (tmp_path / "case.xlsx").read_bytes()
    patch(tmp_path / "case.xlsx", "xl/workbook.xml", 'r:id="rId2"', "")
    with pytest.raises(CaseError, match="without its part"):
        ExcelStore(tmp_path / "case.xlsx").read()
    (tmp_path / "case.xlsx").write_bytes(whole)
    patch(
        tmp_path / "case.xlsx", "xl/_rels/workbook.xml.rels", "worksheets/sheet2.xml", "worksheets/sheet9.xml"
    )
    with pytest.raises(CaseError, match=r"no whole \.xlsx workbook"):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_what_a_table_does_not_hold_is_passed_over_in_silence(tmp_path: Path) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    more = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    patch(tmp_path / "case.xlsx", NASTY, "</worksheet>", more)
    rewrite(tmp_path / "case.xlsx", {"docProps/core.xml": b"<broken", "xl/theme/theme1.xml": b"<broken"})
    raw = ExcelStore(tmp_path / "case.xlsx").read().tables[0]
    assert (cells(raw)["firm"], raw.faults) == (["a"], ())


def test_work_is_bounded_by_what_a_file_holds_not_by_what_it_declares(tmp_path: Path) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    patch(tmp_path / "case.xlsx", NASTY, 'ref="A1:C2"', 'ref="A1:XFD1048576"')
    last = '<row r="1048576" hidden="1"><c r="XFD1048576" s="0"/></row></sheetData>'
    vast = '<mergeCells><mergeCell ref="B2:XFD1048576"/></mergeCells>'
    link = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    patch(tmp_path / "case.xlsx", NASTY, "</sheetData>", f"{last}{vast}{link}")
    raw = ExcelStore(tmp_path / "case.xlsx").read().tables[0]
    assert cells(raw) == {"firm": ["a"], "name_en": ["A"], "revenue": ["1"]}
    assert only(raw).value == "B2:XFD1048576"


def test_escaped_characters_are_put_together_and_never_break_a_table(tmp_path: Path) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    patch(tmp_path / "case.xlsx", NASTY, "<t>A</t>", "<t>_xD83D__xDE00__x0000__xD800_</t>")
    assert cells(ExcelStore(tmp_path / "case.xlsx").read().tables[0])["name_en"] == ["😀\ufffd"]
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    share(tmp_path / "case.xlsx", "<si><t>a_x0009_b</t></si><si><t>_x005F_x0041_ _x0041_</t></si>")
    raw = ExcelStore(tmp_path / "case.xlsx").read().tables[0]
    assert (cells(raw)["firm"], cells(raw)["name_en"]) == (["a\tb"], ["_x0041_ _x0041_"])


@pytest.fixture(scope="module")
def sample() -> bytes:
    out = io.BytesIO()
    workbook(HEADINGS, ["a", "A", 1.5], ["b", dt.date(2021, 8, 11), True]).save(out)
    return out.getvalue()


@settings(max_examples=150)
@given(data=st.data())
def test_any_damage_at_all_gives_an_error_or_a_table(
    sample: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    damaged = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(bytes(damaged[:cut] if data.draw(st.booleans()) else damaged))
    try:
        reading = ExcelStore(path).read()
    except CaseError as error:
        assert "damaged.xlsx" in str(error)  # noqa: PT017 (either outcome will do)
    else:
        assert all(len({len(c) for c in t.columns}) <= 1 for t in reading.tables)


_CELL = st.sampled_from(
    ["<c>", '<c r="B2">', '<c r="XFD9" t="s">', '<c t="b">', '<c t="e">', '<c s="99">', '<c r="9" t="inlineStr">',
     "</c>", "<row>", '<row r="3">', '<row r="x">', "</row>", "<v>", "1e999", "-7", "</v>", "<is><t>x</t></is>",
     "<f>", "</f>", '<mergeCell ref="A1:B9"/>', '<mergeCell ref="?"/>',
     '<col min="1" max="99999999" hidden="1"/>', '<col hidden="1"/>']
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(_CELL, max_size=25))
def test_any_worksheet_at_all_gives_an_error_or_a_table(
    sample: bytes, tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.xlsx"
    path.write_bytes(sample)
    first = "<row><c t='str'><v>firm</v></c></row>"
    rewrite(path, {NASTY: f'<worksheet xmlns="{MAIN}">{first}{"".join(pieces)}</worksheet>'.encode()})
    try:
        reading = ExcelStore(path).read()
    except CaseError as error:
        assert "odd.xlsx" in str(error)  # noqa: PT017 (either outcome will do)
    else:
        assert [t.headers[:1] for t in reading.tables] == [("firm",)]


# -- writing --------------------------------------------------------------------------------------------------------

PLANTS = pl.DataFrame(
    {
        "plant": ["p1", "p2", "p3", "p4"],
        "name_zh": ["=1+1", '蔚来 <&> "第一"', "a\r\nb\t_x0041_", "'x"],
        "capacity": [0.1 + 0.2, 868000.0, 5e-324, None],
        "jobs": [3, -(10**17), None, 0],
        "opened": ["2021-08-11", "2021", "2021-08", "1899-01-01"],
    }
)


@pytest.fixture
def store(tmp_path: Path) -> ExcelStore:
    store = ExcelStore(tmp_path / "case.xlsx")
    store.write({"plants": PLANTS, "firms": pl.DataFrame({"firm": ["nio"]})}, expected=None)
    return store


def test_what_was_written_is_what_is_read(store: ExcelStore) -> None:
    reading = store.read()
    assert [t.table for t in reading.tables] == ["firms", "plants"]
    assert reading.tables[1].faults == ()
    back = cells(reading.tables[1])
    assert back["name_zh"] == PLANTS["name_zh"].to_list()
    assert [None if c is None else float(c) for c in back["capacity [unit/yr]"]] == PLANTS[
        "capacity"
    ].to_list()
    assert [None if c is None else int(c) for c in back["jobs [person]"]] == PLANTS["jobs"].to_list()
    assert back["opened"] == PLANTS["opened"].to_list()


def test_another_reader_finds_numbers_dates_and_text_that_never_is_a_formula(store: ExcelStore) -> None:
    sheet = openpyxl.load_workbook(store.path)["plants"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == ["p1", "=1+1", 0.1 + 0.2, 3, MIDNIGHT]
    assert rows[1] == ["p2", '蔚来 <&> "第一"', 868000, "-100000000000000000", "2021"]
    formula_like = sheet["B2"]
    assert (formula_like.data_type, formula_like.quotePrefix, sheet["B3"].quotePrefix) == ("s", True, False)
    assert sheet["E2"].number_format.replace("\\", "") == "yyyy-mm-dd"
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fgColor.rgb != sheet["B1"].fill.fgColor.rgb
    assert sheet.freeze_panes == "A2"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_saved_workbook_has_drop_downs_and_hints(tmp_path: Path) -> None:
    store = ExcelStore(tmp_path / "case.xlsx")
    store.write(
        {"places": pl.DataFrame({"place": ["cn"], "kind": ["country"], "basis": ["reported"]})}, expected=None
    )
    rules = openpyxl.load_workbook(store.path)["places"].data_validations.dataValidation
    lists = {str(r.sqref): r.formula1 for r in rules if r.type == "list"}
    assert lists["B2:B1048576"] == '"world,country,province,city,park"'
    assert lists["C2:C1048576"] == '"observed,reported,inferred,synthetic"'
    assert any(str(r.sqref) == "A1" and "key" in (r.prompt or "") for r in rules)


def test_the_same_case_gives_the_same_bytes(store: ExcelStore, tmp_path: Path) -> None:
    other = ExcelStore(tmp_path / "other.xlsx")
    other.write({"firms": pl.DataFrame({"firm": ["nio"]}), "plants": PLANTS}, expected=None)
    assert other.path.read_bytes() == store.path.read_bytes()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\x07b", "control character"),
        ("x" * 32_768, "longer than 32,767"),
        ("😀" * 16_384, "longer than 32,767"),
    ],
)
def test_text_that_no_cell_may_hold_is_refused_before_anything_is_written(
    store: ExcelStore, text: str, words: str
) -> None:
    before = store.path.read_bytes()
    bad = pl.DataFrame({"firm": ["a", "b"], "note": ["fine", text]})
    with pytest.raises(CaseError, match=rf"firms row 3, note: .*{words}"):
        store.write({"firms": bad}, expected=store.read().revision)
    assert store.path.read_bytes() == before
    assert sorted(p.name for p in store.path.parent.iterdir()) == [".case.xlsx.lock", "case.xlsx"]


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    many = pl.DataFrame({"firm": pl.repeat("a", 1_048_576, eager=True)})
    with pytest.raises(CaseError, match="firms has 1,048,576 rows"):
        ExcelStore(tmp_path / "case.xlsx").write({"firms": many}, expected=None)


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ({"a/b": pl.DataFrame({"x": ["y"]})}, "cannot be the title of a sheet"),
        ({"mine": pl.DataFrame({"x": ["y"]}), "MINE": pl.DataFrame({"x": ["y"]})}, "one title"),
        ({"mine": pl.DataFrame({"x\x07": ["y"]})}, "control character"),
        ({"mine": pl.DataFrame({"x": ["\r" * 5000]})}, "longer than 32,767"),
    ],
)
def test_what_no_sheet_may_be_called_or_hold_is_refused(
    tmp_path: Path, frames: dict[str, pl.DataFrame], words: str
) -> None:
    with pytest.raises(CaseError, match=words):
        ExcelStore(tmp_path / "case.xlsx").write(frames, expected=None)
    assert not (tmp_path / "case.xlsx").exists()


def test_text_that_looks_like_an_error_or_an_escape_stays_text(tmp_path: Path) -> None:
    store = ExcelStore(tmp_path / "case.xlsx")
    texts = ["#N/A", "#REF!", "_x000D_", " x ", "=", "1e5", "2018-01"]
    store.write({"mine": pl.DataFrame({"_x0041_": texts})}, expected=None)
    raw = store.read().tables[0]
    assert (cells(raw), raw.faults) == ({"_x0041_": texts}, ())


def test_the_second_of_two_writers_is_told(store: ExcelStore) -> None:
    expected = store.read().revision
    newer = ExcelStore(store.path).write({"plants": PLANTS.head(1)}, expected=expected)
    with pytest.raises(NewerCase, match="was changed after it was read here"):
        store.write({"plants": PLANTS}, expected=expected)
    with pytest.raises(NewerCase, match="is a case already"):
        store.write({"plants": PLANTS}, expected=None)
    assert store.read().revision == newer
    store.path.unlink()
    assert not store.exists()
    with pytest.raises(NewerCase, match="is gone"):
        store.write({"plants": PLANTS}, expected=newer)


@pytest.mark.parametrize("mark", ["~$case.xlsx", ".~lock.case.xlsx#"])
def test_a_workbook_that_is_open_in_a_spreadsheet_program_is_not_replaced(
    store: ExcelStore, mark: str
) -> None:
    store.path.with_name(mark).write_text("")
    with pytest.raises(CaseLocked, match="Close it there"):
        store.write({"plants": PLANTS}, expected=store.read().revision)


def test_locks_and_refusals_of_the_system_leave_the_workbook_as_it_was(
    store: ExcelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.05)
    store.path.with_name(".case.xlsx.part-1").write_text("left by a writer that was ended")
    before = store.path.read_bytes()
    revision = store.read().revision
    with FileLock(store.path.with_name(".case.xlsx.lock")), pytest.raises(CaseLocked, match="being saved"):
        store.write({}, expected=revision)

    def refuse(error: OSError) -> Any:
        def replace(self: Path, target: Path) -> None:
            raise error

        return replace

    for error, kind, words in (
        (PermissionError(13, "in use"), CaseLocked, "open in another program"),
        (OSError(28, "No space left"), CaseError, "No space left"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", refuse(error))
            with pytest.raises(kind, match=words):
                store.write({}, expected=revision)
    assert store.path.read_bytes() == before
    store.write({"plants": PLANTS, "firms": pl.DataFrame({"firm": ["x"]})}, expected=revision)
    assert sorted(p.name for p in store.path.parent.iterdir()) == [".case.xlsx.lock", "case.xlsx"]


def test_sheets_that_saving_would_lose_are_not_lost(store: ExcelStore) -> None:
    book = openpyxl.load_workbook(store.path)
    book.create_sheet("My notes").append(["do not lose"])
    book.create_chartsheet("My chart")
    book.save(store.path)
    with pytest.raises(CaseError, match="My notes, My chart"):
        store.write({"plants": PLANTS}, expected=store.read().revision)


def test_sheets_without_rows_stay_and_the_guide_stays_in_front(tmp_path: Path) -> None:
    book = workbook(["firm"], ["a"])
    book.create_sheet("plants").append(["plant"])
    book.create_sheet("Guide")
    store = ExcelStore(tmp_path / "case.xlsx")
    revision = read(book, tmp_path).revision
    revision = store.write(
        {"firms": pl.DataFrame({"firm": ["b"]}), "mine": pl.DataFrame({"x": ["y"]})}, expected=revision
    )
    assert openpyxl.load_workbook(store.path).sheetnames == ["Guide", "firms", "plants", "mine"]
    assert [len(t.columns[0]) for t in store.read().tables] == [1, 0, 1]
    store.write({"mine": pl.DataFrame({"x": ["z"]})}, expected=revision)
    assert cells(store.read().tables[0])["firm"] == []


def test_a_workbook_of_nothing_is_still_a_workbook(tmp_path: Path) -> None:
    store = ExcelStore(tmp_path / "case.xlsx")
    store.write({}, expected=None)
    assert [len(t.columns[0]) for t in store.read().tables] == [0]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.312, "0.0%", "31.2%"),
        (0.07, "0%", "7%"),
        (0.29, "0.00%", "29%"),
        (1, "0%", "100%"),
        (0, "0%", "0%"),
        (-0.05, "0%;[Red]-0%", "-5%"),
        (1e30, "0%", "1e+30"),
        (31.2, '0.0"%"', "31.2"),
        (31.2, "0.0\\%", "31.2"),
        (0.312, "0.00", "0.312"),
    ],
)
def test_a_percentage_comes_with_its_sign_and_exactly(
    value: float, code: str, text: str, tmp_path: Path
) -> None:
    book = workbook(["firm", "note"], ["a", value])
    book.active.cell(2, 2).number_format = code
    assert cells(table(book, tmp_path))["note"] == [text]


def test_a_percentage_keeps_every_digit_of_the_number() -> None:
    assert percent_text(0.1 + 0.2) == "30.000000000000004%"
    assert percent_text(float("inf")) is None
    assert percent_text(1e-30) is None


def test_text_under_a_percentage_format_stays_as_it_is(tmp_path: Path) -> None:
    book = workbook(["firm", "note"], ["a", "0.3"])
    book.active.cell(2, 2).number_format = "0%"
    assert cells(table(book, tmp_path))["note"] == ["0.3"]


def test_shared_text_beyond_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(HEADINGS, ["a", "A", 1]).save(tmp_path / "case.xlsx")
    with zipfile.ZipFile(tmp_path / "case.xlsx") as archive:
        listed = archive.read("[Content_Types].xml")
    kind = f'<Override PartName="/xl/worksheets/words.xml" ContentType="{SHARED_STRINGS}"/></Types>'
    changes = {
        "[Content_Types].xml": listed.replace(b"</Types>", kind.encode()),
        "xl/worksheets/words.xml": b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    }
    rewrite(tmp_path / "case.xlsx", changes)
    assert ExcelStore(tmp_path / "case.xlsx").read().faults == ()
    monkeypatch.setattr(excel_package, "_LARGEST_STRINGS", 10)
    with pytest.raises(CaseError, match=r"of text alone \(xl/worksheets/words\.xml\)"):
        ExcelStore(tmp_path / "case.xlsx").read()
    monkeypatch.setattr(excel_package, "LARGEST", 10)
    with pytest.raises(CaseError, match="would unpack to"):
        ExcelStore(tmp_path / "case.xlsx").read()


def test_a_folder_that_may_not_be_written_is_not_called_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard.os, "access", lambda *_, **__: False)
    with pytest.raises(CaseError, match="cannot be written to") as caught:
        ExcelStore(tmp_path / "case.xlsx").write({}, expected=None)
    assert not isinstance(caught.value, CaseLocked)
