"""Drop-downs and hints of a worksheet, from the schema: one source for templates and saved workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from openpyxl.worksheet.datavalidation import DataValidation

from hinterland.schema import Kind
from hinterland.store.names import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.schema import Column

Lang = Literal["en", "zh"]
LAST_ROW = 1_048_576
_LONGEST_LIST = 255
"""Characters that Excel admits in the list of a drop-down."""
_LONGEST_HINT, _LONGEST_TITLE = 255, 32


def drop_downs(columns: Sequence[Column | None]) -> Iterator[DataValidation]:
    """Yield the drop-down of each column that has one."""
    for index, column in enumerate(columns):
        words = _words(column) if column else ""
        if words:
            name = letters(index)
            yield DataValidation(
                "list",
                formula1=f'"{words}"',
                allow_blank=True,
                errorStyle="warning",
                showErrorMessage=True,
                sqref=f"{name}2:{name}{LAST_ROW}",
            )


def hints(columns: Sequence[Column | None], lang: Lang) -> Iterator[DataValidation]:
    """Yield for each heading what its column holds: without comments a workbook is small and quick to write."""
    for index, column in enumerate(columns):
        if column:
            yield DataValidation(
                allow_blank=True,
                showInputMessage=True,
                promptTitle=column.header[:_LONGEST_TITLE],
                prompt=describe(column, lang)[:_LONGEST_HINT],
                sqref=f"{letters(index)}1",
            )


def _words(column: Column) -> str:
    """Return the words of a drop-down; none where several may be chosen, or where they are too many."""
    if column.kind is Kind.BOOL:
        return "yes,no"
    words = ",".join(column.choices) if column.kind is Kind.CHOICE else ""
    return words if len(words) <= _LONGEST_LIST else ""


_WORDS = {
    "en": {
        "key": "key", "required": "required", "optional": "optional", "unit": "unit", "one": "one of",
        "many": "several of, parted by ;", "ids": "ids, parted by ;", "ref": "id from", "bool": "yes or no",
        "date": "YYYY, YYYY-MM or YYYY-MM-DD", "period": "YYYY, YYYY-Qn, YYYY-Hn, YYYY-MM or START/END",
    },
    "zh": {
        "key": "主键", "required": "必填", "optional": "选填", "unit": "单位", "one": "可选值",
        "many": "可多选，以 ; 分隔", "ids": "编号，以 ; 分隔", "ref": "引用", "bool": "yes 或 no",
        "date": "YYYY、YYYY-MM 或 YYYY-MM-DD", "period": "YYYY、YYYY-Qn、YYYY-Hn、YYYY-MM 或 起/止",
    },
}  # fmt: skip


def describe(column: Column, lang: Lang) -> str:
    """Return in a few lines what a column holds, whether it must be filled, its unit, words and references."""
    say = _WORDS[lang]
    mark = say["key"] if column.key else say["required"] if column.required else say["optional"]
    lines = [column.en if lang == "en" else column.zh, f"({mark})"]
    if column.unit:
        lines.append(f"{say['unit']}: {column.unit}")
    if column.kind is Kind.CHOICE:
        lines.append(f"{say['one']}: {', '.join(column.choices)}")
    elif column.kind is Kind.CHOICES:
        lines.append(f"{say['many']}: {', '.join(column.choices)}")
    elif column.kind is Kind.BOOL:
        lines.append(say["bool"])
    elif column.kind in {Kind.DATE, Kind.PERIOD}:
        lines.append(say["date" if column.kind is Kind.DATE else "period"])
    elif column.kind is Kind.IDS and not column.ref:
        lines.append(say["ids"])
    if column.ref:
        word = say["ids"] if column.kind is Kind.IDS else say["ref"]
        lines.append(f"{word}: {', '.join(column.ref)}")
    return "\n".join(lines)
