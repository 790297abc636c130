"""What could be attracted, built or paid for can be planned with: prices, payers, land that does not shrink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import listed, numbered, present

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet


def unpriced(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Candidates and expansions say what they ask for; plans refuse those that do not."""
    faults: list[Fault] = []
    for name, columns in (("candidates", ("ask", "ask_low", "ask_high")), ("expansions", ("ask",))):
        if not present(sheets, [name]):
            continue
        sheet = sheets[name]
        silent = pl.all_horizontal(pl.col(c).is_null() for c in columns)
        faults += listed(
            sheet,
            numbered(sheet).filter(silent),
            "ask",
            "nothing is said of the public money asked for, so no plan can weigh it",
            "Write the amount, 0 if nothing is asked for",
            "warning",
        )
    return faults


def idle(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A budget belongs to an instrument of a kind that pays: grant, land, fund, service or talent."""
    if not present(sheets, ["budgets", "instruments"]):
        return []
    sheet = sheets["budgets"]
    quiet = (
        sheets["instruments"]
        .frame.filter(pl.col("kind").is_in(["tax", "rule", "plan"]))
        .get_column("instrument")
        .to_list()
    )
    return listed(
        sheet,
        numbered(sheet).filter(pl.col("instrument").is_in(quiet)),
        "instrument",
        "instruments of kind tax, rule or plan pay for nothing, so no plan uses this budget",
        "Mend the instrument's kind, or delete the budget",
        "warning",
    )


def shrinking(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Free land is what a place can give until the end of a year, in all: it does not fall."""
    if not present(sheets, ["free_land"]):
        return []
    sheet = sheets["free_land"]
    rows = (
        numbered(sheet)
        .drop_nulls(["place", "year", "land_ha"])
        .sort("place", "year")
        .with_columns(pl.col("land_ha").shift(1).over("place").alias("__before"))
        .filter(pl.col("land_ha") < pl.col("__before"))
    )
    return listed(
        sheet,
        rows,
        "land_ha",
        lambda row: (
            f"less than the {row['__before']:g} ha until the year before, though it is all land until then"
        ),
        "Write all that can be given until the end of the year, what was given before included",
        "warning",
    )
