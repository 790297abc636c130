"""What the sectors of a case sell each other inside it, from a table of the whole economy.

Let Z[g, h] be what sector g sells sector h in the whole table, and c_g the part of sector g that stands in the case:
sales of its firms over gross output, at most 1. Buyers of the case then want c_h Z[g, h]; of it suppliers of the case
serve

    min(c_g, c_h) (Z[g, h] - imported[g, h])

and the rest comes from elsewhere; all of it where less than `LEAST` could be served: a sliver of a sector must not be
taken for the supplier of everybody (known links stay, whatever their sectors). This is the cross-industry location
quotient (c_g / c_h, at most 1, on the buyer's purchases), which leaves out that regions sell each other one good,
and so tells the most that may be bought inside: Miller and Blair, Input-Output Analysis, 2nd ed. 2009, section 8.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster

    Floats = NDArray[np.float64]

LEAST = 0.05
"""Part of what a sector buys from another that the case must be able to serve to count as a source at all."""
IMPORT = "`hinterland network accounts FILE --into DIR`"
DEFAULT_CLASS = 1
"""Class of a pair of sectors that the table `essential` does not have: non-essential."""


@dataclass(frozen=True, slots=True)
class Flows:
    """Flows among G sectors, CNY a year.

    Attributes
    ----------
    wanted
        What buyers of the case buy from each sector, wherever it is made, shape (G, G), [supplier, buyer].
    inside
        What suppliers of the case serve of it, shape (G, G).
    share
        Part of each sector that stands in the case, shape (G,); NaN for a sector without a firm.
    share_basis
        `sales`, `capped` (the firms of the case sell more than the table has), `unknown` (nobody's size is known:
        the whole sector is taken as inside) or `none` (no firm).
    slivers
        Pairs of sectors of which too little could be served to count.
    negative
        Flows below zero in the table, which count as none.
    """

    wanted: Floats
    inside: Floats
    share: Floats
    share_basis: tuple[str, ...]
    slivers: int
    negative: int


def flows(
    cluster: Cluster,
    sectors: Sequence[str],
    group: NDArray[np.int32],
    sales: Floats,
    even: NDArray[np.bool_],
) -> Flows:
    """Return the flows among sectors inside the case.

    Parameters
    ----------
    sectors
        Ids of the sectors, G of them.
    group, sales, even
        Sector and sales of each firm, and whether its size is unknown, shape (n,).

    Raises
    ------
    StudyError
        If the case has no input-output table, or one without a flow above 0.
    """
    if not cluster["io_table"].height:
        raise Refused(
            f"the case has no input-output table: fill `sectors` and `io_table`, or import one with {IMPORT}",
            f"案例没有投入产出表：请填写 `sectors` 与 `io_table`，或用 {IMPORT} 导入",
        )
    size = len(sectors)
    whole, imported, negative = _matrices(cluster, sectors)
    if not whole.any():
        raise Refused(
            "io_table: no flow between sectors is above 0, so nobody would supply anybody; write what sectors sell "
            f"each other (io_table.value, CNY a year), or import a table with {IMPORT}",
            "io_table：部门间没有大于 0 的流量，无从推断供应关系；"
            f"请填写部门间销售额（io_table.value，元/年），或用 {IMPORT} 导入",
        )
    gross = _gross(cluster, sectors, whole)
    total = np.bincount(group, sales, minlength=size)
    unknown = np.bincount(group, even, minlength=size) > 0
    count = np.bincount(group, minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = np.where(gross > 0, total / gross, np.inf)
    share = np.where(count == 0, np.nan, np.where(unknown, 1.0, np.minimum(raw, 1.0)))
    words = np.select([count == 0, unknown, raw > 1], ["none", "unknown", "capped"], "sales")
    c = np.nan_to_num(share)
    wanted = whole * c[None, :]
    inside = np.minimum(c[:, None], c[None, :]) * (whole - imported)
    sliver = (inside > 0) & (inside < LEAST * wanted)
    return Flows(
        wanted=wanted,
        inside=np.where(sliver, 0.0, inside),
        share=share,
        share_basis=tuple(words.tolist()),
        slivers=int(sliver.sum()),
        negative=negative,
    )


def _matrices(cluster: Cluster, sectors: Sequence[str]) -> tuple[Floats, Floats, int]:
    """Return flows and imported flows as matrices, and how many were below zero."""
    index = {s: i for i, s in enumerate(sectors)}
    rows = (
        cluster["io_table"]
        .filter(pl.col("supplier_sector").is_in(list(index)) & pl.col("buyer_sector").is_in(list(index)))
        .with_columns(pl.col("imported").fill_null(0.0))
    )
    at = tuple(
        np.array([index[s] for s in rows[c].to_list()], dtype=np.int64)
        for c in ("supplier_sector", "buyer_sector")
    )
    whole, imported = np.zeros((2, len(sectors), len(sectors)))
    np.add.at(whole, at, rows["value"].to_numpy())
    np.add.at(imported, at, rows["imported"].to_numpy())
    negative = int((whole < 0).sum())
    whole = np.maximum(whole, 0.0)
    return whole, np.clip(imported, 0.0, whole), negative


def _gross(cluster: Cluster, sectors: Sequence[str], whole: Floats) -> Floats:
    """Return gross output by sector; where unknown, what it sells to sectors or adds and buys, if that is more."""
    rows = {r["sector"]: r for r in cluster["sectors"].iter_rows(named=True)}
    found = np.zeros(len(sectors))
    for i, sector in enumerate(sectors):
        row = rows.get(sector, {})
        stated = row.get("gross_output")
        least = max(whole[i].sum(), whole[:, i].sum() + (row.get("value_added") or 0.0))
        found[i] = stated or least
    return found


def essential(cluster: Cluster, sectors: Sequence[str]) -> tuple[NDArray[np.int8], int]:
    """Return the class of each pair of sectors, shape (G, G), and how many pairs are not in the table."""
    index = {s: i for i, s in enumerate(sectors)}
    found = np.full((len(sectors), len(sectors)), -1, dtype=np.int8)
    rows = cluster["essential"].select("supplier_sector", "buyer_sector", "class").drop_nulls()
    for supplier, buyer, word in rows.iter_rows():
        if supplier in index and buyer in index:
            found[index[supplier], index[buyer]] = int(word)
    missing = int((found < 0).sum())
    found[found < 0] = DEFAULT_CLASS
    return found, missing
