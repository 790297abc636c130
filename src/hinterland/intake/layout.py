"""The parts of a yearbook page: title and unit lines, headings, columns of labels, figures, footnotes.

Nothing in such a page says which row is a heading: it is inferred from what cells hold. A *row of figures* has a
figure beside a label. Headings are the rows directly above the first of them, up to a title (one cell alone) or a
blank row. Whole numbers such as 2021 are years in a heading and figures below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.intake.columns import TIME_HEAD, kind_of, sort_columns
from hinterland.intake.directory import key_of
from hinterland.intake.labels import unit_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.intake.columns import Kind
    from hinterland.intake.grid import Page, Spot

MOST_HEADINGS = 5
"""Rows of headings, Chinese and English rows counted apart."""
_FOOT = re.compile(
    r"\s*(?:[注註][:：\d.]|注\s*释|说明|資料來源|资料来源|数据来源|来源|本表|notes?\b|source|data source|remark|\*|"
    r"[①-⑳]|[¹²³])",
    re.IGNORECASE,
)
STUB_HEAD = re.compile(
    r"地\s*区|省|指\s*标|项\s*目|名\s*称|产\s*品|年\s*份|月\s*份|时\s*间|region|area|province|indicator|item|product|year|month|period",
    re.IGNORECASE,
)
"""What headings of labels are called."""


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
    begun = first
    first = _odd_first_row(page, rows, first)
    opening = _opening_sections(page, rows, first)
    headings = _headings(page, rows, min((*opening, first)), numbering)
    top = min((*headings, *(n for n in numbering if n < first), *opening, first))
    above = tuple((r, c) for r in rows if r < top for c in rows[r])
    later = [r for r in rows if r >= first and r not in numbering]
    figures = [r for r in later if r == begun or _has_figures(rows[r])]
    last = max(figures)
    columns = sort_columns(page, rows, headings, figures)
    odd = [r for r in later if r < last and r not in figures and set(rows[r]) & set(columns["values"])]
    figures = sorted([*figures, *odd])
    sections = (*opening, *(r for r in later if r < last and r not in figures))
    below = tuple((r, c) for r in later if r > last for c in rows[r])
    return Block(above, headings, tuple(figures), sections, below, numbering, **columns)


def _odd_first_row(page: Page, rows: dict[int, dict[int, Kind]], first: int) -> int:
    """Return the first row below headings of periods with a label of its own, though none of its cells is a figure.

    Such a row would pass for a second row of headings. That one has no label, shares a merged one with the row
    above, or names what the labels are (地区, Region).
    """
    above = first - 1
    while (
        above in rows
        and above - 1 in rows
        and 0 in rows[above]
        and 0 in rows[above - 1]
        and len(rows[above]) > 1
    ):
        periods = [k for c, k in rows[above - 1].items() if c > 0 and k in {"year", "when"}]
        label = page.text((above, 0))
        if not periods or STUB_HEAD.search(label):
            break
        first, above = above, above - 1
    return first


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
        and bool(TIME_HEAD.fullmatch(key_of(page.text((max(above), left)))))
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


def is_footnote(text: str) -> bool:
    """Whether a line below a table opens as notes and sources do."""
    return bool(_FOOT.match(text))
