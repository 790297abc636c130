"""The parts of a yearbook page: title and unit lines, headings, columns of labels, figures, footnotes.

Nothing in such a page says which row is a heading: it is inferred from what cells hold. A *row of figures* has a
figure beside a label. Headings are the rows directly above the first of them, up to a title (one cell alone) or a
blank row. Whole numbers such as 2021 are years in a heading and figures below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.intake.directory import key_of
from hinterland.intake.figure import Figure, read_figure
from hinterland.intake.labels import read_label, unit_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.intake.grid import Page, Spot

MOST_HEADINGS = 5
"""Rows of headings, Chinese and English rows counted apart."""
_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年|\*+|\([a-z]\))?", re.IGNORECASE)
_DIGITS = re.compile(r"[\s\d.,+-]*")
_FOOT = re.compile(
    r"\s*(?:[注註][:：\d.]|注\s*释|说明|資料來源|资料来源|数据来源|来源|本表|notes?\b|source|data source|remark|\*|"
    r"[①-⑳]|[¹²³])",
    re.IGNORECASE,
)
_TIME_HEAD = re.compile(
    r"年份|年度|年|时间|时期|日期|月份|月|years?|time|period|date|months?|", re.IGNORECASE
)
_NOTE_HEAD = re.compile(r"备\s*注|说\s*明|附\s*注|remarks?|notes?|comments?", re.IGNORECASE)
_UNIT_HEAD = re.compile(r"(?:计量)?单\s*位|units?(?: of measure)?", re.IGNORECASE)
_SERIAL_HEAD = re.compile(r"序\s*号|编\s*号|行\s*次|排\s*名|位\s*次|no\.?|rank|#|id", re.IGNORECASE)
_CODE_HEAD = re.compile(r".*(?:代\s*码|code|adcode).*", re.IGNORECASE)

Kind = str
"""`number`, `gap`, `year`, `when` or `text`."""


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a page.

    Attributes
    ----------
    above
        Titles and unit lines that hold for it, top first.
    headings, rows
        Row numbers of its headings and of its figures.
    sections
        Rows between figures that hold a label alone.
    below
        Footnotes.
    numbering
        Rows that number the columns (甲 1 2 3).
    labels, times, units, notes, codes, serials, values
        Columns by what they hold.
    """

    above: tuple[Spot, ...]
    headings: tuple[int, ...]
    rows: tuple[int, ...]
    sections: tuple[int, ...]
    below: tuple[Spot, ...]
    numbering: tuple[int, ...]
    labels: tuple[int, ...]
    times: tuple[int, ...]
    units: tuple[int, ...]
    notes: tuple[int, ...]
    codes: tuple[int, ...]
    serials: tuple[int, ...]
    values: tuple[int, ...]


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


def find_blocks(page: Page) -> list[Block]:
    """Return the tables of a page, top first; empty where no row holds a figure beside a label."""
    kinds = {spot: kind_of(text) for spot, text in page.cells.items()}
    by_row: dict[int, dict[int, Kind]] = {}
    for (r, c), kind in sorted(kinds.items()):
        by_row.setdefault(r, {})[c] = kind
    found = []
    start = 0
    ends = [*_starts_of_later_tables(by_row), page.height]
    for end in ends:
        block = _block(page, {r: k for r, k in by_row.items() if start <= r < end})
        if block is not None:
            found.append(block)
            start = end
    return found


def _starts_of_later_tables(rows: dict[int, dict[int, Kind]]) -> list[int]:
    """Return where another table begins: at a row of periods after a blank row below figures, with its titles."""
    starts: list[int] = []
    seen = False
    gap = None
    for r in sorted(rows):
        if r - 1 not in rows:
            gap = r
        kinds = set(rows[r].values())
        periods = sum(k in {"year", "when"} for k in rows[r].values())
        if periods >= 2 and "number" not in kinds and seen and gap is not None:
            starts.append(gap)
            seen, gap = False, None
        elif "number" in kinds and len(rows[r]) > 1:
            seen, gap = True, None
    return starts


def _block(page: Page, rows: dict[int, dict[int, Kind]]) -> Block | None:
    numbering = tuple(r for r in rows if _numbers_columns(page, r))
    first = _first_row(page, rows, numbering)
    if first is None:
        return None
    opening = _opening_sections(page, rows, first)
    headings = _headings(page, rows, min((*opening, first)), numbering)
    top = min((*headings, *(n for n in numbering if n < first), first))
    above = tuple((r, c) for r in rows if r < top for c in rows[r])
    later = [r for r in rows if r >= first and r not in numbering]
    figures = [r for r in later if _has_figures(rows[r])]
    last = max(figures)
    sections = (*opening, *(r for r in later if r < last and r not in figures))
    columns = _columns(page, rows, headings, figures)
    below = tuple((r, c) for r in later if r > last for c in rows[r])
    return Block(above, headings, tuple(figures), sections, below, numbering, **columns)


def _opening_sections(page: Page, rows: dict[int, dict[int, Kind]], first: int) -> tuple[int, ...]:
    """Return lines with a label alone between the headings and the first figures: they head what follows."""
    found: list[int] = []
    row = first - 1
    while row in rows and list(rows[row]) == [0] and not unit_lines(page.text((row, 0))):
        found.append(row)
        row -= 1
    headed = row in rows and len(rows[row]) > 1 and not any(unit_lines(t) for t in page.row(row).values())
    merged = any(page.anchor((r, 1)) == (r, 0) for r in found)  # a subtitle across the table
    return tuple(sorted(found)) if headed and not merged else ()


def _has_figures(kinds: dict[int, Kind]) -> bool:
    """Whether a row holds figures, or signs for their absence, beside something else."""
    return len(kinds) > 1 and any(k in {"number", "gap", "year"} for c, k in kinds.items() if c > min(kinds))


def _numbers_columns(page: Page, row: int) -> bool:
    """Whether a row numbers the columns: 甲 1 2 3, or (1) (2) (3)."""
    texts = list(page.row(row).values())
    lettered = bool(texts) and texts[0].strip() in {"甲", "栏次", "A"}
    texts = texts[1:] if lettered else texts
    numbers = [t.strip().strip("()（）") for t in texts]
    return len(numbers) > (0 if lettered else 2) and numbers == [str(i + 1) for i in range(len(numbers))]


def _first_row(page: Page, rows: dict[int, dict[int, Kind]], numbering: Sequence[int]) -> int | None:
    """Return the first row of figures."""
    periods_seen = False
    for r, kinds in rows.items():
        if r in numbering:
            continue
        left = min(kinds)
        inner = [k for c, k in kinds.items() if c > left]
        if "number" in inner:
            return r
        years = [k for k in inner if k in {"year", "when"}]
        headed = periods_seen or (kinds[left] in {"year", "when"} and _under_words(page, rows, r, left))
        if "year" in inner and headed and not _repeats_headings(page, r):
            return r
        if "gap" in inner and (periods_seen or _has_figures_later(rows, r, kinds)):
            return r
        periods_seen = periods_seen or len(years) > 0
        if kinds[left] == "number" and not inner and periods_seen:
            return r
    return None


def _has_figures_later(rows: dict[int, dict[int, Kind]], row: int, kinds: dict[int, Kind]) -> bool:
    """Whether a row of gaps lies among rows of figures in the same columns."""
    gaps = {c for c, k in kinds.items() if k == "gap"}
    return any(r > row and any(k == "number" and c in gaps for c, k in rows[r].items()) for r in rows)


def _under_words(page: Page, rows: dict[int, dict[int, Kind]], row: int, left: int) -> bool:
    """Whether the row above heads this one with words: then its first year is a label, not a heading."""
    above = [r for r in rows if r < row]
    if not above:
        return False
    heads = rows[max(above)]
    return (
        len(heads) > 1
        and "text" in heads.values()
        and bool(_TIME_HEAD.fullmatch(key_of(page.text((max(above), left)))))
    )


def _repeats_headings(page: Page, row: int) -> bool:
    """Whether a row of years has no label, so that it is a second row of headings."""
    return not page.text((row, 0)) or min(page.row(row)) > 0


def _headings(
    page: Page, rows: dict[int, dict[int, Kind]], first: int, numbering: Sequence[int]
) -> tuple[int, ...]:
    found: list[int] = []
    for r in range(first - 1, -1, -1):
        if r in numbering or (r not in rows and not found):
            continue
        if r not in rows or len(found) >= MOST_HEADINGS or _is_title(page, rows, r, found):
            break
        found.append(r)
    return tuple(sorted(found))


def _is_title(page: Page, rows: dict[int, dict[int, Kind]], row: int, below: Sequence[int]) -> bool:
    """Whether a row stands above the headings: a unit line, or one cell that heads the whole table."""
    filled = page.row(row)
    if all(unit_lines(t) for t in filled.values()):
        return True
    if len(filled) > 1:
        return any(unit_lines(t) for t in filled.values()) and "year" not in rows[row].values()
    column = next(iter(filled))
    spanned = [c for c in range(page.width) if page.anchor((row, c)) == (row, column)]
    if column == 0:
        return True
    if rows[row][column] in {"year", "when"}:
        return False
    return bool(below) and len(spanned) < 2


def _columns(
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
    if periods * 2 > total and not dated and _TIME_HEAD.fullmatch(bottom):
        return "times"
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


def is_footnote(text: str) -> bool:
    """Whether a line below a table opens as notes and sources do."""
    return bool(_FOOT.match(text))
