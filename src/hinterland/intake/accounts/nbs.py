"""Workbooks of China's National Bureau of Statistics: one country, codes in the first row and column.

Rows: sectors, then TII (total intermediate input), VA001 to VA004, TVA (value added), TI (total input). Columns: the
sectors, TIU (total intermediate use), final uses, TFU, imports IM, gross output GO. A table that parts domestic from
imported use has each sector twice, told by a column (`Origin`: Domestic, Imports). Codes are found by what they
are, so titles above and columns of words (English, Chinese) may be there or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.intake.accounts.model import Accounts, AccountsError, Asked, Sector, compare
from hinterland.intake.accounts.units import unit_of
from hinterland.intake.accounts.words import clash, lacking, year_of
from hinterland.result import Said

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.intake.accounts.model import Difference
    from hinterland.intake.accounts.sheet import Sheet

    Floats = NDArray[np.float64]

_CODE = re.compile(r"\d{1,5}")
_TOP = 30
"""Rows in which the codes of the columns are looked for."""
TOTALS = {
    "TII": ("tii", "total intermediate input", "total intermediate inputs", "中间投入合计"),
    "TVA": ("tva", "total value-added", "total value added", "增加值合计"),
    "TI": ("ti", "total inputs", "total input", "总投入"),
    "TIU": ("tiu", "total intermediate use", "total intermediate uses", "中间使用合计"),
    "TFU": ("tfu", "total final use", "total final uses", "最终使用合计"),
    "IM": ("im", "imports", "import", "进口"),
    "GO": ("go", "gross output", "gross outputs", "total output", "总产出"),
}
"""What totals are called, by code and in words."""
IMPORTED = ("import", "imports", "imported", "进口")
DOMESTIC = ("domestic", "domestics", "国内", "国产")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand: row of codes, columns by code, rows by code, the column of codes, the totals."""

    top: int
    side: int
    columns: dict[str, int]
    rows: dict[str, int]
    imports: dict[str, int]
    named: dict[str, int]
    totals: dict[str, int]


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet is laid out so."""
    return _top(sheet) is not None and any(
        _total(text) in {"TII", "TI", "TVA"} for i in range(3) for text in sheet.column(i)[:1000]
    )


def read(sheet: Sheet, asked: Asked) -> Accounts:
    """Return the table of a sheet.

    Raises
    ------
    AccountsError
        If rows and columns do not name the same sectors, a total is missing, or cells are no numbers.
    """
    at = _frame(sheet)
    codes = list(at.columns)
    sectors = _sectors(sheet, at, codes)
    columns = [at.columns[c] for c in codes]
    domestic = sheet.numbers([at.rows[c] for c in codes], columns)
    imports = sheet.numbers([at.imports[c] for c in codes], columns) if at.imports else None
    flow = domestic if imports is None else domestic + imports
    gross = sheet.numbers([at.rows[c] for c in codes], [at.named["GO"]])[:, 0]
    sides = {
        name: sheet.numbers([row], columns)[0]
        for name, row in at.totals.items()
        if name in ("TII", "TVA", "TI")
    }
    uses = {
        name: sheet.numbers([at.rows[c] for c in codes], [column])[:, 0]
        for name, column in at.named.items()
        if name in ("TIU", "TFU", "IM")
    }
    sheet.refuse()
    remarks = [_imports_said(imports)]
    if sheet.blanks:
        remarks.append(
            Said(
                f"{sheet.blanks:,} cells hold nothing and count as 0",
                f"{sheet.blanks:,} 个单元格为空，按 0 计",
            )
        )
    return Accounts(
        layout="nbs",
        name=sheet.name,
        country="",
        year=asked.year or year_of(sheet.name, *sheet.row(0)[:5]),
        unit=unit_of("nbs", asked.unit, [t for i in range(min(at.top, 10)) for t in sheet.row(i) if t]),
        sectors=sectors,
        flow=flow,
        imported=imports,
        gross=gross,
        added=gross - flow.sum(axis=0),
        differences=tuple(_differences(sectors, domestic, flow, gross, sides, uses)),
        remarks=tuple(remarks),
    )


def _imports_said(imports: Floats | None) -> Said:
    if imports is None:
        return Said(
            "flows hold imports, and the table does not part them: `imported` stays empty",
            "流量含进口，表中未区分：`imported` 留空",
        )
    return Said(
        "domestic and imported use were added up; `imported` holds the second",
        "国内与进口使用已相加；`imported` 为其中进口",
    )


def _differences(
    sectors: tuple[Sector, ...],
    domestic: Floats,
    flow: Floats,
    gross: Floats,
    sides: dict[str, Floats],
    uses: dict[str, Floats],
) -> list[Difference]:
    """Return where the table's own totals are not what its cells add up to."""
    floor = 1e-9 * max(float(np.abs(flow).max(initial=0.0)), 1.0)
    found = []

    def told(en: str, zh: str, stated: Floats, summed: Floats) -> None:
        found.extend(compare(Said(en, zh), sectors, stated, summed, floor))

    if "TII" in sides:
        told("total intermediate input", "中间投入合计", sides["TII"], flow.sum(axis=0))
    if "TIU" in uses:
        told("total intermediate use", "中间使用合计", uses["TIU"], domestic.sum(axis=1))
    if "TI" in sides:
        told("total input against gross output", "总投入与总产出", sides["TI"], gross)
    if "TVA" in sides:
        told(
            "value added against gross output less inputs",
            "增加值与总产出减中间投入",
            sides["TVA"],
            gross - flow.sum(axis=0),
        )
    if {"TIU", "TFU"} <= uses.keys():
        rest = uses["TIU"] + uses["TFU"] - uses.get("IM", np.zeros_like(gross))
        told("uses less imports against gross output", "使用合计减进口与总产出", gross, rest)
    return sorted(found, key=lambda d: -d.relative)


def _total(text: str) -> str:
    low = " ".join(text.lower().split())
    return next((name for name, words in TOTALS.items() if low in words), "")


def _top(sheet: Sheet) -> int | None:
    """Return the row of codes: the one of the first with most codes, and with the gross output."""
    best, most = None, 1
    for number in range(min(_TOP, sheet.height)):
        row = sheet.row(number)
        count = len({t for t in row if _CODE.fullmatch(t)})
        if count > most and any(_total(t) == "GO" for t in row):
            best, most = number, count
    return best


def _frame(sheet: Sheet) -> Frame:
    """Return where things stand in a sheet."""
    top = _top(sheet)
    if top is None:
        raise AccountsError([lacking(sheet.name, "a row of codes that ends in GO", "以 GO 结尾的部门代码行")])
    heads = sheet.row(top)
    columns, twice = _once({i: t for i, t in enumerate(heads) if _CODE.fullmatch(t)})
    told = [clash(sheet.name, "column", "列", t) for t in twice]
    first = min(columns.values())
    side = max(range(first), key=lambda i: sum(t in columns for t in sheet.column(i)), default=0)
    named = {name: i for i, t in enumerate(heads) if (name := _total(t))}
    codes = sheet.column(side)
    totals: dict[str, int] = {}
    lines: dict[str, list[int]] = {}
    for row in range(top + 1, sheet.height):
        if codes[row] in columns:
            lines.setdefault(codes[row], []).append(row)
        for text in sheet.row(row)[:first]:
            if name := _total(text):
                totals.setdefault(name, row)
    missing = [c for c in columns if c not in lines]
    if missing:
        shown = ", ".join(missing[:5])
        told.append(lacking(sheet.name, f"the row of sectors {shown}", f"部门 {shown} 的行"))
    told += [lacking(sheet.name, f"the column {name}", f"{name} 列") for name in ("GO",) if name not in named]
    rows, imports = _origins(sheet, lines, first, told)
    if told:
        raise AccountsError(told)
    return Frame(top, side, columns, rows, imports, named, totals)


def _once(codes: dict[int, str]) -> tuple[dict[str, int], list[str]]:
    found: dict[str, int] = {}
    twice = []
    for at, text in codes.items():
        if text in found:
            twice.append(text)
        found.setdefault(text, at)
    return found, twice


def _origins(
    sheet: Sheet, lines: dict[str, list[int]], first: int, told: list[Said]
) -> tuple[dict[str, int], dict[str, int]]:
    """Part the rows of sectors into domestic and imported ones."""
    rows: dict[str, int] = {}
    imports: dict[str, int] = {}
    for code, found in lines.items():
        for row in found:
            words = {t.lower() for t in sheet.row(row)[:first]}
            kind = imports if words & {*IMPORTED} else rows
            if code in kind:
                told.append(clash(sheet.name, "row", "行", code))
            kind[code] = row
    if imports and set(imports) != set(rows):
        odd = ", ".join(sorted(set(imports) ^ set(rows))[:5])
        told.append(
            lacking(
                sheet.name,
                f"both domestic and imported rows of {odd}",
                f"{odd} 的国内行与进口行（须两者齐全）",
            )
        )
    return rows, imports


def _sectors(sheet: Sheet, at: Frame, codes: list[str]) -> tuple[Sector, ...]:
    """Return the sectors with the words beside their codes as names."""
    first = min(at.columns.values())
    prefix = f"nbs{len(codes)}"
    found = []
    for code in codes:
        words = [
            t
            for i, t in enumerate(sheet.row(at.rows[code])[:first])
            if i != at.side and t.lower() not in DOMESTIC
        ]
        english = next((t for t in words if _LATIN.search(t) and not _CHINESE.search(t)), "")
        chinese = next((t for t in words if _CHINESE.search(t)), "")
        found.append(Sector(f"{prefix}_{code}", code, english, chinese))
    return tuple(found)
