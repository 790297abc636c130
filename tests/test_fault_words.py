"""Every fault is told in Chinese: what the examples say, what the source can say, and what cells make it say."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Callable
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import messages
import test_check
import test_twenty_mistakes
from conftest import ROOT, faults_of
from hinterland import units
from hinterland.case import look
from hinterland.cells import read_table
from hinterland.cli.check import _line
from hinterland.fault_words import _catalogue, cells, files, in_chinese, place, rows, said
from hinterland.faults import Fault
from hinterland.schema import TABLES
from hinterland.sheets import RawTable
from hinterland.store.parquet import read_parquet
from hinterland.store.text import read_csv
from test_cells import CELLS
from test_twenty_mistakes import fill, spoil

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

sys.path.insert(0, str(ROOT / "tools"))
faults_page = import_module("faults_page")
Call = Callable[..., tuple[int, str, str]]

WHERE_TO_ADD = "has no Chinese: add it to src/hinterland/fault_words/ (cells.py, rows.py or files.py)"
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
COLUMNS = [c for t in TABLES.values() for c in t.columns]
FIXED = (
    "CSV UTF-8 UTF-16 GB18030 BOM NUL Excel Parquet ISO YYYY YYYY-MM YYYY-MM-DD YYYY-Q1 YYYY-H1 WGS-84 lon lat U "
    "documents tables"
)
KNOWN = {
    word.lower()
    for text in (
        *FIXED.split(),
        *TABLES,
        *units.UNITS,
        *(text for c in COLUMNS for text in (c.name, c.unit, *c.choices)),
    )
    for word in WORD.findall(text)
}
"""Latin words that Chinese messages may have: standards, names of tables, columns and units, words of the choices."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def english_in(sentence: str, own: Iterable[object]) -> list[str]:
    """Latin words of a Chinese sentence that are neither quoted nor known, nor any of the case's `own`."""
    bare = re.sub(r"`[^`]*`|“[^”]*”", "", sentence)
    theirs = {w.lower() for o in own for w in WORD.findall(str(o))}
    letters = re.compile(r"[A-Z]{1,3}\d*")  # cells and columns of a spreadsheet
    return [w for w in WORD.findall(bare) if w.lower() not in KNOWN | theirs and not letters.fullmatch(w)]


def untold(faults: Iterable[Fault], *own: object) -> list[str]:
    """What is wrong with the Chinese of faults: none, or English in it."""
    wrong = []
    for fault in dict.fromkeys(faults):
        for text in (fault.rule, fault.fix):
            chinese = in_chinese(text, table=fault.table, column=fault.column or "")
            if chinese is None or (text and not CHINESE.search(chinese)):
                wrong.append(f"{text!r} {WHERE_TO_ADD}")
            elif left := english_in(chinese, (fault.value, fault.file, *own)):
                wrong.append(f"{text!r}: English {left} left in {chinese!r}")
    return wrong


# --- what the source can say

SAMPLES: dict[str, str] = {
    "column.en": "Unit in which it is counted",
    "read.rule": "not an allowed value",
    "read.fix": "Use one of: yes, no",
    "rule": "not a number",
    "last.rule": "not a number",
    "reads[cells[0]].change": "percent sign, 万 read as a factor of 10,000",
    "error": "unit 'x' is not known; declare it in settings as unit:NAME",
    "str(error)": "'km' does not convert to 'ha': one is length, the other area",
    "error.advice": "Did you mean 'vehicle'?",
    "' and '.join(filter(None, ends))": "at least 0 and at most 1",
    "repr(delimiter)": "'|'",
    "', '.join(number.changes)": "thousands separators, percent sign",
    "', '.join(dict.fromkeys((r.change for r in reads if r.change)))": "read as a, read as b",
}
"""What stands for parts of messages that are messages of their own, or of a special form; others are 7 or x."""
PASSED = {"fix", "rule", "fixes[value]", "rule(row)", "fix(row)", "last.fix", "fixes"}
"""Expressions that pass a message on, which is found where it is made."""
NEVER = re.compile(r"not a number \[\]|Write at .* 1 \S+ \(a fraction: .*|\s.*|.*\s", re.DOTALL)
"""What the source only seems to say: a unit or a suggestion is named where there is one; a fraction has no unit."""
SAID = messages.messages(messages.MODULES)


def fillings(text: messages.Text) -> Iterable[str]:
    """The text with its parts filled, in all ways worth a try."""

    def samples(part: str | messages.Hole) -> tuple[str, ...]:
        if isinstance(part, str):
            return (part,)
        if part.expression in SAMPLES:
            return (SAMPLES[part.expression],)
        return ("'x'",) if part.form == "r" else ("7",) if part.form else ("7", "x")

    return ("".join(chosen) for chosen in product(*map(samples, text)))


def test_the_source_was_read_whole() -> None:
    """The collector sees messages of every room, and none hidden behind an expression it cannot follow."""
    rooms = {at.partition(":")[0].partition("/")[0] for at in SAID.values()}
    assert rooms == {"cells", "check", "store", "case.py", "units.py"}
    assert len(SAID) > 200
    hidden = [
        f"{at}: {text[0].expression}"
        for text, at in SAID.items()
        if len(text) == 1
        and isinstance(text[0], messages.Hole)
        and text[0].expression not in PASSED | set(SAMPLES)
    ]
    assert hidden == [], "give the message as a text, or say in PASSED or SAMPLES what stands here"


@pytest.mark.parametrize("room", ["cells", "check", "store", "case.py", "units.py"])
def test_every_message_in_the_source_has_its_chinese(room: str) -> None:
    missing = []
    for text, at in SAID.items():
        if not at.startswith(room) or not text or (len(text) == 1 and isinstance(text[0], messages.Hole)):
            continue
        filled = list(fillings(text))
        if not NEVER.fullmatch(filled[0]) and not any(in_chinese(f) for f in filled):
            missing.append(f"{at}: {filled[-1]!r} {WHERE_TO_ADD}")
    assert missing == [], "\n".join(missing)


def test_a_new_message_is_found_wherever_it_is_put_together() -> None:
    source = """
def odd(sheet, count):
    words = "row looks" if count == 1 else "rows look"
    return whole(sheet, None, f"{count:,} {words} odd", _mend(count))

def _mend(count):
    return "Mend it" if count == 1 else "Mend them"
"""
    module = messages.Module(messages.SOURCE / "check" / "odd.py", ast.parse(source))
    found = messages.messages([*messages.MODULES, module])
    new = {next(iter(fillings(t))) for t, at in found.items() if at.startswith("check/odd.py")}
    assert new == {"7 row looks odd", "7 rows look odd", "Mend it", "Mend them"}
    assert [in_chinese(text) for text in new] == [None] * 4


def test_the_catalogue_says_nothing_that_the_source_does_not() -> None:
    """Each pair is used by some message: one whose English was changed is found, not kept."""
    used: set[str] = set()

    def use(text: str) -> None:
        for pattern, kinds, _ in _catalogue():
            if match := pattern.fullmatch(text):
                used.add(pattern.pattern)
                for name, kind in kinds.items():
                    if kind in {"said", "changes"}:
                        use(match[name])

    for text in SAID:
        for filled in fillings(text):
            use(filled.strip())
    assert [p.pattern for p, _, _ in _catalogue() if p.pattern not in used] == []


def test_pairs_of_the_catalogue_are_well_formed() -> None:
    for english, chinese in {**cells.PAIRS, **rows.PAIRS, **files.PAIRS}.items():
        names = set(re.findall(r"\{(\w+)", english))
        assert set(re.findall(r"\{(\w+)", chinese)) == names, english
        assert re.search(r"[\u4e00-\u9fff：]", chinese)
        bare = re.sub(r"`[^`]*`", "", chinese)
        assert not re.search(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", bare), chinese
        assert not re.search(r"[０-９Ａ-Ｚａ-ｚ]", chinese), chinese
        assert not chinese.endswith("。"), chinese
        assert english_in(re.sub(r"\{\w+\}", "", chinese), ()) == []


# --- what is said of examples


def check_of(tables: dict[str, str | bytes], folder: Path) -> list[Fault]:
    (folder / "tables").mkdir(parents=True)
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / "tables" / f"{name}.csv").write_bytes(data)
    return list(look(folder).faults)


@pytest.mark.parametrize(
    "shown", [e for g in faults_page.GROUPS.values() for e in g], ids=lambda e: e.heading
)
def test_every_example_of_the_faults_page_is_told_in_chinese(shown: Any, tmp_path: Path) -> None:
    faults = check_of(shown.tables, tmp_path / "case")
    assert faults
    assert untold(faults, *shown.tables.values(), tmp_path) == []


def test_the_twenty_mistakes_are_told_in_chinese(hinterland: Call, tmp_path: Path) -> None:
    assert hinterland("new", tmp_path / "mine")[0] == 0
    workbook = openpyxl.load_workbook(tmp_path / "mine" / "template.xlsx")
    fill(workbook)
    spoil(workbook)
    workbook["places"].row_dimensions[3].hidden = True
    workbook["firms"].sheet_state = "hidden"
    workbook.create_sheet("Notes")["A1"] = "made by hand"
    workbook.save(tmp_path / "filled.xlsx")
    faults = look(tmp_path / "filled.xlsx").faults
    assert len(faults) > 20
    assert untold(faults, test_twenty_mistakes.SOUND) == []
    code, out, _ = hinterland("check", tmp_path / "filled.xlsx", "--lang", "zh", "--all")
    assert code == 1
    assert "filled.xlsx 工作表 plants 第 3 行 closed 列，“2019”：`closed` 早于 `opened`（2021）。" in out


CASES = [
    n for n in dir(test_check) if n.startswith("test_") and n != "test_a_fault_says_everything_in_one_line"
]


@pytest.mark.parametrize("name", CASES)
def test_faults_between_rows_are_told_in_chinese(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    test = getattr(test_check, name)
    own: list[object] = []
    heard: list[Fault] = []

    def listen(tables: Any) -> list[Fault]:
        found = faults_of(tables)
        own.append(tables)
        heard.extend(found)
        return found

    monkeypatch.setattr(test_check, "faults_of", listen)
    marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
    names = marks[0].args[0] if marks else ()
    names = (names,) if isinstance(names, str) else names
    for values in marks[0].args[1] if marks else [()]:
        test(**dict(zip(names, values if len(names) > 1 else (values,), strict=True)) if names else {})
    assert untold(heard, *own) == []


LISTS = [
    *("a b;c", "final;finale", "12,5 ; x", "a\u3001b c", "1.5亿元", "3 kWh"),
    *("12 亿", "(1,200)", "13/13/2021", "3/4/2021", "u'x", "1-2", "#N/A", "n/a"),
]


@given(
    st.sampled_from(COLUMNS),
    st.lists(CELLS | st.sampled_from(LISTS), min_size=1, max_size=6),
    st.sampled_from(["", "", " [t]", " [亿元]", " [no unit]", " (CNY)"]),
)
@example(TABLES["products"]["unit"], ["vehicel", "it's", "a\nb"], "")
@example(TABLES["plants"]["capex"], ["1,200", "2"], " [亿元]")
@example(TABLES["instruments"]["kind"], ["x", "x;y"], "")
def test_fuzz_every_cell_is_told_in_chinese(column: Any, cells: list[str], unit: str) -> None:
    table = next(t for t in TABLES.values() if column in t.columns)
    series = pl.Series(column.name, cells, dtype=pl.String)
    _, faults = read_table(RawTable(table.name, "x.csv", (f"{column.name}{unit}",), (series,)), table)
    assert untold(faults, *cells, unit, *(f.fix for f in faults if f.fix.startswith("Write `"))) == []


@given(st.sampled_from(list(TABLES.values())), st.text(max_size=20), st.text(max_size=8))
def test_fuzz_every_heading_is_told_in_chinese(table: Any, heading: str, cell: str) -> None:
    columns = tuple(pl.Series(str(i), [cell], dtype=pl.String) for i in range(2))
    _, faults = read_table(RawTable(table.name, "x.csv", (heading, heading), columns), table)
    assert untold(faults, heading, cell) == []


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    st.sampled_from(["", "firm;name\n", "firm,name\n"]),
)
def test_fuzz_every_file_is_told_in_chinese(data: bytes, head: str) -> None:
    text = read_csv(head.encode() + data, "firms", "firms.csv")
    typed = read_parquet(data, "firms", "firms.parquet")
    assert untold([*text.faults, *typed.faults], data.decode("latin-1")) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_descriptions_of_columns_are_those_of_the_schema(table: Any) -> None:
    for column in table.columns:
        told = in_chinese(f"Fill in: {column.en}", table=table.name, column=column.name)
        assert told == f"请填写“{column.zh}”"
        assert in_chinese(f"Add a column `{column.name}`: {column.en}") is not None
    assert in_chinese("Fill in: Readable id") == "请填写“编号”"


# --- how it is said


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("refers to no row of `firms` or `places`", "在 `firms` 或 `places` 表中没有对应的行"),
        ("Did you mean `car`? Else add it to `products`", "是否应为 `car`？若不是，请在 `products` 表中补上"),
        (
            "2 cells: thousands separators, 万 read as a factor of 10,000",
            "2 个单元格：去除了千位分隔符，“万”按 10,000 倍读取",
        ),
        ("1,250 further rows: negative", "另有 1,250 行：为负数"),
        ("Write at least -90 and at most 90 deg", "取值应不小于 -90、不大于 90（单位：deg）"),
        ("rows 3, 5-8 are hidden; they were read", "第 3、5-8 行处于隐藏状态，仍已读取"),
        (
            "rows 3, 5-8 and 4 more are hidden; they were read",
            "第 3、5-8 等行（另有 4 处）处于隐藏状态，仍已读取",
        ),
        (
            "'CNY/yr' does not convert to 'GWh': one is money:CNY/years, the other energy",
            "“CNY/yr”不能换算为“GWh”：前者是货币 CNY/年数，后者是能量",
        ),
        ("'a b' is quoted, and nobody has said so before", None),
    ],
)
def test_parts_that_vary_are_put_into_chinese_as_well(english: str, chinese: str | None) -> None:
    assert in_chinese(english) == chinese


def test_what_has_no_chinese_stays_english() -> None:
    fault = Fault("plants", None, None, None, "nobody has said so before", "Delete it", file="plants.csv")
    assert said(fault, "zh") == ("nobody has said so before", "请删除该字符")
    assert said(fault, "en") == ("nobody has said so before", "Delete it")


@pytest.mark.parametrize(
    ("row", "column", "file", "chinese"),
    [
        (7, "capacity", "plants.csv", "plants.csv 第 7 行 capacity 列"),
        (None, "capacity", None, "plants capacity 列"),
        (7, None, "my sheet.xlsx sheet plants", "my sheet.xlsx 工作表 plants 第 7 行"),
    ],
)
def test_places_are_told_in_chinese(
    row: int | None, column: str | None, file: str | None, chinese: str
) -> None:
    fault = Fault("plants", row, column, None, "negative", "Delete it", file=file)
    assert place(fault, "zh") == chinese
    assert place(fault, "en") == fault.place()
    assert place(Fault("case", None, None, None, "", ""), "zh") == "案例"


FAULTY = "place,kind,parnt,lon\na,town,,x\na,city,,200\n"


def test_check_speaks_chinese_in_every_form(hinterland: Call, tmp_path: Path) -> None:
    case = tmp_path / "mine"
    faults = check_of({"places": FAULTY}, case)
    code, out, _ = hinterland("check", case, "--lang", "zh")
    assert code == 1
    for line in (
        "必须修正（5）",
        "places.csv 第 2 行 lon 列，“x”：不是数值（单位：deg）。数值不详时，请将单元格留空。",
        "places.csv parnt 列：列名未定义。是否应为 `parent`？备注请写入 `note` 列。",
    ):
        assert line in out
    assert "??" not in out
    assert "？。" not in out
    _, out, _ = hinterland("check", case, "--lang", "zh", "--format", "json")
    told = json.loads(out)["faults"]
    assert [(f["rule"], f["fix"]) for f in told] == [said(f, "zh") for f in faults]
    rest = [{k: v for k, v in f.items() if k not in {"rule", "fix"}} for f in told]
    assert rest == [{k: v for k, v in f.as_dict().items() if k not in {"rule", "fix"}} for f in faults]
    _, out, _ = hinterland("check", case, "--lang", "zh", "--format", "csv")
    assert [r["rule"] for r in csv.DictReader(io.StringIO(out))] == [f["rule"] for f in told]
    _, out, _ = hinterland("check", case, "--format", "json")
    assert [f["rule"] for f in json.loads(out)["faults"]] == [f.rule for f in faults]


def test_a_line_has_one_full_stop_a_sentence() -> None:
    fault = Fault("products", 2, "unit", "vehicel", "unit not known", "Did you mean 'vehicle'?", file="p.csv")
    line = re.sub(r"\x1b\[\d+m", "", _line(fault, "zh"))
    assert line == "p.csv 第 2 行 unit 列，“vehicel”：单位无法识别。是否应为“vehicle”？"
