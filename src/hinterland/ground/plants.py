"""Plants as they stand on a day: status, capacity and output as arrays; unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hinterland.frames import known_by

if TYPE_CHECKING:
    from datetime import date

Array: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.str_]

STATUSES = ("operating", "construction", "announced", "closed", "cancelled", "undated")
"""`closed` ran once, `cancelled` never did; `undated` has no date at all, not even of publication."""


def statuses(rows: pl.DataFrame, day: date) -> pl.Series:
    """Return the status of each plant on a day, one of `STATUSES`.

    What has happened is read carefully: a date counts from the last day that it admits. A row without announcement,
    construction and opening was published all the same: the plan was public on that day, which counts as its
    announcement.
    """
    past = pl.DataFrame(
        {
            name: known_by(rows[name], day).fill_null(value=False)
            for name in ("announced", "construction", "opened", "closed", "published")
        }
    )
    word = (
        pl.when(pl.col("opened") & pl.col("closed"))
        .then(pl.lit("closed"))
        .when("opened")
        .then(pl.lit("operating"))
        .when("closed")
        .then(pl.lit("cancelled"))
        .when("construction")
        .then(pl.lit("construction"))
        .when(pl.col("announced") | pl.col("published"))
        .then(pl.lit("announced"))
        .otherwise(pl.lit("undated"))
    )
    return past.select(status=word)["status"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Plants on a day; every field has one entry a plant.

    Attributes
    ----------
    rows
        Their rows of the table `plants`, in the order of the table.
    capacity, output
        A year's, in the product's unit; NaN where nobody knows it.
    synthetic
        Whether the row is made up.
    """

    rows: pl.DataFrame
    plant: Words
    firm: Words
    product: Words
    place: Words
    status: Words
    basis: Words
    capacity: Array
    output: Array

    def __len__(self) -> int:
        return self.rows.height

    @property
    def synthetic(self) -> Bools:
        """Which plants are made up."""
        return np.asarray(self.basis == "synthetic")

    def having(self, *status: str) -> Bools:
        """Return which plants have one of these statuses."""
        return np.isin(self.status, status)

    def take(self, keep: Bools | Ints) -> Standing:
        """Return the plants that `keep` flags, or those that it numbers, in its order."""
        where = np.flatnonzero(keep) if keep.dtype == bool else keep
        cut = {f: getattr(self, f)[where] for f in self.__slots__ if f != "rows"}
        return Standing(rows=self.rows[where], **cut)


def standing(rows: pl.DataFrame, day: date) -> Standing:
    """Return plants (rows of the table) as they stand on a day; what is lacking in a row is an empty word."""

    def words(name: str, empty: str = "") -> Words:
        return np.asarray(rows[name].fill_null(empty).to_list(), dtype=np.str_)

    def numbers(name: str) -> Array:
        values = rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
        values[values < 0] = np.nan  # check refuses it; below zero nothing is known
        return values

    return Standing(
        rows=rows,
        plant=words("plant"),
        firm=words("firm"),
        product=words("product"),
        place=words("place"),
        status=np.asarray(statuses(rows, day).to_list(), dtype=np.str_),
        basis=words("basis", "reported"),
        capacity=numbers("capacity"),
        output=numbers("output"),
    )
