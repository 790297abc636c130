"""Positions are where they say: not swapped, not of another datum in silence, inside what contains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import listed, numbered, present, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

EARTH_KM = 6371.0088  # mean radius, IUGG
SLACK = 1.5  # a radius is a round figure: half as much again is still inside
TABLES_WITH_POINTS = ("places", "plants")


def haversine_km(lon1: pl.Expr, lat1: pl.Expr, lon2: pl.Expr, lat2: pl.Expr) -> pl.Expr:
    """Return the great-circle distance in km between points in degrees (haversine formula)."""
    a = ((lat2 - lat1).radians() / 2).sin() ** 2
    b = lat1.radians().cos() * lat2.radians().cos() * ((lon2 - lon1).radians() / 2).sin() ** 2
    return 2 * EARTH_KM * (a + b).clip(0, 1).sqrt().arcsin()


def _with_container(sheets: Mapping[str, Sheet], name: str) -> pl.DataFrame:
    """Return rows that have a point and a container that has a point and a radius, with the distance."""
    container = (
        sheets["places"]
        .frame.select(
            pl.col("place").alias("__container"),
            pl.col("lon").alias("__lon"),
            pl.col("lat").alias("__lat"),
            pl.col("radius_km").alias("__radius"),
        )
        .unique("__container", keep="first")
    )
    inside = "parent" if name == "places" else "place"
    rows = numbered(sheets[name]).join(
        container, left_on=inside, right_on="__container", how="inner", validate="m:1", maintain_order="left"
    )
    away = haversine_km(pl.col("lon"), pl.col("lat"), pl.col("__lon"), pl.col("__lat"))
    turned = haversine_km(pl.col("lat"), pl.col("lon"), pl.col("__lon"), pl.col("__lat"))
    return rows.with_columns(
        away.alias("__km"), turned.alias("__turned"), pl.lit(inside).alias("__in")
    ).drop_nulls(["__km", "__radius"])


def swapped(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Longitude and latitude do not stand in each other's column."""
    faults: list[Fault] = []
    for name in TABLES_WITH_POINTS:
        if present(sheets, [name]):
            rows = numbered(sheets[name])
            wrong = rows.filter((pl.col("lat").abs() > 90) & (pl.col("lon").abs() <= 90))
            if present(sheets, ["places"]):
                near = _with_container(sheets, name).filter(
                    (pl.col("__km") > pl.col("__radius") * SLACK)
                    & (pl.col("__turned") <= pl.col("__radius") * SLACK)
                )
                wrong = pl.concat([wrong, near.select(wrong.columns)]).unique("__row", maintain_order=True)
            faults += listed(
                sheets[name],
                wrong,
                "lat",
                lambda row: f"longitude and latitude look swapped ({row['lon']:g}, {row['lat']:g})",
                lambda row: f"Write lon {row['lat']:g}, lat {row['lon']:g}",
            )
    return faults


def halves(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A position has both longitude and latitude, or neither."""
    faults: list[Fault] = []
    for name in TABLES_WITH_POINTS:
        if present(sheets, [name]):
            half = numbered(sheets[name]).filter(pl.col("lon").is_null() != pl.col("lat").is_null())
            faults += listed(
                sheets[name],
                half,
                "lat",
                "half a position: only one of `lon` and `lat` is given, and counts for nothing",
                "Write both, or leave both empty: the place that it lies in then stands in",
                "warning",
            )
    return faults


def outside(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A place or plant lies within the radius of the place that contains it."""
    faults: list[Fault] = []
    if not present(sheets, ["places"]):
        return faults
    for name in TABLES_WITH_POINTS:
        if present(sheets, [name]):
            rows = _with_container(sheets, name)
            far = rows.filter(
                (pl.col("__km") > pl.col("__radius") * SLACK)
                & (pl.col("__turned") > pl.col("__radius") * SLACK)
            )
            faults += listed(
                sheets[name],
                far,
                "lon",
                lambda row: (
                    f"{row['__km']:,.0f} km from {row[str(row['__in'])]}, whose radius is {row['__radius']:g} km"
                ),
                "Mend the coordinates, the place that contains it, or that place's radius_km",
            )
    return faults


def datums(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Positions in another datum than WGS-84 are told: they lie up to some 500 m (BD-09: 1 km) off."""
    faults: list[Fault] = []
    for name in TABLES_WITH_POINTS:
        if present(sheets, [name]):
            counts = sheets[name].frame.filter(pl.col("datum") != "WGS-84")["datum"].value_counts(sort=True)
            faults += [
                whole(
                    sheets[name],
                    "datum",
                    f"{count:,} position{'s are' if count > 1 else ' is'} in {datum}, not in WGS-84",
                    "Nothing to do: they are kept as given, with their datum",
                    "notice",
                )
                for datum, count in counts.iter_rows()
            ]
    return faults


def travel(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """The way between two different places takes time; one below 0 is told where it was read."""
    if not present(sheets, ["routes"]):
        return []
    sheet = sheets["routes"]
    none = numbered(sheet).filter((pl.col("hours") == 0) & (pl.col("origin") != pl.col("destination")))
    return listed(
        sheet,
        none,
        "hours",
        "no time at all between two places",
        "Write the hours, or delete the row: the great circle then counts",
    )
