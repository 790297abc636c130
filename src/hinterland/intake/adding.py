"""What was taken in, added to a case: new figures, new vintages, what stands there already, and what contradicts it.

Two rows are about the same figure if metric, place and period agree; a period is what it covers, so `2021-10` and
`2021-01/2021-10` are one where both sum from January. A figure published on another day is another vintage. One
that was published on the same day and differs contradicts the case: it is a fault, and nothing is added.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.cells import read_table
from hinterland.check import check
from hinterland.errors import UnitError
from hinterland.frames import of_rows
from hinterland.result import Said
from hinterland.schema import TABLES
from hinterland.sheets import RawTable, Sheet
from hinterland.units import convert

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.faults import Fault
    from hinterland.intake.taken import Intake
    from hinterland.intake.unit_words import Own

Row = dict[str, Any]
_FIX = Said(
    "Find out which one holds; a revision has another date of publication (--published)",
    "请查明以哪个为准；修订数应有另一发布日期（--published）",
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A figure that contradicts one of the case: which, where it came from, and what to do about it."""

    metric: str
    place: str
    period: str
    source: str
    said: Said


@dataclass(frozen=True, slots=True)
class Added:
    """A case with what was taken in, or why it cannot be.

    Attributes
    ----------
    cluster
        The case with all rows, fit for `hinterland.case.save` if `sound`.
    observations, same
        How many observations are new, and how many stood in the case already.
    faults
        Errors that the case would have.
    """

    cluster: Cluster
    observations: int
    same: int
    metrics: int
    places: int
    conflicts: tuple[Conflict, ...]
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether the case may be saved."""
        return not self.conflicts and not self.faults


def add(cluster: Cluster, intake: Intake) -> Added:
    """Return `cluster` with the rows of `intake`, whole or with the reasons why not; neither is changed."""
    own = cluster.own_units()
    index: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in cluster["observations"].iter_rows(named=True):
        index[_figure(row)].append(row)
    fresh: list[Row] = []
    conflicts: list[Conflict] = []
    same = 0
    for row in intake.observations.iter_rows(named=True):
        outcome = _meet(row, index[_figure(row)], own)
        if isinstance(outcome, Conflict):
            conflicts.append(outcome)
        elif outcome is None:
            same += 1
        else:
            fresh.append(outcome)
    observations = of_rows("observations", fresh)
    known = set(cluster["metrics"]["metric"]), set(cluster["places"]["place"])
    used = set(observations["metric"]), _inside(set(observations["place"]), intake.places)
    metrics = intake.metrics.filter(pl.col("metric").is_in(list(used[0] - known[0])))
    places = intake.places.filter(pl.col("place").is_in(list(used[1] - known[1])))
    new = {"places": places, "metrics": metrics, "observations": observations}
    tables = {**cluster.tables, **{n: pl.concat([cluster[n], f]) for n, f in new.items()}}
    faults = [] if conflicts else _faults(tables, new, own)
    return Added(
        cluster=replace(cluster, tables=MappingProxyType(tables)),
        observations=observations.height,
        same=same,
        metrics=metrics.height,
        places=places.height,
        conflicts=tuple(conflicts),
        faults=tuple(faults),
    )


def _inside(places: set[str], drafts: pl.DataFrame) -> set[str]:
    """Return places with those that their drafts lie inside."""
    parents = dict(drafts.select("place", "parent").iter_rows())
    found = set(places)
    for place in places:
        while (parent := parents.get(place)) and parent not in found:
            found.add(parent)
            place = parent  # noqa: PLW2901 - climbing
    return found


def _figure(row: Row) -> tuple[Any, ...]:
    """Return what a row is about: metric, place, and the days that its period covers."""
    period = dates.parse_period(row["period"])
    start: Any = "january" if row["flow"] == "year_to_date" else period.start
    return row["metric"], row["place"], start, period.end


def _meet(row: Row, listed: list[Row], own: Own) -> Row | Conflict | None:
    """Return the row to add, None where it stands in the case already, or how it contradicts the case."""
    for other in listed:
        one_day = other["published"] == row["published"]
        if not one_day and other["vintage"] != row["vintage"]:
            continue
        if _equal(row, other, own):
            return None
        if one_day:
            return _conflict(row, other)
    if not listed:
        return row
    taken = {r["vintage"] for r in listed}
    vintage = row["vintage"]
    labels = [vintage, row["published"], *(f"{vintage}-{n}" for n in range(2, len(taken) + 3))]
    free = next(label for label in labels if label and label not in taken)
    alike = next((r["period"] for r in listed if r["flow"] == row["flow"]), row["period"])
    return {**row, "vintage": free, "period": alike}


def _equal(row: Row, other: Row, own: Own) -> bool:
    """Whether two rows state the same: value and interval, in whatever unit, and flow."""
    if row["flow"] != other["flow"]:
        return False
    try:
        pairs = [
            (None if row[c] is None else convert(row[c], row["unit"], other["unit"], own), other[c])
            for c in ("value", "value_low", "value_high")
        ]
    except UnitError:
        return False
    return all(
        a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9)) for a, b in pairs
    )


def _conflict(row: Row, other: Row) -> Conflict:
    figure = f"{row['metric']}, {row['place']}, {row['period']}"
    here, there = (f"{r['value']:,.12g} {r['unit']}" for r in (row, other))
    day = row["published"] or row["vintage"]
    said = Said(
        f"{row['source']}: the case has {there} for {figure} (published {day}), the file has {here}. {_FIX.en}",
        f"{row['source']}：{figure}（{day} 发布）：案例中为 {there}，文件中为 {here}。{_FIX.zh}",
    )
    return Conflict(row["metric"], row["place"], row["period"], row["source"], said)


def _faults(tables: dict[str, pl.DataFrame], new: dict[str, pl.DataFrame], own: Own) -> list[Fault]:
    """Return the errors that the case would have: in the new cells, and between all rows."""
    faults: list[Fault] = []
    for name, frame in new.items():
        if frame.height:
            first = tables[name].height - frame.height + 2
            raw = RawTable(
                name, f"{name}.csv", tuple(frame.columns), tuple(frame), range(first, first + frame.height)
            )
            faults += read_table(raw, TABLES[name], own)[1]
    sheets = {n: Sheet(n, f"{n}.csv", f) for n, f in tables.items() if f.height}
    return [f for f in (*faults, *check(sheets)) if f.severity == "error"]
