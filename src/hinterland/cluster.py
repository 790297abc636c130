"""The case as a frozen value: its tables, what day it is seen from, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import polars as pl

from hinterland import dates, scenario
from hinterland.errors import CaseError
from hinterland.frames import conform, days, empty, known_by, own_units
from hinterland.schema import TABLES, Table
from hinterland.units import Rates, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from hinterland.scenario import Change


class Changing(Protocol):
    """A result that says what it would change in the case."""

    @property
    def changes(self) -> pl.DataFrame:
        """Table of changes, as `hinterland.scenario` defines it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a case was read from: folder or file, its revision, a digest of each file."""

    path: Path | None = None
    revision: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A regional industrial cluster: frozen tables. Studies read it, none writes to it.

    Attributes
    ----------
    tables
        Every table of the schema by name; those the case does not have are empty.
    seen_from
        Day it is seen from (rows published later are gone), None for everything that is known today.
    changes
        What was changed against the case as read, in order.
    """

    tables: Mapping[str, pl.DataFrame]
    name: str = "case"
    seen_from: date | None = None
    changes: tuple[Change, ...] = ()
    origin: Origin = field(default_factory=Origin)

    @classmethod
    def of(
        cls, tables: Mapping[str, pl.DataFrame], *, name: str = "case", origin: Origin | None = None
    ) -> Cluster:
        """Return the cluster of these tables.

        Raises
        ------
        CaseError
            If a table or a column of one is not of the schema.
        """
        unknown = [t for t in tables if t not in TABLES]
        if unknown:
            raise CaseError(f"there is no table {', '.join(unknown)}; tables are {', '.join(TABLES)}")
        whole = {t: conform(t, tables[t]) if t in tables else empty(t) for t in TABLES}
        return cls(MappingProxyType(whole), name=name, origin=origin or Origin())

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def as_of(self, when: date | str) -> Cluster:
        """Return the cluster as it was known on a day.

        Rows published later are gone. Dates on which something came to pass after that day (opened, closed,
        superseded ...) are empty again, with the columns that were learnt with them. Rows without a date of
        publication stay: `undated` counts them.
        """
        day = dates.day(when)
        seen = {name: _as_of(TABLES[name], frame, day) for name, frame in self.tables.items()}
        return replace(self, tables=MappingProxyType(seen), seen_from=day)

    def day(self, as_of: date | str | None = None) -> date:
        """Return the day a study sees the case from: `as_of`, else the cluster's own, else today.

        Raises
        ------
        CaseError
            If the cluster is a look back to an earlier day: what became known since is not in it.
        """
        if as_of is not None:
            day = dates.day(as_of)
            if self.seen_from is not None and day > self.seen_from:
                raise CaseError(
                    f"this is the case as of {self.seen_from}; it cannot be seen from {day}: take the case itself"
                )
            return day
        return self.seen_from or datetime.now(tz=UTC).astimezone().date()

    def override(self, changes: Iterable[Change]) -> Cluster:
        """Return a scenario: this cluster with changes made, which `changes` then lists.

        Raises
        ------
        CaseError
            If a change does not fit; the message lists all that do not.
        """
        listed = tuple(changes)
        tables = scenario.apply_changes(self.tables, listed)
        return replace(self, tables=MappingProxyType(tables), changes=(*self.changes, *listed))

    def apply(self, result: Changing) -> Cluster:
        """Return the cluster after what `result` decided: its table of changes is made."""
        return self.override(scenario.from_table(result.changes))

    def diff(self, other: Cluster) -> pl.DataFrame:
        """Return the table of changes that leads from `other` to this cluster."""
        return scenario.to_table(scenario.diff(other.tables, self.tables))

    def setting(self, name: str, default: float) -> float:
        """Return a numeric setting of the case, or `default`."""
        row = self["settings"].filter(pl.col("name") == name)
        number = parse_number(row["value"][0]) if row.height else None
        return default if number is None else number.value

    def rates(self) -> Rates:
        """Return the exchange rates of the case."""
        frame = self["exchange_rates"].select("currency", "date", "cny_per_unit").drop_nulls()
        when = days(frame["date"], last=True)
        return Rates.of(
            zip(frame["currency"].to_list(), when.to_list(), frame["cny_per_unit"].to_list(), strict=True)
        )

    def own_units(self) -> tuple[tuple[str, float, str], ...]:
        """Return the units that the case declares: (name, factor, base unit)."""
        return own_units(self["settings"])

    def undated(self) -> pl.DataFrame:
        """Return, by table, how many rows have no date of publication, or one that is only assumed."""
        rows = []
        for name, frame in self.tables.items():
            if frame.height and name != "settings":
                assumed = frame.filter(pl.col("published_basis") == "assumed").height
                rows.append((name, frame.height, frame["published"].null_count(), assumed))
        return pl.DataFrame(
            rows,
            schema={"table": pl.String, "rows": pl.Int64, "undated": pl.Int64, "assumed": pl.Int64},
            orient="row",
        )


def _as_of(table: Table, frame: pl.DataFrame, day: date) -> pl.DataFrame:
    if not frame.height:
        return frame
    frame = frame.filter(known_by(frame["published"], day).fill_null(value=True))
    updates: list[pl.Series] = []
    for column in table.columns:
        if column.event and frame[column.name].null_count() < frame.height:
            later = ~known_by(frame[column.name], day).fill_null(value=True)
            updates.append(frame[column.name].set(later, None))
    frame = frame.with_columns(updates)
    followers = [
        pl.when(pl.col(c.follows).is_not_null()).then(pl.col(c.name)).alias(c.name)
        for c in table.columns
        if c.follows
    ]
    return frame.with_columns(followers) if followers else frame
