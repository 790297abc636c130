"""What rows of a plan's tables are made from: the problem, what was found, and the names of the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.ground.naming import Naming
    from hinterland.planning.case.reading import Goal, Reading
    from hinterland.planning.matrix import Array, Block, Program
    from hinterland.planning.model.build import Model
    from hinterland.planning.tables import Row

WHOLE = 0.5
"""Value of a whole-number variable from which on it counts as one."""
LEAST = 1e-6
"""Share of the most of a plant below which an expansion is rounding."""


@dataclass(frozen=True, slots=True)
class Told:
    """What all rows are made from.

    Attributes
    ----------
    reading
        The case as it was read.
    model, x
        The problem as a program, and the plan: values of its variables.
    goals
        Of each target of the model, in order.
    idle
        Operation without any opening or expansion, None where nobody knows.
    named
        Names of rows of other tables, by table and id.
    """

    reading: Reading
    model: Model
    x: Array
    goals: Sequence[Goal]
    idle: Array | None = None
    named: Mapping[tuple[str, str], Said] = field(default_factory=dict)

    @property
    def seen(self) -> Cluster:
        """Return the case as of the day."""
        return self.reading.seen

    @property
    def naming(self) -> Naming:
        """Return names of products, firms, plants, places."""
        return self.reading.naming

    def name(self, table: str, id_: str) -> Said:
        """Return the name of a row, its id where it has none."""
        return self.named.get((table, id_)) or Said(id_, id_)

    def values(self, name: str) -> Array:
        """Return the plan's values of a block of variables, shaped like its dimensions; empty if there is none."""
        found = block(self.model.program, name)
        return self.x[found.index] if found is not None else np.zeros(0)


def block(program: Program, name: str, *, rows: bool = False) -> Block | None:
    """Return a block of variables (or rows) by its name."""
    return next((b for b in (program.rows if rows else program.variables) if b.name == name), None)


def names(seen: Cluster) -> dict[tuple[str, str], Said]:
    """Return names of candidates, instruments, targets, metrics and occupations by table and id."""
    found: dict[tuple[str, str], Said] = {}
    for table, key in (
        ("candidates", "candidate"),
        ("instruments", "instrument"),
        ("targets", "target"),
        ("metrics", "metric"),
        ("occupations", "occupation"),
    ):
        for id_, en, zh in seen[table].select(key, "name_en", "name_zh").iter_rows():
            found[table, id_] = Said(en or zh or id_, zh or en or id_)
    return found


def rows_by(seen: Cluster, table: str, key: str, ids: Sequence[str]) -> dict[str, Row]:
    """Return rows of a table by id."""
    rows = seen[table].filter(pl.col(key).is_in(list(ids)))
    return {row[key]: row for row in rows.iter_rows(named=True)}


def put(row: Row, column: str, id_: str | None, name: Said | None = None) -> Row:
    """Set an id and its names in a row."""
    row[column] = id_
    row[f"{column}_en"] = name.en if name else id_
    row[f"{column}_zh"] = name.zh if name else id_
    return row


def number(value: Any) -> float | None:
    """Return a finite number, None for what is none."""
    if value is None:
        return None
    plain = float(value)
    return plain if np.isfinite(plain) else None
