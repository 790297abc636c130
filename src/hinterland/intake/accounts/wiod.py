"""Tables of WIOD (release 2016), as workbook or CSV: four columns on the left, code, description, country, RNr.

Two headings are known: the workbook's own (rows of codes, names, countries and `c1 ... c61` above the figures), and
one row of names such as `CHN1 ... CHN61, TOT` (country and number). Columns of no sector of the rows are final uses.
Rows below the flows have the country TOT: II_fob (total inputs), TXSP, EXP_adj, PURR, PURNR, VA, IntTTM, GO (output).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.intake.accounts.model import AccountsError, Asked
from hinterland.intake.accounts.units import unit_of
from hinterland.intake.accounts.words import lacking, year_of
from hinterland.intake.accounts.world import World, one_country

if TYPE_CHECKING:
    from hinterland.intake.accounts.model import Accounts
    from hinterland.intake.accounts.sheet import Sheet
    from hinterland.intake.accounts.world import Ends

_RNR = re.compile(r"[rc]?(\d{1,3})", re.IGNORECASE)
_HEAD = re.compile(r"([A-Z]{3})\.?(\d{1,3})")
_COUNTRY = re.compile(r"[A-Z]{3}")
_TOP = 12
OUTPUT, TOTAL_INPUT, NOWHERE = "GO", "II_fob", "TOT"


def _left(sheet: Sheet) -> tuple[int, int, int, int] | None:
    """Return the columns of code, description and country, and the first row of figures."""
    for top in range(min(_TOP, sheet.height)):
        row = sheet.row(top)[:8]
        for country in range(1, len(row)):
            if _COUNTRY.fullmatch(row[country]) and row[country] != NOWHERE and _follows(sheet, top, country):
                return max(country - 2, 0), country - 1, country, top
    return None


def _follows(sheet: Sheet, top: int, country: int) -> bool:
    """Whether codes stand left of a country, and its number right of it, down the rows."""
    if top + 1 >= sheet.height or country < 2:
        return False
    row = sheet.row(top)
    return (
        country + 1 < len(row)
        and bool(_RNR.fullmatch(row[country + 1]))
        and bool(row[country - 2])
        and not _COUNTRY.fullmatch(row[country - 1] or "x")
    )


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet is laid out so."""
    return _left(sheet) is not None


def read(sheet: Sheet, asked: Asked) -> Accounts:
    """Return the table of a country, as `hinterland.intake.accounts.world` reads it.

    Raises
    ------
    AccountsError
        If the headings or gross output are missing, or cells are no numbers.
    """
    left = _left(sheet)
    if left is None:
        raise AccountsError(
            [lacking(sheet.name, "columns of code, description, country, RNr", "代码、名称、国家、RNr 列")]
        )
    code, words, country, top = left
    codes, names, countries = (sheet.column(i) for i in (code, words, country))
    rows: dict[int, Ends] = {}
    extra: dict[str, list[int]] = {}
    output = None
    for at in range(top, sheet.height):
        if countries[at] and countries[at] != NOWHERE:
            rows[at] = (countries[at], codes[at])
        elif codes[at] == OUTPUT:
            output = at
        elif codes[at] and codes[at] != TOTAL_INPUT:
            extra[codes[at]] = [at]
    columns, final = _columns(sheet, top, country + 2, rows)
    told = []
    if not columns:
        told.append(
            lacking(
                sheet.name,
                "a heading of countries and numbers (c1, c2 ...; or CHN1, CHN2 ...)",
                "国家与编号表头（c1、c2……或 CHN1、CHN2……）",
            )
        )
    if output is None:
        told.append(lacking(sheet.name, "the row GO (gross output)", "总产出 GO 行"))
    if told:
        raise AccountsError(told)
    world = World(
        sheet.name,
        "wiod",
        rows,
        columns,
        final,
        output,
        extra,
        {codes[r]: names[r] for r in reversed(rows)},
        sheet.numbers,
    )
    around = [t for i in range(top) for t in sheet.row(i)[:6] if t]
    year = asked.year or year_of(sheet.name, *around)
    accounts = one_country(world, asked, unit_of("wiod", asked.unit, around), year, "wiod")
    sheet.refuse()
    return accounts


def _columns(sheet: Sheet, top: int, first: int, rows: dict[int, Ends]) -> tuple[dict[int, Ends], list[int]]:
    """Return sector columns and columns of final use: by the codes above them, else by their numbers."""
    known = set(rows.values())
    width = sheet.frame.width
    heads = [sheet.row(i) for i in range(top)]
    found: dict[int, Ends] = {}
    final: list[int] = []
    above = next(
        (h for h in reversed(heads) if sum(bool(_COUNTRY.fullmatch(t)) for t in h[first:]) > 2), None
    )
    labels = next(
        (h for h in heads if any((c, t) in known for c in {k for k, _ in known} for t in h[first:])), None
    )
    if above is not None and labels is not None:
        for at in range(first, width):
            if above[at] and above[at] != NOWHERE:
                if (above[at], labels[at]) in known:
                    found[at] = (above[at], labels[at])
                else:
                    final.append(at)
        return found, final
    by_number = _numbered(sheet, rows, first - 1)
    for at, text in enumerate(heads[-1] if heads else []):
        head = _HEAD.fullmatch(text)
        if at >= first and head and head[1] != NOWHERE:
            end = by_number.get((head[1], int(head[2])))
            if end is not None:
                found[at] = end
            else:
                final.append(at)
    return found, final


def _numbered(sheet: Sheet, rows: dict[int, Ends], column: int) -> dict[tuple[str, int], Ends]:
    """Return the sector of each country and number (RNr)."""
    numbers = sheet.column(column)
    return {(end[0], int(m[1])): end for r, end in rows.items() if (m := _RNR.fullmatch(numbers[r]))}
