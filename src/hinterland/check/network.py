"""Sectors and their input-output table add up; stocks are of inputs, shocks hit what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import ROW, listed, numbered, present, whole
from hinterland.schema import TABLES
from hinterland.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

TOLERANCE = 0.01
"""Part of gross output by which inputs and value added may miss it: published tables are rounded."""
_HIT = {"plant": "plants", "firm": "firms", "place": "places", "product": "products", "lane": "places"}
"""Kind of a shock to the table that its id is of; the key of each is its singular."""
_BY_PRODUCT = {"unit_price.": False, "inventory_days.": True}
"""Beginnings of settings that name a product; whether a kind of products will do, too, and 0."""
FIX_BALANCE = "Mend them, or leave one of the two empty: gross output is inputs and value added"


def balance(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Value added is part of gross output, and with inputs makes it up; imports are part of flows."""
    faults: list[Fault] = []
    if present(sheets, ["io_table"]):
        sheet = sheets["io_table"]
        # beyond what rounding explains; a flow below zero (scrap) has imports below zero, if any
        above = pl.col("imported").abs() > pl.col("value").abs() * (1 + TOLERANCE)
        faults += listed(
            sheet,
            numbered(sheet).filter(above.fill_null(value=False)),
            "imported",
            lambda row: f"above the flow it is part of, {row['value']:g}",
            "Mend it: imports are a part of `value`",
        )
    if present(sheets, ["sectors"]):
        faults += _sectors(sheets)
    return faults


def _sectors(sheets: Mapping[str, Sheet]) -> list[Fault]:
    sheet = sheets["sectors"]
    rows = numbered(sheet)
    beyond = rows.filter((pl.col("value_added") > pl.col("gross_output")).fill_null(value=False))
    faults = listed(
        sheet,
        beyond,
        "value_added",
        lambda row: f"above gross output, {row['gross_output']:g}",
        "Mend one of the two: value added is a part of gross output",
    )
    if not present(sheets, ["io_table"]) or not sheets["io_table"].whole:
        return faults
    inputs = sheets["io_table"].frame.group_by("buyer_sector").agg(pl.col("value").sum().alias("__inputs"))
    joined = rows.join(inputs, left_on="sector", right_on="buyer_sector", how="left", maintain_order="left")
    made_up = pl.col("__inputs").fill_null(0.0) + pl.col("value_added")
    off = (made_up - pl.col("gross_output")).abs() > TOLERANCE * pl.col("gross_output")
    uneven = joined.filter(
        off.fill_null(value=False) & (pl.col("value_added") <= pl.col("gross_output"))
    ).with_columns(made_up.alias("__made_up"))
    return faults + listed(
        sheet,
        uneven,
        "gross_output",
        lambda row: f"inputs and value added come to {row['__made_up']:g}",
        FIX_BALANCE,
        "warning",
    )


def classes(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Every pair of sectors that trade has a class, where the case classes any."""
    if not present(sheets, ["essential", "io_table"]) or not sheets["essential"].whole:
        return []
    keys = ["supplier_sector", "buyer_sector"]
    trading = sheets["io_table"].frame.filter(pl.col("value") > 0).select(keys).drop_nulls()
    missing = trading.join(sheets["essential"].frame.select(keys), on=keys, how="anti").height
    if not missing:
        return []
    rule = f"pairs of sectors that trade without a class: {missing:,}; they count as 1, non-essential"
    return [whole(sheets["essential"], None, rule, "Add them, or nothing to do if that is meant", "notice")]


def stocks(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """What a plant has on stock goes into what it makes."""
    if not present(sheets, ["inventories", "plants", "recipes"]) or not sheets["recipes"].whole:
        return []
    sheet = sheets["inventories"]
    below = _below(sheets["recipes"].frame)
    makes = dict(sheets["plants"].frame.select("plant", "product").drop_nulls().iter_rows())
    idle = [
        row
        for row, (plant, product) in enumerate(sheet.frame.select("plant", "product").iter_rows())
        if makes.get(plant) in below and product is not None and product not in below[makes[plant]]
    ]
    return listed(
        sheet,
        numbered(sheet).filter(pl.col(ROW).is_in(idle)),
        "product",
        lambda row: f"does not go into what the plant makes, {makes[str(row['plant'])]}",
        "Name an input by `recipes`, or delete the row: no study uses it",
        "warning",
    )


def _below(recipes: pl.DataFrame) -> Mapping[str, set[str]]:
    """Return all that goes into each product with a recipe, at any depth."""
    direct: dict[str, set[str]] = {}
    for product, part in recipes.select("product", "input").drop_nulls().iter_rows():
        direct.setdefault(product, set()).add(part)
    found: dict[str, set[str]] = {}
    for product in direct:
        seen, todo = set[str](), [product]
        while todo:
            for part in direct.get(todo.pop(), ()):
                if part not in seen:  # a circle is told where it is looked for
                    seen.add(part)
                    todo.append(part)
        found[product] = seen
    return found


def by_product(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Settings of a product name one, or a kind, and hold a number."""
    if not present(sheets, ["settings"]):
        return []
    sheet = sheets["settings"]
    listing = sheets.get("products")
    known = set(listing.frame["product"].drop_nulls().to_list()) if listing is not None else set()
    kinds = set(TABLES["products"]["kind"].choices)
    other, wrong = [], []
    for row, (name, value) in enumerate(sheet.frame.select("name", "value").iter_rows()):
        start = next((s for s in _BY_PRODUCT if name and name.startswith(s)), None)
        if start is None:
            continue
        number = parse_number(value) if value else None
        if name.removeprefix(start) not in (known | kinds if _BY_PRODUCT[start] else known):
            other.append(row)
        if value and (number is None or not (number.value > 0 or (number.value == 0 and _BY_PRODUCT[start]))):
            wrong.append(row)
    rows = numbered(sheet)
    unnamed = [] if listing is not None and not listing.whole else other
    return listed(
        sheet,
        rows.filter(pl.col(ROW).is_in(unnamed)),
        "name",
        "no product is called so",
        "Write the product's id behind the dot, or delete the row",
    ) + listed(
        sheet,
        rows.filter(pl.col(ROW).is_in(wrong)),
        "value",
        "must be a number above 0, or 0 days of cover",
        "Mend it, or delete the row: the default then counts",
    )


def shocks(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A shock hits what its kind says; a lane has an end, and nothing else has one."""
    if not present(sheets, ["shocks"]):
        return []
    sheet = sheets["shocks"]
    rows = numbered(sheet)
    known = {
        t: sheets[t].frame[t.removesuffix("s")].drop_nulls().to_list() for t in set(_HIT.values()) & {*sheets}
    }
    anywhere = [
        i for ids in known.values() for i in ids
    ]  # what is nowhere is told where references are looked at
    faults: list[Fault] = []
    for kind, table in _HIT.items():
        if table in sheets and not sheets[table].whole:
            continue
        elsewhere = pl.col("id").is_in(anywhere) & ~pl.col("id").is_in(known.get(table, []))
        faults += listed(
            sheet,
            rows.filter((pl.col("kind") == kind) & elsewhere),
            "id",
            f"a shock of kind {kind} hits a row of `{table}`, and this is none",
            "Mend `id` or `kind`",
        )
    lane = pl.col("kind") == "lane"
    no_end = rows.filter(lane & pl.col("destination").is_null())
    faults += listed(sheet, no_end, "destination", "a lane without an end", "Name the place where it ends")
    forever = rows.filter(pl.col("duration") == 0)
    faults += listed(
        sheet, forever, "duration", "a shock that lasts no day", "Write how many days it lasts, above 0"
    )
    unused = rows.filter(~lane & pl.col("destination").is_not_null())
    return faults + listed(
        sheet, unused, "destination", "only a lane has an end", "Leave it empty, or mend `kind`", "warning"
    )
