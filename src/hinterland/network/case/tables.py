"""Tables of the study `network`: links, firms, sectors and how good each draw is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.network.case.measures import clustering, degrees, hill, largest_part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.ground.naming import Naming
    from hinterland.network.case.networks import Prepared
    from hinterland.network.complete.model import Completed

    Floats = NDArray[np.float64]

LINKS = {
    "draw": pl.Int32(),
    "supplier": pl.Categorical(),
    "buyer": pl.Categorical(),
    "supplier_sector": pl.Categorical(),
    "buyer_sector": pl.Categorical(),
    "value": pl.Float64(),
    "basis": pl.Categorical(),
    "value_basis": pl.Categorical(),
}
"""`value` in CNY a year. `basis` of the link: `known`, or `inferred` (drawn, or known from an inferred row);
`value_basis` of its value alike."""
FIRMS = {
    "firm": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "sector": pl.String(),
    "basis": pl.String(),
    "size": pl.Float64(),
    "size_basis": pl.String(),
    "jobs": pl.Float64(),
    "jobs_basis": pl.String(),
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "customers": pl.Float64(),
    "customers_low": pl.Int64(),
    "customers_high": pl.Int64(),
    "suppliers": pl.Float64(),
    "suppliers_low": pl.Int64(),
    "suppliers_high": pl.Int64(),
    "sold": pl.Float64(),
    "bought": pl.Float64(),
    "imported": pl.Float64(),
}
"""`basis` is that of the firm's row. `size` (sales, CNY a year) rests on `size_basis`: revenue, employees, capacity,
sector_median, median or even; `jobs` on `jobs_basis`: stated or inferred. `customers` and `suppliers` are means
over the draws, with the least and the most; `sold`, `bought` and `imported` (from outside the case) are means, in CNY
a year."""
SECTORS = {
    "sector": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "firms": pl.Int64(),
    "size": pl.Float64(),
    "share": pl.Float64(),
    "share_basis": pl.String(),
    "sold": pl.Float64(),
    "wanted": pl.Float64(),
    "bought": pl.Float64(),
    "imported": pl.Float64(),
    "basis": pl.String(),
}
"""One row a sector, CNY a year. `size`: sales of its firms; `share`: part of the sector that stands in the case, by
`share_basis` (sales, capped, unknown, none). `sold` and `bought` inside are means over the draws; `wanted` is all
that its firms buy, `imported` the rest. `basis`: `inferred`, or `synthetic` where the sector's row is."""
FLOWS = {
    "supplier_sector": pl.String(),
    "buyer_sector": pl.String(),
    "class": pl.Int64(),
    "wanted": pl.Float64(),
    "inside": pl.Float64(),
    "drawn": pl.Float64(),
    "imported": pl.Float64(),
    "basis": pl.String(),
}
"""One row a pair of sectors, CNY a year. `wanted`: what buyers of the case buy; `inside`: what suppliers of the case
serve of it by the table; `drawn`: mean over the draws; `imported`: the rest. `basis` is `inferred`, or `synthetic`
where the table's flow is."""
QUALITY = {
    "draw": pl.Int64(),
    "links": pl.Int64(),
    "known": pl.Int64(),
    "value": pl.Float64(),
    "imported": pl.Float64(),
    "residual": pl.Float64(),
    "sales_miss": pl.Float64(),
    "repaired": pl.Int64(),
    "mean_suppliers": pl.Float64(),
    "mean_customers": pl.Float64(),
    "clustering": pl.Float64(),
    "largest_part": pl.Float64(),
    "hill_size": pl.Float64(),
    "hill_customers": pl.Float64(),
    "hill_suppliers": pl.Float64(),
}
"""`residual` and `sales_miss`: largest relative miss of purchases, and of all sales, after weights were balanced.
`mean_suppliers` over firms that buy, `mean_customers` over firms that sell. `hill_...`: exponents of tails (largest 5
percent)."""


@dataclass(slots=True)
class Tally:
    """Sums over the draws: what firms and sectors have in each."""

    draws: int
    out: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
    into: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
    money: Floats
    flow: Floats

    @classmethod
    def of(cls, ready: Prepared) -> Tally:
        """Return the tally before the first draw."""
        n, g = len(ready.actors), len(ready.sectors)

        def spans() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
            return np.zeros(n, np.int64), np.full(n, np.iinfo(np.int64).max), np.zeros(n, np.int64)

        return cls(0, spans(), spans(), np.zeros((3, n)), np.zeros((g, g)))

    def add(self, ready: Prepared, one: Completed) -> None:
        """Add a draw."""
        n = self.money.shape[1]
        links = one.links
        for (total, low, high), found in zip((self.out, self.into), degrees(links, n), strict=True):
            np.add(total, found, out=total)
            np.minimum(low, found, out=low)
            np.maximum(high, found, out=high)
        self.money[0] += np.bincount(links.supplier, links.value, minlength=n)
        self.money[1] += np.bincount(links.buyer, links.value, minlength=n)
        self.money[2] += np.bincount(one.imported_buyer, one.imported_value, minlength=n)
        group = ready.actors.group
        np.add.at(self.flow, (group[links.supplier], group[links.buyer]), links.value)
        self.draws += 1


def link_rows(ready: Prepared, one: Completed, number: int) -> pl.DataFrame:
    """Return the links of a draw as rows."""
    links = one.links
    firms = ready.firms["firm"].cast(pl.Categorical)
    sectors = pl.Series(ready.sectors, dtype=pl.String).cast(pl.Categorical)
    group = ready.actors.group
    words = pl.Series(["known", "inferred"]).cast(pl.Categorical)
    inferred = ready.known.doubtful(links)
    guessed = ready.known.guessed(links)
    return pl.DataFrame(
        {
            "draw": pl.repeat(number, len(links), dtype=pl.Int32, eager=True),
            "supplier": firms[links.supplier],
            "buyer": firms[links.buyer],
            "supplier_sector": sectors[group[links.supplier]],
            "buyer_sector": sectors[group[links.buyer]],
            "value": links.value,
            "basis": words[inferred.astype(np.int32)],
            "value_basis": words[(inferred | guessed).astype(np.int32)],
        }
    )


def firm_rows(ready: Prepared, tally: Tally, naming: Naming, elsewhere: Floats) -> dict[str, Any]:
    """Return a row a firm, as columns; `elsewhere` is what it buys outside because its sectors stand there."""
    firms = ready.firms
    ids = firms["firm"].to_list()
    names = [naming.firm(f) for f in ids]
    outside = tally.money[2] / tally.draws + elsewhere
    return {
        "firm": ids,
        "name_en": [n.en for n in names],
        "name_zh": [n.zh for n in names],
        "sector": firms["sector"].to_list(),
        "basis": firms["basis"].to_list(),
        "size": ready.sizes.sales,
        "size_basis": ready.sizes.basis.tolist(),
        "jobs": pl.Series(ready.sizes.jobs).fill_nan(None),
        "jobs_basis": np.where(ready.sizes.jobs_known, "stated", "inferred").tolist(),
        "lon": pl.Series(ready.actors.lon).fill_nan(None),
        "lat": pl.Series(ready.actors.lat).fill_nan(None),
        "customers": tally.out[0] / tally.draws,
        "customers_low": tally.out[1],
        "customers_high": tally.out[2],
        "suppliers": tally.into[0] / tally.draws,
        "suppliers_low": tally.into[1],
        "suppliers_high": tally.into[2],
        "sold": tally.money[0] / tally.draws,
        "bought": tally.money[1] / tally.draws,
        "imported": outside,
    }


def sector_rows(ready: Prepared, tally: Tally) -> list[dict[str, Any]]:
    """Return a row a sector, in the order of the case."""
    flow = tally.flow / max(tally.draws, 1)
    wanted, size = ready.flows.wanted.sum(axis=0), ready.actors.size
    count = np.bincount(ready.actors.group, minlength=len(ready.sectors))
    total = np.bincount(ready.actors.group, size, minlength=len(ready.sectors))
    stated = {r["sector"]: r for r in ready.cluster["sectors"].iter_rows(named=True)}
    rows = []
    for g, sector in enumerate(ready.sectors):
        row = stated.get(sector, {})
        share = float(ready.flows.share[g])
        rows.append(
            {
                "sector": sector,
                "name_en": row.get("name_en") or row.get("name_zh") or sector,
                "name_zh": row.get("name_zh") or row.get("name_en") or sector,
                "firms": int(count[g]),
                "size": float(total[g]),
                "share": share if np.isfinite(share) else 0.0,
                "share_basis": ready.flows.share_basis[g],
                "sold": float(flow[g].sum()),
                "wanted": float(wanted[g]),
                "bought": float(flow[:, g].sum()),
                "imported": max(0.0, float(wanted[g] - flow[:, g].sum())),
                "basis": "synthetic" if row.get("basis") == "synthetic" else "inferred",
            }
        )
    return rows


def flow_rows(ready: Prepared, tally: Tally) -> list[dict[str, Any]]:
    """Return a row for each pair of sectors that trade, largest first."""
    flow = tally.flow / max(tally.draws, 1)
    made_up = _synthetic_flows(ready)
    wanted = ready.flows.wanted
    rows = []
    for g, h in zip(*np.nonzero((wanted > 0) | (flow > 0)), strict=True):
        pair = (ready.sectors[g], ready.sectors[h])
        rows.append(
            {
                "supplier_sector": pair[0],
                "buyer_sector": pair[1],
                "class": int(ready.essential[g, h]),
                "wanted": float(wanted[g, h]),
                "inside": float(ready.wanted.flow[g, h]),
                "drawn": float(flow[g, h]),
                "imported": max(0.0, float(wanted[g, h] - flow[g, h])),
                "basis": "synthetic" if pair in made_up else "inferred",
            }
        )
    return sorted(rows, key=lambda r: (-r["wanted"], r["supplier_sector"], r["buyer_sector"]))


def _synthetic_flows(ready: Prepared) -> set[tuple[str, str]]:
    rows = ready.cluster["io_table"].filter(pl.col("basis") == "synthetic")
    return set(rows.select("supplier_sector", "buyer_sector").iter_rows())


def quality_row(ready: Prepared, one: Completed, number: int) -> dict[str, Any]:
    """Return what a draw looks like as a whole."""
    n, links = len(ready.actors), one.links
    out, into = degrees(links, n)
    return {
        "draw": number,
        "links": len(links),
        "known": len(ready.known.links),
        "value": float(links.value.sum()),
        "imported": float(one.imported_value.sum()),
        "residual": one.residual,
        "sales_miss": one.sales_miss,
        "repaired": one.repaired,
        "mean_suppliers": float(into[into > 0].mean()) if into.any() else 0.0,
        "mean_customers": float(out[out > 0].mean()) if out.any() else 0.0,
        "clustering": clustering(links, n),
        "largest_part": largest_part(links, n),
        "hill_size": hill(ready.sizes.sales),
        "hill_customers": hill(out.astype(np.float64)),
        "hill_suppliers": hill(into.astype(np.float64)),
    }
