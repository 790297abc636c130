"""Settings say what they mean: units are factors, processes and places are those of the case."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import ROW, listed, numbered, present
from hinterland.frames import unit_problem
from hinterland.nearest import nearest
from hinterland.units import parse_number, weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

PROCESS = "process."
"""Settings of this beginning name the processes that a product is made by."""
PLACES = "chain_places"
NUMBERS: dict[str, tuple[float, float, bool]] = {
    "circuity": (1.0, math.inf, True),
    "speed_kmh": (0.0, math.inf, False),
    "sourcing_decay_h": (0.0, math.inf, False),
    "gap_weight_concentration": (0.0, math.inf, True),
    "on_track_probability": (0.0, 1.0, False),
    "second_source_cost": (0.0, math.inf, True),
    "second_source_premium": (0.0, 10.0, True),
    "inventory_days": (0.0, 3650.0, True),
    "inventory_carrying_rate": (0.0, 10.0, True),
    "spare_capacity_share": (0.0, 1.0, True),
    "stop_rate": (0.0, 366.0, True),
    "capacity_use": (0.0, 1.0, True),
    "unlisted_imported": (0.0, 1.0, True),
    "plan_discount": (0.0, 1.0, True),
    "plan_inertia": (0.0, 1.0, True),
    "plan_utilisation": (0.01, 1.0, True),
    "plan_tax_share": (0.0, 1.0, True),
    "plan_lead_years": (0.0, 8.0, True),
    "plan_ramp_year_1": (0.0, 1.0, True),
    "plan_announced": (0.0, 1.0, True),
    "plan_land_share": (0.0, 1.0, True),
    "plan_labour_share": (0.0, 1.0, True),
    "plan_attract_most": (0.0, 1.0, True),
    "plan_attract_cost": (0.0, 1e9, True),
    "plan_freight_hour": (0.0, 1.0, True),
    "plan_freight_outside": (0.0, 1.0, True),
}
"""Least, most, and whether these two are allowed themselves, of settings that are numbers."""
NOT_ZERO = {"capacity_use"}
"""Of these the least is not allowed, and the most is."""
PERCENT = {
    "second_source_premium",
    "inventory_carrying_rate",
    "spare_capacity_share",
}
"""Shares that may be written as 20%."""
FORECAST = (
    "capacity_weight",
    "realisation_construction",
    "realisation_announced",
    "realisation_pseudo_count",
    "realisation_years",
    "delay_construction",
    "delay_announced",
    "delay_spread",
    "delay_pseudo_count",
    "ramp_year_1",
    "ramp_year_2",
    "ramp_year_3",
    "utilisation_spread",
    "utilisation_persistence",
    "utilisation_default",
    "utilisation_least",
    "utilisation_most",
)
"""Settings of the forecast from capacities, which checks them where it reads them."""
KNOWN = (*NUMBERS, *FORECAST, PLACES, "plants_listed")
BEGINNINGS = (PROCESS, "unit:", "unit_price.", "inventory_days.")
"""What settings begin with that go on with an id or a name."""
TOLERANCE = 1e-6


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


def named(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Settings name processes that a product has, with weights that add up to 1, and places of the case."""
    if not present(sheets, ["settings"]):
        return []
    return _processes(sheets) + _places(sheets)


def numbers(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Settings that are numbers are written as numbers, within what they can be."""
    if not present(sheets, ["settings"]):
        return []
    sheet = sheets["settings"]
    rows = numbered(sheet).filter(pl.col("name").is_in(list(NUMBERS))).drop_nulls("value")
    wrong = [row for row, name, value in rows.select(ROW, "name", "value").iter_rows() if _off(name, value)]
    return listed(
        sheet,
        rows.filter(pl.col(ROW).is_in(wrong)),
        "value",
        lambda row: _span(str(row["name"])),
        "Mend it, or delete the row: the default then counts",
    )


def misspelt(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """No setting has a name that is nearly one that studies read; others are the case's own, and stay."""
    if not present(sheets, ["settings"]):
        return []
    sheet = sheets["settings"]
    names = sheet.frame["name"].drop_nulls().unique().to_list()
    meant = {name: close for name in names if (close := _meant(name))}
    return listed(
        sheet,
        numbered(sheet).filter(pl.col("name").is_in(list(meant))),
        "name",
        "no study reads a setting of this name",
        lambda row: f"Did you mean `{meant[str(row['name'])]}`? Else leave it: no study uses it",
        "warning",
    )


def _meant(name: str) -> str | None:
    """Return the setting that a name nearly is, None if it is one, or none is near."""
    if name in KNOWN or name.startswith(BEGINNINGS):
        return None
    start, dot, rest = name.partition(".")
    if dot:
        close = nearest(start, [b.rstrip(".") for b in BEGINNINGS if b.endswith(".")])
        return f"{close}.{rest}" if close else None
    return nearest(name, KNOWN)


def _off(name: str, value: str) -> bool:
    found = parse_number(value, fraction=name in PERCENT)
    low, high, closed = NUMBERS[name]
    if found is None or (name in NOT_ZERO and found.value == 0):
        return True
    return not (low <= found.value <= high if closed else low < found.value < high)


def _span(name: str) -> str:
    low, high, closed = NUMBERS[name]
    if name in NOT_ZERO:
        return f"must be a number above {low:g}, at most {high:g}"
    if math.isfinite(high):
        return f"must be a number between {low:g} and {high:g}"
    return f"must be a number of at least {low:g}" if closed else f"must be a number above {low:g}"


def _processes(sheets: Mapping[str, Sheet]) -> list[Fault]:
    sheet = sheets["settings"]
    if "recipes" in sheets and not sheets["recipes"].whole:
        return []
    known: dict[str, set[str]] = {}
    if present(sheets, ["recipes"]):
        pairs = sheets["recipes"].frame.select("product", "process").drop_nulls().unique()
        for product, process in pairs.iter_rows():
            known.setdefault(product, set()).add(process)
    rows = numbered(sheet).filter(pl.col("name").str.starts_with(PROCESS)).drop_nulls("value")
    unmade, other, uneven = [], [], []
    for row, name, value in rows.select(ROW, "name", "value").iter_rows():
        had = known.get(name.removeprefix(PROCESS))
        mix = _mix(value, had or set())
        if had is None:
            unmade.append(row)
        elif mix is not None and not mix.keys() <= had:
            other.append(row)
        elif mix is None or not math.isclose(sum(mix.values()), 1, abs_tol=TOLERANCE):
            uneven.append(row)
    return (
        listed(
            sheet,
            rows.filter(pl.col(ROW).is_in(unmade)),
            "name",
            "no product with a recipe is called so",
            "Write `process.` and the product's id, or delete the row",
        )
        + listed(
            sheet,
            rows.filter(pl.col(ROW).is_in(other)),
            "value",
            "the product has no process of this name",
            lambda row: (
                f"Its processes are {', '.join(sorted(known[str(row['name']).removeprefix(PROCESS)]))}"
            ),
        )
        + listed(
            sheet,
            rows.filter(pl.col(ROW).is_in(uneven)),
            "value",
            "weights of processes are numbers from 0 to 1 that add up to 1",
            "Write such as `nmc:0.5;lfp:0.5`, or the name of one process",
        )
    )


def _mix(value: str, processes: set[str]) -> dict[str, float] | None:
    """Return the weight of each process that a setting names, None where one is no number from 0 to 1."""
    try:
        mix = weights(value, processes)
    except ValueError:
        return None
    return mix if all(0 <= w <= 1 for w in mix.values()) else None


def _places(sheets: Mapping[str, Sheet]) -> list[Fault]:
    if "places" in sheets and not sheets["places"].whole:
        return []
    sheet = sheets["settings"]
    known = sheets["places"].frame["place"].drop_nulls().to_list() if present(sheets, ["places"]) else []
    rows = (
        numbered(sheet)
        .filter(pl.col("name") == PLACES)
        .with_columns(pl.col("value").str.split(";"))
        .explode("value")
        .with_columns(pl.col("value").str.strip_chars())
        .filter((pl.col("value") != "") & ~pl.col("value").is_in(known))
    )

    def fix(row: dict[str, object]) -> str:
        close = nearest(str(row["value"]), known)
        return (
            f"Did you mean `{close}`? Else add it to `places`"
            if close
            else "Add it to `places`, or mend the id"
        )

    return listed(sheet, rows, "value", "refers to no row of `places`", fix)
