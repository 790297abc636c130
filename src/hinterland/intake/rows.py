"""Rows of figures of a yearbook page: what their labels, in one to several columns, say together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hinterland.intake.columns import TIME_HEAD
from hinterland.intake.directory import is_total, key_of
from hinterland.intake.figure import RAISED
from hinterland.intake.heads import INDICATOR_HEAD, PLACE_HEAD, mostly_places
from hinterland.intake.labels import Label, Name, join_names, read_label
from hinterland.intake.unit_words import Own, Stated, read_unit
from hinterland.intake.when import When, combine, read_when
from hinterland.result import Said
from hinterland.units import normalise

if TYPE_CHECKING:
    from hinterland.intake.directory import Directory
    from hinterland.intake.facts import Ledger
    from hinterland.intake.grid import Page
    from hinterland.intake.layout import Block

_SECTION = Said("a line without figures; it was not used", "该行无数值；未采用")


@dataclass(frozen=True, slots=True)
class Row:
    """What the labels of a row say.

    Attributes
    ----------
    name
        Indicator with those it is a part of; `alone` its own name.
    place, parent
        Texts of the place, and of the place it is indented below.
    total
        Whether its label is a total, which is no place.
    undated
        What its column of periods says, where that is none that can be read.
    unit, unit_cell, unit_text
        Unit in the label, unit in a column of units, and what stands there if it is not known.
    """

    number: int
    when: When | None = None
    undated: str = ""
    measure: str = ""
    growth: str = ""
    stock: bool = False
    name: Name = field(default_factory=Name)
    alone: Name = field(default_factory=Name)
    place: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    total: bool = False
    unit: Stated | None = None
    unit_cell: Stated | None = None
    unit_text: str = ""
    note: str = ""
    adcode: str = ""
    marks: tuple[str, ...] = ()


def read_rows(
    page: Page, block: Block, directory: Directory, ledger: Ledger, own: Own, hint: str
) -> list[Row]:
    """Return the rows of figures of a table, top first.

    Parameters
    ----------
    hint
        What labels are where nothing else tells: `place` or `indicator`.
    """
    _mark(page, block, ledger)
    columns = {c: _labels(page, block, c, own) for c in block.labels}
    roles = {c: _role(page, block, c, columns[c], directory, hint) for c in block.labels}
    return _Stack(page, block, directory, ledger, own, columns, _paired(columns, roles)).read()


def _mark(page: Page, block: Block, ledger: Ledger) -> None:
    for row in block.rows:
        for column in (*block.labels, *block.times, *block.codes, *block.serials):
            ledger.mark(page, (row, column), "label")
        for column in block.units:
            ledger.mark(page, (row, column), "unit")
        for column in block.notes:
            ledger.mark(page, (row, column), "note")


def _labels(page: Page, block: Block, column: int, own: Own) -> dict[int, Label]:
    """Return the labels of a column by row; a blank one left of another label repeats the one above it."""
    found: dict[int, Label] = {}
    last: Label | None = None
    for row in block.rows:
        text = page.text((row, column))
        if text:
            last = read_label(text, own)
            found[row] = last
        elif last is not None and any(page.text((row, c)) for c in block.labels if c > column):
            found[row] = last
    return found


def _role(
    page: Page, block: Block, column: int, labels: dict[int, Label], directory: Directory, hint: str
) -> str:
    """Return whether a column of labels holds places or indicators."""
    names = [lab.name for lab in labels.values() if lab.name and not is_total(lab.name.texts)]
    if mostly_places(names, directory):
        return "place"
    if any(lab.unit for lab in labels.values()):
        return "indicator"
    heading = " ".join(dict.fromkeys(page.text((r, column)) for r in block.headings))
    if INDICATOR_HEAD.fullmatch(heading.replace("\n", " ")):
        return "indicator"
    if PLACE_HEAD.fullmatch(heading.replace("\n", " ")):
        return "place"
    return hint


def _paired(columns: dict[int, dict[int, Label]], roles: dict[int, str]) -> dict[int, str]:
    """Return the roles; two columns of names in two languages name the same thing."""
    found = dict(roles)
    order = sorted(columns)
    for a, b in ((x, y) for i, x in enumerate(order) for y in order[i + 1 :]):
        languages = [_language(columns[c]) for c in (a, b)]
        if set(languages) == {"zh", "en"} and "place" in {found[a], found[b]}:
            found[a] = found[b] = "place"
    return found


def _language(labels: dict[int, Label]) -> str:
    names = [lab.name for lab in labels.values() if lab.name]
    if names and all(n.zh and not n.en for n in names):
        return "zh"
    return "en" if names and all(n.en and not n.zh for n in names) else ""


@dataclass(slots=True)
class _Stack:
    """Rows while they are read, with what the rows above them said."""

    page: Page
    block: Block
    directory: Directory
    ledger: Ledger
    own: Own
    columns: dict[int, dict[int, Label]]
    roles: dict[int, str]
    section: Label | None = None
    year: When | None = None
    above: list[tuple[int, Name]] = field(default_factory=list)
    places: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def read(self) -> list[Row]:
        """Return the rows, taking sections on the way."""
        found = []
        for number in sorted((*self.block.rows, *self.block.sections)):
            if number in self.block.sections:
                self._take_section(number)
            else:
                found.append(self._row(number))
        return found

    def _take_section(self, number: int) -> None:
        """Take a line without figures: a year, a place, or an indicator where the columns name none."""
        spots = [(number, c) for c in self.page.row(number)]
        labels = [read_label(self.page.cells[s], self.own) for s in spots]
        label = replace(labels[0], name=join_names([x.name for x in labels]))
        places = "place" in self.roles.values() or bool(self.block.times)
        if label.only_when and label.when:
            self.year = label.when
        elif label.unit or not places or self.directory.find_place(label.name.texts):
            self.section = label
            self.above = []
        else:
            for spot in spots:
                self.ledger.leave(self.page, spot, _SECTION)
            if not self.ledger.asked("section", self.page):
                decide = Said(
                    "write it into the labels if figures depend on it", "如与数值有关，请写入各行标签"
                )
                self.ledger.ask("section", self.page, spots[0], _SECTION, decide)
            return
        for spot in spots:
            self.ledger.mark(self.page, spot, "label")

    def _row(self, number: int) -> Row:
        labels = {c: lab[number] for c, lab in self.columns.items() if number in lab}
        places = [lab for c, lab in labels.items() if self.roles[c] == "place"]
        things = [lab for c, lab in labels.items() if self.roles[c] == "indicator"]
        place, parent = self._place(places)
        name, alone = self._name(things)
        section = self.section
        if section and self.directory.find_place(section.name.texts):
            place = place or section.name.texts
            section = None
        if section:
            name = join_names([section.name, name])
        everything = [*labels.values(), *([section] if section else [])]
        unit_text = next((self.page.text((number, c)) for c in self.block.units), "")
        unit_cell = read_unit(unit_text, self.own) if unit_text else None
        return Row(
            number=number,
            when=self._when(number, list(labels.values())),
            undated=self._undated(number),
            measure=next((x.measure for x in everything if x.measure), ""),
            growth=next((x.growth for x in everything if x.growth), ""),
            stock=any(x.stock for x in everything),
            name=name,
            alone=alone or name,
            place=place,
            parent=parent,
            total=bool(places) and not place,
            unit=next((x.unit for x in everything if x.unit), None),
            unit_cell=unit_cell,
            unit_text="" if unit_cell else unit_text,
            marks=tuple(dict.fromkeys(m for x in everything for m in x.marks)),
            note="; ".join(t for c in self.block.notes if (t := self.page.text((number, c)).strip())),
            adcode=next(
                (
                    t
                    for c in self.block.codes
                    if re.fullmatch(r"\d{6}", t := self.page.text((number, c)).strip())
                ),
                "",
            ),
        )

    def _undated(self, number: int) -> str:
        """Return what the columns of periods say that is no whole period: Jul-22, 44742, 2021/22; else empty.

        Such a row must not take the year of the row above it.
        """
        for column in (*self.block.times, *(c for c in self.block.labels if self._dated(c))):
            text = self.page.text((number, column)).strip()
            plain = re.sub(r"\(\d{1,2}\)$|(?<=\d)\.0+$", "", normalise(RAISED.sub("", text)))
            if re.search(r"\d", read_when(plain)[1]) and not re.fullmatch(r"\d{1,2}", plain):
                return text
            if is_total((plain,)) and self._has_years(column):
                return text  # the sum of all years is the figure of none
        return ""

    def _has_years(self, column: int) -> bool:
        """Whether a column names whole years, so that a total in it is none of a year's months."""
        read = [read_when(self.page.text((r, column)))[0] for r in self.block.rows]
        return any(when and when.year and not when.first for when in read)

    def _dated(self, column: int) -> bool:
        """Whether a column is headed 日期, 时间, year: it holds periods, even where most cannot be read."""
        heads = [key_of(self.page.text((r, column))) for r in self.block.headings]
        return any(h and TIME_HEAD.fullmatch(h) for h in heads)

    def _when(self, number: int, labels: list[Label]) -> When | None:
        """Return the period of a row; months take the year of the row or line above."""
        when: When | None = None
        for column in self.block.times:
            text = self.page.text((number, column)).strip()
            month = When(0, int(text), int(text), "month") if re.fullmatch(r"\d{1,2}", text) else None
            when = combine(when, month or read_label(text).when) if text else when
        for label in labels:
            when = combine(when, label.when)
        if when is not None and when.year:
            self.year = When(when.year)
            return when
        return combine(self.year, when)

    def _place(self, labels: list[Label]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the texts of a row's place, innermost first, and of the place it is indented below."""
        named = [lab for lab in labels if lab.name]
        if not named or all(is_total(lab.name.texts) for lab in named):
            return (), ()
        inner = named[-1]
        paired = [lab for lab in named if bool(lab.name.zh) != bool(inner.name.zh)]  # the other language
        outer = [lab for lab in named if lab is not inner and lab not in paired]
        texts = tuple(dict.fromkeys(t for lab in (inner, *paired) for t in lab.name.texts))
        indent = max(lab.indent for lab in named)
        self.places = [(i, t) for i, t in self.places if i < indent]
        parent = outer[-1].name.texts if outer else self.places[-1][1] if self.places and indent else ()
        self.places.append((indent, texts))
        return texts, parent

    def _name(self, labels: list[Label]) -> tuple[Name, Name]:
        """Return the indicator of a row with those it is a part of, and its own name."""
        own = join_names([lab.name for lab in labels])
        if not own:
            return Name(), Name()
        indent = max(lab.indent for lab in labels)
        depth = 2 * indent + any(lab.sub for lab in labels)  # 其中 is below a label of the same indent
        self.above = [(i, n) for i, n in self.above if i < depth]
        whole = join_names([*(n for _, n in self.above), own])
        self.above.append((depth, own))
        return whole, own
