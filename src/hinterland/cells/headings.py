"""Which column a heading means, and which table a file name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.faults import Fault, clip
from hinterland.nearest import ALIKE, nearest
from hinterland.schema import TABLES, Table
from hinterland.units import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.sheets import RawTable

_UNIT = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\[\]()]*)[\])]\s*\*?$", re.DOTALL)


MAX_LISTED = 200
"""Faults of one rule in one column, or among the headings, that are listed one by one; further ones are counted."""
LONGEST = 100
"""Characters from which on a heading is no misspelt column."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was understood: the column, where it stands, and the unit it names."""

    column: str
    position: int
    unit: str


def suggest(word: str, known: Iterable[str], *, alike: float = ALIKE) -> str:
    """Return `Did you mean ...?` or an empty string."""
    close = nearest(word, known, alike=alike)
    return f"Did you mean `{close}`?" if close else ""


def match_table(name: str) -> str | None:
    """Return the declared table that a file or sheet name means, None where there is none."""
    plain = normalise(name).lower().replace(" ", "_").replace("-", "_")
    return plain if plain in TABLES else None


def split_heading(text: str) -> tuple[str, str]:
    """Return the name and the unit of a heading such as `capacity [unit/yr]`."""
    clean = normalise(text)
    match = _UNIT.match(clean)
    name, unit = (match["name"], match["unit"].strip()) if match else (clean, "")
    return re.sub(r"[\s-]+", "_", name.strip().rstrip("*").strip().lower()), unit


def resolve(raw: RawTable, table: Table) -> tuple[list[Heading], list[Fault]]:
    """Return the headings of `raw` that were understood, and a fault for each that was not."""
    found: dict[str, Heading] = {}
    faults: list[Fault] = []
    for position, text in enumerate(raw.headers):
        name, unit = split_heading(text)
        if not name:
            if raw.columns[position].null_count() < raw.columns[position].len():
                faults.append(
                    _fault(raw, text, "cells stand under an empty heading", "Name the column, or clear it")
                )
        elif name not in table.by_name:
            close = suggest(name, table.names) if len(name) <= LONGEST else ""
            fix = close or f"Columns are: {', '.join(table.names)}."
            faults.append(_fault(raw, text, "unknown column", f"{fix} Remarks belong into `note`"))
        elif name in found:
            faults.append(_fault(raw, text, "the column stands twice", "Keep one of the two"))
        else:
            found[name] = Heading(name, position, unit)
    faults = _counted(faults)
    faults += [
        Fault(
            table.name,
            None,
            column.name,
            None,
            "required column missing",
            f"Add a column `{column.name}`: {column.en}",
            file=raw.file,
        )
        for column in table.columns
        if column.required and column.name not in found
    ]
    return list(found.values()), faults


def _counted(faults: list[Fault]) -> list[Fault]:
    """Return the first `MAX_LISTED` faults of each rule, and a count of its further ones."""
    seen = Counter[str]()
    kept: list[Fault] = []
    last: dict[str, Fault] = {}
    for fault in faults:
        seen[fault.rule] += 1
        last[fault.rule] = fault
        if seen[fault.rule] <= MAX_LISTED:
            kept.append(fault)
    more = {rule: count - MAX_LISTED for rule, count in seen.items() if count > MAX_LISTED}
    return kept + [
        Fault(
            last[rule].table,
            None,
            None,
            None,
            f"{count:,} further columns: {rule}",
            "As above",
            file=last[rule].file,
        )
        for rule, count in more.items()
    ]


def _fault(raw: RawTable, text: str, rule: str, fix: str) -> Fault:
    return Fault(raw.table, None, clip(text) or None, None, rule, fix, file=raw.file)
