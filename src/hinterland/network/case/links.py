"""Links between firms that a case knows: kept as they are, whatever is drawn beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.network.complete.model import Links
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Linked:
    """Known links by the ids of firms: one row a pair, columns supplier, customer, value, inferred."""

    rows: pl.DataFrame
    suggested: int

    @property
    def firms(self) -> frozenset[str]:
        """Firms at either end."""
        return frozenset(self.rows["supplier"].to_list()) | frozenset(self.rows["customer"].to_list())

    def among(self, firms: Sequence[str]) -> Known:
        """Return the links by the position of firms in a list that has them all."""
        index = {f: i for i, f in enumerate(firms)}
        ends = [
            np.array([index[f] for f in self.rows[c].to_list()], dtype=np.int32)
            for c in ("supplier", "customer")
        ]
        order = np.lexsort((ends[1], ends[0]))
        value = self.rows["value"].fill_null(np.nan).to_numpy().astype(np.float64)
        inferred = self.rows["inferred"].to_numpy().astype(np.bool_)
        links = Links(ends[0][order], ends[1][order], value[order], np.zeros(len(order), dtype=np.bool_))
        return Known(links, inferred[order], np.isnan(links.value), len(firms), _said(self, value))


@dataclass(frozen=True, slots=True)
class Known:
    """Known links by number of firm.

    Attributes
    ----------
    links
        As reconstruction takes them; value NaN where only the link is known.
    inferred
        Which rest on an inferred or synthetic row, shape (m,).
    guess
        Which have no value in the case, shape (m,).
    """

    links: Links
    inferred: Bools
    guess: Bools
    firms: int
    said: tuple[Said, ...]

    def valued(self, wanted: Floats, inside: Floats, group: NDArray[np.int32], sales: Floats) -> Known:
        """Return the links with a value for those of unknown value whose sectors trade nothing else inside.

        Reconstruction parts what a sector sells another inside among links of unknown value. Where that is nothing,
        a link carries what the buyer needs of the sector, at most what the supplier sells.
        """
        supplier, buyer = group[self.links.supplier], group[self.links.buyer]
        total = np.bincount(group, sales)
        need = wanted[supplier, buyer] * sales[self.links.buyer] / total[buyer]
        bare = self.guess & (inside[supplier, buyer] <= 0)
        value = np.where(bare, np.minimum(need, sales[self.links.supplier]), self.links.value)
        return replace(self, links=replace(self.links, value=value))

    def doubtful(self, drawn: Links) -> Bools:
        """Return which links of a draw are inferred: those drawn, and those of an inferred or synthetic row."""
        return np.asarray(
            drawn.inferred | np.isin(self._pairs(drawn), self._pairs(self.links)[self.inferred])
        )

    def guessed(self, drawn: Links) -> Bools:
        """Return which links of a draw are known but for their value."""
        return np.isin(self._pairs(drawn), self._pairs(self.links)[self.guess])

    def _pairs(self, links: Links) -> NDArray[np.int64]:
        return links.supplier.astype(np.int64) * self.firms + links.buyer


def known_links(seen: Cluster) -> Linked:
    """Return the confirmed links of the table `supplies`: of each pair its latest year, products added up."""
    rows = seen["supplies"]
    confirmed = rows.filter(pl.col("review").fill_null("confirmed") != "suggested")
    latest = confirmed.filter(pl.col("year") == pl.col("year").max().over("supplier", "customer"))
    known = set(seen["firms"]["firm"].to_list())
    pairs = (
        latest.filter(pl.col("supplier").is_in(list(known)) & pl.col("customer").is_in(list(known)))
        .group_by("supplier", "customer", maintain_order=True)
        .agg(
            pl.when(pl.col("value").is_not_null().all()).then(pl.col("value").sum()).alias("value"),
            inferred=pl.col("basis").is_in(["inferred", "synthetic"]).any(),
        )
        .with_columns(pl.col("inferred").fill_null(value=False))
    )
    return Linked(pairs, rows.height - confirmed.height)


def _said(linked: Linked, value: Floats) -> tuple[Said, ...]:
    """Say how many links are known, and what of them is not."""
    count, blank = linked.rows.height, int(np.isnan(value).sum())
    said = [
        Said(
            f"Known links, kept as they are: {count:,}, of which {blank:,} without a value, which is inferred.",
            f"已知供应关系 {count:,} 条，保持不变；其中 {blank:,} 条无金额，其金额为推断。",
        )
    ]
    if linked.suggested:
        said.append(
            Said(
                f"{linked.suggested:,} suggested links that nobody confirmed are left out.",
                f"{linked.suggested:,} 条未经确认的建议供应关系未计入。",
            )
        )
    return tuple(said)
