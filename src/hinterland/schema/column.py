"""What a table and a column are: the declarations from which checks, templates, docs and types derive."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """Type of a column. `polars_name` is the data type its cells have once they passed the door."""

    ID = "id"
    TEXT = "text"
    INT = "integer"
    FLOAT = "number"
    BOOL = "yes/no"
    DATE = "date"
    PERIOD = "period"
    CHOICE = "choice"
    IDS = "list of ids"
    CHOICES = "list of choices"
    UNIT = "unit"
    CURRENCY = "currency"

    @property
    def polars_name(self) -> str:
        """Name of the polars data type: dates keep their stated precision, so they stay text."""
        return {Kind.INT: "Int64", Kind.FLOAT: "Float64", Kind.BOOL: "Boolean"}.get(self, "String")

    @property
    def numeric(self) -> bool:
        """Whether cells hold numbers."""
        return self in {Kind.INT, Kind.FLOAT}

    @property
    def many(self) -> bool:
        """Whether one cell holds several values, parted by `;`."""
        return self in {Kind.IDS, Kind.CHOICES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    `en` and `zh` describe it in words; `unit` is the base unit its numbers have inside; `ref` names the
    columns (`table.column`) one of which must hold its ids; `low` and `high` bound numbers, ends included.

    `event` marks dates on which something came to pass: seen from an earlier day they are still empty. `follows`
    names the event column of the same row together with which this one is learnt.
    """

    name: str
    kind: Kind
    en: str
    zh: str
    unit: str = ""
    key: bool = False
    required: bool = False
    ref: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    event: bool = False
    follows: str = ""

    @property
    def header(self) -> str:
        """Column heading of templates: the name, and the unit in brackets where there is one."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: columns in order, the key among them, and what a row stands for."""

    name: str
    family: str
    en: str
    zh: str
    columns: tuple[Column, ...]
    by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {c.name: c for c in self.columns})

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(c.name for c in self.columns if c.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns in order."""
        return tuple(c.name for c in self.columns)

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]


BASES = ("observed", "reported", "inferred", "synthetic")
COMMON = (
    Column(
        name="source",
        kind=Kind.TEXT,
        en="Document id, or publisher, title and date of what the row rests on",
        zh="来源：文件编号，或发布者、标题与日期",
    ),
    Column(
        name="basis",
        kind=Kind.CHOICE,
        choices=BASES,
        en="How the row is known: observed (measured or registered), reported (somebody says so), "
        "inferred (derived from other rows) or synthetic (made up, and marked so everywhere)",
        zh="依据：observed 观测，reported 报道，inferred 推算，synthetic 合成",
    ),
    Column(
        name="published",
        kind=Kind.DATE,
        en="Date on which the row first became public; rows published later do not exist for --as-of",
        zh="首次公开日期；早于此日期的回看看不到该行",
    ),
    Column(
        name="published_basis",
        kind=Kind.CHOICE,
        choices=("stated", "customary", "assumed"),
        en="How the date of publication is known: stated, customary for such figures, or assumed",
        zh="公开日期的依据：stated 明示，customary 惯例，assumed 假定",
    ),
    Column(
        name="note", kind=Kind.TEXT, en="Remark in free words, conflicts included", zh="备注（含数据冲突）"
    ),
)


def id_(name: str, en: str, zh: str, *, key: bool = True) -> Column:
    """Return an identifier column, a key unless told otherwise."""
    return Column(name=name, kind=Kind.ID, en=en, zh=zh, key=key, required=True)


def ref(
    name: str, to: str, en: str, zh: str, *, key: bool = False, required: bool = False, follows: str = ""
) -> Column:
    """Return a column that refers to `to`: one `table.column`, or several parted by `|`."""
    return Column(
        name=name,
        kind=Kind.ID,
        en=en,
        zh=zh,
        key=key,
        required=key or required,
        ref=tuple(to.split("|")),
        follows=follows,
    )


def refs(name: str, to: str, en: str, zh: str, *, required: bool = False) -> Column:
    """Return a column of several ids parted by `;`; with `to` empty the ids are free."""
    return Column(
        name=name, kind=Kind.IDS, en=en, zh=zh, required=required, ref=tuple(to.split("|")) if to else ()
    )


def text(
    name: str, en: str, zh: str, *, key: bool = False, required: bool = False, follows: str = ""
) -> Column:
    """Return a column of free text."""
    return Column(name=name, kind=Kind.TEXT, en=en, zh=zh, key=key, required=key or required, follows=follows)


def choice(name: str, choices: str, en: str, zh: str, *, key: bool = False, required: bool = False) -> Column:
    """Return a column of one word out of `choices` (parted by blanks)."""
    return Column(
        name=name,
        kind=Kind.CHOICE,
        en=en,
        zh=zh,
        key=key,
        required=key or required,
        choices=tuple(choices.split()),
    )


def choices(name: str, words: str, en: str, zh: str) -> Column:
    """Return a column of several words out of `words`, parted by `;` in the cell."""
    return Column(name=name, kind=Kind.CHOICES, en=en, zh=zh, choices=tuple(words.split()))


def number(
    name: str,
    unit: str,
    en: str,
    zh: str,
    *,
    low: float | None = 0.0,
    high: float | None = None,
    required: bool = False,
) -> Column:
    """Return a column of real numbers in `unit`, not negative unless `low` says so."""
    return Column(name=name, kind=Kind.FLOAT, en=en, zh=zh, unit=unit, low=low, high=high, required=required)


def share(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    """Return a column of fractions in [0, 1]; `35%` is read as 0.35."""
    return number(name, "1", en, zh, high=1.0, required=required)


def integer(
    name: str,
    unit: str,
    en: str,
    zh: str,
    *,
    low: int | None = 0,
    high: int | None = None,
    key: bool = False,
    required: bool = False,
) -> Column:
    """Return a column of whole numbers."""
    return Column(
        name=name,
        kind=Kind.INT,
        en=en,
        zh=zh,
        unit=unit,
        low=low,
        high=high,
        key=key,
        required=key or required,
    )


def year(en: str = "Calendar year", zh: str = "年份", *, key: bool = True) -> Column:
    """Return the column `year`, a key unless told otherwise."""
    return integer("year", "", en, zh, low=1900, high=2100, key=key)


def date(
    name: str, en: str, zh: str, *, key: bool = False, required: bool = False, event: bool = False
) -> Column:
    """Return a column of dates as precise as they are known: YYYY, YYYY-MM or YYYY-MM-DD."""
    return Column(name=name, kind=Kind.DATE, en=en, zh=zh, key=key, required=key or required, event=event)


def period(name: str, en: str, zh: str, *, key: bool = False, required: bool = False) -> Column:
    """Return a column of periods: YYYY, YYYY-Qn, YYYY-Hn, YYYY-MM, YYYY-MM-DD or START/END."""
    return Column(name=name, kind=Kind.PERIOD, en=en, zh=zh, key=key, required=key or required)


def flag(name: str, en: str, zh: str) -> Column:
    """Return a yes/no column."""
    return Column(name=name, kind=Kind.BOOL, en=en, zh=zh)


def unit(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    """Return a column that names a unit of measure."""
    return Column(name=name, kind=Kind.UNIT, en=en, zh=zh, required=required)


def currency(en: str = "Currency of the row's money (empty: CNY)", zh: str = "货币（空为 CNY）") -> Column:
    """Return the column `currency`, an ISO 4217 code."""
    return Column(name="currency", kind=Kind.CURRENCY, en=en, zh=zh)


def table(family: str, name: str, en: str, zh: str, *columns: Column) -> Table:
    """Return a table with the columns that every table has appended."""
    return Table(name=name, family=family, en=en, zh=zh, columns=(*columns, *COMMON))
