"""Empty cases to fill in: a workbook with a sheet for each table, and a folder with a guide."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from hinterland.errors import CaseError
from hinterland.schema import TABLES
from hinterland.store.excel_read import GUIDES
from hinterland.store.excel_write import write_workbook
from hinterland.store.guide import STARTERS, general_rules, guide_rows, ordered, step
from hinterland.store.text_write import empty_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.schema import Table
    from hinterland.store.excel_rules import Lang


def write_template(path: Path | str, *, lang: str = "en", tables: Iterable[str] | None = None) -> None:
    """Write a workbook with an empty sheet for each table.

    Headings carry units, required ones are coloured, a comment says what the column holds; words to choose from
    are drop-downs. The first sheet says what to fill first.

    Parameters
    ----------
    path
        The .xlsx file to be made.
    lang
        Language of guide and comments, `en` or `zh`.
    tables
        Names of the tables; by default all, those to fill first in front.

    Raises
    ------
    CaseError
        If the file exists, or a table or language is not known.
    """
    path = Path(path)
    language = _language(lang)
    names = list(tables) if tables is not None else ordered()
    unknown = [n for n in names if n not in TABLES]
    if unknown:
        raise CaseError(f"there is no table {unknown[0]!r}; the tables are {', '.join(TABLES)}")
    if path.exists():
        raise CaseError(f"{path} exists; name a new file, or delete it first")
    out = io.BytesIO()
    guide = (GUIDES[language], guide_rows(language))
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        write_workbook(out, {name: empty_frame(name) for name in names}, guide, comments=language)
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(out.getvalue())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise CaseError(
            f"{path} cannot be made ({error.strerror or error}). Name a place to write to"
        ) from error


def _language(lang: str) -> Lang:
    if lang not in GUIDES:
        raise CaseError(f"there is no guide in {lang!r}; choose en or zh")
    return lang


def heading_csv(table: Table) -> bytes:
    """Return a CSV file of a table's headings, with units."""
    return (",".join(c.header for c in table.columns) + "\n").encode()


def new_case(path: Path | str, *, lang: str = "en") -> None:
    """Make a documented empty case in a new or empty folder.

    It holds README.md, `tables` with the headings of the tables that nearly every case has, `documents` for texts,
    and `template.xlsx` with every table.

    Raises
    ------
    CaseError
        If the folder is not empty, cannot be made, or the language is not known.
    """
    path = Path(path)
    language = _language(lang)
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise CaseError(f"{path} is not an empty folder; name a new one")
        for folder in (path, path / "tables", path / "documents"):
            folder.mkdir(parents=True, exist_ok=True)
        for name in STARTERS:
            (path / "tables" / f"{name}.csv").write_bytes(heading_csv(TABLES[name]))
        (path / "README.md").write_text(
            _readme(path.resolve().name, language), encoding="utf-8", newline="\n"
        )
        (path / ".gitignore").write_text(".hinterland.lock\n.tables-*\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise CaseError(
            f"{path} cannot be made ({error.strerror or error}). Name a place to write to"
        ) from error
    write_template(path / "template.xlsx", lang=language)


def _readme(name: str, lang: Lang) -> str:
    first = "\n".join(
        f"| `{t}` | {TABLES[t].en if lang == 'en' else TABLES[t].zh} | {step(t, lang)} |" for t in STARTERS
    )
    later = "\n".join(
        f"| `{t}` | {TABLES[t].en if lang == 'en' else TABLES[t].zh} |"
        for t in ordered()
        if t not in STARTERS
    )
    rules = "\n".join(f"- {rule}" for rule in general_rules(lang))
    return _README[lang].format(name=name, first=first, later=later, rules=rules)


_README: dict[Lang, str] = {
    "en": """# {name}

A case of hinterland: tables of places, promises, firms and what was observed, and the documents they come from.

| where | what |
|---|---|
| `tables/` | one CSV file a table; the most used ones stand here with their headings |
| `template.xlsx` | every table as a sheet, with descriptions and drop-downs, for those who prefer Excel |
| `documents/` | texts that promises come from |

## Fill in, in this order

| table | a row is | step |
|---|---|---|
{first}

{rules}

## Commands

    hinterland check .                            every fault, with its row and how to mend it
    hinterland track .                            the verdict of each promise
    hinterland run . --out out                    the report
    hinterland check template.xlsx                if you filled in the workbook
    hinterland convert template.xlsx . --replace  take its tables over into tables/

## Other tables

Copy a sheet's headings from `template.xlsx` into `tables/NAME.csv` when you need it.

| table | a row is |
|---|---|
{later}
""",
    "zh": """# {name}

hinterland 案例：地点、承诺、企业与观测数据的表格，以及其出处文件。

| 位置 | 内容 |
|---|---|
| `tables/` | 每表一个 CSV 文件；常用表已带表头 |
| `template.xlsx` | 全部表格，一表一页，带说明与下拉选项，适合用 Excel 填写 |
| `documents/` | 承诺的出处文本 |

## 填写顺序

| 表 | 每行的含义 | 步骤 |
|---|---|---|
{first}

{rules}

## 命令

    hinterland check .                            列出全部问题、所在行与改法
    hinterland track .                            各项承诺的结论
    hinterland run . --out out                    生成报告
    hinterland check template.xlsx                检查所填的工作簿
    hinterland convert template.xlsx . --replace  将工作簿导入 tables/

## 其他表

需要时，将 `template.xlsx` 中该页表头复制到 `tables/表名.csv`。

| 表 | 每行的含义 |
|---|---|
{later}
""",
}
