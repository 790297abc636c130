"""A yearbook page read into facts: figures stand where a row of labels and a column of headings cross."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hinterland.intake.context import Context, read_context
from hinterland.intake.facts import Fact, Ledger
from hinterland.intake.figure import Figure, Gap, read_figure, remark
from hinterland.intake.heads import Head, read_heads
from hinterland.intake.labels import Name, join_names
from hinterland.intake.layout import find_blocks
from hinterland.intake.rows import Row, read_rows
from hinterland.intake.unit_words import Stated, read_unit
from hinterland.intake.when import combine, period_of
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.intake.directory import Directory
    from hinterland.intake.grid import Page, Spot
    from hinterland.intake.taken import Options
    from hinterland.intake.unit_words import Own

_PERCENT = Stated("percent", Decimal(1))
_SHARE = re.compile(r"占.*比|比重|份额|比例|率$|share|ratio|\brate\b|percentage", re.IGNORECASE)
_NO_TABLE = Said("no table of figures was found on this sheet", "未在该表中识别出数据表格")
_NO_PERIOD = Said("neither heading, row nor title says which period", "表头、行与标题均未说明时期")
_ODD_PERIOD = Said(
    "the date or period at its row or heading cannot be read; write 2022-07, 2022-07-31 or 2022",
    "该行或该列表头的日期或时期无法识别；请写作 2022-07、2022-07-31 或 2022",
)
_NO_PLACE = Said(
    "neither heading, row nor title names a place; give --place", "表头、行与标题均未说明地点；请用 --place"
)
_NO_NAME = Said("nothing says what is measured; give --metric", "未说明所测指标；请用 --metric")
_TOTAL = Said("a total of the rows, no place", "为各行合计，并非地点")
_ODD = Said("it was not read", "未读取")


@dataclass(slots=True)
class _Reader:
    """One table of a page while it is read."""

    page: Page
    context: Context
    options: Options
    directory: Directory
    ledger: Ledger
    own: Own
    told: set[str] = field(default_factory=set)

    def run(self, heads: list[Head], rows: list[Row]) -> None:
        for row in rows:
            self._row(row, heads)

    def _row(self, row: Row, heads: list[Head]) -> None:
        for head in heads:
            spot = (row.number, head.column)
            if spot in self.page.cells and self.ledger.role(self.page, spot) is None:
                self._cell(spot, row, head)

    def _cell(self, spot: Spot, row: Row, head: Head) -> None:
        figure = read_figure(
            self.page.cells[spot], rounding=self.options.rounding, comma_unclear=self.page.comma_unclear
        )
        if isinstance(figure, Gap):
            self._gap(spot, figure)
            return
        made = self._fact(spot, figure, row, head)
        if isinstance(made, Said):
            self.ledger.leave(self.page, spot, made)
            if made.en not in self.told:
                self.told.add(made.en)
                self.ledger.ask(
                    "unplaced", self.page, spot, Said(f"not read: {made.en}", f"未读取：{made.zh}"), _MEND
                )
            return
        self.ledger.mark(self.page, spot, "figure")
        self.ledger.facts.append(made)

    def _gap(self, spot: Spot, gap: Gap) -> None:
        self.ledger.leave(self.page, spot, gap.reason)
        if gap.odd:
            decide = Said("write a plain figure if it is one", "如为数值，请改为规范写法")
            done = Said(f"{_ODD.en}: {gap.reason.en}", f"{_ODD.zh}：{gap.reason.zh}")
            self.ledger.ask("odd_cell", self.page, spot, done, decide)

    def _fact(self, spot: Spot, figure: Figure, row: Row, head: Head) -> Fact | Said:
        """Return the fact of a figure, or why it is none."""
        if row.undated or head.undated:
            return _ODD_PERIOD
        when = combine(self.context.when, combine(head.when, row.when))
        measure = head.measure or row.measure or self.context.measure
        found = period_of(when, measure) if when else None
        if found is None:
            return _NO_PERIOD
        period, flow = found
        growth = head.growth or row.growth
        if not growth and (head.stock or row.stock or self.context.stock):
            flow = "stock"
        place = row.place or head.place
        if not place and row.total:
            return _TOTAL
        name = join_names([row.name, head.name]) or self.context.name
        alone = head.name or row.alone
        if not place:
            place = self._given_place(spot)
            name = self._without(name, place)
        if not place:
            return _NO_PLACE
        if not name and not self.options.metric:
            return _NO_NAME
        unit, unit_text = self._unit(figure, row, head, growth, name, spot)
        return Fact(
            page=self.page,
            spot=spot,
            figure=figure,
            indicator=name,
            period=period,
            flow=flow,
            place=place,
            growth=growth,
            alone=alone,
            parent=row.parent,
            unit=unit,
            unit_text=unit_text,
            note=self._note(figure, (*head.marks, *row.marks), row.note),
            source=self.context.source,
            adcode=row.adcode,
        )

    def _given_place(self, spot: Spot) -> tuple[str, ...]:
        """Return the place that the user, the title or the sheet names, for a table that names none."""
        if self.options.place:
            return (self.options.place,)
        for text in (self.context.title, self.page.sheet):
            if found := self.directory.place_in(text):
                if "title_place" not in self.told:
                    self.told.add("title_place")
                    self.ledger.ask(
                        "title_place",
                        self.page,
                        self.context.title_spot or spot,
                        Said(
                            f"all figures were taken for {found}, named in the title",
                            f"按标题将全部数值归于 {found}",
                        ),
                        Said("give --place if they cover another place", "如覆盖其他地点，请用 --place"),
                        text=text,
                    )
                return (found,)
        return ()

    def _without(self, name: Name, place: tuple[str, ...]) -> Name:
        """Return a name without that of the place its figures are of."""
        if not place or place[0] not in self.directory.place_rows:
            return name
        shorter = [self.directory.without_place(t, place[0]) if t else "" for t in (name.en, name.zh)]
        return Name(*shorter) or name

    def _unit(
        self, figure: Figure, row: Row, head: Head, growth: str, name: Name, spot: Spot
    ) -> tuple[Stated | None, str]:
        """Return the unit of a figure: from its cell, row, column, section, unit line or title, in this order."""
        nearest = row.unit_cell or (head.unit if not row.unit else row.unit)
        if growth:
            points = nearest if nearest and nearest.unit == "percentage_point" else None
            if not (points or nearest or figure.percent):
                self._assumed_percent(spot, name)
            return points or _PERCENT, ""
        if figure.unit:
            stated = read_unit(figure.unit, self.own)
            return stated, "" if stated else figure.unit
        if nearest:
            return nearest, ""
        if row.unit_text:
            return None, row.unit_text
        if figure.percent:
            return _PERCENT, ""
        page_unit = self.context.unit
        if any(_SHARE.search(t) for t in name.texts) and (page_unit is None or page_unit.unit != "percent"):
            self._assumed_percent(spot, name)
            return _PERCENT, ""
        return page_unit, "" if page_unit else self.context.unit_text

    def _assumed_percent(self, spot: Spot, name: Name) -> None:
        key = f"percent {spot[1]}"
        if key not in self.told:
            self.told.add(key)
            shown = " ".join(name.texts)
            self.ledger.ask(
                "percent_assumed",
                self.page,
                spot,
                Said(
                    f"no unit stands at this share or growth of {shown}; read as percent",
                    f"“{shown}”的占比或增速未注明单位；按百分数读取",
                ),
                Said("write (%) into the heading if it is so", "如确为百分数，请在表头注明（%）"),
            )

    def _note(self, figure: Figure, marks: tuple[str, ...], note: str) -> Said | None:
        """Return what to note of a figure: its own marks, those of its headings, and its row's remark."""
        footnotes = self.context.footnotes
        parts = [remark(figure, footnotes), remark(replace(figure, word="", marks=marks), footnotes)]
        parts.append(Said(note, note) if note else None)
        said = list(dict.fromkeys(p for p in parts if p))
        return Said("; ".join(p.en for p in said), "；".join(p.zh for p in said)) if said else None


_MEND = Said("say so in the sheet, or by an option", "请在表中注明，或使用相应选项")


def read_page(page: Page, options: Options, directory: Directory, ledger: Ledger, own: Own) -> None:
    """Put the facts of a yearbook page into the ledger."""
    blocks = find_blocks(page)
    if not blocks:
        for spot in page.cells:
            ledger.leave(page, spot, _NO_TABLE)
        if page.cells:
            decide = Said("name another sheet, or lay it out as a table", "请指定其他工作表，或整理为表格")
            ledger.ask("no_table", page, min(page.cells), _NO_TABLE, decide)
        return
    before: Context | None = None
    for block in blocks:
        context = read_context(page, block, before, ledger, own)
        before = context
        heads = read_heads(page, block, directory, ledger, own)
        named = any(h.name for h in heads)
        rows = read_rows(page, block, directory, ledger, own, _hint(options, context, named=named))
        reader = _Reader(page, context, options, directory, ledger, own)
        title = f"{context.title} {page.sheet}"
        if _names_are_places(heads, rows, options, context, placed=bool(directory.place_in(title))):
            heads = [replace(h, place=h.name.texts, name=Name()) for h in heads]
        reader.run([replace(h, name=_completed(h.name, context.name)) for h in heads], rows)


def _hint(options: Options, context: Context, *, named: bool) -> str:
    """Return what labels without any other clue are: `place` or `indicator`."""
    if options.place:
        return "indicator"
    if options.metric or named or context.by_place:
        return "place"
    return "indicator"


def _names_are_places(
    heads: list[Head], rows: list[Row], options: Options, context: Context, *, placed: bool
) -> bool:
    """Whether the names of columns are places that the case does not know, since nothing else can be.

    Rows are periods; the indicator is given or in the title; no place is (`placed`: the title names one). Drafts of
    such places are asked about.
    """
    if any(r.place or r.name for r in rows) or options.place or any(h.place for h in heads):
        return False
    if options.metric and len({h.name for h in heads if h.name}) > 1:
        return True
    plain = not placed and not any(h.unit or h.growth for h in heads)
    return bool(context.name) and (context.by_place or plain)


def _completed(name: Name, title: Name) -> Name:
    """Return a heading's name, completed by the title that it repeats the end of: 产量 under 汽车产量."""
    longer_zh = bool(name.zh) and title.zh != name.zh and title.zh.endswith(name.zh)
    longer_en = bool(name.en) and re.match(rf"{re.escape(name.en)}\b(?! and)", title.en, re.IGNORECASE)
    return Name(title.en if longer_en else name.en, title.zh if longer_zh else name.zh)
