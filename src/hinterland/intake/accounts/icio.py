"""Inter-country tables of the OECD as CSV: rows and columns `CHN_C29`, final uses `CHN_HFCE`, rows VA and OUT below.

Editions differ in names: taxes less subsidies are TLS or TAXSUB (also one row a country), output OUT or OUTPUT, value
added VA or VALU. China and Mexico come in parts (CN1, CN2; MX1, MX2), which are added up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.intake.accounts.model import AccountsError, Asked
from hinterland.intake.accounts.units import unit_of
from hinterland.intake.accounts.words import clash, lacking, year_of
from hinterland.intake.accounts.world import World, one_country

if TYPE_CHECKING:
    from hinterland.intake.accounts.model import Accounts
    from hinterland.intake.accounts.sheet import Sheet

_ENDS = re.compile(r"([A-Z][A-Z0-9]{2})_(\w+)")
OUTPUT = ("OUT", "OUTPUT", "TOTAL", "X")
_BELOW = {"VA": "VA", "VALU": "VA", "TLS": "TLS", "TAXSUB": "TAXSUB"}
PARTS = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet is laid out so."""
    if not sheet.height:
        return False
    heads = [t.strip('"') for t in sheet.row(0)]
    known = sum(1 for t in heads if _ENDS.fullmatch(t))
    return known >= 4 and known >= len(heads) // 2


def read(sheet: Sheet, asked: Asked) -> Accounts:
    """Return the table of a country, as `hinterland.intake.accounts.world` reads it.

    Raises
    ------
    AccountsError
        If sectors stand in rows or columns only, value added is missing, or cells are no numbers.
    """
    heads, labels = sheet.row(0), sheet.column(0)
    codes = {m[2] for t in labels[1:] if (m := _ENDS.fullmatch(t)) and m[2] not in _BELOW}
    columns: dict[int, tuple[str, str]] = {}
    final: list[int] = []  # columns of no sector that has rows
    for at, text in enumerate(heads[1:], start=1):
        found = _ENDS.fullmatch(text)
        if found and found[2] in codes:
            columns[at] = (PARTS.get(found[1], found[1]), found[2])
        elif found:
            final.append(at)
    rows, extra, output = {}, dict[str, list[int]](), None
    for at, text in enumerate(labels[1:], start=1):
        found = _ENDS.fullmatch(text)
        if found and found[2] in codes:
            rows[at] = (PARTS.get(found[1], found[1]), found[2])
        elif (name := _BELOW.get(text) or (_BELOW.get(found[2]) if found else None)) is not None:
            extra.setdefault(name, []).append(at)
        elif text in OUTPUT:
            output = at
    told = [] if "VA" in extra else [lacking(sheet.name, "the row VA (value added)", "增加值 VA 行")]
    told += [clash(sheet.name, where[0], where[1], t) for where, t in _twice(heads, labels)]
    if told:
        raise AccountsError(told)
    world = World(sheet.name, "icio", rows, columns, final, output, extra, {}, sheet.numbers)
    accounts = one_country(
        world, asked, unit_of("icio", asked.unit, ()), asked.year or year_of(sheet.name), "icio"
    )
    sheet.refuse()
    return accounts


def _twice(heads: list[str], labels: list[str]) -> list[tuple[tuple[str, str], str]]:
    found = []
    for where, texts in ((("column", "列"), heads), (("row", "行"), labels)):
        seen = set[str]()
        for text in texts:
            if _ENDS.fullmatch(text) and text in seen:
                found.append((where, text))
            seen.add(text)
    return found
