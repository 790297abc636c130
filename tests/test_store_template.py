"""Templates and new cases: every table of the schema, ready to be filled in, and read back without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from hinterland.errors import CaseError
from hinterland.schema import TABLES, Kind
from hinterland.store import new_case, open_store, write_template
from hinterland.store.excel_rules import describe, drop_downs
from hinterland.store.guide import STARTERS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("lang", "guide"), [("en", "Guide"), ("zh", "说明")])
def test_a_template_has_a_guide_and_every_table_with_units_comments_and_drop_downs(
    tmp_path: Path, lang: str, guide: str
) -> None:
    write_template(tmp_path / "t.xlsx", lang=lang)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames[0] == guide
    assert set(book.sheetnames[1:]) == set(TABLES)
    assert book.sheetnames[1 : len(STARTERS) + 1] == list(STARTERS)
    for name, table in TABLES.items():
        sheet = book[name]
        assert [c.value for c in sheet[1]] == [c.header for c in table.columns]
        for cell, column in zip(sheet[1], table.columns, strict=True):
            assert cell.comment is not None
            assert (column.en if lang == "en" else column.zh) in cell.comment.text
        lists = {str(r.sqref): r.formula1 for r in sheet.data_validations.dataValidation}
        wanted = [c for c in table.columns if c.kind in {Kind.CHOICE, Kind.BOOL}]
        assert len(lists) == len(wanted)
        assert sheet.freeze_panes == "A2"
    listed = [row[0].value for row in book[guide].iter_rows(min_row=2) if row[0].value]
    assert set(listed) == set(TABLES)


def test_required_headings_look_different_and_text_columns_stay_text(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", tables=["plants"])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["plants"]
    fills = {c.value: c.fill.fgColor.rgb for c in sheet[1]}
    assert fills["plant"] == fills["firm"] != fills["name_en"]
    formats = {c.value: sheet.column_dimensions[c.column_letter].number_format for c in sheet[1]}
    assert (formats["opened"], formats["plant"], formats["jobs [person]"]) == ("@", "@", "General")


def test_every_drop_down_and_every_choice_fits_into_excel() -> None:
    for table in TABLES.values():
        chosen = sum(1 for c in table.columns if c.kind in {Kind.CHOICE, Kind.BOOL})
        found = list(drop_downs(table.columns))
        assert len(found) == chosen
        assert all(len(r.formula1 or "") <= 257 for r in found)


def test_a_description_says_mark_unit_words_and_references() -> None:
    plants = TABLES["plants"]
    assert "(key)" in describe(plants["plant"], "en")
    assert "(required)" in describe(plants["firm"], "en")
    assert "id from: firms.firm" in describe(plants["firm"], "en")
    assert "unit: CNY" in describe(plants["capex"], "en")
    assert "YYYY-MM" in describe(plants["opened"], "zh")
    assert "one of: WGS-84" in describe(plants["datum"], "en")
    assert "ids, parted by ;: metrics.metric" in describe(TABLES["targets"]["metrics"], "en")
    assert "several of" in describe(TABLES["targets"]["attainment"], "en")
    assert "yes" in describe(TABLES["observations"]["series_break"], "en")


def test_a_template_reads_as_a_case_without_rows_or_faults(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    reading = open_store(tmp_path / "t.xlsx").read()
    assert reading.faults == ()
    assert {t.table for t in reading.tables} == set(TABLES)
    assert all(not t.faults and not len(t.columns[0]) for t in reading.tables)


def test_a_template_never_replaces_anything_and_names_what_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("mine")
    with pytest.raises(CaseError, match="exists"):
        write_template(tmp_path / "t.xlsx")
    assert (tmp_path / "t.xlsx").read_text() == "mine"
    with pytest.raises(CaseError, match="no table 'plantz'"):
        write_template(tmp_path / "u.xlsx", tables=["plantz"])
    with pytest.raises(CaseError, match="choose en or zh"):
        write_template(tmp_path / "u.xlsx", lang="fr")
    with pytest.raises(CaseError, match="cannot be made"):
        write_template(tmp_path / "t.xlsx" / "u.xlsx")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_case_explains_itself_and_reads_without_a_fault(tmp_path: Path, lang: str) -> None:
    new_case(tmp_path / "case", lang=lang)
    made = sorted(p.name for p in (tmp_path / "case").iterdir())
    assert made == [".gitignore", "README.md", "documents", "tables", "template.xlsx"]
    readme = (tmp_path / "case" / "README.md").read_text(encoding="utf-8")
    for name, table in TABLES.items():
        assert f"| `{name}` | {table.en if lang == 'en' else table.zh} |" in readme
    assert "hinterland check ." in readme
    reading = open_store(tmp_path / "case").read()
    assert {t.table for t in reading.tables} == set(STARTERS)
    assert [f.line() for f in reading.faults] == []
    assert all(t.headers == tuple(c.header for c in TABLES[t.table].columns) for t in reading.tables)


def test_a_new_case_is_made_in_an_empty_folder_only(tmp_path: Path) -> None:
    new_case(tmp_path)
    before = (tmp_path / "README.md").read_bytes()
    with pytest.raises(CaseError, match="not an empty folder"):
        new_case(tmp_path)
    with pytest.raises(CaseError, match="not an empty folder"):
        new_case(tmp_path / "README.md")
    with pytest.raises(CaseError, match="cannot be made"):
        new_case(tmp_path / "README.md" / "case")
    assert (tmp_path / "README.md").read_bytes() == before
