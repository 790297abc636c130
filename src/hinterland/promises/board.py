"""The board of promises: every target under every definition it admits and every reading of its deadline."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.errors import StudyError
from hinterland.ground.conflicts import conflicts
from hinterland.progress import silent
from hinterland.promises import changes, tables
from hinterland.promises.evidence import EVIDENCE, evidence_rows
from hinterland.promises.foresight import Foresight
from hinterland.promises.judging import Judged, judged
from hinterland.promises.verdict import APPROX, ENOUGH, GRACE_DAYS
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.progress import Progress
    from hinterland.promises.evidence import Lookup

THRESHOLD = 0.5
"""Probability from which an open promise is on track."""


def track(
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    since: Sequence[date | str] = (),
    threshold: float | None = None,
    progress: Progress = silent,
) -> Result:
    """Return the board of promises as of a day.

    Parameters
    ----------
    cluster
        The case.
    as_of
        Day from which it is seen; default: the day the cluster is seen from, else today.
    since
        Earlier days: the board is made as of each of them too, and the table `history` shows what changed.
    threshold
        Probability from which an open promise is on track; default: the case's setting `on_track_probability`,
        else 0.5.

    Returns
    -------
    Result
        Tables `board` (one row a target, metric and attainment), `evidence` (every figure behind a row, with its
        role, source and publication), `forecasts`, `models`, `race`, `plants`, `decides` and `history`
        (`hinterland.promises.tables`), and `conflicts` (`hinterland.ground.conflicts`).

    Raises
    ------
    StudyError
        If the case has no targets, or an earlier day is not earlier.
    """
    began = time.perf_counter()
    today = cluster.day(as_of)
    if not cluster["targets"].height:
        raise StudyError("the case has no targets: fill in `targets` and the `metrics` they name")
    limit = cluster.setting("on_track_probability", THRESHOLD) if threshold is None else threshold
    if not 0 < limit < 1:
        raise StudyError(f"a threshold of {limit:g} is no probability between 0 and 1")
    days = sorted({dates.day(d) for d in since})
    if days and days[-1] >= today:
        raise StudyError(f"{days[-1]} is not before {today}: `since` names earlier days to compare with")
    foresight, rows = rows_of(cluster, today, limit, progress)
    seen = foresight.cluster
    past = [(d, rows_of(cluster, d, limit, progress)[1]) for d in days]
    found = {
        "board": tables.board(rows),
        "evidence": _evidence(foresight.lookup, rows),
        "forecasts": tables.forecasts(rows),
        "models": tables.models(rows),
        "race": tables.races(rows),
        "plants": tables.plants(rows),
        "decides": changes.decides(rows),
        "history": changes.history([*past, (today, rows)]),
        "conflicts": conflicts(seen),
    }
    parameters = {"as_of": today.isoformat(), "threshold": limit, "since": [d.isoformat() for d in days]}
    seconds = time.perf_counter() - began
    return Result(
        study="track",
        tables=found,
        provenance=provenance("track", seen, parameters, seconds),
        summary=_summary(found["board"], seen, today, limit),
        assumptions=_assumptions(seen, limit, rows),
        figures=("verdict_counts", "sparkline", "fan", "race", "history"),
    )


def rows_of(
    cluster: Cluster, today: date, threshold: float, progress: Progress, skip: Container[str] = ()
) -> tuple[Foresight, list[Judged]]:
    """Return the foresight as of a day and the rows of the board, without metrics of the kinds in `skip`."""
    seen = cluster.as_of(today)
    kinds = dict(seen["metrics"].select("metric", "kind").iter_rows())
    targets = seen["targets"]
    ends = [dates.parse_period(t).end.year for t in targets["deadline"].drop_nulls().to_list()]
    foresight = Foresight.of(seen, today, max([e for e in ends if e >= today.year - 1], default=today.year))
    rows: list[Judged] = []
    for done, target in enumerate(targets.iter_rows(named=True)):
        progress(done, targets.height, target["target"])
        for metric in (m for m in target["metrics"].split(";") if kinds.get(m) not in skip):
            rows += judged(foresight, target, metric, today, threshold)
    return foresight, rows


def _evidence(lookup: Lookup, rows: Sequence[Judged]) -> pl.DataFrame:
    return pl.DataFrame(
        [e for r in rows for e in evidence_rows(lookup, r.target, r.measured, r.attainment, r.verdict)],
        schema=EVIDENCE,
        orient="row",
    )


def _summary(board: pl.DataFrame, cluster: Cluster, today: date, threshold: float) -> dict[str, Any]:
    counts = dict(board["verdict"].value_counts(sort=True).iter_rows())
    undated = cluster.undated()
    observations = undated.filter(pl.col("table") == "observations")
    return {
        "as_of": today.isoformat(),
        "targets": board["target"].n_unique(),
        "rows": board.height,
        "verdicts": counts,
        "threshold": threshold,
        "with_probability": board["probability"].count(),
        "observations": int(observations["rows"].sum()),
        "observations_with_assumed_date": int(observations["assumed"].sum()),
        "undated_rows": int(undated["undated"].sum()),
    }


def _assumptions(cluster: Cluster, threshold: float, rows: Sequence[Judged]) -> tuple[Said, ...]:
    undated = cluster.undated()
    said = [
        Said(
            f"An open promise needs at least {ENOUGH} comparable observations to be called open; a figure may "
            f"appear until {GRACE_DAYS} days after the deadline.",
            f"未到期的承诺至少需要 {ENOUGH} 个可比观测值；期限后 {GRACE_DAYS} 天内公布的数据仍算数。",
        ),
        Said(
            f"On track: a probability of at least {threshold:.0%}. The probability is the part of joint sample "
            "paths of what the figures may become that keep the promise; the range over the models stands beside "
            "it. Paths know nothing of decisions that were not public.",
            f"“有望兑现”指概率不低于 {threshold:.0%}。概率为联合样本路径中达到承诺的比例，并列出各模型的范围；"
            "路径不含当时未公开的决定。",
        ),
        Said(
            f"'About' admits {APPROX:.0%} below the value; a range is kept from its lower end on.",
            f"“约”允许低于目标值 {APPROX:.0%}；区间自下限起即算达到。",
        ),
        Said(
            "Where the words do not say what the deadline means, both readings are judged: in that period, and "
            "first passage by its end.",
            "原文未说明期限含义时，两种读法都判：当期达到，以及期末前首次达到。",
        ),
        Said(
            "A date known to the year or month counts from its last day.",
            "只精确到年或月的日期，按其最后一天计。",
        ),
        Said(
            f"{int(undated['assumed'].sum()):,} rows have a date of publication that is only assumed, and "
            f"{int(undated['undated'].sum()):,} have none: a look back is as honest as its dates.",
            f"{int(undated['assumed'].sum()):,} 行的公开日期系假定，{int(undated['undated'].sum()):,} "
            "行没有日期：回看的可信度取决于这些日期。",
        ),
    ]
    return (*said, *_capacity_said(rows))


def _capacity_said(rows: Sequence[Judged]) -> list[Said]:
    """Return what the forecasts from plants assumed, once each, with the weight they have."""
    said: dict[str, Said] = {}
    for row in rows:
        if row.foreseen is None:
            continue
        name = row.measured.metric["metric"]
        if row.foreseen.capacity is not None:
            told = row.foreseen.capacity
            said[f"{name}:weight"] = Said(
                f"{name}: the forecast from plants weighs {told.weight:.0%}",
                f"{name}：基于工厂的预测权重为 {told.weight:.0%}",
            )
            for note in told.notes:
                said[f"{name}:{note.en}"] = Said(f"{name}: {note.en}", f"{name}：{note.zh}")
        elif row.foreseen.without is not None:
            note = row.foreseen.without.said
            said[f"{name}:{note.en}"] = Said(
                f"{name}: no forecast from plants, {note.en}", f"{name}：没有基于工厂的预测，{note.zh}"
            )
    return list(said.values())
