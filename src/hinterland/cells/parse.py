"""One distinct cell to one value: the readings that each kind of column allows.

Each parser takes the text of a cell and returns a `Read`: the value, what was changed to read it (a notice), or
what is wrong and how to mend it (an error).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland import dates, units
from hinterland.cells.headings import suggest
from hinterland.errors import UnitError
from hinterland.faults import clip
from hinterland.schema import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

Own = tuple[tuple[str, float, str], ...]
Value = str | float | int | bool | None
ID = r"^[\w][\w.:/+&'’()·#-]*$"
_BLANKS = {
    "-",
    "—",
    "–",
    "--",
    "n/a",
    "na",
    "nan",
    "none",
    "null",
    "?",
    "...",
    "…",
    "无",
    "不详",
    "未知",
    "/",
    "x",
    "tbd",
}
_YES = {"yes", "y", "true", "1", "是", "有", "对"}
_NO = {"no", "n", "false", "0", "否", "无", "错"}
_EURO = re.compile(r"^[-+]?\d{1,3}(\.\d{3})*,\d+$")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a cell: a value, perhaps with the change it took, or a rule broken and its fix."""

    value: Value = None
    change: str = ""
    rule: str = ""
    fix: str = ""
    warn: bool = False


def parser(column: Column, own: Own, heading_unit: str) -> Callable[[str], Read]:  # noqa: C901 - one line a kind
    """Return the parser of a column's cells.

    `heading_unit` is the unit that the heading names where it differs from the column's.
    """
    match column.kind:
        case Kind.FLOAT | Kind.INT:
            return lambda text: _number(text, column, own, heading_unit)
        case Kind.DATE:
            return _date
        case Kind.PERIOD:
            return _period
        case Kind.CHOICE:
            return lambda text: _choice(text, column)
        case Kind.CHOICES:
            return lambda text: _several(text, lambda one: _choice(one, column))
        case Kind.IDS:
            return lambda text: _several(text, _id)
        case Kind.ID:
            return _id
        case Kind.BOOL:
            return _flag
        case Kind.UNIT:
            return lambda text: _unit(text, own)
        case Kind.CURRENCY:
            return _currency
        case Kind.TEXT:
            return _text


def _number(text: str, column: Column, own: Own, heading_unit: str) -> Read:
    base = column.unit if column.unit not in {"", "1"} else ""
    fraction = column.unit == "1"
    number = units.parse_number(text, fraction=fraction)
    change = ", ".join(number.changes) if number else ""
    if number is None and (split := re.fullmatch(r"([^A-Za-z一-鿿%]*[\d)])\s*([^\d\s].*)", text.strip())):
        number, change = _with_unit(split[1], split[2], base, own)
    if number is None:
        return Read(rule=f"not a number{f' [{base}]' if base else ''}", fix=_number_fix(text, base))
    value = number.value
    if heading_unit and "unit" not in change:
        value = units.convert(value, heading_unit, column.unit, own)
        change = ", ".join(
            filter(None, [change, f"{heading_unit} of the heading converted to {column.unit}"])
        )
    if not math.isfinite(value):
        return Read(rule=f"not a number{f' [{base}]' if base else ''}", fix=_number_fix(text, base))
    if column.kind is Kind.INT:
        if not value.is_integer() or abs(value) > 2**53:
            return Read(rule="not a whole number", fix="Round it, or check the column")
        return Read(int(value), change)
    return Read(value, change)


def _with_unit(digits: str, tail: str, base: str, own: Own) -> tuple[units.Number | None, str]:
    number = units.parse_number(digits)
    if number is None or not base:
        return None, ""
    try:
        value = units.convert(number.value, tail, base, own)
    except UnitError:
        return None, ""
    return units.Number(value, ()), f"unit {tail} converted to {base}"


def _number_fix(text: str, base: str) -> str:
    clean = units.normalise(text)
    if clean.lower() in _BLANKS:
        return "Leave the cell empty where the figure is unknown"
    if _EURO.match(clean):
        return f"Write a decimal point: {clean.replace('.', '').replace(',', '.')}"
    if re.search(r"\d", clean) and re.search(r"\d\s*[-~–至]\s*\d", clean):
        return "One number a cell: a range goes into its low and high columns"
    if clean.startswith("#"):
        return "The formula failed: mend it, or type the value"
    return "Write digits, such as 1200000; 万 and 亿 are read too" + (f"; the unit is {base}" if base else "")


def _date(text: str) -> Read:
    clean = units.normalise(text)
    if canonical := dates.canonical_date(clean):
        return Read(canonical, "" if canonical == text else f"date written as {canonical}")
    if re.fullmatch(r"[0-9]{5}(\.0*)?", clean) and (serial := dates.from_excel_serial(float(clean))):
        return Read(serial, "Excel serial number read as a date")
    return Read(rule="not a date", fix=_date_fix(clean))


def _date_fix(clean: str) -> str:
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", clean):
        a, b, year = int(match[1]), int(match[2]), match[3]
        both = dict.fromkeys([f"{year}-{a:02d}-{b:02d}", f"{year}-{b:02d}-{a:02d}"])
        possible = [d for d in both if dates.canonical_date(d)]
        if possible:
            return f"Day first or month first is never guessed: write {' or '.join(possible)}"
    return "Write YYYY, YYYY-MM or YYYY-MM-DD, as precise as it is known"


def _period(text: str) -> Read:
    canonical = dates.canonical_period(units.normalise(text))
    if canonical:
        return Read(canonical, "" if canonical == text else f"period written as {canonical}")
    return Read(
        rule="not a period", fix="Write YYYY, YYYY-Q1, YYYY-H1, YYYY-MM or START/END such as 2023-01/2023-11"
    )


def _choice(text: str, column: Column) -> Read:
    if text in column.choices:
        return Read(text)
    plain = units.normalise(text).lower().replace(" ", "_").replace("-", "_")
    for known in column.choices:
        if re.sub(r"[_-]", "", plain) == re.sub(r"[_-]", "", known.lower()):
            return Read(known, f"read as {known}")
    hint = suggest(plain, column.choices)
    return Read(
        rule="not an allowed value",
        fix=f"{f'{hint} ' if hint else ''}Use one of: {', '.join(column.choices)}",
    )


def _several(text: str, one: Callable[[str], Read]) -> Read:
    parts = [p.strip() for p in re.split(r"[;；\n、]", text) if p.strip()]
    reads = [one(p) for p in parts]
    for part, read in zip(parts, reads, strict=True):
        if read.rule:
            return Read(rule=read.rule, fix=f"{clip(part)!r}: {read.fix} Part several by `;`")
    values = [str(r.value) for r in reads]
    if twice := next((v for v, count in Counter(values).items() if count > 1), None):
        return Read(rule="stands twice in the list", fix=f"Keep {clip(twice)!r} once")
    joined = ";".join(values)
    if not joined:
        return Read(rule="an empty list", fix="Leave the cell empty, or name the entries")
    changes = ", ".join(dict.fromkeys(r.change for r in reads if r.change))
    return Read(joined, changes or ("list separators" if joined != re.sub(r"\s*;\s*", ";", text) else ""))


def _id(text: str) -> Read:
    if re.match(ID, text):
        return Read(text)
    plain = re.sub(r"\s+", "_", units.normalise(text))
    fix = (
        f"Write `{plain}`"
        if len(plain) <= 60 and re.match(ID, plain)
        else "Use letters, digits and _ - . only"
    )
    return Read(rule="not an id: ids have no blanks, commas or semicolons", fix=fix)


def _flag(text: str) -> Read:
    plain = units.normalise(text).lower()
    if plain in _YES or plain in _NO:
        return Read(plain in _YES)
    return Read(rule="neither yes nor no", fix="Write yes or no")


def _unit(text: str, own: Own) -> Read:
    clean = units.normalise(text)
    try:
        units.find(clean, own)
    except UnitError as error:
        return Read(rule="unit not known", fix=error.advice)
    return Read(clean, "" if clean == text else "full-width characters")


def _currency(text: str) -> Read:
    plain = units.normalise(text).upper()
    known = {"RMB": "CNY", "元": "CNY", "人民币": "CNY", "￥": "CNY", "$": "USD", "US$": "USD", "€": "EUR"}
    code = known.get(plain, plain)
    if code in units.CURRENCIES:
        return Read(code, "" if code == text else f"currency read as {code}")
    hint = suggest(code, units.CURRENCIES)
    return Read(rule="currency not known", fix=f"{hint} Use an ISO 4217 code such as CNY, USD or EUR".strip())


def _text(text: str) -> Read:
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", clean):
        return Read(rule=f"control character U+{ord(match[0]):04X} in the text", fix="Delete it")
    return Read(clean, "" if clean == text else "line ends")
