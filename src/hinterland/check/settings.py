"""Units that a case declares and exchange rates are factors: numbers above 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import ROW, listed, numbered, present
from hinterland.frames import unit_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet


def factors(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A unit of the case has a new name, a factor above 0 and a known base; exchange rates are above 0."""
    return _units(sheets) + _rates(sheets)


def _units(sheets: Mapping[str, Sheet]) -> list[Fault]:
    if not present(sheets, ["settings"]):
        return []
    sheet = sheets["settings"]
    rows = numbered(sheet).filter(pl.col("name").str.starts_with("unit:"))
    wrong: dict[str | None, list[int]] = {}
    for row, name, value, unit in rows.select(ROW, "name", "value", "unit").iter_rows():
        wrong.setdefault(unit_problem(name.removeprefix("unit:"), value, unit), []).append(row)
    names, values, bases = (
        rows.filter(pl.col(ROW).is_in(wrong.get(part, []))) for part in ("name", "value", "unit")
    )
    return (
        listed(sheet, names, "name", "no name for a unit, or a unit is called so already", "Rename the unit")
        + listed(
            sheet,
            values.filter(pl.col("value").is_not_null()),
            "value",
            "the factor of a unit must be a number above 0",
            "Write how many of the base unit it is",
        )
        + listed(
            sheet, bases, "unit", "a unit must rest on a built-in unit", "Name one, or leave the cell empty"
        )
    )


def _rates(sheets: Mapping[str, Sheet]) -> list[Fault]:
    if not present(sheets, ["exchange_rates"]):
        return []
    sheet = sheets["exchange_rates"]
    nothing = numbered(sheet).filter(pl.col("cny_per_unit") == 0)  # below 0 is told where it was read
    return listed(
        sheet, nothing, "cny_per_unit", "an exchange rate must be above 0", "Write the yuan for one unit"
    )
