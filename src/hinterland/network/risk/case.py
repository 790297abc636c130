"""The systemic risk of every firm of a case: a distribution over networks that are drawn, never one number.

Nobody knows all links of a case. Known ones are kept, the others drawn anew in each network of the ensemble
(`hinterland.network.case`); a firm's risk is told as mean, 5, 50 and 95 percent over them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.ground.naming import Naming
from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Shocks
from hinterland.network.case.networks import DRAWS, SEED, drawn, network_of, prepare
from hinterland.network.case.said import sector_names
from hinterland.network.risk import case_said as risk_case_said
from hinterland.network.risk.measure import each_firm
from hinterland.progress import silent
from hinterland.result import Result, provenance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.network.cascade.layout import Layout
    from hinterland.network.cascade.model import Losses, Rule
    from hinterland.network.case.networks import Prepared
    from hinterland.network.graph import Network
    from hinterland.network.risk.measure import Scenarios
    from hinterland.progress import Progress

    Floats = NDArray[np.float64]

__all__ = ["DRAWS", "SEED", "case_risk"]

AMONG = 10
"""A firm is told to be among the first so many of a draw."""
DETAILED = 20
"""Firms for which impacts by sector are told."""
HELD = 10_000_000
"""Links of all draws together up to which networks are held for a second question."""
RISK = {
    "rank": pl.Int64(),
    "firm": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "sector": pl.String(),
    "sector_en": pl.String(),
    "sector_zh": pl.String(),
    "mean": pl.Float64(),
    "low": pl.Float64(),
    "median": pl.Float64(),
    "high": pl.Float64(),
    "among_first": pl.Float64(),
    "down": pl.Float64(),
    "up": pl.Float64(),
    "jobs": pl.Float64(),
    "size": pl.Float64(),
    "size_basis": pl.String(),
    "buyers": pl.Float64(),
    "suppliers": pl.Float64(),
    "basis": pl.String(),
}
"""Columns of the table `risk`: ESRI over the draws (mean, 5, 50, 95 percent), share of draws in which the firm is
among the first ten, means of ESRI_d, of ESRI_u and of ESRI counted in jobs (null where unknown), sales of a
year, CNY, and where they are known from, mean numbers of buyers and suppliers, and what the figure rests on."""


@dataclass(slots=True)
class _Ensemble:
    """What every draw gave; D draws, S firms looked at."""

    both: list[Floats] = field(default_factory=list)
    down: list[Floats] = field(default_factory=list)
    up: list[Floats] = field(default_factory=list)
    first: list[NDArray[np.bool_]] = field(default_factory=list)
    buyers: list[Floats] = field(default_factory=list)
    suppliers: list[Floats] = field(default_factory=list)
    sectors: Floats | None = None
    jobs: list[Floats] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    held: list[Layout] = field(default_factory=list)

    def add(self, network: Network, chosen: NDArray[np.int32], losses: Losses) -> None:
        """Take in one draw, whose cascades were run for all firms or for those `chosen`."""
        both = losses.both[:, 0]
        self.both.append(both)
        self.down.append(losses.down[:, 0])
        self.up.append(losses.up[:, 0])
        order = np.lexsort((np.arange(len(both)), -both))
        first = np.zeros(len(both), dtype=np.bool_)
        first[order[:AMONG]] = True
        self.first.append(first)
        jobs = [name for name, _ in network.weights].index("jobs") if _counts_jobs(network) else -1
        if jobs >= 0:
            self.jobs.append(losses.both[:, jobs])
        n = len(network)
        self.buyers.append(np.bincount(network.supplier, minlength=n)[chosen].astype(np.float64))
        self.suppliers.append(np.bincount(network.buyer, minlength=n)[chosen].astype(np.float64))
        if losses.sectors is not None:
            self.sectors = losses.sectors if self.sectors is None else self.sectors + losses.sectors
        inferred = network.inferred
        left = losses.remainder[np.isfinite(losses.remainder)]
        self.rows.append(
            {
                "draw": len(self.rows) + 1,
                "links": len(network.weight),
                "inferred": int(inferred.sum()) if inferred is not None else 0,
                "mean": float(both.mean()),
                "largest": float(both.max()),
                "residual": float(losses.residual.max()),
                "remainder": float(left.max()) if len(left) else None,
                "capped": int(losses.capped.sum()),
            }
        )


def case_risk(
    cluster: Cluster,
    rule: Rule,
    *,
    only: Sequence[str] | None = None,
    jobs: int = 1,
    as_of: date | str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Result:
    """Return the systemic risk of the firms of a case over an ensemble of networks.

    Parameters
    ----------
    cluster
        The case.
    rule
        When a cascade stops.
    only
        Firms to look at; default: all. Shares of draws among the first ten are then among these.
    jobs
        Threads.
    as_of, draws, seed
        As in `hinterland.network.case.networks`.

    Returns
    -------
    Result
        Tables `risk` (see `RISK`), `draws` (draw, firm, ESRI, ESRI_d, ESRI_u), `networks` (a row a draw) and
        `sectors` (impact on each sector of the firms that cost most, mean over draws).

    Raises
    ------
    StudyError
        If the case has no network, or `only` names a firm that is not in it.
    """
    began = time.perf_counter()
    ready = prepare(cluster, as_of=as_of)
    found = _Ensemble()
    scenarios: Scenarios | None = None
    for done, one in enumerate(drawn(ready, draws=draws, seed=seed)):
        progress(done, draws, f"network {done + 1} of {draws}")
        network = network_of(ready, one)
        scenarios = each_firm(network, only) if scenarios is None else scenarios
        prepared = layout(network)
        told = _within(progress, done, draws)
        losses = cascade(prepared, scenarios.shocks, rule, jobs=jobs, progress=told)
        found.add(network, scenarios.shocks.firm, losses)
        if len(network.weight) * draws <= HELD:
            found.held.append(prepared)
    progress(draws, draws, "done")
    assert scenarios is not None, "at least one network is drawn"  # noqa: S101
    table = _risk(ready, scenarios, found)
    together = _together(found, scenarios, table, rule)
    tables = {
        "risk": table,
        "draws": _draws(scenarios, found),
        "networks": pl.DataFrame(found.rows),
        "sectors": _sectors(ready, scenarios, found, table),
    }
    parameters = {
        "mode": "glcascade" if rule.reference else "least",
        "eps": rule.eps,
        "conv_type": rule.conv_type,
        "only": list(only) if only is not None else None,
        "draws": draws,
        "seed": seed,
    }
    said = risk_case_said.answer(table, draws, together)
    return Result(
        study="risk",
        tables=tables,
        provenance=provenance("risk", ready.cluster, parameters, time.perf_counter() - began),
        summary=_summary(ready, tables, parameters)
        | {"together": together, "answer": {"en": said.en, "zh": said.zh}},
        assumptions=risk_case_said.assumptions(ready, network, rule, tables["networks"]),
        figures=("risk_curve", "risk_size"),
    )


def _counts_jobs(network: Network) -> bool:
    return any(name == "jobs" for name, _ in network.weights)


def _together(
    found: _Ensemble, scenarios: Scenarios, table: pl.DataFrame, rule: Rule
) -> dict[str, float] | None:
    """Return what the stop of the firms that cost most costs, all at once; None where networks are not held."""
    if len(found.held) < len(found.both):
        return None
    at = {label: int(i) for label, i in zip(scenarios.labels, scenarios.shocks.firm, strict=True)}
    firms = np.array([at[f] for f in table["firm"].head(AMONG).to_list()], dtype=np.int32)
    whole = np.ones(len(firms))
    shock = Shocks(np.array([0, len(firms)], dtype=np.int64), firms, whole, whole)
    lost = [float(cascade(one, shock, rule).both[0, 0]) for one in found.held]
    low, high = np.quantile(lost, [0.05, 0.95])
    return {"firms": len(firms), "mean": float(np.mean(lost)), "low": float(low), "high": float(high)}


def _within(progress: Progress, draw: int, draws: int) -> Progress:
    """Return the progress of one draw as part of all."""

    def told(done: int, total: int, what: str) -> None:
        progress(draw * max(total, 1) + done, draws * max(total, 1), f"network {draw + 1}: {what}")

    return told


def _risk(ready: Prepared, scenarios: Scenarios, found: _Ensemble) -> pl.DataFrame:
    """Return the table `risk`, the largest mean first."""
    both = np.array(found.both)
    low, median, high = np.quantile(both, [0.05, 0.5, 0.95], axis=0)
    firm = scenarios.shocks.firm
    naming = Naming.of(ready.cluster)
    names = [naming.firm(label) for label in scenarios.labels]
    group, sectors = ready.actors.group[firm], sector_names(ready)
    made_up = ready.firms["made_up"].to_numpy()[firm]
    columns = {
        "firm": list(scenarios.labels),
        "name_en": [n.en for n in names],
        "name_zh": [n.zh for n in names],
        "sector": [ready.sectors[g] for g in group],
        "sector_en": [sectors[g].en for g in group],
        "sector_zh": [sectors[g].zh for g in group],
        "mean": both.mean(axis=0),
        "low": low,
        "median": median,
        "high": high,
        "among_first": np.mean(found.first, axis=0),
        "down": np.mean(found.down, axis=0),
        "up": np.mean(found.up, axis=0),
        "jobs": np.mean(found.jobs, axis=0) if found.jobs else [None] * len(firm),
        "size": ready.sizes.sales[firm],
        "size_basis": [str(b) for b in ready.sizes.basis[firm]],
        "buyers": np.mean(found.buyers, axis=0),
        "suppliers": np.mean(found.suppliers, axis=0),
        "basis": np.where(made_up, "synthetic", "inferred").tolist(),
    }
    table = pl.DataFrame(columns).sort(["mean", "firm"], descending=[True, False])
    ranked = table.with_columns(pl.int_range(1, table.height + 1, dtype=pl.Int64).alias("rank"))
    return ranked.select(pl.col(name).cast(kind) for name, kind in RISK.items())


def _draws(scenarios: Scenarios, found: _Ensemble) -> pl.DataFrame:
    """Return every draw: draw, firm, ESRI, ESRI_d, ESRI_u."""
    count = len(scenarios)
    return pl.DataFrame(
        {
            "draw": np.repeat(np.arange(1, len(found.both) + 1), count),
            "firm": list(scenarios.labels) * len(found.both),
            "ESRI": np.concatenate(found.both),
            "ESRI_d": np.concatenate(found.down),
            "ESRI_u": np.concatenate(found.up),
        }
    )


def _sectors(ready: Prepared, scenarios: Scenarios, found: _Ensemble, table: pl.DataFrame) -> pl.DataFrame:
    """Return what the firms that cost most do to each sector, mean over draws."""
    schema = {"firm": pl.String, "sector": pl.String, "impact": pl.Float64}
    if found.sectors is None:
        return pl.DataFrame(schema=schema)
    mean = found.sectors / len(found.both)
    at = {label: i for i, label in enumerate(scenarios.labels)}
    rows = [
        (firm, sector, float(mean[at[firm], g]))
        for firm in table["firm"].head(DETAILED).to_list()
        for g, sector in enumerate(ready.sectors)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _summary(ready: Prepared, tables: dict[str, pl.DataFrame], parameters: dict[str, Any]) -> dict[str, Any]:
    every, table = tables["networks"], tables["risk"]
    return {
        "as_of": ready.day.isoformat(),
        "firms": len(ready.actors),
        "links": float(every["links"].to_numpy().mean()),
        "inferred": float(every["inferred"].sum() / max(int(every["links"].sum()), 1)),
        "draws": parameters["draws"],
        "seed": parameters["seed"],
        "mode": parameters["mode"],
        "eps": parameters["eps"],
        "residual": float(every["residual"].to_numpy().max()),
        "capped": int(every["capped"].sum()),
        "first": table["firm"].head(AMONG).to_list(),
    }
