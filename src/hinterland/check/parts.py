"""What the bill of materials leaves open: parts nobody makes, plants apart from it or without a position.

None of this is wrong. Each is told once, with a count, because a study of the chain can say less for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import ROW, listed, numbered, present, some, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

STANDS_IN = ("park", "city", "province")
"""Kinds of place whose position stands in for that of what lies in them; a country is too large."""


def unmade(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Every product of the bill of materials is made by some plant of the case; processes and headings by nobody."""
    if not present(sheets, ["recipes", "plants", "products"]):
        return []
    sheet = sheets["recipes"]
    goods = sheets["products"].frame.filter(~pl.col("kind").is_in(["process", "heading"]))["product"]
    goods_in = _listed(sheet).filter(_listed(sheet).is_in(goods.drop_nulls().implode()))
    lacking = goods_in.filter(~goods_in.is_in(sheets["plants"].frame["product"].drop_nulls().implode()))
    if not lacking.len():
        return []
    return [
        whole(
            sheet,
            "input",
            f"{lacking.len():,} of {goods_in.len():,} products of the bill of materials are made by no plant of "
            f"the case: {some(lacking)}",
            "Add plants that make them where there are any; until then nobody can tell whether they are near",
            "notice",
        )
    ]


def idle(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Plants make something that stands in the bill of materials."""
    if not present(sheets, ["recipes", "plants"]):
        return []
    sheet = sheets["plants"]
    made = sheet.frame["product"].drop_nulls()
    apart = made.filter(~made.is_in(_listed(sheets["recipes"]).implode()))
    if not apart.len():
        return []
    return [
        whole(
            sheet,
            "product",
            f"{apart.len():,} of {sheet.frame.height:,} plants make what goes into nothing and has no recipe: "
            f"{some(apart.unique(maintain_order=True))}",
            "Add what they make to `recipes`, or leave it: studies of the chain do not see these plants",
            "notice",
        )
    ]


def headed(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Nobody makes a heading of the bill of materials: studies look through it to what it holds."""
    if not present(sheets, ["recipes", "plants", "products"]):
        return []
    sheet = sheets["plants"]
    headings = sheets["products"].frame.filter(pl.col("kind") == "heading")["product"]
    filled = headings.filter(headings.is_in(sheets["recipes"].frame["product"].drop_nulls().implode()))
    made = sheet.frame["product"].drop_nulls()
    named = made.filter(made.is_in(filled.drop_nulls().implode()))
    if not named.len():
        return []
    return [
        whole(
            sheet,
            "product",
            f"{named.len():,} of {sheet.frame.height:,} plants make a heading of the bill of materials, which is "
            f"looked through to what it holds: {some(named.unique(maintain_order=True))}",
            "Name what the plants make, or give the product the kind `component`; studies of the chain do not see "
            "these plants",
            "notice",
        )
    ]


ALIKE = (
    "firm",
    "product",
    "place",
    "lon",
    "lat",
    "capacity",
    "announced",
    "construction",
    "opened",
    "closed",
)
"""What two rows of one plant share; phases of a works differ in one of them."""


def twice(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """No plant of known capacity stands twice under two ids: its capacity would count twice."""
    if not present(sheets, ["plants"]):
        return []
    sheet = sheets["plants"]
    rows = numbered(sheet).drop_nulls(["plant", "firm", "product", "place", "capacity"])
    first = rows.group_by(ALIKE, maintain_order=True).agg(
        pl.col(ROW), pl.col("plant").first().alias("__first")
    )
    again = first.filter(pl.col(ROW).list.len() > 1).with_columns(pl.col(ROW).list.slice(1)).explode(ROW)
    return listed(
        sheet,
        rows.join(again.select(ROW, "__first"), on=ROW, how="inner", validate="1:1").sort(ROW),
        "plant",
        lambda row: f"the same firm, product, place, position, capacity and dates as {row['__first']}",
        "Delete one if they are one plant: its capacity counts twice; else nothing to do",
        "warning",
    )


def unplaced(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Plants have a position: their own, or that of a park, city or province that they lie in."""
    if not present(sheets, ["recipes", "plants"]):
        return []
    sheet = sheets["plants"]
    placed = _placed(sheets["places"].frame) if present(sheets, ["places"]) else []
    own = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    lost = sheet.frame.filter(~own & ~pl.col("place").is_in(placed).fill_null(value=False))["plant"]
    if not lost.len():
        return []
    return [
        whole(
            sheet,
            "lon",
            f"{lost.len():,} of {sheet.frame.height:,} plants have no position, nor has a park, city or province "
            f"that they lie in: {some(lost.drop_nulls())}",
            "Give `lon` and `lat`, here or in `places`; until then nobody can tell what they reach",
            "notice",
        )
    ]


def demanded(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Demand is stated for a finished product; that for its parts follows from the bill of materials."""
    if not present(sheets, ["recipes", "demand"]):
        return []
    sheet = sheets["demand"]
    wanted = sheet.frame["product"].drop_nulls().unique(maintain_order=True)
    if not wanted.is_in(sheets["recipes"].frame["input"].drop_nulls().implode()).all():
        return []
    return [
        whole(
            sheet,
            "product",
            f"demand is stated only for what goes into other products: {some(wanted)}",
            "Add the demand for the finished product; that for its parts follows from the bill of materials",
            "notice",
        )
    ]


def _listed(recipes: Sheet) -> pl.Series:
    """Return the products of the bill of materials, made or put in, in the order of the table."""
    pairs = [recipes.frame[c].alias("product") for c in ("product", "input")]
    return pl.concat(pairs).drop_nulls().unique(maintain_order=True)


def _placed(places: pl.DataFrame) -> list[str]:
    """Return the places that have a position, or lie in one that may stand in for them."""
    rows = places.drop_nulls("place").unique("place", keep="first", maintain_order=True)
    known = {
        place: (parent, kind in STANDS_IN and lon is not None and lat is not None)
        for place, parent, kind, lon, lat in rows.select("place", "parent", "kind", "lon", "lat").iter_rows()
    }
    found: dict[str, bool] = {}
    for place in known:
        way: list[str] = []
        at: str | None = place
        while at is not None and at in known and at not in found and at not in way:
            way.append(at)
            at = None if known[at][1] else known[at][0]
        if way:
            reached = known[way[-1]][1] or (at is not None and found.get(at, False))
            found |= dict.fromkeys(way, reached)
    return [p for p in known if found[p]]
