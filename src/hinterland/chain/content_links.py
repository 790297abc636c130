"""Where the value of the assembling firms' output was added, over known links of firms: the network view.

What a firm's recorded purchases leave of its revenue is value added at its seat only if its purchases are recorded
in full, which nobody knows. So the adjoint (`hinterland.chain.adjoint`) gives upper ends; the lower end is nothing,
because all of the rest may have been bought from anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from scipy import sparse

from hinterland.chain.adjoint import Adjoint
from hinterland.chain.content_market import origin_of
from hinterland.chain.sourced import links_on_record
from hinterland.errors import StudyError
from hinterland.ground.series import weakest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster
    from hinterland.ground.naming import Naming

LINKS = {
    "place": pl.String(),
    "firm": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "year": pl.Int64(),
    "recorded": pl.Float64(),
    "origin": pl.String(),
    "origin_en": pl.String(),
    "origin_zh": pl.String(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "basis": pl.String(),
}
"""Columns of the table `links`: shares of a firm's revenue by origin over known links of a year. `recorded` is the
share of its revenue that its recorded purchases are. `high` takes these as all it bought; `low` is 0, because what
they leave may have been bought anywhere."""


def link_rows(
    cluster: Cluster, scope: Scope, naming: Naming
) -> tuple[list[dict[str, Any]], tuple[Said, ...]]:
    """Return the rows of the table `links` for the assembling firms of a place, and what stands in the way."""
    rows = links_on_record(cluster, scope).filter(pl.col("value") > 0)
    rows = rows.filter(pl.col("year") == pl.col("year").max())
    revenue = _revenues(cluster)
    wanted = [f for f in sorted(set(scope.sites.standing.firm.tolist())) if f in revenue]
    bought = dict(rows.group_by("customer").agg(pl.col("value").cast(pl.Float64).sum()).iter_rows())
    wanted = [f for f in wanted if f in bought]
    if not wanted:
        return [], ()
    firms = sorted({*rows["supplier"].to_list(), *rows["customer"].to_list()})
    try:
        found = _shares(cluster, scope, rows, firms, revenue)
    except StudyError as error:
        return [], (Said(f"No shares over known links: {error}.", f"未能按供应关系计算份额：{error}。"),)
    basis = weakest(["inferred", *rows["basis"].to_list()])
    year = int(rows["year"][0])
    told = []
    for firm in wanted:
        said = naming.firm(firm)
        column = found.shares[:, firms.index(firm)]
        for origin, high in [*zip(found.origins, column.tolist(), strict=True), ("unknown", 1.0)]:
            where = _named(naming, scope, origin)
            told.append(
                {
                    "place": scope.place,
                    "firm": firm,
                    "name_en": said.en,
                    "name_zh": said.zh,
                    "year": year,
                    "recorded": bought[firm] / revenue[firm],
                    "origin": origin,
                    "origin_en": where.en,
                    "origin_zh": where.zh,
                    "low": 0.0,
                    "high": min(1.0, float(high)),
                    "basis": basis,
                }
            )
    return [r for r in told if r["high"] > 0], ()


def _named(naming: Naming, scope: Scope, origin: str) -> Said:
    if origin == "unknown":
        return Said("unknown origin", "来源未知")
    return naming.place(scope.place if origin == "here" else origin)


def _revenues(cluster: Cluster) -> dict[str, float]:
    """Return the revenues that are in CNY, as purchases are."""
    rows = cluster["firms"].filter((pl.col("revenue") > 0) & (pl.col("currency").fill_null("CNY") == "CNY"))
    return dict(rows.select("firm", pl.col("revenue").cast(pl.Float64)).iter_rows())


def _shares(
    cluster: Cluster, scope: Scope, rows: pl.DataFrame, firms: list[str], revenue: Mapping[str, float]
) -> Adjoint:
    """Return upper shares by origin: what recorded purchases leave is added at the firm's seat.

    A firm without a known revenue is where the known links end: all it sells counts as its own.
    """
    number = {f: i for i, f in enumerate(firms)}
    kept = rows.filter(pl.col("customer").is_in(list(revenue)))
    sold = np.bincount(
        [number[f] for f in rows["supplier"].to_list()],
        weights=rows["value"].cast(pl.Float64).to_numpy(),
        minlength=len(firms),
    )
    output = np.array([revenue.get(f, max(float(sold[number[f]]), 1.0)) for f in firms])
    flows = sparse.csc_matrix(
        (
            kept["value"].cast(pl.Float64).to_numpy(),
            (
                [number[f] for f in kept["supplier"].to_list()],
                [number[f] for f in kept["customer"].to_list()],
            ),
        ),
        shape=(len(firms), len(firms)),
    )
    left = np.maximum(output - np.asarray(flows.sum(axis=0)).ravel(), 0.0)
    seats = dict(cluster["firms"].select("firm", "place").iter_rows())
    called = origin_of(cluster, scope.place, {p for p in seats.values() if p})
    origins = [called.get(seats.get(f) or "", "unknown_seat") for f in firms]
    return Adjoint.of(flows, output, left, origins, rest=None, names=firms)
