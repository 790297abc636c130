"""How well a case is known: rows and value by basis, rows by date of publication."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.errors import StudyError, UnitError
from hinterland.ground.bom import explode
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

BASES = ("observed", "reported", "inferred", "synthetic", "unstated")
PUBLISHED = ("stated", "customary", "assumed")

ROWS = {
    "table": pl.String(),
    "rows": pl.Int64(),
    **{b: pl.Int64() for b in BASES},
    **{f"date_{p}": pl.Int64() for p in PUBLISHED},
    "date_unstated": pl.Int64(),
    "undated": pl.Int64(),
    "unsourced": pl.Int64(),
}
"""Columns of the table `rows`: for each table of the case, how many rows of each basis, and of each way in which
their date of publication is known. `date_unstated` have a date but do not say how it is known, `undated` have none,
`unsourced` name no source."""

VALUE = {
    "measure": pl.String(),
    "table": pl.String(),
    "unit": pl.String(),
    "basis": pl.String(),
    "rows": pl.Int64(),
    "unknown": pl.Int64(),
    "amount": pl.Float64(),
    "share": pl.Float64(),
}
"""Columns of the table `value`: one row a measure and basis. `amount` is in `unit`, `share` of the measure's total;
`unknown` counts rows of that basis without a figure: where all are, amount and share are null, not zero."""


def quality(cluster: Cluster) -> Result:
    """Return how much of the case is observed, reported, inferred, synthetic or unstated.

    Returns
    -------
    Result
        Tables `rows` (one row a table of the case) and `value` (measures `materials`, `plants_capex`, `plants`,
        `firms`, `observations` by basis; a measure that the case has nothing for is left out).
    """
    began = time.perf_counter()
    rows = pl.DataFrame(
        [_counted(name, frame) for name, frame in cluster.tables.items() if frame.height],
        schema=ROWS,
        orient="row",
    )
    value, lost = _value(cluster)
    totals = {b: int(rows[b].sum()) for b in BASES}
    summary = {
        "tables": rows.height,
        "rows": int(rows["rows"].sum()),
        **totals,
        "undated": int(rows["undated"].sum()),
        "date_assumed": int(rows["date_assumed"].sum()),
        "unsourced": int(rows["unsourced"].sum()),
    }
    return Result(
        study="quality",
        tables={"rows": rows, "value": value},
        provenance=provenance("quality", cluster, {}, time.perf_counter() - began),
        summary=summary,
        assumptions=_assumptions(lost),
        figures=("basis_bars",),
    )


def _counted(name: str, frame: pl.DataFrame) -> dict[str, Any]:
    basis, published = frame["basis"], frame["published"]
    dated = frame.filter(published.is_not_null())["published_basis"]
    return {
        "table": name,
        "rows": frame.height,
        **{b: int((basis == b).sum()) for b in BASES[:-1]},
        "unstated": basis.null_count(),
        **{f"date_{p}": int((dated == p).sum()) for p in PUBLISHED},
        "date_unstated": dated.null_count(),
        "undated": published.null_count(),
        "unsourced": frame["source"].null_count(),
    }


def _value(cluster: Cluster) -> tuple[pl.DataFrame, int]:
    """Return the table `value`, and how many sums of money had no exchange rate."""
    parts = []
    leaves = _materials(cluster)
    if leaves is not None:
        parts.append(_shared(leaves, "materials", "recipes", "1"))
    plants = cluster["plants"]
    money, lost = _capex(cluster)
    if money["amount"].drop_nulls().len():
        parts.append(_shared(money, "plants_capex", "plants", "CNY"))
    for name, frame, unit in (
        ("plants", plants, "plant"),
        ("firms", cluster["firms"], "firm"),
        ("observations", cluster["observations"], "row"),
    ):
        if frame.height:
            counted = frame.select("basis", amount=pl.lit(1.0))
            parts.append(_shared(counted, name, name, unit))
    return (pl.concat(parts) if parts else pl.DataFrame(schema=VALUE)), lost


def _shared(frame: pl.DataFrame, measure: str, table: str, unit: str) -> pl.DataFrame:
    """Sum `amount` by `basis` and return it with its share of the total."""
    total = frame["amount"].sum() or 1.0
    order = pl.Enum(BASES)
    return (
        frame.with_columns(pl.col("basis").fill_null("unstated"))
        .group_by("basis")
        .agg(
            rows=pl.len().cast(pl.Int64),
            unknown=pl.col("amount").null_count().cast(pl.Int64),
            amount=pl.when(pl.col("amount").count() > 0).then(pl.col("amount").sum()),
        )
        .sort(pl.col("basis").cast(order))
        .with_columns(
            measure=pl.lit(measure), table=pl.lit(table), unit=pl.lit(unit), share=pl.col("amount") / total
        )
        .select([pl.col(c).cast(t) for c, t in VALUE.items()])
    )


def _materials(cluster: Cluster) -> pl.DataFrame | None:
    """Return value of the final products by the basis of its share, each root counting the same."""
    if not cluster["recipes"].height:
        return None
    try:
        tree = explode(cluster)
    except StudyError:  # the bill of materials itself is faulty; the study of it says so
        return None
    roots = tree["root"].n_unique()
    return tree.select(basis="path_basis", amount=pl.col("own_share") / roots).filter(
        pl.col("amount").is_null() | (pl.col("amount") > 0)
    )


def _capex(cluster: Cluster) -> tuple[pl.DataFrame, int]:
    """Return each plant's investment in CNY at the rate of its announcement (else of its publication)."""
    rates, lost = cluster.rates(), 0
    amounts: list[float | None] = []
    columns = ("capex", "currency", "announced", "published")
    for capex, currency, announced, published in cluster["plants"].select(columns).iter_rows():
        if capex is None or currency in {None, "CNY"}:
            amounts.append(capex)
            continue
        on = announced or published
        try:
            amounts.append(rates.to_cny(capex, currency, dates.last_day(on)) if on else None)
        except UnitError:
            amounts.append(None)
        lost += amounts[-1] is None
    frame = cluster["plants"].select("basis").with_columns(amount=pl.Series(amounts, dtype=pl.Float64))
    return frame, lost


def _assumptions(lost: int) -> tuple[Said, ...]:
    said = [
        Said(
            "Value of the bill of materials counts under the weakest basis on its path; several final products "
            "count the same.",
            "物料价值按路径上最弱的依据归类；多个整机等权。",
        ),
        Said(
            "Plants without a stated investment are counted, not guessed.",
            "未公布投资额的工厂只计数，不估算。",
        ),
    ]
    if lost:
        said.append(
            Said(
                f"{lost} investments in a foreign currency have no exchange rate and are left out.",
                f"{lost} 笔外币投资没有汇率，未计入。",
            )
        )
    return tuple(said)
