"""The study `risk`: what the stop of each firm costs the whole network (Economic Systemic Risk Index)."""

from __future__ import annotations

import time
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.graph import Network
from hinterland.network.raw.faults import Book
from hinterland.network.raw.files import Given
from hinterland.network.raw.shocks import read_shocks
from hinterland.network.risk import measure
from hinterland.network.risk import said as risk_said
from hinterland.network.risk.base import filled
from hinterland.network.risk.case import DRAWS, SEED, case_risk
from hinterland.network.risk.files import Question
from hinterland.network.risk.rows import columns
from hinterland.progress import silent
from hinterland.result import Result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.network.risk.measure import Scenarios
    from hinterland.progress import Progress

    Matrix = pl.DataFrame | NDArray[np.float64]

MOST_CELLS = 200_000_000
"""Cells of loss vectors that a result holds; more go to files (`hinterland risk --loss-down FILE`)."""


def risk(  # noqa: PLR0913 - keyword-only, each a choice of whoever asks
    subject: Network | Cluster,
    *,
    psi: Matrix | None = None,
    psi_up: Matrix | None = None,
    only: Sequence[str] | None = None,
    mode: str = "least",
    eps: float | None = None,
    conv_type: int = 1,
    jobs: int | None = None,
    vectors: bool = False,
    as_of: date | str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Result:
    """Return the systemic risk of every firm of a network, or of every firm of a case over an ensemble of networks.

    Parameters
    ----------
    subject
        A network (`Network.from_tables`), or a case, whose links are drawn `draws` times.
    psi, psi_up
        Initial losses towards buyers and towards suppliers (default: the same), shares from 0 to 1: a matrix with a
        row a scenario and a column a firm, or a frame with the columns `scenario`, `firm`, `loss`. Default: each
        firm stops by itself.
    only
        Firms (with `psi`: scenarios) to look at; default: all.
    mode
        `least`: from below to the least fixed point. `glcascade`: as the reference implementation, its faults
        included.
    eps
        Largest increase of a step at which a cascade ends; default 1e-9, in mode `glcascade` 1e-2.
    conv_type
        1: by the largest increase. 2: by the growth of the index, ESRI(t + 1) / ESRI(t) <= 1 + eps.
    jobs
        Threads; default: the cores there are.
    vectors
        Whether the result holds the loss of each firm in each scenario.
    as_of, draws, seed
        Of a case: the day it is seen from, how many networks are drawn, the seed of the draws.

    Returns
    -------
    Result
        Table `risk`: scenario, ESRI, ESRI_d, ESRI_u (of further weights with `_weight_2` ...), T and, in mode
        `least`, residual, remainder, capped. Tables `sectors` (scenario, sector, impact), `loss_down`, `loss_up`
        (a row a scenario, a column a firm) where asked for. For a case see `hinterland.network.risk.case`.

    Raises
    ------
    Refused
        If a choice is none, or the case has no network.
    FaultyNetwork
        If shocks hold faults.

    Notes
    -----
    Diem, Borsos, Reisch, Kertesz, Thurner (2022), Scientific Reports 12:7719.
    """
    rule = measure.rule_of(mode, eps, conv_type)
    threads = measure.cores() if jobs is None else jobs
    if threads < 1:
        raise Refused(f"jobs is {jobs}: it must be at least 1", f"jobs 为 {jobs}：至少为 1")
    if not isinstance(subject, Network):
        if psi is not None or psi_up is not None or vectors:
            raise Refused(
                "psi, psi_up and vectors need one network, and a case is an ensemble of them: take the networks of "
                "hinterland.network.case.networks one by one, or `hinterland stress` for shocks in time",
                "psi、psi_up 和 vectors 须用于单个网络，而案例是一组推断网络：请逐个使用 "
                "hinterland.network.case.networks 的网络，或用 `hinterland stress` 计算随时间变化的冲击",
            )
        return case_risk(
            subject, rule, only=only, jobs=threads, as_of=as_of, draws=draws, seed=seed, progress=progress
        )
    scenarios = _scenarios(subject, psi, psi_up, only)
    return network_risk(
        subject,
        scenarios,
        mode=mode,
        eps=eps,
        conv_type=conv_type,
        jobs=threads,
        vectors=vectors,
        progress=progress,
    )


def network_risk(
    network: Network,
    scenarios: Scenarios,
    *,
    mode: str = "least",
    eps: float | None = None,
    conv_type: int = 1,
    jobs: int | None = None,
    vectors: bool = False,
    progress: Progress = silent,
) -> Result:
    """Return what scenarios cost a network, held in memory; see `risk`.

    Raises
    ------
    Refused
        If a choice is none, or loss vectors do not fit into a result.
    """
    began = time.perf_counter()
    question = question_of(network, scenarios, mode, eps, conv_type)
    if vectors and 2 * len(scenarios) * len(network) > MOST_CELLS:
        size = f"{len(scenarios):,}", f"{len(network):,}"
        raise Refused(
            f"loss vectors of {size[0]} scenarios x {size[1]} firms do not fit into a result: ask "
            "for fewer (only), or write them to files with `hinterland risk --loss-down FILE --loss-up FILE`",
            f"{size[0]} 个情景 × {size[1]} 家企业的损失向量过大：请减少情景（only），"
            "或用 `hinterland risk --loss-down FILE --loss-up FILE` 写入文件",
        )
    losses = cascade(
        question.prepared,
        scenarios.shocks,
        question.rule,
        vectors=vectors,
        jobs=jobs or measure.cores(),
        progress=progress,
    )
    tables = {"risk": measure.risk_frame(scenarios.labels, losses, reference=question.rule.reference)}
    if losses.sectors is not None and network.sectors is not None:
        tables["sectors"] = measure.sector_frame(scenarios.labels, network.sectors.names, losses.sectors)
    for name, found in (("loss_down", losses.loss_down), ("loss_up", losses.loss_up)):
        if found is not None:
            tables[name] = pl.DataFrame(found, schema=list(network.ids), orient="row")
    return _result(network, question, tables, time.perf_counter() - began)


def question_of(
    network: Network, scenarios: Scenarios, mode: str, eps: float | None, conv_type: int
) -> Question:
    """Return a question to a network, prepared.

    Raises
    ------
    Refused
        If mode, eps or conv_type is none.
    """
    rule = measure.rule_of(mode, eps, conv_type)
    key = {
        "version": metadata.version("hinterland"),
        "mode": mode,
        "eps": rule.eps,
        "conv_type": conv_type,
        "scenarios": measure.shock_digest(scenarios),
        "network": measure.digests(network),
    }
    sectors = network.sectors.names if network.sectors is not None else ()
    whole = network if rule.reference else filled(network)
    return Question(
        layout(whole), scenarios, rule, key, len(network), max(1, len(network.weights)), tuple(sectors)
    )


def file_result(network: Network, question: Question, out: Path, seconds: float) -> Result:
    """Return the result that stands in a file which `to_files` wrote; its tables hold no loss of single firms."""
    weights, reference = question.weights, question.rule.reference
    names = columns(weights, reference=reference)
    kinds = {name: pl.Float64() for name in names} | {
        "scenario": pl.String(),
        "T": pl.Int64(),
        "capped": pl.String(),
    }
    table = pl.read_csv(out, schema={name: kinds[name] for name in names})
    labels = pl.Series("scenario", list(question.scenarios.labels), dtype=pl.String)
    table = table.with_columns(labels)  # as they are, without what keeps spreadsheets from reading formulas
    if not reference:
        table = table.with_columns(pl.col("capped") == "yes")
    return _result(network, question, {"risk": table}, seconds)


def _result(network: Network, question: Question, tables: dict[str, pl.DataFrame], seconds: float) -> Result:
    key = dict(question.key)
    parameters = {k: key[k] for k in ("mode", "eps", "conv_type", "scenarios")}
    return Result(
        study="risk",
        tables=tables,
        provenance=measure.origin_of(key["network"], parameters, seconds),
        summary=risk_said.summary(network, question.scenarios, question.rule, tables["risk"]),
        assumptions=risk_said.assumptions(network, question.rule, tables["risk"]),
        figures=(),
    )


def _scenarios(
    network: Network, psi: Matrix | None, psi_up: Matrix | None, only: Sequence[str] | None
) -> Scenarios:
    """Return what is shut."""
    if psi is None:
        if psi_up is not None:
            raise Refused(
                "psi_up needs psi: give the losses towards buyers too, zeros where there are none",
                "psi_up 须与 psi 同时给出：请同时给出对客户的损失，没有则写 0",
            )
        return measure.each_firm(network, only)
    book = Book()
    up = None if psi_up is None else _given(psi_up, "psi_up")
    found = read_shocks(_given(psi, "psi"), up, network.ids, book)
    book.close()
    assert found is not None, "shocks that cannot be read are a fault"  # noqa: S101
    return measure.given_shocks(*found, only)


def _given(matrix: Matrix, name: str) -> Given:
    if isinstance(matrix, pl.DataFrame):
        return Given(name, matrix)
    rows = np.atleast_2d(np.asarray(matrix, dtype=np.float64))
    frame = pl.DataFrame(rows, schema=[f"column_{i}" for i in range(rows.shape[1])], orient="row")
    return Given(name, frame, headed=False)


def first_rows(table: pl.DataFrame, top: int) -> pl.DataFrame:
    """Return the scenarios that cost most, those of the largest index first, equal ones in their order."""
    ordered = table.with_row_index("at").sort(["ESRI", "at"], descending=[True, False])
    return ordered.head(top).drop("at")
