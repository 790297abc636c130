"""Tables with one figure a row, told apart by their headings: long tables and SDMX-CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hinterland import dates
from hinterland.intake.facts import Fact, Ledger
from hinterland.intake.figure import NOT_A_FIGURE, Figure, Gap, read_figure, remark
from hinterland.intake.labels import Name, join_names, read_label, split_languages, tidy
from hinterland.intake.unit_words import Own, Stated, read_unit, read_unit_code
from hinterland.intake.when import period_of, read_code, read_when
from hinterland.result import Said
from hinterland.units import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.intake.grid import Page
    from hinterland.intake.taken import Options

_MOST_POWER = 24
_FLOWS = {"period", "year_to_date", "stock"}
_NO_PERIOD = Said("the row names no period that can be read", "该行没有可识别的时期")
_NO_PLACE = Said("the row names no place; give --place", "该行没有地点；请用 --place")
_NO_NAME = Said("the row names no indicator; give --metric", "该行没有指标；请用 --metric")
_FORECAST = Said("marked as a forecast: a target, no observation", "标为预测：属目标而非观测")
_DELETED = Said("the message deletes this figure (ACTION D)", "该报文删除此数值（ACTION D）")
_LACKING = Said("its status says that there is no figure", "状态表示无数值")
_UNUSED = Said("observations hold no such column", "observations 表没有对应列")
_STATUS = {
    "E": Said("estimated", "估计数"),
    "P": Said("preliminary", "初步数"),
    "B": Said("break in series", "口径有变化"),
    "I": Said("imputed by the source", "来源插补"),
    "D": Said("definition differs", "定义不同"),
    "U": Said("low reliability", "可靠性较低"),
    "V": Said("not validated", "未经核验"),
    "S": Said("strike or special event", "罢工等特殊情况"),
    "G": Said("experimental", "试验性数据"),
    "R": Said("revised", "修订数"),
    "N": Said("not significant", "不显著"),
}
"""SDMX code list of the status of an observation, and the flags of statistical offices."""
_NO_FIGURE = set("MLOHQ")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table of records holds what.

    Attributes
    ----------
    row
        Row of the headings.
    one
        Column by role: `value`, `low`, `high`, `period`, `year`, `month`, `unit`, `multiplier`, `status`, `note`,
        `published`, `source`, `vintage`, `flow`, `action`.
    place, indicator, extra
        Columns of names of the place, of the indicator, and of what else tells rows apart.
    known
        Columns that say nothing an observation could hold, and are no loss (frequency, name of the flow).
    coded
        Whether cells are codes, perhaps with labels (`CN: China`).
    """

    row: int
    one: Mapping[str, int]
    place: tuple[int, ...] = ()
    indicator: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    coded: bool = False

    @property
    def used(self) -> set[int]:
        """All columns that are read."""
        return {*self.one.values(), *self.place, *self.indicator, *self.extra, *self.known}


def read_records(page: Page, columns: Columns, options: Options, ledger: Ledger, own: Own) -> None:
    """Put the facts of a table of records into the ledger."""
    for spot in page.cells:
        if spot[0] < columns.row:
            ledger.mark(page, spot, "title")
        elif spot[0] == columns.row:
            ledger.mark(page, spot, "heading")
    reader = _Records(page, columns, options, ledger, own, _varying(page, columns))
    for row in sorted({r for r, _ in page.cells if r > columns.row}):
        reader.read(row)


def _varying(page: Page, columns: Columns) -> tuple[int, ...]:
    """Return the columns beside the indicator that tell rows apart: those with more than one entry."""
    kept = []
    for c in columns.extra:
        entries = {t for (r, k), t in page.cells.items() if k == c and r > columns.row}
        if len(entries) > 1 or not columns.indicator:
            kept.append(c)
    return tuple(kept)


@dataclass(slots=True)
class _Records:
    """A table of records while it is read."""

    page: Page
    columns: Columns
    options: Options
    ledger: Ledger
    own: Own
    varying: Sequence[int]
    told: set[str] = field(default_factory=set)

    def read(self, row: int) -> None:
        """Read one row."""
        self._mark(row)
        value = self.columns.one["value"]
        spot = (row, value)
        if spot not in self.page.cells:
            return
        made = self._fact(row)
        if isinstance(made, Fact):
            self.ledger.mark(self.page, spot, "figure")
            self.ledger.facts.append(made)
            return
        self.ledger.leave(self.page, spot, made.reason)
        if made.odd:
            done = Said(f"it was not read: {made.reason.en}", f"未读取：{made.reason.zh}")
            self.ledger.ask("odd_cell", self.page, spot, done, Said("mend the row", "请修正该行"))

    def _mark(self, row: int) -> None:
        for column in self.page.row(row):
            if column not in self.columns.used:
                self.ledger.leave(self.page, (row, column), _UNUSED)
                self._ask_unused(column)
            elif column != self.columns.one["value"]:
                noted = column in {self.columns.one.get(k) for k in ("note", "status", "source")}
                united = column in {self.columns.one.get(k) for k in ("unit", "multiplier")}
                role = "note" if noted else "unit" if united else "label"
                self.ledger.mark(self.page, (row, column), role)

    def _ask_unused(self, column: int) -> None:
        if f"unused {column}" in self.told or self.columns.coded:
            return  # attributes of SDMX come by the dozen: they are listed among the cells not read
        self.told.add(f"unused {column}")
        heading = self.page.text((self.columns.row, column))
        self.ledger.ask(
            "unused_column",
            self.page,
            (self.columns.row, column),
            Said(f"the column {heading!r} was not read", f"未读取“{heading}”列"),
            Said("rename it if observations should hold it", "如需保留，请改用 observations 的列名"),
        )

    def _text(self, row: int, role: str) -> str:
        column = self.columns.one.get(role)
        return "" if column is None else self.page.text((row, column)).strip()

    def _fact(self, row: int) -> Fact | Gap:
        """Return the fact of a row, or why it has none."""
        status = self._text(row, "status").partition(":")[0].strip().upper()
        if self._text(row, "action")[:1].upper() == "D":
            return Gap(_DELETED)
        figure = self._figure(row)
        if isinstance(figure, Gap):
            return figure
        if status in _NO_FIGURE:
            return Gap(_LACKING)
        if status == "F":
            return Gap(_FORECAST)
        period, flow = self._period(row)
        if not period:
            return Gap(_NO_PERIOD, odd=True)
        if odd := self._misread(row):
            return Gap(odd, odd=True)
        place = self._place(row) or ((self.options.place,) if self.options.place else ())
        if not place:
            return Gap(_NO_PLACE, odd=True)
        name, alone, growth, measure = self._indicator(row)
        if not name and not self.options.metric:
            return Gap(_NO_NAME, odd=True)
        if measure == "cumulative":
            flow = "year_to_date"
        unit, unit_text = self._unit(row, figure)
        return Fact(
            page=self.page,
            spot=(row, self.columns.one["value"]),
            figure=replace(figure, broken=figure.broken or status == "B"),
            indicator=name,
            period=period,
            flow=flow,
            place=place,
            growth=growth,
            alone=alone,
            unit=unit,
            unit_text=unit_text,
            note=self._note(row, figure, status),
            vintage=self._text(row, "vintage"),
            published=dates.canonical_date(self._text(row, "published")) or "",
            source=self._text(row, "source"),
        )

    def _misread(self, row: int) -> Said | None:
        """Return what is wrong with the flow or the date of publication that a row states."""
        flow, published = self._text(row, "flow"), self._text(row, "published")
        if flow and _flow(flow) not in _FLOWS:
            return Said(
                f"the flow {flow!r} is none of period, year_to_date, stock",
                f"flow “{flow}”不是 period、year_to_date、stock 之一",
            )
        if published and dates.canonical_date(published) is None:
            return Said(
                f"{published!r} is no date of publication; write YYYY-MM-DD",
                f"“{published}”不是发布日期；请写作 YYYY-MM-DD",
            )
        return None

    def _figure(self, row: int) -> Figure | Gap:
        """Return the figure of a row, its power of ten applied, its ends from their columns."""
        text = self._text(row, "value")
        found = read_figure(text, rounding=self.options.rounding, comma_unclear=self.page.comma_unclear)
        if isinstance(found, Gap):
            return found
        power = normalise(self._text(row, "multiplier").partition(":")[0])
        if power and power != "0":
            if not re.fullmatch(r"-?\d{1,2}", power) or abs(int(power)) > _MOST_POWER:
                return Gap(
                    Said(f"UNIT_MULT {power} is no power of ten", f"UNIT_MULT {power} 不是 10 的幂"), odd=True
                )
            factor = Decimal(1).scaleb(int(power))
            found = replace(
                found,
                value=found.value * factor,
                low=None if found.low is None else found.low * factor,
                high=None if found.high is None else found.high * factor,
            )
        return self._with_ends(row, found)

    def _with_ends(self, row: int, figure: Figure) -> Figure | Gap:
        low, high = self._text(row, "low"), self._text(row, "high")
        if not low and not high:
            return figure
        ends: list[Decimal | None] = []
        for text in (low, high):
            read = read_figure(text) if text else None
            if isinstance(read, Gap):
                return Gap(NOT_A_FIGURE, odd=True)
            ends.append(read.value if read else None)
        return replace(figure, low=ends[0], high=ends[1])

    def _period(self, row: int) -> tuple[str, str]:
        """Return the period of a row and its flow, both empty where it names none."""
        text = self._text(row, "period")
        if not text:
            year, month = self._text(row, "year"), self._text(row, "month")
            text = f"{year}-{int(month):02d}" if re.fullmatch(r"\d{1,2}", month) else f"{year}{month}"
        stated = _flow(self._text(row, "flow"))
        period = read_code(text)
        if period is None:
            return "", ""
        when, _ = read_when(text)
        measure = read_label(text).measure
        found = period_of(when, measure) if when and measure else None
        period, flow = found or (period, flow_of(period))
        return period, stated if stated in _FLOWS else flow

    def _place(self, row: int) -> tuple[str, ...]:
        texts: list[str] = []
        for column in self.columns.place:
            cell = tidy(self.page.text((row, column)))
            code, colon, label = cell.partition(":") if self.columns.coded else (cell, "", "")
            parts = (label.strip(), code.strip()) if colon else (*split_languages(cell).texts, cell)
            texts += [p for p in parts if p]
        return tuple(dict.fromkeys(texts))

    def _indicator(self, row: int) -> tuple[Name, Name, str, str]:
        """Return the name of a row's indicator, its code, whether it means growth, and whether it is cumulative."""
        names: list[Name] = []
        code = ""
        growth = measure = ""
        for column in (*self.columns.indicator, *self.varying):
            text = tidy(self.page.text((row, column)))
            if self.columns.coded:
                short, colon, label = text.partition(":")
                if short.strip().upper() in {"_T", "_Z", "TOTAL", "T", "_X", "NSA", "N"}:
                    continue
                code = code or short.strip()
                text = label.strip() if colon else short.strip()
            read = read_label(text, self.own)
            growth, measure = growth or read.growth, measure or read.measure
            name = read.name if read.name and not re.fullmatch(r"[\w.:-]+", text, re.ASCII) else Name(en=text)
            if text:
                names.append(name)
        joined = join_names(names)
        return joined, Name(en=code), growth, measure

    def _unit(self, row: int, figure: Figure) -> tuple[Stated | None, str]:
        text = self._text(row, "unit") or figure.unit
        if not text:
            if figure.percent:
                return read_unit("%"), ""
            for column in self.columns.indicator:  # 汽车产量(万辆)
                if found := read_label(self.page.text((row, column)), self.own).unit:
                    return found, ""
            return None, ""
        found = (read_unit_code if self.columns.coded else read_unit)(text, self.own)
        return found, "" if found else text

    def _note(self, row: int, figure: Figure, status: str) -> Said | None:
        said = [s for s in (_STATUS.get(status), remark(figure, {})) if s]
        if text := self._text(row, "note"):
            said.append(Said(text, text))
        return Said("; ".join(s.en for s in said), "；".join(s.zh for s in said)) if said else None


def _flow(text: str) -> str:
    return text.lower().replace(" ", "_").replace("-", "_")


def flow_of(period: str) -> str:
    """Return the flow that a period in standard writing suggests: months since January sum up, a day is a level."""
    read = dates.parse_period(period)
    if read.grain == "day":
        return "stock"
    since_january = read.grain == "span" and (read.start.month, read.start.day) == (1, 1)
    return "year_to_date" if since_january and read.start.year == read.end.year else "period"
