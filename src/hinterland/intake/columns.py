"""What the cells and the columns of a yearbook page hold: labels, periods, units, notes, codes, figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.intake.directory import key_of
from hinterland.intake.figure import Figure, read_figure
from hinterland.intake.labels import read_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.intake.grid import Page

Kind = str
"""`number`, `gap`, `year`, `when` or `text`."""

_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年|\*+|\([a-z]\))?", re.IGNORECASE)
_DIGITS = re.compile(r"[\s\d.,+-]*")
TIME_HEAD = re.compile(r"年份|年度|年|时间|时期|日期|月份|月|years?|time|period|date|months?|", re.IGNORECASE)
_NOTE_HEAD = re.compile(r"备\s*注|说\s*明|附\s*注|remarks?|notes?|comments?", re.IGNORECASE)
_UNIT_HEAD = re.compile(r"(?:计量)?单\s*位|units?(?: of measure)?", re.IGNORECASE)
_SERIAL_HEAD = re.compile(r"序\s*号|编\s*号|行\s*次|排\s*名|位\s*次|no\.?|rank|#|id", re.IGNORECASE)
_CODE_HEAD = re.compile(r".*(?:代\s*码|code|adcode).*", re.IGNORECASE)


def kind_of(text: str) -> Kind:
    """Return what a cell holds, as far as the cell alone tells."""
    if _YEAR.fullmatch(text.strip()):
        return "year"
    if not _DIGITS.fullmatch(text) and read_label(text).only_when:
        return "when"
    found = read_figure(text)
    if isinstance(found, Figure):
        return "number"
    return "text" if found.odd else "gap"


def sort_columns(
    page: Page, rows: dict[int, dict[int, Kind]], headings: Sequence[int], figures: Sequence[int]
) -> dict[str, tuple[int, ...]]:
    """Return the columns of a table by what they hold."""
    sorted_out: dict[str, list[int]] = {
        k: [] for k in ("labels", "times", "units", "notes", "codes", "serials", "values")
    }
    counts = {c: _counts(rows, figures, c) for c in range(page.width)}
    filled = [c for c in counts if sum(counts[c].values())]
    texts = [
        c for c in filled if counts[c]["text"] > counts[c]["number"] + counts[c]["gap"] + counts[c]["year"]
    ]
    first_text = min(texts, default=-1)
    for c in filled:
        heads = [page.text((r, c)) for r in headings]
        if _are_months(heads, [page.text((r, c)) for r in figures]):
            sorted_out["times"].append(c)
            continue
        sorted_out[_holds(c, counts[c], heads, first_text)].append(c)
    if not sorted_out["labels"] and not sorted_out["times"] and filled and not headings:
        column = filled[0]  # without headings the first column is all that can label the rows
        for listed in sorted_out.values():
            if column in listed:
                listed.remove(column)
        sorted_out["labels"].append(column)
    return {k: tuple(v) for k, v in sorted_out.items()}


def _are_months(heads: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a column headed 月 or month holds the numbers of months."""
    bottom = next((key_of(h) for h in reversed(heads) if h.strip()), "")
    filled = [t.strip() for t in cells if t.strip()]
    numbers = {str(n) for n in range(1, 13)} | {f"0{n}" for n in range(1, 10)}
    return bool(re.fullmatch(r"月份?|months?", bottom)) and bool(filled) and set(filled) <= numbers


def _counts(rows: dict[int, dict[int, Kind]], figures: Sequence[int], column: int) -> dict[Kind, int]:
    found = dict.fromkeys(("number", "gap", "year", "when", "text"), 0)
    for r in figures:
        if column in rows[r]:
            found[rows[r][column]] += 1
    return found


def _holds(column: int, counts: dict[Kind, int], heads: Sequence[str], first_text: int) -> str:
    """Return what a column holds, by its headings where they say so, else by its cells."""
    bottom = next((key_of(h) for h in reversed(heads) if h.strip()), "")
    dated = any(kind_of(h) in {"year", "when"} for h in heads if h.strip())
    total = sum(counts.values())
    for holds, pattern in (("notes", _NOTE_HEAD), ("serials", _SERIAL_HEAD), ("codes", _CODE_HEAD)):
        if bottom and pattern.fullmatch(bottom):
            return holds
    if bottom and _UNIT_HEAD.fullmatch(bottom) and counts["text"] * 2 > total:
        return "units"
    periods = counts["year"] + counts["when"]
    if (periods * 2 > total or (bottom and periods)) and not dated and TIME_HEAD.fullmatch(bottom):
        return "times"  # headed so, it is one even where most of its dates cannot be read
    if periods == total and not dated and column == 0 and first_text < 0:
        return "times"
    if counts["when"] * 2 > total and not dated:
        return "times"
    if counts["text"] + counts["when"] > counts["number"] + counts["gap"] + counts["year"]:
        return "labels"
    if column < first_text and not dated:
        return (
            "serials"  # numbers left of the names: a serial number, or a code that the heading does not name
        )
    return "values" if any(h.strip() for h in heads) or column else "labels"
