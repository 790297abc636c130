"""The board of promises: every target under every definition it admits and every reading of its deadline."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, units, words
from hinterland.errors import StudyError, UnitError
from hinterland.progress import silent
from hinterland.promises import reasons
from hinterland.promises.evidence import EVIDENCE, evidence_rows
from hinterland.promises.measure import Measured, measure
from hinterland.promises.verdict import APPROX, ENOUGH, GRACE_DAYS, Promise, Verdict, holds, judge
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.progress import Progress

BOARD = {
    "target": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "promised_by": pl.String(),
    "place": pl.String(),
    "metric": pl.String(),
    "metric_kind": pl.String(),
    "definition_en": pl.String(),
    "definition_zh": pl.String(),
    "attainment": pl.String(),
    "deadline": pl.String(),
    "comparator": pl.String(),
    "required": pl.Float64(),
    "required_high": pl.Float64(),
    "unit": pl.String(),
    "observed": pl.Float64(),
    "period": pl.String(),
    "observed_published": pl.String(),
    "observed_basis": pl.String(),
    "verdict": pl.String(),
    "code": pl.String(),
    "reason_en": pl.String(),
    "reason_zh": pl.String(),
    "probability": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "source": pl.String(),
    "published": pl.String(),
    "claim": pl.String(),
}
"""Columns of the table `board`: one row a target, metric and attainment."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the board with what it rests on."""

    target: dict[str, Any]
    measured: Measured
    attainment: str
    required: float
    required_high: float | None
    verdict: Verdict
    reason: Said


def track(cluster: Cluster, *, as_of: date | str | None = None, progress: Progress = silent) -> Result:
    """Return the board of promises as of a day.

    Parameters
    ----------
    cluster
        The case.
    as_of
        Day from which it is seen; default: the day the cluster is seen from, else today.

    Returns
    -------
    Result
        Tables `board` (one row a target, metric and attainment) and `evidence` (every figure behind a row, with
        its role, source and publication).

    Raises
    ------
    StudyError
        If the case has no targets.
    """
    began = time.perf_counter()
    today = cluster.day(as_of)
    if not cluster["targets"].height:
        raise StudyError("the case has no targets: fill in `targets` and the `metrics` they name")
    seen = cluster.as_of(today)
    rows: list[_Row] = []
    targets = seen["targets"]
    for done, target in enumerate(targets.iter_rows(named=True)):
        progress(done, targets.height, target["target"])
        for metric in target["metrics"].split(";"):
            rows += _judged(seen, target, metric, today)
    board = pl.DataFrame([_flat(r) for r in rows], schema=BOARD, orient="row")
    evidence = pl.DataFrame(
        [e for r in rows for e in evidence_rows(seen, r.target, r.measured, r.attainment, r.verdict)],
        schema=EVIDENCE,
        orient="row",
    )
    seconds = time.perf_counter() - began
    return Result(
        study="track",
        tables={"board": board, "evidence": evidence},
        provenance=provenance("track", seen, {"as_of": today.isoformat()}, seconds),
        summary=_summary(board, seen, today),
        assumptions=_assumptions(seen),
        figures=("verdict_counts", "sparkline"),
    )


def _judged(cluster: Cluster, target: dict[str, Any], metric: str, today: date) -> list[_Row]:
    measured = _measured(cluster, target, metric)
    unit = measured.metric["unit"]
    readings = (target["attainment"] or "in_period;by").split(";")
    if measured.metric["kind"] in {"statement", "first_to_pass"}:
        readings = ["by"]
    rows = []
    for attainment in readings:
        try:
            required, high = _required(cluster, target, unit, today)
            verdict = _verdict(cluster, target, measured, attainment, required, high, today)
        except UnitError as error:
            required, high = target["value"], target["value_high"]
            verdict = Verdict("not measurable", "unit", facts={"error": str(error)})
        reason = _reason(cluster, target, measured, verdict, required)
        rows.append(_Row(target, measured, attainment, required, high, verdict, reason))
    return rows


def _measured(cluster: Cluster, target: dict[str, Any], metric: str) -> Measured:
    try:
        measured = measure(cluster, metric, target["place"])
    except UnitError as error:
        row = cluster["metrics"].row(by_predicate=pl.col("metric") == metric, named=True)
        return Measured(row, target["place"] or "", obstacle="unit", facts={"error": str(error)})
    if measured.metric["unit"] is None:  # not defined yet: the target's own unit is all there is
        return replace(measured, metric={**measured.metric, "unit": target["unit"]})
    return measured


def _required(cluster: Cluster, target: dict[str, Any], unit: str, today: date) -> tuple[float, float | None]:
    """Return the target's value in the metric's unit.

    Money of another currency is converted at the rate of the deadline, or of today where that is still to come:
    a later look back must not change what was demanded.
    """
    own = cluster.own_units()
    when = min(dates.parse_period(target["deadline"]).end, today)

    def inside(value: float | None) -> float | None:
        if value is None:
            return None
        here, there = units.find(target["unit"], own), units.find(unit, own)
        if here.dimension.startswith("money:") and here.dimension != there.dimension:
            rates = cluster.rates()
            yuan = rates.to_cny(value * here.factor, here.dimension.removeprefix("money:"), when)
            return yuan / rates.to_cny(there.factor, there.dimension.removeprefix("money:"), when)
        return units.convert(value, target["unit"], unit, own)

    value = inside(target["value"])
    assert value is not None  # noqa: S101 - the schema requires a value
    return value, inside(target["value_high"])


def _verdict(
    cluster: Cluster,
    target: dict[str, Any],
    measured: Measured,
    attainment: str,
    required: float,
    high: float | None,
    today: date,
) -> Verdict:
    metric = measured.metric
    promise = Promise(
        comparator=target["comparator"],
        value=required,
        value_high=high,
        deadline=dates.parse_period(target["deadline"]),
        attainment=attainment,
        made=dates.last_day(target["published"]) if target["published"] else None,
        event={"statement": "statement", "first_to_pass": "race"}.get(metric["kind"], ""),
    )
    if metric["defined_by"] == "nobody" and not measured.points:
        definition = Said(metric["definition_en"] or "", metric["definition_zh"] or "")
        verdict = Verdict("not measurable", "undefined", facts={"definition": definition})
    elif measured.obstacle:
        verdict = Verdict("not measurable", measured.obstacle, facts=measured.facts)
    else:
        verdict = judge(promise, measured.points, today)
    if target["superseded_on"]:
        return _superseded(cluster, target, measured, promise, verdict)
    return verdict


def _superseded(
    cluster: Cluster, target: dict[str, Any], measured: Measured, promise: Promise, verdict: Verdict
) -> Verdict:
    """Return `superseded`, unless the promise had been kept before it was replaced."""
    on = dates.last_day(target["superseded_on"])
    known = [p for p in measured.points if p.published < on]
    before = verdict
    if not measured.obstacle and verdict.code != "undefined":
        before = judge(promise, known, on - timedelta(days=1))
    if before.word == "met":
        return before
    said = reasons.sentence(before.code, before.facts, before.point, measured.metric["unit"])
    facts = {
        "by": _name(cluster, target["superseded_by"]),
        "on": target["superseded_on"],
        "before": Said(f"{before.word}, {said.en}", f"{words.verdict(before.word, 'zh')}，{said.zh}"),
    }
    return Verdict("superseded", "superseded", verdict.point, facts, verdict.used)


def _name(cluster: Cluster, target: str | None) -> Said:
    rows = cluster["targets"].filter(pl.col("target") == target)
    if not rows.height:
        return Said(target or "", target or "")
    row = rows.row(0, named=True)
    return Said(row["name_en"] or row["target"], row["name_zh"] or row["name_en"] or row["target"])


def _reason(
    cluster: Cluster, target: dict[str, Any], measured: Measured, verdict: Verdict, required: float
) -> Said:
    metric, point = measured.metric, verdict.point
    unit = metric["unit"]
    said = [reasons.sentence(verdict.code, verdict.facts, point, unit)]
    if "against" in verdict.facts:
        said.append(reasons.remark("against", {}, verdict.facts["against"], unit))
    if verdict.code == "open" and measured.points:
        newest = measured.points[-1]
        if point is not None and newest.period.end > point.period.end:
            said.append(reasons.remark("so_far", {}, newest, unit))
    if metric["scope"] in {"wider", "narrower"} and point is not None:
        boundary = Said(
            metric["boundary_en"] or metric["boundary_zh"] or "",
            metric["boundary_zh"] or metric["boundary_en"] or "",
        )
        said.append(reasons.remark(metric["scope"], {"boundary": boundary}, point, unit))
    if point is not None:
        said += _doubts(cluster, target, point, required, unit)
    return reasons.join(said)


def _doubts(cluster: Cluster, target: dict[str, Any], point: Any, required: float, unit: str) -> list[Said]:
    """Return what weakens the figure behind a verdict."""
    said: list[Said] = []
    promise = Promise(target["comparator"], required, None, point.period, "by", None)
    if not point.exact and holds(promise, point.low) != holds(promise, point.high):
        ends = {
            "low": Said(words.number(point.low, unit, "en"), words.number(point.low, unit, "zh")),
            "high": Said(words.number(point.high, unit, "en"), words.number(point.high, unit, "zh")),
        }
        said.append(reasons.remark("room", ends, point, unit))
    if point.basis in {"inferred", "synthetic"}:
        said.append(reasons.remark(point.basis, {}, point, unit))
    if _assumed(cluster, point):
        said.append(reasons.remark("assumed", {}, point, unit))
    return said


def _assumed(cluster: Cluster, point: Any) -> bool:
    """Whether a figure behind the point has a date of publication that is only assumed."""
    keys = pl.DataFrame(point.rows, schema=["metric", "place", "period", "vintage"], orient="row")
    rows = cluster["observations"].join(keys, on=keys.columns, how="semi")
    return bool((rows["published_basis"] == "assumed").any())


def _flat(row: _Row) -> dict[str, Any]:
    target, metric, verdict = row.target, row.measured.metric, row.verdict
    point = verdict.point
    return {
        "target": target["target"],
        "name_en": target["name_en"] or target["target"],
        "name_zh": target["name_zh"] or target["name_en"] or target["target"],
        "promised_by": target["promised_by"],
        "place": target["place"] or row.measured.place,
        "metric": metric["metric"],
        "metric_kind": metric["kind"],
        "definition_en": metric["definition_en"] or metric["name_en"] or metric["metric"],
        "definition_zh": metric["definition_zh"] or metric["name_zh"] or metric["metric"],
        "attainment": row.attainment,
        "deadline": target["deadline"],
        "comparator": target["comparator"],
        "required": row.required,
        "required_high": row.required_high,
        "unit": metric["unit"],
        "observed": None if point is None else point.value,
        "period": None if point is None else point.period.text,
        "observed_published": None if point is None else point.published.isoformat(),
        "observed_basis": None if point is None else point.basis,
        "verdict": verdict.word,
        "code": verdict.code,
        "reason_en": row.reason.en,
        "reason_zh": row.reason.zh,
        "probability": None,
        "low": None,
        "high": None,
        "source": target["source"],
        "published": target["published"],
        "claim": target["claim"],
    }


def _summary(board: pl.DataFrame, cluster: Cluster, today: date) -> dict[str, Any]:
    counts = dict(board["verdict"].value_counts(sort=True).iter_rows())
    undated = cluster.undated()
    observations = undated.filter(pl.col("table") == "observations")
    return {
        "as_of": today.isoformat(),
        "targets": board["target"].n_unique(),
        "rows": board.height,
        "verdicts": counts,
        "observations": int(observations["rows"].sum()),
        "observations_with_assumed_date": int(observations["assumed"].sum()),
        "undated_rows": int(undated["undated"].sum()),
    }


def _assumptions(cluster: Cluster) -> tuple[Said, ...]:
    undated = cluster.undated()
    return (
        Said(
            f"An open promise needs at least {ENOUGH} comparable observations to be called open; a figure may "
            f"appear until {GRACE_DAYS} days after the deadline.",
            f"未到期的承诺至少需要 {ENOUGH} 个可比观测值；期限后 {GRACE_DAYS} 天内公布的数据仍算数。",
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
    )
