"""Columns of figures of a yearbook page: what their headings, one to several rows of them, say together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hinterland.intake.directory import looks_like_place
from hinterland.intake.labels import Label, Name, join_names, read_label
from hinterland.intake.when import DAY_OR_MONTH_FIRST, When, combine
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.intake.directory import Directory
    from hinterland.intake.facts import Ledger
    from hinterland.intake.grid import Page
    from hinterland.intake.layout import Block
    from hinterland.intake.unit_words import Own, Stated

PLACE_HEAD = re.compile(
    r".*(?:地\s*区|地\s*市|省\s*份|省\s*市|省|城\s*市|市|区\s*域|国\s*家|单位名称|regions?|areas?|province|city|cities|place|"
    r"countr(?:y|ies)|prefecture|municipalit).*",
    re.IGNORECASE,
)
INDICATOR_HEAD = re.compile(
    r".*(?:指\s*标|项\s*目|产\s*品|品\s*种|行\s*业|类\s*别|indicators?|items?|products?|sector|industry|category).*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the headings of one column of figures, or the labels of one row, say.

    Attributes
    ----------
    name
        Indicator, empty where they name none; `place` the texts of a place.
    undated
        A heading that means a period and cannot be read: Jul-22, 2021/22, 31/12/2021.
    """

    column: int
    when: When | None = None
    measure: str = ""
    growth: str = ""
    stock: bool = False
    unit: Stated | None = None
    name: Name = field(default_factory=Name)
    place: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    undated: str = ""


def read_heads(page: Page, block: Block, directory: Directory, ledger: Ledger, own: Own) -> list[Head]:
    """Return the heads of the columns of figures, left to right."""
    for row in (*block.headings, *block.numbering):
        for column in page.row(row):
            ledger.mark(page, (row, column), "heading")
    levels = {c: _levels(page, block, c, ledger) for c in block.values}
    labels = {c: [read_label(t, own) for t in texts] for c, texts in levels.items()}
    names = [lab.name for listed in labels.values() for lab in listed if lab.name]
    as_places = mostly_places(names, directory)
    heads = [_head(c, labels[c], directory, as_places=as_places) for c in block.values]
    return _inherited(heads)


def mostly_places(names: Sequence[Name], directory: Directory) -> bool:
    """Whether names are places: some are known, or most have the suffix of an administrative division."""
    if not names:
        return False
    known = sum(bool(directory.find_place(n.texts)) for n in names)
    suffixed = sum(any(looks_like_place(t) for t in n.texts) for n in names)
    return known * 3 >= len(names) or suffixed * 2 > len(names)


def _levels(page: Page, block: Block, column: int, ledger: Ledger) -> list[str]:
    """Return the headings over a column, top first, each merged or spanning one once."""
    texts: list[str] = []
    anchors = set()
    for index, row in enumerate(block.headings):
        spot = page.anchor((row, column))
        if spot not in page.cells and index < len(block.headings) - 1:
            spot = _spanning(page, block, row, column) or spot
            if spot in page.cells and not ledger.asked("span", page):
                ledger.ask(
                    "span",
                    page,
                    spot,
                    Said(
                        "read as the heading of the blank cells on its right too",
                        "视为同时涵盖其右侧空白表头",
                    ),
                    Said("merge the cells if it is not so", "如不符，请合并单元格后重新导入"),
                )
        if spot in page.cells and spot not in anchors:
            anchors.add(spot)
            texts.append(page.cells[spot])
    return texts


def _spanning(page: Page, block: Block, row: int, column: int) -> tuple[int, int] | None:
    """Return the heading on the left that spans a blank one, None where merged cells show how far headings go."""
    if any(page.anchor((row, c)) != (row, c) for c in range(page.width)):
        return None
    below = [r for r in block.headings if r > row]
    if not any((r, column) in page.cells for r in below):
        return None
    for left in range(column - 1, -1, -1):
        if left not in block.values:
            return None
        if (row, left) in page.cells:
            return (row, left)
    return None


def _head(column: int, labels: Sequence[Label], directory: Directory, *, as_places: bool) -> Head:
    when = None
    names: list[Name] = []
    place: tuple[str, ...] = ()
    for label in labels:
        when = combine(when, label.when)
        if not label.name:
            continue
        if directory.find_place(label.name.texts) or (as_places and not label.unit and not label.growth):
            place = (*place, *label.name.texts) if len(labels) > 1 else label.name.texts
        else:
            names.append(label.name)
    return Head(
        column=column,
        when=when,
        measure=next((x.measure for x in reversed(labels) if x.measure), ""),
        growth=next((x.growth for x in reversed(labels) if x.growth), ""),
        stock=any(x.stock for x in labels),
        unit=next((x.unit for x in reversed(labels) if x.unit), None),
        name=join_names(names),
        place=place,
        marks=tuple(dict.fromkeys(m for x in labels for m in x.marks)),
        undated=next((x.text for x in labels if _half_read(x)), ""),
    )


def _half_read(label: Label) -> bool:
    """Whether nothing but digits is left of a heading beside a period: half of a date is no date."""
    left = " ".join(label.name.texts)
    dated = label.when is not None and re.fullmatch(r"[\d\s/.,'-]*\d[\d\s/.,'-]*", left)
    return bool(dated or DAY_OR_MONTH_FIRST.search(left))


def _inherited(heads: Sequence[Head]) -> list[Head]:
    """Return heads with what a column leaves to its neighbour on the left: 产量 | 同比增长 | 累计 | 同比增长."""
    found: list[Head] = []
    for head in heads:
        own = head
        left = next((h for h in reversed(found) if not h.growth), None)
        if left is not None and (head.growth or head.measure):
            if not head.name and left.name and not head.place:
                own = replace(own, name=left.name)
            if head.growth and not head.measure and left.measure and head.when in {None, left.when}:
                own = replace(own, measure=left.measure)
            if head.growth and head.when is None:
                own = replace(own, when=left.when)
            if not head.place:
                own = replace(own, place=left.place)
            if not head.growth and head.unit is None and left.name == own.name:
                own = replace(own, unit=left.unit)
        found.append(own)
    return found
